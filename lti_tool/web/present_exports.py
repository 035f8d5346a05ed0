"""What the pages of exports and figures receive: ready values, nothing to compute. See ``present``."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.web.present import NO_FRAME, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to choose."""

    value: str
    text: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportsPage:
    """``exports/overview.html``. Without an ``action`` the visitor is an assistant, who exports nothing."""

    whats: tuple[Option, ...] = ()
    forms: tuple[Option, ...] = ()
    groups: tuple[Option, ...] = ()
    people: int = 0
    sent: int = 0
    has_course: bool = True
    action: str = ""
    columns_href: str = ""
    centre_href: str = ""
    course: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnLine:
    """One column: its name in a table, its code in JSON, what it tells."""

    header: str
    code: str
    meaning: str
    is_named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnTable:
    """The columns of one kind of file."""

    id: str
    title: str
    lines: tuple[ColumnLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnsPage:
    """``exports/columns.html``."""

    tables: tuple[ColumnTable, ...]
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of figures: words, and as many cells as the table has columns of numbers."""

    text: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTable:
    """One table. ``heads`` name the columns, the first one that of the words; ``about`` stands below.
    ``is_hidden`` tells that not one of its cells may be told.
    """

    id: str
    title: str
    heads: tuple[str, ...]
    lines: tuple[Figure, ...]
    about: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CentrePage:
    """``exports/centre.html``. ``day`` is when the figures were made, ``period`` and ``place`` of what;
    ``places`` to choose among are empty for an administrator. ``others`` says when other courses count.
    """

    tables: tuple[FigureTable, ...]
    periods: tuple[Option, ...]
    places: tuple[Option, ...]
    period: str
    place: str
    people: str
    day: str
    action: str = ""
    others: str = ""
    table_href: str = ""
    back_href: str = ""
    back: str = ""
    frame: Frame = NO_FRAME
