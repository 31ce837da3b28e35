"""tui.commands.zoeken: `zoek`: guidance with citations, one question or a file of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from assistant.errors import AssistantError
from assistant.settings import Settings


@click.command("zoek")
@click.argument("vraag", nargs=-1)
@click.option("-k", "aantal", type=click.IntRange(1, 50), default=5, show_default=True, metavar="N", help="Hoeveel passages hoogstens.")
@click.option(
    "--invoer",
    type=click.Path(path_type=Path),
    default=None,
    metavar="BESTAND",
    help="JSONL met per regel een vraag; - is de standaardinvoer.",
)
@click.option("--leefgebied", default="", metavar="ID", help="Passages over dit leefgebied gaan iets voor.")
@click.option("--setting", default="", metavar="ID", help="Passages over deze setting gaan iets voor.")
@click.pass_obj
def zoek(obj: dict[str, Any], vraag: tuple[str, ...], aantal: int, invoer: Path | None, leefgebied: str, setting: str) -> None:
    """Zoek in de handleiding en de eigen bronnen, met vindplaats."""
    from assistant.bootstrap import build_mind
    from tui.commands.voortgang import bar

    settings: Settings = obj["settings"]
    if not vraag and invoer is None:
        raise click.UsageError("Geef een vraag, of --invoer met een bestand.")
    if vraag and invoer is not None:
        raise click.UsageError("Geef een vraag of --invoer, niet allebei.")
    mind = build_mind(settings)
    given = {"k": aantal, "leefgebied": leefgebied, "setting": setting}
    if invoer is None:
        with bar():
            answer = mind.ask("zoek", {"vraag": " ".join(vraag), **given})
        if obj["json"]:
            click.echo(json.dumps(answer, ensure_ascii=False))
        else:
            _show(answer)
        click.get_current_context().exit(1 if answer["niets_gevonden"] else 0)
    for line in _lines(invoer):
        click.echo(json.dumps(_one(mind, line, given), ensure_ascii=False))


def _lines(path: Path) -> Iterator[str]:
    if str(path) == "-":
        yield from (raw.decode("utf-8", "replace") for raw in sys.stdin.buffer if raw.strip())
        return
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            yield from (line for line in file if line.strip())
    except FileNotFoundError:
        raise click.FileError(str(path), hint="het bestand bestaat niet") from None
    except OSError:
        raise click.FileError(str(path), hint="het bestand is niet te lezen") from None


def _one(mind: Any, line: str, given: dict[str, Any]) -> dict[str, Any]:
    ident: Any = None
    try:
        item = json.loads(line)
        if not isinstance(item, dict):
            return {"id": None, "fout": "De regel is geen JSON-object."}
        ident = item.get("id")
        return {"id": ident, **mind.ask("zoek", {**given, **item})}
    except ValueError:
        return {"id": ident, "fout": "De regel is geen geldige JSON."}
    except AssistantError as error:
        return {"id": ident, "fout": error.sentence}


def _show(answer: dict[str, Any]) -> None:
    if answer["niets_gevonden"]:
        click.echo(answer["waarom"])
        return
    for number, p in enumerate(answer["passages"], 1):
        page = f", p. {p['pagina']}" if p["pagina"] is not None else ""
        click.echo(f"{number}. {p['titel']} › {' › '.join(p['kop'])}{page}  [{p['soort_bron'].replace('_', ' ')}]")
        click.echo("   " + p["tekst"].replace("\n", "\n   "))
        click.echo()
    click.echo(answer["waarom"])


COMMANDS = {"zoek": zoek}
