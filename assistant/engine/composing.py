"""assistant.engine.composing: small steps made of the client's own words, for a wish that no step pattern fits.

In:    a wish, who and what the client named, the sentences of prompts/stappen_woorden.toml.   Out: filled sentences, with someone of the client's own first.
Never: names someone who is a danger; changes the client's words: they stand between ‘ ’, or as they are in a sentence where they fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field, model_validator

from assistant.domain.values import Frozen
from assistant.engine.content import Content
from assistant.judging.bouwstenen import Bouwsteen
from assistant.judging.hulp import Helper, goes_along, lends
from assistant.judging.wenskern import SOORTEN, Kern

MOMENTS = ("zaterdagochtend", "woensdagmiddag", "donderdagavond", "dinsdagochtend", "zondagmiddag", "vrijdagmiddag", "maandagochtend")
OFFICE = ("dinsdagochtend", "woensdagmiddag", "vrijdagochtend", "maandagochtend", "donderdagmiddag")
MAX_QUOTE = 16
"""A longer wish is not quoted in a step: the sentence would be all quote."""


class WoordStap(Frozen):
    """One sentence with room for the client's own words (prompts/stappen_woorden.toml)."""

    id: str = Field(pattern=r"^[a-z]+\.[a-z_]+$")
    soort: tuple[str, ...] = Field(min_length=1)
    zin: str
    als_het_tegenzit: str
    kleiner: str
    minuten: int = Field(default=15, ge=1, le=240)
    niet_bij: tuple[str, ...] = ()
    werkdag: bool = False
    """Only on a day on which offices are open."""

    @property
    def plekken(self) -> frozenset[str]:
        """The slots of the sentence."""
        return frozenset(re.findall(r"\{(\w+)\}", self.zin))

    @model_validator(mode="after")
    def _known(self) -> WoordStap:
        if unknown := self.plekken - {
            "wanneer",
            "hulpbron",
            "plek",
            "ding",
            "naaste",
            "hulp",
            "hulp_bekend",
            "hulp_nieuw",
            "kern",
            "om_te",
            "wens",
            "werkwoord",
            "kracht",
            "mee",
            "leen_van",
            "leen",
            "plek_zelf",
            "kern_kort",
            "werkt",
            "heb",
        }:
            raise ValueError(f"onbekende plek in de zin: {', '.join(sorted(unknown))}")
        if "wanneer" not in self.plekken or not self.zin.startswith("Ik "):
            raise ValueError("de zin begint met Ik en heeft {wanneer}")
        if unknown := frozenset(self.soort) - frozenset(SOORTEN):
            raise ValueError(f"onbekende soort wens: {', '.join(sorted(unknown))}")
        return self


class WoordStappen(Frozen):
    versie: int = 1
    bron: str
    stappen: tuple[WoordStap, ...] = Field(min_length=1)


def load_woordstappen(content: Content) -> tuple[WoordStap, ...]:
    """In the order in which they are offered. Raises ContentError with file and key."""
    return content.load("stappen_woorden.toml", WoordStappen).stappen


def pattern_id(stap: WoordStap) -> str:
    """The id that a draft made of this sentence carries: 'eigen.' and its own."""
    return f"eigen.{stap.id.replace('.', '_')}"


@dataclass(frozen=True)
class Gevuld:
    """A step with the client's words in it."""

    stap: WoordStap
    zin: str
    wanneer: str
    hulpbron: Helper | None = None
    naaste: str = ""
    kracht: bool = False
    """Whether the kracht that was given stands in it."""
    bouwsteen: Bouwsteen | None = None
    """What the client said that it is built on."""

    @property
    def persoonlijk(self) -> bool:
        """Whether something of this client stands in it beside the wish."""
        return self.kracht or self.bouwsteen is not None or self.hulpbron is not None


_DAY = re.compile(
    r"(?:\b(?P<lang>vorige|afgelopen|verleden|laatst|toen|vroeger|gisteren)\b.{0,25}?)?\b(?P<dag>maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)"
    r"(?P<deel>s|ochtend|morgen|middag|avond)?\b",
    re.IGNORECASE,
)


def day_in(sentence: str) -> str:
    """The day the client names ('elke donderdag' -> 'donderdag'), or ''. Not one that is past."""
    for found in _DAY.finditer(sentence):
        if not found["lang"]:
            part = (found["deel"] or "").lower()
            return found["dag"].lower() + (part if part != "s" else "")
    return ""


_HET = re.compile(
    r"(?:huis|park|café|cafe|plein|zwembad|bos|strand|koor|kanaal|meer|kantoor|atelier|theater|museum|centrum|veld|station|terras|dorp|restaurant|terrein|honk|lokaal)$",
    re.IGNORECASE,
)


def named(helper: Helper) -> str:
    """The name as it stands in a sentence: a bare 'buurthuis' gets its article, anything else stays as the client said it."""
    name = helper.naam
    if helper.soort in ("plaats", "organisatie") and re.match(r"[a-zé]\w*$", name):
        return f"{'het' if _HET.search(name) else 'de'} {name}"
    if helper.soort in ("plaats", "organisatie") and re.match(r"(?:Bibliotheek|Moskee|Kerk|Buurthuis|Park)$", name):
        return f"{'het' if _HET.search(name) else 'de'} {name.lower()}"
    return name


_PAST = re.compile(r"\b(?:vroeger|deed|was|ging|woonde|werkte|zat|toen|destijds)\b", re.IGNORECASE)
"""A place of long ago is no place to go to."""


