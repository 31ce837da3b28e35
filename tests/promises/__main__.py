"""`python -m tests.promises [--full] [P01 P05 …]`: keep every promise, print a line each. --full also shows the planted faults red."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import time
from pathlib import Path

import tests.promises as package
from tests.promises.kit import Outcome, Promise, line

DOC = Path(__file__).parent.parent.parent / "docs" / "promises.md"


def all_promises(name: str = "PROMISES") -> list[Promise]:
    """From every module of this package that has such a list, by number. NOT_YET: measured in the same way, and not kept yet."""
    found: list[Promise] = []
    for module in pkgutil.iter_modules(package.__path__):
        if not module.name.startswith(("_", "test_", "kit")):
            found += getattr(importlib.import_module(f"tests.promises.{module.name}"), name, [])
    return sorted(found, key=lambda p: p.id)


def seen_red(promise: Promise, fault: str) -> Outcome:
    """Run with the fault planted. A crash of the run counts as seen: the promise did not hold unnoticed."""
    try:
        return promise.run(promise.fault_size or promise.fast, fault)
    except Exception as error:  # noqa: BLE001 - whatever the fault breaks, the test notices
        return Outcome(1, 1, f"stopped with {type(error).__name__}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="the published figures and the planted faults; writes docs/promises.md")
    parser.add_argument("--faults", action="store_true", help="small samples, and the planted faults")
    parser.add_argument("only", nargs="*", help="numbers, for example P01")
    args = parser.parse_args()
    passed = failed = 0
    rows = []
    open_ones = all_promises("NOT_YET")
    for promise in [*all_promises(), *open_ones]:
        if args.only and promise.id not in args.only:
            continue
        begin = time.monotonic()
        outcome = promise.run(promise.full if args.full else promise.fast, "")
        took = time.monotonic() - begin
        print(f"{line(promise, outcome)} [{took:.0f} s]", flush=True)
        passed += outcome.holds
        failed += not outcome.holds and not outcome.skipped and promise not in open_ones
        reds = []
        for fault, what in promise.faults.items() if (args.full or args.faults) and not outcome.skipped else ():
            red = seen_red(promise, fault)
            seen = not red.holds and not red.skipped
            reds.append((what, red, seen))
            print(f"    planted: {what}: {'red' if seen else 'STAYED GREEN'} ({red.bad} of {red.tried}; {red.text})", flush=True)
            passed, failed = passed + seen, failed + (not seen)
        rows.append((promise, outcome, took, reds))
        if args.full:
            write_doc(rows)  # after each one: a run that is cut short still shows what was measured
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


Row = tuple[Promise, Outcome, float, list[tuple[str, Outcome, bool]]]


def _row(promise: Promise, outcome: Outcome, took: float) -> str:
    verdict = (
        f"overgeslagen: {outcome.skipped}"
        if outcome.skipped
        else "gehouden"
        if outcome.holds
        else f"GEBROKEN: {outcome.bad} van {outcome.tried}"
        if promise.id not in {p.id for p in all_promises("NOT_YET")}
        else "nog niet gehouden"
    )
    return f"| {promise.id} | {promise.title} | {outcome.text} | {verdict} | {took:.0f} |"


def _reds(row: Row) -> list[str]:
    promise, _, _, reds = row
    return [
        f"| {promise.id} | {what} | {'rood' if seen else 'BLEEF GROEN'} | {red.bad} van {red.tried}: {red.text} |"
        for what, red, seen in reds
    ]


def _kept(old: list[str], fresh: set[str]) -> tuple[list[str], list[str]]:
    """(measured rows, fault rows) of an earlier run, without the promises that were measured now."""
    rows: tuple[list[str], list[str]] = ([], [])
    table = 0
    for text in old:
        table = 1 if text.startswith("## Ingebouwde") else table
        if text.startswith("| P") and text[2:5] not in fresh:
            rows[table].append(text)
    return rows


def write_doc(rows: list[Row]) -> None:
    """Put these rows in the document; rows of promises that were not measured now stay as they were."""
    old = DOC.read_text(encoding="utf-8").splitlines() if DOC.exists() else []
    measured, faults = _kept(old, {row[0].id for row in rows})
    measured = sorted([*measured, *(_row(p, o, t) for p, o, t, _ in rows)], key=lambda text: text[2:5])
    faults = sorted([*faults, *(text for row in rows for text in _reds(row))], key=lambda text: text[2:5])
    out = [
        "# Beloften",
        "",
        "Gemaakt door `make promises-full` (`python -m tests.promises --full`); niet met de hand bewerken. Een belofte telt pas als de",
        "proef ook rood werd onder elke ingebouwde fout. Wat we niet beloven staat onderaan.",
        "",
        "| nr | belofte | gemeten | uitkomst | s |",
        "|---|---|---|---|---|",
        *measured,
        "",
        "## Ingebouwde fouten",
        "",
        "| nr | fout in de proef | gezien | wat de proef zag |",
        "|---|---|---|---|",
        *faults,
        "",
        "## Niet beloofd",
        "",
        "- Kwaadaardige programma's of een kwaadwillende beheerder op een laptop die open staat; iemand die gedwongen wordt te ontgrendelen.",
        "- Een zwakke wachtzin; het wissen van geheimen uit het geheugen van Python; verbergen dát het programma wordt gebruikt.",
        "- Schijven die liegen over wegschrijven; netwerkschijven en mappen die met de cloud meelopen (OneDrive, Dropbox).",
        "- Iemand herkennen aan een bijzonder verhaal, ook zonder naam.",
        "- Een aanvaller die het hele bestand én het anker samen door oude exemplaren vervangt; het getal op een afdruk laat dat wel zien.",
        "- De stroomuitval (P02) is een model van een schijf, geen echte schijf.",
        "",
    ]
    DOC.parent.mkdir(exist_ok=True)
    DOC.write_text("\n".join(out), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
