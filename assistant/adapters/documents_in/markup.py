"""assistant.adapters.documents_in.markup: HTML, Markdown and plain text (with whatever a scanner left in it)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.adapters.documents_in.shape import Block, Refused, clean, heading_like, join_hyphens, left_out, without_running_lines

_BULLET = re.compile(r"^\s*(?:[-*•–·▪◦«»]|e(?=\s+[a-zà-ÿ]))\s+(?=\S)")
_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+(?=\S)")
_SUB_NUMBER = re.compile(r"^[ \t]+(?:\d{1,2}\.\d{1,2}\.?|[a-z]\))\s+(?=\S)")
_MARKDOWN_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$")
_NAMED = re.compile(r"^(?:[^\W\d_]+ ){0,2}[^\W\d_]+(?: \d{1,2})?:(?:\s|$)")
"""'doel: …', 'Actie 2: …', 'door wie: …': a line that begins with what it holds; never the rest of a sentence or of a list above it."""
ANSWER_WORDS = 12
"""A question is taken for a heading when at least so many words stand under it."""
_SKIP = {
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "button",
    "svg",
    "iframe",
    "object",
    "embed",
    "head",
    "select",
}
_BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "main",
    "blockquote",
    "pre",
    "figure",
    "figcaption",
    "address",
    "dd",
    "dt",
    "center",
    "body",
    "td",
    "th",
    "li",
}


def blocks_of(data: bytes, form: str) -> tuple[list[Block], str, list[str]]:
    """(blocks, title, remarks). Raises Refused for binary data."""
    text, notes = decode(data, form)
    if form == "html":
        blocks, title = html_blocks(text)
        if re.search(r"<(?:nav|header|footer|aside)[\s>]", text, re.I):
            notes.append("Weggelaten: menu, kop en voet van de webpagina.")
        return blocks, title, notes
    if form == "md":
        return list(markdown_blocks(text)), "", notes
    sheets = text_sheets(text)
    kept = without_running_lines(sheets) if len(sheets) > 1 else sheets
    return list(_with_pages(kept)), "", notes + left_out((), sheets, kept)


def decode(data: bytes, form: str = "txt") -> tuple[str, list[str]]:
    """Text in the right signs: BOM, UTF-8, what an HTML page declares, else a guess, with a remark when it was one."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(name), []
            except UnicodeDecodeError:
                raise Refused("stuk") from None
    if b"\0" in data[:100_000]:
        raise Refused("soort")
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    if form == "html" and (declared := re.search(rb"charset=[\"']?([A-Za-z0-9_-]{3,20})", data[:2_000])):
        try:
            return data.decode(declared[1].decode("ascii")), []
        except (LookupError, UnicodeDecodeError):
            pass
    from charset_normalizer import from_bytes

    best = from_bytes(data[:400_000], cp_isolation=["cp1252", "latin_1", "cp850", "mac_roman", "utf_16", "iso8859_15"]).best()
    name = best.encoding if best is not None else "cp1252"
    if (
        name in ("latin_1", "iso8859_15", "mac_roman", "cp850")
        and re.search(rb"[\x80\x91-\x97]", data)
        and not re.search(rb"[\x81\x8d\x8f\x90\x9d]", data)
    ):
        name = "cp1252"  # euro sign and curly quotes: Windows, whatever the statistics say
    text = data.decode(name, "replace")
    if sum(c == "\ufffd" for c in text) > len(text) / 100:
        raise Refused("soort")
    return text, [f"De tekens zijn gelezen als {name}; kijk of é en € kloppen."]


# -- plain text ------------------------------------------------------------------------------


def text_blocks(text: str) -> Iterator[Block]:
    """Paragraphs by empty lines; lines broken in the middle of a sentence are joined; bullets (also misread ones) become lists."""
    sheets = text_sheets(text)
    yield from _with_pages(without_running_lines(sheets) if len(sheets) > 1 else sheets)


def _with_pages(sheets: list[list[Block]]) -> Iterator[Block]:
    for number, blocks in enumerate(sheets, 1):
        if len(sheets) > 1:
            yield ("blad", number, "")
        yield from blocks


