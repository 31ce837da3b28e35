"""Findings while one writes: quiet, literal words left alone, late answers dropped."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import pytest
from textual.app import App, ComposeResult

from assistant.errors import ThinkerUnavailable
from tests.tui.helpers import until
from tui.widgets.finding_list import FindingList, is_own_words


class Host(App[None]):
    def __init__(self, think: Any) -> None:
        super().__init__()
        self.think = think

    def compose(self) -> ComposeResult:
        yield FindingList(self.think)


def judge(what: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    if what == "tekst":
        return {"niveau": "C1", "moeilijke_woorden": ["participatie"], "lange_zinnen": []}
    return {"bevindingen": [{"label": "vaag", "naam": "vaag", "uitleg": f"Over {payload['tekst']}.", "zekerheid": 0.8}]}


async def shown(think: Any, *looks: tuple[list[tuple[str, str]], list[str]], wait: float = 0.4) -> str:
    app = Host(think)
    async with app.run_test() as pilot:
        box = app.query_one(FindingList)
        for items, said in looks:
            box.look_at(items, said, at_once=True)
        await pilot.pause(wait)
        return str(box.render())


async def test_a_finding_and_the_reading_level_appear() -> None:
    text = await shown(judge, ([("actie", "Participatie bevorderen")], ["Ik wil mee doen."]))

    assert "vaag: Over Participatie bevorderen." in text
    assert "C1" in text
    assert "participatie" in text


async def test_the_clients_own_words_are_left_alone() -> None:
    text = await shown(judge, ([("doel", "Nooit meer op straat!")], ["Ik wil maar één ding: nooit meer op straat."]))

    assert text == ""


def test_own_words_are_whole_words_in_order() -> None:
    assert is_own_words("Weer KOKEN.", ["Ik wil weer koken, thuis."])
    assert not is_own_words("er koken", ["Ik wil weer koken."])
    assert not is_own_words("", ["Ik wil weer koken."])


async def test_a_thinker_that_is_gone_leaves_the_form_in_peace() -> None:
    def gone(what: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        raise ThinkerUnavailable("weg")

    assert await shown(gone, ([("doel", "Iets")], [])) == ""


async def test_an_answer_about_earlier_words_is_dropped() -> None:
    gate = threading.Event()

    def slow(what: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        if payload["tekst"] == "Oud":
            gate.wait(2)
        return judge(what, payload)

    app = Host(slow)
    async with app.run_test() as pilot:
        box = app.query_one(FindingList)
        box.look_at([("doel", "Oud")], [], at_once=True)
        await pilot.pause(0.1)
        box.look_at([("doel", "Nieuw")], [], at_once=True)
        gate.set()
        await pilot.pause(0.4)

        assert "Nieuw" in str(box.render())
        assert "Oud" not in str(box.render())


LONG = "Dit lijkt vooral voor een ander belangrijk: dat zegt deze lange zin, die op een smal scherm wel drie regels nodig heeft om er te staan."


def three(what: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    if what == "tekst":
        return {"niveau": "C1", "moeilijke_woorden": ["participatie", "abstinent"], "lange_zinnen": []}
    return {
        "bevindingen": [
            {"label": "vaag", "naam": "vaag", "uitleg": LONG, "zekerheid": z, "woorden": w}
            for z, w in ((0.9, "Eén"), (0.8, "twee"), (0.7, "drie"))
        ]
    }


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_level_and_whole_remarks_fit_and_the_rest_is_counted(size: tuple[int, int]) -> None:
    app = Host(three)
    async with app.run_test(size=size) as pilot:
        box = app.query_one(FindingList)
        box.look_at([("doel", "Eén, twee, drie.")], [], at_once=True)
        await until(pilot, lambda: "Leest als C1" in str(box.render()))
        await pilot.pause()
        text = str(box.render())

        assert text.index("Leest als") == 0
        assert text.count(LONG) + text.count("nog") >= 1
        assert text.count(LONG) == 3 or f"nog {3 - text.count(LONG)};" in text
        assert box.visual.get_height({}, box.scrollable_content_region.width) <= box.scrollable_content_region.height


async def test_a_remark_about_words_that_are_gone_goes_at_once() -> None:
    app = Host(three)
    async with app.run_test(size=(120, 60)) as pilot:
        box = app.query_one(FindingList)
        box.look_at([("doel", "Eén en twee.")], [], at_once=True)
        await until(pilot, lambda: str(box.render()).count(LONG) == 3)
        box.look_at([("doel", "Alleen éen.")], [])  # the pause in typing has not passed yet

        assert LONG not in str(box.render())
        assert "C1" not in str(box.render())
