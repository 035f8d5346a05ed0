"""What to do this week for the people of a course: read from what they sent, kept once somebody acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from lti_tool.domain import action as rules
from lti_tool.domain import todo
from lti_tool.domain.action import Action, ActionState, Source
from lti_tool.domain.cohort import Paging, by_name, paging
from lti_tool.domain.errors import Conflict, MalformedRequest, NotFound
from lti_tool.domain.journey import ENTRY_WITHIN_DAYS
from lti_tool.domain.loan import Loan
from lti_tool.domain.module import Module
from lti_tool.domain.needs import AccessQuestion
from lti_tool.domain.todo import Entry, Shown
from lti_tool.domain.whereabouts import NOWHERE
from lti_tool.services.acting import actions_in, keep_move, only_trainers, place_of, write_down
from lti_tool.services.cohorts import Record
from lti_tool.services.course_weeks import CourseWeek, by_person
from lti_tool.services.launches import Visit
from lti_tool.services.narrowings import Whereabout
from lti_tool.services.reviewing import only_readers_of_results
from lti_tool.store.unit_of_work import Store, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One page of the list. ``counts`` says how many lines each kind has among those of the asked state, and
    ``unsent`` how many people sent nothing yet. ``settled`` are the last ones that were settled, of
    ``settled_total``. ``names`` are those of the trainers who acted, by id.
    """

    entries: tuple[Entry, ...]
    page: Paging
    counts: Mapping[str, int]
    settled: tuple[Entry, ...]
    settled_total: int
    unsent: int
    people: int
    kind: str
    state: Shown
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWeek:
    """Everything to do and done for one person, and what was lent to them."""

    actions: tuple[Action, ...]
    loans: tuple[Loan, ...]
    names: Mapping[str, str]


