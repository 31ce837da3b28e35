"""assistant.engine.asking_of_then: follow-ups on what is past are asked in the past.

In:    the answer of `doorvraag`, the client's words, the answer of `herken`; prompts/doorvragen_toen.toml.   Out: the same shape.
Never: changes a quote, or leaves less than one question where there was one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from assistant.domain.leefgebied import Tekst
from assistant.domain.values import Aanspreekvorm, Frozen, Luisteraar, Tijd
from assistant.engine.content import Content

TOEN = "doorvragen_toen.toml"

_PAST = r"(?:was|had|zat|deed|kon|wist|ging|hield|kwam|stond|liep|woonde|werkte|speelde|kookte|zorgde)"
_THEN = re.compile(rf"\bik {_PAST}\b|\b{_PAST} ik\b|\btoen (?:ik|we|wij)\b|\bvroeger\b", re.IGNORECASE)
"""Verbs that can only be past, beside 'ik', and words for then: they count as well where nobody heard a time in the words."""
_STILL = re.compile(r"\b(?:nu|nog (?:steeds|altijd)|tegenwoordig|als ik|had ik maar)\b", re.IGNORECASE)


class ToenVraag(Frozen):
    """A follow-up of the library in the past tense; `id` is that of the library."""

    id: str
    tekst: Tekst
    eenvoudig: Tekst
    reden: str = ""


class Toen(Frozen):
    """prompts/doorvragen_toen.toml."""

    versie: int = 1
    bron: str
    liever_niet: tuple[str, ...] = ()
    toen: tuple[ToenVraag, ...] = Field(min_length=1)


def _is_past(quote: str, text: str, krachten: list[Mapping[str, Any]]) -> bool:
    """Whether the quote is about then: by its own words, else by the time of what was heard in its sentence. '' stands for the whole answer."""
    at = text.find(quote) if quote else 0
    if at < 0:
        return False
    begin = max((text.rfind(mark, 0, at) for mark in ".!?\n"), default=-1) + 1 if quote else 0
    ends = [place for mark in ".!?\n" if (place := text.find(mark, at + len(quote))) >= 0] if quote else []
    end = min(ends, default=len(text))
    sentence = text[begin:end]
    if _STILL.search(sentence):
        return False
    times = {str(k.get("tijd")) for k in krachten if int(k.get("begin", 0)) < end and int(k.get("eind", 0)) > begin}
    return times == {Tijd.VERLEDEN.value} or (Tijd.TOEKOMST.value not in times and bool(_THEN.search(sentence)))


def asked_of_then(
    found: Mapping[str, Any], text: str, heard: Mapping[str, Any] | None, content: Content, vorm: Aanspreekvorm, luisteraar: Luisteraar
) -> dict[str, Any]:
    """The follow-ups with those on words about then in the past tense; what may not be there any more only comes when nothing else is left.

    Args:
        found: the answer of `doorvraag`.
        text: the words that were answered.
        heard: the answer of `herken` to them; None when nobody listened.
    """
    library = content.load(TOEN, Toen)
    known = {item.id: item for item in library.toen}
    krachten = [k for k in (heard or {}).get("krachten") or [] if isinstance(k, Mapping)]
    out, rather_not = [], []
    for question in found.get("vragen") or []:
        ident, quote = str(question.get("id") or ""), str(question.get("haakt_aan") or "")
        if (ident in known or ident in library.liever_niet) and _is_past(quote, text, krachten):
            if ident in library.liever_niet:
                rather_not.append(question)
                continue
            item = known[ident]
            words = item.eenvoudig if luisteraar in (Luisteraar.TWEEDE_TAAL, Luisteraar.LVB) else item.tekst
            question = {
                **question,
                "tekst": words.voor(vorm).replace("{citaat}", quote),
                "reden": item.reden or question.get("reden") or "",
            }
        out.append(question)
    return {**found, "vragen": out or rather_not}
