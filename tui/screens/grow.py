"""tui.screens.grow: from one step to a smaller or another one. A draft, then the begeleider confirms, then the client chooses; as always."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList, Static

from assistant.domain.actieplan import Actie
from assistant.engine.conversing import Concept, Concepten
from assistant.engine.following import Following
from assistant.engine.vervolgtaal import vervolgtaal
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.plan_forms import ChoiceScreen, ConfirmActieScreen, DraftScreen
from tui.texts import t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.working import work


def grow(screen: Screen[Any], desk: Desk, concept: Concept, done: Callable[[], object], *, vraag: str = "") -> None:
    """Write the draft together, then confirm it and note the client's choice. `done` runs whenever the way ends; stopping is always fine."""

    def chosen(_: bool | None) -> None:
        done()

    def confirmed(actie_id: str | None) -> None:
        if actie_id is None:
            done()
        else:
            screen.app.push_screen(ChoiceScreen(desk, actie_id), chosen)

    def written(actie_id: str | None) -> None:
        kept = desk.dossier.plan.get(actie_id) if actie_id else None
        if not isinstance(kept, Actie):
            done()
            return
        from tui.screens.plan import as_concept

        screen.app.push_screen(ConfirmActieScreen(desk, as_concept(kept, desk), kept.id), confirmed)

    screen.app.push_screen(DraftScreen(desk, concept, None, vraag=vraag), written)


async def make_smaller(screen: Screen[Any], desk: Desk, actie_id: str, done: Callable[[], object]) -> None:
    """One key: the smaller form of this step, to look at together."""
    concept = await asyncio.to_thread(Following(desk.conversation).smaller, actie_id)
    ask = vervolgtaal(desk.conversation.content).stap.kleiner.voor(desk.dossier.aanspreekvorm)
    grow(screen, desk, concept, done, vraag=ask)


def make_other(screen: Screen[Any], desk: Desk, actie_id: str, done: Callable[[], object]) -> None:
    """Another step towards the same goal: in own words, or one of the drafts."""
    ask = vervolgtaal(desk.conversation.content).stap.anders.voor(desk.dossier.aanspreekvorm)

    def chosen(concept: Concept | None) -> None:
        if concept is None:
            done()
        else:
            grow(screen, desk, concept, done, vraag=ask)

    screen.app.push_screen(OtherStepScreen(desk, actie_id, ask), chosen)


class OtherStepScreen(ModalScreen[Concept | None]):
    """Own words first; drafts come under it when they are there. Gives back the start of a draft, or None."""

    BINDINGS = bindings("venster", t)
    CSS = """
    OtherStepScreen .venster { width: 84; }
    OtherStepScreen Lines { height: auto; max-height: 16; margin: 1 0 0 0; }
    OtherStepScreen #anders-melding { height: auto; min-height: 1; }
    """
    hulp = "anders"

    def __init__(self, desk: Desk, actie_id: str, vraag: str) -> None:
        super().__init__()
        self.desk, self.actie_id, self.vraag = desk, actie_id, vraag
        self._drafts: tuple[Concept, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("anders.titel"))
            yield Static(Content(self.vraag), classes="regel", markup=False)
            yield Lines(id="anders-lijst")
            yield Static(t("anders.zoekt"), id="anders-melding", classes="stil", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._fill()
        self.query_one(Lines).focus()
        self._look()

    def _fill(self) -> None:
        lines = [Line("zelf", Content.styled(t("anders.zelf"), "bold"))]
        for number, draft in enumerate(self._drafts):
            lines.append(Line(str(number), Content.assemble((f"{t('plan.concept')}\n", "$warning"), draft.actie)))
        self.query_one(Lines).fill(lines)

    @work(exclusive=True, group="anders")
    async def _look(self) -> None:
        try:
            found: Concepten = await asyncio.to_thread(Following(self.desk.conversation).others, self.actie_id)
        except AssistantError as error:
            found = Concepten(fout=error.sentence)
        self._drafts = found.voorstellen[:3]
        self._fill()
        self.query_one("#anders-melding", Static).update(
            Content(found.fout or (t("anders.gevonden") if self._drafts else t("anders.niets")))
        )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option_id == "zelf":
            self.dismiss(Following(self.desk.conversation).other(self.actie_id))
        elif event.option_id is not None:
            self.dismiss(self._drafts[int(event.option_id)])

    def action_weg(self) -> None:
        self.dismiss(None)
