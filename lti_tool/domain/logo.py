"""The logo of a centre, as its pages and papers show it."""

from __future__ import annotations

from dataclasses import dataclass

BYTES_AT_MOST = 12 * 1024
WIDTH, HEIGHT = 400, 120
"""The most pixels that are kept: three for each on the page, so that it is sharp on paper too."""
SHOWN_WIDTH, SHOWN_HEIGHT = 133, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture that was drawn anew: a PNG, and how many pixels it has."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """The logo of one centre without its bytes. ``id`` is another one after each change, ``name`` is how the
    centre is called: what the logo says to whoever does not see it.
    """

    id: str
    name: str
    width: int
    height: int

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height on a page, in its own pixels: never larger than it was drawn."""
        scale = min(1.0, SHOWN_WIDTH / self.width, SHOWN_HEIGHT / self.height)
        return round(self.width * scale), round(self.height * scale)
