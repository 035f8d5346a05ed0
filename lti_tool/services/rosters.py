"""The people of a course: told by launches, and read from the platform by the worker.

A roster is claimed in a short transaction, read with none open, and its result is written only if the claim
still holds. A part of a roster changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lti_tool.domain.errors import NotFound, PlatformRefused, PlatformUnavailable
from lti_tool.domain.launch import Registration
from lti_tool.domain.ports import Lms
from lti_tool.domain.renaming import names_changed
from lti_tool.domain.roles import REVIEWERS, Rights
from lti_tool.domain.roster import (
    NamesChanged,
    Reading,
    Roster,
    RosterMember,
    change_of,
    lowered,
    wait_after,
)
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.store.unit_of_work import Store, UnitOfWork

MEASURED_FROM = 100
"""From how many fresh people on the store counts its tables at once, and does not wait until it would."""


class Rosters:
    """Use cases over rosters. ``checkpoint`` is told each named step of a reading, for tests."""

    def __init__(
        self, store: Store, lms: Lms, *, clock: Callable[[], datetime], checkpoint: Callable[[str], None]
    ) -> None:
        self._store = store
        self._lms = lms
        self._clock = clock
        self._checkpoint = checkpoint

    def refresh(self, visit: Visit) -> bool:
        """Have the roster of the visitor's course read at once; ``False`` within a minute of the last wish.

        Raises:
            NotFound: the visitor reviews nobody here.
        """
        if visit.rights not in REVIEWERS:
            raise NotFound("e-role", reason="not-a-trainer")
        if visit.link.context_id is None:
            return False
        with self._store.writing() as unit:
            return unit.rosters.ask(visit.link.centre_id, visit.link.context_id, self._clock())

    def agree(self, visit: Visit, missing: int) -> bool:
        """A trainer agrees that ``missing`` learners left (M05); ``False`` when the question is another one.

        Raises:
            NotFound: the visitor is no trainer here: an assistant does not decide this.
        """
        _only_trainers(visit)
        if visit.link.context_id is None:
            return False
        with self._store.writing() as unit:
            return unit.rosters.agree(visit.link.centre_id, visit.link.context_id, missing, self._clock())

    def accept_names(self, visit: Visit, seen_at: str) -> bool:
        """A trainer says that the names which changed at once are right (Z25): the warning of ``seen_at``, a
        moment as the page gave it, is taken off. ``False`` when the warning is another one by now.

        Raises:
            NotFound: the visitor is no trainer here: an assistant does not decide this.
        """
        _only_trainers(visit)
        if visit.link.context_id is None:
            return False
        with self._store.writing() as unit:
            return unit.rosters.accept_names(visit.link.centre_id, visit.link.context_id, seen_at)

    def read_one(self, owner: str) -> bool:
        """Read one roster that is due; ``False`` when none is."""
        now = self._clock()
        with self._store.reading() as unit:
            if not unit.rosters.is_any_due(now):
                return False
        with self._store.writing() as unit:
            claimed = unit.rosters.claim(owner, now)
            registration = (
                unit.registrations.get(claimed.centre_id, claimed.registration_id) if claimed else None
            )
            self._checkpoint("roster-claiming")
        if claimed is None or claimed.url is None or registration is None:
            return False
        self._checkpoint("roster-claimed")
        try:
            members = self._lms.read_roster(registration, claimed.url)
        except PlatformUnavailable as error:
            self._after_unavailable(claimed, registration, error)
        except PlatformRefused as error:
            self._after_refused(claimed, error)
        else:
            self._checkpoint("roster-read")
            self._store_reading(claimed, members, started_at=now)
        return True

    def _store_reading(
        self, claimed: Roster, members: tuple[RosterMember, ...], *, started_at: datetime
    ) -> None:
        place = claimed.centre_id, claimed.context_id
        with self._store.writing() as unit:
            # The course before the roster, as a launch does it: neither waits for the other for ever.
            unit.roster_people.lock_course(*place)
            current = unit.rosters.mine(claimed)
            if current is None:
                return
            reading = Reading(members=members, started_at=started_at, agreed_missing=current.agreed_missing)
            joined, pending, names = _apply(unit, claimed, reading, self._clock())
            unit.rosters.succeeded(claimed, started_at, self._clock(), pending=pending, names=names)
            self._checkpoint("roster-storing")
        self._checkpoint("roster-stored")
        if joined >= MEASURED_FROM:
            with self._store.writing() as unit:
                unit.roster_people.measure()

    def _after_unavailable(
        self, claimed: Roster, registration: Registration, error: PlatformUnavailable
    ) -> None:
        now = self._clock()
        attempts = claimed.attempts + 1
        wait = wait_after(attempts, error.retry_after_seconds)
        due_at = now + wait if wait is not None else None
        with self._store.writing() as unit:
            if unit.rosters.mine(claimed) is None:
                return
            unit.rosters.failed(claimed, error.reason, now, attempts=attempts, due_at=due_at)
            if due_at is not None and error.status is None:
                # No answer at all: the platform's other rosters would wait for nothing as well.
                unit.rosters.postpone(registration.centre_id, registration.id, due_at)

    def _after_refused(self, claimed: Roster, error: PlatformRefused) -> None:
        with self._store.writing() as unit:
            if unit.rosters.mine(claimed) is not None:
                attempts = claimed.attempts + 1
                unit.rosters.failed(claimed, error.reason, self._clock(), attempts=attempts, due_at=None)


def _only_trainers(visit: Visit) -> None:
    if visit.rights is not Rights.TRAINER:
        raise NotFound("e-role", reason="not-a-trainer")


def _apply(
    unit: UnitOfWork, claimed: Roster, reading: Reading, now: datetime
) -> tuple[int, int, NamesChanged | None]:
    """Write what a complete reading changes; how many people joined, how many learners wait for a trainer's
    yes, and whether so many names are others that they may be other people's (Z25).
    """
    place = claimed.centre_id, claimed.context_id
    people = unit.roster_people
    known = people.known(*place)
    change = change_of(known, reading)
    ids = tuple(new_id() for _member in change.joining)
    held = people.holding(*place, reading.started_at)
    for person_id, rights in lowered(known, held, reading, change):
        people.lower(*place, person_id, rights, reading.started_at)
    people.join(claimed.centre_id, claimed.registration_id, claimed.context_id, change.joining, ids, now)
    people.change(*place, change.changed, now)
    people.rename(claimed.centre_id, change.renamed, now)
    people.leave(*place, change.leaving, now)
    return len(change.joining), change.missing, names_changed(known, reading.members, now)
