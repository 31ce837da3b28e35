"""assistant.domain.zelfregulering: how the client gets through a setback, looked at together. Kept in dossier.rooms["zelfregulering"].

A shared reflection, never a score: this document holds no number at all. Everything the client said is an uiting of the dossier; here
stand only their ids, so that words stay verbatim, a correction counts at once, and what is taken back is gone here too. The scale, when
the client wants one, is the client's own word; nothing compares or computes it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import Field

from assistant.domain.dossier import Dossier
from assistant.domain.values import Frozen, LeefgebiedId, UitingId, replace
from assistant.errors import NotConfirmable, NotThere, RuleError

ROOM = "zelfregulering"


class Veld(StrEnum):
    """What may be told about a setback. Each hard part has what helped beside it."""

    WAT = "wat"
    WANNEER = "wanneer"
    GEVOEL = "gevoel"
    GEDAAN = "gedaan"
    HIELP = "hielp"
    WIE = "wie"
    HIELP_NIET = "hielp_niet"
    GELEERD = "geleerd"
    VOLGENDE_KEER = "volgende_keer"
    SCHAAL = "schaal"
    """'Hoe goed kom ik er weer bovenop', in the client's own word: '7', 'gaat wel', 'zonnig'. Optional."""


class Fase(StrEnum):
    """The phases of an optional signaleringsplan; on paper they are whole sentences, never a colour alone."""

    GOED = "goed"
    LASTIGER = "lastiger"
    HULP = "hulp"


class Tegenslag(Frozen):
    """One setback the client told about, and what helped."""

    id: str
    leefgebied: LeefgebiedId | None = None
    woorden: dict[Veld, UitingId] = Field(min_length=1)
    op: datetime

    @property
    def wants_help(self) -> bool:
        """True: only the hard part was told; the next question is what or who helped. A nudge, not a lock."""
        return not {Veld.HIELP, Veld.WIE, Veld.GEDAAN} & set(self.woorden)


class Signaal(Frozen):
    """By what the client or others notice how it goes, and what helps then."""

    id: str
    fase: Fase
    merk: UitingId
    helpt: UitingId | None = None
    op: datetime


class Afspraak(Frozen):
    """What the begeleider may do when it gets hard: the client's words, and who of the begeleiders agreed to it."""

    woorden: UitingId
    begeleider: str = Field(min_length=1)
    op: datetime


class Zelfregulering(Frozen):
    tegenslagen: tuple[Tegenslag, ...] = ()
    signalen: tuple[Signaal, ...] = ()
    afspraken: tuple[Afspraak, ...] = ()
    """The last one counts; earlier ones stay readable."""

    def put_tegenslag(self, tegenslag: Tegenslag) -> Zelfregulering:
        """Add, or replace the one with the same id. Raises RuleError when not even what happened or what helped was told."""
        if not {Veld.WAT, Veld.HIELP} & set(tegenslag.woorden):
            raise RuleError("Er staat nog niets.", hint="Schrijf op wat er gebeurde, of wat hielp, in de woorden van de cliënt.")
        return replace(self, tegenslagen=_put(self.tegenslagen, tegenslag))

    def put_signaal(self, signaal: Signaal) -> Zelfregulering:
        return replace(self, signalen=_put(self.signalen, signaal))

    def agree(self, afspraak: Afspraak) -> Zelfregulering:
        """Raises NotConfirmable without a name: an agreement is between two people."""
        if not afspraak.begeleider.strip():
            raise NotConfirmable("Er staat geen naam van een begeleider bij.", hint="Een afspraak is van twee mensen. Vul uw naam in.")
        return replace(self, afspraken=(*self.afspraken, afspraak))

    def drop(self, item_id: str) -> Zelfregulering:
        """Take a tegenslag or signaal off the sheet; the words themselves stay with what was said. Raises NotThere."""
        new = replace(
            self,
            tegenslagen=tuple(x for x in self.tegenslagen if x.id != item_id),
            signalen=tuple(x for x in self.signalen if x.id != item_id),
        )
        if new == self:
            raise NotThere("Dit staat niet op het blad.", details=item_id)
        return new

    def get(self, item_id: str) -> Tegenslag | Signaal | None:
        items: tuple[Tegenslag | Signaal, ...] = (*self.tegenslagen, *self.signalen)
        return next((item for item in items if item.id == item_id), None)

    def without(self, uitingen: Collection[str]) -> Zelfregulering:
        """The document without these words, for a copy that leaves the team."""
        tegenslagen = []
        for x in self.tegenslagen:
            left = {veld: uid for veld, uid in x.woorden.items() if uid not in uitingen}
            if left:
                tegenslagen.append(replace(x, woorden=left))
        signalen = [replace(s, helpt=None) if s.helpt in uitingen else s for s in self.signalen if s.merk not in uitingen]
        return replace(
            self,
            tegenslagen=tuple(tegenslagen),
            signalen=tuple(signalen),
            afspraken=tuple(a for a in self.afspraken if a.woorden not in uitingen),
        )

    # -- reading: what stands now, in the client's words ------------------------------------------

    def read(self, dossier: Dossier) -> Gelezen:
        """The words behind the ids. What the client took back, or said differently since, is taken into account here."""
        tegenslagen = []
        for x in self.tegenslagen:
            words = {veld: u.tekst for veld in Veld if (u := dossier.current(x.woorden.get(veld))) is not None}
            if words:
                tegenslagen.append(GelezenTegenslag(id=x.id, leefgebied=x.leefgebied, woorden=words, op=x.op))
        signalen = []
        for s in self.signalen:
            merk, helpt = dossier.current(s.merk), dossier.current(s.helpt)
            if merk is not None:
                signalen.append(GelezenSignaal(id=s.id, fase=s.fase, merk=merk.tekst, helpt=helpt.tekst if helpt else ""))
        afspraak = None
        for a in self.afspraken:
            if (words_now := dossier.current(a.woorden)) is not None:
                afspraak = GelezenAfspraak(woorden=words_now.tekst, begeleider=a.begeleider, op=a.op)
        return Gelezen(tegenslagen=tuple(tegenslagen), signalen=tuple(signalen), afspraak=afspraak)


class GelezenTegenslag(Frozen):
    id: str
    leefgebied: LeefgebiedId | None
    woorden: dict[Veld, str]
    """In the order of Veld; only what was told."""
    op: datetime


class GelezenSignaal(Frozen):
    id: str
    fase: Fase
    merk: str
    helpt: str = ""


class GelezenAfspraak(Frozen):
    woorden: str
    begeleider: str
    op: datetime


class Gelezen(Frozen):
    """What may be shown: the client's words that stand."""

    tegenslagen: tuple[GelezenTegenslag, ...] = ()
    signalen: tuple[GelezenSignaal, ...] = ()
    afspraak: GelezenAfspraak | None = None

    @property
    def leeg(self) -> bool:
        return not self.tegenslagen and not self.signalen and self.afspraak is None


T = TypeVar("T", Tegenslag, Signaal)


def _put(items: tuple[T, ...], item: T) -> tuple[T, ...]:
    """`item` in the place of the one with its id, or at the end."""
    kept = tuple(item if old.id == item.id else old for old in items)
    return kept if any(old.id == item.id for old in items) else items + (item,)  # noqa: RUF005 - unpacking loses the type of T


def zelfregulering_in(rooms: Mapping[str, Any]) -> Zelfregulering:
    """The document of a dossier. Empty when nobody talked about it yet."""
    return Zelfregulering.model_validate(rooms[ROOM]) if ROOM in rooms else Zelfregulering()
