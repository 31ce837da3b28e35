"""assistant.engine.chunking: from a document to passages a reader can be shown.

In: one CorpusDocument.   Out: passages, each a verbatim slice of its text.
A passage is a section under its heading. A longer section is cut between sentences, with one sentence of overlap; a list, a table and
the line that announces it stay together. No passage begins in the middle of a sentence.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

from assistant.domain.guidance import CorpusDocument, Passage

MAX_WORDS = 180
"""Longest passage. Chosen in tests/quality (figures in docs/zoeken.md): longer ones blur, shorter ones lose their subject."""
OVERLAP_WORDS = 40
"""A sentence longer than this is not repeated in the next passage."""
VERSION = "2"
"""Raised when the same document would be cut differently: an index made with another version is rebuilt."""

_ABBREVIATIONS = frozenset(
    [
        "bijv",
        "bv",
        "d.w.z",
        "dwz",
        "o.a",
        "oa",
        "enz",
        "etc",
        "e.d",
        "m.b.t",
        "m.n",
        "n.a.v",
        "i.v.m",
        "t.a.v",
        "t.o.v",
        "i.p.v",
        "i.o",
        "z.g",
        "zgn",
        "o.m",
        "a.u.b",
        "dr",
        "mr",
        "drs",
        "ir",
        "ing",
        "prof",
        "mw",
        "mevr",
        "dhr",
        "nr",
        "blz",
        "pag",
        "p",
        "pp",
        "art",
        "jl",
        "ca",
        "incl",
        "excl",
        "max",
        "min",
        "tel",
        "vgl",
        "resp",
        "jr",
        "sr",
        "st",
        "vs",
        "fig",
        "afb",
        "hfst",
        "par",
        "red",
        "m.m.v",
        "n.v.t",
        "w.o",
        "t.z.t",
        "t.b.v",
        "m.u.v",
    ]
)
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_LIST = re.compile(r"^[ \t]*(?:[-*•–+]|\d{1,2}[.)]|[a-z][.)])[ \t]+")
_TABLE = re.compile(r"^[ \t]*\|")
_WORD = re.compile(r"\w+")


def words_in(text: str) -> int:
    return len(_WORD.findall(text))


def sentences(text: str, begin: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield (begin, end) of every sentence of `text[begin:end]`, without the white space around it. Nothing for white space alone."""
    stop = len(text) if end is None else end
    start = begin
    for match in _END.finditer(text, begin, stop):
        after = text[match.end() : min(match.end() + 4, stop)].lstrip()
        if after and after[0].islower():
            continue
        before = re.search(r"[\w.]*$", text[max(start, match.start() - 12) : match.start()])
        word = before[0].rstrip(".").lower() if before else ""
        if match[0] == "." and (word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, stop)