def text_sheets(text: str) -> list[list[Block]]:
    """The blocks of every page; a text without form feeds is one page."""
    pages: list[list[Block]] = []
    for sheet in text.replace("\r\n", "\n").replace("\r", "\n").split("\f"):
        blocks: list[Block] = []
        parts = [
            lines
            for part in re.split(r"\n[ \t]*\n+", join_hyphens(sheet))
            if (lines := [line for line in part.split("\n") if line.strip()])
        ]
        for place, lines in enumerate(parts):
            after = " ".join(parts[place + 1]) if place + 1 < len(parts) else ""
            blocks += _paragraph(lines, after)
        pages.append(blocks)
    return pages


def text_blocks_of_page(text: str) -> list[Block]:
    """One page of plain text as blocks."""
    return [block for block in text_blocks(clean(text)) if block[0] != "blad"]


def _paragraph(lines: list[str], after: str) -> list[Block]:
    """The blocks of lines that stand together. `after` is the paragraph that follows: a heading has text under it."""
    if len(lines) == 1 and after and (heading_like(lines[0]) or _asking_heading(lines[0], after)):
        return [("kop", 2, lines[0].strip())]
    if len(lines) > 1 and lines[-1][:1] in " \t" and after and heading_like(lines[-1]) and re.search(r"[.!?]\s*$", lines[-2]):
        return [*_paragraph(lines[:-1], lines[-1]), ("kop", 2, lines[-1].strip())]  # a heading at the top of a page, its page break gone
    out: list[Block] = []
    for line in lines:
        bullet = _BULLET.match(line) or _NUMBER.match(line)
        if bullet and (out and out[-1][0] == "lijst"):
            out[-1] = ("lijst", 0, f"{out[-1][2]}\n{line.strip()}")
        elif bullet:
            out.append(("lijst", 0, line.strip()))
        elif _NAMED.match(line):
            out.append(("tekst", 0, line.strip()))
        elif (
            out
            and out[-1][0] == "lijst"
            and (line[:1] in " \t" or (line.strip()[:1].islower() and not re.search(r"[.!?]\s*$", out[-1][2])))
        ):
            out[-1] = ("lijst", 0, f"{out[-1][2]} {line.strip()}")
        elif out and out[-1][0] == "tekst":
            out[-1] = ("tekst", 0, f"{out[-1][2]} {line.strip()}")
        else:
            out.append(("tekst", 0, line.strip()))
    return out


def _asking_heading(line: str, after: str) -> bool:
    """'Wat is herstel?' above a paragraph. A row of questions is no row of headings."""
    bare = line.strip()
    return bare.endswith("?") and heading_like(bare[:-1]) and not after.rstrip().endswith("?") and len(after.split()) >= ANSWER_WORDS


# -- Markdown --------------------------------------------------------------------------------


def markdown_blocks(text: str) -> Iterator[Block]:
    """Headings (# and underlined), lists, tables and paragraphs; emphasis marks and links become their words. Front matter is left out."""
    text = text.replace("\r\n", "\n")
    for fence in ("---", "+++"):
        if text.startswith(fence + "\n") and (end := text.find(f"\n{fence}\n", 3)) > 0:
            text = text[end + len(fence) + 2 :]
    kind, held = "", list[str]()

    def flush() -> Iterator[Block]:
        nonlocal kind, held
        if held:
            yield (kind, 0, "\n".join(held) if kind in ("lijst", "tabel") else " ".join(held))
        kind, held = "", []

    fenced = False
    for line in text.split("\n"):
        bare = line.strip()
        if bare.startswith(("```", "~~~")):
            fenced = not fenced
            continue
        if fenced:
            if kind != "lijst":
                yield from flush()
                kind = "lijst"
            held.append(line)
            continue
        if found := _MARKDOWN_HEADING.match(line):
            yield from flush()
            yield ("kop", len(found[1]), plain_marks(found[2]))
        elif kind == "tekst" and len(held) == 1 and re.fullmatch(r"=+|-{3,}", bare):
            level, held[:] = (1 if bare[0] == "=" else 2), held
            title, held = held[0], []
            kind = ""
            yield ("kop", level, title)
        elif not bare or re.fullmatch(r"(?:[-*_]\s*){3,}", bare):
            yield from flush()
        elif bare.startswith("|"):
            if kind != "tabel":
                yield from flush()
                kind = "tabel"
            if not re.fullmatch(r"[|:\s-]+", bare):
                held.append(plain_marks(bare))
        elif _BULLET.match(line) or _NUMBER.match(line):
            if kind != "lijst":
                yield from flush()
                kind = "lijst"
            held.append(plain_marks(line.rstrip()))
        elif kind == "lijst" and _SUB_NUMBER.match(line):
            held.append(plain_marks(line.rstrip()))
        elif kind == "lijst" and line[:1] in " \t":
            held[-1] += " " + plain_marks(bare)
        else:
            if kind not in ("tekst", "lijst") or kind == "lijst":
                yield from flush()
                kind = "tekst"
            held.append(plain_marks(bare.removeprefix(">").strip()))
    yield from flush()


