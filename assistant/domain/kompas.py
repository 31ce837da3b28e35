"""assistant.domain.kompas: a short path for one single contact: a few boxes in the client's words, signposts, and one step that is theirs.

The document lives in dossier.rooms["kompas"] (shape read by engine.exporting). Which boxes and signposts there are is data; this keeps
what was said in them. Pure: moments are handed in.
Never: a box that must be filled, an order that must be followed, words that are not the client's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import Field, model_validator

from assistant.domain.foto import MAX_FOTOS, Foto
from assistant.domain.kamers import read_room
from assistant.domain.values import Frozen, UitingId, replace
from assistant.errors import NotThere, RuleError

ROOM = "kompas"


class Vak(Frozen):
    """One box as it was when it was used: its words stay, also when the content changes later."""

    id: str
    kop: str
    vraag: str = ""
    icoon: str = ""
    regels: tuple[str, ...] = ()
    """The client's words, verbatim, one line per answer."""
    uitingen: tuple[UitingId, ...] = ()
    """The uiting each line stands in."""

    @model_validator(mode="after")
    def _each_line_was_said(self) -> Vak:
        if len(self.regels) != len(self.uitingen):
            raise ValueError("elke regel hoort bij een uiting")
        return self


class Halte(Frozen):
    """What was said at a signpost that is no box (for example what brought someone here). Not printed."""

    id: str
    uitingen: tuple[UitingId, ...] = ()


class Kompas(Frozen):
    versie: int = 1
    vakken: tuple[Vak, ...] = ()
    haltes: tuple[Halte, ...] = ()
    fotos: tuple[Foto, ...] = ()
    gevraagd: tuple[str, ...] = ()
    """Ids of the questions that were put, oldest first."""
    actie: str | None = None
    """Id of the actie in the plan that is the client's step."""
    zonder_stap: datetime | None = None
    """When the client left without a step, by choice. None: not so."""

    # -- reading ---------------------------------------------------------------------------------

    def vak(self, vak_id: str) -> Vak | None:
        return next((v for v in self.vakken if v.id == vak_id), None)

    @property
    def woorden(self) -> tuple[tuple[UitingId, str], ...]:
        """Every line in the boxes, with its uiting, in the order of the boxes."""
        return tuple((u, r) for v in self.vakken for u, r in zip(v.uitingen, v.regels, strict=True))

    # -- changing --------------------------------------------------------------------------------

    def prepared(self, vakken: tuple[Vak, ...]) -> Kompas:
        """With every box there, in this order; what stood in them stays, also in a box that is no longer in the content."""
        mine = {v.id: v for v in self.vakken}
        ordered = [mine.get(v.id, v) for v in vakken]
        return replace(self, vakken=(*ordered, *(v for v in self.vakken if v.id not in {x.id for x in vakken} and v.regels)))

    def write(self, vak_id: str, uiting: str, regel: str) -> Kompas:
        """Put words of the client in a box. Raises NotThere."""
        if self.vak(vak_id) is None:
            raise NotThere("Dit vak is er niet.", details=vak_id)
        uid = UitingId(uiting)

        def more(v: Vak) -> Vak:
            return replace(v, regels=(*v.regels, regel), uitingen=(*v.uitingen, uid)) if v.id == vak_id and uid not in v.uitingen else v

        return replace(self, vakken=tuple(more(v) for v in self.vakken))

    def passed(self, halte_id: str, uiting: str) -> Kompas:
        """Words said at a signpost that is no box."""
        uid, others = UitingId(uiting), tuple(h for h in self.haltes if h.id != halte_id)
        old = next((h for h in self.haltes if h.id == halte_id), Halte(id=halte_id))
        return self if uid in old.uitingen else replace(self, haltes=(*others, replace(old, uitingen=(*old.uitingen, uid))))

    def without(self, uiting: str) -> Kompas:
        """Take a line out of its box; the words themselves stay in the talk."""

        def less(v: Vak) -> Vak:
            kept = [(u, r) for u, r in zip(v.uitingen, v.regels, strict=True) if u != uiting]
            return replace(v, uitingen=tuple(u for u, _ in kept), regels=tuple(r for _, r in kept))

        return replace(self, vakken=tuple(less(v) for v in self.vakken))

    def asked(self, vraag_id: str) -> Kompas:
        return self if vraag_id in self.gevraagd else replace(self, gevraagd=(*self.gevraagd, vraag_id))

    def with_step(self, actie_id: str) -> Kompas:
        return replace(self, actie=actie_id, zonder_stap=None)

    def left_without(self, op: datetime) -> Kompas:
        return replace(self, zonder_stap=op)

    def with_photo(self, foto: Foto) -> Kompas:
        """Raises RuleError when there are enough already."""
        if len(self.fotos) >= MAX_FOTOS:
            raise RuleError(f"Er staan al {MAX_FOTOS} foto's bij.", hint="Haal er eerst een weg.")
        return replace(self, fotos=(*self.fotos, foto))

    def without_photo(self, foto_id: str) -> Kompas:
        if foto_id not in {f.id for f in self.fotos}:
            raise NotThere("Deze foto staat er niet bij.", details=foto_id)
        return replace(self, fotos=tuple(f for f in self.fotos if f.id != foto_id))


class Regel(Frozen):
    """A line that may be shown: the words as they stand now."""

    uiting: UitingId
    tekst: str = Field(min_length=1)


def kompas_in(rooms: Mapping[str, Any]) -> Kompas:
    """The document in a dossier; an empty one when there is none. Raises RuleError for a shape we do not know."""
    return read_room(rooms, ROOM, Kompas)
