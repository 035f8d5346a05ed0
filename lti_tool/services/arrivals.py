"""What a launch tells about its course: who is there, and where the roster is."""

from __future__ import annotations

from datetime import datetime

from lti_tool.domain.launch import Launch
from lti_tool.domain.roles import Rights, may_be_graded
from lti_tool.domain.roster import groups_of, is_due_by_launch
from lti_tool.store.familiar import Familiar
from lti_tool.store.unit_of_work import UnitOfWork

GROUPS_PARAMETER = "groups"
"""The custom parameter that holds ``$Moodle.Person.userGroupIds``."""


def groups_in(launch: Launch) -> list[str] | None:
    """The groups that a launch names; ``None`` when it says nothing of groups."""
    groups = launch.custom.get(GROUPS_PARAMETER)
    return list(groups_of(groups)) if groups is not None else None


def _is_roster_at_rest(launch: Launch, known: Familiar, now: datetime) -> bool:
    """Whether this launch changes nothing about the roster."""
    roster = known.roster
    if roster is None:
        return launch.nrps_url is None
    if roster.url != launch.nrps_url:
        return False
    is_due = is_due_by_launch(roster.read_at, roster.tried_at, now)
    return launch.nrps_url is None or roster.due_at is not None or not is_due


def note_arrival(
    unit: UnitOfWork,
    launch: Launch,
    context_id: str | None,
    person_id: str,
    known: Familiar,
    now: datetime,
) -> None:
    """Remember that this person is in the course of this launch, and have its roster read when it is old.

    Nothing happens for a launch without a course. A platform that sends no groups leaves the known ones. A
    trainer's launch that names no roster ends its reading; a learner's does not.
    """
    if context_id is None:
        return
    centre_id = launch.registration.centre_id
    if known.is_course_same:
        unit.returning.in_course(centre_id, context_id, person_id, now)
    else:
        unit.course_members.launched(
            centre_id=centre_id,
            context_id=context_id,
            person_id=person_id,
            rights=launch.rights.value,
            is_learner=may_be_graded(launch.roles),
            groups=groups_in(launch),
            now=now,
        )
    if launch.nrps_url is None and launch.rights is not Rights.TRAINER:
        return  # Some platforms offer the roster to trainers alone.
    if _is_roster_at_rest(launch, known, now):
        return
    unit.rosters.offer(centre_id, context_id, launch.registration.id, launch.nrps_url, now)
