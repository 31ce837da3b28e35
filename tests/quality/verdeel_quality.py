"""How well a story is divided over leefgebieden. `python -m tests.quality.verdeel_quality [toetsen|kiezen]`.

Stories are put together from labelled answers of one part of the cases (so of people nobody learned from; the words of no answer
are changed): two to four answers after each other, each about another leefgebied or about the same one. Counted per character:
is it in a piece with the right leefgebied (top-1), or is the right one among the three on offer for its piece (top-3).
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

from assistant.adapters.text_files import ContentFiles
from assistant.engine.content import Content
from assistant.engine.listening import build_verdeel
from assistant.judging.examples import part_of

EXAMPLES = Path(__file__).resolve().parents[2] / "assistant" / "judging" / "voorbeelden" / "herken"


def stories(part: str, count: int, seed: int = 7) -> list[tuple[str, list[tuple[int, int, str]]]]:
    """(text, [(begin, end, leefgebied)])."""
    rng = random.Random(seed)
    lines = [json.loads(line) for f in sorted(EXAMPLES.glob("*.jsonl")) for line in f.read_text(encoding="utf-8").splitlines() if line]
    told = [
        (str(x["antwoord"]).strip(), str(x["leefgebied"]))
        for x in lines
        if part_of(x["casus"]) == part and x.get("leefgebied") and len(str(x["antwoord"]).split()) >= 12
    ]
    out = []
    for _ in range(count):
        text, gold = "", []
        for said, area in rng.sample(told, rng.randint(2, 4)):
            said = said if said[-1] in ".!?…" else f"{said}."
            begin = len(text)
            text += said + " "
            gold.append((begin, len(text), area))
        out.append((text, gold))
    return out


def measure(part: str = "toetsen", count: int = 120) -> dict[str, float]:
    handler = build_verdeel(Content(ContentFiles(None)))
    right = among = every = 0
    pieces = golden = 0
    began = time.perf_counter()
    for text, gold in stories(part, count):
        found = handler({"antwoord": text})["stukken"]
        assert "".join(text[p["begin"] : p["eind"]] for p in found) == text
        pieces += len(found)
        golden += len(gold)
        for begin, end, area in gold:
            for at in range(begin, end):
                piece = next(p for p in found if p["begin"] <= at < p["eind"])
                every += 1
                right += piece["leefgebied"] == area
                among += area in piece["opties"]
    return {
        "stories": count,
        "top1": right / every,
        "top3": among / every,
        "pieces": pieces / count,
        "answers": golden / count,
        "seconds": (time.perf_counter() - began) / count,
    }


if __name__ == "__main__":
    for name, value in measure(*(sys.argv[1:2] or ["toetsen"])).items():
        print(f"{name:8} {value:.3f}")
