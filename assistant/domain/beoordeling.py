"""assistant.domain.beoordeling: colleagues read a plan and say what they see. Kept in dossier.rooms["beoordeling"].

A review is about a plan, line by line: never about the client, never a mark for a worker. What the program finds is a remark among others:
the reviewer says eens or oneens, writes a remark or a suggestion, and signs with a name: akkoord, or terug met opmerkingen.
Two people may review in one round without seeing each other's remarks until both have signed; where they differ is matter for talk.
The client's words are pointed at (ids of uitingen); the only words of a client kept here are those a suggestion quotes.
Pure values; moments and ids are handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from assistant.domain.values import Frozen, clean_text, replace
from assistant.errors import NotConfirmable, NotThere, RuleError

ROOM = "beoordeling"
HELE_PLAN = "plan"
"""The place of a remark about the plan as a whole."""
MAX_REVIEWERS = 2


class Stand(StrEnum):
    OPEN = "open"
    TERUG = "terug_met_opmerkingen"
    AKKOORD = "akkoord"


class Soort(StrEnum):
    """What a reviewer does with a finding or a line."""

    EENS = "eens"
    ONEENS = "oneens"
    OPMERKING = "opmerking"
    SUGGESTIE = "suggestie"


class Hoe(StrEnum):
    """What the begeleider did with a remark. There is no 'fout'."""

    AANGEPAST = "aangepast"
    BESPROKEN = "besproken_met_client"
    ZO_GELATEN = "zo_gelaten"
    LATER = "later"


class Oordeel(StrEnum):
    """How client-led the program reads the plan (contract.md). A reading of a text, with its reasons beside it."""

    JA = "ja"
    DEELS = "deels"
    NEE = "nee"


class PlanRegel(Frozen):
    """One line of the plan as it stood when the review began, so that history stays true when the plan moves on."""

    id: str
    soort: str = Field(pattern="^(doel|actie)$")
    tekst: str
    doel: str | None = None
    leefgebied: str | None = None
    uitingen: tuple[str, ...] = ()
    """Ids of the client's words this line rests on. Empty: nobody wrote down on which."""
    herkomst: str = "plan"
    """'plan', 'concept' (not confirmed yet) or 'van_buiten' (a plan that was read in)."""
    wie: str = ""
    wanneer: str = ""


class Bevinding(Frozen):
    """What the program remarked on a line."""

    id: str
    plek: str
    """Id of the line."""
    label: str
    naam: str
    uitleg: str
    woorden: str | None = None
    suggestie: str = ""
    zekerheid: float = Field(ge=0, le=1)
    """How sure the program is of its reading of this line; says nothing about a person."""
    bron: str = ""
    """Where the handleiding speaks of it, as a reader would look it up. Empty: the passage is not there."""
    bron_document: str = ""
    bron_kop: str = ""


class Lezing(Frozen):
    """What the program read in the whole plan."""

    clientgestuurd: Oordeel
    weggevallen: tuple[str, ...] = ()
    """Ids of uitingen with a wish that is nowhere in the plan."""
    toegevoegd: tuple[str, ...] = ()
    """Leefgebieden nobody spoke of."""
    belangrijkste: str | None = None
    bevindingen: tuple[Bevinding, ...] = ()
    alleen_regels: bool = False
    """True: the taught weights were missing; only the rules read along."""


class Antwoord(Frozen):
    """The begeleider's answer to one remark."""

    hoe: Hoe
    tekst: str = ""
    door: str = Field(min_length=1)
    op: datetime


class Opmerking(Frozen):
    id: str
    plek: str
    """Id of a line, of an uiting (a wish that is nowhere in the plan), or HELE_PLAN."""
    soort: Soort
    tekst: str = ""
    bevinding: str | None = None
    """Id of the finding it is about. None: the reviewer's own."""
    op: datetime
    antwoord: Antwoord | None = None

    @model_validator(mode="after")
    def _needs_words(self) -> Opmerking:
        if self.soort is not Soort.EENS and not self.tekst.strip():
            raise ValueError("hier hoort een reden of tekst bij")
        return self

    @property
    def vraagt_antwoord(self) -> bool:
        """True where the begeleider is asked to look: a remark, a suggestion, or a finding the reviewer agrees with."""
        return self.soort in (Soort.OPMERKING, Soort.SUGGESTIE) or (self.soort is Soort.EENS and self.bevinding is not None)


