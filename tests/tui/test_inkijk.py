"""What would leave this machine is read by a person first; only then, and only that, goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from assistant.domain.toestemming import Doel
from assistant.engine.rechten import Rechten
from tests.fakes import FakeThinker as Thinker
from tests.fakes import an_assistant, ask_on, find_passages, hear, propose
from tests.tui.helpers import SMALL, WIDE, an_app, on_screen, shown, talking, until
from tui.app import AssistantApp

SEEN = {"op_afstand": True, "model": "ver-weg", "tekst": "uitingen: Ik wil weer vissen met [persoon-1].", "controle": "c" * 64}


def far_app(size: Any = None) -> tuple[AssistantApp, Thinker]:
    def look(payload: Mapping[str, Any]) -> dict[str, Any]:
        return dict(SEEN)

    thinker = Thinker({"herken": hear, "doorvraag": ask_on, "zoek": find_passages, "stel-voor": propose, "stel-voor-inkijk": look})
    assistant = an_assistant(thinker=thinker, naam="AB")
    dossier = assistant.new_dossier(code="KG-1")
    dossier = assistant.answer(dossier, "Ik wil weer vissen.", vraag_id=None, vraag_tekst="", leefgebied="vrije_tijd")
    dossier = assistant.note_kracht(dossier, uiting_id=dossier.uitingen[0].id, begin=0, eind=18, vorm="ik_wil")
    dossier = Rechten(assistant).answer(dossier, Doel.MODEL_OP_AFSTAND, True)
    return an_app(assistant, start_in=dossier.id), thinker


def drafts_asked(thinker: Thinker) -> list[str]:
    return [str(payload["gezien"]) for what, payload in thinker.asked if what == "stel-voor"]


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_a_person_sees_the_very_words_and_lets_them_go(size: tuple[int, int]) -> None:
    app, thinker = far_app()
    async with app.run_test(size=size) as pilot:
        await talking(pilot)
        await pilot.press("f5")
        plan = await on_screen(pilot, "PlanScreen")
        await pilot.press("f2")
        await on_screen(pilot, "InkijkScreen")
        assert "[persoon-1]" in shown(app) and "ver-weg" in shown(app)
        assert drafts_asked(thinker) == []
        await pilot.click("#ja")
        await until(pilot, lambda: plan._drafts)

    assert drafts_asked(thinker) == [SEEN["controle"]]


async def test_the_safe_answer_is_the_first_and_the_rules_still_draft() -> None:
    app, thinker = far_app()
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        await pilot.press("f5")
        plan = await on_screen(pilot, "PlanScreen")
        await pilot.press("f2")
        await on_screen(pilot, "InkijkScreen")
        await pilot.press("enter")
        await until(pilot, lambda: plan._drafts)

    assert drafts_asked(thinker) == [""]


async def test_without_leave_nothing_is_even_made_ready() -> None:
    app, thinker = far_app()
    assistant = app.opening.assistant  # type: ignore[attr-defined]
    dossier = assistant.store.load(assistant.store.list()[0].id)
    Rechten(assistant).withdraw(dossier, Doel.MODEL_OP_AFSTAND)
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        await pilot.press("f5")
        plan = await on_screen(pilot, "PlanScreen")
        await pilot.press("f2")
        await until(pilot, lambda: plan._drafts)

    assert "stel-voor-inkijk" not in [what for what, _ in thinker.asked]
