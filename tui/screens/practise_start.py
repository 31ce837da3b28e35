"""tui.screens.practise_start: choose with whom and on what to practise. Says first that this is a program and not a person.

Holds no dossier: everything here goes through the Thinker's practice handlers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList, Static

from assistant.engine.assistant import Assistant
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.texts import has, t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work

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
        def __init__(self, lijst: dict[str, Any], voortgang: dict[str, Any], onaf: dict[str, Any]) -> None:
            super().__init__()
            self.lijst = lijst
            self.voortgang = voortgang
            self.onaf = onaf

    class Failed(Message):
        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.assistant = assistant
        self._lijst: dict[str, Any] = {}
        self._voortgang: dict[str, Any] = {}
        self._made_id = ""
        """A persona just made: the list shows it when it comes."""
        self._onaf: dict[str, Any] = {}
        """Personas in the making: id ('' for a new one) -> what was typed."""

    def compose(self) -> ComposeResult:
        with Vertical(id="oefen-start"):
            yield Static(t("oefenen.titel"), classes="titel", markup=False)
            yield Static("", id="oefen-melding", classes="fout", markup=False)  # above the list: below it a small screen has no room left
            yield Static(t("oefenen.laden"), id="oefen-uitleg", classes="stil", markup=False)
            yield Lines(id="oefen-personas")
            yield Vertical(id="oefen-keuzes")
            yield Static("", id="oefen-voortgang", classes="stil", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._load()

    def on_screen_resume(self) -> None:
        if self._lijst:
            self._load()

    @work(thread=True, exclusive=True, group="oefenlijst")
    def _load(self, wis: bool = False) -> None:
        try:
            lijst = self.assistant.thinker.ask("oefenlijst", {}, timeout_s=FIRST_LOAD_S)
            voortgang = self.assistant.thinker.ask("oefenvoortgang", {"wis": True} if wis else {}, timeout_s=FIRST_LOAD_S)
            onaf = self.assistant.thinker.ask("oefenpersona", {"onaf": {}}, timeout_s=FIRST_LOAD_S)["onaf"]
        except AssistantError as error:
            self.post_message(self.Failed(error.sentence))
            return
        self.post_message(self.Listed(lijst, voortgang["voortgang"], onaf))

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.query_one("#oefen-uitleg", Static).update(Content(""))
        self.query_one("#oefen-melding", Static).update(Content(event.sentence))

    @on(Listed)
    async def _listed(self, event: Listed) -> None:
        first = not self._lijst
        self._lijst, self._voortgang, self._onaf = event.lijst, event.voortgang, event.onaf
        told = self._remind()
        intro = self._lijst["introductie"]
        known = told or bool(event.voortgang.get("aantal"))  # who has practised knows the rest; the clients need the room
        self.query_one("#oefen-uitleg", Static).update(Content(" ".join(intro[:1] if known else intro)))
        self.query_one("#oefen-voortgang", Static).update(Content(_progress(event.voortgang)))
        box = self.query_one("#oefen-personas", Lines)
        if first or self._made_id:
            box.fill(self._lines())
        if self._made_id:
            ids = [box.get_option_at_index(i).id for i in range(box.option_count)]
            at = next((i for i, line in enumerate(ids) if line == f"/{self._made_id}"), None)
            if at is not None:
                box.highlighted, self._made_id = at, ""
                box.focus()  # Enter begins with who was just made
        if not first:
            return
        await self.query_one("#oefen-keuzes").mount(
            Pick("oefen-niveau", t("oefenen.niveau"), [(n["id"], n["naam"]) for n in self._lijst["niveaus"]], "gewoon"),
            Pick(
                "oefen-doel",
                t("oefenen.doel"),
                [("", t("oefenen.zonder_doel")), *((d["id"], d["naam"]) for d in self._lijst["doelen"])],
                "",
            ),
            Pick("oefen-nummer", t("oefenen.gesprek"), [("1", "1")], "1"),
            Pick("oefen-coach", t("oefenen.coach"), [("live", t("oefenen.coach_live")), ("na", t("oefenen.coach_na"))], "live"),
        )
        box.focus()
        self._follow_step()

    def _remind(self) -> bool:
        """Say which files cannot be read and which personas are not finished yet. True: there was something to say."""
        names = {persona["id"]: persona["naam"] for persona in self._lijst["personas"]}
        half = [
            t("persona_nieuw.onaf_nieuw") if not key else t("persona_nieuw.onaf", naam=names[key])
            for key in self._onaf
            if not key or key in names
        ]
        said = " ".join([*self._lijst.get("niet_te_lezen", ()), *half])
        self.query_one("#oefen-melding", Static).update(Content(said))
        return bool(said)

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
        rest = [_line(f"/{p['id']}", p) for p in self._lijst["personas"] if p["id"] not in placed]
        head = [Line(None, Content.assemble((t("oefenen.eigen_kop"), "bold $primary")))] if rest else []
        return lines + head + rest

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
        self.refresh_bindings()  # only a persona of one's own can be changed
        if self.query("#oefen-niveau"):
            self._follow_step()

    def _follow_step(self) -> None:
        """A step of the learning path brings its own level and goal; they can be changed after."""
        chosen = self._chosen()
        if chosen is None:
            return
        talks = [
            (str(g["nr"]), t("oefenen.gesprek_titel", nr=g["nr"], titel=g["titel"]) if g["titel"] else str(g["nr"]))
            for g in chosen[0]["gesprekken"]
        ]
        first = str(min(int(chosen[1].get("gesprek") or 1), len(talks)))
        self.query_one("#oefen-nummer", Pick).offer(talks, first)
        if chosen[1]:
            self.query_one("#oefen-niveau", Pick).choose(chosen[1]["niveau"])
            self.query_one("#oefen-doel", Pick).choose(chosen[1]["doel"])

    @on(OptionList.OptionSelected, "#oefen-personas")
    def action_begin(self) -> None:
        from tui.screens.practise import PractiseScreen

        chosen = self._chosen()
        if chosen is None:
            return
        persona = chosen[0]
        gesprek = int(self.query_one("#oefen-nummer", Pick).value)
        keuze = Keuze(
            persona=persona,
            niveau=self.query_one("#oefen-niveau", Pick).value,
            doel=self.query_one("#oefen-doel", Pick).value,
            gesprek=gesprek,
            coach_live=self.query_one("#oefen-coach", Pick).value == "live",
            kader=self._lijst["kader"],
        )
        self.app.push_screen(PractiseScreen(self.assistant, keuze))

    def action_nieuw(self) -> None:
        """A persona of one's own, step by step."""
        from tui.screens.persona_new import NewPersonaScreen

        if self._lijst:
            self.app.push_screen(NewPersonaScreen(self.assistant, self._lijst["settings"], onaf=self._onaf.pop("", None)), self._made)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "wijzig":
            chosen = self._chosen() if self._lijst else None
            return chosen is not None and bool(chosen[0].get("eigen"))
        return super().check_action(action, parameters)

    @work(thread=True, exclusive=True, group="oefenlijst")
    def action_wijzig(self) -> None:
        """Work on a persona of one's own."""
        chosen = self._chosen()
        if chosen is None:
            return
        try:
            velden = self.assistant.thinker.ask("oefenpersona", {"lees": chosen[0]["id"]}, timeout_s=FIRST_LOAD_S)["velden"]
        except AssistantError as error:
            self.post_message(self.Failed(error.sentence))
            return
        self.app.call_from_thread(self._open_sheets, velden)

    def _open_sheets(self, velden: dict[str, Any]) -> None:
        from tui.screens.persona_new import NewPersonaScreen

        onaf = self._onaf.pop(str(velden["id"]), None)
        self.app.push_screen(NewPersonaScreen(self.assistant, self._lijst["settings"], velden, onaf=onaf), self._made)

    def _made(self, persona_id: str | None) -> None:
        if persona_id is not None:
            self._made_id = persona_id
            self._load()

    def action_voortgang(self) -> None:
        if self._voortgang:
            names = {persona["id"]: persona["naam"] for persona in self._lijst.get("personas", ())}
            self.app.push_screen(ProgressScreen(self._voortgang, names))

    def action_wis(self) -> None:
        screen = ConfirmScreen(t("oefenen.wis_titel"), t("oefenen.wis_vraag"), yes=t("oefenen.wis_ja"), no=t("knop.terug"))
        self.app.push_screen(screen, when_yes(lambda: self._load(wis=True)))

    def action_weg(self) -> None:
        self.dismiss(None)


