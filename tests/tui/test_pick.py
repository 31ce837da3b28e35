"""A choice out of a few: nothing is chosen for anybody, and letters typed on it are not lost."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input

from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.pick import Pick

OPTIONS = [("ja", "ja"), ("later", "later"), ("nee", "nee")]


class Form(App[None]):
    def compose(self) -> ComposeResult:
        yield Pick("open", "Keuze", OPTIONS, None)
        yield AnswerEditor("Al gezegd. ", id="woorden")
        yield Pick("laatste", "Keuze", OPTIONS, "later")
        yield Input(id="naam", select_on_focus=False)


async def test_nothing_is_chosen_until_somebody_does() -> None:
    async with Form().run_test() as pilot:
        pick = pilot.app.query_one("#open", Pick)
        pick.focus()
        assert pick.value == ""
        await pilot.press("right")
        assert pick.value == "ja"
        await pilot.press("left")
        assert pick.value == "nee"
        other = pilot.app.query_one("#laatste", Pick)
        assert other.value == "later"


async def test_left_on_an_open_choice_begins_at_the_end() -> None:
    async with Form().run_test() as pilot:
        pick = pilot.app.query_one("#open", Pick)
        pick.focus()
        await pilot.press("left")
        assert pick.value == "nee"


async def test_words_typed_on_a_choice_go_into_the_next_field() -> None:
    async with Form().run_test() as pilot:
        pilot.app.query_one("#open", Pick).focus()
        await pilot.press("é", "c", "h", "t", "space", "j", "a")
        assert pilot.app.query_one("#woorden", AnswerEditor).text == "Al gezegd. écht ja"
        assert pilot.app.query_one("#open", Pick).value == ""
        pilot.app.query_one("#open", Pick).focus()
        await pilot.press("8")  # meant for the number further on: no word of the client
        assert pilot.app.query_one("#woorden", AnswerEditor).text == "Al gezegd. écht ja"
        pilot.app.query_one("#laatste", Pick).focus()
        await pilot.press("A", "n")
        assert pilot.app.query_one("#naam", Input).value == "An"
        assert pilot.app.query_one("#laatste", Pick).value == "later"


async def test_whoever_types_fast_loses_no_space_and_chooses_nothing_by_it() -> None:
    async with Form().run_test() as pilot:
        pick = pilot.app.query_one("#laatste", Pick)
        pick.focus()
        await pilot.pause()
        for letter in "Bo 2 keer [é], één":  # all of it is there before the cursor has moved
            pick.post_message(events.Key("space" if letter == " " else letter, letter))
        await pilot.pause()
        assert pilot.app.query_one("#naam", Input).value == "Bo 2 keer [é], één"
        assert pick.value == "later"
        pick.focus()
        await pilot.press("left")
        assert pick.value == "ja"


async def test_what_is_pasted_on_a_choice_goes_into_the_next_field() -> None:
    async with Form().run_test() as pilot:
        pick = pilot.app.query_one("#open", Pick)
        pick.focus()
        await pilot.pause()
        pilot.app.post_message(events.Paste("twee woorden"))
        await pilot.pause()
        assert pilot.app.query_one("#woorden", AnswerEditor).text == "Al gezegd. twee woorden"
        assert pick.value == ""
