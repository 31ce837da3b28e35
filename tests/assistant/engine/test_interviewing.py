"""The guide: what is said and asked next. Real content, invented dossiers."""

from __future__ import annotations

import pytest

from assistant.adapters.text_files import ContentFiles
from assistant.domain.dossier import Dossier
from assistant.domain.kracht import Citaat, Kracht
from assistant.domain.values import Aanspreekvorm, KrachtVorm, LeefgebiedId, Luisteraar, Tijd, UitingId
from assistant.engine import interviewing as guide
from assistant.engine.content import Content
from tests.fakes import BEGIN

CONTENT = Content(ContentFiles(None))
AREAS = [item.id for item in CONTENT.leefgebieden.leefgebieden]


def a_dossier(**fields: object) -> Dossier:
    return Dossier.model_validate({"id": "d", "code": "KG-1", "aangemaakt": BEGIN, **fields})


def enter(dossier: Dossier, area: str) -> Dossier:
    return dossier.move_to(guide.enter(dossier, CONTENT, area)[0])[0]


def onward(dossier: Dossier) -> Dossier:
    return dossier.move_to(guide.onward(dossier, CONTENT)[0])[0]


def say(dossier: Dossier, text: str) -> Dossier:
    step = guide.step(dossier, CONTENT)
    return dossier.record_answer(
        uiting_id=f"u{len(dossier.uitingen) + 1}",
        tekst=text,
        op=BEGIN,
        leefgebied=step.leefgebied,
        vraag_id=step.vraag_id,
        vraag_tekst=step.vraag,
    )[0]


def with_kracht(dossier: Dossier, quote: str, vorm: KrachtVorm) -> Dossier:
    last = dossier.uitingen[-1]
    begin = last.tekst.index(quote)
    return dossier.note_kracht(
        Kracht(
            id=f"k{len(dossier.krachten) + 1}",
            vorm=vorm,
            citaat=Citaat(uiting=UitingId(last.id), begin=begin, eind=begin + len(quote), tekst=quote),
            tijd=Tijd.HEDEN,
            leefgebied=last.leefgebied or LeefgebiedId("wonen"),
            op=BEGIN,
        )
    )[0]


# -- beginning ----------------------------------------------------------------------------------


def test_a_first_conversation_begins_with_the_opening_and_ends_in_the_clients_choice() -> None:
    step = guide.step(a_dossier(), CONTENT)

    assert step.soort == "begin"
    assert len(step.zeg) == 8
    assert step.vraag == "Waar wil je het over hebben?"


def test_the_guide_addresses_with_u_when_the_dossier_says_so() -> None:
    step = guide.step(a_dossier(aanspreekvorm=Aanspreekvorm.U), CONTENT)

    assert step.vraag == "Waar wilt u het over hebben?"
    assert not any(" je " in line for line in step.zeg)


def test_the_first_question_of_a_leefgebied_is_its_opening() -> None:
    dossier = enter(a_dossier(), "geld")
    step = guide.step(dossier, CONTENT)

    assert (step.soort, step.vraag_id, step.leefgebied) == ("vraag", "geld.opening", "geld")
    assert step.vraag.startswith("Veel mensen vinden het lastig")


def test_the_same_dossier_always_gives_the_same_step() -> None:
    dossier = onward(say(enter(a_dossier(), "werk"), "Ik help graag mee."))

    assert guide.step(dossier, CONTENT) == guide.step(Dossier.model_validate_json(dossier.model_dump_json()), CONTENT)


# -- choosing the next question -----------------------------------------------------------------


@pytest.mark.parametrize("area", AREAS)
def test_every_question_of_a_leefgebied_comes_by_once_and_then_the_guide_says_so(area: str) -> None:
    dossier = enter(a_dossier(), area)
    put = []
    for _ in range(60):
        dossier = onward(dossier)
        if dossier.positie.vraag_id is None:
            break
        put.append(dossier.positie.vraag_id)
        dossier = say(dossier, "Ja, zo is het.")

    assert sorted(put) == sorted(v.id for v in CONTENT.vragenlijsten[LeefgebiedId(area)].vragen)
    assert guide.step(dossier, CONTENT).soort == "uitgevraagd"


