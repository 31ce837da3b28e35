"""tui.screens.kompas: the short path for one contact. Four boxes, little language, one prompt to read aloud, and one step to go home with.

Nothing has an order that must be followed: any box, any signpost, or the step can be taken at any moment.
"""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from assistant.engine.kompas import Compass, GetoondVak, Prompt
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.host import host
from tui.screens.kompas_forms import LeaveScreen, PhotoScreen, StepScreen
from tui.screens.talk import TalkScreen
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.key_bar import KeyBar
from tui.widgets.question_card import QuestionCard
from tui.working import work


class Box(VerticalScroll):
    """One box: its sign and word, and the client's words. A click asks for it."""

    DEFAULT_CSS = """
    Box { border: round $kg-rand; padding: 0 1; height: 1fr; scrollbar-size-vertical: 1; }
    Box.-nu { border: round $primary; }
    Box Static { height: auto; }
    """

    def __init__(self, vak_id: str) -> None:
        super().__init__(id=f"vak-{vak_id}")
        self.vak_id = vak_id
        self.can_focus = False

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)

    def show(self, box: GetoondVak, *, now: bool) -> None:
        self.set_class(now, "-nu")
        parts: list[Any] = [(f"{box.teken} {box.kop}", "bold $primary" if now else "bold")]
        parts += [(f"\n“{r.tekst}”", "$accent") for r in box.regels]
        self.query_one(Static).update(Content.assemble(*parts))
        self.call_after_refresh(self.scroll_end, animate=False)

    def on_click(self) -> None:
        self.screen.go_to_box(self.vak_id)  # type: ignore[attr-defined]


