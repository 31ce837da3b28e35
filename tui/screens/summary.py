"""tui.screens.summary: the client's own words, to read aloud together: per leefgebied or of the whole conversation, and on paper.

Only quotes stand here. What the client does not want to hear goes out with one key; in the inventory it stays.
"""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from assistant.domain import luisteren
from assistant.engine.summarising import only, summarise
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.export import ExportScreen
from tui.screens.host import host
from tui.texts import t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.working import work


class SummaryScreen(Screen[None]):
    """`leefgebied` None: the whole conversation."""

    CSS_PATH = ["../styles/base.tcss"]
    BINDINGS = bindings("voorlezen", t)
    CSS = """
    SummaryScreen { align: center top; }
    SummaryScreen #voorlezen-kop { padding: 1 2 0 2; height: auto; width: 100%; }
    SummaryScreen #voorlezen-uitleg { padding: 0 2; height: auto; width: 100%; }
    SummaryScreen Lines { padding: 1 1 0 1; width: 100%; max-width: 100; }
    SummaryScreen Lines > .option-list--option { padding: 0 1 0 1; }
    SummaryScreen #voorlezen-melding { padding: 0 2; height: auto; min-height: 1; }
    """
    hulp = "voorlezen"

    def __init__(self, desk: Desk, leefgebied: str | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.leefgebied = leefgebied

    def compose(self) -> ComposeResult:
        yield Static("", id="voorlezen-kop", markup=False)
        yield Static(t("voorlezen.uitleg"), id="voorlezen-uitleg", classes="stil", markup=False)
        yield Lines(id="woorden")
        yield Static("", id="voorlezen-melding", classes="fout", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        if self.leefgebied not in self._scopes():
            self.leefgebied = None
        self._fill()
        self.query_one("#woorden").focus()

    def _scopes(self) -> list[str | None]:
        """The whole conversation, and every leefgebied of which something was told or noted, in the order of the content."""
        dossier = self.desk.dossier
        used = {a for u in dossier.geldige_uitingen for a in dossier.leefgebieden_van(u)} | {k.leefgebied for k in dossier.krachten}
        return [None, *[str(i.id) for i in self.desk.conversation.content.leefgebieden.leefgebieden if i.id in used]]

    def _fill(self) -> None:
        content, dossier = self.desk.conversation.content, self.desk.dossier
        area = content.leefgebieden.get(self.leefgebied) if self.leefgebied else None
        name = area.label if area else t("voorlezen.alles")
        self.query_one("#voorlezen-kop", Static).update(Content.assemble((t("voorlezen.titel"), "bold $primary"), (f"  {name}", "bold")))
        quiet = set(luisteren.load(dossier.rooms).niet_teruglezen)
        found = summarise(dossier, content, self.leefgebied, alles=True)
        lines: list[Line] = []

        def say(text: str, style: str = "") -> None:
            lines.append(Line(None, Content.styled(text, style or "$text")))

        if not found.blokken:
            say(t("voorlezen.leeg"), "$text-muted")
        if found.begin and found.blokken:
            say(f"{found.begin}\n")
        for blok in found.blokken:
            say(blok.inleiding, "bold $primary")
            for item_id, citaat in zip(blok.ids, blok.citaten, strict=True):
                out = item_id in quiet
                parts: list[Any] = [(f"  “{citaat}”", "$text-muted strike" if out else "$accent")]
                if out:
                    parts.append((f"  {t('voorlezen.eruit')}", "$text-muted"))
                lines.append(Line(item_id, Content.assemble(*parts)))
            say("")
        if found.slot and found.blokken:
            say(found.slot)
        self.query_one("#woorden", Lines).fill(lines)

    def action_deel(self, by: int) -> None:
        """Another leefgebied, or the whole."""
        scopes = self._scopes()
        at = scopes.index(self.leefgebied) if self.leefgebied in scopes else 0
        self.leefgebied = scopes[(at + by) % len(scopes)]
        self._fill()

    @on(OptionList.OptionSelected, "#woorden")
    def action_eruit(self) -> None:
        """Take the quote under the cursor out of what is read aloud, or put it back."""
        item_id = self.query_one("#woorden", Lines).highlighted_id
        if item_id is not None:
            read = item_id in luisteren.load(self.desk.dossier.rooms).niet_teruglezen
            self._save(item_id, read)

    @work(exclusive=True, group="voorlezen")
    async def _save(self, item_id: str, read: bool) -> None:
        line = self.query_one("#voorlezen-melding", Static)
        try:
            await self.desk.save(lambda: self.desk.conversation.read_back(item_id, read))
        except AssistantError as error:
            line.update(Content(f"{error.title}: {error.sentence}"))
            return
        line.update("")
        self._fill()

    def action_druk_af(self) -> None:
        """The same words on paper: of this leefgebied when one is in sight."""
        dossier = only(self.desk.dossier, self.leefgebied) if self.leefgebied else self.desk.dossier
        self.app.push_screen(ExportScreen(self.desk, host(self).opening.sheets(), blad="samenvatting", dossier=dossier))

    def action_weg(self) -> None:
        self.dismiss(None)
