"""What a whole centre, or one course of it, adds up to: narrow rows for counting, without names or answers
to tasks. Only graded learners count, neither trainers nor the platform's test user.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from lti_tool.domain.action import ActionState, Telling
from lti_tool.domain.attempt import AttemptState
from lti_tool.domain.checks import INTERESTS
from lti_tool.domain.figures import Period
from lti_tool.domain.modes import EXPRESS, STANDARD
from lti_tool.domain.roles import Rights
from lti_tool.domain.start import Stage
from lti_tool.store.action_rows import ActionRow, LoanRow
from lti_tool.store.attempt_rows import AreaLevelRow, AttemptRow
from lti_tool.store.backgrounds import BackgroundRow
from lti_tool.store.check_rows import CheckAnswerRow, CheckRunRow
from lti_tool.store.course_rows import MembershipRow, ResourceLinkRow
from lti_tool.store.module_rows import ModuleRunRow
from lti_tool.store.one_offs import OneOffRow
from lti_tool.store.roster_rows import CourseMemberRow

WISHES = "wishes"
"""The question of INTERESTS that asks what somebody wants to be able to do."""
Course = str | None
"""Our id of a course; ``None`` is the whole centre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One finished diagnostic over all five areas that was sent, with its levels by area."""

    person_id: str
    course: str
    stage: Stage
    mode: str
    finished_at: datetime
    levels: Mapping[str, int]


class Figures:
    """Queries over a centre, or a course of it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def measures(self, centre_id: str, course: Course) -> Sequence[Measure]:
        """Those of the entry and of the end, the earliest first; one query."""
        attempt, level, link = AttemptRow, AreaLevelRow, ResourceLinkRow
        query = (
            select(
                attempt.id,
                attempt.person_id,
                link.context_id,
                attempt.stage,
                attempt.mode,
                attempt.finished_at,
                level.area,
                level.level,
            )
            .join(link, (link.centre_id == attempt.centre_id) & (link.id == attempt.resource_link_id))
            .join(level, (level.centre_id == attempt.centre_id) & (level.attempt_id == attempt.id))
            .where(
                *self._sent(centre_id, course),
                attempt.stage.in_((Stage.ENTRY.value, Stage.END.value)),
                attempt.mode.in_((STANDARD.name, EXPRESS.name)),
            )
            .order_by(attempt.finished_at, attempt.id)
        )
        found: dict[str, Measure] = {}
        levels: dict[str, dict[str, int]] = {}
        for id_, person, context, stage, mode, at, area, value in self._session.execute(query):
            mine = levels.setdefault(id_, {})
            mine[area] = value
            if id_ not in found and at is not None:
                found[id_] = Measure(
                    person_id=person,
                    course=context or "",
                    stage=Stage(stage),
                    mode=mode,
                    finished_at=at,
                    levels=mine,
                )
        return tuple(found.values())

    def tellings(self, centre_id: str, course: Course, period: Period) -> Sequence[Telling]:
        """The access checks that were sent in a period, in the order in which they were filled in."""
        attempt = AttemptRow
        query = (
            select(attempt.person_id, attempt.access, attempt.shared_at)
            .where(*self._sent(centre_id, course), _within(attempt.finished_at, period))
            .order_by(attempt.finished_at, attempt.id)
        )
        return [
            Telling(person_id=person, access=access, shared_at=at)
            for person, access, at in self._session.execute(query)
            if access and at is not None
        ]

    def wishes(self, centre_id: str, course: Course, period: Period) -> Sequence[tuple[str, Sequence[str]]]:
        """Person and chosen wishes, of whoever sent them in a period, the latest last."""
        run, answer = CheckRunRow, CheckAnswerRow
        query = (
            select(run.person_id, answer.choices)
            .join(answer, (answer.centre_id == run.centre_id) & (answer.run_id == run.id))
            .where(
                run.centre_id == centre_id,
                run.check_slug == INTERESTS,
                answer.question == WISHES,
                run.shared_at.is_not(None),
                _within(run.shared_at, period),
                _of(run.context_id, course),
                _is_learner(run.centre_id, run.person_id, run.resource_link_id),
            )
            .order_by(run.shared_at, run.id)
        )
        return [(person, choices) for person, choices in self._session.execute(query)]

    def backgrounds(self, centre_id: str, course: Course) -> Sequence[tuple[str, str, str]]:
        """Person, question and choice of whoever sent a result and said who they are; one query."""
        row, attempt = BackgroundRow, AttemptRow
        query = select(row.person_id, row.question, row.choice).where(
            row.centre_id == centre_id,
            row.choice != "",
            row.person_id.in_(select(attempt.person_id).where(*self._sent(centre_id, course))),
        )
        return [(person, question, choice) for person, question, choice in self._session.execute(query)]

    def finished(self, centre_id: str, course: Course, period: Period) -> Mapping[str, int]:
        """How many people finished a diagnostic in a period, by stage, whether or not they sent it."""
        attempt = AttemptRow
        query = (
            select(attempt.stage, func.count(attempt.person_id.distinct()))
            .where(*self._finished(centre_id, course), _within(attempt.finished_at, period))
            .group_by(attempt.stage)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def modules(self, centre_id: str, course: Course, period: Period) -> Mapping[str, int]:
        """How many people finished each module in a period."""
        run = ModuleRunRow
        query = (
            select(run.module, func.count(run.person_id.distinct()))
            .where(
                run.centre_id == centre_id,
                run.finished_at.is_not(None),
                _within(run.finished_at, period),
                _of(run.context_id, course),
                _is_learner(run.centre_id, run.person_id, run.resource_link_id),
            )
            .group_by(run.module)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def done(self, centre_id: str, course: Course, period: Period) -> Mapping[str, int]:
        """For how many people something was done in a period, by kind."""
        action = ActionRow
        query = (
            select(action.kind, func.count(action.person_id.distinct()))
            .where(
                action.centre_id == centre_id,
                action.state == ActionState.DONE.value,
                _within(action.at, period),
                _of(action.context_id, course),
            )
            .group_by(action.kind)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def lent(self, centre_id: str, course: Course) -> int:
        """How many people have a device on loan."""
        loan = LoanRow
        query = select(func.count(loan.person_id.distinct())).where(
            loan.centre_id == centre_id, loan.returned_on.is_(None), _of(loan.context_id, course)
        )
        return self._session.scalars(query).one()

    def one_offs(self, centre_id: str, course: Course, period: Period) -> Mapping[str, int]:
        """How many one-off helps were given in a period, by topic; nobody knows to how many people."""
        help_ = OneOffRow
        query = (
            select(help_.topic, func.count())
            .where(help_.centre_id == centre_id, _within(help_.at, period), _of(help_.context_id, course))
            .group_by(help_.topic)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def modules_of(self, centre_id: str, course: str, people: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The modules that these people finished in a course, by person and in order; none for nobody."""
        run = ModuleRunRow
        query = (
            select(run.person_id, run.module)
            .where(
                run.centre_id == centre_id,
                run.context_id == course,
                run.person_id.in_(people),
                run.finished_at.is_not(None),
            )
            .order_by(run.person_id, run.module)
        )
        found: dict[str, list[str]] = {}
        for person, module in self._session.execute(query) if people else ():
            found.setdefault(person, []).append(module)
        return found

    def _sent(self, centre_id: str, course: Course) -> tuple[ColumnElement[bool], ...]:
        return (*self._finished(centre_id, course), AttemptRow.shared_at.is_not(None))

    def _finished(self, centre_id: str, course: Course) -> tuple[ColumnElement[bool], ...]:
        attempt, link = AttemptRow, aliased(ResourceLinkRow)
        here = exists().where(
            link.centre_id == attempt.centre_id,
            link.id == attempt.resource_link_id,
            link.context_id == course,
        )
        return (
            attempt.centre_id == centre_id,
            attempt.state == AttemptState.FINISHED.value,
            literal(True) if course is None else here,
            _is_learner(attempt.centre_id, attempt.person_id, attempt.resource_link_id),
        )


def _is_learner(
    centre: InstrumentedAttribute[str], person: InstrumentedAttribute[str], link: InstrumentedAttribute[str]
) -> ColumnElement[bool]:
    """Who came in here as a learner with grades; of those who never did, because somebody helped them side by
    side, on paper or with a code, who is a learner of the course.
    """
    membership, member, place = aliased(MembershipRow), aliased(CourseMemberRow), aliased(ResourceLinkRow)
    here = (
        membership.centre_id == centre,
        membership.person_id == person,
        membership.resource_link_id == link,
    )
    enrolled = exists().where(
        place.centre_id == centre,
        place.id == link,
        member.centre_id == centre,
        member.context_id == place.context_id,
        member.person_id == person,
        member.is_learner,
    )
    launched = exists().where(*here, membership.rights == Rights.LEARNER.value, membership.is_graded)
    return or_(launched, and_(~exists().where(*here), enrolled))


def _of(
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], course: Course
) -> ColumnElement[bool]:
    return literal(True) if course is None else column == course


def _within(column: InstrumentedAttribute[datetime | None], period: Period) -> ColumnElement[bool]:
    return and_(column >= period.since, column < period.until)
