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
from tests.tui.helpers import SMALL, an_app, answer, on_screen, talking, text_of, until
from tests.tui.test_practise import practice_app, start
from tui.safety import THREADS

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
