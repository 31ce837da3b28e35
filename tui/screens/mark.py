"""tui.screens.mark: choose a stretch of what the client said, and say what it is. The words cannot be changed here."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from assistant.domain.values import Aard, HulpbronSoort, KrachtVorm, Tijd
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work


class MarkScreen(ModalScreen[bool]):
    """True when something was noted."""

    BINDINGS = bindings("formulier", t)
    CSS = """
    MarkScreen .venster { width: 84; }
    MarkScreen AnswerEditor { height: 8; }
    MarkScreen #merk-melding { height: auto; min-height: 1; }
    """
    hulp = "merk"

    def __init__(self, desk: Desk, uiting_id: str) -> None:
        super().__init__()
        self.desk = desk
        self._uiting = desk.dossier.uiting(uiting_id)
        self._noted = False

    def compose(self) -> ComposeResult:
        forms = [(f"kracht.{v.value}", t(f"vorm.{v.value}")) for v in KrachtVorm] + [
            (f"hulpbron.{s.value}", t(f"hulpbron.{s.value}")) for s in HulpbronSoort
        ]
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("merk.titel"))
            yield Static(t("merk.uitleg"), classes="stil", markup=False)
            yield AnswerEditor(self._uiting.tekst, id="merk-woorden", read_only=True)
            yield Pick("merk-vorm", t("merk.vorm"), forms, "kracht.ik_kan")
            yield Pick("merk-tijd", t("merk.tijd"), [(x.value, t(f"tijd.{x.value}")) for x in Tijd], Tijd.HEDEN.value)
            yield Pick("merk-aard", t("merk.aard"), [(x.value, t(f"aard.{x.value}")) for x in Aard], Aard.NATUURLIJK.value)
            yield Static("", id="merk-melding", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("merk.noteer")), id="noteer")
                yield Button(Content(t("knop.klaar")), id="klaar")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#merk-aard").display = False
        self.query_one(AnswerEditor).focus()

    @on(Pick.Changed, "#merk-vorm")
    def _form_changed(self, event: Pick.Changed) -> None:
        is_help = event.value.startswith("hulpbron.")
        self.query_one("#merk-aard").display = is_help
        self.query_one("#merk-tijd").display = not is_help

    @on(Button.Pressed, "#noteer")
    def _note(self) -> None:
        self.action_klaar()

    @on(Button.Pressed, "#klaar")
    def _done(self) -> None:
        self.dismiss(self._noted)

    def action_klaar(self) -> None:
        begin, end = self.query_one(AnswerEditor).selected_range()
        text = self._uiting.tekst
        while begin < end and text[begin].isspace():
            begin += 1
        while end > begin and text[end - 1].isspace():
            end -= 1
        if begin == end:
            self._tell(t("merk.kies_eerst"), bad=True)
            return
        self._save(begin, end)

    @work(group="merken")
    async def _save(self, begin: int, end: int) -> None:
        kind, value = self.query_one("#merk-vorm", Pick).value.split(".", 1)
        tijd, aard = self.query_one("#merk-tijd", Pick).value, self.query_one("#merk-aard", Pick).value
        conversation, uid = self.desk.conversation, self._uiting.id

        def call() -> Any:
            if kind == "kracht":
                return conversation.note(uid, begin, end, vorm=value, tijd=tijd)
            return conversation.note_hulpbron(uid, begin, end, soort=value, aard=aard)

        try:
            await self.desk.save(call)
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self._noted = True
        self._tell(t("merk.genoteerd", citaat=self._uiting.tekst[begin:end]))
        self.query_one(AnswerEditor).focus()

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#merk-melding", Static)
        line.set_class(bad, "fout")
        line.set_class(not bad, "goed")
        line.update(Content(text))

    def action_weg(self) -> None:
        self.dismiss(self._noted)
