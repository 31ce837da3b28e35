"""tests.promises.logboek: P32 (the embedded log cannot be edited unnoticed) and P39 (every look is in the log)."""

from __future__ import annotations

import ast
import os
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from assistant.adapters.dossiers import chain, create_store
from assistant.adapters.dossiers import opening as opening_module
from assistant.adapters.dossiers.opening import DB
from assistant.adapters.dossiers.store import SqlcipherStore
from assistant.adapters.system import SystemClock
from assistant.engine.rechten import Rechten
from tests.promises.geheim import all_commands
from tests.promises.kit import CHEAP, PASSPHRASE, Outcome, Promise, a_dossier, a_random, clean, reopen, say_answer, swapped, temp_folder
from tests.promises.rechten import a_desk

ROOT = Path(__file__).parent.parent.parent


# -- P32 -----------------------------------------------------------------------------------------


def _lines(raw: Any) -> list[chain.AccessLine]:
    return [chain.AccessLine(*row) for row in raw.execute(f"SELECT {', '.join(chain.FIELDS)} FROM log ORDER BY n")]


def _recompute(raw: Any, start: int) -> None:
    """Make the chain fit again from line `start` on, as someone with the key could."""
    from dataclasses import replace

    previous = raw.execute("SELECT hash FROM log WHERE n = ?", (start - 1,)).fetchone()
    head = previous[0] if previous else chain.FIRST
    for line in _lines(raw):
        if line.n >= start:
            fixed = replace(line, vorige_hash=head)
            head = chain.line_hash(fixed)
            raw.execute("UPDATE log SET vorige_hash = ?, hash = ? WHERE n = ?", (fixed.vorige_hash, head, line.n))


def _tamper(raw: Any, kind: str, last: int, rng: Any) -> None:
    n, m = rng.sample(range(2, last), 2)
    if kind == "change":
        column = rng.choice(["wie", "gebeurtenis", "dossier", "object", "reden", "tijd_utc", "uitkomst", "rol"])
        raw.execute(f"UPDATE log SET {column} = {column} || 'x' WHERE n = ?", (n,))
    elif kind == "delete":
        raw.execute("DELETE FROM log WHERE n = ?", (n,))
    elif kind == "insert":
        names = ", ".join(f for f in chain.FIELDS if f != "n")
        raw.execute(f"INSERT INTO log(n, {names}) SELECT ?, {names} FROM log WHERE n = ?", (last + 1, n))
    elif kind == "swap":
        raw.execute("UPDATE log SET n = CASE n WHEN ? THEN -? ELSE -? END WHERE n IN (?, ?)", (n, m, n, n, m))
        raw.execute("UPDATE log SET n = -n WHERE n < 0")
    elif kind == "cut the tail":
        raw.execute("DELETE FROM log WHERE n > ?", (n,))
    elif kind == "recompute":
        raw.execute("UPDATE log SET wie = 'iemand anders' WHERE n = ?", (n,))
        _recompute(raw, n)
    else:  # delete a look and close the ranks
        raw.execute("DELETE FROM log WHERE n = ?", (n,))
        raw.execute("UPDATE log SET n = -(n - 1) WHERE n > ?", (n,))
        raw.execute("UPDATE log SET n = -n WHERE n < 0")
        _recompute(raw, n)


KINDS = ("change", "delete", "insert", "swap", "cut the tail", "recompute", "delete and recompute")


