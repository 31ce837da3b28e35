"""tui.commands.dokter: `dokter`: looks at this installation and says what to do. Changes nothing, sends nothing, shows no client's words.

Every check gives lines (naam, stand: goed | let_op | fout, uitkomst, raad) and may fail only as such a line. The file with dossiers is
opened and read through only when a passphrase comes along (KRACHTGESPREK_WACHTWOORD_FD) or --dossiers asks for it.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import click

from assistant.errors import AssistantError, KeyRejected
from tui.commands.toegang import Secrets, out_json, say, tekst

MIN_PYTHON = (3, 11)
LOW_SPACE, NO_SPACE = 500_000_000, 50_000_000
"""Bytes. Our own choice: a year of dossiers is about 20 MB, an index 30 MB, a back-up as much again."""
OLD_BACKUP_DAYS = 14
SYNCED = ("OneDrive", "Dropbox", "Google Drive", "GoogleDrive", "iCloud", "Mobile Documents", "Nextcloud", "ownCloud", "pCloud")
"""Folder names of programs that copy to the internet."""


class Regel(NamedTuple):
    naam: str
    stand: str
    uitkomst: str
    raad: str = ""


def _regel(naam: str, stand: str, key: str, raad: str = "", /, **values: object) -> Regel:
    return Regel(naam, stand, tekst(f"dokter.tekst.{key}", **values), tekst(f"dokter.tekst.{raad}", **values) if raad else "")


# -- the checks, in the order they are shown ----------------------------------------------------


def python(settings: Any) -> Iterator[Regel]:
    version, needed = ".".join(map(str, sys.version_info[:3])), ".".join(map(str, MIN_PYTHON))
    if sys.version_info[:2] < MIN_PYTHON:
        yield _regel("python", "fout", "python_oud", "python_oud_raad", versie=version, nodig=needed)
    else:
        yield _regel("python", "goed", "python_goed", versie=version)


def pakketten(settings: Any) -> Iterator[Regel]:
    """Every package of pyproject.toml is here and new enough (the lower bounds follow known holes)."""
    from importlib import metadata

    from packaging.requirements import Requirement

    try:
        wanted = [Requirement(line) for line in metadata.requires("krachtgesprek") or ()]
    except metadata.PackageNotFoundError:
        yield _regel("pakketten", "let_op", "pakketten_onbekend")
        return
    wanted = [r for r in wanted if r.marker is None or r.marker.evaluate({"extra": ""})]
    bad = []
    for r in wanted:
        try:
            if not r.specifier.contains(metadata.version(r.name), prereleases=True):
                bad.append(f"{r.name} {metadata.version(r.name)} ({r.specifier})")
        except metadata.PackageNotFoundError:
            bad.append(r.name)
    if bad:
        yield _regel("pakketten", "fout", "pakketten_fout", "pakketten_raad", namen=", ".join(sorted(bad)))
    else:
        yield _regel("pakketten", "goed", "pakketten_goed", aantal=len(wanted))


def map_(settings: Any) -> Iterator[Regel]:
    folder: Path = settings.gegevens
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    if not os.access(place, os.W_OK):
        yield _regel("map", "fout", "map_vast", "map_vast_raad", pad=folder)
    elif not folder.exists():
        yield _regel("map", "goed", "map_nieuw", pad=folder)
    elif os.name == "posix" and folder.stat().st_mode & 0o077 and _holds_more(folder):
        yield _regel("map", "let_op", "map_open", "map_open_raad", pad=folder, rechten=f"{folder.stat().st_mode & 0o777:o}")
    else:
        yield _regel("map", "goed", "map_goed", pad=folder)
    if synced := next((name for name in SYNCED if any(name.lower() in part.lower() for part in folder.parts)), ""):
        yield _regel("map", "let_op", "map_gedeeld", "map_gedeeld_raad", pad=folder, naam=synced)


def _holds_more(folder: Path) -> bool:
    """A folder the program made itself is 0700; one that is empty holds nothing to see."""
    return any(folder.iterdir())


def schijf(settings: Any) -> Iterator[Regel]:
    place: Path = settings.gegevens
    while not place.exists() and place != place.parent:
        place = place.parent
    free = shutil.disk_usage(place).free
    shown = f"{free / 1e9:.1f} GB" if free >= 1e9 else f"{free / 1e6:.0f} MB"
    if free < LOW_SPACE:
        yield _regel("schijf", "fout" if free < NO_SPACE else "let_op", "schijf_weinig", "schijf_raad", vrij=shown)
    else:
        yield _regel("schijf", "goed", "schijf_goed", vrij=shown)


def dossiers(settings: Any) -> Iterator[Regel]:
    """Without a passphrase: are file and envelope there, whole at the front, and for the owner only."""
    from assistant.bootstrap import has_store, store_folder

    if not has_store(settings):
        yield _regel("dossiers", "goed", "dossiers_geen")
        return
    folder = store_folder(settings)
    trouble = False
    if not _readable_json(folder / "sleutel.json"):
        trouble = True
        yield _regel("dossiers", "fout", "dossiers_sleutel", "dossiers_raad")
    try:
        with (folder / "dossiers.db").open("rb") as file:
            head = file.read(16)
    except OSError:
        head = b""
    if len(head) < 16 or head.startswith(b"SQLite format 3"):
        trouble = True
        yield _regel("dossiers", "fout", "dossiers_bestand", "dossiers_raad")
    for name in ("sleutel.json", "dossiers.db") if os.name == "posix" else ():
        path = folder / name
        if path.exists() and path.stat().st_mode & 0o077:
            trouble = True
            yield _regel("dossiers", "let_op", "dossiers_open", "dossiers_open_raad", wat=name, pad=path)
    if not trouble:
        size = (folder / "dossiers.db").stat().st_size
        yield _regel("dossiers", "goed", "dossiers_goed", grootte=f"{size / 1e6:.1f} MB")


def _readable_json(path: Path) -> bool:
    import json

    try:
        return isinstance(json.loads(path.read_text(encoding="utf-8")), dict)
    except (OSError, ValueError):
        return False


def dossiers_open(settings: Any, secrets: Secrets) -> Iterator[Regel]:
    """With a passphrase: everything in the file is compared with its own history; and how old is the last back-up."""
    from assistant.bootstrap import has_store, open_store

    if not has_store(settings):
        return
    try:
        store = open_store(settings, secrets.ask("wachtzin.vraag"))
    except KeyRejected:
        yield _regel("dossiers", "fout", "dossiers_wachtzin", "dossiers_raad")
        return
    try:
        complaints = store.check()
        for line in complaints:
            yield _regel("dossiers", "fout", "dossiers_klacht", "dossiers_raad", wat=line)
        if not complaints:
            yield _regel("dossiers", "goed", "dossiers_nagekeken", aantal=len(store.list()))
        moments = [datetime.fromisoformat(a.tijd_utc) for a in store.log() if a.gebeurtenis == "back-up_gemaakt"]
        holds = bool(store.list())
    finally:
        store.close()
    if holds and not moments:
        yield _regel("dossiers", "let_op", "back_up_geen", "back_up_raad")
    elif moments:
        days = (datetime.fromtimestamp(time.time(), UTC) - max(moments)) // timedelta(days=1)
        if days > OLD_BACKUP_DAYS:
            yield _regel("dossiers", "let_op", "back_up_oud", "back_up_raad", dagen=days)
        else:
            yield _regel("dossiers", "goed", "back_up_goed", dagen=days)


def inhoud(settings: Any) -> Iterator[Regel]:
    from importlib import resources

    from assistant.bootstrap import build_content
    from assistant.engine.audit import formulier, zelfcontrole
    from assistant.engine.sheet_words import Papier

    ours = resources.files("prompts")
    content = build_content(settings)
    try:
        areas = len(content.leefgebieden.leefgebieden)
        questions = sum(len(lijst.vragen) for lijst in content.vragenlijsten.values())
        content.load("papier.toml", Papier)
        formulier(content), zelfcontrole(content)
        own = _own_files(settings.inhoud)
        for name in own:
            content.source.load(name)
    except AssistantError as error:
        yield Regel("inhoud", "fout", error.message, error.hint)
        return
    yield _regel("inhoud", "goed", "inhoud_goed", leefgebieden=areas, vragen=questions)
    if settings.inhoud is None:
        return
    folder, strange = settings.inhoud, [name for name in own if "/" not in name and not (ours / name).is_file()]
    if not folder.is_dir():
        yield _regel("inhoud", "fout", "eigen_geen_map", "eigen_raad", map=folder)
    elif strange:
        yield _regel("inhoud", "let_op", "eigen_vreemd", "eigen_raad", namen=", ".join(strange))
    else:
        yield _regel("inhoud", "goed", "eigen_goed", map=folder, namen=", ".join(own) or "–")


def oefenclienten(settings: Any) -> Iterator[Regel]:
    """Personas of one's own: those that cannot be read, and those that can be better."""
    from assistant.bootstrap import build_content, build_practice

    for persona_id, found, wrong in build_practice(settings, build_content(settings)).check_own():
        if wrong:
            yield _regel("oefenclienten", "fout", "persona_fout", "persona_fout_raad", wat=wrong)
        elif found:
            yield _regel("oefenclienten", "let_op", "persona_kan_beter", "persona_raad", id=persona_id, aantal=len(found))
        else:
            yield _regel("oefenclienten", "goed", "persona_goed", id=persona_id)