def test_the_first_questions_ask_for_what_is_there_and_what_is_wanted() -> None:
    dossier = onward(say(enter(a_dossier(), "wonen"), "Goed."))
    first = CONTENT.vraag(dossier.positie.vraag_id or "")
    dossier = onward(say(dossier, "Goed."))
    second = CONTENT.vraag(dossier.positie.vraag_id or "")

    assert first is not None and second is not None
    assert (first.tijd, second.tijd) == (Tijd.HEDEN, Tijd.TOEKOMST)


def test_six_questions_touch_every_time_and_place() -> None:
    dossier = enter(a_dossier(), "mensen")
    cells = set()
    for _ in range(6):
        dossier = onward(say(dossier, "Verhaal."))
        vraag = CONTENT.vraag(dossier.positie.vraag_id or "")
        assert vraag is not None
        cells.add((vraag.tijd, vraag.plek))

    assert len(cells) == 6


def test_a_sensitive_question_waits_until_two_answers_were_given() -> None:
    for area in AREAS:
        dossier = onward(enter(a_dossier(), area))
        vraag = CONTENT.vraag(dossier.positie.vraag_id or "")
        assert vraag is not None and not vraag.gevoelig


def test_a_skipped_question_never_comes_back_and_later_comes_last() -> None:
    dossier = onward(enter(a_dossier(), "wonen"))
    skipped = dossier.positie.vraag_id or ""
    dossier, _ = dossier.skip(skipped, "overslaan", BEGIN)
    dossier = onward(dossier)
    later = dossier.positie.vraag_id or ""
    dossier, _ = dossier.skip(later, "later", BEGIN)
    seen = []
    for _ in range(60):
        dossier = onward(dossier)
        if dossier.positie.vraag_id is None:
            break
        seen.append(dossier.positie.vraag_id)
        if dossier.positie.vraag_id == later:
            dossier, _ = dossier.skip(later, "overslaan", BEGIN)

    assert skipped not in seen
    assert seen[-1] == later


def test_a_listener_with_little_dutch_gets_the_simple_wording_and_concrete_questions_first() -> None:
    plain, simple = a_dossier(), a_dossier(luisteraar=Luisteraar.LVB)
    dossier = simple
    dossier = enter(dossier, "wonen")
    families = []
    for _ in range(8):
        dossier = onward(say(dossier, "Goed."))
        vraag = CONTENT.vraag(dossier.positie.vraag_id or "")
        assert vraag is not None
        families.append(vraag.familie)
        assert dossier.positie.vraag_tekst == vraag.eenvoudig.je

    assert not set(families) & {"wonder", "schaal", "perspectief", "betekenis", "verandering"}
    assert guide.step(onward(enter(plain, "wonen")), CONTENT).vraag != guide.step(onward(enter(simple, "wonen")), CONTENT).vraag


# -- moving about -------------------------------------------------------------------------------


def test_switching_leefgebied_is_announced_and_loses_nothing() -> None:
    dossier = say(enter(a_dossier(), "wonen"), "Fijn hier.")
    positie, lines = guide.enter(dossier, CONTENT, "geld")

    assert positie.leefgebied == "geld"
    assert len(lines) == 1 and lines[0]
    assert set(dossier.positie.gesteld) <= set(positie.gesteld)


def test_coming_back_to_a_leefgebied_asks_the_next_question_not_the_opening_again() -> None:
    dossier = enter(enter(enter(a_dossier(), "wonen"), "geld"), "wonen")

    assert dossier.positie.vraag_id not in (None, "wonen.opening")


@pytest.mark.parametrize("how", ["overslaan", "later", "liever_niet"])
def test_passing_over_brings_another_question_and_a_line_without_reproach(how: str) -> None:
    dossier = onward(enter(a_dossier(), "wonen"))
    before = dossier.positie.vraag_id
    positie, lines = guide.passed_over(dossier, CONTENT, how)

    assert positie.vraag_id not in (None, before)
    assert lines[0] in {z.je for z in getattr(guide.taal(CONTENT), how)}
    assert not any(word in lines[0].lower() for word in ("jammer", "moet", "helaas", "waarom"))


def test_going_back_to_a_question_keeps_every_later_answer() -> None:
    dossier = say(enter(a_dossier(), "wonen"), "Eerst dit.")
    dossier = say(onward(dossier), "Toen dat.")
    back, _ = dossier.move_to(guide.back_to(dossier, dossier.uitingen[0]))

    assert guide.step(back, CONTENT).vraag == dossier.uitingen[0].vraag_tekst
    assert [u.tekst for u in back.geldige_uitingen] == ["Eerst dit.", "Toen dat."]


