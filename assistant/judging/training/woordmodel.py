"""assistant.judging.training.woordmodel: learn the linear models from the labelled examples. Minutes on two cores; the same result every time.

Run: python -m assistant.judging.training.woordmodel      writes gewichten/woordmodel.safetensors and drempels.json
Fits on the part 'leren'; thresholds from cross-validation on 'leren' by case; 'kiezen' is looked at, 'toetsen' is never touched here.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import json
import sys
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse as sp

from assistant.judging import examples
from assistant.judging.encoder import WEIGHTS
from assistant.judging.heads import COACH_FOCUS, COACH_LABELS, COACH_VORM, LEEFGEBIEDEN, TIJDEN, TOETS_LABELS, VORMEN
from assistant.judging.judge import shipped_lexicon
from assistant.judging.kenmerken import BUCKETS
from assistant.judging.lezen import (
    Features,
    answer_features,
    candidate_features,
    candidates,
    clause_features,
    clauses,
    coach_features,
    tijd_features,
    toets_features,
)

Table = tuple[list[Features], np.ndarray, list[str]]
"""(features, 0/1 per label, case of every row)."""


def matrix(features: Sequence[Features]) -> tuple[Any, int]:
    starts = np.cumsum([0, *(len(i) for i, _, _ in features)])
    table = sp.csr_matrix(
        (np.concatenate([v for _, v, _ in features]), np.concatenate([i for i, _, _ in features]), starts), shape=(len(features), BUCKETS)
    )
    dense = np.stack([d for _, _, d in features])
    return sp.hstack([table, sp.csr_matrix(dense)]).tocsr(), dense.shape[1]


def coach_rows(part: str, labels: Sequence[str], key: str | None) -> Table:
    rows = list(examples.lines(part))
    gold = np.array([[row[key] == x if key else bool(row[x]) for x in labels] for row in rows], np.float32)
    return [coach_features(row) for row in rows], gold, [row["casus"] for row in rows]


def toets_rows(part: str) -> Table:
    f, y, g = [], [], []
    for ex in examples.load("toets", part):
        for item in ex["items"]:
            f.append(toets_features(item["soort"], item["tekst"], ex["uitingen"]))
            y.append([label in item["labels"] for label in TOETS_LABELS])
            g.append(ex["casus"])
    for plan in examples.load("plannen", part):
        areas = {d["id"]: d["leefgebied"] for d in plan["doelen"]}
        for soort, things in (("doel", plan["doelen"]), ("actie", plan["acties"])):
            for thing in things:
                labels = plan["gold"]["items"].get(thing["id"])
                if labels is None:
                    continue
                area = thing.get("leefgebied") or areas.get(thing.get("doel"))
                near = [u["tekst"] for u in plan["uitingen"] if u["leefgebied"] == area] or [u["tekst"] for u in plan["uitingen"]]
                f.append(toets_features(soort, thing["tekst"], near))
                y.append([label in labels for label in TOETS_LABELS])
                g.append(plan["casus"])
    return f, np.array(y, np.float32), g


def clause_rows(part: str) -> Table:
    f, y, g = [], [], []
    for ex in examples.answers(part):
        text = ex["antwoord"]
        places = clauses(text)
        gold = [(k["vorm"], *examples.span_of(text, k["citaat"])) for k in ex["krachten"]]
        for (a, b), row in zip(places, clause_features(text, places, ex.get("vraag", "")), strict=True):
            f.append(row)
            y.append([any(v == vorm and min(b, d) - max(a, c) >= 0.4 * min(b - a, d - c) for v, c, d in gold) for vorm in VORMEN])
            g.append(ex["casus"])
    return f, np.array(y, np.float32), g


def tijd_rows(part: str) -> Table:
    f, y, g = [], [], []
    for ex in examples.answers(part):
        text = ex["antwoord"]
        places = clauses(text)
        for k in ex["krachten"]:
            if k["vorm"] == "ik_wil":
                continue
            a, b = examples.span_of(text, k["citaat"])
            around = " ".join(text[c:d] for c, d in places if min(b, d) > max(a, c))
            f.append(tijd_features(text[a:b], around))
            y.append([k["tijd"] == t for t in TIJDEN])
            g.append(ex["casus"])
    return f, np.array(y, np.float32), g


def answer_rows(part: str, name: str) -> Table:
    rows = [ex for ex in examples.answers(part) if ex.get("leefgebied") in LEEFGEBIEDEN]
    f = [answer_features(ex["antwoord"], ex.get("vraag", "")) for ex in rows]
    y = [[ex["leefgebied"] == x for x in LEEFGEBIEDEN] if name == "leefgebied" else [t in ex["tijden"] for t in TIJDEN] for ex in rows]
    return f, np.array(y, np.float32), [ex["casus"] for ex in rows]


def hulpbron_rows(part: str) -> Table:
    f, y, g = [], [], []
    lexicon = shipped_lexicon()
    for ex in examples.answers(part):
        text = ex["antwoord"]
        gold = [examples.span_of(text, h["citaat"]) for h in ex["hulpbronnen"]]
        for a, b, word, soort in candidates(text, lexicon):
            f.append(candidate_features(text, a, b, word, soort))
            y.append([any(min(b, d) > max(a, c) for c, d in gold)])
            g.append(ex["casus"])
    return f, np.array(y, np.float32), g


TASKS: dict[str, tuple[tuple[str, ...], Any, float]] = {
    # name -> (labels, rows of a part, C of the logistic regression)
    "coach": (COACH_LABELS, lambda part: coach_rows(part, COACH_LABELS, None), 1.0),
    "coach_vorm": (COACH_VORM, lambda part: coach_rows(part, COACH_VORM, "vorm"), 2.0),
    "coach_focus": (COACH_FOCUS, lambda part: coach_rows(part, COACH_FOCUS, "focus"), 1.0),
    "toets": (TOETS_LABELS, toets_rows, 3.0),
    "kracht": (VORMEN, clause_rows, 1.0),
    "tijd": (TIJDEN, tijd_rows, 1.0),
    "tijden": (TIJDEN, lambda part: answer_rows(part, "tijden"), 1.0),
    "leefgebied": (LEEFGEBIEDEN, lambda part: answer_rows(part, "leefgebied"), 2.0),
    "hulpbron": (("bruikbaar",), hulpbron_rows, 1.0),
}
ONE = ("coach_vorm", "coach_focus", "tijd", "leefgebied")


def fit(name: str) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Weights of one model, and the threshold per label that does best in cross-validation by case."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    labels, rows_of, strength = TASKS[name]
    features, gold, groups = rows_of("leren")
    x, dense = matrix(features)
    s = np.zeros((len(labels), BUCKETS), np.float16)
    d, b = np.zeros((len(labels), dense), np.float32), np.zeros(len(labels), np.float32)
    thresholds: dict[str, float] = {}
    balance = "balanced"

    def new() -> LogisticRegression:
        return LogisticRegression(C=strength, max_iter=300, class_weight=balance, solver="liblinear", random_state=1)

    for i, label in enumerate(labels):
        y = gold[:, i]
        model = new().fit(x, y)
        s[i], d[i], b[i] = model.coef_[0, :BUCKETS], model.coef_[0, BUCKETS:], model.intercept_[0]
        if name not in ONE:
            p = np.zeros(len(y))
            for train, held in GroupKFold(4).split(x, y, groups):
                if y[train].sum() > 1:
                    p[held] = new().fit(x[train], y[train]).predict_proba(x[held])[:, 1]
            grid = np.arange(0.1, 0.95, 0.025)
            scores = [2 * float(((p >= t) & (y > 0)).sum()) / max(1.0, float((p >= t).sum() + y.sum())) for t in grid]
            good = [t for t, score in zip(grid, scores, strict=True) if score >= max(scores) - 0.01]
            thresholds[label] = round(float(np.mean(good)), 3)
            print(f"  {name}.{label}: F1 {max(scores):.2f} bij {thresholds[label]:.2f} (n={int(y.sum())})", flush=True)
    return {f"{name}.s": s, f"{name}.d": d, f"{name}.b": b}, thresholds


def main() -> None:
    from safetensors.numpy import load_file, save_file

    path = WEIGHTS / "woordmodel.safetensors"
    only = sys.argv[1:]
    tensors = dict(load_file(path)) if only and path.exists() else {}
    chosen = json.loads((WEIGHTS / "drempels.json").read_text(encoding="utf-8")) if only and (WEIGHTS / "drempels.json").exists() else {}
    for name in only or TASKS:
        begin = time.monotonic()
        found, thresholds = fit(name)
        tensors |= found
        chosen[name] = thresholds
        print(f"{name}: {time.monotonic() - begin:.0f} s", flush=True)
    save_file(tensors, path, metadata={"versie": "1"})
    (WEIGHTS / "drempels.json").write_text(json.dumps(chosen, indent=1) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
