"""assistant.engine.content: the editable content as validated values.

In: ContentSource.   Out: leefgebieden, vragenlijsten and any other content model.
Never: hides a mistake. A slip is a ContentError with file, key and line.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.domain.leefgebied import LeefgebiedSet, Vraag, Vragenlijst
from assistant.engine.ports import ContentSource
from assistant.errors import ContentError

M = TypeVar("M", bound=BaseModel)

_DUTCH = {
    "missing": "ontbreekt",
    "extra_forbidden": "is geen bekende sleutel",
    "string_type": "moet tekst zijn",
    "enum": "heeft een onbekende waarde",
    "literal_error": "heeft een onbekende waarde",
    "string_pattern_mismatch": "heeft een verkeerde vorm",
    "too_short": "is leeg of heeft er te weinig",
    "string_too_short": "is leeg",
    "bool_type": "moet true of false zijn",
    "int_type": "moet een heel getal zijn",
    "tuple_type": "moet een lijst zijn, tussen [ en ]",
    "list_type": "moet een lijst zijn, tussen [ en ]",
}


class Content:
    """Everything a methodologist can edit, loaded once when first asked for."""

    def __init__(self, source: ContentSource) -> None:
        self.source = source
        self._cache: dict[tuple[str, type[BaseModel]], BaseModel] = {}

    def load(self, name: str, model: type[M]) -> M:
        """Return the file `name` as `model`. Raises ContentError with file, key and, where it can be found, the line."""
        key = (name, model)
        if key not in self._cache:
            data = self.source.load(name)
            try:
                self._cache[key] = model.model_validate(data)
            except ValidationError as error:
                raise self._error(name, data, error) from None
        found = self._cache[key]
        assert isinstance(found, model)
        return found

    def _error(self, name: str, data: dict[str, Any], error: ValidationError) -> ContentError:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in first["loc"]) or "het hele bestand"
        if first["type"] == "value_error":  # our own sentence
            where, what = f"{where}:", first["msg"].removeprefix("Value error, ")
        else:
            what = _DUTCH.get(first["type"], "heeft een verkeerde vorm")
        ident, node = "", data
        for part in first["loc"]:
            try:
                node = node[part]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                break
            if isinstance(node, dict) and isinstance(node.get("id"), str):
                ident = node["id"]
        line_of = getattr(self.source, "line_of", None)
        shown = getattr(self.source, "shown", lambda n: n)(name)
        last = str(first["loc"][-1]) if first["loc"] else ""
        line = line_of(name, f'"{ident}"') if ident and line_of else line_of(name, last) if line_of and last else None
        at = f", regel {line}" if line else ""
        of = f" (bij {ident})" if ident else ""
        return ContentError(f"{shown}{at}: {where} {what}{of}.", hint="Herstel het bestand; `krachtgesprek dokter` zegt of het klopt.")

    @cached_property
    def leefgebieden(self) -> LeefgebiedSet:
        return self.load("leefgebieden.toml", LeefgebiedSet)

    @cached_property
    def vragenlijsten(self) -> dict[str, Vragenlijst]:
        """leefgebied id -> its questions, in the order of the leefgebieden. A leefgebied without a file is simply absent."""
        lists = [self.load(name, Vragenlijst) for name in self.source.names("vragen")]
        known = self.leefgebieden.ids
        seen: set[str] = set()
        for item in lists:
            if item.leefgebied not in known:
                raise ContentError(
                    f"prompts/vragen: het leefgebied {item.leefgebied!r} staat niet in leefgebieden.toml.", hint="Maak de namen gelijk."
                )
            for vraag in item.vragen:
                if vraag.id in seen:
                    raise ContentError(
                        f"prompts/vragen: de vraag-id {vraag.id} komt twee keer voor.", hint="Geef één van beide een andere id."
                    )
                seen.add(vraag.id)
        return {item.leefgebied: item for item in sorted(lists, key=lambda item: known.index(item.leefgebied))}

    def vraag(self, vraag_id: str) -> Vraag | None:
        """The voorbeeldvraag with this id, or None (a follow-up, or content that was replaced)."""
        for lijst in self.vragenlijsten.values():
            if (found := lijst.get(vraag_id)) is not None:
                return found
        return None
