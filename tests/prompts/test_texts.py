"""Every editable text of ours is right: the check of `make texts`, and proof that it can find something."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.adapters.text_files import ContentFiles
from tests.prompts.check import ClientText, check_text, client_texts, findings

WOORDEN: dict[str, str] = ContentFiles(None).load("woordenlijst.toml")["woorden"]


def test_our_own_texts_have_no_findings() -> None:
    assert [f"{f.file} {f.place}: {f.what} | {f.text}" for f in findings()] == []


def test_there_is_enough_to_check() -> None:
    assert sum(1 for _ in client_texts(ContentFiles(None))) > 3500


@pytest.mark.parametrize(
    ("text", "form", "what"),
    [
        ("Waarom deed je dat?", "je", "waaromvraag"),
        ("Wat vindt u van je kamer?", "je", "je-vorm"),
        ("Wat vind je fijn?", "u", "u-vorm"),
        ("Wat is uw hulpvraag?", "u", "vakwoord"),
        ("In welke mate participeert u in maatschappelijke verbanden ter bevordering van uw zelfredzaamheid?", "u", "niveau"),
        ("Ik bel morgen uw zus.", "ik", "ik-vorm"),
        (
            "Wat doe je als je opstaat en koffie zet en brood smeert en de kinderen wekt en daarna met de hond nog even gaat lopen?",
            "je",
            "woorden",
        ),
    ],
)
def test_the_check_finds_what_is_wrong(text: str, form: str, what: str) -> None:
    assert any(what in f.what for f in check_text(ClientText("x.toml", "x", text, form), WOORDEN))


def test_words_of_the_client_in_quotes_are_left_alone() -> None:
    assert list(check_text(ClientText("x.toml", "x", 'Je zei "{citaat}". Wat doe je dan?', "je"), WOORDEN)) == []


def test_an_organisations_own_file_is_checked_too(tmp_path: Path) -> None:
    ours = (Path(__file__).parents[2] / "prompts" / "doorvragen.toml").read_text(encoding="utf-8")
    (tmp_path / "doorvragen.toml").write_text(ours.replace("Wie ziet dat ook aan jou?", "Waarom ben jij zo?"), encoding="utf-8")
    assert any("waaromvraag" in f.what for f in findings(tmp_path))


def test_a_double_id_is_found(tmp_path: Path) -> None:
    ours = (Path(__file__).parents[2] / "prompts" / "doorvragen.toml").read_text(encoding="utf-8")
    (tmp_path / "doorvragen.toml").write_text(ours.replace('id = "ben.wie_ziet"', 'id = "ben.laatste_keer"'), encoding="utf-8")
    assert any("staat ook in" in f.what for f in findings(tmp_path))
