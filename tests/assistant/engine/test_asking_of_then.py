"""Follow-ups on what is past are asked in the past; on what is there now, as they stand."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.text_files import ContentFiles
from assistant.domain.values import Aanspreekvorm, Luisteraar
from assistant.engine.asking_of_then import TOEN, Toen, asked_of_then
from assistant.engine.content import Content

CONTENT = Content(ContentFiles(None))
PROMPTS = Path(__file__).resolve().parents[3] / "prompts"


def ask(
    text: str, ident: str, quote: str, *heard: tuple[str, str], vorm: str = "je", luisteraar: str = "standaard"
) -> list[dict[str, Any]]:
    krachten = [{"begin": text.index(q), "eind": text.index(q) + len(q), "tijd": tijd, "citaat": q} for q, tijd in heard]
    found = {"vragen": [{"id": ident, "tekst": "zoals het er staat", "reden": "r", "familie": "detail", "haakt_aan": quote}]}
    out = asked_of_then(found, text, {"krachten": krachten}, CONTENT, Aanspreekvorm(vorm), Luisteraar(luisteraar))
    return out["vragen"]


@pytest.mark.parametrize(
    ("text", "ident", "quote", "heard", "asked"),
    [
        ("Ik heb bij de bakker gewerkt.", "kan.wat_precies", "Ik heb bij de bakker gewerkt", "verleden", "Vertel eens hoe dat ging"),
        ("Ik zat bij de zwemclub.", "organisatie.wat_geeft", "de zwemclub", "heden", "Wat gaf dat jou?"),
        ("Mijn opa nam me mee toen ik klein was.", "persoon.wat_doen", "Mijn opa", "heden", "Wat betekende dat contact voor jou?"),
        ("Ik kook voor de gang.", "kan.wat_precies", "Ik kook voor de gang", "heden", "zoals het er staat"),
        ("Ik was bakker en ik bak nu nog elke week.", "kan.hoe_vaak", "ik bak nu nog elke week", "heden", "zoals het er staat"),
    ],
)
def test_the_question_is_in_the_time_of_the_words(text: str, ident: str, quote: str, heard: str, asked: str) -> None:
    (question,) = ask(text, ident, quote, (quote, heard))

    assert asked in question["tekst"]
    assert question["tekst"] == "zoals het er staat" or quote in question["tekst"]


def test_it_looks_at_the_sentence_of_the_quote_only() -> None:
    text = "Vroeger kon ik dat niet. Ik kook elke dag."

    assert ask(text, "kan.wat_precies", "Ik kook elke dag", ("Ik kook elke dag", "heden"))[0]["tekst"] == "zoals het er staat"


def test_the_form_of_address_and_the_simple_words_stay_what_they_were() -> None:
    words = "Ik kookte voor het blok"

    assert ask(words, "kan.wat_precies", words, (words, "verleden"), vorm="u", luisteraar="lvb")[0]["tekst"].endswith("Wat deed u dan?")


def test_what_may_not_be_there_any_more_comes_only_when_nothing_else_is_left() -> None:
    text = "Ik had een hond, Bello."
    (only,) = ask(text, "dier.wens", "een hond")
    two = asked_of_then(
        {"vragen": [{"id": "dier.wens", "haakt_aan": "een hond", "tekst": "a"}, {"id": "succes.hoe", "haakt_aan": text, "tekst": "b"}]},
        text,
        None,
        CONTENT,
        Aanspreekvorm.JE,
        Luisteraar.STANDAARD,
    )

    assert only["id"] == "dier.wens"
    assert [v["id"] for v in two["vragen"]] == ["succes.hoe"]


def test_every_question_of_then_stands_in_the_library_and_quotes_when_that_does() -> None:
    library = {item["id"]: item for item in tomllib.loads((PROMPTS / "doorvragen.toml").read_text("utf-8"))["doorvragen"]}
    toen = CONTENT.load(TOEN, Toen)

    assert {*toen.liever_niet, *(item.id for item in toen.toen)} <= library.keys()
    for item in toen.toen:
        for form in ("je", "u"):
            assert ("{citaat}" in getattr(item.tekst, form)) is ("{citaat}" in library[item.id]["tekst"][form])


def test_no_follow_up_says_that_something_was_noted_that_nobody_took_over() -> None:
    for name in ("doorvragen.toml", TOEN):
        assert "schreef op" not in (PROMPTS / name).read_text("utf-8")
