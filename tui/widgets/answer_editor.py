"""tui.widgets.answer_editor: where the client's words are typed. Grows nothing, judges nothing, and loses nothing."""

from __future__ import annotations

from typing import Any

from textual.binding import Binding
from textual.widgets import TextArea


class AnswerEditor(TextArea):
    """A text field that also knows the keys people bring from a word processor."""

    BINDINGS = [
        Binding("ctrl+home", "text_start", show=False),
        Binding("ctrl+end", "text_end", show=False),
    ]

    def __init__(
        self,
        text: str = "",
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name
        placeholder: str = "",
        classes: str | None = None,
        read_only: bool = False,
    ) -> None:
        super().__init__(
            text,
            id=id,
            classes=classes,
            soft_wrap=True,
            show_line_numbers=False,
            tab_behavior="focus",
            placeholder=placeholder,
            read_only=read_only,
            highlight_cursor_line=False,
        )

    def action_text_start(self) -> None:
        self.move_cursor((0, 0))

    def action_text_end(self) -> None:
        self.move_cursor(self.document.end)

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    def selected_range(self) -> tuple[int, int]:
        """(begin, end) of the selection as offsets in `text`; equal when nothing is selected."""
        start, end = sorted((self.selection.start, self.selection.end))
        return self._offset(start), self._offset(end)

    def select_range(self, begin: int, end: int) -> None:
        """Select text[begin:end]."""
        from textual.widgets.text_area import Selection

        self.selection = Selection(self._location(begin), self._location(end))

    def _offset(self, location: tuple[int, int]) -> int:
        row, column = location
        lines: list[Any] = [self.document.get_line(number) for number in range(row)]
        return sum(len(line) + 1 for line in lines) + column

    def _location(self, offset: int) -> tuple[int, int]:
        for row in range(self.document.line_count):
            length = len(self.document.get_line(row))
            if offset <= length:
                return row, offset
            offset -= length + 1
        return self.document.end
