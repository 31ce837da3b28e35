"""tui.screens.early: keys that come before the field they are meant for is there.

Painting the first screen takes a moment, longer on a busy machine; so does the lock. Whoever types the passphrase already would lose its first
letters, or all of it, without seeing that behind the dots. The app hands such keys to the screen (see `AssistantApp.on_event`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widgets import Input


class Early:
    """What was typed so far. `taking` is False from the moment the field has the cursor."""

    def __init__(self, *, taking: bool = True) -> None:
        self.taking = taking
        self._typed = ""
        self._sent = False

    def take(self, event: events.Event) -> bool:
        """True when this key or paste was meant for the field, and is kept. After Enter nothing more is added: it was a whole passphrase."""
        if not self.taking or not isinstance(event, events.Key | events.Paste):
            return False
        if self._sent:
            return True
        if isinstance(event, events.Paste):
            self._typed += event.text.partition("\n")[0]
        elif event.key in ("enter", "ctrl+j"):  # Enter from before the screen took the terminal over comes as Ctrl+J
            self._sent = bool(self._typed)
        elif event.key == "backspace":
            self._typed = self._typed[:-1]
        elif event.key in ("escape", "ctrl+u"):
            self._typed = ""
        elif event.is_printable and event.character is not None:
            self._typed += event.character
        else:
            return False
        return True

    async def give(self, screen: Screen[Any], field: Input) -> None:
        """The field is there: it gets the cursor and what was typed, in one go, so that no key comes in between; then Enter, if given."""
        self.taking = False
        screen.set_focus(field)
        field.insert_text_at_cursor(self._typed)
        self._typed = ""
        if self._sent:
            await field.action_submit()
