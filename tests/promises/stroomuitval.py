"""tests.promises.stroomuitval: P02. A confirmed answer survives a power cut, in a model that is harsher than most disks.

1. A C shim (power_cut_shim.c, LD_PRELOAD) logs every write, truncate, sync, create, unlink and rename of a process that saves answers
   through the real store.
2. The log is cut at a random point and the disk is rebuilt as it could be found after the power came back: what was synced before the cut
   is there; of everything else each 512-byte sector is there with probability 1/2, in no particular order; a create, unlink or rename
   counts only after a sync of its folder, before that it is a coin flip.
3. The rebuilt folder is opened by the real store and compared with what had been confirmed at the cut.

A model, not hardware: disks that lie about a flush, network shares and cloud-synced folders are outside it.
"""

from __future__ import annotations

import os
import random
import shutil
import struct
import subprocess
import sys
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path

from assistant.adapters.dossiers import opening
from assistant.errors import AssistantError
from tests.promises.kit import Outcome, Promise, a_dossier, a_random, answers_in, is_whole, make_store, reopen, say_answer, temp_folder

SECTOR = 512
ROOT = Path(__file__).parent.parent.parent
Op = tuple[str, str, int, bytes]
"""(kind, path, offset, data); kinds as in the shim."""

SETTINGS = {"": None, "wal-normal": ("WAL", "NORMAL"), "truncate-normal": ("TRUNCATE", "NORMAL")}


def write(folder: Path, key: bytes, answers: int, fault: str) -> None:
    """The process that loses its power: saves and drafts through the real store, and says each number when it is committed."""
    if (setting := SETTINGS[fault]) is not None:
        rest = tuple(p for p in opening.PRAGMAS if not p.startswith(("journal_mode", "synchronous")))
        opening.PRAGMAS = (f"journal_mode={setting[0]}", f"synchronous={setting[1]}", *rest)  # type: ignore[assignment]
    store = reopen(folder, key)
    dossier = store.save(a_dossier("stroom"), expected_version=0, wie="AB")
    os.write(1, b"0\n")
    for n in range(1, answers + 1):
        if len(dossier.uitingen) >= 20:
            dossier = store.save(a_dossier(f"stroom-{n}"), expected_version=0, wie="AB")
        store.keep_draft(dossier.id, "antwoord", f"half getypt {n}")
        dossier = say_answer(store, dossier, n)
        os.write(1, b"%d\n" % n)
    os._exit(0)  # no clean end


def _trace(shim: Path, folder: Path, key: bytes, answers: int, fault: str, log: Path) -> list[Op]:
    env = dict(os.environ, LD_PRELOAD=str(shim), PL_LOG=str(log), PL_PREFIX=str(folder))
    command = [sys.executable, "-B", "-m", "tests.promises.stroomuitval", str(folder), key.hex(), str(answers), fault]
    subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    raw, at, ops = log.read_bytes(), 0, list[Op]()
    while at < len(raw):
        op, length, offset, n = struct.unpack_from("<cHQI", raw, at)
        at += 15
        path = raw[at : at + length].decode()
        at += length
        data = b""
        if op in b"AWN":
            data = raw[at : at + n]
            at += n
        ops.append((op.decode(), path, offset, data))
    return ops


