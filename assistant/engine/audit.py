"""assistant.engine.audit: modelgetrouwheid: the self-check of one dossier, and the audit of a team by two people.

In:    Assistant, Dossier, prompts/{audit,zelfcontrole}.toml.   Out: checks with sentences and evidence; the saved audit; agreement between two auditors.
Never: a total, a norm that is called official, a comparison of people; agreement says something about the two readings, not about the team.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.domain import audit as rules
from assistant.domain import beoordeling
from assistant.domain.audit import Audit, Formulier, Zelfcontrole
from assistant.domain.checks import Controle, Uitkomst, run_checks
from assistant.domain.dossier import Dossier
from assistant.domain.events import Event
from assistant.domain.values import Frozen, replace
from assistant.engine.assistant import Assistant
from assistant.engine.content import Content
from assistant.engine.mind import Handler
from assistant.engine.reviewing import READ_S, plan_lines, plan_payload
from assistant.errors import AssistantError, ContentError, NotThere, RuleError

FORM, CHECKS = "audit.toml", "zelfcontrole.toml"
FEW = 6
"""Fewer items seen by both: agreement says nothing yet (our own choice)."""


class Gecontroleerd(Frozen):
    """One check, fit to show."""

    id: str
    naam: str
    vraag: str
    uitkomst: Uitkomst
    zin: str
    bewijs: tuple[str, ...] = ()
    """The evidence as words: quotes of the client and lines of the plan."""
    mist: tuple[str, ...] = ()
    bewijs_meer: int = 0
    """How much more evidence there is than is shown."""
    mist_meer: int = 0


class Overeenstemming(Frozen):
    """How alike two auditors looked."""

    aantal: int
    gelijk: int
    kappa: float | None = None
    """Cohen's kappa with linear weights (-1 to 1; 0 is what chance gives). None: it cannot be computed."""
    waarom_niet: str = ""
    """'weinig' (too few items) or 'een_niveau' (everything at one level, so chance cannot be told apart). Empty: it was computed."""


def formulier(content: Content) -> Formulier:
    """The form: ours, or the organisation's own (licensed) one. Raises ContentError, also when an item is not described at every level."""
    form = content.load(FORM, Formulier)
    shown = getattr(content.source, "shown", str)(FORM)
    for item in form.onderdelen:
        if len(item.ankers) != len(form.niveaus):
            raise ContentError(
                f"{shown}: bij het onderdeel {item.id} staan {len(item.ankers)} ankers, en er zijn {len(form.niveaus)} niveaus.",
                hint="Zet bij elk niveau één anker, van laag naar hoog.",
            )
    return form


def zelfcontrole(content: Content) -> Zelfcontrole:
    """The words of the checks of one dossier. Raises ContentError."""
    return content.load(CHECKS, Zelfcontrole)


# -- one dossier ---------------------------------------------------------------------------------


def evidence_words(dossier: Dossier, item_id: str) -> str:
    """What an id of evidence says, for a reader. '' when it is gone."""
    quotes = {k.id: k.citaat.tekst for k in dossier.krachten} | {h.id: h.citaat.tekst for h in dossier.hulpbronnen}
    if item_id in quotes:
        return f"“{quotes[item_id]}”"
    for uiting in dossier.uitingen:
        if uiting.id == item_id:
            return f"“{' '.join(uiting.tekst.split())}”"
    item = dossier.plan.get(item_id)
    return item.tekst if item is not None else ""


def shown(controle: Controle, form: Zelfcontrole, dossier: Dossier, *, most: int = 4) -> Gecontroleerd:
    """A check with its sentence and the words of its evidence."""
    text = form.zelf.get(controle.id)
    if text is None:
        raise NotThere(f"De controle {controle.id!r} staat niet in {CHECKS}.")
    sentence = re.sub(r"\{(\w+)\}", lambda m: controle.waarden.get(m[1], m[0]), getattr(text, controle.uitkomst.value))
    words = [w for i in controle.bewijs if (w := evidence_words(dossier, i))]
    missing = [w for i in controle.mist if (w := evidence_words(dossier, i))]
    return Gecontroleerd(
        id=controle.id,
        naam=text.naam,
        vraag=text.vraag,
        uitkomst=controle.uitkomst,
        zin=sentence,
        bewijs=tuple(words[:most]),
        mist=tuple(missing[:most]),
        bewijs_meer=max(0, len(words) - most),
        mist_meer=max(0, len(missing) - most),
    )


def self_check(assistant: Assistant, dossier: Dossier, *, timeout_s: float = READ_S) -> tuple[Gecontroleerd, ...]:
    """The checks of one dossier. Blocks (the program reads the plan along): call it in a worker. Nothing is saved."""
    form = zelfcontrole(assistant.content)
    labels: dict[str, set[str]] | None = None
    lines = plan_lines(dossier)
    if lines:
        try:
            found = assistant.think("toets", plan_payload(dossier, lines), timeout_s=timeout_s)
            labels = {item["id"]: {f["label"] for f in item["bevindingen"]} for item in found["items"]}
        except AssistantError:
            labels = None
    checks = run_checks(dossier, op=assistant.clock.now(), bevindingen=labels)
    return tuple(shown(c, form, dossier) for c in checks if c.id in form.zelf)


