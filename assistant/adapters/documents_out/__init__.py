"""assistant.adapters.documents_out: a sheet (engine.exporting) as PDF, Word, web page, Markdown or calendar, put in a folder safely.

Each writer gives bytes and touches no disk. A client's words are data everywhere: never typst markup, HTML, Markdown or a formula.
"""

from __future__ import annotations

from assistant.adapters.documents_out.calendar import CalendarWriter
from assistant.adapters.documents_out.markdown import MarkdownWriter
from assistant.adapters.documents_out.pdf import PdfWriter
from assistant.adapters.documents_out.safe_file import check_name, csv_cell, put_file
from assistant.adapters.documents_out.webpage import WebpageWriter
from assistant.adapters.documents_out.word import WordWriter
from assistant.engine.ports import DocumentWriter
from assistant.errors import UnknownForm

FORMS = ("pdf", "docx", "html", "md", "ics")

__all__ = [
    "FORMS",
    "CalendarWriter",
    "MarkdownWriter",
    "PdfWriter",
    "WebpageWriter",
    "WordWriter",
    "check_name",
    "csv_cell",
    "put_file",
    "writer",
]


def writer(form: str) -> DocumentWriter:
    """The writer for 'pdf', 'pdf-a5' (the small page), 'docx', 'html', 'md' or 'ics'. Raises UnknownForm."""
    if form == "pdf-a5":
        return PdfWriter("a5")
    made: dict[str, type[DocumentWriter]] = {
        "pdf": PdfWriter,
        "docx": WordWriter,
        "html": WebpageWriter,
        "md": MarkdownWriter,
        "ics": CalendarWriter,
    }
    if form not in made:
        raise UnknownForm(f"Het soort bestand {form!r} kan niet worden gemaakt.", hint=f"Kies uit: {', '.join(FORMS)}.")
    return made[form]()
