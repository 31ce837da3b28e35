"""assistant.logbook: the technical log. A small rotating file in the data folder; ids, counts and milliseconds only.

`SafeFormatter` is the last line of defence: it drops tracebacks' locals and texts of exceptions, and every extra field that is not on the short list.
"""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import re
import secrets
from pathlib import Path

ALLOWED = ("code", "dossier", "gebeurtenis", "chars", "ms", "aantal", "soort", "versie", "exit_code", "wat")
"""Extra fields that may be written. Everything else is left out."""

_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class SafeFormatter(logging.Formatter):
    """One line per record: time, level, logger, message id and the allowed fields. Exceptions appear as type and place, never as text."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [self.formatTime(record, "%Y-%m-%dT%H:%M:%S"), record.levelname, record.name, _LINE.sub(" ", str(record.msg))[:120]]
        parts += [f"{key}={_LINE.sub(' ', str(getattr(record, key)))[:80]}" for key in ALLOWED if hasattr(record, key)]
        if record.exc_info and record.exc_info[0] is not None:
            trace, where = record.exc_info[2], []
            while trace is not None:
                code = trace.tb_frame.f_code
                where.append(f"{Path(code.co_filename).name}:{trace.tb_lineno}")
                trace = trace.tb_next
            parts.append(f"{record.exc_info[0].__name__} at {' < '.join(reversed(where[-6:]))}")
        return " ".join(parts)


def set_up(folder: Path | None) -> None:
    """Send the log to `folder`/krachtgesprek.log (0.5 MB, two old ones). None or an unwritable folder: no log at all."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    new: logging.Handler = logging.NullHandler()
    if folder is not None:
        with contextlib.suppress(OSError):  # a log that cannot be written is no reason to stop
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            new = logging.handlers.RotatingFileHandler(folder / "krachtgesprek.log", maxBytes=500_000, backupCount=2, encoding="utf-8")
            (folder / "krachtgesprek.log").chmod(0o600)
    new.setFormatter(SafeFormatter())
    root.addHandler(new)
    root.setLevel(logging.INFO)
    for noisy in ("httpx", "httpcore", "openai", "chromadb", "langchain", "sentence_transformers", "urllib3", "alembic"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    logging.raiseExceptions = False


def incident_code() -> str:
    """A short code that stands on the screen and in the log, so that a helpdesk can find the place without seeing a client's words."""
    return f"K-{secrets.token_hex(3).upper()}"
