"""tui.screens.rights: the rights of the client on one dossier, as a list to choose from: leave, a copy, correcting, who looked, keeping,
a secret place, erasing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, Input, OptionList, Static

from assistant.domain.audit import SETTING as AUDIT
from assistant.domain.dossier import Dossier
from assistant.domain.toestemming import Stand
from assistant.engine.assistant import Assistant
from assistant.engine.conversing import Conversation
from assistant.engine.rechten import WISSEN_ROOM, Rechten
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.review_rows import hang
from tui.texts import t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.working import work

R = TypeVar("R")
PARTS = ("toestemming", "kopie", "verbeteren", "gekeken", "bewaren", "plek", "wissen")
WITHOUT_CLIENT = ("gekeken", "bewaren", "wissen")
"""What is left of them for an audit of a team: there is nobody in it to ask."""


class RightsTable:
    """The dossier on the table with its rights. A change is saved before it is here."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.rechten = Rechten(desk.assistant)

    @classmethod
    def open(cls, assistant: Assistant, dossier_id: str) -> RightsTable:
        """Read one dossier; the look is logged. Blocks. Raises StoreError."""
        return cls(Desk(Conversation(assistant, assistant.open(dossier_id, reden=t("rechten.in_logboek")))))

    @property
    def dossier(self) -> Dossier:
        return self.desk.dossier

    @property
    def assistant(self) -> Assistant:
        return self.desk.assistant

    async def change(self, call: Callable[[Dossier], Dossier]) -> None:
        """Carry out one change of the dossier in a thread. Raises what it raises; then nothing was written."""

        def work() -> None:
            self.desk.conversation.dossier = call(self.desk.dossier)

        await self.desk.save(work, always=True)


