"""tui.hangup: the window is closed, the line drops, or somebody stops the process: keep what was typed, close the file, go.

A closed window leaves Textual's writer without a reader. Its queue fills up, and the thread that holds the event loop then waits in it for ever,
with the dossiers locked. A handler of the loop would never run there; a plain signal handler does, also inside that wait.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import select
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

GONE_S = 1.5
"""After its window is closed the program has this long to keep what was typed; saves are whole at any moment (promises P01 and P04)."""
STOP_S = 20.0
"""Asked to stop while the terminal is still there: time enough for a slow machine to leave in order, and never for ever."""
NAMES = ("SIGHUP", "SIGTERM")
LOOK_S = 3600
"""How long one look at the line lasts; the kernel wakes it at once when the line breaks."""


def catch(loop: asyncio.AbstractEventLoop, driver: Callable[[], Any], leave: Callable[[], object]) -> None:
    """From now on these signals end the program in order. Not on Windows, where the close event is the terminal's, nor outside the main thread.

    Args:
        driver: gives Textual's driver, or None when there is none yet.
        leave: begins the leaving; called on the loop.
    """

    told, tell = os.pipe()
    threading.Thread(target=_see_to_it, args=(told, driver), daemon=True, name="venster-weg").start()

    def on_signal(number: int, _frame: FrameType | None) -> None:
        # may interrupt itself: the line and the kernel both send one. So nothing here takes a lock, as starting a thread would.
        with contextlib.suppress(OSError):
            os.write(tell, b"h" if number == getattr(signal, "SIGHUP", None) else b"t")
        with contextlib.suppress(RuntimeError):  # the loop is closed: we were leaving already
            loop.call_soon_threadsafe(leave)

    for name in NAMES:
        number = getattr(signal, name, None)
        if number is not None:
            with contextlib.suppress(ValueError):  # not the main thread
                signal.signal(number, on_signal)


def _see_to_it(told: int, driver: Callable[[], Any]) -> None:
    """Waits for word of a signal, and then sees to it that the process ends in time."""
    word = os.read(told, 1)
    if word == b"t" and os.name == "posix":
        word = os.read(told, 1) if select.select([told], [], [], STOP_S)[0] else b""
    elif word == b"t":
        time.sleep(STOP_S)
        word = b""
    if word != b"h":
        os._exit(128 + signal.SIGTERM)
    _let_go(driver())


def watch(fd: int = 0) -> bool:
    """Send ourselves the signal when the terminal behind `fd` is gone and nobody says so: a program that was started without a controlling
    terminal gets none. False: there is nothing to watch (no terminal, or Windows)."""
    if not hasattr(select, "poll") or not hasattr(signal, "SIGHUP") or not os.isatty(fd):
        return False
    poll = select.poll()
    poll.register(fd, 0)  # a broken line is told without asking

    def look() -> None:
        while not poll.poll(LOOK_S * 1000):
            pass
        os.kill(os.getpid(), signal.SIGHUP)

    threading.Thread(target=look, daemon=True, name="venster-kijken").start()
    return True


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
