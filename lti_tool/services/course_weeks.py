"""The lines of « À faire »: from what a course told and did to one entry for each thing to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TypeVar

from lti_tool.domain import action as rules
from lti_tool.domain import todo
from lti_tool.domain.action import Action, ActionState, Telling
from lti_tool.domain.journey import ENTRY_WITHIN_DAYS
from lti_tool.domain.loan import Loan, is_to_be_done
from lti_tool.domain.needs import AccessQuestion
from lti_tool.domain.remarks import Objection
from lti_tool.domain.stuck import StuckCall
from lti_tool.domain.todo import CALL, LATE, LOAN, OBJECTION, Entry
from lti_tool.domain.whereabouts import NOWHERE, Whereabouts
from lti_tool.services.narrowings import Where
from lti_tool.services.wording import local_day
from lti_tool.store.course_members import StoredCourseMember

Of = TypeVar("Of", Telling, Action, Loan)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseWeek:
    """All that the list is made from."""

    people: Sequence[StoredCourseMember]
    told: Mapping[str, Sequence[Telling]]
    stored: Mapping[str, Sequence[Action]]
    loans: Sequence[Loan]
    calls: Sequence[StuckCall]
    objections: Sequence[tuple[str, Objection]]
    late: Mapping[str, datetime]
    where: Where

    def entries(
        self, place: tuple[str, str], access: Sequence[AccessQuestion], now: datetime
    ) -> tuple[Entry, ...]:
        """Every line of everybody, in order. Of those who left only what is lent to them is told."""
        loans, calls = by_person(self.loans), {call.person_id: call for call in self.calls}
        said: dict[str, list[Objection]] = {}
        for person_id, objection in self.objections:
            said.setdefault(person_id, []).append(objection)
        found: list[Entry] = []
        for person in self.people:
            found += _of_loans(person, loans.get(person.person_id, ()), local_day(now))
            if not person.is_active:
                continue
            told = rules.needs_told(access, self.told.get(person.person_id, ()))
            stored = self.stored.get(person.person_id, ())
            is_late = person.person_id in self.late
            quiet_since = _quiet_since(self.where.get(person.person_id, NOWHERE), is_late=is_late)
            found += [
                _entry(person, one.kind, one.since, action=one, state=one.state)
                for one in rules.actions_of(place, person.person_id, told, stored, quiet_since)
            ]
            if person.person_id in calls:
                call = calls[person.person_id]
                found.append(_entry(person, CALL, call.called_at, call=call))
            found += [
                _entry(person, OBJECTION, one.said_at, objection=one)
                for one in said.get(person.person_id, ())
            ]
            if is_late:
                due_at = self.late[person.person_id] + timedelta(days=ENTRY_WITHIN_DAYS)
                found.append(_entry(person, LATE, due_at))
        return todo.in_order(found, self.people)


def by_person(found: Sequence[Of]) -> Mapping[str, Sequence[Of]]:
    """The same by person, each in the same order."""
    ordered = sorted(found, key=lambda one: one.person_id)
    return {person: tuple(theirs) for person, theirs in groupby(ordered, key=lambda one: one.person_id)}


def _quiet_since(where: Whereabouts, *, is_late: bool) -> datetime | None:
    """Since when somebody did not come; the line of who is late says it already of whoever never came."""
    return where.quiet_since if where.absence.has_come or not is_late else None


def _of_loans(person: StoredCourseMember, loans: Sequence[Loan], today: date) -> list[Entry]:
    return [
        _entry(
            person,
            LOAN,
            None,
            loan=one,
            state=ActionState.TO_DO if is_to_be_done(one, today) else ActionState.UNDER_WAY,
        )
        for one in loans
    ]


def _entry(
    person: StoredCourseMember,
    kind: str,
    since: datetime | None,
    *,
    state: ActionState = ActionState.TO_DO,
    action: Action | None = None,
    loan: Loan | None = None,
    call: StuckCall | None = None,
    objection: Objection | None = None,
) -> Entry:
    return Entry(
        kind=kind,
        person_id=person.person_id,
        name=person.name,
        number=person.number,
        groups=person.groups,
        state=state,
        since=since,
        action=action,
        loan=loan,
        call=call,
        objection=objection,
        is_enrolled=person.is_active,
    )
