"""assistant.judging.adres: an address or place in free text, also when it is spelled oddly. Warns before it is kept.

In:    a text.   Out: Vindplaatsen, in the order of the text.
Rules only, no model: about 0.5 ms a sentence, and time grows with the text, not faster.
It warns and never blocks or changes a word; a begeleider decides.
Figures: tests/promises/opvangadres.py (P41): recall on spellings nobody tuned a pattern to one by one, false alarms on ordinary sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Vindplaats:
    """`tekst == text[begin:eind]`; soort: 'adres', 'straat', 'postcode', 'plek' (coordinates, a map link, a code of three words)."""

    begin: int
    eind: int
    tekst: str
    soort: str


_UNITS = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen"
_TEENS = "tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien"
_TENS = "twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig"
_WORD_NUMBER = (
    rf"(?:(?:(?:{_UNITS}|{_TEENS})?\s?honderd(?:\s?en)?\s?)?(?:(?:{_UNITS})\s?(?:en|ën)\s?(?:{_TENS})|{_TENS}|{_TEENS}|{_UNITS})"
    rf"|(?:{_UNITS}|{_TEENS})?\s?honderd)"
)
_TAIL = r"(?:\s?[-/]?\s?(?:bis|hs|huis|zwart|rood|rd|zw|boven|beneden|[a-h](?:\d{1,2})?|[ivx]{1,4}|\d{1,3})(?!\w))?"
_NUMBER = rf"(?:(?:nr\.?|no\.?|n°|nummer|huisnummer|huisnr\.?|num\.?|#)\s*:?\s*)?(?:\d{{1,4}}{_TAIL}|{_WORD_NUMBER}(?!\w){_TAIL})"
_SAID_NUMBER = rf"(?:nr\.?|no\.?|n°|nummer|huisnummer|huisnr\.?|op)\s*:?\s*(?:\d{{1,4}}{_TAIL}|{_WORD_NUMBER}(?!\w))"

# what a street is called after; the longer ones first where one ends on another
_ENDINGS = (
    "straatweg|straat|staat|straad|straatje|sraat|srtaat|straart|straet|str|laantje|laan|lan|weg|wegje|plein|plijn|pleintje|kade|kaai|singel|gracht|dijk|dyk|"
    "steeg|steegje|hof|hofje|pad|paadje|dreef|plantsoen|park|markt|wal|haven|baan|ring|boulevard|allee|passage|poort|brink|erf|meent|veld|velden|akker|"
    "kamp|hoek|heuvel|berg|dal|horst|donk|oord|stede|burg|borg|werf|sluis|brug|tuin|tuinen|weide|heide|bos|duin|duinen|rak|oever|zoom|rand|vaart|"
    "wetering|molen|kwartier|warande|stein|eind|einde|kruis|buurt|gaarde|hoven|schans|bolwerk|esplanade|corso|promenade|rotonde"
)
_STRONG = "straatweg|straat|straatje|laan|laantje|plein|pleintje|kade|singel|gracht|steeg|steegje|dreef|plantsoen|boulevard"
# ordinary words that end like a street and are none
_ORDINARY = frozenset(
    """
    straat straatje laan laantje weg wegje plein pleintje kade singel gracht dijk steeg hof hofje pad paadje dreef plantsoen park
    parkje markt wal haven baan ring boulevard poort erf veld velden akker kamp hoek heuvel berg dal oord burg werf sluis brug tuin
    tuinen weide heide bos duin duinen oever zoom rand vaart molen kwartier stein eind einde kruis buurt staat lan str snelweg
    autoweg onderweg omweg uitweg fietspad voetpad wandelpad voortuin achtertuin moestuin volkstuin kindertuin dierentuin speeltuin
    bijbaan loopbaan zwembaan renbaan startbaan rijbaan ijsbaan voetbalveld sportveld speelveld grasveld vakgebied buitenveld
    sportpark speelpark pretpark vakantiepark bungalowpark woonwagenkamp trainingskamp zomerkamp arbeidsmarkt supermarkt rommelmarkt
    kerstmarkt woningmarkt weekmarkt vlooienmarkt vismarkt banenmarkt winkelstraat zijstraat doorgaande dorpsplein schoolplein
    marktplein parkeerplein speelplein kerkplein doodlopende achterpad bospad zandpad tussendoor levensweg carrière halverwege
    onderhof gerechtshof rechtbank gerechthof kinderhof kerkhof voorhof binnenhof toestand afstand bijstand weerstand verstand
    opstand achterstand stand voorstander buitenrand bovenrand onderrand stoeprand dakrand zelfkant weekeinde weekeind uiteinde
    halfweg erweg daarweg terugweg heenweg straatweg woonkamer eetkamer vaderland moederland wedstrijdveld slaghoek invalshoek
    zithoek eethoek keukenhoek lesboek handboek rolmodel overstap tijdvak wijk voorbeeld beeld bijvoeg werkveld levensdal ziekenhuis
    verpleeghuis badhuis stadhuis gemeentehuis wijkcentrum koningsdal ijsberg schuldenberg afvalberg wasberg zandberg vuilnisbelt
    natuurgebied recreatieoord lustoord herstellingsoord kuuroord oudburg vestingwal oorbel oorring verlovingsring trouwring
    sleutelring gevoelsleven huisring kring bezoekring leerkring ervaring verzekering uitkering regering vergadering verandering
    verbetering opvoering verbouwing uitdaging viering wandeling lening woning oefening mening spanning huissleutel vogelhuis
    bejaardenoord kinderopvang havenhoofd jachthaven luchthaven vliegveld zeehaven binnenhaven taalmarkt kunstmarkt bouwmarkt
    tuinmarkt spoorbrug ophaalbrug voetgangersbrug hangbrug damwal kantoortuin gemeenschapstuin kruidentuin schooltuin hemelpoort
    achterbuurt woonbuurt volksbuurt buitenbuurt nieuwbouwbuurt woonerf schoolerf boerenerf aankruis rodekruis hakenkruis windmolen
    pepermolen tredmolen koffiemolen
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
_LOOSE_WORD = r"[A-Za-zÀ-ÖØ-öø-ÿ'’.-]"
_PREP = r"(?:in|aan|op|bij|van|naar|langs|tussen|hoek)"
_FALSE_FIRST = frozenset(
    """
    ik je u we wij hij zij het dat dit die een geen mijn zijn haar ons onze uw jouw er om na over tot voor ongeveer nog al maar met per
    sinds
    """.split()  # noqa: SIM905
)
_UNITS_AFTER = re.compile(
    r"\s*(?:uur|u\b|h\b|min|minuten|minuut|sec|dagen|dag|weken|week|maanden|maand|jaar|jaren|euro|€|cent|kilo|kg|gram|meter|km|kilometer|keer|maal|x\b|procent|%|graden|"
    r"mensen|man|vrouwen|kinderen|stuks|personen|collega|vrienden|honden|katten|afspraken|gesprekken|treden|stappen|januari|februari|maart|april|mei|juni|juli|"
    r"augustus|september|oktober|november|december|:\d\d|[.,]\d{2}\b)",
    re.IGNORECASE,
)

