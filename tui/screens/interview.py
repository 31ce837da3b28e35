"""tui.screens.interview: the conversation. Leefgebieden left, the dialogue in the middle, inventory and sources right; tabs when narrow.

Every change goes Desk.save -> Conversation -> store, and only then the screen moves. Thinking runs in thread workers that post messages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import ContentSwitcher, OptionList, Static, Tab, Tabs, TextArea

from assistant.domain import luisteren
from assistant.domain.values import Aard, HulpbronSoort, KrachtVorm, Tijd
from assistant.engine.conversing import Beurt, Gids, quick_signal
from assistant.engine.interviewing import Doorvraag, Gehoord, Stap, options
from assistant.engine.splitting import Stukvoorstel, stretches
from assistant.errors import AddressSeen, AssistantError
from tui.bindings import bindings
from tui.messages import AnswerHeard, GuidanceFound
from tui.screens.desk import Desk
from tui.screens.host import all_typed, host
from tui.screens.rows import card_line, heard_line, inventory_lines, rail_lines, source_lines, story_line
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.choice_list import Followups, HeardList, InventoryList, Line, Lines, Rail, SourceList
from tui.widgets.dialogue import Dialogue
from tui.widgets.key_bar import KeyBar
from tui.widgets.question_card import QuestionCard
from tui.widgets.waiting import Waiting
from tui.working import work

if TYPE_CHECKING:
    from assistant.domain.guidance import Passage

PATIENCE_S = 0.7
"""After this the guide answers by itself; a sentence that stands there is not changed under the reader's eyes. Our own choice."""
DRAFT_S = 0.5
"""Pause in typing after which the unsent text is kept (promise: at most a second of typing lost)."""
STORY = "verhaal"
"""Id of the line in 'gehoord' that stands for a story to divide."""
CARD = "kaart"
"""Id of the line in 'gehoord' that stands for an answer of which nothing was proposed because it brought the safety card."""
VIEWS = ("gesprek", "onderwerp", "gehoord", "inventaris", "handleiding")


