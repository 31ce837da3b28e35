"""tui.screens.review_forms: the small windows of reviewing: begin, remark, sign, answer, differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Button, Input, Static

from assistant.domain.beoordeling import Beoordeling, Hoe, Opmerking, Soort, Stand
from assistant.domain.values import clean_text
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.screens.host import all_typed
from tui.screens.talk import DRAFT_S, leave
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work

FORM_CSS = """
{name} Pick {{ margin: 0 0 1 0; }}
{name} AnswerEditor {{ height: 5; }}
{name} .melding {{ height: auto; min-height: 1; }}
{name} .regel {{ margin: 0 0 1 0; }}
"""

Save = Callable[[Callable[[], Any]], Any]
"""Awaitable save: carries out the call in a thread and gives back what it returns; raises AssistantError."""


class StartReviewScreen(ModalScreen[tuple[str, bool] | None]):
    """Who reviews, and whether a second person will too. Gives back (name, second), or None."""

    BINDINGS = bindings("formulier", t)
    DEFAULT_CSS = FORM_CSS.format(name="StartReviewScreen")
    hulp = "beoordeling_begin"

    def __init__(self, naam: str, *, own_work: Callable[[str], bool], second: bool) -> None:
        super().__init__()
        self._naam, self._own_work, self._second = naam, own_work, second

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("beoordeling_begin.tweede_titel" if self._second else "beoordeling_begin.titel"))
            yield Static(t("beoordeling_begin.uitleg"), classes="stil regel", markup=False)
            yield Input(self._naam, id="begin-naam", placeholder=t("beoordeling_begin.naam"), select_on_focus=False)
            if not self._second:
                options = [("nee", t("beoordeling_begin.alleen")), ("ja", t("beoordeling_begin.samen"))]
                yield Pick("begin-tweede", t("beoordeling_begin.hoe"), options, "nee")
            yield Static("", id="begin-melding", classes="melding waarschuwing", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("beoordeling_begin.ja")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    def on_mount(self) -> None:
        self._warn(self._naam)

    @on(Input.Changed, "#begin-naam")
    def _name_changed(self, event: Input.Changed) -> None:
        self._warn(event.value)

    def _warn(self, naam: str) -> None:
        self.query_one("#begin-melding", Static).update(Content(t("beoordeling_begin.eigen_werk") if self._own_work(naam) else ""))

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
        naam = clean_text(self.query_one("#begin-naam", Input).value).strip()
        if not naam:
            self.query_one("#begin-melding", Static).update(Content(t("beoordeling_begin.geen_naam")))
            return
        self.dismiss((naam, not self._second and self.query_one("#begin-tweede", Pick).value == "ja"))


class RemarkScreen(ModalScreen[str | None]):
    """The words of a remark, a reason or a suggestion. Gives back the words, or None.

    Args:
        start: what stands there already.
        typed: what was typed here and not saved when the program stopped.
        keep: keeps what is typed and not saved yet.
    """

    BINDINGS = bindings("formulier", t)
    DEFAULT_CSS = FORM_CSS.format(name="RemarkScreen")
    hulp = "opmerking"

    def __init__(self, soort: Soort, about: str, *, start: str = "", typed: str = "", keep: Callable[[str], object] | None = None) -> None:
        super().__init__()
        self._soort, self._about, self._start, self._typed_before, self._keep = soort, about, start, typed, keep
        self._typing: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t(f"opmerking.titel.{self._soort.value}"))
            yield Static(Content(self._about), classes="regel", markup=False)
            yield Static(t(f"opmerking.uitleg.{self._soort.value}"), classes="stil", markup=False)
            yield AnswerEditor(self._typed_before or self._start, id="opmerking-tekst")
            yield Static("", classes="melding fout", id="opmerking-melding", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        editor = self.query_one(AnswerEditor)
        editor.focus()
        if self._typed_before:
            editor.action_text_end()
            line = self.query_one("#opmerking-melding", Static)
            line.remove_class("fout")
            line.update(Content(t("klad.terug")))

    @on(AnswerEditor.Changed)
    def _typed(self) -> None:
        if self._keep is not None and self._typing is None:
            self._typing = self.set_timer(DRAFT_S, self._keep_typed)

    def _keep_typed(self) -> None:
        self._typing = None
        if self._keep is not None:
            self._keep(self.query_one(AnswerEditor).text if self.has_unsent else "")

    @property
    def has_unsent(self) -> bool:
        """Something was typed that is not saved."""
        return self.query_one(AnswerEditor).text.strip() not in ("", self._start.strip())

    @work(group="opmerking", exclusive=True)
    async def action_klaar(self) -> None:
        await all_typed(self)
        words = clean_text(self.query_one(AnswerEditor).text).strip()
        if not words and self._soort is not Soort.EENS:
            line = self.query_one("#opmerking-melding", Static)
            line.add_class("fout")
            line.update(Content(t("opmerking.leeg")))
            return
        self.dismiss(words)

    def action_weg(self) -> None:
        leave(self, None, unsent=self.has_unsent)


class SignScreen(ModalScreen[bool]):
    """Akkoord, or back with remarks; with a word, a name and the date. True when it was signed."""

    BINDINGS = bindings("formulier", t)
    DEFAULT_CSS = FORM_CSS.format(name="SignScreen")
    hulp = "ondertekenen"

    def __init__(self, review: Beoordeling, save: Save, sign: Callable[[Stand, str, str], Any], today: str) -> None:
        super().__init__()
        self._review, self._save, self._sign, self._today = review, save, sign, today

    def compose(self) -> ComposeResult:
        review = self._review
        findings = review.lezing.bevindingen if review.lezing else ()
        open_ones = sum(review.over(b.id) is None for b in findings)
        asks = sum(o.vraagt_antwoord for o in review.opmerkingen)
        start = Stand.TERUG if asks else Stand.AKKOORD
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("ondertekenen.titel"))
            yield Static(t("ondertekenen.telt", opmerkingen=asks, datum=self._today), classes="regel", markup=False)
            if open_ones:
                yield Static(t("ondertekenen.open", aantal=open_ones), classes="stil regel", markup=False)
            options = [(s.value, t(f"stand.{s.value}")) for s in (Stand.TERUG, Stand.AKKOORD)]
            yield Pick("teken-stand", t("ondertekenen.stand"), options, start.value)
            yield Static(t("ondertekenen.woord_leeg" if asks else "ondertekenen.woord"), classes="stil", markup=False)
            yield AnswerEditor("", id="teken-woord")
            yield Input(review.beoordelaar, id="teken-naam", placeholder=t("beoordeling_begin.naam"), select_on_focus=False)
            yield Static("", id="teken-melding", classes="melding fout", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("ondertekenen.ja")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#teken-stand").focus()

    @property
    def has_unsent(self) -> bool:
        """A word to the begeleider was typed and not signed yet."""
        return bool(self.query_one("#teken-woord", AnswerEditor).text.strip())

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        leave(self, False, unsent=self.has_unsent)

    @on(Input.Submitted)
    @on(Button.Pressed, "#ja")
    def _go(self) -> None:
        self.action_klaar()

    @work(group="tekenen", exclusive=True)
    async def action_klaar(self) -> None:
        """Ask once more: the key that opened this window is the key that signs, and after signing nothing can be changed."""
        await all_typed(self)
        if not self.query_one("#teken-naam", Input).value.strip():
            self.query_one("#teken-melding", Static).update(Content(t("beoordeling_begin.geen_naam")))
            self.query_one("#teken-naam").focus()
            return
        asks = ConfirmScreen(
            t("ondertekenen.vraag_titel"),
            t("ondertekenen.vraag", stand=t(f"stand.{self.query_one('#teken-stand', Pick).value}")),
            yes=t("ondertekenen.vraag_ja"),
            no=t("ondertekenen.vraag_nee"),
        )
        self.app.push_screen(asks, when_yes(self._put_name))

    @work(group="tekenen", exclusive=True)
    async def _put_name(self) -> None:
        stand = Stand(self.query_one("#teken-stand", Pick).value)
        words = clean_text(self.query_one("#teken-woord", AnswerEditor).text)
        name = clean_text(self.query_one("#teken-naam", Input).value)
        try:
            await self._save(lambda: self._sign(stand, name, words))
        except AssistantError as error:
            self.query_one("#teken-melding", Static).update(Content(error.sentence))
            return
        self.dismiss(True)


class AnswerRemarkScreen(ModalScreen[bool]):
    """The begeleider says what was done with a remark. True when it was saved."""

    BINDINGS = bindings("formulier", t)
    DEFAULT_CSS = FORM_CSS.format(name="AnswerRemarkScreen")
    hulp = "antwoord_opmerking"

    def __init__(self, opmerking: Opmerking, about: str, naam: str, save: Save, answer: Callable[[str, str, str], Any]) -> None:
        super().__init__()
        self._opmerking, self._about, self._naam, self._save, self._answer = opmerking, about, naam, save, answer

    def compose(self) -> ComposeResult:
        old = self._opmerking.antwoord
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("antwoord.titel"))
            yield Static(Content(self._about), classes="regel", markup=False)
            options = [(h.value, t(f"antwoord.{h.value}")) for h in Hoe]
            yield Pick("antwoord-hoe", t("antwoord.hoe"), options, old.hoe.value if old else None)
            yield Static(t("antwoord.woorden"), classes="stil", markup=False)
            yield AnswerEditor(old.tekst if old else "", id="antwoord-tekst")
            yield Input(self._naam, id="antwoord-naam", placeholder=t("bevestig_actie.naam"), select_on_focus=False)
            yield Static("", id="antwoord-melding", classes="melding fout", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#antwoord-hoe").focus()

    @property
    def has_unsent(self) -> bool:
        """Something was typed that is not saved."""
        old = self._opmerking.antwoord
        return self.query_one("#antwoord-tekst", AnswerEditor).text.strip() not in ("", old.tekst.strip() if old else "")

    @on(Input.Submitted)
    def _go(self) -> None:
        self.action_klaar()

    @work(group="antwoord", exclusive=True)
    async def action_klaar(self) -> None:
        await all_typed(self)
        hoe = self.query_one("#antwoord-hoe", Pick).value
        if not hoe:
            self.query_one("#antwoord-melding", Static).update(Content(t("antwoord.kies_eerst")))
            self.query_one("#antwoord-hoe").focus()
            return
        words = clean_text(self.query_one("#antwoord-tekst", AnswerEditor).text)
        name = clean_text(self.query_one("#antwoord-naam", Input).value)
        try:
            await self._save(lambda: self._answer(hoe, words, name))
        except AssistantError as error:
            self.query_one("#antwoord-melding", Static).update(Content(error.sentence))
            if not name.strip():
                self.query_one("#antwoord-naam").focus()
            return
        self.dismiss(True)

    def action_weg(self) -> None:
        leave(self, False, unsent=self.has_unsent)


class DifferencesScreen(ModalScreen[None]):
    """Where two reviewers looked differently, side by side: matter for talk."""

    BINDINGS = bindings("venster", t)
    CSS = """
    DifferencesScreen .venster { width: 96; height: 80%; }
    DifferencesScreen VerticalScroll { height: 1fr; }
    """
    hulp = "verschillen"

    def __init__(self, parts: Sequence[Content]) -> None:
        super().__init__()
        self._parts = parts

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("verschillen.titel"))
            yield Static(t("verschillen.uitleg" if self._parts else "verschillen.geen"), classes="stil", markup=False)
            with VerticalScroll(can_focus=True):
                for part in self._parts:
                    yield Static(Content.assemble("\n", part), markup=False)
        yield KeyBar()

    def action_weg(self) -> None:
        self.dismiss(None)
