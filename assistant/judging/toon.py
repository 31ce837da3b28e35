"""assistant.judging.toon: how an answer sounds and what in it is alive, by the reading model. Only to choose and to place the next question.

In: an answer, with the question before it.   Out: per stemming how surely it sounds and in which words; the words to take up.
Never: kept, shown, counted or used about a person.   Without weights for it the words and examples of `stemming` decide alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.judging.encoder import Floats
from assistant.judging.heads import BELADEN, STEMMINGEN
from assistant.judging.judge import Judge
from assistant.judging.lezer import Lezing
from assistant.judging.spans import runs
from assistant.judging.wensen import sentences

HEAVY = ("wanhoop", "verlies", "zwaar", "boosheid", "schaamte")
"""First acknowledge (domein.md 4.2 rule 7)."""
LEAST_WORDS = 16
"""It was learned on answers of some length; in a line of a few words ('de bus was te laat') it hears things, and words and examples do better.
Chosen on the whole panel of voorbeelden/doorvraag, so the figure of that panel flatters a little."""
NEVER = 2.0
"""A tone of which too few examples were there to choose a limit is not heard by the reading, only by its words."""
WHICH = 0.75
"""Something heavy is only named when it is this clear what: 'ik hoor dat u boos bent' to someone who tells of a psalm does harm, an open question does not."""
POINTS = 0.15
"""From this certainty of a word the reading points at it."""
FADES = 0.5
"""Words around the surest ones belong to them down to this part of their certainty."""
LIMIT = 0.3
"""From this certainty a word asks to be taken up."""


@dataclass(frozen=True)
class Toon:
    """What sounds in the words text[begin:end]; sure: 0-1."""

    soort: str
    sure: float
    begin: int
    end: int


@dataclass(frozen=True)
class Tonen:
    """An answer as it sounds.

    sure: how surely each stemming sounds, 0-1. heard: those that count. words: (begin, end) of every word.
    hook: float32[words], how surely the next question takes this word up.
    """

    sure: Mapping[str, float] = field(default_factory=dict)
    heard: tuple[Toon, ...] = ()
    words: tuple[tuple[int, int], ...] = ()
    hook: Floats = field(default_factory=lambda: np.zeros(0, np.float32))

    def of(self, soort: str) -> Toon | None:
        """Where this tone sounds, or None."""
        return next((toon for toon in self.heard if toon.soort == soort), None)

    def alive(self, begin: int, end: int) -> float:
        """How much of what is alive lies between these places, 0-1: the mean over its words. No words: 0."""
        own = [i for i, (a, b) in enumerate(self.words) if min(end, b) > max(begin, a)]
        return float(self.hook[own].mean()) if own else 0.0


def liveliest(text: str, heard: Tonen) -> tuple[int, int] | None:
    """(begin, end) of the words that most ask to be taken up. None: nothing stands out."""
    return _stretch(text, heard.words, heard.hook, LIMIT)


def _stretch(text: str, words: Sequence[tuple[int, int]], certain: Floats, least: float) -> tuple[int, int] | None:
    """(begin, end) of the surest words together, a few words before one. None: no word is as sure as `least`."""
    if not len(certain) or float(certain.max()) < least:
        return None
    places = runs(text, words, certain, np.zeros(len(certain)), FADES * float(certain.max()))
    best = max(places, key=lambda run: run[2] * min(6, len(text[run[0] : run[1]].split())), default=None)
    return None if best is None else (best[0], best[1])


def tonen(text: str, vraag: str, judge: Judge) -> Tonen | None:
    """How `text` sounds. None: this judge has not learned to hear that, or the answer is too short for it."""
    if judge.lezer is None or not judge.lezer.knows("toon") or len(text.split()) < LEAST_WORDS:
        return None
    read = judge.lezer.herken(text, vraag)
    sure = dict(zip((*STEMMINGEN, BELADEN), map(float, read.whole["toon"]), strict=True))
    found = [
        _toon(text, read, soort, sure[soort])
        for soort in STEMMINGEN
        if sure[soort] >= judge.threshold("stemming", soort, NEVER) and soort not in HEAVY
    ]
    if sure[BELADEN] >= judge.threshold("stemming", BELADEN, NEVER):
        heaviest = max(HEAVY, key=lambda soort: sure[soort])
        if sure[heaviest] >= WHICH:
            found.append(_toon(text, read, heaviest, sure[BELADEN]))
    return Tonen(sure, tuple(sorted(found, key=lambda toon: toon.begin)), read.words, read.per_word["haak"][:, 0])


def _toon(text: str, read: Lezing, soort: str, sure: float) -> Toon:
    """Where it sounds: the words the reading points at, else the words that are most alive, else the last sentence."""
    pointed = read.per_word["stemming"][:, STEMMINGEN.index(soort)]
    place = _stretch(text, read.words, pointed, POINTS) or _stretch(text, read.words, read.per_word["haak"][:, 0], POINTS)
    begin, end = place or (sentences(text) or [(0, len(text))])[-1]
    return Toon(soort, sure, begin, end)
