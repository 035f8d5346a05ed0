"""Checks with their answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import cast

from sqlalchemy import ColumnElement, Table, select, update
from sqlalchemy.orm import Session

from lti_tool.domain.checks import CheckAnswer, CheckRun
from lti_tool.domain.start import Stage
from lti_tool.store.check_rows import CheckAnswerRow, CheckRunRow
from lti_tool.store.places import at_place
from lti_tool.store.schema import put_all


class Checks:
    """Queries over checks. A course is named by its ``context_id``, ``None`` where the platform names none:
    then everything belongs to the resource link.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_person(
        self, centre_id: str, person_id: str, context_id: str | None, link_id: str
    ) -> Sequence[CheckRun]:
        """Everything that one person answered in a course, whatever link they opened; two queries."""
        return self._runs(
            (CheckRunRow.centre_id == centre_id)
            & (CheckRunRow.person_id == person_id)
            & at_place(CheckRunRow.context_id, CheckRunRow.resource_link_id, context_id, link_id)
        )

    def of_people(
        self, centre_id: str, context_id: str | None, link_id: str, person_ids: Sequence[str]
    ) -> Sequence[CheckRun]:
        """Everything that these people answered in a course; two queries, none for nobody."""
        if not person_ids:
            return ()
        return self._runs(
            (CheckRunRow.centre_id == centre_id)
            & CheckRunRow.person_id.in_(person_ids)
            & at_place(CheckRunRow.context_id, CheckRunRow.resource_link_id, context_id, link_id)
        )

    def of_course(
        self, centre_id: str, context_id: str | None, link_id: str, check: str
    ) -> Sequence[CheckRun]:
        """One check as everybody of a course answered it; two queries."""
        return self._runs(
            (CheckRunRow.centre_id == centre_id)
            & (CheckRunRow.check_slug == check)
            & at_place(CheckRunRow.context_id, CheckRunRow.resource_link_id, context_id, link_id)
        )

    def find(
        self,
        centre_id: str,
        person_id: str,
        context_id: str | None,
        link_id: str,
        check: str,
        stage: Stage,
    ) -> CheckRun | None:
        """One check of one person at one stage, or ``None`` before they began."""
        found = self._runs(
            (CheckRunRow.centre_id == centre_id)
            & (CheckRunRow.person_id == person_id)
            & (CheckRunRow.check_slug == check)
            & (CheckRunRow.stage == stage.value)
            & at_place(CheckRunRow.context_id, CheckRunRow.resource_link_id, context_id, link_id)
        )
        return found[0] if found else None

    def add(self, run: CheckRun) -> None:
        """Begin a check.

        Raises:
            Conflict: from the unit of work, when another window began it at the same moment.
        """
        self._session.add(
            CheckRunRow(
                centre_id=run.centre_id,
                id=run.id,
                person_id=run.person_id,
                resource_link_id=run.resource_link_id,
                context_id=run.context_id,
                check_slug=run.check,
                stage=run.stage.value,
                started_at=run.started_at,
                updated_at=run.updated_at,
                finished_at=run.finished_at,
                shared_at=run.shared_at,
            )
        )
        self._session.flush()
        self._put_answers(run, run.answers)

    def lock(self, run: CheckRun) -> CheckRun:
        """The same run as it is now, kept from other writers until the end of the transaction."""
        query = (
            select(CheckRunRow)
            .where(CheckRunRow.centre_id == run.centre_id, CheckRunRow.id == run.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        row = self._session.scalars(query).one()
        return _run(row, self._answers(run.centre_id, [run.id]))

    def save(self, run: CheckRun, before: CheckRun) -> None:
        """Store a move; only the answers that changed are written. The run must be locked."""
        self._session.execute(
            update(CheckRunRow)
            .where(CheckRunRow.centre_id == run.centre_id, CheckRunRow.id == run.id)
            .values(updated_at=run.updated_at, finished_at=run.finished_at, shared_at=run.shared_at)
        )
        changed = [name for name, answer in run.answers.items() if before.answers.get(name) != answer]
        self._put_answers(run, changed)

    def _put_answers(self, run: CheckRun, names: Iterable[str]) -> None:
        rows = [
            {
                "centre_id": run.centre_id,
                "run_id": run.id,
                "question": name,
                "choices": list(run.answers[name].choices),
                "line": run.answers[name].line,
                "is_skipped": run.answers[name].is_skipped,
                "answered_at": run.updated_at,
            }
            for name in names
        ]
        if rows:
            put_all(
                self._session,
                cast(Table, CheckAnswerRow.__table__),
                rows,
                keys=("centre_id", "run_id", "question"),
                update=("choices", "line", "is_skipped", "answered_at"),
            )

    def _runs(self, condition: ColumnElement[bool]) -> list[CheckRun]:
        query = select(CheckRunRow).where(condition).order_by(CheckRunRow.started_at, CheckRunRow.id)
        rows = self._session.scalars(query).all()
        if not rows:
            return []
        answers = self._answers(rows[0].centre_id, [row.id for row in rows])
        return [_run(row, [one for one in answers if one.run_id == row.id]) for row in rows]

    def _answers(self, centre_id: str, run_ids: Sequence[str]) -> Sequence[CheckAnswerRow]:
        query = select(CheckAnswerRow).where(
            CheckAnswerRow.centre_id == centre_id, CheckAnswerRow.run_id.in_(run_ids)
        )
        return self._session.scalars(query.execution_options(populate_existing=True)).all()


def _run(row: CheckRunRow, answers: Sequence[CheckAnswerRow]) -> CheckRun:
    return CheckRun(
        id=row.id,
        centre_id=row.centre_id,
        person_id=row.person_id,
        resource_link_id=row.resource_link_id,
        context_id=row.context_id,
        check=row.check_slug,
        stage=Stage(row.stage),
        started_at=row.started_at,
        updated_at=row.updated_at,
        finished_at=row.finished_at,
        shared_at=row.shared_at,
        answers=MappingProxyType(
            {
                one.question: CheckAnswer(
                    choices=tuple(one.choices), line=one.line, is_skipped=one.is_skipped
                )
                for one in answers
            }
        ),
    )
