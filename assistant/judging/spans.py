"""assistant.judging.spans: stretches of the client's own words: tidy borders, and how well two sets of stretches agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

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


def runs(
    text: str, words: Sequence[tuple[int, int]], inside: Any, begin: Any, threshold: float, *, split: float = 0.5, bridge: float = 0.6
) -> list[tuple[int, int, float]]:
    """(begin, end, mean certainty) of the stretches in which words are at or above `threshold`, in reading order.

    inside, begin: per word, how surely it is part of a stretch and the first word of one. One word between two such words is taken along when
    it is at least `bridge` x the threshold. A word that surely begins a new stretch (`split`) begins one. A stretch never crosses the end of a sentence.
    """
    found: list[list[int]] = []
    for i, (a, _) in enumerate(words):
        if inside[i] < threshold and not (
            found and found[-1][-1] == i - 1 and i + 1 < len(words) and inside[i] >= bridge * threshold and inside[i + 1] >= threshold
        ):
            continue
        joined = found and found[-1][-1] == i - 1
        if joined and (begin[i] >= split or text[words[i - 1][0] : a].rstrip()[-1:] in (".", "!", "?", "…")):
            joined = False
        if joined:
            found[-1].append(i)
        else:
            found.append([i])
    out = []
    for run in found:
        a, b = snap(text, words[run[0]][0], words[run[-1]][1])
        if b - a >= 2:
            out.append((a, b, float(sum(inside[i] for i in run) / len(run))))
    return out
