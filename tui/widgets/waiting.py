"""tui.widgets.waiting: says at once that something is busy, and goes on saying it. The screen never stands still without a word."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.dom import DOMNode
from textual.timer import Timer

from tui.texts import t

SLOW_S = 4.0
"""After this the line also says why it may take longer."""


class Waiting:
    """One line that shows how long something has been busy.

    Args:
        node: the screen; its timer moves the line.
        show: puts a text on the line.
    """

    def __init__(self, node: DOMNode, show: Callable[[str], None]) -> None:
        self._node, self._show = node, show
        self._timer: Timer | None = None
        self._text = ""
        self._since = 0.0

    @property
    def busy(self) -> bool:
        return self._timer is not None

    def begin(self, text: str) -> None:
        """Show `text` now, with the seconds behind it from the first one on."""
        self.end()
        self._text, self._since = text, time.monotonic()
        self._show(text)
        self._timer = self._node.set_interval(1.0, self._tick)

    def end(self) -> None:
        """Stop counting; the line itself is left to the caller."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _tick(self) -> None:
        gone = time.monotonic() - self._since
        words = t("wachten.seconden", zin=self._text, aantal=int(gone))
        self._show(f"{words} {t('wachten.eerste_keer')}" if gone >= SLOW_S else words)
