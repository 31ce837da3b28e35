"""The program in a real terminal (a pty): a conversation with whatever people type, and every way in which it may be cut off.

Nothing that was confirmed may be gone; what was typed and not sent is there again. The half second after which a draft is written is
pinned by the constant; that it was written is seen from the file, so that a slow machine only makes this slower.
"""

from __future__ import annotations

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from assistant.adapters.dossiers import keys
from assistant.adapters.dossiers.opening import DB
from assistant.adapters.dossiers.store import SqlcipherStore
from assistant.adapters.system import SystemClock
from assistant.bootstrap import create_store, open_store
from assistant.domain.dossier import Dossier
from assistant.domain.values import DossierId
from assistant.settings import Settings, load_settings
from tests.promises.kit import CHEAP, PASSPHRASE
from tui.screens.desk import PLACE
from tui.screens.interview import DRAFT_S

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a pty is a Unix thing")

if os.name == "posix":
    import fcntl
    import pty
    import termios

SAID = "Ik kook héél graag, zei m’n zus: “écht wáár” 😀. [haken] en [/b]. Ça va, naïef ë €"
HALF = "En later wil ik [misschien] één ding 🎉 nog ë"
F2, ENTER = b"\x1bOQ", b"\r"
PATIENCE_S = 120.0
"""For a machine that is busy with other things; normally everything here takes about a second."""


class Terminal:
    """A program in a pty. Give it room to draw by reading; `seen` is everything it wrote, without the control codes."""

    def __init__(self, argv: list[str], env: dict[str, str], size: tuple[int, int]) -> None:
        self.master, slave = pty.openpty()
        self.resize(*size)
        self.process = subprocess.Popen(argv, stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True, close_fds=True)
        os.close(slave)
        self._raw = b""

    @property
    def seen(self) -> str:
        return re.sub(r"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07]*\x07|[()][A-Z0-9]|.)", "", self._raw.decode("utf-8", "replace"))

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and select.select([self.master], [], [], left)[0]:
            try:
                self._raw += os.read(self.master, 65536)
            except OSError:  # the other side is gone
                return

    def wait_for(self, words: str) -> None:
        """Read until these words were drawn since the last `forget`."""
        end = time.monotonic() + PATIENCE_S
        while words not in self.seen:
            assert time.monotonic() < end, f"{words!r} did not appear: {self.seen[-400:]!r}"
            assert self.process.poll() is None, f"stopped with {self.process.returncode}: {self.seen[-400:]!r}"
            self.read(0.1)

    def forget(self) -> None:
        self._raw = b""

    def type(self, text: str | bytes) -> None:
        for piece in [text] if isinstance(text, bytes) else [c.encode() for c in text]:
            os.write(self.master, piece)
            self.read(0.002)

    def end(self, number: int) -> None:
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        limit = time.monotonic() + PATIENCE_S
        while self.process.poll() is None:
            assert time.monotonic() < limit, "it did not stop"
            self.read(0.05)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data folder with one dossier in an encrypted file of its own."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    found = load_settings(gegevens=tmp_path / "gegevens", embedder="geen", zonder_model=True)
    store, _ = create_store(found, PASSPHRASE)
    store.save(Dossier(id=DossierId("d1"), code="KG-PTY", aangemaakt=SystemClock().now()), expected_version=0, wie="AB")
    store.close()
    return found


@pytest.fixture
def screens(settings: Settings) -> Iterator[list[Terminal]]:
    made: list[Terminal] = []
    yield made
    for terminal in made:
        terminal.close()


