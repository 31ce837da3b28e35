"""assistant.engine.reflecting: setbacks looked at together, and saying goodbye. The use cases around two rooms of the dossier.

In:    Conversation.   Out: the saved rooms, read in the client's words.
Rules: everything the client says is an uiting, verbatim; the rooms hold only ids. The hard part never stands without asking what helped.
Never: scores, counts or compares; a scale is the client's own word and stays one.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant.domain import afronding as ending
from assistant.domain import zelfregulering as rules
from assistant.domain.afronding import Afronding, Afscheidsvraag, Overdracht, afronding_in
from assistant.domain.dossier import Dossier
from assistant.domain.events import Event
from assistant.domain.values import LeefgebiedId, UitingId, clean_text, replace
from assistant.domain.zelfregulering import Afspraak, Fase, Gelezen, Signaal, Tegenslag, Veld, Zelfregulering, zelfregulering_in
from assistant.engine.conversing import Conversation
from assistant.engine.following import keep_words
from assistant.engine.vervolgtaal import vervolgtaal
from assistant.errors import NotConfirmable, NotThere, RuleError


class Reflecting:
    """Setbacks and what helps, on the conversation that lies on the table. Everything is saved when a method returns."""

    def __init__(self, talk: Conversation) -> None:
        self.talk = talk

    @property
    def document(self) -> Zelfregulering:
        return zelfregulering_in(self.talk.dossier.rooms)

    @property
    def read(self) -> Gelezen:
        """What stands now, in the client's words."""
        return self.document.read(self.talk.dossier)

    def words_of(self, item_id: str) -> dict[Veld, str]:
        """The words of one tegenslag, for changing them. Raises NotThere."""
        found = next((x for x in self.read.tegenslagen if x.id == item_id), None)
        if found is None:
            raise NotThere("Deze tegenslag staat niet op het blad.", details=item_id)
        return dict(found.woorden)

    def tell(self, words: Mapping[Veld, str], *, leefgebied: str | None = None, item_id: str | None = None) -> str:
        """A setback in the client's words, and what helped; with `item_id` other words for one that stands there. Returns its id.

        Raises: RuleError when neither what happened nor what helped was told.
        """
        talk, ask = self.talk, vervolgtaal(self.talk.content).tegenslag
        document = self.document
        old = document.get(item_id) if item_id else None
        before = old.woorden if isinstance(old, Tegenslag) else {}
        if not any(words.get(veld, "").strip() for veld in (Veld.WAT, Veld.HIELP)):
            raise RuleError("Er staat nog niets.", hint="Schrijf op wat er gebeurde, of wat hielp, in de woorden van de cliënt.")
        dossier, events = talk.dossier, ()
        kept: dict[Veld, UitingId] = {}
        all_events: list[Event] = list(events)
        for veld in Veld:
            (dossier, more), uid = keep_words(
                talk,
                dossier,
                before.get(veld),
                words.get(veld, ""),
                vraag_id=f"zelfregulering.{veld.value}",
                vraag=ask[veld].voor(dossier.aanspreekvorm),
                leefgebied=leefgebied,
            )
            all_events += more
            if uid is not None:
                kept[veld] = uid
        new_id = old.id if isinstance(old, Tegenslag) else talk.assistant.ids.new("tegenslag")
        op = old.op if isinstance(old, Tegenslag) else talk.assistant.clock.now()
        item = Tegenslag(id=new_id, leefgebied=LeefgebiedId(leefgebied) if leefgebied else None, woorden=kept, op=op)
        self._put(dossier, all_events, document.put_tegenslag(item))
        return new_id

    def signal(self, fase: Fase | str, merk: str, *, helpt: str = "", item_id: str | None = None) -> str:
        """By what is noticed how it goes, and what helps then. Raises RuleError without words."""
        talk, words = self.talk, vervolgtaal(self.talk.content)
        document, phase = self.document, Fase(fase)
        old = document.get(item_id) if item_id else None
        was = old if isinstance(old, Signaal) else None
        if not merk.strip():
            raise RuleError("Er staat nog niets.", hint="Schrijf op waaraan de cliënt het merkt, in eigen woorden.")
        dossier = talk.dossier
        events: list[Event] = []
        ids: list[UitingId | None] = []
        for name, text, before in (("merk", merk, was.merk if was else None), ("helpt", helpt, was.helpt if was else None)):
            question = f"{words.fase[phase].voor(dossier.aanspreekvorm)}. {words.signaal[name].voor(dossier.aanspreekvorm)}"
            (dossier, more), uid = keep_words(talk, dossier, before, text, vraag_id=f"signaal.{phase.value}.{name}", vraag=question)
            events += more
            ids.append(uid)
        merk_id, helpt_id = ids
        assert merk_id is not None
        new_id = was.id if was else talk.assistant.ids.new("signaal")
        item = Signaal(id=new_id, fase=phase, merk=merk_id, helpt=helpt_id, op=was.op if was else talk.assistant.clock.now())
        self._put(dossier, events, document.put_signaal(item))
        return new_id

    def agree(self, tekst: str, *, door: str) -> None:
        """What the begeleider may do when it gets hard, in the client's words, agreed by a begeleider. Raises NotConfirmable, AnswerRejected."""
        talk = self.talk
        if not door.strip():
            raise NotConfirmable("Er staat geen naam van een begeleider bij.", hint="Een afspraak is van twee mensen. Vul uw naam in.")
        if not tekst.strip():
            raise RuleError("Er staat nog niets.", hint="Schrijf op wat u van de cliënt mag doen, in de woorden van de cliënt.")
        document, now = self.document, talk.assistant.clock.now()
        ask = vervolgtaal(talk.content).afspraak["vraag"].voor(talk.dossier.aanspreekvorm)
        (dossier, events), uid = keep_words(talk, talk.dossier, None, tekst, vraag_id="zelfregulering.afspraak", vraag=ask)
        assert uid is not None
        self._put(dossier, list(events), document.agree(Afspraak(woorden=uid, begeleider=door.strip(), op=now)))

    def drop(self, item_id: str) -> None:
        """Off the sheet; what was said stays said. Raises NotThere."""
        self._put(self.talk.dossier, [], self.document.drop(item_id))

    def _put(self, dossier: Dossier, events: list[Event], document: Zelfregulering) -> None:
        new, more = dossier.put_room(rules.ROOM, document)
        self.talk.dossier = self.talk.assistant.save(self.talk.dossier, (new, (*events, *more)))


