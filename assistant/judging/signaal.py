"""assistant.judging.signaal: do these words speak of danger now or very soon? Then the fixed card is shown.

In: what a client said.   Out: acuut yes or no, the soort of card, the stretch of the client's own words that made it appear, and why.
Two readers, and either is enough: words that an organisation can edit (prompts/veiligheid/woorden.toml; `signaal_snel`, regular expressions
only, so that the screen can ask it while somebody types) and a learned likeness for what is said in a veiled way. Without weights the words
alone decide.
Never: a score of a person, a diagnosis, a record. It errs to showing the card: that costs one key.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from re import _parser as re_parser  # type: ignore[attr-defined]  # the one that re.compile itself uses; there is no public one
from typing import Any, Literal, Protocol, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

Soort = Literal["suicidaliteit", "geweld", "kindveiligheid", "ernstige_verwaarlozing"]
SOORTEN: tuple[Soort, ...] = get_args(Soort)
MAX_CHARS = 6_000
"""Longer answers are read in overlapping parts of this size, so that the time stays linear."""

SHIPPED = Path(__file__).resolve().parents[2] / "prompts" / "veiligheid" / "woorden.toml"
WEIGHTS = Path(__file__).parent / "gewichten"

NAMEN = {
    "suicidaliteit": "niet meer willen leven",
    "geweld": "geweld of dreiging",
    "kindveiligheid": "gevaar voor een kind",
    "ernstige_verwaarlozing": "een lijf in gevaar zonder hulp",
}


# -- the words, as content -----------------------------------------------------------------------


class Regel(BaseModel):
    """One way in which danger is spoken of. `patronen` is enough unless `en` (same text) or `en_zin` (same sentence) asks for more."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    soort: Soort
    patronen: list[str] = Field(min_length=1)
    en: list[str] = []
    en_zin: list[str] = []
    zonder: list[str] = []
    tenzij: list[str] = []
    altijd: bool = False
    """So plain that the likeness may not take it away."""


class Uitzondering(BaseModel):
    """When words of danger are not about danger now: a manner of speaking, a game, a past that is over, a denial.

    `bereik`: where it must stand: the same sentence ('zin'), anywhere ('tekst') or just before the words ('ervoor').
    `behalve`: words in the text that undo the exception.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    bereik: Literal["zin", "tekst", "ervoor"]
    patronen: list[str] = Field(min_length=1)
    behalve: list[str] = []


class _Pattern:
    """A regular expression that is checked at once and compiled at its first use: most are never needed. Raises re.error when it is wrong.

    What comes with the program was checked when it was made (gewichten/poorten.json), which saves a second at every start.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        if pattern_key(source) not in known_gates():
            _ = self.parsed

    @cached_property
    def parsed(self) -> Any:
        return re_parser.parse(self.source)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.source)


