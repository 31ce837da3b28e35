"""What a person stumbles over in the rights: the lock and the recovery code, leave taken back, looking words up, typing ahead."""

from __future__ import annotations

import asyncio
import os
import pty
import termios
import threading
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key
from textual.widgets import Input

from assistant.adapters.dossiers import create_store
from assistant.domain.toestemming import Doel
from assistant.engine.finding import find_words
from assistant.engine.rechten import Rechten
from assistant.errors import ToestemmingMissing
from tests.fakes import PASSPHRASE, FakeClock
from tests.tui.helpers import SMALL, an_app, on_screen, shown, talking, text_of, until
from tests.tui.rights_helpers import CHEAP, a_real_app, events
from tui.cli import _hush_terminal
from tui.screens.unlock import UnlockScreen

CODE = "ABCDE-FGHJK"


async def test_f12_covers_a_new_recovery_code_and_the_passphrase_brings_it_back() -> None:
    app = an_app(dossier=False, asks=True, first=True)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: app.screen.query("#wachtzin") and isinstance(app.focused, Input))
        await until(pilot, lambda: not app.screen.query_one("#nogmaals").has_class("klein"))
        await pilot.press("f12")  # nothing to cover yet, and nothing that would open it again
        assert type(app.screen).__name__ == "UnlockScreen"
        await pilot.press("f1")
        await on_screen(pilot, "HelpScreen")
        assert "F12" not in shown(app)
        await pilot.press("escape", *"vier woorden", "enter", *"vier woorden", "enter")
        await until(pilot, lambda: CODE in text_of(app, "#uitleg"))
        await pilot.press("f12")
        await on_screen(pilot, "LockScreen")
        assert CODE not in shown(app)
        await pilot.press(*"vier woorden", "enter")
        await on_screen(pilot, "UnlockScreen")
        assert CODE in shown(app)
        await pilot.press("enter")
        await on_screen(pilot, "HomeScreen")


async def test_the_lock_opens_with_whatever_opens_the_file(tmp_path: Path) -> None:
    """Opened with the recovery code, or the passphrase was changed meanwhile: nobody may be shut out with words in the field."""
    app, _, _, _ = a_real_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "HomeScreen")
        app.remember_passphrase("abcde fghjk lmnpq rstuv wxyz2")
        await pilot.press("f12")
        await on_screen(pilot, "LockScreen")
        await pilot.press(*"fout", "enter")
        await until(pilot, lambda: "klopt niet" in text_of(app, "#slot-melding"))
        app.screen.query_one("#slot-wachtzin", Input).value = PASSPHRASE
        await pilot.press("enter")
        await on_screen(pilot, "HomeScreen")


def test_the_file_knows_its_passphrase_and_its_recovery_code(tmp_path: Path) -> None:
    store, code = create_store(tmp_path / "d", PASSPHRASE, clock=FakeClock(), cost=CHEAP)
    try:
        assert store.opens_with(PASSPHRASE) and store.opens_with(code.lower().replace("-", " "))
        assert not store.opens_with("iets anders hier")
        (tmp_path / "d" / "sleutel.json").write_text("kapot")
        assert not store.opens_with(PASSPHRASE)
    finally:
        store.close()


@pytest.mark.parametrize("yes_first", [True, False])
async def test_when_the_client_does_not_want_it_written_down_f2_says_so_and_keeps_nothing(tmp_path: Path, yes_first: bool) -> None:
    app, assistant, dossier, _ = a_real_app(tmp_path, start=True)
    rights = Rechten(assistant)
    if yes_first:
        dossier = rights.withdraw(rights.answer(dossier, Doel.DOSSIER, True), Doel.DOSSIER)
    else:
        dossier = rights.answer(dossier, Doel.DOSSIER, False)
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        assert "wil niet dat dit wordt opgeschreven" in text_of(app, "#melding")
        before = len(screen.desk.dossier.uitingen)
        screen.editor.load_text("Dit blijft tussen ons.")
        await screen.flush()
        assert assistant.store.draft(dossier.id, "antwoord") == ""
        await pilot.press("f2")
        await until(pilot, lambda: "het is niet bewaard" in text_of(app, "#melding"))
        assert len(assistant.store.load(dossier.id).uitingen) == before
        assert screen.editor.text == "Dit blijft tussen ons."
        await pilot.press("f2")  # an organisation that must, by law, can
        await until(pilot, lambda: len(screen.desk.dossier.uitingen) == before + 1)


