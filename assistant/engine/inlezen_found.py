"""assistant.engine.inlezen_found: what was found in a plan so far, and where the reading stands.

In:    stretches of text with what they are.   Out: regels and citaten as the fields of GelezenRegel and GelezenCitaat, rest as NietBegrepen.
Never: drops a stretch without saying so: it is put, said or left.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from assistant.engine.inlezen_lines import take_fields
from assistant.engine.inlezen_quotes import FIRST_PERSON, QUOTE, TOLD, quotations, whole_quote
from assistant.engine.inlezen_sentences import LOOKING_BACK, sentences
from assistant.engine.inlezen_shapes import NietBegrepen
from assistant.engine.inlezen_words import EMPTY

_PAGE = re.compile(r"^\s*(?:pagina|blz\.?|page)?\s*\d+\s*(?:van|/|of)?\s*\d*\s*$", re.IGNORECASE)


class Found:
    """Lines, quotes and what is left, in the order of the document."""

    def __init__(self) -> None:
        self.regels: list[dict[str, Any]] = []
        self.citaten: list[dict[str, Any]] = []
        self.rest: list[NietBegrepen] = []
        self.area: str | None = None
        self.last: dict[str, Any] | None = None
        """The line that wie, wanneer and a following sentence belong to."""
        self.pending_field: str | None = None
        """wie or wanneer, named on a line of its own: the value stands on the next."""
        self.indent = self.goal_indent = 0
        """How far in the line stands that is read now, and the last goal stood."""

    def put(self, soort: str, text: str, **fields: str) -> dict[str, Any] | None:
        """Take a line along. What only says when the plan is looked at again is left out of it, and told."""
        stretches = self.without_looking_back(text)
        for more in stretches[:-1]:
            self.put_one(soort, more, **fields)
        return self.put_one(soort, stretches[-1], **fields) if stretches else None

    def without_looking_back(self, text: str) -> list[str]:
        """The stretches of a line between sentences about the next meeting; the whole line when there are none."""
        said = list(sentences(text))
        if not any(LOOKING_BACK.match(s) for s in said):
            return [text]
        out: list[str] = []
        for about, group in groupby(said, key=lambda s: bool(LOOKING_BACK.match(s))):
            stretch = " ".join(group)
            if about:
                self.leave(stretch, "buiten_plan")
            else:
                out.append(stretch)
        return out

    def put_one(self, soort: str, text: str, **fields: str) -> dict[str, Any] | None:
        text, found = take_fields(text)
        text = text.strip().strip("|").strip()
        if EMPTY.match(text) or not re.search(r"\w", text):
            return None
        whole = whole_quote(text)
        self.quotes(text)
        if whole is not None:
            text = whole
        number = sum(r["soort"] == soort for r in self.regels) + 1
        doel = next((r["id"] for r in reversed(self.regels) if r["soort"] == "doel"), None) if soort == "actie" else None
        new = {"id": f"{soort[0]}{number}", "soort": soort, "tekst": text, "doel": doel, "wie": "", "wanneer": "", "leefgebied": self.area}
        new |= {k: v.strip() for k, v in {**found, **fields}.items() if v and not EMPTY.match(v)}
        self.regels.append(new)
        self.goal_indent = self.indent if soort == "doel" else self.goal_indent
        self.last = new
        self.pending_field = None
        return new

    def quotes(self, text: str) -> bool:
        """Keep the quotations of the client in a stretch. True when there was one."""
        found = False
        for words in quotations(text):
            self.say(words)
            found = True
        return found

    def say(self, words: str) -> None:
        words = words.strip()
        if words and not any(c["tekst"] == words for c in self.citaten):
            self.citaten.append({"id": f"u{len(self.citaten) + 1}", "tekst": words, "leefgebied": self.area})

    def leave(self, text: str, why: str = "onbekend") -> None:
        text = text.strip()
        if text and not EMPTY.match(text) and not _PAGE.match(text):
            self.rest.append(NietBegrepen(tekst=text, reden=why, leefgebied=self.area))

    def set_field(self, name: str, value: str) -> bool:
        """Give wie or wanneer to the last line. False when there is none, or it has one already."""
        if self.last is None or EMPTY.match(value) or name not in ("wie", "wanneer"):
            return False
        if self.last[name]:
            return False
        value = value.strip()
        self.last[name] = value[:-1] if re.search(r"[a-zà-ÿ]{2}\.$", value) else value  # 'S.' and 'R.' keep their point
        return True

    def words_of_client(self, text: str, whole: str | None = None) -> None:
        """A stretch that is said to hold the client's words."""
        if self.quotes(text):
            return
        if TOLD.match(text):
            self.leave(whole or text, "naverteld")
        elif FIRST_PERSON.search(text):
            self.say(text)
        else:
            self.leave(whole or text)

    def left_out(self, text: str, why: str) -> None:
        """A stretch that is no plan: the client's quotations in it are kept, and what stands around them is told."""
        if not self.quotes(text):
            self.leave(text, why)
            return
        for sentence in sentences(text):
            if not QUOTE.search(sentence):
                self.leave(sentence, why)
