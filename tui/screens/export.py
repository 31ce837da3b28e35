"""tui.screens.export: paper. Asks which sheet, which form and which folder; says what will be shared and where it goes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from assistant.domain.dossier import Dossier
from assistant.engine.setting import Moment, extras
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.host import folder_of
from tui.texts import has, t
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work


class Sheets(Protocol):
    """What makes paper; handed in by the command line."""

    bladen: Sequence[str]
    vormen: Sequence[str]

    def write(self, dossier: Dossier, *, blad: str, vorm: str, folder: Path, voor: Literal["client", "dossier"] = "client") -> Path:
        """Make the file in `folder` and say where it is. Raises ToestemmingMissing, DocumentNotWritten, UnknownForm."""
        ...


class ExportScreen(ModalScreen[None]):
    BINDINGS = bindings("formulier", t)
    CSS = """
    ExportScreen Pick { margin: 0 0 1 0; }
    ExportScreen #druk-melding { height: auto; min-height: 1; }
    """
    hulp = "druk_af"

    def __init__(self, desk: Desk, sheets: Sheets | None, *, blad: str = "", vorm: str = "", dossier: Dossier | None = None) -> None:
        """`blad`, `vorm`: the sheet and the form chosen to begin with. Empty: the first one. `dossier`: a part of the dossier to print; None: all of it."""
        super().__init__()
        self.desk, self.sheets, self.blad, self.vorm, self.part = desk, sheets, blad, vorm, dossier

    def compose(self) -> ComposeResult:
        def name(kind: str, value: str) -> str:
            return t(f"{kind}.{value}") if has(f"{kind}.{value}") else value

        with Vertical(classes="venster") as box:
            box.border_title = Content(t("druk.titel"))
            if self.sheets is None:
                yield Static(t("druk.kan_niet"), id="druk-melding", markup=False)
            else:
                yield Static(t("druk.uitleg"), classes="stil", markup=False)
                more = extras(self.desk.dossier, self.desk.assistant.content).reminders(Moment.PAPIER)
                if more:
                    yield Static(Content(" ".join(more)), classes="waarschuwing", markup=False)
                yield Pick(
                    "druk-blad", t("druk.blad"), [(b, name("blad", b)) for b in self.sheets.bladen], self.blad or self.sheets.bladen[0]
                )
                forms = [(v, name("bestandsvorm", v)) for v in self.sheets.vormen]
                yield Pick("druk-vorm", t("druk.vorm"), forms, self.vorm or self.sheets.vormen[0])
                yield Pick("druk-voor", t("druk.voor"), [(v, t(f"voor.{v}")) for v in ("client", "dossier")], "client")
                yield Static(t("druk.map"), classes="stil", markup=False)
                yield Input(str(Path.home()), id="druk-map", select_on_focus=False)
                yield Static("", id="druk-melding", markup=False)
            with Horizontal(classes="knoppen"):
                if self.sheets is not None:
                    yield Button(Content(t("druk.maak")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted)
    @on(Button.Pressed, "#ja")
    def _go(self) -> None:
        self.action_klaar()

    @work(group="druk", exclusive=True)
    async def action_klaar(self) -> None:
        if self.sheets is None:
            return
        line = self.query_one("#druk-melding", Static)
        line.remove_class("fout")
        line.update(t("druk.bezig"))
        place = self.query_one("#druk-map", Input).value
        blad, vorm = self.query_one("#druk-blad", Pick).value, self.query_one("#druk-vorm", Pick).value
        voor: Literal["client", "dossier"] = "dossier" if self.query_one("#druk-voor", Pick).value == "dossier" else "client"
        try:
            made = await asyncio.to_thread(_make, self.sheets, self.part or self.desk.dossier, blad, vorm, voor, place)
        except AssistantError as error:
            line.add_class("fout")
            line.update(Content(error.sentence))
            return
        line.update(Content(t("druk.klaar", pad=made)))


def _make(sheets: Sheets, dossier: Dossier, blad: str, vorm: str, voor: Literal["client", "dossier"], place: str) -> Path:
    return sheets.write(dossier, blad=blad, vorm=vorm, folder=folder_of(place), voor=voor)