_STREET_ONLY = re.compile(
    rf"(?<!\w)(?:{_PREP})\s+(?:de\s+|het\s+|’t\s+|'t\s+)?(?P<naam>(?:[A-ZÀ-Ý][\w’'-]+\s+)*[\w’'-]{{2,}}(?:{_STRONG}))(?!\w)", re.IGNORECASE
)
_CAPITAL_NUMBER = re.compile(
    rf"(?:(?<!\w){_PREP}\s+(?:de|het|den|’t|'t|’s|'s|la|le)?\s*|(?:woon|woont|wonen|verblijf|verblijft|zit|slaap|slaapt|logeer|logeert|adres(?:\s+is)?|straat)\b[^.\d]{{0,20}}?\s)"
    rf"(?P<naam>(?:(?:de|den|het|van|der|ter|ten|’s|'s|’t|'t|op|aan)\s+)*[A-ZÀ-Ý][\w’'-]+(?:\s+(?:(?:van|de|den|der|het|ter|ten)\s+)*[A-ZÀ-Ý][\w’'-]+){{0,3}}),?\s+(?:{_NUMBER})(?!\w)"
)
_SAID = re.compile(
    rf"(?<!\w)(?:huisnummer|huisnr\.?|op\s+nummer|nummer|nr\.?)\s*:?\s*(?:\d{{1,4}}{_TAIL}|{_WORD_NUMBER})(?!\w)(?=[^.!?]{{0,60}}(?:straat|laan|weg|plein|gracht|flat|hofje|appartement))",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(
    rf"(?:straat|laan|weg|plein|gracht|singel|kade|dreef|hof|flat|appartement|portiek)[^.!?\d]{{0,45}}?\b{_SAID_NUMBER}(?!\w)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"(?<![\d€])(?<!\d[.,])[1-9](?:\s?\d){3}\s?[-.]?\s?(?!(?:kg|km|cm|mm|uu|eu|ke|me|op|in|is|en|of|om|er|je|ik|we|ze|al|na|te|zo|dus)\b)[A-Za-z](?:[\s.]?)[A-Za-z](?![A-Za-z\d])",
    re.IGNORECASE,
)
_POSTCODE_WORDS = re.compile(
    rf"postcode[^.!?\n]{{0,12}}?(?:is\s+)?(?:\d(?:\s?\d){{3}}|(?:{_WORD_NUMBER}\s?){{1,4}})(?:\s?[A-Za-z]{{2}}(?!\w))?", re.IGNORECASE
)
_COORDINATES = re.compile(r"(?<!\d)5[0-3][.,]\d{2,}\s*°?\s*N?\s*[,;/ ]\s*[3-7][.,]\d{2,}(?!\d)", re.IGNORECASE)
_MAP_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:maps\.google\.\w+|google\.\w+/maps|goo\.gl/maps|maps\.app\.goo\.gl|maps\.apple\.com|osm\.org|openstreetmap\.org|what3words\.com|w3w\.co)\S*",
    re.IGNORECASE,
)
_THREE_WORDS = re.compile(r"///\s?[a-zà-ÿ]+\.[a-zà-ÿ]+\.[a-zà-ÿ]+")
_FLAT = re.compile(
    rf"(?<!\w)(?:flat|appartement|app\.|etage|portiek|woning|unit|caravan|chalet|huisje|plek|kamer)\s+(?:nr\.?\s*|nummer\s*)?(?:\d{{1,4}}\s?[a-h]?|{_WORD_NUMBER})(?!\w)(?=[^.!?]{{0,25}}\b(?:van\s+het|van\s+de|in\s+de|aan\s+de|op\s+de|in\s+het|op\s+het)\s+[A-Z])"
)
_SPACED = re.compile(r"(?<!\w)(?:[A-Za-zÀ-ÿ][ .\-_*]){5,}[A-Za-zÀ-ÿ](?!\w)")


