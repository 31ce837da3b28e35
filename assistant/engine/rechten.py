"""assistant.engine.rechten: what a client may ask of us: leave per purpose, who looked, correction, erasing, keeping, a secret place.

In:    Assistant (store, content, clock, name).   Out: the saved Dossier, or plain values to show.
Ports: DossierStore and what SqlcipherStore adds to it (RightsStore).
Never: remembers a leave from before (every question reads the dossier anew); destroys without two separate acts; shows without an
access line.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, cast

from pydantic import Field

from assistant.domain import bewaren as keeping
from assistant.domain import toestemming as leave
from assistant.domain.afronding import afronding_in
from assistant.domain.bewaren import Bewaarkeuze, Bewaarstand, Termijnen, bewaarstand, keuze_in
from assistant.domain.datalek import Betrokken, Datalek, Lekhulp
from assistant.domain.dossier import Dossier, Notitie
from assistant.domain.events import Event
from assistant.domain.geheim import Geheim
from assistant.domain.leefgebied import Tekst
from assistant.domain.toestemming import Doel, Stand, Toestemming, Toestemmingen, toestemmingen_in
from assistant.domain.values import Aanspreekvorm, Frozen, LeefgebiedId, clean_text, replace
from assistant.engine.assistant import Assistant
from assistant.engine.exchanging import latest_change
from assistant.engine.ports import DossierStore
from assistant.engine.sheet_parts import AMSTERDAM, dutch_moment
from assistant.errors import AssistantError, NotConfirmable, RuleError, ToestemmingMissing

LOCATIE = "locatie"
WISSEN_ROOM = "wissen"
RECTIFIED = "Verbeterd ("
"""How a note of rectifying begins; after it stand the ids of the old and the new words, for the program."""
BEDENKTIJD = timedelta(minutes=1)
"""Least time between the request and the second confirmation of erasing: it is never one slip of a key. Our own choice."""
MASK_S = 10.0
"""Longest wait for names that must be guessed in a text for the FG."""
TOON_SECONDEN = 10
"""How long a secret place may stand on the screen (betrouwbaarheid.md 5c, feature 8)."""


class RightsStore(DossierStore, Protocol):
    """What these use cases need beside the port."""

    def record(
        self,
        *,
        wie: str,
        gebeurtenis: str,
        dossier: str = "",
        object: str = "",  # noqa: A002 - the word of the log
        reden: str = "",
        uitkomst: str = "gelukt",
        rol: str = "",
    ) -> None: ...

    def backups_holding(self, dossier_id: str) -> tuple[tuple[str, str], ...]: ...

    def set_aside(self) -> tuple[Path, ...]: ...

    def keep_secret(self, dossier_id: str, naam: str, geheim: Geheim | None, *, wie: str) -> None: ...

    def reveal_secret(self, dossier_id: str, naam: str, *, wachtzin: str, wie: str, reden: str) -> Geheim: ...

    def has_secret(self, dossier_id: str, naam: str) -> bool: ...

    @property
    def anchor(self) -> tuple[int, str]: ...


# -- content -------------------------------------------------------------------------------------


class DoelUitleg(Frozen):
    id: Doel
    label: str
    uitleg: Tekst
    zonder: Tekst
    """What happens without a yes."""
    terug: Tekst | None = None
    """What stops and what stays when a yes is taken back. None: own texts of an organisation that do not say it."""
    begeleider: str = ""
    maanden: int = Field(default=0, ge=0)
    """Months a yes lasts. 0: until it is withdrawn."""


class _Algemeen(Frozen):
    vraag: Tekst
    ja: str
    nee: str
    intrekken: Tekst
    gevolg_nee: Tekst


class Toestemmingtekst(Frozen):
    """prompts/toestemming.toml."""

    versie: int = 1
    bron: str
    algemeen: _Algemeen
    doelen: tuple[DoelUitleg, ...]

    def get(self, doel: Doel) -> DoelUitleg:
        return next(d for d in self.doelen if d.id is doel)


class Logboektaal(Frozen):
    """prompts/logboek.toml."""

    versie: int = 1
    onbekend: str
    gebeurtenissen: dict[str, str]
    voor_fg: dict[str, str] = {}
    """The same for somebody else than the client, where the words above speak to the client."""
    gebeurtenissen_u: dict[str, str] = {}
    """The same for a client who is addressed as u, where the words above say je."""

    def key(self, line: Any) -> str:
        """Under which key the words of a line of the log stand: of one sheet, or of what was refused, when there are words for that."""
        kind = str(line.gebeurtenis)
        refused = getattr(line, "uitkomst", "gelukt") == "geweigerd"
        near = f"{kind}:{'geweigerd' if refused else str(line.object).partition(':')[0]}"
        return near if near in self.gebeurtenissen else kind

    def wat(self, key: str, vorm: Aanspreekvorm) -> str:
        """What was done, said to the client."""
        said = self.gebeurtenissen.get(key, self.onbekend)
        return self.gebeurtenissen_u.get(key, said) if vorm is Aanspreekvorm.U else said


def log_words(line: Any, words: Logboektaal, teksten: Toestemmingtekst, vorm: Aanspreekvorm) -> tuple[str, str]:
    """(what was done, why) of one line of the access log, said to the client. Never what was written: only which part of the dossier.

    What was refused is never told as done; of a leave is said which one; of a copy, who got it.
    """
    kind, reden = str(line.gebeurtenis), str(line.reden)
    wat = words.wat(words.key(line), vorm)
    if kind.startswith("toestemming_"):
        label = next((d.label for d in teksten.doelen if d.id.value == line.object), "")
        wat += f": {label[:1].lower()}{label[1:]}" if label else ""
    if kind == "inzage_gegeven" and reden:
        return f"{wat}, aan: {reden}", ""
    return wat, reden


# -- what is shown -------------------------------------------------------------------------------


class Doelstand(Frozen):
    """One purpose as the screen shows it."""

    doel: Doel
    label: str
    uitleg: str
    zonder: str
    begeleider: str
    stand: Stand
    sinds: datetime | None = None
    verloopt_op: datetime | None = None


class Blik(Frozen):
    """One line of 'wie heeft gekeken', for the client."""

    moment: datetime
    wie: str
    wat: str
    reden: str = ""


class Wisbewijs(Frozen):
    """The certificate of an erasure. No content, no name: only that it happened."""

    dossier: str
    code: str
    gewist_op: datetime
    door: str
    reden: str
    logregel: int
    loghash: str
    back_ups: tuple[tuple[str, datetime], ...] = ()
    """(folder, moment) of back-ups that may still hold it; they must be destroyed as well."""
    opzij: tuple[str, ...] = ()
    """Folders kept aside when a back-up was put back, that may hold it too."""


class Wisverzoek(Frozen):
    """The first of the two acts, kept in the dossier."""

    op: datetime
    door: str
    reden: str


class Maandregel(Frozen):
    wie: str
    dossiers: int
    keer_gelezen: int
    keer_geschreven: int
    buiten_werktijd: int
    """Looks on a weekday before 7 or after 20 hours, or in a weekend, in Dutch time."""


class Rechten:
    """The rights of the client, on one opened store."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._content, self._clock = assistant.content, assistant.clock

    @property
    def _store(self) -> RightsStore:
        return cast(RightsStore, self._assistant.store)

    @property
    def _wie(self) -> str:
        return self._assistant.naam or "begeleider"

    def _put(self, dossier: Dossier, room: str, document: Frozen, event: str, item: str = "") -> Dossier:
        new = replace(dossier, rooms={**dossier.rooms, room: document.model_dump(mode="json")})
        return self._assistant.save(dossier, (new, (Event(soort=event, object=item),)))

    # -- leave per purpose -----------------------------------------------------------------------

    @property
    def teksten(self) -> Toestemmingtekst:
        return self._content.load("toestemming.toml", Toestemmingtekst)

    def toestemmingen(self, dossier: Dossier) -> tuple[Doelstand, ...]:
        """Every purpose in the order of the content, in the client's form of address."""
        given, now, out = toestemmingen_in(dossier.rooms), self._clock.now(), []
        for doel in self.teksten.doelen:
            last = given.laatste(doel.id)
            out.append(
                Doelstand(
                    doel=doel.id,
                    label=doel.label,
                    uitleg=doel.uitleg.voor(dossier.aanspreekvorm),
                    zonder=doel.zonder.voor(dossier.aanspreekvorm),
                    begeleider=doel.begeleider,
                    stand=given.stand(doel.id, now),
                    sinds=last.op if last else None,
                    verloopt_op=last.verloopt_op if last and last.ja else None,
                )
            )
        return tuple(out)

    def answer(
        self, dossier: Dossier, doel: Doel | str, ja: bool, *, uitleg: str = "", voor_wie: str = "", verloopt_op: datetime | None = None
    ) -> Dossier:
        """Keep the client's answer. A yes without `verloopt_op` lasts as long as the content says.

        Args:
            uitleg: how it was explained; '' keeps the words of the content that were shown.
        """
        purpose, now = Doel(doel), self._clock.now()
        text = self.teksten.get(purpose)
        if ja and verloopt_op is None and text.maanden:
            verloopt_op = _months_later(now, text.maanden)
        line = Toestemming(
            doel=purpose,
            ja=ja,
            op=now,
            vastgelegd_door=self._wie,
            uitleg=uitleg or text.uitleg.voor(dossier.aanspreekvorm),
            uitleg_versie=0 if uitleg else self.teksten.versie,
            voor_wie=voor_wie.strip(),
            verloopt_op=verloopt_op if ja else None,
        )
        given = toestemmingen_in(dossier.rooms).answer(line)
        return self._put(dossier, leave.ROOM, given, "toestemming_gegeven" if ja else "toestemming_geweigerd", purpose.value)

    def withdraw(self, dossier: Dossier, doel: Doel | str) -> Dossier:
        """The client takes leave back; it counts from this moment. Nothing to take back: nothing is written."""
        purpose, given = Doel(doel), toestemmingen_in(dossier.rooms)
        after = given.withdraw(purpose, op=self._clock.now(), door=self._wie)
        return dossier if after == given else self._put(dossier, leave.ROOM, after, "toestemming_ingetrokken", purpose.value)

    def may(self, dossier_id: str, doel: Doel | str) -> bool:
        """Whether it is allowed at this moment, read anew from the store."""
        return self._given(dossier_id).may(Doel(doel), self._clock.now())

    def _given(self, dossier_id: str) -> Toestemmingen:
        return toestemmingen_in(self._store.load(dossier_id).rooms)

    def require(self, dossier_id: str, doel: Doel | str) -> None:
        """Call right before words leave for this purpose. Raises ToestemmingMissing, with how to ask for it."""
        purpose = Doel(doel)
        stand = self._given(dossier_id).stand(purpose, self._clock.now())
        if stand is Stand.GEGEVEN:
            return
        said = {
            Stand.NIET_GEVRAAGD: "Hiervoor is nog geen toestemming gevraagd",
            Stand.GEWEIGERD: "De cliënt wil dit niet",
            Stand.INGETROKKEN: "De cliënt heeft de toestemming hiervoor teruggenomen",
            Stand.VERLOPEN: "De toestemming hiervoor is verlopen",
        }[stand]
        label = self.teksten.get(purpose).label.lower()
        raise ToestemmingMissing(
            f"{said}: {label}.", hint="Leg het uit en vraag het opnieuw, bij Toestemming in het dossier.", details=stand.value
        )

    # -- who looked ------------------------------------------------------------------------------

    def wie_heeft_gekeken(self, dossier_id: str) -> tuple[Blik, ...]:
        """The access log of one dossier for its client, newest first. Looking at it is a look too."""
        words, teksten = self._content.load("logboek.toml", Logboektaal), self.teksten
        self._store.record(wie=self._wie, gebeurtenis="logboek_bekeken", dossier=dossier_id)
        vorm, out = self._store.load(dossier_id).aanspreekvorm, []
        for line in self._store.log(dossier_id):
            if line.gebeurtenis in ("inhoud_vastgelegd", "bestand_bijgewerkt"):
                continue  # the program checking itself is nobody looking
            wat, reden = log_words(line, words, teksten, vorm)
            out.append(Blik(moment=datetime.fromisoformat(line.tijd_utc), wie=line.wie, wat=wat, reden=reden))
        return tuple(reversed(out))

    def maandoverzicht(self, jaar: int, maand: int) -> tuple[Maandregel, ...]:
        """Per person what was done in a month (Dutch time), for the review the AP asks for: who, never what was said."""
        from zoneinfo import ZoneInfo

        zone = ZoneInfo("Europe/Amsterdam")
        per: dict[str, list[Any]] = {}
        for line in self._store.log():
            moment = datetime.fromisoformat(line.tijd_utc).astimezone(zone)
            if (moment.year, moment.month) == (jaar, maand) and line.rol != "programma":
                per.setdefault(line.wie, []).append((moment, line))
        looks = (
            *("dossier_geopend", "logboek_bekeken", f"{LOCATIE}_bekeken", "inzage_gegeven"),
            *("gezocht", "lijst_bekeken", "datalek_bekeken", "afgedrukt", "geexporteerd"),  # they write nothing, and show or take along
        )
        return tuple(
            Maandregel(
                wie=wie,
                dossiers=len({line.dossier for _, line in lines if line.dossier}),
                keer_gelezen=sum(line.gebeurtenis in looks for _, line in lines),
                keer_geschreven=sum(line.gebeurtenis not in looks for _, line in lines),
                buiten_werktijd=sum(line.gebeurtenis in looks and (m.weekday() >= 5 or not 7 <= m.hour < 20) for m, line in lines),
            )
            for wie, lines in sorted(per.items())
        )

    # -- correction ------------------------------------------------------------------------------

    def add_statement(self, dossier: Dossier, tekst: str) -> Dossier:
        """The client's own statement, beside everything else and verbatim (Jeugdwet 7.3.8 knows it as 'verklaring')."""
        new, events = dossier.record_answer(
            uiting_id=self._assistant.ids.new("uiting"),
            tekst=tekst,
            op=self._clock.now(),
            leefgebied=None,
            vraag_id="verklaring",
            vraag_tekst="Eigen verklaring bij het dossier",
        )
        return self._assistant.save(dossier, (new, (*events, Event(soort="verklaring_toegevoegd", object=new.uitingen[-1].id))))

    def rectify(self, dossier: Dossier, uiting_id: str, tekst: str, *, reden: str) -> Dossier:
        """Put right what was written wrong: the correction stands beside the original, with the reason as a note.

        Raises RuleError without a reason.
        """
        if not reden.strip():
            raise RuleError("Schrijf op waarom dit is verbeterd.", hint="Bijvoorbeeld: verkeerd verstaan.")
        old = dossier.uiting(uiting_id)
        new_id = self._assistant.ids.new("uiting")
        changed, events = dossier.correct_answer(uiting_id, new_id=new_id, tekst=tekst, op=self._clock.now())
        note = Notitie(
            id=self._assistant.ids.new("notitie"),
            tekst=f"{RECTIFIED}{old.id} → {new_id}): {clean_text(reden).strip()}",
            leefgebied=LeefgebiedId(old.leefgebied) if old.leefgebied else None,
            op=self._clock.now(),
        )
        return self._assistant.save(dossier, (replace(changed, notities=(*changed.notities, note)), events))

    # -- erasing in two steps --------------------------------------------------------------------

    def ask_erase(self, dossier: Dossier, *, reden: str) -> Dossier:
        """First act: keep the request with its reason.

        Raises: RuleError (no reason), NotConfirmable (something holds the dossier).
        """
        if not reden.strip():
            raise RuleError("Schrijf op waarom dit dossier weg moet.", hint="Bijvoorbeeld: verzoek van de cliënt.")
        self._not_held(dossier)
        request = Wisverzoek(op=self._clock.now(), door=self._wie, reden=clean_text(reden).strip())
        return self._put(dossier, WISSEN_ROOM, request, "wissen_gevraagd")

    def keep_after_all(self, dossier: Dossier) -> Dossier:
        """Take the request back."""
        if WISSEN_ROOM not in dossier.rooms:
            return dossier
        rooms = {name: doc for name, doc in dossier.rooms.items() if name != WISSEN_ROOM}
        return self._assistant.save(dossier, (replace(dossier, rooms=rooms), (Event(soort="wissen_teruggenomen"),)))

    def erase(self, dossier_id: str, *, code: str) -> Wisbewijs:
        """Second act: the code of the dossier is typed again, and it is gone for good. Returns the certificate.

        Raises: NotConfirmable (nobody asked for it first, too soon after, held, or another code).
        """
        dossier = self._store.load(dossier_id)
        if WISSEN_ROOM not in dossier.rooms:
            raise NotConfirmable("Wissen gaat in twee stappen.", hint="Leg eerst het verzoek met de reden vast.")
        request = Wisverzoek.model_validate(dossier.rooms[WISSEN_ROOM])
        if self._clock.now() - request.op < BEDENKTIJD:
            raise NotConfirmable("Wacht even: tussen het verzoek en het wissen zit minstens een minuut.", hint="Daarna kan het.")
        if code.strip() != dossier.code:
            raise NotConfirmable("De code klopt niet; er is niets gewist.", hint="Typ de code van dit dossier over.")
        self._not_held(dossier)
        backups = self._store.backups_holding(dossier_id)
        self._store.delete(dossier_id, wie=self._wie, reden=request.reden)
        n, head = self._store.anchor
        return Wisbewijs(
            dossier=dossier_id,
            code=dossier.code,
            gewist_op=self._clock.now(),
            door=self._wie,
            reden=request.reden,
            logregel=n,
            loghash=head,
            back_ups=tuple((name, datetime.fromisoformat(moment)) for name, moment in backups),
            opzij=tuple(str(path) for path in self._store.set_aside()),
        )

    def _not_held(self, dossier: Dossier) -> None:
        held = keuze_in(dossier.rooms).vasthouden
        if held:
            raise NotConfirmable(f"Dit dossier moet nog blijven: {held}.", hint="Haal eerst die reden weg bij Bewaren.")

    # -- keeping ---------------------------------------------------------------------------------

    @property
    def termijnen(self) -> Termijnen:
        return self._content.load("bewaartermijnen.toml", Termijnen)

    def choose_term(self, dossier: Dossier, *, termijn: str, begin: date | None = None, vasthouden: str = "") -> Dossier:
        """Choose how long this dossier is kept, from when it counts, and what holds it. Raises NotThere for an unknown term."""
        self.termijnen.get(termijn)
        choice = Bewaarkeuze(termijn=termijn, begin=begin, vasthouden=clean_text(vasthouden).strip())
        return self._put(dossier, keeping.ROOM, choice, "bewaarkeuze", termijn)

    def bewaarstand(self, dossier: Dossier) -> Bewaarstand:
        """How it stands with the keeping of this dossier. The last change is that of the words, the notes, or the plan; both days are days of the Dutch calendar."""
        last, now = latest_change(dossier).astimezone(AMSTERDAM), self._clock.now().astimezone(AMSTERDAM)
        ended = afronding_in(dossier.rooms).afgerond_op
        over = ended.astimezone(AMSTERDAM).date() if ended and ended.astimezone(AMSTERDAM).date() >= last.date() else None
        return bewaarstand(keuze_in(dossier.rooms), self.termijnen, laatste_wijziging=last.date(), vandaag=now.date(), afgerond=over)

    def herinneringen(self) -> tuple[tuple[str, str, Bewaarstand], ...]:
        """(dossier id, code, how it stands) of every dossier whose term is over or nearly so, soonest first; then those of which nobody
        said when the help ended and that lie still; last those that something holds.
        """
        out = []
        for summary in self._store.list():
            stand = self.bewaarstand(self._store.load(summary.id))
            if stand.stand is not keeping.Stand.LOOPT or stand.stil_sinds:
                out.append((summary.id, summary.code, stand))
        held = keeping.Stand.VASTGEHOUDEN
        return tuple(sorted(out, key=lambda item: (item[2].stand is held, item[2].dagen is None, item[2].dagen or 0)))

    def aan_de_beurt(self) -> int:
        """How many dossiers somebody should look at now: reminded of, and not held."""
        return sum(stand.stand is not keeping.Stand.VASTGEHOUDEN for _, _, stand in self.herinneringen())

    # -- a secret place --------------------------------------------------------------------------

    def keep_location(self, dossier: Dossier, plek: Geheim, *, code: str = "") -> Dossier:
        """Keep a secret place apart from the dossier; in the dossier stands a code that says nothing."""
        given = code.strip() or f"LOC-{self._assistant.ids.new('locatie')[-4:].upper()}"
        self._store.keep_secret(dossier.id, LOCATIE, plek, wie=self._wie)
        new = replace(dossier, geheime_locatie=True, rooms={**dossier.rooms, LOCATIE: {"code": given}})
        return self._assistant.save(dossier, (new, (Event(soort="instrument", object=LOCATIE),)))

    def forget_location(self, dossier: Dossier) -> Dossier:
        """Remove the secret place; the code goes too."""
        self._store.keep_secret(dossier.id, LOCATIE, None, wie=self._wie)
        rooms = {name: doc for name, doc in dossier.rooms.items() if name != LOCATIE}
        return self._assistant.save(dossier, (replace(dossier, rooms=rooms), (Event(soort="instrument", object=LOCATIE),)))

    def location_code(self, dossier: Dossier) -> str:
        """The code; '' when there is no secret place."""
        room = dossier.rooms.get(LOCATIE)
        return str(room.get("code", "")) if isinstance(room, dict) else ""

    def show_location(self, dossier_id: str, *, wachtzin: str, reden: str) -> Geheim:
        """The secret place itself, after the passphrase was given again; show it TOON_SECONDEN and let go of it.

        Raises: KeyRejected, RuleError (no reason), NotThere.
        """
        return self._store.reveal_secret(dossier_id, LOCATIE, wachtzin=wachtzin, wie=self._wie, reden=reden)

    # -- a breach --------------------------------------------------------------------------------

    @property
    def lekhulp(self) -> Lekhulp:
        return self._content.load("datalek.toml", Lekhulp)

    def datalek(
        self, *, ontdekt_op: datetime, begin: datetime | None = None, antwoorden: dict[str, tuple[str, ...]] | None = None
    ) -> Datalek:
        """The facts for the FG: the 72 hours, the answers, and which dossiers were in use from `begin` on (unknown: all dossiers)."""
        codes, words = {s.id: s.code for s in self._store.list()}, self._content.load("logboek.toml", Logboektaal)
        touched: dict[str, list[str]] = {} if begin else {dossier: [] for dossier in codes}
        for line in self._store.log():
            moment = datetime.fromisoformat(line.tijd_utc)
            if line.dossier and line.rol != "programma" and (begin is None or moment >= begin) and moment <= ontdekt_op:
                kinds = touched.setdefault(line.dossier, [])
                if (kind := words.key(line)) not in kinds:
                    kinds.append(kind)
        self._store.record(wie=self._wie, gebeurtenis="datalek_bekeken", object=str(len(touched)))
        known = {v.id for v in self.lekhulp.vragen}
        return Datalek(
            ontdekt_op=ontdekt_op,
            begin=begin,
            antwoorden={
                key: tuple(self._nameless(clean_text(x)) for x in value) for key, value in (antwoorden or {}).items() if key in known
            },
            betrokken=tuple(
                Betrokken(dossier=dossier, code=codes.get(dossier, "gewist"), gebeurtenissen=tuple(kinds))
                for dossier, kinds in sorted(touched.items())
            ),
        )

    def _nameless(self, text: str) -> str:
        """Words that leave the team, without the names of any dossier, without hard identifiers and without names that can be guessed.

        When nothing can be guessed now (the helper process is gone), the known names and the hard patterns remain: a report may not wait.
        """
        from assistant.engine.sheet_safety import known_names, mask_hard

        if " " not in text:
            return text
        dossiers = [self._store.load(summary.id) for summary in self._store.list()]
        names = sorted({name for dossier in dossiers for name in known_names(dossier, self._content) if name != dossier.code})
        try:
            text = str(
                self._assistant.think("maskeer", {"id": "datalek", "tekst": text, "bekende_namen": names}, timeout_s=MASK_S)["tekst"]
            )
        except AssistantError:
            pass
        return mask_hard(text, names, "[weggelaten]")

    def datalek_tekst(self, lek: Datalek) -> str:
        """The facts as a plain text for the FG. Codes only; no word of a client."""
        words, help_ = self._content.load("logboek.toml", Logboektaal), self.lekhulp
        lines = [
            "Mogelijk datalek",
            f"Ontdekt: {dutch_moment(lek.ontdekt_op.isoformat())}",
            f"Melden aan de AP vóór: {dutch_moment(lek.melden_voor.isoformat())}",
            f"Mogelijk vanaf: {dutch_moment(lek.begin.isoformat()) if lek.begin else 'onbekend'}",
            "",
        ]
        for vraag in help_.vragen:
            given = lek.antwoorden.get(vraag.id, ())
            texts = {k.id: k.tekst for k in vraag.keuzes}
            lines.append(f"{vraag.vraag} {'; '.join(texts.get(g, g) for g in given) or 'nog niet ingevuld'}")
        lines += ["", f"Dossiers die in die tijd in gebruik waren: {len(lek.betrokken)}"]
        said = {**words.gebeurtenissen, **words.voor_fg}
        for item in lek.betrokken:
            lines.append(f"- {item.code}: {'; '.join(said.get(g, words.onbekend) for g in item.gebeurtenissen) or 'niet geopend'}")
        return "\n".join([*lines, "", *help_.daarna, ""])

    # -- inzage ----------------------------------------------------------------------------------

    def inzage_given(self, dossier_id: str, *, aan: str, vorm: str, weggelaten: Iterable[str] = ()) -> None:
        """Log who received the client's copy. Call it before the file is handed over. Raises RuleError without a receiver."""
        if not aan.strip():
            raise RuleError("Schrijf op wie de kopie krijgt.", hint="Bijvoorbeeld: de cliënt zelf.")
        left = len(tuple(weggelaten))
        self._store.record(
            wie=self._wie,
            gebeurtenis="inzage_gegeven",
            dossier=dossier_id,
            object=f"{vorm}, {left} weggelaten",
            reden=clean_text(aan).strip(),
        )


def rectified(note: Notitie) -> tuple[str, str] | None:
    """(id of the words that put it right, why) of a note that rectifying wrote. None: another note."""
    head, _, reason = note.tekst.partition("): ")
    if not head.startswith(RECTIFIED) or " → " not in head:
        return None
    return head.rpartition(" → ")[2], reason


def _months_later(moment: datetime, months: int) -> datetime:
    """The same day so many months on; the last day of a shorter month when there is no such day."""
    year, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + year, month + 1
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    return moment.replace(year=year, month=month)
