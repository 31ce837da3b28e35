"""tests.promises.rechten: P36-P38 and P40. The client's rights, on the real store and the real use cases."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path

from assistant.adapters.dossiers import create_store
from assistant.adapters.dossiers import opening as opening_module
from assistant.adapters.dossiers.opening import DB
from assistant.adapters.dossiers.store import SqlcipherStore
from assistant.adapters.text_files import ContentFiles
from assistant.domain import bewaren
from assistant.domain.bewaren import Bewaarkeuze, Stand, Termijnen, bewaarstand
from assistant.domain.dossier import Dossier
from assistant.domain.geheim import Geheim
from assistant.domain.toestemming import Doel
from assistant.engine import exchanging
from assistant.engine.assistant import Assistant
from assistant.engine.content import Content
from assistant.engine.rechten import BEDENKTIJD, Rechten
from assistant.errors import NotConfirmable, ToestemmingMissing
from tests.fakes import FakeClock, FakeIds, FakeThinker
from tests.promises.kit import CHEAP, PASSPHRASE, Outcome, Promise, a_dossier, a_random, fill, say_answer, swapped, temp_folder

PAGE, RESERVE = 4096, 80


def a_desk(folder: Path, clock: FakeClock | None = None) -> tuple[Rechten, SqlcipherStore, FakeClock]:
    clock = clock or FakeClock()
    store, _ = create_store(folder, PASSPHRASE, clock=clock, cost=CHEAP)
    assistant = Assistant(store=store, thinker=FakeThinker(), content=Content(ContentFiles(None)), clock=clock, ids=FakeIds(), naam="AB")
    return Rechten(assistant), store, clock


# -- P36 -----------------------------------------------------------------------------------------


def decrypted(path: Path, key: bytes) -> bytes:
    """Every page of a SQLCipher 4 file in clear, the unused ones too: what someone with the key and a hex editor finds."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    data, out = path.read_bytes(), bytearray()
    for at in range(0, len(data), PAGE):
        page = data[at : at + PAGE]
        iv = page[PAGE - RESERVE : PAGE - RESERVE + 16]
        body = page[16 if at == 0 else 0 : PAGE - RESERVE]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        out += decryptor.update(body) + decryptor.finalize()
    return bytes(out)


def p36_vergeten(size: int, fault: str) -> Outcome:
    """`size` rounds: one of thirty dossiers is erased through the two acts; then the whole image is searched for its words."""
    left = bad = 0
    with temp_folder() as base, ExitStack() as stack:
        if fault:
            lazy = tuple(p if not p.startswith("secure_delete") else "secure_delete=OFF" for p in opening_module.PRAGMAS)
            stack.enter_context(swapped(opening_module, "PRAGMAS", lazy))
            stack.enter_context(swapped(SqlcipherStore, "_shrink", lambda self: None))
        for n in range(size):
            rechten, store, clock = a_desk(base / f"ronde-{n}")
            fill(store, 29, 6)
            mark = f"Fatimageheim{n}"
            if fault:
                store._raw.execute("INSERT INTO zoek(zoek, rank) VALUES('secure-delete', 0)")
            dossier = store.save(a_dossier("weg").replace(bekende_namen=(mark,)), expected_version=0, wie="AB")
            for k in range(8):
                dossier = say_answer(store, dossier, f"8{k}", f"{mark} vertelde {k}: " + "mijn verhaal " * (k * 9))
            store.keep_draft(dossier.id, "antwoord", f"{mark} typt nog")
            dossier = rechten.keep_location(dossier, Geheim(f"{mark}laan 12"))
            backup = store.back_up(base / f"usb-{n}")
            there = decrypted(base / f"ronde-{n}" / DB, store._key).lower().count(mark.lower().encode())
            rechten.ask_erase(dossier, reden="verzoek")
            clock.tick(BEDENKTIJD.total_seconds())
            proof = rechten.erase(dossier.id, code=dossier.code)
            folder = base / f"ronde-{n}"
            image = decrypted(folder / DB, store._key).lower()
            rest = image.count(mark.lower().encode()) + image.count("fatimageheim".encode("utf-16-le"))
            rest += sum(p.read_bytes().lower().count(mark.lower().encode()) for p in folder.rglob("*") if p.is_file() and p.name != DB)
            told = [name for name, _ in proof.back_ups] == [backup.name]
            kept = len(store.list()) == 29 and not store.check() and store.search(mark) == ()
            left += rest
            bad += bool(rest) or not told or not kept or not there
            store.close()
    return Outcome(
        size, bad, f"{size} times 1 of 30 dossiers erased, {left} traces left in the decrypted file, the back-up that holds it named"
    )


