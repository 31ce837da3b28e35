"""assistant.engine.exchanging: a dossier as a file that another copy of the program, or a person, can read; and reading it back.

In:    Dossier, access lines, what to leave out.   Out: Uitwisseling (JSON; schema in docs/uitwisseling.schema.json) and back.
Never: carries a secret location; changes a client's words; puts an older copy over a newer one (it says how they differ, callers decide).
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field, ValidationError

from assistant.domain import afronding, kompas, luisteren, zelfregulering
from assistant.domain.actieplan import TERUGBLIK_VELDEN, Actie, Langetermijndoel
from assistant.domain.dossier import Dossier
from assistant.domain.values import Frozen, clean_text, replace
from assistant.engine.sheet_parts import strings_in
from assistant.engine.sheet_safety import LOCATION, patterns_for
from assistant.errors import DocumentUnreadable, NotThere
from assistant.judging.maskeer import vind
from assistant.judging.wensen import KIN

MAX_BYTES = 50_000_000
"""Largest exchange file. Our own choice: a hundred full conversations are about 5 MB."""
FORM_VERSION = 1
SCHEMA_VERSION = 1
"""Highest Dossier.schema_versie this program can read."""


_SOMEONE = re.compile(
    rf"\b(?:(?:mijn|m['’]n|mn|me|onze|ons|zijn|haar|hun|een)\s+(?:(?:oude|oudste|jongste|beste|kleine|grote|goede|goeie|vroegere|nieuwe)\s+)*"
    rf"(?:{KIN}|ex(?:-\w+|man|vrouw|partner|vriend|vriendin)?|collega(?:'s)?|baas|huisgenote?|kamergenote?|buurman|buurvrouw|buren|buurjongen|buurmeisje)"
    r"|de\s+(?:over)?(?:buurman|buurvrouw|buren|buurjongen))\b(?:\s+(?-i:[A-Z])[\w'’-]+)?",
    re.IGNORECASE,
)
"""Someone near the client, as people name them: also when nobody marked it as a hulpbron, the client's copy shows it to be looked at."""


OUT = "[weggelaten]"
"""Stands in a room where words stood that were left out."""
MIN_REPEAT = 12
"""Characters from which a stretch counts as said again. Our own choice: shorter ones ("mijn zus") are said by chance."""
_QUOTED = re.compile(r"[“\"‘„]([^”\"’“„]{3,})[”\"’]")


class Weggelaten(Frozen):
    """Something that is in the dossier and not in the file."""

    id: str
    reden: Literal["derden", "locatie"]


class Inzageregel(Frozen):
    """One access line, as the client may read it."""

    tijd_utc: str
    wie: str
    gebeurtenis: str
    object: str = ""
    reden: str = ""


class Uitwisseling(Frozen):
    """The exchange form. `controle` is the SHA-256 of the dossier in canonical JSON: it shows damage and editing, not who made it."""

    vorm: Literal["krachtgesprek-dossier"] = "krachtgesprek-dossier"
    vormversie: int = Field(default=FORM_VERSION, ge=1)
    programma: str = ""
    gemaakt_op: datetime
    gemaakt_door: str = ""
    volledig: bool
    """False: passages about others were left out; it cannot stand in for the whole dossier."""
    weggelaten: tuple[Weggelaten, ...] = ()
    controle: str = Field(pattern="^[0-9a-f]{64}$")
    dossier: Dossier
    logboek: tuple[Inzageregel, ...] = ()


class Verhouding(StrEnum):
    """How a dossier in a file stands to the one that is here."""

    NIEUW = "nieuw"
    GELIJK = "gelijk"
    NIEUWER = "nieuwer"
    OUDER = "ouder"
    UITEEN = "uiteen"
    """Both hold something the other does not."""


class Passage(Frozen):
    """Words of or about someone else, to be looked at before they leave."""

    id: str
    soort: Literal["uiting", "contact", "notitie", "doel", "stap"]
    tekst: str
    over: tuple[str, ...]


def fingerprint(dossier: Dossier) -> str:
    """SHA-256 of everything in the dossier except how often it was saved here."""
    return _digest(dossier.model_dump(mode="json"))


def _digest(document: Mapping[str, Any]) -> str:
    data = {key: value for key, value in document.items() if key != "version"}
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


