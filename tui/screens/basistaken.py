"""tui.screens.basistaken: the seven basistaken as a compass. The begeleider points; the program says what may help there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from assistant.engine.basistaken import Pointing
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.rows import source_lines
from tui.screens.tools import TOOLS, open_tool
from tui.texts import has, t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.working import work

if TYPE_CHECKING:
    from assistant.domain.guidance import Passage

TOOL = "instrument:"


class TaskList(Lines):
    BINDINGS = bindings("taaklijst", t)

    def action_wijs(self) -> None:
        self.wish("wijs")


class BasistakenScreen(Screen[None]):
    CSS_PATH = ["../styles/base.tcss", "../styles/basistaken.tcss"]
    BINDINGS = bindings("basistaken", t)
    HORIZONTAL_BREAKPOINTS = [(0, "-smal"), (100, "-breed")]
    hulp = "basistaken"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.pointing = Pointing(desk.conversation)
        self._passages: tuple[Passage, ...] = ()

    def compose(self) -> ComposeResult:
        with Horizontal(id="taak-kop"):
            yield Static(
                Content.assemble((self.desk.dossier.code, "bold $primary"), (f"  {t('basistaken.titel')}", "$text-muted")), markup=False
            )
        with Horizontal(id="taak-midden"):
            with Vertical(id="taak-links"):
                yield Static(t("basistaken.uitleg"), id="taak-uitleg", classes="stil", markup=False)
                yield TaskList(id="taken")
            with Vertical(id="taak-rechts"):
                yield Static("", id="taak-over", markup=False)
                yield Lines(id="taak-hulp")
        yield Static("", id="taak-melding", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._fill()
        box = self.query_one(TaskList)
        now = self.pointing.traject.nu
        ids = [taak.id for taak in self.pointing.texts.taken]
        if now and now[-1] in ids:
            box.highlighted = ids.index(now[-1])
        box.focus()

    def _fill(self) -> None:
        now = self.pointing.traject.nu
        lines = []
        for taak in self.pointing.texts.taken:
            here = taak.id in now
            sign = ("➤ ", "bold $success") if here else ("· ", "$text-muted")
            lines.append(Line(taak.id, Content.assemble(sign, (taak.naam, "bold $success" if here else ""))))
        self.query_one(TaskList).fill(lines)

    @on(OptionList.OptionHighlighted, "#taken")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id:
            self._show(event.option_id, ())
            self._look_up(event.option_id)

    def _show(self, taak_id: str, passages: tuple[Passage, ...], why: str = "") -> None:
        taak = self.pointing.taak(taak_id)
        last = next((w for w in reversed(self.pointing.traject.wijzingen) if taak_id in w.taken), None)
        pointed = f"\n{t('basistaken.gewezen', datum=last.op.astimezone().strftime('%d-%m-%Y'), naam=last.door)}" if last else ""
        self.query_one("#taak-over", Static).update(
            Content.assemble(
                (f"{taak.naam}\n", "bold $primary"),
                (f"{taak.deel}\n", "$text-muted"),
                f"{taak.kort}\n",
                (taak.vraag_aan_uzelf, "bold"),
                (pointed, "$text-muted"),
            )
        )
        self._passages = passages
        tools = [name for name in taak.instrumenten if name in TOOLS or name in ("gesprek", "plan")]
        lines = [Line(None, Content.styled(t("basistaken.instrumenten"), "bold $primary"))] if tools else []
        lines += [Line(f"{TOOL}{name}", Content(_name(name))) for name in tools]
        if passages or why:
            lines.append(Line(None, Content.styled(t("basistaken.handleiding"), "bold $primary")))
        lines += [Line(None, Content.styled(why, "$text-muted"))] if why else []
        lines += source_lines(passages, short=True)
        self.query_one("#taak-hulp", Lines).fill(lines)

    @work(exclusive=True, group="taak-zoek")
    async def _look_up(self, taak_id: str) -> None:
        gids = await asyncio.to_thread(self.pointing.guidance, taak_id)
        if self.query_one(TaskList).highlighted_id == taak_id:
            self._show(taak_id, gids.passages, gids.fout or (t("basistaken.niets") if gids.niets_gevonden else ""))

    # -- pointing --------------------------------------------------------------------------------

    @on(OptionList.OptionSelected, "#taken")
    async def _entered(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            await self._point(event.option_id)

    @on(Lines.Wished, "#taken")
    async def _wished(self, event: Lines.Wished) -> None:
        await self._point(event.line_id)

    async def _point(self, taak_id: str) -> None:
        line = self.query_one("#taak-melding", Static)
        try:
            await self.desk.save(lambda: self.pointing.point(taak_id), always=True)
        except AssistantError as error:
            line.update(Content(error.sentence))
            return
        line.update("")
        self._fill()
        self._show(taak_id, self._passages)

    @on(OptionList.OptionSelected, "#taak-hulp")
    def _help_chosen(self, event: OptionList.OptionSelected) -> None:
        chosen = event.option_id or ""
        if chosen.startswith(TOOL):
            name = chosen.removeprefix(TOOL)
            if name in TOOLS:
                open_tool(self, name, self._fill)
            else:
                self._open_room(name)
            return
        from tui.screens.passage import PassageScreen

        found = next((p for p in self._passages if p.id == chosen), None)
        if found is not None:
            self.app.push_screen(PassageScreen(self.desk.assistant, found))

    def _open_room(self, name: str) -> None:
        if name == "plan":
            from tui.screens.plan import PlanScreen

            self.app.push_screen(PlanScreen(self.desk))
        else:
            self.dismiss(None)  # the talk lies underneath

    def action_paneel(self) -> None:
        box, help_ = self.query_one(TaskList), self.query_one("#taak-hulp", Lines)
        (help_ if self.focused is box else box).focus()

    def action_weg(self) -> None:
        self.dismiss(None)


def _name(tool: str) -> str:
    return f"{t(f'meer.{tool}')}: {t(f'meer_uitleg.{tool}')}" if has(f"meer.{tool}") else t(f"basistaken.{tool}")
