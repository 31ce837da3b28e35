"""tui.screens.plan_forms: the small windows of the plan: edit a draft, confirm it, the client's choice, a look back."""

from __future__ import annotations

import asyncio

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static, TextArea

from assistant.domain.actieplan import TERUGBLIK_VELDEN, VERTROUWEN_GENOEG, Keuze, Verloop, Wie
from assistant.domain.values import clean_text
from assistant.engine.conversing import Concept, quick_signal
from assistant.engine.following import Following, day_in, dutch_day, read_day
from assistant.engine.interviewing import actie_vragen
from assistant.engine.reviewing import spoken_actie
from assistant.engine.vervolgtaal import vervolgtaal
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.host import all_typed, host
from tui.screens.talk import leave
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.finding_list import FindingList
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.widgets.ticks import Ticks
from tui.working import work

WORDS = 2
"""Uitingen shown above a draft; all of them are shown before it is confirmed."""


def to_review(written: Concept, given: Concept) -> list[tuple[str, str]]:
    """(soort, text) that a colleague would look at. A step that the program offered itself is looked at once its day stands there:

    without a day it is vague only because of the field that is still to be filled in.
    """
    parts = [("doel", written.doel)]
    if given.bron == "regels" and written.actie == given.actie and not written.wanneer:
        return parts
    fields = {"wie": t(f"wie.{written.wie.value}"), "wie_naam": written.wie_naam, "wanneer": written.wanneer}
    return [*parts, ("actie", spoken_actie(written.actie, **fields))]


