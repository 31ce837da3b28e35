"""tests.promises.venster: P04. The window is closed, the line drops, the process is stopped: every confirmed answer is there, and so is the
half typed sentence.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

from assistant.adapters.dossiers import open_store
from assistant.adapters.system import SystemClock
from tests.promises.kit import PASSPHRASE, Outcome, Promise, a_random, temp_folder

ROOT = Path(__file__).parent.parent.parent
TYPED = "half getypte zin over mijn post"
WAYS = ("kill", "close", "hup", "term")
TYPING_S, GONE_S = 1.0, 2.0
"""The promise: at most this much typing is lost, and this long until the process is gone."""
F2 = b"\x1bOQ"


def slowness() -> float:
    """How many times slower than an idle machine this one may be: processes that want a core, for each core."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


class Terminal:
    """The program on a pseudo terminal."""

    def __init__(self, folder: Path, fault: str) -> None:
        self.folder, self.seen, self.open = folder, bytearray(), True
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                os.chdir(ROOT)
                env = {k: v for k, v in os.environ.items() if not k.startswith(("TEXTUAL", "XDG_", "KRACHTGESPREK_"))}
                env |= {"TERM": "xterm-256color", "HOME": str(folder), "LANG": "C.UTF-8"}
                os.execve(sys.executable, [sys.executable, "-m", "tests.promises.venster_app", str(folder), fault], env)
            finally:
                os._exit(97)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def drain(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.open and select.select([self.fd], [], [], 0.02)[0]:
                try:
                    self.seen.extend(os.read(self.fd, 65536))
                except OSError:
                    return

    def lines(self) -> list[str]:
        path = self.folder / "bevestigd"
        return path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []

    def end(self, how: str) -> float:
        """Close, hang up, stop or kill. Returns the seconds until the process was gone; infinite when it never went."""
        if how == "close":
            os.close(self.fd)
            self.open = False
        else:
            os.kill(self.pid, {"hup": signal.SIGHUP, "term": signal.SIGTERM, "kill": signal.SIGKILL}[how])
        start = time.monotonic()
        limit = 3 * GONE_S * slowness() + 2
        while time.monotonic() - start < limit:
            if os.waitpid(self.pid, os.WNOHANG)[0] == self.pid:
                return time.monotonic() - start
            if self.open:
                self.drain(0.02)
            else:
                time.sleep(0.02)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return float("inf")

    def close(self) -> None:
        if self.open:
            with contextlib.suppress(OSError):
                os.close(self.fd)


def _trial(base: Path, how: str, answers: int, fault: str) -> tuple[int, int, bool, float]:
    """(confirmed, lost, draft whole, seconds until gone)"""
    base.mkdir()
    terminal = Terminal(base, fault)
    deadline = time.monotonic() + 120 * slowness()
    while not (base / "klaar").exists():
        terminal.drain(0.05)
        if time.monotonic() > deadline or os.waitpid(terminal.pid, os.WNOHANG)[0]:
            raise RuntimeError("the program did not start: " + terminal.seen[-300:].decode("utf-8", "replace"))
    terminal.drain(0.2)
    for n in range(answers):
        os.write(terminal.fd, f"antwoord {n}".encode() + F2)
        until = time.monotonic() + 10 * slowness()
        while len(terminal.lines()) <= n and time.monotonic() < until:
            terminal.drain(0.02)
    os.write(terminal.fd, TYPED.encode())
    terminal.drain(TYPING_S * slowness())
    took = terminal.end(how)
    terminal.close()
    confirmed = terminal.lines()
    store = open_store(base / "gegevens" / "dossiers", PASSPHRASE, clock=SystemClock(), anchor_folder=base / "gegevens" / "staat")
    ident = store.list()[0].id
    have, draft = [u.tekst for u in store.load(ident).uitingen], store.draft(ident, "antwoord")
    store.close()
    return len(confirmed), sum(line not in have for line in confirmed), draft == TYPED, took


def p04_venster_dicht(size: int, fault: str) -> Outcome:
    rng, confirmed, lost, whole, gone, bad, slowest = a_random(4), 0, 0, 0, 0, 0, 0.0
    with temp_folder() as base:
        for n in range(size):
            answers = rng.randint(1, 3)
            saved, missing, draft, took = _trial(base / f"proef-{n}", WAYS[n % len(WAYS)], answers, fault)
            in_time = took <= GONE_S * slowness()
            slowest = max(slowest, took)
            confirmed, lost, whole, gone = confirmed + saved, lost + missing, whole + draft, gone + in_time
            bad += bool(missing) or not draft or not in_time or saved < answers
    return Outcome(
        size,
        bad,
        f"{size} closed windows ({', '.join(WAYS)}), {confirmed} answers confirmed, {lost} lost, {whole} half sentences whole, "
        f"{gone} processes gone in time (slowest {slowest:.1f} s)",
    )


PROMISES = [
    Promise("P04", "venster dicht: alles blijft", p04_venster_dicht, 2, 40, {"geen-klad": "klad wordt niet tussendoor bewaard"}, 2),
]
