"""Figures of the acute signal on the part 'toetsen', with every error shown.

Run: python -m tests.quality.signaal_quality [deel] [--woorden] [--zonder-vraag]
deel: toetsen (default), kiezen, leren; --woorden: without the learned likeness; --zonder-vraag: answers without the question before them.
Two sources: the sentences written for this judge (many of them hard on purpose, in near-identical pairs), and the answers written for
`herken` by others, which say how often a card appears in an ordinary conversation.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # waiting threads make a busy machine ten times slower

import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from assistant.judging import examples
from assistant.judging.signaal import Signaleerder, eigen_woorden, lees_acuut, lees_gelijkenis, lees_grenzen, lees_vector, signaal_snel


def figures(part: str, ask: Callable[[str, str], dict[str, Any]], *, alone: bool = False) -> dict[str, Any]:
    """{'explicit' | 'veiled' | 'false' | 'ordinary_found' | 'ordinary_false' | 'soort': (found, all), 'errors': […], 'by_vorm': {…}}"""
    count: Counter[str] = Counter()
    errors: list[str] = []
    by_vorm: dict[str, Counter[bool]] = {}
    for kind in ("signaal", "herken"):
        for ex in examples.load(kind, part):
            gold, out = ex["signaal"], ask(ex["antwoord"], "" if alone else str(ex.get("vraag") or ""))
            group = (
                {"expliciet": "explicit", "verhuld": "veiled"}.get(ex["vorm"], "false")
                if kind == "signaal"
                else "ordinary_found"
                if gold["acuut"]
                else "ordinary_false"
            )
            count[f"{group}.all"] += 1
            count[f"{group}.found"] += out["acuut"]
            if kind == "signaal":
                by_vorm.setdefault(ex["vorm"], Counter())[out["acuut"]] += 1
            if gold["acuut"] and out["acuut"]:
                count["soort.all"] += 1
                count["soort.found"] += out["soort"] == gold["soort"]
            if out["acuut"] != gold["acuut"]:
                what = "gemist   " if gold["acuut"] else "onterecht"
                errors.append(
                    f"{what} {kind} {ex.get('vorm', '')} {gold['soort'] or out['soort']}: «{ex['antwoord']}»"
                    + (f" om «{out['woorden']}»" if out["acuut"] else "")
                )
    pairs = {
        name: (count[f"{name}.found"], count[f"{name}.all"])
        for name in ("explicit", "veiled", "false", "ordinary_found", "ordinary_false", "soort")
    }
    return {**pairs, "errors": errors, "by_vorm": by_vorm}


def main() -> int:
    words_only = "--woorden" in sys.argv
    part = next((arg for arg in sys.argv[1:] if not arg.startswith("-")), "toetsen")
    words = eigen_woorden()
    full = Signaleerder(words, lees_gelijkenis(), lezer=lees_acuut, grenzen=lees_grenzen())
    ask = (lambda text, _vraag: signaal_snel(text, words)) if words_only else full.signaal
    ask("Even warm worden.", "")
    times: list[float] = []

    def timed(text: str, vraag: str) -> dict[str, Any]:
        begin = time.perf_counter()
        out = ask(text, vraag)
        times.append(time.perf_counter() - begin)
        return out

    found = figures(part, timed, alone="--zonder-vraag" in sys.argv)
    print(f"signaal, deel {part!r}, {'woorden alleen' if words_only else 'woorden en gelijkenis'}")
    for name, label in (
        ("explicit", "uitgesproken, herkend"),
        ("veiled", "verhuld, herkend"),
        ("false", "onterechte kaart, moeilijke zinnen"),
        ("ordinary_found", "acuut in gewone antwoorden, herkend"),
        ("ordinary_false", "onterechte kaart, gewone antwoorden"),
        ("soort", "soort goed waar herkend"),
    ):
        hits, total = found[name]
        print(f"  {label:40s} {hits:4d} van {total:4d}  {hits / total if total else 0:.3f}")
    print("  per vorm (kaart/geen kaart): " + ", ".join(f"{vorm} {c[True]}/{c[False]}" for vorm, c in sorted(found["by_vorm"].items())))
    times.sort()
    print(f"  tijd per antwoord: midden {1000 * times[len(times) // 2]:.0f} ms, 95 % onder {1000 * times[int(len(times) * 0.95)]:.0f} ms")
    for line in found["errors"]:
        print("  " + line)
    return 0


if __name__ == "__main__":
    # the encoder reads nothing here that is not in the examples
    lees_vector("warm")
    sys.exit(main())
