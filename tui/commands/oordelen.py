"""tui.commands.oordelen: the commands that judge or draft: herken, doorvraag, stel-voor, toets, coach, maskeer, tekst.

One shape for all: JSONL (or one JSON object) from a file or stdin, one answer per line in, in order, `id` kept. A bad line is answered
with {"id": …, "fout": "…"} and the rest goes on. Loading happens once. Nothing here thinks: every line is one question to the Mind.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.domain.values import MAX_ANSWER_CHARS, clean_text
from assistant.engine.mind import Mind
from assistant.errors import AssistantError, NotThere, StoreError
from tui.texts import flatten

if TYPE_CHECKING:
    from assistant.engine.plan_inlezen import GelezenPlan, NietBegrepen

log = logging.getLogger(__name__)

Printer = Callable[[Mapping[str, Any]], None]


class InputUnreadable(StoreError):
    title = "De invoer"


class NothingRecognised(AssistantError):
    title = "Geen plan herkend"
    exit_code = 1


class WrongUse(AssistantError):
    title = "Verkeerd gebruikt"
    exit_code = 2


@lru_cache(maxsize=1)
def _texts() -> dict[str, str]:
    path = Path(__file__).resolve().parents[2] / "prompts" / "ui" / "opdrachten.toml"
    return flatten(tomllib.loads(path.read_text(encoding="utf-8")))


def _t(key: str, **values: object) -> str:
    text = _texts().get(key, key)
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


# -- reading -------------------------------------------------------------------------------------

FIELDS: dict[str, tuple[tuple[str, type], ...]] = {
    "herken": (("antwoord", str),),
    "doorvraag": (("antwoord", str),),
    "stel-voor": (("dossier", dict),),
    "coach": (("uiting", str),),
    "maskeer": (("tekst", str),),
    "tekst": (("tekst", str),),
}


def _fields_of(command: str, item: Mapping[str, Any]) -> tuple[tuple[str, type], ...]:
    """The fields a line must have. `toets` knows two forms: one item, or a plan."""
    if command != "toets":
        return FIELDS[command]
    if "acties" in item or "doelen" in item:
        return (("uitingen", list),)
    return (("uitingen", list), ("soort", str), ("tekst", str))


def _problem(command: str, item: Mapping[str, Any]) -> str:
    """Why a line cannot be answered, or ''."""
    for name, kind in _fields_of(command, item):
        if name not in item or item[name] is None:
            return _t("fout.ontbreekt", veld=name)
        if not isinstance(item[name], kind):
            return _t("fout.geen_tekst" if kind is str else "fout.geen_lijst" if kind is list else "fout.geen_veldobject", veld=name)
        if isinstance(item[name], str) and len(item[name]) > MAX_ANSWER_CHARS:
            return _t("fout.te_lang", lengte=len(item[name]), hoogstens=MAX_ANSWER_CHARS)
    if command == "stel-voor":
        uitingen = item["dossier"].get("uitingen")
        if uitingen is None:
            return _t("fout.ontbreekt", veld="dossier.uitingen")
        if not isinstance(uitingen, list) or not all(isinstance(u, dict) and isinstance(u.get("tekst"), str) for u in uitingen):
            return _t("fout.geen_lijst", veld="dossier.uitingen")
    return ""


def read_lines(raw: bytes) -> Iterator[tuple[int, dict[str, Any] | None, Any, str]]:
    """(line number, object or None, id, what is wrong or '') for every line that holds something.

    A file that is one JSON value over several lines counts as one line; a JSON array counts as its items.
    """
    whole: Any = None
    if raw.lstrip()[:1] in (b"{", b"["):
        try:
            whole = json.loads(raw.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            whole = None
    if isinstance(whole, dict):
        yield 1, whole, whole.get("id"), ""
        return
    if isinstance(whole, list):
        for number, item in enumerate(whole, 1):
            yield (number, item, item.get("id"), "") if isinstance(item, dict) else (number, None, None, _t("fout.geen_object"))
        return
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError:
            yield number, None, _id_in(line), _t("fout.geen_utf8")
        except (ValueError, RecursionError):
            yield number, None, _id_in(line), _t("fout.geen_json")
        else:
            yield (number, item, item.get("id"), "") if isinstance(item, dict) else (number, None, None, _t("fout.geen_object"))


def _id_in(line: bytes) -> str | int | None:
    """The id of a line that cannot be read, where it can still be seen."""
    found = re.search(rb'"id"\s*:\s*(?:"([^"\\]{1,200})"|(-?\d{1,18}))', line)
    if not found:
        return None
    return found[1].decode("utf-8", "replace") if found[1] is not None else int(found[2])


def _input(command: str, source: str | None) -> tuple[bytes, str]:
    if source is None:
        if sys.stdin is None or sys.stdin.isatty():
            raise WrongUse(_t("fout.geen_invoer", opdracht=command))
        source = "-"
    if source == "-":
        return sys.stdin.buffer.read(), "-"
    path = Path(source)
    if not path.exists():
        raise NotThere(_t("fout.bestand_weg", bestand=source), hint=_t("fout.bestand_hint"))
    try:
        return path.read_bytes(), source
    except OSError:
        raise InputUnreadable(_t("fout.bestand_onleesbaar", bestand=source), hint=_t("fout.bestand_hint")) from None


# -- answering -----------------------------------------------------------------------------------


def answers(command: str, raw: bytes, ask: Callable[[str, Mapping[str, Any]], dict[str, Any]], **extra: Any) -> Iterator[dict[str, Any]]:
    """One answer per line of input, in order; every answer begins with the id of its line."""
    for number, item, ident, wrong in read_lines(raw):
        wrong = wrong or _problem(command, item or {})
        if wrong or item is None:
            yield {"id": ident, "fout": _t("fout.regel", nummer=number, fout=wrong)}
            continue
        try:
            found = ask(command, {**extra, **item})
        except AssistantError as error:
            yield {"id": ident, "fout": error.sentence}
        except Exception:  # one strange line may not stop the others; the log gets a code, never the words
            from assistant.logbook import incident_code

            code = incident_code()
            log.exception("regel_niet_verwerkt", extra={"code": code, "wat": command})
            yield {"id": ident, "fout": _t("fout.niet_te_doen", code=code)}
        else:
            yield {"id": ident, **{k: v for k, v in found.items() if k != "id"}}


def _needs_attention(command: str, out: Mapping[str, Any]) -> bool:
    """Whether exit code 1 says: done, and look at this."""
    if "fout" in out:
        return True
    if command == "toets":
        return bool(out.get("bevindingen")) or out.get("clientgestuurd") in ("deels", "nee")
    if command == "stel-voor":
        return not out.get("voorstellen")
    if command == "herken":
        return bool((out.get("signaal") or {}).get("acuut"))
    return command == "tekst" and out.get("niveau") in ("B2", "C1")


def _write_json(out: Mapping[str, Any]) -> None:
    line = json.dumps(out, ensure_ascii=False)
    try:
        data = line.encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate in the input: still valid JSON, written as escapes
        data = json.dumps(out).encode("ascii")
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.buffer.flush()


def _say(key: str, **values: object) -> None:
    click.echo(clean_text(_t(key, **values)))


def run(obj: Mapping[str, Any], command: str, source: str | None, **extra: Any) -> None:
    """Answer everything in `source`, on stdout; leaves with exit code 1 when something needs attention."""
    raw, name = _input(command, source)
    if not raw.strip():
        raise InputUnreadable(_t("fout.leeg", bestand=name))
    from assistant.bootstrap import build_mind

    mind: Mind = build_mind(obj["settings"])
    attention = False
    try:
        if command not in mind.names:
            raise NotThere(_t("fout.niet_beschikbaar", opdracht=command))
        mind.handler(command)  # load once; what cannot load is told at once, not line by line
        for out in answers(command, raw, mind.ask, **extra):
            attention = attention or _needs_attention(command, out)
            if obj["json"]:
                _write_json(out)
            elif "fout" in out:
                click.echo(clean_text(f"{out['id'] if out['id'] is not None else '-'}: {out['fout']}"), err=True)
            else:
                click.echo(clean_text(str(out["id"] if out["id"] is not None else "")))
                PRINTERS[command](out)
    finally:
        mind.close()
    if attention:
        raise click.exceptions.Exit(1)


PLAN_FORMS = (".docx", ".pdf", ".odt", ".md", ".markdown", ".txt", ".text", ".html", ".htm")
"""Files that hold a plan as people write it; anything else is read as JSON."""


def run_plan(obj: Mapping[str, Any], source: str) -> None:
    """Recognise a plan in a document, review it, and say what was not understood. Leaves with 1 when something needs attention."""
    if not Path(source).exists():
        raise NotThere(_t("fout.bestand_weg", bestand=source), hint=_t("fout.bestand_hint"))
    from assistant.bootstrap import build_mind
    from assistant.engine.plan_inlezen import payload_of, read_gelezen

    mind: Mind = build_mind(obj["settings"])
    try:
        found = mind.ask("plan-inlezen", {"pad": source})
        plan = read_gelezen(found)
        ident = str(found.get("bestand") or Path(source).name)
        if not plan.regels:
            raise _nothing(obj, plan, found, ident)
        out = {**mind.ask("toets", payload_of(plan, ident=ident)), "gelezen": found}
    finally:
        mind.close()
    if obj["json"]:
        _write_json(out)
    else:
        _print_plan(out, plan)
    if _needs_attention("toets", out) or plan.niet_begrepen:
        raise click.exceptions.Exit(1)


def _nothing(obj: Mapping[str, Any], plan: GelezenPlan, found: Mapping[str, Any], ident: str) -> NothingRecognised:
    """No line says of itself that it is a goal or action: tell what was read all the same, so that a person can point out what is one."""
    error = NothingRecognised(_t("inlezen.niets", bestand=ident), hint=_t("inlezen.niets_hint"))
    if obj["json"]:
        _write_json({"id": ident, "fout": error.sentence, "gelezen": found})
        return error
    maybe = [stuk for stuk in plan.niet_begrepen if stuk.reden in ("lijkt_doel", "lijkt_actie")]
    for stuk in maybe:
        _say(f"inlezen.{stuk.reden}", tekst=stuk.tekst)
    _print_rest(plan, [stuk for stuk in plan.niet_begrepen if stuk not in maybe])
    return NothingRecognised(error.message, hint=_t("inlezen.misschien_hint")) if maybe else error


def _print_plan(out: Mapping[str, Any], plan: GelezenPlan) -> None:
    findings = {item["id"]: item["bevindingen"] for item in out["items"]}
    _say("toets.plan", oordeel=out["clientgestuurd"], samenvatting=out.get("samenvatting") or "")
    for regel in plan.regels:
        facts = ", ".join(x for x in (regel.wie, regel.wanneer) if x)
        _say(f"inlezen.{regel.soort}", tekst=regel.tekst, bij=f" ({facts})" if facts else "")
        _print_bevindingen(findings.get(regel.id, []))
    _print_rest(plan, plan.niet_begrepen)


def _print_rest(plan: GelezenPlan, stukken: Sequence[NietBegrepen]) -> None:
    """The client's words, and the stretches that were not taken along, each with why."""
    for citaat in plan.citaten:
        _say("inlezen.citaat", tekst=citaat.tekst)
    if not plan.citaten:
        _say("inlezen.geen_citaat")
    for stuk in stukken:
        _say("inlezen.niet_begrepen", tekst=stuk.tekst, reden=_t(f"inlezen.reden.{stuk.reden}"))


