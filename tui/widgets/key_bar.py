"""tui.widgets.key_bar: the foot of the screen. At most six keys, those that work here first, help always among them; clicks work too.

One widget that draws one line: the keys change with every move of the cursor, and a row of widgets would be built anew each time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual import events
from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList

MOST = 6
"""More keys than one can read are no help; the rest stands under F1."""


class KeyBar(Widget):
    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $footer-background; color: $footer-foreground; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, str]] = []
        """(first cell, cell after the last, key): what a click hits."""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[Any]) -> None:
        if screen is self.screen:
            self.refresh()

    def keys(self) -> list[tuple[str, str, str]]:
        """(key, key as shown, word) in the order they stand."""
        seen: dict[str, tuple[str, str, str]] = {}
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            if binding.action == "select" and isinstance(active.node, OptionList) and active.node.option_count:
                binding = self._of_the_screen(key) or binding  # choosing a line of a list is what the screen says it is
            if binding.show and active.enabled and binding.description and binding.action not in seen:
                seen[binding.action] = (binding.key, self.app.get_key_display(binding), binding.description)
        help_key = [item for action, item in seen.items() if action.endswith("hulp")]
        others = [item for action, item in seen.items() if not action.endswith("hulp")]
        return [*others[: MOST - len(help_key)], *help_key]

    def _of_the_screen(self, key: str) -> Binding | None:
        """The screen's own name for a key that a list carries out; only when it is the first key for it, the one that is shown."""
        for binding in type(self.screen).BINDINGS:
            if isinstance(binding, Binding) and binding.show and binding.key.split(",")[0] == key:
                return replace(binding, key=key)
        return None

    def _fitting(self) -> list[tuple[str, str, str]]:
        """As many as the line can hold; help stays, the ones before it give way."""
        keys = self.keys()
        room = self.size.width + 2
        while len(keys) > 1 and sum(len(sign) + len(word) + 3 for _, sign, word in keys) > room:
            keys.pop(-2)
        return keys

    def render(self) -> RenderResult:
        parts: list[Any] = []
        self._places, at = [], 0
        for key, sign, word in self._fitting():
            parts += [(sign, "bold $footer-key-foreground"), (f" {word}  ", "$footer-description-foreground")]
            width = len(sign) + 1 + len(word) + 2
            self._places.append((at, at + width - 2, key))
            at += width
        return Content.assemble(*parts)

    async def on_click(self, event: events.Click) -> None:
        column = event.x - 1  # the padding
        for begin, end, key in self._places:
            if begin <= column < end:
                self.app.simulate_key(key)
                return
