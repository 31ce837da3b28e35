"""Modelgetrouwheid on the screen: the self-check, an audit by two, and what comes back over plans."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.widgets import Input, Static

from assistant.domain.audit import load
from assistant.engine.audit import Auditing, begin_audit, build_agreement
from tests.fakes import FakeOpening, FakeThinker, an_assistant
from tests.tui.test_review import a_plan, play, shown, until
from tui.app import AssistantApp
from tui.screens.audit import AuditScreen, RecurringScreen, SelfCheckScreen
from tui.screens.audit_forms import ItemScreen
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
        await pilot.press("f2")
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
        await pilot.press("f2")
        await until(pilot, lambda: app.screen.audit.samen_klaar)  # type: ignore[attr-defined]
        await pilot.press("o")
        await until(pilot, lambda: "12 van de 12" in str(app.screen.query_one("#audit-uitleg", Static).render()))
        assert "niet het officiële" in str(app.screen.query_one("#audit-uitleg", Static).render())

    audit = load(assistant.store.load(assistant.store.list()[0].id).rooms)
    assert audit is not None
    assert audit.samen_klaar


async def test_an_audit_opens_as_an_audit_and_not_as_a_talk() -> None:
    from assistant.engine.audit import begin_audit

    assistant = an_assistant(naam="An")
    begin_audit(assistant, "Noord", "An")

    async def script(pilot: Any, app: AssistantApp) -> None:
        assert "audit van een team" in shown(app.screen, "#dossiers")
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
