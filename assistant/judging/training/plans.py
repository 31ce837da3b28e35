"""assistant.judging.training.plans: which uiting is a wish that fell out of a plan, and which wish does the client put first?

Two small logistics, over FEATURES and FIRST of assistant.judging.toets. Run: python -m assistant.judging.training.plans   after lezer and grenzen.
Fit on 'leren', threshold on 'leren' by cross-validation. Writes gewichten/plan.json; the figures come from tests.quality.plannen_quality.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.judging import examples
from assistant.judging.encoder import WEIGHTS
from assistant.judging.judge import Judge
from assistant.judging.toets import FEATURES, FIRST, features, first_features

EXTRA = 0.05
"""The threshold is where F1 is best, within so much of that F1 where most is found: a wish overlooked is worse than one pointed at too much."""


def _kept(model: Any, names: Sequence[str], mean: np.ndarray, std: np.ndarray) -> dict[str, Any]:
    return {
        "kenmerken": names,
        "w": [round(float(v), 4) for v in model.coef_[0]],
        "b": round(float(np.ravel(model.intercept_)[0]), 4),
        "m": [round(float(v), 4) for v in mean],
        "s": [round(float(v), 4) for v in std],
    }


def fit_dropped(judge: Judge, plans: Sequence[dict[str, Any]]) -> dict[str, Any]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    x = np.array([features(judge, plan, u) for plan in plans for u in plan["uitingen"]])
    y = np.array([u["id"] in plan["gold"]["weggevallen_wensen"] for plan in plans for u in plan["uitingen"]])
    groups = [plan["casus"] for plan in plans for _ in plan["uitingen"]]
    mean, std = x.mean(0), x.std(0) + 1e-6
    model = LogisticRegression(C=0.2, class_weight="balanced", max_iter=2000)
    p = cross_val_predict(model, (x - mean) / std, y, groups=groups, cv=GroupKFold(8), method="predict_proba")[:, 1]

    def found(t: float) -> tuple[float, float, float]:
        hits = float(((p >= t) & y).sum())
        return 2 * hits / max(1.0, float((p >= t).sum() + y.sum())), hits / max(1.0, float((p >= t).sum())), hits / y.sum()

    grid = [round(float(t), 2) for t in np.arange(0.3, 0.96, 0.02)]
    best = max(found(t)[0] for t in grid)
    near = [t for t in grid if found(t)[0] >= best - EXTRA * best]
    threshold = max([t for t in near if found(t)[1] >= 0.78] or near, key=lambda t: (found(t)[2], found(t)[0]))
    f1, precision, recall = found(threshold)
    print(
        f"weggevallen: {len(y)} uitingen, {y.sum()} weg; kruislings F1 {f1:.2f} precisie {precision:.2f} gevonden {recall:.2f} bij {threshold} (beste F1 {best:.2f})"
    )
    model.fit((x - mean) / std, y)
    out = _kept(model, FEATURES, mean, std) | {"drempel": threshold}
    print(dict(zip(FEATURES, out["w"], strict=True)))
    return out


def fit_first(judge: Judge, plans: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Learned from pairs: the wish that is put first beside every other uiting of the same person."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    tables = [np.array(first_features(judge, plan["uitingen"])) for plan in plans]
    wanted = [[u["id"] for u in plan["uitingen"]].index(plan["gold"]["belangrijkste_wens"]) for plan in plans]
    every = np.concatenate(tables)
    mean, std = every.mean(0), every.std(0) + 1e-6
    scaled = [(t - mean) / std for t in tables]

    def fit(numbers: Sequence[int]) -> Any:
        pairs = np.array([scaled[n][wanted[n]] - row for n in numbers for i, row in enumerate(scaled[n]) if i != wanted[n]])
        model = LogisticRegression(C=0.2, fit_intercept=False, max_iter=2000)
        return model.fit(np.concatenate([pairs, -pairs]), np.repeat([1, 0], len(pairs)))

    numbers = np.arange(len(plans))
    right = 0
    for train, held in GroupKFold(8).split(numbers, groups=[plan["casus"] for plan in plans]):
        model = fit([int(n) for n in train])
        right += sum(int((scaled[int(n)] @ model.coef_[0]).argmax()) == wanted[int(n)] for n in held)
    print(f"vooropgestelde wens: kruislings {right} van {len(plans)} goed")
    out = _kept(fit([int(n) for n in numbers]), FIRST, mean, std)
    print(dict(zip(FIRST, out["w"], strict=True)))
    return out


def main() -> None:
    judge = Judge()
    plans = list(examples.load("plannen", "leren"))
    weights = {"weg": fit_dropped(judge, plans), "eerst": fit_first(judge, plans)}
    (WEIGHTS / "plan.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
