"""assistant.judging.herken: what a client's answer holds. The handler of the command `herken`.

In: an answer (and, where known, the question before it).   Out: krachten by vorm with verbatim quotes and tijd, hulpbronnen with soort and aard,
the times spoken of, the leefgebieden it may be about, and an acute signal.   Never: a score, a label on the person, a word that the client did not say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from assistant.judging.heads import TIJDEN
from assistant.judging.judge import Judge
from assistant.judging.spans import snap
from assistant.judging.tijd import tijd_of_span, tijden_in
from assistant.judging.wensen import find_wishes

MAX_CHARS = 20_000
"""Longer answers are pasted documents; what comes after this is kept, but not read along with."""

SURE_WISH = 0.8
"""From this certainty a wish counts without words such as 'wil', 'zou', 'ooit weer'."""

UITLEG = {
    "ik_ben": "eigenschap of rol",
    "ik_kan": "iets wat de cliënt doet of deed",
    "ik_heb": "steun, relatie, bezit of lidmaatschap",
    "ik_wil": "wens of voornemen",
    "ik_weet": "kennis, ook over zichzelf",
}

_GLUE = re.compile(r"^[\s,;–-]*(?:en|om|die|dat|als|want)?\s*$", re.IGNORECASE)


def herken(payload: Mapping[str, Any], *, judge: Judge, signal: Callable[[str], Mapping[str, Any]]) -> dict[str, Any]:
    """Carry out one request (shapes of contract.md). An empty answer holds nothing."""
    text = str(payload.get("antwoord") or "")
    vraag = str(payload.get("vraag") or "")
    acute = signal(text)
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
    krachten = _krachten(read, vraag, judge)
    out["krachten"] = [
        {
            "vorm": vorm,
            "citaat": text[a:b],
            "begin": a,
            "eind": b,
            "tijd": tijd_of_span(read, a, b, vorm, judge),
            "zekerheid": round(certainty, 3),
            "uitleg": UITLEG[vorm],
        }
        for a, b, vorm, certainty in krachten
    ]
    out["hulpbronnen"] = _hulpbronnen(read, judge)
    whole = judge.answer(read, vraag)
    tijden = set(tijden_in(read, whole["tijden"], judge.thresholds.get("tijden", {}))) | {k["tijd"] for k in out["krachten"]}
    out["tijden"] = [t for t in TIJDEN if t in tijden]
    ranked = sorted(whole["leefgebied"].items(), key=lambda item: -item[1])[:3]
    out["leefgebieden"] = [{"leefgebied": name, "zekerheid": round(certainty, 3)} for name, certainty in ranked]
    return out


def _krachten(text: str, vraag: str, judge: Judge) -> list[tuple[int, int, str, float]]:
    """(begin, end, vorm, certainty) in reading order. A clause keeps its surest vorm, and a second one when both are clear; neighbours of one vorm join."""
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


def _hulpbronnen(text: str, judge: Judge) -> list[dict[str, Any]]:
    """The noun groups that are usable here, in reading order; each named once."""
    out: list[dict[str, Any]] = []
    seen: set[str] = set()
    for (a, b), soort, aard, certainty in judge.hulpbronnen(text):
        if certainty < judge.threshold("hulpbron", "bruikbaar") or text[a:b].lower() in seen:
            continue
        seen.add(text[a:b].lower())
        out.append({"citaat": text[a:b], "begin": a, "eind": b, "soort": soort, "aard": aard, "zekerheid": round(certainty, 3)})
    return out
