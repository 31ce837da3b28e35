"""assistant.judging.graaf: the twelve layers of the encoder in onnxruntime, on the 4 bit weights as they are.

In: the tensors of basis.safetensors and, if any, the low-rank changes of lezer.safetensors.   Out: a function float32[n, hidden] -> the same.
The weights are never unpacked: a sentence then waits for a tenth of the memory that numpy has to read (measured: 12 ms instead of 38 for a question,
52 instead of 103 for an answer, on two cores). The graph files (basis.onnx, lezer.onnx: shape only, no weights) are made by
assistant.judging.training.graaf. Where onnxruntime is not there or does not know an operation the answer is None, and numpy reads.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

log = logging.getLogger(__name__)

GRAPHS = Path(__file__).parent / "gewichten"
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (("qkv", ("q", "k", "v")), ("ao", ("ao",)), ("fi", ("fi",)), ("fo", ("fo",)))
"""The four multiplications of a layer, and the matrices each stands for."""
THREADS = 2
"""More did not help on sentences, and the person at the keyboard needs the rest."""


def packed(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Blocks of 32 as stored (the first sixteen in the low halves, the others in the high) -> pairs of neighbours in one byte."""
    both = np.concatenate([values & 0x0F, values >> 4], axis=2)
    return np.ascontiguousarray(both[:, :, 0::2] | (both[:, :, 1::2] << 4))


def weights_of(tensors: Mapping[str, Any], taught: Mapping[str, Any] | None, layers: int) -> dict[str, NDArray[Any]]:
    """Name in the graph -> array. Per multiplication: B (4 bit), s (scale per 32), b (bias), and A and L where something was taught."""
    out: dict[str, NDArray[Any]] = {}
    for layer in range(layers):
        for part, names in PARTS:
            stem = f"{layer}.{part}"
            out[f"{stem}.B"] = packed(np.concatenate([tensors[f"l{layer}.{n}.w.q"] for n in names]))
            out[f"{stem}.s"] = np.concatenate([tensors[f"l{layer}.{n}.w.d"] for n in names]).astype(np.float32)
            out[f"{stem}.b"] = np.concatenate([tensors[f"l{layer}.{n}.b"] for n in names]).astype(np.float32)
            if taught is None or f"lora.{layer}.{names[0]}.a" not in taught:
                continue
            downs = [taught[f"lora.{layer}.{n}.a"].astype(np.float32) for n in names]
            ups = [taught[f"lora.{layer}.{n}.b"].astype(np.float32) for n in names]
            wide = np.zeros((sum(len(d) for d in downs), len(out[f"{stem}.b"])), np.float32)
            row = column = 0
            for down, up in zip(downs, ups, strict=True):  # each matrix's own change, next to the others
                wide[row : row + len(down), column : column + len(up)] = up.T
                row, column = row + len(down), column + len(up)
            out[f"{stem}.A"], out[f"{stem}.L"] = np.ascontiguousarray(np.concatenate(downs).T), wide
        for norm in ("aln", "oln"):
            for kind in ("w", "b"):
                out[f"{layer}.{norm}.{kind}"] = tensors[f"l{layer}.{norm}.{kind}"].astype(np.float32)
    return out


def taught_shape(taught: Mapping[str, Any] | None, layers: int) -> list[int]:
    """[first taught layer, rank], or [layers, 0] when nothing was taught. The graph has to have been made for the same."""
    if taught is None:
        return [layers, 0]
    own = [layer for layer in range(layers) if f"lora.{layer}.q.a" in taught]
    return [min(own), len(taught[f"lora.{min(own)}.q.a"])] if own else [layers, 0]


def quick_layers(
    tensors: Mapping[str, Any], taught: Mapping[str, Any] | None, form: Mapping[str, Any], folder: Path = GRAPHS, *, threads: int = THREADS
) -> Callable[[Floats], Floats] | None:
    """All layers as one function, or None: no onnxruntime, no graph file, or a graph for other weights."""
    path = folder / ("basis.onnx" if taught is None else "lezer.onnx")
    if not path.is_file():
        return None
    try:
        import onnxruntime as ort
    except Exception:  # noqa: BLE001 - a package that does not work on this machine is left out; numpy reads the same
        return None
    try:
        ort.disable_telemetry_events()
        options = ort.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = min(threads, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        weights = weights_of(tensors, taught, form["layers"])
        options.add_external_initializers(list(weights), [ort.OrtValue.ortvalue_from_numpy(array) for array in weights.values()])
        session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        made_for = json.loads(session.get_modelmeta().custom_metadata_map["geleerd"])
        if made_for != taught_shape(taught, form["layers"]):
            log.warning("graaf past niet bij de gewichten: numpy leest")
            return None
        blank = np.zeros((2, form["hidden"]), np.float32)
        if not np.isfinite(session.run(None, {"x": blank})[0]).all():
            return None
    except Exception as fault:  # noqa: BLE001 - the same: whatever an engine says, reading goes on
        log.warning("onnxruntime leest niet (%s): numpy leest", type(fault).__name__)
        return None

    def run(x: Floats) -> Floats:
        out: Floats = session.run(None, {"x": np.ascontiguousarray(x, np.float32)})[0]
        return out

    return run
