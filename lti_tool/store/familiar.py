"""What is known already of everything that a launch names, in one read.

A launch writes what is new or changed: of somebody who comes back to a course, that is little.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tool.domain.deep_link import ACTIVITY_PARAMETER, LINK_PARAMETER, columns_of_custom
from lti_tool.domain.launch import AgsClaim, Launch
from lti_tool.store.courses import StoredLink, link_in, word_of
from lti_tool.store.familiar_query import query
from lti_tool.store.prepared import run


@dataclass(frozen=True, slots=True, kw_only=True)
class Familiar:
    """What a launch names, as far as it is known. ``is_enabled`` is whether its registration takes launches.

    ``context_id``, ``link`` and ``person_id`` are ``None`` when they are not known; ``link`` and the course
    also when this launch says something else of them than the last one. ``rights`` are those of the last
    launch at the link and in the course, ``None`` before the first. ``has_waiting`` tells whether some grade
    of the link waits for what a launch may mend, ``is_restricted`` whether the person's data are only stored.
    """

    is_enabled: bool
    has_message: bool
    context_id: str | None
    link: StoredLink | None
    person_id: str | None
    name: str | None
    name_at: datetime | None
    link_rights: str | None
    course_rights: str | None
    is_course_same: bool
    roster: RosterFacts | None
    has_waiting: bool
    is_restricted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFacts:
    """What decides whether a launch has a roster read."""

    url: str | None
    due_at: datetime | None
    read_at: datetime | None
    tried_at: datetime | None


class Familiars:
    """The one read before a launch writes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_launch(self, launch: Launch, groups: list[str] | None, is_learner: bool) -> Familiar:
        """What is known of everything that a launch names. ``groups`` and ``is_learner`` are what it says of
        the person in the course; ``None`` where it names no groups.
        """
        has_course = launch.context is not None
        values = {
            "centre": launch.registration.centre_id,
            "registration": launch.registration.id,
            "deployment": launch.deployment.id,
            "course": launch.context.context_id if launch.context else "",
            "place": launch.resource_link.resource_link_id if launch.resource_link else "",
            "sub": launch.person.sub if launch.person else "",
        }
        words = ("familiar", has_course)
        row = run(self._session, words, lambda _dialect: query(has_course=has_course), values)
        return _NOTHING if row is None else _familiar(row, launch, groups, is_learner)


_NOTHING = Familiar(
    is_enabled=False,
    has_message=False,
    context_id=None,
    link=None,
    person_id=None,
    name=None,
    name_at=None,
    link_rights=None,
    course_rights=None,
    is_course_same=False,
    roster=None,
    has_waiting=False,
)


def _familiar(row: Any, launch: Launch, groups: list[str] | None, is_learner: bool) -> Familiar:
    link = _link(row, launch) if row.link_id is not None else None
    roster = RosterFacts(url=row.url, due_at=row.due_at, read_at=row.read_at, tried_at=row.tried_at)
    is_course_same = (
        row.course_rights == launch.rights.value
        and row.is_learner == is_learner
        and row.left_at is None
        and groups in (None, row.groups)
    )
    return Familiar(
        is_enabled=row.is_enabled,
        has_message=row.first_message_at is not None,
        context_id=row.course_id
        if row.course_id is not None and _says_the_same_of_course(row, launch)
        else None,
        link=link if link is not None and says_the_same(link, launch) else None,
        person_id=row.person_id,
        name=row.name,
        name_at=row.refreshed_at,
        link_rights=row.link_rights,
        course_rights=row.course_rights,
        is_course_same=is_course_same,
        roster=roster if row.roster_id is not None else None,
        has_waiting=bool(row.has_waiting),
        is_restricted=row.restricted_at is not None,
    )


def _says_the_same_of_course(row: Any, launch: Launch) -> bool:
    course = launch.context
    if course is None:
        return False
    return course.title == row.course_title and (not course.history or list(course.history) == row.history)


def _link(row: Any, launch: Launch) -> StoredLink:
    place = launch.resource_link
    return link_in(
        row,
        centre_id=launch.registration.centre_id,
        link_id=row.link_id,
        registration_id=launch.registration.id,
        context_id=row.course_id,
        place=place.resource_link_id if place else "",
    )


def says_the_same(link: StoredLink, launch: Launch) -> bool:
    """Whether ``Courses.remember_link`` would leave this link as it is."""
    ags = launch.ags or AgsClaim()
    activity, uuid = (word_of(launch, name) for name in (ACTIVITY_PARAMETER, LINK_PARAMETER))
    is_same_choice = bool(uuid) and uuid == link.deep_link
    return (
        link.title == (launch.resource_link.title if launch.resource_link else "")
        and link.ags.lineitems_url == ags.lineitems_url
        and link.ags.scopes == ags.scopes
        and ags.lineitem_url in (None, link.ags.lineitem_url)
        and columns_of_custom(launch.custom) in (None, link.columns)
        and (not activity or is_same_choice or (activity == link.activity and uuid in ("", link.deep_link)))
    )
