"""What a run of the tests leaves out so that it ends while somebody waits for it; ``make whole`` leaves out
nothing.

The same part is chosen in every run. It takes its turn over what it is cut from: of two databases every other
test, of a hundred pages every other page, of four ways through a task two.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TypeVar
from zlib import crc32

WHOLE = "TESTS_WHOLE"
"""Not one of the tool's own names: it refuses a setting that it does not know."""
_One = TypeVar("_One")


def is_whole() -> bool:
    """Whether everything is asked for."""
    return os.environ.get(WHOLE) == "1"


def every(step: int, things: Iterable[_One]) -> list[_One]:
    """Every ``step``-th of the things, the first one among them; all of them in a whole run."""
    return [*things][:: 1 if is_whole() else step]


def turn(place: int, ways: Sequence[_One], taken: int = 1) -> list[_One]:
    """Of these ways ``taken``, from the place on, around the corner; all of them in a whole run."""
    if is_whole():
        return [*ways]
    return [ways[(place * taken + more) % len(ways)] for more in range(taken)]


def turn_of(name: str, ways: Sequence[_One]) -> list[_One]:
    """One of these ways, by a name that stays the same while others come and go; all in a whole run."""
    return turn(crc32(name.encode("utf-8")), ways)
