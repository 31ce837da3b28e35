"""assistant.domain.tkb: the teamkrachtbespreking of one client: one question, many ideas, a choice by the client, a look back.

The document lives in dossier.rooms["tkb"] (shape read by engine.exporting). Which steps there are, and how long, is data. Pure.
Never: anything is shared before the pseudonymous sheet was looked at; an idea that was not offered is chosen; a team decides for a client.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from assistant.domain.kamers import read_room
from assistant.domain.values import Frozen, UitingId, clean_text, replace
from assistant.errors import NotThere, RuleError

ROOM = "tkb"
VOORBEREIDEN = "voorbereiden"
"""The step in which nothing is shared yet. Its id is fixed; the others are data."""


class IdeeKeuze(StrEnum):
    OPEN = ""
    GEKOZEN = "gekozen"
    LATER = "later"
    NIET = "niet_gekozen"


class Idee(Frozen):
    id: str
    tekst: str = Field(min_length=1, max_length=400)
    van: str = ""
    """Initials of who thought of it, so that they hear what came of it. Empty: not said."""
    op: datetime
    aangeboden: bool = False
    """The inbrenger brings it to the client."""
    keuze: IdeeKeuze = IdeeKeuze.OPEN
    gekozen: bool = False
    """True exactly when `keuze` is 'gekozen'; sheets read this one."""
    uiting: UitingId | None = None
    """What the client said about it."""


class TeamVraag(Frozen):
    """A question of the team about the inventory."""

    id: str
    tekst: str = Field(min_length=1, max_length=400)
    op: datetime


class Duur(Frozen):
    stap: str
    seconden: int = Field(ge=0)


class WatWerkt(Frozen):
    """The note in the team's own body of knowledge that came out of it."""

    document: str
    titel: str
    op: datetime
    door: str
    weggehaald: datetime | None = None


class Bespreking(Frozen):
    id: str
    begonnen: datetime
    inbrenger: str = ""
    vraag: str = Field(min_length=1)
    stap: str = VOORBEREIDEN
    stap_sinds: datetime
    duur: tuple[Duur, ...] = ()
    """How long each step took, for the team itself."""
    blad_gezien: datetime | None = None
    """When the pseudonymous sheet was looked at. None: nothing may be shared yet."""
    vragen: tuple[TeamVraag, ...] = ()
    ideeen: tuple[Idee, ...] = ()
    voorleggen: str = ""
    """When the ideas are brought to the client, in words."""
    terugblik: str = ""
    terugblik_op: datetime | None = None
    wat_werkt: WatWerkt | None = None
    klaar: datetime | None = None

    # -- reading ---------------------------------------------------------------------------------

    def idee(self, idee_id: str) -> Idee:
        """Raises NotThere."""
        for item in self.ideeen:
            if item.id == idee_id:
                return item
        raise NotThere("Dit idee staat niet op de lijst.", details=idee_id)

    @property
    def aangeboden(self) -> tuple[Idee, ...]:
        return tuple(i for i in self.ideeen if i.aangeboden)

    @property
    def gekozen(self) -> tuple[Idee, ...]:
        return tuple(i for i in self.ideeen if i.gekozen)

    def seconds(self, stap: str, now: datetime) -> int:
        """How long this step has taken until now."""
        spent = sum(d.seconden for d in self.duur if d.stap == stap)
        return spent + (max(0, int((now - self.stap_sinds).total_seconds())) if stap == self.stap and self.klaar is None else 0)

    # -- changing --------------------------------------------------------------------------------

    def seen(self, op: datetime) -> Bespreking:
        return replace(self, blad_gezien=op)

    def to_step(self, stap: str, op: datetime) -> Bespreking:
        """Raises RuleError when the sheet was not looked at: then nothing may be shared."""
        if stap != VOORBEREIDEN and self.blad_gezien is None:
            raise RuleError("Kijk eerst het blad na dat het team te zien krijgt.", hint="Dat is de eerste stap.")
        if stap == self.stap:
            return self
        took = Duur(stap=self.stap, seconden=max(0, int((op - self.stap_sinds).total_seconds())))
        return replace(self, stap=stap, stap_sinds=op, duur=(*self.duur, took))

    def ask(self, vraag: TeamVraag) -> Bespreking:
        return replace(self, vragen=(*self.vragen, vraag))

    def add(self, idee: Idee) -> Bespreking:
        """Add an idea. The same words twice are one idea."""
        if any(i.tekst.casefold() == idee.tekst.casefold() for i in self.ideeen):
            return self
        return replace(self, ideeen=(*self.ideeen, idee))

    def drop(self, idee_id: str) -> Bespreking:
        """Raises RuleError for an idea that lies with the client already."""
        if self.idee(idee_id).keuze is not IdeeKeuze.OPEN:
            raise RuleError("Over dit idee heeft de cliënt al iets gezegd; het blijft staan.")
        return replace(self, ideeen=tuple(i for i in self.ideeen if i.id != idee_id))

    def _with(self, idee: Idee) -> Bespreking:
        return replace(self, ideeen=tuple(idee if i.id == idee.id else i for i in self.ideeen))

    def offer(self, idee_id: str) -> Bespreking:
        """Set or take away that the inbrenger brings it to the client."""
        old = self.idee(idee_id)
        if old.keuze is not IdeeKeuze.OPEN:
            raise RuleError("Over dit idee heeft de cliënt al iets gezegd; het blijft staan.")
        return self._with(replace(old, aangeboden=not old.aangeboden))

    def choose(self, idee_id: str, keuze: IdeeKeuze, uiting: str | None = None) -> Bespreking:
        """What the client did with an idea. Raises RuleError for one that was not offered."""
        old = self.idee(idee_id)
        if not old.aangeboden:
            raise RuleError("Dit idee is niet aan de cliënt voorgelegd.", hint="Kies eerst wat u voorlegt.")
        words = UitingId(uiting) if uiting else old.uiting
        return self._with(replace(old, keuze=keuze, gekozen=keuze is IdeeKeuze.GEKOZEN, uiting=words))

    def look_back(self, tekst: str, op: datetime) -> Bespreking:
        return replace(self, terugblik=clean_text(tekst).strip(), terugblik_op=op)


class TkbKamer(Frozen):
    versie: int = 1
    besprekingen: tuple[Bespreking, ...] = ()
    """Oldest first."""

    @property
    def laatste(self) -> Bespreking | None:
        return self.besprekingen[-1] if self.besprekingen else None

    def put(self, bespreking: Bespreking) -> TkbKamer:
        if any(b.id == bespreking.id for b in self.besprekingen):
            return replace(self, besprekingen=tuple(bespreking if b.id == bespreking.id else b for b in self.besprekingen))
        return replace(self, besprekingen=(*self.besprekingen, bespreking))


def tkb_in(rooms: Mapping[str, Any]) -> TkbKamer:
    """The document in a dossier; an empty one when there is none. Raises RuleError for a shape we do not know."""
    return read_room(rooms, ROOM, TkbKamer)
