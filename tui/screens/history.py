"""tui.screens.history: what happened in the plan, from the beginning until now; and two days beside each other, in the client's words."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from assistant.engine.following import Vergelijking, compare, day_words, dutch_day, history, moments
from assistant.engine.sheet_parts import dutch_date
from assistant.engine.vervolgtaal import vervolgtaal
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.host import host
from tui.texts import t
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick

SHOWN = 4
"""Last days to choose from when two are put beside each other; the first day is always among them."""


class HistoryScreen(Screen[None]):
    """Read-only: each thing that happened, on its day, with the words of that moment."""

    CSS_PATH = ["../styles/base.tcss", "../styles/after.tcss"]
    BINDINGS = bindings("geschiedenis", t)
    hulp = "geschiedenis"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def compose(self) -> ComposeResult:
        with Horizontal(classes="na-kop"):
            head = Content.assemble((self.desk.dossier.code, "bold $primary"), (f"  {t('geschiedenis.titel')}", "$text-muted"))
            yield Static(head, markup=False)
        with VerticalScroll(id="geschiedenis-tekst", classes="na-tekst"):
            yield Static(self._text(), markup=False)
        yield Static("", id="geschiedenis-melding", classes="stil na-regel", markup=False)
        yield KeyBar()

    def _text(self) -> Content:
        words = vervolgtaal(self.desk.conversation.content).verloop
        parts: list[Any] = []
        day: date | None = None
        for moment in history(self.desk.dossier):
            if dutch_day(moment.op) != day:
                day = dutch_day(moment.op)
                parts.append((f"{'' if not parts else chr(10)}{dutch_date(day)}\n", "bold $primary"))
            who = f" ({moment.door})" if moment.door else ""
            sign = "★" if moment.is_doel else "·"
            parts += [f"  {sign} {moment.tekst}\n", (f"    {words.get(moment.soort, moment.soort)}{who}\n", "$text-muted")]
            parts += [(f"    “{said}”\n", "$accent") for said in moment.woorden]
        return Content.assemble(*parts) if parts else Content.styled(t("geschiedenis.leeg"), "$text-muted")

    def on_mount(self) -> None:
        box = self.query_one("#geschiedenis-tekst", VerticalScroll)
        box.focus()
        box.scroll_end(animate=False)

    def action_vergelijk(self) -> None:
        if len(moments(self.desk.dossier)) < 2:
            self.query_one("#geschiedenis-melding", Static).update(Content(t("vergelijk.een_dag")))
            return
        self.app.push_screen(CompareScreen(self.desk))

    def action_druk_af(self) -> None:
        from tui.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(self.desk, host(self).opening.sheets(), blad="verloop"))

    def action_weg(self) -> None:
        self.dismiss(None)


class CompareScreen(ModalScreen[None]):
    """Two days beside each other. No number, no verdict: the words say it."""

    BINDINGS = bindings("venster", t)
    CSS = """
    CompareScreen .venster { width: 100; height: 96%; }
    CompareScreen Pick { height: auto; }
    CompareScreen VerticalScroll { height: 1fr; margin: 1 0 0 0; scrollbar-size-vertical: 1; }
    """
    hulp = "vergelijk"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._days = moments(desk.dossier)

    def compose(self) -> ComposeResult:
        options = [(day.isoformat(), day_words(day)) for day in self._days[-SHOWN:]]
        first = (self._days[0].isoformat(), day_words(self._days[0]))
        if first not in options:
            options.insert(0, first)
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("vergelijk.titel"))
            yield Pick("vergelijk-toen", t("vergelijk.toen"), options, options[0][0])
            yield Pick("vergelijk-nu", t("vergelijk.nu"), options, options[-1][0])
            with VerticalScroll(id="vergelijk-tekst"):
                yield Static("", id="vergelijk-woorden", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._show()
        self.query_one("#vergelijk-toen").focus()

    @on(Pick.Changed)
    def _show(self) -> None:
        days = [date.fromisoformat(self.query_one(f"#vergelijk-{name}", Pick).value) for name in ("toen", "nu")]
        try:
            found = compare(self.desk.dossier, *days)
        except AssistantError as error:
            self.query_one("#vergelijk-woorden", Static).update(Content.styled(error.sentence, "$text-muted"))
            return
        self.query_one("#vergelijk-woorden", Static).update(self._text(found))

    def _text(self, both: Vergelijking) -> Content:
        then, now = dutch_date(both.toen), dutch_date(both.nu)
        parts: list[Any] = []
        for twice in both.zelfde_vraag:
            parts += [(f"{twice.vraag}\n", "bold"), (f"  {then}  ", "$text-muted"), (f"“{twice.toen}”\n", "$accent")]
            parts += [(f"  {now}  ", "$text-muted"), (f"“{twice.nu}”\n\n", "$accent")]
        for head, words in (
            (t("vergelijk.gezegd", dag=then), both.gezegd_toen),
            (t("vergelijk.gezegd", dag=now), both.gezegd_nu),
            (t("vergelijk.erbij"), both.krachten_erbij),
        ):
            if words:
                parts += [(f"{head}\n", "bold $primary"), *[(f"  “{w}”\n", "$accent") for w in words], "\n"]
        if both.gedaan:
            parts += [(f"{t('vergelijk.gedaan')}\n", "bold $primary"), *[f"  {w}\n" for w in both.gedaan]]
        return Content.assemble(*parts)

    def action_weg(self) -> None:
        self.dismiss(None)
