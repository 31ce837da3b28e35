"""tui.screens.inkijk: what would leave this machine, word for word, before it does. True only when a person lets it go."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from assistant.engine.draft_writing import Inkijk
from tui.bindings import bindings
from tui.texts import t
from tui.widgets.key_bar import KeyBar


class InkijkScreen(ModalScreen[bool]):
    """The safe answer has the focus: Enter twice in a row sends nothing."""

    BINDINGS = bindings("venster", t)
    AUTO_FOCUS = "#nee"
    DEFAULT_CSS = """
    InkijkScreen .venster { width: 96; height: 90%; }
    InkijkScreen VerticalScroll { height: 1fr; border: round $kg-rand; padding: 0 1; }
    """
    hulp = "inkijk"

    def __init__(self, seen: Inkijk) -> None:
        super().__init__()
        self._seen = seen

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("inkijk.titel"))
            yield Static(Content(t("inkijk.uitleg", model=self._seen.model)), classes="waarschuwing regel", markup=False)
            with VerticalScroll(can_focus=True):
                yield Static(Content(self._seen.tekst), id="inkijk-tekst", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("inkijk.nee")), id="nee")
                yield Button(Content(t("inkijk.ja")), id="ja")
        yield KeyBar()

    @on(Button.Pressed)
    def _chosen(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "ja")

    def action_weg(self) -> None:
        self.dismiss(False)
