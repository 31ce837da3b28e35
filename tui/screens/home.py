"""tui.screens.home: the dossiers, newest first. Empty: two keys are enough to begin."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, Input, OptionList, Static

from assistant.domain.audit import SETTING as AUDIT
from assistant.domain.values import Aanspreekvorm, Luisteraar, clean_text
from assistant.engine.assistant import Assistant
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.host import host
from tui.texts import has, t
from tui.widgets.choice_list import DossierList, Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work

SETTINGS = (
    "opvang",
    "vrouwenopvang",
    "beschermd_wonen",
    "jongeren",
    "wijk",
    "ggz",
    "verslavingszorg",
    "vluchtelingenwerk",
    "forensisch",
    "detentie",
    "anders",
)

NAMES_S = 3.0
"""How long a new dossier waits for the look-up of names in its code. Our own choice."""

CODE_WIDTH = 22
"""Columns for the code in the list. Our own choice."""

ABOUT_ONE = ("open", "beoordeel", "agenda", "opvolgen", "tegenslag", "afronden", "rechten")
"""Actions that are about the dossier under the cursor."""


class HomeScreen(Screen[None]):
    CSS_PATH = ["../styles/base.tcss", "../styles/home.tcss"]
    BINDINGS = bindings("thuis", t)
    hulp = "thuis"

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.assistant = assistant
        self._audits: set[str] = set()
        """Which of the dossiers are an audit of a team: without a client."""

    def compose(self) -> ComposeResult:
        with Vertical(id="thuis"):
            yield Static(t("app.naam"), classes="titel", markup=False)
            yield Static(t("thuis.zin"), id="thuis-zin", classes="stil", markup=False)
            yield Static("", id="thuis-waarschuwing", classes="waarschuwing", markup=False)
            yield Static("", id="thuis-termijn", classes="stil", markup=False)
            yield DossierList(id="dossiers")
            yield Static(t("thuis.leeg"), id="thuis-leeg", markup=False)
            yield Static("", id="thuis-melding", classes="fout", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        warning = str(getattr(self.assistant.store, "waarschuwing", "") or "")
        if self.assistant.store.read_only:
            warning = f"{t('thuis.alleen_lezen')} {warning}".strip()
        line = self.query_one("#thuis-waarschuwing", Static)
        line.update(Content(warning))
        line.display = bool(warning)
        self.query_one("#thuis-termijn").display = False
        self._remind()

    def on_screen_resume(self) -> None:
        self._fill()
        if self.query_one("#thuis-termijn").display:  # the dossier it is about may be gone now, or kept longer
            self._remind()

    @work(exclusive=True, group="lijst")
    async def _fill(self) -> None:
        try:
            summaries = await asyncio.to_thread(self.assistant.store.list)
        except AssistantError as error:
            self.query_one("#thuis-melding", Static).update(Content(error.sentence))
            return
        rows = []
        self._audits = {item.id for item in summaries if item.setting == AUDIT}
        for item in summaries:
            name = f"setting.{item.setting or 'van_buiten'}"
            setting = t(name) if has(name) else item.setting
            saved = item.bewaard_op.astimezone().strftime("%d-%m-%Y %H:%M")
            rows.append(
                Line(
                    item.id,
                    Content.assemble(
                        (f"{_short(item.code):<{CODE_WIDTH}}", "bold"),
                        (f" {setting:<22}", ""),
                        (f" {t('thuis.bewaard', tijd=saved)}", "$text-muted"),
                    ),
                )
            )
        box = self.query_one("#dossiers", Lines)
        box.fill(rows)
        box.display = bool(rows)
        self.refresh_bindings()
        self.query_one("#thuis-leeg").display = not rows
        if rows:
            box.focus()

    def opening(self, busy: bool) -> None:
        """Say at once that a dossier is being opened, or that it is over. Called by the app, on the screen it opens from."""
        line = self.query_one("#thuis-melding", Static)
        line.set_class(not busy, "fout")
        line.update(t("thuis.gaat_open") if busy else "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ABOUT_ONE and self.is_mounted and not self.query_one("#dossiers", Lines).option_count:
            return False  # no dossier yet to do this with
        return super().check_action(action, parameters)

    def action_open(self) -> None:
        chosen = self.query_one("#dossiers", Lines).highlighted_id
        if chosen:
            self._open(chosen)

    @on(OptionList.OptionSelected, "#dossiers")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self._open(event.option_id)

    def _of_a_client(self) -> str | None:
        """The dossier under the cursor, when it is about a client; for an audit it is said that there is none in it."""
        chosen = self.query_one("#dossiers", Lines).highlighted_id
        if chosen in self._audits:
            self.query_one("#thuis-melding", Static).update(t("thuis.is_audit"))
            return None
        return chosen

    @work(group="openen")
    async def _open(self, dossier_id: str, tool: str = "") -> None:
        """In a worker: this screen must be able to draw the word that it takes a moment."""
        await host(self).open_dossier(dossier_id, tool=tool)

    @work(exclusive=True, group="beoordelen")
    async def action_beoordeel(self) -> None:
        """Read the plan of the chosen dossier as a colleague."""
        from tui.screens.review_list import ReviewListScreen, open_table

        chosen = self._of_a_client()
        if chosen is None:
            return
        try:
            table = await asyncio.to_thread(open_table, self.assistant, chosen)
        except AssistantError as error:
            self.query_one("#thuis-melding", Static).update(Content(error.sentence))
            return
        await self.app.push_screen(ReviewListScreen(table))

    def action_inlezen(self) -> None:
        """A plan from outside: read it in, correct it, review it."""
        from tui.screens.review_import import CorrectScreen, ImportScreen
        from tui.screens.review_list import ReviewListScreen

        def kept(table: Any) -> None:
            if table is not None:
                self.app.push_screen(ReviewListScreen(table))

        def read(found: Any) -> None:
            if found is not None:
                self.app.push_screen(CorrectScreen(self.assistant, found[0], found[1]), kept)

        self.app.push_screen(ImportScreen(self.assistant), read)

    @work(exclusive=True, group="audit")
    async def action_audit(self) -> None:
        """Look with two people at how a team works."""
        from assistant.engine.audit import Auditing, begin_audit, formulier
        from tui.screens.audit import AuditScreen
        from tui.screens.audit_forms import BeginAuditScreen

        line = self.query_one("#thuis-melding", Static)
        try:
            form = await asyncio.to_thread(formulier, self.assistant.content)
            line.update("")
            given = await self.app.push_screen_wait(BeginAuditScreen(self.assistant.naam, form))
            if given is None:
                return
            dossier = await asyncio.to_thread(begin_audit, self.assistant, *given)
        except AssistantError as error:
            line.update(Content(error.sentence))
            return
        await self.app.push_screen(AuditScreen(Auditing(self.assistant, dossier), given[1]))

    def action_terugkerend(self) -> None:
        """Which criteria come back over many plans; nothing about a client or a colleague."""
        from tui.screens.audit import RecurringScreen

        self.app.push_screen(RecurringScreen(self.assistant))

    @work(exclusive=True, group="rechten")
    async def action_rechten(self) -> None:
        """The rights of the client of the chosen dossier."""
        from tui.screens.rights import RightsScreen, RightsTable

        chosen = self.query_one("#dossiers", Lines).highlighted_id
        if chosen is None:
            return
        try:
            table = await asyncio.to_thread(RightsTable.open, self.assistant, chosen)
        except AssistantError as error:
            self.query_one("#thuis-melding", Static).update(Content(error.sentence))
            return
        await self.app.push_screen(RightsScreen(table))

    def action_beheer(self) -> None:
        """Terms, back-up, a breach, who looked: what is about all dossiers together."""
        from tui.screens.rights import ManageScreen

        self.app.push_screen(ManageScreen(self.assistant), self._managed)

    def _managed(self, _: None) -> None:
        self._remind()

    @work(exclusive=True, group="herinneren")
    async def _remind(self) -> None:
        """Say quietly when the term of a dossier is over or nearly so. Once a sitting, and after Beheer: it reads every dossier."""
        from assistant.engine.rechten import Rechten

        try:
            due = await asyncio.to_thread(Rechten(self.assistant).aan_de_beurt)
        except AssistantError:
            return  # opening that dossier says what is the matter
        self.query_one("#thuis-termijn", Static).update(Content(t("thuis.termijn", aantal=due) if due else ""))
        self.query_one("#thuis-termijn").display = bool(due)

    def action_oefenen(self) -> None:
        """Practise with an invented client; nothing of it comes near a dossier."""
        from tui.screens.practise_start import PractiseStartScreen

        self.app.push_screen(PractiseStartScreen(self.assistant))

    def _open_with(self, tool: str) -> None:
        chosen = self._of_a_client()
        if chosen is not None:
            self._open(chosen, tool)

    def action_agenda(self) -> None:
        """The working agenda of the chosen dossier."""
        self._open_with("agenda")

    def action_opvolgen(self) -> None:
        self._open_with("opvolgen")

    def action_tegenslag(self) -> None:
        self._open_with("tegenslag")

    def action_afronden(self) -> None:
        self._open_with("afronden")

    def action_bronnen(self) -> None:
        """The books and other documents that are searched."""
        host(self).action_bronnen()

    def action_vind(self) -> None:
        """Look up words of clients in the dossiers."""
        from tui.screens.find_words import FindWordsScreen

        self.app.push_screen(FindWordsScreen(self.assistant), self._made)

    def action_nieuw(self) -> None:
        self.app.push_screen(NewDossierScreen(self.assistant), self._made)

    def _made(self, dossier_id: str | None) -> None:
        if dossier_id:
            self._open(dossier_id)


def _short(code: str) -> str:
    """A long code (that of an audit) cut off, so that the columns and the moment stay in their place."""
    return code if len(code) <= CODE_WIDTH else code[: CODE_WIDTH - 1].rstrip() + "…"


def looks_like_a_name(code: str) -> bool:
    """True for a code of nothing but words, or with two words that begin with a capital in it ('Piet Jansen / 1e')."""
    words = [w for w in re.findall(r"[^\W\d_]+", code) if len(w) > 2 and not w.isupper()]
    return sum(1 for w in words if w.istitle()) > 1 or (bool(words) and not any(c.isdigit() for c in code))


class NewDossierScreen(ModalScreen[str | None]):
    """A few choices, none of them a name. Gives back the id of the new dossier, or None."""

    BINDINGS = bindings("formulier", t)
    CSS = """
    NewDossierScreen #nieuw-melding { height: auto; min-height: 1; }
    NewDossierScreen Pick { margin: 0 0 1 0; }
    NewDossierScreen #zonder { display: none; }
    """
    hulp = "nieuw"

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.assistant = assistant
        self._busy = False
        self._asked_about = ""
        """A code that looked like a name; the second time it is taken as it is."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("nieuw.titel"))
            yield Static(t("nieuw.uitleg"), classes="stil", markup=False)
            yield Input(id="nieuw-code", placeholder=t("nieuw.code"), select_on_focus=False, max_length=40)
            yield Pick("nieuw-setting", t("nieuw.setting"), [(s, t(f"setting.{s}")) for s in SETTINGS], SETTINGS[0])
            yield Pick("nieuw-vorm", t("nieuw.vorm"), [(v.value, v.value) for v in Aanspreekvorm], Aanspreekvorm.JE.value)
            yield Pick(
                "nieuw-luisteraar",
                t("nieuw.luisteraar"),
                [(x.value, t(f"luisteraar.{x.value}")) for x in Luisteraar],
                Luisteraar.STANDAARD.value,
            )
            yield Static("", id="nieuw-melding", classes="fout", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("nieuw.maak")), id="maak")
                yield Button(Content(t("nieuw.zonder_naam")), id="zonder")
                yield Button(Content(t("knop.terug")), id="terug")
        yield KeyBar()

    @on(Button.Pressed, "#terug")
    def action_weg(self) -> None:
        self.dismiss(None)

    def _holds_a_name(self, code: str) -> bool:
        """By its form, or by the lists that masking looks names up in; without those its form alone."""
        if not code or looks_like_a_name(code):
            return bool(code)
        try:
            found = self.assistant.think("maskeer", {"tekst": code.title()}, timeout_s=NAMES_S)  # names are known by their capital
        except AssistantError:
            return False
        return any(span.get("soort") == "persoon" for span in found.get("spans") or [])

    @on(Button.Pressed, "#zonder")
    def _without_a_name(self) -> None:
        """The code that is offered instead: an empty field, for which one is made."""
        self.query_one("#nieuw-code", Input).value = ""
        self.action_klaar()

    @on(Input.Submitted)
    @on(Button.Pressed, "#maak")
    def action_klaar(self) -> None:
        if not self._busy:
            self._busy = True
            self._make()

    @work(group="nieuw")
    async def _make(self) -> None:
        code = clean_text(self.query_one("#nieuw-code", Input).value).strip()
        if code != self._asked_about and await asyncio.to_thread(self._holds_a_name, code):
            self._asked_about, self._busy = code, False
            self.query_one("#nieuw-melding", Static).update(t("nieuw.lijkt_naam"))
            offer = self.query_one("#zonder", Button)
            offer.display = True
            offer.focus()
            return

        def call() -> Any:
            return self.assistant.new_dossier(
                code=clean_text(self.query_one("#nieuw-code", Input).value),
                setting=self.query_one("#nieuw-setting", Pick).value,
                aanspreekvorm=Aanspreekvorm(self.query_one("#nieuw-vorm", Pick).value),
                luisteraar=Luisteraar(self.query_one("#nieuw-luisteraar", Pick).value),
            )

        try:
            dossier = await asyncio.to_thread(call)
        except AssistantError as error:
            self.query_one("#nieuw-melding", Static).update(Content(error.sentence))
            self._busy = False
            return
        self.dismiss(dossier.id)
