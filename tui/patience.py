"""tui.patience: a screen that is done while another lies over it waits its turn.

Textual's `dismiss` takes away whatever screen is on top. A check or a save that ends just after F12 would so take away the lock, without a
passphrase, and leave its own window standing; the same goes for the safety card, which opens by itself.
"""

from __future__ import annotations

from typing import Any

from textual.await_complete import AwaitComplete
from textual.screen import Screen

AGAIN_S = 0.1
"""How often a screen that is done looks whether it is on top again."""

_dismiss = Screen.dismiss


def _in_turn(screen: Screen[Any], result: Any = None) -> AwaitComplete:
    if screen.is_active:
        return _dismiss(screen, result)
    if screen in screen.app.screen_stack:  # otherwise it is gone already, and the one on top has nothing to do with it
        screen.set_timer(AGAIN_S, lambda: _again(screen, result))
    return AwaitComplete()


def _again(screen: Screen[Any], result: Any) -> None:
    screen.dismiss(result)


def wait_your_turn() -> None:
    """From now on every screen does. May be called more than once."""
    Screen.dismiss = _in_turn  # type: ignore[method-assign,assignment]
