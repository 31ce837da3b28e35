"""assistant.engine.netwerk: the map of who is around the client: filled one by one, asked for by question, kept safe.

In:    Conversation (its dossier), prompts/netwerk.toml, a Thinker that hears hulpbronnen.   Out: the saved map, proposals, questions.
Never: puts somebody on the map by itself; offers, drafts or prints somebody marked 'niet benaderen'. Marking a contact marks every
hulpbron that names the same person, so that nothing later in the program offers them.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from itertools import pairwise
from typing import Any

from pydantic import Field

from assistant.domain import netwerk as rules
from assistant.domain.dossier import Change, Dossier
from assistant.domain.events import Event
from assistant.domain.kracht import Citaat, Hulpbron
from assistant.domain.leefgebied import Tekst
from assistant.domain.netwerk import Band, Contact, Netwerk, Rol, Soort, Steun, Verschil, in_order, netwerk_in
from assistant.domain.values import (
    Aanspreekvorm,
    Aard,
    Frozen,
    Herkomst,
    HulpbronSoort,
    LeefgebiedId,
    Luisteraar,
    Uiting,
    UitingId,
    replace,
)
from assistant.engine.content import Content
from assistant.engine.instrument import Instrument, room_step
from assistant.engine.interviewing import Gehoord, tone
from assistant.engine.sheet_safety import Guard, guard_for
from assistant.errors import RuleError
from assistant.judging.hulp import name_of

FILE = "netwerk.toml"
SHORT_WORDS = 4
"""An answer of at most this many words to 'wie nog meer?' is offered as a name by itself. Our own choice."""


class Groep(Frozen):
    id: str
    label: str
    aard: Band
    woorden: tuple[str, ...] = ()


class NetVraag(Frozen):
    """One way to ask who else there is."""

    id: str
    groep: str = ""
    """Id of the group it looks for. Empty: any."""
    tekst: Tekst
    eenvoudig: Tekst
    waarom: str = ""

    def voor(self, vorm: Aanspreekvorm, luisteraar: Luisteraar) -> str:
        simple = luisteraar in (Luisteraar.TWEEDE_TAAL, Luisteraar.LVB)
        return (self.eenvoudig if simple else self.tekst).voor(vorm)


class SysteemVraag(Frozen):
    rol: Rol
    tekst: Tekst


class Netwerktekst(Frozen):
    """prompts/netwerk.toml."""

    versie: int = 1
    bron: str
    leefgebied: LeefgebiedId
    informeel: tuple[str, ...] = ()
    groepen: tuple[Groep, ...] = Field(min_length=1)
    vragen: tuple[NetVraag, ...] = Field(min_length=1)
    systeem: tuple[SysteemVraag, ...] = ()


class Voorstel(Frozen):
    """Somebody or something heard, that may belong on the map. Nothing is there until it is accepted."""

    id: str
    naam: str
    """How it would stand on the map; may be changed when it is accepted."""
    soort: Soort
    aard: Band
    groep: str = ""
    citaat: str
    """The client's words."""
    hulpbron: str | None = None
    """Id in the inventory. None: just heard, and noted there when it is accepted."""
    gehoord: Gehoord | None = None


class Getoond(Frozen):
    """A contact as the screen shows it. `gevaar`: marked here, or named by something that is marked in the inventory."""

    contact: Contact
    gevaar: bool
    citaat: str = ""
    """The client's words it was heard in. Empty: none, or taken back."""


def texts(content: Content) -> Netwerktekst:
    return content.load(FILE, Netwerktekst)


_KINDS = {
    HulpbronSoort.PERSOON: Soort.PERSOON,
    HulpbronSoort.DIER: Soort.DIER,
    HulpbronSoort.PLAATS: Soort.PLAATS,
    HulpbronSoort.ORGANISATIE: Soort.GROEP,
}


