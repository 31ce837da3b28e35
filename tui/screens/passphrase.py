"""tui.screens.passphrase: choose another passphrase. The one of now, or the recovery code, has to be typed first."""

from __future__ import annotations

import asyncio
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.host import host
from tui.texts import t
from tui.widgets.key_bar import KeyBar
from tui.working import work

FIELDS = ("nu", "nieuw", "nogmaals")


class PassphraseScreen(ModalScreen[bool]):
    """True when the passphrase was changed. The recovery code stays as it is."""

    BINDINGS = bindings("formulier", t)
    AUTO_FOCUS = "#zin-nu"
    hulp = "wachtzin"

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("wachtzin.titel"))
            yield Static(t("wachtzin.uitleg"), classes="ruim", markup=False)
            for name in FIELDS:
                yield Input(id=f"zin-{name}", password=True, placeholder=t(f"wachtzin.{name}"), select_on_focus=False)
            yield Static("", id="zin-melding", classes="melding fout", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("wachtzin.doe")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        self.dismiss(False)

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        if event.input.id == "zin-nogmaals":
            self.action_klaar()
        else:
            self.focus_next()

    @on(Button.Pressed, "#ja")
    def _go(self) -> None:
        self.action_klaar()

    @work(group="wachtzin", exclusive=True)
    async def action_klaar(self) -> None:
        line = self.query_one("#zin-melding", Static)
        now, new, again = (self.query_one(f"#zin-{name}", Input).value for name in FIELDS)
        change: Any = getattr(host(self).opening, "change_passphrase", None)
        if change is None:
            line.update(t("backup.kan_niet"))
            return
        if new != again:
            self._again(t("unlock.verschilt"), "nieuw", "nogmaals")
            return
        line.update(t("wachtzin.bezig"))
        try:
            await asyncio.to_thread(change, now, new)
        except AssistantError as error:
            self._again(error.sentence, *FIELDS)
            return
        host(self).remember_passphrase(new)
        host(self).say(t("wachtzin.klaar"), title=t("wachtzin.titel"))
        self.dismiss(True)

    def _again(self, sentence: str, *names: str) -> None:
        """Empty those fields and begin in the first: nobody sees what stands behind the dots."""
        for name in names:
            self.query_one(f"#zin-{name}", Input).value = ""
        self.query_one(f"#zin-{names[0]}", Input).focus()
        self.query_one("#zin-melding", Static).update(Content(sentence))
