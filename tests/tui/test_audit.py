"""Modelgetrouwheid on the screen: the self-check, an audit by two, and what comes back over plans."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.widgets import Input, Static

from assistant.domain.audit import load
from assistant.domain.values import replace
from assistant.engine.audit import Auditing, begin_audit, build_agreement
from assistant.engine.reviewing import EXTERN, Reviewing
from tests.fakes import FakeOpening, FakeThinker, an_assistant
from tests.tui.test_review import a_plan, play, shown, until
from tui.app import AssistantApp
from tui.screens.audit import AuditScreen, RecurringScreen, SelfCheckScreen
from tui.screens.audit_forms import CloseAuditScreen, ItemScreen, JoinScreen
from tui.screens.confirm import ConfirmScreen
from tui.screens.review import ReviewTable
from tui.screens.review_list import ReviewListScreen
from tui.screens.review_report import ReportScreen
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.choice_list import Lines
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick


async def test_the_self_check_shows_what_is_and_is_not_to_be_seen() -> None:
    assistant, _ = a_plan()

    async def script(pilot: Any, app: AssistantApp) -> None:
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, ReviewListScreen))
        await pilot.press("z")
        await until(pilot, lambda: isinstance(app.screen, SelfCheckScreen) and app.screen.query_one("#zelf-lijst", Lines).option_count > 0)
        text = shown(app.screen, "#zelf-lijst")
        assert "niet te zien in dit dossier" in text
        assert "Weer koken bij oom Piet." in text
        assert "{" not in text

    await play(assistant, script, (80, 24))


async def fill_in(pilot: Any, app: AssistantApp, steps: int) -> None:
    """Every item at a level that is `steps` to the right of the first, by keyboard."""
    count = len(app.screen.audit.formulier.onderdelen)  # type: ignore[attr-defined]
    for _ in range(count):
        audit = app.screen
        await pilot.press("enter")
        await until(pilot, lambda audit=audit: app.screen is not audit)
        app.screen.query_one("#audit-niveau", Pick).choose(str(steps))
        app.screen.query_one(AnswerEditor).text = "Gezien in drie dossiers."
        await pilot.press("f2")
        await until(pilot, lambda audit=audit: app.screen is audit)
        await pilot.press("down")


async def finish(pilot: Any, app: AssistantApp) -> None:
    """F2 on a full form; it asks, and yes is not the first button."""
    audit = app.screen
    await pilot.press("f2")
    await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
    await pilot.click("#ja")
    await until(pilot, lambda: app.screen is audit)


async def test_two_auditors_one_after_the_other_and_then_together() -> None:
    assistant = an_assistant(thinker=FakeThinker({"overeenstemming": build_agreement()}), naam="An")
    app = AssistantApp(FakeOpening(assistant))
    async with app.run_test(size=(110, 34)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        await pilot.press("f9")
        await pilot.pause(0.6)
        app.screen.query_one("#audit-team", Input).value = "Noord"
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, AuditScreen) and app.screen.query_one("#audit-lijst", Lines).option_count > 0)
        await fill_in(pilot, app, 2)
        await finish(pilot, app)
        await until(pilot, lambda: app.screen.audit.auditor("An").klaar is not None)  # type: ignore[attr-defined]
        await pilot.press("t")
        await pilot.pause(0.6)
        app.screen.query_one("#audit-naam", Input).value = "Bo"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AuditScreen) and len(app.screen.audit.auditoren) == 2)
        await pilot.pause(0.6)
        assert "Gezien in drie dossiers." not in shown(app.screen, "#audit-lijst")
        app.screen.query_one("#audit-lijst", Lines).highlighted = 1
        await fill_in(pilot, app, 2)
        await finish(pilot, app)
        await until(pilot, lambda: app.screen.audit.samen_klaar)  # type: ignore[attr-defined]
        await until(pilot, lambda: "bij elk onderdeel hetzelfde" in str(app.screen.query_one("#audit-uitleg", Static).render()))
        await pilot.press("o")
        await until(pilot, lambda: "kon zien: 12. Bij 12 daarvan" in str(app.screen.query_one("#audit-uitleg", Static).render()))
        assert "niet het officiële" in str(app.screen.query_one("#audit-uitleg", Static).render())

    audit = load(assistant.store.load(assistant.store.list()[0].id).rooms)
    assert audit is not None
    assert audit.samen_klaar


async def test_an_audit_opens_as_an_audit_and_not_as_a_talk() -> None:
    from assistant.engine.audit import begin_audit

    assistant = an_assistant(naam="An")
    begin_audit(assistant, "Wijkteam Noord-Oost van de gemeente", "An")

    async def script(pilot: Any, app: AssistantApp) -> None:
        row = shown(app.screen, "#dossiers")
        assert "audit van een team" in row
        assert "Audit Wijkteam Noord-…" in row  # cut off, so that the moment of saving stays in sight
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AuditScreen))

    await play(assistant, script)


async def test_what_comes_back_names_nobody() -> None:
    assistant, _ = a_plan()

    async def script(pilot: Any, app: AssistantApp) -> None:
        await pilot.press("alt+t")
        await until(pilot, lambda: isinstance(app.screen, RecurringScreen))
        await until(pilot, lambda: "Beoordeelde plannen" in str(app.screen.query_one("#terugkerend-tekst", Static).render()))
        assert "KG-1" not in str(app.screen.query_one("#terugkerend-tekst", Static).render())

    await play(assistant, script)


async def test_a_report_asked_too_early_says_so(monkeypatch: Any) -> None:
    import threading

    from tui.screens import audit as screen_audit

    assistant, _ = a_plan()
    gate = threading.Event()
    monkeypatch.setattr(screen_audit, "recurring_criteria", lambda _: gate.wait(5) and ((("vaag", 2),), 3))

    async def script(pilot: Any, app: AssistantApp) -> None:
        await pilot.press("alt+t")
        await until(pilot, lambda: isinstance(app.screen, RecurringScreen))
        await pilot.press("f10")
        await until(pilot, lambda: "Probeer het zo nog eens" in str(app.screen.query_one("#terugkerend-tekst", Static).render()))
        gate.set()
        await until(pilot, lambda: "mee eens" in str(app.screen.query_one("#terugkerend-tekst", Static).render()))
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, ReportScreen))

    await play(assistant, script)


async def test_an_item_has_no_level_until_the_auditor_chooses_one() -> None:
    from assistant.engine.audit import begin_audit

    assistant = an_assistant(naam="An")
    begin_audit(assistant, "Noord", "An")

    async def script(pilot: Any, app: AssistantApp) -> None:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AuditScreen) and app.screen.query_one("#audit-lijst", Lines).option_count > 0)
        audit = app.screen
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is not audit)
        app.screen.query_one(AnswerEditor).text = "Gezien in drie dossiers."
        await pilot.press("f2")
        await until(pilot, lambda: "Kies eerst" in str(app.screen.query_one("#audit-item-melding", Static).render()))
        assert app.screen.query_one("#audit-niveau", Pick).has_focus
        assert not audit.mine.waarnemingen  # type: ignore[attr-defined]

    await play(assistant, script)


async def begun(pilot: Any, app: AssistantApp, assistant: Any) -> Any:
    """An audit of team Noord with An, on the screen."""
    dossier = await asyncio.to_thread(begin_audit, assistant, "Noord", "An")
    screen = AuditScreen(Auditing(assistant, dossier), "An")
    await app.push_screen(screen)
    await until(pilot, lambda: screen.query_one("#audit-lijst", Lines).option_count > 0)
    return screen


async def test_evidence_that_was_half_typed_comes_back_and_only_to_who_typed_it() -> None:
    assistant = an_assistant(thinker=FakeThinker({}), naam="An")
    app = AssistantApp(FakeOpening(assistant))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        screen = await begun(pilot, app, assistant)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ItemScreen))
        app.screen.query_one(AnswerEditor).text = "Half getypt, héél belangrijk"
        store, dossier = assistant.store, screen.sitting.dossier
        await until(pilot, lambda: "héél" in store.draft(dossier.id, "audit.1"))

    for naam, back in (("Bo", False), ("An", True)):
        app = AssistantApp(FakeOpening(assistant))
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda app=app: type(app.screen).__name__ == "HomeScreen")
            sitting = Auditing(assistant, assistant.store.load(dossier.id))
            sitting.join(naam)
            await app.push_screen(AuditScreen(sitting, naam))
            await pilot.pause(0.6)
            assert isinstance(app.screen, ItemScreen) is back
            if back:
                assert app.screen.query_one(AnswerEditor).text == "Half getypt, héél belangrijk"
                app.screen.query_one("#audit-niveau", Pick).choose("2")
                await pilot.press("f2")
                await until(pilot, lambda: store.draft(dossier.id, "audit.1") == "")


async def test_done_too_early_goes_to_what_is_left() -> None:
    assistant = an_assistant(thinker=FakeThinker({}), naam="An")
    app = AssistantApp(FakeOpening(assistant))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        screen = await begun(pilot, app, assistant)
        first, second = [o.id for o in screen.audit.formulier.onderdelen[:2]]
        await asyncio.to_thread(screen.sitting.see, "An", first, 1, "Gezien.")
        await pilot.press("f2")
        await until(pilot, lambda: screen.query_one("#audit-lijst", Lines).highlighted_id == second)
        assert "Nog niet bekeken" in str(screen.query_one("#audit-melding", Static).render())
        assert "Enter Onderdeel" in str(screen.query_one(KeyBar).render())


async def test_an_audit_asks_no_leave_of_a_client() -> None:
    assistant = an_assistant(thinker=FakeThinker({}), naam="An")
    app = AssistantApp(FakeOpening(assistant))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        await begun(pilot, app, assistant)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, ReportScreen))
        words = " ".join(str(s.render()) for s in app.screen.query(Static))
        assert "goed vindt" not in words
        assert "versleuteld" in words
        await pilot.press("escape")
        await pilot.press("escape")
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        await until(pilot, lambda: app.screen.query_one("#dossiers", Lines).option_count > 0)
        await pilot.press("b")
        await until(pilot, lambda: "geen cliënt" in str(app.screen.query_one("#thuis-melding", Static).render()))
        await pilot.press("f4")
        await until(
            pilot, lambda: type(app.screen).__name__ == "RightsScreen" and app.screen.query_one("#recht-lijst", Lines).option_count > 0
        )
        assert app.screen.query_one("#recht-lijst", Lines).option_count == 3
        assert "Toestemming" not in shown(app.screen, "#recht-lijst")
        await pilot.press("t")
        assert type(app.screen).__name__ == "RightsScreen"


def see_all(screen: Any, naam: str) -> None:
    for item in screen.audit.formulier.onderdelen:
        screen.sitting.see(naam, item.id, 1, "Gezien.")


async def test_finishing_asks_first_and_the_safe_answer_changes_nothing() -> None:
    assistant = an_assistant(thinker=FakeThinker({}), naam="An")
    app = AssistantApp(FakeOpening(assistant))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        screen = await begun(pilot, app, assistant)
        await asyncio.to_thread(see_all, screen, "An")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        assert screen.mine.klaar is None
        await finish(pilot, app)
        await until(pilot, lambda: screen.mine.klaar is not None)


async def test_the_chair_goes_back_and_forth_until_both_are_done() -> None:
    assistant = an_assistant(thinker=FakeThinker({}), naam="An")
    app = AssistantApp(FakeOpening(assistant))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        screen = await begun(pilot, app, assistant)
        for naam in ("Bo", "An"):
            await pilot.press("t")
            await until(pilot, lambda: isinstance(app.screen, JoinScreen))
            app.screen.query_one("#audit-naam", Input).value = naam
            await pilot.press("enter")
            await until(pilot, lambda naam=naam: screen.is_current and screen.mine is not None and screen.mine.naam == naam)
            await pilot.pause(0.3)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, JoinScreen))
        await pilot.press("enter")  # no name
        await until(pilot, lambda: "voorletters" in str(app.screen.query_one("#audit-naam-melding", Static).render()))
        await pilot.press("escape")
        await until(pilot, lambda: "Er zit nu niemand" in str(screen.query_one("#audit-melding", Static).render()))


async def test_closing_says_that_it_is_for_good_and_a_closed_audit_of_one_can_be_read() -> None:
    assistant = an_assistant(thinker=FakeThinker({}), naam="An")
    app = AssistantApp(FakeOpening(assistant))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        screen = await begun(pilot, app, assistant)
        await asyncio.to_thread(see_all, screen, "An")
        await asyncio.to_thread(screen.sitting.finish, "An")
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, CloseAuditScreen))
        words = " ".join(str(s.render()) for s in app.screen.query(Static))
        assert "verandert er niets meer" in words
        assert "één auditor" in words
        app.screen.query_one(AnswerEditor).text = "Elk overleg begint bij één kracht."
        await pilot.press("f2")
        await until(pilot, lambda: screen.is_current and screen.audit.afgesloten is not None)

        again = AuditScreen(screen.sitting, "")
        await app.push_screen(again)
        await until(pilot, lambda: "An: een begin · Gezien." in shown(again, "#audit-lijst"))
        assert app.screen is again  # nobody is asked to sit down


async def test_an_item_is_wide_enough_for_its_levels_and_points_at_what_is_missing() -> None:
    assistant = an_assistant(thinker=FakeThinker({}), naam="An")
    app = AssistantApp(FakeOpening(assistant))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        await begun(pilot, app, assistant)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ItemScreen))
        assert app.screen.query_one(".venster").outer_size.width == 90
        app.screen.query_one("#audit-niveau", Pick).choose("1")
        await pilot.press("f2")
        await until(pilot, lambda: app.screen.query_one(AnswerEditor).has_focus)


async def test_the_checks_of_a_dossier_stand_apart_from_each_other() -> None:
    assistant, dossier = a_plan()
    app = AssistantApp(FakeOpening(assistant))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        await app.push_screen(SelfCheckScreen(assistant, dossier))
        box = app.screen.query_one("#zelf-lijst", Lines)
        await until(pilot, lambda: box.option_count > 0)
        await pilot.pause(0.3)
        rows = ["".join(s.text for s in box.render_line(y)).strip() for y in range(box.size.height)]
        second = next(n for n, row in enumerate(rows) if n and row and row[0] in "✓◐○·")
        assert rows[second - 1] == ""


async def test_a_plan_from_a_file_alone_is_not_told_that_it_has_no_goals() -> None:
    assistant = an_assistant(thinker=FakeThinker({}), naam="An")
    dossier = replace(assistant.new_dossier(code="KG-2"), rooms={EXTERN: {"bestand": "plan.docx", "regels": []}})
    app = AssistantApp(FakeOpening(assistant))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        screen = ReviewListScreen(ReviewTable(Reviewing(assistant, dossier)))
        await app.push_screen(screen)
        await pilot.press("z")
        await until(pilot, lambda: "alleen een plan uit een bestand" in str(screen.query_one("#beoordelingen-melding", Static).render()))
        assert app.screen is screen
