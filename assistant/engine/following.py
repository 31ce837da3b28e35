"""assistant.engine.following: after the talk. The plan as a working agenda, looking back on steps, a smaller or another step, then and now.

In:    Conversation (saves), Dossier and Content (reading).   Out: plain values for screens, scripts and sheets.
Rules: what the client says is kept as an uiting, verbatim, with its question; a smaller or other step is a draft that a begeleider confirms
like any other; nudges are words, never locks; two moments are compared in the client's words, without numbers.
Never: calls anything failed; offers someone who must not be approached.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from assistant.domain.actieplan import (
    MAX_FOCUS,
    MAX_OPEN,
    VERTROUWEN_GENOEG,
    Actie,
    ActieStatus,
    Keuze,
    Langetermijndoel,
    Terugblik,
    Verloop,
)
from assistant.domain.dossier import Change, Dossier
from assistant.domain.events import Event
from assistant.domain.kracht import natural_first
from assistant.domain.values import Frozen, LeefgebiedId, Uiting, UitingId, clean_text
from assistant.engine.content import Content
from assistant.engine.conversing import Concept, Concepten, Conversation
from assistant.engine.interviewing import taal
from assistant.engine.sheet_parts import AMSTERDAM, MONTHS
from assistant.engine.sheet_safety import guard_for
from assistant.engine.vervolgtaal import vervolgtaal
from assistant.errors import AssistantError, NotThere, RuleError

BETER = "opvolgen.beter"
"""Id of the question that opens a next conversation."""
DAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MOST_WORDS = 6
"""Quotes per moment when two are compared: enough to recognise, few enough to read together. Our own choice."""


# -- days ----------------------------------------------------------------------------------------


def dutch_day(moment: datetime) -> date:
    """The day of a moment on the Dutch clock."""
    return moment.astimezone(AMSTERDAM).date()


_ISO = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$")
_SHORT = re.compile(r"^\s*(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{2}|\d{4}))?\s*$")
_NAMED = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(MONTHS)})(?:\s+(\d{{4}}))?\b", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\b({'|'.join(DAGEN)})(?:ochtend|middag|avond|nacht)?\b", re.IGNORECASE)
_AGAIN = re.compile(r"\b(?:elke|iedere|alle|steeds)\b", re.IGNORECASE)


def day_in(words: str, today: date) -> date | None:
    """The day that is meant by '28-11', '28 november', 'morgen' or 'zaterdag na de markt'. None: the words name no single day."""
    text = words.strip().lower()
    if found := _ISO.match(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _SHORT.match(text):
        year = int(found[3]) if found[3] else None
        return _coming(int(found[1]), int(found[2]), year + 2000 if year is not None and year < 100 else year, today)
    if found := _NAMED.search(text):
        return _coming(int(found[1]), MONTHS.index(found[2]) + 1, int(found[3]) if found[3] else None, today)
    if _AGAIN.search(text):
        return None
    for word, ahead in (("overmorgen", 2), ("morgen", 1), ("vandaag", 0), ("vanavond", 0), ("vanmiddag", 0)):
        if re.search(rf"\b{word}(?:ochtend|middag|avond)?\b", text):
            return today + timedelta(days=ahead)
    if (found := _WEEKDAY.search(text)) and len({m[1] for m in _WEEKDAY.finditer(text)}) == 1:
        ahead = (DAGEN.index(found[1]) - today.weekday()) % 7 or 7
        if "volgende week" in text and ahead <= 6 - today.weekday():
            ahead += 7
        return today + timedelta(days=ahead)
    return None


def read_day(words: str, today: date) -> date | None:
    """A day as typed in its own field. None for an empty field. Raises RuleError for words that name no day."""
    if not words.strip():
        return None
    found = day_in(words, today)
    if found is None:
        raise RuleError("Deze datum is niet te lezen.", hint="Schrijf bijvoorbeeld 28-11, 28 november of zaterdag. Leeg mag ook.")
    return found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _coming(day: int, month: int, year: int | None, today: date) -> date | None:
    """Without a year: the nearest such day that is not long past."""
    if year is not None:
        return _day(year, month, day)
    found = _day(today.year, month, day)
    return _day(today.year + 1, month, day) if found is not None and found < today - timedelta(days=60) else found


# -- the working agenda --------------------------------------------------------------------------


class Agenda(Frozen):
    """Open acties by when they are. Within a part the earliest first."""

    vandaag: date
    geweest: tuple[Actie, ...] = ()
    """Their day is past and nobody looked back yet."""
    deze_week: tuple[Actie, ...] = ()
    """Today until Sunday."""
    komende_weken: tuple[Actie, ...] = ()
    """The two weeks after it."""
    daarna: tuple[Actie, ...] = ()
    zonder_dag: tuple[Actie, ...] = ()
    """A moment in words and no date."""
    voor_later: tuple[Actie, ...] = ()
    """Put off by the client."""

    @property
    def delen(self) -> tuple[tuple[str, tuple[Actie, ...]], ...]:
        """(name, acties) of the parts that hold something, in the order of time."""
        names = ("geweest", "deze_week", "komende_weken", "daarna", "zonder_dag", "voor_later")
        return tuple((name, getattr(self, name)) for name in names if getattr(self, name))


def agenda(dossier: Dossier, nu: datetime) -> Agenda:
    """The open acties of the plan as an agenda, seen from `nu`."""
    today = dutch_day(nu)
    sunday = today + timedelta(days=6 - today.weekday())
    parts: dict[str, list[Actie]] = {}
    for actie in dossier.plan.acties:
        if not actie.is_open:
            continue
        if actie.keuze is not None and actie.keuze.keuze is Keuze.LATER:
            part = "voor_later"
        elif actie.datum is None:
            part = "zonder_dag"
        elif actie.datum < today:
            part = "geweest"
        elif actie.datum <= sunday:
            part = "deze_week"
        else:
            part = "komende_weken" if actie.datum <= sunday + timedelta(days=14) else "daarna"
        parts.setdefault(part, []).append(actie)
    return Agenda(vandaag=today, **{name: tuple(sorted(items, key=lambda a: a.datum or today)) for name, items in parts.items()})


def day_words(day: date) -> str:
    """'za 28 november': short enough for a list."""
    return f"{DAGEN[day.weekday()][:2]} {day.day} {MONTHS[day.month - 1]}"


class Duwtje(Frozen):
    """Something a begeleider may want to ask about. Words, never a lock."""

    soort: str
    """'veel_focus', 'veel_open', 'geen_stap', 'kleiner', 'zonder_waarom', 'dag_voorbij'."""
    tekst: str
    item: str = ""
    """Id of the doel or actie it is about. Empty: the whole plan."""


def wants_smaller(actie: Actie) -> bool:
    """The client gave less than seven, it is still open and nobody looked back on it. The number is the client's, only the threshold is ours."""
    trust = actie.keuze.vertrouwen if actie.keuze else None
    return actie.is_open and not actie.terugblikken and trust is not None and trust < VERTROUWEN_GENOEG