# -- out -----------------------------------------------------------------------------------------


def third_parties(dossier: Dossier) -> tuple[Passage, ...]:
    """Passages that name or describe someone else: persons heard as hulpbron, known names, people in the network, notes, goals and steps
    that name them, whoever the client names as family, friend or neighbour (`_SOMEONE`), and names that the mask would know.
    Wide on purpose: a person decides about each. Reads every word of the dossier: a second or more for a long one.
    """
    own = dossier.roepnaam.strip().lower()
    names = {n.strip() for n in dossier.bekende_namen if n.strip() and n.strip().lower() != own}
    room = dossier.rooms.get("netwerk")
    contacts = [c for c in room.get("contacten", ()) if isinstance(c, Mapping)] if isinstance(room, Mapping) else []
    names |= {str(c.get("naam", "")).strip() for c in contacts if str(c.get("naam", "")).strip()}
    quoted: dict[str, list[str]] = {}
    for h in dossier.hulpbronnen:
        if h.soort == "persoon":
            quoted.setdefault(h.citaat.uiting, []).append(h.citaat.tekst)

    def about(text: str) -> list[str]:
        known = sorted(n for n in names if re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text, re.IGNORECASE))
        found = known + [" ".join(m[0].split()) for m in _SOMEONE.finditer(text)]
        heard = [text[span.begin : span.eind] for span in vind(text)[0] if span.soort == "persoon"]
        return found + [n for n in heard if n.lower() != own and not any(n.lower() in one.lower() for one in found)]

    out = []
    for u in dossier.uitingen:
        if over := tuple(dict.fromkeys([*quoted.get(u.id, ()), *about(u.tekst)])):
            out.append(Passage(id=u.id, soort="uiting", tekst=u.tekst, over=over))
    for n in dossier.notities:
        if over := tuple(dict.fromkeys(about(n.tekst))):
            out.append(Passage(id=n.id, soort="notitie", tekst=n.tekst, over=over))
    earlier: dict[str, list[str]] = {}
    for m in dossier.plan.eerder:
        earlier.setdefault(m.item, []).extend(strings_in(m.model_dump(mode="json", include={"tekst", "woorden"})))
    for goal in dossier.plan.doelen:
        if over := tuple(dict.fromkeys(about("\n".join([goal.tekst, goal.waarom, *earlier.get(goal.id, ())])))):
            out.append(Passage(id=goal.id, soort="doel", tekst=goal.tekst, over=over))
    for a in dossier.plan.acties:
        looks = [getattr(look, field) for look in a.terugblikken for field in TERUGBLIK_VELDEN]
        chosen = a.keuze.woorden if a.keuze else ""
        told = [a.tekst, a.wie_naam, a.waar, a.wanneer, a.als_het_tegenzit, chosen, *looks, *earlier.get(a.id, ())]
        if over := tuple(dict.fromkeys(about("\n".join(told)))):
            out.append(Passage(id=a.id, soort="stap", tekst=a.tekst, over=over))
    contacts = [c for c in contacts if c.get("aard") != "professioneel"]  # whose work it is to help may be named as such
    out += [
        Passage(id=str(c["id"]), soort="contact", tekst=str(c["naam"]), over=(str(c["naam"]),))
        for c in contacts
        if c.get("id") and c.get("naam")
    ]
    return tuple(out)


def _again(words: Iterable[str]) -> Callable[[str], bool]:
    """Whether a text says one of these again: in whole, a sentence of it, a part of it, or by quoting from it."""
    whole = [" ".join(w.split()).lower() for w in words if w.strip()]
    parts = {part.strip() for w in whole for part in (w, *re.split(r"(?<=[.!?])\s+", w)) if len(part.strip()) >= MIN_REPEAT}

    def says(text: str) -> bool:
        flat = " ".join(text.split()).lower()
        if len(flat) >= MIN_REPEAT and (any(part in flat for part in parts) or any(flat in w for w in whole)):
            return True
        return any(quote.strip() in w for quote in _QUOTED.findall(flat) for w in whole)

    return says


def _scrubbed(node: Any, again: Callable[[str], bool]) -> Any:
    """The same document with OUT for every text that says it again."""
    if isinstance(node, str):
        return OUT if again(node) else node
    if isinstance(node, Mapping):
        return {key: _scrubbed(value, again) for key, value in node.items()}
    return [_scrubbed(item, again) for item in node] if isinstance(node, list | tuple) else node


