"""assistant.domain.leefgebied: the areas of life, as data.

There are ten in Krachtwerk; their official names and order stand on no public page, so the list is content (prompts/leefgebieden.toml)
and an organisation may replace it.
"""

from __future__ import annotations

from pydantic import Field, field_validator

from assistant.domain.values import Aanspreekvorm, Frozen, KrachtVorm, LeefgebiedId, Luisteraar, Plek, Tijd


class Tekst(Frozen):
    """One client-facing sentence in both forms of address."""

    je: str = Field(min_length=1)
    u: str = Field(min_length=1)

    def voor(self, vorm: Aanspreekvorm) -> str:
        return self.je if vorm is Aanspreekvorm.JE else self.u


class Leefgebied(Frozen):
    id: LeefgebiedId
    label: str
    kort: str
    """At most 12 characters, for the narrow rail."""
    omschrijving: str
    icoon: str = ""
    ascii: str = ""
    opening: Tekst
    trefwoorden: tuple[str, ...] = ()


class LeefgebiedSet(Frozen):
    """The list in its order. `bron` says whose list it is; the screen shows it."""

    versie: int = 1
    bron: str
    leefgebieden: tuple[Leefgebied, ...] = Field(min_length=1)

    @field_validator("leefgebieden")
    @classmethod
    def _unique(cls, value: tuple[Leefgebied, ...]) -> tuple[Leefgebied, ...]:
        ids = [item.id for item in value]
        if len(set(ids)) != len(ids):
            raise ValueError("een leefgebied-id komt twee keer voor")
        return value

    def get(self, leefgebied_id: str) -> Leefgebied | None:
        return next((item for item in self.leefgebieden if item.id == leefgebied_id), None)

    @property
    def ids(self) -> tuple[LeefgebiedId, ...]:
        return tuple(item.id for item in self.leefgebieden)


FAMILIES = (
    "overleven", "steun", "uitzondering", "mogelijkheid", "waardering", "perspectief", "verandering", "betekenis", "coping",
    "wat_is_beter", "schaal", "wonder", "vroeger_beter", "detail", "trots",
)  # fmt: skip
"""The question families of the method's literature (domein.md 4.1); `erkenning` is added for follow-ups."""


class Vraag(Frozen):
    """One voorbeeldvraag of our own (the official ones are not public)."""

    id: str = Field(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$")
    familie: str
    tijd: Tijd
    plek: Plek
    tekst: Tekst
    eenvoudig: Tekst
    waarom: str
    doorvragen: tuple[Tekst, ...] = ()
    zoekt: tuple[KrachtVorm, ...] = ()
    gevoelig: bool = False

    @field_validator("familie")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in FAMILIES:
            raise ValueError(f"onbekende vraagfamilie {value!r}; kies uit: {', '.join(FAMILIES)}")
        return value

    def voor(self, vorm: Aanspreekvorm, luisteraar: Luisteraar) -> str:
        """The wording for this listener: the simpler one for second-language and LVB listeners."""
        simple = luisteraar in (Luisteraar.TWEEDE_TAAL, Luisteraar.LVB)
        return (self.eenvoudig if simple else self.tekst).voor(vorm)


class Aandacht(Frozen):
    """Notes for the begeleider that belong to one leefgebied."""

    let_op: tuple[str, ...] = ()
    niet_vragen: tuple[str, ...] = ()
    hulpbronnen: tuple[str, ...] = ()


class Vragenlijst(Frozen):
    """All voorbeeldvragen of one leefgebied."""

    versie: int = 1
    leefgebied: LeefgebiedId
    bron: str
    aandacht: Aandacht = Aandacht()
    vragen: tuple[Vraag, ...] = Field(min_length=1)

    def get(self, vraag_id: str) -> Vraag | None:
        return next((vraag for vraag in self.vragen if vraag.id == vraag_id), None)
