"""assistant.domain.bewaren: how long a dossier is kept. Terms are dated data (prompts/bewaartermijnen.toml), never code.

Pure: the day is handed in. The choice for one dossier lives in dossier.rooms["bewaren"].
Never: destroys anything. It only says when a term ends, so that a person can decide, twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from assistant.domain.values import Frozen
from assistant.errors import NotThere

ROOM = "bewaren"
HERINNERING_DAGEN = 60
"""Days before the end that a reminder appears (betrouwbaarheid.md 5c, feature 4)."""
STIL_DAGEN = 365
"""Days without any change after which a dossier whose help has no end is asked about: perhaps the help ended. Our own choice."""
TERM_STALE_DAYS = 365
"""A term looked up longer ago than this is shown with the request to check it. Our own choice."""


class Termijn(Frozen):
    """One legal or professional term."""

    id: str
    label: str = Field(min_length=1)
    voor: str = Field(min_length=1)
    """For which work it holds, in one sentence."""
    jaren: int = Field(default=0, ge=0)
    weken: int = Field(default=0, ge=0)
    minimum: bool = False
    """True: 'at least' this long; longer needs a reason. False: this long."""
    telt_vanaf: str = Field(pattern="^(einde_hulp|laatste_wijziging|aanvraag_ingetrokken)$")
    bron: str = Field(min_length=1)
    gecontroleerd_op: date
    zekerheid: str = Field(pattern="^(vast|nagaan)$")
    """'nagaan': we did not find it confirmed; ask a jurist."""

    @model_validator(mode="after")
    def _has_a_length(self) -> Termijn:
        if (self.jaren == 0) == (self.weken == 0):
            raise ValueError("geef jaren of weken, niet allebei en niet geen van beide")
        return self

    def einde(self, begin: date) -> date:
        """First day on which the term is over. 29 February plus years without that day: 1 March."""
        if self.weken:
            return begin + timedelta(weeks=self.weken)
        try:
            return begin.replace(year=begin.year + self.jaren)
        except ValueError:
            return date(begin.year + self.jaren, 3, 1)


class Termijnen(Frozen):
    """prompts/bewaartermijnen.toml."""

    versie: int = 1
    standaard: str
    termijnen: tuple[Termijn, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _known(self) -> Termijnen:
        ids = [t.id for t in self.termijnen]
        if len(set(ids)) != len(ids) or self.standaard not in ids:
            raise ValueError("standaard moet een van de ids zijn, en elke id komt één keer voor")
        return self

    def get(self, term_id: str) -> Termijn:
        """Raises NotThere."""
        for term in self.termijnen:
            if term.id == term_id:
                return term
        raise NotThere(f"De bewaartermijn {term_id!r} bestaat niet.", hint="Kies er een uit prompts/bewaartermijnen.toml.")


class Bewaarkeuze(Frozen):
    """What was chosen for one dossier. Absent: the default term, counted from the last change."""

    termijn: str = ""
    """Id of a Termijn; '' is the default."""
    begin: date | None = None
    """The day the term counts from (end of help, withdrawn request). None: not ended yet, so nothing runs."""
    vasthouden: str = ""
    """Why it may not be destroyed yet (a complaint, a court case). Empty: nothing holds it."""


class Stand(StrEnum):
    LOOPT = "loopt"
    """Help goes on, or the end is more than HERINNERING_DAGEN away."""
    HERINNERING = "herinnering"
    VOORBIJ = "voorbij"
    VASTGEHOUDEN = "vastgehouden"
    """The term is over or nearly so, and something holds the dossier."""


class Bewaarstand(Frozen):
    stand: Stand
    termijn: Termijn
    begin: date | None = None
    einde: date | None = None
    """First day after the term. None: help goes on."""
    dagen: int | None = None
    """Days until `einde`; negative: over. None: help goes on."""
    vasthouden: str = ""
    term_is_oud: bool = False
    """True: the term itself was looked up long ago."""
    stil_sinds: date | None = None
    """The last change, when nothing runs because the help has no end and nothing was written for STIL_DAGEN. Else None."""


def bewaarstand(
    keuze: Bewaarkeuze, termijnen: Termijnen, *, laatste_wijziging: date, vandaag: date, afgerond: date | None = None
) -> Bewaarstand:
    """How it stands with the keeping of one dossier today. Raises NotThere for an unknown term.

    Args:
        afgerond: the day client and begeleider rounded off, when nothing was written since; a term from the end of help counts from it
            as long as no other day was given.
    """
    term = termijnen.get(keuze.termijn or termijnen.standaard)
    stale = (vandaag - term.gecontroleerd_op).days > TERM_STALE_DAYS
    begin = keuze.begin or {"laatste_wijziging": laatste_wijziging, "einde_hulp": afgerond}.get(term.telt_vanaf)
    if begin is None:
        quiet = laatste_wijziging if (vandaag - laatste_wijziging).days > STIL_DAGEN else None
        return Bewaarstand(stand=Stand.LOOPT, termijn=term, vasthouden=keuze.vasthouden, term_is_oud=stale, stil_sinds=quiet)
    einde = term.einde(begin)
    days = (einde - vandaag).days
    stand = Stand.VOORBIJ if days <= 0 else Stand.HERINNERING if days <= HERINNERING_DAGEN else Stand.LOOPT
    if stand is not Stand.LOOPT and keuze.vasthouden:
        stand = Stand.VASTGEHOUDEN
    return Bewaarstand(stand=stand, termijn=term, begin=begin, einde=einde, dagen=days, vasthouden=keuze.vasthouden, term_is_oud=stale)


def keuze_in(rooms: Mapping[str, Any]) -> Bewaarkeuze:
    return Bewaarkeuze.model_validate(rooms[ROOM]) if ROOM in rooms else Bewaarkeuze()
