"""A story is divided without changing a letter; what is about one thing stays whole."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.domain import luisteren
from assistant.domain.luisteren import Luistergeheugen
from assistant.engine.conversing import Conversation
from assistant.engine.splitting import Stukvoorstel, divide, is_story, stretches, verdeel
from assistant.engine.summarising import summarise
from assistant.errors import RuleError
from tests.fakes import FakeThinker, an_assistant, hear

AREAS = ("wonen", "geld", "werk")
STORY = (
    "Ik woon hier nu twee jaar. De buurt is prima hoor. De huur gaat elke maand vanzelf weg.  Van de huur hou ik geld over, ik spaar.\n"
    "Vroeger had ik schulden — dat is klaar! "
    "Op het werk ben ik “de stille kracht”, zegt de baas 😀. Ik begin altijd om zes uur [echt waar]."
)


def rank(text: str) -> dict[str, float]:
    """By counting plain words: a certainty per leefgebied, together 1, as a judge gives it."""
    signs = {"wonen": ("woon", "buurt"), "geld": ("huur", "schulden", "spaar", "geld"), "werk": ("werk", "baas", "begin")}
    hits = {area: 0.05 + sum(text.lower().count(w) for w in words) for area, words in signs.items()}
    return {area: count / sum(hits.values()) for area, count in hits.items()}


@pytest.mark.parametrize("text", ["", "Ja.", STORY, "  \n\nEen.\n\n\nTwee?!  Drie… ", "a.b.c. ", "geen punt", ". . .", "“Zo.” En door."])
def test_stretches_are_together_exactly_the_text(text: str) -> None:
    assert "".join(text[a:b] for a, b in stretches(text)) == text


def test_a_very_long_story_is_still_whole_and_quick_to_rank() -> None:
    text = "Dit is een zin. " * 500

    assert len(stretches(text)) <= 80
    assert "".join(text[a:b] for a, b in stretches(text)) == text


def test_a_story_is_divided_where_it_changes_subject() -> None:
    pieces = divide(STORY, rank, areas=AREAS)

    assert [p.leefgebied for p in pieces] == ["wonen", "geld", "werk"]
    assert "".join(STORY[p.begin : p.eind] for p in pieces) == STORY
    assert all(p.opties[0] == p.leefgebied and len(p.opties) == 3 for p in pieces)


def test_what_is_about_one_thing_stays_one_piece() -> None:
    assert len(divide("Ik woon fijn. Ja. De buurt is mooi. Weet je. Ik woon graag hier.", rank, areas=AREAS)) == 1


def test_short_words_are_no_story() -> None:
    assert not is_story("Ik woon fijn. Werk is er ook.")
    assert is_story(STORY)


def test_the_handler_takes_words_taught_and_the_leefgebied_of_the_talk() -> None:
    flat = dict.fromkeys(AREAS, 0.1)
    words: dict[str, tuple[str, ...]] = dict.fromkeys(AREAS, ())
    taught = verdeel({"id": "x", "antwoord": "Dan ga ik vissen.", "geleerd": [["vissen", "werk"]]}, rank=lambda _: flat, words=words)
    about = verdeel({"id": "x", "antwoord": "Dan ga ik vissen.", "leefgebied": "geld"}, rank=lambda _: flat, words=words)

    assert taught["stukken"][0]["leefgebied"] == "werk"
    assert about["stukken"][0]["leefgebied"] == "geld"
    assert verdeel({"id": "x", "antwoord": ""}, rank=lambda _: flat, words=words)["stukken"] == []


# -- in the dossier -------------------------------------------------------------------------------


def splitting(payload: Any) -> dict[str, Any]:
    return verdeel(payload, rank=rank, words=dict.fromkeys(AREAS, ()))


def a_talk() -> Conversation:
    assistant = an_assistant(thinker=FakeThinker({"herken": hear, "doorvraag": {"vragen": []}, "verdeel": splitting}), naam="J.")
    return Conversation(assistant, assistant.new_dossier())


def test_a_story_told_outside_a_leefgebied_is_offered_and_kept_letter_for_letter() -> None:
    talk = a_talk()
    uiting = talk.answer(STORY)
    pieces = talk.listen(uiting).stukken
    talk.divide(uiting.id, pieces, pieces)
    again = talk.assistant.open(talk.dossier.id)

    assert len(pieces) == 3
    assert [u.tekst for u in again.uitingen] == [STORY]
    assert again.uitingen_van("werk") == again.uitingen_van("geld") == again.uitingen
    assert again.uitingen_van("gezin") == ()
    assert again.leefgebied_op(again.uitingen[0], STORY.index("schulden")) == "geld"


def test_a_kracht_in_a_piece_stands_under_the_leefgebied_of_that_piece_before_and_after() -> None:
    talk = a_talk()
    uiting = talk.answer(STORY)
    at = STORY.index("Ik begin altijd")
    early = talk.note(uiting.id, at, at + 15, vorm="ik_kan", leefgebied="wonen")
    pieces = talk.listen(uiting).stukken
    talk.divide(uiting.id, pieces, pieces)
    late = talk.note(uiting.id, STORY.index("De huur"), STORY.index("De huur") + 7, vorm="ik_heb")

    assert {k.id: k.leefgebied for k in talk.dossier.krachten} == {early: "werk", late: "geld"}


def test_a_piece_put_elsewhere_is_remembered() -> None:
    talk = a_talk()
    uiting = talk.answer(STORY)
    pieces = talk.listen(uiting).stukken
    changed = (pieces[0], pieces[1].replace(leefgebied="wonen"), pieces[2])
    talk.divide(uiting.id, changed, pieces)

    assert [v.gekozen for v in luisteren.load(talk.dossier.rooms).verbeteringen] == ["wonen"]


def test_left_whole_is_not_offered_again_and_neither_is_what_was_divided() -> None:
    talk = a_talk()
    first, second = talk.answer(STORY), talk.answer(STORY + " Nog eens.")
    talk.leave_whole(first.id)
    pieces = talk.pieces_of(second)
    talk.divide(second.id, pieces, pieces)

    assert talk.pieces_of(first) == talk.pieces_of(second) == ()
    assert talk.dossier.uitingen_van("werk") == (talk.dossier.uitingen[1],)


def test_pieces_that_are_not_the_whole_story_are_refused() -> None:
    talk = a_talk()
    uiting = talk.answer(STORY)
    version = talk.dossier.version
    with pytest.raises(RuleError):
        talk.divide(uiting.id, [Stukvoorstel(begin=0, eind=10)])
    with pytest.raises(RuleError):
        talk.divide(uiting.id, [Stukvoorstel(begin=0, eind=10), Stukvoorstel(begin=11, eind=len(STORY))])

    assert talk.dossier.version == version


def test_a_thinker_that_gives_other_words_back_is_not_believed() -> None:
    talk = a_talk()
    uiting = talk.answer(STORY)
    talk.assistant.thinker.answers["verdeel"] = {"stukken": [{"begin": 0, "eind": 5, "leefgebied": "wonen", "opties": []}]}

    assert talk.pieces_of(uiting) == ()


def test_the_summary_of_a_leefgebied_reads_only_its_piece() -> None:
    talk = a_talk()
    uiting = talk.answer(STORY)
    pieces = talk.listen(uiting).stukken
    talk.divide(uiting.id, pieces, pieces)
    quotes = summarise(talk.dossier, talk.content, "geld").blokken[0].citaten

    assert quotes == (STORY[pieces[1].begin : pieces[1].eind].strip(),)
    assert quotes[0] in STORY


def test_no_pieces_means_undivided_again() -> None:
    memory = Luistergeheugen().leave_whole("u1").divide("u1", 4, [])

    assert memory == Luistergeheugen()
