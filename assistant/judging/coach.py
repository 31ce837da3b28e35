"""assistant.judging.coach: feedback on one line of an interviewer. The handler of the command `coach`.

In: the line, and where known what the client said before, who listens and how the client is addressed.   Out: the labels of contract.md, the words concerned, why it matters,
one better way to say it in this moment, and the passage of the handleiding it rests on.   Never: a mark, a total, a comparison of people.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from assistant.domain.values import aangesproken
from assistant.judging.heads import COACH_LABELS
from assistant.judging.judge import Judge

ORDER = ("oordelend", "advies_zonder_toestemming", "suggestief", "dubbel", "te_moeilijk")
"""Which fault is explained first when there are several: what hurts the contact most."""

_INVITES = re.compile(r"^\s*(?:en |nou,? |ok[ée],? )?(?:vertel(?:t u|t)?|beschrijf|leg)\b(?!.*\bof\b)", re.IGNORECASE)


def labels_of(payload: Mapping[str, Any], judge: Judge) -> dict[str, Any]:
    """The labels alone: vorm, focus and six yes/no labels, with 'zekerheid' per label and 'woorden' (literal) for what is true."""
    line = str(payload.get("uiting") or "")
    out: dict[str, Any] = {"vorm": "geen_vraag", "focus": "neutraal", **dict.fromkeys(COACH_LABELS, False), "woorden": {}, "zekerheid": {}}
    if not line.strip():
        return out
    found = judge.coach(payload)
    out["vorm"] = max(found["coach_vorm"], key=lambda x: found["coach_vorm"][x])
    out["focus"] = max(found["coach_focus"], key=lambda x: found["coach_focus"][x])
    if out["vorm"] != "open" and _INVITES.match(line) and len(line) < 90:
        out["vorm"] = "open"  # 'vertel eens' has no question mark and invites all the same
    for label, certainty in found["coach"].items():
        out["zekerheid"][label] = round(certainty, 3)
        if certainty >= judge.threshold("coach", label):
            out[label] = True
            words = judge.coach_words(payload, label)
            if words:
                out["woorden"][label] = words
    return out


def _pick(options: list[Any], seed: str) -> Any:
    """One of the options, the same for the same words: variation without chance."""
    return options[zlib.crc32(seed.encode()) % len(options)]


def _quote(text: str, limit: int = 70) -> str:
    """The client's last sentence, or its last clause when that is long; literal. '' when there is nothing short enough."""
    sentences = [str(s).strip() for s in re.split(r"(?<=[.!?…])\s+|\n+", text.strip()) if s.strip()]
    for sentence in reversed(sentences):
        bare = sentence.rstrip(".!?… ")
        if 3 <= len(bare) <= limit:
            return bare
        clauses = [c.strip() for c in re.split(r"[,;]\s+", bare) if 8 <= len(c.strip()) <= limit]
        if clauses:
            return clauses[-1]
    return ""


def coach(
    payload: Mapping[str, Any],
    *,
    judge: Judge,
    criteria: Mapping[str, Any],
    passage: Callable[[str, str], Mapping[str, Any] | None],
    doorvraag: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """Carry out one request.

    Args:
        criteria: prompts/coaching/criteria.toml.
        passage: (document id, heading) -> citation, or None where the organisation replaced the handleiding.
        doorvraag: the handler of `doorvraag`; offers a follow-up on what the client said. None: only the texts of the criteria.
    """
    line = str(payload.get("uiting") or "")
    found = labels_of(payload, judge)
    faults = [label for label in ORDER if found[label]]
    if faults:
        main = faults[0]
    elif found["reflectie"]:
        main = "reflectie"
    elif found["focus"] == "probleemgericht":
        main = "probleemgericht"
    elif found["vorm"] == "gesloten":
        main = "gesloten"
    else:
        main = "goed" if found["vorm"] == "open" else "gewoon"
    uitleg = []
    for label in faults or [main]:
        text = str(_pick(criteria[label]["uitleg"], line))
        uitleg.append(text.replace("{woorden}", found["woorden"].get(label) or line.strip()))
    source = passage(*criteria[main]["handleiding"])
    return {
        "id": payload.get("id"),
        "vorm": found["vorm"],
        "focus": found["focus"],
        **{label: found[label] for label in COACH_LABELS},
        "woorden": found["woorden"],
        "zekerheid": found["zekerheid"],
        "uitleg": " ".join(uitleg),
        "alternatief": _better(payload, main, criteria[main], doorvraag),
        "bron": dict(source) if source else None,
    }


_OPENS = re.compile(
    r"^(?:en |maar |dus |oké,? |nou,? )?(?:hoe|wat|wie|waar(?!om)\w*|welke?|wanneer|vertel|op welke|met wie|van wie|bij wie)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\?\s*|,?\s+(?:en|of)\s+(?=(?:hoe|wat|wie|waar\w*|welke?|wanneer|ben|is|heb|kan|kun|wil|was|had|ga|doe|lukt|denk)\b)", re.IGNORECASE
)


def first_question(line: str) -> str:
    """The first of two questions, when it can stand alone and is open: the simplest better way is to stop there. '' otherwise."""
    starts = [0, *(m.end() for m in re.finditer(r"[.!,:]\s+", line.split("?")[0]))]
    begin = next((at for at in starts if _OPENS.match(line[at:])), 0)
    rest = line[begin:]
    if not _OPENS.match(rest):
        return ""
    cut = _BETWEEN.search(rest)
    first = rest[: cut.start()].strip(" ,") if cut else ""
    return f"{first[0].upper()}{first[1:]}?" if len(first.split()) >= 3 else ""


def _better(
    payload: Mapping[str, Any], main: str, criterion: Mapping[str, Any], doorvraag: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None
) -> str | None:
    """One other way to say it, in the form of address of the line (or of the talk), hooked on the client's own words where there are any."""
    if not criterion["anders"]:
        return None
    line, said = str(payload.get("uiting") or ""), str(payload.get("client_zei") or "")
    vorm = aangesproken(line) or ("u" if payload.get("aanspreekvorm") == "u" else "je")
    if main == "dubbel" and (first := first_question(line)):
        return first
    if said and doorvraag is not None and main in ("suggestief", "dubbel", "oordelend", "gesloten", "te_moeilijk"):
        try:
            offers = (
                doorvraag({"antwoord": said, "aanspreekvorm": vorm, "luisteraar": payload.get("luisteraar") or "standaard"}).get("vragen")
                or []
            )
        except Exception:  # noqa: BLE001 - a better wording is extra; the feedback itself never waits for it
            offers = []
        if offers:
            return str(offers[0]["tekst"])
    quote = _quote(said)
    if quote:
        return str(_pick(criterion["anders"], line + said)[vorm]).replace("{citaat}", quote)
    return str(_pick(criterion["zonder_citaat"], line)[vorm]) if criterion["zonder_citaat"] else None
