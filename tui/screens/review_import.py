"""tui.screens.review_import: a plan from outside: point at a file or paste, correct what was recognised, then review it.

What was not understood stands in the list too: a person decides whether it is a goal, an action, the client's words, or nothing of these.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, Input, OptionList, Static

from assistant.domain.values import clean_text, replace
from assistant.engine.assistant import Assistant
from assistant.engine.plan_inlezen import (
    GelezenCitaat,
    GelezenPlan,
    GelezenRegel,
    NietBegrepen,
    keep,
    read_gelezen,
    refuse_long,
    renumbered,
)
from assistant.engine.reviewing import READ_S, Reviewing
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.host import all_typed
from tui.screens.review import ReviewTable
from tui.screens.review_forms import FORM_CSS
from tui.screens.review_rows import hang
from tui.screens.talk import leave
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work

LEFT = "rest:"
"""Begin of the ids of stretches that were not taken along."""


class ImportScreen(ModalScreen[tuple[GelezenPlan, str] | None]):
    """Where the plan is: a file, or pasted words. Gives back what was recognised and the name of the file, or None."""

    BINDINGS = bindings("formulier", t)
    DEFAULT_CSS = FORM_CSS.format(name="ImportScreen")
    hulp = "inlezen"

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.assistant = assistant

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("inlezen.titel"))
            yield Static(t("inlezen.uitleg"), classes="stil regel", markup=False)
            yield Input("", id="inlezen-pad", placeholder=t("inlezen.pad"), select_on_focus=False)
            yield Static(t("inlezen.of_plak"), classes="stil", markup=False)
            yield AnswerEditor("", id="inlezen-tekst")
            yield Static("", id="inlezen-melding", classes="melding", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("inlezen.lees")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    @property
    def has_unsent(self) -> bool:
        """A plan was pasted or typed; a path is soon written again."""
        return bool(self.query_one("#inlezen-tekst", AnswerEditor).text.strip())

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        leave(self, None, unsent=self.has_unsent)

    @on(Input.Submitted)
    @on(Button.Pressed, "#ja")
    def _go(self) -> None:
        self.action_klaar()

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#inlezen-melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    @work(group="inlezen", exclusive=True)
    async def action_klaar(self) -> None:
        await all_typed(self)
        place = self.query_one("#inlezen-pad", Input).value.strip().strip("'\"")
        words = self.query_one("#inlezen-tekst", AnswerEditor).text
        if not place and not words.strip():
            self._tell(t("inlezen.leeg"), bad=True)
            return
        payload = {"pad": _home(place)} if place else {"tekst": words}
        self._tell(t("inlezen.bezig"))
        try:
            if not place:
                refuse_long(words)  # before it goes to the helper process
            found = await asyncio.to_thread(self.assistant.think, "plan-inlezen", payload, timeout_s=READ_S)
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self.dismiss((read_gelezen(found), str(found.get("bestand") or "")))


def _home(place: str) -> str:
    return str(Path(place).expanduser())


class CorrectScreen(Screen[ReviewTable | None]):
    """Everything that was in the plan, each with what it was taken for. Nothing is kept until F2. Gives back the table to review at, or None."""

    CSS_PATH = "../styles/review.tcss"
    DEFAULT_CSS = """
    CorrectScreen #verbeter-rest { height: 1fr; padding: 0 1; }
    CorrectScreen #verbeter-regels { scrollbar-gutter: stable; }
    CorrectScreen #verbeter-uitleg { height: auto; margin: 0 0 1 0; }
    CorrectScreen #verbeter-melding { height: auto; min-height: 1; max-height: 3; padding: 0 1; }
    """
    BINDINGS = bindings("inlezen", t)
    hulp = "inlezen_verbeter"

    def __init__(self, assistant: Assistant, plan: GelezenPlan, bestand: str) -> None:
        super().__init__()
        self.assistant, self.plan, self.bestand = assistant, plan, bestand
        self._busy = False

    @property
    def has_unsent(self) -> bool:
        """A plan that is read and not kept yet."""
        return bool(self.plan.regels)

    def compose(self) -> ComposeResult:
        head = Content.assemble((self.bestand or t("inlezen.geplakt"), "bold $primary"), (f"  {t('inlezen.verbeter')}", "$text-muted"))
        with Horizontal(id="beoordeel-kop"):
            yield Static(head, id="beoordeel-links", markup=False)
        with Vertical(id="verbeter-rest"):
            yield Static("", id="verbeter-uitleg", markup=False)
            yield Lines(id="verbeter-regels")
        yield Static("", id="verbeter-melding", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#verbeter-regels").focus()
        self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        self.call_after_refresh(self._fill_again)

    def _fill_again(self) -> None:
        """Wrap anew, and keep the line under the cursor in sight: filling scrolled before the list knew its new height."""
        self._fill()
        self.call_after_refresh(self.query_one("#verbeter-regels", Lines).scroll_to_highlight)

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#verbeter-melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    # -- showing ---------------------------------------------------------------------------------

    def _fill(self) -> None:
        plan = self.plan
        box = self.query_one("#verbeter-regels", Lines)
        width = max(0, box.scrollable_content_region.width - 2)
        names = {str(a.id): a.kort for a in self.assistant.content.leefgebieden.leefgebieden}
        number = {r.id: n for n, r in enumerate(plan.doelen, 1)}
        lines: list[Line] = []
        for regel in self._in_order():
            lines.append(Line(regel.id, hang(self._regel(regel, number, names), 0 if regel.soort == "doel" else 2, width)))
        lines.append(Line(None, Content.styled(t("inlezen.woorden"), "bold $primary")))
        lines += [Line(c.id, hang(self._citaat(c, names), 2, width)) for c in plan.citaten]
        if not plan.citaten:
            lines.append(Line(None, Content.styled(t("inlezen.geen_woorden"), "$warning")))
        if plan.niet_begrepen:
            lines.append(Line(None, Content.styled(t("inlezen.rest"), "bold $warning")))
        for place, stuk in enumerate(plan.niet_begrepen):
            why = (f"  {t(f'inlezen.reden.{stuk.reden}')}", "$text-muted")
            lines.append(Line(f"{LEFT}{place}", hang(Content.assemble(stuk.tekst, why), 2, width)))
        box.fill(lines)
        found = t(
            "inlezen.gevonden", doelen=len(plan.doelen), acties=len(plan.acties), citaten=len(plan.citaten), rest=len(plan.niet_begrepen)
        )
        self.query_one("#verbeter-uitleg", Static).update(Content(" ".join([found, *plan.meldingen])))

    def _in_order(self) -> list[GelezenRegel]:
        """Goals, each with its actions; actions without a goal last."""
        out: list[GelezenRegel] = []
        for doel in self.plan.doelen:
            out += [doel, *(a for a in self.plan.acties if a.doel == doel.id)]
        return out + [a for a in self.plan.acties if a not in out]

    def _regel(self, regel: GelezenRegel, number: dict[str, int], names: dict[str, str]) -> Content:
        sign = t("inlezen.doel", nummer=number[regel.id]) if regel.soort == "doel" else t("beoordeel.actie")
        facts = [x for x in (regel.wie, regel.wanneer, names.get(regel.leefgebied or "", "") if regel.soort == "doel" else "") if x]
        parts: list[Any] = [(f"{sign} ", "bold $primary"), (regel.tekst, "bold" if regel.soort == "doel" else "")]
        if facts:
            parts.append((f"  ({' · '.join(facts)})", "$text-muted"))
        if regel.soort == "actie" and regel.doel is None:
            parts.append((f"  {t('inlezen.zonder_doel')}", "$warning"))
        return Content.assemble(*parts)

    def _citaat(self, citaat: GelezenCitaat, names: dict[str, str]) -> Content:
        area = names.get(citaat.leefgebied or "", "")
        return Content.assemble((f"“{citaat.tekst}”", "$accent"), (f"  {area}" if area else "", "$text-muted"))

    # -- correcting ------------------------------------------------------------------------------

    def _chosen(self) -> GelezenRegel | GelezenCitaat | NietBegrepen | None:
        return self._item(self.query_one("#verbeter-regels", Lines).highlighted_id or "")

    def _item(self, row: str) -> GelezenRegel | GelezenCitaat | NietBegrepen | None:
        if row.startswith(LEFT):
            return self.plan.niet_begrepen[int(row.removeprefix(LEFT))]
        items: tuple[GelezenRegel | GelezenCitaat, ...] = (*self.plan.regels, *self.plan.citaten)
        return next((item for item in items if item.id == row), None)

    def _without(self, item: GelezenRegel | GelezenCitaat | NietBegrepen) -> GelezenPlan:
        plan = self.plan
        if isinstance(item, GelezenRegel):
            return replace(plan, regels=tuple(r for r in plan.regels if r is not item))
        if isinstance(item, GelezenCitaat):
            return replace(plan, citaten=tuple(c for c in plan.citaten if c is not item))
        return replace(plan, niet_begrepen=tuple(n for n in plan.niet_begrepen if n is not item))

    def _below(self) -> GelezenRegel | GelezenCitaat | NietBegrepen | None:
        """What stands under the cursor's line; at the end what stands above it."""
        box = self.query_one("#verbeter-regels", Lines)
        now = box.highlighted or 0
        rows = [box.get_option_at_index(i).id for i in (*range(now + 1, box.option_count), *range(now - 1, -1, -1))]
        return next((item for row in rows if row and (item := self._item(row)) is not None), None)

    def _stand_on(self, item: GelezenRegel | GelezenCitaat | NietBegrepen | None) -> None:
        """The cursor on the line with these words, whatever number it has now."""
        if item is None:
            return
        rows: list[tuple[str, GelezenRegel | GelezenCitaat | NietBegrepen]] = [(r.id, r) for r in self.plan.regels]
        rows += [(c.id, c) for c in self.plan.citaten]
        rows += [(f"{LEFT}{n}", stuk) for n, stuk in enumerate(self.plan.niet_begrepen)]
        place = next((row for row, other in rows if type(other) is type(item) and other.tekst == item.tekst), None)
        if place:
            self.query_one("#verbeter-regels", Lines).stand_on(place)

    def action_maak(self, soort: str) -> None:
        """Take the stretch under the cursor for a doel, an actie, the client's words, or nothing of these."""
        item = self._chosen()
        if item is None:
            self._tell(t("plan.kies_regel"))
            return
        area = item.leefgebied
        new, goes_to = self._without(item), self._below()
        if soort in ("doel", "actie"):
            wie, wanneer = (item.wie, item.wanneer) if isinstance(item, GelezenRegel) else ("", "")
            made = GelezenRegel(id="nieuw", soort=soort, tekst=item.tekst, wie=wie, wanneer=wanneer, leefgebied=area)
            at = self.plan.regels.index(item) if isinstance(item, GelezenRegel) else len(new.regels)
            below = new.regels[at:]
            if soort == "doel" and isinstance(item, GelezenRegel):
                below = _hung_under(made, item.doel if item.soort == "actie" else item.id, below)
            new = replace(new, regels=(*new.regels[:at], made, *below))
            if soort == "actie" or isinstance(item, GelezenRegel):
                goes_to = made  # the next key may be about this same line: g hangs it under another goal
        elif soort == "citaat":
            new = replace(new, citaten=(*new.citaten, GelezenCitaat(id="nieuw", tekst=item.tekst, leefgebied=area)))
        else:
            new = replace(new, niet_begrepen=(*new.niet_begrepen, NietBegrepen(tekst=item.tekst, reden="weggelaten", leefgebied=area)))
        self.plan = renumbered(new)
        self._fill()
        self._stand_on(goes_to)
        self._tell(t(f"inlezen.gemaakt.{soort}"))

    def action_ander_doel(self) -> None:
        """Hang the action under the next goal."""
        item = self._chosen()
        if not isinstance(item, GelezenRegel) or item.soort != "actie" or not self.plan.doelen:
            self._tell(t("inlezen.kies_actie"))
            return
        ids = [d.id for d in self.plan.doelen]
        at = ids.index(item.doel) if item.doel in ids else -1
        moved = replace(item, doel=ids[(at + 1) % len(ids)])
        self.plan = replace(self.plan, regels=tuple(moved if r is item else r for r in self.plan.regels))
        self._fill()

    @on(OptionList.OptionSelected, "#verbeter-regels")
    def action_wijzig(self) -> None:
        item = self._chosen()
        if item is None:
            return
        areas = [("", t("inlezen.geen_leefgebied")), *((str(a.id), a.kort) for a in self.assistant.content.leefgebieden.leefgebieden)]
        self.app.push_screen(LineScreen(item, areas), lambda given: self._changed(item, given))

    def _changed(self, item: GelezenRegel | GelezenCitaat | NietBegrepen, given: dict[str, Any] | None) -> None:
        if given is None:
            return
        fields = {k: v for k, v in given.items() if k in type(item).model_fields}
        plan = self.plan
        if isinstance(item, GelezenRegel):
            self.plan = replace(plan, regels=tuple(replace(r, **fields) if r is item else r for r in plan.regels))
        elif isinstance(item, GelezenCitaat):
            self.plan = replace(plan, citaten=tuple(replace(c, **fields) if c is item else c for c in plan.citaten))
        else:
            self.plan = replace(plan, niet_begrepen=tuple(replace(n, **fields) if n is item else n for n in plan.niet_begrepen))
        self._fill()

    # -- keeping ---------------------------------------------------------------------------------

    @work(group="bewaar")
    async def action_klaar(self) -> None:
        """Keep the corrected plan as a dossier of its own."""
        if self._busy:
            return
        self._busy = True
        self._tell(t("inlezen.bewaren"))
        try:
            dossier = await asyncio.to_thread(keep, self.assistant, self.plan, bestand=self.bestand or t("inlezen.geplakt"))
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            self._busy = False
            return
        self.dismiss(ReviewTable(Reviewing(self.assistant, dossier)))

    def action_weg(self) -> None:
        from tui.screens.confirm import ConfirmScreen, when_yes

        ask = ConfirmScreen(t("inlezen.weg_titel"), t("inlezen.weg_vraag"), yes=t("verbeter.weg_ja"), no=t("knop.terug"))
        self.app.push_screen(ask, when_yes(lambda: self.dismiss(None)))


