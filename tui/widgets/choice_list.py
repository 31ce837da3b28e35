"""tui.widgets.choice_list: option lists that take plain lines and post what a person wants with one: rail, follow-ups, heard, sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.bindings import bindings
from tui.texts import t


@dataclass(frozen=True)
class Line:
    """One line of a list. `id` None: a heading that cannot be chosen."""

    id: str | None
    content: Content


class Lines(OptionList):
    """An option list that keeps its place when it is filled again."""

    DEFAULT_CSS = """
    Lines { height: 1fr; scrollbar-size-vertical: 1; }
    """

    class Wished(Message):
        """Someone pressed a key on a line. `what` is the name of the wish."""

        def __init__(self, lines: Lines, what: str, line_id: str) -> None:
            super().__init__()
            self.lines = lines
            self.what = what
            self.line_id = line_id

        @property
        def control(self) -> Lines:
            return self.lines

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes, markup=False)

    def fill(self, lines: Sequence[Line], *, keep: bool = True) -> None:
        """Replace the lines; the highlight stays on the same line when it is still there."""
        old = self.highlighted_id if keep else None
        self.clear_options()
        self.add_options([Option(line.content, id=line.id, disabled=line.id is None) for line in lines])
        ids = [line.id for line in lines]
        if old is not None and old in ids:
            self.highlighted = ids.index(old)
        else:
            self.highlighted = next((number for number, line_id in enumerate(ids) if line_id is not None), None)

    @property
    def highlighted_id(self) -> str | None:
        """Id of the line under the cursor, or None."""
        if self.highlighted is None or self.highlighted >= self.option_count:
            return None
        return self.get_option_at_index(self.highlighted).id

    def stand_on(self, line_id: str) -> None:
        """Put the cursor on the line with this id; nothing happens when it is not there."""
        ids = [option.id for option in self.options]
        if line_id in ids:
            self.highlighted = ids.index(line_id)

    def wish(self, what: str) -> None:
        line_id = self.highlighted_id
        if line_id is not None:
            self.post_message(self.Wished(self, what, line_id))


class DossierList(Lines):
    """The dossiers. Its own Enter is shown in the key bar; that of an OptionList is not."""

    BINDINGS = bindings("thuis", t, only=("thuis.open",))

    def action_open(self) -> None:
        self.action_select()


class Rail(Lines):
    """The leefgebieden. Enter goes there; Alt+G, Alt+N and Alt+L mark what the client wants with it.

    No letter alone does anything here: whoever goes on typing while the cursor stands in this list is writing down words of the client.
    """

    BINDINGS = bindings("rail", t)

    class Typed(Message):
        """A letter was typed here; it belongs in the text field."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self.post_message(self.Typed(event.character))

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.post_message(self.Typed(event.text))

    def action_merk(self, keuze: str) -> None:
        self.wish(keuze)


class Followups(Lines):
    """Up to three follow-ups; 1, 2, 3 or Enter puts one on the screen."""

    BINDINGS = bindings("vervolg", t)
    DEFAULT_CSS = """
    Followups { height: auto; max-height: 9; }
    """

    def action_kies(self, number: int) -> None:
        ids = [self.get_option_at_index(i).id for i in range(self.option_count)]
        chosen = [i for i in ids if i is not None]
        if 0 < number <= len(chosen):
            self.post_message(self.Wished(self, "kies", chosen[number - 1]))


class HeardList(Lines):
    """What was heard in the client's words: a accept, v other form, t other time, l other leefgebied, x drop."""

    BINDINGS = bindings("gehoord", t)

    def action_neem(self) -> None:
        self.wish("neem")

    def action_vorm(self) -> None:
        self.wish("vorm")

    def action_tijd(self) -> None:
        self.wish("tijd")

    def action_leefgebied(self) -> None:
        self.wish("leefgebied")

    def action_laat(self) -> None:
        self.wish("laat")


class InventoryList(Lines):
    """Krachten and hulpbronnen that are noted: v other form, t other time, l other leefgebied, x away (asks first)."""

    BINDINGS = bindings("inventaris", t)

    def action_vorm(self) -> None:
        self.wish("vorm")

    def action_tijd(self) -> None:
        self.wish("tijd")

    def action_leefgebied(self) -> None:
        self.wish("leefgebied")

    def action_weg(self) -> None:
        self.wish("weg")


class SourceList(Lines):
    """Passages of the handleiding; Enter opens one."""
