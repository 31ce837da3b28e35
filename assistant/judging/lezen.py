"""assistant.judging.lezen: how each judgement looks at a text. Shared by running and training, so that both see exactly the same.

Every function gives (sparse buckets, values, dense vector) for a LinearModel; see assistant.judging.kenmerken.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.judging.heads import LUISTERAAR_WOORDEN, SOORTEN
from assistant.judging.kenmerken import Floats, grams, meaning, sparse, tokens

Features = tuple[NDArray[np.int32], Floats, Floats]
SPARSE = 3.0
"""Weight of the words beside the meaning."""
MEANING = 3.0

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_CLAUSE = re.compile(
    r"(?<=[.!?…;:])\s+|\n+|,\s+|\s+[-–]\s+|\s+(?=(?:en|maar|want|dus|omdat|toen|als|terwijl|zodat|of)\s+\w+\s+\w+)", re.IGNORECASE
)

STOP = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "of",
        "maar",
        "dat",
        "die",
        "dit",
        "deze",
        "er",
        "is",
        "was",
        "ben",
        "bent",
        "zijn",
        "heb",
        "hebt",
        "heeft",
        "had",
        "hebben",
        "ik",
        "je",
        "jij",
        "u",
        "hij",
        "zij",
        "ze",
        "we",
        "wij",
        "mij",
        "me",
        "mijn",
        "m'n",
        "haar",
        "hun",
        "jouw",
        "uw",
        "niet",
        "geen",
        "wel",
        "ook",
        "nog",
        "al",
        "dan",
        "toen",
        "als",
        "om",
        "te",
        "in",
        "op",
        "van",
        "voor",
        "met",
        "bij",
        "aan",
        "uit",
        "naar",
        "over",
        "door",
        "tot",
        "zo",
        "wat",
        "wie",
        "waar",
        "hoe",
        "gaat",
        "ga",
        "gaan",
        "wil",
        "wilt",
        "willen",
        "kan",
        "kunnen",
        "mag",
        "moet",
        "zal",
        "zou",
        "worden",
        "wordt",
        "weer",
        "meer",
        "heel",
        "erg",
        "graag",
        "week",
        "dag",
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
        "morgen",
        "vandaag",
        "samen",
        "begeleider",
        "cliënt",
        "meneer",
        "mevrouw",
    ]
)


def content_words(text: str) -> set[str]:
    """Lower-case words that carry meaning, cut to six letters so that 'zwemmen' meets 'zwemles' halfway."""
    return {w[:6] for w in tokens(text) if w[0].isalnum() and w not in STOP and len(w) > 2}


def sentences(text: str) -> list[str]:
    return [s.strip() for s in _SENTENCE.split(text) if s.strip()]


def _features(names: Iterable[str], dense: Sequence[Any]) -> Features:
    index, value = sparse(names)
    return index, value * np.float32(SPARSE), np.concatenate([np.atleast_1d(np.asarray(d, np.float32)) for d in dense])


# -- the interviewer's line ----------------------------------------------------------------------


def coach_features(item: Mapping[str, Any]) -> Features:
    line, said = str(item.get("uiting") or ""), str(item.get("client_zei") or "")
    own, other = meaning([line, said])
    ws = tokens(line)
    words = [w for w in ws if w[0].isalpha()]
    mine, theirs = {w for w in words if len(w) > 3}, {w for w in tokens(said) if len(w) > 3}
    listener = item.get("luisteraar") or "standaard"
    counts = np.array(
        [
            line.count("?"),
            len(ws) / 20,
            float(np.mean([len(w) for w in words])) / 6 if words else 0.0,
            max((len(w) for w in words), default=0) / 12,
            float(line.strip().endswith("?")),
            len(mine & theirs) / max(1, len(mine)),
            len(mine & theirs) / max(1, len(theirs)),
            float(not theirs),
        ],
        np.float32,
    )
    needs_plain = float(listener in ("tweede_taal", "lvb"))
    return _features(
        grams(line), [own * MEANING, [listener == name for name in LUISTERAAR_WOORDEN], counts, float(own @ other), counts * needs_plain]
    )


# -- a plan item beside the client's words ---------------------------------------------------------


def toets_features(soort: str, tekst: str, uitingen: Sequence[str]) -> Features:
    said = [s for u in uitingen for s in sentences(u)]
    vectors = meaning([tekst, *said])
    own, others = vectors[0], vectors[1:]
    likeness = others @ own if len(said) else np.zeros(1, np.float32)
    nearest = others[int(np.argmax(likeness))] if len(said) else np.zeros_like(own)
    mine = content_words(tekst)
    theirs: set[str] = set().union(*(content_words(u) for u in uitingen)) if uitingen else set()
    counts = [
        float(likeness.max()), float(likeness.mean()), len(mine & theirs) / max(1, len(mine)), len(mine - theirs) / 5, len(mine & theirs) / 5,
        len(tokens(tekst)) / 20, float(soort == "actie"), len(theirs) / 30,
    ]  # fmt: skip
    return _features(_toets_names(soort, tekst, uitingen), [own * MEANING, own * nearest * MEANING, np.asarray(counts, np.float32) * 2])


def _toets_names(soort: str, tekst: str, uitingen: Sequence[str]) -> Iterator[str]:
    spoken = {w for u in uitingen for w in tokens(u)}
    yield from grams(tekst)
    for w in tokens(tekst):
        yield f"{soort}:{w}"
        if len(w) > 3:
            yield f"in:{w}" if w in spoken else f"uit:{w}"


# -- the client's answer ---------------------------------------------------------------------------


def clauses(text: str) -> list[tuple[int, int]]:
    """(begin, end) of the clauses of a spoken answer: cut at sentence ends, commas, dashes and before joining words."""
    out: list[tuple[int, int]] = []
    at = 0
    for cut in _CLAUSE.finditer(text):
        if text[at : cut.start()].strip():
            out.append((at, cut.start()))
        at = cut.end()
    if text[at:].strip():
        out.append((at, len(text)))
    return out


def clause_features(text: str, places: Sequence[tuple[int, int]], vraag: str) -> list[Features]:
    """One set per clause: its own words and meaning, the clause before and after it, and the question."""
    parts = [text[a:b] for a, b in places]
    vectors = meaning([*parts, text, vraag])
    whole, asked = vectors[-2], vectors[-1]
    question = list(grams(vraag, "v:", parts=False))
    out = []
    for i, part in enumerate(parts):
        before, after = parts[i - 1] if i else "", parts[i + 1] if i + 1 < len(parts) else ""
        names = [*grams(part), *(f"voor:{w}" for w in tokens(before)[-4:]), *(f"na:{w}" for w in tokens(after)[:3])]
        names += [n for n in question if n.startswith("v:w:")]
        names.append(f"plaats:{min(i, 3)}")
        counts = [float(bool(vraag)), len(tokens(part)) / 15, float(i == 0), float(whole @ vectors[i]), float(asked @ vectors[i])]
        out.append(_features(names, [vectors[i] * MEANING, whole * 1.0, counts]))
    return out


def tijd_features(quote: str, clause: str) -> Features:
    """When a stretch holds: its own words and those of the clause around it."""
    return _features([*grams(quote), *grams(clause, "z:", parts=False)], [meaning([quote])[0] * 1.0])


def answer_features(antwoord: str, vraag: str) -> Features:
    """A whole answer: what it is about and which times it speaks of."""
    vectors = meaning([antwoord, vraag])
    return _features([*grams(antwoord), *grams(vraag, "v:", parts=False)], [vectors[0] * MEANING, vectors[1] * 2.0])


# -- hulpbronnen -----------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*|\d+")
_LEFT = frozenset(
    [
        "mijn",
        "m'n",
        "me",
        "mn",
        "onze",
        "ons",
        "de",
        "het",
        "een",
        "'n",
        "die",
        "dat",
        "zo'n",
        "jullie",
        "hun",
        "d'r",
        "haar",
        "zijn",
        "z'n",
        "eigen",
        "oude",
        "oud",
        "beste",
        "goede",
        "lieve",
        "vaste",
        "nieuwe",
        "jongste",
        "oudste",
        "grote",
        "kleine",
    ]
)
_NO_NAME = frozenset(
    [
        "ik",
        "je",
        "u",
        "hij",
        "zij",
        "en",
        "maar",
        "dus",
        "want",
        "die",
        "dat",
        "toen",
        "als",
        "nou",
        "ja",
        "nee",
        "in",
        "op",
        "bij",
        "met",
        "van",
        "voor",
        "naar",
        "om",
    ]
)


class Lexicon:
    """Words that may name a hulpbron, by soort; also as the end of a compound. Made from prompts/hulpbronnen.toml."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.soort: dict[str, str] = {}
        for soort in SOORTEN:
            for word in content[soort]["woorden"]:
                self.soort.setdefault(str(word).lower(), soort)
        self.professional = frozenset(str(w).lower() for w in content["professioneel"]["woorden"])
        self.either = frozenset(str(w).lower() for w in content.get("tweezijdig", {}).get("woorden", ()))
        self._ends = tuple(w for w in self.soort if len(w) >= 4 and " " not in w)

    def find(self, word: str) -> tuple[str, str] | None:
        """(lexicon word, soort) for a word or the end of a compound; None when it is no such word."""
        low = word.lower().replace("’", "'")
        if low in self.soort:
            return low, self.soort[low]
        if len(low) >= 7:
            for end in sorted((e for e in self._ends if low.endswith(e)), key=len, reverse=True):
                return end, self.soort[end]
        return None


