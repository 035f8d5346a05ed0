"""Where the people of a course are: what a list of many needs, in narrow queries that read no answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Integer, and_, case, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from lti_tool.domain.activity import Phase
from lti_tool.domain.attempt import AttemptState
from lti_tool.domain.course_setting import QUIET_DAYS
from lti_tool.domain.start import Stage
from lti_tool.domain.whereabouts import Arrived, TriedOnce, Walked
from lti_tool.store.attempt_rows import AreaLevelRow, AttemptRow
from lti_tool.store.check_rows import CheckRunRow
from lti_tool.store.course_rows import ResourceLinkRow
from lti_tool.store.course_settings import CourseSettingRow
from lti_tool.store.module_rows import ModuleRunRow
from lti_tool.store.path_rows import PathPlanRow, PathSkipRow
from lti_tool.store.roster_rows import CourseMemberRow
from lti_tool.store.stuck_calls import StuckCallRow

People = Collection[str] | None
"""Ids of those who are asked for; ``None`` is everybody of the course."""


class WhereaboutsTable:
    """Queries over a whole course, or over some people of it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tries(
        self, centre_id: str, context_id: str, people: People = None
    ) -> Mapping[str, Sequence[TriedOnce]]:
        """The attempts in the course by person, whatever link opened them. What was said of equipment and
        place is in those that the learner sent, and in no others.
        """
        attempt, member, link = AttemptRow, CourseMemberRow, ResourceLinkRow
        access = case((attempt.shared_at.is_not(None), attempt.access))
        query = (
            select(
                attempt.person_id,
                attempt.stage,
                attempt.mode,
                attempt.state,
                func.coalesce(attempt.finished_at, attempt.updated_at),
                access,
                attempt.shared_at.is_not(None),
            )
            .select_from(member)
            .join(attempt, (attempt.centre_id == member.centre_id) & (attempt.person_id == member.person_id))
            .join(link, (link.centre_id == attempt.centre_id) & (link.id == attempt.resource_link_id))
            .where(_members(centre_id, context_id, people), link.context_id == context_id)
        )
        found: dict[str, list[TriedOnce]] = {}
        for person_id, stage, mode, state, at, told, is_sent in self._session.execute(query):
            found.setdefault(person_id, []).append(
                TriedOnce(
                    stage=Stage(stage),
                    mode=mode,
                    state=AttemptState(state),
                    at=at,
                    access=told or {},
                    is_sent=is_sent,
                )
            )
        return found

    def walked(
        self,
        centre_id: str,
        context_id: str,
        people: People = None,
        *,
        start: Collection[str],
        further: Collection[str],
        room: str,
    ) -> Mapping[str, Walked]:
        """What people did in modules, by person: ``start`` and ``further`` are the ids of those of either
        part, ``room`` is that of the video room. Whoever only answered a check is in here for the moment
        alone.
        """
        run, said = ModuleRunRow, CheckRunRow
        none, is_done = literal(0, Integer), run.finished_at.is_not(None)
        flags = {
            "has_started": run.module.in_(start),
            "has_gone_further": run.module.in_(further),
            "has_met": and_(run.module == room, is_done),
            "has_done_start": and_(run.module.in_(start), is_done),
            "has_done_further": and_(run.module.in_(further), is_done),
        }
        runs = select(
            run.person_id.label("person_id"),
            run.updated_at.label("at"),
            *(_flag(condition).label(name) for name, condition in flags.items()),
        ).where(run.centre_id == centre_id, run.context_id == context_id, _of(run.person_id, people))
        checks = select(said.person_id, said.updated_at, *(none.label(name) for name in flags)).where(
            said.centre_id == centre_id, said.context_id == context_id, _of(said.person_id, people)
        )
        done = union_all(runs, checks).subquery()
        query = select(
            done.c.person_id, func.max(done.c.at), *(func.max(done.c[name]) for name in flags)
        ).group_by(done.c.person_id)
        return {
            row[0]: Walked(at=row[1], **dict(zip(flags, map(bool, row[2:]), strict=True)))
            for row in self._session.execute(query)
        }

    def arrived(self, centre_id: str, context_id: str, people: People = None) -> Mapping[str, Arrived]:
        """When people were first seen in the course and last came, by person, and what trainers decided
        about their path.
        """
        member, plan, skip, end = CourseMemberRow, PathPlanRow, PathSkipRow, aliased(PathSkipRow)
        setting = CourseSettingRow
        query = (
            select(
                member.person_id,
                member.first_seen_at,
                skip.plan_id.is_not(None),
                end.plan_id.is_not(None),
                member.launched_at,
                plan.waits_since.is_not(None),
                func.coalesce(setting.quiet_days, QUIET_DAYS),
            )
            .outerjoin(
                plan,
                (plan.centre_id == member.centre_id)
                & (plan.context_id == member.context_id)
                & (plan.person_id == member.person_id),
            )
            .outerjoin(
                skip,
                (skip.centre_id == plan.centre_id)
                & (skip.plan_id == plan.id)
                & (skip.stage == Phase.DIAGNOSTIC.value),
            )
            .outerjoin(
                end,
                (end.centre_id == plan.centre_id) & (end.plan_id == plan.id) & (end.stage == Phase.END.value),
            )
            .outerjoin(
                setting,
                (setting.centre_id == member.centre_id) & (setting.context_id == member.context_id),
            )
            .where(_members(centre_id, context_id, people))
        )
        return {
            row[0]: Arrived(
                at=row[1],
                is_entry_skipped=row[2],
                is_end_skipped=row[3],
                launched_at=row[4],
                waits=row[5],
                quiet_days=row[6],
            )
            for row in self._session.execute(query)
        }

    def low_in(
        self, centre_id: str, context_id: str, link_id: str, activity: str, areas: Collection[str], up_to: int
    ) -> frozenset[str]:
        """Who of the course has a level of ``up_to`` or less in one of these areas, by their last attempt at
        an activity of a resource link.
        """
        attempt, level, member, later = AttemptRow, AreaLevelRow, CourseMemberRow, aliased(AttemptRow)
        is_overtaken = exists().where(
            later.centre_id == attempt.centre_id,
            later.person_id == attempt.person_id,
            later.resource_link_id == attempt.resource_link_id,
            later.activity == attempt.activity,
            or_(
                later.started_at > attempt.started_at,
                and_(later.started_at == attempt.started_at, later.id > attempt.id),
            ),
        )
        query = (
            select(attempt.person_id)
            .select_from(member)
            .join(attempt, (attempt.centre_id == member.centre_id) & (attempt.person_id == member.person_id))
            .join(level, (level.centre_id == attempt.centre_id) & (level.attempt_id == attempt.id))
            .where(
                _members(centre_id, context_id, None),
                attempt.resource_link_id == link_id,
                attempt.activity == activity,
                level.area.in_(areas),
                level.level <= up_to,
                ~is_overtaken,
            )
        )
        return frozenset(self._session.scalars(query))

    def waiting(self, centre_id: str, context_id: str) -> frozenset[str]:
        """Who of the course waits for help."""
        call = StuckCallRow
        query = select(call.person_id).where(
            call.centre_id == centre_id, call.context_id == context_id, call.solved_at.is_(None)
        )
        return frozenset(self._session.scalars(query))


def _members(centre_id: str, context_id: str, people: People) -> ColumnElement[bool]:
    member = CourseMemberRow
    return and_(member.centre_id == centre_id, member.context_id == context_id, _of(member.person_id, people))


def _of(column: InstrumentedAttribute[str], people: People) -> ColumnElement[bool]:
    return literal(True) if people is None else column.in_(people)


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