def pattern_key(source: str) -> str:
    """Under which name the gates of a pattern are kept."""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def known_gates() -> Mapping[str, Any]:
    """Pattern key -> the letter runs of its gate, for the words that come with the program. Empty when the file is not there."""
    try:
        found: Mapping[str, Any] = json.loads((WEIGHTS / "poorten.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


@dataclass(frozen=True)
class _Gated:
    """A pattern and the letters without which it cannot match: of every set at least one must be in the text."""

    pattern: _Pattern
    needs: tuple[frozenset[str], ...]

    def may_match(self, present: frozenset[str]) -> bool:
        return all(not need.isdisjoint(present) for need in self.needs)


@dataclass(frozen=True)
class _Rule:
    id: str
    soort: str
    patterns: tuple[_Gated, ...]
    also: tuple[_Pattern, ...]
    near: tuple[_Pattern, ...]
    without: _Pattern | None
    unless: tuple[str, ...]


@dataclass(frozen=True)
class _Exception:
    scope: str
    pattern: _Pattern
    undone: _Pattern | None


class Woorden(BaseModel):
    """The file woorden.toml, checked and compiled. Raises ValueError (pydantic's ValidationError) with the id of the rule that is wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    versie: int
    bron: str
    stukken: dict[str, str] = {}
    regels: list[Regel] = Field(min_length=1)
    uitzonderingen: list[Uitzondering] = []

    _rules: tuple[_Rule, ...] = PrivateAttr(default=())
    _exceptions: dict[str, _Exception] = PrivateAttr(default_factory=dict)
    _letters: dict[str, tuple[str, ...]] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _compile(self) -> Woorden:
        self._exceptions.update({item.id: self._exception(item) for item in self.uitzonderingen})
        rules = []
        for rule in self.regels:
            if missing := [name for name in rule.tenzij if name not in self._exceptions]:
                raise ValueError(f"regel {rule.id}: de uitzondering {missing[0]!r} bestaat niet")
            without = "|".join(rule.zonder)
            rules.append(
                _Rule(
                    id=rule.id,
                    soort=rule.soort,
                    patterns=tuple(_gated(self._pattern(p, rule.id)) for p in rule.patronen),
                    also=tuple(self._pattern(p, rule.id) for p in rule.en),
                    near=tuple(self._pattern(p, rule.id) for p in rule.en_zin),
                    without=self._pattern(without, rule.id) if without else None,
                    unless=tuple(rule.tenzij),
                )
            )
        self._rules = tuple(rules)
        by_start: dict[str, list[str]] = {}
        for letters in {run for rule in rules for gated in rule.patterns for need in gated.needs for run in need}:
            by_start.setdefault(letters[:START], []).append(letters)
        self._letters.update({start: tuple(each) for start, each in by_start.items()})
        return self

    def rules(self) -> tuple[_Rule, ...]:
        return self._rules

    def other_patterns(self) -> tuple[_Pattern, ...]:
        """Those without a gate: conditions of rules, and exceptions."""
        own = [p for rule in self._rules for p in (*rule.also, *rule.near, rule.without) if p is not None]
        return (*own, *(p for e in self._exceptions.values() for p in (e.pattern, e.undone) if p is not None))

    def present(self, flat: str) -> frozenset[str]:
        """The letter runs of the gates that stand in `flat`. Looks only for runs of which the first letters occur."""
        starts = {flat[i : i + size] for size in (2, START) for i in range(len(flat) - size + 1)}
        return frozenset(run for start in starts & self._letters.keys() for run in self._letters[start] if run in flat)

    def _exception(self, item: Uitzondering) -> _Exception:
        undone = self._pattern("|".join(item.behalve), item.id) if item.behalve else None
        return _Exception(item.bereik, self._pattern("|".join(item.patronen), item.id), undone)

    def _pattern(self, source: str, owner: str) -> _Pattern:
        for _ in range(4):  # a stuk may use another stuk
            source = re.sub(r"\{([a-z_]+)\}", lambda m: self._stuk(m[1], owner), source)
        try:
            return _Pattern(rf"(?<!\w)(?:{source})(?!\w)")
        except re.error as error:
            raise ValueError(f"regel {owner}: het patroon klopt niet ({error})") from None

    def _stuk(self, name: str, owner: str) -> str:
        if name not in self.stukken:
            raise ValueError(f"regel {owner}: het stuk {{{name}}} bestaat niet")
        return self.stukken[name]


START = 3
"""Gates are looked up by this many first letters (a run of two by both)."""
MANY = 48
"""More letter runs than this are not kept together: a gate must stay cheaper than the pattern behind it."""


def _gated(pattern: _Pattern) -> _Gated:
    """The pattern with its gate: searching a few fixed letters is a hundred times faster than trying every pattern everywhere."""
    known = known_gates().get(pattern_key(pattern.source))
    return _Gated(pattern, gates_of(pattern.parsed) if known is None else tuple(frozenset(need) for need in known))


def gates_of(parsed: Any) -> tuple[frozenset[str], ...]:
    """What `_Gated.needs` holds, worked out from a parsed pattern."""
    needs = [_shortest(need) for need in _needs(parsed)]
    return tuple(dict.fromkeys(need for need in needs if all(len(letters) > 1 for letters in need)))


def _shortest(need: frozenset[str]) -> frozenset[str]:
    """Without the runs that hold a shorter one of the same set."""
    return frozenset(run for run in need if not any(other != run and other in run for other in need))


def _needs(sequence: Any) -> list[frozenset[str]]:
    """Sets of letter runs; a match of the parsed `sequence` holds at least one run of every set."""
    found: list[frozenset[str]] = []
    run: frozenset[str] = frozenset([""])
    for item in sequence:
        exact = _exact([item])
        if exact is not None and len(exact) * len(run) <= MANY:
            run = frozenset(a + b for a in run for b in exact)
            continue
        found.append(run)
        run = frozenset([""])
        if exact is not None and len(exact) <= MANY * 4:
            run = exact
        else:
            found += _needs_of(item)
    found.append(run)
    return [need for need in found if need and "" not in need]


def _needs_of(item: Any) -> list[frozenset[str]]:
    kind, value = str(item[0]), item[1]
    if kind == "SUBPATTERN":
        return _needs(value[3])
    if kind == "MAX_REPEAT" and value[0] > 0:
        return _needs(value[2])
    if kind == "BRANCH":
        each = [_needs(option) for option in value[1]]
        if all(each):  # an option that asks nothing opens the gate for all
            return [frozenset().union(*(max(options, key=lambda need: min(map(len, need))) for options in each))]
    return []


def _exact(sequence: Any) -> frozenset[str] | None:
    """Every text that the parsed `sequence` can be, or None when there are too many. Looking around takes no letters."""
    texts: frozenset[str] = frozenset([""])
    for kind, value in sequence:
        name, more = str(kind), None
        if name == "LITERAL":
            more = frozenset([chr(value)])
        elif name in ("ASSERT", "ASSERT_NOT", "AT"):
            more = frozenset([""])
        elif name == "SUBPATTERN":
            more = _exact(value[3])
        elif name == "IN" and all(str(k) == "LITERAL" for k, _ in value):
            more = frozenset(chr(v) for _, v in value)
        elif name == "MAX_REPEAT" and value[1] == 1:
            once = _exact(value[2])
            more = once if once is None or value[0] else once | {""}
        elif name == "BRANCH":
            options = [_exact(option) for option in value[1]]
            more = None if None in options else frozenset().union(*(option for option in options if option is not None))
        if more is None or len(more) * len(texts) > MANY * 4:
            return None
        texts = frozenset(a + b for a in texts for b in more)
    return texts


def lees_woorden(data: Mapping[str, Any]) -> Woorden:
    """The words from the parsed TOML. Raises ValueError when a rule is wrong."""
    return Woorden.model_validate(data)


@lru_cache(maxsize=1)
def eigen_woorden() -> Woorden:
    """The words that come with the program."""
    return lees_woorden(tomllib.loads(SHIPPED.read_text(encoding="utf-8")))


# -- reading by words ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Treffer:
    """One stretch of danger words: text[begin:end] in the client's own letters."""

    soort: str
    regel: str
    begin: int
    end: int


_ODD = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "\u00a0": " ", "\t": " ", "\n": " ", "\r": " "})


