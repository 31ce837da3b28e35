"""The learning path on the screen: a step laid before the client, progress over time, and a persona of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from assistant.adapters.practice_files import PersonaFiles, PracticeFiles
from assistant.engine.practise_room import Oefenzaal
from tests.fakes import CONTENT, FakeClock, FakeThinker, an_assistant
from tests.tui.helpers import SMALL, TINY, WIDE, an_app, on_screen, shown, text_of, until
from tests.tui.test_practise import say, start
from tui.app import AssistantApp
from tui.widgets.pick import Pick


def practice_app(tmp_path: Path) -> AssistantApp:
    zaal = Oefenzaal(
        CONTENT, log=PracticeFiles(tmp_path / "oefenen"), own=PersonaFiles(tmp_path / "oefenen" / "personas"), clock=FakeClock()
    )
    thinker = FakeThinker(
        {
            "oefen": zaal.oefen,
            "nabespreking": zaal.nabespreking,
            "oefenlijst": zaal.lijst,
            "oefenvoortgang": zaal.voortgang,
            "oefenhint": zaal.hint,
            "oefenpersona": zaal.maak,
            "herken": {"signaal": {"acuut": False, "soort": None}},
        }
    )
    return an_app(an_assistant(thinker=thinker, naam="An"), dossier=False)


async def choosing(pilot: Pilot[Any]) -> Any:
    await on_screen(pilot, "HomeScreen")
    await pilot.press("f6")
    screen = await on_screen(pilot, "PractiseStartScreen")
    await until(pilot, lambda: screen.query("#oefen-niveau"))
    return screen


async def test_a_step_is_laid_before_the_client_who_says_whose_it_is(tmp_path: Path) -> None:
    app = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        talk = await start(pilot)
        await say(pilot, "Wat voor werk heb je gedaan?")
        await pilot.press("f5")
        form = await on_screen(pilot, "ActionScreen")
        await pilot.press("f2")
        assert "Schrijf op" in text_of(app, "#actie-melding")

        form.query_one("#actie-wens", Input).value = "Weer aan het werk"
        form.query_one("#actie-stap", Input).value = "Inschrijven bij het uitzendbureau"
        await pilot.press("f2")
        await until(pilot, lambda: len(talk.beurten) == 2 and not talk._busy)

        assert talk.beurten[1]["reactie"] == "wijkt_uit"
        assert "(legt voor) Weer aan het werk" in shown(app)


async def test_progress_shows_own_behaviour_and_no_mark(tmp_path: Path) -> None:
    app = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await choosing(pilot)
        await pilot.press("f8")
        await on_screen(pilot, "ProgressScreen")
        assert "nog niet geoefend" in text_of(app, "#voortgang-tekst")
        await pilot.press("escape")
        await pilot.press("escape")

        await start(pilot)
        for line in ("Wat deed je vroeger voor werk?", "Hoe ziet je dag eruit?", "Waar ben je trots op?"):
            await say(pilot, line)
        await pilot.press("f2")
        await on_screen(pilot, "DebriefScreen")
        assert "Uw doel: open vragen 3" in text_of(app, "#terug-tekst")
        await pilot.press("escape")
        screen = await on_screen(pilot, "PractiseStartScreen")
        await until(pilot, lambda: screen._voortgang.get("aantal") == 1)
        await pilot.press("f8")
        await on_screen(pilot, "ProgressScreen")
        assert "open vragen" in text_of(app, "#voortgang-tekst")
        assert "Gerrit, gesprek 1: 3 zinnen" in text_of(app, "#voortgang-tekst")


@pytest.mark.parametrize("size", [WIDE, SMALL, TINY], ids=["120x40", "80x24", "60x20"])
async def test_a_new_persona_is_made_step_by_step_and_can_be_practised_with(tmp_path: Path, size: tuple[int, int]) -> None:
    app = practice_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        await choosing(pilot)
        await pilot.press("ctrl+n")
        screen = await on_screen(pilot, "NewPersonaScreen")
        await pilot.press("f2")
        assert "naam" in text_of(app, "#persona-melding")
        screen.query_one("#veld-naam", Input).value = "Joris"
        screen.query_one("#veld-leeftijd", Input).value = "acht"
        await pilot.press("f2")
        assert "leeftijd" in text_of(app, "#persona-melding")
        screen.query_one("#veld-leeftijd", Input).value = "33"
        await pilot.press("f2")
        assert "blad 2 van 5" in text_of(app, "#persona-kop")
        screen.query_one("#veld-uitwijken", TextArea).load_text("Laat maar.\nAndere keer.")
        await pilot.press("f9")
        fact = await on_screen(pilot, "FactScreen")
        fact.query_one("#feit-tekst", Input).value = "Was bakker."
        fact.query_one("#feit-zeg", TextArea).load_text("Ik was bakker.")
        await pilot.press("f2")
        assert "twee manieren" in text_of(app, "#feit-melding")
        fact.query_one("#feit-zeg", TextArea).load_text("Ik was bakker.\nIk bakte brood.")
        await pilot.press("f2")
        await until(pilot, lambda: len(screen.feiten) == 1)
        assert "Was bakker." in shown(app)
        await pilot.press("f2")
        await pilot.press("f2")
        await until(pilot, lambda: "Dit kan beter" in text_of(app, "#persona-bevindingen"))
        found = text_of(app, "#persona-bevindingen")
        assert "krachten: is leeg" not in found.lower()
        assert "Wat nooit waar is: is leeg" in found
        assert "Was bakker: 2 manieren" in found
        await pilot.press("f2")
        start_screen = await on_screen(pilot, "PractiseStartScreen")
        await until(pilot, lambda: start_screen.query_one("#oefen-personas").highlighted_id == "/joris")

        await pilot.press("f5")  # what was kept half done can be worked on
        screen = await on_screen(pilot, "NewPersonaScreen")
        assert screen.query_one("#veld-naam", Input).value == "Joris"
        assert screen.query_one("#veld-uitwijken", TextArea).text == "Laat maar.\nAndere keer."
        assert not screen.has_unsent
        screen.query_one("#veld-kort", Input).value = "Oud-bakker."
        assert screen.has_unsent
        for _ in range(4):
            await pilot.press("f2")
        await until(pilot, lambda: "Dit kan beter" in text_of(app, "#persona-bevindingen"))
        assert "De regel voor de lijst" not in text_of(app, "#persona-bevindingen")
        await pilot.press("f2")
        start_screen = await on_screen(pilot, "PractiseStartScreen")
        await until(pilot, lambda: "Oud-bakker" in shown(app))
        assert start_screen.focused is start_screen.query_one("#oefen-personas")

    assert [file.name for file in (tmp_path / "oefenen" / "personas").glob("*.toml")] == ["joris.toml"]


async def test_leaving_a_half_made_persona_asks_first(tmp_path: Path) -> None:
    app = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await choosing(pilot)
        await pilot.press("ctrl+n")
        screen = await on_screen(pilot, "NewPersonaScreen")
        screen.query_one("#veld-naam", Input).value = "Joris"
        await pilot.press("escape")
        await on_screen(pilot, "ConfirmScreen")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        assert screen.query_one("#veld-naam", Input).value == "Joris"


async def test_a_persona_in_the_making_outlives_a_killed_program(tmp_path: Path) -> None:
    app = practice_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await choosing(pilot)
        await pilot.press("ctrl+n")
        screen = await on_screen(pilot, "NewPersonaScreen")
        screen.query_one("#veld-naam", Input).value = "Zoë"
        screen.query_one("#veld-leeftijd", Input).value = "33"
        screen.query_one("#veld-niveau", Pick).choose("3")
        screen.query_one("#veld-uitwijken", TextArea).load_text("Laat maar.\nAndere keer.")
        await pilot.press("f9")
        fact = await on_screen(pilot, "FactScreen")
        fact.query_one("#feit-tekst", Input).value = "Was bakker."
        fact.query_one("#feit-zeg", TextArea).load_text("Ik was")
        kept = tmp_path / "oefenen" / "personas" / "onaf.json"
        await until(pilot, lambda: kept.exists() and "Ik was" in kept.read_text(encoding="utf-8"))
        left = kept.read_text(encoding="utf-8")
    kept.write_text(left, encoding="utf-8")  # as it stood the moment before the program was killed

    app = practice_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await choosing(pilot)
        await until(pilot, lambda: "Uw nieuwe persona is nog niet af. Ctrl+N gaat verder." in shown(app))
        await pilot.press("ctrl+n")
        fact = await on_screen(pilot, "FactScreen")
        assert "was niet bewaard" in text_of(app, "#feit-melding")
        assert fact.query_one("#feit-tekst", Input).value == "Was bakker."
        assert fact.query_one("#feit-zeg", TextArea).text == "Ik was"
        fact.query_one("#feit-zeg", TextArea).load_text("Ik was bakker.\nIk bakte brood.")
        await pilot.press("f2")
        screen = await on_screen(pilot, "NewPersonaScreen")
        await until(pilot, lambda: len(screen.feiten) == 1)
        assert "blad 3 van 5" in text_of(app, "#persona-kop")
        assert screen.query_one("#veld-naam", Input).value == "Zoë"
        assert screen.query_one("#veld-niveau", Pick).value == "3"
        assert screen.query_one("#veld-uitwijken", TextArea).text == "Laat maar.\nAndere keer."
        await pilot.press("f2")
        await pilot.press("f2")
        await until(pilot, lambda: "Dit kan beter" in text_of(app, "#persona-bevindingen"))
        await pilot.press("f2")
        start_screen = await on_screen(pilot, "PractiseStartScreen")
        await until(pilot, lambda: start_screen.query_one("#oefen-personas").highlighted_id == "/zoe")
        await until(pilot, lambda: "nog niet af" not in shown(app))
        assert not kept.exists()


async def test_a_persona_thrown_away_by_choice_stays_away(tmp_path: Path) -> None:
    app = practice_app(tmp_path)
    kept = tmp_path / "oefenen" / "personas" / "onaf.json"
    async with app.run_test(size=SMALL) as pilot:
        await choosing(pilot)
        await pilot.press("ctrl+n")
        screen = await on_screen(pilot, "NewPersonaScreen")
        screen.query_one("#veld-naam", Input).value = "Joris"
        await until(pilot, kept.exists)
        await pilot.press("escape")
        await on_screen(pilot, "ConfirmScreen")
        await pilot.press("tab", "enter")
        await on_screen(pilot, "PractiseStartScreen")
        assert not kept.exists()
        await pilot.press("ctrl+n")
        screen = await on_screen(pilot, "NewPersonaScreen")
        assert screen.query_one("#veld-naam", Input).value == ""


async def test_enter_goes_to_the_next_field_before_the_letters_that_follow_it(tmp_path: Path) -> None:
    app = practice_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await start(pilot)
        await say(pilot, "Wat voor werk heb je gedaan?")
        await pilot.press("f5")
        form = await on_screen(pilot, "ActionScreen")
        for key in ("a", "enter", "b", "enter", "c"):  # all at once, as on a busy machine
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: form.query_one("#actie-wanneer", Input).value == "c")
        assert [form.query_one(f"#actie-{name}", Input).value for name in ("wens", "stap")] == ["a", "b"]


async def test_what_was_typed_in_a_form_is_asked_about_before_it_goes(tmp_path: Path) -> None:
    app = practice_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await start(pilot)
        await say(pilot, "Wat voor werk heb je gedaan?")
        await pilot.press("f5")
        form = await on_screen(pilot, "ActionScreen")
        form.query_one("#actie-wens", Input).value = "Weer straten"
        await pilot.press("escape")
        await on_screen(pilot, "ConfirmScreen")
        await pilot.press("escape")
        assert form.query_one("#actie-wens", Input).value == "Weer straten"
        form.query_one("#actie-wens", Input).value = ""
        await pilot.press("escape")
        await on_screen(pilot, "PractiseScreen")
        await pilot.press("ctrl+b")
        notes = await on_screen(pilot, "NotesScreen")
        notes.query_one(TextArea).load_text("Geduldig")
        await pilot.press("escape")
        await on_screen(pilot, "ConfirmScreen")


async def test_leaving_the_program_in_the_middle_of_a_practice_says_what_is_lost(tmp_path: Path) -> None:
    app = practice_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await start(pilot)
        await say(pilot, "Wat voor werk heb je gedaan?")
        await pilot.press("ctrl+q")
        await on_screen(pilot, "QuitScreen")
        assert "wordt niet bewaard" in shown(app)
        await pilot.press("escape")
        talk = await on_screen(pilot, "PractiseScreen")
        assert len(talk.beurten) == 1


async def test_stopping_from_the_safety_card_looks_back_and_throws_nothing_away(tmp_path: Path) -> None:
    app = practice_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        talk = await start(pilot)
        await say(pilot, "Wat voor werk heb je gedaan?")
        talk._after_safety("stop")
        await on_screen(pilot, "DebriefScreen")
        assert len(talk.beurten) == 1
        await pilot.press("escape")
        await on_screen(pilot, "PractiseStartScreen")


async def test_stopping_from_the_safety_card_while_the_client_thinks_waits_for_the_answer(tmp_path: Path) -> None:
    app = practice_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        talk = await start(pilot)
        await say(pilot, "Wat voor werk heb je gedaan?")
        talk._busy = True
        talk._after_safety("stop")
        assert app.screen is talk
        talk._busy = False
        await say(pilot, "Hoe was dat?")
        await on_screen(pilot, "DebriefScreen")
        assert len(talk.beurten) == 2


async def test_only_talks_that_there_are_can_be_chosen_and_the_last_step_proposes_the_second(tmp_path: Path) -> None:
    app = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await choosing(pilot)
        screen = app.screen
        pick = screen.query_one("#oefen-nummer", Pick)
        assert [key for key, _ in pick.options] == ["1", "2"]  # Wil
        assert pick.value == "1"
        assert "Na het koor" in shown(app)
        box = screen.query_one("#oefen-personas")
        ids = [box.get_option_at_index(i).id for i in range(box.option_count)]
        box.highlighted = ids.index("stap/gerrit")
        await until(pilot, lambda: len(pick.options) == 3)
        assert pick.value == "2"
        await pilot.press("enter")
        talk = await on_screen(pilot, "PractiseScreen")
        await until(pilot, lambda: not talk._busy)
        assert "Keperverband" in shown(app)


async def test_a_step_that_got_no_answer_stands_in_the_form_again(tmp_path: Path) -> None:
    app = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        talk = await start(pilot)
        await say(pilot, "Wat voor werk heb je gedaan?")
        step = {"wens": "Weer straten", "stap": "Rob vragen", "wanneer": "morgen"}
        await talk._add(Content("(legt voor)"), "ik")
        talk.post_message(talk.Failed("Het antwoord duurt te lang.", line=True, actie=step))
        await until(pilot, lambda: bool(talk._actie))
        await pilot.press("f5")
        form = await on_screen(pilot, "ActionScreen")
        assert {name: form.query_one(f"#actie-{name}", Input).value for name in step} == step
        await pilot.press("f2")
        await until(pilot, lambda: len(talk.beurten) == 2 and not talk._busy)
        assert "Eerste stap: Rob vragen, morgen" in shown(app)
        assert talk._actie == {}


async def test_what_is_wrong_on_a_sheet_is_where_the_cursor_goes(tmp_path: Path) -> None:
    app = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await choosing(pilot)
        await pilot.press("ctrl+n")
        screen = await on_screen(pilot, "NewPersonaScreen")
        screen.query_one("#veld-naam", Input).value = "Joris"
        screen.query_one("#veld-leeftijd", Input).value = "acht"
        screen.query_one("#veld-kort", Input).focus()
        await pilot.press("f2")
        age = screen.query_one("#veld-leeftijd", Input)
        assert screen.focused is age
        age.value = "33"
        await pilot.pause()
        assert text_of(app, "#persona-melding") == ""  # what is right is not complained about any longer
        age.value = ""
        await pilot.press("f9")
        assert screen.focused is age
        age.value = "33"
        await pilot.press("f9")
        fact = await on_screen(pilot, "FactScreen")
        fact.query_one("#feit-tekst", Input).value = "Was bakker."
        await pilot.press("f2")
        assert fact.focused is fact.query_one("#feit-zeg", TextArea)


async def test_a_fact_is_not_taken_away_or_changed_back_in_silence(tmp_path: Path) -> None:
    app = practice_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await choosing(pilot)
        await pilot.press("ctrl+n")
        screen = await on_screen(pilot, "NewPersonaScreen")
        screen.query_one("#veld-naam", Input).value = "Joris"
        screen.query_one("#veld-leeftijd", Input).value = "33"
        await pilot.press("f9")
        fact = await on_screen(pilot, "FactScreen")
        fact.query_one("#feit-tekst", Input).value = "Was bakker."
        fact.query_one("#feit-zeg", TextArea).load_text("Ik was bakker.\nIk bakte brood.")
        await pilot.press("f2")
        await until(pilot, lambda: len(screen.feiten) == 1)

        await pilot.press("enter")
        fact = await on_screen(pilot, "FactScreen")
        fact.query_one("#feit-soort", Pick).choose("wens")
        await pilot.press("escape")
        await on_screen(pilot, "ConfirmScreen")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is fact)
        fact.query_one("#weg").focus()
        await pilot.pause()
        assert fact.query_one("#weg").region.bottom <= SMALL[1]  # in sight on a small screen too
        await pilot.press("enter")
        await on_screen(pilot, "ConfirmScreen")
        assert len(screen.feiten) == 1