class DraftScreen(ModalScreen[str | None]):
    """Change a draft together with the client. Saved as concept; gives back the id of the actie, or None."""

    BINDINGS = bindings("formulier", t)
    CSS = """
    DraftScreen .venster { width: 90; height: 96%; }
    DraftScreen VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    DraftScreen AnswerEditor { height: 4; }
    DraftScreen #concept-melding { height: auto; min-height: 1; }
    """
    hulp = "concept"

    def __init__(self, desk: Desk, concept: Concept, actie_id: str | None, *, vraag: str = "") -> None:
        """`vraag`: the question to put above the step; empty: the usual one."""
        super().__init__()
        self.desk, self.concept, self.actie_id, self.vraag = desk, concept, actie_id, vraag

    def compose(self) -> ComposeResult:
        ask = actie_vragen(self.desk.dossier, self.desk.conversation.content)
        item = self.concept
        texts = {u.id: u.tekst for u in self.desk.dossier.uitingen}
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("concept.zelf" if self._blank(item.actie) else "concept.titel"))
            yield Static(
                Content("\n".join(f"“{texts[u].strip()[:200]}”" for u in item.uitingen[:WORDS] if u in texts)),
                classes="client",
                markup=False,
            )
            with VerticalScroll():
                yield Static(t("plan.doel"), classes="stil", markup=False)
                yield AnswerEditor("" if self._blank(item.doel) else item.doel, id="concept-doel")
                yield Static(Content(self.vraag or ask.get("wat", "")), classes="waarschuwing" if self.vraag else "stil", markup=False)
                yield AnswerEditor("" if self._blank(item.actie) else item.actie, id="concept-actie")
                yield Pick("concept-wie", t("plan.wie"), [(w.value, t(f"wie.{w.value}")) for w in Wie], item.wie.value)
                for name, value in (
                    ("wie_naam", item.wie_naam),
                    ("wanneer", item.wanneer),
                    ("waar", item.waar),
                    ("als_het_tegenzit", item.als_het_tegenzit),
                ):
                    question = {"wie_naam": ask.get("wie", ""), "als_het_tegenzit": ask.get("als_het_anders_gaat", "")}.get(
                        name, ask.get(name, "")
                    )
                    yield Static(Content(question), classes="stil", markup=False)
                    yield Input(value, id=f"concept-{name}", select_on_focus=False)
                yield Static(t("concept.datum"), classes="stil", markup=False)
                yield Input(item.datum.isoformat() if item.datum else "", id="concept-datum", select_on_focus=False)
                helpers = Following(self.desk.conversation).supporters()
                if helpers:
                    yield Pick("concept-hulpbron", t("concept.hulpbron"), [*helpers, ("-", t("concept.niemand"))], item.hulpbron or "-")
                if krachten := [(k.id, k.citaat.tekst) for k in self.desk.dossier.krachten if k.vorm != "ik_wil"]:
                    yield Static(t("concept.krachten"), classes="stil", markup=False)
                    yield Ticks("concept-krachten", krachten, item.krachten)
            yield FindingList(self.desk.assistant.think, id="concept-bevindingen")
            yield Static("", id="concept-melding", classes="fout", markup=False)
        yield KeyBar()

    @staticmethod
    def _blank(words: str) -> bool:
        """Whether words only hold the place of a goal or step that is still to be written; they are never shown as if they were one."""
        return words in (t("plan.doel_leeg"), t("plan.actie_leeg"))

    def on_mount(self) -> None:
        self.query_one("#concept-actie").focus()
        self._look()

    @on(TextArea.Changed)
    @on(Input.Changed)
    @on(Pick.Changed)
    def _look(self) -> None:
        """What a colleague might remark; quietly, and never in the way."""
        written = self._read()
        said = [u.tekst for u in self.desk.dossier.geldige_uitingen]
        parts = to_review(written, self.concept)
        self.query_one(FindingList).look_at(parts[:1] if self._blank(written.actie) else parts, said)

    def _read(self) -> Concept:
        def field(name: str) -> str:
            return clean_text(self.query_one(f"#concept-{name}", Input).value).strip()

        return self.concept.replace(
            hulpbron=self._helper(),
            krachten=self._krachten(),
            doel=clean_text(self.query_one("#concept-doel", AnswerEditor).text).strip() or self.concept.doel,
            actie=clean_text(self.query_one("#concept-actie", AnswerEditor).text).strip() or self.concept.actie,
            wie=self.query_one("#concept-wie", Pick).value,
            wie_naam=field("wie_naam"),
            wanneer=field("wanneer"),
            waar=field("waar"),
            als_het_tegenzit=field("als_het_tegenzit"),
        )

    def _helper(self) -> str | None:
        """The hulpbron chosen; what cannot be chosen here stays as it was."""
        picks = self.query("#concept-hulpbron").results(Pick)
        chosen = next((p.value for p in picks), self.concept.hulpbron or "-")
        return None if chosen == "-" else chosen

    def _krachten(self) -> tuple[str, ...]:
        """Those ticked, after those that are no line here (a wish)."""
        box = next(iter(self.query("#concept-krachten").results(Ticks)), None)
        if box is None or set(box.chosen) == set(box.values) & set(self.concept.krachten):
            return self.concept.krachten
        return (*(k for k in self.concept.krachten if k not in box.values), *box.chosen)

    @work(group="concept")
    async def action_klaar(self) -> None:
        await all_typed(self)
        changed = self._read()
        for name, words in (("doel", changed.doel), ("actie", changed.actie)):
            if self._blank(words):
                self.query_one("#concept-melding", Static).update(Content(t(f"concept.schrijf_{name}")))
                self.query_one(f"#concept-{name}").focus()
                return
        typed = self.query_one("#concept-datum", Input).value
        try:
            changed = changed.replace(datum=read_day(typed, dutch_day(self.desk.assistant.clock.now())))
            actie_id = await self.desk.save(lambda: self.desk.conversation.keep(changed, actie_id=self.actie_id))
        except AssistantError as error:
            self.query_one("#concept-melding", Static).update(Content(error.sentence))
            return
        self.dismiss(actie_id)

    def action_weg(self) -> None:
        leave(self, None, unsent=self._read() != self.concept)


