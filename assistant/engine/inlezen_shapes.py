"""assistant.engine.inlezen_shapes: what comes out of a plan from outside, and the words it is recognised by.

In:    prompts/reviewing/inlezen.toml, as Inleeswoorden.   Out: GelezenPlan of GelezenRegel, GelezenCitaat and NietBegrepen.
"""

from __future__ import annotations

from pydantic import Field

from assistant.domain.values import Frozen


class Inleeswoorden(Frozen):
    """prompts/reviewing/inlezen.toml."""

    versie: int = 1
    bron: str
    woorden: dict[str, tuple[str, ...]]
    leefgebieden: dict[str, tuple[str, ...]]


class GelezenRegel(Frozen):
    """A goal or action, literally as it stands in the document."""

    id: str
    soort: str = Field(pattern="^(doel|actie)$")
    tekst: str = Field(min_length=1)
    doel: str | None = None
    """Id of the goal an action stands under."""
    wie: str = ""
    wanneer: str = ""
    leefgebied: str | None = None


class GelezenCitaat(Frozen):
    """Words of the client, literally as the document gives them."""

    id: str
    tekst: str = Field(min_length=1)
    leefgebied: str | None = None


class NietBegrepen(Frozen):
    """A stretch that was not taken along, and why."""

    tekst: str
    reden: str = "onbekend"
    """'onbekend', 'naverteld' (a paraphrase of the client), 'buiten_plan' (data about people, signatures, evaluation), 'smart' (explains a goal), 'waarom';
    'lijkt_doel', 'lijkt_actie', 'lijkt_citaat': a sentence of running text that may be one. Only a person makes it so."""
    leefgebied: str | None = None


class GelezenPlan(Frozen):
    titel: str = ""
    regels: tuple[GelezenRegel, ...] = ()
    citaten: tuple[GelezenCitaat, ...] = ()
    niet_begrepen: tuple[NietBegrepen, ...] = ()
    meldingen: tuple[str, ...] = ()
    """Remarks of the reader of documents."""

    @property
    def doelen(self) -> tuple[GelezenRegel, ...]:
        return tuple(r for r in self.regels if r.soort == "doel")

    @property
    def acties(self) -> tuple[GelezenRegel, ...]:
        return tuple(r for r in self.regels if r.soort == "actie")
