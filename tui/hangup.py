"""tui.hangup: the window is closed, the line drops, or somebody stops the process: keep what was typed, close the file, go.

A closed window leaves Textual's writer without a reader. Its queue fills up, and the thread that holds the event loop then waits in it for ever,
with the dossiers locked. A handler of the loop would never run there; a plain signal handler does, also inside that wait.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

GONE_S = 1.5
"""After its window is closed the program has this long to keep what was typed; saves are whole at any moment (promises P01 and P04)."""
NAMES = ("SIGHUP", "SIGTERM")


def catch(loop: asyncio.AbstractEventLoop, driver: Callable[[], Any], leave: Callable[[], object]) -> None:
    """From now on these signals end the program in order. Not on Windows, where the close event is the terminal's, nor outside the main thread.

    Args:
        driver: gives Textual's driver, or None when there is none yet.
        leave: begins the leaving; called on the loop.
    """

    def on_signal(number: int, _frame: FrameType | None) -> None:
        if number == getattr(signal, "SIGHUP", None):
            threading.Thread(target=_let_go, args=(driver(),), daemon=True, name="venster-weg").start()
        with contextlib.suppress(RuntimeError):  # the loop is closed: we were leaving already
            loop.call_soon_threadsafe(leave)

    for name in NAMES:
        number = getattr(signal, name, None)
        if number is not None:
            with contextlib.suppress(ValueError):  # not the main thread
                signal.signal(number, on_signal)


def _let_go(driver: Any) -> None:
    """Throw away what would still be painted, so that nothing waits for a reader; end the process when it is not gone by itself."""
    writer = getattr(driver, "_writer_thread", None)
    if driver is not None:
        driver.write = lambda _data: None
    pending: queue.Queue[str | None] | None = getattr(writer, "_queue", None)
    end = time.monotonic() + GONE_S
    while time.monotonic() < end:
        with contextlib.suppress(queue.Empty):
            while pending is not None:
                if pending.get_nowait() is None:
                    pending.put_nowait(None)  # the sign to stop is for the writer
                    pending = None
        time.sleep(0.01)
    os._exit(129)
