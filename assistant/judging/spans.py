"""assistant.judging.spans: stretches of the client's own words: tidy borders, and how well two sets of stretches agree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

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


LONGEST = 40
"""Words in one stretch at most."""
CUTTING = {"grens": 1.5, "begin": 0.25, "rand": 1.0, "stuk": 2.4, "over": 0.0}
"""How an answer is cut (log odds), until grenzen has chosen: what one word may weigh at most; how much the first word of a stretch weighs; what it
costs when a stretch does not begin or end where a clause does; what every stretch costs; what it costs to go on into a next clause."""


def cut(
    text: str, words: Sequence[tuple[int, int]], gain: Any, begin: Any, clause_of: Sequence[int], weights: Mapping[str, float]
) -> list[tuple[int, int, int]]:
    """(begin, end, label number) of the stretches that together fit the reading best, in reading order; they never overlap.

    gain, begin: float[words, labels], log odds above the threshold that a word is part of a stretch with this label, and its first word.
    clause_of: number of the clause of every word. weights: see CUTTING. Looking at all cuts together keeps a stretch from falling apart in
    pieces and from being given two labels (krachten F1 0.69 -> 0.71 on 'kiezen', cross-checked). A stretch never crosses the end of a sentence.
    """
    n = len(words)
    if not n:
        return []
    w = {**CUTTING, **weights}
    sums = np.vstack([np.zeros((1, gain.shape[1])), np.cumsum(np.clip(gain, -w["grens"], w["grens"]), axis=0)])
    opens = np.array([i == 0 or clause_of[i] != clause_of[i - 1] for i in range(n)])
    closes = np.append(opens[1:], True)
    first = w["begin"] * np.clip(begin + 1, -3, 3) - w["rand"] * ~opens[:, None]
    number = np.cumsum(opens)
    best, back = np.zeros(n + 1), [(-1, -1)] * (n + 1)
    sentence = 0
    for j in range(n):
        if j and text[words[j - 1][0] : words[j][0]].rstrip()[-1:] in (".", "!", "?", "…"):
            sentence = j
        low = max(sentence, j + 1 - LONGEST)
        worth = sums[j + 1] - sums[low : j + 1] + first[low : j + 1]
        whole = (
            best[low : j + 1] + worth.max(axis=1) - w["stuk"] - w["rand"] * (not closes[j]) - w["over"] * (number[j] - number[low : j + 1])
        )
        i = int(whole.argmax())
        best[j + 1] = best[j]
        if whole[i] > best[j]:
            best[j + 1], back[j + 1] = whole[i], (low + i, int(worth[i].argmax()))
    out, j = [], n
    while j > 0:
        i, label = back[j]
        if i < 0:
            j -= 1
            continue
        a, b = snap(text, words[i][0], words[j - 1][1])
        if b - a >= 2:
            out.append((a, b, label))
        j = i
    return out[::-1]
