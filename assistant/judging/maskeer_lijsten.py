"""assistant.judging.maskeer_lijsten: what masking looks up: names, places and the words around them (prompts/maskeer/, editable), and how common a word is.

Everything is looked up in small letters without accents (`plat`), one character for one, so that a place in the flat text is a place in the text.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

SHIPPED = Path(__file__).resolve().parents[2] / "prompts" / "maskeer"

_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "Ł": "l",
        "ø": "o",
        "Ø": "o",
        "đ": "d",
        "Đ": "d",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "\u00a0": " ",
        "‑": "-",
        "–": "-",
    }
)


def plat(text: str) -> str:
    """Small letters without accents, one character for one character, so that places stay the same."""
    out = []
    for char in text.translate(_LETTERS):
        base = unicodedata.normalize("NFD", char)[0].lower() if ord(char) > 127 else char.lower()
        out.append(base if len(base) == 1 else char)
    return "".join(out)


# -- the lists, as content -----------------------------------------------------------------------


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    versie: int
    bron: str


class Namen(_File):
    """maskeer/namen.toml. `ook_een_woord`: names that are ordinary words as well. `ook_engels`: surnames that are an English word.

    `altijd_naam`, `zonder_lidwoord`, `met_steun`: how much a sentence must say before such a word in small letters is somebody (maskeer_zin).
    """

    ook_een_woord: list[str]
    ook_engels: list[str] = []
    altijd_naam: list[str] = []
    zonder_lidwoord: list[str] = []
    met_steun: list[str] = []
    voornamen: list[str]
    achternamen: list[str]


class Plaatsen(_File):
    """maskeer/plaatsen.toml."""

    ook_een_woord: list[str]
    wijken: list[str]
    plaatsen: list[str]


class Maskeerwoorden(_File):
    """maskeer/woorden.toml: the words around a name, and what may stay."""

    titels: list[str]
    naasten: list[str]
    noemwoorden: list[str]
    tussenvoegsels: list[str]
    straten: list[str]
    losse_straten: list[str]
    vooral_naam: list[str] = []
    bekende_organisaties: list[str] = []
    organisaties: list[str]
    organisatie_uitgangen: list[str]
    huisnamen: list[str] = []
    gewone_pleinen: list[str] = []
    streektaal: list[str] = []
    nooit: list[str]
    openbare_nummers: list[str]
    openbare_sites: list[str]


@dataclass(frozen=True)
class Lijsten:
    """The three files together, ready to look up in (small letters, no accents)."""

    namen: Namen
    plaatsen: Plaatsen
    woorden: Maskeerwoorden

    @staticmethod
    def _set(*words: Iterable[str]) -> frozenset[str]:
        return frozenset(plat(word) for group in words for word in group)

    @cached_property
    def first(self) -> frozenset[str]:
        return self._set(self.namen.voornamen)

    @cached_property
    def last(self) -> frozenset[str]:
        return self._set(self.namen.achternamen)

    @cached_property
    def sure_last(self) -> frozenset[str]:
        """Surnames that are a surname without a capital as well: no word, no town, no English word, and nobody uses them otherwise."""
        return frozenset(
            name
            for name in self.last - self.words - self.places - self._set(self.namen.ook_engels)
            if len(name) > 4 and below(name, 4.2) and name not in COMMON
        )

    @cached_property
    def names(self) -> frozenset[str]:
        return self.first | self.last

    @cached_property
    def words(self) -> frozenset[str]:
        """Names that are ordinary words as well."""
        return self._set(self.namen.ook_een_woord)

    @cached_property
    def mostly(self) -> frozenset[str]:
        """First names that are words too, but nearly always meant as a name."""
        return self._set(self.woorden.vooral_naam)

    @cached_property
    def always(self) -> frozenset[str]:
        """First names that stand among the words and yet are hardly ever a word in small letters."""
        return self._set(self.namen.altijd_naam)

    @cached_property
    def countable(self) -> frozenset[str]:
        """Names that are a thing, an animal or a plant: without an article they are somebody."""
        return self._set(self.namen.zonder_lidwoord)

    @cached_property
    def supported(self) -> frozenset[str]:
        """Names that are a word without an article as well: only with something else that belongs to people."""
        return self._set(self.namen.met_steun)

    @cached_property
    def houses(self) -> frozenset[str]:
        """Words that houses, shelters and schools are often called by."""
        return self._set(self.woorden.huisnamen)

    @cached_property
    def plain_places(self) -> frozenset[str]:
        """Squares, harbours, bridges and parks that are a kind and no name."""
        return self._set(self.woorden.gewone_pleinen)

    @cached_property
    def dialect(self) -> frozenset[str]:
        return self._set(self.woorden.streektaal)

    @cached_property
    def dialect_only(self) -> frozenset[str]:
        """Dialect that cannot be taken for standard Dutch or for a name: two of these make a text dialect."""
        return frozenset(word for word in self.dialect - self.first if below(word, 3.2))

    @cached_property
    def known_organisations(self) -> re.Pattern[str]:
        found = sorted(self._set(self.woorden.bekende_organisaties), key=len, reverse=True)
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, found)) + r")(?!\w)" if found else r"(?!)")

    @cached_property
    def places(self) -> frozenset[str]:
        return self._set(self.plaatsen.plaatsen, self.plaatsen.wijken)

    @cached_property
    def place_words(self) -> frozenset[str]:
        return self._set(self.plaatsen.ook_een_woord)

    @cached_property
    def place_heads(self) -> dict[str, int]:
        """First word of a place -> most words a place with that first word has."""
        heads: dict[str, int] = {}
        for place in self.places:
            parts = place.split()
            heads[parts[0]] = max(heads.get(parts[0], 0), len(parts))
        return heads

    @cached_property
    def titles(self) -> frozenset[str]:
        return frozenset(word.rstrip(".") for word in self._set(self.woorden.titels))

    @cached_property
    def close(self) -> frozenset[str]:
        return self._set(self.woorden.naasten)

    @cached_property
    def calling(self) -> frozenset[str]:
        return self._set(self.woorden.noemwoorden)

    @cached_property
    def between(self) -> frozenset[str]:
        return self._set(self.woorden.tussenvoegsels)

    @cached_property
    def streets(self) -> tuple[str, ...]:
        return tuple(sorted(self._set(self.woorden.straten), key=len, reverse=True))

    @cached_property
    def loose_streets(self) -> frozenset[str]:
        return self._set(self.woorden.losse_straten)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Words that make an organisation of what follows."""
        return self._set(self.woorden.organisaties)

    @cached_property
    def kind_ends(self) -> tuple[str, ...]:
        return tuple(self._set(self.woorden.organisatie_uitgangen))

    @cached_property
    def never(self) -> frozenset[str]:
        return self._set(self.woorden.nooit)

    @cached_property
    def never_heads(self) -> dict[str, int]:
        heads: dict[str, int] = {}
        for item in self.never:
            parts = item.split()
            heads[parts[0]] = max(heads.get(parts[0], 0), len(parts))
        return heads


