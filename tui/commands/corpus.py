"""tui.commands.corpus: own methodiekboek and handleiding in, out, indexed, verified."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from assistant.domain.guidance import SOORTEN_BRON


@click.group("corpus")
def corpus() -> None:
    """Beheer de bronnen: toevoegen, bekijken, verwijderen, indexeren, nakijken."""


def _desk(obj: dict[str, Any]) -> Any:
    from assistant.bootstrap import build_guidance

    return build_guidance(obj["settings"], background=False)


def _out(obj: dict[str, Any], answer: dict[str, Any], text: str) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False) if obj["json"] else text)


def _index_line(index: dict[str, Any] | None) -> str:
    if index is None:
        return "De index is niet veranderd."
    if not index["veranderd"]:
        return f"De index was al bij: {index['documenten']} documenten, {index['passages']} passages."
    words = " Er is geen model voor betekenis: er wordt op woorden gezocht." if index["zonder_betekenis"] else ""
    return f"Index gemaakt: {index['documenten']} documenten, {index['passages']} passages, {index['nieuw_berekend']} teksten berekend, {index['seconden']} s.{words}"


@corpus.command("voeg-toe")
@click.argument("paden", nargs=-1, required=True, metavar="PAD…")
@click.option("--soort", type=click.Choice(SOORTEN_BRON), default=None, help="Soort bron.")
@click.option("--titel", default=None, help="Titel (bij één bestand).")
@click.pass_obj
def voeg_toe(obj: dict[str, Any], paden: tuple[str, ...], soort: str | None, titel: str | None) -> None:
    """Voeg eigen documenten toe (pdf, docx, odt, epub, html, md, txt)."""
    from tui.commands.voortgang import bar

    files: list[str] = []
    for path in paden:
        place = Path(path)
        files += sorted(str(p) for p in place.iterdir() if p.is_file() and not p.name.startswith(".")) if place.is_dir() else [path]
    with bar() as progress:
        answer = _desk(obj).voeg_toe({"paden": files, "soort_bron": soort, "titel": titel}, progress)
    lines = []
    for item in answer["toegevoegd"]:
        pages = f", {item['paginas']} bladzijden" if item["paginas"] else ""
        lines.append(f"{item['bestand']}: {item['titel']} ({item['id']}), {item['woorden']} woorden{pages}, {item['passages']} passages.")
        lines += [f"  Let op: {note}" for note in item["opmerkingen"]]
    lines += [f"{item['bestand']}: niet toegevoegd. {item['fout']} {item['hint']}".rstrip() for item in answer["fouten"]]
    if answer["index"]:
        lines.append(_index_line(answer["index"]))
    _out(obj, answer, "\n".join(lines))
    click.get_current_context().exit(0 if not answer["fouten"] else 1 if answer["toegevoegd"] else 3)


@corpus.command("lijst")
@click.pass_obj
def lijst(obj: dict[str, Any]) -> None:
    """Toon alle documenten."""
    answer = _desk(obj).lijst({})
    rows = [f"{d['id']:<45} {d['passages']:>4}  {d['soort_bron']:<14} {d['herkomst']:<13} {d['titel']}" for d in answer["documenten"]]
    _out(obj, answer, "\n".join(rows))


@corpus.command("verwijder")
@click.argument("document", metavar="ID")
@click.pass_obj
def verwijder(obj: dict[str, Any], document: str) -> None:
    """Verwijder een toegevoegd document."""
    from tui.commands.voortgang import bar

    with bar() as progress:
        answer = _desk(obj).verwijder({"id": document}, progress)
    _out(obj, answer, f"{document} is verwijderd. {_index_line(answer['index'])}")


@corpus.command("bouw")
@click.option("--als-nodig", is_flag=True, help="Alleen als er iets is veranderd (dat is altijd al zo; met deze vlag zonder melding).")
@click.option("--opnieuw", is_flag=True, help="Ook als er niets is veranderd.")
@click.pass_obj
def bouw(obj: dict[str, Any], als_nodig: bool, opnieuw: bool) -> None:
    """Maak de zoekindex."""
    from tui.commands.voortgang import bar

    with bar() as progress:
        answer = _desk(obj).bouw({"opnieuw": opnieuw}, progress)
    if obj["json"] or not als_nodig or answer["veranderd"]:
        _out(obj, answer, _index_line(answer))


@corpus.command("controleer")
@click.pass_obj
def controleer(obj: dict[str, Any]) -> None:
    """Kijk alle documenten, passages en de index na."""
    answer = _desk(obj).controleer({})
    lines = [f"{f['document'] + ': ' if f['document'] else ''}{f['wat']}" for f in answer["bevindingen"]]
    lines.append(
        f"{answer['documenten']} documenten, {answer['passages']} passages: {'alles in orde' if answer['in_orde'] else str(len(answer['bevindingen'])) + ' bevinding(en)'}."
    )
    _out(obj, answer, "\n".join(lines))
    click.get_current_context().exit(0 if answer["in_orde"] else 1)


COMMANDS = {"corpus": corpus}
