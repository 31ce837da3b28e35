"""assistant.domain.persona: a simulated client as data, and what is wrong with the data.

In:    the parsed TOML of one persona file (Dutch keys; contract "Simulated client").   Out: Persona, and findings of `check`.
A persona is invented. What it may tell, from which trust on, stands in `feiten`; nothing else about it is ever said.
Never: reads a file, draws a random number, decides what is said (that is assistant.engine.practising).
"""

from __future__ import annotations

import re
from enum import StrEnum

from pydantic import Field, model_validator

from assistant.domain.values import Frozen, Luisteraar

SETTINGS = (
    "maatschappelijke_opvang", "vrouwenopvang", "beschermd_wonen", "verslavingszorg", "forensisch", "vluchtelingenwerk", "wijkteam",
    "jongerenopvang",
)  # fmt: skip
"""The settings of the shipped personas. Another word is allowed in a file of one's own."""


class Stand(StrEnum):
    """How far the client trusts the person opposite: from which a fact may come out."""

    LAAG = "laag"
    MIDDEN = "midden"
    HOOG = "hoog"

    @property
    def rang(self) -> int:
        """0, 1 or 2: for comparing only, never shown."""
        return _RANG[self.value]


_RANG = {"laag": 0, "midden": 1, "hoog": 2}


class FeitSoort(StrEnum):
    KRACHT = "kracht"
    HULPBRON = "hulpbron"
    WENS = "wens"
    GEVOELIG = "gevoelig"
    SITUATIE = "situatie"
    ACHTERGROND = "achtergrond"
    GEZONDHEID = "gezondheid"


class Feit(Frozen):
    """One thing that is true of this person."""

    id: str = Field(min_length=1)
    tekst: str = Field(min_length=1)
    """The fact as the writer knows it, third person. Shown in the debriefing, never said."""
    zeg: tuple[str, ...] = Field(min_length=2)
    """Ways in which this person says it, first person. Each is said at most once in a session."""
    vanaf: Stand
    """The trust from which it may come out, and then only when asked about or near it."""
    soort: FeitSoort
    onderwerpen: tuple[str, ...] = ()
    """Words for what it is about. Empty: only its own words count."""

    @model_validator(mode="after")
    def _lines(self) -> Feit:
        if any(not line.strip() for line in self.zeg):
            raise ValueError("een zin bij zeg is leeg")
        if len({line.strip() for line in self.zeg}) != len(self.zeg):
            raise ValueError("twee zinnen bij zeg zijn gelijk")
        return self


class Temperament(Frozen):
    """How this person moves. The defaults are an ordinary, somewhat careful client."""

    begin: float = Field(default=0.25, ge=0.0, le=0.6)
    """Trust at the first word, 0-1."""
    tempo: float = Field(default=1.0, ge=0.4, le=2.0)
    """How quickly good talk builds trust: a factor."""
    prikkelbaar: float = Field(default=1.0, ge=0.3, le=2.5)
    """How hard poor talk hits: a factor."""
    spraakzaam: int = Field(default=2, ge=1, le=3)
    """How many facts may come in one answer."""
    boos: bool = False
    """True: gets angry where another goes quiet."""
    stil: bool = False
    """True: pauses and short answers."""


class Zinnen(Frozen):
    """This person's own small talk, by kind. An empty kind is filled from prompts/oefenen.toml. No facts in here."""

    aarzelt: tuple[str, ...] = ()
    """Before a first disclosure."""
    boos: tuple[str, ...] = ()
    stil: tuple[str, ...] = ()
    grap: tuple[str, ...] = ()
    corrigeert: tuple[str, ...] = ()
    """'That is not so': for a claim that is untrue."""
    niet_gezegd: tuple[str, ...] = ()
    """'I did not say that': for a claim nobody made; says neither yes nor no."""
    weigert: tuple[str, ...] = ()
    """No to a plan that is not theirs."""
    neemt_aan: tuple[str, ...] = ()
    """Agreeing with a plan that is this person's own. No 'ja' to anything else."""
    bedankt: tuple[str, ...] = ()
    eindigt: tuple[str, ...] = ()
    vraagt: tuple[str, ...] = ()
    """Questions back."""
    herhaalt: tuple[str, ...] = ()
    """'I told you that already', without telling it again."""
    terugkomen: tuple[str, ...] = ()
    """Lead-in when something asked about earlier comes out now."""
    weet_niet: tuple[str, ...] = ()
    """No answer to a harmless question."""
    niet_begrepen: tuple[str, ...] = ()
    rolvreemd: tuple[str, ...] = ()
    """To talk about programs, roles and secret instructions: this person has no idea what is meant."""
    knikt: tuple[str, ...] = ()
    """After warm words that ask nothing."""
    groet: tuple[str, ...] = ()


