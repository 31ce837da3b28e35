"""tests.promises.scherm: P15, P16, P18 and P19. What is on the screen: no text takes it over, words stand as said, nothing reaches the
clipboard by itself, and walking away locks it.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import fcntl
import json
import os
import pty
import random
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.domain.values import clean_text
from tests.promises.kit import Outcome, Promise, a_random, swapped, temp_folder
from tests.promises.venster import slowness

ROOT = Path(__file__).parent.parent.parent
SEQUENCES = [
    "\x1b[2J", "\x1b]52;c;QUJD\x07", "\x1b]0;T\x07", "\x1b]8;;http://e/\x1b\\", "\x1bP+q\x1b\\", "\x1b_G\x1b\\", "\x1b^x\x1b\\",
    "\x1b[6n", "\x1b[c", "\x1b[?1049l", "\x1b[?1003h", "\x1bc", "\x1b(0", "\x1b#8", "\x1b[41;5m",
    "\x9b2J", "\x9d52;c;QQ\x9c", "\x90q\x9c", "\x84",
]  # fmt: skip
LOOSE = [
    "\x07", "\x08", "\r", "\x0b", "\x0c", "\x00", "\x7f", "\x0e", "\x0f", "\x1b", "\x1b[", "\x1b]", "\u202e", "\u2066", "\u200b", "\ufeff",
    "[b]", "[/b]", "[@click=app.quit]x[/]", "cliënt ", "adres ", "é", "😀", "\t", "\u0301" * 5, "\U000e0041", "\ud83d",
]  # fmt: skip
BIDI = ["\u202e", "\u2066"]
TOKEN = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[P^_X][^\x1b]*(?:\x1b\\)?|\x1b[ -/]*[0-~]|\x1b"
    rb"|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f]|\xc2[\x80-\x9f]"
)


# -- P15 -----------------------------------------------------------------------------------------


def hostile(n: int, rng: random.Random) -> list[str]:
    return ["".join(rng.choice(SEQUENCES + LOOSE) for _ in range(rng.randint(1, 8))) for _ in range(n)]


def on_a_terminal(strings: list[str], fault: str) -> bytes:
    """Every byte the program sent while it showed these strings."""
    with temp_folder() as folder:
        file = folder / "teksten.json"
        file.write_text(json.dumps(strings), encoding="ascii")
        pid, fd = pty.fork()
        if pid == 0:
            try:
                os.chdir(ROOT)
                env = {k: v for k, v in os.environ.items() if not k.startswith("TEXTUAL")} | {
                    "TERM": "xterm-256color",
                    "COLORTERM": "truecolor",
                }
                os.execve(sys.executable, [sys.executable, "-m", "tests.promises.scherm_app", str(file), fault], env)
            finally:
                os._exit(97)
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        out, end = bytearray(), time.monotonic() + (60 + len(strings) / 40) * slowness()
        while time.monotonic() < end:
            if select.select([fd], [], [], 0.2)[0]:
                try:
                    data = os.read(fd, 1 << 20)
                except OSError:
                    break
                if not data:
                    break
                out += data
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(fd)
    return bytes(out)


def kinds(data: bytes) -> collections.Counter[str]:
    count: collections.Counter[str] = collections.Counter()
    for match in TOKEN.finditer(data):
        s = match.group()
        if s[:2] == b"\x1b[":
            private = s[2:3].decode() if s[2:3] in (b"?", b">", b"<", b"=") else ""
            count[f"CSI {private}{s[-1:].decode('latin1')}"] += 1
        elif s[:2] == b"\x1b]":
            count["OSC " + s[2:].split(b";")[0].decode("latin1")[:5]] += 1
        elif s[:1] == b"\x1b":
            count[f"ESC {s[1:2]!r}"] += 1
        else:
            count["C1" if s[:1] == b"\xc2" else f"C0 {s[0]:#x}"] += 1
    return count


def p15_scherm(size: int, fault: str) -> Outcome:
    harmless = on_a_terminal([f"gewone tekst {n} cliënt adres" for n in range(max(120, size // 20))], "")
    data = on_a_terminal(hostile(size, a_random(15)), fault)
    known = set(kinds(harmless))
    foreign = {kind: n for kind, n in kinds(data).items() if kind not in known}
    verbatim = sum(max(0, data.count(w.encode()) - harmless.count(w.encode())) for w in SEQUENCES + BIDI)
    ran = data.count("cliënt".encode()) > size // 100 and b"Traceback" not in data
    bad = sum(foreign.values()) + verbatim + (not ran)
    return Outcome(
        size,
        bad,
        f"{size:,} hostile strings through 10 kinds of widget, {sum(foreign.values())} foreign control sequences of {len(foreign)} kinds, "
        f"{verbatim} verbatim{'' if ran else ', the program did not run to the end'}",
    )


# -- P16 -----------------------------------------------------------------------------------------

PIECES = [
    "[", "[/", "[/b]", "[b]", "[red]", "[@click=app.quit]", "[link=http://x]", "]", "\\[", "[$x]", "[1,2]", "[on ", "[/]", "cliënt ", "zei: ",
    '"', "=", "[cat=1]", "[a b c]", "\x1b[2J", "😀", "\u202e", "[#12", "[@", "%", "{", "}", "[[", "]]", "\\", "{naam}", "$primary",
]  # fmt: skip
ROWS = 20


def _ask(app: Any, size: tuple[int, int], script: Callable[[Any], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await script(pilot)

    asyncio.run(run())


def p16_letterlijk(size: int, fault: str) -> Outcome:
    """Each string in the dialogue, in a list and in a line of text; what is painted is compared with what was said."""
    from textual.app import ComposeResult
    from textual.color import Color
    from textual.content import Content
    from textual.screen import Screen
    from textual.widgets import Static

    from tests.fakes import FakeOpening, an_assistant
    from tui.app import AssistantApp
    from tui.widgets.choice_list import Line, Lines
    from tui.widgets.dialogue import Dialogue

    rng = a_random(16)
    strings = ["".join(rng.choice(PIECES) for _ in range(rng.randint(1, 8))) for _ in range(size)]
    said = [clean_text(s).strip() or "-" for s in strings]
    lost = crashed = actions = 0

    def plain(text: str) -> Any:
        return text if fault else Content(text)

    class Show(Screen[None]):
        CSS = "Show Lines { height: 32; } Show Dialogue { height: 64; } Show #stil { height: 32; }"

        def compose(self) -> ComposeResult:
            yield Static("", id="stil", markup=bool(fault))
            yield Lines(id="lijst")
            yield Dialogue(id="dialoog")

    class Demo(AssistantApp):
        CSS_PATH = ROOT / "tui" / "styles" / "unlock.tcss"

        def get_default_screen(self) -> Screen[Any]:
            return Show()

    app = Demo(FakeOpening(an_assistant()))

    async def script(pilot: Any) -> None:
        nonlocal lost, crashed, actions
        screen = app.screen
        for at in range(0, len(said), ROWS):
            part = said[at : at + ROWS]
            try:
                screen.query_one("#stil", Static).update(plain("\n".join(part)))
            except Exception:  # noqa: BLE001 - the fault: markup that does not close
                crashed += len(part)
                continue
            screen.query_one(Lines).fill([Line(str(n), Content(s)) for n, s in enumerate(part)])
            await screen.query_one(Dialogue).show([("client", s) for s in part], top=True)
            await pilot.pause()
            await pilot.pause()
            rows = []
            for strip in screen._compositor.render_strips():
                segments = list(strip)
                for line_filter in app.get_line_filters():
                    segments = line_filter.apply(segments, Color(0, 0, 0))
                rows.append("".join(segment.text for segment in segments))
                actions += sum(bool(segment.style and "@click" in segment.style.meta) for segment in segments)
            shown = "\n".join(row.rstrip() for row in rows)
            for text in part:
                lost += shown.count(text) < 3

    _ask(app, (160, 130), script)
    return Outcome(
        size,
        lost + crashed + actions,
        f"{size:,} strings in three kinds of widget, {lost} not shown as said, {crashed} crashes, {actions} actions",
    )


# -- P18 -----------------------------------------------------------------------------------------


def p18_klembord(size: int, fault: str) -> Outcome:
    """`size` rounds of selecting, copying and cutting in the talk and with the mouse; every byte to the terminal is watched."""
    from textual.app import App

    from tests.tui.helpers import an_app, talking
    from tui.app import AssistantApp

    written: list[str] = []
    secret = "Verstopstraat 7"
    with contextlib.ExitStack() as stack:
        if fault:
            stack.enter_context(swapped(AssistantApp, "copy_to_clipboard", App.copy_to_clipboard))
        app = an_app()
        copied = 0

        async def script(pilot: Any) -> None:
            nonlocal copied
            screen = await talking(pilot)
            assert app._driver is not None
            app._driver.write = written.append  # type: ignore[method-assign]
            for n in range(size):
                screen.editor.load_text(f"{secret} {n}")
                screen.editor.select_all()
                await pilot.press("ctrl+c" if n % 2 else "ctrl+x")
                await pilot.mouse_down("#dialoog", offset=(3, 1))
                await pilot.hover("#dialoog", offset=(30, 2))
                await pilot.mouse_up("#dialoog", offset=(30, 2))
                await pilot.press("ctrl+c")
                copied += app.clipboard.startswith(secret)

        _ask(app, (80, 24), script)
    stream = "".join(written)
    osc = stream.count("\x1b]52")
    return Outcome(size, osc + (copied < size), f"{size} times selected and copied, {osc} clipboard sequences to the terminal")


# -- P19 -----------------------------------------------------------------------------------------

BLANK_S = 0.1
"""The promise: the screen is blank within this time after the key."""


@contextmanager
def _a_rich_app(minutes: int) -> Iterator[tuple[Any, list[float], str]]:
    from tests.tui.helpers import an_app

    app = an_app()
    app.opening.slot_minuten = minutes
    now = [5000.0]
    app._monotonic = lambda: now[0]
    app._last_activity = now[0]
    yield app, now, "Ik slaap bij mijn tante Zwibora."


def p19_slot(size: int, fault: str) -> Outcome:
    """`size` screens walked away from, with the clock one second before and on the limit; and the blank key on each."""
    from tests.tui.helpers import answer, on_screen, shown, talking, until
    from tui.app import AssistantApp

    bad = locks = blanks = 0
    times: list[float] = []
    ways = ((), ("f5",), ("f8",), ("f10",), ("f3",), ("f7",), ("f1",))
    with contextlib.ExitStack() as stack:
        if fault:
            stack.enter_context(swapped(AssistantApp, "_watch_idle", lambda self: None))
        for n in range(size):
            minutes, way = (2, 5)[n % 2], ways[n % len(ways)]
            with _a_rich_app(minutes) as (app, now, words):

                async def script(
                    pilot: Any, app: Any = app, now: Any = now, words: str = words, minutes: int = minutes, way: Any = way
                ) -> None:
                    nonlocal bad, locks, blanks
                    await talking(pilot)
                    await answer(pilot, words)
                    await pilot.press(*way)
                    await pilot.pause()
                    app._last_activity = now[0]
                    now[0] += minutes * 60 - 1
                    app._watch_idle()
                    await pilot.pause()
                    early = app.locked
                    now[0] += 1
                    app._watch_idle()
                    await pilot.pause()
                    late = app.locked and words not in shown(app)
                    locks += late
                    bad += early or not late
                    if app.locked:
                        await on_screen(pilot, "LockScreen")
                        await pilot.press("enter")
                        await until(pilot, lambda: not app.locked)
                    begin = time.perf_counter()
                    app.action_slot()
                    await pilot.pause()
                    times.append(time.perf_counter() - begin)
                    dark = words not in shown(app)
                    blanks += dark
                    bad += not dark

                _ask(app, (80, 24), script)
    times.sort()
    middle = times[len(times) // 2] if times else 0.0
    bad += middle > BLANK_S * slowness()
    return Outcome(
        size,
        bad,
        f"{size} screens, {locks} locked on the minute (2 and 5) and not a second before, {blanks} blank after one key "
        f"(middle {1000 * middle:.0f} ms, machine {slowness():.1f} times busy)",
    )


PROMISES = [
    Promise("P15", "tekst kan uw scherm niet overnemen", p15_scherm, 480, 10_000, {"geen-filter": "zonder het filter voor het scherm"}),
    Promise("P16", "wat de cliënt zei, staat er letterlijk", p16_letterlijk, 300, 10_000, {"opmaak": "opmaak aan"}, 120),
    Promise("P18", "niets naar het klembord", p18_klembord, 4, 60, {"klembord": "kopiëren gaat naar de terminal"}, 2),
    Promise("P19", "weglopen is op slot", p19_slot, 3, 28, {"geen-wacht": "niemand let op stilte"}, 2),
]
