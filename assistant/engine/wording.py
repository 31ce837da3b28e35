"""assistant.engine.wording: how a finding of toets is said: whole words of the line, a quotation that fits the finding, and not twice the same sentence.

In:    what the judge found (label, words, certainty), the line, the client's words, and the sentences of prompts/reviewing/criteria.toml.
Out:   `uitleg`, `suggestie` and `woorden` of each finding.   Pure.
Never: changes a word of the line or of the client: `woorden` and the quotation are literal stretches.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from assistant.judging.lezen import content_words

MARGIN = 1.5
"""A quotation that fits so much less than the best one is not taken, even where the best one was read already."""
MOST_BEFORE = 4
"""So many words before a lone 'niet' are shown with it."""
MAX_QUOTE = 140
"""Characters; a longer stretch of the client's words is not read in a suggestion."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD = re.compile(r"[^\s,;:.!?()\"“”„«»]+")
_CLAUSE_END = re.compile(r"[,;:.!?()]")
_OPEN_WORDS = _set(
    "de het een 't 'n van voor in op met en of om te aan bij naar uit door over tot onder tegen tijdens per na via conform volgens zonder tussen binnen ter dat die dan "
    "als omdat zodat wanneer mevrouw meneer mijn zijn haar hun ons onze jouw uw diens deze dit elke ieder iedere alle geen meer niet nooit minder zo zeer"
)
"""A stretch that ends on one of these is cut off in the middle of what it says."""
_EMPTY_WORDS = _OPEN_WORDS | _set("ook nog wel er het hij zij ze ik is wordt heeft gaat alleen weer tweede eerste")
_NEGATION = _set("geen niet nooit minder zonder")
_JOINS = _set("en of maar want")
_MAY_END = _set("geen niet nooit minder meer")
_ADJECTIVE = re.compile(r"^[a-zà-ÿ-]{4,}(?:ende|ige|lijke|se|rde|te|ve|ne|le|ke|che)$")

_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*\s*")
_LEANS = re.compile(
    r"^(?:(?:en|maar|dus|want|ja|nou|nee)\b,?\s*)*(?:dat|dit|daar|die|dan|zij|ze|hij|hem|haar|zo|als dat|van hem|met hem|met haar|niet|verder)\b",
    re.IGNORECASE,
)
_WISH = re.compile(r"\b(?:wil|wou|zou|liefst|liever|graag|ooit|weer|hoop|droom|lijkt me|mis|nodig)\b", re.IGNORECASE)
_ABLE = re.compile(
    r"\b(?:zelf|kan ik|ik kan|kan wel|lukt|durf|doe ik|regel ik|ben ik goed|goed in|altijd gedaan|geweest|deed ik|heb ik|ik maak|ik weet)\b",
    re.IGNORECASE,
)
_REFUSES = re.compile(r"\b(?:wil geen|wil niet|hoef (?:ik )?niet|hoeft niet|nee)\b", re.IGNORECASE)

_PREFERS: Mapping[str, str] = {
    "begeleider_doet_het": "kan",
    "geen_actie_client": "kan",
    "professioneel_voor_natuurlijk": "steun",
}


# -- the words of the line -----------------------------------------------------------------------


def whole_words(tekst: str, woorden: str | None) -> str | None:
    """`woorden` made whole: not ending on 'voor', 'de' or 'criminogene' where the word that belongs to it stands right behind.

    Returns: a literal stretch of `tekst`, or None when no single stretch says it (the whole line is then meant).
    """
    at = tekst.find(woorden) if woorden else -1
    if not woorden or at < 0:
        return None
    tokens = list(_WORD.finditer(tekst))
    inside = [n for n, m in enumerate(tokens) if m.start() >= at and m.end() <= at + len(woorden)]
    if not inside:
        return None
    first, last = inside[0], inside[-1]

    def word(n: int) -> str:
        return tokens[n][0].lower()

    def reachable(n: int) -> bool:
        """The next token stands in the same clause."""
        return n + 1 < len(tokens) and not _CLAUSE_END.search(tekst[tokens[n].end() : tokens[n + 1].start()])

    def cut_off(n: int) -> bool:
        """More must follow. 'vult de inschrijving in en …': there 'in' belongs to the verb and nothing is missing."""
        return word(n) in _OPEN_WORDS - _MAY_END and reachable(n) and word(n + 1) not in _JOINS

    began = last
    while cut_off(last):
        last += 1
    if word(last) in _NEGATION and (first == last or word(last) == "geen"):  # these say nothing without what follows, or what goes before
        if reachable(last) and word(last + 1) not in _JOINS:
            last += 1
            while cut_off(last):
                last += 1
        else:
            while first > 0 and last - first < MOST_BEFORE and reachable(first - 1):
                first -= 1
    if (last > began or first == last) and _ADJECTIVE.match(word(last)) and reachable(last):
        follows = tokens[last + 1][0]
        last += follows[0].islower() and follows not in _EMPTY_WORDS
    if last - first >= 3 and reachable(last) and not reachable(last + 1):
        last += 1  # one word short of the end of the clause: 'raakt hij zijn kamer' (kwijt)
    if all(word(n) in _EMPTY_WORDS for n in range(first, last + 1)):
        return None
    return tekst[tokens[first].start() : tokens[last].end()]


