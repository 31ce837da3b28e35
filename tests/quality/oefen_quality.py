"""Figures of the simulated clients: what comes out, what stays in, what is corrected, what good and poor interviewers find, and how fast.

Run: python -m tests.quality.oefen_quality [--zonder-coach] [--woorden] [--stil]
--zonder-coach: the cue words listen alone; --woorden: no embedder either, words only; --stil: figures without the cases that failed.
The probes (tests/data/oefenen/vreemden.jsonl, teruggeven.jsonl, interviewers.jsonl) are in other words than the persona files use; 'bram' and
'yara' are written as somebody else would: the contract's fields only, two ways of saying a thing, hardly any topics.
A leak is a fact above the present trust, a sentence of one, or small talk with a word only such facts hold. Exit code 1 when there is any.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.bootstrap import build_content, build_mind, build_practice, persona_file
from assistant.domain.persona import Persona, Stand
from assistant.engine.practise_room import Oefenzaal
from assistant.engine.practising import Beurt, Oefening
from assistant.settings import Settings

DATA = Path(__file__).parents[1] / "data" / "oefenen"
YES = re.compile(
    r"^(ja\b|jawel|klopt\b(?! niet)|inderdaad|zeker\b|dat klopt\b(?! niet)|akkoord|afgesproken|goed plan|prima\b|oké|is goed)",
    re.IGNORECASE,
)
GOAL_MS = 300


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line]


def verborgen(persona: Persona) -> set[str]:
    """Ids of krachten that may not come out at the first word."""
    return {item for item in persona.krachten if (feit := persona.feit(item)) is not None and feit.vanaf is not Stand.LAAG}


class Figures:
    """Counts right and total per kind of probe; keeps the failures and the time of every answer."""

    def __init__(self, zaal: Oefenzaal) -> None:
        self.zaal = zaal
        self.right, self.total = Counter[str](), Counter[str]()
        self.wrong: list[str] = []
        self.leaks: list[str] = []
        self.ms: list[float] = []

    def practice(self, persona: str) -> Oefening:
        file = DATA / f"{persona}.toml"
        return self.zaal.oefening(persona_file(file) if file.exists() else self.zaal.persona(persona))

    def say(self, oefening: Oefening, stand: Any, zeg: str) -> tuple[Beurt, Any]:
        begin = time.perf_counter()
        beurt, stand = oefening.antwoord(stand, zeg)
        self.ms.append((time.perf_counter() - begin) * 1000)
        persona, band = oefening.persona, beurt.vertrouwen
        told = [persona.feit(item) for item in beurt.feiten]
        leak = any(feit is None or feit.vanaf.rang > band.rang for feit in told) or not oefening.toegestaan(beurt.delen, band)
        if leak or any(line in beurt.antwoord for feit in persona.op_slot(band) for line in feit.zeg):
            self.leaks.append(f"{persona.id} ({band.value}) {zeg[:80]} -> {beurt.antwoord}")
        return beurt, stand

    def note(self, kind: str, ok: bool, what: str) -> None:
        self.total[kind] += 1
        self.right[kind] += ok
        if not ok:
            self.wrong.append(f"{kind:10s} {what}")

    def probe(self, row: dict[str, Any]) -> None:
        """One probe at a set trust."""
        oefening = self.practice(row["persona"])
        beurt, _ = self.say(oefening, oefening.zet(oefening.begin(), row["vertrouwen"]), row["vraag"])
        told, kind = set(beurt.feiten), row["soort"]
        ok = {
            "uit": bool(told & set(row.get("feiten", ()))),
            "blijft": not told & set(row.get("feiten", ())),
            "onjuist": beurt.reactie in ("corrigeert", "wijkt_uit", "boos", "stil") and not YES.match(beurt.antwoord),
            "plan": any(deel.sleutel == "weigert" for deel in beurt.delen) and not YES.match(beurt.antwoord),
        }.get(kind, not told and not YES.match(beurt.antwoord))
        claim = f"{row['persona']} ({row['vertrouwen']}) «{row['vraag'][:90]}» {row.get('feiten', '')}"
        self.note(kind, ok, f"{claim} -> {beurt.reactie} {list(beurt.feiten)} “{beurt.antwoord}”")

    def give_back(self, row: dict[str, Any]) -> None:
        """Giving back in other words what the client just told: never corrected, never taken for a plan or for advice."""
        oefening = self.practice(row["persona"])
        feit = oefening.persona.feit(row["verteld"])
        assert feit is not None
        stand = oefening.zet(oefening.begin(), row["vertrouwen"]).replace(
            nr=4,
            verteld={feit.id: (0,)},
            volgorde=(feit.id,),
            vorige_feiten=(feit.id,),
            vorig_antwoord=feit.zeg[0],
        )
        beurt, _ = self.say(oefening, stand, row["zeg"])
        ok = beurt.reactie in ("opent", "aarzelt", "stil", "grap") and not any(deel.sleutel in ("weigert", "boos") for deel in beurt.delen)
        self.note("teruggeven", ok, f"{row['persona']} {feit.id} «{row['zeg']}» -> {beurt.reactie} “{beurt.antwoord}”")

    def script(self, row: dict[str, Any]) -> float:
        """Share of the hidden krachten that this interviewer uncovers."""
        oefening = self.practice(row["persona"])
        stand, told = oefening.begin(), set[str]()
        for zeg in row["regels"]:
            beurt, stand = self.say(oefening, stand, zeg)
            told |= set(beurt.feiten)
        hidden = verborgen(oefening.persona)
        share = len(told & hidden) / len(hidden)
        ok = share >= 0.7 if row["soort"] == "goed" else share <= 0.3
        missed = sorted(hidden - told) if row["soort"] == "goed" else sorted(hidden & told)
        self.note(f"script {row['soort']}", ok, f"{row['persona']} {share:.2f} {missed}")
        return share


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def room(folder: Path, *, coach: bool = True, woorden: bool = False) -> Oefenzaal:
    """The practice room as the command 'oefen' builds it."""
    settings = Settings(gegevens=folder)
    content = build_content(settings)
    if woorden:
        return Oefenzaal(content)
    mind = build_mind(settings)
    return build_practice(settings, content, (lambda: mind.handler("coach")) if coach and "coach" in mind.names else None)


def measure(zaal: Oefenzaal) -> tuple[Figures, dict[str, list[float]]]:
    figures = Figures(zaal)
    shares: dict[str, list[float]] = {"goed": [], "slecht": []}
    warm = figures.practice("gerrit")
    warm.antwoord(warm.begin(), "Hoe is het hier?")  # loading is not answering
    for row in lines("vreemden.jsonl"):
        figures.probe(row)
    for row in lines("teruggeven.jsonl"):
        figures.give_back(row)
    for row in lines("interviewers.jsonl"):
        shares[row["soort"]].append(figures.script(row))
    return figures, shares


def main(argv: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        figures, shares = measure(room(Path(folder), coach="--zonder-coach" not in argv, woorden="--woorden" in argv))
    if "--stil" not in argv:
        print("\n".join(figures.wrong))
    for kind, total in figures.total.items():
        print(f"{kind:14s} {figures.right[kind]}/{total} = {figures.right[kind] / total:.2f}")
    for kind, found in shares.items():
        print(f"verborgen krachten gevonden, {kind}: gemiddeld {sum(found) / len(found):.2f}, van {min(found):.2f} tot {max(found):.2f}")
    print(f"lekken: {len(figures.leaks)}")
    print("\n".join(figures.leaks))
    p95 = percentile(figures.ms, 0.95)
    print(f"antwoordtijd: mediaan {percentile(figures.ms, 0.5):.0f} ms, p95 {p95:.0f} ms (doel {GOAL_MS}), {len(figures.ms)} beurten")
    return 1 if figures.leaks else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
