"""assistant.domain.netwerk: the people, animals, places and groups around one client, how support goes, and how that changes.

The document lives in dossier.rooms["netwerk"] (shape read by engine.exporting) and travels with the dossier. Pure: moments are handed in.
Never: a count or a mark for a network; a way out of 'niet benaderen' by deleting the contact; someone marked so who joins in with a goal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import Field, field_validator

from assistant.domain.kamers import read_room
from assistant.domain.values import Frozen, UitingId, clean_text, replace
from assistant.errors import NotThere, RuleError

ROOM = "netwerk"
MAX_NAAM = 60
"""Characters of a name on the map. Our own choice: a first name or 'mijn buurman van beneden' fits."""
CORRECTION = timedelta(hours=1)
"""A change this soon is a correction of what was just noted, not a change in the network. Our own choice."""


class Soort(StrEnum):
    PERSOON = "persoon"
    DIER = "dier"
    PLAATS = "plaats"
    GROEP = "groep"


class Band(StrEnum):
    """How near to ordinary life: the order in which help is looked for (domein.md 10.4)."""

    NATUURLIJK = "natuurlijk"
    INFORMEEL = "informeel"
    """Buren, vrijwilligers, lotgenoten, groups anybody may walk into."""
    PROFESSIONEEL = "professioneel"


class Steun(StrEnum):
    """Kinds of support in an ecogram (domein.md 10.4)."""

    PRAKTISCH = "praktisch"
    GEZELSCHAP = "gezelschap"
    ADVIES = "advies"
    EMOTIONEEL = "emotioneel"


class Richting(StrEnum):
    ONBEKEND = ""
    GEEFT = "geeft"
    """This one helps the client."""
    KRIJGT = "krijgt"
    """The client helps this one."""
    BEIDE = "beide"


class Kwaliteit(StrEnum):
    ONBEKEND = ""
    STEUNEND = "steunend"
    WISSELEND = "wisselend"
    SPANNING = "spanning"


class Rol(StrEnum):
    """What a goal has to do with a contact."""

    RAAKT = "raakt"
    DOET_MEE = "doet_mee"


class Contact(Frozen):
    """One line of the map, as it is from `sinds` on."""

    id: str
    naam: str = Field(min_length=1, max_length=MAX_NAAM)
    """What the client calls them. Never a surname or address of necessity."""
    groep: str = ""
    """'familie', 'buren' …, as it is shown. Empty: not said."""
    soort: Soort = Soort.PERSOON
    aard: Band = Band.NATUURLIJK
    steun: tuple[Steun, ...] = ()
    richting: Richting = Richting.ONBEKEND
    kwaliteit: Kwaliteit = Kwaliteit.ONBEKEND
    niet_benaderen: bool = False
    """True: never offered, never in a draft, never on paper."""
    hulpbron: str | None = None
    """Id of the hulpbron in the inventory it was taken from."""
    uiting: UitingId | None = None
    """The client's words in which it was heard. None: put there together, without a quote."""
    sinds: datetime
    """From when this version counts."""
    eerst: datetime
    """When it first came on the map."""

    @field_validator("naam", mode="before")
    @classmethod
    def _one_line(cls, value: Any) -> Any:
        return " ".join(clean_text(value).split()) if isinstance(value, str) else value

    def same_as(self, other: Contact) -> bool:
        """True when nothing but moments differs."""
        skip = {"sinds", "eerst"}
        return self.model_dump(exclude=skip) == other.model_dump(exclude=skip)


class Eerder(Frozen):
    """How a contact was, until `tot`."""

    contact: Contact
    tot: datetime


class Betrokken(Frozen):
    """A contact that a goal touches, or that could join in. `doel` is the id of a langetermijndoel or of a wish (kracht)."""

    doel: str
    contact: str
    rol: Rol
    op: datetime


class Verschil(Frozen):
    """What changed between two moments. No judgement: more is not better."""

    erbij: tuple[Contact, ...] = ()
    weg: tuple[Contact, ...] = ()
    anders: tuple[tuple[Contact, Contact], ...] = ()
    """(how it was, how it is)."""

    @property
    def leeg(self) -> bool:
        return not (self.erbij or self.weg or self.anders)


