"""tui.screens.rights_words: putting right what was written: the correction stands beside the original, with its reason; and the client's own
statement beside everything.
"""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static

from assistant.domain.values import Uiting, clean_text
from assistant.engine.rechten import rectified
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.screens.desk import Desk
from tui.screens.rights import RightScreen, RightsTable, day
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.key_bar import KeyBar
from tui.working import work

STATEMENT = "verklaring"
"""vraag_id of the client's own statement (engine.rechten.add_statement)."""


class WordsScreen(RightScreen):
    """Everything the client said, with what was put right and why."""

    BINDINGS = bindings("woorden", t)
    hulp = "woorden"

    def words(self) -> tuple[str, str]:
        return t("woorden.titel"), t("woorden.uitleg")

    def __init__(self, table: RightsTable) -> None:
        super().__init__()
        self.table = table

    @property
    def desk(self) -> Desk:
        return self.table.desk

    def head(self) -> str:
        return self.table.dossier.code

    def fill(self) -> None:
        dossier = self.table.dossier
        replaced = {u.verbetert: u.id for u in dossier.uitingen if u.verbetert}
        reasons = dict(filter(None, map(rectified, dossier.notities)))
        rows: list[tuple[str | None, Content]] = []
        for u in dossier.uitingen:
            gone = u.ingetrokken or u.id in replaced
            head = day(u.op)
            if u.vraag_id == STATEMENT:
                head += f" · {t('woorden.verklaring')}"
            if u.id in replaced:
                head += f" · {t('woorden.verbeterd')}"
            if u.verbetert:
                why = reasons.get(u.id, "")
                head += f" · {t('woorden.verbetering')}{f': {why}' if why else ''}"
            if u.ingetrokken:
                head += f" · {t('terug.ingetrokken')}"
            parts: list[Any] = [(head, "$text-muted"), (f"\n  “{u.tekst}”", "$text-muted" if gone else "$accent")]
            rows.append((u.id, Content.assemble(*parts)))
        self.lines(rows)
        if not rows:
            self.tell(t("woorden.leeg"))

    @on(OptionList.OptionSelected, "#recht-lijst")
    def _selected(self) -> None:
        self.action_verbeter()

    def action_verbeter(self) -> None:
        if self.chosen is None:
            self.tell(t("woorden.leeg"))
            return
        old = self.table.dossier.uiting(self.chosen)
        if old.ingetrokken or any(u.verbetert == old.id for u in self.table.dossier.uitingen):
            self.tell(t("woorden.niet_meer"))
            return
        self.app.push_screen(RectifyScreen(self.table, old), self._done)

    def action_verklaring(self) -> None:
        self.app.push_screen(RectifyScreen(self.table, None), self._done)

    def _done(self, done: bool | None) -> None:
        if done:
            self.fill()
            self.tell(t("woorden.bewaard"))


class RectifyScreen(ModalScreen[bool]):
    """The old words above, the right words below, and why. Without old words: the client's own statement. True when it was saved."""

    BINDINGS = bindings("formulier", t)
    AUTO_FOCUS = "#recht-zetten"
    DEFAULT_CSS = """
    RectifyScreen .venster { width: 90; }
    RectifyScreen #oude-woorden { height: auto; max-height: 6; }
    """
    hulp = "woorden_verbeter"

    def __init__(self, table: RightsTable, old: Uiting | None) -> None:
        super().__init__()
        self.table, self.old = table, old

    @property
    def desk(self) -> Desk:
        return self.table.desk

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("woorden.verbeter_titel" if self.old else "woorden.verklaring_titel"))
            if self.old is not None:
                yield Static(t("woorden.staat_er"), classes="stil", markup=False)
                with VerticalScroll(id="oude-woorden", can_focus=False):
                    yield Static(Content(f"“{self.old.tekst}”"), classes="ruim", markup=False)
                yield Static(t("woorden.moet_zijn"), classes="stil", markup=False)
            else:
                yield Static(t("woorden.verklaring_uitleg"), classes="stil ruim", markup=False)
            yield AnswerEditor(self.old.tekst if self.old else "", id="recht-zetten")
            if self.old is not None:
                yield Input(id="recht-reden", placeholder=t("woorden.reden"), select_on_focus=False, max_length=200)
            yield Static("", id="recht-fout", classes="melding fout", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("woorden.bewaar")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    @on(Button.Pressed, "#nee")
    def _back(self) -> None:
        self.action_weg()

    def action_weg(self) -> None:
        """Words that were changed are not thrown away without asking."""
        if self.query_one(AnswerEditor).text.strip() in ("", self.old.tekst.strip() if self.old else ""):
            self.dismiss(False)
            return
        self.app.push_screen(
            ConfirmScreen(t("verbeter.weg_titel"), t("verbeter.weg_vraag"), yes=t("verbeter.weg_ja"), no=t("verbeter.weg_nee")),
            when_yes(lambda: self.dismiss(False)),
        )

    @on(Input.Submitted)
    @on(Button.Pressed, "#ja")
    def _go(self) -> None:
        self.action_klaar()

    @work(group="woorden", exclusive=True)
    async def action_klaar(self) -> None:
        line = self.query_one("#recht-fout", Static)
        text = self.query_one(AnswerEditor).text
        rechten, old = self.table.rechten, self.old
        if not text.strip() or (old is not None and clean_text(text) == old.tekst):
            line.update(t("woorden.niets_veranderd"))
            return
        try:
            if old is None:
                await self.table.change(lambda d: rechten.add_statement(d, text))
            else:
                reden = self.query_one("#recht-reden", Input).value
                await self.table.change(lambda d: rechten.rectify(d, old.id, text, reden=reden))
        except AssistantError as error:
            line.update(Content(error.sentence))
            return
        self.dismiss(True)
