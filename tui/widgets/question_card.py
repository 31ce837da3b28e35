"""tui.widgets.question_card: the one question that is open, why it is asked, or what the guide says after an answer."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static


class QuestionCard(Vertical):
    """Large for the client to read along; the small line under it is for the begeleider."""

    DEFAULT_CSS = """
    QuestionCard { margin: 0; overflow-y: auto; scrollbar-size-vertical: 1; }
    QuestionCard { height: auto; max-height: 12; border-left: thick $primary; background: $surface; padding: 0 1; }
    QuestionCard Static { background: transparent; height: auto; }
    QuestionCard #vraag-kop { color: $primary; }
    QuestionCard #vraag-tekst { color: $text; text-style: bold; }
    QuestionCard #vraag-waarom { color: $text-muted; }
    QuestionCard.-na #vraag-tekst { text-style: none; }
    QuestionCard.-na { border-left: thick $kg-rand; }
    """

    def compose(self) -> ComposeResult:
        yield Static("", id="vraag-kop", markup=False)
        yield Static("", id="vraag-tekst", markup=False)
        yield Static("", id="vraag-waarom", markup=False)

    def show(self, *, head: str, text: str, note: str = "", after: bool = False) -> None:
        """Put a question (or, `after`, what the guide says to an answer) on the card. Empty parts take no line."""
        self.set_class(after, "-na")
        for name, value in (("#vraag-kop", head), ("#vraag-tekst", text), ("#vraag-waarom", note)):
            part = self.query_one(name, Static)
            part.update(Content(value))
            part.display = bool(value)
        self.scroll_home(animate=False)
