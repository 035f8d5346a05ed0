"""The log of who looked at a learner's record, which the learner can read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from lti_tool.domain.errors import NotFound
from lti_tool.domain.record_view import KEPT_DAYS, SHOWN_AT_MOST, TOLD_TO_TRAINERS, Looked, RecordView
from lti_tool.services.launches import Visit
from lti_tool.services.reviewing import only_readers_of_results, only_reviewers
from lti_tool.services.wording import local_day
from lti_tool.store.unit_of_work import Store, UnitOfWork


def note(unit: UnitOfWork, visit: Visit, person_ids: Collection[str], what: Looked, now: datetime) -> None:
    """Write down that the visitor looks at the records of these people, in the same unit of work as the use
    case: nothing may be shown unless that unit was committed.

    Nobody is nothing, and one's own record is no look. Whether the people are of the course, and whether this
    assistant reads results, is for the use case to check before.

    Raises:
        NotFound: the visitor is not a trainer here, or the platform names no course.
    """
    only_reviewers(visit.rights)
    link, viewer_id = visit.link, visit.launch.person_id
    seen = {person_id for person_id in person_ids if person_id != viewer_id}
    if not seen:
        return
    if link.context_id is None:
        raise NotFound(reason="not-in-this-group")
    unit.record_views.note(
        centre_id=link.centre_id,
        context_id=link.context_id,
        viewer_id=viewer_id,
        person_ids=seen,
        what=what,
        day=local_day(now),
        now=now,
    )


class RecordViews:
    """Use cases over the log."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def of_own(self, visit: Visit) -> tuple[RecordView, ...]:
        """Who looked at the visitor's own record, at any resource link of this course, the last look first;
        ``SHOWN_AT_MOST`` lines. Without a course nobody could look.
        """
        link = visit.link
        if link.context_id is None:
            return ()
        with self._store.reading() as unit:
            found = unit.record_views.of_person(
                link.centre_id, link.context_id, visit.launch.person_id, SHOWN_AT_MOST
            )
        return tuple(found)

    def others(self, visit: Visit, person_id: str) -> int:
        """How many other people looked at this person's record in the course, the last 30 days.

        Raises:
            NotFound: the visitor reads no results here.
        """
        link, since = visit.link, self._clock() - TOLD_TO_TRAINERS
        if link.context_id is None:
            return 0
        with self._store.reading() as unit:
            only_readers_of_results(unit, link.centre_id, visit.rights)
            viewer_id = visit.launch.person_id
            return unit.record_views.count_others(
                link.centre_id, link.context_id, person_id, viewer_id, since
            )

    def sweep(self, now: datetime) -> None:
        """Forget what is older than thirteen months."""
        with self._store.writing() as unit:
            unit.record_views.sweep(local_day(now) - timedelta(days=KEPT_DAYS))
