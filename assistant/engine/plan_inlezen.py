"""assistant.engine.plan_inlezen: a plan from outside: which lines are goals, actions and words of the client, who does what and when.

In:    plain text of a document (with its headings), or pasted text.   Out: GelezenPlan: literal lines, literal quotes, and what was not understood.
Pure part: `recognise`. A person corrects the outcome before anything is kept; `keep` then makes a dossier of it.
Never: rewrites a line or a quote; takes a paraphrase ("cliënt geeft aan dat …") for the client's words; drops a line without saying so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from pydantic import Field

from assistant.domain.beoordeling import PlanRegel
from assistant.domain.dossier import Dossier
from assistant.domain.events import Event
from assistant.domain.guidance import CorpusDocument
from assistant.domain.values import Frozen, clean_text, replace
from assistant.engine.assistant import Assistant
from assistant.engine.content import Content
from assistant.engine.mind import Handler
from assistant.engine.reviewing import EXTERN
from assistant.errors import DocumentUnreadable, NotConfirmable, RuleError

INLEZEN = "reviewing/inlezen.toml"
LONGEST_SENTENCE = 600
MAX_CHARS = 400_000
"""Longest text that is looked at: some two hundred pages. More is no plan."""

KINDS = ("doel", "actie", "citaat", "waarom", "wie", "wanneer", "waar", "leefgebied", "smart", "overslaan")


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


# -- small readers -------------------------------------------------------------------------------

_BULLET = re.compile(
    r"^\s*(?:(?:[-–—•●▪◦‣·*+→➢►○]\s*)?\[[ xX]?\]|[-–—•●▪◦‣·*+→➢►○]|[☐☑✓✔□■]|\d{1,2}\.\d{1,2}\.?(?=\s+[^\W\d])|\(?\d{1,2}[.)](?!\d)|\(?[a-z](?:\)|\.(?=\s)))\s*"
)
_NUMBER = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]?|[a-z][.)]|[ivxIVX]+[.)])\s+")
_HEADING_NUMBER = re.compile(r"\s*(?:nr\.?\s*)?\d{1,2}(?:\.\d+)*\s*$")
_MARKDOWN = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_STARS = re.compile(r"(\*\*|__)(.+?)\1")
_KEY = re.compile(r"^(?P<key>[^\W\d_][\w ’'’/()&-]{1,48}?)\s*(?P<number>\d{1,2}(?:\.\d+)?)?\s*[:=–]\s*(?P<value>\S.*)?$")
_INLINE_FIELD = re.compile(
    r"[\s(,;|/–-]*\b(?P<key>door wie|wie|voor wanneer|wanneer|deadline|uiterlijk|datum|waar)\s*[:=]\s*", re.IGNORECASE
)
_QUOTE = re.compile(
    r"«\s*(?P<a>[^«»]{3,600}?)\s*»|“(?P<b>[^“”]{3,600}?)”|„(?P<c>[^„”“]{3,600}?)[”“]|\"(?P<d>[^\"\n]{3,600}?)\"|(?<![\w’'])[‘'](?P<e>(?:[^‘'’\n]|['’](?=\w)){8,600}?)['’](?!\w)"
)
_FIRST_PERSON = re.compile(r"\b(?:ik|mij|me|mijn|m'n|mezelf|wij|we|ons|onze|'k|k heb|kheb)\b", re.IGNORECASE)
_WISH = re.compile(r"^[‘“„«\"']?(?:ik|wij|we)\s+(?:wil|willen|zou|zouden)\b", re.IGNORECASE)
_TOLD = re.compile(
    r"^(?!Ik\b|Wij\b|We\b)(?:de )?(?:cliënt|client|bewoner|bewoonster|deelnemer|meneer|mevrouw|dhr\.?|mw\.?|hij|zij|betrokkene|[A-Z][\w-]+)(?: [A-Z][\w.]*)? "
    r"(?:geeft aan|gaf aan|vertelt|vertelde|zegt|zei|wil|wenst|noemt|benoemt|ervaart|vindt|heeft aangegeven|laat weten|ziet)\b",
)
_SAYS = re.compile(
    r"^(?!Ik\b|Wij\b|We\b)(?:de )?(?:cliënt|client|bewoner|bewoonster|deelnemer|meneer|mevrouw|dhr\.?|mw\.?|[A-Z][\w-]+)(?: [A-Z][\w.]*)?(?: (?:zegt|zei|vertelt|vertelde))?(?: (?:zelf|letterlijk))?\s*[:]\s*(?P<rest>.+)$"
)
_THEIR_WORDS = re.compile(
    r"(?:wat|dit) (?:zegt|zei|vertelt|vertelde|wil|vindt) (?:[\w.’'-]+ ){1,2}(?:er )?zelf(?: over| belangrijk)?$"
    r"|(?:wat|dit) (?:[\w.’'-]+ ){1,2}(?:er )?zelf(?: over)? (?:zegt|zei|vertelt|vertelde|wil|wilde|belangrijk vindt|aangeeft)$"
    r"|inbreng (?:van )?(?:de )?\w+$"
)
"""'wat Rachid zelf zegt', 'inbreng cliënt': above the client's own words."""
_GOAL_SENTENCE = re.compile(
    r"^(?:het|mijn|ons|haar|zijn)\s+(?:\w+\s+)?(?:doel|hoofddoel|einddoel)\s+is\s*(?:dat|om|:)?\s*(?P<rest>.+)$", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"^(?:(?P<key>(?:hoofd|sub|werk)?doel|actie(?:punt)?|stap|afspraak)\s+\d{1,2}(?:\.\d+)?\s*[.):–-](?!\d)|(?P<bare>(?:hoofd|sub|werk)?doel|actie(?:punt)?|stap)\s+\d{1,2}(?:\.\d+)?(?=\s+(?-i:[A-ZÀ-Þ‘“„«\"'])))"
    r"\s*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
"""'Doel 2. …', 'Actie 1) …', 'Doel 3 Ik wil …', 'Actie 1.2 Een brief …': a line that says what it is, with a number and no colon."""
_ACTION_SENTENCE = re.compile(
    r"^(?:actie|afspraak|stap|we spreken af(?: dat)?|we hebben afgesproken(?: dat)?|er is afgesproken(?: dat)?|afgesproken is(?: dat)?|afspraak is dat|afgesproken:)\s*(?:\d+\s*)?[:.]?\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_TIME = r"(?:\d|jan|feb|maart|april|mei\b|juni|juli|aug|sept|okt|nov|dec|maandag|dinsdag|woensdag|donderdag|vrijdag|we(?:ek|ken)\b|maand|kwartaal|half ?jaar|jaar\b)"
_LOOKING_BACK = re.compile(
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
    rf"^{_HELPER}\b|\b(?:als|zodra|wanneer|indien|of|wat) (?:\w+ ){{1,2}}(?:dat |het |er )?wil(?:t|len)?\b|\bwil (?:er )?niet over\b",
    re.IGNORECASE,
)
"""'Wij helpen als zij dat wil': what a helper does or leaves to the person; names no wish."""
_OWN_VOICE = re.compile(r"^(?:ik|mijn|m'n|soms|vroeger|nu|altijd|als ik|het liefst)\b", re.IGNORECASE)
_LETTER = re.compile(r"^(?:geachte|beste|hoi|hallo|dag|lieve)\b[^.!?:]{0,50},$|^goede(?:morgen|middag)\b[^.!?:]{0,50},?$", re.IGNORECASE)
_GREETING = re.compile(
    r"^(?:(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?(?=\s*[,\n]|$|\s+[A-ZÀ-Þ])|mvg|hoogachtend)\b[^.:?]{0,60}$",
    re.IGNORECASE,
)
"""The end of a letter: below it stands who wrote it, and often an older letter."""
_EARLIER_MAIL = re.compile(r"^(?:op .{6,60} schreef .{2,80}:|-{2,}\s*(?:oorspronkelijk|doorgestuurd)\b)", re.IGNORECASE)
_MAIL_HEAD = re.compile(r"^(?:van|aan|cc|bcc|verzonden|onderwerp|betreft)\s*:\s+\S", re.IGNORECASE)
_BLANK_FIELD = re.compile(r"^[^:]{2,50}:\s*[_.…]{3,}\s*$")
"""'Handtekening cliënt: ______': room to write, with nothing written."""
_SHORT = re.compile(
    r"(?<![\w.])(?:dhr|mw|mevr|dr|drs|ds|mr|fam|zr|br|bijv|bv|evt|incl|ca|nr|tel|(?:[a-zA-Z]\.){1,3}[a-zA-Z]|st)\.$|(?<![\w.])(?P<initial>[A-ZÀ-Þ])\.$",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"[‘“„«\"']?(?:Ik|Hij|Zij|Ze|We|Wij|De|Het|Een|Dat|Dit|Daar\w*|Ook|Er|In|Op|Om|Als|Dan|Samen|Verder|Begeleid\w+|Mevrouw|Meneer|Cliënt|Voor|Over|Na|Met|Elke)\b"
)
"""Words that rather begin a sentence than a surname."""
_EMPTY = re.compile(r"^[\s._…–—-]*$|^(?:n\.?v\.?t\.?|geen|-+|\?+|x|nog invullen|\[.*\])$", re.IGNORECASE)
_PAGE = re.compile(r"^\s*(?:pagina|blz\.?|page)?\s*\d+\s*(?:van|/|of)?\s*\d*\s*$", re.IGNORECASE)


def _plain(text: str) -> str:
    """Lower case, without numbering, marks and closing colon: how a heading is compared."""
    text = _STARS.sub(r"\2", text).strip().strip("#*_|").strip()
    text = _BULLET.sub("", text) if not re.match(r"^[a-zA-Z][.)]", text) else text
    text = re.sub(r"\s+", " ", re.sub(r"[:.?!]+$", "", _NUMBER.sub("", text))).strip().lower()
    return _HEADING_NUMBER.sub("", text).strip(" -–:?")


def _key(text: str) -> re.Match[str] | None:
    """'key: value'. Not a sentence with 'wie: …' in brackets, and not the name of the paper ('Plan van aanpak – Fatima')."""
    found = _KEY.match(text)
    if found is None or found["key"].count("(") != found["key"].count(")"):
        return None
    at = found.end("number") if found["number"] else found.end("key")
    dash = text[at:].lstrip().startswith("–")
    return None if dash and re.search(r"\bplan\b", found["key"], re.IGNORECASE) else found


class _Words:
    """Which kind of thing a heading, key or column names."""

    def __init__(self, words: Inleeswoorden) -> None:
        self._kind: dict[str, str] = {}
        for kind in KINDS:
            for word in words.woorden.get(kind, ()):
                self._kind.setdefault(word.lower(), kind)
        self._area = {word.lower(): area for area, group in words.leefgebieden.items() for word in group}

    def kind(self, text: str, *, loose: bool = False) -> str | None:
        """The kind `text` names as a whole; `loose` also takes a text that begins or ends with one."""
        bare = _plain(text)
        if not bare:
            return None
        if bare in self._kind:
            return self._kind[bare]
        if _THEIR_WORDS.match(bare):
            return "citaat"
        for part in re.split(r"\s*(?:/|&|,|\ben\b|\()\s*", bare):
            if part in self._kind:
                return self._kind[part]
        whose = re.sub(r"\s+(?:van (?:de )?)?(?:cli[eë]nt|begeleid(?:st)?er|bewoner|deelnemer|wettelijk vertegenwoordiger)$", "", bare)
        if whose != bare and self._kind.get(whose) == "overslaan":
            return "overslaan"  # 'handtekening cliënt'
        if loose and len(bare.split()) <= 7:
            found = [w for w in self._kind if re.search(rf"(?:^{re.escape(w)}\b|\b{re.escape(w)}$)", bare) and len(w) > 3]
            if found:
                return self._kind[max(found, key=len)]
        return None

    def area(self, text: str) -> str | None:
        bare = re.sub(r"^(?:leefgebied|domein|levensgebied|thema|gebied)\s*", "", _plain(text)).strip(" :-–")
        if bare in self._area:
            return self._area[bare]
        for part in re.split(r"\s*(?:/|&|,|\ben\b)\s*", bare):
            if part in self._area:
                return self._area[part]
        return None


# -- recognising ---------------------------------------------------------------------------------


class _Reader:
    def __init__(self, words: _Words, headings: frozenset[str]) -> None:
        self.words = words
        self.headings = headings
        self.regels: list[dict[str, Any]] = []
        self.citaten: list[dict[str, Any]] = []
        self.rest: list[NietBegrepen] = []
        self.section: str | None = None
        self.area: str | None = None
        self.last: dict[str, Any] | None = None
        """The line that wie, wanneer and a following sentence belong to."""
        self.columns: list[str | None] = []
        self.pending_field: str | None = None
        self.indent = self.goal_indent = 0
        """How far in the line stands that is read now, and the last goal stood."""
        self.together: list[dict[str, Any]] = []
        """The lines that stood in one cell of a form."""
        self.wish_is_goal = False
        self.letter = self.ended = False
        """Whether this is a letter, in which 'ik' is who wrote it, and whether its greeting was read."""
        self.named_goal = False
        """Whether the goal above said of itself that it is one ('Doel 2: …'): a list below it says how.
        Not when it is a line of a list itself: then the next line of that list is the next goal."""

    # -- putting ---------------------------------------------------------------------------------

    def put(self, soort: str, text: str, **fields: str) -> dict[str, Any] | None:
        """Take a line along. What only says when the plan is looked at again is left out of it, and told."""
        stretches = self.without_looking_back(text)
        for more in stretches[:-1]:
            self.put_one(soort, more, **fields)
        return self.put_one(soort, stretches[-1], **fields) if stretches else None

    def without_looking_back(self, text: str) -> list[str]:
        """The stretches of a line between sentences about the next meeting; the whole line when there are none."""
        sentences = list(_sentences(text))
        if not any(_LOOKING_BACK.match(s) for s in sentences):
            return [text]
        out: list[str] = []
        for about, group in groupby(sentences, key=lambda s: bool(_LOOKING_BACK.match(s))):
            stretch = " ".join(group)
            if about:
                self.leave(stretch, "buiten_plan")
            else:
                out.append(stretch)
        return out

    def put_one(self, soort: str, text: str, **fields: str) -> dict[str, Any] | None:
        text, found = _take_fields(text)
        text = text.strip().strip("|").strip()
        if _EMPTY.match(text):
            return None
        whole = _QUOTE.fullmatch(text.rstrip("."))
        self.quotes(text)
        if whole:
            text = next(g for g in whole.groups() if g).strip()
        number = sum(r["soort"] == soort for r in self.regels) + 1
        doel = next((r["id"] for r in reversed(self.regels) if r["soort"] == "doel"), None) if soort == "actie" else None
        new = {"id": f"{soort[0]}{number}", "soort": soort, "tekst": text, "doel": doel, "wie": "", "wanneer": "", "leefgebied": self.area}
        new |= {k: v.strip() for k, v in {**found, **fields}.items() if v and not _EMPTY.match(v)}
        self.regels.append(new)
        self.goal_indent = self.indent if soort == "doel" else self.goal_indent
        self.last = new
        self.pending_field = None
        return new

    def quotes(self, text: str) -> bool:
        """Keep the quotations of the client in a stretch. True when there was one."""
        found = False
        for m in _QUOTE.finditer(text):
            words = next(g for g in m.groups() if g).strip()
            if len(words.split()) >= 3 or _FIRST_PERSON.search(words):
                self.say(words)
                found = True
        return found

    def say(self, words: str) -> None:
        words = words.strip()
        if words and not any(c["tekst"] == words for c in self.citaten):
            self.citaten.append({"id": f"u{len(self.citaten) + 1}", "tekst": words, "leefgebied": self.area})

    def leave(self, text: str, why: str = "onbekend") -> None:
        text = text.strip()
        if text and not _EMPTY.match(text) and not _PAGE.match(text):
            self.rest.append(NietBegrepen(tekst=text, reden=why, leefgebied=self.area))

    def set_field(self, name: str, value: str) -> bool:
        """Give wie or wanneer to the last line. False when there is none, or it has one already."""
        if self.last is None or _EMPTY.match(value) or name not in ("wie", "wanneer"):
            return False
        if self.last[name]:
            return False
        value = value.strip()
        self.last[name] = value[:-1] if re.search(r"[a-zà-ÿ]{2}\.$", value) else value  # 'S.' and 'R.' keep their point
        return True

    # -- reading ---------------------------------------------------------------------------------

    def read(self, lines: Sequence[str]) -> None:
        at = 0
        while at < len(lines):
            line = lines[at]
            if _is_row(line):
                end = at
                while end < len(lines) and (_is_row(lines[end]) or not lines[end].strip()):
                    if not lines[end].strip() and self.other_table(lines[at:end], lines[end:]):
                        break
                    end += 1
                self.table([_cells(row) for row in lines[at:end] if row.strip()])
                at = end
                continue
            self.line(line)
            at += 1

    def other_table(self, above: Sequence[str], below: Sequence[str]) -> bool:
        """Whether, after an empty line, a table with another number of columns begins."""
        first = next((row for row in below if row.strip()), "")
        return _is_row(first) and len(_cells_raw(first)) != len(_cells_raw(above[0]))

    def line(self, raw: str) -> None:
        text = _STARS.sub(r"\2", raw).strip()
        if not text:
            return
        self.indent = len(raw) - len(raw.lstrip())
        if md := _MARKDOWN.match(text):
            self.heading(md[2])
            return
        if self.letter_part(text):
            return
        if text.startswith(">"):
            words = text.lstrip("> ").strip()
            if not self.quotes(words):
                self.say(words)
            return
        bullet = _BULLET.match(text)
        bare = text[bullet.end() :].strip() if bullet else text
        if self.is_heading(text, bullet=bool(bullet)):
            self.heading(text)
            return
        if (key := _key(bare)) and (self.words.kind(key["key"]) or self.words.area(key["key"])):
            self.field(key["key"], key["value"] or "")
            one_goal = self.words.kind(key["key"]) == "doel" and not _plain(key["key"]).endswith("en")
            self.named_goal = one_goal and not bullet and len((key["value"] or "").split()) > 2
            return
        if (own := _NUMBERED.match(bare)) and (kind := self.words.kind(own["key"] or own["bare"])):
            self.field(kind, own["rest"])
            self.named_goal = kind == "doel" and not bullet
            return
        if not key and (kind := self.words.kind(bare)) and len(bare) < 45 and not bullet and kind != "overslaan":
            self.field(bare, "")
            return
        below = self.indent > self.goal_indent or (self.named_goal and not _WISH.match(bare))
        if bullet and self.section == "doel" and self.last is not None and below:
            self.put("actie", bare)  # what stands further in or as a list, under a goal, says how
            return
        self.text(bare, bullet=bool(bullet))

    def letter_part(self, text: str) -> bool:
        """Whether a line belongs to the wrapping of a letter or mail. That is no plan, and 'ik' in it is not the client."""
        self.letter = self.letter or bool(_LETTER.match(text) or _MAIL_HEAD.match(text))
        if _GREETING.match(text) or _EARLIER_MAIL.match(text):
            self.ended = self.letter = True
        if _BLANK_FIELD.match(text) and not self.words.kind(text.split(":")[0]):
            self.leave(text, "buiten_plan")
            return True
        head = _MAIL_HEAD.match(text) and not self.words.area(text.partition(":")[2])
        if self.ended and self.is_heading(text, bullet=False) and not text.startswith(">"):
            self.ended = False  # a plan below the letter
            return False
        if self.ended or head or _LETTER.match(text):
            self.leave(text, "buiten_plan")
            return True
        return False

    def is_heading(self, text: str, *, bullet: bool) -> bool:
        bare = text.rstrip(":").strip()
        if text.strip() in self.headings:
            return True
        if len(bare) > 70 or re.search(r"[.!?;,]$", bare.rstrip("?")):
            return False
        known = self.words.kind(bare, loose=True) or self.words.area(bare)
        if text.endswith(":") and known and not _key(text.rstrip(":")):
            return True
        if re.match(r"^\d+(?:\.\d+)*\.?\s+[A-Z]", text) and known and len(bare.split()) <= 7:
            return bool(self.words.kind(bare) or self.words.area(bare))
        shouting = bare.isupper() and len(bare) > 3
        return bool(shouting and (known or len(bare.split()) <= 6)) and not bullet

    def heading(self, text: str) -> None:
        text = _STARS.sub(r"\2", text).strip()
        key = _key(_NUMBER.sub("", text))
        self.pending_field = None
        self.named_goal = False
        if key and key["value"] and (self.words.kind(key["key"]) or self.words.area(key["key"])):
            self.field(key["key"], key["value"], heading=True)
            return
        area, kind = self.words.area(text), self.words.kind(text, loose=True)
        if area and kind not in ("doel", "actie", "citaat"):
            self.area = area
            self.section = None
            self.last = None
            return
        self.last = self.last if kind in ("actie", "wie", "wanneer", "smart", "waarom", "citaat") else None
        if kind in ("wie", "wanneer"):
            self.pending_field = kind
            return
        self.section = kind
        if kind is None:
            if goal := re.match(r"^(?:\w+\s+)?doel\s*\d*\s*[:.–-]\s*(.+)$", text, re.IGNORECASE):
                self.put("doel", goal[1])
                return
            self.leave(text, "onbekend" if self.words.kind(text) is None else "buiten_plan")

    def field(self, key: str, value: str, *, heading: bool = False) -> None:
        """A 'key: value', or a key on a line of its own (the value then follows)."""
        kind, area = self.words.kind(key), self.words.area(key)
        value = value.strip()
        if kind == "leefgebied":
            self.area = self.words.area(value) or self.area
            if value and not self.words.area(value):
                self.leave(f"{key}: {value}")
            return
        if kind is None and area:
            self.area, self.section, self.last = area, None, None
            if value:
                self.text(value, bullet=False)
            return
        if kind in ("doel", "actie"):
            self.section = kind
            if value:
                self.put(kind, value)
            return
        if kind == "citaat":
            self.section = None if value and self.letter else "citaat"  # in a letter the writer goes on after it
            if value:
                self.words_of_client(value, f"{key}: {value}")
            return
        if kind in ("wie", "wanneer"):
            if not value:
                self.pending_field = kind
            elif not self.set_field(kind, value):
                self.leave(f"{key}: {value}", "buiten_plan" if self.last is None else "onbekend")
            return
        if kind == "smart" and self.last is None and value and re.match(r"specifiek", key, re.IGNORECASE):
            self.put("doel", value)
            return
        reason = {"smart": "smart", "waarom": "waarom", "waar": "onbekend"}.get(str(kind), "buiten_plan")
        if kind in ("waarom", "smart", "overslaan") and not value:
            self.section = str(kind)
        elif value:
            if kind in ("waarom", "citaat") and self.quotes(value):
                return
            if kind in ("overslaan", "smart") and _QUOTE.search(value):
                self.left_out(value, reason)
            else:
                self.leave(f"{key}: {value}", reason)

    def words_of_client(self, text: str, whole: str | None = None) -> None:
        """A stretch that is said to hold the client's words."""
        if self.quotes(text):
            return
        if _TOLD.match(text):
            self.leave(whole or text, "naverteld")
        elif _FIRST_PERSON.search(text):
            self.say(text)
        else:
            self.leave(whole or text)

    def text(self, text: str, *, bullet: bool) -> None:
        if self.pending_field:
            name, self.pending_field = self.pending_field, None
            if self.set_field(name, text):
                return
        if says := _SAYS.match(text):
            if len(list(_sentences(text))) > 1 and _QUOTE.search(says["rest"]):
                self.prose(text)  # what stands after the quotation is told too
                return
            self.words_of_client(says["rest"], text)
            return
        if self.section == "citaat" and text.endswith(":") and not _QUOTE.search(text):
            self.section = None  # 'Dit hebben we besproken:' is said about what follows; that is no longer the client
        if self.section == "citaat":
            self.words_of_client(text)
            return
        if self.section in ("doel", "actie"):
            self.item(text, bullet=bullet)
            return
        if self.section in ("smart", "waarom", "overslaan"):
            self.left_out(text, {"smart": "smart", "waarom": "waarom"}.get(self.section, "buiten_plan"))
            return
        self.prose(text)

    def left_out(self, text: str, why: str) -> None:
        """A stretch that is no plan: the client's quotations in it are kept, and what stands around them is told."""
        if not self.quotes(text):
            self.leave(text, why)
            return
        for sentence in _sentences(text):
            if not _QUOTE.search(sentence):
                self.leave(sentence, why)

    def item(self, text: str, *, bullet: bool) -> None:
        """A line under a heading of goals or actions."""
        assert self.section is not None
        whole = _QUOTE.fullmatch(text.rstrip("."))
        follows = self.last is not None and self.last["soort"] == self.section and not bullet
        if whole and self.last is not None and follows:
            self.quotes(text)  # a quotation beneath a goal explains it; it is no second goal
            return
        if (
            _TOLD.match(text)
            and self.section == "doel"
            and re.search(r"\b(?:zegt|zei|vertelt|vertelde|geeft aan|gaf aan)\b", text)
            and not bullet
        ):
            if not self.quotes(text):
                self.leave(text, "naverteld")
            return
        if follows and self.last is not None and text[:1].islower():
            self.last["tekst"] = f"{self.last['tekst']} {text}"
            return
        self.put(self.section, text)

    def prose(self, text: str) -> None:
        """Running text outside any known part: only what says of itself that it is a goal or action is taken."""
        for sentence in _sentences(text):
            if goal := _GOAL_SENTENCE.match(sentence):
                self.put("doel", goal["rest"])
            elif action := _ACTION_SENTENCE.match(sentence):
                self.put("actie", action["rest"])
            elif self.quotes(sentence):
                continue
            else:
                self.leave(sentence, self.may_be(sentence))

    def may_be(self, sentence: str) -> str:
        """What a sentence of running text may be, for a person to decide."""
        if len(sentence) > LONGEST_SENTENCE:
            return "onbekend"  # no sentence any more, and looking in it costs more than it gives
        if _MAYBE_GOAL.search(sentence) and not _NO_WISH.search(sentence):
            return "lijkt_doel"
        if _TOLD.match(sentence):
            return "naverteld"
        if _OWN_VOICE.match(sentence) and _FIRST_PERSON.search(sentence) and not self.letter:
            return "lijkt_citaat"
        return "lijkt_actie" if _MAYBE_ACTION.search(sentence) and not _LOOKING_BACK.match(sentence) else "onbekend"

    # -- tables ----------------------------------------------------------------------------------

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        rows = [r for r in rows if not all(re.fullmatch(r"[\s:-]*", c) for c in r)]
        if not rows:
            return
        head = [self.words.kind(c, loose=True) if _could_be_head(c) else None for c in rows[0]]
        named = [k for k in head if k]
        pairs = len(rows[0]) == 2 and len(rows) > 1 and all(self.words.kind(r[0]) or self.words.area(r[0]) for r in rows if r)
        if not pairs and len(named) >= 2 and sum(k in ("doel", "actie", "citaat") for k in named) >= 1 and len(set(named)) >= 2:
            head, around = _with_besluit(head, rows[0]), self.area
            for row in rows[1:]:
                filled = list(dict.fromkeys(c.strip() for c in row if c.strip()))
                if len(filled) == 1 and len(row) > 1 and self.names_area(filled[0]):
                    continue  # a row over the whole width that names the leefgebied of the rows below it
                self.row(dict_of(head, row, rows[0]))
            self.area = around if "leefgebied" in head else self.area  # the last row says nothing about what stands under the table
            return
        self.form(rows)
        for row in rows:
            cells = [c for c in row if c.strip()]
            if len(cells) == 1:
                self.line(cells[0])
            elif cells and (self.words.kind(cells[0]) or self.words.area(cells[0])):
                self.pair(cells[0], cells[1:])
            elif cells and (kind := self.words.kind(cells[0], loose=True)) and _could_be_head(cells[0]):
                self.pair(kind, cells[1:])
            elif cells:
                self.leave(" | ".join(cells))
        self.last = None if len(rows) > 1 else self.last

    def form(self, rows: Sequence[Sequence[str]]) -> None:
        """What holds for all rows of a form: the one leefgebied it names, wherever it stands, and whether its wish is its goal."""
        heads = [(row[0], next((c for c in row[1:] if c.strip()), "")) for row in rows if row and row[0].strip()]
        areas = [self.words.area(value) for head, value in heads if self.words.kind(head) == "leefgebied"]
        if len(areas) == 1 and areas[0]:
            self.area = areas[0]
        kinds = {self.words.kind(head) for head, _ in heads}
        self.wish_is_goal = "actie" in kinds and "doel" not in kinds

    def pair(self, key: str, cells: Sequence[str]) -> None:
        """A row that begins with what it holds. Every line in a cell of goals or actions is one of its own; who and when below belong to
        all of them, or line by line."""
        value, kind = " ".join(cells), self.words.kind(key)
        if kind in ("wie", "wanneer") and len(self.together) > 1:
            for number, line in enumerate(self.together):
                self.last = line
                self.set_field(kind, _nth(value, number, len(self.together)))
            return
        if self.wish_is_goal and re.match(r"(?:mijn )?wens(?:en)?\b", _plain(key)):
            self.put("doel", value)
        begin = len(self.regels)
        for part in _split_cell(value) if kind in ("doel", "actie") else [value]:
            self.field(key, part)
        if kind in ("doel", "actie"):
            self.together = self.regels[begin:]

    def names_area(self, text: str) -> bool:
        """Whether a text is nothing but the name of a leefgebied, bare or after 'Leefgebied:'; then what follows belongs to it."""
        key = _key(text)
        named = key["value"] if key and key["value"] and self.words.kind(key["key"]) == "leefgebied" else text
        area = self.words.area(named) if len(named.split()) <= 6 and not re.search(r"[.!?;]$", named) else None
        if area:
            self.area, self.last = area, None
        return area is not None

    def row(self, cells: Mapping[str, str]) -> None:
        area = self.words.area(cells.get("leefgebied", ""))
        if area:
            self.area = area
        elif cells.get("leefgebied"):
            self.leave(cells["leefgebied"])
        for words in (cells.get("citaat", ""), cells.get("waarom", "")):
            if words and not _EMPTY.match(words) and not self.quotes(words):
                if _FIRST_PERSON.search(words) and not _TOLD.match(words):
                    self.say(words)
                else:
                    self.leave(words, "naverteld" if _TOLD.match(words) else "onbekend")
        fields = {k: cells.get(k, "") for k in ("wie", "wanneer")}
        goal = cells.get("doel", "").strip()
        same = next((r for r in self.regels if r["soort"] == "doel" and r["tekst"] == goal), None)
        acties = [part for part in _split_cell(cells.get("actie", "")) if not _EMPTY.match(part)]
        if goal and not _EMPTY.match(goal) and same is None:
            for part in _split_cell(goal):
                self.put("doel", part, **({} if acties else fields))
        for number, part in enumerate(acties):
            many = {k: _nth(v, number, len(acties)) for k, v in fields.items()}
            self.put("actie", part, **many)
        for extra in (cells.get("overslaan", ""), cells.get("waar", ""), cells.get("", "")):
            self.leave(extra, "buiten_plan")


def _with_besluit(head: Sequence[str | None], titles: Sequence[str]) -> list[str | None]:
    """In the minutes of a meeting the column 'besluit' beside 'actie' holds what is aimed at; alone it holds what will be done."""
    decided = [n for n, title in enumerate(titles) if re.match(r"besluit", title.strip(), re.IGNORECASE)]
    more = any(kind == "actie" for n, kind in enumerate(head) if n not in decided)
    return ["doel" if n in decided and more and "doel" not in head else kind for n, kind in enumerate(head)]


def _could_be_head(cell: str) -> bool:
    """A heading of a column is short and no sentence."""
    return 0 < len(cell.split()) <= 7 and not cell.rstrip().endswith((".", "!", ";", ",")) and "“" not in cell


def dict_of(head: Sequence[str | None], row: Sequence[str], titles: Sequence[str]) -> dict[str, str]:
    """Cells by kind; cells of unknown columns under ''. Several columns of one kind are joined."""
    out: dict[str, str] = {}
    for number, cell in enumerate(row):
        kind = head[number] if number < len(head) else None
        key = kind or ""
        text = cell.strip()
        if not text:
            continue
        if kind is None and number < len(titles):
            text = f"{titles[number].strip()}: {text}"
        out[key] = f"{out[key]}\n{text}" if key in out else text
    return out


def _nth(value: str, number: int, many: int) -> str:
    """The part of a cell that belongs to the n-th action in it; the whole cell when it has not as many parts."""
    parts = _split_cell(value)
    return parts[number] if len(parts) == many else value


def _split_cell(cell: str) -> list[str]:
    """The lines or bullets in one cell of a table."""
    lines = [
        part.strip() for part in re.split(r"\n|\s/\s|(?<=[.;])\s+(?=[-•–]\s)|\s+[•●▪]\s+|(?:^|\s)(?=\d[.)]\s+[A-Z])", cell) if part.strip()
    ]
    return [_BULLET.sub("", line).strip() for line in lines]


def _take_fields(text: str) -> tuple[str, dict[str, str]]:
    """Cut 'wie: …' and 'wanneer: …' off a line: (the rest, fields)."""
    marks = list(_INLINE_FIELD.finditer(text))
    if not marks or not text[: marks[0].start()].strip():
        return text, {}
    fields: dict[str, str] = {}
    for number, m in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        name = "wie" if "wie" in m["key"].lower() else "waar" if m["key"].lower() == "waar" else "wanneer"
        value = text[m.end() : end].strip().rstrip(";,|–").strip()
        value = value[:-1] if re.search(r"(?:[a-zà-ÿ]{2}|\d|\))\.$", value) else value  # 'dhr. B.' keeps its point
        fields[name] = (value if value.count("(") == value.count(")") else value.strip("()")).strip()
    fields.pop("waar", None)
    return text[: marks[0].start()].strip().rstrip(",;(–-").strip(), fields


def _is_row(line: str) -> bool:
    text = line.strip()
    return (text.startswith("|") and text.count("|") >= 2) or "\t" in line.lstrip() or bool(re.match(r"^[^|]+\|[^|]+\|", text))


def _cells(line: str) -> list[str]:
    text = _STARS.sub(r"\2", line.lstrip() if "\t" in line.lstrip() else line.strip())
    parts = _cells_raw(text) if "|" in text else text.split("\t")
    return [re.sub(r"<br\s*/?>", "\n", part).strip() for part in parts]


def _sentences(text: str) -> Iterator[str]:
    """Sentences; a quotation of more than one sentence stays whole, with the sentence that introduces it."""
    quoted = [m.span() for m in _QUOTE.finditer(text)]
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


def refuse_long(text: str) -> None:
    """Before any work is done on it: cleaning and sending megabytes takes a person's patience.

    Raises:
        DocumentUnreadable: far too long to be a plan.
    """
    if len(text) > MAX_CHARS:
        raise DocumentUnreadable("Dit is te lang voor een plan.", hint="Plak alleen het deel met doelen en acties.")


def recognise(
    text: str, words: Inleeswoorden, *, koppen: Sequence[str] = (), titel: str = "", meldingen: Sequence[str] = ()
) -> GelezenPlan:
    """Find goals, actions, who, when and the client's words in a plan.

    Args:
        koppen: headings the reader of documents recognised.

    Raises:
        DocumentUnreadable: far too long to be a plan, or without a single word.
    """
    refuse_long(text)
    text = clean_text(text)
    if not re.search(r"\w", text):
        raise DocumentUnreadable("Er staat geen tekst in dit plan.", hint="Is dit het goede bestand?")
    reader = _Reader(_Words(words), frozenset(k.strip() for k in koppen))
    reader.read(_prepared(text, reader.words))
    ids = {r["id"] for r in reader.regels if r["soort"] == "doel"}
    regels = tuple(GelezenRegel(**{**r, "doel": r["doel"] if r["doel"] in ids else None}) for r in reader.regels)
    return GelezenPlan(
        titel=titel,
        regels=regels,
        citaten=tuple(GelezenCitaat(**c) for c in reader.citaten),
        niet_begrepen=tuple(n for n in reader.rest if n.tekst.strip() != titel.strip()),
        meldingen=tuple(meldingen),
    )


def _prepared(text: str, words: _Words) -> list[str]:
    """Lines as a person sees them: broken sentences joined, 'key: value' pairs each on a line, halves of one table side by side."""
    out: list[str] = []
    for line in _unwrapped(text):
        out += [line] if _is_row(line) else _one_key_a_line(line, words)
    return _joined_tables(out)


def _one_key_a_line(line: str, words: _Words) -> list[str]:
    """'Doel 1: … Actie: … Wie: …' on one line (readers of documents join lines): one line for each. Quotations stay whole."""
    quoted = [m.span() for m in _QUOTE.finditer(line)]
    cuts = []
    for m in re.finditer(r":(?:\s|$)", line):
        if any(a <= m.start() < b for a, b in quoted):
            continue
        for size in (5, 4, 3, 2, 1):
            before = re.search(rf"(?:^|(?<=[\s(]))((?:[\w’'/-]+ ?){{{size}}}?)$", line[: m.start()])
            if before and before[1][:1].isupper() and (kind := words.kind(before[1])) and kind != "waar":
                if before.start(1) > 0 and kind == "overslaan" and not re.search(r"[.!?]\s*$", line[: before.start(1)]):
                    break  # 'de begeleider: …' in the middle of a sentence
                cuts.append(before.start(1))
                break
    cuts = [c for c in cuts if line[:c].strip(" -–•*(")]
    places = [0, *cuts, len(line)]
    return [line[a:b].strip() if cuts else line for a, b in pairwise(places)]


def _joined_tables(lines: Sequence[str]) -> list[str]:
    """Tables of which a reader gave the columns apart (PDF) are laid over each other when no cell meets another."""
    blocks: list[tuple[int, int, list[list[str]]]] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _is_row(lines[end]):
            end += 1
        if end > at:
            blocks.append((at, end, [_cells_raw(row) for row in lines[at:end]]))
        at = max(end, at + 1)
    for one, other in pairwise(blocks):
        a, b = one[2], other[2]
        same = len(a) == len(b) > 1 and {len(r) for r in a} == {len(r) for r in b} and len({len(r) for r in a}) == 1
        if same and all(not (x and y) for row, twin in zip(a, b, strict=True) for x, y in zip(row, twin, strict=True)):
            merged = ["| " + " | ".join(x or y for x, y in zip(r, s, strict=True)) + " |" for r, s in zip(a, b, strict=True)]
            rest = [*lines[: one[0]], *merged, *lines[one[1] : other[0]], *lines[other[1] :]]
            return _joined_tables(rest)
    return list(lines)


def _cells_raw(line: str) -> list[str]:
    """Cells with the empty ones at the ends."""
    text = line.strip()
    return [part.strip() for part in text[1 if text.startswith("|") else 0 : -1 if text.endswith("|") else None].split("|")]


def _unwrapped(text: str) -> list[str]:
    """Lines, with sentences that were broken over lines put together again."""
    out: list[str] = []
    for line in text.split("\n"):
        bare = line.strip()
        joins = (
            bool(out)
            and bool(bare)
            and len(out[-1].strip()) >= 60
            and bare[:1].islower()
            and not _BULLET.match(bare)
            and not _is_row(bare)
            and not _is_row(out[-1].rstrip())
            and not re.search(r"[.!?:;]$", out[-1].strip())
            and not _key(bare)
        )
        if joins:
            out[-1] = f"{out[-1].rstrip()} {bare}"
        else:
            out.append(line)
    return out


# -- the handler: a file in the limited process, or pasted text ------------------------------------

Read = Callable[[str], tuple[CorpusDocument, tuple[str, ...]]]


def build_inlezen(content: Content, read: Read) -> Handler:
    """The handler `plan-inlezen`: {"pad"} or {"tekst"} -> GelezenPlan as JSON, with `bestand`."""
    words = content.load(INLEZEN, Inleeswoorden)

    def handle(payload: Mapping[str, Any]) -> dict[str, Any]:
        if isinstance(payload.get("pad"), str):
            document, remarks = read(payload["pad"])
            heads = [document.tekst[at:].split("\n", 1)[0].strip() for at, _, _ in document.koppen]
            found = recognise(document.tekst, words, koppen=heads, titel=document.titel, meldingen=remarks)
            return {**found.model_dump(mode="json"), "bestand": document.bestand}
        if isinstance(payload.get("tekst"), str):
            refuse_long(payload["tekst"])
            return {**recognise(payload["tekst"], words).model_dump(mode="json"), "bestand": ""}
        raise RuleError("Er is geen bestand en geen tekst gegeven.")

    return handle


def read_gelezen(found: Mapping[str, Any]) -> GelezenPlan:
    """The answer of the handler as a value."""
    return GelezenPlan.model_validate({k: v for k, v in found.items() if k in GelezenPlan.model_fields})


# -- after correction ----------------------------------------------------------------------------


def renumbered(plan: GelezenPlan) -> GelezenPlan:
    """The same plan with ids that follow the order, and actions under the goal above them where their own goal is gone."""
    new: list[GelezenRegel] = []
    ids: dict[str, str] = {}
    last: str | None = None
    for soort in ("doel", "actie"):
        for number, regel in enumerate([r for r in plan.regels if r.soort == soort], 1):
            ids[regel.id] = f"{soort[0]}{number}"
    for regel in plan.regels:
        own = ids[regel.id]
        if regel.soort == "doel":
            last = own
            new.append(replace(regel, id=own, doel=None))
        else:
            kept = next((r for r in plan.regels if r.id == regel.doel and r.soort == "doel"), None)
            new.append(replace(regel, id=own, doel=ids[kept.id] if kept else last))
    quotes = tuple(replace(c, id=f"u{n}") for n, c in enumerate(plan.citaten, 1))
    return replace(plan, regels=tuple(new), citaten=quotes)


def payload_of(plan: GelezenPlan, *, ident: str | None = None) -> dict[str, Any]:
    """The plan form of `toets`."""
    from assistant.engine.reviewing import spoken

    lines = [
        PlanRegel(id=r.id, soort=r.soort, tekst=r.tekst, doel=r.doel, leefgebied=r.leefgebied, wie=r.wie, wanneer=r.wanneer)
        for r in plan.regels
    ]
    return {
        "id": ident,
        "uitingen": [{"id": c.id, "leefgebied": c.leefgebied, "tekst": c.tekst} for c in plan.citaten],
        "hulpbronnen": [],
        "doelen": [{"id": r.id, "leefgebied": r.leefgebied, "tekst": r.tekst} for r in lines if r.soort == "doel"],
        "acties": [{"id": r.id, "doel": r.doel, "tekst": spoken(r)} for r in lines if r.soort == "actie"],
    }


def keep(assistant: Assistant, plan: GelezenPlan, *, bestand: str, code: str = "") -> Dossier:
    """Make a dossier of a corrected plan: its quotes as uitingen, its lines in the room EXTERN. Saved when it returns.

    Raises:
        NotConfirmable: no line was recognised. StoreError.
    """
    plan = renumbered(plan)
    if not plan.regels:
        raise NotConfirmable("Er staat geen doel of actie in dit plan.", hint="Wijs eerst aan wat een doel of actie is.")
    dossier = assistant.new_dossier(code=code, setting="")
    steps: list[Any] = []
    ids: dict[str, str] = {}
    areas = set(assistant.content.leefgebieden.ids)
    for quote in plan.citaten:
        uid = assistant.ids.new("uiting")
        ids[quote.id] = uid
        area = quote.leefgebied if quote.leefgebied in areas else None
        steps.append(
            lambda d, uid=uid, quote=quote, area=area: d.record_answer(
                uiting_id=uid, tekst=quote.tekst, op=assistant.clock.now(), leefgebied=area, vraag_id=None, vraag_tekst=""
            )
        )
    lines = [
        PlanRegel(
            id=r.id, soort=r.soort, tekst=r.tekst, doel=r.doel, leefgebied=r.leefgebied, herkomst="van_buiten", wie=r.wie, wanneer=r.wanneer
        ).model_dump(mode="json")
        for r in plan.regels
    ]

    def room(d: Dossier) -> tuple[Dossier, tuple[Event, ...]]:
        document = {"bestand": clean_text(bestand), "regels": lines}
        return replace(d, rooms={**d.rooms, EXTERN: document}), (Event(soort="plan_ingelezen", object=d.id),)

    return assistant.save_all(dossier, [*steps, room])