# -- P37 -----------------------------------------------------------------------------------------


def _rich_dossier(rechten: Rechten, store: SqlcipherStore, n: int) -> Dossier:
    """A dossier with a bit of everything, and a secret place."""
    rng = a_random(3700 + n)
    assistant = rechten._assistant
    odd = ["[naam] met haakjes", "regel\ntwee", "ë́ é 🙂 漢字", "=SOM(A1)", "‘aanhaling’ — streep", "{x} %s \\n", "عربي נוסף"]
    dossier = assistant.new_dossier(code=f"KG-{n}", setting=rng.choice(["vrouwenopvang", "wijkteam", ""]), roepnaam=rng.choice(["", "Mo"]))
    for k in range(rng.randint(1, 6)):
        tekst = f"Ik kan koken {k} {rng.choice(odd)}"
        dossier = assistant.answer(dossier, tekst, vraag_id=None, vraag_tekst="Vertel?", leefgebied=rng.choice(["wonen", "geld", None]))
    first = dossier.uitingen[0]
    dossier = assistant.note_kracht(dossier, uiting_id=first.id, begin=0, eind=12, vorm="ik_kan", leefgebied="wonen")
    dossier = assistant.note_hulpbron(dossier, uiting_id=first.id, begin=7, eind=12, soort="ding", aard="natuurlijk", leefgebied="wonen")
    dossier = assistant.put_doel(dossier, tekst="Weer koken", uitingen=(first.id,))
    dossier = assistant.put_actie(dossier, tekst="Zondag soep", wanneer="zondag", uitingen=(first.id,), doel=dossier.plan.doelen[0].id)
    dossier = assistant.confirm(dossier, dossier.plan.acties[0].id, door="AB")
    dossier = rechten.answer(dossier, Doel.DOSSIER, True)
    dossier = assistant.answer(dossier, "Mijn buurvrouw Hatice past op.", vraag_id=None, vraag_tekst="", leefgebied="gezin")
    if rng.random() < 0.5:
        dossier = rechten.keep_location(dossier, Geheim(f"Schuilplaatslaan {n}"))
    return dossier.replace(bekende_namen=("Hatice",))


def p37_overzetbaar(size: int, fault: str) -> Outcome:
    equal = leaks = wrong = 0
    with temp_folder() as base, ExitStack() as stack:
        rechten, store, clock = a_desk(base / "een")
        _elsewhere, second, _ = a_desk(base / "twee")
        if fault:
            stack.enter_context(swapped(exchanging, "LOCATION", "nergens"))
        for n in range(size):
            dossier = _rich_dossier(rechten, store, n)
            if fault:  # the address as a field of the dossier
                dossier = dossier.replace(rooms={**dossier.rooms, "locatie": {"code": "LOC", "adres": f"Schuilplaatslaan {n}"}})
            whole = exchanging.to_bytes(
                exchanging.make_exchange(dossier, op=clock.now(), door="AB", programma="proef", log=store.log(dossier.id))
            )
            back = exchanging.read_exchange(whole)
            put = second.save(back.dossier, expected_version=0, wie="AB")
            equal += exchanging.fingerprint(second.load(put.id)) == exchanging.fingerprint(dossier)
            marked = [p.id for p in exchanging.third_parties(dossier)]
            own = exchanging.make_exchange(dossier, op=clock.now(), door="AB", programma="proef", zonder=marked)
            text = exchanging.to_bytes(own).decode()
            leaks += "Schuilplaatslaan" in whole.decode() or "Schuilplaatslaan" in text
            wrong += "Hatice past op" in text or not marked or own.volledig
        store.close()
        second.close()
    bad = (size - equal) + leaks + wrong
    return Outcome(
        size,
        bad,
        f"{equal} of {size} dossiers equal after export and import, {leaks} with a secret place, {wrong} with words about others left in",
    )


