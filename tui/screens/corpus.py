"""tui.screens.corpus: the books and other documents that are searched: what there is, what was read of it, add, remove, check.

Reading and indexing happen in the helper process. This screen asks now and then how far it is; the keys stay live and the index that was
there goes on answering. Leaving the screen stops nothing.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import OptionList, Static

from assistant.engine.assistant import Assistant
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.screens.corpus_forms import AddSourceScreen, ReadScreen
from tui.screens.host import host
from tui.texts import has, t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.working import work

LONG_S = 24 * 3600.0
"""A folder of thick books on a slow machine takes hours; nobody waits for it."""
LIST_S = 120.0
LOOK_S = 0.5
"""How often the screen asks how far it is."""
BAR = 24


class CorpusScreen(Screen[None]):
    CSS_PATH = ["../styles/base.tcss", "../styles/corpus.tcss"]
    BINDINGS = bindings("bronnen", t)
    HORIZONTAL_BREAKPOINTS = [(0, "-klein"), (72, "-smal"), (100, "-breed")]
    VERTICAL_BREAKPOINTS = [(0, "-laag"), (22, "-gewoon")]
    AUTO_FOCUS = "#bronnen-lijst"
    hulp = "bronnen"

    class Listed(Message):
        def __init__(self, documenten: list[dict[str, Any]], fout: str = "") -> None:
            super().__init__()
            self.documenten = documenten
            self.fout = fout

    class Progress(Message):
        def __init__(self, stand: dict[str, Any]) -> None:
            super().__init__()
            self.stand = stand

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.assistant = assistant
        self._documents: dict[str, dict[str, Any]] = {}
        self._report: dict[str, Any] | None = None
        self._asking = False
        """True: an addition or removal that was begun here is under way."""
        self._busy = False
        """True: the helper process says it is reading or indexing, whoever began it."""
        self._fresh = ""
        """Id of what was just added and is not in the list yet."""
        self._watch: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="bronnen"):
            yield Static(t("bronnen.titel"), id="bronnen-kop", classes="titel", markup=False)
            yield Static(t("bronnen.uitleg"), id="bronnen-uitleg", classes="stil", markup=False)
            yield Static("", id="bronnen-bezig", markup=False)
            yield Lines(id="bronnen-lijst")
            yield Static(t("bronnen.laden"), id="bronnen-melding", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._watch = self.set_interval(LOOK_S, self._look)
        self._load()
        self._look()

    def on_resize(self) -> None:
        if self._documents:
            self._fill()

    # -- the list --------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="lijst")
    def _load(self) -> None:
        try:
            found = self.assistant.think("corpus-lijst", {}, timeout_s=LIST_S)
        except AssistantError as error:
            self.post_message(self.Listed([], error.sentence))
            return
        self.post_message(self.Listed(list(found["documenten"])))

    @on(Listed)
    def _listed(self, event: Listed) -> None:
        if event.fout:
            self._tell(event.fout, bad=True)
            return
        self._documents = {d["id"]: d for d in event.documenten}
        self._fill()
        if str(self.query_one("#bronnen-melding", Static).content) == t("bronnen.laden"):
            self._tell("")
        total = sum(int(d["passages"]) for d in event.documenten)
        self.query_one("#bronnen-uitleg", Static).update(
            Content(f"{t('bronnen.uitleg')} {t('bronnen.telling', documenten=len(event.documenten), passages=total)}")
        )

    def _fill(self) -> None:
        own = [d for d in self._documents.values() if d["herkomst"] == "toegevoegd"]
        own.sort(key=lambda d: (str(d.get("toegevoegd_op") or ""), d["titel"]), reverse=True)
        ours = sorted((d for d in self._documents.values() if d["herkomst"] != "toegevoegd"), key=lambda d: str(d["titel"]).lower())
        lines = [Line(None, Content.styled(t("bronnen.eigen"), "bold $primary"))]
        lines += [self._line(d) for d in own] or [Line(None, Content.styled(f"  {t('bronnen.eigen_leeg')}", "$text-muted"))]
        lines.append(Line(None, Content.styled(t("bronnen.programma"), "bold $primary")))
        lines += [self._line(d) for d in ours]
        box = self.query_one("#bronnen-lijst", Lines)
        box.fill(lines)
        ids = [line.id for line in lines]
        if self._fresh in ids:  # what was just added stands under the bar
            box.highlighted = ids.index(self._fresh)
            self._fresh = ""

    def _line(self, d: dict[str, Any]) -> Line:
        """Title, kind, passages and when it was added, in columns that fit the width."""
        width = min(self.size.width, 110) - 10
        kind = t(f"bron_erbij.kort.{d['soort_bron']}") if has(f"bron_erbij.kort.{d['soort_bron']}") else ""
        when = _date(str(d.get("toegevoegd_op") or ""))
        many = t("bronnen.passage") if d["passages"] == 1 else t("bronnen.passages", aantal=d["passages"])
        count = many if d.get("doorzoekbaar", True) else t("bronnen.nog_niet")
        columns = [f"{kind:<12}", f"{count:>14}", f"  {when:<10}"] if width >= 64 else [f"{count:>14}"]
        room = max(width - sum(map(len, columns)), 12)
        title = " ".join(str(d["titel"]).split())
        title = title if len(title) < room else title[: room - 2] + "…"
        return Line(str(d["id"]), Content.assemble(f"  {title:<{room}}", ("".join(columns).rstrip(), "$text-muted")))

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one("#bronnen-melding", Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    def _chosen(self) -> dict[str, Any] | None:
        chosen = self.query_one("#bronnen-lijst", Lines).highlighted_id
        return self._documents.get(chosen) if chosen else None

    # -- how far it is ---------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="stand")
    def _look(self) -> None:
        try:
            stand = self.assistant.think("corpus-stand", {}, timeout_s=5.0)
        except AssistantError:
            return
        self.post_message(self.Progress(stand))

    @on(Progress)
    def _progress(self, event: Progress) -> None:
        was, self._busy = self._busy, bool(event.stand.get("bezig")) or self._asking
        line = self.query_one("#bronnen-bezig", Static)
        line.display = self._busy
        if self._busy:
            line.update(Content(f"{_progress_text(event.stand)}\n{t('bronnen.bezig_zoeken')}"))
        elif was:
            self._load()

    # -- adding ----------------------------------------------------------------------------------

    def action_nieuw(self) -> None:
        if self._busy or self._asking:
            self._tell(t("bronnen.al_bezig"))
            return
        self.app.push_screen(AddSourceScreen(), self._add)

    def _add(self, payload: dict[str, Any] | None) -> None:
        if payload:
            self._begin()
            host(self).run_worker(self._carry_out("corpus-voeg-toe", payload), group="bronnen")

    def _begin(self) -> None:
        self._asking = self._busy = True
        self._tell("")
        self.post_message(self.Progress({}))

    async def _carry_out(self, what: str, payload: dict[str, Any]) -> None:
        """Runs with the app, not with this screen: leaving the screen stops nothing, and the end is told wherever one is."""
        app, think = host(self), self.assistant.think
        try:
            found = await asyncio.to_thread(think, what, payload, timeout_s=LONG_S)
        except AssistantError as error:
            if self.is_attached:
                self._ended()
                self._tell(error.sentence, bad=True)
            else:
                app.say(t("bronnen.melding_fout", fout=error.sentence), bad=True)
            return
        if not self.is_attached:
            if what == "corpus-voeg-toe":
                app.say(t("bronnen.melding_klaar", goed=len(found["toegevoegd"]), fout=len(found["fouten"])), bad=bool(found["fouten"]))
            return
        if what == "corpus-voeg-toe":
            self._added(found)
        else:
            self._tell(t("bronnen.weg_klaar", titel=payload["titel"]))
        self._ended()

    def _ended(self) -> None:
        self._asking = False
        self.query_one("#bronnen-bezig", Static).display = False
        self._load()

    def _added(self, found: dict[str, Any]) -> None:
        self._report = found
        self._fresh = found["toegevoegd"][0]["id"] if found["toegevoegd"] else ""
        good, bad = found["toegevoegd"], found["fouten"]
        if not good:
            self._tell(t("bronnen.niets_gelukt"), bad=True)
        elif len(good) == 1 and not bad:
            self._tell(t("bronnen.klaar_een", titel=good[0]["titel"], passages=good[0]["passages"]))
        else:
            self._tell(t("bronnen.klaar", goed=len(good), fout=len(bad)), bad=bool(bad))
        if self.is_current:
            self.action_verslag()

    def action_verslag(self) -> None:
        """What was read at the last addition."""
        if self._report is None:
            self._tell(t("bronnen.geen_verslag"))
        else:
            self.app.push_screen(ReadScreen(self._report["toegevoegd"], self._report["fouten"]))

    # -- one document ----------------------------------------------------------------------------

    @on(OptionList.OptionSelected, "#bronnen-lijst")
    def _opened(self, event: OptionList.OptionSelected) -> None:
        self.action_open()

    @work(exclusive=True, group="document")
    async def action_open(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            self._tell(t("bronnen.geen_gekozen"))
            return
        try:
            found = await asyncio.to_thread(self.assistant.think, "corpus-document", {"id": chosen["id"]}, timeout_s=LIST_S)
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        self.app.push_screen(ReadScreen([found], []))

    def action_weghalen(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            self._tell(t("bronnen.geen_gekozen"))
        elif chosen["herkomst"] != "toegevoegd":
            self._tell(t("bronnen.hoort_erbij"))
        elif self._busy or self._asking:
            self._tell(t("bronnen.al_bezig"))
        else:
            screen = ConfirmScreen(
                t("bronnen.weg_titel"),
                t("bronnen.weg_notitie" if str(chosen["id"]).startswith("notitie-") else "bronnen.weg_vraag"),
                quote=chosen["titel"],
                yes=t("bronnen.weg_ja"),
                no=t("knop.nee_laat_staan"),
            )
            self.app.push_screen(screen, when_yes(lambda: self._remove(chosen)))

    def _remove(self, chosen: dict[str, Any]) -> None:
        self._begin()
        payload = {"id": chosen["id"], "titel": chosen["titel"]}
        host(self).run_worker(self._carry_out("corpus-verwijder", payload), group="bronnen")

    @work(exclusive=True, group="nakijken")
    async def action_nakijken(self) -> None:
        self._tell(t("bronnen.nakijken"))
        try:
            found = await asyncio.to_thread(self.assistant.think, "corpus-controleer", {}, timeout_s=LONG_S)
        except AssistantError as error:
            self._tell(error.sentence, bad=True)
            return
        if found["in_orde"]:
            self._tell(t("bronnen.nagekeken_goed", documenten=found["documenten"], passages=found["passages"]))
        else:
            first = found["bevindingen"][0]
            self._tell(t("bronnen.nagekeken_fout", aantal=len(found["bevindingen"]), eerste=first["wat"]), bad=True)

    def action_weg(self) -> None:
        self.dismiss(None)


def _date(moment: str) -> str:
    """'' stays ''."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%d-%m-%Y")
    except ValueError:
        return ""


def _progress_text(stand: dict[str, Any]) -> str:
    """What is being done, with a bar when it is known how much there is."""
    done, total, what = int(stand.get("gedaan") or 0), int(stand.get("totaal") or 0), str(stand.get("wat") or "")
    kind, _, name = what.partition(": ")
    if kind == "lezen":
        text = t("bronnen.bezig_lezen", naam=name, nu=done + 1, totaal=total)
    elif what in ("vectoren", "index"):
        text = t(f"bronnen.bezig_{what}", nu=done, totaal=total)
    else:
        return t("bronnen.bezig_begin")
    full = round(BAR * done / total) if total else 0
    return f"{'█' * full}{'░' * (BAR - full)} {text}"
