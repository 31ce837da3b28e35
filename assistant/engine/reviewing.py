"""assistant.engine.reviewing: a colleague reads a plan beside the client's words. Used by the screen and by reports.

In:    Assistant, Dossier.   Out: the lines of the plan, what the program reads in them, which words they rest on, and the saved Dossier.
Ports: through Assistant. Methods that change something have saved when they return; each writes its own event in the access log.
Never: changes the plan, the client's words, or somebody else's remarks; shows a remark to a second reviewer who is still reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from assistant.domain import beoordeling as rules
from assistant.domain.actieplan import Actie, ActieStatus, Langetermijndoel, Wie
from assistant.domain.beoordeling import Beoordeling, Beoordelingen, Bevinding, Hoe, Lezing, Oordeel, PlanRegel, Soort, Stand
from assistant.domain.dossier import Change, Dossier
from assistant.domain.events import Event
from assistant.domain.values import Frozen, UitingId, replace
from assistant.engine.assistant import Assistant
from assistant.errors import AssistantError

READ_S = 120.0
"""How long reading a whole plan may take: the first time the judge is loaded as well."""
EXTERN = "plan_van_buiten"
"""The room with a plan that was read in from a file: {bestand, regels: [PlanRegel]}."""


class Spoor(Frozen):
    """Where the words of a plan line come back in one uiting: the line between the two."""

    uiting: str
    genoemd: bool
    """True: the writer of the plan named these words; False: found by words in common."""
    plekken: tuple[tuple[int, int], ...] = ()
    """Stretches of the uiting that share a telling word with the line. Empty: the link rests on meaning only."""


class Bekeken(Frozen):
    """Everything a reviewer looks at."""

    regels: tuple[PlanRegel, ...]
    lezing: Lezing | None = None
    fout: str = ""
    """Why the program did not read along, as a sentence. Empty: it did."""
    sporen: dict[str, tuple[Spoor, ...]] = Field(default_factory=dict)
    """Line id -> the client's words it rests on, strongest first."""


# -- pure: lines, words, traces ------------------------------------------------------------------


def plan_lines(dossier: Dossier) -> tuple[PlanRegel, ...]:
    """The lines to review, doelen each followed by their acties: the plan of this dossier, and a plan that was read in."""
    plan = dossier.plan
    doelen = [d for d in plan.doelen if d.status is not ActieStatus.GEWEIGERD]
    acties = [a for a in plan.acties if a.status is not ActieStatus.GEWEIGERD]
    out: list[PlanRegel] = []
    known = {d.id for d in doelen}
    for doel in doelen:
        out.append(_doel_line(doel))
        out += [_actie_line(a) for a in acties if a.doel == doel.id]
    out += [_actie_line(a) for a in acties if a.doel not in known]
    extern = dossier.rooms.get(EXTERN)
    if extern:
        lines = [PlanRegel.model_validate(item) for item in extern.get("regels") or []]
        heads = [r for r in lines if r.soort == "doel"]
        for head in heads:
            out.append(head)
            out += [r for r in lines if r.soort == "actie" and r.doel == head.id]
        out += [r for r in lines if r.soort == "actie" and r.doel not in {h.id for h in heads}]
    return tuple(out)


def _status(item: Actie | Langetermijndoel) -> str:
    return "plan" if item.status is ActieStatus.BEVESTIGD else "concept"


def _doel_line(doel: Langetermijndoel) -> PlanRegel:
    area = str(doel.leefgebieden[0]) if doel.leefgebieden else None
    return PlanRegel(id=doel.id, soort="doel", tekst=doel.tekst, leefgebied=area, uitingen=tuple(doel.uitingen), herkomst=_status(doel))


_WIE = {
    Wie.CLIENT: "de cliënt",
    Wie.SAMEN_NAASTE: "de cliënt samen met een naaste",
    Wie.SAMEN_BEGELEIDER: "de cliënt samen met de begeleider",
    Wie.NAASTE: "een naaste",
    Wie.BEGELEIDER: "de begeleider",
}


def _actie_line(actie: Actie) -> PlanRegel:
    who = _WIE[actie.wie] + (f" ({actie.wie_naam})" if actie.wie_naam else "")
    when = actie.wanneer or (actie.datum.isoformat() if actie.datum else "")
    return PlanRegel(
        id=actie.id,
        soort="actie",
        tekst=actie.tekst,
        doel=actie.doel,
        leefgebied=actie.leefgebied,
        uitingen=tuple(actie.uitingen),
        herkomst=_status(actie),
        wie=who,
        wanneer=when,
    )