# a line or a piece between signs that is nothing but a name and a number: 'Singel 7', 'LANGE VOORHOUT 34 bis'
_PIECE = re.compile(
    rf"(?:^|[\n.!?;:|(=•*,]|\s[-–]\s|(?<=\s)de\s)[ \t]*(?:-\s*)?"
    rf"(?P<heel>(?P<naam>(?:[A-ZÀ-Ý’'\d][\w’'.-]*\s+){{0,3}}?[A-ZÀ-Ý][\w’'-]+(?:\s\d{{4}})?),?\s+{_NUMBER})"
    rf"[ \t]*(?=$|[\n.!?;:|),]|\ste\s[A-Z])",
)
_COUNTED = frozenset(
    """
    hoofdstuk lijn bus tram metro groep klas week les deel stap dag maand kamer stoel tafel versie plan artikel bijlage bladzijde
    pagina fase niveau cijfer kerst pasen ronde nummer optie vraag punt schaal zaal spoor perron poort afdeling zone maat type model
    windows covid mavo havo vwo groen geel rood trede leeftijd dossier zaaknummer uiting antwoord keer januari februari maart april
    mei juni juli augustus september oktober november december maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ik we wij
    hij zij het er om op in na
    """.split()  # noqa: SIM905
)
_CAPITAL_STREET = re.compile(
    rf"(?:(?<!\w)(?:{_PREP}|en)\s+(?:de|het|’t|'t|den)\s+|(?:bushalte|halte|straat|adres)\s+(?:is\s+)?(?:de\s+)?)"
    rf"(?P<naam>(?:(?:[A-ZÀ-Ý’'\d][\w’'.-]*|van|de|der|den)\s+){{0,3}}[A-ZÀ-Ý’'][\w’'.-]*(?:{_ENDINGS}))(?!\w)"
)
_SAID_CAPITAL = re.compile(
    rf"(?<!\w)(?:huisnummer|nummer|nr\.?)\s*:?\s*(?:\d{{1,4}}{_TAIL}|{_WORD_NUMBER})(?!\w)(?=[^.!?\n]{{0,12}}\s(?:in|aan|op|van)\s(?:de|het|den|’t|'t)\s[A-ZÀ-Ý])"
    rf"|(?<=\s)[A-ZÀ-Ý][\w’'-]+(?:[^.!?\n\d]{{0,25}})(?:huisnummer|nummer|nr\.?)\s*:?\s*(?:\d{{1,4}}{_TAIL}|{_WORD_NUMBER})(?!\w)"
)
_LAAN_VAN = re.compile(
    rf"(?<!\w)(?:laan|weg|hof|kop|plein|park|singel)\s+van\s+(?:de\s+|het\s+)?[\w’'-]{{3,}}?(?:,?\s*\d{{1,4}}{_TAIL}|\s+{_WORD_NUMBER})(?!\w)",
    re.IGNORECASE,
)
_HOLD = re.compile(
    rf"(?<!\w)(?:woon|woont|wonen|zit|zitten|verblijf|verblijven|slaap|slapen|logeer)\s(?:[\w’']+\s){{0,2}}?(?:in|aan|op)\s(?:de\s|het\s|’t\s|'t\s)?"
    rf"(?P<heel>[a-z’'-]{{3,}}(?:\s[a-z’'-]{{3,}}){{0,2}}\s?\d{{1,4}}{_TAIL})(?!\w)"
)


