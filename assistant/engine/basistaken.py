"""assistant.engine.basistaken: the seven basistaken as a compass: where the begeleider points, what may help there.

In:    Conversation (its dossier), prompts/basistaken.toml, the sources.   Out: the saved pointing; guidance for one task.
Never: computes where a dossier is; calls a task done, missing or late.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from assistant.domain import basistaken as rules
from assistant.domain.basistaken import Traject, traject_in
from assistant.domain.dossier import Change, Dossier
from assistant.domain.events import Event
from assistant.domain.values import Frozen, clean_text
from assistant.engine.content import Content
from assistant.engine.conversing import Conversation, Gids, read_passages
from assistant.errors import AssistantError, NotThere

FILE = "basistaken.toml"


class Basistaak(Frozen):
    id: str
    nr: int = Field(ge=1)
    """As the sources number them, for finding guidance; it is no order of work."""
    naam: str
    deel: str
    kort: str
    vraag_aan_uzelf: str = ""
    zoekvraag: str
    instrumenten: tuple[str, ...] = ()
    """Names of tools (tui.screens.tools) and of 'gesprek' and 'plan'; a name that is not there is passed over."""


class Takentekst(Frozen):
    """prompts/basistaken.toml."""

    versie: int = 1
    bron: str
    taken: tuple[Basistaak, ...] = Field(min_length=1)


def texts(content: Content) -> Takentekst:
    return content.load(FILE, Takentekst)


class Pointing:
    """The compass of one dossier, on the Conversation that holds it."""

    def __init__(self, talk: Conversation) -> None:
        self.talk = talk

    @property
    def texts(self) -> Takentekst:
        return texts(self.talk.content)

    @property
    def traject(self) -> Traject:
        return traject_in(self.talk.dossier.rooms)

    def taak(self, taak_id: str) -> Basistaak:
        """Raises NotThere."""
        for taak in self.texts.taken:
            if taak.id == taak_id:
                return taak
        raise NotThere("Deze basistaak staat niet in de lijst.", details=taak_id)

    def point(self, taak_id: str, *, notitie: str = "") -> None:
        """Point at a task, or away from it. On disk when this returns."""
        self.taak(taak_id)
        assistant = self.talk.assistant
        new = self.traject.point(taak_id, op=assistant.clock.now(), door=assistant.naam, notitie=" ".join(clean_text(notitie).split()))

        def step(d: Dossier) -> Change:
            changed, _ = d.put_room(rules.ROOM, new)
            return changed, (Event(soort="instrument", object=f"{rules.ROOM}:{taak_id}"),)

        self.talk.dossier = assistant.save_all(self.talk.dossier, [step])

    def guidance(self, taak_id: str, *, k: int = 4, timeout_s: float = 30.0) -> Gids:
        """What the sources say for this task. Never fails: an error is a sentence in `fout`."""
        taak = self.taak(taak_id)
        ask: dict[str, Any] = {"id": "basistaak", "vraag": taak.zoekvraag, "k": k, "basistaak": taak.nr}
        try:
            found = self.talk.assistant.think("zoek", ask, timeout_s=timeout_s)
        except AssistantError as error:
            return Gids(vraag=taak.zoekvraag, fout=error.sentence)
        nothing = bool(found.get("niets_gevonden"))
        return Gids(vraag=taak.zoekvraag, niets_gevonden=nothing, passages=() if nothing else read_passages(found))