def leave_out(dossier: Dossier, ids: Iterable[str]) -> Dossier:
    """The dossier without these uitingen (with their corrections), notes, contacts, goals and steps, without what rests on nothing else,
    and without questions, reviews and other sheets that say those words again.

    Raises: NotThere for an id that is none of these.
    """
    gone = set(ids)
    room = dossier.rooms.get("netwerk")
    contacts = [c for c in room.get("contacten", ()) if isinstance(c, Mapping)] if isinstance(room, Mapping) else []
    known = {u.id for u in dossier.uitingen} | {n.id for n in dossier.notities} | {str(c.get("id")) for c in contacts}
    known |= {d.id for d in dossier.plan.doelen} | {a.id for a in dossier.plan.acties}
    if strange := sorted(gone - known):
        raise NotThere(
            f"Dit staat niet in het dossier: {', '.join(strange[:3])}.", hint="Gebruik de id's uit de lijst met stukken over anderen."
        )
    growing = True
    while growing:  # a correction says the same again, and so does what it corrects
        more = {u.id for u in dossier.uitingen if u.verbetert in gone} | {
            u.verbetert for u in dossier.uitingen if u.id in gone and u.verbetert
        }
        growing = not more <= gone
        gone |= more

    def rests(thing: Any) -> bool:
        return bool(set(thing.uitingen) - gone)

    def trimmed(thing: Any) -> Any:
        return replace(thing, uitingen=tuple(u for u in thing.uitingen if u not in gone))

    krachten = tuple(k for k in dossier.krachten if k.citaat.uiting not in gone)
    hulpbronnen = tuple(h for h in dossier.hulpbronnen if h.citaat.uiting not in gone)
    kept_k, kept_h = {k.id for k in krachten}, {h.id for h in hulpbronnen}
    doelen = tuple(trimmed(d) for d in dossier.plan.doelen if rests(d) and d.id not in gone)
    kept_d = {d.id for d in doelen}
    acties = tuple(
        replace(
            trimmed(a),
            doel=a.doel if a.doel in kept_d else None,
            krachten=tuple(k for k in a.krachten if k in kept_k),
            hulpbron=a.hulpbron if a.hulpbron in kept_h else None,
        )
        for a in dossier.plan.acties
        if rests(a) and a.id not in gone
    )
    rooms = dict(dossier.rooms)
    if isinstance(room, Mapping):
        rooms["netwerk"] = {**room, "contacten": [c for c in contacts if str(c.get("id")) not in gone]}
        if earlier := room.get("eerder"):
            rooms["netwerk"]["eerder"] = [e for e in earlier if str(e["contact"]["id"]) not in gone]
        if touched := room.get("betrokken"):
            rooms["netwerk"]["betrokken"] = [b for b in touched if str(b["contact"]) not in gone]
    if kompas.ROOM in rooms:
        sheet = kompas.kompas_in(rooms)
        for uid in gone:
            sheet = sheet.without(uid)
        stops = tuple(replace(h, uitingen=tuple(u for u in h.uitingen if u not in gone)) for h in sheet.haltes)
        rooms[kompas.ROOM] = replace(sheet, haltes=stops).model_dump(mode="json")
    if zelfregulering.ROOM in rooms:
        rooms[zelfregulering.ROOM] = zelfregulering.zelfregulering_in(rooms).without(gone).model_dump(mode="json")
    if luisteren.ROOM in rooms:
        rooms[luisteren.ROOM] = luisteren.load(rooms).without(gone).model_dump(mode="json")
    if afronding.ROOM in rooms:
        rooms[afronding.ROOM] = afronding.afronding_in(rooms).without(gone).model_dump(mode="json")
    items: list[Langetermijndoel | Actie] = [*dossier.plan.doelen, *dossier.plan.acties]
    said = [
        *(u.tekst for u in dossier.uitingen if u.id in gone),
        *(n.tekst for n in dossier.notities if n.id in gone),
        *(item.tekst for item in items if item.id in gone),
    ]
    named = [text[span.begin : span.eind] for text in said for span in vind(text)[0] if span.soort == "persoon"]
    named += [str(c.get("naam")) for c in contacts if str(c.get("id")) in gone]
    who = patterns_for((name, False) for name in dict.fromkeys(named))
    again = _again(said)

    def told_again(text: str) -> bool:
        """Nobody looked at what a team or a reviewer wrote: a name that was left out stays out there as well.

        One word alone is only ever a name, as it was written: it may also be a mark of the program ('professioneel'), without which the sheet
        cannot be read any more.
        """
        if len(text.split()) < 2:
            return text.strip() in named
        return again(text) or any(pattern.search(text) for pattern in who)

    by_id = {"netwerk", kompas.ROOM, zelfregulering.ROOM, luisteren.ROOM, afronding.ROOM}
    rooms = {name: doc if name in by_id else _scrubbed(doc, told_again) for name, doc in rooms.items()}
    stand = dossier.positie
    kept = dossier.replace(
        uitingen=tuple(replace(u, vraag_tekst="") if again(u.vraag_tekst) else u for u in dossier.uitingen if u.id not in gone),
        positie=replace(stand, vraag_tekst="") if again(stand.vraag_tekst) else stand,
        krachten=krachten,
        hulpbronnen=hulpbronnen,
        notities=tuple(n for n in dossier.notities if n.id not in gone),
        plan=replace(dossier.plan, doelen=doelen, acties=acties).without(gone),
        rooms=rooms,
    )
    told = " ".join(strings_in(kept.model_dump(mode="json", exclude={"bekende_namen"}))).lower()
    return kept.replace(bekende_namen=tuple(n for n in kept.bekende_namen if n.strip().lower() in told))


