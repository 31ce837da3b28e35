"""tui.screens.farewell: rounding off. Left what was found and done, right the client's last words; a sheet to take home."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from assistant.domain.actieplan import Verloop
from assistant.domain.afronding import Afscheidsvraag
from assistant.domain.values import clean_text
from assistant.engine.following import Following
from assistant.engine.reflecting import Finishing
from assistant.engine.sheet_parts import dutch_date
from assistant.engine.vervolgtaal import vervolgtaal
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.agenda import living_goals
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.screens.desk import Desk
from tui.screens.host import host
from tui.screens.talk import leave
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.widgets.key_bar import KeyBar
from tui.widgets.ticks import Ticks
from tui.working import work


class FarewellScreen(Screen[None]):
    CSS_PATH = ["../styles/base.tcss", "../styles/after.tcss"]
    BINDINGS = bindings("afscheid", t)
    HORIZONTAL_BREAKPOINTS = [(0, "-smal"), (100, "-breed")]
    hulp = "afscheid"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.finishing = Finishing(desk.conversation)
        self._open = list(desk.dossier.plan.open_acties)
        self._begin: dict[str, Any] = {}

    def compose(self) -> ComposeResult:
        words, form = vervolgtaal(self.desk.conversation.content), self.desk.dossier.aanspreekvorm
        room = self.finishing.document
        people = Following(self.desk.conversation).supporters()
        with Horizontal(classes="na-kop"):
            head = Content.assemble((self.desk.dossier.code, "bold $primary"), (f"  {t('afscheid.titel')}", "$text-muted"))
            yield Static(head, markup=False)
        with Horizontal(id="afscheid-midden", classes="na-midden"):
            with VerticalScroll(id="afscheid-terug"):
                yield Static(self._look_back(), markup=False)
            with VerticalScroll(id="afscheid-vragen", can_focus=False):
                for vraag in Afscheidsvraag:
                    yield Static(Content(words.afscheid[vraag.value].voor(form)), markup=False)
                    yield AnswerEditor(self.finishing.words_of(vraag), id=f"afscheid-{vraag.value}")
                if people:
                    yield Static(t("afscheid.mensen"), classes="stil", markup=False)
                    chosen = [i for i, _ in people if self.finishing.goes_with(i) is not None]
                    yield Ticks("afscheid-mensen", people, chosen)
                for number, actie in enumerate(self._open):
                    ask = words.afscheid["overdracht"].voor(form)
                    yield Static(Content.assemble((f"{actie.tekst}\n", "bold"), (ask, "$text-muted")), markup=False)
                    yield Input(self.finishing.goes_with(actie.id) or "", id=f"afscheid-stap-{number}", select_on_focus=False)
                for name, value in (
                    ("bereikbaar", room.bereikbaar),
                    ("groet", room.groet),
                    ("naam", room.begeleider or self.desk.assistant.naam),
                ):
                    yield Static(t(f"afscheid.{name}"), classes="stil", markup=False)
                    yield Input(value, id=f"afscheid-{name}", select_on_focus=False)
        yield Static("", id="afscheid-melding", classes="na-regel", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._begin = self._read()
        self._show_state()
        self.query_one(f"#afscheid-{Afscheidsvraag.GEVONDEN.value}", AnswerEditor).focus()

    def _look_back(self) -> Content:
        """What was wanted, done and found, to read together."""
        dossier = self.desk.dossier
        parts: list[Any] = []

        def block(head: str, lines: list[str], style: str = "$accent") -> None:
            if lines:
                parts.extend([(f"{head}\n", "bold $primary"), *[(f"  {line}\n", style) for line in dict.fromkeys(lines)], "\n"])

        block(t("afscheid.wilde"), [f"“{d.tekst}”" for d in living_goals(self.desk)])
        looks = [(a, look) for a in dossier.plan.bevestigd for look in a.terugblikken]
        block(t("afscheid.gedaan"), [a.tekst for a, look in looks if look.verloop in (Verloop.GEDAAN, Verloop.DEELS)], "")
        block(t("afscheid.hielp"), [f"“{w}”" for _, look in looks for w in (look.wat_hielp, look.wie_hielp) if w])
        block(t("afscheid.geleerd"), [f"“{look.geleerd}”" for _, look in looks if look.geleerd])
        block(t("afscheid.krachten"), [f"“{k.citaat.tekst}”" for k in dossier.krachten if k.vorm != "ik_wil"])
        return Content.assemble(*parts) if parts else Content.styled(t("afscheid.leeg"), "$text-muted")

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#afscheid-melding", Static)
        line.set_class(bad, "fout")
        line.set_class(not bad, "stil")
        line.update(Content(text))

    def _show_state(self) -> None:
        done = self.finishing.document.afgerond_op
        self._tell(t("afscheid.afgerond", dag=dutch_date(done)) if done else t("afscheid.uitleg"))

    def _read(self) -> dict[str, Any]:
        def field(name: str) -> str:
            return clean_text(self.query_one(f"#afscheid-{name}", Input).value).strip()

        people = self.query(Ticks)
        met = {i: self.finishing.goes_with(i) or "" for i in people.first().chosen} if people else {}
        met |= {a.id: field(f"stap-{n}") for n, a in enumerate(self._open) if field(f"stap-{n}")}
        return {
            "answers": {v: clean_text(self.query_one(f"#afscheid-{v.value}", AnswerEditor).text).strip() for v in Afscheidsvraag},
            "met": met,
            "groet": field("groet"),
            "begeleider": field("naam"),
            "bereikbaar": field("bereikbaar"),
        }

    @property
    def has_unsent(self) -> bool:
        return bool(self._begin) and self._read() != self._begin

    @work(group="afscheid", exclusive=True)
    async def _write(self, klaar: bool, *, then_print: bool = False) -> None:
        given = self._read()
        answers = given.pop("answers")
        try:
            await self.desk.save(lambda: self.finishing.write(answers, klaar=klaar, **given))
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self._begin = self._read()
        if klaar:
            self._show_state()
        else:
            self._tell(t("afscheid.bewaard"))
        if then_print:
            self._open_export()

    def action_bewaar(self) -> None:
        self._write(False)

    def action_klaar(self) -> None:
        """They said goodbye. Nothing is locked; the dossier can be opened again."""
        self.app.push_screen(
            ConfirmScreen(t("afscheid.klaar_titel"), t("afscheid.klaar_vraag"), yes=t("afscheid.klaar_ja"), no=t("knop.terug")),
            when_yes(lambda: self._write(True)),
        )

    def action_druk_af(self) -> None:
        """What was just typed belongs on the sheet too: it is saved first."""
        if self.has_unsent:
            self._write(False, then_print=True)
        else:
            self._open_export()

    def _open_export(self) -> None:
        from tui.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(self.desk, host(self).opening.sheets(), blad="afscheid"))

    def action_weg(self) -> None:
        leave(self, None, unsent=self.has_unsent)
