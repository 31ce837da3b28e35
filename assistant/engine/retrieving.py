"""assistant.engine.retrieving: the passage that answers, or an honest "dit staat niet in de bronnen".

In: a question.   Out: Guidance: passages, best first, and whether the sources answer it at all.
Three ways of looking are added up: the meaning of the passage, the nearest of the example questions written with it, and its words. Equal
votes would make it worse (measured): words weigh little, and more only for very short questions and fixed names of the method.
Refusal looks at several signals, because a high similarity alone says only that the subject is near.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from assistant.domain.guidance import Guidance, Hit, Passage
from assistant.domain.values import Frozen
from assistant.engine.chunking import text_hash
from assistant.engine.indexing import IndexData, TextEmbedder
from assistant.errors import EmbedderUnavailable

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "zoek_gewichten.json"
"""Weights and refusal, written by `python -m tests.quality.zoek_quality --kies`."""
CANDIDATE_ROWS = 160
CANDIDATE_WORDS = 40
SHORT = 3
"""A question of at most this many words is a keyword search."""
DOUBLE = 0.6
"""Two passages that share more than this part of their runs of four words are the same text for a reader."""

_AMOUNT = re.compile(
    r"\b(hoeveel (?!mensen zijn er bij)|wat kost|prijs|tarief|kosten|euro|vergoed|percentage|procent|hoe vaak per|hoe lang duurt|welk jaar|in welk jaar|wanneer is|datum|"
    r"telefoonnummer|adres|e-?mail|website|artikel \d+|welk artikel|wetsartikel|milligram|mg|dosering|dosis|score|scoren|cijfer|punten|norm|drempel|maximaal|minimaal|verplicht aantal)\b",
    re.I,
)
_NAME = re.compile(r"(?<![.!?\"'“‘] )(?<!^)\b([A-Z][A-Za-zÀ-ÿ]*[A-Z0-9][A-Za-z0-9]*|[A-Z][a-zà-ÿ]{2,}(?: [A-Z][a-zà-ÿ]+)*)\b")
_DIGIT = re.compile(r"\d")


_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "een één eerste", "twee tweede", "drie derde", "vier vierde", "vijf vijfde", "zes zesde", "zeven zevende", "acht achtste", "negen negende",
            "tien tiende", "elf elfde", "twaalf twaalfde", "dertien dertiende", "veertien veertiende", "vijftien vijftiende", "zestien zestiende",
            "zeventien zeventiende", "achttien achttiende", "negentien negentiende", "twintig twintigste",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip


class Zoekwoorden(Frozen):
    """prompts/zoekwoorden.toml."""

    groepen: tuple[tuple[str, ...], ...] = ()
    termen: tuple[str, ...] = ()
    afkortingen: dict[str, str] = Field(default_factory=dict)
    aantallen: dict[str, int] = Field(default_factory=dict)
    """How many there are of a part of the method; a question about another number or a higher rank has no answer."""


class Moment(Frozen):
    """Something in a conversation at which the sources may be of use."""

    id: str
    als: str
    """How a begeleider reads what was noticed: 'de cliënt zegt dat er niemand is'."""
    woorden: tuple[str, ...] = Field(min_length=1)
    """Whole words or phrases, lower case; a star at the end lets a word run on."""
    niet: tuple[str, ...] = ()
    leefgebieden: tuple[str, ...] = ()
    """Only there. Empty: everywhere."""
    zoek: str
    """What is looked up, as a begeleider would ask it."""
    basistaak: int = 0
    voor_toon: bool = False
    """True: goes before how the answer sounds (anger, shame, grief)."""


class Momenten(Frozen):
    """prompts/momenten.toml."""

    momenten: tuple[Moment, ...] = ()
    settings: dict[str, str] = Field(default_factory=dict)
    """Setting of a dossier -> its name in the documents. A setting that is not here is passed on as it is."""

    def heard(self, antwoord: str, leefgebied: str = "") -> tuple[Moment, ...]:
        """The moments that can be heard in an answer, in the order of the file. Empty: nothing stands out."""
        text = " ".join(re.findall(r"[\w']+", antwoord.lower()))

        def there(words: tuple[str, ...]) -> bool:
            return any(re.search(rf"\b{re.escape(w.rstrip('*'))}{'' if w.endswith('*') else chr(92) + 'b'}", text) for w in words)

        return tuple(
            m for m in self.momenten if (not m.leefgebieden or leefgebied in m.leefgebieden) and there(m.woorden) and not there(m.niet)
        )


class Grens(Frozen):
    """A subject the sources do not deal with, with questions people ask about it."""

    onderwerp: str
    """How it is named to the reader: 'medicijnen en doseringen'."""
    vragen: tuple[str, ...]


class Grenzen(Frozen):
    """prompts/grenzen.toml: what the sources do not answer."""

    grenzen: tuple[Grens, ...] = ()


OWN_LIFT = 0.1
"""What the nearest of a dozen example questions is nearer, on average, than the text itself to a question about something else (.12 against .02)."""


@dataclass(frozen=True)
class Weights:
    """How much each way of looking counts, and the refusal. From `zoek_gewichten.json`."""

    passage: float = 0.45
    vraag: float = 0.45
    woorden: float = 0.10
    woorden_kort: float = 0.30
    woorden_term: float = 0.20
    leefgebied: float = 0.03
    setting: float = 0.03
    basistaak: float = 0.02
    weiger: Mapping[str, float] = field(default_factory=dict)
    """Signal -> weight in the logistic; 'constante' is the intercept. Empty: never refuse."""
    weiger_woorden: Mapping[str, float] = field(default_factory=dict)
    """The same when there is no embedder."""
    drempel: float = 0.5
    drempel_woorden: float = 0.5


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    return Weights(**json.loads(WEIGHTS.read_text(encoding="utf-8"))) if WEIGHTS.is_file() else Weights()


@dataclass(frozen=True)
class Look:
    """Everything one look at the index gave; `signals` are what refusal judges."""

    order: tuple[int, ...]
    """Passage numbers, best first."""
    scores: tuple[float, ...]
    signals: Mapping[str, float]
    found_words: tuple[str, ...]
    missing_words: tuple[str, ...]
    """Content words of the question that stand nowhere in the sources, or not in the best passages."""
    near_limit: str
    """The subject outside the sources that the question resembles most, or ''."""


class Retriever:
    """Finds passages in an index.

    Args:
        embedder: the one the index was made with. None: words only.
        zoekwoorden: synonyms, abbreviations and fixed names.
    """

    def __init__(self, index: IndexData, embedder: TextEmbedder | None, zoekwoorden: Zoekwoorden, weights: Weights | None = None) -> None:
        self.index = index
        self.embedder = embedder if len(index.vectors) else None
        self.weights = weights or shipped_weights()
        self._afkortingen = {k.lower(): v for k, v in zoekwoorden.afkortingen.items()}
        words = index.words
        self._synonyms: dict[str, tuple[str, ...]] = {}
        for group in zoekwoorden.groepen:
            terms = tuple(dict.fromkeys(t for word in group for t in words.terms(word)[:1]))
            for term in terms:
                self._synonyms[term] = tuple(dict.fromkeys((term, *terms, *self._synonyms.get(term, ()))))
        self._fixed = {t for word in zoekwoorden.termen for t in words.terms(word)[:1]}
        self._passage_terms: dict[int, frozenset[str]] = {}
        self._counts = {term: number for word, number in zoekwoorden.aantallen.items() for term in words.terms(word)[:1]}

    # -- asking ----------------------------------------------------------------------------------

    def ask(self, vraag: str, *, k: int = 5, leefgebied: str = "", setting: str = "", basistaak: int = 0) -> Guidance:
        """Return at most `k` passages, best first, and whether they answer the question. An empty question finds nothing."""
        if not vraag.strip() or not self.index.passages:
            return Guidance(
                vraag=vraag, niets_gevonden=True, waarom="Er is nog geen vraag." if self.index.passages else "Er zijn nog geen bronnen."
            )
        look = self.look(vraag, leefgebied=leefgebied, setting=setting, basistaak=basistaak)
        hits: list[Hit] = []
        for number, score in zip(look.order, look.scores, strict=True):
            passage = self.index.passages[number]
            if len(hits) >= k:
                break
            if any(same_text(passage.tekst, hit.passage.tekst) for hit in hits):
                continue
            hits.append(Hit(passage=passage, score=round(min(max(score, 0.0), 1.0), 4)))
        refused = not hits or self.doubt(look) >= self.threshold or bool(look.signals.get("verkeerd_aantal"))
        return Guidance(vraag=vraag, niets_gevonden=refused, hits=tuple(hits), waarom=self._why(look, hits, refused, leefgebied))

    @property
    def threshold(self) -> float:
        return self.weights.drempel if self.embedder is not None else self.weights.drempel_woorden

    def doubt(self, look: Look) -> float:
        """Probability (0-1) that the sources do not answer, as calibrated on questions of which that is known. 0 without weights."""
        weights = self.weights.weiger if self.embedder is not None else self.weights.weiger_woorden
        if not weights:
            return 0.0
        total = weights.get("constante", 0.0) + sum(
            weight * look.signals.get(name, 0.0) for name, weight in weights.items() if name != "constante"
        )
        return 1.0 / (1.0 + math.exp(-max(min(total, 60.0), -60.0)))

    # -- looking ---------------------------------------------------------------------------------

    def spelled_out(self, vraag: str) -> str:
        """The question with abbreviations of the field written out behind them."""

        def full(match: re.Match[str]) -> str:
            longer = self._afkortingen.get(match[0].lower())
            return f"{match[0]} ({longer})" if longer else match[0]

        return re.sub(r"\b\w{2,4}\b", full, vraag) if self._afkortingen else vraag

    def look(self, vraag: str, *, leefgebied: str = "", setting: str = "", basistaak: int = 0) -> Look:
        """Score the candidates and gather the signals. The question must not be empty."""
        index, w = self.index, self.weights
        full = self.spelled_out(vraag)
        plain = index.words.terms(full)
        terms = list(dict.fromkeys(plain or index.words.terms(full, keep_stop=True)))
        groups = [self._synonyms.get(term, (term,)) for term in terms]
        lexical = index.words.scores(groups)
        query = self._vector(full)
        by_words = np.argsort(-lexical)[:CANDIDATE_WORDS]
        candidates = set(by_words[lexical[by_words] > 0].tolist())
        if query is not None:
            candidates |= set(index.owner[index.top_rows(query, CANDIDATE_ROWS)].tolist())
        numbers = np.asarray(sorted(candidates), dtype=np.int64)
        if not len(numbers):
            return Look((), (), self._signals(vraag, terms, None, numbers, lexical, ()), (), tuple(terms), "")
        meaning, asked = np.zeros(len(numbers), dtype=np.float32), np.zeros(len(numbers), dtype=np.float32)
        if query is not None:
            meaning, asked = self._likeness(numbers, query)
        short = len(vraag.split()) <= SHORT
        share = w.woorden_kort if short else w.woorden_term if self._fixed & set(terms) else w.woorden
        if query is None:
            fused = lexical[numbers].copy()
        else:
            fused = (1.0 - share) * (w.passage * meaning + w.vraag * asked) / (w.passage + w.vraag) + share * lexical[numbers]
        for place, number in enumerate(numbers):
            passage = index.passages[number]
            if leefgebied and leefgebied in passage.leefgebieden:
                fused[place] += w.leefgebied
            if setting and passage.settings:
                fused[place] += w.setting if setting in passage.settings else -w.setting
            if basistaak and passage.basistaak == basistaak:
                fused[place] += w.basistaak
        places = sorted(range(len(numbers)), key=lambda p: (-fused[p], index.passages[numbers[p]].id))
        order = tuple(int(numbers[p]) for p in places)
        top = order[:3]
        in_top = frozenset().union(*(self._terms_of(number) for number in top))
        found = tuple(t for t, group in zip(terms, groups, strict=True) if in_top & set(group))
        missing = tuple(t for t in terms if t not in found)
        limit, signals = self._limit(query), {}
        signals = self._signals(
            vraag, terms, query, numbers, lexical, order, meaning=meaning, asked=asked, places=tuple(places), limit=limit
        )
        return Look(order, tuple(float(fused[p]) for p in places), signals, found, missing, limit[1])

    def _likeness(self, numbers: NDArray[np.int64], query: Floats) -> tuple[Floats, Floats]:
        """Per passage the cosine of its own text and of the nearest of its example questions.

        A passage without such questions has its text in stretches instead: the nearest of them counts for both, with OWN_LIFT for the questions.
        """
        begins, ends = self.index.starts[numbers], self.index.starts[numbers + 1]
        counts = ends - begins
        firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        rows = np.arange(counts.sum()) + np.repeat(begins - firsts, counts)
        cosines: Floats = np.asarray(self.index.vectors[rows], dtype=np.float32) @ query
        meaning = cosines[firsts]
        bare = self.index.own_words[numbers]
        best = np.maximum.reduceat(cosines, firsts)
        cosines[firsts[counts > 1]] = -2.0  # from here on the questions only
        asked = np.maximum.reduceat(cosines, firsts)
        return np.where(bare, best, meaning), np.where(bare, best + OWN_LIFT, asked)

    def _vector(self, text: str) -> Floats | None:
        if self.embedder is None:
            return None
        try:
            vector = self.embedder.embed_query(text)
        except EmbedderUnavailable:
            vector = None
        if vector is None or vector.shape[0] != self.index.vectors.shape[1]:
            self.embedder = None  # the model went away while running: go on with words
            return None
        return vector if vector.any() else None

    def _terms_of(self, number: int) -> frozenset[str]:
        """Terms of title, heading, text and example questions of a passage."""
        if number not in self._passage_terms:
            p = self.index.passages[number]
            self._passage_terms[number] = frozenset(self.index.words.terms(" ".join([p.titel, *p.kop, p.tekst, *p.zoektermen])))
        return self._passage_terms[number]

    def _limit(self, query: Floats | None) -> tuple[float, str]:
        """(cosine, subject) of the nearest question that the sources do not answer; (0, '') when there is none."""
        if query is None or not len(self.index.refused_vectors):
            return 0.0, ""
        scores = self.index.refused_vectors @ query
        best = int(np.argmax(scores))
        return float(scores[best]), self.index.refused[best][0]

    def wrong_count(self, vraag: str) -> bool:
        """True when the question speaks of a part that does not exist: 'de negen pijlers', 'het elfde principe', 'basistaak 12'."""
        words = re.findall(r"\w+", vraag.lower())
        for place, word in enumerate(words):
            term = self.index.words.terms(word)[:1]
            known = self._counts.get(term[0]) if term else None
            if known is None:
                continue
            before = words[place - 1] if place else ""
            after = words[place + 1] if place + 1 < len(words) else ""
            spoken = _NUMBERS.get(before) or (int(before) if before.isdigit() else 0)
            if spoken > known or (after.isdigit() and int(after) > known):
                return True
        return False

    def _signals(
        self,
        vraag: str,
        terms: Sequence[str],
        query: Floats | None,
        numbers: NDArray[np.int64],
        lexical: Floats,
        order: tuple[int, ...],
        *,
        meaning: Floats | None = None,
        asked: Floats | None = None,
        places: tuple[int, ...] = (),
        limit: tuple[float, str] = (0.0, ""),
    ) -> dict[str, float]:
        index = self.index
        rare = {term: index.words.rarity(term) for term in terms}
        heavy = {term: rare[term] or index.words.highest_rarity for term in terms}
        total = sum(heavy.values()) or 1.0
        tops = [self._terms_of(number) for number in order[:3]]
        groups = {term: set(self._synonyms.get(term, (term,))) for term in terms}

        def covered(seen: frozenset[str]) -> float:
            return sum(weight for term, weight in heavy.items() if groups[term] & seen) / total

        union: frozenset[str] = frozenset().union(*tops)
        missed = [weight for term, weight in heavy.items() if not groups[term] & union]
        amount = bool(_AMOUNT.search(vraag))
        best_text = " ".join(index.passages[number].tekst for number in order[:2])
        out = {
            "dekking_1": covered(tops[0]) if tops else 0.0,
            "dekking_3": covered(union),
            "onbekend": sum(weight for term, weight in heavy.items() if not rare[term]) / total,
            "zwaarste_gemist": max(missed, default=0.0) / index.words.highest_rarity,
            "bm25": float(lexical.max()) if len(lexical) else 0.0,
            "lengte": min(len(terms), 12) / 12.0,
            "kort": float(len(vraag.split()) <= SHORT),
            "hoeveel": float(amount),
            "verkeerd_aantal": float(self.wrong_count(vraag)),
            "hoeveel_zonder_cijfer": float(amount and not _DIGIT.search(best_text)),
            "vreemde_naam": float(
                sum(1 for name in _NAME.findall(vraag) if not any(rare.get(t) or index.words.rarity(t) for t in index.words.terms(name)))
            ),
        }
        if query is None or meaning is None or asked is None or not places:
            return out
        best = np.maximum(meaning, asked)
        ranked = np.sort(best)[::-1]
        first = places[:3]
        out |= {
            "top": float(ranked[0]),
            "marge": float(ranked[0] - ranked[1:10].mean()) if len(ranked) > 1 else 0.0,
            "tekst": float(meaning[list(first)].max()),
            "vraag": float(asked[list(first)].max()),
            "grens": limit[0],
            "grens_min_vraag": limit[0] - float(asked[list(first)].max()),
        }
        if index.own_words[
            order[0]
        ]:  # the limits, and what goes with "hoeveel", were learned on our own handleiding; they say little of another book
            out |= {"grens": min(out["grens"], 0.35), "grens_min_vraag": min(out["grens_min_vraag"], -0.1)}
            out |= {"hoeveel": 0.0, "hoeveel_zonder_cijfer": 0.0}
        if self.embedder is not None and len(self.embedder.parts) > 1:
            for name, begin, end, weight in self.embedder.parts:
                sims = [
                    float(
                        (
                            np.asarray(index.vectors[index.starts[n] : index.starts[n + 1], begin:end], dtype=np.float32) @ query[begin:end]
                        ).max()
                    )
                    / weight
                    for n in order[:3]
                ]
                out[f"deel_{'e5' if name.startswith('me5') else 'use'}"] = max(sims, default=0.0)
        return out

    # -- telling why -----------------------------------------------------------------------------

    def _why(self, look: Look, hits: Sequence[Hit], refused: bool, leefgebied: str) -> str:
        if not hits:
            return "In de bronnen staat niets wat hierop lijkt."
        nearest = hits[0].passage
        name = f"‘{nearest.kop[-1] if nearest.kop else nearest.titel}’"
        if refused:
            about = ""
            if look.signals.get("verkeerd_aantal"):
                about = "De vraag noemt een onderdeel dat in de bronnen niet bestaat. "
            elif look.near_limit and look.signals.get("grens", 0.0) > look.signals.get("vraag", 0.0) - 0.05:
                about = f"De vraag lijkt te gaan over {look.near_limit}; daarover zeggen de bronnen niets. "
            elif look.missing_words:
                about = f"In de beste passages ontbreekt: {', '.join(look.missing_words[:4])}. "
            return f"Dit staat niet in de bronnen. {about}Het dichtst in de buurt komt {name}; dat is geen antwoord op de vraag."
        why = "Gevonden op betekenis" if self.embedder is not None else "Gevonden op woorden"
        if look.found_words:
            why += f" en op {'het woord' if len(look.found_words) == 1 else 'de woorden'} {', '.join(look.found_words[:4])}"
        if leefgebied and leefgebied in nearest.leefgebieden:
            why += "; hoort bij dit leefgebied"
        return why + "."


def same_text(one: str, other: str) -> bool:
    """True when two passages are for a reader the same text (also with other spacing, or one with a sentence more)."""
    a, b = _runs(one), _runs(other)
    if not a or not b:
        return one.split() == other.split()
    return len(a & b) / min(len(a), len(b)) > DOUBLE


@lru_cache(maxsize=2_000)
def _runs(text: str) -> frozenset[str]:
    words = re.findall(r"\w+", text.lower())
    return frozenset(" ".join(words[i : i + 4]) for i in range(len(words) - 3))


def conversation_query(*, leefgebied: str = "", vraag: str = "", antwoord: str = "", max_words: int = 60) -> str:
    """One question for the sources out of a moment in the conversation.

    The client's own words weigh most: of a long answer the last sentences are kept, because those are what is on the table now.
    Args:
        leefgebied: its name as shown ('Geld'), not its id.
    """
    words = antwoord.split()
    kept = " ".join(words[-max_words:])
    if len(words) > max_words and (cut := re.search(r"[.!?…]\s+(?=\S)", kept)) and cut.end() < len(kept) // 2:
        kept = kept[cut.end() :]
    parts = [part.strip().rstrip(".") for part in (leefgebied, vraag, kept) if part.strip()]
    return "".join(part + ("" if n == len(parts) else " " if part[-1] in "?!…" else ". ") for n, part in enumerate(parts, 1))


def passage_json(passage: Passage, score: float | None = None) -> dict[str, Any]:
    """The shape of contract.md; extra fields at the end."""
    out: dict[str, Any] = {
        "id": passage.id,
        "tekst": passage.tekst,
        "document": passage.document,
        "titel": passage.titel,
        "kop": list(passage.kop),
        "pagina": passage.pagina,
        "begin": passage.begin,
        "eind": passage.eind,
    }
    if score is not None:
        out["score"] = score
    out |= {"soort_bron": passage.soort_bron, "herkomst": passage.herkomst, "zekerheid": passage.zekerheid}
    out["tekst_hash"] = text_hash(passage.tekst)
    return out


def guidance_json(guidance: Guidance) -> dict[str, Any]:
    return {
        "niets_gevonden": guidance.niets_gevonden,
        "passages": [passage_json(hit.passage, hit.score) for hit in guidance.hits],
        "waarom": guidance.waarom,
    }
