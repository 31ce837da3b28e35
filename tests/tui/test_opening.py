"""Starting, unlocking, locking, leaving."""

from __future__ import annotations

import asyncio
import threading

import pytest
from textual.widgets import Input

from tests.fakes import PASSPHRASE, FakeOpening, FakeStore, an_assistant
from tests.tui.helpers import SMALL, WIDE, an_app, answer, on_screen, shown, talking, text_of, until
from tui.app import AssistantApp


async def _fields(pilot: object, app: AssistantApp) -> None:
    await until(pilot, lambda: app.screen.query("#wachtzin") and isinstance(app.focused, Input))  # type: ignore[arg-type]


async def test_a_wrong_passphrase_is_a_sentence_and_the_right_one_opens() -> None:
    app = an_app(dossier=False, asks=True)
    async with app.run_test(size=SMALL) as pilot:
        await _fields(pilot, app)
        await pilot.press(*"fout", "enter")
        await until(pilot, lambda: text_of(app, "#melding"))
        assert text_of(app, "#melding") == "Deze wachtzin klopt niet. Probeer het opnieuw."
        assert app.screen.query_one("#wachtzin", Input).value == ""
        app.screen.query_one("#wachtzin", Input).value = PASSPHRASE
        await pilot.press("enter")
        await on_screen(pilot, "HomeScreen")

        assert app.assistant is not None


async def test_the_passphrase_never_stands_on_the_screen() -> None:
    app = an_app(dossier=False, asks=True)
    async with app.run_test(size=SMALL) as pilot:
        await _fields(pilot, app)
        await pilot.press(*"geheim")

        assert "geheim" not in shown(app)


async def test_at_the_first_start_the_passphrase_is_asked_twice_and_the_code_is_shown_once() -> None:
    assistant = an_assistant()
    app = an_app(assistant, dossier=False, asks=True, first=True)
    async with app.run_test(size=SMALL) as pilot:
        await _fields(pilot, app)
        await until(pilot, lambda: not app.screen.query_one("#nogmaals").has_class("klein"))
        await pilot.press(*"vier woorden", "enter", *"andere", "enter")
        await until(pilot, lambda: "niet gelijk" in text_of(app, "#melding"))
        await pilot.press(*"vier gewone woorden", "enter", *"vier gewone woorden", "enter")  # both anew, from the first field
        await until(pilot, lambda: "ABCDE-FGHJK" in text_of(app, "#uitleg"))
        await pilot.press("f1")
        await until(pilot, lambda: type(app.screen).__name__ == "HelpScreen")
        await pilot.press("escape")  # help closes, and Enter still goes on
        await until(pilot, lambda: type(app.screen).__name__ == "UnlockScreen")
        await pilot.press("enter")
        await on_screen(pilot, "HomeScreen")
        await until(pilot, lambda: "nog geen dossier" in shown(app))

        assert "F2" in shown(app)


async def test_a_passphrase_that_is_too_short_says_what_to_do() -> None:
    app = an_app(dossier=False, asks=True, first=True)
    async with app.run_test(size=SMALL) as pilot:
        await _fields(pilot, app)
        await until(pilot, lambda: app.screen._first)
        await pilot.press(*"abc", "enter", *"abc", "enter")
        await until(pilot, lambda: "te kort" in text_of(app, "#melding"))


async def test_a_new_dossier_needs_no_name_and_opens_the_conversation() -> None:
    assistant = an_assistant()
    app = an_app(assistant, dossier=False)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "HomeScreen")
        await pilot.press("f2")
        await on_screen(pilot, "NewDossierScreen")
        await pilot.press("tab", "right", "tab", "right", "f2")
        screen = await talking(pilot)

        assert screen.desk.dossier.setting == "vrouwenopvang"
        assert screen.desk.dossier.aanspreekvorm == "u"
        assert screen.desk.dossier.geheime_locatie


async def test_the_list_shows_code_setting_and_when_it_was_saved() -> None:
    assistant = an_assistant()
    assistant.new_dossier(code="KG-AAA", setting="wijk")
    app = an_app(assistant, dossier=False)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "HomeScreen")
        await until(pilot, lambda: "KG-AAA" in shown(app))

        assert "wijk" in shown(app) and "22-11-2026 14:03" in shown(app)