class Beoordeling(Frozen):
    id: str
    ronde: str
    beoordelaar: str = Field(min_length=1)
    begonnen: datetime
    plan_versie: int
    """Version of the dossier the review began on."""
    regels: tuple[PlanRegel, ...]
    lezing: Lezing | None = None
    """None: the program could not read along; the reviewer did it alone."""
    opmerkingen: tuple[Opmerking, ...] = ()
    stand: Stand = Stand.OPEN
    afgerond: datetime | None = None
    woord: str = ""
    """What the reviewer says at the end, to the begeleider. May be empty with akkoord."""
    bron: str = ""
    """Name of the file the plan came from. Empty: the plan of this dossier."""

    def regel(self, regel_id: str) -> PlanRegel | None:
        return next((r for r in self.regels if r.id == regel_id), None)

    def bij(self, plek: str) -> tuple[Opmerking, ...]:
        return tuple(o for o in self.opmerkingen if o.plek == plek)

    def over(self, bevinding_id: str) -> Opmerking | None:
        """What the reviewer said about this finding (eens or oneens), or None."""
        return next((o for o in self.opmerkingen if o.bevinding == bevinding_id and o.soort in (Soort.EENS, Soort.ONEENS)), None)

    @property
    def open_vragen(self) -> tuple[Opmerking, ...]:
        """Remarks the begeleider has not answered yet."""
        return tuple(o for o in self.opmerkingen if o.vraagt_antwoord and o.antwoord is None)

    def plekken(self) -> frozenset[str]:
        """Every place a remark may stand at."""
        wishes = self.lezing.weggevallen if self.lezing else ()
        return frozenset({HELE_PLAN, *(r.id for r in self.regels), *wishes})


class Verschil(Frozen):
    """Where two reviewers looked differently at the same place. Matter for talk, not an error of either."""

    plek: str
    bevinding: str | None
    een: tuple[Opmerking, ...]
    ander: tuple[Opmerking, ...]


