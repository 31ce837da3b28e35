"""The reading model: long texts in parts, words with their places, stretches from certainties, and the same outcome in training and running."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.judging.heads import VORMEN
from assistant.judging.herken import herken
from assistant.judging.judge import Judge, shared_judge
from assistant.judging.lezer import HEADS, ROOM, TASKS, parts, shared_lezer
from assistant.judging.spans import runs


def test_every_head_belongs_to_one_task() -> None:
    assert sorted(name for names in TASKS.values() for name in names) == sorted(HEADS)


def test_a_long_text_is_cut_between_sentences_and_nothing_is_lost() -> None:
    text = "Ik woon hier al lang. Mijn zus komt elke week. " * 40
    pieces = parts(text, lambda t: len(t.split()))

    assert "".join(text[a:b] for a, b in pieces) == text
    assert len(pieces) > 1
    assert all(len(text[a:b].split()) <= ROOM for a, b in pieces)
    assert all(text[a:b].rstrip().endswith(".") for a, b in pieces)


@pytest.mark.parametrize("text", ["woord " * 900, "a" * 5_000, "ja, " * 700])
def test_a_sentence_without_end_is_cut_too(text: str) -> None:
    pieces = parts(text, lambda t: len(t) // 4)

    assert "".join(text[a:b] for a, b in pieces) == text
    assert len(pieces) > 1


def test_an_empty_text_has_no_words() -> None:
    lezer = shared_lezer()
    assert lezer is not None
    read = lezer.herken("")

    assert read.words == ()
    assert read.per_word["kracht_in"].shape == (0, len(VORMEN))


def test_stretches_join_over_a_small_gap_and_stop_at_the_end_of_a_sentence() -> None:
    text = "Ik kan heel goed koken. Mijn zus belt"
    words = [(0, 2), (3, 6), (7, 11), (12, 16), (17, 23), (24, 28), (29, 32), (33, 37)]
    inside = np.array([0.9, 0.9, 0.4, 0.9, 0.9, 0.8, 0.9, 0.1])

    found = runs(text, words, inside, np.zeros(8), 0.5)

    assert [text[a:b] for a, b, _ in found] == ["Ik kan heel goed koken", "Mijn zus"]


def test_a_word_that_begins_a_new_stretch_cuts() -> None:
    text = "ik kook ik zing"
    found = runs(text, [(0, 2), (3, 7), (8, 10), (11, 15)], np.full(4, 0.9), np.array([0.9, 0.0, 0.9, 0.0]), 0.5)

    assert [text[a:b] for a, b, _ in found] == ["ik kook", "ik zing"]


def test_the_client_is_quoted_letter_for_letter_also_in_a_long_story() -> None:
    text = "Toen ik klein was, hielp ik mijn opa op de markt 😀. " * 30 + "Mijn zus Nel belt elke dag."
    out = herken({"antwoord": text, "vraag": "Wie helpt je?"}, judge=shared_judge(), signal=lambda _: {})

    assert out["krachten"]
    for found in (*out["krachten"], *out["hulpbronnen"]):
        assert text[found["begin"] : found["eind"]] == found["citaat"]


def test_without_the_reading_model_the_linear_models_judge_alone() -> None:
    judge = Judge(lezer=False)
    out = herken({"antwoord": "Mijn zus belt elke dag en ik kan goed koken."}, judge=judge, signal=lambda _: {})

    assert not judge.reads
    assert {k["vorm"] for k in out["krachten"]} >= {"ik_kan"}


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        ("Mijn zus belt elke dag, en ik kan goed koken.", "ik kan goed koken"),
        ("Ik kan heel goed luisteren.", "Ik kan heel goed luisteren"),
        ("Koken kan ik niet.", None),
    ],
)
def test_what_is_said_in_so_many_words_is_heard_and_what_is_denied_is_not(answer: str, quote: str | None) -> None:
    out = herken({"antwoord": answer}, judge=shared_judge(), signal=lambda _: {})

    found = [k["citaat"] for k in out["krachten"] if k["vorm"] == "ik_kan"]
    assert any(quote in f for f in found) if quote else found == []
