"""assistant.domain.oefenstof: what surrounds the simulated clients: levels, goals, learning path, small talk and cue words (prompts/oefenen.toml).

In: the parsed TOML.   Out: Oefenstof.   Never: a fact about a persona.
"""

from __future__ import annotations

from pydantic import Field, model_validator

from assistant.domain.leefgebied import Tekst
from assistant.domain.values import Frozen


class Niveau(Frozen):
    id: str
    naam: str
    uitleg: str
    begin: float = Field(ge=-0.3, le=0.3)
    """Added to the trust at the first word."""
    tempo: float = Field(gt=0, le=2)
    prikkelbaar: float = Field(gt=0, le=2)


class Doel(Frozen):
    """What a trainee practises. `meer` and `minder` name counted behaviours."""

    id: str
    naam: str
    uitleg: str
    meer: tuple[str, ...]
    minder: tuple[str, ...] = ()


class Leerstap(Frozen):
    id: str
    naam: str
    uitleg: str
    personas: tuple[str, ...]
    niveau: str
    doel: str
    gesprek: int = Field(default=1, ge=1)
    """Which talk with the client this step proposes."""


class Gedrag(Frozen):
    """A counted behaviour: its name, what went well with it, what to try. An empty text is not shown."""

    naam: str
    goed: str = ""
    probeer: str = ""


class Woordenlijst(Frozen):
    woorden: tuple[str, ...] = ()


class Groepen(Frozen):
    groepen: tuple[tuple[str, ...], ...] = ()


class Oefenstof(Frozen):
    versie: int = 1
    introductie: tuple[str, ...] = Field(min_length=1)
    """Shown before a first practice: this is a program and not a person."""
    voorleggen: Tekst = Tekst(je="{wens}. {stap}{wanneer}.", u="{wens}. {stap}{wanneer}.")
    """How an action is laid before the client; {wens}, {stap} and {wanneer} are filled in. `wanneer` begins with a comma or is empty."""
    kader: str = Field(min_length=1)
    """Stands on every practice screen."""
    niveaus: tuple[Niveau, ...] = Field(min_length=1)
    doelen: tuple[Doel, ...] = Field(min_length=1)
    leerlijn: tuple[Leerstap, ...] = ()
    zinnen: dict[str, tuple[str, ...]]
    """Kind -> lines for a persona without lines of its own."""
    innerlijk: dict[str, tuple[str, ...]]
    """Behaviour -> what the client thinks; for the debriefing only."""
    geteld: dict[str, Gedrag]
    nabespreking: dict[str, str]
    verslag: dict[str, str]
    """Headings of the written report."""
    hints: dict[str, str]
    """Moment -> one sentence of help before speaking."""
    tekens: dict[str, tuple[str, ...]]
    """Behaviour -> parts of sentences by which it is heard."""
    coachwoord: dict[str, str] = Field(default_factory=dict)
    """What a line is spoken about first -> one sentence of the coach, for when labels were heard that the coach had not."""
    stil: Woordenlijst
    andere_talen: Woordenlijst
    bijzonder: Woordenlijst
    """Words that claim something particular: the client minds whether that was ever said."""
    richtingen: dict[str, tuple[str, ...]]
    """Kind of feit -> parts of questions that ask for it."""
    onderwerpen: dict[str, tuple[str, ...]]
    """Topic -> its words."""
    gelijk: Groepen
    algemeen: Woordenlijst

    @model_validator(mode="after")
    def _known(self) -> Oefenstof:
        niveaus, doelen = {n.id for n in self.niveaus}, {d.id for d in self.doelen}
        for stap in self.leerlijn:
            if stap.niveau not in niveaus or stap.doel not in doelen:
                raise ValueError(f"de leerstap {stap.id} noemt een niveau of doel dat er niet is")
        for doel in self.doelen:
            for name in (*doel.meer, *doel.minder):
                if name not in self.geteld:
                    raise ValueError(f"het doel {doel.id} noemt {name}, maar dat wordt niet geteld")
        missing = [name for name in VERSLAG if not self.verslag.get(name)]
        if missing:
            raise ValueError(f"in verslag ontbreekt {', '.join(missing)}")
        for kind in ZINNEN:
            if not self.zinnen.get(kind):
                raise ValueError(f"zinnen.{kind} ontbreekt of is leeg")
        return self

    def niveau(self, niveau_id: str) -> Niveau | None:
        return next((item for item in self.niveaus if item.id == niveau_id), None)

    def doel(self, doel_id: str) -> Doel | None:
        return next((item for item in self.doelen if item.id == doel_id), None)


ZINNEN = (
    "groet", "aarzelt", "boos", "stil", "grap", "corrigeert", "niet_gezegd", "weigert", "bedankt", "eindigt", "vraagt", "herhaalt", "terugkomen",
    "weet_niet", "niet_begrepen", "neemt_aan",
    "rolvreemd", "knikt", "uitwijken", "hm", "weg", "mag", "veilig",
)  # fmt: skip
"""Every kind of small talk the speaker may need."""
VERSLAG = (
    "coach",
    "kop",
    "uitleg",
    "gesprek",
    "regel",
    "ik",
    "stilte",
    "dacht",
    "anders",
    "goed",
    "probeer",
    "gevonden",
    "opgeschreven",
    "geteld",
    "doel",
    "voet",
)
"""Every heading and word of the written report."""
