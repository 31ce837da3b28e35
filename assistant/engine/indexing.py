"""assistant.engine.indexing: from documents to something that can be searched, and never twice the same work.

In: documents, an embedder, the previous index.   Out: IndexData, sealed on disk by the folder port, and loaded again.
An item is one vector: a passage's own text, or one of the example questions written with it. Vectors of texts that did not change are taken
from the previous index or from those that ship with the program. An unchanged corpus costs a comparison of hashes and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.domain.guidance import CorpusDocument, Passage
from assistant.engine import chunking
from assistant.engine.ports import Progress
from assistant.errors import AssistantError, EmbedderUnavailable, GuidanceError, IndexMissing, IndexOutdated

log = logging.getLogger(__name__)

Floats = NDArray[np.float32]

EXACT_ROWS = 20_000
"""Up to this many rows vectors are kept in memory as float32; above it they stay on disk as float16 and are read in pieces."""
WINDOW_WORDS = 20
"""A passage without example questions is embedded once more in stretches of whole sentences of at least so many words, each under its heading: one
fact in it is then found as well. Chosen on tests/data/eigen_bronnen (12: as good with half as many rows again; 30: less)."""
PATIENCE = 3
"""Chroma is opened at this question: importing it takes seconds, which one question on the command line should not wait for."""
_MARKUP = re.compile(r"(\*\*|__|`|^#{1,6} |^[ \t]*[-*•] )", re.M)


class TextEmbedder(Protocol):
    """An Embedder that also tells questions from passages when many are embedded at once."""

    @property
    def fingerprint(self) -> str: ...
    @property
    def dim(self) -> int: ...
    @property
    def parts(self) -> tuple[tuple[str, int, int, float], ...]:
        """(name, begin, end, weight) of each model's stretch of the vector."""
        ...

    def warm_up(self) -> None: ...
    def embed_query(self, text: str) -> Floats: ...
    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats: ...
    def embed_questions(self, texts: Sequence[str], progress: Progress | None = None) -> Floats: ...
    def release(self) -> None: ...


class Corpus(Protocol):
    def documents(self) -> tuple[CorpusDocument, ...]: ...
    def digests(self) -> dict[str, str]: ...


class Words(Protocol):
    """The lexical index as the retriever needs it; see adapters.lexical_index."""

    def rebuild(self, passages: Sequence[Passage]) -> None: ...
    def terms(self, text: str, *, keep_stop: bool = False) -> list[str]: ...
    def rarity(self, term: str) -> float: ...
    @property
    def highest_rarity(self) -> float: ...
    def scores(self, groups: Sequence[Sequence[str]]) -> Floats: ...
    def save(self, folder: Path) -> None: ...


class Nearest(Protocol):
    """Approximate search; see adapters.chroma_index."""

    @property
    def ready(self) -> bool: ...
    def build(self, vectors: Floats, progress: Progress | None = None) -> None: ...
    def open(self, sample: Floats, rows: NDArray[np.int64], expected: int) -> None: ...
    def search(self, vector: Floats, *, k: int) -> tuple[tuple[int, float], ...]: ...
    def close(self) -> None: ...


class Folder(Protocol):
    """Where indexes live; see adapters.index_folder."""

    def current(self) -> Path | None: ...
    def manifest(self, folder: Path) -> dict[str, Any]: ...
    def damaged(self, folder: Path, manifest: dict[str, Any]) -> tuple[str, ...]: ...
    def building(self, wait_s: float = 600.0) -> AbstractContextManager[Path]: ...
    def seal(self, folder: Path, facts: dict[str, Any]) -> None: ...
    def discard(self) -> None: ...
    def take_chroma(self) -> bool: ...
    def give_chroma_back(self) -> None: ...
    def crash_mark(self, folder: Path) -> Path: ...


