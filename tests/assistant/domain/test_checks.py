"""What a dossier shows of the method, and where it shows nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from assistant.domain.checks import Uitkomst, run_checks
from assistant.domain.dossier import Dossier
from assistant.engine.assistant import Assistant
from tests.fakes import FakeClock, FakeThinker, an_assistant

BEGIN = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


def begun() -> tuple[Assistant, Dossier, FakeClock]:
    clock = FakeClock(BEGIN)
    assistant = an_assistant(clock=clock, thinker=FakeThinker())
    return assistant, assistant.new_dossier(code="KG-1"), clock


def outcome(dossier: Dossier, check: str, *, days: int = 60, **given: Any) -> Uitkomst:
    return next(c.uitkomst for c in run_checks(dossier, op=BEGIN + timedelta(days=days), **given) if c.id == check)


def say(assistant: Assistant, dossier: Dossier, text: str, area: str = "werk") -> Dossier:
    return assistant.answer(dossier, text, vraag_id=None, vraag_tekst="", leefgebied=area)


def note(assistant: Assistant, dossier: Dossier, words: str, vorm: str, *, tijd: str = "heden", area: str | None = None) -> Dossier:
    uiting = next(u for u in dossier.uitingen if words in u.tekst)
    at = uiting.tekst.index(words)
    return assistant.note_kracht(dossier, uiting_id=uiting.id, begin=at, eind=at + len(words), vorm=vorm, tijd=tijd, leefgebied=area)


def test_an_empty_dossier_shows_nothing_and_is_blamed_for_nothing() -> None:
    _, dossier, _ = begun()

    found = {c.id: c.uitkomst for c in run_checks(dossier, op=BEGIN)}

    assert set(found.values()) == {Uitkomst.NIET_TE_ZIEN}
    assert len(found) == 12


def test_general_words_are_no_portrait() -> None:
    assistant, dossier, _ = begun()
    dossier = say(assistant, dossier, "Ik ben lief. Ik ben heel sociaal. Ik kan motoren reviseren.")
    dossier = note(assistant, dossier, "Ik ben lief", "ik_ben")
    dossier = note(assistant, dossier, "Ik ben heel sociaal", "ik_ben", area="mensen")
    assert outcome(dossier, "leefgebieden") is Uitkomst.DEELS

    dossier = note(assistant, dossier, "Ik kan motoren reviseren", "ik_kan")
    found = next(c for c in run_checks(dossier, op=BEGIN) if c.id == "leefgebieden")

    assert found.waarden == {"aantal": "1", "algemeen": "2"}
    assert len(found.bewijs) == 1


def test_the_inventory_is_seen_to_grow_on_another_day() -> None:
    assistant, dossier, clock = begun()
    dossier = say(assistant, dossier, "Ik kan koken. Mijn zus helpt mij.")
    dossier = note(assistant, dossier, "Ik kan koken", "ik_kan")
    assert outcome(dossier, "aangevuld", days=3) is Uitkomst.NIET_TE_ZIEN
    assert outcome(dossier, "aangevuld", days=60) is Uitkomst.NIET_GEZIEN

    clock.tick(86_400 * 10)
    dossier = say(assistant, dossier, "Vroeger zong ik in een koor.")
    assert outcome(dossier, "aangevuld") is Uitkomst.DEELS
    dossier = note(assistant, dossier, "zong ik in een koor", "ik_kan", tijd="verleden")

    assert outcome(dossier, "aangevuld") is Uitkomst.GEZIEN
    assert outcome(dossier, "drie_tijden") is Uitkomst.DEELS


def test_a_goal_comes_from_a_wish_or_it_does_not() -> None:
    assistant, dossier, _ = begun()
    dossier = say(assistant, dossier, "Ik wil weer zingen in een koor.")
    dossier = say(assistant, dossier, "De huur is betaald.")
    dossier = note(assistant, dossier, "Ik wil weer zingen in een koor", "ik_wil", tijd="toekomst")
    dossier = assistant.put_doel(dossier, tekst="Zingen in een koor.", uitingen=(dossier.uitingen[0].id,), waarom="Dan adem ik weer.")
    assert outcome(dossier, "doel_uit_wens") is Uitkomst.GEZIEN
    assert outcome(dossier, "eigen_woorden") is Uitkomst.GEZIEN

    dossier = assistant.put_doel(dossier, tekst="Meneer stabiliseert financieel.", uitingen=(dossier.uitingen[1].id,))
    found = {c.id: c for c in run_checks(dossier, op=BEGIN)}

    assert found["doel_uit_wens"].uitkomst is Uitkomst.DEELS
    assert found["doel_uit_wens"].mist == (dossier.plan.doelen[1].id,)
    assert found["eigen_woorden"].uitkomst is Uitkomst.DEELS


def test_steps_are_dated_small_and_use_what_is_there() -> None:
    assistant, dossier, _ = begun()
    dossier = say(assistant, dossier, "Mijn zus helpt mij. Ik kan koken.")
    dossier = note(assistant, dossier, "Ik kan koken", "ik_kan")
    uid = dossier.uitingen[0].id
    dossier = assistant.note_hulpbron(dossier, uiting_id=uid, begin=0, eind=8, soort="persoon", aard="natuurlijk")
    dossier = assistant.put_actie(dossier, tekst="Soep koken.", uitingen=(uid,), krachten=(dossier.krachten[0].id,), wanneer="zaterdag")
    first = dossier.plan.acties[0].id
    assert outcome(dossier, "kleine_stappen") is Uitkomst.GEZIEN
    assert outcome(dossier, "kleine_stappen", bevindingen={first: {"te_groot"}}) is Uitkomst.DEELS
    assert outcome(dossier, "actie_met_kracht") is Uitkomst.GEZIEN
    assert outcome(dossier, "natuurlijk_eerst") is Uitkomst.NIET_TE_ZIEN

    dossier = assistant.put_actie(dossier, tekst="De begeleider belt.", uitingen=(uid,), wie="begeleider")
    assert outcome(dossier, "natuurlijk_eerst") is Uitkomst.NIET_GEZIEN
    assert outcome(dossier, "actie_met_kracht") is Uitkomst.DEELS
    dossier = assistant.put_actie(dossier, tekst="Met mijn zus naar de markt.", uitingen=(uid,), hulpbron=dossier.hulpbronnen[0].id)

    assert outcome(dossier, "natuurlijk_eerst") is Uitkomst.GEZIEN


def test_language_is_judged_only_where_somebody_read_along() -> None:
    assistant, dossier, _ = begun()
    dossier = say(assistant, dossier, "Ik wil koken.")
    dossier = assistant.put_actie(dossier, tekst="Koken, anders vervalt het bed.", uitingen=(dossier.uitingen[0].id,))
    actie = dossier.plan.acties[0].id

    assert outcome(dossier, "hoopvolle_taal") is Uitkomst.NIET_TE_ZIEN
    assert outcome(dossier, "hoopvolle_taal", bevindingen={actie: set()}) is Uitkomst.GEZIEN
    assert outcome(dossier, "hoopvolle_taal", bevindingen={actie: {"dwang_of_voorwaarde"}}) is Uitkomst.NIET_GEZIEN


def test_the_team_is_missed_only_when_things_got_stuck() -> None:
    assistant, dossier, _ = begun()
    dossier = say(assistant, dossier, "Ik wil koken.")
    dossier = assistant.put_actie(dossier, tekst="Koken.", uitingen=(dossier.uitingen[0].id,), wanneer="morgen")
    actie = dossier.plan.acties[0].id
    assert outcome(dossier, "teamkrachtbespreking") is Uitkomst.NIET_TE_ZIEN

    for _ in range(2):
        dossier = assistant.look_back(dossier, actie, "nog_niet")
    assert outcome(dossier, "teamkrachtbespreking") is Uitkomst.NIET_GEZIEN

    held = dossier.replace(rooms={"tkb": {"vraag": "Hoe verder?", "ideeen": [{"tekst": "Bel zijn oom."}]}})
    assert outcome(held, "teamkrachtbespreking") is Uitkomst.GEZIEN
    assert outcome(dossier.replace(rooms={"tkb": {"vraag": "Hoe verder?"}}), "teamkrachtbespreking") is Uitkomst.DEELS


def test_a_no_of_the_client_is_kept_also_in_the_plan() -> None:
    assistant, dossier, _ = begun()
    dossier = say(assistant, dossier, "Ik wil koken.")
    dossier = assistant.choose_leefgebied(dossier, "geld", "liever_niet")
    assert outcome(dossier, "nee_en_later") is Uitkomst.GEZIEN

    dossier = assistant.put_doel(dossier, tekst="Schulden regelen.", uitingen=(dossier.uitingen[0].id,), leefgebieden=("geld",))
    assert outcome(dossier, "nee_en_later") is Uitkomst.NIET_GEZIEN
    dossier = assistant.choose_leefgebied(dossier, "geld", "praten")

    assert outcome(dossier, "nee_en_later") is Uitkomst.NIET_TE_ZIEN
