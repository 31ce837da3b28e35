"""assistant.engine.instrument: what the instruments after the talk share: the Conversation they work on, the moment, and keeping their room.

In: a Conversation that holds the dossier.   Out: changes that have been saved when the call returns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from assistant.domain.dossier import Change, Dossier
from assistant.domain.events import Event
from assistant.domain.values import Frozen
from assistant.engine.conversing import Conversation


class Instrument:
    """On the Conversation that holds the dossier. Every changing call has saved when it returns."""

    def __init__(self, talk: Conversation) -> None:
        self.talk = talk

    @property
    def dossier(self) -> Dossier:
        return self.talk.dossier

    def now(self) -> datetime:
        return self.talk.assistant.clock.now()

    def save(self, *steps: Any) -> None:
        """Take these steps as one change, durably, and go on with what is then on disk."""
        self.talk.dossier = self.talk.assistant.save_all(self.dossier, steps)


def room_step(name: str, read: Callable[[Mapping[str, Any]], Frozen], new: Frozen, item: str) -> Callable[[Dossier], Change]:
    """The step that keeps `new` as the room `name`, with an event for `item`. Nothing happens when it stands there already."""

    def step(dossier: Dossier) -> Change:
        if read(dossier.rooms) == new:
            return dossier, ()
        changed, _ = dossier.put_room(name, new)
        return changed, (Event(soort="instrument", object=f"{name}:{item}"),)

    return step
