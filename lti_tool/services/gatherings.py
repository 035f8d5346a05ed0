"""Two lists of a whole group to print: the first gathering, and who cannot learn at a distance yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain import action as rules
from lti_tool.domain.cohort import Paging, by_name, paging
from lti_tool.domain.loan import Loan
from lti_tool.domain.needs import AccessQuestion, Need
from lti_tool.domain.path import VIDEO_ROOM
from lti_tool.domain.path_plan import Plan
from lti_tool.domain.readiness import Condition, Readiness
from lti_tool.services.acting import place_of
from lti_tool.services.course_weeks import by_person
from lti_tool.services.launches import Visit
from lti_tool.services.reviewing import only_readers_of_results
from lti_tool.store.course_members import StoredCourseMember
from lti_tool.store.unit_of_work import Store, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """One person on the sheet of the first gathering. ``measured_at`` is when they finished their first
    diagnostic, ``None`` before. ``modules`` are those that a trainer confirmed on their path, empty before
    that; ``needs`` is ``None`` until they sent what they need.
    """

    person: StoredCourseMember
    measured_at: datetime | None
    modules: tuple[str, ...]
    needs: tuple[Need, ...] | None
    loans: tuple[Loan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unready:
    """Somebody for whom a condition of learning at a distance is not there. ``wait_reason`` is why a trainer
    asks them to wait, empty where none does. The video room, which nearly everybody lacks at first, is no
    condition of one person here: see ``AtDistance``.
    """

    person: StoredCourseMember
    conditions: tuple[tuple[Condition, Readiness], ...]
    wait_reason: str

    @property
    def name(self) -> str:
        """Empty when the platform hides it."""
        return self.person.name

    @property
    def number(self) -> int:
        """Stable in the course."""
        return self.person.number

    @property
    def groups(self) -> tuple[str, ...]:
        """The platform's ids."""
        return self.person.groups


@dataclass(frozen=True, slots=True, kw_only=True)
class AtDistance:
    """One page of those who are not ready for a distance. ``untried`` are all who told what they have and did
    not do the module of the video room: one thing to do for the group, whatever else they lack.
    """

    rows: tuple[Unready, ...]
    page: Paging
    untried: tuple[StoredCourseMember, ...]


class Gatherings:
    """Use cases of lists over a whole group."""

    def __init__(self, store: Store, *, access: Sequence[AccessQuestion]) -> None:
        self._store = store
        self._access = tuple(access)

    def first(self, visit: Visit, page: int = 1) -> tuple[tuple[Present, ...], Paging]:
        """One page of the people of the course for the first gathering, by name, with a fixed number of
        queries.

        Raises:
            NotFound: the visitor reads no results here, or there is no course.
        """
        place = place_of(visit)
        with self._store.reading() as unit:
            only_readers_of_results(unit, place[0], visit.rights)
            people = _people(unit, visit, place)
            paged = paging(len(people), page)
            shown = paged.part_of(people)
            ids = [one.person_id for one in shown]
            plans = unit.path_plans.of_people(*place, visit.link.id, ids)
            measured = unit.tellings.first_measures(*place)
            told = by_person(unit.tellings.in_course(*place))
            loans = unit.loans.open_in_course(*place)
        chosen = {plan.person_id: _modules(plan) for plan in plans}
        found = tuple(
            Present(
                person=one,
                measured_at=measured.get(one.person_id),
                modules=chosen.get(one.person_id, ()),
                needs=tuple(rules.needs_told(self._access, told[one.person_id]))
                if one.person_id in told
                else None,
                loans=tuple(loan for loan in loans if loan.person_id == one.person_id),
            )
            for one in shown
        )
        return found, paged

    def unready(self, visit: Visit, page: int = 1) -> AtDistance:
        """One page of those who told what they have and for whom a condition is missing, or whom a trainer
        asks to wait, by name, and whoever has not tried the video room; queries and errors as ``first``.
        """
        place = place_of(visit)
        with self._store.reading() as unit:
            only_readers_of_results(unit, place[0], visit.rights)
            people = _people(unit, visit, place)
            told = by_person(unit.tellings.in_course(*place))
            walked = unit.tellings.walked(*place, VIDEO_ROOM)
            waiting = unit.tellings.asked_to_wait(*place)
        found, untried = [], []
        for one in people:
            given = _last_access([telling.access for telling in told.get(one.person_id, ())])
            unmet = rules.unmet(self._access, given, has_done_video=one.person_id in walked) if given else ()
            missing = tuple(condition for condition in unmet if condition[0] is not Condition.VIDEO)
            if len(missing) < len(unmet):
                untried.append(one)
            if one.person_id in waiting or missing:
                wait_reason = waiting.get(one.person_id, "")
                found.append(Unready(person=one, conditions=missing, wait_reason=wait_reason))
        paged = paging(len(found), page)
        return AtDistance(rows=tuple(paged.part_of(found)), page=paged, untried=tuple(untried))


def _people(unit: UnitOfWork, visit: Visit, place: tuple[str, str]) -> Sequence[StoredCourseMember]:
    """Those who are enrolled, by name."""
    group = unit.course_members.group(*place, visit.link.id, visit.link.activity)
    return by_name([one for one in group if one.is_active])


def _modules(plan: Plan) -> tuple[str, ...]:
    """What a trainer confirmed on a path, in the order of the ids."""
    if plan.confirmed_at is None:
        return ()
    return tuple(sorted(module for module, is_wanted in plan.wanted.items() if is_wanted))


def _last_access(accesses: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    return next((one for one in reversed(accesses) if one), {})
