"""An address typed in a dossier with a secret place: a line while typing, a question at the save key, and then whatever the begeleider wants."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from assistant.engine.place_watch import PlaceWatch
from tests.fakes import an_assistant
from tests.tui.helpers import SMALL, WIDE, an_app, on_screen, shown, talking, text_of, until
from tui.app import AssistantApp

WORDS = "Ik slaap nu op Dorpsstraat 12 bij mijn zus."


def hidden_app(**watch: Any) -> AssistantApp:
    assistant = an_assistant(naam="AB")
    assistant.watch = PlaceWatch(**watch)
    return an_app(assistant, start_in=assistant.new_dossier(code="KG-1", setting="vrouwenopvang").id)


async def test_typing_an_address_brings_a_line_and_taking_it_away_takes_the_line_away() -> None:
    app = hidden_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        screen.editor.load_text(WORDS)
        await until(pilot, lambda: "Dorpsstraat 12" in text_of(app, "#melding"))
        screen.editor.load_text("Ik slaap nu bij mijn zus.")
        await until(pilot, lambda: text_of(app, "#melding") == "")


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_the_save_key_asks_first_and_the_same_key_keeps_it_as_it_is(size: tuple[int, int]) -> None:
    app = hidden_app(read_s=0.3)
    async with app.run_test(size=size) as pilot:
        screen = await talking(pilot)
        screen.editor.load_text(WORDS)
        await pilot.press("f2")
        await until(pilot, lambda: "Nog niet bewaard" in text_of(app, "#melding"))
        assert "Dorpsstraat 12" in shown(app) and "F2" in text_of(app, "#melding") and "Alt+A" in text_of(app, "#melding")
        assert screen.desk.dossier.uitingen == () and screen.editor.text == WORDS
        assert "bewaard" not in text_of(app, "#kop-rechts")

        await asyncio.sleep(0.4)
        await pilot.press("f2")
        await until(pilot, lambda: len(screen.desk.dossier.uitingen) == 1 and not screen.desk.saving)
        assert screen.desk.dossier.uitingen[0].tekst == WORDS and screen.editor.text == ""


async def test_the_other_key_marks_the_words_and_typing_changes_them() -> None:
    app = hidden_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        screen.editor.load_text(WORDS)
        await pilot.press("f2")
        await until(pilot, lambda: "Nog niet bewaard" in text_of(app, "#melding"))
        await pilot.press("alt+a")
        assert screen.editor.selected_text == "op Dorpsstraat 12"
        await pilot.press(*"ergens")
        await pilot.press("f2")
        await until(pilot, lambda: len(screen.desk.dossier.uitingen) == 1)
        assert screen.desk.dossier.uitingen[0].tekst == "Ik slaap nu ergens bij mijn zus."


async def test_what_was_asked_about_and_not_kept_is_still_there_after_the_window_closed() -> None:
    app = hidden_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        screen.editor.load_text(WORDS)
        await pilot.press("f2")
        await until(pilot, lambda: "Nog niet bewaard" in text_of(app, "#melding"))
        store = screen.desk.assistant.store
        await until(pilot, lambda: store.draft(screen.desk.dossier.id, "antwoord") == WORDS)


async def test_another_screen_says_it_too_and_keeps_the_words_in_its_field() -> None:
    app = hidden_app(read_s=0.0)
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        await pilot.press("alt+t")
        await on_screen(pilot, "RightsScreen")
        await pilot.press("v")
        await on_screen(pilot, "WordsScreen")
        await pilot.press("n")
        form = await on_screen(pilot, "RectifyScreen")
        form.query_one("#recht-zetten").load_text(WORDS)
        await pilot.press("f2")
        await until(pilot, lambda: "adres" in text_of(app, "#recht-fout"))
        assert form.query_one("#recht-zetten").text == WORDS
        await pilot.press("f2")
        await until(pilot, lambda: WORDS in form.desk.dossier.model_dump_json())


async def test_without_a_secret_place_nobody_is_asked_anything() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        screen.editor.load_text(WORDS)
        await pilot.press("f2")
        await until(pilot, lambda: len(screen.desk.dossier.uitingen) == 1)