def _own_files(folder: Path | None) -> list[str]:
    """The names of the organisation's own texts, as they stand under prompts/."""
    return sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*.toml")) if folder is not None else []


def kaarten(settings: Any) -> Iterator[Regel]:
    """The phone numbers on the safety cards were checked not too long ago."""
    from assistant.bootstrap import build_content

    try:
        data = build_content(settings).source.load("veiligheid/kaarten.toml")
        checked, until = date.fromisoformat(data["gecontroleerd_op"]), date.fromisoformat(data["controleer_voor"])
    except (AssistantError, KeyError, TypeError, ValueError):
        yield _regel("kaarten", "fout", "kaarten_fout", "kaarten_raad")
        return
    today = datetime.fromtimestamp(time.time(), UTC).date()
    if today > until:
        yield _regel("kaarten", "let_op", "kaarten_oud", "kaarten_raad", dagen=(today - checked).days)
    else:
        yield _regel("kaarten", "goed", "kaarten_goed", datum=f"{checked:%d-%m-%Y}")


def zoekmodel(settings: Any) -> Iterator[Regel]:
    from assistant.bootstrap import build_embedder

    started = time.perf_counter()
    try:
        embedder = build_embedder(settings)
        if embedder is None:
            yield _regel("zoekmodel", "let_op", "zoekmodel_geen", "zoekmodel_geen_raad")
            return
        embedder.warm_up()
        embedder.embed_query("wat ging goed vandaag")
    except AssistantError as error:
        yield Regel("zoekmodel", "fout", error.message, error.hint or tekst("dokter.tekst.zoekmodel_raad"))
        return
    name = embedder.fingerprint.split(" ")[0][:60]
    yield _regel("zoekmodel", "goed", "zoekmodel_goed", naam=name, ms=round((time.perf_counter() - started) * 1000))