@dataclass
class IndexData:
    """A searchable corpus in memory.

    starts: int64[passages + 1]; items starts[i] .. starts[i+1] belong to passage i: first its own text, then its example questions, or when it
        has none its text again in stretches (`windows`).
    vectors: float[items, dim], rows with norm 1 (0 for an empty text); shape (0, 0) when there is no embedder.
    """

    passages: tuple[Passage, ...]
    starts: NDArray[np.int64]
    vectors: NDArray[Any]
    fingerprint: str
    corpus: dict[str, str]
    words: Words
    refused: tuple[tuple[str, str], ...] = ()
    """(category, example question) of what the sources do not answer; their vectors stand in `refused_vectors`."""
    refused_vectors: NDArray[Any] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    nearest: Nearest | None = None
    folder: Path | None = None
    texts: tuple[str, ...] = ()
    """sha256 of every embedded text, row by row, then those of `refused`."""
    by_id: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_id = {p.id: i for i, p in enumerate(self.passages)}
        self.own_words = np.asarray([not p.zoektermen for p in self.passages], dtype=bool)
        """Per passage: it came without example questions."""
        self.owner = np.repeat(np.arange(len(self.passages)), np.diff(self.starts)) if len(self.passages) else np.zeros(0, dtype=np.int64)

    def top_rows(self, vector: Floats, k: int) -> NDArray[np.int64]:
        """The `k` nearest rows, unordered: by Chroma when it is open and healthy, else exactly."""
        if self.nearest is not None and self.nearest.ready:
            found = self.nearest.search(vector, k=k)
            if found:
                return np.asarray([row for row, _ in found], dtype=np.int64)
        return exact_rows(self.vectors, vector, k)


def exact_rows(vectors: NDArray[Any], vector: Floats, k: int) -> NDArray[np.int64]:
    """Rows of the `k` largest inner products, unordered. Reads a float16 file in pieces, so memory stays flat."""
    count = len(vectors)
    if count == 0 or not vector.any():
        return np.zeros(0, dtype=np.int64)
    if vectors.dtype == np.float32:
        scores = vectors @ vector
    else:
        scores = np.empty(count, dtype=np.float32)
        for at in range(0, count, 16_384):
            scores[at : at + 16_384] = vectors[at : at + 16_384].astype(np.float32) @ vector
    if k >= count:
        return np.arange(count)
    return np.argpartition(-scores, k)[:k]


def dense_text(passage: Passage) -> str:
    """What is embedded for a passage: title, heading and text without markup. Never shown."""
    return ". ".join([passage.titel, *passage.kop[-1:], _MARKUP.sub("", passage.tekst)])


_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def windows(passage: Passage) -> list[str]:
    """The stretches of a passage that get a vector of their own. Empty: it is one stretch itself."""
    out, held = [], ""
    for sentence in _SENTENCE.split(_MARKUP.sub("", passage.tekst)):
        held = f"{held} {sentence.strip(' |-*#')}".strip()
        if len(held.split()) >= WINDOW_WORDS:
            out.append(held)
            held = ""
    if held and out:
        out[-1] += f" {held}"
    head = passage.kop[-1] if passage.kop else passage.titel
    return [f"{head}. {text}" for text in out] if len(out) > 1 else []


def _key(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}\0{text}".encode()).hexdigest()[:24]


@dataclass(frozen=True)
class BuildReport:
    """What a build did. `veranderd` False: everything was up to date."""

    veranderd: bool
    documenten: int
    passages: int
    nieuw_berekend: int
    seconden: float
    zonder_betekenis: bool = False
    """True: no embedder could be used; only words are searched."""


