"""tui.screens.practise: a talk with an invented client; the coach in the margin or only afterwards. Always visibly practice.

The state of the talk is a value that the helper process gives back with every answer; earlier ones are kept, so that a trainee can go on
from any line. Nothing is written anywhere but, at the end, counts.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, Input, Static

from assistant.domain.values import Aanspreekvorm, clean_text
from assistant.engine.assistant import Assistant
from assistant.engine.conversing import quick_signal
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.screens.debrief import DebriefScreen, Versie
from tui.screens.host import host
from tui.screens.practise_start import FIRST_LOAD_S, Keuze
from tui.screens.safety_card import Kaart, SafetyScreen
from tui.screens.talk import leave
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.key_bar import KeyBar
from tui.working import work

ANSWER_S = 30.0
LABELS = ("reflectie", "suggestief", "dubbel", "advies_zonder_toestemming", "oordelend", "te_moeilijk")
GOOD = {"reflectie"}
_AANWIJZING = re.compile(r"\([^)]*\)")
MAX_EERDER = 4
"""Things from an earlier talk that are recalled on the screen."""


class PractiseScreen(Screen[None]):
    """One talk. Enter says a line; an empty line is a silence."""

    CSS_PATH = ["../styles/base.tcss", "../styles/practise.tcss"]
    BINDINGS = bindings("oefenen", t)
    hulp = "oefenen"
    stop_vraag = "oefening"

    class Begun(Message):
        def __init__(self, out: dict[str, Any]) -> None:
            super().__init__()
            self.out = out

    class Answered(Message):
        """The client answered line `nr`; an answer to a line that was taken back is dropped."""

        def __init__(self, out: dict[str, Any], nr: int, ticket: int) -> None:
            super().__init__()
            self.out = out
            self.nr = nr
            self.ticket = ticket

    class Hinted(Message):
        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Signalled(Message):
        def __init__(self, soort: str, nr: int) -> None:
            super().__init__()
            self.soort = soort
            self.nr = nr

    class Debriefed(Message):
        def __init__(self, nabespreking: dict[str, Any], zin: str) -> None:
            super().__init__()
            self.nabespreking = nabespreking
            self.zin = zin

    class Failed(Message):
        """`said` is put back in the field: a failure costs no words. `line`: the line on screen was not answered and goes."""

        def __init__(self, sentence: str, said: str = "", *, line: bool = False, actie: dict[str, str] | None = None) -> None:
            super().__init__()
            self.sentence = sentence
            self.said = said
            self.line = line
            self.actie = actie

    def __init__(self, assistant: Assistant, keuze: Keuze, *, zaad: int = 0) -> None:
        super().__init__()
        self.assistant, self.keuze, self.zaad = assistant, keuze, zaad
        self.beurten: list[dict[str, Any]] = []
        self.standen: list[dict[str, Any]] = []
        """standen[n] is the state before line n + 1; the last one is the present."""
        self.opgeschreven: tuple[str, ...] = ()
        self.coach_live = keuze.coach_live
        self._busy = True
        self._kept = False
        """Counted in the trainee's progress: a talk is, once, however often a trainee goes on from a line."""
        self._versies: list[Versie] = []
        """What was looked back on, the newest last."""
        self._actie: dict[str, str] = {}
        """A step that was laid before the client and got no answer: the form opens with it again."""
        self._ticket = 0
        self._carded: set[tuple[int, str]] = set()
        """(line, soort) of cards that were shown."""
        self._stopping = False
        """The card said stop while the client was answering."""
        self._waits: str | None = None
        """Kind of danger of a card that waits for the line being typed."""

    @property
    def naam(self) -> str:
        return str(self.keuze.persona["naam"])

    @property
    def has_unsent(self) -> bool:
        """Lines that were not looked back on yet: they are kept nowhere, so leaving the program asks first."""
        return bool(self.beurten) and all(self.beurten != versie.beurten[: len(self.beurten)] for versie in self._versies)

    def compose(self) -> ComposeResult:
        yield Static(
            Content(t("oefenen.kop", kader=self.keuze.kader, naam=self.naam, gesprek=self.keuze.gesprek)), id="oefen-kader", markup=False
        )
        with Horizontal(id="oefen-midden"):
            yield VerticalScroll(id="oefen-gesprek")
            with VerticalScroll(id="oefen-marge"):
                yield Static("", id="oefen-coach", markup=False)
        yield Static(Content(t("oefenen.komt_binnen", naam=self.naam)), id="oefen-status", classes="stil", markup=False)
        yield Input(id="oefen-zeg", placeholder=t("oefenen.zeg"), select_on_focus=False)
        yield KeyBar()

    def on_resize(self) -> None:
        """The last words stay in sight, however the lines are broken now."""
        self.call_after_refresh(self.query_one("#oefen-gesprek", VerticalScroll).scroll_end, animate=False)

    def on_mount(self) -> None:
        self._margin(None)
        self.query_one("#oefen-zeg", Input).focus()  # typing may begin while the client is still on the way
        self._begin()

    # -- the talk --------------------------------------------------------------------------------

    @work(thread=True, group="oefenen")
    def _begin(self) -> None:
        payload = {"persona": self.keuze.persona["id"], "zaad": self.zaad, "niveau": self.keuze.niveau, "sessie": self.keuze.gesprek}
        try:
            quick_signal("", self.assistant.content)  # read and compile the words now, so that a card costs no time later
            self.post_message(self.Begun(self.assistant.thinker.ask("oefen", payload, timeout_s=FIRST_LOAD_S)))
        except AssistantError as error:
            self.post_message(self.Failed(error.sentence))

    @on(Begun)
    async def _begun(self, event: Begun) -> None:
        self.standen = [event.out["stand"]]
        if event.out.get("gebeurtenis"):
            await self._add(Content(event.out["gebeurtenis"]), "stil")
        before = event.out.get("eerder") or ()
        if before:
            await self._add(Content(t("oefenen.eerder", wat=" ".join(before[:MAX_EERDER]))), "stil")
        if event.out.get("begint"):
            await self._add(Content.assemble((f"{self.naam}  ", "bold $accent"), event.out["begint"]), "client")
        self._ready()

    def _ready(self, status: str = "") -> None:
        self._busy = False
        if self.standen and self.standen[-1].get("klaar"):
            status = t("oefenen.is_weg")
        noted = t("oefenen.opgeschreven", aantal=len(self.opgeschreven)) if self.opgeschreven else ""
        self.query_one("#oefen-status", Static).update(Content(status or noted))
        self.query_one("#oefen-zeg", Input).focus()

    @staticmethod
    def _own(said: str) -> Content:
        return Content.assemble((f"{t('oefenen.ik')}  ", "bold $primary"), said.strip() or t("oefenen.stilte"))

    async def _add(self, line: Content, kind: str) -> None:
        box = self.query_one("#oefen-gesprek", VerticalScroll)
        await box.mount(Static(line, classes=f"oefen-regel {kind}", markup=False))
        box.scroll_end(animate=False)

    @on(Input.Submitted, "#oefen-zeg")
    async def _say(self, event: Input.Submitted) -> None:
        if self._busy:
            return
        if not self.standen:  # the client did not come in the first time; the typed words stay
            self._busy = True
            self.query_one("#oefen-status", Static).update(Content(t("oefenen.komt_binnen", naam=self.naam)))
            self._begin()
            return
        said = clean_text(event.value)
        if not said.strip() and not self.beurten:
            self.query_one("#oefen-status", Static).update(Content(t("oefenen.niets_gezegd")))
            return
        self._busy = True
        self._ticket += 1
        event.input.value = ""
        self._card_after_typing()
        await self._add(self._own(said), "ik")
        self.query_one("#oefen-status", Static).update(Content(t("oefenen.denkt", naam=self.naam)))
        self._hear_danger(said, len(self.beurten) + 1)
        self._ask(said, self.standen[-1], len(self.beurten) + 1, self._ticket)

    def action_actie(self) -> None:
        """Lay a small action before the client; it is the client who says whether it is theirs."""
        if self._busy or not self.beurten:
            self.query_one("#oefen-status", Static).update(Content(t("oefenen.niets_gezegd" if not self.beurten else "oefenen.laden")))
            return
        self.app.push_screen(ActionScreen(self.naam, self._actie), self._lay)

    async def _lay(self, actie: dict[str, str] | None) -> None:
        if actie is None or self._busy:
            return
        self._busy = True
        self._ticket += 1
        shown = t("oefenen.legt_voor", wens=actie["wens"], stap=", ".join(filter(None, (actie["stap"], actie["wanneer"]))))
        await self._add(Content.assemble((f"{t('oefenen.ik')}  ", "bold $primary"), shown), "ik")
        self.query_one("#oefen-status", Static).update(Content(t("oefenen.denkt", naam=self.naam)))
        self._hear_danger(shown, len(self.beurten) + 1)
        self._ask("", self.standen[-1], len(self.beurten) + 1, self._ticket, actie)

    @work(thread=True, group="oefenen")
    def _ask(self, said: str, stand: dict[str, Any], nr: int, ticket: int, actie: dict[str, str] | None = None) -> None:
        what = {"zeg": said} if actie is None else {"actie": actie}
        payload = {"persona": self.keuze.persona["id"], "stand": stand, **what}
        try:
            out = self.assistant.thinker.ask("oefen", payload, timeout_s=ANSWER_S)
        except AssistantError as error:
            self.post_message(self.Failed(error.sentence, said, line=True, actie=actie))
            return
        self.post_message(self.Answered(out, nr, ticket))
        beurt = out["beurt"]
        for text, asked in ((beurt["antwoord"], beurt["zeg"]), (beurt["zeg"], "")):
            signal = self._signal(text, asked)
            if signal:
                self.post_message(self.Signalled(signal, nr))
                return

    def _signal(self, text: str, asked: str) -> str:
        """Kind of acute danger in a line that answers `asked` ('' when it answers nothing), or ''. Practice listens with the same ears as real work; without them the talk goes on."""
        text = gezegd(text)
        if not text:
            return ""
        try:
            signaal = self.assistant.thinker.ask("herken", {"antwoord": text, "vraag": asked}, timeout_s=ANSWER_S).get("signaal") or {}
        except AssistantError:
            return ""
        return str(signaal.get("soort") or "") if signaal.get("acuut") else ""

    @on(Answered)
    async def _answered(self, event: Answered) -> None:
        if event.ticket != self._ticket or event.nr != len(self.beurten) + 1:
            return
        beurt = event.out["beurt"]
        self._actie = {}
        self.beurten.append(beurt)
        self.standen.append(event.out["stand"])
        await self._add(Content.assemble((f"{self.naam}  ", "bold $accent"), beurt["antwoord"]), "client")
        self._hear_danger(beurt["antwoord"], event.nr)
        self._margin(beurt)
        self._ready()
        if self._stopping:
            self._stopping = False
            self.action_klaar()

    @on(Failed)
    async def _failed(self, event: Failed) -> None:
        if event.line:
            self.query_one("#oefen-gesprek").children[-1].remove()
            field = self.query_one("#oefen-zeg", Input)
            field.value = f"{event.said} {field.value}".strip()  # what was typed meanwhile stays too
            self._actie = event.actie or self._actie
        self._stopping = False
        self._ready(event.sentence if self.standen or event.line else t("oefenen.kwam_niet", reden=event.sentence))

    # -- the margin ------------------------------------------------------------------------------

    def _margin(self, beurt: dict[str, Any] | None) -> None:
        parts: list[Any] = [(f"{t('oefenen.coach_kop')}\n", "bold $primary")]
        if not self.coach_live:
            parts.append((t("oefenen.coach_uit"), "$text-muted"))
        elif beurt is None:
            parts.append((t("oefenen.coach_wacht"), "$text-muted"))
        else:
            parts += _remarks(beurt)
        self.query_one("#oefen-coach", Static).update(Content.assemble(*parts))

    def action_coach(self) -> None:
        self.coach_live = not self.coach_live
        self._margin(self.beurten[-1] if self.beurten else None)

    def action_hint(self) -> None:
        if self.standen and not self._busy:
            self._hint(self.standen[-1])

    @work(thread=True, exclusive=True, group="hint")
    def _hint(self, stand: dict[str, Any]) -> None:
        payload = {"persona": self.keuze.persona["id"], "stand": stand, "doel": self.keuze.doel}
        try:
            self.post_message(self.Hinted(self.assistant.thinker.ask("oefenhint", payload, timeout_s=ANSWER_S)["hint"]))
        except AssistantError as error:
            self.post_message(self.Failed(error.sentence))

    @on(Hinted)
    def _hinted(self, event: Hinted) -> None:
        self.query_one("#oefen-status", Static).update(Content(t("oefenen.hint", tekst=event.text)))

    def action_opschrijven(self) -> None:
        def kept(lines: tuple[str, ...] | None) -> None:
            if lines is not None:
                self.opgeschreven = lines
                self._ready()

        self.app.push_screen(NotesScreen(self.opgeschreven), kept)

    # -- safety ----------------------------------------------------------------------------------

    @work(group="gevaar")
    async def _hear_danger(self, text: str, nr: int) -> None:
        """The words alone, in this process: the card waits for nobody."""
        text = gezegd(text)
        soort = await asyncio.to_thread(quick_signal, text, self.assistant.content) if text else None
        if soort is not None:
            self._show_card(nr, soort)

    @on(Signalled)
    def _signalled(self, event: Signalled) -> None:
        self._show_card(event.nr, event.soort)

    def _show_card(self, nr: int, soort: str) -> None:
        """The card, at once; while something is being typed a line says so first: keys must not land in a card."""
        if (nr, soort) in self._carded:
            return
        self._carded.add((nr, soort))
        if self.query_one("#oefen-zeg", Input).value:
            self._waits = soort
            self.query_one("#oefen-status", Static).update(Content.styled(t("oefenen.kaart_wacht"), "bold $warning"))
        else:
            self.show_safety(soort)

    def _card_after_typing(self) -> None:
        if self._waits is not None:
            self.show_safety(self._waits)

    def show_safety(self, soort: str | None) -> None:
        """The same fixed card as in real work, marked as practice."""
        soort, self._waits = soort or self._waits, None
        if not any(isinstance(screen, SafetyScreen) for screen in self.app.screen_stack):
            form = self.standen[-1].get("aanspreekvorm") if self.standen else None
            vorm = Aanspreekvorm(form) if form else None
            self.app.push_screen(PractiseSafetyScreen(self.assistant.content, soort, vorm), self._after_safety)

    def _after_safety(self, wish: str | None) -> None:
        if wish == "pauze":
            host(self).action_slot()
        elif wish == "stop":
            if self._busy and self.beurten:  # the client is still answering: the talk stops after that
                self._stopping = True
            else:
                self.action_weg()  # stopping the talk throws nothing away: it goes on to looking back

    # -- ending ----------------------------------------------------------------------------------

    def action_stop(self) -> None:
        """Stop; nothing is kept, so whoever said something and did not look back on it is asked first."""
        if not self.has_unsent:
            self.dismiss(None)
            return
        screen = ConfirmScreen(t("oefenen.stop_titel"), t("stoppen.oefening"), yes=t("stoppen.ja"), no=t("stoppen.nee"))
        self.app.push_screen(screen, when_yes(lambda: self.dismiss(None)))

    def action_weg(self) -> None:
        if self.beurten or self._versies:
            self.action_klaar()
        else:
            self.dismiss(None)

    def action_klaar(self) -> None:
        if self._busy:
            return
        if self._versies and not self.has_unsent:  # gone back to a line and nothing new was said: what there was is there still
            self._look_back()
            return
        if not self.beurten:
            self.query_one("#oefen-status", Static).update(Content(t("oefenen.niets_gezegd")))
            return
        self._busy = True
        self.query_one("#oefen-status", Static).update(Content(t("oefenen.laden")))
        self._debrief([dict(beurt) for beurt in self.beurten], self.standen[0]["vertrouwen"], keep=not self._kept)

    @work(thread=True, group="oefenen")
    def _debrief(self, beurten: list[dict[str, Any]], begin: float, keep: bool) -> None:
        payload = {
            "persona": self.keuze.persona["id"],
            "beurten": beurten,
            "begin": begin,
            "sessie": self.keuze.gesprek,
            "doel": self.keuze.doel,
            "opgeschreven": list(self.opgeschreven),
            "eerder": self.standen[0].get("eerder") or [],
        }
        try:
            done = self.assistant.thinker.ask("nabespreking", payload, timeout_s=ANSWER_S)["nabespreking"]
            more = {"nabespreking": done, "niveau": self.keuze.niveau, "gesprek": self.keuze.gesprek} if keep else {}
            zin = self.assistant.thinker.ask("oefenvoortgang", more, timeout_s=ANSWER_S)["voortgang"]["zin"]
        except AssistantError as error:
            self.post_message(self.Failed(error.sentence))
            return
        self.post_message(self.Debriefed(done, zin))

    @on(Debriefed)
    def _debriefed(self, event: Debriefed) -> None:
        self._kept = True
        self._versies.append(Versie(list(self.beurten), list(self.standen), event.nabespreking, event.zin))
        self._ready()
        self._look_back()

    def _look_back(self) -> None:
        self.app.push_screen(DebriefScreen(self.assistant, self._versies, self.keuze.persona), self._after_debrief)

    async def _after_debrief(self, chosen: tuple[Versie, int] | None) -> None:
        """None: done. Else once more from that line of that version; the version itself stays to look back on."""
        if chosen is None:
            self.dismiss(None)
            return
        versie, line = chosen
        self._ticket += 1
        self._carded = {card for card in self._carded if card[0] < line}
        self.beurten, self.standen = versie.beurten[: line - 1], versie.standen[:line]
        box = self.query_one("#oefen-gesprek", VerticalScroll)
        said = box.query(".ik")
        if said:
            children = list(box.children)
            await box.remove_children(children[children.index(said.first()) :])
        for beurt in self.beurten:
            await self._add(self._own(beurt["zeg"]), "ik")
            await self._add(Content.assemble((f"{self.naam}  ", "bold $accent"), beurt["antwoord"]), "client")
        box.scroll_end(animate=False)
        self._margin(self.beurten[-1] if self.beurten else None)
        self._ready(t("oefenen.vanaf_hier", nr=line))