# -- reading aloud -------------------------------------------------------------------------------


def _print_herken(out: Mapping[str, Any]) -> None:
    if out["signaal"].get("acuut"):
        _say("herken.signaal", soort=out["signaal"].get("soort") or "")
    for k in out["krachten"]:
        _say("herken.kracht", vorm=_t(f"vorm.{k['vorm']}"), tijd=_t(f"tijd.{k['tijd']}"), citaat=k["citaat"])
    for h in out["hulpbronnen"]:
        _say("herken.hulpbron", soort=h["soort"], aard=h["aard"], citaat=h["citaat"])
    if not out["krachten"] and not out["hulpbronnen"]:
        _say("herken.niets")


def _print_doorvraag(out: Mapping[str, Any]) -> None:
    for number, vraag in enumerate(out["vragen"], 1):
        _say("doorvraag.vraag", nummer=number, tekst=vraag["tekst"])
        _say("doorvraag.reden", reden=vraag["reden"])
    if not out["vragen"]:
        _say("doorvraag.niets")


def _print_stel_voor(out: Mapping[str, Any]) -> None:
    for number, item in enumerate(out["voorstellen"], 1):
        _say("stel_voor.doel", nummer=number, doel=item["doel"])
        for key in ("actie", "wie", "wanneer", "waar"):
            if item.get(key):
                _say(f"stel_voor.{key}", **{key: item[key]})
        if item.get("als_het_tegenzit"):
            _say("stel_voor.tegenzit", tekst=item["als_het_tegenzit"])
        for kracht in item.get("krachten") or []:
            _say("stel_voor.kracht", citaat=kracht.get("citaat", "") if isinstance(kracht, Mapping) else kracht)
        _say("stel_voor.steunt_op", uitingen=", ".join(map(str, item["uitingen"])))
    if out["voorstellen"]:
        _say("stel_voor.concept")
    else:
        _say("stel_voor.vraag", vraag=out.get("vraag") or "")
        if out.get("reden"):
            _say("stel_voor.reden", reden=out["reden"])


