"""tui.screens.rights_consent: leave per purpose. Explained in plain words, asked, answered, taken back at any time."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static

from assistant.domain.toestemming import Doel, Stand
from assistant.domain.values import clean_text
from assistant.engine.rechten import Doelstand
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.screens.desk import Desk
from tui.screens.rights import RightScreen, RightsTable, day
from tui.texts import t
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work

SIGNS = {
    Stand.GEGEVEN: ("✓", "bold $success"),
    Stand.GEWEIGERD: ("✗", "bold $warning"),
    Stand.INGETROKKEN: ("✗", "bold $warning"),
    Stand.VERLOPEN: ("!", "bold $warning"),
    Stand.NIET_GEVRAAGD: ("·", "$text-muted"),
}


class ToestemmingScreen(RightScreen):
    """Every purpose and how it stands; under the list what it means."""

    BINDINGS = bindings("toestemming", t)
    hulp = "toestemming"
    detail = True

    def words(self) -> tuple[str, str]:
        return t("toestemming.titel"), t("toestemming.uitleg")

    def __init__(self, table: RightsTable) -> None:
        super().__init__()
        self.table = table
        self._rows: dict[str, Doelstand] = {}

    @property
    def desk(self) -> Desk:
        return self.table.desk

    def head(self) -> str:
        return self.table.dossier.code

    def fill(self) -> None:
        try:
            found = self.table.rechten.toestemmingen(self.table.dossier)
        except AssistantError as error:
            self.tell(error.sentence, bad=True)
            return
        self._rows = {item.doel.value: item for item in found}
        rows: list[tuple[str | None, Content]] = []
        for item in found:
            sign, style = SIGNS[item.stand]
            rows.append(
                (item.doel.value, Content.assemble((f"{sign} ", style), (item.label, "bold"), (f"  {_state(item)}", "$text-muted")))
            )
        self.lines(rows)
        self._detail()

    @on(OptionList.OptionHighlighted, "#recht-lijst")
    def _moved(self) -> None:
        self._detail()

    def _detail(self) -> None:
        item = self._rows.get(self.chosen or "")
        if item is None:
            return
        parts: list[Any] = [item.uitleg, f"\n{item.zonder}"]
        if item.begeleider:
            parts.append((f"\n{t('toestemming.voor_u')} {item.begeleider}", "$text-muted"))
        self.query_one("#recht-tekst", Static).update(Content.assemble(*parts))

    @on(OptionList.OptionSelected, "#recht-lijst")
    def _selected(self) -> None:
        self.action_vraag()

    def action_vraag(self) -> None:
        item = self._rows.get(self.chosen or "")
        if item is not None:
            self.app.push_screen(AskScreen(self.table, item), self._answered)

    def _answered(self, done: bool | None) -> None:
        if done:
            self.fill()
            self.tell(t("toestemming.bewaard"))

    def action_terug(self) -> None:
        """The client takes it back. No reason is asked."""
        item = self._rows.get(self.chosen or "")
        if item is None:
            return
        if item.stand is not Stand.GEGEVEN:
            self.tell(t("toestemming.niets_terug"))
            return
        texts, form = self.table.rechten.teksten, self.table.dossier.aanspreekvorm
        after = texts.get(item.doel).terug
        self.app.push_screen(
            ConfirmScreen(
                t("toestemming.terug_titel"),
                "\n\n".join((f"{item.label}. {texts.algemeen.intrekken.voor(form)}", *([after.voor(form)] if after else []))),
                yes=t("toestemming.terug_ja"),
                no=t("knop.nee_laat_staan"),
            ),
            when_yes(lambda: self._withdraw(item.doel)),
        )

    @work(group="toestemming")
    async def _withdraw(self, doel: Doel) -> None:
        try:
            await self.table.change(lambda d: self.table.rechten.withdraw(d, doel))
        except AssistantError as error:
            self.tell(error.sentence, bad=True)
            return
        self.fill()
        self.tell(t("toestemming.teruggenomen"))


def _state(item: Doelstand) -> str:
    words = t(f"toestemming.stand.{item.stand.value}")
    if item.stand is Stand.GEGEVEN and item.sinds:
        until = f", {t('toestemming.tot', dag=day(item.verloopt_op))}" if item.verloopt_op else ""
        return f"{words}, {t('toestemming.sinds', dag=day(item.sinds))}{until}"
    return f"{words}, {day(item.sinds)}" if item.sinds and item.stand is not Stand.NIET_GEVRAAGD else words


class AskScreen(ModalScreen[bool]):
    """One purpose to read together, and the client's answer. Nothing is chosen beforehand. True when it was saved."""

    BINDINGS = bindings("formulier", t)
    AUTO_FOCUS = "#vraag-antwoord"
    hulp = "toestemming_vraag"

    def __init__(self, table: RightsTable, item: Doelstand) -> None:
        super().__init__()
        self.table, self.item = table, item

    @property
    def desk(self) -> Desk:
        return self.table.desk

    def compose(self) -> ComposeResult:
        item, text = self.item, self.table.rechten.teksten
        form = self.table.dossier.aanspreekvorm
        months = text.get(item.doel).maanden
        with Vertical(classes="venster") as box:
            box.border_title = Content(item.label)
            with VerticalScroll(can_focus=False, classes="velden"):
                yield Static(Content(item.uitleg), classes="client ruim", markup=False)
                yield Static(Content(f"{item.zonder} {text.algemeen.gevolg_nee.voor(form)}"), classes="ruim", markup=False)
                yield Static(Content(text.algemeen.intrekken.voor(form)), classes="stil ruim", markup=False)
                if months:
                    yield Static(Content(t("toestemming.maanden", aantal=months)), classes="stil ruim", markup=False)
                yield Static(Content(text.algemeen.vraag.voor(form)), classes="titel", markup=False)
                yield Pick(
                    "vraag-antwoord",
                    t("toestemming.antwoord"),
                    [("", t("toestemming.nog_niet")), ("ja", text.algemeen.ja), ("nee", text.algemeen.nee)],
                    "",
                )
                yield Input(id="vraag-hoe", placeholder=t("toestemming.hoe"), select_on_focus=False, max_length=200)
                if item.doel in (Doel.DELEN, Doel.AFDRUKKEN, Doel.OEFENEN):
                    yield Input(id="vraag-wie", placeholder=t("toestemming.voor_wie"), select_on_focus=False, max_length=120)
            yield Static("", id="vraag-melding", classes="melding fout", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("toestemming.leg_vast")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        self.dismiss(False)

    @on(Input.Submitted)
    @on(Button.Pressed, "#ja")
    def _go(self) -> None:
        self.action_klaar()

    @work(group="toestemming", exclusive=True)
    async def action_klaar(self) -> None:
        line = self.query_one("#vraag-melding", Static)
        answer = self.query_one("#vraag-antwoord", Pick).value
        if not answer:
            line.update(t("toestemming.kies"))
            return
        how = clean_text(self.query_one("#vraag-hoe", Input).value).strip()
        who = "".join(clean_text(field.value).strip() for field in self.query("#vraag-wie").results(Input))
        uitleg = f"{self.item.uitleg} ({how})" if how else ""
        doel, rechten = self.item.doel, self.table.rechten
        try:
            await self.table.change(lambda d: rechten.answer(d, doel, answer == "ja", uitleg=uitleg, voor_wie=who))
        except AssistantError as error:
            line.update(Content(error.sentence))
            return
        self.dismiss(True)
