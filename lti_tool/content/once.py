"""What was read is not read again: for content that several centres share."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

Found = TypeVar("Found")


class Once:
    """Remembers what was read during one reading of all content. A fault is not remembered."""

    def __init__(self) -> None:
        self._found: dict[Hashable, object] = {}

    def read(self, what: Hashable, reading: Callable[[], Found]) -> Found:
        """What was read under this name, or reads it now."""
        if what not in self._found:
            self._found[what] = reading()
        return cast(Found, self._found[what])
