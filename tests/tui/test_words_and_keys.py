"""Texts, keys and colours of the face: nothing missing, nothing unused, nothing unreadable."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from textual.color import Color
from textual.widgets import TextArea

from tui.bindings import REGISTRY, key_named, shown
from tui.texts import all_texts, flatten, has, t
from tui.themes import PAIRS, THEMES

FACE = Path(__file__).resolve().parents[2] / "tui"
EVERYTHING = list(FACE.rglob("*.py"))
SCREENS = [p for p in EVERYTHING if "commands" not in p.parts and p.name != "cli.py"]
"""Commands may hold the sentences of their own --help."""


def _calls() -> tuple[set[str], set[str]]:
    """(keys asked for literally, beginnings of keys that are put together) in the code of the face."""
    whole: set[str] = set()
    begun: set[str] = set()
    for path in EVERYTHING:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("t", "has", "text") and node.args:
                for arg in _branches(node.args[0]):
                    if isinstance(arg, ast.Constant) and isinstance(arg.value, str):
                        whole.add(arg.value)
                    elif isinstance(arg, ast.JoinedStr) and arg.values and isinstance(arg.values[0], ast.Constant):
                        begun.add(str(arg.values[0].value))
    return whole, begun


def _branches(node: ast.expr) -> list[ast.expr]:
    return [*_branches(node.body), *_branches(node.orelse)] if isinstance(node, ast.IfExp) else [node]


def test_every_text_that_is_asked_for_exists() -> None:
    whole, _ = _calls()

    assert sorted(key for key in whole if not has(key)) == []


def test_every_text_is_used() -> None:
    whole, begun = _calls()
    kinds = {"blad", "bestandsvorm"}  # names of sheets and forms come from what makes paper
    used = [k for k in all_texts() if k in whole or any(k.startswith(b) for b in begun) or k.split(".")[0] in kinds]

    assert sorted(set(all_texts()) - set(used)) == []


def test_every_key_has_its_word_and_its_sentence() -> None:
    missing = [
        f"{kind}.{key.id}" for keys in REGISTRY.values() for key in keys for kind in ("toets", "uitleg") if not has(f"{kind}.{key.id}")
    ]

    assert missing == []


def test_values_are_put_in_literally() -> None:
    assert t("zoek.niets", vraag="{aantal} [b]") == t("zoek.niets").replace("{vraag}", "{aantal} [b]")
    assert t("bestaat.niet") == "bestaat.niet"
    assert flatten({"a": {"b": ["x", "y"]}}) == {"a.b": "x\ny"}


def test_no_dutch_sentence_stands_in_the_code_of_the_face() -> None:
    """A text with a space and a Dutch small word belongs in prompts/ui/nl.toml."""
    dutch = re.compile(r"\b(de|het|een|van|niet|wordt|zijn|heeft|kies|geen|deze|naar)\b", re.IGNORECASE)
    found = []
    for path in SCREENS:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {
            id(n.body[0].value)
            for n in ast.walk(tree)
            if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and n.body
            and isinstance(n.body[0], ast.Expr)
        }
        docs |= {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                text = node.value
                if " " in text.strip() and dutch.search(text) and "{ " not in text and ":" not in text[:40]:
                    found.append(f"{path.name}: {text[:60]}")

    assert found == []


def test_ids_are_unique_and_known_by_name() -> None:
    ids = [key.id for keys in REGISTRY.values() for key in keys]

    assert len(ids) == len(set(ids))
    assert key_named("gesprek.bewaar").keys.startswith("f2")
    with pytest.raises(KeyError):
        key_named("bestaat.niet")


def test_no_key_of_the_conversation_is_one_that_a_text_field_needs() -> None:
    """Keys with priority may take one (F6, F7); the others must leave typing and editing alone."""
    own = {k for binding in TextArea.BINDINGS for k in binding.key.split(",")}  # type: ignore[union-attr]
    clashes = [
        (key.id, k) for area in ("gesprek", "overal") for key in REGISTRY[area] if not key.priority for k in key.keys.split(",") if k in own
    ]

    assert clashes == []


def test_no_key_is_given_twice_on_one_screen() -> None:
    for area in ("gesprek", "plan", "thuis", "terug", "formulier"):
        keys = [k for key in (*REGISTRY["overal"], *REGISTRY[area]) for k in key.keys.split(",")]
        assert len(keys) == len(set(keys)), area


def test_letters_alone_work_only_in_lists() -> None:
    for area in ("overal", "gesprek", "plan", "formulier"):
        assert not [k for key in REGISTRY[area] for k in key.keys.split(",") if len(k) == 1], area


@pytest.mark.parametrize(("key", "sign"), [("f2", "F2"), ("ctrl+g", "Ctrl+G"), ("escape", "Esc"), ("alt+1", "Alt+1"), ("x", "x")])
def test_keys_are_written_as_people_write_them(key: str, sign: str) -> None:
    assert shown(key) == sign


# -- colours ------------------------------------------------------------------------------------


def _light(color: Color) -> float:
    parts = [(c / 255) / 12.92 if c / 255 <= 0.03928 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color.rgb]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """WCAG ratio, 1 to 21."""
    a, b = sorted((_light(Color.parse(one)), _light(Color.parse(other))), reverse=True)
    return (a + 0.05) / (b + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("pair", PAIRS, ids=" op ".join)
def test_every_pair_of_colours_can_be_read(theme: object, pair: tuple[str, str]) -> None:
    colors = {**theme.to_color_system().generate(), **theme.variables}  # type: ignore[attr-defined]

    assert contrast(colors[pair[0]], colors[pair[1]]) >= 4.5


def test_high_contrast_is_higher() -> None:
    colors = {**THEMES[2].to_color_system().generate(), **THEMES[2].variables}

    assert min(contrast(colors[a], colors[b]) for a, b in PAIRS) >= 7


def test_style_sheets_use_only_colours_of_the_theme() -> None:
    found = [
        f"{p.name}: {line.strip()}"
        for p in FACE.rglob("*.tcss")
        for line in p.read_text(encoding="utf-8").splitlines()
        if re.search(r"#[0-9a-fA-F]{6}\b|rgb\(", line)
    ]

    assert found == []