class Sessie(Frozen):
    """A later meeting with the same client."""

    titel: str
    gebeurtenis: str
    """What happened since, for the trainee."""
    zegt: str
    """What the client says first."""
    begin: float = Field(default=0.35, ge=0.0, le=0.9)
    """Trust at the start of this meeting."""
    vervalt: tuple[str, ...] = ()
    """Facts that are over by what happened: the step that was taken, the secret that is out. Not told any more."""
    feiten: tuple[Feit, ...] = ()
    """What is true from this meeting on: what it brought, and the next step."""


class Persona(Frozen):
    """A simulated client. Lists of ids point at `feiten`."""

    id: str = Field(min_length=1)
    naam: str = Field(min_length=1)
    leeftijd: int = Field(ge=12, le=110)
    setting: str = Field(min_length=1)
    achtergrond: str = ""
    """What the trainee may know beforehand, and the writer's view of the person. Never said by the client."""
    spreekstijl: str = ""
    voorbeeldzinnen: tuple[str, ...] = ()
    """How this person sounds; an example for writers and for a language model. Never said as such."""
    opent: tuple[str, ...] = ()
    """What makes this person open up, in a few words each."""
    sluit: tuple[str, ...] = ()
    krachten: tuple[str, ...] = ()
    wensen: tuple[str, ...] = ()
    hulpbronnen: tuple[str, ...] = ()
    nooit_tegenspreken: tuple[str, ...] = ()
    """True sentences; the client never denies them."""
    nooit_waar: tuple[str, ...] = ()
    """Untrue sentences; the client never confirms them."""
    uitwijken: tuple[str, ...] = ()
    """What this person says to keep something to themselves."""
    feiten: tuple[Feit, ...] = Field(min_length=1)
    luisteraar: Luisteraar = Luisteraar.STANDAARD
    kort: str = ""
    """One line for the list of clients, without anything hidden. Empty: name, age and setting only."""
    niveau: int = Field(default=2, ge=1, le=3)
    """1 easy, 2 ordinary, 3 hard."""
    aanleiding: str = ""
    """Why there is a talk today, for the trainee."""
    begint: str = ""
    """The client's first words. Empty: the trainee begins."""
    temperament: Temperament = Temperament()
    zinnen: Zinnen = Zinnen()
    sessies: tuple[Sessie, ...] = ()

    @model_validator(mode="after")
    def _references(self) -> Persona:
        ids = [feit.id for feit in self.feiten]
        double = next((item for item in ids if ids.count(item) > 1), None)
        if double:
            raise ValueError(f"de feit-id {double} komt twee keer voor")
        for name in ("krachten", "wensen", "hulpbronnen"):
            for item in getattr(self, name):
                if item not in ids:
                    raise ValueError(f"{name} noemt {item}, maar er is geen feit met die id")
        for sessie in self.sessies:
            ids += [feit.id for feit in sessie.feiten]
            double = next((item for item in ids if ids.count(item) > 1), None)
            if double:
                raise ValueError(f"de feit-id {double} komt twee keer voor")
            gone = next((item for item in sessie.vervalt if item not in ids), None)
            if gone:
                raise ValueError(f"sessie {sessie.titel} laat {gone} vervallen, maar er is geen feit met die id")
        return self

    def in_gesprek(self, nummer: int) -> Persona:
        """The client as they are in talk `nummer` (1 is the first): what happened in between took facts away and brought others."""
        gone: set[str] = set()
        feiten = list(self.feiten)
        lists = {FeitSoort.KRACHT: list(self.krachten), FeitSoort.WENS: list(self.wensen), FeitSoort.HULPBRON: list(self.hulpbronnen)}
        for sessie in self.sessies[: max(0, nummer - 1)]:
            gone |= set(sessie.vervalt)
            feiten += sessie.feiten
            for feit in sessie.feiten:
                if feit.soort in lists:
                    lists[feit.soort].append(feit.id)
        if len(feiten) == len(self.feiten) and not gone:
            return self
        krachten, wensen, hulpbronnen = (tuple(item for item in found if item not in gone) for found in lists.values())
        left = tuple(feit for feit in feiten if feit.id not in gone)
        return self.replace(feiten=left, krachten=krachten, wensen=wensen, hulpbronnen=hulpbronnen, sessies=())

    def feit(self, feit_id: str) -> Feit | None:
        return next((feit for feit in self.feiten if feit.id == feit_id), None)

    def mag(self, stand: Stand) -> tuple[Feit, ...]:
        """The facts that may come out at this trust."""
        return tuple(feit for feit in self.feiten if feit.vanaf.rang <= stand.rang)

    def op_slot(self, stand: Stand) -> tuple[Feit, ...]:
        """The facts that may not."""
        return tuple(feit for feit in self.feiten if feit.vanaf.rang > stand.rang)


