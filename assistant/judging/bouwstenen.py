"""assistant.judging.bouwstenen: what a client says that a step can be built on: what already works, and what is there already.

In:    the client's words.   Out: verbatim stretches: 'met een luisterboek op val ik het snelst in slaap', 'ik heb een mapje met alle brieven'.
Never: a shortage, a problem or what is long ago; by plain words only, so that too few are found rather than wrong ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.judging.hulp import danger_in
from assistant.judging.wensen import find_wishes, sentences

MAX_WORDS = 14


@dataclass(frozen=True)
class Bouwsteen:
    """`tekst` stands letter for letter in the uiting. werkt: something that helps or goes well. heb: something that is there."""

    soort: Literal["werkt", "heb"]
    uiting: str
    tekst: str


_WORKS = re.compile(
    r"\blukt(?: het| dat)?(?: me| mij)?(?: wel| goed| altijd)?\b|\bgaat (?:het|dat) (?:wel|goed|beter|vanzelf)\b|\bhelpt\b|\bin slaap\b|\bword ik (?:\w+ )?(?:rustig\w*|blij|kalm)\b"
    r"|\bis het (?:even |dan |altijd )?(?:stil|rustig)\b|\bheb ik nergens last\b|\bvoel ik me (?:\w+ )?(?:goed|beter|fijn|vrij|rustig|thuis)\b"
    r"|\b(?:drink|rook|blow|gebruik|snoep|gok|pieker) ik (?:er )?(?:niet|nooit|niks|minder)\b|\bdan slaap ik\b|\bgeeft (?:me|mij) (?:\w+ )?rust\b|\bknap ik van op\b|\bdan vergeet ik\b",
    re.IGNORECASE,
)
_WORKS_NOT = re.compile(
    r"\b(?:lukt|gaat|helpt) (?:het |dat |me |mij )*(?:niet|nooit|niks|amper|nauwelijks)\b|\b(?:niks|niets|niet) (?:helpt|lukt)\b|\?$",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"\bik heb (?:hier |thuis |nog |al |er |ook |wel |zelf )*(?:een|'n|mijn|m'n|\d+|twee|drie|vier|vijf|wat|alles|alle|nog|al)\b|\bheb ik (?:nog|al)\b"
    r"|\bik sta (?:al |nog |gewoon )*(?:ingeschreven|op de (?:wacht)?lijst)\b|\b(?:ligt|liggen|staat|staan) (?:nog|al|klaar|alles|voor)\b|\bligt in\b|\bliggen in\b"
    r"|\bhebben ze\b|\b\w*(?:inloop|spreekuur|cursus|taalcafé|taalpunt|repaircafé|open dag|les(?:sen)?)\w*\b.{0,40}\b(?:is|zijn|op)\b|\b(?:is|zit|zitten) (?:tegenover|om de hoek|in de buurt|hier vlakbij)\b|\b[Tt]egenover ons\b"
    r"|\bkan ik (?:wel|zelf|allemaal|goed)\b|\bik (?:kan|ken) (?:wel |zelf |alle |goed |best )",
    re.IGNORECASE,
)
_LACK = re.compile(
    r"\b(?:niet|geen|nooit|niks|niets|niemand|zonder|kapot|stuk|kwijt|leeg|schuld\w*|gestolen|pijn|ziek\w*|last|bang|ruzie|stress|boete|ex|moeilijk|lastig|helaas|weinig|amper|gemist|mis|dood|vroeger|toen|was|waren|had|hadden|geprobeerd|gezegd|gehad|gedaan)\b",
    re.IGNORECASE,
)


def bouwstenen(texts: Mapping[str, str]) -> list[Bouwsteen]:
    """In reading order, what works before what is there. Empty: nothing of the kind was said."""
    works: list[Bouwsteen] = []
    there: list[Bouwsteen] = []
    for uid, text in texts.items():
        wishes = [(w.begin, w.eind) for w in find_wishes(uid, text)]
        for a, b in sentences(text):
            if any(a < d and c < b for c, d in wishes) or danger_in(text[a:b]):
                continue
            if (m := _WORKS.search(text, a, b)) and not _WORKS_NOT.search(text[a:b].strip()):
                if quote := _cut(text, a, b, m, works=True):
                    works.append(Bouwsteen("werkt", uid, quote))
            elif (m := _THERE.search(text, a, b)) and (quote := _cut(text, a, b, m)) and not _LACK.search(quote):
                there.append(Bouwsteen("heb", uid, quote))
    return works + there


def _cut(text: str, a: int, b: int, m: re.Match[str], *, works: bool = False) -> str:
    """The sentence when it is short and speaks of no shortage, else the clause with the words in it; '' when neither will do."""
    whole = _trim(text[a:b])
    if 3 <= len(whole.split()) <= MAX_WORDS and not re.search(r"\bmaar\b", whole, re.IGNORECASE) and (works or not _LACK.search(whole)):
        return whole
    cuts = [a, *(c.end() for c in _PAUSE.finditer(text, a, b)), b]
    left, right = max(c for c in cuts if c <= m.start()), min((c for c in cuts if c >= m.end()), default=b)
    part = _trim(text[left:right])
    if not 3 <= len(part.split()) <= MAX_WORDS:
        part = whole if 3 <= len(whole.split()) <= MAX_WORDS else ""
    return part


_PAUSE = re.compile(r"[,;:]\s+|\s(?=(?:maar|want|alleen|dus)\b)", re.IGNORECASE)


def _trim(words: str) -> str:
    words = re.sub(r"^(?:en|maar|nou|ja|want|dus|alleen)\s+", "", words.strip(), flags=re.IGNORECASE)
    return words.strip(" \t\n.!…,;:–-")
