"""The grade ledger: every grade of a resource link accounted for, and what a trainer decides about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from lti_tool.domain import ledger
from lti_tool.domain.audit import TRAINER, Deed, actor_of
from lti_tool.domain.cohort import LinkTally, by_name, paging
from lti_tool.domain.errors import NotFound
from lti_tool.domain.grade import Delivery
from lti_tool.domain.roles import Rights
from lti_tool.services.launches import Visit
from lti_tool.services.ledger_pages import (
    Asked,
    Choice,
    Grade,
    Ledger,
    entries_of,
    entry_of,
    known_part,
    people_of,
    with_entries,
)
from lti_tool.services.parcels import RESULT_SCOPE
from lti_tool.services.reviewing import only_readers_of_results
from lti_tool.store.course_members import StoredCourseMember
from lti_tool.store.courses import StoredLink
from lti_tool.store.unit_of_work import Store, UnitOfWork

Decision = Callable[[Delivery, float, datetime], Delivery | None]


def retried(visit: Visit, count: int, now: datetime) -> Deed:
    """What the audit trail says when ``count`` grades are sent again."""
    return _deed(visit, now, "grades-retried", "resource-link", visit.link.id, detail=f"{count}")


class Ledgers:
    """Use cases of the grade ledger."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def overview(self, visit: Visit, asked: Asked) -> Ledger:
        """One page of the people who have a grade here, by name, with a fixed number of queries. A reason
        that no grade has is none; of the pages, the nearest one that exists counts.

        Raises:
            NotFound: the visitor reads no results here.
        """
        link = visit.link
        with self._store.reading() as unit:
            only_readers_of_results(unit, link.centre_id, visit.rights)
            group = _group(unit, link)
            here = {person.person_id for person in group}
            tallies = [one for one in unit.ledger.tallies(link.centre_id, link.id) if one.person_id in here]
            graded = {one.person_id for one in tallies}
            declined = here & set(unit.ledger.declined(link.centre_id, link.id, link.activity)) - graded
            asked = known_part(asked, tallies)
            wanted = people_of(asked, tallies, declined)
            found = by_name([person for person in group if person.person_id in wanted])
            page = paging(len(found), asked.page)
            shown = page.part_of(found)
            ids = [person.person_id for person in shown]
            grades = unit.deliveries.of_link(link.centre_id, link.id, ids)
            elsewhere = _elsewhere(unit, link)
        entries = entries_of(link, asked, grades)
        return Ledger(
            people=tuple(with_entries(person, entries.get(person.person_id, ())) for person in shown),
            page=page,
            asked=asked,
            tallies=tallies,
            choices=len(declined),
            without=len(here) - len(graded) - len(declined),
            elsewhere=elsewhere,
            accepts_grades=bool(link.ags.lineitems_url or link.ags.lineitem_url),
            is_readable=RESULT_SCOPE in link.ags.scopes,
        )

    def retry_all(self, visit: Visit, reason: str) -> int:
        """Send again whatever waits or was refused here, for one reason or (empty) for any; how many grades
        were taken up. Values that were changed in the LMS are left alone.

        Raises:
            NotFound: the visitor reads no results here, or the platform names no course.
        """
        now, link = self._clock(), visit.link
        with self._store.writing() as unit:
            _only_in_a_course(unit, visit)
            count = unit.ledger.take_up(link.centre_id, link.id, reason, now)
            if count:
                unit.circuits.tried_by_hand(link.centre_id, link.registration_id)
                unit.audit.append(retried(visit, count, now))
        return count

    def read_again(self, visit: Visit, person_id: str) -> int:
        """Have the worker read what the platform shows of one person's grades; how many it will read.

        Raises:
            NotFound: nothing of this person is in this group, or the visitor reads no results here.
        """
        now, link = self._clock(), visit.link
        with self._store.writing() as unit:
            _only_in_a_course(unit, visit)
            _member(unit, link, person_id)
            known = unit.deliveries.of_link(link.centre_id, link.id, [person_id])
            if not known:
                raise NotFound(reason="no-grade-of-this-person")
            if RESULT_SCOPE not in link.ags.scopes:
                return 0
            count = 0
            for item, _delivery in known:
                if not link.columns.includes(item.column_key):
                    continue
                # Read again under a lock: the learner may be finishing another attempt at this instant.
                locked = unit.deliveries.locked(link.centre_id, item.id, person_id)
                moved = ledger.to_read(locked, now) if locked else None
                if moved is not None:
                    count += unit.deliveries.save(moved, fencing=moved.fencing)
        return count

    def read_all(self, visit: Visit) -> int:
        """Have the worker read what the platform shows of the grades here, in the order in which they were
        last read and at most ``domain.ledger.READ_AT_ONCE``; how many it will read.

        Raises:
            NotFound: the visitor reads no results here, or the platform names no course.
        """
        now, link = self._clock(), visit.link
        with self._store.writing() as unit:
            _only_in_a_course(unit, visit)
            if RESULT_SCOPE not in link.ags.scopes:
                return 0
            return unit.ledger.read_again(link.centre_id, link.id, now, at_most=ledger.READ_AT_ONCE)

    def choice(self, visit: Visit, person_id: str, item_id: str) -> Choice | None:
        """The two values that a trainer chooses between; ``None`` when there is nothing to choose any more.

        Raises:
            NotFound: there is no such grade here, or the visitor is no trainer here.
        """
        _only_trainers(visit)
        with self._store.reading() as unit:
            _only_in_a_course(unit, visit)
            person = _member(unit, visit.link, person_id)
            item, delivery = _grade(unit, visit.link, person_id, item_id)
        is_open = ledger.is_to_choose(delivery) or ledger.is_kept(delivery)
        entry = entry_of(item, delivery)
        return Choice(person=with_entries(person, (entry,)), entry=entry) if is_open else None

    def keep(self, visit: Visit, person_id: str, item_id: str, seen: float) -> bool:
        """The platform's value stays; ``False`` when it is no longer the one that the trainer saw.

        Raises:
            NotFound: there is no such grade here, or the visitor is no trainer here.
        """
        return self._decide(visit, person_id, item_id, seen, ledger.kept, "grade-kept")

    def put_back(self, visit: Visit, person_id: str, item_id: str, seen: float) -> bool:
        """Ours goes out again and may replace the value that the trainer saw; ``False`` when that is no
        longer the platform's.

        Raises:
            NotFound: there is no such grade here, or the visitor is no trainer here.
        """
        return self._decide(visit, person_id, item_id, seen, ledger.put_back, "grade-replaced")

    def _decide(
        self, visit: Visit, person_id: str, item_id: str, seen: float, decision: Decision, action: str
    ) -> bool:
        _only_trainers(visit)
        now, link = self._clock(), visit.link
        with self._store.writing() as unit:
            _only_in_a_course(unit, visit)
            _member(unit, link, person_id)
            item, _delivery = _grade(unit, link, person_id, item_id)
            locked = unit.deliveries.locked(link.centre_id, item.id, person_id)
            decided = decision(locked, seen, now) if locked else None
            if decided is None or not unit.deliveries.save(decided, fencing=decided.fencing):
                return False
            unit.audit.append(_deed(visit, now, action, "grade", f"{item.id}/{person_id}"))
        return True