class Bevinding(Frozen):
    """Something a writer should look at. `ernst`: 'fout' (will not work) or 'let_op'."""

    plek: str
    tekst: str
    ernst: str = "let_op"


_FIRST_PERSON = re.compile(r"\b(ik|me|mij|mijn|m'n|mezelf|wij|we|ons|onze|'k)\b", re.IGNORECASE)
MIN_FEITEN, MIN_ZEG, MIN_UITWIJKEN = 14, 3, 6
"""What a good persona has at least (our own bar; the schema itself asks for less)."""


def _aantal(n: int, een: str, meer: str) -> str:
    return f"{n} {een if n == 1 else meer}"


def check(persona: Persona) -> tuple[Bevinding, ...]:
    """Findings on a persona that loads: too little to practise with, wrong person, nothing hidden. Empty: fine."""
    found: list[Bevinding] = []

    def add(plek: str, tekst: str) -> None:
        found.append(Bevinding(plek=plek, tekst=tekst))

    if len(persona.feiten) < MIN_FEITEN:
        add("feiten", f"{_aantal(len(persona.feiten), 'feit', 'feiten')}; met {MIN_FEITEN} of meer is een gesprek lang genoeg")
    if len(persona.uitwijken) < MIN_UITWIJKEN:
        add(
            "uitwijken",
            f"{_aantal(len(persona.uitwijken), 'zin', 'zinnen')} om uit te wijken; met {MIN_UITWIJKEN} of meer herhaalt de cliënt zich minder",
        )
    said = (
        "kort",
        "aanleiding",
        "krachten",
        "wensen",
        "hulpbronnen",
        "opent",
        "sluit",
        "nooit_tegenspreken",
        "nooit_waar",
        "voorbeeldzinnen",
    )
    for name in said:
        if not getattr(persona, name):
            add(name, "is leeg")
    lists = {FeitSoort.KRACHT: persona.krachten, FeitSoort.WENS: persona.wensen, FeitSoort.HULPBRON: persona.hulpbronnen}
    for sessie in persona.sessies:
        found += [
            Bevinding(plek=feit.id, tekst=f"{len(feit.zeg)} manieren van zeggen; met {MIN_ZEG} of meer blijft het een mens")
            for feit in sessie.feiten
            if len(feit.zeg) < MIN_ZEG
        ]
    for feit in persona.feiten:
        if len(feit.zeg) < MIN_ZEG:
            add(feit.id, f"{len(feit.zeg)} manieren van zeggen; met {MIN_ZEG} of meer blijft het een mens")
        if not feit.onderwerpen:
            add(feit.id, "heeft geen onderwerpen; de cliënt herkent dan minder vragen")
        if not any(_FIRST_PERSON.search(line) for line in feit.zeg):
            add(feit.id, "geen enkele zin staat in de ik-vorm")
        if feit.id not in lists.get(feit.soort, (feit.id,)):
            add(feit.id, f"is een {feit.soort.value}, maar staat niet in de lijst daarvan")
    hidden = [feit for feit in persona.feiten if feit.id in persona.krachten and feit.vanaf is not Stand.LAAG]
    if persona.krachten and len(hidden) * 2 < len(persona.krachten):
        add("krachten", "minder dan de helft is eerst verborgen; er valt dan weinig te ontdekken")
    every = (*persona.feiten, *(feit for sessie in persona.sessies for feit in sessie.feiten))
    lines = [line.strip().lower() for feit in every for line in feit.zeg]
    for line in sorted({line for line in lines if lines.count(line) > 1}):
        add("zeg", f"dezelfde zin staat bij twee feiten: {line[:40]}")
    return tuple(found)