_PROFESSIONAL = re.compile(r"(?:de |een |mijn |persoonlijk )*(?:begeleider|begeleidster|hulpverlener|mentor|coach|casemanager)\b")


def spoken(regel: PlanRegel) -> str:
    """The line as one sentence: who and when stand in fields of their own, and count when the line is read."""
    text = regel.tekst.strip().rstrip(".")
    if regel.soort == "doel":
        return text + "."
    who, low = regel.wie.casefold(), text.casefold()
    if _PROFESSIONAL.match(who) and "begeleid" not in low:
        text = f"{regel.wie[:1].upper()}{regel.wie[1:]}: {text[:1].lower()}{text[1:]}"
    elif "samen met" in who and "samen" not in low:
        named = re.search(r"\(([^)]+)\)", regel.wie)
        partner = named[1] if named else "de begeleider" if "begeleider" in who else "een naaste"
        text = f"{text}, samen met {partner}"
    elif who and not re.match(r"(?:de )?cliënt\b|ik\b|zelf\b|(?:de heer|mevrouw|meneer|dhr|mw)\b", who) and who.split(" ")[0] not in low:
        text = f"{regel.wie}: {text[:1].lower()}{text[1:]}"
    if regel.wanneer and regel.wanneer.casefold() not in low:
        text = f"{text}, {regel.wanneer[:1].lower()}{regel.wanneer[1:]}"
    return text + "."


def spoken_actie(tekst: str, *, wie: str, wie_naam: str = "", wanneer: str = "") -> str:
    """An actie that is being written, as one sentence with who and when."""
    if not tekst.strip():
        return ""
    who = f"{wie} ({wie_naam})" if wie_naam else wie
    return spoken(PlanRegel(id="-", soort="actie", tekst=tekst, wie=who, wanneer=wanneer))


def plan_payload(dossier: Dossier, regels: Sequence[PlanRegel] | None = None) -> dict[str, Any]:
    """The plan form of `toets` for this dossier."""
    lines = plan_lines(dossier) if regels is None else regels
    return {
        "id": dossier.id,
        "uitingen": [{"id": u.id, "leefgebied": u.leefgebied, "tekst": u.tekst} for u in dossier.geldige_uitingen],
        "hulpbronnen": [{"id": h.id, "tekst": h.citaat.tekst, "aard": h.aard.value} for h in dossier.hulpbronnen],
        "doelen": [
            {"id": r.id, "leefgebied": r.leefgebied, "tekst": r.tekst, "uitingen": list(r.uitingen)} for r in lines if r.soort == "doel"
        ],
        "acties": [
            {"id": r.id, "doel": r.doel, "leefgebied": r.leefgebied, "tekst": spoken(r), "uitingen": list(r.uitingen)}
            for r in lines
            if r.soort == "actie"
        ],
    }


def _literal(words: Any, text: str) -> str | None:
    """`words` as far as they stand in the line; what came from its fields (who, when) is cut off. None: nothing is left."""
    if not words:
        return None
    pieces = str(words).split(",")
    for number in range(len(pieces), 0, -1):
        part = ",".join(pieces[:number]).strip()
        if part and part in text:
            return part
    return None


WORD = r"\w+"
NOT_FOUND = "niet_eigen_woorden"
"""Label of a finding: nowhere in what the client said."""


def _stands_in(words: str, said: Sequence[str]) -> bool:
    """Whether these words stand literally in what the client said (marks and capitals apart)."""
    bare = " ".join(re.findall(WORD, words.casefold()))
    return bool(bare) and any(f" {bare} " in f" {' '.join(re.findall(WORD, text.casefold()))} " for text in said)


def read_lezing(found: Mapping[str, Any], regels: Sequence[PlanRegel], said: Sequence[str] = ()) -> Lezing:
    """The answer of `toets` as a value. Findings on lines that are not there are left out; words must stand in the line.

    Args:
        said: the client's words. What stands in them literally is never said to be nowhere in them, however the reading went.
    """
    texts = {r.id: r.tekst for r in regels}
    read_as = {r.id: spoken(r).rstrip(".") for r in regels}
    bevindingen = []
    for item in found.get("items") or []:
        for f in item.get("bevindingen") or []:
            if item["id"] not in texts:
                continue
            bron = f.get("bron") or {}
            kop = [str(k) for k in bron.get("kop") or ()]
            words = _literal(f.get("woorden"), texts[item["id"]])
            if f["label"] == NOT_FOUND and _stands_in(words or texts[item["id"]], said):
                continue
            quoted = str(f.get("woorden") or read_as[item["id"]])  # with who and when, that stand beside the line and not in it
            bevindingen.append(
                Bevinding(
                    id=f"{item['id']}.{f['label']}",
                    plek=item["id"],
                    label=str(f["label"]),
                    naam=str(f.get("naam") or str(f["label"]).replace("_", " ")),
                    uitleg=str(f["uitleg"]).replace(f'"{quoted}"', f'"{words or texts[item["id"]].strip().rstrip(".")}"'),
                    woorden=words,
                    suggestie=str(f.get("suggestie") or ""),
                    zekerheid=float(f["zekerheid"]),
                    bron=" › ".join(dict.fromkeys([str(bron.get("titel") or ""), *kop])) if bron else "",
                    bron_document=str(bron.get("document") or ""),
                    bron_kop=kop[-1] if kop else "",
                )
            )
    return Lezing(
        clientgestuurd=Oordeel(found["clientgestuurd"]),
        weggevallen=tuple(str(u) for u in found.get("weggevallen_wensen") or ()),
        toegevoegd=tuple(str(a) for a in found.get("toegevoegde_leefgebieden") or ()),
        belangrijkste=str(found["belangrijkste_wens"]) if found.get("belangrijkste_wens") else None,
        bevindingen=tuple(bevindingen),
        alleen_regels=bool(found.get("alleen_regels")),
    )


_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


def shared_spans(tekst: str, uiting: str) -> tuple[tuple[int, int], ...]:
    """Words of `uiting` that come back in `tekst`, as (begin, end) in `uiting`; neighbours joined. Empty: no telling word in common."""
    from assistant.judging.likeness import content_words

    mine = content_words(tekst)
    if not mine:
        return ()

    def meets(word: str) -> bool:
        forms = content_words(word)
        return any(f in mine or any(len(f) >= 5 and len(m) >= 5 and (m.startswith(f[:5]) or f in m or m in f) for m in mine) for f in forms)

    hits = [(m.start(), m.end()) for m in _WORD.finditer(uiting) if meets(m[0])]
    out: list[tuple[int, int]] = []
    for begin, end in hits:
        if out and not re.search(r"\w{3,}", uiting[out[-1][1] : begin]):
            out[-1] = (out[-1][0], end)
        else:
            out.append((begin, end))
    return tuple(out)


def traces(dossier: Dossier, regel: PlanRegel, *, most: int = 4) -> tuple[Spoor, ...]:
    """The client's words a line rests on: first those the writer named, then those that share telling words with it."""
    from assistant.judging.likeness import content_words, overlap

    valid = {u.id: u for u in dossier.geldige_uitingen}
    named = [valid[UitingId(uid)] for uid in regel.uitingen if uid in valid]
    out = [Spoor(uiting=u.id, genoemd=True, plekken=shared_spans(regel.tekst, u.tekst)) for u in named]
    mine = content_words(regel.tekst)
    found = []
    for u in valid.values():
        if u.id in regel.uitingen:
            continue
        spans = shared_spans(regel.tekst, u.tekst)
        if spans:
            found.append((overlap(mine, content_words(u.tekst)), Spoor(uiting=u.id, genoemd=False, plekken=spans)))
    found.sort(key=lambda item: (-item[0], item[1].uiting))
    return tuple([*out, *(spoor for _, spoor in found)][: max(most, len(out))])


# -- the use cases -------------------------------------------------------------------------------


