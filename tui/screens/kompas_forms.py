"""tui.screens.kompas_forms: the one step, leaving without it, and photos."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from assistant.domain.foto import MAX_FOTOS
from assistant.domain.values import clean_text
from assistant.engine.kompas import Compass
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.talk import leave
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.working import work


class StepScreen(ModalScreen[str | None]):
    """What the client is going to do, when, with whom; confirmed by the begeleider's name. Gives back the id of the actie, or None."""

    BINDINGS = bindings("formulier", t)
    CSS = """
    StepScreen .venster { width: 80; }
    StepScreen AnswerEditor { height: 3; }
    StepScreen Static { height: auto; }
    StepScreen #stap-melding { min-height: 1; }
    """
    hulp = "kompasstap"

    def __init__(self, desk: Desk, compass: Compass, typed: str = "") -> None:
        super().__init__()
        self.desk, self.compass, self._typed = desk, compass, typed
        self._uiting = desk.conversation.new_uiting_id()

    def compose(self) -> ComposeResult:
        ask, form = self.compass.texts.stap, self.desk.dossier.aanspreekvorm
        goal = self.compass.goal_words()
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("kompasstap.titel"))
            with VerticalScroll():
                if goal is not None:
                    yield Static(Content.assemble((f"{t('kompasstap.voor')} ", "$text-muted"), (f"“{goal[1]}”", "$accent")), markup=False)
                yield Static(Content.styled(ask.wat.voor(form), "bold"), markup=False)
                yield Static(Content(ask.leuk.voor(form)), classes="stil", markup=False)
                yield AnswerEditor(self._typed, id="stap-wat")
                yield Static(Content.styled(ask.wanneer.voor(form), "bold"), markup=False)
                yield Input("", id="stap-wanneer", select_on_focus=False)
                yield Static(Content.styled(ask.wie.voor(form), "bold"), markup=False)
                yield Input("", id="stap-wie", placeholder=t("kompasstap.wie"), select_on_focus=False)
                yield Input(self.desk.assistant.naam, id="stap-naam", placeholder=t("bevestig_actie.naam"), select_on_focus=False)
            yield Static("", id="stap-melding", classes="fout", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#stap-wanneer" if self._typed else "#stap-wat").focus()

    @on(Input.Submitted, "#stap-naam")
    @work(group="stap", exclusive=True)
    async def action_klaar(self) -> None:
        def field(name: str) -> str:
            return clean_text(self.query_one(f"#stap-{name}", Input).value).strip()

        what = clean_text(self.query_one("#stap-wat", AnswerEditor).text).strip()
        when, who, name = field("wanneer"), field("wie"), field("naam")
        try:
            made = await self.desk.save(lambda: self.compass.take_step(what, wanneer=when, wie=who, door=name, uiting_id=self._uiting))
        except AssistantError as error:
            self.query_one("#stap-melding", Static).update(Content(error.sentence))
            return
        if name:
            self.desk.assistant.naam = name
        self.dismiss(made)

    @property
    def has_unsent(self) -> bool:
        what = clean_text(self.query_one("#stap-wat", AnswerEditor).text).strip()
        rest = [self.query_one(f"#stap-{name}", Input).value.strip() for name in ("wanneer", "wie")]
        return what != self._typed.strip() or any(rest)

    def action_weg(self) -> None:
        leave(self, None, unsent=self.has_unsent)


class LeaveScreen(ModalScreen[str]):
    """'stap' (choose one now), 'weg' (go without, which is allowed), or '' (stay)."""

    BINDINGS = bindings("venster", t)
    AUTO_FOCUS = "#leave-stap"
    hulp = "kompasweg"

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("kompasweg.titel"))
            yield Static(Content.styled(self._question, "bold"), classes="regel", markup=False)
            yield Static(t("kompasweg.uitleg"), classes="stil", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("kompasweg.stap")), id="leave-stap")
                yield Button(Content(t("kompasweg.zonder")), id="leave-weg")
        yield KeyBar()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss("stap" if event.button.id == "leave-stap" else "weg")

    def action_weg(self) -> None:
        self.dismiss("")


class PhotoList(Lines):
    BINDINGS = bindings("fotolijst", t)

    def action_haal_weg(self) -> None:
        self.wish("weg")


class PhotoScreen(ModalScreen[None]):
    """Photos from a file, kept inside the encrypted dossier."""

    BINDINGS = bindings("formulier", t)
    CSS = """
    PhotoScreen .venster { width: 80; }
    PhotoScreen PhotoList { height: auto; max-height: 6; margin: 1 0; }
    PhotoScreen #foto-melding { height: auto; min-height: 1; }
    """
    hulp = "foto"

    def __init__(self, desk: Desk, compass: Compass) -> None:
        super().__init__()
        self.desk, self.compass = desk, compass

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("foto.titel"))
            yield Static(t("foto.uitleg", aantal=MAX_FOTOS), classes="stil", markup=False)
            yield PhotoList(id="foto-lijst")
            yield Input("", id="foto-pad", placeholder=t("foto.pad"), select_on_focus=False)
            yield Input("", id="foto-bij", placeholder=t("foto.bij"), select_on_focus=False)
            yield Static("", id="foto-melding", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._fill()
        self.query_one("#foto-pad").focus()

    def _fill(self) -> None:
        lines = [
            Line(f.id, Content.assemble((f.bijschrift or t("foto.zonder_naam"), "bold"), (f"  {f.breedte} × {f.hoogte}", "$text-muted")))
            for f in self.compass.kompas.fotos
        ]
        self.query_one(PhotoList).fill(lines)
        self.query_one(PhotoList).display = bool(lines)

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#foto-melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    @on(Input.Submitted)
    @work(group="foto", exclusive=True)
    async def action_klaar(self) -> None:
        path, caption = self.query_one("#foto-pad", Input), self.query_one("#foto-bij", Input)
        if not path.value.strip():
            self.dismiss(None)
            return
        place, words = path.value.strip(), clean_text(caption.value)
        try:
            await self.desk.save(lambda: self.compass.add_photo(place, words))
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        path.value = caption.value = ""
        self._fill()
        self._tell(t("foto.bewaard"))

    @on(Lines.Wished)
    async def _wished(self, event: Lines.Wished) -> None:
        try:
            await self.desk.save(lambda: self.compass.drop_photo(event.line_id), always=True)
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self._fill()

    def action_weg(self) -> None:
        self.dismiss(None)
