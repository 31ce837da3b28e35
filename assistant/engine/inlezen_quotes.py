"""assistant.engine.inlezen_quotes: the words of the client in a stretch of text, and what is only told about the client.

In:    a stretch of text.   Out: literal words between quotation marks, or whether the stretch is a paraphrase or in the first person.
Never: takes a paraphrase ("cliënt geeft aan dat …") for the client's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

QUOTE = re.compile(
    r"«\s*(?P<a>[^«»]{3,600}?)\s*»|“(?P<b>[^“”]{3,600}?)”|„(?P<c>[^„”“]{3,600}?)[”“]|\"(?P<d>[^\"\n]{3,600}?)\"|(?<![\w’'])[‘'](?P<e>(?:[^‘'’\n]|['’](?=\w)){8,600}?)['’](?!\w)"
)
FIRST_PERSON = re.compile(r"\b(?:ik|mij|me|mijn|m'n|mezelf|wij|we|ons|onze|'k|k heb|kheb)\b", re.IGNORECASE)
TOLD = re.compile(
    r"^(?!Ik\b|Wij\b|We\b)(?:de )?(?:cliënt|client|bewoner|bewoonster|deelnemer|meneer|mevrouw|dhr\.?|mw\.?|hij|zij|betrokkene|[A-ZÀ-Þ][\w-]+)(?: [A-ZÀ-Þ][\w.]*)? "
    r"(?:geeft aan|gaf aan|vertelt|vertelde|zegt|zei|wil|wenst|noemt|benoemt|ervaart|vindt|heeft aangegeven|laat weten|ziet)\b",
)
SAYS = re.compile(
    r"^(?!Ik\b|Wij\b|We\b)(?:de )?(?:cliënt|client|bewoner|bewoonster|deelnemer|meneer|mevrouw|dhr\.?|mw\.?|[A-ZÀ-Þ][\w-]+)(?: [A-ZÀ-Þ][\w.]*)?(?: (?:zegt|zei|vertelt|vertelde))?(?: (?:zelf|letterlijk))?\s*[:]\s*(?P<rest>.+)$"
)


def quotations(text: str) -> Iterator[str]:
    """The quotations of the client in a stretch. One or two words between quotation marks are rather a name or a term."""
    for m in QUOTE.finditer(text):
        words = next(g for g in m.groups() if g).strip()
        if len(words.split()) >= 3 or FIRST_PERSON.search(words):
            yield words


def whole_quote(text: str) -> str | None:
    """The words of a line that is one quotation and nothing else."""
    whole = QUOTE.fullmatch(text.rstrip("."))
    return next(g for g in whole.groups() if g).strip() if whole else None
