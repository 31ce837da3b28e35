"""assistant.adapters.documents_out.safe_file: a file lands where the person pointed, or nowhere.

Made new with O_CREAT | O_EXCL | O_NOFOLLOW and mode 0600 inside an opened folder: nothing is overwritten, no link is followed,
no name climbs out.
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from assistant.errors import DocumentNotWritten

MAX_NAME = 120
"""Bytes of a file name. Our own choice: below the 255 of every file system, with room for a number."""
MAX_TRIES = 200
_RESERVED = frozenset({"con", "prn", "aux", "nul", "clock$", *(f"{kind}{n}" for kind in ("com", "lpt") for n in "0123456789¹²³")})
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]')


def check_name(name: str) -> str:
    """Return `name` when it is a plain file name on Linux, macOS and Windows alike.

    Raises:
        DocumentNotWritten: empty, a path, `..`, a device name, a hidden or too long name, signs no file system agrees on.
    """
    plain = unicodedata.normalize("NFC", name)
    stem = plain.split(".")[0].strip().lower()
    bad = (
        not plain.strip()
        or plain != plain.strip()
        or plain.startswith((".", "-", "~"))
        or plain.endswith(".")
        or ".." in plain
        or _FORBIDDEN.search(plain)
        or unicodedata.normalize("NFKC", stem) in _RESERVED
        or len(plain.encode("utf-8", "surrogatepass")) > MAX_NAME
    )
    if bad:
        raise DocumentNotWritten("Deze bestandsnaam kan niet.", hint="Gebruik letters, cijfers en streepjes, zonder map ervoor.")
    return plain


def put_file(folder: Path, name: str, data: bytes, *, forbidden: Path | None = None) -> Path:
    """Write `data` as a new file in an existing folder and say where it is. A name that is taken gets -2, -3 …

    Args:
        folder: must exist; it is never made, so that a typing mistake does not become a place.
        forbidden: a folder nothing may be written in (the program's own data).

    Raises:
        DocumentNotWritten: no such folder, no rights, no room, a name that cannot be; then no file is left behind.
    """
    name = check_name(name)
    try:
        real = folder.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        raise DocumentNotWritten("De map bestaat niet.", hint="Kies een map die er al is.") from None
    if not real.is_dir():
        raise DocumentNotWritten("Dit is geen map.", hint="Kies een map die er al is.")
    if forbidden is not None and real.is_relative_to(forbidden.resolve()):
        raise DocumentNotWritten("In de gegevensmap van het programma zelf wordt niets gezet.", hint="Kies een andere map.")
    stem, dot, ending = name.rpartition(".")
    for number in range(1, MAX_TRIES + 1):
        tried = name if number == 1 else f"{stem}-{number}{dot}{ending}" if dot else f"{name}-{number}"
        try:
            return _write_new(real, tried, data)
        except FileExistsError:
            continue
        except OSError as error:
            raise DocumentNotWritten(
                "Het bestand is niet gemaakt: geen rechten of geen ruimte in die map.",
                hint="Kies een andere map of maak ruimte.",
                details=type(error).__name__,
            ) from None
    raise DocumentNotWritten("Er staan al te veel bestanden met deze naam.", hint="Ruim de map op of kies een andere naam.")


def _write_new(folder: Path, name: str, data: bytes) -> Path:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    inside: int | None = None
    if os.open in os.supports_dir_fd:  # the folder is held open, so that nobody swaps it for a link meanwhile
        inside = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0))
    place = name if inside is not None else str(folder / name)
    try:
        fd = os.open(place, flags, 0o600, dir_fd=inside)
        try:
            with os.fdopen(fd, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            os.unlink(place, dir_fd=inside)  # half a file is no file
            raise
    finally:
        if inside is not None:
            os.close(inside)
    return folder / name


def csv_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: a quote before what starts with = + - @, a tab or a line end, also behind spaces."""
    return f"'{text}" if re.match(r"\s*[=+\-@|%\t\r\n＝＋－＠]", text) else text
