"""tui.commands.papier: `druk-af`: a sheet of a dossier as PDF, Word, web page, Markdown or calendar."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from tui.commands.toegang import about_a_client, find, opened, out_json, say, who

FORMS = ("pdf", "docx", "html", "md", "ics")
SHEETS = ("plan", "kompas", "inventarisatie", "samenvatting", "tkb", "netwerk", "zelfregulering", "verloop", "afscheid")


@click.command("druk-af")
@click.argument("dossier", metavar="ID")
@click.option("--als", "vorm", type=click.Choice(FORMS), default="pdf", show_default=True, help="Soort bestand.")
@click.option("--blad", type=click.Choice(SHEETS), default="plan", show_default=True, help="Welk blad.")
@click.option("--papier", type=click.Choice(["a4", "a5"]), default="a4", show_default=True, help="Grootte van het papier (alleen bij pdf).")
@click.option(
    "--naar", "folder", type=click.Path(path_type=Path), default=None, metavar="MAP", help="Map voor het bestand (standaard: hier)."
)
@click.option("--naam", "name", default="", metavar="BESTAND", help="Naam van het bestand (standaard: blad en datum).")
@click.option(
    "--voor", type=click.Choice(["client", "dossier"]), default="client", show_default=True, help="Voor de cliënt, of voor het dossier."
)
@click.pass_obj
def druk_af(
    obj: dict[str, Any], dossier: str, vorm: str, blad: str, papier: str, folder: Path | None, name: str, voor: Literal["client", "dossier"]
) -> None:
    """Maak een blad om mee te geven of te bewaren. ID is de id of de code van het dossier."""
    from assistant.bootstrap import build_sheets

    settings = obj["settings"]
    with opened(settings) as store:
        ident = find(store, dossier)
        sheets = build_sheets(settings, lambda: store)
        found = store.load(ident, wie=who(settings), reden="afdrukken")
        about_a_client(found)
        stand = sheets.leave(found, blad)
        made = sheets.blad(found, blad, voor)
        form = "pdf-a5" if (vorm, papier) == ("pdf", "a5") else vorm
        path = sheets.put(found, made, vorm=form, folder=folder or Path.cwd(), name=_with_ending(name, vorm))
    if obj["json"]:
        out_json(
            {"bestand": str(path), "dossier": ident, "blad": blad, "als": vorm, "voor": made["voor"], "weggelaten": made["weggelaten"]}
        )
        return
    say("druk.klaar", pad=path)
    if made["weggelaten"]:
        say("druk.weggelaten", err=True, aantal=len(made["weggelaten"]))
    if stand != "gegeven":
        say("druk.niet_gevraagd", err=True)
    if blad == "tkb":
        say("druk.nakijken", err=True)


def _with_ending(name: str, vorm: str) -> str:
    return name if not name or name.lower().endswith(f".{vorm}") else f"{name}.{vorm}"


COMMANDS = {"druk-af": druk_af}
