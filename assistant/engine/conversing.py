"""assistant.engine.conversing: one sitting with one dossier, without a screen. The terminal UI and the command `speel` both drive this.

In:    Assistant, Dossier.   Out: Stap, Beurt, Gids (guidance), Concept (a draft), and always the saved Dossier in `dossier`.
Ports: through Assistant. Methods that change something have saved when they return; on an error nothing has changed here or on disk.
Threads: saves must come one at a time (the screen holds a lock); `listen`, `look_up` and `draft` only read and may run beside them.
Never: files a kracht, puts an actie in the plan or chooses for the client by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import Field, ValidationError

from assistant.domain import luisteren
from assistant.domain.actieplan import Actie, ActieStatus, Bronverwijzing, Langetermijndoel, Wie
from assistant.domain.dossier import Change, Dossier, Positie
from assistant.domain.events import Event
from assistant.domain.guidance import Passage
from assistant.domain.kracht import natural_first
from assistant.domain.luisteren import Deel, Luistergeheugen, Verbetering, Wat, Weggelaten
from assistant.domain.toestemming import Doel, toestemmingen_in
from assistant.domain.values import Aard, Frozen, Herkomst, HulpbronSoort, KrachtVorm, LeefgebiedId, Tijd, Uiting, UitingId
from assistant.engine import interviewing as guide
from assistant.engine.assistant import Assistant
from assistant.engine.content import Content
from assistant.engine.draft_writing import Inkijk
from assistant.engine.interviewing import Doorvraag, Gehoord, Slot, Stap
from assistant.engine.remembering import Learned
from assistant.engine.sheet_safety import Guard, guard_for
from assistant.engine.splitting import LONG_WORDS, Stukvoorstel, is_story, stretches
from assistant.errors import AssistantError, NotThere, RuleError

LISTEN_S = 90.0
"""How long thinking along may take (the first time it loads, on a slow disk for long). Nobody waits for it: the guide goes on by itself."""
DRAFT_S = 120.0
"""How long drafting may take; the screen says all the while that it is busy."""
NEAR = 3
"""Passages shown as coming nearest, when the sources do not answer."""
INVENTORY = 2
"""The basistaak of this conversation: inventariseren van krachten."""
SPARE = 3
"""Drafts asked for beyond what is shown when someone must not be approached: a draft that names them is left out."""


class Beurt(Frozen):
    """What came of one answer."""

    uiting: UitingId
    erkenning: str
    """One sentence of the guide. May be empty."""
    rustpunt: str = ""
    """After something heavy: no next question, but a choice. Empty otherwise."""
    doorvragen: tuple[Doorvraag, ...] = ()
    gehoord: tuple[Gehoord, ...] = ()
    stukken: tuple[Stukvoorstel, ...] = ()
    """How a story may be divided over leefgebieden: two pieces or more, together exactly the words. Empty: nothing to divide."""
    signaal: str | None = None
    """Kind of acute danger, or None. The screen shows the fixed card at once."""
    zonder_hulp: str = ""
    """Why nobody listened along, as a sentence. Empty: someone did."""


class Gids(Frozen):
    """What the sources say to one question."""

    vraag: str
    passages: tuple[Passage, ...] = ()
    niets_gevonden: bool = True
    waarom: str = ""
    """Why this is shown, or why it is no answer, in the words of the sources' side. Empty: nothing to say."""
    dichtbij: tuple[Passage, ...] = ()
    """With `niets_gevonden`: what comes nearest. No answer."""
    fout: str = ""
    """Why nothing could be looked up, as a sentence. Empty: it could."""


class Concept(Frozen):
    """A drafted small actie. It is no plan: it becomes one only when a begeleider confirms it."""

    doel: str = Field(min_length=1)
    actie: str = Field(min_length=1)
    wie: Wie = Wie.CLIENT
    wie_naam: str = ""
    wanneer: str = ""
    datum: date | None = None
    waar: str = ""
    als_het_tegenzit: str = ""
    uitingen: tuple[UitingId, ...] = Field(min_length=1)
    """The client's words it rests on. A draft without them may not exist."""
    krachten: tuple[str, ...] = ()
    """Ids in the dossier."""
    hulpbron: str | None = None
    """Id in the dossier."""
    bron: str = "regels"
    patroon: str | None = None
    citaties: tuple[Bronverwijzing, ...] = ()
    vorige: str | None = None
    """Id of the actie this one grows out of: a smaller or another step."""


class Concepten(Frozen):
    voorstellen: tuple[Concept, ...] = ()
    vraag: str = ""
    """When no wish was heard: the question to put first."""
    fout: str = ""


_WIE = dict.fromkeys(("ik", "client", "cliënt", "zelf", "ikzelf", "ik zelf", "alleen", "ik alleen", "in mijn eentje", ""), Wie.CLIENT)
_TOGETHER = re.compile(r"(?:(?:ik|wij|we|de cliënt)\b,?\s*)?(?:samen\s+)?(?:met|en)\s+(?=\S)", re.IGNORECASE)
"""What stands before the name of whoever joins in: on paper 'samen met' comes before it anyway."""


_ORIGIN = {"regels": Herkomst.REGELS, "model": Herkomst.MODEL, "begeleider": Herkomst.BEGELEIDER, "client": Herkomst.CLIENT}