def _part_of_day(words: str) -> str:
    """A moment that fits what works in the evening or in the morning; '' when neither is said."""
    if re.search(r"\b(?:avonds?|nachts?|slaap|slapen|bed)\b|avond\b", words, re.IGNORECASE):
        return "donderdagavond"
    return "woensdagochtend" if re.search(r"\b(?:ochtends?|morgens|opsta)\b|ochtend\b", words, re.IGNORECASE) else ""


def _same(name: str, naaste: str) -> bool:
    a, b = (
        {w.lower() for w in re.findall(r"[\w'’-]+", text)} - {"mijn", "m'n", "mn", "me", "onze", "ons", "de"} for text in (name, naaste)
    )
    return bool(a & b)


_ORDER = (("mee",), ("leen_van",), ("hulpbron", "naaste"), ("werkt",), ("plek_zelf",), ("plek", "ding"), ("heb",), ("kracht",))
"""What a step rests on, the first first: someone of the own circle, what works already, a place or thing, what is there, an own kracht; then alone."""


def _turn(stap: WoordStap) -> int:
    return next((n for n, names in enumerate(_ORDER) if stap.plekken & set(names)), len(_ORDER))


_REST = re.compile(r",|;|:|\s(?:omdat|want|zodat|voordat|als|en dan|maar|en ik)\b", re.IGNORECASE)


def shortened(wish: str) -> str:
    """The wish, or of a long one the beginning that says it; '' when it cannot be cut."""
    if len(wish.split()) <= MAX_QUOTE:
        return wish
    cut = next((m for m in _REST.finditer(wish) if len(wish[: m.start()].split()) >= 4), None)
    short = wish[: cut.start()] if cut else ""
    return short if 4 <= len(short.split()) <= MAX_QUOTE else ""


def compose(
    wish: str,
    sentence: str,
    kern: Kern,
    helpers: Sequence[Helper],
    stappen: Sequence[WoordStap],
    without: frozenset[str],
    kracht: str = "",
    stenen: Sequence[Bouwsteen] = (),
) -> Iterator[Gevuld]:
    """Every step for this wish that can be filled: with someone or something of the client's own first, then with an own kracht, then alone; within
    these in the order of the file.

    Args:
        sentence: what the wish stands in; a day that is named there is the day of the step.
        helpers: natural ones that may be named, the nearest to the wish first.
        kracht: what the client said of an own strength that may help here, in the client's words, or ''.
        stenen: what the client said that works or is there (judging.bouwstenen).
        without: conditions of the client (drafting.conditions) that rule steps out.
    """
    own = [h for h in helpers if h.natuurlijk]
    people = [h for h in own if h.soort == "persoon" and not _same(h.naam, kern.naaste) and h.naam.lower() not in wish.lower()]
    slots = {name: getattr(kern, name) for name in ("kern", "werkwoord", "om_te", "naaste", "hulp", "hulp_bekend", "hulp_nieuw")}
    slots |= {"wens": shortened(wish), "kracht": kracht}
    slots["kern_kort"] = kern.kern if len(kern.kern.split()) <= 2 or kern.kern.startswith(f"{kern.werkwoord} ") else ""
    places = [h for h in own if h.soort in ("plaats", "organisatie") and not _PAST.search(h.zin)]
    by_stone = {soort: [b for b in stenen if b.soort == soort] for soort in ("werkt", "heb")}
    by_kind: Mapping[str, Sequence[Helper]] = {
        "mee": [h for h in people if goes_along(h.zin)],
        "leen_van": [h for h in people if lends(h.zin)],
        "hulpbron": people,
        "plek_zelf": [h for h in places if h.naam.lower() in wish.lower()],
        "plek": [h for h in places if h.naam.lower() not in wish.lower()],
        "ding": [h for h in own if h.soort == "ding"],
    }
    turn = sum(map(ord, wish))
    used: dict[str, int] = {}
    fitting = [s for s in stappen if kern.soort in s.soort and not without & set(s.niet_bij)]
    for stap in sorted(fitting, key=_turn):
        role = next((r for r in by_kind if r in stap.plekken), "")
        # the longest name first: 'plek' is not what {plek_zelf} asks for
        stone_kind = next((k for k in by_stone if k in stap.plekken), "")
        if (role and not by_kind[role]) or (stone_kind and not by_stone[stone_kind]):
            continue
        if any(not slots.get(name) for name in stap.plekken - {"wanneer", "leen", *by_kind, *by_stone}):
            continue
        helper = by_kind[role][used.get(role, 0) % len(by_kind[role])] if role else None
        stone = by_stone[stone_kind][0] if stone_kind else None
        used[role] = used.get(role, 0) + 1
        moments = OFFICE if stap.werkdag else MOMENTS
        moment = moments[turn % len(moments)]
        named_day = (
            day_in(helper.zin)
            if helper and role in ("mee", "plek", "ding")
            else ""
            if helper
            else day_in(stone.tekst if stone else sentence)
        )
        if stone and not named_day and (part := _part_of_day(stone.tekst)):
            moment = part
        if named_day and not (stap.werkdag and named_day.startswith(("zaterdag", "zondag"))):
            moment = named_day
        turn += 2
        text = stap.zin.replace("{wanneer}", moment)
        thing = lends(helper.zin) if helper and "leen" in stap.plekken else ""
        for name, value in {
            **slots,
            "leen": thing,
            role: named(helper) if helper else "",
            stone_kind: stone.tekst if stone else "",
        }.items():
            text = text.replace("{" + name + "}", value)
        yield Gevuld(stap, text, moment, helper, kern.naaste if "naaste" in stap.plekken else "", "kracht" in stap.plekken, stone)


_QUOTE = re.compile(r"‘[^’]*(?:’(?=\w)[^’]*)*’")


def without_quotes(sentence: str) -> str:
    """The sentence without the client's own words: how hard those are is not for the program to judge."""
    return _QUOTE.sub("dit", sentence)
