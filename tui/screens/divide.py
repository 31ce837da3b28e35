"""tui.screens.divide: a story told in one go, in pieces per leefgebied. The pieces are a proposal; not a letter of the words changes.

F2 takes it as it stands, Enter gives a piece another leefgebied, h leaves the story whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList, Static

from assistant.domain.values import LeefgebiedId
from assistant.engine.splitting import Stukvoorstel, stretches
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.texts import t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.working import work

SHOWN = 500
"""Characters of a piece in the list; the whole story stands in the conversation."""


class AreaScreen(ModalScreen[str | None]):
    """Choose a leefgebied. The likeliest stand first. Gives back its id, or None."""

    BINDINGS = bindings("venster", t)
    CSS = """
    AreaScreen .venster { width: 60; }
    AreaScreen #gebied-woorden { max-height: 5; margin: 0 0 1 0; }
    AreaScreen Lines { height: auto; max-height: 14; }
    """
    hulp = "kies_gebied"

    def __init__(self, desk: Desk, words: str, first: Sequence[str] = ()) -> None:
        super().__init__()
        self.desk, self.words, self.first = desk, words, tuple(first)

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("verdelen.kies"))
            yield Static(Content(f"“{_short(self.words, 200)}”"), id="gebied-woorden", classes="client", markup=False)
            yield Lines(id="gebieden")
        yield KeyBar()

    def on_mount(self) -> None:
        items = {str(item.id): item.label for item in self.desk.conversation.content.leefgebieden.leefgebieden}
        order = [*[a for a in self.first if a in items], *[a for a in items if a not in self.first]]
        lines = self.query_one("#gebieden", Lines)
        lines.fill([Line(a, Content(items[a])) for a in order])
        lines.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_weg(self) -> None:
        self.dismiss(None)


class DivideScreen(Screen[str]):
    """Gives back 'verdeeld', 'heel' or '' (nothing changed)."""

    CSS_PATH = ["../styles/base.tcss"]
    BINDINGS = bindings("verdelen", t)
    CSS = """
    DivideScreen #verdelen-kop { padding: 1 2 0 2; height: auto; }
    DivideScreen #verdelen-uitleg { padding: 0 2 1 2; height: auto; }
    DivideScreen Lines { padding: 0 1; }
    DivideScreen Lines > .option-list--option { padding: 0 1 1 1; }
    DivideScreen #verdelen-melding { padding: 0 2; height: auto; min-height: 1; }
    """
    hulp = "verdelen"

    def __init__(self, desk: Desk, uiting_id: str, pieces: Sequence[Stukvoorstel]) -> None:
        super().__init__()
        self.desk = desk
        self._uiting = desk.dossier.uiting(uiting_id)
        self._proposed = tuple(pieces)
        self.pieces = list(pieces)
        """As they stand now; together always exactly the words."""

    def compose(self) -> ComposeResult:
        yield Static(t("verdelen.titel"), id="verdelen-kop", classes="titel", markup=False)
        yield Static(t("verdelen.uitleg"), id="verdelen-uitleg", classes="stil", markup=False)
        yield Lines(id="stukken")
        yield Static("", id="verdelen-melding", classes="fout", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._fill()
        self.query_one("#stukken").focus()

    def _label(self, area: str | None) -> str:
        found = self.desk.conversation.content.leefgebieden.get(area) if area else None
        return found.label if found else t("verdelen.geen")

    def _fill(self) -> None:
        lines = []
        for number, piece in enumerate(self.pieces):
            words = self._uiting.tekst[piece.begin : piece.eind].strip()
            parts: list[Any] = [(self._label(piece.leefgebied), "bold $primary" if piece.leefgebied else "$text-muted")]
            others = [self._label(a) for a in piece.opties if a != piece.leefgebied][:2]
            if others:
                parts.append((f"  {t('verdelen.of', namen=' · '.join(others))}", "$text-muted"))
            parts.append((f"\n“{_short(words, SHOWN)}”", "$accent"))
            lines.append(Line(str(number), Content.assemble(*parts)))
        self.query_one("#stukken", Lines).fill(lines)

    def _at(self) -> int | None:
        chosen = self.query_one("#stukken", Lines).highlighted_id
        return int(chosen) if chosen is not None else None

    @on(OptionList.OptionSelected, "#stukken")
    def action_ander(self) -> None:
        """Another leefgebied for this piece."""
        at = self._at()
        if at is None:
            return
        piece = self.pieces[at]
        words = self._uiting.tekst[piece.begin : piece.eind].strip()
        self.app.push_screen(AreaScreen(self.desk, words, piece.opties), lambda area: self._put(at, area))

    def _put(self, at: int, area: str | None) -> None:
        if area is not None:
            self.pieces[at] = self.pieces[at].replace(leefgebied=LeefgebiedId(area))
            self._fill()

    def action_geen(self) -> None:
        """This piece belongs under no leefgebied in particular."""
        at = self._at()
        if at is not None:
            self.pieces[at] = self.pieces[at].replace(leefgebied=None)
            self._fill()

    def action_samen(self) -> None:
        """Join this piece with the one above it; the one above says what it is about."""
        at = self._at()
        if at:
            self.pieces[at - 1 : at + 1] = [self.pieces[at - 1].replace(eind=self.pieces[at].eind)]
            self._fill()
            self.query_one("#stukken", Lines).highlighted = at - 1

    def action_knip(self) -> None:
        """Cut this piece into its sentences."""
        at = self._at()
        if at is None:
            return
        piece = self.pieces[at]
        parts = stretches(self._uiting.tekst[piece.begin : piece.eind])
        if len(parts) < 2:
            self._tell(t("verdelen.een_zin"))
            return
        self.pieces[at : at + 1] = [piece.replace(begin=piece.begin + a, eind=piece.begin + b) for a, b in parts]
        self._fill()

    def action_klaar(self) -> None:
        pieces, proposed, uid = tuple(self.pieces), self._proposed, self._uiting.id
        self._save(lambda: self.desk.conversation.divide(uid, pieces, proposed), "verdeeld")

    def action_heel(self) -> None:
        self._save(lambda: self.desk.conversation.leave_whole(self._uiting.id), "heel")

    @work(exclusive=True, group="verdelen")
    async def _save(self, call: Callable[[], None], what: str) -> None:
        try:
            await self.desk.save(call)
        except AssistantError as error:
            self._tell(f"{error.title}: {error.sentence}")
            return
        self.dismiss(what)

    def _tell(self, text: str) -> None:
        self.query_one("#verdelen-melding", Static).update(Content(text))

    def action_weg(self) -> None:
        self.dismiss("")


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