def read_wie(text: str) -> tuple[Wie, str]:
    """Who does it, from words: the role, and the name of whoever joins in."""
    plain = text.strip().rstrip(".!")
    if plain.lower() in _WIE:
        return _WIE[plain.lower()], ""
    if together := _TOGETHER.match(plain):
        plain = plain[together.end() :]
    if plain in list(Wie):
        return Wie(plain), ""
    return (Wie.SAMEN_BEGELEIDER if "begeleider" in plain.lower() else Wie.SAMEN_NAASTE), plain


def read_concepten(found: Mapping[str, Any], dossier: Dossier) -> Concepten:
    """The answer of `stel-voor` as values. Drafts without a client utterance of this dossier are left out."""
    uitingen = {u.id for u in dossier.geldige_uitingen}
    krachten = {k.id: k.id for k in dossier.krachten} | {k.citaat.tekst: k.id for k in dossier.krachten}
    hulpbronnen = {h.id: h.id for h in dossier.hulpbronnen} | {h.citaat.tekst: h.id for h in dossier.hulpbronnen}
    out = []
    for item in found.get("voorstellen") or []:
        rests = tuple(UitingId(u) for u in item.get("uitingen") or [] if u in uitingen)
        if not rests or not str(item.get("doel") or "").strip() or not str(item.get("actie") or "").strip():
            continue
        wie, naam = read_wie(str(item.get("wie") or ""))
        used = [str(k.get("id") or k.get("citaat") or "") if isinstance(k, Mapping) else str(k) for k in item.get("krachten") or []]
        help_from = item.get("hulpbron")
        help_id = str(help_from.get("id") or help_from.get("tekst") or "") if isinstance(help_from, Mapping) else str(help_from or "")
        out.append(
            Concept(
                doel=str(item["doel"]).strip(),
                actie=str(item["actie"]).strip(),
                wie=wie,
                wie_naam=str(item.get("wie_naam") or naam),
                wanneer=str(item.get("wanneer") or ""),
                waar=str(item.get("waar") or ""),
                als_het_tegenzit=str(item.get("als_het_tegenzit") or ""),
                uitingen=rests,
                krachten=tuple(dict.fromkeys(krachten[k] for k in used if k in krachten)),
                hulpbron=hulpbronnen.get(help_id),
                bron=str(item.get("bron") or "regels"),
                patroon=str(item["patroon"]) if item.get("patroon") else None,
                citaties=tuple(_citatie(c) for c in item.get("citaties") or []),
            )
        )
    return Concepten(voorstellen=tuple(out), vraag=str(found.get("vraag") or ""))


def _citatie(item: Any) -> Bronverwijzing:
    if not isinstance(item, Mapping):
        return Bronverwijzing(passage=str(item), document="")
    return Bronverwijzing(
        passage=str(item.get("passage") or item.get("id") or ""),
        document=str(item.get("titel") or item.get("document") or ""),
        document_id=str(item.get("document") or ""),
        kop=tuple(str(k) for k in item.get("kop") or ()),
        pagina=item.get("pagina"),
        tekst_hash=str(item.get("tekst_hash") or ""),
    )


def read_passages(found: Mapping[str, Any]) -> tuple[Passage, ...]:
    """The passages in an answer of `zoek`, best first."""
    known = set(Passage.model_fields)
    return tuple(Passage.model_validate({k: v for k, v in item.items() if k in known}) for item in found.get("passages") or [])


def look_up(assistant: Assistant, vraag: str, *, k: int = 4, timeout_s: float = LISTEN_S, namen: Sequence[str] = ()) -> Gids:
    """What the sources say. Never fails: an error is a sentence in `fout`.

    Args:
        namen: names of the dossier on the table; they are taken out before a question leaves this machine.
    """
    if not vraag.strip():
        return Gids(vraag=vraag)
    try:
        found = assistant.think("zoek", {"id": "scherm", "vraag": vraag, "k": k, "bekende_namen": list(namen)}, timeout_s=timeout_s)
    except AssistantError as error:
        return Gids(vraag=vraag, fout=error.sentence)
    nothing, passages = bool(found.get("niets_gevonden")), read_passages(found)
    return Gids(
        vraag=vraag,
        niets_gevonden=nothing,
        passages=() if nothing else passages,
        waarom=str(found.get("waarom") or ""),
        dichtbij=passages[:NEAR] if nothing else (),
    )


def find_citation(assistant: Assistant, cite: Bronverwijzing, *, timeout_s: float = LISTEN_S) -> dict[str, Any]:
    """Where a citation stands now: see GuidanceDesk.passage. `passage` '' means the place, not certain words. Raises GuidanceError."""
    payload = {
        "id": cite.passage,
        "document": cite.document_id,
        "titel": cite.document,
        "hash": cite.tekst_hash,
        "kop": list(cite.kop),
    }
    return assistant.think("passage", payload, timeout_s=timeout_s)


def _sentence_at(text: str, at: int) -> str:
    """The sentence of `text` in which position `at` stands."""
    return next((text[a:b] for a, b in stretches(text) if a <= at < b), text)


def quick_signal(text: str, content: Content) -> str | None:
    """Kind of acute danger by words alone, or None: a few milliseconds, with no helper process at all."""
    from assistant.judging.signaal import Woorden, signaal_snel

    found = signaal_snel(text, content.load("veiligheid/woorden.toml", Woorden))
    return str(found["soort"]) if found["acuut"] else None