async def test_letters_in_a_list_do_no_harm() -> None:
    assistant = an_assistant()
    assistant.new_dossier(code="KG-AAA")
    app = an_app(assistant, dossier=False)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "HomeScreen")
        await until(pilot, lambda: "KG-AAA" in shown(app))
        await pilot.press(*"abcdefghijklmnopqrstuvwxyz")

        assert app.is_running
        assert len(assistant.store.list()) == 1


async def test_a_second_window_can_read_and_says_so() -> None:
    store = FakeStore()
    assistant = an_assistant(store=store)
    dossier = assistant.new_dossier(code="KG-1")
    store.locked = True
    app = an_app(assistant, start_in=dossier.id)
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        assert "Alleen lezen" in text_of(app, "#melding")
        screen.editor.load_text("Dit kan nu niet bewaard worden.")
        await pilot.press("f2")
        await until(pilot, lambda: "ander venster" in text_of(app, "#melding"))

        assert screen.editor.text == "Dit kan nu niet bewaard worden."


async def test_a_second_window_takes_in_no_words_it_cannot_keep() -> None:
    store = FakeStore()
    assistant = an_assistant(store=store)
    dossier = assistant.new_dossier(code="KG-1")
    store.locked = True
    app = an_app(assistant, start_in=dossier.id)
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press(*"weg")
        assert screen.editor.text == "" and not screen.has_unsent
        await pilot.press("ctrl+d")  # another screen of the same dossier may still hold words: then leaving says what becomes of them
        screen.editor.read_only = False
        screen.editor.load_text("Dit gaat verloren.")
        await pilot.press("ctrl+q")
        await on_screen(pilot, "QuitScreen")
        assert "gaat verloren" in shown(app) and "volgende keer" not in shown(app)


# -- the lock -----------------------------------------------------------------------------------


