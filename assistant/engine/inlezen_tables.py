"""assistant.engine.inlezen_tables: plans in a table: goals, actions, who and when in columns, or a form with a heading in each row.

In:    the rows of one table, cell by cell.   Out: lines, quotes and what is left, put in Found; a cell that is a line of its own goes to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.engine.inlezen_found import Found
from assistant.engine.inlezen_lines import nth_part, split_cell
from assistant.engine.inlezen_quotes import FIRST_PERSON, TOLD
from assistant.engine.inlezen_words import EMPTY, Words, key_value, plain


class Tables:
    """Reads the tables of one plan.

    Args:
        line: reads a row of a single cell, as a line of the document.
        field: reads a row as (key, value).
    """

    def __init__(self, words: Words, found: Found, *, line: Callable[[str], None], field: Callable[[str, str], None]) -> None:
        self.words = words
        self.found = found
        self.line = line
        self.field = field
        self.together: list[dict[str, Any]] = []
        """The lines that stood in one cell of a form."""
        self.wish_is_goal = False
        """Whether the wish a form names is its goal: it names actions, and no goal."""

    def read(self, rows: Sequence[Sequence[str]]) -> None:
        """A table with the kinds of its columns above it, or a form of which every row begins with what it holds."""
        rows = [r for r in rows if not all(re.fullmatch(r"[\s:-]*", c) for c in r)]
        if not rows:
            return
        head = [self.words.kind(c, loose=True) if _could_be_head(c) else None for c in rows[0]]
        named = [k for k in head if k]
        pairs = len(rows[0]) == 2 and len(rows) > 1 and all(self.words.kind(r[0]) or self.words.area(r[0]) for r in rows if r)
        if not pairs and len(named) >= 2 and sum(k in ("doel", "actie", "citaat") for k in named) >= 1 and len(set(named)) >= 2:
            head, around = _with_besluit(head, rows[0]), self.found.area
            for row in rows[1:]:
                filled = list(dict.fromkeys(c.strip() for c in row if c.strip()))
                if len(filled) == 1 and len(row) > 1 and self.names_area(filled[0]):
                    continue  # a row over the whole width that names the leefgebied of the rows below it
                self.row(_dict_of(head, row, rows[0]))
            if "leefgebied" in head:
                self.found.area = around  # the last row says nothing about what stands under the table
            return
        self.form(rows)
        for row in rows:
            cells = [c for c in row if c.strip()]
            if len(cells) == 1:
                self.line(cells[0])
            elif cells and (self.words.kind(cells[0]) or self.words.area(cells[0])):
                self.pair(cells[0], cells[1:])
            elif cells and (kind := self.words.kind(cells[0], loose=True)) and _could_be_head(cells[0]):
                self.pair(kind, cells[1:])
            elif cells:
                self.found.leave(" | ".join(cells))
        self.found.last = None if len(rows) > 1 else self.found.last

    def form(self, rows: Sequence[Sequence[str]]) -> None:
        """What holds for all rows of a form: the one leefgebied it names, wherever it stands, and whether its wish is its goal."""
        heads = [(row[0], next((c for c in row[1:] if c.strip()), "")) for row in rows if row and row[0].strip()]
        areas = [self.words.area(value) for head, value in heads if self.words.kind(head) == "leefgebied"]
        if len(areas) == 1 and areas[0]:
            self.found.area = areas[0]
        kinds = {self.words.kind(head) for head, _ in heads}
        self.wish_is_goal = "actie" in kinds and "doel" not in kinds

    def pair(self, key: str, cells: Sequence[str]) -> None:
        """A row that begins with what it holds. Every line in a cell of goals or actions is one of its own; who and when below belong to
        all of them, or line by line."""
        value, kind = " ".join(cells), self.words.kind(key)
        if kind in ("wie", "wanneer") and len(self.together) > 1:
            for number, line in enumerate(self.together):
                self.found.last = line
                self.found.set_field(kind, nth_part(value, number, len(self.together)))
            return
        if self.wish_is_goal and re.match(r"(?:mijn )?wens(?:en)?\b", plain(key)):
            self.found.put("doel", value)
        begin = len(self.found.regels)
        for part in split_cell(value) if kind in ("doel", "actie") else [value]:
            self.field(key, part)
        if kind in ("doel", "actie"):
            self.together = self.found.regels[begin:]

    def names_area(self, text: str) -> bool:
        """Whether a text is nothing but the name of a leefgebied, bare or after 'Leefgebied:'; then what follows belongs to it."""
        key = key_value(text)
        named = key["value"] if key and key["value"] and self.words.kind(key["key"]) == "leefgebied" else text
        area = self.words.area(named) if len(named.split()) <= 6 and not re.search(r"[.!?;]$", named) else None
        if area:
            self.found.area, self.found.last = area, None
        return area is not None

    def row(self, cells: Mapping[str, str]) -> None:
        area = self.words.area(cells.get("leefgebied", ""))
        if area:
            self.found.area = area
        elif cells.get("leefgebied"):
            self.found.leave(cells["leefgebied"])
        for words in (cells.get("citaat", ""), cells.get("waarom", "")):
            if words and not EMPTY.match(words) and not self.found.quotes(words):
                if FIRST_PERSON.search(words) and not TOLD.match(words):
                    self.found.say(words)
                else:
                    self.found.leave(words, "naverteld" if TOLD.match(words) else "onbekend")
        fields = {k: cells.get(k, "") for k in ("wie", "wanneer")}
        goal = cells.get("doel", "").strip()
        same = next((r for r in self.found.regels if r["soort"] == "doel" and r["tekst"] == goal), None)
        acties = [part for part in split_cell(cells.get("actie", "")) if not EMPTY.match(part)]
        if goal and not EMPTY.match(goal) and same is None:
            for part in split_cell(goal):
                self.found.put("doel", part, **({} if acties else fields))
        for number, part in enumerate(acties):
            many = {k: nth_part(v, number, len(acties)) for k, v in fields.items()}
            self.found.put("actie", part, **many)
        for extra in (cells.get("overslaan", ""), cells.get("waar", ""), cells.get("", "")):
            self.found.leave(extra, "buiten_plan")


def _with_besluit(head: Sequence[str | None], titles: Sequence[str]) -> list[str | None]:
    """In the minutes of a meeting the column 'besluit' beside 'actie' holds what is aimed at; alone it holds what will be done."""
    decided = [n for n, title in enumerate(titles) if re.match(r"besluit", title.strip(), re.IGNORECASE)]
    more = any(kind == "actie" for n, kind in enumerate(head) if n not in decided)
    return ["doel" if n in decided and more and "doel" not in head else kind for n, kind in enumerate(head)]


def _could_be_head(cell: str) -> bool:
    """A heading of a column is short and no sentence."""
    return 0 < len(cell.split()) <= 7 and not cell.rstrip().endswith((".", "!", ";", ",")) and "“" not in cell


def _dict_of(head: Sequence[str | None], row: Sequence[str], titles: Sequence[str]) -> dict[str, str]:
    """Cells by kind; cells of unknown columns under ''. Several columns of one kind are joined."""
    out: dict[str, str] = {}
    for number, cell in enumerate(row):
        kind = head[number] if number < len(head) else None
        key = kind or ""
        text = cell.strip()
        if not text:
            continue
        if kind is None and number < len(titles):
            text = f"{titles[number].strip()}: {text}"
        out[key] = f"{out[key]}\n{text}" if key in out else text
    return out