def plat(text: str) -> str:
    """Small letters without accents, one character for one character, so that places stay the same."""
    out = []
    for char in text.translate(_ODD):
        base = unicodedata.normalize("NFD", char)[0].lower() if ord(char) > 127 else char.lower()
        out.append(base if len(base) == 1 else char)
    return "".join(out)


def _sentences(flat: str) -> list[tuple[int, int]]:
    """(begin, end) of every sentence; together they cover the text. A full stop in a time (10.12) does not end one."""
    ends = [m.end() for m in re.finditer(r"(?<!\d)[.!?;…]+(?=\s|$)|(?<=\d)[.!?](?=\s|$)", flat)]
    if not ends or ends[-1] < len(flat):
        ends.append(len(flat))
    return list(zip([0, *ends[:-1]], ends, strict=True))


def treffers(text: str, woorden: Woorden) -> list[Treffer]:
    """Every stretch of danger words that no exception takes away, in the order of the rules. Empty: none."""
    found: list[Treffer] = []
    step = MAX_CHARS - 500
    for offset in range(0, max(len(text), 1), step):
        found += _in_part(plat(text[offset : offset + MAX_CHARS]), offset, woorden)
        if offset + MAX_CHARS >= len(text):
            break
    return found


def _in_part(flat: str, offset: int, woorden: Woorden) -> list[Treffer]:
    found: list[Treffer] = []
    sentences = _sentences(flat)
    present = woorden.present(flat)
    excused: dict[tuple[str, int, int], bool] = {}
    for rule in woorden._rules:
        gated = [each.pattern for each in rule.patterns if each.may_match(present)]
        if not gated or not all(pattern.regex.search(flat) for pattern in rule.also):
            continue
        counts: dict[tuple[int, int], bool] = {}  # asked once per sentence: in a long one without full stops the time stays linear
        for pattern in gated:
            for match in pattern.regex.finditer(flat):
                if match.end() == match.start():
                    continue
                begin, end = _around(sentences, match)
                if (begin, end) not in counts:
                    counts[begin, end] = all(near.regex.search(flat, begin, end) for near in rule.near) and not (
                        rule.without is not None and rule.without.regex.search(flat[begin:end])
                    )
                if counts[begin, end] and not any(_excuses(name, woorden, flat, (begin, end), match, excused) for name in rule.unless):
                    found.append(Treffer(rule.soort, rule.id, offset + match.start(), offset + match.end()))
    return found


