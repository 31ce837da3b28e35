"""Shared by the tests of the face: an app on fakes, waiting for what must become true, the text on the screen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Static

from assistant.engine.assistant import Assistant
from tests.fakes import FakeOpening, an_assistant
from tui.app import AssistantApp

SMALL, WIDE, TINY = (80, 24), (120, 40), (60, 20)


def an_app(
    assistant: Assistant | None = None, *, dossier: bool = True, theme: str = "krachtgesprek-donker", **opening: Any
) -> AssistantApp:
    """An app without a passphrase, in a new dossier when `dossier`."""
    assistant = assistant or an_assistant(naam="J. de Wit")
    if dossier and "start_in" not in opening:
        opening["start_in"] = assistant.new_dossier(code="KG-1", setting="opvang").id
    app = AssistantApp(FakeOpening(assistant, **opening), theme=theme)
    app.animation_level = "none"
    return app


async def until(pilot: Pilot[Any], true: Callable[[], object], *, within: float = 30.0) -> None:
    """Wait until it is true. Thread workers and timers finish in their own time, so one pause() would be a gamble."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        await pilot.pause()
        try:
            if true():
                return
        except Exception:  # noqa: BLE001 - the widget is not there yet
            pass
        await asyncio.sleep(0.02)
    assert true()


async def talking(pilot: Pilot[Any]) -> Any:
    """Wait for the conversation screen and give it back."""
    await until(pilot, lambda: type(pilot.app.screen).__name__ == "InterviewScreen" and pilot.app.screen._stap is not None)
    await until(pilot, lambda: pilot.app.screen.focused is not None)
    return pilot.app.screen


async def on_screen(pilot: Pilot[Any], name: str) -> Any:
    """Wait for a screen by class name and give it back."""
    await until(pilot, lambda: type(pilot.app.screen).__name__ == name)
    await pilot.pause()
    return pilot.app.screen


def text_of(app: AssistantApp, selector: str) -> str:
    """The plain text of a Static."""
    return str(app.screen.query_one(selector, Static).content)


def shown(app: AssistantApp) -> str:
    """Everything that stands on the screen now, as plain lines."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip)[:width] for strip in strips[:height])


async def answer(pilot: Pilot[Any], text: str) -> Any:
    """Type an answer at once and save it; wait until it is saved."""
    screen = pilot.app.screen
    before = len(screen.desk.dossier.uitingen)
    screen.editor.load_text(text)
    await pilot.press("f2")
    await until(pilot, lambda: len(screen.desk.dossier.uitingen) == before + 1 and not screen.desk.saving)
    return screen
