"""Who people are, as they said it for totals alone. Two readers are there: the person, and the figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import cast

from sqlalchemy import ForeignKeyConstraint, String, Table, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.checks import CheckAnswer
from lti_tool.store.schema import Base, OwnId, UtcMoment, put_all


class BackgroundRow(Base):
    """What one person said to one question; an empty ``choice`` is "I prefer not to say"."""

    __tablename__ = "background"
    __table_args__ = (ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),)

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    choice: Mapped[str] = mapped_column(String(64))
    answered_at: Mapped[datetime] = mapped_column(UtcMoment)


class Backgrounds:
    """Queries over one person's answers. Those of many are read by ``store.figures`` alone."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_person(self, centre_id: str, person_id: str) -> Mapping[str, CheckAnswer]:
        """By question; empty before the first answer."""
        row = BackgroundRow
        query = select(row.question, row.choice).where(row.centre_id == centre_id, row.person_id == person_id)
        return MappingProxyType(
            {
                question: CheckAnswer(choices=(choice,)) if choice else CheckAnswer(is_skipped=True)
                for question, choice in self._session.execute(query)
            }
        )

    def put(
        self, centre_id: str, person_id: str, answers: Mapping[str, CheckAnswer], answered_at: datetime
    ) -> None:
        """Keep answers with one choice or none; each takes the place of an earlier one."""
        own = {"centre_id": centre_id, "person_id": person_id, "answered_at": answered_at}
        put_all(
            self._session,
            cast(Table, BackgroundRow.__table__),
            [
                {**own, "question": question, "choice": answer.choices[0] if answer.choices else ""}
                for question, answer in answers.items()
            ],
            keys=("centre_id", "person_id", "question"),
            update=("choice", "answered_at"),
        )

    def remove(self, centre_id: str, person_id: str) -> None:
        """Delete all that this person said."""
        row = BackgroundRow
        mine = (row.centre_id == centre_id, row.person_id == person_id)
        self._session.execute(delete(row).where(*mine))
