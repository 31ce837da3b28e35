"""assistant.adapters.index_folder: where indexes live. Always a new folder and then a swap; every file has its hash in a manifest.

gegevens/index/
├── huidig            name of the folder that is in use (replaced in one step)
├── slot              lock file: one process builds at a time, and one process at a time has Chroma open
└── i-<hex>/          one sealed index: manifest.json, passages.json, vectoren.npy, woorden/, chroma/
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.errors import IndexMissing, IndexOutdated

VERSION = 4
_LIVE = {"chroma.sqlite3", "chroma.sqlite3-wal", "chroma.sqlite3-shm", "chroma.sqlite3-journal"}
_HINT = "Draai `krachtgesprek corpus bouw`; dat kost bij de meegeleverde handleiding een paar tellen."


class IndexFolder:
    """Args: root: gegevens/index. It need not exist."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._chroma_lock: FileLock | None = None

    # -- reading ---------------------------------------------------------------------------------

    def current(self) -> Path | None:
        """The folder in use, or None when there is no index."""
        try:
            name = (self.root / "huidig").read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        folder = self.root / name
        return folder if name.startswith("i-") and "/" not in name and (folder / "manifest.json").is_file() else None

    def manifest(self, folder: Path) -> dict[str, Any]:
        """Raises IndexOutdated when it is damaged or of another version of the program."""
        try:
            data = json.loads((folder / "manifest.json").read_bytes())
            own = data.pop("eigen")
            if data["vorm"] != VERSION or own != _own_hash(data):
                raise ValueError
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise IndexOutdated("De zoekindex is beschadigd of van een andere versie.", hint=_HINT) from None
        return dict(data)

    def damaged(self, folder: Path, manifest: dict[str, Any]) -> tuple[str, ...]:
        """Names of files that are missing, changed or extra. Empty: all is as it was sealed."""
        bad = []
        try:
            found = _hashes(folder)
        except OSError:
            return ("onleesbaar",)
        expected: dict[str, str] = manifest["bestanden"]
        for name in sorted(set(found) | set(expected)):
            if found.get(name) != expected.get(name):
                bad.append(name)
        return tuple(bad)

    # -- writing ---------------------------------------------------------------------------------

    @contextlib.contextmanager
    def building(self, wait_s: float = 600.0) -> Iterator[Path]:
        """Hold the lock and give a new empty folder; what is not sealed when the block ends is thrown away.

        Raises IndexMissing when the data folder cannot be written, or another window keeps building for `wait_s` seconds.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = FileLock(str(self.root / "slot"))
            lock.acquire(timeout=wait_s)
        except Timeout:
            raise IndexMissing("Een ander venster bouwt de zoekindex al.", hint="Wacht tot dat klaar is.") from None
        except OSError:
            raise IndexMissing(
                "De zoekindex kan niet in de gegevensmap worden bewaard.", hint="Is de map alleen-lezen of de schijf vol?"
            ) from None
        folder = self.root / f"i-{secrets.token_hex(6)}"
        try:
            folder.mkdir(mode=0o700)
            yield folder
        except OSError as error:
            raise IndexMissing(
                "De zoekindex kan niet in de gegevensmap worden bewaard.",
                hint="Is de map alleen-lezen of de schijf vol?",
                details=type(error).__name__,
            ) from None
        finally:
            if self.current() != folder:
                shutil.rmtree(folder, ignore_errors=True)
            lock.release()

    def seal(self, folder: Path, facts: dict[str, Any]) -> None:
        """Write the manifest and make `folder` the one in use. Older folders go away as far as nobody holds them."""
        data = {**facts, "vorm": VERSION, "bestanden": _hashes(folder)}
        data["eigen"] = _own_hash(data)
        _write(folder / "manifest.json", json.dumps(data, ensure_ascii=False).encode())
        _write(self.root / "huidig", folder.name.encode())
        for old in self.root.glob("i-*"):
            if old != folder:
                shutil.rmtree(old, ignore_errors=True)

    def discard(self) -> None:
        """Forget the index in use (it is damaged); the next build starts from the sources."""
        with contextlib.suppress(OSError):
            (self.root / "huidig").unlink(missing_ok=True)

    # -- one process has Chroma open -------------------------------------------------------------

    def take_chroma(self) -> bool:
        """True: this process may open the Chroma folder, until it ends. False: another one has it (search exactly instead)."""
        if self._chroma_lock is not None:
            return True
        lock = FileLock(str(self.root / "chroma-slot"))
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            return False
        self._chroma_lock = lock
        return True

    def give_chroma_back(self) -> None:
        if self._chroma_lock is not None:
            self._chroma_lock.release()
            self._chroma_lock = None

    def crash_mark(self, folder: Path) -> Path:
        """A file that exists while Chroma is being opened: found at a start, it says that the last opening never came back."""
        return self.root / f"{folder.name}.opent"


def _hashes(folder: Path) -> dict[str, str]:
    out = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            out[path.relative_to(folder).as_posix()] = "koppeling"
        elif path.is_file() and path.name != "manifest.json" and not (path.name in _LIVE and path.parent.name == "chroma"):
            with open(path, "rb") as file:
                out[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return out


def _own_hash(data: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(path.name + ".nieuw")
    with open(temporary, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
