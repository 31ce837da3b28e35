"""assistant.engine.mind: one table of what can be asked, in the JSON shapes of the commands.

The screen (through a helper process) and the command line (in its own process) both ask here; there is no second implementation.
Handlers are built when first asked for, so that `tekst` never waits for an embedder.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from assistant.errors import AssistantError, NotThere, ThinkerUnavailable

log = logging.getLogger(__name__)

Handler = Callable[[Mapping[str, Any]], dict[str, Any]]


class Mind:
    """Named handlers, built lazily and once. Calls may come from several threads: one at a time per name, different names side by side."""

    def __init__(self, builders: Mapping[str, Callable[[], Handler]]) -> None:
        self._builders = dict(builders)
        self._handlers: dict[str, Handler] = {}
        self._turns = {name: threading.RLock() for name in self._builders}
        """A handler may ask another one (drafting asks searching), never back again, so that nobody waits for himself."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._builders))

    def handler(self, what: str) -> Handler:
        """Return the handler, loading what it needs.

        Raises: NotThere (unknown name), ThinkerUnavailable (a package or a file with weights is missing here: the rest goes on without).
        """
        if what not in self._builders:
            raise NotThere(f"De opdracht {what!r} bestaat niet.")
        with self._turns[what]:
            if what not in self._handlers:
                try:
                    self._handlers[what] = self._builders[what]()
                except (ImportError, OSError) as error:
                    raise _absent(what, error) from None
            return self._handlers[what]

    def ask(self, what: str, payload: Mapping[str, Any], *, timeout_s: float = 0.0) -> dict[str, Any]:
        """Carry out one request here and now; `timeout_s` is ignored (a Mind is the in-process Thinker)."""
        handler = self.handler(what)
        try:
            with self._turns[what]:
                return handler(payload)
        except ImportError as error:  # a package that is only imported at the first question
            raise _absent(what, error) from None

    def start(self) -> None:
        """Nothing to start: loading happens on the first question."""

    def close(self) -> None:
        self._handlers.clear()


def _absent(what: str, error: Exception) -> ThinkerUnavailable:
    log.warning("niet_te_laden", extra={"wat": what, "soort": type(error).__name__})
    return ThinkerUnavailable(
        "Dit onderdeel ontbreekt op deze computer.", hint="Het gesprek gaat gewoon door. Draai `krachtgesprek dokter`.", details=what
    )


def error_to_json(error: AssistantError) -> dict[str, str]:
    return {"soort": type(error).__name__, "bericht": error.message, "hint": error.hint}
