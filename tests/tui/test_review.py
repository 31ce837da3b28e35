"""Reviewing on the screen: from the list of dossiers to a signed review and its answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, Static

from assistant.domain.beoordeling import Soort, Stand
from assistant.domain.dossier import Dossier
from assistant.engine.assistant import Assistant
from assistant.engine.reviewing import Reviewing
from tests.fakes import FakeOpening, FakeThinker, an_assistant
from tui.app import AssistantApp
from tui.screens.confirm import ConfirmScreen
from tui.screens.review import ReviewScreen
from tui.screens.review_forms import AnswerRemarkScreen, RemarkScreen, SignScreen, StartReviewScreen
from tui.screens.review_list import ReviewListScreen
from tui.screens.review_rows import REMARK, remark_about
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.choice_list import Lines
from tui.widgets.pick import Pick
from tui.widgets.trace_gutter import TracedLines, TraceGutter, draw

WORDS = ("Ik wil weer koken bij mijn oom Piet.", "Op de fiets naar zee, dat wil ik het liefst.")


def judged(payload: Mapping[str, Any]) -> dict[str, Any]:
    actie = payload["acties"][0]
    found = {
        "label": "vaag",
        "naam": "vaag",
        "uitleg": "Wanneer ontbreekt.",
        "woorden": "bellen",
        "zekerheid": 0.9,
        "suggestie": "Vraag wanneer.",
    }
    return {
        "clientgestuurd": "deels",
        "items": [{"id": actie["id"], "bevindingen": [found]}],
        "weggevallen_wensen": [payload["uitingen"][1]["id"]],
        "toegevoegde_leefgebieden": ["geld"],
        "belangrijkste_wens": payload["uitingen"][1]["id"],
    }


def a_plan() -> tuple[Assistant, Dossier]:
    assistant = an_assistant(thinker=FakeThinker({"toets": judged}), naam="An")
    dossier = assistant.new_dossier(code="KG-1")
    for text in WORDS:
        dossier = assistant.answer(dossier, text, vraag_id=None, vraag_tekst="", leefgebied="mensen")
    first = dossier.uitingen[0].id
    dossier = assistant.put_doel(dossier, tekst="Weer koken bij oom Piet.", uitingen=(first,))
    dossier = assistant.put_actie(dossier, tekst="Oom Piet bellen.", doel=dossier.plan.doelen[0].id, uitingen=(first,))
    return assistant, dossier


async def until(pilot: Pilot[Any], true: Callable[[], bool]) -> None:
    for _ in range(400):
        if true():
            return
        await pilot.pause(0.05)
    raise AssertionError("it did not happen")


Play = Callable[[Pilot[Any], AssistantApp], Awaitable[None]]


async def play(assistant: Assistant, script: Play, size: tuple[int, int] = (120, 40)) -> None:
    app = AssistantApp(FakeOpening(assistant))
    async with app.run_test(size=size) as pilot:
        await until(
            pilot,
            lambda: type(app.screen).__name__ == "HomeScreen" and any(b.option_count for b in app.screen.query("#dossiers").results(Lines)),
        )
        await script(pilot, app)


async def begin(pilot: Pilot[Any], app: AssistantApp) -> ReviewScreen:
    await pilot.press("b")
    await until(pilot, lambda: isinstance(app.screen, ReviewListScreen))
    await pilot.press("f2")
    await until(pilot, lambda: isinstance(app.screen, StartReviewScreen))
    await pilot.press("f2")
    await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.query_one("#beoordeel-regels", Lines).option_count > 0)
    assert isinstance(app.screen, ReviewScreen)
    return app.screen


def shown(screen: Any, selector: str) -> str:
    box = screen.query_one(selector, Lines)
    return "\n".join(str(box.get_option_at_index(i).prompt) for i in range(box.option_count))


async def sign(pilot: Pilot[Any], app: AssistantApp) -> None:
    """From the open window of signing: F2, and yes."""
    await pilot.press("f2")
    await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
    await pilot.press("tab", "enter")
    await until(pilot, lambda: isinstance(app.screen, ReviewScreen))


async def test_pressing_the_same_key_again_and_again_never_signs() -> None:
    assistant, dossier = a_plan()

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        screen = await begin(pilot, app)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, SignScreen))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("f2", "f2", "enter")
        await until(pilot, lambda: isinstance(app.screen, SignScreen))
        assert screen.review.stand is Stand.OPEN

    await play(assistant, script)

    assert Reviewing(assistant, assistant.open(dossier.id)).kamer.beoordelingen[0].stand is Stand.OPEN


async def test_a_review_goes_from_the_list_to_a_signature_on_disk() -> None:
    assistant, dossier = a_plan()

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        screen = await begin(pilot, app)
        assert WORDS[1] in shown(screen, "#beoordeel-weg")
        await pilot.press("f9", "e")
        await until(pilot, lambda: "mee eens" in shown(screen, "#beoordeel-regels"))
        await pilot.press("f6", "f6", "m")
        await pilot.press(*"Mist", "f2")
        await until(pilot, lambda: "Mist" in shown(screen, "#beoordeel-weg"))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, SignScreen))
        assert app.screen.query_one("#teken-stand", Pick).value == Stand.TERUG.value
        await sign(pilot, app)
        await pilot.press("a")
        await pilot.pause(0.6)
        await pilot.press("f2")
        await until(pilot, lambda: "Kies eerst wat u ermee deed" in str(app.screen.query_one("#antwoord-melding").render()))
        await pilot.press("right", "f2")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))

    await play(assistant, script)

    review = Reviewing(assistant, assistant.open(dossier.id)).kamer.beoordelingen[0]
    assert (review.beoordelaar, review.stand, review.afgerond is not None) == ("An", Stand.TERUG, True)
    assert [o.soort for o in review.opmerkingen] == [Soort.EENS, Soort.OPMERKING]
    assert sum(o.antwoord is not None for o in review.opmerkingen) == 1


def test_a_remark_to_answer_says_which_finding_it_is_about() -> None:
    assistant, dossier = a_plan()
    reviewing = Reviewing(assistant, dossier)
    review = reviewing.begin("An", reviewing.look())
    finding = review.lezing.bevindingen[0]  # type: ignore[union-attr]
    reviewing.remark(review.id, plek=finding.plek, soort=Soort.EENS, tekst="", bevinding=finding.id)
    now = reviewing.kamer.get(review.id)

    assert remark_about(now, now.opmerkingen[0]) == "Oom Piet bellen.\nvaag: Wanneer ontbreekt.\nmee eens"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20), (30, 10)])
async def test_lines_run_from_the_plan_to_the_words_it_rests_on(size: tuple[int, int]) -> None:
    assistant, _ = a_plan()

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        screen = await begin(pilot, app)
        await pilot.press("f9")
        goot, rows = screen.query_one(TraceGutter), screen.query_one("#beoordeel-regels", TracedLines)
        words = screen.query_one("#beoordeel-woorden", TracedLines)
        if size[0] >= 72:
            await until(pilot, lambda: "▶" in str(goot.render()))
            assert rows.row_of(rows.highlighted_id or "", goot) is not None  # the private hook of Textual still works
        await until(pilot, lambda: rows.has_focus)
        await pilot.press("enter")
        await until(pilot, lambda: words.has_focus)
        await until(pilot, lambda: words.highlighted_id == screen.review.regels[0].uitingen[0])
        await pilot.press("enter")
        await until(pilot, lambda: rows.has_focus)

    await play(assistant, script, size)


async def test_a_wider_window_gives_the_plan_wider_lines() -> None:
    assistant, _ = a_plan()

    async def script(pilot: Any, app: AssistantApp) -> None:
        await begin(pilot, app)
        await until(pilot, lambda: app.screen._wrapped > 0)  # type: ignore[attr-defined]
        for width in (150, 80):
            await pilot.resize_terminal(width, 34)
            await until(pilot, lambda: app.screen._wrapped == app.screen._width())  # type: ignore[attr-defined]
            await pilot.pause(0.5)
            assert app.screen._wrapped == app.screen._width()  # type: ignore[attr-defined]

    await play(assistant, script, (80, 24))


async def test_disagreeing_without_a_reason_stays_open() -> None:
    assistant, dossier = a_plan()

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        screen = await begin(pilot, app)
        await pilot.press("f9", "o", "f2")
        await pilot.pause(0.6)
        assert app.screen is not screen
        await pilot.press("escape")
        await pilot.pause(0.6)
        assert app.screen is screen

    await play(assistant, script)

    assert Reviewing(assistant, assistant.open(dossier.id)).kamer.beoordelingen[0].opmerkingen == ()


async def test_the_second_reader_cannot_open_the_first_ones_review() -> None:
    assistant, dossier = a_plan()
    review = Reviewing(assistant, assistant.open(dossier.id))
    first = review.begin("Bo", review.look(), met_tweede=True)
    review.remark(first.id, plek="plan", soort="opmerking", tekst="GEHEIM TOT BEIDE TEKENEN")
    review.sign(first.id, Stand.TERUG, door="Bo")

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, ReviewListScreen))
        await pilot.pause(0.6)
        await pilot.press("enter")
        await pilot.pause(0.6)
        assert isinstance(app.screen, ReviewListScreen)
        assert "GEHEIM" not in shown(app.screen, "#beoordelingen")
        await pilot.press("t")
        await pilot.pause(0.6)
        app.screen.query_one("#begin-naam", Input).value = "An"
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await pilot.pause(0.6)
        assert "GEHEIM" not in shown(app.screen, "#beoordeel-regels")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, SignScreen))
        await sign(pilot, app)
        await pilot.press("d")
        await pilot.pause(0.6)
        told = "\n".join(str(s.render()) for s in app.screen.query(Static))
        assert "GEHEIM" in told
        assert "zei hier niets over" in told

    await play(assistant, script)


async def test_a_review_beside_an_open_plan_leaves_both_up_to_date() -> None:
    assistant, dossier = a_plan()

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        await app.open_dossier(dossier.id)
        await pilot.pause(0.6)
        await pilot.press("f5")
        await pilot.pause(0.6)
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, ReviewListScreen))
        await pilot.press("f2", "f2")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await pilot.press("f9", "e")
        await pilot.pause(0.6)
        await pilot.press("escape")
        await pilot.pause(0.6)
        await pilot.press("escape")
        await pilot.pause(0.6)
        desk = app.screen.desk  # type: ignore[attr-defined]
        assert desk.dossier.version == assistant.store.load(dossier.id).version
        await asyncio.to_thread(desk.conversation.mark, "wonen", "later")

    await play(assistant, script)

    assert assistant.store.load(dossier.id).keuze("wonen") == "later"


@pytest.mark.parametrize(
    ("height", "left", "rights", "drawn"),
    [
        (3, None, [(1, True)], ["     "] * 3),
        (3, 1, [], ["     "] * 3),
        (2, 0, [(0, True)], ["────▶", "     "]),
        (3, 0, [(2, True)], ["──┐  ", "  │  ", "  └─▶"]),
        (3, 2, [(0, False)], ["  ┌┄▶", "  │  ", "──┘  "]),
        (3, 1, [(0, True), (2, True)], ["  ┌─▶", "──┤  ", "  └─▶"]),
        (3, 0, [(0, True), (9, True)], ["──┬─▶", "  │  ", "  └─↓"]),
        (2, -4, [(1, True)], ["──┐  ", "  └─▶"]),
    ],
)
def test_the_gutter_draws_what_joins(height: int, left: int | None, rights: list[tuple[int, bool]], drawn: list[str]) -> None:
    assert draw(height, left, rights) == drawn


async def test_a_plan_from_a_file_is_corrected_and_then_reviewed() -> None:
    from assistant.adapters.documents_in import LimitedReader
    from assistant.engine.plan_inlezen import build_inlezen

    assistant = an_assistant(
        thinker=FakeThinker({"toets": lambda p: {**judged({**p, "uitingen": p["uitingen"] * 2}), "weggevallen_wensen": []}}), naam="An"
    )
    assert isinstance(assistant.thinker, FakeThinker)
    assistant.thinker.answers["plan-inlezen"] = build_inlezen(assistant.content, LimitedReader().read_with_warnings)
    app = AssistantApp(FakeOpening(assistant))
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        await pilot.press("ctrl+o")
        await pilot.pause(0.6)
        app.screen.query_one("#inlezen-pad", Input).value = "tests/data/plannen/06-leefgebieden.docx"
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "CorrectScreen")
        await until(pilot, lambda: "DOEL 1" in shown(app.screen, "#verbeter-regels"))
        rows = app.screen.query_one("#verbeter-regels", Lines)
        rows.highlighted = next(i for i in range(rows.option_count) if "team Noord" in str(rows.get_option_at_index(i).prompt))
        await pilot.press("a")
        await pilot.pause(0.6)
        assert len(app.screen.plan.acties) == 3  # type: ignore[attr-defined]
        assert app.screen._chosen().tekst == "Opgesteld door: team Noord"  # type: ignore[attr-defined]
        await pilot.press("x", "f2")
        await until(pilot, lambda: isinstance(app.screen, ReviewListScreen))
        await pilot.press("f2", "f2")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))

    dossier = assistant.store.load(assistant.store.list()[0].id)
    assert [u.tekst for u in dossier.uitingen] == ["Ik wil een kamer waar mijn hond mee mag."]
    review = Reviewing(assistant, dossier).kamer.beoordelingen[0]
    assert (review.bron, len(review.regels)) == ("06-leefgebieden.docx", 4)


async def test_a_file_that_cannot_be_read_is_told_and_the_words_stay() -> None:
    from assistant.adapters.documents_in import LimitedReader
    from assistant.engine.plan_inlezen import build_inlezen

    assistant = an_assistant(naam="An")
    assert isinstance(assistant.thinker, FakeThinker)
    assistant.thinker.answers["plan-inlezen"] = build_inlezen(assistant.content, LimitedReader().read_with_warnings)
    app = AssistantApp(FakeOpening(assistant))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        await pilot.press("ctrl+o")
        await pilot.pause(0.6)
        app.screen.query_one("#inlezen-pad", Input).value = "/nergens/plan.docx"
        await pilot.press("enter")
        await until(pilot, lambda: "is er niet" in str(app.screen.query_one("#inlezen-melding", Static).render()))
        assert app.screen.query_one("#inlezen-pad", Input).value == "/nergens/plan.docx"


async def test_a_pasted_plan_is_not_lost_with_one_key() -> None:
    app = AssistantApp(FakeOpening(an_assistant(naam="An")))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: type(app.screen).__name__ == "ImportScreen")
        app.screen.query_one("#inlezen-tekst", AnswerEditor).load_text("Doel: Ik wil naar zee.")
        await pilot.press("escape")
        await until(pilot, lambda: type(app.screen).__name__ == "ConfirmScreen")
        await pilot.press("escape")
        await until(pilot, lambda: type(app.screen).__name__ == "ImportScreen")
        assert app.screen.query_one("#inlezen-tekst", AnswerEditor).text == "Doel: Ik wil naar zee."
        app.screen.query_one("#inlezen-tekst", AnswerEditor).load_text("")
        await pilot.press("escape")
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")


async def test_a_signed_review_becomes_a_report_in_a_folder(tmp_path: Any) -> None:
    from pathlib import Path

    from assistant.bootstrap import build_sheets
    from assistant.settings import Settings

    assistant, dossier = a_plan()
    review = Reviewing(assistant, dossier)
    mine = review.begin("An", review.look())
    review.sign(mine.id, Stand.AKKOORD, door="An")
    opening = FakeOpening(assistant)
    opening.sheets = lambda: build_sheets(Settings(gegevens=tmp_path / "gegevens"))  # type: ignore[method-assign,assignment,return-value]
    app = AssistantApp(opening)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen" and app.screen.query_one("#dossiers", Lines).option_count > 0)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, ReviewListScreen))
        await pilot.pause(0.6)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await pilot.press("f10")
        await until(pilot, lambda: type(app.screen).__name__ == "ReportScreen")
        app.screen.query_one("#verslag-vorm", Pick).choose("md")
        app.screen.query_one("#verslag-map", Input).value = str(tmp_path)
        await pilot.press("f2")
        await until(pilot, lambda: "Gemaakt" in str(app.screen.query_one("#verslag-melding", Static).render()))

    made: list[Path] = list(tmp_path.glob("beoordeling-*.md"))
    assert len(made) == 1
    assert "akkoord" in made[0].read_text(encoding="utf-8").lower()


async def test_without_a_dossier_no_key_is_shown_that_needs_one_and_reading_in_a_plan_is_pointed_at() -> None:
    app = AssistantApp(FakeOpening(an_assistant(naam="An")))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        await pilot.pause(0.3)
        assert "Ctrl+O" in str(app.screen.query_one("#thuis-leeg", Static).content)
        assert not app.screen.check_action("beoordeel", ())


async def test_a_plan_from_outside_is_opened_to_review_it_and_says_which_file_it_is() -> None:
    from assistant.engine.plan_inlezen import GelezenPlan, GelezenRegel, keep

    assistant = an_assistant(naam="An")
    plan = GelezenPlan(
        regels=(GelezenRegel(id="r1", soort="doel", tekst="Weer duiven houden."),), citaten=(), niet_begrepen=(), meldingen=()
    )
    keep(assistant, plan, bestand="plan-zuid.docx")

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        assert "plan uit een bestand" in shown(app.screen, "#dossiers")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReviewListScreen))
        assert "plan-zuid.docx" in str(app.screen.query_one("#beoordeel-links", Static).content)

    await play(assistant, script)


async def test_a_key_pressed_while_the_plan_is_read_does_not_begin_a_second_review() -> None:
    assistant, _ = a_plan()

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, ReviewListScreen))
        screen = app.screen
        assert isinstance(screen, ReviewListScreen)
        screen._busy = True
        await pilot.press("f2", "t")
        await pilot.pause(0.3)
        assert app.screen is screen

    await play(assistant, script)


async def test_agreeing_does_not_throw_away_a_reason_at_once() -> None:
    assistant, _ = a_plan()

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        screen = await begin(pilot, app)
        await pilot.press("f9", "o")
        await until(pilot, lambda: isinstance(app.screen, RemarkScreen))
        await pilot.press(*"Wel", "f2")
        await until(pilot, lambda: "niet mee eens: Wel" in shown(screen, "#beoordeel-regels"))
        await pilot.press("e")
        await pilot.pause(0.4)
        assert "niet mee eens: Wel" in shown(screen, "#beoordeel-regels")
        await pilot.press("e")
        await until(pilot, lambda: "niet mee eens" not in shown(screen, "#beoordeel-regels"))

    await play(assistant, script)


async def test_words_of_a_remark_do_not_go_away_with_one_escape() -> None:
    assistant, _ = a_plan()

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        await begin(pilot, app)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, RemarkScreen))
        await pilot.press(*"Mooi", "escape")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RemarkScreen))
        assert app.screen.has_unsent  # type: ignore[attr-defined]
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, SignScreen))
        app.screen.query_one("#teken-woord", AnswerEditor).load_text("Mooi plan")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))

    await play(assistant, script)


async def reviewing_plan(assistant: Assistant, dossier: Dossier, naam: str = "An") -> str:
    review = Reviewing(assistant, assistant.open(dossier.id))
    return review.begin(naam, review.look()).id


async def to_list(pilot: Pilot[Any], app: AssistantApp) -> None:
    await pilot.press("b")
    await until(pilot, lambda: isinstance(app.screen, ReviewListScreen) and app.screen.query_one("#beoordelingen", Lines).option_count > 0)
    await pilot.press("enter")


async def test_a_half_typed_reason_comes_back_after_a_stop_and_goes_when_it_is_saved() -> None:
    assistant, dossier = a_plan()
    review_id = await reviewing_plan(assistant, dossier)
    place = f"beoordeling.{review_id}"

    async def typing(pilot: Pilot[Any], app: AssistantApp) -> None:
        await to_list(pilot, app)
        await until(
            pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.query_one("#beoordeel-regels", Lines).option_count > 0
        )
        await pilot.press("f9", "o")
        await until(pilot, lambda: isinstance(app.screen, RemarkScreen))
        await pilot.press(*"Zij zei dit")
        await until(pilot, lambda: "Zij zei dit" in assistant.store.draft(dossier.id, place))

    await play(assistant, typing)

    async def going_on(pilot: Pilot[Any], app: AssistantApp) -> None:
        await to_list(pilot, app)
        await until(pilot, lambda: isinstance(app.screen, RemarkScreen))
        assert app.screen.query_one(AnswerEditor).text == "Zij zei dit"
        assert "niet bewaard" in shown_text(app)
        await pilot.press(*" zelf", "f2")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and len(app.screen.review.opmerkingen) == 1)
        await until(pilot, lambda: assistant.store.draft(dossier.id, place) == "")
        assert isinstance(app.screen, ReviewScreen)
        said = app.screen.review.opmerkingen[0]
        assert (said.soort, said.tekst, bool(said.bevinding)) == (Soort.ONEENS, "Zij zei dit zelf", True)

    await play(assistant, going_on)


def shown_text(app: AssistantApp) -> str:
    return "\n".join(str(s.render()) for s in app.screen.query(Static))


async def test_after_a_stop_one_key_goes_on_with_the_own_review() -> None:
    assistant, dossier = a_plan()
    await reviewing_plan(assistant, dossier, "Maria-Magdalena van Oldenbarnevelt")

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        await to_list(pilot, app)
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        assert "Maria-Magdalena van Oldenbarnevelt" in shown_text(app)
        await pilot.press("right", "enter")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        assert isinstance(app.screen, ReviewScreen) and app.screen.may_write

    await play(assistant, script)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_long_name_leaves_room_for_where_the_review_stands(size: tuple[int, int]) -> None:
    assistant, dossier = a_plan()
    naam = "Maria-Magdalena van Oldenbarnevelt-Hoogeveen, aandachtsfunctionaris kwaliteit"
    assistant.naam = naam
    await reviewing_plan(assistant, dossier, naam)

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        await to_list(pilot, app)
        await until(
            pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.query_one("#beoordeel-regels", Lines).option_count > 0
        )
        right = app.screen.query_one("#beoordeel-rechts", Static)
        await until(pilot, lambda: "…" in str(right.render()))
        text = str(right.render())
        assert text.startswith("Maria") and "nog bezig" in text and ":" in text
        assert len(text) <= right.content_size.width

    await play(assistant, script, size)


async def test_a_remark_on_the_whole_plan_is_in_sight_when_it_is_saved() -> None:
    assistant, dossier = a_plan()
    for number in range(9):
        dossier = assistant.put_actie(
            dossier, tekst=f"Oom Piet nog een keer bellen, {number}.", doel=dossier.plan.doelen[0].id, uitingen=(dossier.uitingen[0].id,)
        )
    await reviewing_plan(assistant, dossier)

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        await to_list(pilot, app)
        await until(
            pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.query_one("#beoordeel-regels", Lines).option_count > 0
        )
        rows = app.screen.query_one("#beoordeel-regels", TracedLines)
        await pilot.press("end", "m")
        await until(pilot, lambda: isinstance(app.screen, RemarkScreen))
        await pilot.press(*"Mooi", "f2")
        await until(
            pilot, lambda: rows.option_count > 0 and str(rows.get_option_at_index(rows.option_count - 1).id).startswith("opmerking:")
        )
        row = str(rows.get_option_at_index(rows.option_count - 1).id)
        await until(pilot, lambda: (at := rows.row_of(row, rows)) is not None and 0 <= at < rows.size.height)

    await play(assistant, script, (80, 24))


async def test_a_line_made_a_goal_takes_the_actions_below_it_along() -> None:
    from assistant.engine.plan_inlezen import GelezenPlan, GelezenRegel
    from tui.screens.review_import import CorrectScreen

    lines = [
        ("doel", "Zwemmen."),
        ("actie", "Zwembad bellen."),
        ("actie", "Naaien."),
        ("actie", "Naar het atelier."),
        ("doel", "Koken."),
        ("actie", "Oom bellen."),
    ]
    goal = {0: None, 1: "r0", 2: "r0", 3: "r0", 4: None, 5: "r4"}
    plan = GelezenPlan(
        regels=tuple(GelezenRegel(id=f"r{n}", soort=soort, tekst=tekst, doel=goal[n]) for n, (soort, tekst) in enumerate(lines))
    )
    assistant, _ = a_plan()

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        screen = CorrectScreen(assistant, plan, "plan.pdf")
        app.push_screen(screen)
        await until(pilot, lambda: bool(screen.query("#verbeter-regels")) and screen.query_one("#verbeter-regels", Lines).option_count > 5)
        screen.query_one("#verbeter-regels", Lines).highlighted = 2
        await pilot.press("d")
        await until(pilot, lambda: len(screen.plan.doelen) == 3)
        goals = {d.id: d.tekst for d in screen.plan.doelen}
        assert [(a.tekst, goals[a.doel or ""]) for a in screen.plan.acties] == [
            ("Zwembad bellen.", "Zwemmen."),
            ("Naar het atelier.", "Naaien."),
            ("Oom bellen.", "Koken."),
        ]

    await play(assistant, script)


async def test_letters_that_are_still_on_their_way_are_in_the_remark() -> None:
    assistant, dossier = a_plan()
    await reviewing_plan(assistant, dossier)

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        await to_list(pilot, app)
        await until(
            pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.query_one("#beoordeel-regels", Lines).option_count > 0
        )
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, RemarkScreen))
        form = app.screen
        assert isinstance(form, RemarkScreen)
        editor = form.query_one(AnswerEditor)
        editor.call_later(asyncio.sleep, 0.3)  # a busy machine: the field is behind with its keys
        editor.call_later(editor.insert, "Nog net getypt")
        form.action_klaar()
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and len(app.screen.review.opmerkingen) == 1)
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.review.opmerkingen[0].tekst == "Nog net getypt"

    await play(assistant, script)


async def test_letters_typed_while_a_window_still_opens_are_words_and_no_keys() -> None:
    assistant, _ = a_plan()

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        await begin(pilot, app)
        for letter in "mEen x, en o":  # all there before the window is
            app.post_message(events.Key("space" if letter == " " else letter, letter))
        await until(pilot, lambda: any("o" in field.text for field in app.screen.query(AnswerEditor)))
        assert isinstance(app.screen, RemarkScreen)
        assert app.screen.query_one(AnswerEditor).text == "Een x, en o"
        for letter in " erbij":
            app.post_message(events.Key("space" if letter == " " else letter, letter))
        await until(pilot, lambda: app.screen.query_one(AnswerEditor).text == "Een x, en o erbij")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and len(app.screen.review.opmerkingen) == 1)
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.review.opmerkingen[0].tekst == "Een x, en o erbij"

    await play(assistant, script)


async def test_whoever_answers_types_the_name_once_and_a_missing_name_gets_the_cursor() -> None:
    assistant, dossier = a_plan()
    assistant.naam = ""
    reviewing = Reviewing(assistant, dossier)
    review = reviewing.begin("An", reviewing.look())
    for words in ("Wanneer?", "Met wie?"):
        reviewing.remark(review.id, plek=review.regels[0].id, soort=Soort.OPMERKING, tekst=words)
    reviewing.sign(review.id, Stand.TERUG, door="An")

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        await to_list(pilot, app)
        await until(
            pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.query_one("#beoordeel-regels", Lines).option_count > 0
        )
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        screen.query_one("#beoordeel-regels", Lines).stand_on(f"{REMARK}{screen.review.open_vragen[0].id}")
        await pilot.pause(0.3)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, AnswerRemarkScreen))
        await pilot.press("right", "f2")
        await until(pilot, lambda: app.screen.query_one("#antwoord-naam", Input).has_focus)
        await pilot.press(*"Bo", "f2")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, AnswerRemarkScreen))
        assert app.screen.query_one("#antwoord-naam", Input).value == "Bo"
        assert "Met wie?" in app.screen._about  # type: ignore[attr-defined]

    await play(assistant, script)


async def test_who_and_when_of_a_line_do_not_go_away_with_one_escape() -> None:
    from assistant.engine.plan_inlezen import GelezenRegel
    from tui.screens.review_import import LineScreen

    assistant, _ = a_plan()

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        form = LineScreen(GelezenRegel(id="a1", soort="actie", tekst="Oom bellen.", wie="ik"), [])
        app.push_screen(form)
        await until(pilot, lambda: bool(form.query("#regel-wanneer")))
        assert not form.has_unsent
        form.query_one("#regel-wanneer", Input).value = "vóór zaterdag"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))

    await play(assistant, script)


async def test_whoever_points_out_goals_in_a_letter_goes_on_where_the_letter_goes_on() -> None:
    from assistant.engine.plan_inlezen import GelezenPlan, NietBegrepen
    from tui.screens.review_import import CorrectScreen

    plan = GelezenPlan(niet_begrepen=tuple(NietBegrepen(tekst=words) for words in ("Ze wil koken.", "Samen bellen we.", "Het regende.")))
    assistant, _ = a_plan()

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        screen = CorrectScreen(assistant, plan, "brief.txt")
        app.push_screen(screen)
        await until(pilot, lambda: bool(screen.query("#verbeter-regels")) and screen.query_one("#verbeter-regels", Lines).option_count > 3)
        screen.query_one("#verbeter-regels", Lines).stand_on("rest:0")
        await pilot.press("d")
        await until(pilot, lambda: len(screen.plan.doelen) == 1)
        await pilot.press("a")
        await until(pilot, lambda: len(screen.plan.acties) == 1)
        assert screen.plan.acties[0].tekst == "Samen bellen we."

    await play(assistant, script)


async def test_the_list_of_reviews_keeps_the_one_that_was_just_begun_under_the_cursor() -> None:
    assistant, dossier = a_plan()
    reviewing = Reviewing(assistant, dossier)
    old = reviewing.begin("Jo", reviewing.look())
    reviewing.sign(old.id, Stand.AKKOORD, door="Jo")

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        await pilot.press("b")
        await until(
            pilot, lambda: isinstance(app.screen, ReviewListScreen) and app.screen.query_one("#beoordelingen", Lines).option_count > 0
        )
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, StartReviewScreen))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        begun = app.screen.review_id  # type: ignore[attr-defined]
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewListScreen))
        await until(pilot, lambda: app.screen.query_one("#beoordelingen", Lines).highlighted_id == begun)

    await play(assistant, script)


async def test_the_line_under_the_cursor_stays_in_sight_when_the_window_becomes_smaller() -> None:
    from assistant.engine.plan_inlezen import GelezenPlan, NietBegrepen
    from tui.screens.review_import import CorrectScreen

    words = (
        "Dit is een lange regel uit een brief van een begeleider, zo lang dat hij in een smal venster over meer regels loopt. Nummer {}."
    )
    plan = GelezenPlan(niet_begrepen=tuple(NietBegrepen(tekst=words.format(n)) for n in range(20)))
    assistant, _ = a_plan()

    async def script(pilot: Pilot[Any], app: AssistantApp) -> None:
        screen = CorrectScreen(assistant, plan, "brief.txt")
        app.push_screen(screen)
        await until(pilot, lambda: bool(screen.query("#verbeter-regels")) and screen.query_one("#verbeter-regels", Lines).option_count > 20)
        box = screen.query_one("#verbeter-regels", Lines)
        box.stand_on("rest:19")
        await pilot.resize_terminal(60, 20)
        await pilot.pause(1.0)

        row = box._index_to_line[box.highlighted or 0]
        assert box.highlighted_id == "rest:19"
        assert box.scroll_offset.y <= row < box.scroll_offset.y + box.size.height

    await play(assistant, script)
