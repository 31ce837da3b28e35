"""tui.screens.persona_new: a simulated client of one's own in five sheets: who, manner, facts, borders, looking over. Gives back the id, or None.

The helper process checks and keeps it. What is typed outlives a crash: it is kept apart, as it is, until the persona is kept or thrown away.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, ContentSwitcher, Input, OptionList, Static

from assistant.domain.persona import FeitSoort, Stand
from assistant.domain.values import Luisteraar, clean_text
from assistant.engine.assistant import Assistant
from assistant.engine.practise_writing import naam_als_id
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.screens.talk import DRAFT_S, leave
from tui.texts import has, t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work

SHEETS = ("wie", "manier", "feiten", "grenzen", "nakijken")
LISTS = {"manier": ("voorbeeldzinnen", "opent", "sluit", "uitwijken"), "grenzen": ("nooit_tegenspreken", "nooit_waar")}
"""Fields of one line each thing, per sheet."""
LIST_OF = {FeitSoort.KRACHT.value: "krachten", FeitSoort.WENS.value: "wensen", FeitSoort.HULPBRON.value: "hulpbronnen"}
CHECK_S = 30.0


class NewPersonaScreen(Screen[str | None]):
    CSS_PATH = ["../styles/base.tcss", "../styles/practise.tcss"]
    BINDINGS = bindings("persona", t)
    ENTER_WALKS = ("veld-naam", "veld-leeftijd", "veld-kort", "veld-aanleiding", "veld-spreekstijl")
    hulp = "persona_nieuw"
    stop_vraag = "persona"

    class Checked(Message):
        def __init__(self, out: dict[str, Any], *, kept: bool) -> None:
            super().__init__()
            self.out = out
            self.kept = kept

    class Refused(Message):
        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(
        self,
        assistant: Assistant,
        settings: Sequence[str],
        velden: Mapping[str, Any] | None = None,
        *,
        onaf: Mapping[str, Any] | None = None,
    ) -> None:
        """`velden`: the fields of a persona of one's own to work on. None: a new one. `onaf`: what was typed here when the program stopped."""
        super().__init__()
        self.assistant = assistant
        self._settings = list(settings)
        self._was = dict(velden or {})
        """What the file holds; what the sheets do not ask for (more talks, small talk of its own) is kept as it is."""
        self.feiten: list[dict[str, Any]] = [dict(feit) for feit in self._was.get("feiten", ())]
        self._at = 0
        self._begun: dict[str, Any] = {}
        """The fields as they were when the screen opened."""
        self._onaf = dict(onaf or {})
        self._fact: FactScreen | None = None
        self._fact_at: int | None = None
        self._half: dict[str, Any] = {}
        """The sheets as they were kept last."""
        self._keeping = asyncio.Lock()
        self._gone = False
        self._fault = False
        """The line at the foot says what must be mended on this sheet."""

    def compose(self) -> ComposeResult:
        yield Static("", id="persona-kop", markup=False)
        with ContentSwitcher(initial="blad-wie", id="persona-bladen"):
            with VerticalScroll(id="blad-wie"):
                yield Static(t("persona_nieuw.wie_uitleg"), classes="stil regel", markup=False)
                for name in ("naam", "leeftijd", "kort", "aanleiding"):
                    yield Static(t(f"persona_nieuw.{name}"), classes="regel", markup=False)
                    yield Input(str(self._was.get(name, "")), id=f"veld-{name}", select_on_focus=False)
                places = [(s, _place(s)) for s in self._settings]
                yield Pick("veld-setting", t("persona_nieuw.setting"), places, self._was.get("setting") or self._settings[0])
                yield Pick(
                    "veld-luisteraar",
                    t("persona_nieuw.luisteraar"),
                    [(x.value, t(f"luisteraar.{x.value}")) for x in Luisteraar],
                    self._was.get("luisteraar") or Luisteraar.STANDAARD.value,
                )
                levels = [(str(n), t(f"persona_nieuw.niveau_{n}")) for n in (1, 2, 3)]
                yield Pick("veld-niveau", t("persona_nieuw.niveau"), levels, str(self._was.get("niveau") or 2))
            with VerticalScroll(id="blad-manier"):
                yield Static(t("persona_nieuw.spreekstijl"), classes="regel", markup=False)
                yield Input(self._was.get("spreekstijl", ""), id="veld-spreekstijl", select_on_focus=False)
                yield from self._editors("manier")
            with Vertical(id="blad-feiten"):
                yield Static(t("persona_nieuw.feiten_uitleg"), classes="stil regel", markup=False)
                yield Lines(id="persona-feiten")
            with VerticalScroll(id="blad-grenzen"):
                yield from self._editors("grenzen")
            with VerticalScroll(id="blad-nakijken"):
                yield Static("", id="persona-bevindingen", markup=False)
        yield Static("", id="persona-melding", classes="fout", markup=False)
        yield KeyBar()

    def _editors(self, sheet: str) -> ComposeResult:
        for name in LISTS[sheet]:
            yield Static(t(f"persona_nieuw.{name}"), classes="regel", markup=False)
            yield AnswerEditor("\n".join(self._was.get(name, ())), id=f"veld-{name}")

    def on_mount(self) -> None:
        self._begun = self.velden()
        self._half = dict(self._onaf)
        if self._onaf:
            self._bring_back(self._onaf)
        else:
            self._turn(0)
        self.set_interval(DRAFT_S, self._keep)

    @property
    def has_unsent(self) -> bool:
        """A persona that was begun or changed, and not kept."""
        return self.velden() != self._begun

    # -- what is typed and not kept --------------------------------------------------------------

    def _typed(self) -> dict[str, Any]:
        """The sheets and the fact that is being written, as they stand now. Nothing new: {}."""
        fact = self._fact
        open_fact = fact.typed if fact is not None and fact.is_mounted and fact.has_unsent else None
        if not self.has_unsent and open_fact is None:
            return {}
        return {"velden": self.velden(), "blad": self._at} | ({"feit": open_fact, "nr": self._fact_at} if open_fact else {})

    def _bring_back(self, onaf: Mapping[str, Any]) -> None:
        velden = onaf["velden"]
        for box in self.query(Input):
            box.value = str(velden.get((box.id or "").removeprefix("veld-"), ""))
        for pick in self.query(Pick):
            pick.choose(str(velden.get((pick.id or "").removeprefix("veld-"), pick.value)))
        for editor in self.query(AnswerEditor):
            editor.load_text("\n".join(velden.get((editor.id or "").removeprefix("veld-"), ())))
        self.feiten = [dict(feit) for feit in velden.get("feiten", ())]
        self._turn(int(onaf["blad"]))
        self._say(t("persona_nieuw.terug"))
        if onaf.get("feit"):
            self._edit(onaf.get("nr"), typed=onaf["feit"])

    @work(group="persona_half")
    async def _keep(self) -> None:
        if not self._keeping.locked():
            await self.flush()

    async def flush(self) -> None:
        """Keep what is typed now."""
        async with self._keeping:
            if self._gone or not self.is_mounted:
                return
            typed = self._typed()
            if typed == self._half:
                return
            try:
                await self._put_half(typed)
            except AssistantError as error:
                self._say(error.sentence)
            self._half = typed

    async def _put_half(self, sheets: Mapping[str, Any]) -> None:
        payload = {"onaf": {str(self._was.get("id", "")): dict(sheets)}}
        await asyncio.to_thread(self.assistant.thinker.ask, "oefenpersona", payload, timeout_s=CHECK_S)

    @work(group="persona_weg")
    async def _leave_with(self, result: str | None) -> None:
        """Kept, or thrown away by choice: then what was typed may not come back either."""
        async with self._keeping:
            if self._gone:
                return
            self._gone = True
            try:
                await self._put_half({})
            except AssistantError:
                pass  # it comes back once too often; better than staying shut in here
        self.dismiss(result)

    # -- sheets ----------------------------------------------------------------------------------

    @property
    def _sheet(self) -> str:
        return SHEETS[self._at]

    def _turn(self, to: int) -> None:
        self._at = to
        self.query_one("#persona-bladen", ContentSwitcher).current = f"blad-{self._sheet}"
        head = t(
            "persona_nieuw.kop_wijzig" if self._was else "persona_nieuw.kop",
            naam=self._was.get("naam", ""),
            nr=to + 1,
            aantal=len(SHEETS),
            blad=t(f"persona_nieuw.blad_{self._sheet}"),
        )
        self.query_one("#persona-kop", Static).update(Content(head))
        self._say("")
        if self._sheet == "feiten":
            self._fill()
            self.query_one("#persona-feiten", Lines).focus()
        elif self._sheet == "nakijken":
            self.query_one("#persona-bevindingen", Static).update(Content(t("oefenen.laden")))
            self._ask(keep=False)
        else:
            box = self.query_one(f"#blad-{self._sheet}")
            first = next(iter(box.query("Input, AnswerEditor")), None)
            if first is not None:
                first.focus()

    @on(Input.Changed, "#veld-naam")
    @on(Input.Changed, "#veld-leeftijd")
    def _mended(self) -> None:
        """What was wrong is not said any longer once it is right."""
        if self._fault and not self._wrong()[0]:
            self._say("")

    def _say(self, sentence: str) -> None:
        self._fault = False
        self.query_one("#persona-melding", Static).update(Content(sentence))

    def _refuse(self, wrong: str, field: str) -> None:
        """Say what must be mended first, and go to the field where."""
        self._say(wrong)
        self._fault = True
        if field:
            self.query_one(f"#{field}").focus()

    def action_verder(self) -> None:
        wrong, field = self._wrong()
        if wrong:
            self._refuse(wrong, field)
        elif self._sheet == "nakijken":
            self._ask(keep=True)
        else:
            self._turn(self._at + 1)

    def action_vorige(self) -> None:
        if self._at:
            self._turn(self._at - 1)

    def _wrong(self) -> tuple[str, str]:
        """What must be mended on this sheet before going on, and the id of the field where. ('', ''): nothing."""
        if self._sheet == "wie":
            if not self._text("naam"):
                return t("persona_nieuw.geen_naam"), "veld-naam"
            age = self._text("leeftijd")
            if not age.isdigit() or not 12 <= int(age) <= 110:
                return t("persona_nieuw.geen_leeftijd"), "veld-leeftijd"
        if self._sheet == "feiten" and not self.feiten:
            return t("persona_nieuw.geen_feit"), ""
        return "", ""

    # -- facts -----------------------------------------------------------------------------------

    def _fill(self) -> None:
        lines = [
            Line(str(n), Content.assemble((f"{t('persona_nieuw.soort_' + f['soort'])}, {f['vanaf']}  ", "$text-muted"), f["tekst"]))
            for n, f in enumerate(self.feiten)
        ]
        self.query_one("#persona-feiten", Lines).fill(lines or [Line(None, Content(t("persona_nieuw.nog_geen_feiten")))])

    def action_feit(self) -> None:
        if self._sheet != "feiten":
            wrong, field = self._wrong()
            if wrong and self._at < SHEETS.index("feiten"):
                self._refuse(wrong, field)
                return
            self._turn(SHEETS.index("feiten"))
        self._edit(None)

    @on(OptionList.OptionSelected, "#persona-feiten")
    def _opened(self) -> None:
        chosen = self.query_one("#persona-feiten", Lines).highlighted_id
        if chosen is not None:
            self._edit(int(chosen))

    def _edit(self, at: int | None, *, typed: Mapping[str, Any] | None = None) -> None:
        def kept(feit: dict[str, Any] | None) -> None:
            self._fact = None
            if feit is None:
                return
            if not feit:
                if at is not None:
                    del self.feiten[at]
            elif at is None:
                feit["id"] = naam_als_id(" ".join(feit["tekst"].split()[:3]), [item["id"] for item in self.feiten])
                self.feiten.append(feit)
            else:
                self.feiten[at] = {**feit, "id": self.feiten[at]["id"]}
            self._say("")
            self._fill()

        self._fact, self._fact_at = FactScreen(self.feiten[at] if at is not None else {}, typed=typed), at
        self.app.push_screen(self._fact, kept)

    # -- looking over and keeping ----------------------------------------------------------------

    def _text(self, name: str) -> str:
        return clean_text(self.query_one(f"#veld-{name}", Input).value).strip()

    def velden(self) -> dict[str, Any]:
        """The fields of the file as they stand now."""
        out: dict[str, Any] = self._was | {name: self._text(name) for name in ("naam", "kort", "aanleiding", "spreekstijl")}
        age = self._text("leeftijd")
        out["leeftijd"] = int(age) if age.isdigit() else age
        out["niveau"] = int(self.query_one("#veld-niveau", Pick).value)
        out["setting"] = self.query_one("#veld-setting", Pick).value
        out["luisteraar"] = self.query_one("#veld-luisteraar", Pick).value
        for names in LISTS.values():
            for name in names:
                out[name] = split_lines(self.query_one(f"#veld-{name}", AnswerEditor).text)
        for soort, name in LIST_OF.items():
            out[name] = [feit["id"] for feit in self.feiten if feit["soort"] == soort]
        out["feiten"] = list(self.feiten)
        return out

    def _ask(self, *, keep: bool) -> None:
        self._check({"velden": self.velden(), "bewaar": keep})

    @work(thread=True, exclusive=True, group="persona")
    def _check(self, payload: dict[str, Any]) -> None:
        try:
            out = self.assistant.thinker.ask("oefenpersona", payload, timeout_s=CHECK_S)
        except AssistantError as error:
            self.post_message(self.Refused(error.sentence))
            return
        self.post_message(self.Checked(out, kept=bool(payload["bewaar"])))

    @on(Refused)
    def _refused(self, event: Refused) -> None:
        self.query_one("#persona-bevindingen", Static).update(Content(""))
        self._say(event.sentence)

    @on(Checked)
    def _checked(self, event: Checked) -> None:
        if event.kept:
            self._leave_with(str(event.out["id"]))
            return
        found = event.out["bevindingen"]
        parts: list[Any] = [(f"{t('persona_nieuw.bevindingen' if found else 'persona_nieuw.niets_gevonden')}\n\n", "bold $primary")]
        parts += [f"- {self._where(item['plek'])}: {item['tekst']}\n" for item in found]
        parts.append((f"\n{t('persona_nieuw.bewaar_uitleg')}", "$text-muted"))
        self.query_one("#persona-bevindingen", Static).update(Content.assemble(*parts))

    def _where(self, plek: str) -> str:
        """A place in the file in words of the sheets: the fact itself, or what its sheet calls it."""
        feit = next((item["tekst"] for item in self.feiten if item["id"] == plek), "")
        return feit.rstrip(".") or (t(f"persona_nieuw.plek_{plek}") if has(f"persona_nieuw.plek_{plek}") else plek)

    def action_weg(self) -> None:
        if not self.has_unsent:
            if self._half:
                self._leave_with(None)
            else:
                self.dismiss(None)
            return
        screen = ConfirmScreen(
            t("persona_nieuw.weg_titel"), t("persona_nieuw.weg_vraag"), yes=t("persona_nieuw.weg_ja"), no=t("persona_nieuw.weg_nee")
        )
        self.app.push_screen(screen, when_yes(lambda: self._leave_with(None)))