class Beoordelingen(Frozen):
    """All reviews of one dossier, oldest first."""

    versie: int = 1
    beoordelingen: tuple[Beoordeling, ...] = ()
    met_tweede: tuple[str, ...] = ()
    """Rounds in which two people review independently."""

    # -- reading ---------------------------------------------------------------------------------

    def get(self, review_id: str) -> Beoordeling:
        """Raises NotThere."""
        for item in self.beoordelingen:
            if item.id == review_id:
                return item
        raise NotThere("Deze beoordeling staat niet in het dossier.", details=review_id)

    def van_ronde(self, ronde: str) -> tuple[Beoordeling, ...]:
        return tuple(b for b in self.beoordelingen if b.ronde == ronde)

    def ronde_klaar(self, ronde: str) -> bool:
        """True when everybody who was asked has signed."""
        items = self.van_ronde(ronde)
        wanted = MAX_REVIEWERS if ronde in self.met_tweede else 1
        return len(items) >= wanted and all(b.stand is not Stand.OPEN for b in items)

    def zichtbaar_voor(self, review_id: str, naam: str) -> bool:
        """Whether `naam` may see the remarks of this review: the reviewer always, others when the round is done."""
        item = self.get(review_id)
        return _same(item.beoordelaar, naam) or self.ronde_klaar(item.ronde)

    def open_van(self, naam: str) -> Beoordeling | None:
        """The review this person has begun and not signed, newest first."""
        return next((b for b in reversed(self.beoordelingen) if b.stand is Stand.OPEN and _same(b.beoordelaar, naam)), None)

    def wacht_op_tweede(self, naam: str) -> str | None:
        """A round that waits for a second reviewer and in which `naam` has no part yet, or None."""
        for ronde in reversed(self.met_tweede):
            items = self.van_ronde(ronde)
            if len(items) < MAX_REVIEWERS and not any(_same(b.beoordelaar, naam) for b in items):
                return ronde
        return None

    def verschillen(self, ronde: str) -> tuple[Verschil, ...]:
        """Where the two looked differently: one agreed and the other did not, or only one remarked. Empty until the round is done."""
        items = self.van_ronde(ronde)
        if len(items) < MAX_REVIEWERS or not self.ronde_klaar(ronde):
            return ()
        one, other = items[0], items[1]
        # findings are read anew in each review: the same finding is the same label on the same line
        keys: list[tuple[str, str | None]] = []
        for item in (one, other):
            for o in item.opmerkingen:
                key = (o.plek, _label(item, o))
                if key not in keys:
                    keys.append(key)
        out = []
        for plek, label in keys:
            mine = tuple(o for o in one.bij(plek) if _label(one, o) == label)
            theirs = tuple(o for o in other.bij(plek) if _label(other, o) == label)
            said = {o.soort for o in mine}, {o.soort for o in theirs}
            if said[0] != said[1]:
                out.append(Verschil(plek=plek, bevinding=label, een=mine, ander=theirs))
        return tuple(out)

    # -- changing --------------------------------------------------------------------------------

    def begin(
        self,
        *,
        review_id: str,
        ronde: str,
        beoordelaar: str,
        op: datetime,
        plan_versie: int,
        regels: tuple[PlanRegel, ...],
        lezing: Lezing | None,
        met_tweede: bool = False,
        bron: str = "",
    ) -> Beoordelingen:
        """Start a review, in a new round or as second in one that waits.

        Raises:
            NotConfirmable: no name, or nothing to review.
            RuleError: this person already reviews in this round, or the round is full.
        """
        naam = clean_text(beoordelaar).strip()
        if not naam:
            raise NotConfirmable("Er staat geen naam van een beoordelaar bij.", hint="Vul uw naam of voorletters in.")
        if not regels:
            raise NotConfirmable("Er staat nog niets in het plan om te beoordelen.", hint="Zet eerst een doel of actie in het plan.")
        others = self.van_ronde(ronde)
        if any(_same(b.beoordelaar, naam) for b in others):
            raise RuleError("U beoordeelt dit plan al in deze ronde.", hint="Open uw eigen beoordeling.")
        if len(others) >= MAX_REVIEWERS or (others and ronde not in self.met_tweede):
            raise RuleError("Deze ronde heeft geen plaats voor nog een beoordelaar.", hint="Begin een nieuwe ronde.")
        new = Beoordeling(
            id=review_id,
            ronde=ronde,
            beoordelaar=naam,
            begonnen=op,
            plan_versie=plan_versie,
            regels=regels,
            lezing=lezing,
            bron=clean_text(bron),
        )
        rounds = (*self.met_tweede, ronde) if met_tweede and ronde not in self.met_tweede else self.met_tweede
        return replace(self, beoordelingen=(*self.beoordelingen, new), met_tweede=rounds)

    def _put(self, item: Beoordeling) -> Beoordelingen:
        return replace(self, beoordelingen=tuple(item if b.id == item.id else b for b in self.beoordelingen))

    def _open(self, review_id: str) -> Beoordeling:
        item = self.get(review_id)
        if item.stand is not Stand.OPEN:
            raise RuleError("Deze beoordeling is al ondertekend.", hint="Begin een nieuwe beoordeling; de oude blijft staan.")
        return item

    def remark(
        self, review_id: str, *, opmerking_id: str, plek: str, soort: Soort, tekst: str, bevinding: str | None, op: datetime
    ) -> Beoordelingen:
        """Put a remark. Eens or oneens on a finding replaces an earlier one on the same finding.

        Raises:
            RuleError: already signed, a place that is not in the plan, or a reason is missing.
        """
        item = self._open(review_id)
        if plek not in item.plekken():
            raise RuleError("Deze plek staat niet in dit plan.", details=plek)
        words = clean_text(tekst).strip()
        if soort is not Soort.EENS and not words:
            raise RuleError(
                "Schrijf er een reden bij." if soort is Soort.ONEENS else "Er staat nog geen tekst.", hint="Een paar woorden zijn genoeg."
            )
        kept = item.opmerkingen
        if bevinding is not None and soort in (Soort.EENS, Soort.ONEENS):
            verdict = (Soort.EENS, Soort.ONEENS)
            kept = tuple(o for o in kept if o.bevinding != bevinding or o.soort not in verdict)
        new = Opmerking(id=opmerking_id, plek=plek, soort=soort, tekst=words, bevinding=bevinding, op=op)
        return self._put(replace(item, opmerkingen=(*kept, new)))

    def take_back(self, review_id: str, opmerking_id: str) -> Beoordelingen:
        """Remove a remark of a review that is not signed yet. Raises NotThere, RuleError."""
        item = self._open(review_id)
        if not any(o.id == opmerking_id for o in item.opmerkingen):
            raise NotThere("Deze opmerking staat er niet.", details=opmerking_id)
        return self._put(replace(item, opmerkingen=tuple(o for o in item.opmerkingen if o.id != opmerking_id)))

    def sign(self, review_id: str, *, stand: Stand, door: str, op: datetime, woord: str = "") -> Beoordelingen:
        """Sign: akkoord, or terug met opmerkingen.

        Raises:
            NotConfirmable: no name, another name than the reviewer's, or 'terug' without one remark.
        """
        item = self._open(review_id)
        naam = clean_text(door).strip()
        if not naam:
            raise NotConfirmable("Er staat geen naam bij.", hint="Vul uw naam of voorletters in.")
        if not _same(naam, item.beoordelaar):
            raise NotConfirmable(
                "Alleen wie de beoordeling begon, kan haar ondertekenen.", hint=f"Deze is begonnen door {item.beoordelaar}."
            )
        if stand is Stand.OPEN:
            raise RuleError("Kies akkoord of terug met opmerkingen.")
        words = clean_text(woord).strip()
        if stand is Stand.TERUG and not words and not any(o.vraagt_antwoord for o in item.opmerkingen):
            raise NotConfirmable("Er staat nog geen opmerking bij.", hint="Schrijf op waar de begeleider naar kan kijken.")
        return self._put(replace(item, stand=stand, afgerond=op, woord=words))

    def answer(self, review_id: str, opmerking_id: str, *, hoe: Hoe, tekst: str, door: str, op: datetime) -> Beoordelingen:
        """The begeleider's answer to one remark. May be given anew; the last one counts.

        Raises:
            NotConfirmable: no name, or the review is not signed. NotThere.
        """
        item = self.get(review_id)
        if not self.ronde_klaar(item.ronde):
            raise NotConfirmable("De beoordeling is nog niet klaar.", hint="Antwoorden kan als iedereen heeft getekend.")
        if not door.strip():
            raise NotConfirmable("Er staat geen naam bij.", hint="Vul uw naam of voorletters in.")
        if not any(o.id == opmerking_id for o in item.opmerkingen):
            raise NotThere("Deze opmerking staat er niet.", details=opmerking_id)
        said = Antwoord(hoe=hoe, tekst=clean_text(tekst).strip(), door=door.strip(), op=op)
        answered = tuple(replace(o, antwoord=said) if o.id == opmerking_id else o for o in item.opmerkingen)
        return self._put(replace(item, opmerkingen=answered))