def bronnen(settings: Any) -> Iterator[Regel]:
    from assistant.bootstrap import build_guidance

    desk = build_guidance(settings, background=False)
    mistakes = desk.source.mistakes()
    if mistakes:
        yield Regel("bronnen", "fout", mistakes[0].message, tekst("dokter.tekst.bronnen_raad"))
    indexer = desk.live.indexer
    current = indexer.folder.current()
    if current is None:
        yield _regel("index", "let_op", "index_geen", "index_raad")
    else:
        try:
            damaged = indexer.folder.damaged(current, indexer.folder.manifest(current))
            if damaged:
                yield _regel("index", "fout", "index_fout", "index_raad")
            elif not indexer.fresh():
                yield _regel("index", "let_op", "index_verouderd", "index_raad")
            else:
                data = indexer.load()
                yield _regel(
                    "index", "goed", "index_goed", passages=len(data.passages), documenten=len({p.document for p in data.passages})
                )
        except AssistantError:
            yield _regel("index", "fout", "index_fout", "index_raad")


def papier(settings: Any) -> Iterator[Regel]:
    """A real sheet of an empty dossier is set as PDF."""
    from assistant.bootstrap import build_sheets
    from assistant.domain.dossier import Dossier

    started = time.perf_counter()
    try:
        sheets = build_sheets(settings)
        empty = Dossier.model_validate({"id": "proef", "code": "proef", "aangemaakt": sheets.clock.now()})
        sheets.render(sheets.blad(empty, "plan"), "pdf")
    except AssistantError as error:
        yield Regel("papier", "fout", error.message, tekst("dokter.tekst.papier_raad"))
        return
    yield _regel("papier", "goed", "papier_goed", ms=round((time.perf_counter() - started) * 1000))