async def test_taking_leave_back_says_beforehand_what_stops_and_what_stays(tmp_path: Path) -> None:
    app, assistant, dossier, _ = a_real_app(tmp_path)
    rights = Rechten(assistant)
    rights.answer(dossier, Doel.DOSSIER, True)
    assert all(rights.teksten.get(doel).terug is not None for doel in Doel)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "HomeScreen")
        await until(pilot, lambda: "KG-1" in shown(app))
        await pilot.press("f4")
        await on_screen(pilot, "RightsScreen")
        await pilot.press("t")
        await on_screen(pilot, "ToestemmingScreen")
        await until(pilot, lambda: "ja, sinds" in shown(app))
        await pilot.press("x")
        await on_screen(pilot, "ConfirmScreen")
        await until(pilot, lambda: "niets meer op" in shown(app) and "blijft staan" in shown(app))


async def test_words_are_found_in_the_own_dossiers_and_every_look_is_in_the_log(tmp_path: Path) -> None:
    app, assistant, dossier, _ = a_real_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "HomeScreen")
        await until(pilot, lambda: "KG-1" in shown(app))
        await pilot.press("ctrl+f")
        await on_screen(pilot, "FindWordsScreen")
        await pilot.press(*"zeilboot", "enter")
        await until(pilot, lambda: "Niets gevonden" in shown(app))
        assert "gezocht" not in events(assistant, dossier.id)
        app.screen.query_one(Input).value = "tuin werk"
        await pilot.press("enter")
        await until(pilot, lambda: "Ik wil weer werken in de tuin." in shown(app))
        assert events(assistant, dossier.id).count("gezocht") == 1
        await pilot.press("enter")
        assert (await talking(pilot)).desk.dossier.id == dossier.id


def test_what_was_looked_for_is_kept_nowhere_and_an_erased_dossier_is_not_found(tmp_path: Path) -> None:
    _, assistant, dossier, _ = a_real_app(tmp_path)
    assert [item.code for item in find_words(assistant, "Hatice")] == ["KG-1"]
    assert "Hatice" not in str(assistant.store.log())
    assistant.store.delete(dossier.id, wie="An", reden="op verzoek")
    assert find_words(assistant, "Hatice") == ()


def test_what_is_typed_before_the_screen_is_there_is_not_repeated_by_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    lead, follow = pty.openpty()
    try:
        with os.fdopen(os.dup(follow), "r") as terminal:
            monkeypatch.setattr("sys.stdin", terminal)
            undo = _hush_terminal()
            assert not termios.tcgetattr(follow)[3] & termios.ECHO
            undo()
            assert termios.tcgetattr(follow)[3] & termios.ECHO
    finally:
        os.close(lead)
        os.close(follow)


async def test_another_passphrase_is_chosen_on_the_screen_and_the_recovery_code_stays(tmp_path: Path) -> None:
    app, assistant, _, _ = a_real_app(tmp_path)
    store: Any = assistant.store
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "HomeScreen")
        await pilot.press("f5")
        await on_screen(pilot, "ManageScreen")
        await pilot.press("w")
        screen = await on_screen(pilot, "PassphraseScreen")

        def give(*values: str) -> None:
            for name, value in zip(("nu", "nieuw", "nogmaals"), values, strict=True):
                screen.query_one(f"#zin-{name}", Input).value = value

        give("fout geraden zin", "nieuwe rode fiets", "nieuwe rode fiets")
        await pilot.press("f2")
        await until(pilot, lambda: "klopt niet" in text_of(app, "#zin-melding"))
        assert screen.query_one("#zin-nieuw", Input).value == "" and store.opens_with(PASSPHRASE)
        give(PASSPHRASE, "nieuwe rode fiets", "nieuwe rode viets")
        await pilot.press("f2")
        await until(pilot, lambda: "niet gelijk" in text_of(app, "#zin-melding"))
        give(PASSPHRASE, "kort", "kort")
        await pilot.press("f2")
        await until(pilot, lambda: "te kort" in text_of(app, "#zin-melding"))
        give(PASSPHRASE, "nieuwe rode fiets", "nieuwe rode fiets")
        await pilot.press("f2")
        await on_screen(pilot, "ManageScreen")
        assert store.opens_with("nieuwe rode fiets") and not store.opens_with(PASSPHRASE)
        assert "wachtzin_gewijzigd" in events(assistant)
        await pilot.press("f12")
        await on_screen(pilot, "LockScreen")
        app.screen.query_one("#slot-wachtzin", Input).value = "nieuwe rode fiets"
        await pilot.press("enter")
        await on_screen(pilot, "ManageScreen")


