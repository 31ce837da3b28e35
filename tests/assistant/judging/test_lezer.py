"""The reading model: long texts in parts, words with their places, stretches from certainties, and the same outcome in training and running."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.judging.heads import VORMEN
from assistant.judging.herken import _to_the_noun, herken
from assistant.judging.judge import Judge, shared_judge
from assistant.judging.lezer import HEADS, ROOM, TASKS, parts, shared_lezer
from assistant.judging.spans import cut, runs


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
    out = herken({"antwoord": text, "vraag": "Wie helpt je?"}, judge=shared_judge(), signal=lambda *_: {})

    assert out["krachten"]
    for found in (*out["krachten"], *out["hulpbronnen"]):
        assert text[found["begin"] : found["eind"]] == found["citaat"]


def test_without_the_reading_model_the_linear_models_judge_alone() -> None:
    judge = Judge(lezer=False)
    out = herken({"antwoord": "Mijn zus belt elke dag en ik kan goed koken."}, judge=judge, signal=lambda *_: {})

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
    out = herken({"antwoord": answer}, judge=shared_judge(), signal=lambda *_: {})

    found = [k["citaat"] for k in out["krachten"] if k["vorm"] == "ik_kan"]
    assert any(quote in f for f in found) if quote else found == []


FREE = {"grens": 3.0, "begin": 0.0, "rand": 0.0, "stuk": 1.0, "over": 0.0}


def _cut(text: str, gain: list[list[float]], clauses: list[int], **weights: float) -> list[tuple[str, int]]:
    words = [(text.index(word), text.index(word) + len(word)) for word in text.split()]
    table = np.array(gain, np.float32)
    return [(text[a:b], label) for a, b, label in cut(text, words, table, np.full(table.shape, -1.0), clauses, FREE | weights)]


def test_a_weak_word_in_the_middle_does_not_break_a_stretch_in_two() -> None:
    assert _cut("ik zet elke dag koffie", [[2], [1.5], [-0.6], [0.5], [2]], [0] * 5) == [("ik zet elke dag koffie", 0)]


def test_one_stretch_gets_one_label() -> None:
    found = _cut("ik kook graag", [[2.0, 1.8], [2.0, 2.2], [2.0, 1.9]], [0] * 3)

    assert found == [("ik kook graag", 0)]


def test_what_every_stretch_costs_keeps_single_words_out() -> None:
    assert _cut("daar was knopen", [[-2], [-2], [0.8]], [0] * 3) == []
    assert _cut("daar was knopen", [[-2], [-2], [1.8]], [0] * 3) == [("knopen", 0)]


def test_a_stretch_never_crosses_the_end_of_a_sentence() -> None:
    assert _cut("ik zing. jij danst", [[2], [2], [2], [2]], [0, 0, 1, 1]) == [("ik zing", 0), ("jij danst", 0)]


def test_borders_lie_where_clauses_begin_and_end_when_that_costs_little() -> None:
    gain = [[-0.4], [2], [2], [-2]]

    assert _cut("toen bakte ik maar", gain, [0, 0, 0, 1]) == [("bakte ik", 0)]
    assert _cut("toen bakte ik maar", gain, [0, 0, 0, 1], rand=1.0) == [("toen bakte ik", 0)]


def test_a_very_long_answer_is_cut_in_a_moment_and_without_words_there_is_nothing() -> None:
    text = " ".join(f"w{i}" for i in range(4_000))

    assert len(_cut(text, [[1.0]] * 4_000, [0] * 4_000)) >= 100
    assert _cut("", [], []) == []


@pytest.mark.parametrize(
    ("cut_off", "whole"),
    [
        ("Ik bel mijn", "Ik bel mijn moeder"),
        ("Ik bel ome", "Ik bel ome Jaap"),
        ("Ik bel", "Ik bel"),
        ("Daar is de", "Daar is de oude brug"),
    ],
)
def test_a_noun_group_runs_to_its_noun(cut_off: str, whole: str) -> None:
    text = {
        "Ik bel mijn": "Ik bel mijn moeder elke dag",
        "Ik bel ome": "Ik bel ome Jaap",
        "Ik bel": "Ik bel mijn moeder",
        "Daar is de": "Daar is de oude brug",
    }

    assert text[cut_off][: _to_the_noun(text[cut_off], len(cut_off))] == whole


def test_the_question_is_read_along_and_costs_no_second_reading() -> None:
    judge = shared_judge()
    assert judge.lezer is not None
    answer = "Mijn zus belt elke dag en daar kan ik op bouwen."
    judge.lezer.herken(answer, "Wie helpt u?")
    before = judge.lezer._read.cache_info().misses

    herken({"antwoord": answer, "vraag": "Wie helpt u?"}, judge=judge, signal=judge.acute)

    assert judge.lezer._read.cache_info().misses == before
