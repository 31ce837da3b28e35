"""tui.texts: every word on the screen, by key, from prompts/ui/nl*.toml. No Dutch sentence stands in the code of the face.

`t("gesprek.bewaard", tijd="14:03")` gives the text with its values filled in. Values are put in literally, whatever they hold.
An organisation may hand in its own file with `use`; keys it leaves out keep our words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "prompts" / "ui"
BEGIN = FOLDER / "nl_begin.toml"
"""What the first frame says. Reading the other files takes a tenth of the time until that frame, so they come after it."""

_texts: dict[str, str] = {}
_read: set[Path] = set()


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


def _take(path: Path) -> None:
    if path not in _read:
        _read.add(path)
        _texts.update(flatten(tomllib.loads(path.read_text(encoding="utf-8"))))


def all_texts() -> dict[str, str]:
    """Key -> text, read once. A table that stands in more files is one table."""
    for path in (BEGIN, *sorted(FOLDER.glob("nl*.toml"))) if len(_read) < 2 else ():
        _take(path)
    return _texts


def use(own: Mapping[str, Any]) -> None:
    """Put an organisation's words over ours."""
    all_texts().update(flatten(own))


def t(key: str, **values: object) -> str:
    """The text at `key` with `values` filled in. An unknown key shows itself, so that a slip is seen and nothing breaks."""
    _take(BEGIN)
    text = _texts.get(key) or all_texts().get(key)
    if text is None:
        return key
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def has(key: str) -> bool:
    return key in all_texts()
