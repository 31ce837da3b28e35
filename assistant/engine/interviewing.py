"""assistant.engine.interviewing: the guide. What is said and asked next, from a dossier and the content.

In:    Dossier (above all its `positie`), Content.   Out: Stap (what stands on the screen), Positie (where the conversation goes).
Ports: none. Everything here is a pure function: the same dossier gives the same step, so a conversation resumes exactly where it stopped.
Never: decides for the client. The client chooses the leefgebied; an empty corner of the inventory is never called missing; skipping is
an answer.

Variation comes from counting what was already said, not from chance.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain import luisteren
from assistant.domain.dossier import Dossier, Positie
from assistant.domain.kracht import Kracht, plek_bij
from assistant.domain.leefgebied import Leefgebied, Tekst, Vraag
from assistant.domain.luisteren import Wat
from assistant.domain.values import Aard, Frozen, HulpbronSoort, KrachtVorm, LeefgebiedId, Luisteraar, Plek, Tijd, Uiting, UitingId
from assistant.engine.content import Content
from assistant.engine.remembering import Learned
from assistant.engine.setting import extras

GESPREK = "gesprek.toml"
TOON = "erkenning.toml"
STEMMING = "stemming.toml"
MAX_DOORVRAGEN = 3
"""Follow-ups on offer at once (domein.md 4.2 rule 5: no more than three options)."""
HALVERWEGE = 4
"""Answers within one leefgebied after which the guide asks how it goes. Our own choice."""
SHORT_WORDS = 3
"""An answer of at most this many words counts as short. Our own choice."""

_CELLS = (
    (Tijd.HEDEN, Plek.PERSOON),
    (Tijd.TOEKOMST, Plek.PERSOON),
    (Tijd.HEDEN, Plek.OMGEVING),
    (Tijd.VERLEDEN, Plek.PERSOON),
    (Tijd.VERLEDEN, Plek.OMGEVING),
    (Tijd.TOEKOMST, Plek.OMGEVING),
)
"""Order in which time and place come by: begin with what is there and what is wanted (domein.md 3.2), past and surroundings after it."""
_ABSTRACT = ("wonder", "schaal", "perspectief", "betekenis", "verandering")
"""Families that lean on imagination; for second-language and LVB listeners they come after the concrete ones (domein.md 14.2)."""

CHEERFUL = frozenset(("trots", "waardering", "mogelijkheid", "wonder", "vroeger_beter", "uitzondering", "schaal", "verandering"))
"""Families that do not come right after something heavy (domein.md 4.2 rule 7); the same as in judging.doorvraag."""

_LEFT_UNSAID = re.compile(
    r"\b(?:wil|wilde|hoef|ga|liever)\b[^.!?]{0,40}\b(?:niet|niets|niks)\b[^.!?]{0,20}"
    r"(?:\bover (?:te )?(?:praten|hebben|spreken|zeggen|vertellen|kwijt)|\b(?:praten|spreken|vertellen|zeggen) over)\b"
    r"|\b(?:praat|spreek|vertel|zeg|heb)\b[^.!?]{0,25}\bliever (?:niet|niets|niks)\b[^.!?]{0,15}\bover\b",
    re.IGNORECASE,
)
"""'Daar wil ik niet over praten': words that close a subject. They stay as they were said, but no follow-up opens them again."""

_DENIED = re.compile(r"\b(?:niet|geen|nooit|nauwelijks)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


class Zin(Tekst):
    """One sentence of the guide, in both forms of address; the other keys say when it fits."""

    moment: str = ""
    bij: str = ""
    vorm: str = ""
    stap: str = ""


class Gesprekstaal(Frozen):
    """prompts/gesprek.toml: everything the guide says besides the questions."""

    versie: int = 1
    bron: str
    opening: tuple[Zin, ...] = Field(min_length=1)
    afsluiting: tuple[Zin, ...] = Field(min_length=1)
    wegwijzers: tuple[Zin, ...] = Field(min_length=1)
    erkenning: tuple[Zin, ...] = Field(min_length=1)
    overslaan: tuple[Zin, ...] = Field(min_length=1)
    liever_niet: tuple[Zin, ...] = Field(min_length=1)
    later: tuple[Zin, ...] = Field(min_length=1)
    samenvatting: tuple[Zin, ...] = Field(min_length=1)
    vervolg: tuple[Zin, ...] = Field(min_length=1)
    actie: tuple[Zin, ...] = Field(min_length=1)


class Toon(Frozen):
    """How an answer may sound, and what the begeleider may then want to read."""

    bij: str
    """The kind of `erkenning` in gesprek.toml."""
    stemming: str = ""
    """Its words stand in stemming.toml under this id. Empty: only `woorden` count."""
    woorden: tuple[str, ...] = ()
    zwaar: bool = False
    """True: after this comes silence or a choice, no next question."""
    hooguit_woorden: int = 0
    """Only for answers of at most this many words. 0: any length."""
    zoek: str = ""


class Luisterwoorden(Frozen):
    """prompts/erkenning.toml, in order of precedence."""

    versie: int = 1
    bron: str
    tonen: tuple[Toon, ...]
    zoek: dict[str, str] = Field(default_factory=dict)


class _Stemming(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    woorden: tuple[str, ...] = ()


class _Stemmingwoorden(BaseModel):
    """The words of prompts/stemming.toml; what else it holds is for the listener (assistant.judging.stemming)."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    stemmingen: tuple[_Stemming, ...]


