"""assistant.adapters.lexical_index: words. BM25 over Dutch lemmas, with compounds also split into parts the corpus itself uses.

Needs no model at all. 'krachteninventarisatie' is found by 'inventarisatie' because both halves occur as words of their own.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.domain.guidance import Passage

Floats = NDArray[np.float32]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LINKS = ("", "s", "e", "en", "n")
HEADING_TIMES = 2
"""How often the words of title and heading count against once for the text and the example questions (which gain .03 nDCG@10 on 'leren')."""

STOP = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "van",
        "in",
        "op",
        "te",
        "dat",
        "die",
        "is",
        "was",
        "zijn",
        "er",
        "aan",
        "voor",
        "met",
        "niet",
        "als",
        "ook",
        "maar",
        "om",
        "of",
        "bij",
        "naar",
        "uit",
        "door",
        "over",
        "dan",
        "nog",
        "wel",
        "zo",
        "al",
        "tot",
        "je",
        "jij",
        "jou",
        "jouw",
        "u",
        "uw",
        "ik",
        "mij",
        "me",
        "mijn",
        "hij",
        "hem",
        "hen",
        "haar",
        "zij",
        "ze",
        "we",
        "wij",
        "ons",
        "onze",
        "jullie",
        "hun",
        "men",
        "iemand",
        "zich",
        "zelf",
        "wat",
        "wie",
        "waar",
        "wanneer",
        "hoe",
        "welke",
        "welk",
        "waarom",
        "waarmee",
        "waarvoor",
        "dit",
        "deze",
        "daar",
        "hier",
        "heb",
        "hebt",
        "heeft",
        "hebben",
        "had",
        "word",
        "wordt",
        "worden",
        "werd",
        "kan",
        "kun",
        "kunt",
        "kunnen",
        "kon",
        "zal",
        "zou",
        "zullen",
        "zult",
        "moet",
        "moeten",
        "mag",
        "mogen",
        "wil",
        "wilt",
        "doe",
        "doet",
        "doen",
        "gedaan",
        "ga",
        "gaat",
        "gaan",
        "geen",
        "meer",
        "veel",
        "alles",
        "iets",
        "niets",
        "altijd",
        "steeds",
        "even",
        "gewoon",
        "toch",
        "want",
        "omdat",
        "toen",
        "nu",
        "ben",
        "bent",
        "waren",
        "eens",
        "elk",
        "elke",
        "ander",
        "andere",
        "zonder",
        "onder",
        "tussen",
        "tegen",
        "af",
        "toe",
        "mee",
        "daarna",
        "daarom",
        "dus",
        "zoals",
        "weer",
        "hoeveel",
        "moest",
    ]
)


def _fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """The dictionary form of a lower-case Dutch word; the word itself when unknown."""
    import simplemma

    return _fold(str(simplemma.lemmatize(word, lang="nl")))


class DutchWords:
    """Text to search terms.

    Args:
        vocabulary: words a compound may be split into. Empty: nothing is split.
    """

    def __init__(self, vocabulary: frozenset[str] = frozenset()) -> None:
        self.vocabulary = vocabulary
        self._parts: dict[str, tuple[str, ...]] = {}

    def terms(self, text: str, *, keep_stop: bool = False) -> list[str]:
        """Lemmas in order, each followed by the lemmas of its parts. Empty: no words but stop words."""
        out: list[str] = []
        for raw in _WORD.findall(unicodedata.normalize("NFC", text).lower()):
            word = raw.split("'")[0].split("’")[0] if len(raw) > 3 else raw
            if not word or (word in STOP and not keep_stop):
                continue
            out.append(lemma(word))
            out += self.parts(word)
        return out

    def parts(self, word: str) -> tuple[str, ...]:
        """Lemmas of the two or three words a compound is made of. Empty: not a compound of known words."""
        if len(word) < 8 or not self.vocabulary:
            return ()
        if word not in self._parts:
            found = self._split(word, 3)
            self._parts[word] = tuple(lemma(part) for part in found) if len(found) > 1 else ()
        return self._parts[word]

    def _split(self, word: str, pieces: int) -> tuple[str, ...]:
        best: tuple[str, ...] = ()
        for at in range(len(word) - 4, 3, -1):
            head, tail = word[:at], word[at:]
            if tail not in self.vocabulary and pieces < 3:
                continue
            for link in _LINKS:
                stem = head.removesuffix(link) if link else head
                if (link and not head.endswith(link)) or len(stem) < 4:
                    continue
                if stem in self.vocabulary:
                    if tail in self.vocabulary:
                        return (stem, tail)
                    if pieces > 2 and not best and (rest := self._split(tail, pieces - 1)):
                        best = (stem, *rest)
        return best


class BM25Index:
    """LexicalIndex. In memory; `save` and `load` keep it beside the vectors."""

    def __init__(self) -> None:
        self.words = DutchWords()
        self._ids: list[str] = []
        self._bm25: Any = None
        self._rarity: dict[str, float] = {}

    def rebuild(self, passages: Sequence[Passage]) -> None:
        import bm25s

        texts = [" ".join(((p.titel + " " + " ".join(p.kop) + " ") * HEADING_TIMES, p.tekst, *p.zoektermen)) for p in passages]
        seen: dict[str, int] = {}
        for text in texts:
            for word in set(_WORD.findall(unicodedata.normalize("NFC", text).lower())):
                seen[word] = seen.get(word, 0) + 1
        self.words = DutchWords(frozenset(w for w in seen if len(w) >= 4 and w.isalpha() and w not in STOP))
        terms = [self.words.terms(text) for text in texts]
        self._ids = [p.id for p in passages]
        counts: dict[str, int] = {}
        for found in terms:
            for term in set(found):
                counts[term] = counts.get(term, 0) + 1
        total = len(terms)
        self._rarity = {term: float(np.log(1 + (total - n + 0.5) / (n + 0.5))) for term, n in counts.items()}
        self._bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
        if total and self._rarity:
            self._bm25.index([found or ["∅"] for found in terms], show_progress=False)
        else:
            self._bm25 = None

    def rarity(self, term: str) -> float:
        """Inverse document frequency, 0 for a term no passage has."""
        return self._rarity.get(term, 0.0)

    @property
    def highest_rarity(self) -> float:
        """What a term would weigh that stands in one passage only."""
        total = max(len(self._ids), 1)
        return float(np.log(1 + (total - 0.5) / 1.5))

    def terms(self, text: str, *, keep_stop: bool = False) -> list[str]:
        return self.words.terms(text, keep_stop=keep_stop)

    def scores(self, groups: Sequence[Sequence[str]]) -> Floats:
        """float32[passages] in the order of `rebuild`: BM25 divided by the most these terms could give, so 0-1. All 0: no term is known.

        Args:
            groups: each a term with its synonyms; a group counts once in what could be had.
        """
        known = list(dict.fromkeys(term for group in groups for term in group if term in self._rarity))
        if self._bm25 is None or not known:
            return np.zeros(len(self._ids), dtype=np.float32)
        raw = self._bm25.get_scores(known).astype(np.float32)
        most = sum(max((self._rarity.get(term, 0.0) for term in group), default=0.0) or self.highest_rarity for group in groups)
        return np.asarray(np.clip(raw / max(most, 1e-6), 0.0, 1.0), dtype=np.float32)

    def search(self, text: str, *, k: int) -> tuple[tuple[str, float], ...]:
        terms = self.words.terms(text) or self.words.terms(text, keep_stop=True)
        found = self.scores([[term] for term in dict.fromkeys(terms)])
        least = 0.0 if k >= len(found) else float(np.partition(found, len(found) - k)[len(found) - k])
        near = np.flatnonzero(
            (found > 0) & (found >= least)
        )  # only these are sorted: of 200,000 passages half may hold a word of the question
        order = sorted(near.tolist(), key=lambda row: (-found[row], self._ids[row]))[:k]
        return tuple((self._ids[row], float(found[row])) for row in order)

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        data = {"ids": self._ids, "zeldzaam": self._rarity, "woorden": sorted(self.words.vocabulary), "leeg": self._bm25 is None}
        (folder / "woorden.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        if self._bm25 is not None:
            self._bm25.save(str(folder / "bm25"), corpus=None)

    @classmethod
    def load(cls, folder: Path) -> BM25Index:
        """Raises OSError, ValueError or KeyError when the files are not whole."""
        index = cls()
        data = json.loads((folder / "woorden.json").read_text(encoding="utf-8"))
        index._ids, index._rarity = data["ids"], data["zeldzaam"]
        index.words = DutchWords(frozenset(data["woorden"]))
        if not data["leeg"]:
            import bm25s

            index._bm25 = bm25s.BM25.load(str(folder / "bm25"), load_corpus=False)
        return index