def test_halfway_a_leefgebied_the_guide_asks_how_it_goes() -> None:
    dossier = enter(a_dossier(), "wonen")
    for _ in range(guide.HALVERWEGE):
        dossier = say(dossier, "Zo.")
    _, lines = guide.onward(dossier, CONTENT)

    assert lines and lines[0] in {z.je for z in guide.taal(CONTENT).wegwijzers if z.moment == "halverwege"}


def test_reopening_tells_where_it_stopped_and_shows_the_same_question() -> None:
    dossier = say(onward(enter(a_dossier(), "wonen")), "Bij het raam.")
    step = guide.step(dossier, CONTENT, back=True)

    assert step.vraag == dossier.positie.vraag_tekst
    assert len(step.zeg) == 1


def test_after_a_closed_conversation_the_next_one_asks_what_is_better() -> None:
    dossier = say(enter(a_dossier(), "wonen"), "Bij het raam.")
    dossier, _ = dossier.move_to(guide.to_choosing(dossier))
    step = guide.step(dossier, CONTENT, back=True)

    assert step.soort == "kies"
    assert step.zeg[0] in {z.je for z in guide.taal(CONTENT).vervolg}


# -- after an answer ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Mijn vader is vorig jaar overleden.", "verlies"),
        ("Ik ben het zat, jullie luisteren nooit.", "boosheid"),
        ("Ik zie het niet meer zitten.", "zwaar"),
        ("Weet ik niet.", "weet_niet"),
        ("Ja hoor.", "kort_antwoord"),
        ("Ik ben er trots op dat ik mijn diploma heb gehaald.", "trots"),
        ("Ik wil een eigen keuken.", "wens"),
        ("Op dinsdag eten we altijd samen in de grote zaal.", "neutraal"),
    ],
)
def test_the_acknowledgement_fits_the_tone(text: str, kind: str) -> None:
    line = guide.acknowledge(a_dossier(), CONTENT, text)

    assert line in {z.je for z in guide.taal(CONTENT).erkenning if z.bij == kind}


def test_a_denied_word_does_not_make_an_answer_heavy() -> None:
    assert not guide.is_heavy("Ik ben niet boos.", CONTENT)
    assert guide.is_heavy("Ik ben boos.", CONTENT)


def test_what_was_heard_decides_when_the_tone_is_plain() -> None:
    heard = {"krachten": [{"vorm": "ik_kan"}], "hulpbronnen": []}
    line = guide.acknowledge(a_dossier(), CONTENT, "Op dinsdag kook ik voor de hele gang.", heard)

    assert line in {z.je for z in guide.taal(CONTENT).erkenning if z.bij == "kracht"}


@pytest.mark.parametrize(
    "text", ["Ik danste veel met mijn man. Over hem wil ik het niet over hebben.", "Zijn vader wil ik niet over praten."]
)
def test_who_closes_a_subject_is_not_told_to_go_on(text: str) -> None:
    heard = {"krachten": [{"vorm": "ik_kan"}]}
    line = guide.acknowledge(a_dossier(), CONTENT, text, heard)

    assert line in {z.je for z in guide.taal(CONTENT).erkenning if z.bij == "grens"}


def test_something_heavy_goes_before_a_kracht() -> None:
    heard = {"krachten": [{"vorm": "ik_kan"}]}
    line = guide.acknowledge(a_dossier(), CONTENT, "Na de begrafenis kookte ik voor iedereen. Ze is overleden.", heard)

    assert line in {z.je for z in guide.taal(CONTENT).erkenning if z.bij == "verlies"}


def test_follow_ups_come_from_the_thinker_at_most_three_and_never_twice() -> None:
    dossier = onward(enter(a_dossier(), "wonen"))
    found = {"vragen": [{"tekst": f"Vraag {n}?", "reden": "r", "haakt_aan": None, "familie": "detail"} for n in range(5)]}
    first = guide.follow_ups(dossier, CONTENT, dossier.positie.vraag_id, found)
    asked, _ = dossier.move_to(guide.follow(dossier, first[0]))
    second = guide.follow_ups(asked, CONTENT, dossier.positie.vraag_id, found)

    assert [d.tekst for d in first] == ["Vraag 0?", "Vraag 1?", "Vraag 2?"]
    assert "Vraag 0?" not in [d.tekst for d in second]
    assert guide.step(asked, CONTENT).vraag == "Vraag 0?"


