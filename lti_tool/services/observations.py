"""What a trainer observed, beside what was measured; and what it changes in the gradebook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from lti_tool.domain import observation as moves
from lti_tool.domain.administration import GradeRule
from lti_tool.domain.attempt import Attempt
from lti_tool.domain.audit import TRAINER, Deed, actor_of
from lti_tool.domain.errors import NotAllowed, NotFound
from lti_tool.domain.language import language_of
from lti_tool.domain.observation import Ended, Observation, seen, standing_in
from lti_tool.domain.profile import Profile
from lti_tool.domain.roles import Rights
from lti_tool.services.cohorts import Record
from lti_tool.services.grades import Grades
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.store.unit_of_work import Store, UnitOfWork


class Observations:
    """Use cases over observed levels; each takes the ``record``, which shows that the visitor may read about
    the person.
    """

    def __init__(self, store: Store, grades: Grades) -> None:
        self._store = store
        self._grades = grades

    def is_graded(self, visit: Visit) -> bool:
        """Whether an observed level goes into the gradebook, as the centre has set it."""
        with self._store.reading() as unit:
            return unit.centres.grade_rule(visit.link.centre_id) is GradeRule.OBSERVED

    def write(
        self,
        visit: Visit,
        record: Record,
        area: str,
        *,
        level: str,
        reason: str,
        day: str,
        now: datetime,
        today: date,
    ) -> tuple[str, ...]:
        """Keep what was seen in one area; what was observed of it before ends and stays. The same again
        changes nothing.

        Returns the words for what is the matter, as ``domain.observation.seen``; empty when it is kept.

        Raises:
            NotAllowed: the visitor is no trainer.
            NotFound: there is no sent result, or this area was not looked at.
            Conflict: another trainer wrote of this area at the same moment; nothing is stored.
        """
        attempt, profile = readable(visit, record, area)
        found = seen(level, reason, day, today)
        if not isinstance(found, moves.Seen):
            return found
        by = visit.launch.person_id
        fresh = Observation(
            id=new_id(),
            centre_id=visit.link.centre_id,
            attempt_id=attempt.id,
            area=area,
            level=found.level,
            reason=found.reason,
            observed_on=found.observed_on,
            written_by=by,
            written_at=now,
        )
        with self._store.writing() as unit:
            before = standing_in(_all(unit, attempt), area)
            if before is not None:
                if _says(before) == _says(fresh):
                    return ()
                unit.record_parts.end_observation(moves.ended(before, Ended.REPLACED, by=by, now=now))
            unit.record_parts.add_observation(fresh)
            unit.audit.append(_deed(visit, "level-observed", fresh.id, now))
            _grade(unit, self._grades, visit, attempt, profile, area, fresh, now)
        return ()

    def withdraw(self, visit: Visit, record: Record, area: str, now: datetime) -> None:
        """What was observed of an area stands no longer, and stays readable; nothing when nothing stands.

        Raises:
            NotAllowed: the visitor is no trainer.
            NotFound: there is no sent result, or this area was not looked at.
            Conflict: another trainer was faster; nothing is stored.
        """
        attempt, profile = readable(visit, record, area)
        with self._store.writing() as unit:
            before = standing_in(_all(unit, attempt), area)
            if before is None:
                return
            by = visit.launch.person_id
            unit.record_parts.end_observation(moves.ended(before, Ended.WITHDRAWN, by=by, now=now))
            unit.audit.append(_deed(visit, "level-withdrawn", before.id, now))
            _grade(unit, self._grades, visit, attempt, profile, area, None, now)


def grade_standing(
    unit: UnitOfWork, grades: Grades, visit: Visit, attempt: Attempt, profile: Profile, now: datetime
) -> None:
    """After an attempt was measured anew: where the centre sends observed levels, what stands observed of it
    is what the gradebook shows. ``visit`` is at the attempt's own link.
    """
    for one in _all(unit, attempt):
        if one.stands and one.area in profile.areas:
            _grade(unit, grades, visit, attempt, profile, one.area, one, now)


def readable(visit: Visit, record: Record, area: str) -> tuple[Attempt, Profile]:
    """The sent result in which an area was looked at, for a trainer.

    Raises:
        NotAllowed: the visitor is no trainer.
        NotFound: there is no such result.
    """
    if visit.rights is not Rights.TRAINER:
        raise NotAllowed("e-role", reason="not-a-trainer")
    if record.attempt is None or record.profile is None or not record.attempt.is_finished:
        raise NotFound(reason="no-sent-result")
    if area not in record.profile.areas:
        raise NotFound(reason="area-not-looked-at")
    return record.attempt, record.profile


def _all(unit: UnitOfWork, attempt: Attempt) -> Sequence[Observation]:
    return unit.record_parts.observations(attempt.centre_id, [attempt.id])


def _grade(
    unit: UnitOfWork,
    grades: Grades,
    visit: Visit,
    attempt: Attempt,
    profile: Profile,
    area: str,
    observed: Observation | None,
    now: datetime,
) -> None:
    """Where the centre sends observed levels, the gradebook follows, in the learner's language."""
    if unit.centres.grade_rule(attempt.centre_id) is not GradeRule.OBSERVED:
        return
    spoken = unit.sessions.language_of(attempt.centre_id, attempt.person_id) or visit.launch.locale
    grades.want_observed(
        unit, visit.link, attempt, profile, area, observed, language=language_of(spoken) or "fr", now=now
    )


def _says(observation: Observation) -> tuple[int, str, date]:
    return observation.level, observation.reason, observation.observed_on


def _deed(visit: Visit, action: str, object_id: str, now: datetime) -> Deed:
    return Deed(
        at=now,
        centre_id=visit.link.centre_id,
        actor=actor_of(TRAINER, visit.launch.person_id),
        action=action,
        object_kind="observation",
        object_id=object_id,
    )
