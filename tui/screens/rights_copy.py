"""tui.screens.rights_copy: the client's copy. First the passages that are about others, one by one; then who gets it and where it goes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from assistant.domain.values import clean_text
from assistant.engine.exchanging import Passage, third_parties
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.host import folder_of, host
from tui.screens.rights import RightForm, RightScreen, RightsTable
from tui.texts import t
from tui.widgets.pick import Pick
from tui.working import work

FORMS = ("html", "pdf", "docx", "md")


def others(over: Sequence[str]) -> str:
    """Who a passage is about, each once: the same person at the head of a sentence and in the middle of one is one person."""
    said: dict[str, str] = {}
    for name in over:
        said.setdefault(name.casefold(), name[:1].lower() + name[1:] if name.startswith(("Mijn ", "M'n ", "M’n ")) else name)
    return ", ".join(said.values())


class CopyScreen(RightScreen):
    """Passages of or about others: Enter takes one along or leaves it out. Each must be looked at before the copy is made."""

    BINDINGS = bindings("kopie", t)
    hulp = "kopie"

    def words(self) -> tuple[str, str]:
        return t("kopie.titel"), t("kopie.uitleg")

    def __init__(self, table: RightsTable) -> None:
        super().__init__()
        self.table = table
        self._found: tuple[Passage, ...] | None = None
        """None: the dossier is still being read for others."""
        self._choice: dict[str, str] = {}
        """Passage id -> 'mee' or 'weg'; absent: not looked at yet."""

    @property
    def desk(self) -> Desk:
        return self.table.desk

    def head(self) -> str:
        return self.table.dossier.code

    def on_mount(self) -> None:
        super().on_mount()
        self._read()

    @work(group="kopie_lezen", exclusive=True)
    async def _read(self) -> None:
        self.tell(t("kopie.bezig"))
        self._found = await asyncio.to_thread(third_parties, self.table.dossier)
        self.fill()

    def fill(self) -> None:
        if self._found is None:
            return
        rows: list[tuple[str | None, Content]] = []
        for p in self._found:
            state = self._choice.get(p.id, "open")
            style = {"mee": "bold $success", "weg": "bold $warning", "open": "bold $primary"}[state]
            about = t("kopie.over", wie=others(p.over))
            text = " ".join(p.tekst.split())
            rows.append(
                (
                    p.id,
                    Content.assemble(
                        (t(f"kopie.{state}"), style),
                        (f"  {t(f'kopie.soort.{p.soort}')}, {about}", "$text-muted"),
                        (f"\n  “{text}”", "$accent"),
                    ),
                )
            )
        self.lines(rows)
        if not self._found:
            self.tell(t("kopie.niets_over_anderen"))
        else:
            left = self._left()
            self.tell(t("kopie.nog", aantal=left) if left else t("kopie.alles_bekeken"))

    def _left(self) -> int:
        return sum(p.id not in self._choice for p in self._found or ())

    def _mark(self, choice: str) -> None:
        if self.chosen is None or not self._found:
            return
        self._choice[self.chosen] = choice
        box = self.query_one("#recht-lijst", OptionList)
        at = box.highlighted or 0
        self.fill()
        box.highlighted = min(at + 1, len(self._found) - 1)

    @on(OptionList.OptionSelected, "#recht-lijst")
    def _selected(self) -> None:
        self._mark("weg" if self._choice.get(self.chosen or "") == "mee" else "mee")

    def action_mee(self) -> None:
        self._mark("mee")

    def action_laat(self) -> None:
        self._mark("weg")

    def action_maak(self) -> None:
        if self._found is None:
            return
        if left := self._left():
            self.tell(t("kopie.eerst_kijken", aantal=left), bad=True)
            return
        zonder = tuple(p.id for p in self._found if self._choice[p.id] == "weg")
        self.app.push_screen(GiveScreen(self.table, zonder))


class GiveScreen(RightForm[None]):
    """Who gets it, as what, and where. Stays open to say where the files are."""

    hulp = "kopie_geven"

    def __init__(self, table: RightsTable, zonder: tuple[str, ...]) -> None:
        super().__init__(table)
        self.zonder = zonder

    def title_text(self) -> str:
        return t("kopie_geven.titel")

    def yes(self) -> str:
        return t("druk.maak")

    def fields(self) -> ComposeResult:
        yield Static(t("kopie_geven.uitleg"), classes="waarschuwing ruim", markup=False)
        yield Input(id="geven-aan", placeholder=t("kopie_geven.aan"), select_on_focus=False, max_length=120)
        yield Pick("geven-vorm", t("druk.vorm"), [(v, t(f"bestandsvorm.{v}")) for v in FORMS], FORMS[0])
        yield Static(t("druk.map"), classes="stil", markup=False)
        yield Input(str(Path.home()), id="geven-map", select_on_focus=False)

    @work(group="kopie", exclusive=True)
    async def action_klaar(self) -> None:
        aan = clean_text(self.value("geven-aan")).strip()
        if not aan:
            self.tell(t("kopie_geven.aan_leeg"))
            return
        sheets = host(self).opening.sheets()
        if sheets is None:
            self.tell(t("druk.kan_niet"))
            return
        vorm, place = self.query_one("#geven-vorm", Pick).value, self.value("geven-map")
        self.tell(t("druk.bezig"), bad=False)
        try:
            made = await asyncio.to_thread(self._make, sheets, place, vorm, aan)
        except AssistantError as error:
            self.tell(error.sentence)
            return
        said = [t("druk.klaar", pad=path) for path in made.bestanden]
        if self.zonder:
            said.append(t("kopie_geven.weggelaten", aantal=len(self.zonder)))
        if made.niet_in_leesbaar:
            said.append(t("kopie_geven.niet_op_papier", aantal=len(made.niet_in_leesbaar)))
        self.tell("\n".join(said), bad=False)

    def _make(self, sheets: Any, place: str, vorm: str, aan: str) -> Any:
        from importlib.metadata import version

        from assistant.engine.meegeven import give_copy

        assistant: Any = self.table.assistant
        return give_copy(
            self.table.dossier,
            sheets,
            assistant.store,
            folder=folder_of(place),
            vorm=vorm,
            door=assistant.naam or "begeleider",
            aan=aan,
            programma=f"krachtgesprek {version('krachtgesprek')}",
            zonder=self.zonder,
        )
