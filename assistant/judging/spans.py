"""assistant.judging.spans: stretches of the client's own words: tidy borders, and how well two sets of stretches agree."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LEAD = re.compile(
    r"^(?:(?:en|maar|ja|nee|nou|dus|want|of|ook|toch|eh|ehm|uh|um|hè|he|nou ja|ja ja)\b[\s,.;:…-]*|[\s,.;:!?…\-–'\"()]+)+", re.IGNORECASE
)
_TAIL = re.compile(r"[\s,.;:!?…\-–(\"]+$")


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
