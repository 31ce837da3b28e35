"""Around the judgements: a story in pieces, what a begeleider corrects, reading aloud, and being told that something is busy."""

from __future__ import annotations

import asyncio
import threading

import pytest
from textual import events

from assistant.domain import luisteren
from assistant.domain.values import KrachtVorm
from tests.fakes import FakeStore, FakeThinker, a_thinker, an_assistant, find_passages
from tests.tui.helpers import SMALL, TINY, WIDE, an_app, answer, on_screen, shown, talking, text_of, until
from tui.widgets import waiting
from tui.widgets.choice_list import Followups, Lines

SIZES = pytest.mark.parametrize("size", [SMALL, WIDE, TINY], ids=["80x24", "120x40", "60x20"])
STORY = (
    "Ik woon hier twee jaar en de buurt is prima, zei m’n zus “héél fijn” 😀. [haken] horen erbij. "
    "Op het werk begin ik om zes uur. De baas is tevreden en ik ook."
)
CUT = STORY.index("Op het werk")


def a_splitter() -> FakeThinker:
    thinker = a_thinker()
    thinker.answers["verdeel"] = lambda payload: {
        "id": payload["id"],
        "stukken": [
            {"begin": 0, "eind": CUT, "leefgebied": "wonen", "opties": ["wonen", "geld"]},
            {"begin": CUT, "eind": len(payload["antwoord"]), "leefgebied": "geld", "opties": ["geld", "werk"]},
        ],
    }
    return thinker


@SIZES
async def test_a_story_is_offered_in_pieces_and_divided_with_one_key_without_changing_a_letter(size: tuple[int, int]) -> None:
    app = an_app(an_assistant(thinker=a_splitter(), naam="J."))
    async with app.run_test(size=size) as pilot:
        screen = await talking(pilot)
        await answer(pilot, STORY)
        await until(pilot, lambda: screen._story is not None)
        assert "Wonen, Geld" in text_of(app, "#melding")
        await pilot.press("alt+v")
        divide = await on_screen(pilot, "DivideScreen")
        assert "Wonen en huishouden" in shown(app)
        await pilot.press("down", "enter")
        await on_screen(pilot, "AreaScreen")
        await pilot.press("down", "enter")
        await on_screen(pilot, "DivideScreen")
        assert divide.pieces[1].leefgebied == "werk"
        await pilot.press("f2")
        await on_screen(pilot, "InterviewScreen")

    dossier = screen.desk.dossier
    assert [u.tekst for u in dossier.uitingen] == [STORY]
    assert dossier.uitingen_van("wonen") == dossier.uitingen_van("werk") == dossier.uitingen
    assert [v.gekozen for v in luisteren.load(dossier.rooms).verbeteringen] == ["werk"]


@pytest.mark.parametrize(("keys", "heel"), [(("h",), True), (("escape",), False)])
async def test_a_story_can_be_left_whole_or_left_for_later(keys: tuple[str, ...], heel: bool) -> None:
    app = an_app(an_assistant(thinker=a_splitter(), naam="J."))
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await answer(pilot, STORY)
        await until(pilot, lambda: screen._story is not None)
        await pilot.press("ctrl+g", "enter")
        await on_screen(pilot, "DivideScreen")
        await pilot.press(*keys)
        await on_screen(pilot, "InterviewScreen")
        await until(pilot, lambda: (screen._story is None) is heel)

    assert bool(luisteren.load(screen.desk.dossier.rooms).heel) is heel
    assert not luisteren.load(screen.desk.dossier.rooms).delen


async def test_pieces_can_be_joined_and_cut_and_the_words_stay_whole() -> None:
    app = an_app(an_assistant(thinker=a_splitter(), naam="J."))
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await answer(pilot, STORY)
        await until(pilot, lambda: screen._story is not None)
        await pilot.press("alt+v")
        divide = await on_screen(pilot, "DivideScreen")
        await pilot.press("k")
        assert len(divide.pieces) == 3
        await pilot.press("down", "s", "n")
        assert len(divide.pieces) == 2 and divide.pieces[0].leefgebied is None
        assert "".join(STORY[p.begin : p.eind] for p in divide.pieces) == STORY