def _hung_under(goal: GelezenRegel, old: str | None, below: Sequence[GelezenRegel]) -> tuple[GelezenRegel, ...]:
    """The lines below a new goal: the actions up to the next goal go along with it, when they hung where it hung itself."""
    out, own = [], True
    for regel in below:
        own = own and regel.soort == "actie"
        out.append(replace(regel, doel=goal.id) if own and regel.doel == old else regel)
    return tuple(out)


class LineScreen(ModalScreen[dict[str, Any] | None]):
    """Change one line: the words as they stand in the plan, who, when and which leefgebied."""

    BINDINGS = bindings("formulier", t)
    DEFAULT_CSS = FORM_CSS.format(name="LineScreen")
    hulp = "inlezen_regel"

    def __init__(self, item: GelezenRegel | GelezenCitaat | NietBegrepen, areas: list[tuple[str, str]]) -> None:
        super().__init__()
        self._item, self._areas = item, areas

    def compose(self) -> ComposeResult:
        item = self._item
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("inlezen.regel"))
            yield AnswerEditor(item.tekst, id="regel-tekst")
            if isinstance(item, GelezenRegel) and item.soort == "actie":
                yield Static(t("plan.wie"), classes="stil", markup=False)
                yield Input(item.wie, id="regel-wie", select_on_focus=False)
                yield Static(t("plan.wanneer"), classes="stil", markup=False)
                yield Input(item.wanneer, id="regel-wanneer", select_on_focus=False)
            elif not isinstance(item, NietBegrepen):
                yield Pick("regel-leefgebied", t("inlezen.leefgebied"), self._areas, item.leefgebied or "")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(AnswerEditor).focus()

    @property
    def has_unsent(self) -> bool:
        """The words, or who and when, were changed and not kept yet."""
        if self.query_one("#regel-tekst", AnswerEditor).text.strip() != self._item.tekst.strip():
            return True
        fields = self.query("#regel-wie, #regel-wanneer").results(Input)
        return any(field.value.strip() != str(getattr(self._item, str(field.id).removeprefix("regel-"))).strip() for field in fields)

    @on(Input.Submitted)
    def _go(self) -> None:
        self.action_klaar()

    @work(group="regel", exclusive=True)
    async def action_klaar(self) -> None:
        await all_typed(self)
        words = clean_text(self.query_one("#regel-tekst", AnswerEditor).text).strip()
        if not words:
            self.dismiss(None)
            return
        given: dict[str, Any] = {"tekst": words}
        for name in ("wie", "wanneer"):
            for field in self.query(f"#regel-{name}").results(Input):
                given[name] = clean_text(field.value).strip()
        for pick in self.query("#regel-leefgebied").results(Pick):
            given["leefgebied"] = pick.value or None
        self.dismiss(given)

    def action_weg(self) -> None:
        leave(self, None, unsent=self.has_unsent)