def gezegd(text: str) -> str:
    """The words of a line without what somebody does meanwhile, '(looks at his hands)': nobody said that, so it signals nothing."""
    return _AANWIJZING.sub(" ", text).strip(" .…\n")


def _remarks(beurt: dict[str, Any]) -> list[Any]:
    """What the coach saw in a line: form and focus, what to mind, one other way of saying it."""
    labels = beurt["labels"]
    vorm, focus = labels["vorm"], labels["focus"]
    parts: list[Any] = [t("oefenen.vorm_stilte" if "stilte" in (beurt.get("vlaggen") or ()) else f"oefenen.vorm_{vorm}")]
    if focus in ("krachtgericht", "probleemgericht") and vorm != "geen_vraag":
        parts.append(", " + t(f"oefenen.focus_{focus}"))
    parts.append("\n")
    for name in LABELS:
        if labels.get(name):
            style = "$success" if name in GOOD else "$warning"
            what = t(f"oefenen.label_{name}")
            parts.append(((t("oefenen.coach_goed", wat=what) if name in GOOD else t("oefenen.coach_let_op", wat=what)) + "\n", style))
    if beurt.get("uitleg"):
        parts.append((f"\n{beurt['uitleg']}\n", "$text-muted"))
    if beurt.get("alternatief"):
        parts.append((f"\n{t('oefenen.coach_anders', tekst=beurt['alternatief'])}\n", ""))
    return parts


