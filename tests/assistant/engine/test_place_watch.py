"""An address in a dossier with a secret place is asked about before it is kept; saving again keeps it, word for word."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.domain.dossier import Dossier
from assistant.domain.geheim import Geheim
from assistant.engine.assistant import Assistant
from assistant.engine.place_watch import READ_S, PlaceWatch
from assistant.engine.rechten import Rechten
from assistant.engine.setting import change_setting
from assistant.errors import AddressSeen
from tests.fakes import an_assistant

WORDS = "Ik zit nu in de Dorpsstraat 12, bij mijn zus."


class Moment:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def hidden(*, secret: bool = True) -> tuple[Assistant, Dossier, Moment]:
    moment = Moment()
    assistant = an_assistant(naam="AB")
    assistant.watch = PlaceWatch(clock=moment)
    return assistant, assistant.new_dossier(code="KG-1", geheime_locatie=secret), moment


def say(assistant: Assistant, dossier: Dossier, text: str) -> Dossier:
    return assistant.answer(dossier, text, vraag_id=None, vraag_tekst="", leefgebied="wonen", uiting_id="uiting-1")


def test_nothing_is_written_until_somebody_said_it_may_stand_there() -> None:
    assistant, dossier, moment = hidden()
    with pytest.raises(AddressSeen) as seen:
        say(assistant, dossier, WORDS)
    assert assistant.store.load(dossier.id).uitingen == ()
    assert "Dorpsstraat" not in repr((seen.value.sentence, seen.value.details, seen.value.args))

    moment.now += READ_S
    assert say(assistant, dossier, WORDS).uitingen[0].tekst == WORDS
    assert assistant.store.load(dossier.id).uitingen[0].tekst == WORDS


def test_the_same_key_twice_by_accident_is_no_answer() -> None:
    assistant, dossier, moment = hidden()
    for _ in range(3):
        with pytest.raises(AddressSeen):
            say(assistant, dossier, WORDS)
        moment.now += READ_S / 4
    assert assistant.store.load(dossier.id).uitingen == ()


def test_an_earlier_warning_does_not_let_the_address_through_after_it_was_changed() -> None:
    assistant, dossier, moment = hidden()
    with pytest.raises(AddressSeen):
        say(assistant, dossier, WORDS)
    moment.now += 60
    dossier = say(assistant, dossier, "Ik zit nu bij mijn zus.")
    moment.now += 60
    with pytest.raises(AddressSeen):
        assistant.correct(dossier, "uiting-1", WORDS)


def test_another_address_is_asked_about_anew_and_the_same_one_is_not() -> None:
    assistant, dossier, moment = hidden()
    with pytest.raises(AddressSeen):
        say(assistant, dossier, WORDS)
    moment.now += READ_S
    dossier = say(assistant, dossier, WORDS)
    dossier = assistant.correct(dossier, "uiting-1", "In de dorpsstraat  12 zit ik goed.")
    with pytest.raises(AddressSeen):
        assistant.correct(dossier, dossier.uitingen[-1].id, "Op de Molenstraat 4 zit ik goed.")


def test_a_quote_of_what_stands_there_already_is_not_asked_about() -> None:
    assistant, dossier, _ = hidden()
    assistant.watch = None
    dossier = say(assistant, dossier, WORDS)
    assistant.watch = PlaceWatch()
    dossier = assistant.note_kracht(dossier, uiting_id="uiting-1", begin=0, eind=len(WORDS), vorm="ik_heb")
    assert len(dossier.krachten) == 1


@pytest.mark.parametrize("change", ["notitie", "own_code"])
def test_every_room_of_the_dossier_is_looked_at(change: str) -> None:
    assistant, dossier, _ = hidden()
    rechten: Any = Rechten(assistant)
    with pytest.raises(AddressSeen):
        if change == "notitie":
            rechten.add_statement(dossier, WORDS)
        else:
            rechten._store.keep_secret = lambda *_, **__: None
            rechten.keep_location(dossier, Geheim("ergens"), code="Dorpsstraat 12")
    assert assistant.store.load(dossier.id) == dossier


def test_without_a_secret_place_and_without_an_address_nothing_is_asked() -> None:
    assistant, dossier, _ = hidden(secret=False)
    dossier = say(assistant, dossier, WORDS)
    dossier = assistant.save(dossier, change_setting(dossier, setting="vrouwenopvang", luisteraar="standaard", geheime_locatie=True))
    dossier = assistant.correct(dossier, "uiting-1", "Ik woon er 12 jaar, sinds 2019, en het gaat goed.")
    assert len(dossier.uitingen) == 2


def test_what_the_program_made_itself_is_no_address() -> None:
    _, dossier, _ = hidden()
    dossier = dossier.replace(
        geweigerd=("laan 1234AB",), rooms={"foto": {"data": "A1234BC" * 60, "bron": "uiting-0123456789ABC1234", "merk": "abc1234ab1234ab"}}
    )
    before = dossier.replace(geweigerd=(), rooms={})
    PlaceWatch().check(before, dossier)
