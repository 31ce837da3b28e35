"""assistant.adapters.documents_in.office: DOCX, ODT and EPUB: zip files with XML inside, looked at before anything is unpacked."""

from __future__ import annotations

import io
import posixpath
import re
import stat
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from assistant.adapters.documents_in.markup import decode, html_blocks
from assistant.adapters.documents_in.shape import Block, Refused

MAX_FILES = 10_000
MAX_UNPACKED = 300_000_000
MAX_PART = 80_000_000
MAX_RATIO = 200
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"  # noqa: E741 - the namespace's own letter
CELL_BREAK = " / "
"""Between the lines of one cell of a table: a row stays one line of text."""
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def blocks_of(data: bytes, form: str) -> tuple[list[Block], str, list[str]]:
    """(blocks, title, remarks). Raises Refused."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":  # an encrypted Office file is a container of another kind
        raise Refused("versleuteld")
    if not data.startswith(b"PK"):
        raise Refused("soort")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused("stuk") from None
    check(archive)
    try:
        if form == "docx":
            return docx_blocks(archive)
        if form == "odt":
            return odt_blocks(archive)
        return epub_blocks(archive)
    except KeyError:
        raise Refused("soort") from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError):
        raise Refused("stuk") from None


def check(archive: zipfile.ZipFile) -> None:
    """Refuse what no office program makes: too many or too large parts, odd names, links, encryption. Unpacks nothing."""
    entries = archive.infolist()
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("bom")
    seen = set()
    for entry in entries:
        name = entry.filename
        if entry.flag_bits & 0x1:
            raise Refused("versleuteld")
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or re.match(r"^[A-Za-z]:", name) or "\0" in name:
            raise Refused("pad")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused("pad")
        if entry.file_size > 1_000_000 and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise Refused("bom")
        if name in seen:
            raise Refused("stuk")
        seen.add(name)


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, never more than the limit, whatever its header says."""
    with archive.open(name) as file:
        data = file.read(MAX_PART + 1)
    if len(data) > MAX_PART:
        raise Refused("bom")
    return data


def xml(data: bytes) -> Any:
    """Parse without entities, DTDs or network. A document type in an office file is refused outright."""
    from lxml import etree

    head = data[:4_000]
    if b"\0" in head:  # UTF-16: look at it as text
        head = head.replace(b"\0", b"")
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", head, re.I):
        raise Refused("entiteit")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("bom" if "huge" in str(error).lower() or "depth" in str(error).lower() else "stuk") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("entiteit")
    return root


# -- DOCX ------------------------------------------------------------------------------------


def docx_blocks(archive: zipfile.ZipFile) -> tuple[list[Block], str, list[str]]:
    body = xml(part(archive, "word/document.xml")).find(f"{W}body")
    if body is None:
        raise Refused("stuk")
    levels = _styles(archive)
    blocks: list[Block] = []
    for item in _paragraphs(body):
        if item.tag == f"{W}tbl":
            rows = [" | ".join(_docx_cells(row)) for row in _inside(item, f"{W}tr")]
            blocks.append(("tabel", 0, "\n".join(f"| {row} |" for row in rows if row.strip(" |"))))
            continue
        text = _docx_text(item)
        if not text.strip():
            continue
        style = item.find(f"{W}pPr/{W}pStyle")
        level = levels.get(style.get(f"{W}val", "") if style is not None else "", 0)
        outline = item.find(f"{W}pPr/{W}outlineLvl")
        if not level and outline is not None and (outline.get(f"{W}val") or "9").isdigit():
            level = int(outline.get(f"{W}val")) + 1
        if 1 <= level <= 6:
            blocks.append(("kop", level, text))
        elif item.find(f"{W}pPr/{W}numPr") is not None or (style is not None and "list" in (style.get(f"{W}val") or "").lower()):
            if blocks and blocks[-1][0] == "lijst":
                blocks[-1] = ("lijst", 0, f"{blocks[-1][2]}\n- {text}")
            else:
                blocks.append(("lijst", 0, f"- {text}"))
        else:
            blocks.append(("tekst", 0, text))
    return blocks, _core_title(archive, "docProps/core.xml"), _docx_left_out(archive)


_BESIDE = {
    "header": "kop- en voetteksten",
    "footer": "kop- en voetteksten",
    "footnotes": "noten",
    "endnotes": "noten",
    "comments": "opmerkingen in de kantlijn",
}


