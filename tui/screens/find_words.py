"""tui.screens.find_words: look up words in your own dossiers. Enter looks, Enter on a line opens that dossier."""

from __future__ import annotations

import asyncio

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from assistant.engine.assistant import Assistant
from assistant.engine.finding import MOST, Vondst, find_words
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.texts import t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.working import work

AROUND = 60
"""Characters shown on either side of the first word found."""


class FindWordsScreen(ModalScreen[str | None]):
    """Gives back the id of the dossier to open, or None. Nothing is looked up before Enter: every look is in the access log."""

    BINDINGS = bindings("venster", t)
    AUTO_FOCUS = "#vind-woorden"
    CSS = """
    FindWordsScreen .venster { height: 90%; width: 96; padding: 1 2; }
    FindWordsScreen #vind-melding { height: auto; margin: 0 1 1 1; color: $text-muted; }
    FindWordsScreen Lines > .option-list--option { padding: 0 1 1 1; }
    """
    hulp = "vind"

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.assistant = assistant
        self._found: tuple[Vondst, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("vind.titel"))
            yield Input(id="vind-woorden", placeholder=t("vind.woorden"), select_on_focus=False, max_length=100)
            yield Static(t("vind.uitleg"), id="vind-melding", markup=False)
            yield Lines(id="vind-lijst")
        yield KeyBar()

    def _tell(self, text: str) -> None:
        self.query_one("#vind-melding", Static).update(Content(text))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        words = event.value.strip()
        if words:
            self._tell(t("vind.bezig"))
            self._look(words)
        else:
            self._tell(t("vind.uitleg"))

    @work(group="vind", exclusive=True)
    async def _look(self, words: str) -> None:
        try:
            self._found = await asyncio.to_thread(find_words, self.assistant, words)
        except AssistantError as error:
            self._found = ()
            self.query_one("#vind-lijst", Lines).fill([])
            self._tell(error.sentence)
            return
        rows = [
            Line(str(n), Content.assemble((item.code, "bold $primary"), "\n", _around(item.tekst, words)))
            for n, item in enumerate(self._found)
        ]
        box = self.query_one("#vind-lijst", Lines)
        box.fill(rows, keep=False)
        if not rows:
            self._tell(t("vind.niets"))
            return
        dossiers = len({item.dossier for item in self._found})
        more = f" {t('vind.meer')}" if len(rows) == MOST else ""
        self._tell(t("vind.gevonden", aantal=len(rows), dossiers=dossiers) + more)
        box.focus()

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.dismiss(self._found[int(event.option_id)].dossier)

    def action_weg(self) -> None:
        field = self.query_one(Input)
        if self.focused is not field:
            field.focus()
            return
        self.dismiss(None)


def _around(text: str, words: str) -> str:
    """The client's words around the first word found, on one line; a cut is shown with an ellipsis."""
    line = " ".join(text.split())
    places = [at for word in words.casefold().split() if (at := line.casefold().find(word)) >= 0]
    at = min(places, default=0)
    begin, end = max(0, at - AROUND), min(len(line), at + 2 * AROUND)
    return f"{'… ' if begin else ''}{line[begin:end]}{' …' if end < len(line) else ''}"
