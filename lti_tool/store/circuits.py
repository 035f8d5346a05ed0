"""The circuit breaker of each platform: while it is open, nothing is sent there."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKeyConstraint, String, Table, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.store.schema import Base, OwnId, UtcMoment, insert_or_keep

OPENS_AT = 5
PROBE_STEPS = (timedelta(seconds=60), timedelta(minutes=5), timedelta(minutes=15))


class CircuitRow(Base):
    """Failures in a row of one platform; no row means that all is well."""

    __tablename__ = "circuit"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "registration_id"], ["registration.centre_id", "registration.id"]),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    registration_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    failures: Mapped[int]
    reason: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime] = mapped_column(UtcMoment)
    open_until: Mapped[datetime | None] = mapped_column(UtcMoment)


class Circuits:
    """Queries over circuits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def failed(self, centre_id: str, registration_id: str, reason: str, now: datetime) -> None:
        """One more failure in a row; from the fifth on the circuit opens, longer each time."""
        row = self._row(centre_id, registration_id, reason, now)
        row.failures += 1
        row.reason = reason
        if row.failures >= OPENS_AT:
            step = min(row.failures - OPENS_AT, len(PROBE_STEPS) - 1)
            row.open_until = now + PROBE_STEPS[step]

    def hold(self, centre_id: str, registration_id: str, reason: str, until: datetime, now: datetime) -> None:
        """The platform asked to be left alone until a moment, or refuses our key."""
        row = self._row(centre_id, registration_id, reason, now)
        row.reason = reason
        row.open_until = until

    def closed(self, centre_id: str, registration_id: str) -> None:
        """The platform answered: all is well again."""
        self._session.execute(
            delete(CircuitRow).where(
                CircuitRow.centre_id == centre_id, CircuitRow.registration_id == registration_id
            )
        )

    def tried_by_hand(self, centre_id: str, registration_id: str) -> None:
        """A person asks to send again: no waiting for the next probe, unless the platform asked for it."""
        self._session.execute(
            delete(CircuitRow).where(
                CircuitRow.centre_id == centre_id,
                CircuitRow.registration_id == registration_id,
                CircuitRow.reason != "rate-limited",
            )
        )

    def trouble(self, centre_id: str, registration_id: str) -> tuple[str, datetime] | None:
        """Why and since when the platform does not take grades; ``None`` when all is well."""
        row = self._session.execute(
            select(CircuitRow.reason, CircuitRow.since).where(
                CircuitRow.centre_id == centre_id, CircuitRow.registration_id == registration_id
            )
        ).one_or_none()
        return (row[0], row[1]) if row else None

    def _row(self, centre_id: str, registration_id: str, reason: str, now: datetime) -> CircuitRow:
        """The row, locked until the unit of work ends, so that no failure of two at a time is lost."""
        place = {"centre_id": centre_id, "registration_id": registration_id}
        table = CircuitRow.__table__
        assert isinstance(table, Table)
        # Of two workers whose first failures meet, the second waits here for the first one's row.
        insert_or_keep(self._session, table, {**place, "failures": 0, "reason": reason, "since": now})
        return self._session.get_one(
            CircuitRow, (centre_id, registration_id), with_for_update=True, populate_existing=True
        )
