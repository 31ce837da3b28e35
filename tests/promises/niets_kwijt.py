"""tests.promises.niets_kwijt: P01, P03, P05-P12. Nothing is lost, and what is damaged is noticed. Against the real store."""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from assistant.adapters.dossiers import backups as backups_module
from assistant.adapters.dossiers import create_store, keys, open_store, restore
from assistant.adapters.dossiers import opening as opening_module
from assistant.adapters.dossiers import store as store_module
from assistant.adapters.dossiers.opening import DB, KEY
from assistant.adapters.dossiers.store import SqlcipherStore
from assistant.adapters.system import SystemClock
from assistant.errors import AssistantError, DossierLocked, DossierNotWritten, KeyRejected, StoreError
from tests.promises.kit import (
    CHEAP,
    PASSPHRASE,
    Forked,
    Outcome,
    Promise,
    a_dossier,
    a_random,
    a_text,
    answers_in,
    clean,
    everything,
    fill,
    is_whole,
    make_store,
    reopen,
    say_answer,
    swapped,
    temp_folder,
)

PAGE = 4096
DATA = Path(__file__).parent.parent / "data"


# -- P01 -----------------------------------------------------------------------------------------


def _write_until_killed(folder: Path, key: bytes, first: int, fault: str) -> Callable[[Callable[[object], None]], None]:
    def work(say: Callable[[object], None]) -> None:
        store = reopen(folder, key)
        n, dossier = first, None
        say("klaar")
        while True:
            if dossier is None or len(dossier.uitingen) >= 30:
                dossier = store.save(a_dossier(n), expected_version=0, wie="AB")
            if fault == "eerst-zeggen":
                say(n)
            dossier = say_answer(store, dossier, n)
            if fault != "eerst-zeggen":
                say(n)  # only now may the screen say "bewaard"
            n += 1

    return work


def p01_bewaard(size: int, fault: str) -> Outcome:
    rng, confirmed, lost, wrong, bad, extra = a_random(1), 0, 0, 0, 0, 0
    with temp_folder() as folder:
        key = b""
        for trial in range(size):
            if trial % 20 == 0:
                clean(folder)
                store, key, _ = make_store(folder)
                store.close()
            first = trial * 100_000
            child = Forked(_write_until_killed(folder, key, first, fault))
            child.wait_for("klaar")
            child.listen(rng.uniform(0.001, 0.25))
            said = {f"uiting-{word}" for word in child.kill() if word.isdigit()}
            store = reopen(folder, key)
            have = answers_in(store)
            complaints = store.waarschuwing or store.check()
            store.close()
            missing = said - have.keys()
            broken = [i for i, text in have.items() if not is_whole(text)]
            confirmed, lost, wrong = confirmed + len(said), lost + len(missing), wrong + len(broken)
            extra += len([i for i in have if int(i.removeprefix("uiting-")) >= first]) - len(said - missing)
            bad += bool(missing or broken or complaints)
    return Outcome(size, bad, f"{size} kills, {confirmed:,} confirmed, {lost} lost, {wrong} corrupt, {extra} present but unconfirmed")


# -- P03 -----------------------------------------------------------------------------------------


def _write_until_full(folder: Path, key: bytes, limit: int, fault: str) -> Callable[[Callable[[object], None]], None]:
    def work(say: Callable[[object], None]) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        store = reopen(folder, key)
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        dossier = store.save(a_dossier("vol"), expected_version=0, wie="AB")
        kept = set()
        for n in range(100_000):
            try:
                dossier = say_answer(store, dossier, n)
            except DossierNotWritten as error:
                if fault == "fout-inslikken":
                    say(n)
                    break
                say(f"fout {bool(error.message and error.hint)}")
                break
            kept.add(f"uiting-{n}")
            say(n)
        read = store.load(dossier.id, wie="AB", reden="schijf vol")
        say(f"lezen {kept <= {u.id for u in read.uitingen}}")

    return work


