"""assistant.judging.doorvraag: the follow-up a good interviewer would put. The handler of the command `doorvraag`.

In: an answer, what `herken` heard in it, how it sounds.   Out: at most three questions of prompts/doorvragen.toml, best first, each with its
reason and the client's words it hooks on to (verbatim, in quotes: words are never turned round).
Rules: what is heavy is acknowledged first; after despair no cheerful question at all; nothing that was put before; a time or place that is
still empty weighs a little, never decides.   Never: diagnoses, scores, or fills boxes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field, field_validator

from assistant.domain.leefgebied import FAMILIES, Tekst
from assistant.domain.values import Frozen, Plek, Tijd
from assistant.judging.heads import BELADEN
from assistant.judging.hulp import FORMER, is_safe, name_of, names_person
from assistant.judging.likeness import Likeness, content_words
from assistant.judging.stemming import Stemmingen, heard_words, strengths
from assistant.judging.toon import HEAVY, Tonen, liveliest
from assistant.judging.wendingen import wendingen
from assistant.judging.wensen import find_wishes, sentences

MAX = 3
MAX_QUOTE_WORDS = 12
SHORT_WORDS = 3
CHEERFUL = frozenset(("trots", "waardering", "mogelijkheid", "wonder", "vroeger_beter", "uitzondering", "schaal", "verandering"))
"""Families that do not come right after something heavy (domein.md 4.2 rule 7)."""
ABSTRACT = frozenset(("schaal", "wonder", "perspectief"))
LINE = frozenset(("weigert", "wil_stoppen", "denktijd"))
DIRECT = frozenset(("wanhoop.rechtuit",))
"""Asks straight out about suicide: only when danger was heard, or despair in so many words."""
AGAIN_AFTER = 30
"""A follow-up may come back after this many other questions, then with a lower rank. Our own choice."""

_WEIGHT = {
    "wil_stoppen": 98.0, "weigert": 97.0, "denktijd": 96.0, "excuus": 71.0, "onduidelijk": 79.0, "terugkaats": 69.5, "beladen": 55.5, "verzoek": 70.0, "wedervraag": 69.0, "verwijt": 68.0, "bedankt": 48.5,
    "wanhoop": 100.0, "verlies": 90.0, "zwaar": 88.0, "schaamte": 89.0, "boosheid": 86.0, "weet_niet": 78.0, "andere_mening": 66.0, "tegenslag": 64.0,
    "twijfel": 60.0, "uitzondering": 58.0, "plan": 57.0, "volhouden": 56.0, "wens": 54.0, "verleden_succes": 53.0, "kracht_kan": 50.0, "kracht_ben": 50.0,
    "kracht_weet": 50.0, "hulpbron_persoon": 49.0, "hulpbron_dier": 49.0, "hulpbron_organisatie": 47.0, "hulpbron_plaats": 47.0, "kracht_heb": 46.0,
    "hulpbron_ding": 43.0, "derden": 40.0, "kort_antwoord": 35.0, "niets_gehoord": 20.0,
}  # fmt: skip
"""Which reason to ask on goes before which. Our own choice, tried on the panel in voorbeelden/doorvraag."""


class Vervolg(Frozen):
    """One follow-up of the library."""

    id: str
    familie: str
    bij: tuple[str, ...] = Field(min_length=1)
    tijd: Tijd
    plek: Plek
    tekst: Tekst
    eenvoudig: Tekst
    reden: str
    citeert: bool = False

    @field_validator("familie")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in FAMILIES and value != "erkenning":
            raise ValueError(f"onbekende vraagfamilie {value!r}")
        return value

    @field_validator("bij")
    @classmethod
    def _moments(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [v for v in value if v not in _WEIGHT]:
            raise ValueError(f"onbekend moment {unknown[0]!r}; kies uit: {', '.join(_WEIGHT)}")
        return value


class Doorvragen(Frozen):
    """prompts/doorvragen.toml."""

    versie: int = 1
    bron: str
    doorvragen: tuple[Vervolg, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Reason:
    """Something in the answer that invites a follow-up: `kind` as in `bij`, how much it weighs, and the words to quote (or None)."""

    kind: str
    weight: float
    quote: str | None


# -- quotes --------------------------------------------------------------------------------------

_EDGE = re.compile(r"^[\s,.;:…\-–\"“”‘’'()!?]+|[\s,.;:…\-–\"“”‘’()!?]+$")
_SPLIT = re.compile(
    r"[,;:–]\s+|\s+-\s+|\s+(?=(?:maar|want|omdat|doordat|en dan|en toen|dus|terwijl|alleen|en ik|en mijn|en die|en hij|en ze)\b)",
    re.IGNORECASE,
)
_FILL = re.compile(
    r"^(?:(?:en|maar|want|dus|nou|nouja|nou ja|ja|nee|tja|och|ach|eh|ehm|uh|um|hè|he|kijk|weet je|zeg maar|ook|of|omdat|zoals ik zei|hoor|pff|poeh|nee hoor)\b[\s,.…]*)+",
    re.IGNORECASE,
)


_DANGLES = re.compile(r"[\s,]+(?:ook|en|maar|of|dan|dat|die|als|want|omdat|toen|met|voor|van|om|de|het|een|mijn)$", re.IGNORECASE)


def trim(text: str, begin: int, end: int) -> tuple[int, int]:
    """Drop what only leads in or out, and punctuation at the ends. May give an empty stretch."""
    for _ in range(3):
        piece = text[begin:end]
        if m := _FILL.match(piece):
            begin += m.end()
        if m := _DANGLES.search(text[begin:end]):
            end = begin + m.start()
        piece = text[begin:end]
        for m in reversed(list(_EDGE.finditer(piece))):
            if m.start() == 0 and m.end():
                begin += m.end()
            elif m.end() == len(piece):
                end = begin + m.start() if begin + m.start() >= begin else begin
    return begin, max(begin, end)


def short_quote(text: str, begin: int, end: int, core: tuple[int, int] | None = None) -> str | None:
    """The best stretch of at most MAX_QUOTE_WORDS words within [begin, end), around `core` where given; None when there is none."""
    begin, end = trim(text, begin, end)
    if begin >= end:
        return None
    if len(text[begin:end].split()) > MAX_QUOTE_WORDS:
        cuts = [begin, *(m.end() for m in _SPLIT.finditer(text, begin, end)), end]
        pieces = []
        for i, a in enumerate(cuts[:-1]):
            for b in cuts[i + 1 :]:
                x, y = trim(text, a, b)
                if x < y and len(text[x:y].split()) <= MAX_QUOTE_WORDS:
                    holds = core is None or (x < core[1] and core[0] < y)
                    pieces.append((holds, min(len(content_words(text[x:y])), 4), -x, x, y))
        if not pieces or (core is not None and not max(p[0] for p in pieces)):
            return _around_core(text, begin, end, core)
        _, _, _, begin, end = max(pieces)
    piece = text[begin:end]
    if '"' in piece or "\n" in piece or not re.search(r"\w{2,}", piece):
        return None
    return piece


def _around_core(text: str, begin: int, end: int, core: tuple[int, int] | None) -> str | None:
    """The words from the core to the end of a clause without any pause, when they are few enough."""
    if core is None:
        return None
    words = list(re.finditer(r"\S+", text[begin:end]))
    at = next((i for i, w in enumerate(words) if begin + w.end() > core[0]), 0)
    for first in (max(0, at - 4), max(0, at - 2), at):
        if len(words) - first <= MAX_QUOTE_WORDS:
            x, y = trim(text, begin + words[first].start(), end)
            return text[x:y] if x < y and '"' not in text[x:y] and "\n" not in text[x:y] else None
    return None


def _sentence_at(text: str, place: int) -> tuple[int, int]:
    return next(((a, b) for a, b in sentences(text) if a <= place < b), (0, len(text)))


_KNOWS_MORE = re.compile(
    r"\bweet (?:ik )?(?:nog |het )?niet (?:meer )?(?:of|hoe|waarvoor|waarom|wat|waar|wie|wanneer|zeker)\b", re.IGNORECASE
)
"""'Ik weet niet of …' is doubt, not an empty answer."""
_MOMENT = re.compile(
    r"\b(?:morgen|vanavond|vandaag|\w+dag|week|straks|vanmiddag|overmorgen|om \w+ uur|\w+ochtend|\w+avond)\b", re.IGNORECASE
)
"""A moment the client named already: then nobody asks when."""


# -- reasons -------------------------------------------------------------------------------------


ONLY_LIKE = 0.68
"""Strength from which a tone without any word of its list counts in a short line in which a kracht or a hulpbron was heard."""
STRONG = tuple(name for name in (*HEAVY, "tegenslag", "andere_mening", "twijfel") if name != "wanhoop")
"""Tones that turn the talk round when they are heard wrongly."""


def reasons_for(
    text: str, heard: Mapping[str, Any], tones: Mapping[str, float], content: Stemmingen, like: Likeness, read: Tonen | None = None
) -> list[Reason]:
    """Everything in an answer that invites a follow-up, most urgent first. read: how the reading model hears it, when there is one."""
    out: list[Reason] = []
    length = max(1, len(text))
    count = len(text.split())
    signal = heard.get("signaal") or {}
    krachten = [k for k in heard.get("krachten") or [] if text[int(k["begin"]) : int(k["eind"])] == k["citaat"]]
    hulp = [h for h in heard.get("hulpbronnen") or [] if text[int(h["begin"]) : int(h["eind"])] == h["citaat"]]
    if signal.get("acuut"):
        kind = "wanhoop" if signal.get("soort") == "suicidaliteit" else "zwaar"
        sounds = any(tones.get(name, 0.0) >= 0.6 for name in HEAVY) or (read is not None and read.sure.get(BELADEN, 0.0) >= SOUNDS)
        said_shortly = kind == "wanhoop" and count <= FEW_WORDS and not krachten and not wendingen(text)
        if sounds or said_shortly:  # otherwise the card stands there, and in the talk nothing is said of despair that nobody hears
            out.append(Reason(kind, 200.0, short_quote(text, *_worst_sentence(text, kind, content, like))))
    for item in content.stemmingen:
        strength = tones.get(item.id, 0.0)
        if item.id not in _WEIGHT or strength <= 0.0 or (item.id == "weet_niet" and (count > 14 or not heard_words(text, item))):
            continue
        if item.id == "derden" and (krachten or hulp):
            continue
        if item.id in HEAVY and strength < 0.6:
            continue
        found = heard_words(text, item)
        if item.id == "weet_niet" and (_KNOWS_MORE.search(text) or (count > 4 and all(" " not in text[a:b] for a, b in found))):
            continue
        if read is None and not found and (krachten or hulp) and strength < ONLY_LIKE:
            if item.id in STRONG:
                continue  # 'Rob laat me af en toe wat schroeven' is like sentences of people who are angry, and is something to be glad of
            strength -= 1.2  # only likeness, while something was really heard: that goes first
        place = found[-1] if found else None
        span = _sentence_at(text, place[0]) if place else _worst_sentence(text, item.id, content, like)
        if read is not None and (toon := read.of(item.id)) is not None:
            span, place = _sentence_at(text, toon.begin), (toon.begin, toon.end)
        out.append(Reason(item.id, _WEIGHT[item.id] + 10.0 * (strength - 0.7), short_quote(text, *span, core=place)))
    if read is not None and read.sure.get(BELADEN, 0.0) >= (SURELY_HARD if krachten else HARD) and not any(r.kind in HEAVY for r in out):
        alive = liveliest(text, read)
        out.append(Reason("beladen", _WEIGHT["beladen"], short_quote(text, *_sentence_at(text, alive[0]), core=alive) if alive else None))
    for name, (a, b) in wendingen(text):
        out.append(Reason(name, _WEIGHT[name], short_quote(text, a, b)))
    for wish in find_wishes("", text, krachten):
        if _NO_MORE.match(wish.tekst):
            continue
        out.append(Reason("wens", _WEIGHT["wens"] + 3.0 * wish.begin / length, short_quote(text, wish.begin, wish.eind)))
    for k in krachten:
        if k["vorm"] == "ik_wil":
            continue
        begin, end = int(k["begin"]), int(k["eind"])
        sure = float(k.get("zekerheid", 0.8))
        past = "verleden_succes" if k.get("tijd") == "verleden" and k["vorm"] == "ik_kan" else ""
        weight = 4.0 * (sure - 0.7) + 3.0 * begin / length
        quote = _whole_clause(text, begin, end)
        if not past:
            out.append(Reason(f"kracht_{k['vorm'][3:]}", _WEIGHT[f"kracht_{k['vorm'][3:]}"] + weight, quote))
        else:
            out.append(Reason(past, _WEIGHT[past] + weight, quote))
    for h in hulp:
        begin, end = int(h["begin"]), int(h["eind"])
        if h["soort"] == "persoon" and (not names_person(str(h["citaat"])) or _is_trouble(str(h["citaat"]), text)):
            continue
        name = name_of(str(h["citaat"]), str(h["soort"]))
        at = text.lower().find(name.lower(), max(0, begin - 12)) if name else -1
        if (mine := _MINE.search(text[:begin])) and at < 0:
            begin = mine.start()
        quote = text[at : at + len(name)] if name and at >= 0 else short_quote(text, begin, end)
        extra = -6.0 if h.get("aard") == "professioneel" else 0.0
        out.append(Reason(f"hulpbron_{h['soort']}", _WEIGHT[f"hulpbron_{h['soort']}"] + extra + 3.0 * begin / length, quote))
    if count <= SHORT_WORDS and not krachten and not hulp and not any(r.kind in HEAVY or r.kind in ("weet_niet", "wens") for r in out):
        out.append(Reason("kort_antwoord", _WEIGHT["kort_antwoord"] + 30.0, short_quote(text, 0, len(text))))
    last = sentences(text)[-1:] or [(0, len(text))]
    telling = max(sentences(text) or [(0, len(text))], key=lambda s: (min(5, len(content_words(text[s[0] : s[1]]))), s[0]))
    if read is not None:
        alive = liveliest(text, read)
        quote = short_quote(text, *_sentence_at(text, alive[0]), core=alive) if alive else None
        out.append(Reason("niets_gehoord", _WEIGHT["niets_gehoord"], quote))
        out = [_with_life(text, reason, read) for reason in out]
    else:
        says = len(content_words(text[last[0][0] : last[0][1]])) > 1
        out.append(Reason("niets_gehoord", _WEIGHT["niets_gehoord"], short_quote(text, *(last[0] if count < 12 and says else telling))))
    out.sort(key=lambda r: -r.weight)
    return out


_MINE = re.compile(r"\b(?:mijn|m'n|mn|me|mien|onze|ons)\s+$", re.IGNORECASE)


def _is_trouble(name: str, text: str) -> bool:
    """Whether the client speaks of this person as a danger, as gone or out of contact, or as an ex: no 'what do you like to do together'."""
    return bool(FORMER.search(name)) or not is_safe(name, [text])


SOUNDS = 0.4
"""From this certainty that something heavy sounds, a signal of danger also leads the next question."""
FEW_WORDS = 12
"""In so few words danger to oneself can be said without any of it sounding ('vrijdag ben ik er klaar mee'): then it leads anyhow."""
SURELY_HARD = 0.8
"""The same in an answer in which a kracht was heard: someone who tells with pride of a hard time is not to be comforted."""
WISHED_AWAY = ("wens.belangrijk",)
"""What can be asked of a wish that something is not, or is never lost."""
_NEGATED = re.compile(r"\b(?:niet|nooit|geen|niks)\b", re.IGNORECASE)
_NO_MORE = re.compile(r"^\W*(?:nee,? |pff,? )?ik (?:wil|kan) (?:gewoon |echt |het )?niet meer\W*$", re.IGNORECASE)
"""Only this and nothing else: no wish, and to be taken seriously."""
HARD = 0.7
"""From this certainty that something heavy sounds, without it being clear what, the question first says that it is not easy."""
HOOK = 12.0
"""How much it weighs that the words of a reason are what is alive in the answer. Our own choice, tried on the panel."""


HANGING = 40.0
"""What it costs a question about a kracht when it cannot name its words: 'wat van die tijd wil je terug?' could be about anything, also the drinking."""
WORDLESS = 6.0
"""What it costs when a reason has no words of the client to hang the question on."""


def _with_life(text: str, reason: Reason, read: Tonen) -> Reason:
    """What is heavy keeps its place; among the rest the words that most ask to be taken up go first."""
    if reason.kind in HEAVY or reason.kind in ("niets_gehoord", "weet_niet", "kort_antwoord", "beladen"):
        return reason
    at = text.find(reason.quote) if reason.quote else -1
    if reason.quote is None or at < 0:
        hangs = reason.kind.startswith(("kracht_", "hulpbron_", "verleden_succes", "uitzondering", "volhouden"))
        return Reason(reason.kind, reason.weight - (HANGING if hangs else WORDLESS), reason.quote)
    return Reason(reason.kind, reason.weight + HOOK * (read.alive(at, at + len(reason.quote)) - 0.3), reason.quote)


def _whole_clause(text: str, begin: int, end: int) -> str | None:
    """A kracht with the 'ik' it belongs to, when that stands right before it; a word or two are widened to their clause."""
    a, b = _sentence_at(text, begin)
    if len(text[begin:end].split()) < 3:
        cuts = [a, *(m.end() for m in _SPLIT.finditer(text, a, b)), b]
        left, right = max(c for c in cuts if c <= begin), min((c for c in cuts if c >= end), default=end)
        wide = short_quote(text, left, right)
        if wide is not None and text[begin:end] in wide:
            return wide
    lead = re.search(r"(?:^|[\s,.])((?:ik|mijn|m'n|we)\s(?:\w+\s){0,2})$", text[a:begin], re.IGNORECASE)
    if lead and len(text[begin:end].split()) + len(lead[1].split()) <= MAX_QUOTE_WORDS:
        begin = a + lead.start(1)
    return short_quote(text, begin, end)


def _worst_sentence(text: str, kind: str, content: Stemmingen, like: Likeness) -> tuple[int, int]:
    """The sentence most like the examples of this tone."""
    found = sentences(text) or [(0, len(text))]
    item = next((s for s in content.stemmingen if s.id == kind), None)
    if item is None or len(found) == 1:
        return found[-1]
    matrix = like.matrix(item.voorbeelden)
    return max(found[-8:], key=lambda s: float((matrix @ like.vector(text[s[0] : s[1]])).max()))


# -- choosing ------------------------------------------------------------------------------------


def text_id(text: str) -> str:
    """The id the guide gives to a follow-up by its words (engine.interviewing.doorvraag_id)."""
    plain = unicodedata.normalize("NFD", text.lower())
    folded = re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()
    return f"doorvraag.{hashlib.sha256(folded.encode()).hexdigest()[:10]}"


def _asked(item: Vervolg, text: str, gesteld: Sequence[str]) -> int | None:
    """How many questions ago this follow-up was put; None: never."""
    for ago, ident in enumerate(reversed(gesteld)):
        if ident == item.id or ident.startswith(f"{item.id}~") or ident == text_id(text):
            return ago
    return None


def _empty_cells(leeg: Iterable[Any]) -> frozenset[str]:
    """Times and places still empty, from strings, pairs or objects."""
    out: set[str] = set()
    for cell in leeg:
        if isinstance(cell, str):
            out |= set(cell.split("."))
        elif isinstance(cell, Mapping):
            out |= {str(v) for v in cell.values()}
        elif isinstance(cell, Sequence):
            out |= {str(v) for v in cell}
    return frozenset(out)


def doorvraag(
    payload: Mapping[str, Any],
    *,
    library: Doorvragen,
    stemmingen: Stemmingen,
    like: Likeness,
    herken: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
    hear: Callable[[str, str], Tonen | None] | None = None,
) -> dict[str, Any]:
    """Carry out one request (shapes of contract.md). Optional in the payload: `herkend` (an answer of herken), `gesteld` (ids put before,
    oldest first), `leeg` (times and places still empty), `aanspreekvorm` (je or u), `luisteraar`. An empty answer gives no question."""
    text = str(payload.get("antwoord") or "")
    out: dict[str, Any] = {"id": payload.get("id"), "vragen": []}
    if not re.search(r"\w", text):
        return out
    heard = payload.get("herkend") or (herken(payload) if herken else {}) or {}
    read = hear(text, str(payload.get("vraag") or "")) if hear else None
    tones = strengths(text[-2000:], stemmingen, like, read)
    if any(_NO_MORE.match(text[a:b]) for a, b in sentences(text)):
        tones = {**tones, "wanhoop": 0.9}
    reasons = reasons_for(text, heard, tones, stemmingen, like, read)
    gesteld = [str(g) for g in payload.get("gesteld") or []]
    leeg = _empty_cells(payload.get("leeg") or [])
    u_form = form_of(payload) == "u"
    simple = payload.get("luisteraar") in ("tweede_taal", "lvb")
    despair = reasons[0].kind == "wanhoop"
    heavy = reasons[0].kind in HEAVY or reasons[0].kind == "beladen"
    options: list[tuple[float, int, Vervolg, str, str | None, str]] = []
    for reason in reasons:
        if despair and reason.kind not in ("wanhoop", "zwaar"):
            continue
        if reasons[0].kind in LINE and reason.kind != reasons[0].kind:
            continue  # a line was drawn: nothing that goes on beside it
        for number, item in enumerate(library.doorvragen):
            if reason.kind not in item.bij or (item.citeert and reason.quote is None):
                continue
            wording = item.eenvoudig if simple else item.tekst
            said = (wording.u if u_form else wording.je).replace("{citaat}", reason.quote or "")
            if item.id == "plan.wanneer" and _MOMENT.search(reason.quote or ""):
                continue
            ago = _asked(item, said, gesteld)
            if ago is not None and ago < AGAIN_AFTER:
                continue
            if reason.kind == "wens" and item.id not in WISHED_AWAY and _NEGATED.search(reason.quote or ""):
                continue  # 'dat wil ik nooit meer kwijt': how that would be, is not the question
            if item.id in DIRECT and not ((heard.get("signaal") or {}).get("acuut") or tones.get("wanhoop", 0.0) >= 0.8):
                continue
            if heavy and item.familie in CHEERFUL and (reason.kind in HEAVY or despair):
                continue
            rank = reason.weight - (0.0 if item.bij[0] == reason.kind else 3.0) - 0.35 * _place_in(library, item, reason.kind)
            rank -= 5.0 if ago is not None else 0.0
            rank += (0.8 if item.tijd.value in leeg else 0.0) + (0.8 if item.plek.value in leeg else 0.0)
            rank += 0.9 if item.citeert else 0.0
            rank -= 4.0 if simple and item.familie in ABSTRACT else 0.0
            options.append((rank, -number, item, said, reason.quote if item.citeert else None, reason.kind))
    options.sort(key=lambda o: (-o[0], -o[1]))
    chosen: list[tuple[float, int, Vervolg, str, str | None, str]] = []
    for option in options:
        _, _, item, _, quote, kind = option
        if len(chosen) >= MAX:
            break
        same_kind = sum(1 for c in chosen if c[5] == kind)
        if any(c[2].id == item.id for c in chosen):
            continue
        same = sum(1 for c in chosen if c[2].familie == item.familie)
        if not despair and same >= (2 if item.familie == "erkenning" else 1):
            continue
        if not heavy and (same_kind >= 2 or (same_kind >= 1 and any(c[4] == quote for c in chosen if quote) and len(reasons) > 3)):
            continue
        if heavy and chosen and kind not in HEAVY and (item.familie in CHEERFUL or len(chosen) < 2):
            continue
        if kind == "beladen" and chosen and chosen[0][5] != "beladen":
            continue
        if kind == "niets_gehoord" and chosen and chosen[0][5] != "niets_gehoord":
            continue
        chosen.append(option)
    out["vragen"] = [
        {"id": item.id, "tekst": said, "familie": item.familie, "reden": item.reden, "haakt_aan": quote}
        for _, _, item, said, quote, _ in chosen
    ]
    return out


def _place_in(library: Doorvragen, item: Vervolg, kind: str) -> int:
    """The place of a follow-up among those for the same moment: the file's order says which comes first."""
    return [v.id for v in library.doorvragen if kind in v.bij].index(item.id)


def form_of(payload: Mapping[str, Any]) -> str:
    """The form of address asked for; without it 'u' when the question before was put with u or the client says u, else 'je'."""
    if payload.get("aanspreekvorm"):
        return "u" if str(payload["aanspreekvorm"]) == "u" else "je"
    if re.search(r"\b(?:u|uw)\b", str(payload.get("antwoord") or ""), re.IGNORECASE) and not re.search(
        r"\b(?:je|jij|jou|jouw)\b", f"{payload.get('vraag') or ''} {payload.get('antwoord') or ''}", re.IGNORECASE
    ):
        return "u"
    vraag = str(payload.get("vraag") or "")
    return (
        "u"
        if re.search(r"\b(?:u|uw)\b", vraag, re.IGNORECASE) and not re.search(r"\b(?:je|jij|jou|jouw)\b", vraag, re.IGNORECASE)
        else "je"
    )
