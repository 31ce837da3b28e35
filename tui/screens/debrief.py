"""tui.screens.debrief: looking back on a practice: line by line with what the client thought, what was found and missed, how trust moved.

What went well comes first; there is no mark. Gives back the number of a line to go on from, or None.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, Input, OptionList, Static

from assistant.engine.assistant import Assistant
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.host import host
from tui.texts import t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar

BAR = 24
"""Cells of a full bar of trust."""
MOVED = 0.015
"""A change of trust from which a line gets an arrow."""


class DebriefScreen(Screen[int | None]):
    CSS_PATH = ["../styles/base.tcss", "../styles/practise.tcss"]
    BINDINGS = bindings("terugkijken", t)
    hulp = "terugkijken"

    def __init__(self, assistant: Assistant, nabespreking: dict[str, Any], persona: dict[str, Any], zin: str) -> None:
        super().__init__()
        self.assistant, self.nb, self.persona, self.zin = assistant, nabespreking, persona, zin
        self._sheet = "regel"
        self._at: str | None = None
        """Id of the line that was shown last."""

    def compose(self) -> ComposeResult:
        yield Static(Content(t("oefenen.terugkijken_titel", naam=self.persona["naam"])), id="oefen-kader", markup=False)
        yield Static(self._summary(), id="terug-boven", markup=False)
        with Horizontal(id="terug-midden"):
            yield Lines(id="terug-regels")
            with VerticalScroll(id="terug-blad"):
                yield Static("", id="terug-tekst", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        box = self.query_one("#terug-regels", Lines)
        box.fill([self._line(regel) for regel in self.nb["regels"]])
        box.focus()
        self._draw()

    def _summary(self) -> Content:
        parts: list[Any] = [(f"{t('oefenen.goed_kop')}\n", "bold $success")]
        parts += [f"+ {_point(punt)}\n" for punt in self.nb["ging_goed"]]
        parts.append((f"{t('oefenen.probeer_kop')}\n", "bold $primary"))
        parts += [f"- {_point(punt)}\n" for punt in self.nb["probeer"]]
        goal = self.nb.get("bij_doel") or ()
        if goal:
            what = ", ".join(t("oefenen.doel_geteld", naam=item["naam"], aantal=item["aantal"]) for item in goal)
            parts.append((f"{t('oefenen.doel_kop', wat=what)}\n", "$primary"))
        if self.zin:
            parts.append((self.zin, "$text-muted"))
        return Content.assemble(*parts)

    def _line(self, regel: dict[str, Any]) -> Line:
        moved = regel["verschil"]
        sign, style = ("▲", "$success") if moved > MOVED else ("▼", "$warning") if moved < -MOVED else ("·", "$text-muted")
        return Line(
            str(regel["regel"]),
            Content.assemble((f"{regel['regel']:>2} ", "$text-muted"), (f"{sign} ", style), regel["zeg"].strip() or t("oefenen.stilte")),
        )

    # -- sheets ----------------------------------------------------------------------------------

    def action_blad(self, name: str) -> None:
        self._sheet = name
        self._draw()

    @on(OptionList.OptionHighlighted, "#terug-regels")
    def _moved(self) -> None:
        now = self.query_one("#terug-regels", Lines).highlighted_id
        if self._at is not None and now != self._at:
            self._sheet = "regel"  # who moves along the lines wants to read that line, whatever sheet was open
        self._at = now
        self._draw()

    @on(OptionList.OptionSelected, "#terug-regels")
    def _opened(self) -> None:
        self.action_blad("regel")

    def _draw(self) -> None:
        sheets = {"regel": self._about_line, "gevonden": self._found, "vertrouwen": self._trust, "geteld": self._counted}
        self.query_one("#terug-tekst", Static).update(Content.assemble(*sheets[self._sheet]()))
        self.query_one("#terug-blad", VerticalScroll).scroll_home(animate=False)

    def _chosen(self) -> dict[str, Any] | None:
        number = self.query_one("#terug-regels", Lines).highlighted_id
        return next((regel for regel in self.nb["regels"] if str(regel["regel"]) == number), None)

    def _about_line(self) -> list[Any]:
        regel = self._chosen()
        if regel is None:
            return [""]
        parts: list[Any] = [
            (f"{t('oefenen.ik')}  ", "bold $primary"), f"{regel['zeg'].strip() or t('oefenen.stilte')}\n\n",
            (f"{t('oefenen.antwoord_kop', naam=self.persona['naam'], tekst=regel['antwoord'])}\n\n", "$accent"),
            (f"{t('oefenen.dacht_kop', tekst=regel['innerlijk'])}\n\n", "italic"),
        ]  # fmt: skip
        why = self._why(regel)
        if why:
            parts.append((f"{t('oefenen.waardoor_kop', wat=why)}\n", "$text-muted"))
        if regel["uitleg"]:
            parts.append(f"\n{regel['uitleg']}\n")
        if regel["alternatief"]:
            parts.append(f"\n{t('oefenen.coach_anders', tekst=regel['alternatief'])}\n")
        return parts

    def _why(self, regel: dict[str, Any]) -> str:
        """Names of the behaviours that moved trust here."""
        names = {item["gedrag"]: item["naam"] for item in self.nb["geteld"]}
        seen = []
        for reden in regel["waardoor"]:
            name = next((names[key] for key in (reden["gedrag"], reden["gedrag"].split("_")[0]) if key in names), "")
            if name and name not in seen and reden["effect"]:
                seen.append(name)
        return ", ".join(seen)

    def _found(self) -> list[Any]:
        parts: list[Any] = []
        for name in ("krachten", "hulpbronnen", "wensen"):
            oogst = self.nb[name]
            parts.append((t(f"oefenen.oogst_{name}") + "\n", "bold $primary"))
            parts.append((f"{t('oefenen.gevonden_kop')}\n" if oogst["gevonden"] else "", "$success"))
            for vondst in oogst["gevonden"]:
                parts += [
                    f"+ {t('oefenen.vondst', regel=vondst['regel'], tekst=vondst['tekst'])}\n",
                    (f"  “{vondst['woorden']}”\n", "$accent"),
                ]
            parts.append((f"{t('oefenen.gemist_kop')}\n" if oogst["gemist"] else "", "$text-muted"))
            for gemist in oogst["gemist"]:
                chance = gemist["kansen"][0] if gemist["kansen"] else None
                text = (
                    t("oefenen.gemist_kans", tekst=gemist["tekst"], regel=chance["regel"])
                    if chance
                    else t("oefenen.gemist_los", tekst=gemist["tekst"])
                )
                parts.append(f"- {text}\n")
            parts.append("\n")
        own = self.nb.get("inventaris")
        if own:
            texts = {v["feit"]: v["tekst"] for name in ("krachten", "hulpbronnen", "wensen") for v in self.nb[name]["gevonden"]}
            parts.append((f"{t('oefenen.naast_kop')}\n", "bold $primary"))
            parts += [f"· {line}\n" for line in own["opgeschreven"]]
            parts.append(f"{t('oefenen.naast_herkend', aantal=len(own['herkend']))}\n")
            parts += [
                (f"{t('oefenen.naast_niet', tekst=texts[item])}\n", "$text-muted") for item in own["niet_opgeschreven"] if item in texts
            ]
        return parts

    def _trust(self) -> list[Any]:
        parts: list[Any] = [(f"{t('oefenen.vertrouwen_kop')}\n\n", "bold $primary")]
        for regel in self.nb["regels"]:
            bar = "█" * round(regel["vertrouwen"] * BAR)
            number, why = f"{regel['regel']:>2}", self._why(regel)
            parts.append(t("oefenen.vertrouwen_regel", nr=number, balk=f"{bar:<{BAR}}", waardoor=why) + "\n")
        return parts

    def _counted(self) -> list[Any]:
        parts: list[Any] = [(f"{t('oefenen.geteld_kop')}\n\n", "bold $primary")]
        for item in self.nb["geteld"]:
            parts.append(
                f"{t('oefenen.geteld_regel', naam=item['naam'], aantal=item['aantal'], nrs=', '.join(map(str, item['regels'])))}\n"
            )
        return parts

    # -- leaving ---------------------------------------------------------------------------------

    def action_nog_eens(self) -> None:
        regel = self._chosen()
        if regel is not None:
            self.dismiss(int(regel["regel"]))

    def action_bewaar(self) -> None:
        self.app.push_screen(ReportScreen(self.assistant, self.nb, self.persona))

    def action_weg(self) -> None:
        self.dismiss(None)


def _point(punt: dict[str, Any]) -> str:
    where = f" ({t('oefenen.regel', nrs=', '.join(map(str, punt['regels'])))})" if punt["regels"] else ""
    return f"{punt['tekst']}{where}"


class ReportScreen(ModalScreen[None]):
    """Writes the talk to a file, because the trainee asks for it."""

    BINDINGS = bindings("formulier", t)
    CSS = """
    ReportScreen #verslag-melding { height: auto; min-height: 1; }
    """
    hulp = "terugkijken"

    def __init__(self, assistant: Assistant, nabespreking: dict[str, Any], persona: dict[str, Any]) -> None:
        super().__init__()
        self.assistant, self.nb, self.persona = assistant, nabespreking, persona

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("oefenen.verslag_titel"))
            yield Static(t("oefenen.verslag_uitleg"), classes="stil", markup=False)
            yield Static(t("oefenen.verslag_pad"), classes="stil", markup=False)
            yield Input(str(Path.home() / f"oefening-{self.persona['id']}.md"), id="verslag-pad", select_on_focus=False)
            yield Static("", id="verslag-melding", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("oefenen.verslag_ja")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted)
    @on(Button.Pressed, "#ja")
    def action_klaar(self) -> None:
        self._write(Path(self.query_one("#verslag-pad", Input).value).expanduser())

    @work(exit_on_error=False, group="verslag", exclusive=True)
    async def _write(self, path: Path) -> None:
        sheets = host(self).opening.sheets()
        said = self.query_one("#verslag-melding", Static)
        if sheets is None:
            said.update(Content(t("oefenen.verslag_niet")))
            return

        def call() -> Path:
            text = self.assistant.thinker.ask("oefenverslag", {"nabespreking": self.nb, "persona": self.persona["id"]})["tekst"]
            return Path(sheets.put_text(text, folder=path.parent, name=path.name))

        try:
            made = await asyncio.to_thread(call)
        except AssistantError as error:
            said.update(Content(error.sentence))
        else:
            said.update(Content(t("oefenen.verslag_klaar", pad=made)))
