"""assistant.engine.place_watch: before words are kept in a dossier with a secret place, look whether an address stands in them.

In:    the dossier as it is on disk, and as it would become.   Out: nothing, or AddressSeen: then nothing was written.
Every save of every screen comes past here, so that no text field can be forgotten. It warns once and never blocks: saving the same words
again keeps them as they are. What stood in the dossier already is not asked about (a quote of it, a second strength from it).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from assistant.domain.dossier import Dossier
from assistant.errors import AddressSeen
from assistant.judging import adres

READ_S = 1.0
"""So long a warning must have stood there before saving again counts as an answer: a key pressed twice by accident is none. Our own choice."""
_NO_WORDS = frozenset(("geweigerd", "id", "version", "schema_versie"))
_MADE = re.compile(r"[a-z_]+-[0-9A-Z]{17}|[0-9a-f]{12,}|\S{200,}")
"""Ids, fingerprints and pictures: made by the program, nobody typed them."""


class PlaceWatch:
    """One sitting: what was let through stays let through until the program stops."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, read_s: float = READ_S) -> None:
        self._clock, self._read_s = clock, read_s
        self._warned: dict[str, float] = {}
        """Stretch -> since when its warning stands there. Empty again after a save: then it was answered."""
        self._fine: set[str] = set()

    def places(self, dossier: Dossier, text: str) -> tuple[adres.Vindplaats, ...]:
        """Stretches of `text` that would be warned about when it is kept; also while it is still being typed. Empty: the place is no secret."""
        if not dossier.geheime_locatie:
            return ()
        found = [v for v in adres.addresses(text) if _plain(v.tekst) not in self._fine]
        known = _plain("\n".join(_texts(dossier))) if found else ""
        return tuple(v for v in found if _plain(v.tekst) not in known)

    def check(self, before: Dossier, after: Dossier) -> None:
        """Raises AddressSeen when `after` would hold an address `before` does not, and nobody said that it may stand there."""
        if not (before.geheime_locatie and after.geheime_locatie):
            return
        old = set(_texts(before))
        fresh = [text for text in dict.fromkeys(_texts(after)) if text not in old]
        seen = {_plain(v.tekst) for text in fresh for v in self.places(before, text)}
        now = self._clock()
        unread = [place for place in seen if place not in self._warned or now - self._warned[place] < self._read_s]
        if unread:
            self._warned = {place: self._warned.get(place, now) for place in seen}
            raise AddressSeen(
                "Hier staat misschien een adres, en de plek van deze cliënt is geheim.",
                hint="Haal het weg, of bewaar nog een keer; dan blijft het staan.",
                details=f"{len(seen)} plek(ken)",
            )
        self._fine |= seen
        self._warned.clear()


_LED_IN = re.compile(r"(?:(?:in|op|aan|bij|van|naar|de|het|den|[’']t) )+")


def _plain(text: str) -> str:
    """The same for one address however it is led in: 'in de dorpsstraat  12' is 'Dorpsstraat 12'."""
    words = " ".join(text.casefold().split())
    led_in = _LED_IN.match(words)
    return words[led_in.end() :] if led_in else words


def _texts(value: Any) -> Iterator[str]:
    """Every text somebody may have typed, in the order of the value."""
    if isinstance(value, str):
        if not _MADE.fullmatch(value):
            yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in _NO_WORDS:
                yield from _texts(getattr(value, name))
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if name not in _NO_WORDS:
                yield from _texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
