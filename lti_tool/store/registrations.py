"""Centres, registrations and deployments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.errors import Conflict
from lti_tool.domain.launch import Registration
from lti_tool.store.schema import Base, Opaque, OwnId, UtcMoment


class CentreRow(Base):
    """A training centre: the tenant that everything else belongs to."""

    __tablename__ = "centre"
    __table_args__ = (
        CheckConstraint("assistants_see IN ('results', 'progress')", name="known_view"),
        CheckConstraint("video_rooms IN ('neutral', 'top', 'bottom', 'round')", name="known_rooms"),
        CheckConstraint("grade_rule IN ('measured', 'observed')", name="known_grade_rule"),
        CheckConstraint(
            "accent IN ('blue', 'teal', 'green', 'violet', 'plum', 'brick')", name="known_accent"
        ),
        CheckConstraint("sharing IN ('sent', 'end')", name="known_sharing"),
        CheckConstraint("kept_months IN (6, 12, 24, 36)", name="known_months"),
    )

    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    name: Mapped[str] = mapped_column(Opaque)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    assistants_see: Mapped[str] = mapped_column(String(16), server_default="results")
    video_rooms: Mapped[str] = mapped_column(String(16), server_default="neutral")
    grade_rule: Mapped[str] = mapped_column(String(16), server_default="measured")
    accent: Mapped[str] = mapped_column(String(16), server_default="blue")
    sharing: Mapped[str] = mapped_column(String(16), server_default="sent")
    kept_months: Mapped[int] = mapped_column(server_default="36")


class RegistrationRow(Base):
    """One platform: issuer and client id, unique over all centres."""

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)

    centre_id: Mapped[str] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    issuer: Mapped[str] = mapped_column(Opaque)
    client_id: Mapped[str] = mapped_column(Opaque)
    auth_login_url: Mapped[str] = mapped_column(String(2000))
    token_url: Mapped[str] = mapped_column(String(2000))
    jwks_url: Mapped[str] = mapped_column(String(2000))
    token_audience: Mapped[str | None] = mapped_column(String(2000))
    granted_scopes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    extra_parents: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    service_hosts: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    name: Mapped[str] = mapped_column(Opaque)
    is_enabled: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcMoment)


class DeploymentRow(Base):
    """One installation inside a platform."""

    __tablename__ = "deployment"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "registration_id"], ["registration.centre_id", "registration.id"]),
        UniqueConstraint("centre_id", "registration_id", "deployment_id"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    registration_id: Mapped[str] = mapped_column(OwnId)
    deployment_id: Mapped[str] = mapped_column(Opaque)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)


class Registrations:
    """Queries over centres, registrations and deployments. ``has_changed`` tells whether one was written."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.has_changed = False

    def first_centre(self) -> str | None:
        """The id of the oldest centre, or ``None`` in a new installation."""
        return self._session.scalar(
            select(CentreRow.id).order_by(CentreRow.created_at, CentreRow.id).limit(1)
        )

    def add_centre(self, centre_id: str, name: str, now: datetime) -> None:
        """Add one centre."""
        self._session.add(CentreRow(id=centre_id, name=name, created_at=now))
        self._session.flush()

    def add(self, registration: Registration, now: datetime) -> None:
        """Add one registration.

        Raises:
            Conflict: this issuer and client id are already known; nothing was overwritten.
        """
        self.has_changed = True
        self._session.add(
            RegistrationRow(
                centre_id=registration.centre_id,
                id=registration.id,
                issuer=registration.issuer,
                client_id=registration.client_id,
                auth_login_url=registration.auth_login_url,
                token_url=registration.token_url,
                jwks_url=registration.jwks_url,
                token_audience=registration.token_audience,
                granted_scopes=_scope_list(registration),
                extra_parents=list(registration.extra_parents),
                service_hosts=list(registration.service_hosts),
                name=registration.name,
                is_enabled=registration.is_enabled,
                created_at=now,
            )
        )
        try:
            self._session.flush()
        except IntegrityError as error:
            raise Conflict(reason="registration-exists") from error

    def refresh(self, registration: Registration) -> None:
        """Write the platform's addresses and scopes anew; what an administrator set stays as it is."""
        self.has_changed = True
        self._session.execute(
            update(RegistrationRow)
            .where(
                RegistrationRow.centre_id == registration.centre_id,
                RegistrationRow.id == registration.id,
            )
            .values(
                auth_login_url=registration.auth_login_url,
                token_url=registration.token_url,
                jwks_url=registration.jwks_url,
                token_audience=registration.token_audience,
                granted_scopes=_scope_list(registration),
            )
        )

    def add_deployment(
        self, registration: Registration, own_id: str, deployment_id: str, now: datetime
    ) -> None:
        """Add one active deployment."""
        self.has_changed = True
        self._session.add(
            DeploymentRow(
                centre_id=registration.centre_id,
                id=own_id,
                registration_id=registration.id,
                deployment_id=deployment_id,
                created_at=now,
            )
        )
        self._session.flush()

    def find(self, issuer: str, client_id: str | None, deployment_id: str | None) -> Sequence[Registration]:
        """Registrations of this issuer, narrowed by client id and by deployment where given."""
        query = select(RegistrationRow).where(RegistrationRow.issuer == issuer)
        if client_id is not None:
            query = query.where(RegistrationRow.client_id == client_id)
        elif deployment_id is not None:
            known = select(DeploymentRow.registration_id).where(DeploymentRow.deployment_id == deployment_id)
            query = query.where(RegistrationRow.id.in_(known))
        return tuple(registration_of_row(row) for row in self._session.scalars(query.limit(3)))

    def get(self, centre_id: str, registration_id: str) -> Registration | None:
        """One registration of one centre."""
        row = self._session.get(RegistrationRow, (centre_id, registration_id))
        return registration_of_row(row) if row else None

    def is_enabled(self, registration: Registration) -> bool:
        """Whether this registration takes launches at this moment."""
        query = select(RegistrationRow.is_enabled).where(
            RegistrationRow.centre_id == registration.centre_id, RegistrationRow.id == registration.id
        )
        return bool(self._session.scalar(query))

    def all(self) -> Sequence[tuple[Registration, tuple[str, ...]]]:
        """Every registration with its deployment ids, oldest first."""
        deployments: dict[str, list[str]] = {}
        for row in self._session.scalars(select(DeploymentRow).order_by(DeploymentRow.created_at)):
            deployments.setdefault(row.registration_id, []).append(row.deployment_id)
        rows = self._session.scalars(select(RegistrationRow).order_by(RegistrationRow.created_at))
        return tuple((registration_of_row(row), tuple(deployments.get(row.id, ()))) for row in rows)

    def disable(self, registration_id: str) -> bool:
        """Refuse launches and hold grades from now on; ``False`` when there is no such registration."""
        return self._switched(registration_id, is_enabled=False)

    def enable(self, registration_id: str) -> bool:
        """Take launches and send grades again; ``False`` when there is no such registration."""
        return self._switched(registration_id, is_enabled=True)

    def allow(
        self, registration: Registration, extra_parents: Sequence[str], service_hosts: Sequence[str]
    ) -> None:
        """Write anew which sites may frame our pages, and where the platform's services may lie."""
        self.has_changed = True
        self._session.execute(
            update(RegistrationRow)
            .where(
                RegistrationRow.centre_id == registration.centre_id,
                RegistrationRow.id == registration.id,
            )
            .values(extra_parents=list(extra_parents), service_hosts=list(service_hosts))
        )

    def deployments_of(self, registration: Registration) -> Sequence[str]:
        """The platform's words for the approved deployments of one registration, oldest first."""
        query = select(DeploymentRow.deployment_id).where(
            DeploymentRow.centre_id == registration.centre_id,
            DeploymentRow.registration_id == registration.id,
        )
        return tuple(self._session.scalars(query.order_by(DeploymentRow.created_at, DeploymentRow.id)))

    def deployment_word(self, centre_id: str, own_id: str) -> str | None:
        """The platform's word for a deployment, by our id."""
        row = self._session.get(DeploymentRow, (centre_id, own_id))
        return row.deployment_id if row else None

    def deployment_of(self, registration: Registration, deployment_id: str) -> str | None:
        """Our id of a deployment, by the platform's word for it."""
        return self._session.scalar(
            select(DeploymentRow.id).where(
                DeploymentRow.centre_id == registration.centre_id,
                DeploymentRow.registration_id == registration.id,
                DeploymentRow.deployment_id == deployment_id,
            )
        )

    def _switched(self, registration_id: str, *, is_enabled: bool) -> bool:
        self.has_changed = True
        change = update(RegistrationRow).where(RegistrationRow.id == registration_id)
        changed = self._session.execute(change.values(is_enabled=is_enabled).returning(RegistrationRow.id))
        return changed.scalar_one_or_none() is not None


def registration_of_row(row: RegistrationRow) -> Registration:
    """The value of one row."""
    return Registration(
        centre_id=row.centre_id,
        id=row.id,
        issuer=row.issuer,
        client_id=row.client_id,
        auth_login_url=row.auth_login_url,
        token_url=row.token_url,
        jwks_url=row.jwks_url,
        token_audience=row.token_audience,
        granted_scopes=None if row.granted_scopes is None else tuple(row.granted_scopes),
        extra_parents=tuple(row.extra_parents or ()),
        service_hosts=tuple(row.service_hosts or ()),
        name=row.name,
        is_enabled=row.is_enabled,
    )


def _scope_list(registration: Registration) -> list[str] | None:
    return None if registration.granted_scopes is None else list(registration.granted_scopes)