def p32_logboek(size: int, fault: str) -> Outcome:
    rng, found = a_random(32), Counter[str]()
    with temp_folder() as base, ExitStack() as stack:
        folder, anchors = base / "d", base / "anker"
        store, _ = create_store(folder, PASSPHRASE, clock=SystemClock(), cost=CHEAP, anchor_folder=anchors)
        key = store._key
        dossier = store.save(a_dossier("een"), expected_version=0, wie="AB")
        for n in range(20):
            dossier = say_answer(store, dossier, n)
            store.load(dossier.id, wie=f"C{n % 3}", reden="gesprek")
        last = store.log()[-1].n
        store.close()
        good = (folder / DB).read_bytes()
        # the digest of the whole file would see everything at once; the chain and the head are what is proved here
        kept = {}
        for path in anchors.iterdir():
            anchor = chain.read_anchor(path, store._seal)
            assert anchor is not None
            chain.write_anchor(path, store._seal, chain.Anchor(anchor.n, anchor.hash))
            kept[path.name] = path.read_bytes()
        for n in range(size):
            clean(folder)
            clean(anchors)
            (folder / DB).write_bytes(good)
            if not fault:
                for name, body in kept.items():
                    (anchors / name).write_bytes(body)
            raw = opening_module.open_file(folder / DB, key)
            _tamper(raw, KINDS[n % len(KINDS)], last, rng)
            raw.close()
            again = reopen(folder, key, anchors)
            found[KINDS[n % len(KINDS)] if again.waarschuwing else "MISSED"] += 1
            again.close()
        clean(folder)
        clean(anchors)
        (folder / DB).write_bytes(good)
        for name, body in kept.items():
            (anchors / name).write_bytes(body)
        untouched = reopen(folder, key, anchors)
        false_alarm = bool(untouched.waarschuwing)
        untouched.close()
        del stack
    return Outcome(
        size,
        found["MISSED"] + false_alarm,
        f"{size} tamperings of {len(KINDS)} kinds, {size - found['MISSED']} found; an untouched log gives no alarm",
    )


# -- P39 -----------------------------------------------------------------------------------------

# every command of the command line: what it must leave in the log, or why it shows no dossier
NO_DOSSIER = {
    "demo": "an invented dossier in a folder that is thrown away",
    "denk": "the helper process: gets single answers, never opens the store",
    "speel": "a throw-away store of its own",
    "oefen": "an invented client",
    "zoek": "the sources",
    "dokter": "counts and states, no content",
    **dict.fromkeys(("corpus voeg-toe", "corpus lijst", "corpus verwijder", "corpus bouw", "corpus controleer"), "the sources"),
    **dict.fromkeys(("herken", "doorvraag", "stel-voor", "toets", "coach", "maskeer", "tekst"), "a file the person gives, not the store"),
    "dossier wachtwoord": "the key, no content",
    "dossier lijst": "codes and moments, no content",
}
Args = Callable[[Path], list[str]]
ON_DOSSIER: dict[str, tuple[str, Args]] = {
    # command -> (event that must be in the log, arguments)
    "dossier toon": ("dossier_geopend", lambda base: ["dossier-een"]),
    "dossier exporteer": (
        "geexporteerd|geëxporteerd|inzage_gegeven",
        lambda base: ["dossier-een", "--naar", str(base / "uit"), "--als", "md", "--nagekeken", "--aan", "de cliënt"],
    ),
    "dossier importeer": (
        "geimporteerd|geïmporteerd|dossier_geimporteerd",
        lambda base: [str(next((base / "uit").glob("*.json"))), "--als-kopie"],
    ),
    "dossier wis": ("dossier_gewist", lambda base: ["dossier-twee", "--bevestig", "KG-twee", "--reden", "verzoek"]),
    "dossier back-up": ("back-up_gemaakt", lambda base: [str(base / "usb")]),
    "dossier herstel": ("back-up_teruggezet", lambda base: [str(next((base / "usb").iterdir())), "--ja"]),
    "druk-af": ("afgedrukt", lambda base: ["dossier-een", "--als", "md", "--naar", str(base / "uit")]),
    "gesprek": ("dossier_geopend", lambda base: []),  # the screen: see the façade below
}


