"""tui.working: work beside the screen that never fails in silence.

`work` is Textual's decorator with other manners. Textual knows two: an error in a worker ends the program, or nobody ever hears of it. Here the
program goes on, and what was not foreseen is told once, with the code under which the log knows where it happened (never what was said).
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec

from textual import work as textual_work
from textual.dom import DOMNode
from textual.worker import Worker

from tui.texts import t

P = ParamSpec("P")

log = logging.getLogger(__name__)

_told: set[str] = set()
"""What was told already: a fault in work that returns with every key is said once, and written every time."""


def work(
    *, group: str = "default", exclusive: bool = False, thread: bool = False
) -> Callable[[Callable[P, Any]], Callable[P, Worker[Any]]]:
    """Mark a method (async, or any with `thread`) as work. Its Worker gives None when it failed.

    Foreseen errors (AssistantError) belong to the method itself: it knows what to say about them. One that slips through is shown with its own words.
    """

    def decorate(method: Callable[P, Any]) -> Callable[P, Worker[Any]]:
        if inspect.iscoroutinefunction(method):

            @wraps(method)
            async def beside(*args: P.args, **kwargs: P.kwargs) -> Any:
                try:
                    return await method(*args, **kwargs)
                except Exception as fault:  # noqa: BLE001 - told and written below
                    _tell(args[0], method.__qualname__, fault, thread)

            made: Any = beside
        else:

            @wraps(method)
            def aside(*args: P.args, **kwargs: P.kwargs) -> Any:
                try:
                    return method(*args, **kwargs)
                except Exception as fault:  # noqa: BLE001 - told and written below
                    _tell(args[0], method.__qualname__, fault, thread)

            made = aside
        marked: Callable[P, Worker[Any]] = textual_work(made, group=group, exclusive=exclusive, thread=thread, exit_on_error=False)
        return marked

    return decorate


def run_beside(owner: DOMNode, job: Coroutine[Any, Any, Any], *, group: str) -> Worker[Any]:
    """The same for a call that is no method marked as work: run `job` beside the screen, as work of `owner`."""

    async def beside() -> None:
        try:
            await job
        except Exception as fault:  # noqa: BLE001 - told and written
            _tell(owner, f"{type(owner).__name__}.{group}", fault, thread=False)

    return owner.run_worker(beside(), group=group, exit_on_error=False)


def _tell(owner: Any, where: str, fault: Exception, thread: bool) -> None:
    """Say and write that this work failed. A screen that was closed meanwhile misses its own parts: that is no fault."""
    from assistant.errors import AssistantError
    from assistant.logbook import incident_code

    if not isinstance(owner, DOMNode) or not owner.app.is_running or not (owner.is_attached or owner is owner.app):
        return
    code = incident_code()
    log.error("werk_mislukt", exc_info=fault, extra={"code": code, "wat": where})
    if where in _told:
        return
    _told.add(where)
    said = fault.sentence if isinstance(fault, AssistantError) else t("app.werk_mislukt", code=code)

    def show() -> None:
        owner.app.notify(said, severity="error", timeout=12, markup=False)

    if thread:
        owner.app.call_from_thread(show)
    else:
        show()
