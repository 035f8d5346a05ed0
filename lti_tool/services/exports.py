"""What trainers take out of a course as a file: only what was sent to them, written down before it leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from lti_tool.domain import export_rows as rows
from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.action import Action, Telling, actions_of, needs_told
from lti_tool.domain.attempt import Attempt, Bank
from lti_tool.domain.audit import TRAINER, Deed, actor_of
from lti_tool.domain.cohort import by_name, column_grade, groups_in
from lti_tool.domain.export import Order, Row, What, kept
from lti_tool.domain.export_rows import Whole
from lti_tool.domain.grade import Delivery
from lti_tool.domain.journey import journey_of
from lti_tool.domain.loan import Loan
from lti_tool.domain.needs import AccessQuestion
from lti_tool.domain.observation import Observation
from lti_tool.domain.record_view import Looked
from lti_tool.domain.roles import Rights
from lti_tool.services.acting import only_trainers, place_of
from lti_tool.services.launches import Visit
from lti_tool.services.record_views import note
from lti_tool.services.reviewing import only_readers_of_results
from lti_tool.store.course_members import StoredCourseMember
from lti_tool.store.courses import StoredLink
from lti_tool.store.delivery_values import StoredLineItem
from lti_tool.store.unit_of_work import Store, UnitOfWork

PEOPLE_AT_ONCE = 500
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a course has to export: its groups, how many people, and how many of them sent a result. Without
    ``may_export`` the visitor is an assistant.
    """

    groups: tuple[str, ...] = ()
    people: int = 0
    sent: int = 0
    may_export: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file that may leave: it stands in the audit trail. ``home_page`` is the platform of the people."""

    order: Order
    people: tuple[StoredCourseMember, ...]
    home_page: str
    at: datetime


class Exports:
    """Use cases over exports."""

    def __init__(
        self,
        store: Store,
        *,
        bank: Bank,
        access: Sequence[AccessQuestion],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._bank = bank
        self.access = tuple(access)
        self._clock = clock

    def offer(self, visit: Visit) -> Offer:
        """What there is to export, with two queries; nothing where the platform names no course.

        Raises:
            NotFound: the visitor reads no results here.
        """
        link = visit.link
        if link.context_id is None:
            return Offer()
        place = link.centre_id, link.context_id
        with self._store.reading() as unit:
            only_readers_of_results(unit, link.centre_id, visit.rights)
            people = _people(unit, visit.link)
            sent = {one.person_id for one in unit.tellings.in_course(*place)}
        return Offer(
            groups=groups_in(people),
            people=len(people),
            sent=sum(one.person_id in sent for one in people),
            may_export=visit.rights is Rights.TRAINER,
        )

    def begin(self, visit: Visit, order: Order) -> Export:
        """Write an export down: in the audit trail, and in the log of looks of everybody in it.

        People come by name in a file with names, else by number: the order would tell something too.

        Raises:
            NotAllowed: the visitor is no trainer: assistants export nothing.
            NotFound: the platform names no course.
            StoreUnavailable: it could not be written down, and nothing may leave.
        """
        only_trainers(visit)
        centre_id, _context_id = place_of(visit)
        now = self._clock()
        with self._store.writing() as unit:
            everybody = _people(unit, visit.link)
            people = [one for one in everybody if not order.group or order.group in one.groups]
            note(unit, visit, [one.person_id for one in people], Looked.EXPORT, now)
            platform = unit.registrations.get(centre_id, visit.link.registration_id)
            unit.audit.append(_deed(visit, order, len(people), now))
        return Export(
            order=order,
            people=by_name(people) if order.is_named else tuple(people),
            home_page=platform.issuer if platform else "",
            at=now,
        )

    def rows(self, visit: Visit, export: Export) -> Iterator[Row]:
        """The rows of a file that was begun, without what it must not hold."""
        for whole in self.people(visit, export):
            for row in self._rows_of(export.order.what, whole):
                yield kept(export.order, row)

    def people(self, visit: Visit, export: Export) -> Iterator[Whole]:
        """Everybody in it, five hundred at a time and with a fixed number of queries for each such page."""
        centre_id, context_id = place_of(visit)
        for first in range(0, len(export.people), PEOPLE_AT_ONCE):
            page = export.people[first : first + PEOPLE_AT_ONCE]
            with self._store.reading() as unit:
                found = _Page.read(unit, visit.link, context_id, page)
            for person in page:
                yield found.whole(person, (centre_id, context_id), self.access)

    def _rows_of(self, what: What, whole: Whole) -> Iterable[Row]:
        match what:
            case What.AREAS:
                return rows.area_rows(whole)
            case What.COMPETENCES:
                return rows.competence_rows(whole, self._bank)
            case What.ACTIONS:
                return rows.action_rows(whole)
            case What.GRADES:
                return rows.grade_rows(whole)
            case _:
                return rows.people_rows(whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What the store knows of some people of a course, by person where nothing else is said."""

    attempts: Mapping[str, Sequence[Attempt]]
    levels: Mapping[str, Mapping[str, LevelEstimate]]
    observations: Mapping[str, Sequence[Observation]]
    actions: Mapping[str, Sequence[Action]]
    loans: Mapping[str, Sequence[Loan]]
    modules: Mapping[str, Sequence[str]]
    grades: Mapping[str, Sequence[tuple[StoredLineItem, Delivery]]]

    @classmethod
    def read(
        cls, unit: UnitOfWork, link: StoredLink, context_id: str, people: Sequence[StoredCourseMember]
    ) -> _Page:
        """Nine queries, whatever the number of people."""
        place, ids = (link.centre_id, context_id), [one.person_id for one in people]
        sent = [one for one in unit.attempts.in_course(*place, ids) if one.is_finished and one.shared_at]
        attempt_ids = [one.id for one in sent]
        owner = {one.id: one.person_id for one in sent}
        seen = unit.record_parts.observations(link.centre_id, attempt_ids)
        return cls(
            attempts=_grouped(sent, lambda one: one.person_id),
            levels=unit.attempts.levels_of(link.centre_id, attempt_ids),
            observations=_grouped(seen, lambda one: owner[one.attempt_id]),
            actions=_grouped(unit.actions.in_course(*place), lambda one: one.person_id),
            loans=_grouped(unit.loans.in_course(*place), lambda one: one.person_id),
            modules=unit.figures.modules_of(*place, ids),
            grades=_grouped(
                unit.deliveries.of_link(link.centre_id, link.id, ids), lambda one: one[1].person_id
            ),
        )

    def whole(
        self, person: StoredCourseMember, place: tuple[str, str], access: Sequence[AccessQuestion]
    ) -> Whole:
        """One of these people."""
        who = person.person_id
        attempts = self.attempts.get(who, ())
        told = _tellings(attempts)
        grades = self.grades.get(who, ())
        return Whole(
            person_id=who,
            name=person.own_name,
            number=person.number,
            groups=person.groups,
            is_enrolled=person.is_active,
            journey=journey_of(attempts),
            levels=self.levels,
            observations=self.observations.get(who, ()),
            access=told[-1].access if told else {},
            actions=actions_of(place, who, needs_told(access, told), self.actions.get(who, ())),
            loans=self.loans.get(who, ()),
            modules=self.modules.get(who, ()),
            grades=tuple(column_grade(item.column_key, one) for item, one in grades),
            maxima={item.column_key: item.maximum for item, _one in grades},
        )


