"""Texts to agree to, in all their versions, and who agreed to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.store.module_rows import AgreementRow, AgreementTextRow
from lti_tool.store.places import at_place


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementText:
    """One version of a text, from 1. ``markdown`` is ``None`` for the given text."""

    centre_id: str
    name: str
    version: int
    markdown: str | None
    html: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One person's yes to one version of a text, in one course or at one resource link."""

    id: str
    centre_id: str
    person_id: str
    resource_link_id: str
    context_id: str | None
    name: str
    version: int
    agreed_at: datetime


class Agreements:
    """Queries over texts and agreements. A version is never changed."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def latest_text(self, centre_id: str, name: str) -> AgreementText | None:
        """The version that stands now, ``None`` when there is none yet."""
        query = (
            select(AgreementTextRow)
            .where(AgreementTextRow.centre_id == centre_id, AgreementTextRow.name == name)
            .order_by(AgreementTextRow.version.desc())
            .limit(1)
        )
        row = self._session.scalars(query).first()
        return _text(row) if row else None

    def text(self, centre_id: str, name: str, version: int) -> AgreementText | None:
        """One version."""
        row = self._session.get(AgreementTextRow, (centre_id, name, version))
        return _text(row) if row else None

    def add_text(self, text: AgreementText) -> None:
        """Write another version.

        Raises:
            Conflict: from the unit of work, when another window wrote this version at the same moment.
        """
        self._session.add(
            AgreementTextRow(
                centre_id=text.centre_id,
                name=text.name,
                version=text.version,
                markdown=text.markdown,
                html=text.html,
                written_at=text.written_at,
            )
        )
        self._session.flush()

    def add(self, agreement: Agreement) -> None:
        """Keep somebody's yes."""
        self._session.add(
            AgreementRow(
                centre_id=agreement.centre_id,
                id=agreement.id,
                person_id=agreement.person_id,
                resource_link_id=agreement.resource_link_id,
                context_id=agreement.context_id,
                name=agreement.name,
                version=agreement.version,
                agreed_at=agreement.agreed_at,
            )
        )
        self._session.flush()

    def of_person(
        self, centre_id: str, person_id: str, context_id: str | None, link_id: str
    ) -> Sequence[Agreement]:
        """What this person agreed to in a course, oldest first."""
        query = (
            select(AgreementRow)
            .where(
                AgreementRow.centre_id == centre_id,
                AgreementRow.person_id == person_id,
                at_place(AgreementRow.context_id, AgreementRow.resource_link_id, context_id, link_id),
            )
            .order_by(AgreementRow.agreed_at, AgreementRow.id)
        )
        return tuple(
            Agreement(
                id=row.id,
                centre_id=row.centre_id,
                person_id=row.person_id,
                resource_link_id=row.resource_link_id,
                context_id=row.context_id,
                name=row.name,
                version=row.version,
                agreed_at=row.agreed_at,
            )
            for row in self._session.scalars(query)
        )


def _text(row: AgreementTextRow) -> AgreementText:
    return AgreementText(
        centre_id=row.centre_id,
        name=row.name,
        version=row.version,
        markdown=row.markdown,
        html=row.html,
        written_at=row.written_at,
    )