class RightScreen(Screen[None]):
    """Head, explanation, list, detail, message: what the screens of rights share."""

    CSS_PATH = ["../styles/base.tcss", "../styles/rights.tcss"]
    detail = False

    def words(self) -> tuple[str, str]:
        """(title, one or two sentences of explanation)."""
        return "", ""

    def head(self) -> str:
        """What stands in the head at the left: a code, or ''."""
        return ""

    def compose(self) -> ComposeResult:
        code, (title, explanation) = self.head(), self.words()
        parts: list[Any] = [(f"{code}  ", "bold $primary")] if code else []
        with Horizontal(id="recht-kop"):
            yield Static(Content.assemble(*parts, (title, "$text-muted")), id="recht-links", markup=False)
            yield Static("", id="recht-rechts", markup=False)
        with Vertical(id="recht-rest"):
            yield Static(explanation, id="recht-uitleg", classes="stil", markup=False)
            yield Lines(id="recht-lijst")
            if self.detail:
                with Vertical(id="recht-bij"):
                    yield Static("", id="recht-tekst", markup=False)
        yield Static("", id="recht-melding", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#recht-lijst").focus()
        self.call_after_refresh(self.fill)

    def on_screen_resume(self) -> None:
        self.call_after_refresh(self.fill)

    def on_resize(self) -> None:
        self.call_after_refresh(self.fill)

    def fill(self) -> None:
        """Show what is true now."""

    def lines(self, rows: list[tuple[str | None, Content]]) -> None:
        """Put rows in the list, wrapped with the second line further in."""
        box = self.query_one("#recht-lijst", Lines)
        width = max(0, box.scrollable_content_region.width - 2)
        box.fill([Line(row_id, hang(content, 0, width)) for row_id, content in rows])

    @property
    def chosen(self) -> str | None:
        return self.query_one("#recht-lijst", Lines).highlighted_id

    def tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#recht-melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    def action_weg(self) -> None:
        self.dismiss(None)


class RightForm(ModalScreen[R | None]):
    """A window with fields over a screen of rights. Enter goes to the next field and, in the last one, does what F2 does: `action_klaar`."""

    BINDINGS = bindings("formulier", t)

    def __init__(self, table: RightsTable) -> None:
        super().__init__()
        self.table = table

    @property
    def desk(self) -> Desk:
        return self.table.desk

    def title_text(self) -> str:
        """What stands in the frame."""
        return ""

    def fields(self) -> ComposeResult:
        """Explanation and fields, from top to bottom."""
        yield from ()

    def yes(self) -> str:
        """The word on the button that carries it out."""
        return ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(self.title_text())
            yield from self.fields()
            yield Static("", id="vorm-melding", classes="melding fout", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(self.yes()), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    def tell(self, text: str, *, bad: bool = True) -> None:
        line = self.query_one("#vorm-melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    def value(self, name: str) -> str:
        """What stands in a field, as typed."""
        return self.query_one(f"#{name}", Input).value

    def action_klaar(self) -> object:
        """Carry it out."""
        return None

    def action_weg(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#nee")
    def _back(self) -> None:
        self.action_weg()

    @on(Button.Pressed, "#ja")
    def _go(self) -> None:
        self.action_klaar()

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        fields = list(self.query(Input))
        if event.input is fields[-1]:
            self.action_klaar()
        else:
            fields[fields.index(event.input) + 1].focus()


def day(moment: Any) -> str:
    """22-11-2026, in local time."""
    return str(moment.astimezone().strftime("%d-%m-%Y"))


class RightsScreen(RightScreen):
    """What the client may ask of us, each with how it stands."""

    BINDINGS = bindings("rechten", t)
    hulp = "rechten"

    def words(self) -> tuple[str, str]:
        if self.parts is not PARTS:
            return t("audit.titel"), t("rechten.audit")
        return t("rechten.titel"), t("rechten.uitleg")

    def __init__(self, table: RightsTable) -> None:
        super().__init__()
        self.table = table

    @property
    def parts(self) -> tuple[str, ...]:
        """What can be done with this dossier."""
        return WITHOUT_CLIENT if self.table.dossier.setting == AUDIT else PARTS

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "deel":
            return parameters[0] in self.parts
        return super().check_action(action, parameters)

    @property
    def desk(self) -> Desk:
        return self.table.desk

    def head(self) -> str:
        return self.table.dossier.code

    def fill(self) -> None:
        states = self._states()
        rows: list[tuple[str | None, Content]] = []
        for part in self.parts:
            state = states.get(part, "")
            rows.append(
                (
                    part,
                    Content.assemble(
                        (t(f"rechten.{part}"), "bold"), (f"  {state}" if state else "", "$text-muted"), f"\n  {t(f'rechten.{part}_zin')}"
                    ),
                )
            )
        self.lines(rows)

    def _states(self) -> dict[str, str]:
        """How it stands, in a few words each."""
        table, out = self.table, {}
        try:
            given = [d.stand for d in table.rechten.toestemmingen(table.dossier)]
            yes = sum(s is Stand.GEGEVEN for s in given)
            out["toestemming"] = t("rechten.staat.toestemming", ja=yes, open=sum(s is Stand.NIET_GEVRAAGD for s in given))
            keep = table.rechten.bewaarstand(table.dossier)
            out["bewaren"] = t(f"bewaren.stand.{keep.stand.value}")
            if code := table.rechten.location_code(table.dossier):
                out["plek"] = t("rechten.staat.plek", code=code)
        except AssistantError as error:
            self.tell(error.sentence, bad=True)
        if WISSEN_ROOM in table.dossier.rooms:
            out["wissen"] = t("rechten.staat.wissen")
        return out

    @on(OptionList.OptionSelected, "#recht-lijst")
    def _opened(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.action_deel(event.option_id)

    def action_open(self) -> None:
        if self.chosen:
            self.action_deel(self.chosen)

    def action_deel(self, part: str) -> None:
        self.app.push_screen(_screen_for(part, self.table))


def _screen_for(part: str, table: RightsTable) -> Screen[Any]:
    if part == "toestemming":
        from tui.screens.rights_consent import ToestemmingScreen

        return ToestemmingScreen(table)
    if part == "kopie":
        from tui.screens.rights_copy import CopyScreen

        return CopyScreen(table)
    if part == "verbeteren":
        from tui.screens.rights_words import WordsScreen

        return WordsScreen(table)
    if part == "gekeken":
        from tui.screens.rights_log import LookedScreen

        return LookedScreen(table)
    if part == "bewaren":
        from tui.screens.rights_keep import KeepScreen

        return KeepScreen(table)
    if part == "plek":
        from tui.screens.rights_place import PlaceScreen

        return PlaceScreen(table)
    from tui.screens.rights_erase import EraseScreen

    return EraseScreen(table)


class ManageScreen(RightScreen):
    """What is about all dossiers together: terms, back-up, a breach, who looked in a month."""

    BINDINGS = bindings("beheer", t)
    hulp = "beheer"
    PARTS = ("termijnen", "backup", "herstel", "datalek", "maand", "wachtzin")

    def words(self) -> tuple[str, str]:
        return t("beheer.titel"), t("beheer.uitleg")

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.assistant = assistant
        self.rechten = Rechten(assistant)
        self._due: int | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self._count()

    def _counted(self, _: None) -> None:
        self._count()

    @work(group="termijnen", exclusive=True)
    async def _count(self) -> None:
        try:
            self._due = await asyncio.to_thread(self.rechten.aan_de_beurt)
        except AssistantError as error:
            self.tell(error.sentence, bad=True)
            return
        self.fill()

    def fill(self) -> None:
        rows: list[tuple[str | None, Content]] = []
        for part in self.PARTS:
            state = t("beheer.staat.termijnen", aantal=self._due) if part == "termijnen" and self._due else ""
            rows.append(
                (
                    part,
                    Content.assemble(
                        (t(f"beheer.{part}"), "bold"), (f"  {state}" if state else "", "$warning"), f"\n  {t(f'beheer.{part}_zin')}"
                    ),
                )
            )
        self.lines(rows)

    @on(OptionList.OptionSelected, "#recht-lijst")
    def _opened(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.action_deel(event.option_id)

    def action_open(self) -> None:
        if self.chosen:
            self.action_deel(self.chosen)

    def action_deel(self, part: str) -> None:
        if part == "termijnen":
            from tui.screens.rights_keep import RemindersScreen

            self.app.push_screen(RemindersScreen(self.assistant), self._counted)
        elif part == "maand":
            from tui.screens.rights_log import MonthScreen

            self.app.push_screen(MonthScreen(self.assistant))
        elif part == "datalek":
            from tui.screens.breach import DatalekScreen

            self.app.push_screen(DatalekScreen(self.assistant))
        elif part == "wachtzin":
            from tui.screens.passphrase import PassphraseScreen

            self.app.push_screen(PassphraseScreen())
        elif part == "backup":
            from tui.screens.backup import BackupScreen

            self.app.push_screen(BackupScreen())
        else:
            from tui.screens.backup import RestoreScreen

            self.app.push_screen(RestoreScreen(self.assistant))
