"""tui.screens.rights_place: a place that may not surface. In the dossier stands a code; the words come in view for ten seconds, after the
passphrase and a reason that is logged.
"""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static

from assistant.domain.geheim import Geheim
from assistant.domain.values import clean_text
from assistant.engine.rechten import TOON_SECONDEN
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.screens.desk import Desk
from tui.screens.rights import RightForm, RightsTable
from tui.texts import t
from tui.widgets.key_bar import KeyBar
from tui.working import work

HIDDEN = "••••••••••••"


class PlaceScreen(Screen[None]):
    """The code, and behind it the place: masked, unless someone gives a reason and the passphrase."""

    CSS_PATH = ["../styles/base.tcss", "../styles/rights.tcss"]
    BINDINGS = bindings("plek", t)
    ALLOW_SELECT = False
    hulp = "plek"

    def __init__(self, table: RightsTable) -> None:
        super().__init__()
        self.table = table
        self._hide_at: Timer | None = None

    @property
    def desk(self) -> Desk:
        return self.table.desk

    def compose(self) -> ComposeResult:
        with Horizontal(id="recht-kop"):
            head = Content.assemble((f"{self.table.dossier.code}  ", "bold $primary"), (t("plek.titel"), "$text-muted"))
            yield Static(head, id="recht-links", markup=False)
        with Vertical(id="recht-rest"):
            yield Static(t("plek.uitleg"), id="recht-uitleg", classes="stil", markup=False)
            yield Static("", id="plek-code", classes="ruim", markup=False)
            yield Static(HIDDEN, id="plek-tekst", markup=False)
        yield Static("", id="recht-melding", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._fill()

    def _fill(self) -> None:
        code = self.table.rechten.location_code(self.table.dossier)
        self.query_one("#plek-code", Static).update(Content(t("plek.code", code=code) if code else t("plek.geen")))
        self.query_one("#plek-tekst").display = bool(code)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.is_attached and action in ("toon", "vergeet"):
            return bool(self.table.rechten.location_code(self.table.dossier))
        return super().check_action(action, parameters)

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#recht-melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    # -- showing ---------------------------------------------------------------------------------

    def action_toon(self) -> None:
        self.app.push_screen(RevealScreen(self.table), self._reveal)

    def _reveal(self, place: Geheim | None) -> None:
        if place is None:
            return
        self.query_one("#plek-tekst", Static).update(Content(place.unveil()))
        self._tell(t("plek.even", seconden=TOON_SECONDEN))
        self._stop()
        self._hide_at = self.set_timer(TOON_SECONDEN, self._hide)

    def _hide(self) -> None:
        self._stop()
        if self.is_mounted:
            self.query_one("#plek-tekst", Static).update(HIDDEN)
            self._tell("")

    def _stop(self) -> None:
        if self._hide_at is not None:
            self._hide_at.stop()
            self._hide_at = None

    def on_screen_suspend(self) -> None:
        """Another screen comes on top (the lock, the help): the place is gone at once, not after ten seconds."""
        self._hide()

    # -- keeping ---------------------------------------------------------------------------------

    def action_bewaar(self) -> None:
        self.app.push_screen(KeepPlaceScreen(self.table), self._kept)

    def _kept(self, done: bool | None) -> None:
        if done:
            self._fill()
            self._tell(t("plek.bewaard"))

    def action_vergeet(self) -> None:
        self.app.push_screen(
            ConfirmScreen(t("plek.weg_titel"), t("plek.weg_vraag"), yes=t("plek.weg_ja"), no=t("knop.nee_laat_staan")),
            when_yes(self._forget),
        )

    @work(group="plek", exclusive=True)
    async def _forget(self) -> None:
        try:
            await self.table.change(self.table.rechten.forget_location)
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self._fill()
        self._tell(t("plek.weggehaald"))

    def action_weg(self) -> None:
        self.dismiss(None)


class RevealScreen(RightForm[Geheim]):
    """Why, and the passphrase again. Gives back the place, or None."""

    AUTO_FOCUS = "#toon-reden"
    hulp = "plek_toon"

    def title_text(self) -> str:
        return t("plek_toon.titel")

    def yes(self) -> str:
        return t("plek_toon.ja")

    def fields(self) -> ComposeResult:
        yield Static(t("plek_toon.uitleg"), classes="waarschuwing ruim", markup=False)
        yield Input(id="toon-reden", placeholder=t("plek_toon.reden"), select_on_focus=False, max_length=200)
        yield Input(id="toon-wachtzin", password=True, placeholder=t("unlock.wachtzin"), select_on_focus=False)

    @work(group="plek", exclusive=True)
    async def action_klaar(self) -> None:
        reden, wachtzin = clean_text(self.value("toon-reden")), self.value("toon-wachtzin")
        self.tell(t("plek_toon.bezig"), bad=False)
        try:
            found = await asyncio.to_thread(self._ask, wachtzin, reden)
        except AssistantError as error:
            self._forget_typed()
            self.tell(error.sentence)
            return
        self._forget_typed()
        self.dismiss(found)

    def _ask(self, wachtzin: str, reden: str) -> Geheim:
        return self.table.rechten.show_location(self.table.dossier.id, wachtzin=wachtzin, reden=reden)

    def _forget_typed(self) -> None:
        self.query_one("#toon-wachtzin", Input).value = ""

    def on_screen_suspend(self) -> None:
        """The lock comes on top: a half typed passphrase does not wait there."""
        self._forget_typed()


class KeepPlaceScreen(RightForm[bool]):
    """The place and, if one likes, a code of one's own. What is typed is masked. True when it was saved."""

    AUTO_FOCUS = "#plek-woorden"
    hulp = "plek_bewaar"

    def title_text(self) -> str:
        return t("plek_bewaar.titel")

    def yes(self) -> str:
        return t("plek_bewaar.ja")

    def fields(self) -> ComposeResult:
        yield Static(t("plek_bewaar.uitleg"), classes="stil ruim", markup=False)
        yield Input(id="plek-woorden", password=True, placeholder=t("plek_bewaar.woorden"), select_on_focus=False, max_length=500)
        yield Input(id="plek-nogmaals", password=True, placeholder=t("plek_bewaar.nogmaals"), select_on_focus=False, max_length=500)
        yield Input(id="plek-eigen-code", placeholder=t("plek_bewaar.code"), select_on_focus=False, max_length=20)

    @work(group="plek", exclusive=True)
    async def action_klaar(self) -> None:
        words = self.value("plek-woorden")
        if words != self.value("plek-nogmaals"):
            for name in ("plek-nogmaals", "plek-woorden"):  # nobody sees what stands behind the dots: both anew, from the first
                self.query_one(f"#{name}", Input).value = ""
                self.query_one(f"#{name}", Input).focus()
            self.tell(t("plek_bewaar.verschilt"))
            return
        code, rechten = clean_text(self.value("plek-eigen-code")), self.table.rechten
        try:
            place = Geheim(clean_text(words))
            await self.table.change(lambda d: rechten.keep_location(d, place, code=code))
        except AssistantError as error:
            self.tell(error.sentence)
            return
        self.dismiss(True)
