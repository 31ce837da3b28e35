"""assistant.engine.splitting: a story told in one go, divided over leefgebieden. A proposal only: the begeleider decides.

In:    the client's text; how each stretch ranks over the leefgebieden; their words.   Out: pieces that together are exactly the text.
Pieces end at the end of a sentence. A sentence that says little goes with its neighbours (a change of leefgebied has a price).
Never: changes, drops or moves a letter; never divides what is about one thing.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.domain.values import Frozen, LeefgebiedId

MIN_WORDS = 16
"""Shorter answers are not offered to be divided. Our own choice."""
LONG_WORDS = 60
"""From this length an answer within a leefgebied may hold more than that leefgebied; shorter ones are left alone. Our own choice."""
MAX_SENTENCES = 80
"""More sentences are taken together in longer stretches, so that a very long story costs no more time."""
CHANGE = 2.5
"""Price of going from one leefgebied to another, in units of log certainty. This and the next two were chosen on stories put together from
the labelled answers of the part 'kiezen' (tests/quality/verdeel_quality.py)."""
NEIGHBOURS = 0.5
"""How much a sentence is read together with the ones beside it."""
WORDS_BONUS = 1.0
"""What a word of a leefgebied adds to its rank, in the same units."""
FLOOR = 0.01
"""No leefgebied is impossible."""
MIN_PIECE = 4
"""A piece of fewer words goes with its neighbour."""

_END = re.compile(r"(?:[.!?…]+[\"'”’)\]]*(?=\s)|\n)\s*")

Rank = Callable[[str], Mapping[str, float]]
"""A stretch of text -> leefgebied -> certainty (0-1); what is not named counts as 0."""


class Stukvoorstel(Frozen):
    """A piece and the leefgebied it may be about."""

    begin: int
    eind: int
    leefgebied: LeefgebiedId | None = None
    opties: tuple[LeefgebiedId, ...] = ()
    """The likeliest first, at most three."""


def stretches(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences as places that together are the whole text; white space belongs to the sentence before it. Empty text: none."""
    cuts = [m.end() for m in _END.finditer(text) if text[: m.end()].strip()]
    edges = [0, *[c for c in cuts if c < len(text)], len(text)]
    found = [(a, b) for a, b in itertools.pairwise(edges) if b > a]
    joined: list[tuple[int, int]] = []
    for a, b in found:
        if joined and not re.search(r"\w", text[a:b]):
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    while len(joined) > MAX_SENTENCES:
        joined = [(joined[i][0], joined[min(i + 1, len(joined) - 1)][1]) for i in range(0, len(joined), 2)]
    return tuple(joined)


def is_story(text: str) -> bool:
    """Long enough, and more than one sentence."""
    return len(text.split()) >= MIN_WORDS and len(stretches(text)) >= 2


def divide(text: str, rank: Rank, *, areas: Sequence[str], hints: Rank | None = None) -> tuple[Stukvoorstel, ...]:
    """Divide a story.

    Args:
        areas: the leefgebieden that exist.
        hints: adds to the rank from plain words (or from what the begeleider said before); None: no hints.

    Returns the pieces in order, together exactly the text; one piece when it is about one thing; none for an empty text.
    """
    places = stretches(text)
    if not places or not areas:
        return ()
    scores = [_scores(text, places, n, rank, areas, hints) for n in range(len(places))]
    path = _best_path(scores, areas)
    pieces: list[list[int]] = []  # first and last sentence
    for number, name in enumerate(path):
        if pieces and path[pieces[-1][0]] == name:
            pieces[-1][1] = number
        else:
            pieces.append([number, number])
    out: list[Stukvoorstel] = []
    for first, last, about in _join_small(pieces, path, text, places):
        total = {area: sum(scores[n][area] for n in range(first, last + 1)) for area in areas}
        ranked = sorted(areas, key=lambda area: -total[area])
        best = list(dict.fromkeys([about, *ranked]))[:3]
        out.append(
            Stukvoorstel(
                begin=places[first][0],
                eind=places[last][1],
                leefgebied=LeefgebiedId(about),
                opties=tuple(LeefgebiedId(x) for x in best),
            )
        )
    return tuple(out)


