"""assistant.adapters.documents_in.layout: a PDF page as its own lines and places give it: ruled tables by their rules, columns one by one.

A second opinion on the layout reader. That one may lay two columns or two tables through each other, and then somebody's words are no
longer what the document says. Places are in points, from the bottom left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from assistant.adapters.documents_in.shape import Block, clean

THIN = 4.5
"""Thickest rule of a table; what is thicker is a box."""
NEAR = 3.0
"""Rules this far apart still meet."""
BREAKS, BREAK_PART = 3, 0.015
"""From this many places, and this part of the words, where neighbours are no neighbours in the document, a page was read in the wrong order."""

_BULLET = re.compile(r"^\s*(?:[-–—•●▪◦‣·*+→➢►○☐☑✓✔□■]\s|\(?\d{1,2}[.)]\s|[a-z]\)\s)")

Rule = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(frozen=True)
class Ruled:
    """A table with rules around its cells. `rows`: words per cell, '' for what is part of the cell before it."""

    top: float
    rows: tuple[tuple[str, ...], ...]

    @property
    def letters(self) -> str:
        return "".join(squash(cell) for row in self.rows for cell in row)

    @property
    def words(self) -> set[str]:
        return {word for row in self.rows for cell in row for word in _words(cell)}

    @property
    def block(self) -> Block:
        return ("tabel", 0, "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in self.rows))


def squash(text: str) -> str:
    """Only letters and digits: what two readers must agree on."""
    return "".join(c for c in clean(text).lower() if c.isalnum())


def _words(text: str) -> list[str]:
    return [word for word in map(squash, clean(text).split()) if word]


# -- order ---------------------------------------------------------------------------------------


def out_of_order(rich: Iterable[Block], plain: str) -> bool:
    """Whether a reader put words beside each other, within one stretch, that are not beside each other in the document."""
    whole = squash(plain)
    many = breaks = 0
    for kind, _, text in rich:
        if kind == "tabel":
            continue
        words = _words(text)
        many += len(words)
        breaks += sum(f"{one}{other}" not in whole for one, other in pairwise(words))
    return breaks >= BREAKS and breaks >= BREAK_PART * many


# -- tables --------------------------------------------------------------------------------------


def ruled_tables(page: Any) -> list[Ruled]:
    """The tables on a pypdfium2 page that have rules around their cells, from top to bottom."""
    flat: list[Rule] = []
    upright: list[Rule] = []
    for item in page.get_objects(filter=[2], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        wide, high = right - left, top - bottom
        if high <= THIN and wide >= 12:
            flat.append((left, bottom, right, top))
        elif wide <= THIN and high >= 6:
            upright.append((left, bottom, right, top))
    if len(flat) > 2_000 or len(upright) > 2_000:
        return []  # a drawing
    words = page.get_textpage()
    found = [table for group in _together(flat, upright) if (table := _table(group, words)) is not None]
    return sorted(found, key=lambda table: -table.top)


def _meet(one: Rule, other: Rule) -> bool:
    return one[0] <= other[2] + NEAR and other[0] <= one[2] + NEAR and one[1] <= other[3] + NEAR and other[1] <= one[3] + NEAR


def _together(flat: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that touch each other, directly or through others: (flat, upright) per group."""
    left: list[tuple[bool, Rule]] = [*((True, r) for r in flat), *((False, r) for r in upright)]
    groups = []
    while left:
        group = [left.pop()]
        for _, rule in group:  # grows while it is walked
            near = [item for item in left if _meet(rule, item[1])]
            group += near
            left = [item for item in left if item not in near]
        groups.append(([r for is_flat, r in group if is_flat], [r for is_flat, r in group if not is_flat]))
    return groups


def _lines(places: Iterable[float]) -> list[float]:
    """Places that are one line taken together, from low to high."""
    out: list[list[float]] = []
    for place in sorted(places):
        if out and place - out[-1][-1] <= THIN:
            out[-1].append(place)
        else:
            out.append([place])
    return [sum(group) / len(group) for group in out]


def _table(group: tuple[list[Rule], list[Rule]], words: Any) -> Ruled | None:
    flat, upright = group
    ys = _lines((r[1] + r[3]) / 2 for r in flat)[::-1]
    xs = _lines((r[0] + r[2]) / 2 for r in upright)
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > 4_000:
        return None

    def parted(x: float, low: float, high: float) -> bool:
        mid = (low + high) / 2
        return any(abs((r[0] + r[2]) / 2 - x) <= THIN and r[1] - NEAR <= mid <= r[3] + NEAR for r in upright)

    def floor(y: float, left: float, right: float) -> bool:
        mid = (left + right) / 2
        return any(abs((r[1] + r[3]) / 2 - y) <= THIN and r[0] - NEAR <= mid <= r[2] + NEAR for r in flat)

    rows: list[tuple[str, ...]] = []
    taken: set[tuple[int, int]] = set()
    for row in range(len(ys) - 1):
        cells = []
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                cells.append("")
                continue
            last, deep = column, row
            while last + 2 < len(xs) and not parted(xs[last + 1], ys[row + 1], ys[row]):
                last += 1
            while deep + 2 < len(ys) and not floor(ys[deep + 1], xs[column], xs[last + 1]):
                deep += 1
            taken |= {(r, c) for r in range(row, deep + 1) for c in range(column, last + 1)}
            text = words.get_text_bounded(left=xs[column] + 0.5, bottom=ys[deep + 1] + 0.5, right=xs[last + 1] - 0.5, top=ys[row] - 0.5)
            cells.append(_in_cell(text))
        if any(cells):
            rows.append(tuple(cells))
    return Ruled(top=ys[0], rows=tuple(rows)) if rows else None


