"""assistant.domain.guidance: what the sources said, and exactly where."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.values import Frozen

SOORTEN_BRON = ("methodiekboek", "handleiding", "folder", "protocol", "eigen_tekst", "teamkennis", "anders")
"""Kinds of source, from most to least authoritative for the method itself."""
LEESBAAR = (".pdf", ".docx", ".odt", ".epub", ".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".text")
"""Endings of files that can be read in."""


class CorpusDocument(Frozen):
    """One document as stored: its plain text is what every offset points into."""

    id: str
    """Stable: the file's own id, or one made from its content."""
    titel: str
    soort_bron: str = "eigen_tekst"
    tekst: str
    koppen: tuple[tuple[int, int, str], ...] = ()
    """(offset, level 1-6, heading text), in reading order."""
    paginas: tuple[tuple[int, int], ...] = ()
    """(offset where the page begins, page number). Empty: the document has no pages."""
    leefgebieden: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    thema: str = ""
    basistaak: int = 0
    zekerheid: str = ""
    bronnen: tuple[str, ...] = ()
    """Readable references the text rests on."""
    taal: str = "nl"
    herkomst: str = "meegeleverd"
    """'meegeleverd' (ships with the program) or 'toegevoegd' (by the organisation)."""
    versie: str = ""
    """The document's own date or version, as its front matter says. '' is unknown."""
    bestand: str = ""
    """Name of the file it came from, without folders. '' is unknown."""
    begin: int = 0
    """Offset where the text for readers starts; what stands before it is front matter and never shown."""
    toegevoegd_op: str = ""
    """When an organisation added it, as ISO date and time with zone. '' for what ships, and for what was added before this was kept."""
    opmerkingen: tuple[str, ...] = ()
    """What the reader remarked while reading: what was left out, what to look at again."""
    voorbeeldvragen: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Heading -> questions it answers; used for finding only, never shown as text of the source."""


class Passage(Frozen):
    """A verbatim slice: `tekst == document.tekst[begin:eind]`. For a shipped document the offsets are those of its Markdown file."""

    id: str
    """Made from the content (document id + normalised text), so it survives re-indexing."""
    document: str
    titel: str
    kop: tuple[str, ...] = ()
    pagina: int | None = None
    begin: int
    eind: int
    tekst: str
    soort_bron: str = "eigen_tekst"
    leefgebieden: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    thema: str = ""
    basistaak: int = 0
    herkomst: str = "meegeleverd"
    zekerheid: str = ""
    """'zeker', 'gemengd' or 'eigen' as the document says; '' when it says nothing."""
    zoektermen: tuple[str, ...] = ()
    """Example questions that came with the passage: help to find it, never shown as source."""


class Hit(Frozen):
    """A found passage. `score` is comparable only inside one answer (fused, higher is better, 0-1)."""

    passage: Passage
    score: float


class Guidance(Frozen):
    """The answer of the sources to one question. `niets_gevonden`: the sources do not answer it, whatever the nearest passages are."""

    vraag: str
    niets_gevonden: bool
    hits: tuple[Hit, ...] = ()
    waarom: str = ""
    """Why this is shown (which words of the question and which leefgebied), for the reader."""
