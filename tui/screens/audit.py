"""tui.screens.audit: modelgetrouwheid on the screen: the self-check of one dossier, and the audit of a team.

A form of items with levels is a talk aid; there is no total, and the source of the form stands on top.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList, Static

from assistant.domain.audit import MAX_AUDITORS, Audit, Auditor, Onderdeel
from assistant.domain.checks import Uitkomst
from assistant.domain.dossier import Dossier
from assistant.engine.assistant import Assistant
from assistant.engine.audit import Auditing, Gecontroleerd, criterion_names, recurring_criteria, self_check, zelfcontrole
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.audit_forms import CloseAuditScreen, ItemScreen, JoinScreen
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.screens.host import host
from tui.screens.review_rows import hang
from tui.texts import t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.working import work

SIGNS = {
    Uitkomst.GEZIEN: ("✓", "$success"),
    Uitkomst.DEELS: ("◐", "$warning"),
    Uitkomst.NIET_GEZIEN: ("○", "$warning"),
    Uitkomst.NIET_TE_ZIEN: ("·", "$text-muted"),
}


class SelfCheckScreen(Screen[None]):
    """What this dossier shows, check by check, with the words it rests on."""

    CSS_PATH = "../styles/review.tcss"
    DEFAULT_CSS = """
    SelfCheckScreen #zelf-rest { height: 1fr; padding: 0 1; }
    SelfCheckScreen #zelf-uitleg { height: auto; margin: 0 0 1 0; }
    SelfCheckScreen #zelf-lijst { scrollbar-gutter: stable; }
    """
    BINDINGS = bindings("zelfcontrole", t)
    hulp = "zelfcontrole"

    def __init__(self, assistant: Assistant, dossier: Dossier) -> None:
        super().__init__()
        self.assistant, self.dossier = assistant, dossier
        self._found: tuple[Gecontroleerd, ...] = ()

    def compose(self) -> ComposeResult:
        head = Content.assemble((self.dossier.code, "bold $primary"), (f"  {t('zelfcontrole.titel')}", "$text-muted"))
        with Horizontal(id="beoordeel-kop"):
            yield Static(head, id="beoordeel-links", markup=False)
        with Vertical(id="zelf-rest"):
            yield Static(t("zelfcontrole.bezig"), id="zelf-uitleg", classes="stil", markup=False)
            yield Lines(id="zelf-lijst")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#zelf-lijst").focus()
        self._look()

    @work(group="zelfcontrole", exclusive=True)
    async def _look(self) -> None:
        try:
            self._found = await asyncio.to_thread(self_check, self.assistant, self.dossier)
        except AssistantError as error:
            self.query_one("#zelf-uitleg", Static).update(Content(error.sentence))
            return
        self.query_one("#zelf-uitleg", Static).update(Content(t("zelfcontrole.uitleg", bron=zelfcontrole(self.assistant.content).bron)))
        self._fill()

    def on_resize(self) -> None:
        if self._found:
            self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        box = self.query_one("#zelf-lijst", Lines)
        width = max(0, box.scrollable_content_region.width - 2)
        # an empty row after each: the list itself keeps no room between its options
        box.fill([Line(item.id, Content.assemble(hang(_check(item), 2, width), "\n")) for item in self._found])

    def action_weg(self) -> None:
        self.dismiss(None)


def _check(item: Gecontroleerd) -> Content:
    sign, style = SIGNS[item.uitkomst]
    parts: list[Any] = [(f"{sign} {item.naam}", "bold"), (f"  {t(f'uitkomst.{item.uitkomst.value}')}\n", style), item.zin]
    for head, words, more, colour in (
        (t("zelfcontrole.bewijs"), item.bewijs, item.bewijs_meer, "$accent"),
        (t("zelfcontrole.mist"), item.mist, item.mist_meer, "$text-muted"),
    ):
        if words:
            rows = [*words, *([t("zelfcontrole.meer", aantal=more)] if more else [])]
            parts.append(("\n".join([f"\n{head}", *(f"– {row}" for row in rows)]), colour))
    return Content.assemble(*parts)


class RecurringScreen(ModalScreen[None]):
    """Criteria that reviewers agreed with in two or more plans."""

    BINDINGS = bindings("terugkerend", t)
    CSS = """
    RecurringScreen .venster { width: 84; }
    """
    hulp = "terugkerend"

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.assistant = assistant
        self._found: tuple[tuple[tuple[str, int], ...], int] | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("terugkerend.titel"))
            yield Static(t("terugkerend.bezig"), id="terugkerend-tekst", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._read()

    @work(group="terugkerend", exclusive=True)
    async def _read(self) -> None:
        line = self.query_one("#terugkerend-tekst", Static)
        try:
            found, plans = await asyncio.to_thread(recurring_criteria, self.assistant)
        except AssistantError as error:
            line.update(Content(error.sentence))
            return
        self._found = found, plans
        names = criterion_names(self.assistant.content)
        rows = [Content(t("terugkerend.regel", naam=names.get(label, label), aantal=n)) for label, n in found]
        head = Content(t("terugkerend.uitleg", aantal=plans) if rows else t("terugkerend.niets", aantal=plans))
        line.update(Content("\n").join([head, *rows]))

    def action_druk_af(self) -> None:
        from assistant.engine.reporting import recurring_sheet, report_name
        from tui.screens.review_report import ReportScreen

        sheets, assistant, found = host(self).opening.sheets(), self.assistant, self._found
        if found is None:
            self.query_one("#terugkerend-tekst", Static).update(Content(t("terugkerend.wacht")))
            return

        def make(_: bool) -> Any:
            return recurring_sheet(found[0], found[1], assistant.content, op=assistant.clock.now())

        def put(blad: Any, vorm: str, folder: Any) -> Any:
            return sheets.put_apart(blad, vorm=vorm, folder=folder, name=report_name(blad, vorm))

        self.app.push_screen(ReportScreen(make, put if sheets is not None else None, always_nameless=True, about_client=False))

    def action_weg(self) -> None:
        self.dismiss(None)


class AuditScreen(Screen[None]):
    """The form of a team. Everybody sees only their own part until two auditors are done."""

    CSS_PATH = "../styles/review.tcss"
    DEFAULT_CSS = """
    AuditScreen #audit-rest { height: 1fr; padding: 0 1; }
    AuditScreen #audit-uitleg { height: auto; margin: 0 0 1 0; }
    AuditScreen #audit-lijst { scrollbar-gutter: stable; }
    AuditScreen #audit-melding { height: auto; min-height: 1; max-height: 3; padding: 0 1; color: $text-muted; }
    AuditScreen #audit-melding.fout { color: $error; }
    """
    BINDINGS = bindings("audit", t)
    hulp = "audit"

    def __init__(self, sitting: Auditing, naam: str) -> None:
        super().__init__()
        self.sitting, self.naam = sitting, naam
        self._lock = asyncio.Lock()
        self._measure = ""

    @property
    def audit(self) -> Audit:
        return self.sitting.audit

    @property
    def all_seen(self) -> bool:
        """Everybody's part may be read: both are done, or the audit is closed."""
        return self.audit.samen_klaar or bool(self.audit.afgesloten)

    @property
    def mine(self) -> Auditor | None:
        try:
            return self.audit.auditor(self.naam) if self.naam.strip() else None
        except AssistantError:
            return None

    def compose(self) -> ComposeResult:
        head = Content.assemble((self.audit.team, "bold $primary"), (f"  {t('audit.titel')}", "$text-muted"))
        with Horizontal(id="beoordeel-kop"):
            yield Static(head, id="beoordeel-links", markup=False)
            yield Static("", id="beoordeel-rechts", markup=False)
        with Vertical(id="audit-rest"):
            yield Static("", id="audit-uitleg", markup=False)
            yield Lines(id="audit-lijst")
        yield Static("", id="audit-melding", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#audit-lijst").focus()
        self.call_after_refresh(self._fill)
        if self.all_seen:
            if not self.audit.afgesloten:
                self._bring_back()
        elif self.mine is None:
            self._ask_name()
        else:
            self._bring_back()

    def on_resize(self) -> None:
        self.call_after_refresh(self._fill)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_attached:
            return True
        closed = bool(self.audit.afgesloten)
        if action == "klaar":
            return not closed and self.mine is not None and self.mine.klaar is None
        if action == "tweede":
            return not self.all_seen  # also to give the chair back: somebody may stop halfway
        if action in ("overeenstemming",):
            return self.audit.samen_klaar
        if action == "sluit":
            return not closed and bool(self.audit.auditoren) and all(a.klaar for a in self.audit.auditoren)
        return super().check_action(action, parameters)

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#audit-melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    # -- showing ---------------------------------------------------------------------------------

    def _fill(self) -> None:
        audit, form = self.audit, self.audit.formulier
        names = " · ".join(f"{a.naam}{' ✓' if a.klaar else ''}" for a in audit.auditoren)
        self.query_one("#beoordeel-rechts", Static).update(Content(names))
        about = [f"{form.naam} ({form.bron})."]
        if audit.afgesloten:
            about.append(t("audit.gesloten", afspraak=audit.afspraak))
        elif audit.samen_klaar:
            about.append(t("audit.bespreek" if audit.verschillen() else "audit.niets_verschilt"))
        elif self.mine and self.mine.klaar:
            about.append(t("audit.wacht"))
        if self._measure:
            about.append(self._measure)
        self.query_one("#audit-uitleg", Static).update(Content(" ".join(about)))
        box = self.query_one("#audit-lijst", Lines)
        width = max(0, box.scrollable_content_region.width - 2)
        lines: list[Line] = []
        for gebied in form.gebieden:
            lines.append(Line(None, Content.styled(gebied, "bold $primary")))
            lines += [Line(o.id, hang(self._item(o), 2, width)) for o in form.onderdelen if o.gebied == gebied]
        box.fill(lines)
        self.refresh_bindings()

    def _level(self, niveau: int | None) -> str:
        return t("audit.niet_te_zien") if niveau is None else self.audit.formulier.niveaus[niveau]

    def _item(self, item: Onderdeel) -> Content:
        parts: list[Any] = [(item.naam, "bold")]
        if self.all_seen:
            for auditor in self.audit.auditoren:
                seen = auditor.bij(item.id)
                if seen:
                    parts += [(f"\n{auditor.naam}: ", "$text-muted"), (self._level(seen.niveau), "$primary"), f" · {seen.bewijs}"]
            if both := self.audit.samen_bij(item.id):
                parts += [(f"\n{t('audit.samen')} ", "bold $success"), (self._level(both.niveau), "$success"), f" · {both.bewijs}"]
            elif any(row[0] == item.id for row in self.audit.verschillen()):
                parts.append((f"\n{t('audit.niet_besproken' if self.audit.afgesloten else 'audit.verschil')}", "$warning"))
        elif self.mine and (seen := self.mine.bij(item.id)):
            parts += [(f"\n{self._level(seen.niveau)}", "$primary"), f" · {seen.bewijs}"]
        else:
            parts.append((f"\n{item.vraag}", "$text-muted"))
        return Content.assemble(*parts)

    # -- doing -----------------------------------------------------------------------------------

    async def save(self, call: Callable[[], Any]) -> Any:
        async with self._lock:
            return await asyncio.to_thread(call)

    @work(group="audit")
    async def _saved(self, call: Callable[[], Any], done: str, *, back: bool = False) -> None:
        try:
            await self.save(call)
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self._fill()
        self._tell(done)
        if back:
            self._bring_back()

    def _ask_name(self) -> None:
        def given(naam: str | None) -> None:
            if naam:
                self.naam = naam
                self._saved(lambda: self.sitting.join(naam), t("audit.doet_mee", naam=naam), back=True)
            else:
                self._tell(t("audit.niemand"))

        self.app.push_screen(JoinScreen(self.naam), given)

    def action_tweede(self) -> None:
        """The other auditor takes the chair: that person sees only the own part."""
        self.naam = ""
        self._fill()
        self._tell("")
        self._ask_name()

    @on(OptionList.OptionSelected, "#audit-lijst")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if self.audit.afgesloten:
            self._tell(t("audit.gesloten", afspraak=self.audit.afspraak))
        elif self.audit.samen_klaar:
            self._open_item(str(event.option_id))
        elif self.mine is None:
            self._ask_name()
        elif self.mine.klaar:
            self._tell(t("audit.wacht"))
        else:
            self._open_item(str(event.option_id))

    @property
    def _draft_place(self) -> str:
        """Where half typed evidence of who sits here is kept: another auditor does not get to see it."""
        if self.audit.samen_klaar or self.mine is None:
            return "audit.samen"
        return f"audit.{self.audit.auditoren.index(self.mine) + 1}"

    def _open_item(self, item_id: str, *, typed: str = "") -> None:
        audit = self.audit
        item = next(o for o in audit.formulier.onderdelen if o.id == item_id)
        together, place = audit.samen_klaar, self._draft_place
        old = audit.samen_bij(item.id) if together or self.mine is None else self.mine.bij(item.id)

        def keep(niveau: int | None, bewijs: str, bronnen: tuple[str, ...]) -> None:
            if together:
                self.sitting.agree(item.id, niveau, bewijs)
            else:
                self.sitting.see(self.naam, item.id, niveau, bewijs, bronnen)

        def keep_typed(words: str) -> None:
            self._keep_typed(place, json.dumps({"onderdeel": item.id, "tekst": words}, ensure_ascii=False) if words.strip() else "")

        self.app.push_screen(
            ItemScreen(item, audit.formulier, old, self.save, keep, together=together, typed=typed, keep_typed=keep_typed), self._refilled
        )

    @work(group="klad")
    async def _keep_typed(self, place: str, left: str) -> None:
        store, dossier_id = self.sitting.assistant.store, self.sitting.dossier.id
        try:
            await self.save(lambda: store.keep_draft(dossier_id, place, left))
        except AssistantError as error:
            self._tell(error.sentence, bad=True)

    @work(group="klad_terug")
    async def _bring_back(self) -> None:
        """What this auditor had half typed when the program stopped comes back in its own form."""
        store, dossier_id, place = self.sitting.assistant.store, self.sitting.dossier.id, self._draft_place
        try:
            found = json.loads(await self.save(lambda: store.draft(dossier_id, place)) or "{}")
            item_id, words = str(found["onderdeel"]), str(found["tekst"])
        except (AssistantError, ValueError, KeyError, TypeError):
            return
        if self.is_current and any(o.id == item_id for o in self.audit.formulier.onderdelen):
            self.query_one("#audit-lijst", Lines).stand_on(item_id)
            self._open_item(item_id, typed=words)

    def _refilled(self, done: bool | None) -> None:
        if done:
            self._fill()
            self._tell(t("beoordeel.bewaard"))

    def action_klaar(self) -> None:
        mine = self.mine
        left = next((o.id for o in self.audit.formulier.onderdelen if mine and mine.bij(o.id) is None), None)
        if left is not None:
            self.query_one("#audit-lijst", Lines).stand_on(left)
        naam = self.naam

        def finish() -> None:
            self._saved(lambda: self.sitting.finish(naam), t("audit.klaar"))

        if left is not None:
            finish()  # says what is still open
            return
        asks = ConfirmScreen(t("audit.klaar_titel"), t("audit.klaar_vraag"), yes=t("audit.klaar_ja"), no=t("knop.terug"))
        self.app.push_screen(asks, when_yes(finish))

    @work(group="overeenstemming", exclusive=True)
    async def action_overeenstemming(self) -> None:
        self._tell(t("audit.rekent"))
        try:
            found = await asyncio.to_thread(self.sitting.agreement)
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        if found.kappa is None:
            why = t(f"audit.geen_kappa.{found.waarom_niet}") if found.waarom_niet in ("weinig", "een_niveau") else ""
            self._measure = f"{t('audit.gelijk', gelijk=found.gelijk, aantal=found.aantal)} {why}"
        else:
            number = f"{found.kappa:.2f}".replace(".", ",")
            self._measure = f"{t('audit.gelijk', gelijk=found.gelijk, aantal=found.aantal)} {t('audit.kappa', kappa=number)}"
        self._fill()
        self._tell("")

    def action_druk_af(self) -> None:
        """The report of this audit."""
        from assistant.engine.reporting import audit_sheet, report_name, thinking_masker
        from tui.screens.review_report import ReportScreen

        sitting, sheets = self.sitting, host(self).opening.sheets()
        assistant = sitting.assistant

        def make(buiten: bool) -> Any:
            measured = sitting.agreement() if sitting.audit.samen_klaar else None
            masker = thinking_masker(assistant.think) if buiten else None
            now = assistant.clock.now()
            return audit_sheet(
                sitting.audit, sitting.dossier, assistant.content, op=now, overeenstemming=measured, buiten=buiten, masker=masker
            )

        def put(blad: Any, vorm: str, folder: Any) -> Any:
            return sheets.put(sitting.dossier, blad, vorm=vorm, folder=folder, name=report_name(blad, vorm), about_client=False)

        self.app.push_screen(ReportScreen(make, put if sheets is not None else None, about_client=False))

    def action_sluit(self) -> None:
        audit = self.audit
        undiscussed = sum(audit.samen_bij(item) is None for item, _, _ in audit.verschillen())
        first = [t("audit_sluit.een_auditor")] if len(audit.auditoren) < MAX_AUDITORS else []
        first += [t("audit_sluit.open", aantal=undiscussed)] if undiscussed else []
        self.app.push_screen(CloseAuditScreen(self.save, self.sitting.close, " ".join(first)), self._refilled)

    def action_weg(self) -> None:
        self.dismiss(None)
