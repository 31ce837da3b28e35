"""tui.widgets.ticks: a few lines, each on or off. Enter or space turns one; the sign is a box, so that it reads without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList

from tui.widgets.choice_list import Line, Lines


class Ticks(Lines):
    """`options` are (value, label); `chosen` the values that are on, in the order of the options."""

    BINDINGS = [Binding("space", "select", show=False)]
    DEFAULT_CSS = """
    Ticks { height: auto; max-height: 5; }
    """

    def __init__(self, id: str, options: Sequence[tuple[str, str]], chosen: Iterable[str]) -> None:  # noqa: A002
        super().__init__(id=id)
        self._items = list(options)
        self._on = set(chosen)

    @property
    def values(self) -> tuple[str, ...]:
        """All values there are to choose from."""
        return tuple(value for value, _ in self._items)

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(value for value, _ in self._items if value in self._on)

    def on_mount(self) -> None:
        self._draw()

    def _draw(self) -> None:
        self.fill([Line(value, Content(f"{'☑' if value in self._on else '☐'} {label}")) for value, label in self._items])

    @on(OptionList.OptionSelected)
    def _turn(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self._on ^= {event.option_id}
            self._draw()
