"""What trainers decided about paths."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lti_tool.domain.activity import Phase
from lti_tool.domain.errors import Conflict
from lti_tool.domain.path_plan import Choice, Plan, Skip, SkipReason
from lti_tool.store.path_rows import PathChoiceRow, PathPlanRow, PathSkipRow
from lti_tool.store.places import at_place

_FIELDS = tuple(column.key for column in PathPlanRow.__table__.columns)


class PathPlans:
    """Queries over plans. A course is named by its ``context_id``, ``None`` where the platform names none:
    then everything belongs to the resource link.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, centre_id: str, person_id: str, context_id: str | None, link_id: str) -> Plan | None:
        """The decisions about one person, ``None`` before the first one; three queries at most."""
        found = self.of_people(centre_id, context_id, link_id, (person_id,))
        return found[0] if found else None

    def of_people(
        self, centre_id: str, context_id: str | None, link_id: str, person_ids: Sequence[str]
    ) -> Sequence[Plan]:
        """The decisions about these people in a course; three queries, one where nothing was decided."""
        if not person_ids:
            return ()
        query = select(PathPlanRow).where(
            PathPlanRow.centre_id == centre_id,
            PathPlanRow.person_id.in_(person_ids),
            at_place(PathPlanRow.context_id, PathPlanRow.resource_link_id, context_id, link_id),
        )
        rows = self._session.scalars(query.execution_options(populate_existing=True)).all()
        if not rows:
            return ()
        ids = [row.id for row in rows]
        choices, skips = self._choices(centre_id, ids), self._skips(centre_id, ids)
        return tuple(_plan(row, choices[row.id], skips[row.id]) for row in rows)

    def add(self, plan: Plan) -> None:
        """Keep the first decision.

        Raises:
            Conflict: from the unit of work, when another trainer decided at the same moment.
        """
        self._session.add(PathPlanRow(**_columns(plan)))
        self._session.flush()
        self._write(plan)

    def save(self, plan: Plan, before: Plan) -> None:
        """Store a decision, if nobody else decided since ``before`` was read.

        Raises:
            Conflict: another trainer was faster; nothing is stored.
        """
        change = (
            update(PathPlanRow)
            .where(
                PathPlanRow.centre_id == plan.centre_id,
                PathPlanRow.id == plan.id,
                PathPlanRow.version == before.version,
            )
            .values(**_columns(plan))
            .returning(PathPlanRow.id)
        )
        if self._session.execute(change).scalar_one_or_none() is None:
            raise Conflict(reason="path-changed-meanwhile")
        for row in (PathChoiceRow, PathSkipRow):
            self._session.execute(delete(row).where(row.centre_id == plan.centre_id, row.plan_id == plan.id))
        self._write(plan)

    def _write(self, plan: Plan) -> None:
        for module, choice in plan.choices.items():
            self._session.add(
                PathChoiceRow(
                    centre_id=plan.centre_id,
                    plan_id=plan.id,
                    module=module,
                    is_wanted=choice.is_wanted,
                    by=choice.by,
                    at=choice.at,
                )
            )
        for stage, skip in plan.skips.items():
            self._session.add(
                PathSkipRow(
                    centre_id=plan.centre_id,
                    plan_id=plan.id,
                    stage=stage.value,
                    reason=skip.reason.value,
                    by=skip.by,
                    at=skip.at,
                )
            )
        self._session.flush()

    def _choices(self, centre_id: str, plan_ids: Sequence[str]) -> dict[str, dict[str, Choice]]:
        query = select(PathChoiceRow).where(
            PathChoiceRow.centre_id == centre_id, PathChoiceRow.plan_id.in_(plan_ids)
        )
        found: dict[str, dict[str, Choice]] = {plan_id: {} for plan_id in plan_ids}
        for row in self._session.scalars(query.execution_options(populate_existing=True)):
            found[row.plan_id][row.module] = Choice(is_wanted=row.is_wanted, by=row.by, at=row.at)
        return found

    def _skips(self, centre_id: str, plan_ids: Sequence[str]) -> dict[str, dict[Phase, Skip]]:
        query = select(PathSkipRow).where(
            PathSkipRow.centre_id == centre_id, PathSkipRow.plan_id.in_(plan_ids)
        )
        found: dict[str, dict[Phase, Skip]] = {plan_id: {} for plan_id in plan_ids}
        for row in self._session.scalars(query.execution_options(populate_existing=True)):
            found[row.plan_id][Phase(row.stage)] = Skip(reason=SkipReason(row.reason), by=row.by, at=row.at)
        return found


def _columns(plan: Plan) -> dict[str, object]:
    """The columns have the names of the value's fields; a field without a column fails here."""
    return {name: getattr(plan, name) for name in _FIELDS}


def _plan(row: PathPlanRow, choices: dict[str, Choice], skips: dict[Phase, Skip]) -> Plan:
    values = {name: getattr(row, name) for name in _FIELDS}
    return Plan(**values, choices=MappingProxyType(choices), skips=MappingProxyType(skips))
