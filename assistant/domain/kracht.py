"""assistant.domain.kracht: krachten and hulpbronnen, each a stretch of the client's own words."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, model_validator

from assistant.domain.values import Aard, Frozen, Herkomst, HulpbronSoort, KrachtVorm, LeefgebiedId, Plek, Tijd, UitingId


class Citaat(Frozen):
    """A verbatim stretch of one uiting: `tekst == uiting.tekst[begin:eind]`, checked by the dossier."""

    uiting: UitingId
    begin: int = Field(ge=0)
    eind: int = Field(gt=0)
    tekst: str = Field(min_length=1)

    @model_validator(mode="after")
    def _length(self) -> Citaat:
        if self.eind - self.begin != len(self.tekst):
            raise ValueError("begin en eind passen niet bij de lengte van het citaat")
        return self


class Kracht(Frozen):
    """One kracht in the inventory. It has no weight, rank or score."""

    id: str
    vorm: KrachtVorm
    citaat: Citaat
    tijd: Tijd
    plek: Plek = Plek.PERSOON
    leefgebied: LeefgebiedId
    herkomst: Herkomst = Herkomst.BEGELEIDER
    op: datetime


class Hulpbron(Frozen):
    """A person, place, organisation, animal or thing that can help, in the client's words."""

    id: str
    citaat: Citaat
    soort: HulpbronSoort
    aard: Aard
    leefgebied: LeefgebiedId
    herkomst: Herkomst = Herkomst.BEGELEIDER
    niet_benaderen: bool = False
    """True: never offered, never printed. Someone who is a danger is no hulpbron."""
    op: datetime


def plek_bij(vorm: KrachtVorm) -> Plek:
    """The usual place of a vorm: what someone has lies mostly around them (domein.md 3.3, our own reading)."""
    return Plek.OMGEVING if vorm is KrachtVorm.IK_HEB else Plek.PERSOON


def natural_first(hulpbronnen: tuple[Hulpbron, ...]) -> tuple[Hulpbron, ...]:
    """Order for offering: natural before professional, people before things; `niet_benaderen` is left out."""
    soorten = list(HulpbronSoort)
    usable = [h for h in hulpbronnen if not h.niet_benaderen]
    return tuple(sorted(usable, key=lambda h: (h.aard is not Aard.NATUURLIJK, soorten.index(h.soort))))
