"""The map around a client: what is kept of earlier days, and what 'niet benaderen' may never lose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assistant.domain.netwerk import CORRECTION, Band, Contact, Netwerk, Rol, Soort, in_order, netwerk_in
from assistant.errors import NotThere, RuleError

DAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = DAY + timedelta(days=14)


def contact(naam: str, **fields: Any) -> Contact:
    return Contact.model_validate({"id": naam.lower(), "naam": naam, "sinds": DAY, "eerst": DAY, **fields})


def test_a_name_is_one_clean_line() -> None:
    assert contact("  zus \x1b Anja\n").naam == "zus ␛ Anja"


def test_two_of_the_same_name_are_refused_whatever_the_capitals() -> None:
    kaart = Netwerk().put(contact("Anja"), DAY)

    with pytest.raises(RuleError):
        kaart.put(contact("anja", id="ander"), DAY)


def test_a_change_weeks_later_keeps_how_it_was_and_a_slip_does_not() -> None:
    kaart = Netwerk().put(contact("Anja"), DAY)
    corrected = kaart.put(contact("Anja", groep="familie"), DAY + CORRECTION / 2)
    changed = corrected.put(contact("Anja", groep="familie", kwaliteit="spanning"), LATER)

    assert corrected.eerder == ()
    assert [e.contact.kwaliteit for e in changed.eerder] == [""]
    assert changed.contact("anja").eerst == DAY and changed.contact("anja").sinds == LATER


def test_two_moments_are_compared_by_who_came_who_went_and_what_is_different() -> None:
    kaart = Netwerk().put(contact("Anja"), DAY).put(contact("Bo"), DAY)
    kaart = kaart.put(contact("Cor"), LATER).remove("bo", LATER).put(contact("Anja", richting="beide"), LATER)

    verschil = kaart.between(DAY, LATER)

    assert [c.naam for c in verschil.erbij] == ["Cor"]
    assert [c.naam for c in verschil.weg] == ["Bo"]
    assert [(a.richting, b.richting) for a, b in verschil.anders] == [("", "beide")]
    assert {c.naam for c in kaart.at(DAY)} == {"Anja", "Bo"}
    assert kaart.between(LATER, LATER).leeg


def test_who_is_marked_cannot_be_deleted_and_joins_in_with_nothing() -> None:
    kaart = Netwerk().put(contact("Ferdi"), DAY).involve("doel-1", "ferdi", Rol.DOET_MEE, DAY).involve("doel-1", "ferdi", Rol.RAAKT, DAY)
    kaart = kaart.mark("ferdi", True, LATER)

    with pytest.raises(RuleError):
        kaart.remove("ferdi", LATER)
    with pytest.raises(RuleError):
        kaart.involve("doel-1", "ferdi", Rol.DOET_MEE, LATER)
    assert [b.rol for b in kaart.betrokken] == [Rol.RAAKT]
    assert kaart.mark("ferdi", False, LATER).remove("ferdi", LATER).contacten == ()


def test_removing_a_contact_takes_its_place_with_goals_along() -> None:
    kaart = Netwerk().put(contact("Bo"), DAY).involve("doel-1", "bo", Rol.DOET_MEE, DAY)

    assert kaart.remove("bo", LATER).betrokken == ()
    assert kaart.involve("doel-1", "bo", Rol.DOET_MEE, LATER).betrokken == ()
    with pytest.raises(NotThere):
        kaart.contact("weg")


def test_natural_comes_before_professional_and_people_before_places() -> None:
    order = in_order(
        (contact("W", aard=Band.PROFESSIONEEL), contact("B", aard=Band.INFORMEEL), contact("P", soort=Soort.PLAATS), contact("A"))
    )

    assert [c.naam for c in order] == ["A", "P", "B", "W"]


def test_a_document_of_another_shape_is_refused_in_words() -> None:
    with pytest.raises(RuleError):
        netwerk_in({"netwerk": {"contacten": [1]}})
    assert netwerk_in({}) == Netwerk()
