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
from dataclasses import dataclass, replace
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
    """What is known outside the file: its last line, and after a clean end the digest of the whole file."""

    n: int
    hash: str
    bestand: str = ""
    """SHA-256 of the file as it was closed. '' while it is open, and after a kill."""
    trusted: bool = True
    """False: the anchor file was not written by this store."""
    bare: bool = False
    """True: there is no seal on it at all, as under schema 0001."""


def _mac(key: bytes, anchor: Anchor) -> str:
    return hmac.new(key, f"anker|{anchor.n}|{anchor.hash}|{anchor.bestand}".encode(), "sha256").hexdigest()


def read_anchor(path: Path, key: bytes) -> Anchor | None:
    """None: there is no anchor, or a power cut left it half (then the file itself still stands)."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        found = Anchor(int(data["n"]), str(data["hash"]), str(data.get("bestand", "")))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return replace(found, trusted=hmac.compare_digest(str(data.get("mac", "")), _mac(key, found)), bare="mac" not in data)


def write_anchor(path: Path, key: bytes, anchor: Anchor) -> None:
    """Best effort and without sync: an anchor that is behind does no harm."""
    aside = path.with_suffix(".nieuw")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fd = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(fd, "w", encoding="utf-8") as file:
            json.dump({"n": anchor.n, "hash": anchor.hash, "bestand": anchor.bestand, "mac": _mac(key, anchor)}, file)
        aside.replace(path)
    except OSError as error:
        log.warning("anker_niet_bewaard", extra={"soort": type(error).__name__})


def file_digest(path: Path) -> str:
    """SHA-256 of the bytes of a file; '' when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