async def test_a_dropped_proposal_does_not_come_back_and_a_corrected_form_comes_first() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await answer(pilot, "Ik kan koken. Ik kan werken met hout.")
        await until(pilot, lambda: len(screen._proposals) == 2)
        await pilot.press("ctrl+g", "x")
        await until(pilot, lambda: len(screen._settled) == 1)
        await pilot.press("v", "a")
        await until(pilot, lambda: screen.desk.dossier.krachten)
        await answer(pilot, "Ik kan koken. Ik kan goed werken met hout.")
        await until(pilot, lambda: any(g.uiting == screen.desk.dossier.laatste_uiting.id for g in screen._proposals.values()))
        offered = [g for g in screen._proposals.values() if g.uiting == screen.desk.dossier.laatste_uiting.id]

    assert [g.citaat for g in offered] == ["Ik kan goed werken met hout"]
    assert offered[0].vorm is screen.desk.dossier.krachten[0].vorm is not KrachtVorm.IK_KAN


async def test_a_noted_kracht_can_go_to_another_leefgebied() -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await answer(pilot, "Ik kan koken.")
        await until(pilot, lambda: screen._proposals)
        await pilot.press("ctrl+g", "a")
        await until(pilot, lambda: screen.desk.dossier.krachten)
        await pilot.press("alt+i", "l")
        await on_screen(pilot, "AreaScreen")
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: screen.desk.dossier.krachten[0].leefgebied != "wonen")


# -- reading aloud --------------------------------------------------------------------------------


@SIZES
async def test_the_words_can_be_read_aloud_and_a_quote_taken_out_and_put_back(size: tuple[int, int]) -> None:
    app = an_app()
    async with app.run_test(size=size) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await answer(pilot, "Ik wil een tuin. Ik kan koken. Ik ben eerlijk.")
        await until(pilot, lambda: len(screen._proposals) == 3)
        await pilot.press("ctrl+g", "a", "a", "a")
        await until(pilot, lambda: len(screen.desk.dossier.krachten) == 3)
        await pilot.press("alt+r")
        summary = await on_screen(pilot, "SummaryScreen")
        seen = [str(o.prompt) for o in summary.query_one(Lines).options]
        order = [next(n for n, text in enumerate(seen) if quote in text) for quote in ("Ik ben eerlijk", "Ik kan koken", "Ik wil een tuin")]
        assert order == sorted(order)
        await pilot.press("x")
        await until(pilot, lambda: luisteren.load(screen.desk.dossier.rooms).niet_teruglezen)
        assert "niet voorlezen" in shown(app)
        await pilot.press("x")
        await until(pilot, lambda: not luisteren.load(screen.desk.dossier.rooms).niet_teruglezen)
        await pilot.press("f9")
        assert summary.leefgebied is None
        await pilot.press("f10")
        paper = await on_screen(pilot, "ExportScreen")
        assert paper.blad == "samenvatting"

    assert len(screen.desk.dossier.krachten) == 3


async def test_closing_leads_to_reading_aloud_and_back() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        await answer(pilot, "Ik ben graag buiten.")
        await pilot.press("f10")
        closing = await on_screen(pilot, "ClosingScreen")
        closing.query_one("#samenvatting").press()
        await on_screen(pilot, "SummaryScreen")
        assert "Ik ben graag buiten." in shown(app)
        await pilot.press("escape")
        await on_screen(pilot, "ClosingScreen")


async def test_before_any_words_there_is_nothing_to_read_or_to_divide() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press("alt+r")
        await until(pilot, lambda: "nog geen woorden" in text_of(app, "#melding"))
        await pilot.press("alt+v")
        await until(pilot, lambda: "geen verhaal" in text_of(app, "#melding"))
        assert app.screen is screen


async def test_everything_new_stands_in_the_palette() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        ids = {active.binding.id for active in screen.active_bindings.values()}

    assert {"gesprek.verdeel", "gesprek.samenvatting"} <= ids


# -- heavy words and being busy -------------------------------------------------------------------


