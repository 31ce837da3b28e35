"""An invented dossier for the tests of paper and exchange: accents, emoji, a correction, something taken back, someone who is a danger."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from assistant.domain.actieplan import Actie, Bronverwijzing, ClientKeuze, Keuze, Langetermijndoel, Terugblik, Verloop, Wie
from assistant.domain.dossier import Dossier, Gesprek, Notitie
from assistant.domain.kracht import Citaat, Hulpbron, Kracht, plek_bij
from assistant.domain.values import Aard, DossierId, HulpbronSoort, KrachtVorm, LeefgebiedId, Tijd, UitingId

OP = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


class Bouw:
    """Builds a dossier step by step, the way the engine does."""

    def __init__(self, **fields: Any) -> None:
        self.dossier = Dossier(**{"id": DossierId("dossier-01"), "code": "KG-7Q2MX", "aangemaakt": OP, "roepnaam": "Noor", **fields})
        self.n = 0

    def _id(self, kind: str) -> str:
        self.n += 1
        return f"{kind}-{self.n:03d}"

    def zeg(self, leefgebied: str | None, tekst: str, vraag: str = "") -> str:
        uid = self._id("uiting")
        self.dossier, _ = self.dossier.record_answer(
            uiting_id=uid, tekst=tekst, op=OP + timedelta(minutes=self.n), leefgebied=leefgebied, vraag_id=None, vraag_tekst=vraag
        )
        return uid

    def _citaat(self, uid: str, words: str) -> Citaat:
        text = self.dossier.uiting(uid).tekst
        at = text.index(words)
        return Citaat(uiting=UitingId(uid), begin=at, eind=at + len(words), tekst=words)

    def kracht(self, uid: str, words: str, vorm: str, tijd: str = "heden", leefgebied: str | None = None) -> str:
        kid = self._id("kracht")
        area = leefgebied or self.dossier.uiting(uid).leefgebied or "wonen"
        self.dossier, _ = self.dossier.note_kracht(
            Kracht(
                id=kid,
                vorm=KrachtVorm(vorm),
                citaat=self._citaat(uid, words),
                tijd=Tijd(tijd),
                plek=plek_bij(KrachtVorm(vorm)),
                leefgebied=LeefgebiedId(area),
                op=OP,
            )
        )
        return kid

    def hulpbron(self, uid: str, words: str, soort: str = "persoon", aard: str = "natuurlijk", niet: bool = False) -> str:
        hid = self._id("hulpbron")
        area = self.dossier.uiting(uid).leefgebied or "wonen"
        self.dossier, _ = self.dossier.note_hulpbron(
            Hulpbron(
                id=hid,
                citaat=self._citaat(uid, words),
                soort=HulpbronSoort(soort),
                aard=Aard(aard),
                leefgebied=LeefgebiedId(area),
                niet_benaderen=niet,
                op=OP,
            )
        )
        return hid

    def doel(self, tekst: str, *uitingen: str, waarom: str = "", bevestigd: bool = True, keuze: str | None = "gekozen") -> str:
        did = self._id("doel")
        doel = Langetermijndoel(
            id=did, tekst=tekst, waarom=waarom, uitingen=tuple(UitingId(u) for u in uitingen), leefgebieden=(LeefgebiedId("wonen"),), op=OP
        )
        self.dossier, _ = self.dossier.put_doel(doel)
        self._besluit(did, bevestigd, keuze)
        return did

    def actie(
        self, tekst: str, *uitingen: str, bevestigd: bool = True, keuze: str | None = "gekozen", vertrouwen: int | None = 8, **fields: Any
    ) -> str:
        aid = self._id("actie")
        data = {"id": aid, "tekst": tekst, "uitingen": uitingen, "wanneer": "zaterdag na de markt", "op": OP, **fields}
        self.dossier, _ = self.dossier.put_actie(Actie.model_validate(data))
        self._besluit(aid, bevestigd, keuze, vertrouwen)
        return aid

    def _besluit(self, ident: str, bevestigd: bool, keuze: str | None, vertrouwen: int | None = None) -> None:
        if bevestigd:
            self.dossier, _ = self.dossier.confirm(ident, door="M. de Wit", op=OP)
            if keuze:
                choice = ClientKeuze(keuze=Keuze(keuze), vertrouwen=vertrouwen, woorden="ja, dat durf ik" if vertrouwen else "", op=OP)
                self.dossier, _ = self.dossier.record_choice(ident, choice)

    def terugblik(self, aid: str, verloop: str, **words: str) -> None:
        self.dossier, _ = self.dossier.look_back(aid, Terugblik(verloop=Verloop(verloop), op=OP + timedelta(days=7), **words))


def rijk() -> Dossier:
    """One full dossier, with everything a sheet can show and everything it may not."""
    b = Bouw()
    wonen = b.zeg(
        "wonen",
        "Ik wil weer een eigen plek met een tuintje. Ik kan goed klussen en de eerste van de maand gaat de huur weg.",
        "Wat is goed aan de plek?",
    )
    mensen = b.zeg("mensen", "Mijn zus Anja belt elke zondag. De buurvrouw past op de hond. Mijn ex Ferdi staat soms voor de deur.")
    werk = b.zeg("werk", "Vroeger was ik bakker, ik sta zó weer om vier uur op 😀. Ik wil leren “frezen”.")
    geld = b.zeg("geld", "Ik weet hoe je een brief van de gemeente leest, dat heb ik mijn zoon ook geleerd.")
    weg = b.zeg("gevoel", "Dit wil ik liever niet vertellen: geheimwoord.")
    wens = b.kracht(wonen, "Ik wil weer een eigen plek met een tuintje", "ik_wil", "toekomst")
    b.kracht(werk, "Ik wil leren “frezen”", "ik_wil", "toekomst")
    klussen = b.kracht(wonen, "Ik kan goed klussen", "ik_kan")
    b.kracht(wonen, "de eerste van de maand gaat de huur weg", "ik_kan")
    b.kracht(werk, "Vroeger was ik bakker", "ik_ben", "verleden")
    b.kracht(werk, "ik sta zó weer om vier uur op 😀", "ik_kan")
    b.kracht(geld, "hoe je een brief van de gemeente leest", "ik_weet")
    b.kracht(mensen, "Mijn zus Anja belt elke zondag", "ik_heb")
    b.kracht(mensen, "Mijn ex Ferdi staat soms voor de deur", "ik_heb")
    b.kracht(weg, "geheimwoord", "ik_weet")
    zus = b.hulpbron(mensen, "Mijn zus Anja")
    b.hulpbron(mensen, "De buurvrouw")
    b.hulpbron(mensen, "Mijn ex Ferdi", niet=True)
    b.hulpbron(geld, "de gemeente", "organisatie", "professioneel")
    b.hulpbron(mensen, "de hond", "dier")
    doel = b.doel("een eigen plek met een tuintje", wonen, waarom="dan kan mijn zoon blijven slapen")
    leren = b.doel("leren frezen", werk)
    b.actie(
        "Ik schrijf me in op de lijst voor een woning.",
        wonen,
        doel=doel,
        wie=Wie.SAMEN_NAASTE,
        wie_naam="mijn zus Anja",
        wanneer="zaterdag om 10.30 uur",
        datum=date(2026, 11, 28),
        waar="in de bibliotheek",
        als_het_tegenzit="Dan bel ik Anja en doen we het zondag.",
        leefgebied="wonen",
        krachten=(klussen, wens),
        hulpbron=zus,
        citaties=(Bronverwijzing(passage="p1", document="Kleine, haalbare acties", kop=("Een stap maken",), pagina=3),),
    )
    b.actie(
        "Ik vraag in de werkplaats of ik een ochtend mee mag kijken.", werk, doel=leren, keuze=None, vertrouwen=None, wanneer="deze week"
    )
    gedaan = b.actie("Ik ruim de schuur op.", wonen, doel=doel)
    b.terugblik(gedaan, "gedaan", wat_hielp="de radio aan", wie_hielp="mijn zus", geleerd="eerst de grote dingen")
    b.actie("Ik kijk bij de volkstuin.", wonen, keuze="later", vertrouwen=None)
    b.actie("Conceptregel die niet op papier hoort.", wonen, bevestigd=False)
    b.actie("Niet gekozen regel.", wonen, keuze="niet_gekozen", vertrouwen=None)
    b.actie("Ik ga met Ferdi praten.", mensen, vertrouwen=None)
    b.dossier, _ = b.dossier.withdraw_answer(weg)
    b.dossier = b.dossier.replace(
        notities=(Notitie(id="notitie-1", tekst="Eigen notitie van de begeleider.", op=OP),),
        gesprekken=(Gesprek(id="gesprek-1", begin=OP),),
        bekende_namen=("Anja", "Noor"),
    )
    return b.dossier


def vol() -> Dossier:
    """The same client, with the rooms of kompas, netwerk and teamkrachtbespreking filled."""
    return rijk().replace(
        rooms={
            "kompas": {
                "vakken": [
                    {"id": "jezelf_zijn", "regels": ["in de tuin zitten", "brood bakken voor anderen"]},
                    {"id": "ertoe_doen", "regels": ["mijn zoon leren fietsen"]},
                    {"id": "meedoen", "regels": []},
                    {"id": "erbij_horen", "regels": ["zondag bellen met Anja", "de buurvrouw"]},
                ]
            },
            "netwerk": {
                "contacten": [
                    {
                        "id": "c1",
                        "naam": "Anja",
                        "groep": "familie",
                        "aard": "natuurlijk",
                        "steun": ["emotioneel", "praktisch"],
                        "richting": "beide",
                    },
                    {"id": "c2", "naam": "Ferdi", "groep": "familie", "aard": "natuurlijk", "niet_benaderen": True},
                    {"id": "c3", "naam": "Bas", "groep": "zoon", "aard": "natuurlijk", "richting": "krijgt", "steun": ["gezelschap"]},
                    {
                        "id": "c4",
                        "naam": "mevrouw Yıldız van beneden",
                        "groep": "buren",
                        "aard": "natuurlijk",
                        "richting": "geeft",
                        "steun": ["praktisch"],
                    },
                    {"id": "c5", "naam": "de kookgroep", "groep": "vrijwilligers", "aard": "informeel", "steun": ["gezelschap"]},
                    {"id": "c6", "naam": "Karim", "groep": "oud-collega", "aard": "natuurlijk", "kwaliteit": "wisselend"},
                    {"id": "c7", "naam": "de huisarts", "groep": "zorg", "aard": "professioneel", "steun": ["advies"]},
                    {"id": "c8", "naam": "mijn begeleider", "groep": "opvang", "aard": "professioneel", "steun": ["praktisch"]},
                ]
            },
            "tkb": {
                "vraag": "Hoe kan Noor een plek vinden waar ze kan leren frezen?",
                "ideeen": [
                    {"tekst": "Vragen bij de fietsenmaker op de hoek"},
                    {"tekst": "Een middag mee in de werkplaats van de school", "gekozen": True},
                    {"tekst": "Samen met Anja langs de open dag"},
                ],
            },
        }
    )


def na() -> Dossier:
    """The same client after some weeks: setbacks told, signals, an agreement, goodbye. Someone who is a danger is in the words again."""
    later = OP + timedelta(days=14)
    dossier = vol()

    def say(uid: str, tekst: str, vraag_id: str = "") -> str:
        nonlocal dossier
        dossier, _ = dossier.record_answer(uiting_id=uid, tekst=tekst, op=later, leefgebied=None, vraag_id=vraag_id or None, vraag_tekst="")
        return uid

    zelf = {
        "tegenslagen": [
            {
                "id": "tegenslag-1",
                "leefgebied": "gevoel",
                "woorden": {
                    "wat": say("na-1", "De woning ging niet door."),
                    "wanneer": say("na-2", "vorige week"),
                    "hielp": say("na-3", "Een uur in de tuin."),
                    "wie": say("na-4", "Mijn zus belde."),
                    "schaal": say("na-5", "een dikke zeven"),
                },
                "op": later,
            },
            {
                "id": "tegenslag-2",
                "woorden": {"wat": say("na-6", "Ferdi stond weer voor de deur."), "hielp": say("na-7", "Het licht uit doen.")},
                "op": later,
            },
        ],
        "signalen": [
            {"id": "s1", "fase": "goed", "merk": say("na-8", "Dan fluit ik."), "op": later},
            {
                "id": "s2",
                "fase": "lastiger",
                "merk": say("na-9", "Dan bel ik niemand."),
                "helpt": say("na-10", "Brood bakken."),
                "op": later,
            },
        ],
        "afspraken": [{"woorden": say("na-11", "Je mag bellen, niet appen."), "begeleider": "M. de Wit", "op": later}],
    }
    zus = next(h.id for h in dossier.hulpbronnen if h.citaat.tekst == "Mijn zus Anja")
    eind = {
        "woorden": {"trots": say("na-12", "Dat ik bleef zoeken."), "blijft": say("na-13", "Anja en de kookgroep.")},
        "overdrachten": [{"hulpbron": zus, "woorden": say("na-14", "Zij gaat mee kijken.")}],
        "groet": "Blijf fluiten.",
        "begeleider": "M. de Wit",
        "bereikbaar": "de inloop op dinsdag",
        "afgerond_op": later,
    }
    rooms = {**dossier.rooms, "zelfregulering": zelf, "afronding": eind}
    return dossier.replace(rooms=rooms)
