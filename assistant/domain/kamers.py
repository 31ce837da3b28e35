"""assistant.domain.kamers: the documents of the instruments inside a dossier, read as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from assistant.domain.values import Frozen
from assistant.errors import RuleError

M = TypeVar("M", bound=Frozen)


def read_room(rooms: Mapping[str, Any], name: str, model: type[M]) -> M:
    """The document under `name`; an empty one when there is none.

    Raises RuleError when it has another shape (a dossier from elsewhere): it is then left as it is, never written over.
    """
    if name not in rooms:
        return model()
    try:
        return model.model_validate(rooms[name])
    except ValidationError:
        raise RuleError(
            "Dit onderdeel van het dossier heeft een vorm die dit programma niet kent.", hint="De rest werkt gewoon.", details=name
        ) from None
