"""What follows from a finished attempt, wherever its answers were given."""

from __future__ import annotations

from datetime import datetime

from lti_tool.domain.attempt import Attempt, Bank
from lti_tool.domain.audit import LEARNER, Deed, actor_of
from lti_tool.domain.language import language_of
from lti_tool.domain.profile import profile_of
from lti_tool.domain.remarks import BY_ONESELF, Correction
from lti_tool.services.grades import Grades
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.store.unit_of_work import UnitOfWork


def keep_result(
    unit: UnitOfWork, grades: Grades, bank: Bank, visit: Visit, attempt: Attempt, now: datetime
) -> None:
    """In the unit of work that finishes the attempt: its levels, and what the LMS should show where this
    visitor is graded.
    """
    profile = profile_of(attempt, bank)
    unit.attempts.save_levels(attempt, profile.areas)
    if visit.launch.is_graded:
        language = language_of(visit.launch.locale) or "fr"
        grades.want(unit, visit.link, attempt, profile, language=language, now=now)


def correct_own(unit: UnitOfWork, attempt: Attempt, question_id: str, choice_id: str, now: datetime) -> None:
    """Write down what an answer was that the person changed after it was sent."""
    correction = Correction(
        id=new_id(),
        centre_id=attempt.centre_id,
        attempt_id=attempt.id,
        question=question_id,
        before=attempt.access[question_id],
        after=choice_id,
        reason=BY_ONESELF,
        written_by=attempt.person_id,
        written_at=now,
    )
    unit.record_parts.add_correction(correction)
    unit.audit.append(
        Deed(
            at=now,
            centre_id=attempt.centre_id,
            actor=actor_of(LEARNER, attempt.person_id),
            action="record-corrected",
            object_kind="correction",
            object_id=correction.id,
        )
    )
