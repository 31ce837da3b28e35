"""tui.screens.closing: the end of a sitting. The client's own words read back; then a small step, or enough for today."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from assistant.engine.interviewing import closing
from assistant.errors import AssistantError, DossierStale
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.host import host
from tui.texts import t
from tui.widgets.key_bar import KeyBar
from tui.working import work


class ClosingScreen(ModalScreen[str]):
    """'klaar' (closed), 'plan' (first a small step), 'samenvatting' (read aloud and print), or '' (on with the conversation)."""

    BINDINGS = bindings("venster", t)
    AUTO_FOCUS = "#slot-tekst"
    CSS = """
    ClosingScreen .venster { width: 84; height: 92%; }
    ClosingScreen VerticalScroll { height: 1fr; }
    ClosingScreen #slot-melding { height: auto; }
    """
    hulp = "slotwoord"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def compose(self) -> ComposeResult:
        slot = closing(self.desk.dossier, self.desk.conversation.content)
        parts: list[Any] = []
        for line in slot.voor:
            parts.append(f"{line}\n\n")
        for blok in slot.blokken:
            parts.append((f"{blok.inleiding}\n", "bold $primary"))
            parts += [(f"  “{citaat}”\n", "$accent") for citaat in blok.citaten]
            parts.append("\n")
        for line in slot.na:
            parts.append(f"{line}\n\n")
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("slotwoord.titel"))
            with VerticalScroll(id="slot-tekst"):
                yield Static(Content.assemble(*parts), markup=False)
            yield Static("", id="slot-melding", classes="fout", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("slotwoord.verder")), id="verder")
                yield Button(Content(t("slotwoord.plan")), id="plan")
                yield Button(Content(t("slotwoord.klaar")), id="klaar")
                yield Button(Content(t("slotwoord.samenvatting")), id="samenvatting")
        yield KeyBar()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "klaar":
            self._close()
        else:
            self.dismiss(event.button.id if event.button.id in ("plan", "samenvatting") else "")

    @work(group="afsluiten")
    async def _close(self) -> None:
        try:
            await self.desk.save(self.desk.conversation.close, always=True)
        except DossierStale as error:  # nothing is left to close in this old copy: back to the list, where it can be opened anew
            host(self).say(t("slotwoord.intussen"), title=error.title, bad=True)
        except AssistantError as error:
            self.query_one("#slot-melding", Static).update(Content(error.sentence))
            return
        self.dismiss("klaar")

    def action_weg(self) -> None:
        self.dismiss("")