def _excuses(
    name: str, woorden: Woorden, flat: str, sentence: tuple[int, int], match: re.Match[str], known: dict[tuple[str, int, int], bool]
) -> bool:
    """Does this exception take the words away? What stands in a sentence or the text is looked up once (`known`)."""
    exception = woorden._exceptions[name]
    if exception.scope == "ervoor":
        return _applies(exception, flat, sentence, match)
    key = (name, *sentence) if exception.scope == "zin" else (name, 0, len(flat))
    if key not in known:
        known[key] = _applies(exception, flat, sentence, match)
    return known[key]


def _around(sentences: list[tuple[int, int]], match: re.Match[str]) -> tuple[int, int]:
    touched = [(a, b) for a, b in sentences if a < match.end() and b > match.start()]
    return (touched[0][0], touched[-1][1]) if touched else (match.start(), match.end())


def _applies(exception: _Exception, flat: str, sentence: tuple[int, int], match: re.Match[str]) -> bool:
    if exception.scope == "ervoor":
        before = flat[max(sentence[0], match.start() - 40) : match.start()]
        tail = before[-1:].isspace() or not before
        hit = tail and any(m.end() >= len(before.rstrip()) for m in exception.pattern.regex.finditer(before.rstrip()))
        return hit and not (exception.undone is not None and exception.undone.regex.search(match.group()))
    where = flat if exception.scope == "tekst" else flat[sentence[0] : sentence[1]]
    if not exception.pattern.regex.search(where):
        return False
    return exception.undone is None or not exception.undone.regex.search(flat)


def signaal_snel(tekst: str, woorden: Woorden) -> dict[str, Any]:
    """The words alone: {"acuut","soort","woorden","uitleg"}. Pure, a few milliseconds, no model; for the screen itself.

    `woorden` is a stretch of `tekst`, '' when there is no signal. Where several soorten speak, the one with most stretches goes first.
    """
    return _outcome(tekst, treffers(tekst, woorden), None)


def _outcome(text: str, hits: list[Treffer], veiled: str | None) -> dict[str, Any]:
    if hits:
        counts = {soort: sum(h.soort == soort for h in hits) for soort in {h.soort for h in hits}}
        soort = max(counts, key=lambda s: (counts[s], -SOORTEN.index(s)))
        first = min((h for h in hits if h.soort == soort), key=lambda h: h.begin)
        return {
            "acuut": True,
            "soort": soort,
            "woorden": text[first.begin : first.end].strip(),
            "uitleg": f"Deze woorden kunnen wijzen op {NAMEN[soort]}.",
        }
    if veiled is not None:
        uitleg = f"Dit lijkt op hoe mensen bedekt spreken over {NAMEN[veiled]}. Vraag rustig wat de cliënt bedoelt."
        return {"acuut": True, "soort": veiled, "woorden": text.strip(), "uitleg": uitleg}
    return {"acuut": False, "soort": None, "woorden": "", "uitleg": ""}


# -- reading by likeness -------------------------------------------------------------------------

PREFIX = "query: "


