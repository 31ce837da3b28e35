"""Reviewing a plan: names, independence, differences, answers, and what may never be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assistant.domain.beoordeling import (
    HELE_PLAN,
    Beoordelingen,
    Bevinding,
    Hoe,
    Lezing,
    Oordeel,
    PlanRegel,
    Soort,
    Stand,
    recurring,
    same_name,
)
from assistant.errors import NotConfirmable, NotThere, RuleError

OP = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LINES = (
    PlanRegel(id="d1", soort="doel", tekst="Weer koken.", uitingen=("u1",)),
    PlanRegel(id="a1", soort="actie", tekst="Oom Piet bellen.", doel="d1"),
)
READ = Lezing(
    clientgestuurd=Oordeel.DEELS,
    weggevallen=("u2",),
    bevindingen=(Bevinding(id="a1.vaag", plek="a1", label="vaag", naam="vaag", uitleg="Wanneer ontbreekt.", zekerheid=0.8),),
)


def begun(
    naam: str = "An", *, kamer: Beoordelingen | None = None, ronde: str = "r1", number: int = 1, tweede: bool = False
) -> Beoordelingen:
    return (kamer or Beoordelingen()).begin(
        review_id=f"b{number}", ronde=ronde, beoordelaar=naam, op=OP, plan_versie=3, regels=LINES, lezing=READ, met_tweede=tweede
    )


def remark(kamer: Beoordelingen, review: str = "b1", **given: Any) -> Beoordelingen:
    fields = {
        "opmerking_id": f"o{len(kamer.get(review).opmerkingen) + 1}-{review}",
        "plek": "a1",
        "soort": Soort.OPMERKING,
        "tekst": "Wanneer?",
    }
    return kamer.remark(review, **{"bevinding": None, "op": OP, **fields, **given})


def test_a_review_needs_a_name_and_something_to_review() -> None:
    with pytest.raises(NotConfirmable):
        begun("  ")
    with pytest.raises(NotConfirmable):
        Beoordelingen().begin(review_id="b", ronde="r", beoordelaar="An", op=OP, plan_versie=0, regels=(), lezing=None)


def test_disagreeing_asks_for_a_reason_and_agreeing_does_not() -> None:
    kamer = begun()
    with pytest.raises(RuleError):
        remark(kamer, soort=Soort.ONEENS, tekst=" ", bevinding="a1.vaag")

    kamer = remark(kamer, soort=Soort.EENS, tekst="", bevinding="a1.vaag")

    assert kamer.get("b1").over("a1.vaag").soort is Soort.EENS  # type: ignore[union-attr]


def test_a_change_of_mind_about_a_finding_leaves_one_verdict() -> None:
    kamer = remark(begun(), soort=Soort.EENS, tekst="", bevinding="a1.vaag")
    kamer = remark(kamer, soort=Soort.ONEENS, tekst="Zaterdag staat erbij.", bevinding="a1.vaag", opmerking_id="o9")

    assert [o.soort for o in kamer.get("b1").opmerkingen] == [Soort.ONEENS]


def test_a_remark_stands_at_a_line_a_dropped_wish_or_the_plan_and_nowhere_else() -> None:
    for place in ("d1", "u2", HELE_PLAN):
        assert remark(begun(), plek=place).get("b1").opmerkingen[0].plek == place
    for place in ("u1", "weg", ""):
        with pytest.raises(RuleError):
            remark(begun(), plek=place)


def test_only_the_reviewer_signs_and_back_without_a_remark_cannot() -> None:
    kamer = begun()
    with pytest.raises(NotConfirmable):
        kamer.sign("b1", stand=Stand.AKKOORD, door="", op=OP)
    with pytest.raises(NotConfirmable):
        kamer.sign("b1", stand=Stand.AKKOORD, door="Bo", op=OP)
    with pytest.raises(NotConfirmable):
        kamer.sign("b1", stand=Stand.TERUG, door="An", op=OP)

    signed = remark(kamer).sign("b1", stand=Stand.TERUG, door="an ", op=OP + timedelta(hours=1))

    assert (signed.get("b1").stand, signed.get("b1").afgerond) == (Stand.TERUG, OP + timedelta(hours=1))


def test_what_is_signed_stays_as_it_was() -> None:
    kamer = begun().sign("b1", stand=Stand.AKKOORD, door="An", op=OP)
    for attempt in (
        lambda: remark(kamer),
        lambda: kamer.sign("b1", stand=Stand.TERUG, door="An", op=OP, woord="toch niet"),
        lambda: kamer.take_back("b1", "o1"),
    ):
        with pytest.raises(RuleError):
            attempt()


def test_the_second_reviewer_sees_nothing_of_the_first_until_both_have_signed() -> None:
    kamer = remark(begun(tweede=True)).sign("b1", stand=Stand.TERUG, door="An", op=OP)
    assert kamer.zichtbaar_voor("b1", "An")
    assert not kamer.zichtbaar_voor("b1", "Bo")
    assert kamer.wacht_op_tweede("Bo") == "r1"
    assert kamer.wacht_op_tweede("An") is None

    kamer = begun("Bo", kamer=kamer, number=2)
    assert not kamer.zichtbaar_voor("b1", "Bo")
    assert not kamer.zichtbaar_voor("b2", "An")
    assert kamer.verschillen("r1") == ()

    kamer = kamer.sign("b2", stand=Stand.AKKOORD, door="Bo", op=OP)
    assert kamer.zichtbaar_voor("b1", "Bo")
    assert kamer.zichtbaar_voor("b2", "An")


def test_differences_are_places_where_the_two_said_something_else() -> None:
    kamer = begun("Bo", kamer=begun(tweede=True), number=2)
    kamer = remark(kamer, "b1", soort=Soort.EENS, tekst="", bevinding="a1.vaag")
    kamer = remark(kamer, "b2", soort=Soort.ONEENS, tekst="Staat er wel.", bevinding="a1.vaag")
    kamer = remark(kamer, "b1", plek="d1", tekst="Mooi in eigen woorden.")
    kamer = remark(kamer, "b2", plek="d1", tekst="Dicht bij wat gezegd is.")
    kamer = kamer.sign("b1", stand=Stand.TERUG, door="An", op=OP).sign("b2", stand=Stand.AKKOORD, door="Bo", op=OP)

    assert [(v.plek, v.bevinding) for v in kamer.verschillen("r1")] == [("a1", "vaag")]


def test_a_third_reviewer_and_a_double_one_are_refused() -> None:
    kamer = begun("Bo", kamer=begun(tweede=True), number=2)
    with pytest.raises(RuleError):
        begun("Cas", kamer=kamer, number=3)
    with pytest.raises(RuleError):
        begun("A.n", kamer=begun(tweede=True), number=2)
    with pytest.raises(RuleError):
        begun("Bo", kamer=begun(), number=2)  # nobody asked for a second reading


def test_the_begeleider_answers_when_it_is_signed_and_not_before() -> None:
    kamer = remark(begun())
    with pytest.raises(NotConfirmable):
        kamer.answer("b1", "o1-b1", hoe=Hoe.AANGEPAST, tekst="", door="Jo", op=OP)
    kamer = kamer.sign("b1", stand=Stand.TERUG, door="An", op=OP)
    with pytest.raises(NotThere):
        kamer.answer("b1", "o7", hoe=Hoe.AANGEPAST, tekst="", door="Jo", op=OP)
    assert len(kamer.get("b1").open_vragen) == 1

    kamer = kamer.answer("b1", "o1-b1", hoe=Hoe.BESPROKEN, tekst="Zaterdag, zegt ze.", door="Jo", op=OP)

    assert kamer.get("b1").open_vragen == ()
    assert kamer.get("b1").opmerkingen[0].antwoord.tekst == "Zaterdag, zegt ze."  # type: ignore[union-attr]


def test_over_many_plans_only_criteria_are_told_and_none_that_stands_alone() -> None:
    one = remark(begun(), soort=Soort.EENS, tekst="", bevinding="a1.vaag").get("b1")
    other = remark(begun("Zoë"), soort=Soort.ONEENS, tekst="nee", bevinding="a1.vaag").get("b1")

    assert recurring((one, other)) == ()
    assert recurring((one, one, other)) == (("vaag", 2),)


def test_a_room_survives_json() -> None:
    kamer = remark(begun(tweede=True)).sign("b1", stand=Stand.TERUG, door="An", op=OP, woord="Kijk nog eens.")

    assert Beoordelingen.model_validate(kamer.model_dump(mode="json")) == kamer


def test_names_are_the_same_without_dots_and_capitals() -> None:
    assert same_name("J. de Wit", "j de wit")
    assert not same_name("", "")
    assert not same_name("J. de Wit", "J. de Wilt")
