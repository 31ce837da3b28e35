"""assistant.engine.assistant: one short method per thing a begeleider does. The only object the screens hold.

Every changing method saves before it returns: what it gives back is on disk. Reading and thinking go through the Thinker and may fail
without touching what was saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.domain.actieplan import TERUGBLIK_VELDEN, Actie, ClientKeuze, Keuze, Langetermijndoel, Terugblik, Verloop
from assistant.domain.dossier import Change, Dossier, Positie
from assistant.domain.events import Event
from assistant.domain.kracht import Citaat, Hulpbron, Kracht, plek_bij
from assistant.domain.values import (
    Aanspreekvorm,
    Aard,
    DossierId,
    Herkomst,
    HulpbronSoort,
    KrachtVorm,
    LeefgebiedId,
    Luisteraar,
    Tijd,
    UitingId,
)
from assistant.engine.content import Content
from assistant.engine.place_watch import PlaceWatch
from assistant.engine.ports import Clock, DossierStore, Ids, Thinker
from assistant.engine.vervolgtaal import vervolgtaal
from assistant.errors import RuleError


class Assistant:
    """The use cases of one begeleider on one opened store.

    Args:
        store: opened with the passphrase.
        thinker: may be slow or gone; nothing that saves waits for it.
        naam: name or initials put in the access log and, unless changed, under confirmations. '' is asked for at the first confirmation.
    """

    def __init__(self, *, store: DossierStore, thinker: Thinker, content: Content, clock: Clock, ids: Ids, naam: str = "") -> None:
        self.store = store
        self.thinker = thinker
        self.content = content
        self.clock = clock
        self.ids = ids
        self.naam = naam
        self.watch: PlaceWatch | None = None
        """Looks at words before they are kept where the place of the client is a secret. None: nobody is there to be asked (a command)."""

    # -- dossiers --------------------------------------------------------------------------------

    def new_dossier(
        self,
        *,
        code: str = "",
        setting: str = "",
        aanspreekvorm: Aanspreekvorm = Aanspreekvorm.JE,
        luisteraar: Luisteraar = Luisteraar.STANDAARD,
        roepnaam: str = "",
        geheime_locatie: bool | None = None,
    ) -> Dossier:
        """Make and save an empty dossier. Without `code` one is made; it says nothing about the person."""
        new_id = self.ids.new("dossier")
        dossier = Dossier(
            id=DossierId(new_id),
            code=code.strip() or f"KG-{new_id[-5:].upper()}",
            aangemaakt=self.clock.now(),
            setting=setting,
            aanspreekvorm=aanspreekvorm,
            luisteraar=luisteraar,
            roepnaam=roepnaam,
            geheime_locatie=setting == "vrouwenopvang" if geheime_locatie is None else geheime_locatie,
        )
        return self.store.save(dossier, expected_version=0, wie=self.naam, gebeurtenissen=(Event(soort="dossier_gemaakt", object=new_id),))

    def open(self, dossier_id: str, *, reden: str = "gesprek") -> Dossier:
        return self.store.load(dossier_id, wie=self.naam or "begeleider", reden=reden)

    def save(self, dossier: Dossier, change: Change) -> Dossier:
        """Write a change that was made on `dossier`. An empty change is not written. Raises StoreError, AddressSeen (see `watch`)."""
        new, events = change
        if not events:
            return dossier
        if self.watch is not None:
            self.watch.check(dossier, new)
        return self.store.save(new, expected_version=dossier.version, wie=self.naam or "begeleider", gebeurtenissen=events)

    def save_all(self, dossier: Dossier, changes: Iterable[Any]) -> Dossier:
        """Write several steps as one save. Each step is a function Dossier -> Change, carried out in order."""
        new, events = dossier, []
        for step in changes:
            new, more = step(new)
            events.extend(more)
        return self.save(dossier, (new, tuple(events)))

    # -- the conversation ------------------------------------------------------------------------

    def answer(
        self,
        dossier: Dossier,
        tekst: str,
        *,
        vraag_id: str | None,
        vraag_tekst: str,
        leefgebied: str | None,
        uiting_id: str | None = None,
        after: Positie | None = None,
    ) -> Dossier:
        """Keep the client's words and, in the same save, the new position. On disk when this returns.

        Args:
            uiting_id: chosen before the first try, so that a retry never keeps the same words twice.
        """
        uid = uiting_id or self.ids.new("uiting")
        steps: list[Any] = [
            lambda d: d.record_answer(
                uiting_id=uid, tekst=tekst, op=self.clock.now(), leefgebied=leefgebied, vraag_id=vraag_id, vraag_tekst=vraag_tekst
            )
        ]
        if after is not None:
            steps.append(lambda d: d.move_to(after))
        return self.save_all(dossier, steps)

    def correct(self, dossier: Dossier, uiting_id: str, tekst: str) -> Dossier:
        return self.save(dossier, dossier.correct_answer(uiting_id, new_id=self.ids.new("uiting"), tekst=tekst, op=self.clock.now()))

    def withdraw(self, dossier: Dossier, uiting_id: str) -> Dossier:
        return self.save(dossier, dossier.withdraw_answer(uiting_id))

    def move_to(self, dossier: Dossier, positie: Positie) -> Dossier:
        return self.save(dossier, dossier.move_to(positie))

    def skip(self, dossier: Dossier, vraag_id: str, hoe: str = "overslaan", after: Positie | None = None) -> Dossier:
        steps: list[Any] = [lambda d: d.skip(vraag_id, hoe, self.clock.now())]
        if after is not None:
            steps.append(lambda d: d.move_to(after))
        return self.save_all(dossier, steps)

    def choose_leefgebied(self, dossier: Dossier, leefgebied: str, keuze: str) -> Dossier:
        return self.save(dossier, dossier.choose_leefgebied(leefgebied, keuze, self.clock.now()))

    # -- the inventory ---------------------------------------------------------------------------

    def note_kracht(
        self,
        dossier: Dossier,
        *,
        uiting_id: str,
        begin: int,
        eind: int,
        vorm: KrachtVorm | str,
        tijd: Tijd | str = Tijd.HEDEN,
        leefgebied: str | None = None,
        herkomst: Herkomst = Herkomst.BEGELEIDER,
        kracht_id: str | None = None,
        also: Iterable[Any] = (),
    ) -> Dossier:
        """File a stretch of the client's words as a kracht. Raises RuleError when the stretch lies outside the words.

        Args:
            also: more steps (Dossier -> Change) for the same save, such as what the listener learns from it.
        """
        uiting = dossier.uiting(uiting_id)
        quote = uiting.tekst[begin:eind]
        if not quote.strip():
            raise RuleError("Kies eerst woorden van de cliënt.")
        area = leefgebied or dossier.leefgebied_op(uiting, begin)
        if area is None:
            raise RuleError("Kies eerst een leefgebied bij deze woorden.")
        kracht = Kracht(
            id=kracht_id or self.ids.new("kracht"),
            vorm=KrachtVorm(vorm),
            citaat=Citaat(uiting=UitingId(uiting_id), begin=begin, eind=eind, tekst=quote),
            tijd=Tijd(tijd),
            plek=plek_bij(KrachtVorm(vorm)),
            leefgebied=LeefgebiedId(area),
            herkomst=herkomst,
            op=self.clock.now(),
        )
        return self.save_all(dossier, [lambda d: d.note_kracht(kracht), *also])

    def note_hulpbron(
        self,
        dossier: Dossier,
        *,
        uiting_id: str,
        begin: int,
        eind: int,
        soort: HulpbronSoort | str,
        aard: Aard | str,
        leefgebied: str | None = None,
        niet_benaderen: bool = False,
        herkomst: Herkomst = Herkomst.BEGELEIDER,
        hulpbron_id: str | None = None,
        also: Iterable[Any] = (),
    ) -> Dossier:
        uiting = dossier.uiting(uiting_id)
        quote = uiting.tekst[begin:eind]
        area = leefgebied or dossier.leefgebied_op(uiting, begin)
        if not quote.strip() or area is None:
            raise RuleError("Kies eerst woorden van de cliënt en een leefgebied.")
        hulpbron = Hulpbron(
            id=hulpbron_id or self.ids.new("hulpbron"),
            citaat=Citaat(uiting=UitingId(uiting_id), begin=begin, eind=eind, tekst=quote),
            soort=HulpbronSoort(soort),
            aard=Aard(aard),
            leefgebied=LeefgebiedId(area),
            niet_benaderen=niet_benaderen,
            herkomst=herkomst,
            op=self.clock.now(),
        )
        return self.save_all(dossier, [lambda d: d.note_hulpbron(hulpbron), *also])

    def drop_kracht(self, dossier: Dossier, kracht_id: str) -> Dossier:
        return self.save(dossier, dossier.drop_kracht(kracht_id))

    def drop_hulpbron(self, dossier: Dossier, hulpbron_id: str) -> Dossier:
        return self.save(dossier, dossier.drop_hulpbron(hulpbron_id))

    # -- the plan --------------------------------------------------------------------------------

    def put_doel(
        self,
        dossier: Dossier,
        *,
        tekst: str,
        uitingen: tuple[str, ...],
        leefgebieden: tuple[str, ...] = (),
        waarom: str = "",
        doel_id: str | None = None,
    ) -> Dossier:
        doel = Langetermijndoel(
            id=doel_id or self.ids.new("doel"),
            tekst=tekst,
            waarom=waarom,
            uitingen=tuple(UitingId(u) for u in uitingen),
            leefgebieden=tuple(LeefgebiedId(x) for x in leefgebieden),
            op=self.clock.now(),
        )
        return self.save(dossier, dossier.put_doel(doel))

    def put_actie(self, dossier: Dossier, **fields: Any) -> Dossier:
        """Add or revise an actie as concept; `fields` are those of Actie, `id` and `op` are filled in when absent."""
        actie = Actie.model_validate({"id": self.ids.new("actie"), "op": self.clock.now(), **fields})
        return self.save(dossier, dossier.put_actie(actie))

    def confirm(self, dossier: Dossier, item_id: str, *, door: str) -> Dossier:
        """The begeleider's act. The client's choice is another call."""
        return self.save(dossier, dossier.confirm(item_id, door=door, op=self.clock.now()))

    def refuse(self, dossier: Dossier, item_id: str) -> Dossier:
        return self.save(dossier, dossier.refuse(item_id))

    def record_choice(
        self, dossier: Dossier, item_id: str, keuze: Keuze | str, *, vertrouwen: int | None = None, woorden: str = ""
    ) -> Dossier:
        choice = ClientKeuze(keuze=Keuze(keuze), vertrouwen=vertrouwen, woorden=woorden, op=self.clock.now())
        return self.save(dossier, dossier.record_choice(item_id, choice))

    def look_back(
        self,
        dossier: Dossier,
        actie_id: str,
        verloop: Verloop | str,
        *,
        hoe_ging_het: str = "",
        wat_hielp: str = "",
        wie_hielp: str = "",
        geleerd: str = "",
    ) -> Dossier:
        """How an actie went, in one save. What the client said is kept as an uiting per question, and the look back points at it."""
        item = dossier.plan.get(actie_id)
        area = item.leefgebied if isinstance(item, Actie) else None
        said = dict(zip(TERUGBLIK_VELDEN, (hoe_ging_het, wat_hielp, wie_hielp, geleerd), strict=True))
        ask = vervolgtaal(self.content).terugblik
        now, sources, steps = self.clock.now(), {}, []
        for name in [name for name, words in said.items() if words.strip()]:
            uid = sources[name] = UitingId(self.ids.new("uiting"))
            steps.append(
                lambda d, name=name, uid=uid: d.record_answer(
                    uiting_id=uid,
                    tekst=said[name],
                    op=now,
                    leefgebied=area,
                    vraag_id=f"terugblik.{name}",
                    vraag_tekst=ask[name].voor(d.aanspreekvorm),
                )
            )

        def look(d: Dossier) -> Change:
            words = {name: d.uiting(uid).tekst for name, uid in sources.items()}
            return d.look_back(actie_id, Terugblik(verloop=Verloop(verloop), bronnen=sources, op=now, **words))

        return self.save_all(dossier, [*steps, look])

    # -- thinking along --------------------------------------------------------------------------

    def think(self, what: str, payload: Mapping[str, Any], *, timeout_s: float = 30.0) -> dict[str, Any]:
        """Ask the Thinker (zoek, herken, doorvraag, stel-voor, tekst, coach, toets ...). Blocks: call it from a worker. Raises GuidanceError."""
        return self.thinker.ask(what, payload, timeout_s=timeout_s)
