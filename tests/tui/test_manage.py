"""Beheer on the screen, with a real store: back-up and putting back (with what was erased), a breach, who looked in a month."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from assistant.engine.rechten import BEDENKTIJD, Rechten
from tests.fakes import PASSPHRASE, an_assistant
from tests.tui.helpers import SMALL, TINY, WIDE, an_app, on_screen, shown, text_of, until
from tests.tui.rights_helpers import SAID, a_real_app, events
from tests.tui.test_rights import home
from tui.widgets.choice_list import Lines
from tui.widgets.pick import Pick

SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])


async def manage(pilot: Pilot[Any], key: str = "", name: str = "") -> Any:
    await on_screen(pilot, "HomeScreen")
    await pilot.press("f5")
    screen = await on_screen(pilot, "ManageScreen")
    await until(pilot, lambda: screen.query_one("#recht-lijst", Lines).option_count == 6)
    if key:
        await pilot.press(key)
        screen = await on_screen(pilot, name)
    return screen


def an_erased_one(tmp_path: Path) -> tuple[Any, Any, Path]:
    """A back-up with KG-1 and KG-2 in it; KG-2 was erased after it."""
    app, assistant, _, clock = a_real_app(tmp_path)
    second = assistant.new_dossier(code="KG-2")
    store: Any = assistant.store
    backup = store.back_up(tmp_path / "usb")
    rechten = Rechten(assistant)
    rechten.ask_erase(second, reden="verzoek")
    clock.tick(BEDENKTIJD.total_seconds())
    rechten.erase(second.id, code="KG-2")
    return app, assistant, backup


async def look(pilot: Pilot[Any], folder: Path, secret: str = PASSPHRASE) -> Any:
    form = await manage(pilot, "z", "RestoreScreen")
    form.query_one("#herstel-map", Input).value = str(folder)
    form.query_one("#herstel-wachtzin", Input).value = secret
    await pilot.pause()
    await pilot.press("f2")
    return form


@SIZES
async def test_everything_about_all_dossiers_stands_in_one_list(tmp_path: Path, size: tuple[int, int]) -> None:
    app, _, _, _ = a_real_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        await home(pilot)
        await manage(pilot)
        for word in ("Bewaartermijnen", "Back-up maken", "Back-up terugzetten", "Mogelijk datalek", "Wie keek er deze maand", "wachtzin"):
            assert word in shown(app)


async def test_a_back_up_is_made_and_not_inside_the_data_folder(tmp_path: Path) -> None:
    app, assistant, _, _ = a_real_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await home(pilot)
        form = await manage(pilot, "b", "BackupScreen")
        form.query_one("#backup-map", Input).value = " "
        await pilot.press("f2")
        await until(pilot, lambda: "in welke map" in str(form.query_one("#backup-melding", Static).content))
        form.query_one("#backup-map", Input).value = str(tmp_path / "gegevens" / "kopie")
        await pilot.press("f2")
        await until(pilot, lambda: "zelf helpt niet" in str(form.query_one("#backup-melding", Static).content))
        form.query_one("#backup-map", Input).value = str(tmp_path / "usb")
        await pilot.press("f2")
        await until(pilot, lambda: "Gemaakt en nagekeken" in str(form.query_one("#backup-melding", Static).content))

    assert len(list((tmp_path / "usb").iterdir())) == 1
    assert "back-up_gemaakt" in events(assistant)


@SIZES
async def test_putting_back_warns_of_what_was_erased_and_leaves_it_erased(tmp_path: Path, size: tuple[int, int]) -> None:
    app, assistant, backup = an_erased_one(tmp_path)
    old = assistant.store
    async with app.run_test(size=size) as pilot:
        await home(pilot)
        form = await look(pilot, backup)
        await until(pilot, lambda: "LET OP" in str(form.query_one("#herstel-let-op", Static).content))
        assert "KG-2" in shown(app) and "blijven gewist" in shown(app)
        assert assistant.store is old  # looking changes nothing
        await pilot.press("f2")
        await on_screen(pilot, "HomeScreen")
        await until(pilot, lambda: [s.code for s in assistant.store.list()] == ["KG-1"])
        assert assistant.store is not old

    assert [u.tekst for u in assistant.store.load(assistant.store.list()[0].id).uitingen] == list(SAID)
    assert "dossier_gewist" in events(assistant)


async def test_it_comes_back_only_with_a_reason(tmp_path: Path) -> None:
    app, assistant, backup = an_erased_one(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await home(pilot)
        form = await look(pilot, backup)
        await until(pilot, lambda: form._seen is not None and not form._busy)
        form.query_one("#herstel-keuze", Pick).choose("terug")
        await pilot.press("f2")
        await until(pilot, lambda: "waarom" in str(form.query_one("#herstel-melding", Static).content).lower())
        form.query_one("#herstel-reden", Input).value = "het verkeerde gewist"
        await pilot.press("f2")
        await until(pilot, lambda: {s.code for s in assistant.store.list()} == {"KG-1", "KG-2"})

    assert "gewist_dossier_terug" in events(assistant)


async def test_a_wrong_passphrase_or_folder_changes_nothing(tmp_path: Path) -> None:
    app, assistant, backup = an_erased_one(tmp_path)
    old = assistant.store
    async with app.run_test(size=SMALL) as pilot:
        await home(pilot)
        form = await look(pilot, backup, "een heel andere zin")
        line = form.query_one("#herstel-melding", Static)
        await until(pilot, lambda: str(line.content) and "ogenblik" not in str(line.content))
        form.query_one("#herstel-map", Input).value = str(tmp_path)
        form.query_one("#herstel-wachtzin", Input).value = PASSPHRASE
        await pilot.pause()
        await pilot.press("f2")
        await until(pilot, lambda: "geen back-up" in str(line.content))

    assert assistant.store is old and [s.code for s in assistant.store.list()] == ["KG-1"]


async def test_when_putting_back_fails_the_old_dossiers_are_open_again(tmp_path: Path) -> None:
    app, assistant, backup = an_erased_one(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await home(pilot)
        form = await look(pilot, backup)
        await until(pilot, lambda: form._seen is not None and not form._busy)
        (backup / "dossiers.db").write_bytes(b"kapot")
        await pilot.press("f2")
        await until(pilot, lambda: str(form.query_one("#herstel-melding", Static).content) and not form._busy)
        assert type(app.screen).__name__ == "RestoreScreen"

    assert [s.code for s in assistant.store.list()] == ["KG-1"]


@SIZES
async def test_a_breach_first_says_what_to_do_and_then_gathers_facts_without_names(tmp_path: Path, size: tuple[int, int]) -> None:
    app, assistant, _, _ = a_real_app(tmp_path)
    out = tmp_path / "uit"
    out.mkdir()
    async with app.run_test(size=size) as pilot:
        await home(pilot)
        screen = await manage(pilot, "l", "DatalekScreen")
        assert "112" in shown(app)
        screen.query_one("#lek-begin", Input).value = "gisteren"
        await pilot.press("f2")
        await until(pilot, lambda: "zo: 22-11-2026" in text_of(app, "#recht-melding"))
        screen.query_one("#lek-begin", Input).value = ""
        screen.query_one("#lek-wat", Pick).choose("laptop")
        screen.query_one("#lek-welke-gesprek", Pick).choose("ja")
        screen.query_one("#lek-gedaan", Input).value = "Laptop laten blokkeren; ging over Hatice."
        screen.query_one("#lek-map", Input).value = str(out)
        await pilot.press("f2")
        await until(pilot, lambda: "Laptop of usb-stick" in text_of(app, "#lek-uitkomst"))
        assert "KG-1" in text_of(app, "#lek-uitkomst") and "Hatice" not in text_of(app, "#lek-uitkomst")
        assert "uur om te melden" in text_of(app, "#recht-rechts")
        await pilot.press("f10")
        await until(pilot, lambda: list(out.iterdir()))

    text = next(out.iterdir()).read_text(encoding="utf-8")
    assert "Laptop laten blokkeren" in text and "Hatice" not in text and not any(said in text for said in SAID)
    assert "datalek_bekeken" in events(assistant)


async def test_a_breach_form_that_is_half_filled_in_is_not_thrown_away_by_esc(tmp_path: Path) -> None:
    app, _, _, _ = a_real_app(tmp_path)
    out = tmp_path / "uit"
    out.mkdir()
    async with app.run_test(size=SMALL) as pilot:
        await home(pilot)
        screen = await manage(pilot, "l", "DatalekScreen")
        assert not screen.has_unsent
        screen.query_one("#lek-gedaan", Input).value = "Laptop laten blokkeren."
        await pilot.press("escape")
        await on_screen(pilot, "ConfirmScreen")
        await pilot.press("escape")
        await on_screen(pilot, "DatalekScreen")
        await pilot.press("ctrl+q")
        await on_screen(pilot, "QuitScreen")
        assert "datalek" in shown(app)
        await pilot.press("escape")
        await on_screen(pilot, "DatalekScreen")
        screen.query_one("#lek-map", Input).value = str(out)
        await pilot.press("f10")
        await until(pilot, lambda: list(out.iterdir()))
        await until(pilot, lambda: not screen.has_unsent)
        await pilot.press("escape")
        await on_screen(pilot, "ManageScreen")


async def test_the_month_shows_who_looked_and_nothing_that_was_said(tmp_path: Path) -> None:
    app, assistant, dossier, _ = a_real_app(tmp_path)
    assistant.store.load(dossier.id, wie="Collega B", reden="achterwacht")
    async with app.run_test(size=SMALL) as pilot:
        await home(pilot)
        await manage(pilot, "m", "MonthScreen")
        await until(pilot, lambda: "Collega B" in shown(app))
        assert not any(text in shown(app) for text in SAID)
        await pilot.press("left")
        await until(pilot, lambda: "10-2026" in text_of(app, "#recht-rechts") and "niets in het logboek" in text_of(app, "#recht-melding"))


@pytest.mark.parametrize(
    ("key", "name"), [("t", "RemindersScreen"), ("b", "BackupScreen"), ("z", "RestoreScreen"), ("l", "DatalekScreen"), ("m", "MonthScreen")]
)
async def test_each_has_help_a_lock_and_fits_a_very_small_screen(tmp_path: Path, key: str, name: str) -> None:
    app, _, _, _ = a_real_app(tmp_path)
    async with app.run_test(size=TINY) as pilot:
        await home(pilot)
        screen = await manage(pilot, key, name)
        await pilot.press("f1")
        await on_screen(pilot, "HelpScreen")
        assert "De cliënt kiest waarover het gaat" not in shown(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("f12")
        await on_screen(pilot, "LockScreen")
        assert "KG-1" not in shown(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("escape")
        await on_screen(pilot, "ManageScreen")


async def test_a_code_that_looks_like_a_name_is_asked_about_once(tmp_path: Path) -> None:
    app, assistant, _, _ = a_real_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await home(pilot)
        await pilot.press("f2")
        form = await on_screen(pilot, "NewDossierScreen")
        form.query_one("#nieuw-code", Input).value = "Fatima"
        await pilot.press("f2")
        await until(pilot, lambda: "lijkt op een naam" in text_of(app, "#nieuw-melding"))
        assert len(assistant.store.list()) == 1
        form.query_one("#nieuw-code", Input).value = ""
        await pilot.press("f2")
        await on_screen(pilot, "InterviewScreen")

    assert any(s.code.startswith("KG-") and s.code != "KG-1" for s in assistant.store.list())


@pytest.mark.parametrize("code", ["Piet Jánssen / 1e", "Fatima El Idrissi", "piet 3"])
async def test_for_a_code_with_a_name_in_it_one_without_is_offered(code: str) -> None:
    assistant = an_assistant(naam="J.")
    assistant.thinker.answers["maskeer"] = lambda p: {"spans": [{"soort": "persoon"}] if "Piet" in p["tekst"] else []}  # type: ignore[attr-defined]
    app = an_app(assistant, dossier=False)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "HomeScreen")
        await pilot.press("f2")
        form = await on_screen(pilot, "NewDossierScreen")
        form.query_one("#nieuw-code", Input).value = code
        await pilot.press("f2")
        await until(pilot, lambda: "zonder naam is veiliger" in text_of(app, "#nieuw-melding"))
        assert not assistant.store.list() and "Code zonder naam" in shown(app)
        await pilot.press("enter")  # the offer has the focus
        await on_screen(pilot, "InterviewScreen")

    (made,) = assistant.store.list()
    assert made.code.startswith("KG-")


@pytest.mark.parametrize("code", ["KG-3F7AB", "Wijk-12", "kamer 3", "2026/044"])
async def test_a_code_without_a_name_is_taken_without_a_word(code: str) -> None:
    assistant = an_assistant(naam="J.")
    app = an_app(assistant, dossier=False)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "HomeScreen")
        await pilot.press("f2")
        form = await on_screen(pilot, "NewDossierScreen")
        form.query_one("#nieuw-code", Input).value = code
        await pilot.press("f2")
        await on_screen(pilot, "InterviewScreen")

    assert [s.code for s in assistant.store.list()] == [code]
