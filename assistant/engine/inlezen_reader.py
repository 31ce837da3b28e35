"""assistant.engine.inlezen_reader: a plan read line by line: headings, keys, lists and running text; tables and letters go to their own reader.

In:    lines as a person sees them (inlezen_lines), Words, the headings the reader of documents recognised.   Out: Reader.found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.engine.inlezen_found import Found
from assistant.engine.inlezen_letters import Letter
from assistant.engine.inlezen_lines import cells, cells_raw, is_row
from assistant.engine.inlezen_quotes import QUOTE, SAYS, TOLD, whole_quote
from assistant.engine.inlezen_sentences import ACTION_SENTENCE, GOAL_SENTENCE, may_be, sentences
from assistant.engine.inlezen_tables import Tables
from assistant.engine.inlezen_words import BULLET, NUMBER, STARS, Words, key_value, plain

_MARKDOWN = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_WISH = re.compile(r"^[‘“„«\"']?(?:ik|wij|we)\s+(?:wil|willen|zou|zouden)\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^(?:(?P<key>(?:hoofd|sub|werk)?doel|actie(?:punt)?|stap|afspraak)\s+\d{1,2}(?:\.\d+)?\s*[.):–-](?!\d)|(?P<bare>(?:hoofd|sub|werk)?doel|actie(?:punt)?|stap)\s+\d{1,2}(?:\.\d+)?(?=\s+(?-i:[A-ZÀ-Þ‘“„«\"'])))"
    r"\s*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
"""'Doel 2. …', 'Actie 1) …', 'Doel 3 Ik wil …', 'Actie 1.2 Een brief …': a line that says what it is, with a number and no colon."""


class Reader:
    """Reads one plan from its first line to its last."""

    def __init__(self, words: Words, headings: frozenset[str]) -> None:
        self.words = words
        self.headings = headings
        self.found = Found()
        self.letter = Letter(words, lambda text: self.is_heading(text, bullet=False))
        self.tables = Tables(words, self.found, line=self.line, field=self.field)
        self.section: str | None = None
        """The kind of the heading that the lines now stand under."""
        self.named_goal = False
        """Whether the goal above said of itself that it is one ('Doel 2: …'): a list below it says how.
        Not when it is a line of a list itself: then the next line of that list is the next goal."""

    def read(self, lines: Sequence[str]) -> None:
        at = 0
        while at < len(lines):
            line = lines[at]
            if is_row(line):
                end = at
                while end < len(lines) and (is_row(lines[end]) or not lines[end].strip()):
                    if not lines[end].strip() and self.other_table(lines[at:end], lines[end:]):
                        break
                    end += 1
                self.tables.read([cells(row) for row in lines[at:end] if row.strip()])
                at = end
                continue
            self.line(line)
            at += 1

    def other_table(self, above: Sequence[str], below: Sequence[str]) -> bool:
        """Whether, after an empty line, a table with another number of columns begins."""
        first = next((row for row in below if row.strip()), "")
        return is_row(first) and len(cells_raw(first)) != len(cells_raw(above[0]))

    def line(self, raw: str) -> None:
        text = STARS.sub(r"\2", raw).strip()
        if not text:
            return
        self.found.indent = len(raw) - len(raw.lstrip())
        if md := _MARKDOWN.match(text):
            self.heading(md[2])
            return
        if self.letter.wraps(text):
            self.found.leave(text, "buiten_plan")
            return
        if text.startswith(">"):
            words = text.lstrip("> ").strip()
            if not self.found.quotes(words):
                self.found.say(words)
            return
        bullet = BULLET.match(text)
        bare = text[bullet.end() :].strip() if bullet else text
        if self.is_heading(text, bullet=bool(bullet)):
            self.heading(text)
            return
        if (key := key_value(bare)) and (self.words.kind(key["key"]) or self.words.area(key["key"])):
            self.field(key["key"], key["value"] or "")
            one_goal = self.words.kind(key["key"]) == "doel" and not plain(key["key"]).endswith("en")
            self.named_goal = one_goal and not bullet and len((key["value"] or "").split()) > 2
            return
        if (own := _NUMBERED.match(bare)) and (kind := self.words.kind(own["key"] or own["bare"])):
            self.field(kind, own["rest"])
            self.named_goal = kind == "doel" and not bullet
            return
        if not key and (kind := self.words.kind(bare)) and len(bare) < 45 and not bullet and kind != "overslaan":
            self.field(bare, "")
            return
        below = self.found.indent > self.found.goal_indent or (self.named_goal and not _WISH.match(bare))
        if bullet and self.section == "doel" and self.found.last is not None and below:
            self.found.put("actie", bare)  # what stands further in or as a list, under a goal, says how
            return
        self.text(bare, bullet=bool(bullet))

    def is_heading(self, text: str, *, bullet: bool) -> bool:
        bare = text.rstrip(":").strip()
        if text.strip() in self.headings:
            return True
        if len(bare) > 70 or re.search(r"[.!?;,]$", bare.rstrip("?")):
            return False
        known = self.words.kind(bare, loose=True) or self.words.area(bare)
        if text.endswith(":") and known and not key_value(text.rstrip(":")):
            return True
        if re.match(r"^\d+(?:\.\d+)*\.?\s+[A-Z]", text) and known and len(bare.split()) <= 7:
            return bool(self.words.kind(bare) or self.words.area(bare))
        shouting = bare.isupper() and len(bare) > 3
        return bool(shouting and (known or len(bare.split()) <= 6)) and not bullet

    def heading(self, text: str) -> None:
        text = STARS.sub(r"\2", text).strip()
        key = key_value(NUMBER.sub("", text))
        self.found.pending_field = None
        self.named_goal = False
        if key and key["value"] and (self.words.kind(key["key"]) or self.words.area(key["key"])):
            self.field(key["key"], key["value"], heading=True)
            return
        area, kind = self.words.area(text), self.words.kind(text, loose=True)
        if area and kind not in ("doel", "actie", "citaat"):
            self.found.area = area
            self.section = None
            self.found.last = None
            return
        self.found.last = self.found.last if kind in ("actie", "wie", "wanneer", "smart", "waarom", "citaat") else None
        if kind in ("wie", "wanneer"):
            self.found.pending_field = kind
            return
        self.section = kind
        if kind is None:
            if goal := re.match(r"^(?:\w+\s+)?doel\s*\d*\s*[:.–-]\s*(.+)$", text, re.IGNORECASE):
                self.found.put("doel", goal[1])
                return
            self.found.leave(text, "onbekend" if self.words.kind(text) is None else "buiten_plan")

    def field(self, key: str, value: str, *, heading: bool = False) -> None:
        """A 'key: value', or a key on a line of its own (the value then follows)."""
        kind, area = self.words.kind(key), self.words.area(key)
        value = value.strip()
        if kind == "leefgebied":
            self.found.area = self.words.area(value) or self.found.area
            if value and not self.words.area(value):
                self.found.leave(f"{key}: {value}")
            return
        if kind is None and area:
            self.found.area, self.section, self.found.last = area, None, None
            if value:
                self.text(value, bullet=False)
            return
        if kind in ("doel", "actie"):
            self.section = kind
            if value:
                self.found.put(kind, value)
            return
        if kind == "citaat":
            self.section = None if value and self.letter.seen else "citaat"  # in a letter the writer goes on after it
            if value:
                self.found.words_of_client(value, f"{key}: {value}")
            return
        if kind in ("wie", "wanneer"):
            if not value:
                self.found.pending_field = kind
            elif not self.found.set_field(kind, value):
                self.found.leave(f"{key}: {value}", "buiten_plan" if self.found.last is None else "onbekend")
            return
        if kind == "smart" and self.found.last is None and value and re.match(r"specifiek", key, re.IGNORECASE):
            self.found.put("doel", value)
            return
        reason = {"smart": "smart", "waarom": "waarom", "waar": "onbekend"}.get(str(kind), "buiten_plan")
        if kind in ("waarom", "smart", "overslaan") and not value:
            self.section = str(kind)
        elif value:
            if kind in ("waarom", "citaat") and self.found.quotes(value):
                return
            if kind in ("overslaan", "smart") and QUOTE.search(value):
                self.found.left_out(value, reason)
            else:
                self.found.leave(f"{key}: {value}", reason)

    def text(self, text: str, *, bullet: bool) -> None:
        if self.found.pending_field:
            name, self.found.pending_field = self.found.pending_field, None
            if self.found.set_field(name, text):
                return
        if says := SAYS.match(text):
            if len(list(sentences(text))) > 1 and QUOTE.search(says["rest"]):
                self.prose(text)  # what stands after the quotation is told too
                return
            self.found.words_of_client(says["rest"], text)
            return
        if self.section == "citaat" and text.endswith(":") and not QUOTE.search(text):
            self.section = None  # 'Dit hebben we besproken:' is said about what follows; that is no longer the client
        if self.section == "citaat":
            self.found.words_of_client(text)
            return
        if self.section in ("doel", "actie"):
            self.item(text, bullet=bullet)
            return
        if self.section in ("smart", "waarom", "overslaan"):
            self.found.left_out(text, {"smart": "smart", "waarom": "waarom"}.get(self.section, "buiten_plan"))
            return
        self.prose(text)

    def item(self, text: str, *, bullet: bool) -> None:
        """A line under a heading of goals or actions."""
        assert self.section is not None
        whole = whole_quote(text) is not None
        follows = self.found.last is not None and self.found.last["soort"] == self.section and not bullet
        if whole and self.found.last is not None and follows:
            self.found.quotes(text)  # a quotation beneath a goal explains it; it is no second goal
            return
        if (
            TOLD.match(text)
            and self.section == "doel"
            and re.search(r"\b(?:zegt|zei|vertelt|vertelde|geeft aan|gaf aan)\b", text)
            and not bullet
        ):
            if not self.found.quotes(text):
                self.found.leave(text, "naverteld")
            return
        if follows and self.found.last is not None and text[:1].islower():
            self.found.last["tekst"] = f"{self.found.last['tekst']} {text}"
            return
        self.found.put(self.section, text)

    def prose(self, text: str) -> None:
        """Running text outside any known part: only what says of itself that it is a goal or action is taken."""
        for sentence in sentences(text):
            if goal := GOAL_SENTENCE.match(sentence):
                self.found.put("doel", goal["rest"])
            elif action := ACTION_SENTENCE.match(sentence):
                self.found.put("actie", action["rest"])
            elif self.found.quotes(sentence):
                continue
            else:
                self.found.leave(sentence, may_be(sentence, letter=self.letter.seen))
