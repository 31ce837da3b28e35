"""tui.screens.goal_form: a long-term goal: the client's words, what makes it matter, where it belongs, and whether it is worked on now."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from assistant.domain.actieplan import ActieStatus, Langetermijndoel
from assistant.domain.values import clean_text
from assistant.engine.following import Following
from assistant.engine.vervolgtaal import vervolgtaal
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.host import all_typed
from tui.screens.talk import leave
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.finding_list import FindingList
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.widgets.ticks import Ticks
from tui.working import work


class GoalScreen(ModalScreen[bool]):
    """Change a goal, or write a new one that rests on `uiting`. True: something was saved."""

    BINDINGS = bindings("formulier", t)
    CSS = """
    GoalScreen .venster { width: 90; height: 96%; }
    GoalScreen VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    GoalScreen AnswerEditor { height: 4; }
    GoalScreen Ticks { margin: 0 0 1 0; }
    GoalScreen #doel-melding { height: auto; min-height: 1; }
    """
    hulp = "doel"

    def __init__(self, desk: Desk, doel_id: str | None, *, uiting: str = "", tekst: str = "") -> None:
        super().__init__()
        self.desk, self.doel_id, self.uiting, self.begin = desk, doel_id, uiting, tekst

    @property
    def doel(self) -> Langetermijndoel | None:
        found = self.desk.dossier.plan.get(self.doel_id) if self.doel_id else None
        return found if isinstance(found, Langetermijndoel) else None

    def compose(self) -> ComposeResult:
        doel, dossier = self.doel, self.desk.dossier
        content = self.desk.conversation.content
        why = vervolgtaal(content).doel["waarom"].voor(dossier.aanspreekvorm)
        texts: dict[str, str] = {u.id: u.tekst for u in dossier.uitingen}
        rests = doel.uitingen if doel else (self.uiting,)
        area = dossier.uiting(self.uiting).leefgebied if self.uiting else None
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("doel.titel"))
            yield Static(Content("\n".join(f"“{texts[u][:200]}”" for u in rests if u in texts)), classes="client", markup=False)
            with VerticalScroll():
                yield Static(t("doel.tekst"), classes="stil", markup=False)
                yield AnswerEditor(doel.tekst if doel else self.begin, id="doel-tekst")
                yield Static(Content(why), classes="stil", markup=False)
                yield AnswerEditor(doel.waarom if doel else "", id="doel-waarom")
                yield Pick(
                    "doel-focus",
                    t("doel.focus"),
                    [("ja", t("doel.nu")), ("nee", t("doel.straks"))],
                    "ja" if doel is None or doel.in_focus else "nee",
                )
                yield Static(t("doel.leefgebieden"), classes="stil", markup=False)
                chosen = doel.leefgebieden if doel else ((area,) if area else ())
                yield Ticks("doel-leefgebieden", [(item.id, item.label) for item in content.leefgebieden.leefgebieden], chosen)
                if doel is None or doel.status is not ActieStatus.BEVESTIGD:
                    yield Static(t("doel.naam_uitleg"), classes="stil", markup=False)
                    yield Input(self.desk.assistant.naam, id="doel-naam", placeholder=t("bevestig_actie.naam"), select_on_focus=False)
            yield FindingList(self.desk.assistant.think, id="doel-bevindingen")
            yield Static("", id="doel-melding", classes="fout", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#doel-waarom" if self.doel else "#doel-tekst", AnswerEditor).focus()
        self._look()

    @on(TextArea.Changed, "#doel-tekst")
    def _look(self) -> None:
        """What a colleague might remark about the goal; quietly, and never in the way. Why it matters is the client's own and left alone."""
        said = [u.tekst for u in self.desk.dossier.geldige_uitingen]
        self.query_one(FindingList).look_at([("doel", self._typed()[0])], said)

    def _typed(self) -> tuple[str, str]:
        return tuple(clean_text(self.query_one(f"#doel-{name}", AnswerEditor).text).strip() for name in ("tekst", "waarom"))  # type: ignore[return-value]

    @property
    def has_unsent(self) -> bool:
        doel = self.doel
        return self._typed() != ((doel.tekst, doel.waarom) if doel else (self.begin, ""))

    @work(group="doel", exclusive=True)
    async def action_klaar(self) -> None:
        await all_typed(self)
        text, why = self._typed()
        areas = self.query_one(Ticks).chosen
        focus = self.query_one("#doel-focus", Pick).value == "ja"
        names = self.query("#doel-naam").results(Input)
        name = next((clean_text(field.value).strip() for field in names), "")
        following, doel = Following(self.desk.conversation), self.doel

        def write() -> None:
            if doel is None:
                doel_id = following.put_doel(text, uitingen=(self.uiting,), leefgebieden=areas, waarom=why)
                if not focus:
                    following.describe(doel_id, in_focus=False)
            else:
                doel_id = doel.id
                following.reword(doel_id, text)
                following.describe(doel_id, waarom=why, leefgebieden=areas, in_focus=focus)
            self.doel_id = doel_id
            kept = following.dossier.plan.get(doel_id)
            if name and kept is not None and kept.status is not ActieStatus.BEVESTIGD:
                following.confirm_doel(doel_id, door=name)

        if not text:
            self.query_one("#doel-melding", Static).update(Content(t("doel.leeg")))
            return
        try:
            await self.desk.save(write)
        except AssistantError as error:
            self.query_one("#doel-melding", Static).update(Content(error.sentence))
            return
        if name:
            self.desk.assistant.naam = name
        self.dismiss(True)

    def action_weg(self) -> None:
        leave(self, False, unsent=self.has_unsent)
