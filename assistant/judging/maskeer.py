"""assistant.judging.maskeer: find and replace what could tell who somebody is. The handler of the command `maskeer`, and of every way out.

In: a text, and where known the names in the dossier.   Out: spans (begin, eind, soort) and the text with "[persoon 1]" and the like in their place.
In this order, the first that claims a stretch keeps it: the dossier's own names (whole or in part, any case, with 's), hard identifiers by their form
and checksum, dates and ages, then addresses, organisations, places and persons by editable lists (prompts/maskeer/) and by the words around them.
No model, no network, a few milliseconds. Never: certainty that nothing is left; whoever sends a text away reads it first.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar, get_args

from pydantic import BaseModel, ConfigDict

Soort = Literal[
    "persoon", "plaats", "instelling", "datum", "leeftijd", "telefoon", "email", "bsn", "url", "kenteken", "dossiernummer", "iban", "gebruikersnaam"
]  # fmt: skip
SOORTEN: tuple[Soort, ...] = get_args(Soort)
HARD: tuple[Soort, ...] = ("telefoon", "email", "bsn", "url", "kenteken", "dossiernummer", "iban", "gebruikersnaam")
"""Identifiers that by themselves point at one person or file: none of these may stay."""

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
    """maskeer/namen.toml. `ook_een_woord`: names that are ordinary words as well."""

    ook_een_woord: list[str]
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


# -- spans ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    begin: int
    eind: int
    soort: Soort


class _Claims:
    """Stretches already taken: who comes first keeps them."""

    def __init__(self, size: int) -> None:
        self._taken = bytearray(size)
        self.spans: list[Span] = []

    def free(self, begin: int, end: int) -> bool:
        return not any(self._taken[begin:end])

    def add(self, begin: int, end: int, soort: Soort) -> bool:
        if begin >= end or not self.free(begin, end):
            return False
        self._taken[begin:end] = b"\x01" * (end - begin)
        self.spans.append(Span(begin, end, soort))
        return True


# -- hard identifiers ----------------------------------------------------------------------------


def bsn_klopt(digits: str) -> bool:
    """The elfproef of a burgerservicenummer: nine digits, or eight with a leading zero left out."""
    digits = digits.zfill(9)
    if len(digits) != 9 or not digits.isdigit() or digits == "000000000":
        return False
    return (sum((9 - i) * int(digits[i]) for i in range(8)) - int(digits[8])) % 11 == 0


def iban_klopt(text: str) -> bool:
    """The check of an IBAN: modulo 97 is 1."""
    bare = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", bare):
        return False
    if len(bare) != _IBAN_LENGTH.get(bare[:2], len(bare)):
        return False
    turned = bare[4:] + bare[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


_IBAN_LENGTH = {
    "NL": 18,
    "BE": 16,
    "DE": 22,
    "FR": 27,
    "PL": 28,
    "TR": 26,
    "GB": 22,
    "ES": 24,
    "IT": 27,
    "PT": 25,
    "RO": 24,
    "BG": 22,
    "MA": 28,
    "HU": 28,
    "LU": 20,
    "IE": 22,
    "AT": 20,
    "CH": 21,
    "GR": 27,
    "CZ": 24,
    "LT": 20,
}
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\bapenstaartje\b|\bat\b(?=\s\w+\s(?:punt|dot)\s))\s?[\w-]{1,63}(?:\s?(?:\.|\bpunt\b|\bdot\b)\s?[a-z]{2,}(?:\.[a-z]{2,})?)+",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\]]+|(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,6}(?:nl|com|org|net|eu|be|de|info|me|io|app|gg|tv|frl|amsterdam|online|site|club|shop|dev|link|to|ly)(?:/[^\s<>\"')\]]*)?(?![\w@-])",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\s?\d{2}(?:[\s.-]?[A-Za-z0-9]{2,4}){3,8}(?:[\s.-]?[A-Za-z0-9]{1,4})?(?![A-Za-z0-9])")
_IBAN_NL = re.compile(r"(?<![A-Za-z0-9])NL\s?\d{2}\s?[A-Z]{4}(?:[\s.-]?\d){7,10}(?!\d)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w@/])(?:\+\s?|\(\+?)?\d(?:[\s.()/–-]{0,3}\d){6,16}(?![\w@])")
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_](?:[\w.]*\w)?")
_SIDE = (
    "LL-DD-DD", "DD-DD-LL", "DD-LL-DD", "LL-DD-LL", "LL-LL-DD", "DD-LL-LL", "DD-LLL-D", "D-LLL-DD", "LL-DDD-L", "L-DDD-LL", "LLL-DD-L", "L-DD-LLL", "D-LL-DDD", "DDD-LL-D",
)  # fmt: skip
_PLATE = re.compile(
    r"(?<![\w-])(?:" + "|".join(re.sub("D", r"\\d", re.sub("L", "[A-Z]", side)) for side in _SIDE) + r")(?![\w-])", re.IGNORECASE
)
_PLATE_LOOSE = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(side.replace("-", "_").replace("D", r"\d").replace("L", "[A-Z]").replace("_", "[ -]?") for side in _SIDE)
    + r")(?![\w-])",
    re.IGNORECASE,
)
_PLATE_NEAR = re.compile(r"kenteken|nummerbord|\bplaat\b|\bauto\b|wagen|scooter|brommer|aanhanger|camper|caravan|busje|motor|rijdt")
_FILE = re.compile(
    r"(?:(?:dossier|zaak|client|patient|klant|parket|vreemdelingen|v|proces(?:verbaal)?|pv|registratie|aanvraag|polis|cjib|rol|document|paspoort|rijbewijs|id|verblijfs(?:vergunning)?|a|brp|lidmaatschaps|meldings|"
    r"besluit|beschikkings|incident|opdracht|bestel|factuur|studenten|leerling|relatie|debiteur|deelnemers|pas|kaart|beschikking|inschrijf|coa|zorg|verzekerden?|uzovi|agb|detentie|si|skn|sofi)[ -]?(?:nummer|nr\.?|no\.?)|dossiernr\.?|kenmerk|"
    r"referentie|nummer bij (?:het |de )?\w+|pasje heeft nummer|dossier heeft nummer)\s*(?:is|was|luidt|van \w+ is|heeft nummer|nummer|=|:)?\s*:?\s*#?"
)
_TOKEN = re.compile(r"(?=[A-Za-z0-9./_ -]*\d)[A-Za-z0-9][A-Za-z0-9./_-]*(?:[ ][0-9][A-Za-z0-9./_-]*)*")
_FILE_FORM = re.compile(
    r"(?<![\w/-])(?:\d{2}[-/]\d{6}-\d{2}|\d{3}\.\d{3}\.\d{4}|[A-Z]/\d{2}/\d{5,7}(?:\s?/\s?[A-Z]{1,3}\s?\d{2}-\d+)?|FA ?RK ?\d{2}[-/]\d+|PL\d{4}-\d{4,}|[A-Z]{2,5}[-/]\d{4}[-/]\d{2,}(?:[-/]\w+)?|[A-Z]{2,5}[-/]\d{5,}|"
    r"[A-Z]{2}[A-Z0-9]{2}\d[A-Z0-9]{3}\d)(?![\w/-])"
)
_APPS = re.compile(
    r"\b(?:insta|instagram|snap|snapchat|tiktok|discord|steam|psn|roblox|telegram|twitter|facebook|twitch|reddit|gamertag|account)\b"
)
_USER = re.compile(
    r"(?:gebruikersnaam|inlognaam|gamertag|username|accountnaam|snapnaam|nickname)(?:\s*(?:is|was|op \w+ is|=|:))?\s*:?\s*|"
    r"(?:\b(?:insta|instagram|snap|snapchat|tiktok|discord|steam|psn|xbox|roblox|telegram|twitter|facebook|twitch|reddit|onlyfans|youtube|signal|fortnite)\b(?:\s+(?:daar|dan))?[^.!?]{0,12}?(?:heet ik|ben ik|heet ie|heet ze|heet hij|sta ik als|mijn naam is|is het|naam:|onder|als|:)\s+)"
)


def _hard(text: str, flat: str, claims: _Claims, lists: Lijsten) -> None:
    for match in _EMAIL.finditer(text):
        claims.add(match.start(), match.end(), "email")
    for match in _URL.finditer(text):
        end = match.end() - (len(match.group()) - len(match.group().rstrip(".,;:!?")))
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", match.group().lower()).split("/")[0].rstrip(".,;:!?")
        if host not in lists.woorden.openbare_sites:
            claims.add(match.start(), end, "url")
    for pattern in (_IBAN_NL, _IBAN):
        for match in pattern.finditer(text):
            found = _iban_in(match.group())
            if found and (pattern is _IBAN_NL or (iban_klopt(found) and sum(c.isdigit() for c in found) >= 10)):
                claims.add(match.start(), match.start() + len(found), "iban")
    for match in _HANDLE.finditer(text):
        claims.add(match.start(), match.end(), "gebruikersnaam")
    for match in _USER.finditer(flat):
        named = re.match(r"@?[\w][\w.-]*\w", text[match.end() :])
        if named and (
            re.search(r"[\d_.]", named.group())
            or flat[match.start() :].startswith(
                ("gebruikersnaam", "inlognaam", "gamertag", "username", "accountnaam", "snapnaam", "nickname")
            )
        ):
            claims.add(match.end(), match.end() + named.end(), "gebruikersnaam")
    for match in re.finditer(r"(?<![\w/.-])(?=[\w.]*[a-z])[a-z0-9][\w.]*_[\w.]*\w", flat):
        claims.add(match.start(), match.end(), "gebruikersnaam")
    if _APPS.search(flat):
        for match in re.finditer(r"(?<![\w/.@-])(?!fifa|gta|b1|a2)[a-z]{3,}[a-z.]*\d{2,}\w*(?!\w)", flat):
            claims.add(match.start(), match.end(), "gebruikersnaam")
    for match in re.finditer(r"(?<!\w)[\w.]{2,32}#\d{4}(?!\d)", text):
        claims.add(match.start(), match.end(), "gebruikersnaam")
    for match in re.finditer(
        r"(?<!\w)(?:dossier|zaak|zaaknr\.?|melding|aanvraag|beschikking|kenmerk)(?: is| nr\.?| nummer|:)? (?=[a-z/-]*\d)([a-z0-9][a-z0-9/.-]{3,}\w)",
        flat,
    ):
        if not re.fullmatch(r"(?:19|20)\d\d", match[1]):
            claims.add(match.start(1), match.end(1), "dossiernummer")
    for match in _FILE_FORM.finditer(text):
        claims.add(match.start(), match.end(), "dossiernummer")
    for match in _FILE.finditer(flat):
        if match.start() and flat[match.start() - 1].isalnum():
            continue
        token = _TOKEN.match(text, match.end())
        if token and any(c.isdigit() for c in token.group()):
            end = token.end() - (len(token.group()) - len(token.group().rstrip("./- ")))
            soort: Soort = "bsn" if flat[match.start() :].startswith("sofi") else "dossiernummer"
            claims.add(match.end(), end, soort)
    for match in _PLATE.finditer(text):
        claims.add(match.start(), match.end(), "kenteken")
    for match in _PLATE_LOOSE.finditer(text):
        near = flat[max(0, match.start() - 40) : match.end() + 25]
        if re.search(r"\d", match.group()) and _PLATE_NEAR.search(near):
            claims.add(match.start(), match.end(), "kenteken")
    for match in _NUMBER.finditer(text):
        _number(match, flat, claims, lists)
    for match in re.finditer(r"(?:bsn|burgerservicenummer|sofinummer|sofi-nummer)\D{0,25}?(\d(?:[ .-]?\d){6,9})(?!\d)", flat):
        claims.add(match.start(1), match.end(1), "bsn")
    for match in re.finditer(r"(?:rekeningnummer|rekening|giro|gironummer|bankrekening)\D{0,20}?(\d(?:[ .]?\d){6,9})(?!\d)", flat):
        claims.add(match.start(1), match.end(1), "iban")


def _iban_in(found: str) -> str:
    """The longest beginning of `found` that is an IBAN; for a Dutch one also when its check does not hold."""
    for end in range(len(found), 14, -1):
        if iban_klopt(re.sub(r"[.-]", "", found[:end])):
            return found[:end].rstrip()
    return found if found[:2].upper() == "NL" else ""


def _number(match: re.Match[str], flat: str, claims: _Claims, lists: Lijsten) -> None:
    raw = match.group().rstrip("(.-/ ")
    begin = match.start()
    digits = re.sub(r"\D", "", raw)
    national = digits
    if raw.lstrip("(").startswith("+") or digits.startswith("00"):
        bare = digits.removeprefix("00")
        national = "0" + bare[2:].lstrip("0") if bare.startswith("31") else bare
        if 9 <= len(bare) <= 15:
            claims.add(begin, begin + len(raw), "telefoon")
        return
    if any(national == number or (len(number) == 4 and national.startswith(number)) for number in lists.woorden.openbare_nummers):
        return
    if _is_date(raw):
        return
    if len(digits) == 10 and digits[0] == "0" and digits[1] != "0":
        claims.add(begin, begin + len(raw), "telefoon")
        return
    before = flat[max(0, begin - 30) : begin]
    if len(digits) == 9 and bsn_klopt(digits) and not re.search(r"euro|€|kvk|btw", before):
        claims.add(begin, begin + len(raw), "bsn")
        return
    if re.search(r"tel\b|tel\.|telefoon|nummer|bel\w*|mobiel|app\b|06", before) and 7 <= len(digits) <= 11:
        claims.add(begin, begin + len(raw), "telefoon")
        return
    if len(digits) == 11 and digits.startswith("06"):
        claims.add(begin, begin + len(raw), "telefoon")


def _is_date(raw: str) -> bool:
    return bool(re.fullmatch(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}", raw))


# -- dates and ages ------------------------------------------------------------------------------

_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_MONTH = rf"(?:{_MONTHS}|jan\.?|feb\.?|mrt\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|okt\.?|nov\.?|dec\.?)"
_ONES = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_TEENS = ("tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien")
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_NUMBER_WORDS = [f"{one}en{ten}" for ten in _TENS for one in _ONES] + [*_TENS, *_TEENS, *_ONES, "honderd"]
_AGE = r"(?:\d{1,3}(?![.,:]?\d)|" + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True)) + ")"
_ORDINAL = r"(?:\d{1,2}e|eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde|dertiende|veertiende|vijftiende|zestiende|zeventiende|achttiende|negentiende|twintigste|(?:eenen|tweeen|drieen|vieren|vijfen|zesen|zevenen|achten|negenen)twintigste|dertigste|eenendertigste)"
_DATES = (
    re.compile(
        rf"(?<![\w-])(?:(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|di|wo|do|vr|za|zo) )?\d{{1,2}}(?:e|de|ste)? {_MONTH}(?:,? '?\d{{2,4}})?(?!\w)"
    ),
    re.compile(rf"(?<!\w){_ORDINAL} (?:van )?(?:{_MONTHS})(?: \d{{4}})?(?!\w)"),
    re.compile(rf"(?<!\w){_MONTH} (?:van )?'?(?:19|20)?\d{{2}}(?!\w)"),
    re.compile(r"(?<![\w./-])(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])\1(?:\d{4}|\d{2})(?![\w/-])"),
    re.compile(r"(?<![\w./-])(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w/-])"),
    re.compile(r"(?<![\w./-])(?:0[1-9]|[12]\d|3[01])[-/](?:0[1-9]|1[0-2])(?![\w/-])"),
)
_NO_AGE = r"(?! ?(?:geleden|lang|terug|clean|droog|nuchter|bezig|gewerkt|gewoond|getrouwd|gezeten|dakloos|ervaring|niet|geen|in |bij |als|hier|weg|jaar (?:geleden|lang|terug|clean|droog|nuchter|bezig|niet|geen|hier)))"
_KIN = r"(?:dochter\w*|zoon\w*|kind(?:je|eren)?|baby|tweeling|jongen|jongetje|meisje|meid|zus\w*|broer\w*|nicht\w*|neef\w*|man|vrouw|moeder|vader|oma|opa|client\w*|bewoner|bewoonster|kleinzoon|kleindochter|kleinkind\w*|peuter|kleuter|puber|oudste|jongste|kleine|middelste|iemand|meneer|mevrouw|vriend\w*|buurman|buurvrouw)"
_PARENT = re.compile(r"(?:moeder|vader|ouder|oma|opa|mama|papa)(?: \w+)? van ")
_AGES = (
    re.compile(rf"(?<![\w-])({_AGE})[- ]?jarige?\b"),
    re.compile(rf"(?<![\w-])({_AGE} (?:jaar|jr\.?|maanden|weken) (?:oud|jong))(?!\w)"),
    re.compile(
        rf"(?<!al )(?<!na )(?<!om de )(?<!over )(?<!paar )(?:\b(?:is|ben|bent|wordt|word|werd|was|ze|hij|zij|ik|van|leeftijd:?|bijna|net|pas|nog maar|toen) )({_AGE} jaar)(?!\w)"
        + _NO_AGE
    ),
    re.compile(rf"(?:^|[,(] ?)({_AGE} jaar)(?= ?[,).]|$| en\b| oud)"),
    re.compile(
        rf"\b(?:is|ben|bent|wordt|werd|word) (?:nu |al |net |bijna |pas |inmiddels |nog maar |ook |dan )*({_AGE})(?=[,.!?;)]|$| en | geworden| maar | of |,? want )"
    ),
    re.compile(rf"\b(?:toen|als|voor|sinds) (?:ik|hij|ze|zij|je|we|\w+) ({_AGE})(?: jaar)? (?:was|werd|ben|bent|is|word|wordt)\b"),
    re.compile(rf"\b(?:ik|hij|ze|zij) (?:was|ben|is|word|wordt|werd) ({_AGE})(?: jaar)?(?= toen\b)"),
    re.compile(rf"\b(?:was|ben|is|word|wordt|werd) (?:ik|hij|ze|zij) ({_AGE})(?=[,.!?;]|$| toen\b| en\b)"),
    re.compile(rf"\b(?:allebei|allemaal|beiden|samen) ({_AGE})(?=[,.!?;]|$)"),
    re.compile(
        rf"\b(?:sinds|vanaf|tot|op|voor|rond|na) (?:mijn|m'n|mn|me|zijn|haar|d'r) ({_ORDINAL})(?!\w)(?! (?:verjaardag|keer|huwelijk|kind|man|vrouw|baan|huis|week|dag|maand|jaar))"
    ),
    re.compile(rf"\bwordt (?:ze|hij|zij) ({_AGE})(?!\w)(?! (?:uur|jaar geleden))"),
    re.compile(
        rf"\b{_KIN}(?: \w+)? van (?:nu |bijna |net |pas )?({_AGE}(?: (?:jaar|maanden|weken))?)(?!\w)(?! (?:uur|euro|procent|kilo|meter|dagen|de|het))"
    ),
    re.compile(rf"\b(?:leeftijd|lft\.?)\s*(?:is|:|van)?\s*({_AGE}(?: jaar)?)(?!\w)"),
    re.compile(
        rf"\b(?:zijn|mijn|haar|hun|d'r|op (?:mijn|zijn|haar)) ({_ORDINAL})(?= (?:al|had|kreeg|ging|was|ben|werd|kwam|begon|heb|raakte|is|verloor))"
    ),
)
_NAME_AGE = re.compile(rf"(?:,| van| \() ?({_AGE})(?= ?[,).]|$| is\b| en\b| uit\b| woont\b)(?! (?:uur|euro))")


def _dates_and_ages(flat: str, claims: _Claims) -> None:
    for pattern in _DATES:
        for match in pattern.finditer(flat):
            end = match.end() - (
                1 if match.group().endswith(".") and not match.group()[-3:-1].isdigit() and match.end() == len(flat) else 0
            )
            claims.add(match.start(), end, "datum")
    for pattern in _AGES:
        for match in pattern.finditer(flat):
            begin, end = match.span(1)
            word = flat[begin:end].split()[0]
            if word.isdigit() and not 0 < int(word) <= 112:
                continue
            if _PARENT.match(match.group()) and not re.search(r"jaar|\d\d", flat[begin:end]):
                continue  # "moeder van drie" counts children
            if word == "een" and not re.search(r"een (?:jaar|maand)", flat[begin:end]):
                continue
            claims.add(begin, end, "leeftijd")


# -- names, places, organisations ----------------------------------------------------------------


@dataclass(frozen=True)
class _Token:
    begin: int
    end: int
    text: str
    flat: str
    start: bool
    """First word of a sentence."""

    @property
    def cap(self) -> bool:
        return self.text[0].isupper()


_WORD = re.compile(r"['’]s-[^\W\d_][\w-]*|(?<!\w)['’][tn]\b|[^\W\d_](?:[\w]|['’.-](?=[^\W\d_]))*")
_SHORT = re.compile(
    r"(?:^|[\s(])(?:mw|mr|dr|drs|ds|dhr|mevr|mvr|hr|st|fam|prof|ing|ir|zr|br|nr|bijv|bv|ca|evt|o\.a|t\.a\.v|tel|v\.d)\.\s*$", re.IGNORECASE
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VERBS = _words(
    """
    is was heeft had wil wilde kan kon gaat ging woont woonde zegt zei werkt werkte belt belde komt kwam moet mag doet deed vraagt
    vroeg houdt spreekt slaapt zit zat staat ligt leest kookt eet drinkt blijft bleef krijgt kreeg vindt vond heet verkoopt loopt
    fietst rijdt helpt geeft neemt leert volgt ontvangt maakt weet ziet hoopt denkt droomt speelt draagt durft begint stopt regelt
    betaalt spaart verblijft verzorgt mist bidt haalt bakt wordt werd zou zal en of
    """
)
_PRONOUNS = _words(
    """
    ik je jij u hij ze zij we wij jullie het dat dit er men de een
    """
)
_IN = _words(
    """
    in uit naar te vanuit nabij richting rond tussen omgeving regio gemeente stad wijk dorp bij van door langs over tot
    """
)
_AT = _words(
    """
    bij van naar op in uit voor via tegen tegenover naast met aan
    """
)
_ARTICLES = frozenset(("de", "het", "'t", "t"))
_CALENDAR = _words(
    """
    januari februari maart april mei juni juli augustus september oktober november december maandag dinsdag woensdag donderdag
    vrijdag zaterdag zondag
    """
)


def _tokens(text: str, flat: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _WORD.finditer(text):
        before = text[: match.start()].rstrip(" \t\"'“‘«(*-–•")
        start = (
            not before
            or before[-1] in "!?\n:"
            or (before[-1] in ".…" and not _SHORT.search(text[: match.start()]) and not re.search(r"\b[A-Z]\.$", before))
        )
        word, end = match.group(), match.end()
        found.append(_Token(match.start(), end, word, flat[match.start() : end], start))
    return found


def _bare(word: str) -> str:
    """Without the possessive: "fatima's" -> "fatima"."""
    return re.sub(r"'s$|'$", "", word)


class _Reader:
    """One reading of one text."""

    def __init__(self, text: str, flat: str, claims: _Claims, lists: Lijsten) -> None:
        self.text, self.flat, self.claims, self.lists = text, flat, claims, lists
        self.tokens = _tokens(text, flat)

    def read(self) -> None:
        for match in self.lists.known_organisations.finditer(self.flat):
            if self.text[match.start()].isupper():
                tail = re.compile(r"(?: [A-ZÀ-Ž][\w'’-]+)*").match(self.text, match.end())
                self.claims.add(match.start(), tail.end() if tail else match.end(), "instelling")
        self.kinds_and_names()
        self.addresses()
        self.titled()
        self.organisations()
        self.at_unknown()
        self.places()
        self.persons()

    # helpers

    def _never(self, i: int) -> int:
        """How many words from token i on may stay (an authority, a brand, a language); 0: none."""
        longest = self.lists.never_heads.get(self.tokens[i].flat, 0)
        for size in range(min(longest, len(self.tokens) - i), 0, -1):
            begin, end = self.tokens[i].begin, self.tokens[i + size - 1].end
            if self.flat[begin:end] in self.lists.never:
                return size
        return 1 if _bare(self.tokens[i].flat) in self.lists.never else 0

    def _next_to(self, i: int, j: int) -> bool:
        """Tokens i and j follow each other with nothing but a space (or a point after an initial) between."""
        gap = self.text[self.tokens[i].end : self.tokens[j].begin]
        return gap in (" ", "\u00a0") or (gap in (". ", ".\u00a0") and len(self.tokens[i].text) == 1)

    def _capital_run(self, i: int, connect: frozenset[str] = frozenset()) -> int:
        """Index after the run of capitalised words that begins at i; words of `connect` may stand between two of them."""
        j = i + 1
        while j < len(self.tokens) and self._next_to(j - 1, j):
            if self.tokens[j].cap and not self._never(j):
                j += 1
                continue
            k = j
            while k < len(self.tokens) and self.tokens[k].flat in connect and self._next_to(k - 1, k):
                k += 1
            if k > j and k < len(self.tokens) and self.tokens[k].cap and self._next_to(k - 1, k):
                j = k + 1
                continue
            break
        return j

    def _is_name(self, word: str) -> bool:
        bare = _bare(word)
        small = re.sub(r"(?:etje|tje|je|ke)$", "", bare)
        if (
            small != bare
            and len(small) > 2
            and small in self.lists.first
            and bare not in self.lists.words
            and small not in self.lists.words
        ):
            return True
        return (
            bare in self.lists.names
            or (("-" in bare) and all(part in self.lists.names for part in bare.split("-")))
            or (bare.endswith("s") and bare[:-1] in self.lists.first and bare not in self.lists.words)
        )

    def _street(self, word: str) -> bool:
        return any(word.endswith(end) and len(word) >= len(end) + 3 for end in self.lists.streets)

    # passes

    def addresses(self) -> None:
        """Street with number, postcode, town; squares and streets without a number."""
        number = r"(?:[ ,]{1,2}(?:op )?(?:nr\.? |nummer |huisnummer )?\d{1,5}(?: ?-? ?[A-Za-z]{1,2}(?![A-Za-z])| ?(?:hs|bis|I{1,3}|IV|boven|beneden)(?!\w))?(?:[-/]\d{1,4})?(?! ?(?:jaar|uur|euro|minuten|keer|mensen|kinderen|maanden|dagen)))"
        code = r"[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}(?![A-Za-z])"
        town = r"(?:,? (?:te |in )?[A-ZÀ-Ž'][\w'’-]+(?: (?:aan|den|de|der|bij|op|over|en) (?:den |de )?[A-Z][\w-]+| [A-Z][\w-]+)?)"
        long_name = r"(?<!\w)(?:Laan|Weg|Plein|Kade|Hof|Park|Burgemeester|Burg\.|Prof\.|Dr\.|Pastoor|Postbus|Antwoordnummer)(?: (?:van|der|de|den|het|op|aan))* ?(?:[A-ZÀ-Ž][\w'’-]+ ?){0,4}\d{1,5}(?:-\d{1,4}| ?[A-Za-z](?![A-Za-z]))?"
        for match in re.finditer(long_name, self.text):
            end = match.end()
            rest = re.compile(rf"(?:,? ?{code})?{town}?").match(self.text, end)
            if (
                rest
                and rest.group()
                and (
                    re.search(code, rest.group())
                    or plat(rest.group()).strip(" ,").removeprefix("te ").removeprefix("in ") in self.lists.places
                )
            ):
                end = rest.end()
            self.claims.add(match.start(), end, "plaats")
        for i, token in enumerate(self.tokens):
            loose = token.flat in self.lists.loose_streets and token.cap and not token.start
            before = self.tokens[i - 1] if i > 1 else None
            surname = before is not None and before.flat in ("van", "der", "den", "ter", "ten", "t", "'t") and not before.cap
            if surname and self.tokens[i - 2].cap and self._is_name(self.tokens[i - 2].flat):
                continue  # "Joke van Dam", "Lisette van 't Hof"
            if not (loose or self._street(token.flat)) or not self.claims.free(token.begin, token.end):
                continue
            if token.flat in self.lists.kinds or self._never(i):
                continue
            tail = re.compile(number).match(self.text, token.end)
            sure = any(
                token.flat.endswith(end)
                for end in (
                    "straat",
                    "laan",
                    "weg",
                    "plein",
                    "gracht",
                    "kade",
                    "singel",
                    "dijk",
                    "dreef",
                    "plantsoen",
                    "steeg",
                    "boulevard",
                    "hofje",
                    "burgwal",
                )
            )
            named = self._is_name(token.flat) or token.flat in self.lists.places
            placed = i > 0 and self.tokens[i - 1].flat in ("de", "het", "aan", "op", "in", "langs", "bij")
            if not (
                loose
                or (tail and (sure or token.cap))
                or (token.cap and not named and (sure or placed) and not (token.start and not tail))
                or (token.cap and named and tail and placed)
            ):
                continue
            if not token.cap and token.flat in (
                "onderweg",
                "halverwege",
                "snelweg",
                "weg",
                "straat",
                "hoofdweg",
                "spoorweg",
                "voorkade",
                "achterstraat",
            ):
                continue
            begin = token.begin
            k = i
            while (
                k > 0
                and self.tokens[k - 1].cap
                and self._next_to(k - 1, k)
                and not self.tokens[k - 1].start
                and not self._never(k - 1)
                and token.cap
            ):
                k -= 1
                begin = self.tokens[k].begin
            if (
                k > 0
                and token.cap
                and self.tokens[k - 1].flat in ("van", "der", "den")
                and self.tokens[k - 1].cap
                and self._next_to(k - 1, k)
            ):
                begin = self.tokens[k - 1].begin
            end = tail.end() if tail else token.end
            rest = re.compile(rf"(?:,? ?{code})?{town}?").match(self.text, end) if tail else None
            if (
                rest
                and rest.group()
                and (
                    re.search(code, rest.group())
                    or plat(rest.group()).strip(" ,").removeprefix("te ").removeprefix("in ") in self.lists.places
                )
            ):
                end = rest.end()
            self.claims.add(begin, end, "plaats")
        for match in re.finditer(rf"(?<!\w)(?:{code}|[1-9]\d{{3}} ?[a-z]{{2}}(?![a-z]))", self.text):
            letters = match.group()[-2:]
            if letters.islower() and (
                letters in _TWO or not re.search(r"postcode|straat|laan|weg", self.flat[max(0, match.start() - 30) : match.start()])
            ):
                continue
            end = match.end()
            rest = re.compile(town).match(self.text, end)
            if rest and plat(rest.group()).strip(" ,").removeprefix("te ").removeprefix("in ") in self.lists.places:
                end = rest.end()
            self.claims.add(match.start(), end, "plaats")

    def titled(self) -> None:
        """A name after a title or after a word for somebody near, and initials with a surname."""
        for match in re.finditer(
            r"(?<![\w.])(?:[A-ZÀ-Ž]\.[ ]?){1,4}(?:(?:van|de|der|den|ter|ten|te|'t|el|al|v\.d\.)[ ]){0,3}[A-ZÀ-ŽİŞÇÖÜ][\w'’-]+", self.text
        ):
            end = match.end() - (2 if re.search(r"['’]s$", match.group()) else 0)
            if plat(match.group()) not in self.lists.never:
                self.claims.add(match.start(), end, "persoon")
        for i in range(1, len(self.tokens)):
            before = self.tokens[i - 1].flat.rstrip(".")
            gap = self.text[self.tokens[i - 1].end : self.tokens[i].begin]
            two = f"{self.tokens[i - 2].flat} {before}" if i > 1 else ""
            title = (before in self.lists.titles or two in self.lists.titles) and re.fullmatch(r"\.? ", gap)
            near = before in self.lists.close and re.fullmatch(r",? |, (?:dat is )?| \(", gap)
            calling = (before in self.lists.calling or two in self.lists.calling) and re.fullmatch(r" |: ", gap)
            if not (title or near or calling):
                continue
            if (
                calling
                and self.tokens[i].cap
                and i > 1
                and (self.tokens[i - 2].flat in self.lists.kinds or self.tokens[i - 2].flat.endswith(_KIND_ENDS))
            ):
                self.claims.add(
                    self.tokens[i].begin, self._cut(self._capital_run(i, _INNER) - 1), "instelling"
                )  # "de kliniek heette Nieuwe Oever"
                continue
            self._name_from(i, strong=bool(title), calling=bool(calling) and before not in ("aan", "namens"))

    def _name_from(self, i: int, *, strong: bool, calling: bool) -> None:
        token = self.tokens[i]
        j = i
        if (
            (strong or calling) and token.flat in self.lists.between and (token.cap or self.tokens[i - 1].flat.rstrip(".") in _FORMAL)
        ):  # "meneer De Vries", "dhr. van den Berg"
            while j < len(self.tokens) and self.tokens[j].flat in self.lists.between and j - i < 3:
                j += 1
            if j >= len(self.tokens) or not self.tokens[j].cap:
                return
            self.claims.add(token.begin, self._end_of_name(j), "persoon")
            return
        while (
            j < len(self.tokens)
            and calling
            and self.tokens[j].flat
            in (
                "ook",
                "gewoon",
                "eigenlijk",
                "van",
                "haar",
                "zijn",
                "mijn",
                "me",
                "ze",
                "hem",
                "achternaam",
                "je",
                "dus",
                "iedereen",
                "hier",
                "thuis",
            )
            and j - i < 3
        ):
            j += 1
        if j >= len(self.tokens):
            return
        token = self.tokens[j]
        bare = _bare(token.flat)
        if self._never(j) or bare in self.lists.kinds or bare in _PRONOUNS or bare in self.lists.close or bare in self.lists.titles:
            return
        if token.cap and not token.start:
            if bare in self.lists.places and not self._is_name(bare) and not strong:
                return
            self.claims.add(token.begin, self._end_of_name(j), "persoon")
        elif (
            self._is_name(bare)
            and len(bare) > 2
            and (bare not in self.lists.words or bare in self.lists.mostly or (calling and bare not in _VERBS and j == i))
        ):
            self.claims.add(token.begin, self._end_of_name(j), "persoon")
        elif (
            len(bare) > 2
            and bare not in _COMMON
            and bare not in _VERBS
            and zeldzaam(bare)
            and (
                (strong and self.tokens[i - 1].flat.rstrip(".") in _FORMAL)
                or (calling and self.tokens[i - 1].flat.startswith(("heet", "genaamd")))
            )
        ):
            self.claims.add(token.begin, self._end_of_name(j), "persoon")  # "meneer stoffels", "ik heet dilano"

    def _end_of_name(self, i: int) -> int:
        """Where the name that begins at token i ends: surnames with tussenvoegsels, without the possessive."""
        j = i
        lower = not self.tokens[i].cap
        while j + 1 < len(self.tokens) and self._next_to(j, j + 1):
            if re.search(r"['’]s$", self.tokens[j].text):
                break
            following = self.tokens[j + 1]
            if not self.claims.free(following.begin, following.end) or following.flat in self.lists.titles:
                break
            if following.cap and not self._never(j + 1) and not self._street(following.flat):
                j += 1
                continue
            if lower and following.flat in self.lists.last and following.flat not in self.lists.words:
                j += 1
                continue
            k = j + 1
            while k < len(self.tokens) and self.tokens[k].flat in self.lists.between and k - j <= 3 and self._next_to(k - 1, k):
                k += 1
            if (
                k > j + 1
                and k < len(self.tokens)
                and self._next_to(k - 1, k)
                and not (
                    self.tokens[j + 1].flat in ("in", "op", "te", "van")
                    and k == j + 2
                    and self.tokens[k].flat in self.lists.places
                    and self.tokens[k].flat not in self.lists.last
                )
            ):
                if (
                    self.tokens[k].cap
                    and not self._never(k)
                    and not (self.tokens[j + 1].flat in ("in", "op", "te") and self.tokens[k].flat not in self.lists.last)
                ):
                    j = k
                    continue
                if lower and self.tokens[k].flat in self.lists.last:
                    j = k
                    continue
            break
        end = self.tokens[j].end
        possessive = re.search(r"['’]s?$", self.tokens[j].text)
        return end - len(possessive.group()) if possessive else end

    def kinds_and_names(self) -> None:
        """A word for a kind of organisation with a name behind it: "basisschool De Wegwijzer", "schaatsclub De Noorderpoort"."""
        inner = _INNER
        for i, token in enumerate(self.tokens):
            if not self.claims.free(token.begin, token.end):
                continue
            two = f"{token.flat} {self.tokens[i + 1].flat}" if i + 1 < len(self.tokens) else ""
            size = 2 if two in self.lists.kinds else 1 if token.flat in self.lists.kinds or token.flat.endswith(_KIND_ENDS) else 0
            if size:
                j = i + size
                while (
                    j < len(self.tokens)
                    and self.tokens[j].flat in ("de", "het", "'t", "van", "sint", "st", "voor")
                    and j - i < size + 2
                    and self._next_to(j - 1, j)
                ):
                    j += 1
                    if self.tokens[j - 1].cap and self.tokens[j - 1].flat in ("sint", "st"):
                        break
                if (
                    j < len(self.tokens)
                    and self.tokens[j].cap
                    and not self.tokens[j].start
                    and self._next_to(j - 1, j)
                    and not self._never(j)
                ):
                    if self.tokens[j].flat in self.lists.places and j > i + size and self.tokens[j - 1].flat == "van":
                        continue  # "de kerk van Breda": the town is the name
                    if (
                        j > i + size
                        and self.tokens[j - 1].flat == "van"
                        and self._is_name(self.tokens[j].flat)
                        and token.flat
                        in ("school", "kerk", "huis", "winkel", "club", "praktijk", "kantoor", "bedrijf", "bureau", "locatie")
                    ):
                        continue
                    if self.tokens[j].flat.endswith(("straat", "laan", "weg", "gracht", "kade", "singel", "dreef")):
                        continue
                    end = self._capital_run(j, inner)
                    k = i
                    while (
                        k > 0
                        and token.cap
                        and self.tokens[k - 1].cap
                        and not self.tokens[k - 1].start
                        and self._next_to(k - 1, k)
                        and not self._never(k - 1)
                    ):
                        k -= 1
                    self.claims.add(self.tokens[k].begin, self._cut(end - 1), "instelling")

    def organisations(self) -> None:
        """A name that ends in a kind ("Titus Brandsmaschool"), and a capital after an article and a preposition ("bij de Klimboom")."""
        inner = _INNER
        for i, token in enumerate(self.tokens):
            if not self.claims.free(token.begin, token.end):
                continue
            if token.cap and not (token.start and i + 1 < len(self.tokens) and not self.tokens[i + 1].cap and self._is_name(token.flat)):
                ended = any(token.flat.endswith(end) and len(token.flat) > len(end) + 2 for end in self.lists.kind_ends)
                own = token.flat in self.lists.kinds or any(token.flat == end for end in self.lists.kind_ends)
                after = (
                    i + 1 < len(self.tokens)
                    and self._next_to(i, i + 1)
                    and self.tokens[i + 1].flat in self.lists.kind_ends
                    and not self.tokens[i + 1].cap
                )
                if self._never(i) or (self._is_name(token.flat) and not after and not own) or token.flat in self.lists.places:
                    continue
                if after and not token.start and token.flat not in self.lists.titles:
                    self.claims.add(token.begin, self.tokens[i + 1].end, "instelling")
                elif ended or (own and i > 0 and self.tokens[i - 1].cap and not self.tokens[i - 1].start):
                    if token.start and "-" not in token.text:
                        continue
                    k = i
                    while (
                        k > 0
                        and self.tokens[k - 1].cap
                        and self._next_to(k - 1, k)
                        and not self._never(k - 1)
                        and not (self.tokens[k - 1].start and self.tokens[k - 1].flat in _PRONOUNS | _ARTICLES | _AT)
                    ):
                        k -= 1
                    last = self._capital_run(i) - 1
                    self.claims.add(self.tokens[k].begin, self._cut(last), "instelling")
        for i in range(1, len(self.tokens)):
            article, token = self.tokens[i - 1], self.tokens[i]
            if (
                article.flat not in _ARTICLES
                or not token.cap
                or not self._next_to(i - 1, i)
                or self._never(i)
                or not self.claims.free(article.begin, token.end)
            ):
                continue
            if f"{article.flat} {token.flat}" in self.lists.places or token.flat in self.lists.places or self._street(token.flat):
                continue
            if (i > 1 and self.tokens[i - 2].flat in _AT and self._next_to(i - 2, i - 1)) or (article.cap and not article.start):
                end = self._capital_run(i, inner)
                self.claims.add(article.begin, self._cut(end - 1), "instelling")

    def _cut(self, i: int) -> int:
        possessive = re.search(r"['’]s$", self.tokens[i].text)
        return self.tokens[i].end - (2 if possessive else 0)

    def at_unknown(self) -> None:
        """ "bij Fier Vooruit", "via Horizonhuis": capitals that are nobody's name, after 'bij' or 'via'."""
        for i in range(1, len(self.tokens)):
            token, before = self.tokens[i], self.tokens[i - 1].flat
            if (
                before not in ("bij", "via")
                or not token.cap
                or token.start
                or self._never(i)
                or not self.claims.free(token.begin, token.end)
                or not self._next_to(i - 1, i)
            ):
                continue
            j = self._capital_run(i)
            words = [_bare(self.tokens[k].flat) for k in range(i, j)]
            if (
                any(self._is_name(word) and word not in self.lists.words for word in words)
                or token.flat in self.lists.titles
                or words[0] in self.lists.places
            ):
                continue
            verb = {self.tokens[k].flat for k in range(max(0, i - 5), i)}
            if (
                len(words) > 1
                or verb & _WORKS
                or any(words[0].endswith(end) and len(words[0]) > len(end) + 2 for end in self.lists.kind_ends)
            ):
                self.claims.add(token.begin, self._cut(j - 1), "instelling")

    def places(self) -> None:
        i = 0
        while i < len(self.tokens):
            token = self.tokens[i]
            longest = self.lists.place_heads.get(token.flat, 0)
            step = 1
            for size in range(min(longest, len(self.tokens) - i), 0, -1):
                end = self.tokens[i + size - 1].end
                words = self.flat[token.begin : end]
                if words not in self.lists.places or not self.claims.free(token.begin, end):
                    continue
                if self._place_here(i, size, words):
                    self.claims.add(token.begin, end, "plaats")
                    step = size
                    break
            i += step

    def _place_here(self, i: int, size: int, words: str) -> bool:
        token = self.tokens[i]
        if self._never(i) >= size:
            return False
        before = self.tokens[i - 1].flat if i else ""
        placed = before in _IN or (before in _ARTICLES and i > 1 and self.tokens[i - 2].flat in _IN)
        capital = token.cap if size == 1 else any(self.tokens[k].cap for k in range(i, i + size))
        if size > 1:
            return capital or placed
        if not capital:
            return (
                placed
                and before not in ("van", "bij", "door", "over", "tot", "met")
                and words not in self.lists.place_words
                and words not in self.lists.words
                and len(words) > 3
            ) or (words in _LARGE and words not in self.lists.words)
        if words in self.lists.words | self.lists.place_words or self._is_name(words):
            return placed and not (before in ("van", "bij", "door", "over", "met") and words in self.lists.first)
        return not (token.start and words in self.lists.place_words)

    def persons(self) -> None:
        i = 0
        while i < len(self.tokens):
            token = self.tokens[i]
            size = self._never(i)
            if size and not (
                size == 1
                and token.flat in self.lists.first
                and not token.start
                and i + 1 < len(self.tokens)
                and self.tokens[i + 1].cap
                and self._next_to(i, i + 1)
            ):
                i += size
                continue
            if self.claims.free(token.begin, token.end) and self._person_here(i):
                end = self._end_of_name(i)
                self.claims.add(token.begin, end, "persoon")
                while i < len(self.tokens) and self.tokens[i].begin < end:
                    i += 1
                continue
            i += 1

    def _person_here(self, i: int) -> bool:
        token = self.tokens[i]
        bare = _bare(token.flat)
        before = self.tokens[i - 1].flat if i else ""
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) and self._next_to(i, i + 1) else None
        name = self._is_name(bare)
        if (
            before in ("ben", "is")
            and not token.cap
            and (bare in self.lists.mostly or (bare in self.lists.first and bare not in self.lists.words))
            and len(bare) > 2
        ):
            return i > 1 and self.tokens[i - 2].flat in ("ik", "hij", "ze", "zij", "naam") and bare not in _COMMON
        if token.cap and bare in self.lists.between and not token.start:
            return after is not None and (
                after.cap or (after.flat in self.lists.between and i + 2 < len(self.tokens) and self.tokens[i + 2].cap)
            )
        if token.cap and token.start and bare in ("van", "de") and after is not None and after.flat in ("der", "den", "de"):
            return i + 2 < len(self.tokens) and self.tokens[i + 2].cap
        if token.cap:
            if re.match(r"[A-Z]{2,}-[a-z]", token.text):
                return False
            if "-" in bare and bare.split("-")[0] in self.lists.never:
                return False
            if bare in _CALENDAR or bare in self.lists.titles or bare in self.lists.kinds:
                return False
            if len(bare) < 2 or (token.text.isupper() and len(token.text) > 1 and not name):
                return False
            if not token.start:
                return name or (self._looks_like_a_name(token) and not gewoon(bare))
            if not name:
                if re.match(r" [A-Z]\.(?:\s|$)", self.text[token.end : token.end + 5]) and self._looks_like_a_name(token):
                    return True  # "Ronnie B."
                if (
                    after is not None
                    and not after.cap
                    and after.flat in _VERBS
                    and self._looks_like_a_name(token)
                    and zeldzaam(bare, 3.4 if not re.search(r"(?:en|ing|heid|tie|schap|teit|er|je|jes|s)$", bare) else 2.6)
                ):
                    return True  # a word nobody uses, that does something
                return (
                    after is not None
                    and after.cap
                    and not self._never(i + 1)
                    and self._looks_like_a_name(token)
                    and after.flat in self.lists.names
                    and bare not in _COMMON
                )
            if bare in self.lists.words:
                if bare in self.lists.mostly:
                    return bare not in _COMMON or (after is not None and after.flat in _VERBS and after.flat not in _PRONOUNS)
                if bare in self.lists.first and bare not in _COMMON and (_zipf(bare) or 9) < 3.6:
                    return True
                if after is None:
                    return False
                if after.cap:
                    return after.flat in self.lists.last or (
                        after.flat in self.lists.names and bare in self.lists.first and bare not in _COMMON
                    )
                if after.flat in self.lists.between and i + 2 < len(self.tokens) and self.tokens[i + 2].cap:
                    return bare in self.lists.first and bare not in _COMMON
                return bare in self.lists.first and bare not in _COMMON and after.flat in _VERBS and after.flat not in ("en", "of")
            return True
        if (
            not name
            or len(bare) < 3
            or bare in self.lists.words
            or bare in self.lists.mostly
            or bare in _COMMON
            or bare not in self.lists.first
        ):
            return False
        return before not in _ARTICLES or bare in self.lists.first

    def _looks_like_a_name(self, token: _Token) -> bool:
        """A capital in the middle of a sentence on a word that no list knows."""
        return (
            bool(re.fullmatch(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", token.text))
            and not token.text.isupper()
            and len(token.text) > 2
            and token.flat not in _COMMON
        )


_WORKS = _words(
    """
    werkt werk werkte werken stage baan cursus training behandeling behandelaar begeleider begeleiding ambulant wachtlijst
    ingeschreven lid aangemeld opgenomen groep dagbesteding schuldhulp vrijwilliger sport via
    """
)
_INNER = frozenset(("van", "de", "het", "der", "den", "en", "'t", "aan", "voor", "in"))
_KIND_ENDS = tuple(
    sorted(
        _words(
            "club school vereniging stichting opvang kliniek praktijk centrum bedrijf kerk moskee winkel hotel instelling kantoor bureau"
        )
    )
)
_FORMAL = _words(
    """
    meneer mijnheer mevrouw mevr mw mvr dhr heer hr familie fam gezin mr dr drs ds echtpaar
    """
)
_TWO = _words(
    """
    en in op is of ik we ze te om er de na al zo ja ga je nu af ms kg km cm mm ml ma di wo do vr za zo la el at to if my no so up us
    hz st nd rd th
    """
)
_LARGE = _words(
    """
    amsterdam rotterdam utrecht eindhoven groningen tilburg almere nijmegen apeldoorn arnhem haarlem enschede amersfoort zwolle
    leiden leeuwarden maastricht dordrecht zoetermeer deventer helmond venlo zaandam alkmaar almelo lelystad schiedam vlaardingen
    spijkenisse purmerend hilversum roosendaal
    """
)
_COMMON = _words(
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
def _zipf(word: str) -> float | None:
    """How common a word is in Dutch (0 never, 8 always); None where that cannot be looked up."""
    try:
        from wordfreq import zipf_frequency
    except ImportError:
        return None
    return float(zipf_frequency(word, "nl"))


def gewoon(word: str) -> bool:
    """An ordinary word that happens to have a capital. False where that cannot be looked up: then it is masked."""
    found = _zipf(word) if len(word) < 30 else None
    return found is not None and found >= 4.2


def zeldzaam(word: str, border: float = 2.6) -> bool:
    """A word that nearly nobody uses and that is no compound of two ordinary words. False where that cannot be looked up."""
    found = _zipf(word) if len(word) < 30 else None
    if found is None or found >= border:
        return False
    for at in range(3, len(word) - 2):
        left, right = word[:at], word[at:]
        if (_zipf(left) or 0) >= 3.0 and (
            (_zipf(right) or 0) >= 3.0 or (right[0] == "s" and len(right) > 3 and (_zipf(right[1:]) or 0) >= 3.0)
        ):
            return False
    return True


def _known(text: str, flat: str, names: Iterable[str], claims: _Claims, lists: Lijsten) -> list[tuple[str, str]]:
    """Claim the dossier's own names. Returns (part, whole name) in small letters, for one number per person."""
    wholes = [re.sub(r"\s+", " ", plat(name)).strip() for name in names if isinstance(name, str) and name.strip()]
    parts: list[tuple[str, str]] = []
    for whole in wholes:
        parts.append((whole, whole))
        words = [word for word in re.split(r"[\s]+", whole) if word]
        parts += [(word.strip(".,"), whole) for word in words if len(words) > 1 and word not in lists.between and len(word.strip(".,")) > 1]
        parts += [(" ".join(words[k:]), whole) for k, word in enumerate(words) if 0 < k < len(words) - 1 and word in lists.between]
        parts += [
            (piece, whole) for word in words if "-" in word for piece in word.split("-") if len(piece) > 2 and piece not in lists.between
        ]
    parts.sort(key=lambda pair: -len(pair[0]))
    for part, _ in parts:
        pattern = r"[\s-]+".join(re.escape(piece) for piece in re.split(r"[\s-]+", part) if piece)
        if not pattern:
            continue
        plain = part in _COMMON or part in _TWO or part in _CALENDAR or (part in lists.words and (_zipf(part) or 0) >= 5.0)
        for match in re.finditer(rf"(?<!\w){pattern}(?=(?:'?s|'|'?[aou]?tje|je|ke|'s)?(?!\w))", flat):
            shown = text[match.start() : match.end()]
            if plain and not shown[0].isupper() and not _called(flat, match.start(), lists):
                continue  # "wil" beside the name Wil, "hoop" beside the name Hoop
            claims.add(match.start(), match.end(), "persoon")
    return parts


def _called(flat: str, begin: int, lists: Lijsten) -> bool:
    """Whether the words before say that a name follows: "ik heet roos", "mijn zus mei"."""
    before = re.findall(r"[\w'-]+", flat[max(0, begin - 40) : begin])[-2:]
    if not before:
        return False
    return (
        before[-1] in lists.calling - {"aan"}
        or " ".join(before) in lists.calling
        or before[-1] in lists.close
        or before[-1] in lists.titles
    )


# -- the whole -----------------------------------------------------------------------------------


def vind(text: str, known: Iterable[str] = (), lists: Lijsten | None = None) -> tuple[list[Span], list[tuple[str, str]]]:
    """(spans in reading order, parts of known names). Spans never overlap."""
    lists = lists or eigen_lijsten()
    flat = plat(text)
    claims = _Claims(len(text))
    for match in re.finditer(rf"\[(?:{'|'.join(SOORTEN)}) \d+\]", text):
        claims._taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())  # what was masked before stays as it is
    for match in _EMAIL.finditer(text):
        claims.add(match.start(), match.end(), "email")  # before the names: fatima@… is one thing
    for match in _HANDLE.finditer(text):
        claims.add(match.start(), match.end(), "gebruikersnaam")
    for match in re.finditer(r"(?:https?://|www\.)[^\s<>\"')\]]+", text):
        claims.add(match.start(), match.end() - (len(match.group()) - len(match.group().rstrip(".,;:!?"))), "url")
    parts = _known(text, flat, known, claims, lists)
    _hard(text, flat, claims, lists)
    _dates_and_ages(flat, claims)
    _Reader(text, flat, claims, lists).read()
    _ages_after_names(flat, claims)
    return _joined(text, sorted(claims.spans, key=lambda s: s.begin)), parts


def _ages_after_names(flat: str, claims: _Claims) -> None:
    """ "Sanne, 6," and "Ans van 72": a number straight after a person."""
    for span in [s for s in claims.spans if s.soort == "persoon"]:
        match = _NAME_AGE.match(flat, span.eind)
        if match and (not match.group(1).isdigit() or 0 < int(match.group(1)) <= 112):
            claims.add(match.start(1), match.end(1), "leeftijd")


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Two stretches of one person side by side are one."""
    out: list[Span] = []
    for span in spans:
        if (
            out
            and span.soort == out[-1].soort == "persoon"
            and re.fullmatch(r"[ \u00a0](?:(?:van|de|der|den|el|al|ter|ten|te|'t)[ ]){0,3}", text[out[-1].eind : span.begin])
        ):
            out[-1] = Span(out[-1].begin, span.eind, "persoon")
        else:
            out.append(span)
    return out


def vervang(text: str, spans: list[Span], parts: Iterable[tuple[str, str]] = ()) -> tuple[str, dict[str, str]]:
    """(text with "[persoon 1]" …, key: what stands for what). One person, one number: also by first name, small letters or a part of a known name."""
    whole_of = dict(reversed(list(parts)))
    numbers: dict[tuple[str, str], int] = {}
    used = {soort: max((int(n) for n in re.findall(rf"\[{soort} (\d+)\]", text)), default=0) for soort in SOORTEN}
    key: dict[str, str] = {}
    out: list[str] = []
    at = 0
    for span in spans:
        words = text[span.begin : span.eind]
        name = re.sub(r"\s+", " ", plat(words))
        name = whole_of.get(name, name)
        if span.soort == "persoon" and (span.soort, name) not in numbers:
            for known, number in list(numbers.items()):
                if known[0] == "persoon" and (set(known[1].split()) <= set(name.split()) or set(name.split()) <= set(known[1].split())):
                    numbers[(span.soort, name)] = number
                    break
        if (span.soort, name) not in numbers:
            used[span.soort] += 1
            numbers[(span.soort, name)] = used[span.soort]
        mark = f"[{span.soort} {numbers[(span.soort, name)]}]"
        if len(words) > len(key.get(mark, "")):
            key[mark] = words  # the fullest form is put back
        out += [text[at : span.begin], mark]
        at = span.eind
    return "".join([*out, text[at:]]), key


def onthul(text: str, sleutel: Mapping[str, str]) -> str:
    """Put back what was replaced, in a text that came back from a model: marks in any case, with or without brackets spaced. Unknown marks stay."""
    known = {re.sub(r"\s+", " ", mark.strip("[]").lower()): value for mark, value in sleutel.items()}

    def back(match: re.Match[str]) -> str:
        return known.get(f"{match[1].lower()} {int(match[2])}", match[0])

    return re.sub(rf"\[\s*({'|'.join(SOORTEN)})[\s_]+(\d+)\s*\]", back, text, flags=re.IGNORECASE)


def maskeer(payload: Mapping[str, Any], lists: Lijsten | None = None) -> dict[str, Any]:
    """Carry out one request: {"id","tekst","bekende_namen"?} -> {"id","spans":[{"begin","eind","soort"}],"tekst"}.

    With "met_sleutel": true also {"sleutel": {"[persoon 1]": "…"}}, for `onthul`: that key stays on this computer.
    """
    text = str(payload.get("tekst") or "")
    names = payload.get("bekende_namen") or ()
    spans, parts = vind(text, [names] if isinstance(names, str) else names, lists)
    masked, key = vervang(text, spans, parts)
    out: dict[str, Any] = {
        "id": payload.get("id"),
        "spans": [{"begin": s.begin, "eind": s.eind, "soort": s.soort} for s in spans],
        "tekst": masked,
    }
    if payload.get("met_sleutel"):
        out["sleutel"] = key
    return out


M = TypeVar("M", bound=BaseModel)


class Source(Protocol):
    """Where the lists come from: the content of the organisation (assistant.engine.content.Content)."""

    def load(self, name: str, model: type[M]) -> M: ...


def build(content: Source) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """The handler of the name `maskeer`, with the lists of the organisation. Raises ContentError when a file has a mistake."""
    lists = Lijsten(
        content.load("maskeer/namen.toml", Namen),
        content.load("maskeer/plaatsen.toml", Plaatsen),
        content.load("maskeer/woorden.toml", Maskeerwoorden),
    )
    return lambda payload: maskeer(payload, lists)
