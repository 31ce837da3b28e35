"""assistant.engine.guiding: what the screens and commands ask of the sources, in the JSON shapes of contract.md.

In: payloads (plain dicts).   Out: plain dicts.
Never: shows text that is not a slice of a document; never logs a question (it may hold a client's words).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from assistant.domain.guidance import LEESBAAR, SOORTEN_BRON, CorpusDocument, Passage
from assistant.engine import chunking
from assistant.engine.indexing import BuildReport, IndexData, LiveIndex, TextEmbedder
from assistant.engine.ports import Progress
from assistant.engine.retrieving import Momenten, Retriever, Zoekwoorden, conversation_query, guidance_json, passage_json
from assistant.errors import AssistantError, ContentError, RuleError

MAX_K = 50
MAX_QUESTION = 20_000
AROUND = 700
"""Characters shown before and after a passage."""
BESIDE, SHARE = 0.33, 0.75
"""A second passage that is shown unasked scores at least this, and at least this part of the first."""
FLOORS = {"moment": 0.28, "vraag": 0.28, "antwoord": 0.30}
"""Least score of a passage that is shown unasked, by what was searched with. Chosen by reading what came up at 20 moments (docs/zoeken.md);
a client's own words are a poor question, so they must hit harder."""
MAX_FILES = 500
"""Files taken from one folder in one go."""
HEADINGS_SHOWN = 400


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
        now: the clock that dates what is added. None: no date is kept.
        momenten: at which words in a conversation something is looked up. None: only by the question and the answer themselves.
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
        now: Callable[[], datetime] | None = None,
        momenten: Momenten | None = None,
    ) -> None:
        self.live = live
        self.source = source
        self.embedder = embedder
        self.zoekwoorden = zoekwoorden
        self._read = read
        self._maskeer = maskeer
        self._now = now
        self._momenten = momenten or Momenten()
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
        """Guidance at a moment of the conversation: {"leefgebied"?, "leefgebied_naam"?, "vraag"?, "bedoeling"?, "antwoord"?, "toon"?,
        "setting"?, "basistaak"?, "k"?}.

        `bedoeling` is why the open question is asked; `toon` a question for the sources that goes with how the answer sounds.
        The shape of `zoek`, with "gezocht" (the question that was used) and "aanleiding" (what made it look: words for the reader).
        `niets_gevonden`: show nothing; no passage is better than a poor one. `passages` then is empty.
        """
        area, name, answer = _optional(payload, "leefgebied"), _optional(payload, "leefgebied_naam"), _optional(payload, "antwoord")
        setting = _optional(payload, "setting")
        rest = {k: v for k, v in payload.items() if k in ("leefgebied", "k", "bekende_namen", "basistaak")}
        rest |= {"setting": self._momenten.settings.get(setting, setting)}
        for kind, query, why, task in self._ways(payload, area, name, answer):
            found = self.zoek({**rest, **({"basistaak": task} if task else {}), "vraag": query})
            good = found["passages"]
            if self._by_meaning():  # words alone score on another scale, and are refused or not as a whole
                least = max(BESIDE, SHARE * good[0]["score"]) if good else 0.0
                good = [p for n, p in enumerate(good) if p["score"] >= (least if n else FLOORS[kind])]
                good = good if good and good[0] is found["passages"][0] else []
            if good and not found["niets_gevonden"]:
                return {**found, "passages": good, "gezocht": query, "aanleiding": why}
        return {"niets_gevonden": True, "passages": [], "waarom": "", "gezocht": "", "aanleiding": ""}

    def _ways(self, payload: Mapping[str, Any], area: str, name: str, answer: str) -> Iterable[tuple[str, str, str, int]]:
        """(kind, question, reason, basistaak) to try, best first."""
        vraag, purpose, tone = _optional(payload, "vraag"), _optional(payload, "bedoeling"), _optional(payload, "toon")
        if answer.strip():
            heard = self._momenten.heard(answer, area)
            first = [m for m in heard if m.voor_toon]
            for moment in first[:1]:
                yield "moment", moment.zoek, moment.als, moment.basistaak
            if tone:
                yield "moment", tone, "hoe het antwoord klinkt", 0
            for moment in [m for m in heard if not m.voor_toon][:2]:
                yield "moment", moment.zoek, moment.als, moment.basistaak
            if self._by_meaning():  # words alone would only find the same words
                whole = conversation_query(leefgebied=name, vraag=vraag, antwoord=answer)
                yield "antwoord", whole, f"het antwoord, bij {name}" if name else "het antwoord", 0
        elif purpose or vraag:
            yield "vraag", f"{name}: {purpose or vraag}" if name else purpose or vraag, "de vraag die nu openstaat", 0
            if name:
                yield "vraag", f"Hoe praat je over {name[0].lower()}{name[1:]}?", f"het gaat over {name[0].lower()}{name[1:]}", 0

    def _by_meaning(self) -> bool:
        return self.retriever().embedder is not None

    def passage(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """{"id", "document"?, "titel"?, "hash"?, "kop"?} -> the passage with the text around it, and whether it is still what was cited.

        `id` '': the place is meant, not certain words: the first passage under `kop`.
        `toestand`: 'ongewijzigd', 'bron gewijzigd' (the document is there, this text is not; `passage` is then the nearest place in it,
        or null)
        or 'bron verwijderd' (the document is gone; `passage` is null).
        """
        ident, expected = _text(payload, "id"), _optional(payload, "hash")
        heading = _headings(payload)
        document = self._cited(ident, _optional(payload, "document"), _optional(payload, "titel"), expected)
        if document is None:
            return {"id": ident, "toestand": "bron verwijderd", "passage": None, "voor": "", "na": "", "verwijzing": ""}
        current = chunking.passages_of(document)
        found = next((p for p in current if p.id == ident or (expected and chunking.text_hash(p.tekst) == expected)), None)
        state = "ongewijzigd" if found is not None and (not expected or chunking.text_hash(found.tekst) == expected) else "bron gewijzigd"
        if found is None:
            found = _under(current, heading)
            state = "ongewijzigd" if not ident and found is not None else state
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

    def _cited(self, ident: str, document_id: str, title: str, expected: str) -> CorpusDocument | None:
        """The document a citation points into: by its passage, by its id, by its title, or because these very words stand in another
        one now (a file that was added again under another name). None: it is gone."""
        data = self.live.get()
        number = data.by_id.get(ident) if ident else None
        for candidate in (data.passages[number].document if number is not None else "", document_id):
            try:
                if candidate:
                    return self.source.get(candidate)
            except AssistantError:
                continue
        for wanted in (title, document_id):
            named = next((d for d in self.source.documents() if wanted and d.titel == wanted), None)
            if named is not None:
                return named
        if expected:
            moved = next((p.document for p in data.passages if chunking.text_hash(p.tekst) == expected), None)
            if moved is not None:
                return self.source.get(moved)
        return None

    # -- the corpus ------------------------------------------------------------------------------

    def lijst(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """{} -> {"documenten": [{"id", "titel", "soort_bron", "herkomst", "thema", "versie", "bestand", "woorden", "paginas",
        "passages", "doorzoekbaar", "koppen", "toegevoegd_op"}]}. `doorzoekbaar` False: it was added and the new index is still being made."""
        data = self.live.loaded  # a list of what there is does not wait for an index
        counts: dict[str, int] = {}
        for p in data.passages if data is not None else ():
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
                    "passages": counts[d.id] if d.id in counts else len(chunking.passages_of(d)),
                    "doorzoekbaar": data is None or d.id in counts,
                    "koppen": len(d.koppen),
                    "toegevoegd_op": d.toegevoegd_op,
                }
            )
        return {"documenten": out}

    def document(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """{"id"} -> what is known about one document and what was read of it. Raises NotThere."""
        d = self.source.get(_text(payload, "id"))
        passages = chunking.passages_of(d)
        pages = [p.pagina for p in passages if p.pagina is not None]
        return {
            **_facts(d, len(passages)),
            "id": d.id,
            "herkomst": d.herkomst,
            "versie": d.versie,
            "zekerheid": d.zekerheid,
            "bronnen": list(d.bronnen),
            "thema": d.thema,
            "begin": " ".join(passages[0].tekst.split())[:400] if passages else "",
            "bladzijden": [min(pages), max(pages)] if pages else [],
        }

    def voeg_toe(self, payload: Mapping[str, Any], progress: Progress | None = None) -> dict[str, Any]:
        """{"paden": [...], "soort_bron"?, "titel"?} -> {"toegevoegd": [...], "fouten": [...], "index": {...}}. One bad file never stops
        the others."""
        given = payload.get("paden") or ()
        if isinstance(given, str) or not isinstance(given, Sequence) or not all(isinstance(p, str) for p in given) or not given:
            raise RuleError("Noem minstens één bestand.")
        paths = files_in(given)
        if not paths:
            raise RuleError("In deze map staat geen bestand dat gelezen kan worden.", hint=f"Dit kan wel: {_endings()}.")
        kind = _optional(payload, "soort_bron")
        if kind and kind not in SOORTEN_BRON:
            raise RuleError(f"{kind!r} is geen soort bron.", hint=f"Kies uit: {', '.join(SOORTEN_BRON)}.")
        added: list[dict[str, Any]] = []
        failed: list[dict[str, Any]] = []
        known = set(self.source.digests())
        self._hold_index()
        for place, path in enumerate(paths):
            self._report(progress)(place, len(paths), f"lezen: {Path(path).name}")
            try:
                document, warnings = self._read(path)
                document = document.replace(
                    **({"soort_bron": kind} if kind else {}),
                    **(
                        {"titel": str(payload["titel"]).strip()[:200]}
                        if str(payload.get("titel") or "").strip() and len(paths) == 1
                        else {}
                    ),
                    toegevoegd_op=self._now().isoformat(timespec="seconds") if self._now is not None else "",
                    opmerkingen=warnings,
                )
                twin = self._twin(document)
                if twin is not None:
                    warnings = (*warnings, f"Dezelfde tekst staat er al als ‘{self.source.get(twin).titel}’; de oude blijft staan.")
                else:
                    document = self.source.add(document)
                added.append(
                    {
                        **_facts(document, len(chunking.passages_of(document))),
                        "bestand": Path(path).name,
                        "id": twin or document.id,
                        "nieuw": twin is None,
                        "vervangen": twin is None and document.id in known,
                        "opmerkingen": list(warnings),
                    }
                )
            except AssistantError as error:
                failed.append({"bestand": Path(path).name, "fout": error.message, "hint": error.hint})
        try:
            index = self.bouw({}, progress) if any(item["nieuw"] for item in added) else None
        finally:
            self._busy = {"bezig": False, "gedaan": 0, "totaal": 0, "wat": ""}
        return {"toegevoegd": added, "fouten": failed, "index": index}

    def _hold_index(self) -> None:
        """Open the index that is there now, so that it goes on answering while the next one is made. None yet: nothing to hold."""
        if self.live.indexer.folder.current() is not None:
            try:
                self.live.get()
            except AssistantError:
                return

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
        self._hold_index()
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
        for moment in self._momenten.momenten:  # what is looked up at these moments is known beforehand: read it before somebody waits
            self.retriever().ask(moment.zoek, k=1)
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


def _facts(document: CorpusDocument, passages: int) -> dict[str, Any]:
    """What was read of a document, for whoever wants to know whether it went well."""
    return {
        "titel": document.titel,
        "soort_bron": document.soort_bron,
        "bestand": document.bestand,
        "woorden": chunking.words_in(document.tekst[document.begin :]),
        "paginas": len(document.paginas),
        "passages": passages,
        "koppen": [[level, heading] for _, level, heading in document.koppen[:HEADINGS_SHOWN]],
        "aantal_koppen": len(document.koppen),
        "opmerkingen": list(document.opmerkingen),
        "toegevoegd_op": document.toegevoegd_op,
    }


def _endings() -> str:
    return ", ".join(ending[1:] for ending in LEESBAAR if ending not in (".htm", ".xhtml", ".markdown", ".text"))


def files_in(paths: Iterable[str]) -> list[str]:
    """The files that are meant: a folder stands for the readable files in it (not in folders under it), at most MAX_FILES."""
    out: list[str] = []
    for path in paths:
        place = Path(path)
        try:
            inside = (
                sorted(p for p in place.iterdir() if p.suffix.lower() in LEESBAAR and not p.name.startswith("."))
                if place.is_dir()
                else None
            )
        except OSError:
            raise RuleError(f"De map {place.name} mag niet gelezen worden.") from None
        out += [path] if inside is None else [str(p) for p in inside if p.is_file()][:MAX_FILES]
    return out


def _headings(payload: Mapping[str, Any]) -> list[str]:
    heading = payload.get("kop") or ()
    if isinstance(heading, str) or not isinstance(heading, Sequence):
        raise RuleError("Het gegeven 'kop' is een lijst met teksten.")
    return [str(item) for item in heading]


def _under(passages: Sequence[Passage], heading: Sequence[str]) -> Passage | None:
    """The first passage under exactly this path, else under its last heading. None: it is not there."""
    if not heading:
        return None
    whole = next((p for p in passages if list(p.kop) == list(heading)), None)
    return whole or next((p for p in passages if heading[-1] in p.kop), None)


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
