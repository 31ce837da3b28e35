"""tui.screens.talk: what the screens beside the conversation share where a client's words are typed.

One text field, one line to say something in, words that are kept once, and no way out that loses what was typed without asking.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static, TextArea

from assistant.domain.values import Uiting
from assistant.engine.conversing import quick_signal
from assistant.errors import AssistantError
from tui.screens.confirm import ConfirmScreen, when_yes
from tui.screens.desk import Desk
from tui.screens.host import host
from tui.texts import t
from tui.widgets.answer_editor import AnswerEditor
from tui.working import work

R = TypeVar("R")
DRAFT_S = 0.5
"""Pause in typing after which the unsent text is kept (promise: at most a second of typing lost)."""


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
    KEPT_AS: ClassVar[str]
    """Under this name the words that are typed here and not sent are kept, so that they outlive a crash."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._sending: tuple[str, str] | None = None
        """(text, uiting id) of words that were not saved yet, so that a retry keeps them once."""
        self._typing: Timer | None = None

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

    async def _saved(self, call: Callable[[], Any], *, words: bool = False) -> Any:
        """Carry out a saving call; on failure say so and give the error back. Never raises AssistantError. words: what the client said goes with it."""
        try:
            return await self.desk.save(call, always=not words)
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

        def once() -> Uiting:
            uiting = keep(text, uiting_id)
            self.desk.forget_typed(self.KEPT_AS)
            return uiting

        found = await self._saved(once, words=True)
        if isinstance(found, AssistantError):
            return None
        self._sending = None
        self.editor.load_text(self.editor.text.removeprefix(text))  # what was typed while the disk was busy stays in the field
        return found  # type: ignore[no-any-return]

    # -- what is typed and not sent --------------------------------------------------------------

    def words_are_for(self) -> str:
        """Which question the words in the field belong to; '' when the screen has but one. Kept beside the words."""
        return ""

    def back_to(self, question: str) -> None:
        """Put the question with this id (see `words_are_for`) before the words that came back. Unknown: leave it as it is."""

    @work(group="klad")
    async def bring_back(self) -> None:
        """Put back what was typed here when the program stopped, and say so. Call it when the screen is filled."""
        try:
            text = await self.desk.typed_before(self.KEPT_AS)
            about = await self.desk.typed_before(f"{self.KEPT_AS}.vraag") if text.strip() else ""
        except AssistantError as error:
            self._tell(f"{error.title}: {error.sentence}", bad=True)
            return
        if not text.strip() or not self.is_mounted:
            return
        if self.editor.is_blank:
            self.back_to(about)
        self.editor.load_text(text + self.editor.text)  # who typed at once types on behind what came back
        self.editor.action_text_end()
        self._tell(t("klad.terug"))

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        if event.text_area is self.editor and self._typing is None:
            self._typing = self.set_timer(DRAFT_S, self._keep_typed)

    async def _keep_typed(self) -> None:
        self._typing = None
        self._keep()

    @work(group="klad")
    async def _keep(self) -> None:
        await self.flush()

    async def flush(self) -> None:
        """Keep the unsent words now."""
        try:
            await self.desk.keep_typed(lambda: self.words_are_for() if self._words() else "", f"{self.KEPT_AS}.vraag")
            await self.desk.keep_typed(self._words, self.KEPT_AS)
        except AssistantError as error:
            self._tell(f"{error.title}: {error.sentence}", bad=True)

    def _words(self) -> str:
        return self.editor.text if self.is_mounted and not self.editor.is_blank else ""

    def action_weg(self) -> None:
        if self.editor.is_blank:
            self.dismiss(None)
            return
        self.app.push_screen(
            ConfirmScreen(t("verbeter.weg_titel"), t("verbeter.weg_vraag"), yes=t("verbeter.weg_ja"), no=t("verbeter.weg_nee")),
            when_yes(self._throw_away),
        )

    @work(group="klad")
    async def _throw_away(self) -> None:
        """The begeleider said so: then they may not come back either."""
        self.editor.load_text("")
        await self.flush()
        self.dismiss(None)