class Network(Instrument):
    """The map of one dossier."""

    @property
    def netwerk(self) -> Netwerk:
        return netwerk_in(self.dossier.rooms)

    @property
    def texts(self) -> Netwerktekst:
        return texts(self.talk.content)

    @property
    def _guard(self) -> Guard:
        return guard_for(self.dossier, self.talk.content)

    def _put_room(self, new: Netwerk, item: str) -> Any:
        return room_step(rules.ROOM, netwerk_in, new, item)

    # -- reading ---------------------------------------------------------------------------------

    def contacts(self) -> tuple[Getoond, ...]:
        """Everyone on the map, natural first; those not to be approached last."""
        guard = self._guard
        texts_ = {u.id: u.tekst for u in self.dossier.uitingen if not u.ingetrokken}
        quotes = {h.id: h.citaat.tekst for h in self.dossier.hulpbronnen}
        shown = [
            Getoond(
                contact=c,
                gevaar=c.niet_benaderen or guard.reason(c.naam) == "niet_benaderen",
                citaat=quotes.get(c.hulpbron or "") or texts_.get(c.uiting or UitingId(""), ""),
            )
            for c in in_order(self.netwerk.contacten)
        ]
        return tuple(sorted(shown, key=lambda g: g.gevaar))

    def safe_contacts(self) -> tuple[Contact, ...]:
        """Who may be offered, asked and printed."""
        return tuple(g.contact for g in self.contacts() if not g.gevaar)

    def guess_group(self, words: str, soort: Soort, aard: Band) -> Groep | None:
        """The first group a word of which occurs. None: none does."""
        plain = words.casefold()
        found = {w.strip(".,!?;:'’") for w in plain.replace("-", " ").split()}
        for groep in self.texts.groepen:
            if any(w in found or (" " in w and w in plain) for w in groep.woorden):
                return groep
        wanted = {Soort.DIER: "dier", Soort.PLAATS: "plek", Soort.GROEP: "hulp" if aard is Band.PROFESSIONEEL else "club"}.get(soort)
        return next((g for g in self.texts.groepen if g.id == wanted), None)

    def _proposal(self, ident: str, quote: str, soort: HulpbronSoort, aard: Aard, **more: Any) -> Voorstel:
        kind = _KINDS[soort]
        words = {w.strip(".,!?;:'’") for w in quote.casefold().split()}
        band = (
            Band.PROFESSIONEEL if aard is Aard.PROFESSIONEEL else Band.INFORMEEL if words & set(self.texts.informeel) else Band.NATUURLIJK
        )
        naam = name_of(quote, soort.value) or " ".join(quote.split())
        naam = naam if len(naam) <= rules.MAX_NAAM else naam[: rules.MAX_NAAM - 1].rstrip() + "…"
        groep = self.guess_group(quote, kind, band)
        return Voorstel(id=ident, naam=naam, soort=kind, aard=band, groep=groep.label if groep else "", citaat=quote, **more)

    def proposals(self) -> tuple[Voorstel, ...]:
        """Hulpbronnen of the inventory that are not on the map yet and were not passed over. Things, and who is a danger, are left out."""
        guard, known = self._guard, {c.hulpbron for c in self.netwerk.contacten}
        valid = {u.id for u in self.dossier.geldige_uitingen}
        out: dict[str, Voorstel] = {}
        for h in self.dossier.hulpbronnen:
            if h.soort not in _KINDS or h.niet_benaderen or h.id in known or h.citaat.uiting not in valid:
                continue
            if _fingerprint(h.id) in self.dossier.geweigerd or guard.reason(h.citaat.tekst):
                continue
            found = self._proposal(h.id, h.citaat.tekst, h.soort, h.aard, hulpbron=h.id)
            if self.netwerk.named(found.naam) is None:
                out.setdefault(found.naam.casefold(), found)
        return tuple(out.values())

    # -- wie nog meer ----------------------------------------------------------------------------

    def next_question(self, skip: frozenset[str] = frozenset()) -> NetVraag | None:
        """The question that fits best now: not put before, and first for a group nobody stands in. None: all were put."""
        asked = set(self.netwerk.gevraagd) | skip
        labels = {g.id: g.label for g in self.texts.groepen}
        filled = {c.groep for c in self.netwerk.contacten}
        free = [v for v in self.texts.vragen if v.id not in asked]
        begin = [v for v in free if v.id == self.texts.vragen[0].id]
        open_groups = [v for v in free if v.groep and labels.get(v.groep) not in filled]
        return next(iter((*begin, *open_groups, *free)), None)

    def pass_over(self, vraag: NetVraag) -> None:
        """The question was put and gave nothing, or was skipped: both are fine."""
        self.save(self._put_room(self.netwerk.asked(vraag.id), vraag.id))

    def answer(self, vraag: NetVraag, tekst: str, *, uiting_id: str | None = None) -> Uiting:
        """Keep the client's words with the question, as in the conversation. They are on disk when this returns."""
        uid = uiting_id or self.talk.new_uiting_id()
        area = self.texts.leefgebied if self.talk.content.leefgebieden.get(self.texts.leefgebied) else None
        asked = vraag.voor(self.dossier.aanspreekvorm, self.dossier.luisteraar)
        self.save(
            lambda d: d.record_answer(uiting_id=uid, tekst=tekst, op=self.now(), leefgebied=area, vraag_id=vraag.id, vraag_tekst=asked),
            self._put_room(self.netwerk.asked(vraag.id), vraag.id),
        )
        return self.dossier.uiting(uid)

    def heard(self, uiting: Uiting, *, timeout_s: float = 30.0) -> tuple[tuple[Voorstel, ...], str]:
        """(who was heard in these words, why nobody listened along or ''). Only reads; call it from a worker."""
        beurt = self.talk.listen(uiting, timeout_s=timeout_s)
        found = [
            self._proposal(g.id, g.citaat, g.hulpbron, g.aard, gehoord=g)
            for g in beurt.gehoord
            if g.soort == "hulpbron" and g.hulpbron in _KINDS
        ]
        if not found and (short := self._short_answer(uiting)):
            found = [short]
        guard, seen = self._guard, {v.naam.casefold() for v in self.proposals()}
        fresh = [v for v in found if not guard.reason(v.citaat) and self.netwerk.named(v.naam) is None and v.naam.casefold() not in seen]
        return tuple({v.naam.casefold(): v for v in fresh}.values()), beurt.zonder_hulp

    def _short_answer(self, uiting: Uiting) -> Voorstel | None:
        """'De hond' needs no listener. An answer that sounds like something else than a name ('weet ik niet', 'niemand meer') is none."""
        text = uiting.tekst.strip().rstrip(".!")
        words = text.casefold().split()
        no = {"niet", "niks", "niets", "niemand", "geen", "nee", "nvt", "ja", "weet"}
        if not 0 < len(words) <= SHORT_WORDS or set(words) & no or "?" in text or tone(uiting.tekst, self.talk.content) is not None:
            return None
        begin = uiting.tekst.index(text)
        groep = self.guess_group(text, Soort.PERSOON, Band.NATUURLIJK)
        kind = {"dier": HulpbronSoort.DIER, "plek": HulpbronSoort.PLAATS, "club": HulpbronSoort.ORGANISATIE}.get(groep.id if groep else "")
        aard = Aard.PROFESSIONEEL if groep is not None and groep.aard is Band.PROFESSIONEEL else Aard.NATUURLIJK
        item = Gehoord(
            soort="hulpbron",
            uiting=uiting.id,
            begin=begin,
            eind=begin + len(text),
            citaat=text,
            hulpbron=kind or HulpbronSoort.PERSOON,
            aard=aard,
        )
        return None if item.id in self.dossier.geweigerd else self._proposal(item.id, text, item.hulpbron, aard, gehoord=item)

    # -- one by one ------------------------------------------------------------------------------

    def accept(self, voorstel: Voorstel, *, naam: str = "", **fields: Any) -> str:
        """Put a proposal on the map, under another name if wanted; what was just heard comes in the inventory too. Returns the contact id."""
        steps: list[Any] = []
        hulpbron_id, uid = voorstel.hulpbron, None
        if voorstel.gehoord is not None:
            g = voorstel.gehoord
            area = self.talk.area_for(g.uiting, g.begin)
            if area is None:
                raise RuleError("Kies eerst een leefgebied bij deze woorden.")
            hulpbron = Hulpbron(
                id=self.talk.assistant.ids.new("hulpbron"),
                citaat=Citaat(uiting=g.uiting, begin=g.begin, eind=g.eind, tekst=g.citaat),
                soort=g.hulpbron,
                aard=g.aard,
                leefgebied=area,
                herkomst=Herkomst.HERKEND,
                op=self.now(),
            )
            hulpbron_id, uid = hulpbron.id, g.uiting
            steps.append(lambda d: d.note_hulpbron(hulpbron))
        else:
            uid = next((h.citaat.uiting for h in self.dossier.hulpbronnen if h.id == hulpbron_id), None)
        contact = self._contact(
            naam=naam or voorstel.naam,
            soort=voorstel.soort,
            aard=voorstel.aard,
            groep=voorstel.groep,
            hulpbron=hulpbron_id,
            uiting=uid,
            **fields,
        )
        steps.append(self._put_room(self.netwerk.put(contact, self.now()), contact.id))
        self.save(*steps)
        return contact.id

    def refuse(self, voorstel: Voorstel) -> None:
        """Not on the map; it is not proposed again. The words and the inventory stay as they are."""
        mark = _fingerprint(voorstel.hulpbron) if voorstel.hulpbron else voorstel.id
        self.save(lambda d: d.refuse_proposal(mark))

    def _contact(self, *, contact_id: str | None = None, **fields: Any) -> Contact:
        now = self.now()
        if not str(fields.get("naam") or "").strip():
            raise RuleError("Er staat nog geen naam.", hint="Een voornaam of 'mijn buurman' is genoeg.")
        if len(" ".join(str(fields["naam"]).split())) > rules.MAX_NAAM:
            raise RuleError("Deze naam is te lang voor de kaart.", hint=f"Neem hooguit {rules.MAX_NAAM} tekens.")
        return Contact.model_validate({"id": contact_id or self.talk.assistant.ids.new("contact"), "sinds": now, "eerst": now, **fields})

    def add(self, **fields: Any) -> str:
        """Put somebody on the map by hand. `fields` are those of Contact. Returns the id."""
        contact = self._contact(**fields)
        room = self._put_room(self.netwerk.put(contact, self.now()), contact.id)
        self.save(room, *([self._flag_same] if contact.niet_benaderen else []))
        return contact.id

    def change(self, contact_id: str, **fields: Any) -> None:
        """Note how a contact is now. Setting or taking away 'niet benaderen' goes as in `mark`; all in one save."""
        old = self.netwerk.contact(contact_id)
        new = self._contact(contact_id=contact_id, **{k: v for k, v in {**old.model_dump(), **fields}.items() if k != "id"})
        self._marked(self.netwerk.put(new, self.now()), old, new.niet_benaderen)

    def remove(self, contact_id: str) -> None:
        self.save(self._put_room(self.netwerk.remove(contact_id, self.now()), contact_id))

    # -- safety ----------------------------------------------------------------------------------

    def mark(self, contact_id: str, niet_benaderen: bool = True) -> None:
        """Set or take away 'niet benaderen', here and on every hulpbron that names the same person; all in one save."""
        self._marked(self.netwerk, self.netwerk.contact(contact_id), niet_benaderen)

    def _marked(self, netwerk: Netwerk, old: Contact, niet_benaderen: bool) -> None:
        room = self._put_room(netwerk.mark(old.id, niet_benaderen, self.now()), old.id)
        if niet_benaderen:
            self.save(room, lambda d: _flagged(d, {h.id for h in d.hulpbronnen if h.id == old.hulpbron}, True), self._flag_same)
        elif old.niet_benaderen:
            self.save(room, lambda d: self._unflag(d, old))
        else:
            self.save(room)

    def _flag_same(self, d: Dossier) -> Change:
        guard = guard_for(d, self.talk.content)
        return _flagged(d, {h.id for h in d.hulpbronnen if guard.reason(h.citaat.tekst) == "niet_benaderen" or guard.overlaps(h)}, True)

    def _unflag(self, d: Dossier, contact: Contact) -> Change:
        """Hulpbronnen that only this contact kept away are free again."""
        alone = replace(
            d.replace(rooms={rules.ROOM: Netwerk(contacten=(replace(contact, niet_benaderen=True),)).model_dump(mode="json")}),
            hulpbronnen=tuple(replace(h, niet_benaderen=False) for h in d.hulpbronnen),
        )
        its = guard_for(alone, self.talk.content)
        mine = {
            h.id for h in d.hulpbronnen if h.niet_benaderen and (h.id == contact.hulpbron or its.reason(h.citaat.tekst) == "niet_benaderen")
        }
        freed, events = _flagged(d, mine, False)
        rest = guard_for(freed, self.talk.content)
        still = {h.id for h in freed.hulpbronnen if h.id in mine and rest.reason(h.citaat.tekst) == "niet_benaderen"}
        again, _ = _flagged(freed, still, True)
        return again, events

    # -- a goal and who it touches ---------------------------------------------------------------

    def goals(self) -> tuple[tuple[str, str], ...]:
        """(id, words) of what can be looked at: the goals that are not refused, else the wishes."""
        doelen = tuple((d.id, d.tekst) for d in self.dossier.plan.doelen if d.status != "geweigerd")
        return doelen or tuple((w.id, w.citaat.tekst) for w in self.dossier.wensen)

    def involve(self, doel: str, contact_id: str, rol: Rol | str) -> None:
        """Set or take away. Raises RuleError when somebody not to be approached would join in."""
        if doel not in {i for i, _ in self.goals()}:
            raise RuleError("Kies eerst een doel of een wens van de cliënt.")
        if Rol(rol) is Rol.DOET_MEE and contact_id not in {c.id for c in self.safe_contacts()}:
            self.netwerk.contact(contact_id)
            raise RuleError("Dit contact staat op 'niet benaderen' en kan niet meedoen.")
        self.save(self._put_room(self.netwerk.involve(doel, contact_id, Rol(rol), self.now()), contact_id))

    def could_join(self, doel: str) -> tuple[Contact, ...]:
        """Who may be asked and does not stand with this goal yet: natural first, and within that who does things or is good company."""
        taken = {c.id for c in self.netwerk.with_goal(doel, Rol.DOET_MEE)}
        active = {Steun.PRAKTISCH, Steun.GEZELSCHAP}
        free = [c for c in self.safe_contacts() if c.id not in taken]
        return tuple(sorted(free, key=lambda c: (list(Band).index(c.aard), not active & set(c.steun))))

    def goal_questions(self, rol: Rol | str) -> tuple[str, ...]:
        return tuple(v.tekst.voor(self.dossier.aanspreekvorm) for v in self.texts.systeem if v.rol == rol)

    # -- over time -------------------------------------------------------------------------------

    def changes(self) -> tuple[tuple[datetime, datetime, Verschil], ...]:
        """What changed, day by day (from, to, difference), newest first. The first day is the beginning and is left out."""
        moments = self.netwerk.moments()
        days: dict[Any, datetime] = {}
        for moment in moments:
            days[moment.date()] = moment  # the last of each day
        ends = list(days.values())
        pairs = [(a, b, self.netwerk.between(a, b)) for a, b in pairwise(ends)]
        return tuple(p for p in reversed(pairs) if not p[2].leeg)


def _fingerprint(hulpbron_id: str | None) -> str:
    return hashlib.sha256(f"netwerk|{hulpbron_id}".encode()).hexdigest()[:16]


def _flagged(d: Dossier, ids: set[str], flag: bool) -> Change:
    changed = {h.id for h in d.hulpbronnen if h.id in ids and h.niet_benaderen is not flag}
    if not changed:
        return d, ()
    new = tuple(replace(h, niet_benaderen=flag) if h.id in changed else h for h in d.hulpbronnen)
    return replace(d, hulpbronnen=new), tuple(Event(soort="hulpbron_genoteerd", object=i) for i in sorted(changed))
