"""tui.screens.confirm: yes or no, in words. The safe answer has the focus, so that Enter twice in a row never takes anything away."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui.bindings import bindings
from tui.texts import t


def when_yes(do: Callable[[], object]) -> Callable[[bool | None], None]:
    """For `push_screen`: carry out `do` only when the answer was yes."""

    def answered(go: bool | None) -> None:
        if go:
            do()

    return answered


class ConfirmScreen(ModalScreen[bool]):
    """True only when the person chose `yes`."""

    BINDINGS = bindings("venster", t)
    AUTO_FOCUS = "#nee"
    hulp = "bevestig"

    def __init__(self, title: str, question: str, *, quote: str = "", yes: str, no: str) -> None:
        super().__init__()
        self._title, self._question, self._quote, self._yes, self._no = title, question, quote, yes, no

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(self._title)
            yield Static(Content(self._question), classes="regel", markup=False)
            if self._quote:
                yield Static(Content(f"“{self._quote}”"), classes="client", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(self._no), id="nee")
                yield Button(Content(self._yes), id="ja")

    @on(Button.Pressed)
    def _chosen(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "ja")

    def action_weg(self) -> None:
        self.dismiss(False)
