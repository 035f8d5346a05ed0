"""The check of the tools of the day: trainers choose the tools and read who needs what shown first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.activity import Activity
from lti_tool.domain.attempt import Attempt, AttemptState
from lti_tool.domain.audit import TRAINER, Deed, actor_of
from lti_tool.domain.cohort import Paging, by_name, paging
from lti_tool.domain.errors import Conflict, MalformedRequest, NotFound
from lti_tool.domain.modes import FIRST_USE
from lti_tool.domain.tools import TOOLS_AT_MOST, Mastery, Tool, mastery_of, tools_of
from lti_tool.services.acting import only_trainers, place_of
from lti_tool.services.launches import Visit
from lti_tool.services.reviewing import only_readers_of_results
from lti_tool.store.course_members import StoredCourseMember
from lti_tool.store.unit_of_work import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One person. ``state`` is where they are in the check, ``None`` before they began; ``mastery`` is there
    once they sent it.
    """

    person: StoredCourseMember
    state: AttemptState | None = None
    mastery: Mastery | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolBoard:
    """One page of the people of a course, by name, and the chosen tools, none for the first gestures."""

    people: tuple[Shown, ...]
    page: Paging
    tools: tuple[Tool, ...]


class ToolChecks:
    """Use cases over the check of the tools of the day."""

    def __init__(
        self, store: Store, *, activities: Mapping[str, Activity], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._activities = activities
        self._clock = clock

    def is_here(self, visit: Visit) -> bool:
        """Whether this resource link opens such a check."""
        activity = self._activities.get(visit.link.activity)
        return activity is not None and activity.mode == FIRST_USE.name

    def board(self, visit: Visit, *, page: int = 1) -> ToolBoard:
        """Who can use the tools of the day, as far as they sent it, with a fixed number of queries.

        Raises:
            NotFound: the visitor reads no results here, there is no course, or the link opens another
                activity.
        """
        place, link = self._place(visit), visit.link
        with self._store.reading() as unit:
            only_readers_of_results(unit, place[0], visit.rights)
            everybody = unit.course_members.group(*place, link.id, link.activity)
            enrolled = by_name([person for person in everybody if person.is_active])
            shown = paging(len(enrolled), page)
            people = shown.part_of(enrolled)
            found = unit.attempts.in_course(*place, [one.person_id for one in people])
            tools = unit.tools_of_day.of(place[0], link.id)
        here = [one for one in found if (one.resource_link_id, one.activity) == (link.id, link.activity)]
        attempts = {one.person_id: one for one in here}
        return ToolBoard(
            people=tuple(_shown(one, attempts.get(one.person_id)) for one in people),
            page=shown,
            tools=tools,
        )

    def choose(self, visit: Visit, names: Sequence[str]) -> None:
        """Say which tools are checked from here on; none are the five first gestures. Whoever has begun goes
        on with what they have.

        Raises:
            NotAllowed: the visitor is no trainer.
            NotFound: as ``board``.
            MalformedRequest: ``too-many-tools``.
        """
        only_trainers(visit)
        place, tools = self._place(visit), tools_of(names)
        if len(tools) > TOOLS_AT_MOST:
            raise MalformedRequest(reason="too-many-tools")
        try:
            self._keep(visit, place[0], tools)
        except Conflict as error:
            if error.reason != "somebody-was-faster":
                raise
            self._keep(visit, place[0], tools)

    def _keep(self, visit: Visit, centre_id: str, tools: tuple[Tool, ...]) -> None:
        now, link_id = self._clock(), visit.link.id
        with self._store.writing() as unit:
            if unit.tools_of_day.of(centre_id, link_id) == tools:
                return
            unit.tools_of_day.keep(centre_id, link_id, tools, now)
            unit.audit.append(
                Deed(
                    at=now,
                    centre_id=centre_id,
                    actor=actor_of(TRAINER, visit.launch.person_id),
                    action="tools-chosen",
                    object_kind="resource-link",
                    object_id=link_id,
                    detail=" ".join(tools),
                )
            )

    def _place(self, visit: Visit) -> tuple[str, str]:
        if not self.is_here(visit):
            raise NotFound(reason="no-tool-check")
        return place_of(visit)


def _shown(person: StoredCourseMember, attempt: Attempt | None) -> Shown:
    """What may be told of one person: how far they are, and the rest once they sent it."""
    if attempt is None:
        return Shown(person=person)
    is_sent = attempt.is_finished and attempt.shared_at is not None
    return Shown(person=person, state=attempt.state, mastery=mastery_of(attempt.answers) if is_sent else None)
