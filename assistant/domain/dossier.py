"""assistant.domain.dossier: the aggregate. Everything about one client's traject, and what may happen to it.

Every change is a method that returns (new Dossier, events) and leaves the old one as it was. `version` is raised by the store, not here.
Ids and moments are handed in by the engine (ports Ids and Clock), so that this room stays pure.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field, model_validator

from assistant.domain import luisteren
from assistant.domain.actieplan import (
    Actie,
    Actieplan,
    ActieStatus,
    Bevestiging,
    ClientKeuze,
    Langetermijndoel,
    Planmoment,
    Terugblik,
)
from assistant.domain.events import Event
from assistant.domain.kracht import Citaat, Hulpbron, Kracht
from assistant.domain.values import (
    MAX_ANSWER_CHARS,
    Aanspreekvorm,
    DossierId,
    Frozen,
    LeefgebiedId,
    Luisteraar,
    Uiting,
    UitingId,
    clean_text,
    replace,
)
from assistant.errors import AnswerRejected, NotConfirmable, NotThere

Change = tuple["Dossier", tuple[Event, ...]]


class LeefgebiedKeuze(Frozen):
    """What the client wants with one leefgebied. Absent: nothing said about it, which is fine."""

    leefgebied: LeefgebiedId
    keuze: str = Field(pattern="^(praten|liever_niet|later)$")
    op: datetime


class Overgeslagen(Frozen):
    """A question passed over. Data, not a gap: it is never shown as missing."""

    vraag_id: str
    hoe: str = Field(pattern="^(overslaan|later|liever_niet)$")
    op: datetime


class Positie(Frozen):
    """Where the conversation stands, so that it resumes at the same place."""

    leefgebied: LeefgebiedId | None = None
    vraag_id: str | None = None
    """The question on the screen. None: the guide is asking where to talk about."""
    vraag_tekst: str = ""
    """Its words, for a follow-up that came out of the moment and stands in no file."""
    gesteld: tuple[str, ...] = ()
    """Ids of questions already put, oldest first."""


class Notitie(Frozen):
    """The begeleider's own words, kept apart from the client's."""

    id: str
    tekst: str
    leefgebied: LeefgebiedId | None = None
    op: datetime


class Gesprek(Frozen):
    """One sitting."""

    id: str
    begin: datetime
    eind: datetime | None = None


class Dossier(Frozen):
    """One traject of one client. `code` stands where a name would; a name is never asked."""

    schema_versie: int = 1
    id: DossierId
    code: str
    version: int = 0
    """Counts saves. 0: never saved. The store refuses a save on an older version (DossierStale)."""
    aangemaakt: datetime
    setting: str = ""
    roepnaam: str = ""
    """What the client likes to be called, for the client's own paper. Empty is normal."""
    aanspreekvorm: Aanspreekvorm = Aanspreekvorm.JE
    luisteraar: Luisteraar = Luisteraar.STANDAARD
    geheime_locatie: bool = False
    bekende_namen: tuple[str, ...] = ()
    """Names that must be masked in everything that leaves the team."""
    uitingen: tuple[Uiting, ...] = ()
    krachten: tuple[Kracht, ...] = ()
    hulpbronnen: tuple[Hulpbron, ...] = ()
    geweigerd: tuple[str, ...] = ()
    """Fingerprints of recognised stretches that were dropped; not proposed again."""
    keuzes: tuple[LeefgebiedKeuze, ...] = ()
    overgeslagen: tuple[Overgeslagen, ...] = ()
    positie: Positie = Positie()
    notities: tuple[Notitie, ...] = ()
    gesprekken: tuple[Gesprek, ...] = ()
    plan: Actieplan = Actieplan()
    rooms: dict[str, Any] = Field(default_factory=dict)
    """Later instruments (netwerk, kompas, zelfregulering, teamkrachtbespreking, toestemming, beoordeling): each a validated document of its own module, by name."""

    @model_validator(mode="after")
    def _quotes_are_verbatim(self) -> Dossier:
        texts = {u.id: u.tekst for u in self.uitingen}
        quotes = [(k.id, k.citaat) for k in self.krachten] + [(h.id, h.citaat) for h in self.hulpbronnen]
        for item_id, c in quotes:
            if c.uiting not in texts or texts[c.uiting][c.begin : c.eind] != c.tekst:
                raise ValueError(f"citaat van {item_id} staat niet letterlijk in de uiting")
        things: tuple[Langetermijndoel | Actie, ...] = (*self.plan.doelen, *self.plan.acties)
        for thing in things:
            if not set(thing.uitingen) <= set(texts):
                raise ValueError(f"{thing.id} verwijst naar een uiting die er niet is")
            if thing.status is ActieStatus.BEVESTIGD and thing.bevestiging is None:
                raise ValueError(f"{thing.id} is bevestigd zonder begeleider")
        for doel in self.plan.doelen:
            if doel.waarom_uiting is not None and texts.get(doel.waarom_uiting) != doel.waarom:
                raise ValueError(f"het waarom van {doel.id} staat niet letterlijk in de uiting")
        for actie in self.plan.acties:
            for look in actie.terugblikken:
                if any(texts.get(source) != getattr(look, name, None) for name, source in look.bronnen.items()):
                    raise ValueError(f"een terugblik op {actie.id} staat niet letterlijk in de uiting")
        return self

    # -- reading ---------------------------------------------------------------------------------

    def uiting(self, uiting_id: str) -> Uiting:
        """Return the uiting with this id. Raises NotThere."""
        for item in self.uitingen:
            if item.id == uiting_id:
                return item
        raise NotThere("Deze woorden staan niet in het dossier.", details=uiting_id)

    def current(self, uiting_id: str | None) -> Uiting | None:
        """The words that stand now in the place of these: the last correction, or None when there are none or they were taken back."""
        found = next((u for u in self.uitingen if u.id == uiting_id), None)
        later = {u.verbetert: u for u in self.uitingen if u.verbetert}
        while found is not None and found.id in later:
            found = later[found.id]
        return None if found is None or found.ingetrokken else found

    @property
    def geldige_uitingen(self) -> tuple[Uiting, ...]:
        """Uitingen that still count: not taken back and not replaced by a correction."""
        old = {u.verbetert for u in self.uitingen if u.verbetert}
        return tuple(u for u in self.uitingen if not u.ingetrokken and u.id not in old)

    def uitingen_van(self, leefgebied: str) -> tuple[Uiting, ...]:
        """What was told about a leefgebied; a story that is divided counts for every leefgebied of its pieces. Words stay whole."""
        return tuple(u for u in self.geldige_uitingen if leefgebied in self.leefgebieden_van(u))

    def leefgebieden_van(self, uiting: Uiting) -> tuple[LeefgebiedId, ...]:
        """The leefgebieden an uiting is about: those of its pieces, else its own. Empty: about none in particular."""
        pieces = luisteren.load(self.rooms).delen_van(uiting.id)
        found = [p.leefgebied for p in pieces] if pieces else [uiting.leefgebied]
        return tuple(dict.fromkeys(a for a in found if a is not None))

    def leefgebied_op(self, uiting: Uiting, place: int) -> LeefgebiedId | None:
        """The leefgebied of the words at `place` in an uiting."""
        pieces = luisteren.load(self.rooms).delen_van(uiting.id)
        return next((p.leefgebied for p in pieces if p.begin <= place < p.eind), None) if pieces else uiting.leefgebied

    def keuze(self, leefgebied: str) -> str | None:
        """'praten', 'liever_niet', 'later', or None where nothing was said."""
        return next((k.keuze for k in reversed(self.keuzes) if k.leefgebied == leefgebied), None)

    @property
    def wensen(self) -> tuple[Kracht, ...]:
        return tuple(k for k in self.krachten if k.vorm == "ik_wil")

    @property
    def laatste_uiting(self) -> Uiting | None:
        return self.geldige_uitingen[-1] if self.geldige_uitingen else None

    # -- the conversation ------------------------------------------------------------------------

    def record_answer(
        self, *, uiting_id: str, tekst: str, op: datetime, leefgebied: str | None, vraag_id: str | None, vraag_tekst: str
    ) -> Change:
        """Keep the client's words as they were said.

        Raises:
            AnswerRejected: nothing was said, or more than MAX_ANSWER_CHARS at once.
        """
        kept = clean_text(tekst)
        if not kept.strip():
            raise AnswerRejected("Er staat nog niets.", hint="Typ wat de cliënt zegt, of kies Overslaan.")
        if len(kept) > MAX_ANSWER_CHARS:
            raise AnswerRejected(
                f"Dit antwoord is te lang ({len(kept)} tekens).",
                hint=f"Bewaar het in delen van hooguit {MAX_ANSWER_CHARS} tekens; uw tekst staat er nog.",
            )
        if any(u.id == uiting_id for u in self.uitingen):
            return self, ()  # the same answer sent twice (a retry after a crash) is kept once
        new = Uiting(
            id=UitingId(uiting_id),
            tekst=kept,
            leefgebied=LeefgebiedId(leefgebied) if leefgebied else None,
            vraag_id=vraag_id,
            vraag_tekst=vraag_tekst,
            op=op,
        )
        return replace(self, uitingen=(*self.uitingen, new)), (Event(soort="uiting_bewaard", object=uiting_id),)

    def correct_answer(self, uiting_id: str, *, new_id: str, tekst: str, op: datetime) -> Change:
        """Put a correction beside the original. Krachten whose quote still stands in the new words move along; others stay with the old words' id gone."""
        old = self.uiting(uiting_id)
        changed, _ = self.record_answer(
            uiting_id=new_id, tekst=tekst, op=op, leefgebied=old.leefgebied, vraag_id=old.vraag_id, vraag_tekst=old.vraag_tekst
        )
        uitingen = tuple(replace(u, verbetert=old.id) if u.id == new_id else u for u in changed.uitingen)
        text = uitingen[-1].tekst

        def moved(items: tuple[Any, ...]) -> tuple[Any, ...]:
            out = []
            for item in items:
                if item.citaat.uiting != uiting_id:
                    out.append(item)
                elif (at := text.find(item.citaat.tekst)) >= 0:
                    out.append(
                        replace(
                            item,
                            citaat=Citaat(uiting=UitingId(new_id), begin=at, eind=at + len(item.citaat.tekst), tekst=item.citaat.tekst),
                        )
                    )
                else:
                    out.append(item)  # still verbatim in the earlier words, which stay readable
            return tuple(out)

        plan = replace(
            self.plan,
            doelen=tuple(
                replace(d, waarom=text, waarom_uiting=UitingId(new_id)) if d.waarom_uiting == uiting_id else d for d in self.plan.doelen
            ),
            acties=tuple(
                replace(a, terugblikken=tuple(look.reworded(uiting_id, text, new_id) for look in a.terugblikken)) if a.terugblikken else a
                for a in self.plan.acties
            ),
        )
        return replace(self, uitingen=uitingen, krachten=moved(self.krachten), hulpbronnen=moved(self.hulpbronnen), plan=plan), (
            Event(soort="uiting_verbeterd", object=uiting_id),
        )

    def withdraw_answer(self, uiting_id: str) -> Change:
        """The client takes words back: they count nowhere any more. Krachten and hulpbronnen from them go; plan items that rest on nothing else go too."""
        self.uiting(uiting_id)
        uitingen = tuple(replace(u, ingetrokken=True) if u.id == uiting_id else u for u in self.uitingen)
        return replace(
            self,
            uitingen=uitingen,
            krachten=tuple(k for k in self.krachten if k.citaat.uiting != uiting_id),
            hulpbronnen=tuple(h for h in self.hulpbronnen if h.citaat.uiting != uiting_id),
            plan=self.plan.without({uiting_id}),
        ), (Event(soort="uiting_ingetrokken", object=uiting_id),)

    def move_to(self, positie: Positie) -> Change:
        return replace(self, positie=positie), (Event(soort="positie", object=positie.vraag_id or positie.leefgebied or ""),)

    def skip(self, vraag_id: str, hoe: str, op: datetime) -> Change:
        return replace(self, overgeslagen=(*self.overgeslagen, Overgeslagen(vraag_id=vraag_id, hoe=hoe, op=op))), (
            Event(soort="vraag_overgeslagen", object=vraag_id),
        )

    def choose_leefgebied(self, leefgebied: str, keuze: str, op: datetime) -> Change:
        new = LeefgebiedKeuze(leefgebied=LeefgebiedId(leefgebied), keuze=keuze, op=op)
        return replace(self, keuzes=(*self.keuzes, new)), (Event(soort="leefgebied_keuze", object=leefgebied),)

    # -- the inventory ---------------------------------------------------------------------------

    def note_kracht(self, kracht: Kracht) -> Change:
        """Add or replace (same id) a kracht. Its quote must be verbatim; the aggregate checks it."""
        others = tuple(k for k in self.krachten if k.id != kracht.id)
        return replace(self, krachten=(*others, kracht)), (Event(soort="kracht_genoteerd", object=kracht.id),)

    def drop_kracht(self, kracht_id: str) -> Change:
        return replace(self, krachten=tuple(k for k in self.krachten if k.id != kracht_id)), (
            Event(soort="kracht_verwijderd", object=kracht_id),
        )

    def note_hulpbron(self, hulpbron: Hulpbron) -> Change:
        others = tuple(h for h in self.hulpbronnen if h.id != hulpbron.id)
        return replace(self, hulpbronnen=(*others, hulpbron)), (Event(soort="hulpbron_genoteerd", object=hulpbron.id),)

    def drop_hulpbron(self, hulpbron_id: str) -> Change:
        return replace(self, hulpbronnen=tuple(h for h in self.hulpbronnen if h.id != hulpbron_id)), (
            Event(soort="hulpbron_verwijderd", object=hulpbron_id),
        )

    def refuse_proposal(self, fingerprint: str) -> Change:
        if fingerprint in self.geweigerd:
            return self, ()
        return replace(self, geweigerd=(*self.geweigerd, fingerprint)), (Event(soort="voorstel_geweigerd", object=""),)

    # -- the plan --------------------------------------------------------------------------------

    def put_doel(self, doel: Langetermijndoel) -> Change:
        """Add or revise a doel as concept. A changed text of a confirmed doel goes back to concept: what was confirmed was other words."""
        return self._put("doelen", doel, "doel_concept")

    def put_actie(self, actie: Actie) -> Change:
        """Add or revise an actie as concept (see put_doel)."""
        return self._put("acties", actie, "actie_concept")

    def _put(self, room: str, item: Any, soort: str) -> Change:
        clean = replace(item, status=ActieStatus.CONCEPT, bevestiging=None, keuze=None)
        items, moments = getattr(self.plan, room), self.plan.eerder
        old = next((other for other in items if other.id == item.id), None)
        if old is None:
            items = (*items, clean)
        else:
            if isinstance(old, Actie):  # what was lived through with a step stays with it, whatever words it gets
                clean = replace(clean, terugblikken=clean.terugblikken or old.terugblikken, vorige=clean.vorige or old.vorige)
            items = tuple(clean if other.id == item.id else other for other in items)
            moments = (*moments, *_was(old))
            if old.status is ActieStatus.BEVESTIGD:
                moments = (*moments, Planmoment(soort="gewijzigd", item=old.id, tekst=clean.tekst, op=item.op))
        return replace(self, plan=replace(self.plan, **{room: items, "eerder": moments})), (Event(soort=soort, object=item.id),)

    def describe_doel(
        self, doel_id: str, *, waarom_uiting: str | None, leefgebieden: tuple[str, ...], krijgt_focus: bool, op: datetime
    ) -> Change:
        """Why a doel matters (words that were kept as an uiting), where it belongs, and whether it is worked on now.

        The text of the doel stays as it is, and so do the confirmation and the choice.
        """
        old = self.plan.get(doel_id)
        if not isinstance(old, Langetermijndoel):
            raise NotThere("Dit doel staat niet in het plan.", details=doel_id)
        changes: dict[str, Any] = {"leefgebieden": tuple(LeefgebiedId(x) for x in leefgebieden), "in_focus": krijgt_focus}
        if waarom_uiting is not None:
            changes |= {"waarom": self.uiting(waarom_uiting).tekst, "waarom_uiting": UitingId(waarom_uiting)}
        if all(getattr(old, name) == value for name, value in changes.items()):
            return self, ()
        new = self._change(doel_id, **changes)
        if krijgt_focus != old.in_focus:
            soort = "in_focus" if krijgt_focus else "uit_focus"
            moment = Planmoment(soort=soort, item=doel_id, tekst=old.tekst, op=op)
            new = replace(new, plan=replace(new.plan, eerder=(*new.plan.eerder, moment)))
        return new, (Event(soort="doel_aangevuld", object=doel_id),)

    def _change(self, item_id: str, **changes: Any) -> Dossier:
        if self.plan.get(item_id) is None:
            raise NotThere("Deze regel staat niet in het plan.", details=item_id)
        doelen = tuple(replace(d, **changes) if d.id == item_id else d for d in self.plan.doelen)
        acties = tuple(replace(a, **changes) if a.id == item_id else a for a in self.plan.acties)
        return replace(self, plan=replace(self.plan, doelen=doelen, acties=acties))

    def confirm(self, item_id: str, *, door: str, op: datetime) -> Change:
        """The begeleider puts a doel or actie in the plan. The only way in.

        Raises:
            NotConfirmable: no name of a begeleider, or fields are missing (listed in the message).
        """
        item = self.plan.get(item_id)
        if item is None:
            raise NotThere("Deze regel staat niet in het plan.", details=item_id)
        if not door.strip():
            raise NotConfirmable("Er staat geen naam van een begeleider bij.", hint="Vul uw naam of voorletters in.")
        if isinstance(item, Actie) and item.missing():
            raise NotConfirmable(f"Nog niet ingevuld: {', '.join(item.missing())}.", hint="Vul het samen met de cliënt aan.")
        return self._change(item_id, status=ActieStatus.BEVESTIGD, bevestiging=Bevestiging(door=door.strip(), op=op)), (
            Event(soort="bevestigd", object=item_id),
        )

    def refuse(self, item_id: str) -> Change:
        return self._change(item_id, status=ActieStatus.GEWEIGERD, bevestiging=None), (Event(soort="voorstel_geweigerd", object=item_id),)

    def record_choice(self, item_id: str, keuze: ClientKeuze) -> Change:
        """What the client chose, apart from the confirmation. Raises NotConfirmable when the begeleider has not confirmed it yet."""
        item = self.plan.get(item_id)
        if item is not None and item.status is not ActieStatus.BEVESTIGD:
            raise NotConfirmable("Deze regel is nog een voorstel.", hint="Bevestig hem eerst; daarna legt u de keuze van de cliënt vast.")
        new = self._change(item_id, keuze=keuze)
        if item is not None and item.keuze is not None:
            new = replace(new, plan=replace(new.plan, eerder=(*new.plan.eerder, *_chose(item))))
        return new, (Event(soort="keuze_client", object=item_id),)

    def look_back(self, actie_id: str, terugblik: Terugblik) -> Change:
        item = self.plan.get(actie_id)
        if not isinstance(item, Actie):
            raise NotThere("Deze actie staat niet in het plan.", details=actie_id)
        return self._change(actie_id, terugblikken=(*item.terugblikken, terugblik)), (Event(soort="terugblik", object=actie_id),)

    # -- later instruments -----------------------------------------------------------------------

    def put_room(self, name: str, document: Frozen) -> Change:
        """Keep the document of a later instrument under its name."""
        return replace(self, rooms={**self.rooms, name: document.model_dump(mode="json")}), (Event(soort="instrument", object=name),)


def _was(item: Langetermijndoel | Actie) -> tuple[Planmoment, ...]:
    """What stood for an item before it gets other words: its confirmation and its choice. Empty for a draft."""
    if item.bevestiging is None:
        return ()
    moment = Planmoment(soort="bevestigd", item=item.id, tekst=item.tekst, door=item.bevestiging.door, op=item.bevestiging.op)
    return (moment, *_chose(item))


def _chose(item: Langetermijndoel | Actie) -> tuple[Planmoment, ...]:
    if item.keuze is None:
        return ()
    return (Planmoment(soort=item.keuze.keuze.value, item=item.id, tekst=item.tekst, woorden=item.keuze.woorden, op=item.keuze.op),)
