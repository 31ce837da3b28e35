"""tui.screens.host: the app as screens see it, without importing it when the program runs (a screen may not depend on the app)."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from tui.texts import t

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.screen import Screen

    from tui.app import AssistantApp


def host(node: DOMNode) -> AssistantApp:
    """The AssistantApp this screen or widget runs in."""
    found: Any = node.app
    return cast("AssistantApp", found)


TYPED_S = 2.0
"""Longest wait for keys that are still on their way to a field. Normally this takes no time at all."""


async def all_typed(screen: Screen[Any]) -> None:
    """Wait until the field with the cursor has taken in every key that came before now.

    A key with priority (F2) is acted on at once, while letters wait in the queue of their field: on a busy machine the last words would
    otherwise come after the saving. Never call this from a handler of that field itself.
    """
    field = screen.focused
    if field is None or not field.is_running:
        return
    done = asyncio.Event()
    if field.call_later(done.set):
        try:
            await asyncio.wait_for(done.wait(), TYPED_S)
        except TimeoutError:
            return  # the field is going away


def folder_of(typed: str) -> Path:
    """The folder somebody typed, `~` written out.

    Raises DocumentNotWritten when nothing was typed: an empty path is the folder the program was started in, and nobody would look there.
    """
    from assistant.errors import DocumentNotWritten

    if not typed.strip():
        raise DocumentNotWritten(t("druk.geen_map"))
    return Path(typed.strip()).expanduser()
