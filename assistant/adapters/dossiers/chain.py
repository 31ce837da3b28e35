"""assistant.adapters.dossiers.chain: the access log as a chain, and the anchor outside the file.

Each line carries the hash of the line before; a line that belongs to a saved dossier also carries a keyed digest of what was
saved. So an old page put back is seen from inside, and a whole old file by the anchor: the number and hash of the last line, kept in
another folder.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

FIRST = "0" * 64
FIELDS = (
    "n",
    "tijd_utc",
    "wie",
    "namens",
    "rol",
    "gebeurtenis",
    "dossier",
    "object",
    "reden",
    "werkplek",
    "uitkomst",
    "vorige_hash",
    "hash",
    "inhoud",
)


@dataclass(frozen=True)
class AccessLine:
    """One line of the access log, in the fields NEN 7513 asks for. No client words."""

    n: int
    tijd_utc: str
    wie: str
    namens: str
    rol: str
    gebeurtenis: str
    dossier: str
    object: str
    reden: str
    werkplek: str
    uitkomst: str
    vorige_hash: str
    hash: str
    inhoud: str = ""
    """Keyed digest of the dossier as saved by this line; '' for a line that saved nothing."""


def line_hash(line: AccessLine) -> str:
    """SHA-256 over everything but the hash itself. `inhoud` counts only when there is one: lines of schema 0001 had none."""
    fields: list[object] = [getattr(line, name) for name in FIELDS if name not in ("hash", "inhoud")]
    if line.inhoud:
        fields.append(line.inhoud)
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def digest(key: bytes, document: str) -> str:
    """Keyed digest of a document: without the key it says nothing about the words."""
    return hmac.new(key, document.encode(), "sha256").hexdigest()[:32]


def chain_is_whole(lines: Iterable[AccessLine], *, start: int = 1, previous: str = FIRST) -> bool:
    """True when the lines follow each other from number `start`, each with the right hash."""
    for expected, line in enumerate(lines, start):
        if line.n != expected or line.vorige_hash != previous or line.hash != line_hash(line):
            return False
        previous = line.hash
    return True


@dataclass(frozen=True)
class Anchor:
    """The last line as it was known outside the file."""

    n: int
    hash: str
    trusted: bool = True
    """False: the anchor file was not written with this store's key."""


def _mac(key: bytes, n: int, head: str) -> str:
    return hmac.new(key, f"anker|{n}|{head}".encode(), "sha256").hexdigest()


def read_anchor(path: Path, key: bytes) -> Anchor | None:
    """None: there is no anchor, or a power cut left it half (then the file itself still stands)."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        n, head = int(data["n"]), str(data["hash"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Anchor(n, head, trusted=hmac.compare_digest(str(data.get("mac", "")), _mac(key, n, head)))


def write_anchor(path: Path, key: bytes, n: int, head: str) -> None:
    """Best effort and without sync: an anchor that is behind does no harm."""
    aside = path.with_suffix(".nieuw")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fd = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(fd, "w", encoding="utf-8") as file:
            json.dump({"n": n, "hash": head, "mac": _mac(key, n, head)}, file)
        aside.replace(path)
    except OSError as error:
        log.warning("anker_niet_bewaard", extra={"soort": type(error).__name__})