class FactScreen(ModalScreen[dict[str, Any] | None]):
    """One fact. Gives back its fields, {} to take it away, or None to leave it as it was."""

    BINDINGS = bindings("formulier", t)
    ENTER_WALKS = ("feit-tekst", "feit-onderwerpen")
    CSS = """
    FactScreen .venster { width: 78; max-height: 96%; }
    FactScreen AnswerEditor { height: 5; }
    FactScreen VerticalScroll { height: auto; max-height: 100%; }
    FactScreen .regel { height: auto; }
    FactScreen #feit-melding { height: auto; min-height: 1; }
    """
    hulp = "persona_nieuw"

    def __init__(self, feit: dict[str, Any], *, typed: Mapping[str, Any] | None = None) -> None:
        """`typed`: what stood in the fields when the program stopped (see the property `typed`)."""
        super().__init__()
        self._feit = feit
        self._back = typed

    def compose(self) -> ComposeResult:
        f = self._feit | dict(self._back or {})
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("persona_nieuw.feit_titel"))
            with VerticalScroll():
                yield Static(t("persona_nieuw.feit_tekst"), classes="regel", markup=False)
                yield Input(f.get("tekst", ""), id="feit-tekst", select_on_focus=False)
                yield Static(t("persona_nieuw.feit_zeg"), classes="regel", markup=False)
                yield AnswerEditor("\n".join(f.get("zeg", ())), id="feit-zeg")
                yield Static(t("persona_nieuw.feit_onderwerpen"), classes="regel", markup=False)
                yield Input(", ".join(f.get("onderwerpen", ())), id="feit-onderwerpen", select_on_focus=False)
                yield Pick(
                    "feit-vanaf", t("persona_nieuw.feit_vanaf"), [(s.value, s.value) for s in Stand], f.get("vanaf", Stand.MIDDEN.value)
                )
                yield Pick(
                    "feit-soort",
                    t("persona_nieuw.feit_soort"),
                    [(s.value, t(f"persona_nieuw.soort_{s.value}")) for s in FeitSoort],
                    f.get("soort", FeitSoort.KRACHT.value),
                )
                yield Static("", id="feit-melding", classes="fout", markup=False)
                with Horizontal(classes="knoppen"):  # inside what scrolls: on a small screen they come into sight with the focus
                    yield Button(Content(t("knop.klaar")), id="ja")
                    if self._feit:
                        yield Button(Content(t("persona_nieuw.feit_weg")), id="weg")
                    yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#feit-tekst", Input).focus()
        if self._back:
            self.query_one("#feit-melding", Static).update(Content(t("klad.terug")))

    @property
    def typed(self) -> dict[str, Any]:
        """The fields as they stand."""
        return {
            "tekst": self.query_one("#feit-tekst", Input).value,
            "zeg": self.query_one("#feit-zeg", AnswerEditor).text.splitlines(),
            "onderwerpen": [topic.strip() for topic in self.query_one("#feit-onderwerpen", Input).value.split(",")],
            "vanaf": self.query_one("#feit-vanaf", Pick).value,
            "soort": self.query_one("#feit-soort", Pick).value,
        }

    @on(Button.Pressed, "#ja")
    def action_klaar(self) -> None:
        tekst = clean_text(self.query_one("#feit-tekst", Input).value).strip()
        zeg = split_lines(self.query_one("#feit-zeg", AnswerEditor).text)
        wrong = "feit_leeg" if not tekst else "feit_weinig" if len(zeg) < 2 else "feit_dubbel" if len(set(zeg)) != len(zeg) else ""
        if wrong:
            self.query_one("#feit-tekst" if wrong == "feit_leeg" else "#feit-zeg").focus()
            said = self.query_one("#feit-melding", Static)
            said.update(Content(t(f"persona_nieuw.{wrong}")))
            self.call_after_refresh(said.scroll_visible, animate=False)
            return
        topics = clean_text(self.query_one("#feit-onderwerpen", Input).value).split(",")
        self.dismiss(
            {
                "tekst": tekst,
                "zeg": zeg,
                "vanaf": self.query_one("#feit-vanaf", Pick).value,
                "soort": self.query_one("#feit-soort", Pick).value,
                "onderwerpen": [topic.strip() for topic in topics if topic.strip()],
            }
        )

    @on(Button.Pressed, "#weg")
    def _away(self) -> None:
        screen = ConfirmScreen(
            t("persona_nieuw.feit_weg_titel"),
            t("persona_nieuw.feit_weg_vraag"),
            yes=t("persona_nieuw.feit_weg"),
            no=t("knop.nee_laat_staan"),
        )
        self.app.push_screen(screen, when_yes(lambda: self.dismiss({})))

    @property
    def has_unsent(self) -> bool:
        """The fact was typed or changed and is not in the list yet."""
        f = self._feit
        typed = (
            clean_text(self.query_one("#feit-tekst", Input).value).strip(),
            split_lines(self.query_one("#feit-zeg", AnswerEditor).text),
            clean_text(self.query_one("#feit-onderwerpen", Input).value).strip(),
        )
        chosen = (self.query_one("#feit-vanaf", Pick).value, self.query_one("#feit-soort", Pick).value)
        return typed != (f.get("tekst", ""), list(f.get("zeg", ())), ", ".join(f.get("onderwerpen", ()))) or (
            bool(f) and chosen != (f["vanaf"], f["soort"])  # in a new fact a choice alone is no work
        )

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        leave(self, None, unsent=self.has_unsent)


def split_lines(text: str) -> list[str]:
    """The lines of a field, trimmed; empty ones are left out."""
    return [line.strip() for line in clean_text(text).splitlines() if line.strip()]


def _place(setting: str) -> str:
    return t(f"oefenen.plek.{setting}") if has(f"oefenen.plek.{setting}") else setting.replace("_", " ")
