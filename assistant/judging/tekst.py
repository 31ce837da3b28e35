"""assistant.judging.tekst: how easy a text is to read. The handler of the command `tekst`.

In: a text, and a list of hard words with easier ones.   Out: niveau (A2, B1, B2, C1), the long sentences, the hard words.
How: word frequency (wordfreq), word length and syllables (pyphen), sentence length, subordinate clauses, passive, nominalisations, and
the words of the list. Weights were fitted on our own labelled texts (voorbeelden/tekst, part 'leren'). A level says something about a
text, never about a reader.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import Field

from assistant.domain.values import Frozen

LEVELS = ("A2", "B1", "B2", "C1")
LONG_SENTENCE = 16
"""Words from which a sentence counts as long (domein.md 14.1: about ten on average)."""
HARD_ZIPF = 3.2
"""A word rarer than this is hard, unless it is made of easy parts."""


class Woordenlijst(Frozen):
    """prompts/woordenlijst.toml: hard words and what to say instead."""

    versie: int = 1
    bron: str
    woorden: dict[str, str] = Field(min_length=1)


_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*", re.UNICODE)
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*[\"'”’)]*", re.UNICODE)
_ABBREVIATION = re.compile(
    r"\b(bijv|bv|enz|evt|dhr|mevr|mw|nr|blz|art|incl|excl|o\.a|m\.b\.t|d\.w\.z|i\.v\.m|t/m|z\.s\.m|drs|dr|mr|ca|max|min)\.", re.IGNORECASE
)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SUBORDINATE = _set(
    """aangezien als alhoewel alvorens behalve daar doordat doch hoewel indien mits nadat naarmate noch ofschoon omdat opdat
    sinds tenzij terwijl toen totdat voordat voorzover waarbij waardoor waarin waarmee waarna waarnaar waarop waarover waartegen waartoe
    waaruit waarvan waarvoor wanneer zodat zodra zolang hetgeen wiens wier teneinde waaraan"""
)
_DAY = re.compile(r"(?:maan|dins|woens|donder|vrij|zater|zon|over)?(?:dag|morgen)?(?:ochtend|middag|avond|morgen|nacht|dag)", re.IGNORECASE)
_PASSIVE_AUX = _set("wordt worden werd werden geworden")
_PARTICIPLE = re.compile(r"^(?:ge|be|ver|ont|her|\w{2,4}ge)\w{2,}(?:d|t|en)$")
_NOMINAL = re.compile(r"\w{4,}(?:ing|ingen|heid|heden|atie|aties|iteit|iteiten|isme|schap|name|namen)$")
_PLAIN_ING = _set(
    """ding dingen ring woning woningen rekening rekeningen ervaring ervaringen vergadering regering gezelschap vriendschap verandering
    veranderingen verjaardag mening meningen richting kleding verzekering opleiding wandeling koning haring paling lening training
    trainingen afdeling tekening tekeningen vakantie vriendelijkheid gezondheid waarheid moeilijkheid informatie situatie organisatie station
    relatie     schaduw herinnering herinneringen waarschuwing kinderopvang oefening oefeningen namen uitnodiging betaling aanmelding"""
)

# Fitted by `python -m assistant.judging.training.leesniveau` on part 'leren' (ordinal logistic regression on standardised features).
NAMES = ("sentence", "longest", "zipf", "rare", "syllables", "long_words", "clauses", "passive", "nominal", "listed")
MEAN: tuple[float, ...] = (12.4037, 12.5519, 4.9369, 1.4038, 1.6472, 0.0850, 0.3409, 0.0779, 0.0348, 0.5909)
SPREAD: tuple[float, ...] = (4.9323, 4.7701, 0.6183, 1.0069, 0.5002, 0.1167, 0.5486, 0.2680, 0.0579, 0.9910)
WEIGHT: tuple[float, ...] = (1.0698, 1.3036, -0.8576, 0.6136, 1.6765, 0.9541, 0.2175, 0.5308, 0.5848, 0.5112)
CUTS: tuple[float, float, float] = (-5.6020, 1.3125, 6.7600)


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order, without surrounding blanks. Line ends close a sentence too."""
    guarded = _ABBREVIATION.sub(lambda m: m[0].replace(".", "\x00"), text)
    out = [s.strip().replace("\x00", ".") for s in _SENTENCE.findall(guarded)]
    return [s for s in out if _WORD.search(s)]


def words(text: str) -> list[str]:
    return _WORD.findall(text)


@lru_cache(maxsize=20_000)
def zipf(word: str) -> float:
    """How common a word is in Dutch: about 7 for 'de', 5 for 'huis', 2 for 'concretiseren', 0 for unknown."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "nl"))


@lru_cache(maxsize=20_000)
def ease(word: str) -> float:
    """Zipf of the word, its base form, or (for a compound) of its rarest part less 0.4, whichever is highest."""
    plain = word.lower()
    if _DAY.fullmatch(plain):
        return 5.0
    best = max(zipf(plain), zipf(_base(plain)))
    if "-" in plain:
        best = max(best, min(ease(part) for part in plain.split("-") if part) - 0.3) if any(plain.split("-")) else best
    if best < 4.0 and len(plain) >= 7:
        for cut in range(3, len(plain) - 2):
            for link in ("", "s", "en", "e"):
                left, right = plain[:cut], plain[cut:]
                if link and not left.endswith(link):
                    continue
                left = left[: len(left) - len(link)] if link else left
                if len(left) >= 3 and len(right) >= 3:
                    parts = min(zipf(left), zipf(right))
                    if parts >= 3.6:
                        best = max(best, parts - 0.4)
    return best


@lru_cache(maxsize=20_000)
def _base(word: str) -> str:
    import simplemma

    return str(simplemma.lemmatize(word, lang="nl")).lower()


@lru_cache(maxsize=1)
def _hyphens() -> Any:
    import pyphen

    return pyphen.Pyphen(lang="nl_NL", left=1, right=1)


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Syllables of one word: groups of vowels, corrected by where the word may be broken. At least 1."""
    if _DAY.fullmatch(word):
        return 2  # 'zaterdagmiddag' is long on paper only
    groups = len(re.findall(r"(?:aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|[aeiouyéèëêïöüáàâóúí])", word.lower()))
    return max(1, groups, len(_hyphens().inserted(word.lower()).split("-")) if len(word) > 6 else 1)


