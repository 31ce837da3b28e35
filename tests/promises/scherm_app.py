"""tests.promises.scherm_app: shows strings in every kind of widget the program uses, on the terminal it is given, for P15. Not a promise itself."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

BATCH = 24
"""Strings on the screen at once; each stands in one of the widgets."""


def main(file: Path, fault: str) -> None:
    from tui.safety import prepare_process

    prepare_process()
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.screen import Screen
    from textual.widgets import Button, Input, Static, Tab, Tabs

    from tests.fakes import FakeOpening, an_assistant
    from tui.app import AssistantApp
    from tui.widgets.answer_editor import AnswerEditor
    from tui.widgets.choice_list import Line, Lines
    from tui.widgets.dialogue import Dialogue
    from tui.widgets.key_bar import KeyBar
    from tui.widgets.pick import Pick
    from tui.widgets.question_card import QuestionCard

    strings: list[str] = json.loads(file.read_text(encoding="ascii"))

    class Show(Screen[None]):
        CSS = """
        Show Lines { height: 5; } Show Dialogue { height: 5; } Show AnswerEditor { height: 4; }
        """

        def compose(self) -> ComposeResult:
            yield Static("", id="stil", markup=False)
            yield Dialogue(id="dialoog")
            yield QuestionCard(id="kaart")
            yield Lines(id="lijst")
            yield AnswerEditor("", id="tekst")
            yield Input(id="veld")
            yield Pick("keus", "", [("a", "a"), ("b", "b")], "a")
            yield Button(Content(""), id="knop")
            yield Tabs(Tab(Content("x"), id="t1"))
            yield KeyBar()

        def on_mount(self) -> None:
            self._at = 0
            self.set_interval(1 / 20, self._next)

        async def _next(self) -> None:
            if self._at >= len(strings):
                self.app.exit()
                return
            part = strings[self._at : self._at + BATCH]
            part += [""] * (BATCH - len(part))
            self._at += BATCH
            self.query_one("#stil", Static).update(Content("\n".join(part[:3])))
            await self.query_one(Dialogue).show([("client", s) for s in part[3:7]])
            self.query_one(QuestionCard).show(head=part[7], text=part[8], note=part[9])
            self.query_one(Lines).fill([Line(str(n), Content(s)) for n, s in enumerate(part[10:15])])
            self.query_one(AnswerEditor).load_text("\n".join(part[15:17]))
            self.query_one(Input).value = part[17]
            self.query_one(Pick).options = [("a", part[18]), ("b", part[19])]
            self.query_one(Pick).refresh(layout=True)
            self.query_one("#knop", Button).label = Content(part[20])
            self.query_one("#t1", Tab).label = Content(part[21])
            self.border_title = Content(part[22])
            if self._at % (BATCH * 5) == 0:
                self.app.clear_notifications()
                self.app.say(part[23])  # type: ignore[attr-defined]

    class Demo(AssistantApp):
        CSS_PATH = Path(__file__).parent.parent.parent / "tui" / "styles" / "unlock.tcss"

        def get_default_screen(self) -> Screen[Any]:
            return Show()

        if fault == "geen-filter":

            def get_line_filters(self) -> Any:
                return ()

    Demo(FakeOpening(an_assistant())).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
