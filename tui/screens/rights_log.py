"""tui.screens.rights_log: who looked: for the client, in plain words, of one dossier; and for the review of a month, of all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from textual.content import Content
from textual.widgets import Static

from assistant.engine.assistant import Assistant
from assistant.engine.rechten import Blik, Maandregel, Rechten
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.rights import RightScreen, RightsTable
from tui.texts import t
from tui.working import work


def folded(looks: Sequence[Blik]) -> list[tuple[str, str, str, str, int]]:
    """(day, who, what, reason, times), in the order of `looks`; the same thing by the same person on one day is one line."""
    out: dict[tuple[str, str, str, str], int] = {}
    for look in looks:
        key = (look.moment.astimezone().strftime("%d-%m-%Y"), look.wie, look.wat, look.reden)
        out[key] = out.get(key, 0) + 1
    return [(*key, times) for key, times in out.items()]


class LookedScreen(RightScreen):
    """The access log of one dossier, to read with the client. Opening it is a look too, and stands in it."""

    BINDINGS = bindings("gekeken", t)
    hulp = "gekeken"

    def words(self) -> tuple[str, str]:
        return t("gekeken.titel"), t("gekeken.uitleg")

    def __init__(self, table: RightsTable) -> None:
        super().__init__()
        self.table = table
        self._looks: tuple[Blik, ...] = ()
        self._every = False

    @property
    def desk(self) -> Desk:
        return self.table.desk

    def head(self) -> str:
        return self.table.dossier.code

    def on_mount(self) -> None:
        super().on_mount()
        self._read()

    @work(group="gekeken", exclusive=True)
    async def _read(self) -> None:
        try:
            self._looks = await asyncio.to_thread(self.table.rechten.wie_heeft_gekeken, self.table.dossier.id)
        except AssistantError as error:
            self.tell(error.sentence, bad=True)
            return
        self.fill()

    def fill(self) -> None:
        rows: list[tuple[str | None, Content]] = []
        if self._every:
            for n, look in enumerate(self._looks):
                when = look.moment.astimezone().strftime("%d-%m-%Y %H:%M:%S")
                rows.append((str(n), _look(when, look.wie, look.wat, look.reden, 1)))
        else:
            rows = [(str(n), _look(*row)) for n, row in enumerate(folded(self._looks))]
        self.lines(rows)
        if self._looks:
            self.query_one("#recht-rechts", Static).update(Content(t("gekeken.aantal", aantal=len(self._looks))))

    def action_alles(self) -> None:
        """Every line with its moment, or one line a day for the same thing."""
        self._every = not self._every
        self.fill()


def _look(when: str, wie: str, wat: str, reden: str, times: int) -> Content:
    parts: list[Any] = [(f"{when}  ", "$text-muted"), (wie, "bold"), f" {wat}"]
    if times > 1:
        parts.append((f"  {t('gekeken.keer', aantal=times)}", "$text-muted"))
    if reden:
        parts.append((f"\n  {t('gekeken.reden', reden=reden)}", "$text-muted"))
    return Content.assemble(*parts)


class MonthScreen(RightScreen):
    """Per person what was read and written in a month: to look at together, never what was said."""

    BINDINGS = bindings("maand", t)
    hulp = "maand"

    def words(self) -> tuple[str, str]:
        return t("maand.titel"), t("maand.uitleg")

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.rechten = Rechten(assistant)
        now = assistant.clock.now()
        self._month = (now.year, now.month)
        self._found: tuple[Maandregel, ...] = ()

    def on_mount(self) -> None:
        super().on_mount()
        self._read()

    @work(group="maand", exclusive=True)
    async def _read(self) -> None:
        try:
            self._found = await asyncio.to_thread(self.rechten.maandoverzicht, *self._month)
        except AssistantError as error:
            self.tell(error.sentence, bad=True)
            return
        self.fill()

    def fill(self) -> None:
        year, month = self._month
        self.query_one("#recht-rechts", Static).update(Content(f"{month:02d}-{year}"))
        rows: list[tuple[str | None, Content]] = []
        for row in self._found:
            late = (f"\n  {t('maand.buiten', aantal=row.buiten_werktijd)}", "$warning") if row.buiten_werktijd else ""
            what = t("maand.regel", dossiers=row.dossiers, gelezen=row.keer_gelezen, geschreven=row.keer_geschreven)
            rows.append((row.wie, Content.assemble((row.wie, "bold"), f"  {what}", late)))
        self.lines(rows)
        self.tell("" if rows else t("maand.leeg"))

    def action_maand(self, by: int) -> None:
        year, month = divmod(self._month[0] * 12 + self._month[1] - 1 + by, 12)
        self._month = (year, month + 1)
        self._read()
