"""assistant.engine.after_sheets: the sheets of after the talk: setbacks, the way so far, goodbye. Called by exporting, in its block shapes.

In:    the maker of one sheet (exporting).   Out: a list of blocks.
Never: a number about the person; a line that the maker's guard keeps off paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from assistant.domain.actieplan import Keuze, Verloop
from assistant.domain.afronding import Afscheidsvraag, afronding_in
from assistant.domain.values import KrachtVorm
from assistant.domain.zelfregulering import Fase, Veld, zelfregulering_in
from assistant.engine.following import Vergelijking, compare, history, moments
from assistant.engine.sheet_parts import dutch_date, fill_in, heading, paper_text, paragraph, quotation
from assistant.engine.vervolgtaal import Bladen, vervolgtaal

if TYPE_CHECKING:
    from assistant.engine.exporting import _Maker
    from assistant.engine.sheet_parts import Blok


def _words(maker: _Maker) -> Bladen:
    return vervolgtaal(maker.content).bladen


def title(maker: _Maker, soort: str) -> str:
    """The title of one of these sheets, for whom it is."""
    blad = getattr(_words(maker), soort)
    return maker._pick(blad.titel_client, blad.titel_dossier)


def _allowed(maker: _Maker, ident: str, texts: Iterable[str]) -> list[str]:
    """Those that may be printed, each once, in order."""
    return list(dict.fromkeys(paper_text(x) for x in texts if paper_text(x) and maker._may(ident, x)))


def _lines(kop: str, number: int) -> Blok:
    return {"soort": "schrijf", "kop": kop, "aantal": number}


def _intro(maker: _Maker, soort: str) -> Blok:
    blad = getattr(_words(maker), soort)
    return paragraph(blad.intro_client.voor(maker.vorm) if maker.client else blad.intro_dossier)


# -- setbacks --------------------------------------------------------------------------------------


def zelfregulering(maker: _Maker) -> list[Blok]:
    """Each setback with what helped beside it; signals per phase; what the begeleider may do."""
    all_words = vervolgtaal(maker.content)
    t, b = all_words.bladen.zelfregulering, all_words.bladen
    found = zelfregulering_in(maker.dossier.rooms).read(maker.dossier)
    out: list[Blok] = [_intro(maker, "zelfregulering")]
    if found.leeg:
        out.append(paragraph(t.geen.voor(maker.vorm) if maker.client else b.leeg, "leeg"))
        return [*out, _lines(t.zelf_hielp, 3), _lines(t.zelf_wie, 2), _lines(t.zelf_mag, 2)]
    groups = (
        (t.wat, Veld.WAT),
        (t.gevoel, Veld.GEVOEL),
        (t.gedaan, Veld.GEDAAN),
        (t.hielp, Veld.HIELP),
        (t.wie, Veld.WIE),
        (t.hielp_niet, Veld.HIELP_NIET),
        (t.geleerd, Veld.GELEERD),
        (t.volgende_keer, Veld.VOLGENDE_KEER),
        (t.schaal, Veld.SCHAAL),
    )
    for x in found.tegenslagen:
        area = maker.content.leefgebieden.get(x.leefgebied) if x.leefgebied else None
        blocks: list[Blok] = []
        for kop, veld in groups:
            if texts := _allowed(maker, x.id, [x.woorden.get(veld, "")]):
                blocks.append(quotation(kop, texts))
        if not blocks:
            continue
        when = paper_text(x.woorden.get(Veld.WANNEER)) if maker._may(x.id, x.woorden.get(Veld.WANNEER, "")) else ""
        head = t.tegenslag + (f" ({area.label.lower()})" if area else "")
        out.append(heading(head, "tegenzit", area.icoon if area else ""))
        if when and blocks[0]["kop"] == t.wat:
            blocks[0]["items"][0]["bij"] = f"‘{when}’"
        out += blocks
    if found.signalen:
        out.append(heading(t.signalen, "vraag"))
        for fase in Fase:
            items = [
                {"tekst": paper_text(s.merk), "bij": fill_in(b.dan_helpt, tekst=f"‘{paper_text(s.helpt)}’") if s.helpt else ""}
                for s in found.signalen
                if s.fase is fase and maker._may(s.id, s.merk, s.helpt)
            ]
            if items:
                out.append({"soort": "citaten", "kop": all_words.fase[fase].voor(maker.vorm), "icoon": "", "items": items})
    if found.afspraak is not None and maker._may("afspraak", found.afspraak.woorden):
        a = found.afspraak
        out += [heading(t.afspraak, "samen"), quotation("", [paper_text(a.woorden)])]
        out.append(paragraph(fill_in(b.samen_met, naam=a.begeleider, datum=dutch_date(a.op)), "klein"))
    elif maker.client:
        out.append(_lines(t.zelf_mag, 2))
    if maker.client and not any(Veld.WIE in x.woorden for x in found.tegenslagen):
        out.append(_lines(t.zelf_wie, 2))
    return out


# -- the way so far --------------------------------------------------------------------------------


def verloop(maker: _Maker) -> list[Blok]:
    """The history of the plan by day, and the first and the last day on which something was told beside each other."""
    all_words = vervolgtaal(maker.content)
    t = all_words.bladen.verloop
    out: list[Blok] = [_intro(maker, "verloop")]
    by_day: dict[str, list[str]] = {}
    for m in history(maker.dossier):
        if not maker._may(m.item, m.tekst):
            continue
        what = all_words.verloop.get(m.soort, m.soort)
        who = f" ({fill_in(t.door, naam=m.door)})" if m.door and not maker.client else ""
        said = "".join(f" ‘{w}’" for w in _allowed(maker, m.item, m.woorden))
        text = paper_text(m.tekst)
        line = f"{text} {_cap(what)}{who}.{said}" if text.endswith((".", "!", "?")) else f"{text}: {what}{who}.{said}"
        by_day.setdefault(dutch_date(m.op), []).append(line)
    for day, lines in by_day.items():
        out.append({"soort": "lijst", "kop": day, "items": list(dict.fromkeys(lines))})
    if not by_day:
        out += [paragraph(t.niets, "leeg"), _lines(t.zelf, 3)]
    days = moments(maker.dossier)
    if len(days) > 1:
        out += _then_and_now(maker, compare(maker.dossier, days[0], days[-1]))
    return out


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def _then_and_now(maker: _Maker, both: Vergelijking) -> list[Blok]:
    t = _words(maker).verloop
    columns: list[dict[str, Any]] = []
    for kop, day, twice, rest in (
        (t.toen, both.toen, [(x.vraag, x.toen) for x in both.zelfde_vraag], both.gezegd_toen),
        (t.nu, both.nu, [(x.vraag, x.nu) for x in both.zelfde_vraag], both.gezegd_nu),
    ):
        items = [
            {"stam": paper_text(vraag), "tekst": paper_text(words), "omgeving": False}
            for vraag, words in twice
            if maker._may("toen_nu", words)
        ]
        items += [{"stam": "", "tekst": words, "omgeving": False} for words in _allowed(maker, "toen_nu", rest)]
        columns.append({"kop": fill_in(kop, datum=dutch_date(day)), "items": items})
    if not any(c["items"] for c in columns):
        return []
    if maker.client:  # large letters leave no room for columns
        blocks = [quotation(c["kop"], [i["tekst"] for i in c["items"]]) for c in columns if c["items"]]
    else:
        blocks = [{"soort": "tijden", "kolommen": columns}]
    return [heading(t.toen_nu, "kracht"), *blocks]


# -- goodbye ---------------------------------------------------------------------------------------


def afscheid(maker: _Maker) -> list[Blok]:
    """What was wanted, done and found, what helped, who stays, and the client's own words at the end."""
    t, dossier = _words(maker).afscheid, maker.dossier
    room = afronding_in(dossier.rooms)
    acties = maker._acties()
    out: list[Blok] = [_intro(maker, "afscheid")]

    def said(vraag: Afscheidsvraag, kop: str, icon: str = "") -> None:
        found = dossier.current(room.woorden.get(vraag))
        if found is not None and maker._may(found.id, found.tekst):
            out.extend((heading(kop, icon), quotation("", [paper_text(found.tekst)])))

    goals = [{"tekst": paper_text(d.tekst), "bij": paper_text(d.waarom) if maker._may(d.id, d.waarom) else ""} for d in maker._doelen()]
    if goals:
        out += [heading(t.wilde, "wens"), {"soort": "citaten", "kop": "", "icoon": "", "items": goals}]
    done = [paper_text(a.tekst) for a in acties if any(look.verloop in (Verloop.GEDAAN, Verloop.DEELS) for look in a.terugblikken)]
    if done:
        out += [heading(t.gedaan, "stap"), {"soort": "lijst", "kop": "", "items": list(dict.fromkeys(done))}]
    said(Afscheidsvraag.TROTS, t.trots, "hart")
    krachten = [k for k in maker._krachten() if k.vorm in (KrachtVorm.IK_BEN, KrachtVorm.IK_KAN, KrachtVorm.IK_WEET)]
    if krachten:
        out += [heading(t.krachten, "kracht"), *maker._by_stem(krachten)]
    said(Afscheidsvraag.GEVONDEN, t.gevonden, "zelf")
    looks = [look for a in acties for look in a.terugblikken]
    if helped := _allowed(maker, "terugblik", [w for look in looks for w in (look.wat_hielp, look.wie_hielp)]):
        out += [heading(t.hielp, "samen"), quotation("", helped)]
    if learned := _allowed(maker, "terugblik", [look.geleerd for look in looks]):
        out += [heading(t.geleerd, "kracht"), quotation("", learned)]
    out += _staying(maker, acties)
    said(Afscheidsvraag.TEGENZIT, t.tegenzit, "tegenzit")
    said(Afscheidsvraag.MEENEMEN, t.meenemen, "wens")
    place = paper_text(room.bereikbaar)
    if place and maker._may("bereikbaar", place):
        out += [heading(t.bereikbaar, "waar"), paragraph(place)]
    if paper_text(room.groet) and maker._may("groet", room.groet):
        out += [
            heading(fill_in(t.groet, naam=room.begeleider or maker.papier.plan.wie_client["begeleider"])),
            paragraph(paper_text(room.groet)),
        ]
    if room.afgerond_op is not None:
        out.append(paragraph(fill_in(t.afgerond, datum=dutch_date(room.afgerond_op)), "klein"))
    elif not maker.client:
        out.append(paragraph(t.nog_niet, "klein"))
    if maker.client:
        out.append({"soort": "ruimte", "tekst": t.ruimte})
    return [*out, _lines(t.zelf, 3)]


