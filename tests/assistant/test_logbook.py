"""The technical log: what it may hold, and that it is never a reason to stop."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.logbook import set_up


@pytest.fixture(autouse=True)
def the_log_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for handler in set(root.handlers) - set(handlers):
        handler.close()
    root.handlers[:], logging.raiseExceptions = handlers, True
    root.setLevel(level)


def test_a_place_where_no_log_can_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("hier kan geen map in", encoding="utf-8")

    set_up(tmp_path / "bestand" / "logboek")
    logging.getLogger("proef").error("dit gaat nergens heen")
    set_up(None)


def test_the_log_holds_codes_and_places_and_never_words(tmp_path: Path) -> None:
    set_up(tmp_path)
    try:
        raise ValueError("woorden van de client")
    except ValueError:
        logging.getLogger("proef").exception("scherm_fout", extra={"code": "K-ABC123", "tekst": "woorden van de client"})
    written = (tmp_path / "krachtgesprek.log").read_text(encoding="utf-8")

    assert "code=K-ABC123" in written and "ValueError at test_logbook.py" in written
    assert "woorden" not in written
