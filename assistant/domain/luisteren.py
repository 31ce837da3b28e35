"""assistant.domain.luisteren: what a begeleider taught the listener in this dossier. Kept in dossier.rooms["luisteren"].

Holds places in the client's words and ids, never a copy of the words: what is taken back or erased is gone from here too.
Five things: what was dropped, what was corrected (form, time, kind, leefgebied), how a story is divided over leefgebieden, which
quotes are not read aloud, and which words were no danger after all. Never: a score, a judgement of a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from assistant.domain.values import Frozen, LeefgebiedId, UitingId, replace
from assistant.errors import RuleError

ROOM = "luisteren"
Wat = Literal["vorm", "tijd", "soort", "aard", "leefgebied"]


class _Stretch(Frozen):
    """A stretch of one uiting: `uiting.tekst[begin:eind]`."""

    uiting: UitingId
    begin: int = Field(ge=0)
    eind: int = Field(gt=0)

    @model_validator(mode="after")
    def _not_empty(self) -> _Stretch:
        if self.begin >= self.eind:
            raise ValueError("begin ligt niet voor eind")
        return self

    @property
    def plaats(self) -> tuple[str, int, int]:
        return self.uiting, self.begin, self.eind


class Weggelaten(_Stretch):
    """A proposal that was dropped."""

    soort: Literal["kracht", "hulpbron"]
    gehoord: str = ""
    """The vorm of a kracht or the soort of a hulpbron, as it was heard."""


class Verbetering(_Stretch):
    """A proposal that was corrected. `gehoord == gekozen`: what was heard was right after all."""

    wat: Wat
    gehoord: str = ""
    gekozen: str


class Deel(_Stretch):
    """A piece of a story and the leefgebied it is about. None: about none in particular."""

    leefgebied: LeefgebiedId | None = None


class Luistergeheugen(Frozen):
    """Everything taught so far, oldest first. All empty: nothing yet."""

    versie: int = 1
    weggelaten: tuple[Weggelaten, ...] = ()
    verbeteringen: tuple[Verbetering, ...] = ()
    delen: tuple[Deel, ...] = ()
    """Per uiting a partition of its whole text, in order. No pieces: the words stand under the uiting's own leefgebied."""
    heel: tuple[UitingId, ...] = ()
    """Stories that were left whole on purpose: dividing them is not offered again."""
    niet_teruglezen: tuple[str, ...] = ()
    """Ids of krachten, or of uitingen, whose words are left out when the summary is read aloud."""
    geen_gevaar: tuple[UitingId, ...] = ()
    """Uitingen that brought the safety card, of which the begeleider said that they are not about danger."""

    def drop(self, item: Weggelaten) -> Luistergeheugen:
        if any(w.plaats == item.plaats and w.soort == item.soort for w in self.weggelaten):
            return self
        return replace(self, weggelaten=(*self.weggelaten, item))

    def allow(self, soort: str, plaats: tuple[str, int, int]) -> Luistergeheugen:
        """The stretch was accepted after all: it no longer counts as dropped."""
        kept = tuple(w for w in self.weggelaten if (w.soort, w.plaats) != (soort, plaats))
        return self if len(kept) == len(self.weggelaten) else replace(self, weggelaten=kept)

    def correct(self, items: Iterable[Verbetering]) -> Luistergeheugen:
        """The latest word on a stretch counts; what was heard first stays known."""
        out = list(self.verbeteringen)
        for item in items:
            old = next((v for v in out if v.plaats == item.plaats and v.wat == item.wat), None)
            if old is not None:
                out.remove(old)
                item = replace(item, gehoord=old.gehoord)
            out.append(item)
        return replace(self, verbeteringen=tuple(out)) if tuple(out) != self.verbeteringen else self

    def delen_van(self, uiting_id: str) -> tuple[Deel, ...]:
        return tuple(d for d in self.delen if d.uiting == uiting_id)

    def divide(self, uiting_id: str, lengte: int, pieces: Iterable[Deel]) -> Luistergeheugen:
        """Say how a story of `lengte` characters is divided. No pieces: it stands undivided again.

        Raises RuleError when the pieces are not exactly the whole text, in order.
        """
        new = tuple(pieces)
        at = 0
        for piece in new:
            if piece.uiting != uiting_id or piece.begin != at:
                raise RuleError("De stukken zijn samen niet het hele verhaal.")
            at = piece.eind
        if new and at != lengte:
            raise RuleError("De stukken zijn samen niet het hele verhaal.")
        others = tuple(d for d in self.delen if d.uiting != uiting_id)
        return replace(self, delen=(*others, *new), heel=tuple(u for u in self.heel if u != uiting_id))

    def leave_whole(self, uiting_id: str) -> Luistergeheugen:
        others = tuple(d for d in self.delen if d.uiting != uiting_id)
        heel = self.heel if uiting_id in self.heel else (*self.heel, UitingId(uiting_id))
        return replace(self, delen=others, heel=heel)

    def read_back(self, item_id: str, read: bool) -> Luistergeheugen:
        """Whether these words are read aloud in a summary."""
        others = tuple(i for i in self.niet_teruglezen if i != item_id)
        return replace(self, niet_teruglezen=others if read else (*others, item_id))

    def no_danger(self, uiting_id: str) -> Luistergeheugen:
        known = uiting_id in self.geen_gevaar
        return self if known else replace(self, geen_gevaar=(*self.geen_gevaar, UitingId(uiting_id)))

    def without(self, gone: Iterable[str]) -> Luistergeheugen:
        """Without anything about these uitingen or krachten (they leave the dossier)."""
        ids = set(gone)
        return replace(
            self,
            weggelaten=tuple(w for w in self.weggelaten if w.uiting not in ids),
            verbeteringen=tuple(v for v in self.verbeteringen if v.uiting not in ids),
            delen=tuple(d for d in self.delen if d.uiting not in ids),
            heel=tuple(u for u in self.heel if u not in ids),
            niet_teruglezen=tuple(i for i in self.niet_teruglezen if i not in ids),
            geen_gevaar=tuple(u for u in self.geen_gevaar if u not in ids),
        )


EMPTY = Luistergeheugen()


def load(rooms: Mapping[str, Any]) -> Luistergeheugen:
    """What was taught; empty when nothing was, or when the document cannot be read: a listener without memory still listens."""
    if ROOM not in rooms:
        return EMPTY
    try:
        return Luistergeheugen.model_validate(rooms[ROOM])
    except ValidationError:
        return EMPTY


def editable(rooms: Mapping[str, Any]) -> Luistergeheugen:
    """The same, to be changed and written. Raises RuleError for a document of another shape: that is left as it is, never written over."""
    try:
        return Luistergeheugen.model_validate(rooms.get(ROOM) or {})
    except ValidationError:
        raise RuleError(
            "Dit dossier onthoudt verbeteringen op een manier die dit programma niet kent.", hint="De rest werkt gewoon."
        ) from None
