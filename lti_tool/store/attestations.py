"""Attestations that were issued, and the keys that sign badges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any  # what the JSON of a statement holds: texts, numbers, lists

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.attempt import AttemptState
from lti_tool.domain.attestation import Attestation, from_json, to_json
from lti_tool.domain.badge import PRIVATE_SET
from lti_tool.domain.ports import StoredKey
from lti_tool.store.attempt_rows import AttemptRow
from lti_tool.store.course_rows import ResourceLinkRow
from lti_tool.store.keys import stored_key
from lti_tool.store.registrations import CentreRow
from lti_tool.store.schema import Base, OwnId, UtcMoment
from lti_tool.store.shelf_rows import highest_shelved

STANDING = text("withdrawn_at IS NULL")


class AttestationRow(Base):
    """One attestation; of one attempt at most one stands."""

    __tablename__ = "attestation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "attempt_id"], ["attempt.centre_id", "attempt.id"], ondelete="CASCADE"
        ),
        *(
            ForeignKeyConstraint(["centre_id", column], ["person.centre_id", "person.id"])
            for column in ("person_id", "issued_by", "withdrawn_by")
        ),
        UniqueConstraint("code_digest"),
        UniqueConstraint("centre_id", "number"),
        Index(
            "uq_attestation_standing",
            *("centre_id", "attempt_id"),
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index(None, "centre_id", "person_id"),
        CheckConstraint("number >= 0", name="counted"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="known_end"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId)
    attempt_id: Mapped[str] = mapped_column(OwnId)
    code_digest: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    statement: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column(UtcMoment)
    issued_by: Mapped[str] = mapped_column(OwnId)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    withdrawn_by: Mapped[str | None] = mapped_column(OwnId)


class BadgeKeyRow(Base):
    """One key that signs the badges of a centre, or did: its public half is wanted for ever."""

    __tablename__ = "badge_key"

    centre_id: Mapped[str] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    kid: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed_private: Mapped[str] = mapped_column(Text)
    public_jwk: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)


class Attestations:
    """Queries over attestations."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, attestation: Attestation) -> None:
        """Keep one."""
        self._session.add(
            AttestationRow(
                centre_id=attestation.centre_id,
                id=attestation.id,
                person_id=attestation.person_id,
                attempt_id=attestation.attempt_id,
                code_digest=attestation.code_digest,
                number=attestation.number,
                statement=to_json(attestation.statement),
                fingerprint=attestation.fingerprint,
                issued_at=attestation.issued_at,
                issued_by=attestation.issued_by,
                withdrawn_at=attestation.withdrawn_at,
                withdrawn_by=attestation.withdrawn_by,
            )
        )
        self._session.flush()

    def withdraw(self, attestation: Attestation) -> bool:
        """Keep that one was withdrawn; ``False`` when it was so already."""
        change = (
            update(AttestationRow)
            .where(
                AttestationRow.centre_id == attestation.centre_id,
                AttestationRow.id == attestation.id,
                AttestationRow.withdrawn_at.is_(None),
            )
            .values(withdrawn_at=attestation.withdrawn_at, withdrawn_by=attestation.withdrawn_by)
            .returning(AttestationRow.id)
        )
        return self._session.execute(change).scalar_one_or_none() is not None

    def of_attempt(self, centre_id: str, attempt_id: str) -> Attestation | None:
        """The one that stands, else the last that was withdrawn, else ``None``."""
        query = (
            select(AttestationRow)
            .where(AttestationRow.centre_id == centre_id, AttestationRow.attempt_id == attempt_id)
            .order_by(AttestationRow.withdrawn_at.is_not(None), AttestationRow.number.desc())
            .limit(1)
        )
        row = self._session.scalars(query).first()
        return _attestation(row) if row else None

    def by_code(self, code_digest: str) -> tuple[Attestation, str] | None:
        """The attestation of a code with the name of its centre, ``None`` when there is none."""
        query = (
            select(AttestationRow, CentreRow.name)
            .join(CentreRow, CentreRow.id == AttestationRow.centre_id)
            .where(AttestationRow.code_digest == code_digest)
        )
        found = self._session.execute(query).first()
        return (_attestation(found[0]), found[1]) if found else None

    def issued_for(self, centre_id: str, person_ids: Sequence[str]) -> Mapping[str, datetime]:
        """When the last attestation that stands was issued, by person; nobody is no query."""
        if not person_ids:
            return {}
        query = (
            select(AttestationRow.person_id, func.max(AttestationRow.issued_at))
            .where(
                AttestationRow.centre_id == centre_id,
                AttestationRow.person_id.in_(person_ids),
                AttestationRow.withdrawn_at.is_(None),
            )
            .group_by(AttestationRow.person_id)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def senders(self, centre_id: str, context_id: str) -> Mapping[str, datetime]:
        """Who sent a finished diagnostic in this course, and when they last did, by our id of the person."""
        link = ResourceLinkRow
        query = (
            select(AttemptRow.person_id, func.max(AttemptRow.shared_at))
            .join(link, (link.centre_id == AttemptRow.centre_id) & (link.id == AttemptRow.resource_link_id))
            .where(
                AttemptRow.centre_id == centre_id,
                link.context_id == context_id,
                AttemptRow.state == AttemptState.FINISHED.value,
                AttemptRow.shared_at.is_not(None),
            )
            .group_by(AttemptRow.person_id)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def next_number(self, centre_id: str) -> int:
        """The number of the centre's next attestation."""
        query = select(func.max(AttestationRow.number)).where(AttestationRow.centre_id == centre_id)
        last = self._session.scalars(query).one()
        apart = highest_shelved(self._session, centre_id, AttestationRow.__tablename__)
        return max(apart, -1 if last is None else last) + 1

    def withdrawn_numbers(self, centre_id: str) -> Sequence[int]:
        """The numbers of the centre's attestations that were withdrawn."""
        query = (
            select(AttestationRow.number)
            .where(AttestationRow.centre_id == centre_id, AttestationRow.withdrawn_at.is_not(None))
            .order_by(AttestationRow.number)
        )
        return tuple(self._session.scalars(query))

    def centre_name(self, centre_id: str) -> str | None:
        """How a centre is called, ``None`` when there is none."""
        return self._session.scalars(select(CentreRow.name).where(CentreRow.id == centre_id)).first()


class BadgeKeys:
    """Queries over the keys that sign badges."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_centre(self, centre_id: str) -> Sequence[StoredKey]:
        """A centre's keys, newest first; empty before its first badge."""
        query = (
            select(BadgeKeyRow)
            .where(BadgeKeyRow.centre_id == centre_id)
            .order_by(BadgeKeyRow.created_at.desc(), BadgeKeyRow.kid)
        )
        return tuple(_key(row) for row in self._session.scalars(query))

    def all(self) -> Sequence[StoredKey]:
        """The keys of every centre."""
        query = select(BadgeKeyRow).order_by(BadgeKeyRow.centre_id, BadgeKeyRow.kid)
        return tuple(_key(row) for row in self._session.scalars(query))

    def add(self, key: StoredKey) -> None:
        """Keep one more."""
        self._session.add(
            BadgeKeyRow(
                centre_id=key.centre_id,
                kid=key.kid,
                sealed_private=key.sealed_private,
                public_jwk=key.public_jwk,
                created_at=key.created_at,
            )
        )
        self._session.flush()

    def replace_seal(self, old: StoredKey, sealed_private: str) -> bool:
        """Write a key's seal anew; ``False`` when it was sealed anew meanwhile."""
        change = (
            update(BadgeKeyRow)
            .where(
                BadgeKeyRow.centre_id == old.centre_id,
                BadgeKeyRow.kid == old.kid,
                BadgeKeyRow.sealed_private == old.sealed_private,
            )
            .values(sealed_private=sealed_private)
            .returning(BadgeKeyRow.kid)
        )
        return self._session.execute(change).scalar_one_or_none() is not None


def _attestation(row: AttestationRow) -> Attestation:
    return Attestation(
        centre_id=row.centre_id,
        id=row.id,
        person_id=row.person_id,
        attempt_id=row.attempt_id,
        code_digest=row.code_digest,
        number=row.number,
        statement=from_json(row.statement),
        fingerprint=row.fingerprint,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
    )


def _key(row: BadgeKeyRow) -> StoredKey:
    return stored_key(row, row.centre_id, PRIVATE_SET)
