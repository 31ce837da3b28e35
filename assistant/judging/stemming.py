"""assistant.judging.stemming: how an answer sounds, only to choose a fitting next sentence. Words and likeness to examples together.

In: an answer.   Out: names of prompts/stemming.toml with a strength of 0 to 1.   Never: kept, counted, shown or used about a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from pydantic import Field

from assistant.domain.leefgebied import Tekst
from assistant.domain.values import Frozen
from assistant.judging.heads import BELADEN
from assistant.judging.likeness import Likeness, content_words
from assistant.judging.toon import HEAVY, Tonen
from assistant.judging.wensen import sentences

MOODS = ("zwaar", "boosheid", "schaamte")
"""Tones that may be over or someone else's; loss and despair are heard whatever the tense."""
NEAR = 0.42
"""Likeness to examples from which a tone counts without a word of the list. Our own choice, tried on the panel in voorbeelden/doorvraag."""
NEARER = {"wanhoop": 0.5, "schaamte": 0.48}
"""The same for what weighs heavier when it is said wrongly."""
_OTHER = re.compile(
    r"(?:\b(?:mijn|m'n|de|het|die|onze) \w+|\bhij|\bzij|\bze|\bdie)\s+(?:was|is|werd|wordt|waren|werden|zijn|bleef|keek|deed)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:vroeger|nu niet meer|niet meer nu|gelukkig niet meer|al lang niet meer)\b", re.IGNORECASE)
"""Someone else's mood, or one that is over."""
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


def _near(text: str, place: int) -> str:
    return next((text[a:b] for a, b in sentences(text) if a <= place < b), text)


def heard_words(text: str, item: Stemming) -> list[tuple[int, int]]:
    """Places of the words of one stemming that are not denied ('niet boos')."""
    out = []
    for woord in item.woorden:
        for m in _finder(woord).finditer(text):
            before = text[max(0, m.start() - 40) : m.start()]
            if " " not in woord and (
                _DENIED.search(before)
                or (item.id != "verlies" and _OTHER.search(before))
                or (item.id in MOODS and _OVER.search(_near(text, m.start())))
            ):
                continue
            out.append((m.start(), m.end()))
    return out


def _pieces(text: str) -> list[str]:
    """The last sentences, long ones cut at their pauses."""
    out: list[str] = []
    for a, b in sentences(text)[-8:]:
        piece = text[a:b].strip()
        if len(piece.split()) > 22:
            out += [p.strip() for p in re.split(r"[,;:]\s+|\s+(?=(?:maar|want|terwijl|omdat)\b)", piece) if len(p.split()) >= 3]
        else:
            out.append(piece)
    return out


def nearest(pieces: Sequence[str], content: Stemmingen, like: Likeness) -> list[tuple[str, float]]:
    """Per piece the stemming whose examples are nearest (mean of the two nearest), with that likeness."""
    vectors = like.matrix(pieces)
    table = np.stack([np.sort(like.matrix(item.voorbeelden) @ vectors.T, axis=0)[-2:].mean(axis=0) for item in content.stemmingen])
    best = table.argmax(axis=0)
    return [(content.stemmingen[int(i)].id, float(table[i, n])) for n, i in enumerate(best)]


ALWAYS = ("wanhoop", "weet_niet")
"""In so many words these are heard whatever the reading model makes of it."""
FAINT = {True: 0.35, False: 0.3}
"""(heavy or not) Below this certainty of the reading model a word or a likeness means something else here ('kapot lekker')."""


ALONE = {True: 0.75, False: 0.71}
"""(turns the talk round or not) Strength from which likeness counts without one word of the list and without a reading. On 80 answers written without
knowing the program, a heavy question after likeness alone was right in 4 of 29; a question too few costs less."""
_TURNS_ROUND = frozenset((*HEAVY, "tegenslag", "andere_mening", "twijfel"))


OWN = 0.5
"""Without a word of the list this very tone must sound in the reading; and what turns the talk round must count there by itself."""


def strengths(text: str, content: Stemmingen, like: Likeness, heard: Tonen | None = None) -> dict[str, float]:
    """Stemming -> strength (0-1) for the whole answer. Empty text: empty.

    A word of the list counts by itself (a group of words more than one word); a sentence without one must be nearest to the examples. With a
    reading (`heard`) these must sound a little in the reading too, and what sounds clearly there counts without them.
    """
    out = _by_words_and_likeness(text, content, like)
    worded = {item.id for item in content.stemmingen if heard_words(text, item)}
    if heard is None:
        return {n: v for n, v in out.items() if n in worded or v >= ALONE[n in _TURNS_ROUND]}
    phrases = worded & set(ALWAYS)
    kept = {
        name: value
        for name, value in out.items()
        if name in phrases
        or (name in worded and heard.sure.get(BELADEN if name in HEAVY else name, 0.0) >= FAINT[name in HEAVY])
        or (name not in _TURNS_ROUND and heard.sure.get(name, 0.0) >= OWN)
    }
    for toon in heard.heard:
        kept[toon.soort] = max(kept.get(toon.soort, 0.0), round(0.6 + 0.4 * toon.sure, 3))
    return kept


def _by_words_and_likeness(text: str, content: Stemmingen, like: Likeness) -> dict[str, float]:
    pieces = _pieces(text)
    if not pieces:
        return {}
    out: dict[str, float] = {}
    for piece, (name, value) in zip(pieces, nearest(pieces, content, like), strict=True):
        if name in HEAVY and len(piece.split()) <= 4 and len(content_words(piece)) < 2 and value < 0.6:
            continue  # a few small words are too little to hear something heavy in
        if value >= NEARER.get(name, NEAR):
            out[name] = max(out.get(name, 0.0), 0.4 + value / 2)
    for item in content.stemmingen:
        words = heard_words(text, item)
        if words:
            own = max((0.75 if " " in text[a:b] else 0.6) for a, b in words) + 0.05 * (len(words) - 1)
            out[item.id] = max(own, out[item.id] + 0.15) if item.id in out else own
    return {name: round(min(1.0, value), 3) for name, value in out.items() if name != "gewoon"}


def stemming(text: str, content: Stemmingen, like: Likeness, heard: Tonen | None = None) -> str | None:
    """The heavy tone of an answer that goes before everything else, or None. The order of the file is the order of precedence."""
    found = strengths(text, content, like, heard)
    for item in content.stemmingen:
        if item.id in HEAVY and found.get(item.id, 0.0) >= 0.6:
            return item.id
    return None