class Finishing:
    """Rounding off: what was found and done, who stays, goodbye. Nothing is locked afterwards."""

    def __init__(self, talk: Conversation) -> None:
        self.talk = talk

    @property
    def document(self) -> Afronding:
        return afronding_in(self.talk.dossier.rooms)

    def words_of(self, vraag: Afscheidsvraag) -> str:
        """The client's answer that stands now, or ''."""
        found = self.talk.dossier.current(self.document.woorden.get(vraag))
        return found.tekst if found else ""

    def goes_with(self, item_id: str) -> str | None:
        """What the client said about how this step or person goes on; '' when it was only ticked, None when it is not handed over."""
        for o in self.document.overdrachten:
            if item_id in (o.actie, o.hulpbron):
                found = self.talk.dossier.current(o.woorden)
                return found.tekst if found else ""
        return None

    def write(
        self,
        answers: Mapping[Afscheidsvraag, str],
        *,
        met: Mapping[str, str] | None = None,
        groet: str = "",
        begeleider: str = "",
        bereikbaar: str = "",
        klaar: bool = False,
    ) -> None:
        """Everything of the farewell in one save.

        Args:
            met: id of an open actie or a hulpbron -> how it goes on without the begeleider, in the client's words ('' for only ticked).
                None: leave them as they are.
            klaar: they said goodbye now.

        Raises: NotConfirmable for `klaar` without a name; NotThere for an id that is neither.
        """
        talk, words, old = self.talk, vervolgtaal(self.talk.content), self.document
        if klaar and not begeleider.strip():
            raise NotConfirmable("Er staat geen naam van een begeleider bij.", hint="Vul uw naam in; u rondt het samen af.")
        dossier = talk.dossier
        events: list[Event] = []
        said: dict[Afscheidsvraag, UitingId] = dict(old.woorden)
        for vraag, text in answers.items():
            (dossier, more), uid = keep_words(
                talk, dossier, old.woorden.get(vraag), text,
                vraag_id=f"afscheid.{vraag.value}", vraag=words.afscheid[vraag.value].voor(dossier.aanspreekvorm),
            )  # fmt: skip
            events += more
            if uid is None:
                said.pop(vraag, None)
            else:
                said[vraag] = uid
        handed = old.overdrachten
        if met is not None:
            acties = {a.id for a in dossier.plan.acties}
            people = {h.id for h in dossier.hulpbronnen if not h.niet_benaderen}
            before = {o.actie or o.hulpbron: o for o in old.overdrachten}
            out = []
            for item_id, text in met.items():
                if item_id not in acties | people:
                    raise NotThere("Deze stap of hulpbron staat niet in het dossier.", details=item_id)
                earlier = before.get(item_id)
                (dossier, more), uid = keep_words(
                    talk, dossier, earlier.woorden if earlier else None, text,
                    vraag_id="afscheid.overdracht", vraag=words.afscheid["overdracht"].voor(dossier.aanspreekvorm),
                )  # fmt: skip
                events += more
                is_actie = item_id in acties
                out.append(Overdracht(actie=item_id if is_actie else None, hulpbron=None if is_actie else item_id, woorden=uid))
            handed = tuple(out)
        document = replace(
            old,
            woorden=said,
            overdrachten=handed,
            groet=clean_text(groet).strip(),
            begeleider=clean_text(begeleider).strip(),
            bereikbaar=clean_text(bereikbaar).strip(),
            afgerond_op=talk.assistant.clock.now() if klaar else old.afgerond_op,
        )
        if document == old and not events:
            return
        new, more = dossier.put_room(ending.ROOM, document)
        if klaar:
            more = (*more, Event(soort="afgerond"))
        talk.dossier = talk.assistant.save(talk.dossier, (new, (*events, *more)))
