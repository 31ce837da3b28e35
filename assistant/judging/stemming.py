"""assistant.judging.stemming: how an answer sounds, only to choose a fitting next sentence. Words and likeness to examples together.

In: an answer.   Out: names of prompts/stemming.toml with a strength of 0 to 1.   Never: kept, counted, shown or used about a person.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from pydantic import Field

from assistant.domain.leefgebied import Tekst
from assistant.domain.values import Frozen
from assistant.judging.likeness import Likeness
from assistant.judging.wensen import sentences

HEAVY = ("wanhoop", "verlies", "zwaar", "boosheid", "schaamte")
"""First acknowledge (domein.md 4.2 rule 7)."""
NEAR = 0.46
"""Likeness to an example from which it counts without a word of the list."""
_DENIED = re.compile(r"\b(?:niet|geen|nooit|niet meer|nauwelijks)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


class Stemming(Frozen):
    id: str
    woorden: tuple[str, ...] = ()
    voorbeelden: tuple[str, ...] = Field(min_length=1)


class Stemmingen(Frozen):
    """prompts/stemming.toml."""

    versie: int = 1
    bron: str
    stemmingen: tuple[Stemming, ...] = Field(min_length=1)
    vragen: dict[str, Tekst]
    redenen: dict[str, str]


@lru_cache(maxsize=2000)
def _finder(woord: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(woord)}(?!\w)", re.IGNORECASE)


def heard_words(text: str, item: Stemming) -> list[tuple[int, int]]:
    """Places of the words of one stemming that are not denied ('niet boos')."""
    out = []
    for woord in item.woorden:
        for m in _finder(woord).finditer(text):
            if " " not in woord and _DENIED.search(text[max(0, m.start() - 30) : m.start()]):
                continue
            out.append((m.start(), m.end()))
    return out


def strengths(text: str, content: Stemmingen, like: Likeness) -> dict[str, float]:
    """Stemming -> strength (0-1), for the whole answer: the strongest of its sentences. Empty text: empty."""
    pieces = [text[a:b].strip() for a, b in sentences(text)][-8:]
    if not pieces:
        return {}
    if len(pieces) > 1 and len(text) < 400:
        pieces.append(text)
    out: dict[str, float] = {}
    near: dict[str, float] = {}
    vectors = like.matrix(pieces)
    for item in content.stemmingen:
        matrix = like.matrix(item.voorbeelden)
        near[item.id] = float(np.max(matrix @ vectors.T))
    plain = near.get("gewoon", 0.0)
    for item in content.stemmingen:
        words = heard_words(text, item)
        value = 0.0
        if words:
            value = 0.7 + 0.1 * min(2, len(words) - 1)
            if near[item.id] < 0.2 and all(" " not in text[a:b] for a, b in words):
                value = 0.5
        if near[item.id] >= NEAR and near[item.id] > plain:
            value = max(value, min(1.0, 0.4 + near[item.id] / 2)) + (0.1 if words else 0.0)
        if value:
            out[item.id] = round(min(1.0, value), 3)
    return out


def stemming(text: str, content: Stemmingen, like: Likeness) -> str | None:
    """The heavy tone of an answer that goes before everything else, or None. The order of the file is the order of precedence."""
    found = strengths(text, content, like)
    for item in content.stemmingen:
        if item.id in HEAVY and found.get(item.id, 0.0) >= 0.6:
            return item.id
    return None