def addresses(text: str) -> tuple[Vindplaats, ...]:
    """Every stretch that looks like an address or a place to find someone. Empty: nothing seen (which proves nothing)."""
    plain = text.replace("\u00a0", " ")  # the same length, so that places stay right
    found: list[Vindplaats] = []

    def add(begin: int, eind: int, soort: str) -> None:
        found.append(Vindplaats(begin, eind, text[begin:eind], soort))

    for begin, eind in _streets_with_number(plain):
        add(begin, eind, "adres")
    for m in _CAPITAL_NUMBER.finditer(plain):
        first = m["naam"].split()[0].lower()
        if first not in _FALSE_FIRST and not _MONTH.match(m["naam"]) and not _UNITS_AFTER.match(plain, m.end()):
            add(m.start("naam"), m.end(), "adres")
    for pattern, soort in ((_SAID, "adres"), (_SAID_AFTER, "adres"), (_FLAT, "adres"), (_POSTCODE_WORDS, "postcode")):
        for m in pattern.finditer(plain):
            if not _UNITS_AFTER.match(plain, m.end()):
                add(m.start(), m.end(), soort)
    for m in _POSTCODE.finditer(plain):
        letters = re.sub(r"[^A-Za-z]", "", m[0]).upper()
        if letters not in ("SA", "SD", "SS") and not _looks_like_year(m[0]):
            add(m.start(), m.end(), "postcode")
    for m in _STREET_ONLY.finditer(plain):
        if m["naam"].split()[-1].lower() not in _ORDINARY and m["naam"].lower() not in _ORDINARY:
            add(m.start("naam"), m.end("naam"), "straat")
    for pattern in (_COORDINATES, _MAP_LINK, _THREE_WORDS):
        for m in pattern.finditer(plain):
            add(m.start(), m.end(), "plek")
    for m in _PIECE.finditer(plain):
        first, last = m["naam"].split()[0].lower(), m["naam"].split()[-1].lower()
        if first not in _COUNTED and last not in _COUNTED and not _UNITS_AFTER.match(plain, m.end("heel")):
            add(m.start("heel"), m.end("heel"), "adres")
    for m in _CAPITAL_STREET.finditer(plain):
        if m["naam"].split()[-1].lower() not in _ORDINARY or len(m["naam"].split()) > 1:
            add(m.start("naam"), m.end("naam"), "straat")
    for pattern in (_SAID_CAPITAL, _LAAN_VAN):
        for m in pattern.finditer(plain):
            if not _UNITS_AFTER.match(plain, m.end()):
                add(m.start(), m.end(), "adres")
    for m in _HOLD.finditer(plain):
        name = re.sub(r"\s?\d.*", "", m["heel"])
        if (
            name.split()[-1] not in _ARTICLES
            and name not in _COUNTED
            and name.split()[-1] not in _COUNTED
            and not _UNITS_AFTER.match(plain, m.end("heel"))
        ):
            add(m.start("heel"), m.end("heel"), "adres")
    for m in _SPACED.finditer(plain):  # S i n g e l 12
        joined = re.sub(r"[ .\-_*]", "", m[0])
        if re.search(rf"(?:{_ENDINGS})$", joined, re.IGNORECASE) or re.match(rf"\s+{_NUMBER}", plain[m.end() :]):
            add(m.start(), m.end(), "straat")
    return _merged(found, text)


