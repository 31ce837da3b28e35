"""assistant.adapters.dossiers.store: DossierStore on SQLCipher through SQLAlchemy.

Durable: journal_mode=TRUNCATE and synchronous=FULL, one transaction per call with the access lines in it, committed when the call returns.
Honest: a file is checked before it is believed (size, header, key, every page, chain of the log, digest of every dossier, and the
anchor outside the file).
Alone: one window writes dossiers; a second one may read, and what it looks at is in the log all the same.
"""

from __future__ import annotations

import json
import logging
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.adapters.dossiers import attachments, backups, chain, erasures, keys, looking_back, word_index
from assistant.adapters.dossiers.chain import FIELDS, FIRST, AccessLine
from assistant.adapters.dossiers.looking_back import LOG
from assistant.adapters.dossiers.opening import (
    CHECK_ALL_BYTES,
    DAMAGED,
    DB,
    DIGEST_BYTES,
    KEY,
    LOCK,
    NEW,
    UNUSED,
    damaged,
    dbapi,
    look_at_pages,
    open_file,
    store_exists,
    translated,
)
from assistant.domain.dossier import Dossier
from assistant.domain.geheim import Geheim
from assistant.engine.ports import Clock
from assistant.errors import (
    AssistantError,
    DossierLocked,
    DossierNotFound,
    DossierNotWritten,
    DossierStale,
    DossierUnreadable,
    KeyRejected,
    NotThere,
    RuleError,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

log = logging.getLogger(__name__)

HEAD_REVISION = "0004"
DEVIATES = "geschiedenis_wijkt_af"
_LINE = ", ".join(FIELDS)
_ADD = f"INSERT INTO log({_LINE}) VALUES ({','.join('?' * len(FIELDS))})"  # noqa: S608


@dataclass(frozen=True)
class Summary:
    id: str
    code: str
    setting: str
    bewaard_op: datetime
    version: int


def create_store(
    folder: Path, passphrase: str, *, clock: Clock, anchor_folder: Path | None = None, cost: dict[str, int] | None = None
) -> tuple[SqlcipherStore, str]:
    """Make an empty store. Returns it opened, and the recovery code that is shown once.

    The complete file stands aside before the key is written, and takes its place last: cut short at any point there is
    either no store yet, or one that opens.

    Raises: RuleError (passphrase too short), DossierNotWritten, DossierUnreadable (there is one already).
    """
    if store_exists(folder):
        raise DossierUnreadable("Er staat hier al een bestand met dossiers.", hint="Open het met uw wachtzin.")
    keys.check_passphrase(passphrase)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for tail in ("", "-journal"):
            (folder / (NEW + tail)).unlink(missing_ok=True)
    except OSError as error:
        raise DossierNotWritten(
            f"De map {folder} is niet te maken.", hint="Kies een andere map met --gegevens.", details=type(error).__name__
        ) from None
    key, code, envelope = keys.new_envelope(passphrase, cost=cost)
    try:
        keys.make_private(folder / NEW)
        SqlcipherStore(folder, key, clock=clock, anchor_folder=anchor_folder, create=True, name=NEW).close()
        keys.write_whole(folder / KEY, json.dumps(envelope, indent=1))
        (folder / f"{NEW}-journal").unlink(missing_ok=True)
        keys.move(folder / NEW, folder / DB)
    except OSError as error:
        raise DossierNotWritten(
            "Het bestand met dossiers is niet te maken.", hint="Controleer de rechten en de vrije ruimte.", details=type(error).__name__
        ) from None
    return SqlcipherStore(folder, key, clock=clock, anchor_folder=anchor_folder), code


def open_store(folder: Path, secret: str, *, clock: Clock, anchor_folder: Path | None = None) -> SqlcipherStore:
    """Open with the passphrase or the recovery code.

    Raises: KeyRejected, DossierUnreadable.
    """
    found = keys.open_keys(folder / KEY, secret)
    for number, key in enumerate(found):
        _finish(folder, key)
        try:
            store = SqlcipherStore(folder, key, clock=clock, anchor_folder=anchor_folder)
        except KeyRejected:
            if number + 1 == len(found):
                raise
            continue  # a change of the key itself was cut short: the other key of the same envelope is the right one
        if len(found) > 1 and not store.read_only:
            keys.keep_only(folder / KEY, current=number == 0)
        return store
    raise damaged()  # an envelope always holds at least one key


def _finish(folder: Path, key: bytes) -> None:
    """Put a waiting complete file in its place when the one that stands there is absent or does not open with this key."""
    waiting, place = folder / NEW, folder / DB
    if not waiting.exists():
        return
    if place.exists():
        try:
            open_file(place, key, check=False).close()
            return
        except AssistantError:
            pass
    try:
        open_file(waiting, key).close()
    except AssistantError:
        return  # half: what stands there decides
    try:
        keys.move(waiting, place)
    except OSError:
        log.warning("wachtend_bestand_niet_geplaatst")


class SqlcipherStore:
    """See engine.ports.DossierStore. One connection, one lock; calls from several threads are carried out one after another.

    Args:
        anchor_folder: where the anchor against an old copy stands; best another disk or account than `folder`. None: `folder` itself.
        create: `name` was just made by us and is empty.
        putting_back: a back-up was just put back on purpose, so an older history is no surprise.
    """

    def __init__(
        self,
        folder: Path,
        key: bytes,
        *,
        clock: Clock,
        anchor_folder: Path | None = None,
        create: bool = False,
        name: str = DB,
        putting_back: str = "",
    ) -> None:
        import sqlalchemy as sa
        from filelock import FileLock, Timeout

        self.folder, self._key, self._clock, self._name = folder, key, clock, name
        self._anchor_folder = anchor_folder or folder
        self._mutex = threading.RLock()
        self._waiting: list[dict[str, str]] = []
        """Access lines that could not be written yet (the disk was full while somebody read); the next write takes them along."""
        self._file_lock = FileLock(str(folder / LOCK), thread_local=False, mode=0o600)
        try:
            self._file_lock.acquire(timeout=0)
            self._read_only = False
        except Timeout:
            self._read_only = True
        except OSError:
            self._read_only = True  # a read-only folder: reading still works
        raw: Any = None
        try:
            seen: list[str] = []
            self._unchanged = False
            self._left: chain.Anchor | None = None
            raw = open_file(folder / name, key, create=create, seen=seen, believe=self._is_as_closed)
            self._engine = sa.create_engine(
                "sqlite://", creator=lambda: raw, poolclass=sa.pool.StaticPool, module=dbapi(), hide_parameters=True, echo=False
            )

            @sa.event.listens_for(self._engine, "begin")
            def _begin(connection: Connection) -> None:  # without this SQLAlchemy has no transactions here: rollback would do nothing
                connection.exec_driver_sql("BEGIN IMMEDIATE")

            self._raw = raw
            came_from = self._revision()
            # known before the upgrade: its first write must take the digest of the closed file away, or a kill looks like a stranger's hand
            self._seal = self._read_seal(raw.execute) if self._left is not None else b""
            self._sealed = self._unchanged
            if not self._read_only:
                self._migrate(came_from)
            elif came_from != HEAD_REVISION:
                raise DossierLocked(
                    "Dit bestand moet eerst worden bijgewerkt, en een ander venster heeft het open.",
                    hint="Sluit het andere venster en open opnieuw.",
                )
            self._seal = self._read_seal(raw.execute)
            self.waarschuwing = self._look_back(putting_back)
            self._list_erasures()
            if UNUSED in seen and not self._read_only:
                self._shrink()
                self._log_or_keep(wie="programma", rol="programma", gebeurtenis="ongebruikte_ruimte_hersteld")
        except BaseException as error:
            if raw is not None:
                raw.close()
            self._file_lock.release(force=True)
            if isinstance(error, dbapi().Error):
                raise translated(error) from None
            raise

    # -- opening ---------------------------------------------------------------------------------

    def _revision(self) -> str:
        """The schema of the file; '' for a new one. Raises DossierUnreadable when a newer program made it."""
        if not self._raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchall():
            return ""
        rows = self._raw.execute("SELECT version_num FROM alembic_version").fetchall()
        found = str(rows[0][0]) if rows else ""
        if found > HEAD_REVISION:
            raise DossierUnreadable(
                "Dit bestand is gemaakt met een nieuwere versie van het programma.", hint="Werk het programma bij. Er is niets veranderd."
            )
        return found

    def _migrate(self, came_from: str) -> None:
        """Bring the schema up to date in one transaction: after a kill it is the old one or the new one."""
        if came_from == HEAD_REVISION:
            return
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self._transaction() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            for naam, size in (("winkel", 8), ("zegel", 32), ("kluis", 32)):
                connection.exec_driver_sql("INSERT OR IGNORE INTO meta VALUES (?, ?)", (naam, secrets.token_hex(size)))
            self._seal = self._read_seal(connection.exec_driver_sql)
            if came_from == "0001":
                last = connection.exec_driver_sql("SELECT coalesce(max(n), 0) FROM log").scalar()
                connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES ('overgang', ?)", (str(last),))
                for row in list(connection.exec_driver_sql("SELECT id, document FROM dossier ORDER BY id")):
                    self._line(
                        connection,
                        wie="programma",
                        rol="programma",
                        gebeurtenis="inhoud_vastgelegd",
                        dossier=row[0],
                        inhoud=chain.digest(self._seal, row[1]),
                    )
            if came_from:
                self._line(connection, wie="programma", rol="programma", gebeurtenis="bestand_bijgewerkt", object=HEAD_REVISION)
            self._stamp_drafts(connection)

    def _read_seal(self, execute: Any) -> bytes:
        """The key of the digests and the anchor. It stands inside the encrypted file, so a new file key leaves the digests as they are."""
        row = next(iter(execute("SELECT waarde FROM meta WHERE naam = 'zegel'")), None)
        return bytes.fromhex(row[0]) if row else b""

    def _look_back(self, putting_back: str) -> str:
        """Compare the file with its own history. '' when all fits; otherwise a Dutch sentence to show.

        Never refuses: the words must stay readable. What is found is written in the log as well, so that it outlives this sitting.
        """
        if self._unchanged and not putting_back:
            return ""
        with self._mutex:
            self._raw.execute("BEGIN")
            try:
                found = self._deviations(deep=False)
            finally:
                self._raw.execute("COMMIT")
            # a document that is not what was saved may not even be readable; then the index is the least of it
            readable = self._size() <= CHECK_ALL_BYTES and not any(kind == "dossier" for kind, _ in found)
            stale_index = readable and self._index_is_stale()
            if not found and self._left is not None:  # closed cleanly, and not the same any more
                found = (("bestand", "Dit bestand is buiten het programma om veranderd. Meld dit bij uw beheerder."),)
                stale_index = readable
        if putting_back:
            found = tuple(f for f in found if f[0] != "anker")
            self.record(wie="programma", gebeurtenis="back-up_teruggezet", object=putting_back, rol="programma")
        if stale_index and not found:
            found = (("zoekindex", "De zoekindex paste niet bij de dossiers en is opnieuw gemaakt."),)
        if readable and not self._read_only and (stale_index or self._left is None):
            # after a kill there is no digest of the file: what is derived is made again, so that nothing old hides in it
            try:
                self._rebuild_index()
            except DossierNotWritten:
                log.warning("zoekindex_wacht")  # the disk is full: reading goes on, and the next opening tries again
        if found and not self._read_only:
            kinds = "+".join(sorted({kind for kind, _ in found}))
            last = self._raw.execute("SELECT gebeurtenis, object FROM log ORDER BY n DESC LIMIT 1").fetchone()
            if last != (DEVIATES, kinds):
                self._log_or_keep(wie="programma", rol="programma", gebeurtenis=DEVIATES, object=kinds)
        elif not self._read_only:
            self._sealed = False
            self._move_anchor()  # the file may be ahead of the anchor: killed between the two
        return found[0][1] if found else ""

    def _size(self) -> int:
        try:
            return (self.folder / self._name).stat().st_size
        except OSError:
            return 0

    def _deviations(self, *, deep: bool) -> tuple[tuple[str, str], ...]:
        """See looking_back.deviations. Called inside a read transaction."""
        return looking_back.deviations(self._raw, self._seal, self._anchor_path(), deep=deep)

    def check(self) -> tuple[str, ...]:
        """Everything `open` checks and more, however long it takes. Returns Dutch sentences; empty: all is well.

        Writes nothing, so it may run beside a conversation.
        """
        out: list[str] = []
        with self._reading() as raw:
            state = look_at_pages(raw)
            if state == DAMAGED:
                out.append("Het bestand met dossiers is beschadigd. Zet een back-up terug.")
            elif state == UNUSED:
                out.append("Een ongebruikt stuk van het bestand is beschadigd; het wordt hersteld zodra u het programma opnieuw opent.")
            raw.execute("BEGIN")
            try:
                out += [sentence for _, sentence in self._deviations(deep=True)]
            finally:
                raw.execute("COMMIT")
            if not out and self._index_is_stale():
                out.append("De zoekindex past niet bij de dossiers; hij wordt vernieuwd zodra u het programma opent.")
        return tuple(out)

    def _index_is_stale(self) -> bool:
        return word_index.is_stale(self._raw, check=not self._read_only)

    def _rebuild_index(self) -> None:
        with self._transaction() as connection:
            word_index.rebuild(connection)

    # -- the anchor ------------------------------------------------------------------------------

    def _anchor_path(self) -> Path:
        found = self._raw.execute("SELECT waarde FROM meta WHERE naam = 'winkel'").fetchone()
        return self._anchor_folder / f"anker-{found[0] if found else 'nieuw'}.json"

    def _move_anchor(self, bestand: str = "") -> None:
        """Note the last line outside the file, and at a clean end what the whole file is. Best effort: being behind is harmless."""
        with self._mutex:
            row = self._raw.execute("SELECT n, hash FROM log ORDER BY n DESC LIMIT 1").fetchone()
            if row:
                chain.write_anchor(self._anchor_path(), self._seal, chain.Anchor(row[0], row[1], bestand))
                self._sealed = bool(bestand)

    def _break_seal(self) -> None:
        """Before the first write of a sitting: the file is about to become another one than the one that was closed."""
        if self._sealed:
            self._sealed = False
            self._move_anchor()

    def _is_as_closed(self, raw: Any) -> bool:
        """True when the file is byte for byte what a clean end left: the digest outside it, sealed from inside, says so. Asked once, at opening."""
        if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchall():
            return False
        meta = dict(raw.execute("SELECT naam, waarde FROM meta WHERE naam IN ('winkel', 'zegel')"))
        if len(meta) < 2 or self._size() > DIGEST_BYTES:
            return False
        anchor = chain.read_anchor(self._anchor_folder / f"anker-{meta['winkel']}.json", bytes.fromhex(meta["zegel"]))
        if anchor is None or not anchor.bestand:
            return False
        self._left = anchor
        self._unchanged = anchor.trusted and chain.file_digest(self.folder / self._name) == anchor.bestand
        return self._unchanged

    @property
    def anchor(self) -> tuple[int, str]:
        """(number, hash) of the last line: put on exports, so that paper can show an old copy for what it is. (0, '') for an empty log."""
        with self._reading() as raw:
            row = raw.execute("SELECT n, hash FROM log ORDER BY n DESC LIMIT 1").fetchone()
        return (int(row[0]), str(row[1])) if row else (0, "")

    # -- what was erased -------------------------------------------------------------------------

    def _erasures_path(self) -> Path:
        return self._anchor_path().with_name(self._anchor_path().name.replace("anker-", "gewist-"))

    def _list_erasures(self) -> None:
        """Bring the list beside the anchor up to what the log knows: an erasure that was cut short, or a list that was lost."""
        if self._read_only:
            return
        gone = self._raw.execute(
            "SELECT dossier, max(tijd_utc) FROM log WHERE gebeurtenis = 'dossier_gewist' AND dossier NOT IN (SELECT id FROM dossier) "
            "GROUP BY dossier"
        ).fetchall()
        listed = erasures.read(self._erasures_path())
        missing = {erasures.sign(self._seal, dossier): moment for dossier, moment in gone}
        if missing.keys() - listed.keys():
            erasures.write(self._erasures_path(), {**missing, **listed})

    def _mark_erased(self, dossier_id: str, moment: str) -> None:
        """`moment` '': it is here again on purpose."""
        listed = erasures.read(self._erasures_path())
        sign = erasures.sign(self._seal, dossier_id)
        if moment:
            erasures.write(self._erasures_path(), {**listed, sign: moment})
        elif sign in listed:
            erasures.write(self._erasures_path(), {k: v for k, v in listed.items() if k != sign})

    def came_back(self) -> tuple[tuple[str, str, str], ...]:
        """(id, code, moment of erasing) of dossiers that are here although they were erased: an older back-up brought them along."""
        listed = erasures.read(self._erasures_path())
        found = ((s.id, s.code, listed.get(erasures.sign(self._seal, s.id), "")) for s in self.list())
        return tuple(item for item in found if item[2])

    def was_erased(self, dossier_id: str) -> str:
        """When a dossier with this id was erased here; '' when it was not."""
        return erasures.read(self._erasures_path()).get(erasures.sign(self._seal, dossier_id), "")

    def keep_come_back(self, *, wie: str, reden: str) -> None:
        """What an older back-up brought along stays, on purpose and with a reason in the log."""
        for dossier_id, _, _ in self.came_back():
            self.record(wie=wie, gebeurtenis="gewist_dossier_terug", dossier=dossier_id, reden=reden)
            self._mark_erased(dossier_id, "")

    # -- transactions ----------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """One transaction under the lock; disk trouble becomes DossierNotWritten, damage DossierUnreadable, and nothing is half done."""
        from sqlalchemy.exc import SQLAlchemyError

        with self._mutex:
            self._break_seal()
            try:
                with self._engine.begin() as connection:
                    yield connection
            except AssistantError:
                raise
            except (SQLAlchemyError, dbapi().Error) as error:
                raise translated(error) from None

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        with self._mutex:
            try:
                yield self._raw
            except dbapi().Error as error:
                raise translated(error) from None

    def _must_write(self) -> None:
        if self._read_only:
            raise DossierLocked(
                "Deze dossiers zijn al open in een ander venster; hier kunt u alleen lezen.",
                hint="Sluit het andere venster en open opnieuw.",
            )

    def _line(
        self,
        connection: Connection,
        *,
        wie: str,
        gebeurtenis: str,
        dossier: str = "",
        object: str = "",  # noqa: A002 - the word of the log
        reden: str = "",
        uitkomst: str = "gelukt",
        rol: str = "begeleider",
        inhoud: str = "",
        tijd: str = "",
    ) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            for kept in waiting:
                self._line(connection, **kept)
        except BaseException:
            self._waiting = waiting + self._waiting
            raise
        row = connection.exec_driver_sql("SELECT n, hash FROM log ORDER BY n DESC LIMIT 1").first()
        n, previous = (row[0] + 1, row[1]) if row else (1, FIRST)
        when = tijd or self._clock.now().astimezone(UTC).isoformat()
        line = AccessLine(n, when, wie, wie, rol, gebeurtenis, dossier, object, reden, "deze computer", uitkomst, previous, "", inhoud)
        values = tuple(chain.line_hash(line) if name == "hash" else getattr(line, name) for name in FIELDS)
        connection.exec_driver_sql(_ADD, values)

    def _log_or_keep(self, **line: str) -> None:
        """Write one access line; when the disk refuses, keep it for the next write, so that reading goes on."""
        line["tijd"] = self._clock.now().astimezone(UTC).isoformat()
        kept = list(self._waiting)
        try:
            with self._transaction() as connection:
                self._line(connection, **line)
        except DossierNotWritten:
            self._waiting = [*kept, line]
            log.warning("toegangsregel_wacht", extra={"aantal": len(self._waiting)})
        else:
            self._move_anchor()

    # -- the port --------------------------------------------------------------------------------

    @property
    def read_only(self) -> bool:
        return self._read_only

    def list(self) -> tuple[Summary, ...]:
        with self._reading() as raw:
            rows = raw.execute("SELECT id, code, setting, bewaard_op, version FROM dossier ORDER BY bewaard_op DESC, id DESC").fetchall()
        try:
            return tuple(Summary(a, b, c, datetime.fromisoformat(d), e) for a, b, c, d, e in rows)
        except (TypeError, ValueError):
            raise damaged() from None

    def load(self, dossier_id: str, *, wie: str = "", reden: str = "") -> Dossier:
        with self._reading() as raw:
            row = raw.execute("SELECT document, version FROM dossier WHERE id = ?", (dossier_id,)).fetchone()
            photos = dict(raw.execute("SELECT naam, inhoud FROM bijlage WHERE dossier = ?", (dossier_id,))) if row else {}
        if row is None:
            raise DossierNotFound(f"Er is geen dossier {dossier_id}.", hint="Kies er een uit de lijst: `krachtgesprek dossier lijst`.")
        try:
            document = attachments.put_back(row[0], lambda name: str(photos.get(name, "")))
        except ValueError:
            raise damaged() from None
        try:
            dossier = Dossier.model_validate_json(document)
        except ValueError:
            raise DossierUnreadable(
                "Dit dossier past niet bij deze versie van het programma.", hint="Werk het programma bij of zet een back-up terug."
            ) from None
        if wie:
            self._log_or_keep(wie=wie, gebeurtenis="dossier_geopend", dossier=dossier_id, reden=reden)
        return dossier.replace(version=row[1])

    def save(self, dossier: Dossier, *, expected_version: int, wie: str, gebeurtenissen: Iterable[Any] = ()) -> Dossier:
        self._must_write()
        new = dossier.replace(version=expected_version + 1)
        document, photos = attachments.take_out(new.model_dump_json())
        now = self._clock.now().astimezone(UTC).isoformat()
        events = [(event.soort, event.object) for event in gebeurtenissen] or [("dossier_bewaard", "")]
        with self._transaction() as connection:
            row = connection.exec_driver_sql("SELECT version FROM dossier WHERE id = ?", (dossier.id,)).first()
            current = row[0] if row else 0
            if current != expected_version:
                raise DossierStale(
                    "Dit dossier is intussen ergens anders gewijzigd.",
                    hint="Ga met Esc terug naar de lijst en open het dossier opnieuw; wat u typte, staat er dan weer.",
                    details=f"{expected_version} != {current}",
                )
            values = (new.code, new.setting, new.version, now, document, new.id)
            if row:
                connection.exec_driver_sql("UPDATE dossier SET code=?, setting=?, version=?, bewaard_op=?, document=? WHERE id=?", values)
            else:
                connection.exec_driver_sql(
                    "INSERT INTO dossier(code, setting, version, bewaard_op, document, id) VALUES (?,?,?,?,?,?)", values
                )
            self._keep_photos(connection, new.id, photos)
            word_index.hold(connection, new.id, ((u.id, u.tekst) for u in new.geldige_uitingen))
            for number, (soort, item) in enumerate(events, 1):
                digest = chain.digest(self._seal, document) if number == len(events) else ""
                self._line(connection, wie=wie or "begeleider", gebeurtenis=soort, dossier=new.id, object=item, inhoud=digest)
        self._move_anchor()
        if not current:
            self._mark_erased(new.id, "")
        return new

    def _keep_photos(self, connection: Connection, dossier_id: str, photos: Mapping[str, str]) -> None:
        """Make the photos of this dossier exactly these: a new one is written once, one that was taken away goes."""
        known = {row[0] for row in connection.exec_driver_sql("SELECT naam FROM bijlage WHERE dossier = ?", (dossier_id,))}
        for name in known - photos.keys():
            connection.exec_driver_sql("DELETE FROM bijlage WHERE dossier = ? AND naam = ?", (dossier_id, name))
        for name in photos.keys() - known:
            connection.exec_driver_sql("INSERT INTO bijlage VALUES (?,?,?)", (dossier_id, name, photos[name]))

    def delete(self, dossier_id: str, *, wie: str, reden: str) -> None:
        """Erase one dossier so that no byte of it is left in the file. The log keeps that it happened, without words."""
        self._must_write()
        with self._transaction() as connection:
            if not connection.exec_driver_sql("SELECT 1 FROM dossier WHERE id = ?", (dossier_id,)).first():
                raise DossierNotFound(f"Er is geen dossier {dossier_id}.", hint="Kies er een uit de lijst: `krachtgesprek dossier lijst`.")
            word_index.hold(connection, dossier_id, ())
            for statement in (
                "DELETE FROM dossier WHERE id = ?",
                "DELETE FROM concept WHERE dossier = ?",
                "DELETE FROM geheim WHERE dossier = ?",
                "DELETE FROM bijlage WHERE dossier = ?",
            ):
                connection.exec_driver_sql(statement, (dossier_id,))
            word_index.tidy(connection)
            self._stamp_drafts(connection)
            self._line(connection, wie=wie or "begeleider", gebeurtenis="dossier_gewist", dossier=dossier_id, reden=reden)
        self._mark_erased(dossier_id, self._clock.now().astimezone(UTC).isoformat())
        self._move_anchor()
        self._shrink()

    def _shrink(self) -> None:
        """Write the file anew without the pages that hold nothing. No room for a second copy: then only the size stays."""
        with self._mutex:
            self._break_seal()
            try:
                self._raw.execute("VACUUM")
            except dbapi().Error as error:
                log.warning("niet_ingekrompen", extra={"soort": type(error).__name__})

    def keep_draft(self, dossier_id: str, plaats: str, tekst: str) -> None:
        self._must_write()
        with self._transaction() as connection:
            if tekst:
                connection.exec_driver_sql("INSERT OR REPLACE INTO concept VALUES (?,?,?)", (dossier_id, plaats, tekst))
            else:
                connection.exec_driver_sql("DELETE FROM concept WHERE dossier = ? AND plaats = ?", (dossier_id, plaats))
            self._stamp_drafts(connection)

    def _stamp_drafts(self, connection: Connection) -> None:
        stamp = looking_back.drafts_digest(
            self._seal, connection.exec_driver_sql("SELECT dossier, plaats, tekst FROM concept ORDER BY dossier, plaats")
        )
        connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES ('concepten', ?)", (stamp,))

    def draft(self, dossier_id: str, plaats: str) -> str:
        with self._reading() as raw:
            row = raw.execute("SELECT tekst FROM concept WHERE dossier = ? AND plaats = ?", (dossier_id, plaats)).fetchone()
        return str(row[0]) if row else ""

    def search(self, words: str, *, limit: int = 50) -> tuple[tuple[str, str, str], ...]:
        with self._reading() as raw:
            return word_index.find(raw, words, limit)

    def log(self, dossier_id: str | None = None) -> tuple[AccessLine, ...]:
        with self._reading() as raw:
            if dossier_id is None:
                rows = raw.execute(f"{LOG} ORDER BY n").fetchall()
            else:
                rows = raw.execute(f"{LOG} WHERE dossier = ? ORDER BY n", (dossier_id,)).fetchall()
        return tuple(AccessLine(*row) for row in rows)

    def record(
        self,
        *,
        wie: str,
        gebeurtenis: str,
        dossier: str = "",
        object: str = "",  # noqa: A002 - the word of the log
        reden: str = "",
        uitkomst: str = "gelukt",
        rol: str = "begeleider",
    ) -> None:
        """Write one access line on its own (an export, a print, a look without a change). Works in a second window as well.

        Raises: DossierNotWritten: then what was to be logged must not happen.
        """
        with self._transaction() as connection:
            self._line(
                connection,
                wie=wie or "begeleider",
                gebeurtenis=gebeurtenis,
                dossier=dossier,
                object=object,
                reden=reden,
                uitkomst=uitkomst,
                rol=rol,
            )
        self._move_anchor()

    # -- secret locations ------------------------------------------------------------------------

    def _vault(self, execute: Any) -> bytes:
        row = next(iter(execute("SELECT waarde FROM meta WHERE naam = 'kluis'")), None)
        if row is None:
            raise damaged()
        return bytes.fromhex(row[0])

    def keep_secret(self, dossier_id: str, naam: str, geheim: Geheim | None, *, wie: str) -> None:
        """Keep words that may not surface, encrypted once more, outside the dossier. None removes them."""
        self._must_write()
        label = f"{dossier_id}|{naam}"
        with self._transaction() as connection:
            if geheim is None:
                connection.exec_driver_sql("DELETE FROM geheim WHERE dossier = ? AND naam = ?", (dossier_id, naam))
            else:
                sealed = keys.seal(self._vault(connection.exec_driver_sql), label, geheim.unveil())
                connection.exec_driver_sql("INSERT OR REPLACE INTO geheim VALUES (?,?,?,?)", (dossier_id, naam, *sealed))
            self._line(
                connection,
                wie=wie or "begeleider",
                gebeurtenis=f"{naam}_bewaard" if geheim is not None else f"{naam}_gewist",
                dossier=dossier_id,
                object=naam,
            )
        self._move_anchor()

    def reveal_secret(self, dossier_id: str, naam: str, *, wachtzin: str, wie: str, reden: str) -> Geheim:
        """The words, after the passphrase was given again and the access line is on disk.

        Raises: KeyRejected (logged as well), NotThere, RuleError (no reason given), DossierNotWritten (the look could not be logged).
        """
        if not reden.strip():
            raise RuleError("Schrijf op waarom u dit nu moet zien.", hint="De reden komt in het logboek.")
        try:
            if self._key not in keys.open_keys(self.folder / KEY, wachtzin):
                raise KeyRejected("Deze wachtzin klopt niet.", hint="Er is niets getoond.")
        except KeyRejected:
            self.record(wie=wie, gebeurtenis=f"{naam}_bekeken", dossier=dossier_id, object=naam, reden=reden, uitkomst="geweigerd")
            raise
        with self._reading() as raw:
            row = raw.execute("SELECT nonce, cijfer FROM geheim WHERE dossier = ? AND naam = ?", (dossier_id, naam)).fetchone()
        if row is None:
            raise NotThere("Er is hier geen geheime plek bewaard.", hint="In het dossier staat alleen een code.")
        self.record(wie=wie, gebeurtenis=f"{naam}_bekeken", dossier=dossier_id, object=naam, reden=reden)
        try:
            with self._reading() as raw:
                return Geheim(keys.unseal(self._vault(raw.execute), f"{dossier_id}|{naam}", *row))
        except ValueError:
            raise damaged() from None

    def has_secret(self, dossier_id: str, naam: str) -> bool:
        with self._reading() as raw:
            return bool(raw.execute("SELECT 1 FROM geheim WHERE dossier = ? AND naam = ?", (dossier_id, naam)).fetchall())

    # -- keys, back-up ---------------------------------------------------------------------------

    def opens_with(self, secret: str) -> bool:
        """True when this passphrase or recovery code opens this file, as the key file stands on disk now. Takes a second; logs nothing.

        False as well when the key file cannot be read: a lock that cannot be checked stays closed.
        """
        try:
            return self._key in keys.open_keys(self.folder / KEY, secret)
        except AssistantError:
            return False

    def change_passphrase(self, new: str, *, cost: dict[str, int] | None = None) -> None:
        self._must_write()
        keys.change_passphrase(self.folder / KEY, self._key, new, cost=cost)
        self._log_or_keep(wie="begeleider", gebeurtenis="wachtzin_gewijzigd")

    def new_recovery_code(self, *, cost: dict[str, int] | None = None) -> str:
        self._must_write()
        code = keys.new_code(self.folder / KEY, self._key, cost=cost)
        self._log_or_keep(wie="begeleider", gebeurtenis="herstelcode_vernieuwd")
        return code

    def rekey(self, passphrase: str, *, cost: dict[str, int] | None = None) -> str:
        """Encrypt everything anew under a fresh key (someone may have seen the old one). Returns the new recovery code.

        Cut short, the passphrase opens the file all the same: until the end the envelope holds both keys.

        Raises: KeyRejected (this is not the passphrase), DossierNotWritten.
        """
        self._must_write()
        if keys.open_keys(self.folder / KEY, passphrase)[0] != self._key:
            raise KeyRejected("Deze wachtzin klopt niet.", hint="Er is niets veranderd.")
        new, code, envelope = keys.new_envelope(passphrase, cost=cost)
        keys.write_whole(self.folder / KEY, json.dumps(keys.with_old(envelope, keys.read(self.folder / KEY)), indent=1))
        with self._mutex:
            self._break_seal()
            try:
                self._raw.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
            except dbapi().Error as error:
                keys.keep_only(self.folder / KEY, current=False)
                raise translated(error) from None
            self._key = new
        keys.keep_only(self.folder / KEY, current=True)
        self._log_or_keep(wie="begeleider", gebeurtenis="sleutel_vernieuwd")
        return code

    def back_up(self, target: Path) -> Path:
        """Write a complete, encrypted, checked copy into a new folder inside `target`, and return that folder.

        It opens with today's passphrase.

        Raises: DossierNotWritten.
        """
        folder = target / f"krachtgesprek-back-up-{self._clock.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        with self._mutex:
            backups.write_copy(self._raw, self.folder / KEY, self._key, folder)
        self._log_or_keep(wie="begeleider", gebeurtenis="back-up_gemaakt", object=folder.name)
        return folder

    def backups_holding(self, dossier_id: str) -> tuple[tuple[str, str], ...]:
        """(name of the back-up folder, moment in UTC) of every back-up made while this dossier existed or that it came from, oldest first.

        They may still hold it after erasing. What was put back does not know that it was once made: that line came after the copy.
        """
        with self._reading() as raw:
            first, gone = raw.execute(
                "SELECT min(n), max(CASE WHEN gebeurtenis = 'dossier_gewist' THEN n END) FROM log WHERE dossier = ?", (dossier_id,)
            ).fetchone()
            if first is None:
                return ()
            rows = raw.execute(
                "SELECT object, min(tijd_utc) FROM log WHERE gebeurtenis IN ('back-up_gemaakt', 'back-up_teruggezet')"
                " AND object != '' AND n > ? AND n < ? GROUP BY object ORDER BY min(n)",
                (first, gone or 2**62),
            ).fetchall()
        return tuple((str(a), str(b)) for a, b in rows)

    def set_aside(self) -> tuple[Path, ...]:
        """Folders with what stood here when a back-up was put back, oldest first: they may still hold what is erased here."""
        try:
            return tuple(sorted(p for p in self.folder.glob("vervangen-*") if p.is_dir()))
        except OSError:
            return ()

    def again(self) -> SqlcipherStore:
        """The same store, opened once more after `close`. Raises StoreError."""
        return SqlcipherStore(self.folder, self._key, clock=self._clock, anchor_folder=self._anchor_folder)

    def close(self) -> None:
        """Close; may be called twice. What the file was at this moment is noted outside it."""
        with self._mutex:
            try:
                if not self._read_only and not self._sealed and self._size() <= DIGEST_BYTES:
                    self._raw.execute("BEGIN IMMEDIATE")  # nobody writes between the digest and the end
                    self._move_anchor(chain.file_digest(self.folder / self._name))
                    self._raw.execute("ROLLBACK")
            except dbapi().Error:
                pass  # closed already, or another window is writing: then there is no digest to compare with
            self._engine.dispose()
            self._raw.close()
            self._file_lock.release(force=True)


def restore(
    backup: Path, folder: Path, secret: str, *, clock: Clock, anchor_folder: Path | None = None
) -> tuple[SqlcipherStore, Path | None]:
    """Put a back-up back, after checking it whole. What stood there is kept aside, never thrown away.

    Returns (store, where the old files went or None). Dossiers that were erased after the back-up was made are in `store.came_back()`:
    the caller erases them again, or keeps them with a reason.

    Raises: KeyRejected, DossierUnreadable, DossierNotWritten, DossierLocked (open in another window); then nothing has changed.
    """
    key, aside = backups.put_in_place(backup, folder, secret, clock=clock)
    return SqlcipherStore(folder, key, clock=clock, anchor_folder=anchor_folder, putting_back=backup.name), aside
