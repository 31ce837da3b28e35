"""assistant.domain.events: facts that happened to a dossier. Ids and kinds only, never a client's words: they go into the log."""

from __future__ import annotations

from assistant.domain.values import Frozen


class Event(Frozen):
    """One fact. `soort` is the event name of the access log; `object` an id inside the dossier."""

    soort: str
    object: str = ""
