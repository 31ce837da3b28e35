"""assistant.adapters.dossiers.keys: the envelope. A random 256-bit key, wrapped once by the passphrase and once by a recovery code.

Argon2id makes guessing slow (RFC 9106, second recommendation: 64 MiB, 3 passes, 4 lanes: about 0.1 s here); AES-256-GCM wraps.
Changing the passphrase replaces this file whole: old or new, never neither.
"""

from __future__ import annotations

import json
import os
import secrets
import unicodedata
from pathlib import Path
from typing import Any

from assistant.errors import DossierNotWritten, DossierUnreadable, KeyRejected, RuleError

COST = {"time_cost": 3, "memory_cost": 65536, "parallelism": 4}
MIN_PASSPHRASE = 8
"""Shortest passphrase. Our own choice; the hint asks for four words."""
_LABEL = b"krachtgesprek-sleutel-v1"
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_CHARS = 25


def _normal(secret: str) -> bytes:
    return unicodedata.normalize("NFKC", secret).encode("utf-8", "surrogatepass")


def _kek(secret: bytes, salt: bytes, cost: dict[str, int]) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(secret, salt, hash_len=32, type=Type.ID, **cost)


def wrap(secret: str, key: bytes, cost: dict[str, int] | None = None) -> dict[str, Any]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cost = cost or COST
    salt, nonce = os.urandom(16), os.urandom(12)
    wrapped = AESGCM(_kek(_normal(secret), salt, cost)).encrypt(nonce, key, _LABEL)
    return {"zout": salt.hex(), "nonce": nonce.hex(), "sleutel": wrapped.hex(), **cost}


def unwrap(secret: str, envelope: dict[str, Any]) -> bytes | None:
    """The key, or None when this secret does not open it. Raises ValueError for a damaged envelope."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cost = {name: int(envelope[name]) for name in COST}
    if not (1 <= cost["time_cost"] <= 20 and 8 <= cost["memory_cost"] <= 2**20 and 1 <= cost["parallelism"] <= 16):
        raise ValueError("kosten")  # a tampered file must not make us eat all memory
    try:
        return AESGCM(_kek(_normal(secret), bytes.fromhex(envelope["zout"]), cost)).decrypt(
            bytes.fromhex(envelope["nonce"]), bytes.fromhex(envelope["sleutel"]), _LABEL
        )
    except InvalidTag:
        return None


def seal(secret_key: bytes, label: str, text: str) -> tuple[str, str]:
    """(nonce, ciphertext) in hex, bound to `label`: it opens in no other place."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return nonce.hex(), AESGCM(secret_key).encrypt(nonce, text.encode("utf-8", "surrogatepass"), label.encode()).hex()


def unseal(secret_key: bytes, label: str, nonce: str, sealed: str) -> str:
    """Raises ValueError when it is not what was sealed here."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(secret_key).decrypt(bytes.fromhex(nonce), bytes.fromhex(sealed), label.encode()).decode("utf-8", "surrogatepass")
    except InvalidTag:
        raise ValueError("zegel") from None


def new_recovery_code() -> str:
    """Twenty-five characters in groups of five, without look-alikes; about 124 bits."""
    chars = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(CODE_CHARS))
    return "-".join(chars[i : i + 5] for i in range(0, CODE_CHARS, 5))


def _plain_code(code: str) -> str:
    return "".join(c for c in code.upper() if c.isalnum())


def check_passphrase(passphrase: str) -> None:
    """Raises RuleError when it is too short to protect anything."""
    if len(passphrase.strip()) < MIN_PASSPHRASE:
        raise RuleError(
            f"De wachtzin is te kort (minstens {MIN_PASSPHRASE} tekens).",
            hint="Vier gewone woorden achter elkaar onthoudt u beter en zijn sterker.",
        )


def sync(path: Path) -> None:
    """Make what was written to a file, or the names in a folder, survive a power cut."""
    if os.name != "posix" and path.is_dir():
        return  # Windows has no sync of a folder; its rename is journalled
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def move(source: Path, target: Path) -> None:
    """Rename over `target` so that it holds after a power cut."""
    source.replace(target)
    sync(target.parent)


def make_private(path: Path) -> None:
    """Make an empty file only its owner may read; never over one that is there."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600))


