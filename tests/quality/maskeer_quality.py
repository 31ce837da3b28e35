"""Figures of masking on the part 'toetsen', with every error shown.

Run: python -m tests.quality.maskeer_quality [deel] [--zonder-namen]
deel: toetsen (default), kiezen, leren, alles; --zonder-namen: without the dossier's own names, so that lists and context stand alone.
A stretch is found when at least 80 % of its characters lie in stretches of the same soort. Left readable: less than that under any soort.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import Any

from assistant.judging import examples
from assistant.judging.maskeer import maskeer
from assistant.judging.maskeer_lijsten import eigen_lijsten, plat
from assistant.judging.maskeer_vormen import HARD, SOORTEN

ALL = ("leren", "kiezen", "toetsen")


def _covered(span: dict[str, Any], found: list[dict[str, Any]], soort: str | None) -> float:
    inside = set(range(span["begin"], span["eind"]))
    for other in found:
        if soort is None or other["soort"] == soort:
            inside -= set(range(other["begin"], other["eind"]))
    return 1 - len(inside) / (span["eind"] - span["begin"])


def figures(part: str, *, names: bool = True) -> dict[str, Any]:
    """{'soort': {soort: Counter(hit, gold, found, right)}, 'hard_missed', 'hard', 'known_missed', 'known', 'left', 'all', 'errors'}"""
    per: dict[str, Counter[str]] = {soort: Counter() for soort in SOORTEN}
    out: Counter[str] = Counter()
    errors: list[str] = []
    for kind_part in ALL if part == "alles" else (part,):
        for ex in examples.load("maskeer", kind_part):
            text = ex["tekst"]
            found = maskeer({"tekst": text, "bekende_namen": ex["bekende_namen"] if names else []})["spans"]
            known = {plat(word) for name in ex["bekende_namen"] for word in name.split()}
            for gold in ex["spans"]:
                soort, words = gold["soort"], text[gold["begin"] : gold["eind"]]
                per[soort]["gold"] += 1
                hit = _covered(gold, found, soort) >= 0.8
                left = _covered(gold, found, None) < 0.8
                per[soort]["hit"] += hit
                out["all"] += 1
                out["left"] += left
                if soort in HARD:
                    out["hard"] += 1
                    out["hard_missed"] += left
                if soort == "persoon" and any(word in known for word in plat(words).split()):
                    out["known"] += 1
                    out["known_missed"] += left
                if not hit:
                    errors.append(f"{'OPEN  ' if left else 'anders'} {soort:14s} «{words}» in «{text}»")
            for span in found:
                soort = span["soort"]
                per[soort]["found"] += 1
                right = any(g["soort"] == soort and min(g["eind"], span["eind"]) > max(g["begin"], span["begin"]) for g in ex["spans"])
                per[soort]["right"] += right
                if not right:
                    errors.append(f"teveel {soort:14s} «{text[span['begin'] : span['eind']]}» in «{text}»")
    return {"soort": per, **{k: out[k] for k in ("hard", "hard_missed", "known", "known_missed", "left", "all")}, "errors": errors}


def main() -> int:
    names = "--zonder-namen" not in sys.argv
    part = next((arg for arg in sys.argv[1:] if not arg.startswith("-")), "toetsen")
    maskeer({"tekst": "Even warm worden."})
    eigen_lijsten()
    begin = time.perf_counter()
    found = figures(part, names=names)
    took = time.perf_counter() - begin
    count = sum(1 for p in (ALL if part == "alles" else (part,)) for _ in examples.load("maskeer", p))
    print(f"maskeer, deel {part!r}: {count} teksten, {'met' if names else 'zonder'} bekende namen, {1000 * took / count:.1f} ms per tekst")
    print(
        f"  harde gegevens open gebleven: {found['hard_missed']} van {found['hard']}; bekende namen open: {found['known_missed']} van {found['known']}"
    )
    print(f"  alles bij elkaar open gebleven: {found['left']} van {found['all']}")
    for soort, c in found["soort"].items():
        if c["gold"] or c["found"]:
            recall = c["hit"] / c["gold"] if c["gold"] else 1.0
            precision = c["right"] / c["found"] if c["found"] else 1.0
            print(
                f"  {soort:15s} gevonden {recall:.2f} ({c['hit']} van {c['gold']})   terecht {precision:.2f} ({c['right']} van {c['found']})"
            )
    for line in found["errors"]:
        print("  " + line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
