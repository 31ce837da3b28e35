"""tui.screens.team_forms: what the client chose, and the note of what worked."""

from __future__ import annotations

import asyncio

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from assistant.domain.tkb import IdeeKeuze
from assistant.domain.toestemming import Doel, Stand
from assistant.engine.teamkracht import Conceptnotitie, TeamTable
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.ask_leave import AskLeaveScreen
from tui.screens.confirm import when_yes
from tui.screens.desk import Desk
from tui.screens.talk import leave
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work


class IdeaChoiceScreen(ModalScreen[bool]):
    """What the client did with one idea, and what the client said. A chosen idea can become a draft of a step."""

    BINDINGS = bindings("formulier", t)
    CSS = """
    IdeaChoiceScreen .venster { width: 78; }
    IdeaChoiceScreen AnswerEditor { height: 4; }
    IdeaChoiceScreen Static { height: auto; }
    IdeaChoiceScreen #idee-melding { min-height: 1; }
    """
    hulp = "teamkeuze"

    def __init__(self, desk: Desk, table: TeamTable, idee_id: str) -> None:
        super().__init__()
        self.desk, self.table, self.idee_id = desk, table, idee_id

    def compose(self) -> ComposeResult:
        session = self.table.bespreking
        assert session is not None
        idea = session.idee(self.idee_id)
        choices = [IdeeKeuze.GEKOZEN, IdeeKeuze.LATER, IdeeKeuze.NIET]
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("teamkeuze.titel"))
            yield Static(Content(self.table.texts.client.voorleggen.voor(self.desk.dossier.aanspreekvorm)), classes="stil", markup=False)
            yield Static(Content.styled(idea.tekst, "bold"), classes="regel", markup=False)
            yield Pick("idee-keuze", t("keuze.label"), [(k.value, t(f"team.keuze.{k.value}")) for k in choices], idea.keuze or None)
            yield Static(t("teamkeuze.woorden"), classes="stil", markup=False)
            yield AnswerEditor("", id="idee-woorden")
            yield Static("", id="idee-melding", classes="fout", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#idee-woorden").focus()

    @work(group="idee", exclusive=True)
    async def action_klaar(self) -> None:
        choice, words = self.query_one("#idee-keuze", Pick).value, self.query_one("#idee-woorden", AnswerEditor).text
        if not choice:
            self.query_one("#idee-melding", Static).update(Content(t("keuze.kies_eerst")))
            self.query_one("#idee-keuze").focus()
            return
        try:
            await self.desk.save(lambda: self.table.client_chose(self.idee_id, choice, woorden=words))
        except AssistantError as error:
            self.query_one("#idee-melding", Static).update(Content(error.sentence))
            return
        concept = self.table.concept(self.idee_id)
        if concept is None:
            self.dismiss(True)
            return
        from tui.screens.plan_forms import DraftScreen

        self.app.push_screen(DraftScreen(self.desk, concept, None), lambda _: self.dismiss(True))

    @property
    def has_unsent(self) -> bool:
        return not self.query_one("#idee-woorden", AnswerEditor).is_blank

    def action_weg(self) -> None:
        leave(self, False, unsent=self.has_unsent)


class NoteScreen(ModalScreen[bool]):
    """What worked, masked before it is shown, read by a person before it is kept; or an earlier note taken away."""

    BINDINGS = bindings("formulier", t)
    CSS = """
    NoteScreen .venster { width: 84; }
    NoteScreen AnswerEditor { height: 7; }
    NoteScreen Static { height: auto; }
    NoteScreen #notitie-melding { min-height: 1; }
    """
    hulp = "teamnotitie"

    def __init__(self, desk: Desk, table: TeamTable) -> None:
        super().__init__()
        self.desk, self.table = desk, table
        self._title = ""
        """Of the masked note that is being read. Empty: what worked is still being written."""

    def compose(self) -> ComposeResult:
        session = self.table.bespreking
        there = session is not None and session.wat_werkt is not None and session.wat_werkt.weggehaald is None
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("teamnotitie.titel"))
            yield Static(t("teamnotitie.staat" if there else "teamnotitie.uitleg"), id="notitie-uitleg", classes="stil", markup=False)
            if not there:
                yield AnswerEditor(session.terugblik if session else "", id="notitie-tekst")
            yield Static("", id="notitie-melding", markup=False)
            with Horizontal(classes="knoppen"):
                if there:
                    yield Button(Content(t("teamnotitie.haal_weg")), id="notitie-weg")
                else:
                    yield Button(Content(t("teamnotitie.maskeer")), id="notitie-ja")
        yield KeyBar()

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#notitie-melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    @on(Button.Pressed, "#notitie-ja")
    def _pressed(self) -> None:
        self.action_klaar()

    @on(Button.Pressed, "#notitie-weg")
    @work(group="notitie", exclusive=True)
    async def _remove(self) -> None:
        self._tell(t("teamnotitie.halen"))
        try:
            await self.desk.save(self.table.remove_note, always=True)
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self.dismiss(True)

    def action_klaar(self) -> None:
        """First mask and show; then, with leave, keep."""
        if not self.query("#notitie-tekst"):
            self.dismiss(False)
        elif not self._title:
            self._mask()
        elif self.table.leave(Doel.TEAMKENNIS) is not Stand.GEGEVEN:
            self.app.push_screen(AskLeaveScreen(self.desk, Doel.TEAMKENNIS), when_yes(self._keep))
        else:
            self._keep()

    @work(group="notitie", exclusive=True)
    async def _mask(self) -> None:
        editor = self.query_one("#notitie-tekst", AnswerEditor)
        text = editor.text
        if not text.strip():
            self._tell(t("teamnotitie.leeg"))
            return
        self._tell(t("teamnotitie.bezig"))
        try:
            note = await asyncio.to_thread(self.table.draft_note, text)
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self._title = note.titel
        editor.load_text(note.tekst)
        self.query_one("#notitie-uitleg", Static).update(Content(t("teamnotitie.lees", titel=note.titel)))
        self.query_one("#notitie-ja", Button).label = Content(t("teamnotitie.bewaar"))
        self._tell("")

    @work(group="notitie", exclusive=True)
    async def _keep(self) -> None:
        note = Conceptnotitie(titel=self._title, tekst=self.query_one("#notitie-tekst", AnswerEditor).text)
        self._tell(t("teamnotitie.bewaren"))
        try:
            await self.desk.save(lambda: self.table.keep_note(note))
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self.dismiss(True)

    @property
    def has_unsent(self) -> bool:
        session = self.table.bespreking
        return any(e.text != (session.terugblik if session else "") for e in self.query(AnswerEditor))

    def action_weg(self) -> None:
        leave(self, False, unsent=self.has_unsent)
