"""What the administration's pages of the resource library receive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lti_tool.web.present import NO_FRAME, AccessChoice, Frame

Notice = Literal["", "added", "changed", "marked", "deleted", "imported", "region"]
NOTICES: tuple[Notice, ...] = ("added", "changed", "marked", "deleted", "imported", "region")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """One card in the list. ``checked`` is a day in words, empty when nobody looked yet."""

    title: str
    kind: str
    href: str
    mark_action: str
    checked: str = ""
    is_own: bool = False
    is_hidden: bool = False
    is_changed: bool = False
    is_checked_today: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFault:
    """One line of a refused table: ``words`` say what is odd about it."""

    line: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsPage:
    """``admin/cards.html``: every card of the centre, a table to add many, and the region. ``columns`` is the
    first line of such a table.
    """

    lines: tuple[KeptLine, ...]
    columns: str
    new_href: str
    import_action: str
    region_action: str
    home_href: str
    faults: tuple[TableFault, ...] = ()
    notice: Notice = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFormPage:
    """``admin/card.html``: one card to write. ``faults`` are sentences by field; ``given`` is what was typed.

    ``is_late`` tells that somebody else changed the card meanwhile: what was typed is shown again.
    ``delete_action`` is empty where there is nothing to delete.
    """

    action: str
    back_href: str
    kinds: tuple[AccessChoice, ...]
    topics: tuple[AccessChoice, ...]
    languages: tuple[AccessChoice, ...]
    regions: tuple[AccessChoice, ...]
    version: int = 0
    is_new: bool = True
    is_late: bool = False
    is_changed: bool = False
    given: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lengths: Mapping[str, int] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    delete_action: str = ""
    frame: Frame = NO_FRAME
