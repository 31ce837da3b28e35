"""assistant.judging.toon: how an answer sounds and what in it is alive, by the reading model. Only to choose and to place the next question.

In: an answer, with the question before it.   Out: per stemming how surely it sounds and in which words; the words to take up.
Never: kept, shown, counted or used about a person.   Without weights for it the words and examples of `stemming` decide alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from assistant.judging.encoder import Floats
from assistant.judging.heads import STEMMINGEN
from assistant.judging.judge import Judge
from assistant.judging.lezer import Lezing
from assistant.judging.spans import runs

SURE_WORDS = 3
"""A tone takes at least about so many words."""
FADES = 0.5
"""Words around the surest ones belong to them down to this part of their certainty."""
LIMIT = 0.3
"""When nothing was chosen (drempels.json, 'stemming')."""


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
    if not len(heard.hook) or float(heard.hook.max()) < LIMIT:
        return None
    places = runs(text, heard.words, heard.hook, np.zeros(len(heard.hook)), FADES * float(heard.hook.max()))
    best = max(places, key=lambda run: run[2] * min(6, len(text[run[0] : run[1]].split())), default=None)
    return None if best is None else (best[0], best[1])


def certainty_of(per_word: Floats) -> float:
    """How surely a tone sounds in an answer: its surest words together. No words: 0."""
    return float(np.sort(per_word)[-SURE_WORDS:].mean()) if len(per_word) else 0.0


def tonen(text: str, vraag: str, judge: Judge) -> Tonen | None:
    """How `text` sounds. None: this judge has not learned to hear that."""
    if judge.lezer is None or not judge.lezer.knows("stemming"):
        return None
    read = judge.lezer.herken(text, vraag)
    sounds = read.per_word["stemming"]
    found = [toon for number, soort in enumerate(STEMMINGEN) if (toon := _toon(text, read, number, soort, judge)) is not None]
    sure = {soort: certainty_of(sounds[:, number]) for number, soort in enumerate(STEMMINGEN)}
    return Tonen(sure, tuple(sorted(found, key=lambda toon: toon.begin)), read.words, read.per_word["haak"][:, 0])


def _toon(text: str, read: Lezing, number: int, soort: str, judge: Judge) -> Toon | None:
    sounds = read.per_word["stemming"][:, number]
    sure = certainty_of(sounds)
    if sure < judge.threshold("stemming", soort, LIMIT):
        return None
    places = runs(text, read.words, sounds, np.zeros(len(sounds)), FADES * float(sounds.max()))
    if not places:
        return None
    begin, end, _ = max(places, key=lambda run: run[2] * min(6, len(text[run[0] : run[1]].split())))
    return Toon(soort, sure, begin, end)
