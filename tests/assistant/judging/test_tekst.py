"""Reading level: on our own labelled texts (part 'toetsen'), and on texts nobody labelled."""

from __future__ import annotations

import pytest

from assistant.adapters.text_files import ContentFiles
from assistant.judging.examples import load
from assistant.judging.tekst import LEVELS, ease, hard_words, niveau, sentences, syllables, tekst

WOORDEN: dict[str, str] = ContentFiles(None).load("woordenlijst.toml")["woorden"]


def test_levels_on_texts_never_trained_on() -> None:
    items = list(load("tekst", "toetsen"))
    right = [niveau(i["tekst"], WOORDEN) == i["niveau"] for i in items]
    off = [abs(LEVELS.index(niveau(i["tekst"], WOORDEN)) - LEVELS.index(i["niveau"])) for i in items]
    assert len(items) >= 20
    assert sum(right) / len(right) >= 0.85
    assert max(off) <= 1


@pytest.mark.parametrize("text", ["", "   ", "?!", "😀", "123 456", "\x00\x1b[31m"])
def test_texts_without_words_are_easy_and_say_nothing(text: str) -> None:
    out = tekst({"id": "a", "tekst": text}, woordenlijst=WOORDEN)
    assert (out["niveau"], out["lange_zinnen"], out["moeilijke_woorden"]) == ("A2", [], [])


def test_long_sentences_and_hard_words_are_shown_as_they_stand() -> None:
    text = "Kort. Wij willen de hulpvraag graag concretiseren voordat wij verder kijken naar wat er in de komende weken moet gebeuren."
    out = tekst({"id": 1, "tekst": text}, woordenlijst=WOORDEN)
    assert out["lange_zinnen"] == [sentences(text)[1]]
    assert {"hulpvraag", "concretiseren"} <= set(out["moeilijke_woorden"])
    assert out["makkelijker"]["concretiseren"] == "duidelijk maken"


def test_inflected_words_of_the_list_are_found() -> None:
    assert "participeert" in hard_words("Zij participeert in de groep.", WOORDEN)


def test_names_and_easy_compounds_are_not_hard() -> None:
    assert hard_words("Ik drink koffie met Fatuma Abdirahman in de huiskamer van het buurthuis.", WOORDEN) == {}
    assert ease("keukentafel") > ease("discrepantie")


def test_the_same_thing_said_simply_is_easier() -> None:
    hard = "Het bevorderen van de zelfredzaamheid van betrokkene wordt beoogd."
    easy = "We willen dat u meer zelf kunt."
    assert LEVELS.index(niveau(easy, WOORDEN)) < LEVELS.index(niveau(hard, WOORDEN))


@pytest.mark.parametrize(("word", "count"), [("huis", 1), ("water", 2), ("bibliotheek", 4), ("ik", 1), ("mooie", 2)])
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_abbreviations_do_not_end_a_sentence() -> None:
    assert len(sentences("Neem iets mee, bijv. een foto. Tot dan.")) == 2


def test_a_very_long_text_is_judged_in_seconds() -> None:
    assert niveau("Ik ga naar de markt met mijn zus. " * 3000, WOORDEN) == "A2"


def test_the_word_list_explains_itself_in_easy_words() -> None:
    assert len(WOORDEN) >= 250
    assert [(w, part) for w, b in WOORDEN.items() for part in b.split(", ") if hard_words(part, {})] == []