def nudges(dossier: Dossier, content: Content, nu: datetime) -> tuple[Duwtje, ...]:
    """What the plan asks for now, in words. Empty: nothing."""
    words, plan, out = vervolgtaal(content).voor_begeleider, dossier.plan, []
    labels = [item.label if (item := content.leefgebieden.get(area)) else area for area in plan.focus]
    if len(labels) > MAX_FOCUS:
        out.append(Duwtje(soort="veel_focus", tekst=_fill(words.veel_focus, aantal=len(labels), namen=", ".join(labels))))
    if len(plan.open_acties) > MAX_OPEN:
        out.append(Duwtje(soort="veel_open", tekst=_fill(words.veel_open, aantal=len(plan.open_acties))))
    if not plan.open_acties and plan.bevestigd:
        out.append(Duwtje(soort="geen_stap", tekst=words.geen_stap))
    today = dutch_day(nu)
    for actie in plan.open_acties:
        if wants_smaller(actie):
            out.append(Duwtje(soort="kleiner", tekst=_fill(words.kleiner, stap=actie.tekst), item=actie.id))
        if actie.datum is not None and actie.datum < today and not actie.terugblikken:
            out.append(Duwtje(soort="dag_voorbij", tekst=_fill(words.dag_voorbij, stap=actie.tekst), item=actie.id))
    for doel in plan.doelen:
        if doel.status is ActieStatus.BEVESTIGD and doel.in_focus and not doel.waarom:
            out.append(Duwtje(soort="zonder_waarom", tekst=_fill(words.zonder_waarom, doel=doel.tekst), item=doel.id))
    return tuple(out)


