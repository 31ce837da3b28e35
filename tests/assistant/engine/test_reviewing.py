"""Reviewing through the façade: lines, traces, saving and the access log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from assistant.domain.actieplan import Wie
from assistant.domain.beoordeling import PlanRegel, Soort, Stand
from assistant.domain.dossier import Dossier
from assistant.engine.assistant import Assistant
from assistant.engine.reviewing import Reviewing, plan_lines, plan_payload, read_lezing, shared_spans, spoken, traces
from assistant.errors import DossierNotWritten
from tests.fakes import FakeStore, FakeThinker, an_assistant

WORDS = ("Ik wil weer koken bij mijn oom Piet. Dat deed ik vroeger elke zondag.", "Fietsen naar zee, dat zou ik willen.")


def judged(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A toets that finds the actie vague and the second wish gone."""
    actie = payload["acties"][0]
    finding = {
        "label": "vaag",
        "naam": "vaag",
        "uitleg": "Wanneer ontbreekt.",
        "woorden": "Piet bellen",
        "zekerheid": 0.8,
        "suggestie": "Vraag wanneer.",
        "bron": {"titel": "Een plan beoordelen", "document": "toets-acties", "kop": ["Vaag: niemand ziet het gebeuren"]},
    }
    return {
        "clientgestuurd": "deels",
        "items": [{"id": actie["id"], "bevindingen": [finding]}, {"id": "niet-in-het-plan", "bevindingen": [finding]}],
        "weggevallen_wensen": [payload["uitingen"][1]["id"]],
        "toegevoegde_leefgebieden": [],
        "belangrijkste_wens": payload["uitingen"][0]["id"],
    }


def a_plan(thinker: FakeThinker | None = None) -> tuple[Assistant, Dossier]:
    assistant = an_assistant(thinker=thinker or FakeThinker({"toets": judged}), naam="An")
    dossier = assistant.new_dossier(code="KG-1")
    for text in WORDS:
        dossier = assistant.answer(dossier, text, vraag_id=None, vraag_tekst="", leefgebied="mensen")
    first = dossier.uitingen[0].id
    dossier = assistant.put_doel(dossier, tekst="Weer koken bij oom Piet.", uitingen=(first,), leefgebieden=("mensen",))
    dossier = assistant.put_actie(dossier, tekst="Oom Piet bellen.", doel=dossier.plan.doelen[0].id, uitingen=(first,), wanneer="zaterdag")
    return assistant, dossier


def test_lines_come_doel_first_and_refused_ones_stay_out() -> None:
    assistant, dossier = a_plan()
    dossier = assistant.put_actie(dossier, tekst="Iets anders.", uitingen=(dossier.uitingen[0].id,))
    dossier = assistant.refuse(dossier, dossier.plan.acties[-1].id)

    lines = plan_lines(dossier)

    assert [(line.soort, line.herkomst) for line in lines] == [("doel", "concept"), ("actie", "concept")]


@pytest.mark.parametrize(
    ("wie", "wanneer", "said"),
    [
        ("de cliënt", "zaterdag", "Oom Piet bellen, zaterdag."),
        ("de begeleider", "Zaterdag", "De begeleider: oom Piet bellen, zaterdag."),
        ("de cliënt samen met een naaste (mijn zus)", "", "Oom Piet bellen, samen met mijn zus."),
        ("maatschappelijk werk", "", "maatschappelijk werk: oom Piet bellen."),
        ("", "", "Oom Piet bellen."),
    ],
)
def test_who_and_when_are_read_along_with_the_words(wie: str, wanneer: str, said: str) -> None:
    assert spoken(PlanRegel(id="a", soort="actie", tekst="Oom Piet bellen.", wie=wie, wanneer=wanneer)) == said


def test_what_the_program_says_about_unknown_lines_is_left_out_and_words_must_be_literal() -> None:
    _, dossier = a_plan()
    lines = plan_lines(dossier)
    found = judged(plan_payload(dossier, lines))
    found["items"][0]["bevindingen"][0]["woorden"] = "staat er niet"

    lezing = read_lezing(found, lines)

    assert [(b.plek, b.woorden) for b in lezing.bevindingen] == [(lines[1].id, None)]
    assert lezing.bevindingen[0].bron.endswith("Vaag: niemand ziet het gebeuren")


@pytest.mark.parametrize(
    ("tekst", "woorden", "told"),
    [
        ("Ik wil terug in de koor", None, False),
        ("Ik wil elke week naar de kerk, terug in de koor", "terug in de koor", False),
        ("Ik wil bij een koor zingen", "bij een koor zingen", True),
    ],
)
def test_what_the_client_said_literally_is_never_told_to_be_nowhere(tekst: str, woorden: str | None, told: bool) -> None:
    line = PlanRegel(id="d1", soort="doel", tekst=tekst)
    finding = {"label": "niet_eigen_woorden", "uitleg": "Waar komt dit vandaan?", "woorden": woorden, "zekerheid": 0.7}
    found = {"items": [{"id": "d1", "bevindingen": [finding]}], "clientgestuurd": "deels"}

    lezing = read_lezing(found, [line], ["Mijn God. Ik wil terug in de koor, zingen op zondag."])

    assert bool(lezing.bevindingen) is told


