"""What a whole course told, for lists over everybody: without answers to tasks, in one query each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from lti_tool.domain.action import Telling
from lti_tool.domain.activity import Phase
from lti_tool.domain.attempt import AttemptState
from lti_tool.domain.modes import EXPRESS, STANDARD
from lti_tool.domain.start import Stage
from lti_tool.store.attempt_rows import AttemptRow
from lti_tool.store.course_rows import ResourceLinkRow
from lti_tool.store.module_rows import ModuleRunRow
from lti_tool.store.path_rows import PathPlanRow, PathSkipRow
from lti_tool.store.roster_rows import CourseMemberRow

_WHOLE = (STANDARD.name, EXPRESS.name)


class Tellings:
    """Queries over what the people of a course said and did, by course and not by person."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def in_course(self, centre_id: str, context_id: str, person_id: str = "") -> Sequence[Telling]:
        """The access checks that were sent to the trainers, in the order in which they were filled in; with a
        ``person_id`` that one's alone.
        """
        attempt = AttemptRow
        query = (
            select(attempt.person_id, attempt.access, attempt.shared_at)
            .where(
                attempt.centre_id == centre_id,
                attempt.state == AttemptState.FINISHED.value,
                attempt.shared_at.is_not(None),
                _in_course(context_id),
            )
            .order_by(attempt.finished_at, attempt.id)
        )
        if person_id:
            query = query.where(attempt.person_id == person_id)
        return [
            Telling(person_id=person, access=access, shared_at=shared_at)
            for person, access, shared_at in self._session.execute(query)
            if shared_at is not None
        ]

    def first_measures(self, centre_id: str, context_id: str) -> Mapping[str, datetime]:
        """By person, when they first finished a diagnostic over the whole frame at the entry, sent or not."""
        query = (
            select(AttemptRow.person_id, AttemptRow.finished_at)
            .where(AttemptRow.centre_id == centre_id, *_first_measure(), _in_course(context_id))
            .order_by(AttemptRow.finished_at.desc())
        )
        return {person: at for person, at in self._session.execute(query) if at is not None}

    def late(self, centre_id: str, context_id: str, arrived_before: datetime) -> Mapping[str, datetime]:
        """By person, when those arrived who came before this moment and did not finish such a diagnostic;
        without those for whom a trainer skipped it.
        """
        member = CourseMemberRow
        measured = exists().where(
            AttemptRow.centre_id == member.centre_id,
            AttemptRow.person_id == member.person_id,
            *_first_measure(),
            _in_course(context_id),
        )
        skipped = exists().where(
            PathPlanRow.centre_id == member.centre_id,
            PathPlanRow.context_id == member.context_id,
            PathPlanRow.person_id == member.person_id,
            PathSkipRow.centre_id == PathPlanRow.centre_id,
            PathSkipRow.plan_id == PathPlanRow.id,
            PathSkipRow.stage == Phase.DIAGNOSTIC.value,
        )
        query = select(member.person_id, member.first_seen_at).where(
            member.centre_id == centre_id,
            member.context_id == context_id,
            member.first_seen_at < arrived_before,
            ~measured,
            ~skipped,
        )
        return {row.person_id: row.first_seen_at for row in self._session.execute(query)}

    def walked(self, centre_id: str, context_id: str, module: str) -> frozenset[str]:
        """Who of a course finished this module."""
        run = ModuleRunRow
        query = select(run.person_id).where(
            run.centre_id == centre_id,
            run.context_id == context_id,
            run.module == module,
            run.finished_at.is_not(None),
        )
        return frozenset(self._session.scalars(query))

    def asked_to_wait(self, centre_id: str, context_id: str) -> Mapping[str, str]:
        """By person, why a trainer asks to wait with activities at a distance."""
        plan = PathPlanRow
        query = select(plan.person_id, plan.wait_reason).where(
            plan.centre_id == centre_id, plan.context_id == context_id, plan.waits_since.is_not(None)
        )
        return {row.person_id: row.wait_reason for row in self._session.execute(query)}


def _in_course(context_id: str) -> ColumnElement[bool]:
    link = ResourceLinkRow
    return exists().where(
        link.centre_id == AttemptRow.centre_id,
        link.id == AttemptRow.resource_link_id,
        link.context_id == context_id,
    )


def _first_measure() -> tuple[ColumnElement[bool], ...]:
    attempt = AttemptRow
    return (
        and_(
            attempt.state == AttemptState.FINISHED.value,
            attempt.stage == Stage.ENTRY.value,
            attempt.mode.in_(_WHOLE),
        ),
    )
