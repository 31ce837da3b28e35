"""One sitting without a screen, on fakes: what is saved, what is offered, and what happens when something fails."""

from __future__ import annotations

import pytest

from assistant.domain.actieplan import ActieStatus, Wie
from assistant.domain.values import KrachtVorm
from assistant.engine.conversing import Concept, Conversation, quick_signal, read_wie
from assistant.errors import AnswerRejected, DossierNotWritten, NotConfirmable, NotThere, RuleError
from tests.fakes import FakeStore, FakeThinker, a_thinker, an_assistant


def a_talk(**parts: object) -> Conversation:
    assistant = an_assistant(**parts)  # type: ignore[arg-type]
    return Conversation(assistant, assistant.new_dossier(code="KG-1"))


def on_disk(talk: Conversation) -> object:
    return talk.assistant.store.load(talk.dossier.id)


def with_wish() -> Conversation:
    talk = a_talk()
    talk.choose("wonen")
    uiting = talk.answer("Ik wil een eigen huis met een tuin. Mijn zus helpt.")
    for item in talk.listen(uiting).gehoord:
        talk.accept(item)
    return talk


def test_an_answer_is_on_disk_with_its_question_when_the_call_returns() -> None:
    talk = a_talk()
    talk.choose("wonen")
    uiting = talk.answer("Bij het raam. [haken] 😀 é")

    assert on_disk(talk) == talk.dossier
    assert talk.dossier.uitingen[0].vraag_tekst.startswith("We gaan het hebben over wonen")
    assert uiting.tekst == "Bij het raam. [haken] 😀 é"


def test_the_same_answer_sent_twice_is_kept_once() -> None:
    talk = a_talk()
    uid = talk.new_uiting_id()
    talk.answer("Nog een keer.", uiting_id=uid)
    talk.answer("Nog een keer.", uiting_id=uid)

    assert len(talk.dossier.uitingen) == 1


def test_a_failed_save_changes_nothing() -> None:
    store = FakeStore()
    talk = a_talk(store=store)
    before = talk.dossier
    store.fail_next = DossierNotWritten("De schijf is vol.")
    with pytest.raises(DossierNotWritten):
        talk.answer("Dit past niet meer.")

    assert talk.dossier == before == on_disk(talk)


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00\x07", "x" * 200_001])
def test_an_empty_or_far_too_long_answer_is_refused_with_a_sentence(text: str) -> None:
    talk = a_talk()
    with pytest.raises(AnswerRejected) as error:
        talk.answer(text)

    assert error.value.message.endswith(".") and error.value.hint


def test_listening_proposes_and_files_nothing() -> None:
    talk = a_talk()
    talk.choose("wonen")
    beurt = talk.listen(talk.answer("Ik kan goed koken. Mijn zus helpt met de post."))

    assert [(g.soort, g.citaat) for g in beurt.gehoord] == [("kracht", "Ik kan goed koken"), ("hulpbron", "Mijn zus")]
    assert len(beurt.doorvragen) == 3
    assert talk.dossier.krachten == () and talk.dossier.hulpbronnen == ()


def test_without_a_thinker_the_guide_goes_on_by_itself() -> None:
    thinker = FakeThinker()
    talk = a_talk(thinker=thinker)
    talk.choose("wonen")
    talk.onward()
    beurt = talk.listen(talk.answer("Bij het raam in de ochtend, met koffie."))

    assert beurt.erkenning and beurt.zonder_hulp
    assert len(beurt.doorvragen) == 2


def test_a_signal_is_heard_by_words_alone() -> None:
    talk = a_talk(thinker=FakeThinker())
    beurt = talk.respond(talk.answer("Ik wil er niet meer zijn, vannacht maak ik er een eind aan."))

    assert beurt.signaal == "suicidaliteit"
    assert quick_signal("Ik kan goed koken.", talk.content) is None


def test_accepting_with_another_form_keeps_the_words() -> None:
    talk = a_talk()
    talk.choose("wonen")
    item = talk.listen(talk.answer("Ik kan goed koken.")).gehoord[0]
    talk.accept(item, vorm=KrachtVorm.IK_BEN, tijd="verleden")

    assert [(k.vorm, k.tijd, k.citaat.tekst) for k in talk.dossier.krachten] == [("ik_ben", "verleden", "Ik kan goed koken")]


def test_what_is_dropped_is_not_proposed_again() -> None:
    talk = a_talk()
    talk.choose("wonen")
    uiting = talk.answer("Ik kan goed koken.")
    talk.refuse(talk.listen(uiting).gehoord[0])

    assert talk.listen(uiting).gehoord == ()


def test_words_told_before_a_leefgebied_was_chosen_find_one_by_their_own_words() -> None:
    talk = a_talk()
    item = talk.listen(talk.answer("Ik kan goed met geld omgaan.")).gehoord[0]
    talk.accept(item)

    assert talk.dossier.krachten[0].leefgebied == "geld"


def test_an_unknown_leefgebied_is_named() -> None:
    with pytest.raises(NotThere):
        a_talk().choose("bestaat-niet")


def test_skipping_needs_an_open_question() -> None:
    with pytest.raises(RuleError):
        a_talk().skip()


def test_a_question_that_was_answered_is_not_written_down_as_skipped() -> None:
    talk = a_talk()
    talk.choose("wonen")
    first = talk.dossier.positie.vraag_id
    talk.answer("Bij het raam.")
    talk.skip()
    assert talk.dossier.overgeslagen == ()
    assert talk.dossier.positie.vraag_id not in (None, first)

    talk.skip()
    assert len(talk.dossier.overgeslagen) == 1


