"""What a step can be built on, in the client's own words."""

from __future__ import annotations

import pytest

from assistant.judging.bouwstenen import bouwstenen


@pytest.mark.parametrize(
    ("said", "soort", "quote"),
    [
        ("Met een luisterboek op val ik het snelst in slaap.", "werkt", "Met een luisterboek op val ik het snelst in slaap"),
        ("De theorie vind ik lastig, maar met filmpjes gaat het wel.", "werkt", "met filmpjes gaat het wel"),
        ("Ik heb een mapje met alle brieven, op datum.", "heb", "Ik heb een mapje met alle brieven, op datum"),
        ("Ik sta al ingeschreven bij WoningNet maar ik heb nog nooit gereageerd.", "heb", "Ik sta al ingeschreven bij WoningNet"),
    ],
)
def test_what_works_and_what_is_there(said: str, soort: str, quote: str) -> None:
    (found,) = bouwstenen({"u1": said})
    assert (found.soort, found.uiting, found.tekst) == (soort, "u1", quote)
    assert found.tekst in said


@pytest.mark.parametrize(
    "said",
    [
        "Ik heb geen geld.",
        "Ik heb een schuld van drieduizend euro.",
        "Praten helpt niet.",
        "Vroeger had ik een hond.",
        "Ik wil een hond.",
        "Dat heb ik al gezegd.",
        "Hij slaat me, dan is het even stil.",
        "",
    ],
)
def test_a_shortage_or_what_is_over_is_nothing_to_build_on(said: str) -> None:
    assert bouwstenen({"u1": said}) == []
