"""assistant.engine.listening: the handlers that listen, ask on and draft: herken, tekst, doorvraag, stel-voor.

In:    Content and, for drafting, a language model or None.   Out: name -> builder of a handler, for the Mind.
Never: loads anything before the first question.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

from assistant.engine.content import Content
from assistant.engine.mind import Handler

Builder = Callable[[], Handler]


def _silent(text: str) -> Mapping[str, Any]:
    """No signal: used only in an installation without the module that hears acute danger."""
    return {"acuut": False, "soort": None}


def signal_hearer(content: Content) -> Callable[[str], Mapping[str, Any]]:
    """What hears acute danger in a client's words."""
    try:
        module = importlib.import_module("assistant.judging.signaal")
    except ModuleNotFoundError:
        return _silent
    make = getattr(module, "build", None)
    found: Callable[[str], Mapping[str, Any]] = make(content) if make else module.signaal
    return found


def build_herken(content: Content) -> Handler:
    from assistant.judging.herken import herken
    from assistant.judging.judge import shared_judge

    judge, signal = shared_judge(), signal_hearer(content)
    return lambda payload: herken(payload, judge=judge, signal=signal)


def build_tekst(content: Content) -> Handler:
    from assistant.judging.tekst import tekst

    woorden = load_woordenlijst(content)
    return lambda payload: tekst(payload, woordenlijst=woorden)


def load_woordenlijst(content: Content) -> dict[str, str]:
    """Hard word -> easier words."""
    from assistant.judging.tekst import Woordenlijst

    return content.load("woordenlijst.toml", Woordenlijst).woorden


def builders(content: Content) -> dict[str, Builder]:
    """The handlers of this module, built when first asked."""
    return {
        "herken": lambda: build_herken(content),
        "tekst": lambda: build_tekst(content),
    }