def _after_cut(ops: list[Op], cut: int, rng: random.Random, folder: str, before: dict[str, bytes]) -> tuple[dict[str, bytes], int]:
    """The files as found after the cut, and the last number confirmed before it.

    Every create makes a new file object, so that an unlinked journal and its successor with the same name are not confused. Files that stood
    there before the trace begin as they were, synced.
    """
    birth: dict[str, int] = {path: -2 - number for number, path in enumerate(before)}
    owner: list[int | None] = []
    last_sync: dict[int | None, int] = {}
    folder_sync, confirmed = -1, -1
    for k in range(cut):
        op, path, _, data = ops[k]
        if op == "C":
            birth[path] = k
        elif op == "U":
            owner.append(birth.pop(path, None))
            continue
        elif op == "N" and path in birth:
            birth[data.decode()] = birth.pop(path)
            owner.append(birth[data.decode()])
            continue
        elif op == "S":
            if path == folder:
                folder_sync = k
            else:
                last_sync[birth.get(path)] = k
        elif op == "A":
            confirmed = max([confirmed, *(int(x) for x in data.split())])
        owner.append(birth.get(path))
    body: dict[int, bytearray] = defaultdict(bytearray)
    names: dict[str, int] = {}
    for number, (path, data) in enumerate(before.items()):
        body[-2 - number] = bytearray(data)
        names[path] = -2 - number
    for k in range(cut):
        op, path, offset, data = ops[k]
        who = owner[k]
        if path.endswith("-shm"):
            continue
        if op in "WT" and who is not None:
            file, durable = body[who], k < last_sync.get(who, -1)
            if op == "T":
                if durable or rng.random() < 0.5:
                    del file[offset:]
                    file.extend(bytes(offset - len(file)))
                continue
            for s in range(0, len(data), SECTOR):
                if durable or rng.random() < 0.5:
                    piece, start = data[s : s + SECTOR], offset + s
                    file.extend(bytes(max(0, start + len(piece) - len(file))))
                    file[start : start + len(piece)] = piece
        elif op in "CUN" and (k < folder_sync or rng.random() < 0.5):
            if op == "C":
                names[path] = k
            elif op == "U":
                names.pop(path, None)
            elif path in names:
                names[data.decode()] = names.pop(path)
    return {name: bytes(body[k]) for name, k in names.items()}, confirmed


def _look(files: dict[str, bytes], confirmed: int, folder: Path, key: bytes) -> str:
    for name, data in files.items():
        (folder / Path(name).name).write_bytes(data)
    try:
        store = reopen(folder, key)
    except AssistantError:
        return "unreadable"
    try:
        have = answers_in(store)
        if any(f"uiting-{n}" not in have for n in range(1, confirmed + 1)):
            return "lost"
        if not all(is_whole(text) for text in have.values()):
            return "wrong text"
        return "complaint" if store.waarschuwing or store.check() else "ok"
    except AssistantError:
        return "unreadable"
    finally:
        store.close()


@lru_cache(maxsize=1)
def _compiler() -> str | None:
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def p02_stroom(size: int, fault: str) -> Outcome:
    if not sys.platform.startswith("linux"):
        return Outcome(0, 0, "", skipped="the shim needs Linux")
    if (cc := _compiler()) is None:
        return Outcome(0, 0, "", skipped="no C compiler (cc) to build the shim")
    rng, found = a_random(2), Counter[str]()
    answers = 40 if size < 400 else 120
    with temp_folder() as base:
        shim, folder = base / "shim.so", base / "schijf"
        subprocess.run(
            [cc, "-shared", "-fPIC", "-O1", "-o", str(shim), str(Path(__file__).with_name("power_cut_shim.c")), "-ldl"], check=True
        )
        store, key, _ = make_store(folder)
        store.close()
        before = {str(path): path.read_bytes() for path in sorted(folder.iterdir())}
        ops = _trace(shim, folder, key, answers, fault, base / "log")
        first = next(k for k, op in enumerate(ops) if op[0] == "A")
        for n in range(size):
            files, confirmed = _after_cut(ops, rng.randrange(first + 1, len(ops) + 1), rng, str(folder), before)
            rebuilt = base / f"na-{n}"
            rebuilt.mkdir()
            found[_look(files, confirmed, rebuilt, key)] += 1
            shutil.rmtree(rebuilt)
    syncs = sum(op[0] == "S" for op in ops)
    other = ", ".join(f"{count} {what}" for what, count in sorted(found.items()) if what != "ok") or "0 lost, 0 unreadable"
    return Outcome(size, size - found["ok"], f"{size:,} power cuts in {len(ops):,} calls ({syncs} syncs), {other}")


PROMISES = [
    Promise(
        "P02",
        "ook bij stroomuitval",
        p02_stroom,
        40,
        1000,
        {"wal-normal": "journal_mode=WAL met synchronous=NORMAL", "truncate-normal": "TRUNCATE met synchronous=NORMAL"},
        200,
    )
]

if __name__ == "__main__":
    write(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
