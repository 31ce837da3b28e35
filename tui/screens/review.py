"""tui.screens.review: the plan on the left, the client's words on the right, and lines between a plan line and the words it rests on.

On top stand the client's wishes that are nowhere in the plan. Findings stand under the line they are about; a reviewer agrees, disagrees
with a reason, remarks or suggests, and signs. The same screen, once signed, is where the begeleider answers.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, TypeVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from assistant.domain.beoordeling import HELE_PLAN, Beoordeling, Bevinding, Opmerking, Soort, Stand, same_name
from assistant.engine.reviewing import Reviewing, Spoor
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.host import host
from tui.screens.review_forms import AnswerRemarkScreen, DifferencesScreen, RemarkScreen, SignScreen
from tui.screens.review_rows import FINDING, REMARK, WISH, client_rows, mark_of, plan_rows, remark_about, status_line, wish_rows
from tui.texts import t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.widgets.trace_gutter import TracedLines, TraceGutter
from tui.working import work

T = TypeVar("T")


class ReviewTable:
    """What lies on the table of a reviewer: the use cases, one save at a time, and who is sitting there.

    Args:
        desk: the open conversation with the same dossier, so that neither works on an old copy. None: the dossier was opened to review.
    """

    def __init__(self, reviewing: Reviewing, desk: Desk | None = None) -> None:
        self.reviewing = reviewing
        self.desk = desk
        self.naam = reviewing.assistant.naam
        self._lock = asyncio.Lock()

    async def save(self, call: Callable[[], T]) -> T:
        """Carry out a saving call in a thread. Raises what it raises; then nothing was written."""
        if self.desk is None:
            async with self._lock:
                return await asyncio.to_thread(call)
        desk = self.desk

        def on_desk() -> T:
            self.reviewing.dossier = desk.dossier
            result = call()
            desk.conversation.dossier = self.reviewing.dossier
            return result

        return await desk.save(on_desk)

    async def keep_typed(self, place: str, words: str) -> None:
        """Keep what a reviewer typed and did not save; '' forgets it. Raises StoreError."""
        if self.desk is not None:
            await self.desk.keep_typed(lambda: words, place)
            return
        async with self._lock:
            await asyncio.to_thread(self.reviewing.assistant.store.keep_draft, self.reviewing.dossier.id, place, words)

    async def typed_before(self, place: str) -> str:
        """What was typed at `place` and not saved when the program stopped; '' when there is nothing. Raises StoreError."""
        if self.desk is not None:
            return await self.desk.typed_before(place)
        async with self._lock:
            return await asyncio.to_thread(self.reviewing.assistant.store.draft, self.reviewing.dossier.id, place)


class ReviewScreen(Screen[None]):
    CSS_PATH = "../styles/review.tcss"
    BINDINGS = bindings("beoordelen", t)
    HORIZONTAL_BREAKPOINTS = [(0, "-klein"), (72, "-smal"), (100, "-breed")]
    hulp = "beoordelen"

    def __init__(self, table: ReviewTable, review_id: str) -> None:
        super().__init__()
        self.table = table
        self.review_id = review_id
        self._trails: dict[str, tuple[Spoor, ...]] = {}
        self._shown = ""
        self._wrapped = 0
        self._weighing = ""
        """What was said with words about a finding, after a first press on the key that would replace it."""

    # -- what is looked at -----------------------------------------------------------------------

    @property
    def review(self) -> Beoordeling:
        return self.table.reviewing.kamer.get(self.review_id)

    @property
    def may_write(self) -> bool:
        return self.review.stand is Stand.OPEN and same_name(self.review.beoordelaar, self.table.naam)

    @property
    def may_answer(self) -> bool:
        return self.table.reviewing.kamer.ronde_klaar(self.review.ronde)

    def compose(self) -> ComposeResult:
        with Horizontal(id="beoordeel-kop"):
            head = Content.assemble((self.table.reviewing.dossier.code, "bold $primary"), (f"  {t('beoordeel.titel')}", "$text-muted"))
            yield Static(head, id="beoordeel-links", markup=False)
            yield Static("", id="beoordeel-rechts", markup=False)
        with Vertical(id="beoordeel-boven"):
            yield Static("", id="beoordeel-lezing", markup=False)
            yield Static(t("beoordeel.weg_kop"), id="beoordeel-weg-kop", classes="waarschuwing", markup=False)
            yield Lines(id="beoordeel-weg")
        with Horizontal(id="beoordeel-midden"):
            with Vertical(id="beoordeel-plan"):
                yield Static(t("beoordeel.plan"), classes="titel", markup=False)
                yield TracedLines(id="beoordeel-regels")
            yield TraceGutter(id="beoordeel-goot")
            with Vertical(id="beoordeel-client"):
                yield Static(t("beoordeel.client"), classes="titel", markup=False)
                yield TracedLines(id="beoordeel-woorden")
        yield Static("", id="beoordeel-melding", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._trails = self.table.reviewing.trails(self.review.regels)
        self._fill()
        rows = self.query_one("#beoordeel-regels", TracedLines)
        rows.focus()
        for name in ("#beoordeel-regels", "#beoordeel-woorden"):
            self.watch(self.query_one(name), "scroll_y", self._scrolled, init=False)
        if not self.may_write and self.may_answer and self.review.open_vragen:
            self._tell(t("antwoord.uitleg", aantal=len(self.review.open_vragen)))
        elif self.may_write:
            self._tell(t("beoordeel.uitleg"))
            self._bring_back()

    def _scrolled(self, _: float) -> None:
        self.call_after_refresh(self._join)

    @on(TracedLines.Resized, "#beoordeel-regels")
    def _resized(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Wrap anew when the column has another width."""
        if self._width() != self._wrapped:
            self._fill()
        self._join()

    def _width(self) -> int:
        return max(0, self.query_one("#beoordeel-regels", TracedLines).scrollable_content_region.width - 2)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_attached:
            return True
        if action in ("zeg", "opmerking", "haal_weg", "onderteken"):
            return self.may_write
        if action == "antwoord":
            return self.may_answer
        if action == "verschillen":
            return len(self.table.reviewing.kamer.van_ronde(self.review.ronde)) > 1 and self.may_answer
        return super().check_action(action, parameters)

    # -- showing ---------------------------------------------------------------------------------

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#beoordeel-melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    def _fill(self) -> None:
        review, reviewing = self.review, self.table.reviewing
        valid = {str(u.id): u for u in reviewing.dossier.geldige_uitingen}
        signs = {uid: mark_of(number) for number, uid in enumerate(valid)}
        answers = review.stand is not Stand.OPEN
        title = cell_len(f"{reviewing.dossier.code}  {t('beoordeel.titel')}")
        self.query_one("#beoordeel-rechts", Static).update(
            Content(status_line(review, max(20, min(self.app.size.width - title - 4, (self.app.size.width - 2) * 7 // 10 - 1))))
        )
        wishes = wish_rows(review, valid, answers=answers)
        box = self.query_one("#beoordeel-weg", Lines)
        box.fill(wishes)
        box.display = bool(wishes)
        self.query_one("#beoordeel-weg-kop").display = bool(wishes)
        self.query_one("#beoordeel-lezing", Static).update(self._reading())
        marks = {line: [signs[s.uiting] for s in trail if s.uiting in signs] for line, trail in self._trails.items()}
        self._wrapped = self._width()
        self.query_one("#beoordeel-regels", TracedLines).fill(plan_rows(review, marks, answers=answers, width=self._wrapped))
        self._shown = ""
        self._show_words()
        self.refresh_bindings()

    def _reading(self) -> Content:
        review = self.review
        if review.lezing is None:
            return Content.styled(t("beoordeel.zonder_lezing"), "$warning")
        parts: list[Any] = [(t(f"lezing.{review.lezing.clientgestuurd.value}"), "bold")]
        if review.lezing.toegevoegd:
            labels = self._areas()
            parts.append((f" {t('beoordeel.toegevoegd', namen=', '.join(labels.get(a, a) for a in review.lezing.toegevoegd))}", "$warning"))
        if review.lezing.alleen_regels:
            parts.append((f" {t('beoordeel.alleen_regels')}", "$text-muted"))
        return Content.assemble(*parts)

    def _areas(self) -> dict[str, str]:
        return {str(item.id): item.kort for item in self.table.reviewing.assistant.content.leefgebieden.leefgebieden}

    def _line_of(self, row_id: str | None) -> str | None:
        """The plan line a row belongs to; None for the plan as a whole."""
        if row_id is None or row_id == HELE_PLAN:
            return None
        if row_id.startswith(FINDING):
            finding = self._finding(row_id)
            return finding.plek if finding else None
        if row_id.startswith(REMARK):
            remark = self._remark(row_id)
            return remark.plek if remark and remark.plek != HELE_PLAN else None
        return row_id

    def _finding(self, row_id: str) -> Bevinding | None:
        found = self.review.lezing.bevindingen if self.review.lezing else ()
        return next((b for b in found if FINDING + b.id == row_id), None)

    def _remark(self, row_id: str) -> Opmerking | None:
        return next((o for o in self.review.opmerkingen if REMARK + o.id == row_id), None)

    def _show_words(self) -> None:
        """The client's words, with those of the chosen line standing out; then the lines between."""
        line = self._line_of(self.query_one("#beoordeel-regels", TracedLines).highlighted_id)
        trail = {s.uiting: s for s in self._trails.get(line or "", ())}
        key = line or "-"
        words = self.query_one("#beoordeel-woorden", TracedLines)
        if key != self._shown:
            uitingen = self.table.reviewing.dossier.geldige_uitingen
            rows: list[Line] = client_rows(uitingen, trail, self._areas())
            words.fill(rows or [Line(None, Content.styled(t("beoordeel.geen_woorden"), "$text-muted"))])
            self._shown = key
            if trail:
                self.call_after_refresh(words.show_line, next(iter(trail)))
        self.call_after_refresh(self._join)

    def _join(self) -> None:
        rows = self.query_one("#beoordeel-regels", TracedLines)
        words = self.query_one("#beoordeel-woorden", TracedLines)
        goot = self.query_one(TraceGutter)
        line = self._line_of(rows.highlighted_id)
        left = rows.row_of(line, goot) if line else None
        rights = [(row, s.genoemd) for s in self._trails.get(line or "", ()) if (row := words.row_of(s.uiting, goot)) is not None]
        goot.join(left, rights)

    @on(OptionList.OptionHighlighted, "#beoordeel-regels")
    def _moved(self) -> None:
        self._show_words()

    # -- going about -----------------------------------------------------------------------------

    @on(OptionList.OptionSelected, "#beoordeel-regels")
    def _to_words(self) -> None:
        """From a finding or line to the client's words it rests on."""
        line = self._line_of(self.query_one("#beoordeel-regels", TracedLines).highlighted_id)
        trail = self._trails.get(line or "", ())
        if not trail:
            self._tell(t("beoordeel.rust_nergens_zin"))
            return
        words = self.query_one("#beoordeel-woorden", TracedLines)
        words.go_to(trail[0].uiting)
        words.focus()

    @on(OptionList.OptionSelected, "#beoordeel-woorden")
    def _to_line(self) -> None:
        """From the client's words back to the (next) plan line that rests on them."""
        chosen = self.query_one("#beoordeel-woorden", TracedLines).highlighted_id
        rows = self.query_one("#beoordeel-regels", TracedLines)
        lines = [r.id for r in self.review.regels if any(s.uiting == chosen for s in self._trails.get(r.id, ()))]
        if not lines:
            self._tell(t("beoordeel.nergens_gebruikt"))
            return
        now = self._line_of(rows.highlighted_id)
        later = lines[(lines.index(now) + 1) % len(lines)] if now in lines and len(lines) > 1 else lines[0]
        rows.go_to(later)
        rows.focus()

    @on(OptionList.OptionSelected, "#beoordeel-weg")
    def _to_wish(self) -> None:
        chosen = self.query_one("#beoordeel-weg", Lines).highlighted_id
        words = self.query_one("#beoordeel-woorden", TracedLines)
        if chosen and words.go_to(chosen.removeprefix(WISH)):
            words.focus()

    def action_volgende(self, step: int) -> None:
        """To the next finding (or the previous), round and round."""
        rows = self.query_one("#beoordeel-regels", TracedLines)
        ids = [str(rows.get_option_at_index(i).id or "") for i in range(rows.option_count)]
        places = [i for i, row in enumerate(ids) if row.startswith(FINDING)]
        if not places:
            self._tell(t("beoordeel.geen_bevindingen"))
            return
        now = rows.highlighted if rows.highlighted is not None else -1
        ahead = [i for i in places if i > now] if step > 0 else [i for i in reversed(places) if i < now]
        rows.highlighted = ahead[0] if ahead else places[0 if step > 0 else -1]
        rows.focus()

    def action_paneel(self) -> None:
        ring = [w for w in (self.query_one(n) for n in ("#beoordeel-weg", "#beoordeel-regels", "#beoordeel-woorden")) if w.display]
        here = next((i for i, w in enumerate(ring) if w.has_focus), -1)
        ring[(here + 1) % len(ring)].focus()

    # -- what a reviewer says --------------------------------------------------------------------

    def _place(self) -> tuple[str, Bevinding | None, str]:
        """(place, finding or None, the words it is about) under the cursor of the focused list."""
        wishes = self.query_one("#beoordeel-weg", Lines)
        if wishes.has_focus and (chosen := wishes.highlighted_id):
            uid = chosen.removeprefix(WISH)
            return uid, None, self._about(uid, None)
        row = self.query_one("#beoordeel-regels", TracedLines).highlighted_id
        line = self._line_of(row)
        finding = self._finding(row) if row and row.startswith(FINDING) else None
        return (line or HELE_PLAN), finding, self._about(line or HELE_PLAN, finding)

    def _about(self, plek: str, finding: Bevinding | None) -> str:
        """The words a remark at this place is about."""
        regel = self.review.regel(plek)
        uiting = next((u for u in self.table.reviewing.dossier.geldige_uitingen if u.id == plek), None)
        about = regel.tekst if regel else f"“{uiting.tekst}”" if uiting else t("beoordeel.hele_plan")
        return f"{about}\n{finding.naam}: {finding.uitleg}" if finding else about

    def action_zeg(self, wat: str) -> None:
        """Eens or oneens with the finding under the cursor."""
        soort = Soort(wat)
        plek, finding, about = self._place()
        if finding is None:
            self._tell(t("beoordeel.kies_bevinding"))
            return
        old = self.review.over(finding.id)
        if soort is Soort.EENS:
            if old and old.tekst and self._weighing != old.id:
                self._weighing = old.id
                self._tell(t("beoordeel.reden_gaat_weg"))
                return
            self._weighing = ""
            self._put(plek, soort, "", finding.id)
            return
        start = old.tekst if old and old.soort is soort else ""
        self._form(plek, soort, about, finding.id, start=start)

    def action_opmerking(self, wat: str) -> None:
        soort = Soort(wat)
        plek, finding, about = self._place()
        start = finding.suggestie if finding and soort is Soort.SUGGESTIE else ""
        self._form(plek, soort, about, None, start=start)

    def _ask(self, screen: RemarkScreen, plek: str, soort: Soort, finding: str | None) -> None:
        def given(words: str | None) -> None:
            if words:
                self._put(plek, soort, words, finding)
            else:
                self._keep_typed("")

        self.app.push_screen(screen, given)

    def _form(self, plek: str, soort: Soort, about: str, finding: str | None, *, start: str = "", typed: str = "") -> None:
        """Ask for the words; what is typed outlives a crash."""

        def keep(words: str) -> None:
            left = {"plek": plek, "soort": soort.value, "bevinding": finding, "tekst": words}
            self._keep_typed(json.dumps(left, ensure_ascii=False) if words.strip() else "")

        self._ask(RemarkScreen(soort, about, start=start, typed=typed, keep=keep), plek, soort, finding)

    @work(group="klad")
    async def _keep_typed(self, left: str) -> None:
        try:
            await self.table.keep_typed(f"beoordeling.{self.review_id}", left)
        except AssistantError as error:
            self._tell(f"{error.title}: {error.sentence}", bad=True)

    @work(group="klad_terug")
    async def _bring_back(self) -> None:
        """The remark that was half typed when the program stopped comes back in its own form."""
        left = await self.table.typed_before(f"beoordeling.{self.review_id}")
        try:
            found = json.loads(left) if left else {}
            soort, plek, words = Soort(found["soort"]), str(found["plek"]), str(found["tekst"])
        except (ValueError, KeyError, TypeError):
            return
        lines = self.review.lezing.bevindingen if self.review.lezing else ()
        finding = next((b for b in lines if b.id == found.get("bevinding")), None)
        if found.get("bevinding") and finding is None:
            return
        self.query_one("#beoordeel-regels", TracedLines).go_to(FINDING + finding.id if finding else plek)
        self._form(plek, soort, self._about(plek, finding), finding.id if finding else None, typed=words)

    @work(group="opmerking")
    async def _put(self, plek: str, soort: Soort, words: str, finding: str | None) -> None:
        reviewing = self.table.reviewing

        def call() -> str:
            return reviewing.remark(self.review_id, plek=plek, soort=soort, tekst=words, bevinding=finding)

        await self._saved(call, t("beoordeel.bewaard"))
        said = self.review.over(finding) if finding else next(iter(self.review.bij(plek)[::-1]), None)
        if said is not None and said.tekst == words:
            self._keep_typed("")
            if finding is None:  # a remark stands below its line: on a small screen that may be past the edge
                self.call_after_refresh(self.query_one("#beoordeel-regels", TracedLines).show_line, REMARK + said.id)

    @work(group="opmerking")
    async def action_haal_weg(self) -> None:
        """Take back the remark, or what was said about the finding, under the cursor."""
        row = self.query_one("#beoordeel-regels", TracedLines).highlighted_id or ""
        finding = self._finding(row)
        remark = self._remark(row) or (self.review.over(finding.id) if finding else None)
        if self.query_one("#beoordeel-weg", Lines).has_focus:
            said = self.review.bij(self._place()[0])
            remark = said[-1] if said else None
        if remark is None:
            self._tell(t("beoordeel.kies_opmerking"))
            return
        reviewing, gone = self.table.reviewing, remark.id
        await self._saved(lambda: reviewing.take_back(self.review_id, gone), t("beoordeel.weggehaald"))

    async def _saved(self, call: Callable[[], Any], done: str) -> None:
        try:
            await self.table.save(call)
        except AssistantError as error:
            self._tell(f"{error.title}: {error.sentence}", bad=True)
            return
        self._fill()
        self._tell(done)
        self.call_after_refresh(self.query_one("#beoordeel-regels", TracedLines).scroll_to_highlight)

    def action_onderteken(self) -> None:
        reviewing = self.table.reviewing
        today = reviewing.assistant.clock.now().astimezone().strftime("%d-%m-%Y")

        def sign(stand: Stand, name: str, words: str) -> Any:
            return reviewing.sign(self.review_id, stand, door=name, woord=words)

        self.app.push_screen(SignScreen(self.review, self.table.save, sign, today), self._signed)

    def _signed(self, done: bool | None) -> None:
        if done:
            self._fill()
            kamer = self.table.reviewing.kamer
            waits = not kamer.ronde_klaar(self.review.ronde)
            self._tell(t("ondertekenen.wacht_tweede" if waits else "ondertekenen.gedaan", naam=self.review.beoordelaar))

    # -- what the begeleider answers -------------------------------------------------------------

    def action_antwoord(self) -> None:
        """Answer the remark under the cursor, or else the first that waits."""
        row = self.query_one("#beoordeel-regels", TracedLines).highlighted_id or ""
        finding = self._finding(row)
        remark = self._remark(row) or (self.review.over(finding.id) if finding else None)
        if self.query_one("#beoordeel-weg", Lines).has_focus:
            said = self.review.bij(self._place()[0])
            remark = next((o for o in said if o.antwoord is None), said[0] if said else None)
        remark = remark or next(iter(self.review.open_vragen), None)
        if remark is None:
            self._tell(t("antwoord.niets_open"))
            return
        target = remark
        about = remark_about(self.review, target)
        reviewing = self.table.reviewing

        def answer(hoe: str, words: str, name: str) -> None:
            reviewing.answer(self.review_id, target.id, hoe, tekst=words, door=name)

        given = [o.antwoord for o in self.review.opmerkingen if o.antwoord is not None]
        naam = max(given, key=lambda a: a.op).door if given else reviewing.assistant.naam  # whoever answers, answers more than one
        self.app.push_screen(AnswerRemarkScreen(target, about, naam, self.table.save, answer), self._answered)

    def _answered(self, done: bool | None) -> None:
        if done:
            self._fill()
            left = len(self.review.open_vragen)
            self._tell(t("antwoord.nog", aantal=left) if left else t("antwoord.klaar"))
            if left:
                self._stand_on_open(self.review.open_vragen[0])

    def _stand_on_open(self, remark: Opmerking) -> None:
        """On the remark that waits, so that the next a is about that one and not about what was answered just now."""
        rows, wishes = self.query_one("#beoordeel-regels", TracedLines), self.query_one("#beoordeel-weg", Lines)
        row = FINDING + remark.bevinding if remark.bevinding else REMARK + remark.id
        box, place = (rows, row) if any(option.id == row for option in rows.options) else (wishes, WISH + remark.plek)
        box.stand_on(place)
        box.focus()

    def action_verschillen(self) -> None:
        kamer = self.table.reviewing.kamer
        one, other = kamer.van_ronde(self.review.ronde)[:2]
        parts = []
        for item in kamer.verschillen(self.review.ronde):
            regel = one.regel(item.plek) or other.regel(item.plek)
            uiting = next((u for u in self.table.reviewing.dossier.geldige_uitingen if u.id == item.plek), None)
            about = regel.tekst if regel else f"“{uiting.tekst}”" if uiting else t("beoordeel.hele_plan")
            lines: list[Any] = [(about, "bold")]
            if item.bevinding:
                names = {b.label: b.naam for r in (one, other) if r.lezing for b in r.lezing.bevindingen}
                lines.append((f"\n{names.get(item.bevinding, item.bevinding)}", "$warning"))
            for who, said in ((one.beoordelaar, item.een), (other.beoordelaar, item.ander)):
                told = "; ".join(f"{t(f'beoordeel.gezegd.{o.soort.value}')}{f': {o.tekst}' if o.tekst else ''}" for o in said)
                lines.append(f"\n{who}: {told or t('verschillen.niets')}")
            parts.append(Content.assemble(*lines))
        self.app.push_screen(DifferencesScreen(parts))

    # -- the rest --------------------------------------------------------------------------------

    def action_bron(self) -> None:
        """Open the passage of the handleiding the finding rests on."""
        from assistant.domain.actieplan import Bronverwijzing
        from tui.screens.passage import PassageScreen

        finding = self._finding(self.query_one("#beoordeel-regels", TracedLines).highlighted_id or "")
        if finding is None or not finding.bron_kop:
            self._tell(t("beoordeel.kies_bevinding"))
            return
        cite = Bronverwijzing(passage="", document=finding.bron, document_id=finding.bron_document, kop=(finding.bron_kop,))
        self.app.push_screen(PassageScreen(self.table.reviewing.assistant, citation=cite))

    def action_druk_af(self) -> None:
        """The report of this review, when it is signed by everybody."""
        from assistant.engine.reporting import report_name, review_sheet, thinking_masker
        from tui.screens.review_report import ReportScreen

        reviewing, sheets = self.table.reviewing, host(self).opening.sheets()
        assistant = reviewing.assistant
        if not reviewing.kamer.ronde_klaar(self.review.ronde):
            self._tell(t("verslag.eerst_tekenen"))
            return

        def make(buiten: bool) -> Any:
            now, masker = assistant.clock.now(), thinking_masker(assistant.think)
            return review_sheet(
                reviewing.dossier, self.review_id, assistant.content, op=now, buiten=buiten, masker=masker if buiten else None
            )

        def put(blad: Any, vorm: str, folder: Any) -> Any:
            return sheets.put(reviewing.dossier, blad, vorm=vorm, folder=folder, name=report_name(blad, vorm))

        self.app.push_screen(ReportScreen(make, put if sheets is not None else None))

    def action_weg(self) -> None:
        self.dismiss(None)