def _only_trainers(visit: Visit) -> None:
    if visit.rights is not Rights.TRAINER:
        raise NotFound(reason="assistant-cannot-choose")


def _only_in_a_course(unit: UnitOfWork, visit: Visit) -> None:
    only_readers_of_results(unit, visit.link.centre_id, visit.rights)
    if visit.link.context_id is None:
        raise NotFound(reason="no-course")


def _group(unit: UnitOfWork, link: StoredLink) -> Sequence[StoredCourseMember]:
    if link.context_id is None:
        return ()
    return unit.course_members.group(link.centre_id, link.context_id, link.id, link.activity)


def _elsewhere(unit: UnitOfWork, link: StoredLink) -> Sequence[LinkTally]:
    if link.context_id is None:
        return ()
    return unit.ledger.elsewhere(link.centre_id, link.context_id, link.id)


def _member(unit: UnitOfWork, link: StoredLink, person_id: str) -> StoredCourseMember:
    place = link.centre_id, link.context_id or "", link.id, link.activity
    person = unit.course_members.one_of_group(*place, person_id)
    if person is None:
        raise NotFound(reason="not-in-this-group")
    return person


def _grade(unit: UnitOfWork, link: StoredLink, person_id: str, item_id: str) -> Grade:
    for item, delivery in unit.deliveries.of_link(link.centre_id, link.id, [person_id]):
        if item.id == item_id and link.columns.includes(item.column_key):
            return item, delivery
    raise NotFound(reason="no-grade-of-this-person")


def _deed(visit: Visit, now: datetime, action: str, kind: str, object_id: str, detail: str = "") -> Deed:
    return Deed(
        at=now,
        centre_id=visit.link.centre_id,
        actor=actor_of(TRAINER, visit.launch.person_id),
        action=action,
        object_kind=kind,
        object_id=object_id,
        detail=detail,
    )
