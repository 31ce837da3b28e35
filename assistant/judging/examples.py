"""assistant.judging.examples: the labelled examples, read and checked. Split by case: a person or situation is in one part only.

Parts: 'leren' (train), 'kiezen' (choose thresholds and settings), 'toetsen' (report only; never trained or tuned on).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "voorbeelden"
PARTS = ("leren", "kiezen", "toetsen")


def part_of(casus: str) -> str:
    """'leren' (about 76 %), 'kiezen' (8 %) or 'toetsen' (16 %), from the case id alone, so that it never changes."""
    number = int(hashlib.sha256(casus.encode()).hexdigest()[:8], 16) % 100
    return "toetsen" if number < 16 else "kiezen" if number < 24 else "leren"


def load(kind: str, part: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield the examples of `kind` ('herken', 'coach', 'toets', 'plannen', …), all parts or one.

    Raises ValueError with file and line for a line that is not JSON or misses `casus`.
    """
    for path in sorted((FOLDER / kind).glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                item = json.loads(line)
                own = part_of(item["casus"])
            except (ValueError, KeyError) as error:
                raise ValueError(f"{path.name}, regel {number}: {error}") from None
            if part is None or own == part:
                yield item


def answers(part: str | None = None) -> Iterator[dict[str, Any]]:
    """The examples of 'herken' with the krachten and hulpbronnen that stand: two readers marked every answer, and where they differed a third decided.

    The first reader wrote the answers down; the second knew the definitions only; the third saw what was in dispute, not whose it was.
    """
    stands = {ex["id"]: ex for ex in load("derde", part)}
    for ex in load("herken", part):
        yield {**ex, **{room: stands[ex["id"]][room] for room in ("krachten", "hulpbronnen")}} if ex["id"] in stands else ex


def lines(part: str | None = None) -> Iterator[dict[str, Any]]:
    """The examples of 'coach' with the labels that stand: a second reader labelled most lines too, and where the two differed a third decided."""
    decided = {ex["id"]: ex.get("besloten") or {} for ex in load("coach_lezers", part)}
    for ex in load("coach", part):
        stands = {**ex, **decided.get(ex["id"], {})}
        yield {**stands, "woorden": {label: words for label, words in (ex.get("woorden") or {}).items() if stands.get(label)}}


def span_of(text: str, citaat: str) -> tuple[int, int]:
    """Where `citaat` first stands in `text`. Raises ValueError when it does not."""
    begin = text.find(citaat)
    if begin < 0:
        raise ValueError(f"citaat staat niet in de tekst: {citaat!r}")
    return begin, begin + len(citaat)
