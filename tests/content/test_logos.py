"""Logos that somebody sent are drawn anew: small, on white, dark enough for paper, and nothing else."""

from __future__ import annotations

import os
from io import BytesIO

import pytest
from PIL import ExifTags, Image

from lti_tool.content.portraits import logo
from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.logo import BYTES_AT_MOST, HEIGHT, WIDTH
from tests.sounds import mp3, picture

SECRET = b"50.4669, 4.8675 chez moi"
NAVY, CLEAR = (11, 45, 94, 255), (0, 0, 0, 0)


def drawn(content: bytes) -> Image.Image:
    """What comes out, as a picture."""
    made = logo(BytesIO(content))
    found = Image.open(BytesIO(made.content))
    assert (made.width, made.height) == found.size
    return found


def png(size: tuple[int, int], ground: tuple[int, ...], mark: tuple[int, ...] = NAVY) -> bytes:
    """A picture with a square mark at its left."""
    sent = Image.new("RGBA", size, ground)
    sent.paste(mark, (0, 0, min(size) // 2, min(size) // 2))
    file = BytesIO()
    sent.save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("size", "becomes"), [((1600, 240), (400, 60)), ((300, 900), (40, 120)), ((90, 30), (90, 30))]
)
def test_it_keeps_its_shape_and_is_made_no_larger(
    kind: str, size: tuple[int, int], becomes: tuple[int, int]
) -> None:
    found = drawn(picture(kind, size))

    assert ("PNG", becomes) == (found.format, found.size)


def test_it_stays_light_when_it_is_all_detail() -> None:
    noise = Image.frombytes("RGB", (WIDTH, HEIGHT), os.urandom(WIDTH * HEIGHT * 3))
    file = BytesIO()
    noise.save(file, "PNG")

    assert 0 < len(logo(BytesIO(file.getvalue())).content) <= BYTES_AT_MOST


def test_it_stands_on_white_when_its_ground_was_clear() -> None:
    """On a dark page it has a white plate of its own, and on paper there is white anyway."""
    found = drawn(png((400, 120), CLEAR)).convert("RGBA")

    assert (255, 255, 255, 255) == found.getpixel((390, 110))
    assert NAVY == found.getpixel((10, 10))


def test_nothing_but_the_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = SECRET.decode()
    sent = picture(exif=exif, comment=SECRET) + SECRET
    assert 3 == sent.count(SECRET)

    made = logo(BytesIO(sent)).content

    assert SECRET not in made
    assert b"Exif" not in made
    assert made.startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "picture-unreadable"),
        (mp3(), "picture-unreadable"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "picture-unreadable"),
        (picture("GIF"), "picture-unreadable"),
        (picture("PNG", (400, 300))[:200], "picture-unreadable"),
        (picture("PNG", (4000, 4000)), "picture-too-large"),
        (picture("PNG", (13_000, 20)), "picture-too-large"),
        (picture("PNG", (2000, 40)), "picture-too-small"),
        (picture("PNG", (10, 10)), "picture-too-small"),
        (png((400, 120), CLEAR, (255, 255, 255, 255)), "picture-too-pale"),
        (png((400, 120), CLEAR, (255, 221, 0, 255)), "picture-too-pale"),
    ],
    ids=["empty", "sound", "svg", "gif", "half", "bomb", "long", "strip", "dot", "white", "yellow"],
)
def test_it_is_refused_with_a_reason_when_nobody_could_see_it(content: bytes, reason: str) -> None:
    with pytest.raises(MalformedRequest) as refused:
        logo(BytesIO(content))

    assert reason == refused.value.reason
