"""tui.screens.search: look something up in the handleiding while typing. Never blocks the keyboard; only the newest question counts."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static

from assistant.domain.guidance import Passage
from assistant.engine.assistant import Assistant
from assistant.engine.conversing import Gids, look_up
from tui.bindings import bindings
from tui.messages import GuidanceFound
from tui.screens.passage import PassageScreen
from tui.screens.rows import source_lines
from tui.texts import t
from tui.widgets.choice_list import Line, SourceList
from tui.widgets.key_bar import KeyBar
from tui.widgets.waiting import Waiting
from tui.working import work

DEBOUNCE_S = 0.2
MIN_CHARS = 2
LONGEST = 160
"""Characters of a question that are said back."""


class SearchScreen(ModalScreen[None]):
    """Question in, passages with their source out."""

    BINDINGS = bindings("venster", t)
    CSS = """
    SearchScreen .venster { height: 90%; width: 96; padding: 1 2; }
    SearchScreen #zoek-melding { height: auto; margin: 0 1 1 1; color: $text-muted; }
    SearchScreen SourceList > .option-list--option { padding: 0 1 1 1; }
    """
    hulp = "zoek"

    def __init__(self, assistant: Assistant, *, namen: Sequence[str] = ()) -> None:
        super().__init__()
        self.assistant = assistant
        self._namen = namen
        """Names of the dossier on the table: taken out of a question before it leaves this machine."""
        self._ticket = 0
        self._timer: Timer | None = None
        self._passages: tuple[Passage, ...] = ()
        self._why = ""
        self._waiting = Waiting(self, self._tell)
        self._failed = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("zoek.titel"))
            yield Input(id="zoek-vraag", placeholder=t("zoek.vraag"), select_on_focus=False)
            yield Static(t("zoek.uitleg"), id="zoek-melding", markup=False)
            yield SourceList(id="zoek-lijst")
        yield KeyBar()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._ticket += 1
        if self._timer is not None:
            self._timer.stop()
        self._waiting.end()
        words = event.value.strip()
        if len(words) < MIN_CHARS:
            self._tell(t("zoek.uitleg"))
            return
        ticket = self._ticket
        self._timer = self.set_timer(DEBOUNCE_S, lambda: self._ask(words, ticket))

    @on(Input.Submitted)
    def _into_list(self) -> None:
        words = self.query_one(Input).value.strip()
        if self._failed and len(words) >= MIN_CHARS:
            self._failed = False
            self._ticket += 1
            self._ask(words, self._ticket)
        elif self._passages:
            self.query_one(SourceList).focus()

    def _ask(self, words: str, ticket: int) -> None:
        self._waiting.begin(t("gesprek.zoekt"))
        self._search(words, ticket)

    @work(thread=True, exclusive=True, group="zoek")
    def _search(self, words: str, ticket: int) -> None:
        self.post_message(GuidanceFound(look_up(self.assistant, words, k=8, namen=self._namen), ticket))

    @on(GuidanceFound)
    def _found(self, event: GuidanceFound) -> None:
        if event.ticket != self._ticket:
            return
        gids: Gids = event.gids
        self._waiting.end()
        self._failed = bool(gids.fout)
        self._passages = gids.passages or gids.dichtbij
        self._why = "" if gids.niets_gevonden else gids.waarom
        lines = source_lines(self._passages, short=True)
        if gids.dichtbij:
            lines.insert(0, Line(None, Content.styled(t("zoek.dichtbij"), "$warning")))
        self.query_one(SourceList).fill(lines, keep=False)
        if gids.fout:
            self._tell(f"{gids.fout} {t('zoek.opnieuw')}")
        elif gids.niets_gevonden:
            self._tell("\n".join((t("zoek.gezocht", vraag=_short(gids.vraag)), gids.waarom or t("zoek.niets"))))
        else:
            self._tell(f"{t('zoek.gevonden', aantal=len(gids.passages))} {gids.waarom}".strip())

    def _tell(self, text: str) -> None:
        self.query_one("#zoek-melding", Static).update(Content(text))

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        for passage in self._passages:
            if passage.id == event.option_id:
                self.app.push_screen(PassageScreen(self.assistant, passage, waarom=self._why))

    def action_weg(self) -> None:
        if self.focused is self.query_one(SourceList):
            self.query_one(Input).focus()
            return
        self.dismiss(None)


def _short(question: str) -> str:
    words = " ".join(question.split())
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " …"
