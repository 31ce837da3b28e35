"""tests.quality.doorvraag_quality: the follow-up offered first, against a panel of own situations. Prints figures and every fault.

Each situation names acceptable follow-ups (beginnings of their ids) and unacceptable ones; '!cheer' stands for every cheerful family.
Run: python -m tests.quality.doorvraag_quality [leren|kiezen|toetsen] [--herken] [-v]   (--herken: what the program itself hears, not the hand-made reading)
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.bootstrap import build_content
from assistant.engine.listening import build_herken, load_doorvragen, tone_hearer
from assistant.judging.doorvraag import CHEERFUL, doorvraag
from assistant.judging.examples import load
from assistant.judging.likeness import shared_likeness
from assistant.judging.stemming import Stemmingen
from assistant.settings import Settings


def is_bad(vraag: Mapping[str, Any], fout: list[str]) -> bool:
    """Whether a follow-up is among the unacceptable ones."""
    return any(vraag["familie"] in CHEERFUL if f == "!cheer" else vraag["id"].startswith(f) for f in fout)


def judge(case: Mapping[str, Any], vragen: list[Mapping[str, Any]]) -> tuple[bool, bool, bool]:
    """(best acceptable, best unacceptable, quotes verbatim)."""
    if not vragen:
        return False, False, True
    best = vragen[0]
    good = any(best["id"].startswith(g) for g in case["goed"]) and not is_bad(best, case["fout"])
    verbatim = all(v["haakt_aan"] is None or v["haakt_aan"] in case["antwoord"] for v in vragen)
    return good, is_bad(best, case["fout"]), verbatim


def run(part: str | None, *, heard: bool, verbose: bool) -> tuple[int, int, int, int, int]:
    """(situations, best acceptable, unacceptable on top, any unacceptable among three after something heavy, quotes not verbatim)."""
    with tempfile.TemporaryDirectory() as folder:
        content = build_content(Settings(gegevens=Path(folder)))
        library, tones, like = load_doorvragen(content), content.load("stemming.toml", Stemmingen), shared_likeness()
        herken = build_herken(content) if heard else None
        total = right = bad = later = quotes = 0
        for case in load("doorvraag", part):
            payload = {
                k: v
                for k, v in case.items()
                if k in ("id", "antwoord", "vraag", "aanspreekvorm", "luisteraar") or (k == "herkend" and not heard)
            }
            vragen = doorvraag(payload, library=library, stemmingen=tones, like=like, herken=herken, hear=tone_hearer())["vragen"]
            good, wrong, verbatim = judge(case, vragen)
            cheer = "!cheer" in case["fout"] and any(is_bad(v, ["!cheer"]) for v in vragen)
            total, right, bad, later, quotes = total + 1, right + good, bad + wrong, later + cheer, quotes + (not verbatim)
            if not good or cheer or verbose:
                mark = "FOUT" if wrong else "ok" if good else "anders"
                sys.stdout.write(f"{case['id']} {mark}: {case['antwoord']}  (goed: {', '.join(case['goed'])})\n")
                for v in vragen:
                    sys.stdout.write(f"      {v['id']}: {v['tekst']}\n")
        return total, right, bad, later, quotes


def main(argv: list[str]) -> int:
    part = next((a for a in argv if not a.startswith("-")), None)
    total, right, bad, later, quotes = run(part, heard="--herken" in argv, verbose="-v" in argv)
    sys.stdout.write(f"\n{total} situaties: beste vervolgvraag aanvaardbaar {right} ({right / total:.1%}), onaanvaardbaar bovenaan {bad}, ")
    sys.stdout.write(f"vrolijke vraag na iets zwaars {later}, citaat niet letterlijk {quotes}\n")
    return 0 if right / total >= 0.85 and not bad and not quotes else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
