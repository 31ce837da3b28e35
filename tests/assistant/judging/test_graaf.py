"""The encoder in onnxruntime says what the encoder in numpy says, and numpy takes over where onnxruntime cannot be used."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from assistant.judging.encoder import WEIGHTS, Encoder
from assistant.judging.graaf import GRAPHS, packed, quick_layers

SENTENCES = ["Ik kook elke zondag voor de hele gang.", "én toch… 👍 [haken]", "a", "Mijn zus belt elke dag. " * 25]


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


@pytest.mark.parametrize("taught", [False, True], ids=["basis", "geleerd"])
def test_both_engines_read_the_same(taught: bool) -> None:
    changes = load_file(WEIGHTS / "lezer.safetensors") if taught else None
    quick, plain = Encoder(changes), Encoder(changes, quick=False)

    assert quick.plain is None, "de graaf past niet bij de gewichten"
    for text in SENTENCES:
        one, other = quick.read(text), plain.read(text)
        assert one.places == other.places
        assert cosine(one.whole, other.whole) > 0.999
        assert min(cosine(a, b) for a, b in zip(one.vectors, other.vectors, strict=True)) > 0.995


def test_blocks_keep_their_order_when_they_are_packed_anew() -> None:
    values = np.arange(32, dtype=np.uint8) % 16
    stored = (values[:16] | (values[16:] << 4)).reshape(1, 1, 16)

    out = packed(stored)[0, 0]

    assert np.stack([out & 15, out >> 4], axis=1).ravel().tolist() == values.tolist()


def test_without_onnxruntime_numpy_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)

    encoder = Encoder()

    assert encoder.plain is not None
    assert np.isfinite(encoder.read("Ik zing graag.").whole).all()


def test_a_graph_made_for_other_changes_is_not_used(tmp_path: Path) -> None:
    shutil.copy(GRAPHS / "lezer.onnx", tmp_path / "basis.onnx")  # expects low-rank changes that the base does not have
    from safetensors import safe_open

    with safe_open(WEIGHTS / "basis.safetensors", framework="numpy") as file:
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - not a dict

    assert quick_layers(tensors, None, {"layers": 12, "hidden": 384}, tmp_path) is None
    (tmp_path / "basis.onnx").write_bytes(b"geen graaf")
    assert quick_layers(tensors, None, {"layers": 12, "hidden": 384}, tmp_path) is None
