"""tui.commands.spelen: `speel`: a conversation from a script, through the same engine as the screen. The lines stand in docs/speel.md."""

from __future__ import annotations

import contextlib
import json
import secrets
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from assistant.settings import Settings

MAX_LINE = 2_000_000
"""Characters of one line; longer is refused with a message, not read into memory as an answer."""


def _lines(stream: TextIO) -> Iterator[tuple[int, dict[str, Any] | None, str]]:
    """(line number, line, why it is none). Empty lines and lines that begin with # are passed over."""
    for number, raw in enumerate(stream, 1):
        text = raw.strip().lstrip("\ufeff")
        if not text or text.startswith("#"):
            continue
        if len(text) > MAX_LINE:
            yield number, None, f"Regel {number} is te lang."
            continue
        try:
            line = json.loads(text)
        except ValueError as error:
            yield number, None, f"Regel {number} is geen geldige JSON ({error.__class__.__name__})."
            continue
        if isinstance(line, dict):
            yield number, line, ""
        else:
            yield number, None, f"Regel {number} is geen object."


@click.command("speel")
@click.argument("script", metavar="SCRIPT.jsonl")
@click.option("--bewaar", is_flag=True, help="Speel in de eigen gegevensmap (vraagt de wachtzin) in plaats van in een wegwerpmap.")
@click.pass_obj
def speel(obj: Mapping[str, Any], script: str, bewaar: bool) -> None:
    """Speel een gesprek na zonder scherm, regel voor regel, in een versleutelde wegwerpmap."""
    from assistant.errors import DocumentUnreadable

    if script != "-" and not Path(script).is_file():
        raise DocumentUnreadable(f"Het script {script} is niet te lezen.", hint="Controleer de naam, of gebruik - voor standaardinvoer.")
    settings: Settings = obj["settings"]
    if bewaar:
        from tui.commands.toegang import Secrets

        failed = _play(settings, settings, Secrets().ask("wachtzin.vraag"), script, as_json=obj["json"])
    else:
        with tempfile.TemporaryDirectory(prefix="krachtgesprek-speel-", ignore_cleanup_errors=True) as folder:
            own = settings.model_copy(update={"gegevens": Path(folder)})
            failed = _play(settings, own, secrets.token_urlsafe(24), script, as_json=obj["json"])
    if failed:
        raise click.exceptions.Exit(1)


def _play(settings: Settings, own: Settings, passphrase: str, script: str, *, as_json: bool) -> int:
    """Play all lines on the store of `own` (made when there is none); the sources are those of `settings`.

    Returns how many lines answered with 'fout'.
    """
    from assistant.bootstrap import build_mind, build_sheets, has_store, open_assistant
    from assistant.engine.playing import Player
    from assistant.engine.playing_after import MovedClock

    mind = build_mind(settings)
    assistant, code = open_assistant(own, passphrase, create=not has_store(own), thinker=mind)
    if code and own is settings:
        from tui.commands.toegang import say

        say("speel.herstelcode", err=True, code=code)
    sheets = build_sheets(own, lambda: assistant.store, ask=mind.ask)
    if own is not settings:  # weeks may go by in a script, but never in a real dossier
        assistant.clock = sheets.clock = MovedClock(assistant.clock)
    failed = 0
    with contextlib.ExitStack() as at_end:
        at_end.callback(assistant.store.close)
        at_end.callback(assistant.thinker.close)
        stream = sys.stdin if script == "-" else at_end.enter_context(Path(script).open(encoding="utf-8", errors="replace"))
        player = Player(assistant, paper=sheets)
        for number, line, why in _lines(stream):
            out = {"regel": number, **(player.play(line) if line is not None else {"fout": why})}
            failed += "fout" in out
            click.echo(json.dumps(out, ensure_ascii=False) if as_json else _plain(out))
    return failed


