"""assistant.judging.lezer: one reading of a text by the taught encoder, and what every head makes of it.

In: an answer with its question, an interviewer's line with what the client said, a plan item with the client's words.
Out: certainties (0-1) per piece of text or for the whole.   Weights: gewichten/lezer.safetensors, made by assistant.judging.training.lezer.
A certainty says how sure the workbench is of its own reading of these words; it is never a measure of a person.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.judging.encoder import WEIGHTS, Encoder, Floats
from assistant.judging.heads import (
    BELADEN,
    COACH_FOCUS,
    COACH_LABELS,
    COACH_VORM,
    LEEFGEBIEDEN,
    SOORTEN,
    STEMMINGEN,
    TIJDEN,
    TOETS_LABELS,
    VORMEN,
)

SIGNALEN = ("acuut", "suicidaliteit", "geweld", "kindveiligheid", "ernstige_verwaarlozing")

HEADS: dict[str, tuple[tuple[str, ...], str, int]] = {
    # name -> (labels, per 'stuk' or 'geheel', number of the text that is judged)
    "kracht_in": (VORMEN, "stuk", 1),
    "kracht_begin": (VORMEN, "stuk", 1),
    "hulp_in": (("hulpbron",), "stuk", 1),
    "hulp_begin": (("hulpbron",), "stuk", 1),
    "hulp_soort": (SOORTEN, "stuk", 1),
    "hulp_aard": (("professioneel",), "stuk", 1),
    "tijd": (TIJDEN, "stuk", 1),
    "stemming": (STEMMINGEN, "stuk", 1),
    "haak": (("haak",), "stuk", 1),
    "toon": ((*STEMMINGEN, BELADEN), "geheel", 1),
    "tijden": (TIJDEN, "geheel", 1),
    "leefgebied": (LEEFGEBIEDEN, "geheel", 1),
    "signaal": (SIGNALEN, "geheel", 1),
    "coach": (COACH_LABELS, "geheel", 1),
    "coach_vorm": (COACH_VORM, "geheel", 1),
    "coach_focus": (COACH_FOCUS, "geheel", 1),
    "coach_woorden": (COACH_LABELS, "stuk", 1),
    "toets": (TOETS_LABELS, "geheel", 1),
    "toets_woorden": (TOETS_LABELS, "stuk", 1),
    "plan": (("weggevallen",), "geheel", 1),
}
ONE_OF = ("hulp_soort", "tijd", "leefgebied", "coach_vorm", "coach_focus")
"""Heads of which exactly one label holds."""
TASKS = {
    "herken": (
        "kracht_in",
        "kracht_begin",
        "hulp_in",
        "hulp_begin",
        "hulp_soort",
        "hulp_aard",
        "tijd",
        "stemming",
        "haak",
        "toon",
        "tijden",
        "leefgebied",
        "signaal",
    ),
    "coach": ("coach", "coach_vorm", "coach_focus", "coach_woorden"),
    "toets": ("toets", "toets_woorden"),
    "plan": ("plan",),
}


def herken_texts(vraag: str, antwoord: str) -> tuple[str, ...]:
    return (vraag.strip(), antwoord)


def coach_texts(item: Mapping[str, Any]) -> tuple[str, ...]:
    listener = str(item.get("luisteraar") or "standaard").replace("_", " ")
    return (f"{listener}: {str(item.get('client_zei') or '').strip()}", str(item.get("uiting") or ""))


def toets_texts(soort: str, tekst: str, uitingen: Sequence[str]) -> tuple[str, ...]:
    return (soort, tekst, "\n".join(u.strip() for u in uitingen))


def plan_texts(items: Sequence[tuple[str, str]], uiting: str) -> tuple[str, ...]:
    """items: (soort, tekst) of every doel and actie."""
    return ("\n".join(f"{soort}: {tekst.strip()}" for soort, tekst in items), uiting)


class LezerModel:
    """Encoder and heads. Loading takes about half a second."""

    def __init__(self, folder: Path = WEIGHTS, name: str = "lezer.safetensors") -> None:
        from safetensors.numpy import load_file

        taught = load_file(folder / name)
        self._encoder = Encoder(taught, folder)
        self._heads = {
            name: (taught[f"kop.{name}.w"].astype(np.float32), taught[f"kop.{name}.b"].astype(np.float32))
            for name in HEADS
            if f"kop.{name}.w" in taught  # weights of before this judgement was thought of still serve for the rest
        }

    def read(self, task: str, texts: Sequence[str]) -> tuple[list[tuple[int, int]], dict[str, Floats]]:
        """(places of the pieces of the judged text, head -> certainties): float32[pieces, labels] for heads per piece, float32[labels] for the whole."""
        x, own, places = self._encode(texts)
        pieces, whole = x[own], pooled(x, own)
        out = {}
        for name in TASKS[task]:
            labels, kind, _ = HEADS[name]
            w, b = self._heads.get(name) or (
                np.zeros((len(labels), x.shape[1] * (1 if kind == "stuk" else POOLED)), np.float32),
                np.zeros(len(labels), np.float32),
            )
            logits = (pieces if kind == "stuk" else whole) @ w.T + b
            if name in ONE_OF:
                e = np.exp(logits - logits.max(-1, keepdims=True))
                out[name] = (e / e.sum(-1, keepdims=True)).astype(np.float32)
            else:
                out[name] = (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)
        return [place for place, mine in zip(places, own, strict=True) if mine], out

    def whole(self, texts: Sequence[str]) -> Floats:
        """float32[POOLED * hidden]: what the heads for a whole text look at. For learning one more of them."""
        x, own, _ = self._encode(texts)
        return pooled(x, own)

    def _encode(self, texts: Sequence[str]) -> tuple[Floats, Any, list[tuple[int, int]]]:
        ids, segment, places, real = self._encoder.assemble(texts)
        x = self._encoder.run(self._encoder.embed_ids(ids))
        return x, np.array([r and s == 1 for r, s in zip(real, segment, strict=True)]), places

    def knows(self, head: str) -> bool:
        """Whether these weights were taught this judgement."""
        return head in self._heads

    def pieces(self, text: str) -> int:
        """How many pieces a text takes; an input holds MAX_PIECES."""
        return len(self._encoder.pieces.encode(text)[0])


POOLED = 3
"""How many vectors the heads for a whole text look at; see `pooled`."""


def pooled(x: Floats, own: Any) -> Floats:
    """All pieces as their mean, the pieces that are judged as their mean, and of those the highest: one sentence in a long story stays to be seen."""
    if not own.any():
        return np.concatenate([x.mean(0), np.zeros(2 * x.shape[1], np.float32)])
    return np.concatenate([x.mean(0), x[own].mean(0), x[own].max(0)])


@dataclass(frozen=True)
class Lezing:
    """What was read in one text.

    words: (begin, end) in the text. per_word: head -> float32[words, labels]. whole: head -> float32[labels]; the mean over the parts of a long text.
    """

    words: tuple[tuple[int, int], ...]
    per_word: Mapping[str, Floats]
    whole: Mapping[str, Floats]


_WORD = re.compile(r"\S+")
_PART = re.compile(r"(?<=[.!?…])\s+|\n+")
ROOM = 260
"""Pieces of the judged text that are read in one go; a longer text is read in parts, cut between sentences."""


def parts(text: str, size: Callable[[str], int]) -> list[tuple[int, int]]:
    """(begin, end) of the stretches to read, whole sentences as long as those fit. Empty text: one empty stretch."""
    if size(text) <= ROOM:
        return [(0, len(text))]
    edges = [0, *(m.end() for m in _PART.finditer(text)), len(text)]
    pieces: list[tuple[int, int]] = []
    for a, b in itertools.pairwise(edges):
        while size(text[a:b]) > ROOM:  # a sentence without end: cut between words
            words = [m.start() + a for m in _WORD.finditer(text[a:b])]
            cut = words[min(len(words) - 1, ROOM // 3)] if len(words) > 1 else a + 400
            cut = min(max(cut, a + 1), b)
            pieces.append((a, cut))
            a = cut
        if b > a:
            pieces.append((a, b))
    out: list[tuple[int, int]] = []
    for a, b in pieces:
        if out and size(text[out[-1][0] : b]) <= ROOM:
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def _inside(words: Sequence[tuple[int, int]], places: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """bool[words, pieces]: which pieces lie (partly) in which word. A word may have none."""
    w = np.array(words, np.int64).reshape(-1, 2)
    p = np.array(places, np.int64).reshape(-1, 2)
    found: NDArray[np.bool_] = np.minimum(w[:, 1:], p[:, 1]) > np.maximum(w[:, :1], p[:, 0])
    return found


class Lezer:
    """Reads and remembers the last texts, since several judgements look at the same words."""

    def __init__(self, model: LezerModel, *, remember: int = 64) -> None:
        self._model = model
        self._read = lru_cache(maxsize=remember)(self._new)

    def knows(self, head: str) -> bool:
        """Whether the weights were taught this judgement; what was not taught reads as half sure."""
        return self._model.knows(head)

    def herken(self, antwoord: str, vraag: str = "") -> Lezing:
        return self._read("herken", antwoord, ("vraag", vraag))

    def coach(self, item: Mapping[str, Any]) -> Lezing:
        first, line = coach_texts(item)
        return self._read("coach", line, ("coach", first))

    def toets(self, soort: str, tekst: str, uitingen: Sequence[str]) -> Lezing:
        return self._read("toets", tekst, (soort, *uitingen))

    def plan(self, items: Sequence[tuple[str, str]], uiting: str) -> Lezing:
        """A client's words beside a whole plan."""
        first, own = plan_texts(items, uiting)
        return self._read("plan", own, ("plan", first))

    def _new(self, task: str, text: str, beside: tuple[str, ...]) -> Lezing:
        words: list[tuple[int, int]] = []
        rows: dict[str, list[Floats]] = {name: [] for name in TASKS[task] if HEADS[name][1] == "stuk"}
        wholes: dict[str, list[Floats]] = {name: [] for name in TASKS[task] if HEADS[name][1] != "stuk"}
        for a, b in parts(text, self._model.pieces):
            piece = text[a:b]
            texts = toets_texts(beside[0], piece, beside[1:]) if task == "toets" else (beside[1], piece)
            places, found = self._model.read(task, texts)
            own = [m.span() for m in _WORD.finditer(piece)]
            words += [(c + a, d + a) for c, d in own]
            inside = _inside(own, places)
            count = inside.sum(axis=1, keepdims=True)
            for name, table in rows.items():
                if name.endswith("_begin"):
                    best = np.where(inside[:, :, None], found[name][None], -np.inf).max(axis=1, initial=-np.inf)
                    table.append(np.where(count > 0, best, 0).astype(np.float32))
                else:
                    table.append(((inside @ found[name]) / np.maximum(count, 1)).astype(np.float32))
            for name, several in wholes.items():
                several.append(found[name])
        return Lezing(
            tuple(words),
            {n: np.concatenate(r) if r else np.zeros((0, len(HEADS[n][0])), np.float32) for n, r in rows.items()},
            {n: np.max(s, axis=0) if n == "signaal" else np.mean(s, axis=0) for n, s in wholes.items()},
        )


@lru_cache(maxsize=1)
def shared_lezer() -> Lezer | None:
    """The one reader of this process; None when its weights are missing (then the linear models judge alone)."""
    return Lezer(LezerModel()) if (WEIGHTS / "lezer.safetensors").is_file() else None
