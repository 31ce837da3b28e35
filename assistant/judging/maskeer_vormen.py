"""assistant.judging.maskeer_vormen: what can be told by its form: numbers with their checks, addresses of mail and web, dates and ages.

A stretch belongs to whoever claims it first (`Claims`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.judging.maskeer_lijsten import Lijsten

Soort = Literal[
    "persoon", "plaats", "instelling", "datum", "leeftijd", "telefoon", "email", "bsn", "url", "kenteken", "dossiernummer", "iban", "gebruikersnaam"
]  # fmt: skip
SOORTEN: tuple[Soort, ...] = get_args(Soort)
HARD: tuple[Soort, ...] = ("telefoon", "email", "bsn", "url", "kenteken", "dossiernummer", "iban", "gebruikersnaam")


# -- spans ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    begin: int
    eind: int
    soort: Soort


class Claims:
    """Stretches already taken: who comes first keeps them."""

    def __init__(self, size: int) -> None:
        self._taken = bytearray(size)
        self.spans: list[Span] = []

    def free(self, begin: int, end: int) -> bool:
        return not any(self._taken[begin:end])

    def add(self, begin: int, end: int, soort: Soort) -> bool:
        if begin >= end or not self.free(begin, end):
            return False
        self._taken[begin:end] = (b"\x02" if soort == "persoon" else b"\x01") * (end - begin)
        self.spans.append(Span(begin, end, soort))
        return True

    def somebody(self, at: int) -> bool:
        """Whether the character at `at` belongs to a person that was found."""
        return self._taken[at] == 2


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
EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\bapenstaartje\b|\bat\b(?=\s\w+\s(?:punt|dot)\s))\s?[\w-]{1,63}(?:\s?(?:\.|\bpunt\b|\bdot\b)\s?[a-z]{2,}(?:\.[a-z]{2,})?)+",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\]]+|(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,6}(?:nl|com|org|net|eu|be|de|info|me|io|app|gg|tv|frl|amsterdam|online|site|club|shop|dev|link|to|ly)(?:/[^\s<>\"')\]]*)?(?![\w@-])",
    re.IGNORECASE,
)
_OWN_PAGES = re.compile(
    r"(?:^|\.)(?:tiktok|instagram|facebook|linkedin|twitter|x|snapchat|youtube|vinted|marktplaats|twitch|t)\.(?:com|nl|me|tv)$"
)
"""Public sites on which a page belongs to one person."""
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\s?\d{2}(?:[\s.-]?[A-Za-z0-9]{2,4}){3,8}(?:[\s.-]?[A-Za-z0-9]{1,4})?(?![A-Za-z0-9])")
_IBAN_NL = re.compile(r"(?<![A-Za-z0-9])NL\s?\d{2}\s?[A-Z]{4}(?:[\s.-]?\d){7,10}(?!\d)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w@/])(?:\+\s?|\(\+?)?\d(?:[\s.()/–-]{0,3}\d){6,16}(?![\w@])")
HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z0-9_](?:[\w.]*\w)?")
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


def addresses_of_mail(text: str, claims: Claims) -> None:
    """Claim addresses of mail, also with "at" and "punt" or spaces in them. "tiktok @lil.shanti" is a handle: a space needs an ending that exists."""
    for match in EMAIL.finditer(text):
        spaced = re.search(r"\s@|@\s", match.group())
        if not spaced or re.search(r"\.(?:nl|com|org|net|eu|be|de|info|fr|pl|tr|ma|uk)$", match.group(), re.IGNORECASE):
            claims.add(match.start(), match.end(), "email")


def hard_identifiers(text: str, flat: str, claims: Claims, lists: Lijsten) -> None:
    addresses_of_mail(text, claims)
    for match in _URL.finditer(text):
        end = match.end() - (len(match.group()) - len(match.group().rstrip(".,;:!?")))
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", match.group().lower()).split("/")[0].rstrip(".,;:!?")
        page = match.group()[: end - match.start()].partition("://")[2] or match.group()
        own_page = _OWN_PAGES.search(host) and len(page.split("/", 1)[-1]) > 2 and "/" in page
        if host not in lists.woorden.openbare_sites or own_page:
            claims.add(match.start(), end, "url")
    for pattern in (_IBAN_NL, _IBAN):
        for match in pattern.finditer(text):
            found = _iban_in(match.group())
            if found and (pattern is _IBAN_NL or (iban_klopt(found) and sum(c.isdigit() for c in found) >= 10)):
                claims.add(match.start(), match.start() + len(found), "iban")
    for match in HANDLE.finditer(text):
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
    for match in re.finditer(
        r"(?<!\w)(?:dossier|zaak|kenmerk) ([a-z]{2,4} \d{2}[./-]\d{3,})(?!\w)|(?<!\w)polis (?:is )?(\d(?: ?\d){6,})(?!\w)", flat
    ):
        number = 1 if match[1] else 2
        claims.add(match.start(number), match.end(number), "dossiernummer")  # "dossier wmo 26.11873", "polis 8840 11 927"
    for match in re.finditer(r"(?<!\w)(?:dossier|zaak|kenmerk|client|klant)(?:nummer|nr)?\.?:? ([a-z]{1,4}(?: \d{2,}){1,3})(?!\w)", flat):
        claims.add(match.start(1), match.end(1), "dossiernummer")  # "dossier wt 26 0417"
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


def _number(match: re.Match[str], flat: str, claims: Claims, lists: Lijsten) -> None:
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
NUMBER_WORDS = "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
_AGE = r"(?:\d{1,3}(?![.,:]?\d)|" + NUMBER_WORDS + ")"
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
    re.compile(
        r"(?:(?<=\bop )|(?<=\bper )|(?<=\btot )|(?<=\bzich )|(?<=\bvanaf )|(?<=\bsinds )|(?<=\buiterlijk ))(?:[1-9]|[12]\d|3[01])[-/](?:[1-9]|1[0-2])(?![\w/-])"
    ),
)
_NO_AGE = r"(?! ?(?:geleden|lang|terug|clean|droog|nuchter|bezig|gewerkt|gewoond|getrouwd|gezeten|dakloos|ervaring|niet|geen|in |bij |als|hier|weg|jaar (?:geleden|lang|terug|clean|droog|nuchter|bezig|niet|geen|hier)))"
_KIN = r"(?:dochter\w*|zoon\w*|kind(?:je|eren)?|baby|tweeling|jongen|jongetje|meisje|meid|zus\w*|broer\w*|nicht\w*|neef\w*|man|vrouw|moeder|vader|oma|opa|client\w*|bewoner|bewoonster|kleinzoon|kleindochter|kleinkind\w*|peuter|kleuter|puber|oudste|jongste|kleine|middelste|iemand|meneer|mevrouw|vriend\w*|buurman|buurvrouw)"
_PARENT = re.compile(r"(?:moeder|vader|ouder|oma|opa|mama|papa)(?: \w+)? van ")
_YEAR = rf"(?:(?:negentien|achttien)(?:honderd ?(?:en ?)?)?\w+|tweeduizend(?:[ -]?(?:en ?)?{_AGE})?|(?:19|20)\d\d|'?\d\d(?!\w)|{_AGE})"
_DATE_WORDS = re.compile(rf"(?<![\w-])(?:{NUMBER_WORDS}) (?:{_MONTHS})(?:,? {_YEAR}(?! ?(?:uur|keer|jaar|euro)))?(?!\w)")
"""A day in words: "drie mei tachtig", "tweeentwintig januari tweeduizend acht"."""
_SPOKEN = f"{NUMBER_WORDS}|nul"
_SPOKEN_RUN = re.compile(rf"(?<![\w-])(?:{_SPOKEN})(?:[ ,.-]{{1,3}}(?:en )?(?:{_SPOKEN})(?!\w)){{5,11}}")
"""Six and more numbers said one after another: a telephone number read aloud."""
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
    re.compile(rf"\b{_KIN} ?\(({_AGE})\)"),
    re.compile(rf"\b{_KIN} (?:is |wordt |bijna |net |pas |nu )+({_AGE})(?=[,.;)]|$)"),
    re.compile(rf"\bwordt (?:op|in|volgende|deze|komende|morgen|overmorgen) ?[\w ]{{0,24}}? ({_AGE})(?=[,.;)]|$)"),
    re.compile(rf"\b(?:leeftijd|lft\.?)\s*(?:is|:|van)?\s*({_AGE}(?: jaar)?)(?!\w)"),
    re.compile(
        rf"\b(?:zijn|mijn|haar|hun|d'r|op (?:mijn|zijn|haar)) ({_ORDINAL})(?= (?:al|had|kreeg|ging|was|ben|werd|kwam|begon|heb|raakte|is|verloor))"
    ),
)
_NAME_AGE = re.compile(rf"(?:,| van| \() ?({_AGE})(?= ?[,).]|$| is\b| en\b| uit\b| woont\b)(?! (?:uur|euro))")


def spoken_numbers(flat: str, claims: Claims) -> None:
    """A telephone number or a burgerservicenummer in words. Counting aloud ("een, twee, drie …") is none."""
    for match in _SPOKEN_RUN.finditer(flat):
        zero = re.search(r"\bnul\b", match.group())
        begin = match.start() + (zero.start() if zero else 0)  # "kanaalweg zeven, nul zes …": what stands before the nul is another number
        said = [word for word in re.findall(r"\w+", flat[begin : match.end()]) if word != "en"]
        near = flat[max(0, match.start() - 40) : match.start()]
        if re.search(r"bsn|burgerservice|sofi", near):
            claims.add(match.start(), match.end(), "bsn")
        elif said[0] == "nul" and len(said) > 5:
            claims.add(begin, match.end(), "telefoon")
        elif re.search(r"nummer|\bbel|mobiel|\btel\b|app", near):
            claims.add(match.start(), match.end(), "telefoon")


def dates_and_ages(flat: str, claims: Claims) -> None:
    for match in _DATE_WORDS.finditer(flat):
        claims.add(match.start(), match.end(), "datum")
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


def ages_after_names(flat: str, claims: Claims) -> None:
    """ "Sanne, 6," and "Ans van 72": a number straight after a person."""
    for span in [s for s in claims.spans if s.soort == "persoon"]:
        match = _NAME_AGE.match(flat, span.eind)
        if match and (not match.group(1).isdigit() or 0 < int(match.group(1)) <= 112):
            claims.add(match.start(1), match.end(1), "leeftijd")