_A_NUMBER = re.compile(
    rf"(?:(?:(?<!\w)(?:nr\.?|no\.?|n°|nummer|huisnummer|huisnr\.?|num\.?|#)\s*:?\s*)?\d{{1,4}}(?!\d)"
    rf"|(?<!\w)(?:(?:nr\.?|nummer|huisnummer)\s+)?(?!een(?!\w)){_WORD_NUMBER}){_TAIL}(?!\w)",
    re.IGNORECASE,
)
_ENDS_LIKE_STREET = tuple(_ENDINGS.split("|"))
_LAST_WORDS = re.compile(r"(?:[\w’'.-]+[ ]){0,3}[\w’'.-]+\Z")
_BEFORE = 64
"""Characters looked at before a number: the longest street name with a few words before it."""


def _streets_with_number(text: str) -> Iterator[tuple[int, int]]:
    """(begin, eind) of a word that ends like a street, with the number behind it."""
    for number in _A_NUMBER.finditer(text):
        start = max(0, number.start() - _BEFORE)
        before = text[start : number.start()].rstrip(" ,;:\n\t")
        if before.endswith(" op"):
            before = before[:-3].rstrip(" ,")
        if not before.rstrip(".").lower().endswith(_ENDS_LIKE_STREET):
            continue
        words = _LAST_WORDS.search(before, max(0, len(before) - 48))
        if words and _is_street(words[0]) and not _UNITS_AFTER.match(text, number.end()):
            yield start + words.start() + _name_begin(words[0]), number.end()


_MONTH = re.compile(
    r"(?:Januari|Februari|Maart|April|Mei|Juni|Juli|Augustus|September|Oktober|November|December|Maandag|Dinsdag|Woensdag|Donderdag|Vrijdag|Zaterdag|Zondag)\b"
)


def _looks_like_year(text: str) -> bool:
    """'2019 zo': a year and a loose word of two letters written small."""
    return bool(re.fullmatch(r"(?:19|20)\d\d\s[a-z]{2}", text))


def _name_begin(name: str) -> int:
    """Where the street's own words begin in a match that may have taken a few words before it."""
    words = list(re.finditer(r"\S+", name))
    begin = words[-1].start()
    for word in reversed(words[:-1]):
        if word[0][:1].isupper() or word[0].lower() in ("van", "de", "der", "den", "het", "ter", "ten", "’t", "'t"):
            begin = word.start()
        else:
            break
    return begin


def _is_street(name: str) -> bool:
    """Whether the words before a number can be a street: not an ordinary word alone, or one with a capital inside a sentence."""
    words = name.rstrip(".").split()
    last = words[-1]
    if last.lower() not in _ORDINARY:
        return not last.islower() or len(last) > 5 or bool(re.search(rf"(?:{_STRONG})$", last, re.IGNORECASE))
    before = words[-2] if len(words) > 1 else ""
    if not before or before.lower() in _ARTICLES:
        return False
    # 'kerk straat 12', 'Lange Poten hof 3', 'Oude Haven 7'
    return before[:1].isupper() or last.lower() in (
        "straat",
        "laan",
        "str",
        "plein",
        "gracht",
        "singel",
        "kade",
        "weg",
        "hof",
        "dreef",
        "dijk",
        "steeg",
    )


_ARTICLES = frozenset(
    """
    de het een die dat deze dit mijn zijn haar ons onze jouw uw hun op in aan bij over van naar geen elke iedere ieder hele halve
    lange eigen goede nieuwe oude mooie leuke kleine grote drukke rustige verkeerde juiste andere zelfde dezelfde weer nog al ver te
    zo me je hem ze we ik en of want maar als dan toch steeds
    """.split()  # noqa: SIM905
)


def _merged(found: list[Vindplaats], text: str) -> tuple[Vindplaats, ...]:
    """Overlapping finds as one; the widest kind wins: adres, postcode, plek, straat."""
    order = ("adres", "postcode", "plek", "straat")
    out: list[Vindplaats] = []
    for item in sorted(found, key=lambda v: (v.begin, -v.eind)):
        if out and item.begin < out[-1].eind:
            last = out[-1]
            soort = min(last.soort, item.soort, key=order.index)
            eind = max(last.eind, item.eind)
            out[-1] = Vindplaats(last.begin, eind, text[last.begin : eind], soort)
        else:
            out.append(item)
    return tuple(out)
