"""assistant.engine.appraising: the handlers that look at what was written or said: toets (is this plan the client's?) and coach.

In:    Content, the documents of the handleiding, and the builder of `doorvraag` where there is one.   Out: name -> builder, for the Mind.
Never: loads anything before the first question; loads the embedder (a criterion names its own place in the handleiding).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.domain.guidance import CorpusDocument
from assistant.engine import chunking
from assistant.engine.content import Content
from assistant.engine.interviewing import suggest
from assistant.engine.mind import Handler
from assistant.engine.reviewing import shared_spans
from assistant.engine.wording import Wording
from assistant.errors import AssistantError, ContentError, GuidanceError

if TYPE_CHECKING:
    from assistant.judging.judge import Judge

log = logging.getLogger(__name__)

Builder = Callable[[], Handler]
Place = Callable[[str, str], Mapping[str, Any] | None]
TOETS, COACH = "reviewing/criteria.toml", "coaching/criteria.toml"
SUPPORTS = {"persoon": 3.0, "organisatie": 3.0, "dier": 3.0, "plaats": 1.5}
"""Kinds of prompts/hulpbronnen.toml that somebody may lean on, and how much a quotation gains by naming one: a person more than a place."""


def place_finder(get: Callable[[str], CorpusDocument]) -> Place:
    """(document id, heading) -> the passage under that heading as a citation (the shape of `zoek`), or None when it is not there.

    Args:
        get: one document by id; raises AssistantError when it is gone (an organisation may have replaced the handleiding).
    """
    known: dict[tuple[str, str], Mapping[str, Any] | None] = {}

    def find(document_id: str, heading: str) -> Mapping[str, Any] | None:
        from assistant.engine.retrieving import passage_json  # brings numpy; only when somebody asks

        key = (document_id, heading)
        if key not in known:
            try:
                passages = chunking.passages_of(get(document_id))
            except AssistantError:
                passages = ()
            found = next((p for p in passages if p.kop and p.kop[-1] == heading), None)
            known[key] = passage_json(found) if found else None
        return known[key]

    return find


def load_judge() -> Judge:
    """The taught judge of this process. Raises GuidanceError when its weights are missing or damaged."""
    from assistant.judging.judge import shared_judge

    try:
        return shared_judge()
    except Exception as error:  # noqa: BLE001 - safetensors raises an error type of its own; whatever it is, the weights are no good
        log.warning("oordeel_niet_geladen", extra={"soort": type(error).__name__})
        raise GuidanceError(
            "Het meelezen kan nu niet: de geleerde gewichten ontbreken of zijn beschadigd.",
            hint="Installeer het programma opnieuw; `krachtgesprek dokter` controleert de bestanden. Al het andere werkt gewoon door.",
            details=type(error).__name__,
        ) from None


def criteria(content: Content, name: str) -> Mapping[str, Any]:
    """The criteria as data. Raises ContentError when a criterion misses what it needs."""
    found = content.source.load(name)
    for label, item in found.items():
        if isinstance(item, Mapping):
            missing = [key for key in ("naam", "uitleg", "handleiding") if not item.get(key)]
            if missing or len(item["handleiding"]) != 2:
                what = ", ".join(missing) or "de plaats in de handleiding"
                raise ContentError(f"{name}: bij [{label}] ontbreekt {what}.", hint="Herstel het bestand.")
    return found


def supports_in(content: Content) -> Callable[[str], float]:
    """How much a stretch of the client's words names a person, animal, group or place of their own (0: none); also as the end of a compound."""
    lists = content.source.load("hulpbronnen.toml")
    patterns = []
    for kind, weight in SUPPORTS.items():
        words = sorted((str(w) for w in lists.get(kind, {}).get("woorden", ())), key=len, reverse=True)
        if words:
            patterns.append((weight, re.compile(rf"\b\w*(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)))
    patterns.append((SUPPORTS["persoon"], re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ][a-zà-ÿ]{2,}")))
    return lambda text: max((weight for weight, pattern in patterns if pattern.search(text)), default=0.0)


Guess = Callable[[str], Collection[str]]
"""Words of the client -> the leefgebieden they may be about; empty: nothing says so."""


def rested_on(line: Mapping[str, Any], goal: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The uitingen a line rests on: named by its writer, or meeting it in words; else those of its goal; else all that may be about its leefgebied.

    A suggestion quotes only these: a wish about something else is no better wording of this line. Empty: nothing was said about it yet.
    """
    for thing in (line, goal):
        named = [u for u in said if u.get("id") in (thing.get("uitingen") or ())]
        met = [u for u in said if shared_spans(str(thing.get("tekst") or ""), str(u["tekst"]))]
        if named or met:
            return named or met
    area = line.get("leefgebied") or goal.get("leefgebied")
    return [u for u in said if not area or (u.get("leefgebied") or area) == area]


def without_unknown_areas(plan: Mapping[str, Any], said: Sequence[Mapping[str, Any]], guess: Guess) -> Mapping[str, Any]:
    """The plan, with no leefgebied for a goal where nobody can tell that it was not spoken of: a plan from outside often does not say what the
    client's words are about."""
    loose = [u for u in said if not u.get("leefgebied")]
    if not loose:
        return plan
    nobody_says = len(loose) * 2 >= len(said)
    maybe = {area for u in loose for area in guess(str(u["tekst"]))} - {u.get("leefgebied") for u in said}

    def goal(doel: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**doel, "leefgebied": ""} if nobody_says or doel.get("leefgebied") in maybe else doel

    return {**plan, "doelen": [goal(doel) for doel in plan.get("doelen") or []]}


def build_toets(content: Content, get: Callable[[str], CorpusDocument], load: Callable[[], Judge] = load_judge) -> Handler:
    from assistant.judging.toets import nearest, toets
    from assistant.judging.toets_regels import check_criteria

    given, place = criteria(content, TOETS), place_finder(get)
    check_criteria(given)
    supports = supports_in(content)
    areas = {str(a.id): a.kort for a in content.leefgebieden.leefgebieden}

    def guess(words: str) -> Collection[str]:
        return suggest(words, content)

    try:
        judge: Judge | None = load()
    except GuidanceError:
        judge = None  # the rules alone read along then; every answer says so

    def handle(payload: Mapping[str, Any]) -> dict[str, Any]:
        said = [u if isinstance(u, Mapping) else {"tekst": str(u)} for u in payload.get("uitingen") or []]
        whole = "doelen" in payload or "acties" in payload
        found = toets(without_unknown_areas(payload, said, guess) if whole else payload, judge=judge, criteria=given, passage=place)
        wording = Wording(given, supports)
        if not whole:
            near = [str(u["tekst"]) for u in nearest(str(payload["tekst"]), said, None)]
            return {**found, "bevindingen": wording.say(found["bevindingen"], str(payload["tekst"]), near)}
        lines = {i["id"]: i for i in [*(payload.get("doelen") or []), *(payload.get("acties") or [])]}
        items = []
        for item in found["items"]:
            line = lines[item["id"]]
            words = [str(u["tekst"]) for u in rested_on(line, lines.get(line.get("doel"), {}), said)]
            items.append({**item, "bevindingen": wording.say(item["bevindingen"], str(line["tekst"]), words)})
        added = found["toegevoegde_leefgebieden"]
        told = str(found["samenvatting"]).replace(f"over: {', '.join(added)}.", f"over: {', '.join(areas.get(a, a) for a in added)}.")
        return {**found, "items": items, "samenvatting": told if added else found["samenvatting"]}

    return handle


def build_coach(
    content: Content, get: Callable[[str], CorpusDocument], doorvraag: Callable[[], Builder | None], load: Callable[[], Judge] = load_judge
) -> Handler:
    """Raises GuidanceError when the weights are missing: feedback on a person's words is not left to cue words."""
    from assistant.judging.coach import coach

    given, place, judge = criteria(content, COACH), place_finder(get), load()
    ask: list[Handler | None] = []

    def follow_up(payload: Mapping[str, Any]) -> Mapping[str, Any]:
        if not ask:
            builder = doorvraag()
            try:
                ask.append(builder() if builder else None)
            except (AssistantError, ImportError, OSError):
                ask.append(None)
        return ask[0](payload) if ask[0] else {}

    return lambda payload: coach(payload, judge=judge, criteria=given, passage=place, doorvraag=follow_up)


def builders(content: Content, get: Callable[[str], CorpusDocument], others: Mapping[str, Builder]) -> dict[str, Builder]:
    """The handlers of this module, built when first asked. `others` may still grow: `doorvraag` is looked up when it is needed."""
    return {
        "toets": lambda: build_toets(content, get),
        "coach": lambda: build_coach(content, get, lambda: others.get("doorvraag")),
    }