# -- a team --------------------------------------------------------------------------------------


def begin_audit(assistant: Assistant, team: str, auditor: str) -> Dossier:
    """Make a dossier that holds an audit and no client. Saved when it returns. Raises RuleError, NotConfirmable, StoreError."""
    name = team.strip()
    if not name:
        raise RuleError("Geef het team een naam of code.")
    audit = Audit(team=name, begonnen=assistant.clock.now(), formulier=formulier(assistant.content)).join(auditor)
    dossier = assistant.new_dossier(code=f"Audit {name}"[:40], setting=rules.SETTING)
    return _save(assistant, dossier, audit, "audit_begonnen")


class Auditing:
    """One sitting with an audit. `dossier` is always what is on disk."""

    def __init__(self, assistant: Assistant, dossier: Dossier) -> None:
        self.assistant = assistant
        self.dossier = dossier

    @property
    def audit(self) -> Audit:
        found = rules.load(self.dossier.rooms)
        if found is None:
            raise NotThere("In dit dossier staat geen audit.")
        return found

    def join(self, naam: str) -> None:
        before = self.audit
        after = before.join(naam)
        if after is not before:
            self.dossier = _save(self.assistant, self.dossier, after, "audit_auditor")

    def see(self, naam: str, onderdeel: str, niveau: int | None, bewijs: str, bronnen: tuple[str, ...] = ()) -> None:
        new = self.audit.see(naam, onderdeel=onderdeel, niveau=niveau, bewijs=bewijs, bronnen=bronnen, op=self.assistant.clock.now())
        self.dossier = _save(self.assistant, self.dossier, new, "audit_waarneming")

    def finish(self, naam: str) -> None:
        self.dossier = _save(self.assistant, self.dossier, self.audit.finish(naam, op=self.assistant.clock.now()), "audit_klaar")

    def agree(self, onderdeel: str, niveau: int | None, bewijs: str) -> None:
        new = self.audit.agree(onderdeel=onderdeel, niveau=niveau, bewijs=bewijs, op=self.assistant.clock.now())
        self.dossier = _save(self.assistant, self.dossier, new, "audit_samen")

    def close(self, afspraak: str) -> None:
        self.dossier = _save(
            self.assistant, self.dossier, self.audit.close(afspraak=afspraak, op=self.assistant.clock.now()), "audit_afgesloten"
        )

    def agreement(self, *, timeout_s: float = READ_S) -> Overeenstemming:
        """How alike the two looked. Blocks: call it in a worker. Raises GuidanceError when nobody can compute it."""
        pairs = self.audit.paren()
        levels = len(self.audit.formulier.niveaus)
        found = self.assistant.think("overeenstemming", {"paren": [[a, b] for _, a, b in pairs], "niveaus": levels}, timeout_s=timeout_s)
        return Overeenstemming.model_validate(found)


def _save(assistant: Assistant, dossier: Dossier, audit: Audit, soort: str) -> Dossier:
    new = replace(dossier, rooms={**dossier.rooms, rules.ROOM: audit.model_dump(mode="json")})
    return assistant.save(dossier, (new, (Event(soort=soort, object=dossier.id),)))


# -- agreement and recurring criteria ------------------------------------------------------------


def build_agreement() -> Handler:
    """The handler `overeenstemming`: {"paren": [[int, int]], "niveaus": int} -> Overeenstemming as JSON."""

    def handle(payload: Mapping[str, Any]) -> dict[str, Any]:
        pairs = [(int(a), int(b)) for a, b in payload.get("paren") or []]
        same = sum(a == b for a, b in pairs)
        if len(pairs) < FEW:
            return Overeenstemming(aantal=len(pairs), gelijk=same, waarom_niet="weinig").model_dump(mode="json")
        if len({level for pair in pairs for level in pair}) < 2:
            return Overeenstemming(aantal=len(pairs), gelijk=same, waarom_niet="een_niveau").model_dump(mode="json")
        from sklearn.metrics import cohen_kappa_score

        one, other = zip(*pairs, strict=True)
        kappa = float(cohen_kappa_score(one, other, labels=list(range(int(payload["niveaus"]))), weights="linear"))
        return Overeenstemming(aantal=len(pairs), gelijk=same, kappa=round(kappa, 2)).model_dump(mode="json")

    return handle


def criterion_names(content: Content) -> dict[str, str]:
    """Label -> how the criteria name it. A criteria file without names gives the label itself."""
    found = content.source.load("reviewing/criteria.toml")
    return {label: str(item.get("naam") or label) for label, item in found.items() if isinstance(item, Mapping)}


def recurring_criteria(assistant: Assistant) -> tuple[tuple[tuple[str, int], ...], int]:
    """((label, number of plans), …) that reviewers agreed with in two or more plans, and how many plans were reviewed.

    Blocks: reads all dossiers (the access log says so). Nothing in it points at a client, a begeleider or a reviewer.
    """
    last = []
    for summary in assistant.store.list():
        dossier = assistant.open(summary.id, reden="beoordelingen samen bekijken")
        signed = [b for b in beoordeling.load(dossier.rooms).beoordelingen if b.afgerond]
        if signed:
            last.append(signed[-1])  # one review per plan: a plan that was reviewed often does not weigh more
    return beoordeling.recurring(tuple(last)), len(last)