def _run_command(words: list[str], args: list[str], base: Path) -> int:
    """One command in a forked child, the passphrase on a descriptor."""
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            out = os.open(base / "uitvoer", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(out, 1)
            os.dup2(out, 2)
            read, write = os.pipe()
            os.write(write, f"{PASSPHRASE}\n{PASSPHRASE}\n{PASSPHRASE}\n".encode())
            os.close(write)
            os.environ["KRACHTGESPREK_WACHTWOORD_FD"] = str(read)
            os.environ["HOME"] = str(base)
            os.environ["KRACHTGESPREK_NAAM"] = "AB"
            from tui import cli

            try:
                cli.main(["--gegevens", str(base / "gegevens"), *words, *args])
            except SystemExit as stop:
                code = int(stop.code or 0)
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _shows(rechten: Rechten, store: SqlcipherStore) -> dict[str, bool]:
    """Ways of the façade to get at a dossier, and whether each left a line."""
    assistant, out = rechten._assistant, {}
    dossier = store.save(a_dossier("facade"), expected_version=0, wie="AB")

    def lines() -> int:
        return len(store.log())

    for name, act in {
        "open": lambda: assistant.open(dossier.id),
        "wie_heeft_gekeken": lambda: rechten.wie_heeft_gekeken(dossier.id),
        "inzage_given": lambda: rechten.inzage_given(dossier.id, aan="cliënt", vorm="json"),
    }.items():
        before = lines()
        act()
        out[name] = lines() == before + 1
    return out


SILENT_ON_PURPOSE = {
    ("tui/commands/dossiers.py", "importeer"): "compares, shows nothing; the import itself is logged",
    ("tui/commands/dossiers.py", "wis"): "shows the code and counts; the erasing itself is logged",
}


def _silent_loads() -> list[str]:
    """Places in the face and the commands that read a dossier from the store without saying who looks."""
    found = []
    for path in sorted((ROOT / "tui").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef)]
        for node in ast.walk(tree):
            inside = [f.name for f in functions if f.lineno <= getattr(node, "lineno", 0) <= (f.end_lineno or 0)]
            if any((str(path.relative_to(ROOT)), name) in SILENT_ON_PURPOSE for name in inside):
                continue
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "load":
                owner = ast.unparse(node.func.value)
                if owner.split(".")[-1] in ("store", "_store") and not any(k.arg == "wie" for k in node.keywords):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def p39_inzage(size: int, fault: str) -> Outcome:
    del size
    commands = {" ".join(words): command for words, command in all_commands()}
    unlisted = sorted(set(commands) - set(NO_DOSSIER) - set(ON_DOSSIER))
    silent: list[str] = []
    failed: list[str] = []
    tried = 0
    with temp_folder() as base, ExitStack() as stack:
        if fault:
            stack.enter_context(swapped(SqlcipherStore, "_log_or_keep", lambda self, **line: None))
        for name in ("uit", "usb"):
            (base / name).mkdir()
        from assistant.bootstrap import anchor_folder, store_folder
        from assistant.settings import load_settings

        settings = load_settings(gegevens=base / "gegevens")
        folder, anchors = store_folder(settings), anchor_folder(settings)
        folder.parent.mkdir(parents=True)
        store, _ = create_store(folder, PASSPHRASE, clock=SystemClock(), cost=CHEAP, anchor_folder=anchors)
        key = store._key
        for name in ("een", "twee"):
            dossier = store.save(a_dossier(name), expected_version=0, wie="AB")
            say_answer(store, dossier, name)
        store.close()
        order = [c for c in ON_DOSSIER if c in commands and c != "gesprek"]
        for name in order:
            event, args = ON_DOSSIER[name]
            before = _events(folder, key, anchors)
            try:
                code = _run_command(name.split(), args(base), base)
            except StopIteration:
                failed.append(f"{name}: nothing to work on")
                continue
            tried += 1
            if code not in (0, 1):
                failed.append(f"{name}: exit {code}: {(base / 'uitvoer').read_text(errors='replace').strip()[-120:]}")
                continue
            new = _events(folder, key, anchors) - before
            if not any(e in new for e in event.split("|")):
                silent.append(name)
        facade, own, _clock = a_desk(base / "facade")
        for name, logged in _shows(facade, own).items():
            tried += 1
            if not logged:
                silent.append(name)
        own.close()
    silent += _silent_loads()
    tried += len(commands)
    bad = len(unlisted) + len(silent) + len(failed)
    odd = "; ".join([*(f"unlisted: {x}" for x in unlisted), *(f"no line: {x}" for x in silent), *failed])
    return Outcome(
        tried,
        bad,
        f"{len(commands)} commands, {len(unlisted)} unlisted; {len(silent)} looks without a line{' (' + odd + ')' if odd else ''}",
    )


def _events(folder: Path, key: bytes, anchors: Path) -> Counter[str]:
    """How often each event stands in the log; read without adding one."""
    raw = opening_module.open_file(folder / DB, key)
    try:
        return Counter(row[0] for row in raw.execute("SELECT gebeurtenis FROM log"))
    finally:
        raw.close()


PROMISES = [
    Promise("P32", "aan het logboek valt niet te sleutelen", p32_logboek, 35, 105, {"geen-anker": "geen anker buiten het bestand"}),
    Promise("P39", "elke inzage staat in het log", p39_inzage, 1, 1, {"scherm-zonder-regel": "openen schrijft geen regel"}),
]