def public_rooms(rooms: Mapping[str, Any]) -> dict[str, Any]:
    """The rooms without a secret place: of that one only its code is left."""
    out = dict(rooms)
    place = out.pop(LOCATION, None)
    if isinstance(place, Mapping) and isinstance(place.get("code"), str):
        out[LOCATION] = {"code": place["code"]}
    return out


def make_exchange(
    dossier: Dossier, *, op: datetime, door: str, programma: str, zonder: Iterable[str] = (), log: Iterable[Any] = ()
) -> Uitwisseling:
    """The exchange form of a dossier.

    Args:
        zonder: ids to leave out (see third_parties). The secret location is always left out.
    """
    ids = tuple(dict.fromkeys(zonder))
    left = [Weggelaten(id=i, reden="derden") for i in ids]
    kept = leave_out(dossier, ids) if ids else dossier
    rooms = public_rooms(kept.rooms)
    if rooms != kept.rooms:
        left.append(Weggelaten(id=LOCATION, reden="locatie"))
        kept = kept.replace(rooms=rooms)
    return Uitwisseling(
        programma=programma,
        gemaakt_op=op,
        gemaakt_door=door,
        volledig=not ids,
        weggelaten=tuple(left),
        controle=fingerprint(kept),
        dossier=kept,
        logboek=tuple(Inzageregel(tijd_utc=a.tijd_utc, wie=a.wie, gebeurtenis=a.gebeurtenis, object=a.object, reden=a.reden) for a in log),
    )


def to_bytes(exchange: Uitwisseling) -> bytes:
    """UTF-8 JSON, indented: a person can read it as well."""
    text = json.dumps(exchange.model_dump(mode="json"), ensure_ascii=False, indent=1)
    try:
        return (text + "\n").encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate in a field the domain does not clean: escaped it survives
        return (json.dumps(exchange.model_dump(mode="json"), indent=1) + "\n").encode("ascii")


def schema() -> dict[str, Any]:
    """The published JSON Schema of the exchange form."""
    made = Uitwisseling.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


# -- in ------------------------------------------------------------------------------------------


def _unclean(text: str) -> bool:
    """True when a text holds signs that could steer a terminal; our own export never does in what a client said."""
    return clean_text(text) != unicodedata.normalize("NFC", text)


def _cleaned(node: Any) -> Any:
    """The same document; texts that hold such signs lose them, all others stay as they are to the letter."""
    if isinstance(node, str):
        return clean_text(node) if _unclean(node) else node
    if isinstance(node, dict):
        return {key: _cleaned(value) for key, value in node.items()}
    return [_cleaned(item) for item in node] if isinstance(node, list) else node