def _print_bevindingen(bevindingen: list[Mapping[str, Any]]) -> None:
    for finding in bevindingen:
        _say("toets.bevinding", label=finding.get("naam") or str(finding["label"]).replace("_", " "), uitleg=finding["uitleg"])
        if finding.get("suggestie"):
            _say("toets.suggestie", suggestie=finding["suggestie"])


def _print_toets(out: Mapping[str, Any]) -> None:
    if "clientgestuurd" in out:
        _say("toets.plan", oordeel=out["clientgestuurd"], samenvatting=out.get("samenvatting") or "")
        for item in out.get("items") or []:
            if item["bevindingen"]:
                _say("toets.item", id=item["id"])
                _print_bevindingen(item["bevindingen"])
        return
    _print_bevindingen(out["bevindingen"])
    if not out["bevindingen"]:
        _say("toets.goed")


def _print_coach(out: Mapping[str, Any]) -> None:
    _say("coach.kop", vorm=str(out["vorm"]).replace("_", " "), focus=out["focus"])
    seen = [k for k in ("suggestief", "dubbel", "reflectie", "advies_zonder_toestemming", "oordelend", "te_moeilijk") if out.get(k)]
    if seen:
        _say("coach.gezien", wat=", ".join(seen).replace("_", " "))
    for key in ("uitleg", "alternatief"):
        if out.get(key):
            _say(f"coach.{key}", **{key: out[key]})


