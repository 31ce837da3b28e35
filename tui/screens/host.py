"""tui.screens.host: the app as screens see it, without importing it when the program runs (a screen may not depend on the app)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from tui.app import AssistantApp


def host(node: DOMNode) -> AssistantApp:
    """The AssistantApp this screen or widget runs in."""
    found: Any = node.app
    return cast("AssistantApp", found)
