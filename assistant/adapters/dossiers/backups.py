"""assistant.adapters.dossiers.backups: a whole encrypted copy, what is in one, and the checks before one is put back.

In:    an open store, or the folder of a copy and its secret.   Out: a folder with a database and its key; what it holds.
Never: changes what stands in the folder of the dossiers before the copy is found whole; `put_in_place` keeps what stood there aside.
"""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.adapters.dossiers import erasures, keys
from assistant.adapters.dossiers.opening import DB, KEY, LOCK, NEW, dbapi, open_file, store_exists, translated
from assistant.engine.ports import Clock
from assistant.errors import AssistantError, DossierLocked, DossierNotWritten


def write_copy(raw: Any, envelope: Path, key: bytes, folder: Path) -> None:
    """Write everything in the open connection `raw` into the new folder, with its envelope, and compare it row by row.

    Raises: DossierNotWritten.
    """
    try:
        folder.mkdir(parents=True, mode=0o700)
        raw.execute("VACUUM INTO ?", (str(folder / DB),))
        (folder / DB).chmod(0o600)
        keys.sync(folder / DB)
        keys.write_whole(folder / KEY, envelope.read_text(encoding="utf-8"))
        copy = open_file(folder / DB, key)
        try:
            same = all(_rows(raw, table) == _rows(copy, table) for table in ("dossier", "log", "concept", "geheim", "bijlage"))
        finally:
            copy.close()
        if not same:
            raise DossierNotWritten("De back-up klopt niet en is niet te gebruiken.", hint="Maak ruimte vrij en probeer het opnieuw.")
    except AssistantError:
        raise
    except Exception as error:  # noqa: BLE001 - the library has no common error for a full disk here
        raise DossierNotWritten(
            "De back-up is niet gelukt.", hint="Kies een map waar u mag schrijven en waar ruimte is.", details=type(error).__name__
        ) from None


def _rows(connection: Any, table: str) -> list[Any]:
    found: list[Any] = connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608 - names from our own list
    return found


@dataclass(frozen=True)
class Inhoud:
    """What a back-up holds."""

    dossiers: int
    laatste: str
    """Moment of its last line, ISO in UTC; '' for an empty one."""
    gewist: tuple[tuple[str, str], ...]
    """(code, moment of erasing) of dossiers that were erased here after it was made: putting it back would bring them back."""


def look_into(backup: Path, secret: str, *, anchor_folder: Path, current: Path | None = None) -> Inhoud:
    """What is in a back-up, without putting it back.

    Args:
        current: the folder of the store that is used now. Its log knows of erasures too, when the same secret opens it and nobody has it open.

    Raises: KeyRejected, DossierUnreadable.
    """
    raw = open_file(backup / DB, keys.open_key(backup / KEY, secret))
    try:
        rows = raw.execute("SELECT id, code FROM dossier ORDER BY code").fetchall()
        meta = dict(raw.execute("SELECT naam, waarde FROM meta WHERE naam IN ('winkel', 'zegel')"))
        last = raw.execute("SELECT coalesce(max(tijd_utc), '') FROM log").fetchone()[0]
    except dbapi().Error as error:
        raise translated(error) from None
    finally:
        raw.close()
    listed = erasures.read(anchor_folder / f"gewist-{meta.get('winkel', '')}.json")
    seal = bytes.fromhex(meta.get("zegel", ""))
    gone = {dossier: listed.get(erasures.sign(seal, dossier), "") for dossier, _ in rows}
    for dossier, moment in _erased_in(current, secret).items():
        gone[dossier] = gone.get(dossier) or moment
    return Inhoud(len(rows), str(last), tuple((code, gone[dossier]) for dossier, code in rows if gone.get(dossier)))


def _erased_in(folder: Path | None, secret: str) -> dict[str, str]:
    """Dossier id -> moment, from the log of a store. Empty: another key, or no store."""
    if folder is None or not store_exists(folder):
        return {}
    try:
        raw = open_file(folder / DB, keys.open_key(folder / KEY, secret), check=False)
    except AssistantError:
        return {}
    try:
        statement = "SELECT dossier, max(tijd_utc) FROM log WHERE gebeurtenis = 'dossier_gewist' AND dossier NOT IN (SELECT id FROM dossier) GROUP BY dossier"
        return {str(a): str(b) for a, b in raw.execute(statement).fetchall()}
    except dbapi().Error:
        return {}
    finally:
        raw.close()


def put_in_place(backup: Path, folder: Path, secret: str, *, clock: Clock) -> tuple[bytes, Path | None]:
    """Put a checked copy where the dossiers stand. Returns (its key, where the old files went or None).

    Raises: KeyRejected, DossierUnreadable, DossierNotWritten, DossierLocked (open in another window); then nothing has changed.
    """
    from filelock import FileLock, Timeout

    key = keys.open_key(backup / KEY, secret)
    open_file(backup / DB, key).close()
    aside: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(str(folder / LOCK), thread_local=False, mode=0o600)
        lock.acquire(timeout=0)
    except Timeout:
        raise DossierLocked(
            "Deze dossiers zijn open in een ander venster.", hint="Sluit het andere venster; er is niets veranderd."
        ) from None
    except OSError as error:
        raise DossierNotWritten(
            "De back-up is niet teruggezet.", hint="Controleer de rechten en de vrije ruimte.", details=type(error).__name__
        ) from None
    try:
        # the copy is whole and checked before anything that stands here is touched
        (folder / NEW).unlink(missing_ok=True)
        shutil.copyfile(backup / DB, folder / NEW)
        (folder / NEW).chmod(0o600)
        keys.sync(folder / NEW)
        open_file(folder / NEW, key).close()
        if store_exists(folder):
            aside = folder / f"vervangen-{clock.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
            aside.mkdir(mode=0o700)
            for name in (DB, f"{DB}-journal", KEY):
                if (folder / name).exists():
                    shutil.copyfile(folder / name, aside / name)
                    (aside / name).chmod(0o600)
                    keys.sync(aside / name)
        keys.write_whole(folder / KEY, (backup / KEY).read_text(encoding="utf-8"))
        (folder / f"{DB}-journal").unlink(missing_ok=True)  # it belongs to the file that is kept aside
        keys.move(folder / NEW, folder / DB)
    except OSError as error:
        raise DossierNotWritten(
            "De back-up is niet teruggezet.", hint="Controleer de rechten en de vrije ruimte.", details=type(error).__name__
        ) from None
    finally:
        lock.release(force=True)
    return key, aside