class ConfirmActieScreen(ModalScreen[str | None]):
    """Exactly what will stand in the plan, on whose words it rests, and who confirms it. Gives back the id of the actie, or None."""

    BINDINGS = bindings("formulier", t)
    CSS = """
    ConfirmActieScreen .venster { width: 84; }
    ConfirmActieScreen #bevestig-tekst { height: auto; max-height: 42vh; scrollbar-size-vertical: 1; }
    ConfirmActieScreen #bevestig-tekst Static { height: auto; }
    ConfirmActieScreen #bevestig-melding { height: auto; min-height: 1; }
    ConfirmActieScreen .regel { margin: 0 0 1 0; }
    ConfirmActieScreen #bevestig-moment { height: 3; }
    ConfirmActieScreen #bevestig-wanneer { width: 1fr; }
    ConfirmActieScreen #bevestig-datum { width: 20; }
    """
    hulp = "bevestig_actie"

    def __init__(self, desk: Desk, concept: Concept, what: Concept | str) -> None:
        super().__init__()
        self.desk, self.concept, self.what = desk, concept, what

    def compose(self) -> ComposeResult:
        item = self.concept
        texts = {u.id: u.tekst for u in self.desk.dossier.uitingen}
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("bevestig_actie.titel"))
            with VerticalScroll(id="bevestig-tekst", can_focus=False):
                yield Static(
                    Content.assemble(
                        (f"{t('plan.doel')}\n", "$text-muted"),
                        f"{item.doel}\n\n",
                        (f"{t('plan.actie')}\n", "$text-muted"),
                        (item.actie, "bold"),
                        f"\n{t(f'wie.{item.wie.value}')}{f' ({item.wie_naam})' if item.wie_naam else ''}",
                    ),
                    classes="regel",
                    markup=False,
                )
                yield Static(t("plan.rust_op"), classes="stil", markup=False)
                yield Static(
                    Content("\n".join(f"“{texts[u].strip()[:300]}”" for u in item.uitingen if u in texts)), classes="client", markup=False
                )
            with Horizontal(id="bevestig-moment"):
                yield Input(item.wanneer, id="bevestig-wanneer", placeholder=t("bevestig_actie.wanneer"), select_on_focus=False)
                yield Input(self._day_of(item), id="bevestig-datum", placeholder=t("bevestig_actie.datum"), select_on_focus=False)
            yield Input(self.desk.assistant.naam, id="bevestig-naam", placeholder=t("bevestig_actie.naam"), select_on_focus=False)
            yield Static("", id="bevestig-melding", classes="fout", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("bevestig_actie.ja")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#bevestig-naam" if self.concept.wanneer else "#bevestig-wanneer").focus()

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        self.dismiss(None)

    def _day_of(self, item: Concept) -> str:
        """The day of the draft, or the one its moment names; a person sees and may change it before it counts."""
        day = item.datum or day_in(item.wanneer, dutch_day(self.desk.assistant.clock.now()))
        return f"{day.day}-{day.month}-{day.year}" if day else ""

    @on(Input.Submitted, "#bevestig-wanneer")
    @on(Input.Submitted, "#bevestig-datum")
    def _to_name(self) -> None:
        when, day = self.query_one("#bevestig-wanneer", Input).value, self.query_one("#bevestig-datum", Input)
        if not day.value.strip():
            day.value = self._day_of(self.concept.replace(wanneer=when, datum=None))
        self.query_one("#bevestig-naam").focus()

    @on(Input.Submitted, "#bevestig-naam")
    @on(Button.Pressed, "#ja")
    def _go(self) -> None:
        self.action_klaar()

    @work(group="bevestigen", exclusive=True)
    async def action_klaar(self) -> None:
        await all_typed(self)
        when = clean_text(self.query_one("#bevestig-wanneer", Input).value).strip()
        name = clean_text(self.query_one("#bevestig-naam", Input).value).strip()
        conversation = self.desk.conversation
        try:
            day = read_day(self.query_one("#bevestig-datum", Input).value, dutch_day(self.desk.assistant.clock.now()))
            if isinstance(self.what, str):
                what: Concept | str = self.what
                if (when, day) != (self.concept.wanneer, self.concept.datum):
                    changed = self.concept.replace(wanneer=when, datum=day)
                    await self.desk.save(lambda: conversation.keep(changed, actie_id=str(self.what)))
                    self.concept = changed
            else:
                what = self.concept.replace(wanneer=when, datum=day)
            actie_id = await self.desk.save(lambda: conversation.confirm(what, door=name))
        except AssistantError as error:
            self.query_one("#bevestig-melding", Static).update(Content(error.sentence))
            if not name:
                self.query_one("#bevestig-naam").focus()
            return
        if name:
            self.desk.assistant.naam = name
        self.dismiss(actie_id)


class ChoiceScreen(ModalScreen[bool]):
    """What the client chose, and how sure the client is (0-10, said by the client, or not asked)."""

    BINDINGS = [*bindings("formulier", t), *bindings("keuze", t)]
    CSS = """
    ChoiceScreen Pick { margin: 0 0 1 0; }
    ChoiceScreen AnswerEditor { height: 4; }
    ChoiceScreen #keuze-melding { height: auto; min-height: 1; }
    """
    hulp = "keuze"

    def __init__(self, desk: Desk, actie_id: str) -> None:
        super().__init__()
        self.desk, self.actie_id = desk, actie_id
        self._smaller = False

    def compose(self) -> ComposeResult:
        ask = actie_vragen(self.desk.dossier, self.desk.conversation.content)
        item = self.desk.dossier.plan.get(self.actie_id)
        old = item.keuze if item else None
        trust = str(old.vertrouwen) if old and old.vertrouwen is not None else "-"
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("keuze.titel"))
            yield Static(Content(item.tekst if item else ""), classes="regel", markup=False)
            yield Static(t("keuze.uitleg"), classes="stil", markup=False)
            yield Pick(
                "keuze-keuze",
                t("keuze.label"),
                [(k.value, t(f"keuze.{k.value}")) for k in Keuze],
                old.keuze.value if old else None,
            )
            yield Static(Content(ask.get("cijfer", "")), markup=False)
            yield Pick("keuze-cijfer", t("keuze.cijfer"), [*[(str(n), str(n)) for n in range(11)], ("-", t("keuze.niet_gevraagd"))], trust)
            yield Static("", id="keuze-kleiner", classes="waarschuwing", markup=False)
            yield Static(t("keuze.woorden"), classes="stil", markup=False)
            yield AnswerEditor(old.woorden if old else "", id="keuze-woorden")
            yield Static("", id="keuze-melding", classes="fout", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("keuze.leg_vast")), id="ja")
                yield Button(Content(t("keuze.straks")), id="nee")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#keuze-keuze").focus()

    @property
    def _low(self) -> bool:
        number = self.query_one("#keuze-cijfer", Pick).value
        return number.isdigit() and int(number) < VERTROUWEN_GENOEG

    @on(Pick.Changed, "#keuze-cijfer")
    def _number(self) -> None:
        ask = actie_vragen(self.desk.dossier, self.desk.conversation.content)
        text = f"{ask.get('makkelijker', '')} {t('keuze.kleiner')}" if self._low else ""
        self.query_one("#keuze-kleiner", Static).update(Content(text))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._low if action == "kleiner" and self.is_mounted else super().check_action(action, parameters)

    def action_kleiner(self) -> None:
        """Keep what the client said, and make the step smaller at once."""
        self._smaller = True
        self.action_klaar()

    @property
    def has_unsent(self) -> bool:
        """Words of the client that were not kept yet; a choice alone is said again in a moment."""
        item = self.desk.dossier.plan.get(self.actie_id)
        return self._words() != (item.keuze.woorden if item and item.keuze else "")

    def _words(self) -> str:
        return clean_text(self.query_one("#keuze-woorden", AnswerEditor).text).strip()

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        leave(self, False, unsent=self.has_unsent)

    @on(Button.Pressed, "#ja")
    def _go(self) -> None:
        self.action_klaar()

    @work(group="keuze", exclusive=True)
    async def action_klaar(self) -> None:
        await all_typed(self)
        number = self.query_one("#keuze-cijfer", Pick).value
        keuze = self.query_one("#keuze-keuze", Pick).value
        words = self._words()
        if not keuze:
            self._smaller = False
            self.query_one("#keuze-melding", Static).update(Content(t("keuze.kies_eerst")))
            self.query_one("#keuze-keuze").focus()
            return
        conversation = self.desk.conversation
        try:
            await self.desk.save(
                lambda: conversation.choice(self.actie_id, keuze, vertrouwen=int(number) if number.isdigit() else None, woorden=words)
            )
        except AssistantError as error:
            self.query_one("#keuze-melding", Static).update(Content(error.sentence))
            return
        self.dismiss(True)
        if self._smaller:
            self.app.run_worker(self._grow())

    async def _grow(self) -> None:
        from tui.screens.grow import make_smaller

        below = next(s for s in reversed(self.app.screen_stack) if s is not self)
        await make_smaller(below, self.desk, self.actie_id, getattr(below, "_fill", lambda: None))


