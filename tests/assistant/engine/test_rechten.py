"""Rights of the client, on the real store."""

from __future__ import annotations

import copy
import json
import pickle
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.dossiers import create_store
from assistant.adapters.text_files import ContentFiles
from assistant.domain.actieplan import Terugblik, Verloop
from assistant.domain.dossier import Dossier
from assistant.domain.geheim import Geheim
from assistant.domain.netwerk import Netwerk
from assistant.domain.toestemming import Doel, Stand
from assistant.engine.assistant import Assistant
from assistant.engine.content import Content
from assistant.engine.rechten import BEDENKTIJD, Logboektaal, Rechten
from assistant.engine.sheet_parts import dutch_moment
from assistant.errors import KeyRejected, NotConfirmable, NotThere, RuleError, ToestemmingMissing
from tests.assistant.engine.voorbeelddossier import OP, Bouw
from tests.fakes import PASSPHRASE, FakeClock, FakeIds, FakeThinker

CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def rechten(tmp_path: Path, clock: FakeClock) -> Iterator[Rechten]:
    store, _ = create_store(tmp_path / "dossiers", PASSPHRASE, clock=clock, cost=CHEAP)
    made = Assistant(store=store, thinker=FakeThinker(), content=Content(ContentFiles(None)), clock=clock, ids=FakeIds(), naam="AB")
    yield Rechten(made)
    store.close()


@pytest.fixture
def dossier(rechten: Rechten) -> Dossier:
    made = rechten._assistant.new_dossier(code="KG-1", setting="opvang")
    return rechten._assistant.answer(made, "Ik woon bij mijn tante.", vraag_id=None, vraag_tekst="Waar woon je?", leefgebied="wonen")


# -- toestemming ---------------------------------------------------------------------------------


def test_every_purpose_is_explained_in_both_forms_of_address(rechten: Rechten) -> None:
    assert [d.id for d in rechten.teksten.doelen] == list(Doel)
    for doel in rechten.teksten.doelen:
        assert " u " not in f" {doel.uitleg.je.lower()} "
        assert " je " not in f" {doel.uitleg.u.lower()} "


def test_silence_is_no_leave(rechten: Rechten, dossier: Dossier) -> None:
    assert {d.stand for d in rechten.toestemmingen(dossier)} == {Stand.NIET_GEVRAAGD}
    for doel in Doel:
        assert not rechten.may(dossier.id, doel)
        with pytest.raises(ToestemmingMissing):
            rechten.require(dossier.id, doel)


def test_a_yes_to_one_purpose_is_no_yes_to_another(rechten: Rechten, dossier: Dossier) -> None:
    rechten.answer(dossier, Doel.DELEN, True)

    assert [doel for doel in Doel if rechten.may(dossier.id, doel)] == [Doel.DELEN]


def test_leave_is_kept_with_the_words_that_were_shown(rechten: Rechten, dossier: Dossier) -> None:
    saved = rechten.answer(dossier, "dossier", True)

    line = saved.rooms["toestemming"]["antwoorden"][0]
    assert line["uitleg"] == rechten.teksten.get(Doel.DOSSIER).uitleg.je
    assert (line["vastgelegd_door"], line["uitleg_versie"]) == ("AB", rechten.teksten.versie)
    assert rechten._store.log(dossier.id)[-1].gebeurtenis == "toestemming_gegeven"


def test_withdrawn_leave_stops_at_once_and_stays_readable(rechten: Rechten, dossier: Dossier, clock: FakeClock) -> None:
    saved = rechten.answer(dossier, Doel.AFDRUKKEN, True)
    clock.tick(60)
    saved = rechten.withdraw(saved, Doel.AFDRUKKEN)

    with pytest.raises(ToestemmingMissing) as error:
        rechten.require(dossier.id, Doel.AFDRUKKEN)
    assert error.value.details == Stand.INGETROKKEN
    assert len(saved.rooms["toestemming"]["antwoorden"]) == 1