# -- the words of the client ---------------------------------------------------------------------


def _stretches(uiting: str) -> Iterable[str]:
    """Sentences of an uiting; one that leans on the sentence before it ('Dat wil ik ook.') comes together with that one."""
    sentences = [m[0] for m in _SENTENCE.finditer(uiting)]
    for n, sentence in enumerate(sentences):
        bare = sentence.strip()
        if n and (_LEANS.match(bare) or len(bare.split()) < 4):
            both = (sentences[n - 1] + sentence).strip()
            if len(both) <= MAX_QUOTE:
                yield both
                continue
        if len(bare.split()) < 4 and n + 1 < len(sentences):
            both = (sentence + sentences[n + 1]).strip()
            if len(both) <= MAX_QUOTE:
                yield both
                continue
        if bare:
            yield bare


def quotes(label: str, tekst: str, uitingen: Sequence[str], supports: Callable[[str], float]) -> list[str]:
    """The client's sentences that fit this finding, the best first; literal, without the closing point. Empty: the client said nothing yet.

    Args:
        supports: how much a stretch gains by naming somebody or something the client may lean on.
    """
    mine = content_words(tekst)
    prefers = _PREFERS.get(label, "wens")

    def fits(stretch: str) -> float:
        score = 1.5 * len(mine & content_words(stretch)) - max(0, len(stretch) - 100) / 40
        if _WISH.search(stretch):
            score += 2.0 if prefers == "wens" else 1.0
        if _REFUSES.search(stretch):
            score -= 1.5
        if prefers == "kan" and _ABLE.search(stretch):
            score += 3.0
        if prefers == "steun":
            score += supports(stretch)
        return score - (1.5 if len(stretch.split()) < 4 else 0.0)

    scores = {s: fits(s) for u in uitingen for s in _stretches(u)}
    best = max(scores.values(), default=0.0)
    fitting = sorted((s for s in scores if scores[s] > best - MARGIN), key=lambda s: -scores[s])
    return [re.sub(r"\.$", "", s) for s in fitting]


# -- saying it -----------------------------------------------------------------------------------


class Wording:
    """The sentences of one answer. In a plan the same criterion is said in turn in other words."""

    def __init__(self, criteria: Mapping[str, Any], supports: Callable[[str], float]) -> None:
        self._criteria, self._supports = criteria, supports
        self._told: dict[str, int] = {}

    def _turn(self, label: str, tekst: str, options: Sequence[str]) -> str:
        begin = self._told.get(label, zlib.crc32(tekst.encode()))
        return options[begin % len(options)]

    def say(self, found: Sequence[Mapping[str, Any]], tekst: str, uitingen: Sequence[str]) -> list[dict[str, Any]]:
        """The findings on one line, worded anew. `found`: the shape of contract.md."""
        out: list[dict[str, Any]] = []
        used: list[str] = []
        bare = [str(s) for s in self._criteria.get("zonder_woorden") or ()]
        for finding in found:
            label = str(finding["label"])
            criterion = self._criteria[label]
            words = whole_words(tekst, finding.get("woorden"))
            new = {**finding, "woorden": words}
            new["uitleg"] = self._turn(label, tekst, criterion["uitleg"]).replace("{woorden}", words or tekst.strip().rstrip("."))
            if "suggestie" in finding:
                fitting = quotes(label, tekst, uitingen, self._supports)
                fresh = (q for q in fitting if not any(q in u or u in q for u in used))
                quote = next(fresh, fitting[0] if fitting else "")
                if quote:
                    used.append(quote)
                    new["suggestie"] = self._turn(label, tekst, criterion["suggestie"]).replace("{citaat}", quote)
                else:  # the client said nothing about this line yet, and what was said about something else is no suggestion for it
                    new["suggestie"] = bare.pop(0) if bare else ""
            self._told[label] = self._told.get(label, zlib.crc32(tekst.encode())) + 1
            out.append(new)
        return out
