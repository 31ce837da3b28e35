"""The handlers toets and coach: where their sources come from, and what happens without weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from assistant.adapters.corpus_files import CorpusFiles
from assistant.adapters.text_files import ContentFiles
from assistant.domain.guidance import CorpusDocument
from assistant.engine.appraising import COACH, TOETS, build_coach, build_toets, criteria, place_finder
from assistant.engine.content import Content
from assistant.errors import ContentError, GuidanceError, NotThere
from assistant.judging.heads import TOETS_LABELS

CONTENT = Content(ContentFiles(None))
CORPUS = CorpusFiles()


def no_weights() -> Any:
    raise GuidanceError("Het meelezen kan nu niet.")


class OneFile:
    """A ContentSource that gives the same data for every name."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = dict(data)

    def load(self, name: str) -> dict[str, Any]:
        return self.data

    def names(self, folder: str) -> tuple[str, ...]:
        return ()


@pytest.mark.parametrize("name", [TOETS, COACH])
def test_every_criterion_points_at_a_place_that_is_really_in_the_handleiding(name: str) -> None:
    find = place_finder(CORPUS.get)
    for label, item in criteria(CONTENT, name).items():
        if isinstance(item, Mapping):
            found = find(*item["handleiding"])

            assert found is not None, label
            document = CORPUS.get(found["document"])
            assert document.tekst[found["begin"] : found["eind"]] == found["tekst"]


def test_a_place_that_is_gone_gives_no_source_and_no_error() -> None:
    def gone(document_id: str) -> CorpusDocument:
        raise NotThere("weg")

    assert place_finder(gone)("toets-doelen", "Niets") is None


def test_without_weights_toets_reads_by_rule_and_says_so() -> None:
    ask = build_toets(CONTENT, CORPUS.get, load=no_weights)

    out = ask(
        {
            "id": "a",
            "uitingen": ["Ik wil weer koken bij mijn oom."],
            "soort": "actie",
            "tekst": "Hans werkt aan zijn alcoholverslaving, anders vervalt zijn bed.",
        }
    )

    assert out["alleen_regels"]
    assert {"probleemgericht", "dwang_of_voorwaarde"} <= {f["label"] for f in out["bevindingen"]}
    for finding in out["bevindingen"]:
        assert finding["label"] in TOETS_LABELS
        assert finding["uitleg"] and "{" not in finding["uitleg"]
        assert finding["woorden"] is None or finding["woorden"] in "Hans werkt aan zijn alcoholverslaving, anders vervalt zijn bed."
        assert "Ik wil weer koken bij mijn oom" in finding["suggestie"]
        assert finding["bron"]["tekst"]


def test_without_weights_coach_says_clearly_that_it_cannot() -> None:
    with pytest.raises(GuidanceError):
        build_coach(CONTENT, CORPUS.get, lambda: None, load=no_weights)


def test_a_criterion_without_its_place_is_a_content_error_with_its_name() -> None:
    data = {**CONTENT.source.load(TOETS), "vaag": {"naam": "vaag", "uitleg": ["x"]}}

    with pytest.raises(ContentError, match="vaag"):
        criteria(Content(OneFile(data)), TOETS)


def test_whole_plan_without_weights_finds_the_wish_that_fell_out() -> None:
    ask = build_toets(CONTENT, CORPUS.get, load=no_weights)
    plan = {
        "id": "p",
        "uitingen": [
            {"id": "u1", "leefgebied": "gezin", "tekst": "Ik wil mijn dochter op vrijdag van school halen."},
            {"id": "u2", "leefgebied": "werk", "tekst": "Bij de fietsenmaker wil ik vaker sleutelen."},
        ],
        "hulpbronnen": [],
        "doelen": [{"id": "d1", "leefgebied": "geld", "tekst": "Vaker sleutelen bij de fietsenmaker."}],
        "acties": [],
    }

    out = ask(plan)

    assert out["weggevallen_wensen"] == ["u1"]
    assert out["toegevoegde_leefgebieden"] == ["geld"]
    assert out["clientgestuurd"] in ("deels", "nee")


def test_a_suggestion_quotes_what_its_line_rests_on_and_never_a_wish_about_something_else() -> None:
    ask = build_toets(CONTENT, CORPUS.get, load=no_weights)
    zorg, keuken = "Ik wil een keuken waar ik kan zingen.", "Mijn zus past vaak op, dat wil ik zo houden."
    plan = {
        "id": "p",
        "uitingen": [
            {"id": "u1", "leefgebied": "wonen", "tekst": keuken},
            {"id": "u2", "leefgebied": "gezin", "tekst": zorg},
        ],
        "doelen": [
            {"id": "d1", "leefgebied": "wonen", "tekst": "Cliënt moet meewerken, anders vervalt het bed.", "uitingen": ["u2"]},
            {"id": "d2", "leefgebied": "geld", "tekst": "Cliënt moet het budget accepteren, anders volgt een waarschuwing."},
            {"id": "d3", "leefgebied": "wonen", "tekst": "Cliënt moet zich aan de regels houden, anders vervalt het bed."},
        ],
        "acties": [{"id": "a1", "doel": "d1", "tekst": "Cliënt moet elke week op tijd zijn, anders vervalt het bed."}],
    }

    told = {item["id"]: " ".join(f["suggestie"] for f in item["bevindingen"]) for item in ask(plan)["items"]}

    named, other = zorg.rstrip("."), keuken.rstrip(".")
    assert named in told["d1"] and other not in told["d1"]
    assert told["d2"] and named not in told["d2"] and other not in told["d2"]
    assert other in told["d3"] and named not in told["d3"]
    assert named in told["a1"] and other not in told["a1"]


def test_words_without_a_leefgebied_are_not_said_to_be_about_nothing() -> None:
    ask = build_toets(CONTENT, CORPUS.get, load=no_weights)

    def plan(*said: tuple[str | None, str]) -> dict[str, Any]:
        return {
            "uitingen": [{"id": f"u{n}", "leefgebied": area, "tekst": words} for n, (area, words) in enumerate(said)],
            "doelen": [{"id": "d1", "leefgebied": "geld", "tekst": "Vrijdag sleutelen met Ömer."}],
            "acties": [],
        }

    assert ask(plan((None, "Met Ömer wil ik sleutelen.")))["toegevoegde_leefgebieden"] == []
    known = (("werk", "Met Ömer wil ik sleutelen."), ("mensen", "Hij is mijn oom."))
    assert ask(plan(*known, (None, "En van mijn schulden af.")))["toegevoegde_leefgebieden"] == []
    assert ask(plan(*known, (None, "Goed hoor.")))["toegevoegde_leefgebieden"] == ["geld"]