class Time:
    """A monotonic clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_f12_blanks_the_screen_at_once_and_only_the_passphrase_opens_it() -> None:
    assistant = an_assistant()
    dossier = assistant.new_dossier(code="KG-GEHEIM")
    app = AssistantApp(FakeOpening(assistant, asks=True, start_in=dossier.id))
    async with app.run_test(size=SMALL) as pilot:
        await _fields(pilot, app)
        app.screen.query_one("#wachtzin", Input).value = PASSPHRASE
        await pilot.press("enter")
        screen = await talking(pilot)
        await answer(pilot, "Dit mag niemand zien.")
        await pilot.press("f12")
        await on_screen(pilot, "LockScreen")
        assert "KG-GEHEIM" not in shown(app) and "niemand" not in shown(app)
        await pilot.press("escape", "f7", "f1", "f3", "ctrl+p")
        assert type(app.screen).__name__ == "LockScreen"
        await pilot.press("enter")
        await until(pilot, lambda: "Typ eerst" in text_of(app, "#slot-melding"))
        await pilot.press(*"fout", "enter")
        await until(pilot, lambda: "klopt niet" in text_of(app, "#slot-melding"))
        app.screen.query_one("#slot-wachtzin", Input).value = PASSPHRASE
        await pilot.press("enter")
        await on_screen(pilot, "InterviewScreen")

        assert screen.desk.dossier.uitingen[0].tekst == "Dit mag niemand zien."


async def test_what_ends_or_opens_behind_the_lock_never_takes_it_away() -> None:
    """A check that is done dismisses its window; a dossier that opens pushes a screen. Neither may show a letter before the passphrase."""
    from tui.screens.confirm import ConfirmScreen

    assistant = an_assistant()
    dossier = assistant.new_dossier(code="KG-GEHEIM")
    app = AssistantApp(FakeOpening(assistant, asks=True, start_in=dossier.id))
    async with app.run_test(size=SMALL) as pilot:
        await _fields(pilot, app)
        app.screen.query_one("#wachtzin", Input).value = PASSPHRASE
        await pilot.press("enter")
        await talking(pilot)
        answers: list[bool | None] = []
        app.push_screen(window := ConfirmScreen("Weg?", "GEHEIM1", yes="Ja", no="Nee"), answers.append)
        await on_screen(pilot, "ConfirmScreen")
        await pilot.press("f12")
        await on_screen(pilot, "LockScreen")
        window.dismiss(True)
        app.push_screen(ConfirmScreen("Nog een?", "GEHEIM2", yes="Ja", no="Nee"))
        await pilot.pause(0.3)
        assert type(app.screen).__name__ == "LockScreen" and app.locked and answers == []
        assert "GEHEIM" not in shown(app)
        await pilot.press(*"fout", "enter")  # the lock still has the keys
        await until(pilot, lambda: "klopt niet" in text_of(app, "#slot-melding"))
        app.screen.query_one("#slot-wachtzin", Input).value = PASSPHRASE
        await pilot.press("enter")
        await on_screen(pilot, "ConfirmScreen")
        assert "GEHEIM2" in shown(app) and not app.locked
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")  # the first window was done, and goes in its turn

        assert answers == [True]


@pytest.mark.parametrize("minutes", [2, 5])
async def test_walking_away_locks_after_the_minutes_of_the_settings(minutes: int) -> None:
    assistant = an_assistant()
    clock = Time()
    app = AssistantApp(FakeOpening(assistant, start_in=assistant.new_dossier().id, slot_minuten=minutes), clock=clock)
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        clock.now += minutes * 60 - 1
        app._watch_idle()
        await pilot.pause()
        assert type(app.screen).__name__ == "InterviewScreen"
        await pilot.press("a")
        clock.now += minutes * 60 - 1
        app._watch_idle()
        await pilot.pause()
        assert type(app.screen).__name__ == "InterviewScreen"
        clock.now += 1
        app._watch_idle()
        await on_screen(pilot, "LockScreen")


# -- leaving ------------------------------------------------------------------------------------


async def test_leaving_with_nothing_open_asks_nothing_and_closes_the_file() -> None:
    store = FakeStore()
    app = an_app(an_assistant(store=store))
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: store.closed)

    assert not app.is_running


async def test_leaving_with_unsent_words_asks_and_staying_has_the_focus() -> None:
    store = FakeStore()
    app = an_app(an_assistant(store=store))
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press(*"nog typen")
        await pilot.press("ctrl+q")
        await on_screen(pilot, "QuitScreen")
        await pilot.press("enter")
        await on_screen(pilot, "InterviewScreen")
        assert screen.editor.text == "nog typen"
        await pilot.press("ctrl+q")
        await on_screen(pilot, "QuitScreen")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: store.closed)

    assert store.draft(screen.desk.dossier.id, "antwoord") == "nog typen"


async def test_a_hang_up_keeps_what_was_typed() -> None:
    store = FakeStore()
    app = an_app(an_assistant(store=store))
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        screen.editor.load_text("half")
        app._hung_up()
        for _ in range(100):
            if store.closed:
                break
            await asyncio.sleep(0.02)

    assert store.draft(screen.desk.dossier.id, "antwoord") == "half"


async def test_the_helper_starts_after_the_store_is_open() -> None:
    assistant = an_assistant()
    app = an_app(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await talking(pilot)
        await until(pilot, lambda: assistant.thinker.started)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("first", "word"), [(True, "Kies eerst een wachtzin"), (False, "om de dossiers te openen")])
async def test_a_first_start_never_asks_to_open_dossiers_that_are_not_there(
    monkeypatch: pytest.MonkeyPatch, first: bool, word: str
) -> None:
    gate = threading.Event()
    monkeypatch.setattr(FakeOpening, "exists", lambda self: gate.wait(20) and not self.first)
    app = an_app(dossier=False, asks=True, first=first)
    async with app.run_test(size=SMALL) as pilot:
        await _fields(pilot, app)
        assert text_of(app, "#uitleg") == "Een ogenblik …"
        gate.set()
        await until(pilot, lambda: word in text_of(app, "#uitleg"))
