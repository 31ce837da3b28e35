"""tui.screens.unlock: the first frame. Asks the passphrase; at a first start it is chosen, twice. A wrong one is a sentence.

Imports nothing of the engine: this is what a person sees within a fraction of a second.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from tui.bindings import bindings
from tui.screens.early import Early
from tui.screens.host import host
from tui.texts import t
from tui.working import work

if TYPE_CHECKING:
    from textual.widgets import Input


class UnlockScreen(Screen[None]):
    """Passphrase in, opened store out (through the app)."""

    BINDINGS = [*bindings("start", t), Binding("escape", "leeg", show=False)]
    hulp = "unlock"

    def __init__(self, asks: bool) -> None:
        super().__init__()
        self._asks = asks
        self.early = Early(taking=asks)
        self._first = False
        self._known = asyncio.Event()
        """Set when it is known whether this is a first start: what is typed before that waits."""
        self._busy = False
        self._code_shown = False
        self._fields: list[Input] = []
        """The passphrase, and the same again at a first start. Empty: nothing is asked."""

    def compose(self) -> ComposeResult:
        with Vertical(id="welkom"):
            yield Static(t("app.naam"), id="naam", classes="titel", markup=False)
            yield Static(t("unlock.zin"), id="zin", classes="stil", markup=False)
            yield Static(
                t("unlock.laden"), id="uitleg", markup=False
            )  # what to type is only known when it is known whether there are dossiers
            yield Static("", id="melding", classes="fout", markup=False)

    def on_mount(self) -> None:
        self.call_after_refresh(self._furnish)

    async def _furnish(self) -> None:
        """After the first frame: the fields to type in, and the foot."""
        from textual.widgets import Input

        from tui.widgets.key_bar import KeyBar

        if self._asks:
            self._fields = [
                Input(password=True, id="wachtzin", select_on_focus=False, placeholder=t("unlock.wachtzin")),
                Input(password=True, id="nogmaals", select_on_focus=False, placeholder=t("unlock.nogmaals"), classes="klein"),
            ]
            await self.query_one("#welkom").mount_all(self._fields, before="#melding")
            await self.early.give(self, self._fields[0])
        await self.mount(KeyBar())
        self._prepare()

    @work(group="voorbereiden")
    async def _prepare(self) -> None:
        """After the first frame: is this a first start, and load what opening needs."""
        from assistant.errors import AssistantError

        opening = host(self).opening
        try:
            exists = await asyncio.to_thread(opening.exists)
        except AssistantError as error:
            self.query_one("#uitleg", Static).update(t("unlock.open"))
            self._tell(error.sentence)
            self._known.set()  # the next try says itself what is wrong, instead of waiting for what will never be known
            return
        if not self._asks:
            await self._open("", create=False)
            return
        if not exists:
            self._first = True
            self.query_one("#uitleg", Static).update(t("unlock.eerste_keer"))
            self._fields[1].remove_class("klein")
        elif not self._busy:  # Enter may have come first: then it says that they are being opened
            self.query_one("#uitleg", Static).update(t("unlock.open"))
        self._known.set()
        await asyncio.to_thread(opening.warm)

    def _tell(self, text: str) -> None:
        self.query_one("#melding", Static).update(text)

    def _begin_again(self, sentence: str = "") -> None:
        """Empty fields and the cursor in the first: nobody sees what stands behind the dots, so it is never typed on after it."""
        for field in self._fields:
            field.value = ""
        if self._fields and not self._code_shown:
            self._fields[0].focus()
        self._tell(sentence)

    def action_leeg(self) -> None:
        self._begin_again()

    def action_verder(self) -> None:
        if self._code_shown:
            host(self).opened(self._assistant)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self._busy or self._code_shown:
            return
        first, again = self._fields[0].value, self._fields[1].value
        if self._first and event.input.id == "wachtzin":
            self._fields[1].focus()
            return
        if self._first and first != again:
            self._begin_again(t("unlock.verschilt"))
            return
        if not first:
            self._tell(t("unlock.leeg"))
            return
        self._busy = True
        self._try(first)

    @work(group="openen")
    async def _try(self, passphrase: str) -> None:
        """Enter may come before it is known that nothing was ever made here: then the words are asked once more, not refused."""
        if not self._known.is_set():
            self._tell("")
            self.query_one("#uitleg", Static).update(t("unlock.bezig"))
            await self._known.wait()
            if self._first:
                self._busy = False
                self.query_one("#uitleg", Static).update(t("unlock.eerste_keer"))
                self._fields[1].focus()
                return
        await self._open(passphrase, create=self._first)

    async def _open(self, passphrase: str, *, create: bool) -> None:
        from assistant.errors import AssistantError

        self._busy = True
        self._tell("")
        uitleg = self.query_one("#uitleg", Static)
        before: Any = t("unlock.eerste_keer") if create else t("unlock.open")
        uitleg.update(t("unlock.bezig"))
        try:
            if create:
                self._assistant, code = await asyncio.to_thread(host(self).opening.create, passphrase)
            else:
                self._assistant, code = await asyncio.to_thread(host(self).opening.open, passphrase), ""
        except AssistantError as error:
            uitleg.update(before)
            self._tell(error.sentence)
            for field in self._fields:
                field.value = ""
                field.disabled = False
            if self._fields:
                self._fields[0].focus()
            self._busy = False
            return
        if self._asks:
            host(self).remember_passphrase(passphrase)
        for field in self._fields:
            field.value = ""
        if code:
            self._code_shown = True
            for field in self._fields:
                field.display = False
                field.disabled = True  # a hidden field can still take the focus when help closes, and Enter would go there
            self.set_focus(None)
            uitleg.update(t("unlock.herstelcode", code=code))
            return
        host(self).opened(self._assistant)
