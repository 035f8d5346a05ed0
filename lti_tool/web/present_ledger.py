"""What the pages of the grade ledger receive: ready values, nothing to compute; see ``present``.

By name, never by value: no rank, no average.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame
from lti_tool.web.present_cohort import Pages

State = Literal["to-send", "reading", "waiting", "refused", "changed", "kept", "sent", "none"]
Notice = Literal["", "retried", "reading", "unreadable", "kept", "replaced", "moved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One column with our value in it ("3 sur 8")."""

    column: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """Grades of one person that share a state. ``text`` is whole sentences; ``remedy`` is what to change.

    ``there`` is the value of the platform where it differs, ``read`` says when it was read. ``keep_action``
    and ``replace_href`` are where a trainer chooses, empty for an assistant; ``seen`` goes back with it.
    """

    state: State
    cells: tuple[Cell, ...]
    text: str
    remedy: str = ""
    code: str = ""
    there: str = ""
    read: str = ""
    keep_action: str = ""
    replace_href: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One person. Without ``lines`` they chose "not now". An action is empty where there is nothing to do."""

    name: str
    href: str
    lines: tuple[LedgerLine, ...] = ()
    retry_action: str = ""
    read_action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCount:
    """How many grades are in one state for one reason; ``retry`` is that reason's code, if one may press."""

    text: str
    count: int
    href: str
    is_current: bool = False
    retry: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCount:
    """How many grades are in one state, and for which reasons."""

    state: State
    count: int
    href: str
    is_current: bool = False
    reasons: tuple[ReasonCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherActivity:
    """Another activity of the course with grades: ``to_look_at`` of its ``count`` wait for a person."""

    title: str
    count: int
    to_look_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """The ledger. ``count`` belongs to the notice. ``everything_href`` is set while a part is looked at.

    ``retryable`` grades would go out again with one press at ``retry_action``, and ``readable`` of
    ``readable_in_all`` be read with one at ``read_action``; ``without`` people have no grade yet. Those of
    ``paused`` wait: their data are only stored.
    """

    title: str
    course: str
    rows: tuple[LedgerRow, ...] = ()
    states: tuple[StateCount, ...] = ()
    pages: Pages | None = None
    notice: Notice = ""
    count: int = 0
    retry_action: str = ""
    retryable: int = 0
    read_action: str = ""
    readable: int = 0
    readable_in_all: int = 0
    everything_href: str = ""
    without: int = 0
    others: tuple[OtherActivity, ...] = ()
    has_course: bool = True
    accepts_grades: bool = True
    is_readable: bool = True
    updated_at: str = ""
    paused: tuple[str, ...] = ()
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacePage:
    """The question before the platform's value is replaced: both values of one column of one person."""

    name: str
    column: str
    ours: str
    there: str
    read: str
    seen: str
    action: str
    back_href: str
    is_kept_there: bool = False
    frame: Frame = NO_FRAME