class ProgressScreen(ModalScreen[None]):
    """The trainee's own behaviours over the last practices: shares with a small bar each, and what was practised. No mark."""

    BINDINGS = bindings("venster", t)
    CSS = """
    ProgressScreen .venster { width: 90; height: 80%; padding: 1 2; }
    ProgressScreen #voortgang-tekst { height: auto; }
    """
    hulp = "oefenvoortgang"

    def __init__(self, voortgang: dict[str, Any], names: dict[str, str]) -> None:
        super().__init__()
        self._voortgang, self._names = voortgang, names

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("oefenen.voortgang_titel"))
            with VerticalScroll():
                yield Static(Content.assemble(*self._parts()), id="voortgang-tekst", markup=False)
        yield KeyBar()

    def _parts(self) -> list[Any]:
        done = self._voortgang
        if not done.get("aantal"):
            return [t("oefenen.voortgang_leeg")]
        parts: list[Any] = [f"{t('oefenen.voortgang', aantal=done['aantal'], zin=done['zin'])}\n\n"]
        parts.append((f"{t('oefenen.voortgang_uitleg')}\n\n", "$text-muted"))
        for stap in done["stappen"]:
            bars = "".join(_BARS[min(len(_BARS) - 1, round(share * (len(_BARS) - 1)))] for share in stap["aandelen"])
            numbers = " ".join(f"{round(share * 100)}%" for share in stap["aandelen"])
            parts += [f"{stap['naam']}\n", (f"  {bars}", "$primary"), (f"  {numbers}\n", "$text-muted")]
        parts.append((f"\n{t('oefenen.voortgang_gesprekken')}\n", "bold $primary"))
        for item in reversed(done["gesprekken"]):
            parts.append(
                t(
                    "oefenen.voortgang_gesprek",
                    dag=date.fromisoformat(item["op"][:10]).strftime("%d-%m-%Y"),
                    naam=self._names.get(item["persona"], item["persona"]),
                    gesprek=item["gesprek"],
                    beurten=item["beurten"],
                    doel=item["doel"] or t("oefenen.zonder_doel"),
                )
                + "\n"
            )
        return parts

    def action_weg(self) -> None:
        self.dismiss(None)


_BARS = "▁▂▃▄▅▆▇█"


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
