"""assistant.domain.foto: a photo that may stand in a dossier: PNG or JPEG by its own bytes, not too large, and without where it was taken.

Pure: bytes in, bytes out. What a camera writes beside the picture (place, time, device, a name) is taken out; only which side is up stays.
Never: believes a file name; keeps anything it cannot read.
"""

from __future__ import annotations

import base64
import binascii
import struct
import zlib
from enum import StrEnum

from pydantic import Field, field_validator

from assistant.domain.values import Frozen
from assistant.errors import RuleError

MAX_BYTES = 1_000_000
"""Largest photo, after the extra data is out. Our own choice: four of them still open and travel quickly."""
MAX_FOTOS = 4
MAX_PIXELS = 40_000_000
"""More than this is no photo for a fridge, and may be made to fill a memory."""
_PNG = b"\x89PNG\r\n\x1a\n"
_KEEP_PNG = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM"))
_FRAMES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))


class Vorm(StrEnum):
    PNG = "png"
    JPEG = "jpeg"


class Foto(Frozen):
    """One photo. `data` is base64 of the cleaned bytes."""

    id: str
    vorm: Vorm
    breedte: int = Field(gt=0)
    hoogte: int = Field(gt=0)
    draai: int = Field(default=1, ge=1, le=8)
    """Which side of the stored picture is up, as cameras write it (Exif orientation). 1: it stands as it is."""
    data: str = Field(min_length=1)
    bijschrift: str = ""
    """What the client says it is; also read aloud by a screen reader. Empty: nothing was said."""

    @field_validator("data")
    @classmethod
    def _readable(cls, value: str) -> str:
        try:
            base64.b64decode(value, validate=True)
        except binascii.Error:
            raise ValueError("geen base64") from None
        return value

    @property
    def bytes(self) -> bytes:
        return base64.b64decode(self.data)


def read_photo(raw: bytes, *, foto_id: str, bijschrift: str = "") -> Foto:
    """Check and clean a photo.

    Raises RuleError: no PNG or JPEG, damaged, too large in bytes or in pixels.
    """
    if raw.startswith(_PNG):
        vorm, (clean, wide, high, turn) = Vorm.PNG, _png(raw)
    elif raw.startswith(b"\xff\xd8\xff"):
        vorm, (clean, wide, high, turn) = Vorm.JPEG, _jpeg(raw)
    else:
        raise RuleError("Dit bestand is geen foto die hier past.", hint="Neem een PNG of JPG.")
    if not 0 < wide * high <= MAX_PIXELS:
        raise RuleError("Deze foto heeft te veel beeldpunten.", hint="Maak de foto eerst kleiner.")
    if len(clean) > MAX_BYTES:
        raise RuleError(
            f"Deze foto is te groot ({len(clean) / 1e6:.1f} MB).".replace(".", ",", 1), hint="Maak hem eerst kleiner: hooguit 1 MB."
        )
    return Foto(id=foto_id, vorm=vorm, breedte=wide, hoogte=high, draai=turn, data=base64.b64encode(clean).decode(), bijschrift=bijschrift)


def _damaged() -> RuleError:
    return RuleError("Deze foto is beschadigd.", hint="Open hem eerst in een ander programma en bewaar hem opnieuw.")


def _png(raw: bytes) -> tuple[bytes, int, int, int]:
    """(only the chunks that make the picture, width, height, 1)."""
    out, at, size, ended = [_PNG], len(_PNG), (0, 0), False
    while at + 12 <= len(raw) and not ended:
        (length,) = struct.unpack(">I", raw[at : at + 4])
        kind, body = raw[at + 4 : at + 8], raw[at + 8 : at + 8 + length]
        if len(body) != length or raw[at + 8 + length : at + 12 + length] != struct.pack(">I", zlib.crc32(kind + body)):
            raise _damaged()
        if kind == b"IHDR":
            if length != 13:
                raise _damaged()
            size = struct.unpack(">II", body[:8])
        if kind in _KEEP_PNG:
            out.append(raw[at : at + 12 + length])
        ended = kind == b"IEND"
        at += 12 + length
    if not ended or not size[0]:
        raise _damaged()
    return b"".join(out), size[0], size[1], 1


def _jpeg(raw: bytes) -> tuple[bytes, int, int, int]:
    """(without application data and comments, width, height, which side is up); the last is written back into the bytes by itself."""
    out, at, size, turn = [raw[:2]], 2, (0, 0), 1
    while at + 4 <= len(raw):
        if raw[at] != 0xFF:
            raise _damaged()
        kind = raw[at + 1]
        if kind == 0xFF:  # fill bytes before a marker
            at += 1
            continue
        (length,) = struct.unpack(">H", raw[at + 2 : at + 4])
        segment = raw[at : at + 2 + length]
        if length < 2 or len(segment) != length + 2:
            raise _damaged()
        if kind in _FRAMES:
            if length < 8:
                raise _damaged()
            size = struct.unpack(">HH", segment[5:9])[::-1]
        if kind == 0xE1 and segment[4:10] == b"Exif\0\0":
            turn = _orientation(segment[10:])
        if kind == 0xDA:  # the picture itself: the rest of the file, up to its end
            end = raw.rfind(b"\xff\xd9")
            if end < at or not size[0]:
                raise _damaged()
            if turn != 1:
                out.insert(1, _upright(turn))
            return b"".join([*out, raw[at : end + 2]]), size[0], size[1], turn
        if kind not in (*range(0xE1, 0xEE), 0xEF, 0xFE):  # APP1-APP13, APP15 and comments go; APP0 (JFIF) and APP14 (colours) stay
            out.append(segment)
        at += 2 + length
    raise _damaged()


def _orientation(tiff: bytes) -> int:
    """Which side is up (1-8) in the first directory of Exif data; 1 when it says nothing."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return 1
    try:
        (begin,) = struct.unpack(order + "I", tiff[4:8])
        (count,) = struct.unpack(order + "H", tiff[begin : begin + 2])
        for n in range(min(count, 64)):
            at = begin + 2 + 12 * n
            tag, kind, _, value = struct.unpack(order + "HHIH", tiff[at : at + 10])
            if tag == 0x0112 and kind == 3:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _upright(turn: int) -> bytes:
    """An Exif segment that holds nothing but which side is up."""
    body = b"Exif\0\0" + b"MM\0*" + struct.pack(">I", 8) + struct.pack(">H", 1) + struct.pack(">HHIHH", 0x0112, 3, 1, turn, 0) + b"\0\0\0\0"
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
