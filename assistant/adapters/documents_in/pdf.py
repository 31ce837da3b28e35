"""assistant.adapters.documents_in.pdf: PDF with its reading order, headings, tables and pages.

liteparse orders the text and finds headings and tables; pypdfium2 opens the file first (password, pages) and counts words as a second
opinion.
Running heads and page numbers are taken out here, page by page, because liteparse's own way also drops real sentences that resemble them.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

from assistant.adapters.documents_in.layout import column_blocks, out_of_order, ruled_tables, with_ruled
from assistant.adapters.documents_in.markup import markdown_blocks, text_blocks_of_page
from assistant.adapters.documents_in.shape import Block, Refused, clean, left_out, without_running_lines

MAX_PAGES = 3_000
DIFFERENCE = 0.03
"""More words apart than this part, and the page is taken as plain text, with a remark."""


def blocks_of(data: bytes, form: str) -> tuple[list[Block], str, list[str]]:
    """(blocks, title, remarks). Raises Refused: 'versleuteld', 'scan', 'stuk', 'bom'."""
    if b"%PDF-" not in data[:1024]:
        raise Refused("soort")
    document, plain, pictures, title = _second_opinion(data)
    words = sum(len(text.split()) for text in plain)
    if words < 5 * len(plain) and (pictures or words == 0):
        raise Refused("scan")
    notes: list[str] = []
    try:
        ordered = _ordered(data)
    except Exception:  # noqa: BLE001 - the plain text is still there
        ordered = []
        notes.append("De opmaak is niet te lezen; de tekst is zonder koppen overgenomen.")
    pages: list[list[Block]] = []
    odd, mixed = [], []
    for number, text in enumerate(plain, 1):
        rich = ordered[number - 1] if number - 1 < len(ordered) else ""
        count, other = len(re.findall(r"\w+", clean(text))), len(re.findall(r"\w+", re.sub(r"[|*#_]", " ", clean(rich))))
        if rich and abs(count - other) <= max(DIFFERENCE * max(count, 1), 6):
            blocks_here, crossed = _checked(document, number - 1, list(markdown_blocks(rich)), text)
            pages.append(blocks_here)
            if crossed:
                mixed.append(number)
        else:
            pages.append(text_blocks_of_page(text))
            if rich:
                odd.append(number)
    if mixed:
        notes.append(f"Kijk bladzijde {_shown(mixed)} na: er staan kolommen op; ze zijn na elkaar gelezen.")
    if odd:
        notes.append(f"Kijk bladzijde {_shown(odd)} na: twee manieren van lezen gaven niet dezelfde tekst; de eenvoudigste is gekozen.")
    running = running_lines(plain)
    pages = [without_glued(page, lines) for page, lines in zip(pages, running, strict=True)]
    blocks: list[Block] = []
    kept = without_running_lines(pages)
    notes += left_out((line for lines in running for line in lines), pages, kept)
    for number, page in enumerate(kept, 1):
        blocks.append(("blad", number, ""))
        blocks += page
    if pictures:
        notes.append("Plaatjes zijn niet gelezen; woorden in een plaatje zijn dus niet te vinden.")
    empty = sum(not text.strip() for text in plain)
    if empty and empty < len(plain):
        notes.append(f"{empty} van de {len(plain)} bladzijden hebben geen tekst (plaatjes of scans).")
    return blocks, title, notes


def _shown(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:8])) + (" …" if len(numbers) > 8 else "")


def _checked(document: Any, number: int, rich: list[Block], plain: str) -> tuple[list[Block], bool]:
    """(blocks of page `number`, from 0, were columns laid through each other). The layout reader is kept where the rules and the order of
    the page itself agree with it."""
    import pypdfium2

    try:
        page = document[number]
        if tables := ruled_tables(page):
            rich = with_ruled(rich, tables, plain)
        if not any(kind == "tabel" for kind, _, _ in rich) and out_of_order(rich, plain):
            return column_blocks(page), True
    except (pypdfium2.PdfiumError, ValueError):
        pass
    return rich, False


def _second_opinion(data: bytes) -> tuple[Any, list[str], bool, str]:
    """(the opened document, text per page, are there pictures, title) by pdfium."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(io.BytesIO(data))
    except pypdfium2.PdfiumError as error:
        raise Refused("versleuteld" if "password" in str(error).lower() else "stuk") from None
    if len(document) > MAX_PAGES:
        raise Refused("bom")
    texts, pictures = [], False
    for number in range(len(document)):
        page = document[number]
        texts.append(page.get_textpage().get_text_bounded())
        if number < 5 and not pictures:
            pictures = any(item.type == 3 for item in page.get_objects(max_depth=2))
    try:
        title = " ".join((document.get_metadata_value("Title") or "").split())
    except (pypdfium2.PdfiumError, ValueError):
        title = ""
    if not texts:
        raise Refused("leeg")
    return document, texts, pictures, "" if re.search(r"\.(docx?|odt|pdf|indd)$|^untitled$|^microsoft word", title, re.I) else title


def _ordered(data: bytes) -> list[str]:
    """Markdown per page by liteparse. Nothing is recognised in pictures, nothing is written."""
    import liteparse

    parser = liteparse.LiteParse(
        ocr_enabled=False,
        keep_headers_footers=True,
        quiet=True,
        num_workers=1,
        output_format="markdown",
        extract_links=False,
        extract_images=False,
    )
    result = parser.parse(data)
    return [page.markdown or "" for page in sorted(result.pages, key=lambda page: page.page_num)]


def running_lines(plain: list[str]) -> list[list[str]]:
    """Per page the lines at its top and bottom that most pages have (numbers aside), as they stand there."""

    def bare(line: str) -> str:
        return re.sub(r"\d+", "#", line.lower())

    pages = [[line for line in (" ".join(clean(raw).split()) for raw in re.split(r"[\r\n]+", text)) if line] for text in plain]
    found: list[list[str]] = [[] for _ in pages]
    for side in (0, -1):
        for depth in (0, 1):  # a second line counts only under a first one, and only when it is nearly everywhere
            place = side + (depth if side == 0 else -depth)
            lines = [
                page[place] if len(page) > 1 + depth and len(page[place]) < 160 and (not depth or page[side] in own) else ""
                for page, own in zip(pages, found, strict=True)
            ]
            counts = Counter(bare(line) for line in lines if line)
            enough = max(2, 0.4 * len(pages)) if not depth else max(3, 0.6 * len(pages))
            for line, own in zip(lines, found, strict=True):
                if line and counts[bare(line)] >= enough:
                    own.append(line)
    return found


def without_glued(page: list[Block], lines: list[str]) -> list[Block]:
    """Take running lines off the first and last paragraph, where the layout reader glued them on or kept a part of them."""
    out = list(page)
    for line in lines:
        words = line.split()
        for place in (0, 1, -1, -2):
            if not -len(out) <= place < len(out) or out[place][0] == "tabel":
                continue
            kind, level, text = out[place]
            own = text.split()
            same = next((n for n in range(len(words), 0, -1) if own[:n] == words[:n]), 0) if place >= 0 else 0
            if place < 0:
                same = next((n for n in range(len(words), 0, -1) if own[-n:] == words[-n:]), 0)
            if not same or (same < len(words) and (same < 2 or 2 * same < len(words))):
                continue
            rest = own[same:] if place >= 0 else own[:-same]
            if kind == "lijst" and rest:
                continue
            if rest:
                out[place] = (kind, level, " ".join(rest))
            else:
                del out[place]
            break
    return out
