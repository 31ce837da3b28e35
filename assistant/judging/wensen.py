"""assistant.judging.wensen: which stretches of a client's words are a wish of their own, which are a refusal, and who is named in them.

In: the client's words (and, where heard, stretches of vorm ik_wil).   Out: verbatim stretches with their places.
Never: turns a wish of someone else into one of the client, or changes a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

HEARD_ALONE = 0.6
"""Certainty of `herken` from which a wish counts without any wishing word in its sentence (right in 40 of 44 on 'kiezen')."""

_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*", re.UNICODE)
_BREAK = re.compile(
    r"(?:,|;|:|–|\s-\s)\s*|\s+(?=en (?:ik wil|dan wil ik|daarna wil ik)\b)|\s+(?=(?:maar|want|omdat|doordat|dus|terwijl|hoewel|zolang|tenzij)\b)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:[\s,.;:…\-–\"'“”‘’()]+|(?:en|maar|want|dus|nou|ja|nee|tja|och|ach|eh|ehm|uh|um|hè|kijk|weet je|zeg maar|eigenlijk|ook|goed|oké|oke|of|"
    r"nou ja|ja nee|alleen|terwijl|hoewel|omdat|doordat|zolang|toch)\b[\s,]*)+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\s,.;:!?…\-–\"“”‘’()]+$")

_VERB = r"(?:wil(?:len)?|wou|zou|hoop|verlang|droom|wens)"
_WISH = re.compile(
    rf"\bik (?:\w+ ){{0,2}}?{_VERB}\b|\b{_VERB} (?:ik|k)\b|\b'k (?:wil|wou|zou|hoop)\b|\bmijn (?:grote |grootste |enige |echte )?(?:droom|wens)\b"
    r"|\bhet liefst(?:e)?\b|\bliefst\b|\bverlang(?:en)? naar\b|\bik ben van plan\b|\bik heb (?:veel |echt )?zin (?:om|in)\b|\bik ga (?:me|mij|weer|beginnen)\b"
    r"|\bik mis\b|\bmis ik\b|\bals ik (?:mocht|kon) kiezen\b|\bik (?:kijk|zie) er ?naar uit\b|\bik wil\b|\bwil graag\b|\bgraag (?:weer|leren|hebben|willen)\b"
    r"|\bzou (?:zo |heel |wel |ook |best )?(?:mooi|fijn|leuk|geweldig|een droom) zijn\b|\bdat lijkt me (?:wel |zo |heel )?(?:leuk|mooi|fijn|wat)\b"
    r"|\bik ben (?:er )?(?:(?:echt|helemaal|zo|nu) )?klaar (?:met|mee)\b|\bmoet er (?:\w+ ){0,3}uit\b|\bik (?:wol|zol|wul)\b|\b(?:'k|ik|ich) zou g[eè][e]?r[en]+\b|\bich wil\b|\bwas er (?:toch )?maar\b|\bdat zou (?:toch |ook |nog )?wat zijn\b|\bzou (?:ook )?al (?:heel )?wat (?:zijn|wezen)\b"
    r"|\b(?:wil|wilt|kan|kunt|kun|zou) (?:jij|je|u|jullie) (?:\w+ ){0,2}?(?:met me|met mij|mij|me) (?:mee|help\w*|breng\w*)"
    r"|\bik (?:heel |zo |ook |wel )?graag (?:\w+ ){0,3}?\w{3,}en\b|\blijkt me (?:wel |zo |heel |echt )?(?:leuk|mooi|fijn|wat|geweldig)\b",
    re.IGNORECASE,
)
_TALK = re.compile(
    r"\b(?:wil|wou) (?:ik )?(?:er )?(?:niet |liever niet |even |nog |wel |best |maar |gewoon )*(?:zeggen|kwijt|vragen of u|uitleggen|klagen|zeuren|mee zeggen|"
    r"het er (?:niet |liever niet )?over hebben|over praten)\b|\b(?:ik )?wil(?:de)? (?:ik )?maar zeggen\b|\bwat wil je\b|\bwat wilt u\b|\bals (?:je|u) wil(?:t)?\b"
    r"|\bvra(?:ag|agt|gen) (?:me |mij )?(?:\w+ ){0,2}wat ik wil\b|\bik zou (?:het )?niet weten\b|\bzou ik (?:het )?niet weten\b|\bik hoop het(?: niet)?\s*$|\bhoop ik(?: maar)?\s*$|\bik zou zeggen\b|\bik zou best\s*$"
    r"|\bik wil (?:het|dat) (?:allemaal )?(?:wel )?(?:geloven|best geloven)\b|\bik wil wel,? maar\b|\bik wist niet\b",
    re.IGNORECASE,
)
_PAST_WISH = re.compile(
    r"\b(?:vroeger|toen) (?:\w+ ){0,3}(?:wilde|wou) ik\b|\bik wilde (?:vroeger|toen|altijd)\b|\bwilde ik (?:vroeger|toen)\b", re.IGNORECASE
)
_OTHERS = re.compile(
    r"\b(?:mijn |m'n |de |hun |jullie |zij |ze |hij |mensen |iedereen )(?:\w+ ){0,2}?(?:wil(?:len|t)?|vind(?:en|t)|zeg(?:gen|t)) (?:\w+ ){0,2}?dat ik\b"
    r"|\bik moet(?: van)?\b|\bmoet ik\b|\bvan (?:mijn|de|het|m'n) (?:\w+ ){1,2}(?:moet|mag) ik\b",
    re.IGNORECASE,
)
_THIRD = re.compile(r"\b(?:hij|zij|ze|(?:mijn|m'n|de|het|onze) \w+) (?:wil(?:len|t)?|wou|zou|hoopt?)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:niet|geen|nooit|niks|niets)\b", re.IGNORECASE)
_NO_MORE = re.compile(
    r"\b(?:niet|geen|nooit|niks|niets)\b(?:\s+\w+){0,5}?\s+(?:meer|langer)\b|\bniet alleen\b|\bniet (?:altijd|steeds|de hele|elke|zo|aan mijn|kwijt|weg)\b"
    r"|\bdat (?:\w+ ){0,6}(?:niet|geen)\b|\bniet \w+ hoeven\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(r"(?<=\w)\s+(?:waar\w*|die|dat|zodat|als|omdat|zonder|want)\s", re.IGNORECASE)
"""What follows such a word says nothing about the wish itself: 'een plek waar hij niet bij kan'."""
_REFUSE = re.compile(
    r"\b(?:ik (?:wil|wou|hoef|ga|zou|doe|kan)|(?:wil|hoef|ga|doe) ik)\b(?:\s+\w+){0,5}?\s+(?:niet|geen|nooit|niks|niets)\b|\bniet (?:met|bij|naar|via) (?:(?:de|het|mijn|m'n|zo'n|een|die|dat) \w+|familie)"
    r"|\bgeen (?:zin|behoefte|trek)\b|\bhoeft (?:van mij |voor mij )?(?:echt )?niet\b|\bniks voor mij\b|\bniets voor mij\b|\bheb ik niks mee\b|\bliever niet\b"
    r"|\bik weiger\b|\bgaan we niet doen\b|\bmoet ik niet(?: hebben)?\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\b(?:dat|daar|die|het|zoiets)\b", re.IGNORECASE)
NO_PLAN = re.compile(
    r"\b(?:ik (?:wil|wou|ga|zou|mag) (?:\w+ ){0,3}dood(?! (?:saai|moe|simpel|gewoon|leuk|stil|eng))|wil(?:de)? ik (?:\w+ )?dood|was ik maar dood|beter dood|liever dood|mezelf (?:dood|iets aan)|"
    r"ik\b[^.!?]{0,30}\b(?:sterven|doodgaan|doodga)|zelfmoord|er niet meer zijn|niet meer leven|niet meer wakker|er een eind(?:e)? aan|voorgoed (?:weg|slapen|rust)|"
    r"(?:hem|haar|ze|iemand) (?:pakken|slaan|doodmaken|afmaken|neersteken|kapot ?maken|terugpakken|wat aandoen)|wraak|eind(?:e)? aan maken)\b",
    re.IGNORECASE,
)
"""Wishes that are no start of a plan: the begeleider and the veiligheidskaart come first."""

HARM = re.compile(
    r"\bte pakken (?:nemen|krijgen)\b|\bterug ?pak\w*\b|\bwraak\b|\bneem (?:ik )?(?:hem|haar|ze) te pakken\b|\been lesje leren\b|\bbetaald zetten\b"
    r"|\b(?:pakketjes?|pakjes?|spul) (?:\w+ ){0,3}(?:weg|rond)?(?:breng\w*|rijd\w*|vervoer\w*)|\b(?:dealen|drugs verkopen|wiet verkopen|coke verkopen|hennep|wietplantage)\b"
    r"|\bnep ?(?:account|profiel)\w*|\b(?:volgen|stalken|bespioneren|afluisteren|hacken)\b(?=.{0,60}\b(?:ex|hem|haar|telefoon)\b)|\b(?:ex|hem|haar)\b.{0,40}\b(?:volgen|stalken|bespioneren|in de gaten houden)\b"
    r"|\b(?:stelen|jatten|inbreken|oplichten|zwart verkopen)\b|\b(?:wapen|pistool|mes) (?:\w+ ){0,2}(?:kopen|halen|regelen|mee)\b"
    r"|\b(?:in een keer|in één keer|ineens|zonder (?:de )?(?:dokter|arts|psychiater))\b.{0,60}\b(?:medicijnen|medicatie|antipsychotica|insuline|pillen|methadon)\b"
    r"|\b(?:stoppen|ophouden|kappen) met (?:\w+ ){0,2}(?:medicijnen|medicatie|antipsychotica|insuline|methadon|lithium|clozapine|antidepressiva|prik)\b"
    r"|\bkind(?:eren|je|jes)? (?:\w+ ){0,3}(?:meenemen|ophalen|weghalen)\b.{0,60}\b(?:buitenland|turkije|marokko|land|voordat|zonder dat|rechter|vlucht)\w*",
    re.IGNORECASE,
)
"""Wishes by which somebody gets hurt or the law is broken, and stopping a medicine by oneself: first what lies under it, no step."""

KIN = (
    "zoontje|dochtertje|kleinzoon|kleindochter|kleinkinderen|kleinkind|stiefzoon|stiefdochter|zoons|zonen|zoon|dochters|dochter|kinderen|kindjes|kindje|kind|"
    "jongens|meiden|meisjes|tweeling|baby|jongste|oudste|moeder|mama|mam|ma|vader|papa|pap|pa|ouders|broers|broertje|broer|zussen|zusje|zus|oma|opa|tante|oom|"
    "neefje|neef|nichtje|nicht|schoonmoeder|schoonvader|schoonzus|zwager|schoondochter|schoonzoon|man|vrouw|vriendinnen|vriendin|vrienden|vriend|partner|vriendje|"
    "familie|gezin|maten|maat|maatje|peetmoeder|pleegmoeder|pleegvader|pleegouders"
)
_ADJ = r"(?:(?:oude|oudste|jongste|beste|lieve|kleine|grote|andere|eigen|goeie|goede|oudere|jongere|twee|drie|vier|middelste|enige) )"
_NAASTE = re.compile(rf"\b(?:mijn|m'n|me|mn|onze|ons) {_ADJ}*(?:{KIN})\b(?: (?-i:[A-Z])[\w'’-]+)?", re.IGNORECASE)
_BARE = re.compile(r"\b(?:de )?(kinderen|kindjes)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Wens:
    """A stretch of the client's words: `tekst == uiting[begin:eind]`."""

    uiting: str
    begin: int
    eind: int
    tekst: str
    leefgebied: str | None = None


