"""assistant.domain.audit: two people look at how a team works, with a form that is data. Kept in a dossier of its own, rooms["audit"].

Each auditor says per item what was seen, at which level, from which sources. They do not see each other's until both are done; then they
talk about the differences and write down one common view. About a team and its process: never about one client or one worker.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pydantic import Field, field_validator

from assistant.domain.beoordeling import same_name
from assistant.domain.values import Frozen, clean_text, replace
from assistant.errors import NotConfirmable, NotThere, RuleError

ROOM = "audit"
SETTING = "team_audit"
"""The setting of a dossier that holds an audit and no client."""
MAX_AUDITORS = 2


class Onderdeel(Frozen):
    """One item of the form."""

    id: str = Field(min_length=1)
    gebied: str
    naam: str
    vraag: str
    ankers: tuple[str, ...] = Field(min_length=2)
    """How each level is known, lowest first; as many as the form has levels."""
    bronnen: tuple[str, ...] = ()


class ControleTekst(Frozen):
    """The words of one check within a dossier, per outcome; {…} is filled in."""

    naam: str
    vraag: str
    gezien: str
    deels: str
    niet_gezien: str
    niet_te_zien: str


class Zelfcontrole(Frozen):
    """prompts/zelfcontrole.toml: the checks of one dossier."""

    versie: int = 1
    bron: str
    zelf: dict[str, ControleTekst]


class Formulier(Frozen):
    """prompts/audit.toml."""

    versie: int = 1
    naam: str
    bron: str
    licentie: str = ""
    niveaus: tuple[str, ...] = Field(min_length=2)
    zelf: dict[str, ControleTekst] = Field(default={}, exclude=True)
    """Only in audits of before these stood in a file of their own (Zelfcontrole)."""
    onderdelen: tuple[Onderdeel, ...] = Field(min_length=1)

    @field_validator("onderdelen")
    @classmethod
    def _unique(cls, value: tuple[Onderdeel, ...]) -> tuple[Onderdeel, ...]:
        ids = [o.id for o in value]
        if len(set(ids)) != len(ids):
            raise ValueError("een id van een onderdeel komt twee keer voor")
        return value

    @property
    def gebieden(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(o.gebied for o in self.onderdelen))


class Waarneming(Frozen):
    """What one auditor saw at one item."""

    onderdeel: str
    niveau: int | None = None
    """0 is the lowest level of the form. None: could not be seen."""
    bewijs: str
    """What it rests on, without names of clients."""
    bronnen: tuple[str, ...] = ()
    op: datetime


class Auditor(Frozen):
    naam: str = Field(min_length=1)
    waarnemingen: tuple[Waarneming, ...] = ()
    klaar: datetime | None = None

    def bij(self, onderdeel: str) -> Waarneming | None:
        return next((w for w in self.waarnemingen if w.onderdeel == onderdeel), None)


class Audit(Frozen):
    versie: int = 1
    team: str = Field(min_length=1)
    """A name or code of the team."""
    begonnen: datetime
    formulier: Formulier
    """The form as it was when the audit began: another edition later does not change what was seen."""
    auditoren: tuple[Auditor, ...] = ()
    gezamenlijk: tuple[Waarneming, ...] = ()
    afgesloten: datetime | None = None
    afspraak: str = ""
    """The one thing the team is going to do differently."""

    # -- reading ---------------------------------------------------------------------------------

    def auditor(self, naam: str) -> Auditor:
        """Raises NotThere."""
        for item in self.auditoren:
            if same_name(item.naam, naam):
                return item
        raise NotThere("Deze auditor doet niet mee.", details=str(len(self.auditoren)))

    @property
    def samen_klaar(self) -> bool:
        """True when two auditors have finished; until then neither sees what the other saw."""
        return len(self.auditoren) == MAX_AUDITORS and all(a.klaar for a in self.auditoren)

    def paren(self) -> tuple[tuple[str, int, int], ...]:
        """(item, level of the first, level of the second) where both saw a level. Empty until both are done."""
        return tuple((item, a.niveau, b.niveau) for item, a, b in self._naast_elkaar() if a.niveau is not None and b.niveau is not None)

    def _naast_elkaar(self) -> Iterator[tuple[str, Waarneming, Waarneming]]:
        """(item, first, second) for what both looked at. Nothing until both are done."""
        if self.samen_klaar:
            one, other = self.auditoren
            for item in self.formulier.onderdelen:
                a, b = one.bij(item.id), other.bij(item.id)
                if a and b:
                    yield item.id, a, b

    def verschillen(self) -> tuple[tuple[str, Waarneming, Waarneming], ...]:
        """(item, first, second) where the two saw another level, or only one could see it; widest apart first. Empty until both are done."""
        out = [(item, a, b) for item, a, b in self._naast_elkaar() if a.niveau != b.niveau]

        def apart(row: tuple[str, Waarneming, Waarneming]) -> int:
            a, b = row[1].niveau, row[2].niveau
            return -abs(a - b) if a is not None and b is not None else -1

        return tuple(sorted(out, key=apart))

    def samen_bij(self, onderdeel: str) -> Waarneming | None:
        return next((w for w in self.gezamenlijk if w.onderdeel == onderdeel), None)

    # -- changing --------------------------------------------------------------------------------

    def _open(self) -> None:
        if self.afgesloten:
            raise RuleError("Deze audit is afgesloten.", hint="Begin een nieuwe; deze blijft te lezen.")

    def join(self, naam: str) -> Audit:
        """Take part as auditor. Joining twice changes nothing. Raises NotConfirmable, RuleError."""
        self._open()
        bare = clean_text(naam).strip()
        if not bare:
            raise NotConfirmable("Er staat geen naam van een auditor bij.", hint="Vul uw naam of voorletters in.")
        if any(same_name(a.naam, bare) for a in self.auditoren):
            return self
        if len(self.auditoren) >= MAX_AUDITORS:
            raise RuleError("Deze audit heeft al twee auditoren.")
        return replace(self, auditoren=(*self.auditoren, Auditor(naam=bare)))

    def _checked(self, onderdeel: str, niveau: int | None, bewijs: str, bronnen: tuple[str, ...], op: datetime) -> Waarneming:
        if not any(o.id == onderdeel for o in self.formulier.onderdelen):
            raise NotThere("Dit onderdeel staat niet op het formulier.", details=onderdeel)
        if niveau is not None and not 0 <= niveau < len(self.formulier.niveaus):
            raise RuleError("Dit niveau staat niet op het formulier.")
        words = clean_text(bewijs).strip()
        if not words:
            raise RuleError("Schrijf op waaraan u het zag.", hint="Bij 'niet te zien': wat u miste.")
        return Waarneming(onderdeel=onderdeel, niveau=niveau, bewijs=words, bronnen=bronnen, op=op)

    def see(self, naam: str, *, onderdeel: str, niveau: int | None, bewijs: str, bronnen: tuple[str, ...], op: datetime) -> Audit:
        """Write down what was seen. Anew replaces. Raises RuleError, NotThere."""
        self._open()
        mine = self.auditor(naam)
        if mine.klaar:
            raise RuleError("U hebt uw deel al afgerond.", hint="Bespreek verschillen samen.")
        new = self._checked(onderdeel, niveau, bewijs, bronnen, op)
        kept = tuple(w for w in mine.waarnemingen if w.onderdeel != onderdeel)
        changed = replace(mine, waarnemingen=(*kept, new))
        return replace(self, auditoren=tuple(changed if a.naam == mine.naam else a for a in self.auditoren))

    def finish(self, naam: str, *, op: datetime) -> Audit:
        """One auditor is done. Raises NotConfirmable while items are open."""
        self._open()
        mine = self.auditor(naam)
        left = [o.naam for o in self.formulier.onderdelen if mine.bij(o.id) is None]
        if left:
            raise NotConfirmable(
                f"Nog niet bekeken: {', '.join(left[:3])}{f' en nog {len(left) - 3}' if len(left) > 3 else ''}.",
                hint="'Niet te zien' is ook een antwoord.",
            )
        changed = replace(mine, klaar=op)
        return replace(self, auditoren=tuple(changed if a.naam == mine.naam else a for a in self.auditoren))

    def agree(self, *, onderdeel: str, niveau: int | None, bewijs: str, op: datetime) -> Audit:
        """What both say after talking. Raises NotConfirmable before both are done."""
        self._open()
        if not self.samen_klaar:
            raise NotConfirmable("Eerst ronden beide auditoren hun eigen deel af.", hint="Daarna bespreekt u de verschillen.")
        new = self._checked(onderdeel, niveau, bewijs, (), op)
        return replace(self, gezamenlijk=(*(w for w in self.gezamenlijk if w.onderdeel != onderdeel), new))

    def close(self, *, afspraak: str, op: datetime) -> Audit:
        """Close with one thing that will be done differently. Raises NotConfirmable."""
        self._open()
        words = clean_text(afspraak).strip()
        if not self.auditoren or not all(a.klaar for a in self.auditoren):
            raise NotConfirmable("Nog niet iedereen heeft zijn deel afgerond.")
        if not words:
            raise NotConfirmable("Schrijf één ding op dat het team anders gaat doen.")
        return replace(self, afspraak=words, afgesloten=op)


def load(rooms: Mapping[str, Any]) -> Audit | None:
    """The audit in a dossier, or None."""
    return Audit.model_validate(rooms[ROOM]) if rooms.get(ROOM) else None
