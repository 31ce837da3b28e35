"""assistant.judging.likeness: how much two short Dutch texts are about the same. Meaning (the base encoder) together with shared words.

In: texts.   Out: a likeness of about 0 (nothing in common) to 1 (the same words); comparable only within this module.
Vectors of texts that ship with the program are precomputed (gewichten/zinnen.safetensors, by hash of the text); others are read when asked.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.judging.encoder import WEIGHTS, Encoder, Floats, base_encoder

VECTORS = WEIGHTS / "zinnen.safetensors"
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)

_STOP = frozenset(
    [
        "ik",
        "je",
        "u",
        "hij",
        "zij",
        "ze",
        "wij",
        "we",
        "jullie",
        "het",
        "de",
        "een",
        "en",
        "of",
        "maar",
        "want",
        "dus",
        "dat",
        "die",
        "dit",
        "deze",
        "er",
        "daar",
        "hier",
        "te",
        "om",
        "van",
        "voor",
        "met",
        "op",
        "in",
        "aan",
        "bij",
        "naar",
        "uit",
        "over",
        "door",
        "tot",
        "als",
        "dan",
        "toen",
        "wel",
        "niet",
        "geen",
        "ook",
        "nog",
        "weer",
        "al",
        "maar",
        "heel",
        "erg",
        "echt",
        "gewoon",
        "graag",
        "wil",
        "willen",
        "wilde",
        "wou",
        "zou",
        "zouden",
        "kan",
        "kunnen",
        "mag",
        "mogen",
        "moet",
        "moeten",
        "zal",
        "zullen",
        "ga",
        "gaan",
        "ben",
        "bent",
        "is",
        "zijn",
        "was",
        "waren",
        "heb",
        "hebt",
        "heeft",
        "hebben",
        "had",
        "hadden",
        "word",
        "wordt",
        "worden",
        "doe",
        "doet",
        "doen",
        "mijn",
        "m'n",
        "me",
        "mij",
        "jouw",
        "uw",
        "zijn",
        "haar",
        "hun",
        "ons",
        "onze",
        "mezelf",
        "zelf",
        "iets",
        "iemand",
        "alles",
        "niets",
        "niks",
        "veel",
        "meer",
        "minder",
        "zo",
        "zoals",
        "even",
        "altijd",
        "nooit",
        "ooit",
        "liefst",
        "vooral",
        "eigenlijk",
        "misschien",
        "later",
        "straks",
        "nu",
        "ja",
        "nee",
        "nou",
        "eh",
        "ehm",
        "hoor",
        "toch",
        "wat",
        "wie",
        "waar",
        "hoe",
        "wanneer",
        "welke",
        "goed",
        "beetje",
        "paar",
        "hoop",
        "keer",
        "mis",
        "missen",
        "beter",
        "leuk",
        "mooi",
        "fijn",
        "terug",
        "halen",
        "komen",
        "krijgen",
        "zien",
        "elk",
        "elke",
        "dag",
        "dagen",
        "heel",
        "hele",
        "nieuw",
        "nieuwe",
        "eigen",
        "leven",
        "laten",
        "vinden",
        "vind",
        "weten",
        "houden",
        "staan",
        "mens",
        "mensen",
        "maken",
    ]
)


def key_of(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@lru_cache(maxsize=50_000)
def base_form(word: str) -> str:
    """The dictionary form of a Dutch word, lower case."""
    import simplemma

    return str(simplemma.lemmatize(word.lower(), lang="nl")).lower()


def content_words(text: str) -> frozenset[str]:
    """Base forms of the words that carry meaning. Empty for a text of small words only."""
    return frozenset(base_form(w) for w in _WORD.findall(text.lower()) if w not in _STOP and len(w) > 1)


@lru_cache(maxsize=50_000)
def weight_of(word: str) -> float:
    """How telling a shared word is: 0.2 for the commonest to 1 for a rare one."""
    from wordfreq import zipf_frequency

    return min(1.0, max(0.2, (7.0 - float(zipf_frequency(word, "nl"))) / 3.5))


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared telling words, as a part of the shorter side's (0-1). Words that share a long beginning count for half."""
    if not a or not b:
        return 0.0
    small, big = (a, b) if len(a) <= len(b) else (b, a)
    total = math.fsum(weight_of(w) for w in small)
    hit = 0.0
    for w in small:
        if w in big:
            hit += weight_of(w)
        elif len(w) >= 5 and any(len(v) >= 5 and (v.startswith(w[:5]) or w.endswith(v) or v.endswith(w)) for v in big):
            hit += weight_of(w) / 2
    return hit / total if total else 0.0


class Likeness:
    """Vectors of short texts, remembered.

    Args:
        encoder: None: the base encoder, loaded when a text is not among the precomputed ones.
    """

    def __init__(self, encoder: Encoder | None = None, vectors: Path = VECTORS) -> None:
        self._encoder = encoder
        self._known: dict[str, Floats] = {}
        self._mean: Floats | None = None
        self._fresh: dict[str, Floats] = {}
        if vectors.exists():
            from safetensors.numpy import load_file

            data = load_file(vectors)
            keys = data["keys"].view(np.uint64).tolist()
            rows = data["vectors"].astype(np.float32)
            self._known = {f"{k:016x}": row for k, row in zip(keys, rows, strict=True)}
            self._mean = data["mean"].astype(np.float32)

    def raw(self, text: str) -> Floats:
        """The vector as the encoder gives it, L2 norm 1."""
        key = key_of(text)
        if key in self._known:
            return self._known[key]
        if key not in self._fresh:
            if self._encoder is None:
                self._encoder = base_encoder()
            whole = self._encoder.read("query: " + " ".join(text.split())[:600]).whole
            if len(self._fresh) > 4000:
                self._fresh.clear()
            self._fresh[key] = (whole / (np.linalg.norm(whole) or 1.0)).astype(np.float32)
        return self._fresh[key]

    def vector(self, text: str) -> Floats:
        """Centred on the mean of ordinary client sentences, L2 norm 1: raw vectors of this encoder all lie close together."""
        v = self.raw(text)
        if self._mean is not None:
            v = v - self._mean
        norm = float(np.linalg.norm(v))
        return v / norm if norm else v

    def matrix(self, texts: Sequence[str]) -> Floats:
        return np.stack([self.vector(t) for t in texts]) if texts else np.zeros((0, 1), np.float32)

    def between(self, a: str, b: str) -> float:
        """Meaning (0.7) and shared words (0.3)."""
        return 0.7 * float(self.vector(a) @ self.vector(b)) + 0.3 * overlap(content_words(a), content_words(b))


def save_vectors(texts: Iterable[str], path: Path = VECTORS) -> int:
    """Read all texts once and write their vectors (fp16). Returns how many."""
    from safetensors.numpy import save_file

    fresh = Likeness(vectors=path)  # what is known already is not read again
    unique = {key_of(t): t for t in texts}
    rows = np.stack([fresh.raw(t) for t in unique.values()])
    data: Mapping[str, np.ndarray] = {
        "keys": np.array([int(k, 16) for k in unique], dtype=np.uint64).view(np.int64),
        "vectors": rows.astype(np.float16),
        "mean": rows.mean(axis=0).astype(np.float16),
    }
    save_file(dict(data), path)
    return len(unique)


@lru_cache(maxsize=1)
def shared_likeness() -> Likeness:
    return Likeness()
