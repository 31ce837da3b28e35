"""assistant.engine.inlezen_lines: the lines of a document as a person sees them, and the rows and cells among them.

In:    text as a reader of documents gives it, or one line or cell of it.   Out: lines with broken sentences joined, one 'key: value' a line, halves
       of one table side by side; cells; the parts of a cell; 'wie' and 'wanneer' cut off a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.engine.inlezen_quotes import QUOTE
from assistant.engine.inlezen_words import BULLET, STARS, Words, key_value

_INLINE_FIELD = re.compile(
    r"[\s(,;|/–—-]*\b(?P<key>door wie|wie|voor wanneer|wanneer|deadline|uiterlijk|datum|waar)\s*[:=]\s*", re.IGNORECASE
)

_SIGNED = re.compile(r"(?:akkoord|handtekening(?:en)?|ondertekening|paraaf)\b", re.IGNORECASE)
"""Words of a form that never belong to the line before them, also where a reader of PDF put them behind it: 'Akkoord: ja / nee'."""


def prepared(text: str, words: Words) -> list[str]:
    """Lines as a person sees them: broken sentences joined, 'key: value' pairs each on a line, halves of one table side by side."""
    out: list[str] = []
    for line in _unwrapped(text):
        out += [line] if is_row(line) else _one_key_a_line(line, words)
    return _joined_tables(out)


def _one_key_a_line(line: str, words: Words) -> list[str]:
    """'Doel 1: … Actie: … Wie: …' on one line (readers of documents join lines): one line for each. Quotations stay whole."""
    quoted = [m.span() for m in QUOTE.finditer(line)]
    cuts = []
    for m in re.finditer(r":(?:\s|$)", line):
        if any(a <= m.start() < b for a, b in quoted):
            continue
        for size in (5, 4, 3, 2, 1):
            before = re.search(rf"(?:^|(?<=[\s(]))((?:[\w’'/-]+ ?){{{size}}}?)$", line[: m.start()])
            if before and before[1][:1].isupper() and (kind := words.kind(before[1])) and kind != "waar":
                alone = before.start(1) == 0 or re.search(r"[.!?]\s*$", line[: before.start(1)])
                if kind == "overslaan" and not alone and not _SIGNED.match(before[1]):
                    break  # 'de begeleider: …' in the middle of a sentence
                cuts.append(before.start(1))
                break
    cuts = [c for c in cuts if line[:c].strip(" -–•*(")]
    places = [0, *cuts, len(line)]
    return [line[a:b].strip() if cuts else line for a, b in pairwise(places)]


def _joined_tables(lines: Sequence[str]) -> list[str]:
    """Tables of which a reader gave the columns apart (PDF) are laid over each other when no cell meets another."""
    blocks: list[tuple[int, int, list[list[str]]]] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and is_row(lines[end]):
            end += 1
        if end > at:
            blocks.append((at, end, [cells_raw(row) for row in lines[at:end]]))
        at = max(end, at + 1)
    for one, other in pairwise(blocks):
        a, b = one[2], other[2]
        same = len(a) == len(b) > 1 and {len(r) for r in a} == {len(r) for r in b} and len({len(r) for r in a}) == 1
        if same and all(not (x and y) for row, twin in zip(a, b, strict=True) for x, y in zip(row, twin, strict=True)):
            merged = ["| " + " | ".join(x or y for x, y in zip(r, s, strict=True)) + " |" for r, s in zip(a, b, strict=True)]
            rest = [*lines[: one[0]], *merged, *lines[one[1] : other[0]], *lines[other[1] :]]
            return _joined_tables(rest)
    return list(lines)


def _unwrapped(text: str) -> list[str]:
    """Lines, with sentences that were broken over lines put together again."""
    out: list[str] = []
    for line in text.split("\n"):
        bare = line.strip()
        joins = (
            bool(out)
            and bool(bare)
            and len(out[-1].strip()) >= 60
            and bare[:1].islower()
            and not BULLET.match(bare)
            and not is_row(bare)
            and not is_row(out[-1].rstrip())
            and not re.search(r"[.!?:;]$", out[-1].strip())
            and not key_value(bare)
        )
        if joins:
            out[-1] = f"{out[-1].rstrip()} {bare}"
        else:
            out.append(line)
    return out


# -- rows and cells ------------------------------------------------------------------------------


def is_row(line: str) -> bool:
    text = line.strip()
    return (text.startswith("|") and text.count("|") >= 2) or "\t" in line.lstrip() or bool(re.match(r"^[^|]+\|[^|]+\|", text))


def cells(line: str) -> list[str]:
    text = STARS.sub(r"\2", line.lstrip() if "\t" in line.lstrip() else line.strip())
    parts = cells_raw(text) if "|" in text else text.split("\t")
    return [re.sub(r"<br\s*/?>", "\n", part).strip() for part in parts]


def cells_raw(line: str) -> list[str]:
    """Cells with the empty ones at the ends."""
    text = line.strip()
    return [part.strip() for part in text[1 if text.startswith("|") else 0 : -1 if text.endswith("|") else None].split("|")]


def nth_part(value: str, number: int, many: int) -> str:
    """The part of a cell that belongs to the n-th action in it; the whole cell when it has not as many parts."""
    parts = split_cell(value)
    return parts[number] if len(parts) == many else value


def split_cell(cell: str) -> list[str]:
    """The lines or bullets in one cell of a table."""
    lines = [
        part.strip() for part in re.split(r"\n|\s/\s|(?<=[.;])\s+(?=[-•–]\s)|\s+[•●▪]\s+|(?:^|\s)(?=\d[.)]\s+[A-Z])", cell) if part.strip()
    ]
    return [BULLET.sub("", line).strip() for line in lines]


# -- fields in a line ----------------------------------------------------------------------------


def take_fields(text: str) -> tuple[str, dict[str, str]]:
    """Cut 'wie: …' and 'wanneer: …' off a line: (the rest, fields)."""
    marks = list(_INLINE_FIELD.finditer(text))
    if not marks or not text[: marks[0].start()].strip():
        return text, {}
    fields: dict[str, str] = {}
    for number, m in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        name = "wie" if "wie" in m["key"].lower() else "waar" if m["key"].lower() == "waar" else "wanneer"
        value = text[m.end() : end].strip().rstrip(";,|/–—-").strip()
        value = value[:-1] if re.search(r"(?:[a-zà-ÿ]{2}|\d|\))\.$", value) else value  # 'dhr. B.' keeps its point
        fields[name] = (value if value.count("(") == value.count(")") else value.strip("()")).strip()
    fields.pop("waar", None)
    return text[: marks[0].start()].strip().rstrip(",;(–—-").strip(), fields
