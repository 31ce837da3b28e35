"""tui.screens.review_list: the reviews of one plan, newest on top; begin one, go on with one, read along as the second, answer."""

from __future__ import annotations

import asyncio

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from assistant.domain.beoordeling import Beoordeling, Stand
from assistant.engine.assistant import Assistant
from assistant.engine.reviewing import EXTERN, Reviewing, plan_lines
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.screens.desk import Desk
from tui.screens.review import ReviewScreen, ReviewTable
from tui.screens.review_forms import StartReviewScreen
from tui.screens.review_rows import review_row
from tui.texts import t
from tui.widgets.choice_list import Lines
from tui.widgets.key_bar import KeyBar
from tui.working import work


def open_table(assistant: Assistant, dossier_id: str) -> ReviewTable:
    """Read the dossier to review it (the access log says so). Blocks. Raises StoreError."""
    return ReviewTable(Reviewing(assistant, assistant.open(dossier_id, reden="beoordeling")))


def table_of(desk: Desk) -> ReviewTable:
    """The table beside an open conversation."""
    return ReviewTable(Reviewing(desk.assistant, desk.dossier), desk)


class ReviewListScreen(Screen[None]):
    CSS_PATH = "../styles/review.tcss"
    DEFAULT_CSS = """
    ReviewListScreen #beoordelingen-rest { height: 1fr; padding: 1 2; }
    ReviewListScreen #beoordelingen { height: auto; max-height: 1fr; }
    ReviewListScreen #beoordelingen > .option-list--option { padding: 0 1 1 1; }
    ReviewListScreen #beoordelingen-uitleg { height: auto; margin: 0 0 1 0; }
    ReviewListScreen #beoordelingen-melding { height: auto; min-height: 1; }
    """
    BINDINGS = bindings("beoordelingen", t)
    hulp = "beoordelingen"

    def __init__(self, table: ReviewTable) -> None:
        super().__init__()
        self.table = table
        self._busy = False
        self._opened = ""

    def compose(self) -> ComposeResult:
        dossier = self.table.reviewing.dossier
        file = str((dossier.rooms.get(EXTERN) or {}).get("bestand") or "")
        about = t("beoordelingen.titel_bron", bestand=file) if file else t("beoordelingen.titel")
        head = Content.assemble((dossier.code, "bold $primary"), (f"  {about}", "$text-muted"))
        with Horizontal(id="beoordeel-kop"):
            yield Static(head, id="beoordeel-links", markup=False)
        with Vertical(id="beoordelingen-rest"):
            yield Static("", id="beoordelingen-uitleg", classes="stil", markup=False)
            yield Lines(id="beoordelingen")
            yield Static("", id="beoordelingen-melding", markup=False)
        yield KeyBar()

    def on_screen_resume(self) -> None:
        if self.table.desk is not None:
            self.table.reviewing.dossier = self.table.desk.dossier
        self._fill()
        if self._opened:  # Enter goes on with what was just looked at, also when a new one came above it
            self.query_one("#beoordelingen", Lines).stand_on(self._opened)

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#beoordelingen-melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    def _fill(self) -> None:
        reviewing, kamer = self.table.reviewing, self.table.reviewing.kamer
        rows = []
        for item in reversed(kamer.beoordelingen):
            hidden = not kamer.zichtbaar_voor(item.id, self.table.naam)
            rows.append(review_row(item, hidden=hidden, current=reviewing.is_current(item), open_count=len(item.open_vragen)))
        box = self.query_one("#beoordelingen", Lines)
        box.fill(rows)
        box.display = bool(rows)
        lines = plan_lines(reviewing.dossier)
        text = t("beoordelingen.leeg_plan") if not lines else t("beoordelingen.uitleg" if rows else "beoordelingen.leeg", aantal=len(lines))
        self.query_one("#beoordelingen-uitleg", Static).update(Content(text))
        if rows:
            box.focus()

    # -- beginning -------------------------------------------------------------------------------

    def action_nieuw(self) -> None:
        if self._busy:  # the line says that the plan is being read; the review opens when that is done
            return
        reviewing = self.table.reviewing
        own = reviewing.kamer.open_van(self.table.naam)
        if own is not None:
            self._go(own.id)
            return
        if not plan_lines(reviewing.dossier):
            self._tell(t("beoordelingen.leeg_plan"), bad=True)
            return
        screen = StartReviewScreen(self.table.naam, own_work=reviewing.reviews_own_work, second=False)
        self.app.push_screen(screen, lambda given: self._start(given, None))

    def action_tweede(self) -> None:
        """Read along as the second, without seeing what the first one said."""
        if self._busy:
            return
        reviewing = self.table.reviewing
        waiting = [r for r in reviewing.kamer.met_tweede if not reviewing.kamer.ronde_klaar(r) and len(reviewing.kamer.van_ronde(r)) < 2]
        if not waiting:
            self._tell(t("beoordelingen.geen_tweede"))
            return
        screen = StartReviewScreen("", own_work=reviewing.reviews_own_work, second=True)
        self.app.push_screen(screen, lambda given: self._start(given, waiting[-1]))

    def _start(self, given: tuple[str, bool] | None, ronde: str | None) -> None:
        if given is not None and not self._busy:
            self._busy = True
            self._tell(t("beoordelingen.leest"))
            self._read(given[0], given[1], ronde)

    @work(group="lezen")
    async def _read(self, naam: str, second: bool, ronde: str | None) -> None:
        reviewing = self.table.reviewing
        try:
            seen = await asyncio.to_thread(reviewing.look)
            review = await self.table.save(lambda: reviewing.begin(naam, seen, met_tweede=second, ronde=ronde))
        except AssistantError as error:
            self._tell(f"{error.title}: {error.sentence}", bad=True)
            return
        finally:
            self._busy = False
        self.table.naam = naam
        self._tell(seen.fout, bad=bool(seen.fout))
        self._go(review.id)

    # -- going on --------------------------------------------------------------------------------

    @on(OptionList.OptionSelected, "#beoordelingen")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        kamer = self.table.reviewing.kamer
        review = kamer.get(str(event.option_id))
        if kamer.zichtbaar_voor(review.id, self.table.naam):
            self._go(review.id)
        elif review.stand is Stand.OPEN:
            asks = ConfirmScreen(
                t("beoordelingen.bent_u_titel"),
                t("beoordelingen.bent_u", naam=review.beoordelaar),
                yes=t("beoordelingen.bent_u_ja"),
                no=t("knop.terug"),
            )
            self.app.push_screen(asks, when_yes(lambda: self._go_on(review)))
        else:
            self._tell(t("beoordelingen.verborgen_zin"))

    def _go_on(self, review: Beoordeling) -> None:
        """After a stop: whoever began this review sits here again."""
        self.table.naam = review.beoordelaar
        self._go(review.id)

    def _go(self, review_id: str) -> None:
        self._opened = review_id
        self.app.push_screen(ReviewScreen(self.table, review_id))

    def action_zelf(self) -> None:
        """What this dossier shows of the method, check by check."""
        from tui.screens.audit import SelfCheckScreen

        dossier = self.table.reviewing.dossier
        if dossier.rooms.get(EXTERN) and not (dossier.krachten or dossier.plan.doelen or dossier.plan.acties):
            # a plan from a file alone: there is no talk, no inventory and no plan of this program to look at
            self._tell(t("beoordelingen.zelf_bestand"))
            return
        self.app.push_screen(SelfCheckScreen(self.table.reviewing.assistant, self.table.reviewing.dossier))

    def action_weg(self) -> None:
        self.dismiss(None)