def _clean(text: str, begin: int, eind: int) -> tuple[int, int]:
    if lead := _LEAD.match(text[begin:eind]):
        begin += lead.end()
    if tail := _TAIL.search(text[begin:eind]):
        eind = begin + tail.start()
    return begin, max(begin, eind)


def sentences(text: str) -> list[tuple[int, int]]:
    """(begin, end) of the sentences that hold a word."""
    return [(m.start(), m.end()) for m in _SENTENCE.finditer(text) if re.search(r"\w", m[0])]


def _clause(text: str, a: int, b: int, begin: int, eind: int) -> tuple[int, int]:
    """The clause around [begin, eind) within sentence [a, b)."""
    left, right = a, b
    for m in _BREAK.finditer(text, a, b):
        if m.end() <= begin:
            left = m.end()
        elif m.start() >= eind:
            right = m.start()
            break
    return left, right


def _is_thin(text: str) -> bool:
    """'Dat wil ik', 'ik wil wel', 'ik hoop het': no wish in itself."""
    bare = re.sub(
        rf"\b(?:ik|k|{_VERB}|graag|wel|dat|het|zo|heel|echt|gewoon|ook|nog|weer|best|maar|eigenlijk|ja|liefst|zijn|er|dan|zou|mooi|fijn|leuk|daar|"
        r"willen|mij|me|lijkt|wat|misschien|later|ooit|mis|mijn|droom|wens|is|van|naar|voor|daarvan|heel|erg|aan|ene|andere|kant|ergens|soms|best|anders|enige|alles)\b",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    return not re.search(r"\w{3,}", bare)


def find_wishes(uiting: str, text: str, heard: Iterable[Mapping[str, Any]] = (), leefgebied: str | None = None) -> list[Wens]:
    """The client's own wishes in one uiting, in reading order.

    Args:
        heard: krachten of `herken` with begin and eind; only those of vorm ik_wil are used, each widened to its clause.
    """
    spans: list[tuple[int, int]] = []
    found = sentences(text)
    for number, (a, b) in enumerate(found):
        if _BARE_WISH.match(text[a:b]) and number + 1 < len(found):
            begin, eind = _clean(text, *found[number + 1])
            if (
                2 <= len(text[begin:eind].split()) <= 30
                and not _NOT.search(text[begin:eind])
                and not re.search(r"\bweet\b|\bgeen idee\b", text[begin:eind], re.IGNORECASE)
            ):
                spans.append((begin, eind))
        for m in _WISH.finditer(text, a, b):
            left, right = _clause(text, a, b, m.start(), m.end())
            begin, eind = _clean(text, left, right)
            if m.group(0).lower().startswith(("mijn", "het liefst", "liefst")) or _is_thin(text[begin:eind]):
                begin, eind = _clean(text, left, _next_clause(text, right, b))  # 'mijn droom is, ...' 'wat ik wil, een huis'
            if _is_thin(text[begin:eind]) and left > a:
                begin, eind = _clean(text, a, right)  # 'een eigen huis, dat wil ik'
            if _is_thin(text[begin:eind]) and number and re.match(r"\s*(?:ja,? )?(?:dat|daar)\b", text[a:b], re.IGNORECASE):
                begin, eind = _clean(text, *found[number - 1])
            if _counts(text[begin:eind], text[a:b]):
                spans.append((begin, eind))
    spans = [span for span in spans if not _in_jest(text, found, span)]
    for item in () if spans else heard:
        if item.get("vorm") != "ik_wil":
            continue
        begin, eind = int(item.get("begin", -1)), int(item.get("eind", -1))
        if not 0 <= begin < eind <= len(text) or float(item.get("zekerheid", 1.0)) < HEARD_ALONE:
            continue
        a, b = next(((a, b) for a, b in found if a <= begin < b), (begin, eind))
        left, right = _clause(text, a, b, begin, min(eind, b))
        wide = _clean(text, left, max(right, min(eind, b)))
        if _counts(text[wide[0] : wide[1]], text[a:b], sure=True) and not _in_jest(text, found, wide):
            spans.append(wide)
    out: list[Wens] = []
    for begin, eind in sorted(set(spans), key=lambda s: (s[0], -s[1])):
        if any(begin < w.eind and w.begin < eind for w in out):
            continue
        out.append(Wens(uiting, begin, eind, text[begin:eind], leefgebied))
    return out


_NOT_MEANT = re.compile(
    r"\s*(?:nee[,.]? (?:joh|hoor|serieus|zonder gekheid|even serieus|grapje|geintje)|grapje|geintje|zonder gekheid)\b", re.IGNORECASE
)


def _in_jest(text: str, found: list[tuple[int, int]], span: tuple[int, int]) -> bool:
    """'Ik wil dolgraag nog drie jaar in een stapelbed. Nee joh, een eigen deur.': the next sentence takes it back."""
    number = next((i for i, (a, b) in enumerate(found) if a <= span[0] < b), len(found))
    return number + 1 < len(found) and bool(_NOT_MEANT.match(text, found[number + 1][0]))


_FIRST = re.compile(
    r"\b(?:als ik (?:moet|mag) kiezen(?: dan)?|het (?:aller)?belangrijkst\w*|het allerliefst(?:e)?|vooral|op de eerste plaats|boven ?aan)\b\W*(?P<na>[^.!?]{3,60})"
    r"|(?P<is>[^.!?,;]{2,50})\b(?:is|zijn) (?:me |mij )?(?:het|'t|mij het|me het) (?:aller)?belangrijkst\w*"
    r"|(?P<voor>[^.!?,;]{3,50})\b(?:komt|gaat|staat) (?:eerst|voor alles|op één|boven alles|voorop)\b|(?P<dat>[^.!?;]{3,80}), dat eerst\b",
    re.IGNORECASE,
)
_LESS = frozenset(
    [
        "ik",
        "mijn",
        "m'n",
        "mn",
        "een",
        "de",
        "het",
        "dat",
        "die",
        "en",
        "of",
        "wil",
        "wou",
        "zou",
        "graag",
        "weer",
        "eens",
        "ook",
        "nog",
        "is",
        "komt",
        "maar",
        "nee",
        "hoor",
        "dan",
        "moet",
        "in",
        "van",
        "met",
        "op",
        "naar",
        "te",
    ]
)


def foremost(wishes: list[Wens], texts: Iterable[str]) -> list[Wens]:
    """The wishes with the one first that the client puts first in so many words ('als ik moet kiezen: m'n zoon'); else as they were."""
    first = [w for w in wishes if re.search(r"\b(?:wil|wou) ik eerst\b|\bik (?:wil|wou) (?:nu |dan )?eerst\b", w.tekst, re.IGNORECASE)]
    if first:
        return [*first, *(w for w in wishes if w not in first)]
    for text in texts:
        for m in _FIRST.finditer(text):
            said = {
                w
                for w in re.findall(r"[\w'’]+", (m["is"] or m["voor"] or m["dat"] or m["na"] or "").lower())
                if w not in _LESS and len(w) > 2
            }
            for wish in wishes:
                if said & set(re.findall(r"[\w'’]+", wish.tekst.lower())):
                    return [wish, *(w for w in wishes if w is not wish)]
    return wishes


def _next_clause(text: str, right: int, b: int) -> int:
    nxt = _BREAK.search(text, right + 1, b)
    second = _BREAK.search(text, nxt.end(), b) if nxt and nxt.start() <= right + 2 else nxt
    return second.start() if second else b


_DREAM = re.compile(r"\bik droom (?:\w+ )?(?:er ?van|van (?:een|m'n|mijn|eigen|werk|later|zo'n|kinderen|rust|dat)|om|dat)\b", re.IGNORECASE)
"""A dream that is a wish: 'ik droom van een eigen huis', not 'ik droom van de boot'."""
_NIGHTMARE = re.compile(
    r"\b(?:droom|dromen) (?:ik )?(?:elke|iedere|altijd|steeds|vaak|nog steeds|over|'s)\b|\bik droom (?:slecht|eng)\b", re.IGNORECASE
)
_NIGHT = re.compile(r"\b(?:nacht\w*|slaap|slapen|wakker|nachtmerrie\w*)\b", re.IGNORECASE)
_BARE_WISH = re.compile(
    r"\s*(?:en |maar |nou,? )?wat (?:ik|we|wij) (?:zou(?:den)? )?(?:graag |dan |het liefst )?wil(?:len)?\s*\?\s*$", re.IGNORECASE
)
"""'Wat ik wil? Eén keer voor de groep koken.': the wish is the answer to it."""


def _counts(words: str, sentence: str, *, sure: bool = False) -> bool:
    """Whether a stretch is a wish of the client: no manner of speaking, no refusal, nobody else's wish, nothing of long ago."""
    if len(words.split()) > 40 or not words.strip() or _is_thin(words):
        return False
    if (
        _TALK.search(words)
        or _PAST_WISH.search(words)
        or (_OTHERS.search(words) and not re.search(r"\bik wil(?:de)?\b", words, re.IGNORECASE))
    ):
        return False
    if re.search(r"\bik droom\b", words, re.IGNORECASE) and not _DREAM.search(words):
        return False
    if _NIGHTMARE.search(words) or (re.search(r"\bdroom\b", words, re.IGNORECASE) and _NIGHT.search(sentence)):
        return False
    if sure and _THIRD.search(words):
        return False
    if _NOT.search(_SUBORDINATE.split(words)[0]) and not _NO_MORE.search(words):
        return False
    asks = re.search(r"\bik wil\b|\b(?:met me|met mij|mij|me) (?:mee|help)", words, re.IGNORECASE)
    return sure or not sentence.rstrip().endswith("?") or bool(asks)


def refusals(texts: Sequence[str]) -> list[str]:
    """Stretches in which the client says no to something; where the no points back ('dat wil ik niet'), with the sentence before it."""
    out = []
    for text in texts:
        found = sentences(text)
        for number, (a, b) in enumerate(found):
            for m in _REFUSE.finditer(text, a, b):
                left, right = _clause(text, a, b, m.start(), m.end())
                piece = text[left:right]
                if _NO_MORE.search(piece) or _TALK.search(piece):
                    continue
                if _POINTS_BACK.search(piece) and len(piece.split()) < 8:
                    before = text[a:left] or (text[found[number - 1][0] : found[number - 1][1]] if number else "")
                    piece = f"{before} {piece}"
                out.append(piece.strip())
    return out


def naaste_in(words: str) -> str | None:
    """The person a wish is about, in the client's words ('mijn dochter', 'mijn oude vriend Karel'), or None."""
    if (m := _NAASTE.search(words)) and not re.search(r"\b(?:zoals|net als|\w\s+als|van)\s+$", words[: m.start()], re.IGNORECASE):
        return m[0][0].lower() + m[0][1:]
    if m := _BARE.search(words):
        return f"mijn {m[1].lower()}"
    return None
