"""Leave, terms and the breach clock as plain values; and the content that ships with them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from assistant.adapters.text_files import ContentFiles
from assistant.domain.bewaren import TERM_STALE_DAYS, Bewaarkeuze, Stand, Termijn, Termijnen, bewaarstand
from assistant.domain.datalek import Datalek, Lekhulp
from assistant.domain.toestemming import Doel, Toestemming, Toestemmingen, toestemmingen_in
from assistant.domain.toestemming import Stand as Leave
from assistant.engine.content import Content
from assistant.engine.rechten import Logboektaal, Toestemmingtekst
from assistant.errors import RuleError

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONTENT = Content(ContentFiles(None))


def yes(doel: Doel = Doel.DELEN, op: datetime = NOW, **more: object) -> Toestemming:
    return Toestemming.model_validate({"doel": doel, "ja": True, "op": op, "vastgelegd_door": "AB", **more})


def test_a_later_answer_counts_and_the_earlier_stays() -> None:
    given = Toestemmingen().answer(yes()).answer(yes(op=NOW + timedelta(days=1)).replace(ja=False))

    assert given.stand(Doel.DELEN, NOW + timedelta(days=2)) is Leave.GEWEIGERD
    assert len(given.antwoorden) == 2


def test_leave_given_again_after_withdrawing_counts_again() -> None:
    given = Toestemmingen().answer(yes()).withdraw(Doel.DELEN, op=NOW + timedelta(hours=1), door="AB")
    assert given.stand(Doel.DELEN, NOW + timedelta(hours=2)) is Leave.INGETROKKEN

    again = given.answer(yes(op=NOW + timedelta(hours=3)))

    assert again.may(Doel.DELEN, NOW + timedelta(hours=3))


def test_an_answer_before_the_last_one_is_refused() -> None:
    with pytest.raises(RuleError):
        Toestemmingen().answer(yes()).answer(yes(op=NOW - timedelta(days=1)))


def test_leave_that_ends_before_it_begins_cannot_be() -> None:
    with pytest.raises(ValidationError):
        yes(verloopt_op=NOW)


def test_leave_survives_being_kept_in_a_dossier() -> None:
    given = Toestemmingen().answer(yes(verloopt_op=NOW + timedelta(days=1)))

    assert toestemmingen_in({"toestemming": given.model_dump(mode="json")}) == given
    assert toestemmingen_in({}) == Toestemmingen()


def test_the_clients_words_of_explanation_lose_no_sign_but_what_steers_a_terminal() -> None:
    given = Toestemmingen().answer(yes(uitleg="met tolk \x1b[2J erbij"))

    assert given.antwoorden[0].uitleg == "met tolk \u241b[2J erbij"


@pytest.mark.parametrize(("begin", "end"), [(date(2024, 2, 29), date(2039, 3, 1)), (date(2026, 1, 31), date(2041, 1, 31))])
def test_a_term_of_fifteen_years_ends_on_the_same_day(begin: date, end: date) -> None:
    assert CONTENT.load("bewaartermijnen.toml", Termijnen).get("wmo").einde(begin) == end


def test_a_term_needs_years_or_weeks() -> None:
    base = {
        "id": "x",
        "label": "x",
        "voor": "x",
        "telt_vanaf": "einde_hulp",
        "bron": "x",
        "gecontroleerd_op": date(2026, 1, 1),
        "zekerheid": "vast",
    }
    for wrong in ({}, {"jaren": 1, "weken": 1}):
        with pytest.raises(ValidationError):
            Termijn.model_validate({**base, **wrong})


def test_without_an_end_of_help_nothing_runs() -> None:
    terms = CONTENT.load("bewaartermijnen.toml", Termijnen)

    stand = bewaarstand(Bewaarkeuze(termijn="jeugdwet"), terms, laatste_wijziging=date(1990, 1, 1), vandaag=date(2026, 11, 22))

    assert (stand.stand, stand.einde) == (Stand.LOOPT, None)


def test_a_term_looked_up_long_ago_says_so() -> None:
    terms = CONTENT.load("bewaartermijnen.toml", Termijnen)
    checked = terms.get("wmo").gecontroleerd_op

    def stale(day: date) -> bool:
        return bewaarstand(Bewaarkeuze(), terms, laatste_wijziging=day, vandaag=day).term_is_oud

    assert not stale(checked + timedelta(days=TERM_STALE_DAYS))
    assert stale(checked + timedelta(days=TERM_STALE_DAYS + 1))


def test_every_shipped_term_has_a_source_and_a_date() -> None:
    for term in CONTENT.load("bewaartermijnen.toml", Termijnen).termijnen:
        assert len(term.bron) > 10
        assert term.gecontroleerd_op <= date(2026, 12, 31)


def test_the_clock_of_a_breach_runs_72_hours() -> None:
    lek = Datalek(ontdekt_op=NOW)

    assert lek.melden_voor == NOW + timedelta(hours=72)
    assert lek.rest(NOW + timedelta(hours=73)) == timedelta(hours=-1)


def test_the_breach_help_and_the_log_words_load() -> None:
    help_ = CONTENT.load("datalek.toml", Lekhulp)
    words = CONTENT.load("logboek.toml", Logboektaal)

    assert help_.vragen[0].id == "wat"
    assert all(text.strip() for text in words.gebeurtenissen.values())


def test_every_purpose_is_explained() -> None:
    assert {d.id for d in CONTENT.load("toestemming.toml", Toestemmingtekst).doelen} == set(Doel)


def test_every_event_the_program_writes_has_words_for_the_client() -> None:
    """An event without words would read as 'deed iets', and one for several sheets as 'vulde een blad in': each has its own."""
    import ast
    from pathlib import Path

    from assistant.domain.beoordeling import Stand as Oordeel

    root = Path(__file__).parents[3] / "assistant"
    words = CONTENT.load("logboek.toml", Logboektaal).gebeurtenissen
    soorten = {f"beoordeling_{stand.value}" for stand in Oordeel}
    for path in [*(root / "domain").glob("*.py"), *(root / "engine").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Event":
                soorten |= {k.value.value for k in node.keywords if k.arg == "soort" and isinstance(k.value, ast.Constant)}
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("_save"):
                soorten |= {
                    a.value for a in node.args if isinstance(a, ast.Constant) and str(a.value).startswith(("audit_", "beoordeling_"))
                }

    assert sorted(soorten - set(words)) == []


@pytest.mark.parametrize("room", ["netwerk", "kompas", "tkb", "basistaken", "luisteren", "zelfregulering", "afronding", "locatie"])
def test_every_sheet_has_its_own_words_in_the_log(room: str) -> None:
    assert CONTENT.load("logboek.toml", Logboektaal).gebeurtenissen[f"instrument:{room}"] != "vulde een blad in"
