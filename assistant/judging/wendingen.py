"""assistant.judging.wendingen: what an answer does with the talk itself: it draws a line, wants to stop, asks back, asks for time or help, does not follow, is sorry, reproaches, thanks.

In:    the client's words.   Out: names of such turns with the words that show it. By plain words only: heard too seldom is better than wrongly.
Never: read as a tone, kept, or counted.
"""

from __future__ import annotations

import re

from assistant.judging.wensen import sentences

_LINE = re.compile(
    r"\b(?:daar|hier|er|hierover|daarover) (?:wil|zeg|praat|heb|ga|vertel|doe) (?:ik|we|'k|k) (?:(?:het|nu|liever|echt|maar|even|ook|verder) )*(?:niet|niks|niets)\b.{0,25}\bover\b"
    r"|\b(?:wil|ga|zeg|praat|vertel) (?:ik )?(?:het )?(?:er |hier |daar )?(?:(?:liever|echt|nu|even|verder|nog) )*(?:niet|niks|niets|nergens) (?:meer )?(?:over|kwijt|zeggen|hebben|praten|vertellen)\b"
    r"|\bover (?:[\w'’]+ ){1,4}(?:wil|praat|zeg) ik (?:(?:het|nu|liever|echt|maar|even|verder) )*niet\b|\bik wil (?:het )?(?:liever |echt )?niet over (?:[\w'’]+ ){1,4}(?:hebben|praten)\b"
    r"|\b(?:[\w'’]+ ){1,3}wil ik (?:het )?(?:liever |echt )?niet over (?:hebben|praten)\b"
    r"|\bnergens over hebben\b|\bwil (?:er |het er )?niet over (?:praten|hebben)\b|\bpraat (?:ik )?(?:daar|er|hier) (?:\w+ )?niet (?:\w+ )?over\b"
    r"|\bgaat (?:je|jou|u|jullie|niemand) (?:\w+ )?(?:niks|niets|niet|geen (?:ruk|reet|bal)) (?:\w+ )?aan\b|\b(?:volgende|andere) vraag\b|\bvraag iets (?:leukers|anders)\b|\bmoet dat (?:nu|per se|echt)\b|\bgeen commentaar\b|\blaat me (?:toch )?(?:met rust|maar)\b"
    r"|\bgeen zin (?:in|om) (?:\w+ ){0,3}(?:te )?(?:praten|gesprek|vragen|vertellen|erover)\b|^\W*(?:over )?(?:niks|niets)\W*$|\bhou(?:d)? (?:daar|er) (?:maar )?over op\b|\bvraag (?:dat|me dat) (?:maar )?niet\b",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\b(?:kunnen|mogen|zullen|gaan) we (?:\w+ ){0,2}(?:stoppen|ophouden|pauz\w+|pauze \w+|afronden|naar buiten)\b|\b(?:mag|kan) ik (?:nu |even |al )?(?:gaan|weg|stoppen|naar (?:huis|buiten|mijn kamer))\b"
    r"|\bik wil (?:nu |even |graag )?(?:stoppen|ophouden|pauze|naar buiten|weg hier|naar huis)\s*(?:[.!?,]|$)|\bgenoeg (?:voor )?vandaag\b|\bhet is genoeg (?:zo|geweest)\b|\bzijn we (?:al |nu )?(?:bijna )?klaar\b|\bduurt (?:het|dit) nog lang\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:jij|je|jou|jouw|u|uw|jullie)\b", re.IGNORECASE)
