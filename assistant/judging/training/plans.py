"""assistant.judging.training.plans: which uiting is a wish that fell out of a plan? A small logistic over assistant.judging.toets.FEATURES.

Run: python -m assistant.judging.training.plans   (fit on 'leren', threshold on 'leren' by cross-validation, report on 'kiezen' and 'toetsen')
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from assistant.judging import examples
from assistant.judging.encoder import WEIGHTS
from assistant.judging.judge import Judge
from assistant.judging.toets import FEATURES, features


def rows(judge: Judge, parts: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    x, y, groups = [], [], []
    for part in parts:
        for plan in examples.load("plannen", part):
            for uiting in plan["uitingen"]:
                x.append(features(judge, plan, uiting))
                y.append(uiting["id"] in plan["gold"]["weggevallen_wensen"])
                groups.append(plan["casus"])
    return np.array(x), np.array(y), groups


def main() -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    judge = Judge()
    x, y, groups = rows(judge, ("leren",))
    mean, std = x.mean(0), x.std(0) + 1e-6
    model = LogisticRegression(C=0.5, class_weight="balanced", max_iter=1000)
    p = cross_val_predict(model, (x - mean) / std, y, groups=groups, cv=GroupKFold(6), method="predict_proba")[:, 1]

    def f1(t: float) -> float:
        hits = float(((p >= t) & y).sum())
        return 2 * hits / max(1.0, float((p >= t).sum() + y.sum()))

    threshold = max(np.arange(0.3, 0.9, 0.02), key=f1)
    print(f"leren: {len(y)} uitingen, {y.sum()} weggevallen, F1 (kruislings) {f1(threshold):.2f} bij {threshold:.2f}")
    model.fit((x - mean) / std, y)
    weights: dict[str, Any] = {
        "kenmerken": FEATURES,
        "w": [round(float(v), 4) for v in model.coef_[0]],
        "b": round(float(model.intercept_[0]), 4),
        "m": [round(float(v), 4) for v in mean],
        "s": [round(float(v), 4) for v in std],
        "drempel": round(float(threshold), 3),
    }
    (WEIGHTS / "plan.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print(dict(zip(FEATURES, weights["w"], strict=True)))


if __name__ == "__main__":
    main()
