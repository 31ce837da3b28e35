"""tui.screens.earlier: everything the client said, newest last: put words right, go back to a question, or take words back."""

from __future__ import annotations

import asyncio
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList, Static

from assistant.engine.conversing import quick_signal
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.screens.desk import Desk
from tui.screens.host import all_typed, host
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.working import work

SHOWN = 400
"""Characters of an earlier answer in the list; opening it shows all."""


class EarlierList(Lines):
    BINDINGS = bindings("terug", t, only=("terug.vraag", "terug.intrekken"))

    def action_vraag(self) -> None:
        self.wish("vraag")

    def action_intrekken(self) -> None:
        self.wish("intrekken")


class EarlierScreen(Screen[str]):
    """Gives back 'vraag' when the conversation goes back to a question, 'gewijzigd' or '' otherwise."""

    BINDINGS = bindings("terug", t, only=("terug.verbeter", "terug.weg"))
    CSS = """
    EarlierScreen #eerder-kop { padding: 1 2 0 2; height: auto; }
    EarlierScreen #eerder-uitleg { padding: 0 2 1 2; height: auto; }
    EarlierScreen EarlierList { padding: 0 1; }
    EarlierScreen EarlierList > .option-list--option { padding: 0 1 1 1; }
    EarlierScreen #eerder-melding { padding: 0 2; height: auto; }
    """
    hulp = "terug"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._changed = ""

    def compose(self) -> ComposeResult:
        yield Static(t("terug.titel"), id="eerder-kop", classes="titel", markup=False)
        yield Static(t("terug.uitleg"), id="eerder-uitleg", classes="stil", markup=False)
        yield EarlierList(id="eerder")
        yield Static("", id="eerder-melding", classes="fout", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._fill(last=True)
        self.query_one(EarlierList).focus()

    def _fill(self, *, last: bool = False) -> None:
        dossier = self.desk.dossier
        content = self.desk.conversation.content
        labels: dict[str, str] = {item.id: item.label for item in content.leefgebieden.leefgebieden}
        replaced = {u.verbetert for u in dossier.uitingen if u.verbetert}
        lines = []
        for uiting in dossier.uitingen:
            head = " · ".join(s for s in (labels.get(uiting.leefgebied or "", ""), uiting.op.astimezone().strftime("%d-%m %H:%M")) if s)
            if uiting.ingetrokken:
                head += f" · {t('terug.ingetrokken')}"
            elif uiting.id in replaced:
                head += f" · {t('terug.verbeterd')}"
            elif uiting.verbetert:
                head += f" · {t('terug.verbetering')}"
            gone = uiting.ingetrokken or uiting.id in replaced
            text = uiting.tekst if len(uiting.tekst) <= SHOWN else uiting.tekst[:SHOWN] + " …"
            parts: list[Any] = [(head, "$text-muted")]
            if uiting.vraag_tekst:
                parts.append((f"\n{uiting.vraag_tekst}", "$text-muted"))
            parts.append((f"\n“{text}”", "$text-muted" if gone else "$accent"))
            lines.append(Line(uiting.id, Content.assemble(*parts)))
        box = self.query_one(EarlierList)
        box.fill(lines)
        if last and lines:
            box.highlighted = len(lines) - 1

    @on(OptionList.OptionSelected, "#eerder")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        uiting = self.desk.dossier.uiting(event.option_id or "")
        self.app.push_screen(CorrectScreen(self.desk, uiting.id), self._corrected)

    def action_verbeter(self) -> None:
        self.query_one(EarlierList).action_select()

    def _corrected(self, done: bool | None) -> None:
        if done:
            self._changed = "gewijzigd"
            self._fill(last=True)
            self._hear_danger(self.desk.dossier.uitingen[-1].tekst)

    @work(group="gevaar")
    async def _hear_danger(self, text: str) -> None:
        """Words that were put right are listened to like new ones."""
        soort = await asyncio.to_thread(quick_signal, text, self.desk.conversation.content)
        if soort is not None:
            host(self).show_safety(soort)

    @on(Lines.Wished, "#eerder")
    def _wished(self, event: Lines.Wished) -> None:
        uiting_id = event.line_id
        if event.what == "vraag":
            self._do("vraag", uiting_id)
            return
        quote = self.desk.dossier.uiting(uiting_id).tekst[:SHOWN]
        self.app.push_screen(
            ConfirmScreen(
                t("terug.intrekken_titel"),
                t("terug.intrekken_vraag"),
                quote=quote,
                yes=t("terug.intrekken_ja"),
                no=t("knop.nee_laat_staan"),
            ),
            when_yes(lambda: self._do("intrekken", uiting_id)),
        )

    @work(group="terug")
    async def _do(self, what: str, uiting_id: str) -> None:
        conversation = self.desk.conversation
        call: Any = conversation.back_to if what == "vraag" else conversation.withdraw
        try:
            await self.desk.save(lambda: call(uiting_id))
        except AssistantError as error:
            self.query_one("#eerder-melding", Static).update(Content(error.sentence))
            return
        if what == "vraag":
            self.dismiss("vraag")
            return
        self._changed = "gewijzigd"
        self._fill()

    def action_weg(self) -> None:
        self.dismiss(self._changed)


class CorrectScreen(ModalScreen[bool]):
    """The client's words, and the same words to put right. The first ones stay beside the new ones."""

    BINDINGS = bindings("formulier", t)
    CSS = """
    CorrectScreen .venster { width: 90; height: 90%; }
    CorrectScreen AnswerEditor { height: 1fr; }
    CorrectScreen #verbeter-melding { height: auto; min-height: 1; }
    """
    hulp = "verbeter"

    def __init__(self, desk: Desk, uiting_id: str) -> None:
        super().__init__()
        self.desk = desk
        self._uiting = desk.dossier.uiting(uiting_id)

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("verbeter.titel"))
            yield Static(Content(self._uiting.vraag_tekst), classes="stil", markup=False)
            yield AnswerEditor(self._uiting.tekst, id="verbeter-tekst")
            yield Static(t("verbeter.uitleg"), id="verbeter-melding", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(AnswerEditor).focus()

    @work(group="verbeteren")
    async def action_klaar(self) -> None:
        await all_typed(self)
        editor = self.query_one(AnswerEditor)
        text = editor.text
        if text == self._uiting.tekst:
            self.dismiss(False)
            return
        try:
            await self.desk.save(lambda: self.desk.conversation.correct(self._uiting.id, text))
        except AssistantError as error:
            line = self.query_one("#verbeter-melding", Static)
            line.add_class("fout")
            line.update(Content(error.sentence))
            return
        self.dismiss(True)

    def action_weg(self) -> None:
        """Esc: words that were changed are not thrown away without asking."""
        if self.query_one(AnswerEditor).text == self._uiting.tekst:
            self.dismiss(False)
            return
        self.app.push_screen(
            ConfirmScreen(t("verbeter.weg_titel"), t("verbeter.weg_vraag"), yes=t("verbeter.weg_ja"), no=t("verbeter.weg_nee")),
            when_yes(lambda: self.dismiss(False)),
        )
