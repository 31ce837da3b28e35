"""assistant.domain.datalek: what to do when client data may have been lost or seen. A clock of 72 hours and a list of questions.

Art. 33 AVG: report to the Autoriteit Persoonsgegevens within 72 hours after it became known, unless a risk for people is unlikely; art. 34:
tell the people themselves when the risk is high. The organisation's FG decides; this only keeps the clock and the facts.
Pure: the moment is handed in. Never: holds words of a client; dossiers appear by their code.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import Field

from assistant.domain.values import Frozen

MELDTERMIJN = timedelta(hours=72)


class Keuze(Frozen):
    id: str
    tekst: str = Field(min_length=1)


class Lekvraag(Frozen):
    """One question of the help. Without `keuzes` the answer is free text, which must name no client (the help says so)."""

    id: str
    vraag: str = Field(min_length=1)
    waarom: str = ""
    keuzes: tuple[Keuze, ...] = ()
    meer: bool = False
    """True: more than one keuze may be given."""


class Lekhulp(Frozen):
    """prompts/datalek.toml."""

    versie: int = 1
    bron: str
    gecontroleerd_op: str
    eerst: tuple[str, ...] = Field(min_length=1)
    """What to do at once, in order, before any question."""
    vragen: tuple[Lekvraag, ...] = Field(min_length=1)
    daarna: tuple[str, ...] = Field(min_length=1)


class Betrokken(Frozen):
    """A dossier that may be concerned: its code, and what happened to it in the period according to the log."""

    dossier: str
    code: str
    gebeurtenissen: tuple[str, ...]


class Datalek(Frozen):
    """The facts for the FG."""

    ontdekt_op: datetime
    begin: datetime | None = None
    """From when the data may have been exposed. None: unknown."""
    antwoorden: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """question id -> ids of choices, or one free text."""
    betrokken: tuple[Betrokken, ...] = ()

    @property
    def melden_voor(self) -> datetime:
        return self.ontdekt_op + MELDTERMIJN

    def rest(self, nu: datetime) -> timedelta:
        """Time left to report; negative: the 72 hours are over (report all the same, and say why later)."""
        return self.melden_voor - nu
