"""tui.widgets.key_bar: the foot of the screen. At most six keys, those that work here first, help always among them; clicks work too."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.widgets import Footer

MOST = 6


class KeyBar(Footer):
    """Footer with a limit: more keys than one can read are no help (the rest stands under F1)."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)

    def compose(self) -> ComposeResult:
        keys: list[Any] = list(super().compose())
        help_key = [k for k in keys if getattr(k, "action", "").endswith("hulp")]
        others = [k for k in keys if k not in help_key]
        yield from [*others[: MOST - len(help_key)], *help_key]
