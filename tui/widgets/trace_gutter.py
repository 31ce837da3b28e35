"""tui.widgets.trace_gutter: the lines between a line of the plan and the client's words it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.widgets.choice_list import Lines

WIDTH = 5


def draw(height: int, left: int | None, rights: Sequence[tuple[int, bool]]) -> list[str]:
    """`height` rows of WIDTH characters that join row `left` with every row of `rights`.

    Args:
        left: row of the plan line; None: nothing is chosen. Rows outside 0..height-1 are drawn as an arrow at the edge.
        rights: (row, named) of the client's words; named ones get a full line, found ones a dotted one.
    """
    rows = [[" "] * WIDTH for _ in range(height)]
    if left is None or not rights or height < 1:
        return ["".join(row) for row in rows]

    def inside(y: int) -> int:
        return min(max(y, 0), height - 1)

    start = inside(left)
    ends = [(inside(y), y, named) for y, named in rights]
    low, high = min([start, *(y for y, _, _ in ends)]), max([start, *(y for y, _, _ in ends)])
    for y in range(low, high + 1):
        rows[y][2] = "│"
    for y, real, named in ends:
        rows[y][2] = "├" if low < y < high else "└" if y == high and low != high else "┌" if low != high else "─"
        rows[y][3] = "─" if named else "┄"
        rows[y][4] = "▶" if real == y else "↑" if real < y else "↓"
    rows[start][0] = rows[start][1] = "─"
    at_end = any(y == start for y, _, _ in ends)
    if low == high:
        rows[start][2] = "─"
    elif start == low:
        rows[start][2] = "┬" if at_end else "┐"
    elif start == high:
        rows[start][2] = "┴" if at_end else "┘"
    else:
        rows[start][2] = "┼" if at_end else "┤"
    return ["".join(row) for row in rows]


class TraceGutter(Widget):
    """A narrow column of drawn lines. It holds no words."""

    DEFAULT_CSS = """
    TraceGutter { width: 5; height: 1fr; color: $accent; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._left: int | None = None
        self._rights: tuple[tuple[int, bool], ...] = ()

    def join(self, left: int | None, rights: Sequence[tuple[int, bool]]) -> None:
        """Rows are counted from the top of this widget."""
        if (left, tuple(rights)) != (self._left, self._rights):
            self._left, self._rights = left, tuple(rights)
            self.refresh()

    def render(self) -> Content:
        return Content("\n".join(draw(self.size.height, self._left, self._rights)))


class TracedLines(Lines):
    """A list that knows on which row of the screen each of its lines begins."""

    class Resized(Message):
        """The list has another size: only now is it known how wide its lines may be."""

        def __init__(self, lines: TracedLines) -> None:
            super().__init__()
            self.lines = lines

        @property
        def control(self) -> TracedLines:
            return self.lines

    def on_resize(self, _: events.Resize) -> None:
        self.post_message(self.Resized(self))

    def row_of(self, line_id: str, below: Widget) -> int | None:
        """Row of the line's first text, counted from the top of `below`; None when it is not in the list or not laid out yet."""
        index = next((i for i in range(self.option_count) if self.get_option_at_index(i).id == line_id), None)
        places: Mapping[int, int] = getattr(self, "_index_to_line", {})  # Textual gives no public way; pinned by a test
        if index is None or index not in places:
            return None
        return places[index] - self.scroll_offset.y + self.region.y - below.region.y

    def go_to(self, line_id: str) -> bool:
        """Put the highlight on this line. False when it is not there."""
        for index in range(self.option_count):
            if self.get_option_at_index(index).id == line_id:
                self.highlighted = index
                self.scroll_to_highlight()
                return True
        return False

    def show_line(self, line_id: str) -> None:
        """Scroll so that the line is in sight; the highlight stays where it is."""
        row, places = None, getattr(self, "_index_to_line", {})
        for index in range(self.option_count):
            if self.get_option_at_index(index).id == line_id:
                row = places.get(index)
        if row is not None and not self.scroll_offset.y <= row < self.scroll_offset.y + max(1, self.size.height - 2):
            self.scroll_to(y=max(0, row - 1), animate=False)