def _trimmed(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if end > begin:
        yield begin, end


def _blocks(text: str, begin: int, end: int) -> list[tuple[int, int, str]]:
    """Paragraphs ('tekst') and whole lists or tables ('geheel') with the line that announces them, in order."""
    found: list[tuple[int, int, str]] = []
    at = begin
    current: tuple[int, int, str] | None = None
    for line in text[begin:end].splitlines(keepends=True):
        line_end = at + len(line)
        bare = line.strip()
        kind = "geheel" if _LIST.match(line) or _TABLE.match(line) else "tekst"
        if not bare:
            if current is not None and current[2] == "tekst":
                found.append(current)
                current = None
        elif current is None:
            current = (at, line_end, kind)
        elif current[2] == "geheel" and kind == "tekst":
            if text[at] in " \t" and text[current[1] - 1 : at].count("\n") < 2:  # an indented line belongs to its list item
                current = (current[0], line_end, "geheel")
            else:
                found.append(current)
                current = (at, line_end, kind)
        elif current[2] == "tekst" and kind == "geheel" and not text[current[0] : current[1]].rstrip().endswith(":"):
            found.append(current)
            current = (at, line_end, kind)
        else:
            current = (current[0], line_end, "geheel" if kind == "geheel" else current[2])
        at = line_end
    if current is not None:
        found.append(current)
    joined: list[tuple[int, int, str]] = []
    for block in found:  # "Drie stappen:" and the list under it, also with an empty line between
        if joined and block[2] == "geheel" and joined[-1][2] == "tekst" and text[joined[-1][0] : joined[-1][1]].rstrip().endswith(":"):
            before = joined.pop()
            *first, last = list(sentences(text, before[0], before[1]))
            if first:
                joined.append((before[0], first[-1][1], "tekst"))
            joined.append((last[0], block[1], "geheel"))
        else:
            joined.append(block)
    return joined


def _units(text: str, begin: int, end: int, max_words: int) -> Iterator[tuple[int, int, bool]]:
    """(begin, end, may be repeated) of what is never cut: a sentence, or a whole list or table that fits."""
    for a, b, kind in _blocks(text, begin, end):
        if kind == "geheel":
            if words_in(text[a:b]) <= 2 * max_words:
                for x, y in _trimmed(text, a, b):
                    yield x, y, False
            else:  # a list of pages: cut between its items
                start = a
                for match in re.finditer(r"(?m)^(?=[ \t]*(?:[-*•–+]|\d{1,2}[.)]|\|)[ \t]*)", text[a:b]):
                    if match.start() and a + match.start() > start:
                        for x, y in _trimmed(text, start, a + match.start()):
                            yield x, y, False
                        start = a + match.start()
                for x, y in _trimmed(text, start, b):
                    yield x, y, False
        else:
            for x, y in sentences(text, a, b):
                yield x, y, True


def sections(document: CorpusDocument) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """(begin, end, heading path) of the text under each heading. The document's own title is not part of the path."""
    path: list[tuple[int, str]] = []
    at = document.begin
    for offset, level, heading in document.koppen:
        yield at, offset, tuple(h for _, h in path)
        path = [item for item in path if item[0] < level]
        if heading.strip() != document.titel.strip() or level > 1:
            path.append((level, heading))
        line_end = document.tekst.find("\n", offset)
        at = len(document.tekst) if line_end < 0 else line_end + 1
    yield at, len(document.tekst), tuple(h for _, h in path)


def passages_of(document: CorpusDocument, *, max_words: int = MAX_WORDS) -> tuple[Passage, ...]:
    """Cut `document` into passages, in reading order. Empty: it has no text under any heading."""
    out: list[Passage] = []
    seen: dict[str, int] = {}
    for begin, end, path in sections(document):
        questions = document.voorbeeldvragen.get(path[-1], ()) if path else ()
        for a, b in _pack(document.tekst, begin, end, max_words):
            text = document.tekst[a:b]
            ident = passage_id(document.id, text)
            seen[ident] = seen.get(ident, 0) + 1
            out.append(
                Passage(
                    id=ident if seen[ident] == 1 else f"{ident}-{seen[ident]}",
                    document=document.id,
                    titel=document.titel,
                    kop=path,
                    pagina=_page(document, a),
                    begin=a,
                    eind=b,
                    tekst=text,
                    soort_bron=document.soort_bron,
                    leefgebieden=document.leefgebieden,
                    settings=document.settings,
                    thema=document.thema,
                    basistaak=document.basistaak,
                    herkomst=document.herkomst,
                    zekerheid=document.zekerheid,
                    zoektermen=questions,
                )
            )
    return tuple(out)


def _pack(text: str, begin: int, end: int, max_words: int) -> Iterator[tuple[int, int]]:
    units = list(_units(text, begin, end, max_words))
    if not units:
        return
    start, stop, count = 0, 0, 0
    for number, (a, b, _) in enumerate(units):
        size = words_in(text[a:b])
        if number > start and count + size > max_words:
            yield units[start][0], units[stop][1]
            last_a, last_b, repeat = units[stop]
            repeat = repeat and stop > start and words_in(text[last_a:last_b]) <= OVERLAP_WORDS
            start = stop if repeat else number
            count = words_in(text[last_a:last_b]) if repeat else 0
        stop = number
        count += size
    yield units[start][0], units[stop][1]


def passage_id(document_id: str, text: str) -> str:
    """The same text in the same document has the same id, whatever its place, spacing or line ends."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    return "p-" + hashlib.sha256(f"{document_id}\0{plain}".encode()).hexdigest()[:16]


def text_hash(text: str) -> str:
    """What a saved citation keeps beside the id, to see later whether the source changed."""
    return hashlib.sha256(" ".join(unicodedata.normalize("NFKC", text).split()).encode()).hexdigest()[:16]


def _page(document: CorpusDocument, offset: int) -> int | None:
    page = None
    for begin, number in document.paginas:
        if begin > offset:
            break
        page = number
    return page
