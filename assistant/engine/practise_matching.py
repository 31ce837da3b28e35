"""assistant.engine.practise_matching: which facts of a persona a line asks about, and what a line claims about the person.

In:    Persona, Oefenstof (topics, directions, synonyms), a likeness function.   Out: scores per feit, and Bewering (a claim held against the facts).
Works on any persona file: nothing here knows a shipped persona. Pure but for the likeness function and the Dutch word lists.
Never: decides whether a fact may be told (trust is the speaker's business).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.domain.oefenstof import Oefenstof
from assistant.domain.persona import Feit, FeitSoort, Persona
from assistant.domain.values import Frozen
from assistant.engine.practise_hearing import gewoonheid, lemma, tokens

Floats = NDArray[np.float32]


class Likeness:
    """How alike sentences are in meaning. This base knows nothing: every likeness is 0, so that words alone decide."""

    def prepare(self, texts: Sequence[str]) -> Floats:
        """float32[len(texts), dim]: vectors of what may be asked about, norm 1 or 0."""
        return np.zeros((len(texts), 1), np.float32)

    def ask(self, text: str) -> Floats:
        """float32[dim]: the vector of one line."""
        return np.zeros(1, np.float32)


class Embedded(Likeness):
    """Likeness by an embedder (port Embedder): a line is the question, a fact with its ways of saying is what answers it."""

    def __init__(self, embed_passages: Callable[[Sequence[str]], Floats], embed_query: Callable[[str], Floats]) -> None:
        self._many, self._one = embed_passages, embed_query

    def prepare(self, texts: Sequence[str]) -> Floats:
        return self._many(texts)

    def ask(self, text: str) -> Floats:
        return self._one(text)


class BeweringSoort(StrEnum):
    ONWAAR = "onwaar"
    """Against nooit_waar, nooit_tegenspreken or a fact: a number, a name, yes for no."""
    ONBEKEND = "onbekend"
    """Nothing this person ever said or is."""
    OP_SLOT = "op_slot"
    """It touches what is still locked: neither yes nor no."""
    GEDEKT = "gedekt"
    """What was told, or may be told."""


_ERNST = (BeweringSoort.ONWAAR, BeweringSoort.OP_SLOT, BeweringSoort.ONBEKEND, BeweringSoort.GEDEKT)


class Bewering(Frozen):
    """A claim about the person in a line of the interviewer."""

    soort: BeweringSoort
    woorden: tuple[str, ...] = ()
    """The words it hangs on."""
    gezegd: bool = False
    """The line says that the person said or promised it."""


# Weights of the parts of a score, fitted on tests/data/oefenen/vragen.jsonl with each persona left out in turn (top-1 0.85, top-2 0.95, top-3 0.98;
# words alone 0.70, 0.84, 0.91). Likeness is taken relative to the other facts of the same person, so its zero is this life as a whole.
W_WOORD, W_ONDERWERP, W_RICHTING = 0.47, 0.45, 0.34
W_BEST, W_GEMIDDELD, W_TREFWOORDEN = 2.1, 3.0, 1.8
W_WENS = 0.8
"""What is left of the score of a wish when the line asks for none."""
ZONDER_MODEL = 2.2
"""Without a likeness the words weigh this much more, so that scores stay comparable."""
GERAAKT = 0.55
"""A line is about a fact from this score on; the gold fact of a direct question has 0.7 or more in 19 of 20 (same file)."""
ZELFDE_WOORD, ZELFDE_ZIN, ZELFDE_SAMEN, ZELFDE_ZIN_ALLEEN = 0.45, 0.6, 1.2, 1.1
"""What was written down is a fact: its own words and its meaning both from here on and together from the third on, or its meaning alone from the
last on. Our own choice, over thirty-six lines as trainees write them; a general compliment ('kan goed luisteren') stays under it."""
ZELFDE_ZONDER_MODEL = 0.6
_NUMBERS = {
    "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13,
    "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18, "negentien": 19, "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50,
    "zestig": 60, "zeventig": 70, "tachtig": 80, "honderd": 100,
}  # fmt: skip
_NEGATION = {"niet", "geen", "nooit", "nergens", "niemand", "niets", "niks", "zonder", "evenmin", "noch"}
_WIE = r"(?:je|jij|u)"
_DEED = (
    "bent|hebt|heb|heeft|had|was|werkte|woonde|wilt|wil|wilde|ging|gaat|drinkt|dronk|gebruikt|gebruikte|kent|kunt|kan|houdt|haat|komt|kwam|mist|doet|deed|zat|zit"
    "|speelt|speelde|leest|slaapt|eet|gelooft|vindt|vond|kreeg|verloor|hield|zorgt|zorgde|maakt|maakte|bleef|blijft|voelt|voelde|weet|wist|durft|durfde"
)
_ASKED = "ben|bent|heb|hebt|heeft|is|was|had|wil|wilt|ga|gaat|kun|kunt|drink|drinkt|gebruik|gebruikt|zit|zat|woon|woont|werk|werkt|kom|komt|mis|mist|hou|houdt|speel|speelt|ken|kent"
_CLAIM = re.compile(rf"\b{_WIE} (?:{_DEED})\b|\b(?:{_ASKED}|werkte|woonde|ging|kwam|deed) {_WIE}\b")
_TOLD = re.compile(
    rf"\b{_WIE} (?:zelf |net |al |eerder |toch |ook )*(?:zei|zegt|vertelde|noemde|had het over|hebt gezegd|hebt verteld|heb gezegd|gaf aan|liet weten)\b|\b(?:zei|vertelde|noemde) {_WIE}\b"
    rf"|\bzoals {_WIE} (?:zelf )?zei|\bnet (?:zei|vertelde)|\b(?:had|hebt|heb) {_WIE} (?:net |al |eerder |toch |me |mij )*(?:gezegd|verteld)"
)
_PROMISED = re.compile(
    rf"\b{_WIE} (?:hebt|heb|had|hadden) [^.!?]*\b(?:beloofd|toegezegd)\b|\b(?:we|wij) (?:hebben|hadden) [^.!?]*\bafgesproken\b|\b(?:hebben|hadden) (?:we|wij) [^.!?]*\bafgesproken\b|\b(?:beloofde|hebt beloofd) {_WIE}\b"
)
_NAMED = re.compile(
    r"\b(?:hoe heet(?:te)?|hoe (?:gaat|is|was|ging) het met|waar (?:is|was|woont|woonde|staat|ligt|blijft)|hoe oud (?:is|was)|wat (?:vindt|vond|zegt|zei|doet|deed)"
    r"|wie is|wanneer (?:is|was|komt|kwam)|mis je|mist u) (?:je|jouw|uw)\b"
)
"""Asked as if the thing were there: 'hoe heet je ...'."""
_TAG = re.compile(
    r"\b(?:toch|hè|he|niet waar|nietwaar|klopt dat|klopt het|is het niet|of niet)\s*\?|\bklopt het dat\b|\bis het waar dat\b"
    rf"|\b{_WIE} [^\W\d_]+ (?:toch|zeker|natuurlijk)\b|\bdus {_WIE}\b|\bdus (?:{_ASKED}|werkte|woonde|ging|kwam|deed)\b|\b{_WIE} [^\W\d_]+ dus\b|\bik (?:heb gehoord|hoorde|las|lees|weet|zie) (?:\w+ )*dat\b|\bin (?:je|jouw|uw|het) dossier staat|\bvolgens (?:het|je|jouw|uw|de) (?:dossier|rapport|verslag|overdracht|papieren)\b"
)
_OWNED = re.compile(r"\b(?:je|jouw|uw|jullie) ((?:[^\W\d_]+ )?[^\W\d_]+)")
_PRESUMED = re.compile(
    r"\b(?:hoe (?:is|was|vond|vindt|vind|heet|heette|heten|lang|oud|vaak|gaat|ging|komt|kwam|voelde|staat|stond|loopt|liep|bevalt|beviel|doet|deed|veel)|wanneer|sinds|nadat|toen|omdat|doordat|waarom|nu|hoeveel|welke?"
    r"|waar (?:is|was|woont|woonde|werkt|heb|hebt|ben|bent|zat)|wat (?:deed|doet|vond|vind|vindt|zei|heeft)|wie (?:heeft|is|was)|in welk|mis|mist|vertel)\b"
)
_TAKEN = re.compile(r"\b(?:hoeveel|hoe (?:vaak|lang|veel)|sinds wanneer|wanneer|waarom) [^\W\d_]{3,} (?:je|jij|u)\b")
"""Takes the deed for granted: 'how much do you ...'."""
_HONEST = re.compile(rf"\s*(?:en |maar |dus |of )?(?:{_ASKED})\b")
_VULSEL = frozenset(
    (  # noqa: SIM905 - a line of words reads better than twenty quoted ones
        "nog dan nou eigenlijk zelf ook eens wel toch weleens graag echt allemaal precies verder zo er hier nu maar even"
    ).split(" ")
)
"""Words that may stand between the words of a question without changing what it asks for."""
_WIE_VRAAG = re.compile(r"(?<!voor) wie (?!(?:ben|bent|was|waren) (?:je|jij|u) )")
"""Asks for a person; 'who are you' and 'for whom' ask for something else."""
_VOORNAAMWOORDELIJK = re.compile(
    r"(?:daar|hier|er|waar)(?:aan|achter|bij|binnen|buiten|door|heen|in|langs|mee|na|naar|naartoe|om|onder|op|over|tegen|toe|tussen|uit|van|vandaan|voor)$"
)
_LEUNT = re.compile(
    r"(?:(?:en|maar|dus|want|ook|nu) )?(?:daar\w*|hij|zij|ze|hem|toen|daarna|dan|die (?:heb|had|is|was|doe|zei|zie|weet)\w*)\b",
    re.IGNORECASE,
)
"""Begins as if somebody or some place was just spoken of."""
_IEMAND = re.compile(r"\b(?:haar|hem|hun|hij|zij)\b", re.IGNORECASE)
_BELEEFD = re.compile(
    r"\b(?:zou|wilt|wil|kunt|kun|mag ik vragen of) (?:u|je|jij)\b(?: zo \w+ willen zijn)?(?: om)?(?: mij| me| ons)?(?: iets| eens| wat)*(?: willen| kunnen)?(?: te)? vertellen\b",
    re.IGNORECASE,
)
"""The manners around a question: 'would you be willing to tell' asks for no wish."""
_GEWEEST = re.compile(
    rf" (?:deed|gaf|had|was|ging|maakte|werkte|vond|speelde|kookte|woonde|las|zong) {_WIE} (?!.*\b(?:willen|gewild|gewenst)\b)"
)
"""Asked about the past: what one liked best then is no wish for now."""
_WIL = re.compile(r"\b(?:wil|wenst|wens|droomt|droom|zou (?:graag|willen|weer))\b")
"""Written down as a wish: then it is no strength, however alike the words are."""
_UITGANGEN = {"t", "te", "ten", "de", "den", "s", "en", "je", "jes", "tje", "tjes"}
_KLEIN = frozenset(
    (  # noqa: SIM905 - a line of words reads better than fifty quoted ones
        "de het een en of is zijn ben bent was heeft heb hebt had hij zij ze ik je u jij haar hem hun mijn zo er op in aan bij met van naar voor door om te uit "
        "dat die dit niet geen nooit meer nog ook al dan als maar toch hè dus net uw jouw jullie één wel eens toen nu ooit over tot weer"
    ).split(" ")
)
"""Words that carry nothing in a sentence of nooit_waar or nooit_tegenspreken. 'wil' and 'terug' do."""
_ZWAK = {"dag", "elk", "elke", "altijd", "vaak", "momenteel", "echt", "goed", "eigen", "veel", "heel", "moment", "wonen", "verslaafd"}
"""Words such a sentence may hold without the line saying them."""


_MAAT = {"jaar", "maand", "week", "dag", "uur", "minuut", "keer", "euro", "man", "kilo", "kilometer", "uren", "ochtend", "avond", "middag"}
"""Measures: two different numbers of these are two different things, not a contradiction."""


_TIJD = frozenset(
    (  # noqa: SIM905 - a line of words reads better than thirty quoted ones
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag week weekend dag dagen morgen overmorgen vandaag vanavond vanmiddag ochtend middag avond uur "
        "komende volgende volgend deze binnenkort straks half kwart"
    ).split(" ")
)


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() and len(word) < 7 else _NUMBERS.get(word)


@lru_cache(maxsize=200_000)
def woordgelijk(a: str, b: str) -> float:
    """How far two words are the same: 1 the same lemma, 0.8 one inside the other at its begin or end (moestuin, tuin), else 0."""
    if a == b:
        return 1.0
    short, long = (a, b) if len(a) < len(b) else (b, a)
    if len(short) >= 4 and long.startswith(short) and long[len(short) :] in _UITGANGEN:
        return 0.9  # an inflection the word list does not know: blow, blowt
    if len(short) >= 4 and (long.endswith(short) or long.startswith(short)):
        rest = long[: -len(short)] if long.endswith(short) else long[len(short) :]
        part = rest if long.startswith(short) else rest.removesuffix("s").removesuffix("en") or rest
        part = part.removeprefix("s") if long.startswith(short) and len(part) > 4 else part
        if len(part) >= 3 and gewoonheid(part) >= (4.0 if len(part) == 3 else 3.2):  # honderd is no hond, a kasteel no kast
            return 0.8
    if len(short) >= 6 and long.startswith(short[:-1]) and len(long) - len(short) <= 3:
        return 0.8
    return 0.0


class Woordindex:
    """Finds, among many words, those that `woordgelijk` calls the same, without trying them all."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = set(words)
        self._ends: dict[str, set[str]] = {}
        for word in self._words:
            for size in range(4, len(word)):
                self._ends.setdefault(word[:size], set()).add(word)
                self._ends.setdefault(word[-size:], set()).add(word)
        self._seen: dict[str, tuple[tuple[str, float], ...]] = {}

    def zoek(self, word: str) -> tuple[tuple[str, float], ...]:
        """(word of the index, 0.8 or 1) for everything alike. Empty: nothing."""
        if word not in self._seen:
            maybe = {part for size in range(4, len(word) + 1) for part in (word[:size], word[-size:]) if part in self._words}
            maybe |= {word} & self._words
            maybe |= self._ends.get(word, set()) | self._ends.get(word[:-1], set())
            if len(word) > 5:
                maybe |= {item for size in (0, 1, 2, 3) for item in self._ends.get(word[: len(word) - size], ()) if len(item) < len(word)}
            self._seen[word] = tuple((item, same) for item in sorted(maybe) if (same := woordgelijk(word, item)))
        return self._seen[word]


