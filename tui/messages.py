"""tui.messages: facts that workers report to screens. Each says what it belongs to, so that a screen that moved on can drop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from assistant.engine.conversing import Beurt, Concepten, Gids


class AnswerHeard(Message):
    """Someone listened along with one answer (`beurt.uiting` says which)."""

    def __init__(self, beurt: Beurt) -> None:
        super().__init__()
        self.beurt = beurt


class GuidanceFound(Message):
    """The sources answered (`gids.vraag` says what)."""

    def __init__(self, gids: Gids, ticket: int) -> None:
        super().__init__()
        self.gids = gids
        self.ticket = ticket
        """Counts questions; an older ticket than the last one is dropped."""


class ActiesDrafted(Message):
    """Drafts have come (`version` is the dossier they were made from)."""

    def __init__(self, concepten: Concepten, version: int) -> None:
        super().__init__()
        self.concepten = concepten
        self.version = version
