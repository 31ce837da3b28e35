"""tui.screens.desk: the dossier that lies on the table. One Conversation, one save at a time, and the moment it was really saved.

Screens of the same dossier share one Desk, so that none of them works on an old copy.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from assistant.domain.dossier import Dossier
from assistant.domain.toestemming import Doel, Stand, toestemmingen_in
from assistant.engine.assistant import Assistant
from assistant.engine.conversing import Beurt, Conversation, quick_signal
from assistant.engine.interviewing import taal, tone
from assistant.engine.place_watch import PlaceWatch
from assistant.errors import DossierStale, ToestemmingMissing
from tui.texts import t

T = TypeVar("T")
PLACE = "antwoord"
"""Under this name the text that is typed and not sent is kept."""


def warm_content(assistant: Assistant) -> None:
    """Read and check the questions and the guide's words, so that the first question costs no time. Raises ContentError."""
    content = assistant.content
    taal(content)
    _ = content.leefgebieden, content.vragenlijsten
    tone("", content)
    quick_signal("", content)


class Desk:
    """See the module. Make it with `open` (blocks: call it in a thread)."""

    def __init__(self, conversation: Conversation, *, draft: str = "", saved_at: datetime | None = None) -> None:
        self.conversation = conversation
        self.draft = draft
        """What stood in the text field when the dossier was left. Taken out once."""
        self.saved_at = saved_at
        """When the last save was committed; None: nothing was saved in this sitting."""
        self.saving = 0
        self._held_back = ""
        """Which act was held back because the client does not want it written down; the same one again is meant. '': none."""
        self.gone = False
        """True: the dossier was erased; nothing may be kept for it any more."""
        self._lock = asyncio.Lock()
        self._kept = {PLACE: draft}
        """What is on disk of the typing that was not sent, by place; a place that is not here was not looked at yet."""
        if self.assistant.watch is None:
            self.assistant.watch = PlaceWatch()

    @classmethod
    def open(cls, assistant: Assistant, dossier_id: str) -> Desk:
        """Read the dossier and the text that was not sent. Raises StoreError."""
        warm_content(assistant)
        dossier = assistant.open(dossier_id)
        return cls(Conversation(assistant, dossier), draft=assistant.store.draft(dossier_id, PLACE))

    @property
    def dossier(self) -> Dossier:
        """As it is on disk."""
        return self.conversation.dossier

    @property
    def assistant(self) -> Assistant:
        return self.conversation.assistant

    @property
    def read_only(self) -> bool:
        return self.assistant.store.read_only

    @property
    def unwanted(self) -> bool:
        """True: the client does not want it written down, or no longer. What is typed is then kept nowhere by itself."""
        stand = toestemmingen_in(self.dossier.rooms).stand(Doel.DOSSIER, self.assistant.clock.now())
        return stand in (Stand.GEWEIGERD, Stand.INGETROKKEN)

    def place_in(self, text: str) -> str:
        """The first stretch of `text` that may give a secret place away; '' when there is none, or when it may stand there."""
        watch = self.assistant.watch
        found = watch.places(self.dossier, text) if watch is not None else ()
        return found[0].tekst if found else ""

    async def save(self, work: Callable[[], T], *, always: bool = False) -> T:
        """Carry out a saving call of the Conversation in a thread, after any that is running. The mark moves only when it has returned.

        Raises what the call raises; then nothing was written and the mark stays as it was. ToestemmingMissing: the client does not want it
        written down; some organisations must by law, so the same act a second time is carried out. `always`: taking away, ending, and the
        client's own rights.
        """
        if self.unwanted and not always:
            act = getattr(work, "__qualname__", "") or type(work).__name__  # a lambda is named after the method it was written in
            if act != self._held_back:
                self._held_back = act
                raise ToestemmingMissing(t("gesprek.wil_niet"), hint=t("gesprek.wil_niet_hint"))
            self._held_back = ""
        self.saving += 1
        try:
            async with self._lock:
                before = self.dossier.version
                result = await asyncio.to_thread(work)
                if self.dossier.version != before:
                    self.saved_at = self.assistant.clock.now()
        except DossierStale:
            self._kept.clear()  # who saved first may have taken away what was kept here for later: it is kept anew
            raise
        finally:
            self.saving -= 1
        return result

    async def keep_typed(self, read: Callable[[], str], place: str = PLACE) -> None:
        """Keep what is typed and not sent. `read` is called when it is our turn, so that sent words never come back as a draft."""
        async with self._lock:
            text = "" if self.unwanted else read()
            if text == self._kept.get(place) or self.read_only or self.gone:
                return
            await asyncio.to_thread(self.assistant.store.keep_draft, self.dossier.id, place, text)
            self._kept[place] = text

    async def typed_before(self, place: str) -> str:
        """What was typed at `place` and not sent when the program stopped; '' when there is nothing. Raises StoreError."""
        async with self._lock:
            text = await asyncio.to_thread(self.assistant.store.draft, self.dossier.id, place)
            self._kept[place] = text
        return text

    def forget_typed(self, place: str) -> None:
        """Those words are saved now: they may not come back. Blocks: call it inside the work handed to `save`."""
        self.assistant.store.keep_draft(self.dossier.id, place, "")
        self._kept[place] = ""

    def answer(self, text: str, uiting_id: str) -> Beurt:
        """Save an answer, forget its draft, and see at once how it sounds and whether there is danger. Blocks: hand it to `save`."""
        uiting = self.conversation.answer(text, uiting_id=uiting_id)
        self.forget_typed(PLACE)
        return self.conversation.respond(uiting)
