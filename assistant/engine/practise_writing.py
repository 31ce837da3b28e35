"""assistant.engine.practise_writing: a persona of one's own, from the fields of the guided screen to a TOML file.

In:    the fields as a dict (contract "Simulated client").   Out: Persona, findings, TOML text that loads to the same persona.
Port:  OwnPersonas.
Never: fills in a fact by itself; writes over a shipped persona.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from pydantic import ValidationError

from assistant.domain.persona import Persona
from assistant.errors import RuleError

_WHAT = {
    "missing": "ontbreekt", "string_too_short": "is leeg", "too_short": "heeft er te weinig", "enum": "heeft een onbekende waarde",
    "int_parsing": "moet een getal zijn", "int_type": "moet een getal zijn", "greater_than_equal": "is te laag", "less_than_equal": "is te hoog",
    "extra_forbidden": "is geen bekende sleutel",
}  # fmt: skip


class OwnPersonas(Protocol):
    """Persona files of one's own, in gegevens/oefenen/personas."""

    def all(self) -> tuple[tuple[str, dict[str, Any]], ...]:
        """(file name, parsed fields), by name. A file that is no TOML gives an empty dict."""
        ...

    def put(self, persona_id: str, text: str) -> str:
        """Write and commit; gives the path. Raises DocumentNotWritten."""
        ...

    def half_made(self) -> dict[str, Any]:
        """What was typed of personas that were not kept yet: id ('' for a new one) -> its sheets. Not there or not to be read: {}."""
        ...

    def put_half_made(self, sheets: Mapping[str, Any]) -> None:
        """Keep these instead of what was there; {} takes all away. Raises DocumentNotWritten."""
        ...


def persona_van(velden: Mapping[str, Any]) -> Persona:
    """The persona these fields make. Raises RuleError that names the field in Dutch."""
    try:
        return Persona.model_validate(dict(velden))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in first["loc"])
        what = _WHAT.get(first["type"], first["msg"].removeprefix("Value error, "))
        raise RuleError(f"{where or 'de persona'}: {what}.", hint="Vul dit eerst aan.") from None


def naam_als_id(naam: str, bezet: Sequence[str] = ()) -> str:
    """A short id from a name: lower case, letters and digits; a number behind it when it is taken. Empty name: ''."""
    plain = unicodedata.normalize("NFKD", naam).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]
    found, number = base, 2
    while found and found in bezet:
        found, number = f"{base}_{number}", number + 1
    return found


def als_toml(persona: Persona) -> str:
    """The file of a persona: only what differs from an empty persona, feiten and sessies as tables at the end."""
    data = persona.model_dump(mode="json", exclude_defaults=True)
    lines = [f"{key} = {_value(value)}" for key, value in data.items() if not _is_table(value)]
    for key, value in data.items():
        if isinstance(value, dict):
            lines += ["", f"[{key}]", *(f"{name} = {_value(item)}" for name, item in value.items())]
    for key, value in data.items():
        if _is_table(value) and isinstance(value, list):
            for item in value:
                lines += ["", f"[[{key}]]", *(f"{name} = {_value(part)}" for name, part in item.items())]
    return "\n".join(lines) + "\n"


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _value(value: Any) -> str:
    """A TOML value: a JSON string is a TOML basic string (delete is the one letter JSON leaves bare); a fact within a session is an inline table."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_value(item)}" for name, item in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
