"""assistant.engine.exporting: from a dossier to a sheet ("blad"): plain data that any writer of documents can set on paper.

In:    Dossier, Content, the moment, the kind of sheet and for whom.   Out: a dict of strings, lists and booleans (see SHAPES).
Never: touches the disk; lets through what was taken back, not confirmed, marked "niet benaderen" or part of a secret location;
       rewrites a client's words. What had to stay off the paper is named by id and reason in `weggelaten`, which no writer prints.

SHAPES. blad = {soort, voor, taal, titel, naam, kenmerk, datum, gemaakt_op, voet, bladzijde, van, blokken, agenda, weggelaten};
a blok is {soort} and
  kop        {tekst, icoon, beeld, onder?: bool}    tekst     {tekst, stijl: gewoon|klein|leeg}
  citaten    {kop, icoon, items: [{tekst, bij}]}    lijst     {kop, items: [str]}
  tijden     {kolommen: [{kop, items: [{stam, tekst, omgeving}]}]}
  doel       {kop, tekst, waarom_kop, waarom, waarom_leeg, bij, velden, onder}
  stap       {kop, tekst, regels: [{icoon, kop, tekst, leeg}], keuze_vraag, keuzes: [str], onder: [{kop, items: [str]}], gedaan}
  vakken     {items: [{id, icoon, kop, vraag, regels: [str]}]}    eenstap {kop, tekst, leeg, regels}
  net        {midden, alt, items: [{naam, kort, groep, kring: 0|1|2, bij, gespannen}]}
  velden     {items: [{kop, tekst, leeg}]}          ideeen    {kop, uitleg, items: [{tekst, gekozen, bij}], lege: int}
  fotos      {kop, items: [{vorm, breedte, hoogte, draai, data, alt, tekst}]}
  schrijf    {kop, aantal}                          ruimte    {tekst}           akkoord {items: [str], datum}

Rooms of later instruments are read as plain documents; every field may be absent:
  rooms["netwerk"] = {"contacten": [{id, naam, groep, soort, aard, steun: [str], richting, kwaliteit, niet_benaderen}]}
  rooms["kompas"]  = {"vakken": [{id, kop, vraag, icoon, regels: [str], uitingen: [id]}], "actie": id of an actie,
                      "fotos": [{id, vorm: png|jpeg, breedte, hoogte, draai, data: base64, bijschrift}]}
  rooms["tkb"]     = {"vraag", "ideeen": [{tekst, gekozen, aangeboden}], "terugblik"}
  rooms["locatie"] = {"code"}: whatever else stands in it never reaches a sheet or an exchange file
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from assistant.domain.actieplan import Actie, ActieStatus, Keuze, Langetermijndoel, Verloop, Wie
from assistant.domain.dossier import Dossier
from assistant.domain.kracht import Hulpbron, Kracht, natural_first
from assistant.domain.toestemming import Doel, Stand, toestemmingen_in
from assistant.domain.values import KrachtVorm, Plek, Tijd, Uiting, UitingId, replace
from assistant.engine.content import Content
from assistant.engine.ports import Clock, DocumentWriter
from assistant.engine.rechten import Logboektaal, Toestemmingtekst, log_words, rectified
from assistant.engine.sheet_parts import (
    AMSTERDAM,
    Blad,
    Blok,
    contacts_of,
    docs_in,
    dutch_date,
    dutch_moment,
    field_row,
    fill_in,
    heading,
    icon_row,
    paper_text,
    paragraph,
    quotation,
    room_of,
    short_name,
    time_in,
)
from assistant.engine.sheet_safety import Guard, heard_names, mask_hard, patterns_for
from assistant.engine.sheet_words import Papier
from assistant.engine.summarising import summarise
from assistant.errors import NotThere, ToestemmingMissing

Masker = Callable[[str, tuple[str, ...]], str]
"""(text, known names) -> the same text with identifying stretches replaced."""

BLADEN = ("plan", "kompas", "inventarisatie", "samenvatting", "tkb", "netwerk", "zelfregulering", "verloop", "afscheid")
AFTER = ("zelfregulering", "verloop", "afscheid")
"""Sheets of after the talk: assistant.engine.after_sheets makes their blocks."""
VOOR = ("client", "dossier")
PROGRAM_EVENTS = ("inhoud_vastgelegd", "bestand_bijgewerkt")
WRITE_ON = "_" * 24
"""A line to write on, where the client filled in nothing yet."""
MIN_IDEAS = 20
"""Ideas a team aims for (common teaching of the parent model; our own choice here)."""
STEMS = (KrachtVorm.IK_WIL, KrachtVorm.IK_BEN, KrachtVorm.IK_KAN, KrachtVorm.IK_HEB, KrachtVorm.IK_WEET)
"""Wishes first."""


# -- the maker -----------------------------------------------------------------------------------


def make_blad(
    soort: str,
    dossier: Dossier,
    content: Content,
    *,
    op: datetime,
    voor: Literal["client", "dossier"] = "client",
    masker: Masker | None = None,
) -> Blad:
    """Make one sheet.

    Args:
        soort: one of BLADEN.
        op: the moment it is made; printed as a date.
        voor: 'client' is large, in plain words and without dossier code; 'dossier' has confirmations, choices and the words beneath.
        masker: finds more identifying words for the tkb sheet than known names and hard patterns. None: those only.

    Raises:
        NotThere: no such sheet. ContentError: prompts/papier.toml has a mistake.
    """
    if soort not in BLADEN:
        raise NotThere(f"Het blad {soort!r} bestaat niet.", hint=f"Kies uit: {', '.join(BLADEN)}.")
    return _Maker(dossier, content, op=op, voor=voor, masker=masker).make(soort)


def make_inzage(
    dossier: Dossier, content: Content, *, op: datetime, log: Iterable[Any] = (), left_out: int = 0, masker: Masker | None = None
) -> Blad:
    """The whole dossier as a document its client can read: every word with its question, what changed, the plan, the notes, who looked.

    Args:
        log: access lines (tijd_utc, wie, gebeurtenis, reden) to show. Empty: the document says so.
        left_out: how many passages a begeleider left out to protect someone else.
    """
    return _Maker(dossier, content, op=op, voor="client", masker=masker).inzage(tuple(log), left_out)


def masker_for(
    dossier: Dossier, content: Content, *, op: datetime, masker: Masker | None, also: Iterable[str] = ()
) -> Callable[[str], str]:
    """What replaces known and heard names, hard identifiers and guessed names in a text of this dossier that leaves the team.

    Args:
        also: more names to replace (reviewers, begeleiders, a team).
    """
    more = tuple(name for name in also if name.strip())
    named = replace(dossier, bekende_namen=tuple(dict.fromkeys((*dossier.bekende_namen, *more))))
    return _Maker(named, content, op=op, voor="dossier", masker=masker)._masked


class _Maker:
    def __init__(self, dossier: Dossier, content: Content, *, op: datetime, voor: str, masker: Masker | None) -> None:
        self.dossier, self.content, self.op, self.voor = dossier, content, op, voor
        self.papier = content.load("papier.toml", Papier)
        self.guard = Guard(dossier, self.papier.veilig)
        self.masker = masker
        self.withheld: list[dict[str, str]] = []
        self.valid = {u.id: u for u in dossier.geldige_uitingen}
        self.vorm = dossier.aanspreekvorm
        self.client = voor == "client"

    def make(self, soort: str) -> Blad:
        if soort in AFTER:
            from assistant.engine import after_sheets

            return self._frame(soort, after_sheets.title(self, soort), getattr(after_sheets, soort)(self))
        titles = {
            "plan": self._pick(self.papier.plan.titel_client, self.papier.plan.titel_dossier),
            "inventarisatie": self._pick(self.papier.inventarisatie.titel_client, self.papier.inventarisatie.titel_dossier),
            "samenvatting": self._pick(self.papier.samenvatting.titel_client, self.papier.samenvatting.titel_dossier),
            "netwerk": self._pick(self.papier.netwerk.titel_client, self.papier.netwerk.titel_dossier),
            "kompas": self.papier.kompas.titel,
            "tkb": self.papier.tkb.titel,
        }
        return self._frame(soort, titles[soort], getattr(self, f"_{soort}")())

    def _frame(self, soort: str, title: str, blokken: list[Blok]) -> Blad:
        """The sheet around its blocks. The client's own sheet has no code: on a fridge it should say nothing about care."""
        a = self.papier.algemeen
        pseudonymous = soort == "tkb"
        own = self.client and not pseudonymous
        name = paper_text(self.dossier.roepnaam) if own else ""
        if name and self.guard.reason(name):
            name = ""
        return {
            "soort": soort,
            "voor": "client" if own else "dossier",
            "taal": "nl",
            "titel": title,
            "naam": fill_in(a.voor, naam=name) if name else "",
            "kenmerk": "" if own or pseudonymous else fill_in(a.kenmerk, code=self.dossier.code, versie=self.dossier.version),
            "datum": fill_in(a.gemaakt, datum=dutch_date(self.op)),
            "gemaakt_op": self.op.isoformat(),
            "voet": a.voet_client if own else a.voet_dossier,
            "bladzijde": a.bladzijde,
            "van": a.van,
            "blokken": blokken,
            "agenda": self._agenda() if soort == "plan" else [],
            "weggelaten": self.withheld,
        }

    def inzage(self, log: tuple[Any, ...], left_out: int) -> Blad:
        t = self.papier.inzage
        blokken: list[Blok] = [heading(t.gesprek, "vraag")]
        later = {u.verbetert: u for u in self.dossier.uitingen if u.verbetert}
        reasons = dict(filter(None, map(rectified, self.dossier.notities)))
        said = [u for u in self.dossier.uitingen if self._may(u.id, u.tekst)]
        for u in said:
            place = self._label(u.leefgebied) if u.leefgebied else ""
            title = paper_text(u.vraag_tekst) or t.zonder_vraag
            line = " · ".join(part for part in (dutch_date(u.op), place) if part)
            blokken.append({"soort": "citaten", "kop": title, "icoon": "", "items": [{"tekst": paper_text(u.tekst), "bij": line}]})
            if u.ingetrokken:
                blokken.append(paragraph(t.ingetrokken, "klein"))
            elif u.id in later and not self.guard.reason(later[u.id].tekst):
                why = reasons.get(later[u.id].id, "")
                text = t.rechtgezet if why and not self.guard.reason(why) else t.verbeterd
                blokken.append(
                    paragraph(fill_in(text, tekst=f"‘{paper_text(later[u.id].tekst)}’", reden=paper_text(why).rstrip(".")), "klein")
                )
        if not said:
            blokken.append(paragraph(self.papier.algemeen.leeg, "leeg"))
        krachten = self._krachten()
        blokken.append(heading(t.krachten, "kracht"))
        for vorm in STEMS:
            if mine := [paper_text(k.citaat.tekst) for k in krachten if k.vorm is vorm]:
                blokken.append(quotation(self.papier.stam[vorm], mine))
        if not krachten:
            blokken.append(paragraph(self.papier.algemeen.leeg, "leeg"))
        blokken += self._inzage_around()
        blokken.append(heading(t.plan, "stap"))
        blokken += self._plan_dossier(self._doelen(), self._acties())[:-1]
        blokken.append(heading(t.notities))
        notes = [paper_text(n.tekst) for n in self.dossier.notities if not rectified(n) and self._may(n.id, n.tekst)]
        blokken.append(
            {"soort": "citaten", "kop": "", "icoon": "", "items": [{"tekst": n, "bij": ""} for n in notes]}
            if notes
            else paragraph(t.geen_notities, "leeg")
        )
        blokken.append(heading(t.gekeken))
        lines = self._looked(log)
        blokken.append({"soort": "lijst", "kop": "", "items": lines} if lines else paragraph(t.gekeken_leeg, "leeg"))
        begin: list[Blok] = [paragraph(t.intro.voor(self.vorm))]
        if left_out:
            begin.append(paragraph(fill_in(t.weggelaten.voor(self.vorm), aantal=left_out)))
        if self.withheld:
            begin.append(paragraph(fill_in(t.niet_op_papier.voor(self.vorm), aantal=len(self.withheld))))
        return self._frame("inzage", t.titel, [*begin, *blokken])

    def _looked(self, log: tuple[Any, ...]) -> list[str]:
        """Who did what, oldest first; the same thing by the same person on one day is one line."""
        t, words = self.papier.inzage, self.content.load("logboek.toml", Logboektaal)
        teksten = self.content.load("toestemming.toml", Toestemmingtekst)
        folded: dict[tuple[str, str], list[str]] = {}
        for line in log:
            if line.gebeurtenis in PROGRAM_EVENTS:
                continue  # the program looking after itself is nobody looking
            wat, reden = log_words(line, words, teksten, self.vorm)
            what = f"{paper_text(line.wie)} {paper_text(wat)}"
            what += f" ({paper_text(reden)})" if paper_text(reden) else ""
            moment = dutch_moment(line.tijd_utc)
            folded.setdefault((moment.rsplit(",", 1)[0], what), []).append(moment)
        return [
            f"{when[0]}: {what}" if len(when) == 1 else f"{day}: {what}, {fill_in(t.keer, aantal=len(when))}"
            for (day, what), when in folded.items()
        ]

    def _inzage_around(self) -> list[Blok]:
        """What else was written down about the client: what helps, who is there, leave, the team, reviewers. Nothing there: nothing said."""
        t, rooms = self.papier.inzage, self.dossier.rooms
        out: list[Blok] = []

        def part(kop: str, icon: str, lines: list[str], soort: str = "lijst", *, every: bool = False) -> None:
            if kept := [x for x in (lines if every else dict.fromkeys(lines)) if x]:
                block = quotation("", kept) if soort == "citaten" else {"soort": "lijst", "kop": "", "items": kept}
                out.extend((heading(kop, icon), block))

        part(t.helpt, "mensen", [paper_text(h.citaat.tekst) for h in self._hulpbronnen()], "citaten")
        known = [c for c in contacts_of(rooms) if not c.get("niet_benaderen")]
        names = [(paper_text(c.get("naam")), paper_text(c.get("groep"))) for c in known if self._may(str(c.get("id")), str(c.get("naam")))]
        part(t.netwerk, "mensen", [f"{name} ({group})" if group else name for name, group in names])
        given, teksten = toestemmingen_in(rooms), self.content.load("toestemming.toml", Toestemmingtekst)
        said = [(x.op, t.ja if x.ja else t.nee, x.doel) for x in given.antwoorden] + [(x.op, t.terug, x.doel) for x in given.intrekkingen]
        part(
            t.toestemming,
            "",
            [
                fill_in(line, datum=dutch_date(op), waarvoor=f"{teksten.get(doel).label}.")
                for op, line, doel in sorted(said, key=lambda x: x[0])
            ],
            every=True,  # yes, taken back and yes again on one day: the last one counts
        )
        talks = docs_in(room_of(rooms, "tkb").get("besprekingen"))
        team = [w for b in talks for w in (b.get("vraag"), *(i.get("tekst") for i in docs_in(b.get("ideeen"))), b.get("terugblik"))]
        part(t.team, "samen", [paper_text(w) for w in team if self._may("tkb", str(w or ""))])
        reviews = [r for r in docs_in(room_of(rooms, "beoordeling").get("beoordelingen")) if r.get("afgerond")]
        noted = [w for r in reviews for w in (*(o.get("tekst") for o in docs_in(r.get("opmerkingen"))), r.get("woord"))]
        part(t.beoordeeld, "", [paper_text(w) for w in noted if self._may("beoordeling", str(w or ""))])
        return out

    def _pick(self, client: str, dossier: str) -> str:
        return client if self.client else dossier

    def _withhold(self, ident: str, reason: str) -> None:
        if not any(w["id"] == ident for w in self.withheld):
            self.withheld.append({"id": ident, "reden": reason})

    def _may(self, ident: str, *texts: str) -> bool:
        """True when it may be printed; otherwise it is noted as withheld."""
        if reason := self.guard.reason(*texts):
            self._withhold(ident, reason)
        return not reason

    # -- inventory -------------------------------------------------------------------------------

    def _krachten(self) -> list[Kracht]:
        """The krachten that may be printed, in the order they were noted."""
        out = []
        for k in self.dossier.krachten:
            if k.citaat.uiting not in self.valid:
                continue  # taken back, or said differently since
            if self.guard.overlaps(k):
                self._withhold(k.id, "niet_benaderen")
            elif self._may(k.id, k.citaat.tekst):
                out.append(k)
        return out

    def _hulpbronnen(self) -> list[Hulpbron]:
        out = []
        for h in natural_first(self.dossier.hulpbronnen):
            if h.citaat.uiting in self.valid and not self.guard.overlaps(h) and self._may(h.id, h.citaat.tekst):
                out.append(h)
        for h in self.dossier.hulpbronnen:
            if h.niet_benaderen:
                self._withhold(h.id, "niet_benaderen")
        return out

    def _label(self, leefgebied: str) -> str:
        found = self.content.leefgebieden.get(leefgebied)
        return found.label if found else leefgebied

    def _areas(self, used: Iterable[str]) -> list[str]:
        """Ids in the order of the content; ids that no longer stand there come last."""
        known: list[str] = list(self.content.leefgebieden.ids)
        return sorted(dict.fromkeys(used), key=lambda x: known.index(x) if x in known else len(known))

    def _inventarisatie(self) -> list[Blok]:
        t = self.papier.inventarisatie
        krachten, hulpbronnen = self._krachten(), self._hulpbronnen()
        blokken: list[Blok] = [paragraph(t.intro_client.voor(self.vorm) if self.client else t.intro_dossier)]
        wishes = [k for k in krachten if k.vorm is KrachtVorm.IK_WIL]
        blokken.append(heading(t.wensen, "wens"))
        if wishes:
            blokken.append(
                {
                    "soort": "citaten",
                    "kop": "",
                    "icoon": "",
                    "items": [{"tekst": paper_text(k.citaat.tekst), "bij": self._label(k.leefgebied)} for k in wishes],
                }
            )
        else:
            blokken.append(paragraph(t.geen_wensen, "leeg"))
        for area in self._areas([k.leefgebied for k in krachten] + [h.leefgebied for h in hulpbronnen]):
            mine = [k for k in krachten if k.leefgebied == area and k.vorm is not KrachtVorm.IK_WIL]
            around = [h for h in hulpbronnen if h.leefgebied == area]
            if not mine and not around:
                continue  # only wishes here, and those stand above
            found = self.content.leefgebieden.get(area)
            blokken.append(heading(self._label(area), picture=found.icoon if found else ""))
            blokken += self._by_stem(mine) if self.client else self._by_time(mine)
            # a hulpbron whose very words already stand under "ik heb" is not said twice
            said = {(k.citaat.uiting, paper_text(k.citaat.tekst)) for k in mine}
            rest = [h for h in around if (h.citaat.uiting, paper_text(h.citaat.tekst)) not in said] if self.client else around
            if rest:
                items = [{"tekst": paper_text(h.citaat.tekst), "bij": self.papier.soort.get(h.soort, h.soort)} for h in rest]
                blokken.append({"soort": "citaten", "kop": t.om_mij_heen, "icoon": "mensen" if self.client else "", "items": items})
        if not krachten and not hulpbronnen:
            blokken.append(paragraph(t.geen_krachten, "leeg"))
            blokken += [{"soort": "schrijf", "kop": self.papier.stam[vorm], "aantal": 2} for vorm in STEMS]
        else:
            open_areas = [
                a.label for a in self.content.leefgebieden.leefgebieden
                if not self.dossier.uitingen_van(a.id)
                and self.dossier.keuze(a.id) != "liever_niet"
                and a.id not in {k.leefgebied for k in krachten}
            ]  # fmt: skip
            if open_areas:
                blokken.append(paragraph(fill_in(t.nog_niet, namen=", ".join(open_areas)), "klein"))
            if self.client:
                blokken.append({"soort": "schrijf", "kop": t.zelf_schrijven, "aantal": 3})
        return blokken

    def _samenvatting(self) -> list[Blok]:
        """The words as they were read aloud: by stem, without what was taken out."""
        t = self.papier.samenvatting
        blokken: list[Blok] = [paragraph(t.intro_client.voor(self.vorm) if self.client else t.intro_dossier)]
        allowed = {k.id for k in self._krachten()}
        found = summarise(self.dossier, self.content)
        for blok in found.blokken:
            texts = [
                paper_text(words)
                for ident, words in zip(blok.ids, blok.citaten, strict=True)
                if ident in allowed or (ident in self.valid and self._may(ident, words))
            ]
            if texts:
                blokken.append(quotation(blok.inleiding, texts))
        if len(blokken) == 1:
            lines = [{"soort": "schrijf", "kop": self.papier.stam[vorm], "aantal": 2} for vorm in STEMS]
            return [*blokken, paragraph(t.leeg.voor(self.vorm), "leeg"), *lines]
        return [*blokken, paragraph(found.slot)] if found.slot else blokken

    def _by_stem(self, krachten: list[Kracht]) -> list[Blok]:
        out: list[Blok] = []
        for vorm in STEMS:
            items = [
                {"tekst": paper_text(k.citaat.tekst), "bij": "" if k.tijd is Tijd.HEDEN else self.papier.tijd[k.tijd].lower()}
                for k in krachten
                if k.vorm is vorm
            ]
            if items:
                out.append({"soort": "citaten", "kop": self.papier.stam[vorm], "icoon": "", "items": items})
        return out

    def _by_time(self, krachten: list[Kracht]) -> list[Blok]:
        if not krachten:
            return []
        columns = []
        for tijd in (Tijd.HEDEN, Tijd.TOEKOMST, Tijd.VERLEDEN):
            items = [
                {"stam": self.papier.stam[k.vorm].lower(), "tekst": paper_text(k.citaat.tekst), "omgeving": k.plek is Plek.OMGEVING}
                for vorm in STEMS
                for k in krachten
                if k.vorm is vorm and k.tijd is tijd
            ]
            columns.append({"kop": self.papier.tijd[tijd], "items": items})
        return [{"soort": "tijden", "kolommen": columns}]

    # -- plan ------------------------------------------------------------------------------------

    def _doelen(self) -> list[Langetermijndoel]:
        return [
            d
            for d in self.dossier.plan.doelen
            if d.status is ActieStatus.BEVESTIGD and not (d.keuze and d.keuze.keuze is Keuze.NIET_GEKOZEN) and self._may(d.id, d.tekst)
        ]

    def _acties(self) -> list[Actie]:
        """Confirmed acties that may be printed. What the client did not choose comes back only on the dossier's own sheet."""
        out = []
        for a in self.dossier.plan.bevestigd:
            hulpbron = next((h for h in self.dossier.hulpbronnen if h.id == a.hulpbron), None)
            if hulpbron is not None and hulpbron.niet_benaderen:
                self._withhold(a.id, "niet_benaderen")
            elif self._may(a.id, a.tekst, a.wie_naam, a.wanneer):
                out.append(a)
        return out

    def _plan(self) -> list[Blok]:
        doelen, acties = self._doelen(), self._acties()
        return self._plan_client(doelen, acties) if self.client else self._plan_dossier(doelen, acties)

    def _plan_client(self, doelen: list[Langetermijndoel], acties: list[Actie]) -> list[Blok]:
        t = self.papier.plan
        chosen = [a for a in acties if a.is_open and not (a.keuze and a.keuze.keuze is Keuze.LATER)]
        later = [paper_text(a.tekst) for a in acties if a.is_open and a.keuze and a.keuze.keuze is Keuze.LATER]
        done = [paper_text(a.tekst) for a in acties if a.terugblikken and a.terugblikken[-1].verloop is Verloop.GEDAAN]
        blokken: list[Blok] = []
        number = 0
        shown: set[str] = set()
        for d in doelen:
            mine = [a for a in chosen if a.doel == d.id]
            later_doel = d.keuze is not None and d.keuze.keuze is Keuze.LATER
            if later_doel and not mine:
                later.append(paper_text(d.tekst))
                continue
            blokken.append(self._doel(d))
            if not mine:
                blokken.append(paragraph(t.geen_stap_bij_doel, "leeg"))
            for a in mine:
                number += 1
                shown.add(a.id)
                blokken.append(self._stap(a, number))
        loose = [a for a in chosen if a.id not in shown]
        if loose:
            if doelen:
                blokken.append(heading(t.losse_stap, "stap"))
            for a in loose:
                number += 1
                blokken.append(self._stap(a, number))
        if not blokken:
            blokken.append(paragraph(t.geen_stap, "leeg"))
        if not number:
            if not doelen:
                blokken.append({"soort": "schrijf", "kop": t.zelf_wil, "aantal": 3})
            blokken += [{"soort": "schrijf", "kop": t.zelf_stap, "aantal": 2}, {"soort": "schrijf", "kop": t.zelf_wie, "aantal": 1}]
            blokken.append({"soort": "schrijf", "kop": t.zelf_wanneer, "aantal": 1})
        if later:
            blokken.append({"soort": "lijst", "kop": t.voor_later, "items": later})
        if done:
            blokken.append({"soort": "lijst", "kop": t.gelukt, "items": done})
        return blokken

    def _doel(self, d: Langetermijndoel) -> Blok:
        t = self.papier.plan
        why = paper_text(d.waarom) if self._may(d.id, d.waarom) else ""
        return {
            "soort": "doel",
            "kop": t.doel,
            "tekst": paper_text(d.tekst),
            "waarom_kop": t.waarom,
            "waarom": why or self._blank,
            "waarom_leeg": not why and not self.client,
            "velden": [],
            "onder": [],
        }

    @property
    def _blank(self) -> str:
        """What stands where nothing was filled in: on the client's own sheet a line to write on, in the file that it is empty."""
        return WRITE_ON if self.client else self.papier.algemeen.leeg

    def _who(self, a: Actie) -> str:
        words = self.papier.plan.wie_client if self.client else self.papier.plan.wie_dossier
        name = paper_text(a.wie_naam)
        if a.wie in (Wie.SAMEN_NAASTE, Wie.NAASTE):
            return fill_in(words[a.wie], naam=name or words["iemand"])
        return f"{words[a.wie]} ({name})" if name else words[a.wie]

    def _when(self, a: Actie) -> str:
        words = paper_text(a.wanneer)
        day = dutch_date(a.datum) if a.datum else ""
        return f"{words} ({day})" if words and day and day not in words else words or day

    def _where(self, a: Actie) -> str:
        return paper_text(a.waar) if self._may(a.id, a.waar) else ""

    def _stap(self, a: Actie, number: int) -> Blok:
        t = self.papier.plan
        trouble = paper_text(a.als_het_tegenzit) if self._may(a.id, a.als_het_tegenzit) else ""
        rows = [
            icon_row("wie", t.wie, self._who(a), self.papier.algemeen.niet_afgesproken),
            icon_row("wanneer", t.wanneer, self._when(a), self.papier.algemeen.niet_afgesproken),
        ]
        where = self._where(a)
        if where or not self.client:
            rows.append(icon_row("waar", t.waar, where, self.papier.algemeen.leeg))
        rows.append(icon_row("tegenzit", t.tegenzit, trouble or (WRITE_ON if self.client else ""), self.papier.algemeen.leeg))
        help_ = self._helpers(a)
        if help_ and self.client:
            rows.append(icon_row("kracht", t.inzet, "\n".join(help_), ""))
        choose = self.client and a.keuze is None
        return {
            "soort": "stap",
            "kop": fill_in(t.stap, n=number),
            "tekst": paper_text(a.tekst),
            "regels": rows,
            "keuze_vraag": t.kies.voor(self.vorm) if choose else "",
            "keuzes": [t.keuze_ja, t.keuze_later, t.keuze_nee] if choose else [],
            "onder": [],
            "gedaan": False,
        }

    def _helpers(self, a: Actie) -> list[str]:
        """The client's own words for what helps with this actie: krachten first, then the hulpbron."""
        allowed_k = {k.id: k for k in self._krachten_quietly()}
        allowed_h = {h.id: h for h in self._hulpbronnen_quietly()}
        out = [f"‘{paper_text(allowed_k[k].citaat.tekst)}’" for k in a.krachten if k in allowed_k]
        if a.hulpbron in allowed_h:
            out.append(f"‘{paper_text(allowed_h[a.hulpbron].citaat.tekst)}’")
        return list(dict.fromkeys(out))

    def _krachten_quietly(self) -> list[Kracht]:
        before = list(self.withheld)
        found = self._krachten()
        self.withheld = before
        return found

    def _hulpbronnen_quietly(self) -> list[Hulpbron]:
        before = list(self.withheld)
        found = self._hulpbronnen()
        self.withheld = before
        return found

    def _plan_dossier(self, doelen: list[Langetermijndoel], acties: list[Actie]) -> list[Blok]:
        t = self.papier.plan
        blokken: list[Blok] = []
        number = 0
        refused = [a for a in acties if a.keuze and a.keuze.keuze is Keuze.NIET_GEKOZEN]
        closed = [a for a in acties if a not in refused and not a.is_open]
        running = [a for a in acties if a.is_open]
        placed: set[str] = set()
        for d in doelen:
            blokken.append(self._doel_dossier(d))
            mine = [a for a in running if a.doel == d.id]
            if not mine:
                blokken.append(paragraph(t.geen_stap_bij_doel, "leeg"))
            for a in mine:
                number += 1
                placed.add(a.id)
                blokken.append(self._stap_dossier(a, number))
        loose = [a for a in running if a.id not in placed]
        if loose and doelen:
            blokken.append(heading(t.losse_stap))
        for a in loose:
            number += 1
            blokken.append(self._stap_dossier(a, number))
        if not doelen:
            blokken.insert(0, paragraph(t.geen_doel, "leeg"))
        if not running and not doelen:
            blokken.append(paragraph(t.geen_stap, "leeg"))
        for title, items in ((t.dossier.klaar, closed), (t.dossier.niet_gekozen, refused)):
            if items:
                blokken.append(heading(title))
                for a in items:
                    number += 1
                    blokken.append(self._stap_dossier(a, number))
        blokken.append(
            {
                "soort": "akkoord",
                "items": [t.dossier.akkoord_client, t.dossier.akkoord_begeleider],
                "datum": self.papier.algemeen.datum_regel,
            }
        )
        return blokken

    def _act_fields(self, item: Langetermijndoel | Actie) -> list[dict[str, Any]]:
        """Confirmation and choice, each as a field of its own: they are two acts of two people."""
        t, a = self.papier.plan.dossier, self.papier.algemeen
        confirmed = (
            fill_in(t.bevestigd_tekst, door=item.bevestiging.door, datum=dutch_date(item.bevestiging.op)) if item.bevestiging else ""
        )
        choice = (
            fill_in(t.keuze_tekst, keuze=self.papier.plan.keuze[item.keuze.keuze], datum=dutch_date(item.keuze.op)) if item.keuze else ""
        )
        fields = [field_row(t.bevestigd, confirmed, a.leeg)]
        if choice or isinstance(item, Actie):  # the client chooses steps; at a goal 'nothing chosen yet' would wait for ever
            fields.append(field_row(t.keuze, choice, a.niets_gekozen))
        if item.keuze is not None and item.keuze.vertrouwen is not None:
            fields.append(field_row(t.vertrouwen, str(item.keuze.vertrouwen), a.leeg))
        if item.keuze is not None and paper_text(item.keuze.woorden) and self._may(item.id, item.keuze.woorden):
            fields.append(field_row(t.woorden, f"‘{paper_text(item.keuze.woorden)}’", a.leeg))
        return fields

    def _beneath(self, item: Langetermijndoel | Actie) -> list[dict[str, Any]]:
        """The client's words a plan item rests on: today's wording, with the day they were said."""
        t = self.papier.plan.dossier
        items, away = [], False
        for uid in item.uitingen:
            u = self._newest(uid)
            if u is None:
                continue
            if self.guard.reason(u.tekst):
                away = True
                self._may(u.id, u.tekst)
            else:
                items.append(f"‘{paper_text(u.tekst)}’ ({dutch_date(u.op)})")
        if away:
            items.append(t.woorden_weg)
        return [{"kop": t.rust_op, "items": items}] if items else []

    def _newest(self, uiting_id: str) -> Uiting | None:
        """The words that stand now: the correction of a correction, or None when they were taken back."""
        after = {u.verbetert: u.id for u in self.dossier.uitingen if u.verbetert is not None}
        current = UitingId(uiting_id)
        while current in after:
            current = after[current]
        return self.valid.get(current)

    def _doel_dossier(self, d: Langetermijndoel) -> Blok:
        block = self._doel(d)
        t = self.papier.plan.dossier
        areas = ", ".join(self._label(x) for x in d.leefgebieden)
        block["velden"] = [field_row(t.leefgebied, areas, self.papier.algemeen.leeg), *self._act_fields(d)]
        block["onder"] = self._beneath(d)
        return block

    def _stap_dossier(self, a: Actie, number: int) -> Blok:
        t, p = self.papier.plan.dossier, self.papier.plan
        block = self._stap(a, number)
        if a.leefgebied:
            block["regels"].append(icon_row("", t.leefgebied, self._label(a.leefgebied), ""))
        block["regels"] += [{"icoon": "", **field} for field in self._act_fields(a)]
        block["regels"].append(icon_row("", t.herkomst, p.herkomst[a.herkomst], ""))
        under = self._beneath(a)
        if help_ := self._helpers(a):
            under.append({"kop": p.inzet, "items": help_})
        for look in a.terugblikken:
            lines = [p.verloop[look.verloop]]
            for words, pattern in ((look.wat_hielp, t.hielp), (look.wie_hielp, t.wie_hielp), (look.geleerd, t.geleerd)):
                if paper_text(words) and self._may(a.id, words):
                    lines.append(fill_in(pattern, tekst=f"‘{paper_text(words)}’"))
            under.append({"kop": fill_in(t.terugblik, datum=dutch_date(look.op)), "items": lines})
        if a.citaties:
            under.append(
                {
                    "kop": t.bronnen,
                    "items": [" › ".join((c.document, *c.kop)) + (f", p. {c.pagina}" if c.pagina else "") for c in a.citaties],
                }
            )
        block["onder"] = under
        block["gedaan"] = bool(a.terugblikken) and a.terugblikken[-1].verloop is Verloop.GEDAAN
        return block

    def _agenda(self) -> list[dict[str, Any]]:
        """Open acties with a date, for a calendar. No place where the location is secret: calendars are shared and synchronised."""
        out = []
        for a in self._acties():
            if not a.is_open or a.datum is None or (a.keuze and a.keuze.keuze is not Keuze.GEKOZEN):
                continue
            clock = time_in(a.wanneer)
            out.append(
                {
                    "uid": f"{a.id}@krachtgesprek",
                    "datum": a.datum.isoformat(),
                    "uur": clock[0] if clock else None,
                    "minuut": clock[1] if clock else None,
                    "titel": paper_text(a.tekst),
                    "waar": "" if self.dossier.geheime_locatie else self._where(a),
                    "wanneer": paper_text(a.wanneer),
                    "wie": self._who(a),
                }
            )
        return out

    # -- kompas ----------------------------------------------------------------------------------

    def _kompas(self) -> list[Blok]:
        t = self.papier.kompas
        room = room_of(self.dossier.rooms, "kompas")
        own = docs_in(room.get("vakken"))
        boxes = []
        defaults = {v.id: v for v in t.vakken}
        source: list[tuple[str, Mapping[str, Any]]] = (
            [(str(v.get("id", "")), v) for v in own[:6]] if own else [(v.id, {}) for v in t.vakken]
        )
        for ident, doc in source:
            default = defaults.get(ident)
            lines = [paper_text(x) for x in self._kompas_lines(doc) if paper_text(x)]
            if not lines and paper_text(doc.get("tekst")):
                lines = [paper_text(doc.get("tekst"))]
            boxes.append(
                {
                    "id": ident,
                    "icoon": paper_text(doc.get("icoon")) or (default.icoon if default else ""),
                    "kop": paper_text(doc.get("kop")) or (default.kop if default else ident),
                    "vraag": paper_text(doc.get("vraag")) or (default.vraag.voor(self.vorm) if default else ""),
                    "regels": [line for line in lines if self._may(f"kompas.{ident}", line)],
                }
            )
        filled = any(box["regels"] for box in boxes)
        blokken: list[Blok] = [paragraph(t.intro.voor(self.vorm) if filled or self.client else t.nog_niets)]
        blokken.append({"soort": "vakken", "items": boxes})
        photos = [
            self._photo(doc) for doc in docs_in(room.get("fotos")) if self._may(str(doc.get("id", "")), paper_text(doc.get("bijschrift")))
        ]
        if photos:
            blokken.append({"soort": "fotos", "kop": t.fotos, "items": photos})
        open_acties = [a for a in self._acties() if a.is_open and not (a.keuze and a.keuze.keuze is Keuze.LATER)]
        step = next((a for a in open_acties if a.id == room.get("actie")), None) or next(
            (a for a in reversed(open_acties) if a.keuze and a.keuze.keuze is Keuze.GEKOZEN), None
        )
        loose = paper_text(room.get("actie_tekst"))
        if step is None and loose and not self._may("kompas.actie", loose):
            loose = ""
        text = paper_text(step.tekst) if step else loose
        rows = [
            icon_row("wanneer", t.wanneer, self._when(step) if step else paper_text(room.get("wanneer")), ""),
            icon_row("wie", t.wie, self._who(step) if step else paper_text(room.get("wie")), ""),
        ]
        blokken.append({"soort": "eenstap", "kop": t.stap, "tekst": text or t.stap_leeg.voor(self.vorm), "leeg": not text, "regels": rows})
        return blokken

    def _kompas_lines(self, doc: Mapping[str, Any]) -> list[Any]:
        """The lines of a box as they stand now: corrected words are new, words taken back are gone."""
        lines, said = doc.get("regels", ()), doc.get("uitingen", ())
        if not isinstance(lines, list | tuple):
            return []
        if not isinstance(said, list | tuple) or len(said) != len(lines):
            return list(lines)
        now = [(line, str(uid), self._newest(str(uid))) for line, uid in zip(lines, said, strict=True)]
        return [line if u.id == uid else u.tekst for line, uid, u in now if u is not None]

    def _photo(self, doc: Mapping[str, Any]) -> dict[str, Any]:
        """A photo for the writers: its bytes as base64, its size, which side is up, and words for who cannot see it."""
        return {
            "vorm": "png" if doc.get("vorm") == "png" else "jpeg",
            "breedte": int(doc.get("breedte") or 1),
            "hoogte": int(doc.get("hoogte") or 1),
            "draai": int(doc.get("draai") or 1),
            "data": str(doc.get("data") or ""),
            "alt": paper_text(doc.get("bijschrift")) or self.papier.kompas.foto_alt,
            "tekst": paper_text(doc.get("bijschrift")),
        }

    # -- netwerk ---------------------------------------------------------------------------------

    def _netwerk(self) -> list[Blok]:
        t = self.papier.netwerk
        contacts = contacts_of(self.dossier.rooms)
        items: list[dict[str, Any]] = []
        if contacts:
            rings = {"natuurlijk": 0, "informeel": 1, "professioneel": 2}
            taken_back = {u.id for u in self.dossier.uitingen if u.ingetrokken}
            for number, c in enumerate(contacts):
                name = paper_text(c.get("naam"))
                ident = str(c.get("id", f"contact-{number + 1}"))
                if not name:
                    continue
                if c.get("niet_benaderen"):
                    self._withhold(ident, "niet_benaderen")
                    continue
                group = paper_text(c.get("groep"))
                if c.get("uiting") in taken_back or not self._may(ident, name, group):
                    continue
                support = c.get("steun", ())
                words = [getattr(t, f"steun_{s}", "") for s in support] if isinstance(support, list | tuple) else []
                words.append(getattr(t, f"richting_{c.get('richting')}", ""))
                if not self.client:  # on the client's own wall no word about trouble
                    words.append(getattr(t, f"kwaliteit_{c.get('kwaliteit')}", ""))
                items.append(
                    {
                        "naam": name,
                        "kort": short_name(name),
                        "groep": group,
                        "kring": rings.get(str(c.get("aard", "natuurlijk")), 0),
                        "bij": ", ".join(w for w in words if w),
                        "gespannen": not self.client and c.get("kwaliteit") == "spanning",
                    }
                )
            note = ""
        else:
            seen: set[str] = set()
            for h in self._hulpbronnen():
                text = paper_text(h.citaat.tekst)
                if h.soort == "ding" or text.lower() in seen:
                    continue
                seen.add(text.lower())
                ring = 2 if h.aard == "professioneel" else 0
                items.append(
                    {
                        "naam": text,
                        "kort": short_name(text),
                        "groep": "",
                        "kring": ring,
                        "bij": self.papier.soort.get(h.soort, ""),
                        "gespannen": False,
                    }
                )
            note = t.uit_gesprek if items else ""
        blokken: list[Blok] = []
        if note:
            blokken.append(paragraph(note))
        if not items:
            blokken.append(paragraph(t.niets.voor(self.vorm), "leeg"))
        blokken.append({"soort": "net", "midden": t.ik, "alt": fill_in(t.alt, aantal=len(items)), "items": items})
        names = ("natuurlijk", "informeel", "professioneel")
        for ring, kind in enumerate(names):
            mine = [i for i in items if i["kring"] == ring]
            if mine:
                lines = [
                    i["naam"] + (f" ({', '.join(w for w in (i['groep'], i['bij']) if w)})" if i["groep"] or i["bij"] else "") for i in mine
                ]
                blokken.append({"soort": "lijst", "kop": self.papier.aard[kind], "items": lines})
        blokken.append({"soort": "schrijf", "kop": t.wie_nog, "aantal": 3})
        return blokken

    # -- teamkrachtbespreking --------------------------------------------------------------------

    def _masked(self, text: str) -> str:
        """Known and heard names, hard identifiers, addresses and, with a masker, names that can be guessed: replaced by one word."""
        sign = f"[{self.papier.tkb.weggelaten}]"
        names = tuple(n for n in (*self.dossier.bekende_namen, self.dossier.roepnaam, self.dossier.code) if n.strip())
        heard = heard_names(self.dossier, self.papier.veilig)
        text = mask_hard(self.masker(text, (*names, *heard)) if self.masker else text, names, sign)
        for pattern in patterns_for((name, True) for name in heard):
            text = pattern.sub(lambda _: sign, text)
        return re.sub(rf"{re.escape(sign)}(?:\s+{re.escape(sign)})+", lambda _: sign, text)

    def _tkb(self) -> list[Blok]:
        t = self.papier.tkb
        room = room_of(self.dossier.rooms, "tkb", "teamkrachtbespreking")
        sessions = docs_in(room.get("besprekingen"))
        if sessions:
            room = sessions[-1]
        krachten, hulpbronnen = self._krachten(), self._hulpbronnen()
        blokken: list[Blok] = [
            paragraph(t.intro),
            {"soort": "akkoord", "items": [t.toestemming], "datum": self.papier.algemeen.datum_regel},
        ]
        wishes = [self._masked(paper_text(d.tekst)) for d in self._doelen()] or [
            self._masked(paper_text(k.citaat.tekst)) for k in krachten if k.vorm is KrachtVorm.IK_WIL
        ]
        blokken.append(heading(t.wens, "wens"))
        blokken.append(quotation("", wishes) if wishes else paragraph(self.papier.algemeen.leeg, "leeg"))
        blokken.append(heading(t.vraag, "vraag"))
        question = paper_text(room.get("vraag"))
        if question and self._may("tkb.vraag", question):
            blokken.append(paragraph(self._masked(question)))
        else:
            blokken.append({"soort": "schrijf", "kop": "", "aantal": 2})
        blokken.append(heading(t.krachten, "kracht"))
        rest = [k for k in krachten if k.vorm is not KrachtVorm.IK_WIL]
        for vorm in STEMS[1:]:
            mine = [self._masked(paper_text(k.citaat.tekst)) for k in rest if k.vorm is vorm]
            if mine:
                blokken.append(quotation(self.papier.stam[vorm], mine))
        if not rest:
            blokken.append(paragraph(self.papier.algemeen.leeg, "leeg"))
        blokken.append(heading(t.hulpbronnen, "mensen"))
        for aard in ("natuurlijk", "professioneel"):
            mine = list(dict.fromkeys(self._masked(paper_text(h.citaat.tekst)) for h in hulpbronnen if h.aard == aard))
            if mine:
                blokken.append(quotation(self.papier.aard[aard], mine))
        if not hulpbronnen:
            blokken.append(paragraph(self.papier.algemeen.leeg, "leeg"))
        ideas = []
        for number, idea in enumerate(docs_in(room.get("ideeen"))):
            text = paper_text(idea.get("tekst"))
            if text and self._may(f"tkb.idee-{number + 1}", text):
                chosen = bool(idea.get("gekozen"))
                ideas.append({"tekst": self._masked(text), "gekozen": chosen, "bij": t.gekozen if chosen else ""})
        blokken.append(
            {
                "soort": "ideeen",
                "kop": t.ideeen,
                "uitleg": fill_in(t.ideeen_uitleg, aantal=MIN_IDEAS),
                "items": ideas,
                "lege": max(0, MIN_IDEAS - len(ideas)),
            }
        )
        blokken.append({"soort": "schrijf", "kop": t.gekozen_kop, "aantal": 2})
        look = paper_text(room.get("terugblik"))
        if look and self._may("tkb.terugblik", look):
            blokken += [heading(t.terug), paragraph(self._masked(look))]
        else:
            blokken.append({"soort": "schrijf", "kop": t.terug, "aantal": 2})
        return blokken