def features(text: str, listed: Mapping[str, str] | frozenset[str] = frozenset()) -> tuple[float, ...]:
    """The numbers a level is read from, in the order of NAMES. A text without words gives zeros."""
    found = sentences(text)
    counts = [len(words(s)) for s in found]
    tokens = [w for s in found for w in words(s)]
    if not tokens:
        return (0.0,) * len(NAMES)
    names = _names_in(found)
    content = [w for w in tokens if w not in names and len(w) > 1]
    eases = [ease(w) for w in content]
    bodies = [e for w, e in zip(content, eases, strict=True) if zipf(w.lower()) < 6.0] or [6.0]
    lower = [w.lower() for w in tokens]
    clauses = sum(1 for w in lower if w in _SUBORDINATE) + _relatives(found)
    passive = sum(_is_passive(words(s)) for s in found)
    nominal = sum(1 for w in lower if w not in _PLAIN_ING and _NOMINAL.fullmatch(w))
    hard = sum(1 for w in hits(text, listed)) if listed else 0
    n = len(tokens)
    low = sorted(bodies)[: max(1, len(bodies) // 4)]
    return (
        n / len(found),
        float(max(counts)),
        sum(bodies) / len(bodies),
        max(0.0, 5.5 - sum(low) / len(low)),
        sum(map(syllables, tokens)) / n,
        sum(1 for w in content if syllables(w) >= 4) / n,
        clauses / len(found),
        passive / len(found),
        nominal / n,
        min(hard, 3) / len(found) if len(found) > 1 else float(min(hard, 3)),
    )


def _names_in(found: Sequence[str]) -> frozenset[str]:
    """Words with a capital that do not open their sentence: names. They are neither hard nor easy."""
    return frozenset(w for s in found for w in words(s)[1:] if w[:1].isupper())


def _relatives(found: Sequence[str]) -> int:
    """'die' and 'dat' after a comma or a noun, with more words behind: relative and object clauses (a careful count)."""
    return sum(len(re.findall(r"(?:, (?:die|dat|wat|wie)\b|\b\w{3,} (?:die|dat) \w+ \w+)", s)) for s in found)


def _is_passive(tokens: Sequence[str]) -> bool:
    lower = [w.lower() for w in tokens]
    return any(w in _PASSIVE_AUX for w in lower) and any(_PARTICIPLE.fullmatch(w) and len(w) > 5 for w in lower)


def hits(text: str, listed: Mapping[str, str] | frozenset[str]) -> list[str]:
    """Entries of the word list that occur in the text, also inflected, in the order of the list's longest first."""
    lower = text.lower()
    tokens = {w.lower() for w in words(text)}
    bases = {_base(w) for w in tokens} | tokens
    return [e for e in listed if (re.search(rf"\b{re.escape(e)}\b", lower) if " " in e else e in bases)]


def score(values: Sequence[float]) -> float:
    """One number on the scale of CUTS: higher is harder."""
    return sum(w * (v - m) / s for v, m, s, w in zip(values, MEAN, SPREAD, WEIGHT, strict=True))


def niveau(text: str, listed: Mapping[str, str] | frozenset[str] = frozenset()) -> str:
    """'A2', 'B1', 'B2' or 'C1'. A text without words is 'A2'."""
    if not words(text):
        return "A2"
    value = score(features(text, listed))
    return LEVELS[sum(value > cut for cut in CUTS)]


def easier(word: str, listed: Mapping[str, str]) -> str | None:
    """An easier word from the list, or None."""
    return listed.get(word.lower()) or listed.get(_base(word.lower()))


def hard_words(text: str, listed: Mapping[str, str]) -> dict[str, str | None]:
    """Hard words as they stand in the text -> an easier one, or None. In reading order, each once."""
    out: dict[str, str | None] = {}
    found = sentences(text)
    names = _names_in(found)
    for entry in hits(text, listed):
        if " " in entry:
            out[entry] = listed[entry]
    for word in (w for s in found for w in words(s)):
        better = easier(word, listed)
        if better is not None:
            if ease(word) < 4.9 or syllables(word) >= 3:
                out.setdefault(word, better)
        elif word not in names and len(word) > 4 and ease(word) < HARD_ZIPF and syllables(word) >= 2:
            out.setdefault(word, None)
    return out


def tekst(payload: Mapping[str, Any], *, woordenlijst: Mapping[str, str]) -> dict[str, Any]:
    """Carry out one request (shapes of contract.md); `makkelijker` holds easier words from the list. Empty text: A2, nothing to say."""
    text = str(payload.get("tekst") or "")
    hard = hard_words(text, woordenlijst)
    level = niveau(text, woordenlijst)
    return {
        "id": payload.get("id"),
        "niveau": level,
        "lange_zinnen": [s for s in sentences(text) if len(words(s)) >= LONG_SENTENCE],
        "moeilijke_woorden": list(hard),
        "makkelijker": {word: better for word, better in hard.items() if better},
        "woorden_per_zin": round(_mean([len(words(s)) for s in sentences(text)]), 1),
    }


def _mean(values: Sequence[int]) -> float:
    return math.fsum(values) / len(values) if values else 0.0