@dataclass(frozen=True)
class Gelijkenis:
    """The learned likeness: one number for 'danger now' and one per soort, from the encoder's reading of the whole text.

    mean, w: float32[hidden]; soort_w: float32[4, hidden] in the order of SOORTEN.
    `drempel`: from here the likeness alone shows the card. `ondergrens`: below this, words that have another meaning here do not.
    """

    mean: Any
    w: Any
    b: float
    soort_w: Any
    soort_b: Any
    drempel: float
    ondergrens: float

    def certainty(self, vector: Any) -> tuple[float, str]:
        """(certainty 0-1 that this speaks of danger now, the soort it is most like)."""
        import numpy as np

        x = vector - self.mean
        x = x / (float(np.linalg.norm(x)) or 1.0)
        value = 1.0 / (1.0 + float(np.exp(-np.clip(x @ self.w + self.b, -30, 30))))
        return value, SOORTEN[int(np.argmax(self.soort_w @ x + self.soort_b))]


def lees_gelijkenis(path: Path = WEIGHTS / "signaal.safetensors") -> Gelijkenis | None:
    """The learned weights, or None where they are missing: then the words alone decide."""
    if not path.is_file():
        return None
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        meta = file.metadata()
        t = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - not a dict
    return Gelijkenis(t["mean"], t["w"], float(t["b"][0]), t["soort.w"], t["soort.b"], float(meta["drempel"]), float(meta["ondergrens"]))


def lees_vector(text: str) -> Any:
    """float32[hidden]: what the untaught encoder makes of the text. About 30 ms; raises OSError when its weights are missing."""
    from assistant.judging.encoder import base_encoder

    return base_encoder().read(PREFIX + text).vectors.mean(axis=0)


class Signaleerder:
    """Words and likeness together. Loads the encoder at the first question; where that fails the words alone answer.

    Args:
        woorden: the words of the organisation.
        gelijkenis: learned weights, or None for the words alone.
        vector: text -> float32[hidden]; another one only in tests.
        lezer: (text, question before it) -> {"acuut", soort: certainty}; it goes before the likeness. Empty: there is none.
        grenzen: from which certainties of the reading model; see LEZER_GRENZEN.
    """

    def __init__(
        self,
        woorden: Woorden,
        gelijkenis: Gelijkenis | None = None,
        vector: Callable[[str], Any] = lees_vector,
        lezer: Callable[[str, str], Mapping[str, float]] | None = None,
        grenzen: Mapping[str, float] | None = None,
    ) -> None:
        self._woorden = woorden
        self._grenzen = {**LEZER_GRENZEN, **(grenzen or {})}
        self._lezer = lezer
        self._gelijkenis = gelijkenis
        self._vector = vector

    def signaal(self, tekst: str, vraag: str = "") -> dict[str, Any]:
        """{"acuut","soort","woorden","uitleg"}; an empty text holds no signal. `vraag` is only read along, never searched for words."""
        if not tekst.strip():
            return _outcome(tekst, [], None)
        hits = treffers(tekst, self._woorden)
        if self._lezer is not None:
            surest = self._lezer(tekst[:READ_CHARS], vraag)
            if surest:
                likest = max(SOORTEN, key=lambda name: float(surest[name]))
                veiled = self._alarms(surest)
                if (veiled or hits) and (rest := without_goodbyes(tekst[:READ_CHARS])) != tekst[:READ_CHARS]:
                    said = {h.regel for h in treffers(without_goodbyes(tekst), self._woorden)}
                    hits = [h for h in hits if h.regel in said]
                    veiled = veiled and (bool(hits) or (bool(rest.strip()) and self._alarms(self._lezer(rest, vraag))))
                if surest["acuut"] < self._grenzen["laag"] and not any(h.regel in self._altijd for h in hits):
                    hits = []
                return _outcome(tekst, hits, likest if veiled else None)
        certainty, soort = self._likeness(tekst)
        if certainty is None or self._gelijkenis is None:
            return _outcome(tekst, hits, None)
        if hits and certainty < self._gelijkenis.ondergrens and not any(h.regel in self._altijd for h in hits):
            hits = []
        return _outcome(tekst, hits, soort if certainty >= self._gelijkenis.drempel else None)

    def _alarms(self, read: Mapping[str, float]) -> bool:
        return bool(read) and read["acuut"] >= self._grenzen["hoog"] and max(read[name] for name in SOORTEN) >= self._grenzen["soort"]

    @property
    def _altijd(self) -> frozenset[str]:
        return frozenset(rule.id for rule in self._woorden.regels if rule.altijd)

    def _likeness(self, tekst: str) -> tuple[float | None, str]:
        if self._gelijkenis is None:
            return None, ""
        best: tuple[float | None, str] = (None, "")
        try:
            for part in _parts(tekst):
                found = self._gelijkenis.certainty(self._vector(part))
                if best[0] is None or found[0] > best[0]:
                    best = found
        except (OSError, ImportError):
            self._gelijkenis = None  # no encoder on this machine: the words alone, from now on
            return None, ""
        return best