def read_exchange(raw: bytes) -> Uitwisseling:
    """Read an exchange file.

    Raises:
        DocumentUnreadable: too large, not our form, made by a later program, edited or damaged, or with signs that do not belong in it.
    """
    if len(raw) > MAX_BYTES:
        raise DocumentUnreadable("Dit bestand is te groot voor een dossier.", hint=f"Hooguit {MAX_BYTES // 1_000_000} MB kan.")
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise DocumentUnreadable(
            "Dit bestand is geen leesbare JSON.", hint="Kies het .json-bestand dat `dossier exporteer` maakte."
        ) from None
    if not isinstance(data, dict) or data.get("vorm") != "krachtgesprek-dossier":
        raise DocumentUnreadable("Dit is geen dossier van dit programma.", hint="Kies het .json-bestand dat `dossier exporteer` maakte.")
    later = data.get("vormversie") != FORM_VERSION or (
        isinstance(data.get("dossier"), dict) and data["dossier"].get("schema_versie") != SCHEMA_VERSION
    )
    if later:
        raise DocumentUnreadable(
            "Dit bestand is gemaakt met een andere versie van het programma.", hint="Werk het programma bij en probeer het opnieuw."
        )
    try:
        exchange = Uitwisseling.model_validate(data)
    except ValidationError as error:
        first = ".".join(str(part) for part in error.errors(include_input=False, include_url=False, include_context=False)[0]["loc"])
        raise DocumentUnreadable(f"Dit bestand klopt niet bij: {first or 'het begin'}.", hint="Maak de export opnieuw.") from None
    except RecursionError:
        raise DocumentUnreadable("Dit bestand is te diep genest.", hint="Maak de export opnieuw.") from None
    if _digest(data["dossier"]) != exchange.controle:  # over the file as it is: a dossier read by a later program has more fields
        raise DocumentUnreadable(
            "Dit bestand is na het maken veranderd of beschadigd.", hint="Er is niets ingelezen. Maak de export opnieuw."
        )
    if any(_unclean(u.tekst) for u in exchange.dossier.uitingen):
        raise DocumentUnreadable("In dit bestand staan tekens die er niet horen.", hint="Er is niets ingelezen. Maak de export opnieuw.")
    said = {"uitingen", "krachten", "hulpbronnen"}  # their offsets point into the words, which were just found clean
    plain = exchange.dossier.model_dump(mode="json")
    return exchange.replace(dossier=Dossier.model_validate({k: v if k in said else _cleaned(v) for k, v in plain.items()}))


def compare(here: Dossier | None, there: Dossier) -> Verhouding:
    """How `there` (from a file) stands to `here` (in the store). Uitingen are never removed, so they tell who holds more.

    With the same uitingen and another content the one with the latest moment is the newer; the same moment means neither is.
    """
    if here is None:
        return Verhouding.NIEUW
    if fingerprint(here) == fingerprint(there):
        return Verhouding.GELIJK
    mine, theirs = {u.id for u in here.uitingen}, {u.id for u in there.uitingen}
    if mine != theirs:
        return Verhouding.NIEUWER if mine < theirs else Verhouding.OUDER if theirs < mine else Verhouding.UITEEN
    a, b = latest_change(here), latest_change(there)
    return Verhouding.NIEUWER if b > a else Verhouding.OUDER if b < a else Verhouding.UITEEN


def latest_change(dossier: Dossier) -> datetime:
    """The last moment anything was written down. A moment without a zone counts as UTC."""
    plan: list[Langetermijndoel | Actie] = [*dossier.plan.doelen, *dossier.plan.acties]
    moments = [dossier.aangemaakt, *(u.op for u in dossier.uitingen), *(n.op for n in dossier.notities)]
    moments += [*(k.op for k in dossier.krachten), *(h.op for h in dossier.hulpbronnen)]
    moments += [*(k.op for k in dossier.keuzes), *(o.op for o in dossier.overgeslagen)]
    moments += [item.op for item in plan]
    moments += [item.bevestiging.op for item in plan if item.bevestiging]
    moments += [item.keuze.op for item in plan if item.keuze]
    moments += [t.op for a in dossier.plan.acties for t in a.terugblikken]
    return max(m if m.tzinfo else m.replace(tzinfo=UTC) for m in moments)
