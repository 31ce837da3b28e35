"""assistant.engine.inlezen_words: which kind of thing a heading, a key or a column names, and the signs a line begins with.

In:    Inleeswoorden and one line.   Out: a kind of KINDS, a leefgebied, or the parts of 'key: value'; None when nothing is named.
"""

from __future__ import annotations

import re

from assistant.engine.inlezen_shapes import Inleeswoorden

KINDS = ("doel", "actie", "citaat", "waarom", "wie", "wanneer", "waar", "leefgebied", "smart", "overslaan")

BULLET = re.compile(
    r"^\s*(?:(?:[-–—•●▪◦‣·*+→➢►○]\s*)?\[[ xX]?\]|[-–—•●▪◦‣·*+→➢►○]|[☐☑✓✔□■]|\d{1,2}\.\d{1,2}\.?(?=\s+[^\W\d])|\(?\d{1,2}[.)](?!\d)|\(?[a-z](?:\)|\.(?=\s)))\s*"
)
NUMBER = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]?|[a-z][.)]|[ivxIVX]+[.)])\s+")
_HEADING_NUMBER = re.compile(r"\s*(?:nr\.?\s*)?\d{1,2}(?:\.\d+)*\s*$")
STARS = re.compile(r"(\*\*|__)(.+?)\1")
_KEY = re.compile(r"^(?P<key>[^\W\d_][\w ’'’/()&-]{1,48}?)\s*(?P<number>\d{1,2}(?:\.\d+)?)?\s*[:=–]\s*(?P<value>\S.*)?$")
_THEIR_WORDS = re.compile(
    r"(?:wat|dit) (?:zegt|zei|vertelt|vertelde|wil|vindt) (?:[\w.’'-]+ ){1,2}(?:er )?zelf(?: over| belangrijk)?$"
    r"|(?:wat|dit) (?:[\w.’'-]+ ){1,2}(?:er )?zelf(?: over)? (?:zegt|zei|vertelt|vertelde|wil|wilde|belangrijk vindt|aangeeft)$"
    r"|inbreng (?:van )?(?:de )?\w+$"
)
"""'wat Rachid zelf zegt', 'inbreng cliënt': above the client's own words."""
EMPTY = re.compile(r"^[\s._…–—-]*$|^(?:n\.?v\.?t\.?|geen|-+|\?+|x|nog invullen|\[.*\])$", re.IGNORECASE)
"""A cell or value in which nothing was filled in."""


def plain(text: str) -> str:
    """Lower case, without numbering, marks and closing colon: how a heading is compared."""
    text = STARS.sub(r"\2", text).strip().strip("#*_|").strip()
    text = BULLET.sub("", text) if not re.match(r"^[a-zA-Z][.)]", text) else text
    text = re.sub(r"\s+", " ", re.sub(r"[:.?!]+$", "", NUMBER.sub("", text))).strip().lower()
    return _HEADING_NUMBER.sub("", text).strip(" -–:?")


def key_value(text: str) -> re.Match[str] | None:
    """'key: value'. Not a sentence with 'wie: …' in brackets, and not the name of the paper ('Plan van aanpak – Fatima')."""
    found = _KEY.match(text)
    if found is None or found["key"].count("(") != found["key"].count(")"):
        return None
    at = found.end("number") if found["number"] else found.end("key")
    dash = text[at:].lstrip().startswith("–")
    return None if dash and re.search(r"\bplan\b", found["key"], re.IGNORECASE) else found


class Words:
    """Which kind of thing a heading, key or column names."""

    def __init__(self, words: Inleeswoorden) -> None:
        self._kind: dict[str, str] = {}
        for kind in KINDS:
            for word in words.woorden.get(kind, ()):
                self._kind.setdefault(word.lower(), kind)
        self._area = {word.lower(): area for area, group in words.leefgebieden.items() for word in group}

    def kind(self, text: str, *, loose: bool = False) -> str | None:
        """The kind `text` names as a whole; `loose` also takes a text that begins or ends with one."""
        bare = plain(text)
        if not bare:
            return None
        if bare in self._kind:
            return self._kind[bare]
        if _THEIR_WORDS.match(bare):
            return "citaat"
        for part in re.split(r"\s*(?:/|&|,|\ben\b|\()\s*", bare):
            if part in self._kind:
                return self._kind[part]
        whose = re.sub(r"\s+(?:van (?:de )?)?(?:cli[eë]nt|begeleid(?:st)?er|bewoner|deelnemer|wettelijk vertegenwoordiger)$", "", bare)
        if whose != bare and self._kind.get(whose) == "overslaan":
            return "overslaan"  # 'handtekening cliënt'
        if loose and len(bare.split()) <= 7:
            found = [w for w in self._kind if re.search(rf"(?:^{re.escape(w)}\b|\b{re.escape(w)}$)", bare) and len(w) > 3]
            if found:
                return self._kind[max(found, key=len)]
        return None

    def area(self, text: str) -> str | None:
        bare = re.sub(r"^(?:leefgebied|domein|levensgebied|thema|gebied)\s*", "", plain(text)).strip(" :-–")
        if bare in self._area:
            return self._area[bare]
        for part in re.split(r"\s*(?:/|&|,|\ben\b)\s*", bare):
            if part in self._area:
                return self._area[part]
        return None