# -- words ---------------------------------------------------------------------------------------


def keep_words(
    talk: Conversation,
    dossier: Dossier,
    old: str | None,
    tekst: str,
    *,
    vraag_id: str,
    vraag: str,
    leefgebied: str | None = None,
) -> tuple[Change, UitingId | None]:
    """The client's words to one question as an uiting; other words for it stand beside the first ones.

    Args:
        old: id of the uiting that answered this before, or None.

    Returns:
        ((dossier, events), id of the uiting). The id is None when there are no words; what was said before stays said.
    """
    words = clean_text(tekst)
    if not words.strip():
        return (dossier, ()), None
    standing = dossier.current(old)
    if standing is not None and standing.tekst == words:
        return (dossier, ()), standing.id
    new_id = talk.new_uiting_id()
    now = talk.assistant.clock.now()
    if standing is not None:
        return dossier.correct_answer(standing.id, new_id=new_id, tekst=words, op=now), UitingId(new_id)
    change = dossier.record_answer(uiting_id=new_id, tekst=words, op=now, leefgebied=leefgebied, vraag_id=vraag_id, vraag_tekst=vraag)
    return change, UitingId(new_id)


class Following:
    """The use cases of following up, on the conversation that lies on the table. Methods that change something have saved when they return."""

    def __init__(self, talk: Conversation) -> None:
        self.talk = talk

    @property
    def dossier(self) -> Dossier:
        return self.talk.dossier

    # -- what got better -------------------------------------------------------------------------

    def opening(self) -> str:
        """The question a next conversation begins with: what got better. Another wording each time."""
        lines = taal(self.talk.content).vervolg
        told = sum(1 for u in self.dossier.uitingen if u.vraag_id == BETER)
        return lines[told % len(lines)].voor(self.dossier.aanspreekvorm)

    def better(self, tekst: str, *, vraag: str = "", uiting_id: str | None = None) -> Uiting:
        """Keep what the client says got better. Give `uiting_id` so that trying again keeps it once. Raises AnswerRejected for nothing."""
        dossier, new_id = self.dossier, uiting_id or self.talk.new_uiting_id()
        change = dossier.record_answer(
            uiting_id=new_id,
            tekst=tekst,
            op=self.talk.assistant.clock.now(),
            leefgebied=None,
            vraag_id=BETER,
            vraag_tekst=vraag or self.opening(),
        )
        self.talk.dossier = self.talk.assistant.save(dossier, change)
        return self.dossier.uiting(new_id)

    # -- goals -----------------------------------------------------------------------------------

    def _doel(self, doel_id: str) -> Langetermijndoel:
        doel = self.dossier.plan.get(doel_id)
        if not isinstance(doel, Langetermijndoel):
            raise NotThere("Dit doel staat niet in het plan.", details=doel_id)
        return doel

    def put_doel(self, tekst: str, *, uitingen: Iterable[str], leefgebieden: Iterable[str] = (), waarom: str = "") -> str:
        """A long-term goal in the client's words, as concept. Returns its id."""
        doel_id = self.talk.assistant.ids.new("doel")
        doel = Langetermijndoel(
            id=doel_id,
            tekst=clean_text(tekst).strip(),
            leefgebieden=tuple(LeefgebiedId(x) for x in leefgebieden),
            uitingen=tuple(UitingId(u) for u in uitingen),
            op=self.talk.assistant.clock.now(),
        )
        new, events = self.dossier.put_doel(doel)
        self._write(new, events, doel_id, waarom, doel.leefgebieden, True)
        return doel_id

    def describe(
        self, doel_id: str, *, waarom: str | None = None, leefgebieden: Iterable[str] | None = None, in_focus: bool | None = None
    ) -> None:
        """Why a goal matters (kept as an uiting), where it belongs, whether it is worked on now. None: as it was."""
        doel = self._doel(doel_id)
        areas = doel.leefgebieden if leefgebieden is None else tuple(LeefgebiedId(x) for x in leefgebieden)
        why = doel.waarom if waarom is None else waarom
        self._write(self.dossier, (), doel_id, why, areas, doel.in_focus if in_focus is None else in_focus)

    def reword(self, doel_id: str, tekst: str) -> None:
        """Other words for a goal. A confirmed goal becomes a draft again: what was confirmed was other words."""
        doel, words = self._doel(doel_id), clean_text(tekst).strip()
        if words and words != doel.tekst:
            changed = doel.replace(tekst=words, op=self.talk.assistant.clock.now())
            self.talk.dossier = self.talk.assistant.save(self.dossier, self.dossier.put_doel(changed))

    def confirm_doel(self, doel_id: str, *, door: str) -> None:
        """The begeleider puts a goal in the plan. Raises NotConfirmable without a name."""
        self._doel(doel_id)
        self.talk.dossier = self.talk.assistant.confirm(self.dossier, doel_id, door=door)

    def _write(
        self, dossier: Dossier, events: tuple[Event, ...], doel_id: str, waarom: str, areas: tuple[LeefgebiedId, ...], focus: bool
    ) -> None:
        """One save: the words of why as an uiting, and what they say about the goal."""
        doel = dossier.plan.get(doel_id)
        assert isinstance(doel, Langetermijndoel)
        source: str | None = None
        if waarom.strip() and clean_text(waarom) != doel.waarom:
            ask = vervolgtaal(self.talk.content).doel["waarom"].voor(dossier.aanspreekvorm)
            (dossier, more), source = keep_words(
                self.talk, dossier, doel.waarom_uiting, waarom, vraag_id="doel.waarom", vraag=ask, leefgebied=areas[0] if areas else None
            )
            events = (*events, *more)
        now = self.talk.assistant.clock.now()
        dossier, more = dossier.describe_doel(doel_id, waarom_uiting=source, leefgebieden=areas, krijgt_focus=focus, op=now)
        self.talk.dossier = self.talk.assistant.save(self.talk.dossier, (dossier, (*events, *more)))

    # -- from a step to a smaller or another one ---------------------------------------------------

    def _actie(self, actie_id: str) -> Actie:
        actie = self.dossier.plan.get(actie_id)
        if not isinstance(actie, Actie):
            raise NotThere("Deze actie staat niet in het plan.", details=actie_id)
        return actie

    def _newest_words(self, actie: Actie) -> tuple[UitingId, ...]:
        """What a step that grows out of this one rests on: what the client said about it last, and what the first one rested on."""
        last = actie.terugblikken[-1] if actie.terugblikken else None
        said = [last.bronnen[name] for name in ("geleerd", "hoe_ging_het") if name in last.bronnen] if last else []
        rests = [u for u in (*said, *actie.uitingen) if self.dossier.current(u) is not None]
        return tuple(dict.fromkeys(rests or actie.uitingen))

    def smaller(self, actie_id: str) -> Concept:
        """A smaller step as a draft: the smaller form its pattern knows, or the same words to make smaller together. Writes nothing."""
        actie = self._actie(actie_id)
        text = self._smaller_text(actie)
        return self._grown(actie, text if text and self._plain(text, actie) else actie.tekst)

    def _plain(self, text: str, actie: Actie) -> bool:
        """True when our own reviewer would not call it vague, given a day. Without a reviewer: true."""
        said = [self.dossier.uiting(u).tekst for u in self._newest_words(actie)]
        payload = {"id": "kleiner", "uitingen": said, "soort": "actie", "tekst": text, "wanneer": actie.wanneer or "morgen"}
        try:
            found = self.talk.assistant.think("toets", payload)
        except AssistantError:
            return True
        return all(f.get("label") != "vaag" for f in found.get("bevindingen") or [])

    def _smaller_text(self, actie: Actie) -> str:
        if not actie.patroon:
            return ""
        from assistant.engine.composing import load_woordstappen, pattern_id
        from assistant.engine.drafting import load_stappen

        content = self.talk.content
        smaller = {stap.id: stap.kleiner for _, stap in load_stappen(content)} | {
            pattern_id(s): s.kleiner for s in load_woordstappen(content)
        }
        found = smaller.get(actie.patroon, "")
        return found if found and found != actie.tekst else ""

    def other(self, actie_id: str) -> Concept:
        """The start of another step towards the same goal, to write together. Writes nothing."""
        actie = self._actie(actie_id)
        return self._grown(actie, actie.tekst).replace(als_het_tegenzit="", krachten=(), hulpbron=None)

    def _grown(self, actie: Actie, text: str) -> Concept:
        return Concept(
            doel=self._doel_text(actie),
            actie=text,
            wie=actie.wie,
            wie_naam=actie.wie_naam,
            waar=actie.waar,
            als_het_tegenzit=actie.als_het_tegenzit,
            uitingen=self._newest_words(actie),
            krachten=actie.krachten,
            hulpbron=actie.hulpbron,
            bron="begeleider" if text == actie.tekst else "regels",
            vorige=actie.id,
        )

    def _doel_text(self, actie: Actie) -> str:
        return next((d.tekst for d in self.dossier.plan.doelen if d.id == actie.doel), actie.tekst)

    def others(self, actie_id: str, *, k: int = 3, timeout_s: float = 30.0) -> Concepten:
        """Drafts of another step towards the same goal, through the usual drafting. Writes nothing; an error is a sentence in `fout`."""
        actie = self._actie(actie_id)
        wish = next((w.id for w in self.dossier.wensen if w.citaat.uiting in actie.uitingen), None)
        found = self.talk.draft(wish, k=k, timeout_s=timeout_s)
        fresh = [c for c in found.voorstellen if c.actie != actie.tekst]
        return found.replace(voorstellen=tuple(c.replace(vorige=actie.id) for c in fresh))

    def next_after(self, actie: Actie) -> tuple[str, ...]:
        """What fits after the last look back: 'kleiner', 'anders', or nothing when it is done or not needed any more."""
        if actie.status is not ActieStatus.BEVESTIGD or not actie.terugblikken:
            return ("kleiner",) if wants_smaller(actie) else ()
        last = actie.terugblikken[-1].verloop
        return () if last in (Verloop.GEDAAN, Verloop.NIET_MEER_NODIG) else ("kleiner", "anders")

    def supporters(self) -> tuple[tuple[str, str], ...]:
        """(id, words) of hulpbronnen that can stay around: natural before professional, nobody who must not be approached."""
        guard = guard_for(self.dossier, self.talk.content)
        usable = [h for h in natural_first(self.dossier.hulpbronnen) if not guard.overlaps(h) and not guard.reason(h.citaat.tekst)]
        return tuple({h.citaat.tekst.lower(): (h.id, h.citaat.tekst) for h in reversed(usable)}.values())[::-1]


