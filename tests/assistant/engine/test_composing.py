"""Steps made of the client's own words: filled right, someone of the own circle first, never someone who is a danger."""

from __future__ import annotations

import re

import pytest

from assistant.adapters.text_files import ContentFiles
from assistant.engine.composing import MAX_QUOTE, compose, day_in, load_woordstappen, named, shortened, without_quotes
from assistant.engine.content import Content
from assistant.judging.bouwstenen import bouwstenen
from assistant.judging.hulp import Helper, helpers
from assistant.judging.wenskern import SOORTEN, kern_of

STAPPEN = load_woordstappen(Content(ContentFiles(None)))


def steps(wish: str, *said: str, without: frozenset[str] = frozenset()) -> list[str]:
    texts = {f"u{n}": text for n, text in enumerate((wish, *said))}
    found = compose(wish, wish, kern_of(wish), helpers(texts, None, {}), STAPPEN, without, "", bouwstenen(texts))
    return [made.zin for made in found]


@pytest.mark.parametrize("soort", SOORTEN)
def test_every_kind_of_wish_has_three_steps_that_need_nobody(soort: str) -> None:
    alone = [
        s
        for s in STAPPEN
        if soort in s.soort and not s.plekken & {"hulpbron", "mee", "leen_van", "plek", "plek_zelf", "ding", "werkt", "heb", "kracht"}
    ]
    assert len(alone) >= 3


def test_someone_of_the_own_circle_comes_first_and_nothing_is_left_unfilled() -> None:
    made = steps("Ik wil mijn diploma halen", "Mijn neef Jordi helpt me vaak.")
    assert "mijn neef Jordi" in made[0]
    assert not any("{" in zin for zin in made)
    assert all(zin.startswith("Ik ") for zin in made)


def test_the_words_of_the_client_stand_in_the_step_letter_for_letter() -> None:
    wish = "Ik wil dat m'n kamer weer een beetje toonbaar is"
    quoted = [q for zin in steps(wish) for q in re.findall("‘(.+)’", zin)]
    assert quoted and all(q in wish for q in quoted)


def test_what_works_already_goes_before_a_list() -> None:
    made = steps("Ik wil eens goed slapen", "Met een luisterboek op val ik het snelst in slaap.")
    assert made[0].endswith("wat voor mij werkt: ‘Met een luisterboek op val ik het snelst in slaap’.")


def test_who_is_a_danger_or_dead_stands_in_no_step() -> None:
    assert not any("broer" in zin for zin in steps("Ik wil leren autorijden", "Mijn broer helpt, maar hij heeft me tegen de muur gezet."))
    assert not any("oma" in zin for zin in steps("Ik wil iets nuttigs doen", "Mijn oma heb ik tot het laatst verzorgd."))


def test_one_can_come_along_with_who_goes_already() -> None:
    made = steps("Ik zou wel weer eens wat aanspraak willen", "Mijn buurvrouw Truus gaat elke woensdag klaverjassen.")
    assert made[0] == "Ik vraag mijn buurvrouw Truus woensdag of ik een keer mee mag."


def test_what_somebody_has_can_be_asked_for() -> None:
    made = steps("Ik wil die kale ramen dicht hebben", "Mijn buurvrouw Truus heeft een naaimachine, die mag ik lenen.")
    assert re.fullmatch(r"Ik vraag mijn buurvrouw Truus \w+ of ik een naaimachine mag gebruiken\.", made[0])
    assert not any("gebruiken" in zin for zin in steps("Ik wil een hond", "Mijn buurman Wim heeft een teckel, die kent mij goed."))


def test_no_contact_is_sought_where_it_is_forbidden() -> None:
    assert any("bericht" in zin for zin in steps("Ik wil mijn dochter weer zien"))
    assert not any("bericht" in zin for zin in steps("Ik wil mijn dochter weer zien", without=frozenset(("contactverbod",))))


def test_a_day_that_is_past_is_no_day_for_a_step() -> None:
    assert day_in("Hij zit daar elke donderdag") == "donderdag"
    assert day_in("Vorige week zaterdag was ik daar") == ""
    assert day_in("Ergens") == ""


def test_a_bare_place_gets_its_article() -> None:
    assert named(Helper("buurthuis", "plaats", True, "u1", "")) == "het buurthuis"
    assert named(Helper("moskee", "plaats", True, "u1", "")) == "de moskee"
    assert named(Helper("VV Zwaluwen", "organisatie", True, "u1", "")) == "VV Zwaluwen"


def test_a_long_wish_is_cut_at_a_pause_or_not_quoted() -> None:
    long = "Ik wil niet meer elke keer ja zeggen als m'n zus vraagt of ik op haar kinderen kan passen want dat is mij te veel"
    assert shortened(long) == "Ik wil niet meer elke keer ja zeggen"
    assert shortened(" ".join(["woord"] * (MAX_QUOTE + 1))) == ""


def test_how_hard_the_clients_words_are_is_not_judged() -> None:
    assert without_quotes("Ik schrijf op: ‘m'n zus d'r eigenaardigheden’.") == "Ik schrijf op: dit."
