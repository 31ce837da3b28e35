"""assistant.engine.reporting: a review, an audit, a practice, and what comes back over plans, as sheets for the writers of documents (engine.exporting).

In:    Dossier, Content, the moment, and where it leaves the team what finds names.   Out: a blad (SHAPES in engine.exporting).
Never: touches the disk; lets through who must not be approached or a secret place; shows one auditor's part before both are done;
       leaves a name of a person in a report for outside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from assistant.domain import beoordeling as review_rules
from assistant.domain.audit import Audit, Waarneming
from assistant.domain.beoordeling import HELE_PLAN, Beoordeling, Bevinding, Opmerking, PlanRegel, Soort
from assistant.domain.dossier import Dossier
from assistant.domain.oefenstof import Oefenstof
from assistant.domain.values import Frozen
from assistant.engine.audit import Overeenstemming, criterion_names
from assistant.engine.content import Content
from assistant.engine.debriefing import Nabespreking
from assistant.engine.exporting import Masker, masker_for
from assistant.engine.reviewing import traces
from assistant.engine.sheet_parts import Blad, Blok, dutch_date
from assistant.engine.sheet_safety import Guard, mask_hard
from assistant.engine.sheet_words import Papier
from assistant.errors import NotThere, RuleError

WORDS = "verslag.toml"


class _Beoordeling(Frozen):
    titel: str
    over: str
    beoordelaar: str
    datum: str
    uitkomst: str
    plan_uit: str
    dit_dossier: str
    een_bestand: str = "een bestand"
    lezing: str
    zonder_lezing: str
    alleen_regels: str
    woord: str
    weg: str
    weg_geen: str
    voorop: str
    toegevoegd: str
    plan: str
    doel: str
    actie: str
    rust_op: str
    geen_woorden: str
    bevinding: str
    suggestie: str
    handleiding: str
    niets: str
    hele_plan: str
    eens: str
    oneens: str
    opmerking: str
    suggestie_kop: str
    antwoord: str
    antwoord_open: str
    verschillen: str
    verschil_uitleg: str
    zei_niets: str
    zeker: str
    vrij_zeker: str
    twijfel: str
    iemand_beoordelaar: str
    lezers: tuple[str, str]
    iemand_begeleider: str
    weggelaten: str
    voet: str
    voet_buiten: str
    lezing_zin: dict[str, str]
    stand: dict[str, str]
    hoe: dict[str, str]


class _Audit(Frozen):
    titel: str
    over: str
    formulier: str
    bron: str
    licentie: str
    team: str
    een_team: str
    auditoren: str
    auditor: str
    begonnen: str
    afgesloten: str
    nog_open: str
    niveaus: str
    niet_te_zien: str
    niet_bekeken: str
    samen: str
    niet_besproken: str
    voet: str
    gezien_aan: str
    bronnen: str
    overeenstemming: str
    gelijk: str
    kappa: str
    weinig: str
    een_niveau: str
    afspraak: str
    wacht: str


class _Terugkerend(Frozen):
    titel: str
    over: str
    aantal: str
    regel: str
    niets: str


class Verslag(Frozen):
    """prompts/verslag.toml."""

    versie: int = 1
    bron: str
    beoordeling: _Beoordeling
    audit: _Audit
    terugkerend: _Terugkerend


def _fill(pattern: str, **values: object) -> str:
    return re.sub(r"\{(\w+)\}", lambda m: str(values.get(m[1], m[0])), pattern)


def _field(title: str, text: str, empty: str = "") -> dict[str, Any]:
    return {"kop": title, "tekst": text or empty, "leeg": not text}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _fields(rows: Iterable[dict[str, Any]]) -> Blok:
    return {"soort": "velden", "items": list(rows)}


def _head(text: str, *, onder: bool = False) -> Blok:
    return {"soort": "kop", "tekst": text, "icoon": "", "beeld": "", **({"onder": True} if onder else {})}


def _text(text: str, style: str = "gewoon") -> Blok:
    return {"soort": "tekst", "tekst": text, "stijl": style}


def _sheet(
    content: Content, soort: str, title: str, blokken: list[Blok], *, op: datetime, kenmerk: str, voet: str, withheld: list[dict[str, str]]
) -> Blad:
    a = content.load("papier.toml", Papier).algemeen
    return {
        "soort": soort,
        "voor": "dossier",
        "taal": "nl",
        "titel": title,
        "naam": "",
        "kenmerk": kenmerk,
        "datum": _fill(a.gemaakt, datum=dutch_date(op)),
        "gemaakt_op": op.isoformat(),
        "voet": voet,
        "bladzijde": a.bladzijde,
        "van": a.van,
        "blokken": blokken,
        "agenda": [],
        "weggelaten": withheld,
    }


# -- a review ------------------------------------------------------------------------------------


class _Review:
    def __init__(
        self, dossier: Dossier, review: Beoordeling, content: Content, *, op: datetime, buiten: bool, masker: Masker | None
    ) -> None:
        self.dossier, self.review, self.content, self.op, self.buiten = dossier, review, content, op, buiten
        self.words = content.load(WORDS, Verslag).beoordeling
        papier = content.load("papier.toml", Papier)
        self.code = papier.algemeen.kenmerk
        self.guard = Guard(dossier, papier.veilig)
        people = {review.beoordelaar, *(o.antwoord.door for o in review.opmerkingen if o.antwoord)}
        people |= {d.bevestiging.door for d in dossier.plan.doelen if d.bevestiging}
        people |= {a.bevestiging.door for a in dossier.plan.acties if a.bevestiging}
        self._mask: Callable[[str], str] = masker_for(dossier, content, op=op, masker=masker, also=sorted(people)) if buiten else str
        self.withheld: list[dict[str, str]] = []
        self.valid = {str(u.id): u for u in dossier.geldige_uitingen}

    def say(self, text: str, ident: str = "") -> str:
        """A text as it may stand on paper."""
        if reason := self.guard.reason(text):
            self.withheld.append({"id": ident, "reden": reason})
            return f"[{self.words.weggelaten}]"
        return self._mask(text)

    def who(self, naam: str, role: str) -> str:
        return role if self.buiten else naam

    def quote(self, uiting_id: str) -> str:
        return self.say(" ".join(self.valid[uiting_id].tekst.split()), uiting_id)

    def make(self, others: Sequence[Beoordeling], differences: Sequence[review_rules.Verschil]) -> Blad:
        w, r = self.words, self.review
        day = dutch_date(r.afgerond or r.begonnen)
        source = self._file() if r.bron else _fill(w.dit_dossier, versie=r.plan_versie)
        blokken: list[Blok] = [
            _text(w.over),
            _fields(
                [
                    _field(w.beoordelaar, self.who(r.beoordelaar, w.iemand_beoordelaar)),
                    _field(w.datum, day),
                    _field(w.uitkomst, _capital(w.stand[r.stand.value])),
                    _field(w.plan_uit, source),
                    _field(w.lezing, self._reading()),
                    *([_field(w.woord, self.say(r.woord))] if r.woord else []),
                ]
            ),
            _head(w.weg),
            *self._dropped(),
            _head(w.plan),
        ]
        for regel in r.regels:
            blokken += self._line(regel)
        whole = [b for o in r.bij(HELE_PLAN) for b in self._remark(o)]
        if whole:
            blokken += [_head(w.hele_plan), _fields(whole)]
        if differences:
            blokken += [_head(w.verschillen), _text(w.verschil_uitleg)]
            for d in differences:
                blokken += self._difference(d, others)
        return _sheet(
            self.content,
            "beoordeling",
            w.titel,
            blokken,
            op=self.op,
            kenmerk="" if self.buiten else _fill(self.code, code=self.dossier.code, versie=self.dossier.version),
            voet=w.voet_buiten if self.buiten else w.voet,
            withheld=self.withheld,
        )

    def _file(self) -> str:
        """The name of the file the plan came from. People name such a file after the client, and no masker reads that in it."""
        return self.words.een_bestand if self.buiten else self.say(self.review.bron)

    def _reading(self) -> str:
        w, lezing = self.words, self.review.lezing
        if lezing is None:
            return w.zonder_lezing
        parts = [w.lezing_zin[lezing.clientgestuurd.value]]
        if lezing.toegevoegd:
            names = {str(a.id): a.label for a in self.content.leefgebieden.leefgebieden}
            parts.append(_fill(w.toegevoegd, namen=", ".join(names.get(a, a) for a in lezing.toegevoegd)) + ".")
        if lezing.alleen_regels:
            parts.append(w.alleen_regels)
        return " ".join(parts)

    def _dropped(self) -> list[Blok]:
        w, lezing = self.words, self.review.lezing
        wishes = [u for u in lezing.weggevallen if u in self.valid] if lezing else []
        if not wishes:
            return [_text(w.weg_geen, "leeg")]
        first = lezing.belangrijkste if lezing else None
        items = [{"tekst": self.quote(u), "bij": w.voorop if u == first else ""} for u in sorted(wishes, key=lambda u: u != first)]
        remarks = [row for u in wishes for o in self.review.bij(u) for row in self._remark(o)]
        return [{"soort": "citaten", "kop": "", "icoon": "", "items": items}, *([_fields(remarks)] if remarks else [])]

    def _line(self, regel: PlanRegel) -> list[Blok]:
        w = self.words
        rows: list[dict[str, Any]] = []
        trail = [s.uiting for s in traces(self.dossier, regel, most=2) if s.uiting in self.valid]
        rows.append(_field(w.rust_op, "\n".join(f"‘{self.quote(u)}’" for u in trail), w.geen_woorden))
        found = [b for b in (self.review.lezing.bevindingen if self.review.lezing else ()) if b.plek == regel.id]
        for bevinding in found:
            rows += self._finding(bevinding)
        for o in self.review.bij(regel.id):
            if o.bevinding is None:
                rows += self._remark(o)
        if len(rows) == 1:
            rows.append(_field("", w.niets))
        facts = ", ".join(x for x in (regel.wie, regel.wanneer) if x)
        text = self.say(f"{regel.tekst}{f' ({facts})' if facts else ''}", regel.id)
        return [_head(_fill(w.doel if regel.soort == "doel" else w.actie, tekst=text), onder=regel.soort != "doel"), _fields(rows)]

    def _finding(self, b: Bevinding) -> list[dict[str, Any]]:
        w = self.words
        sure = w.zeker if b.zekerheid >= 0.8 else w.vrij_zeker if b.zekerheid >= 0.6 else w.twijfel
        parts = [self.say(b.uitleg, b.plek)]
        if b.suggestie:
            parts.append(_fill(w.suggestie, tekst=self.say(b.suggestie, b.plek)))
        if b.bron:
            parts.append(_fill(w.handleiding, bron=b.bron))
        said = self.review.over(b.id)
        if said is not None:
            parts.append(w.eens if said.soort is Soort.EENS else _fill(w.oneens, tekst=self.say(said.tekst, b.plek)))
        rows = [_field(_capital(_fill(w.bevinding, naam=b.naam, zeker=sure)), "\n".join(parts))]
        return rows + (self._answered(said) if said is not None and said.vraagt_antwoord else [])

    def _remark(self, o: Opmerking) -> list[dict[str, Any]]:
        w = self.words
        title = w.suggestie_kop if o.soort is Soort.SUGGESTIE else w.opmerking
        return [_field(title, self.say(o.tekst, o.plek)), *(self._answered(o) if o.vraagt_antwoord else [])]

    def _answered(self, o: Opmerking) -> list[dict[str, Any]]:
        w = self.words
        if o.antwoord is None:
            return [_field(_fill(w.antwoord, door=w.iemand_begeleider), "", w.antwoord_open)]
        said = w.hoe[o.antwoord.hoe.value] + (f": {self.say(o.antwoord.tekst, o.plek)}" if o.antwoord.tekst else "")
        return [_field(_fill(w.antwoord, door=self.who(o.antwoord.door, w.iemand_begeleider)), _capital(said))]

    def _difference(self, d: review_rules.Verschil, others: Sequence[Beoordeling]) -> list[Blok]:
        """What it is about, and then who said what."""
        w = self.words
        regel = self.review.regel(d.plek)
        about = self.say(regel.tekst, d.plek) if regel else f"‘{self.quote(d.plek)}’" if d.plek in self.valid else w.hele_plan
        if d.bevinding:
            about = f"{about} ({criterion_names(self.content).get(d.bevinding, d.bevinding)})"
        rows = []
        for lezer, review, said in zip(w.lezers, others, (d.een, d.ander), strict=False):
            name = lezer if self.buiten else review.beoordelaar
            told = "; ".join(self._told(o) for o in said)
            rows.append(_field(name, told, w.zei_niets))
        return [_text(about), _fields(rows)]

    def _told(self, o: Opmerking) -> str:
        w = self.words
        if o.soort is Soort.EENS:
            return w.eens
        if o.soort is Soort.ONEENS:
            return _fill(w.oneens, tekst=self.say(o.tekst, o.plek))
        return self.say(o.tekst, o.plek)


def review_sheet(
    dossier: Dossier, review_id: str, content: Content, *, op: datetime, buiten: bool = False, masker: Masker | None = None
) -> Blad:
    """The report of one signed review; with two reviewers also where they looked differently.

    Args:
        buiten: it leaves the team: no code, no names, identifying stretches masked.
        masker: finds names that nobody listed. None: known and heard names and hard identifiers only.

    Raises:
        NotThere: no such review. RuleError: its round is not done, so nobody may see it whole.
    """
    kamer = review_rules.load(dossier.rooms)
    review = kamer.get(review_id)
    if not kamer.ronde_klaar(review.ronde):
        raise RuleError("Deze beoordeling is nog niet getekend.", hint="Een verslag kan als iedereen heeft getekend.")
    maker = _Review(dossier, review, content, op=op, buiten=buiten, masker=masker)
    return maker.make(kamer.van_ronde(review.ronde), kamer.verschillen(review.ronde))


# -- an audit ------------------------------------------------------------------------------------


def audit_sheet(
    audit: Audit,
    dossier: Dossier,
    content: Content,
    *,
    op: datetime,
    overeenstemming: Overeenstemming | None = None,
    buiten: bool = False,
    masker: Masker | None = None,
) -> Blad:
    """The report of an audit. Before both auditors are done it holds the form and no observation."""
    w = content.load(WORDS, Verslag)
    a, form = w.audit, audit.formulier
    names = {x.naam: _fill(a.auditor, nummer=n) if buiten else x.naam for n, x in enumerate(audit.auditoren, 1)}
    also = sorted({audit.team, *(x.naam for x in audit.auditoren)})
    mask: Callable[[str], str] = masker_for(dossier, content, op=op, masker=masker, also=also) if buiten else str
    blokken: list[Blok] = [
        _text(a.over),
        _fields(
            [
                _field(a.team, a.een_team if buiten else audit.team),
                _field(a.formulier, form.naam),
                _field(a.bron, form.bron),
                *([_field(a.licentie, form.licentie)] if form.licentie else []),
                _field(a.auditoren, ", ".join(names.values())),
                _field(a.begonnen, dutch_date(audit.begonnen)),
                _field(a.afgesloten, dutch_date(audit.afgesloten) if audit.afgesloten else "", a.nog_open),
                _field(a.niveaus, " · ".join(form.niveaus)),
            ]
        ),
    ]

    def seen(row: Waarneming | None) -> str:
        if row is None:
            return ""
        level = a.niet_te_zien if row.niveau is None else form.niveaus[row.niveau]
        said = _fill(a.gezien_aan, niveau=level, bewijs=mask(row.bewijs))
        return said + (f" ({_fill(a.bronnen, bronnen=', '.join(row.bronnen))})" if row.bronnen else "")

    open_part = audit.samen_klaar or bool(audit.afgesloten)
    differ = {item for item, _, _ in audit.verschillen()}
    if not open_part:
        blokken.append(_text(a.wacht, "leeg"))
    for gebied in form.gebieden:
        blokken.append(_head(gebied))
        for item in (o for o in form.onderdelen if o.gebied == gebied):
            rows = [_field(names[x.naam], seen(x.bij(item.id)), a.niet_bekeken) for x in audit.auditoren] if open_part else []
            if both := audit.samen_bij(item.id):
                rows.append(_field(a.samen, seen(both)))
            elif item.id in differ:
                rows.append(_field(a.samen, "", a.niet_besproken))
            blokken += [_head(item.naam, onder=True), _text(item.vraag), *([_fields(rows)] if rows else [])]
    if overeenstemming is not None:
        o = overeenstemming
        number = "" if o.kappa is None else f"{o.kappa:.2f}".replace(".", ",")
        why = {"weinig": a.weinig, "een_niveau": a.een_niveau}.get(o.waarom_niet, "")
        blokken += [_head(a.overeenstemming), _text(_fill(a.gelijk, gelijk=o.gelijk, aantal=o.aantal))]
        blokken.append(_text(_fill(a.kappa, kappa=number) if number else why))
    if audit.afspraak:
        blokken += [_head(a.afspraak), _text(mask(audit.afspraak))]
    foot = w.beoordeling.voet_buiten if buiten else a.voet
    return _sheet(content, "audit", a.titel, blokken, op=op, kenmerk="", voet=foot, withheld=[])


# -- over many plans -----------------------------------------------------------------------------


def recurring_sheet(found: Sequence[tuple[str, int]], plans: int, content: Content, *, op: datetime) -> Blad:
    """Which criteria come back. About plans only: nothing in it can point at somebody."""
    words = content.load(WORDS, Verslag)
    w, names = words.terugkerend, criterion_names(content)
    rows = [_fill(w.regel, naam=names.get(label, label), aantal=n) for label, n in found]
    blokken: list[Blok] = [_text(w.over), _fields([_field(w.aantal, str(plans))])]
    blokken.append({"soort": "lijst", "kop": w.titel, "items": rows} if rows else _text(w.niets, "leeg"))
    return _sheet(content, "terugkerend", w.titel, blokken, op=op, kenmerk="", voet=words.beoordeling.voet_buiten, withheld=[])


def practise_sheet(nb: Nabespreking, naam: str, content: Content, *, op: datetime) -> Blad:
    """The talk with the invented client `naam` and what the trainee learned, for supervision. What was not found stays hidden.

    Hard identifiers the trainee typed (a number, an address) are left out, also where they are quoted. Names stay: those of the invented
    client and the people around are part of the talk.
    """
    stof = content.load("oefenen.toml", Oefenstof)
    w = stof.verslag
    sign = f"[{content.load('papier.toml', Papier).tkb.weggelaten}]"

    def hard(text: str) -> str:
        return mask_hard(text, (), sign)

    goal = stof.doel(nb.doel)
    blokken: list[Blok] = [_text(w["uitleg"])]
    if goal is not None:
        blokken.append(_fields([_field(f"{w['doel']}:", goal.naam)]))
    for kop, punten in ((w["goed"], nb.ging_goed), (w["probeer"], nb.probeer)):
        blokken.append({"soort": "lijst", "kop": kop, "items": [_with_lines(hard(p.tekst), p.regels) for p in punten]})
    blokken.append(_head(w["gesprek"]))
    for regel in nb.regels:
        rows = [
            (w["ik"], hard(regel.zeg.strip()) or w["stilte"]),
            (naam, regel.antwoord),
            (_fill(w["dacht"], naam=naam), regel.innerlijk),
            (w["coach"], hard(regel.uitleg)),
            (w["anders"], hard(regel.alternatief)),
        ]
        blokken += [
            _head(_fill(w["regel"], nr=regel.regel), onder=True),
            _fields([_field(f"{kop}:", text) for kop, text in rows if text]),
        ]
    found = [_with_lines(v.tekst, (v.regel,)) for oogst in (nb.krachten, nb.hulpbronnen, nb.wensen) for v in oogst.gevonden]
    own = [hard(text) for text in nb.inventaris.opgeschreven] if nb.inventaris else []
    counted = [_with_lines(f"{item.naam}: {item.aantal}", item.regels) for item in nb.geteld]
    for kop, items in ((w["gevonden"], found), (w["opgeschreven"], own), (w["geteld"], counted)):
        if items:
            blokken.append({"soort": "lijst", "kop": kop, "items": items})
    return _sheet(content, "oefening", f"{w['kop']}: {naam}", blokken, op=op, kenmerk="", voet=w["voet"], withheld=[])


def _with_lines(text: str, lines: Sequence[int]) -> str:
    return f"{text} (regel {', '.join(map(str, lines))})" if lines else text


def thinking_masker(think: Callable[..., Mapping[str, Any]]) -> Masker:
    """A Masker that asks the handler `maskeer`; without it (gone, not there) the lists and hard patterns of the sheet remain.

    Every text is asked for apart; over all of them one person keeps one number, and two persons never share one.
    """
    numbers: dict[str, dict[str, int]] = {}

    def mask(text: str, names: tuple[str, ...]) -> str:
        try:
            found = think("maskeer", {"id": "verslag", "tekst": text, "bekende_namen": list(names)})
        except NotThere:
            return text
        out, at = "", 0
        for span in found["spans"]:
            known = numbers.setdefault(str(span["soort"]), {})
            name = text[span["begin"] : span["eind"]].casefold()
            parts = set(name.split())  # 'José' and 'José van den Broek' are one person
            same = [
                n for other, n in known.items() if span["soort"] == "persoon" and (parts <= {*other.split()} or parts >= {*other.split()})
            ]
            number = known.setdefault(name, same[0] if same else max(known.values(), default=0) + 1)
            out += f"{text[at : span['begin']]}[{span['soort']} {number}]"
            at = span["eind"]
        return out + text[at:]

    return mask


def report_name(blad: Mapping[str, Any], vorm: str) -> str:
    """'beoordeling-2026-11-22.pdf': no code in it, so that it can be sent as it is."""
    return f"{blad['soort']}-{datetime.fromisoformat(str(blad['gemaakt_op'])).date().isoformat()}.{vorm.split('-')[0]}"
