"""assistant.engine.practise_progress: what a trainee did over several practices. Counts, and ids of what an invented client told: no line of a talk.

In:    Nabespreking -> Oefenregel (one line per practice).   Out: Voortgang: shares per behaviour then and now, and one sentence.
Port:  PracticeLog.
Never: a mark, a ranking of trainees, anything about a real dossier.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from pydantic import Field

from assistant.domain.oefenstof import Oefenstof
from assistant.domain.values import Frozen
from assistant.engine.debriefing import Nabespreking


class Oefenregel(Frozen):
    """One practice, as counts."""

    op: datetime
    persona: str
    niveau: str = ""
    doel: str = ""
    gesprek: int = 1
    beurten: int = Field(ge=0)
    geteld: dict[str, int] = Field(default_factory=dict)
    """Behaviour -> number of lines in which it was heard."""
    gevonden: int = 0
    verborgen: int = 0
    """How many krachten there were to find."""
    verteld: tuple[str, ...] = ()
    """Ids of invented facts this invented client has told, for the next talk with the same one."""


class Stap(Frozen):
    """One behaviour over time: share of the trainee's lines, 0-1, oldest first."""

    gedrag: str
    naam: str
    aandelen: tuple[float, ...]


class Geoefend(Frozen):
    """One practice for the list: when, with whom, on what."""

    op: datetime
    persona: str
    gesprek: int
    doel: str
    """Name of the goal; '' without one."""
    beurten: int
    gevonden: int
    verborgen: int


class Voortgang(Frozen):
    aantal: int
    gesprekken: tuple[Geoefend, ...] = ()
    """The last practices, oldest first."""
    stappen: tuple[Stap, ...] = ()
    zin: str = ""
    """What changed since last time. Empty after a first practice."""


class PracticeLog(Protocol):
    """The trainee's own file in gegevens/oefenen, apart from the dossiers; readable by its owner only."""

    def keep(self, regel: Oefenregel) -> None:
        """Append and commit. Raises DocumentNotWritten."""
        ...

    def all(self) -> tuple[Oefenregel, ...]:
        """Oldest first. A line that cannot be read is left out."""
        ...

    def clear(self) -> None: ...


def regel_van(nb: Nabespreking, *, op: datetime, niveau: str = "", gesprek: int = 1) -> Oefenregel:
    return Oefenregel(
        op=op,
        persona=nb.persona,
        niveau=niveau,
        doel=nb.doel,
        gesprek=gesprek,
        beurten=nb.beurten,
        geteld={telling.gedrag: telling.aantal for telling in nb.geteld},
        gevonden=len(nb.krachten.gevonden),
        verborgen=len(nb.krachten.gevonden) + len(nb.krachten.gemist),
        verteld=nb.verteld,
    )


def eerder_verteld(regels: Sequence[Oefenregel], persona: str, gesprek: int) -> tuple[str, ...]:
    """Fact ids told in the last talk before number `gesprek` with this client. Empty: there was none."""
    before = [regel for regel in regels if regel.persona == persona and regel.gesprek < gesprek and regel.verteld]
    return before[-1].verteld if before else ()


FOLLOWED = ("open", "krachtgericht", "reflectie", "stilte", "advies_zonder_toestemming", "waarom", "dubbel")
"""What is followed over time when there is no goal; a goal's own behaviours come first."""


def voortgang(regels: Sequence[Oefenregel], stof: Oefenstof, *, laatste: int = 8) -> Voortgang:
    """Shares of the last practices, and the clearest change between the last two."""
    recent = [regel for regel in regels if regel.beurten >= 3][-laatste:]
    doel = stof.doel(recent[-1].doel) if recent and recent[-1].doel else None
    names = list(dict.fromkeys([*(doel.meer if doel else ()), *(doel.minder if doel else ()), *FOLLOWED]))
    stappen = tuple(
        Stap(
            gedrag=naam,
            naam=stof.geteld[naam].naam,
            aandelen=tuple(round(regel.geteld.get(naam, 0) / regel.beurten, 3) for regel in recent),
        )
        for naam in names
        if naam in stof.geteld and any(regel.geteld.get(naam) for regel in recent)
    )
    gesprekken = tuple(
        Geoefend(
            op=regel.op,
            persona=regel.persona,
            gesprek=regel.gesprek,
            doel=found.naam if (found := stof.doel(regel.doel)) else "",
            beurten=regel.beurten,
            gevonden=regel.gevonden,
            verborgen=regel.verborgen,
        )
        for regel in regels[-laatste:]
    )
    return Voortgang(aantal=len(regels), gesprekken=gesprekken, stappen=stappen, zin=_sentence(stappen, stof))


def _sentence(stappen: Sequence[Stap], stof: Oefenstof) -> str:
    """The largest change between the last two practices, in words. Fewer than 8 hundredths is no change."""
    changes = [(stap.aandelen[-1] - stap.aandelen[-2], stap) for stap in stappen if len(stap.aandelen) >= 2]
    if not changes:
        return ""
    change, stap = max(changes, key=lambda pair: abs(pair[0]))
    if abs(change) < 0.08:
        return stof.nabespreking["gelijk_gebleven"]
    key = "meer_dan_vorige" if change > 0 else "minder_dan_vorige"
    return (
        stof.nabespreking[key]
        .replace("{wat}", stap.naam)
        .replace("{nu}", str(round(stap.aandelen[-1] * 100)))
        .replace("{toen}", str(round(stap.aandelen[-2] * 100)))
    )
