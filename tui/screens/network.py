"""tui.screens.network: who is around the client. A drawing, a list, and one question at a time: wie nog meer?

Nobody comes on the map by itself; who is marked 'niet benaderen' stands apart, and never in the drawing, on paper or in a draft.
"""

from __future__ import annotations

import asyncio
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from assistant.domain.netwerk import Kwaliteit, Richting
from assistant.engine.netwerk import NetVraag, Network, Voorstel
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.host import host
from tui.screens.network_forms import ChangesScreen, ContactScreen, GoalScreen
from tui.screens.network_rows import list_lines, node
from tui.screens.talk import TalkScreen
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.choice_list import Lines
from tui.widgets.ecogram import draw
from tui.widgets.key_bar import KeyBar
from tui.widgets.question_card import QuestionCard
from tui.working import work

PROPOSAL = "voorstel:"
LEGEND = 6
"""Rows kept for what the signs mean."""


class NetworkList(Lines):
    """Contacts and proposals. a on the map · x off · n not to be approached · r direction · v how it feels · Enter change."""

    BINDINGS = bindings("netwerklijst", t)

    def action_doe(self, what: str) -> None:
        self.wish(what)


class NetworkScreen(TalkScreen):
    CSS_PATH = ["../styles/base.tcss", "../styles/network.tcss"]
    BINDINGS = bindings("netwerk", t)
    HORIZONTAL_BREAKPOINTS = [(0, "-smal"), (100, "-breed")]
    VERTICAL_BREAKPOINTS = [(0, "-laag"), (22, "-gewoon"), (34, "-hoog")]
    AUTO_FOCUS = "#net-antwoord"
    ANSWER = "#net-antwoord"
    TOLD = "#net-melding"
    KEPT_AS = "netwerk"
    hulp = "netwerk"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.network = Network(desk.conversation)
        self._question: NetVraag | None = None
        self._heard: dict[str, Voorstel] = {}
        self._view = "tekening"
        self._skipped: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        with Horizontal(id="net-kop"):
            yield Static(
                Content.assemble((self.desk.dossier.code, "bold $primary"), (f"  {t('netwerk.titel')}", "$text-muted")), markup=False
            )
        with Horizontal(id="net-midden"):
            with VerticalScroll(id="net-tekening"):
                yield Static("", id="net-plaatje", markup=False)
                yield Static(t("netwerk.legenda"), id="net-legenda", classes="stil", markup=False)
            with Vertical(id="net-rechts"):
                yield NetworkList(id="net-lijst")
        with Vertical(id="net-onder"):
            yield QuestionCard(id="net-vraag")
            yield AnswerEditor("", id="net-antwoord", placeholder=t("netwerk.typ_hier"))
            yield Static("", id="net-melding", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#net-tekening").can_focus = False
        self._next_question()
        self._fill()
        if self.network.proposals():
            self.show_view("lijst")
            self._tell(t("netwerk.uit_gesprek"))
        self.bring_back()

    def words_are_for(self) -> str:
        return self._question.id if self._question else ""

    def back_to(self, question: str) -> None:
        self.show_view("tekening")
        found = next((v for v in self.network.texts.vragen if v.id == question), None)
        if found is not None:
            self._question = found
            self._show_question()

    # -- showing ---------------------------------------------------------------------------------

    @property
    def _wide(self) -> bool:
        return self.size.width >= 100

    def _fill(self) -> None:
        shown = self.network.contacts()
        proposals = self._proposals()
        self.query_one(NetworkList).fill(list_lines(shown, list(proposals.values())))
        self._paint()
        self._arrange()

    def _proposals(self) -> dict[str, Voorstel]:
        """What is on offer: just heard first, then what was noted in the inventory."""
        return {**self._heard, **{p.id: p for p in self.network.proposals()}}

    def _paint(self) -> None:
        safe = [node(c) for c in self.network.safe_contacts()]
        room = self.query_one("#net-tekening").scrollable_content_region
        rows = draw(safe, room.width or self.size.width - 2, t("netwerk.ik"), height=room.height - LEGEND)
        picture = self.query_one("#net-plaatje", Static)
        if rows:
            picture.update(Content("\n").join(rows))
        else:
            picture.update(Content(t("netwerk.te_smal") if safe else t("netwerk.leeg")))
        self.query_one("#net-legenda").display = bool(rows)

    def _arrange(self) -> None:
        self.query_one("#net-tekening").display = self._wide or self._view == "tekening"
        self.query_one("#net-rechts").display = self._wide or self._view == "lijst"

    def show_view(self, view: str) -> None:
        """'tekening' or 'lijst' on a narrow screen; on a wide one both are there. The cursor goes to the list or the text field."""
        self._view = view
        self._arrange()
        (self.query_one(NetworkList) if view == "lijst" else self.editor).focus()
        self.call_after_refresh(self._paint)

    def on_resize(self) -> None:
        if self.is_mounted:
            self._arrange()
            self.call_after_refresh(self._paint)

    def _next_question(self) -> None:
        self._question = self.network.next_question(self._skipped)
        self._show_question()

    def _show_question(self, *, again: bool = False) -> None:
        dossier, vraag = self.desk.dossier, self._question
        if vraag is None:
            text, why = t("netwerk.wie_nog"), t("netwerk.alles_gevraagd")
        elif again:
            text, why = t("netwerk.wie_nog"), t("netwerk.verder")
        else:
            text, why = vraag.voor(dossier.aanspreekvorm, dossier.luisteraar), t("gesprek.waarom", waarom=vraag.waarom)
        self.query_one(QuestionCard).show(head="", text=text, note=why)

    # -- wie nog meer ----------------------------------------------------------------------------

    async def action_bewaar(self) -> None:
        """Keep what the client said, and listen for who is in it."""
        if self.editor.is_blank:
            self._tell(t("netwerk.nog_niets"))
            self.editor.focus()
            return
        vraag = self._question or self.network.texts.vragen[0]
        found = await self._keep_words(lambda text, uiting_id: self.network.answer(vraag, text, uiting_id=uiting_id))
        if found is None:
            return
        self._show_question(again=True)
        self._tell(t("netwerk.bewaard"))
        self._listen(found.id)

    @work(group="net-luisteren")
    async def _listen(self, uiting_id: str) -> None:
        found, why = await asyncio.to_thread(self.network.heard, self.desk.dossier.uiting(uiting_id))
        self._heard |= {v.id: v for v in found}
        self._fill()
        if found:
            self.show_view("lijst")
            self.query_one(NetworkList).stand_on(f"{PROPOSAL}{found[0].id}")
            self._tell(t("netwerk.gehoord_melding", aantal=len(found)))
        elif why:
            self._tell(why)

    async def action_volgende(self) -> None:
        vraag = self._question
        fresh = vraag is not None and vraag.id not in self.network.netwerk.gevraagd
        if vraag is not None and fresh and isinstance(await self._saved(lambda: self.network.pass_over(vraag)), AssistantError):
            self._skipped |= {vraag.id}
        self._next_question()
        self.editor.focus()

    # -- one by one ------------------------------------------------------------------------------

    @on(OptionList.OptionSelected, "#net-lijst")
    async def _entered(self, event: OptionList.OptionSelected) -> None:
        line = event.option_id or ""
        if line.startswith(PROPOSAL):
            await self._accept(line.removeprefix(PROPOSAL))
        elif line:
            self._edit(line)

    @on(Lines.Wished, "#net-lijst")
    async def _wished(self, event: Lines.Wished) -> None:
        line, what = event.line_id, event.what
        if line.startswith(PROPOSAL):
            ident = line.removeprefix(PROPOSAL)
            if what == "neem":
                await self._accept(ident)
            elif what == "weg":
                await self._refuse(ident)
            else:
                self._tell(t("netwerk.eerst_op_kaart"))
            return
        contact = self.network.netwerk.contact(line)
        if what == "weg":
            await self._change(lambda: self.network.remove(line), t("netwerk.is_weg", naam=contact.naam))
        elif what == "niet_benaderen":
            now = not contact.niet_benaderen
            told = t("netwerk.is_gemerkt" if now else "netwerk.is_ontmerkt", naam=contact.naam)
            await self._change(lambda: self.network.mark(line, now), told)
        elif what == "richting":
            await self._change(lambda: self.network.change(line, richting=_next(list(Richting), contact.richting)))
        elif what == "kwaliteit":
            await self._change(lambda: self.network.change(line, kwaliteit=_next(list(Kwaliteit), contact.kwaliteit)))
        else:
            self._tell(t("netwerk.staat_al", naam=contact.naam))

    async def _change(self, call: Any, told: str = "") -> None:
        if not isinstance(await self._saved(call), AssistantError):
            self._fill()
            self._tell(told)

    async def _accept(self, ident: str) -> None:
        found = self._proposals().get(ident)
        if found is None:
            return
        result = await self._saved(lambda: self.network.accept(found))
        if not isinstance(result, AssistantError):
            self._heard.pop(ident, None)
            self._fill()
            self._tell(t("netwerk.staat_erop", naam=found.naam))

    async def _refuse(self, ident: str) -> None:
        found = self._proposals().get(ident)
        if found is not None and not isinstance(await self._saved(lambda: self.network.refuse(found)), AssistantError):
            self._heard.pop(ident, None)
            self._fill()
            self._tell(t("netwerk.niet_erop"))

    def _edit(self, contact_id: str | None) -> None:
        self.app.push_screen(ContactScreen(self.desk, self.network, contact_id), lambda _: self._fill())

    def action_zelf(self) -> None:
        self._edit(None)

    # -- the rest --------------------------------------------------------------------------------

    def action_paneel(self) -> None:
        """On a narrow screen: drawing and question, or the list. On a wide one only the cursor moves."""
        self.show_view("tekening" if self._view == "lijst" and isinstance(self.focused, NetworkList) else "lijst")

    def action_doel(self) -> None:
        if not self.network.goals():
            self._tell(t("netwerk.geen_doel"))
            return
        self.app.push_screen(GoalScreen(self.desk, self.network), lambda _: self._fill())

    def action_verloop(self) -> None:
        self.app.push_screen(ChangesScreen(self.network.changes()))

    def action_druk_af(self) -> None:
        from tui.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(self.desk, host(self).opening.sheets(), blad="netwerk"))

    def action_weg(self) -> None:
        if not self._wide and self._view == "lijst" and self.network.netwerk.contacten:
            self.show_view("tekening")
        else:
            super().action_weg()


def _next(row: list[Any], value: Any) -> Any:
    return row[(row.index(value) + 1) % len(row)]
