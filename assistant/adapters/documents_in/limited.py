"""assistant.adapters.documents_in.limited: reading a strange file in a process of its own, with little memory, little time and nothing
to write.

A hostile or broken file can at most end that process; the program gets one sentence about it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.domain.guidance import CorpusDocument
from assistant.errors import DocumentUnreadable, UnknownForm

FORMS = {
    ".pdf": "pdf", ".docx": "docx", ".odt": "odt", ".epub": "epub", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".md": "md", ".markdown": "md", ".txt": "txt", ".text": "txt",
}  # fmt: skip
MAX_BYTES = 100_000_000
WALL_SECONDS = 15.0
STARTED = 1.0
"""Seconds on the processor. A reader that had less when the wall clock ran out has hardly begun: the machine is busy with other work."""
PATIENCE = 4
"""So many times the wall clock for such a reader."""
MAX_REPLY = 60_000_000

_SENTENCES = {
    "versleuteld": ("Het bestand is beveiligd met een wachtwoord.", "Haal de beveiliging eraf en voeg het dan opnieuw toe."),
    "scan": (
        "Dit is een scan: er zitten plaatjes in en geen tekst.",
        "Laat er eerst tekst van maken (OCR), bijvoorbeeld met de scanner of met ocrmypdf, en voeg dat bestand toe.",
    ),
    "leeg": ("Er staat geen tekst in dit bestand.", "Is dit het goede bestand?"),
    "bom": ("Het bestand is uitgepakt veel te groot; het wordt niet gelezen.", "Vertrouwt u de afzender? Vraag om een gewone pdf."),
    "pad": ("Het bestand bevat onveilige bestandsnamen; het wordt niet gelezen.", "Vertrouwt u de afzender?"),
    "entiteit": (
        "Het bestand bevat verwijzingen die niet in een gewoon document horen; het wordt niet gelezen.",
        "Vertrouwt u de afzender?",
    ),
    "soort": ("De inhoud past niet bij de naam van het bestand.", "Klopt de extensie?"),
    "stuk": ("Het bestand is beschadigd of niet te begrijpen.", "Open het in het programma waarin het is gemaakt en bewaar het opnieuw."),
    "geheugen": ("Het bestand vraagt te veel geheugen om te lezen.", "Splits het in delen, of bewaar het als gewone tekst."),
    "tijd": ("Het lezen duurt te lang en is gestopt.", "Splits het bestand in delen, of bewaar het als gewone tekst."),
}


def _unreadable(code: str) -> DocumentUnreadable:
    message, hint = _SENTENCES.get(code, _SENTENCES["stuk"])
    return DocumentUnreadable(message, hint=hint, details=code)


class LimitedReader:
    """DocumentReader.

    Args:
        wall_s: after this the reading process is ended, whatever it is doing.
    """

    def __init__(self, *, wall_s: float = WALL_SECONDS) -> None:
        self._wall = wall_s

    def read(self, path: str) -> CorpusDocument:
        return self.read_with_warnings(path)[0]

    def read_with_warnings(self, path: str) -> tuple[CorpusDocument, tuple[str, ...]]:
        """The document, and remarks for whoever added it. Raises UnknownForm, DocumentUnreadable."""
        place = Path(path)
        form = self._gate(place)
        reply = self._ask(place, form)
        if "fout" in reply:
            raise _unreadable(str(reply["fout"]))
        try:
            text = str(reply["tekst"])
            title = str(reply.get("titel") or "").strip() or _title_of(place)
            document = CorpusDocument(
                id=document_id(place.stem, text),
                titel=title[:200],
                soort_bron="anders",
                tekst=text,
                koppen=tuple((int(a), int(b), str(c)) for a, b, c in reply["koppen"]),
                paginas=tuple((int(a), int(b)) for a, b in reply["paginas"]),
                bestand=place.name,
                herkomst="toegevoegd",
            )
        except (KeyError, TypeError, ValueError, ValidationError):
            raise _unreadable("stuk") from None
        return document, tuple(str(note) for note in reply.get("opmerkingen", ()))

    def _gate(self, place: Path) -> str:
        form = FORMS.get(place.suffix.lower())
        if form is None:
            what = f"Bestanden van het soort {place.suffix} worden niet gelezen."
            if not place.suffix:
                what = f"{place.name or place} is een map." if place.is_dir() else "Een bestand zonder extensie wordt niet gelezen."
            raise UnknownForm(what, hint="Kies een bestand dat eindigt op .pdf, .docx, .odt, .epub, .html, .md of .txt.")
        try:
            facts = place.stat()
        except (OSError, ValueError):
            raise DocumentUnreadable(f"Het bestand {place.name} is er niet of mag niet gelezen worden.", hint="Klopt het pad?") from None
        if not stat.S_ISREG(facts.st_mode):
            raise DocumentUnreadable(f"{place.name} is geen gewoon bestand.", hint="Kies een bestand, geen map of apparaat.")
        if facts.st_size > MAX_BYTES:
            raise DocumentUnreadable(f"{place.name} is groter dan {MAX_BYTES // 1_000_000} MB.", hint="Splits het bestand in delen.")
        if facts.st_size == 0:
            raise _unreadable("leeg")
        return form

    def _wait(self, process: subprocess.Popen[bytes]) -> bytes:
        """What the reader said. Raises DocumentUnreadable when its time is over.

        The clock on the wall says little on a busy machine, so a reader that has hardly had its turn may go on for a while. What it may
        use of the processor is limited in the reader itself.
        """
        rounds = 0
        while True:
            try:
                return process.communicate(timeout=self._wall)[0]
            except subprocess.TimeoutExpired:
                rounds += 1
                used = _cpu_seconds(process.pid)
                if used is None or used > STARTED or rounds >= PATIENCE:
                    process.kill()
                    process.communicate()
                    raise _unreadable("tijd") from None

    def _ask(self, place: Path, form: str) -> dict[str, Any]:
        # little of our environment goes along: the reader needs no settings and no keys
        env = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG") if name in os.environ}
        env |= {
            "PYTHONPATH": os.pathsep.join(part for part in sys.path if part),
            "OMP_NUM_THREADS": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUTF8": "1",
        }
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", "assistant.adapters.documents_in.child", form, str(place.resolve())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=env,
                start_new_session=os.name == "posix",
            )
        except OSError:
            raise DocumentUnreadable("Het leesproces start niet.", hint="Draai `krachtgesprek dokter`.") from None
        out = self._wait(process)
        if len(out) > MAX_REPLY:
            raise _unreadable("bom")
        try:
            reply = json.loads(out)
            if isinstance(reply, dict):
                return reply
        except ValueError:
            pass
        # killed by its limits: SIGXCPU (24) is time, anything else out of the blue is memory or a crash of a parser
        raise _unreadable("tijd" if process.returncode == -24 else "geheugen" if process.returncode in (-9, -6) else "stuk")


def _cpu_seconds(pid: int) -> float | None:
    """Processor time a process has had. None: this system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return None


def document_id(stem: str, text: str) -> str:
    """From the file's name when it has letters, so that a new edition of the same file replaces the old one; else from the text."""
    plain = unicodedata.normalize("NFKD", stem.lower())
    plain = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")[:80]
    letters = sum(c.isalpha() for c in plain)
    if letters < 3:
        plain = f"document-{hashlib.sha256(text.encode()).hexdigest()[:10]}"
    return f"eigen-{plain}"


def _title_of(place: Path) -> str:
    return re.sub(r"[_-]+", " ", place.stem).strip().capitalize() or "Document"
