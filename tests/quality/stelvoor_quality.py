"""tests.quality.stelvoor_quality: drafts for the cases in voorbeelden/stelvoor, judged by written criteria. Prints figures and every fault.

Criteria, per case
- wens:    without a wish of the client there is no draft and a question instead; with one there is at least one draft.
- woorden: the doel stands verbatim in an uiting of the draft.
- steun:   every uiting of the draft holds its doel, the hulpbron it names or the words it quotes.
- past:    the first draft comes from a leefgebied that fits the wish ('past' in the case; the general patterns and steps made
           of the client's own words count as a weak fit).
- nooit:   no draft holds what the client refused, or someone who is a danger ('nooit').
- hulp:    a person of the client's own circle who offered help stands in one of the drafts ('hulp').
- vorm:    one sentence that begins with Ik, says when, B1 or easier apart from quoted words, no two drafts alike.

Run: python -m tests.quality.stelvoor_quality [leren|kiezen|toetsen] [-v]
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.bootstrap import build_mind
from assistant.engine.composing import without_quotes
from assistant.judging.examples import load
from assistant.judging.tekst import niveau
from assistant.settings import Settings


def _read(draft: Mapping[str, Any]) -> str:
    """The step without the client's own words and namings: those are not for us to make easier."""
    name = str((draft.get("hulpbron") or {}).get("tekst") or "")
    text = without_quotes(draft["actie"])
    return text.replace(name, "hem") if name else text


def faults(case: Mapping[str, Any], out: Mapping[str, Any], woorden: Mapping[str, str]) -> list[str]:
    """Names of the criteria that are not met; 'eerste.' before those of the first draft only."""
    drafts = out["voorstellen"]
    texts = {u["id"]: u["tekst"] for u in case["dossier"]["uitingen"]}
    if not case["wens"]:
        return ["wens: voorstel zonder wens"] if drafts else [] if out.get("vraag") else ["wens: geen vraag"]
    if not drafts:
        return ["wens: geen voorstel"]
    found: list[str] = []
    for number, draft in enumerate(drafts):
        name = "eerste." if number == 0 else ""
        if not any(draft["doel"] in texts.get(u, "") for u in draft["uitingen"]):
            found.append(f"{name}woorden: {draft['doel']}")
        for uid in draft["uitingen"]:
            helper = (draft.get("hulpbron") or {}).get("tekst", "\0")
            names = {w for w in re.findall(r"[\w'’-]+", helper) if w[:1].isupper()}
            strong = any(quote and quote in texts[uid] for quote in re.findall(r"‘(.+)’", draft["actie"]))
            if (
                draft["doel"] not in texts[uid]
                and helper.lower() not in texts[uid].lower()
                and not strong
                and not names & set(texts[uid].split())
            ):
                found.append(f"{name}steun: {uid}")
        for word in case.get("nooit", ()):
            if word.lower() in draft["actie"].lower():
                found.append(f"{name}nooit: {word}")
        if (
            not draft["actie"].startswith("Ik ")
            or draft["wanneer"] not in draft["actie"]
            or niveau(_read(draft), woorden) not in ("A2", "B1")
        ):
            found.append(f"{name}vorm: {draft['actie']} ({niveau(draft['actie'], woorden)})")
    if len({d["actie"] for d in drafts}) < len(drafts):
        found.append("vorm: twee dezelfde")
    if "past" in case and not drafts[0]["patroon"].startswith((*case["past"], "algemeen.", "eigen.")):
        found.append(f"eerste.past: {drafts[0]['patroon']}")
    for helper in case.get("hulp", ()):
        if not any(helper.lower() in d["actie"].lower() for d in drafts):
            found.append(f"hulp: {helper}")
    return found


def main(argv: list[str]) -> int:
    part = next((a for a in argv if not a.startswith("-")), None)
    with tempfile.TemporaryDirectory() as folder:
        mind = build_mind(Settings(gegevens=Path(folder), zonder_model=True))
        from assistant.adapters.text_files import ContentFiles
        from assistant.bootstrap import build_content
        from assistant.engine.listening import build_stel_voor

        woorden = ContentFiles(None).load("woordenlijst.toml")["woorden"]
        toets = mind.handler("toets") if "--toets" in argv and "toets" in mind.names else None
        draft = build_stel_voor(build_content(Settings(gegevens=Path(folder))), toets=toets)
        cases = list(load("stelvoor", part))
        counts: Counter[str] = Counter()
        times = []
        for case in cases:
            start = time.perf_counter()
            out = draft({**case, "k": 3})
            times.append(time.perf_counter() - start)
            wrong = faults(case, out, woorden)
            first = [w for w in wrong if w.startswith(("eerste.", "wens:"))]
            counts["gevallen"] += 1
            counts["eerste voorstel zonder opmerking"] += not first
            counts["alles zonder opmerking"] += not wrong
            counts["voorstellen"] += len(out["voorstellen"])
            counts["algemeen"] += sum(d["patroon"].startswith("algemeen.") for d in out["voorstellen"])
            counts["eigen"] += sum(d["patroon"].startswith("eigen.") for d in out["voorstellen"])
            counts["eerste eigen"] += bool(out["voorstellen"]) and out["voorstellen"][0]["patroon"].startswith("eigen.")
            counts["eerste algemeen"] += bool(out["voorstellen"]) and out["voorstellen"][0]["patroon"].startswith("algemeen.")
            for w in wrong:
                counts[w.removeprefix("eerste.").split(":")[0]] += 1
            if wrong or "-v" in argv:
                sys.stdout.write(f"{case['id']} {' ## '.join(u['tekst'] for u in case['dossier']['uitingen'])}\n")
                for d in out["voorstellen"]:
                    sys.stdout.write(
                        f"    {d['doel']} => {d['actie']} [{d['patroon']}; {d['wie']}] {[k['citaat'] for k in d['krachten']]}\n"
                    )
                if wrong:
                    sys.stdout.write(f"    !! {'; '.join(wrong)}\n")
                if not out["voorstellen"]:
                    sys.stdout.write(f"    ? {out.get('vraag')}\n")
        total = counts["gevallen"]
        sys.stdout.write("\n")
        for name in ("eerste voorstel zonder opmerking", "alles zonder opmerking"):
            sys.stdout.write(f"{name}: {counts[name]} van {total} ({counts[name] / total:.1%})\n")
        sys.stdout.write(
            f"voorstellen {counts['voorstellen']}, uit de algemene patronen {counts['algemeen']}; eerste algemeen {counts['eerste algemeen']}; "
            f"uit de woorden van de cliënt {counts['eigen']}, eerste {counts['eerste eigen']}\n"
        )
        for name in ("wens", "woorden", "steun", "past", "nooit", "hulp", "vorm"):
            sys.stdout.write(f"  {name}: {counts[name]} fout\n")
        times.sort()
        sys.stdout.write(f"tijd per geval: p50 {times[len(times) // 2]:.2f} s, p95 {times[int(len(times) * 0.95)]:.2f} s\n")
        return 0 if counts["eerste voorstel zonder opmerking"] / total >= 0.9 and not counts["steun"] else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
