"""assistant.judging.training.graaf: write gewichten/basis.onnx and lezer.onnx, the shape of the encoder for onnxruntime (no weights inside).

Needed again when the number of layers, the rank or the first taught layer changes. Uses the package onnx (extra 'graaf').
Run: python -m assistant.judging.training.graaf
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.judging.encoder import WEIGHTS
from assistant.judging.graaf import taught_shape


class _Maker:
    """Collects the operations of one graph; every method gives the name of its result."""

    def __init__(self, form: dict[str, Any], first: int, rank: int) -> None:
        self.form, self.first, self.rank = form, first, rank
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def op(self, kind: str, given: Sequence[str], result: str = "", *, domain: str = "", **options: Any) -> str:
        from onnx import helper

        result = result or f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(given), [result], domain=domain, **options))
        return result

    def outside(self, name: str, shape: Sequence[int], kind: str = "FLOAT") -> str:
        """A weight that is handed over at load time."""
        from onnx import TensorProto

        tensor = TensorProto(name=name, data_type=getattr(TensorProto, kind), dims=shape, data_location=TensorProto.EXTERNAL)
        size = int(np.prod(shape)) * (4 if kind == "FLOAT" else 1)
        for key, value in (("location", "gewichten"), ("length", str(size))):
            entry = tensor.external_data.add()
            entry.key, entry.value = key, value
        self.weights.append(tensor)
        return name

    def fixed(self, name: str, value: Any) -> str:
        from onnx import numpy_helper

        self.weights.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def times(self, x: str, layer: int, part: str, wide: int, out: int) -> str:
        """x @ W + b, and what was taught: W in blocks of 32 with 4 bits each, multiplied with x in 8 bits."""
        stem = f"{layer}.{part}"
        blocks = [self.outside(f"{stem}.B", [out, wide // 32, 16], "UINT8"), self.outside(f"{stem}.s", [out, wide // 32])]
        y = self.op("MatMulNBits", [x, *blocks], domain="com.microsoft", K=wide, N=out, bits=4, block_size=32, accuracy_level=4)
        y = self.op("Add", [y, self.outside(f"{stem}.b", [out])])
        if layer < self.first:
            return y
        rank = self.rank * (3 if part == "qkv" else 1)
        down = self.op("MatMul", [x, self.outside(f"{stem}.A", [wide, rank])])
        return self.op("Add", [y, self.op("MatMul", [down, self.outside(f"{stem}.L", [rank, out])])])

    def normed(self, x: str, y: str, layer: int, name: str, result: str = "") -> str:
        own = [self.outside(f"{layer}.{name}.{kind}", [self.form["hidden"]]) for kind in ("w", "b")]
        return self.op("LayerNormalization", [self.op("Add", [x, y]), *own], result, epsilon=self.form["eps"])

    def layer(self, x: str, number: int, result: str) -> str:
        from onnx import helper

        hidden = self.form["hidden"]
        names = [f"{number}{n}" for n in "qkv"]
        self.nodes.append(helper.make_node("Split", [self.times(x, number, "qkv", hidden, 3 * hidden)], names, axis=1, num_outputs=3))
        apart = [self.op("Reshape", [name, "per_hoofd"]) for name in names]
        q, k, v = (self.op("Transpose", [a], perm=order) for a, order in zip(apart, ([1, 0, 2], [1, 2, 0], [1, 0, 2]), strict=True))
        share = self.op("Softmax", [self.op("Mul", [self.op("MatMul", [q, k]), "schaal"])], axis=-1)
        context = self.op("Reshape", [self.op("Transpose", [self.op("MatMul", [share, v])], perm=[1, 0, 2]), "samen"])
        x = self.normed(x, self.times(context, number, "ao", hidden, hidden), number, "aln")
        inner = self.op("Gelu", [self.times(x, number, "fi", hidden, self.form["inner"])], domain="com.microsoft")
        return self.normed(x, self.times(inner, number, "fo", self.form["inner"], hidden), number, "oln", result)


def graph(form: dict[str, Any], first: int, rank: int) -> bytes:
    """The serialised model: input x float32[n, hidden], output y of the same shape."""
    from onnx import TensorProto, helper

    maker = _Maker(form, first, rank)
    size = form["hidden"] // form["heads"]
    maker.fixed("per_hoofd", np.array([0, form["heads"], size], np.int64))
    maker.fixed("samen", np.array([0, form["hidden"]], np.int64))
    maker.fixed("schaal", np.float32(size**-0.5))
    x = "x"
    for number in range(form["layers"]):
        x = maker.layer(x, number, "y" if number == form["layers"] - 1 else "")
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", form["hidden"]]) for name in "xy"]
    made = helper.make_model(
        helper.make_graph(maker.nodes, "lezen", ends[:1], ends[1:], maker.weights),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)],
        ir_version=9,
        producer_name="krachtgesprek",
    )
    helper.set_model_props(made, {"geleerd": json.dumps([first, rank])})
    out: bytes = made.SerializeToString()
    return out


def main() -> None:
    from safetensors import safe_open
    from safetensors.numpy import load_file

    with safe_open(WEIGHTS / "basis.safetensors", framework="numpy") as file:
        form = json.loads(file.metadata()["vorm"])
    for name, taught in (("basis", None), ("lezer", load_file(WEIGHTS / "lezer.safetensors"))):
        made = graph(form, *taught_shape(taught, form["layers"]))
        Path(WEIGHTS / f"{name}.onnx").write_bytes(made)
        print(f"{name}.onnx: {len(made)} bytes")


if __name__ == "__main__":
    main()
