"""Refusals, counted and capped: the only rows that a refused request may leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, String, case, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.administration import AskedDeployment
from lti_tool.store.registrations import DeploymentRow
from lti_tool.store.schema import Base, Opaque, OwnId, UtcMoment

ROWS_AT_MOST = 100_000


class SecurityEventRow(Base):
    """One refusal: no name, no ``sub``, no token.

    ``detail`` is the deployment id where an unapproved one was used, and nothing else ever; ``is_signed``
    tells whether the platform's signature stood under it. Without foreign keys: a refusal is only counted.
    """

    __tablename__ = "security_event"
    __table_args__ = (Index(None, "centre_id", "registration_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcMoment)
    code: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(64))
    correlation: Mapped[str] = mapped_column(String(16))
    centre_id: Mapped[str | None] = mapped_column(OwnId)
    registration_id: Mapped[str | None] = mapped_column(OwnId)
    detail: Mapped[str | None] = mapped_column(Opaque)
    is_signed: Mapped[bool | None]


class SecurityEvents:
    """Queries over refusals."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self,
        *,
        at: datetime,
        code: str,
        reason: str,
        correlation: str,
        asked: AskedDeployment | None = None,
    ) -> None:
        """Write one refusal down, unless the table is full."""
        if self._room() <= 0:
            return
        row = SecurityEventRow(at=at, code=code, reason=reason[:64], correlation=correlation)
        if asked is not None:
            row.centre_id = asked.centre_id
            row.registration_id = asked.registration_id
            row.detail = asked.deployment_id
            row.is_signed = asked.is_signed
        self._session.add(row)

    def sweep(self, before: datetime) -> None:
        """Forget the refusals of an earlier moment."""
        self._session.execute(delete(SecurityEventRow).where(SecurityEventRow.at < before))

    def _room(self) -> int:
        """How many more rows fit, or a few fewer: ids are given in order, and an unused one counts as a row.

        Two looks at the index instead of a count: one statement with both would read the whole table.
        Source: https://sqlite.org/optoverview.html#the_min_max_optimization
        """
        first = self._session.scalar(select(func.min(SecurityEventRow.id)))
        last = self._session.scalar(select(func.max(SecurityEventRow.id)))
        return ROWS_AT_MOST if first is None or last is None else ROWS_AT_MOST - (last - first + 1)

    def asked_deployments(
        self, centre_id: str, registration_id: str, at_most: int
    ) -> Sequence[AskedDeployment]:
        """Refused deployments that were not approved since: signed ones first, then the latest."""
        approved = select(DeploymentRow.deployment_id).where(
            DeploymentRow.centre_id == centre_id, DeploymentRow.registration_id == registration_id
        )
        is_signed = func.max(case((SecurityEventRow.is_signed.is_(True), 1), else_=0))
        query = (
            select(SecurityEventRow.detail, is_signed)
            .where(
                SecurityEventRow.centre_id == centre_id,
                SecurityEventRow.registration_id == registration_id,
                SecurityEventRow.detail.is_not(None),
                SecurityEventRow.detail.not_in(approved),
            )
            .group_by(SecurityEventRow.detail)
            .order_by(is_signed.desc(), func.max(SecurityEventRow.id).desc())
        )
        return tuple(
            AskedDeployment(
                centre_id=centre_id,
                registration_id=registration_id,
                deployment_id=str(detail),
                is_signed=bool(signed),
            )
            for detail, signed in self._session.execute(query.limit(at_most))
        )