# -- P38 -----------------------------------------------------------------------------------------


def p38_termijnen(size: int, fault: str) -> Outcome:
    """Every term, from `size` begin days, on the day before, on and after each border; and destroying without the second act."""
    content = Content(ContentFiles(None))
    terms = content.load("bewaartermijnen.toml", Termijnen)
    rng, tried, bad = a_random(38), 0, 0
    begins = [date(2024, 2, 29), date(2026, 1, 31), date(2025, 12, 31), date(2026, 3, 1)]
    begins += [date(2015, 1, 1) + timedelta(days=rng.randrange(5000)) for _ in range(size)]
    real = bewaren.Termijn.einde
    with swapped(bewaren.Termijn, "einde", (lambda self, begin: real(self, begin) + timedelta(days=1)) if fault else real):
        for term in terms.termijnen:
            for begin in begins:
                end = _independent_end(term.jaren, term.weken, begin)
                for day, expected in (
                    (end - timedelta(days=61), Stand.LOOPT),
                    (end - timedelta(days=60), Stand.HERINNERING),
                    (end - timedelta(days=1), Stand.HERINNERING),
                    (end, Stand.VOORBIJ),
                    (end + timedelta(days=1), Stand.VOORBIJ),
                ):
                    if day < begin:
                        continue  # a term of weeks is shorter than the reminder
                    for held in ("", "klacht loopt"):
                        want = Stand.VASTGEHOUDEN if held and expected is not Stand.LOOPT else expected
                        choice = Bewaarkeuze(termijn=term.id, begin=begin, vasthouden=held)
                        got = bewaarstand(choice, terms, laatste_wijziging=begin, vandaag=day)
                        tried += 1
                        bad += got.stand is not want or got.einde != end
    destroyed = 0
    with temp_folder() as base:
        rechten, store, clock = a_desk(base / "d")
        for n in range(5):
            dossier = store.save(a_dossier(f"oud-{n}"), expected_version=0, wie="AB")
            dossier = rechten.choose_term(dossier, termijn="beroepscode", begin=date(2000, 1, 1))
            if n % 2:
                rechten.ask_erase(dossier, reden="termijn voorbij")
        clock.tick(86_400 * 400)
        rechten.herinneringen()
        for summary in store.list():
            try:
                rechten.erase(summary.id, code="" if "1" in summary.id else "fout")
            except NotConfirmable:
                continue
        destroyed = 5 - len(store.list())
        store.close()
    return Outcome(
        tried,
        bad + destroyed,
        f"{len(terms.termijnen)} terms, {tried:,} days around every border exact, {destroyed} destroyed without the second act",
    )


def _independent_end(years: int, weeks: int, begin: date) -> date:
    """Counted another way than the product does: day by day for weeks, by the calendar of the year for years."""
    if weeks:
        return date.fromordinal(begin.toordinal() + 7 * weeks)
    year = begin.year + years
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if (begin.month, begin.day) == (2, 29) and not leap:
        return date(year, 3, 1)
    return date(year, begin.month, begin.day)


# -- P40 -----------------------------------------------------------------------------------------


