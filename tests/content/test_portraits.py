"""Pictures that somebody sent are drawn anew: small, square, upright, and without anything of the file."""

from __future__ import annotations

import os
import struct
import zlib
from io import BytesIO

import pytest
from PIL import ExifTags, Image, ImageFile

from lti_tool.content.portraits import BYTES_AT_MOST, SIDE, portrait
from lti_tool.domain.errors import MalformedRequest
from tests.sounds import mp3, picture

ROTATED_BY_A_QUARTER = 6
SECRET = b"50.4669, 4.8675 chez moi"


def drawn(content: bytes) -> Image.Image:
    """What comes out, as a picture."""
    return Image.open(BytesIO(portrait(BytesIO(content))))


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is so large, with hardly any bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


def test_half_a_picture_is_refused_after_a_pdf_was_pressed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library that presses PDF lets Pillow be lenient, for the whole process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    whole = picture("PNG", (400, 300))

    with pytest.raises(MalformedRequest):
        portrait(BytesIO(whole[: len(whole) // 2]))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(400, 300), (300, 400), (20, 20)])
def test_a_small_square_comes_out_when_a_picture_is_sent(kind: str, size: tuple[int, int]) -> None:
    found = drawn(picture(kind, size))

    assert ("JPEG", (SIDE, SIDE), "RGB") == (found.format, found.size, found.mode)


def test_it_stays_light_when_a_picture_is_all_detail() -> None:
    noise = Image.frombytes("RGB", (600, 800), os.urandom(600 * 800 * 3))
    file = BytesIO()
    noise.save(file, "PNG")

    assert 0 < len(portrait(BytesIO(file.getvalue()))) <= BYTES_AT_MOST


def test_place_and_camera_are_gone_when_a_telephone_wrote_them() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = SECRET.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    sent = picture(exif=exif, comment=SECRET) + SECRET
    assert sent.count(SECRET) == 3

    made = portrait(BytesIO(sent))

    assert SECRET not in made
    assert b"Exif" not in made
    assert not Image.open(BytesIO(made)).getexif()


def test_it_stands_upright_when_the_telephone_was_turned() -> None:
    """Left red and right blue, turned by a quarter: red above, blue below."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = ROTATED_BY_A_QUARTER

    found = drawn(picture(size=(300, 300), exif=exif))

    above, below = found.getpixel((SIDE // 2, 10)), found.getpixel((SIDE // 2, SIDE - 10))
    assert isinstance(above, tuple)
    assert isinstance(below, tuple)
    assert above[0] > 200 > 60 > above[2]
    assert below[2] > 200 > 60 > below[0]


def test_what_is_clear_becomes_white_when_a_picture_has_holes() -> None:
    file = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(file, "PNG")

    assert (255, 255, 255) == drawn(file.getvalue()).getpixel((SIDE // 2, SIDE // 2))


@pytest.mark.parametrize(
    ("width", "height"), [(4000, 4000), (9000, 9000), (20_000, 20_000), (60_000, 60_000)]
)
def test_a_picture_is_refused_before_it_is_drawn_when_it_would_fill_the_memory(
    width: int, height: int
) -> None:
    with pytest.raises(MalformedRequest) as refused:
        portrait(BytesIO(png_of(width, height)))

    assert "picture-too-large" == refused.value.reason


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture()[:200],
        picture("PNG")[:60],
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        mp3(1.0),
        png_of(100, 100),
    ],
)
def test_a_file_is_refused_when_it_is_no_picture_of_ours(content: bytes) -> None:
    with pytest.raises(MalformedRequest) as refused:
        portrait(BytesIO(content))

    assert "picture-unreadable" == refused.value.reason


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow warns, and reads on.
@pytest.mark.parametrize("kind", [0, 1, 2, 5, 7, 10, 12, 99])
@pytest.mark.parametrize("tag", [0x0112, 0x011A])
def test_it_is_drawn_all_the_same_when_the_file_says_odd_things_about_itself(tag: int, kind: int) -> None:
    """Orientation and resolution with values of kinds that they never have."""
    entry = struct.pack("<HHI4s", tag, kind, 1, b"\x06\xff\xff\xff")
    exif = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4)

    assert (SIDE, SIDE) == drawn(picture(exif=exif)).size


def test_a_thin_picture_is_refused_when_no_camera_takes_such_ones() -> None:
    with pytest.raises(MalformedRequest) as refused:
        portrait(BytesIO(picture(size=(12_001, 8))))

    assert "picture-too-large" == refused.value.reason
