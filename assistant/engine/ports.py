"""assistant.engine.ports: the doors the engine needs, as Protocols. Adapters implement them; tests have a fake for each.

Threads: unless a docstring says otherwise a port may be called from any thread, one call at a time; adapters that need it take a lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.domain.dossier import Dossier
    from assistant.domain.guidance import CorpusDocument, Passage
    from assistant.domain.values import Frozen

    Vectors = NDArray[np.float32]

Progress = Callable[[int, int, str], None]
"""(done, total, what) - called often; must be cheap and may be called from a worker thread."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, timezone-aware UTC."""
        ...


class Ids(Protocol):
    def new(self, kind: str) -> str:
        """A fresh id such as 'uiting-01J…': unique, sortable by time, without meaning."""
        ...


class AuditLine(Protocol):
    """What the access log keeps: who did what to which dossier, in NEN 7513 fields. Never client words."""

    wie: str
    gebeurtenis: str
    object: str
    reden: str


class DossierSummary(Protocol):
    id: str
    code: str
    setting: str
    bewaard_op: datetime
    version: int


@runtime_checkable
class DossierStore(Protocol):
    """The encrypted file of dossiers. Every method that writes has committed to disk when it returns.

    Calls may come from several threads; they are carried out one after another.
    """

    @property
    def read_only(self) -> bool:
        """True when another window holds the file; save then raises DossierLocked."""
        ...

    def list(self) -> tuple[Any, ...]:
        """Summaries (id, code, setting, bewaard_op, version), newest first. Empty: no dossier yet."""
        ...

    def load(self, dossier_id: str, *, wie: str = "", reden: str = "") -> Dossier:
        """Raises DossierNotFound. Writes an access line when `wie` is given and the store may write."""
        ...

    def save(self, dossier: Dossier, *, expected_version: int, wie: str, gebeurtenissen: Iterable[Any] = ()) -> Dossier:
        """Write and commit; return it with version = expected_version + 1. The audit lines are in the same transaction.

        Raises: DossierStale (another version is on disk), DossierNotWritten (disk full, no rights), DossierLocked.
        """
        ...

    def delete(self, dossier_id: str, *, wie: str, reden: str) -> None: ...

    def keep_draft(self, dossier_id: str, plaats: str, tekst: str) -> None:
        """Keep what is typed and not yet sent (plaats: for example 'antwoord'). Empty text removes it. Committed like the rest."""
        ...

    def draft(self, dossier_id: str, plaats: str) -> str:
        """The kept draft, or '' when there is none."""
        ...

    def search(self, words: str, *, limit: int = 50) -> tuple[tuple[str, str, str], ...]:
        """(dossier id, uiting id, the client's words) where the words occur; inside the encrypted file only. Empty: nothing."""
        ...

    def log(self, dossier_id: str | None = None) -> tuple[Any, ...]:
        """Access lines, oldest first."""
        ...

    def close(self) -> None: ...


@runtime_checkable
class Embedder(Protocol):
    """Text to vectors. Constructors are cheap; `warm_up` loads."""

    @property
    def fingerprint(self) -> str:
        """Model, version, dimension and normalisation in one line: two indexes mix only when this is equal."""
        ...

    @property
    def dim(self) -> int: ...

    def warm_up(self) -> None:
        """Load. Raises EmbedderUnavailable."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """float32[dim], L2 norm 1. An empty text gives a zero vector."""
        ...

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """float32[len(texts), dim], rows with L2 norm 1. Empty input: shape (0, dim)."""
        ...


@runtime_checkable
class PassageIndex(Protocol):
    """Nearest vectors. Rebuilding replaces everything at once: a reader sees the old or the new index, never a mixture."""

    @property
    def fingerprint(self) -> str:
        """Of embedder + corpus, or '' when there is no index."""
        ...

    def rebuild(self, ids: Sequence[str], vectors: Vectors, *, fingerprint: str, progress: Progress | None = None) -> None: ...

    def search(self, vector: Vectors, *, k: int) -> tuple[tuple[str, float], ...]:
        """(passage id, cosine in [-1, 1]), best first, ties on id. Raises IndexMissing, IndexOutdated."""
        ...

    def count(self) -> int: ...


@runtime_checkable
class LexicalIndex(Protocol):
    """Words. Needs no model at all."""

    def rebuild(self, passages: Sequence[Passage]) -> None: ...

    def search(self, text: str, *, k: int) -> tuple[tuple[str, float], ...]:
        """(passage id, BM25 >= 0), best first. Empty: no word in common."""
        ...


class CorpusSource(Protocol):
    def documents(self) -> tuple[CorpusDocument, ...]:
        """All documents, shipped first. Raises ContentError with file and key."""
        ...


class DocumentReader(Protocol):
    def read(self, path: str) -> CorpusDocument:
        """Raises UnknownForm, DocumentUnreadable (damaged, encrypted, scan, too large, hostile)."""
        ...


class DocumentWriter(Protocol):
    """Makes one kind of file from a sheet (see engine.exporting): bytes out, nothing written to disk."""

    form: str

    def write(self, blad: Mapping[str, Any]) -> bytes: ...


class LanguageModel(Protocol):
    @property
    def is_remote(self) -> bool: ...

    @property
    def name(self) -> str: ...

    def reply(self, *, system: str, user: str, schema: type[Frozen], timeout_s: float) -> Frozen:
        """One structured reply. Raises ModelUnavailable (retryable) or ReplyRejected."""
        ...


class ContentSource(Protocol):
    """Editable content: prompts/ of the package, overridden file by file by a folder of the organisation."""

    def load(self, name: str) -> dict[str, Any]:
        """The parsed TOML at `name` ('leefgebieden.toml'). Raises ContentError with file, key and line."""
        ...

    def names(self, folder: str) -> tuple[str, ...]:
        """Names of the content files in a folder, sorted. Empty: no such folder."""
        ...


class Thinker(Protocol):
    """Everything that needs heavy imports, behind one door: in this process or in a helper process.

    `ask` takes the JSON shapes of the commands (zoek, herken, doorvraag, stel-voor, tekst, coach, toets, maskeer ...) and gives them back.
    """

    def ask(self, what: str, payload: Mapping[str, Any], *, timeout_s: float = 30.0) -> dict[str, Any]:
        """Raises ThinkerUnavailable (retryable), or the error the work itself raised."""
        ...

    def start(self) -> None:
        """Begin loading; returns at once."""
        ...

    def close(self) -> None: ...
