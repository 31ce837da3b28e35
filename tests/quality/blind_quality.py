"""Cases of writers who had not seen the program: `python -m tests.quality.blind_quality [coach] [toets] [plannen] [lees stelvoor|doorvraag N]`.

tests/data/blind: 171 interviewer's lines, 214 plan items and 14 plans, labelled by the definitions of the labels before the program was run on them,
and 250 cases for stel-voor and 280 answers for doorvraag, to read and judge. Nothing is chosen on the labelled ones: they only measure. The writers
were large language models with the definitions, no practitioners; the faults seen in the sets for stel-voor and doorvraag have been mended since,
so a new judgement asks for new cases.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from assistant.bootstrap import build_mind
from assistant.engine.mind import Mind
from assistant.judging.heads import COACH_FOCUS, COACH_LABELS, COACH_VORM, TOETS_LABELS
from assistant.settings import Settings

DATA = Path(__file__).parents[1] / "data" / "blind"


def cases(name: str) -> list[dict[str, Any]]:
    """The lines of one file."""
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]


def f1(name: str, hits: int, found: int, meant: int) -> float:
    """Print precision, recall and F1 of one label; returns F1."""
    p, r = hits / max(1, found), hits / max(1, meant)
    score = 2 * p * r / max(1e-9, p + r)
    sys.stdout.write(f"  {name:<28} P {p:.2f}  R {r:.2f}  F1 {score:.2f}  (gevonden {found}, bedoeld {meant})\n")
    return score


def _labels(names: Iterable[str], gold: list[set[str]], given: list[set[str]]) -> list[float]:
    return [
        f1(n, sum(n in g and n in h for g, h in zip(gold, given, strict=True)), sum(n in h for h in given), sum(n in g for g in gold))
        for n in names
    ]


def coach(mind: Mind) -> None:
    rows = cases("coach")
    ask = mind.handler("coach")
    answers = [ask({k: row[k] for k in ("id", "client_zei", "luisteraar", "uiting")}) for row in rows]
    sys.stdout.write(f"coach, {len(rows)} regels\n")
    _labels(COACH_LABELS, [{n for n in COACH_LABELS if row[n]} for row in rows], [{n for n in COACH_LABELS if a[n]} for a in answers])
    for key, names in (("vorm", COACH_VORM), ("focus", COACH_FOCUS)):
        scores = _labels(names, [{row[key]} for row in rows], [{a[key]} for a in answers])
        sys.stdout.write(f"  {key}: macro-F1 {sum(scores) / len(scores):.2f}\n")


def toets(mind: Mind) -> None:
    rows = cases("toets")
    ask = mind.handler("toets")
    answers = [{f["label"] for f in ask({k: row[k] for k in ("id", "uitingen", "soort", "tekst")})["bevindingen"]} for row in rows]
    gold = [set(row["labels"]) for row in rows]
    sys.stdout.write(f"toets, {len(rows)} regels van plannen\n")
    scores = _labels(TOETS_LABELS, gold, answers)
    clean = [a for a, g in zip(answers, gold, strict=True) if not g]
    sys.stdout.write(
        f"  macro-F1 {sum(scores) / len(scores):.2f}; schone regels met rust gelaten {sum(not a for a in clean)} van {len(clean)}\n"
    )


def plannen(mind: Mind) -> None:
    rows = cases("plannen")
    ask = mind.handler("toets")
    count: Counter[str] = Counter()
    for row in rows:
        answer = ask({k: v for k, v in row.items() if k != "gold"})
        count["oordeel"] += answer["clientgestuurd"] == row["gold"]["clientgestuurd"]
        for key in ("weggevallen_wensen", "toegevoegde_leefgebieden"):
            given, meant = set(answer[key]), set(row["gold"][key])
            count[f"{key} goed"] += len(given & meant)
            count[f"{key} te veel"] += len(given - meant)
            count[f"{key} gemist"] += len(meant - given)
    sys.stdout.write(f"plannen: oordeel goed {count['oordeel']} van {len(rows)}\n")
    for key in sorted(k for k in count if k != "oordeel"):
        sys.stdout.write(f"  {key}: {count[key]}\n")


def read(mind: Mind, what: str, number: str) -> None:
    """Print what the program makes of one set, to judge by reading."""
    ask = mind.handler("stel-voor" if what == "stelvoor" else "doorvraag")
    for row in cases(f"{what}_{number}"):
        answer = ask({**row, "k": 3} if what == "stelvoor" else row)
        said = (
            " / ".join(u["tekst"] for u in row["dossier"]["uitingen"]) if what == "stelvoor" else f"{row.get('vraag')} | {row['antwoord']}"
        )
        sys.stdout.write(f"{row['id']} {said}\n")
        for draft in answer.get("voorstellen") or []:
            sys.stdout.write(f"    {draft['doel']} => {draft['actie']} [{draft['patroon']}]\n")
        for vraag in answer.get("vragen") or ([answer["vraag"]] if isinstance(answer.get("vraag"), str) else []):
            sys.stdout.write(f"    {vraag['tekst'] if isinstance(vraag, dict) else vraag}\n")


def main(argv: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        mind = build_mind(Settings(gegevens=Path(folder), zonder_model=True))
        if argv[:1] == ["lees"]:
            read(mind, argv[1], argv[2])
            return 0
        for name, measure in (("coach", coach), ("toets", toets), ("plannen", plannen)):
            if not argv or name in argv:
                measure(mind)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
