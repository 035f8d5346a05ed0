"""Runs through modules, with their steps."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import cast

from sqlalchemy import ColumnElement, Table, delete, select, update
from sqlalchemy.orm import Session

from lti_tool.domain.errors import Conflict
from lti_tool.domain.module_progress import Done, ModuleRun, StepProgress
from lti_tool.store.module_rows import ModuleRunRow, ModuleStepRow
from lti_tool.store.places import at_place
from lti_tool.store.schema import put_all

_RUN_FIELDS = tuple(column.key for column in ModuleRunRow.__table__.columns)
_STEP_FIELDS = tuple(
    column.key for column in ModuleStepRow.__table__.columns if column.key not in ("centre_id", "run_id")
)
_STEP_KEYS = ("centre_id", "run_id", "step")


class ModuleRuns:
    """Queries over runs. A course is named by its ``context_id``, ``None`` where the platform names none:
    then everything belongs to the resource link.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(
        self, centre_id: str, person_id: str, context_id: str | None, link_id: str, module: str
    ) -> ModuleRun | None:
        """This person's run through this module, or ``None`` before it was begun."""
        found = self._runs(
            (ModuleRunRow.centre_id == centre_id)
            & (ModuleRunRow.person_id == person_id)
            & (ModuleRunRow.module == module)
            & at_place(ModuleRunRow.context_id, ModuleRunRow.resource_link_id, context_id, link_id)
        )
        return found[0] if found else None

    def of_people(
        self, centre_id: str, context_id: str | None, link_id: str, person_ids: Sequence[str]
    ) -> Sequence[ModuleRun]:
        """Every run of these people in a course, oldest first; two queries, none for nobody."""
        if not person_ids:
            return ()
        return self._runs(
            (ModuleRunRow.centre_id == centre_id)
            & ModuleRunRow.person_id.in_(person_ids)
            & at_place(ModuleRunRow.context_id, ModuleRunRow.resource_link_id, context_id, link_id)
        )

    def add(self, run: ModuleRun) -> None:
        """Begin a module.

        Raises:
            Conflict: from the unit of work, when another window began it at the same moment.
        """
        self._session.add(ModuleRunRow(**_columns(run)))
        self._session.flush()
        self._put(run, list(run.steps.values()))

    def save(self, run: ModuleRun, before: ModuleRun) -> None:
        """Store a move, if nobody else moved the run since ``before`` was read.

        Raises:
            Conflict: another window moved it; nothing is stored.
        """
        change = (
            update(ModuleRunRow)
            .where(
                ModuleRunRow.centre_id == run.centre_id,
                ModuleRunRow.id == run.id,
                ModuleRunRow.version == before.version,
            )
            .values(**_columns(run))
            .returning(ModuleRunRow.id)
        )
        if self._session.execute(change).scalar_one_or_none() is None:
            raise Conflict(reason="moved-in-another-window")
        gone = set(before.steps) - set(run.steps)
        if gone:
            self._session.execute(
                delete(ModuleStepRow).where(
                    ModuleStepRow.centre_id == run.centre_id,
                    ModuleStepRow.run_id == run.id,
                    ModuleStepRow.step.in_(gone),
                )
            )
        self._put(run, [one for name, one in run.steps.items() if before.steps.get(name) != one])

    def _put(self, run: ModuleRun, steps: Sequence[StepProgress]) -> None:
        rows = [
            {
                "centre_id": run.centre_id,
                "run_id": run.id,
                **{name: _stored(getattr(one, name)) for name in _STEP_FIELDS},
            }
            for one in steps
        ]
        if rows:
            changed = tuple(name for name in _STEP_FIELDS if name != "step")
            table = cast(Table, ModuleStepRow.__table__)
            put_all(self._session, table, rows, keys=_STEP_KEYS, update=changed)

    def _runs(self, condition: ColumnElement[bool]) -> list[ModuleRun]:
        query = select(ModuleRunRow).where(condition).order_by(ModuleRunRow.started_at, ModuleRunRow.id)
        rows = self._session.scalars(query.execution_options(populate_existing=True)).all()
        if not rows:
            return []
        steps: dict[str, dict[str, StepProgress]] = {row.id: {} for row in rows}
        query_steps = select(ModuleStepRow).where(
            ModuleStepRow.centre_id == rows[0].centre_id, ModuleStepRow.run_id.in_(steps)
        )
        for step in self._session.scalars(query_steps.execution_options(populate_existing=True)):
            steps[step.run_id][step.step] = _progress(step)
        return [_run(row, steps[row.id]) for row in rows]


def _columns(run: ModuleRun) -> dict[str, object]:
    """The columns have the names of the value's fields; a field without a column fails here."""
    return {name: getattr(run, name) for name in _RUN_FIELDS}


def _stored(value: object) -> object:
    if isinstance(value, tuple):
        return [one.value if isinstance(one, Done) else one for one in value]
    return value


def _run(row: ModuleRunRow, steps: dict[str, StepProgress]) -> ModuleRun:
    values = {name: getattr(row, name) for name in _RUN_FIELDS}
    return ModuleRun(**values, steps=MappingProxyType(steps))


def _progress(row: ModuleStepRow) -> StepProgress:
    values = {name: getattr(row, name) for name in _STEP_FIELDS}
    outcomes = tuple(Done(one) for one in row.outcomes)
    return StepProgress(**{**values, "outcomes": outcomes, "ticked": tuple(row.ticked)})