def test_leave_expires_after_the_months_of_the_content(rechten: Rechten, dossier: Dossier, clock: FakeClock) -> None:
    saved = rechten.answer(dossier, Doel.MODEL_OP_AFSTAND, True)
    end = next(d.verloopt_op for d in rechten.toestemmingen(saved) if d.doel is Doel.MODEL_OP_AFSTAND)
    assert end is not None

    clock.at = end - timedelta(seconds=1)
    assert rechten.may(dossier.id, Doel.MODEL_OP_AFSTAND)
    clock.at = end
    assert not rechten.may(dossier.id, Doel.MODEL_OP_AFSTAND)


def test_withdrawing_what_was_never_given_writes_nothing(rechten: Rechten, dossier: Dossier) -> None:
    assert rechten.withdraw(dossier, Doel.DELEN) is dossier


# -- wie heeft gekeken ---------------------------------------------------------------------------


def test_the_client_reads_who_looked_in_plain_dutch(rechten: Rechten, dossier: Dossier) -> None:
    rechten._assistant.open(dossier.id)

    lines = rechten.wie_heeft_gekeken(dossier.id)

    assert [line.wat for line in lines] == [
        "keek wie er in het dossier keek",
        "las het dossier",
        "schreef iets op wat je zei",
        "maakte het dossier",
    ]
    assert {line.wie for line in lines} == {"AB"}


def test_the_log_says_which_part_was_filled_in_which_leave_and_who_got_the_copy(rechten: Rechten, dossier: Dossier) -> None:
    dossier = rechten._assistant.save(dossier, dossier.put_room("netwerk", Netwerk()))
    dossier = rechten.answer(dossier, Doel.DELEN, True)
    rechten.keep_location(dossier, Geheim("Schuilstraat 1"))
    with pytest.raises(KeyRejected):
        rechten.show_location(dossier.id, wachtzin="niet de goede", reden="huisbezoek")
    rechten.inzage_given(dossier.id, aan="de cliënt zelf", vorm="json")

    said = {line.wat: line.reden for line in rechten.wie_heeft_gekeken(dossier.id)}

    assert "werkte de netwerkkaart bij" in said and "vulde een blad in" not in said
    assert "schreef op dat je iets goed vindt: bespreken met het team" in said
    assert "wilde de geheime plek bekijken; de wachtzin klopte niet, er is niets getoond" in said
    assert "bekeek de geheime plek" not in said
    assert said["gaf een kopie van je dossier, aan: de cliënt zelf"] == ""
    assert "werkte de netwerkkaart bij" in rechten.datalek_tekst(rechten.datalek(ontdekt_op=rechten._clock.now()))


def test_looking_by_searching_or_printing_counts_as_looking_and_not_as_writing(rechten: Rechten, dossier: Dossier) -> None:
    rechten._store.record(wie="CD", gebeurtenis="gezocht", dossier=dossier.id)
    rechten._store.record(wie="CD", gebeurtenis="afgedrukt", dossier=dossier.id)

    row = next(r for r in rechten.maandoverzicht(2026, 11) if r.wie == "CD")

    assert (row.keer_gelezen, row.keer_geschreven) == (2, 0)


def test_the_month_review_counts_per_person(rechten: Rechten, dossier: Dossier, clock: FakeClock) -> None:
    rechten._assistant.open(dossier.id)
    clock.tick(3600 * 24 * 40)
    rechten._assistant.open(dossier.id)

    rows = rechten.maandoverzicht(2026, 11)

    assert [(r.wie, r.dossiers, r.keer_gelezen, r.keer_geschreven) for r in rows] == [("AB", 1, 1, 2)]


# -- verbeteren ----------------------------------------------------------------------------------


