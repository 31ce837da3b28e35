"""assistant.judging.training.signaal: teach the likeness of the acute signal: a logistic regression on its reading.

Learns from the parts 'leren' of the examples 'signaal' and 'herken'; threshold chosen on 'kiezen' and on out-of-fold certainties of 'leren'.
Run: python -m assistant.judging.training.signaal   (a minute). Writes gewichten/signaal.safetensors.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from assistant.judging import examples
from assistant.judging.signaal import SOORTEN, WEIGHTS, lees_vector

STRENGTH = 3.0
"""Inverse of the pull towards zero; chosen by cross-validation on 'leren'."""
FALSE_CARDS = 0.08
"""Share of the harmless 'signaal' sentences outside the fold at which the likeness alone may show a card."""
LOW = 0.02
"""Share of the acute sentences outside the fold that may lie under the lower border."""


def _rows(part: str) -> list[dict[str, Any]]:
    return [
        {"vector": lees_vector(ex["antwoord"]), "kind": kind, **ex} for kind in ("signaal", "herken") for ex in examples.load(kind, part)
    ]


def _fit(x: Any, y: Any, weight: Any) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=3000, class_weight="balanced").fit(x, y, sample_weight=weight)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def train() -> None:
    rows = _rows("leren")
    choose = _rows("kiezen")
    vectors = np.array([row["vector"] for row in rows])
    mean = vectors.mean(axis=0)

    def unit(v: Any) -> Any:
        v = v - mean
        return v / np.linalg.norm(v, axis=1, keepdims=True)

    x = unit(vectors)
    y = np.array([row["signaal"]["acuut"] for row in rows])
    hard = np.array([row["kind"] == "signaal" for row in rows])
    weight = np.where(
        hard, 1.0, 0.5
    )  # the answers of 'herken' are mostly easy: they keep the likeness honest but may not drown the hard ones
    groups = np.array([row["casus"] for row in rows])
    outside = np.zeros(len(rows))
    for learn, test in GroupKFold(5).split(x, groups=groups):
        outside[test] = _fit(x[learn], y[learn], weight[learn]).predict_proba(x[test])[:, 1]
    model = _fit(x, y, weight)
    seen = model.predict_proba(unit(np.array([row["vector"] for row in choose])))[:, 1]
    harmless = np.concatenate(
        [outside[hard & ~y], [p for p, row in zip(seen, choose, strict=True) if row["kind"] == "signaal" and not row["signaal"]["acuut"]]]
    )
    acute = np.concatenate([outside[y], [p for p, row in zip(seen, choose, strict=True) if row["signaal"]["acuut"]]])
    border = float(np.quantile(harmless, 1 - FALSE_CARDS))
    lower = float(np.quantile(acute, LOW))
    soort = LogisticRegression(C=10.0, max_iter=3000, class_weight="balanced").fit(
        x[y], [SOORTEN.index(row["signaal"]["soort"]) for row in rows if row["signaal"]["acuut"]]
    )
    tensors = {
        "mean": mean.astype(np.float32),
        "w": model.coef_[0].astype(np.float32),
        "b": model.intercept_.astype(np.float32),
        "soort.w": soort.coef_.astype(np.float32),
        "soort.b": soort.intercept_.astype(np.float32),
    }
    save_file(tensors, WEIGHTS / "signaal.safetensors", metadata={"drempel": f"{border:.3f}", "ondergrens": f"{lower:.3f}", "versie": "1"})
    ordinary = np.mean(outside[~hard & ~y] >= border)
    _say(f"{len(rows)} geleerd, drempel {border:.3f}, ondergrens {lower:.3f}; buiten de vouw:")
    _say(f"herkend {np.mean(acute >= border):.2f}, onterecht {np.mean(harmless >= border):.3f}, bij gewone antwoorden {ordinary:.3f}")


if __name__ == "__main__":
    train()
