"""What a wish asks for, cut out of the client's own words."""

from __future__ import annotations

import pytest

from assistant.judging.wenskern import Kern, kern_of


@pytest.mark.parametrize(
    ("wish", "soort", "kern"),
    [
        ("Ik wil ook weer schilderen", "doen", "schilderen"),
        ("Ik zou weer 's willen vissen an 't kanaal", "doen", "vissen an 't kanaal"),
        ("koken wil ik best", "doen", "koken"),
        ("Ik wil mijn kamer verven", "klus", "mijn kamer verven"),
        ("Weer eens naar de kapper, dat zou fijn zijn", "heen", "naar de kapper"),
        ("Ik wil weer contact met mijn zoon", "iemand", "contact met mijn zoon"),
        ("Ik wil m'n rijbewijs terug", "hebben", "m'n rijbewijs terug"),
        ("Ik wil weer leren autorijden", "leren", "leren autorijden"),
        ("Ik wil stoppen met roken", "stoppen", "stoppen met roken"),
        ("Ik zou graag weer met die psycholoog praten", "hulp", "met die psycholoog praten"),
        ("Ik wil rust in mijn hoofd", "anders", "rust in mijn hoofd"),
        ("Ik wil dat m'n kamer weer een beetje toonbaar is", "anders", ""),
        ("Dat wil ik", "anders", ""),
        ("Ik zou d'r zo graag weer eens op spelen", "anders", "d'r zo graag weer eens op spelen"),
    ],
)
def test_kind_and_words_of_a_wish(wish: str, soort: str, kern: str) -> None:
    found = kern_of(wish)
    assert (found.soort, found.kern) == (soort, kern)
    assert found.kern.lower() in wish.lower() or "willen" in wish


def test_te_stands_before_the_verb() -> None:
    assert kern_of("Ik wil weer gitaar spelen").om_te == "gitaar te spelen"
    assert kern_of("Ik wil vissen aan het kanaal").om_te == "te vissen aan het kanaal"
    assert Kern("anders", "rust").om_te == ""


def test_a_professional_the_client_knows_is_called_and_another_is_looked_for() -> None:
    assert kern_of("Ik zou graag weer met die psycholoog praten").hulp_bekend == "die psycholoog"
    asked = kern_of("Ik wil graag een advocaat")
    assert (asked.hulp_bekend, asked.hulp_nieuw) == ("", "een advocaat")


def test_not_being_sad_any_more_is_no_habit_to_stop() -> None:
    assert kern_of("Ik wil niet meer zo bang zijn").soort == "anders"


@pytest.mark.parametrize(
    "wish", ["Ik wil niet meer zo alleen zijn", "Ik zou wel eens met iemand samen willen eten", "Een vriendin zou ik fijn vinden"]
)
def test_company_is_a_wish_of_its_own(wish: str) -> None:
    assert kern_of(wish).soort == "samen"


def test_a_friend_who_is_there_is_somebody_and_no_company() -> None:
    assert kern_of("Ik wil weer contact met mijn vriendin").soort == "iemand"
