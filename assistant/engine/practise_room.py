"""assistant.engine.practise_room: the personas, one practice at a time, in the JSON shapes of the commands.

In:    Content (prompts/personas, prompts/oefenen.toml), a likeness, a coach.   Out: handlers for Mind ('oefen', 'nabespreking', 'oefenlijst').
The screen keeps the state (a Gespreksstand as JSON) and hands it in with every line: going on from an earlier line is handing in an earlier state.
Never: touches a dossier.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.domain.oefenstof import Oefenstof
from assistant.domain.persona import SETTINGS, Bevinding, Persona, Sessie, Stand, check
from assistant.engine.content import Content
from assistant.engine.debriefing import Nabespreking, bespreek
from assistant.engine.ports import Clock
from assistant.engine.practise_hearing import Coach
from assistant.engine.practise_matching import Likeness
from assistant.engine.practise_progress import PracticeLog, Voortgang, eerder_verteld, regel_van, voortgang
from assistant.engine.practise_writing import OwnPersonas, als_toml, naam_als_id, persona_van
from assistant.engine.practising import Beurt, Gespreksstand, Oefening
from assistant.errors import ContentError, NotThere, RuleError


class Oefenzaal:
    """Where people practise.

    Args:
        likeness: makes the Likeness when the first practice begins (it may load a model).
        coach: gives the coach's handler, or None; asked when the first practice begins.
        log: the trainee's own counts. None: nothing is kept.
        own: persona files of one's own. None: only the shipped ones.
    """

    def __init__(
        self,
        content: Content,
        *,
        likeness: Callable[[], Likeness] = Likeness,
        coach: Callable[[], Coach | None] = lambda: None,
        log: PracticeLog | None = None,
        own: OwnPersonas | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._content = content
        self._log, self._clock, self._own = log, clock, own
        self._make_likeness, self._make_coach = likeness, coach
        self._likeness: Likeness | None = None
        self._coach: Coach | None = None
        self._open: dict[str, Oefening] = {}

    @property
    def stof(self) -> Oefenstof:
        return self._content.load("oefenen.toml", Oefenstof)

    def personas(self) -> tuple[Persona, ...]:
        """Every persona, easy ones first; own ones that load stand among them. Raises ContentError with file, key and line."""
        found = [*self._shipped(), *(persona for persona, _ in self._of_own() if persona is not None)]
        seen: set[str] = set()
        for persona in found:
            if persona.id in seen:
                raise ContentError(f"prompts/personas: de id {persona.id} komt twee keer voor.", hint="Geef één van beide een andere id.")
            seen.add(persona.id)
        return tuple(sorted(found, key=lambda persona: (persona.niveau, persona.naam)))

    def _shipped(self) -> list[Persona]:
        return [self._content.load(name, Persona) for name in self._content.source.names("personas")]

    def _of_own(self) -> list[tuple[Persona | None, str]]:
        """(persona, '') for an own file that can be used, (None, what is wrong) for one that cannot: it never stops the others."""
        taken = {persona.id for persona in self._shipped()}
        out: list[tuple[Persona | None, str]] = []
        for name, velden in self._own.all() if self._own else ():
            if not velden:
                out.append((None, f"{name}: dit bestand is leeg of geen TOML."))
                continue
            try:
                persona = persona_van(velden)
            except RuleError as error:
                out.append((None, f"{name}: {error.message}"))
                continue
            if persona.id in taken:
                out.append((None, f"{name}: de id {persona.id} is al van een ander."))
                continue
            taken.add(persona.id)
            out.append((persona, ""))
        return out

    def persona(self, persona_id: str) -> Persona:
        """Raises NotThere."""
        for persona in self.personas():
            if persona.id == persona_id or persona.naam.lower() == persona_id.lower():
                return persona
        names = ", ".join(persona.id for persona in self.personas())
        raise NotThere(f"Er is geen persona {persona_id!r}.", hint=f"Kies uit: {names}.")

    def oefening(self, persona: Persona) -> Oefening:
        """The practice with this persona; making it ready takes a second or two the first time."""
        key = f"{persona.id}/{len(persona.sessies)}"  # the client of a later talk is another value
        known = self._open.get(key)
        if known is None or known.persona != persona:
            if self._likeness is None:
                self._likeness, self._coach = self._make_likeness(), self._make_coach()
            known = self._open[key] = Oefening(persona, self.stof, likeness=self._likeness, coach=self._coach)
        return known

    def check_all(self) -> tuple[tuple[str, tuple[Bevinding, ...]], ...]:
        """(persona id, findings) for every shipped or own persona. Raises ContentError for a file that does not load."""
        return tuple((persona.id, check(persona)) for persona in self.personas())

    def check_own(self) -> tuple[tuple[str, tuple[Bevinding, ...], str], ...]:
        """(id, findings, '') for every own persona; ('', (), what is wrong) for one that does not load."""
        return tuple((persona.id, check(persona), "") if persona is not None else ("", (), wrong) for persona, wrong in self._of_own())

    # -- JSON ------------------------------------------------------------------------------------

    def lijst(self, _: Mapping[str, Any]) -> dict[str, Any]:
        """{'personas': [...], 'introductie', 'kader', 'niveaus', 'doelen', 'leerlijn'}: what a chooser shows."""
        stof = self.stof
        own = {persona.id for persona, _ in self._of_own() if persona is not None}
        return {
            "personas": [_shown(persona) | {"eigen": persona.id in own} for persona in self.personas()],
            "introductie": list(stof.introductie),
            "kader": stof.kader,
            "niveaus": [item.model_dump() for item in stof.niveaus],
            "doelen": [item.model_dump() for item in stof.doelen],
            "leerlijn": [item.model_dump() for item in stof.leerlijn],
            "settings": list(SETTINGS),
            "niet_te_lezen": [wrong for persona, wrong in self._of_own() if persona is None],
        }

    def oefen(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """One step of a practice.

        In: {'persona': id or the parsed file, 'stand'?: from the step before, 'zeg'?: the line, 'vertrouwen'?: set it,
        'zaad'?, 'niveau'?, 'sessie'?: number from 1, 'actie'?: {'wens', 'stap', 'wanneer'} laid before the client}.
        Without 'stand' the talk begins; a later meeting builds on what was told in the one before.
        Out: {'stand', 'begint'?, 'gebeurtenis'?, 'eerder'?: [what was told before], 'beurt'?}.
        """
        whole = self._which(payload)
        sessie = None if payload.get("stand") is not None else self.sessie(whole, payload.get("sessie"))
        oefening = self.oefening(whole.in_gesprek(_talk_of(payload)))
        persona = oefening.persona
        out: dict[str, Any] = {}
        if payload.get("stand") is not None:
            stand = Gespreksstand.model_validate(payload["stand"])
        else:
            niveau = self.stof.niveau(str(payload["niveau"])) if payload.get("niveau") else None
            number = int(payload.get("sessie") or 1)
            before = eerder_verteld(self._log.all(), persona.id, number) if self._log is not None and number > 1 else ()
            stand = oefening.begin(int(payload.get("zaad") or 0), niveau=niveau, sessie=sessie, eerder=before, gesprek=number)
            out["eerder"] = [feit.tekst for item in stand.eerder if (feit := persona.feit(item)) is not None]
            out["begint"] = sessie.zegt if sessie else persona.begint
            out["gebeurtenis"] = sessie.gebeurtenis if sessie else persona.aanleiding
        if payload.get("vertrouwen"):
            stand = oefening.zet(stand, str(payload["vertrouwen"]))
        if payload.get("actie") is not None:
            actie = payload["actie"]
            beurt, stand = oefening.leg_voor(
                stand, wens=str(actie.get("wens") or ""), stap=str(actie.get("stap") or ""), wanneer=str(actie.get("wanneer") or "")
            )
            out["beurt"] = beurt.model_dump(mode="json")
        elif payload.get("zeg") is not None:
            beurt, stand = oefening.antwoord(stand, str(payload["zeg"]))
            out["beurt"] = beurt.model_dump(mode="json")
        out["stand"] = stand.model_dump(mode="json")
        return out

    def nabespreking(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """In: {'persona', 'beurten': [...], 'begin': float, 'sessie'?, 'doel'?, 'opgeschreven'?: [lines], 'eerder'?: [fact ids]}.

        Out: {'nabespreking': {...}}.
        """
        oefening = self.oefening(self._which(payload).in_gesprek(_talk_of(payload)))
        beurten = [Beurt.model_validate(item) for item in payload.get("beurten") or ()]
        return {
            "nabespreking": self.bespreek(
                oefening, beurten, begin=float(payload.get("begin") or oefening.persona.temperament.begin), doel=str(payload.get("doel") or ""),
                opgeschreven=[str(line) for line in payload.get("opgeschreven") or ()],
                eerder=[str(item) for item in payload.get("eerder") or ()],
            ).model_dump(mode="json")
        }  # fmt: skip

    def bespreek(
        self,
        oefening: Oefening,
        beurten: Sequence[Beurt],
        *,
        begin: float,
        doel: str = "",
        opgeschreven: Sequence[str] = (),
        eerder: Sequence[str] = (),
    ) -> Nabespreking:
        """The debriefing of these lines; what was written down is held against the facts by likeness."""
        herken = {line: oefening.kennis.herkent(line) for line in opgeschreven}
        return bespreek(
            oefening.persona,
            self.stof,
            beurten,
            begin=begin,
            doel=self.stof.doel(doel) if doel else None,
            opgeschreven=opgeschreven,
            herken=herken,
            eerder=eerder,
        )

    def bewaar(self, nb: Nabespreking, *, niveau: str = "", gesprek: int = 1) -> Voortgang:
        """Keep the counts of a practice and say what changed. Without a log only the sentence of this one."""
        if self._log is not None and self._clock is not None and nb.beurten:
            self._log.keep(regel_van(nb, op=self._clock.now(), niveau=niveau, gesprek=gesprek))
        return voortgang(self._log.all() if self._log else (), self.stof)

    def voortgang(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """In: {'nabespreking'?: keep this one first, 'niveau'?, 'gesprek'?, 'wis'?: true}. Out: {'voortgang': {...}}."""
        if payload.get("wis") and self._log is not None:
            self._log.clear()
        if payload.get("nabespreking"):
            nb = Nabespreking.model_validate(payload["nabespreking"])
            done = self.bewaar(nb, niveau=str(payload.get("niveau") or ""), gesprek=int(payload.get("gesprek") or 1))
        else:
            done = voortgang(self._log.all() if self._log else (), self.stof)
        return {"voortgang": done.model_dump(mode="json")}

    def hint(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """A hint before speaking, from what was said and not from what is hidden. In: {'stand', 'persona', 'doel'?}. Out: {'hint'}."""
        oefening = self.oefening(self._which(payload).in_gesprek(_talk_of(payload)))
        stand = Gespreksstand.model_validate(payload["stand"]) if payload.get("stand") else oefening.begin()
        return {"hint": hint(self.stof, stand, oefening, doel=str(payload.get("doel") or ""))}

    def maak(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Look at a persona in the making, or keep it. In: {'velden': {...}, 'bewaar'?: true}. Without an id one is made from the name.

        In: {'lees': id of an own persona}: its fields, to work on. Out: {'velden': {...}}. Raises NotThere.
        In: {'onaf': {id or '': sheets as typed so far, or {} to forget them}}: kept as they are, so that they outlive a crash; {'onaf': {}} only reads.
        Out: {'onaf': {id or '': sheets}}.
        Out: {'bevindingen': [{'plek', 'tekst', 'ernst'}], 'id', 'pad'?}. Raises RuleError for fields that make no persona.
        """
        if "onaf" in payload:
            if self._own is None:
                return {"onaf": {}}
            had = self._own.half_made()
            now = {key: sheets for key, sheets in (had | dict(payload["onaf"])).items() if sheets}
            if now != had:
                self._own.put_half_made(now)
            return {"onaf": now}
        if payload.get("lees"):
            own = next((persona for persona, _ in self._of_own() if persona is not None and persona.id == payload["lees"]), None)
            if own is None:
                raise NotThere("Deze cliënt is niet door u gemaakt.", hint="Kies een cliënt onder 'Van uzelf'.")
            return {"velden": tomllib.loads(als_toml(own))}
        velden = dict(payload.get("velden") or {})
        taken = [persona.id for persona in self.personas()]
        if not velden.get("id"):
            velden["id"] = naam_als_id(str(velden.get("naam") or ""), taken)
        persona = persona_van(velden)
        out: dict[str, Any] = {"id": persona.id, "bevindingen": [item.model_dump() for item in check(persona)]}
        if payload.get("bewaar"):
            if self._own is None:
                raise RuleError("Een eigen persona kan hier niet bewaard worden.")
            if persona.id in {item.id for item in self._shipped()}:
                raise RuleError(f"De id {persona.id} is van een meegeleverde persona.", hint="Kies een andere naam.")
            out["pad"] = self._own.put(persona.id, als_toml(persona))
        return out

    def _which(self, payload: Mapping[str, Any]) -> Persona:
        given = payload.get("persona")
        if isinstance(given, Mapping):
            return Persona.model_validate(given)
        if not given:
            raise RuleError("Kies eerst een persona.")
        return self.persona(str(given))

    @staticmethod
    def sessie(persona: Persona, number: Any) -> Sessie | None:
        """Number 1 is the first talk (None); 2 and on are the later meetings. Raises NotThere."""
        if number in (None, "", 1, "1"):
            return None
        index = int(number) - 2
        if not 0 <= index < len(persona.sessies):
            raise NotThere(f"{persona.naam} heeft geen gesprek nummer {number}.", hint=f"Kies 1 tot en met {len(persona.sessies) + 1}.")
        return persona.sessies[index]


