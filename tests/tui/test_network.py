"""The map on the screen: from what was heard in the talk, by question, safe, readable at 80 columns."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tui.helpers import SMALL, TINY, WIDE, an_app, answer, on_screen, shown, talking, text_of, until
from tui.screens.network_forms import GoalList
from tui.screens.tools import TOOLS
from tui.widgets.ecogram import Node, draw

LONG = 40.0
"""Seconds to wait on a busy machine."""
SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])


async def _on_the_map(pilot: Any) -> Any:
    """A talk with a wish and a zus in it, then the map."""
    screen = await talking(pilot)
    await pilot.press("ctrl+l", "enter")
    await until(pilot, lambda: screen._stap.leefgebied == "wonen", within=LONG)
    await answer(pilot, "Ik wil weer gaan zwemmen. Mijn zus helpt.")
    await until(pilot, lambda: len(screen._proposals) == 2, within=LONG)
    await pilot.press("ctrl+g", "a", "a")
    await until(pilot, lambda: screen.desk.dossier.hulpbronnen and screen.desk.dossier.wensen, within=LONG)
    await pilot.press("ctrl+d")
    menu = await on_screen(pilot, "ToolsScreen")
    menu.query_one("#meer-lijst").highlighted = list(TOOLS).index("netwerk")
    await pilot.press("enter")
    return await on_screen(pilot, "NetworkScreen")


@SIZES
async def test_what_was_heard_comes_on_the_map_one_by_one_and_wie_nog_meer_brings_more(size: tuple[int, int]) -> None:
    app = an_app()
    async with app.run_test(size=size) as pilot:
        screen = await _on_the_map(pilot)
        assert [p.naam for p in screen.network.proposals()] == ["mijn zus"]
        assert screen.network.contacts() == ()
        await pilot.press("a")
        await until(pilot, lambda: screen.network.contacts(), within=LONG)
        await pilot.press("f6")
        await until(pilot, lambda: screen.focused is screen.editor, within=LONG)
        screen.editor.load_text("De hond")
        await pilot.press("f2")
        await until(pilot, lambda: screen._heard, within=LONG)
        assert screen.desk.dossier.uitingen[-1].tekst == "De hond"
        assert "Wie nog meer?" in shown(app)
        await pilot.press("a")
        await until(pilot, lambda: len(screen.network.contacts()) == 2, within=LONG)
        screen.show_view("tekening")
        await until(pilot, lambda: "( ik )" in shown(app), within=LONG)
        assert "mijn zus" in shown(app) and "de hond" in shown(app)
        await pilot.press("f9")
        await until(pilot, lambda: screen._question.id not in screen.network.netwerk.gevraagd, within=LONG)
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")


@SIZES
async def test_who_is_marked_leaves_the_drawing_and_says_so(size: tuple[int, int]) -> None:
    app = an_app()
    async with app.run_test(size=size) as pilot:
        screen = await _on_the_map(pilot)
        await pilot.press("a")
        await until(pilot, lambda: screen.network.contacts(), within=LONG)
        await pilot.press("r", "v")
        await until(pilot, lambda: screen.network.netwerk.contacten[0].kwaliteit == "steunend", within=LONG)
        assert screen.network.netwerk.contacten[0].richting == "geeft"
        await pilot.press("n")
        await until(pilot, lambda: screen.desk.dossier.hulpbronnen[0].niet_benaderen, within=LONG)
        assert "Niet benaderen: nooit op papier" in shown(app)
        await pilot.press("x")
        await until(pilot, lambda: "blijft daarom staan" in text_of(app, "#net-melding"), within=LONG)
        assert len(screen.network.netwerk.contacten) == 1
        screen.show_view("tekening")
        await pilot.pause()
        assert "( ik )" not in shown(app)


@SIZES
async def test_a_goal_is_looked_at_with_the_people_around_it(size: tuple[int, int]) -> None:
    app = an_app()
    async with app.run_test(size=size) as pilot:
        screen = await _on_the_map(pilot)
        await pilot.press("a", "f5")
        goal = await on_screen(pilot, "GoalScreen")
        assert "Ik wil weer gaan zwemmen" in shown(app)
        goal.query_one(GoalList).focus()
        await pilot.press("r", "m")
        await until(pilot, lambda: len(screen.network.netwerk.betrokken) == 2, within=LONG)
        await until(pilot, lambda: "zou mee kunnen doen" in shown(app), within=LONG)
        await pilot.press("escape")
        await on_screen(pilot, "NetworkScreen")


async def test_somebody_put_there_by_hand_needs_only_a_name() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await _on_the_map(pilot)
        await pilot.press("ctrl+n")
        await on_screen(pilot, "ContactScreen")
        await pilot.press("f2")
        await until(pilot, lambda: "nog geen naam" in shown(app), within=LONG)
        await pilot.press(*"Ria", "tab", "right", "f2")
        await on_screen(pilot, "NetworkScreen")

        assert [(c.naam, c.groep) for c in screen.network.netwerk.contacten] == [("Ria", "gezin")]


async def test_what_is_typed_in_a_tiny_window_is_not_lost_and_nothing_breaks() -> None:
    app = an_app()
    async with app.run_test(size=TINY) as pilot:
        screen = await _on_the_map(pilot)
        await pilot.press("a", "f6")
        screen.editor.load_text("Ria van de markt")
        assert screen.has_unsent
        await pilot.press("f2")
        await until(pilot, lambda: screen._heard, within=LONG)


async def test_the_palette_finds_the_map() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        await pilot.press("ctrl+p")
        await on_screen(pilot, "CommandPalette")
        await pilot.press(*"netwerk")
        await until(pilot, lambda: "meer: Netwerk" in shown(app), within=LONG)


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("count", [1, 2, 5, 14])
def test_the_drawing_is_never_wider_than_its_room_and_holds_every_name(width: int, count: int) -> None:
    bands = ("natuurlijk", "informeel", "professioneel")
    nodes = [Node(f"N{n} met een lange naam", "persoon", bands[n % 3], "PGRL", "beide", "spanning") for n in range(count)]

    rows = draw(nodes, width, "ik")
    text = "\n".join(str(row.plain) for row in rows)

    assert all(row.cell_length <= width for row in rows)
    assert len(rows) == (count + 1) // 2
    assert all(f"N{n}" in text for n in range(count))
    assert text.count("( ik )") == 1


def test_too_narrow_or_empty_means_no_drawing() -> None:
    assert draw([Node("zus", "persoon", "natuurlijk")], 40, "ik") == []
    assert draw([], 80, "ik") == []


def test_room_gives_air_between_the_contacts() -> None:
    nodes = [Node(f"N{n}", "dier", "natuurlijk") for n in range(6)]

    assert [len(draw(nodes, 80, "ik", height=h)) for h in (0, 4, 5, 9)] == [3, 3, 5, 5]