class KompasScreen(TalkScreen):
    CSS_PATH = ["../styles/base.tcss", "../styles/kompas.tcss"]
    BINDINGS = bindings("kompas", t)
    VERTICAL_BREAKPOINTS = [(0, "-laag"), (22, "-gewoon"), (34, "-hoog")]
    AUTO_FOCUS = "#kompas-antwoord"
    ANSWER = "#kompas-antwoord"
    TOLD = "#kompas-melding"
    KEPT_AS = "kompas"
    hulp = "kompas"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.compass = Compass(desk.conversation)
        self._prompt: Prompt | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="kompas-kop"):
            yield Static(
                Content.assemble((self.desk.dossier.code, "bold $primary"), (f"  {t('kompas.titel')}", "$text-muted")), markup=False
            )
        yield Static("", id="kompas-weg", markup=False)
        with Grid(id="kompas-vakken"):
            for box in self.compass.boxes():
                yield Box(box.id)
        with Vertical(id="kompas-onder"):
            yield QuestionCard(id="kompas-vraag")
            yield AnswerEditor("", id="kompas-antwoord", placeholder=t("kompas.typ_hier"))
            yield Static("", id="kompas-stap", markup=False)
            yield Static("", id="kompas-melding", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._prompt = self.compass.next_prompt()
        self._fill()
        if self.compass.kompas.zonder_stap is not None and self.compass.step() is None:
            self._tell(t("kompas.vorige_keer"))
        self.bring_back()

    def words_are_for(self) -> str:
        return self._prompt.id if self._prompt else ""

    def back_to(self, question: str) -> None:
        boxes = (self.compass.prompt_for(box.id) for box in self.compass.boxes())
        found = next((p for p in (*self.compass.path(), *boxes) if p.id == question), None)
        if found is not None:
            self._prompt = found
            self._fill()

    # -- showing ---------------------------------------------------------------------------------

    def _fill(self) -> None:
        prompt, texts = self._prompt, self.compass.texts
        here = prompt.halte if prompt else texts.haltes[-1].id
        way: list[Any] = []
        for number, halte in enumerate(texts.haltes):
            way += [(" › ", "$text-muted")] if number else []
            way.append((halte.kop, "bold $primary" if halte.id == here else "$text-muted"))
        self.query_one("#kompas-weg", Static).update(Content.assemble(*way))
        for box in self.compass.boxes():
            for shown in self.query(f"#vak-{box.id}").results(Box):
                shown.show(box, now=prompt is not None and prompt.vak == box.id)
        halte_text = next((h.uitleg for h in texts.haltes if h.id == here), "")
        form = self.desk.dossier.aanspreekvorm
        if prompt is None:
            text, note = texts.stap.wat.voor(form), t("kompas.nu_stap")
        else:
            text, note = prompt.tekst, halte_text
        self.query_one(QuestionCard).show(head="", text=text, note=note)
        self._show_step()

    def _show_step(self) -> None:
        step = self.compass.step()
        line = self.query_one("#kompas-stap", Static)
        if step is None:
            line.update(Content.styled(t("kompas.geen_stap"), "$text-muted"))
        else:
            when = f" ({step.wanneer})" if step.wanneer else ""
            line.update(Content.assemble((f"✓ {t('kompas.stap')} ", "bold $success"), (f"{step.tekst}{when}", "bold")))

    # -- talking ---------------------------------------------------------------------------------

    async def action_bewaar(self) -> None:
        if self.editor.is_blank:
            self._tell(t("kompas.nog_niets"))
            self.editor.focus()
            return
        prompt = self._prompt
        if prompt is None:
            self.action_stap()
            return
        if await self._keep_words(lambda text, uiting_id: self.compass.answer(prompt, text, uiting_id=uiting_id)) is None:
            return
        self._prompt = self.compass.next_prompt(prompt.id)
        self._fill()
        self._tell(t("kompas.bewaard"))

    async def action_volgende(self) -> None:
        """Another prompt; nothing said is fine."""
        prompt = self._prompt
        if prompt is not None:
            if prompt.id not in self.compass.kompas.gevraagd:
                await self._saved(lambda: self.compass.pass_over(prompt))
            self._prompt = self.compass.next_prompt(prompt.id)
        else:
            self._prompt = self.compass.path()[0]
        self._fill()
        self.editor.focus()

    def go_to_box(self, vak_id: str) -> None:
        self._prompt = self.compass.prompt_for(vak_id)
        self._fill()
        self.editor.focus()

    def action_vak(self) -> None:
        """Round the boxes."""
        ids = [b.id for b in self.compass.boxes()]
        now = self._prompt.vak if self._prompt and self._prompt.vak in ids else ids[-1]
        self.go_to_box(ids[(ids.index(now) + 1) % len(ids)])

    def action_wegwijzer(self) -> None:
        """To the next signpost, whatever was or was not said here."""
        order = [h.id for h in self.compass.texts.haltes]
        here = self._prompt.halte if self._prompt else order[-1]
        wanted = order[(order.index(here) + 1) % len(order)]
        self._prompt = next((p for p in self.compass.path() if p.halte == wanted), None)
        self._fill()
        self.editor.focus()

    @work(group="kompas-regel")
    async def action_haal_weg(self) -> None:
        """The last line of the box at hand leaves the sheet; the words stay in the talk."""
        vak = self._prompt.vak if self._prompt else ""
        lines = next((b.regels for b in self.compass.boxes() if b.id == vak), ())
        if not lines:
            self._tell(t("kompas.geen_regel"))
            return
        uiting = lines[-1].uiting
        if not isinstance(await self._saved(lambda: self.compass.take_out(uiting)), AssistantError):
            self._fill()
            self._tell(t("kompas.regel_weg"))

    # -- the step --------------------------------------------------------------------------------

    def action_stap(self) -> None:
        typed = self.editor.text.strip() if self._prompt is None else ""
        self.app.push_screen(StepScreen(self.desk, self.compass, typed), self._stepped)

    def _stepped(self, actie_id: str | None) -> None:
        if actie_id is None:
            return
        if self._prompt is None:
            self.editor.load_text("")
        from tui.screens.plan_forms import ChoiceScreen

        self._fill()
        self.app.push_screen(ChoiceScreen(self.desk, actie_id), lambda _: self._fill())

    # -- the rest --------------------------------------------------------------------------------

    def action_foto(self) -> None:
        self.app.push_screen(PhotoScreen(self.desk, self.compass), lambda _: self._fill())

    def action_druk_af(self) -> None:
        from tui.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(self.desk, host(self).opening.sheets(), blad="kompas"))

    def action_weg(self) -> None:
        """Nobody leaves without a step of their own; who wants to go without one can."""
        said = self.compass.kompas.woorden or self.compass.kompas.haltes
        if not self.editor.is_blank or not said or self.compass.step() is not None or self.desk.read_only:
            super().action_weg()
            return
        question = self.compass.texts.stap.weg.voor(self.desk.dossier.aanspreekvorm)
        self.app.push_screen(LeaveScreen(question), self._leaving)

    def _leaving(self, what: str | None) -> None:
        if what == "stap":
            self.action_stap()
        elif what == "weg":
            self._leave()

    @work(group="kompas-weg")
    async def _leave(self) -> None:
        if not isinstance(await self._saved(self.compass.leave_without), AssistantError):
            self.dismiss(None)