def test_traces_show_the_named_words_first_and_where_they_meet() -> None:
    _, dossier = a_plan()
    line = plan_lines(dossier)[0]

    trail = traces(dossier, line)

    assert (trail[0].uiting, trail[0].genoemd) == (dossier.uitingen[0].id, True)
    assert [WORDS[0][a:b] for a, b in trail[0].plekken] == ["koken", "oom Piet"]


def test_shared_words_are_found_in_another_form_and_small_words_are_not() -> None:
    assert [WORDS[1][a:b] for a, b in shared_spans("Zaterdag op de fiets naar zee", WORDS[1])] == ["Fietsen", "zee"]
    assert shared_spans("Ik wil dat en niet meer", WORDS[1]) == ()


def test_every_step_is_on_disk_with_its_own_event() -> None:
    assistant, dossier = a_plan()
    review = Reviewing(assistant, dossier)
    seen = review.look()
    mine = review.begin("An", seen)
    actie = seen.regels[1].id

    review.remark(mine.id, plek=actie, soort=Soort.EENS, bevinding=f"{actie}.vaag")
    gone = review.remark(mine.id, plek=dossier.uitingen[1].id, soort=Soort.OPMERKING, tekst="Deze wens mist.")
    review.sign(mine.id, Stand.TERUG, door="An")
    review.answer(mine.id, gone, "later", tekst="Volgende keer.", door="Jo")

    back = Reviewing(assistant, assistant.open(dossier.id)).kamer.get(mine.id)
    assert back.stand is Stand.TERUG
    assert back.opmerkingen[1].antwoord is not None
    store = assistant.store
    assert isinstance(store, FakeStore)
    assert [line.gebeurtenis for line in store.lines if line.gebeurtenis.startswith("beoordeling")] == [
        "beoordeling_begonnen",
        "beoordeling_opmerking",
        "beoordeling_opmerking",
        "beoordeling_terug_met_opmerkingen",
        "beoordeling_antwoord",
    ]
    assert not any("wens" in f"{line.object}{line.reden}" for line in store.lines)


def test_a_failed_save_changes_nothing() -> None:
    assistant, dossier = a_plan()
    review = Reviewing(assistant, dossier)
    mine = review.begin("An", review.look())
    store = assistant.store
    assert isinstance(store, FakeStore)
    store.fail_next = DossierNotWritten("De schijf is vol.")

    with pytest.raises(DossierNotWritten):
        review.remark(mine.id, plek="plan", soort=Soort.OPMERKING, tekst="x")

    assert review.kamer.get(mine.id).opmerkingen == ()


def test_without_a_thinker_a_colleague_still_reviews() -> None:
    thinker = FakeThinker()
    thinker.gone = True
    assistant, dossier = a_plan(thinker)
    review = Reviewing(assistant, dossier)

    seen = review.look()

    assert seen.lezing is None
    assert seen.fout
    assert seen.sporen
    assert review.begin("An", seen).lezing is None


def test_a_changed_plan_is_seen_and_the_old_review_keeps_its_lines() -> None:
    assistant, dossier = a_plan()
    review = Reviewing(assistant, dossier)
    mine = review.begin("An", review.look())
    assert review.is_current(mine)

    changed = assistant.put_actie(
        review.dossier, id=review.dossier.plan.acties[0].id, tekst="Oom Piet appen.", uitingen=(dossier.uitingen[0].id,), wie=Wie.CLIENT
    )

    later = Reviewing(assistant, changed)
    assert not later.is_current(later.kamer.get(mine.id))
    assert later.kamer.get(mine.id).regels[1].tekst == "Oom Piet bellen."


def test_reviewing_a_plan_one_confirmed_oneself_is_noticed() -> None:
    assistant, dossier = a_plan()
    dossier = assistant.confirm(dossier, dossier.plan.doelen[0].id, door="J. de Wit")

    assert Reviewing(assistant, dossier).reviews_own_work("j de wit")
    assert not Reviewing(assistant, dossier).reviews_own_work("An")


def test_a_finding_quotes_the_line_as_it_stands_without_who_and_when_beside_it() -> None:
    _, dossier = a_plan()
    lines = [line.model_copy(update={"wie": "de begeleider", "wanneer": "wekelijks"}) for line in plan_lines(dossier)]
    said, text = spoken(lines[1]).rstrip("."), lines[1].tekst.rstrip(".")
    found = judged(plan_payload(dossier, lines))
    finding = found["items"][0]["bevindingen"][0]

    for words in (None, said):
        finding |= {"woorden": words, "uitleg": f'Straks kan niemand zien of dit gelukt is: "{said}".'}
        assert read_lezing(found, lines).bevindingen[0].uitleg == f'Straks kan niemand zien of dit gelukt is: "{text}".'
