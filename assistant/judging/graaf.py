"""assistant.judging.graaf: the layers of the encoder in onnxruntime.

In: the weights of every layer as numpy has them (assistant.judging.encoder.NumpyLayers: unpacked, with what was taught added in).
Out: a function float32[n, hidden] -> the same.
Measured on two cores, beside multiplying with the 4 bit weights as they are stored: 19 ms instead of 26 for a question, 51 instead of 96 for an
answer of a hundred pieces; it takes 85 MB where that took 15, and 0.3 s more to load. The graph files (lagen_onder.onnx and
lagen_boven.onnx: shape only, no weights) are made by assistant.judging.training.graaf and serve the base and whatever was taught on it.
Where onnxruntime is not there or does not know an operation the answer is None, and numpy reads.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

log = logging.getLogger(__name__)

LOWER, UPPER = (Path(__file__).parent / "gewichten" / f"lagen_{name}.onnx" for name in ("onder", "boven"))
SHARED = 4
"""So many lower layers are the same whatever was taught on top (they stay as they are in learning): loaded once, read once."""
PARTS = ("qkv", "ao", "fi", "fo")
"""The four multiplications of a layer."""
NORMS = ("aln", "oln")
THREADS = 2
"""More did not help on sentences, and the person at the keyboard needs the rest."""


def quick_layers(layers: Sequence[Mapping[str, Floats]], path: Path, *, threads: int = THREADS) -> Callable[[Floats], Floats] | None:
    """These layers (the lower or the upper ones, after `path`) as one function, or None: no onnxruntime, no graph file, or a graph for other layers."""
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
        weights = {f"{number}.{name}": array for number, layer in enumerate(layers) for name, array in layer.items()}
        options.add_external_initializers(
            list(weights), [ort.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(array, np.float32)) for array in weights.values()]
        )
        session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        blank = np.zeros((2, len(layers[0]["ao.b"])), np.float32)
        if not np.isfinite(session.run(None, {"x": blank})[0]).all():
            return None
    except Exception as fault:  # noqa: BLE001 - the same: whatever an engine says, reading goes on
        log.warning("onnxruntime leest niet (%s): numpy leest", type(fault).__name__)
        return None

    def run(x: Floats) -> Floats:
        out: Floats = session.run(None, {"x": np.ascontiguousarray(x, np.float32)})[0]
        return out

    return run
