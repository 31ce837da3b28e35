"""What the begeleider corrects is offered first next time; what was dropped stays away, also in like words."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.domain import luisteren
from assistant.domain.luisteren import Deel, Luistergeheugen, Verbetering, Weggelaten
from assistant.domain.values import KrachtVorm, LeefgebiedId, Tijd, UitingId
from assistant.engine.conversing import Conversation
from assistant.engine.interviewing import Gehoord
from assistant.engine.remembering import alike, kind
from assistant.errors import RuleError
from tests.fakes import FakeThinker, an_assistant


def heard_as(*items: tuple[str, str, str]) -> Any:
    """A herken that hears these (words, vorm, tijd) wherever they stand."""

    def answer(payload: Any) -> dict[str, Any]:
        text = str(payload["antwoord"])
        found = [
            {"vorm": vorm, "citaat": words, "begin": text.index(words), "eind": text.index(words) + len(words), "tijd": tijd}
            for words, vorm, tijd in items
            if words in text
        ]
        return {"id": payload["id"], "krachten": found, "hulpbronnen": [], "tijden": [], "signaal": {"acuut": False, "soort": None}}

    return answer


def a_talk(*items: tuple[str, str, str]) -> Conversation:
    assistant = an_assistant(thinker=FakeThinker({"herken": heard_as(*items), "doorvraag": {"vragen": []}}), naam="J.")
    talk = Conversation(assistant, assistant.new_dossier())
    talk.choose("werk")
    return talk


def tell(talk: Conversation, text: str) -> tuple[Gehoord, ...]:
    return talk.listen(talk.answer(text)).gehoord


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ik kook elke dag", "Ik kookte elke dag", True),
        ("mijn zus", "m'n zus", True),
        ("ik zing in een koor", "ik fiets naar het park", False),
        ("ik wil een tuin", "ik wil een huis met een grote tuin", False),
    ],
)
def test_like_words_are_the_same_telling_words(one: str, other: str, same: bool) -> None:
    assert (alike(one, other) >= 0.66) is same


def test_the_kind_of_a_clause_is_its_verb_also_when_turned_round() -> None:
    assert kind("ik werk bij de bakker") == kind("op zaterdag werk ik in een kas") != ""
    assert kind("ik ben er") == kind("mooi weer") == ""


def test_what_was_dropped_is_not_proposed_again_also_not_in_like_words() -> None:
    talk = a_talk(("ik kook elke dag", "ik_kan", "heden"), ("Ik kookte elke dag", "ik_kan", "heden"), ("Ik fiets veel", "ik_kan", "heden"))
    first = tell(talk, "Nou, ik kook elke dag.")
    talk.refuse(first[0])

    assert [g.citaat for g in tell(talk, "Ik kookte elke dag. Ik fiets veel.")] == ["Ik fiets veel"]


def test_a_wish_in_the_same_words_as_a_dropped_ability_is_still_heard() -> None:
    talk = a_talk(("ik kan koken", "ik_kan", "heden"), ("ik wil koken", "ik_wil", "toekomst"))
    talk.refuse(tell(talk, "ik kan koken")[0])

    assert [g.citaat for g in tell(talk, "ik wil koken")] == ["ik wil koken"]


def test_what_is_accepted_later_is_offered_as_ever() -> None:
    talk = a_talk(
        ("ik kook elke dag", "ik_kan", "heden"), ("elke dag kook ik", "ik_kan", "heden"), ("Ik kook elke dag!", "ik_kan", "heden")
    )
    talk.refuse(tell(talk, "ik kook elke dag")[0])
    uiting = talk.answer("elke dag kook ik")
    talk.note(uiting.id, 0, len("elke dag kook ik"), vorm="ik_kan", leefgebied="werk")

    assert [g.citaat for g in tell(talk, "Ik kook elke dag!")] == ["Ik kook elke dag!"]


def test_a_corrected_form_and_time_come_first_for_the_same_kind_of_clause() -> None:
    talk = a_talk(("Ik werk bij de bakker", "ik_kan", "heden"), ("Op zaterdag werk ik in een kas", "ik_kan", "heden"))
    first = tell(talk, "Ik werk bij de bakker.")[0]
    talk.accept(first.replace(vorm=KrachtVorm.IK_HEB, tijd=Tijd.VERLEDEN))
    second = tell(talk, "Op zaterdag werk ik in een kas.")[0]

    assert (second.vorm, second.tijd) == (KrachtVorm.IK_HEB, Tijd.VERLEDEN)
    assert second.gehoord == ("ik_kan", "heden")


def test_the_last_word_counts_when_a_lesson_is_undone() -> None:
    talk = a_talk(*[(f"Ik werk op plek {n}", "ik_kan", "heden") for n in range(3)])
    talk.accept(tell(talk, "Ik werk op plek 0")[0].replace(vorm=KrachtVorm.IK_HEB))
    talk.accept(tell(talk, "Ik werk op plek 1")[0].replace(vorm=KrachtVorm.IK_KAN))

    assert tell(talk, "Ik werk op plek 2")[0].vorm is KrachtVorm.IK_KAN


def test_a_correction_in_the_inventory_teaches_too_and_a_dropped_kracht_stays_away() -> None:
    talk = a_talk(("Ik schilder graag", "ik_kan", "heden"), ("Vaak schilder ik", "ik_kan", "heden"))
    kracht = talk.accept(tell(talk, "Ik schilder graag")[0])
    talk.change_kracht(kracht, vorm="ik_ben", leefgebied="werk")

    assert tell(talk, "Vaak schilder ik")[0].vorm is KrachtVorm.IK_BEN
    talk.drop(kracht)
    assert talk.dossier.krachten == ()
    assert tell(talk, "Ik schilder graag") == ()


def test_another_leefgebied_is_remembered_for_words_like_it() -> None:
    talk = a_talk(("Ik schilder graag", "ik_kan", "heden"), ("ik schilder nog graag", "ik_kan", "heden"))
    kracht = talk.accept(tell(talk, "Ik schilder graag")[0])
    talk.change_kracht(kracht, leefgebied="vrijetijd" if talk.content.leefgebieden.get("vrijetijd") else "wonen")
    chosen = talk.dossier.krachten[0].leefgebied

    assert tell(talk, "Soms: ik schilder nog graag")[0].leefgebied == chosen != "werk"


def test_one_dossier_teaches_nothing_to_another() -> None:
    talk = a_talk(("ik kook elke dag", "ik_kan", "heden"))
    talk.refuse(tell(talk, "ik kook elke dag")[0])
    other = Conversation(talk.assistant, talk.assistant.new_dossier())
    other.choose("werk")

    assert len(tell(other, "ik kook elke dag")) == 1


def test_accepting_and_learning_are_one_save() -> None:
    talk = a_talk(("Ik werk bij de bakker", "ik_kan", "heden"))
    item = tell(talk, "Ik werk bij de bakker.")[0]
    before = talk.dossier.version
    talk.accept(item.replace(vorm=KrachtVorm.IK_HEB))

    assert talk.dossier.version == before + 1
    assert luisteren.load(talk.dossier.rooms).verbeteringen[0].gekozen == "ik_heb"


def test_the_memory_holds_places_and_no_words() -> None:
    talk = a_talk(("ik kook elke dag", "ik_kan", "heden"))
    talk.refuse(tell(talk, "ik kook elke dag")[0])

    assert "kook" not in str(talk.dossier.rooms[luisteren.ROOM])


def test_words_that_leave_the_dossier_leave_the_memory() -> None:
    uid = UitingId("u1")
    full = Luistergeheugen(
        weggelaten=(Weggelaten(uiting=uid, begin=0, eind=3, soort="kracht"),),
        verbeteringen=(Verbetering(uiting=uid, begin=0, eind=3, wat="vorm", gehoord="ik_kan", gekozen="ik_ben"),),
        delen=(Deel(uiting=uid, begin=0, eind=3, leefgebied=LeefgebiedId("werk")),),
        heel=(uid,),
        niet_teruglezen=(uid,),
    )

    assert full.without(["u1"]) == Luistergeheugen()
    assert full.without(["u2"]) == full


def test_a_memory_of_another_shape_is_left_alone() -> None:
    rooms = {luisteren.ROOM: {"versie": 9, "heel": "alles"}}

    assert luisteren.load(rooms) == luisteren.EMPTY
    with pytest.raises(RuleError):
        luisteren.editable(rooms)
