"""tui.screens.setbacks: looking together at how the client gets through a setback. The hard part and what helped stand side by side.

No score, no vocabulary of shortcoming: the client's words, what and who helped, own signals, and what the begeleider may do.
"""

from __future__ import annotations

import asyncio
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, OptionList, Static

from assistant.domain.values import clean_text
from assistant.domain.zelfregulering import Fase, Signaal, Tegenslag, Veld
from assistant.engine.conversing import quick_signal
from assistant.engine.reflecting import Reflecting
from assistant.engine.vervolgtaal import vervolgtaal
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.screens.desk import Desk
from tui.screens.host import host
from tui.screens.talk import leave
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work

AGREEMENT = "afspraak"
"""Id of the line with the agreement."""


class TegenslagList(Lines):
    """Enter changes a line; x takes it off the sheet (asks first)."""

    BINDINGS = bindings("tegenslaglijst", t)

    def action_weg(self) -> None:
        self.wish("weg")


class TegenslagScreen(Screen[None]):
    CSS_PATH = ["../styles/base.tcss", "../styles/after.tcss"]
    BINDINGS = bindings("tegenslag", t)
    hulp = "tegenslag"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.reflecting = Reflecting(desk.conversation)

    def compose(self) -> ComposeResult:
        with Horizontal(classes="na-kop"):
            head = Content.assemble((self.desk.dossier.code, "bold $primary"), (f"  {t('tegenslag.titel')}", "$text-muted"))
            yield Static(head, markup=False)
        yield Static(t("tegenslag.uitleg"), id="tegen-uitleg", classes="stil", markup=False)
        yield TegenslagList(id="tegen-lijst")
        yield Static("", id="tegen-melding", classes="na-regel stil", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._fill()
        self.query_one(TegenslagList).focus()

    def on_screen_resume(self) -> None:
        self._fill()

    def _tell(self, text: str) -> None:
        self.query_one("#tegen-melding", Static).update(Content(text))

    def _fill(self) -> None:
        words = vervolgtaal(self.desk.conversation.content)
        labels = {item.id: item.label for item in self.desk.conversation.content.leefgebieden.leefgebieden}
        found = self.reflecting.read
        form = self.desk.dossier.aanspreekvorm
        lines: list[Line] = [Line(None, Content.styled(t("tegenslag.keren"), "bold $primary"))]
        for x in found.tegenslagen:
            parts: list[Any] = []
            for veld, text in x.woorden.items():
                parts += [(f"{t(f'tegenslag.veld.{veld.value}'):<18}", "$text-muted"), (f"“{text}”\n", "$accent")]
            if x.leefgebied:
                parts.append((f"{labels.get(x.leefgebied, x.leefgebied)}\n", "$text-muted"))
            if not {Veld.HIELP, Veld.WIE, Veld.GEDAAN} & set(x.woorden):
                parts.append((f"{words.voor_begeleider.wat_hielp}\n", "$warning"))
            lines.append(Line(x.id, Content.assemble(*parts)))
        if not found.tegenslagen:
            lines.append(Line(None, Content.styled(t("tegenslag.nog_geen"), "$text-muted")))
        lines.append(Line(None, Content.styled(t("tegenslag.signalen"), "bold $primary")))
        for fase in Fase:
            for s in (s for s in found.signalen if s.fase is fase):
                helps = [(f" {t('tegenslag.dan_helpt')} ", "$text-muted"), (f"“{s.helpt}”", "$accent")] if s.helpt else []
                lines.append(Line(s.id, Content.assemble((f"{words.fase[fase].voor(form)}: ", "bold"), (f"“{s.merk}”", "$accent"), *helps)))
        if not found.signalen:
            lines.append(Line(None, Content.styled(t("tegenslag.mag_leeg"), "$text-muted")))
        lines.append(Line(None, Content.styled(t("tegenslag.afspraak"), "bold $primary")))
        if found.afspraak is None:
            lines.append(Line(None, Content.styled(t("tegenslag.geen_afspraak"), "$text-muted")))
        else:
            by = t("tegenslag.met", naam=found.afspraak.begeleider)
            lines.append(Line(AGREEMENT, Content.assemble((f"“{found.afspraak.woorden}”", "$accent"), (f"  {by}", "$text-muted"))))
        self.query_one(TegenslagList).fill(lines)

    # -- what a person does --------------------------------------------------------------------------

    @on(OptionList.OptionSelected, "#tegen-lijst")
    def action_open(self) -> None:
        chosen = self.query_one(TegenslagList).highlighted_id
        found = self.reflecting.document.get(chosen or "")
        if chosen == AGREEMENT:
            self.action_afspraak()
        elif isinstance(found, Tegenslag):
            self.app.push_screen(TegenslagForm(self.desk, found.id))
        elif isinstance(found, Signaal):
            self.app.push_screen(SignalForm(self.desk, found.id))

    def action_nieuw(self) -> None:
        self.app.push_screen(TegenslagForm(self.desk, None))

    def action_signaal(self) -> None:
        self.app.push_screen(SignalForm(self.desk, None))

    def action_afspraak(self) -> None:
        self.app.push_screen(AgreementForm(self.desk))

    @on(Lines.Wished, "#tegen-lijst")
    def _wished(self, event: Lines.Wished) -> None:
        if event.line_id == AGREEMENT:
            self._tell(t("tegenslag.afspraak_blijft"))
            return
        self.app.push_screen(
            ConfirmScreen(t("tegenslag.weg_titel"), t("tegenslag.weg_vraag"), yes=t("tegenslag.weg_ja"), no=t("knop.nee_laat_staan")),
            when_yes(lambda: self._drop(event.line_id)),
        )

    @work(group="weg")
    async def _drop(self, item_id: str) -> None:
        try:
            await self.desk.save(lambda: self.reflecting.drop(item_id), always=True)
        except AssistantError as error:
            self._tell(error.sentence)
            return
        self._fill()

    def action_druk_af(self) -> None:
        from tui.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(self.desk, host(self).opening.sheets(), blad="zelfregulering"))

    def action_weg(self) -> None:
        self.dismiss(None)


