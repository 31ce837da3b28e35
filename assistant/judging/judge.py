"""assistant.judging.judge: the linear models with their thresholds, and which words weighed most.

In: a text with what stands beside it.   Out: certainties (0-1) per label. A certainty says how sure the workbench is of its own reading of these
words; it is never a measure of a person. Loading takes well under a second; a judgement some milliseconds.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np

from assistant.judging.encoder import WEIGHTS
from assistant.judging.heads import COACH_FOCUS, COACH_LABELS, COACH_VORM, LEEFGEBIEDEN, TIJDEN, TOETS_LABELS, VORMEN
from assistant.judging.kenmerken import Floats, LinearModel, grams, sparse
from assistant.judging.lezen import (
    Features,
    Lexicon,
    answer_features,
    candidate_features,
    candidates,
    clause_features,
    clauses,
    coach_features,
    tijd_features,
    toets_features,
)

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
ONE = ("coach_vorm", "coach_focus", "tijd", "leefgebied")


def shipped_lexicon() -> Lexicon:
    """The word list that comes with the program."""
    return Lexicon(tomllib.loads(resources.files("prompts").joinpath("hulpbronnen.toml").read_text(encoding="utf-8")))


class Judge:
    """Everything that was learned from the labelled examples."""

    def __init__(self, folder: Path = WEIGHTS, lexicon: Lexicon | None = None) -> None:
        from safetensors.numpy import load_file

        self._model = LinearModel(load_file(folder / "woordmodel.safetensors"), LABELS, ONE)
        self._lexicon = lexicon or shipped_lexicon()
        self.thresholds: dict[str, dict[str, float]] = json.loads((folder / "drempels.json").read_text(encoding="utf-8"))

    def threshold(self, model: str, label: str, default: float = 0.5) -> float:
        """The certainty from which `label` counts, chosen by cross-validation on the part 'leren'."""
        return self.thresholds.get(model, {}).get(label, default)

    def _certain(self, model: str, features: Features) -> dict[str, float]:
        return self._model.certainties(model, *features)

    def coach(self, item: Mapping[str, object]) -> dict[str, dict[str, float]]:
        """model -> label -> certainty, for one interviewer line ('coach', 'coach_vorm', 'coach_focus')."""
        features = coach_features(item)
        return {name: self._certain(name, features) for name in ("coach", "coach_vorm", "coach_focus")}

    def toets(self, soort: str, tekst: str, uitingen: Sequence[str]) -> dict[str, float]:
        """label -> certainty, for one doel or actie beside the client's words."""
        return self._certain("toets", toets_features(soort, tekst, uitingen))

    def krachten(self, text: str, vraag: str) -> list[tuple[tuple[int, int], dict[str, float]]]:
        """(place of the clause, vorm -> certainty) for every clause of an answer, in order."""
        places = clauses(text)
        return [(place, self._certain("kracht", row)) for place, row in zip(places, clause_features(text, places, vraag), strict=True)]

    def tijd(self, quote: str, clause: str) -> dict[str, float]:
        return self._certain("tijd", tijd_features(quote, clause))

    def answer(self, text: str, vraag: str) -> dict[str, dict[str, float]]:
        """'tijden' and 'leefgebied' of a whole answer."""
        features = answer_features(text, vraag)
        return {name: self._certain(name, features) for name in ("tijden", "leefgebied")}

    def hulpbronnen(self, text: str) -> list[tuple[tuple[int, int], str, str, float]]:
        """(place, soort, aard, certainty that it is a usable hulpbron here) for every noun group of the lexicon, in order."""
        out = []
        for a, b, word, soort in candidates(text, self._lexicon):
            certainty = self._certain("hulpbron", candidate_features(text, a, b, word, soort))["bruikbaar"]
            out.append(((a, b), soort, "professioneel" if word in self._lexicon.professional else "natuurlijk", certainty))
        return out

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


@lru_cache(maxsize=1)
def shared_judge() -> Judge:
    """The one judge of this process, loaded on first use."""
    return Judge()
