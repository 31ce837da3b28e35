"""assistant.judging.herken: what a client's answer holds. The handler of the command `herken`.

In: an answer (and, where known, the question before it).   Out: krachten by vorm with verbatim quotes and tijd, hulpbronnen with soort and aard,
the times spoken of, and an acute signal.   Never: a score, a label on the person, a word that the client did not say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from assistant.judging.heads import SOORTEN, TIJDEN, VORMEN, herken_input
from assistant.judging.judge import Judge
from assistant.judging.spans import Span, decode
from assistant.judging.tijd import tijd_of_span, tijden_in

PART_CHARS = 900
"""Longer answers are read in parts of about this many characters, cut at sentences: one pass of the encoder holds about 400 pieces."""

UITLEG = {
    "ik_ben": "eigenschap of rol",
    "ik_kan": "iets wat de cliënt doet of deed",
    "ik_heb": "steun, relatie, bezit of lidmaatschap",
    "ik_wil": "wens of voornemen",
    "ik_weet": "kennis, ook over zichzelf",
}


def parts_of(text: str) -> list[tuple[int, str]]:
    """(offset, part) in reading order; together they are the whole text. Short texts are one part."""
    if len(text) <= PART_CHARS:
        return [(0, text)]
    out: list[tuple[int, str]] = []
    begin = 0
    while begin < len(text):
        end = min(len(text), begin + PART_CHARS)
        if end < len(text):
            window = text[begin:end]
            cuts = [m.end() for m in re.finditer(r"[.!?…]\s+|\n+", window)] or [m.end() for m in re.finditer(r"[,;]\s+|\s+", window)]
            if cuts and cuts[-1] > PART_CHARS // 3:
                end = begin + cuts[-1]
        out.append((begin, text[begin:end]))
        begin = end
    return out


def herken(payload: Mapping[str, Any], *, judge: Judge, signal: Callable[[str], Mapping[str, Any]]) -> dict[str, Any]:
    """Carry out one request (shapes of contract.md). An empty answer holds nothing."""
    text = str(payload.get("antwoord") or "")
    out: dict[str, Any] = {"id": payload.get("id"), "krachten": [], "hulpbronnen": [], "tijden": [], "signaal": dict(signal(text))}
    if not text.strip():
        return out
    vraag = str(payload.get("vraag") or "")
    tijden: set[str] = set()
    for offset, part in parts_of(text):
        if not part.strip():
            continue
        found = judge.judge(herken_input(vraag if offset == 0 else "", part))
        kracht, tijd, hulp, aard = found.token["kracht"], found.token["kracht_tijd"], found.token["hulpbron"], found.token["aard"]
        places = found.places
        for number, vorm in enumerate(VORMEN):
            for span in decode(part, places, kracht[:, 2 * number], kracht[:, 2 * number + 1], judge.threshold("kracht", vorm)):
                when = tijd_of_span(part, span.begin, span.end, vorm, _mean(tijd, places, span))
                out["krachten"].append(
                    {
                        "vorm": vorm,
                        "citaat": part[span.begin : span.end],
                        "begin": offset + span.begin,
                        "eind": offset + span.end,
                        "tijd": when,
                        "zekerheid": round(span.certainty, 3),
                        "uitleg": UITLEG[vorm],
                    }
                )
        for span, soort in _hulpbronnen(part, places, hulp, judge):
            professional = float(_mean(aard, places, span)[0])
            out["hulpbronnen"].append(
                {
                    "citaat": part[span.begin : span.end],
                    "begin": offset + span.begin,
                    "eind": offset + span.end,
                    "soort": soort,
                    "aard": "professioneel" if professional >= judge.threshold("aard", "professioneel") else "natuurlijk",
                    "zekerheid": round(span.certainty, 3),
                }
            )
        tijden |= set(tijden_in(part, {t: float(found.text["tijden"][i]) for i, t in enumerate(TIJDEN)}, judge.thresholds.get("tijden", {})))
    out["krachten"] = _without_doubles(out["krachten"])
    out["krachten"].sort(key=lambda k: (k["begin"], k["eind"]))
    out["hulpbronnen"].sort(key=lambda h: h["begin"])
    tijden |= {k["tijd"] for k in out["krachten"]}
    out["tijden"] = [t for t in TIJDEN if t in tijden]
    return out


def _mean(values: Any, places: tuple[tuple[int, int], ...], span: Span) -> Any:
    rows = [i for i, (a, b) in enumerate(places) if a < span.end and b > span.begin]
    return values[rows].mean(axis=0) if rows else np.zeros(values.shape[1], np.float32)


def _hulpbronnen(text: str, places: tuple[tuple[int, int], ...], hulp: Any, judge: Judge) -> list[tuple[Span, str]]:
    """One soort per stretch: where two soorten claim the same words, the surer one keeps them."""
    found: list[tuple[Span, str]] = []
    for number, soort in enumerate(SOORTEN):
        for span in decode(text, places, hulp[:, 2 * number], hulp[:, 2 * number + 1], judge.threshold("hulpbron", soort)):
            found.append((span, soort))
    found.sort(key=lambda item: -item[0].certainty)
    kept: list[tuple[Span, str]] = []
    for span, soort in found:
        if all(span.end <= other.begin or span.begin >= other.end for other, _ in kept):
            kept.append((span, soort))
    return kept


def _without_doubles(krachten: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same words under two vormen keep the surer vorm only; nested stretches of different vormen may both stand."""
    kept: list[dict[str, Any]] = []
    for item in sorted(krachten, key=lambda k: -k["zekerheid"]):
        for other in kept:
            shared = min(item["eind"], other["eind"]) - max(item["begin"], other["begin"])
            if shared > 0.7 * max(item["eind"] - item["begin"], other["eind"] - other["begin"]):
                break
        else:
            kept.append(item)
    return kept