class InterviewScreen(Screen[None]):
    """See the module. `desk.dossier` is the truth; this screen only shows it."""

    CSS_PATH = ["../styles/base.tcss", "../styles/interview.tcss"]
    BINDINGS = bindings("gesprek", t)
    HORIZONTAL_BREAKPOINTS = [(0, "-klein"), (72, "-smal"), (100, "-breed"), (120, "-ruim"), (150, "-wijd")]
    VERTICAL_BREAKPOINTS = [(0, "-laag"), (22, "-gewoon"), (34, "-hoog")]
    AUTO_FOCUS = "#antwoord"
    hulp = "gesprek"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._stap: Stap | None = None
        self._beurt: Beurt | None = None
        self._own_words: Beurt | None = None
        """What the guide said by itself because nobody had listened along yet."""
        self._after: str | None = None
        """Id of the uiting just answered; None while a question is open."""
        self._proposals: dict[str, Gehoord] = {}
        self._settled: dict[str, str] = {}
        """Proposal id -> 'genoteerd' or 'weg'; such lines stay in sight until the next answer."""
        self._noted_as: dict[str, str] = {}
        self._passages: tuple[Passage, ...] = ()
        self._gids: Gids | None = None
        self._story: tuple[str, tuple[Stukvoorstel, ...]] | None = None
        """(uiting id, pieces) of a story that may be divided over leefgebieden; None: there is none now."""
        self._unheard: str | None = None
        """Id of the uiting nobody could listen along with; Ctrl+G tries again."""
        self._seeking = Waiting(self, lambda text: self.query_one("#handleiding-uitleg", Static).update(Content(text)))
        self._ticket = 0
        self._sending: tuple[str, str] | None = None
        """(text, uiting id) of an answer that was not saved yet, so that a retry keeps it once."""
        self._keeping = False
        """True: an answer is on its way to the disk; a second F2 does nothing."""
        self._draft_timer: Timer | None = None
        self._view = "gesprek"
        self._warned = False
        """True: the line under the field says that the typed words may speak of danger."""
        self._place = ""
        """Words in the field that may give a secret place away; '' when there are none."""
        self._carded: set[tuple[str, str]] = set()
        """(uiting id, soort) of cards that were shown: the full check that comes later does not show the same one again."""
        self._alarm: str | None = None
        """Id of the last answer when it brought a card and nobody said that the card was wrong."""
        self.careful = False
        """True: stopping now is stopping after danger, without the closing questions."""

    # -- building --------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        with Horizontal(id="kop"):
            yield Static("", id="kop-links", markup=False)
            yield Static("", id="kop-rechts", markup=False)
        yield Tabs(*[Tab(Content(t(f"gesprek.tab.{view}")), id=f"tab-{view}") for view in VIEWS], id="tabs")
        with Horizontal(id="midden"):
            with Vertical(id="links"):
                yield Static(t("gesprek.onderwerpen"), id="links-kop", classes="titel", markup=False)
                yield Rail(id="rail")
                yield Static(t("gesprek.onderwerpen_uitleg"), id="links-uitleg", classes="stil", markup=False)
                with VerticalScroll(id="links-notities"):
                    yield Static("", id="links-setting", classes="stil", markup=False)
            with Vertical(id="praten"):
                yield Dialogue(id="dialoog")
                yield QuestionCard(id="vraag")
                yield Followups(id="vervolg")
                yield AnswerEditor(self.desk.draft, id="antwoord", placeholder=t("gesprek.typ_hier"))
                yield Static("", id="melding", markup=False)
            with Vertical(id="rechts"):
                yield Tabs(*[Tab(Content(t(f"gesprek.tab.{view}")), id=f"zij-{view}") for view in VIEWS[2:]], id="zijtabs")
                with ContentSwitcher(initial="handleiding", id="zij"):
                    with Vertical(id="gehoord"):
                        yield Static("", id="gehoord-uitleg", classes="stil", markup=False)
                        yield HeardList(id="gehoord-lijst")
                    with Vertical(id="inventaris"):
                        yield Static("", id="inventaris-uitleg", classes="stil", markup=False)
                        yield InventoryList(id="inventaris-lijst")
                    with Vertical(id="handleiding"):
                        yield Static("", id="handleiding-uitleg", classes="stil", markup=False)
                        yield SourceList(id="handleiding-lijst")
        yield Static(t("gesprek.klein_venster"), id="klein-venster", classes="waarschuwing", markup=False)
        yield KeyBar()

    async def on_mount(self) -> None:
        self.query_one("#antwoord", AnswerEditor).border_title = Content(t("gesprek.woorden_van_client"))
        self._show_side("handleiding")
        for tabs in self.query(Tabs):
            tabs.can_focus = False  # a click or a key of their own; Tab goes straight on
        self.desk.draft = ""
        self._arrange()
        back = bool(self.desk.dossier.uitingen)
        stap = self.desk.conversation.step(back=back)
        turns = self._turns() + [("wegwijzer" if back else "gids", text) for text in stap.zeg]
        await self.query_one(Dialogue).show(turns, top=stap.soort == "begin")
        last = self.desk.dossier.laatste_uiting
        resumed = last is not None and stap.vraag_id is not None and last.vraag_id == stap.vraag_id
        self._show_step(stap)
        if last is not None and resumed:
            self._after = last.id
            self._show_after(None)
            self._look_up(last.id)
        if last is not None:
            self._listen(last.id)
        self._refresh_lists()
        self._remind()
        if self.desk.read_only:
            self.editor.read_only = True  # what is typed here could not be kept: not typing it is better than losing it
            self._tell(t("gesprek.alleen_lezen"), bad=True)
        elif self.desk.unwanted:
            self._tell(t("gesprek.niet_opschrijven"), bad=True)
        editor = self.query_one("#antwoord", AnswerEditor)
        editor.move_cursor(editor.document.end)
        editor.focus()

    def _turns(self) -> list[tuple[str, str]]:
        """The dialogue so far, from the dossier: each question once above the words it brought."""
        out: list[tuple[str, str]] = []
        asked = ""
        for uiting in self.desk.dossier.geldige_uitingen:
            if uiting.vraag_tekst and uiting.vraag_tekst != asked:
                out.append(("gids", uiting.vraag_tekst))
            asked = uiting.vraag_tekst
            out.append(("client", uiting.tekst))
        return out

    # -- showing ---------------------------------------------------------------------------------

    @property
    def _wide(self) -> bool:
        """True when the parts stand beside each other."""
        return self.size.width >= 100

    @property
    def editor(self) -> AnswerEditor:
        return self.query_one("#antwoord", AnswerEditor)

    @property
    def has_unsent(self) -> bool:
        """True when something is typed that was not sent, or a save is running."""
        return (not self.editor.is_blank and not self.editor.read_only) or self.desk.saving > 0

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    def _show_step(self, stap: Stap) -> None:
        """A question (or the choice of a leefgebied) on the card, and the sources that go with it."""
        self._stap, self._after, self._beurt = stap, None, None
        head = stap.leefgebied_label or t("gesprek.kies_kop")
        if stap.gevoelig:
            head = f"{head} · {t('gesprek.gevoelig')}"
        note = t("gesprek.waarom", waarom=stap.waarom) if stap.waarom else ""
        if stap.soort in ("begin", "kies"):
            note = t("gesprek.kies_uitleg")
        elif stap.soort == "uitgevraagd":
            note = t("gesprek.uitgevraagd", leefgebied=stap.leefgebied_label)
        if stap.soort == "uitgevraagd" and self.desk.dossier.uitingen_van(stap.leefgebied or ""):
            note = f"{note} {t('gesprek.teruglezen_kan')}"
        self.query_one(QuestionCard).show(head=head, text=stap.vraag, note=note)
        self._fill_followups(())
        self._look_up()
        self._refresh_head()

    def _show_after(self, beurt: Beurt | None) -> None:
        """After an answer: the guide's sentence and what may follow."""
        stap = self._stap
        assert stap is not None
        head = stap.leefgebied_label or t("gesprek.kies_kop")
        text = t("gesprek.bewaard_zin") if beurt is None else "\n".join(s for s in (beurt.erkenning, beurt.rustpunt) if s)
        if beurt is not None and beurt.rustpunt:
            note = t("gesprek.na_zwaar")
        elif stap.leefgebied is None:
            note = t("gesprek.kies_uitleg")
        else:
            note = t("gesprek.hoe_verder")
        self.query_one(QuestionCard).show(head=head, text=text, note=note, after=True)
        if beurt is not None:
            self._fill_followups(() if beurt.rustpunt else beurt.doorvragen)

    def _fill_followups(self, vragen: tuple[Doorvraag, ...]) -> None:
        box = self.query_one(Followups)
        lines = []
        for number, item in enumerate(vragen, 1):
            parts: list[Any] = [(f"{number} ", "bold $primary"), item.tekst]
            if item.reden:
                parts.append((f"\n  {item.reden}", "$text-muted"))
            lines.append(Line(item.id, Content.assemble(*parts)))
        box.fill(lines, keep=False)
        box.display = bool(lines)

    def _refresh_head(self) -> None:
        dossier = self.desk.dossier
        self.query_one("#kop-links", Static).update(
            Content.assemble((dossier.code, "bold $primary"), (f"  {t('app.naam')}", "$text-muted"))
        )
        if self.desk.saving:
            saved = t("gesprek.bezig_bewaren")
        elif self.desk.saved_at is not None:
            saved = t("gesprek.bewaard", tijd=self.desk.saved_at.astimezone().strftime("%H:%M"))
        else:
            saved = t("gesprek.alles_bewaard") if dossier.uitingen else ""
        self.query_one("#kop-rechts", Static).update(Content(saved))

    def _refresh_lists(self) -> None:
        conversation = self.desk.conversation
        self.query_one(Rail).fill(self._rail())
        self.query_one(InventoryList).fill(inventory_lines(self.desk.dossier, conversation.content))
        noted = len(self.desk.dossier.krachten) + len(self.desk.dossier.hulpbronnen)
        self.query_one("#inventaris-uitleg", Static).update(
            Content(t("gesprek.inventaris_leeg") if not noted else t("gesprek.inventaris_uitleg"))
        )
        self._fill_heard()
        self._refresh_head()

    def _rail(self) -> list[Line]:
        return rail_lines(options(self.desk.dossier, self.desk.conversation.content), short=100 <= self.size.width < 120)

    def _fill_heard(self) -> None:
        lines = [heard_line(item, self._settled.get(item_id), self._short_area(item)) for item_id, item in self._proposals.items()]
        if self._story is not None:
            lines.insert(0, story_line(STORY, self._story_areas()))
        if self._alarm is not None:
            lines.insert(0, card_line(CARD))
        self.query_one(HeardList).fill(lines)
        still = (
            sum(1 for item_id in self._proposals if item_id not in self._settled) + (self._story is not None) + (self._alarm is not None)
        )
        self.query_one("#gehoord-uitleg", Static).update(Content(t("gesprek.gehoord_uitleg") if lines else t("gesprek.gehoord_leeg")))
        label = t("gesprek.tab.gehoord") + (f" {still}" if still else "")
        for tab_id in ("#tab-gehoord", "#zij-gehoord"):
            self.query_one(tab_id, Tab).label = Content(label)

    def _short_area(self, item: Gehoord) -> str:
        """The leefgebied of a proposal where it is another one than where the conversation is; '' otherwise."""
        area = item.leefgebied or self.desk.conversation.area_for(item.uiting, item.begin)
        found = self.desk.conversation.content.leefgebieden.get(area) if area and area != self.desk.dossier.positie.leefgebied else None
        return found.kort if found else ""

    def _story_areas(self) -> list[str]:
        """The leefgebieden a story may be about, by name, in the order of the story."""
        pieces = self._story[1] if self._story is not None else ()
        get = self.desk.conversation.content.leefgebieden.get
        found = [get(area) for area in dict.fromkeys(p.leefgebied for p in pieces if p.leefgebied)]
        return [item.kort for item in found if item is not None]

    def show_view(self, view: str, *, focus: bool = True) -> None:
        """Bring a part in sight: the matching tab on a narrow screen, the right-hand column on a wide one."""
        self._view = view
        self._arrange()
        self.call_after_refresh(self._fit_notes)
        self._set_tab("#tabs", f"tab-{view}")
        if view in VIEWS[2:]:
            self._show_side(view)
        if focus:
            target = {"gesprek": "#antwoord", "onderwerp": "#rail"}.get(view, f"#{view}-lijst")
            self.query_one(target).focus()

    def _arrange(self) -> None:
        """Which parts stand on the screen: all of them when wide, the one in view when narrow."""
        wide = self._wide
        self.query_one("#links").display = wide or self._view == "onderwerp"
        self.query_one("#praten").display = wide or self._view == "gesprek"
        self.query_one("#rechts").display = wide or self._view in VIEWS[2:]

    def _show_side(self, view: str) -> None:
        """Put a part in the right-hand column; where the cursor is does not change."""
        self.query_one("#zij", ContentSwitcher).current = view
        self._set_tab("#zijtabs", f"zij-{view}")

    def _set_tab(self, tabs_id: str, tab_id: str) -> None:
        """Without a message: only a person's own click on a tab asks for a view."""
        tabs = self.query_one(tabs_id, Tabs)
        if not tabs.query(f"#{tab_id}"):  # on a busy machine the row is not there yet when the screen already is
            self.call_after_refresh(self._set_tab, tabs_id, tab_id)
            return
        if tabs.active != tab_id:
            with self.prevent(Tabs.TabActivated):
                tabs.active = tab_id

    @on(Tabs.TabActivated, "#tabs")
    def _tab(self, event: Tabs.TabActivated) -> None:
        view = (event.tab.id or "").removeprefix("tab-")
        if event.tabs.active == event.tab.id and view != self._view:
            self.show_view(view)

    @on(Tabs.TabActivated, "#zijtabs")
    def _side_tab(self, event: Tabs.TabActivated) -> None:
        if event.tabs.active == event.tab.id:
            self.query_one("#zij", ContentSwitcher).current = (event.tab.id or "").removeprefix("zij-")

    # -- saving ----------------------------------------------------------------------------------

    async def _saved(self, call: Any, *, words: bool = False) -> Any:
        """Carry out a saving call; on failure say so and return the error. Never raises AssistantError. words: what the client said goes with it."""
        self._refresh_head()
        try:
            result = await self.desk.save(call, always=not words)
        except AssistantError as error:
            self._tell(f"{error.title}: {error.sentence}", bad=True)
            self._refresh_head()
            return error
        self._refresh_head()
        return result

    async def action_bewaar(self) -> None:
        """Keep what the client said. The text leaves the field only when it is on disk."""
        editor = self.editor
        if self._keeping or (self._view not in ("gesprek",) and not self._wide and editor.is_blank):
            return
        self._keeping = True
        try:
            await all_typed(self)
            await self._keep_answer(editor)
        finally:
            self._keeping = False

    async def _keep_answer(self, editor: AnswerEditor) -> None:
        text = editor.text
        if editor.is_blank:
            self._tell(t("gesprek.nog_niets"))
            editor.focus()
            return
        if self._sending is None or self._sending[0] != text:
            self._sending = (text, self.desk.conversation.new_uiting_id())
        uiting_id = self._sending[1]
        self._alarm, self.careful = None, False
        self._hear_danger(text, uiting_id)
        first_for_question = self._after is None
        asked = self._stap.vraag if self._stap and first_for_question else ""
        result = await self._saved(lambda: self.desk.answer(text, uiting_id), words=True)
        if isinstance(result, AssistantError):
            if isinstance(result, AddressSeen):
                place = await asyncio.to_thread(self.desk.place_in, text)
                self._tell_place(place, t("gesprek.adres_bewaar", tekst=place))
            editor.focus()
            return
        self._sending, self._place = None, ""
        rest = editor.text.removeprefix(text)  # what was typed while the disk was busy stays in the field
        editor.load_text(rest)
        editor.move_cursor(editor.document.end)
        self._tell("")
        dialogue = self.query_one(Dialogue)
        dialogue.add("gids", asked)
        dialogue.add("client", self.desk.dossier.uiting(uiting_id).tekst)
        self._after = uiting_id
        self._story = None
        self._forget_settled()
        self._beurt = None
        self._show_after(None)
        self._listen(uiting_id)
        self._look_up(uiting_id)
        self.set_timer(PATIENCE_S, lambda: self._respond(result))
        self._refresh_lists()
        self.show_view("gesprek")
        if result.signaal is not None:
            self._show_card(uiting_id, result.signaal)

    @work(group="gevaar")
    async def _hear_danger(self, text: str, uiting_id: str) -> None:
        """The words alone, here and now: the card does not wait for the disk or for the helper process."""
        soort = await asyncio.to_thread(quick_signal, text, self.desk.conversation.content)
        if soort is not None:
            self._show_card(uiting_id, soort)

    def _show_card(self, uiting_id: str, soort: str) -> None:
        if (uiting_id, soort) not in self._carded:
            self._carded.add((uiting_id, soort))
            self._alarm, self.careful = uiting_id, True
            self._fill_heard()
            host(self).show_safety(soort)

    def _respond(self, own: Beurt) -> None:
        """Nobody has listened along yet: the guide says its own sentence."""
        if self._after == own.uiting and self._beurt is None:
            self._own_words = own
            self._show_after(own)

    def _forget_settled(self) -> None:
        for item_id in self._settled:
            self._proposals.pop(item_id, None)
        self._settled.clear()

    def _move_on(self, say: tuple[str, ...]) -> None:
        for text in say:
            self.query_one(Dialogue).add("wegwijzer", text)
        self._show_step(self.desk.conversation.step())
        self._refresh_lists()
        self.show_view("gesprek")

    async def action_volgende(self) -> None:
        if self._stap is not None and self._stap.leefgebied is None:
            self.action_onderwerp()
            return
        result = await self._saved(self.desk.conversation.onward)
        if not isinstance(result, AssistantError):
            self._tell("")
            self._move_on(result)

    async def _pass(self, hoe: str) -> None:
        result = await self._saved(lambda: self.desk.conversation.skip(hoe))
        if not isinstance(result, AssistantError):
            self._tell("")
            self._move_on(result)

    async def action_overslaan(self) -> None:
        await self._pass("overslaan")

    async def action_later(self) -> None:
        await self._pass("later")

    async def action_liever_niet(self) -> None:
        await self._pass("liever_niet")

    def action_onderwerp(self) -> None:
        self.show_view("onderwerp")

    @on(OptionList.OptionSelected, "#rail")
    async def _area_chosen(self, event: OptionList.OptionSelected) -> None:
        area = event.option_id
        if area is None:
            return
        result = await self._saved(lambda: self.desk.conversation.choose(area))
        if not isinstance(result, AssistantError):
            self._tell("")
            self._move_on(result)

    @on(Lines.Wished, "#rail")
    async def _area_marked(self, event: Lines.Wished) -> None:
        area, keuze = event.line_id, event.what
        result = await self._saved(lambda: self.desk.conversation.mark(area, keuze))
        if not isinstance(result, AssistantError):
            self._refresh_lists()

    @on(Rail.Typed)
    def _words_typed_there(self, event: Rail.Typed) -> None:
        """Whoever types in the list of leefgebieden is writing down words: they go to the field, with the cursor."""
        self.show_view("gesprek", focus=False)
        self.set_focus(self.editor)
        self.editor.insert(event.text)

    # -- follow-ups ------------------------------------------------------------------------------

    def action_doorvragen(self) -> None:
        box = self.query_one(Followups)
        if not box.display and self._beurt is not None and self._beurt.rustpunt:
            self._fill_followups(self._beurt.doorvragen)  # after something heavy only when asked for, and then calm ones
        if box.display:
            self.show_view("gesprek", focus=False)
            box.focus()
        else:
            self._tell(t("gesprek.geen_doorvraag"))

    async def action_doorvraag(self, number: int) -> None:
        if self._beurt is not None and 0 < number <= len(self._beurt.doorvragen) and self.query_one(Followups).display:
            await self._put(self._beurt.doorvragen[number - 1])
        else:
            self._tell(t("gesprek.geen_doorvraag"))

    @on(OptionList.OptionSelected, "#vervolg")
    async def _follow_selected(self, event: OptionList.OptionSelected) -> None:
        await self._put_by_id(event.option_id)

    @on(Lines.Wished, "#vervolg")
    async def _follow_wished(self, event: Lines.Wished) -> None:
        await self._put_by_id(event.line_id)

    async def _put_by_id(self, item_id: str | None) -> None:
        if self._beurt is not None:
            for item in self._beurt.doorvragen:
                if item.id == item_id:
                    await self._put(item)

    async def _put(self, item: Doorvraag) -> None:
        result = await self._saved(lambda: self.desk.conversation.follow(item))
        if not isinstance(result, AssistantError):
            self._tell("")
            self._move_on(())

    # -- listening along -------------------------------------------------------------------------

    @work(thread=True, group="luisteren")
    def _listen(self, uiting_id: str) -> None:
        conversation = self.desk.conversation
        self.post_message(AnswerHeard(conversation.listen(conversation.dossier.uiting(uiting_id))))

    @on(AnswerHeard)
    def _heard(self, event: AnswerHeard) -> None:
        beurt = event.beurt
        fresh = {item.id: item for item in beurt.gehoord if item.id not in self._proposals}
        self._proposals |= fresh
        self._fill_heard()
        if beurt.signaal is not None:
            self._show_card(beurt.uiting, beurt.signaal)
        if len(beurt.stukken) > 1 or (beurt.stukken and beurt.uiting == self._after):
            self._story = (beurt.uiting, beurt.stukken)
            self._fill_heard()
        self._unheard = beurt.uiting if beurt.zonder_hulp else None
        if beurt.uiting != self._after:
            return  # the conversation moved on; what was heard stays on offer, the rest is dropped
        said = self._own_words
        if said is not None and said.uiting == beurt.uiting and not (beurt.rustpunt and not said.rustpunt):
            beurt = beurt.replace(erkenning=said.erkenning, rustpunt=said.rustpunt)
        self._beurt = beurt
        self._show_after(beurt)
        if beurt.zonder_hulp:
            self._tell(f"{beurt.zonder_hulp} {t('gesprek.luister_opnieuw')}")
        elif self._alarm == beurt.uiting:
            self._tell(t("gesprek.kaart_melding"))
        elif self._story is not None and self._story[0] == beurt.uiting:
            areas = self._story_areas()
            self._tell(t("gesprek.verhaal_melding" if len(areas) > 1 else "gesprek.verhaal_een", namen=", ".join(areas)))
        elif fresh:
            self._tell(t("gesprek.gehoord_melding", aantal=len(fresh)))
        if fresh and self._wide:
            self._show_side("gehoord")

    def action_gehoord(self) -> None:
        if self._unheard is not None:
            self._tell(t("gesprek.luistert"))
            self._listen(self._unheard)
            self._unheard = None
        self.show_view("gehoord")
        if self._alarm is not None and self.query_one(HeardList).option_count:
            self.query_one(HeardList).highlighted = 0  # the line about the card stands on top; what waits from before is kept under it

    # -- a story in one go -----------------------------------------------------------------------

    def action_verdeel(self) -> None:
        """The pieces of the story that was told, to accept, to change or to leave whole."""
        from tui.screens.divide import DivideScreen

        story = self._story or self._told_before()
        if story is None:
            self._tell(t("gesprek.geen_verhaal"))
            return
        uiting_id, pieces = story
        self.app.push_screen(DivideScreen(self.desk, uiting_id, pieces), self._divided)

    def _told_before(self) -> tuple[str, tuple[Stukvoorstel, ...]] | None:
        """The last words as they are divided now, or in one piece; None when there is nothing to divide."""
        last = self.desk.dossier.laatste_uiting
        if last is None or len(stretches(last.tekst)) < 2:
            return None
        delen = luisteren.load(self.desk.dossier.rooms).delen_van(last.id)
        if delen:
            return last.id, tuple(Stukvoorstel(begin=d.begin, eind=d.eind, leefgebied=d.leefgebied) for d in delen)
        return last.id, (Stukvoorstel(begin=0, eind=len(last.tekst), leefgebied=last.leefgebied),)

    def _divided(self, what: str | None) -> None:
        if what:
            self._story = None
            self._tell(t("gesprek.verdeeld") if what == "verdeeld" else t("gesprek.heel_gelaten"))
        self._refresh_lists()

    def action_samenvatting(self) -> None:
        """The client's words to read aloud: of this leefgebied, else of everything."""
        from tui.screens.summary import SummaryScreen

        if not self.desk.dossier.geldige_uitingen:
            self._tell(t("gesprek.nog_geen_woorden"))
            return
        self.app.push_screen(SummaryScreen(self.desk, self.desk.dossier.positie.leefgebied))

    async def _leave_whole(self) -> None:
        story = self._story
        if story is not None and not isinstance(await self._saved(lambda: self.desk.conversation.leave_whole(story[0])), AssistantError):
            self._divided("heel")

    def _other_area(self, words: str, then: Any) -> None:
        from tui.screens.divide import AreaScreen

        self.app.push_screen(AreaScreen(self.desk, words), lambda area: then(area) if area else None)

    @on(OptionList.OptionSelected, "#gehoord-lijst")
    async def _heard_entered(self, event: OptionList.OptionSelected) -> None:
        if event.option_id == STORY:
            self.action_verdeel()
        elif event.option_id == CARD:
            await self._no_danger()
        elif event.option_id:
            await self._accept(event.option_id)

    @on(Lines.Wished, "#gehoord-lijst")
    async def _heard_wished(self, event: Lines.Wished) -> None:
        if event.line_id == STORY:
            if event.what == "neem":
                self.action_verdeel()
            elif event.what == "laat":
                await self._leave_whole()
            return
        if event.line_id == CARD:
            if event.what == "neem":
                await self._no_danger()
            elif event.what == "laat":
                self._alarm = None
                self._fill_heard()
            return
        item = self._proposals.get(event.line_id)
        if item is None:
            return
        if event.what == "leefgebied":
            self._other_area(item.citaat, lambda area: self._proposal_moved(item.id, area))
            return
        if event.what == "neem":
            await self._accept(item.id)
        elif event.what == "laat":
            await self._drop(item)
        else:
            await self._change(item, event.what)

    def _proposal_moved(self, item_id: str, area: str) -> None:
        """Another leefgebied for a proposal; when it is noted already, for what was noted."""
        self._proposals[item_id] = self._proposals[item_id].replace(leefgebied=area)
        noted = self._noted_as.get(item_id)
        if noted is not None:
            self.run_worker(self._move_noted(noted, area))
        self._refresh_lists()

    async def _move_noted(self, item_id: str, area: str) -> None:
        conversation = self.desk.conversation
        is_kracht = any(k.id == item_id for k in self.desk.dossier.krachten)
        call = conversation.change_kracht if is_kracht else conversation.change_hulpbron
        if not isinstance(await self._saved(lambda: call(item_id, leefgebied=area)), AssistantError):
            self._refresh_lists()

    async def _no_danger(self) -> None:
        """The card was wrong: that is kept, and the answer is listened to like any other."""
        uiting_id = self._alarm
        if uiting_id is None or isinstance(await self._saved(lambda: self.desk.conversation.no_danger(uiting_id)), AssistantError):
            return
        self._alarm, self.careful, self._own_words = None, False, None
        self._refresh_lists()
        self._tell(t("gesprek.geen_gevaar"))
        self._listen(uiting_id)

    async def _accept(self, item_id: str) -> None:
        item = self._proposals[item_id]
        if self._settled.get(item_id) == "genoteerd":
            return
        if item.soort == "kracht" and not item.leefgebied and self.desk.conversation.area_for(item.uiting, item.begin) is None:
            self._other_area(item.citaat, lambda area: self._accept_under(item_id, area))  # at the start no leefgebied is chosen yet
            return
        result = await self._saved(lambda: self.desk.conversation.accept(item))
        if isinstance(result, AssistantError):
            return
        self._settled[item_id] = "genoteerd"
        self._noted_as[item_id] = result
        self._next_heard()

    def _accept_under(self, item_id: str, area: str) -> None:
        self._proposals[item_id] = self._proposals[item_id].replace(leefgebied=area)
        self.run_worker(self._accept(item_id))

    async def _drop(self, item: Gehoord) -> None:
        noted = self._noted_as.pop(item.id, None)
        call = self.desk.conversation.refuse if noted is None else None
        result = await self._saved((lambda: call(item)) if call else (lambda: self.desk.conversation.drop(str(noted))))
        if isinstance(result, AssistantError):
            return
        self._settled[item.id] = "weg"
        self._next_heard()

    def _next_heard(self) -> None:
        """Show the new state, and put the cursor on the next line that still waits."""
        self._refresh_lists()
        box = self.query_one(HeardList)
        ids = [*([STORY] if self._story is not None else []), *self._proposals]
        start = box.highlighted or 0
        for number in [*range(start + 1, len(ids)), *range(start)]:
            if ids[number] not in self._settled and ids[number] != STORY:
                box.highlighted = number
                return

    async def _change(self, item: Gehoord, what: str) -> None:
        """Another form or time, before or after it was noted: the next value in the row, the words stay the client's."""
        if self._settled.get(item.id) == "weg":
            self._tell(t("gesprek.is_weggelaten"))
            return
        if what == "vorm" and item.soort == "kracht":
            changed = item.replace(vorm=_next(list(KrachtVorm), item.vorm))
        elif what == "tijd" and item.soort == "kracht":
            changed = item.replace(tijd=_next(list(Tijd), item.tijd))
        elif what == "vorm":
            changed = item.replace(hulpbron=_next(list(HulpbronSoort), item.hulpbron))
        else:
            changed = item.replace(aard=_next(list(Aard), item.aard))
        noted = self._noted_as.get(item.id)
        if noted is not None:
            conversation = self.desk.conversation
            result = await self._saved(
                (lambda: conversation.change_kracht(noted, vorm=changed.vorm, tijd=changed.tijd))
                if item.soort == "kracht"
                else (lambda: conversation.change_hulpbron(noted, soort=changed.hulpbron, aard=changed.aard))
            )
            if isinstance(result, AssistantError):
                return
        self._proposals[item.id] = changed
        self._refresh_lists()

    # -- the inventory ---------------------------------------------------------------------------

    @on(Lines.Wished, "#inventaris-lijst")
    async def _inventory_wished(self, event: Lines.Wished) -> None:
        item_id = event.line_id
        kracht = next((k for k in self.desk.dossier.krachten if k.id == item_id), None)
        hulp = next((h for h in self.desk.dossier.hulpbronnen if h.id == item_id), None)
        conversation = self.desk.conversation
        if event.what == "weg":
            from tui.screens.confirm import ConfirmScreen, when_yes

            item = kracht or hulp
            quote = item.citaat.tekst if item is not None else ""
            self.app.push_screen(
                ConfirmScreen(
                    t("gesprek.weg_titel"), t("gesprek.weg_vraag"), quote=quote, yes=t("gesprek.weg_ja"), no=t("knop.nee_laat_staan")
                ),
                when_yes(lambda: self.run_worker(self._remove(item_id))),
            )
        elif event.what == "leefgebied":
            item = kracht or hulp
            if item is not None:
                self._other_area(item.citaat.tekst, lambda area: self.run_worker(self._move_noted(item_id, area)))
        elif kracht is not None or hulp is not None:
            call: Callable[[], None]
            if kracht is not None and event.what == "vorm":
                call = partial(conversation.change_kracht, item_id, vorm=_next(list(KrachtVorm), kracht.vorm))
            elif kracht is not None:
                call = partial(conversation.change_kracht, item_id, tijd=_next(list(Tijd), kracht.tijd))
            elif hulp is not None and event.what == "vorm":
                call = partial(conversation.change_hulpbron, item_id, soort=_next(list(HulpbronSoort), hulp.soort))
            elif hulp is not None:
                call = partial(conversation.change_hulpbron, item_id, aard=_next(list(Aard), hulp.aard))
            if not isinstance(await self._saved(call), AssistantError):
                self._refresh_lists()

    async def _remove(self, item_id: str) -> None:
        if not isinstance(await self._saved(lambda: self.desk.conversation.drop(item_id)), AssistantError):
            self._refresh_lists()

    def action_kracht(self) -> None:
        """Mark a stretch of what the client said as a kracht or hulpbron, by hand."""
        from tui.screens.mark import MarkScreen

        last = self.desk.dossier.uitingen and self.desk.dossier.laatste_uiting
        if not last:
            self._tell(t("gesprek.nog_geen_woorden"))
            return
        self.app.push_screen(MarkScreen(self.desk, last.id), lambda done: self._refresh_lists() if done else None)

    # -- the sources -----------------------------------------------------------------------------

    def _look_up(self, uiting_id: str = "") -> None:
        """What goes with the open question, or with an answer that was just saved: looked for while its words are being read."""
        if self._stap is None or not (uiting_id or self._stap.zoekvraag):
            return
        self._ticket += 1
        self._sought = uiting_id
        self._seeking.begin(t("gesprek.zoekt"))
        self._search(self._stap, uiting_id, self._ticket)

    _sought = ""

    @work(thread=True, exclusive=True, group="gids")
    def _search(self, stap: Stap, uiting_id: str, ticket: int) -> None:
        self.post_message(GuidanceFound(self.desk.conversation.guidance(stap, uiting_id), ticket))

    @on(GuidanceFound)
    def _found(self, event: GuidanceFound) -> None:
        if event.ticket != self._ticket:
            return
        gids = event.gids
        self._seeking.end()
        if self._sought and gids.niets_gevonden and not gids.fout and self._gids is not None and self._gids.passages:
            gids = self._gids  # nothing for the answer: what goes with the question stays, with its own reason
        self._gids, self._passages = gids, gids.passages
        if gids.fout:
            head = f"{gids.fout} {t('gesprek.zoek_opnieuw')}"
        elif gids.niets_gevonden:
            head = t("gesprek.geen_passage")
        else:
            head = t("gesprek.waarom_dit", waarom=gids.waarom) if gids.waarom else t("gesprek.handleiding_uitleg")
        self.query_one("#handleiding-uitleg", Static).update(Content(head))
        self.query_one(SourceList).fill(source_lines(gids.passages, short=True), keep=False)

    @on(OptionList.OptionSelected, "#handleiding-lijst")
    def _source_chosen(self, event: OptionList.OptionSelected) -> None:
        self._open_passage(event.option_id)

    def _open_passage(self, passage_id: str | None) -> None:
        from tui.screens.passage import PassageScreen

        for passage in self._passages:
            if passage.id == passage_id:
                why = self._gids.waarom if self._gids is not None else ""
                self.app.push_screen(PassageScreen(self.desk.assistant, passage, waarom=why))

    def action_bron(self) -> None:
        """Open the passage under the cursor, or the first one; when searching failed, search again."""
        if self._gids is not None and self._gids.fout and not self._seeking.busy:
            self._look_up(self._sought)
            return
        chosen = self.query_one(SourceList).highlighted_id
        if chosen:
            self._open_passage(chosen)
        else:
            self._tell(t("gesprek.geen_bron"))

    # -- moving about ----------------------------------------------------------------------------

    def action_paneel(self, view: str) -> None:
        self.show_view(view)

    def action_ander_paneel(self) -> None:
        """Round the parts of the screen, one key."""
        stops = ["#antwoord", "#vervolg", "#gehoord-lijst", "#inventaris-lijst", "#handleiding-lijst", "#rail"]
        if not self.query_one(Followups).display:
            stops.remove("#vervolg")
        focused = f"#{self.focused.id}" if self.focused is not None and self.focused.id else "#antwoord"
        at = stops.index(focused) if focused in stops else 0
        goal = stops[(at + 1) % len(stops)]
        if goal == "#vervolg":
            self.action_doorvragen()
        else:
            self.show_view({"#antwoord": "gesprek", "#rail": "onderwerp"}.get(goal, goal[1:].removesuffix("-lijst")))

    def action_terug(self) -> None:
        from tui.screens.earlier import EarlierScreen

        if not self.desk.dossier.uitingen:
            self._tell(t("gesprek.nog_geen_woorden"))
            return
        before = self._turns()
        self.app.push_screen(EarlierScreen(self.desk), lambda changed: self._came_back(changed, before))

    async def _show_turns(self, before: list[tuple[str, str]] | None) -> None:
        """The dialogue anew when other words stand in the dossier than `before`; when not, what the guide said stays in sight with them."""
        turns = self._turns()
        if turns != before:
            await self.query_one(Dialogue).show(turns)

    async def _came_back(self, changed: str | None, before: list[tuple[str, str]] | None = None) -> None:
        await self._show_turns(before)
        if changed == "vraag":
            self._show_step(self.desk.conversation.step())
            self.show_view("gesprek")
        self._refresh_lists()

    def action_rechten(self) -> None:
        """What the client may ask of us: leave, a copy, correcting, who looked, keeping, erasing."""
        from tui.screens.rights import RightsScreen, RightsTable

        before = self._turns()
        self.app.push_screen(RightsScreen(RightsTable(self.desk)), lambda _: self._came_from_rights(before))

    async def _came_from_rights(self, before: list[tuple[str, str]]) -> None:
        await self._show_turns(before)
        self._refresh_lists()

    def action_plan(self) -> None:
        from tui.screens.plan import PlanScreen

        back = self.when_back()
        self.app.push_screen(PlanScreen(self.desk), lambda _: back())

    def when_back(self) -> Callable[[], None]:
        """For coming back from another screen of this dossier: the dialogue anew when something was said there, the lists in any case."""
        before = len(self.desk.dossier.uitingen)

        def back() -> None:
            if len(self.desk.dossier.uitingen) != before:
                self.run_worker(self._came_back(""))
            else:
                self._refresh_lists()

        return back

    def _remind(self) -> None:
        """What this setting asks attention for: for the begeleider, beside the topics, and once as a line when the talk is opened."""
        from assistant.engine.setting import Moment, extras

        more = extras(self.desk.dossier, self.desk.conversation.content)
        reminders = more.reminders(Moment.BEGIN)
        if reminders:
            self._tell(t("setting_scherm.let_op", tekst=" ".join(reminders)))
        beside = self.query_one("#links-setting", Static)
        beside.update(Content("\n".join(f"· {line}" for line in (*reminders, *more.notities))))
        self.query_one("#links-notities").display = bool(reminders or more.notities)
        self.call_after_refresh(self._fit_notes)

    def _fit_notes(self) -> None:
        """Notes that do not fit can be scrolled with the keys; notes that do are no stop for Tab."""
        box = self.query_one("#links-notities")
        box.can_focus = box.max_scroll_y > 0

    def action_meer(self) -> None:
        """What more belongs to this dossier: the network, the kompas, the team."""
        from tui.screens.tools import open_menu

        open_menu(self, self.when_back())

    def action_stop(self) -> None:
        from tui.screens.closing import ClosingScreen

        if self.careful:
            self.stop_with_care()
            return
        self.app.push_screen(ClosingScreen(self.desk), self._after_closing)

    def stop_with_care(self) -> None:
        """Stop after words about danger: nothing is read back or asked, and the sitting is not closed with what is better the next time."""
        from tui.screens.confirm import ConfirmScreen, when_yes

        form = self.desk.dossier.aanspreekvorm.value
        self.app.push_screen(
            ConfirmScreen(
                t("veiligheid.stop_titel"), t(f"veiligheid.stop_zorg_{form}"), yes=t("veiligheid.stop_ja"), no=t("veiligheid.stop_nee")
            ),
            when_yes(lambda: self.run_worker(self._leave())),
        )

    async def _leave(self) -> None:
        await self.flush()
        self.dismiss(None)

    async def _after_closing(self, where: str | None) -> None:
        if where == "plan":
            self.action_plan()
        elif where == "samenvatting":
            from tui.screens.summary import SummaryScreen

            self.app.push_screen(SummaryScreen(self.desk), lambda _: self.action_stop())
        elif where == "klaar":
            await self.flush()
            self.dismiss(None)
        else:
            self._refresh_lists()

    async def action_weg(self) -> None:
        """One step back: to the text field, then to the list. What is typed is kept."""
        if self._view != "gesprek" or self.focused is not self.editor:
            self.show_view("gesprek")
            return
        await self.flush()
        self.dismiss(None)

    # -- what is typed and not sent --------------------------------------------------------------

    @on(TextArea.Changed, "#antwoord")
    def _typed(self) -> None:
        if self._draft_timer is None:
            self._draft_timer = self.set_timer(DRAFT_S, self._keep_typed)

    async def _keep_typed(self) -> None:
        self._draft_timer = None
        self._keep()

    @work(group="klad")
    async def _keep(self) -> None:
        await self.flush()
        text = self.editor.text if self.is_mounted else ""
        danger = bool(text.strip()) and await asyncio.to_thread(quick_signal, text, self.desk.conversation.content) is not None
        place = await asyncio.to_thread(self.desk.place_in, text)
        if not self.is_mounted:
            return
        if danger != self._warned:
            self._warned = danger  # a line, no window: keys that are being typed must not land in a card
            self._tell(t("gesprek.gevaar_getypt") if danger else "")
        if place != self._place and not danger:
            self._tell_place(place, t("gesprek.adres_getypt", tekst=place))

    def _tell_place(self, place: str, warning: str) -> None:
        """Say which words look like an address; no `place` takes that line away."""
        self._place = place
        self._tell(warning if place else "", bad=bool(place))

    def action_adres(self) -> None:
        """Mark the words that look like an address, so that typing puts others in their place."""
        at = self.editor.text.find(self._place) if self._place else -1
        if at < 0:
            self._tell(t("gesprek.geen_adres"))
            return
        self.show_view("gesprek")
        self.editor.select_range(at, at + len(self._place))

    async def flush(self) -> None:
        """Keep the unsent text now."""
        await all_typed(self)
        try:
            await self.desk.keep_typed(lambda: self.editor.text if self.is_mounted else "")
        except AssistantError as error:
            self._tell(f"{error.title}: {error.sentence}", bad=True)

    def on_resize(self) -> None:
        if self.is_mounted and self._stap is not None:
            self._arrange()
            self.query_one(Rail).fill(self._rail())
            self.call_after_refresh(self._fit_notes)

    async def on_screen_suspend(self) -> None:
        await asyncio.shield(self.flush())


def _next(row: list[Any], value: Any) -> Any:
    return row[(row.index(value) + 1) % len(row)]
