"""assistant.engine.guiding: what the screens and commands ask of the sources, in the JSON shapes of contract.md.

In: payloads (plain dicts).   Out: plain dicts.
Never: shows text that is not a slice of a document; never logs a question (it may hold a client's words).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from assistant.domain.guidance import SOORTEN_BRON, CorpusDocument, Passage
from assistant.engine import chunking
from assistant.engine.indexing import BuildReport, IndexData, LiveIndex, TextEmbedder
from assistant.engine.ports import Progress
from assistant.engine.retrieving import Retriever, Zoekwoorden, conversation_query, guidance_json, passage_json
from assistant.errors import AssistantError, ContentError, RuleError

MAX_K = 50
MAX_QUESTION = 20_000
AROUND = 700
"""Characters shown before and after a passage."""


class DocumentShelf(Protocol):
    """The documents; see adapters.corpus_files."""

    def documents(self) -> tuple[CorpusDocument, ...]: ...
    def digests(self) -> dict[str, str]: ...
    def get(self, document_id: str) -> CorpusDocument: ...
    def add(self, document: CorpusDocument) -> CorpusDocument: ...
    def remove(self, document_id: str) -> None: ...
    def mistakes(self) -> tuple[ContentError, ...]: ...


class GuidanceDesk:
    """All handlers about the sources.

    Args:
        read: reads one file from outside into a document (with its warnings); may take seconds.
        maskeer: the handler that takes names out of a question, for an embedder that is not on this machine. None: nothing leaves it.
    """

    def __init__(
        self,
        *,
        live: LiveIndex,
        source: DocumentShelf,
        embedder: TextEmbedder | None,
        zoekwoorden: Zoekwoorden,
        read: Callable[[str], tuple[CorpusDocument, tuple[str, ...]]],
        maskeer: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
    ) -> None:
        self.live = live
        self.source = source
        self.embedder = embedder
        self.zoekwoorden = zoekwoorden
        self._read = read
        self._maskeer = maskeer
        self._retriever: tuple[IndexData, Retriever] | None = None
        self._busy: dict[str, Any] = {"bezig": False, "gedaan": 0, "totaal": 0, "wat": ""}
        self._one_build = Lock()

    def retriever(self, progress: Progress | None = None) -> Retriever:
        data = self.live.get(progress)
        if self._retriever is None or self._retriever[0] is not data:
            self._retriever = (data, Retriever(data, self.embedder, self.zoekwoorden))
        return self._retriever[1]

    # -- questions -------------------------------------------------------------------------------

    def zoek(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """{"vraag", "k"?, "leefgebied"?, "setting"?, "basistaak"?, "bekende_namen"?} -> {"niets_gevonden", "passages", "waarom"}."""
        vraag = _text(payload, "vraag")[:MAX_QUESTION]
        if self._maskeer is not None:
            vraag = str(self._maskeer({"tekst": vraag, "bekende_namen": payload.get("bekende_namen") or ()})["tekst"])
        guidance = self.retriever().ask(
            vraag,
            k=_count(payload),
            leefgebied=_optional(payload, "leefgebied"),
            setting=_optional(payload, "setting"),
            basistaak=int(payload.get("basistaak") or 0),
        )
        out = guidance_json(guidance)
        return {"id": payload["id"], **out} if "id" in payload else out

    def leidraad(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Guidance at a moment of the conversation: {"leefgebied"?, "leefgebied_naam"?, "vraag"?, "antwoord"?, "setting"?, "basistaak"?,
        "k"?}.

        The same shape as `zoek`. `niets_gevonden`: show nothing; no passage is better than a poor one.
        """
        query = conversation_query(
            leefgebied=_optional(payload, "leefgebied_naam"), vraag=_optional(payload, "vraag"), antwoord=_optional(payload, "antwoord")
        )
        return self.zoek({**{k: v for k, v in payload.items() if k not in ("id",)}, "vraag": query})

    def passage(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """{"id", "document"?, "hash"?, "kop"?} -> the passage with the text around it, and whether it is still what was cited.

        `toestand`: 'ongewijzigd', 'bron gewijzigd' (the document is there, this text is not; `passage` is then the nearest place in it,
        or null)
        or 'bron verwijderd' (the document is gone; `passage` is null).
        """
        ident = _text(payload, "id")
        data = self.live.get()
        number = data.by_id.get(ident)
        document_id = data.passages[number].document if number is not None else _optional(payload, "document")
        try:
            document = self.source.get(document_id) if document_id else None
        except AssistantError:
            document = None
        if document is None:
            return {"id": ident, "toestand": "bron verwijderd", "passage": None, "voor": "", "na": "", "verwijzing": ""}
        current = chunking.passages_of(document)
        found = next((p for p in current if p.id == ident), None)
        expected = _optional(payload, "hash")
        state = "ongewijzigd" if found is not None and (not expected or chunking.text_hash(found.tekst) == expected) else "bron gewijzigd"
        if found is None:
            heading = payload.get("kop") or (list(data.passages[number].kop) if number is not None else [])
            found = next((p for p in current if heading and list(p.kop) == list(heading)), None)
        if found is None:
            return {"id": ident, "toestand": state, "passage": None, "voor": "", "na": "", "verwijzing": "", "titel": document.titel}
        begin, end = max(document.begin, found.begin - AROUND), min(len(document.tekst), found.eind + AROUND)
        return {
            "id": ident,
            "toestand": state,
            "passage": passage_json(found),
            "hash": chunking.text_hash(found.tekst),
            "voor": _from_line(document.tekst[begin : found.begin], whole=begin == document.begin),
            "na": _to_line(document.tekst[found.eind : end], whole=end == len(document.tekst)),
            "verwijzing": reference(document, found),
            "versie": document.versie,
            "bronnen": list(document.bronnen),
            "zekerheid": document.zekerheid,
        }

    # -- the corpus ------------------------------------------------------------------------------

    def lijst(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """{} -> {"documenten": [{"id", "titel", "soort_bron", "herkomst", "thema", "versie", "bestand", "woorden", "paginas",
        "passages"}]}."""
        counts: dict[str, int] = {}
        for p in self.live.get().passages:
            counts[p.document] = counts.get(p.document, 0) + 1
        out = []
        for d in self.source.documents():
            out.append(
                {
                    "id": d.id,
                    "titel": d.titel,
                    "soort_bron": d.soort_bron,
                    "herkomst": d.herkomst,
                    "thema": d.thema,
                    "versie": d.versie,
                    "bestand": d.bestand,
                    "woorden": chunking.words_in(d.tekst[d.begin :]),
                    "paginas": len(d.paginas),
                    "passages": counts.get(d.id, 0),
                }
            )
        return {"documenten": out}

    def voeg_toe(self, payload: Mapping[str, Any], progress: Progress | None = None) -> dict[str, Any]:
        """{"paden": [...], "soort_bron"?, "titel"?} -> {"toegevoegd": [...], "fouten": [...], "index": {...}}. One bad file never stops
        the others."""
        paths = payload.get("paden") or ()
        if isinstance(paths, str) or not isinstance(paths, Sequence) or not all(isinstance(p, str) for p in paths) or not paths:
            raise RuleError("Noem minstens één bestand.")
        kind = _optional(payload, "soort_bron")
        if kind and kind not in SOORTEN_BRON:
            raise RuleError(f"{kind!r} is geen soort bron.", hint=f"Kies uit: {', '.join(SOORTEN_BRON)}.")
        added: list[dict[str, Any]] = []
        failed: list[dict[str, Any]] = []
        known = set(self.source.digests())
        for place, path in enumerate(paths):
            self._report(progress)(place, len(paths), f"lezen: {Path(path).name}")
            try:
                document, warnings = self._read(path)
                document = document.replace(
                    **({"soort_bron": kind} if kind else {}),
                    **({"titel": payload["titel"]} if payload.get("titel") and len(paths) == 1 else {}),
                )
                twin = self._twin(document)
                if twin is not None:
                    warnings = (*warnings, f"Dezelfde tekst staat er al als {twin!r}; de oude blijft staan.")
                else:
                    document = self.source.add(document)
                added.append(
                    {
                        "bestand": Path(path).name,
                        "id": twin or document.id,
                        "titel": document.titel,
                        "soort_bron": document.soort_bron,
                        "woorden": chunking.words_in(document.tekst),
                        "paginas": len(document.paginas),
                        "passages": len(chunking.passages_of(document)),
                        "nieuw": twin is None,
                        "vervangen": twin is None and document.id in known,
                        "opmerkingen": list(warnings),
                    }
                )
            except AssistantError as error:
                failed.append({"bestand": Path(path).name, "fout": error.message, "hint": error.hint})
        index = self.bouw({}, progress) if any(item["nieuw"] for item in added) else None
        self._busy = {"bezig": False, "gedaan": 0, "totaal": 0, "wat": ""}
        return {"toegevoegd": added, "fouten": failed, "index": index}

    def notitie(self, payload: Mapping[str, Any], progress: Progress | None = None) -> dict[str, Any]:
        """A short text of the team's own, without a file: {"titel", "tekst", "soort_bron"?, "koppen"?: lines that are headings}
        -> {"id", "nieuw", "index"}. The same words twice are one document. The text must have been masked: it is kept readable."""
        titel, tekst = " ".join(_text(payload, "titel").split()), _text(payload, "tekst").strip()
        kind = _optional(payload, "soort_bron") or "teamkennis"
        if kind not in SOORTEN_BRON:
            raise RuleError(f"{kind!r} is geen soort bron.", hint=f"Kies uit: {', '.join(SOORTEN_BRON)}.")
        if not titel or not tekst:
            raise RuleError("De notitie heeft nog geen titel of tekst.")
        wanted = {str(line) for line in payload.get("koppen") or ()}
        headings, at = [], 0
        for line in tekst.split("\n"):
            if line in wanted:
                headings.append((at, 2, line))
            at += len(line) + 1
        ident = f"notitie-{chunking.text_hash(titel + tekst)[:12]}"
        document = CorpusDocument(id=ident, titel=titel[:200], soort_bron=kind, tekst=tekst, koppen=tuple(headings))
        twin = self._twin(document)
        if twin is not None:
            return {"id": twin, "nieuw": False, "index": None}
        self.source.add(document)
        return {"id": ident, "nieuw": True, "index": self.bouw({}, progress)}

    def _twin(self, document: CorpusDocument) -> str | None:
        """Id of a document with another name and the same words, or None."""
        mine = chunking.text_hash(document.tekst)
        for other in self.source.documents():
            if other.id != document.id and chunking.text_hash(other.tekst[other.begin :]) == mine:
                return other.id
        return None

    def verwijder(self, payload: Mapping[str, Any], progress: Progress | None = None) -> dict[str, Any]:
        """{"id"} -> {"verwijderd": id, "index": {...}}. Raises NotThere."""
        ident = _text(payload, "id")
        self.source.remove(ident)
        return {"verwijderd": ident, "index": self.bouw({}, progress)}

    def bouw(self, payload: Mapping[str, Any], progress: Progress | None = None) -> dict[str, Any]:
        """{"opnieuw"?: bool} -> what the build did. Searching goes on over the old index meanwhile."""
        with self._one_build:
            try:
                report = self.live.rebuild(self._report(progress), force=bool(payload.get("opnieuw")))
            finally:
                self._busy = {"bezig": False, "gedaan": 0, "totaal": 0, "wat": ""}
        return report_json(report)

    def stand(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """{} -> {"bezig", "gedaan", "totaal", "wat"}: how far a build is, for a progress bar."""
        return dict(self._busy)

    def controleer(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """{} -> {"in_orde", "bevindingen": [{"document", "wat"}], "documenten", "passages", "embedder"}."""
        findings = [{"document": "", "wat": error.message} for error in self.source.mistakes()]
        data = None
        if not findings:
            folder = self.live.indexer.folder
            current = folder.current()
            if current is not None:
                try:
                    findings += [
                        {"document": "", "wat": f"De zoekindex is beschadigd: {name}."}
                        for name in folder.damaged(current, folder.manifest(current))
                    ]
                except AssistantError as error:
                    findings.append({"document": "", "wat": error.message})
            data = self.live.get()
            texts = {d.id: d for d in self.source.documents()}
            for p in data.passages:
                d = texts.get(p.document)
                if d is None or d.tekst[p.begin : p.eind] != p.tekst:
                    findings.append({"document": p.document, "wat": f"Passage {p.id} staat niet meer letterlijk in de tekst."})
            for d in texts.values():
                if not chunking.passages_of(d):
                    findings.append({"document": d.id, "wat": "Dit document heeft geen leesbare tekst."})
        return {
            "in_orde": not findings,
            "bevindingen": findings,
            "documenten": len(self.source.digests()),
            "passages": len(data.passages) if data else 0,
            "embedder": data.fingerprint if data else "",
        }

    def warm(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """{} -> {"klaar": true}: load the index and the embedder before the first question."""
        self.retriever().ask("een goed gesprek", k=1)
        self.live.open_now()
        return {"klaar": True}

    def _report(self, progress: Progress | None) -> Progress:
        def tell(done: int, total: int, what: str) -> None:
            self._busy = {"bezig": True, "gedaan": done, "totaal": total, "wat": what}
            if progress is not None:
                progress(done, total, what)

        return tell


def report_json(report: BuildReport) -> dict[str, Any]:
    return {
        "veranderd": report.veranderd,
        "documenten": report.documenten,
        "passages": report.passages,
        "nieuw_berekend": report.nieuw_berekend,
        "seconden": round(report.seconden, 2),
        "zonder_betekenis": report.zonder_betekenis,
    }


def reference(document: CorpusDocument, passage: Passage) -> str:
    """One line to copy under a quotation: title, version, heading, page, kind of source."""
    parts = [document.titel + (f" ({document.versie})" if document.versie else ""), *passage.kop]
    if passage.pagina is not None:
        parts.append(f"p. {passage.pagina}")
    return ", ".join(parts) + f" [{document.soort_bron.replace('_', ' ')}, {passage.id}]"


def _from_line(text: str, *, whole: bool) -> str:
    return text.lstrip("\n") if whole or "\n" not in text else text[text.index("\n") + 1 :]


def _to_line(text: str, *, whole: bool) -> str:
    return text.rstrip("\n") if whole or "\n" not in text else text[: text.rindex("\n")]


def _text(payload: Mapping[str, Any], key: str) -> str:
    value = payload.get(key)
    if not isinstance(value, str):
        raise RuleError(f"Het gegeven {key!r} ontbreekt of is geen tekst.")
    return value


def _optional(payload: Mapping[str, Any], key: str) -> str:
    value = payload.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RuleError(f"Het gegeven {key!r} is geen tekst.")
    return value


def _count(payload: Mapping[str, Any]) -> int:
    value = payload.get("k", 5)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_K:
        raise RuleError(f"Het gegeven 'k' is een heel getal van 1 tot {MAX_K}.")
    return value
