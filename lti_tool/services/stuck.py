"""« Je suis bloqué »: a learner calls, the trainers of the course read it and answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain import stuck as moves
from lti_tool.domain.errors import Conflict, MalformedRequest, NotFound
from lti_tool.domain.stuck import Cause, SolvedBy, StuckCall
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.services.reviewing import only_reviewers
from lti_tool.store.unit_of_work import Store, UnitOfWork

COMING, SOLVED = "coming", "solved"
"""What a trainer may answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Somebody who waits for help. ``name`` is empty where the platform hides it; ``number`` is theirs in the
    course.
    """

    call: StuckCall
    name: str
    number: int


class Stuck:
    """Use cases over calls for help."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def call(self, visit: Visit, place: str) -> StuckCall:
        """Call for help from a page: the end of its address below the launch. Whoever waits already goes on
        waiting, with the way back to this page.
        """
        try:
            return self._called(visit, moves.safe_place(place), Cause.UNSAID)
        except Conflict:
            return self._called(visit, moves.safe_place(place), Cause.UNSAID)

    def say(self, visit: Visit, cause: Cause) -> None:
        """Say what it is about; without an open call this is one."""
        try:
            self._called(visit, "", cause)
        except Conflict:
            self._called(visit, "", cause)

    def standing(self, visit: Visit) -> StuckCall | None:
        """The learner's own call, while there is something to say of it; else ``None``."""
        with self._store.reading() as unit:
            found = _latest(unit, visit)
        return found if found is not None and moves.is_told(found, self._clock()) else None

    def solve_own(self, visit: Visit) -> StuckCall | None:
        """The learner says that it goes on; the call that is over, ``None`` when there never was one."""
        now = self._clock()
        with self._store.writing() as unit:
            return _moved(unit, _latest(unit, visit), lambda call: moves.solved(call, SolvedBy.LEARNER, now))

    def waiting(self, visit: Visit, person_id: str = "") -> tuple[Waiting, ...]:
        """Who waits in the course of this visit, the longest wait first; with a ``person_id`` that one alone.
        Assistants read it too. Without a course there is no group, and nobody.

        Raises:
            NotFound: the person is not a trainer here.
        """
        only_reviewers(visit.rights)
        link = visit.link
        if link.context_id is None:
            return ()
        with self._store.reading() as unit:
            found = unit.stuck_calls.waiting(link.centre_id, link.context_id, person_id)
        return tuple(Waiting(call=call, name=name, number=number) for call, name, number in found)

    def answer(self, visit: Visit, person_id: str, word: str) -> None:
        """A trainer answers ``COMING``, « j'arrive », or ``SOLVED``; once more changes nothing.

        Raises:
            NotFound: the person is not a trainer here, or nobody of that number is in the group.
            MalformedRequest: another word.
        """
        only_reviewers(visit.rights)
        link, now = visit.link, self._clock()
        if link.context_id is None:
            raise NotFound(reason="no-such-person")
        with self._store.writing() as unit:
            group = link.centre_id, link.context_id, link.id, link.activity
            if unit.course_members.one_of_group(*group, person_id) is None:
                raise NotFound(reason="no-such-person")
            if word not in (COMING, SOLVED):
                raise MalformedRequest(reason="unknown-answer")
            for call, _name, _number in unit.stuck_calls.waiting(link.centre_id, link.context_id, person_id):
                _moved(unit, call, lambda call: _answered(call, word, now))

    def _called(self, visit: Visit, place: str, cause: Cause) -> StuckCall:
        link, now = visit.link, self._clock()
        with self._store.writing() as unit:
            found = _latest(unit, visit)
            if found is not None and found.is_open:
                again = _moved(unit, found, lambda call: _again(call, place, cause))
                if again is not None and again.is_open:
                    return again
            call = StuckCall(
                id=new_id(),
                centre_id=link.centre_id,
                person_id=visit.launch.person_id,
                resource_link_id=link.id,
                context_id=link.context_id,
                called_at=now,
                place=place,
                cause=cause,
            )
            unit.stuck_calls.add(call)
        return call


def _latest(unit: UnitOfWork, visit: Visit) -> StuckCall | None:
    link = visit.link
    return unit.stuck_calls.latest(link.centre_id, visit.launch.person_id, link.context_id, link.id)


def _again(call: StuckCall, place: str, cause: Cause) -> StuckCall:
    """One more tap, or a word on what it is about."""
    told = moves.called_again(call, place)
    return moves.with_cause(told, cause) if cause else told


def _answered(call: StuckCall, word: str, now: datetime) -> StuckCall:
    return moves.answered(call, now) if word == COMING else moves.solved(call, SolvedBy.TRAINER, now)


def _moved(
    unit: UnitOfWork, call: StuckCall | None, move: Callable[[StuckCall], StuckCall]
) -> StuckCall | None:
    """The call after a move, stored when it changed."""
    if call is None or not call.is_open:
        return call
    before = unit.stuck_calls.lock(call)
    moved = move(before)
    if moved != before:
        unit.stuck_calls.save(moved)
    return moved
