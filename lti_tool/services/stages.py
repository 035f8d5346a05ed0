"""What a person did earlier in the same course, and what an attempt therefore begins with."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from types import MappingProxyType

from lti_tool.domain import attempt as moves
from lti_tool.domain.activity import Activity
from lti_tool.domain.attempt import Attempt, AttemptState, Bank, measured_belief
from lti_tool.domain.checks import Check
from lti_tool.domain.journey import Journey, journey_of
from lti_tool.domain.modes import FIRST_USE, MIDWAY, MODES, length_of, mode_to_begin
from lti_tool.domain.outside import OutsideSource
from lti_tool.domain.prior import Prior
from lti_tool.domain.start import Start, weak_areas
from lti_tool.domain.tools import tasks_of
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.services.outside_results import evidence_in
from lti_tool.services.told import beginning_in
from lti_tool.services.wording import local_day
from lti_tool.store.courses import StoredLink
from lti_tool.store.unit_of_work import UnitOfWork


def journey_in(unit: UnitOfWork, link: StoredLink, person_id: str) -> Journey:
    """One person's way through the course of this link, whatever link opened each attempt."""
    return journey_of(unit.attempts.of_person(link.centre_id, person_id, link.context_id, link.id))


def empty_attempt(visit: Visit, activity: Activity, bank: Bank, strand: str, now: datetime) -> Attempt:
    """An attempt of which nothing but its place is known."""
    return Attempt(
        id=new_id(),
        centre_id=visit.link.centre_id,
        person_id=visit.launch.person_id,
        resource_link_id=visit.link.id,
        activity=activity.slug,
        mode=mode_to_begin(activity.mode, activity.areas),
        stage=activity.stage,
        state=AttemptState.OPEN,
        seed=secrets.randbelow(2**31),
        bank_version=bank.version,
        strand=strand,
        started_at=now,
        updated_at=now,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an installation can ask: its tasks, its checks, the tests elsewhere that it knows."""

    bank: Bank
    checks: Mapping[str, Check]
    outside: Sequence[OutsideSource]


def with_first_task(
    unit: UnitOfWork, visit: Visit, attempt: Attempt, activity: Activity, asked: Asked, now: datetime
) -> Attempt:
    """The attempt with what it begins with, and its first task on the screen."""
    begun = with_start(unit, visit, attempt, activity, asked, now)
    return moves.with_next_task(begun, asked.bank, length_of(begun.mode, begun.start.areas), now)


def with_start(
    unit: UnitOfWork, visit: Visit, attempt: Attempt, activity: Activity, asked: Asked, now: datetime
) -> Attempt:
    """The attempt with what it begins with, before its first task.

    Between the entry and the end nobody is asked again about equipment and place: the earlier answers stand.
    """
    journey = journey_in(unit, visit.link, attempt.person_id)
    areas = areas_to_ask(journey, activity, asked.bank)
    told = beginning_in(unit, visit.link, attempt.person_id, asked.checks, attempt.stage)
    outside = evidence_in(unit, visit.link, attempt.person_id, asked.outside, local_day(now))
    start = Start(
        prior=Prior(ratings=told.ratings, outside=outside),
        avoid=journey.met,
        order=told.order,
        areas=areas,
        tasks=_chosen_tasks(unit, visit.link, attempt, asked.bank, journey),
    )
    earlier = journey.latest.access if journey.latest is not None and activity.is_between else {}
    return replace(
        attempt,
        start=start,
        access=MappingProxyType({**attempt.access, **earlier}),
        mode=mode_to_begin(activity.mode, areas),
        bank_version=asked.bank.version,
    )


def _chosen_tasks(
    unit: UnitOfWork, link: StoredLink, attempt: Attempt, bank: Bank, journey: Journey
) -> tuple[str, ...]:
    """The tasks on the tools of the day, where trainers chose some for a first use; else none."""
    tools = unit.tools_of_day.of(link.centre_id, link.id) if attempt.mode == FIRST_USE.name else ()
    if not tools:
        return ()
    random = Random(f"{attempt.seed}:tools")  # noqa: S311 - a draw of tasks, no secret
    return tasks_of(tools, bank.items, strand=attempt.strand, avoid=journey.met, random=random)


def areas_to_ask(journey: Journey, activity: Activity, bank: Bank) -> tuple[str, ...]:
    """Empty for the whole frame; midway those that were weak at the entry, as it was measured."""
    if activity.mode == MIDWAY.name and journey.entry is not None:
        return weak_areas(measured_belief(journey.entry, bank))
    return activity.areas or MODES[activity.mode].areas
