"""assistant.adapters.corpus_files: the documents on disk. Ours (handleiding_corpus/) and those the organisation added (gegevens/corpus).

A document of ours is a Markdown file with front matter between two lines `+++` (TOML); its text is the file itself, so that every offset
can
be checked with any editor. An added document is two files: <id>.txt, the text as it was read, and <id>.json, what is known about it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.domain.guidance import SOORTEN_BRON, CorpusDocument
from assistant.errors import ContentError, DocumentNotWritten, NotThere

_KEYS = {"id", "titel", "soort_bron", "thema", "basistaak", "leefgebieden", "settings", "zekerheid", "versie", "bronnen", "taal"}
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.M)
_ID = re.compile(r"^[a-z0-9][a-z0-9-]{0,120}$")
_HINT = "Herstel het bestand; `krachtgesprek corpus controleer` kijkt alle documenten na."


class CorpusFiles:
    """CorpusSource on two folders.

    Args:
        added: where added documents are kept (gegevens/corpus). None: only ours.
        shipped: our own documents. None: those of the installed package.
    """

    def __init__(self, added: Path | None = None, shipped: Path | None = None) -> None:
        self.added = added
        self._shipped: Traversable = shipped if shipped is not None else resources.files("handleiding_corpus")

    # -- reading ---------------------------------------------------------------------------------

    def documents(self) -> tuple[CorpusDocument, ...]:
        """All documents, shipped first, each sorted by id. Raises ContentError with file and key."""
        ours = [self._read_shipped(file) for file in self._shipped_files()]
        mine = [self._read_added(path) for path in self._added_files()]
        found: dict[str, CorpusDocument] = {}
        for document in [*ours, *mine]:
            if document.id in found:
                raise ContentError(f"Het document-id {document.id!r} komt twee keer voor.", hint="Geef één van beide een andere id.")
            found[document.id] = document
        return tuple(found.values())

    def digests(self) -> dict[str, str]:
        """Document id (by file name) -> sha256 of everything the document is made of. Cheap: nothing is parsed."""
        out: dict[str, str] = {}
        for file in self._shipped_files():
            parts = [file.read_bytes()]
            side = self._shipped.joinpath("vragen").joinpath(file.name.removesuffix(".md") + ".toml")
            if side.is_file():
                parts.append(side.read_bytes())
            out[file.name.removesuffix(".md")] = hashlib.sha256(b"\0".join(parts)).hexdigest()
        for path in self._added_files():
            try:
                out[path.stem] = hashlib.sha256(path.read_bytes() + b"\0" + path.with_suffix(".txt").read_bytes()).hexdigest()
            except OSError:
                out[path.stem] = "onleesbaar"
        return out

    def mistakes(self) -> tuple[ContentError, ...]:
        """Every mistake in every document, not only the first. Empty: all is well."""
        found: list[ContentError] = []
        for file in self._shipped_files():
            try:
                self._read_shipped(file)
            except ContentError as error:
                found.append(error)
        for path in self._added_files():
            try:
                self._read_added(path)
            except ContentError as error:
                found.append(error)
        return tuple(found)

    def get(self, document_id: str) -> CorpusDocument:
        """One document. Raises NotThere."""
        if _ID.match(document_id):
            file = self._shipped.joinpath(f"{document_id}.md")
            if file.is_file():
                return self._read_shipped(file)
            if self.added is not None and (self.added / f"{document_id}.json").is_file():
                return self._read_added(self.added / f"{document_id}.json")
        raise NotThere(
            f"Het document {document_id!r} staat niet in de handleiding.", hint="`krachtgesprek corpus lijst` toont alle documenten."
        )

    def _shipped_files(self) -> list[Traversable]:
        try:
            files = [item for item in self._shipped.iterdir() if item.name.endswith(".md") and item.name != "README.md"]
        except OSError:
            raise ContentError("De map handleiding_corpus ontbreekt.", hint="Installeer het programma opnieuw.") from None
        return sorted(files, key=lambda item: item.name)

    def _added_files(self) -> list[Path]:
        if self.added is None or not self.added.is_dir():
            return []
        return sorted(path for path in self.added.glob("*.json") if _ID.match(path.stem))

    def _read_shipped(self, file: Traversable) -> CorpusDocument:
        shown = f"handleiding_corpus/{file.name}"
        try:
            text = file.read_bytes().decode("utf-8").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError):
            raise ContentError(f"{shown} is niet te lezen als UTF-8.", hint=_HINT) from None
        if not text.startswith("+++\n") or (end := text.find("\n+++\n", 3)) < 0:
            raise ContentError(f"{shown}: de kop tussen +++ ontbreekt.", hint=_HINT)
        meta = _toml(text[4:end], shown, 1)
        for key in ("id", "titel"):
            if not isinstance(meta.get(key), str) or not meta[key].strip():
                raise ContentError(f"{shown}: de sleutel {key!r} ontbreekt of is leeg.", hint=_HINT)
        if meta["id"] != file.name.removesuffix(".md"):
            raise ContentError(f"{shown}: de sleutel 'id' is {meta['id']!r}; die moet gelijk zijn aan de bestandsnaam.", hint=_HINT)
        if unknown := sorted(set(meta) - _KEYS):
            raise ContentError(f"{shown}: de sleutel {unknown[0]!r} is niet bekend.", hint=_HINT)
        for key in ("leefgebieden", "settings"):
            if not isinstance(meta.get(key, []), list) or not all(isinstance(item, str) for item in meta.get(key, [])):
                raise ContentError(f"{shown}: de sleutel {key!r} moet een lijst met teksten zijn.", hint=_HINT)
        if meta.get("soort_bron", "eigen_tekst") not in SOORTEN_BRON:
            raise ContentError(f"{shown}: 'soort_bron' is {meta['soort_bron']!r}; kies uit {', '.join(SOORTEN_BRON)}.", hint=_HINT)
        begin = end + len("\n+++\n")
        headings = tuple((m.start(), len(m[1]), m[2]) for m in _HEADING.finditer(text, begin))
        names = [name for _, _, name in headings]
        return _document(
            shown,
            id=meta["id"],
            titel=meta["titel"],
            soort_bron=meta.get("soort_bron", "eigen_tekst"),
            tekst=text,
            koppen=headings,
            leefgebieden=tuple(meta.get("leefgebieden", ())),
            settings=tuple(meta.get("settings", ())),
            thema=meta.get("thema", ""),
            basistaak=meta.get("basistaak", 0),
            zekerheid=meta.get("zekerheid", ""),
            bronnen=tuple(f"{b.get('titel', b.get('code', ''))}" for b in meta.get("bronnen", ())),
            taal=meta.get("taal", "nl"),
            versie=str(meta.get("versie", "")),
            bestand=file.name,
            begin=begin,
            voorbeeldvragen=self._questions(file.name.removesuffix(".md"), names),
        )

    def _questions(self, document_id: str, headings: list[str]) -> dict[str, tuple[str, ...]]:
        file = self._shipped.joinpath("vragen").joinpath(f"{document_id}.toml")
        if not file.is_file():
            return {}
        shown = f"handleiding_corpus/vragen/{document_id}.toml"
        data = _toml(file.read_bytes().decode("utf-8", "replace"), shown, 0)
        out: dict[str, tuple[str, ...]] = {}
        for item in data.get("passages", ()):
            heading, questions = item.get("kop"), item.get("vragen")
            if heading not in headings:
                raise ContentError(
                    f"{shown}: de kop {heading!r} staat niet in {document_id}.md.", hint="Maak 'kop' letterlijk gelijk aan de kop."
                )
            if not isinstance(questions, list) or not all(isinstance(q, str) and q.strip() for q in questions):
                raise ContentError(f"{shown}: 'vragen' bij {heading!r} moet een lijst met teksten zijn.", hint=_HINT)
            out[heading] = (*out.get(heading, ()), *questions)
        return out

    def _read_added(self, path: Path) -> CorpusDocument:
        try:
            meta = json.loads(path.read_text(encoding="utf-8"))
            text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        except (OSError, ValueError):
            raise ContentError(
                f"Het toegevoegde document {path.stem!r} is beschadigd.",
                hint=f"Verwijder het met `krachtgesprek corpus verwijder {path.stem}` en voeg het opnieuw toe.",
            ) from None
        meta.pop("sha256", None)
        return _document(path.name, **{**meta, "id": path.stem, "tekst": text, "herkomst": "toegevoegd"})

    # -- writing ---------------------------------------------------------------------------------

    def add(self, document: CorpusDocument) -> CorpusDocument:
        """Keep a document that was read; one with the same id is replaced. Raises DocumentNotWritten."""
        if self.added is None:
            raise DocumentNotWritten("Er is geen gegevensmap om documenten in te bewaren.")
        meta = document.replace(herkomst="toegevoegd").model_dump(mode="json", exclude={"tekst", "id"})
        meta["sha256"] = hashlib.sha256(document.tekst.encode()).hexdigest()
        try:
            self.added.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(self.added / f"{document.id}.txt", document.tekst.encode())
            _write(self.added / f"{document.id}.json", json.dumps(meta, ensure_ascii=False, indent=1).encode())
        except OSError as error:
            raise DocumentNotWritten(
                "Het document kan niet in de gegevensmap worden bewaard.",
                hint="Is de schijf vol, of de map alleen-lezen?",
                details=type(error).__name__,
            ) from None
        return document.replace(herkomst="toegevoegd")

    def remove(self, document_id: str) -> None:
        """Raises NotThere for an unknown id and for a document that ships with the program."""
        if self.added is None or not _ID.match(document_id) or not (self.added / f"{document_id}.json").exists():
            if _ID.match(document_id) and self._shipped.joinpath(f"{document_id}.md").is_file():
                raise NotThere(
                    f"{document_id!r} hoort bij het programma en kan niet worden verwijderd.",
                    hint="Alleen toegevoegde documenten kunnen weg.",
                )
            raise NotThere(f"Er is geen toegevoegd document {document_id!r}.", hint="`krachtgesprek corpus lijst` toont alle documenten.")
        try:
            (self.added / f"{document_id}.json").unlink()
            (self.added / f"{document_id}.txt").unlink(missing_ok=True)
        except OSError as error:
            raise DocumentNotWritten(
                "Het document kan niet worden verwijderd.", hint="Is de map alleen-lezen?", details=type(error).__name__
            ) from None


def _toml(text: str, shown: str, offset: int) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+), column (\d+)", str(error))
        where = f"regel {int(place[1]) + offset}, kolom {place[2]}" if place else "het einde"
        raise ContentError(f"{shown}: {where} is geen geldige TOML.", hint=_HINT) from None


def _document(shown: str, **fields: Any) -> CorpusDocument:
    try:
        return CorpusDocument.model_validate(fields)
    except ValidationError as error:
        key = ".".join(str(part) for part in error.errors(include_input=False, include_url=False)[0]["loc"])
        raise ContentError(f"{shown}: de sleutel {key!r} heeft een verkeerde vorm.", hint=_HINT) from None


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(path.name + ".nieuw")
    with open(temporary, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
