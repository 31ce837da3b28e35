"""assistant.judging.judge: the linear models and the reading model together, with their thresholds, and which words weighed most.

In: a text with what stands beside it.   Out: certainties (0-1) per label. A certainty says how sure the workbench is of its own reading of these
words; it is never a measure of a person. Loading takes well under a second; a judgement some milliseconds.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal

import numpy as np

from assistant.judging.encoder import WEIGHTS
from assistant.judging.heads import COACH_FOCUS, COACH_LABELS, COACH_VORM, LEEFGEBIEDEN, TIJDEN, TOETS_LABELS, VORMEN
from assistant.judging.kenmerken import Floats, LinearModel, grams, load_ahead, meaning_ahead, sparse
from assistant.judging.lezen import (
    Features,
    Lexicon,
    answer_features,
    candidate_features,
    candidates,
    clause_features,
    clauses,
    coach_features,
    content_words,
    tijd_features,
    toets_features,
)
from assistant.judging.lezer import SIGNALEN, Lezer, Lezing, shared_lezer
from assistant.judging.spans import cut, runs

_WORDS = re.compile(r"\S+")

LABELS: dict[str, Sequence[str]] = {
    "coach": COACH_LABELS,
    "coach_vorm": COACH_VORM,
    "coach_focus": COACH_FOCUS,
    "toets": TOETS_LABELS,
    "kracht": VORMEN,
    "tijd": TIJDEN,
    "tijden": TIJDEN,
    "leefgebied": LEEFGEBIEDEN,
    "hulpbron": ("bruikbaar",),
}
TOGETHER = 0.4
"""How much the words of one clause are judged as one: without it a kracht falls apart in pieces (krachten F1 0.58 -> 0.61 on 'kiezen').
Until grenzen has chosen."""
SURE_WORDS = 4
"""A wish takes at least about so many words."""
LEAST = -1.4
"""Log odds from which a word speaks for a kracht, until grenzen has chosen."""
ONE = ("coach_vorm", "coach_focus", "tijd", "leefgebied")


def shipped_lexicon() -> Lexicon:
    """The word list that comes with the program."""
    return Lexicon(tomllib.loads(resources.files("prompts").joinpath("hulpbronnen.toml").read_text(encoding="utf-8")))


def _logit(p: Floats | float) -> Floats:
    clipped = np.clip(np.asarray(p, np.float32), 1e-4, 1 - 1e-4)
    out: Floats = np.log(clipped / (1 - clipped)).astype(np.float32)
    return out


def _sigmoid(z: Floats) -> Floats:
    out: Floats = (1 / (1 + np.exp(-z))).astype(np.float32)
    return out


@dataclass(frozen=True)
class Woordoordeel:
    """An answer word by word. words: (begin, end); kracht, kracht_begin: float32[words, VORMEN]; hulp, hulp_begin: float32[words];
    soort: float32[words, SOORTEN]; professioneel: float32[words]; tijd: float32[words, TIJDEN]."""

    words: tuple[tuple[int, int], ...]
    kracht: Floats
    kracht_begin: Floats
    hulp: Floats
    hulp_begin: Floats
    soort: Floats
    professioneel: Floats
    tijd: Floats

    def certainty(self, begin: int, end: int, vorm: int) -> float:
        """How surely the words from `begin` to `end` are a kracht of this vorm (place in VORMEN), 0-1; of words nobody read: 0."""
        own = [i for i, (a, b) in enumerate(self.words) if min(end, b) > max(begin, a)]
        return float(self.kracht[own, vorm].mean()) if own else 0.0


class Judge:
    """Everything that was learned from the labelled examples.

    Args:
        lezer: the reading model; False: never use one (the linear models judge alone).
    """

    def __init__(self, folder: Path = WEIGHTS, lexicon: Lexicon | None = None, lezer: Lezer | Literal[False] | None = None) -> None:
        from safetensors.numpy import load_file

        self._model = LinearModel(load_file(folder / "woordmodel.safetensors"), LABELS, ONE)
        self._lexicon = lexicon or shipped_lexicon()
        self.thresholds: dict[str, dict[str, float]] = json.loads((folder / "drempels.json").read_text(encoding="utf-8"))
        self.lezer: Lezer | None = shared_lezer() if lezer is None else (lezer or None)

    @property
    def reads(self) -> bool:
        """Whether the reading model judges along."""
        return self.lezer is not None

    def threshold(self, model: str, label: str, default: float = 0.5) -> float:
        """The certainty from which `label` counts: chosen on the part 'kiezen' where the reading model judges along, else by cross-validation on 'leren'."""
        name = f"{model}+lezer" if self.reads and f"{model}+lezer" in self.thresholds else model
        return self.thresholds.get(name, {}).get(label, default)

    def share(self, model: str) -> float:
        """How much the reading model weighs beside the linear model, 0-1."""
        return self.thresholds.get("aandeel_lezer", {}).get(model, 0.7) if self.reads else 0.0

    def _certain(self, model: str, features: Features) -> dict[str, float]:
        return self._model.certainties(model, *features)

    def _mixed(self, model: str, linear: Mapping[str, float], read: Floats | None) -> dict[str, float]:
        """Both judgements as one, weighed in log odds."""
        if read is None:
            return dict(linear)
        w = self.share(model)
        base = np.array(list(linear.values()), np.float32)
        if model in ONE:
            z = w * np.log(np.clip(read, 1e-4, 1)) + (1 - w) * np.log(np.clip(base, 1e-4, 1))
            e = np.exp(z - z.max())
            found = e / e.sum()
        else:
            found = _sigmoid(w * _logit(read) + (1 - w) * _logit(base))
        return dict(zip(linear, map(float, found), strict=True))

    def coach(self, item: Mapping[str, object]) -> dict[str, dict[str, float]]:
        """model -> label -> certainty, for one interviewer line ('coach', 'coach_vorm', 'coach_focus')."""
        features = coach_features(item)
        read = self.lezer.coach(item).whole if self.lezer else {}
        return {name: self._mixed(name, self._certain(name, features), read.get(name)) for name in ("coach", "coach_vorm", "coach_focus")}

    def toets(self, soort: str, tekst: str, uitingen: Sequence[str]) -> dict[str, float]:
        """label -> certainty, for one doel or actie beside the client's words."""
        read = self.lezer.toets(soort, tekst, uitingen).whole["toets"] if self.lezer else None
        return self._mixed("toets", self.toets_quick(soort, tekst, uitingen), read)

    def toets_quick(self, soort: str, tekst: str, uitingen: Sequence[str]) -> dict[str, float]:
        """The linear judgement alone: some milliseconds, for where many pairs are looked at."""
        return self._certain("toets", toets_features(soort, tekst, uitingen))

    def look_ahead(self, text: str, vraag: str) -> None:
        """Let the linear models' vectors of an answer be worked out while the reading model reads it: an answer waits for the slower of the two."""
        if self.reads:
            meaning_ahead([*(text[a:b] for a, b in clauses(text)), text, vraag])

    def krachten(self, text: str, vraag: str) -> list[tuple[tuple[int, int], dict[str, float]]]:
        """(place of the clause, vorm -> certainty) for every clause of an answer, in order; by the linear models."""
        places = clauses(text)
        return [(place, self._certain("kracht", row)) for place, row in zip(places, clause_features(text, places, vraag), strict=True)]

    def word_by_word(self, text: str, vraag: str) -> Woordoordeel | None:
        """The reading of an answer, with the linear judgement of each clause weighed in. None: no reading model."""
        apart = self.apart(text, vraag)
        return None if apart is None else self.weigh(*apart)

    def apart(self, text: str, vraag: str) -> tuple[Lezing, Floats, list[list[int]]] | None:
        """(reading, linear certainties [words, VORMEN], the words of each clause), not yet weighed. None: no reading model."""
        if self.lezer is None:
            return None
        read = self.lezer.herken(text, vraag)
        linear = np.full_like(read.per_word["kracht_in"], 0.02)
        groups = []
        for (a, b), certainty in self.krachten(text, vraag) if len(read.words) else ():
            own = [i for i, (c, d) in enumerate(read.words) if min(b, d) > max(a, c)]
            if own:
                linear[own] = [certainty[v] for v in VORMEN]
                groups.append(own)
        return read, linear, groups

    def weigh(self, read: Lezing, linear: Floats, groups: Sequence[list[int]]) -> Woordoordeel:
        """Both judgements of an answer as one."""
        w, z = self.share("kracht"), _logit(read.per_word["kracht_in"])
        together = self.threshold("snede", "samen", TOGETHER)
        for own in groups:
            z[own] = (1 - together) * z[own] + together * z[own].mean(axis=0)
        kracht = _sigmoid(w * z + (1 - w) * _logit(linear))
        return Woordoordeel(
            read.words, kracht, read.per_word["kracht_begin"], read.per_word["hulp_in"][:, 0], read.per_word["hulp_begin"][:, 0],
            read.per_word["hulp_soort"], read.per_word["hulp_aard"][:, 0], read.per_word["tijd"],
        )  # fmt: skip

    def cut(self, text: str, read: Woordoordeel) -> list[tuple[int, int, int]]:
        """(begin, end, place in VORMEN) of the krachten that fit this reading best, in reading order."""
        places = clauses(text)
        clause_of = np.searchsorted([b for _, b in places], [a for a, _ in read.words], side="right").tolist()
        least = np.array([self.threshold("snede", vorm, LEAST) for vorm in VORMEN], np.float32)
        return cut(text, read.words, _logit(read.kracht) - least, _logit(read.kracht_begin), clause_of, self.thresholds.get("snede", {}))

    def wish(self, text: str) -> float:
        """How surely these words hold a wish of the client, 0-1, by the linear models."""
        return max((found["ik_wil"] for _, found in self.krachten(text, "")), default=0.0)

    def wish_read(self, text: str) -> float:
        """The same with the reading model: how sure its surest words are. Without it: `wish`."""
        read = self.word_by_word(text, "")
        if read is None or not len(read.words):
            return self.wish(text)
        return float(np.sort(read.kracht[:, VORMEN.index("ik_wil")])[-SURE_WORDS:].mean())

    def dropped(self, items: Sequence[tuple[str, str]], uiting: str) -> float:
        """How surely these words hold a wish that is in none of the items (soort, tekst), by the reading model; 0.5 without one."""
        return float(self.lezer.plan(items, uiting).whole["plan"][0]) if self.lezer is not None and self.lezer.knows("plan") else 0.5

    def acute(self, text: str, vraag: str = "") -> dict[str, float]:
        """'acuut' and the soorten of danger, by the reading model; the reading is that of `herken`. Empty: no reading model."""
        if self.lezer is None:
            return {}
        return dict(zip(SIGNALEN, map(float, self.lezer.herken(text, vraag).whole["signaal"]), strict=True))

    def tijd(self, quote: str, clause: str) -> dict[str, float]:
        return self._certain("tijd", tijd_features(quote, clause))

    def answer(self, text: str, vraag: str) -> dict[str, dict[str, float]]:
        """'tijden' and 'leefgebied' of a whole answer."""
        features = answer_features(text, vraag)
        read = self.lezer.herken(text, vraag).whole if self.lezer else {}
        return {name: self._mixed(name, self._certain(name, features), read.get(name)) for name in ("tijden", "leefgebied")}

    def hulpbronnen(self, text: str) -> list[tuple[tuple[int, int], str, str, float]]:
        """(place, soort, aard, certainty that it is a usable hulpbron here) for every noun group of the lexicon, in order; by the linear models."""
        out = []
        for a, b, word, soort in candidates(text, self._lexicon):
            certainty = self._certain("hulpbron", candidate_features(text, a, b, word, soort))["bruikbaar"]
            out.append(((a, b), soort, "professioneel" if word in self._lexicon.professional else "natuurlijk", certainty))
        return out

    def hulpbron_words(self, text: str) -> tuple[str, str | None] | None:
        """(soort, aard) by the editable word list, for the words of a hulpbron; aard None: it may be both. None: no word of the list is in it."""
        known = [f for f in (self._lexicon.find(m.group()) for m in re.finditer(r"[^\W\d_]+", text)) if f is not None]
        if not known:
            return None
        sure = [word for word, _ in known if word not in self._lexicon.either]
        if not sure:
            return known[-1][1], None
        return known[-1][1], "professioneel" if any(word in self._lexicon.professional for word in sure) else "natuurlijk"

    def weight_of_words(self, model: str, label: str, text: str) -> tuple[list[tuple[int, int]], Floats]:
        """(places of the words, how much each spoke for `label`): what the model looked at, for the explanation."""
        number = list(LABELS[model]).index(label)
        row = self._model._t[f"{model}.s"][number]
        places = [m.span() for m in _WORDS.finditer(text)]
        weights = np.zeros(len(places), np.float32)
        for i, (a, b) in enumerate(places):
            index, value = sparse(grams(text[a:b]))
            if len(index):
                weights[i] += float(row[index].astype(np.float32) @ value)
            if i + 1 < len(places):
                pair, _ = sparse([n for n in grams(text[a : places[i + 1][1]], parts=False) if n.startswith("p:")])
                extra = float(row[pair].astype(np.float32).sum()) if len(pair) else 0.0
                weights[i] += extra / 2
                weights[i + 1] += extra / 2
        return places, weights

    def coach_words(self, item: Mapping[str, object], label: str) -> str | None:
        """The literal stretch of an interviewer's line that this label is about. None: no words stand out."""
        line = str(item.get("uiting") or "")
        return (
            self._words_read(self.lezer.coach(item), "coach_woorden", COACH_LABELS.index(label), line)
            if self.lezer
            else self.words_concerned("coach", label, line)
        )

    def toets_words(self, soort: str, tekst: str, uitingen: Sequence[str], label: str) -> str | None:
        """The literal stretch of a doel or actie that this label is about. None: it is about the whole."""
        if self.lezer is None:
            return self.words_concerned("toets", label, tekst)
        return self._words_read(self.lezer.toets(soort, tekst, uitingen), "toets_woorden", TOETS_LABELS.index(label), tekst)

    @staticmethod
    def _words_read(read: Lezing, head: str, number: int, text: str) -> str | None:
        certain = read.per_word[head][:, number]
        found = runs(text, read.words, certain, np.zeros(len(certain)), 0.5, bridge=0.4)
        if not found:
            return None
        a, b, _ = max(found, key=lambda run: run[2] * (1 + 0.02 * min(60, run[1] - run[0])))
        a, b = _whole_words(text, a, b)
        words = text[a:b].strip(" ,.;:!?\"'“”")
        return words if content_words(words) else None

    def words_concerned(self, model: str, label: str, text: str, *, most: int = 9) -> str | None:
        """The literal stretch that spoke most for `label`, widened to a readable piece inside one clause. None: no words stand out."""
        places, weights = self.weight_of_words(model, label, text)
        if not len(weights) or float(weights.max()) <= 0:
            return None
        best, at = 0.0, (0, 0)
        for i in range(len(places)):
            total = 0.0
            for j in range(i, min(len(places), i + most)):
                if j > i and re.search(r"[.!?;:]$", text[places[j - 1][0] : places[j - 1][1]]):
                    break
                total += float(weights[j]) - 0.02
                if total > best:
                    best, at = total, (i, j)
        if best <= 0:
            return None
        return text[places[at[0]][0] : places[at[1]][1]].strip(" ,.;:!?\"'“”") or None


_ONE_BEFORE = re.compile(r"(?:^|[.!?:;]\s+)([^\s.!?:;,]+\s+)$")
_ONE_AFTER = re.compile(r"^(\s+[^\s.!?:;,]+)(?=[.!?:;,]|$)")


def _whole_words(text: str, begin: int, end: int) -> tuple[int, int]:
    """With the one word that would be left over at the beginning or the end of the clause ('maakt zijn behandeling' -> 'maakt zijn behandeling af')."""
    if text[begin:end].count(" ") and (before := _ONE_BEFORE.search(text[:begin])):
        begin -= len(before[1])
    if text[begin:end].count(" ") and (after := _ONE_AFTER.match(text[end:])):
        end += len(after[1])
    return begin, end


@lru_cache(maxsize=1)
def shared_judge() -> Judge:
    """The one judge of this process, loaded on first use."""
    load_ahead()
    return Judge()
