"""assistant.engine.sheet_parts: what every sheet is put together from: blocks, Dutch dates, and readers for the rooms of a dossier.

The shapes of blocks stand in assistant.engine.exporting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from assistant.domain.values import clean_text

Blad = dict[str, Any]
Blok = dict[str, Any]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")


# -- dates ---------------------------------------------------------------------------------------


def dutch_date(moment: datetime | date) -> str:
    """'22 november 2026', on the Dutch clock."""
    day = moment.astimezone(AMSTERDAM).date() if isinstance(moment, datetime) else moment
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def dutch_moment(iso: str) -> str:
    """'22 november 2026, 14:03' on the Dutch clock, from an ISO moment; what cannot be read is shown as it is."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{dutch_date(moment)}, {moment.astimezone(AMSTERDAM):%H:%M}"


_TIME = re.compile(r"\b([01]?\d|2[0-3])[:.]([0-5]\d)\b(?!\d)")


def time_in(words: str) -> tuple[int, int] | None:
    """(hour, minute) when the words name a clock time in figures ('zaterdag om 10.30 uur'); None otherwise ('om drie uur' may be 15:00)."""
    found = _TIME.search(words)
    return (int(found[1]), int(found[2])) if found else None


# -- rooms of a dossier, read as plain documents ---------------------------------------------------


def strings_in(node: Any) -> Iterator[str]:
    """Every string in a plain document, keys left out."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from strings_in(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from strings_in(value)


def docs_in(node: Any) -> list[Mapping[str, Any]]:
    return [item for item in node if isinstance(item, Mapping)] if isinstance(node, list | tuple) else []


def room_of(rooms: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    for name in names:
        found = rooms.get(name)
        if isinstance(found, Mapping):
            return found
    return {}


def contacts_of(rooms: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return docs_in(room_of(rooms, "netwerk").get("contacten"))


def paper_text(value: Any) -> str:
    """A string fit for paper, or ''."""
    return clean_text(value).strip() if isinstance(value, str) else ""


# -- blocks --------------------------------------------------------------------------------------


def fill_in(pattern: str, **values: object) -> str:
    """Put values into {…} in one pass: braces inside a value stay as they are."""
    return re.sub(r"\{(\w+)\}", lambda m: str(values.get(m[1], m[0])), pattern)


def heading(text: str, icon: str = "", picture: str = "") -> Blok:
    return {"soort": "kop", "tekst": text, "icoon": icon, "beeld": picture}


def paragraph(text: str, style: str = "gewoon") -> Blok:
    return {"soort": "tekst", "tekst": text, "stijl": style}


def quotation(title: str, texts: Iterable[str]) -> Blok:
    return {"soort": "citaten", "kop": title, "icoon": "", "items": [{"tekst": text, "bij": ""} for text in texts]}


def icon_row(icon: str, title: str, text: str, empty: str) -> dict[str, Any]:
    return {"icoon": icon, "kop": title, "tekst": text or empty, "leeg": not text}


def field_row(title: str, text: str, empty: str) -> dict[str, Any]:
    return {"kop": title, "tekst": text or empty, "leeg": not text}


def short_name(name: str, most: int = 22) -> str:
    """The name for inside a drawing; whole names stand in the list beneath it."""
    name = " ".join(name.split())
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def sheet_texts(blad: Mapping[str, Any]) -> list[str]:
    """Every text a reader must be able to find on the sheet, in order. For tests and for choosing letters."""
    skip = {"soort", "icoon", "beeld", "stijl", "id", "alt", "kort", "vorm", "data"}
    out: list[str] = [blad["titel"], blad["naam"]]

    def walk(node: Any) -> None:
        if isinstance(node, str):
            out.append(node)
        elif isinstance(node, Mapping):
            for key, value in node.items():
                if key not in skip:
                    walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(blad["blokken"])
    return [text for text in out if text.strip()]
