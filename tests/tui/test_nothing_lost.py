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


@pytest.mark.parametrize("tool, name", [("kompas", "KompasScreen"), ("netwerk", "NetworkScreen"), ("opvolgen", "FollowUpScreen")])
async def test_words_typed_beside_the_talk_come_back_after_a_crash_with_their_question(tool: str, name: str) -> None:
    app, talk, _ = with_a_wish()
    store, dossier_id = talk.assistant.store, talk.dossier.id
    async with app.run_test(size=SMALL) as pilot:
        open_tool(await talking(pilot), tool)
        screen = await on_screen(pilot, name)
        if tool == "kompas":
            screen.go_to_box(screen.compass.boxes()[2].id)
        if tool == "netwerk":
            screen.show_view("tekening")
            await pilot.press("f9")
            await until(pilot, lambda: screen.network.netwerk.gevraagd)
        asked = screen.words_are_for()
        screen.editor.focus()
        await pilot.press(*"Mijn buur")
        await until(pilot, lambda: store.draft(dossier_id, tool) == "Mijn buur")

    again = an_app(talk.assistant, dossier=False, start_in=dossier_id)  # the first was not closed: it was killed
    async with again.run_test(size=SMALL) as pilot:
        open_tool(await talking(pilot), tool)
        screen = await on_screen(pilot, name)
        await until(pilot, lambda: screen.editor.text == "Mijn buur")
        assert screen.words_are_for() == asked
        assert "Dit stond hier nog" in " ".join(shown(again).split())
        await pilot.press("f2")
        await until(pilot, lambda: screen.desk.dossier.uitingen[-1].tekst == "Mijn buur")
        await until(pilot, lambda: store.draft(dossier_id, tool) == "")


async def test_words_that_were_thrown_away_on_purpose_do_not_come_back() -> None:
    app, talk, _ = with_a_wish()
    async with app.run_test(size=SMALL) as pilot:
        beside = await talking(pilot)
        open_tool(beside, "kompas")
        screen = await on_screen(pilot, "KompasScreen")
        await pilot.press(*"Weg")
        await until(pilot, lambda: talk.assistant.store.draft(talk.dossier.id, "kompas") == "Weg")
        await pilot.press("escape")
        await on_screen(pilot, "ConfirmScreen")
        app.screen.dismiss(True)
        await on_screen(pilot, "InterviewScreen")
        assert talk.assistant.store.draft(talk.dossier.id, "kompas") == ""
        open_tool(beside, "kompas")
        screen = await on_screen(pilot, "KompasScreen")
        assert screen.editor.is_blank


@pytest.mark.parametrize("size", [SMALL, (120, 40)])
async def test_words_typed_in_the_list_of_leefgebieden_go_to_the_text_field_and_mark_nothing(size: tuple[int, int]) -> None:
    app, _, _ = with_a_wish()
    async with app.run_test(size=size) as pilot:
        talk = await talking(pilot)
        marked = talk.desk.dossier.keuzes
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.focused is talk.query_one("#rail"))
        await pilot.press(*"nu plan ik", "space", *"lol")
        await until(pilot, lambda: talk.editor.text == "nu plan ik lol")
        assert app.focused is talk.editor
        assert talk.desk.dossier.keuzes == marked


async def test_opening_a_dossier_says_so_at_once() -> None:
    assistant = an_assistant(naam="J. de Wit")
    assistant.new_dossier(code="KG-1")
    slow = threading.Event()
    load = assistant.open
    assistant.open = lambda dossier_id: (slow.wait(30), load(dossier_id))[1]
    app = an_app(assistant, dossier=False)
    async with app.run_test(size=SMALL) as pilot:
        home = await on_screen(pilot, "HomeScreen")
        await until(pilot, lambda: home.query_one("#dossiers").highlighted_id)
        await until(pilot, lambda: "Enter Open" in shown(app).splitlines()[-1])
        await pilot.press("enter")
        await until(pilot, lambda: "Het dossier gaat open" in shown(app))
        slow.set()
        await talking(pilot)
        assert text_of_home(home) == ""


def text_of_home(home: Any) -> str:
    return str(home.query_one("#thuis-melding").content)


async def test_the_name_that_is_missing_gets_the_cursor() -> None:
    app, _, concept = with_a_wish()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        from tui.screens.plan_forms import ConfirmActieScreen

        app.push_screen(ConfirmActieScreen(screen.desk, concept, concept))
        form = await on_screen(pilot, "ConfirmActieScreen")
        form.query_one("#ja").focus()
        await pilot.press("f2")
        await until(pilot, lambda: app.focused is form.query_one("#bevestig-naam"))


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
