"""assistant.engine.plan_inlezen: a plan from outside: which lines are goals, actions and words of the client, who does what and when.

In:    plain text of a document (with its headings), or pasted text.   Out: GelezenPlan: literal lines, literal quotes, and what was not understood.
Pure part: `recognise`. A person corrects the outcome before anything is kept; `keep` then makes a dossier of it.
Never: rewrites a line or a quote; takes a paraphrase ("cliënt geeft aan dat …") for the client's words; drops a line without saying so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.domain.beoordeling import PlanRegel
from assistant.domain.dossier import Dossier
from assistant.domain.events import Event
from assistant.domain.guidance import CorpusDocument
from assistant.domain.values import clean_text, replace
from assistant.engine.assistant import Assistant
from assistant.engine.content import Content
from assistant.engine.inlezen_lines import prepared
from assistant.engine.inlezen_reader import Reader
from assistant.engine.inlezen_shapes import GelezenCitaat, GelezenPlan, GelezenRegel, Inleeswoorden, NietBegrepen
from assistant.engine.inlezen_words import Words
from assistant.engine.mind import Handler
from assistant.engine.reviewing import EXTERN
from assistant.errors import DocumentUnreadable, NotConfirmable, RuleError

__all__ = [
    "INLEZEN",
    "GelezenCitaat",
    "GelezenPlan",
    "GelezenRegel",
    "Inleeswoorden",
    "NietBegrepen",
    "Read",
    "build_inlezen",
    "keep",
    "payload_of",
    "read_gelezen",
    "recognise",
    "refuse_long",
    "renumbered",
]

INLEZEN = "reviewing/inlezen.toml"
MAX_CHARS = 400_000
"""Longest text that is looked at: some two hundred pages. More is no plan."""


def refuse_long(text: str) -> None:
    """Before any work is done on it: cleaning and sending megabytes takes a person's patience.

    Raises:
        DocumentUnreadable: far too long to be a plan.
    """
    if len(text) > MAX_CHARS:
        raise DocumentUnreadable("Dit is te lang voor een plan.", hint="Plak alleen het deel met doelen en acties.")


def recognise(
    text: str, words: Inleeswoorden, *, koppen: Sequence[str] = (), titel: str = "", meldingen: Sequence[str] = ()
) -> GelezenPlan:
    """Find goals, actions, who, when and the client's words in a plan.

    Args:
        koppen: headings the reader of documents recognised.

    Raises:
        DocumentUnreadable: far too long to be a plan, or without a single word.
    """
    refuse_long(text)
    text = clean_text(text)
    if not re.search(r"\w", text):
        raise DocumentUnreadable("Er staat geen tekst in dit plan.", hint="Is dit het goede bestand?")
    reader = Reader(Words(words), frozenset(k.strip() for k in koppen))
    reader.read(prepared(text, reader.words))
    found = reader.found
    ids = {r["id"] for r in found.regels if r["soort"] == "doel"}
    regels = tuple(GelezenRegel(**{**r, "doel": r["doel"] if r["doel"] in ids else None}) for r in found.regels)
    return GelezenPlan(
        titel=titel,
        regels=regels,
        citaten=tuple(GelezenCitaat(**c) for c in found.citaten),
        niet_begrepen=tuple(n for n in found.rest if n.tekst.strip() != titel.strip()),
        meldingen=tuple(meldingen),
    )


# -- the handler: a file in the limited process, or pasted text ------------------------------------

Read = Callable[[str], tuple[CorpusDocument, tuple[str, ...]]]


def build_inlezen(content: Content, read: Read) -> Handler:
    """The handler `plan-inlezen`: {"pad"} or {"tekst"} -> GelezenPlan as JSON, with `bestand`."""
    words = content.load(INLEZEN, Inleeswoorden)

    def handle(payload: Mapping[str, Any]) -> dict[str, Any]:
        if isinstance(payload.get("pad"), str):
            document, remarks = read(payload["pad"])
            heads = [document.tekst[at:].split("\n", 1)[0].strip() for at, _, _ in document.koppen]
            found = recognise(document.tekst, words, koppen=heads, titel=document.titel, meldingen=remarks)
            return {**found.model_dump(mode="json"), "bestand": document.bestand}
        if isinstance(payload.get("tekst"), str):
            refuse_long(payload["tekst"])
            return {**recognise(payload["tekst"], words).model_dump(mode="json"), "bestand": ""}
        raise RuleError("Er is geen bestand en geen tekst gegeven.")

    return handle


def read_gelezen(found: Mapping[str, Any]) -> GelezenPlan:
    """The answer of the handler as a value."""
    return GelezenPlan.model_validate({k: v for k, v in found.items() if k in GelezenPlan.model_fields})


# -- after correction ----------------------------------------------------------------------------


def renumbered(plan: GelezenPlan) -> GelezenPlan:
    """The same plan with ids that follow the order, and actions under the goal above them where their own goal is gone."""
    new: list[GelezenRegel] = []
    ids: dict[str, str] = {}
    last: str | None = None
    for soort in ("doel", "actie"):
        for number, regel in enumerate([r for r in plan.regels if r.soort == soort], 1):
            ids[regel.id] = f"{soort[0]}{number}"
    for regel in plan.regels:
        own = ids[regel.id]
        if regel.soort == "doel":
            last = own
            new.append(replace(regel, id=own, doel=None))
        else:
            kept = next((r for r in plan.regels if r.id == regel.doel and r.soort == "doel"), None)
            new.append(replace(regel, id=own, doel=ids[kept.id] if kept else last))
    quotes = tuple(replace(c, id=f"u{n}") for n, c in enumerate(plan.citaten, 1))
    return replace(plan, regels=tuple(new), citaten=quotes)


def payload_of(plan: GelezenPlan, *, ident: str | None = None) -> dict[str, Any]:
    """The plan form of `toets`."""
    from assistant.engine.reviewing import spoken

    lines = [
        PlanRegel(id=r.id, soort=r.soort, tekst=r.tekst, doel=r.doel, leefgebied=r.leefgebied, wie=r.wie, wanneer=r.wanneer)
        for r in plan.regels
    ]
    return {
        "id": ident,
        "uitingen": [{"id": c.id, "leefgebied": c.leefgebied, "tekst": c.tekst} for c in plan.citaten],
        "hulpbronnen": [],
        "doelen": [{"id": r.id, "leefgebied": r.leefgebied, "tekst": r.tekst} for r in lines if r.soort == "doel"],
        "acties": [{"id": r.id, "doel": r.doel, "tekst": spoken(r)} for r in lines if r.soort == "actie"],
    }


def keep(assistant: Assistant, plan: GelezenPlan, *, bestand: str, code: str = "") -> Dossier:
    """Make a dossier of a corrected plan: its quotes as uitingen, its lines in the room EXTERN. Saved when it returns.

    Raises:
        NotConfirmable: no line was recognised. StoreError.
    """
    plan = renumbered(plan)
    if not plan.regels:
        raise NotConfirmable("Er staat geen doel of actie in dit plan.", hint="Wijs eerst aan wat een doel of actie is.")
    dossier = assistant.new_dossier(code=code, setting="")
    steps: list[Any] = []
    ids: dict[str, str] = {}
    areas = set(assistant.content.leefgebieden.ids)
    for quote in plan.citaten:
        uid = assistant.ids.new("uiting")
        ids[quote.id] = uid
        area = quote.leefgebied if quote.leefgebied in areas else None
        steps.append(
            lambda d, uid=uid, quote=quote, area=area: d.record_answer(
                uiting_id=uid, tekst=quote.tekst, op=assistant.clock.now(), leefgebied=area, vraag_id=None, vraag_tekst=""
            )
        )
    lines = [
        PlanRegel(
            id=r.id, soort=r.soort, tekst=r.tekst, doel=r.doel, leefgebied=r.leefgebied, herkomst="van_buiten", wie=r.wie, wanneer=r.wanneer
        ).model_dump(mode="json")
        for r in plan.regels
    ]

    def room(d: Dossier) -> tuple[Dossier, tuple[Event, ...]]:
        document = {"bestand": clean_text(bestand), "regels": lines}
        return replace(d, rooms={**d.rooms, EXTERN: document}), (Event(soort="plan_ingelezen", object=d.id),)

    return assistant.save_all(dossier, [*steps, room])
