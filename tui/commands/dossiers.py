"""tui.commands.dossiers: `dossier`: list, show, export, import, erase, back up, put back, change the passphrase.

Nothing is overwritten and nothing is erased without the code of the dossier typed out. Each of these leaves a line in the access log.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from assistant.domain.bewaren import keuze_in
from assistant.domain.values import clean_text
from assistant.errors import DocumentUnreadable, NotConfirmable, NotThere, RuleError
from tui.commands.toegang import Secrets, WrongUse, about_a_client, find, opened, out_json, say, tekst, who, yes


@click.group("dossier")
def dossier() -> None:
    """Dossiers bekijken, meegeven, inlezen, wissen en bewaren."""


def _when(moment: datetime) -> str:
    return f"{moment.astimezone():%d-%m-%Y %H:%M}"


@dossier.command("lijst")
@click.pass_obj
def lijst(obj: dict[str, Any]) -> None:
    """Toon alle dossiers, nieuwste eerst."""
    with opened(obj["settings"]) as store:
        found = store.list()
    if obj["json"]:
        rows = [
            {"id": s.id, "code": s.code, "setting": s.setting, "bewaard_op": s.bewaard_op.isoformat(), "versie": s.version} for s in found
        ]
        out_json({"dossiers": rows})
        return
    if not found:
        say("lijst.leeg")
        return
    line = "{:<16} {:<28} {:<18} {}".format
    click.echo(line(tekst("lijst.code"), tekst("lijst.id"), tekst("lijst.bewaard"), tekst("lijst.setting")).rstrip())
    for s in found:
        click.echo(clean_text(line(s.code, s.id, _when(s.bewaard_op), s.setting)).rstrip())


@dossier.command("toon")
@click.argument("ident", metavar="ID")
@click.option("--logboek", is_flag=True, help="Ook wie het dossier opende of veranderde.")
@click.pass_obj
def toon(obj: dict[str, Any], ident: str, logboek: bool) -> None:
    """Toon de krachten en het plan van een dossier, in de woorden van de cliënt."""
    from assistant.bootstrap import build_sheets
    from assistant.engine.exchanging import public_rooms

    settings = obj["settings"]
    with opened(settings) as store:
        found = store.load(find(store, ident), wie=who(settings), reden="tonen")
        log = store.log(found.id) if logboek else ()
        sheets = build_sheets(settings, None)
        if obj["json"]:
            data = found.model_dump(mode="json")
            data["rooms"] = public_rooms(data["rooms"])
            extra = {"logboek": [_access(line) for line in log]} if logboek else {}
            out_json({"dossier": data, **extra})
            return
        about_a_client(found)
        for name in ("inventarisatie", "plan"):
            click.echo(clean_text(sheets.render(sheets.blad(found, name, "dossier"), "md").decode("utf-8")))
    if logboek:
        say("toon.gekeken")
        for a in log:
            say("toon.regel", tijd=a.tijd_utc, wie=a.wie, gebeurtenis=a.gebeurtenis, object=a.object, reden=a.reden)


def _access(line: Any) -> dict[str, str]:
    return {name: str(getattr(line, name)) for name in ("tijd_utc", "wie", "rol", "gebeurtenis", "object", "reden", "uitkomst")}


@dossier.command("exporteer")
@click.argument("ident", metavar="ID")
@click.option(
    "--naar", "folder", type=click.Path(path_type=Path), default=None, metavar="MAP", help="Map voor de bestanden (standaard: hier)."
)
@click.option(
    "--als", "vorm", type=click.Choice(["html", "pdf", "docx", "md"]), default="html", show_default=True, help="Vorm van het leesbare stuk."
)
@click.option("--nagekeken", is_flag=True, help="De stukken over anderen zijn bekeken.")
@click.option("--laat-weg", "zonder", multiple=True, metavar="ID", help="Laat dit stuk weg (vaker te geven).")
@click.option("--aan", default="", metavar="WIE", help="Aan wie het bestand gaat, voor het logboek.")
@click.pass_obj
def exporteer(obj: dict[str, Any], ident: str, folder: Path | None, vorm: str, nagekeken: bool, zonder: tuple[str, ...], aan: str) -> None:
    """Geef een dossier mee: een bestand om in te lezen (JSON) en een stuk om te lezen."""
    from importlib.metadata import version

    from assistant.bootstrap import build_sheets
    from assistant.engine.exchanging import third_parties
    from assistant.engine.meegeven import give_copy

    settings = obj["settings"]
    with opened(settings) as store:
        found = store.load(find(store, ident), wie=who(settings), reden="exporteren")
        about = third_parties(found)
        if about and not nagekeken:
            chosen = _review(obj, about)
            if chosen is None:
                raise click.exceptions.Exit(1)
            zonder = (*zonder, *chosen)
        copy = give_copy(
            found,
            build_sheets(settings, None),
            store,
            folder=folder or Path.cwd(),
            vorm=vorm,
            door=who(settings),
            aan=aan,
            programma=f"krachtgesprek {version('krachtgesprek')}",
            zonder=zonder,
        )
    if obj["json"]:
        out_json(
            {
                "bestanden": list(copy.bestanden),
                "dossier": found.id,
                "volledig": copy.volledig,
                "weggelaten": [w.model_dump() for w in copy.weggelaten],
                "niet_in_leesbaar": list(copy.niet_in_leesbaar),
            }
        )
        return
    for path in copy.bestanden:
        say("exporteer.klaar", pad=path)
    if copy.weggelaten:
        say("exporteer.weggelaten", err=True, aantal=len(copy.weggelaten))
    say("exporteer.niet_veilig", err=True)


def _review(obj: dict[str, Any], about: Any) -> list[str] | None:
    """The ids to leave out, asked one by one on a terminal. None: nobody to ask; the passages are shown and nothing is made."""
    if obj["json"]:
        out_json({"na_te_kijken": [p.model_dump() for p in about]})
        return None
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    say("exporteer.nakijken", err=not interactive)
    left = []
    for p in about:
        say("exporteer.passage", id=p.id, soort=p.soort, over=", ".join(p.over))
        say("exporteer.tekst", tekst=p.tekst)
        if interactive and not yes("exporteer.vraag", id=p.id, over=", ".join(p.over)):
            left.append(p.id)
    if interactive:
        return left
    say("exporteer.hoe", err=True)
    return None


@dossier.command("importeer")
@click.argument("bestand", type=click.Path(path_type=Path))
@click.option("--als-kopie", is_flag=True, help="Lees het in als een nieuw dossier, naast wat er al is.")
@click.option("--ook-gewist", is_flag=True, help="Lees het in, ook als dit dossier hier is gewist.")
@click.pass_obj
def importeer(obj: dict[str, Any], bestand: Path, als_kopie: bool, ook_gewist: bool) -> None:
    """Lees een dossier in. Wat hier staat, wordt nooit overschreven."""
    from assistant.bootstrap import fresh_id
    from assistant.domain.events import Event
    from assistant.engine.exchanging import MAX_BYTES, Verhouding, compare, read_exchange
    from assistant.errors import DossierNotFound

    try:
        with bestand.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise NotThere(tekst("importeer.bestand_weg", bestand=bestand), hint=tekst("importeer.bestand_hint")) from None
    except OSError:
        raise DocumentUnreadable(tekst("importeer.bestand_weg", bestand=bestand), hint=tekst("importeer.bestand_hint")) from None
    exchange = read_exchange(raw)
    given = exchange.dossier
    settings = obj["settings"]
    with opened(settings) as store:
        try:
            here = store.load(given.id)
        except DossierNotFound:
            here = None
        if here is None and not ook_gewist and (moment := store.was_erased(given.id)):
            raise NotConfirmable(tekst("importeer.gewist", code=given.code, op=moment[:10]), hint=tekst("importeer.gewist_hint"))
        state = compare(here, given)
        if here is not None and not exchange.volledig and state is not Verhouding.GELIJK:
            state = Verhouding.OUDER  # a part never stands in for the whole
        if state is not Verhouding.NIEUW and als_kopie:
            given = given.replace(id=fresh_id("dossier"), code=given.code + tekst("importeer.kopie"))
        if state is Verhouding.NIEUW or als_kopie:
            event = Event(soort="geimporteerd", object=given.id)
            store.save(given.replace(version=0), expected_version=0, wie=who(settings), gebeurtenissen=(event,))
    kept = state is Verhouding.NIEUW or als_kopie
    if obj["json"]:
        out_json({"dossier": given.id, "code": given.code, "verhouding": state.value, "ingelezen": kept, "volledig": exchange.volledig})
    else:
        say("importeer.nieuw" if kept else f"importeer.{state.value}", code=given.code, id=given.id)
        if not kept and state is not Verhouding.GELIJK:
            say("importeer.hoe", err=True)
        if not exchange.volledig:
            say("importeer.deel", err=True)
    if not kept and state is not Verhouding.GELIJK:
        raise click.exceptions.Exit(1)


@dossier.command("wis")
@click.argument("ident", metavar="ID")
@click.option("--bevestig", default=None, metavar="CODE", help="De code van het dossier: de tweede stap, voor een script.")
@click.option("--reden", default="", help="Waarom, voor het logboek (geen namen).")
@click.pass_obj
def wis(obj: dict[str, Any], ident: str, bevestig: str | None, reden: str) -> None:
    """Wis een dossier zo dat er niets van over is. Vraagt om de code over te typen."""
    settings = obj["settings"]
    with opened(settings) as store:
        found = store.load(find(store, ident))
        if stays := keuze_in(found.rooms).vasthouden:
            raise NotConfirmable(tekst("wis.vast", reden=stays), hint=tekst("wis.vast_hint"))
        if bevestig is None:
            if not obj["json"]:
                say("wis.stap1", code=found.code, id=found.id, uitingen=len(found.uitingen), acties=len(found.plan.acties))
                say("wis.stap1b")
            if obj["json"] or not (sys.stdin.isatty() and sys.stderr.isatty()):
                if obj["json"]:
                    out_json({"dossier": found.id, "code": found.code, "gewist": False, "bevestig": found.code})
                say("wis.hoe", err=True, code=found.code)
                raise click.exceptions.Exit(1)
            bevestig = click.prompt(clean_text(tekst("wis.typ", code=found.code)), err=True, default="", show_default=False)
        if bevestig.strip() != found.code:
            raise RuleError(tekst("wis.anders"))
        held = store.backups_holding(found.id)
        store.delete(found.id, wie=who(settings), reden=reden or "op verzoek")
        number, head = store.anchor
        aside = store.set_aside()
    if obj["json"]:
        out_json(
            {
                "dossier": found.id,
                "code": found.code,
                "gewist": True,
                "bewijs": {"logregel": number, "hash": head},
                "back_ups": [{"naam": name, "gemaakt_op": at} for name, at in held],
                "opzij_gezet": [str(p) for p in aside],
            }
        )
        return
    say("wis.klaar", code=found.code)
    say("wis.bewijs", regel=number, hash=head[:16])
    if held:
        say("wis.back_ups")
        for name, at in held:
            say("wis.back_up", naam=name, op=at[:10])
    else:
        say("wis.geen_back_ups")
    for path in aside:
        say("wis.opzij", pad=path)
    say("wis.bestanden")


@dossier.command("back-up")
@click.argument("folder", type=click.Path(path_type=Path), metavar="MAP")
@click.pass_obj
def back_up(obj: dict[str, Any], folder: Path) -> None:
    """Maak een versleutelde back-up en kijk hem na."""
    settings = obj["settings"]
    from assistant.bootstrap import inside_data

    if inside_data(settings, folder):
        raise WrongUse(tekst("back_up.binnen"), hint=tekst("back_up.binnen_hint"))
    with opened(settings) as store:
        made = store.back_up(folder.expanduser())
    if obj["json"]:
        out_json({"back_up": str(made)})
        return
    say("back_up.klaar", pad=made)
    say("back_up.sleutel")


@dossier.command("herstel")
@click.argument("folder", type=click.Path(path_type=Path), metavar="MAP")
@click.option("--ja", is_flag=True, help="Niet vragen, voor een script.")
@click.option("--ook-gewiste", default=None, metavar="REDEN", help="Laat dossiers die intussen gewist zijn toch terugkomen, en waarom.")
@click.pass_obj
def herstel(obj: dict[str, Any], folder: Path, ja: bool, ook_gewiste: str | None) -> None:
    """Zet een back-up terug. Wat er stond, wordt opzij gezet en niet weggegooid. Wat intussen gewist is, blijft gewist."""
    from assistant.bootstrap import has_store, look_into_backup, restore_store, settle_come_back

    settings = obj["settings"]
    source = _backup_in(folder.expanduser())
    if ook_gewiste is not None and not ook_gewiste.strip():
        raise WrongUse(tekst("herstel.geen_reden"), hint=tekst("herstel.geen_reden_hint"))
    asking = has_store(settings) and not ja
    if asking and (obj["json"] or not (sys.stdin.isatty() and sys.stderr.isatty())):
        raise WrongUse(tekst("herstel.hoe"))
    secret = Secrets().ask("wachtzin.back_up")
    inside = look_into_backup(settings, source, secret)
    if inside.gewist:
        say("herstel.gewist_komt_terug" if ook_gewiste else "herstel.gewist", err=True, aantal=len(inside.gewist))
        for code, moment in inside.gewist:
            say("herstel.gewist_regel", err=True, code=code, op=moment[:10])
    if asking and not yes("herstel.vraag", naam=source.name):
        raise click.exceptions.Exit(1)
    store, aside = restore_store(settings, source, secret)
    try:
        store.record(wie=who(settings), gebeurtenis="back-up_teruggezet", object=source.name)
        back = settle_come_back(store, wie=who(settings), terug=ook_gewiste is not None, reden=ook_gewiste or "")
        number, warning = len(store.list()), store.waarschuwing
    finally:
        store.close()
    if obj["json"]:
        out_json(
            {
                "teruggezet": str(source),
                "dossiers": number,
                "opzij_gezet": str(aside) if aside else None,
                "melding": warning or None,
                "gewist_gebleven": [] if ook_gewiste else list(back),
                "gewist_teruggekomen": list(back) if ook_gewiste else [],
            }
        )
        return
    say("herstel.klaar", aantal=number, naam=source.name)
    if aside:
        say("herstel.opzij", pad=aside)
    if warning:
        click.echo(clean_text(warning), err=True)


def _backup_in(folder: Path) -> Path:
    """The back-up folder itself, or the only one inside it. Raises NotThere, WrongUse."""
    from assistant.bootstrap import backup_in

    inside = backup_in(folder)
    if not inside:
        raise NotThere(tekst("herstel.geen", map=folder), hint=tekst("herstel.geen_hint"))
    if len(inside) > 1:
        raise WrongUse(tekst("herstel.meer", map=folder, namen=", ".join(p.name for p in inside)), hint=tekst("herstel.meer_hint"))
    return inside[0]


@dossier.command("wachtwoord")
@click.option("--nieuwe-herstelcode", is_flag=True, help="Maak ook een nieuwe herstelcode; de oude werkt dan niet meer.")
@click.option("--nieuwe-sleutel", is_flag=True, help="Versleutel alles opnieuw (als iemand de oude wachtzin kent).")
@click.pass_obj
def wachtwoord(obj: dict[str, Any], nieuwe_herstelcode: bool, nieuwe_sleutel: bool) -> None:
    """Verander de wachtzin. De huidige wachtzin of de herstelcode opent."""
    secrets = Secrets()
    with opened(obj["settings"], secrets, key="wachtzin.oud") as store:
        new = secrets.ask_new()
        store.change_passphrase(new)
        code = store.rekey(new) if nieuwe_sleutel else store.new_recovery_code() if nieuwe_herstelcode else ""
    if obj["json"]:
        out_json({"gewijzigd": True, "herstelcode": code or None, "nieuwe_sleutel": nieuwe_sleutel})
        return
    say("wachtwoord.klaar")
    if nieuwe_sleutel:
        say("wachtwoord.sleutel")
    if code:
        say("wachtwoord.code", code=code)
    say("wachtwoord.back_ups")


COMMANDS = {"dossier": dossier}
