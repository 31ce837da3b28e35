"""After the talk on screen: a next conversation, the agenda, a smaller step with one key, setbacks, goodbye. At 80x24 and 120x40."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.widgets import Static

from assistant.domain.actieplan import Verloop
from assistant.engine.assistant import Assistant
from assistant.engine.conversing import Concept, Conversation
from assistant.engine.reflecting import Finishing, Reflecting
from assistant.errors import DocumentNotWritten
from tests.fakes import an_assistant
from tests.tui.helpers import SMALL, TINY, WIDE, an_app, answer, on_screen, shown, talking, until
from tui.screens.host import folder_of
from tui.widgets.answer_editor import AnswerEditor

SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])


def a_week_later(*, vertrouwen: int | None = 8) -> tuple[Assistant, str]:
    """A dossier with one open step of a week ago, on fakes. Returns the assistant and the id of the dossier."""
    assistant = an_assistant(naam="J. de Wit")
    talk = Conversation(assistant, assistant.new_dossier(code="KG-1"))
    talk.choose("wonen")
    uiting = talk.answer("Ik wil een eigen plek. Mijn zus helpt.")
    talk.note(uiting.id, 0, 21, vorm="ik_wil", tijd="toekomst")
    talk.note_hulpbron(uiting.id, 23, 31, soort="persoon", aard="natuurlijk")
    day = assistant.clock.now().date() + timedelta(days=5)
    concept = Concept(
        doel="Ik wil een eigen plek",
        actie="Ik vraag mijn zus om mee te denken.",
        wanneer="vrijdag",
        datum=day,
        uitingen=(uiting.id,),
        patroon="algemeen.meedenken",
    )
    talk.choice(talk.confirm(concept, door="J. de Wit"), "gekozen", vertrouwen=vertrouwen)
    assistant.clock.tick(86400 * 7)  # type: ignore[attr-defined]
    return assistant, talk.dossier.id


def opened(size: tuple[int, int], **fields: Any) -> Any:
    assistant, dossier_id = a_week_later(**fields)
    return an_app(assistant, dossier=False, start_in=dossier_id)


@SIZES
async def test_a_next_conversation_opens_with_what_got_better_and_ends_in_a_smaller_step(size: tuple[int, int]) -> None:
    app = opened(size)
    async with app.run_test(size=size) as pilot:
        screen = await on_screen(pilot, "FollowUpScreen")
        await until(pilot, lambda: "Wat gaat er beter" in shown(app))
        screen.editor.load_text("Ik slaap weer door.")
        await pilot.press("f2")
        await until(pilot, lambda: screen.desk.dossier.uitingen[-1].tekst == "Ik slaap weer door.")
        await until(pilot, lambda: screen.focused is not None and screen.focused.id == "opvolg-lijst")
        await pilot.press("enter")
        form = await on_screen(pilot, "LookBackScreen")
        form.query_one("#blik-verloop").choose("anders_gegaan")
        form.query_one("#blik-hoe_ging_het").load_text("Ik durfde het niet te vragen.")
        await pilot.press("f2")
        await on_screen(pilot, "FollowUpScreen")
        await until(pilot, lambda: "anders gegaan" in shown(app) and "mislukt" not in shown(app))
        assert screen.desk.dossier.uitingen[-1].tekst == "Ik durfde het niet te vragen."
        await pilot.press("ctrl+l")
        await on_screen(pilot, "DraftScreen")
        await until(pilot, lambda: "Ik stuur een bericht met één vraag." in shown(app))
        assert len(screen.desk.dossier.plan.bevestigd) == 1
        await pilot.press("f2")
        confirm = await on_screen(pilot, "ConfirmActieScreen")
        confirm.query_one("#bevestig-wanneer").value = "zaterdag"
        await pilot.press("enter")
        await until(pilot, lambda: confirm.query_one("#bevestig-datum").value)
        await pilot.press("f2")
        await on_screen(pilot, "ChoiceScreen")
        old, new = screen.desk.dossier.plan.bevestigd
        assert (new.vorige, new.datum.isoformat()) == (old.id, "2026-12-05")
        assert old.terugblikken[0].verloop is Verloop.ANDERS
        await pilot.press("right", "f2")
        await on_screen(pilot, "FollowUpScreen")
        await pilot.press("f6")
        await on_screen(pilot, "HistoryScreen")
        await until(pilot, lambda: "na een eerdere stap" in shown(app))
        await pilot.press("f8")
        await on_screen(pilot, "CompareScreen")
        await until(pilot, lambda: "Ik wil een eigen plek" in shown(app) and "Ik slaap weer door." in shown(app))
        await pilot.press("escape")
        await on_screen(pilot, "HistoryScreen")
        await pilot.press("escape")
        await on_screen(pilot, "FollowUpScreen")
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")
        await until(pilot, lambda: "Ik durfde het niet te vragen." in shown(app))


async def test_on_the_same_day_the_talk_just_goes_on() -> None:
    assistant, dossier_id = a_week_later()
    assistant.clock.tick(-86400 * 7)  # type: ignore[attr-defined]
    app = an_app(assistant, dossier=False, start_in=dossier_id)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "InterviewScreen")
        assert type(app.screen).__name__ == "InterviewScreen"


@SIZES
async def test_the_agenda_shows_goals_with_why_and_reaches_the_calendar_file(size: tuple[int, int]) -> None:
    app = opened(size)
    async with app.run_test(size=size) as pilot:
        await on_screen(pilot, "FollowUpScreen")
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")
        await pilot.press("f5")
        await on_screen(pilot, "PlanScreen")
        await pilot.press("f6")
        screen = await on_screen(pilot, "AgendaScreen")
        await until(pilot, lambda: "De dag is geweest" in shown(app) and "Vraag wat dit belangrijk maakt" in shown(app))
        await pilot.press("ctrl+g")
        goal = await on_screen(pilot, "GoalScreen")
        goal.query_one("#doel-waarom").load_text("Dan slaap ik weer.")
        await pilot.press("f2")
        await on_screen(pilot, "AgendaScreen")
        await until(pilot, lambda: "“Dan slaap ik weer.”" in shown(app))
        assert screen.desk.dossier.uitingen[-1].vraag_id == "doel.waarom"
        await pilot.press("f10")
        export = await on_screen(pilot, "ExportScreen")
        assert export.query_one("#druk-blad").value == "plan"
        export.query_one("#druk-map").value = " "
        await pilot.press("f2")
        await until(pilot, lambda: "Schrijf op in welke map" in shown(app))


def test_a_folder_that_nobody_named_is_not_where_the_program_was_started() -> None:
    assert folder_of(" ~/usb ") == Path.home() / "usb"
    for nothing in ("", "  "):
        with pytest.raises(DocumentNotWritten):
            folder_of(nothing)


async def test_under_seven_one_key_makes_the_step_smaller() -> None:
    app = opened(SMALL, vertrouwen=None)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "FollowUpScreen")
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")
        await pilot.press("f5")
        screen = await on_screen(pilot, "PlanScreen")
        await pilot.press("ctrl+k")
        choice = await on_screen(pilot, "ChoiceScreen")
        choice.query_one("#keuze-keuze").choose("gekozen")
        choice.query_one("#keuze-cijfer").choose("8")
        await until(pilot, lambda: choice.query_one("#keuze-cijfer").value == "8")
        await pilot.press("f9")
        assert type(app.screen).__name__ == "ChoiceScreen"  # seven or more: nothing to make smaller
        choice.query_one("#keuze-cijfer").choose("5")
        await until(pilot, lambda: "F9" in shown(app))
        await pilot.press("f9")
        await on_screen(pilot, "DraftScreen")
        assert screen.desk.dossier.plan.bevestigd[0].keuze.vertrouwen == 5
        await until(pilot, lambda: "Ik stuur een bericht met één vraag." in shown(app))
        await pilot.press("f2")
        await on_screen(pilot, "ConfirmActieScreen")
        await pilot.press("escape")
        await on_screen(pilot, "PlanScreen")
        assert len(screen.desk.dossier.plan.concepten) == 1 and len(screen.desk.dossier.plan.bevestigd) == 1


@SIZES
async def test_setbacks_are_looked_at_with_what_helped_beside_them(size: tuple[int, int]) -> None:
    assistant, dossier_id = a_week_later()
    app = an_app(assistant, dossier=False, start_in=None)
    async with app.run_test(size=size) as pilot:
        home = await on_screen(pilot, "HomeScreen")
        await until(pilot, lambda: home.query_one("#dossiers").option_count)
        await pilot.press("z")
        screen = await on_screen(pilot, "TegenslagScreen")
        await pilot.press("f2")
        form = await on_screen(pilot, "TegenslagForm")
        form.query_one("#tegen-wat").load_text("De brief kwam niet.")
        form.query_one("#tegen-hielp").load_text("Een uur lopen.")
        form.query_one("#tegen-schaal").load_text("gaat wel")
        await pilot.press("f2")
        await on_screen(pilot, "TegenslagScreen")
        await until(pilot, lambda: "“Een uur lopen.”" in shown(app) and "“gaat wel”" in shown(app))
        await pilot.press("f8")
        agreement = await on_screen(pilot, "AgreementForm")
        agreement.query_one("#afspraak-tekst").load_text("Je mag één keer bellen.")
        await pilot.press("f2")
        await on_screen(pilot, "TegenslagScreen")
        found = Reflecting(screen.desk.conversation).read
        assert found.afspraak is not None and found.afspraak.begeleider == "J. de Wit"
        assert assistant.store.load(dossier_id).uitingen[-1].tekst == "Je mag één keer bellen."


async def test_words_of_danger_bring_the_card_and_are_kept() -> None:
    assistant, dossier_id = a_week_later()
    app = an_app(assistant, dossier=False, start_in=dossier_id)
    async with app.run_test(size=SMALL) as pilot:
        screen = await on_screen(pilot, "FollowUpScreen")
        screen.editor.load_text("Eigenlijk wil ik dood.")
        await pilot.press("f2")
        await on_screen(pilot, "SafetyScreen")
        await until(pilot, lambda: assistant.store.load(dossier_id).uitingen[-1].tekst == "Eigenlijk wil ik dood.")


@SIZES
async def test_goodbye_looks_back_keeps_words_and_offers_the_sheet(size: tuple[int, int]) -> None:
    assistant, _ = a_week_later()
    app = an_app(assistant, dossier=False, start_in=None)
    async with app.run_test(size=size) as pilot:
        home = await on_screen(pilot, "HomeScreen")
        await until(pilot, lambda: home.query_one("#dossiers").option_count)
        await pilot.press("r")
        screen = await on_screen(pilot, "FarewellScreen")
        await until(pilot, lambda: "Dit wilde de cliënt" in shown(app))
        screen.query_one("#afscheid-trots").load_text("Dat ik belde.")
        await pilot.press("f10")  # what was just typed goes on the sheet: it is saved first
        await on_screen(pilot, "ExportScreen")
        assert screen.desk.dossier.uitingen[-1].tekst == "Dat ik belde."
        assert Finishing(screen.desk.conversation).document.afgerond_op is None
        await pilot.press("escape")
        await on_screen(pilot, "FarewellScreen")
        await pilot.press("f9")
        await on_screen(pilot, "ConfirmScreen")
        await pilot.press("right", "left", "right", "enter")
        await on_screen(pilot, "FarewellScreen")
        await until(pilot, lambda: Finishing(screen.desk.conversation).document.afgerond_op is not None)
        assert screen.desk.dossier.uitingen[-1].tekst == "Dat ik belde."
        await pilot.press("f10")
        await on_screen(pilot, "ExportScreen")


async def test_a_form_that_misses_words_puts_the_cursor_where_they_belong() -> None:
    assistant, _ = a_week_later()
    app = an_app(assistant, dossier=False, start_in=None)
    async with app.run_test(size=(80, 24)) as pilot:
        home = await on_screen(pilot, "HomeScreen")
        await until(pilot, lambda: home.query_one("#dossiers").option_count)
        await pilot.press("z")
        await on_screen(pilot, "TegenslagScreen")
        await pilot.press("f9")
        form = await on_screen(pilot, "SignalForm")
        await until(pilot, lambda: form.query_one("#signaal-merk").has_focus)
        form.query_one("#signaal-helpt").load_text("Ans bellen")
        form.query_one("#signaal-fase").focus()
        await pilot.press("f2")
        await until(pilot, lambda: "nog niets" in shown(app))
        assert form.query_one("#signaal-merk").has_focus


async def test_the_palette_says_in_dutch_that_nothing_was_found() -> None:
    from tui.palette import EverythingProvider

    assistant, _ = a_week_later()
    app = an_app(assistant, dossier=False, start_in=None)
    async with app.run_test(size=(80, 24)) as pilot:
        home = await on_screen(pilot, "HomeScreen")
        asked = EverythingProvider(home)
        assert [hit.match_display async for hit in asked.search("qxqxqx")] == ["Niets gevonden"]
        assert "Niets gevonden" not in [str(hit.match_display) async for hit in asked.search("hulp")]


async def test_words_typed_right_after_tab_stand_in_the_next_field() -> None:
    assistant, _ = a_week_later()
    app = an_app(assistant, dossier=False, start_in=None)
    async with app.run_test(size=(80, 24)) as pilot:
        home = await on_screen(pilot, "HomeScreen")
        await until(pilot, lambda: home.query_one("#dossiers").option_count)
        await pilot.press("r")
        screen = await on_screen(pilot, "FarewellScreen")
        for key in ("a", "tab", "b", "shift+tab", "c"):  # as a terminal on a busy machine hands them over: all at once
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: "c" in screen.query_one("#afscheid-gevonden").text + screen.query_one("#afscheid-trots").text)
        assert screen.query_one("#afscheid-gevonden").text == "ac"
        assert screen.query_one("#afscheid-trots").text == "b"


async def test_on_a_tiny_screen_nothing_breaks() -> None:
    app = opened(TINY)
    async with app.run_test(size=TINY) as pilot:
        screen = await on_screen(pilot, "FollowUpScreen")
        for tool in ("agenda", "tegenslag", "geschiedenis", "afronden"):
            from tui.screens.tools import open_tool

            open_tool(screen, tool)
            await until(pilot, lambda: app.screen is not screen)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is screen)


@SIZES
async def test_a_colleagues_remark_comes_quietly_while_a_goal_is_written_and_never_about_why(size: tuple[int, int]) -> None:
    assistant, dossier_id = a_week_later()
    assistant.thinker.answers["toets"] = {  # type: ignore[attr-defined]
        "bevindingen": [{"label": "vaag", "naam": "vaag", "uitleg": "Wat ziet de cliënt daarvan?", "zekerheid": 0.9, "woorden": "Groeien"}]
    }
    assistant.thinker.answers["tekst"] = {"niveau": "B2", "moeilijke_woorden": ["Groeien"]}  # type: ignore[attr-defined]
    app = an_app(assistant, dossier=False, start_in=dossier_id)
    async with app.run_test(size=size) as pilot:
        await on_screen(pilot, "FollowUpScreen")
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")
        await pilot.press("f5")
        await on_screen(pilot, "PlanScreen")
        await pilot.press("ctrl+g")
        form = await on_screen(pilot, "GoalScreen")
        form.query_one("#doel-waarom").load_text("Groeien vind ik fijn.")
        form.query_one("#doel-tekst").load_text("Groeien in participatie")
        await until(pilot, lambda: "Wat ziet de cliënt daarvan?" in shown(app) and "Leest als B2" in shown(app))
        assert {p["tekst"] for what, p in assistant.thinker.asked if what == "toets"} == {"Groeien in participatie"}  # type: ignore[attr-defined]
        await pilot.press("f2")
        await on_screen(pilot, "PlanScreen")
        await until(pilot, lambda: form.desk.dossier.plan.doelen[-1].tekst == "Groeien in participatie")


async def test_a_step_one_writes_oneself_begins_empty_and_is_never_the_words_that_hold_its_place() -> None:
    app = an_app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await talking(pilot)
        await answer(pilot, "Ik wil weer een moestuin.")
        await pilot.press("f5")
        await on_screen(pilot, "PlanScreen")
        await pilot.press("ctrl+n")
        form = await on_screen(pilot, "DraftScreen")
        goal, step = form.query_one("#concept-doel", AnswerEditor), form.query_one("#concept-actie", AnswerEditor)
        await until(pilot, lambda: step.has_focus)
        assert (goal.text, step.text) == ("", "")
        goal.load_text("Een moestuin.")
        await pilot.press("f2")
        await until(pilot, lambda: "Schrijf eerst de kleine stap op" in str(form.query_one("#concept-melding", Static).render()))
        assert app.screen is form
        await pilot.press(*"Zaaien", "f2")
        await on_screen(pilot, "PlanScreen")

    assert [a.tekst for a in screen.desk.dossier.plan.acties] == ["Zaaien"]