class Actions:
    """Use cases over actions."""

    def __init__(
        self,
        store: Store,
        *,
        access: Sequence[AccessQuestion],
        clock: Callable[[], datetime],
        modules: Mapping[str, Module] = MappingProxyType({}),
    ) -> None:
        self._store = store
        self._access = tuple(access)
        self._clock = clock
        self._whereabout = Whereabout(access=access, clock=clock, modules=modules)

    def week(self, visit: Visit, *, kind: str = "", state: str = "", page: int = 1) -> Week:
        """One page of what is to be done for the course, with a fixed number of queries. An unknown ``kind``
        or ``state`` asks for everything that is open; of ``page`` the nearest one that exists counts. Nothing
        is written: a need is kept once somebody acts, and a list of many people opens no record (ADR 0019):
        a row for each learner each time would bury the looks at one person that mean something.

        Raises:
            NotFound: the visitor reads no results here, or there is no course.
        """
        shown = Shown(state) if state in set(Shown) else Shown.OPEN
        place = place_of(visit)
        with self._store.reading() as unit:
            only_readers_of_results(unit, place[0], visit.rights)
            course = self._course(unit, visit, place)
            every = course.entries(place, self._access, self._clock())
            asked = todo.shown_in(every, shown)
            counts = todo.counts_of(asked)
            listed = [one for one in asked if one.kind == kind] if kind in counts else list(asked)
            paged = paging(len(listed), page)
            entries = tuple(paged.part_of(listed))
            settled = todo.last_settled(every) if shown is Shown.OPEN else ()
            names = unit.course_members.names(place[0], _actors((*entries, *settled)))
        return Week(
            entries=entries,
            page=paged,
            counts=counts,
            settled=settled,
            settled_total=sum(one.is_settled for one in every),
            unsent=sum(one.person_id not in course.told for one in course.people if one.is_active),
            people=sum(one.is_active for one in course.people),
            kind=kind if kind in counts else "",
            state=shown,
            names=names,
        )

    def of_person(self, visit: Visit, record: Record) -> PersonWeek:
        """Everything about one person; the ``record`` shows that the visitor may read it."""
        place, person_id = place_of(visit), record.member.person_id
        with self._store.reading() as unit:
            actions = self._of_person(unit, visit, person_id)
            loans = tuple(unit.loans.of_person(*place, person_id))
            by = {one.by for one in actions} | {one.added_by for one in actions}
            by |= {one.lent_by for one in loans} | {one.returned_by for one in loans}
            by |= {one.helps_by for one in loans}
            names = unit.course_members.names(place[0], {one for one in by if one is not None})
        return PersonWeek(actions=actions, loans=loans, names=names)

    def add(self, visit: Visit, record: Record, action_id: str, kind: str, text: str) -> None:
        """Add something to do by hand. ``action_id`` is the form's own: sent twice, it is added once.

        Raises:
            NotAllowed: the visitor is no trainer.
            MalformedRequest: a kind that no form offers, or see ``domain.action.own_text``.
        """
        only_trainers(visit)
        if kind not in rules.KINDS:
            raise MalformedRequest(reason="unknown-kind")
        place, line, by, now = place_of(visit), rules.own_text(text), visit.launch.person_id, self._clock()
        person_id = record.member.person_id
        with self._store.writing() as unit:
            if any(one.id == action_id for one in unit.actions.of_person(*place, person_id)):
                return
            unit.actions.add(
                Action(
                    id=action_id,
                    centre_id=place[0],
                    context_id=place[1],
                    person_id=person_id,
                    kind=kind,
                    source=Source.OWN,
                    since=now,
                    text=line,
                    added_by=by,
                )
            )
            write_down(unit, place[0], by, "action-added", action_id, now)

    def settle(
        self, visit: Visit, record: Record, named: str, version: int, to: ActionState, reason: str = ""
    ) -> None:
        """Move an action, which is ``named`` by its id, or by its need while nobody acted on it. Assistants
        who read results may do so too. What already stands so is left as it is, whoever was faster.

        Raises:
            MalformedRequest: see ``domain.action.moved``.
            NotFound: there is no such action about this person.
            Conflict: another trainer moved it otherwise since the page was shown; nothing is stored.
        """
        try:
            self._settle(visit, record, named, version, to, reason)
        except Conflict as error:
            if error.reason != "somebody-was-faster":
                raise
            self._settle(visit, record, named, version, to, reason)

    def _settle(
        self, visit: Visit, record: Record, named: str, version: int, to: ActionState, reason: str
    ) -> None:
        by, now = visit.launch.person_id, self._clock()
        with self._store.writing() as unit:
            found = next(
                (
                    one
                    for one in self._of_person(unit, visit, record.member.person_id)
                    if named == one.id or (one.source is Source.NEED and named == one.kind)
                ),
                None,
            )
            if found is None:
                raise NotFound(reason="no-such-action")
            is_same = rules.moved(found, to, reason, by=by, now=now) is found
            if found.version != version and not is_same:
                raise Conflict(reason="action-changed-meanwhile")
            keep_move(unit, found, to, reason, by, now)

    def _of_person(self, unit: UnitOfWork, visit: Visit, person_id: str) -> tuple[Action, ...]:
        """Everything to do or done for one person, a long absence too."""
        where = self._whereabout.of(unit, visit.link, (person_id,)).get(person_id, NOWHERE)
        return actions_in(unit, place_of(visit), person_id, self._access, where.quiet_since)

    def _course(self, unit: UnitOfWork, visit: Visit, place: tuple[str, str]) -> CourseWeek:
        too_early = self._clock() - timedelta(days=ENTRY_WITHIN_DAYS)
        return CourseWeek(
            people=by_name(unit.course_members.group(*place, visit.link.id, visit.link.activity)),
            told=by_person(unit.tellings.in_course(*place)),
            stored=by_person(unit.actions.in_course(*place)),
            loans=unit.loans.open_in_course(*place),
            calls=[call for call, _name, _number in unit.stuck_calls.waiting(*place)],
            objections=unit.record_parts.open_objections(*place),
            late=unit.tellings.late(*place, too_early),
            where=self._whereabout.of(unit, visit.link, None),
        )


def _actors(entries: Sequence[Entry]) -> set[str]:
    """Who acted on the lines of a page."""
    found = {one.action.by for one in entries if one.action} | {
        one.action.added_by for one in entries if one.action
    }
    return {one for one in found if one is not None}
