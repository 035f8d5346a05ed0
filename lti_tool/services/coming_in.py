"""What a launch tells about the person who comes in: membership, lost rights, grades that waited."""

from __future__ import annotations

from datetime import datetime, timedelta

from lti_tool.domain.launch import Launch, Person
from lti_tool.domain.roles import Rights, may_be_graded
from lti_tool.services.arrivals import note_arrival
from lti_tool.services.ids import new_id
from lti_tool.store.courses import StoredLink
from lti_tool.store.familiar import Familiar
from lti_tool.store.unit_of_work import UnitOfWork

WOKEN_BY_LAUNCH = ("not-gradable",)
WOKEN_BY_SCOPES = ("scope-missing", "no-grade-service", "no-new-columns", "unauthorized", "invalid-client")
NAME_REFRESHED_EVERY = timedelta(days=1)
"""A name is kept for a month after the last launch: a day more or less does not count."""


def remembered_person(
    unit: UnitOfWork, launch: Launch, person: Person, link: StoredLink, known: Familiar, now: datetime
) -> str:
    """Our id of who launched, now a member of this link with the rights of this launch.

    The course is held before the person is written, as a reading of its roster does it: whoever wrote the
    person first would wait for the course, while the reading waits for the person.
    """
    is_renamed = (
        known.name != person.name or known.name_at is None or now - known.name_at > NAME_REFRESHED_EVERY
    )
    is_new_here = known.link_rights is None or (link.context_id is not None and not known.is_course_same)
    if is_renamed or is_new_here or may_have_had_more(launch, known):
        unit.returning.hold(link.centre_id, link.context_id, link.id)
    person_id = known.person_id or unit.courses.remember_person(launch, person.sub, new_id(), now)
    if is_renamed:
        unit.courses.remember_name(link.centre_id, person_id, person.name, now)
    rights, is_graded = launch.rights.value, may_be_graded(launch.roles)
    if known.link_rights is not None:
        unit.returning.at_link(link.centre_id, link.id, person_id, rights, is_graded, now)
    else:
        unit.courses.remember_membership(
            centre_id=link.centre_id,
            link_id=link.id,
            person_id=person_id,
            rights=rights,
            is_graded=is_graded,
            new_id=new_id(),
            now=now,
        )
    note_arrival(unit, launch, link.context_id, person_id, known, now)
    return person_id


def may_have_had_more(launch: Launch, known: Familiar) -> bool:
    """Whether some open tab of this person may have more rights than this launch gives.

    Every launch lowers what its course and link had, so the last one's rights are the most that is left.
    """
    before = {known.link_rights, known.course_rights} - {None, launch.rights.value}
    return launch.rights is not Rights.TRAINER and (known.link is None or bool(before))


def wake(unit: UnitOfWork, launch: Launch, link_id: str, person_id: str, now: datetime) -> None:
    """A launch may mend what a grade waited for: the person is enrolled now, or the scopes are granted."""
    centre_id = launch.registration.centre_id
    unit.deliveries.wake(centre_id, link_id, WOKEN_BY_LAUNCH, person_id, now)
    if launch.ags and launch.ags.scopes:
        unit.deliveries.wake(centre_id, link_id, WOKEN_BY_SCOPES, None, now)
