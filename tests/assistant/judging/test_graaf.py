"""The encoder in onnxruntime says what the encoder in numpy says, and numpy takes over where onnxruntime cannot be used."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from assistant.judging.encoder import WEIGHTS, Encoder
from assistant.judging.graaf import LOWER, SHARED, UPPER, quick_layers

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
        assert cosine(one.whole, other.whole) > 0.99999
        assert min(cosine(a, b) for a, b in zip(one.vectors, other.vectors, strict=True)) > 0.9999


def test_without_onnxruntime_numpy_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)

    encoder = Encoder()

    assert encoder.plain is not None
    assert np.isfinite(encoder.read("Ik zing graag.").whole).all()


def test_a_graph_for_other_layers_is_not_used(tmp_path: Path) -> None:
    layers = Encoder(quick=False).plain
    assert layers is not None

    upper = layers.weights[SHARED:]
    assert quick_layers(upper, UPPER) is not None
    assert quick_layers(upper[:-1], UPPER) is None
    assert quick_layers(upper, LOWER) is None
    (tmp_path / "lagen.onnx").write_bytes(b"geen graaf")
    assert quick_layers(upper, tmp_path / "lagen.onnx") is None
    assert quick_layers(upper, tmp_path / "weg.onnx") is None


def test_what_was_taught_shares_the_lower_layers_of_the_base() -> None:
    base, taught = Encoder(), Encoder(load_file(WEIGHTS / "lezer.safetensors"))
    x = base.embed_ids(base.assemble(["Ik zing graag."])[0])

    assert base.lower is taught.lower
    assert not np.allclose(base.upper(base.lower(x)), taught.upper(taught.lower(x)), atol=1e-2)


def test_changes_to_the_lower_layers_are_read_too() -> None:
    base, size = Encoder(), Encoder().hidden
    changes = {"lora.0.q.a": np.ones((1, size), np.float16), "lora.0.q.b": np.ones((size, 1), np.float16)}
    x = base.embed_ids(base.assemble(["Ik zing graag."])[0])

    assert not np.allclose(Encoder(changes).run(x), base.run(x), atol=1e-2)
