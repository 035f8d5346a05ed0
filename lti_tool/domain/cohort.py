"""The group of one resource link as a trainer reviews it. By name, never by level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.grade import Delivery, DeliveryState
from lti_tool.domain.judging import plain
from lti_tool.domain.ledger import KEPT, TO_CHOOSE, TO_READ
from lti_tool.domain.needs import Need

PEOPLE_ON_A_PAGE = 50


class Progress(StrEnum):
    """Where a person stands in the diagnostic."""

    NOT_OPENED = "not-opened"
    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    NOT_NOW = "not-now"
    FINISHED = "finished"


class GradeState(StrEnum):
    """What became of a person's grades, in the words of the ledger. Not to be confused: ``READING`` waits for
    the LMS to tell what it shows, ``WAITING`` for a chance to send.
    """

    NONE = "none"
    TO_SEND = "to-send"
    READING = "reading"
    WAITING = "waiting"
    REFUSED = "refused"
    CHANGED = "changed-in-lms"
    KEPT = "kept"
    SENT = "sent"


_BEFORE_SENT = (
    GradeState.REFUSED,
    GradeState.CHANGED,
    GradeState.WAITING,
    GradeState.TO_SEND,
    GradeState.READING,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGrade:
    """One person's grade in one column. ``at`` is when it was sent, or since when it waits."""

    column_key: str
    state: GradeState
    points: float
    at: datetime
    next_attempt_at: datetime | None
    reason: str
    status: int | None
    platform_points: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of the group. ``name`` is empty when the platform hides it; ``number`` then names them. It
    is that of lists, see ``told_apart``; ``own_name`` is what the platform calls the person.

    ``is_enrolled`` is false for somebody whom the platform's roster no longer has. ``groups`` are the
    platform's ids.
    ``needs`` and ``with_help`` are empty until the learner sent the result to the trainer.
    """

    person_id: str
    name: str
    number: int
    progress: Progress
    areas: Mapping[str, LevelEstimate]
    with_help: int
    needs: tuple[Need, ...]
    is_shared: bool
    last_activity_at: datetime | None
    grades: tuple[ColumnGrade, ...]
    is_enrolled: bool = True
    groups: tuple[str, ...] = ()
    own_name: str = ""

    @property
    def grade_state(self) -> GradeState:
        """The state that matters most: what a person must look at comes before what is well."""
        for state in _BEFORE_SENT:
            if any(grade.state is state for grade in self.grades):
                return state
        return GradeState.SENT if self.grades else GradeState.NONE


class Listed(Protocol):
    """Somebody in a list of people, as far as the list must know them."""

    @property
    def name(self) -> str:
        """Empty when the platform hides it."""

    @property
    def number(self) -> int:
        """Stable in the course."""

    @property
    def groups(self) -> tuple[str, ...]:
        """The platform's ids."""


Anybody = TypeVar("Anybody", bound=Listed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Which page of a list of ``total`` people is looked at: ``number`` counts from 1 to ``pages``."""

    number: int = 1
    pages: int = 1
    total: int = 0

    def part_of(self, people: Sequence[Anybody]) -> Sequence[Anybody]:
        """The people of this page."""
        first = (self.number - 1) * PEOPLE_ON_A_PAGE
        return people[first : first + PEOPLE_ON_A_PAGE]


def paging(total: int, asked: int) -> Paging:
    """The page that was asked for, or the nearest one that exists (Q15); nobody's is one empty page."""
    pages = max(1, -(-total // PEOPLE_ON_A_PAGE))
    return Paging(number=min(max(1, asked), pages), pages=pages, total=total)


def by_name(members: Sequence[Anybody]) -> tuple[Anybody, ...]:
    """The members in alphabetical order; those without a name follow by their number."""
    return tuple(sorted(members, key=lambda member: (not member.name, _sort_name(member), member.number)))


def told_apart(name: str, number: int, *, has_namesake: bool) -> str:
    """The name for lists and slips: with the number in the course where somebody there has the same one.

    The number never changes and is nobody else's, so that a slip stays right when a third one comes. A name
    that the platform hides stays hidden.
    """
    return f"{name} ({number})" if name and has_namesake else name


def _sort_name(member: Listed) -> str:
    return plain(member.name.removesuffix(f" ({member.number})"))


def progress_alone(member: Member) -> Member:
    """How far a person is, without any result: no level, need, help, grade, nor whether it was sent (R04)."""
    return replace(member, areas={}, with_help=0, needs=(), is_shared=False, grades=())


def groups_in(members: Sequence[Listed]) -> tuple[str, ...]:
    """The groups that these people are in, numbers by their value and before words."""
    found = {group for member in members for group in member.groups}
    return tuple(
        sorted(found, key=lambda group: (not group.isdecimal(), len(group) * group.isdecimal(), group))
    )


def column_grade(column_key: str, delivery: Delivery) -> ColumnGrade:
    """A delivery as the trainer reads it."""
    state = grade_state(delivery)
    is_settled = state in (GradeState.SENT, GradeState.KEPT)
    is_sent = is_settled and delivery.acknowledged_at is not None
    return ColumnGrade(
        column_key=column_key,
        state=state,
        points=delivery.desired_points,
        at=delivery.acknowledged_at if is_sent and delivery.acknowledged_at else delivery.due_since,
        next_attempt_at=delivery.next_attempt_at if state is GradeState.WAITING else None,
        reason=delivery.reason,
        status=delivery.last_status,
        platform_points=delivery.platform_points,
    )


def grade_state(delivery: Delivery) -> GradeState:
    """What became of one grade."""
    return state_of(delivery.state, delivery.reason, delivery.acknowledged_how)


def state_of(state: DeliveryState, reason: str, how: str) -> GradeState:
    """The same, from the three that it depends on; ``how`` is what the last acknowledgement was."""
    if state is DeliveryState.IDLE:
        return GradeState.KEPT if how == KEPT else GradeState.SENT
    if state is DeliveryState.PARKED:
        return GradeState.CHANGED if reason in TO_CHOOSE else GradeState.REFUSED
    if reason == TO_READ:
        return GradeState.READING
    if reason and state is not DeliveryState.LEASED:
        return GradeState.WAITING
    return GradeState.TO_SEND


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """``count`` grades of one person that are in one state for one reason; no reason where it matters not."""

    person_id: str
    state: GradeState
    reason: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTally:
    """``count`` grades of one resource link of the course that are in one state."""

    link_id: str
    title: str
    activity: str
    state: GradeState
    count: int
