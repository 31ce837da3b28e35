"""tui.screens.audit_forms: the small windows of an audit: who takes part, one item, closing, beginning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Button, Input, Static

from assistant.domain.audit import Formulier, Onderdeel, Waarneming
from assistant.domain.values import clean_text
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.host import all_typed
from tui.screens.review_forms import FORM_CSS, Save
from tui.screens.talk import DRAFT_S, leave
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work

UNSEEN = "-"


class JoinScreen(ModalScreen[str | None]):
    """The name of an auditor, or None."""

    BINDINGS = bindings("formulier", t)
    DEFAULT_CSS = FORM_CSS.format(name="JoinScreen")
    hulp = "audit_naam"

    def __init__(self, naam: str) -> None:
        super().__init__()
        self._naam = naam

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("audit_naam.titel"))
            yield Static(t("audit_naam.uitleg"), classes="stil regel", markup=False)
            yield Input(self._naam, id="audit-naam", placeholder=t("beoordeling_begin.naam"), select_on_focus=False)
            yield Static("", id="audit-naam-melding", classes="melding fout", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("beoordeling_begin.ja")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted)
    @on(Button.Pressed, "#ja")
    def _go(self) -> None:
        self.action_klaar()

    @work(group="naam", exclusive=True)
    async def action_klaar(self) -> None:
        await all_typed(self)
        naam = clean_text(self.query_one("#audit-naam", Input).value).strip()
        if naam:
            self.dismiss(naam)
            return
        self.query_one("#audit-naam-melding", Static).update(Content(t("audit_naam.leeg")))
        self.query_one("#audit-naam", Input).focus()


class BeginAuditScreen(ModalScreen[tuple[str, str] | None]):
    """Which team, and who begins. Gives back (team, name), or None."""

    BINDINGS = bindings("formulier", t)
    DEFAULT_CSS = FORM_CSS.format(name="BeginAuditScreen")
    hulp = "audit_begin"

    def __init__(self, naam: str, form: Formulier) -> None:
        super().__init__()
        self._naam, self._form = naam, form

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("audit_begin.titel"))
            about = [part.strip().rstrip(".") for part in (self._form.naam, self._form.bron, self._form.licentie) if part.strip()]
            yield Static(Content(" ".join(f"{part[0].upper()}{part[1:]}." for part in about)), classes="regel", markup=False)
            yield Static(t("audit_begin.uitleg"), classes="stil regel", markup=False)
            yield Input("", id="audit-team", placeholder=t("audit_begin.team"), select_on_focus=False, max_length=60)
            yield Input(self._naam, id="audit-naam", placeholder=t("beoordeling_begin.naam"), select_on_focus=False)
            yield Static("", id="audit-begin-melding", classes="melding fout", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("beoordeling_begin.ja")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted)
    @on(Button.Pressed, "#ja")
    def _go(self) -> None:
        self.action_klaar()

    @work(group="begin", exclusive=True)
    async def action_klaar(self) -> None:
        await all_typed(self)
        team = clean_text(self.query_one("#audit-team", Input).value).strip()
        naam = clean_text(self.query_one("#audit-naam", Input).value).strip()
        if not team or not naam:
            self.query_one("#audit-begin-melding", Static).update(Content(t("audit_begin.leeg")))
            self.query_one("#audit-naam" if team else "#audit-team", Input).focus()
            return
        self.dismiss((team, naam))


class ItemScreen(ModalScreen[bool]):
    """One item: what each level looks like, what was seen, and where. True when it was saved."""

    BINDINGS = bindings("formulier", t)
    CSS = FORM_CSS.format(name="ItemScreen") + "\nItemScreen .venster { width: 90; }\n"
    hulp = "audit_onderdeel"

    def __init__(
        self,
        item: Onderdeel,
        form: Formulier,
        old: Waarneming | None,
        save: Save,
        keep: Callable[[int | None, str, tuple[str, ...]], Any],
        *,
        together: bool = False,
        typed: str = "",
        keep_typed: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__()
        self._item, self._form, self._old, self._save, self._keep, self._together = item, form, old, save, keep, together
        self._typed_before, self._keep_typed = typed, keep_typed
        self._typing: Timer | None = None

    def compose(self) -> ComposeResult:
        item, form, old = self._item, self._form, self._old
        with Vertical(classes="venster") as box:
            box.border_title = Content(item.naam)
            yield Static(Content(item.vraag), classes="regel", markup=False)
            anchors = [Content.assemble((f"{name}: ", "bold"), text) for name, text in zip(form.niveaus, item.ankers, strict=False)]
            yield Static(Content("\n").join(anchors), classes="regel", markup=False)
            levels = [*((str(n), name) for n, name in enumerate(form.niveaus)), (UNSEEN, t("audit.niet_te_zien"))]
            start = None if old is None else UNSEEN if old.niveau is None else str(old.niveau)
            yield Pick("audit-niveau", t("audit.niveau"), levels, start)
            if item.bronnen and not self._together:
                sources = [("", t("audit.bron_kies")), *((b, b) for b in item.bronnen)]
                yield Pick("audit-bron", t("audit.bron"), sources, old.bronnen[0] if old and old.bronnen else "")
            yield Static(t("audit.samen_bewijs" if self._together else "audit.bewijs"), classes="stil", markup=False)
            yield AnswerEditor(self._typed_before or (old.bewijs if old else ""), id="audit-bewijs")
            yield Static("", id="audit-item-melding", classes="melding fout", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#audit-niveau").focus()
        if self._typed_before:
            line = self.query_one("#audit-item-melding", Static)
            line.remove_class("fout")
            line.update(Content(t("klad.terug")))

    @on(AnswerEditor.Changed)
    def _typed(self) -> None:
        if self._keep_typed is not None and self._typing is None:
            self._typing = self.set_timer(DRAFT_S, self._pass_on)

    def _pass_on(self) -> None:
        self._typing = None
        if self._keep_typed is not None:
            self._keep_typed(self.query_one("#audit-bewijs", AnswerEditor).text if self.has_unsent else "")

    @property
    def has_unsent(self) -> bool:
        """Evidence was typed that is not saved."""
        return self.query_one("#audit-bewijs", AnswerEditor).text.strip() != (self._old.bewijs.strip() if self._old else "")

    @work(group="onderdeel", exclusive=True)
    async def action_klaar(self) -> None:
        await all_typed(self)
        level = self.query_one("#audit-niveau", Pick).value
        if not level:
            self._refuse(t("audit.kies_eerst"))
            self.query_one("#audit-niveau").focus()
            return
        words = clean_text(self.query_one("#audit-bewijs", AnswerEditor).text)
        sources = tuple(p.value for p in self.query("#audit-bron").results(Pick) if p.value)
        try:
            await self._save(lambda: self._keep(None if level == UNSEEN else int(level), words, sources))
        except AssistantError as error:
            self._refuse(error.sentence)
            if not words.strip():
                self.query_one("#audit-bewijs", AnswerEditor).focus()
            return
        if self._keep_typed is not None:
            self._keep_typed("")
        self.dismiss(True)

    def _refuse(self, sentence: str) -> None:
        line = self.query_one("#audit-item-melding", Static)
        line.add_class("fout")
        line.update(Content(sentence))

    def action_weg(self) -> None:
        leave(self, False, unsent=self.has_unsent)


class CloseAuditScreen(ModalScreen[bool]):
    """Close the audit with one thing the team will do differently. True when it was saved."""

    BINDINGS = bindings("formulier", t)
    DEFAULT_CSS = FORM_CSS.format(name="CloseAuditScreen")
    hulp = "audit_sluit"

    def __init__(self, save: Save, close: Callable[[str], Any], first: str = "") -> None:
        """`first`: what somebody may want to do before closing."""
        super().__init__()
        self._save, self._close_it, self._first = save, close, first

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("audit_sluit.titel"))
            if self._first:
                yield Static(Content(self._first), id="audit-sluit-eerst", classes="regel", markup=False)
            yield Static(f"{t('audit_sluit.vast')} {t('audit_sluit.uitleg')}", classes="stil regel", markup=False)
            yield AnswerEditor("", id="audit-afspraak")
            yield Static("", id="audit-sluit-melding", classes="melding fout", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(AnswerEditor).focus()

    @property
    def has_unsent(self) -> bool:
        """Something was typed that is not saved."""
        return bool(self.query_one(AnswerEditor).text.strip())

    @work(group="sluiten", exclusive=True)
    async def action_klaar(self) -> None:
        await all_typed(self)
        words = self.query_one(AnswerEditor).text
        try:
            await self._save(lambda: self._close_it(words))
        except AssistantError as error:
            self.query_one("#audit-sluit-melding", Static).update(Content(error.sentence))
            return
        self.dismiss(True)

    def action_weg(self) -> None:
        leave(self, False, unsent=self.has_unsent)