class Woordenschat:
    """Words of texts as lemmas, without what says nothing."""

    def __init__(self, stof: Oefenstof) -> None:
        self._stil = set(stof.stil.woorden)
        self._gelijk: dict[str, set[str]] = {}
        for groep in stof.gelijk.groepen:
            for woord in groep:
                self._gelijk.setdefault(lemma(woord), set()).update(lemma(item) for item in groep)
        self.bijzonder = set(stof.bijzonder.woorden) | {lemma(word) for word in stof.bijzonder.woorden}
        self.tijd = {lemma(word) for word in _TIJD} | _TIJD
        """Words for when: a moment is a detail of a plan, not another plan."""
        self.algemeen = {lemma(word) for word in stof.algemeen.woorden} | set(stof.algemeen.woorden) | self._stil

    def dragend(self, text: str) -> list[str]:
        """Lemmas of the words that carry meaning, in order, each once."""
        out: dict[str, None] = {}
        for word in tokens(text):
            if word in self._stil or (len(word) < 2 and not word.isdigit()):
                continue
            found = lemma(word)
            if found not in self._stil:
                out[found] = None
        return list(out)

    def gelijken(self, woord: str) -> set[str]:
        """Words that mean the same here, itself included. Empty: none known."""
        return self._gelijk.get(woord, set())

    def zelfde(self, a: str, b: str) -> float:
        """1 the same word or the same thing, 0.8 one in the other (see woordgelijk), else 0."""
        if b in self._gelijk.get(a, ()):
            return 1.0
        return woordgelijk(a, b)

    def bevat(self, woord: str, verzameling: Sequence[str] | set[str]) -> bool:
        return any(self.zelfde(woord, item) >= 0.8 for item in verzameling)


