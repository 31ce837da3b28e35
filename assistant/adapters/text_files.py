"""assistant.adapters.text_files: editable content. The files of prompts/, replaced one by one by those in a folder of the organisation."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from assistant.errors import ContentError

MAX_CONTENT_BYTES = 5_000_000


class ContentFiles:
    """ContentSource on TOML files.

    Args:
        own: a folder whose files go before ours (same relative name). None: only ours.
    """

    def __init__(self, own: Path | None = None) -> None:
        self._own = own
        self._shipped: Traversable = resources.files("prompts")

    def _find(self, name: str) -> tuple[Traversable, str]:
        if self._own is not None and (mine := self._own / name).is_file():
            return mine, str(mine)
        return _below(self._shipped, name), f"prompts/{name}"

    def load(self, name: str) -> dict[str, Any]:
        file, shown = self._find(name)
        try:
            raw = file.read_bytes()
        except OSError:
            raise ContentError(f"Het bestand {shown} ontbreekt of is niet te lezen.", hint="Zet het terug of installeer opnieuw.") from None
        if len(raw) > MAX_CONTENT_BYTES:
            raise ContentError(f"Het bestand {shown} is te groot.", hint="Splits het in kleinere bestanden.")
        try:
            return tomllib.loads(raw.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            raise ContentError(
                f"{shown}, regel {line}: het bestand is niet in UTF-8 bewaard.", hint="Bewaar het opnieuw als UTF-8."
            ) from None
        except tomllib.TOMLDecodeError as error:
            raise ContentError(
                f"{shown}: {_dutch_toml(str(error))}.", hint="Herstel die regel; `krachtgesprek dokter` zegt of het klopt."
            ) from None

    def names(self, folder: str) -> tuple[str, ...]:
        found = set()
        for root in (_below(self._shipped, folder), self._own.joinpath(folder) if self._own else None):
            if root is not None and root.is_dir():
                found |= {f"{folder}/{item.name}" for item in root.iterdir() if item.name.endswith(".toml")}
        return tuple(sorted(found))

    def line_of(self, name: str, needle: str) -> int | None:
        """The line on which `needle` first occurs, for error texts. None: nowhere."""
        file, _ = self._find(name)
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return None
        at = text.find(needle)
        return text[:at].count("\n") + 1 if at >= 0 else None

    def shown(self, name: str) -> str:
        """How the file is named in error texts."""
        return self._find(name)[1]


def _below(root: Traversable, name: str) -> Traversable:
    """`name` under `root`, a part at a time: a folder without __init__.py takes one part per call on Python 3.11."""
    for part in name.split("/"):
        root = root.joinpath(part)
    return root


def _dutch_toml(message: str) -> str:
    """The place of a TOML mistake, in Dutch; the parser's own words stay behind it for whoever repairs it."""
    place = re.search(r"\(at line (\d+), column (\d+)\)", message)
    what = message.split(" (at")[0]
    if place is None:
        return f"het einde van het bestand klopt niet ({what})"
    return f"regel {place[1]}, kolom {place[2]}: dit is geen geldige TOML ({what})"
