"""make bench: start of the program beside a bare Textual app, typing while a book is indexed, and searching beside a plain pipeline; ratios measured in one run.

Informational: nothing here passes or fails. Quote ratios, not seconds: machines differ and are busy.
"""

from __future__ import annotations

import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time

BARE = "from textual.app import App\nfrom textual.widgets import Static\nclass A(App):\n    def compose(self):\n        yield Static('Krachtgesprek')\nA().run()"


def first_text(command: list[str], needle: bytes) -> float:
    """Seconds from start until `needle` is on the terminal (20 at most)."""
    master, slave = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40"}
    begin = time.monotonic()
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True)
    os.close(slave)
    seen = b""
    try:
        while time.monotonic() - begin < 20:
            if select.select([master], [], [], 0.05)[0]:
                seen += os.read(master, 65536)
                if needle in seen:
                    break
        return time.monotonic() - begin
    finally:
        process.kill()
        process.wait()
        os.close(master)


def start_up(rounds: int = 5) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "tui", "--gegevens", folder]
        bare = [sys.executable, "-c", BARE]
        first_text(ours, b"Krachtgesprek")
        pairs = [(first_text(ours, b"Krachtgesprek"), first_text(bare, b"Krachtgesprek")) for _ in range(rounds)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(
        f"eerste tekst: krachtgesprek {mine:.2f} s, kale Textual-app {theirs:.2f} s, verhouding {statistics.median(a / b for a, b in pairs):.2f}"
    )


def main() -> None:
    start_up()
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", "tests.bench.toetsen"], check=False)
    subprocess.run([sys.executable, "-m", "tests.bench.zoeken"], check=False)


if __name__ == "__main__":
    main()
