"""The terms of art keep their Dutch form everywhere; a translation beside them is found."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Set
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
GLOSSARY = tomllib.loads((ROOT / "assistant" / "domain" / "glossary.toml").read_text(encoding="utf-8"))


def _identifiers(source: str) -> set[str]:
    """Every name that code gives to something, in snake case."""
    out: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            out.add(node.name)
        elif isinstance(node, ast.arg):
            out.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            out.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            out.add(node.attr)
    # `action_` alone is Textual's method prefix, not a word of ours
    return {re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower().removeprefix("action_") for name in out}


@cache
def _in_file(path: Path) -> frozenset[str]:
    return frozenset(_identifiers(path.read_text(encoding="utf-8")))


def _modules() -> list[Path]:
    return [path for folder in ("assistant", "tui") for path in sorted((ROOT / folder).rglob("*.py"))]


def _translations(names: Set[str], forbidden: list[str], but: list[str]) -> list[str]:
    return sorted(n for n in names for f in forbidden if re.search(rf"(?:^|_){f}s?(?:_|$)", n) and n not in but)


def test_no_term_of_art_is_translated() -> None:
    forbidden = [word for term in GLOSSARY["term"] for word in term["nooit"]]
    found = []
    for path in _modules():
        may = [m["naam"] for m in GLOSSARY["mag"] if path.relative_to(ROOT).as_posix() == m["waar"]]
        found += [f"{path.relative_to(ROOT)}: {n}" for n in _translations(_in_file(path), forbidden, may)]

    assert found == []


def test_the_scan_bites() -> None:
    names = _identifiers("class LifeDomainList:\n    pass\ndef add_strengths(my_action_plan): ...")

    assert _translations(names, ["life_domain", "strength", "action_plan"], []) == ["add_strengths", "life_domain_list", "my_action_plan"]


def test_every_term_is_explained_once() -> None:
    terms = [term["nl"] for term in GLOSSARY["term"]]

    assert len(terms) == len(set(terms))
    for term in GLOSSARY["term"]:
        assert term["betekenis"].strip()
        assert term["bron"].strip()


def test_what_may_is_still_there() -> None:
    for item in GLOSSARY["mag"]:
        assert item["naam"] in _identifiers((ROOT / item["waar"]).read_text(encoding="utf-8")), item
        assert item["reden"].strip()


def test_ki_never_stands_for_krachteninventarisatie_in_code() -> None:
    assert [path.name for path in _modules() if "ki" in {part for n in _in_file(path) for part in n.split("_")}] == []
