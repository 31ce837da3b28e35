"""`speel` as a command: on a real encrypted throw-away store, with the real guide, in one process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def speel(script: Path | str, tmp_path: Path, *options: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "KRACHTGESPREK_EMBEDDER": "geen"}
    command = [sys.executable, "-m", "tui", *options, "--gegevens", str(tmp_path / "g"), "speel", str(script)]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, input=stdin, timeout=300, check=False)


@pytest.mark.slow
def test_the_documented_example_plays_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = speel(ROOT / "docs" / "voorbeelden" / "gesprek.jsonl", tmp_path, "--json")
    out = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 0, done.stderr
    assert [o for o in out if "fout" in o] == []
    assert out[-1]["teruglezen"]
    assert not list((tmp_path / "g").glob("**/*.db"))


def test_bad_lines_are_answered_one_by_one_and_the_exit_is_1(tmp_path: Path) -> None:
    done = speel("-", tmp_path, "--json", stdin='{"doe": "nieuw"}\n\n# opmerking\nniet json\n[1]\n{"doe": "weg"}\n')
    out = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 1
    assert [o["regel"] for o in out] == [1, 4, 5, 6]
    assert ["fout" in o for o in out] == [False, True, True, True]


def test_a_missing_script_is_a_sentence(tmp_path: Path) -> None:
    done = speel(tmp_path / "weg.jsonl", tmp_path)

    assert done.returncode == 3
    assert "weg.jsonl" in done.stderr and "Traceback" not in done.stderr