class WordsForm(ModalScreen[bool]):
    """A form of text fields with the client's words. True: saved. The safety card comes before the disk answers."""

    BINDINGS = bindings("formulier", t)
    CSS_PATH = "../styles/after.tcss"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.reflecting = Reflecting(desk.conversation)
        self._begin: dict[str, str] = {}

    def on_mount(self) -> None:
        self._begin = self._typed()
        self.query(AnswerEditor).first().focus()

    def _typed(self) -> dict[str, str]:
        return {str(e.id): clean_text(e.text).strip() for e in self.query(AnswerEditor)}

    @property
    def has_unsent(self) -> bool:
        return self._typed() != self._begin

    def text(self, name: str) -> str:
        return self._typed()[name]

    def write(self) -> None:
        """Save; runs in a thread, so everything typed was read before. Raises AssistantError."""
        raise NotImplementedError

    def read(self) -> None:
        """Take what is on the screen, before `write` runs elsewhere."""

    @work(group="woorden", exclusive=True)
    async def action_klaar(self) -> None:
        self.read()
        said = " ".join(words for name, words in self._typed().items() if words != self._begin.get(name))
        kind = await asyncio.to_thread(quick_signal, said, self.desk.conversation.content) if said else None
        if kind is not None:
            host(self).show_safety(kind)
        try:
            await self.desk.save(self.write)
        except AssistantError as error:
            self.query_one("#woorden-melding", Static).update(Content(error.sentence))
            fields = list(self.query(AnswerEditor))
            next((field for field in fields if field.is_blank), fields[0]).focus()  # what is missing is typed there
            return
        if self.is_current:
            self.dismiss(True)
        else:  # the safety card lies on top; the words are kept, so the form may go when it is closed
            self._begin = self._typed()
            self.set_timer(0.2, self._close_below)

    def _close_below(self) -> None:
        if self.is_current:
            self.dismiss(True)
        elif self.is_attached:
            self.set_timer(0.2, self._close_below)

    def action_weg(self) -> None:
        leave(self, False, unsent=self.has_unsent)


PAIRS = (
    (Veld.WAT, Veld.WANNEER),
    (Veld.HIELP, Veld.WIE),
    (Veld.GEVOEL, Veld.GEDAAN),
    (Veld.HIELP_NIET, Veld.GELEERD),
    (Veld.VOLGENDE_KEER, Veld.SCHAAL),
)
"""What is asked together: after the hard part at once what helped."""


