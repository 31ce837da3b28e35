"""tui.screens.help: what this screen is for, and the keys that really work on it, read from the bindings."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tui.bindings import bindings, shown
from tui.texts import has, t
from tui.widgets.key_bar import KeyBar

SHOWN = 2
"""Keys named for one thing; a third way to do it makes the list harder to read."""


class HelpScreen(ModalScreen[None]):
    """Made with `of(screen)`."""

    BINDINGS = bindings("venster", t)
    CSS = """
    HelpScreen .venster { height: 85%; width: 84; padding: 1 2; }
    HelpScreen VerticalScroll { height: 1fr; }
    HelpScreen #hulp-tekst { margin: 0 0 1 0; height: auto; }
    HelpScreen #hulp-toetsen { height: auto; }
    """
    hulp = "hulp"

    def __init__(self, topic: str, keys: list[tuple[str, str]]) -> None:
        super().__init__()
        self.topic, self.keys = topic, keys

    @classmethod
    def of(cls, screen: Screen[Any]) -> HelpScreen:
        """Help for a screen, with the keys that are active there now (of the focused part first)."""
        topic = str(getattr(screen, "hulp", "algemeen"))
        rows: dict[str, list[str]] = {}
        for key, active in screen.active_bindings.items():
            binding = active.binding
            text = binding.tooltip or binding.description
            if binding.id and text and active.enabled:
                rows.setdefault(text, []).append(shown(key))
        return cls(topic, [(" / ".join(keys[:SHOWN]), text) for text, keys in rows.items()])

    def compose(self) -> ComposeResult:
        text = t(f"hulp.{self.topic}") if has(f"hulp.{self.topic}") else t("hulp.algemeen")
        width = max([len(keys) for keys, _ in self.keys] or [0])
        lines: list[Any] = []
        for keys, what in self.keys:
            lines += [(f"{keys:<{width}}  ", "bold $primary"), f"{what}\n"]
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("hulp.titel"))
            with VerticalScroll():
                yield Static(Content(text), id="hulp-tekst", markup=False)
                yield Static(t("hulp.toetsen"), classes="titel", markup=False)
                yield Static(Content.assemble(*lines), id="hulp-toetsen", markup=False)
        yield KeyBar()

    def action_weg(self) -> None:
        self.dismiss(None)
