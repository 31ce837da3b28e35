"""assistant.engine.teamkracht: leading a team through a teamkrachtbespreking, and keeping what worked without keeping who.

In:    Conversation (its dossier), prompts/tkb.toml, the client's leave, the Thinker (maskeer, corpus-notitie).   Out: the saved session.
Never: begins, shares or keeps without the client's leave for exactly that; puts an idea in the plan; lets an unmasked word into the
team's body of knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from assistant.domain import tkb as rules
from assistant.domain.leefgebied import Tekst
from assistant.domain.tkb import Bespreking, Idee, IdeeKeuze, TeamVraag, TkbKamer, WatWerkt, tkb_in
from assistant.domain.toestemming import Doel, Stand, toestemmingen_in
from assistant.domain.values import Frozen, UitingId, clean_text, replace
from assistant.engine.content import Content
from assistant.engine.conversing import Concept
from assistant.engine.exporting import make_blad, masker_for
from assistant.engine.instrument import Instrument, room_step
from assistant.engine.rechten import Rechten
from assistant.engine.sheet_parts import Blad
from assistant.errors import NotThere, RuleError, ThinkerUnavailable

FILE = "tkb.toml"
CORPUS_S = 120.0
"""How long adding or removing a note may take: the index is made anew."""
MAX_IDEA = 400
_INITIALS = re.compile(r"^\s*([A-Za-zÀ-ÿ]{1,3})\s*:\s+(?=\S)")


class StapTekst(Frozen):
    id: str
    kop: str
    wie: str = ""
    minuten: int = Field(default=0, ge=0)
    soort: Literal["voorbereiden", "blad", "vragen", "ideeen", "kiezen", "terug"]
    stil: bool = False
    """The inbrenger is silent in this step."""
    uitleg: str = ""


class _Client(Frozen):
    voorleggen: Tekst


class _Notitie(Frozen):
    titel: str
    kop_vraag: str
    kop_werkte: str
    kop_gekozen: str


class TkbTekst(Frozen):
    """prompts/tkb.toml."""

    versie: int = 1
    model: str
    """Where the steps come from; it stands on the screen."""
    bron: str
    streven: int = Field(default=20, ge=1)
    advies: tuple[str, ...] = ()
    advies_zin: str = ""
    stappen: tuple[StapTekst, ...] = Field(min_length=1)
    client: _Client
    notitie: _Notitie

    def stap(self, stap_id: str) -> StapTekst:
        return next((s for s in self.stappen if s.id == stap_id), self.stappen[0])


class Conceptnotitie(Frozen):
    """A note as it would stand in the team's body of knowledge: masked, to be read by a person before it is kept."""

    titel: str
    tekst: str


def texts(content: Content) -> TkbTekst:
    return content.load(FILE, TkbTekst)