def _not_dangerous(heard: tuple[Gehoord, ...], guard: Guard) -> tuple[Gehoord, ...]:
    """Without hulpbronnen that name someone who must not be approached: those are never offered."""
    return tuple(g for g in heard if g.soort != "hulpbron" or guard.reason(g.citaat) != "niet_benaderen")


def safe_concepten(found: Concepten, guard: Guard) -> Concepten:
    """Without drafts that name someone who must not be approached, or a secret place, in any of their fields."""

    def safe(c: Concept) -> bool:
        return not guard.reason(c.doel, c.actie, c.wie_naam, c.waar, c.wanneer, c.als_het_tegenzit)

    return found.replace(voorstellen=tuple(c for c in found.voorstellen if safe(c)))


class Conversation:
    """One sitting. `dossier` is always what is on disk."""

    def __init__(self, assistant: Assistant, dossier: Dossier) -> None:
        self.assistant = assistant
        self.dossier = dossier

    @property
    def content(self) -> Content:
        return self.assistant.content

    # -- reading ---------------------------------------------------------------------------------

    def step(self, *, back: bool = False) -> Stap:
        """What stands on the screen now; `back` when an earlier conversation was just opened."""
        return guide.step(self.dossier, self.assistant.content, back=back)

    def last_uiting(self) -> Uiting | None:
        return self.dossier.laatste_uiting

    # -- the conversation ------------------------------------------------------------------------

    def new_uiting_id(self) -> str:
        """An id chosen before the first try, so that a retry never keeps the same words twice."""
        return self.assistant.ids.new("uiting")

    def answer(self, tekst: str, *, uiting_id: str | None = None) -> Uiting:
        """Keep the client's words with the question that is open. They are on disk when this returns."""
        now = self.step()
        uid = uiting_id or self.new_uiting_id()
        self.dossier = self.assistant.answer(
            self.dossier, tekst, vraag_id=now.vraag_id, vraag_tekst=now.vraag, leefgebied=now.leefgebied, uiting_id=uid
        )
        return self.dossier.uiting(uid)

    def _move(self, positie: Positie) -> None:
        if positie != self.dossier.positie:
            self.dossier = self.assistant.move_to(self.dossier, positie)

    def choose(self, leefgebied: str) -> tuple[str, ...]:
        """The client chose where to talk about. Returns what the guide says on the way. Raises NotThere."""
        if self.assistant.content.leefgebieden.get(leefgebied) is None:
            raise NotThere(f"Het leefgebied {leefgebied!r} staat niet in de lijst.")
        positie, say = guide.enter(self.dossier, self.assistant.content, leefgebied)
        self._move(positie)
        return say

    def mark(self, leefgebied: str, keuze: str) -> None:
        """'praten', 'liever_niet' or 'later' beside a leefgebied."""
        if self.assistant.content.leefgebieden.get(leefgebied) is None:
            raise NotThere(f"Het leefgebied {leefgebied!r} staat niet in de lijst.")
        self.dossier = self.assistant.choose_leefgebied(self.dossier, leefgebied, keuze)

    def onward(self) -> tuple[str, ...]:
        """The next voorbeeldvraag. Without a leefgebied the client is still choosing, and nothing changes."""
        positie, say = guide.onward(self.dossier, self.assistant.content)
        self._move(positie)
        return say

    def skip(self, hoe: str = "overslaan") -> tuple[str, ...]:
        """Pass the question over, and go on to the next; both in one save. Raises RuleError when no question is open.

        A question that was just answered cannot be passed over any more: 'overslaan' then only goes on, and nothing is written of it.
        """
        now = self.dossier.positie
        if now.vraag_id is None:
            raise RuleError("Er staat nu geen vraag open.", hint="Kies eerst een leefgebied.")
        if hoe == "overslaan" and self.dossier.uitingen and self.dossier.uitingen[-1].vraag_id == now.vraag_id:
            return self.onward()
        positie, say = guide.passed_over(self.dossier, self.assistant.content, hoe)
        self.dossier = self.assistant.skip(self.dossier, now.vraag_id, hoe, after=positie)
        return say

    def follow(self, doorvraag: Doorvraag) -> None:
        """Put a follow-up on the screen."""
        self._move(guide.follow(self.dossier, doorvraag))

    def back_to(self, uiting_id: str) -> None:
        """Put the question of an earlier answer on the screen again. Everything said later stays."""
        self._move(guide.back_to(self.dossier, self.dossier.uiting(uiting_id)))

    def to_choosing(self) -> None:
        self._move(guide.to_choosing(self.dossier))

    def correct(self, uiting_id: str, tekst: str) -> Uiting:
        """Other words for an earlier answer. The first words stay readable beside them."""
        self.dossier = self.assistant.correct(self.dossier, uiting_id, tekst)
        return self.dossier.uitingen[-1]

    def withdraw(self, uiting_id: str) -> None:
        self.dossier = self.assistant.withdraw(self.dossier, uiting_id)

    def close(self) -> Slot:
        """End the sitting: the client's words read back. The next time begins with what is better."""
        slot = guide.closing(self.dossier, self.assistant.content)
        self._move(guide.to_choosing(self.dossier))
        return slot

    # -- thinking along --------------------------------------------------------------------------

    def respond(self, uiting: Uiting) -> Beurt:
        """What the guide says by itself, at once and without a thinker: the tone of the words, and what follows something heavy."""
        content = self.assistant.content
        signaal = quick_signal(uiting.tekst, content)
        heavy = signaal is not None or guide.is_heavy(uiting.tekst, content)
        return Beurt(
            uiting=uiting.id,
            erkenning=guide.acknowledge(self.dossier, content, uiting.tekst, danger=signaal is not None),
            rustpunt=guide.breather(self.dossier, content) if heavy else "",
            signaal=signaal,
        )

    def listen(self, uiting: Uiting, *, timeout_s: float = LISTEN_S) -> Beurt:
        """What an answer holds, and what may follow. Never fails: without a thinker the guide goes on by itself.

        At acute danger nothing is proposed: 'ik wil er een eind aan maken' is no wish for a plan. By hand it can always be noted, and
        after `no_danger` it is proposed like any other.
        """
        dossier, content = self.dossier, self.assistant.content
        payload: dict[str, Any] = {"id": uiting.id, "leefgebied": uiting.leefgebied, "vraag": uiting.vraag_tekst, "antwoord": uiting.tekst}
        heavy = guide.is_heavy(uiting.tekst, content)
        payload |= {
            "aanspreekvorm": dossier.aanspreekvorm.value,
            "luisteraar": dossier.luisteraar.value,
            "gesteld": list(dossier.positie.gesteld),
        }
        found: Mapping[str, Any] | None = None
        more: Mapping[str, Any] | None = None
        why = ""
        try:
            found = self.assistant.think("herken", payload, timeout_s=timeout_s)
        except AssistantError as error:
            why = error.sentence
        acute = bool((found.get("signaal") or {}).get("acuut")) if found is not None else quick_signal(uiting.tekst, content) is not None
        if acute and uiting.id in luisteren.load(dossier.rooms).geen_gevaar:
            acute, found = False, {**found, "signaal": {}} if found is not None else None
        more_payload = payload | {"leeg": list(guide.empty_corners(dossier, dossier.positie.leefgebied, found))}
        if found is not None:
            more_payload["herkend"] = dict(found)
        try:
            more = self.assistant.think("doorvraag", more_payload, timeout_s=timeout_s)
        except AssistantError as error:
            why = why or error.sentence
        signaal = (found or {}).get("signaal") or {}
        return Beurt(
            uiting=uiting.id,
            erkenning=guide.acknowledge(dossier, content, uiting.tekst, found, danger=acute),
            rustpunt=guide.breather(dossier, content) if heavy or acute else "",
            doorvragen=guide.follow_ups(dossier, content, uiting.vraag_id, more, heavy=heavy or acute),
            gehoord=_not_dangerous(guide.heard(dossier, uiting, found), guard_for(dossier, content)) if found and not acute else (),
            signaal=str(signaal.get("soort") or "onbekend") if signaal.get("acuut") else None,
            stukken=self.pieces_of(uiting, timeout_s=timeout_s) if found is not None and not acute else (),
            zonder_hulp=why,
        )

    def pieces_of(self, uiting: Uiting, *, timeout_s: float = LISTEN_S) -> tuple[Stukvoorstel, ...]:
        """How a story may be divided over leefgebieden. Empty: it is short, about one thing, divided or left whole already, or nobody
        thinks along. Never fails."""
        memory = luisteren.load(self.dossier.rooms)
        if uiting.id in memory.heel or memory.delen_van(uiting.id) or not is_story(uiting.tekst):
            return ()
        if uiting.leefgebied is not None and len(uiting.tekst.split()) < LONG_WORDS:
            return ()
        taught = [[item.tekst, item.gekozen] for item in Learned.of(self.dossier).taught if item.wat == "leefgebied"]
        payload = {"id": uiting.id, "antwoord": uiting.tekst, "leefgebied": uiting.leefgebied, "geleerd": taught}
        try:
            found = self.assistant.think("verdeel", payload, timeout_s=timeout_s)
            pieces = tuple(Stukvoorstel.model_validate(p) for p in found.get("stukken") or [])
        except (AssistantError, ValidationError):
            return ()
        if "".join(uiting.tekst[p.begin : p.eind] for p in pieces) != uiting.tekst:
            return ()
        return pieces if len(pieces) > 1 or (uiting.leefgebied is None and pieces) else ()

    # -- what the listener is taught -------------------------------------------------------------

    def _taught(self, change: Callable[[Luistergeheugen], Luistergeheugen]) -> Callable[[Dossier], Change]:
        """A step for a save: the memory of the listener after `change`. No change: nothing is written."""

        def step(dossier: Dossier) -> Change:
            old = luisteren.editable(dossier.rooms)
            new = change(old)
            return dossier.put_room(luisteren.ROOM, new) if new != old else (dossier, ())

        return step

    def divide(self, uiting_id: str, pieces: Sequence[Stukvoorstel], proposed: Sequence[Stukvoorstel] = ()) -> None:
        """Divide a story over leefgebieden. The words stay one uiting, letter for letter; krachten noted in it move to the leefgebied of
        their piece. Raises RuleError when the pieces are not the whole text.

        Args:
            proposed: what was proposed; a piece that was put elsewhere is remembered for words like it.
        """
        uiting = self.dossier.uiting(uiting_id)
        delen = [Deel(uiting=uiting.id, begin=p.begin, eind=p.eind, leefgebied=p.leefgebied) for p in pieces]
        before = {(p.begin, p.eind): p.leefgebied for p in proposed}
        moved = [
            Verbetering(uiting=uiting.id, begin=p.begin, eind=p.eind, wat="leefgebied", gehoord=str(old), gekozen=str(p.leefgebied))
            for p in pieces
            if (old := before.get((p.begin, p.eind))) is not None and p.leefgebied is not None and old != p.leefgebied
        ]

        def rehome(dossier: Dossier) -> Change:
            events: list[Event] = []
            for kracht in dossier.krachten:
                area = dossier.leefgebied_op(uiting, kracht.citaat.begin) if kracht.citaat.uiting == uiting_id else None
                if area is not None and area != kracht.leefgebied:
                    dossier, more = dossier.note_kracht(kracht.replace(leefgebied=area))
                    events += more
            for hulp in dossier.hulpbronnen:
                area = dossier.leefgebied_op(uiting, hulp.citaat.begin) if hulp.citaat.uiting == uiting_id else None
                if area is not None and area != hulp.leefgebied:
                    dossier, more = dossier.note_hulpbron(hulp.replace(leefgebied=area))
                    events += more
            return dossier, tuple(events)

        teach = self._taught(lambda m: m.divide(uiting_id, len(uiting.tekst), delen).correct(moved))
        self.dossier = self.assistant.save_all(self.dossier, [teach, rehome])

    def leave_whole(self, uiting_id: str) -> None:
        """The story stays under no leefgebied in particular (or its own), and dividing it is not offered again."""
        self.dossier.uiting(uiting_id)
        self.dossier = self.assistant.save_all(self.dossier, [self._taught(lambda m: m.leave_whole(uiting_id))])

    def no_danger(self, uiting_id: str) -> None:
        """The begeleider says that these words are not about danger: from now on they are listened to like any other."""
        self.dossier.uiting(uiting_id)
        self.dossier = self.assistant.save_all(self.dossier, [self._taught(lambda m: m.no_danger(uiting_id))])

    def read_back(self, item_id: str, read: bool) -> None:
        """Whether these words (id of a kracht or an uiting) are read aloud in a summary. They stay where they are."""
        self.dossier = self.assistant.save_all(self.dossier, [self._taught(lambda m: m.read_back(item_id, read))])

    def look_up(self, vraag: str, *, k: int = 4, timeout_s: float = LISTEN_S) -> Gids:
        return look_up(self.assistant, vraag, k=k, timeout_s=timeout_s, namen=self.namen())

    def guidance(self, stap: Stap, uiting_id: str = "", *, k: int = 3, timeout_s: float = LISTEN_S) -> Gids:
        """What the sources have for this moment: at an open question, or after the answer `uiting_id`. Never fails.

        `niets_gevonden`: there is nothing good enough to show.
        """
        if not uiting_id and stap.soort != "vraag":
            return self.look_up(stap.zoekvraag, k=k, timeout_s=timeout_s)
        payload: dict[str, Any] = {
            "leefgebied": stap.leefgebied or "",
            "leefgebied_naam": stap.leefgebied_label,
            "vraag": stap.vraag,
            "bedoeling": stap.waarom,
            "setting": self.dossier.setting,
            "basistaak": INVENTORY,
            "bekende_namen": list(self.namen()),
            "k": k,
        }
        if uiting_id:
            uiting = self.dossier.uiting(uiting_id)
            toon = guide.tone(uiting.tekst, self.content)
            payload |= {"antwoord": uiting.tekst, "vraag": uiting.vraag_tekst, "toon": toon.zoek if toon else ""}
        try:
            found = self.assistant.think("leidraad", payload, timeout_s=timeout_s)
        except AssistantError as error:
            return Gids(vraag=stap.vraag, fout=error.sentence)
        passages = () if found.get("niets_gevonden") else read_passages(found)
        return Gids(
            vraag=str(found.get("gezocht") or stap.vraag),
            niets_gevonden=not passages,
            passages=passages,
            waarom=str(found.get("aanleiding") or ""),
        )

    def namen(self) -> tuple[str, ...]:
        """By which people of this dossier are known; they go along with every request that may leave this machine."""
        from assistant.engine.sheet_safety import known_names

        return known_names(self.dossier, self.content)

    # -- the inventory ---------------------------------------------------------------------------

    def area_for(self, uiting_id: str, begin: int = 0) -> LeefgebiedId | None:
        """The leefgebied words belong to: that of their piece, else one their own sentence points at, else where the conversation is now, else
        what the whole answer points at."""
        uiting = self.dossier.uiting(uiting_id)
        if (own := self.dossier.leefgebied_op(uiting, begin)) is not None:
            return own
        near = guide.suggest(_sentence_at(uiting.tekst, begin), self.assistant.content)
        here = self.dossier.positie.leefgebied
        if not near and here is None:
            near = guide.suggest(uiting.tekst, self.assistant.content)
        return near[0] if near else here

    def accept(
        self,
        item: Gehoord,
        *,
        vorm: KrachtVorm | str | None = None,
        tijd: Tijd | str | None = None,
        soort: str | None = None,
        aard: str | None = None,
    ) -> str:
        """File what was heard, as it was proposed or as corrected. Returns the id of the kracht or hulpbron."""
        chosen = item.replace(
            vorm=vorm or item.vorm, tijd=tijd or item.tijd, hulpbron=soort or item.hulpbron, aard=aard or item.aard
        )  # fmt: skip
        area = item.leefgebied or self.area_for(item.uiting, item.begin)
        also = [self._taught(lambda m: m.allow(item.soort, (item.uiting, item.begin, item.eind)).correct(self._corrections(chosen)))]
        if item.soort == "kracht":
            return self.note(
                item.uiting,
                item.begin,
                item.eind,
                vorm=chosen.vorm,
                tijd=chosen.tijd,
                leefgebied=area,
                herkomst=Herkomst.HERKEND,
                also=also,
            )
        new_id = self.assistant.ids.new("hulpbron")
        self.dossier = self.assistant.note_hulpbron(
            self.dossier,
            uiting_id=item.uiting,
            begin=item.begin,
            eind=item.eind,
            soort=chosen.hulpbron,
            aard=chosen.aard,
            niet_benaderen=guard_for(self.dossier, self.content).reason(item.citaat) == "niet_benaderen",
            leefgebied=area,
            herkomst=Herkomst.HERKEND,
            hulpbron_id=new_id,
            also=also,
        )
        return new_id

    def _corrections(self, chosen: Gehoord) -> tuple[Verbetering, ...]:
        """What to remember of an accepted proposal: where it differs from what was heard, and where an earlier lesson was undone."""
        if not any(chosen.gehoord):
            return ()
        now = (chosen.vorm.value, chosen.tijd.value) if chosen.soort == "kracht" else (chosen.hulpbron.value, chosen.aard.value)
        names: tuple[Wat, Wat] = ("vorm", "tijd") if chosen.soort == "kracht" else ("soort", "aard")
        learned = Learned.of(self.dossier)
        return tuple(
            Verbetering(uiting=chosen.uiting, begin=chosen.begin, eind=chosen.eind, wat=wat, gehoord=first, gekozen=last)
            for wat, first, last in zip(names, chosen.gehoord, now, strict=True)
            if first != last or learned.prefer(wat, first, chosen.citaat) not in ("", last)
        )

    def refuse(self, item: Gehoord) -> None:
        """Drop a proposal; it is not proposed again, nor the same in like words."""
        self.dossier = self.assistant.save_all(
            self.dossier,
            [lambda d: d.refuse_proposal(item.id), self._dropping(item.soort, item.uiting, item.begin, item.eind, item.gehoord[0])],
        )

    def _dropping(self, soort: str, uiting: str, begin: int, eind: int, heard: str) -> Callable[[Dossier], Change]:
        gone = Weggelaten.model_validate({"soort": soort, "uiting": uiting, "begin": begin, "eind": eind, "gehoord": heard})
        return self._taught(lambda m: m.drop(gone))

    def note(
        self,
        uiting_id: str,
        begin: int,
        eind: int,
        *,
        vorm: KrachtVorm | str,
        tijd: Tijd | str = Tijd.HEDEN,
        leefgebied: str | None = None,
        herkomst: Herkomst = Herkomst.BEGELEIDER,
        also: Iterable[Any] = (),
    ) -> str:
        """File a stretch of the client's words as a kracht; the same stretch noted again takes the new form. Returns its id."""
        same = (k.id for k in self.dossier.krachten if (k.citaat.uiting, k.citaat.begin, k.citaat.eind) == (uiting_id, begin, eind))
        new_id = next(same, None) or self.assistant.ids.new("kracht")
        self.dossier = self.assistant.note_kracht(
            self.dossier,
            uiting_id=uiting_id,
            begin=begin,
            eind=eind,
            vorm=vorm,
            tijd=tijd,
            leefgebied=leefgebied or self.area_for(uiting_id, begin),
            herkomst=herkomst,
            kracht_id=new_id,
            also=also,
        )
        return new_id

    def note_hulpbron(
        self, uiting_id: str, begin: int, eind: int, *, soort: HulpbronSoort | str, aard: Aard | str, niet_benaderen: bool = False
    ) -> str:
        same = (h.id for h in self.dossier.hulpbronnen if (h.citaat.uiting, h.citaat.begin, h.citaat.eind) == (uiting_id, begin, eind))
        new_id = next(same, None) or self.assistant.ids.new("hulpbron")
        words = self.dossier.uiting(uiting_id).tekst[begin:eind]
        niet_benaderen = niet_benaderen or guard_for(self.dossier, self.content).reason(words) == "niet_benaderen"
        self.dossier = self.assistant.note_hulpbron(
            self.dossier,
            uiting_id=uiting_id,
            begin=begin,
            eind=eind,
            soort=soort,
            aard=aard,
            niet_benaderen=niet_benaderen,
            leefgebied=self.area_for(uiting_id, begin),
            hulpbron_id=new_id,
        )
        return new_id

    def change_kracht(
        self, kracht_id: str, *, vorm: KrachtVorm | str | None = None, tijd: Tijd | str | None = None, leefgebied: str | None = None
    ) -> None:
        """Another form, time or leefgebied for a noted kracht; the words stay as they are. What came from listening teaches the listener."""
        old = next((k for k in self.dossier.krachten if k.id == kracht_id), None)
        if old is None:
            raise NotThere("Deze kracht staat niet in de inventarisatie.", details=kracht_id)
        also = []
        if old.herkomst is Herkomst.HERKEND:
            changes: tuple[tuple[Wat, str, Any], ...] = (
                ("vorm", old.vorm.value, vorm), ("tijd", old.tijd.value, tijd), ("leefgebied", old.leefgebied, leefgebied),
            )  # fmt: skip
            c = old.citaat
            lessons = [
                Verbetering(uiting=c.uiting, begin=c.begin, eind=c.eind, wat=wat, gehoord=was, gekozen=str(new))
                for wat, was, new in changes
                if new is not None and str(new) != was
            ]
            also = [self._taught(lambda m: m.correct(lessons))]
        self.dossier = self.assistant.note_kracht(
            self.dossier,
            uiting_id=old.citaat.uiting,
            begin=old.citaat.begin,
            eind=old.citaat.eind,
            vorm=vorm or old.vorm,
            tijd=tijd or old.tijd,
            leefgebied=leefgebied or old.leefgebied,
            herkomst=old.herkomst,
            kracht_id=kracht_id,
            also=also,
        )

    def change_hulpbron(
        self, hulpbron_id: str, *, leefgebied: str | None = None, soort: HulpbronSoort | None = None, aard: Aard | None = None
    ) -> None:
        """Another leefgebied, kind or nature for a noted hulpbron; the words stay as they are."""
        old = next((h for h in self.dossier.hulpbronnen if h.id == hulpbron_id), None)
        if old is None:
            raise NotThere("Deze hulpbron staat niet in de inventarisatie.", details=hulpbron_id)
        new = old.replace(leefgebied=leefgebied or old.leefgebied, soort=soort or old.soort, aard=aard or old.aard)
        self.dossier = self.assistant.save(self.dossier, self.dossier.note_hulpbron(new))

    def drop(self, item_id: str) -> None:
        """Take a kracht or hulpbron out of the inventory; the words themselves stay. What came from listening is not proposed again."""
        dossier = self.dossier
        kracht = next((k for k in dossier.krachten if k.id == item_id), None)
        hulp = next((h for h in dossier.hulpbronnen if h.id == item_id), None)
        steps: list[Any] = [lambda d: d.drop_kracht(item_id) if kracht is not None else d.drop_hulpbron(item_id)]
        item = kracht or hulp
        if item is not None and item.herkomst is Herkomst.HERKEND:
            c = item.citaat
            taught = luisteren.load(dossier.rooms).verbeteringen
            first = (v.gehoord for v in taught if v.plaats == (c.uiting, c.begin, c.eind) and v.wat == "vorm")
            heard_as = next(first, kracht.vorm.value if kracht is not None else "")
            steps.append(self._dropping("kracht" if kracht is not None else "hulpbron", c.uiting, c.begin, c.eind, heard_as))
        self.dossier = self.assistant.save_all(dossier, steps)

    # -- the plan --------------------------------------------------------------------------------

    def draft(self, wens: str | None = None, *, k: int = 3, timeout_s: float = DRAFT_S, gezien: str = "") -> Concepten:
        """Drafts of a small actie.

        Args:
            wens: id of the kracht (ik wil) to start from. None: the drafter looks through all words.
            gezien: `Inkijk.controle` of what a person saw and let go to a model elsewhere. '': nothing goes there.
        """
        try:
            payload = self._draft_payload(wens, k)
            payload["gezien"] = gezien if payload["toestemming_model"] else ""
            found = read_concepten(self.assistant.think("stel-voor", payload, timeout_s=timeout_s), self.dossier)
            safe = safe_concepten(found, guard_for(self.dossier, self.content))
            return safe.replace(voorstellen=safe.voorstellen[:k])
        except AssistantError as error:
            return Concepten(fout=error.sentence)

    def inkijk(self, wens: str | None = None, *, k: int = 3, timeout_s: float = 30.0) -> Inkijk | None:
        """What `draft` would send to a model elsewhere. None: no such model, no leave of the client for it, or nobody to ask."""
        try:
            payload = self._draft_payload(wens, k)
            if not payload["toestemming_model"]:
                return None
            found = self.assistant.think("stel-voor-inkijk", payload, timeout_s=timeout_s)
        except AssistantError:
            return None
        return Inkijk.model_validate({k_: v for k_, v in found.items() if k_ in Inkijk.model_fields}) if found.get("op_afstand") else None

    def _draft_payload(self, wens: str | None, k: int) -> dict[str, Any]:
        """The request. The client's leave for a model is read anew from the store, every time."""
        dossier, now = self.dossier, self.assistant.clock.now()
        given = toestemmingen_in(self.assistant.store.load(dossier.id).rooms)
        elsewhere = given.may(Doel.MODEL_OP_AFSTAND, now)
        chosen = next((w for w in dossier.wensen if w.id == wens), None)
        guard = guard_for(dossier, self.content)
        uitingen = sorted(dossier.geldige_uitingen, key=lambda u: chosen is not None and u.id != chosen.citaat.uiting)
        cleared = luisteren.load(dossier.rooms).geen_gevaar
        return {
            "id": dossier.id,
            "k": k + SPARE if guard.has_danger else k,
            "toestemming_model": elsewhere,
            "zonder_model": not elsewhere and not given.may(Doel.MODEL_LOKAAL, now),
            "bekende_namen": list(self.namen()),
            "aanspreekvorm": dossier.aanspreekvorm.value,
            "dossier": {
                "uitingen": [
                    {"id": u.id, "leefgebied": u.leefgebied, "tekst": u.tekst} | ({"geen_gevaar": True} if u.id in cleared else {})
                    for u in uitingen
                ],
                "hulpbronnen": [
                    {"id": h.id, "tekst": h.citaat.tekst, "soort": h.soort.value, "aard": h.aard.value}
                    for h in natural_first(dossier.hulpbronnen)
                    if guard.reason(h.citaat.tekst) != "niet_benaderen" and not guard.overlaps(h)
                ],
                "krachten": [
                    {"id": k_.id, "vorm": k_.vorm.value, "citaat": k_.citaat.tekst, "uiting": k_.citaat.uiting, "tijd": k_.tijd.value}
                    for k_ in dossier.krachten
                ],
            },
            "wens": {"uiting": chosen.citaat.uiting, "citaat": chosen.citaat.tekst, "leefgebied": chosen.leefgebied} if chosen else None,
            "geweigerd": [a.tekst for a in dossier.plan.acties if a.status is ActieStatus.GEWEIGERD],
        }

    def keep(self, concept: Concept, *, actie_id: str | None = None) -> str:
        """Write a draft down as concept, with its doel. Still no plan. Returns the id of the actie."""
        steps, actie = self._steps_for(concept, actie_id)
        self.dossier = self.assistant.save_all(self.dossier, steps)
        return actie.id

    def _same_doel(self, concept: Concept) -> Langetermijndoel | None:
        return next((d for d in self.dossier.plan.doelen if d.tekst == concept.doel and d.status is not ActieStatus.GEWEIGERD), None)

    def _areas(self, concept: Concept) -> tuple[LeefgebiedId, ...]:
        return tuple(dict.fromkeys(u.leefgebied for u in self.dossier.uitingen if u.id in concept.uitingen and u.leefgebied))

    def _actie(self, concept: Concept, *, actie_id: str | None, doel_id: str | None) -> Actie:
        areas = self._areas(concept)
        return Actie(
            id=actie_id or self.assistant.ids.new("actie"),
            doel=doel_id,
            tekst=concept.actie,
            wie=concept.wie,
            wie_naam=concept.wie_naam,
            wanneer=concept.wanneer,
            datum=concept.datum,
            waar=concept.waar,
            als_het_tegenzit=concept.als_het_tegenzit,
            leefgebied=areas[0] if areas else None,
            krachten=concept.krachten,
            hulpbron=concept.hulpbron,
            uitingen=concept.uitingen,
            herkomst=_ORIGIN.get(concept.bron, Herkomst.REGELS),
            patroon=concept.patroon,
            citaties=concept.citaties,
            vorige=concept.vorige,
            op=self.assistant.clock.now(),
        )

    def _steps_for(self, concept: Concept, actie_id: str | None) -> tuple[list[Any], Actie]:
        """The changes that write a draft down: its doel, unless the same words stand there already, and the actie."""
        steps: list[Any] = []
        same = self._same_doel(concept)
        doel_id = same.id if same else self.assistant.ids.new("doel")
        if same is None:
            doel = Langetermijndoel(
                id=doel_id,
                tekst=concept.doel,
                leefgebieden=self._areas(concept),
                uitingen=concept.uitingen,
                herkomst=_ORIGIN.get(concept.bron, Herkomst.REGELS),
                op=self.assistant.clock.now(),
            )
            steps.append(lambda d: d.put_doel(doel))
        actie = self._actie(concept, actie_id=actie_id, doel_id=doel_id)
        steps.append(lambda d: d.put_actie(actie))
        return steps, actie

    def confirm(self, item: Concept | str, *, door: str) -> str:
        """The begeleider puts an actie, and the doel it serves, in the plan: one save, all or nothing. Returns the id of the actie.

        Raises NotConfirmable: a field is missing or no name was given; then nothing was written.
        """
        steps: list[Any] = []
        if isinstance(item, str):
            found = self.dossier.plan.get(item)
            if not isinstance(found, Actie):
                raise NotThere("Deze actie staat niet in het plan.", details=item)
            actie = found
        else:
            steps, actie = self._steps_for(item, None)
        now = self.assistant.clock.now()
        steps.append(lambda d: d.confirm(actie.id, door=door, op=now))
        doel = self.dossier.plan.get(actie.doel) if actie.doel else None
        if actie.doel and (doel is None or doel.status is not ActieStatus.BEVESTIGD):
            steps.append(lambda d: d.confirm(actie.doel, door=door, op=now))
        self.dossier = self.assistant.save_all(self.dossier, steps)
        return actie.id

    def refuse_actie(self, item: Concept | str) -> None:
        """Not this one. It is kept as refused, so that it is not offered again."""
        if isinstance(item, str):
            self.dossier = self.assistant.refuse(self.dossier, item)
            return
        same = self._same_doel(item)
        actie = self._actie(item, actie_id=None, doel_id=same.id if same else None)
        self.dossier = self.assistant.save_all(self.dossier, [lambda d: d.put_actie(actie), lambda d: d.refuse(actie.id)])

    def choice(self, actie_id: str, keuze: str, *, vertrouwen: int | None = None, woorden: str = "") -> None:
        """What the client chose, apart from the confirmation."""
        self.dossier = self.assistant.record_choice(self.dossier, actie_id, keuze, vertrouwen=vertrouwen, woorden=woorden)

    def look_back(
        self, actie_id: str, verloop: str, *, hoe_ging_het: str = "", wat_hielp: str = "", wie_hielp: str = "", geleerd: str = ""
    ) -> None:
        """How an actie went. Each of the words is kept as an uiting of its own, with the question that was asked."""
        self.dossier = self.assistant.look_back(
            self.dossier, actie_id, verloop, hoe_ging_het=hoe_ging_het, wat_hielp=wat_hielp, wie_hielp=wie_hielp, geleerd=geleerd
        )
