"""`zoek` and `corpus` as an organisation scripts them: JSON on stdout, clear exit codes, one bad line never stops a batch."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

_KEPT = {
    name: value for name, value in os.environ.items() if name.startswith("TEXTUAL_")
}  # the command line scrubs them; pytest's plugin needs its own

from tui.cli import cli  # noqa: E402

os.environ.update(_KEPT)

BOOK = "Huisregels\n\nDe voordeur gaat om tien uur dicht. Wie later komt, belt de nachtdienst en haalt een druppelsleutel bij de portier.\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command line on an own data folder, searching on words only: no model is loaded."""
    monkeypatch.setenv("KRACHTGESPREK_EMBEDDER", "geen")

    def call(*arguments: str, data: str | None = None) -> Result:
        return CliRunner().invoke(cli, ["--gegevens", str(tmp_path / "gegevens"), *arguments], input=data, catch_exceptions=True)

    return call


def test_a_question_gives_passages_with_their_place(run: Any) -> None:
    result = run("--json", "zoek", "-k", "2", "wat", "is", "een", "ecogram")
    answer = json.loads(result.stdout)

    assert result.exit_code == (1 if answer["niets_gevonden"] else 0)
    assert len(answer["passages"]) == 2 and answer["passages"][0]["document"] == "netwerk-en-ecogram"
    assert run("zoek", "ecogram").stdout.startswith(("1. ", "Dit staat niet"))


def test_a_batch_answers_every_line_in_order_and_keeps_the_ids(run: Any, tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "vraag": "ecogram"}',
        "geen json",
        '{"id": 7, "vraag": "stilte", "k": 1}',
        '{"id": "leeg"}',
        '["x"]',
        '{"id": "k", "vraag": "x", "k": 99}',
    ]
    result = run("zoek", "--invoer", "-", data="\n".join(lines) + "\n")
    out = [json.loads(line) for line in result.stdout.splitlines()]

    assert result.exit_code == 0 and [item["id"] for item in out] == ["a", None, 7, "leeg", None, "k"]
    assert [("fout" in item) for item in out] == [False, True, False, True, True, True]
    assert len(out[2]["passages"]) == 1
    (tmp_path / "v.jsonl").write_text(lines[0] + "\n", encoding="utf-8")
    assert json.loads(run("zoek", "--invoer", str(tmp_path / "v.jsonl")).stdout)["id"] == "a"


def test_wrong_use_is_code_two(run: Any) -> None:
    assert run("zoek").exit_code == 2
    assert run("zoek", "--invoer", "-", "vraag").exit_code == 2
    assert run("zoek", "-k", "0", "x").exit_code == 2
    assert run("corpus", "voeg-toe").exit_code == 2


def test_a_document_goes_in_is_found_and_goes_out(run: Any, tmp_path: Path) -> None:
    (tmp_path / "Huisregels.txt").write_text(BOOK, encoding="utf-8")
    (tmp_path / "plaatje.png").write_bytes(b"\x89PNG")

    result = run("--json", "corpus", "voeg-toe", str(tmp_path / "Huisregels.txt"), str(tmp_path / "plaatje.png"), "--soort", "protocol")
    answer = json.loads(result.stdout)
    assert result.exit_code == 1 and answer["toegevoegd"][0]["id"] == "eigen-huisregels" and answer["fouten"][0]["bestand"] == "plaatje.png"

    found = json.loads(run("--json", "zoek", "druppelsleutel").stdout)["passages"][0]
    assert found["document"] == "eigen-huisregels" and found["soort_bron"] == "protocol" and found["herkomst"] == "toegevoegd"
    listed = json.loads(run("--json", "corpus", "lijst").stdout)["documenten"]
    assert any(d["id"] == "eigen-huisregels" and d["passages"] == 1 for d in listed) and len(listed) > 45
    assert run("corpus", "controleer").exit_code == 0
    assert run("--json", "corpus", "verwijder", "eigen-huisregels").exit_code == 0
    assert all(p["document"] != "eigen-huisregels" for p in json.loads(run("--json", "zoek", "druppelsleutel").stdout)["passages"])


def test_building_again_changes_nothing_and_says_so(run: Any) -> None:
    assert json.loads(run("--json", "corpus", "bouw").stdout)["veranderd"]
    assert not json.loads(run("--json", "corpus", "bouw").stdout)["veranderd"]
    assert run("corpus", "bouw", "--als-nodig").stdout == ""
    assert json.loads(run("--json", "corpus", "bouw", "--opnieuw").stdout)["veranderd"]


def test_a_damaged_index_is_found_by_checking_and_repaired(run: Any, tmp_path: Path) -> None:
    run("corpus", "bouw")
    stored = next((tmp_path / "gegevens" / "index").glob("i-*/passages.json"))
    stored.write_bytes(stored.read_bytes()[:-50])

    result = run("--json", "corpus", "controleer")
    assert result.exit_code == 1 and "beschadigd" in json.loads(result.stdout)["bevindingen"][0]["wat"]
    assert run("corpus", "controleer").exit_code == 0
