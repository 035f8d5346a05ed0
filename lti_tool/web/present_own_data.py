"""What the pages of one's own data receive: ready values, nothing to compute. Rules: see ``present``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from lti_tool.web.own_data_kinds import KindWords
from lti_tool.web.present import NO_FRAME, Frame

Notice = Literal["", "asked", "shared-computer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """One request: what was asked, when, and the answer, whose day is empty until there is one."""

    what: str
    at: str
    answered: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDataPage:
    """``own_data/overview.html``: what is kept about the reader, and what they may do about it.

    ``since`` is the day since when it is only stored, empty while it is used. ``asks`` are code, button and
    meaning of what may be asked for; without ``file_action`` no file is given (a shared computer).
    """

    kinds: tuple[KindWords, ...]
    requests: tuple[RequestLine, ...]
    asks: tuple[tuple[str, str, str], ...]
    ask_action: str
    views_href: str
    file_action: str = ""
    centre: str = ""
    trainer_name: str = ""
    since: str = ""
    notice: Notice = ""
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTable:
    """The rows of one table: each a list of name and value."""

    title: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """One kind of data with its tables; there may be none."""

    words: KindWords
    tables: tuple[FileTable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDataFile:
    """``own_data/file.html``: everything about one person, to keep and to print. It loads nothing."""

    title: str
    made_at: str
    kinds: tuple[FileKind, ...]
    style: Markup
    centre: str = ""
