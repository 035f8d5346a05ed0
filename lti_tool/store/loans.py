"""What a centre lent to the people of its courses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields

from sqlalchemy import RowMapping, Select, select, update
from sqlalchemy.orm import Session

from lti_tool.domain.errors import Conflict
from lti_tool.domain.loan import Helps, Loan, Terms
from lti_tool.store.action_rows import LoanRow

_TERMS = tuple(field.name for field in fields(Terms))
_REST = tuple(column.key for column in LoanRow.__table__.columns if column.key not in _TERMS)


class Loans:
    """Queries over loans."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open_in_course(self, centre_id: str, context_id: str) -> Sequence[Loan]:
        """What is lent in a course, the oldest loan first; one query."""
        query = _loans(centre_id).where(LoanRow.context_id == context_id, LoanRow.returned_on.is_(None))
        return self._found(query)

    def in_course(self, centre_id: str, context_id: str) -> Sequence[Loan]:
        """Everything that was ever lent in a course, the oldest loan first; one query."""
        return self._found(_loans(centre_id).where(LoanRow.context_id == context_id))

    def of_person(self, centre_id: str, context_id: str, person_id: str) -> Sequence[Loan]:
        """Every loan of one person in a course, the oldest first."""
        query = _loans(centre_id).where(LoanRow.context_id == context_id, LoanRow.person_id == person_id)
        return self._found(query)

    def find(self, centre_id: str, loan_id: str) -> Loan | None:
        """One loan of a centre, whosever it is; ``None`` when there is none of this id."""
        return next(iter(self._found(_loans(centre_id).where(LoanRow.id == loan_id))), None)

    def add(self, loan: Loan) -> None:
        """Store a fresh loan.

        Raises:
            Conflict: from the unit of work, when the same form arrived twice at the same moment.
        """
        self._session.add(LoanRow(**_columns(loan)))
        self._session.flush()

    def save(self, loan: Loan, before: Loan) -> None:
        """Store a change, if nobody else changed the loan since ``before`` was read.

        Raises:
            Conflict: another trainer was faster; nothing is stored.
        """
        change = (
            update(LoanRow)
            .where(
                LoanRow.centre_id == loan.centre_id,
                LoanRow.id == loan.id,
                LoanRow.version == before.version,
            )
            .values(**_columns(loan))
            .returning(LoanRow.id)
        )
        if self._session.execute(change).scalar_one_or_none() is None:
            raise Conflict(reason="loan-changed-meanwhile")

    def _found(self, query: Select[tuple[object, ...]]) -> Sequence[Loan]:
        return tuple(_loan(row) for row in self._session.execute(query).mappings())


def _loans(centre_id: str) -> Select[tuple[object, ...]]:
    """Columns and no objects: a list of a whole course reads thousands, and changes none of them."""
    return (
        select(*LoanRow.__table__.columns)
        .where(LoanRow.centre_id == centre_id)
        .order_by(LoanRow.lent_on, LoanRow.lent_at, LoanRow.id)
    )


def _columns(loan: Loan) -> dict[str, object]:
    """The columns have the names of the fields of the loan and of its terms."""
    values = asdict(loan.terms) | {name: getattr(loan, name) for name in _REST}
    return {**values, "accessories": list(loan.terms.accessories), "helps": loan.helps.value}


def _loan(row: RowMapping) -> Loan:
    terms = {name: row[name] for name in _TERMS}
    rest = {name: row[name] for name in _REST}
    return Loan(
        terms=Terms(**{**terms, "accessories": tuple(row["accessories"])}),
        **{**rest, "helps": Helps(row["helps"])},
    )
