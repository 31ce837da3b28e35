"""assistant.judging.training.graaf: write gewichten/lagen_onder.onnx and lagen_boven.onnx, the shape of the encoder for onnxruntime (no weights inside).

Needed again when the number of layers or their size changes. Uses the package onnx (extra 'graaf').
Run: python -m assistant.judging.training.graaf
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.judging.encoder import WEIGHTS
from assistant.judging.graaf import LOWER, SHARED, UPPER


class _Maker:
    """Collects the operations of one graph; every method gives the name of its result."""

    def __init__(self, form: dict[str, Any]) -> None:
        self.form = form
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def op(self, kind: str, given: Sequence[str], result: str = "", *, domain: str = "", **options: Any) -> str:
        from onnx import helper

        result = result or f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(given), [result], domain=domain, **options))
        return result

    def outside(self, name: str, shape: Sequence[int]) -> str:
        """A weight that is handed over at load time."""
        from onnx import TensorProto

        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
        for key, value in (("location", "gewichten"), ("length", str(4 * int(np.prod(shape))))):
            entry = tensor.external_data.add()
            entry.key, entry.value = key, value
        self.weights.append(tensor)
        return name

    def fixed(self, name: str, value: Any) -> str:
        from onnx import numpy_helper

        self.weights.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def times(self, x: str, layer: int, part: str, wide: int, out: int) -> str:
        """x @ W + b."""
        stem = f"{layer}.{part}"
        y = self.op("MatMul", [x, self.outside(f"{stem}.w", [wide, out])])
        return self.op("Add", [y, self.outside(f"{stem}.b", [out])])

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


def graph(form: dict[str, Any], layers: int) -> bytes:
    """The serialised model of so many layers: input x float32[n, hidden], output y of the same shape."""
    from onnx import TensorProto, helper

    maker = _Maker(form)
    size = form["hidden"] // form["heads"]
    maker.fixed("per_hoofd", np.array([0, form["heads"], size], np.int64))
    maker.fixed("samen", np.array([0, form["hidden"]], np.int64))
    maker.fixed("schaal", np.float32(size**-0.5))
    x = "x"
    for number in range(layers):
        x = maker.layer(x, number, "y" if number == layers - 1 else "")
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", form["hidden"]]) for name in "xy"]
    made = helper.make_model(
        helper.make_graph(maker.nodes, "lezen", ends[:1], ends[1:], maker.weights),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)],
        ir_version=9,
        producer_name="krachtgesprek",
    )
    out: bytes = made.SerializeToString()
    return out


def main() -> None:
    from safetensors import safe_open

    with safe_open(WEIGHTS / "basis.safetensors", framework="numpy") as file:
        form = json.loads(file.metadata()["vorm"])
    for path, layers in ((LOWER, SHARED), (UPPER, form["layers"] - SHARED)):
        path.write_bytes(made := graph(form, layers))
        print(f"{path.name}: {len(made)} bytes")


if __name__ == "__main__":
    main()
