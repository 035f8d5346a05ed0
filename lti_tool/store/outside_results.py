"""Results from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from lti_tool.domain.outside import EnteredBy, OutsideResult
from lti_tool.store.check_rows import OutsideResultRow
from lti_tool.store.places import at_place
from lti_tool.store.schema import insert_or_keep


class OutsideResults:
    """Queries over results from elsewhere."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_person(
        self, centre_id: str, person_id: str, context_id: str | None, link_id: str
    ) -> Sequence[OutsideResult]:
        """What is known of one person in a course, the latest result first."""
        query = (
            select(OutsideResultRow)
            .where(
                OutsideResultRow.centre_id == centre_id,
                OutsideResultRow.person_id == person_id,
                at_place(OutsideResultRow.context_id, OutsideResultRow.resource_link_id, context_id, link_id),
            )
            .order_by(OutsideResultRow.taken_on.desc(), OutsideResultRow.entered_at.desc())
        )
        return tuple(_result(row) for row in self._session.scalars(query))

    def add(self, result: OutsideResult) -> None:
        """Write one down; nothing happens when its id is taken, by this form or by anything else."""
        insert_or_keep(
            self._session,
            cast(Table, OutsideResultRow.__table__),
            {
                "centre_id": result.centre_id,
                "id": result.id,
                "person_id": result.person_id,
                "resource_link_id": result.resource_link_id,
                "context_id": result.context_id,
                "source": result.source,
                "taken_on": result.taken_on,
                "says": result.says,
                "area": result.area,
                "level_id": result.level_id,
                "score": result.score,
                "entered_by": result.entered_by.value,
                "entered_at": result.entered_at,
                "agreed_at": result.agreed_at,
                "withdrawn_at": result.withdrawn_at,
            },
        )

    def save_agreement(self, result: OutsideResult) -> None:
        """Keep the learner's yes or no."""
        self._session.execute(
            update(OutsideResultRow)
            .where(OutsideResultRow.centre_id == result.centre_id, OutsideResultRow.id == result.id)
            .values(agreed_at=result.agreed_at, withdrawn_at=result.withdrawn_at)
        )

    def remove(self, centre_id: str, result_id: str) -> None:
        """Forget one; without it, nothing happens."""
        self._session.execute(
            delete(OutsideResultRow).where(
                OutsideResultRow.centre_id == centre_id, OutsideResultRow.id == result_id
            )
        )


def _result(row: OutsideResultRow) -> OutsideResult:
    return OutsideResult(
        id=row.id,
        centre_id=row.centre_id,
        person_id=row.person_id,
        resource_link_id=row.resource_link_id,
        context_id=row.context_id,
        source=row.source,
        taken_on=row.taken_on,
        says=row.says,
        area=row.area,
        level_id=row.level_id,
        score=row.score,
        entered_by=EnteredBy(row.entered_by),
        entered_at=row.entered_at,
        agreed_at=row.agreed_at,
        withdrawn_at=row.withdrawn_at,
    )