class Indexer:
    """Builds, checks and opens the index.

    Args:
        refused: (category, question) pairs of what the sources do not answer.
        make_words, load_words, make_nearest: constructors of the adapters.
    """

    def __init__(
        self,
        *,
        source: Corpus,
        embedder: TextEmbedder | None,
        folder: Folder,
        make_words: Callable[[], Words],
        load_words: Callable[[Path], Words],
        make_nearest: Callable[[Path], Nearest] | None,
        refused: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.source = source
        self.embedder = embedder
        self.folder = folder
        self._make_words = make_words
        self._load_words = load_words
        self._make_nearest = make_nearest
        self._refused = tuple(refused)

    @property
    def fingerprint(self) -> str:
        """Everything that makes two indexes different for the same corpus."""
        return f"{self.embedder.fingerprint if self.embedder else 'geen'} | stukken {chunking.VERSION} {chunking.MAX_WORDS} {WINDOW_WORDS}"

    def _state(self) -> dict[str, str]:
        state = dict(self.source.digests())
        state["/grenzen"] = hashlib.sha256(json.dumps(self._refused, ensure_ascii=False).encode()).hexdigest()
        return state

    def fresh(self) -> bool:
        """True when the index in use is whole and of this corpus and this embedder. Loads nothing; only files are hashed."""
        current = self.folder.current()
        if current is None:
            return False
        try:
            manifest = self.folder.manifest(current)
        except IndexOutdated:
            return False
        if manifest["vingerafdruk"] != self.fingerprint or manifest["corpus"] != self._state():
            return False
        return not self.folder.damaged(current, manifest) and not self.folder.crash_mark(current).exists()

    def ensure(self, progress: Progress | None = None, *, force: bool = False) -> BuildReport:
        """Build when needed. Raises ContentError for a mistake in a document, IndexMissing when the folder cannot be written."""
        begun = time.perf_counter()
        if not force and self.fresh():
            facts = self.folder.manifest(self.folder.current())  # type: ignore[arg-type]
            return BuildReport(
                False, facts["documenten"], facts["passages"], 0, time.perf_counter() - begun, facts["vingerafdruk"].startswith("geen")
            )
        with self.folder.building() as place:
            if not force and self.fresh():  # another window was first
                facts = self.folder.manifest(self.folder.current())  # type: ignore[arg-type]
                return BuildReport(False, facts["documenten"], facts["passages"], 0, time.perf_counter() - begun)
            data, encoded = self._make(progress)
            self._write(place, data, progress)
            self.folder.seal(
                place,
                {
                    "vingerafdruk": data.fingerprint,
                    "corpus": data.corpus,
                    "documenten": len(data.corpus) - 1,
                    "passages": len(data.passages),
                    "rijen": len(data.vectors),
                    "dim": int(data.vectors.shape[1]) if data.vectors.ndim == 2 else 0,
                },
            )
        seconds = time.perf_counter() - begun
        log.info("index_gebouwd", extra={"aantal": len(data.passages), "ms": round(seconds * 1000)})
        return BuildReport(True, len(data.corpus) - 1, len(data.passages), encoded, seconds, data.fingerprint.startswith("geen"))

    def in_memory(self, progress: Progress | None = None) -> IndexData:
        """The same without a folder: for a data folder that cannot be written."""
        return self._make(progress)[0]

    # -- making ----------------------------------------------------------------------------------

    def _make(self, progress: Progress | None) -> tuple[IndexData, int]:
        state = self._state()
        passages = tuple(p for document in self.source.documents() for p in chunking.passages_of(document))
        texts: list[tuple[str, str]] = []
        starts = [0]
        closer = {} if self.embedder is None else {p.id: windows(p) for p in passages if not p.zoektermen}
        if sum(1 + len(p.zoektermen) + len(closer.get(p.id, ())) for p in passages) > EXACT_ROWS:
            closer = {}  # a very large library: four times the rows would cost more than they bring
        for passage in passages:
            texts.append(("p", dense_text(passage)))
            texts += [("q", question) for question in passage.zoektermen]
            texts += [("p", text) for text in closer.get(passage.id, ())]
            starts.append(len(texts))
        rows = len(texts)
        texts += [("q", question) for _, question in self._refused]
        keys = tuple(_key(kind, text) for kind, text in texts)
        vectors, encoded, fingerprint = self._vectors(texts, keys, progress)
        words = self._make_words()
        words.rebuild(passages)
        return (
            IndexData(
                passages=passages,
                starts=np.asarray(starts, dtype=np.int64),
                vectors=vectors[:rows],
                fingerprint=fingerprint,
                corpus=state,
                words=words,
                refused=self._refused,
                refused_vectors=vectors[rows:],
                texts=keys,
            ),
            encoded,
        )

    def _vectors(self, texts: list[tuple[str, str]], keys: tuple[str, ...], progress: Progress | None) -> tuple[Floats, int, str]:
        none: Floats = np.zeros((0, 0), dtype=np.float32)
        if self.embedder is None:
            return none, 0, self.fingerprint
        before = self._previous()
        for _ in range(3):  # a model that fails while loading changes the embedder's dimension: then start again with what is left
            embedder = self.embedder
            fingerprint, dim = self.fingerprint, embedder.dim
            out = np.zeros((len(texts), dim), dtype=np.float32)
            old = before[2] if before is not None and before[0] == fingerprint else None
            known = before[1] if old is not None and before is not None else {}
            todo = [row for row, key in enumerate(keys) if key not in known]
            if old is not None:
                kept = [row for row, key in enumerate(keys) if key in known]
                if kept:
                    out[kept] = old[[known[keys[row]] for row in kept]].astype(np.float32)
            try:
                for kind, embed in (("p", embedder.embed_passages), ("q", embedder.embed_questions)):
                    rows = [row for row in todo if texts[row][0] == kind]
                    if rows:
                        made = embed([texts[row][1] for row in rows], progress or _quiet)
                        if made.shape[1] != dim:
                            break
                        out[rows] = made
                else:
                    embedder.release()
                    if self.fingerprint == fingerprint:
                        return out, len(todo), fingerprint
            except EmbedderUnavailable:
                log.warning("embedder_niet_bruikbaar")
                return none, 0, self.fingerprint
        return none, 0, "geen | " + self.fingerprint

    def _previous(self) -> tuple[str, dict[str, int], NDArray[Any]] | None:
        """(fingerprint, text key -> row, vectors) of the index in use, when it is whole."""
        current = self.folder.current()
        if current is None:
            return None
        try:
            manifest = self.folder.manifest(current)
            if {"vectoren.npy", "passages.json"} & set(self.folder.damaged(current, manifest)):
                return None
            stored = json.loads((current / "passages.json").read_bytes())
            vectors = np.load(current / "vectoren.npy", mmap_mode="r", allow_pickle=False)
            return manifest["vingerafdruk"], {key: row for row, key in enumerate(stored["teksten"])}, vectors
        except (OSError, ValueError, KeyError, GuidanceError):
            return None

    def _write(self, place: Path, data: IndexData, progress: Progress | None) -> None:
        both = np.concatenate([data.vectors, data.refused_vectors]) if len(data.refused_vectors) else data.vectors
        np.save(place / "vectoren.npy", both.astype(np.float16), allow_pickle=False)
        stored = {
            "passages": [p.model_dump(mode="json") for p in data.passages],
            "begin": data.starts.tolist(),
            "teksten": list(data.texts),
            "grenzen": [list(item) for item in data.refused],
        }
        (place / "passages.json").write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
        data.words.save(place / "woorden")
        if self._make_nearest is not None and len(data.vectors):
            try:
                self._make_nearest(place / "chroma").build(data.vectors.astype(np.float16).astype(np.float32), progress)
            except ImportError:
                log.warning("chroma_ontbreekt")

    # -- opening ---------------------------------------------------------------------------------

    def load(self) -> IndexData:
        """The index in use, checked file by file. Chroma is not opened yet: see `open_nearest`.

        Raises IndexMissing, or IndexOutdated when it is damaged or of another embedder or corpus.
        """
        current = self.folder.current()
        if current is None:
            raise IndexMissing("Er is nog geen zoekindex.", hint="Draai `krachtgesprek corpus bouw`.")
        manifest = self.folder.manifest(current)
        if manifest["vingerafdruk"] != self.fingerprint:
            raise IndexOutdated("De zoekindex hoort bij een andere manier van zoeken.", hint="Hij wordt opnieuw gemaakt.")
        bad = [name for name in self.folder.damaged(current, manifest) if not name.startswith("chroma/")]
        if bad:
            raise IndexOutdated("De zoekindex is beschadigd.", hint="Hij wordt opnieuw gemaakt.", details=bad[0])
        try:
            stored = json.loads((current / "passages.json").read_bytes())
            passages = tuple(_passage(item) for item in stored["passages"])
            vectors = np.load(current / "vectoren.npy", mmap_mode="r", allow_pickle=False)
            rows = manifest["rijen"]
            refused_vectors = np.asarray(vectors[rows:], dtype=np.float32)
            data = IndexData(
                passages=passages,
                starts=np.asarray(stored["begin"], dtype=np.int64),
                vectors=np.asarray(vectors[:rows], dtype=np.float32) if rows <= EXACT_ROWS else vectors[:rows],
                fingerprint=manifest["vingerafdruk"],
                corpus=manifest["corpus"],
                words=self._load_words(current / "woorden"),
                refused=tuple((a, b) for a, b in stored["grenzen"]),
                refused_vectors=refused_vectors,
                folder=current,
                texts=tuple(stored["teksten"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexOutdated("De zoekindex is beschadigd.", hint="Hij wordt opnieuw gemaakt.", details=type(error).__name__) from None
        return data

    def open_nearest(self, data: IndexData) -> str:
        """Open Chroma beside `data` and check it against the exact vectors.

        Returns 'open'; 'zonder' (there is none, for example because nothing could be written); 'bezet' (another process has it);
        or 'stuk' (damaged: build again). In the last three cases the exact search goes on.
        """
        if self._make_nearest is None or data.folder is None or not len(data.vectors):
            return "zonder"
        if not self.folder.take_chroma():
            return "bezet"
        mark = self.folder.crash_mark(data.folder)
        try:
            manifest = self.folder.manifest(data.folder)
            if mark.exists() or any(name.startswith("chroma/") for name in self.folder.damaged(data.folder, manifest)):
                raise IndexOutdated("De zoekindex is beschadigd.")
            mark.write_text("Chroma wordt geopend.", encoding="utf-8")
            nearest = self._make_nearest(data.folder / "chroma")
            filled = np.flatnonzero(np.abs(data.vectors[:: max(1, len(data.vectors) // 8)]).sum(axis=1) > 0) * max(
                1, len(data.vectors) // 8
            )
            rows = filled[:8].astype(np.int64)
            expected = int((np.abs(data.vectors).sum(axis=1) > 0).sum()) if len(data.vectors) <= EXACT_ROWS else len(data.vectors)
            nearest.open(np.asarray(data.vectors[rows], dtype=np.float32), rows, expected)
            data.nearest = nearest
            mark.unlink(missing_ok=True)
            return "open"
        except ImportError:
            mark.unlink(missing_ok=True)
            self.folder.give_chroma_back()
            return "zonder"
        except Exception as error:  # noqa: BLE001 - whatever a damaged store raises, exact search goes on
            log.warning("chroma_niet_bruikbaar", extra={"soort": type(error).__name__})
            self.folder.give_chroma_back()
            return "stuk"


def _quiet(done: int, total: int, what: str) -> None:
    """Progress nobody looks at; its presence tells the embedder that this is bulk work."""


def _passage(item: dict[str, Any]) -> Passage:
    """A passage from our own sealed file: the hashes already vouch for it, so it is not validated again (10,000 in 60 ms)."""
    for name in ("kop", "leefgebieden", "settings", "zoektermen"):
        item[name] = tuple(item[name])
    return Passage.model_construct(**item)


class LiveIndex:
    """The index as a running program uses it: opened when first asked, built when missing, replaced when another one was made.

    Searching never waits for Chroma or for a rebuild: until they are ready the exact search over the same vectors answers.
    """

    def __init__(self, indexer: Indexer, *, background: bool = True) -> None:
        self.indexer = indexer
        self._background = background
        self._data: IndexData | None = None
        self._lock = threading.RLock()
        self._opening: threading.Thread | None = None
        self._asked = 0
        self.toestand = ""
        """'' when all is well, else a word for `dokter`: 'geheugen' (nothing could be written), 'exact' (without Chroma)."""

    @property
    def loaded(self) -> IndexData | None:
        """The index in use, or None when nothing was asked yet."""
        return self._data

    def get(self, progress: Progress | None = None) -> IndexData:
        """The newest usable index. Raises ContentError when our own documents hold a mistake."""
        with self._lock:
            current = self.indexer.folder.current()
            if self._data is not None and (self._data.folder == current or self._data.folder is None):
                self._asked += 1
                if self._asked == PATIENCE:
                    self._open_nearest(self._data)
                return self._data
            old, self._data = self._data, None
            try:
                self._data = self._load_or_build(progress)
            except AssistantError:
                if old is None:
                    raise
                self._data = old
                return old
            if old is not None and old.nearest is not None:
                old.nearest.close()
                self._asked = PATIENCE
            if self._asked >= PATIENCE:
                self._open_nearest(self._data)
            return self._data

    def open_now(self) -> None:
        """Open Chroma without waiting for more questions."""
        data = self.get()
        if self._asked < PATIENCE:
            self._asked = PATIENCE
            self._open_nearest(data)

    def _load_or_build(self, progress: Progress | None) -> IndexData:
        for attempt in (1, 2):
            try:
                data = self.indexer.load()
                if data.corpus == self.indexer._state() or attempt == 2:
                    return data
                self.indexer.ensure(progress)
            except (IndexMissing, IndexOutdated):
                if attempt == 2:
                    break
                try:
                    self.indexer.ensure(progress, force=True)
                except IndexMissing:
                    break
        self.toestand = "geheugen"
        return self.indexer.in_memory(progress)

    def _open_nearest(self, data: IndexData) -> None:
        def work() -> None:
            state = self.indexer.open_nearest(data)
            if state == "stuk":
                try:  # the vectors are taken over, so this is a matter of seconds; `get` then finds the new folder
                    self.indexer.ensure(force=True)
                except AssistantError as error:
                    log.warning("index_niet_hersteld", extra={"soort": type(error).__name__})
            self.toestand = "geheugen" if data.folder is None else "" if state == "open" else "exact"

        if not self._background:
            work()
        elif self._opening is None or not self._opening.is_alive():
            self._opening = threading.Thread(target=work, daemon=True, name="chroma")
            self._opening.start()

    def wait(self, timeout_s: float = 60.0) -> None:
        """For tests and benches: until Chroma is open or given up."""
        if self._opening is not None:
            self._opening.join(timeout_s)

    def rebuild(self, progress: Progress | None = None, *, force: bool = False) -> BuildReport:
        """Build beside the index in use, then switch to the new one."""
        report = self.indexer.ensure(progress, force=force)
        if self._data is not None:
            self.get()
        return report

    def close(self) -> None:
        with self._lock:
            if self._data is not None and self._data.nearest is not None:
                self._data.nearest.close()
            self.indexer.folder.give_chroma_back()
            self._data = None
