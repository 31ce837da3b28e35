"""assistant.engine.remembering: what the begeleider corrected, applied to what is heard next in the same dossier.

In:    Dossier (its room "luisteren" and its krachten).   Out: Learned: was something like this dropped, which form fits here, which leefgebied.
Plain words only, no model: it runs in the screen's own process in well under a millisecond a proposal.
Never: carries anything from one dossier to another, or files a kracht. It only changes what is offered, and in which form first.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain import luisteren
from assistant.domain.dossier import Dossier
from assistant.domain.luisteren import Wat

ALIKE = 0.66
"""From this share of common words (Dice) two stretches are the same words said again. Our own choice, tried on the examples in the tests."""


def _list(line: str) -> frozenset[str]:
    return frozenset(line.split())


_SMALL = _list(
    "ik je jij u hij zij ze wij we jullie het de een en of maar want dus dat die dit deze er daar hier te om van voor met op in "
    "aan bij naar uit over door tot als dan toen wel ook nog weer al heel erg echt gewoon graag mijn mn me mij jouw uw zijn haar "
    "hun ons onze zelf mezelf iets iemand alles niets niks zo zoals even altijd nooit ja nee nou eh ehm hoor toch best wat wie "
    "waar hoe elke elk steeds vaak soms eigenlijk misschien zeg zei"
)
_HELPING = _list(
    "ben bent is was waren geweest heb hebt heeft hebben had hadden gehad kan kunt kunnen kon konden wil wilt willen wilde wou "
    "wilden zou zouden moet moeten moest mag mogen mocht ga gaat gaan ging doe doet doen deed weet weten wist word wordt worden "
    "werd kom komt komen kwam"
)
"""Verbs that say little about the kind of clause: then the other words decide."""
_WE = frozenset(("ik", "k", "we", "wij"))
_LINK = frozenset(["dat", "als", "omdat", "want", "en", "maar", "of", "toen", "terwijl", "die", "wat", "waar", "zodat", "dus", "dan"])


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of a text: lower case, without accents and signs."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return tuple(re.findall(r"[a-z0-9]+", plain.replace("'", "").replace("’", "")))


def _stem(word: str) -> str:
    """A rough stem, enough to see 'kookte', 'kook' and 'koken' as one word: endings off, double letters single."""
    out = word
    for ending in ("tten", "dden", "ten", "den", "tje", "en", "te", "de", "t", "s", "e"):
        if out.endswith(ending) and len(out) - len(ending) >= 3:
            out = out[: -len(ending)]
            break
    return re.sub(r"(.)\1", r"\1", out)


@lru_cache(maxsize=4096)
def telling(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning; of a text of small words only: all its words."""
    every = words(text)
    rest = [w for w in every if w not in _SMALL and w not in _HELPING]
    return frozenset(_stem(w) for w in (rest or every))


def alike(a: str, b: str) -> float:
    """0 (nothing in common) to 1 (the same telling words)."""
    one, two = telling(a), telling(b)
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0


@lru_cache(maxsize=4096)
def kind(text: str) -> str:
    """What sort of clause it is: the stem of the verb beside 'ik' or 'we', or '' when there is none that says something."""
    every = words(text)
    for at, word in enumerate(every):
        if word not in _WE:
            continue
        before = every[at - 1] if at else ""
        verb = before if before and before not in _LINK and before not in _SMALL else (every[at + 1] if at + 1 < len(every) else "")
        if verb and verb not in _SMALL and verb not in _HELPING:
            return _stem(verb)
    return ""


@dataclass(frozen=True)
class _Taught:
    wat: str
    gehoord: str
    gekozen: str
    tekst: str


@dataclass(frozen=True)
class Learned:
    """What one dossier taught. Make it with `of`; an empty one changes nothing."""

    dropped: tuple[tuple[str, str, str], ...] = ()
    """(soort, as heard, the words)."""
    taught: tuple[_Taught, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    """(soort, the words) of what stands in the inventory: that was wanted, whatever was dropped before."""

    @classmethod
    def of(cls, dossier: Dossier) -> Learned:
        memory = luisteren.load(dossier.rooms)
        texts: dict[str, str] = {u.id: u.tekst for u in dossier.uitingen if not u.ingetrokken}

        def said(place: tuple[str, int, int]) -> str:
            uid, begin, end = place
            return texts.get(uid, "")[begin:end]

        return cls(
            dropped=tuple((w.soort, w.gehoord, said(w.plaats)) for w in memory.weggelaten if said(w.plaats)),
            taught=tuple(_Taught(v.wat, v.gehoord, v.gekozen, said(v.plaats)) for v in memory.verbeteringen if said(v.plaats)),
            kept=tuple(
                [("kracht", k.citaat.tekst) for k in dossier.krachten] + [("hulpbron", h.citaat.tekst) for h in dossier.hulpbronnen]
            ),
        )

    def was_dropped(self, soort: str, gehoord: str, text: str) -> bool:
        """True when the same was dropped before, also in other small words. What was accepted since then is offered as ever.

        Args:
            gehoord: the vorm or soort as heard: a wish is not the same as an ability in the same words.
        """
        near = max((alike(text, said) for s, g, said in self.dropped if s == soort and (s == "hulpbron" or g == gehoord)), default=0.0)
        if near < ALIKE:
            return False
        return max((alike(text, said) for s, said in self.kept if s == soort), default=0.0) < near

    def prefer(self, wat: Wat, gehoord: str, text: str) -> str:
        """What to offer first where `gehoord` was heard: what was chosen for the same words or the same kind of clause, the latest first.

        '' when nothing was taught about such words.
        """
        sort = kind(text)
        for item in reversed(self.taught):
            if item.wat == wat and item.gehoord == gehoord and alike(item.tekst, text) >= ALIKE:
                return item.gekozen
        if wat in ("vorm", "tijd") and sort:
            for item in reversed(self.taught):
                if item.wat == wat and item.gehoord == gehoord and kind(item.tekst) == sort:
                    return item.gekozen
        return ""

    def area(self, text: str) -> str:
        """The leefgebied the begeleider gave to words like these, the latest first. '' when none."""
        best = max(
            ((alike(item.tekst, text), n, item.gekozen) for n, item in enumerate(self.taught) if item.wat == "leefgebied"),
            default=(0.0, 0, ""),
        )
        return best[2] if best[0] >= 0.5 else ""
