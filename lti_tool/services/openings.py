"""What a launch opens: which activity, whose record, and what the copy of a course takes over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from lti_tool.domain.deep_link import ACTIVITY_PARAMETER
from lti_tool.domain.errors import NotFound
from lti_tool.domain.launch import SUBMISSION_REVIEW_REQUEST, Launch
from lti_tool.domain.roles import REVIEWERS, Rights
from lti_tool.services.reviewing import sees_results
from lti_tool.store.courses import StoredLink
from lti_tool.store.unit_of_work import UnitOfWork

FROM_GRADEBOOK = "gradebook"
"""Says of a record's address that a platform's gradebook led there: it may name somebody who is not here."""


def admitted(launch: Launch, known: Collection[str]) -> Launch:
    """The launch as it may be remembered: an activity that is not ``known`` counts as none (C46).

    A review names the column that it was opened from, which may be any one of the link: it says nothing
    about the link's own column.

    Raises:
        NotFound: a learner asks for somebody else's record (Z01).
    """
    if launch.custom.get(ACTIVITY_PARAMETER, "") not in known:
        custom = {name: value for name, value in launch.custom.items() if name != ACTIVITY_PARAMETER}
        launch = replace(launch, custom=custom)
    if launch.message_type != SUBMISSION_REVIEW_REQUEST:
        return launch
    is_own = launch.person is not None and launch.for_user_sub in (None, launch.person.sub)
    if launch.rights is Rights.LEARNER and not is_own:
        raise NotFound(reason="not-your-record")
    return replace(launch, ags=replace(launch.ags, lineitem_url=None)) if launch.ags else launch


def settled(
    unit: UnitOfWork, launch: Launch, link: StoredLink, *, named: str, is_fresh: bool, known: Collection[str]
) -> StoredLink:
    """The link with the activity that it opens, which may come from the course that this one is a copy of.

    ``named`` is what the platform's custom parameter said; ``is_fresh`` whether the link was just made.

    Raises:
        NotFound: ``e-config``: the platform names an activity that does not exist, and none is chosen. A
            trainer is let in, and asked to choose.
    """
    has_activity = link.activity in known
    taken_over = "" if has_activity and not is_fresh else _taken_over(unit, launch, link, known)
    if taken_over and taken_over != link.activity:
        unit.courses.choose_activity(link.centre_id, link.id, taken_over)
        return replace(link, activity=taken_over)
    if not has_activity and named and launch.rights in (Rights.LEARNER, Rights.ASSISTANT):
        raise NotFound("e-config", reason="unknown-activity")
    return link


def place_of(
    unit: UnitOfWork, launch: Launch, link: StoredLink, person_id: str, known: Collection[str]
) -> str:
    """Where a launch opens, as the end of its address; empty for the entrance, which decides by itself."""
    if launch.message_type != SUBMISSION_REVIEW_REQUEST or link.activity not in known:
        return ""
    if launch.rights in REVIEWERS:
        sub = launch.for_user_sub
        if sub is None or not sees_results(unit, link.centre_id, launch.rights):
            return "cohort"
        reviewed = unit.courses.person_of(link.centre_id, link.registration_id, sub)
        return f"cohort/{reviewed}?from={FROM_GRADEBOOK}" if reviewed else "cohort?notice=no-record"
    if launch.rights is not Rights.LEARNER:
        return ""
    own = unit.attempts.at_link(link.centre_id, person_id, link.id, link.activity)
    return "result" if own is not None and own.is_finished else ""


def _taken_over(unit: UnitOfWork, launch: Launch, link: StoredLink, known: Collection[str]) -> str:
    """The activity of the link that this one was copied from; empty when that cannot be told.

    The link is told by the mark that deep linking gave it; where the platform named no activity, also by
    its title, or because it was alone in the older course.
    """
    for course in unit.copies.older_courses(link.centre_id, link.context_id):
        older = [one for one in unit.copies.links_of(link.centre_id, course) if one.activity in known]
        marked = [one for one in older if link.deep_link and one.deep_link == link.deep_link]
        if marked:
            return marked[-1].activity
        if link.activity in known:
            continue
        titled = {one.activity for one in older if link.title and one.title == link.title}
        if len(titled) == 1:
            return titled.pop()
        if len(older) == 1:
            return older[0].activity
    return ""
