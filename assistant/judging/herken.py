"""assistant.judging.herken: what a client's answer holds. The handler of the command `herken`.

In: an answer (and, where known, the question before it).   Out: krachten by vorm with verbatim quotes and tijd, hulpbronnen with soort and aard,
the times spoken of, the leefgebieden it may be about, and an acute signal.   Never: a score, a label on the person, a word that the client did not say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from assistant.judging.heads import SOORTEN, TIJDEN, VORMEN
from assistant.judging.judge import Judge, Woordoordeel
from assistant.judging.spans import runs, snap
from assistant.judging.tijd import tijd_of_span, tijden_in
from assistant.judging.wendingen import draws_line
from assistant.judging.wensen import find_wishes, sentences

MAX_CHARS = 20_000
"""Longer answers are pasted documents; what comes after this is kept, but not read along with."""

CLEAR = 0.9
"""From this certainty the reading model's own idea of the soort goes before the word list."""

SURE_WISH = 0.8
"""From this certainty a wish counts without words such as 'wil', 'zou', 'ooit weer'."""

UITLEG = {
    "ik_ben": "eigenschap of rol",
    "ik_kan": "iets wat de cliënt doet of deed",
    "ik_heb": "steun, relatie, bezit of lidmaatschap",
    "ik_wil": "wens of voornemen",
    "ik_weet": "kennis, ook over zichzelf",
}

_PLAIN = re.compile(
    r"\bik\s+kan\s+(?:(?:heel|erg|best|echt|nog|nog steeds|wel|altijd|behoorlijk)\s+)*(?:goed|prima|aardig|lekker)\s+[^\W\d_]+en\b",
    re.IGNORECASE,
)
"""Said in so many words. The reading model looks for what is meant, and once in a while passes by the plainest sentence of all."""
_DENIED = re.compile(r"\b(?:niet|geen|nooit|niks)\b", re.IGNORECASE)

_OPEN_END = re.compile(
    r"(?:^|(?<=[\s,.;:!?'\"(]))(?:de|het|een|'t|'n|mijn|m'n|me|mien|onze|ons|je|jouw|uw|haar|zijn|z'n|d'r|hun|die|dat|deze|dit|ome?|tante|oude|eigen|van)$",
    re.IGNORECASE,
)
_NEXT = re.compile(r"[ \t]+[\w'’-]*\w")
_GLUE = re.compile(r"^[\s,;–-]*(?:en|om|die|dat|als|want)?\s*$", re.IGNORECASE)


def herken(payload: Mapping[str, Any], *, judge: Judge, signal: Callable[[str, str], Mapping[str, Any]]) -> dict[str, Any]:
    """Carry out one request (shapes of contract.md). An empty answer holds nothing."""
    text = str(payload.get("antwoord") or "")
    vraag = str(payload.get("vraag") or "")
    judge.look_ahead(text[:MAX_CHARS], vraag)
    acute = signal(text, vraag)
    out: dict[str, Any] = {
        "id": payload.get("id"),
        "krachten": [],
        "hulpbronnen": [],
        "tijden": [],
        "signaal": {"acuut": bool(acute.get("acuut")), "soort": acute.get("soort")},
    }
    if not text.strip():
        return out
    read = text[:MAX_CHARS]
    words = judge.word_by_word(read, vraag)
    krachten = _krachten(read, vraag, judge, words)
    out["krachten"] = [
        {
            "vorm": vorm,
            "citaat": text[a:b],
            "begin": a,
            "eind": b,
            "tijd": tijd_of_span(read, a, b, vorm, judge, words),
            "zekerheid": round(certainty, 3),
            "uitleg": UITLEG[vorm],
        }
        for a, b, vorm, certainty in krachten
    ]
    out["hulpbronnen"] = _hulpbronnen(read, judge, words)
    whole = judge.answer(read, vraag)
    tijden = set(tijden_in(read, whole["tijden"], {t: judge.threshold("tijden", t) for t in TIJDEN})) | {k["tijd"] for k in out["krachten"]}
    out["tijden"] = [t for t in TIJDEN if t in tijden]
    ranked = sorted(whole["leefgebied"].items(), key=lambda item: -item[1])[:3]
    out["leefgebieden"] = [{"leefgebied": name, "zekerheid": round(certainty, 3)} for name, certainty in ranked]
    return out


def _krachten(text: str, vraag: str, judge: Judge, read: Woordoordeel | None) -> list[tuple[int, int, str, float]]:
    """(begin, end, vorm, certainty) in reading order."""
    if read is None:
        return _by_clause(text, vraag, judge)
    found = [(a, b, VORMEN[v], read.certainty(a, b, v)) for a, b, v in judge.cut(text, read)]
    for match in _PLAIN.finditer(text):
        a, b = snap(text, *match.span())
        if not _DENIED.search(text[a:b]) and not any(v == "ik_kan" and min(b, d) > max(a, c) for c, d, v, _ in found):
            found.append((a, b, "ik_kan", 0.9))
    closed = [(a, b) for a, b in sentences(text) if draws_line(text[a:b])]
    return sorted(
        item for item in found if not _is_none(text[item[0] : item[1]]) and not any(a < item[1] and item[0] < b for a, b in closed)
    )


