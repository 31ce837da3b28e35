"""tui.screens.practise_start: choose with whom and on what to practise. Says first that this is a program and not a person.

Holds no dossier: everything here goes through the Thinker's practice handlers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static

from assistant.engine.assistant import Assistant
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.texts import has, t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick

FIRST_LOAD_S = 90.0
"""The helper process may still be loading its models at the first question."""


@dataclass(frozen=True)
class Keuze:
    """What a trainee chose."""

    persona: dict[str, Any]
    niveau: str
    doel: str
    """'' without a goal."""
    gesprek: int
    coach_live: bool
    kader: str


class PractiseStartScreen(Screen[None]):
    """The list of clients along the learning path, and a few choices."""

    CSS_PATH = ["../styles/base.tcss", "../styles/practise.tcss"]
    BINDINGS = bindings("oefenkeuze", t)
    hulp = "oefenkeuze"

    class Listed(Message):
        def __init__(self, lijst: dict[str, Any], voortgang: dict[str, Any]) -> None:
            super().__init__()
            self.lijst = lijst
            self.voortgang = voortgang

    class Failed(Message):
        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.assistant = assistant
        self._lijst: dict[str, Any] = {}

    def compose(self) -> ComposeResult:
        with Vertical(id="oefen-start"):
            yield Static(t("oefenen.titel"), classes="titel", markup=False)
            yield Static(t("oefenen.laden"), id="oefen-uitleg", classes="stil", markup=False)
            yield Lines(id="oefen-personas")
            yield Vertical(id="oefen-keuzes")
            yield Static("", id="oefen-voortgang", classes="stil", markup=False)
            yield Static("", id="oefen-melding", classes="fout", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._load()

    def on_screen_resume(self) -> None:
        if self._lijst:
            self._load()

    @work(thread=True, exclusive=True, exit_on_error=False, group="oefenlijst")
    def _load(self, wis: bool = False) -> None:
        try:
            lijst = self.assistant.thinker.ask("oefenlijst", {}, timeout_s=FIRST_LOAD_S)
            voortgang = self.assistant.thinker.ask("oefenvoortgang", {"wis": True} if wis else {}, timeout_s=FIRST_LOAD_S)
        except AssistantError as error:
            self.post_message(self.Failed(error.sentence))
            return
        self.post_message(self.Listed(lijst, voortgang["voortgang"]))

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.query_one("#oefen-uitleg", Static).update(Content(""))
        self.query_one("#oefen-melding", Static).update(Content(event.sentence))

    @on(Listed)
    async def _listed(self, event: Listed) -> None:
        first = not self._lijst
        self._lijst = event.lijst
        self.query_one("#oefen-uitleg", Static).update(Content(" ".join(self._lijst["introductie"])))
        self.query_one("#oefen-voortgang", Static).update(Content(_progress(event.voortgang)))
        if not first:
            return
        box = self.query_one("#oefen-personas", Lines)
        box.fill(self._lines())
        await self.query_one("#oefen-keuzes").mount(
            Pick("oefen-niveau", t("oefenen.niveau"), [(n["id"], n["naam"]) for n in self._lijst["niveaus"]], "gewoon"),
            Pick(
                "oefen-doel",
                t("oefenen.doel"),
                [("", t("oefenen.zonder_doel")), *((d["id"], d["naam"]) for d in self._lijst["doelen"])],
                "",
            ),
            Pick("oefen-gesprek", t("oefenen.gesprek"), [(str(n), str(n)) for n in (1, 2, 3)], "1"),
            Pick("oefen-coach", t("oefenen.coach"), [("live", t("oefenen.coach_live")), ("na", t("oefenen.coach_na"))], "live"),
        )
        box.focus()
        self._follow_step()

    def _lines(self) -> list[Line]:
        """Clients under the steps of the learning path; who is in none of them stands last."""
        by_id = {p["id"]: p for p in self._lijst["personas"]}
        lines: list[Line] = []
        placed: set[str] = set()
        for nr, stap in enumerate(self._lijst["leerlijn"], 1):
            lines.append(
                Line(
                    None,
                    Content.assemble(
                        (t("oefenen.leerlijn", nr=nr, naam=stap["naam"]), "bold $primary"), (f"  {stap['uitleg']}", "$text-muted")
                    ),
                )
            )
            for name in stap["personas"]:
                if name in by_id:
                    lines.append(_line(f"{stap['id']}/{name}", by_id[name]))
                    placed.add(name)
        return lines + [_line(f"/{p['id']}", p) for p in self._lijst["personas"] if p["id"] not in placed]

    def _chosen(self) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """(persona, step or {}) under the cursor."""
        line_id = self.query_one("#oefen-personas", Lines).highlighted_id
        if line_id is None or not self._lijst:
            return None
        stap_id, _, persona_id = line_id.partition("/")
        persona = next((p for p in self._lijst["personas"] if p["id"] == persona_id), None)
        stap: dict[str, Any] = next((s for s in self._lijst["leerlijn"] if s["id"] == stap_id), {})
        return (persona, stap) if persona else None

    @on(OptionList.OptionHighlighted, "#oefen-personas")
    def _moved(self) -> None:
        if self.query("#oefen-niveau"):
            self._follow_step()

    def _follow_step(self) -> None:
        """A step of the learning path brings its own level and goal; they can be changed after."""
        chosen = self._chosen()
        if chosen and chosen[1]:
            self.query_one("#oefen-niveau", Pick).choose(chosen[1]["niveau"])
            self.query_one("#oefen-doel", Pick).choose(chosen[1]["doel"])

    @on(OptionList.OptionSelected, "#oefen-personas")
    def action_begin(self) -> None:
        from tui.screens.practise import PractiseScreen

        chosen = self._chosen()
        if chosen is None:
            return
        persona = chosen[0]
        gesprek = min(int(self.query_one("#oefen-gesprek", Pick).value), len(persona["gesprekken"]))
        keuze = Keuze(
            persona=persona,
            niveau=self.query_one("#oefen-niveau", Pick).value,
            doel=self.query_one("#oefen-doel", Pick).value,
            gesprek=gesprek,
            coach_live=self.query_one("#oefen-coach", Pick).value == "live",
            kader=self._lijst["kader"],
        )
        self.app.push_screen(PractiseScreen(self.assistant, keuze))

    def action_wis(self) -> None:
        screen = ConfirmScreen(t("oefenen.wis_titel"), t("oefenen.wis_vraag"), yes=t("oefenen.wis_ja"), no=t("knop.terug"))
        self.app.push_screen(screen, when_yes(lambda: self._load(wis=True)))

    def action_weg(self) -> None:
        self.dismiss(None)


def _line(line_id: str, persona: dict[str, Any]) -> Line:
    setting = persona["setting"]
    where = t(f"oefenen.plek.{setting}") if has(f"oefenen.plek.{setting}") else setting.replace("_", " ")
    name = t("oefenen.persona", naam=persona["naam"], leeftijd=persona["leeftijd"])
    return Line(line_id, Content.assemble((f"  {name:<14}", "bold"), (f" {where}. ", "$text-muted"), persona["kort"]))


def _progress(voortgang: dict[str, Any]) -> str:
    """One sentence, and per behaviour its share over the last practices. Empty before a first practice."""
    if not voortgang.get("aantal"):
        return ""
    lines = [t("oefenen.voortgang", aantal=voortgang["aantal"], zin=voortgang["zin"])]
    for stap in voortgang["stappen"][:3]:
        lines.append(t("oefenen.voortgang_stap", naam=stap["naam"], reeks=" ".join(f"{round(share * 100)}%" for share in stap["aandelen"])))
    return "\n".join(lines)
