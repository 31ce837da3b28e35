"""tui.screens.lock: nothing to see until the passphrase is given again. Painted at once, over everything."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input, Static

from tui.bindings import bindings
from tui.screens.early import Early
from tui.texts import t
from tui.working import work


class LockScreen(Screen[bool]):
    """Blank. Dismissed only by a passphrase that fits (or Enter, where none was asked at the start)."""

    BINDINGS = bindings("slot", t)
    CSS = """
    LockScreen { align: center middle; }
    LockScreen > Vertical { width: 50; max-width: 100%; height: auto; }
    LockScreen #slot-uitleg { margin: 0 0 1 0; }
    """
    hulp = "slot"

    def __init__(self, fits: Callable[[str], bool], *, asks: bool) -> None:
        super().__init__(classes="-slot")
        self._fits, self._asks = fits, asks
        self.early = Early(taking=asks)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(t("slot.titel"), classes="titel", markup=False)
            yield Static(t("slot.uitleg") if self._asks else t("slot.uitleg_demo"), id="slot-uitleg", classes="stil", markup=False)
            if self._asks:
                yield Input(password=True, id="slot-wachtzin", select_on_focus=False, placeholder=t("unlock.wachtzin"))
            yield Static("", id="slot-melding", classes="fout", markup=False)

    async def on_mount(self) -> None:
        if self._asks:
            await self.early.give(self, self.query_one(Input))

    def action_open(self) -> None:
        if not self._asks:
            self.dismiss(True)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """The field is empty from now on, not when the check is done: what is typed meanwhile is the next try, and that one counts."""
        if event.value:
            event.input.value = ""
            self._tell(t("slot.bezig"))
            self._check(event.value)
        elif not any(worker.group == "slot" and not worker.is_finished for worker in self.workers):
            self._tell(t("unlock.leeg"))

    def _tell(self, text: str) -> None:
        self.query_one("#slot-melding", Static).update(text)

    @work(exclusive=True, group="slot")
    async def _check(self, passphrase: str) -> None:
        if await asyncio.to_thread(self._fits, passphrase):
            self.dismiss(True)
        else:
            self._tell(t("slot.fout"))
