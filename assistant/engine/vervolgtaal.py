"""assistant.engine.vervolgtaal: the words for after the talk (prompts/vervolg.toml): looking back, setbacks, saying goodbye, their sheets."""

from __future__ import annotations

from pydantic import field_validator

from assistant.domain.actieplan import TERUGBLIK_VELDEN
from assistant.domain.afronding import Afscheidsvraag
from assistant.domain.leefgebied import Tekst
from assistant.domain.values import Frozen
from assistant.domain.zelfregulering import Fase, Veld
from assistant.engine.content import Content

FILE = "vervolg.toml"


class Blad(Frozen):
    titel_client: str
    titel_dossier: str
    intro_client: Tekst
    intro_dossier: str


class ZelfreguleringBlad(Blad):
    tegenslag: str
    wat: str
    gevoel: str
    gedaan: str
    hielp: str
    wie: str
    hielp_niet: str
    geleerd: str
    volgende_keer: str
    schaal: str
    signalen: str
    afspraak: str
    geen: Tekst
    zelf_hielp: str
    zelf_wie: str
    zelf_mag: str


class VerloopBlad(Blad):
    niets: str
    zelf: str
    toen_nu: str
    toen: str
    nu: str
    door: str


class AfscheidBlad(Blad):
    wilde: str
    gedaan: str
    krachten: str
    hielp: str
    geleerd: str
    gevonden: str
    trots: str
    blijft: str
    verder: str
    tegenzit: str
    meenemen: str
    bereikbaar: str
    groet: str
    afgerond: str
    nog_niet: str
    ruimte: str
    zelf: str


class Bladen(Frozen):
    leeg: str
    dan_helpt: str
    samen_met: str
    zelfregulering: ZelfreguleringBlad
    verloop: VerloopBlad
    afscheid: AfscheidBlad


class VoorBegeleider(Frozen):
    veel_focus: str
    veel_open: str
    geen_stap: str
    kleiner: str
    zonder_waarom: str
    wat_hielp: str
    dag_voorbij: str


class Stapvragen(Frozen):
    kleiner: Tekst
    anders: Tekst


class Vervolgtaal(Frozen):
    """prompts/vervolg.toml."""

    versie: int = 1
    bron: str
    terugblik: dict[str, Tekst]
    """Field of Terugblik -> question."""
    doel: dict[str, Tekst]
    stap: Stapvragen
    tegenslag: dict[Veld, Tekst]
    signaal: dict[str, Tekst]
    fase: dict[Fase, Tekst]
    afspraak: dict[str, Tekst]
    afscheid: dict[str, Tekst]
    """Afscheidsvraag -> question; and 'overdracht'."""
    voor_begeleider: VoorBegeleider
    verloop: dict[str, str]
    """Kind of plan moment -> how it reads."""
    bladen: Bladen

    @field_validator("terugblik")
    @classmethod
    def _all_fields(cls, value: dict[str, Tekst]) -> dict[str, Tekst]:
        if missing := [name for name in TERUGBLIK_VELDEN if name not in value]:
            raise ValueError(f"er ontbreekt een vraag: {', '.join(missing)}")
        return value

    @field_validator("tegenslag")
    @classmethod
    def _all_parts(cls, value: dict[Veld, Tekst]) -> dict[Veld, Tekst]:
        if missing := [name for name in Veld if name not in value]:
            raise ValueError(f"er ontbreekt een vraag: {', '.join(missing)}")
        return value

    @field_validator("afscheid")
    @classmethod
    def _all_questions(cls, value: dict[str, Tekst]) -> dict[str, Tekst]:
        if missing := [name for name in (*Afscheidsvraag, "overdracht") if name not in value]:
            raise ValueError(f"er ontbreekt een vraag: {', '.join(missing)}")
        return value


def vervolgtaal(content: Content) -> Vervolgtaal:
    """Raises ContentError with file and key."""
    return content.load(FILE, Vervolgtaal)
