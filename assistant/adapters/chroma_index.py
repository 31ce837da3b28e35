"""assistant.adapters.chroma_index: nearest vectors in Chroma. Corpus only: Chroma keeps what it is given in plain.

Measured and built around (docs/adr): two processes that write one folder lose vectors, so writing happens under the lock of
`IndexFolder` into a
folder nobody reads yet; a damaged store can kill its process or silently return fewer hits, so nothing is opened whose files do not have
the
hashes they were sealed with; opening rewrites chroma.sqlite3, so a sealed copy of it is kept and put back before each opening.
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.engine.ports import Progress
from assistant.errors import IndexOutdated

log = logging.getLogger(__name__)

NAME = "passages"
CONFIG = {"hnsw": {"space": "cosine", "ef_search": 200, "max_neighbors": 32}}
SEALED = "verzegeld"
_BATCH = 1000


class ChromaIndex:
    """One sealed Chroma folder: rows 0..n-1 with their vectors.

    Args:
        folder: holds (or will hold) the store; `verzegeld/` inside it is the sealed copy of the database file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._client: Any = None
        self._collection: Any = None
        self._count = 0
        self._lock = threading.Lock()

    def build(self, vectors: NDArray[np.float32], progress: Progress | None = None) -> None:
        """Write `vectors` (float32[n, dim]) into the empty folder, close it and seal it. Zero rows are left out."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        client = self._open_client(self.folder)
        try:
            collection = client.create_collection(NAME, configuration=CONFIG, embedding_function=None)
            rows = np.flatnonzero(np.abs(vectors).sum(axis=1) > 0)
            for at in range(0, len(rows), _BATCH):
                part = rows[at : at + _BATCH]
                collection.add(ids=[str(row) for row in part], embeddings=np.ascontiguousarray(vectors[part], dtype=np.float32))
                if progress is not None:
                    progress(min(at + _BATCH, len(rows)), len(rows), "index")
        finally:
            _close(client)
        (self.folder / SEALED).mkdir(exist_ok=True, mode=0o700)
        shutil.copy2(self.folder / "chroma.sqlite3", self.folder / SEALED / "chroma.sqlite3")

    def open(self, sample: NDArray[np.float32], rows: NDArray[np.int64], expected: int) -> None:
        """Open and check: `expected` vectors, and each vector of `sample` finds its own row.

        Raises IndexOutdated when the store does not hold what was put in.
        """
        with self._lock:
            for extra in ("chroma.sqlite3-wal", "chroma.sqlite3-shm", "chroma.sqlite3-journal"):
                (self.folder / extra).unlink(missing_ok=True)
            shutil.copy2(self.folder / SEALED / "chroma.sqlite3", self.folder / "chroma.sqlite3")
            client = self._open_client(self.folder)
            try:
                collection = client.get_collection(NAME, embedding_function=None)
                good = collection.count() == expected
                if good and len(sample):
                    found = collection.query(
                        query_embeddings=np.ascontiguousarray(sample), n_results=min(3, expected), include=["distances"]
                    )
                    for row, ids, distances in zip(rows.tolist(), found["ids"], found["distances"], strict=True):
                        good = good and (str(row) in ids or (bool(distances) and distances[0] < 1e-4))
            except BaseException:
                _close(client)
                raise
            if not good:
                _close(client)
                raise IndexOutdated("De zoekindex is beschadigd.", hint="Hij wordt opnieuw gemaakt.")
            self._client, self._collection, self._count = client, collection, expected

    @property
    def ready(self) -> bool:
        return self._collection is not None

    def search(self, vector: NDArray[np.float32], *, k: int) -> tuple[tuple[int, float], ...]:
        """(row, cosine), best first. Empty when not open, or when Chroma fails: the caller then searches exactly."""
        with self._lock:
            if self._collection is None or not np.any(vector):
                return ()
            try:
                found = self._collection.query(query_embeddings=vector.reshape(1, -1), n_results=min(k, self._count), include=["distances"])
            except Exception as error:  # noqa: BLE001 - a vendor's failure must never cost an answer; exact search follows
                log.warning("chroma_fout", extra={"soort": type(error).__name__})
                _close(self._client)
                self._client = self._collection = None
                return ()
            return tuple((int(i), 1.0 - float(d)) for i, d in zip(found["ids"][0], found["distances"][0], strict=True))

    def close(self) -> None:
        with self._lock:
            if self._client is not None:
                _close(self._client)
            self._client = self._collection = None

    @staticmethod
    def _open_client(folder: Path) -> Any:
        os.environ["ANONYMIZED_TELEMETRY"] = "False"
        import chromadb
        from chromadb.config import Settings

        return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False, allow_reset=False))


def _close(client: Any) -> None:
    from chromadb.api.shared_system_client import SharedSystemClient

    try:
        client._system.stop()
        SharedSystemClient._identifier_to_system.pop(getattr(client, "_identifier", ""), None)
        SharedSystemClient._identifier_to_refcount.pop(getattr(client, "_identifier", ""), None)
    except Exception as error:  # noqa: BLE001 - closing is a courtesy; the files are already on disk
        log.info("chroma_sluiten", extra={"soort": type(error).__name__})
