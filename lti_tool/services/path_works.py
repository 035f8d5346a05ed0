"""What one person did and said in a course, as far as their path needs it and the reader may know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from lti_tool.domain.attempt import Attempt
from lti_tool.domain.checks import CheckRun
from lti_tool.domain.module_progress import ModuleRun
from lti_tool.domain.path_plan import Plan
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.store.courses import StoredLink
from lti_tool.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """Attempts and checks, oldest first, runs by module, and the trainers' decisions.

    ``measured`` are the attempts whose results may be read: all of them for the learner, those that were
    sent for a trainer. That somebody began or ended a diagnostic is told by ``attempts``, which holds all.
    """

    attempts: Sequence[Attempt] = ()
    measured: Sequence[Attempt] = ()
    checks: Sequence[CheckRun] = ()
    runs: Mapping[str, ModuleRun] = field(default_factory=lambda: MappingProxyType({}))
    plan: Plan | None = None
    arrived_at: datetime | None = None


def works_of(unit: UnitOfWork, link: StoredLink, person_id: str) -> Works:
    """All that one person did in the course of a link, as they know it themselves."""
    place = link.centre_id, link.context_id, link.id
    attempts = unit.attempts.of_person(link.centre_id, person_id, link.context_id, link.id)
    return Works(
        attempts=attempts,
        measured=attempts,
        checks=unit.checks.of_person(link.centre_id, person_id, link.context_id, link.id),
        runs={run.module: run for run in unit.module_runs.of_people(*place, (person_id,))},
        plan=unit.path_plans.find(link.centre_id, person_id, link.context_id, link.id),
        arrived_at=unit.course_members.arrived_at(link.centre_id, link.context_id, person_id),
    )


def works_of_group(
    unit: UnitOfWork, link: StoredLink, context_id: str, person_ids: Sequence[str]
) -> Mapping[str, Works]:
    """The same of many people, as a trainer may know it, with a fixed number of queries."""
    place = link.centre_id, context_id, link.id
    attempts = unit.attempts.in_course(link.centre_id, context_id, person_ids)
    checks = unit.checks.of_people(*place, person_ids)
    runs = unit.module_runs.of_people(*place, person_ids)
    plans = {plan.person_id: plan for plan in unit.path_plans.of_people(*place, person_ids)}
    return {
        person: as_sent(
            Works(
                attempts=[one for one in attempts if one.person_id == person],
                checks=[one for one in checks if one.person_id == person],
                runs={one.module: one for one in runs if one.person_id == person},
                plan=plans.get(person),
            )
        )
        for person in person_ids
    }


def as_sent(works: Works) -> Works:
    """What of it a trainer may know: results and answers count once the learner has sent them."""
    return replace(
        works,
        measured=[one for one in works.attempts if one.shared_at is not None],
        checks=[one for one in works.checks if one.shared_at is not None],
    )


def first_plan(visit: Visit, person_id: str, now: datetime) -> Plan:
    """The plan before any decision about this person."""
    return Plan(
        id=new_id(),
        centre_id=visit.link.centre_id,
        person_id=person_id,
        resource_link_id=visit.link.id,
        context_id=visit.link.context_id,
        updated_at=now,
    )


def deciders_of(works: Works) -> set[str]:
    """The ids of the people who decided or confirmed something."""
    found: set[str | None] = {step.confirmed_by for run in works.runs.values() for step in run.steps.values()}
    if works.plan is not None:
        found |= {works.plan.confirmed_by, works.plan.waits_by}
        found |= {choice.by for choice in works.plan.choices.values()}
        found |= {skip.by for skip in works.plan.skips.values()}
    return {one for one in found if one is not None}