def _in_cell(text: str) -> str:
    """The words of a cell on one line; a new bullet stays to be seen as one."""
    out = ""
    for line in (" ".join(raw.split()) for raw in re.split(r"[\r\n]+", clean(text))):
        if out and re.match(r"^[-–•●▪◦‣·]\s", line):
            out += f" • {line[1:].strip()}"
        elif line:
            out += f" {line}" if out else line
    return out


def with_ruled(blocks: Sequence[Block], tables: Sequence[Ruled], plain: str) -> list[Block]:
    """`blocks` of a layout reader, with the ruled tables in place of what it made of them.

    They stay as they are when the reader has every cell as it stands in the document, or when its tables hold words from elsewhere too.
    """
    theirs = {squash(cell) for kind, _, text in blocks if kind == "tabel" for cell in text.replace("\n", "|").split("|")}
    cells = [squash(cell) for table in tables for row in table.rows for cell in row if squash(cell)]
    if all(cell in theirs for cell in cells):
        return list(blocks)
    ours = set().union(*(table.words for table in tables))
    whole, inside = squash(plain), "#".join(cells)
    out: list[Block] = []
    waiting = list(tables)
    for block in blocks:
        kind, _, text = block
        words = _words(text)
        if kind == "tabel":
            if sum(word not in ours for word in words) > max(2, 0.1 * len(words)):
                return list(blocks)
            here = True
        else:
            bare = squash(text)
            here = bool(bare) and inside.count(bare) > 0 and whole.count(bare) <= inside.count(bare)
        if not here:
            out.append(block)
            continue
        own = set(words)
        last = max((n for n, table in enumerate(waiting) if len(own & table.words) >= 0.5 * len(table.words & ours)), default=-1)
        if kind != "tabel" and last < 0:
            last = next((n for n, table in enumerate(waiting) if squash(text) in table.letters), -1)
        out += [table.block for table in waiting[: last + 1]]
        del waiting[: last + 1]
    return [*out, *(table.block for table in waiting)]


# -- columns -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Line:
    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def high(self) -> float:
        return self.top - self.bottom


def column_blocks(page: Any) -> list[Block]:
    """The words of a page in the order of the document, as headings, paragraphs and lists by their place and size."""
    lines = list(_page_lines(page))
    if not lines:
        return []
    usual = median(line.high for line in lines)
    steps = [one.bottom - other.bottom for one, other in pairwise(lines) if 0 < one.bottom - other.bottom < 3 * usual]
    step = median(sorted(steps)[: max(1, len(steps) // 2)]) if steps else usual
    out: list[Block] = []
    before: _Line | None = None
    for line in lines:
        big = line.high > 1.15 * usual
        if _BULLET.match(line.text):
            out.append(("lijst", 0, line.text))
        elif before is not None and out and _runs_on(before, line, lines, 1.2 * step):
            kind, level, text = out[-1]
            out[-1] = (kind, level, f"{text} {line.text}")
        else:
            out.append(("kop", 2, line.text) if big else ("tekst", 0, line.text))
        before = line
    return out


def _page_lines(page: Any) -> Iterable[_Line]:
    words = page.get_textpage()
    text = words.get_text_range()
    if words.count_chars() != len(text):  # signs of two units: places would shift
        for raw in re.split(r"[\r\n]+", words.get_text_bounded()):
            if bare := " ".join(clean(raw).split()):
                yield _Line(bare, 0, 0, 0, 0)
        return
    for found in re.finditer(r"[^\r\n]+", text):
        bare = " ".join(clean(found[0]).split())
        boxes = [words.get_charbox(found.start() + n, loose=True) for n, sign in enumerate(found[0]) if not sign.isspace()]
        boxes = [box for box in boxes if box[2] > box[0]]
        if bare and boxes:
            yield _Line(bare, min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _runs_on(before: _Line, line: _Line, lines: Sequence[_Line], step: float) -> bool:
    """Whether `line` goes on with the sentence of the line before it: right below it, and that line had no room left for its first word.

    Args:
        step: most points between two lines of one paragraph.
    """
    if not before.right:
        return line.text[:1].islower()
    if not 0 < before.bottom - line.bottom <= step or abs(before.high - line.high) > 1 or abs(line.left - before.left) > 30:
        return False
    edge = max(other.right for other in lines if other.left < before.right and abs(other.left - before.left) <= 30)
    word = line.text.split()[0]
    return edge - before.right < (line.right - line.left) / max(len(line.text), 1) * (len(word) + 1)
