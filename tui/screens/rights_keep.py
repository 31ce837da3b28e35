"""tui.screens.rights_keep: how long a dossier is kept, and which ones are due. It reminds; it never destroys."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static

from assistant.domain.bewaren import Bewaarstand, Termijn, keuze_in
from assistant.domain.values import clean_text
from assistant.engine.assistant import Assistant
from assistant.engine.rechten import Rechten
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.rights import RightScreen, RightsScreen, RightsTable
from tui.texts import t
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work

DAY = "%d-%m-%Y"


def state_text(stand: Bewaarstand) -> str:
    """How it stands, in one or two sentences."""
    if stand.stil_sinds is not None:
        text = t("bewaren.stil", dag=stand.stil_sinds.strftime(DAY))
    elif stand.einde is None or stand.dagen is None:
        text = t("bewaren.loopt")
    elif stand.dagen > 0:
        text = t("bewaren.tot", dag=stand.einde.strftime(DAY), dagen=stand.dagen)
    else:
        text = t("bewaren.voorbij", dag=stand.einde.strftime(DAY))
        text = text if stand.vasthouden else f"{text} {t('bewaren.bespreek')}"
    return f"{text} {t('bewaren.vast', reden=stand.vasthouden)}" if stand.vasthouden else text


def term_text(term: Termijn, *, stale: bool = False) -> str:
    """What the term is for, where it comes from, and how sure that is."""
    parts = [term.voor, t(f"bewaren.telt.{term.telt_vanaf}"), t("bewaren.bron", bron=term.bron, dag=term.gecontroleerd_op.strftime(DAY))]
    if term.zekerheid == "nagaan":
        parts.append(t("bewaren.nagaan"))
    if stale:
        parts.append(t("bewaren.oud"))
    return " ".join(parts)


class KeepScreen(ModalScreen[None]):
    """The term of one dossier, from when it counts, and what holds it."""

    BINDINGS = bindings("formulier", t)
    AUTO_FOCUS = "#bewaar-termijn"
    DEFAULT_CSS = """
    KeepScreen .venster { width: 90; }
    """
    hulp = "bewaren"

    def __init__(self, table: RightsTable) -> None:
        super().__init__()
        self.table = table
        self._terms = table.rechten.termijnen
        self._now = table.rechten.bewaarstand(table.dossier)

    @property
    def desk(self) -> Desk:
        return self.table.desk

    def compose(self) -> ComposeResult:
        choice = keuze_in(self.table.dossier.rooms)
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("bewaren.titel"))
            yield Static(Content(state_text(self._now)), id="bewaar-stand", classes="ruim", markup=False)
            with VerticalScroll(can_focus=False, classes="velden"):
                yield Pick("bewaar-termijn", t("bewaren.termijn"), [(x.id, x.label) for x in self._terms.termijnen], self._now.termijn.id)
                yield Static("", id="bewaar-bron", classes="stil ruim", markup=False)
                begin = choice.begin.strftime(DAY) if choice.begin else ""
                yield Static(t("bewaren.begin"), classes="stil", markup=False)
                yield Input(begin, id="bewaar-begin", select_on_focus=False, max_length=10)
                yield Static(t("bewaren.vasthouden"), classes="stil", markup=False)
                yield Input(choice.vasthouden, id="bewaar-vast", select_on_focus=False, max_length=200)
            yield Static("", id="bewaar-melding", classes="melding", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("bewaren.bewaar")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    def on_mount(self) -> None:
        self._source()

    @on(Pick.Changed, "#bewaar-termijn")
    def _source(self) -> None:
        term = self._terms.get(self.query_one("#bewaar-termijn", Pick).value)
        stale = self._now.term_is_oud and term.id == self._now.termijn.id
        self.query_one("#bewaar-bron", Static).update(Content(term_text(term, stale=stale)))

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted)
    @on(Button.Pressed, "#ja")
    def _go(self) -> None:
        self.action_klaar()

    @work(group="bewaren", exclusive=True)
    async def action_klaar(self) -> None:
        line = self.query_one("#bewaar-melding", Static)
        line.add_class("fout")
        begin: date | None = None
        if given := self.query_one("#bewaar-begin", Input).value.strip():
            try:
                begin = datetime.strptime(given, DAY).date()  # noqa: DTZ007 - a day has no time zone
            except ValueError:
                line.update(t("bewaren.geen_dag"))
                return
        term = self.query_one("#bewaar-termijn", Pick).value
        hold = clean_text(self.query_one("#bewaar-vast", Input).value)
        rechten = self.table.rechten
        try:
            await self.table.change(lambda d: rechten.choose_term(d, termijn=term, begin=begin, vasthouden=hold))
        except AssistantError as error:
            line.update(Content(error.sentence))
            return
        self._now = rechten.bewaarstand(self.table.dossier)
        self.query_one("#bewaar-stand", Static).update(Content(state_text(self._now)))
        line.remove_class("fout")
        line.update(t("bewaren.klaar"))


class RemindersScreen(RightScreen):
    """Dossiers whose term is over or nearly so, soonest first. Enter opens the rights of one."""

    BINDINGS = bindings("termijnen", t)
    hulp = "termijnen"

    def words(self) -> tuple[str, str]:
        return t("termijnen.titel"), t("termijnen.uitleg")

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.assistant = assistant
        self.rechten = Rechten(assistant)
        self._found: tuple[tuple[str, str, Bewaarstand], ...] | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self._read()

    def on_screen_resume(self) -> None:
        self._read()

    @work(group="termijnen", exclusive=True)
    async def _read(self) -> None:
        try:
            self._found = await asyncio.to_thread(self.rechten.herinneringen)
        except AssistantError as error:
            self.tell(error.sentence, bad=True)
            return
        self.fill()

    def fill(self) -> None:
        if self._found is None:
            return
        rows: list[tuple[str | None, Content]] = []
        for dossier_id, code, stand in self._found:
            how = "stil" if stand.stil_sinds else stand.stand.value
            parts: list[Any] = [(code, "bold"), (f"  {t(f'bewaren.stand.{how}')}", "$warning")]
            rows.append((dossier_id, Content.assemble(*parts, f"\n  {stand.termijn.label}. {state_text(stand)}")))
        self.lines(rows)
        self.tell("" if rows else t("termijnen.leeg"))

    @on(OptionList.OptionSelected, "#recht-lijst")
    def _selected(self) -> None:
        self.action_open()

    @work(group="openen", exclusive=True)
    async def action_open(self) -> None:
        if self.chosen is None:
            return
        try:
            table = await asyncio.to_thread(RightsTable.open, self.assistant, self.chosen)
        except AssistantError as error:
            self.tell(error.sentence, bad=True)
            return
        await self.app.push_screen(RightsScreen(table))
