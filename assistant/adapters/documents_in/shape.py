"""assistant.adapters.documents_in.shape: what every parser gives, and how it becomes one plain text with headings and pages.

A block is (kind, level or page, text): 'kop' with level 1-6, 'tekst', 'lijst' and 'tabel' with their lines, and 'blad' where a page begins.
Words are never corrected: what a scanner misread stays misread, so that a quotation is what the document says.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

Block = tuple[str, int, str]


class Refused(Exception):
    """The file is not read. `code`: a key of `limited._SENTENCES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_DROP = dict.fromkeys(
    [
        *range(0x09),
        0x0B,
        *range(0x0E, 0x20),
        0x7F,
        *range(0x80, 0xA0),
        0x200B,
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
    ]
)
_LINE_END_HYPHEN = re.compile(r"(?<=\w)[\u00ad\ufffe\u2010]\s*(?=\w)")
_HARD_HYPHEN = re.compile(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])")
_PAGE_LINE = re.compile(r"^\W*(?:(?:pagina|blz\.?|p\.|page)\s*)?\d{1,4}(?:\s*(?:/|van|of)\s*\d{1,4})?\W*$", re.I)
_SENTENCE_END = re.compile(r"[.!?:;…\"'”’)\]]\s*$")


def clean(text: str) -> str:
    """NFC, Unix line ends, ligatures as letters, no control, direction or private characters; soft hyphens at line ends joined."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    text = _LINE_END_HYPHEN.sub("", text).replace("\u00ad", "")
    text = text.translate(_DROP).replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\u00a0", " ").replace("\u202f", " ")
    for sign, letters in _LIGATURES.items():
        text = text.replace(sign, letters)
    text = unicodedata.normalize("NFC", text)
    return "".join(c for c in text if not 0xD800 <= ord(c) < 0xE000 and not 0xE000 <= ord(c) < 0xF900)


def join_hyphens(text: str) -> str:
    """Join a word that was broken with a plain hyphen at a line end, when the text writes the whole word elsewhere or never with a
    hyphen."""
    whole = set(re.findall(r"[a-zà-ÿ]{4,}", text.lower()))
    dashed = set(re.findall(r"[a-zà-ÿ]+-[a-zà-ÿ]+", text.replace("-\n", " ").lower()))

    def mend(match: re.Match[str]) -> str:
        before, after = match[1], match[2]
        if f"{before}-{after}".lower() in dashed:
            return f"{before}-{after}"
        if (before + after).lower() in whole or len(after) <= 3 or len(before) <= 3:
            return before + after
        return f"{before}{after}" if before[-1].islower() and after[0].islower() else f"{before}-{after}"

    return re.sub(r"([A-Za-zÀ-ÿ]+)-\n[ \t]*([a-zà-ÿ]+)", mend, text)


def without_running_lines(pages: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """Drop page numbers and what stands at the top or bottom of most pages (numbers left out of the comparison).

    Only first and last two blocks of a page are looked at, so a sentence in the text that resembles the running head stays.
    """

    def bare(text: str) -> str:
        return re.sub(r"\d+", "#", " ".join(text.lower().split()))

    counts: Counter[str] = Counter()
    for page in pages:
        edge = [*page[:2], *page[-2:]] if len(page) > 4 else list(page)
        counts.update({bare(text) for kind, _, text in edge if kind != "tabel" and len(text) < 160})
    often = {text for text, n in counts.items() if n >= max(2, 0.4 * len(pages))}
    out: list[list[Block]] = []
    for page in pages:
        kept = []
        for place, block in enumerate(page):
            edge_block = place < 2 or place >= len(page) - 2
            if edge_block and block[0] != "tabel" and (bare(block[2]) in often or _PAGE_LINE.match(block[2].strip())):
                continue
            kept.append(block)
        out.append(kept)
    return out


def left_out(running: Iterable[str], before: Sequence[Sequence[Block]], after: Sequence[Sequence[Block]]) -> list[str]:
    """One remark about what stood at the top and bottom of the pages and was not taken along. Empty: nothing was.

    Args:
        running: lines that were taken off paragraphs.
        before, after: the blocks of each page, with and without page furniture.
    """
    dropped = [*running, *(block[2] for page, kept in zip(before, after, strict=True) for block in page if block not in kept)]
    lines: dict[str, str] = {}
    numbers = False
    for text in dropped:
        line = " ".join(text.split())
        if not line or _PAGE_LINE.match(line):
            numbers = numbers or bool(line)
        else:
            lines.setdefault(re.sub(r"\d+", "#", line.lower()), line if len(line) <= 60 else line[:57].rsplit(" ", 1)[0] + " …")
    shown = [f"‘{line}’" for line in list(lines.values())[:3]]
    parts = [f"regels die op veel bladzijden terugkomen ({', '.join(shown)}{', …' if len(lines) > 3 else ''})"] if shown else []
    if numbers:
        parts.append("bladzijdenummers")
    return [f"Weggelaten: {' en '.join(parts)}."] if parts else []


def compose(blocks: Iterable[Block]) -> tuple[str, list[tuple[int, int, str]], list[tuple[int, int]]]:
    """(text, headings as (offset, level, text), pages as (offset, number)). A paragraph that runs over a page is joined."""
    parts: list[str] = []
    headings: list[tuple[int, int, str]] = []
    pages: list[tuple[int, int]] = []
    at = 0
    waiting: list[int] = []
    last = ""
    for kind, level, raw in blocks:
        if kind == "blad":
            waiting.append(level)
            continue
        text = clean(raw).strip("\n")
        text = "\n".join(line.rstrip() for line in text.split("\n")) if kind in ("lijst", "tabel") else " ".join(text.split())
        if not text.strip():
            continue
        runs_on = (
            kind == "tekst" and last == "tekst" and bool(waiting) and parts and not _SENTENCE_END.search(parts[-1]) and text[0].islower()
        )
        glue = "" if not parts else " " if runs_on else "\n\n"
        parts.append(glue)
        at += len(glue)
        pages += [(at, number) for number in waiting]
        waiting = []
        if kind == "kop":
            headings.append((at, min(max(level, 1), 6), text))
        parts.append(text)
        at += len(text)
        last = kind
    return "".join(parts) + "\n", headings, pages


def heading_like(line: str) -> bool:
    """A short line without end mark that begins with a capital or a number: how plain text writes its headings."""
    bare = line.strip()
    return (
        2 < len(bare) <= 80
        and len(bare.split()) <= 10
        and not re.search(r"[.!?;:,]$|www\.|https?:|@", bare)
        and bool(re.match(r"^(?:\d+(?:\.\d+)*\.?\s+)?[A-ZÀ-Þ]", bare))
        and sum(c.isalpha() for c in bare) >= 0.6 * len(bare.replace(" ", ""))
    )