def begin(settings: Settings, screens: list[Terminal], size: tuple[int, int]) -> Terminal:
    """Start, type the passphrase, and wait for the conversation."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("KRACHTGESPREK_", "TEXTUAL"))}
    env |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "KRACHTGESPREK_EMBEDDER": "geen", "KRACHTGESPREK_ZONDER_MODEL": "1"}
    argv = [sys.executable, "-m", "tui", "--gegevens", str(settings.gegevens), "gesprek", "--dossier", "d1"]
    terminal = Terminal(argv, env, size)
    screens.append(terminal)
    terminal.wait_for("Wachtzin")
    terminal.type(PASSPHRASE)
    terminal.type(ENTER)
    terminal.wait_for("Woorden van de cliënt")
    return terminal


def disk(settings: Settings) -> tuple[list[str], str]:
    """(the answers, the draft) as they are on disk. Opened as after a crash: without any other process."""
    store: SqlcipherStore = open_store(settings, PASSPHRASE)
    try:
        assert not store.check()
        return [u.tekst for u in store.load("d1").geldige_uitingen], store.draft("d1", PLACE)
    finally:
        store.close()


def say(terminal: Terminal, text: str) -> None:
    """Type an answer, keep it, and wait for the mark that says so."""
    terminal.type(text)
    terminal.forget()
    terminal.type(F2)
    terminal.wait_for("bewaard ")


def written(settings: Settings, since: float) -> None:
    """Wait until the file was written after `since` (a draft was kept)."""
    folder = settings.gegevens / "dossiers"
    end = time.monotonic() + PATIENCE_S
    while max((p.stat().st_mtime for p in folder.glob(f"{DB}*")), default=0.0) <= since:
        assert time.monotonic() < end, "the draft was not written"
        time.sleep(0.02)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_kill_9_while_typing_loses_nothing_confirmed_and_the_draft_is_there_again(
    settings: Settings, screens: list[Terminal], size: tuple[int, int]
) -> None:
    assert DRAFT_S < 1.0  # at most a second of typing may be lost
    terminal = begin(settings, screens, size)
    say(terminal, SAID)
    terminal.resize(60, 20)
    os.kill(terminal.process.pid, signal.SIGWINCH)
    terminal.read(0.3)
    terminal.resize(*size)
    os.kill(terminal.process.pid, signal.SIGWINCH)
    terminal.read(0.3)
    before = time.time()
    terminal.type(HALF)
    terminal.read(DRAFT_S)
    written(settings, before)
    terminal.read(2 * DRAFT_S)
    helpers = psutil.Process(terminal.process.pid).children(recursive=True)
    terminal.end(signal.SIGKILL)
    answers, draft = disk(settings)

    assert answers == [SAID]
    assert HALF.startswith(draft) and len(draft) > len(HALF) // 2
    assert "Traceback" not in terminal.seen
    _, alive = psutil.wait_procs(helpers, timeout=PATIENCE_S)
    assert not alive  # the helper process never outlives the screen

    again = begin(settings, screens, size)
    again.wait_for("misschien")  # the draft stands in the field
    again.wait_for("haken")  # and what was said above it
    say(again, " en nog iets")
    again.end(signal.SIGTERM)
    answers, draft = disk(settings)

    assert answers[0] == SAID and answers[1].startswith(HALF[:10]) and answers[1].endswith(" en nog iets")
    assert draft == ""


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM], ids=["SIGHUP", "SIGTERM"])
def test_a_closed_window_and_a_stop_signal_keep_the_last_letter(settings: Settings, screens: list[Terminal], number: int) -> None:
    terminal = begin(settings, screens, (80, 24))
    say(terminal, SAID)
    terminal.type(HALF)
    terminal.read(0.2)
    terminal.end(number)

    assert disk(settings) == ([SAID], HALF)
    assert terminal.process.returncode in (0, -number, 128 + number)
    assert "Traceback" not in terminal.seen and "héél" not in terminal.seen[-400:].split("\n")[-1]


def test_a_line_that_breaks_without_a_signal_ends_the_program_with_the_last_letter(settings: Settings, screens: list[Terminal]) -> None:
    """A program that was started without a controlling terminal is not told that its window is gone."""
    terminal = begin(settings, screens, (80, 24))
    say(terminal, SAID)
    before = time.time()
    terminal.type(HALF)
    terminal.read(DRAFT_S)
    written(settings, before)
    terminal.read(2 * DRAFT_S)
    os.close(terminal.master)
    terminal.process.wait(timeout=PATIENCE_S)
    terminal.master = os.open(os.devnull, os.O_RDONLY)  # for the closing of the fixture

    answers, draft = disk(settings)
    assert answers == [SAID]
    assert HALF.startswith(draft) and len(draft) > len(HALF) // 2


def test_alt_keys_are_keys_and_never_letters_among_the_clients_words(settings: Settings, screens: list[Terminal]) -> None:
    """Most terminals send Esc and then the letter for Alt; a text field must not take it for a letter."""
    terminal = begin(settings, screens, (80, 24))
    say(terminal, "Ik woon hier fijn. Ik kook graag voor de buren.")
    terminal.forget()
    terminal.type(b"\x1bv")
    terminal.wait_for("Er verandert geen letter")
    terminal.type(b"h")
    terminal.wait_for("Het verhaal blijft heel")
    for digit in b"123":
        terminal.type(b"\x1b" + bytes([digit]))
        terminal.read(0.3)
    terminal.type("Nog één zin.")
    terminal.read(0.2)
    terminal.end(signal.SIGTERM)
    answers, draft = disk(settings)

    assert [*answers, draft][-1] == "Nog één zin."
    assert answers[0] == "Ik woon hier fijn. Ik kook graag voor de buren."
