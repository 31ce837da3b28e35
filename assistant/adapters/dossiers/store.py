"""assistant.adapters.dossiers.store: DossierStore on SQLCipher through SQLAlchemy.

Durable: journal_mode=TRUNCATE and synchronous=FULL, one transaction per call with the access lines in it, committed when the call returns.
Honest: a file is checked before it is believed (size, header, key, every page, chain of the log, anchor outside the file).
Alone: one window writes; a second one may read.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.adapters.dossiers import keys
from assistant.domain.dossier import Dossier
from assistant.engine.ports import Clock
from assistant.errors import (
    AssistantError,
    DossierLocked,
    DossierNotFound,
    DossierNotWritten,
    DossierStale,
    DossierUnreadable,
    KeyRejected,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

log = logging.getLogger(__name__)

DB, KEY, LOCK = "dossiers.db", "sleutel.json", "dossiers.slot"
HEAD_REVISION = "0001"
_FIRST = "0" * 64


@dataclass(frozen=True)
class Summary:
    id: str
    code: str
    setting: str
    bewaard_op: datetime
    version: int


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


def _chain_hash(fields: Iterable[Any]) -> str:
    return hashlib.sha256(json.dumps(list(fields), ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _raw_open(path: Path, key: bytes, *, create: bool = False, check: bool = True) -> Any:
    """Open the file; the order matters (each step was seen to matter in a test).

    Raises: DossierUnreadable (empty, cut off, not encrypted, damaged), KeyRejected.
    """
    import sqlcipher3
    from sqlcipher3 import dbapi2

    if not create:
        try:
            with path.open("rb") as file:
                head = file.read(16)
        except OSError:
            raise DossierUnreadable("Het bestand met dossiers ontbreekt of is niet te lezen.", hint="Zet een back-up terug met `krachtgesprek dossier herstel`.") from None
        if len(head) < 16:  # SQLite would quietly make a new, empty database of it
            raise DossierUnreadable("Het bestand met dossiers is leeg of afgekapt.", hint="Er is niets aan veranderd. Zet een back-up terug met `krachtgesprek dossier herstel`.")
        if head == b"SQLite format 3\0":
            raise DossierUnreadable("Dit bestand is niet versleuteld en hoort hier niet.", hint="Haal het weg en zet een back-up terug.")
    connection = sqlcipher3.connect(str(path), timeout=5, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")  # otherwise the library writes on stderr, through the screen
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        try:
            connection.execute("SELECT count(*) FROM sqlite_master")
        except dbapi2.DatabaseError:
            raise KeyRejected("De wachtzin klopt niet, of het bestand is beschadigd.", hint="Er is niets veranderd. Draai `krachtgesprek dokter` of zet een back-up terug.") from None
        for pragma in ("journal_mode=TRUNCATE", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        if check and not create and list(connection.execute("PRAGMA cipher_integrity_check")):
            raise DossierUnreadable("Het bestand met dossiers is beschadigd.", hint="Er is niets aan veranderd. Zet een back-up terug met `krachtgesprek dossier herstel`.")
    except BaseException as error:
        connection.close()
        if isinstance(error, dbapi2.DatabaseError):
            raise DossierUnreadable(
                "Het bestand met dossiers is beschadigd of niet te lezen.", hint="Er is niets aan veranderd. Zet een back-up terug met `krachtgesprek dossier herstel`."
            ) from None
        raise
    return connection


def store_exists(folder: Path) -> bool:
    """True when there is a store here (the database or its key)."""
    return (folder / DB).exists() or (folder / KEY).exists()


def create_store(
    folder: Path, passphrase: str, *, clock: Clock, anchor_folder: Path | None = None, cost: dict[str, int] | None = None
) -> tuple[SqlcipherStore, str]:
    """Make an empty store. Returns it opened, and the recovery code that is shown once.

    Raises: RuleError (passphrase too short), DossierNotWritten, DossierUnreadable (there is one already).
    """
    if store_exists(folder):
        raise DossierUnreadable("Er staat hier al een bestand met dossiers.", hint="Open het met uw wachtzin.")
    keys.check_passphrase(passphrase)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DossierNotWritten(f"De map {folder} is niet te maken.", hint="Kies een andere map met --gegevens.", details=type(error).__name__) from None
    key, code = keys.create(folder / KEY, passphrase, cost=cost)
    return SqlcipherStore(folder, key, clock=clock, anchor_folder=anchor_folder, create=True), code


def open_store(folder: Path, secret: str, *, clock: Clock, anchor_folder: Path | None = None) -> SqlcipherStore:
    """Open with the passphrase or the recovery code.

    Raises: KeyRejected, DossierUnreadable.
    """
    key = keys.open_key(folder / KEY, secret)
    return SqlcipherStore(folder, key, clock=clock, anchor_folder=anchor_folder)


class SqlcipherStore:
    """See engine.ports.DossierStore. One connection, one lock; calls from several threads are carried out one after another."""

    def __init__(self, folder: Path, key: bytes, *, clock: Clock, anchor_folder: Path | None = None, create: bool = False) -> None:
        import sqlalchemy as sa
        from filelock import FileLock, Timeout

        self.folder, self._key, self._clock = folder, key, clock
        self._anchor_folder = anchor_folder or folder
        self._mutex = threading.RLock()
        self._file_lock = FileLock(str(folder / LOCK), thread_local=False, mode=0o600)
        try:
            self._file_lock.acquire(timeout=0)
            self._read_only = False
        except Timeout:
            self._read_only = True
        except OSError:
            self._read_only = True  # a read-only folder: reading still works
        try:
            raw = _raw_open(folder / DB, key, create=create)
            if create:
                (folder / DB).chmod(0o600)
            self._engine = sa.create_engine(
                "sqlite://", creator=lambda: raw, poolclass=sa.pool.StaticPool, module=_dbapi(), hide_parameters=True, echo=False
            )

            @sa.event.listens_for(self._engine, "begin")
            def _begin(connection: Connection) -> None:  # without this SQLAlchemy has no transactions here: rollback would do nothing
                connection.exec_driver_sql("BEGIN" if self._read_only else "BEGIN IMMEDIATE")

            self._raw = raw
            if not self._read_only:
                self._migrate()
            self.waarschuwing = self._check_history()
        except BaseException:
            self._file_lock.release(force=True)
            raise

    # -- opening ---------------------------------------------------------------------------------

    def _migrate(self) -> None:
        tables = {row[0] for row in self._raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "alembic_version" in tables and list(self._raw.execute("SELECT version_num FROM alembic_version")) == [(HEAD_REVISION,)]:
            return
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self._transaction() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if not connection.exec_driver_sql("SELECT 1 FROM meta WHERE naam = 'winkel'").first():
                connection.exec_driver_sql("INSERT INTO meta VALUES ('winkel', ?)", (secrets.token_hex(8),))

    def _check_history(self) -> str:
        """'' when the log's chain is whole and not older than the anchor; otherwise a Dutch sentence to show. Never refuses: the words must stay readable."""
        previous = _FIRST
        last = 0
        for row in self._raw.execute(f"SELECT {', '.join(AccessLine.__dataclass_fields__)} FROM log ORDER BY n"):
            *fields, own = row
            if fields[-1] != previous or own != _chain_hash(fields) or fields[0] != last + 1:
                return "Het logboek van dit bestand is veranderd buiten het programma om. Meld dit bij uw beheerder."
            previous, last = own, fields[0]
        anchor = self._read_anchor()
        if anchor is not None:
            n, head = anchor
            if n > last:
                return "Dit is een oudere kopie van uw dossiers: er is hier later nog iets bewaard dat nu ontbreekt. Meld dit bij uw beheerder."
            if n and self._raw.execute("SELECT hash FROM log WHERE n = ?", (n,)).fetchone() != (head,):
                return "Dit bestand sluit niet aan op wat hier het laatst is bewaard. Meld dit bij uw beheerder."
        return ""

    def _anchor_path(self) -> Path:
        found = self._raw.execute("SELECT waarde FROM meta WHERE naam = 'winkel'").fetchone()
        return self._anchor_folder / f"anker-{found[0] if found else 'nieuw'}.json"

    def _read_anchor(self) -> tuple[int, str] | None:
        try:
            data = json.loads(self._anchor_path().read_text(encoding="utf-8"))
            return int(data["n"]), str(data["hash"])
        except (OSError, ValueError, KeyError):
            return None

    def _write_anchor(self, n: int, head: str) -> None:
        """Best effort and without sync: being behind is harmless, being ahead is what matters."""
        path = self._anchor_path()
        aside = path.with_suffix(".nieuw")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fd = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(fd, "w", encoding="utf-8") as file:
                json.dump({"n": n, "hash": head}, file)
            os.replace(aside, path)
        except OSError as error:
            log.warning("anker_niet_bewaard", extra={"soort": type(error).__name__})

    # -- transactions ----------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """One transaction under the lock; disk trouble becomes DossierNotWritten, damage DossierUnreadable, and nothing is half done."""
        from sqlalchemy.exc import SQLAlchemyError

        with self._mutex:
            try:
                with self._engine.begin() as connection:
                    yield connection
            except AssistantError:
                raise
            except SQLAlchemyError as error:
                kind = str(getattr(error, "orig", "") or "")
                if "malformed" in kind or "not a database" in kind:
                    raise DossierUnreadable("Het bestand met dossiers is beschadigd.", hint="Zet een back-up terug met `krachtgesprek dossier herstel`.") from None
                raise DossierNotWritten(
                    "Dit is niet bewaard: de schijf is vol, of de map mag niet beschreven worden.",
                    hint="Uw tekst staat nog op het scherm. Maak ruimte en bewaar opnieuw.",
                    details=type(error).__name__,
                ) from None

    def _must_write(self) -> None:
        if self._read_only:
            raise DossierLocked("Deze dossiers zijn al open in een ander venster; hier kunt u alleen lezen.", hint="Sluit het andere venster en open opnieuw.")

    def _line(self, connection: Connection, *, wie: str, gebeurtenis: str, dossier: str, object: str = "", reden: str = "", uitkomst: str = "gelukt") -> tuple[int, str]:
        row = connection.exec_driver_sql("SELECT n, hash FROM log ORDER BY n DESC LIMIT 1").first()
        n, previous = (row[0] + 1, row[1]) if row else (1, _FIRST)
        fields = (n, self._clock.now().isoformat(), wie, wie, "begeleider", gebeurtenis, dossier, object, reden, "deze computer", uitkomst, previous)
        head = _chain_hash(fields)
        connection.exec_driver_sql(f"INSERT INTO log VALUES ({','.join('?' * 13)})", (*fields, head))
        return n, head

    # -- the port --------------------------------------------------------------------------------

    @property
    def read_only(self) -> bool:
        return self._read_only

    def list(self) -> tuple[Summary, ...]:
        with self._mutex:
            rows = list(self._raw.execute("SELECT id, code, setting, bewaard_op, version FROM dossier ORDER BY bewaard_op DESC"))
        return tuple(Summary(a, b, c, datetime.fromisoformat(d), e) for a, b, c, d, e in rows)

    def load(self, dossier_id: str, *, wie: str = "", reden: str = "") -> Dossier:
        with self._mutex:
            row = self._raw.execute("SELECT document, version FROM dossier WHERE id = ?", (dossier_id,)).fetchone()
        if row is None:
            raise DossierNotFound(f"Er is geen dossier {dossier_id}.", hint="Kies er een uit de lijst: `krachtgesprek dossier lijst`.")
        try:
            dossier = Dossier.model_validate_json(row[0])
        except ValueError:
            raise DossierUnreadable("Dit dossier past niet bij deze versie van het programma.", hint="Werk het programma bij of zet een back-up terug.") from None
        if wie and not self._read_only:
            with self._transaction() as connection:
                anchor = self._line(connection, wie=wie, gebeurtenis="dossier_geopend", dossier=dossier_id, reden=reden)
            self._write_anchor(*anchor)
        return dossier.replace(version=row[1])

    def save(self, dossier: Dossier, *, expected_version: int, wie: str, gebeurtenissen: Iterable[Any] = ()) -> Dossier:
        self._must_write()
        new = dossier.replace(version=expected_version + 1)
        document = new.model_dump_json()
        now = self._clock.now().astimezone(UTC).isoformat()
        with self._transaction() as connection:
            row = connection.exec_driver_sql("SELECT version FROM dossier WHERE id = ?", (dossier.id,)).first()
            current = row[0] if row else 0
            if current != expected_version:
                raise DossierStale(
                    "Dit dossier is intussen ergens anders gewijzigd.", hint="Open het opnieuw; uw laatste tekst staat er nog.", details=f"{expected_version} != {current}"
                )
            values = (new.code, new.setting, new.version, now, document, new.id)
            if row:
                connection.exec_driver_sql("UPDATE dossier SET code=?, setting=?, version=?, bewaard_op=?, document=? WHERE id=?", values)
            else:
                connection.exec_driver_sql("INSERT INTO dossier(code, setting, version, bewaard_op, document, id) VALUES (?,?,?,?,?,?)", values)
            known = {r[0] for r in connection.exec_driver_sql("SELECT uiting FROM zoek WHERE dossier = ?", (new.id,))}
            for uiting in new.uitingen:
                if uiting.id not in known:
                    connection.exec_driver_sql("INSERT INTO zoek(dossier, uiting, tekst) VALUES (?,?,?)", (new.id, uiting.id, uiting.tekst))
            anchor = None
            for event in gebeurtenissen:
                anchor = self._line(connection, wie=wie or "begeleider", gebeurtenis=event.soort, dossier=new.id, object=event.object)
        if anchor is not None:
            self._write_anchor(*anchor)
        return new

    def delete(self, dossier_id: str, *, wie: str, reden: str) -> None:
        """Erase one dossier so that no byte of it is left in the file. The log keeps that it happened, without words."""
        self._must_write()
        with self._transaction() as connection:
            if not connection.exec_driver_sql("SELECT 1 FROM dossier WHERE id = ?", (dossier_id,)).first():
                raise DossierNotFound(f"Er is geen dossier {dossier_id}.", hint="Kies er een uit de lijst: `krachtgesprek dossier lijst`.")
            for statement in ("DELETE FROM dossier WHERE id = ?", "DELETE FROM concept WHERE dossier = ?", "DELETE FROM zoek WHERE dossier = ?"):
                connection.exec_driver_sql(statement, (dossier_id,))
            connection.exec_driver_sql("INSERT INTO zoek(zoek) VALUES ('optimize')")
            anchor = self._line(connection, wie=wie, gebeurtenis="dossier_gewist", dossier=dossier_id, reden=reden)
        with self._mutex:
            self._raw.execute("VACUUM")
        self._write_anchor(*anchor)

    def keep_draft(self, dossier_id: str, plaats: str, tekst: str) -> None:
        self._must_write()
        with self._transaction() as connection:
            if tekst:
                connection.exec_driver_sql("INSERT OR REPLACE INTO concept VALUES (?,?,?)", (dossier_id, plaats, tekst))
            else:
                connection.exec_driver_sql("DELETE FROM concept WHERE dossier = ? AND plaats = ?", (dossier_id, plaats))

    def draft(self, dossier_id: str, plaats: str) -> str:
        with self._mutex:
            row = self._raw.execute("SELECT tekst FROM concept WHERE dossier = ? AND plaats = ?", (dossier_id, plaats)).fetchone()
        return str(row[0]) if row else ""

    def search(self, words: str, *, limit: int = 50) -> tuple[tuple[str, str, str], ...]:
        terms = [w for w in "".join(c if c.isalnum() else " " for c in words).split() if w]
        if not terms:
            return ()
        query = " ".join(f'"{t}"*' for t in terms)
        with self._mutex:
            rows = list(self._raw.execute("SELECT dossier, uiting, tekst FROM zoek WHERE zoek MATCH ? ORDER BY rank LIMIT ?", (query, limit)))
        return tuple((str(a), str(b), str(c)) for a, b, c in rows)

    def log(self, dossier_id: str | None = None) -> tuple[AccessLine, ...]:
        names = ", ".join(AccessLine.__dataclass_fields__)
        with self._mutex:
            if dossier_id is None:
                rows = list(self._raw.execute(f"SELECT {names} FROM log ORDER BY n"))
            else:
                rows = list(self._raw.execute(f"SELECT {names} FROM log WHERE dossier = ? ORDER BY n", (dossier_id,)))
        return tuple(AccessLine(*row) for row in rows)

    def record(self, *, wie: str, gebeurtenis: str, dossier: str = "", object: str = "", reden: str = "") -> None:
        """Write one access line on its own (an export, a print, a look without a change)."""
        self._must_write()
        with self._transaction() as connection:
            anchor = self._line(connection, wie=wie or "begeleider", gebeurtenis=gebeurtenis, dossier=dossier, object=object, reden=reden)
        self._write_anchor(*anchor)

    # -- keys, back-up ---------------------------------------------------------------------------

    def change_passphrase(self, new: str) -> None:
        self._must_write()
        keys.change_passphrase(self.folder / KEY, self._key, new)

    def new_recovery_code(self) -> str:
        self._must_write()
        return keys.new_code(self.folder / KEY, self._key)

    def back_up(self, target: Path) -> Path:
        """Write a complete, encrypted, checked copy into a new folder inside `target`; it opens with today's passphrase. Returns that folder.

        Raises: DossierNotWritten.
        """
        folder = target / f"krachtgesprek-back-up-{self._clock.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        try:
            folder.mkdir(parents=True, mode=0o700)
            with self._mutex:
                self._raw.execute("VACUUM INTO ?", (str(folder / DB),))
            (folder / DB).chmod(0o600)
            keys.write_whole(folder / KEY, (self.folder / KEY).read_text(encoding="utf-8"))
            copy = _raw_open(folder / DB, self._key)
            try:
                mine = list(self._raw.execute("SELECT id, version, document FROM dossier ORDER BY id"))
                theirs = list(copy.execute("SELECT id, version, document FROM dossier ORDER BY id"))
            finally:
                copy.close()
            if mine != theirs:
                raise DossierNotWritten("De back-up klopt niet en is niet te gebruiken.", hint="Maak ruimte vrij en probeer het opnieuw.")
        except AssistantError:
            raise
        except Exception as error:  # noqa: BLE001 - the library has no common error for a full disk here
            raise DossierNotWritten("De back-up is niet gelukt.", hint="Kies een map waar u mag schrijven en waar ruimte is.", details=type(error).__name__) from None
        return folder

    def close(self) -> None:
        with self._mutex:
            self._engine.dispose()
            self._raw.close()
            self._file_lock.release(force=True)


def restore(backup: Path, folder: Path, secret: str, *, clock: Clock, anchor_folder: Path | None = None) -> tuple[SqlcipherStore, Path | None]:
    """Put a back-up back, after checking it whole. What stood there is moved aside, never thrown away. Returns (store, where the old files went or None).

    Raises: KeyRejected, DossierUnreadable, DossierNotWritten; then nothing has changed.
    """
    import shutil

    key = keys.open_key(backup / KEY, secret)
    _raw_open(backup / DB, key).close()
    aside: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if store_exists(folder):
            aside = folder / f"vervangen-{clock.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
            aside.mkdir(mode=0o700)
            for name in (DB, f"{DB}-journal", KEY):
                if (folder / name).exists():
                    os.replace(folder / name, aside / name)
        for name in (DB, KEY):
            shutil.copyfile(backup / name, folder / name)
            (folder / name).chmod(0o600)
    except OSError as error:
        raise DossierNotWritten("De back-up is niet teruggezet.", hint="Controleer de rechten en de vrije ruimte.", details=type(error).__name__) from None
    return SqlcipherStore(folder, key, clock=clock, anchor_folder=anchor_folder), aside


def _dbapi() -> Any:
    from sqlcipher3 import dbapi2

    return dbapi2
