"""tui.screens.backup: making a back-up, and putting one back: with a clear warning before an erased dossier would come back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from assistant.domain.values import clean_text
from assistant.engine.assistant import Assistant
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.host import host
from tui.texts import t
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work


class BackupScreen(ModalScreen[None]):
    """Where to; then an encrypted copy that was checked."""

    BINDINGS = bindings("formulier", t)
    AUTO_FOCUS = "#backup-map"
    hulp = "backup"

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("backup.titel"))
            yield Static(t("backup.uitleg"), classes="ruim", markup=False)
            yield Static(t("backup.map"), classes="stil", markup=False)
            yield Input(str(Path.home()), id="backup-map", select_on_focus=False)
            yield Static("", id="backup-melding", classes="melding", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("backup.maak")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted)
    @on(Button.Pressed, "#ja")
    def _go(self) -> None:
        self.action_klaar()

    @work(group="backup", exclusive=True)
    async def action_klaar(self) -> None:
        line, place = self.query_one("#backup-melding", Static), self.query_one("#backup-map", Input).value.strip()
        if not place:  # an empty path is the folder the program was started in, and nobody would look there
            line.add_class("fout")
            line.update(t("backup.geen_map"))
            return
        make: Any = getattr(host(self).opening, "back_up", None)
        line.add_class("fout")
        if make is None:
            line.update(t("backup.kan_niet"))
            return
        line.update(t("backup.bezig"))
        try:
            made = await asyncio.to_thread(lambda: make(Path(place).expanduser()))
        except AssistantError as error:
            line.update(Content(error.sentence))
            return
        line.remove_class("fout")
        line.update(Content(t("backup.klaar", pad=made)))


class RestoreScreen(ModalScreen[None]):
    """Two acts: look what is in it, then put it back. What was erased since stays erased, unless a reason is given."""

    BINDINGS = bindings("formulier", t)
    AUTO_FOCUS = "#herstel-map"
    DEFAULT_CSS = """
    RestoreScreen .venster { width: 90; }
    RestoreScreen #herstel-gewist { height: auto; }
    """
    hulp = "herstel"

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.assistant = assistant
        self._seen: Any = None
        """(folder, what is in it) after the first act; None before."""
        self._busy = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("herstel.titel"))
            with VerticalScroll(can_focus=False, classes="velden"):
                yield Static(t("herstel.uitleg"), classes="ruim", markup=False)
                yield Static(t("herstel.map"), classes="stil", markup=False)
                yield Input(str(Path.home()), id="herstel-map", select_on_focus=False)
                yield Input(id="herstel-wachtzin", password=True, placeholder=t("herstel.wachtzin"), select_on_focus=False)
                yield Static("", id="herstel-inhoud", classes="ruim", markup=False)
                with Vertical(id="herstel-gewist"):
                    yield Static("", id="herstel-let-op", classes="waarschuwing ruim", markup=False)
                    options = [("weg", t("herstel.blijven_weg")), ("terug", t("herstel.komen_terug"))]
                    yield Pick("herstel-keuze", t("herstel.gewiste"), options, "weg")
                    yield Input(id="herstel-reden", placeholder=t("herstel.reden"), select_on_focus=False, max_length=200)
            yield Static("", id="herstel-melding", classes="melding fout", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("herstel.kijk")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#herstel-gewist").display = False

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        if not self._busy:
            self.dismiss(None)

    @on(Input.Changed, "#herstel-map")
    @on(Input.Changed, "#herstel-wachtzin")
    def _changed(self) -> None:
        """Another folder: look again first."""
        self._seen = None
        self._name_button(t("herstel.kijk"))
        self.query_one("#herstel-gewist").display = False
        self.query_one("#herstel-inhoud", Static).update("")

    def _name_button(self, word: str) -> None:
        button = self.query_one("#ja", Button)
        button.label = Content(word)
        button.refresh(layout=True)  # the new words may be longer than the old ones

    @on(Input.Submitted)
    @on(Button.Pressed, "#ja")
    def _go(self) -> None:
        self.action_klaar()

    @work(group="herstel", exclusive=True)
    async def action_klaar(self) -> None:
        if self._busy:
            return
        opening: Any = host(self).opening
        line = self.query_one("#herstel-melding", Static)
        if not hasattr(opening, "restore"):
            line.update(t("backup.kan_niet"))
            return
        place, secret = self.query_one("#herstel-map", Input).value, self.query_one("#herstel-wachtzin", Input).value
        self._busy = True
        line.update(t("herstel.bezig"))
        try:
            if self._seen is None:
                found = await asyncio.to_thread(lambda: opening.look_into(Path(place).expanduser(), secret))
                self._show(*found)
            else:
                await self._put_back(opening, self._seen[0], secret)
        except AssistantError as error:
            line.update(Content(error.sentence))
        finally:
            self._busy = False

    def _show(self, folder: Path, inside: Any) -> None:
        self._seen = (folder, inside)
        here = len(self.assistant.store.list())
        self.query_one("#herstel-melding", Static).update("")
        text = t("herstel.inhoud", naam=folder.name, aantal=inside.dossiers, hier=here, dag=_day(inside.laatste) or "–")
        self.query_one("#herstel-inhoud", Static).update(Content(text))
        if inside.gewist:
            codes = "\n".join(t("herstel.gewist_regel", code=code, dag=_day(moment)) for code, moment in inside.gewist)
            self.query_one("#herstel-let-op", Static).update(Content(f"{t('herstel.let_op', aantal=len(inside.gewist))}\n{codes}"))
            self.query_one("#herstel-gewist").display = True
            self.query_one("#herstel-keuze").focus()
        self._name_button(t("herstel.zet_terug"))

    async def _put_back(self, opening: Any, folder: Path, secret: str) -> None:
        back = bool(self._seen[1].gewist) and self.query_one("#herstel-keuze", Pick).value == "terug"
        reden = clean_text(self.query_one("#herstel-reden", Input).value).strip()
        if back and not reden:
            self.query_one("#herstel-melding", Static).update(t("herstel.reden_leeg"))
            self.query_one("#herstel-reden").focus()
            return
        done = await asyncio.to_thread(lambda: opening.restore(folder, secret, terug=back, reden=reden))
        self.query_one("#herstel-wachtzin", Input).value = ""
        app = host(self)
        app.remember_passphrase(secret)
        app.say(t("herstel.klaar", aantal=done.dossiers, opzij=done.opzij or "–"), title=t("herstel.titel"))
        app.run_worker(app.go_home())


def _day(moment: str) -> str:
    """22-11-2026 of an ISO moment; '' stays ''."""
    return "-".join(reversed(moment[:10].split("-")))
