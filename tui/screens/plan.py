"""tui.screens.plan: from a wish to one small actie. Drafts stand apart from the plan; two acts of people lie between: the begeleider
confirms, the client chooses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from assistant.domain.actieplan import Actie, ActieStatus, Langetermijndoel, Wie
from assistant.domain.values import UitingId
from assistant.engine.conversing import Concept, Concepten
from assistant.engine.following import day_words, nudges, wants_smaller
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.messages import ActiesDrafted
from tui.screens.agenda import goal_card, living_goals, push_new_goal
from tui.screens.desk import Desk
from tui.screens.goal_form import GoalScreen
from tui.screens.grow import make_smaller
from tui.screens.host import host
from tui.screens.plan_forms import ChoiceScreen, ConfirmActieScreen, DraftScreen, LookBackScreen
from tui.texts import t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.widgets.waiting import Waiting
from tui.working import work

if TYPE_CHECKING:
    from assistant.domain.guidance import Passage
    from assistant.engine.draft_writing import Inkijk


class PlanScreen(Screen[None]):
    """Wishes, drafts and the plan, one under the other, in two columns when wide."""

    CSS_PATH = ["../styles/base.tcss", "../styles/plan.tcss"]
    BINDINGS = bindings("plan", t)
    HORIZONTAL_BREAKPOINTS = [(0, "-smal"), (100, "-breed")]
    hulp = "plan"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._drafts: dict[str, Concept] = {}
        self._count = 0
        self._passages: dict[str, Passage] = {}
        self._waiting = Waiting(self, self._tell)

    def compose(self) -> ComposeResult:
        with Horizontal(id="plan-kop"):
            yield Static(Content.assemble((self.desk.dossier.code, "bold $primary"), (f"  {t('plan.titel')}", "$text-muted")), markup=False)
        with Horizontal(id="plan-midden"):
            with Vertical(id="plan-wensen"):
                yield Static(t("plan.wensen"), classes="titel", markup=False)
                yield Static("", id="wensen-uitleg", classes="stil", markup=False)
                yield Lines(id="wensen")
            with Vertical(id="plan-rest"):
                yield Static("", id="plan-duwtje", classes="waarschuwing", markup=False)
                yield Static("", id="plan-melding", markup=False)
                yield Lines(id="regels")
        yield KeyBar()

    def on_mount(self) -> None:
        self._fill()
        wishes = self.query_one("#wensen", Lines)
        (wishes if wishes.option_count and not self.desk.dossier.plan.acties else self.query_one("#regels")).focus()
        if not self.desk.dossier.plan.bevestigd:
            self._tell(t("plan.uitleg"))

    # -- showing ---------------------------------------------------------------------------------

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#plan-melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    def _fill(self) -> None:
        dossier = self.desk.dossier
        wishes = [Line(w.id, Content.styled(f"“{w.citaat.tekst}”", "$accent")) for w in dossier.wensen]
        self.query_one("#wensen", Lines).fill(wishes)
        self.query_one("#wensen", Lines).display = bool(wishes)
        self.query_one("#wensen-uitleg", Static).update(Content(t("plan.kies_wens") if wishes else t("plan.geen_wens")))
        lines: list[Line] = []
        concepts = [a for a in dossier.plan.acties if a.status is ActieStatus.CONCEPT]
        if self._drafts or concepts:
            lines.append(Line(None, Content.styled(t("plan.voorstellen"), "bold $primary")))
        lines += [Line(key, self._draft_card(draft)) for key, draft in self._drafts.items()]
        lines += [Line(a.id, self._actie_card(a)) for a in concepts]
        agreed = dossier.plan.bevestigd
        lines.append(Line(None, Content.styled(t("plan.bevestigd"), "bold $primary")))
        if not agreed:
            lines.append(Line(None, Content.styled(t("plan.nog_niets"), "$text-muted")))
        lines += [Line(a.id, self._actie_card(a)) for a in agreed]
        if goals := living_goals(self.desk):
            lines.append(Line(None, Content.styled(t("plan.doelen"), "bold $primary")))
            lines += [Line(d.id, goal_card(self.desk, d)) for d in goals]
        found = nudges(dossier, self.desk.conversation.content, self.desk.assistant.clock.now())
        box = self.query_one("#plan-duwtje", Static)
        box.update(Content(f"▸ {found[0].tekst}" if found else ""))
        box.display = bool(found)
        self.query_one("#regels", Lines).fill(lines)

    def _draft_card(self, draft: Concept) -> Content:
        origin = t(f"plan.bron.{draft.bron}") if draft.bron in ("regels", "model", "begeleider") else draft.bron
        return Content.assemble(
            (f"{t('plan.concept')} · {origin}\n", "$warning"),
            *self._body(draft.doel, draft.actie, draft.wie, draft.wie_naam, draft.wanneer, draft.waar, draft.als_het_tegenzit),
            *self._rests(draft.uitingen, draft.krachten, draft.hulpbron, [(c.document, c.kop) for c in draft.citaties]),
        )

    def _actie_card(self, actie: Actie) -> Content:
        doel = next((d.tekst for d in self.desk.dossier.plan.doelen if d.id == actie.doel), "")
        if actie.status is ActieStatus.CONCEPT:
            head = (f"{t('plan.concept')} · {t('plan.bewaard_concept')}\n", "$warning")
        else:
            by = actie.bevestiging.door if actie.bevestiging else ""
            head = (f"✓ {t('plan.bevestigd_door', naam=by)}\n", "bold $success")
        parts: list[Any] = [
            head,
            *self._body(doel, actie.tekst, actie.wie, actie.wie_naam, _moment(actie), actie.waar, actie.als_het_tegenzit),
        ]
        if actie.status is ActieStatus.BEVESTIGD:
            if actie.keuze is None:
                parts.append((f"{t('plan.keuze_open')}\n", "$warning"))
            else:
                trust = f" · {t('plan.vertrouwen', cijfer=actie.keuze.vertrouwen)}" if actie.keuze.vertrouwen is not None else ""
                parts.append((f"{t(f'keuze.{actie.keuze.keuze.value}')}{trust}\n", "bold"))
                if wants_smaller(actie):
                    parts.append((f"{t('plan.kleiner')}\n", "$warning"))
        for look in actie.terugblikken:
            parts.append((f"{t('plan.terugblik', hoe=t(f'verloop.{look.verloop.value}'))}\n", "$text-muted"))
        parts += self._rests(actie.uitingen, actie.krachten, actie.hulpbron, [(c.document, c.kop) for c in actie.citaties])
        return Content.assemble(*parts)

    def _body(self, doel: str, tekst: str, wie: Wie, naam: str, wanneer: str, waar: str, tegen: str) -> list[Any]:
        who = t(f"wie.{wie.value}") + (f" ({naam})" if naam else "")
        rows = [
            (t("plan.doel"), doel),
            (t("plan.wie"), who),
            (t("plan.wanneer"), wanneer or t("plan.open")),
            (t("plan.waar"), waar),
            (t("plan.tegenzit"), tegen),
        ]
        out: list[Any] = [(f"{tekst}\n", "bold")]
        for label, value in rows:
            if value:
                out += [(f"{label:<13}", "$text-muted"), f"{value}\n"]
        return out

    def _rests(
        self, uitingen: tuple[UitingId, ...], krachten: tuple[str, ...], hulpbron: str | None, sources: list[tuple[str, tuple[str, ...]]]
    ) -> list[Any]:
        dossier = self.desk.dossier
        out: list[Any] = []
        texts = {u.id: u.tekst for u in dossier.uitingen}
        for uid in uitingen[:2]:
            text = texts.get(uid, "").strip()
            short = text if len(text) <= 160 else text[:160].rsplit(" ", 1)[0] + " …"
            out += [(f"{t('plan.rust_op'):<13}", "$text-muted"), (f"“{short}”\n", "$accent")]
        used = [k.citaat.tekst for k in dossier.krachten if k.id in krachten]
        if used:
            out += [(f"{t('plan.krachten'):<13}", "$text-muted"), ("; ".join(f"“{q}”" for q in used) + "\n", "$accent")]
        for helper in dossier.hulpbronnen:
            if helper.id == hulpbron:
                out += [(f"{t('plan.hulpbron'):<13}", "$text-muted"), (f"“{helper.citaat.tekst}”\n", "$accent")]
        for document, kop in sources[:2]:
            where = " › ".join(s for s in dict.fromkeys((document, *kop)) if s)
            if where:
                out.append((f"{t('plan.bron_kop'):<13}{where}\n", "$text-muted"))
        return out

    # -- which line ------------------------------------------------------------------------------

    def _chosen(self) -> Concept | Actie | None:
        line_id = self.query_one("#regels", Lines).highlighted_id
        if line_id is None:
            return None
        if line_id in self._drafts:
            return self._drafts[line_id]
        found = self.desk.dossier.plan.get(line_id)
        return found if isinstance(found, Actie) else None

    def _key_of(self, draft: Concept) -> str:
        return next(key for key, item in self._drafts.items() if item is draft)

    async def _saved(self, call: Any) -> bool:
        try:
            await self.desk.save(call)
        except AssistantError as error:
            self._tell(f"{error.title}: {error.sentence}", bad=True)
            return False
        self._fill()
        return True

    # -- drafting --------------------------------------------------------------------------------

    @on(OptionList.OptionSelected, "#wensen")
    def _wish_entered(self) -> None:
        self.action_voorstel()

    def action_rechten(self) -> None:
        """What the client may ask of us; leave for printing and for a model stands there too."""
        from tui.screens.rights import RightsScreen, RightsTable

        self.app.push_screen(RightsScreen(RightsTable(self.desk)), lambda _: self._fill())

    def action_voorstel(self) -> None:
        """Ask for drafts from the wish under the cursor (or from everything that was said)."""
        if self._waiting.busy:
            return  # asked already; a second question would only wait behind the first
        self._tell("")
        self._waiting.begin(t("plan.bezig"))
        self._draft(self.query_one("#wensen", Lines).highlighted_id)

    @work(thread=True, exclusive=True, group="voorstel")
    def _draft(self, wish: str | None) -> None:
        """First what would leave this machine, when that may happen at all; a person lets it go or not."""
        seen = self.desk.conversation.inkijk(wish)
        if seen is None:
            self._ask(wish)
        else:
            self.app.call_from_thread(self._let_see, wish, seen)

    def _ask(self, wish: str | None, gezien: str = "") -> None:
        version = self.desk.dossier.version
        self.post_message(ActiesDrafted(self.desk.conversation.draft(wish, gezien=gezien), version))

    def _let_see(self, wish: str | None, seen: Inkijk) -> None:
        from tui.screens.inkijk import InkijkScreen

        def answered(go: bool | None) -> None:
            self._ask_again(wish, seen.controle if go else "")

        self.app.push_screen(InkijkScreen(seen), answered)

    @work(thread=True, exclusive=True, group="voorstel")
    def _ask_again(self, wish: str | None, gezien: str) -> None:
        self._ask(wish, gezien)

    @on(ActiesDrafted)
    def _drafted(self, event: ActiesDrafted) -> None:
        concepten: Concepten = event.concepten
        self._waiting.end()
        if concepten.fout:
            self._tell(f"{concepten.fout} {t('plan.opnieuw')}", bad=True)
            return
        if not concepten.voorstellen:
            self._tell(concepten.vraag or t("plan.geen_voorstel"))
            return
        self._drafts = {}
        for concept in concepten.voorstellen[:3]:
            self._count += 1
            self._drafts[f"voorstel-{self._count}"] = concept
        self._tell(t("plan.gevonden", aantal=len(self._drafts)))
        self._fill()
        box = self.query_one("#regels", Lines)
        box.highlighted = 1
        box.focus()

    def action_zelf(self) -> None:
        """A small actie in the client's own words, without a draft."""
        dossier = self.desk.dossier
        wish = next((w for w in dossier.wensen if w.id == self.query_one("#wensen", Lines).highlighted_id), None)
        last = dossier.laatste_uiting
        rests = wish.citaat.uiting if wish else (last.id if last else None)
        if rests is None:
            self._tell(t("plan.geen_wens"))
            return
        blank = Concept(
            doel=wish.citaat.tekst if wish else t("plan.doel_leeg"), actie=t("plan.actie_leeg"), uitingen=(rests,), bron="begeleider"
        )
        self.app.push_screen(DraftScreen(self.desk, blank, None), self._edited)

    # -- what a person does with a line -----------------------------------------------------------

    def action_wijzig(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            self._tell(t("plan.kies_regel"))
        elif isinstance(chosen, Concept):
            self._editing = self._key_of(chosen)
            self.app.push_screen(DraftScreen(self.desk, chosen, None), self._edited)
        else:
            self._editing = ""
            self.app.push_screen(DraftScreen(self.desk, as_concept(chosen, self.desk), chosen.id), self._edited)

    _editing = ""

    @on(OptionList.OptionSelected, "#regels")
    def _line_entered(self, event: OptionList.OptionSelected) -> None:
        if isinstance(self.desk.dossier.plan.get(event.option_id or ""), Langetermijndoel):
            self.action_doel()
            return
        chosen = self._chosen()
        if isinstance(chosen, Actie) and chosen.status is ActieStatus.BEVESTIGD:
            self.action_keuze()
        else:
            self.action_bevestig()

    def _edited(self, actie_id: str | None) -> None:
        if actie_id:
            self._drafts.pop(self._editing, None)
            self._tell(t("plan.concept_bewaard"))
        self._editing = ""
        self._fill()
        if actie_id:  # it stands elsewhere in the list now, and the next key is about this step
            self.query_one("#regels", Lines).stand_on(actie_id)

    def action_bevestig(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            self._tell(t("plan.kies_regel"))
            return
        if isinstance(chosen, Actie) and chosen.status is ActieStatus.BEVESTIGD:
            self._tell(t("plan.al_bevestigd"))
            return
        concept = chosen if isinstance(chosen, Concept) else as_concept(chosen, self.desk)
        what: Concept | str = chosen if isinstance(chosen, Concept) else chosen.id
        key = self._key_of(chosen) if isinstance(chosen, Concept) else ""
        self.app.push_screen(ConfirmActieScreen(self.desk, concept, what), lambda done: self._confirmed(done, key))

    def _confirmed(self, actie_id: str | None, key: str) -> None:
        if not actie_id:
            return
        self._drafts.pop(key, None)
        self._fill()
        self._tell(t("plan.nu_keuze"))
        self.app.push_screen(ChoiceScreen(self.desk, actie_id), lambda said: self._chosen_by_client(actie_id, said))

    def _chosen_by_client(self, actie_id: str, said: bool | None) -> None:
        """Back on the step that was just put in the plan; without a choice the line says how to note it later."""
        self._fill()
        self.query_one("#regels", Lines).stand_on(actie_id)
        item = self.desk.dossier.plan.get(actie_id)
        low = isinstance(item, Actie) and wants_smaller(item)
        self._tell(t("plan.kleiner") if said and low else t("plan.keuze_vast") if said else t("plan.keuze_later"))

    @work(group="weigeren")
    async def action_weiger(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            self._tell(t("plan.kies_regel"))
            return
        if isinstance(chosen, Actie) and chosen.status is ActieStatus.BEVESTIGD:
            self._tell(t("plan.al_bevestigd_weiger"))
            return
        what: Concept | str = chosen if isinstance(chosen, Concept) else chosen.id
        if await self._saved(lambda: self.desk.conversation.refuse_actie(what)):
            if isinstance(chosen, Concept):
                self._drafts.pop(self._key_of(chosen), None)
            self._fill()
            self._tell(t("plan.geweigerd"))

    def action_keuze(self) -> None:
        chosen = self._chosen()
        if isinstance(chosen, Actie) and chosen.status is ActieStatus.BEVESTIGD:
            self.app.push_screen(ChoiceScreen(self.desk, chosen.id), lambda _: self._fill())
        else:
            self._tell(t("plan.eerst_bevestigen"))

    @work(group="kleiner", exclusive=True)
    async def action_kleiner(self) -> None:
        """A smaller form of this step, as a new draft."""
        chosen = self._chosen()
        if isinstance(chosen, Actie) and chosen.status is ActieStatus.BEVESTIGD:
            await make_smaller(self, self.desk, chosen.id, self._fill)
        else:
            self._tell(t("plan.eerst_bevestigen"))

    def action_doel(self) -> None:
        """The goal under the cursor, or of the step under it; otherwise a new one from the wish under the cursor."""
        line_id = self.query_one("#regels", Lines).highlighted_id
        found = self.desk.dossier.plan.get(line_id or "")
        doel_id = found.doel if isinstance(found, Actie) else found.id if found is not None else None
        if doel_id is not None and self.desk.dossier.plan.get(doel_id) is not None:
            self.app.push_screen(GoalScreen(self.desk, doel_id), lambda _: self._fill())
        else:
            push_new_goal(self, self.desk, self._tell, self.query_one("#wensen", Lines).highlighted_id)

    def action_agenda(self) -> None:
        from tui.screens.tools import open_tool

        open_tool(self, "agenda", self._fill)

    def action_opvolgen(self) -> None:
        from tui.screens.tools import open_tool

        open_tool(self, "opvolgen", self._fill)

    def action_terugblik(self) -> None:
        chosen = self._chosen()
        if isinstance(chosen, Actie) and chosen.status is ActieStatus.BEVESTIGD:
            self.app.push_screen(LookBackScreen(self.desk, chosen.id), lambda _: self._fill())
        else:
            self._tell(t("plan.eerst_bevestigen"))

    def action_bron(self) -> None:
        """Open the first source of the line, as it stands in the sources now."""
        from tui.screens.passage import PassageScreen

        chosen = self._chosen()
        if chosen is None or not chosen.citaties:
            self._tell(t("plan.geen_bron"))
            return
        self.app.push_screen(PassageScreen(self.desk.assistant, citation=chosen.citaties[0]))

    def action_beoordeel(self) -> None:
        """Read the plan as a colleague, beside the client's words."""
        from tui.screens.review_list import ReviewListScreen, table_of

        self.app.push_screen(ReviewListScreen(table_of(self.desk)), lambda _: self._fill())

    def action_meer(self) -> None:
        from tui.screens.tools import open_menu

        open_menu(self, self._fill)

    def action_druk_af(self) -> None:
        from tui.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(self.desk, host(self).opening.sheets()))

    def action_weg(self) -> None:
        self.dismiss(None)


def as_concept(actie: Actie, desk: Desk) -> Concept:
    doel = next((d.tekst for d in desk.dossier.plan.doelen if d.id == actie.doel), actie.tekst)
    return Concept(
        doel=doel,
        actie=actie.tekst,
        wie=actie.wie,
        wie_naam=actie.wie_naam,
        wanneer=actie.wanneer,
        datum=actie.datum,
        vorige=actie.vorige,
        waar=actie.waar,
        als_het_tegenzit=actie.als_het_tegenzit,
        uitingen=actie.uitingen,
        krachten=actie.krachten,
        hulpbron=actie.hulpbron,
        bron=actie.herkomst.value,
        patroon=actie.patroon,
        citaties=actie.citaties,
    )


def _moment(actie: Actie) -> str:
    """The moment in words, with the day where there is one."""
    return " · ".join(part for part in (actie.wanneer, day_words(actie.datum) if actie.datum else "") if part)
