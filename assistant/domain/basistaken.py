"""assistant.domain.basistaken: where in the traject a dossier is, as the begeleider points it out. A compass: nothing is computed or forced.

The document lives in dossier.rooms["basistaken"]. Pure: moments are handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from assistant.domain.kamers import read_room
from assistant.domain.values import Frozen, replace

ROOM = "basistaken"


class Wijzing(Frozen):
    """From this moment on these basistaken are at hand; more than one at a time is normal."""

    taken: tuple[str, ...] = ()
    op: datetime
    door: str = ""
    notitie: str = ""


class Traject(Frozen):
    versie: int = 1
    wijzingen: tuple[Wijzing, ...] = ()
    """Oldest first."""

    @property
    def nu(self) -> tuple[str, ...]:
        """What is at hand. Empty: nobody pointed yet, which is fine."""
        return self.wijzingen[-1].taken if self.wijzingen else ()

    def point(self, taak: str, *, op: datetime, door: str, notitie: str = "") -> Traject:
        """Point at a basistaak, or away from it when it was pointed at."""
        now = tuple(t for t in self.nu if t != taak) if taak in self.nu else (*self.nu, taak)
        return replace(self, wijzingen=(*self.wijzingen, Wijzing(taken=now, op=op, door=door, notitie=notitie)))


def traject_in(rooms: Mapping[str, Any]) -> Traject:
    """The document in a dossier; an empty one when there is none. Raises RuleError for a shape we do not know."""
    return read_room(rooms, ROOM, Traject)
