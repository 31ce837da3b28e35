"""assistant.adapters.documents_out.word: the sheet as a Word document with real headings, lists and tables, to go on writing in."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Blok = Mapping[str, Any]
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TURNS = {3: 180, 6: 90, 8: 270}
"""Exif orientation -> degrees clockwise."""
FONT = "Verdana"
"""On every Windows and Mac, wide and clear; our own letters cannot travel inside a Word file with every reader."""


class WordWriter:
    form = "docx"

    def write(self, blad: Mapping[str, Any]) -> bytes:
        return _Page(blad).bytes()


class _Page:
    def __init__(self, blad: Mapping[str, Any]) -> None:
        import docx
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        self.blad = blad
        self.large = blad["voor"] == "client"
        self.doc = docx.Document()
        section = self.doc.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin, section.bottom_margin = Mm(18), Mm(18)
        sizes = {
            "Normal": 13 if self.large else 10,
            "Title": 26 if self.large else 20,
            "Heading 1": 16 if self.large else 13,
            "Heading 2": 13 if self.large else 11,
        }
        for name, size in sizes.items():
            style = self.doc.styles[name]
            style.font.name, style.font.size = FONT, Pt(size)
            style.font.color.rgb = RGBColor(0, 0, 0)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(key), None)
            fonts.set(qn("w:hAnsi"), FONT)
            language = style.element.rPr.makeelement(qn("w:lang"), {qn("w:val"): "nl-NL"})
            style.element.rPr.append(language)
        for language in self.doc.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), "nl-NL")
        properties = self.doc.core_properties
        properties.title, properties.language, properties.author, properties.comments = blad["titel"], "nl-NL", "", ""
        made = datetime.fromisoformat(blad["gemaakt_op"]).astimezone(UTC).replace(tzinfo=None)
        properties.created = properties.modified = made
        properties.last_modified_by = ""

    def bytes(self) -> bytes:
        self.doc.add_paragraph(self._clean(self.blad["titel"]), style="Title")
        line = " · ".join(x for x in (self.blad["naam"], self.blad["datum"]) if x)
        self._p(line)
        for block in self.blad["blokken"]:
            getattr(self, f"_{block['soort']}")(block)
        self.doc.sections[0].footer.paragraphs[0].text = " · ".join(x for x in (self.blad["voet"], self._clean(self.blad["kenmerk"])) if x)
        out = io.BytesIO()
        self.doc.save(out)
        return out.getvalue()

    # -- small things ----------------------------------------------------------------------------

    def _clean(self, text: str) -> str:
        return _NOT_XML.sub("", text)

    def _p(self, text: str = "", *, bold: bool = False, style: str | None = None, place: Any = None) -> Any:
        where = place if place is not None else self.doc
        paragraph = where.add_paragraph(style=style)
        if text:
            run = paragraph.add_run(self._clean(text))
            run.bold = bold or None
        return paragraph

    def _head(self, text: str, level: int) -> None:
        self.doc.add_heading(self._clean(text), level=level)

    def _bullets(self, items: list[str], place: Any = None) -> None:
        for item in items:
            self._p(item, style="List Bullet", place=place)

    def _table(self, rows: int, columns: int, place: Any = None, grid: bool = True) -> Any:
        table = (place or self.doc).add_table(rows=rows, cols=columns)
        if grid:
            table.style = self.doc.styles["Table Grid"]
        return table

    def _rows(self, rows: list[Blok], place: Any = None) -> None:
        for row in rows:
            paragraph = self._p(place=place)
            paragraph.add_run(self._clean(row["kop"]) + " ").bold = True
            paragraph.add_run(self._clean(f"({row['tekst']})" if row["leeg"] and row["tekst"] else row["tekst"]))

    def _under(self, groups: list[Blok], place: Any = None) -> None:
        for group in groups:
            self._p(group["kop"], bold=True, place=place)
            self._bullets(group["items"], place)

    def _write_lines(self, number: int, place: Any = None) -> None:
        for _ in range(number):
            self._p("_" * 44, place=place)

    # -- the blocks ------------------------------------------------------------------------------

    def _kop(self, b: Blok) -> None:
        self._head(b["tekst"], 2 if b.get("onder") else 1)

    def _tekst(self, b: Blok) -> None:
        self._p(f"({b['tekst']})" if b["stijl"] == "leeg" else b["tekst"])

    def _citaten(self, b: Blok) -> None:
        if b["kop"]:
            self._head(b["kop"], 2)
        self._bullets([f"‘{i['tekst']}’" + (f" ({i['bij']})" if i["bij"] else "") for i in b["items"]])

    def _tijden(self, b: Blok) -> None:
        table = self._table(2, len(b["kolommen"]))
        for n, column in enumerate(b["kolommen"]):
            table.rows[0].cells[n].paragraphs[0].add_run(self._clean(column["kop"])).bold = True
            cell = table.rows[1].cells[n]
            for k, item in enumerate(column["items"]):
                text = f"{'○ ' if item['omgeving'] else ''}{item['stam']}: ‘{item['tekst']}’"
                if k == 0:
                    cell.paragraphs[0].add_run(self._clean(text))
                else:
                    self._p(text, place=cell)
        self._p()

    def _doel(self, b: Blok) -> None:
        self._head(b["kop"], 1)
        self._p(b["tekst"], bold=True)
        self._rows([{"kop": b["waarom_kop"] + ":", "tekst": b["waarom"], "leeg": b["waarom_leeg"]}, *b["velden"]])
        self._under(b["onder"])

    def _stap(self, b: Blok) -> None:
        self._head(b["kop"], 2)
        cell = self._table(1, 1).rows[0].cells[0]
        first = cell.paragraphs[0]
        first.add_run("☑ " if b["gedaan"] else "☐ ")
        first.add_run(self._clean(b["tekst"])).bold = True
        self._rows(b["regels"], cell)
        if b["keuzes"]:
            self._p(b["keuze_vraag"] + "   " + "   ".join(f"☐ {k}" for k in b["keuzes"]), place=cell)
        self._under(b["onder"], cell)
        self._p()

    def _lijst(self, b: Blok) -> None:
        if b["kop"]:
            self._head(b["kop"], 1)
        self._bullets(b["items"])

    def _vakken(self, b: Blok) -> None:
        from docx.enum.table import WD_ROW_HEIGHT_RULE
        from docx.shared import Mm

        rows = -(-len(b["items"]) // 2)
        table = self._table(rows, 2)
        for n, box in enumerate(b["items"]):
            cell = table.rows[n // 2].cells[n % 2]
            cell.paragraphs[0].style = self.doc.styles["Heading 1"]
            cell.paragraphs[0].add_run(self._clean(box["kop"]))
            self._p(box["vraag"], place=cell)
            for line in box["regels"]:
                self._p(f"‘{line}’", place=cell)
        for row in table.rows:
            row.height, row.height_rule = Mm(60), WD_ROW_HEIGHT_RULE.AT_LEAST
        self._p()

    def _fotos(self, b: Blok) -> None:
        from docx.shared import Mm

        self._head(b["kop"], 2)
        for item in b["items"]:
            shape = self.doc.add_picture(io.BytesIO(base64.b64decode(item["data"])), width=Mm(80))
            if item["draai"] in _TURNS:  # word processors do not look at what a camera wrote
                shape._inline.graphic.graphicData.pic.spPr.get_or_add_xfrm().set("rot", str(_TURNS[item["draai"]] * 60_000))
            shape._inline.docPr.set("descr", self._clean(item["alt"]))
            if item["tekst"]:
                self._p(item["tekst"])

    def _eenstap(self, b: Blok) -> None:
        cell = self._table(1, 1).rows[0].cells[0]
        cell.paragraphs[0].style = self.doc.styles["Heading 1"]
        cell.paragraphs[0].add_run(self._clean(b["kop"]))
        self._p(b["tekst"], bold=not b["leeg"], place=cell)
        if b["leeg"]:
            self._write_lines(1, cell)
        self._rows([{**r, "tekst": r["tekst"] or "_" * 24, "leeg": False} for r in b["regels"]], cell)

    def _net(self, b: Blok) -> None:
        """The lists that follow hold the same names; a drawing would be a picture without words here."""

    def _velden(self, b: Blok) -> None:
        self._rows(b["items"])

    def _ideeen(self, b: Blok) -> None:
        self._head(b["kop"], 1)
        self._p(b["uitleg"])
        for item in b["items"]:
            self._p(item["tekst"] + (f" ({item['bij']})" if item["bij"] else ""), style="List Number")
        for _ in range(b["lege"]):
            self._p("_" * 30, style="List Number")

    def _schrijf(self, b: Blok) -> None:
        if b["kop"]:
            self._head(b["kop"], 2)
        self._write_lines(b["aantal"])

    def _ruimte(self, b: Blok) -> None:
        self._p(f"({b['tekst']})")

    def _akkoord(self, b: Blok) -> None:
        for item in b["items"]:
            self._p(f"☐ {item}   {b['datum']} ______________")
