"""tui.widgets.ecogram: the network as lines of text: the client in the middle, left and right of it who there is.

Nearer to the middle stands who is nearer to ordinary life. The line says how it feels, the arrow who helps whom. Pure: values in, Content
out; no colour carries a meaning that is not in a sign or a letter as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len, set_cell_size
from textual.content import Content

SIGNS = {"persoon": "●", "dier": "◆", "plaats": "■", "groep": "▲"}
LINES = {"": "─", "steunend": "═", "wisselend": "╌", "spanning": "~"}
LENGTHS = {"natuurlijk": 3, "informeel": 6, "professioneel": 9}
NARROWEST = 56
"""Below this there is no room for a drawing; the list says the same."""


@dataclass(frozen=True)
class Node:
    """One contact, as text."""

    naam: str
    soort: str
    aard: str
    letters: str = ""
    """Kinds of support, a letter each."""
    richting: str = ""
    kwaliteit: str = ""


def draw(nodes: Sequence[Node], width: int, me: str, *, height: int = 0) -> list[Content]:
    """The drawing as rows of at most `width` cells. Too narrow, or nobody there: no rows.

    Args:
        height: rows there is room for; enough of them puts air between the contacts.
    """
    if width < NARROWEST or not nodes:
        return []
    heart = f"( {me} )"
    side = (width - cell_len(heart) - 4) // 2
    right, left = list(nodes[0::2]), list(nodes[1::2])
    many = max(len(left), len(right))
    step = 2 if 2 * many - 1 <= height else 1
    order = [row * step for row in _from_the_middle(many)]
    at_right, at_left = dict(zip(order, right, strict=False)), dict(zip(order, left, strict=False))
    middle, rows = many // 2 * step, (many - 1) * step + 1
    out = []
    for row in range(rows):
        parts: list[Any] = [*_left(at_left.get(row), side), (_spine(row, at_left, middle, left=True), "$text-muted")]
        if row == middle:
            parts += [("─" if left else " ", "$text-muted"), (heart, "bold $primary"), ("─" if right else " ", "$text-muted")]
        else:
            parts.append(" " * (cell_len(heart) + 2))
        parts += [(_spine(row, at_right, middle, left=False), "$text-muted"), *_right(at_right.get(row), side)]
        out.append(Content.assemble(*parts))
    return out


def _from_the_middle(rows: int) -> list[int]:
    """Row numbers, the middle one first: who comes first stands nearest to the client."""
    middle = rows // 2
    return sorted(range(rows), key=lambda row: (abs(row - middle), row))


def _spine(row: int, taken: dict[int, Node], middle: int, *, left: bool) -> str:
    """The sign where lines meet, beside the client."""
    if not taken:
        return " "
    first, last = min(*taken, middle), max(*taken, middle)
    if not first <= row <= last:
        return " "
    here, up, down = row in taken, row > first, row < last
    if row == middle:
        signs = {(0, 0): "─", (1, 0): "┴", (0, 1): "┬", (1, 1): "┼"} if here else {(1, 0): "╰", (0, 1): "╭", (1, 1): "├", (0, 0): "─"}
        sign = signs[(int(up), int(down))]
        return sign if left or here else {"╰": "╯", "╭": "╮", "├": "┤"}.get(sign, sign)
    sign = "│" if not here else "┤" if up and down else "╯" if up else "╮"
    return sign if left else {"┤": "├", "╯": "╰", "╮": "╭"}.get(sign, sign)


def _label(node: Node, room: int) -> list[tuple[str, str]]:
    letters = f" {node.letters}" if node.letters else ""
    fits = max(3, room - 2 - cell_len(letters))
    name = node.naam if cell_len(node.naam) <= fits else set_cell_size(node.naam, fits - 1).rstrip() + "…"
    style = {"natuurlijk": "bold", "informeel": "", "professioneel": "$text-muted"}[node.aard]
    return [(f"{SIGNS[node.soort]} ", "$accent"), (name, style), (letters, "$text-muted")]


def _line(node: Node, *, left: bool) -> str:
    """The line from the contact towards the client, as it stands on that side."""
    sign = LINES[node.kwaliteit] * LENGTHS[node.aard]
    to_me, from_me = node.richting in ("geeft", "beide"), node.richting in ("krijgt", "beide")
    outer, inner = from_me, to_me
    if left:
        return f"{'◂' if outer else sign[0]}{sign}{'▸' if inner else sign[0]}"
    return f"{'◂' if inner else sign[0]}{sign}{'▸' if outer else sign[0]}"


def _left(node: Node | None, side: int) -> list[tuple[str, str]]:
    if node is None:
        return [(" " * side, "")]
    line = _line(node, left=True)
    label = _label(node, side - cell_len(line) - 1)
    used = sum(cell_len(text) for text, _ in label) + 1 + cell_len(line)
    return [(" " * max(0, side - used), ""), *label, (" ", ""), (line, _colour(node))]


def _right(node: Node | None, side: int) -> list[tuple[str, str]]:
    if node is None:
        return []
    line = _line(node, left=False)
    return [(line, _colour(node)), (" ", ""), *_label(node, side - cell_len(line) - 1)]


def _colour(node: Node) -> str:
    return "$warning" if node.kwaliteit == "spanning" else "$text-muted"