class TegenslagForm(WordsForm):
    hulp = "tegenslag_formulier"

    def __init__(self, desk: Desk, item_id: str | None) -> None:
        super().__init__(desk)
        self.item_id = item_id
        self._words: dict[Veld, str] = {}
        self._area = ""

    def compose(self) -> ComposeResult:
        content, form = self.desk.conversation.content, self.desk.dossier.aanspreekvorm
        ask = vervolgtaal(content).tegenslag
        old = self.reflecting.document.get(self.item_id or "")
        words = self.reflecting.words_of(self.item_id) if self.item_id else {}
        areas = [("-", t("tegenslag.geen_leefgebied")), *[(x.id, x.kort) for x in content.leefgebieden.leefgebieden]]
        with Vertical(classes="venster woorden") as box:
            box.border_title = Content(t("tegenslag.form_titel"))
            yield Static(t("tegenslag.form_uitleg"), classes="stil", markup=False)
            with VerticalScroll():
                for pair in PAIRS:
                    for veld in pair:
                        yield Static(Content(ask[veld].voor(form)), classes="regel", markup=False)
                        yield AnswerEditor(words.get(veld, ""), id=f"tegen-{veld.value}")
                area = old.leefgebied if isinstance(old, Tegenslag) and old.leefgebied else "-"
                yield Pick("tegen-leefgebied", t("tegenslag.leefgebied"), areas, area)
            yield Static("", id="woorden-melding", classes="fout", markup=False)
        yield KeyBar()

    def read(self) -> None:
        self._words = {veld: self.text(f"tegen-{veld.value}") for veld in Veld}
        self._area = self.query_one("#tegen-leefgebied", Pick).value

    def write(self) -> None:
        area = None if self._area == "-" else self._area
        self.item_id = self.reflecting.tell(self._words, leefgebied=area, item_id=self.item_id)


class SignalForm(WordsForm):
    hulp = "signaal_formulier"

    def __init__(self, desk: Desk, item_id: str | None) -> None:
        super().__init__(desk)
        self.item_id = item_id
        self._given = ("", "", "")

    def compose(self) -> ComposeResult:
        words, form = vervolgtaal(self.desk.conversation.content), self.desk.dossier.aanspreekvorm
        old = next((s for s in self.reflecting.read.signalen if s.id == self.item_id), None)
        with Vertical(classes="venster woorden") as box:
            box.border_title = Content(t("tegenslag.signaal_titel"))
            yield Static(t("tegenslag.signaal_uitleg"), classes="stil", markup=False)
            with VerticalScroll():
                options = [(fase.value, words.fase[fase].voor(form)) for fase in Fase]
                yield Pick("signaal-fase", t("tegenslag.fase"), options, (old.fase if old else Fase.LASTIGER).value)
                for name, value in (("merk", old.merk if old else ""), ("helpt", old.helpt if old else "")):
                    yield Static(Content(words.signaal[name].voor(form)), classes="regel", markup=False)
                    yield AnswerEditor(value, id=f"signaal-{name}")
            yield Static("", id="woorden-melding", classes="fout", markup=False)
        yield KeyBar()

    def read(self) -> None:
        self._given = (self.query_one("#signaal-fase", Pick).value, self.text("signaal-merk"), self.text("signaal-helpt"))

    def write(self) -> None:
        fase, merk, helpt = self._given
        self.item_id = self.reflecting.signal(fase, merk, helpt=helpt, item_id=self.item_id)


class AgreementForm(WordsForm):
    hulp = "afspraak_formulier"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._given = ("", "")

    def compose(self) -> ComposeResult:
        words, form = vervolgtaal(self.desk.conversation.content), self.desk.dossier.aanspreekvorm
        old = self.reflecting.read.afspraak
        with Vertical(classes="venster woorden") as box:
            box.border_title = Content(t("tegenslag.afspraak"))
            yield Static(t("tegenslag.afspraak_uitleg"), classes="stil", markup=False)
            with VerticalScroll():
                yield Static(Content(words.afspraak["vraag"].voor(form)), classes="regel", markup=False)
                yield AnswerEditor(old.woorden if old else "", id="afspraak-tekst")
                yield Input(self.desk.assistant.naam, id="afspraak-naam", placeholder=t("bevestig_actie.naam"), select_on_focus=False)
            yield Static("", id="woorden-melding", classes="fout", markup=False)
        yield KeyBar()

    def read(self) -> None:
        self._given = (self.text("afspraak-tekst"), clean_text(self.query_one("#afspraak-naam", Input).value).strip())

    def write(self) -> None:
        text, name = self._given
        self.reflecting.agree(text, door=name)
        self.desk.assistant.naam = name