class Netwerk(Frozen):
    versie: int = 1
    contacten: tuple[Contact, ...] = ()
    eerder: tuple[Eerder, ...] = ()
    betrokken: tuple[Betrokken, ...] = ()
    gevraagd: tuple[str, ...] = ()
    """Ids of the questions that were put, oldest first."""

    # -- reading ---------------------------------------------------------------------------------

    def contact(self, contact_id: str) -> Contact:
        """Raises NotThere."""
        for item in self.contacten:
            if item.id == contact_id:
                return item
        raise NotThere("Dit contact staat niet op de kaart.", details=contact_id)

    def named(self, naam: str) -> Contact | None:
        wanted = " ".join(naam.split()).casefold()
        return next((c for c in self.contacten if c.naam.casefold() == wanted), None)

    def at(self, moment: datetime) -> tuple[Contact, ...]:
        """The map as it stood at that moment."""
        then = [e.contact for e in self.eerder if e.contact.sinds <= moment < e.tot]
        return (*(c for c in self.contacten if c.sinds <= moment), *then)

    def between(self, van: datetime, tot: datetime) -> Verschil:
        before, after = {c.id: c for c in self.at(van)}, {c.id: c for c in self.at(tot)}
        return Verschil(
            erbij=tuple(c for i, c in after.items() if i not in before),
            weg=tuple(c for i, c in before.items() if i not in after),
            anders=tuple((before[i], c) for i, c in after.items() if i in before and not c.same_as(before[i])),
        )

    def moments(self) -> tuple[datetime, ...]:
        """Every moment on which something changed, oldest first."""
        return tuple(sorted({*(c.sinds for c in self.contacten), *(e.contact.sinds for e in self.eerder), *(e.tot for e in self.eerder)}))

    def with_goal(self, doel: str, rol: Rol) -> tuple[Contact, ...]:
        wanted = {b.contact for b in self.betrokken if b.doel == doel and b.rol is rol}
        return tuple(c for c in in_order(self.contacten) if c.id in wanted)

    # -- changing --------------------------------------------------------------------------------

    def put(self, contact: Contact, op: datetime) -> Netwerk:
        """Add a contact, or note how an existing one (same id) is now; how it was stays readable.

        Raises RuleError when another contact has this name.
        """
        twin = self.named(contact.naam)
        if twin is not None and twin.id != contact.id:
            raise RuleError("Deze naam staat al op de kaart.", hint="Zet er iets bij waaraan u het verschil ziet.")
        old = next((c for c in self.contacten if c.id == contact.id), None)
        if old is None:
            return replace(self, contacten=(*self.contacten, replace(contact, sinds=op, eerst=op)))
        if old.same_as(contact):
            return self
        correction = op - old.sinds < CORRECTION
        new = replace(contact, sinds=old.sinds if correction else op, eerst=old.eerst)
        return replace(
            self,
            contacten=tuple(new if c.id == old.id else c for c in self.contacten),
            eerder=self.eerder if correction else (*self.eerder, Eerder(contact=old, tot=op)),
        )

    def remove(self, contact_id: str, op: datetime) -> Netwerk:
        """Take a contact off the map. Raises RuleError for one that is marked: without the line nobody would be warned any more."""
        old = self.contact(contact_id)
        if old.niet_benaderen:
            raise RuleError("Dit contact staat op 'niet benaderen' en blijft daarom staan.", hint="Haal eerst dat teken weg (n).")
        return replace(
            self,
            contacten=tuple(c for c in self.contacten if c.id != contact_id),
            eerder=(*self.eerder, Eerder(contact=old, tot=op)),
            betrokken=tuple(b for b in self.betrokken if b.contact != contact_id),
        )

    def mark(self, contact_id: str, niet_benaderen: bool, op: datetime) -> Netwerk:
        """Set or take away 'niet benaderen'. Who is marked joins in with nothing."""
        new = self.put(replace(self.contact(contact_id), niet_benaderen=niet_benaderen), op)
        if not niet_benaderen:
            return new
        kept = tuple(b for b in new.betrokken if b.contact != contact_id or b.rol is Rol.RAAKT)
        return replace(new, betrokken=kept)

    def involve(self, doel: str, contact_id: str, rol: Rol, op: datetime) -> Netwerk:
        """Set or take away that this goal touches a contact, or that a contact could join in. Raises RuleError for one that is marked."""
        contact = self.contact(contact_id)
        if contact.niet_benaderen and rol is Rol.DOET_MEE:
            raise RuleError("Dit contact staat op 'niet benaderen' en kan niet meedoen.")
        same = [b for b in self.betrokken if (b.doel, b.contact, b.rol) == (doel, contact_id, rol)]
        if same:
            return replace(self, betrokken=tuple(b for b in self.betrokken if b not in same))
        return replace(self, betrokken=(*self.betrokken, Betrokken(doel=doel, contact=contact_id, rol=rol, op=op)))

    def asked(self, vraag_id: str) -> Netwerk:
        return self if vraag_id in self.gevraagd else replace(self, gevraagd=(*self.gevraagd, vraag_id))


def in_order(contacts: tuple[Contact, ...]) -> tuple[Contact, ...]:
    """Natural before informal before professional, people first; within that as they were put there."""
    bands, kinds = list(Band), list(Soort)
    return tuple(sorted(contacts, key=lambda c: (bands.index(c.aard), kinds.index(c.soort))))


def netwerk_in(rooms: Mapping[str, Any]) -> Netwerk:
    """The document in a dossier; an empty map when there is none. Raises RuleError for a shape we do not know."""
    return read_room(rooms, ROOM, Netwerk)
