"""The short path's document and the photos in it: only the client's words, and no photo that says where it was taken."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import UTC, datetime

import pytest
from PIL import Image

from assistant.domain.foto import MAX_BYTES, MAX_FOTOS, Foto, Vorm, read_photo
from assistant.domain.kompas import Kompas, Vak, kompas_in
from assistant.errors import NotThere, RuleError

DAY = datetime(2026, 11, 22, tzinfo=UTC)
BOXES = (Vak(id="meedoen", kop="Meedoen"), Vak(id="erbij", kop="Erbij horen"))


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 30), **extra: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **extra)
    return out.getvalue()


def lying(wide: int, high: int) -> bytes:
    """A small PNG that says it is large."""
    raw = picture("PNG")
    head = b"IHDR" + struct.pack(">II", wide, high) + raw[24:29]
    return raw[:12] + head + struct.pack(">I", zlib.crc32(head)) + raw[33:]


def camera(turn: int = 6) -> bytes:
    """A JPEG as a telephone makes it: which side is up, the device, the place, a comment."""
    exif = Image.Exif()
    exif[0x0112], exif[0x0110], exif[0x9286] = turn, "TelefoonVanFerdi", "geheimwoord"
    exif.get_ifd(0x8825)[2] = (52.0, 22.0, 11.0)
    return picture(exif=exif.tobytes(), comment=b"geheimwoord")


def test_a_camera_photo_loses_the_place_and_the_device_and_keeps_which_side_is_up() -> None:
    raw = camera()
    assert b"TelefoonVanFerdi" in raw

    foto = read_photo(raw, foto_id="f1")

    assert b"Ferdi" not in foto.bytes and b"geheimwoord" not in foto.bytes and b"GPS" not in foto.bytes
    with Image.open(io.BytesIO(foto.bytes)) as image:
        assert dict(image.getexif()) == {0x0112: 6}
        assert image.size == (40, 30) == (foto.breedte, foto.hoogte)
        image.load()
    assert (foto.vorm, foto.draai) == (Vorm.JPEG, 6)


def test_a_png_loses_its_texts() -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Location", "Kerkstraat 12")
    foto = read_photo(picture("PNG", pnginfo=info), foto_id="f1")

    assert foto.vorm is Vorm.PNG and b"Kerkstraat" not in foto.bytes
    with Image.open(io.BytesIO(foto.bytes)) as image:
        image.load()
        assert image.size == (40, 30)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"%PDF-1.7",
        b"GIF89a....",
        picture("PNG")[:60],
        picture("PNG").replace(b"IDAT", b"IDAX"),
        picture()[:80],
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        picture("PNG")[:16] + b"\x00\x0f\xff\xff" + picture("PNG")[20:],
    ],
    ids=["empty", "pdf", "gif", "cut png", "broken png", "cut jpeg", "head of jpeg", "head of png", "lying png"],
)
def test_what_is_no_whole_png_or_jpeg_is_refused(raw: bytes) -> None:
    with pytest.raises(RuleError):
        read_photo(raw, foto_id="f1")


def test_too_large_is_refused_in_bytes_and_in_pixels() -> None:
    import os

    noise = Image.frombytes("RGB", (700, 600), os.urandom(700 * 600 * 3))
    out = io.BytesIO()
    noise.save(out, "PNG")
    assert len(out.getvalue()) > MAX_BYTES

    with pytest.raises(RuleError, match="te groot"):
        read_photo(out.getvalue(), foto_id="f1")
    with pytest.raises(RuleError, match="beeldpunten"):
        read_photo(lying(9000, 9000), foto_id="f1")


def test_a_photo_is_only_what_it_says() -> None:
    with pytest.raises(ValueError, match="base64"):
        Foto(id="f", vorm=Vorm.PNG, breedte=1, hoogte=1, data="geen base64!")


def test_words_go_into_a_box_once_and_come_out_again() -> None:
    kompas = Kompas().prepared(BOXES).write("meedoen", "u1", "zingen").write("meedoen", "u1", "zingen").write("erbij", "u2", "bij het koor")

    assert kompas.woorden == (("u1", "zingen"), ("u2", "bij het koor"))
    assert kompas.without("u1").woorden == (("u2", "bij het koor"),)
    with pytest.raises(NotThere):
        kompas.write("bestaat niet", "u3", "x")
    with pytest.raises(ValueError, match="uiting"):
        Vak(id="a", kop="A", regels=("niet gezegd",))


def test_boxes_that_went_out_of_the_content_keep_what_was_said_in_them() -> None:
    kompas = Kompas().prepared(BOXES).write("erbij", "u1", "bij het koor")

    changed = kompas.prepared((Vak(id="nieuw", kop="Nieuw"),))

    assert [v.id for v in changed.vakken] == ["nieuw", "erbij"]
    assert [v.id for v in kompas.prepared(BOXES).vakken] == ["meedoen", "erbij"]


def test_a_step_ends_leaving_without_one() -> None:
    kompas = Kompas().left_without(DAY)

    assert kompas.zonder_stap == DAY
    assert kompas.with_step("actie-1").zonder_stap is None


def test_enough_photos_is_enough() -> None:
    kompas = Kompas()
    for n in range(MAX_FOTOS):
        kompas = kompas.with_photo(read_photo(picture(), foto_id=f"f{n}"))

    with pytest.raises(RuleError):
        kompas.with_photo(read_photo(picture(), foto_id="f9"))
    assert len(kompas.without_photo("f0").fotos) == MAX_FOTOS - 1
    with pytest.raises(NotThere):
        kompas.without_photo("f9")
    assert kompas_in({"kompas": kompas.model_dump(mode="json")}) == kompas
