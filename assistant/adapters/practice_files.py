"""assistant.adapters.practice_files: what practising leaves on disk, in gegevens/oefenen: counts per practice, own persona files and their vectors.

Apart from the dossiers, without a word of a talk; only its owner may read it.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from assistant.engine.practise_progress import Oefenregel
from assistant.errors import DocumentNotWritten

Floats = NDArray[np.float32]
HALF_MADE = "onaf.json"
MAX_VECTORS = 5_000
"""Texts kept in the cache, about 45 personas; the oldest go."""


def _private(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


class PracticeFiles:
    """PracticeLog: one JSON line per practice in voortgang.jsonl."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "voortgang.jsonl"

    def keep(self, regel: Oefenregel) -> None:
        try:
            _private(self._path.parent)
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8") as file:
                file.write(regel.model_dump_json() + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise DocumentNotWritten(
                "Uw oefening is niet bijgeschreven.", hint="Kijk of de schijf vol is.", details=type(error).__name__
            ) from None

    def all(self) -> tuple[Oefenregel, ...]:
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return ()
        out = []
        for line in lines:
            try:
                out.append(Oefenregel.model_validate_json(line))
            except ValidationError:
                continue  # a line cut off by a crash costs that line only
        return tuple(out)

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)


class PersonaFiles:
    """OwnPersonas: one TOML file per persona in gegevens/oefenen/personas."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> tuple[tuple[str, dict[str, Any]], ...]:
        out = []
        try:
            files = sorted(self._folder.glob("*.toml"))
        except OSError:
            return ()
        for file in files:
            try:
                out.append((file.name, tomllib.loads(file.read_text(encoding="utf-8-sig"))))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
                out.append((file.name, {}))
        return tuple(out)

    def put(self, persona_id: str, text: str) -> str:
        if not re.fullmatch(r"[a-z0-9_]{1,60}", persona_id):
            raise DocumentNotWritten("Deze naam kan geen bestandsnaam zijn.", hint="Gebruik letters en cijfers.")
        path = self._folder / f"{persona_id}.toml"
        self._write(path, text)
        return str(path)

    def half_made(self) -> dict[str, Any]:
        try:
            found = json.loads((self._folder / HALF_MADE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def put_half_made(self, sheets: Mapping[str, Any]) -> None:
        path = self._folder / HALF_MADE
        if sheets:
            self._write(path, json.dumps(sheets, ensure_ascii=False))
        else:
            path.unlink(missing_ok=True)

    def _write(self, path: Path, text: str) -> None:
        """Whole or not at all; only its owner may read it."""
        aside = path.with_suffix(f".{os.getpid()}.nieuw")
        try:
            _private(self._folder.parent)
            _private(self._folder)
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except OSError as error:
            aside.unlink(missing_ok=True)
            raise DocumentNotWritten(
                "De persona is niet bewaard.", hint="Kijk of de schijf vol is.", details=type(error).__name__
            ) from None


class VectorCache:
    """Remembers the vectors of persona texts between runs, so that an own persona is ready at once the second time.

    Args:
        path: an .npz file; damaged or absent counts as empty.
        key: the name of a text for the embedder in use.
        embed: computes float32[n, dim] for texts.
    """

    def __init__(
        self, path: Path, *, key: Callable[[str], str], embed: Callable[[Sequence[str]], Floats], shipped: Callable[[str], bool]
    ) -> None:
        self._path, self._key, self._embed, self._shipped = path, key, embed, shipped

    def __call__(self, texts: Sequence[str]) -> Floats:
        keys = [self._key(text) for text in texts]
        if all(self._shipped(key) for key in keys):
            return self._embed(texts)
        known = self._read()
        todo = [at for at, key in enumerate(keys) if key not in known]
        if todo:
            made = self._embed([texts[at] for at in todo])
            known |= {keys[at]: row.astype(np.float16) for at, row in zip(todo, made, strict=True)}
            self._write(known)
        return np.stack([known[key].astype(np.float32) for key in keys])

    def _read(self) -> dict[str, NDArray[np.float16]]:
        try:
            with np.load(self._path, allow_pickle=False) as file:
                names, rows = file["sleutels"].tolist(), file["vectoren"]
            return dict(zip(names, rows, strict=True)) if np.isfinite(rows).all() else {}
        except Exception:  # noqa: BLE001 - a cache that cannot be read is an empty cache
            return {}

    def _write(self, known: dict[str, NDArray[np.float16]]) -> None:
        kept = dict(list(known.items())[-MAX_VECTORS:])
        aside = self._path.with_name(f"{self._path.stem}-{os.getpid()}.npz")
        try:
            _private(self._path.parent)
            np.savez(aside, sleutels=np.array(list(kept)), vectoren=np.stack(list(kept.values())))
            aside.chmod(0o600)
            aside.replace(self._path)
        except OSError:
            aside.unlink(missing_ok=True)  # the next start computes again
