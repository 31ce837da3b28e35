"""What a begeleider runs into during a conversation: changing a noted hulpbron, coming back from the rights, a follow-up that is not there."""

from __future__ import annotations

import pytest

from assistant.domain.values import Aard, HulpbronSoort, Luisteraar
from tests.fakes import an_assistant
from tests.tui.helpers import SMALL, WIDE, an_app, answer, on_screen, talking, text_of, until
from tui.widgets.dialogue import Dialogue, Turn


async def test_what_is_changed_in_a_noted_hulpbron_is_changed_in_the_inventory_too() -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await answer(pilot, "Soms bel ik mijn zus.")
        await until(pilot, lambda: screen._proposals)
        await pilot.press("ctrl+g", "a")
        await until(pilot, lambda: screen.desk.dossier.hulpbronnen)
        await pilot.press("v", "t")
        await until(pilot, lambda: screen.desk.dossier.hulpbronnen[0].aard is Aard.PROFESSIONEEL)
        noted = screen.desk.dossier.hulpbronnen[0]
        assert noted.soort is HulpbronSoort.PLAATS and noted.citaat.tekst == "mijn zus" and len(screen.desk.dossier.hulpbronnen) == 1

        await pilot.press("alt+i")
        box = screen.query_one("#inventaris-lijst")
        await until(pilot, lambda: app.focused is box)
        box.highlighted = next(n for n in range(box.option_count) if box.get_option_at_index(n).id == noted.id)
        await pilot.press("v")
        await until(pilot, lambda: screen.desk.dossier.hulpbronnen[0].soort is HulpbronSoort.ORGANISATIE)
        await pilot.press("t")
        await until(pilot, lambda: screen.desk.dossier.hulpbronnen[0].aard is Aard.NATUURLIJK)


async def test_the_welcome_still_stands_there_after_asking_leave() -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await talking(pilot)
        said = [turn.said for turn in screen.query_one(Dialogue).query(Turn)]
        await pilot.press("alt+t")
        await on_screen(pilot, "RightsScreen")
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")
        await pilot.pause()
        assert said and [turn.said for turn in screen.query_one(Dialogue).query(Turn)] == said


async def test_a_follow_up_that_is_not_there_is_not_passed_over_in_silence() -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        await talking(pilot)
        await pilot.press("alt+2")
        await until(pilot, lambda: "doorvraag" in text_of(app, "#melding"))


async def test_danger_that_is_heard_after_the_guide_spoke_still_brings_the_breather() -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await talking(pilot)
        thinker = screen.desk.assistant.thinker
        thinker.wait()
        await answer(pilot, "Vannacht spring ik in het diepe.")
        await until(pilot, lambda: screen._own_words is not None)
        thinker.release()
        await on_screen(pilot, "SafetyScreen")
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")
        await until(pilot, lambda: screen._beurt is not None)
        assert screen._beurt.rustpunt and not screen._proposals


async def test_words_without_a_leefgebied_ask_for_one_when_they_are_taken_over() -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await talking(pilot)
        await answer(pilot, "Ik kan goed luisteren.")
        await until(pilot, lambda: screen._proposals)
        await pilot.press("ctrl+g", "a")
        await on_screen(pilot, "AreaScreen")
        await pilot.press("enter")
        await on_screen(pilot, "InterviewScreen")
        await until(pilot, lambda: screen.desk.dossier.krachten)

    assert screen.desk.dossier.krachten[0].leefgebied


async def test_what_was_left_out_is_not_changed_in_silence() -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await talking(pilot)
        await answer(pilot, "Ik kan goed luisteren.")
        await until(pilot, lambda: screen._proposals)
        await pilot.press("ctrl+g", "x")
        await until(pilot, lambda: "weg" in screen._settled.values())
        (before,) = screen._proposals.values()
        await pilot.press("t")
        await until(pilot, lambda: "alsnog" in text_of(app, "#melding"))

        assert list(screen._proposals.values()) == [before]


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_every_note_beside_the_conversation_can_be_read(size: tuple[int, int]) -> None:
    assistant = an_assistant(naam="J.")
    dossier = assistant.new_dossier(code="KG-1", setting="vrouwenopvang", luisteraar=Luisteraar.LVB)
    app = an_app(assistant, start_in=dossier.id)
    async with app.run_test(size=size) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l")
        box = screen.query_one("#links-notities")
        await until(pilot, lambda: box.size.height >= 3)
        assert box.virtual_size.height > box.size.height and box.can_focus and box.show_vertical_scrollbar
        await pilot.press("tab")
        assert screen.focused is box
        await pilot.press("end")
        await until(pilot, lambda: box.scroll_y == box.max_scroll_y)