class Doorvraag(Frozen):
    """One follow-up question on offer."""

    id: str
    tekst: str
    reden: str = ""
    """For the begeleider: why this question now. Empty: it came with the voorbeeldvraag."""
    haakt_aan: str | None = None
    """The client's words it hooks on to, verbatim. None: on the answer as a whole."""
    familie: str = ""


class Optie(Frozen):
    """One leefgebied as the client sees it. No count, no percentage: what was told is shown elsewhere, in the client's words."""

    id: LeefgebiedId
    label: str
    kort: str
    icoon: str
    ascii: str
    keuze: str | None = None
    """'praten', 'liever_niet', 'later', or None."""
    nu: bool = False
    besproken: bool = False


class Stap(Frozen):
    """What stands on the screen now."""

    soort: str
    """'begin' (a first conversation), 'kies' (where to talk about), 'vraag' (a question is open), 'uitgevraagd' (none is left here)."""
    zeg: tuple[str, ...] = ()
    """What the guide says before the question; may be empty."""
    vraag_id: str | None = None
    vraag: str = ""
    leefgebied: LeefgebiedId | None = None
    leefgebied_label: str = ""
    waarom: str = ""
    """For the begeleider: why this question is asked."""
    gevoelig: bool = False
    let_op: tuple[str, ...] = ()
    zoekvraag: str = ""
    """What to look up in the sources at this moment."""


class Terugblikblok(Frozen):
    """A stem and the client's own words under it."""

    inleiding: str
    citaten: tuple[str, ...]
    leefgebied: str = ""
    ids: tuple[str, ...] = ()
    """Id of the kracht (or uiting) of each quote, where it can be taken out; empty elsewhere."""


class Slot(Frozen):
    """The closing: what the guide says, and the words read back."""

    voor: tuple[str, ...]
    blokken: tuple[Terugblikblok, ...]
    na: tuple[str, ...]


# -- words --------------------------------------------------------------------------------------


def taal(content: Content) -> Gesprekstaal:
    return content.load(GESPREK, Gesprekstaal)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower())
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def _pick(zinnen: Sequence[Zin], dossier: Dossier, count: int, **marks: str) -> str:
    """The variant for this count among those with these marks. Empty text when the content has none."""
    fit = [z for z in zinnen if all(getattr(z, key) == value for key, value in marks.items())]
    return fit[count % len(fit)].voor(dossier.aanspreekvorm) if fit else ""


