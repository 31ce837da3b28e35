"""assistant.domain.actieplan: long-term goals and small actions; who may move what.

Two human acts stand apart: the begeleider confirms (concept -> bevestigd), the client chooses (`keuze`). A drafted actie is no plan.
Every doel and actie keeps at least one uiting of the client; the words of the client are never rewritten.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from assistant.domain.values import Frozen, Herkomst, LeefgebiedId, UitingId


class ActieStatus(StrEnum):
    CONCEPT = "concept"
    BEVESTIGD = "bevestigd"
    GEWEIGERD = "geweigerd"
    """Refused before it was ever in the plan; kept so that it is not offered again."""


class Keuze(StrEnum):
    """What the client did with it. Recorded apart from the begeleider's confirmation."""

    GEKOZEN = "gekozen"
    NIET_GEKOZEN = "niet_gekozen"
    LATER = "later"


class Verloop(StrEnum):
    """How an actie went. There is no 'mislukt'."""

    GEDAAN = "gedaan"
    DEELS = "deels"
    ANDERS = "anders_gegaan"
    NOG_NIET = "nog_niet"
    NIET_MEER_NODIG = "niet_meer_nodig"


class Wie(StrEnum):
    CLIENT = "client"
    SAMEN_NAASTE = "samen_met_naaste"
    SAMEN_BEGELEIDER = "samen_met_begeleider"
    NAASTE = "naaste"
    BEGELEIDER = "begeleider"


class Bevestiging(Frozen):
    door: str = Field(min_length=1)
    """Name or role of the begeleider who confirmed."""
    op: datetime


class ClientKeuze(Frozen):
    keuze: Keuze
    vertrouwen: int | None = Field(default=None, ge=0, le=10)
    """0-10, given by the client, never computed. None: not asked. Under 7 the card asks for a smaller step (a habit of scaling practice, our own choice)."""
    woorden: str = ""
    """What the client said about it, verbatim. Empty: nothing noted."""
    op: datetime


class Terugblik(Frozen):
    """One look back at an actie, in the client's words."""

    verloop: Verloop
    wat_hielp: str = ""
    wie_hielp: str = ""
    geleerd: str = ""
    op: datetime


class Bronverwijzing(Frozen):
    """A place in the sources: enough to find the passage again, also after re-indexing."""

    passage: str
    document: str
    """Its title, as a reader knows it."""
    document_id: str = ""
    """'' in what was saved before it was kept: the document is then looked for by its title."""
    kop: tuple[str, ...] = ()
    pagina: int | None = None
    tekst_hash: str = ""


class Langetermijndoel(Frozen):
    id: str
    tekst: str = Field(min_length=1)
    """What the client wants, as near to the client's own words as can be."""
    waarom: str = ""
    """Why it matters to the client, in the client's words. Empty: not asked yet."""
    leefgebieden: tuple[LeefgebiedId, ...] = ()
    uitingen: tuple[UitingId, ...] = Field(min_length=1)
    herkomst: Herkomst = Herkomst.BEGELEIDER
    status: ActieStatus = ActieStatus.CONCEPT
    bevestiging: Bevestiging | None = None
    keuze: ClientKeuze | None = None
    in_focus: bool = True
    op: datetime


class Actie(Frozen):
    id: str
    doel: str | None = None
    """Id of the Langetermijndoel. None: an actie that stands alone (a first small step)."""
    tekst: str = Field(min_length=1)
    wie: Wie = Wie.CLIENT
    wie_naam: str = ""
    """The person who joins in, in the client's words ('mijn zus'). Empty: nobody else."""
    wanneer: str = ""
    """The moment in words ('zaterdag na de markt'). Empty: not agreed, so it cannot be confirmed."""
    datum: date | None = None
    waar: str = ""
    als_het_tegenzit: str = ""
    leefgebied: LeefgebiedId | None = None
    krachten: tuple[str, ...] = ()
    hulpbron: str | None = None
    uitingen: tuple[UitingId, ...] = Field(min_length=1)
    herkomst: Herkomst = Herkomst.BEGELEIDER
    patroon: str | None = None
    """Id of the step pattern it came from, or None."""
    citaties: tuple[Bronverwijzing, ...] = ()
    status: ActieStatus = ActieStatus.CONCEPT
    bevestiging: Bevestiging | None = None
    keuze: ClientKeuze | None = None
    terugblikken: tuple[Terugblik, ...] = ()
    vorige: str | None = None
    """Id of the actie this one grew out of (a smaller or other step)."""
    op: datetime

    @property
    def is_open(self) -> bool:
        """Confirmed, not refused by the client, and not finished."""
        if self.status is not ActieStatus.BEVESTIGD or (self.keuze and self.keuze.keuze is Keuze.NIET_GEKOZEN):
            return False
        return not self.terugblikken or self.terugblikken[-1].verloop in (Verloop.NOG_NIET, Verloop.DEELS)

    def missing(self) -> tuple[str, ...]:
        """What must still be filled in before a begeleider can confirm it. Empty: ready."""
        wants = []
        if not self.tekst.strip():
            wants.append("wat er gebeurt")
        if not self.wanneer.strip() and self.datum is None:
            wants.append("wanneer")
        if not self.uitingen:
            wants.append("woorden van de cliënt")
        return tuple(wants)


MAX_FOCUS = 3
"""Leefgebieden in focus at once: a nudge, not a lock (domein.md 5.1 and 19, our own choice)."""
MAX_OPEN = 5
"""Open acties at once: a nudge, not a lock."""


class Actieplan(Frozen):
    doelen: tuple[Langetermijndoel, ...] = ()
    acties: tuple[Actie, ...] = ()

    @property
    def bevestigd(self) -> tuple[Actie, ...]:
        """The plan itself: only what a begeleider confirmed."""
        return tuple(a for a in self.acties if a.status is ActieStatus.BEVESTIGD)

    @property
    def concepten(self) -> tuple[Actie, ...]:
        return tuple(a for a in self.acties if a.status is ActieStatus.CONCEPT)

    def get(self, item_id: str) -> Actie | Langetermijndoel | None:
        items: tuple[Actie | Langetermijndoel, ...] = (*self.doelen, *self.acties)
        return next((item for item in items if item.id == item_id), None)
