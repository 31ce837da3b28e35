"""assistant.judging.spans: from certainties per piece to stretches of the client's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.judging.encoder import Floats

_LEAD = re.compile(r"^(?:(?:en|maar|ja|nee|nou|dus|want|of|ook|toch|eh|ehm|uh|um|hè|he|nou ja|ja ja)\b[\s,.;:…-]*|[\s,.;:!?…\-–'\"()]+)+", re.IGNORECASE)
_TAIL = re.compile(r"[\s,.;:!?…\-–(\"]+$")


@dataclass(frozen=True)
class Span:
    begin: int
    end: int
    certainty: float


def snap(text: str, begin: int, end: int) -> tuple[int, int]:
    """Widen to whole words, then drop what only leads in ('en', 'maar', 'ja') and punctuation at the ends. May give an empty stretch."""
    while begin > 0 and text[begin - 1].isalnum() and begin < len(text) and text[begin].isalnum():
        begin -= 1
    while end < len(text) and text[end].isalnum() and end > 0 and text[end - 1].isalnum():
        end += 1
    if lead := _LEAD.match(text[begin:end]):
        begin += lead.end()
    if tail := _TAIL.search(text[begin:end]):
        end = begin + tail.start()
    return begin, max(begin, end)


def decode(text: str, places: Sequence[tuple[int, int]], first: Floats, inside: Floats, threshold: float) -> list[Span]:
    """Stretches where `max(first, inside)` reaches `threshold`; a strong `first` inside a stretch starts a new one.

    Args:
        first, inside: float32[pieces], certainty that a stretch begins here / that a piece belongs to one.
    """
    spans: list[Span] = []
    current: list[int] = []

    def close() -> None:
        if current:
            begin, end = snap(text, places[current[0]][0], places[current[-1]][1])
            if end > begin:
                spans.append(Span(begin, end, float(max(max(first[i], inside[i]) for i in current))))
        current.clear()

    weak = 0  # pieces in a row that fall short: one is bridged when it is not far off
    for i, (begin, end) in enumerate(places):
        if end <= begin:
            continue
        certainty = max(first[i], inside[i])
        if certainty >= threshold:
            if current and first[i] >= 0.5 and first[i] > inside[i]:
                close()
            current.append(i)
            weak = 0
        elif current:
            weak += 1
            if weak > 1 or certainty < threshold / 2:
                close()
                weak = 0
    close()
    return spans


def overlap_f1(gold: Sequence[tuple[int, int]], found: Sequence[tuple[int, int]]) -> tuple[int, int, int]:
    """(matched, number found, number gold): greedy one-to-one matching; a match shares at least half of the shorter stretch."""
    left = list(found)
    hits = 0
    for a, b in gold:
        best, best_share = None, 0.0
        for c, d in left:
            share = (min(b, d) - max(a, c)) / max(1, min(b - a, d - c))
            if share >= 0.5 and share > best_share:
                best, best_share = (c, d), share
        if best is not None:
            left.remove(best)
            hits += 1
    return hits, len(found), len(gold)