async def test_after_heavy_words_follow_ups_come_only_when_asked_for() -> None:
    thinker = a_thinker()
    thinker.answers["doorvraag"] = {
        "vragen": [{"id": "s", "tekst": "Wil je vertellen?", "familie": "erkenning", "reden": "", "haakt_aan": None}]
    }
    app = an_app(an_assistant(thinker=thinker, naam="J."))
    async with app.run_test(size=WIDE) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await answer(pilot, "Mijn moeder is vorige maand overleden.")
        await until(pilot, lambda: screen._beurt is not None)
        assert not screen.query_one(Followups).display
        await pilot.press("ctrl+t")
        await until(pilot, lambda: screen.query_one(Followups).display)
        assert "Wil je vertellen?" in shown(app)


async def test_a_slow_search_says_so_and_can_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "SLOW_S", 0.5)
    thinker = a_thinker()
    thinker.answers = {**thinker.answers, "leidraad": find_passages}
    app = an_app(an_assistant(thinker=thinker, naam="J."))
    async with app.run_test(size=WIDE) as pilot:
        screen = await talking(pilot)
        await until(pilot, lambda: screen._passages)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen" and not screen._seeking.busy)
        thinker.wait()
        await pilot.press("f9")
        assert "Zoeken in de handleiding" in text_of(app, "#handleiding-uitleg")
        await until(pilot, lambda: "De eerste keer" in text_of(app, "#handleiding-uitleg"))
        thinker.gone = True
        thinker.release()
        await until(pilot, lambda: "F4" in text_of(app, "#handleiding-uitleg"))
        thinker.gone = False
        await pilot.press("f4")
        await until(pilot, lambda: not screen._seeking.busy and "F4" not in text_of(app, "#handleiding-uitleg"))


async def test_slow_drafting_says_so_takes_one_question_at_a_time_and_can_be_tried_again() -> None:
    thinker = a_thinker()
    app = an_app(an_assistant(thinker=thinker, naam="J."))
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await answer(pilot, "Ik wil een tuin.")
        await until(pilot, lambda: screen._beurt is not None)
        await pilot.press("f5")
        plan = await on_screen(pilot, "PlanScreen")
        thinker.wait()
        await pilot.press("f2", "f2", "f2")
        await until(pilot, lambda: "Kleine stappen zoeken" in text_of(app, "#plan-melding"))
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")
        await pilot.press("f5")
        plan = await on_screen(pilot, "PlanScreen")
        await pilot.press("f2")
        thinker.gone = True
        thinker.release()
        await until(pilot, lambda: "F2 = probeer het nog eens" in text_of(app, "#plan-melding"))
        thinker.gone = False
        await pilot.press("f2")
        await until(pilot, lambda: not plan._waiting.busy)

    assert sum(1 for name, _ in thinker.asked if name == "stel-voor") == 3


async def test_when_nobody_could_listen_ctrl_g_tries_again() -> None:
    thinker = a_thinker()
    app = an_app(an_assistant(thinker=thinker, naam="J."))
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        thinker.gone = True
        await answer(pilot, "Ik kan koken.")
        await until(pilot, lambda: "Ctrl+G" in text_of(app, "#melding"))
        thinker.gone = False
        await pilot.press("ctrl+g")
        await until(pilot, lambda: screen._proposals)


# -- keys that are faster than the machine --------------------------------------------------------


async def test_f2_never_overtakes_letters_that_are_still_on_their_way() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        whole = "Ik kook héél graag 😀 [haken]"
        for letter in whole:  # straight into the program, as a terminal does, without waiting for any of them
            app.post_message(events.Key(letter, letter))
        app.post_message(events.Key("f2", None))
        await until(pilot, lambda: screen.desk.dossier.uitingen and not screen.desk.saving)

    assert [u.tekst for u in screen.desk.dossier.uitingen] == [whole]


async def test_what_is_typed_while_the_disk_is_busy_comes_after_it_and_is_not_lost() -> None:
    store = FakeStore()
    app = an_app(an_assistant(store=store, naam="J."))
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        gate, waited = threading.Event(), []
        store.slow = lambda: waited.append(gate.wait(10))
        for key in (*"Eerst.", "f2", *"En dan.", "f2", *"Half"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await asyncio.sleep(0.3)
        gate.set()
        await until(pilot, lambda: len(screen.desk.dossier.uitingen) == 2 and screen.editor.text == "Half")

    assert [u.tekst for u in screen.desk.dossier.uitingen] == ["Eerst.", "En dan."]