def _scores(
    text: str, places: Sequence[tuple[int, int]], at: int, rank: Rank, areas: Sequence[str], hints: Rank | None
) -> dict[str, float]:
    """Log certainty per leefgebied of one sentence: read by itself and between its neighbours, with what plain words add."""
    begin, end = places[at]
    alone = rank(text[begin:end])
    first, last = places[max(0, at - 1)][0], places[min(len(places) - 1, at + 1)][1]
    between = rank(text[first:last]) if len(places) > 1 else alone
    extra = hints(text[begin:end]) if hints is not None else {}
    return {
        area: math.log(max(FLOOR, (1 - NEIGHBOURS) * alone.get(area, 0.0) + NEIGHBOURS * between.get(area, 0.0))) + extra.get(area, 0.0)
        for area in areas
    }


def _best_path(scores: Sequence[Mapping[str, float]], areas: Sequence[str]) -> list[str]:
    """The row of leefgebieden with the highest rank in all, a change costing CHANGE."""
    total = {area: scores[0][area] for area in areas}
    back: list[dict[str, str]] = []
    for row in scores[1:]:
        top = max(areas, key=lambda area: total[area])
        came: dict[str, str] = {}
        fresh: dict[str, float] = {}
        for area in areas:
            stay, move = total[area], total[top] - CHANGE
            came[area], best = (area, stay) if stay >= move else (top, move)
            fresh[area] = best + row[area]
        back.append(came)
        total = fresh
    at = max(areas, key=lambda area: total[area])
    path = [at]
    for came in reversed(back):
        at = came[at]
        path.append(at)
    return path[::-1]


def _join_small(pieces: list[list[int]], path: Sequence[str], text: str, places: Sequence[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """A piece of a word or two goes with its neighbour; neighbours that are then about the same become one."""

    def size(piece: Sequence[int]) -> int:
        return len(text[places[piece[0]][0] : places[piece[1]][1]].split())

    out: list[list[int]] = []
    about: list[str] = []
    for first, last in pieces:
        if out and (size((first, last)) < MIN_PIECE or about[-1] == path[first]):
            out[-1][1] = last
        elif len(out) == 1 and size(out[0]) < MIN_PIECE:
            out[0][1], about[0] = last, path[first]
        else:
            out.append([first, last])
            about.append(path[first])
    return [(first, last, area) for (first, last), area in zip(out, about, strict=True)]


def verdeel(
    payload: Mapping[str, Any],
    *,
    rank: Rank,
    words: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """The handler: {"id", "antwoord", "leefgebied"?, "geleerd"?: [[words, leefgebied]]} -> {"id", "stukken": [{"begin", "eind", "leefgebied",
    "opties"}]}. `leefgebied` is what the conversation was about: it goes first where the words do not say otherwise.

    Args:
        words: leefgebied -> its words, in the order of the content.
    """
    text = str(payload.get("antwoord") or "")
    taught = [(fold(str(said)), str(area)) for said, area in payload.get("geleerd") or []]
    about = str(payload.get("leefgebied") or "")
    lists = {area: [w for w in (fold(word) for word in found) if w] for area, found in words.items()}

    def hints(stretch: str) -> dict[str, float]:
        low = f" {fold(stretch)} "
        out = {area: WORDS_BONUS for area, found in lists.items() if any(f" {w} " in low or (len(w) > 4 and f" {w}" in low) for w in found)}
        if about in lists:
            out[about] = out.get(about, 0.0) + WORDS_BONUS
        for said, area in taught:
            if said and f" {said} " in low:
                out[area] = out.get(area, 0.0) + 2 * WORDS_BONUS
        return out

    pieces = divide(text, rank, areas=list(words), hints=hints)
    return {"id": payload.get("id"), "stukken": [p.model_dump(mode="json") for p in pieces]}


def fold(text: str) -> str:
    """Lower case, without accents and signs, one space between words."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", plain))