class TeamTable(Instrument):
    """The sessions about one dossier."""

    @property
    def kamer(self) -> TkbKamer:
        return tkb_in(self.dossier.rooms)

    @property
    def texts(self) -> TkbTekst:
        return texts(self.talk.content)

    @property
    def bespreking(self) -> Bespreking | None:
        """The session at hand: the last one. None: there was none yet."""
        return self.kamer.laatste

    def _must(self) -> Bespreking:
        found = self.bespreking
        if found is None:
            raise RuleError("Er is nog geen bespreking begonnen.", hint="Begin met één vraag aan het team.")
        return found

    def _put(self, new: Bespreking, *before: Any) -> None:
        self.save(*before, room_step(rules.ROOM, tkb_in, self.kamer.put(new), new.id))

    # -- leave -----------------------------------------------------------------------------------

    def leave(self, doel: Doel = Doel.DELEN) -> Stand:
        """How the client's leave stands now, in the dossier as it is."""
        return toestemmingen_in(self.dossier.rooms).stand(doel, self.now())

    def _require(self, doel: Doel) -> None:
        """Raises ToestemmingMissing. Read anew from the store: another window may have written that it was taken back."""
        Rechten(self.talk.assistant).require(self.dossier.id, doel)

    # -- before ----------------------------------------------------------------------------------

    def begin(self, vraag: str, *, inbrenger: str = "") -> Bespreking:
        """Begin with one question. Raises ToestemmingMissing; RuleError without a question."""
        self._require(Doel.DELEN)
        text = " ".join(clean_text(vraag).split())
        if not text:
            raise RuleError("Er staat nog geen vraag.", hint="Eén vraag aan het team, in één zin.")
        new = Bespreking(
            id=self.talk.assistant.ids.new("bespreking"),
            begonnen=self.now(),
            stap_sinds=self.now(),
            inbrenger=inbrenger.strip() or self.talk.assistant.naam,
            vraag=text,
        )
        self._put(new)
        return new

    def change_question(self, vraag: str) -> None:
        """Other words for the question, until the sheet was looked at; then it must be looked at again."""
        text = " ".join(clean_text(vraag).split())
        if not text:
            raise RuleError("Er staat nog geen vraag.", hint="Eén vraag aan het team, in één zin.")
        self._put(replace(self._must(), vraag=text, blad_gezien=None, stap=rules.VOORBEREIDEN, stap_sinds=self.now()))

    def _masker(self, text: str, names: tuple[str, ...]) -> str:
        answer = self.talk.assistant.think("maskeer", {"tekst": text, "bekende_namen": list(names)})
        return str(answer["tekst"])

    def sheet(self) -> tuple[Blad, str]:
        """(the pseudonymous sheet as the team would get it, why unknown names could not be looked for or ''). Blocks: call it in a thread."""
        op, content = self.now(), self.talk.content
        try:
            return make_blad("tkb", self.dossier, content, op=op, voor="dossier", masker=self._masker), ""
        except ThinkerUnavailable as error:
            return make_blad("tkb", self.dossier, content, op=op, voor="dossier"), error.sentence

    def masked_question(self) -> str:
        """The question as it stands on the sheet, without names. Blocks: call it in a thread."""
        now, op, content = self._must(), self.now(), self.talk.content
        try:
            return masker_for(self.dossier, content, op=op, masker=self._masker)(now.vraag)
        except ThinkerUnavailable:
            return masker_for(self.dossier, content, op=op, masker=None)(now.vraag)

    def seen(self, vraag: str = "") -> None:
        """The begeleider looked the sheet over and it may be shared; the session goes to its next step. Raises ToestemmingMissing.

        Args:
            vraag: the question without names; the team reads it from the screen in every step that follows. Empty: as it was typed.
        """
        self._require(Doel.DELEN)
        steps = [s.id for s in self.texts.stappen]
        after = steps[min(steps.index(rules.VOORBEREIDEN) + 1, len(steps) - 1)] if rules.VOORBEREIDEN in steps else steps[0]
        now = self._must()
        self._put(replace(now, vraag=vraag or now.vraag).seen(self.now()).to_step(after, self.now()))

    # -- during ----------------------------------------------------------------------------------

    def to_step(self, stap: str) -> None:
        """Any step, forwards or back. Raises RuleError (sheet not looked at), ToestemmingMissing (taken back meanwhile)."""
        if stap != rules.VOORBEREIDEN:
            self._require(Doel.DELEN)
        self._put(self._must().to_step(self.texts.stap(stap).id, self.now()))

    def move(self, by: int) -> None:
        steps = [s.id for s in self.texts.stappen]
        here = self._must().stap
        at = steps.index(here) if here in steps else 0
        self.to_step(steps[max(0, min(len(steps) - 1, at + by))])

    def ask(self, tekst: str) -> bool:
        """Keep a question of the team. True when it sounds like advice."""
        text = _line(tekst)
        self._put(self._must().ask(TeamVraag(id=self.talk.assistant.ids.new("teamvraag"), tekst=text, op=self.now())))
        return self.is_advice(text)

    def is_advice(self, tekst: str) -> bool:
        plain = tekst.casefold()
        return any(plain.startswith(cue) or f", {cue}" in plain for cue in self.texts.advies)

    def make_idea(self, vraag_id: str) -> None:
        """A question that was an idea after all."""
        now = self._must()
        found = next((v for v in now.vragen if v.id == vraag_id), None)
        if found is not None:
            rest = replace(now, vragen=tuple(v for v in now.vragen if v.id != vraag_id))
            self._put(rest.add(Idee(id=self.talk.assistant.ids.new("idee"), tekst=found.tekst, op=self.now())))

    def idea(self, tekst: str) -> int:
        """Add an idea; 'AB: …' says whose. Returns how many there are."""
        found = _INITIALS.match(tekst)
        van, words = (found[1].upper(), tekst[found.end() :]) if found else ("", tekst)
        self._put(self._must().add(Idee(id=self.talk.assistant.ids.new("idee"), tekst=_line(words), van=van, op=self.now())))
        return len(self._must().ideeen)

    def drop(self, idee_id: str) -> None:
        self._put(self._must().drop(idee_id))

    def offer(self, idee_id: str) -> None:
        self._put(self._must().offer(idee_id))

    def offer_when(self, wanneer: str) -> None:
        self._put(replace(self._must(), voorleggen=" ".join(clean_text(wanneer).split())))

    # -- the client ------------------------------------------------------------------------------

    def client_chose(self, idee_id: str, keuze: IdeeKeuze | str, *, woorden: str = "") -> str | None:
        """What the client did with an idea, and the client's words about it as an uiting. Returns the id of that uiting, or None."""
        said = clean_text(woorden).strip()
        uid = self.talk.new_uiting_id() if said else None
        new = self._must().choose(idee_id, IdeeKeuze(keuze), uid)
        ask = self.texts.client.voorleggen.voor(self.dossier.aanspreekvorm)
        words = (
            [lambda d: d.record_answer(uiting_id=uid, tekst=said, op=self.now(), leefgebied=None, vraag_id="tkb.keuze", vraag_tekst=ask)]
            if uid
            else []
        )
        self._put(new, *words)
        return uid

    def concept(self, idee_id: str) -> Concept | None:
        """A chosen idea as a draft of a small actie, to be made the client's own. None: the client said nothing about it yet."""
        idee = self._must().idee(idee_id)
        if not idee.gekozen or idee.uiting is None or idee.uiting not in {u.id for u in self.dossier.geldige_uitingen}:
            return None
        return Concept(doel=self.dossier.uiting(idee.uiting).tekst, actie=idee.tekst, uitingen=(UitingId(idee.uiting),), bron="begeleider")

    def look_back(self, tekst: str) -> None:
        self._put(self._must().look_back(tekst, self.now()))

    def close(self) -> None:
        """The session is done; the next one begins with a new question."""
        self._put(replace(self._must(), klaar=self.now()))

    # -- what worked -----------------------------------------------------------------------------

    def draft_note(self, wat_werkte: str) -> Conceptnotitie:
        """The note, masked. Blocks. Raises ThinkerUnavailable: without masking there is no note."""
        now, words = self._must(), self.texts.notitie
        hide = masker_for(self.dossier, self.talk.content, op=self.now(), masker=self._masker, also=(now.inbrenger,))
        parts = [f"{words.kop_vraag}\n\n{now.vraag}", f"{words.kop_werkte}\n\n{clean_text(wat_werkte).strip()}"]
        parts += [f"{words.kop_gekozen}\n\n{i.tekst}" for i in now.gekozen]
        return Conceptnotitie(titel=hide(words.titel.replace("{vraag}", now.vraag)), tekst=hide("\n\n".join(parts)))

    def keep_note(self, notitie: Conceptnotitie) -> str:
        """Put a note that a person has read in the team's body of knowledge. Masked once more. Returns the id of the document.

        Raises: ToestemmingMissing (a leave of its own), RuleError (there is one already), what the corpus raises.
        """
        self._require(Doel.TEAMKENNIS)
        now = self._must()
        if now.wat_werkt is not None and now.wat_werkt.weggehaald is None:
            raise RuleError("Er staat al een notitie van deze bespreking.", hint="Haal die eerst weg.")
        hide = masker_for(self.dossier, self.talk.content, op=self.now(), masker=self._masker, also=(now.inbrenger,))
        titel, tekst = hide(notitie.titel), hide(notitie.tekst)
        if len(tekst.split()) < 3:
            raise RuleError("Er staat nog te weinig in de notitie.", hint="Schrijf in een paar zinnen wat werkte.")
        words = self.texts.notitie
        found = self.talk.assistant.think(
            "corpus-notitie",
            {"titel": titel, "tekst": tekst, "soort_bron": "teamkennis", "koppen": [words.kop_vraag, words.kop_werkte, words.kop_gekozen]},
            timeout_s=CORPUS_S,
        )
        kept = WatWerkt(document=str(found["id"]), titel=titel, op=self.now(), door=self.talk.assistant.naam or now.inbrenger)
        self._put(replace(now, wat_werkt=kept))
        return kept.document

    def remove_note(self) -> None:
        """Take the note out of the team's body of knowledge. Always allowed; also when it went from the sources already."""
        now = self._must()
        if now.wat_werkt is None or now.wat_werkt.weggehaald is not None:
            raise RuleError("Er staat geen notitie van deze bespreking.")
        try:
            self.talk.assistant.think("corpus-verwijder", {"id": now.wat_werkt.document}, timeout_s=CORPUS_S)
        except NotThere:
            pass  # someone took it away on the sources screen; only the session still says that it is there
        self._put(replace(now, wat_werkt=replace(now.wat_werkt, weggehaald=self.now())))

    def note_without_leave(self) -> bool:
        """True when a note stands there and the client's leave for it is gone."""
        now = self.bespreking
        there = now is not None and now.wat_werkt is not None and now.wat_werkt.weggehaald is None
        return there and self.leave(Doel.TEAMKENNIS) is not Stand.GEGEVEN


def _line(tekst: str) -> str:
    """One clean line that fits. Raises RuleError."""
    text = " ".join(clean_text(tekst).split())
    if not text:
        raise RuleError("Er staat nog niets.")
    if len(text) > MAX_IDEA:
        raise RuleError("Dit is te lang voor één idee.", hint="Maak er twee van.")
    return text


def sheet_rows(blad: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The sheet as rows for a screen: ('kop', …), ('client', …) for the client's words, ('tekst', …) for the rest."""
    rows: list[tuple[str, str]] = []
    for blok in blad["blokken"]:
        if blok["soort"] == "kop":
            rows.append(("kop", blok["tekst"]))
        elif blok["soort"] == "citaten":
            rows += [("tekst", blok["kop"])] if blok["kop"] else []
            rows += [("client", item["tekst"]) for item in blok["items"]]
        elif blok["soort"] == "tekst":
            rows.append(("tekst", blok["tekst"]))
    return tuple(rows)