def _moments(zinnen: Sequence[Zin]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(z.moment for z in zinnen if z.moment))


def _label(content: Content, leefgebied: str | None) -> str:
    found = content.leefgebieden.get(leefgebied) if leefgebied else None
    return found.label if found else ""


# -- what stands on the screen ------------------------------------------------------------------


def step(dossier: Dossier, content: Content, *, back: bool = False) -> Stap:
    """Return what stands on the screen for this dossier.

    Args:
        back: the screen was just opened on an earlier conversation: the guide says where it stopped.
    """
    words, where = taal(content), content.load(TOON, Luisterwoorden).zoek
    pos = dossier.positie
    if pos.leefgebied is None and pos.vraag_id is None:
        if not dossier.uitingen and not pos.gesteld:
            *first, last = [_pick(words.opening, dossier, 0, moment=m) for m in _moments(words.opening)]
            return Stap(soort="begin", zeg=tuple(first), vraag=last, zoekvraag=where.get("begin", ""))
        ask = _pick(words.opening, dossier, len(pos.gesteld), moment="start")
        say = (_pick(words.vervolg, dossier, len(dossier.gesprekken) + len(dossier.uitingen)),) if back else ()
        return Stap(soort="kies", zeg=tuple(s for s in say if s), vraag=ask, zoekvraag=where.get("kiezen", ""))
    label = _label(content, pos.leefgebied)
    say = (
        (_pick(words.wegwijzers, dossier, len(dossier.uitingen), moment="hervatten").replace("{leefgebied}", label),)
        if back and dossier.uitingen
        else ()
    )
    lijst = content.vragenlijsten.get(pos.leefgebied or "")
    let_op = lijst.aandacht.let_op if lijst else ()
    if pos.vraag_id is None:
        ask = _pick(words.opening, dossier, len(pos.gesteld), moment="start")
        return Stap(
            soort="uitgevraagd", zeg=tuple(s for s in say if s), vraag=ask, leefgebied=pos.leefgebied, leefgebied_label=label, let_op=let_op
        )
    vraag = content.vraag(pos.vraag_id)
    text = pos.vraag_tekst or (vraag.voor(dossier.aanspreekvorm, dossier.luisteraar) if vraag else "")
    return Stap(
        soort="vraag",
        zeg=tuple(s for s in say if s),
        vraag_id=pos.vraag_id,
        vraag=text,
        leefgebied=pos.leefgebied,
        leefgebied_label=label,
        waarom=vraag.waarom if vraag else "",
        gevoelig=bool(vraag and vraag.gevoelig),
        let_op=let_op,
        zoekvraag=f"{label}: {vraag.waarom}" if vraag else f"{label}: {text}" if label else text,
    )


def options(dossier: Dossier, content: Content) -> tuple[Optie, ...]:
    """The leefgebieden in the order of the content, with what the client wants with each."""
    told = {area for u in dossier.geldige_uitingen for area in dossier.leefgebieden_van(u)}
    return tuple(
        Optie(
            id=item.id,
            label=item.label,
            kort=item.kort,
            icoon=item.icoon,
            ascii=item.ascii,
            keuze=dossier.keuze(item.id),
            nu=dossier.positie.leefgebied == item.id,
            besproken=item.id in told,
        )
        for item in content.leefgebieden.leefgebieden
    )


def suggest(text: str, content: Content) -> tuple[LeefgebiedId, ...]:
    """Leefgebieden whose words occur in `text`, most words first, at most three. Empty: none. A suggestion only; the client chooses."""
    folded = f" {_fold(text)} "
    found = []
    for number, item in enumerate(content.leefgebieden.leefgebieden):
        words = {w for w in (_fold(word) for word in (*item.trefwoorden, item.kort)) if w}
        hits = sum(1 for w in words if f" {w} " in folded or (len(w) > 4 and f" {w}" in folded))
        if hits:
            found.append((-hits, number, item.id))
    return tuple(item_id for _, _, item_id in sorted(found)[:3])


