"""assistant.engine.draft_writing: asks a language model for drafts. What comes back is checked by engine.drafting like any other draft.

In:    Situation (wishes, words, helpers), reasons of a first refusal.   Out: raw drafts.
Ports: LanguageModel, a renderer of prompts, a hider of names for a model that is not on this machine.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import Field

from assistant.domain.values import Frozen
from assistant.engine.ports import LanguageModel

if TYPE_CHECKING:
    from assistant.engine.drafting import Situation

Render = Callable[[str, Mapping[str, str]], tuple[str, str]]
Hide = Callable[[str, Sequence[str]], list[tuple[int, int, str]]]
"""(text, known names) -> (begin, end, soort) of what may not leave this machine."""

MAX_CHARS = 6000
"""Words of the client in one request at most; the last said first."""


class Modelvoorstel(Frozen):
    doel: str = Field(max_length=400)
    actie: str = Field(max_length=400)
    wie: str = Field(default="ik", max_length=80)
    wanneer: str = Field(max_length=80)
    waar: str = Field(default="", max_length=80)
    als_het_tegenzit: str = Field(default="", max_length=240)
    uitingen: tuple[str, ...] = Field(min_length=1, max_length=8)
    hulpbron: str = Field(default="", max_length=80)


class Modelantwoord(Frozen):
    voorstellen: tuple[Modelvoorstel, ...] = Field(max_length=10)


class Inkijk(Frozen):
    """Everything that would leave this machine for one request, as a person reads it first."""

    op_afstand: bool
    model: str = ""
    tekst: str = ""
    controle: str = ""
    """SHA-256 of the request: only the very text that was seen may go."""


class ModelWriter:
    """One model for drafting. A model elsewhere gets a request only with the client's leave, without names, and as it was seen.

    Args:
        timeout_s: for one request of a person in all, repair included.
        hide: needed for a model that is not on this machine; without it such a model is never asked.
    """

    def __init__(self, model: LanguageModel, render: Render, *, timeout_s: float, hide: Hide | None = None) -> None:
        self._model, self._render, self._timeout, self._hide = model, render, timeout_s, hide
        self._end = 0.0

    def write(self, now: Situation, reasons: Sequence[str]) -> list[dict[str, Any]]:
        """Raw drafts. Empty: this model may not be asked for this client, or not in these words. Raises ModelError.

        A model elsewhere gets no repair: that would be a request that nobody saw.
        """
        if self._model.is_remote and (self._hide is None or not now.leave_for_model or reasons):
            return []
        if not reasons:
            self._end = time.monotonic() + self._timeout
        left = self._end - time.monotonic()
        if left < 0.5:
            return []
        names, system, user = self._request(now, reasons)
        if self._model.is_remote and _digest(system, user) != now.seen:
            return []
        reply = self._model.reply(system=system, user=user, schema=Modelantwoord, timeout_s=left)
        assert isinstance(reply, Modelantwoord)
        return [{key: names.reveal(value) for key, value in item.model_dump().items()} for item in reply.voorstellen]

    __call__ = write

    def preview(self, now: Situation) -> Inkijk:
        """What `write` would send. A model on this machine: nothing leaves it, so there is nothing to see."""
        if not self._model.is_remote or self._hide is None:
            return Inkijk(op_afstand=False, model=self._model.name)
        _, system, user = self._request(now, ())
        return Inkijk(op_afstand=True, model=self._model.name, tekst=user, controle=_digest(system, user))

    def _request(self, now: Situation, reasons: Sequence[str]) -> tuple[_Names, str, str]:
        names = _Names(self._hide if self._model.is_remote else None, now.names)
        return names, *self._render("actie", self._values(now, reasons, names))

    def _values(self, now: Situation, reasons: Sequence[str], names: _Names) -> dict[str, str]:
        lines: list[str] = []
        room = MAX_CHARS
        for uid, text in reversed(list(now.texts.items())):
            if room <= 0:
                break
            lines.append(f"{uid}: {names.hide(text[:room])}")
            room -= len(text)

        def bullets(items: Iterable[str]) -> str:
            return "\n".join(f"- {names.hide(i)}" for i in items) or "- (niets)"

        return {
            "uitingen": "\n".join(reversed(lines)),
            "wensen": bullets(f"{w.tekst} (uiting {w.uiting})" for w in now.wishes),
            "hulpbronnen": bullets(h.naam for h in now.helpers if h.natuurlijk),
            "krachten": bullets(str(k["citaat"]) for k in now.krachten if k.get("vorm") != "ik_wil"),
            "geweigerd": bullets([*now.refused, *now.refused_acties]),
            "voorwaarden": ", ".join(sorted(now.conditions)).replace("_", " ") or "geen bijzonderheden",
            "aantal": str(now.k),
            "reparatie": ("Verbeter dit ten opzichte van je vorige antwoord:\n" + "\n".join(f"- {names.hide(r)}" for r in reasons))
            if reasons
            else "",
        }


def _digest(system: str, user: str) -> str:
    return hashlib.sha256(f"{system}\0{user}".encode()).hexdigest()


class _Names:
    """Names and other traces -> tokens like [persoon-1], and back. Without a hider everything stays as it is."""

    def __init__(self, hide: Hide | None, known: Sequence[str]) -> None:
        self._hide, self._known = hide, known
        self._tokens: dict[str, str] = {}

    def hide(self, text: str) -> str:
        if self._hide is None:
            return text
        for begin, end, soort in sorted(self._hide(text, self._known), reverse=True):
            words = text[begin:end]
            token = next((t for t, w in self._tokens.items() if w == words), None)
            if token is None:
                token = f"[{soort}-{len(self._tokens) + 1}]"
                self._tokens[token] = words
            text = text[:begin] + token + text[end:]
        return text

    def reveal(self, value: Any) -> Any:
        if isinstance(value, str):
            for token, words in self._tokens.items():
                value = value.replace(token, words)
        return value
