"""No way out of a screen loses the client's words without a question, and small windows say what they have to say. At 80x24."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from textual.widgets import Input

from assistant.engine.conversing import Concept, Conversation
from tests.fakes import FakeOpening, an_assistant
from tests.tui.helpers import SMALL, an_app, on_screen, shown, talking, text_of, until
from tui.app import AssistantApp
from tui.screens.tools import open_tool


def with_a_wish(words: str = "Ik wil een eigen plek.") -> tuple[AssistantApp, Conversation, Concept]:
    """An app in a dossier with one wish, and a small step that rests on it."""
    assistant = an_assistant(naam="")
    talk = Conversation(assistant, assistant.new_dossier(code="KG-1"))
    talk.choose("wonen")
    uiting = talk.answer(words)
    talk.note(uiting.id, 0, len("Ik wil een eigen plek"), vorm="ik_wil", tijd="toekomst")
    concept = Concept(doel="Ik wil een eigen plek", actie="Ik bel dinsdag mijn zus.", wanneer="dinsdag", uitingen=(uiting.id,))
    return an_app(assistant, dossier=False, start_in=talk.dossier.id), talk, concept


@pytest.mark.parametrize("tool, name", [("kompas", "KompasScreen"), ("netwerk", "NetworkScreen"), ("opvolgen", "FollowUpScreen")])
async def test_leaving_with_words_in_the_field_asks_first(tool: str, name: str) -> None:
    app, _, _ = with_a_wish()
    async with app.run_test(size=SMALL) as pilot:
        talk = await talking(pilot)
        open_tool(talk, tool)
        screen = await on_screen(pilot, name)
        if tool == "netwerk":
            screen.show_view("tekening")
        screen.editor.load_text("Mijn buurvrouw helpt mij.")
        await pilot.press("escape")
        await on_screen(pilot, "ConfirmScreen")
        await until(pilot, lambda: app.focused is not None)
        await pilot.press("enter")
        await on_screen(pilot, name)
        assert screen.editor.text == "Mijn buurvrouw helpt mij."


async def test_what_the_client_says_about_a_choice_is_not_thrown_away_by_esc() -> None:
    app, talk, concept = with_a_wish()
    step = talk.confirm(concept, door="J. de Wit")
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        from tui.screens.plan_forms import ChoiceScreen

        app.push_screen(ChoiceScreen(screen.desk, step))
        form = await on_screen(pilot, "ChoiceScreen")
        form.query_one("#keuze-cijfer").focus()
        await pilot.press("1", "0")
        assert form.query_one("#keuze-cijfer").value == "10"
        await pilot.press("0")
        assert form.query_one("#keuze-cijfer").value == "0"
        form.query_one("#keuze-woorden").load_text("Dat durf ik wel.")
        await pilot.press("escape")
        await on_screen(pilot, "ConfirmScreen")


async def test_long_words_leave_room_for_the_name_that_is_missing() -> None:
    app, _, concept = with_a_wish("Ik wil een eigen plek. " + "Mijn zus helpt mij daar elke week bij. " * 20)
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        from tui.screens.plan_forms import ConfirmActieScreen

        app.push_screen(ConfirmActieScreen(screen.desk, concept, concept))
        form = await on_screen(pilot, "ConfirmActieScreen")
        await until(pilot, lambda: "Uw naam" in shown(app))
        form.query_one("#bevestig-naam", Input).value = ""
        await pilot.press("f2")
        await until(pilot, lambda: text_of(app, "#bevestig-melding"))
        await until(pilot, lambda: "Vul uw naam of voorletters in." in shown(app))
        assert any("Bevestig" in line and "Terug" in line for line in shown(app).splitlines())


async def test_after_confirming_the_cursor_stands_on_the_step_and_the_line_says_what_may_follow() -> None:
    app, _, concept = with_a_wish()
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        await pilot.press("f5")
        plan = await on_screen(pilot, "PlanScreen")
        plan._drafts = {"voorstel-1": concept, "voorstel-2": concept.replace(actie="Ik schrijf het op.")}
        plan._fill()
        plan.query_one("#regels").stand_on("voorstel-1")
        plan.query_one("#regels").focus()
        await pilot.press("ctrl+b")
        form = await on_screen(pilot, "ConfirmActieScreen")
        form.query_one("#bevestig-naam", Input).value = "J. de Wit"
        await pilot.press("f2")
        await on_screen(pilot, "ChoiceScreen")
        await pilot.press("escape")
        await on_screen(pilot, "PlanScreen")
        step = plan.desk.dossier.plan.bevestigd[0].id
        await until(pilot, lambda: plan.query_one("#regels").highlighted_id == step)
        await until(pilot, lambda: "later vast met Ctrl+K" in " ".join(shown(app).split()))


async def test_the_safety_card_shows_its_own_keys() -> None:
    app, _, _ = with_a_wish()
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        app.show_safety("geweld")
        await on_screen(pilot, "SafetyScreen")
        await until(pilot, lambda: "Esc" in shown(app).splitlines()[-1])
        assert "F2" not in shown(app).splitlines()[-1]


async def test_enter_twice_opens_a_dossier_once() -> None:
    assistant = an_assistant(naam="J. de Wit")
    assistant.new_dossier(code="KG-1")
    app = an_app(assistant, dossier=False)
    async with app.run_test(size=SMALL) as pilot:
        home = await on_screen(pilot, "HomeScreen")
        await until(pilot, lambda: home.query_one("#dossiers").highlighted_id)
        home.query_one("#dossiers").action_select()
        home.query_one("#dossiers").action_select()
        await talking(pilot)
        await pilot.pause(0.5)
        assert [type(s).__name__ for s in app.screen_stack].count("InterviewScreen") == 1


class SlowToKnow(FakeOpening):
    """Whether there is a file is known only after `known` is set."""

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.known = threading.Event()

    def exists(self) -> bool:
        self.known.wait(30)
        return super().exists()


async def test_enter_before_it_is_known_that_this_is_the_first_start_is_no_refusal() -> None:
    opening = SlowToKnow(an_assistant(), asks=True, first=True)
    app = AssistantApp(opening, theme="krachtgesprek-donker")
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: app.screen.query("#wachtzin") and isinstance(app.focused, Input))
        await pilot.press(*"vier woorden", "enter")
        opening.known.set()
        await until(pilot, lambda: app.focused is not None and app.focused.id == "nogmaals")
        assert text_of(app, "#melding") == ""
        assert app.screen.query_one("#wachtzin", Input).value == "vier woorden"
