"""tests.promises.geheim: P13, P14, P17, P20, P27, P34. What is told stays here: on disk, in errors, in exports, on the network."""

from __future__ import annotations

import base64
import importlib
import json
import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import Any

import click

from assistant.errors import DocumentNotWritten
from tests.promises.heel_gesprek import canaries
from tests.promises.kit import Outcome, Promise, temp_folder

ROOT = Path(__file__).parent.parent.parent
SMALL = 24


# -- one whole conversation in a home of its own -------------------------------------------------


def _spellings(word: str) -> tuple[bytes, ...]:
    """As it could stand in a file: utf-8, utf-16, upper case, backwards, hexadecimal, and base64 at each of its three offsets."""
    plain = word.encode()
    coded = []
    for shift in range(3):
        body = base64.b64encode(b"\x00" * shift + plain)
        coded.append(body[4 if shift else 0 : -4])
    return (
        plain,
        word.encode("utf-16-le"),
        word.upper().encode(),
        plain.hex().encode(),
        word[::-1].encode(),
        *(c for c in coded if len(c) >= 8),
    )


def sweep(folder: Path, words: list[str]) -> list[str]:
    """Files under `folder` that hold one of the words in any spelling."""
    needles = [n for word in words for n in _spellings(word)]
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            if any(n in data for n in needles):
                found.append(str(path.relative_to(folder)))
    return found


