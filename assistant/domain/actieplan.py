"""assistant.domain.actieplan: long-term goals and small actions; who may move what.

Two human acts stand apart: the begeleider confirms (concept -> bevestigd), the client chooses (`keuze`). A drafted actie is no plan.
Every doel and actie keeps at least one uiting of the client; the words of the client are never rewritten.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from assistant.domain.values import Frozen, Herkomst, LeefgebiedId, UitingId, replace


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


TERUGBLIK_VELDEN = ("hoe_ging_het", "wat_hielp", "wie_hielp", "geleerd")
"""What a look back asks, in this order: first how it went, then what helped."""


class Terugblik(Frozen):
    """One look back at an actie, in the client's words."""

    verloop: Verloop
    hoe_ging_het: str = ""
    wat_hielp: str = ""
    wie_hielp: str = ""
    geleerd: str = ""
    bronnen: dict[str, UitingId] = Field(default_factory=dict)
    """Name of a field above -> the uiting its words stand in. A field without one was noted before words were kept apart."""
    op: datetime

    def reworded(self, uiting: str, tekst: str, new_id: str) -> Terugblik:
        """The same look back after the client put `uiting` in other words. '' as words: taken back."""
        mine = [name for name, source in self.bronnen.items() if source == uiting]
        if not mine:
            return self
        bronnen = {name: source for name, source in self.bronnen.items() if name not in mine}
        if tekst:
            bronnen |= {name: UitingId(new_id) for name in mine}
        return replace(self, bronnen=bronnen, **dict.fromkeys(mine, tekst))


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
    waarom_uiting: UitingId | None = None
    """The uiting the words of `waarom` stand in. None: noted before words were kept apart, or not asked yet."""
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


class Planmoment(Frozen):
    """Something that was so in the plan and is not any more: other words, another choice. Kept, so that the history can be read."""

    soort: str = Field(pattern="^(bevestigd|gekozen|niet_gekozen|later|gewijzigd|in_focus|uit_focus)$")
    item: str
    """Id of the doel or actie."""
    tekst: str
    """Its words at that moment."""
    door: str = ""
    woorden: str = ""
    """What the client said with it, verbatim. Empty: nothing noted."""
    op: datetime


VERTROUWEN_GENOEG = 7
"""From this number on, given by the client, a step is small enough (a habit of scaling practice, our own choice)."""
MAX_FOCUS = 3
"""Leefgebieden in focus at once: a nudge, not a lock (domein.md 5.1 and 19, our own choice)."""
MAX_OPEN = 5
"""Open acties at once: a nudge, not a lock."""


class Actieplan(Frozen):
    doelen: tuple[Langetermijndoel, ...] = ()
    acties: tuple[Actie, ...] = ()
    eerder: tuple[Planmoment, ...] = ()
    """What was replaced since, oldest first; what stands now is read from the doelen and acties themselves."""

    @property
    def bevestigd(self) -> tuple[Actie, ...]:
        """The plan itself: only what a begeleider confirmed."""
        return tuple(a for a in self.acties if a.status is ActieStatus.BEVESTIGD)

    @property
    def concepten(self) -> tuple[Actie, ...]:
        return tuple(a for a in self.acties if a.status is ActieStatus.CONCEPT)

    @property
    def open_acties(self) -> tuple[Actie, ...]:
        """What the client still has in hand: confirmed, not refused, not put off, not finished."""
        return tuple(a for a in self.acties if a.is_open and not (a.keuze and a.keuze.keuze is Keuze.LATER))

    @property
    def focus(self) -> tuple[LeefgebiedId, ...]:
        """The leefgebieden worked on now, each once: those of confirmed doelen in focus and of open acties."""
        mine = [
            d for d in self.doelen
            if d.status is ActieStatus.BEVESTIGD and d.in_focus and not (d.keuze and d.keuze.keuze is not Keuze.GEKOZEN)
        ]  # fmt: skip
        return tuple(dict.fromkeys([x for d in mine for x in d.leefgebieden] + [a.leefgebied for a in self.open_acties if a.leefgebied]))

    def without(self, uitingen: Collection[str]) -> Actieplan:
        """The plan without these words: items that rest on nothing else go, with their history; words said about them become empty."""
        gone = set(uitingen)

        def rests(thing: Langetermijndoel | Actie) -> bool:
            return not set(thing.uitingen) <= gone

        doelen = tuple(replace(d, waarom="", waarom_uiting=None) if d.waarom_uiting in gone else d for d in self.doelen if rests(d))
        acties = []
        for a in (a for a in self.acties if rests(a)):
            looks = a.terugblikken
            for uid in gone:
                looks = tuple(look.reworded(uid, "", "") for look in looks)
            acties.append(a if looks == a.terugblikken else replace(a, terugblikken=looks))
        kept = {d.id for d in doelen} | {a.id for a in acties}
        return replace(self, doelen=doelen, acties=tuple(acties), eerder=tuple(m for m in self.eerder if m.item in kept))

    def get(self, item_id: str) -> Actie | Langetermijndoel | None:
        items: tuple[Actie | Langetermijndoel, ...] = (*self.doelen, *self.acties)
        return next((item for item in items if item.id == item_id), None)
