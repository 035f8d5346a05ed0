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
    """What became of a person's grades, in the words of the ledger."""

    NONE = "none"
    TO_SEND = "to-send"
    WAITING = "waiting"
    REFUSED = "refused"
    CHANGED = "changed-in-lms"
    SENT = "sent"


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
    """One person of the group. ``name`` is empty when the platform hides it; ``number`` then names them.

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

    @property
    def grade_state(self) -> GradeState:
        """The state that matters most: what a person must look at comes before what is well."""
        for state in (GradeState.REFUSED, GradeState.CHANGED, GradeState.WAITING, GradeState.TO_SEND):
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
    return tuple(sorted(members, key=lambda member: (not member.name, plain(member.name), member.number)))


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
    state = _grade_state(delivery)
    is_sent = state is GradeState.SENT and delivery.acknowledged_at is not None
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


def _grade_state(delivery: Delivery) -> GradeState:
    if delivery.state is DeliveryState.IDLE:
        return GradeState.SENT
    if delivery.state is DeliveryState.PARKED:
        return GradeState.CHANGED if delivery.reason == "changed-in-lms" else GradeState.REFUSED
    if delivery.reason and delivery.state is not DeliveryState.LEASED:
        return GradeState.WAITING
    return GradeState.TO_SEND