async def test_no_screen_keeps_words_by_the_first_press_when_the_client_does_not_want_it(tmp_path: Path) -> None:
    app, assistant, dossier, _ = a_real_app(tmp_path, start=True)
    dossier = Rechten(assistant).answer(dossier, Doel.DOSSIER, False)
    async with app.run_test(size=SMALL) as pilot:
        desk = (await talking(pilot)).desk
        done: list[str] = []

        def write_answer() -> None:
            done.append("antwoord")

        def add_name() -> None:
            done.append("naam")

        with pytest.raises(ToestemmingMissing, match="wil dit niet"):
            await desk.save(write_answer)
        assert done == []
        await desk.save(lambda: done.append("weghalen"), always=True)
        with pytest.raises(ToestemmingMissing):  # somewhere else: nobody asked for that yet
            await desk.save(add_name)
        with pytest.raises(ToestemmingMissing):
            await desk.save(write_answer)
        await desk.save(write_answer)
        assert done == ["weghalen", "antwoord"]
        with pytest.raises(ToestemmingMissing):
            await desk.save(write_answer)


def _a_passphrase_then_enter(app: Any, text: str) -> None:
    for letter in text:
        app.post_message(Key("space" if letter == " " else letter, letter))
    app.post_message(Key("enter", "\r"))


async def test_a_passphrase_typed_before_its_field_is_there_is_kept_and_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine the first frame stands there for a while without a field; nobody sees behind the dots what is missing."""
    furnish, go_on = UnlockScreen._furnish, asyncio.Event()

    async def later(screen: UnlockScreen) -> None:
        await go_on.wait()
        await furnish(screen)

    async def late(screen: UnlockScreen) -> None:
        screen.run_worker(later(screen), exit_on_error=False)

    monkeypatch.setattr(UnlockScreen, "_furnish", late)
    app = an_app(dossier=False, asks=True)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "UnlockScreen")
        app.post_message(Key("x", "x"))
        app.post_message(Key("backspace", None))
        _a_passphrase_then_enter(app, PASSPHRASE)
        await pilot.pause(0.1)
        assert not app.screen.query(Input)
        go_on.set()
        await on_screen(pilot, "HomeScreen")


async def test_a_passphrase_typed_right_after_f12_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    app = an_app(dossier=False, asks=True)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: app.screen.query("#wachtzin") and isinstance(app.focused, Input))
        await pilot.press(*PASSPHRASE, "enter")
        await on_screen(pilot, "HomeScreen")
        opened: list[str] = []
        unlocked = app._unlocked

        def note(answer: bool | None) -> None:
            opened.append(type(app.screen).__name__)
            unlocked(answer)

        monkeypatch.setattr(app, "_unlocked", note)
        app.post_message(Key("f12", None))  # all in one go, as a terminal gives it
        _a_passphrase_then_enter(app, PASSPHRASE)
        await until(pilot, lambda: opened and not app.locked, within=5)


async def test_a_second_try_typed_while_the_first_is_being_checked_is_not_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    app = an_app(dossier=False, asks=True)
    checking = threading.Event()

    def fits(passphrase: str) -> bool:
        if passphrase == PASSPHRASE:
            return True
        checking.wait(30)
        return False

    monkeypatch.setattr(app, "passphrase_fits", fits)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: app.screen.query("#wachtzin") and isinstance(app.focused, Input))
        await pilot.press(*PASSPHRASE, "enter")
        await on_screen(pilot, "HomeScreen")
        await pilot.press("f12")
        await on_screen(pilot, "LockScreen")
        await pilot.press(*"fout", "enter", *PASSPHRASE)
        checking.set()
        await until(pilot, lambda: "klopt niet" in text_of(app, "#slot-melding"), within=5)
        await pilot.press("enter")
        await on_screen(pilot, "HomeScreen")
