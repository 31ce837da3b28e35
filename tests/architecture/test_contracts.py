"""The import contracts hold, and each of them can still break: a rule nobody has seen fail is a wish."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")

# contract -> (file, line that must break it)
VIOLATIONS = {
    "Rooms: tui -> bootstrap -> adapters -> engine -> judging -> domain -> errors": (
        "assistant/domain/events.py",
        "import assistant.engine.content",
    ),
    "Every module of assistant has a room": ("assistant/zolder.py", "import assistant.errors"),
    "The domain does no I/O and knows no framework": ("assistant/domain/events.py", "import pathlib"),
    "The engine and the judges name no vendor": ("assistant/engine/content.py", "import sqlalchemy"),
    "Only bootstrap knows the adapters": ("tui/texts.py", "import assistant.adapters.system"),
    "Only the command line wires": ("tui/screens/home.py", "import assistant.bootstrap"),
    "The face names no vendor but Textual": ("tui/screens/home.py", "import chromadb"),
    "tui: command line -> app -> screens -> widgets -> messages": ("tui/messages.py", "import tui.screens.home"),
}


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LINT), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, env={"PATH": "", "PYTHONPATH": str(folder)}
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code, without what no contract looks at."""
    folder = tmp_path_factory.mktemp("huis")
    leave_out: Callable[..., set[str]] = shutil.ignore_patterns(
        "__pycache__", "*.safetensors", "*.jsonl", "*.npy", "*.ttf", "*.otf", "*.json"
    )
    for name in ("assistant", "tui"):
        shutil.copytree(ROOT / name, folder / name, ignore=leave_out)
    shutil.copy(ROOT / "pyproject.toml", folder / "pyproject.toml")
    return folder


def test_the_contracts_hold(house: Path) -> None:
    done = _lint(house)

    assert done.returncode == 0, done.stdout[-3000:]
    for name in VIOLATIONS:
        assert f"{name} KEPT" in done.stdout


def test_every_contract_has_a_violation_here() -> None:
    import tomllib

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]

    assert {c["name"] for c in contracts} == set(VIOLATIONS)


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_forbidden_import_breaks_its_contract(house: Path, contract: str) -> None:
    name, line = VIOLATIONS[contract]
    path = house / name
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        done = _lint(house)
    finally:
        path.write_text(before, encoding="utf-8") if before is not None else path.unlink()

    assert done.returncode != 0
    assert (
        f"{contract} BROKEN" in done.stdout or "no layer" in done.stdout.lower() or "missing" in done.stdout.lower() + done.stderr.lower()
    ), done.stdout[-1500:]