def _tellings(attempts: Sequence[Attempt]) -> Sequence[Telling]:
    """What was said of equipment and place, in the order in which it was said."""
    found = sorted(attempts, key=lambda one: (one.finished_at or one.updated_at, one.id))
    return [
        Telling(person_id=one.person_id, access=one.access, shared_at=one.shared_at)
        for one in found
        if one.shared_at is not None and one.access
    ]


def _people(unit: UnitOfWork, link: StoredLink) -> Sequence[StoredCourseMember]:
    if link.context_id is None:
        return ()
    return unit.course_members.group(link.centre_id, link.context_id, link.id, link.activity)


def _deed(visit: Visit, order: Order, count: int, now: datetime) -> Deed:
    names = "with-names" if order.is_named else "without-names"
    return Deed(
        at=now,
        centre_id=visit.link.centre_id,
        actor=actor_of(TRAINER, visit.launch.person_id),
        action="exported",
        object_kind="course",
        object_id=visit.link.context_id or "",
        detail=f"{order.what} {order.form} {names} {count}",
    )


def _grouped(found: Iterable[Thing], key: Callable[[Thing], str]) -> Mapping[str, Sequence[Thing]]:
    grouped: dict[str, list[Thing]] = {}
    for one in found:
        grouped.setdefault(key(one), []).append(one)
    return grouped
