"""assistant.adapters.dossiers.opening: open one encrypted file, and believe it only after looking.

The order matters; each step was seen to matter in a test (tests/promises): size, header, key, every page, structure.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, DossierNotWritten, DossierUnreadable, KeyRejected

PRAGMAS = (
    "journal_mode=TRUNCATE",  # nothing that was committed lives outside the checked file (WAL loses rows silently on one flipped bit)
    "synchronous=FULL",  # NORMAL loses confirmed answers on power loss
    "secure_delete=ON",
    "temp_store=MEMORY",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
)
CHECK_ALL_BYTES = 64 * 2**20
"""Up to this size everything is compared after an unclean end (about 0.1 s a MiB); above it only what is quick, the rest by `check`."""
DIGEST_BYTES = 512 * 2**20
"""Up to this size a clean end leaves a digest of the whole file outside it (about 2 ms a MiB), so that opening need not look further."""
BUSY_S = 5.0
"""How long a write waits for another window that is writing its access line."""

DB, KEY, LOCK = "dossiers.db", "sleutel.json", "dossiers.slot"
NEW = f"{DB}.nieuw"
"""A complete file that waits for its place: the last step of making or putting back was cut short. Opening finishes it."""

_RESTORE = "Zet een back-up terug met `krachtgesprek dossier herstel`."
UNCHANGED = f"Er is niets aan veranderd. {_RESTORE}"


def store_exists(folder: Path) -> bool:
    """True when there is a store here (the database or its key)."""
    return (folder / DB).exists() or (folder / KEY).exists()


def dbapi() -> Any:
    from sqlcipher3 import dbapi2

    return dbapi2


def damaged() -> DossierUnreadable:
    return DossierUnreadable("Het bestand met dossiers is beschadigd.", hint=UNCHANGED)


def translated(error: Exception) -> AssistantError:
    """The error of the library as one of ours. Its text names no client, and is only looked at, never shown."""
    kind = str(getattr(error, "orig", None) or error).lower()
    if any(word in kind for word in ("malformed", "not a database", "corrupt", "decode")):
        return DossierUnreadable("Het bestand met dossiers is beschadigd.", hint=_RESTORE)
    if "locked" in kind or "busy" in kind:
        return DossierNotWritten(
            "Een ander venster is net aan het bewaren.", hint="Uw tekst staat nog op het scherm. Bewaar opnieuw.", details="busy"
        )
    if "closed" in kind:
        return DossierUnreadable("Het bestand met dossiers is al gesloten.", hint="Open het programma opnieuw.")
    return DossierNotWritten(
        "De schijf is vol, of de map mag niet beschreven worden.",
        hint="Uw tekst staat nog op het scherm. Maak ruimte en bewaar opnieuw.",
        details=type(error).__name__,
    )


def check_head(path: Path) -> None:
    """Refuse what is no encrypted dossier file. Raises DossierUnreadable; nothing is touched."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError:
        raise DossierUnreadable("Het bestand met dossiers ontbreekt of is niet te lezen.", hint=_RESTORE) from None
    if len(head) < 16:  # SQLite would quietly make a new, empty database of it
        raise DossierUnreadable("Het bestand met dossiers is leeg of afgekapt.", hint=UNCHANGED)
    if head == b"SQLite format 3\0":
        raise DossierUnreadable("Dit bestand is niet versleuteld en hoort hier niet.", hint="Haal het weg en zet een back-up terug.")


def set_key(connection: Any, key: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level=NONE")  # otherwise the library writes on stderr, through the screen
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")


SOUND, UNUSED, DAMAGED = "gaaf", "ongebruikt", "beschadigd"


def look_at_pages(connection: Any) -> str:
    """SOUND, UNUSED or DAMAGED, from the checks of SQLCipher (every page against its HMAC) and SQLite (every page in use).

    UNUSED: only pages that hold nothing are torn. A power cut can leave that behind, since SQLite does not journal a page it takes from the
    free list: nothing was lost, and calling the file damaged would keep people from their dossiers (found by P02).
    Inside a read transaction: another window may be writing.
    """
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # takes the shared lock
        torn = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        pages, size = (int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
        thorough = "integrity_check" if pages * size <= CHECK_ALL_BYTES else "quick_check"
        if connection.execute(f"PRAGMA {thorough}(1)").fetchall() != [("ok",)]:  # reads every page in use: a wrong HMAC there is an error
            return DAMAGED
        return UNUSED if torn else SOUND
    except dbapi().DatabaseError as error:
        if "locked" in str(error):
            raise translated(error) from None
        return DAMAGED
    finally:
        if connection.in_transaction:
            connection.execute("COMMIT")


def open_file(
    path: Path,
    key: bytes,
    *,
    create: bool = False,
    check: bool = True,
    seen: list[str] | None = None,
    believe: Callable[[Any], bool] | None = None,
) -> Any:
    """Open the file with the raw key.

    Args:
        create: the file is made by us just now and is empty; never for a file that was there.
        check: look at every page before anything is believed.
        seen: takes what the look gave, SOUND or UNUSED; nothing when it was not needed.
        believe: asked before the look; True means the file is known to be byte for byte what we closed, so nothing needs looking at.

    Raises: DossierUnreadable (empty, cut off, not encrypted, damaged), KeyRejected (wrong key, or page 1 damaged: cannot be told apart).
    """
    import sqlcipher3

    api = dbapi()
    if not create:
        check_head(path)
    connection = sqlcipher3.connect(str(path), timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        set_key(connection, key)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except api.DatabaseError as error:
            if "locked" in str(error):
                raise translated(error) from None
            raise KeyRejected(
                "De wachtzin klopt niet, of het bestand is beschadigd.",
                hint="Er is niets veranderd. Draai `krachtgesprek dokter` of zet een back-up terug.",
            ) from None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        if check and not create and not (believe is not None and believe(connection)):
            if (found := look_at_pages(connection)) == DAMAGED:
                raise damaged()
            if seen is not None:
                seen.append(found)
    except BaseException as error:
        connection.close()
        if isinstance(error, api.DatabaseError):
            raise damaged() from None
        raise
    return connection
