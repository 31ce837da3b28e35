"""How a finding is said: whole words, a quotation that fits, and not twice the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.adapters.corpus_files import CorpusFiles
from assistant.adapters.text_files import ContentFiles
from assistant.engine.appraising import TOETS, build_toets, criteria, supports_in
from assistant.engine.content import Content
from assistant.engine.wording import Wording, quotes, whole_words
from assistant.errors import GuidanceError

CONTENT = Content(ContentFiles(None))
CRITERIA = criteria(CONTENT, TOETS)
SUPPORTS = supports_in(CONTENT)


def found(label: str, woorden: str | None) -> dict[str, Any]:
    return {"label": label, "woorden": woorden, "zekerheid": 0.9, "uitleg": "", "suggestie": ""}


@pytest.mark.parametrize(
    ("tekst", "woorden", "whole"),
    [
        ("Nadia blijft binnen de kaders van de opvang.", "binnen de kaders van de", "binnen de kaders van de opvang"),
        ("De coach zet dinsdag de uitgaven van mevrouw Heins op een rij.", "uitgaven van", "uitgaven van mevrouw Heins"),
        ("Breken met mijn criminogene netwerk.", "criminogene", "criminogene netwerk"),
        ("Tim start verplicht, anders raakt hij zijn kamer kwijt.", "anders raakt hij zijn kamer", "anders raakt hij zijn kamer kwijt"),
        ("De mentor vult de inschrijving in en Shanaya leest voor.", "vult de inschrijving in", "vult de inschrijving in"),
        ("De vrijwilliger vult alle vakjes in, Lina levert de foto's.", "vult alle vakjes in", "vult alle vakjes in"),
        ("Mavis rookt vanaf maandag niet en legt geld opzij.", "niet", "Mavis rookt vanaf maandag niet"),
        ("Delano leent nooit meer van anderen.", "leent nooit meer van", "leent nooit meer van anderen"),
        ("Peter heeft gebitsverwaarlozing.", "gebitsverwaarlozing", "gebitsverwaarlozing"),
        ("Hij houdt zich aan de. Afspraken staan vast.", "de", None),
        ("Els zingt.", None, None),
        ("Els zingt.", "danst", None),
    ],
)
def test_the_words_concerned_are_whole(tekst: str, woorden: str | None, whole: str | None) -> None:
    assert whole_words(tekst, woorden) == whole


@given(
    st.lists(st.sampled_from(["de", "een", "niet", "geen", "wil,", "lopen.", "voor", "zijn", "lastige", "Els"]), min_size=1, max_size=9),
    st.data(),
)
def test_the_words_concerned_stay_literal_and_do_not_shrink_to_nothing(words: list[str], data: st.DataObject) -> None:
    tekst = " ".join(words)
    begin = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(begin + 1, len(words)))

    whole = whole_words(tekst, " ".join(words[begin:end]))

    assert whole is None or (whole and whole in tekst)


def test_the_quotation_fits_what_the_finding_is_about() -> None:
    uiting = "Ik heb suiker, ja. Meten doe ik zelf, daar hoeft niemand bij te staan. Mijn zus Ada let ook op. Ik wil naar het strand."
    line = "De verpleegkundige meet elke ochtend de suiker van Jos."

    assert quotes("begeleider_doet_het", line, [uiting], SUPPORTS)[0] == "Meten doe ik zelf, daar hoeft niemand bij te staan"
    assert quotes("professioneel_voor_natuurlijk", line, [uiting], SUPPORTS)[0] == "Mijn zus Ada let ook op"
    assert quotes("hulpverlener_doel", "Jos is therapietrouw.", [uiting], SUPPORTS)[0] == "Ik wil naar het strand"


def test_a_sentence_that_leans_on_the_one_before_it_is_quoted_with_it() -> None:
    uiting = "Mijn dochter heeft gezegd: pap, ik beheer je pas wel. Dat wil ik graag."

    assert quotes("hulpverlener_doel", "Ben accepteert bewind.", [uiting], SUPPORTS)[0] == uiting.rstrip(".")


def test_a_quotation_is_always_the_clients_own_stretch() -> None:
    uiting = "Ja dus! Een brief. Niet voor de zitting… ik wil het van mezelf? Mijn zus leest mee."

    for label in CRITERIA:
        if isinstance(CRITERIA[label], dict):
            assert all(q in uiting for q in quotes(label, "Brian schrijft een brief.", [uiting], SUPPORTS))


def test_without_words_of_the_client_there_is_no_suggestion_made_up() -> None:
    assert quotes("vaag", "Iets doen.", [], SUPPORTS) == []


def test_two_findings_on_one_line_read_different_words_where_both_fit() -> None:
    uitingen = ["Ik wil weer koken voor mijn kinderen. Ik wil ook graag een eigen keuken."]

    one, other = Wording(CRITERIA, SUPPORTS).say(
        [found("hulpverlener_doel", None), found("probleemgericht", None)], "Zelfredzaam.", uitingen
    )

    assert "weer koken" in one["suggestie"] + other["suggestie"]
    assert "eigen keuken" in one["suggestie"] + other["suggestie"]


def test_the_same_criterion_is_said_in_other_words_on_the_next_line() -> None:
    wording = Wording(CRITERIA, SUPPORTS)

    said = [wording.say([found("vaag", None)], "Werken aan jezelf.", ["Ik wil rust."])[0]["uitleg"] for _ in range(3)]

    assert len(set(said)) == 3


@pytest.mark.parametrize("label", [k for k, v in CRITERIA.items() if isinstance(v, dict)])
def test_every_sentence_reads_whole_with_any_words(label: str) -> None:
    for sentence in CRITERIA[label]["uitleg"] + CRITERIA[label]["suggestie"]:
        assert sentence[0].isupper() or sentence[0] == '"'
        assert sentence.endswith((".", "?"))
        assert "hij of zij" not in sentence
    assert all("{citaat}" in s for s in CRITERIA[label]["suggestie"])


def test_a_plan_is_worded_too_and_names_a_leefgebied_as_people_do() -> None:
    def no_weights() -> Any:
        raise GuidanceError("Het meelezen kan nu niet.")

    ask = build_toets(CONTENT, CorpusFiles().get, load=no_weights)
    plan = {
        "id": "p",
        "uitingen": [{"id": "u1", "leefgebied": "gezin", "tekst": "Ik wil mijn dochter zien. Zingen wil ik ook."}],
        "doelen": [{"id": "d1", "leefgebied": "vrije_tijd", "tekst": "Cliënt moet deelnemen aan de groep, anders vervalt het bed."}],
        "acties": [{"id": "a1", "doel": "d1", "tekst": "De begeleider meldt haar aan."}],
    }

    out = ask(plan)

    assert "vrije_tijd" not in out["samenvatting"]
    assert out["toegevoegde_leefgebieden"] == ["vrije_tijd"]
    assert any(i["bevindingen"] for i in out["items"])
    lines = {"d1": plan["doelen"][0]["tekst"], "a1": plan["acties"][0]["tekst"]}  # type: ignore[index]
    for item in out["items"]:
        for finding in item["bevindingen"]:
            assert finding["woorden"] is None or finding["woorden"] in lines[item["id"]]
            assert "{" not in finding["uitleg"] + finding["suggestie"]
