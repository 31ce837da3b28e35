"""tui.screens.agenda: the plan as a working agenda: what it is for, and what comes when. This week, the next two weeks, later."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from assistant.domain.actieplan import Actie, ActieStatus, Keuze, Langetermijndoel
from assistant.engine.following import agenda, day_words, nudges, wants_smaller
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.goal_form import GoalScreen
from tui.screens.grow import make_smaller
from tui.screens.host import host
from tui.screens.plan_forms import ChoiceScreen, LookBackScreen
from tui.texts import t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.working import work


def living_goals(desk: Desk) -> list[Langetermijndoel]:
    """Goals that were not refused, those worked on now first."""
    goals = [d for d in desk.dossier.plan.doelen if d.status is not ActieStatus.GEWEIGERD]
    return sorted((d for d in goals if not (d.keuze and d.keuze.keuze is Keuze.NIET_GEKOZEN)), key=lambda d: not d.in_focus)


def goal_card(desk: Desk, doel: Langetermijndoel) -> Content:
    """What the client wants, why, where, and whether it is worked on now."""
    labels = {item.id: item.label for item in desk.conversation.content.leefgebieden.leefgebieden}
    parts: list[Any] = [(f"{'★' if doel.in_focus else '☆'} {doel.tekst}\n", "bold")]
    if doel.status is not ActieStatus.BEVESTIGD:
        parts.append((f"{t('plan.concept')}\n", "$warning"))
    if doel.waarom:
        parts += [(f"{t('agenda.waarom')} ", "$text-muted"), (f"“{doel.waarom}”\n", "$accent")]
    else:
        parts.append((f"{t('agenda.geen_waarom')}\n", "$warning"))
    areas = ", ".join(labels.get(a, a) for a in doel.leefgebieden)
    parts.append((f"{areas}{' · ' if areas else ''}{t('doel.nu') if doel.in_focus else t('doel.straks')}", "$text-muted"))
    return Content.assemble(*parts)


class AgendaScreen(Screen[None]):
    CSS_PATH = ["../styles/base.tcss", "../styles/after.tcss"]
    BINDINGS = bindings("agenda", t)
    HORIZONTAL_BREAKPOINTS = [(0, "-smal"), (100, "-breed")]
    hulp = "agenda"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def compose(self) -> ComposeResult:
        with Horizontal(classes="na-kop"):
            yield Static(
                Content.assemble((self.desk.dossier.code, "bold $primary"), (f"  {t('agenda.titel')}", "$text-muted")), markup=False
            )
        yield Static("", id="agenda-duwtjes", classes="waarschuwing na-regel", markup=False)
        with Horizontal(id="agenda-midden", classes="na-midden"):
            with Vertical(id="agenda-doelen-deel", classes="na-links"):
                yield Static(t("agenda.doelen"), classes="titel", markup=False)
                yield Lines(id="agenda-doelen")
            with Vertical(id="agenda-rechts", classes="na-rechts"):
                yield Lines(id="agenda-lijst")
        yield Static("", id="agenda-melding", classes="stil na-regel", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._fill()
        self.query_one("#agenda-lijst", Lines).focus()

    def on_screen_resume(self) -> None:
        self._fill()

    def _tell(self, text: str) -> None:
        self.query_one("#agenda-melding", Static).update(Content(text))

    def _fill(self) -> None:
        dossier, now = self.desk.dossier, self.desk.assistant.clock.now()
        found = nudges(dossier, self.desk.conversation.content, now)
        box = self.query_one("#agenda-duwtjes", Static)
        box.update(Content("\n".join(f"▸ {n.tekst}" for n in found[:2])))
        box.display = bool(found)
        goals = living_goals(self.desk)
        self.query_one("#agenda-doelen", Lines).fill(
            [Line(d.id, goal_card(self.desk, d)) for d in goals] or [Line(None, Content.styled(t("agenda.geen_doel"), "$text-muted"))]
        )
        lines: list[Line] = []
        for part, acties in agenda(dossier, now).delen:
            lines.append(Line(None, Content.styled(t(f"agenda.deel.{part}"), "bold $primary")))
            lines += [Line(a.id, self._card(a)) for a in acties]
        self.query_one("#agenda-lijst", Lines).fill(lines or [Line(None, Content.styled(t("agenda.leeg"), "$text-muted"))])

    def _card(self, actie: Actie) -> Content:
        who = t(f"wie.{actie.wie.value}") + (f" ({actie.wie_naam})" if actie.wie_naam else "")
        day = f"{day_words(actie.datum)} · " if actie.datum else ""
        goal = next((d.tekst for d in self.desk.dossier.plan.doelen if d.id == actie.doel), "")
        parts: list[Any] = [(day, "bold $primary"), (f"{actie.tekst}\n", "bold"), (f"{who} · {actie.wanneer or t('plan.open')}\n", "")]
        if goal:
            parts.append((f"{t('plan.doel')}: {goal}\n", "$text-muted"))
        if actie.keuze is None:
            parts.append((f"{t('agenda.keuze_open')}\n", "$warning"))
        elif wants_smaller(actie):
            parts.append((f"{t('agenda.kleiner')}\n", "$warning"))
        if actie.terugblikken:
            parts.append((f"{t('plan.terugblik', hoe=t(f'verloop.{actie.terugblikken[-1].verloop.value}'))}\n", "$text-muted"))
        return Content.assemble(*parts)

    # -- what a person does --------------------------------------------------------------------------

    def _actie(self) -> Actie | None:
        found = self.desk.dossier.plan.get(self.query_one("#agenda-lijst", Lines).highlighted_id or "")
        if not isinstance(found, Actie):
            self._tell(t("agenda.kies"))
            return None
        return found

    @on(OptionList.OptionSelected, "#agenda-lijst")
    def action_terugblik(self) -> None:
        if (actie := self._actie()) is not None:
            self.app.push_screen(LookBackScreen(self.desk, actie.id))

    def action_keuze(self) -> None:
        if (actie := self._actie()) is not None:
            self.app.push_screen(ChoiceScreen(self.desk, actie.id))

    @work(group="kleiner", exclusive=True)
    async def action_kleiner(self) -> None:
        if (actie := self._actie()) is not None:
            await make_smaller(self, self.desk, actie.id, self._fill)

    @on(OptionList.OptionSelected, "#agenda-doelen")
    def action_doel(self) -> None:
        """The goal under the cursor; without one a new goal from the last wish."""
        chosen = self.query_one("#agenda-doelen", Lines).highlighted_id
        if chosen is not None:
            self.app.push_screen(GoalScreen(self.desk, chosen))
        else:
            self.action_nieuw_doel()

    def action_nieuw_doel(self) -> None:
        push_new_goal(self, self.desk, self._tell)

    def action_bestand(self) -> None:
        """The open steps with a date as a file for a calendar."""
        from tui.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(self.desk, host(self).opening.sheets(), blad="plan", vorm="ics"))

    def action_weg(self) -> None:
        self.dismiss(None)


def push_new_goal(screen: Screen[Any], desk: Desk, tell: Any, wish: str | None = None) -> None:
    """The form for a new goal, resting on this wish, the last wish, or the last words. Without any words of the client there is no goal."""
    dossier = desk.dossier
    found = next((w for w in dossier.wensen if w.id == wish), dossier.wensen[-1] if dossier.wensen else None)
    source = found.citaat.uiting if found else (dossier.laatste_uiting.id if dossier.laatste_uiting else "")
    if not source:
        tell(t("plan.geen_wens"))
        return
    screen.app.push_screen(GoalScreen(desk, None, uiting=source, tekst=found.citaat.tekst if found else ""))
