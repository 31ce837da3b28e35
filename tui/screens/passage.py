"""tui.screens.passage: one passage in full, with where it stands."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.domain.guidance import Passage
from tui.bindings import bindings
from tui.screens.rows import source
from tui.texts import has, t
from tui.widgets.key_bar import KeyBar


class PassageScreen(ModalScreen[None]):
    """The words of the source, unchanged."""

    BINDINGS = bindings("venster", t)
    CSS = """
    PassageScreen .venster { height: 80%; width: 90; padding: 1 2; }
    PassageScreen VerticalScroll { height: 1fr; }
    PassageScreen #passage-bron { color: $text-muted; margin: 1 0 0 0; height: auto; }
    """
    hulp = "passage"

    def __init__(self, passage: Passage) -> None:
        super().__init__()
        self.passage = passage

    def compose(self) -> ComposeResult:
        passage = self.passage
        kind = t(f"soort_bron.{passage.soort_bron}") if has(f"soort_bron.{passage.soort_bron}") else passage.soort_bron
        with Vertical(classes="venster") as box:
            box.border_title = Content(passage.titel)
            yield Static(Content(" › ".join(passage.kop)), classes="titel", markup=False)
            with VerticalScroll():
                yield Static(Content(passage.tekst), markup=False)
            yield Static(
                Content(t("passage.bron", bron=source(passage), soort=kind, document=passage.document)), id="passage-bron", markup=False
            )
        yield KeyBar()

    def action_weg(self) -> None:
        self.dismiss(None)
