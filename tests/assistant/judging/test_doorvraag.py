"""Follow-ups: the panel of own situations, and what may never happen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.text_files import ContentFiles
from assistant.engine.content import Content
from assistant.engine.interviewing import doorvraag_id
from assistant.engine.listening import load_doorvragen
from assistant.judging.doorvraag import CHEERFUL, doorvraag, short_quote, text_id
from assistant.judging.likeness import shared_likeness
from assistant.judging.stemming import Stemmingen, strengths
from tests.quality.doorvraag_quality import run

CONTENT = Content(ContentFiles(None))
LIBRARY = load_doorvragen(CONTENT)
TONES = CONTENT.load("stemming.toml", Stemmingen)
NOTHING: dict[str, Any] = {"krachten": [], "hulpbronnen": [], "tijden": [], "signaal": {"acuut": False, "soort": None}}


def ask(antwoord: str, **extra: Any) -> list[dict[str, Any]]:
    payload = {"id": "a", "antwoord": antwoord, "herkend": NOTHING, **extra}
    found: list[dict[str, Any]] = doorvraag(payload, library=LIBRARY, stemmingen=TONES, like=shared_likeness())["vragen"]
    return found


def kracht(text: str, vorm: str, citaat: str, tijd: str = "heden") -> dict[str, Any]:
    at = text.index(citaat)
    item = {"vorm": vorm, "citaat": citaat, "begin": at, "eind": at + len(citaat), "tijd": tijd}
    return {**NOTHING, "krachten": [item]}


def test_the_panel_on_situations_read_by_hand() -> None:
    total, right, bad, cheerful, quotes = run(None, heard=False, verbose=False)
    assert total >= 120
    assert right / total >= 0.85
    assert (bad, cheerful, quotes) == (0, 0, 0)


@pytest.mark.parametrize(
    "antwoord",
    [
        "Het heeft allemaal geen zin meer.",
        "Ik zie het niet meer zitten, ook al heb ik mijn kinderen nog.",
        "Ik ben op. Ik kan niet meer.",
        "Mijn moeder is vorig jaar overleden.",
        "Hij heeft me jaren geslagen.",
    ],
)
def test_after_something_heavy_comes_acknowledgement_and_nothing_cheerful(antwoord: str) -> None:
    found = ask(antwoord, herkend=kracht(antwoord, "ik_kan", antwoord.split(".")[0]))
    assert found
    assert found[0]["familie"] in ("erkenning", "betekenis", "steun")
    assert not {v["familie"] for v in found} & CHEERFUL


def test_the_direct_question_about_death_needs_a_clear_reason() -> None:
    assert not any(v["id"] == "wanhoop.rechtuit" for v in ask("Het gaat vandaag niet zo goed, ik ben somber."))
    acute = {**NOTHING, "signaal": {"acuut": True, "soort": "suicidaliteit"}}
    assert ask("Morgen is het voorbij, ik heb alles weggegeven.", herkend=acute)[0]["id"].startswith("wanhoop.")


@pytest.mark.parametrize("text", ["", "   ", "?!", "…", "\n\n"])
def test_an_empty_answer_gives_no_question(text: str) -> None:
    assert ask(text) == []


@pytest.mark.parametrize(
    "text",
    [
        'Hij zei "kom maar" en toen ging ik "gewoon" naar huis met mijn broer.',
        "😀😀😀 ja dat was leuk!!",
        "[haken] en {citaat} en %s",
        "Ik ging naar buiten\nen toen\nliep ik naar het park, waar ik een uur bleef zitten kijken naar de eenden die daar altijd zijn",
        "ja " * 4000,
        "Ik kook. " * 500,
    ],
)
def test_real_life_text_never_breaks_a_quote(text: str) -> None:
    for vraag in ask(text):
        assert vraag["haakt_aan"] is None or vraag["haakt_aan"] in text
        assert vraag["haakt_aan"] is None or len(vraag["haakt_aan"].split()) <= 12
        assert vraag["tekst"].count('"') in (0, 2)


def test_address_and_simple_wording() -> None:
    text = "Ik kan goed koken."
    heard = kracht(text, "ik_kan", "Ik kan goed koken")
    assert all(" je " not in f" {v['tekst'].lower()} " for v in ask(text, herkend=heard, aanspreekvorm="u"))
    assert any("U zei" in v["tekst"] or "zei u" in v["tekst"] for v in ask(text, herkend=heard, vraag="Wat kunt u goed?"))
    simple = ask(text, herkend=heard, luisteraar="tweede_taal")[0]["tekst"]
    assert simple == 'Je zei: "Ik kan goed koken". Wat doe je dan?'


def test_what_was_put_before_does_not_come_back() -> None:
    text = "Ik kan goed koken."
    heard = kracht(text, "ik_kan", "Ik kan goed koken")
    first = ask(text, herkend=heard)
    again = ask(text, herkend=heard, gesteld=[first[0]["id"], doorvraag_id(first[1]["tekst"])])
    assert not {v["tekst"] for v in again} & {first[0]["tekst"], first[1]["tekst"]}
    assert text_id(first[0]["tekst"]) == doorvraag_id(first[0]["tekst"])


def test_an_empty_corner_weighs_a_little_and_never_pushes_past_what_is_heavy() -> None:
    text = "Ik kan goed koken."
    heard = kracht(text, "ik_kan", "Ik kan goed koken")
    tijden = [
        next(v.tijd for v in LIBRARY.doorvragen if v.id == q["id"]) for q in ask(text, herkend=heard, leeg=[["verleden", "omgeving"]])
    ]
    assert "verleden" in tijden
    assert ask("Mijn moeder is overleden.", leeg=["toekomst"])[0]["id"].startswith("verlies.")


def test_at_most_three_different_questions_each_with_a_reason() -> None:
    text = "Mijn zus belt me elke zondag en dan lachen we veel, dat houdt me op de been."
    found = ask(text, herkend=kracht(text, "ik_heb", "Mijn zus belt me elke zondag"))
    assert 1 <= len(found) <= 3
    assert len({v["tekst"] for v in found}) == len(found)
    assert all(v["reden"] and v["familie"] for v in found)


def test_a_long_story_is_quoted_in_its_telling_part() -> None:
    text = "Nou ja, eerst was het niks, en toen ging ik elke dag lopen, en dat ben ik blijven doen, ook met regen, omdat het mijn hoofd leeg maakt."
    quote = short_quote(text, 0, len(text))
    assert quote is not None
    assert quote in text
    assert len(quote.split()) <= 12


@pytest.mark.parametrize(
    ("text", "tone"),
    [("Ik ben niet boos.", "boosheid"), ("Mijn dochter was boos.", "boosheid"), ("Ik was vroeger heel boos, nu niet meer.", "boosheid")],
)
def test_a_denied_past_or_someone_elses_mood_does_not_count(text: str, tone: str) -> None:
    assert strengths(text, TONES, shared_likeness()).get(tone, 0.0) < 0.6


def test_a_mistake_in_the_library_names_file_key_and_line(tmp_path: Path) -> None:
    from assistant.errors import ContentError

    source = (Path(__file__).parents[3] / "prompts" / "doorvragen.toml").read_text(encoding="utf-8")
    (tmp_path / "doorvragen.toml").write_text(source.replace('familie = "trots"', 'familie = "trotz"', 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"doorvragen\.toml, regel \d+: .*trotz"):
        load_doorvragen(Content(ContentFiles(tmp_path)))
