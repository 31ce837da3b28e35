"""assistant.judging.wenskern: what a wish asks for, in the client's own words: to do something, to go somewhere, to see someone, to have, to learn, to stop.

In:    a wish as `wensen` cut it out.   Out: its kind, and the stretch that can stand in a sentence the client says ('weer schilderen').
Never: changes a word; what cannot be cut out cleanly stays whole, and is quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.judging.hulp import PROFESSIONAL
from assistant.judging.wensen import naaste_in

Soort = Literal["doen", "klus", "heen", "iemand", "samen", "hulp", "hebben", "leren", "stoppen", "anders"]
SOORTEN: tuple[Soort, ...] = ("doen", "klus", "heen", "iemand", "samen", "hulp", "hebben", "leren", "stoppen", "anders")


@dataclass(frozen=True)
class Kern:
    """`kern`: the client's words without 'ik wil graag'; '' where they could not be cut. `werkwoord`: its infinitive, or ''."""

    soort: Soort
    kern: str = ""
    werkwoord: str = ""
    naaste: str = ""
    """Who the wish is about ('mijn dochter'), or ''."""
    hulp: str = ""
    """The professional who is asked for ('die psycholoog'), or ''."""

    @property
    def hulp_bekend(self) -> str:
        """The same, when the client knows this one: 'mevrouw Jansma', not 'een advocaat'."""
        return "" if re.match(r"(?:een|'n|n|iemand)\b|\w+$", self.hulp) and not re.match(r"[A-Z]", self.hulp) else self.hulp

    @property
    def hulp_nieuw(self) -> str:
        """The same, when it is one the client does not have yet."""
        return "" if self.hulp_bekend else self.hulp

    @property
    def om_te(self) -> str:
        """'gitaar te spelen' for 'gitaar spelen'. '' without a verb."""
        if not self.werkwoord:
            return ""
        if self.kern.startswith(f"{self.werkwoord} "):  # 'vissen aan het kanaal'
            return f"te {self.kern}"
        return f"{self.kern[: -len(self.werkwoord)]}te {self.werkwoord}" if self.kern.endswith(self.werkwoord) else ""


_FILL = (
    r"(?:heel |zo |echt |super)?graag|dolgraag|weer(?: eens| 's| es)?|ook|gewoon|ooit|nog|wel|wal|eens|'s(?! (?:ochtend|middag|avond|nacht|morgen|zomer|winter)s)|es|echt|heel|best|eigenlijk|alleen|maar|juist|toch|"
    r"dan|later|misschien|(?:het )?liefst|een keer(?:tje)?|'n keer|ff|even|nu|straks|eindelijk|vooral|trouwens|natuurlijk|zelf|zo|dus|bro|man"
)
_FILLS = re.compile(rf"^(?:(?:{_FILL})\b[\s,]*)+", re.IGNORECASE)
_MODAL = re.compile(
    r"\b(?:ik|'k|k)\s+(?:(?:[\w']+)\s+){0,2}?(?:wil|wou|wol|zou|zol|hoop)\b|\b(?:wil|wou|zou|hoop)\s+(?:ik|'k|k)\b|\bik (?:mis|droom van|verlang naar)\b|\bmis ik\b"
    r"|\bik heb (?:echt |veel |zo )?zin (?:om|in)\b|\b(?:mijn|m'n) (?:\w+ )?(?:droom|wens) (?:is|zou zijn)\b|\bhet liefst(?:e)?(?: wil ik| zou ik)?\b|\bik ga\b",
    re.IGNORECASE,
)
_END = re.compile(
    r"[,;:.!?…]|\s(?:maar|want|omdat|zodat|voordat|terwijl|zonder dat|als ik|als het|als de|en dan|en daarna|dan kan|dan hoef|net als|net as|zoals|al is het)\b",
    re.IGNORECASE,
)
_WISHING = re.compile(
    r"\s(?:willen|wil|zou (?:\w+ )?(?:mooi|fijn|leuk)\b.*|(?:lijkt|leek) (?:me|mij)\b.*|hoor|ofzo|of zo|enzo|joh|hè|he|graag|een keer)\s*$",
    re.IGNORECASE,
)
_WILLEN = re.compile(r"\b(?:willen|kunnen|mogen|gaan) (?=\w+en\b|\w+aan\b)", re.IGNORECASE)