def _staying(maker: _Maker, acties: list[Any]) -> list[Blok]:
    """Who stays around, and with which open steps the client goes on."""
    t, dossier = _words(maker).afscheid, maker.dossier
    room = afronding_in(dossier.rooms)
    out: list[Blok] = []
    usable = {h.id: h for h in maker._hulpbronnen_quietly()}
    people: list[dict[str, str]] = []
    for o in room.overdrachten:
        if o.hulpbron in usable:
            found = dossier.current(o.woorden)
            words = paper_text(found.tekst) if found and maker._may(found.id, found.tekst) else ""
            people.append({"tekst": paper_text(usable[o.hulpbron].citaat.tekst), "bij": f"‘{words}’" if words else ""})
    answer = dossier.current(room.woorden.get(Afscheidsvraag.BLIJFT))
    if answer is not None and maker._may(answer.id, answer.tekst):
        people.append({"tekst": paper_text(answer.tekst), "bij": ""})
    if people:
        out += [heading(t.blijft, "mensen"), {"soort": "citaten", "kop": "", "icoon": "", "items": people}]
    with_whom = {o.actie: dossier.current(o.woorden) for o in room.overdrachten if o.actie}
    lines = []
    for a in acties:
        if a.is_open and not (a.keuze and a.keuze.keuze is Keuze.NIET_GEKOZEN):
            found = with_whom.get(a.id)
            words = f" ‘{paper_text(found.tekst)}’" if found and maker._may(found.id, found.tekst) else ""
            lines.append(f"{paper_text(a.tekst)}{words}")
    if lines:
        out.append({"soort": "lijst", "kop": t.verder, "items": lines})
    return out
