"""A gathering around one activity: who is where, and a learner's own activity on the trainer's screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lti_tool.domain.activity import DIAGNOSTIC, Activity
from lti_tool.domain.attempt import Attempt, AttemptState, Bank, history_of, shared
from lti_tool.domain.audit import TRAINER, Deed, actor_of
from lti_tool.domain.checks import CheckRun
from lti_tool.domain.cohort import Paging, Progress, by_name, groups_in, paging
from lti_tool.domain.comfort import Comfort
from lti_tool.domain.errors import NotFound
from lti_tool.domain.paper_sheet import standing_of
from lti_tool.domain.record_view import Looked
from lti_tool.domain.roles import Rights
from lti_tool.domain.selection import step_number
from lti_tool.domain.sitting import Seat, moodle_address
from lti_tool.services.launches import Visit
from lti_tool.services.record_views import note
from lti_tool.services.reviewing import only_reviewers, sees_results
from lti_tool.store.course_members import StoredCourseMember
from lti_tool.store.courses import StoredLink
from lti_tool.store.unit_of_work import Store, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One page of those who are enrolled, by name; ``groups`` are all of the course, ``group`` the one that
    was asked for, empty for everybody.
    """

    seats: tuple[Seat, ...]
    page: Paging
    groups: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A learner on the trainer's screen. ``visit`` is as of the learner's own launch; ``name`` is empty where
    the platform hides it, and ``number`` then names them. ``begun_at`` is ``None`` until the person agreed.
    """

    visit: Visit
    name: str
    number: int
    begun_at: datetime | None


class Sittings:
    """Use cases of a gathering."""

    def __init__(
        self,
        store: Store,
        *,
        bank: Bank,
        activities: Mapping[str, Activity],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._bank = bank
        self._activities = activities
        self._clock = clock

    def room(self, visit: Visit, *, group: str = "", page: int = 1) -> Room:
        """Who is where in the activity of this resource link, with a fixed number of queries.

        Raises:
            NotFound: the visitor is not a trainer here.
        """
        only_reviewers(visit.rights)
        link = visit.link
        if link.context_id is None:
            return Room(seats=(), page=paging(0, 1))
        with self._store.reading() as unit:
            everybody = unit.course_members.group(link.centre_id, link.context_id, link.id, link.activity)
            enrolled = by_name([person for person in everybody if person.is_active])
            groups = groups_in(enrolled)
            if group in groups:
                enrolled = tuple(person for person in enrolled if group in person.groups)
            shown = paging(len(enrolled), page)
            seats = self._seats(unit, link, link.context_id, shown.part_of(enrolled))
        return Room(seats=seats, page=shown, groups=groups, group=group if group in groups else "")

    def is_diagnostic(self, visit: Visit) -> bool:
        """Whether this resource link opens what can be done side by side."""
        activity = self._activities.get(visit.link.activity)
        return activity is not None and activity.kind == DIAGNOSTIC

    def activity_address(self, visit: Visit) -> str:
        """The address that opens the activity in the LMS, for everybody with an account there; the course's
        where the platform has none for an activity, and empty where it gave none.

        Raises:
            NotFound: the visitor is not a trainer here.
        """
        only_reviewers(visit.rights)
        link = visit.link
        with self._store.reading() as unit:
            registration = unit.registrations.get(link.centre_id, link.registration_id)
        login = registration.auth_login_url if registration else ""
        return moodle_address(login, link.resource_link_id) or visit.launch.return_url or ""

    def beside(self, visit: Visit, person_id: str) -> Beside:
        """A learner of this course, as if they had opened the activity themselves: their own attempt, their
        own right to a grade. The trainer's launch never gets either.

        Raises:
            NotFound: the visitor is not a trainer here, the activity is no diagnostic, or the person is no
                learner of this course.
        """
        only_reviewers(visit.rights)
        link = visit.link
        if link.context_id is None or not self.is_diagnostic(visit):
            raise NotFound(reason="no-such-person")
        with self._store.reading() as unit:
            group = link.centre_id, link.context_id, link.id, link.activity
            person = unit.course_members.one_of_group(*group, person_id)
            is_graded = unit.sittings.is_graded(link.centre_id, link.context_id, link.id, person_id)
            if person is None or not person.is_active or is_graded is None:
                raise NotFound(reason="no-such-person")
            begun_at = unit.sittings.begun_at(link.centre_id, visit.launch.handle, person_id)
            comfort = unit.comforts.of(link.centre_id, person_id)
        return Beside(
            visit=_as_learner(visit, person, comfort, is_graded=is_graded),
            name=person.name,
            number=person.number,
            begun_at=begun_at,
        )

    def begin(self, visit: Visit, person_id: str) -> None:
        """The person is beside and agrees: from here on their activity opens on this screen. It is written
        down, where the learner reads it too; once more changes nothing.

        Raises:
            NotFound: as ``beside``.
        """
        now = self._clock()
        self.beside(visit, person_id)
        with self._store.writing() as unit:
            centre_id = visit.link.centre_id
            if not unit.sittings.begin(centre_id, visit.launch.handle, person_id, now):
                return
            note(unit, visit, (person_id,), Looked.TOGETHER, now)
            unit.audit.append(
                Deed(
                    at=now,
                    centre_id=centre_id,
                    actor=actor_of(TRAINER, visit.launch.person_id),
                    action="sitting-begun",
                    object_kind="person",
                    object_id=person_id,
                )
            )

    def leave(self, visit: Visit, person_id: str) -> None:
        """It is over: the pages open again when the person agrees again."""
        only_reviewers(visit.rights)
        with self._store.writing() as unit:
            unit.sittings.end(visit.link.centre_id, visit.launch.handle, person_id)

    def shows_result(self, visit: Visit, beside: Beside, attempt: Attempt) -> bool:
        """Whether the result may stand on this screen: the person finished here and now, beside the trainer,
        or has sent it. What they finished alone and kept stays theirs. An assistant who reads no results
        sees none here either (R04).
        """
        with self._store.reading() as unit:
            if not sees_results(unit, visit.link.centre_id, visit.rights):
                return False
        return attempt.shared_at is not None or is_finished_here(attempt, beside.begun_at)

    def share(self, visit: Visit, beside: Beside) -> bool:
        """The person sends the result on this screen. The audit trail names the trainer, in the same
        transaction; ``False`` where nothing was sent, because it was already, or because the person finished
        it elsewhere, where it stays until they send it themselves.

        Raises:
            Conflict: another window changed the attempt meanwhile.
        """
        now, learner, link = self._clock(), beside.visit.launch.person_id, visit.link
        only_reviewers(visit.rights)
        stage = self._activities[link.activity].stage
        with self._store.writing() as unit:
            begun_at = unit.sittings.begun_at(link.centre_id, visit.launch.handle, learner)
            found = unit.attempts.find(link.centre_id, learner, link.id, link.activity, stage)
            if found is None or found.shared_at is not None or not is_finished_here(found, begun_at):
                return False
            unit.attempts.save(shared(found, now), found)
            unit.audit.append(
                Deed(
                    at=now,
                    centre_id=link.centre_id,
                    actor=actor_of(TRAINER, visit.launch.person_id),
                    action="result-sent-beside",
                    object_kind="attempt",
                    object_id=found.id,
                )
            )
            return True

    def _seats(
        self, unit: UnitOfWork, link: StoredLink, context_id: str, people: Sequence[StoredCourseMember]
    ) -> tuple[Seat, ...]:
        ids = [person.person_id for person in people]
        found = unit.attempts.in_course(link.centre_id, context_id, ids)
        here = [one for one in found if (one.resource_link_id, one.activity) == (link.id, link.activity)]
        attempts = {one.person_id: one for one in here}
        waiting = unit.stuck_calls.waiting(link.centre_id, context_id)
        calls = {call.person_id: call.called_at for call, _name, _number in waiting}
        kiosks = unit.kiosks.open_until(link.centre_id, link.id, ids, self._clock())
        runs = self._runs(unit, link)
        return tuple(
            replace(
                self._seat(person, attempts.get(person.person_id), runs.get(person.person_id)),
                called_at=calls.get(person.person_id),
                kiosk_until=kiosks.get(person.person_id),
            )
            for person in people
        )

    def _runs(self, unit: UnitOfWork, link: StoredLink) -> Mapping[str, CheckRun]:
        """By person, where they are in the check that this link opens, if it opens one."""
        activity = self._activities.get(link.activity)
        if activity is None or not activity.check:
            return {}
        runs = unit.checks.of_course(link.centre_id, link.context_id, link.id, activity.check)
        return {run.person_id: run for run in runs if run.stage is activity.stage}

    def _seat(self, person: StoredCourseMember, attempt: Attempt | None, run: CheckRun | None) -> Seat:
        seat = Seat(
            person_id=person.person_id,
            name=person.name,
            number=person.number,
            groups=person.groups,
            progress=Progress.NOT_STARTED if person.has_opened else Progress.NOT_OPENED,
        )
        if run is not None:
            progress = Progress.FINISHED if run.finished_at else Progress.IN_PROGRESS
            is_sent = run.shared_at is not None
            return replace(seat, progress=progress, last_activity_at=run.updated_at, is_sent=is_sent)
        if attempt is None:
            return seat
        step, steps = self._step(attempt)
        return replace(
            seat,
            progress=_progress(attempt),
            step=step,
            steps=steps,
            last_activity_at=attempt.updated_at,
            standing=standing_of(attempt),
            is_sent=attempt.shared_at is not None,
        )

    def _step(self, attempt: Attempt) -> tuple[int, int]:
        """The step that the learner reads on the screen, and of how many; zeros where there is none."""
        if attempt.state is not AttemptState.OPEN or attempt.current is None:
            return 0, 0
        item, steps = self._bank.drawn(attempt.current.item_id, attempt.seed), len(attempt.start.asked)
        if item is None or steps < 2:
            return 0, 0
        return step_number(history_of(attempt, self._bank), item), steps


def is_finished_here(attempt: Attempt, begun_at: datetime | None) -> bool:
    """Whether an attempt was finished in the sitting that began then; never where none is open. What the
    person finished on a screen of their own meanwhile, while nobody ended the sitting, was not.
    """
    if begun_at is None or attempt.finished_at is None or not attempt.answers:
        return False
    return attempt.finished_at >= begun_at and attempt.answers[-1].is_accompanied


def _progress(attempt: Attempt) -> Progress:
    if attempt.state is AttemptState.DECLINED:
        return Progress.NOT_NOW
    return Progress.FINISHED if attempt.is_finished else Progress.IN_PROGRESS


def _as_learner(visit: Visit, person: StoredCourseMember, comfort: Comfort, *, is_graded: bool) -> Visit:
    launch = replace(
        visit.launch,
        person_id=person.person_id,
        rights=Rights.LEARNER.value,
        is_graded=is_graded,
        comfort=comfort,
    )
    return replace(visit, launch=launch, own_name=person.name, is_accompanied=True)