LEZER_GRENZEN: Mapping[str, float] = {"hoog": 0.87, "laag": 0.0, "soort": 0.5}
"""When nothing was chosen (drempels.json, 'signaal'). From 'hoog' on the reading model alone shows the card, if it is as sure as 'soort' of which danger;
below 'laag' it takes words that mean something else here (a song, long ago, a game) off the list, except those that always count."""


@lru_cache(maxsize=1)
def lees_grenzen() -> Mapping[str, float]:
    """As chosen on the part 'kiezen' (assistant.judging.training.grenzen). Empty: nothing was chosen."""
    try:
        found: Mapping[str, float] = json.loads((WEIGHTS / "drempels.json").read_text(encoding="utf-8")).get("signaal", {})
    except (OSError, ValueError):
        return {}
    return found


_DAYS = "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
_NEXT = (
    rf"tot (?:morgen|overmorgen|straks|zo|dan|gauw|snel|kijk|vanmiddag|vanavond|{_DAYS}|(?:de |een )?volgende (?:week|keer|maand|{_DAYS})|de volgende|"
    r"over \w+ (?:dagen|weken)|na (?:het weekend|de vakantie))"
)
_THANKS = r"(?:en|nou|ok[eé]|okay|goed|prima|mooi|top|fijn\w*|leuk\w*|graag gedaan|dank\w*|bedankt|hartelijk|dag|doei|houdoe|hoi|groet\w*)"
_GOODBYE = re.compile(rf"^\s*(?:{_THANKS}(?:\s+\w+){{0,3}}\s*[,;–-]?\s*){{0,3}}{_NEXT}(?:,?\s+\w+){{0,2}}\s*[.!?…]*\s*$", re.IGNORECASE)
"""A sentence that is thanks and 'until', and nothing else. 'Nog even volhouden tot zaterdag' and 'tot zondag kan ik nog' are none."""
_NOT_SURE = re.compile(
    r"\b(?:als|misschien|hoop|laatste|nooit|niet|geen|hemel|boven|kant|god|allah|zonder|alles|kan|hou|moet|"
    r"vaarwel|afscheid|voorgoed|geweest|spijt|sorry|vergeef|rust)\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"\btot (?:morgen|overmorgen|vanmiddag|vanavond|{_DAYS}|(?:de |een )?volgende (?:week|keer|maand|{_DAYS})|over \w+ (?:dagen|weken))\b",
    re.IGNORECASE,
)
_FOR_ALL = re.compile(r"\bvoor alles\b", re.IGNORECASE)
"""'Bedankt voor alles' alone is how people take leave for good; with 'tot dinsdag' behind it, it is how they go home."""
GOODBYE_WORDS = 14
_LINE = re.compile(r"[^.!?…\n]+[.!?…\n]*\s*")


def without_goodbyes(text: str) -> str:
    """The text without sentences that only say goodbye until a next time: thanks and a goodbye sound like a farewell, and are how every talk ends.

    A goodbye with a condition or a denial in it ('tot morgen, als ik er nog ben') stays.
    """

    def ordinary(line: str) -> bool:
        read = _FOR_ALL.sub("", line) if _DATED.search(line) else line
        return len(line.split()) <= GOODBYE_WORDS and bool(_GOODBYE.match(read)) and not _NOT_SURE.search(read)

    return "".join(m.group() for m in _LINE.finditer(text) if not ordinary(m.group()))


