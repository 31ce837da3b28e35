"""Follow-ups over a conversation: never the same one twice within a leefgebied, nothing cheerful after something heavy, no pushing."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.domain.dossier import Dossier
from assistant.domain.values import KrachtVorm
from assistant.engine import interviewing as guide
from assistant.engine.conversing import Conversation
from tests.fakes import CONTENT, FakeThinker, an_assistant, hear

HEAVY = "Ik zie het niet meer zitten."


def item(known: str, text: str, familie: str = "detail") -> dict[str, Any]:
    return {"id": known, "tekst": text, "familie": familie, "reden": "r", "haakt_aan": None}


def a_talk(*questions: dict[str, Any]) -> Conversation:
    thinker = FakeThinker({"herken": hear, "doorvraag": lambda payload: {"id": payload["id"], "vragen": list(questions)}})
    assistant = an_assistant(thinker=thinker, naam="J.")
    talk = Conversation(assistant, assistant.new_dossier())
    talk.choose("wonen")
    return talk


def asked_for(talk: Conversation, what: str) -> dict[str, Any]:
    return [payload for name, payload in talk.assistant.thinker.asked if name == what][-1]


def test_the_same_follow_up_of_the_library_never_comes_twice_within_a_leefgebied_whatever_it_quotes() -> None:
    talk = a_talk(item("kan.hoe", 'Je zei "koken". Hoe doe je dat?'))
    first = talk.listen(talk.answer("Ik kan koken.")).doorvragen
    talk.follow(first[0])
    talk.assistant.thinker.answers["doorvraag"] = {"vragen": [item("kan.hoe", 'Je zei "zingen". Hoe doe je dat?')]}

    assert talk.listen(talk.answer("Ik kan zingen.")).doorvragen == ()


def test_the_library_is_told_which_ones_were_put() -> None:
    talk = a_talk(item("kan.hoe", "Hoe doe je dat?", "detail"))
    talk.follow(talk.listen(talk.answer("Ik kan koken.")).doorvragen[0])
    talk.listen(talk.answer("Met de pan."))

    assert "kan.hoe~wonen~detail" in asked_for(talk, "doorvraag")["gesteld"]


def test_in_another_leefgebied_it_may_be_asked_again() -> None:
    talk = a_talk(item("kan.hoe", "Hoe doe je dat?"))
    talk.follow(talk.listen(talk.answer("Ik kan koken.")).doorvragen[0])
    talk.choose("werk")
    talk.assistant.thinker.answers["doorvraag"] = {"vragen": [item("kan.hoe", "Hoe doe je dit?")]}

    assert [d.tekst for d in talk.listen(talk.answer("Ik kan lassen.")).doorvragen] == ["Hoe doe je dit?"]


def test_the_same_words_are_never_put_again_anywhere() -> None:
    talk = a_talk(item("", "Hoe doe je dat?"))
    talk.follow(talk.listen(talk.answer("Ik kan koken.")).doorvragen[0])
    talk.choose("werk")
    talk.assistant.thinker.answers["doorvraag"] = {"vragen": [item("kan.hoe", "Hoe doe je dat?"), item("x", "Iets anders?")]}

    assert [d.tekst for d in talk.listen(talk.answer("Ik kan lassen.")).doorvragen] == ["Iets anders?"]


def test_a_family_that_was_put_just_now_comes_after_the_others() -> None:
    talk = a_talk(item("a", "Wie ziet dat?", "steun"), item("b", "Wanneer?", "detail"))
    talk.follow(talk.listen(talk.answer("Ik kan koken.")).doorvragen[0])
    talk.assistant.thinker.answers["doorvraag"] = {"vragen": [item("c", "Wie helpt?", "steun"), item("d", "Hoe vaak?", "detail")]}

    assert [d.tekst for d in talk.listen(talk.answer("Mijn zus.")).doorvragen] == ["Hoe vaak?", "Wie helpt?"]


# -- time and place -------------------------------------------------------------------------------


def test_nothing_is_called_empty_before_anything_was_heard() -> None:
    talk = a_talk()
    talk.listen(talk.answer("Het gaat."))

    assert asked_for(talk, "doorvraag")["leeg"] == []


def test_times_and_places_without_words_go_along_and_what_was_just_heard_counts() -> None:
    talk = a_talk()
    talk.note(talk.answer("Ik kookte vroeger.").id, 0, 9, vorm="ik_kan", tijd="verleden")
    talk.listen(talk.answer("Ik kan zingen."))

    assert asked_for(talk, "doorvraag")["leeg"] == ["toekomst", "omgeving"]


def test_what_was_heard_goes_along_so_that_nobody_listens_twice() -> None:
    talk = a_talk()
    talk.listen(talk.answer("Ik kan zingen."))

    assert asked_for(talk, "doorvraag")["herkend"]["krachten"][0]["citaat"] == "Ik kan zingen"


# -- heavy ----------------------------------------------------------------------------------------


def test_after_heavy_words_first_an_acknowledgement_and_nothing_cheerful() -> None:
    talk = a_talk(item("t", "Waar ben je trots op?", "trots"), item("s", "Wil je er meer over vertellen?", "erkenning"))
    beurt = talk.listen(talk.answer(HEAVY))

    assert beurt.erkenning in {z.je for z in guide.taal(CONTENT).erkenning if z.bij == "zwaar"}
    assert beurt.rustpunt
    assert [d.tekst for d in beurt.doorvragen] == ["Wil je er meer over vertellen?"]


def test_after_heavy_words_without_a_thinker_no_follow_up_at_all() -> None:
    talk = a_talk()
    talk.assistant.thinker.gone = True
    talk.onward()

    assert talk.listen(talk.answer(HEAVY)).doorvragen == ()


def test_danger_that_was_heard_gives_a_breather_too() -> None:
    talk = a_talk(item("t", "Waar ben je trots op?", "trots"))
    beurt = talk.listen(talk.answer("Vannacht spring ik."))

    assert beurt.signaal == "suicidaliteit" and beurt.rustpunt and beurt.doorvragen == ()


def test_at_danger_the_guide_is_not_light_about_it_and_nothing_in_it_is_proposed() -> None:
    talk = a_talk()
    beurt = talk.listen(talk.answer("Ik wil rust. Vannacht spring ik."))

    assert beurt.erkenning in {z.je for z in guide.taal(CONTENT).erkenning if z.bij == "gevaar"}
    assert beurt.rustpunt and beurt.gehoord == () and beurt.stukken == ()


def test_words_of_danger_bring_the_breather_before_anybody_has_listened_along() -> None:
    talk = a_talk()
    beurt = talk.respond(talk.answer("Vannacht wil ik er een eind aan maken, de pillen liggen klaar."))

    assert beurt.signaal and beurt.rustpunt
    assert beurt.erkenning in {z.je for z in guide.taal(CONTENT).erkenning if z.bij == "gevaar"}


@pytest.mark.parametrize("area", [str(i.id) for i in CONTENT.leefgebieden.leefgebieden])
def test_the_next_question_right_after_something_heavy_is_not_a_cheerful_one(area: str) -> None:
    talk = a_talk()
    talk.choose(area)
    talk.onward()
    talk.answer(HEAVY)
    talk.onward()
    vraag = CONTENT.vraag(talk.dossier.positie.vraag_id or "")

    assert vraag is not None and vraag.familie not in guide.CHEERFUL


def test_no_follow_up_comes_back_in_a_long_talk() -> None:
    """Every follow-up that is on offer is put, on the same twenty answers again and again: each one of the library comes once."""
    library = [item(f"lib.{n}", f"Vraag {n}?", "detail") for n in range(12)]
    talk = a_talk(*library)
    put: list[str] = []
    for n in range(20):
        beurt = talk.listen(talk.answer(f"Antwoord {n}."))
        if beurt.doorvragen:
            talk.follow(beurt.doorvragen[0])
            put.append(beurt.doorvragen[0].tekst)

    assert sorted(put) == sorted({i["tekst"] for i in library})


def test_empty_corners_looks_at_one_leefgebied_only() -> None:
    talk = a_talk()
    talk.note(talk.answer("Ik kookte vroeger.").id, 0, 9, vorm=KrachtVorm.IK_KAN, tijd="verleden")
    dossier: Dossier = talk.dossier

    assert guide.empty_corners(dossier, "werk") == ()
    assert guide.empty_corners(dossier, "wonen") == ("heden", "toekomst", "omgeving")
