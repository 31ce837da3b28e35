"""The rights of the client on the screen, with a real store: from home and from the talk, by key and by palette, small and wide."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, Static

from assistant.domain.bewaren import keuze_in
from assistant.domain.geheim import Geheim
from assistant.domain.toestemming import Doel, Stand, toestemmingen_in
from assistant.engine.meegeven import give_copy
from assistant.engine.rechten import BEDENKTIJD, TOON_SECONDEN, Rechten
from assistant.errors import DocumentNotWritten
from tests.fakes import PASSPHRASE
from tests.tui.helpers import SMALL, TINY, WIDE, on_screen, shown, talking, text_of, until
from tests.tui.rights_helpers import SAID, a_real_app, events
from tui.screens.rights_copy import others
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.choice_list import Lines
from tui.widgets.pick import Pick

SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])


async def home(pilot: Pilot[Any]) -> Any:
    screen = await on_screen(pilot, "HomeScreen")
    await until(pilot, lambda: screen.query_one("#dossiers", Lines).option_count > 0)
    return screen


async def rights(pilot: Pilot[Any], key: str = "", name: str = "") -> Any:
    """From home to the rights of the first dossier, and on to one of them."""
    await home(pilot)
    await pilot.press("f4")
    screen = await on_screen(pilot, "RightsScreen")
    await until(pilot, lambda: screen.query_one("#recht-lijst", Lines).option_count == 7)
    if key:
        await pilot.press(key)
        screen = await on_screen(pilot, name)
    return screen


def reread(assistant: Any) -> Any:
    return assistant.store.load(assistant.store.list()[0].id)


# -- getting there -------------------------------------------------------------------------------


@SIZES
async def test_all_rights_stand_in_one_list_with_how_they_stand(tmp_path: Path, size: tuple[int, int]) -> None:
    app, assistant, dossier, _ = a_real_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        await rights(pilot)
        lines = shown(app)
        for word in ("Toestemming", "kopie", "Verbeteren", "Wie heeft gekeken", "Bewaren", "Geheime plek", "Wissen"):
            assert word in lines
        assert f"{len(Doel)} nog te vragen" in lines and "KG-1" in lines
    assert "dossier_geopend" in events(assistant, dossier.id)


async def test_the_rights_open_from_the_talk_the_plan_and_the_palette(tmp_path: Path) -> None:
    app, _, _, _ = a_real_app(tmp_path, start=True)
    async with app.run_test(size=WIDE) as pilot:
        await talking(pilot)
        await pilot.press("alt+t")
        await on_screen(pilot, "RightsScreen")
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")
        await pilot.press("f5")
        await on_screen(pilot, "PlanScreen")
        await pilot.press("alt+t")
        await on_screen(pilot, "RightsScreen")
        await pilot.press("escape")
        await on_screen(pilot, "PlanScreen")
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")
        await pilot.press("ctrl+p")
        await on_screen(pilot, "CommandPalette")
        await pilot.press(*"toestemming")
        await until(pilot, lambda: "gesprek: Rechten" in shown(app))
        await pilot.press("enter")
        await on_screen(pilot, "RightsScreen")


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("t", "ToestemmingScreen"),
        ("k", "CopyScreen"),
        ("v", "WordsScreen"),
        ("g", "LookedScreen"),
        ("b", "KeepScreen"),
        ("p", "PlaceScreen"),
        ("x", "EraseScreen"),
    ],
)
async def test_every_right_has_help_a_palette_line_a_lock_and_a_way_back(tmp_path: Path, key: str, name: str) -> None:
    app, _, _, _ = a_real_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        screen = await rights(pilot, key, name)
        await pilot.press("f1")
        await on_screen(pilot, "HelpScreen")
        assert "De cliënt kiest waarover het gaat" not in shown(app)  # its own text, not the general one
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("f12")
        await on_screen(pilot, "LockScreen")
        assert "KG-1" not in shown(app) and not any(text in shown(app) for text in SAID)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("escape")
        await on_screen(pilot, "RightsScreen")


@pytest.mark.parametrize("key", ["", "t", "k", "v", "g", "b", "p", "x"])
async def test_nothing_breaks_on_a_very_small_screen(tmp_path: Path, key: str) -> None:
    app, _, _, _ = a_real_app(tmp_path)
    async with app.run_test(size=TINY) as pilot:
        await rights(pilot)
        if key:
            await pilot.press(key)
            await until(pilot, lambda: type(app.screen).__name__ != "RightsScreen")
        assert max(len(line.rstrip()) for line in shown(app).splitlines()) <= TINY[0]
        assert app.is_running


async def test_idle_time_locks_the_rights_too(tmp_path: Path) -> None:
    app, _, _, _ = a_real_app(tmp_path)
    now = [1000.0]
    app._monotonic = lambda: now[0]
    app._last_activity = now[0]
    async with app.run_test(size=SMALL) as pilot:
        await rights(pilot, "v", "WordsScreen")
        app._last_activity = now[0]
        now[0] += app.opening.slot_minuten * 60
        await on_screen(pilot, "LockScreen")
        assert SAID[0] not in shown(app)


# -- leave ---------------------------------------------------------------------------------------


@SIZES
async def test_leave_is_explained_asked_and_taken_back(tmp_path: Path, size: tuple[int, int]) -> None:
    app, assistant, _, clock = a_real_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        screen = await rights(pilot, "t", "ToestemmingScreen")
        await until(pilot, lambda: screen.query_one("#recht-lijst", Lines).option_count == len(Doel))
        assert "in jouw woorden" in text_of(app, "#recht-tekst")
        await pilot.press("enter")
        form = await on_screen(pilot, "AskScreen")
        await pilot.press("f2")
        await until(pilot, lambda: "Kies eerst" in str(form.query_one("#vraag-melding", Static).content))
        assert toestemmingen_in(reread(assistant).rooms).antwoorden == ()  # nothing was chosen for the client
        form.query_one("#vraag-antwoord", Pick).choose("ja")
        form.query_one("#vraag-hoe", Input).value = "met een tolk"
        await pilot.press("f2")
        await until(pilot, lambda: "ja, sinds" in shown(app))
        given = toestemmingen_in(reread(assistant).rooms).laatste(Doel.DOSSIER)
        assert given is not None and given.ja and "met een tolk" in given.uitleg
        clock.tick(60)
        await pilot.press("x")
        await on_screen(pilot, "ConfirmScreen")
        assert "van gedachten veranderen" in shown(app)
        await pilot.click("#ja")
        await until(pilot, lambda: "teruggenomen" in shown(app))

    assert toestemmingen_in(reread(assistant).rooms).stand(Doel.DOSSIER, clock.now()) is Stand.INGETROKKEN
    assert events(assistant)[-1] == "toestemming_ingetrokken"


async def test_every_purpose_can_be_answered_and_a_no_is_kept(tmp_path: Path) -> None:
    app, assistant, _, clock = a_real_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        screen = await rights(pilot, "t", "ToestemmingScreen")
        await until(pilot, lambda: screen.query_one("#recht-lijst", Lines).option_count == len(Doel))
        for n, doel in enumerate(Doel):
            screen.query_one("#recht-lijst", Lines).highlighted = n
            await pilot.pause()
            await pilot.press("f2")
            form = await on_screen(pilot, "AskScreen")
            form.query_one("#vraag-antwoord", Pick).choose("nee" if doel is Doel.DELEN else "ja")
            await pilot.press("f2")
            await on_screen(pilot, "ToestemmingScreen")

    found = toestemmingen_in(reread(assistant).rooms)
    assert [found.stand(doel, clock.now()) for doel in Doel].count(Stand.GEGEVEN) == len(Doel) - 1
    assert found.stand(Doel.DELEN, clock.now()) is Stand.GEWEIGERD


# -- a copy --------------------------------------------------------------------------------------


@SIZES
async def test_a_copy_is_made_only_after_every_passage_about_others_was_looked_at(tmp_path: Path, size: tuple[int, int]) -> None:
    app, assistant, dossier, _ = a_real_app(tmp_path)
    Rechten(assistant).keep_location(dossier, Geheim("Verstopstraat 7, Schuilstad"))
    out = tmp_path / "uit"
    out.mkdir()
    async with app.run_test(size=size) as pilot:
        screen = await rights(pilot, "k", "CopyScreen")
        await until(pilot, lambda: screen.query_one("#recht-lijst", Lines).option_count == 1)
        assert "Hatice" in shown(app)
        await pilot.press("f2")
        await until(pilot, lambda: "Kijk eerst" in text_of(app, "#recht-melding"))
        await pilot.press("x")
        await until(pilot, lambda: "Alles bekeken" in text_of(app, "#recht-melding"))
        await pilot.press("f2")
        form = await on_screen(pilot, "GiveScreen")
        form.query_one("#geven-vorm", Pick).choose("md")
        form.query_one("#geven-map", Input).value = str(out)
        await pilot.press("f2")
        await until(pilot, lambda: "wie de kopie krijgt" in str(form.query_one("#vorm-melding", Static).content))
        assert not list(out.iterdir())
        form.query_one("#geven-aan", Input).value = "de cliënt zelf"
        await pilot.press("f2")
        await until(pilot, lambda: len(list(out.iterdir())) == 2)
        await until(pilot, lambda: "Gemaakt" in str(form.query_one("#vorm-melding", Static).content))

    made = {p.suffix: p.read_text(encoding="utf-8") for p in out.iterdir()}
    assert set(made) == {".json", ".md"}
    for text in made.values():
        assert "Hatice" not in text and "Verstopstraat" not in text and "koken" in text
    assert json.loads(made[".json"])["volledig"] is False
    line = [a for a in assistant.store.log() if a.gebeurtenis == "inzage_gegeven"]
    assert len(line) == 1 and line[0].reden == "de cliënt zelf"


def test_whoever_a_passage_is_about_is_named_once() -> None:
    assert others(("Mijn zus Mia", "de fietsenwinkel", "mijn zus Mia", "Coëlle")) == "mijn zus Mia, de fietsenwinkel, Coëlle"


def test_the_two_files_of_one_copy_share_a_name_and_one_that_was_not_made_is_not_in_the_log(tmp_path: Path) -> None:
    app, assistant, dossier, _ = a_real_app(tmp_path)
    sheets, out = app.opening.sheets(), tmp_path / "uit"

    def make(vorm: str) -> list[Path]:
        made = give_copy(
            dossier, sheets, assistant.store, folder=out, vorm=vorm, door="An", aan="de cliënt", programma="krachtgesprek 0", zonder=()
        )
        return [Path(path) for path in made.bestanden]

    with pytest.raises(DocumentNotWritten):
        make("md")
    assert "inzage_gegeven" not in events(assistant)
    out.mkdir()
    first, second = make("md"), make("html")

    assert len({p.stem for p in first}) == len({p.stem for p in second}) == 1
    assert first[0].stem != second[0].stem, "else the JSON of the one would be taken for that of the other"
    assert events(assistant).count("inzage_gegeven") == 2


# -- putting right -------------------------------------------------------------------------------


@SIZES
async def test_a_correction_stands_beside_the_original_with_its_reason(tmp_path: Path, size: tuple[int, int]) -> None:
    app, assistant, _, _ = a_real_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        screen = await rights(pilot, "v", "WordsScreen")
        await until(pilot, lambda: screen.query_one("#recht-lijst", Lines).option_count == 3)
        await pilot.press("enter")
        form = await on_screen(pilot, "RectifyScreen")
        form.query_one(AnswerEditor).load_text("Ik kan goed bakken.")
        await pilot.press("f2")
        await until(pilot, lambda: "waarom" in str(form.query_one("#recht-fout", Static).content))
        form.query_one("#recht-reden", Input).value = "verkeerd verstaan"
        await pilot.press("f2")
        await until(pilot, lambda: "bakken" in shown(app))
        assert "later verbeterd" in shown(app) and "verkeerd verstaan" in shown(app) and "koken" in shown(app)
        await pilot.press("n")
        form = await on_screen(pilot, "RectifyScreen")
        form.query_one(AnswerEditor).load_text("Ik ben het er niet mee eens.")
        await pilot.press("f2")
        await until(pilot, lambda: "eigen verklaring" in shown(app))

    dossier = reread(assistant)
    assert dossier.uitingen[0].tekst == SAID[0]
    assert dossier.uitingen[3].verbetert == dossier.uitingen[0].id
    assert dossier.uitingen[4].tekst == "Ik ben het er niet mee eens."


# -- who looked ----------------------------------------------------------------------------------


async def test_who_looked_can_be_read_by_the_client_and_this_look_is_in_it(tmp_path: Path) -> None:
    app, assistant, dossier, _ = a_real_app(tmp_path)
    assistant.store.load(dossier.id, wie="Collega B", reden="achterwacht")
    async with app.run_test(size=SMALL) as pilot:
        await rights(pilot, "g", "LookedScreen")
        await until(pilot, lambda: "Collega B" in shown(app))
        lines = shown(app)
        assert "las het dossier" in lines and "achterwacht" in lines and "keek wie er in het dossier keek" in lines
        assert "(3 keer)" in lines  # three answers on one day are one line
        assert not any(text in lines for text in SAID)
        await pilot.press("a")
        await until(pilot, lambda: "(3 keer)" not in shown(app))


# -- keeping -------------------------------------------------------------------------------------


@SIZES
async def test_a_term_is_chosen_with_its_source_and_a_reason_to_hold(tmp_path: Path, size: tuple[int, int]) -> None:
    app, assistant, _, _ = a_real_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        form = await rights(pilot, "b", "KeepScreen")
        assert "Dit dossier blijft tot" in shown(app), "how it stands is in sight, whatever has the focus"
        assert "Wmo 2015 art. 5.3.4" in text_of(app, "#bewaar-bron")
        form.query_one("#bewaar-termijn", Pick).choose("jeugdwet")
        await until(pilot, lambda: "Jeugdwet art. 7.3.8" in text_of(app, "#bewaar-bron"))
        form.query_one("#bewaar-begin", Input).value = "31-02-2020"
        await pilot.press("f2")
        await until(pilot, lambda: "22-11-2026" in text_of(app, "#bewaar-melding"))
        form.query_one("#bewaar-begin", Input).value = "01-12-2005"
        form.query_one("#bewaar-vast", Input).value = "klacht loopt"
        await pilot.press("f2")
        await until(pilot, lambda: "klacht loopt" in text_of(app, "#bewaar-stand"))
        assert "Bespreek of het weg kan" not in text_of(app, "#bewaar-stand"), "it is held"

    choice = keuze_in(reread(assistant).rooms)
    assert (choice.termijn, str(choice.begin), choice.vasthouden) == ("jeugdwet", "2005-12-01", "klacht loopt")


async def test_home_reminds_and_the_reminder_leads_to_the_rights(tmp_path: Path) -> None:
    from datetime import date

    app, assistant, dossier, _ = a_real_app(tmp_path)
    Rechten(assistant).choose_term(dossier, termijn="beroepscode", begin=date(2021, 12, 1))
    async with app.run_test(size=SMALL) as pilot:
        await home(pilot)
        await until(pilot, lambda: "1 dossier" in text_of(app, "#thuis-termijn"))
        await pilot.press("f5")
        await on_screen(pilot, "ManageScreen")
        await until(pilot, lambda: "1 aan de beurt" in shown(app))
        await pilot.press("t")
        screen = await on_screen(pilot, "RemindersScreen")
        await until(pilot, lambda: screen.query_one("#recht-lijst", Lines).option_count == 1)
        assert "loopt bijna af" in shown(app)
        await pilot.press("enter")
        await on_screen(pilot, "RightsScreen")

    assert len(assistant.store.list()) == 1  # it reminds and never destroys


async def test_home_reminds_of_no_dossier_that_was_erased(tmp_path: Path) -> None:
    from datetime import date

    app, assistant, dossier, _ = a_real_app(tmp_path)
    dossier = Rechten(assistant).choose_term(dossier, termijn="beroepscode", begin=date(2021, 12, 1))
    async with app.run_test(size=SMALL) as pilot:
        await home(pilot)
        await until(pilot, lambda: "1 dossier" in text_of(app, "#thuis-termijn"))
        await pilot.press("f4")
        await on_screen(pilot, "RightsScreen")
        assistant.store.delete(dossier.id, wie="AB", reden="verzoek")
        await app.go_home()
        await until(pilot, lambda: not app.screen.query_one("#thuis-termijn").display)


# -- a secret place ------------------------------------------------------------------------------

PLACE = "Verstopstraat 7, Schuilstad"


async def keep_place(pilot: Pilot[Any]) -> Any:
    screen = await rights(pilot, "p", "PlaceScreen")
    await pilot.press("f2")
    form = await on_screen(pilot, "KeepPlaceScreen")
    form.query_one("#plek-woorden", Input).value = PLACE
    form.query_one("#plek-nogmaals", Input).value = PLACE
    await pilot.pause()
    assert "Verstopstraat" not in shown(pilot.app)  # type: ignore[arg-type]
    await pilot.press("f2")
    await until(pilot, lambda: "LOC-" in text_of(pilot.app, "#plek-code"))  # type: ignore[arg-type]
    return screen


@SIZES
async def test_the_place_is_masked_and_shows_only_with_a_reason_and_the_passphrase(tmp_path: Path, size: tuple[int, int]) -> None:
    app, assistant, dossier, _ = a_real_app(tmp_path, setting="vrouwenopvang")
    async with app.run_test(size=size) as pilot:
        screen = await keep_place(pilot)
        assert "Verstopstraat" not in shown(app) and "••••" in text_of(app, "#plek-tekst")
        for reden, wachtzin, told in (("", PASSPHRASE, "waarom"), ("taxi bellen", "niet goed", "klopt niet")):
            await pilot.press("f9")
            form = await on_screen(pilot, "RevealScreen")
            form.query_one("#toon-reden", Input).value = reden
            form.query_one("#toon-wachtzin", Input).value = wachtzin
            await pilot.press("f2")
            await until(pilot, lambda form=form, told=told: told in str(form.query_one("#vorm-melding", Static).content))  # type: ignore[misc]
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is screen)
        await pilot.press("f9")
        form = await on_screen(pilot, "RevealScreen")
        form.query_one("#toon-reden", Input).value = "taxi bellen"
        form.query_one("#toon-wachtzin", Input).value = PASSPHRASE
        await pilot.press("f2")
        await until(pilot, lambda: PLACE in text_of(app, "#plek-tekst"))
        assert screen._hide_at is not None and screen._hide_at._interval == TOON_SECONDEN
        await pilot.press("f12")  # the blank key: gone at once, also after unlocking
        await on_screen(pilot, "LockScreen")
        assert "Verstopstraat" not in shown(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        assert "Verstopstraat" not in shown(app)

    looks = [a for a in assistant.store.log(dossier.id) if a.gebeurtenis == "locatie_bekeken"]
    assert [(a.uitkomst, a.reden) for a in looks] == [("geweigerd", "taxi bellen"), ("gelukt", "taxi bellen")]
    assert "Verstopstraat" not in reread(assistant).model_dump_json()


async def test_enter_goes_to_the_next_field_and_in_the_last_one_keeps_the_place(tmp_path: Path) -> None:
    app, _, _, _ = a_real_app(tmp_path, setting="vrouwenopvang")
    async with app.run_test(size=SMALL) as pilot:
        await rights(pilot, "p", "PlaceScreen")
        await pilot.press("f2")
        form = await on_screen(pilot, "KeepPlaceScreen")
        for field in ("plek-woorden", "plek-nogmaals"):
            assert form.focused.id == field
            form.focused.value = PLACE
            await pilot.press("enter")
            assert str(form.query_one("#vorm-melding", Static).content) == ""
        assert form.focused.id == "plek-eigen-code"
        await pilot.press("enter")
        await until(pilot, lambda: "LOC-" in text_of(app, "#plek-code"))


async def test_the_place_hides_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tui.screens.rights_place as module

    monkeypatch.setattr(module, "TOON_SECONDEN", 0.3)
    app, _, _, _ = a_real_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        screen = await keep_place(pilot)
        screen._reveal(Geheim(PLACE))
        assert PLACE in text_of(app, "#plek-tekst")
        await until(pilot, lambda: PLACE not in text_of(app, "#plek-tekst"))


async def test_a_place_is_forgotten_after_asking(tmp_path: Path) -> None:
    app, assistant, dossier, _ = a_real_app(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await keep_place(pilot)
        await pilot.press("x")
        await on_screen(pilot, "ConfirmScreen")
        await pilot.click("#ja")
        await until(pilot, lambda: "geen geheime plek" in text_of(app, "#plek-code"))
    store: Any = assistant.store
    assert not store.has_secret(dossier.id, "locatie")


# -- erasing -------------------------------------------------------------------------------------


@SIZES
async def test_erasing_takes_two_acts_a_minute_and_the_code_and_ends_with_proof(tmp_path: Path, size: tuple[int, int]) -> None:
    app, assistant, dossier, clock = a_real_app(tmp_path, start=True)
    store: Any = assistant.store
    backup = store.back_up(tmp_path / "usb")
    (store.folder / "vervangen-20261101-120000-ab12").mkdir()
    out = tmp_path / "uit"
    out.mkdir()
    async with app.run_test(size=size) as pilot:
        talk = await talking(pilot)
        talk.editor.load_text("half getypt geheim")
        await until(pilot, lambda: assistant.store.draft(dossier.id, "antwoord"))
        await pilot.press("alt+t")
        await on_screen(pilot, "RightsScreen")
        await pilot.press("x")
        screen = await on_screen(pilot, "EraseScreen")
        await pilot.press("f2")
        await until(pilot, lambda: "waarom" in text_of(app, "#recht-melding"))
        screen.query_one("#wis-veld", Input).value = "verzoek van de cliënt"
        await pilot.press("f2")
        await until(pilot, lambda: "Stap 2 van 2" in text_of(app, "#wis-tekst"))
        screen.query_one("#wis-veld", Input).value = "KG-1"
        await pilot.press("f2")
        await until(pilot, lambda: "Wacht even" in text_of(app, "#recht-melding"))
        assert len(assistant.store.list()) == 1
        clock.tick(BEDENKTIJD.total_seconds())
        await until(pilot, lambda: not screen.query_one("#wis-doe", Button).disabled)
        screen.query_one("#wis-veld", Input).value = "KG-2"
        await pilot.press("f2")
        await until(pilot, lambda: "code klopt niet" in text_of(app, "#recht-melding"))
        screen.query_one("#wis-veld", Input).value = "KG-1"
        await pilot.press("f2")
        await until(pilot, lambda: "is gewist op" in text_of(app, "#wis-tekst"))
        assert backup.name in text_of(app, "#wis-tekst")
        screen.query_one("#wis-map", Input).value = str(out)
        await pilot.press("f2")
        await until(pilot, lambda: list(out.iterdir()))
        await pilot.press("escape")
        await on_screen(pilot, "HomeScreen")
        await until(pilot, lambda: assistant.store.list() == ())

    proof = next(out.iterdir()).read_text(encoding="utf-8")
    assert "vervangen-20261101-120000-ab12" in proof  # what stood here when a back-up was put back may hold it too
    assert "KG-1" in proof and backup.name in proof and not any(text in proof for text in SAID)


async def test_a_request_to_erase_can_be_taken_back(tmp_path: Path) -> None:
    app, assistant, dossier, _ = a_real_app(tmp_path)
    Rechten(assistant).ask_erase(dossier, reden="verzoek")
    async with app.run_test(size=SMALL) as pilot:
        await rights(pilot, "x", "EraseScreen")
        await pilot.press("f9")
        await until(pilot, lambda: "Stap 1 van 2" in text_of(app, "#wis-tekst"))
        assert "Dit dossier blijft tot" in text_of(app, "#wis-tekst"), "who erases sees what the law says"
        await until(pilot, lambda: t("wissen.vraag") in shown(app))  # the whole word on the button, though it is longer than the one before

    assert events(assistant)[-1] == "wissen_teruggenomen"


async def test_nothing_typed_is_kept_for_an_erased_dossier(tmp_path: Path) -> None:
    app, assistant, dossier, clock = a_real_app(tmp_path, start=True)
    rechten = Rechten(assistant)
    async with app.run_test(size=SMALL) as pilot:
        talk = await talking(pilot)
        talk.desk.conversation.dossier = rechten.ask_erase(talk.desk.dossier, reden="verzoek")
        clock.tick(BEDENKTIJD.total_seconds())
        await pilot.press("alt+t", "x")
        screen = await on_screen(pilot, "EraseScreen")
        screen.query_one("#wis-veld", Input).value = "KG-1"
        await pilot.press("f2")
        await until(pilot, lambda: "is gewist op" in text_of(app, "#wis-tekst"))
        talk.editor.load_text("dit mag nergens meer staan")
        await talk.flush()
        assert assistant.store.draft(dossier.id, "antwoord") == ""