def whole_conversation(
    base: Path, count: int, *, fault: str = "", flags: tuple[str, ...] = (), wrap: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Run heel_gesprek with home, temp and data folders under `base`. Returns what it printed, and `stderr`."""
    for name in ("thuis", "tijdelijk", "gegevens"):
        (base / name).mkdir()
    env = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "KRACHTGESPREK_"))}
    env |= {
        "HOME": str(base / "thuis"),
        "TMPDIR": str(base / "tijdelijk"),
        "TEXTUAL_LOG": str(base / "thuis" / "textual.log"),
        "OMP_NUM_THREADS": "1",
    }
    command = [
        *wrap,
        sys.executable,
        "-m",
        "tests.promises.heel_gesprek",
        str(base / "gegevens"),
        "--canaries",
        str(count),
        "--fault",
        fault,
        *flags,
    ]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode:
        return {
            "fout": done.stderr.strip().splitlines()[-1:] or ["?"],
            "bewaard": 0,
            "passages": 0,
            "verbindingen": [],
            "luistert": -1,
            "stderr": done.stderr,
        }
    out: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return {**out, "stderr": done.stderr}


@lru_cache(maxsize=1)
def _no_network() -> tuple[str, ...]:
    """The words before a command that take its network away; () when this machine does not let us."""
    if shutil.which("unshare") is None:
        return ()
    for words in (("unshare", "-n"), ("unshare", "-rn")):
        if subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0:
            return words
    return ()


@lru_cache(maxsize=2)
def _one_run(size: int, fault: str) -> dict[str, Any]:
    """One whole conversation without a network, looked at from every side: P13, P20, P27 and P34 share it.

    A small one searches by words only; making an index with embeddings takes half a minute.
    """
    words = canaries(size)
    flags = ("--zoek",) if size > SMALL else ("--zoek", "--zonder-modellen")
    with temp_folder() as base:
        seen = whole_conversation(base, size, fault=fault, flags=flags, wrap=_no_network())
        seen["treffers"] = [f for name in ("gegevens", "thuis", "tijdelijk") for f in sweep(base / name, words)]
        seen["gemorst"] = [w for w in words if w in seen["stderr"]]
        seen["bestanden"] = sum(p.is_file() for p in base.rglob("*"))
        seen["open"] = [str(p) for p in (base / "gegevens").rglob("*") if p.stat().st_mode & 0o077]
    return seen


def p13_schijf(size: int, fault: str) -> Outcome:
    seen = _one_run(size, fault)
    bad = len(seen["treffers"]) + len(seen["gemorst"]) + len(seen["open"]) + (seen["bewaard"] < size)
    return Outcome(
        size,
        bad,
        f"{seen['bewaard']} answers with a canary, {len(seen['treffers'])} of {seen['bestanden']} files with one in clear, "
        f"{len(seen['open'])} files readable for others",
    )


def p20_netwerk(size: int, fault: str) -> Outcome:
    seen = _one_run(size, fault)
    how = "without a network" if _no_network() else "with the network on (unshare is not allowed here)"
    bad = len(seen["verbindingen"]) + (seen["bewaard"] < size) + (seen["passages"] == 0)
    return Outcome(
        size,
        bad,
        f"{seen['bewaard']} answers and {seen['passages']} passages {how}, {len(seen['verbindingen'])} tries to reach another machine",
    )


def p34_open_deur(size: int, fault: str) -> Outcome:
    seen = _one_run(size, fault)
    return Outcome(
        size, int(seen["luistert"] != 0), f"{seen['luistert']} listening sockets in the process tree after {seen['bewaard']} answers"
    )


def p27_zonder_modellen(size: int, fault: str) -> Outcome:
    if size <= SMALL:
        seen = _one_run(size, fault)
    else:
        with temp_folder() as base:
            seen = whole_conversation(base, size, fault=fault, flags=("--zonder-modellen", "--zoek"))
    failed = [f for f in seen.get("fouten", []) if "gesprek gaat gewoon door" not in f.lower() and not f.startswith("voorstellen")]
    bad = (seen["bewaard"] < size) + (seen["passages"] == 0) + len(failed) + len(seen.get("modellen", ["?"]))
    return Outcome(
        size, bad, f"{seen['bewaard']} answers kept and {seen['passages']} passages found by words, with every model package absent"
    )


# -- P14 -----------------------------------------------------------------------------------------

MARK = "Fatimaheim"


class _Nasty(Exception):
    def __str__(self) -> str:
        raise RuntimeError(MARK)


def _errors() -> list[Callable[[], BaseException]]:
    def of(make: Callable[[], object]) -> Callable[[], BaseException]:
        def build() -> BaseException:
            secret = f"Mijn adres is {MARK}laan 12"  # what a traceback with locals would show
            try:
                make()
            except Exception as error:  # noqa: BLE001
                return error
            raise AssertionError(secret)

        return build

    def database() -> None:
        import sqlalchemy as sa

        engine = sa.create_engine("sqlite://")
        with engine.connect() as connection:
            connection.exec_driver_sql("INSERT INTO nergens VALUES (?)", (MARK,))

    def chained() -> None:
        try:
            raise KeyError(MARK)
        except KeyError as error:
            raise RuntimeError(f"door {MARK}") from error

    def pydantic() -> None:
        from assistant.domain.values import Uiting

        Uiting.model_validate({"id": MARK, "tekst": {"x": MARK}, "op": MARK, MARK: 1})

    def decode() -> None:
        (MARK.encode() + b"\xff").decode()

    def group() -> None:
        raise ExceptionGroup(MARK, [ValueError(MARK)])

    def nasty() -> None:
        raise _Nasty(MARK)

    def loads() -> None:
        json.loads(f'{{"{MARK}": ')

    def path() -> None:
        Path(f"/nergens/{MARK}").read_text()

    return [of(f) for f in (database, chained, pydantic, decode, group, nasty, loads, path)]


def all_commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """(words, command) of the whole command line, groups left out."""
    from tui.cli import COMMANDS, cli

    context = click.Context(cli)

    def walk(words: tuple[str, ...], command: click.Command) -> Iterator[tuple[tuple[str, ...], click.Command]]:
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                child = command.get_command(context, name)
                if child is not None:
                    yield from walk((*words, name), child)
        else:
            yield words, command

    for name in COMMANDS:
        found = cli.get_command(context, name)
        if found is not None:
            yield from walk((name,), found)


def _fail_in_child(words: tuple[str, ...], error: BaseException, base: Path, fault: str) -> tuple[int, bytes]:
    """Run one command in a forked child, with its work replaced by raising. Returns (exit code, everything it wrote)."""
    out = base / "uitvoer"
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            fd = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(fd, 1)
            os.dup2(fd, 2)
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
            from tui import cli as module

            context = click.Context(module.cli)
            command: Any = module.cli
            for word in words:
                command = command.get_command(context, word)

            def work(**_: Any) -> None:
                told = f"Ik woon op de {MARK}laan"
                raise error from ValueError(told)

            command.callback, command.params = work, []
            try:
                if fault:
                    module.cli.main(args=["--gegevens", str(base / "gegevens"), *words], standalone_mode=False)
                else:
                    module.main(["--gegevens", str(base / "gegevens"), *words])
            except SystemExit as stop:
                code = int(stop.code or 0)
            except BaseException:  # noqa: BLE001 - the fault: Python's own traceback
                traceback.print_exc()
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), out.read_bytes()


def p14_fout_zonder_client(size: int, fault: str) -> Outcome:
    commands = [words for words, _ in all_commands()]
    makers = _errors()
    bad = shown = coded = 0
    with temp_folder() as base, ExitStack() as stack:
        log = base / "textual.log"
        before = os.environ.get("TEXTUAL_LOG")
        os.environ["TEXTUAL_LOG"] = str(log)
        stack.callback(lambda: os.environ.pop("TEXTUAL_LOG") if before is None else os.environ.__setitem__("TEXTUAL_LOG", before))
        for n in range(size):
            words = commands[n % len(commands)]
            code, text = _fail_in_child(words, makers[(n // len(commands) + n) % len(makers)](), base, fault)
            told = MARK.lower().encode() in text.lower()
            has_code = b"code K-" in text and code == 5
            shown += told
            coded += has_code
            bad += told or not has_code
        left = sweep(base / "gegevens", [MARK]) if (base / "gegevens").exists() else []
        if log.exists() and MARK in log.read_text():
            left.append("textual.log")
    return Outcome(
        size,
        bad + len(left),
        f"{size} forced failures over {len(commands)} commands, {coded} with a code, {shown} showed a word of a client, {len(left)} files with one",
    )


# -- P17 -----------------------------------------------------------------------------------------


def _hostile_names() -> list[str]:
    stems = ["plan.pdf", "x", "dossier.json"]
    names = [
        "",
        " ",
        ".",
        "..",
        "...",
        "~",
        "-",
        "/",
        "\\",
        "con",
        "CON.pdf",
        "nul.txt",
        "aux",
        "com1.md",
        "LPT9",
        "com¹.pdf",
        "clock$",
        "\x00",
        "a\x00b.pdf",
        "a\nb.pdf",
    ]
    names += [
        f"{up}{stem}" for up in ("../", "../../", "/", "/etc/", "..\\", "C:\\", "\\\\server\\", "./../", "a/../../", "~/") for stem in stems
    ]
    names += [
        "\u202egnp.fdp",
        "a\u200b.pdf",
        "plan.pdf.",
        " plan.pdf",
        "plan.pdf ",
        "plan:stream.pdf",
        "a|b.pdf",
        'a"b.pdf',
        "a?b.pdf",
        "a*b.pdf",
        "<x>.pdf",
        ".verborgen",
    ]
    names += [
        "x" * 300 + ".pdf",
        "é" * 100 + ".pdf",
        "\ud800.pdf",
        "a\x1b[2J.pdf",
        "a\x7f.pdf",
        "-rf",
        "a..b.pdf",
        "\ufeffplan.pdf",
        "a\u2028b.pdf",
    ]
    letters = "abcdefghijklmnopqrstuvwxyz"
    while len(names) < 100:
        n = len(names)
        names.append(f"{'../' * (n % 5 + 1)}{letters[n % 26]}{n}.pdf")
    return names[:100]


def p17_export(size: int, fault: str) -> Outcome:
    module = importlib.import_module("assistant.adapters.documents_out.safe_file")
    put: Callable[..., Path] = module.put_file
    if fault:

        def careless(folder: Path, name: str, data: bytes, **_: Any) -> Path:
            target = folder / name
            with target.open("wb") as file:
                file.write(data)
            return target

        put = careless
    out = inside = mode = formulas = taken = 0
    with temp_folder() as base:
        folder = base / "doel"
        folder.mkdir()
        (base / "buiten.txt").write_text("van iemand anders")
        names = _hostile_names()[: max(size, 1)]
        for name in names:
            before = set(base.rglob("*"))
            try:
                where = put(folder, name, b"inhoud")
            except DocumentNotWritten:
                inside += 1
            except (OSError, ValueError):
                inside += 1
            else:
                real = where.resolve()
                inside += real.parent == folder
                mode += bool(real.stat().st_mode & 0o077)
            out += any(not p.is_relative_to(folder) for p in set(base.rglob("*")) - before)
        for n, target in enumerate(("buiten.txt", "../buiten.txt", "/etc/passwd")):
            link = folder / f"koppeling-{n}.pdf"
            link.symlink_to(target if target.startswith("/") else base / "buiten.txt")
            try:
                where = put(folder, link.name, b"overschreven")
                taken += where == link or where.is_symlink()
            except DocumentNotWritten:
                pass
            except OSError:
                pass
        taken += (base / "buiten.txt").read_text() != "van iemand anders"
        for cell in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "%x", "|x", "＝1", "=cmd|' /C calc'!A0", "\n=1"):
            formulas += module.csv_cell(cell)[:1] != "'" if not fault else True
    bad = (len(names) - inside) + out + mode + formulas + taken
    return Outcome(
        len(names),
        bad,
        f"{inside} of {len(names)} names refused or contained, {out} outside, {mode} not 0600, {taken} links followed, {formulas} live formulas",
    )


PROMISES = [
    Promise("P13", "op schijf staat geen leesbare cliënttekst", p13_schijf, 12, 500, {"zonder-sleutel": "bestand geopend zonder sleutel"}),
    Promise(
        "P14",
        "een fout toont een code, geen cliënt",
        p14_fout_zonder_client,
        60,
        200,
        {"eigen-afhandeling": "de gewone foutmelding van Python"},
        20,
    ),
    Promise(
        "P17", "een export gaat alleen waarheen u wijst", p17_export, 100, 100, {"gewoon-open": "gewoon open() en cellen zoals ze zijn"}
    ),
    Promise("P20", "zonder uw ja gaat er niets het netwerk op", p20_netwerk, 12, 500, {"telemetrie": "een bibliotheek belt naar huis"}),
    Promise(
        "P27", "zonder modellen blijft alles werken", p27_zonder_modellen, 12, 60, {"model-bovenaan": "een model bovenaan geïmporteerd"}
    ),
    Promise("P34", "geen open deur op uw laptop", p34_open_deur, 12, 500, {"telemetrie": "een server op de achtergrond"}),
]
