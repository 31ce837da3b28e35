"""tui.screens.review_report: a report on paper: which form, for inside or outside the team, in which folder."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.host import folder_of
from tui.screens.review_forms import FORM_CSS
from tui.texts import t
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work

FORMS = ("pdf", "docx", "html", "md")

Make = Callable[[bool], Mapping[str, Any]]
"""buiten -> the sheet. May block and may ask the Thinker for names."""
Put = Callable[[Mapping[str, Any], str, Path], Path]
"""(sheet, form, folder) -> where the file is."""


class ReportScreen(ModalScreen[None]):
    """Says what leaves the encryption before it makes anything. Stays open to say where the file is."""

    BINDINGS = bindings("formulier", t)
    DEFAULT_CSS = FORM_CSS.format(name="ReportScreen")
    hulp = "verslag"

    def __init__(self, make: Make, put: Put | None, *, always_nameless: bool = False, about_client: bool = True, uitleg: str = "") -> None:
        """`uitleg`: said instead of the usual sentence on what leaves the encryption."""
        super().__init__()
        self._uitleg = uitleg or t("druk.uitleg" if about_client else "verslag.zonder_client")
        self._make, self._put, self._nameless = make, put, always_nameless

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("verslag.titel"))
            if self._put is None:
                yield Static(t("druk.kan_niet"), id="verslag-melding", markup=False)
            else:
                yield Static(self._uitleg, classes="stil regel", markup=False)
                yield Pick("verslag-vorm", t("druk.vorm"), [(v, t(f"bestandsvorm.{v}")) for v in FORMS], FORMS[0])
                if not self._nameless:
                    yield Pick("verslag-voor", t("verslag.voor"), [(v, t(f"verslag.{v}")) for v in ("team", "buiten")], "team")
                yield Static(t("druk.map"), classes="stil", markup=False)
                yield Input(str(Path.home()), id="verslag-map", select_on_focus=False)
                yield Static("", id="verslag-melding", classes="melding", markup=False)
            with Horizontal(classes="knoppen"):
                if self._put is not None:
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

    @work(group="verslag", exclusive=True)
    async def action_klaar(self) -> None:
        if self._put is None:
            return
        line = self.query_one("#verslag-melding", Static)
        line.remove_class("fout")
        line.update(Content(t("druk.bezig")))
        form, folder = self.query_one("#verslag-vorm", Pick).value, self.query_one("#verslag-map", Input).value
        outside = self._nameless or self.query_one("#verslag-voor", Pick).value == "buiten"
        try:
            made = await asyncio.to_thread(self._write, form, folder, outside)
        except AssistantError as error:
            line.add_class("fout")
            line.update(Content(error.sentence))
            return
        line.update(Content(t("verslag.klaar_buiten" if outside else "druk.klaar", pad=made)))

    def _write(self, form: str, folder: str, outside: bool) -> Path:
        assert self._put is not None
        return self._put(self._make(outside), form, folder_of(folder))
