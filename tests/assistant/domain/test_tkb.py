"""A session of a team: nothing shared unseen, nothing chosen that was not offered, and every step's time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assistant.domain.basistaken import Traject, traject_in
from assistant.domain.tkb import Bespreking, Idee, IdeeKeuze, TkbKamer, tkb_in
from assistant.errors import NotThere, RuleError

DAY = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def session(**fields: object) -> Bespreking:
    return Bespreking.model_validate({"id": "b1", "begonnen": DAY, "stap_sinds": DAY, "vraag": "Hoe verder?", **fields})


def idea(n: int, tekst: str = "") -> Idee:
    return Idee(id=f"i{n}", tekst=tekst or f"idee {n}", op=DAY)


def test_nothing_is_shared_before_the_sheet_was_seen() -> None:
    with pytest.raises(RuleError):
        session().to_step("delen", DAY)

    assert session().seen(DAY).to_step("delen", DAY).stap == "delen"


def test_every_step_keeps_its_time_also_when_one_goes_back() -> None:
    now = session().seen(DAY).to_step("ideeen", DAY + timedelta(minutes=3)).to_step("delen", DAY + timedelta(minutes=13))
    now = now.to_step("ideeen", DAY + timedelta(minutes=14))

    assert now.seconds("ideeen", DAY + timedelta(minutes=15)) == 11 * 60
    assert now.seconds("delen", DAY + timedelta(hours=5)) == 60
    assert session().seconds("voorbereiden", DAY - timedelta(minutes=1)) == 0


def test_the_same_idea_twice_is_one() -> None:
    assert len(session().add(idea(1, "Zingen")).add(idea(2, "zingen")).ideeen) == 1


def test_only_what_was_offered_can_be_chosen_and_then_it_stays() -> None:
    now = session().add(idea(1)).add(idea(2))

    with pytest.raises(RuleError):
        now.choose("i1", IdeeKeuze.GEKOZEN)
    chosen = now.offer("i1").choose("i1", IdeeKeuze.GEKOZEN, "u1")

    assert [i.id for i in chosen.gekozen] == ["i1"] and chosen.idee("i1").uiting == "u1"
    with pytest.raises(RuleError):
        chosen.offer("i1")
    with pytest.raises(RuleError):
        chosen.drop("i1")
    assert chosen.choose("i1", IdeeKeuze.NIET).gekozen == ()
    assert len(chosen.drop("i2").ideeen) == 1
    with pytest.raises(NotThere):
        chosen.idee("weg")


def test_a_session_is_put_in_place_of_itself_and_others_after_it() -> None:
    kamer = TkbKamer().put(session()).put(session(vraag="Anders?")).put(session(id="b2"))

    assert [b.vraag for b in kamer.besprekingen] == ["Anders?", "Hoe verder?"]
    assert kamer.laatste is not None and kamer.laatste.id == "b2"
    assert tkb_in({"tkb": kamer.model_dump(mode="json")}) == kamer
    with pytest.raises(RuleError):
        tkb_in({"tkb": {"besprekingen": 3}})


def test_a_compass_points_where_it_is_told_and_keeps_where_it_pointed() -> None:
    traject = Traject().point("krachten", op=DAY, door="J").point("actieplan", op=DAY, door="J").point("krachten", op=DAY, door="J")

    assert traject.nu == ("actieplan",) and len(traject.wijzingen) == 3
    assert Traject().nu == ()
    assert traject_in({"basistaken": traject.model_dump(mode="json")}) == traject