def _full_disk_round(folder: Path, key: bytes, limit: int, fault: str) -> tuple[int, int, bool]:
    """(confirmed, lost, told and readable)"""
    said = Forked(_write_until_full(folder, key, limit, fault)).finish()
    confirmed = {f"uiting-{word}" for word in said if word.isdigit()}
    told = "fout True" in said and "lezen True" in said
    return len(confirmed), _missing_after(folder, key, confirmed), told


def _missing_after(folder: Path, key: bytes, confirmed: set[str]) -> int:
    store = reopen(folder, key)
    have = {i for i, text in answers_in(store).items() if is_whole(text)}
    store.close()
    return len(confirmed - have)


def p03_schijf_vol(size: int, fault: str) -> Outcome:
    confirmed = lost = bad = rounds = 0
    note = ""
    with temp_folder() as base:
        for n in range(size):
            folder = base / f"grens-{n}"
            store, key, _ = make_store(folder)
            store.close()
            limit = (folder / DB).stat().st_size + 8192 + n * 17_001
            said, missing, told = _full_disk_round(folder, key, limit, fault)
            confirmed, lost, rounds = confirmed + said, lost + missing, rounds + 1
            bad += bool(missing or not told or not said)
        disk = base / "kleine-schijf"
        disk.mkdir()
        mounted = (
            os.geteuid() == 0
            and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, check=False).returncode
            == 0
        )
        if mounted:
            try:
                for n in range(max(1, size // 4)):
                    folder = disk / f"ronde-{n}"
                    store, key, _ = make_store(folder)
                    store.close()
                    said, missing, told = _full_disk_round(folder, key, 0, fault)
                    confirmed, lost, rounds = confirmed + said, lost + missing, rounds + 1
                    bad += bool(missing or not told or not said)
                    shutil.rmtree(folder)
            finally:
                subprocess.run(["umount", str(disk)], check=False, capture_output=True)
        else:
            note = " (no small disk could be mounted here)"
    return Outcome(rounds, bad, f"{rounds} full disks, {confirmed:,} confirmed, {lost} lost, reading went on{note}")


# -- P05, P06, P07 -------------------------------------------------------------------------------


@contextmanager
def _without_looking(fault: str) -> Iterator[None]:
    """The faults of P05: the pages are not checked at opening; or nothing at all is."""
    with ExitStack() as stack:
        if fault:
            stack.enter_context(swapped(opening_module, "look_at_pages", lambda raw: opening_module.SOUND))
            stack.enter_context(swapped(SqlcipherStore, "_deviations", lambda self, **how: ()))
            stack.enter_context(swapped(SqlcipherStore, "_is_as_closed", lambda self, raw: False))
            stack.enter_context(swapped(SqlcipherStore, "_index_is_stale", lambda self: False))
            stack.enter_context(swapped(SqlcipherStore, "_rebuild_index", lambda self: None))
        yield


def _look_at(folder: Path, key: bytes, good: dict[str, str]) -> str:
    """'refused', 'warned', 'unnoticed' (the text is right, the damage unseen) or 'SILENT' (wrong text)."""
    try:
        store = reopen(folder, key)
    except StoreError:
        return "refused"
    try:
        same = everything(store) == good
        return "warned" if store.waarschuwing else "unnoticed" if same else "SILENT"
    except AssistantError:
        return "refused"
    finally:
        store.close()


def p05_bitfout(size: int, fault: str) -> Outcome:
    rng, found = a_random(5), Counter[str]()
    with temp_folder() as folder:
        store, key, _ = make_store(folder)
        fill(store, 12, 20)
        good = everything(store)
        store.close()
        data = (folder / DB).read_bytes()
        anchors = {p.name: p.read_bytes() for p in folder.glob("anker-*")}
        with _without_looking(fault):
            for _ in range(size):
                broken = bytearray(data)
                broken[rng.randrange(len(broken))] ^= 1 << rng.randrange(8)
                clean(folder)
                (folder / DB).write_bytes(broken)
                for name, body in anchors.items():
                    (folder / name).write_bytes(body)
                found[_look_at(folder, key, good)] += 1
    bad = found["SILENT"] + found["unnoticed"]
    return Outcome(
        size, bad, f"{size:,} flipped bits in {len(data) >> 10} KiB, {size - bad:,} noticed, {found['SILENT']} read wrong in silence"
    )


def p06_oud_bestand(size: int, fault: str) -> Outcome:
    rng, found = a_random(6), Counter[str]()
    with temp_folder() as base:
        folder, anchors = base / "dossiers", base / "anker"
        store, _ = create_store(folder, PASSPHRASE, clock=SystemClock(), cost=CHEAP, anchor_folder=anchors)
        key = store._key
        fill(store, 15, 20)
        store.close()
        old = (folder / DB).read_bytes()
        store = reopen(folder, key, anchors)
        for summary in store.list()[::2]:
            dossier = store.load(summary.id)
            for n in range(4):
                dossier = say_answer(store, dossier, f"9{summary.id[-4:]}{n}")
        store.keep_draft("dossier-0003", "antwoord", "half getypt")
        lines = len(store.log())
        good = _readable(store, lines)
        killed = {p.name: p.read_bytes() for p in anchors.glob("anker-*")}  # as a killed program leaves it: without the digest of the file
        store.close()
        new = (folder / DB).read_bytes()
        kept = {p.name: p.read_bytes() for p in anchors.glob("anker-*")}
        changed = [k for k in range(min(len(old), len(new)) // PAGE) if old[k * PAGE :][:PAGE] != new[k * PAGE :][:PAGE]]
        for n in range(size):
            whole = n % 4 == 0
            data = bytearray(old if whole else new)
            if not whole:
                page = rng.choice(changed) * PAGE
                data[page : page + PAGE] = old[page : page + PAGE]
            clean(folder)
            clean(anchors)
            (folder / DB).write_bytes(data)
            if fault != "geen-anker":
                for name, body in (killed if n % 3 == 2 else kept).items():
                    (anchors / name).write_bytes(body)
            with _without_looking("" if fault == "geen-anker" else fault):
                try:
                    store = reopen(folder, key, anchors)
                    seen = "warned" if store.waarschuwing else "SILENT" if _readable(store, lines) != good else "healed"
                    store.close()
                except StoreError:
                    seen = "refused"
            found[seen] += 1
    bad = found["SILENT"]
    healed = f", {found['healed']} of them in what is made again (search index, unused pages)" if found["healed"] else ""
    return Outcome(size, bad, f"{size} old pages and files put back ({len(changed)} pages differ), {size - bad} noticed{healed}")


def _readable(store: SqlcipherStore, lines: int) -> Any:
    """Everything a person can read: dossiers, drafts, the log, and what search finds."""
    try:
        drafts = [store.draft(s.id, "antwoord") for s in store.list()]
        log = [(line.n, line.hash) for line in store.log()[:lines]]
        found = [sorted(store.search(word, limit=1000)) for word in ("antwoord", *(str(n) for n in range(0, 300, 25)))]
        return everything(store), drafts, log, found
    except AssistantError:
        return "refused while reading"


def p07_half_bestand(size: int, fault: str) -> Outcome:
    rng, found, bad = a_random(7), Counter[str](), 0
    with temp_folder() as folder:
        store, key, _ = make_store(folder)
        fill(store, 8, 20)
        store.close()
        data = (folder / DB).read_bytes()
        for n in range(size):
            cut = data[: 0 if n == 0 else rng.randrange(len(data))]
            clean(folder)
            (folder / DB).write_bytes(cut)
            with swapped(opening_module, "check_head", (lambda path: None) if fault else opening_module.check_head):
                try:
                    reopen(folder, key).close()
                    what = "OPENED"
                except StoreError as error:
                    what = type(error).__name__
            same = (folder / DB).read_bytes() == cut
            found[what] += 1
            bad += what == "OPENED" or not same
    return Outcome(size, bad, f"{size} files cut short, {size - bad} refused with every byte as it was")


# -- P08 -----------------------------------------------------------------------------------------


class _Loud:
    """The fault of P08: a connection that never hears `cipher_log_level`."""

    def __init__(self, real: Any) -> None:
        self._real = real

    def execute(self, sql: str, *rest: Any) -> Any:
        # the level is one for the whole process, so a run before this one has set it already: back to what it is from itself
        return self._real.execute("PRAGMA cipher_log_level=WARN" if "cipher_log_level" in sql else sql, *rest)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


@contextmanager
def _stderr_into(path: Path) -> Iterator[None]:
    """What is written on descriptor 2 by any code, C included, goes into a file."""
    kept = os.dup(2)
    with path.open("wb") as file:
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _wrong_secrets(count: int) -> list[str]:
    rng = a_random(8)
    odd = [
        "",
        " ",
        "\x00",
        "verkeerd",
        "x" * 10_000,
        "é" * 50,
        "🙂🙂",
        "' OR 1=1 --",
        "\ud800",
        PASSPHRASE.upper(),
        PASSPHRASE + " ",
        PASSPHRASE[:-1],
    ]
    return [odd[n] if n < len(odd) else "".join(rng.choice("abcdefgh 1234éß漢") for _ in range(rng.randint(1, 60))) for n in range(count)]


def p08_fout_wachtwoord(size: int, fault: str) -> Outcome:
    import sqlcipher3

    bad = noise = 0
    rng = a_random(88)
    after_kill = max(2, size // 7)
    with temp_folder() as base:
        folder = base / "dossiers"
        store, key, _ = make_store(folder)
        fill(store, 3, 5)
        store.close()
        before = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}
        loud = swapped(sqlcipher3, "connect", lambda *a, real=sqlcipher3.connect, **k: _Loud(real(*a, **k)))
        with ExitStack() as stack:
            if fault:
                stack.enter_context(loud)
            stack.enter_context(_stderr_into(base / "stderr"))
            for n, secret in enumerate(_wrong_secrets(size)):
                told = False
                try:
                    if n % 2:
                        open_store(folder, secret, clock=SystemClock()).close()
                    else:  # the same for a wrong raw key: an envelope of another dossier
                        reopen(folder, hashlib.sha256(repr(secret).encode()).digest()).close()
                except KeyRejected as error:
                    told = bool(error.message and error.hint)
                bad += not told
        noise = (base / "stderr").stat().st_size
        after = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}
        changed = before != after
        bad += changed + bool(noise)
        whole = 0
        for n in range(after_kill):
            clean(folder)
            store, key, _ = make_store(folder)
            store.close()
            child = Forked(_write_until_killed(folder, key, n * 100_000, ""))
            child.wait_for("klaar")
            child.listen(rng.uniform(0.01, 0.1))
            said = {f"uiting-{word}" for word in child.kill() if word.isdigit()}
            try:
                open_store(folder, "niet de goede wachtzin", clock=SystemClock()).close()
            except KeyRejected:
                pass
            try:
                reopen(folder, bytes(32)).close()
            except KeyRejected:
                pass
            whole += _missing_after(folder, key, said) == 0
        bad += after_kill - whole
    return Outcome(
        size + after_kill,
        bad,
        f"{size} wrong secrets, {'SOME' if changed else '0'} bytes changed, {noise} bytes on stderr; after {after_kill} kills {whole} whole",
    )


# -- P09 -----------------------------------------------------------------------------------------

OTHER = "heel andere woorden nu"


def _write_in_place(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def p09_wachtwoord_wijzigen(size: int, fault: str) -> Outcome:
    rng, found = a_random(9), Counter[str]()
    rekeys = size // 2
    with temp_folder() as folder:
        store, key, code = make_store(folder)
        fill(store, 6, 10)
        good = everything(store)
        store.close()

        def swap(say: Callable[[object], None]) -> None:
            if fault:
                keys.write_whole = _write_in_place  # type: ignore[assignment]
            mine = reopen(folder, key)
            say("klaar")
            while True:
                for word in (OTHER, PASSPHRASE):
                    mine.change_passphrase(word, cost=CHEAP)

        for _ in range(size):
            child = Forked(swap)
            child.wait_for("klaar")
            child.listen(rng.uniform(0, 0.05))
            child.kill()
            found[_which_opens(folder, (PASSPHRASE, OTHER), good, code)] += 1
            if found["nothing opens"]:
                break  # the envelope is gone: nothing more to try
        for _ in range(rekeys if not fault else 0):

            def anew(say: Callable[[object], None]) -> None:
                mine = open_store(folder, _now(folder), clock=SystemClock())
                say("klaar")
                while True:
                    mine.rekey(_now(folder), cost=CHEAP)

            child = Forked(anew)
            child.wait_for("klaar")
            child.listen(rng.uniform(0, 0.15))
            child.kill()
            found[_which_opens(folder, (PASSPHRASE, OTHER), good, "")] += 1
    tried = sum(found.values())
    good_ones = found["opens"]
    return Outcome(
        tried,
        tried - good_ones,
        f"{size} kills while the passphrase changed, {rekeys if not fault else 0} while the key itself changed, {good_ones} open whole",
    )


def _now(folder: Path) -> str:
    for word in (PASSPHRASE, OTHER):
        try:
            keys.open_key(folder / KEY, word)
        except KeyRejected:
            continue
        return word
    raise AssertionError("no passphrase opens the envelope")


def _which_opens(folder: Path, words: tuple[str, ...], good: dict[str, str], code: str) -> str:
    opened = 0
    for word in words:
        try:
            store = open_store(folder, word, clock=SystemClock())
        except StoreError:
            continue
        opened += everything(store) == good
        store.close()
    if code:
        try:
            keys.open_key(folder / KEY, code)
        except StoreError:
            return "recovery code fails" if opened else "nothing opens"
    return "opens" if opened else "nothing opens"


# -- P10 -----------------------------------------------------------------------------------------


def _documents(folder: Path, key: bytes) -> str:
    raw = opening_module.open_file(folder / DB, key)
    try:
        rows = raw.execute("SELECT id, version, document FROM dossier ORDER BY id").fetchall()
        drafts = raw.execute("SELECT * FROM concept ORDER BY 1, 2").fetchall()
        return hashlib.sha256(repr((rows, drafts)).encode()).hexdigest()
    finally:
        raw.close()


def _shape(folder: Path, key: bytes) -> tuple[str, tuple[str, ...]]:
    """(revision, tables and columns) as they stand in the file."""
    raw = opening_module.open_file(folder / DB, key)
    try:
        revision = raw.execute("SELECT version_num FROM alembic_version").fetchall()[0][0]
        names = [r[0] for r in raw.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'index') ORDER BY name").fetchall()]
        columns = [f"log.{r[1]}" for r in raw.execute("PRAGMA table_info(log)").fetchall()]
        return revision, tuple(n for n in (*names, *columns) if not n.startswith("sqlite_"))
    finally:
        raw.close()


def p10_oude_versies(size: int, fault: str) -> Outcome:
    import sqlalchemy as sa

    rng, found, tried = a_random(10), Counter[str](), 0
    for fixture in sorted(DATA.glob("winkel-*")):
        with temp_folder() as base:
            key = keys.open_key(fixture / KEY, PASSPHRASE)
            shutil.copytree(fixture, base / "heel")
            before, old = _documents(base / "heel", key), _shape(base / "heel", key)
            begin = time.monotonic()
            reopen(base / "heel", key).close()
            took = time.monotonic() - begin
            new = _shape(base / "heel", key)
            found["upgraded"] += _documents(base / "heel", key) == before and new[0] == store_module.HEAD_REVISION
            tried += 1
            for n in range(size):
                folder = base / f"ronde-{n}"
                shutil.copytree(fixture, folder)

                def upgrade(say: Callable[[object], None], folder: Path = folder, key: bytes = key) -> None:
                    if fault:  # no BEGIN: every step of the migration is on disk by itself
                        sa.event.listens_for = lambda *a, **k: lambda f: f  # type: ignore[assignment]
                    say("klaar")
                    reopen(folder, key)
                    say("gedaan")
                    time.sleep(5)

                child = Forked(upgrade)
                child.wait_for("klaar")
                child.listen(rng.uniform(0, took * 1.2))
                child.kill()
                tried += 1
                shape = _shape(folder, key)
                whole = shape in (old, new) and _documents(folder, key) == before
                if whole:
                    store = reopen(folder, key)
                    whole = not store.waarschuwing and not store.check() and store.search("moestuin") != ()
                    store.close()
                found["whole"] += whole
                shutil.rmtree(folder)
    bad = tried - found["whole"] - found["upgraded"]
    versions = len(list(DATA.glob("winkel-*")))
    return Outcome(tried, bad, f"{versions} released schema(s), {tried - versions} kills during the upgrade, {bad} between old and new")


# -- P11 -----------------------------------------------------------------------------------------


def p11_back_up(size: int, fault: str) -> Outcome:
    rng, equal, refused, unchanged = a_random(11), 0, 0, 0
    with temp_folder() as base:
        folder = base / "dossiers"
        store, _key, _ = make_store(folder)
        fill(store, size, 4)
        store.keep_draft("dossier-0000", "antwoord", "half getypt")
        good = everything(store)
        backup = store.back_up(base / "usb")
        store.close()
        shutil.rmtree(folder)
        store, _ = restore(backup, folder, PASSPHRASE, clock=SystemClock())
        back = everything(store)
        equal = sum(good[i] == back.get(i) for i in good)
        equal -= not (store.draft("dossier-0000", "antwoord") == "half getypt" and not store.waarschuwing)
        store.close()
        try:
            restore(backup, folder, "niet de goede wachtzin", clock=SystemClock())
        except KeyRejected:
            pass
        else:
            equal -= 1
        standing = (folder / DB).read_bytes()
        data = (backup / DB).read_bytes()
        with ExitStack() as stack:
            if fault:
                for module in (backups_module, store_module):
                    stack.enter_context(swapped(module, "open_file", lambda path, key, **_: _careless(path, key)))
            for n in range(size):
                cut = bytearray(data[: rng.randrange(len(data))] if n % 2 else data)
                if not n % 2:
                    cut[rng.randrange(len(cut))] ^= 1 << rng.randrange(8)
                (backup / DB).write_bytes(cut)
                try:
                    again, _ = restore(backup, folder, PASSPHRASE, clock=SystemClock())
                    again.close()
                except StoreError:
                    refused += 1
                except Exception:  # noqa: BLE001 - the fault breaks further on; it was not refused
                    pass
                unchanged += (folder / DB).read_bytes() == standing
    bad = (size - equal) + (size - refused) + (size - unchanged)
    return Outcome(
        2 * size, bad, f"{equal} dossiers back equal after wiping, {refused} of {size} damaged back-ups refused with nothing changed"
    )


def _careless(path: Path, key: bytes) -> Any:
    """The fault of P11: a file is opened without looking at it."""
    import sqlcipher3

    connection = sqlcipher3.connect(str(path), isolation_level=None, check_same_thread=False)
    opening_module.set_key(connection, key)
    return connection


# -- P12 -----------------------------------------------------------------------------------------


class _PidFile:
    """The fault of P12: a file with a process id in it, which a killed program leaves behind."""

    def __init__(self, path: str, **_: Any) -> None:
        self.path = Path(path)

    def acquire(self, timeout: float = 0) -> None:
        from filelock import Timeout

        if self.path.exists() and self.path.stat().st_size:
            raise Timeout(str(self.path))
        self.path.write_text(str(os.getpid()))

    def release(self, force: bool = False) -> None:
        if self.path.exists() and self.path.read_text() == str(os.getpid()):
            self.path.write_text("")


def p12_twee_vensters(size: int, fault: str) -> Outcome:
    import filelock

    bad = stale = double = unlogged = 0
    with temp_folder() as folder, ExitStack() as stack:
        if fault:
            stack.enter_context(swapped(filelock, "FileLock", _PidFile))
        store, key, _ = make_store(folder)
        dossier = store.save(a_dossier("een"), expected_version=0, wie="AB")
        store.close()
        for n in range(size):

            def hold(say: Callable[[object], None], n: int = n) -> None:
                mine = reopen(folder, key)
                if mine.read_only:
                    say("slot bleef staan")
                    return
                say_answer(mine, mine.load("dossier-een"), f"1{n:04d}")
                say("vast")
                time.sleep(30)

            child = Forked(hold)
            try:
                child.wait_for("vast")
            except RuntimeError:
                child.finish()
                stale += 1
                continue
            second = reopen(folder, key)
            lines = len(second.log())
            read = second.load("dossier-een", wie="CD", reden="meelezen")
            unlogged += len(second.log()) != lines + 1
            if not second.read_only:
                double += 1
            else:
                try:
                    say_answer(second, read, f"2{n:04d}")
                    double += 1
                except DossierLocked:
                    pass
            second.close()
            child.kill()
            third = reopen(folder, key)
            if third.read_only:
                stale += 1
            else:
                dossier = say_answer(third, third.load("dossier-een"), f"3{n:04d}")
            bad += bool(third.waarschuwing)
            third.close()
    bad += stale + double + unlogged
    del dossier
    return Outcome(
        size, bad, f"{size} rounds, {stale} stale locks, {double} double writers, {unlogged} looks of a second window without a log line"
    )


PROMISES = [
    Promise("P01", "bewaard is bewaard", p01_bewaard, 15, 200, {"eerst-zeggen": "zegt bewaard vóór de COMMIT"}, 10),
    Promise(
        "P03", "schijf vol: niets verdwijnt", p03_schijf_vol, 2, 20, {"fout-inslikken": "de fout van een volle schijf wordt ingeslikt"}, 3
    ),
    Promise("P05", "beschadigd wordt gemeld", p05_bitfout, 60, 1000, {"geen-controle": "geen controle bij het openen"}),
    Promise(
        "P06",
        "een teruggezet oud bestand valt op",
        p06_oud_bestand,
        32,
        100,
        {"geen-anker": "geen anker buiten het bestand", "geen-keten": "geschiedenis niet vergeleken"},
    ),
    Promise("P07", "een half bestand wordt geweigerd", p07_half_bestand, 60, 200, {"geen-grootte": "kop en grootte niet bekeken"}, 20),
    Promise("P08", "fout wachtwoord wijzigt niets", p08_fout_wachtwoord, 30, 200, {"luid": "cipher_log_level niet gezet"}, 6),
    Promise(
        "P09",
        "wachtwoord wijzigen kan niet half",
        p09_wachtwoord_wijzigen,
        10,
        100,
        {"ter-plaatse": "sleutelbestand ter plaatse overschreven"},
        150,
    ),
    Promise("P10", "elke oude versie opent", p10_oude_versies, 3, 30, {"zonder-begin": "migratie zonder transactie"}, 20),
    Promise("P11", "een back-up is teruggezet", p11_back_up, 10, 50, {"niet-nagekeken": "kopie niet nagekeken"}),
    Promise("P12", "de tweede leest alleen", p12_twee_vensters, 5, 50, {"pid-bestand": "pid-bestand in plaats van flock"}, 4),
]
assert a_text(3) and is_whole(a_text(3))
