"""tests.promises.venster_app: the real program on the terminal it is given, in a throw-away store, for P04. Not a promise itself.

Writes `klaar` when the conversation stands on the screen, and a line in `bevestigd` for every answer the screen calls saved.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any


def main(folder: Path, fault: str) -> None:
    from tui.safety import prepare_process

    prepare_process()
    from assistant.adapters.dossiers import create_store
    from assistant.adapters.system import RandomIds, SystemClock
    from assistant.bootstrap import anchor_folder, build_content, store_folder
    from assistant.engine.assistant import Assistant
    from assistant.settings import Settings
    from tests.fakes import a_thinker
    from tests.promises.kit import CHEAP, PASSPHRASE
    from tui.app import AssistantApp
    from tui.commands.scherm import FileOpening
    from tui.screens.interview import InterviewScreen

    settings = Settings(gegevens=folder / "gegevens", naam="AB")
    store, _ = create_store(store_folder(settings), PASSPHRASE, clock=SystemClock(), cost=CHEAP, anchor_folder=anchor_folder(settings))
    thinker = a_thinker()
    assistant = Assistant(store=store, thinker=thinker, content=build_content(settings), clock=SystemClock(), ids=RandomIds(), naam="AB")
    dossier = assistant.new_dossier(code="KG-1", setting="opvang")

    class Opening(FileOpening):
        asks_passphrase = False

        def exists(self) -> bool:
            return True

        def open(self, passphrase: str) -> Assistant:
            return assistant

        def warm(self) -> None:
            pass

    confirmed = (folder / "bevestigd").open("a", encoding="utf-8")
    before = InterviewScreen._show_after

    def after(self: Any, beurt: Any) -> None:
        before(self, beurt)
        if beurt is None and self._after is not None:  # the screen has just said that it is kept
            confirmed.write(self.desk.dossier.uiting(self._after).tekst + "\n")
            confirmed.flush()

    InterviewScreen._show_after = after  # type: ignore[method-assign]
    mount = InterviewScreen.on_mount

    async def ready(self: Any) -> None:
        await mount(self)
        self.set_timer(0.3, (folder / "klaar").touch)

    InterviewScreen.on_mount = ready  # type: ignore[method-assign]
    if fault == "geen-klad":  # nothing typed is kept before it is sent

        async def never(self: Any) -> None:
            return None

        InterviewScreen.flush = never  # type: ignore[method-assign]
    AssistantApp(Opening({"settings": settings}, dossier=dossier.id)).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