# -- choosing the next question -----------------------------------------------------------------


def _passed(dossier: Dossier) -> dict[str, str]:
    """vraag id -> how it was passed over, the last time counting."""
    return {o.vraag_id: o.hoe for o in dossier.overgeslagen}


def next_vraag(dossier: Dossier, content: Content, leefgebied: str) -> Vraag | None:
    """The voorbeeldvraag that fits best now, or None when all were put.

    Order of reasons: not put before; passed over with 'later' only when nothing else is left; a sensitive one not before two answers here;
    nothing cheerful right after something heavy; concrete families first for who needs simple Dutch; the time and place least spoken of; another family than just now; the file's order.
    """
    lijst = content.vragenlijsten.get(leefgebied)
    if lijst is None:
        return None
    passed, asked = _passed(dossier), set(dossier.positie.gesteld)
    told = dossier.uitingen_van(leefgebied)
    simple = dossier.luisteraar in (Luisteraar.TWEEDE_TAAL, Luisteraar.LVB)
    put = [v for v in (content.vraag(i) for i in dossier.positie.gesteld) if v is not None and lijst.get(v.id)]
    cells = {cell: sum(1 for v in put if (v.tijd, v.plek) == cell) for cell in _CELLS}
    for kracht in dossier.krachten:
        if kracht.leefgebied == leefgebied:
            cells[(kracht.tijd, kracht.plek)] = cells.get((kracht.tijd, kracht.plek), 0) + 1
    families = [v.familie for v in put]
    last = dossier.laatste_uiting
    heavy = last is not None and is_heavy(last.tekst, content)

    def rank(pair: tuple[int, Vraag]) -> tuple[Any, ...]:
        number, vraag = pair
        cell = (vraag.tijd, vraag.plek)
        return (
            passed.get(vraag.id) == "later",
            vraag.gevoelig and len(told) < 2,
            heavy and vraag.familie in CHEERFUL,
            simple and vraag.familie in _ABSTRACT,
            cells[cell],
            _CELLS.index(cell),
            bool(families) and families[-1] == vraag.familie,
            families.count(vraag.familie),
            number,
        )

    free = [
        (number, vraag)
        for number, vraag in enumerate(lijst.vragen)
        if passed.get(vraag.id) not in ("overslaan", "liever_niet") and (vraag.id not in asked or passed.get(vraag.id) == "later")
    ]
    more = extras(dossier, content)
    free = [pair for pair in free if pair[1].id != dossier.positie.vraag_id and not more.held_back(pair[1])]
    return min(free, key=rank)[1] if free else None


def _opening_id(leefgebied: str) -> str:
    return f"{leefgebied}.opening"


def enter(dossier: Dossier, content: Content, leefgebied: str) -> tuple[Positie, tuple[str, ...]]:
    """Go to a leefgebied the client chose: where the conversation then stands, and what the guide says on the way.

    The first time the opening of the leefgebied is the question; later the next voorbeeldvraag.
    """
    words, area = taal(content), content.leefgebieden.get(leefgebied)
    assert area is not None, "een leefgebied komt altijd uit de lijst"
    asked = dossier.positie.gesteld
    came_from = dossier.positie.leefgebied
    seen = _opening_id(leefgebied) in asked
    moment = "ander_leefgebied" if (came_from and came_from != leefgebied) or seen else "start_leefgebied"
    say = _pick(words.wegwijzers, dossier, len(asked), moment=moment).replace("{leefgebied}", area.label)
    if not seen:
        text = area.opening.voor(dossier.aanspreekvorm)
        return _to(dossier, area, _opening_id(leefgebied), text), ((say,) if came_from else ())
    return _next_position(dossier, content, area), (say,)


def _to(dossier: Dossier, area: Leefgebied, vraag_id: str, text: str) -> Positie:
    asked = dossier.positie.gesteld
    return Positie(leefgebied=area.id, vraag_id=vraag_id, vraag_tekst=text, gesteld=asked if vraag_id in asked else (*asked, vraag_id))