def write_whole(path: Path, text: str) -> None:
    """All of the new file or all of the old one: aside, synced, renamed, folder synced; mode 0600. Raises DossierNotWritten."""
    aside = path.with_suffix(path.suffix + ".nieuw")
    try:
        aside.unlink(missing_ok=True)
        make_private(aside)
        with aside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        move(aside, path)
    except OSError as error:
        raise DossierNotWritten(
            "De map met dossiers is niet te beschrijven.", hint="Controleer de rechten en de vrije ruimte.", details=type(error).__name__
        ) from None


def new_envelope(passphrase: str, *, cost: dict[str, int] | None = None) -> tuple[bytes, str, dict[str, Any]]:
    """A fresh raw key, the recovery code that is shown once and kept nowhere, and the envelope to write. Raises RuleError."""
    check_passphrase(passphrase)
    key, code = os.urandom(32), new_recovery_code()
    return key, code, {"vorm": 1, "wachtzin": wrap(passphrase, key, cost), "herstelcode": wrap(_plain_code(code), key, cost)}


def with_old(envelope: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """The new envelope with the old wraps inside: for the moments in which the file is being encrypted anew."""
    return {**envelope, "oud": {name: old[name] for name in ("wachtzin", "herstelcode")}}


def keep_only(path: Path, *, current: bool) -> None:
    """End a change of key: keep the current wraps, or go back to the old ones."""
    envelope = read(path)
    old = envelope.pop("oud", None)
    if old is not None:
        write_whole(path, json.dumps(envelope if current else {**envelope, **old}, indent=1))


def read(path: Path) -> dict[str, Any]:
    """The envelope file. Raises DossierUnreadable."""
    try:
        envelope = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(envelope, dict) or not {"wachtzin", "herstelcode"} <= set(envelope):
            raise ValueError("onvolledig")
    except FileNotFoundError:
        raise DossierUnreadable(
            "Het sleutelbestand sleutel.json ontbreekt.", hint="Zet een back-up terug met `krachtgesprek dossier herstel`."
        ) from None
    except (OSError, ValueError):
        raise DossierUnreadable(
            "Het sleutelbestand sleutel.json is beschadigd.", hint="Zet een back-up terug met `krachtgesprek dossier herstel`."
        ) from None
    assert isinstance(envelope, dict)
    return envelope


def open_keys(path: Path, secret: str) -> tuple[bytes, ...]:
    """The raw keys a passphrase or recovery code unwraps, the current one first; two only while a change of key was cut short.

    Raises: KeyRejected (none), DossierUnreadable.
    """
    envelope = read(path)
    found: list[bytes] = []
    try:
        for wraps in (envelope, envelope.get("oud")):
            if wraps is None:
                continue
            key = unwrap(secret, wraps["wachtzin"])
            if key is None and len(_plain_code(secret)) == CODE_CHARS:
                key = unwrap(_plain_code(secret), wraps["herstelcode"])
            if key is not None:
                found.append(key)
    except (ValueError, KeyError, TypeError):
        raise DossierUnreadable(
            "Het sleutelbestand sleutel.json is beschadigd.", hint="Zet een back-up terug met `krachtgesprek dossier herstel`."
        ) from None
    if not found:
        raise KeyRejected("Deze wachtzin klopt niet.", hint="Probeer het opnieuw, of gebruik uw herstelcode. Er is niets veranderd.")
    return tuple(found)


def open_key(path: Path, secret: str) -> bytes:
    """The current raw key. Raises KeyRejected, DossierUnreadable."""
    return open_keys(path, secret)[0]


def change_passphrase(path: Path, key: bytes, new: str, *, cost: dict[str, int] | None = None) -> None:
    """Wrap the same key under a new passphrase; the recovery code stays as it was."""
    check_passphrase(new)
    envelope = read(path)
    envelope["wachtzin"] = wrap(new, key, cost)
    write_whole(path, json.dumps(envelope, indent=1))


def new_code(path: Path, key: bytes, *, cost: dict[str, int] | None = None) -> str:
    """Replace the recovery code; the old one no longer opens."""
    envelope = read(path)
    code = new_recovery_code()
    envelope["herstelcode"] = wrap(_plain_code(code), key, cost)
    write_whole(path, json.dumps(envelope, indent=1))
    return code
