"""Acute danger on the screen: the card is there before the disk and before the helper process, once, and never under typing fingers."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from textual.widgets import Input

from tests.fakes import FakeStore, an_assistant
from tests.tui.helpers import SMALL, WIDE, an_app, answer, on_screen, shown, talking, text_of, until
from tests.tui.test_practise import practice_app, start
from tui.safety import THREADS
from tui.widgets.choice_list import HeardList

ROOT = Path(__file__).resolve().parents[2]
PLAIN = "Ik wil er niet meer zijn, vannacht maak ik er een eind aan."
VEILED = "Vannacht spring ik in het diepe."
"""Only the fake helper process hears this one."""


async def test_the_card_waits_for_neither_the_disk_nor_the_helper_process() -> None:
    store = FakeStore()
    assistant = an_assistant(store=store)
    app = an_app(assistant)
    gate = threading.Event()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        assistant.thinker.wait()  # type: ignore[attr-defined]
        store.slow = lambda: gate.wait(20) and None
        screen.editor.load_text(PLAIN)
        pressed = asyncio.ensure_future(pilot.press("f2"))
        await until(pilot, lambda: type(app.screen).__name__ == "SafetyScreen")
        assert not gate.is_set() and screen.desk.saving == 1
        gate.set()
        assistant.thinker.release()  # type: ignore[attr-defined]
        await pressed
        await until(pilot, lambda: not screen.desk.saving)
        assert screen.desk.dossier.uitingen[-1].tekst == PLAIN


async def test_the_same_card_does_not_come_twice_for_one_answer() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        thinker = screen.desk.assistant.thinker
        thinker.answers["herken"] = {"krachten": [], "hulpbronnen": [], "signaal": {"acuut": True, "soort": "suicidaliteit"}}
        thinker.wait()
        await answer(pilot, PLAIN)
        await on_screen(pilot, "SafetyScreen")
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")
        thinker.release()
        await until(pilot, lambda: screen._beurt is not None)
        assert type(app.screen).__name__ == "InterviewScreen"

        await answer(pilot, PLAIN)
        await on_screen(pilot, "SafetyScreen")


async def test_what_only_the_full_check_hears_still_shows_the_card() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        await answer(pilot, VEILED)
        await on_screen(pilot, "SafetyScreen")


async def test_words_that_are_still_being_typed_get_a_line_and_no_window() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen: Any = await talking(pilot)
        screen.editor.load_text(PLAIN)
        await until(pilot, lambda: "F7" in text_of(app, "#melding"))
        assert type(app.screen).__name__ == "InterviewScreen" and screen.editor.text == PLAIN
        screen.editor.load_text("Ik kan goed koken.")
        await until(pilot, lambda: text_of(app, "#melding") == "")


async def test_words_that_are_put_right_are_listened_to_as_well() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        await answer(pilot, "Ik kan koken.")
        await pilot.press("f8")
        await on_screen(pilot, "EarlierScreen")
        await pilot.press("enter")
        form = await on_screen(pilot, "CorrectScreen")
        form.query_one("#verbeter-tekst").load_text(PLAIN)
        await pilot.press("f2")
        await on_screen(pilot, "SafetyScreen")


async def test_practice_shows_the_card_while_the_invented_client_still_thinks(tmp_path: Path) -> None:
    app, thinker = practice_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        talk = await start(pilot)
        thinker.wait()
        talk.query_one("#oefen-zeg", Input).value = PLAIN
        await pilot.press("enter")
        await on_screen(pilot, "PractiseSafetyScreen")
        assert talk._busy
        thinker.release()
        await pilot.press("escape")
        await until(pilot, lambda: app.screen == talk and not talk._busy)


async def test_practice_hears_the_invented_client_too(tmp_path: Path) -> None:
    said = {"zeg": "Hoe gaat het met u?", "antwoord": PLAIN, "labels": {"vorm": "open", "focus": "neutraal"}, "feiten": [], "regel": 1}
    app, thinker = practice_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        talk = await start(pilot)
        stand = talk.standen[-1]
        thinker.answers["oefen"] = {"beurt": said, "stand": stand}
        talk.query_one("#oefen-zeg", Input).value = "Hoe gaat het met u?"
        await pilot.press("enter")
        await on_screen(pilot, "PractiseSafetyScreen")


def test_sums_use_one_thread_unless_somebody_chose_otherwise() -> None:
    code = "import tui.cli, os; print([os.environ[name] for name in ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS')])"
    bare = {k: v for k, v in os.environ.items() if k not in THREADS}
    for env, seen in ((bare, "['1', '1', '1']"), ({**bare, "OMP_NUM_THREADS": "3"}, "['3', '1', '1']")):
        out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
        assert out.stdout.strip() == seen


async def test_stopping_from_the_card_is_with_care_and_asks_nothing_more() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen: Any = await talking(pilot)
        await answer(pilot, PLAIN)
        card = await on_screen(pilot, "SafetyScreen")
        before = screen.desk.dossier.positie
        card.query_one("#stop").press()
        await on_screen(pilot, "ConfirmScreen")
        assert "geen terugblik" in shown(app) and "Blijf bij de cliënt" in shown(app)
        await pilot.press("enter")  # the safe answer has the focus
        await on_screen(pilot, "InterviewScreen")
        await pilot.press("f10")  # the ordinary key leads to the same care as long as nothing else was said
        box = await on_screen(pilot, "ConfirmScreen")
        box.query_one("#ja").press()
        await on_screen(pilot, "HomeScreen")

        assert screen.desk.dossier.positie == before

        assert [u.tekst for u in screen.desk.dossier.uitingen] == [PLAIN]


async def test_after_other_words_stopping_is_the_ordinary_closing_again() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        await answer(pilot, PLAIN)
        await on_screen(pilot, "SafetyScreen")
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")
        await answer(pilot, "Ik kan goed koken.")
        await pilot.press("f10")
        await on_screen(pilot, "ClosingScreen")


async def test_stopping_from_a_card_over_another_screen_says_the_way() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        await answer(pilot, "Ik kan goed koken.")
        await pilot.press("f8")
        await on_screen(pilot, "EarlierScreen")
        app.show_safety("suicidaliteit")
        card = await on_screen(pilot, "SafetyScreen")
        card.query_one("#stop").press()
        await on_screen(pilot, "EarlierScreen")
        await until(pilot, lambda: any("F10" in str(n.message) for n in app._notifications))
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")
        await pilot.press("f10")
        await on_screen(pilot, "ConfirmScreen")


async def test_a_card_that_was_wrong_can_be_said_and_then_the_krachten_are_proposed_after_all() -> None:
    assistant = an_assistant(naam="J. de Wit")
    app = an_app(assistant)
    words = "Ik kan goed rekenen. Ik wil er een eind aan maken, aan die schulden."
    async with app.run_test(size=WIDE) as pilot:
        screen: Any = await talking(pilot)
        await answer(pilot, "Ik kan goed koken.")
        await until(pilot, lambda: screen._proposals)
        real = assistant.thinker.answers["herken"]  # type: ignore[attr-defined]
        assistant.thinker.answers["herken"] = lambda p: real(p) | {"signaal": {"acuut": True, "soort": "suicidaliteit"}}  # type: ignore[attr-defined]
        await answer(pilot, words)
        await on_screen(pilot, "SafetyScreen")
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")
        await until(pilot, lambda: "Ging het niet om gevaar" in text_of(app, "#melding"))
        assert len(screen._proposals) == 1  # of the answer before
        await pilot.press("ctrl+g")
        heard = screen.query_one(HeardList)
        await until(pilot, lambda: heard.option_count and "Er is daarom niets" in str(heard.get_option_at_index(0).prompt))
        assert heard.highlighted == 0 and "veiligheidskaart" in shown(app)
        await pilot.press("a")
        await until(pilot, lambda: "Ik kan goed rekenen" in [g.citaat for g in screen._proposals.values()])
        assert type(app.screen).__name__ == "InterviewScreen" and not screen.careful

    last = screen.desk.dossier.uitingen[-1]
    assert screen.desk.conversation.listen(last).signaal is None  # it is remembered: no card when the dossier is opened again
