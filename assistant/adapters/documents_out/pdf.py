"""assistant.adapters.documents_out.pdf: the sheet as tagged PDF (PDF/UA-1: headings, reading order, Dutch, real text), by typst.

The page is laid out in blad.typ; the sheet goes in as JSON through sys.inputs, so no file with a client's words is made on the way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from assistant.engine.sheet_parts import sheet_texts
from assistant.errors import DocumentNotWritten

HERE = Path(__file__).resolve().parent
_BEYOND = re.compile("[\u0700-\u074f\u0780-\u109f\u1100-\u1cff\u2e80-\ua6ff\uac00-\ufaff\U00010000-\U0001efff]")
"""Scripts our own letters do not hold (Ethiopic, Indic, Thai, Chinese …): then the computer's letters help."""
_compilers: dict[bool, Any] = {}
_lock = Lock()


def _compiler(system: bool) -> Any:
    """One compiler with our letters only, one with the computer's as well: reading all of a computer's letters takes a second or more."""
    if system not in _compilers:
        import typst

        fonts = typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=[str(HERE / "lettertypen")])
        _compilers[system] = typst.Compiler(str(HERE / "blad.typ"), root=str(HERE), font_paths=fonts)
    return _compilers[system]


class PdfWriter:
    """DocumentWriter for PDF. Same sheet, same bytes."""

    form = "pdf"

    def __init__(self, papier: str = "a4") -> None:
        self.papier = papier

    def write(self, blad: Mapping[str, Any]) -> bytes:
        made: bytes = self._compile(blad, "pdf")
        return made

    def pictures(self, blad: Mapping[str, Any], *, ppi: float = 72.0) -> list[bytes]:
        """The pages as PNG, to look at."""
        found = self._compile(blad, "png", ppi=ppi)
        return found if isinstance(found, list) else [found]

    def _compile(self, blad: Mapping[str, Any], form: str, ppi: float | None = None) -> Any:
        import typst

        made = datetime.fromisoformat(str(blad["gemaakt_op"]))
        data = {"blad": json.dumps(blad, ensure_ascii=False).encode("utf-8", "replace").decode(), "papier": self.papier}
        extra: dict[str, Any] = {"pdf_standards": ["ua-1"], "timestamp": int(made.timestamp())} if form == "pdf" else {"ppi": ppi}
        with _lock:
            try:
                compiler = _compiler(any(_BEYOND.search(text) for text in sheet_texts(blad)))
                return compiler.compile(format=form, sys_inputs=data, **extra)
            except typst.TypstError as error:
                # the message of typst may quote the data: only its kind is kept
                raise DocumentNotWritten(
                    "De PDF is niet gemaakt.", hint="Probeer --als html of --als docx.", details=type(error).__name__
                ) from None
