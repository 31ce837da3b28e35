"""tui.commands.oefenen: practice with a simulated client, scripted (JSONL) or line by line on the terminal; and the check of persona files."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from assistant.errors import RuleError


def _emit(thing: dict[str, Any]) -> None:
    click.echo(json.dumps(thing, ensure_ascii=False))


def _rows(script: str) -> Iterator[tuple[dict[str, Any] | None, Any, str]]:
    """(object or None, id, what is wrong or '') per line. From stdin a line at a time, so that the other side may wait for each answer."""
    from tui.commands.oordelen import read_lines

    if script == "-":
        for raw in sys.stdin.buffer:
            yield from ((item, ident, wrong) for _, item, ident, wrong in read_lines(raw))
        return
    try:
        whole = Path(script).read_bytes()
    except OSError:
        raise click.UsageError(f"Het script {script} is niet te lezen.") from None
    yield from ((item, ident, wrong) for _, item, ident, wrong in read_lines(whole))


def _scripted(zaal: Any, oefening: Any, stand: Any, script: str, doel: str) -> int:
    """One line out per line in, in order; then the debriefing. A line that only sets trust gives back where it stands, without an answer."""
    begin = stand.vertrouwen
    beurten: list[Any] = []
    bad = 0
    for item, ident, wrong in _rows(script):
        extra = {"id": ident} if item is not None and "id" in item else {}
        try:
            if item is None:
                raise RuleError(wrong)
            zeg, trust = item.get("zeg"), item.get("vertrouwen")
            if not isinstance(zeg, str) and (zeg is not None or trust is None):
                raise RuleError("Een regel heeft zeg (een tekst) of vertrouwen (laag, midden of hoog).")
            if trust is not None:
                stand = oefening.zet(stand, trust)
                begin = begin if beurten else stand.vertrouwen
            if zeg is None:
                _emit({**extra, "vertrouwen": stand.stand.value, "gezet": True})
                continue
            beurt, stand = oefening.antwoord(stand, zeg)
        except RuleError as error:
            bad += 1
            _emit({"id": ident, "fout": error.message})
            continue
        beurten.append(beurt)
        _emit({**extra, **_shown(beurt)})
    _emit({"nabespreking": zaal.bespreek(oefening, beurten, begin=begin, doel=doel).model_dump(mode="json")})
    return 1 if bad else 0


def _shown(beurt: Any) -> dict[str, Any]:
    return {
        "antwoord": beurt.antwoord,
        "feiten": list(beurt.feiten),
        "vertrouwen": beurt.vertrouwen.value,
        "reactie": beurt.reactie,
        "vertrouwen_getal": beurt.getal,
        "waardoor": [reden.model_dump() for reden in beurt.redenen],
        "labels": beurt.labels,
    }


def _talk(zaal: Any, oefening: Any, stand: Any, doel: str, niveau: str, gesprek: int, meeting: Any) -> None:
    """A talk on the terminal, a line at a time. An empty line is a silence; ctrl-d or 'stop' ends it."""
    from tui.texts import t

    stof, persona = zaal.stof, oefening.persona
    for line in stof.introductie:
        click.echo(line)
    click.echo()
    click.echo(f"[{stof.kader}] {persona.naam}, {persona.leeftijd}. {meeting.gebeurtenis if meeting else persona.aanleiding}")
    click.echo(t("oefenen.terminal_uitleg"))
    begin = stand.vertrouwen
    beurten: list[Any] = []
    begint = meeting.zegt if meeting else persona.begint
    if begint:
        click.echo(f"{persona.naam}: {begint}")
    while not stand.klaar:
        try:
            zeg = input(t("oefenen.terminal_u"))
        except (EOFError, KeyboardInterrupt):
            click.echo()
            break
        if zeg.strip().lower() in ("stop", "einde"):
            break
        beurt, stand = oefening.antwoord(stand, zeg)
        beurten.append(beurt)
        click.echo(f"{persona.naam}: {beurt.antwoord}")
    if beurten:
        nb = zaal.bespreek(oefening, beurten, begin=begin, doel=doel)
        _print_debriefing(nb, persona)
        click.echo(zaal.bewaar(nb, niveau=niveau, gesprek=gesprek).zin)


def _print_debriefing(nb: Any, persona: Any) -> None:
    from tui.texts import t

    click.echo()
    click.echo(t("oefenen.nabespreking"))
    for regel in nb.regels:
        click.echo(f"{regel.regel:>3}  {t('oefenen.u')}: {regel.zeg}")
        click.echo(f"     {persona.naam}: {regel.antwoord}")
        click.echo(f"     {t('oefenen.dacht')}: {regel.innerlijk}")
    for kop, punten in ((t("oefenen.goed"), nb.ging_goed), (t("oefenen.probeer"), nb.probeer)):
        click.echo(kop)
        for punt in punten:
            where = t("oefenen.regels", nrs=", ".join(map(str, punt.regels))) if punt.regels else ""
            click.echo(f"  - {punt.tekst} {where}".rstrip())
    click.echo(t("oefenen.gevonden", aantal=len(nb.krachten.gevonden), totaal=len(nb.krachten.gevonden) + len(nb.krachten.gemist)))


@click.command("oefen")
@click.option("--persona", "wie", metavar="ID|BESTAND", default=None, help="Naam van een meegeleverde persona, of een eigen TOML-bestand.")
@click.option("--script", "script", metavar="BESTAND|-", default=None, help="Regels met zeg of vertrouwen (JSONL); - leest van de invoer.")
@click.option("--zaad", type=int, default=0, show_default=True, help="Zelfde zaad en script: zelfde gesprek.")
@click.option("--niveau", type=click.Choice(["rustig", "gewoon", "pittig"]), default=None, help="Hoe moeilijk de cliënt het maakt.")
@click.option("--gesprek", "sessie", type=int, default=1, show_default=True, help="Het hoeveelste gesprek met deze cliënt.")
@click.option("--doel", default="", help="Waar u op oefent (zie --lijst).")
@click.option("--lijst", is_flag=True, help="Toon de persona's, niveaus en doelen.")
@click.option("--controleer", is_flag=True, help="Controleer een personabestand (of alle) en zeg wat beter kan.")
@click.pass_obj
def oefen(
    obj: dict[str, Any],
    wie: str | None,
    script: str | None,
    zaad: int,
    niveau: str | None,
    sessie: int,
    doel: str,
    lijst: bool,
    controleer: bool,
) -> None:
    """Oefen een gesprek met een verzonnen cliënt."""
    from assistant.bootstrap import build_content, build_mind, build_practice, persona_file

    settings = obj["settings"]
    mind = build_mind(settings)

    def coach() -> Any:
        return mind.handler("coach")

    zaal = build_practice(settings, build_content(settings), coach if "coach" in mind.names else None)

    def which() -> Any:
        assert wie is not None
        path = Path(wie)
        return persona_file(path) if path.suffix == ".toml" or path.is_file() else zaal.persona(wie)

    if controleer:
        sys.exit(_check([which()] if wie else zaal.personas(), as_json=obj["json"]))
    if lijst or (wie is None and script is None and obj["json"]):
        _list(zaal.lijst({}), as_json=obj["json"])
        return
    if wie is None:
        if script is not None:
            raise click.UsageError("Noem met --persona met wie u oefent.")
        _list(zaal.lijst({}), as_json=False)
        return
    persona = which()
    meeting = zaal.sessie(persona, sessie)
    oefening = zaal.oefening(persona.in_gesprek(sessie))
    stand = oefening.begin(zaad, niveau=zaal.stof.niveau(niveau) if niveau else None, sessie=meeting, gesprek=sessie)
    if script is None:
        _talk(zaal, oefening, stand, doel, niveau or "", sessie, meeting)
        return
    sys.exit(_scripted(zaal, oefening, stand, script, doel))


def _check(personas: Any, *, as_json: bool) -> int:
    """Findings per persona; exit code 1 when there are any."""
    from assistant.domain.persona import check
    from tui.texts import t

    found = 0
    for persona in personas:
        items = check(persona)
        found += len(items)
        if as_json:
            _emit({"persona": persona.id, "bevindingen": [item.model_dump() for item in items]})
            continue
        click.echo(t("oefenen.controle_goed" if not items else "oefenen.controle", naam=persona.id, aantal=len(items)))
        for item in items:
            click.echo(f"  - {item.plek}: {item.tekst}")
    return 1 if found else 0


def _list(lijst: dict[str, Any], *, as_json: bool) -> None:
    from tui.texts import t

    if as_json:
        _emit(lijst)
        return
    for item in lijst["personas"]:
        click.echo(f"{item['id']:<10} {item['naam']}, {item['leeftijd']} ({item['setting'].replace('_', ' ')}). {item['kort']}")
    click.echo(t("oefenen.lijst_doelen", doelen=", ".join(item["id"] for item in lijst["doelen"])))
    click.echo(t("oefenen.lijst_start"))


COMMANDS = {"oefen": oefen}
