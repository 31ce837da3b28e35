"""assistant.judging.training.zinnen: reads the sentences that ship with the program once and keeps their vectors. A minute.

Run it after editing prompts/stappen or prompts/toon: texts without a kept vector still work, they are read when needed.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from assistant.judging.likeness import VECTORS, save_vectors

PROMPTS = Path(__file__).resolve().parents[3] / "prompts"


def texts() -> Iterator[str]:
    """Every sentence whose likeness is asked for while running."""
    for path in sorted((PROMPTS / "stappen").glob("*.toml")):
        for step in tomllib.loads(path.read_text(encoding="utf-8"))["stappen"]:
            yield re.sub(r"\s*\{\w+\}", "", step.get("zonder") or step["actie"])
            for wish in step["wensen"]:
                if "{ding}" in wish:
                    yield from (wish.replace("{ding}", ding) for ding in step["ding"])
                else:
                    yield wish
    path = PROMPTS / "stemming.toml"
    if path.exists():
        for mood in tomllib.loads(path.read_text(encoding="utf-8"))["stemmingen"]:
            yield from mood["voorbeelden"]


if __name__ == "__main__":
    sys.stdout.write(f"{save_vectors(texts())} sentences in {VECTORS.name}\n")
