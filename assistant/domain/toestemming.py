"""assistant.domain.toestemming: what a client allows, per purpose. A yes to one purpose is never a yes to another.

Pure: the moment is handed in. The document lives in dossier.rooms["toestemming"] and travels with the dossier.
Never: takes silence for a yes; lets a withdrawn or expired yes count; throws away what was said before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from assistant.domain.values import Frozen, clean_text, replace
from assistant.errors import RuleError

ROOM = "toestemming"


class Doel(StrEnum):
    """What the words may be used for. The explanation of each stands in prompts/toestemming.toml."""

    DOSSIER = "dossier"
    DELEN = "delen"
    """In a teamkrachtbespreking, pseudonymous."""
    TEAMKENNIS = "teamkennis"
    """What worked, without names, in the team's own body of knowledge."""
    OEFENEN = "oefenen"
    MODEL_LOKAAL = "model_lokaal"
    MODEL_OP_AFSTAND = "model_op_afstand"
    AFDRUKKEN = "afdrukken"


class Stand(StrEnum):
    NIET_GEVRAAGD = "niet_gevraagd"
    GEGEVEN = "gegeven"
    GEWEIGERD = "geweigerd"
    INGETROKKEN = "ingetrokken"
    VERLOPEN = "verlopen"


class Toestemming(Frozen):
    """One answer of the client to one question for leave. Never changed afterwards: a later answer stands beside it."""

    doel: Doel
    ja: bool
    op: datetime
    """UTC."""
    vastgelegd_door: str = Field(min_length=1)
    """Name or initials of the begeleider who asked and wrote it down."""
    uitleg: str = ""
    """How it was explained: the words shown, or who helped (a tolk, a drawing)."""
    uitleg_versie: int = 0
    """Version of prompts/toestemming.toml that was shown. 0: explained in own words."""
    voor_wie: str = ""
    """With whom it may be shared. Empty: only what the purpose says."""
    verloopt_op: datetime | None = None
    """From this moment it no longer counts. None: until it is withdrawn."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Toestemming:
        if self.verloopt_op is not None and self.verloopt_op <= self.op:
            raise ValueError("verloopt_op ligt niet na op")
        return self


class Intrekking(Frozen):
    doel: Doel
    op: datetime
    vastgelegd_door: str = Field(min_length=1)


class Toestemmingen(Frozen):
    """All answers, oldest first. Empty: nothing was asked, so nothing beyond the talk itself is allowed."""

    versie: int = 1
    antwoorden: tuple[Toestemming, ...] = ()
    intrekkingen: tuple[Intrekking, ...] = ()

    def laatste(self, doel: Doel) -> Toestemming | None:
        return next((t for t in reversed(self.antwoorden) if t.doel is doel), None)

    def stand(self, doel: Doel, op: datetime) -> Stand:
        """How it stands with this purpose at this moment. The last answer counts, unless it was taken back after that."""
        last = self.laatste(doel)
        if last is None or last.op > op:
            return Stand.NIET_GEVRAAGD
        if any(i.doel is doel and last.op <= i.op <= op for i in self.intrekkingen):
            return Stand.INGETROKKEN
        if not last.ja:
            return Stand.GEWEIGERD
        if last.verloopt_op is not None and op >= last.verloopt_op:
            return Stand.VERLOPEN
        return Stand.GEGEVEN

    def may(self, doel: Doel, op: datetime) -> bool:
        return self.stand(doel, op) is Stand.GEGEVEN

    def answer(self, toestemming: Toestemming) -> Toestemmingen:
        """Put an answer beside the earlier ones. Raises RuleError when it lies before the last one."""
        self._not_before(toestemming.doel, toestemming.op)
        return replace(self, antwoorden=(*self.antwoorden, replace(toestemming, uitleg=clean_text(toestemming.uitleg))))

    def withdraw(self, doel: Doel, *, op: datetime, door: str) -> Toestemmingen:
        """The client takes it back; no reason is asked. Nothing to take back: the same value."""
        if self.stand(doel, op) is not Stand.GEGEVEN:
            return self
        return replace(self, intrekkingen=(*self.intrekkingen, Intrekking(doel=doel, op=op, vastgelegd_door=door)))

    def _not_before(self, doel: Doel, op: datetime) -> None:
        moments = [t.op for t in self.antwoorden if t.doel is doel] + [i.op for i in self.intrekkingen if i.doel is doel]
        if any(moment > op for moment in moments):
            raise RuleError("Er is al een later antwoord vastgelegd.", hint="Controleer de datum van deze computer.")


def toestemmingen_in(rooms: Mapping[str, Any]) -> Toestemmingen:
    """The document in a dossier; an empty one when nothing was asked."""
    return Toestemmingen.model_validate(rooms[ROOM]) if ROOM in rooms else Toestemmingen()
