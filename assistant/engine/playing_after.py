"""assistant.engine.playing_after: the lines of a script about what comes after the talk: following up, the agenda, setbacks, goodbye.

Part of Player (assistant.engine.playing); apart, because a script may leave them out. The same use cases as the screens.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from assistant.domain.actieplan import ActieStatus, Langetermijndoel
from assistant.domain.afronding import Afscheidsvraag
from assistant.domain.zelfregulering import Fase, Veld
from assistant.engine.conversing import Concept, Conversation, quick_signal
from assistant.engine.following import Following, agenda, compare, day_words, dutch_day, history, moments, nudges, read_day
from assistant.engine.ports import Clock
from assistant.engine.reflecting import Finishing, Reflecting
from assistant.errors import NotThere, RuleError

if TYPE_CHECKING:
    from assistant.engine.assistant import Assistant


class MovedClock:
    """A clock that a script may put forward. Only for a throw-away store: real dossiers keep the real time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ahead = timedelta()

    def now(self) -> datetime:
        return self._clock.now() + self.ahead


class AfterVerbs:
    """Mixed into Player."""

    assistant: Assistant
    conversation: Conversation | None
    _drafts: tuple[Concept, ...]

    if TYPE_CHECKING:

        @property
        def _talk(self) -> Conversation: ...

        def _plan(self) -> dict[str, Any]: ...

        def _actie(self, line: Mapping[str, Any]) -> str: ...

        def _uiting(self, line: Mapping[str, Any]) -> Any: ...

        def _numbered(self, items: tuple[Any, ...], line: Mapping[str, Any], what: str) -> Any: ...

    # -- time ------------------------------------------------------------------------------------

    def _doe_later_dag(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Some days go by."""
        clock = self.assistant.clock
        if not isinstance(clock, MovedClock):
            raise RuleError("De tijd verzetten kan alleen in een wegwerpmap.", hint="Speel zonder --bewaar.")
        clock.ahead += timedelta(days=max(0, min(366, int(line.get("dagen") or 1))))
        return {"dag": dutch_day(clock.now()).isoformat()}

    def _dated(self, concept: Concept, line: Mapping[str, Any]) -> Concept:
        """With the day of the line, or the day its moment names."""
        today = dutch_day(self.assistant.clock.now())
        if "datum" in line:
            return concept.replace(datum=read_day(str(line["datum"] or ""), today))
        if "over_dagen" in line:
            return concept.replace(datum=today + timedelta(days=int(line["over_dagen"])))
        return concept

    # -- the plan as a working agenda --------------------------------------------------------------

    def _goals(self) -> dict[str, Any]:
        plan = self._talk.dossier.plan
        return {
            "doelen": [
                {
                    "nummer": n,
                    "id": d.id,
                    "doel": d.tekst,
                    "waarom": d.waarom,
                    "leefgebieden": list(d.leefgebieden),
                    "in_focus": d.in_focus,
                    "bevestigd_door": d.bevestiging.door if d.bevestiging else None,
                }
                for n, d in enumerate(self._living_goals(), 1)
            ],
            "focus": list(plan.focus),
        }

    def _living_goals(self) -> tuple[Langetermijndoel, ...]:
        return tuple(d for d in self._talk.dossier.plan.doelen if d.status is not ActieStatus.GEWEIGERD)

    def _doe_doel(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """A new goal (`tekst`), or more about one that stands there (`nummer`, `doel`)."""
        following = Following(self._talk)
        if line.get("tekst") and not (line.get("nummer") or line.get("doel")):
            source = self._uiting({k: v for k, v in line.items() if k == "uiting"}).id
            doel_id = following.put_doel(
                str(line["tekst"]),
                uitingen=(source,),
                leefgebieden=_list(line.get("leefgebieden")),
                waarom=str(line.get("waarom") or ""),
            )
        else:
            goals = self._living_goals()
            doel_id = (
                str(line["doel"]) if line.get("doel") else self._numbered(goals, {"nummer": line.get("nummer") or len(goals)}, "doel").id
            )
            if line.get("tekst"):
                following.reword(doel_id, str(line["tekst"]))
            following.describe(
                doel_id,
                waarom=str(line["waarom"]) if "waarom" in line else None,
                leefgebieden=_list(line["leefgebieden"]) if "leefgebieden" in line else None,
                in_focus=bool(line["in_focus"]) if "in_focus" in line else None,
            )
        if line.get("door"):
            following.confirm_doel(doel_id, door=str(line["door"]))
        return self._goals()

    def _doe_agenda(self, line: Mapping[str, Any]) -> dict[str, Any]:
        dossier, now = self._talk.dossier, self.assistant.clock.now()
        found = agenda(dossier, now)
        parts = {
            name: [{"actie": a.tekst, "dag": day_words(a.datum) if a.datum else a.wanneer, "id": a.id} for a in acties]
            for name, acties in found.delen
        }
        return {"agenda": parts, "vraag_jezelf_af": [n.tekst for n in nudges(dossier, self.assistant.content, now)]}

    # -- following up ------------------------------------------------------------------------------

    def _doe_opvolgen(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """A next conversation begins: what got better. With `tekst` the answer is kept."""
        following = Following(self._talk)
        question = following.opening()
        out: dict[str, Any] = {"vraag": {"id": "opvolgen.beter", "tekst": question, "leefgebied": None, "waarom": ""}}
        if line.get("tekst"):
            out["uiting"] = following.better(str(line["tekst"]), vraag=question).id
            out["signaal"] = quick_signal(str(line["tekst"]), self.assistant.content)
        dossier = self._talk.dossier
        out["open"] = [{"id": a.id, "actie": a.tekst, "wanneer": a.wanneer} for a in dossier.plan.open_acties]
        out["vraag_jezelf_af"] = [n.tekst for n in nudges(dossier, self.assistant.content, self.assistant.clock.now())]
        return out

    def _grow(self, concept: Concept, line: Mapping[str, Any]) -> dict[str, Any]:
        changes = {k: str(line[k]) for k in ("wanneer", "waar", "als_het_tegenzit") if k in line}
        if "tekst" in line:
            changes |= {"actie": str(line["tekst"]), "bron": "begeleider"}
        self._drafts = (*self._drafts, self._dated(concept.replace(**changes), line))
        return {
            "voorstellen": [
                {"nummer": n, "doel": d.doel, "actie": d.actie, "wanneer": d.wanneer, "vorige": d.vorige, "uitingen": list(d.uitingen)}
                for n, d in enumerate(self._drafts, 1)
            ]
        }

    def _doe_kleiner(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """A smaller step out of one that stands there: a draft, to confirm like any other."""
        return self._grow(Following(self._talk).smaller(self._actie(line)), line)

    def _doe_anders(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Another step towards the same goal: with `tekst` in own words, without it what the drafter proposes."""
        following, actie_id = Following(self._talk), self._actie(line)
        if line.get("tekst"):
            return self._grow(following.other(actie_id), line)
        found = following.others(actie_id, timeout_s=60.0)
        for concept in found.voorstellen:
            self._drafts = (*self._drafts, concept)
        out: dict[str, Any] = {
            "voorstellen": [
                {"nummer": n, "doel": d.doel, "actie": d.actie, "wanneer": d.wanneer, "vorige": d.vorige, "uitingen": list(d.uitingen)}
                for n, d in enumerate(self._drafts, 1)
            ]
        }
        return out | ({"vraag": found.vraag} if found.vraag else {}) | ({"fout": found.fout} if found.fout else {})

    def _doe_geschiedenis(self, line: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "geschiedenis": [
                {"dag": dutch_day(m.op).isoformat(), "wat": m.soort, "tekst": m.tekst, "door": m.door, "woorden": list(m.woorden)}
                for m in history(self._talk.dossier)
            ]
        }

    def _doe_vergelijk(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Two days beside each other; without days the first and the last."""
        days = moments(self._talk.dossier)
        if len(days) < 2 and not (line.get("toen") and line.get("nu")):
            raise NotThere("Er is nog maar op één dag gepraat.", hint="Vergelijken kan na een volgend gesprek.")
        then = date.fromisoformat(str(line["toen"])) if line.get("toen") else days[0]
        now = date.fromisoformat(str(line["nu"])) if line.get("nu") else days[-1]
        return {"vergelijking": compare(self._talk.dossier, then, now).model_dump(mode="json")}

    # -- setbacks ----------------------------------------------------------------------------------

    def _sheet(self) -> dict[str, Any]:
        found = Reflecting(self._talk).read
        return {"zelfregulering": found.model_dump(mode="json", exclude_none=True)}

    def _doe_tegenslag(self, line: Mapping[str, Any]) -> dict[str, Any]:
        words = {veld: str(line[veld.value]) for veld in Veld if line.get(veld.value)}
        Reflecting(self._talk).tell(
            words, leefgebied=str(line["leefgebied"]) if line.get("leefgebied") else None, item_id=line.get("tegenslag")
        )
        return {**self._sheet(), "signaal": quick_signal(" ".join(words.values()), self.assistant.content)}

    def _doe_signaal(self, line: Mapping[str, Any]) -> dict[str, Any]:
        Reflecting(self._talk).signal(Fase(line.get("fase") or "lastiger"), str(line.get("merk") or ""), helpt=str(line.get("helpt") or ""))
        return self._sheet()

    def _doe_afspraak(self, line: Mapping[str, Any]) -> dict[str, Any]:
        Reflecting(self._talk).agree(str(line.get("tekst") or ""), door=str(line.get("door") or self.assistant.naam))
        return self._sheet()

    def _doe_zelfregulering(self, line: Mapping[str, Any]) -> dict[str, Any]:
        return self._sheet()

    # -- goodbye -----------------------------------------------------------------------------------

    def _doe_afronden(self, line: Mapping[str, Any]) -> dict[str, Any]:
        finishing = Finishing(self._talk)
        old = finishing.document
        finishing.write(
            {v: str(line[v.value]) for v in Afscheidsvraag if v.value in line},
            met={str(k): str(w) for k, w in line["met"].items()} if isinstance(line.get("met"), Mapping) else self._named_helpers(line),
            groet=str(line.get("groet", old.groet)),
            begeleider=str(line.get("door") or old.begeleider or self.assistant.naam),
            bereikbaar=str(line.get("bereikbaar", old.bereikbaar)),
            klaar=bool(line.get("klaar")),
        )
        document = finishing.document
        return {
            "afronding": {
                "gezegd": {v.value: finishing.words_of(v) for v in document.woorden},
                "blijft": [o.hulpbron or o.actie for o in document.overdrachten],
                "afgerond": document.afgerond_op.date().isoformat() if document.afgerond_op else None,
            }
        }

    def _named_helpers(self, line: Mapping[str, Any]) -> dict[str, str] | None:
        """`blijven`: the words of hulpbronnen -> what the client says with it. None: not in the line."""
        if not isinstance(line.get("blijven"), Mapping):
            return None
        known = {words: ident for ident, words in Following(self._talk).supporters()}
        out = {}
        for words, said in line["blijven"].items():
            if words not in known:
                raise NotThere("Deze hulpbron staat niet in de inventarisatie.")
            out[known[words]] = str(said)
        return out


def _list(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(x) for x in value) if isinstance(value, list | tuple) else ()
