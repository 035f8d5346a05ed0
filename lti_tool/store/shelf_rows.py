"""The rows of people whose data are only stored, and the numbers that theirs keep meanwhile."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKeyConstraint, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.store.row_values import Plain
from lti_tool.store.schema import Base, OwnId, UtcMoment


class RestrictionRow(Base):
    """A person whose data are only stored, and since when."""

    __tablename__ = "person_restriction"
    __table_args__ = (ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),)

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    restricted_at: Mapped[datetime] = mapped_column(UtcMoment)


class ShelvedRow(Base):
    """One row of such a person, as it lay in the table ``name``; ``number`` counts them from 1."""

    __tablename__ = "shelved_row"
    __table_args__ = (ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),)

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(64))
    content: Mapped[Plain] = mapped_column(JSON)


def highest_shelved(session: Session, centre_id: str, table: str, *, context_id: str = "") -> int:
    """The highest ``number`` among the rows of a table that lie apart, of one course or of the whole centre;
    -1 without any. Nobody else gets it: it is on paper somewhere.
    """
    query = select(ShelvedRow.content).where(ShelvedRow.centre_id == centre_id, ShelvedRow.name == table)
    return max(
        (
            int(content["number"])
            for content in session.scalars(query)
            if not context_id or content["context_id"] == context_id
        ),
        default=-1,
    )