def test_a_correction_stands_beside_the_original_with_its_reason(rechten: Rechten, dossier: Dossier) -> None:
    old = dossier.uitingen[0]
    saved = rechten.rectify(dossier, old.id, "Ik woon bij mijn oom.", reden="verkeerd verstaan")

    assert [u.tekst for u in saved.uitingen] == ["Ik woon bij mijn tante.", "Ik woon bij mijn oom."]
    assert [u.tekst for u in saved.geldige_uitingen] == ["Ik woon bij mijn oom."]
    assert "verkeerd verstaan" in saved.notities[0].tekst
    assert rechten._store.search("tante") == ()
    with pytest.raises(RuleError):
        rechten.rectify(saved, old.id, "x", reden=" ")


def test_the_clients_own_statement_is_kept_verbatim(rechten: Rechten, dossier: Dossier) -> None:
    saved = rechten.add_statement(dossier, "Ik ben het niet eens met [dit] verslag.")

    assert saved.uitingen[-1].tekst == "Ik ben het niet eens met [dit] verslag."
    assert saved.uitingen[-1].vraag_id == "verklaring"


# -- wissen --------------------------------------------------------------------------------------


def test_erasing_takes_two_acts_and_the_code(rechten: Rechten, dossier: Dossier, clock: FakeClock, tmp_path: Path) -> None:
    with pytest.raises(NotConfirmable):
        rechten.erase(dossier.id, code="KG-1")
    rechten._store.back_up(tmp_path / "usb")  # type: ignore[attr-defined]
    rechten.ask_erase(dossier, reden="verzoek cliënt")
    with pytest.raises(NotConfirmable):  # one slip of a key is not two acts
        rechten.erase(dossier.id, code="KG-1")
    clock.tick(BEDENKTIJD.total_seconds())
    with pytest.raises(NotConfirmable):
        rechten.erase(dossier.id, code="KG-2")
    assert [s.id for s in rechten._store.list()] == [dossier.id]

    proof = rechten.erase(dossier.id, code="KG-1")

    assert rechten._store.list() == ()
    assert (proof.code, proof.reden, len(proof.back_ups)) == ("KG-1", "verzoek cliënt", 1)
    assert rechten._store.log()[-1].hash == proof.loghash
    assert "tante" not in proof.model_dump_json()


def test_a_request_to_erase_can_be_taken_back(rechten: Rechten, dossier: Dossier, clock: FakeClock) -> None:
    asked = rechten.ask_erase(dossier, reden="verzoek")
    rechten.keep_after_all(asked)
    clock.tick(600)

    with pytest.raises(NotConfirmable):
        rechten.erase(dossier.id, code="KG-1")


def test_what_is_held_cannot_be_erased(rechten: Rechten, dossier: Dossier, clock: FakeClock) -> None:
    asked = rechten.ask_erase(dossier, reden="verzoek")
    rechten.choose_term(asked, termijn="wmo", vasthouden="klacht loopt")
    clock.tick(600)

    with pytest.raises(NotConfirmable):
        rechten.erase(dossier.id, code="KG-1")
    with pytest.raises(NotConfirmable):
        rechten.ask_erase(rechten._store.load(dossier.id), reden="verzoek")


# -- bewaren -------------------------------------------------------------------------------------


def test_a_reminder_comes_sixty_days_before_the_end_and_nothing_is_destroyed(rechten: Rechten, dossier: Dossier, clock: FakeClock) -> None:
    saved = rechten.choose_term(dossier, termijn="jeugdwet", begin=date(2026, 12, 1))
    assert rechten.herinneringen() == ()

    clock.at = clock.at.replace(year=2046, month=10, day=2)
    assert rechten.bewaarstand(saved).dagen == 60
    assert [(i, s.stand) for i, _, s in rechten.herinneringen()] == [(dossier.id, "herinnering")]
    clock.at = clock.at.replace(year=2050)
    assert [s.stand for _, _, s in rechten.herinneringen()] == ["voorbij"]
    assert len(rechten._store.list()) == 1


