"""assistant.judging.training.leesniveau: fits the weights of assistant.judging.tekst on the labelled texts and prints them. Seconds.

An ordinal logistic regression: one score, three cuts between four levels. Fitted on 'leren' and 'kiezen', reported on 'toetsen'.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np

from assistant.judging import tekst
from assistant.judging.examples import load


def _data(part: str | None, listed: dict[str, str]) -> tuple[Any, Any]:
    items = list(load("tekst", part))
    return (
        np.array([tekst.features(i["tekst"], listed) for i in items], dtype=float),
        np.array([tekst.LEVELS.index(i["niveau"]) for i in items]),
    )


def fit(x: Any, y: Any, *, ridge: float = 0.02, steps: int = 6000) -> tuple[Any, Any, Any, Any]:
    """(mean, spread, weight, cuts) by gradient descent on the proportional-odds likelihood."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = (x - mean) / spread
    w = np.zeros(x.shape[1])
    cuts = np.array([-1.5, 0.0, 1.5])
    for step in range(steps):
        s = z @ w
        above = 1 / (1 + np.exp(-(s[:, None] - cuts[None, :])))  # P(level > k)
        target = (y[:, None] > np.arange(3)[None, :]).astype(float)
        gap = above - target
        rate = 0.5 / (1 + step / 2000)
        w -= rate * ((gap.sum(axis=1)[:, None] * z).mean(axis=0) + ridge * w)
        w = np.where(np.array([name == "zipf" for name in tekst.NAMES]), np.minimum(w, 0), np.maximum(w, 0))  # harder is never easier
        cuts -= rate * (-gap.mean(axis=0))
    return mean, spread, w, cuts


def main() -> int:
    listed = tomllib.loads((Path("prompts") / "woordenlijst.toml").read_text(encoding="utf-8"))["woorden"]
    lx, ly = _data("leren", listed)
    kx, ky = _data("kiezen", listed)
    mean, spread, weight, cuts = fit(np.vstack([lx, kx]), np.concatenate([ly, ky]))
    for name, value in (("MEAN", mean), ("SPREAD", spread), ("WEIGHT", weight), ("CUTS", cuts)):
        sys.stdout.write(f"{name} = ({', '.join(f'{v:.4f}' for v in value)})\n")
    for part in ("leren", "toetsen"):
        x, y = _data(part, listed)
        guess = ((((x - mean) / spread) @ weight)[:, None] > cuts[None, :]).sum(axis=1)
        sys.stdout.write(f"{part}: {len(y)} texts, right {np.mean(guess == y):.3f}, ")
        sys.stdout.write(f"at most one level off {np.mean(abs(guess - y) <= 1):.3f}, ")
        sys.stdout.write(f"easy (A2, B1) against hard {np.mean((guess <= 1) == (y <= 1)):.3f}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
