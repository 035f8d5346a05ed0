"""How long the rows of some tables are kept, as the map of data says it, for pages that tell people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lti_tool.store.data_map_learning import DATA_MAP
from lti_tool.store.data_use import FREE_TEXT_LIFE as FREE_TEXT_LIFE
from lti_tool.store.data_use import MONTH as MONTH
from lti_tool.store.data_use import Kept as Kept


class Lives(NamedTuple):
    """Every life that occurs, each once, and whether free texts, which go sooner, are among the columns."""

    kept: tuple[Kept, ...]
    has_free_texts: bool


def lives_of(tables: Iterable[str]) -> Lives:
    """The lives of the rows of these tables."""
    uses = [DATA_MAP[table] for table in tables]
    return Lives(tuple(dict.fromkeys(use.kept for use in uses)), any(use.free_text for use in uses))
