"""assistant.domain.geheim: words that may not surface: the place where somebody hides.

A Geheim shows nothing of itself: no text in str, repr, format, f-strings, pickling or JSON, and it is no part of a dossier. The words come
out in one way only, `unveil`, and whoever calls that has written why in the log first (engine.rechten). In a dossier, on paper and in every
export stands the code.
"""

from __future__ import annotations

import hmac
from typing import Any, Final, NoReturn, SupportsIndex

from assistant.errors import RuleError

MAX_CHARS = 500
"""An address with a way to get there. Our own choice."""


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


class Geheim:
    """A text by itself. Equality needs another Geheim; comparing takes the same time whatever the difference."""

    __slots__ = ("__tekst",)

    def __init__(self, tekst: str) -> None:
        """Raises RuleError when it is empty or too long."""
        if not tekst.strip() or len(tekst) > MAX_CHARS:
            raise RuleError(f"Een locatie heeft 1 tot {MAX_CHARS} tekens.", hint="Schrijf alleen wat nodig is om er te komen.")
        self.__tekst: Final = tekst

    def unveil(self) -> str:
        """The words. Only after re-authentication and an access line; never keep, log, print or copy them."""
        return self.__tekst

    def __str__(self) -> NoReturn:
        raise TypeError("een Geheim heeft geen tekst; gebruik de code van de locatie")

    def __format__(self, spec: str) -> NoReturn:
        raise TypeError("een Geheim past niet in een tekst; gebruik de code van de locatie")

    def __repr__(self) -> str:
        return "Geheim(•••)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Geheim) and hmac.compare_digest(_bytes(self.__tekst), _bytes(other.unveil()))

    __hash__ = None  # type: ignore[assignment]

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError("een Geheim wordt niet weggeschreven")

    def __copy__(self) -> Geheim:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Geheim:
        return self
