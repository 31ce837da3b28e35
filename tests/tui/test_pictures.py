"""Pictures of a few screens. Look at the report before `make snap`; each test is named for what must be visible."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.widgets import Input, TextArea

from tests.tui.helpers import SMALL, TINY, WIDE, an_app, answer, on_screen, talking, until

Snap = Callable[..., bool]


async def _still(pilot: Any) -> None:
    """No blinking cursor in a picture, and nothing that is still on its way to the screen: it looks the same three times in a row."""
    for field in (*pilot.app.screen.query(TextArea), *pilot.app.screen.query(Input)):
        field.cursor_blink = False
    seen: list[str] = []
    for widget in pilot.app.screen.query("*"):
        if widget.show_vertical_scrollbar:
            # a scrollbar may still be drawn for the height its widget had a moment ago; which moment differs from machine to machine
            widget.vertical_scrollbar.refresh()
    while seen[-3:] != seen[-1:] * 3 or len(seen) < 3:
        await pilot.pause(0.15)
        seen.append(pilot.app.export_screenshot())


async def _heard(pilot: Any) -> Any:
    screen = await talking(pilot)
    await until(pilot, lambda: screen._passages)
    await pilot.press("ctrl+l", "alt+g", "enter")
    await until(pilot, lambda: screen._stap.leefgebied == "wonen")
    await answer(pilot, "Ik kan goed koken. Ik wil later weer een eigen huis met een tuin. Mijn zus helpt me met de post.")
    await until(pilot, lambda: screen._beurt is not None and len(screen._proposals) == 3)
    return screen


@pytest.mark.parametrize("size", [SMALL, WIDE, TINY], ids=["80x24", "120x40", "60x20"])
def test_the_opening_can_be_read_aloud(snap_compare: Snap, size: tuple[int, int]) -> None:
    async def ready(pilot: Any) -> None:
        screen = await talking(pilot)
        await until(pilot, lambda: screen._passages)
        await _still(pilot)

    assert snap_compare(an_app(), terminal_size=size, run_before=ready)


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
def test_after_an_answer_the_words_the_follow_ups_and_what_was_heard_stand_together(snap_compare: Snap, size: tuple[int, int]) -> None:
    async def ready(pilot: Any) -> None:
        await _heard(pilot)
        await _still(pilot)

    assert snap_compare(an_app(), terminal_size=size, run_before=ready)


def test_what_was_heard_is_a_quote_with_its_keys(snap_compare: Snap) -> None:
    async def ready(pilot: Any) -> None:
        screen = await _heard(pilot)
        await pilot.press("ctrl+g", "a")
        await until(pilot, lambda: screen.desk.dossier.krachten)
        await _still(pilot)

    assert snap_compare(an_app(), terminal_size=SMALL, run_before=ready)


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
def test_a_draft_shows_the_words_it_rests_on_and_is_called_a_draft(snap_compare: Snap, size: tuple[int, int]) -> None:
    async def ready(pilot: Any) -> None:
        screen = await _heard(pilot)
        await pilot.press("ctrl+g", "a", "a")
        await until(pilot, lambda: screen.desk.dossier.wensen)
        await pilot.press("f5", "f2")
        plan = await on_screen(pilot, "PlanScreen")
        await until(pilot, lambda: len(plan._drafts) == 3)
        await _still(pilot)

    assert snap_compare(an_app(), terminal_size=size, run_before=ready)


def test_the_safety_card_covers_the_talk(snap_compare: Snap) -> None:
    async def ready(pilot: Any) -> None:
        await talking(pilot)
        await pilot.press("f7")
        await on_screen(pilot, "SafetyScreen")
        await pilot.press("enter")
        await _still(pilot)

    assert snap_compare(an_app(), terminal_size=SMALL, run_before=ready)


def test_an_empty_list_teaches_two_keys_in_the_light_theme(snap_compare: Snap) -> None:
    async def ready(pilot: Any) -> None:
        await on_screen(pilot, "HomeScreen")
        await until(pilot, lambda: pilot.app.screen.query_one("#thuis-leeg").display)
        await _still(pilot)

    assert snap_compare(an_app(dossier=False, theme="krachtgesprek-licht"), terminal_size=SMALL, run_before=ready)