def plain_marks(text: str) -> str:
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])", r"\1", text)
    return re.sub(r"</?[a-z][^>]{0,200}>", "", text).replace("\\|", "|")


# -- HTML ------------------------------------------------------------------------------------


def html_blocks(text: str) -> tuple[list[Block], str]:
    """(blocks, title) of an HTML page: what a reader reads, without menus, scripts and page furniture."""
    from lxml import etree
    from lxml import html as lxml_html

    if re.search(r"<!ENTITY", text[:200_000], re.I):
        raise Refused("entiteit")
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.LxmlError, ValueError):
        raise Refused("stuk") from None
    title = " ".join((root.findtext(".//title") or "").split())
    main = root.find(".//main")
    start = main if main is not None and len(" ".join(main.itertext()).split()) > 30 else root
    return list(_walk(start)), title


def _walk(node: Any) -> Iterator[Block]:
    """Depth first without recursion over depth: hostile nesting ends in a limit, not in a crash."""
    held: list[str] = []

    def flush() -> Iterator[Block]:
        words = " ".join("".join(held).split())
        held.clear()
        if words:
            yield ("tekst", 0, words)

    stack: list[tuple[str, Any]] = [("in", node)]
    steps = 0
    while stack:
        steps += 1
        if steps > 3_000_000:
            raise Refused("bom")
        step, item = stack.pop()
        if step == "tail":
            held.append(item)
            continue
        if step == "uit":
            yield from flush()
            continue
        tag = item.tag if isinstance(item.tag, str) else ""
        if not tag or tag in _SKIP:
            continue
        tag = tag.rsplit("}", 1)[-1].lower()
        if re.fullmatch(r"h[1-6]", tag):
            yield from flush()
            words = " ".join("".join(item.itertext()).split())
            if words:
                yield ("kop", int(tag[1]), words)
            continue
        if tag in ("ul", "ol"):
            yield from flush()
            lines = []
            for number, entry in enumerate(item.iter("li"), 1):
                words = " ".join("".join(_own_text(entry)).split())
                if words:
                    lines.append(f"{number}. {words}" if tag == "ol" else f"- {words}")
            if lines:
                yield ("lijst", 0, "\n".join(lines))
            continue
        if tag == "table":
            yield from flush()
            rows = [" | ".join(" ".join("".join(cell.itertext()).split()) for cell in row.iter("td", "th")) for row in item.iter("tr")]
            if rows:
                yield ("tabel", 0, "\n".join(f"| {row} |" for row in rows if row.strip(" |")))
            continue
        if tag == "br":
            held.append(" ")
        block = tag in _BLOCKS
        if block:
            yield from flush()
        if item.text:
            held.append(item.text)
        if block:
            stack.append(("uit", None))
        for child in reversed(item):
            if child.tail:
                stack.append(("tail", child.tail))
            stack.append(("in", child))
    yield from flush()


def _own_text(entry: Any) -> Iterator[str]:
    """Text of a list item without the lists inside it: those items come by themselves."""
    if entry.text:
        yield entry.text
    for child in entry:
        if isinstance(child.tag, str) and child.tag not in ("ul", "ol"):
            yield " ".join(child.itertext())
        if child.tail:
            yield child.tail
