"""The labelled examples: what they quote stands there, ids are unique, and a case is never in two parts."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from assistant.judging import examples
from assistant.judging.heads import COACH_FOCUS, COACH_LABELS, COACH_VORM, LEEFGEBIEDEN, SOORTEN, STEMMINGEN, TIJDEN, TOETS_LABELS, VORMEN
from assistant.judging.toets import FEATURES, FIRST, plan_weights

KINDS = {
    "herken": "id",
    "coach": "id",
    "signaal": "id",
    "stemming": "id",
    "plannen": "id",
    "toets": "context",
    "levens": "id",
    "tweede": "id",
    "derde": "id",
    "coach_lezers": "id",
}


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_unique_and_every_case_is_in_one_part(kind: str) -> None:
    items = list(examples.load(kind))

    assert [ident for ident, n in Counter(item[KINDS[kind]] for item in items).items() if n > 1] == []
    assert len(items) == sum(len(list(examples.load(kind, part))) for part in examples.PARTS)


def test_what_is_quoted_from_an_answer_stands_in_it() -> None:
    for item in examples.load("herken"):
        for found in (*item["krachten"], *item["hulpbronnen"]):
            examples.span_of(item["antwoord"], found["citaat"])
        assert {k["vorm"] for k in item["krachten"]} <= set(VORMEN), item["id"]
        assert {k["tijd"] for k in item["krachten"]} | set(item["tijden"]) <= set(TIJDEN), item["id"]
        assert {h["soort"] for h in item["hulpbronnen"]} <= set(SOORTEN), item["id"]
        assert item["leefgebied"] in LEEFGEBIEDEN, item["id"]


def test_every_answer_was_marked_a_second_time() -> None:
    assert {item["id"] for item in examples.load("tweede")} == {item["id"] for item in examples.load("herken")}


def test_what_a_third_reader_decided_takes_the_place_of_what_the_first_marked() -> None:
    decided = {item["id"]: item for item in examples.load("derde")}
    for before, after in zip(examples.load("herken"), examples.answers(), strict=True):
        stands = decided.get(before["id"], before)
        assert (after["krachten"], after["hulpbronnen"]) == (stands["krachten"], stands["hulpbronnen"])
        assert {k: v for k, v in after.items() if k not in ("krachten", "hulpbronnen")} == {
            k: v for k, v in before.items() if k not in ("krachten", "hulpbronnen")
        }


@pytest.mark.parametrize("kind", ["tweede", "derde"])
def test_a_later_reader_marked_words_of_the_same_answer(kind: str) -> None:
    answers = {item["id"]: item for item in examples.load("herken")}
    for item in examples.load(kind):
        answer = answers[item["id"]]
        assert answer["casus"] == item["casus"]
        for found in (*item["krachten"], *item["hulpbronnen"]):
            examples.span_of(answer["antwoord"], found["citaat"])
        assert {k["vorm"] for k in item["krachten"]} <= set(VORMEN), item["id"]
        assert {h["soort"] for h in item["hulpbronnen"]} <= set(SOORTEN), item["id"]


def test_what_sounds_and_what_is_alive_stands_in_the_answer() -> None:
    for item in examples.load("stemming"):
        assert {toon["soort"] for toon in item["stemming"]} <= set(STEMMINGEN), item["id"]
        for quote in (*(toon["citaat"] for toon in item["stemming"]), item["haak"]):
            if quote:
                examples.span_of(item["antwoord"], quote)


def test_labels_of_lines_and_items_are_known() -> None:
    for line in examples.load("coach"):
        assert set(line.get("woorden") or {}) <= {*COACH_LABELS}, line["id"]
    readers = {line["id"]: line for line in examples.load("coach_lezers")}
    for first, line in zip(examples.load("coach"), examples.lines(), strict=True):
        assert line["vorm"] in COACH_VORM and line["focus"] in COACH_FOCUS and all(isinstance(line[label], bool) for label in COACH_LABELS)
        other = readers.get(line["id"], {"tweede": first})
        assert all(line[what] in (first[what], other["tweede"][what]) for what in ("vorm", "focus", *COACH_LABELS)), line["id"]
        assert all(line[label] for label in line["woorden"]), line["id"]
    for context in examples.load("toets"):
        for item in context["items"]:
            assert set(item["labels"]) <= set(TOETS_LABELS), item["id"]


def test_every_line_about_a_life_points_at_facts_of_that_life() -> None:
    for life in examples.load("levens"):
        facts = [feit["id"] for feit in life["feiten"]]
        assert len(set(facts)) == len(facts), life["id"]
        assert all(feit["tekst"] and len(feit["zeg"]) >= 2 for feit in life["feiten"]), life["id"]
        assert {name for vraag in life["vragen"] for name in vraag["feiten"]} <= set(facts), life["id"]
        assert any(not vraag["feiten"] for vraag in life["vragen"]), life["id"]


def test_dropped_wishes_and_the_foremost_wish_are_of_the_plan_itself() -> None:
    def ids(plan: dict[str, Any]) -> set[str]:
        return {uiting["id"] for uiting in plan["uitingen"]}

    for plan in examples.load("plannen"):
        assert {*plan["gold"]["weggevallen_wensen"], plan["gold"]["belangrijkste_wens"]} <= ids(plan), plan["id"]


def test_the_weights_for_plans_were_fitted_on_what_is_looked_at() -> None:
    weights = plan_weights()

    assert weights is not None
    assert (len(weights["weg"]["w"]), len(weights["eerst"]["w"])) == (len(FEATURES), len(FIRST))
