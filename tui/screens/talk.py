"""tui.screens.talk: what the screens beside the conversation share where a client's words are typed.

One text field, one line to say something in, words that are kept once, and no way out that loses what was typed without asking.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from assistant.domain.values import Uiting
from assistant.engine.conversing import quick_signal
from assistant.errors import AssistantError
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.screens.desk import Desk
from tui.screens.host import host
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor

R = TypeVar("R")


def leave(screen: Screen[R], result: R, *, unsent: bool) -> None:
    """Close `screen` with `result`; ask first when something typed would go with it."""
    if not unsent:
        screen.dismiss(result)
        return
    screen.app.push_screen(
        ConfirmScreen(t("verbeter.weg_titel"), t("verbeter.weg_vraag"), yes=t("verbeter.weg_ja"), no=t("verbeter.weg_nee")),
        when_yes(lambda: screen.dismiss(result)),
    )


class TalkScreen(Screen[None]):
    """`ANSWER` and `TOLD` are the selectors of the text field and of the line that says what happened."""

    ANSWER: ClassVar[str]
    TOLD: ClassVar[str]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._sending: tuple[str, str] | None = None
        """(text, uiting id) of words that were not saved yet, so that a retry keeps them once."""

    @property
    def editor(self) -> AnswerEditor:
        return self.query_one(self.ANSWER, AnswerEditor)

    @property
    def has_unsent(self) -> bool:
        return not self.editor.is_blank or self.desk.saving > 0

    def _tell(self, text: str, *, bad: bool = False) -> None:
        line = self.query_one(self.TOLD, Static)
        line.set_class(bad, "fout")
        line.update(Content(text))

    async def _saved(self, call: Callable[[], Any]) -> Any:
        """Carry out a saving call; on failure say so and give the error back. Never raises AssistantError."""
        try:
            return await self.desk.save(call)
        except AssistantError as error:
            self._tell(f"{error.title}: {error.sentence}", bad=True)
            return error

    async def _keep_words(self, keep: Callable[[str, str], Uiting]) -> Uiting | None:
        """Save what stands in the field with `keep` (text, uiting id) and empty it. None: nothing was saved, and the words still stand.

        The safety card comes before the disk answers.
        """
        text = self.editor.text
        if self._sending is None or self._sending[0] != text:
            self._sending = (text, self.desk.conversation.new_uiting_id())
        uiting_id = self._sending[1]
        kind = await asyncio.to_thread(quick_signal, text, self.desk.conversation.content)
        if kind is not None:
            host(self).show_safety(kind)
        found = await self._saved(lambda: keep(text, uiting_id))
        if isinstance(found, AssistantError):
            return None
        self._sending = None
        self.editor.load_text(self.editor.text.removeprefix(text))  # what was typed while the disk was busy stays in the field
        return found  # type: ignore[no-any-return]

    def action_weg(self) -> None:
        leave(self, None, unsent=not self.editor.is_blank)