_TAG = re.compile(
    r"^\W*(?:(?:weet|snap|begrijp|ken|zie|hoor) (?:je|jij|u)(?: \w+){0,3}|(?:weet|snapt|begrijpt|kent) u(?: \w+){0,3}|hè|he|toch|ja|nee)\W*$|,\s*(?:toch|hè|he|snap je|weet je|begrijp je|snapt u|weet u)\s*\?+\s*$",
    re.IGNORECASE,
)
_ASKS_HELP = re.compile(
    r"\b(?:kan|kun|kunt|wil|wilt|zou|zouden|kunnen) (?:je|jij|u|jullie)\b.{0,60}\b(?:help\w*|mee|bellen|regelen|uitleggen|kijken|vragen|doen|lezen|invullen|brengen|zeggen)\b"
    r"|\b(?:kan|mag) iemand (?:me|mij|met me)\b|\b(?:help|helpt) (?:je|jij|u) (?:me|mij)\b",
    re.IGNORECASE,
)
_REPROACH = re.compile(
    r"\b(?:als )?jullie (?:\w+ ){0,4}(?:nooit|niet|niks|niets|altijd|alleen maar|maar wat|eens|toch|ophield\w*|lijstjes|snappen|luisteren|denken|vinden|weten|hebben ervoor)\b"
    r"|\bniemand (?:\w+ ){0,2}(?:snapt|luistert|begrijpt|hoort|gelooft|vraagt)\b|\biedereen (?:doet alsof|praat over|beslist|bepaalt|denkt te weten)\b"
    r"|\b(?:die|mijn|m'n|de) (?:begeleid\w+|hulpverlen\w+|mentor|reclassering\w*|jeugdzorg|gemeente) (?:\w+ ){0,3}(?:zegt elke|luistert|doet niks|doet niets|belt nooit|komt nooit|neemt)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\b(?:bedankt|dank (?:je|u|jullie)|dankjewel|dankuwel|merci)\b", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:mag|moet|kan|wil) ik (?:daar |hier |er )?(?:\w+ )?(?:even |eerst |nog )*(?:over )?(?:nadenken|denken|tijd)\b|\b(?:even|effe) (?:denken|nadenken|tijd)\b|\bmoment(?:je)?\b$|^\W*(?:\.{2,}|…)\W*$",
    re.IGNORECASE,
)
_SORRY = re.compile(r"\b(?:sorry|het spijt me|excuus)\b", re.IGNORECASE)
_UNCLEAR = re.compile(
    r"\b(?:snap|begrijp|volg) (?:ik )?(?:je|u|de|die|dat soort|zulke|deze|jouw|uw) (?:\w+ )?(?:vraag|vragen|niet)\b|\b(?:snap|begrijp|volg) (?:ik )?(?:niet|niks van) wat (?:je|u|jij)\b|\bwat (?:bedoel|bedoelt) (?:je|jij|u)\b|\bsnap ik nooit\b|\bwat is dat\b\W*$",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:zeg|vertel) (?:jij|u) het maar\b|\bmoet (?:je|u) (?:mij|me) niet vragen\b|\b(?:jij|u|jullie) (?:bent|hebt|heeft|hebben) (?:er )?(?:toch )?(?:degene|ervoor|geleerd)\b|\bjij vult\b|\bjullie hebben ervoor\b|\bdegene die ervoor\b",
    re.IGNORECASE,
)
FEW = 18
"""A turn is heard in a short answer, or in the last sentence of a longer one."""


def draws_line(sentence: str) -> bool:
    """Whether this sentence says that something is not to be talked of: then nothing in it is a wish or a kracht."""
    return bool(_LINE.search(sentence.strip()))


def wendingen(text: str) -> list[tuple[str, tuple[int, int]]]:
    """(name, place) of the turns, the one that binds most first. Empty for most answers."""
    found = sentences(text)
    if not found:
        return []
    short = len(text.split()) <= FEW
    where = found if short else found[-1:]
    out: list[tuple[str, tuple[int, int]]] = []

    def look(name: str, pattern: re.Pattern[str], places: list[tuple[int, int]]) -> None:
        place = next(((a, b) for a, b in reversed(places) if pattern.search(text[a:b].strip())), None)
        if place is not None:
            out.append((name, place))

    look("wil_stoppen", _STOP, found[-2:])
    look("weigert", _LINE, where)
    a, b = found[-1]
    last = text[a:b].strip()
    look("denktijd", _TIME, where)
    look("onduidelijk", _UNCLEAR, where)
    if short:
        look("excuus", _SORRY, found)
    if any(name in ("weigert", "wil_stoppen", "denktijd", "onduidelijk") for name, _ in out):
        return out
    if _BACK.search(text) and short:
        out.append(("terugkaats", (a, b)))
    elif last.endswith("?") and not _TAG.search(last):
        if _ASKS_HELP.search(last):
            out.append(("verzoek", (a, b)))
        elif _YOU.search(last) and len(last.split()) <= FEW:
            out.append(("wedervraag", (a, b)))
    look("verwijt", _REPROACH, found)
    if short:
        look("bedankt", _THANKS, found)
    return out