class Reviewing:
    """One reviewer (or the begeleider who answers) with one dossier. `dossier` is always what is on disk."""

    def __init__(self, assistant: Assistant, dossier: Dossier) -> None:
        self.assistant = assistant
        self.dossier = dossier

    @property
    def kamer(self) -> Beoordelingen:
        return rules.load(self.dossier.rooms)

    def look(self, *, timeout_s: float = READ_S) -> Bekeken:
        """Lines, findings and traces. Blocks: call it in a worker. Never fails: without a thinker the reviewer reads alone."""
        lines = plan_lines(self.dossier)
        trails = {line.id: traces(self.dossier, line) for line in lines}
        if not lines:
            return Bekeken(regels=())
        try:
            found = self.assistant.think("toets", plan_payload(self.dossier, lines), timeout_s=timeout_s)
        except AssistantError as error:
            return Bekeken(regels=lines, fout=error.sentence, sporen=trails)
        return Bekeken(regels=lines, lezing=read_lezing(found, lines, [u.tekst for u in self.dossier.geldige_uitingen]), sporen=trails)

    def trails(self, regels: Sequence[PlanRegel]) -> dict[str, tuple[Spoor, ...]]:
        """Traces for the lines of an earlier review, in the words that are valid now."""
        return {line.id: traces(self.dossier, line) for line in regels}

    def begin(self, beoordelaar: str, bekeken: Bekeken, *, met_tweede: bool = False, ronde: str | None = None) -> Beoordeling:
        """Start a review of what was looked at. Saved when it returns. Raises NotConfirmable, RuleError, StoreError."""
        review_id = self.assistant.ids.new("beoordeling")
        extern = self.dossier.rooms.get(EXTERN) or {}
        kamer = self.kamer.begin(
            review_id=review_id,
            ronde=ronde or self.assistant.ids.new("ronde"),
            beoordelaar=beoordelaar,
            op=self.assistant.clock.now(),
            plan_versie=self.dossier.version,
            regels=bekeken.regels,
            lezing=bekeken.lezing,
            met_tweede=met_tweede,
            bron=str(extern.get("bestand") or ""),
        )
        self._save(kamer, "beoordeling_begonnen", review_id)
        return self.kamer.get(review_id)

    def remark(self, review_id: str, *, plek: str, soort: Soort | str, tekst: str = "", bevinding: str | None = None) -> str:
        """Put a remark; returns its id. Raises RuleError, StoreError."""
        new_id = self.assistant.ids.new("opmerking")
        kamer = self.kamer.remark(
            review_id, opmerking_id=new_id, plek=plek, soort=Soort(soort), tekst=tekst, bevinding=bevinding, op=self.assistant.clock.now()
        )
        self._save(kamer, "beoordeling_opmerking", new_id)
        return new_id

    def take_back(self, review_id: str, opmerking_id: str) -> None:
        self._save(self.kamer.take_back(review_id, opmerking_id), "beoordeling_opmerking_weg", opmerking_id)

    def sign(self, review_id: str, stand: Stand | str, *, door: str, woord: str = "") -> Beoordeling:
        """Akkoord or terug, with name and moment. Raises NotConfirmable, RuleError, StoreError."""
        kamer = self.kamer.sign(review_id, stand=Stand(stand), door=door, op=self.assistant.clock.now(), woord=woord)
        self._save(kamer, f"beoordeling_{Stand(stand).value}", review_id)
        return self.kamer.get(review_id)

    def answer(self, review_id: str, opmerking_id: str, hoe: Hoe | str, *, tekst: str = "", door: str) -> None:
        """The begeleider answers one remark. Raises NotConfirmable, NotThere, StoreError."""
        kamer = self.kamer.answer(review_id, opmerking_id, hoe=Hoe(hoe), tekst=tekst, door=door, op=self.assistant.clock.now())
        self._save(kamer, "beoordeling_antwoord", opmerking_id)

    def is_current(self, review: Beoordeling) -> bool:
        """Whether the plan still reads as it did in this review."""
        return tuple((r.id, r.tekst) for r in review.regels) == tuple((r.id, r.tekst) for r in plan_lines(self.dossier))

    def reviews_own_work(self, naam: str) -> bool:
        """Whether this person confirmed lines of this plan: allowed, and said."""
        items: tuple[Actie | Langetermijndoel, ...] = (*self.dossier.plan.doelen, *self.dossier.plan.acties)
        return any(i.bevestiging is not None and rules.same_name(i.bevestiging.door, naam) for i in items)

    def _save(self, kamer: Beoordelingen, soort: str, object_id: str) -> None:
        change: Change = (
            replace(self.dossier, rooms={**self.dossier.rooms, rules.ROOM: kamer.model_dump(mode="json")}),
            (Event(soort=soort, object=object_id),),
        )
        self.dossier = self.assistant.save(self.dossier, change)