def test_help_without_an_end_is_asked_about_after_a_quiet_year_and_rounding_off_is_an_end(
    rechten: Rechten, dossier: Dossier, clock: FakeClock
) -> None:
    """Else a term that counts from the end of help never begins, and the dossier stays for ever."""
    saved = rechten.choose_term(dossier, termijn="beroepscode")
    begun = clock.at.date()
    assert rechten.herinneringen() == ()
    rounded = saved.replace(rooms={**saved.rooms, "afronding": {"afgerond_op": clock.at.isoformat()}})

    clock.at = clock.at.replace(year=clock.at.year + 1) + timedelta(days=2)

    assert [s.stil_sinds for _, _, s in rechten.herinneringen()] == [begun]
    assert rechten.bewaarstand(rounded).begin == begun
    assert rechten.bewaarstand(rounded).stil_sinds is None


def test_what_something_holds_stands_last_and_is_not_counted(rechten: Rechten, dossier: Dossier, clock: FakeClock) -> None:
    held = rechten._assistant.new_dossier(code="KG-2", setting="opvang")
    rechten.choose_term(held, termijn="wmo", begin=date(2001, 1, 1), vasthouden="klacht loopt")
    clock.at = clock.at.replace(year=clock.at.year + 15)

    assert [code for _, code, _ in rechten.herinneringen()] == ["KG-1", "KG-2"]
    assert rechten.aan_de_beurt() == 1


def test_the_term_counts_from_the_last_change_also_when_only_the_plan_or_a_note_changed(rechten: Rechten) -> None:
    """A dossier may not come up for erasing while its plan is still being worked on."""
    b = Bouw()
    uid = b.zeg("werk", "Ik wil weer koken.")
    step = b.actie("Soep maken.", uid)
    later = OP.replace(year=OP.year + 3)
    changed, _ = b.dossier.look_back(step, Terugblik(verloop=Verloop.GEDAAN, op=later))

    assert rechten.bewaarstand(b.dossier).begin == OP.date()
    assert rechten.bewaarstand(changed).begin == later.date()


def test_an_unknown_term_is_refused(rechten: Rechten, dossier: Dossier) -> None:
    with pytest.raises(NotThere):
        rechten.choose_term(dossier, termijn="voor altijd")


# -- de geheime plek -----------------------------------------------------------------------------

PLEK = "Schuilstraat 12, 6811 KC Arnhem"


def test_a_secret_place_shows_nothing_of_itself() -> None:
    plek = Geheim(PLEK)

    for show in (str, lambda x: f"{x}", "{}".format, json.dumps, pickle.dumps, lambda x: "" + x):
        with pytest.raises(TypeError):
            show(plek)  # type: ignore[operator]
    assert repr([plek, {"waar": plek}]) == "[Geheim(•••), {'waar': Geheim(•••)}]"
    assert copy.deepcopy(plek) is plek
    assert plek == Geheim(PLEK)
    assert plek != Geheim("elders")
    with pytest.raises(AttributeError):
        plek.__dict__  # noqa: B018
    with pytest.raises(TypeError):
        hash(plek)


def test_in_the_dossier_stands_only_a_code(rechten: Rechten, dossier: Dossier) -> None:
    saved = rechten.keep_location(dossier, Geheim(PLEK))

    assert rechten.location_code(saved).startswith("LOC-")
    assert "Schuilstraat" not in saved.model_dump_json()
    assert saved.geheime_locatie


def test_the_place_is_shown_only_with_passphrase_and_reason_and_is_logged(rechten: Rechten, dossier: Dossier) -> None:
    rechten.keep_location(dossier, Geheim(PLEK))

    with pytest.raises(KeyRejected):
        rechten.show_location(dossier.id, wachtzin="niet de goede", reden="huisbezoek")
    with pytest.raises(RuleError):
        rechten.show_location(dossier.id, wachtzin=PASSPHRASE, reden=" ")
    assert rechten.show_location(dossier.id, wachtzin=PASSPHRASE, reden="huisbezoek").unveil() == PLEK

    lines: list[Any] = [x for x in rechten._store.log(dossier.id) if x.gebeurtenis == "locatie_bekeken"]
    assert [(x.uitkomst, x.reden) for x in lines] == [("geweigerd", "huisbezoek"), ("gelukt", "huisbezoek")]
    assert PLEK not in repr(rechten._store.log())


