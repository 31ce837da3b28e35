"""tui.widgets.pick: one choice out of a few, on one line: left and right change it, a click too."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea


class Pick(Widget, can_focus=True):
    """`options` are (value, label); `value` is the one chosen.

    With `value` None nothing is chosen yet, and it stays so until somebody does: for what a client decides or tells, no answer is filled in.
    Letters that are typed here go on to the text field below it.
    """

    BINDINGS = [
        Binding("right,space", "step(1)", show=False),
        Binding("left", "step(-1)", show=False),
        Binding("home", "jump(0)", show=False),
        Binding("end", "jump(-1)", show=False),
    ]
    DEFAULT_CSS = """
    Pick { height: auto; width: 1fr; padding: 0 1; color: $text; }
    Pick:focus { background: $panel; }
    """

    class Changed(Message):
        def __init__(self, pick: Pick, value: str) -> None:
            super().__init__()
            self.pick = pick
            self.value = value

        @property
        def control(self) -> Pick:
            return self.pick

    def __init__(self, id: str, label: str, options: Sequence[tuple[str, str]], value: str | None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._label = label
        self.options = list(options)
        self._digits = ""
        """The digits typed just before, for a number of two."""
        self._onto: Input | TextArea | None = None
        """The field that letters typed here went to, until the cursor stands there: whoever types fast, types on before it does."""
        self._at: int | None = None if value is None else next((n for n, (key, _) in enumerate(self.options) if key == value), 0)

    @property
    def value(self) -> str:
        """The one chosen; '' when nothing is yet."""
        return "" if self._at is None else self.options[self._at][0]

    def choose(self, value: str) -> None:
        for number, (key, _) in enumerate(self.options):
            if key == value and number != self._at:
                self._set(number)

    def offer(self, options: Sequence[tuple[str, str]], value: str) -> None:
        """Other options, with `value` chosen; nothing happens when they are the same ones."""
        if list(options) != self.options:
            self.options, self._at = list(options), None
        self.choose(value)

    def _set(self, number: int) -> None:
        self._at = number % len(self.options)
        self.refresh(layout=True)
        self.post_message(self.Changed(self, self.value))

    def action_step(self, by: int) -> None:
        start = self._at if self._at is not None else -1 if by > 0 else 0
        self._set(start + by)

    def action_jump(self, to: int) -> None:
        self._set(to)

    def on_key(self, event: events.Key) -> None:
        if self._onto is not None and event.is_printable and event.character:
            self._write(event.character)
            event.stop()
            event.prevent_default()  # a space or a digit is a part of those words now, and no choice
            return
        if not (event.character and event.character.isdigit() and self.options[0][0].isdigit()):
            self._digits = ""
            if event.character and event.character.isalpha() and self.type_below(event.character):  # a stray digit is no word
                event.stop()
            return
        keys = [key for key, _ in self.options]
        longer = self._digits + event.character  # a 0 right after a 1 makes ten, as one writes it
        self._digits = longer if longer in keys else event.character
        if self._digits in keys:
            self._set(keys.index(self._digits))
            event.stop()

    def on_paste(self, event: events.Paste) -> None:
        if self.type_below(event.text):
            event.stop()

    def type_below(self, character: str) -> bool:
        """Words belong in the next text field: go there and begin with this letter. False: there is none."""
        chain = self.screen.focus_chain
        after = chain[chain.index(self) + 1 :] if self in chain else []
        for field in after:
            if isinstance(field, Input) or (isinstance(field, TextArea) and not field.read_only):
                self._onto = field
                field.focus()
                if isinstance(field, TextArea):
                    field.move_cursor(field.document.end)
                else:
                    field.cursor_position = len(field.value)
                self._write(character)
                return True
        return False

    def _write(self, words: str) -> None:
        if isinstance(self._onto, TextArea):
            self._onto.insert(words)
        elif self._onto is not None:
            self._onto.insert_text_at_cursor(words)

    def on_blur(self) -> None:
        self._digits = ""
        self._onto = None

    def on_click(self, event: events.Click) -> None:
        self.focus()
        self.action_step(1)

    def render(self) -> RenderResult:
        parts: list[Content | tuple[str, str]] = [(f"{self._label} ", "$text-muted")]
        for number, (_, label) in enumerate(self.options):
            if number == self._at:
                parts.append((f"‹{label}›", "bold $primary"))
            else:
                parts.append((f" {label} ", "$text-muted"))
        return Content.assemble(*parts)
