"""Work beside the screen: what was not foreseen is told once, with a code, and the program goes on."""

from __future__ import annotations

import contextlib
import logging
import threading
from typing import Any

import pytest
from textual.app import App
from textual.screen import Screen
from textual.worker import WorkerCancelled

from assistant.errors import RuleError
from tui import working
from tui.working import run_beside, work


class Table(Screen[None]):
    @work(group="a")
    async def breaks(self) -> None:
        raise ValueError("de cliënt zei iets")

    @work(thread=True, group="b")
    def breaks_aside(self) -> None:
        raise ValueError("de cliënt zei iets")

    @work(group="c")
    async def refuses(self) -> None:
        raise RuleError("Dit mag niet.", hint="Doe iets anders.")

    @work(group="d")
    async def succeeds(self) -> int:
        return 7

    @work(thread=True, group="e")
    def comes_late(self, gone: threading.Event) -> None:
        gone.wait(10)
        raise ValueError("het scherm is er niet meer")


class Little(App[None]):
    def on_mount(self) -> None:
        self.push_screen(Table())


def told(app: App[Any]) -> list[str]:
    return [note.message for note in app._notifications]


@pytest.fixture(autouse=True)
def nothing_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "_told", set())


@pytest.mark.parametrize("name", ["breaks", "breaks_aside"])
async def test_what_was_not_foreseen_is_told_once_and_written_every_time(name: str, caplog: pytest.LogCaptureFixture) -> None:
    app = Little()
    async with app.run_test() as pilot:
        table = app.screen
        for _ in range(2):
            getattr(table, name)()
            await app.workers.wait_for_complete()
            await pilot.pause()

        assert len(told(app)) == 1
        assert "krachtgesprek dokter" in told(app)[0] and "K-" in told(app)[0]
        assert "cliënt zei" not in told(app)[0]
        written = [r for r in caplog.records if r.msg == "werk_mislukt"]
        assert len(written) == 2 and written[0].levelno == logging.ERROR
        assert app.is_running and app.screen is table


async def test_a_foreseen_error_keeps_its_own_words() -> None:
    app = Little()
    async with app.run_test() as pilot:
        app.screen.refuses()  # type: ignore[attr-defined]
        await app.workers.wait_for_complete()
        await pilot.pause()

        assert len(told(app)) == 1 and told(app)[0].startswith("Dit mag niet.")


async def test_work_gives_its_value_and_a_closed_screen_is_no_fault() -> None:
    app = Little()
    async with app.run_test() as pilot:
        table: Any = app.screen
        worker = table.succeeds()
        assert await worker.wait() == 7
        gone = threading.Event()
        late = table.comes_late(gone)
        await app.pop_screen()
        gone.set()
        with contextlib.suppress(WorkerCancelled):
            await late.wait()
        await pilot.pause()

        assert told(app) == []


async def test_work_of_the_app_itself_is_told_too() -> None:
    async def breaks() -> None:
        raise ValueError("de cliënt zei iets")

    app = Little()
    async with app.run_test() as pilot:
        run_beside(app, breaks(), group="weg")
        await app.workers.wait_for_complete()
        await pilot.pause()

        assert len(told(app)) == 1 and "K-" in told(app)[0]