class ActionScreen(ModalScreen[dict[str, str] | None]):
    """What the client wants, which step the client takes, and when. Gives back {'wens', 'stap', 'wanneer'}, or None."""

    BINDINGS = bindings("formulier", t)
    ENTER_WALKS = ("actie-wens", "actie-stap")
    CSS = """
    ActionScreen .regel { margin: 1 0 0 0; height: auto; }
    ActionScreen #actie-melding { height: auto; min-height: 1; }
    """
    hulp = "oefenactie"

    def __init__(self, naam: str, actie: dict[str, str]) -> None:
        super().__init__()
        self._naam = naam
        self._actie = actie

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("oefenen.actie_titel"))
            yield Static(t("oefenen.actie_uitleg", naam=self._naam), classes="stil", markup=False)
            for name in ("wens", "stap", "wanneer"):
                yield Static(t(f"oefenen.actie_{name}"), classes="regel", markup=False)
                yield Input(self._actie.get(name, ""), id=f"actie-{name}", select_on_focus=False)
            yield Static("", id="actie-melding", classes="fout", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("oefenen.actie_ja")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    @property
    def has_unsent(self) -> bool:
        """Something was typed that the client did not hear yet."""
        return any(
            self.query_one(f"#actie-{name}", Input).value.strip() != self._actie.get(name, "") for name in ("wens", "stap", "wanneer")
        )

    @on(Input.Submitted, "#actie-wanneer")
    @on(Button.Pressed, "#ja")
    def action_klaar(self) -> None:
        found = {name: clean_text(self.query_one(f"#actie-{name}", Input).value).strip() for name in ("wens", "stap", "wanneer")}
        if not found["wens"] or not found["stap"]:
            self.query_one("#actie-melding", Static).update(Content(t("oefenen.actie_leeg")))
            return
        self.dismiss(found)

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        leave(self, None, unsent=self.has_unsent)


class NotesScreen(ModalScreen[tuple[str, ...] | None]):
    """What the trainee hears as krachten, one a line; compared with the hidden ones afterwards."""

    BINDINGS = bindings("formulier", t)
    CSS = """
    NotesScreen AnswerEditor { height: 10; }
    """
    hulp = "opschrijven"

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("oefenen.opschrijven_titel"))
            yield Static(t("oefenen.opschrijven_uitleg"), classes="stil", markup=False)
            yield AnswerEditor("\n".join(self._lines), id="oefen-notities")
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("knop.klaar")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    @on(Button.Pressed, "#ja")
    def action_klaar(self) -> None:
        text = clean_text(self.query_one(AnswerEditor).text)
        self.dismiss(tuple(line.strip() for line in text.splitlines() if line.strip()))

    @property
    def has_unsent(self) -> bool:
        """Words were written down and not kept yet."""
        return self.query_one(AnswerEditor).text.strip() != "\n".join(self._lines)

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        leave(self, None, unsent=self.has_unsent)


class PractiseSafetyScreen(SafetyScreen):
    """The card of real work, with a line above it that says it is practice."""

    def on_mount(self) -> None:
        self.query_one(".venster", Vertical).border_title = Content(t("oefenen.veiligheid_titel"))

    def _show(self, kaart: Kaart) -> None:
        super()._show(kaart)
        body = self.query_one("#kaart", Static)
        first = kaart.oefening or t("oefenen.veiligheid_titel")
        body.update(Content.assemble((f"{first}\n\n", "bold $warning"), cast(Content, body.content)))