def teksten_van(feit: Feit) -> tuple[str, ...]:
    """What is compared with a line: the keywords, the fact, and each way of saying it."""
    return (", ".join(feit.onderwerpen) or feit.tekst, feit.tekst, *feit.zeg)


class Persoonskennis:
    """What can be asked of one persona, made ready once. Thread-safe after construction.

    Args:
        likeness: see Likeness; the base class makes this words-only.
    """

    def __init__(self, persona: Persona, stof: Oefenstof, likeness: Likeness) -> None:
        self.persona = persona
        self.woorden = Woordenschat(stof)
        self._contents: dict[str, list[str]] = {}
        self._leunt: dict[str, tuple[int, ...]] = {}
        self._likeness = likeness
        self._richtingen = {soort: tuple(f" {' '.join(tokens(deel))} " for deel in delen) for soort, delen in stof.richtingen.items()}
        self._topics = {
            naam: tuple(dict.fromkeys(lemma(word) for word in words if " " not in word)) for naam, words in stof.onderwerpen.items()
        }
        self._topic_words = Woordindex([word for words in self._topics.values() for word in words])
        self._topics_with: dict[str, list[str]] = {}
        for naam, words in self._topics.items():
            for word in words:
                self._topics_with.setdefault(word, []).append(naam)
        self._topic_phrases = {naam: tuple(word for word in words if " " in word) for naam, words in stof.onderwerpen.items()}
        w = self.woorden
        self._fields: list[dict[str, float]] = []
        for feit in persona.feiten:
            fields: dict[str, float] = {}
            for text, weight in ((" ".join(feit.zeg), 0.55), (feit.tekst, 0.7), (" ".join(feit.onderwerpen), 1.0)):
                for word in w.dragend(text):
                    fields[word] = max(weight, fields.get(word, 0.0))
            self._fields.append(fields)
        n = len(persona.feiten)
        count: dict[str, int] = {}
        for fields in self._fields:
            for word in fields:
                count[word] = count.get(word, 0) + 1
        name = lemma(persona.naam.lower().split()[0])
        self._idf = {word: 0.0 if word == name else math.log(1 + n / df) / math.log(1 + n) for word, df in count.items()}
        self._own_words = Woordindex(list(self._idf))
        self._feit_topics = [
            self._topics_of(f"{' '.join(feit.onderwerpen)} . {feit.tekst} . {' '.join(feit.zeg)}", strong=" ".join(feit.onderwerpen))
            for feit in persona.feiten
        ]
        self._texts = [(i, place, text) for i, feit in enumerate(persona.feiten) for place, text in enumerate(teksten_van(feit))]
        self._vectors = likeness.prepare([text for _, _, text in self._texts])
        self._owner = np.array([i for i, _, _ in self._texts])
        self._keywords = np.array([row for row, (_, place, _) in enumerate(self._texts) if place == 0])
        self._middle = self._vectors.mean(axis=0)
        self._never = [(line, w.dragend(line)) for line in persona.nooit_waar]
        self._always = [(line, w.dragend(line)) for line in persona.nooit_tegenspreken]
        self.namen = _names(persona)
        self._proximity = self._near()

    # -- about which fact is this ----------------------------------------------------------------

    def scores(self, text: str, *, zin: str | None = None) -> tuple[dict[str, float], float]:
        """(feit id -> how much `text` asks about it, 0 to about 2; how much of the best comes from words and topics alone).

        GERAAKT and more counts as asked about. A follow-up such as 'vertel eens verder' has next to nothing of the second.

        Args:
            zin: the part whose meaning is looked at, when that is not all of `text`; '' looks at words alone.
        """
        text = _BELEEFD.sub("vertel", text)
        zin = zin and _BELEEFD.sub("vertel", zin)
        low = f" {' '.join(tokens(text))} "
        asked = self.woorden.dragend(text)
        words = self._word_scores(asked)
        topics = self._topics_of(text)
        sem = self._meaning(text if zin is None else zin)
        out: dict[str, float] = {}
        content = 0.0
        bare = f" {' '.join(word for word in tokens(text) if word not in _VULSEL)} "
        directions = {soort: 1.0 for soort, delen in self._richtingen.items() if any(deel in low or deel in bare for deel in delen)}
        if _WIE_VRAAG.search(low):
            directions["hulpbron"] = 1.0
        if _GEWEEST.search(low):
            directions.pop("wens", None)
        for i, feit in enumerate(self.persona.feiten):
            topic = self._topic_overlap(topics, self._feit_topics[i])
            richting = directions.get(feit.soort.value, 0.0)
            if feit.id in self.persona.krachten:
                richting = max(richting, directions.get("kracht", 0.0))
            content = max(content, words[i] + topic)
            lexical = W_WOORD * words[i] + W_ONDERWERP * topic + W_RICHTING * richting
            score = lexical * ZONDER_MODEL if sem is None else lexical + float(sem[i])
            if feit.soort is FeitSoort.WENS and "wens" not in directions and score > 0:
                score *= W_WENS  # a wish comes when asked for
            out[feit.id] = round(score, 4)
        return out, round(content, 4)

    def herkent(self, regel: str) -> list[str]:
        """Ids of the facts that a line written down about this person says, best first, at most two. Empty: it says none of them plainly.

        A statement is no question: that it speaks of a strength, or of the same field of life, does not make it this strength.
        """
        asked = self.woorden.dragend(regel)
        words, sem = self._word_scores(asked), self._meaning(regel)
        wish = _WIL.search(regel.lower()) is not None
        found: list[tuple[float, str]] = []
        for i, feit in enumerate(self.persona.feiten):
            meaning = float(sem[i]) if sem is not None else 0.0
            same = (
                words[i] >= ZELFDE_ZONDER_MODEL
                if sem is None
                else meaning >= ZELFDE_ZIN_ALLEEN
                or (words[i] >= ZELFDE_WOORD and meaning >= ZELFDE_ZIN and words[i] + meaning >= ZELFDE_SAMEN)
            )
            if same and (not wish or feit.soort is FeitSoort.WENS):
                found.append((W_WOORD * words[i] + meaning, feit.id))
        best = max((score for score, _ in found), default=0.0)
        return [item for score, item in sorted(found, reverse=True) if score >= 0.65 * best][:2]

    def _word_scores(self, asked: list[str]) -> list[float]:
        out = [0.0] * len(self._fields)
        weight = 0.0
        for word in asked:
            found = self._own_words.zoek(word)
            found += tuple((item, 1.0) for item in self.woorden.gelijken(word) if item in self._idf and item != word)
            weight += max((self._idf[own] for own, _ in found), default=0.0)
            for i, fields in enumerate(self._fields):
                out[i] += max((same * fields[own] * self._idf[own] for own, same in found if own in fields), default=0.0)
        return [min(1.0, value / (0.35 + 0.75 * weight)) for value in out] if weight else out

    def _topics_of(self, text: str, strong: str = "") -> dict[str, float]:
        """Topic -> 0-1. A word of the topic counts whole, one that is only part of a compound somewhat less."""
        words = self.woorden.dragend(text) + [token for token in tokens(text) if token in {"ma", "pa", "ex", "mam", "pap"}]
        own = set(self.woorden.dragend(strong)) if strong else set(words)
        low = f" {' '.join(tokens(text))} "  # a phrase before a question mark is a phrase too
        out: dict[str, float] = {}
        for word in words:
            for item, same in self._topic_words.zoek(word):
                for topic in self._topics_with[item]:
                    out[topic] = max(out.get(topic, 0.0), same * (1.0 if word in own else 0.55))
        for topic, phrases in self._topic_phrases.items():
            if any(f" {phrase} " in low for phrase in phrases):
                out[topic] = 1.0
        return out

    @staticmethod
    def _topic_overlap(asked: Mapping[str, float], fact: Mapping[str, float]) -> float:
        if not asked:
            return 0.0
        hits = sorted((value * fact[topic] for topic, value in asked.items() if topic in fact), reverse=True)
        return min(1.0, sum(value * 0.5**n for n, value in enumerate(hits)) / 1.25)

    def _meaning(self, text: str) -> Floats | None:
        """float32[facts]: likeness of each fact to the line, relative to the others. None: no likeness here."""
        vector = self._likeness.ask(text) if text else np.zeros(1, np.float32)
        if not float(np.abs(vector).sum()):
            return None
        cosines = (self._vectors @ vector).astype(np.float32)
        n = len(self.persona.feiten)
        best = np.full(n, -1.0, np.float32)
        np.maximum.at(best, self._owner, cosines)
        mean = np.bincount(self._owner, cosines, minlength=n).astype(np.float32) / np.bincount(self._owner, minlength=n)
        keywords = cosines[self._keywords]
        out: Floats = W_BEST * (best - best.mean()) + W_GEMIDDELD * (mean - mean.mean()) + W_TREFWOORDEN * (keywords - keywords.mean())
        return out

    # -- what lies next to what ------------------------------------------------------------------

    def _near(self) -> NDArray[np.float64]:
        n = len(self.persona.feiten)
        out = np.zeros((n, n))
        if self._vectors.shape[1] > 1:
            means = np.stack([self._vectors[self._owner == i].mean(axis=0) for i in range(n)]) - self._middle
            norm = np.linalg.norm(means, axis=1, keepdims=True)
            means = means / np.where(norm > 1e-9, norm, 1.0)
            out += np.clip(means @ means.T, 0.0, 1.0)
        for i in range(n):
            for j in range(n):
                if i != j:
                    out[i, j] += 0.6 * self._topic_overlap(self._feit_topics[i], self._feit_topics[j])
                    shared = sum(self._idf[word] for word in self._fields[i] if word in self._fields[j])
                    out[i, j] += min(0.6, 0.25 * shared)
        return out

    def naast(self, told: Sequence[str], candidates: Sequence[Feit]) -> list[tuple[float, Feit]]:
        """Candidates by how near they lie to the facts in `told` (the last one counts most), nearest first."""
        index = {feit.id: i for i, feit in enumerate(self.persona.feiten)}
        out = []
        for feit in candidates:
            near = [float(self._proximity[index[item], index[feit.id]]) * 0.8**back for back, item in enumerate(reversed(told[-3:]))]
            out.append((max(near, default=0.0), feit))
        return sorted(out, key=lambda pair: (-pair[0], index[pair[1].id]))

    # -- what is claimed -------------------------------------------------------------------------

    def bewering(self, text: str, *, open_ids: set[str], verteld: set[str]) -> Bewering | None:
        """Hold a line against what is true, sentence by sentence; the most serious finding counts. None: it claims nothing in particular.

        Args:
            open_ids: facts that may come out now.
            verteld: facts told in this talk; for 'you said' only these count.
        """
        found: Bewering | None = None
        for zin in re.findall(r"[^.!?]+[.!?]*", text):
            one = self._zin_bewering(zin.strip(), open_ids, verteld)
            if one is not None and (found is None or _ERNST.index(one.soort) < _ERNST.index(found.soort)):
                found = one
        return found

    def _zin_bewering(self, text: str, open_ids: set[str], verteld: set[str]) -> Bewering | None:
        low = f" {' '.join(text.lower().split())} "
        asks = "?" in text
        promised = bool(_PROMISED.search(low))
        told_form = promised or bool(_TOLD.search(low))
        w = self.woorden
        special = self._special(text, w.dragend(text))
        about = any(word in w.bijzonder or word in self._capitals(text) for word in special)
        claims = told_form or bool(_TAG.search(low)) or (not asks and (bool(_CLAIM.search(low)) or about))
        owned = self._owned(text)
        presumed = bool(_PRESUMED.search(low)) and bool(
            _CLAIM.search(low) or _TAKEN.search(low) or owned or re.search(r"\b(?:de|het|die|dat|in|bij|uit) [^\W\d_]{4,}", low)
        )
        honest = asks and not claims and bool(_HONEST.match(low))
        if not (claims or owned or presumed or honest):
            return None
        if promised or (told_form and not verteld):
            return Bewering(soort=BeweringSoort.ONBEKEND, woorden=tuple(special), gezegd=True)
        always = {word for _, own in self._always for word in own}
        open_words = self.woordenschat_van(verteld if told_form else open_ids)
        every = self.woordenschat_van({feit.id for feit in self.persona.feiten}) | always
        if claims or not honest:
            wrong = self._against(text, open_ids)
            if wrong:
                return Bewering(soort=BeweringSoort.ONWAAR, woorden=wrong)
        never = self._never_hit(text)
        if never:
            others = [word for word in special if word not in never and w.bevat(word, every)]
            if honest and others:
                return None  # part of the question is about something true: the facts answer, or nothing does
            return Bewering(soort=BeweringSoort.ONWAAR, woorden=never)
        if honest:
            return None
        unknown = [word for word in special if not w.bevat(word, open_words)]
        if not unknown:
            if not special:
                return None
            loose = claims and not self._in_one_fact(text, special, verteld if told_form else open_ids)
            return Bewering(soort=BeweringSoort.ONBEKEND if loose else BeweringSoort.GEDEKT, woorden=tuple(special), gezegd=told_form)
        if not claims:  # a question takes something for granted only by a particular word ('je hond') or a name
            pointed = {lemma(match) for match in re.findall(r"\b(?:die|dat) ([^\W\d_]{4,})", low)}
            named = owned if _NAMED.search(low) else set[str]()
            unknown = [word for word in unknown if word in w.bijzonder or word in pointed or word in named or word in self._capitals(text)]
        if any(w.bevat(word, every) for word in unknown):
            if told_form and all(w.bevat(word, self.woordenschat_van(open_ids)) for word in unknown):
                return Bewering(soort=BeweringSoort.ONBEKEND, woorden=tuple(unknown), gezegd=True)  # it is so, but it was never said here
            return Bewering(soort=BeweringSoort.OP_SLOT, woorden=tuple(unknown))
        if unknown and (claims or presumed or any(word in owned for word in unknown)):
            return Bewering(soort=BeweringSoort.ONBEKEND, woorden=tuple(unknown), gezegd=told_form)
        return None

    @staticmethod
    def zegt_na(text: str) -> bool:
        """True for a sentence that says the person said something: 'you say: ...'."""
        return bool(_TOLD.search(f" {' '.join(text.lower().split())} "))

    def _in_one_fact(self, text: str, special: Sequence[str], ids: set[str]) -> bool:
        """True when one fact (or one true sentence) holds nearly all of what a claim says, with the same numbers: known words in a new story are no support."""
        numbers = {n for token in tokens(text) if (n := _number(token)) is not None}
        need = max(1, math.ceil(0.7 * len(special)))
        sources = [f"{f.tekst} {' '.join(f.zeg)} {' '.join(f.onderwerpen)}" for f in self.persona.feiten if f.id in ids]
        for source in (*sources, *self.persona.nooit_tegenspreken):
            own = self._inhoud(source)
            if sum(self.woorden.bevat(word, own) for word in special) >= need:
                there = {n for token in tokens(source) if (n := _number(token)) is not None}
                if numbers <= there:
                    return True
        return False

    def _owned(self, text: str) -> set[str]:
        """Lemmas of what a line says the person has: 'je hond'."""
        out: set[str] = set()
        for match in _OWNED.finditer(text.lower()):
            first = match.group(1).split()
            for word in first[:2]:
                found = lemma(word)
                if self._is_special(word, found):
                    out.add(found)
                    break
        return out

    def _is_special(self, word: str, found: str) -> bool:
        if word in self.woorden.bijzonder or found in self.woorden.bijzonder:
            return True
        if word in self.woorden.algemeen or found in self.woorden.algemeen or _number(word) is not None or _VOORNAAMWOORDELIJK.match(word):
            return False
        return len(word) > 2 and gewoonheid(word) < 5.0

    def is_bijzonder(self, word: str) -> bool:
        """True for a lemma that says something particular about a life: a name, an animal, a trade. Everyday words are not."""
        return self._is_special(word, word)

    def leunt(self, feit: Feit) -> tuple[int, ...]:
        """For each way of saying it: 0 it can be the first thing heard about this, 1 or 2 it leans on something said before."""
        if feit.id not in self._leunt:
            w = self.woorden
            about = set(w.dragend(f"{feit.tekst} {' '.join(feit.onderwerpen)}")) - w.tijd

            def leans(zeg: str) -> int:
                if any(w.bevat(word, about) for word in w.dragend(zeg) if word not in w.tijd):
                    return int(bool(_LEUNT.match(zeg)))
                return 2 if _LEUNT.match(zeg) or _IEMAND.search(zeg) else 1

            self._leunt[feit.id] = tuple(leans(zeg) for zeg in feit.zeg)
        return self._leunt[feit.id]

    def noemt_bijzonders(self, text: str, woorden: Sequence[str]) -> bool:
        """True when one of these words is a name, a number or a word that claims something particular."""
        names = self._capitals(text)
        return any(word in self.woorden.bijzonder or word in names or _number(word) is not None for word in woorden)

    def _special(self, text: str, carrying: Sequence[str]) -> list[str]:
        """Lemmas that name something particular: a person, an animal, a place, a deed. Feelings and everyday words are none."""
        keep = set(carrying)
        out: dict[str, None] = {}
        for match in re.finditer(r"[^\W_]+(?:['’-][^\W_]+)*", text):
            word = match.group(0)
            low = word.lower()
            found = lemma(low)
            if low == self.persona.naam.lower().split()[0]:
                continue
            named = (
                word[:1].isupper()
                and match.start() > 0
                and text[: match.start()].rstrip()[-1:] not in ".!?…\"'"
                and low not in self.woorden.algemeen
            )
            if (found in keep and self._is_special(low, found)) or (named and len(word) > 2):
                out[found] = None
        return list(out)

    @staticmethod
    def _capitals(text: str) -> set[str]:
        """Lemmas of words with a capital inside a sentence: names."""
        return {lemma(m.group(1).lower()) for m in re.finditer(r"(?<=[a-zà-ÿ,] )([A-ZÀ-Þ][\w'-]+)", text)}

    def woordenschat_van(self, ids: set[str]) -> set[str]:
        """Lemmas of these facts: what they say, what they are about. Empty: no ids."""
        words: set[str] = set()
        for i, feit in enumerate(self.persona.feiten):
            if feit.id in ids:
                words |= set(self._fields[i])
        return words

    def _inhoud(self, text: str) -> list[str]:
        """Lemmas of a short sentence without the smallest words and the person's own name."""
        if text not in self._contents:
            own = self.persona.naam.lower().split()[0]
            out = dict.fromkeys(lemma(word) for word in tokens(text) if word not in _KLEIN)
            if len(self._contents) > 2_000:
                self._contents.clear()
            self._contents[text] = [word for word in out if word not in (own, lemma(own)) and word not in _KLEIN]
        return self._contents[text]

    def _never_hit(self, text: str) -> tuple[str, ...]:
        """Words with which a line says (or asks after) an untrue sentence: enough of it, and as yes or no as it stands there."""
        said = self._inhoud(text)
        negated = bool(_NEGATION & set(tokens(text)))
        for line, _ in self._never:
            own = self._inhoud(line)
            if not own or negated != bool(_NEGATION & set(tokens(line))):
                continue
            # a house is no nursing home: the wider word does not say the narrower one
            covered = [
                word for word in own if any(self.woorden.zelfde(word, item) >= (0.8 if len(item) >= len(word) else 0.9) for item in said)
            ]
            left = [word for word in own if word not in covered]
            strong = [word for word in covered if self._is_special(word, word) or word not in self.woorden.algemeen]
            if strong and (not [word for word in left if word not in _ZWAK] or (len(own) >= 4 and len(covered) >= 0.7 * len(own))):
                return tuple(word for word in said if self.woorden.bevat(word, own))
        return ()

    def _against(self, text: str, open_ids: set[str]) -> tuple[str, ...]:
        """Words with which a line contradicts what is true: another number of the same thing, yes for no, no for yes."""
        said = self._inhoud(text)
        said_tokens = set(tokens(text))
        negated = bool(_NEGATION & said_tokens)
        numbers = {n for token in said_tokens if (n := _number(token)) is not None}
        other: tuple[str, ...] = ()
        open_texts = [feit.tekst for feit in self.persona.feiten if feit.id in open_ids]
        for at, line in enumerate((*self.persona.nooit_tegenspreken, *open_texts)):
            line_tokens = set(tokens(line))
            line_numbers = {n for token in line_tokens if (n := _number(token)) is not None}
            own = [word for word in self._inhoud(line) if _number(word) is None]
            hits = [word for word in said if self.woorden.bevat(word, own)]
            special = [word for word in hits if self._is_special(word, word)]
            if not special:
                continue
            if numbers and numbers <= line_numbers:
                return ()  # what is said stands there, number and all
            if numbers and line_numbers and not numbers & line_numbers and _same_thing_counted(text, line):
                other = other or tuple(hits)
            if at >= len(self.persona.nooit_tegenspreken):
                continue
            covered = [word for word in own if self.woorden.bevat(word, said)]
            if len(covered) >= 0.6 * len(own) and negated != bool(_NEGATION & line_tokens):
                return tuple(hits)
        return other


def _same_thing_counted(a: str, b: str) -> bool:
    """True when both texts put a number before the same word: 'drie kinderen', 'twee kinderen'."""

    def counted(text: str) -> set[str]:
        words = tokens(text)
        return {lemma(after) for word, after in pairwise(words) if _number(word) is not None} - _MAAT

    return bool(counted(a) & counted(b))


def _names(persona: Persona) -> set[str]:
    """Names of people and places in what is true of this person, in lower case."""
    out: set[str] = set()
    for text in (*persona.nooit_tegenspreken, *(feit.tekst for feit in persona.feiten)):
        for match in re.finditer(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ][\w'-]+", text):
            out.add(match.group(0).lower())
    return out
