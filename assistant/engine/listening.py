"""assistant.engine.listening: the handlers that listen, ask on and draft: herken, tekst, doorvraag, stel-voor.

In:    Content and, for drafting, a language model or None.   Out: name -> builder of a handler, for the Mind.
Never: loads anything before the first question.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from assistant.domain.values import Aanspreekvorm, Luisteraar
from assistant.engine.asking_of_then import asked_of_then
from assistant.engine.content import Content
from assistant.engine.mind import Handler
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from assistant.engine.draft_writing import Inkijk
    from assistant.engine.drafting import Situation
    from assistant.judging.doorvraag import Doorvragen
    from assistant.judging.toon import Tonen

Builder = Callable[[], Handler]


class Writer(Protocol):
    """What asks a language model for drafts; `reasons` are those of a first refusal."""

    def __call__(self, now: Situation, reasons: list[str]) -> Sequence[Mapping[str, Any]]: ...

    def preview(self, now: Situation) -> Inkijk: ...


_LINE = "Ik kook graag en mijn zus helpt. Later wil ik een tuin."
"""Made up; only to load what reads Dutch."""
_DANGER = "Ik wil niet meer leven."
WARM: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("herken", {"id": "warm", "antwoord": _LINE}),
    ("signaal", {"id": "warm", "antwoord": _DANGER}),
    ("doorvraag", {"id": "warm", "antwoord": _LINE}),
    ("warm-zoek", {}),
    ("stel-voor", {"dossier": {"uitingen": [{"id": "u", "leefgebied": "wonen", "tekst": _LINE}]}, "k": 1}),
    ("toets", {"id": "warm", "soort": "actie", "tekst": "Ik bel morgen mijn zus.", "uitingen": [_LINE]}),
    ("tekst", {"id": "warm", "tekst": _LINE}),
)
"""What is loaded ahead, in the order in which a conversation needs it."""


def _silent(text: str, vraag: str = "") -> Mapping[str, Any]:
    """No signal: used only in an installation without the module that hears acute danger."""
    return {"acuut": False, "soort": None}


def signal_hearer(content: Content) -> Callable[[str, str], Mapping[str, Any]]:
    """What hears acute danger in a client's words (first), after a question (second)."""
    try:
        module = importlib.import_module("assistant.judging.signaal")
    except ModuleNotFoundError:
        return _silent
    make = getattr(module, "build", None)
    found: Callable[[str, str], Mapping[str, Any]] = make(content) if make else module.signaal
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


def load_doorvragen(content: Content) -> Doorvragen:
    """The library of follow-ups. Raises ContentError with file, key and line."""
    from assistant.judging.doorvraag import Doorvragen

    return content.load("doorvragen.toml", Doorvragen)


def build_doorvraag(content: Content) -> Handler:
    from assistant.judging.doorvraag import doorvraag, form_of
    from assistant.judging.likeness import shared_likeness
    from assistant.judging.stemming import Stemmingen

    library, stemmingen = load_doorvragen(content), content.load("stemming.toml", Stemmingen)
    like, herken, hear = shared_likeness(), build_herken(content), tone_hearer()

    def handle(payload: Mapping[str, Any]) -> dict[str, Any]:
        asked = payload if payload.get("herkend") or not payload.get("antwoord") else {**payload, "herkend": herken(payload)}
        found = doorvraag(asked, library=library, stemmingen=stemmingen, like=like, hear=hear)
        form = Aanspreekvorm.U if form_of(asked) == "u" else Aanspreekvorm.JE
        known = {item.value for item in Luisteraar}
        listener = Luisteraar(asked["luisteraar"]) if asked.get("luisteraar") in known else Luisteraar.STANDAARD
        return asked_of_then(found, str(asked.get("antwoord") or ""), asked.get("herkend"), content, form, listener)

    return handle


def tone_hearer() -> Callable[[str, str], Tonen | None]:
    """(answer, question before it) -> how it sounds, or None where the reading model has not learned that."""
    from assistant.judging.judge import shared_judge
    from assistant.judging.toon import tonen

    return lambda text, vraag: tonen(text, vraag, shared_judge())


def build_verdeel(content: Content) -> Handler:
    """A story over the leefgebieden."""
    from assistant.engine.splitting import verdeel
    from assistant.judging.judge import shared_judge

    judge = shared_judge()
    words = {str(item.id): (*item.trefwoorden, item.kort) for item in content.leefgebieden.leefgebieden}
    return lambda payload: verdeel(payload, rank=lambda text: judge.answer(text, "")["leefgebied"], words=words)


def build_warm(others: Callable[[str], Handler | None], *, without: Sequence[str] = ()) -> Handler:
    """{} -> {"klaar": [names]}: put a made-up line to every handler that loads something, the most wanted first."""

    def warm(payload: Mapping[str, Any]) -> dict[str, Any]:
        ready = []
        for name, example in WARM:
            if name in without:
                continue
            try:
                handler = others(name)
                if handler is not None:
                    handler(dict(example))
                    ready.append(name)
            except (AssistantError, ImportError, OSError):  # what is missing is said when somebody asks for it
                continue
        return {"klaar": ready}

    return warm


def build_stel_voor(
    content: Content, *, zoek: Handler | None = None, toets: Handler | None = None, writer: Writer | None = None
) -> Handler:
    """Drafting by rules, and by a model where `writer` is given. `zoek` and `toets` may be absent."""
    from assistant.engine.drafting import Drafter
    from assistant.judging.likeness import shared_likeness
    from assistant.judging.tekst import niveau

    woorden = load_woordenlijst(content)
    drafter = Drafter(
        content,
        shared_likeness(),
        herken=build_herken(content),
        zoek=zoek,
        toets=toets,
        model=writer,
        niveau=lambda text: niveau(text, woorden),
        hear=tone_hearer(),
    )
    return drafter.draft


def build_inkijk(content: Content, writer: Writer | None) -> Handler:
    """What `stel-voor` would send to a model elsewhere: {"id","op_afstand","model","tekst","controle"}; nothing is sent."""
    herken = build_herken(content)

    def look(payload: Mapping[str, Any]) -> dict[str, Any]:
        from assistant.engine.drafting import Situation

        if writer is None:
            return {"id": payload.get("id"), "op_afstand": False, "model": "", "tekst": "", "controle": ""}
        return {"id": payload.get("id"), **writer.preview(Situation(payload, herken)).model_dump()}

    return look


def load_woordenlijst(content: Content) -> dict[str, str]:
    """Hard word -> easier words."""
    from assistant.judging.tekst import Woordenlijst

    return content.load("woordenlijst.toml", Woordenlijst).woorden


def builders(
    content: Content,
    *,
    others: Callable[[str], Handler | None] = lambda name: None,
    writer: Callable[[], Writer | None] = lambda: None,
) -> dict[str, Builder]:
    """The handlers of this module, built when first asked.

    Args:
        others: name -> a handler of another module ('zoek', 'toets'), or None where it cannot be had; asked when drafting is built.
        writer: makes what asks a language model for drafts, or None.
    """
    return {
        "herken": lambda: build_herken(content),
        "tekst": lambda: build_tekst(content),
        "doorvraag": lambda: build_doorvraag(content),
        "verdeel": lambda: build_verdeel(content),
        "stel-voor": lambda: build_stel_voor(content, zoek=others("zoek"), toets=others("toets"), writer=writer()),
        "stel-voor-inkijk": lambda: build_inkijk(content, writer()),
    }