@pytest.mark.parametrize(
    ("quote", "offered"),
    [
        ("Zijn vader wil ik niet over praten", False),
        ("daar wil ik het nu liever niet over hebben", False),
        ("Ik heb het daar liever niet over", False),
        ("Over vroeger wil ik niks zeggen over mijn vader", False),
        ("Ik wil mijn huis niet kwijt", True),
        ("Ik wil niet meer alleen zijn", True),
        ("Ik praat met niemand over vroeger", True),
        ("Ik heb liever niet dat mijn moeder komt", True),
    ],
)
def test_no_follow_up_opens_what_the_client_leaves_unsaid(quote: str, offered: bool) -> None:
    dossier = onward(enter(a_dossier(), "gezin"))
    found = {"vragen": [{"tekst": f'U zei: "{quote}". Wat mist u?', "familie": "verlies", "haakt_aan": quote}]}

    assert bool(guide.follow_ups(dossier, CONTENT, None, found)) is offered


def test_without_a_thinker_the_questions_own_follow_ups_are_offered() -> None:
    dossier = onward(enter(a_dossier(), "wonen"))
    vraag = CONTENT.vraag(dossier.positie.vraag_id or "")
    assert vraag is not None

    assert [d.tekst for d in guide.follow_ups(dossier, CONTENT, vraag.id, None)] == [d.je for d in vraag.doorvragen][:3]


def test_suggestions_follow_the_words_and_may_be_empty() -> None:
    assert guide.suggest("Ik wil het over mijn dochter en over geld hebben", CONTENT)[:2] == ("geld", "gezin")
    assert guide.suggest("", CONTENT) == ()


# -- what was heard -----------------------------------------------------------------------------


def test_only_verbatim_quotes_are_proposed_and_never_what_was_dropped_or_noted() -> None:
    dossier = say(enter(a_dossier(), "wonen"), "Ik kan koken. Ik heb een hond.")
    text = dossier.uitingen[0].tekst
    found = {
        "krachten": [
            {"vorm": "ik_kan", "citaat": "Ik kan koken", "begin": 0, "eind": 12, "tijd": "heden"},
            {"vorm": "ik_kan", "citaat": "Ik kan bakken", "begin": 0, "eind": 13, "tijd": "heden"},
            {"vorm": "ik_heb", "citaat": "Ik heb een hond", "begin": 14, "eind": 29, "tijd": "heden"},
        ],
        "hulpbronnen": [{"citaat": "hond", "begin": 25, "eind": 29, "soort": "dier", "aard": "natuurlijk"}],
    }
    fresh = guide.heard(dossier, dossier.uitingen[0], found)
    dropped, _ = dossier.refuse_proposal(fresh[1].id)
    noted = with_kracht(dropped, "Ik kan koken", KrachtVorm.IK_KAN)

    assert [g.citaat for g in fresh] == ["Ik kan koken", "Ik heb een hond", "hond"]
    assert all(text[g.begin : g.eind] == g.citaat for g in fresh)
    assert [g.citaat for g in guide.heard(noted, noted.uitingen[0], found)] == ["hond"]


# -- closing ------------------------------------------------------------------------------------


def test_closing_reads_back_the_clients_words_by_stem() -> None:
    dossier = say(enter(a_dossier(), "wonen"), "Ik kan koken. Ik wil een tuin.")
    dossier = with_kracht(with_kracht(dossier, "Ik kan koken", KrachtVorm.IK_KAN), "Ik wil een tuin", KrachtVorm.IK_WIL)
    slot = guide.closing(dossier, CONTENT)

    assert [b.citaten for b in slot.blokken] == [("Ik kan koken",), ("Ik wil een tuin",)]
    assert slot.voor and slot.na


def test_closing_without_krachten_reads_back_the_words_themselves() -> None:
    dossier = say(enter(a_dossier(), "wonen"), "Het was een lange week.")

    assert guide.closing(dossier, CONTENT).blokken[0].citaten == ("Het was een lange week.",)


def test_closing_an_empty_dossier_reads_nothing_back() -> None:
    assert guide.closing(a_dossier(), CONTENT).blokken == ()


def test_the_way_to_an_actie_has_a_question_for_every_field() -> None:
    assert {"wat", "wie", "wanneer", "waar", "als_het_anders_gaat", "cijfer", "makkelijker"} <= set(
        guide.actie_vragen(a_dossier(), CONTENT)
    )