def _talk_of(payload: Mapping[str, Any]) -> int:
    """Which talk with the client it is: from the state, else from what was asked for."""
    stand = payload.get("stand") or {}
    return int(stand.get("gesprek") or payload.get("sessie") or 1)


def hint(stof: Oefenstof, stand: Gespreksstand, oefening: Oefening, *, doel: str = "") -> str:
    """One sentence that helps with the next line. Uses only what the trainee has already seen: the talk itself and the goal."""
    lately = stand.vorige_feiten
    if stand.nr == 0:
        return stof.hints["begin"]
    if stand.klaar:
        return stof.hints["weg"]
    if stand.vorige_slot and not lately:
        return stof.hints["dicht"]
    if stand.gesloten_rij >= 2:
        return stof.hints["gesloten"]
    if lately and (feit := oefening.persona.feit(lately[-1])) is not None and feit.vanaf is not Stand.LAAG:
        return stof.hints["groot"]
    if lately:
        return stof.hints["verhaal"]
    goal = stof.doel(doel) if doel else None
    return goal.uitleg if goal else stof.hints["anders"]


def _shown(persona: Persona) -> dict[str, Any]:
    """What a trainee may know beforehand."""
    return {
        "id": persona.id,
        "naam": persona.naam,
        "leeftijd": persona.leeftijd,
        "setting": persona.setting,
        "kort": persona.kort,
        "aanleiding": persona.aanleiding,
        "niveau": persona.niveau,
        "luisteraar": persona.luisteraar.value,
        "gesprekken": [{"nr": 1, "titel": ""}, *({"nr": n, "titel": sessie.titel} for n, sessie in enumerate(persona.sessies, 2))],
    }
