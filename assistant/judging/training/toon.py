"""assistant.judging.training.toon: how an answer sounds, learned on what the taught encoder makes of the whole answer. Two minutes.

Run: python -m assistant.judging.training.toon      after lezer; adds kop.toon to gewichten/lezer.safetensors. Then grenzen.
A logistic model per tone, and one for 'something heavy sounds' (BELADEN), since the heavy tones are hard to tell apart and that matters less.
Fits on 'leren' only. Words alone (token by token) did worse: on the other parts F1 .32 against .50 for loss, .36 against .47 for what is heavy.
"""

from __future__ import annotations

import numpy as np

from assistant.judging import examples
from assistant.judging.encoder import WEIGHTS
from assistant.judging.heads import STEMMINGEN
from assistant.judging.lezer import LezerModel, herken_texts
from assistant.judging.toon import HEAVY

STRICT = 0.0006
"""How freely the weights may move (C): few examples, many numbers."""


def main() -> None:
    from safetensors import safe_open
    from safetensors.numpy import save_file
    from sklearn.linear_model import LogisticRegression

    model, rows = LezerModel(), list(examples.load("stemming", "leren"))
    x = np.array([model.whole(herken_texts(ex["vraag"] or "", ex["antwoord"])) for ex in rows])
    mean, std = x.mean(0), x.std(0) + 1e-6
    weights, biases = [], []
    for wanted in (*((name,) for name in STEMMINGEN), HEAVY):
        y = np.array([any(toon["soort"] in wanted for toon in ex["stemming"]) for ex in rows])
        fitted = LogisticRegression(C=STRICT, class_weight="balanced", max_iter=1000).fit((x - mean) / std, y)
        w = fitted.coef_[0] / std
        weights.append(w)
        biases.append(float(fitted.intercept_[0]) - float(w @ mean))
        print(f"{'/'.join(wanted)[:40]}: {int(y.sum())} van {len(y)}", flush=True)
    path = WEIGHTS / "lezer.safetensors"
    with safe_open(path, framework="numpy") as file:
        meta, tensors = file.metadata(), {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict
    tensors |= {"kop.toon.w": np.array(weights, np.float32), "kop.toon.b": np.array(biases, np.float32)}
    save_file(tensors, path, metadata=meta)


if __name__ == "__main__":
    main()
