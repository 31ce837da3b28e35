"""What an answer does with the talk itself."""

from __future__ import annotations

import pytest

from assistant.judging.wendingen import wendingen


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("Over niks. Ik wil het nergens over hebben.", "weigert"),
        ("Daar praat ik niet over. Volgende vraag.", "weigert"),
        ("Pff. Ik ben moe. Kunnen we stoppen?", "wil_stoppen"),
        ("Zeg jij het maar, jij vult toch die lijstjes in?", "terugkaats"),
        ("Heeft u zelf eigenlijk kinderen?", "wedervraag"),
        ("Mag ik daar even over nadenken?", "denktijd"),
        ("Vergeten. Sorry, echt.", "excuus"),
        ("Ik wil het niet over mijn moeder hebben.", "weigert"),
        ("Over mijn rug wil ik het liever niet hebben.", "weigert"),
        ("Kunt u met me mee naar het loket?", "verzoek"),
        ("Als jullie eens ophielden met helpen.", "verwijt"),
        ("Bedankt dat u dat vraagt.", "bedankt"),
    ],
)
def test_the_turn_is_heard(said: str, first: str) -> None:
    assert wendingen(said)[0][0] == first


@pytest.mark.parametrize(
    "said",
    [
        "Ik kook elke dag voor mijn zus.",
        "Ik wil stoppen met roken.",
        "Mijn broer praat daar graag over.",
        "Dat is toch mooi, vind je niet, snap je?",
        "Ik heb daar dertig jaar gewerkt en niemand kon zo lassen als ik.",
        "Daar heb ik geen geld voor.",
        "",
    ],
)
def test_an_ordinary_answer_turns_nothing(said: str) -> None:
    assert wendingen(said) == []
