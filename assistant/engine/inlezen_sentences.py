"""assistant.engine.inlezen_sentences: sentences, and what a sentence of running text says: a goal, an action, or when people meet.

In:    a stretch of text.   Out: its sentences with quotations kept whole; for one sentence what it is, or may be.
Only a sentence that says of itself that it is a goal or action is one; what it may be is for a person to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.engine.inlezen_quotes import FIRST_PERSON, QUOTE, TOLD

LONGEST_SENTENCE = 600
"""Longest sentence in which is looked for what it may be."""

GOAL_SENTENCE = re.compile(
    r"^(?:het|mijn|ons|haar|zijn)\s+(?:\w+\s+)?(?:doel|hoofddoel|einddoel)\s+is\s*(?:dat|om|:)?\s*(?P<rest>.+)$", re.IGNORECASE
)
ACTION_SENTENCE = re.compile(
    r"^(?:actie|afspraak|stap|we spreken af(?: dat)?|we hebben afgesproken(?: dat)?|er is afgesproken(?: dat)?|afgesproken is(?: dat)?|afspraak is dat|afgesproken:)\s*(?:\d+\s*)?[:.]?\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_TIME = r"(?:\d|jan|feb|maart|april|mei\b|juni|juli|aug|sept|okt|nov|dec|maandag|dinsdag|woensdag|donderdag|vrijdag|we(?:ek|ken)\b|maand|kwartaal|half ?jaar|jaar\b)"
LOOKING_BACK = re.compile(
    rf"^(?:[-–]\s*)?(?:de |een |onze |eerste |tweede |volgende )*(?:(?:tussen|eind|plan)?evaluatie(?:moment|gesprek|datum)?|terugblik)\b\s*"
    rf"(?:(?:vindt plaats|is|staat(?: gepland)?|volgt|gepland|plannen)\s*)?(?:(?:op|in|over|na|rond|per|om|van|elke|iedere|eind|begin)\b|:).*{_TIME}"
    rf"|^(?:we|wij|samen|dit plan|het plan|deze doelen|de doelen)\b.*\b(?:evalueren|evalueert|geëvalueerd)\b"
    rf"|^(?:de |een )?(?:volgende|nieuwe|vervolg)[ -]?(?:afspraak|gesprek|overleg|bespreking|evaluatie|mdo|zorgplanbespreking)\b.*{_TIME}",
    re.IGNORECASE,
)
"""'Evaluatie op 12 januari', 'We evalueren dit plan over drie maanden', 'Volgende afspraak: 18 november': when people meet, and no goal or action."""
_NAME = r"[A-ZÀ-Þ][\w’'-]+"
_CLIENT = (
    r"(?i:(?:de |het )?(?:cli[eë]nt|bewoner|bewoonster|deelnemer|deelneemster|gast|meneer|mevrouw|dhr\.?|mw\.?|mevr\.?)"
    r"(?: (?-i:[A-ZÀ-Þ](?:\.|[\w’'-]+)))*|hij|zij|ze)"
)
_HELPER = (
    r"(?i:(?:(?:de|haar|zijn) )?(?:(?:persoonlijk|ambulant) )?(?:(?:woon|traject)?begeleid(?:st)?er|begeleiding|coach|mentor|vrijwillig(?:st)?er|maatje)"
    r"(?: (?-i:[A-ZÀ-Þ][\w’'-]+))?|wij|we|ik|samen)"
)
_DOES = (
    r"(?i:ga|gaat|gaan|belt|bellen|meldt|melden|schrijft|schrijven|regelt|regelen|helpt|helpen|vraagt|vragen|maakt|maken|zoekt|zoeken|stuurt|sturen|mailt|mailen"
    r"|brengt|brengen|haalt|halen|bezoekt|bezoeken|oefent|oefenen|begeleidt|begeleiden|start|starten|begint|beginnen|neemt|nemen|koopt|kopen|plant|plannen"
    r"|informeert|informeren|onderzoekt|onderzoeken|vult|vullen|spreekt|spreken)"
)
_MAYBE_ACTION = re.compile(
    rf"^(?:{_CLIENT}|{_HELPER}|{_NAME})\s+(?:(?:daarna|daarom|ook|verder|zelf)\s+)?{_DOES}\b|\b{_DOES}\s+(?:{_CLIENT}|{_HELPER}|{_NAME})(?!\w)"
)
_MAYBE_GOAL = re.compile(
    rf"(?:\b{_CLIENT}|^{_NAME})\s+(?:\w+\s+){{0,3}}?(?:wil|wilt|wenst|hoopt|droomt)\b|\b(?:wil|wenst|hoopt|droomt)\s+{_CLIENT}(?!\w)"
    rf"|(?:\bzou\s+(?:{_CLIENT}|{_NAME})|\b{_CLIENT}\s+zou|^{_NAME}\s+zou)\b.{{0,200}}\b(?:graag|willen)\b|\b(?:de|een|haar|zijn) (?:grote )?wens (?:om|dat|is)\b"
)
_NO_WISH = re.compile(
    rf"^{_HELPER}\b|\b(?:als|zodra|wanneer|indien|of|wat) (?:\w+ ){{1,2}}(?:dat |het |er )?wil(?:t|len)?\b|\bwil (?:er )?niet over\b"
    r"|^over\b.{1,60}\bwil(?:t|len)?\b(?: \w+){0,4} (?:niet|niets|niks)(?: \w+){0,2} (?:hebben|praten|spreken|vertellen|zeggen|kwijt)\b"
    r"|\bwil(?:t|len)?\b(?: \w+){0,4} (?:niet|niets|niks)(?: \w+){0,3} (?:over (?:hebben|praten|spreken|vertellen|zeggen|kwijt)|over(?=[.,;!]|$))",
    re.IGNORECASE,
)
"""'Wij helpen als zij dat wil': what a helper does or leaves to the person; 'daar wil ze het niet over hebben': names no wish."""
_OWN_VOICE = re.compile(r"^(?:ik|mijn|m'n|soms|vroeger|nu|altijd|als ik|het liefst)\b", re.IGNORECASE)
_SHORT = re.compile(
    r"(?<![\w.])(?:dhr|mw|mevr|dr|drs|ds|mr|fam|zr|br|bijv|bv|evt|incl|ca|nr|tel|(?:[a-zA-Z]\.){1,3}[a-zA-Z]|st)\.$|(?<![\w.])(?P<initial>[A-ZÀ-Þ])\.$",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"[‘“„«\"']?(?:Ik|Hij|Zij|Ze|We|Wij|De|Het|Een|Dat|Dit|Daar\w*|Ook|Er|In|Op|Om|Als|Dan|Samen|Verder|Begeleid\w+|Mevrouw|Meneer|Cliënt|Voor|Over|Na|Met|Elke)\b"
)
"""Words that rather begin a sentence than a surname."""


def sentences(text: str) -> Iterator[str]:
    """Sentences; a quotation of more than one sentence stays whole, with the sentence that introduces it."""
    quoted = [m.span() for m in QUOTE.finditer(text)]
    begin = 0
    for m in re.finditer(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ‘“„\"'«])|(?<=[.!?][”\"’'»])\s+(?=[A-ZÀ-Þ])", text):
        if any(a < m.start() < b for a, b in quoted):
            continue
        if (short := _SHORT.search(text[max(begin, m.start() - 40) : m.start()])) and not (
            short["initial"] and _BEGINS.match(text[m.end() :])
        ):
            continue  # 'dhr. B. om', 'K. Post', 'i.s.m. Tom'
        if text[begin : m.start()].strip():
            yield text[begin : m.start()].strip()
        begin = m.end()
    if text[begin:].strip():
        yield text[begin:].strip()


def may_be(sentence: str, *, letter: bool) -> str:
    """What a sentence of running text may be, for a person to decide (a `reden` of NietBegrepen). In a letter 'ik' is who wrote it."""
    if len(sentence) > LONGEST_SENTENCE:
        return "onbekend"  # no sentence any more, and looking in it costs more than it gives
    if _MAYBE_GOAL.search(sentence) and not _NO_WISH.search(sentence):
        return "lijkt_doel"
    if TOLD.match(sentence):
        return "naverteld"
    if _OWN_VOICE.match(sentence) and FIRST_PERSON.search(sentence) and not letter:
        return "lijkt_citaat"
    return "lijkt_actie" if _MAYBE_ACTION.search(sentence) and not LOOKING_BACK.match(sentence) else "onbekend"
