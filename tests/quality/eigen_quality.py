"""Quality of searching in documents an organisation added itself: `python -m tests.quality.eigen_quality [deel] [--fouten]`.

Four invented documents (tests/data/eigen_bronnen) are added the way a user adds them, beside our own handleiding. They carry no example questions
and are no part of what the refusal was calibrated on. deel: toetsen (default: half of the subjects), kiezen (the other half) or alles.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

from assistant.bootstrap import build_guidance
from assistant.engine.retrieving import Retriever
from assistant.settings import Settings
from tests.quality.zoek_quality import refusal

DATA = Path(__file__).parents[1] / "data" / "eigen_bronnen"


def questions(part: str) -> list[dict[str, Any]]:
    """Rows of vragen.jsonl; a subject is in one half only."""
    rows = [json.loads(line) for line in (DATA / "vragen.jsonl").read_text(encoding="utf-8").splitlines() if line]
    half = {row["casus"]: int(hashlib.sha256(row["casus"].encode()).hexdigest()[:8], 16) % 2 for row in rows}
    return [row for row in rows if part == "alles" or half[row["casus"]] == (part == "toetsen")]


def retriever(folder: Path) -> Retriever:
    desk = build_guidance(Settings(gegevens=folder), background=False)
    answer = desk.voeg_toe({"paden": [str(path) for path in sorted(DATA.glob("*.md"))], "soort_bron": None, "titel": None})
    if answer["fouten"]:
        raise SystemExit(str(answer["fouten"]))
    return desk.retriever()


def main(arguments: Sequence[str]) -> int:
    part = next((a for a in arguments if not a.startswith("-")), "toetsen")
    found, items = retriever(Path(tempfile.mkdtemp())), questions(part)
    doubts, wrong, places = [], [], []
    for item in items:
        guidance = found.ask(item["vraag"])
        look = found.look(item["vraag"])
        keys = [f"{hit.passage.titel} # {hit.passage.kop[-1] if hit.passage.kop else ''}" for hit in guidance.hits]
        heads = {key.split("#")[1] for key in item["goed"]}
        place = next((n for n, hit in enumerate(guidance.hits, 1) if heads & set(hit.passage.kop)), 0)
        if item["goed"]:
            places.append(place)
        doubts.append(1.0 if look.signals.get("verkeerd_aantal") else found.doubt(look))
        wrong.append(not item["goed"])
        if "--fouten" in arguments and (guidance.niets_gevonden != (not item["goed"]) or (item["goed"] and not place)):
            said = "geweigerd" if guidance.niets_gevonden else "beantwoord"
            print(f"   {said} {doubts[-1]:.2f} plaats {place} {item['id']}: {item['vraag']} -> {keys[0]}")
            if "--tekens" in arguments:
                print("      " + " ".join(f"{name}={value:.2f}" for name, value in look.signals.items()))
    n = max(len(places), 1)
    print(
        f"eigen bronnen, deel {part!r}: {len(places)} vragen met antwoord: eerste {sum(p == 1 for p in places) / n:.2f}, "
        f"eerste vijf {sum(p > 0 for p in places) / n:.2f}"
    )
    precision, rec, f = refusal(doubts, wrong, found.threshold)
    refused = sum(d >= found.threshold and not w for d, w in zip(doubts, wrong, strict=True))
    print(f"weigeren: precisie {precision:.3f} recall {rec:.3f} F1 {f:.3f}; ten onrechte geweigerd {refused} van {len(places)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
