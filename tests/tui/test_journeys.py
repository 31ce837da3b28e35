"""A begeleider at work: from the first question to a confirmed small actie, at the sizes people have."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from assistant.domain.actieplan import Keuze
from assistant.engine.conversing import Conversation
from assistant.errors import DossierNotWritten, DossierStale
from tests.fakes import FakeStore, FakeThinker, a_thinker, an_assistant
from tests.tui.helpers import SMALL, TINY, WIDE, an_app, answer, on_screen, shown, talking, text_of, until
from tui.widgets.choice_list import Lines
from tui.widgets.dialogue import Dialogue

REAL = "Ik kan goed koken, zei m’n zus: “héél goed” 😀. [haken] en [/b] en \x1b[31mrood\x1b[0m.\nTweede regel met ë en €."
SIZES = pytest.mark.parametrize("size", [SMALL, WIDE])


@SIZES
async def test_from_the_first_question_to_a_confirmed_and_chosen_step(size: tuple[int, int]) -> None:
    app = an_app()
    async with app.run_test(size=size) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await answer(pilot, "Ik wil een eigen huis met een tuin. Mijn zus helpt.")
        await until(pilot, lambda: len(screen._proposals) == 2)
        await pilot.press("ctrl+g", "a")
        await until(pilot, lambda: screen.desk.dossier.krachten)
        await pilot.press("a")
        await until(pilot, lambda: screen.desk.dossier.hulpbronnen)
        await pilot.press("f5")
        plan = await on_screen(pilot, "PlanScreen")
        await pilot.press("f2")
        await until(pilot, lambda: len(plan._drafts) == 3)
        assert screen.desk.dossier.plan.acties == ()
        await pilot.press("ctrl+b")
        await on_screen(pilot, "ConfirmActieScreen")
        await pilot.press("f2")
        await on_screen(pilot, "ChoiceScreen")
        assert screen.desk.dossier.plan.bevestigd[0].keuze is None
        await pilot.press("f2")  # nobody chose yet, and nothing is filled in for the client
        await until(pilot, lambda: "Kies eerst wat de cliënt wil" in text_of(app, "#keuze-melding"))
        await pilot.press("right", "tab", "8", "f2")
        await on_screen(pilot, "PlanScreen")

    actie = screen.desk.dossier.plan.bevestigd[0]
    assert actie.bevestiging is not None and actie.bevestiging.door == "J. de Wit"
    assert actie.keuze is not None and (actie.keuze.keuze, actie.keuze.vertrouwen) == (Keuze.GEKOZEN, 8)


@SIZES
async def test_words_from_real_life_are_kept_and_shown_as_they_were_said(size: tuple[int, int]) -> None:
    app = an_app()
    async with app.run_test(size=size) as pilot:
        screen = await talking(pilot)
        await answer(pilot, REAL)
        kept = screen.desk.dossier.uitingen[0].tekst
        await until(pilot, lambda: "Tweede regel" in shown(app))
        screen.query_one(Dialogue).focus()
        seen = []
        for _ in range(12):
            seen.append(shown(app))
            await pilot.press("up")
        lines = "\n".join(seen)

    assert kept == REAL.replace("\x1b", "\u241b")
    assert "[haken] en [/b]" in lines and "héél goed" in lines
    assert "\x1b" not in lines


async def test_ten_thousand_characters_arrive_whole() -> None:
    long = "Dat is een lang verhaal over vroeger. " * 264
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await answer(pilot, long)

    assert len(long) > 10_000
    assert screen.desk.dossier.uitingen[0].tekst == long


async def test_typed_letters_are_just_letters() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press(*"avtxpnl123é")

        assert screen.editor.text == "avtxpnl123é"
        assert screen.desk.dossier.krachten == () and screen.desk.dossier.keuzes == ()


async def test_follow_ups_carry_their_reason_and_alt_2_puts_the_second() -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await answer(pilot, "Op dinsdag kook ik voor iedereen.")
        await until(pilot, lambda: screen._beurt is not None)
        assert "een voorbeeld maakt het echt" in shown(app)
        await pilot.press("alt+2")
        await until(pilot, lambda: screen._stap.vraag == "Wanneer was dat voor het laatst?")
        await answer(pilot, "Gisteren.")

    last = screen.desk.dossier.uitingen[-1]
    assert last.vraag_tekst == "Wanneer was dat voor het laatst?" and last.leefgebied == "wonen"


async def test_follow_ups_can_be_chosen_with_the_cursor_and_with_a_digit() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await answer(pilot, "Op dinsdag kook ik voor iedereen.")
        await until(pilot, lambda: screen._beurt is not None)
        await pilot.press("ctrl+t", "3")
        await until(pilot, lambda: screen._stap.vraag == "Wat vind je daar zelf mooi aan?")


async def test_one_key_each_for_next_skip_later_and_rather_not() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.vraag_id == "wonen.opening")
        seen = ["wonen.opening"]
        for key in ("f9", "ctrl+o", "alt+l", "alt+n"):
            await pilot.press(key)
            await until(pilot, lambda: screen._stap.vraag_id not in seen)
            seen.append(screen._stap.vraag_id)

    assert [o.hoe for o in screen.desk.dossier.overgeslagen] == ["overslaan", "later", "liever_niet"]
    assert [o.vraag_id for o in screen.desk.dossier.overgeslagen] == seen[1:4]


@SIZES
async def test_the_client_chooses_the_leefgebied_and_may_mark_it(size: tuple[int, int]) -> None:
    app = an_app()
    async with app.run_test(size=size) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "alt+g", "down", "alt+n", "down", "alt+l")
        await until(pilot, lambda: len(screen.desk.dossier.keuzes) == 3)
        await pilot.press("enter")
        await until(pilot, lambda: screen._stap.leefgebied == "geld")

        assert [(k.leefgebied, k.keuze) for k in screen.desk.dossier.keuzes] == [
            ("wonen", "praten"),
            ("veiligheid", "liever_niet"),
            ("geld", "later"),
        ]


async def test_a_proposal_can_get_another_form_and_time_before_it_is_taken() -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await answer(pilot, "Ik kan goed koken.")
        await until(pilot, lambda: screen._proposals)
        await pilot.press("ctrl+g", "v", "t", "a")
        await until(pilot, lambda: screen.desk.dossier.krachten)

    kracht = screen.desk.dossier.krachten[0]
    assert (kracht.vorm, kracht.tijd, kracht.citaat.tekst) == ("ik_heb", "toekomst", "Ik kan goed koken")


async def test_a_dropped_proposal_is_not_filed_and_can_still_be_taken() -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await answer(pilot, "Ik kan goed koken.")
        await until(pilot, lambda: screen._proposals)
        await pilot.press("ctrl+g", "x")
        await until(pilot, lambda: screen.desk.dossier.geweigerd)
        assert screen.desk.dossier.krachten == ()
        await pilot.press("a")
        await until(pilot, lambda: screen.desk.dossier.krachten)


async def test_a_stretch_of_words_is_marked_by_hand() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await answer(pilot, "Wij eten altijd samen, dat is fijn.")
        await pilot.press("ctrl+b")
        mark = await on_screen(pilot, "MarkScreen")
        mark.query_one("#merk-woorden").select_range(0, 21)
        await pilot.press("f2")
        await until(pilot, lambda: screen.desk.dossier.krachten)
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")

    assert screen.desk.dossier.krachten[0].citaat.tekst == "Wij eten altijd samen"


async def test_going_back_corrects_beside_the_original() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await answer(pilot, "Ik kan kooken.")
        await answer(pilot, "Ook soep.")
        await pilot.press("f8")
        await on_screen(pilot, "EarlierScreen")
        await pilot.press("up", "enter")
        correct = await on_screen(pilot, "CorrectScreen")
        correct.query_one("#verbeter-tekst").load_text("Ik kan koken.")
        await pilot.press("f2")
        await on_screen(pilot, "EarlierScreen")
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")

    assert [u.tekst for u in screen.desk.dossier.uitingen] == ["Ik kan kooken.", "Ook soep.", "Ik kan koken."]
    assert [u.tekst for u in screen.desk.dossier.geldige_uitingen] == ["Ook soep.", "Ik kan koken."]


async def test_going_back_to_a_question_keeps_the_later_answers() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.vraag_id == "wonen.opening")
        await answer(pilot, "Het raam.")
        await pilot.press("f9")
        await until(pilot, lambda: screen._stap.vraag_id != "wonen.opening")
        await answer(pilot, "De keuken.")
        await pilot.press("f8")
        await on_screen(pilot, "EarlierScreen")
        await pilot.press("up", "v")
        await on_screen(pilot, "InterviewScreen")
        await until(pilot, lambda: screen._stap.vraag_id == "wonen.opening")

    assert len(screen.desk.dossier.geldige_uitingen) == 2


# -- nothing is lost ----------------------------------------------------------------------------


async def test_saved_appears_only_after_the_store_returned() -> None:
    store = FakeStore()
    app = an_app(an_assistant(store=store, clock=store.clock))
    seen: list[str] = []
    async with app.run_test(size=WIDE) as pilot:
        screen = await talking(pilot)
        store.slow = lambda: seen.append(text_of(app, "#kop-rechts"))
        await answer(pilot, "Bij het raam.")

        assert "14:03" not in seen[0]
        assert text_of(app, "#kop-rechts") == "bewaard 14:03"
        assert screen.editor.text == ""


@pytest.mark.parametrize(
    "error",
    [DossierNotWritten("De schijf is vol.", hint="Maak ruimte."), DossierStale("Intussen gewijzigd.", hint="Open het opnieuw.")],
)
async def test_a_failed_save_leaves_the_words_in_the_field_and_says_what_to_do(error: DossierNotWritten) -> None:
    store = FakeStore()
    app = an_app(an_assistant(store=store))
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        screen.editor.load_text("Dit mag niet weg.")
        store.fail_next = error
        await pilot.press("f2")
        await until(pilot, lambda: text_of(app, "#melding"))

        assert screen.editor.text == "Dit mag niet weg."
        assert error.hint in text_of(app, "#melding")
        await pilot.press("f2")
        await until(pilot, lambda: len(screen.desk.dossier.uitingen) == 1)


async def test_when_another_window_saved_first_both_texts_survive_and_every_way_back_works() -> None:
    store = FakeStore()
    assistant = an_assistant(store=store)
    dossier = assistant.new_dossier(code="KG-1")
    app = an_app(assistant, start_in=dossier.id)
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        screen.editor.load_text("Dit mag niet weg.")
        await screen.flush()
        other = Conversation(assistant, assistant.store.load(dossier.id))
        other.answer("Dit stond er eerder.")
        store.keep_draft(dossier.id, "antwoord", "")  # the other window forgets its draft, and with it ours
        await pilot.press("f2")
        await until(pilot, lambda: "Open het opnieuw" in text_of(app, "#melding"))
        await pilot.press("f10")
        await on_screen(pilot, "ClosingScreen")
        app.screen.query_one("#klaar", Button).press()
        await on_screen(pilot, "HomeScreen")
        assert store.draft(dossier.id, "antwoord") == "Dit mag niet weg."
        await pilot.press("enter")
        screen = await talking(pilot)
        assert screen.editor.text == "Dit mag niet weg."
        await pilot.press("f2")
        await until(pilot, lambda: not screen.editor.text)
        assert [u.tekst for u in store.load(dossier.id).uitingen] == ["Dit stond er eerder.", "Dit mag niet weg."]


async def test_an_empty_answer_is_a_hint_not_a_save() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        version = screen.desk.dossier.version
        await pilot.press("f2")
        await until(pilot, lambda: "nog niets" in text_of(app, "#melding"))

        assert screen.desk.dossier.version == version


async def test_what_is_typed_and_not_sent_is_there_again_after_reopening() -> None:
    assistant = an_assistant()
    app = an_app(assistant)
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press(*"half getypt")
        dossier_id = screen.desk.dossier.id
        await until(pilot, lambda: assistant.store.draft(dossier_id, "antwoord") == "half getypt")
    again = an_app(assistant, start_in=dossier_id)
    async with again.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)

        assert screen.editor.text == "half getypt"


async def test_sent_words_never_come_back_as_a_draft() -> None:
    assistant = an_assistant()
    app = an_app(assistant)
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press(*"zo")
        await pilot.press("f2")
        await until(pilot, lambda: len(screen.desk.dossier.uitingen) == 1)
        await pilot.pause(0.8)

        assert assistant.store.draft(screen.desk.dossier.id, "antwoord") == ""


async def test_the_conversation_resumes_at_the_same_question() -> None:
    assistant = an_assistant()
    app = an_app(assistant)
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await pilot.press("f9")
        await until(pilot, lambda: screen._stap.vraag_id != "wonen.opening")
        where, dossier_id = screen._stap.vraag_id, screen.desk.dossier.id
    again = an_app(assistant, start_in=dossier_id)
    async with again.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)

        assert screen._stap.vraag_id == where


async def test_escape_over_and_over_never_loses_words_and_never_quits() -> None:
    assistant = an_assistant()
    app = an_app(assistant)
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press(*"nog niet klaar")
        dossier_id = screen.desk.dossier.id
        for _ in range(5):
            await pilot.press("escape")
        await on_screen(pilot, "HomeScreen")

        assert app.is_running
        assert assistant.store.draft(dossier_id, "antwoord") == "nog niet klaar"
        await pilot.press("enter")
        screen = await talking(pilot)
        assert screen.editor.text == "nog niet klaar"


async def test_taking_a_kracht_out_asks_first_and_enter_twice_keeps_it() -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await answer(pilot, "Ik kan goed koken.")
        await until(pilot, lambda: screen._proposals)
        await pilot.press("ctrl+g", "a")
        await until(pilot, lambda: screen.desk.dossier.krachten)
        await pilot.press("alt+i", "x")
        await on_screen(pilot, "ConfirmScreen")
        assert "Ik kan goed koken" in shown(app)
        await pilot.press("enter", "enter")
        await on_screen(pilot, "InterviewScreen")
        assert len(screen.desk.dossier.krachten) == 1


async def test_taking_words_back_asks_first() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await answer(pilot, "Dit wil ik niet meer.")
        await pilot.press("f8")
        await on_screen(pilot, "EarlierScreen")
        await pilot.press("x")
        await on_screen(pilot, "ConfirmScreen")
        await pilot.press("enter")
        await on_screen(pilot, "EarlierScreen")
        assert not screen.desk.dossier.uitingen[0].ingetrokken
        await pilot.press("x")
        await on_screen(pilot, "ConfirmScreen")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: screen.desk.dossier.uitingen[0].ingetrokken)


# -- thinking beside the talk -------------------------------------------------------------------


async def test_a_slow_helper_never_holds_up_typing_or_saving() -> None:
    thinker = a_thinker()
    app = an_app(an_assistant(thinker=thinker))
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        thinker.wait()
        await answer(pilot, "Ik kan goed koken.")
        await pilot.press(*"verder")
        assert screen.editor.text == "verder"
        await until(pilot, lambda: screen._own_words is not None)
        own = text_of(app, "#vraag-tekst")
        thinker.release()
        await until(pilot, lambda: screen._beurt is not None)

        assert text_of(app, "#vraag-tekst") == own


async def test_late_answers_are_dropped_when_the_conversation_moved_on() -> None:
    thinker = a_thinker()
    app = an_app(an_assistant(thinker=thinker))
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        thinker.wait()
        await answer(pilot, "Ik kan goed koken.")
        await pilot.press("f9")
        await until(pilot, lambda: screen._stap.vraag_id != "wonen.opening")
        question = text_of(app, "#vraag-tekst")
        thinker.release()
        await until(pilot, lambda: screen._proposals)

        assert text_of(app, "#vraag-tekst") == question
        assert not screen.query_one("#vervolg").display


async def test_without_a_helper_the_whole_talk_still_works() -> None:
    app = an_app(an_assistant(thinker=FakeThinker()))
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await pilot.press("f9")
        await until(pilot, lambda: screen._stap.vraag_id != "wonen.opening")
        await answer(pilot, "Bij het raam, in de ochtend.")
        await until(pilot, lambda: screen.query_one("#vervolg").option_count)

        assert "gewoon door" in text_of(app, "#melding")


async def test_after_something_heavy_no_next_question_is_pushed() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await answer(pilot, "Mijn moeder is vorige maand overleden.")
        await until(pilot, lambda: screen._beurt is not None)

        assert not screen.query_one("#vervolg").display
        assert "Neem de tijd" in text_of(app, "#vraag-waarom")


async def test_danger_shows_the_card_at_once_and_the_words_are_saved() -> None:
    app = an_app(an_assistant(thinker=FakeThinker()))
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await answer(pilot, "Ik wil er niet meer zijn, vannacht maak ik er een eind aan.")
        await on_screen(pilot, "SafetyScreen")
        assert "112" in shown(app) or "113" in shown(app)
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")

    assert len(screen.desk.dossier.uitingen) == 1


async def test_f4_opens_the_passage_with_its_source() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await until(pilot, lambda: screen._passages)
        await pilot.press("f4")
        await on_screen(pilot, "PassageScreen")

        assert "Open beginnen" in shown(app) and "Begin bij iets wat goed gaat" in shown(app)
        assert "Soort bron: eigen tekst van dit programma" in shown(app)


async def test_closing_reads_back_and_leads_to_the_list() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await answer(pilot, "Ik ben graag buiten.")
        await pilot.press("f10")
        await on_screen(pilot, "ClosingScreen")
        assert "Ik ben graag buiten" in shown(app)
        await pilot.press("tab", "tab", "tab", "enter")
        await on_screen(pilot, "HomeScreen")

    assert screen.desk.dossier.positie.vraag_id is None


async def test_a_tiny_window_still_works_and_says_so() -> None:
    app = an_app()
    async with app.run_test(size=TINY) as pilot:
        screen = await talking(pilot)
        await answer(pilot, "Het past.")
        assert "Klein venster" in shown(app)
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert "Klein venster" not in shown(app)
        for size in ((40, 12), (200, 60), (61, 20), (99, 30), (100, 30)):
            await pilot.resize_terminal(*size)
        await pilot.pause()

        assert screen.desk.dossier.uitingen[0].tekst == "Het past."


async def test_a_draft_is_changed_with_the_client_before_it_is_confirmed() -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await answer(pilot, "Ik wil een tuin.")
        await until(pilot, lambda: screen._proposals)
        await pilot.press("ctrl+g", "a")
        await until(pilot, lambda: screen.desk.dossier.krachten)
        await pilot.press("f5", "f2")
        plan = await on_screen(pilot, "PlanScreen")
        await until(pilot, lambda: plan._drafts)
        await pilot.press("ctrl+e")
        edit = await on_screen(pilot, "DraftScreen")
        edit.query_one("#concept-actie").load_text("Zaterdag bij de volkstuin kijken.")
        await pilot.press("f2")
        await on_screen(pilot, "PlanScreen")
        await until(pilot, lambda: len(screen.desk.dossier.plan.concepten) == 1)
        await until(pilot, lambda: plan.query_one("#regels", Lines).highlighted_id == screen.desk.dossier.plan.concepten[0].id)
        await pilot.press("ctrl+x")
        await pilot.pause()

    assert screen.desk.dossier.plan.bevestigd == ()
    assert "Zaterdag bij de volkstuin kijken." in [a.tekst for a in screen.desk.dossier.plan.acties]


async def test_without_a_wish_the_plan_shows_the_question_to_ask() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        await answer(pilot, "Ik ben graag buiten.")
        await pilot.press("f5", "f2")
        await on_screen(pilot, "PlanScreen")
        await until(pilot, lambda: "Wat zou je graag willen?" in text_of(app, "#plan-melding"))


async def test_the_words_just_said_are_in_sight_when_the_follow_ups_appear() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen")
        await answer(pilot, "Elke dinsdag soep voor de hele gang.")
        await until(pilot, lambda: screen._beurt is not None)
        await until(pilot, lambda: "soep voor de hele gang" in shown(app))
