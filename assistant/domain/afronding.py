"""assistant.domain.afronding: the end of a traject: what was found and done, who stays around, and goodbye. In dossier.rooms["afronding"].

What the client says is an uiting of the dossier, here only by id. The begeleider's own farewell line is the begeleider's and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from assistant.domain.values import Frozen, UitingId, replace

ROOM = "afronding"


class Afscheidsvraag(StrEnum):
    """What is asked at the end; each may be passed over."""

    GEVONDEN = "gevonden"
    TROTS = "trots"
    BLIJFT = "blijft"
    TEGENZIT = "tegenzit"
    MEENEMEN = "meenemen"


class Overdracht(Frozen):
    """An open step or a person, and in the client's words how it goes on without the begeleider."""

    actie: str | None = None
    """Id of an open actie that goes on. None: this is about a person or place."""
    hulpbron: str | None = None
    """Id of the hulpbron that stays. None: not in the inventory."""
    woorden: UitingId | None = None
    """'Mijn zus gaat mee', in the client's words. None: nothing said with it."""


class Afronding(Frozen):
    woorden: dict[Afscheidsvraag, UitingId] = Field(default_factory=dict)
    overdrachten: tuple[Overdracht, ...] = ()
    groet: str = ""
    """What the begeleider wishes the client. The begeleider's words, not the client's."""
    begeleider: str = ""
    bereikbaar: str = ""
    """Where the client can come later, in words ('de inloop op dinsdag'). Never an address of a secret place."""
    afgerond_op: datetime | None = None
    """When the two of them said goodbye. None: not yet."""

    def without(self, uitingen: Collection[str]) -> Afronding:
        """The document without these words, for a copy that leaves the team."""
        return replace(
            self,
            woorden={vraag: uid for vraag, uid in self.woorden.items() if uid not in uitingen},
            overdrachten=tuple(replace(o, woorden=None) if o.woorden in uitingen else o for o in self.overdrachten),
        )


def afronding_in(rooms: Mapping[str, Any]) -> Afronding:
    """The document of a dossier. Empty when nobody began to round off."""
    return Afronding.model_validate(rooms[ROOM]) if ROOM in rooms else Afronding()