def _next_position(dossier: Dossier, content: Content, area: Leefgebied) -> Positie:
    vraag = next_vraag(dossier, content, area.id)
    if vraag is None:
        return Positie(leefgebied=area.id, gesteld=dossier.positie.gesteld)
    return _to(dossier, area, vraag.id, extras(dossier, content).wording(vraag, dossier))


def onward(dossier: Dossier, content: Content) -> tuple[Positie, tuple[str, ...]]:
    """The next voorbeeldvraag of the leefgebied the conversation is in; without a leefgebied the position stays as it is."""
    area = content.leefgebieden.get(dossier.positie.leefgebied or "")
    if area is None:
        return dossier.positie, ()
    say = ""
    told = len(dossier.uitingen_van(area.id))
    if told and told % HALVERWEGE == 0:
        say = _pick(taal(content).wegwijzers, dossier, told // HALVERWEGE - 1, moment="halverwege")
    return _next_position(dossier, content, area), ((say,) if say else ())


def passed_over(dossier: Dossier, content: Content, hoe: str) -> tuple[Positie, tuple[str, ...]]:
    """After a question is passed over ('overslaan', 'later', 'liever_niet'): the next position and one friendly line, without reproach."""
    words = taal(content)
    lines = {"overslaan": words.overslaan, "later": words.later, "liever_niet": words.liever_niet}[hoe]
    say = _pick(lines, dossier, len(dossier.overgeslagen))
    changed, _ = dossier.skip(dossier.positie.vraag_id or "", hoe, dossier.aangemaakt)  # only to choose as if it were passed over already
    area = content.leefgebieden.get(dossier.positie.leefgebied or "")
    return (_next_position(changed, content, area) if area else dossier.positie), (say,)


def follow(dossier: Dossier, doorvraag: Doorvraag) -> Positie:
    """The position when a follow-up is put."""
    pos = dossier.positie
    asked = pos.gesteld if doorvraag.id in pos.gesteld else (*pos.gesteld, doorvraag.id)
    return Positie(leefgebied=pos.leefgebied, vraag_id=doorvraag.id, vraag_tekst=doorvraag.tekst, gesteld=asked)


def back_to(dossier: Dossier, uiting: Uiting) -> Positie:
    """The position that puts the question of an earlier answer on the screen again. Later answers stay as they are."""
    return Positie(leefgebied=uiting.leefgebied, vraag_id=uiting.vraag_id, vraag_tekst=uiting.vraag_tekst, gesteld=dossier.positie.gesteld)


def to_choosing(dossier: Dossier) -> Positie:
    """The position in which the client chooses where to talk about."""
    return Positie(gesteld=dossier.positie.gesteld)


# -- after an answer ----------------------------------------------------------------------------


def tone(text: str, content: Content) -> Toon | None:
    """How an answer sounds, from plain words that are not denied, or None. Only for choosing the next sentence; it is never kept."""
    words = len(text.split())
    lists = {item.id: item.woorden for item in content.load(STEMMING, _Stemmingwoorden).stemmingen}
    for toon in content.load(TOON, Luisterwoorden).tonen:
        if toon.hooguit_woorden and words > toon.hooguit_woorden:
            continue
        if _occurs((*toon.woorden, *lists.get(toon.stemming, ())), text):
            return toon
    return None


@lru_cache(maxsize=64)
def _finder(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(w) for w in sorted(words, key=len, reverse=True))})(?!\w)", re.IGNORECASE)


def _occurs(words: tuple[str, ...], text: str) -> bool:
    """True when one of the words stands in the text and, being a single word, is not denied ('niet boos')."""
    if not words:
        return False
    for found in _finder(words).finditer(text):
        if " " in found.group() or not _DENIED.search(text[max(0, found.start() - 30) : found.start()]):
            return True
    return False