def _plain(out: Mapping[str, Any]) -> str:
    """One answer for reading: what the guide says, what is asked, what was heard."""
    lines = [f"── {out['regel']}. {out.get('doe', '')}"]
    if "fout" in out:
        lines.append(f"   ! {out['fout']}")
    lines += [f"   gids: {text}" for text in out.get("gids", [])]
    question = out.get("vraag")
    if isinstance(question, Mapping) and question.get("tekst"):
        lines.append(f"   vraag: {question['tekst']}")
    elif isinstance(question, str) and question:
        lines.append(f"   vraag: {question}")
    if out.get("signaal"):
        lines.append(f"   VEILIGHEID: {out['signaal']}")
    for item in out.get("gehoord", []):
        what = f"{item['vorm']}, {item['tijd']}" if item["soort"] == "kracht" else f"hulpbron, {item['hulpbron']}, {item['aard']}"
        lines.append(f"   gehoord {item['nummer']}: “{item['citaat']}” ({what})")
    lines += [f"   doorvraag {d['nummer']}: {d['tekst']}" for d in out.get("doorvragen", [])]
    for item in out.get("krachten", []):
        lines.append(f"   {item['vorm'].replace('_', ' ')}: “{item['citaat']}” ({item['tijd']})")
    lines += [f"   hulpbron: “{h['citaat']}” ({h['soort']}, {h['aard']})" for h in out.get("hulpbronnen", [])]
    for item in out.get("voorstellen", []):
        lines.append(f"   voorstel {item['nummer']}: {item['actie']} (doel: {item['doel']}; {item['wanneer'] or 'nog afspreken'})")
    for item in out.get("plan", []):
        chosen = f"; cliënt: {item['keuze']}, {item['vertrouwen']}" if item["keuze"] else ""
        lines.append(f"   plan: {item['actie']} ({item['wanneer']}; bevestigd door {item['bevestigd_door']}{chosen})")
    lines += _after(out)
    for blok in out.get("teruglezen", []):
        lines.append(f"   {blok['inleiding']}")
        lines += [f"     “{c}”" for c in blok["citaten"]]
    for passage in out.get("passages", []):
        lines.append(f"   bron: {' › '.join([passage['titel'], *passage['kop']])}: {' '.join(passage['tekst'].split())[:160]}")
    if out.get("niets_gevonden"):
        lines.append("   bron: niets gevonden")
    if "bestand" in out:
        lines.append(f"   bestand: {out['bestand']}")
    if "bewaard" in out:
        lines.append(f"   bewaard ({out['bewaard']})")
    return "\n".join(lines)


def _after(out: Mapping[str, Any]) -> list[str]:
    """The lines of following up, the agenda, setbacks and goodbye."""
    lines = [f"   dag: {out['dag']}"] if out.get("dag") else []
    for item in out.get("doelen", []):
        why = f" (omdat: “{item['waarom']}”)" if item["waarom"] else ""
        lines.append(f"   doel {item['nummer']}: {item['doel']}{why}")
    for part, acties in out.get("agenda", {}).items():
        lines += [f"   {part.replace('_', ' ')}: {a['dag']}: {a['actie']}" for a in acties]
    lines += [f"   open: {a['actie']} ({a['wanneer']})" for a in out.get("open", [])]
    lines += [f"   let op: {text}" for text in out.get("vraag_jezelf_af", [])]
    for moment in out.get("geschiedenis", []):
        said = "".join(f" “{w}”" for w in moment["woorden"])
        lines.append(f"   {moment['dag']} {moment['wat'].replace('_', ' ')}: {moment['tekst']}{said}")
    both = out.get("vergelijking", {})
    for twice in both.get("zelfde_vraag", []):
        lines += [f"   {twice['vraag']}", f"     {both['toen']}: “{twice['toen']}”", f"     {both['nu']}: “{twice['nu']}”"]
    for name in ("gezegd_toen", "gezegd_nu", "krachten_erbij", "gedaan"):
        lines += [f"   {name.replace('_', ' ')}: “{words}”" for words in both.get(name, [])]
    sheet = out.get("zelfregulering", {})
    for item in sheet.get("tegenslagen", []):
        lines += [f"   {veld.replace('_', ' ')}: “{words}”" for veld, words in item["woorden"].items()]
    lines += [f"   {s['fase']}: “{s['merk']}”" + (f" – “{s['helpt']}”" if s["helpt"] else "") for s in sheet.get("signalen", [])]
    if "afspraak" in sheet:
        lines.append(f"   afspraak: “{sheet['afspraak']['woorden']}” ({sheet['afspraak']['begeleider']})")
    lines += [f"   {vraag}: “{words}”" for vraag, words in out.get("afronding", {}).get("gezegd", {}).items()]
    return lines


COMMANDS = {"speel": speel}