_STOP = re.compile(
    r"\b(?:stoppen|ophouden|ophoud|kappen|minderen|afkicken|klaar met|niet langer)\b|\bminder\b(?! dan)|\b(?:niet|nooit|geen|niks|nie) (?:\w+ ){0,6}(?:meer|langer)\b"
    r"|\b(?:van|uit) (?:\w+ ){1,3}af\b|\bnie(?:t)? meer\b|\bmoet er (?:\w+ ){0,3}uit\b|\baf van\b",
    re.IGNORECASE,
)
_HABIT = re.compile(
    r"\b(?:drinken|drank|roken|rook|blow\w*|wiet|gokk?en|gokt?|casino|gebruik\w*|drugs|coke|snuiven|spuiten|pillen|ghb|speed|gamen|game|piekeren|gepieker|liegen|"
    r"schreeuw\w*|schelden|vechten|snoep\w*|eten|ruzie\w*|uitstellen|boos\w*|telefoon|scrollen|stelen|krabben|bijten|lenen|zuip\w*|alcohol|bier\w*|sigaret\w*|peuk\w*|joint\w*)\b",
    re.IGNORECASE,
)
_LEARN = re.compile(r"\bleren\b|\bleer\b|\boefenen\b", re.IGNORECASE)
_CONTACT = re.compile(
    r"\b(?:zien|spreken|bellen|bezoeken|ontmoeten|opzoeken|praten|contact|opneemt|mis|missen|goedmaken|band|omgaan|langs|terugzien|knuffelen|bijpraten)\b",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:met iemand(?! (?:praten|spreken|bespreken|die|van))|iemand om mee|samen (?:eten|doen|koffie|kijken|lachen|zijn|zitten)|aanspraak|gezelschap|onder de mensen|mensen (?:leren kennen|ontmoeten|om me heen|over de vloer)|"
    r"(?:een )?(?:paar )?(?:\w+ )?vriend(?:in|en|innen)?(?! (?:helpen|bellen))|minder alleen|niet meer (?:zo )?alleen|bezoek|een bakkie|buren leren kennen|maatje)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"(?:er|d'r|daar|hem|haar|ze|dat|het|zo|mee|hier)\b", re.IGNORECASE)
"""'er weer eens op spelen' says only with what stands before it what is played: it is quoted whole."""
_ACTIVITY = frozenset(
    [
        "fietsen",
        "wandelen",
        "lopen",
        "hardlopen",
        "rennen",
        "zwemmen",
        "sporten",
        "trainen",
        "voetballen",
        "tennissen",
        "boksen",
        "dansen",
        "zingen",
        "schilderen",
        "tekenen",
        "schrijven",
        "lezen",
        "koken",
        "bakken",
        "naaien",
        "breien",
        "haken",
        "knutselen",
        "klussen",
        "timmeren",
        "sleutelen",
        "vissen",
        "tuinieren",
        "gamen",
        "schaken",
        "kaarten",
        "dammen",
        "biljarten",
        "darten",
        "spelen",
        "musiceren",
        "mediteren",
        "bidden",
        "fotograferen",
        "lassen",
        "metselen",
        "borduren",
        "puzzelen",
        "schaatsen",
        "skaten",
        "volleyballen",
        "basketballen",
        "korfballen",
        "fitnessen",
        "roeien",
        "kanoën",
        "zeilen",
        "rijden",
        "paardrijden",
        "houtbewerken",
        "solderen",
        "programmeren",
        "drummen",
        "rappen",
        "trommelen",
        "gitaarspelen",
        "pianospelen",
        "bewegen",
        "kokkerellen",
        "barbecueën",
        "picknicken",
        "winkelen",
        "bowlen",
        "rummikuppen",
    ]
)
_CHORE = frozenset(
    [
        "opruimen",
        "schoonmaken",
        "ophangen",
        "afmaken",
        "repareren",
        "maken",
        "verven",
        "behangen",
        "inrichten",
        "poetsen",
        "stofzuigen",
        "sorteren",
        "uitzoeken",
        "opknappen",
        "wassen",
        "strijken",
        "schuren",
        "plakken",
        "leegmaken",
        "uitmesten",
        "ordenen",
        "bijhouden",
        "invullen",
        "aansluiten",
        "monteren",
        "dweilen",
        "bijwerken",
    ]
)
_GET = frozenset(
    [
        "halen",
        "krijgen",
        "vinden",
        "kopen",
        "hebben",
        "zoeken",
        "terugkrijgen",
        "terughalen",
        "huren",
        "regelen",
        "aanvragen",
        "sparen",
        "verdienen",
        "worden",
        "beginnen",
        "starten",
        "openen",
    ]
)
_NOUNS = frozenset(
    [
        "kinderen",
        "ouders",
        "vrienden",
        "spullen",
        "papieren",
        "schulden",
        "mensen",
        "tanden",
        "benen",
        "boeken",
        "planten",
        "dingen",
        "kleren",
        "schoenen",
        "meubels",
        "vriendinnen",
        "huizen",
        "regels",
        "afspraken",
        "brieven",
        "rekeningen",
        "weken",
        "dagen",
        "uren",
        "jaren",
        "maanden",
        "ogen",
        "handen",
        "oren",
        "zussen",
        "broers",
        "neven",
        "nichten",
        "buren",
        "dieren",
        "katten",
        "honden",
        "kippen",
        "bloemen",
        "ramen",
        "gordijnen",
        "centen",
        "lessen",
        "kamers",
        "wensen",
        "gedachten",
        "stemmen",
        "pillen",
        "medicijnen",
        "leven",
        "eten",
        "drinken",
        "geheugen",
        "verleden",
        "eigen",
        "alleen",
        "tegen",
        "binnen",
        "buiten",
        "boven",
        "beneden",
        "samen",
        "open",
        "keuken",
        "wagen",
        "haven",
        "molen",
        "oven",
        "deken",
        "teken",
        "verdieping",
        "anderen",
        "maten",
        "kleinkinderen",
        "opvangeten",
        "jongeren",
        "ouderen",
        "centimeters",
        "medemensen",
        "collega's",
    ]
)
_WORD = re.compile(r"[\w'’-]+", re.UNICODE)
_BARE = re.compile(
    r"^(?:het|dat|dit|die|deze|daar|er|zo|iets|wat|alles|niks|niets|meer|weg|terug|doen|hebben|gaan|zijn|af|anders)(?:\s+(?:doen|hebben|gaan|zijn|worden|weg|is|anders|meer))*$",
    re.IGNORECASE,
)
_VERB_FIRST = re.compile(r"^(?P<verb>\w+en) (?P<rest>(?:an|aan|in|op|bij|met|voor|langs|naar)\b.+)$")
MAX_WORDS = 12
"""A longer stretch does not stand well in a sentence; then the whole wish is quoted, or nothing."""


def _verb_of(words: list[str]) -> str:
    """The infinitive at the end of a stretch, or ''."""
    last = words[-1].lower() if words else ""
    if last in _NOUNS or len(last) < 3:
        return ""
    if last in _ACTIVITY or last in _CHORE or last in _GET or re.search(r"(?:gaan|staan|zien|doen|zijn)$", last):
        return words[-1]
    return words[-1] if re.search(r"[a-zë]{2,}en$", last) and len(words) > 1 and last.islower() else ""


def _stretch(wish: str) -> str:
    """The wish without the words that say that it is one; '' when nothing telling is left."""
    found = _MODAL.search(wish)
    after = wish[found.end() :] if found else wish
    after = _FILLS.sub("", after.strip(" ,:–-"))
    cut = _END.search(after)
    rest = after[: cut.start()] if cut and cut.start() > 0 else after if not cut else ""
    if found and len(_WORD.findall(rest)) < 1:  # 'koken wil ik best', 'een hond, dat zou ik wel willen'
        rest = _FILLS.sub("", wish[: found.start()].strip(" ,:–-"))
        rest = _END.split(rest)[0]
    rest = _WISHING.sub("", _WISHING.sub("", rest.strip(" ,;:.!?…")))
    rest = _WILLEN.sub("", rest).strip(" ,;:.!?…‘’“”\"'")
    if not rest or _BARE.match(rest) or len(_WORD.findall(rest)) > MAX_WORDS or re.search(r"\b(?:ik|wil|wou|zou)\b", rest, re.IGNORECASE):
        return ""
    first = _WORD.match(rest)
    small = first is not None and (re.match(r"(?:Een|Mijn|M'n|De|Het|Naar|Weer|Eens|Met|Op|Bij|In)$", first[0]) or _verb_of([first[0]]))
    return rest[0].lower() + rest[1:] if small else rest


def kern_of(wish: str) -> Kern:
    """What this wish asks for."""
    rest = _stretch(wish)
    words = _WORD.findall(rest)
    verb = "" if re.search(r"\bom te \w+$", rest) else _verb_of(words)
    if (first := _VERB_FIRST.match(rest)) and first["verb"].lower() in _ACTIVITY:
        verb = first["verb"]
    low = verb.lower()
    naaste = naaste_in(rest or wish) or ""
    if _STOP.search(wish):
        return Kern("stoppen" if _HABIT.search(wish) else "samen" if _COMPANY.search(wish) else "anders", rest, naaste=naaste)
    if asked := (PROFESSIONAL.search(rest or wish) or _ASKED_FOR.search(rest or wish)):
        return Kern("hulp", rest, verb, naaste, _named(rest or wish, asked))
    if rest.lower().startswith(("da ", "dat ", "om ", "hoe ")):
        return Kern("anders", "" if rest.lower().startswith(("da ", "dat ", "om ")) else rest, naaste=naaste)
    if naaste and (_CONTACT.search(wish)) and not (low in _ACTIVITY or low in _CHORE):
        return Kern("iemand", rest, verb, naaste)
    if _COMPANY.search(wish) and not naaste and low not in _ACTIVITY and not rest.lower().startswith("naar "):
        return Kern("samen", rest, verb, naaste)
    if _LEARN.search(rest):
        return Kern("leren", rest, verb, naaste)
    if _POINTS.match(rest) and low in _ACTIVITY | _CHORE:
        return Kern("anders", rest, verb, naaste)
    if low in _ACTIVITY:
        return Kern("doen", rest, verb, naaste)
    if low in _CHORE:
        return Kern("klus", rest, verb, naaste)
    if re.match(r"(?:met [\w']+ \w+ )?naar\s+[\w']", rest, re.IGNORECASE) and (not verb or low in ("gaan", "toegaan", "toe")):
        bare = re.sub(r"\s+(?:toe ?)?(?:gaan|toe)$", "", rest, flags=re.IGNORECASE)
        return Kern("heen", bare, "", naaste)
    if (
        rest
        and (low in _GET or not verb)
        and re.match(r"(?:een|'n|n|mijn|m'n|mn|eigen|het|de|mijn eigen|wat|meer|genoeg|vast|vaste)\b", rest, re.IGNORECASE)
    ):
        return Kern("hebben", rest, verb, naaste)
    return Kern("anders", rest, verb, naaste)


_BEFORE = re.compile(
    r"(?:\b(?:de|het|een|die|mijn|m'n|mn|onze|een goede|een nieuwe|iemand van(?: de| het)?|iemand bij(?: de| het)?|mevrouw|meneer)\s+)+$",
    re.IGNORECASE,
)


_ASKED_FOR = re.compile(
    r"\b(?:tandarts|opticien|oogarts|schuldhulp\w*|woonbegeleid\w*|diëtist|logopedist|rechtswinkel|notaris|woningcorporatie|loopbaan\w*|jobcoach|rijschool)\b",
    re.IGNORECASE,
)


def _named(words: str, asked: re.Match[str]) -> str:
    """The professional with what stands before and after it: 'mijn oude psycholoog', 'mevrouw Jansma'."""
    before = _BEFORE.search(words[: asked.start()])
    begin = before.start() if before else asked.start()
    name = words[begin : asked.end()]
    more = re.match(r"\s+(?-i:[A-Z])[\w'’-]+", words[asked.end() :])
    name += more[0] if more else ""
    return (
        name if before or name[:1].isupper() else f"de {name}" if PROFESSIONAL.search(name) and not re.match(r"schuldhulp", name) else name
    )


def speaks_of_contact(wish: str) -> bool:
    """Whether a wish is about seeing or speaking somebody who was named before ('ik zou haar wel weer eens willen spreken')."""
    return bool(_CONTACT.search(wish)) and bool(re.search(r"\b(?:hem|haar|ze|hun|d'r)\b", wish, re.IGNORECASE))