# -- the history ---------------------------------------------------------------------------------


class Moment(Frozen):
    """One thing that happened in the plan, as it was then."""

    op: datetime
    soort: str
    """'bevestigd', 'vervolg' (confirmed, grown out of an earlier step), 'gekozen', 'niet_gekozen', 'later', 'gewijzigd', 'in_focus',
    'uit_focus', or a Verloop."""
    item: str
    is_doel: bool
    tekst: str
    door: str = ""
    woorden: tuple[str, ...] = ()
    """What the client said with it, verbatim."""


def history(dossier: Dossier) -> tuple[Moment, ...]:
    """Everything that happened in the plan, oldest first: what stands now, and what stood before and was replaced. No numbers."""
    plan = dossier.plan
    goals = {d.id for d in plan.doelen}
    out = [
        Moment(
            op=m.op,
            soort=m.soort,
            item=m.item,
            is_doel=m.item in goals,
            tekst=m.tekst,
            door=m.door,
            woorden=(m.woorden,) if m.woorden else (),
        )
        for m in plan.eerder
    ]
    items: tuple[Langetermijndoel | Actie, ...] = (*plan.doelen, *plan.acties)
    for item in items:
        goal = item.id in goals
        if item.bevestiging is not None:
            by = item.bevestiging
            grown = isinstance(item, Actie) and item.vorige is not None
            soort = "vervolg" if grown else "bevestigd"
            out.append(Moment(op=by.op, soort=soort, item=item.id, is_doel=goal, tekst=item.tekst, door=by.door))
        if item.keuze is not None:
            said = (item.keuze.woorden,) if item.keuze.woorden else ()
            out.append(Moment(op=item.keuze.op, soort=item.keuze.keuze.value, item=item.id, is_doel=goal, tekst=item.tekst, woorden=said))
        if isinstance(item, Actie):
            for look in item.terugblikken:
                out.append(Moment(op=look.op, soort=look.verloop.value, item=item.id, is_doel=False, tekst=item.tekst, woorden=_said(look)))
    first = {item.id: number for number, item in enumerate(items)}
    return tuple(sorted(out, key=lambda m: (m.op, first.get(m.item, 0), _ORDER.get(m.soort, 2))))


