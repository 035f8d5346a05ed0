"""The only place where a picture that somebody sent is decoded.

What comes out is drawn anew: nothing of the file that was sent is kept, neither its place and camera (EXIF)
nor anything hidden behind the picture.
"""

from __future__ import annotations

import struct
from io import BytesIO
from typing import IO

from PIL import ExifTags, Image, ImageFile, ImageOps

from lti_tool.domain.errors import MalformedRequest

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


def portrait(file: IO[bytes]) -> bytes:
    """A square JPEG of 192 by 192 pixels and at most 5 KB, upright, made from a JPEG, PNG or WebP.

    Raises:
        MalformedRequest: ``picture-unreadable`` for all else, ``picture-too-large`` for too many pixels.
    """
    # The library that presses PDF switches this on for the whole process when it is loaded.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(file, formats=FORMATS) as opened:
            is_long = max(opened.size) > SIDE_AT_MOST
            if is_long or opened.width * opened.height > PIXELS_AT_MOST[str(opened.format)]:
                raise MalformedRequest(reason="picture-too-large")
            return _small(_drawn(opened))
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
