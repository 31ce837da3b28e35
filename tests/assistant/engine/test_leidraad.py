"""Guidance unasked: heard at the right words, looked up as a begeleider would ask, and nothing rather than something poor."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.text_files import ContentFiles
from assistant.domain.guidance import CorpusDocument
from assistant.engine.content import Content
from assistant.engine.guiding import BESIDE, FLOORS, GuidanceDesk, files_in
from assistant.engine.retrieving import Moment, Momenten
from assistant.errors import RuleError
from tests.assistant.engine.test_guiding import WORDS, Place, added

SHIPPED = Content(ContentFiles(None)).load("momenten.toml", Momenten)
MOMENTS = Momenten(
    momenten=(
        Moment(
            id="post", als="er is post", woorden=("post maak ik niet open", "schaam*"), leefgebieden=("geld",), zoek="praten over schulden"
        ),
        Moment(id="niemand", als="er is niemand", woorden=("niemand",), niet=("niemand anders",), zoek="wat een ecogram laat zien"),
        Moment(id="angst", als="er is angst", woorden=("bang",), zoek="xqzw", voor_toon=True),
    ),
    settings={"opvang": "maatschappelijke_opvang"},
)


def desk(place: Place, **scores: Any) -> GuidanceDesk:
    made = GuidanceDesk(
        live=place.live, source=place.source, embedder=place.embedder, zoekwoorden=WORDS, read=Place.no_files, momenten=MOMENTS
    )
    if scores:
        real = made.zoek

        def scored(payload: Mapping[str, Any]) -> dict[str, Any]:
            found = real(payload)
            asked.append(dict(payload))
            given = scores["scores"]
            return {
                **found,
                "niets_gevonden": False,
                "passages": [{**p, "score": s} for p, s in zip(found["passages"], given, strict=False)],
            }

        asked: list[dict[str, Any]] = []
        made.zoek = scored  # type: ignore[method-assign]
        made.asked = asked  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize(
    ("words", "area", "ids"),
    [
        ("Post maak ik niet open!", "geld", ["post"]),
        ("Ik schaamde me", "geld", ["post"]),
        ("Post maak ik niet open", "wonen", []),
        ("Er is niemand, echt niemand.", "", ["niemand"]),
        ("Niemand anders dan mijn zus", "", []),
        ("een bangerik", "", []),
        ("", "", []),
    ],
)
def test_a_moment_is_heard_at_whole_words_in_its_own_leefgebied(words: str, area: str, ids: list[str]) -> None:
    assert [m.id for m in MOMENTS.heard(words, area)] == ids


@pytest.mark.parametrize(
    ("words", "area", "first"),
    [
        ("Ik wil niet dat je het opschrijft.", "mensen", "niet_opschrijven"),
        ("Weet ik veel. Zeg jij het maar.", "", "zeg_jij_het_maar"),
        ("Als hij maar niet weet waar ik ben.", "veiligheid", "spoor"),
        ("Ik drink weer sinds vorige week.", "lichaam", "terugval"),
        ("Ik heb een tas vol schulden en enveloppen.", "geld", "geld_schaamte"),
        ("Mijn zus? Die heeft het zelf ook druk.", "mensen", "netwerk_moe"),
        ("Lezen gaat niet zo goed.", "werk", "lezen_moeilijk"),
        ("Vroeger was ik stratenmaker.", "werk", "vroeger_goed_in"),
        ("Gewoon tv gekeken.", "vrije_tijd", None),
        ("Ik ben niet alleen, mijn broer is er.", "mensen", None),
    ],
)
def test_the_shipped_moments_are_heard_where_they_should_be(words: str, area: str, first: str | None) -> None:
    assert next((m.id for m in SHIPPED.heard(words, area)), None) == first


def test_shipped_moments_have_unique_ids_and_words_in_small_letters() -> None:
    ids = [m.id for m in SHIPPED.momenten]

    assert len(ids) == len(set(ids))
    assert [w for m in SHIPPED.momenten for w in (*m.woorden, *m.niet) if w != w.lower()] == []


def test_the_question_a_begeleider_would_ask_is_looked_up_and_the_reason_told(tmp_path: Path) -> None:
    made = desk(Place(tmp_path), scores=(0.5, 0.4, 0.2))
    found = made.leidraad(
        {"antwoord": "Er is niemand.", "leefgebied": "mensen", "leefgebied_naam": "Mensen", "setting": "opvang", "basistaak": 2}
    )

    assert found["aanleiding"] == "er is niemand" and found["gezocht"] == "wat een ecogram laat zien"
    assert found["passages"][0]["document"] == "netwerk" and len(found["passages"]) == 2
    assert made.asked[0]["setting"] == "maatschappelijke_opvang" and made.asked[0]["leefgebied"] == "mensen"  # type: ignore[attr-defined]


@pytest.mark.parametrize("score", [FLOORS["moment"] - 0.01, 0.0])
def test_nothing_is_shown_rather_than_something_poor(tmp_path: Path, score: float) -> None:
    made = desk(Place(tmp_path), scores=itertools.repeat(score))
    found = made.leidraad({"antwoord": "Er is niemand.", "leefgebied_naam": "Mensen", "vraag": "Wie belt u?"})

    assert found == {"niets_gevonden": True, "passages": [], "waarom": "", "gezocht": "", "aanleiding": ""}
    assert [a["vraag"] for a in made.asked] == ["wat een ecogram laat zien", "Mensen. Wie belt u? Er is niemand"]  # type: ignore[attr-defined]


def test_a_second_passage_must_be_near_the_first(tmp_path: Path) -> None:
    assert len(desk(Place(tmp_path), scores=(0.6, BESIDE + 0.01)).leidraad({"antwoord": "Er is niemand."})["passages"]) == 1


def test_safety_goes_before_how_it_sounds_and_that_before_the_rest(tmp_path: Path) -> None:
    made = desk(Place(tmp_path), scores=itertools.repeat(0.1))
    made.leidraad({"antwoord": "Ik ben bang. Er is niemand.", "toon": "hoe reageer je op verdriet"})

    assert [a["vraag"] for a in made.asked][:3] == ["xqzw", "hoe reageer je op verdriet", "wat een ecogram laat zien"]  # type: ignore[attr-defined]


def test_an_open_question_is_looked_up_by_what_it_is_for(tmp_path: Path) -> None:
    made = desk(Place(tmp_path), scores=itertools.repeat(0.1))
    made.leidraad({"vraag": "Hoe komt u rond?", "bedoeling": "zo hoort u wat lukt", "leefgebied_naam": "Geld"})

    assert [a["vraag"] for a in made.asked] == ["Geld: zo hoort u wat lukt", "Hoe praat je over geld?"]  # type: ignore[attr-defined]


def test_without_meaning_the_clients_own_words_are_no_question(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.embedder.gone = True
    place.desk.zoek({"vraag": "ecogram"})

    assert desk(place).leidraad({"antwoord": "Gewoon tv gekeken over schulden."})["niets_gevonden"]


# -- documents -------------------------------------------------------------------------------------


def test_what_was_read_is_kept_with_the_document_and_dated(tmp_path: Path) -> None:
    place = Place(tmp_path, read=added())
    place.desk._now = lambda: datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    told = place.desk.voeg_toe({"paden": ["/tmp/huis.pdf"], "titel": " Regels van het huis "})["toegevoegd"][0]
    kept = place.desk.document({"id": "eigen-huis"})

    assert told["koppen"] == kept["koppen"] == [[1, "Huisregels"]] and kept["opmerkingen"] == ["let op"]
    assert kept["titel"] == "Regels van het huis" and kept["toegevoegd_op"] == "2026-11-22T09:30:00+00:00" and "tien uur" in kept["begin"]
    listed = next(d for d in place.desk.lijst({})["documenten"] if d["id"] == "eigen-huis")
    assert listed["toegevoegd_op"] and listed["doorzoekbaar"] and listed["koppen"] == 1


def test_a_document_that_is_not_indexed_yet_is_listed_as_such(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.desk.zoek({"vraag": "ecogram"})
    place.source.add(CorpusDocument(id="eigen-nieuw", titel="Nieuw", tekst="Nieuw\n\nEen heel nieuw stuk.\n"))

    assert {d["id"]: d["doorzoekbaar"] for d in place.desk.lijst({})["documenten"]}["eigen-nieuw"] is False


def test_a_folder_stands_for_the_readable_files_in_it(tmp_path: Path) -> None:
    for name in ("b.TXT", "a.pdf", "c.png", ".d.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "onder.txt").mkdir()

    assert [Path(p).name for p in files_in([str(tmp_path), "/elders/x.doc"])] == ["a.pdf", "b.TXT", "x.doc"]
    with pytest.raises(RuleError, match="geen bestand"):
        Place(tmp_path / "p").desk.voeg_toe({"paden": [str(tmp_path / "onder.txt")]})


def test_a_place_is_found_by_its_heading_and_the_same_words_in_another_file_count(tmp_path: Path) -> None:
    place = Place(tmp_path, read=added())
    assert place.desk.passage({"id": "", "document": "netwerk", "kop": ["Wat een ecogram laat zien"]})["toestand"] == "ongewijzigd"
    place.desk.voeg_toe({"paden": ["/tmp/huis.pdf"]})
    hit = next(p for p in place.desk.zoek({"vraag": "sleutel deur tien uur"})["passages"] if p["document"] == "eigen-huis")
    cited = {"id": hit["id"], "document": hit["document"], "titel": hit["titel"], "hash": hit["tekst_hash"], "kop": hit["kop"]}
    text = place.source.get("eigen-huis").tekst
    place.desk.verwijder({"id": "eigen-huis"})
    place.source.add(CorpusDocument(id="eigen-huis-2027", titel="Huis 2027", tekst=text, koppen=((0, 1, "Huisregels"),)))
    place.desk.bouw({})

    assert place.desk.passage(cited)["toestand"] == "ongewijzigd" and place.desk.passage(cited)["passage"]["document"] == "eigen-huis-2027"
    with pytest.raises(RuleError):
        place.desk.passage({"id": "", "kop": "geen lijst"})