_ORDER = {"gewijzigd": 0, "bevestigd": 0, "vervolg": 0, "gekozen": 1, "niet_gekozen": 1, "later": 1}
"""Which comes first of two things of one moment."""


def _said(look: Terugblik) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for w in (look.hoe_ging_het, look.wat_hielp, look.wie_hielp, look.geleerd) if w))


# -- then and now --------------------------------------------------------------------------------


class Tweemaal(Frozen):
    """One question that was answered at both moments."""

    vraag: str
    toen: str
    nu: str


class Vergelijking(Frozen):
    """Two days beside each other, in the client's words. It holds no number and says nothing about better or worse."""

    toen: date
    nu: date
    zelfde_vraag: tuple[Tweemaal, ...] = ()
    gezegd_toen: tuple[str, ...] = ()
    gezegd_nu: tuple[str, ...] = ()
    krachten_erbij: tuple[str, ...] = ()
    """Krachten in words said after the first day, up to the second."""
    gedaan: tuple[str, ...] = ()
    """Steps done, wholly or partly, between the two."""


def moments(dossier: Dossier) -> tuple[date, ...]:
    """The days on which the client said something that still counts, oldest first."""
    return tuple(sorted({dutch_day(u.op) for u in dossier.geldige_uitingen}))


def compare(dossier: Dossier, toen: date, nu: date) -> Vergelijking:
    """Two moments beside each other.

    Raises: NotThere when the client said nothing on one of the days; RuleError when it is the same day.
    """
    if toen == nu:
        raise RuleError("Dit is dezelfde dag.", hint="Kies twee verschillende dagen.")
    toen, nu = min(toen, nu), max(toen, nu)
    for day in (toen, nu):
        if day not in moments(dossier):
            raise NotThere(f"Op {day_words(day)} is niets verteld.", hint="Kies een dag waarop er gepraat is.")
    said = {day: [u for u in dossier.geldige_uitingen if dutch_day(u.op) == day] for day in (toen, nu)}
    asked = {u.vraag_id: u for u in said[toen] if u.vraag_id}
    twice = [(asked[u.vraag_id], u) for u in said[nu] if u.vraag_id in asked]
    used = {u.id for pair in twice for u in pair}
    between = {u.id for u in dossier.geldige_uitingen if toen < dutch_day(u.op) <= nu}
    done = [
        a.tekst
        for a in dossier.plan.bevestigd
        for look in a.terugblikken
        if look.verloop in (Verloop.GEDAAN, Verloop.DEELS) and toen < dutch_day(look.op) <= nu
    ]
    return Vergelijking(
        toen=toen,
        nu=nu,
        zelfde_vraag=tuple(
            {a.vraag_id: Tweemaal(vraag=b.vraag_tekst or a.vraag_tekst, toen=a.tekst, nu=b.tekst) for a, b in twice}.values()
        ),
        gezegd_toen=_telling(dossier, [u for u in said[toen] if u.id not in used]),
        gezegd_nu=_telling(dossier, [u for u in said[nu] if u.id not in used]),
        krachten_erbij=tuple(dict.fromkeys(k.citaat.tekst for k in dossier.krachten if k.citaat.uiting in between)),
        gedaan=tuple(dict.fromkeys(done)),
    )


def _telling(dossier: Dossier, uitingen: list[Uiting]) -> tuple[str, ...]:
    """The words to show of one day: what was filed as a kracht or wish where there is any, the whole answer otherwise."""
    out: list[str] = []
    for u in uitingen:
        quotes = [k.citaat.tekst for k in dossier.krachten if k.citaat.uiting == u.id]
        out += quotes or [u.tekst]
    return tuple(dict.fromkeys(out))[:MOST_WORDS]


def _fill(pattern: str, **values: object) -> str:
    """Put values into {…} in one pass: braces inside a value stay as they are."""
    return re.sub(r"\{(\w+)\}", lambda m: str(values.get(m[1], m[0])), pattern)
