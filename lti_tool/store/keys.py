"""The tool's signing keys, their private parts sealed: one set per registration.

Keys without a registration were made by a former release for the whole installation; they serve
registrations that have no key of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import ForeignKey, String, Text, delete, exists, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.ports import StoredKey
from lti_tool.store.invitations import InvitationRow
from lti_tool.store.registrations import RegistrationRow
from lti_tool.store.schema import Base, OwnId, UtcMoment


class ToolKeyRow(Base):
    """One signing key of the whole installation."""

    __tablename__ = "tool_key"

    kid: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed_private: Mapped[str] = mapped_column(Text)
    public_jwk: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)


class RegistrationKeyRow(Base):
    """One signing key of one registration.

    ``registration_id`` is no foreign key: the set of a registration that a platform is just being asked
    for is published before the registration exists.
    """

    __tablename__ = "registration_key"

    centre_id: Mapped[str] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    registration_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    kid: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed_private: Mapped[str] = mapped_column(Text)
    public_jwk: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)


class SealedRow(Protocol):
    """What every row with a signing key has, whatever set it belongs to."""

    @property
    def kid(self) -> str:
        """The id of the key."""

    @property
    def sealed_private(self) -> str:
        """See ``StoredKey``."""

    @property
    def public_jwk(self) -> str:
        """See ``StoredKey``."""

    @property
    def created_at(self) -> datetime:
        """When it was made."""


class ToolKeyTable:
    """Queries over signing keys."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> Sequence[StoredKey]:
        """Every key of every set, newest first."""
        own = [_own_key(row) for row in self._session.scalars(select(RegistrationKeyRow))]
        return _newest_first([*own, *self.shared()])

    def shared(self) -> Sequence[StoredKey]:
        """The keys that belong to no registration, newest first."""
        return _newest_first([stored_key(row) for row in self._session.scalars(select(ToolKeyRow))])

    def of_registration(self, centre_id: str, registration_id: str) -> Sequence[StoredKey]:
        """A registration's own keys, newest first; empty when it has none."""
        query = select(RegistrationKeyRow).where(
            RegistrationKeyRow.centre_id == centre_id, RegistrationKeyRow.registration_id == registration_id
        )
        return _newest_first([_own_key(row) for row in self._session.scalars(query)])

    def add(self, key: StoredKey) -> None:
        """Add one key, to its registration's set or to the shared ones."""
        self._session.add(_row(key))
        self._session.flush()

    def replace_seal(self, old: StoredKey, sealed_private: str) -> bool:
        """Write a key's seal anew; ``False`` when the key is gone or was sealed anew meanwhile."""
        if old.registration_id:
            own = update(RegistrationKeyRow).where(
                RegistrationKeyRow.centre_id == old.centre_id,
                RegistrationKeyRow.registration_id == old.registration_id,
                RegistrationKeyRow.kid == old.kid,
                RegistrationKeyRow.sealed_private == old.sealed_private,
            )
            change = own.values(sealed_private=sealed_private).returning(RegistrationKeyRow.kid)
        else:
            shared = update(ToolKeyRow).where(
                ToolKeyRow.kid == old.kid, ToolKeyRow.sealed_private == old.sealed_private
            )
            change = shared.values(sealed_private=sealed_private).returning(ToolKeyRow.kid)
        return self._session.execute(change).scalar_one_or_none() is not None

    def remove(self, key: StoredKey) -> None:
        """Delete one key with its private part, for ever."""
        if key.registration_id:
            self._session.execute(
                delete(RegistrationKeyRow).where(
                    RegistrationKeyRow.centre_id == key.centre_id,
                    RegistrationKeyRow.registration_id == key.registration_id,
                    RegistrationKeyRow.kid == key.kid,
                )
            )
        else:
            self._session.execute(delete(ToolKeyRow).where(ToolKeyRow.kid == key.kid))

    def without_own_keys(self) -> Sequence[tuple[str, str]]:
        """Centre and id of every registration that the shared keys serve."""
        query = select(RegistrationRow.centre_id, RegistrationRow.id).where(
            ~exists().where(
                RegistrationKeyRow.centre_id == RegistrationRow.centre_id,
                RegistrationKeyRow.registration_id == RegistrationRow.id,
            )
        )
        return tuple((row[0], row[1]) for row in self._session.execute(query))

    def sweep_reserved(self, now: datetime) -> None:
        """Delete the keys of registrations that never came to be: their invitation is over."""
        is_registered = exists().where(
            RegistrationRow.centre_id == RegistrationKeyRow.centre_id,
            RegistrationRow.id == RegistrationKeyRow.registration_id,
        )
        is_invited = exists().where(
            InvitationRow.registration_id == RegistrationKeyRow.registration_id,
            InvitationRow.expires_at > now,
        )
        self._session.execute(
            delete(RegistrationKeyRow)
            .where(~is_registered, ~is_invited)
            .execution_options(synchronize_session=False)
        )


def _newest_first(keys: Sequence[StoredKey]) -> tuple[StoredKey, ...]:
    by_name = sorted(keys, key=lambda key: (key.kid, key.registration_id))
    return tuple(sorted(by_name, key=lambda key: key.created_at, reverse=True))


def _row(key: StoredKey) -> RegistrationKeyRow | ToolKeyRow:
    if not key.registration_id:
        return ToolKeyRow(
            kid=key.kid,
            sealed_private=key.sealed_private,
            public_jwk=key.public_jwk,
            created_at=key.created_at,
        )
    return RegistrationKeyRow(
        centre_id=key.centre_id,
        registration_id=key.registration_id,
        kid=key.kid,
        sealed_private=key.sealed_private,
        public_jwk=key.public_jwk,
        created_at=key.created_at,
    )


def stored_key(row: SealedRow, centre_id: str = "", registration_id: str = "") -> StoredKey:
    """A key of whatever set as a value."""
    return StoredKey(
        kid=row.kid,
        sealed_private=row.sealed_private,
        public_jwk=row.public_jwk,
        created_at=row.created_at,
        centre_id=centre_id,
        registration_id=registration_id,
    )


def _own_key(row: RegistrationKeyRow) -> StoredKey:
    return stored_key(row, row.centre_id, row.registration_id)
