"""tui.screens.team: a teamkrachtbespreking on one screen: step by step, with a clock, without anything that names the client.

Nothing is shared before the client's leave is there and the pseudonymous sheet was looked at. What the team thinks of is a menu: the client
chooses.
"""

from __future__ import annotations

import asyncio
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from assistant.domain.tkb import Bespreking
from assistant.domain.toestemming import Doel, Stand
from assistant.engine.teamkracht import StapTekst, TeamTable, sheet_rows
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.ask_leave import AskLeaveScreen
from tui.screens.desk import Desk
from tui.screens.host import host
from tui.screens.team_forms import IdeaChoiceScreen, NoteScreen
from tui.texts import t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.working import work


class IdeaList(Lines):
    """Questions, ideas or the sheet, whatever the step shows."""

    BINDINGS = bindings("teamlijst", t)

    def action_doe(self, what: str) -> None:
        self.wish(what)


class FastLine(Input):
    """A line that is empty the moment Enter is pressed: who types on while the disk or the machine is busy loses no letter."""

    def _enter(self) -> None:
        self.post_message(self.Submitted(self, self.value))
        self.value = ""

    async def action_submit(self) -> None:
        self._enter()

    async def _on_key(self, event: events.Key) -> None:
        """Enter in its turn between the letters. As a binding it would come after every letter that is already waiting."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self._enter()

    def _on_paste(self, event: events.Paste) -> None:
        """Pasted lines are lines: each but the last as if Enter was pressed after it."""
        event.stop()
        event.prevent_default()
        *whole, last = [line.strip() for line in event.text.splitlines() if line.strip()] or [""]
        for line in whole:
            self.insert_text_at_cursor(line)
            self._enter()
        self.insert_text_at_cursor(last)


class TeamScreen(Screen[None]):
    CSS_PATH = ["../styles/base.tcss", "../styles/team.tcss"]
    BINDINGS = bindings("team", t)
    VERTICAL_BREAKPOINTS = [(0, "-laag"), (22, "-gewoon"), (34, "-hoog")]
    hulp = "team"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.table = TeamTable(desk.conversation)
        self._sheet: tuple[tuple[str, str], ...] = ()
        self._unmasked = ""
        self._question = ""
        """The question without names. Empty: not made yet."""
        self._warned = ""
        """The session of which was said that a choice of the client is still missing."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="team-kop"):
            # no code and no name: the whole team looks at this screen
            yield Static(Content.styled(t("team.titel"), "bold $primary"), id="team-naam", markup=False)
            yield Static("", id="team-klok", markup=False)
        yield Static("", id="team-stappen", markup=False)
        yield Static("", id="team-uitleg", markup=False)
        yield Static("", id="team-teller", markup=False)
        yield IdeaList(id="team-lijst")
        with Vertical(id="team-onder"):
            yield FastLine("", id="team-regel", select_on_focus=False, max_length=400)
            yield Static("", id="team-melding", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._fill()
        self.set_interval(1.0, self._tick)
        self._make_sheet()
        self.query_one("#team-regel").focus()

    # -- showing ---------------------------------------------------------------------------------

    @property
    def session(self) -> Bespreking | None:
        found = self.table.bespreking
        return None if found is not None and found.klaar is not None else found

    @property
    def step(self) -> StapTekst:
        now = self.session
        return self.table.texts.stap(now.stap if now else "voorbereiden")

    @property
    def has_unsent(self) -> bool:
        return bool(self.query_one("#team-regel", Input).value.strip()) or self.desk.saving > 0

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#team-melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    def _tick(self) -> None:
        now, step = self.session, self.step
        clock = self.query_one("#team-klok", Static)
        if now is None or not step.minuten:
            clock.update("")
            return
        spent = now.seconds(step.id, self.table.now())
        clock.set_class(spent > step.minuten * 60, "waarschuwing")
        clock.update(Content(t("team.klok", tijd=f"{spent // 60}:{spent % 60:02d}", minuten=step.minuten)))

    def _fill(self) -> None:
        texts, now, step = self.table.texts, self.session, self.step
        way: list[Any] = []
        for number, item in enumerate(texts.stappen):
            way += [(" › ", "$text-muted")] if number else []
            way.append((item.kop, "bold $primary" if item.id == step.id else "$text-muted"))
        self.query_one("#team-stappen", Static).update(Content.assemble(*way))
        who = t("team.wie", wie=step.wie) if step.wie else ""
        silent = f" {t('team.stil')}" if step.stil else ""
        question = [(f"\n{t('team.vraag', vraag=now.vraag)}", "bold")] if now else [(f"\n{texts.model}", "$text-muted")]
        self.query_one("#team-uitleg", Static).update(
            Content.assemble((f"{who}{silent} ", "bold $warning" if step.stil else "bold"), step.uitleg, *question)
        )
        self._fill_counter()
        self.query_one(IdeaList).fill(self._lines())
        field = self.query_one("#team-regel", Input)
        field.placeholder = self._placeholder()
        self._tick()

    def _fill_counter(self) -> None:
        now, step = self.session, self.step
        line = self.query_one("#team-teller", Static)
        aim = self.table.texts.streven
        if now is None or step.soort not in ("ideeen", "kiezen", "terug"):
            line.display = False
            return
        line.display = True
        count = len(now.ideeen)
        full = min(count, aim) * 30 // aim
        parts: list[Any] = [(t("team.teller", aantal=count, streven=aim), "bold $success" if count >= aim else "bold")]
        parts.append((f"  {'█' * full}{'░' * (30 - full)}", "$success" if count >= aim else "$primary"))
        self.query_one("#team-teller", Static).update(Content.assemble(*parts))

    def _placeholder(self) -> str:
        if self.table.leave() is not Stand.GEGEVEN:
            return t("team.eerst_toestemming")
        if self.session is None:
            return t("team.typ_vraag")
        return t(f"team.typ.{self.step.soort}")

    def _lines(self) -> list[Line]:
        now, step = self.session, self.step
        stand = self.table.leave()
        if stand is not Stand.GEGEVEN:
            return [
                Line(None, Content.styled(t(f"team.toestemming.{stand.value}"), "$warning")),
                Line(None, Content(t("team.vraag_toestemming"))),
            ]
        if now is None:
            return self._earlier()
        if step.soort in ("voorbereiden", "blad"):
            return self._sheet_lines()
        if step.soort == "vragen":
            lines = []
            for item in now.vragen:
                advice = [(f"  {t('team.klinkt_als_advies')}", "$warning")] if self.table.is_advice(item.tekst) else []
                lines.append(Line(item.id, Content.assemble("? ", item.tekst, *advice)))
            return lines or self._sheet_lines()
        out = []
        for number, idea in enumerate(now.ideeen, 1):
            mark = "✓" if idea.gekozen else "›" if idea.aangeboden else " "
            parts: list[Any] = [(f"{number:>3} {mark} ", "bold $primary"), (idea.tekst, "bold" if idea.aangeboden else "")]
            parts += [(f"  {idea.van}", "$text-muted")] if idea.van else []
            parts += [(f"  {t(f'team.keuze.{idea.keuze.value}')}", "$success")] if idea.keuze else []
            out.append(Line(idea.id, Content.assemble(*parts)))
        if step.soort == "terug":
            out += [Line(None, Content.assemble((f"\n{t('team.terugblik')} ", "$text-muted"), now.terugblik))] if now.terugblik else []
            out += self._note_line(now)
        return out

    def _earlier(self) -> list[Line]:
        """The last session, for the short look back before a new question."""
        last = self.table.bespreking
        if last is None:
            return [Line(None, Content.styled(t("team.nog_geen"), "$text-muted"))]
        parts: list[Any] = [(f"{t('team.vorige')} ", "bold $primary"), last.vraag]
        parts += [(f"\n✓ {i.tekst}" + (f"  {i.van}" if i.van else ""), "$success") for i in last.gekozen]
        parts.append((f"\n{t('team.terugblik')} {last.terugblik}" if last.terugblik else f"\n{t('team.nog_niet_terug')}", "$text-muted"))
        return [Line("vorige", Content.assemble(*parts)), *self._note_line(last)]

    def _note_line(self, now: Bespreking) -> list[Line]:
        note = now.wat_werkt
        if note is None or note.weggehaald is not None:
            return []
        if self.table.note_without_leave():
            return [Line(None, Content.styled(t("team.notitie_zonder"), "bold $error"))]
        return [Line(None, Content.styled(t("team.notitie_staat", titel=note.titel), "$text-muted"))]

    def _sheet_lines(self) -> list[Line]:
        if not self._sheet:
            return [Line(None, Content(t("team.blad_bezig")))]
        lines = [Line(None, Content.styled(self._unmasked, "$warning"))] if self._unmasked else []
        styles = {"kop": "bold $primary", "client": "$accent", "tekst": "$text-muted"}
        for number, (kind, text) in enumerate(self._sheet):
            shown = f"“{text}”" if kind == "client" else text
            lines.append(Line(f"blad-{number}", Content.styled(shown, styles[kind])))
        return lines

    @work(group="team-blad", exclusive=True)
    async def _make_sheet(self) -> None:
        if self.table.bespreking is None:
            return
        try:
            blad, why = await asyncio.to_thread(self.table.sheet)
            self._question = await asyncio.to_thread(self.table.masked_question)
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self._sheet, self._unmasked = sheet_rows(blad), t("team.niet_gemaskeerd") if why else ""
        if self.step.soort == "voorbereiden":
            self._tell("")  # it is no longer being made
        self._fill()

    async def _saved(self, call: Any) -> Any:
        try:
            result = await self.desk.save(call)
        except AssistantError as error:
            self._tell(f"{error.title}: {error.sentence}", bad=True)
            return error
        self._tell("")
        self._fill()
        return result

    # -- one line --------------------------------------------------------------------------------

    @on(Input.Submitted, "#team-regel")
    async def _entered(self, event: Input.Submitted) -> None:
        """Enter puts what was typed where this step wants it; the field is empty for the next one."""
        text, step, now = event.value, self.step, self.session
        if not text.strip():
            return
        if self.table.leave() is not Stand.GEGEVEN:
            self._give_back(text)
            self.action_klaar()
            return
        if now is None:
            done = await self._saved(lambda: self.table.begin(text))
            if not isinstance(done, AssistantError):
                self._make_sheet()
        elif step.soort == "voorbereiden":
            done = await self._saved(lambda: self.table.change_question(text))
            if not isinstance(done, AssistantError):
                self._make_sheet()
        elif step.soort == "vragen":
            done = await self._saved(lambda: self.table.ask(text))
            if done is True:
                self._tell(self.table.texts.advies_zin)
        elif step.soort == "ideeen":
            done = await self._saved(lambda: self.table.idea(text))
            box = self.query_one(IdeaList)
            box.scroll_end(animate=False)
        elif step.soort == "kiezen":
            done = await self._saved(lambda: self.table.offer_when(text))
            if not isinstance(done, AssistantError):
                self._tell(t("team.voorgelegd", wanneer=text.strip()))
        elif step.soort == "terug":
            done = await self._saved(lambda: self.table.look_back(text))
        else:
            self._give_back(text)
            self._tell(t("team.hier_niets"))
            return
        if isinstance(done, AssistantError):
            self._give_back(text)

    def _give_back(self, text: str) -> None:
        """What was not kept stands in the field again, before what was typed meanwhile."""
        field = self.query_one("#team-regel", Input)
        field.value = text + field.value
        field.cursor_position = len(field.value)

    def _put_back(self, text: str) -> None:
        """An idea that was taken away waits in the empty line: Enter makes it an idea again."""
        field = self.query_one("#team-regel", Input)
        if self.step.soort == "ideeen" and not field.value:
            field.value = text
            self._tell(t("team.weggehaald"))

    # -- steps -----------------------------------------------------------------------------------

    def action_klaar(self) -> None:
        """Ask leave, say that the sheet may be shared, or go on; whatever comes first."""
        if self.table.leave() is not Stand.GEGEVEN:
            self.app.push_screen(AskLeaveScreen(self.desk, Doel.DELEN), lambda _: self._after_leave())
        elif self.session is None:
            self._tell(t("team.typ_vraag"))
            self.query_one("#team-regel").focus()
        elif self.step.soort == "voorbereiden":
            self._share()
        elif self.step.soort == "terug":
            self._close()
        else:
            self._go(1)

    def _after_leave(self) -> None:
        self._fill()
        self._make_sheet()

    @work(group="team", exclusive=True)
    async def _share(self) -> None:
        if not self._sheet:
            self._tell(t("team.blad_bezig"))
        elif not isinstance(await self._saved(lambda: self.table.seen(self._question)), AssistantError):
            self._tell(t("team.gedeeld"))

    @work(group="team", exclusive=True)
    async def _close(self) -> None:
        now = self.session
        if now is not None and self._warned != now.id and any(not i.keuze for i in now.aangeboden):
            self._warned = now.id
            self._tell(t("team.keuze_open"))
            return
        if not isinstance(await self._saved(self.table.close), AssistantError):
            self._tell(t("team.gesloten"))

    @work(group="team", exclusive=True)
    async def _go(self, by: int) -> None:
        if self.session is not None:
            await self._saved(lambda: self.table.move(by))
            self.query_one("#team-regel").focus()

    def action_stap(self, by: int) -> None:
        self._go(by)

    # -- the list --------------------------------------------------------------------------------

    @on(Lines.OptionSelected, "#team-lijst")
    async def _chosen(self, event: Lines.OptionSelected) -> None:
        if event.option_id:
            await self._do("kies", event.option_id)

    @on(Lines.Wished, "#team-lijst")
    async def _wished(self, event: Lines.Wished) -> None:
        await self._do(event.what, event.line_id)

    async def _do(self, what: str, line: str) -> None:
        now = self.session
        if now is None or line.startswith("blad-"):
            return
        if line in {v.id for v in now.vragen}:
            if what == "idee":
                await self._saved(lambda: self.table.make_idea(line))
            return
        if line not in {i.id for i in now.ideeen}:
            return
        if what == "weg":
            idea = now.idee(line)
            if not isinstance(await self._saved(lambda: self.table.drop(line)), AssistantError):
                self._put_back(f"{idea.van}: {idea.tekst}" if idea.van else idea.tekst)
        elif what == "client" or (what == "kies" and self.step.soort == "terug"):
            if now.idee(line).aangeboden:
                self.app.push_screen(IdeaChoiceScreen(self.desk, self.table, line), lambda _: self._fill())
            else:
                self._tell(t("team.eerst_voorleggen"))
        elif what == "kies" and self.step.soort == "kiezen":
            await self._saved(lambda: self.table.offer(line))
        elif what == "kies":
            self._tell(t("team.eerst_voorleggen"))

    # -- the rest --------------------------------------------------------------------------------

    def action_notitie(self) -> None:
        """What worked, without names, for the team's own body of knowledge; or away with it."""
        if self.table.bespreking is None:
            self._tell(t("team.nog_geen"))
            return
        self.app.push_screen(NoteScreen(self.desk, self.table), lambda _: self._fill())

    def action_druk_af(self) -> None:
        from tui.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(self.desk, host(self).opening.sheets(), blad="tkb"))

    def action_paneel(self) -> None:
        field = self.query_one("#team-regel")
        (self.query_one(IdeaList) if self.focused is field else field).focus()

    def action_weg(self) -> None:
        self.dismiss(None)