def test_a_forgotten_place_is_gone(rechten: Rechten, dossier: Dossier) -> None:
    saved = rechten.forget_location(rechten.keep_location(dossier, Geheim(PLEK)))

    assert rechten.location_code(saved) == ""
    with pytest.raises(NotThere):
        rechten.show_location(dossier.id, wachtzin=PASSPHRASE, reden="huisbezoek")


# -- datalek -------------------------------------------------------------------------------------


def test_the_breach_help_keeps_the_72_hours_and_names_codes_only(rechten: Rechten, dossier: Dossier, clock: FakeClock) -> None:
    begin = clock.now()
    rechten._assistant.open(dossier.id)
    clock.tick(3600)
    lek = rechten.datalek(ontdekt_op=clock.now(), begin=begin, antwoorden={"wat": ("laptop",), "onbekend": ("x",)})

    assert lek.rest(clock.now() + timedelta(hours=70)) == timedelta(hours=2)
    assert [b.code for b in lek.betrokken] == ["KG-1"]
    assert set(lek.antwoorden) == {"wat"}
    text = rechten.datalek_tekst(lek)
    assert "Laptop of usb-stick kwijt" in text
    assert "tante" not in text


def test_the_text_for_the_fg_has_guessed_names_out_dutch_time_and_does_not_speak_to_the_client(
    rechten: Rechten, dossier: Dossier, clock: FakeClock
) -> None:
    thinker = FakeThinker({"maskeer": lambda payload: {"tekst": payload["tekst"].replace("Joost", "[persoon 1]")}})
    rechten._assistant.thinker = thinker
    given = {"gedaan": ("lag op tafel bij Joost, 0612345678",)}
    text = rechten.datalek_tekst(rechten.datalek(ontdekt_op=clock.now(), antwoorden=given))

    assert "lag op tafel bij [persoon 1], [weggelaten]" in text
    assert "UTC" not in text and f"Ontdekt: {dutch_moment(clock.now().isoformat())}" in text
    assert "schreef woorden van de cliënt op" in text and not re.search(r"\b(je|jouw|jullie)\b", text)
    thinker.gone = True  # a report does not wait for the helper
    assert "[weggelaten]" in rechten.datalek_tekst(rechten.datalek(ontdekt_op=clock.now(), antwoorden=given))


def test_no_word_for_the_fg_speaks_to_the_client() -> None:
    words = Content(ContentFiles(None)).load("logboek.toml", Logboektaal)

    said = {**words.gebeurtenissen, **words.voor_fg}
    assert [text for text in said.values() if re.search(r"\b(je|jou|jouw|jullie)\b", text)] == []
    assert set(words.voor_fg) <= set(words.gebeurtenissen)


def test_the_breach_help_counts_every_dossier_when_the_begin_is_unknown(rechten: Rechten, dossier: Dossier, clock: FakeClock) -> None:
    rechten._assistant.new_dossier(code="KG-2")

    assert {b.code for b in rechten.datalek(ontdekt_op=clock.now()).betrokken} == {"KG-1", "KG-2"}


def test_a_copy_is_logged_with_who_received_it(rechten: Rechten, dossier: Dossier) -> None:
    rechten.inzage_given(dossier.id, aan="de cliënt zelf", vorm="json", weggelaten=["uiting-1"])

    line = rechten._store.log(dossier.id)[-1]
    assert (line.gebeurtenis, line.object, line.reden) == ("inzage_gegeven", "json, 1 weggelaten", "de cliënt zelf")
    with pytest.raises(RuleError):
        rechten.inzage_given(dossier.id, aan="", vorm="json")
