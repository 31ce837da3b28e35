"""assistant.judging.tijd: when something holds. The taught certainty together with what the words themselves say.

Rules only where Dutch leaves no doubt: a wish lies ahead; 'vroeger', 'toen ik', a past participle with 'altijd … geweest' lie behind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.judging.heads import TIJDEN
from assistant.judging.judge import Judge, Woordoordeel
from assistant.judging.lezen import clauses

_PAST = re.compile(
    r"\b(vroeger|toen ik|toentertijd|destijds|indertijd|als kind|in mijn jeugd|jaren geleden|ooit was|in mijn land|voor de oorlog)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(later|ooit weer|volgend(?:e)? (?:jaar|week|maand)|straks|over een (?:jaar|paar jaar|maand)|binnenkort|in de toekomst)\b",
    re.IGNORECASE,
)


_DID = (
    r"(?:zat|werkte|woonde|deed|ging|kwam|stond|liep|speelde|kookte|zorgde|leerde|maakte|reed|zwom|zong|verkocht|bakte|schreef|gaf|hielp|hield|las|sprak|vond|kreeg|"
    r"bouwde|repareerde|voetbalde|danste|naaide|tekende|paste)"
)
_PRETERITE = re.compile(rf"\bik {_DID}\b|\b{_DID} ik\b", re.IGNORECASE)
"""Of 450 quotes of 'leren' and 'kiezen' with such a verb and nothing of now in them, 405 hold in the past; the rest are nearly all 'was' of washing."""
_NOW = re.compile(r"\b(?:ben|heb|kan|wil|weet|doe|ga|nu|nog|steeds|gister\w*|vandaag|vanmorgen|net|straks)\b", re.IGNORECASE)


def tijd_of_span(text: str, begin: int, end: int, vorm: str, judge: Judge, read: Woordoordeel | None = None) -> str:
    """The time of one kracht: 'verleden', 'heden' or 'toekomst'."""
    if vorm == "ik_wil":
        return "toekomst"
    words = text[begin:end]
    around = " ".join(text[c:d] for c, d in clauses(text) if min(end, d) > max(begin, c))
    scores = judge.tijd(words, around)
    if read is not None:
        own = [i for i, (c, d) in enumerate(read.words) if min(end, d) > max(begin, c)]
        if own:
            w = judge.share("tijd")
            scores = {t: (1 - w) * scores[t] + w * float(p) for t, p in zip(TIJDEN, read.tijd[own].mean(0), strict=True)}
    if _PAST.search(words) or (_PRETERITE.search(words) and not _NOW.search(words)):
        scores["verleden"] += 0.35
    scores["toekomst"] -= 0.1  # a kracht that lies ahead is nearly always a wish
    return max(TIJDEN, key=lambda t: scores[t])


def tijden_in(text: str, certainty: Mapping[str, float], thresholds: Mapping[str, float]) -> tuple[str, ...]:
    """The times an answer speaks of, in the order verleden, heden, toekomst; clear time words count on their own."""
    found = {t for t in TIJDEN if certainty[t] >= thresholds.get(t, 0.5)}
    if _PAST.search(text):
        found.add("verleden")
    if _FUTURE.search(text) and certainty["toekomst"] > 0.25:
        found.add("toekomst")
    return tuple(t for t in TIJDEN if t in found)
