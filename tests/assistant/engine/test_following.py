"""After the talk: the agenda, looking back in own words, smaller and other steps, the history, two moments side by side."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.afronding import Afscheidsvraag
from assistant.domain.dossier import Dossier
from assistant.domain.zelfregulering import Fase, Gelezen, Veld, Zelfregulering, zelfregulering_in
from assistant.engine.conversing import Concept, Conversation
from assistant.engine.exchanging import leave_out
from assistant.engine.exporting import BLADEN, make_blad
from assistant.engine.following import Following, Moment, Vergelijking, agenda, compare, day_in, history, moments, nudges, read_day
from assistant.engine.playing import Player
from assistant.engine.playing_after import MovedClock
from assistant.engine.reflecting import Finishing, Reflecting
from assistant.engine.sheet_parts import sheet_texts
from assistant.errors import AnswerRejected, NotConfirmable, NotThere, RuleError
from tests.fakes import CONTENT, FakeSheets, an_assistant

ROOT = Path(__file__).resolve().parents[3]
STORY = ROOT / "docs" / "voorbeelden" / "zesweken.jsonl"
TODAY = date(2026, 11, 22)  # a Sunday


def a_talk() -> Conversation:
    """One wish, one goal with an open step that the client chose."""
    assistant = an_assistant(naam="J. de Wit")
    talk = Conversation(assistant, assistant.new_dossier(code="KG-1"))
    talk.choose("wonen")
    uiting = talk.answer("Ik wil een eigen plek. Mijn zus helpt. Mijn ex Bart niet.")
    talk.note(uiting.id, 0, 21, vorm="ik_wil", tijd="toekomst")
    at = uiting.tekst.index("Mijn zus")
    talk.note_hulpbron(uiting.id, at, at + 8, soort="persoon", aard="natuurlijk")
    at = uiting.tekst.index("Mijn ex Bart")
    talk.note_hulpbron(uiting.id, at, at + 12, soort="persoon", aard="natuurlijk", niet_benaderen=True)
    return talk


def a_step(talk: Conversation, actie: str = "Ik bel mijn zus.", *, vertrouwen: int | None = 8, **fields: Any) -> str:
    concept = Concept(
        doel="Ik wil een eigen plek", actie=actie, wanneer="zaterdag", uitingen=(talk.dossier.uitingen[0].id,), bron="begeleider", **fields
    )
    actie_id = talk.confirm(concept, door="J. de Wit")
    talk.choice(actie_id, "gekozen", vertrouwen=vertrouwen)
    return actie_id


def said(dossier: Dossier) -> list[str]:
    return [u.tekst for u in dossier.geldige_uitingen]


# -- the story of six weeks ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def told() -> tuple[Player, list[dict[str, Any]]]:
    """The documented story, played once; FakeSheets for paper."""
    assistant = an_assistant()
    assistant.clock = MovedClock(assistant.clock)
    player = Player(assistant, paper=FakeSheets())
    lines = [json.loads(raw) for raw in STORY.read_text(encoding="utf-8").splitlines() if raw and not raw.startswith("#")]
    return player, [player.play(line) for line in lines]


def test_six_weeks_with_one_client_play_without_a_mistake(told: tuple[Player, list[dict[str, Any]]]) -> None:
    player, out = told
    assert [o for o in out if "fout" in o] == []
    assert player.conversation is not None
    dossier = player.conversation.dossier
    assert player.assistant.store.load(dossier.id) == dossier
    assert len(moments(dossier)) == 5 and moments(dossier)[-1] - moments(dossier)[0] == timedelta(days=42)
    assert [a.vorige for a in dossier.plan.bevestigd] == [None, None, dossier.plan.bevestigd[1].id, dossier.plan.bevestigd[2].id]
    assert dossier.plan.doelen[0].waarom == "Dan kan mijn dochter bij mij eten."


def test_everything_the_client_said_in_the_story_is_kept_to_the_letter(told: tuple[Player, list[dict[str, Any]]]) -> None:
    player, _ = told
    assert player.conversation is not None
    kept = said(player.conversation.dossier)
    for raw in STORY.read_text(encoding="utf-8").splitlines():
        line = json.loads(raw) if raw and not raw.startswith("#") else {}
        own = {"terugblik": ("hoe_ging_het", "wat_hielp", "wie_hielp", "geleerd"), "tegenslag": tuple(Veld), "opvolgen": ("tekst",)}
        own |= {"afronden": tuple(Afscheidsvraag), "afspraak": ("tekst",), "signaal": ("merk", "helpt"), "doel": ("waarom",)}
        for name in own.get(line.get("doe", ""), ()):
            if line.get(name):
                assert line[name] in kept


def test_the_story_has_no_word_of_failing_and_its_history_no_number(told: tuple[Player, list[dict[str, Any]]]) -> None:
    player, out = told
    assert player.conversation is not None
    text = json.dumps(out, ensure_ascii=False).lower()
    assert "mislukt" not in text and "gefaald" not in text
    assert _numbers(Moment.model_json_schema()) == [] and _numbers(Vergelijking.model_json_schema()) == []
    sheet = make_blad("verloop", player.conversation.dossier, CONTENT, op=player.assistant.clock.now(), voor="dossier")
    assert "Oei, dat is veel." in " ".join(sheet_texts(sheet)) and "vertrouwen" not in " ".join(sheet_texts(sheet))


def test_time_is_never_moved_in_a_real_dossier() -> None:
    player = Player(an_assistant())
    player.play({"doe": "nieuw"})

    assert "wegwerpmap" in player.play({"doe": "later_dag", "dagen": 7})["fout"]


# -- days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("zaterdag na de markt", date(2026, 11, 28)),
        ("zondagavond", date(2026, 11, 29)),
        ("morgen", date(2026, 11, 23)),
        ("overmorgen om tien uur", date(2026, 11, 24)),
        ("28-11", date(2026, 11, 28)),
        ("2026-12-01", date(2026, 12, 1)),
        ("5 januari", date(2027, 1, 5)),
        ("elke zaterdag", None),
        ("maandag of dinsdag", None),
        ("na de markt", None),
        ("31-2", None),
        ("", None),
    ],
)
def test_a_day_is_read_from_plain_words_and_never_guessed(words: str, day: date | None) -> None:
    assert day_in(words, TODAY) == day


def test_a_day_that_cannot_be_read_is_said_so() -> None:
    with pytest.raises(RuleError):
        read_day("ooit", TODAY)
    assert read_day("  ", TODAY) is None


# -- the agenda --------------------------------------------------------------------------------------


def test_open_steps_stand_in_the_part_of_their_day() -> None:
    talk = a_talk()
    now = talk.assistant.clock.now()
    days = {"gisteren": -1, "vandaag": 0, "over twee weken": 14, "over drie weken": 15, "geen": None}
    for words, ahead in days.items():
        a_step(talk, f"Ik doe dit {words}.", datum=None if ahead is None else TODAY + timedelta(days=ahead))
    found = agenda(talk.dossier, now)

    assert [(name, len(acties)) for name, acties in found.delen] == [
        ("geweest", 1), ("deze_week", 1), ("komende_weken", 1), ("daarna", 1), ("zonder_dag", 1),
    ]  # fmt: skip


def test_what_is_done_or_put_off_leaves_the_week() -> None:
    talk = a_talk()
    done, later = a_step(talk, "Ik bel."), a_step(talk, "Ik schrijf.")
    talk.look_back(done, "gedaan")
    talk.choice(later, "later")

    assert [(n, [a.id for a in acties]) for n, acties in agenda(talk.dossier, talk.assistant.clock.now()).delen] == [
        ("voor_later", [later])
    ]


def test_nudges_are_words_and_hold_nothing_back() -> None:
    talk = a_talk()
    for number in range(6):
        a_step(talk, f"Ik doe stap {number}.", vertrouwen=5 if number == 0 else None)
    following = Following(talk)
    following.describe(talk.dossier.plan.doelen[0].id, leefgebieden=("wonen", "geld", "werk", "mensen"))
    kinds = [n.soort for n in nudges(talk.dossier, CONTENT, talk.assistant.clock.now())]

    assert {"veel_open", "veel_focus", "kleiner", "zonder_waarom"} <= set(kinds)
    assert a_step(talk, "Nog een stap.") in [a.id for a in talk.dossier.plan.bevestigd]


# -- goals ---------------------------------------------------------------------------------------------


def test_why_a_goal_matters_is_the_clients_word_and_leaves_the_confirmation() -> None:
    talk = a_talk()
    a_step(talk)
    doel = talk.dossier.plan.doelen[0]
    Following(talk).describe(doel.id, waarom="Dan slaap ik weer.")
    after = talk.dossier.plan.doelen[0]

    assert after.bevestiging == doel.bevestiging and after.waarom == "Dan slaap ik weer."
    assert talk.dossier.uiting(after.waarom_uiting or "").vraag_id == "doel.waarom"
    talk.withdraw(after.waarom_uiting or "")
    assert talk.dossier.plan.doelen[0].waarom == ""


def test_other_words_for_a_goal_make_it_a_draft_and_the_old_words_stay_readable() -> None:
    talk = a_talk()
    a_step(talk)
    following, doel = Following(talk), talk.dossier.plan.doelen[0]
    following.reword(doel.id, "Ik wil een plek met een tuin")

    assert talk.dossier.plan.doelen[0].bevestiging is None
    assert [(m.soort, m.tekst) for m in history(talk.dossier) if m.is_doel] == [
        ("bevestigd", "Ik wil een eigen plek"),
        ("gewijzigd", "Ik wil een plek met een tuin"),
    ]
    with pytest.raises(NotConfirmable):
        following.confirm_doel(doel.id, door=" ")


# -- following up ----------------------------------------------------------------------------------------


def test_a_next_conversation_opens_with_what_got_better_in_other_words_each_time() -> None:
    talk = a_talk()
    following = Following(talk)
    first = following.opening()
    following.better("Ik slaap weer door.")

    assert "beter" in first and following.opening() != first
    assert (talk.dossier.uitingen[-1].tekst, talk.dossier.uitingen[-1].vraag_tekst) == ("Ik slaap weer door.", first)
    with pytest.raises(AnswerRejected):
        following.better("  ")


def test_looking_back_keeps_each_answer_as_words_of_the_client() -> None:
    talk = a_talk()
    actie_id = a_step(talk)
    talk.look_back(actie_id, "anders_gegaan", hoe_ging_het="Ze nam niet op.", geleerd="Appen werkt beter.")
    look = talk.dossier.plan.get(actie_id).terugblikken[0]  # type: ignore[union-attr]

    assert [(u.vraag_id, u.tekst) for u in talk.dossier.uitingen[-2:]] == [
        ("terugblik.hoe_ging_het", "Ze nam niet op."),
        ("terugblik.geleerd", "Appen werkt beter."),
    ]
    talk.correct(look.bronnen["geleerd"], "Appen werkt beter, zeker ’s avonds.")
    assert talk.dossier.plan.get(actie_id).terugblikken[0].geleerd == "Appen werkt beter, zeker ’s avonds."  # type: ignore[union-attr]
    talk.withdraw(look.bronnen["hoe_ging_het"])
    assert talk.dossier.plan.get(actie_id).terugblikken[0].hoe_ging_het == ""  # type: ignore[union-attr]
    assert "Ze nam niet op." not in json.dumps(make_blad("verloop", talk.dossier, CONTENT, op=talk.assistant.clock.now(), voor="dossier"))


def test_a_smaller_step_is_a_draft_that_rests_on_the_last_words_and_needs_a_begeleider() -> None:
    talk = a_talk()
    actie_id = a_step(talk, patroon="algemeen.meedenken")
    talk.look_back(actie_id, "anders_gegaan", hoe_ging_het="Ik durfde niet.")
    concept = Following(talk).smaller(actie_id)

    assert (concept.actie, concept.vorige) == ("Ik stuur een bericht met één vraag.", actie_id)
    assert talk.dossier.uitingen[-1].id in concept.uitingen
    assert len(talk.dossier.plan.bevestigd) == 1
    new = talk.confirm(concept.replace(wanneer="dinsdag"), door="J. de Wit")
    assert talk.dossier.plan.get(new).vorige == actie_id  # type: ignore[union-attr]
    assert [m.soort for m in history(talk.dossier) if m.item == new] == ["vervolg"]


def test_a_step_of_the_clients_own_words_has_a_smaller_one_too() -> None:
    talk = a_talk()
    actie_id = a_step(talk, patroon="eigen.heen_dag")
    talk.look_back(actie_id, "anders_gegaan", hoe_ging_het="Ik durfde niet.")
    assert Following(talk).smaller(actie_id).actie == "Ik noem één dag die kan."


def test_a_smaller_step_that_our_own_reviewer_calls_vague_is_not_offered() -> None:
    talk = a_talk()
    actie_id = a_step(talk, patroon="algemeen.meedenken")
    thinker = talk.assistant.thinker
    thinker.answers["toets"] = lambda p: {"bevindingen": [{"label": "vaag"}] if "bericht" in p["tekst"] and p["wanneer"] else []}  # type: ignore[attr-defined]
    concept = Following(talk).smaller(actie_id)
    assert (concept.actie, concept.bron) == ("Ik bel mijn zus.", "begeleider")


def test_other_steps_come_through_the_usual_drafting_and_write_nothing() -> None:
    talk = a_talk()
    actie_id = a_step(talk, "Iets anders.")
    before = talk.dossier
    found = Following(talk).others(actie_id)

    assert found.voorstellen and all(c.vorige == actie_id for c in found.voorstellen)
    assert talk.dossier == before


def test_a_changed_step_keeps_what_was_lived_through() -> None:
    talk = a_talk()
    actie_id = a_step(talk)
    talk.look_back(actie_id, "deels", wat_hielp="koffie")
    concept = Following(talk).other(actie_id).replace(actie="Ik app mijn zus.", vorige=None)
    talk.keep(concept, actie_id=actie_id)

    assert talk.dossier.plan.get(actie_id).terugblikken[0].wat_hielp == "koffie"  # type: ignore[union-attr]


def test_two_moments_are_compared_in_words_and_only_days_that_were_talked() -> None:
    talk = a_talk()
    following = Following(talk)
    following.better("Niets.")
    talk.assistant.clock.tick(86400 * 7)  # type: ignore[attr-defined]
    following.better("Ik kook weer.")
    both = compare(talk.dossier, *moments(talk.dossier))

    assert [(x.toen, x.nu) for x in both.zelfde_vraag] == [("Niets.", "Ik kook weer.")]
    assert both.gezegd_toen == ("Ik wil een eigen plek",)
    with pytest.raises(NotThere):
        compare(talk.dossier, TODAY, TODAY + timedelta(days=3))
    with pytest.raises(RuleError):
        compare(talk.dossier, TODAY, TODAY)


# -- setbacks ----------------------------------------------------------------------------------------------


def _numbers(schema: Any) -> list[Any]:
    """Every place in a JSON schema where a number could stand."""
    if isinstance(schema, dict):
        here = [schema] if schema.get("type") in ("integer", "number") else []
        return here + [x for v in schema.values() for x in _numbers(v)]
    return [x for v in schema for x in _numbers(v)] if isinstance(schema, list) else []


def test_there_is_no_place_for_a_score() -> None:
    assert _numbers(Zelfregulering.model_json_schema()) == [] and _numbers(Gelezen.model_json_schema()) == []


def test_a_scale_is_the_clients_own_word_and_nothing_else() -> None:
    talk = a_talk()
    reflecting = Reflecting(talk)
    reflecting.tell({Veld.WAT: "De brief kwam niet.", Veld.HIELP: "Lopen.", Veld.SCHAAL: "een 6½, denk ik"}, leefgebied="geld")
    words = reflecting.read.tegenslagen[0].woorden

    assert words[Veld.SCHAAL] == "een 6½, denk ik" and "een 6½, denk ik" in said(talk.dossier)
    stored = json.dumps(talk.dossier.rooms["zelfregulering"], ensure_ascii=False)
    assert "6½" not in stored and "Lopen" not in stored


def test_what_is_said_differently_or_taken_back_counts_at_once() -> None:
    talk = a_talk()
    reflecting = Reflecting(talk)
    item = reflecting.tell({Veld.WAT: "De brief kwam niet.", Veld.HIELP: "Lopen."})
    reflecting.tell({Veld.WAT: "De brief kwam te laat.", Veld.HIELP: "Lopen."}, item_id=item)
    assert reflecting.words_of(item)[Veld.WAT] == "De brief kwam te laat."
    assert "De brief kwam niet." in [u.tekst for u in talk.dossier.uitingen]
    hielp = next(u for u in talk.dossier.geldige_uitingen if u.tekst == "Lopen.")
    talk.withdraw(hielp.id)
    assert Veld.HIELP not in reflecting.words_of(item)
    reflecting.drop(item)
    assert reflecting.read.leeg and "De brief kwam te laat." in said(talk.dossier)


def test_the_hard_part_alone_asks_for_what_helped_and_holds_nothing_back() -> None:
    talk = a_talk()
    item = Reflecting(talk).tell({Veld.WAT: "Het ging mis."})
    found = zelfregulering_in(talk.dossier.rooms).get(item)

    assert found is not None and found.wants_help  # type: ignore[union-attr]
    with pytest.raises(RuleError):
        Reflecting(talk).tell({Veld.GEVOEL: "boos"})


def test_an_agreement_is_of_two_people() -> None:
    talk = a_talk()
    with pytest.raises(NotConfirmable):
        Reflecting(talk).agree("Je mag bellen.", door="")
    Reflecting(talk).agree("Je mag bellen.", door="J. de Wit")
    Reflecting(talk).agree("Liever appen.", door="J. de Wit")

    assert Reflecting(talk).read.afspraak is not None
    assert Reflecting(talk).read.afspraak.woorden == "Liever appen."  # type: ignore[union-attr]
    assert len(Reflecting(talk).document.afspraken) == 2


@pytest.mark.parametrize("voor", ["client", "dossier"])
def test_someone_who_must_not_be_approached_is_on_no_sheet_and_no_choice(voor: Any) -> None:
    talk = a_talk()
    Reflecting(talk).tell({Veld.WAT: "Mijn ex Bart stond er.", Veld.HIELP: "Het licht uit."})
    Reflecting(talk).signal(Fase.HULP, "Als Bart belt.", helpt="Mijn zus.")
    Finishing(talk).write({Afscheidsvraag.BLIJFT: "Niet Bart."}, groet="Sterkte met Bart.", begeleider="J.")

    for soort in BLADEN:
        assert "Bart" not in json.dumps(make_blad(soort, talk.dossier, CONTENT, op=talk.assistant.clock.now(), voor=voor))
    assert [words for _, words in Following(talk).supporters()] == ["Mijn zus"]
    bart = next(h.id for h in talk.dossier.hulpbronnen if h.niet_benaderen)
    with pytest.raises(NotThere):
        Finishing(talk).write({}, met={bart: ""})


def test_a_copy_for_outside_loses_words_everywhere() -> None:
    talk = a_talk()
    actie_id = a_step(talk)
    talk.look_back(actie_id, "gedaan", wie_hielp="Fatima kwam.")
    Reflecting(talk).tell({Veld.WAT: "Een boete.", Veld.WIE: "Fatima."})
    gone = [u.id for u in talk.dossier.uitingen if "Fatima" in u.tekst]
    copy = leave_out(talk.dossier, gone)

    assert "Fatima" not in copy.model_dump_json()
    assert zelfregulering_in(copy.rooms).read(copy).tegenslagen[0].woorden == {Veld.WAT: "Een boete."}


# -- goodbye -------------------------------------------------------------------------------------------------


def test_goodbye_needs_a_name_keeps_words_and_locks_nothing() -> None:
    talk = a_talk()
    actie_id = a_step(talk)
    finishing = Finishing(talk)
    with pytest.raises(NotConfirmable):
        finishing.write({}, klaar=True)
    zus = Following(talk).supporters()[0][0]
    finishing.write({Afscheidsvraag.TROTS: "Dat ik belde."}, met={zus: "", actie_id: "Mijn zus gaat mee."}, begeleider="J.", klaar=True)

    assert finishing.document.afgerond_op is not None and finishing.goes_with(actie_id) == "Mijn zus gaat mee."
    assert {"Dat ik belde.", "Mijn zus gaat mee."} <= set(said(talk.dossier))
    before = talk.dossier.version
    finishing.write({Afscheidsvraag.TROTS: "Dat ik belde."}, begeleider="J.")
    assert talk.dossier.version == before  # nothing changed, nothing written
    talk.look_back(actie_id, "gedaan")
    texts = sheet_texts(make_blad("afscheid", talk.dossier, CONTENT, op=talk.assistant.clock.now()))
    assert "Dat ik belde." in texts and "Mijn zus" in texts
