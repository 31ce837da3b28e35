"""tui.screens.follow_up: a next conversation. It opens with what got better; then the steps, one by one; then on with the talk.

A step that went otherwise is never called anything else: from here it becomes a smaller or another step, or stays as it is.
"""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from assistant.domain.actieplan import Actie
from assistant.engine.following import BETER, Following, agenda, day_words, dutch_day, moments
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.grow import make_other, make_smaller
from tui.screens.plan_forms import LookBackScreen
from tui.screens.talk import TalkScreen
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.working import work


def is_due(desk: Desk) -> bool:
    """Whether a next conversation begins now: the last words are of an earlier day, and there are steps to look back on."""
    days = moments(desk.dossier)
    today = dutch_day(desk.assistant.clock.now())
    return bool(days) and days[-1] < today and bool(desk.dossier.plan.open_acties) and not desk.read_only


class FollowUpScreen(TalkScreen):
    CSS_PATH = ["../styles/base.tcss", "../styles/after.tcss"]
    BINDINGS = bindings("opvolgen", t)
    HORIZONTAL_BREAKPOINTS = [(0, "-smal"), (100, "-breed")]
    AUTO_FOCUS = "#opvolg-antwoord"
    ANSWER = "#opvolg-antwoord"
    TOLD = "#opvolg-melding"
    KEPT_AS = "opvolgen"
    hulp = "opvolgen"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.following = Following(desk.conversation)
        self._question = self.following.opening()

    def compose(self) -> ComposeResult:
        with Horizontal(classes="na-kop"):
            head = Content.assemble((self.desk.dossier.code, "bold $primary"), (f"  {t('opvolgen.titel')}", "$text-muted"))
            yield Static(head, markup=False)
        with Vertical(id="opvolg-boven"):
            yield Static("", id="opvolg-vraag", markup=False)
            yield AnswerEditor("", id="opvolg-antwoord", placeholder=t("gesprek.typ_hier"))
            yield Static("", id="opvolg-melding", markup=False)
        yield Lines(id="opvolg-lijst")
        yield KeyBar()

    def on_mount(self) -> None:
        self._fill()
        self.bring_back()

    def words_are_for(self) -> str:
        return self._question

    def back_to(self, question: str) -> None:
        if question:
            self._question = question
            self._fill()

    def on_screen_resume(self) -> None:
        self._fill()

    def _fill(self) -> None:
        dossier, now = self.desk.dossier, self.desk.assistant.clock.now()
        self.query_one("#opvolg-vraag", Static).update(Content.styled(self._question, "bold"))
        today = dutch_day(now)
        said = [u for u in dossier.geldige_uitingen if u.vraag_id == BETER and dutch_day(u.op) == today]
        lines: list[Line] = []
        if said:
            lines.append(Line(None, Content.styled(t("opvolgen.gehoord"), "bold $primary")))
            lines += [Line(None, Content.styled(f"“{u.tekst}”", "$accent")) for u in said]
        looked = [a for a in dossier.plan.bevestigd if a.terugblikken and dutch_day(a.terugblikken[-1].op) == today]
        still = [a for _, acties in agenda(dossier, now).delen for a in acties if a not in looked]
        for head, acties in ((t("opvolgen.stappen"), still), (t("opvolgen.bekeken"), looked)):
            if acties:
                lines.append(Line(None, Content.styled(head, "bold $primary")))
                lines += [Line(a.id, self._card(a)) for a in acties]
        if not still and not looked:
            lines.append(Line(None, Content.styled(t("opvolgen.geen_stap"), "$text-muted")))
        self.query_one("#opvolg-lijst", Lines).fill(lines)

    def _card(self, actie: Actie) -> Content:
        when = day_words(actie.datum) if actie.datum else actie.wanneer
        parts: list[Any] = [(f"{actie.tekst}\n", "bold"), (f"{when or t('plan.open')}\n", "$text-muted")]
        if actie.terugblikken:
            last = actie.terugblikken[-1]
            parts.append((f"{t(f'verloop.{last.verloop.value}')}\n", "bold $success" if last.verloop.value == "gedaan" else "bold"))
            parts += [(f"“{words}” ", "$accent") for words in (last.hoe_ging_het, last.wat_hielp, last.wie_hielp, last.geleerd) if words]
            if self.following.next_after(actie):
                parts.append((f"\n{t('opvolgen.hierna')}", "$warning"))
        return Content.assemble(*parts)

    # -- what got better -----------------------------------------------------------------------------

    @work(exclusive=True, group="bewaren")
    async def action_bewaar(self) -> None:
        """Keep the words; the safety card comes before the disk answers."""
        if self.editor.is_blank:
            self.query_one("#opvolg-lijst", Lines).focus()
            self._tell(t("opvolgen.naar_stappen"))
            return
        question = self._question
        if await self._keep_words(lambda text, uiting_id: self.following.better(text, vraag=question, uiting_id=uiting_id)) is None:
            return
        self._question = self.following.opening()
        self._tell(t("opvolgen.bewaard"))
        self._fill()
        self.query_one("#opvolg-lijst", Lines).focus()

    def action_andere_vraag(self) -> None:
        """Back to the text field, for more that got better."""
        self.editor.focus()

    # -- the steps -----------------------------------------------------------------------------------

    def _actie(self) -> Actie | None:
        found = self.desk.dossier.plan.get(self.query_one("#opvolg-lijst", Lines).highlighted_id or "")
        if not isinstance(found, Actie):
            self._tell(t("agenda.kies"))
            return None
        return found

    @on(OptionList.OptionSelected, "#opvolg-lijst")
    def action_terugblik(self) -> None:
        if (actie := self._actie()) is not None:
            self.app.push_screen(LookBackScreen(self.desk, actie.id), lambda done: self._looked(actie.id, done))

    def _looked(self, actie_id: str, done: bool | None) -> None:
        self._fill()
        actie = self.desk.dossier.plan.get(actie_id)
        if done and isinstance(actie, Actie):
            self._tell(t("opvolgen.hierna") if self.following.next_after(actie) else t("opvolgen.mooi"))

    @work(group="kleiner", exclusive=True)
    async def action_kleiner(self) -> None:
        if (actie := self._actie()) is not None:
            await make_smaller(self, self.desk, actie.id, self._fill)

    def action_anders(self) -> None:
        if (actie := self._actie()) is not None:
            make_other(self, self.desk, actie.id, self._fill)

    def action_vergelijk(self) -> None:
        from tui.screens.history import CompareScreen

        if len(moments(self.desk.dossier)) < 2:
            self._tell(t("vergelijk.een_dag"))
            return
        self.app.push_screen(CompareScreen(self.desk))

    def action_geschiedenis(self) -> None:
        from tui.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.desk))

    def action_tegenslag(self) -> None:
        from tui.screens.setbacks import TegenslagScreen

        self.app.push_screen(TegenslagScreen(self.desk))
