"""tui.screens.safety_card: fixed text on top of everything. It judges, scores and reports nothing; the begeleider decides."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content as Text
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static

from assistant.domain.leefgebied import Tekst
from assistant.domain.values import Aanspreekvorm, Frozen
from assistant.engine.content import Content
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.texts import t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar


class Contact(Frozen):
    naam: str
    nummer: str = ""
    wanneer: str = ""
    bron: str = ""
    zeker: bool = False


class Kaart(Frozen):
    id: str
    categorie: str
    titel: str
    tekst: tuple[str, ...]
    vragen: tuple[Tekst, ...] = ()
    doe_niet: tuple[str, ...] = ()
    contacten: tuple[Contact, ...] = ()
    oefening: str = ""


class Kaarten(Frozen):
    """prompts/veiligheid/kaarten.toml."""

    versie: int = 1
    gecontroleerd_op: str = ""
    controleer_voor: str = ""
    bron: str = ""
    kaarten: tuple[Kaart, ...] = Field(min_length=1)


def _day(written: str) -> str:
    """A date of the file as people write it: '2026-11-22' -> '22-11-2026'. Anything else stays as it stands."""
    try:
        return date.fromisoformat(written).strftime("%d-%m-%Y")
    except ValueError:
        return written


class SafetyScreen(ModalScreen[str]):
    """One card, or the list to choose from. Gives back 'verder', 'pauze' or 'stop'."""

    BINDINGS = bindings("venster", t)
    CSS = """
    SafetyScreen .venster { border: heavy $warning; border-title-color: $warning; height: 94%; width: 92; padding: 0 2; }
    SafetyScreen VerticalScroll { height: 1fr; }
    SafetyScreen VerticalScroll Static { height: auto; }
    SafetyScreen #kaart-lijst { height: 1fr; display: none; }
    """
    hulp = "veiligheid"

    def __init__(self, content: Content, soort: str | None, vorm: Aanspreekvorm | None) -> None:
        super().__init__()
        self._soort, self._vorm = soort, vorm or Aanspreekvorm.JE
        self._error = ""
        try:
            self._kaarten = content.load("veiligheid/kaarten.toml", Kaarten)
        except AssistantError as error:
            self._kaarten, self._error = None, error.sentence  # type: ignore[assignment]

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Text(t("veiligheid.titel"))
            yield Lines(id="kaart-lijst")
            with VerticalScroll(id="kaart-tekst"):
                yield Static("", id="kaart", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Text(t("veiligheid.verder")), id="verder")
                yield Button(Text(t("veiligheid.pauze")), id="pauze")
                yield Button(Text(t("veiligheid.stop")), id="stop")
        yield KeyBar()

    def on_mount(self) -> None:
        if self._kaarten is None:
            self.query_one("#kaart", Static).update(Text(f"{self._error}\n\n{t('veiligheid.zonder_kaart')}"))
            return
        found = next((k for k in self._kaarten.kaarten if self._soort in (k.categorie, k.id)), None)
        if found is not None:
            self._show(found)
            return
        box = self.query_one("#kaart-lijst", Lines)
        box.display = True
        self.query_one("#kaart-tekst").display = False
        box.fill([Line(k.id, Text(k.titel)) for k in self._kaarten.kaarten])
        box.focus()

    @on(OptionList.OptionSelected, "#kaart-lijst")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        for kaart in self._kaarten.kaarten:
            if kaart.id == event.option_id:
                self._show(kaart)

    def _show(self, kaart: Kaart) -> None:
        self.query_one("#kaart-lijst").display = False
        scroll = self.query_one("#kaart-tekst", VerticalScroll)
        scroll.display = True
        parts: list[Any] = [(f"{kaart.titel}\n\n", "bold $warning")]
        parts += [f"• {line}\n" for line in kaart.tekst]
        parts.append((f"\n{t('veiligheid.bellen')}\n", "bold $primary"))
        for contact in kaart.contacten:
            number = f"{contact.nummer:<16}" if contact.nummer else f"{'–':<16}"
            parts += [(number, "bold"), f"{contact.naam}", (f" ({contact.wanneer})" if contact.wanneer else "", "$text-muted")]
            parts.append(("" if contact.zeker or not contact.nummer else f" {t('veiligheid.controleer')}", "$warning"))
            parts.append("\n")
        if kaart.vragen:
            parts.append((f"\n{t('veiligheid.vragen')}\n", "bold $primary"))
            parts += [f"• {vraag.voor(self._vorm)}\n" for vraag in kaart.vragen]
        if kaart.doe_niet:
            parts.append((f"\n{t('veiligheid.niet')}\n", "bold $primary"))
            parts += [f"• {line}\n" for line in kaart.doe_niet]
        parts.append(
            (f"\n{t('veiligheid.datum', op=_day(self._kaarten.gecontroleerd_op), voor=_day(self._kaarten.controleer_voor))}", "$text-muted")
        )
        self.query_one("#kaart", Static).update(Text.assemble(*parts))
        scroll.focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id or "verder")

    def action_weg(self) -> None:
        self.dismiss("verder")
