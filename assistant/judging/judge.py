"""assistant.judging.judge: the encoder with what it was taught, read as certainties.

In: texts that belong together.   Out: per head an array of certainties (0-1), per piece or for the text as a whole.
A certainty says how sure the workbench is of its own reading of these words; it is never a measure of a person.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.judging.encoder import WEIGHTS, Encoder, Floats
from assistant.judging.heads import HEADS


@dataclass(frozen=True)
class Judgement:
    """Certainties for text 0 of an input.

    token: head -> float32[pieces of text 0, outputs]; text: head -> float32[outputs]; places[i]: (begin, end) in text 0;
    vector: float32[hidden], the mean of the pieces of text 0 (for likeness, L2 norm 1; zeros for an empty text).
    """

    token: dict[str, Floats]
    text: dict[str, Floats]
    places: tuple[tuple[int, int], ...]
    vector: Floats


class Judge:
    """The taught encoder. Remembers the last readings, so that asking twice about the same words costs nothing."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        from safetensors.numpy import load_file

        taught = load_file(folder / "geleerd.safetensors")
        self._encoder = Encoder(taught, folder)
        self._heads = {name: (taught[f"head.{name}.w"].T.copy(), taught[f"head.{name}.b"]) for name in HEADS if f"head.{name}.w" in taught}
        self._seen: OrderedDict[tuple[str, ...], Judgement] = OrderedDict()
        path = folder / "drempels.json"
        self.thresholds: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def threshold(self, head: str, label: str, default: float = 0.5) -> float:
        """The certainty from which `label` counts, chosen on the part 'kiezen'."""
        return self.thresholds.get(head, {}).get(label, default)

    def judge(self, texts: tuple[str, ...]) -> Judgement:
        """Judge text 0 in the light of the others."""
        if texts in self._seen:
            self._seen.move_to_end(texts)
            return self._seen[texts]
        ids, segment, places, real = self._encoder.assemble(texts)
        x = self._encoder.embed_ids(ids)
        for layer in range(self._encoder.layers):
            x = self._encoder.run_layer(x, layer)
        own = np.array([is_real and number == 0 for is_real, number in zip(real, segment, strict=True)])
        pieces = x[own]
        mean = pieces.mean(axis=0) if len(pieces) else np.zeros(x.shape[1], np.float32)
        summary = np.concatenate([mean, x[0]])
        token: dict[str, Floats] = {}
        text: dict[str, Floats] = {}
        for name, (w, b) in self._heads.items():
            head = HEADS[name]
            logits = (pieces if head.on == "token" else summary) @ w + b
            if head.kind == "one":
                logits = logits - logits.max(axis=-1, keepdims=True)
                value = np.exp(logits)
                value /= value.sum(axis=-1, keepdims=True)
            else:
                value = 1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))
            (token if head.on == "token" else text)[name] = value.astype(np.float32)
        norm = float(np.linalg.norm(mean))
        found = Judgement(token, text, tuple(p for p, mine in zip(places, own, strict=True) if mine), mean / norm if norm else mean)
        self._seen[texts] = found
        if len(self._seen) > 256:
            self._seen.popitem(last=False)
        return found


@lru_cache(maxsize=1)
def shared_judge() -> Judge:
    """The one judge of this process, loaded on first use."""
    return Judge()