def p40_toestemming(size: int, fault: str) -> Outcome:
    """Random lives of leave, against a model that knows only the last thing said; sending asks `require` each time."""
    from hypothesis import HealthCheck, Phase, settings, stateful
    from hypothesis import strategies as st

    counts = {"sent": 0, "refused": 0, "steps": 0}
    folder_of: list[Path] = []
    desks: list[tuple[Rechten, SqlcipherStore, FakeClock]] = []

    class Leave(stateful.RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            if not desks:
                desks.append(a_desk(folder_of[0] / "d"))
            self.rechten, self.store, self.clock = desks[0]
            self.dossier = self.rechten._assistant.new_dossier()
            self.model: dict[Doel, tuple[bool, datetime | None]] = {}
            self.cache: dict[Doel, bool] = {}

        def step(self) -> None:
            counts["steps"] += 1
            self.clock.tick(1)

        @stateful.rule(doel=st.sampled_from(Doel), days=st.sampled_from([0, 1, 30]))
        def give(self, doel: Doel, days: int) -> None:
            self.step()
            until = self.clock.now() + timedelta(days=days) if days else None
            self.dossier = self.rechten.answer(self.dossier, doel, True, verloopt_op=until)
            if until is None:
                until = next(d.verloopt_op for d in self.rechten.toestemmingen(self.dossier) if d.doel is doel)
            self.model[doel] = (True, until)

        @stateful.rule(doel=st.sampled_from(Doel))
        def refuse(self, doel: Doel) -> None:
            self.step()
            self.dossier = self.rechten.answer(self.dossier, doel, False)
            self.model[doel] = (False, None)

        @stateful.rule(doel=st.sampled_from(Doel))
        def withdraw(self, doel: Doel) -> None:
            self.step()
            self.dossier = self.rechten.withdraw(self.dossier, doel)
            if doel in self.model:
                self.model[doel] = (False, None)

        @stateful.rule(days=st.sampled_from([1, 1, 15, 100]))
        def wait(self, days: int) -> None:
            self.step()
            self.clock.tick(86_400 * days)

        @stateful.rule()
        def send(self) -> None:
            """One try per purpose: what may go goes, the rest is refused."""
            self.step()
            for doel in Doel:
                yes, until = self.model.get(doel, (False, None))
                allowed = yes and (until is None or self.clock.now() < until)
                try:
                    if not (fault and self.cache.get(doel)):  # planted: once allowed, always allowed
                        self.rechten.require(self.dossier.id, doel)
                    self.cache[doel] = True
                    counts["sent"] += 1
                    assert allowed, "sent without leave"
                except ToestemmingMissing:
                    counts["refused"] += 1
                    assert not allowed, "refused in spite of leave"

    with temp_folder() as base:
        folder_of.append(base)
        bad, note = 0, ""
        try:
            stateful.run_state_machine_as_test(
                Leave,
                settings=settings(
                    max_examples=size,
                    stateful_step_count=30,
                    deadline=None,
                    database=None,
                    derandomize=True,
                    phases=(Phase.generate,),
                    suppress_health_check=list(HealthCheck),
                    print_blob=False,
                ),
            )
        except AssertionError as error:
            bad, note = 1, f" ({error})"
        finally:
            for _, store, _ in desks:
                store.close()
    return Outcome(
        size, bad, f"{size} lives of up to 30 steps, {counts['sent']:,} sent with leave, {counts['refused']:,} refused without{note}"
    )


PROMISES = [
    Promise("P36", "vergeten is vergeten", p36_vergeten, 2, 20, {"lui-wissen": "secure_delete uit, geen VACUUM"}),
    Promise("P37", "uw dossier is van u", p37_overzetbaar, 10, 100, {"adresveld": "de geheime plek als veld in de export"}),
    Promise("P38", "niet te lang, niet te kort", p38_termijnen, 40, 500, {"een-dag": "een dag te laat geteld"}),
    Promise(
        "P40",
        "geen toestemming, geen verzending",
        p40_toestemming,
        15,
        200,
        {"onthouden": "toestemming onthouden in plaats van nagelezen"},
        30,
    ),
]
