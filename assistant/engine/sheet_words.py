"""assistant.engine.sheet_words: the words on the sheets, as prompts/papier.toml holds them (editable; checked when read)."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.leefgebied import Tekst
from assistant.domain.values import Frozen, KrachtVorm, Plek, Tijd


class _Algemeen(Frozen):
    leeg: str
    niets_gekozen: str
    niet_afgesproken: str
    bladzijde: str
    van: str
    gemaakt: str
    kenmerk: str
    voet_client: str
    voet_dossier: str
    voor: str
    datum_regel: str


class _Inventarisatie(Frozen):
    titel_client: str
    titel_dossier: str
    intro_client: Tekst
    intro_dossier: str
    wensen: str
    geen_wensen: str
    geen_krachten: str
    om_mij_heen: str
    nog_niet: str
    zelf_schrijven: str


class _Samenvatting(Frozen):
    titel_client: str
    titel_dossier: str
    intro_client: Tekst
    intro_dossier: str
    leeg: Tekst


class _PlanDossier(Frozen):
    leefgebied: str
    bevestigd: str
    bevestigd_tekst: str
    keuze: str
    keuze_tekst: str
    vertrouwen: str
    woorden: str
    rust_op: str
    krachten: str
    hulpbron: str
    bronnen: str
    terugblik: str
    hielp: str
    wie_hielp: str
    geleerd: str
    herkomst: str
    woorden_weg: str
    klaar: str
    niet_gekozen: str
    akkoord_client: str
    akkoord_begeleider: str


class _Plan(Frozen):
    titel_client: str
    titel_dossier: str
    doel: str
    waarom: str
    stappen: str
    losse_stap: str
    stap: str
    wie: str
    wanneer: str
    waar: str
    tegenzit: str
    inzet: str
    kies: Tekst
    keuze_ja: str
    keuze_later: str
    keuze_nee: str
    voor_later: str
    gelukt: str
    geen_doel: str
    geen_stap: str
    geen_stap_bij_doel: str
    zelf_wil: str
    zelf_stap: str
    zelf_wie: str
    zelf_wanneer: str
    wie_client: dict[str, str]
    wie_dossier: dict[str, str]
    dossier: _PlanDossier
    keuze: dict[str, str]
    verloop: dict[str, str]
    herkomst: dict[str, str]


class _Vak(Frozen):
    id: str
    kop: str
    icoon: str = ""
    vraag: Tekst


class _Kompas(Frozen):
    titel: str
    intro: Tekst
    stap: str
    stap_leeg: Tekst
    wanneer: str
    wie: str
    nog_niets: str
    tekening: str
    fotos: str = "Mijn foto's"
    foto_alt: str = "Foto"
    vakken: tuple[_Vak, ...] = Field(min_length=1, max_length=6)


class _Netwerk(Frozen):
    titel_client: str
    titel_dossier: str
    ik: str
    uit_gesprek: str
    niets: Tekst
    wie_nog: str
    alt: str
    richting_geeft: str
    richting_krijgt: str
    richting_beide: str
    kwaliteit_wisselend: str
    kwaliteit_spanning: str
    steun_praktisch: str
    steun_gezelschap: str
    steun_advies: str
    steun_emotioneel: str


class _Tkb(Frozen):
    titel: str
    intro: str
    toestemming: str
    wens: str
    vraag: str
    krachten: str
    hulpbronnen: str
    ideeen: str
    ideeen_uitleg: str
    gekozen: str
    gekozen_kop: str
    terug: str
    weggelaten: str


class _Inzage(Frozen):
    titel: str
    intro: Tekst
    gesprek: str
    zonder_vraag: str
    verbeterd: str
    rechtgezet: str = "{tekst} ({reden})"
    ingetrokken: str
    notities: str
    geen_notities: str
    gekeken: str
    gekeken_leeg: str
    keer: str
    weggelaten: Tekst
    niet_op_papier: Tekst
    plan: str
    krachten: str
    helpt: str
    netwerk: str
    toestemming: str
    ja: str
    nee: str
    terug: str
    team: str
    beoordeeld: str


class Veilig(Frozen):
    """Words by which someone who must not be approached is known again."""

    relaties: frozenset[str]
    """'vader', 'ex' …, in small letters: looked for on their own when no name was said."""
    aanloop: frozenset[str]
    """'mijn', 'de' …: not part of what a person is called."""


class Papier(Frozen):
    """prompts/papier.toml."""

    versie: int = 1
    bron: str
    algemeen: _Algemeen
    stam: dict[KrachtVorm, str]
    tijd: dict[Tijd, str]
    plek: dict[Plek, str]
    soort: dict[str, str]
    aard: dict[str, str]
    inventarisatie: _Inventarisatie
    samenvatting: _Samenvatting
    plan: _Plan
    kompas: _Kompas
    netwerk: _Netwerk
    tkb: _Tkb
    inzage: _Inzage
    veilig: Veilig
