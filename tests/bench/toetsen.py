"""What a person at the keyboard waits for, on a real pseudo terminal: from key to letter, also while a book is being indexed.

`python -m tests.bench.toetsen` prints one JSON object. Posix only. The program runs with its own helper process, as it does for people.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from assistant.adapters.dossiers import keys
from assistant.adapters.system import SystemClock
from assistant.bootstrap import create_store
from assistant.domain.dossier import Dossier
from assistant.domain.values import DossierId
from assistant.settings import load_settings
from tests.promises.kit import CHEAP, PASSPHRASE
from tests.tui.test_terminal import ENTER, Terminal

PAUSE_S = 0.09
"""Between two keys: somebody who types fast."""


def spread(times: list[float]) -> dict[str, float]:
    times = sorted(times)
    return {
        "n": len(times),
        "p50_ms": round(1000 * statistics.median(times), 1),
        "p95_ms": round(1000 * times[int(0.95 * (len(times) - 1))], 1),
        "langst_ms": round(1000 * times[-1], 1),
    }


def typed(terminal: Terminal, keys_count: int, until: subprocess.Popen[bytes] | None = None) -> list[float]:
    """Seconds from each key to its letter on the terminal. With `until`: only while that process runs."""
    times = []
    letters = random.Random(1)
    for number in range(keys_count):
        if until is not None and until.poll() is not None:
            break
        if number % 40 == 39:
            terminal.type(b"\x15")  # Ctrl+U: a new line to type on
            terminal.read(0.3)
        terminal.read(PAUSE_S)
        letter = letters.choice("bcdfghjklmnpqrstvwxz")
        terminal.forget()
        begin = time.perf_counter()
        os.write(terminal.master, letter.encode())
        while letter not in terminal.seen and time.perf_counter() - begin < 5:
            terminal.read(0.002)
        times.append(time.perf_counter() - begin)
    return times


def a_book(folder: Path, sentences: int = 1200) -> Path:
    words = [
        "de",
        "begeleider",
        "vraagt",
        "wat",
        "er",
        "lukte",
        "en",
        "luistert",
        "naar",
        "het",
        "antwoord",
        "van",
        "de",
        "bewoner",
        "over",
        "werk",
        "geld",
        "familie",
        "rust",
        "en",
        "de",
        "buurt",
    ]
    chance = random.Random(7)
    lines = [" ".join(chance.choice(words) for _ in range(14)).capitalize() + "." for _ in range(sentences)]
    path = folder / "boek.txt"
    path.write_text("\n\n".join("\n".join(lines[i : i + 8]) for i in range(0, len(lines), 8)), encoding="utf-8")
    return path


def main() -> int:
    keys.COST = CHEAP
    out: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = load_settings(gegevens=folder / "gegevens")
        store, _ = create_store(settings, PASSPHRASE)
        store.save(Dossier(id=DossierId("d1"), code="KG-BENCH", aangemaakt=SystemClock().now()), expected_version=0, wie="AB")
        store.close()
        env = {k: v for k, v in os.environ.items() if not k.startswith(("KRACHTGESPREK_", "TEXTUAL"))}
        env |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": name}
        ours = [sys.executable, "-m", "tui", "--gegevens", str(settings.gegevens)]
        subprocess.run([*ours, "corpus", "bouw"], env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        terminal = Terminal([*ours, "gesprek", "--dossier", "d1"], env, (120, 40))
        try:
            terminal.wait_for("Wachtzin")
            terminal.read(1.0)
            terminal.type(PASSPHRASE)
            terminal.read(0.5)
            terminal.type(ENTER)
            terminal.wait_for("Woorden van de cliënt")
            terminal.read(8.0)  # the helper loads
            out["toets_tot_letter"] = spread(typed(terminal, 150))
            with subprocess.Popen(
                [*ours, "corpus", "voeg-toe", str(a_book(folder))], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as busy:
                out["toets_tot_letter_tijdens_indexeren"] = spread(typed(terminal, 400, busy))
                busy.kill()
        finally:
            terminal.close()
    print(json.dumps(out, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