_USES = re.compile(
    r"\bik (?:rook|blow|gebruik|snuif|spuit|gok|slik)\b|\bik (?:drink|zuip)\b.{0,30}\b(?:wijn|bier\w*|fles\w*|wodka|drank|jenever|borrels?|blikken)\b",
    re.IGNORECASE,
)
_LESS = re.compile(r"\b(?:niet|geen|nooit|minder|gestopt|niks|zonder|alleen nog|nog maar|alcoholvrij)\b", re.IGNORECASE)


def _is_none(quote: str) -> bool:
    """What somebody calls himself in shame, and bare use of drink or drugs: no kracht, whatever form it has."""
    return bool(_SELF_BLAME.search(quote)) or bool(_USES.search(quote) and not _LESS.search(quote))


_SELF_BLAME = re.compile(
    r"\bik schaam\b|\bik (?:ben|was|blijf) (?:(?:gewoon|ook|nou|een|maar|toch|echt|altijd|zo'n|een echte) )*(?:een )?(?:slechte?|waardeloze?|verslaafde|junk(?:ie)?|mislukkeling|loser|sukkel|nietsnut|niks|niets|dom|stom|gek|lui|last)\b",
    re.IGNORECASE,
)
"""What somebody calls himself in shame is no kracht, whatever form it has ('ik ben gewoon een verslaafde')."""


def _by_clause(text: str, vraag: str, judge: Judge) -> list[tuple[int, int, str, float]]:
    """The linear models alone: a clause keeps its surest vorm; neighbours of one vorm join."""
    found: list[list[Any]] = []
    for (begin, end), certainty in judge.krachten(text, vraag):
        ranked = sorted(((p, v) for v, p in certainty.items() if p >= judge.threshold("kracht", v)), reverse=True)
        for p, vorm in ranked[:1]:
            last = next((f for f in reversed(found) if f[2] == vorm), None)
            if last is not None and last is found[-1] and _GLUE.match(text[last[1] : begin]):
                last[1], last[3] = end, max(last[3], p)
            else:
                found.append([begin, end, vorm, p])
    out = []
    wishes = [(w.begin, w.eind) for w in find_wishes("", text)]
    for begin, end, vorm, p in found:
        a, b = snap(text, begin, end)
        if vorm == "ik_wil" and p < SURE_WISH and not any(min(b, d) > max(a, c) for c, d in wishes):
            continue  # a wish is what a plan is built on: without wish words the model must be very sure (precision 0.66 -> 0.88 on 'kiezen')
        if b - a >= 2:
            out.append((a, b, str(vorm), float(p)))
    return out


def _to_the_noun(text: str, end: int) -> int:
    """Where a noun group ends that was cut off after 'mijn', 'de', 'ome': the words up to and with the next one that can be the noun itself."""
    while _OPEN_END.search(text[:end]) and (following := _NEXT.match(text, end)):
        end = following.end()
    return end


def _hulpbronnen(text: str, judge: Judge, read: Woordoordeel | None) -> list[dict[str, Any]]:
    """The hulpbronnen that are usable here, in reading order; each named once."""
    found: list[tuple[int, int, str, str, float]] = []
    if read is None:
        limit = judge.threshold("hulpbron", "bruikbaar")
        found = [(a, b, soort, aard, p) for (a, b), soort, aard, p in judge.hulpbronnen(text) if p >= limit]
    else:
        limit, split = judge.threshold("hulpbron", "hulpbron"), judge.threshold("knip", "hulpbron")
        for a, begun, p in runs(text, read.words, read.hulp, read.hulp_begin, limit, split=split):
            b = _to_the_noun(text, begun)
            own = [i for i, (c, d) in enumerate(read.words) if min(b, d) > max(a, c)]
            kinds, professional = read.soort[own].mean(0), float(read.professioneel[own].mean())
            soort, aard = SOORTEN[int(kinds.argmax())], "professioneel" if professional >= 0.5 else "natuurlijk"
            listed = judge.hulpbron_words(text[a:b])
            if listed is not None:  # the list knows what a word stands for; the soort also hangs on the sentence
                soort = listed[0] if float(kinds.max()) < CLEAR else soort
                aard = listed[1] or aard
            found.append((a, b, soort, aard, p))
    out: list[dict[str, Any]] = []
    seen: set[str] = set()
    for a, b, soort, aard, p in found:
        if text[a:b].lower() not in seen:
            seen.add(text[a:b].lower())
            out.append({"citaat": text[a:b], "begin": a, "eind": b, "soort": soort, "aard": aard, "zekerheid": round(p, 3)})
    return out