def terminal(settings: Any) -> Iterator[Regel]:
    if not sys.stdout.isatty():
        yield _regel("terminal", "goed", "terminal_geen")
        return
    wide, high = shutil.get_terminal_size()
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding not in ("utf8", "cp65001"):
        yield _regel("terminal", "let_op", "terminal_tekens", "terminal_tekens_raad", codering=sys.stdout.encoding)
    elif wide < 80 or high < 24:
        yield _regel("terminal", "let_op", "terminal_klein", "terminal_klein_raad", breed=wide, hoog=high)
    else:
        colours = "NO_COLOR" if os.environ.get("NO_COLOR") else os.environ.get("COLORTERM") or os.environ.get("TERM") or "?"
        yield _regel("terminal", "goed", "terminal_goed", breed=wide, hoog=high, kleuren=colours)


def taalmodel(settings: Any) -> Iterator[Regel]:
    """Asks a configured server for its list of models; no client's words go along. One elsewhere is called only if allowed."""
    import urllib.error
    import urllib.parse
    import urllib.request

    if not settings.model_url or settings.zonder_model:
        yield _regel("taalmodel", "goed", "taalmodel_uit")
        return
    url = settings.model_url.rstrip("/")
    parts = urllib.parse.urlsplit(url)
    shown = f"{parts.scheme}://{parts.hostname or ''}" + (f":{parts.port}" if parts.port else "")
    if parts.hostname not in ("127.0.0.1", "localhost", "::1") and not settings.model_op_afstand:
        yield _regel("taalmodel", "fout", "taalmodel_ver", "taalmodel_ver_raad", url=shown)
        return
    started = time.perf_counter()
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{url}/models", timeout=3) as answer:
            answer.read(1_000_000)
    except (OSError, ValueError, urllib.error.URLError):
        yield _regel("taalmodel", "let_op", "taalmodel_weg", "taalmodel_raad", url=shown)
        return
    yield _regel("taalmodel", "goed", "taalmodel_goed", naam=settings.model_naam or shown, ms=round((time.perf_counter() - started) * 1000))


CHECKS: dict[str, Callable[[Any], Iterator[Regel]]] = {
    "python": python,
    "pakketten": pakketten,
    "map": map_,
    "schijf": schijf,
    "dossiers": dossiers,
    "inhoud": inhoud,
    "oefenclienten": oefenclienten,
    "kaarten": kaarten,
    "zoekmodel": zoekmodel,
    "bronnen": bronnen,
    "papier": papier,
    "terminal": terminal,
    "taalmodel": taalmodel,
}


def examine(
    settings: Any, secrets: Secrets | None = None, *, checks: dict[str, Callable[[Any], Iterator[Regel]]] | None = None
) -> list[Regel]:
    """Carry out every check. A check that breaks becomes a line of its own: the next ones still run."""
    import logging

    out: list[Regel] = []
    todo = dict(checks if checks is not None else CHECKS)
    if secrets is not None:
        todo["dossiers-open"] = lambda s: dossiers_open(s, secrets)
    for name, check in todo.items():
        try:
            out += list(check(settings))
        except AssistantError as error:
            out.append(Regel(name.split("-")[0], "fout", error.message, error.hint))
        except Exception as error:  # one broken part must not hide what is wrong with the others
            logging.getLogger(__name__).exception("dokter_fout", extra={"wat": name})
            out.append(Regel(name.split("-")[0], "fout", type(error).__name__, tekst("dokter.tekst.pakketten_raad")))
    return out


@click.command("dokter")
@click.option("--dossiers", "deep", is_flag=True, help="Open ook het bestand met dossiers en kijk het helemaal na (vraagt de wachtzin).")
@click.pass_obj
def dokter(obj: dict[str, Any], deep: bool) -> None:
    """Kijk deze installatie na en zeg wat er te doen is."""
    secrets = Secrets()
    found = examine(obj["settings"], secrets if deep or secrets.scripted else None)
    mind, wrong = sum(r.stand == "let_op" for r in found), sum(r.stand == "fout" for r in found)
    if obj["json"]:
        rows = [
            {"id": r.naam, "naam": tekst(f"dokter.naam.{r.naam}"), "stand": r.stand, "uitkomst": r.uitkomst, "raad": r.raad} for r in found
        ]
        out_json({"regels": rows, "in_orde": not mind and not wrong})
    else:
        for r in found:
            say("dokter.regel", teken=tekst(f"dokter.{r.stand}"), naam=tekst(f"dokter.naam.{r.naam}"), uitkomst=r.uitkomst)
            if r.raad:
                say("dokter.raad", raad=r.raad)
        say("dokter.aandacht" if mind or wrong else "dokter.alles_goed", let_op=mind, fout=wrong)
    if mind or wrong:
        raise click.exceptions.Exit(1)


COMMANDS = {"dokter": dokter}