def _print_maskeer(out: Mapping[str, Any]) -> None:
    _say("maskeer.tekst", tekst=out["tekst"])


def _print_tekst(out: Mapping[str, Any]) -> None:
    _say("tekst.niveau", niveau=out["niveau"])
    for zin in out["lange_zinnen"]:
        _say("tekst.lange_zin", zin=zin)
    easier = out.get("makkelijker") or {}
    for woord in out["moeilijke_woorden"]:
        if woord in easier:
            _say("tekst.makkelijker", woord=woord, beter=easier[woord])
        else:
            _say("tekst.moeilijk", woord=woord)


PRINTERS: dict[str, Printer] = {
    "herken": _print_herken,
    "doorvraag": _print_doorvraag,
    "stel-voor": _print_stel_voor,
    "toets": _print_toets,
    "coach": _print_coach,
    "maskeer": _print_maskeer,
    "tekst": _print_tekst,
}


# -- the commands --------------------------------------------------------------------------------


@click.command("herken")
@click.argument("bestand", required=False)
@click.pass_obj
def herken(obj: dict[str, Any], bestand: str | None) -> None:
    """Wat zit er in het antwoord van een cliënt: krachten, hulpbronnen, tijd en een acuut signaal."""
    run(obj, "herken", bestand)


@click.command("doorvraag")
@click.argument("bestand", required=False)
@click.pass_obj
def doorvraag(obj: dict[str, Any], bestand: str | None) -> None:
    """Vervolgvragen bij een antwoord, elk met een reden."""
    run(obj, "doorvraag", bestand)


@click.command("stel-voor")
@click.argument("bestand", required=False)
@click.option("-k", "k", type=click.IntRange(1, 10), default=3, show_default=True, help="Hoeveel voorstellen.")
@click.pass_obj
def stel_voor(obj: dict[str, Any], bestand: str | None, k: int) -> None:
    """Stel kleine acties voor bij wat een cliënt zei."""
    run(obj, "stel-voor", bestand, k=k)


@click.command("toets")
@click.argument("bestand", required=False)
@click.pass_obj
def toets(obj: dict[str, Any], bestand: str | None) -> None:
    """Is dit plan, dit doel of deze actie van de cliënt zelf? JSON of JSONL, of een plan als docx, pdf, odt, md of txt."""
    if bestand and Path(bestand).suffix.lower() in PLAN_FORMS:
        run_plan(obj, bestand)
    else:
        run(obj, "toets", bestand)


@click.command("coach")
@click.argument("bestand", required=False)
@click.pass_obj
def coach(obj: dict[str, Any], bestand: str | None) -> None:
    """Terugkoppeling op wat een gespreksvoerder zei."""
    run(obj, "coach", bestand)


@click.command("maskeer")
@click.argument("bestand", required=False)
@click.pass_obj
def maskeer(obj: dict[str, Any], bestand: str | None) -> None:
    """Vind en vervang gegevens waaraan iemand te herkennen is."""
    run(obj, "maskeer", bestand)


@click.command("tekst")
@click.argument("bestand", required=False)
@click.pass_obj
def tekst(obj: dict[str, Any], bestand: str | None) -> None:
    """Hoe makkelijk is een tekst te lezen: A2, B1, B2 of C1."""
    run(obj, "tekst", bestand)


COMMANDS = {
    "herken": herken,
    "doorvraag": doorvraag,
    "stel-voor": stel_voor,
    "toets": toets,
    "coach": coach,
    "maskeer": maskeer,
    "tekst": tekst,
}