def acknowledge(dossier: Dossier, content: Content, text: str, heard: Mapping[str, Any] | None = None, *, danger: bool = False) -> str:
    """One short sentence after an answer: first what is heavy, then what was heard in it, then its length.

    Args:
        heard: the answer of `herken`, or None when nobody listened along.
        danger: the words speak of acute danger; that goes before any tone.
    """
    if danger:
        said = taal(content).erkenning
        return _pick(said, dossier, len(dossier.uitingen), bij="gevaar") or _pick(said, dossier, len(dossier.uitingen), bij="zwaar")
    toon = tone(text, content)
    kind = toon.bij if toon else ""
    if not (toon and toon.zwaar) and _LEFT_UNSAID.search(text):
        closed = _pick(taal(content).erkenning, dossier, len(dossier.uitingen), bij="grens")
        if closed:
            return closed
    if not (toon and toon.zwaar) and kind != "weet_niet" and heard:
        krachten = heard.get("krachten") or []
        if any(k.get("vorm") == KrachtVorm.IK_WIL for k in krachten):
            kind = "wens"
        elif kind != "trots" and krachten:
            kind = "kracht"
        elif kind != "trots" and heard.get("hulpbronnen"):
            kind = "hulpbron"
    if not kind:
        kind = "kort_antwoord" if len(text.split()) <= SHORT_WORDS else "neutraal"
    return _pick(taal(content).erkenning, dossier, len(dossier.uitingen), bij=kind)


def is_heavy(text: str, content: Content) -> bool:
    """True when the guide should first be silent or give a choice, and put no next question by itself."""
    toon = tone(text, content)
    return toon is not None and toon.zwaar


def breather(dossier: Dossier, content: Content) -> str:
    """What the guide says after something heavy: no next question, but a choice."""
    return _pick(taal(content).wegwijzers, dossier, len(dossier.uitingen), moment="na_zwaar")


def doorvraag_id(text: str) -> str:
    """A stable id for a follow-up that stands in no file."""
    return f"doorvraag.{hashlib.sha256(_fold(text).encode()).hexdigest()[:10]}"


def library_id(item_id: str, leefgebied: str | None, familie: str) -> str:
    """The id under which a follow-up of the library is kept: which one, in which leefgebied, of which family. Not its words: the same
    follow-up on another quote is the same question."""
    return f"{item_id}~{leefgebied or ''}~{familie}"


