"""assistant.adapters.dossiers.erasures: a small list beside the anchor of which dossiers were erased, so that an old back-up does not
bring them back unseen.

It holds keyed digests and moments, no ids and no codes; only who has the key of the store can tell which dossier a line is about. The key
stands inside the encrypted file and so in every back-up of it.
"""

from __future__ import annotations

import hmac
import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path

log = logging.getLogger(__name__)


def sign(key: bytes, dossier_id: str) -> str:
    """By which an erased dossier is known again."""
    return hmac.new(key, f"gewist|{dossier_id}".encode(), "sha256").hexdigest()


def read(path: Path) -> dict[str, str]:
    """Sign -> moment of erasing (ISO, UTC). Empty: nothing was erased, or the list is gone or damaged (the log of the store still knows)."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {str(k): str(v) for k, v in dict(data["gewist"]).items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write(path: Path, erased: Mapping[str, str]) -> None:
    """Replace the list whole and synced. Best effort: where it cannot be written, the log of the store is what is left."""
    aside = path.with_suffix(".nieuw")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fd = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(fd, "w", encoding="utf-8") as file:
            json.dump({"versie": 1, "gewist": dict(sorted(erased.items()))}, file)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        log.warning("wislijst_niet_bewaard", extra={"soort": type(error).__name__})