@lru_cache(maxsize=1)
def eigen_lijsten() -> Lijsten:
    """The lists that come with the program."""

    def read(name: str) -> dict[str, Any]:
        return tomllib.loads((SHIPPED / name).read_text(encoding="utf-8"))

    return Lijsten(
        Namen.model_validate(read("namen.toml")),
        Plaatsen.model_validate(read("plaatsen.toml")),
        Maskeerwoorden.model_validate(read("woorden.toml")),
    )


# -- words of the language itself ----------------------------------------------------------------


@lru_cache(maxsize=256)
def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


VERBS = word_set(
    """
    is was heeft had wil wilde kan kon gaat ging woont woonde zegt zei werkt werkte belt belde komt kwam moet mag doet deed vraagt
    vroeg houdt spreekt slaapt zit zat staat ligt leest kookt eet drinkt blijft bleef krijgt kreeg vindt vond heet verkoopt loopt
    fietst rijdt helpt geeft neemt leert volgt ontvangt maakt weet ziet hoopt denkt droomt speelt draagt durft begint stopt regelt
    betaalt spaart verblijft verzorgt mist bidt haalt bakt wordt werd zou zal en of
    """
)
PRONOUNS = word_set(
    """
    ik je jij u hij ze zij we wij jullie het dat dit er men de een
    """
)
IN = word_set(
    """
    in uit naar te vanuit nabij richting rond tussen omgeving regio gemeente stad wijk dorp bij van door langs over tot
    """
)
AT = word_set(
    """
    bij van naar op in uit voor via tegen tegenover naast met aan
    """
)
ARTICLES = frozenset(("de", "het", "'t", "t"))
CALENDAR = word_set(
    """
    januari februari maart april mei juni juli augustus september oktober november december maandag dinsdag woensdag donderdag
    vrijdag zaterdag zondag
    """
)
WORKS = word_set(
    """
    werkt werk werkte werken stage baan cursus training behandeling behandelaar begeleider begeleiding ambulant wachtlijst
    ingeschreven lid aangemeld opgenomen groep dagbesteding schuldhulp vrijwilliger sport via
    """
)
INNER = frozenset(("van", "de", "het", "der", "den", "en", "'t", "aan", "voor", "in"))
KIND_ENDS = tuple(
    sorted(
        word_set(
            "club school vereniging stichting opvang kliniek praktijk centrum bedrijf kerk moskee winkel hotel instelling kantoor bureau"
        )
    )
)
FORMAL = word_set(
    """
    meneer mijnheer mevrouw mevr mw mvr dhr heer hr familie fam gezin mr dr drs ds echtpaar
    """
)
TWO = word_set(
    """
    en in op is of ik we ze te om er de na al zo ja ga je nu af ms kg km cm mm ml ma di wo do vr za zo la el at to if my no so up us
    hz st nd rd th
    """
)
LARGE = word_set(
    """
    amsterdam rotterdam utrecht eindhoven groningen tilburg almere nijmegen apeldoorn arnhem haarlem enschede amersfoort zwolle
    leiden leeuwarden maastricht dordrecht zoetermeer deventer helmond venlo zaandam alkmaar almelo lelystad schiedam vlaardingen
    spijkenisse purmerend hilversum roosendaal
    """
)
COMMON = word_set(
    """
    wil als dan dat die dit met van voor naar door over onder want maar ook nog niet wel geen alle alles iedereen niemand iemand
    toen daar hier waar hoe wat wie welke deze elke elk soms altijd nooit vaak straks morgen vandaag gisteren vanavond vannacht mijn
    zijn haar hun ons onze jouw jullie hij zij ze wij het een de er men je ik u in op aan bij uit te om na sinds tot per zonder
    tussen tegen volgens tijdens graag samen eerst later daarna verder eigenlijk misschien ja nee oke ok hoi hallo dag nou tja pff
    sorry bedankt dank goed mooi fijn klaar echt bro man joh god mag kan kon moet moest zal zou gaat komt doe doen ga kom zeg zegt
    kijk bel belt iets niets veel weinig meer minder beide los mei juni juli april maart augustus zonder graag
    """
)


@lru_cache(maxsize=4096)
def zipf(word: str) -> float | None:
    """How common a word is in Dutch (0 never, 8 always); None where that cannot be looked up."""
    try:
        from wordfreq import zipf_frequency
    except ImportError:
        return None
    return float(zipf_frequency(word, "nl"))


def below(word: str, border: float) -> bool:
    """Less common than `border`. False where that cannot be looked up."""
    found = zipf(word)
    return found is not None and found < border


def gewoon(word: str) -> bool:
    """An ordinary word that happens to have a capital. False where that cannot be looked up: then it is masked."""
    found = zipf(word) if len(word) < 30 else None
    return found is not None and found >= 4.2


def zeldzaam(word: str, border: float = 2.6) -> bool:
    """A word that nearly nobody uses and that is no compound of two ordinary words. False where that cannot be looked up."""
    found = zipf(word) if len(word) < 30 else None
    if found is None or found >= border:
        return False
    for at in range(3, len(word) - 2):
        left, right = word[:at], word[at:]
        if (zipf(left) or 0) >= 3.0 and (
            (zipf(right) or 0) >= 3.0 or (right[0] == "s" and len(right) > 3 and (zipf(right[1:]) or 0) >= 3.0)
        ):
            return False
    return True
