"""tui.texts: every word on the screen, by key, from prompts/ui/nl.toml and nl_meer.toml. No Dutch sentence stands in the code of the face.

`t("gesprek.bewaard", tijd="14:03")` gives the text with its values filled in. Values are put in literally, whatever they hold.
An organisation may hand in its own file with `use`; keys it leaves out keep our words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "prompts" / "ui"
SHIPPED = FOLDER / "nl.toml"
MORE = FOLDER / "nl_meer.toml"
"""What comes around and after the talk; a table that stands in both files is one table."""

_texts: dict[str, str] = {}


def flatten(data: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested tables as dotted keys; a list of sentences becomes one text with a line each."""
    out: dict[str, str] = {}
    for key, value in data.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            out |= flatten(value, f"{name}.")
        elif isinstance(value, list):
            out[name] = "\n".join(str(line) for line in value)
        else:
            out[name] = str(value)
    return out


def all_texts() -> dict[str, str]:
    """Key -> text, read once."""
    if not _texts:
        for path in sorted(FOLDER.glob("nl*.toml")):  # nl.toml first; a table that stands in more files is one table
            _texts.update(flatten(tomllib.loads(path.read_text(encoding="utf-8"))))
    return _texts


def use(own: Mapping[str, Any]) -> None:
    """Put an organisation's words over ours."""
    all_texts().update(flatten(own))


def t(key: str, **values: object) -> str:
    """The text at `key` with `values` filled in. An unknown key shows itself, so that a slip is seen and nothing breaks."""
    text = all_texts().get(key)
    if text is None:
        return key
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def has(key: str) -> bool:
    return key in all_texts()