class LookBackScreen(ModalScreen[bool]):
    """How an actie went, in the client's words. There is no 'mislukt'."""

    BINDINGS = bindings("formulier", t)
    CSS = """
    LookBackScreen .venster { height: 96%; width: 84; }
    LookBackScreen VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    LookBackScreen AnswerEditor { height: 4; }
    LookBackScreen #blik-melding { height: auto; min-height: 1; }
    """
    hulp = "terugblik"

    def __init__(self, desk: Desk, actie_id: str) -> None:
        super().__init__()
        self.desk, self.actie_id = desk, actie_id

    def compose(self) -> ComposeResult:
        item = self.desk.dossier.plan.get(self.actie_id)
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("terugblik.titel"))
            yield Static(Content(item.tekst if item else ""), classes="regel", markup=False)
            yield Pick("blik-verloop", t("terugblik.verloop"), [(v.value, t(f"verloop.{v.value}")) for v in Verloop], None)
            ask = vervolgtaal(self.desk.conversation.content).terugblik
            with VerticalScroll(can_focus=False):
                for name in TERUGBLIK_VELDEN:
                    yield Static(Content(ask[name].voor(self.desk.dossier.aanspreekvorm)), classes="stil", markup=False)
                    yield AnswerEditor("", id=f"blik-{name}")
            yield Static("", id="blik-melding", classes="fout", markup=False)
        yield KeyBar()

    @work(group="terugblik", exclusive=True)
    async def action_klaar(self) -> None:
        await all_typed(self)
        verloop = self.query_one("#blik-verloop", Pick).value
        words = self._typed()
        conversation = self.desk.conversation
        kind = await asyncio.to_thread(quick_signal, " ".join(words.values()), conversation.content)
        if not verloop:
            self.query_one("#blik-melding", Static).update(Content(t("terugblik.kies_eerst")))
            self.query_one("#blik-verloop").focus()
            if kind is not None:
                host(self).show_safety(kind)
            return
        try:
            await self.desk.save(lambda: conversation.look_back(self.actie_id, verloop, **words))
        except AssistantError as error:
            self.query_one("#blik-melding", Static).update(Content(error.sentence))
            return
        self.dismiss(True)
        if kind is not None:
            host(self).show_safety(kind)

    def _typed(self) -> dict[str, str]:
        return {name: clean_text(self.query_one(f"#blik-{name}", AnswerEditor).text).strip() for name in TERUGBLIK_VELDEN}

    @property
    def has_unsent(self) -> bool:
        return any(self._typed().values())

    def action_weg(self) -> None:
        leave(self, False, unsent=self.has_unsent)
