"""tests.promises.kit: shared parts. A promise, its outcome, a process to kill, a small store to break."""

from __future__ import annotations

import hashlib
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.adapters.dossiers import create_store
from assistant.adapters.dossiers.store import SqlcipherStore
from assistant.adapters.system import SystemClock
from assistant.domain.dossier import Dossier
from assistant.domain.values import DossierId

CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
"""Argon2id cost for tests; the real one (64 MiB) would only make them slow."""
PASSPHRASE = "vier gewone woorden samen"


@dataclass(frozen=True)
class Outcome:
    """What one run saw. `bad` counts broken promises among `tried`."""

    tried: int
    bad: int
    text: str
    skipped: str = ""
    """Why nothing could be tried here; then it neither holds nor breaks."""

    @property
    def holds(self) -> bool:
        return not self.skipped and self.tried > 0 and self.bad == 0


@dataclass(frozen=True)
class Promise:
    id: str
    title: str
    """As the user reads it, in Dutch."""
    run: Callable[[int, str], Outcome]
    """(size, fault) -> Outcome; fault '' is the product as it is."""
    fast: int
    full: int
    faults: dict[str, str] = field(default_factory=dict)
    """name -> what is planted. Each must turn the promise red."""
    fault_size: int = 0
    """Size at which the faults are shown; 0: the fast size."""


def line(promise: Promise, outcome: Outcome) -> str:
    verdict = (
        f"skipped: {outcome.skipped}" if outcome.skipped else "holds" if outcome.holds else f"BROKEN ({outcome.bad} of {outcome.tried})"
    )
    return f"{promise.id} {promise.title}: {outcome.text + ': ' if outcome.text else ''}{verdict}"


class Forked:
    """A child process that says lines and can be killed. Forked, so that it starts at once with everything loaded.

    `work(say)` runs in the child; what it prints on stderr goes nowhere.
    """

    def __init__(self, work: Callable[[Callable[[object], None]], None]) -> None:
        out, into = os.pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            code = 1
            try:
                os.close(out)
                os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
                work(lambda word: os.write(into, f"{word}\n".encode()) and None)
                code = 0
            finally:
                os._exit(code)
        os.close(into)
        self._fd = out
        self._seen = b""
        self._gone = False

    def _read(self, wait: float) -> bool:
        if not select.select([self._fd], [], [], max(wait, 0))[0]:
            return True
        more = os.read(self._fd, 65536)
        self._seen += more
        return bool(more)

    @property
    def lines(self) -> list[str]:
        """Whole lines only: half a line was not said."""
        return self._seen.decode().split("\n")[:-1]

    def wait_for(self, word: str, timeout: float = 20.0) -> None:
        end = time.monotonic() + timeout
        while word not in self.lines:
            if time.monotonic() > end or not self._read(0.05):
                raise RuntimeError(f"the child did not say {word!r}: {self.lines[-3:]}")

    def listen(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self._read(left):
            pass

    def kill(self) -> list[str]:
        """kill -9, now. Returns everything it had said."""
        os.kill(self.pid, signal.SIGKILL)
        return self.finish()

    def finish(self) -> list[str]:
        """Wait for the end and return everything said."""
        if not self._gone:
            while self._read(30):
                pass
            os.waitpid(self.pid, 0)
            os.close(self._fd)
            self._gone = True
        return self.lines


@contextmanager
def temp_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="belofte-") as name:
        yield Path(name).resolve()


@contextmanager
def swapped(owner: Any, name: str, value: Any) -> Iterator[None]:
    """Plant a fault: replace an attribute for a while."""
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


def make_store(folder: Path) -> tuple[SqlcipherStore, bytes, str]:
    """A new store, its raw key and its recovery code."""
    store, code = create_store(folder, PASSPHRASE, clock=SystemClock(), cost=CHEAP)
    return store, store._key, code


def reopen(folder: Path, key: bytes, anchor_folder: Path | None = None) -> SqlcipherStore:
    return SqlcipherStore(folder, key, clock=SystemClock(), anchor_folder=anchor_folder)


def a_dossier(number: int | str) -> Dossier:
    return Dossier(id=DossierId(f"dossier-{number}"), code=f"KG-{number}", aangemaakt=SystemClock().now())


def a_text(n: int | str) -> str:
    """A text that proves itself: its first word is the digest of the rest. Lengths vary from a line to a page."""
    body = f"antwoord {n} " * (1 + (int(n) if str(n).isdigit() else len(str(n))) % 30)
    return f"{hashlib.sha256(body.encode()).hexdigest()[:16]} {body}"


def is_whole(text: str) -> bool:
    head, _, body = text.partition(" ")
    return hashlib.sha256(body.encode()).hexdigest()[:16] == head


def say_answer(store: SqlcipherStore, dossier: Dossier, n: int | str, text: str = "") -> Dossier:
    """One answer, as the engine saves it."""
    new, events = dossier.record_answer(
        uiting_id=f"uiting-{n}",
        tekst=text or a_text(n),
        op=SystemClock().now(),
        leefgebied="wonen",
        vraag_id=None,
        vraag_tekst="Vertel eens?",
    )
    return store.save(new, expected_version=dossier.version, wie="AB", gebeurtenissen=events)


def fill(store: SqlcipherStore, dossiers: int, answers: int) -> None:
    for d in range(dossiers):
        dossier = store.save(a_dossier(f"{d:04d}"), expected_version=0, wie="AB")
        new, events = dossier, []
        for a in range(answers):
            n = d * answers + a
            new, more = new.record_answer(
                uiting_id=f"uiting-{n}",
                tekst=a_text(n),
                op=SystemClock().now(),
                leefgebied="wonen",
                vraag_id=None,
                vraag_tekst="Vertel eens?",
            )
            events.extend(more)
        store.save(new, expected_version=dossier.version, wie="AB", gebeurtenissen=events)


def everything(store: SqlcipherStore) -> dict[str, str]:
    """dossier id -> its whole document. Reading writes no access line here."""
    return {s.id: store.load(s.id).model_dump_json() for s in store.list()}


def answers_in(store: SqlcipherStore) -> dict[str, str]:
    return {u.id: u.tekst for s in store.list() for u in store.load(s.id).uitingen}


def clean(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_file():
            path.unlink()


def a_random(seed: int) -> random.Random:
    return random.Random(int(os.environ.get("PROMISES_SEED", "0")) * 1000 + seed)