def _docx_left_out(archive: zipfile.ZipFile) -> list[str]:
    """What stands beside the text and is not taken along, as remarks. Empty: there is nothing of the kind."""
    names, pictures = [], 0
    for name in archive.namelist():
        kind = re.match(r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml$", name)
        if kind and _BESIDE[kind[1]] not in names and _has_words(archive, name):
            names.append(_BESIDE[kind[1]])
        pictures += name.startswith("word/media/")
    out = [f"Weggelaten: {' en '.join(names)}."] if names else []
    if pictures:
        out.append("Plaatjes zijn niet gelezen; woorden in een plaatje zijn dus niet te vinden.")
    return out


def _has_words(archive: zipfile.ZipFile, name: str) -> bool:
    try:
        return any(text.strip() for text in xml(part(archive, name)).itertext(f"{W}t"))
    except Refused:
        return False  # it is not taken along anyway


def _paragraphs(body: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also those inside content controls."""
    for item in body:
        if item.tag in (f"{W}p", f"{W}tbl"):
            yield item
        elif item.tag == f"{W}sdt":
            content = item.find(f"{W}sdtContent")
            if content is not None:
                yield from _paragraphs(content)


def _inside(item: Any, tag: str) -> Iterator[Any]:
    """Children with `tag`, also those inside content controls (forms are full of them)."""
    for child in item:
        if child.tag == tag:
            yield child
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _inside(content, tag)


def _docx_cells(row: Any) -> Iterator[str]:
    """The cells of a row; a cell over several columns gives empty ones after it, so that columns stay under their heads."""
    for cell in _inside(row, f"{W}tc"):
        lines = [" ".join(line.split()) for p in cell.iter(f"{W}p") for line in _docx_text(p, line_end="\n").split("\n")]
        yield CELL_BREAK.join(line for line in lines if line)
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        count = span.get(f"{W}val") or "1" if span is not None else "1"
        yield from [""] * (min(int(count), 60) - 1 if count.isdigit() else 0)


def _docx_text(item: Any, *, line_end: str = " ") -> str:
    out = []
    for node in item.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        if node.tag == f"{W}t":
            out.append(node.text or "")
        else:
            out.append("-" if node.tag == f"{W}noBreakHyphen" else " " if node.tag == f"{W}tab" else line_end)
    return "".join(out)


def _styles(archive: zipfile.ZipFile) -> dict[str, int]:
    """Style id -> heading level (title is 1), by outline level or by name in Dutch or English."""
    if "word/styles.xml" not in archive.namelist():
        return {}
    out = {}
    for style in xml(part(archive, "word/styles.xml")).iterfind(f"{W}style"):
        ident = style.get(f"{W}styleId", "")
        label = style.find(f"{W}name")
        name = (label.get(f"{W}val", "") if label is not None else "").lower()
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        if found := re.fullmatch(r"(?:heading|kop|kopje)\s*(\d)", name):
            out[ident] = int(found[1])
        elif name in ("title", "titel"):
            out[ident] = 1
        elif outline is not None and (outline.get(f"{W}val") or "").isdigit():
            out[ident] = int(outline.get(f"{W}val")) + 1
    return out


def _core_title(archive: zipfile.ZipFile, name: str) -> str:
    if name not in archive.namelist():
        return ""
    try:
        found = xml(part(archive, name)).find(".//{http://purl.org/dc/elements/1.1/}title")
    except Refused:
        return ""
    return " ".join((found.text or "").split()) if found is not None else ""


# -- ODT -------------------------------------------------------------------------------------


def odt_blocks(archive: zipfile.ZipFile) -> tuple[list[Block], str, list[str]]:
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
    if b"encryption-data" in manifest[:2_000_000]:
        raise Refused("versleuteld")
    body = xml(part(archive, "content.xml")).find(f"{O}body/{O}text")
    if body is None:
        raise Refused("soort")
    return list(_odt(body)), _core_title(archive, "meta.xml"), []


def _odt(body: Any) -> Iterator[Block]:
    for item in body:
        if item.tag == f"{T}h":
            level = item.get(f"{T}outline-level") or "1"
            yield ("kop", int(level) if level.isdigit() else 1, _odt_text(item))
        elif item.tag == f"{T}p":
            yield ("tekst", 0, _odt_text(item))
        elif item.tag == f"{T}list":
            lines = [f"- {' '.join(_odt_text(p).split())}" for p in item.iter(f"{T}p", f"{T}h") if _odt_text(p).strip()]
            if lines:
                yield ("lijst", 0, "\n".join(lines))
        elif item.tag == f"{TABLE}table":
            rows = [" | ".join(_odt_cell(cell) for cell in row.iterfind(f"{TABLE}table-cell")) for row in item.iter(f"{TABLE}table-row")]
            yield ("tabel", 0, "\n".join(f"| {row} |" for row in rows if row.strip(" |")))
        elif item.tag in (f"{T}section", f"{T}index-body"):
            yield from _odt(item)


def _odt_cell(cell: Any) -> str:
    lines = [" ".join(_odt_text(p).split()) for p in cell.iter(f"{T}p", f"{T}h")]
    return CELL_BREAK.join(line for line in lines if line)


def _odt_text(item: Any) -> str:
    out = [item.text or ""]
    for child in item:
        if child.tag == f"{T}s":
            count = child.get(f"{T}c") or "1"
            out.append(" " * min(int(count) if count.isdigit() else 1, 20))
        elif child.tag in (f"{T}tab", f"{T}line-break"):
            out.append(" ")
        elif isinstance(child.tag, str) and child.tag not in (f"{T}note", f"{O}annotation", f"{T}tracked-changes"):
            out.append(_odt_text(child))
        out.append(child.tail or "")
    return "".join(out)


# -- EPUB ------------------------------------------------------------------------------------


def epub_blocks(archive: zipfile.ZipFile) -> tuple[list[Block], str, list[str]]:
    if (
        "META-INF/encryption.xml" in archive.namelist()
        and b"EncryptedData" in part(archive, "META-INF/encryption.xml")
        and "META-INF/rights.xml" in archive.namelist()
    ):
        raise Refused("versleuteld")
    container = xml(part(archive, "META-INF/container.xml"))
    rootfile = container.find(".//{*}rootfile")
    if rootfile is None:
        raise Refused("soort")
    place = rootfile.get("full-path") or ""
    package = xml(part(archive, place))
    files = {item.get("id"): item.get("href") or "" for item in package.iterfind(".//{*}manifest/{*}item")}
    blocks: list[Block] = []
    read = 0
    for ref in package.iterfind(".//{*}spine/{*}itemref"):
        href = files.get(ref.get("idref"), "")
        name = posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(href.split("#")[0])))
        if name not in archive.namelist():
            continue
        data = part(archive, name)
        read += len(data)
        if read > MAX_UNPACKED // 3:
            raise Refused("bom")
        blocks += html_blocks(decode(data, "html")[0])[0]
    title = package.find(".//{http://purl.org/dc/elements/1.1/}title")
    return blocks, " ".join((title.text or "").split()) if title is not None else "", []
