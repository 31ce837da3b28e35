"""Practising on the screen: from the list of clients to looking back, and once more from a line. The client is the real one, on words alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from assistant.adapters.practice_files import PracticeFiles
from assistant.engine.practise_room import Oefenzaal
from tests.fakes import CONTENT, FakeClock, FakeThinker, an_assistant
from tests.tui.helpers import SMALL, TINY, WIDE, an_app, on_screen, shown, text_of, until
from tui.app import AssistantApp
from tui.widgets.pick import Pick


def practice_app(tmp_path: Path, **answers: Any) -> tuple[AssistantApp, FakeThinker]:
    zaal = Oefenzaal(CONTENT, log=PracticeFiles(tmp_path / "oefenen"), clock=FakeClock())
    thinker = FakeThinker(
        {
            "oefen": zaal.oefen,
            "nabespreking": zaal.nabespreking,
            "oefenlijst": zaal.lijst,
            "oefenvoortgang": zaal.voortgang,
            "oefenpersona": zaal.maak,
            "oefenhint": zaal.hint,
            "herken": {"signaal": {"acuut": False, "soort": None}},
            **answers,
        }
    )
    return an_app(an_assistant(thinker=thinker, naam="An"), dossier=False), thinker


async def start(pilot: Pilot[Any], who: str = "gerrit") -> Any:
    """From the dossiers to a talk with `who`."""
    await on_screen(pilot, "HomeScreen")
    await pilot.press("f6")
    screen = await on_screen(pilot, "PractiseStartScreen")
    await until(pilot, lambda: screen.query("#oefen-niveau"))
    box = screen.query_one("#oefen-personas")
    ids = [box.get_option_at_index(i).id for i in range(box.option_count)]
    box.highlighted = next(i for i, line in enumerate(ids) if line and line.endswith(f"/{who}"))
    await pilot.pause()
    await pilot.press("enter")
    talk = await on_screen(pilot, "PractiseScreen")
    await until(pilot, lambda: not talk._busy)
    return talk


async def say(pilot: Pilot[Any], text: str) -> Any:
    talk = pilot.app.screen
    count = len(talk.beurten)
    talk.query_one("#oefen-zeg", Input).value = text
    await pilot.press("enter")
    await until(pilot, lambda: len(talk.beurten) == count + 1 and not talk._busy)
    return talk


async def test_the_list_says_first_that_it_is_a_program(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await on_screen(pilot, "HomeScreen")
        await pilot.press("f6")
        screen = await on_screen(pilot, "PractiseStartScreen")
        await until(pilot, lambda: screen.query("#oefen-niveau"))

        assert "programma, niet met een mens" in text_of(app, "#oefen-uitleg")
        assert "Gerrit" in shown(app)
        assert "Mirjam" not in shown(app)


async def test_a_talk_is_always_visibly_practice_and_the_coach_reads_along(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        talk = await start(pilot)
        await say(pilot, "Wat deed je vroeger voor werk?")

        assert "OEFENING" in text_of(app, "#oefen-kader")
        assert talk.beurten[0]["feiten"] == ["vak"]
        assert "open vraag" in text_of(app, "#oefen-coach")
        assert talk.beurten[0]["antwoord"][:20] in shown(app)

        await pilot.press("ctrl+g")
        assert "na afloop" in text_of(app, "#oefen-coach")


async def test_looking_back_shows_what_the_client_thought_and_once_more_goes_on_from_a_line(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        talk = await start(pilot)
        for line in ("Wat deed je vroeger voor werk?", "Dat is je eigen schuld.", "Hoe ziet je dag eruit?"):
            await say(pilot, line)
        states = list(talk.standen)
        await pilot.press("f2")
        back = await on_screen(pilot, "DebriefScreen")
        await until(pilot, lambda: back.query_one("#terug-regels").highlighted_id)

        assert "Dit ging goed" in text_of(app, "#terug-tekst")
        await pilot.press("down")
        await pilot.pause()
        assert "Dacht:" in text_of(app, "#terug-tekst")
        for key, word in (("2", "Krachten"), ("3", "Hoe het vertrouwen liep"), ("4", "met de regels"), ("1", "Om eens te proberen")):
            await pilot.press(key)
            assert word in text_of(app, "#terug-tekst")

        await pilot.press("n")
        await until(pilot, lambda: app.screen is talk)
        assert len(talk.beurten) == 1
        assert talk.standen == states[:2]
        await say(pilot, "Waar ben je trots op?")
        assert len(talk.beurten) == 2


async def test_going_on_from_a_line_keeps_the_version_before_it(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        talk = await start(pilot)
        for line in ("Wat deed je vroeger voor werk?", "Dat is je eigen schuld.", "Hoe ziet je dag eruit?"):
            await say(pilot, line)
        await pilot.press("f2")
        back = await on_screen(pilot, "DebriefScreen")
        await until(pilot, lambda: back.query_one("#terug-regels").highlighted_id)
        await pilot.press("down", "n")
        await until(pilot, lambda: app.screen is talk)
        assert not talk.has_unsent  # nothing new was said yet

        await pilot.press("escape")  # by mistake: everything is there still
        back = await on_screen(pilot, "DebriefScreen")
        await until(pilot, lambda: back.query_one("#terug-regels").highlighted_id)
        assert len(back.nb["regels"]) == 3
        await pilot.press("down", "n")
        await until(pilot, lambda: app.screen is talk)

        await say(pilot, "Waar ben je trots op?")
        assert talk.has_unsent
        await pilot.press("f2")
        back = await on_screen(pilot, "DebriefScreen")
        await until(pilot, lambda: back.query_one("#terug-regels").highlighted_id)
        assert "versie 2 van 2" in text_of(app, "#oefen-kader")
        assert [regel["zeg"] for regel in back.nb["regels"]] == ["Wat deed je vroeger voor werk?", "Waar ben je trots op?"]

        await pilot.press("v")
        assert "versie 1 van 2" in text_of(app, "#oefen-kader")
        assert back.nb["regels"][1]["zeg"] == "Dat is je eigen schuld."
        await until(pilot, lambda: back.query_one("#terug-regels").highlighted_id)
        await pilot.press("down", "down", "n")
        await until(pilot, lambda: app.screen is talk)
        assert [beurt["zeg"] for beurt in talk.beurten] == ["Wat deed je vroeger voor werk?", "Dat is je eigen schuld."]
        assert "eigen schuld" in shown(app)
        assert "trots" not in shown(app)


async def test_everything_that_went_well_can_be_read_on_a_small_screen(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await start(pilot)
        for line in ("Wat deed je vroeger voor werk?", "Waarom drinkt u niet gewoon minder?", "U zou eens naar de schuldhulp moeten gaan."):
            await say(pilot, line)
        await pilot.press("f2")
        back = await on_screen(pilot, "DebriefScreen")
        await until(pilot, lambda: back.query_one("#terug-regels").highlighted_id)
        sheet = back.query_one("#terug-blad")
        await pilot.press("pagedown")
        await pilot.pause()
        assert sheet.scroll_y == sheet.max_scroll_y
        assert sheet.size.height >= 18


async def test_what_the_trainee_wrote_down_stands_beside_what_was_hidden(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        talk = await start(pilot)
        await say(pilot, "Hoe begint je dag, met koffie?")
        await pilot.press("ctrl+b")
        notes = await on_screen(pilot, "NotesScreen")
        notes.query_one(TextArea).load_text("Hij zet elke ochtend koffie voor de gang\n\nKan goed zingen\n")
        await pilot.press("f2")
        await until(pilot, lambda: app.screen is talk)
        assert talk.opgeschreven == ("Hij zet elke ochtend koffie voor de gang", "Kan goed zingen")

        await pilot.press("f2")
        await on_screen(pilot, "DebriefScreen")
        await pilot.press("2")
        assert "Wat u opschreef" in text_of(app, "#terug-tekst")
        own = text_of(app, "#terug-tekst").split("Wat u opschreef", 1)[1]
        line, beside = own.split("· Hij zet elke ochtend koffie voor de gang\n", 1)[1].split("\n", 1)
        assert "koffie voor de hele gang" in line  # what was hidden stands right below it
        assert "lijkt op niets" in beside.split("· Kan goed zingen\n", 1)[1]


async def test_only_counts_are_kept_and_never_in_a_dossier(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await start(pilot)
        await say(pilot, "Wat deed je vroeger voor werk?")
        await pilot.press("f2")
        await on_screen(pilot, "DebriefScreen")
        assert app.assistant is not None
        assert app.assistant.store.list() == ()

    kept = (tmp_path / "oefenen" / "voortgang.jsonl").read_text(encoding="utf-8")
    assert "vroeger" not in kept
    assert kept.count("\n") == 1


async def test_an_acute_signal_shows_the_card_marked_as_practice(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path, herken={"signaal": {"acuut": True, "soort": "suicidaliteit"}})
    async with app.run_test(size=WIDE) as pilot:
        talk = await start(pilot)
        talk.query_one("#oefen-zeg", Input).value = "Hoe gaat het?"
        await pilot.press("enter")
        card = await on_screen(pilot, "PractiseSafetyScreen")

        assert "OEFENING" in str(card.query_one(".venster").border_title)
        assert "oefening" in text_of(app, "#kaart")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is talk)


async def test_a_card_waits_while_a_line_is_typed_and_eats_no_keys(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        talk = await start(pilot)
        await say(pilot, "Hoe gaat het?")
        await pilot.press("W", "i", "e")
        talk._show_card(1, "suicidaliteit")
        await pilot.press("?")

        assert app.screen is talk
        assert talk.query_one("#oefen-zeg", Input).value == "Wie?"
        assert "veiligheidskaart" in text_of(app, "#oefen-status")
        await pilot.press("f7")
        await on_screen(pilot, "PractiseSafetyScreen")
        assert "leven" in text_of(app, "#kaart")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is talk)
        await pilot.press("enter")
        await until(pilot, lambda: len(talk.beurten) == 2)
        assert app.screen is talk


async def test_a_waiting_card_comes_after_the_line(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        talk = await start(pilot)
        await say(pilot, "Hoe gaat het?")
        await pilot.press("W", "i", "e")
        talk._show_card(1, "suicidaliteit")
        await pilot.press("enter")
        await on_screen(pilot, "PractiseSafetyScreen")


async def test_typing_may_begin_before_the_client_is_in(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        talk = await start(pilot)
        talk.standen, talk._busy = [], True  # still on the way
        await pilot.press("D", "a", "g", "enter")

        assert talk.query_one("#oefen-zeg", Input).value == "Dag"
        assert talk.query_one("#oefen-zeg", Input).has_focus
        assert talk.beurten == []


async def test_a_client_who_did_not_come_in_can_be_asked_again(tmp_path: Path) -> None:
    app, thinker = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await on_screen(pilot, "HomeScreen")
        await pilot.press("f6")
        screen = await on_screen(pilot, "PractiseStartScreen")
        await until(pilot, lambda: screen.query("#oefen-niveau"))
        thinker.gone = True
        await pilot.press("f2")
        talk = await on_screen(pilot, "PractiseScreen")
        await until(pilot, lambda: "Enter" in text_of(app, "#oefen-status"))
        await pilot.press("D", "a", "g")
        thinker.gone = False
        await pilot.press("enter")
        await until(pilot, lambda: bool(talk.standen))

        assert talk.query_one("#oefen-zeg", Input).value == "Dag"
        await pilot.press("enter")
        await until(pilot, lambda: len(talk.beurten) == 1)


async def test_moving_along_the_lines_leaves_the_counts(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await start(pilot)
        await say(pilot, "Hoe gaat het?")
        await say(pilot, "Wat deed je vroeger voor werk?")
        await pilot.press("f2")
        back = await on_screen(pilot, "DebriefScreen")
        await until(pilot, lambda: back.query_one("#terug-regels").highlighted_id)
        await pilot.press("4")
        assert "met de regels" in text_of(app, "#terug-tekst")
        await pilot.press("down")
        await until(pilot, lambda: "Dacht:" in text_of(app, "#terug-tekst"))
        assert "vroeger voor werk" in text_of(app, "#terug-tekst")


async def test_the_card_can_be_asked_for_and_is_marked_too(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await start(pilot)
        await pilot.press("f7")
        card = await on_screen(pilot, "PractiseSafetyScreen")
        assert "OEFENING" in str(card.query_one(".venster").border_title)


async def test_a_hint_comes_on_request_only(tmp_path: Path) -> None:
    app, thinker = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await start(pilot)
        assert not [what for what, _ in thinker.asked if what == "oefenhint"]
        await pilot.press("f9")
        await until(pilot, lambda: "Zetje" in text_of(app, "#oefen-status"))


async def test_when_the_helper_is_gone_the_words_come_back(tmp_path: Path) -> None:
    app, thinker = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        talk = await start(pilot)
        thinker.gone = True
        talk.query_one("#oefen-zeg", Input).value = "Wat deed je vroeger?"
        await pilot.press("enter")
        await until(pilot, lambda: talk.query_one("#oefen-zeg", Input).value == "Wat deed je vroeger?")

        assert talk.beurten == []
        assert "lukt nu niet" in text_of(app, "#oefen-status")


async def test_stopping_keeps_nothing(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await start(pilot)
        await say(pilot, "Wat deed je vroeger voor werk?")
        await pilot.press("f10")
        await on_screen(pilot, "ConfirmScreen")  # twenty lines are not thrown away by one key
        await pilot.press("tab", "enter")
        await on_screen(pilot, "PractiseStartScreen")

    assert not (tmp_path / "oefenen").exists()


def reports(folder: Path) -> list[Path]:
    return list(folder.glob("oefening-*.md"))


async def test_a_report_is_written_only_on_request_and_privately(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await start(pilot)
        await say(pilot, "Wat deed je vroeger voor werk?")
        await pilot.press("f2")
        await on_screen(pilot, "DebriefScreen")
        await pilot.press("f10")
        await on_screen(pilot, "ReportScreen")
        assert "niet versleuteld" in shown(app)
        app.screen.query_one("#verslag-vorm", Pick).choose("md")
        app.screen.query_one("#verslag-map", Input).value = str(tmp_path)
        await pilot.press("f2")
        await until(pilot, lambda: reports(tmp_path))

    (path,) = reports(tmp_path)
    text = path.read_text(encoding="utf-8")
    assert "De cliënt bestaat niet" in text
    assert "Wat deed je vroeger voor werk?" in text
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("size", [SMALL, WIDE, TINY], ids=["80x24", "120x40", "60x20"])
async def test_nothing_breaks_on_a_small_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        await start(pilot, "wil")
        await say(pilot, "Hoe lang woont u hier al?")
        assert "OEFENING" in shown(app)
        await pilot.press("f2")
        await on_screen(pilot, "DebriefScreen")
        assert "Dit ging goed" in shown(app)


async def test_what_a_client_does_between_brackets_raises_no_card(tmp_path: Path) -> None:
    asked: list[str] = []

    def herken(payload: Any) -> Any:
        asked.append(payload["antwoord"])
        return {"signaal": {"acuut": True, "soort": "geweld"}}

    beurt = {
        "antwoord": "(Hij kijkt naar zijn handen.)",
        "zeg": "",
        "labels": {"vorm": "geen_vraag", "focus": "neutraal"},
        "vlaggen": ["stilte"],
    }
    zaal = Oefenzaal(CONTENT)

    def oefen(payload: Any) -> Any:
        out = zaal.oefen(payload)
        return out | {"beurt": out["beurt"] | beurt} if "beurt" in out else out

    app, _ = practice_app(tmp_path, herken=herken, oefen=oefen)
    async with app.run_test(size=WIDE) as pilot:
        talk = await start(pilot, "ronald")
        talk.query_one("#oefen-zeg", Input).value = "Dag."
        await pilot.press("enter")
        await until(pilot, lambda: len(talk.beurten) == 1 and not talk._busy)
        await app.workers.wait_for_complete()
        assert asked == []
        assert app.screen is talk


async def test_the_last_words_stay_in_sight_when_the_window_gets_smaller(tmp_path: Path) -> None:
    app, _ = practice_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        talk = await start(pilot)
        for said in ("Hoe begint je dag, met koffie?", "Wat deed je vroeger voor werk?", "Vertel daar eens meer over?"):
            await say(pilot, said)
        await pilot.resize_terminal(*SMALL)
        box = talk.query_one("#oefen-gesprek")
        await until(pilot, lambda: box.max_scroll_y > 0 and box.scroll_offset.y == box.max_scroll_y)