def _same(one: str, other: str) -> bool:
    """Names are typed by hand: capitals, dots and spaces do not make another person."""
    bare = str.maketrans("", "", " .-\u00a0")
    return one.translate(bare).casefold() == other.translate(bare).casefold()


def same_name(one: str, other: str) -> bool:
    """Whether two typed names are the same person's."""
    return bool(one.strip()) and _same(one, other)


def _label(item: Beoordeling, opmerking: Opmerking) -> str | None:
    if opmerking.bevinding is None or item.lezing is None:
        return None
    return next((b.label for b in item.lezing.bevindingen if b.id == opmerking.bevinding), opmerking.bevinding)


def load(rooms: Mapping[str, Any]) -> Beoordelingen:
    """The reviews in a dossier. No room yet: empty."""
    found = rooms.get(ROOM)
    return Beoordelingen.model_validate(found) if found else Beoordelingen()


def recurring(reviews: tuple[Beoordeling, ...], *, at_least: int = 2) -> tuple[tuple[str, int], ...]:
    """(label, number of plans) for criteria that reviewers agreed with in several plans; most frequent first.

    About plans only: no dossier, client, reviewer or begeleider can be read from it. Fewer than `at_least` plans: left out.
    """
    counts: dict[str, int] = {}
    for review in reviews:
        labels = {_label(review, o) for o in review.opmerkingen if o.soort is Soort.EENS and o.bevinding}
        for label in labels - {None}:
            counts[str(label)] = counts.get(str(label), 0) + 1
    return tuple(sorted(((label, n) for label, n in counts.items() if n >= at_least), key=lambda item: (-item[1], item[0])))
