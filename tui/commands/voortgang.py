"""tui.commands.voortgang: a progress bar on stderr, only when a person is looking at it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

WIDTH = 30


@contextmanager
def bar() -> Iterator[Callable[[int, int, str], None] | None]:
    """Give a Progress that draws a bar, or None when stderr is no terminal. The line is wiped at the end."""
    if not sys.stderr.isatty():
        yield None
        return
    last = 0.0

    def draw(done: int, total: int, what: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < 0.1 and done < total:
            return
        last = now
        filled = WIDTH * done // max(total, 1)
        sys.stderr.write(f"\r\x1b[K[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total} {what[:40]}")
        sys.stderr.flush()

    try:
        yield draw
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