def candidates(text: str, lexicon: Lexicon) -> list[tuple[int, int, str, str]]:
    """(begin, end, lexicon word, soort): the noun groups around the words of the lexicon, with their determiner and a name behind them."""
    words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
    out: list[tuple[int, int, str, str]] = []
    i = 0
    while i < len(words):
        pair = f"{words[i][0]} {words[i + 1][0]}".lower() if i + 1 < len(words) else ""
        step = 2 if pair in lexicon.soort else 1
        found = (pair, lexicon.soort[pair]) if step == 2 else lexicon.find(words[i][0])
        if found:
            first, last = i, i + step - 1
            while (
                first
                and words[first - 1][0].lower().replace("’", "'") in _LEFT
                and not re.search(r"[.,;:!?\n]", text[words[first - 1][2] : words[first][1]])
            ):
                first -= 1
            while (
                last + 1 < len(words)
                and last - i < 2
                and words[last + 1][0][0].isupper()
                and words[last + 1][0].lower() not in _NO_NAME
                and text[words[last][2] : words[last + 1][1]] == " "
            ):
                last += 1
            out.append((words[first][1], words[last][2], *found))
            i = last + 1
        else:
            i += 1
    return out


def candidate_features(text: str, begin: int, end: int, word: str, soort: str) -> Features:
    """Whether this noun group is a usable hulpbron here: the group, the words around it in its sentence, and who does what."""
    inner = tokens(text[begin:end])
    left = max((m.end() for m in re.finditer(r"[.!?\n]\s*", text[:begin])), default=0)
    right = next((m.start() for m in re.finditer(r"[.!?\n]", text[end:])), len(text) - end) + end
    before, after = tokens(text[left:begin]), tokens(text[end:right])
    names = [f"kop:{word}", f"soort:{soort}", f"eerste:{inner[0] if inner else ''}", f"lengte:{len(inner)}"]
    names += [f"<{k}:{w}" for k, w in enumerate(reversed(before[-4:]))] + [f">{k}:{w}" for k, w in enumerate(after[:5])]
    names += [f"om:{w}" for w in (*before, *after)] + [f"na:{a} {b}" for a, b in itertools.pairwise(after)]
    names += [f"{soort}:om:{w}" for w in (*before[-6:], *after[:8])]
    if any(c.isupper() for c in text[begin + 1 : end]):
        names.append("hoofdletter")
    around = meaning([text[left:right]])[0]
    index, value = sparse(names)
    return (
        index,
        value * np.float32(SPARSE),
        np.concatenate([around * 2.0, np.array([len(inner) / 4, len(before) / 10, len(after) / 10], np.float32)]),
    )
