"""What the pages about things to do and loans receive: ready values, nothing to compute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame
from lti_tool.web.present_cohort import Pages
from lti_tool.web.present_resources import CardView
from lti_tool.web.present_todo import ActionLine, LoanLine

Fault = Literal["", "missing", "too-long"]
Notice = Literal[
    "", "settled", "changed", "reason", "added", "lent", "kept", "returned", "lent-again", "answered"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLink:
    """A person or a module, and where it opens."""

    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindGroup:
    """The lines of one kind on the page, with the useful addresses for it. ``is_late`` marks those who
    are to be asked how it goes: nobody presses them. ``together`` counts the people of something that is done
    once with the group, 0 for what is done one by one; ``video`` is the module for it.
    """

    title: str
    lines: tuple[ActionLine, ...]
    cards: tuple[CardView, ...] = ()
    is_late: bool = False
    together: int = 0
    video: NamedLink | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterLink:
    """One way to narrow the list; ``count`` is how many lines it leaves, ``None`` where it is not told."""

    name: str
    href: str
    count: int | None = None
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPage:
    """``actions/overview.html``: what to do this week. ``unsent`` of ``people`` sent nothing yet.
    ``is_long`` opens the choice of one kind.
    """

    course: str
    groups: tuple[KindGroup, ...] = ()
    settled: tuple[ActionLine, ...] = ()
    settled_total: int = 0
    settled_href: str = ""
    kinds: tuple[FilterLink, ...] = ()
    states: tuple[FilterLink, ...] = ()
    pages: Pages | None = None
    is_narrowed: bool = False
    is_long: bool = False
    unsent: int = 0
    people: int = 0
    printed_on: str = ""
    distance_href: str = ""
    gathering_href: str = ""
    stops_href: str = ""
    settings_href: str = ""
    notice: Notice = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a list or a tick."""

    id: str
    text: str
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonActionsPage:
    """``actions/person.html``: the same with everything that can be done about it. ``add_action`` and
    ``lend_href`` are empty for an assistant. ``fault`` is what is the matter with what was typed.
    """

    name: str
    lines: tuple[ActionLine, ...]
    settled: tuple[ActionLine, ...]
    loans: tuple[LoanLine, ...]
    kinds: tuple[Choice, ...] = ()
    submission: str = ""
    given: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    fault: Fault = ""
    text_length: int = 200
    reason_length: int = 120
    add_action: str = ""
    lend_href: str = ""
    record_href: str = ""
    back_href: str = ""
    notice: Notice = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanFields:
    """The fields of a loan: what can be chosen, what was given, what is the matter by field."""

    things: tuple[Choice, ...]
    accessories: tuple[Choice, ...]
    given: Mapping[str, str]
    ticked: tuple[str, ...] = ()
    faults: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    line_length: int = 120
    inventory_length: int = 40
    condition_length: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LendPage:
    """``actions/lend.html``: a loan to write down. ``submission`` tells this form from every other one."""

    name: str
    fields: LoanFields
    submission: str
    action: str
    back_href: str
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanPage:
    """``actions/loan.html``: one loan, to ask about, to take back, to change. The actions are empty for an
    assistant. ``back_faults`` are those of the return, ``back_given`` what was typed there.
    """

    name: str
    loan: LoanLine
    fields: LoanFields
    back_faults: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    back_given: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    change_action: str = ""
    return_action: str = ""
    back_href: str = ""
    notice: Notice = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPage:
    """``actions/slip.html``: the learner's copy of a loan, one A4. ``trainer`` may be empty."""

    name: str
    course: str
    loan: LoanLine
    ticks: tuple[tuple[str, bool], ...]
    more: str = ""
    trainer: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheringRow:
    """One person of the first gathering. ``needs`` is ``None`` until they were sent."""

    name: str
    loans: tuple[str, ...] = ()
    measured: str = ""
    modules: tuple[str, ...] = ()
    needs: tuple[str, ...] | None = None
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheringPage:
    """``actions/gathering.html``: the sheet of the first gathering, with ``blanks`` lines for newcomers.
    ``untried`` people of the page need a first trial of the video room, which is told once.
    """

    course: str
    rows: tuple[GatheringRow, ...]
    untried: int = 0
    blanks: int = 4
    pages: Pages | None = None
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingCondition:
    """A condition that is not there; ``is_told`` is false where the person did not say."""

    id: Literal["device", "connection", "place"]
    is_told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceRow:
    """Somebody who cannot learn at a distance yet, and why a trainer asks them to wait, if so."""

    name: str
    href: str
    conditions: tuple[MissingCondition, ...] = ()
    wait_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistancePage:
    """``actions/distance.html``: for whom a condition is missing, with the way out. ``untried`` counts those
    who have not tried the video room, the first of them with their names; ``video`` is the module for it.
    """

    course: str
    rows: tuple[DistanceRow, ...]
    untried: int = 0
    untried_people: tuple[NamedLink, ...] = ()
    video: NamedLink | None = None
    pages: Pages | None = None
    printed_on: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME
