"""assistant.adapters.documents_out.calendar: open acties with a date as iCalendar.

The same actie keeps the same UID, so a later export replaces it in the calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assistant.errors import DocumentNotWritten

LENGTH = timedelta(minutes=30)
"""How long an entry with a clock time lasts. Nobody said; our own choice."""


class NothingToWrite(DocumentNotWritten):
    exit_code = 1


class CalendarWriter:
    """Takes the sheet of the plan (`agenda`). Raises NothingToWrite when no open actie has a date."""

    form = "ics"

    def write(self, blad: Mapping[str, Any]) -> bytes:
        from icalendar import Calendar, Event

        if not blad["agenda"]:
            raise NothingToWrite(
                "Er is geen open stap met een datum.", hint="Vul bij een stap een datum in; alleen die komt in een agenda."
            )
        zone = ZoneInfo("Europe/Amsterdam")
        made = datetime.fromisoformat(blad["gemaakt_op"]).astimezone(UTC)
        calendar = Calendar()
        calendar.add("prodid", "-//Krachtgesprek//NL")
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        for item in blad["agenda"]:
            entry = Event()
            day = date.fromisoformat(item["datum"])
            entry.add("uid", item["uid"])
            entry.add("dtstamp", made)
            entry.add("summary", item["titel"])
            if item["uur"] is None:
                entry.add("dtstart", day)
                entry.add("dtend", day + timedelta(days=1))
            else:
                start = datetime(day.year, day.month, day.day, item["uur"], item["minuut"], tzinfo=zone)
                entry.add("dtstart", start)
                entry.add("dtend", start + LENGTH)
            if item["waar"]:
                entry.add("location", item["waar"])
            words = "\n".join(part for part in (item["wanneer"], item["wie"]) if part)
            if words:
                entry.add("description", words)
            entry.add("class", "PRIVATE")
            entry.add("transp", "TRANSPARENT")
            calendar.add_component(entry)
        years = [date.fromisoformat(item["datum"]).year for item in blad["agenda"]]
        calendar.add_missing_timezones(first_date=date(min(years) - 1, 1, 1), last_date=date(max(years) + 2, 1, 1))
        return bytes(calendar.to_ical())
