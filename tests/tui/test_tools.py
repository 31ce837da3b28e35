"""Kompas, team, basistaken and setting on the screen, at the sizes people have."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.widgets import Input

from assistant.engine.assistant import Assistant
from assistant.engine.conversing import Concept
from assistant.judging.maskeer import maskeer
from tests.assistant.domain.test_kompas import camera
from tests.fakes import FakeThinker, a_thinker, an_assistant
from tests.tui.helpers import SMALL, TINY, WIDE, an_app, on_screen, shown, talking, text_of, until
from tui.screens.plan_forms import to_review
from tui.screens.tools import TOOLS
from tui.texts import has
from tui.widgets.pick import Pick

SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
LONG = 40.0
"""Seconds to wait on a busy machine."""


async def _open(pilot: Any, tool: str, screen: str) -> Any:
    await talking(pilot)
    await pilot.press("ctrl+d")
    menu = await on_screen(pilot, "ToolsScreen")
    box = menu.query_one("#meer-lijst")
    box.highlighted = list(TOOLS).index(tool)
    await pilot.press("enter")
    return await on_screen(pilot, screen)


def test_every_tool_has_its_name_and_its_line() -> None:
    assert all(has(f"meer.{tool}") and has(f"meer_uitleg.{tool}") for tool in TOOLS)


# -- kompas ----------------------------------------------------------------------------------------


@SIZES
async def test_a_short_path_ends_with_one_step_of_their_own(size: tuple[int, int]) -> None:
    app = an_app()
    async with app.run_test(size=size) as pilot:
        screen = await _open(pilot, "kompas", "KompasScreen")
        assert "Jezelf zijn" in shown(app) and "Erbij horen" in shown(app)
        await pilot.press("f8")
        await until(pilot, lambda: screen._prompt.vak == "jezelf_zijn")
        screen.editor.load_text("Als ik zing ben ik blij.")
        await pilot.press("f2")
        await until(pilot, lambda: screen.compass.kompas.woorden, within=LONG)
        await until(pilot, lambda: "Als ik zing ben ik blij." in shown(app))
        assert screen._prompt.vak == "ertoe_doen"
        await pilot.press("escape")
        await on_screen(pilot, "LeaveScreen")
        await pilot.press("enter")
        step = await on_screen(pilot, "StepScreen")
        step.query_one("#stap-wat").load_text("Ik bel het koor.")
        await pilot.press("f2")
        await until(pilot, lambda: "wanneer" in text_of(app, "#stap-melding").lower(), within=LONG)
        step.query_one("#stap-wanneer", Input).value = "morgen"
        await pilot.press("f2")
        await on_screen(pilot, "ChoiceScreen")
        await pilot.press("right", "tab", "8", "f2")
        await on_screen(pilot, "KompasScreen")
        await until(pilot, lambda: "Ik bel het koor." in shown(app))
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")

    actie = screen.compass.step()
    assert actie is not None and actie.bevestiging is not None and actie.bevestiging.door == "J. de Wit"
    assert actie.keuze is not None and actie.keuze.vertrouwen == 8
    assert [u.tekst for u in screen.desk.dossier.uitingen] == ["Als ik zing ben ik blij.", "Ik bel het koor."]


async def test_who_wants_to_go_without_a_step_can_and_it_is_asked_again_next_time() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await _open(pilot, "kompas", "KompasScreen")
        screen.editor.load_text("Ik weet het niet meer.")
        await pilot.press("f2")
        await until(pilot, lambda: screen.compass.kompas.haltes, within=LONG)
        await pilot.press("escape")
        await on_screen(pilot, "LeaveScreen")
        await pilot.press("tab", "enter")
        await on_screen(pilot, "InterviewScreen")
        assert screen.compass.kompas.zonder_stap is not None and screen.desk.dossier.plan.acties == ()
        await _open(pilot, "kompas", "KompasScreen")
        await until(pilot, lambda: "vorige keer" in text_of(app, "#kompas-melding"))


async def test_boxes_signposts_and_taking_a_line_off_need_no_order() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await _open(pilot, "kompas", "KompasScreen")
        await pilot.press("f6", "f6")
        assert screen._prompt.vak == "ertoe_doen"
        screen.editor.load_text("mijn hond")
        await pilot.press("f2")
        await until(pilot, lambda: screen.compass.kompas.woorden, within=LONG)
        screen.go_to_box("ertoe_doen")
        await pilot.press("alt+x")
        await until(pilot, lambda: not screen.compass.kompas.woorden, within=LONG)
        assert screen.desk.dossier.uitingen[0].tekst == "mijn hond"
        await pilot.press("f9")
        await until(pilot, lambda: screen._prompt.id not in screen.compass.kompas.gevraagd, within=LONG)


async def test_a_photo_is_kept_in_the_dossier_and_a_wrong_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zus.jpg").write_bytes(camera())
    (tmp_path / "brief.pdf").write_bytes(b"%PDF-1.7")
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await _open(pilot, "kompas", "KompasScreen")
        await pilot.press("f4")
        photos = await on_screen(pilot, "PhotoScreen")
        photos.query_one("#foto-pad", Input).value = str(tmp_path / "brief.pdf")
        await pilot.press("f2")
        await until(pilot, lambda: "PNG of JPG" in text_of(app, "#foto-melding"), within=LONG)
        photos.query_one("#foto-pad", Input).value = str(tmp_path / "zus.jpg")
        photos.query_one("#foto-bij", Input).value = "mijn zus"
        await pilot.press("f2")
        await until(pilot, lambda: screen.compass.kompas.fotos, within=LONG)
        await until(pilot, lambda: "mijn zus" in shown(app))
        await pilot.press("f2")
        await on_screen(pilot, "KompasScreen")


# -- the team --------------------------------------------------------------------------------------


def team_assistant() -> Assistant:
    thinker = a_thinker()
    thinker.answers |= {
        "maskeer": maskeer,
        "corpus-notitie": lambda p: {"id": "notitie-1", "nieuw": True, "index": {}},
        "corpus-verwijder": lambda p: {"verwijderd": p["id"], "index": {}},
    }
    return an_assistant(naam="J. de Wit", thinker=thinker)


async def _line(pilot: Any, text: str) -> None:
    field = pilot.app.screen.query_one("#team-regel", Input)
    field.value = text
    field.focus()
    await pilot.press("enter")
    await until(pilot, lambda: field.value == "" and not pilot.app.screen.desk.saving, within=LONG)


@SIZES
async def test_a_team_goes_from_leave_to_ideas_and_the_client_chooses(size: tuple[int, int]) -> None:
    app = an_app(team_assistant())
    async with app.run_test(size=size) as pilot:
        talk = await talking(pilot)
        talk.editor.load_text("Ik zing graag. Mijn zus Fatma ook.")
        await pilot.press("f2")
        await until(pilot, lambda: talk.desk.dossier.uitingen and not talk.desk.saving, within=LONG)
        screen = await _open(pilot, "tkb", "TeamScreen")
        assert "KG-1" not in shown(app)
        await pilot.press("f2")
        await on_screen(pilot, "AskLeaveScreen")
        await pilot.press("tab", "enter")
        await on_screen(pilot, "TeamScreen")
        await _line(pilot, "Hoe helpen we Fatma's zus verder?")
        await until(pilot, lambda: screen._sheet, within=LONG)
        assert "Fatma" not in " ".join(text for _, text in screen._sheet)
        await pilot.press("f2")
        await until(pilot, lambda: screen.step.id == "delen", within=LONG)
        assert "Hoe helpen we" in text_of(app, "#team-uitleg") and "Fatma" not in text_of(app, "#team-uitleg")
        for wanted in ("schets", "vragen"):
            await pilot.press("f9")
            await until(pilot, lambda wanted=wanted: screen.step.id == wanted, within=LONG)
        await _line(pilot, "Je moet haar bellen")
        assert "advies" in text_of(app, "#team-melding")
        await pilot.press("f9")
        await until(pilot, lambda: screen.step.id == "ideeen", within=LONG)
        assert "De inbrenger is stil." in shown(app)
        for number in range(1, 22):
            await _line(pilot, f"AB: idee {number}")
        await until(pilot, lambda: "21 ideeën" in text_of(app, "#team-teller"))
        await pilot.press("f9")
        await until(pilot, lambda: screen.step.id == "kiezen", within=LONG)
        await pilot.press("f6", "enter")
        await until(pilot, lambda: screen.session.aangeboden, within=LONG)
        await _line(pilot, "dinsdag")
        await pilot.press("f9")
        await until(pilot, lambda: screen.step.id == "terug", within=LONG)
        await pilot.press("f2")
        await until(pilot, lambda: "nog niet vastgelegd" in text_of(app, "#team-melding"), within=LONG)
        assert screen.session is not None
        await pilot.press("f6", "c")
        choice = await on_screen(pilot, "IdeaChoiceScreen")
        choice.query_one("#idee-woorden").load_text("Ja, dat wil ik.")
        await pilot.press("escape")  # typed words do not go away unasked
        await on_screen(pilot, "ConfirmScreen")
        await pilot.press("enter")
        await on_screen(pilot, "IdeaChoiceScreen")
        await pilot.press("f2")
        await until(pilot, lambda: "Kies eerst" in text_of(app, "#idee-melding"))
        await pilot.press("right", "f2")
        await on_screen(pilot, "DraftScreen")
        await pilot.press("escape")
        await on_screen(pilot, "TeamScreen")
        await _line(pilot, "Ze ging naar het koor.")
        await pilot.press("f2")
        await until(pilot, lambda: screen.session is None, within=LONG)
        await until(pilot, lambda: "Ze ging naar het koor." in shown(app))

    session = screen.table.bespreking
    assert [i.tekst for i in session.gekozen] == ["idee 1"]
    assert screen.desk.dossier.uitingen[-1].tekst == "Ja, dat wil ik." and screen.desk.dossier.plan.acties == ()


async def test_ideas_typed_on_while_the_disk_is_busy_are_all_kept() -> None:
    assistant = team_assistant()
    app = an_app(assistant)
    async with app.run_test(size=SMALL) as pilot:
        screen = await _open(pilot, "tkb", "TeamScreen")
        await until(pilot, lambda: screen.focused is not None, within=LONG)
        await pilot.press("f2")
        await on_screen(pilot, "AskLeaveScreen")
        await pilot.press("tab", "enter")
        await on_screen(pilot, "TeamScreen")
        await _line(pilot, "Wat past bij deze mens?")
        await until(pilot, lambda: screen._sheet, within=LONG)
        await pilot.press("f2")
        await until(pilot, lambda: screen.step.id == "delen", within=LONG)
        for wanted in ("schets", "vragen", "ideeen"):
            await pilot.press("f9")
            await until(pilot, lambda wanted=wanted: screen.step.id == wanted, within=LONG)
        assistant.store.slow = lambda: time.sleep(0.4)
        field = screen.query_one("#team-regel", Input)
        field.focus()
        field.value = "bakken"
        await field.action_submit()
        field.insert_text_at_cursor("AB: zwemmen")
        await until(pilot, lambda: len(screen.session.ideeen) == 1, within=LONG)
        assert field.value == "AB: zwemmen"
        await pilot.press("enter")
        await until(pilot, lambda: [i.tekst for i in screen.session.ideeen] == ["bakken", "zwemmen"], within=LONG)

        # a machine that was busy hands over many keys at once; Enter keeps its place between the letters
        for key in ("een", "\r", "twee", "\r", "drie"):
            for letter in key if key != "\r" else [""]:
                field.post_message(events.Key(letter or "enter", letter or "\r"))
        await until(pilot, lambda: [i.tekst for i in screen.session.ideeen][2:] == ["een", "twee"], within=LONG)
        assert field.value == "drie"
        field.post_message(events.Paste(" rennen\n\nlezen\nfiet"))
        await until(pilot, lambda: [i.tekst for i in screen.session.ideeen][4:] == ["drierennen", "lezen"], within=LONG)
        assert field.value == "fiet"

        # a letter typed in the list by mistake takes nothing away for good
        field.value = ""
        screen.query_one("#team-lijst").focus()
        await pilot.press("end", "x")
        await until(pilot, lambda: len(screen.session.ideeen) == 5 and "Weggehaald" in text_of(app, "#team-melding"), within=LONG)
        assert field.value == "lezen"
        await pilot.press("f6", "enter")
        await until(pilot, lambda: screen.session.ideeen[-1].tekst == "lezen", within=LONG)


async def test_a_no_of_the_client_is_kept_and_stops_it() -> None:
    app = an_app(team_assistant())
    async with app.run_test(size=SMALL) as pilot:
        screen = await _open(pilot, "tkb", "TeamScreen")
        await pilot.press("f2")
        await on_screen(pilot, "AskLeaveScreen")
        await pilot.press("enter")
        await on_screen(pilot, "TeamScreen")
        await until(pilot, lambda: "wil dit niet" in shown(app))
        assert screen.table.bespreking is None


async def test_what_worked_is_read_without_names_kept_with_leave_and_taken_away() -> None:
    app = an_app(team_assistant())
    async with app.run_test(size=SMALL) as pilot:
        screen = await _open(pilot, "tkb", "TeamScreen")
        await pilot.press("f2")
        await on_screen(pilot, "AskLeaveScreen")
        await pilot.press("tab", "enter")
        await on_screen(pilot, "TeamScreen")
        await _line(pilot, "Hoe verder met zingen?")
        await pilot.press("f4")
        note = await on_screen(pilot, "NoteScreen")
        note.query_one("#notitie-tekst").load_text("Samen met Fatma naar het koor gaan.")
        await pilot.press("escape")  # typed words do not go away unasked
        await on_screen(pilot, "ConfirmScreen")
        await pilot.press("enter")
        await on_screen(pilot, "NoteScreen")
        await pilot.press("f2")
        await until(pilot, lambda: note._title, within=LONG)
        assert "Fatma" not in note.query_one("#notitie-tekst").text
        await pilot.press("f2")
        await on_screen(pilot, "AskLeaveScreen")
        await pilot.press("tab", "enter")
        await on_screen(pilot, "TeamScreen")
        await until(pilot, lambda: screen.table.bespreking.wat_werkt is not None, within=LONG)
        await pilot.press("f4")
        await on_screen(pilot, "NoteScreen")
        await pilot.press("tab", "enter")
        await on_screen(pilot, "TeamScreen")
        assert screen.table.bespreking.wat_werkt.weggehaald is not None


# -- basistaken and setting ------------------------------------------------------------------------


@SIZES
async def test_the_begeleider_points_where_they_are_and_finds_what_helps(size: tuple[int, int]) -> None:
    app = an_app()
    async with app.run_test(size=size) as pilot:
        screen = await _open(pilot, "basistaken", "BasistakenScreen")
        await pilot.press("down", "w")
        await until(pilot, lambda: screen.pointing.traject.nu == ("krachten",), within=LONG)
        await until(pilot, lambda: "➤ inventariseren van krachten" in shown(app))
        await until(pilot, lambda: screen._passages, within=LONG)
        await pilot.press("f6")
        await until(pilot, lambda: screen.focused is not None and screen.focused.id == "taak-hulp")
        box = screen.query_one("#taak-hulp")
        box.highlighted = [box.get_option_at_index(n).id for n in range(box.option_count)].index("instrument:netwerk")
        await pilot.press("enter")
        await on_screen(pilot, "NetworkScreen")
        await pilot.press("escape")
        await on_screen(pilot, "BasistakenScreen")
        box.highlighted = [box.get_option_at_index(n).id for n in range(box.option_count)].index(screen._passages[0].id)
        box.focus()
        await pilot.press("enter")
        await on_screen(pilot, "PassageScreen")
        await pilot.press("escape")
        await on_screen(pilot, "BasistakenScreen")
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")


@SIZES
async def test_a_setting_says_what_goes_otherwise_and_is_kept(size: tuple[int, int]) -> None:
    app = an_app()
    async with app.run_test(size=size) as pilot:
        screen = await _open(pilot, "setting", "SettingScreen")
        screen.query_one("#setting-waar", Pick).choose("vluchtelingenwerk")
        await until(pilot, lambda: "tolk" in text_of(app, "#setting-tekst"))
        where, secret = screen.query_one("#setting-waar", Pick), screen.query_one("#setting-geheim", Pick)
        where.choose("vrouwenopvang")
        await until(pilot, lambda: secret.value == "ja")
        where.choose("vluchtelingenwerk")  # the arrow keys only passed by
        await until(pilot, lambda: secret.value == "nee")
        await pilot.press("f2")
        talk = await on_screen(pilot, "InterviewScreen")
        assert talk.desk.dossier.setting == "vluchtelingenwerk" and not talk.desk.dossier.geheime_locatie


async def test_reminders_stand_with_the_talk_when_it_is_opened() -> None:
    assistant = an_assistant(naam="J. de Wit", thinker=FakeThinker())
    dossier = assistant.new_dossier(code="KG-2", setting="vrouwenopvang")
    app = an_app(assistant, start_in=dossier.id)
    async with app.run_test(size=WIDE) as pilot:
        await talking(pilot)
        assert "alleen" in text_of(app, "#melding")
        assert "niet benaderen" in text_of(app, "#links-setting")


@pytest.mark.parametrize("tool", list(TOOLS))
async def test_no_screen_breaks_in_a_tiny_window(tool: str) -> None:
    app = an_app()
    async with app.run_test(size=TINY) as pilot:
        talk = await talking(pilot)
        app.push_screen(TOOLS[tool](talk.desk))
        await until(pilot, lambda: app.screen is not talk)
        await pilot.press("f1")
        await on_screen(pilot, "HelpScreen")
        assert shown(app).strip()


def test_a_step_that_the_program_offers_is_looked_at_once_its_day_stands_there() -> None:
    given = Concept(doel="Ik wil zingen", actie="Ik stuur een bericht.", uitingen=("u-1",), bron="regels")
    assert [kind for kind, _ in to_review(given, given)] == ["doel"]
    assert [kind for kind, _ in to_review(given.replace(wanneer="dinsdag"), given)] == ["doel", "actie"]
    assert [kind for kind, _ in to_review(given.replace(actie="Ik doe iets."), given)] == ["doel", "actie"]
