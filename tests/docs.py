"""Make the parts of the docs that come from the code: the key table in docs/toetsen.md. Run: python -m tests.docs (make docs)."""

from __future__ import annotations

import sys
from pathlib import Path

from tui.bindings import REGISTRY
from tui.texts import all_texts

ROOT = Path(__file__).parents[1]


def key_table() -> str:
    """docs/toetsen.md: every key with what it does, per place."""
    words = all_texts()
    lines = ["# Alle toetsen", "", "Gemaakt uit `tui/bindings.py` met `make docs`.", ""]
    for place, keys in REGISTRY.items():
        lines += [f"## {place.replace('_', ' ')}", "", "| toets | wat |", "|---|---|"]
        for key in keys:
            what = words.get(f"uitleg.{key.id}") or words.get(f"toets.{key.id}") or key.id
            lines.append(f"| {', '.join(k.replace('ctrl+', 'Ctrl+').replace('alt+', 'Alt+') for k in key.keys.split(','))} | {what} |")
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    (ROOT / "docs" / "toetsen.md").write_text(key_table(), encoding="utf-8")
    print("docs/toetsen.md", file=sys.stderr)


if __name__ == "__main__":
    main()