READ_CHARS = 20_000
"""So much is read by the reading model, as in `herken`; the words are looked for in all of it."""
PART_CHARS = 700


def _parts(text: str) -> list[str]:
    """The text in stretches that the encoder can hold, cut at sentences. At most eight: the beginning and the end of a very long text."""
    if len(text) <= PART_CHARS:
        return [text]
    parts, current = [], ""
    for begin, end in _sentences(plat(text)):
        if current and len(current) + end - begin > PART_CHARS:
            parts.append(current)
            current = ""
        current += text[begin : min(end, begin + PART_CHARS)]
    parts.append(current)
    return parts if len(parts) <= 8 else parts[:4] + parts[-4:]


def lees_acuut(text: str, vraag: str = "") -> dict[str, float]:
    """What the reading model of this process makes of it; empty where it is missing."""
    from assistant.judging.judge import shared_judge

    return shared_judge().acute(text, vraag)


@lru_cache(maxsize=1)
def _shared() -> Signaleerder:
    return Signaleerder(eigen_woorden(), lees_gelijkenis(), lezer=lees_acuut, grenzen=lees_grenzen())


def signaal(tekst: str, vraag: str = "") -> dict[str, Any]:
    """Words and likeness, with what comes with the program: {"acuut","soort","woorden","uitleg"}."""
    return _shared().signaal(tekst, vraag)


def signaal_voor_herken(tekst: str, vraag: str = "") -> dict[str, Any]:
    """The same for `herken`, with the keys of its contract only: {"acuut","soort"}."""
    found = signaal(tekst, vraag)
    return {"acuut": found["acuut"], "soort": found["soort"]}


M = TypeVar("M", bound=BaseModel)


class Source(Protocol):
    """Where the words come from: the content of the organisation (assistant.engine.content.Content)."""

    def load(self, name: str, model: type[M]) -> M: ...


def maak(content: Source) -> Signaleerder:
    """With the words of the organisation. Raises ContentError when its file has a mistake."""
    return Signaleerder(content.load("veiligheid/woorden.toml", Woorden), lees_gelijkenis(), lezer=lees_acuut, grenzen=lees_grenzen())


def build(content: Source) -> Callable[[str, str], dict[str, Any]]:
    """What `herken` asks: (text, question before it) -> {"acuut","soort"}, with the words of the organisation."""
    signaleerder = maak(content)

    def hear(text: str, vraag: str = "") -> dict[str, Any]:
        found = signaleerder.signaal(text, vraag)
        return {"acuut": found["acuut"], "soort": found["soort"]}

    return hear


CARD_DAYS = 180
"""A release is refused when the telephone numbers on the cards were checked longer ago than this."""


def kaarten_verouderd(kaarten: Mapping[str, Any], vandaag: dt.date) -> list[str]:
    """What stands in the way of a release: the dates of veiligheid/kaarten.toml beside today. Empty: nothing.

    Raises ValueError for a date that is none.
    """
    checked, until = dt.date.fromisoformat(str(kaarten["gecontroleerd_op"])), dt.date.fromisoformat(str(kaarten["controleer_voor"]))
    wrong = []
    if (vandaag - checked).days > CARD_DAYS:
        wrong.append(f"gecontroleerd_op ({checked.isoformat()}) is ouder dan {CARD_DAYS} dagen: controleer de nummers")
    if vandaag > until:
        wrong.append(f"controleer_voor ({until.isoformat()}) is voorbij: controleer de nummers")
    if checked > vandaag:
        wrong.append(f"gecontroleerd_op ({checked.isoformat()}) ligt in de toekomst")
    return wrong


def handler(signaleerder: Signaleerder) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """The handler of the name `signaal`: in {"id"?, "antwoord" or "tekst"}; out {"id", "acuut", "soort", "woorden", "uitleg"}."""

    def answer(payload: Mapping[str, Any]) -> dict[str, Any]:
        text = str(payload.get("antwoord") or payload.get("tekst") or "")
        return {"id": payload.get("id"), **signaleerder.signaal(text)}

    return answer