# -- from dossier to file ------------------------------------------------------------------------


class SheetMaker:
    """Makes a sheet and puts it in a folder: what the screen and the command hold.

    Args:
        writers: gives the DocumentWriter of a form; raises UnknownForm.
        put: writes bytes as a new file (folder, name, bytes) and returns where it is; raises DocumentNotWritten.
        record: writes the access line (dossier id, what) before anything is made; what it raises stops the print. None: nothing is logged.
    """

    bladen = BLADEN

    def __init__(
        self,
        *,
        content: Content,
        clock: Clock,
        vormen: Sequence[str],
        writers: Callable[[str], DocumentWriter],
        put: Callable[[Path, str, bytes], Path],
        record: Callable[[str, str], None] | None = None,
        masker: Masker | None = None,
    ) -> None:
        self.content, self.clock, self.vormen = content, clock, tuple(vormen)
        self._writers, self._put, self._record, self._masker = writers, put, record, masker

    def blad(self, dossier: Dossier, soort: str, voor: Literal["client", "dossier"] = "client") -> Blad:
        return make_blad(soort, dossier, self.content, op=self.clock.now(), voor=voor, masker=self._masker)

    def inzage(self, dossier: Dossier, *, log: Iterable[Any] = (), left_out: int = 0) -> Blad:
        return make_inzage(dossier, self.content, op=self.clock.now(), log=log, left_out=left_out)

    def render(self, blad: Blad, vorm: str) -> bytes:
        return self._writers(vorm).write(blad)

    def write(
        self, dossier: Dossier, *, blad: str, vorm: str, folder: Path, voor: Literal["client", "dossier"] = "client", name: str = ""
    ) -> Path:
        """Log, make and write one sheet. Returns where it is.

        Raises: NotThere (no such sheet), UnknownForm, ToestemmingMissing, DocumentNotWritten, and what `record` raises.
        """
        return self.put(dossier, self.blad(dossier, blad, voor), vorm=vorm, folder=folder, name=name)

    def leave(self, dossier: Dossier, soort: str) -> Stand:
        """Whether the client allows this sheet to be made: the strictest of printing and, for the team's sheet, sharing.

        Raises: ToestemmingMissing when the client said no, took it back, or the leave is over. Not asked yet is no refusal here: the
        sheet is the client's own, and the team's sheet asks for leave on its first line.
        """
        given = toestemmingen_in(dossier.rooms)
        purposes = (Doel.AFDRUKKEN, Doel.DELEN) if soort == "tkb" else (Doel.AFDRUKKEN,)
        stands = [given.stand(purpose, self.clock.now()) for purpose in purposes]
        if any(s in (Stand.GEWEIGERD, Stand.INGETROKKEN, Stand.VERLOPEN) for s in stands):
            raise ToestemmingMissing(
                "De cliënt vindt dit niet (meer) goed.", hint="Leg het uit en vraag het opnieuw, bij Toestemming in het dossier."
            )
        return Stand.NIET_GEVRAAGD if Stand.NIET_GEVRAAGD in stands else Stand.GEGEVEN

    def put(self, dossier: Dossier, blad: Blad, *, vorm: str, folder: Path, name: str = "", about_client: bool = True) -> Path:
        """Check the client's leave, log, and write a sheet that was made already. No client in it (an audit): no leave to check."""
        if about_client:
            self.leave(dossier, blad["soort"])
        data = self.render(blad, vorm)
        if self._record is not None:
            self._record(dossier.id, f"{blad['soort']}/{blad['voor']}/{vorm}")
        return self._put(folder, name or sheet_name(dossier, blad, vorm), data)

    def put_apart(self, blad: Blad, *, vorm: str, folder: Path, name: str) -> Path:
        """Write a sheet that is about no dossier in particular (what comes back over many plans). Reading them was logged already."""
        return self._put(folder, name, self.render(blad, vorm))

    def put_bytes(self, data: bytes, *, folder: Path, name: str) -> Path:
        """Write a file that was made and logged already (a client's copy). Raises DocumentNotWritten."""
        return self._put(folder, name, data)

    def put_text(self, text: str, *, folder: Path, name: str) -> Path:
        """Write plain text of the person's own (the report of a practice) as a new file. Raises DocumentNotWritten."""
        return self._put(folder, name, text.encode("utf-8"))


def sheet_name(dossier: Dossier, blad: Mapping[str, Any], vorm: str) -> str:
    """'plan-2026-11-22.pdf' for the client (nothing about care in it), with the dossier's code on its own sheets."""
    day = datetime.fromisoformat(blad["gemaakt_op"]).astimezone(AMSTERDAM).date().isoformat()
    plain = unicodedata.normalize("NFKD", dossier.code)  # 'Zélie' keeps its e
    code = re.sub(r"[^A-Za-z0-9]+", "", plain)[:24]
    middle = f"-{code}" if blad["kenmerk"] and code else ""
    return f"{blad['soort']}{middle}-{day}.{vorm.split('-')[0]}"
