"""tests.quality.plannen_quality: whole plans: is the verdict right, which wishes fell away, which leefgebieden were added. Prints figures and every fault.

Run: python -m tests.quality.plannen_quality [leren|kiezen|toetsen …] [-v]     default: kiezen and toetsen
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from assistant.judging.examples import load
from assistant.judging.judge import shared_judge
from assistant.judging.toets import plan_findings

EMPTY = {"naam": "", "uitleg": ["{woorden}"], "suggestie": ["{citaat}"], "handleiding": ["", ""]}


class Every(dict[str, Any]):
    """A criterion for every label: the texts do not matter here."""

    def __missing__(self, key: str) -> dict[str, Any]:
        return EMPTY


def main() -> None:
    parts = [a for a in sys.argv[1:] if not a.startswith("-")] or ["kiezen", "toetsen"]
    judge, right, verdicts = shared_judge(), 0, Counter[tuple[str, str]]()
    plans = [plan for part in parts for plan in load("plannen", part)]
    counts = {"wensen": [0, 0, 0], "leefgebieden": [0, 0, 0], "belangrijkste": [0, len(plans)]}
    for plan in plans:
        gold = plan["gold"]
        found = plan_findings(plan, judge=judge, criteria=Every(), passage=lambda *_: None)
        verdicts[gold["clientgestuurd"], found["clientgestuurd"]] += 1
        right += gold["clientgestuurd"] == found["clientgestuurd"]
        counts["belangrijkste"][0] += found["belangrijkste_wens"] == gold.get("belangrijkste_wens")
        for name, mine, theirs in (
            ("wensen", found["weggevallen_wensen"], gold["weggevallen_wensen"]),
            ("leefgebieden", found["toegevoegde_leefgebieden"], gold["toegevoegde_leefgebieden"]),
        ):
            counts[name][0] += len(set(mine) & set(theirs))
            counts[name][1] += len(set(mine))
            counts[name][2] += len(set(theirs))
            if "-v" in sys.argv and set(mine) != set(theirs):
                texts = {u["id"]: u["tekst"] for u in plan["uitingen"]}
                print(
                    f"  · {plan['id']} {name}: te veel {[texts.get(x, x) for x in set(mine) - set(theirs)]} gemist {[texts.get(x, x) for x in set(theirs) - set(mine)]}"
                )
        if "-v" in sys.argv and gold["clientgestuurd"] != found["clientgestuurd"]:
            extra = {i["id"]: [f["label"] for f in i["bevindingen"]] for i in found["items"] if i["bevindingen"]}
            print(
                f"  · {plan['id']} bedoeld {gold['clientgestuurd']} gevonden {found['clientgestuurd']}: {extra} | bedoeld {gold['items']}"
            )
    print(f"plannen: {len(plans)} ({', '.join(parts)}); oordeel goed {right / max(1, len(plans)):.2f} {dict(verdicts)}")
    for name in ("wensen", "leefgebieden"):
        hits, mine, theirs = counts[name]
        print(f"  {name}: precisie {hits / max(1, mine):.2f} gevonden {hits / max(1, theirs):.2f} (aangewezen {mine}, bedoeld {theirs})")
    print(f"  belangrijkste wens goed: {counts['belangrijkste'][0]} van {counts['belangrijkste'][1]}")


if __name__ == "__main__":
    main()
