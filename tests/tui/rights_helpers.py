"""Shared by the tests of the rights: an app on a real encrypted store, with a dossier that has something to say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.adapters.dossiers import create_store
from assistant.adapters.system import RandomIds
from assistant.bootstrap import anchor_folder, build_sheets, store_folder
from assistant.domain.dossier import Dossier
from assistant.engine.assistant import Assistant
from assistant.settings import Settings
from tests.fakes import CONTENT, PASSPHRASE, FakeClock, a_thinker
from tui.app import AssistantApp
from tui.commands.scherm import FileOpening

CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
SAID = ("Ik kan goed koken.", "Mijn buurvrouw Hatice past op.", "Ik wil weer werken in de tuin.")


class RealOpening(FileOpening):
    """FileOpening on an assistant that is open already, so that nobody types a passphrase."""

    asks_passphrase = False

    def __init__(self, settings: Settings, assistant: Assistant, start_in: str | None) -> None:
        super().__init__({"settings": settings}, dossier=start_in)
        self._assistant = assistant

    def exists(self) -> bool:
        return True

    def open(self, passphrase: str) -> Assistant:
        assert self._assistant is not None
        return self._assistant

    def warm(self) -> None:
        pass

    def sheets(self) -> Any:
        assistant = self._assistant
        assert assistant is not None
        return build_sheets(self.settings, lambda: assistant.store, ask=lambda what, payload: {"tekst": payload["tekst"]})


def a_real_app(base: Path, *, setting: str = "opvang", start: bool = False) -> tuple[AssistantApp, Assistant, Dossier, FakeClock]:
    """(app, assistant, its dossier KG-1, the clock of the store)."""
    settings = Settings(gegevens=base / "gegevens", naam="An")
    clock = FakeClock()
    store, _ = create_store(store_folder(settings), PASSPHRASE, clock=clock, cost=CHEAP, anchor_folder=anchor_folder(settings))
    assistant = Assistant(store=store, thinker=a_thinker(), content=CONTENT, clock=clock, ids=RandomIds(), naam="An")
    dossier = assistant.new_dossier(code="KG-1", setting=setting)
    for text in SAID:
        dossier = assistant.answer(dossier, text, vraag_id=None, vraag_tekst="Vertel eens?", leefgebied="mensen")
    at = SAID[1].index("buurvrouw Hatice")
    dossier = assistant.note_hulpbron(
        dossier, uiting_id=dossier.uitingen[1].id, begin=at, eind=at + 16, soort="persoon", aard="natuurlijk", leefgebied="mensen"
    )
    app = AssistantApp(RealOpening(settings, assistant, dossier.id if start else None))
    app.animation_level = "none"
    return app, assistant, dossier, clock


def events(assistant: Assistant, dossier_id: str | None = None) -> list[str]:
    return [line.gebeurtenis for line in assistant.store.log(dossier_id)]