def empty_corners(dossier: Dossier, leefgebied: str | None, found: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """Times and places of which nothing stands in the inventory of this leefgebied yet.

    Empty as long as nothing was noted or heard here: then everything is open and nothing needs a hint. It only weighs a little in the
    choice of a follow-up; nobody is shown that a corner is empty.

    Args:
        found: the answer of `herken` to the last words; what was just heard counts too.
    """
    krachten = [k for k in dossier.krachten if k.leefgebied == leefgebied]
    heard_now = (found or {}).get("krachten") or []
    times = {k.tijd.value for k in krachten} | {str(k.get("tijd")) for k in heard_now}
    places = {k.plek.value for k in krachten} | {
        plek_bij(KrachtVorm(k["vorm"])).value for k in heard_now if k.get("vorm") in list(KrachtVorm)
    }
    if any(h.leefgebied == leefgebied for h in dossier.hulpbronnen) or (found or {}).get("hulpbronnen"):
        places.add(Plek.OMGEVING.value)
    if not times and not places:
        return ()
    return tuple(t.value for t in Tijd if t.value not in times) + tuple(p.value for p in Plek if p.value not in places)


def _family_of(asked_id: str, content: Content) -> str:
    """The family of a question that was put: it stands in the id of a follow-up, or in the file of the voorbeeldvraag. '' otherwise."""
    if asked_id.count("~") == 2:
        return asked_id.rsplit("~", 1)[1]
    vraag = content.vraag(asked_id)
    return vraag.familie if vraag else ""


def follow_ups(
    dossier: Dossier, content: Content, vraag_id: str | None, found: Mapping[str, Any] | None, *, heavy: bool = False
) -> tuple[Doorvraag, ...]:
    """At most three follow-ups, best first, none that was put before: the same words nowhere, the same one of the library not within a
    leefgebied. One of the family that was put just now comes after the others; one about what the client leaves unsaid does not come.

    Args:
        vraag_id: the question that was answered.
        found: the answer of `doorvraag`; None when nobody thinks along: then the follow-ups that come with the question.
        heavy: the answer was heavy: nothing cheerful, and without a thinker nothing at all.
    """
    asked = set(dossier.positie.gesteld)
    area = dossier.positie.leefgebied
    out: list[Doorvraag] = []
    for item in (found or {}).get("vragen") or []:
        text, familie = str(item.get("tekst") or "").strip(), str(item.get("familie") or "")
        known = str(item.get("id") or "")
        if not text or doorvraag_id(text) in asked or _LEFT_UNSAID.search(text):
            continue
        out.append(
            Doorvraag(
                id=library_id(known, area, familie) if known else doorvraag_id(text),
                tekst=text,
                reden=str(item.get("reden") or ""),
                haakt_aan=item.get("haakt_aan") or None,
                familie=familie,
            )
        )
    vraag = content.vraag(vraag_id) if vraag_id else None
    if not out and vraag is not None and not heavy:
        out = [Doorvraag(id=doorvraag_id(t), tekst=t) for t in (d.voor(dossier.aanspreekvorm) for d in vraag.doorvragen)]
    if heavy:
        out = [d for d in out if d.familie not in CHEERFUL]
    held = extras(dossier, content).houd_families_achter
    out = [d for d in out if d.familie not in held]
    just_now = _family_of(dossier.positie.gesteld[-1], content) if dossier.positie.gesteld else ""
    out.sort(key=lambda d: bool(d.familie) and d.familie == just_now and d.familie != "erkenning")
    return tuple({d.id: d for d in out if d.id not in asked}.values())[:MAX_DOORVRAGEN]


# -- closing ------------------------------------------------------------------------------------


def closing(dossier: Dossier, content: Content) -> Slot:
    """Thanks, the client's own words read back by stem, and what may come next. Without any kracht the words themselves are read back."""
    words = taal(content)
    count = len(dossier.uitingen)
    order = _moments(words.afsluiting)
    at = order.index("teruglezen") + 1 if "teruglezen" in order else len(order)
    voor = [_pick(words.afsluiting, dossier, count, moment=m) for m in order[:at]]
    na = [_pick(words.afsluiting, dossier, count, moment=m) for m in order[at:]]
    quiet = set(luisteren.load(dossier.rooms).niet_teruglezen)
    blokken = []
    for vorm in KrachtVorm:
        quotes = _quotes(k for k in dossier.krachten if k.vorm is vorm and k.id not in quiet)
        if quotes:
            blokken.append(Terugblikblok(inleiding=_pick(words.samenvatting, dossier, count, vorm=vorm.value), citaten=quotes))
    if not blokken and dossier.geldige_uitingen:
        quotes = tuple(u.tekst for u in dossier.geldige_uitingen if u.id not in quiet)
        blokken.append(Terugblikblok(inleiding=_pick(words.samenvatting, dossier, count, vorm="begin"), citaten=quotes))
    return Slot(voor=tuple(s for s in voor if s), blokken=tuple(blokken), na=tuple(s for s in na if s))


def _quotes(krachten: Iterable[Kracht]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(k.citaat.tekst for k in krachten))


def actie_vragen(dossier: Dossier, content: Content) -> dict[str, str]:
    """Step name -> one question on the way to a small actie ('wat', 'wie', 'wanneer', 'waar', 'cijfer', 'makkelijker' ...)."""
    words = taal(content).actie
    return {stap: _pick(words, dossier, len(dossier.plan.acties), stap=stap) for stap in dict.fromkeys(z.stap for z in words)}


# -- what was heard -----------------------------------------------------------------------------


class Gehoord(Frozen):
    """A stretch of the client's words that may be a kracht or a hulpbron. Nothing is filed until someone accepts it."""

    soort: str = Field(pattern="^(kracht|hulpbron)$")
    uiting: UitingId
    begin: int = Field(ge=0)
    eind: int = Field(gt=0)
    citaat: str = Field(min_length=1)
    vorm: KrachtVorm = KrachtVorm.IK_KAN
    tijd: Tijd = Tijd.HEDEN
    hulpbron: HulpbronSoort = HulpbronSoort.PERSOON
    aard: Aard = Aard.NATUURLIJK
    uitleg: str = ""
    gehoord: tuple[str, str] = ("", "")
    """Vorm and tijd (or soort and aard) as they were heard, before what the begeleider taught in this dossier. Empty: not known."""
    leefgebied: LeefgebiedId | None = None
    """Another leefgebied than the one the words stand under; None: that one."""

    @property
    def id(self) -> str:
        """Fingerprint of the stretch, whatever form it is given: what was dropped once is not proposed again."""
        return hashlib.sha256(f"{self.soort}|{self.uiting}|{self.begin}|{self.eind}".encode()).hexdigest()[:16]


def heard(dossier: Dossier, uiting: Uiting, found: Mapping[str, Any]) -> tuple[Gehoord, ...]:
    """The proposals in an answer of `herken`, in the order of the client's words.

    Left out: quotes that are not verbatim, stretches that were dropped before (also in like words), and what is noted already.
    What the begeleider corrected before is offered first in the corrected form.
    """
    learned = Learned.of(dossier)
    out: list[Gehoord] = []
    for soort, items in (("kracht", found.get("krachten") or []), ("hulpbron", found.get("hulpbronnen") or [])):
        for item in items:
            begin, eind = int(item.get("begin", 0)), int(item.get("eind", 0))
            if not 0 <= begin < eind or uiting.tekst[begin:eind] != item.get("citaat"):
                continue
            values: dict[str, Any] = {
                "soort": soort,
                "uiting": uiting.id,
                "begin": begin,
                "eind": eind,
                "citaat": item["citaat"],
                "uitleg": str(item.get("uitleg") or ""),
            }
            if soort == "kracht":
                values |= {"vorm": item["vorm"], "tijd": item.get("tijd") or Tijd.HEDEN}
                values["gehoord"] = (str(values["vorm"]), str(values["tijd"]))
            else:
                values |= {"hulpbron": item.get("soort") or HulpbronSoort.PERSOON, "aard": item.get("aard") or Aard.NATUURLIJK}
                values["gehoord"] = (str(values["hulpbron"]), str(values["aard"]))
            out.append(Gehoord.model_validate(values))
    noted = {("kracht", k.citaat.uiting, k.citaat.begin, k.citaat.eind) for k in dossier.krachten}
    noted |= {("hulpbron", h.citaat.uiting, h.citaat.begin, h.citaat.eind) for h in dossier.hulpbronnen}
    fresh = [
        _as_taught(g, learned)
        for g in out
        if g.id not in dossier.geweigerd
        and (g.soort, g.uiting, g.begin, g.eind) not in noted
        and not learned.was_dropped(g.soort, g.gehoord[0], g.citaat)
    ]
    return tuple(sorted({g.id: g for g in fresh}.values(), key=lambda g: (g.begin, g.eind, g.soort)))


def _as_taught(item: Gehoord, learned: Learned) -> Gehoord:
    """The proposal in the form that was chosen for such words before in this dossier."""
    first, second = item.gehoord
    names: tuple[tuple[Wat, str, str], ...] = (
        (("vorm", first, "vorm"), ("tijd", second, "tijd"))
        if item.soort == "kracht"
        else (("soort", first, "hulpbron"), ("aard", second, "aard"))
    )
    changes = {field: chosen for wat, heard_as, field in names if (chosen := learned.prefer(wat, heard_as, item.citaat))}
    if area := learned.area(item.citaat):
        changes["leefgebied"] = area
    return item.replace(**changes) if changes else item
