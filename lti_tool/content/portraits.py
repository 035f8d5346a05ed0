"""The only place where a picture that somebody sent is decoded.

What comes out is drawn anew: nothing of the file that was sent is kept, neither its place and camera (EXIF)
nor anything hidden behind the picture.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO
from typing import IO, TypeVar

from PIL import ExifTags, Image, ImageFile, ImageOps

from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.logo import BYTES_AT_MOST as LOGO_BYTES_AT_MOST
from lti_tool.domain.logo import HEIGHT, WIDTH, Drawing

MEDIA_TYPE = "image/jpeg"
SIDE, BYTES_AT_MOST = 192, 5 * 1024
"""The first page of a learner and this picture together stay below 14 KB."""
FORMATS = ("JPEG", "PNG", "WEBP")
PIXELS_AT_MOST = {"JPEG": 25_000_000, "PNG": 12_000_000, "WEBP": 12_000_000}
"""A JPEG is decoded at an eighth of its size; the others need four bytes for each pixel."""
SIDE_AT_MOST = 12_000
"""A longer side belongs to no photograph, and a JPEG that thin is not decoded any smaller."""
QUALITIES = (80, 70, 60, 50, 40, 30, 20)
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How to turn a picture upright, by its orientation. Source: Exif 2.32, tag 274."""
FACE = (0.5, 0.4)
"""Where a face is in most portraits: a little above the middle."""
LOGO_SIDE_AT_LEAST = 16
"""A strip that is thinner, in pixels, tells nobody anything."""
DARK, DARK_AT_LEAST = 149, 0.005
"""The palest grey with a contrast of 3:1 on white paper, and how much of a logo is to be as dark as that.
Source: WCAG 2.2, 1.4.11.
"""
LOGO_COLOURS = (256, 64, 16)
_Made = TypeVar("_Made")


def portrait(file: IO[bytes]) -> bytes:
    """A square JPEG of 192 by 192 pixels and at most 5 KB, upright, made from a JPEG, PNG or WebP.

    Raises:
        MalformedRequest: ``picture-unreadable`` for all else, ``picture-too-large`` for too many pixels.
    """
    return _decoded(file, lambda opened: _small(_drawn(opened)))


def logo(file: IO[bytes]) -> Drawing:
    """A PNG on white, at most 400 by 120 pixels and 12 KB, made from a JPEG, PNG or WebP.

    Raises:
        MalformedRequest: as ``portrait``; ``picture-too-small`` for a thin strip, ``picture-too-pale`` for
            what nobody would see on white paper.
    """
    return _decoded(file, lambda opened: _light(_on_plate(opened)))


def _decoded(file: IO[bytes], draw: Callable[[Image.Image], _Made]) -> _Made:
    # The library that presses PDF switches this on for the whole process when it is loaded.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(file, formats=FORMATS) as opened:
            is_long = max(opened.size) > SIDE_AT_MOST
            if is_long or opened.width * opened.height > PIXELS_AT_MOST[str(opened.format)]:
                raise MalformedRequest(reason="picture-too-large")
            return draw(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise MalformedRequest(reason="picture-too-large") from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        # What Pillow raises on files that are broken in some way or other.
        raise MalformedRequest(reason="picture-unreadable") from error


def _drawn(opened: Image.Image) -> Image.Image:
    opened.draft("RGB", (2 * SIDE, 2 * SIDE))
    upright = _upright(opened).convert("RGBA")
    square = ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS, centering=FACE)
    drawn = Image.new("RGB", (SIDE, SIDE), "white")
    drawn.paste(square, mask=square.getchannel("A"))
    return drawn


def _upright(opened: Image.Image) -> Image.Image:
    """The picture as it was held. Whatever is odd in the file's own words about itself turns nothing."""
    try:
        turned = TURNS.get(opened.getexif().get(ExifTags.Base.Orientation, 0))
    except (OSError, ValueError, SyntaxError, TypeError, LookupError, AttributeError, struct.error):
        turned = None
    return opened if turned is None else opened.transpose(turned)


def _small(drawn: Image.Image) -> bytes:
    """The best quality that fits; a picture full of details is drawn coarser."""
    for size in (SIDE, SIDE // 2):
        coarse = drawn.resize((size, size)).resize((SIDE, SIDE))
        for quality in QUALITIES:
            file = BytesIO()
            coarse.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
            if file.tell() <= BYTES_AT_MOST:
                return file.getvalue()
    raise MalformedRequest(reason="picture-unreadable")


def _on_plate(opened: Image.Image) -> Image.Image:
    """On white, since paper is white and a dark page gets a white plate."""
    opened.draft("RGB", (2 * WIDTH, 2 * HEIGHT))
    upright = _upright(opened).convert("RGBA")
    upright.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    if min(upright.size) < LOGO_SIDE_AT_LEAST:
        raise MalformedRequest(reason="picture-too-small")
    plate = Image.new("RGB", upright.size, "white")
    plate.paste(upright, mask=upright.getchannel("A"))
    shades = plate.convert("L").histogram()
    if sum(shades[:DARK]) < DARK_AT_LEAST * sum(shades):
        raise MalformedRequest(reason="picture-too-pale")
    return plate


def _light(plate: Image.Image) -> Drawing:
    """The most colours, then the largest size, that fit."""
    for parts in (4, 3, 2):
        size = (max(1, plate.width * parts // 4), max(1, plate.height * parts // 4))
        smaller = plate.resize(size, Image.Resampling.LANCZOS)
        for colours in LOGO_COLOURS:
            file = BytesIO()
            smaller.quantize(colours).save(file, "PNG", optimize=True)
            if file.tell() <= LOGO_BYTES_AT_MOST:
                return Drawing(content=file.getvalue(), width=smaller.width, height=smaller.height)
    raise MalformedRequest(reason="picture-unreadable")
