"""tui.screens.late_keys: letters that were typed while a window was still opening.

A key goes to the list it was pressed on, and only from there to the app, that opens the window. Letters that were typed meanwhile are on their
way to that list too: they come up when the window is there, and would be lost. Here they are kept for its field.
Never: lets such a letter act as a key; changes what was typed or its order.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from textual import events
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from tui.widgets.pick import Pick
from tui.working import run_beside

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

STEP_S, LONGEST_S = 0.02, 1.0
"""How often is looked whether the window has its cursor, and when is given up."""


class LateKeys:
    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._meant: WeakKeyDictionary[events.Key, Screen[Any]] = WeakKeyDictionary()
        """The screen that stood there when a key was pressed."""
        self._kept: list[events.Key] = []

    def take(self, event: events.Event) -> bool:
        """True when this key is kept for the field of a window that is opening. Called with every key, also with one that comes back up."""
        if not isinstance(event, events.Key) or not event.is_printable or not self._app.screen_stack:
            return False
        screen = self._app.screen
        if not event.is_forwarded:
            self._meant[event] = screen
            opening = isinstance(screen, ModalScreen) and screen.focused is None and not screen.is_mounted
            if not (self._kept or opening):
                return False
        elif self._meant.get(event, screen) is screen or not isinstance(screen, ModalScreen):
            return False
        self._kept.append(event)
        if len(self._kept) == 1:
            run_beside(self._app, self._give(screen), group="letters")
        return True

    async def _give(self, screen: Screen[Any]) -> None:
        """As soon as the window has its cursor in a field: the letters, in one go. Where there is no field they mean nothing."""
        for _ in range(round(LONGEST_S / STEP_S)):
            await asyncio.sleep(STEP_S)
            if self._app.screen is not screen or (screen.is_mounted and screen.focused is not None):
                break
        words, self._kept = "".join(key.character or "" for key in self._kept), []
        field = screen.focused if self._app.screen is screen else None
        if isinstance(field, TextArea) and not field.read_only:
            field.insert(words)
        elif isinstance(field, Input):
            field.insert_text_at_cursor(words)
        elif isinstance(field, Pick):
            field.type_below(words)