def test_a_corrected_answer_stands_beside_the_first_words() -> None:
    talk = a_talk()
    first = talk.answer("Ik kan koken.")
    talk.correct(first.id, "Ik kan goed koken.")

    assert [u.tekst for u in talk.dossier.uitingen] == ["Ik kan koken.", "Ik kan goed koken."]
    assert [u.tekst for u in talk.dossier.geldige_uitingen] == ["Ik kan goed koken."]


def test_drafts_rest_on_the_wish_and_stand_apart_from_the_plan() -> None:
    talk = with_wish()
    found = talk.draft(talk.dossier.wensen[0].id)

    assert len(found.voorstellen) == 3
    assert all(d.uitingen == (talk.dossier.wensen[0].citaat.uiting,) for d in found.voorstellen)
    assert talk.dossier.plan.acties == ()


def test_without_a_wish_the_drafter_gives_a_question_instead() -> None:
    found = a_talk().draft()

    assert found.voorstellen == () and found.vraag == "Wat zou je graag willen?"


def test_confirming_puts_actie_and_doel_in_the_plan_in_one_save() -> None:
    talk = with_wish()
    before = talk.dossier.version
    draft = talk.draft(talk.dossier.wensen[0].id).voorstellen[0]
    actie_id = talk.confirm(draft, door="J. de Wit")

    assert talk.dossier.version == before + 1
    assert [a.id for a in talk.dossier.plan.bevestigd] == [actie_id]
    assert all(d.status is ActieStatus.BEVESTIGD for d in talk.dossier.plan.doelen)
    assert talk.dossier.plan.bevestigd[0].keuze is None


@pytest.mark.parametrize("door", ["", "   "])
def test_nothing_is_written_without_a_name(door: str) -> None:
    talk = with_wish()
    draft = talk.draft(talk.dossier.wensen[0].id).voorstellen[0]
    with pytest.raises(NotConfirmable):
        talk.confirm(draft, door=door)

    assert talk.dossier.plan.acties == () and on_disk(talk) == talk.dossier


def test_a_step_without_a_moment_cannot_be_confirmed() -> None:
    talk = with_wish()
    with pytest.raises(NotConfirmable, match="wanneer"):
        talk.confirm(talk.draft(talk.dossier.wensen[0].id).voorstellen[1], door="J.")


def test_the_choice_of_the_client_needs_a_confirmed_step() -> None:
    talk = with_wish()
    kept = talk.keep(talk.draft(talk.dossier.wensen[0].id).voorstellen[0])
    with pytest.raises(NotConfirmable):
        talk.choice(kept, "gekozen", vertrouwen=8)
    talk.confirm(kept, door="J.")
    talk.choice(kept, "gekozen", vertrouwen=8)

    assert talk.dossier.plan.bevestigd[0].keuze is not None


def test_a_refused_draft_is_remembered_and_told_to_the_drafter() -> None:
    thinker = a_thinker()
    assistant = an_assistant(thinker=thinker)
    talk = Conversation(assistant, assistant.new_dossier())
    uiting = talk.answer("Ik wil een tuin.")
    talk.accept(talk.listen(uiting).gehoord[0], vorm="ik_wil")
    draft = talk.draft(talk.dossier.wensen[0].id).voorstellen[0]
    talk.refuse_actie(draft)
    talk.draft(talk.dossier.wensen[0].id)

    assert talk.dossier.plan.bevestigd == ()
    assert thinker.asked[-1][1]["geweigerd"] == [draft.actie]


def test_two_steps_towards_the_same_wish_share_one_doel() -> None:
    talk = with_wish()
    first, second, _ = talk.draft(talk.dossier.wensen[0].id).voorstellen
    talk.keep(first)
    talk.keep(second)

    assert len(talk.dossier.plan.doelen) == 1 and len(talk.dossier.plan.acties) == 2


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("ik", Wie.CLIENT),
        ("cliënt", Wie.CLIENT),
        ("samen_met_naaste", Wie.SAMEN_NAASTE),
        ("mijn zus", Wie.SAMEN_NAASTE),
        ("met de begeleider", Wie.SAMEN_BEGELEIDER),
    ],
)
def test_who_does_it_is_read_from_words(text: str, who: Wie) -> None:
    assert read_wie(text)[0] is who


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("met Fatma", "Fatma"),
        ("samen met mijn zus", "mijn zus"),
        ("ik, samen met Fatma", "Fatma"),
        ("ik en mijn dochter", "mijn dochter"),
        ("Metin", "Metin"),
        ("mijn zus en mijn broer", "mijn zus en mijn broer"),
        ("Alleen.", ""),
    ],
)
def test_who_joins_in_is_a_name_and_no_half_sentence(text: str, name: str) -> None:
    who, found = read_wie(text)
    assert found == name
    assert who is (Wie.SAMEN_NAASTE if name else Wie.CLIENT)


def test_a_draft_without_client_words_cannot_exist() -> None:
    with pytest.raises(ValueError, match="uitingen"):
        Concept(doel="d", actie="a", uitingen=())


def test_looking_up_says_why_when_it_cannot() -> None:
    talk = a_talk(thinker=FakeThinker())

    assert talk.look_up("iets").fout
    assert a_talk().look_up("xyzzy").niets_gevonden
    assert a_talk().look_up("open vragen").passages[0].titel == "Vragen goed stellen"


def test_closing_leaves_the_words_and_begins_anew_next_time() -> None:
    talk = with_wish()
    slot = talk.close()

    assert slot.blokken
    assert talk.step(back=True).soort == "kies"
