"""tui.widgets.dialogue: what was said by guide and client, newest at the bottom. Client words stand as said, with a bar beside them."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

MAX_TURNS = 60
"""Lines mounted at once; earlier words are one key away in the list of answers."""


class Turn(Static):
    """One line of the dialogue."""

    DEFAULT_CSS = """
    Turn { height: auto; padding: 0 1; background: transparent; }
    Turn.-gids { color: $text-muted; padding: 0 1 0 1; }
    Turn.-client { color: $accent; border-left: outer $accent; padding: 0 1; margin: 0 0 1 1; }
    Turn.-wegwijzer { color: $text-muted; text-style: italic; }
    Turn.-client.-oud { color: $text-muted; border-left: outer $kg-rand; }
    """

    def __init__(self, who: str, text: str, *, old: bool = False) -> None:
        super().__init__(Content(text), markup=False, classes=f"-{who}" + (" -oud" if old else ""))
        self.who = who
        self.said = text


class Dialogue(VerticalScroll, can_focus=True):
    """The turns. The newest stays in sight, also when the parts below grow, until the reader scrolls up."""

    DEFAULT_CSS = """
    Dialogue { height: 1fr; scrollbar-size-vertical: 1; background: transparent; }
    """

    async def show(self, turns: list[tuple[str, str]], *, top: bool = False) -> None:
        """Replace everything. `top`: begin reading at the first line."""
        await self.remove_children()
        await self.mount_all([Turn(who, text) for who, text in turns[-MAX_TURNS:] if text])
        self.anchor(not top)
        if top:
            self.call_after_refresh(self.scroll_home, animate=False)

    def add(self, who: str, text: str) -> None:
        """One more turn at the bottom, in sight: it is what was just said."""
        if not text:
            return
        self.mount(Turn(who, text))
        extra = list(self.children)[: max(0, len(self.children) - MAX_TURNS)]
        for child in extra:
            child.remove()
        self.anchor()
