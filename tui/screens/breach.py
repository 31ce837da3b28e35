"""tui.screens.breach: help when client data may have been lost or seen. First what to do at once, then the facts for the FG, with the clock."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from assistant.domain.datalek import Datalek, Lekvraag
from assistant.domain.values import clean_text
from assistant.engine.assistant import Assistant
from assistant.engine.rechten import Rechten
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.host import folder_of, host
from tui.screens.talk import leave
from tui.texts import t
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work

MOMENT = "%d-%m-%Y %H:%M"


def read_moment(text: str) -> datetime:
    """'22-11-2026 14:03' or '22-11-2026' in local time -> UTC. Raises ValueError."""
    plain = text.strip()
    found = datetime.strptime(plain if ":" in plain else f"{plain} 00:00", MOMENT)  # noqa: DTZ007 - local, made aware below
    return found.astimezone().astimezone(UTC)


class DatalekScreen(Screen[None]):
    """A form to scroll through; F2 puts the facts together, and they can be saved as a text. Dossiers appear by their code only."""

    CSS_PATH = ["../styles/base.tcss", "../styles/rights.tcss"]
    BINDINGS = bindings("datalek", t)
    AUTO_FOCUS = "#recht-rest"
    DEFAULT_CSS = """
    DatalekScreen #recht-rest Static { height: auto; }
    DatalekScreen Pick { margin: 0; }
    DatalekScreen .vraag { margin: 1 0 0 0; }
    """
    hulp = "datalek"

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.assistant = assistant
        self.rechten = Rechten(assistant)
        self._help = self.rechten.lekhulp
        self._facts: Datalek | None = None
        self._saved: object = None
        """What stood in the form when it was last saved as a text, or when it opened."""

    def compose(self) -> ComposeResult:
        now = self.assistant.clock.now().astimezone().strftime(MOMENT)
        with Horizontal(id="recht-kop"):
            yield Static(t("datalek.titel"), id="recht-links", markup=False)
            yield Static("", id="recht-rechts", markup=False)
        with VerticalScroll(id="recht-rest", can_focus=True):
            yield Static(t("datalek.eerst"), classes="waarschuwing", markup=False)
            steps = "\n".join(f"{n}. {step}" for n, step in enumerate(self._help.eerst, 1))
            yield Static(Content(steps), classes="ruim", markup=False)
            yield Static(t("datalek.ontdekt"), classes="titel", markup=False)
            yield Input(now, id="lek-ontdekt", select_on_focus=False, max_length=16)
            yield Static(t("datalek.begin"), classes="titel", markup=False)
            yield Input(id="lek-begin", placeholder=t("datalek.begin_leeg"), select_on_focus=False, max_length=16)
            for question in self._help.vragen:
                yield Static(Content(question.vraag), classes="titel vraag", markup=False)
                if question.waarom:
                    yield Static(Content(question.waarom), classes="stil", markup=False)
                yield from _fields(question)
            yield Static(t("datalek.map"), classes="titel vraag", markup=False)
            yield Input(str(Path.home()), id="lek-map", select_on_focus=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("datalek.maak")), id="ja")
                yield Button(Content(t("datalek.bewaar")), id="bewaar")
            yield Static("", id="lek-uitkomst", classes="vraag", markup=False)
        yield Static("", id="recht-melding", markup=False)
        yield KeyBar()

    stop_vraag = "datalek"

    @property
    def has_unsent(self) -> bool:
        """True when something was filled in that stands in no saved text yet."""
        return self.is_mounted and self._filled_in() != self._saved

    def _filled_in(self) -> object:
        return self._answers(), self.query_one("#lek-ontdekt", Input).value, self.query_one("#lek-begin", Input).value

    def on_mount(self) -> None:
        self._saved = self._filled_in()
        self.set_interval(30.0, self._clock)

    def _clock(self) -> None:
        if self._facts is None or not self.is_mounted:
            return
        left = self._facts.rest(self.assistant.clock.now()).total_seconds()
        text = t("datalek.nog", uren=int(left // 3600)) if left > 0 else t("datalek.te_laat")
        self.query_one("#recht-rechts", Static).update(Content(text))

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#recht-melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    def _answers(self) -> dict[str, tuple[str, ...]]:
        out: dict[str, tuple[str, ...]] = {}
        for q in self._help.vragen:
            if q.meer:
                out[q.id] = tuple(k.id for k in q.keuzes if self.query_one(f"#lek-{q.id}-{k.id}", Pick).value == "ja")
            elif q.keuzes:
                value = self.query_one(f"#lek-{q.id}", Pick).value
                out[q.id] = (value,) if value else ()
            else:
                text = clean_text(self.query_one(f"#lek-{q.id}", Input).value).strip()
                out[q.id] = (text,) if text else ()
        return out

    @on(Button.Pressed, "#ja")
    @work(group="datalek", exclusive=True)
    async def action_klaar(self) -> None:
        """Put the facts together: the clock, the answers, which dossiers were in use."""
        await self._gather()

    async def _gather(self) -> bool:
        try:
            found = read_moment(self.query_one("#lek-ontdekt", Input).value)
            since = self.query_one("#lek-begin", Input).value
            begin = read_moment(since) if since.strip() else None
        except ValueError:
            self._tell(t("datalek.geen_moment"), bad=True)
            return False
        answers = self._answers()
        self._tell(t("datalek.bezig"))
        try:
            self._facts = await asyncio.to_thread(lambda: self.rechten.datalek(ontdekt_op=found, begin=begin, antwoorden=answers))
            text = await asyncio.to_thread(self.rechten.datalek_tekst, self._facts)
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return False
        self.query_one("#lek-uitkomst", Static).update(Content(text))
        self._clock()
        self._tell(t("datalek.klaar", aantal=len(self._facts.betrokken)))
        self.call_after_refresh(lambda: self.query_one("#lek-uitkomst").scroll_visible(top=True, animate=False))
        return True

    @on(Button.Pressed, "#bewaar")
    @work(group="datalek", exclusive=True)
    async def action_bewaar(self) -> None:
        """The facts as a text for the FG."""
        filled_in = self._filled_in()
        if not await self._gather() or self._facts is None:
            return
        sheets: Any = host(self).opening.sheets()
        if sheets is None:
            self._tell(t("druk.kan_niet"), bad=True)
            return
        facts, place = self._facts, self.query_one("#lek-map", Input).value
        name = f"mogelijk-datalek-{facts.ontdekt_op.astimezone():%Y-%m-%d-%H%M}.txt"

        def put() -> Path:
            made: Path = sheets.put_text(self.rechten.datalek_tekst(facts), folder=folder_of(place), name=name)
            return made

        try:
            made = await asyncio.to_thread(put)
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self._saved = filled_in
        self._tell(t("druk.klaar", pad=made))

    def action_weg(self) -> None:
        leave(self, None, unsent=self.has_unsent)


def _fields(question: Lekvraag) -> ComposeResult:
    if question.meer:
        for keuze in question.keuzes:
            yield Pick(f"lek-{question.id}-{keuze.id}", keuze.tekst, [("nee", t("datalek.nee")), ("ja", t("datalek.ja"))], "nee")
    elif question.keuzes:
        yield Pick(f"lek-{question.id}", "", [("", t("datalek.nog_niet")), *((k.id, k.tekst) for k in question.keuzes)], "")
    else:
        yield Input(id=f"lek-{question.id}", select_on_focus=False, max_length=500)
