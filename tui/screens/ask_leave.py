"""tui.screens.ask_leave: ask the client's leave for one purpose, in the client's words of address, and keep the answer as it was given."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from assistant.domain.toestemming import Doel
from assistant.engine.rechten import Rechten
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.texts import t
from tui.widgets.key_bar import KeyBar
from tui.working import work


class AskLeaveScreen(ModalScreen[bool | None]):
    """True or False as the client answered; None: not asked after all."""

    BINDINGS = bindings("venster", t)
    AUTO_FOCUS = "#leave-nee"
    CSS = """
    AskLeaveScreen .venster { width: 78; }
    AskLeaveScreen Static { height: auto; }
    AskLeaveScreen .client { margin: 1 0; }
    """
    hulp = "vraag_ja"

    def __init__(self, desk: Desk, doel: Doel) -> None:
        super().__init__()
        self.desk, self.doel = desk, doel
        self.rights = Rechten(desk.assistant)

    def compose(self) -> ComposeResult:
        text, form = self.rights.teksten, self.desk.dossier.aanspreekvorm
        purpose = text.get(self.doel)
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("toestemming_vraag.titel", doel=purpose.label.lower()))
            yield Static(t("toestemming_vraag.lees_voor"), classes="stil", markup=False)
            yield Static(
                Content("\n".join((purpose.uitleg.voor(form), text.algemeen.intrekken.voor(form), text.algemeen.vraag.voor(form)))),
                classes="client",
                markup=False,
            )
            yield Static(Content(purpose.begeleider), classes="stil", markup=False)
            yield Static("", id="leave-melding", classes="fout", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(text.algemeen.nee), id="leave-nee")
                yield Button(Content(text.algemeen.ja), id="leave-ja")
        yield KeyBar()

    @on(Button.Pressed)
    @work(group="toestemming", exclusive=True)
    async def _answered(self, event: Button.Pressed) -> None:
        yes = event.button.id == "leave-ja"
        conversation = self.desk.conversation

        def keep() -> None:
            conversation.dossier = self.rights.answer(conversation.dossier, self.doel, yes)

        try:
            await self.desk.save(keep, always=True)
        except AssistantError as error:
            self.query_one("#leave-melding", Static).update(Content(error.sentence))
            return
        self.dismiss(yes)

    def action_weg(self) -> None:
        self.dismiss(None)
