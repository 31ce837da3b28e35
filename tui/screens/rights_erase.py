"""tui.screens.rights_erase: erasing in two acts with a minute between: first why, then the code typed out. At the end the proof."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from assistant.domain.values import clean_text
from assistant.engine.rechten import BEDENKTIJD, WISSEN_ROOM, Wisbewijs, Wisverzoek
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.host import folder_of, host
from tui.screens.rights import RightsTable, day
from tui.screens.rights_keep import state_text
from tui.texts import t
from tui.widgets.key_bar import KeyBar
from tui.working import work


class EraseScreen(Screen[None]):
    """Three faces: asking, confirming, and the proof. Nothing is gone before the second act."""

    CSS_PATH = ["../styles/base.tcss", "../styles/rights.tcss"]
    BINDINGS = bindings("wissen", t)
    hulp = "wissen"

    def __init__(self, table: RightsTable) -> None:
        super().__init__()
        self.table = table
        self._proof: Wisbewijs | None = None
        self._waiting = False
        self._code = table.dossier.code

    @property
    def desk(self) -> Desk:
        return self.table.desk

    @property
    def _request(self) -> Wisverzoek | None:
        room = self.table.dossier.rooms.get(WISSEN_ROOM)
        return Wisverzoek.model_validate(room) if room is not None else None

    def compose(self) -> ComposeResult:
        with Horizontal(id="recht-kop"):
            head = Content.assemble((f"{self._code}  ", "bold $primary"), (t("wissen.titel"), "$text-muted"))
            yield Static(head, id="recht-links", markup=False)
        with VerticalScroll(id="recht-rest", can_focus=False):
            yield Static("", id="wis-tekst", classes="ruim", markup=False)
            yield Input(id="wis-veld", select_on_focus=False, max_length=200)
            yield Input(str(Path.home()), id="wis-map", select_on_focus=False)
            with Horizontal(classes="knoppen"):
                yield Button("", id="wis-doe")
                yield Button(Content(t("wissen.toch")), id="wis-toch")
                yield Button(Content(t("knop.terug")), id="wis-terug")
        yield Static("", id="recht-melding", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._show()
        self.set_interval(1.0, self._tick)

    def _show(self) -> None:
        """The face that goes with where it stands."""
        request, proof, dossier = self._request, self._proof, self.table.dossier
        field, folder = self.query_one("#wis-veld", Input), self.query_one("#wis-map", Input)
        field.value = ""
        folder.display = proof is not None
        field.display = proof is None
        self.query_one("#wis-toch").display = proof is None and request is not None
        if proof is not None:
            text: Any = Content(proof_text(proof))
        elif request is None:
            stand = self.table.rechten.bewaarstand(dossier)
            keep = f"{stand.termijn.label}. {state_text(stand)}"
            text = Content(t("wissen.uitleg", uitingen=len(dossier.uitingen), acties=len(dossier.plan.acties), bewaren=keep))
            field.placeholder = t("wissen.reden")
        else:
            text = Content(t("wissen.stap2", dag=day(request.op), door=request.door, reden=request.reden, code=self._code))
            field.placeholder = t("wissen.typ_code")
        self.query_one("#wis-tekst", Static).update(text)
        word = t("wissen.bewaar_bewijs") if proof else t("wissen.wis_nu") if request else t("wissen.vraag")
        button = self.query_one("#wis-doe", Button)
        button.label = Content(word)
        button.refresh(layout=True)  # the new words may be longer than the old ones
        (folder if proof else field).focus()
        self._tick()

    def _wait(self) -> int:
        """Seconds until the second act may be done; 0: now."""
        request = self._request
        if request is None or self._proof is not None:
            return 0
        left = (request.op + BEDENKTIJD - self.table.assistant.clock.now()).total_seconds()
        return max(0, round(left + 0.49))

    def _tick(self) -> None:
        if not self.is_mounted or self._request is None or self._proof is not None:
            return
        left = self._wait()
        self.query_one("#wis-doe", Button).disabled = left > 0
        if left or self._waiting:
            self._tell(t("wissen.wacht", seconden=left) if left else t("wissen.kan_nu"))
        self._waiting = left > 0

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#recht-melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    # -- the acts --------------------------------------------------------------------------------

    @on(Button.Pressed, "#wis-terug")
    def _back(self) -> None:
        self.action_weg()

    @on(Input.Submitted)
    @on(Button.Pressed, "#wis-doe")
    def _go(self) -> None:
        self.action_klaar()

    @work(group="wissen", exclusive=True)
    async def action_klaar(self) -> None:
        if self._proof is not None:
            await self._save_proof(self._proof)
        elif self._request is None:
            await self._ask()
        elif left := self._wait():
            self._tell(t("wissen.wacht", seconden=left))
        else:
            await self._erase()

    async def _ask(self) -> None:
        reden = clean_text(self.query_one("#wis-veld", Input).value)
        rechten = self.table.rechten
        try:
            await self.table.change(lambda d: rechten.ask_erase(d, reden=reden))
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self._show()

    async def _erase(self) -> None:
        code, desk, rechten = self.query_one("#wis-veld", Input).value, self.desk, self.table.rechten
        self._tell(t("wissen.bezig"))

        def work() -> Wisbewijs:
            proof = rechten.erase(desk.dossier.id, code=code)
            desk.gone = True  # nothing that is still typed for it may be kept any more
            return proof

        try:
            self._proof = await desk.save(work, always=True)
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self._tell(t("wissen.klaar"))
        self._show()

    @on(Button.Pressed, "#wis-toch")
    def action_toch(self) -> None:
        if self._proof is None and self._request is not None:
            self._keep()

    @work(group="wissen", exclusive=True)
    async def _keep(self) -> None:
        try:
            await self.table.change(self.table.rechten.keep_after_all)
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self.query_one("#wis-doe", Button).disabled = False
        self._show()
        self._tell(t("wissen.blijft"))

    async def _save_proof(self, proof: Wisbewijs) -> None:
        sheets = host(self).opening.sheets()
        if sheets is None:
            self._tell(t("druk.kan_niet"), bad=True)
            return
        place, name = self.query_one("#wis-map", Input).value, f"wisbewijs-{proof.gewist_op:%Y-%m-%d}-{proof.logregel}.txt"
        try:
            made = await asyncio.to_thread(lambda: sheets.put_text(proof_text(proof) + "\n", folder=folder_of(place), name=name))
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self._tell(t("druk.klaar", pad=made))

    def action_weg(self) -> None:
        """After erasing there is no dossier to go back to: then to the list."""
        if self._proof is None:
            self.dismiss(None)
        else:
            self.app.run_worker(host(self).go_home())


def proof_text(proof: Wisbewijs) -> str:
    """The certificate: that it happened, not what it was about."""
    lines = [
        t(
            "wissen.bewijs",
            code=proof.code,
            dag=proof.gewist_op.astimezone().strftime("%d-%m-%Y %H:%M"),
            door=proof.door,
            reden=proof.reden,
        ),
        t("wissen.bewijs_log", regel=proof.logregel, hash=proof.loghash[:16]),
        "",
    ]
    if proof.back_ups:
        lines.append(t("wissen.back_ups"))
        lines += [t("wissen.back_up", naam=name, dag=day(moment)) for name, moment in proof.back_ups]
    else:
        lines.append(t("wissen.geen_back_ups"))
    lines += [t("wissen.opzij", pad=path) for path in proof.opzij]
    return "\n".join([*lines, "", t("wissen.bestanden")])
