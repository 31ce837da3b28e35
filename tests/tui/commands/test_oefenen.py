"""The command `oefen`: JSON lines in and out as the contract says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import assistant.bootstrap
from assistant.engine.content import Content
from assistant.engine.practise_room import Oefenzaal
from tests.fakes import CONTENT
from tui.cli import cli

SCRIPT = [
    {"zeg": "Wat deed je vroeger voor werk?"},
    {"vertrouwen": "hoog"},
    {"id": 7, "zeg": "Heb je kinderen?"},
    {"zeg": "Tot volgende week."},
]


@pytest.fixture(autouse=True)
def words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No embedder: loading one costs seconds and changes no shape."""

    def build(settings: object, content: Content, coach: object = None) -> Oefenzaal:
        return Oefenzaal(CONTENT)

    monkeypatch.setattr(assistant.bootstrap, "build_practice", build)


def run(tmp_path: Path, *args: str, given: str = "") -> Result:
    return CliRunner().invoke(cli, ["--gegevens", str(tmp_path), *args], input=given)


def out(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def jsonl(rows: list[Any]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_a_script_gives_a_line_per_line_and_the_debriefing(tmp_path: Path) -> None:
    result = run(tmp_path, "oefen", "--persona", "gerrit", "--script", "-", "--zaad", "3", given=jsonl(SCRIPT))
    rows = out(result)

    assert result.exit_code == 0
    assert len(rows) == len(SCRIPT) + 1
    assert rows[0]["feiten"] == ["vak"]
    assert {"antwoord", "feiten", "vertrouwen", "reactie"} <= set(rows[0])
    assert rows[1] == {"vertrouwen": "hoog", "gezet": True}
    assert rows[2]["id"] == 7
    assert "dochter" in rows[2]["feiten"]
    assert rows[-1]["nabespreking"]["beurten"] == 3


def test_the_same_seed_gives_the_same_output(tmp_path: Path) -> None:
    file = tmp_path / "s.jsonl"
    file.write_text(jsonl(SCRIPT), encoding="utf-8")
    one, two = (run(tmp_path, "oefen", "--persona", "gerrit", "--script", str(file), "--zaad", "5").stdout for _ in range(2))

    assert one == two


def test_a_bad_line_is_answered_and_does_not_stop_the_rest(tmp_path: Path) -> None:
    given = 'geen json\n{"vertrouwen": "veel"}\n{"iets": 1}\n{"zeg": 5}\n' + jsonl(SCRIPT[:1])
    result = run(tmp_path, "oefen", "--persona", "gerrit", "--script", "-", given=given)
    rows = out(result)

    assert result.exit_code == 1
    assert ["fout" in row for row in rows] == [True, True, True, True, False, False]
    assert rows[4]["feiten"] == ["vak"]


def test_a_persona_file_from_anywhere_can_be_used_and_checked(tmp_path: Path) -> None:
    file = Path(__file__).parents[2] / "data" / "oefenen" / "ludo.toml"
    talk = run(tmp_path, "oefen", "--persona", str(file), "--script", "-", given=jsonl([{"zeg": "Wat was uw werk?"}]))
    check = run(tmp_path, "--json", "oefen", "--persona", str(file), "--controleer")

    assert out(talk)[0]["feiten"] == ["binnenvaart"]
    assert check.exit_code == 1
    assert {"uitwijken", "zeg"} & {item["plek"] for item in out(check)[0]["bevindingen"]}


def test_the_list_names_everyone_without_what_is_hidden(tmp_path: Path) -> None:
    result = run(tmp_path, "--json", "oefen", "--lijst")

    assert len(out(result)[0]["personas"]) >= 12
    assert "Mirjam" not in result.stdout


def test_an_unknown_persona_has_its_own_exit_code(tmp_path: Path) -> None:
    from assistant.errors import NotThere

    result = run(tmp_path, "oefen", "--persona", "niemand", "--script", "-")

    assert isinstance(result.exception, NotThere)
    assert result.exception.exit_code == 4


def test_a_talk_on_the_terminal_ends_with_the_debriefing(tmp_path: Path) -> None:
    result = run(tmp_path, "oefen", "--persona", "gerrit", given="Wat deed je voor werk?\n\nstop\n")

    assert "programma, niet met een mens" in result.stdout
    assert "Nabespreking" in result.stdout
    assert "Gerrit:" in result.stdout
