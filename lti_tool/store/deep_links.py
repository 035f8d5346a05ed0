"""Deep linking requests that wait for a trainer's choice, and the answers that were given."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.deep_link import DeepLinkRequest
from lti_tool.store.schema import Base, Opaque, OwnId, UtcMoment
from lti_tool.store.session_rows import SessionRow


class DeepLinkRequestRow(Base):
    """One request. ``data`` and ``answer`` are forgotten with it; ``data`` is kept as JSON, since the
    platform's text may hold characters that a database refuses.
    """

    __tablename__ = "deep_link_request"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "session_id"], ["session.centre_id", "session.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(["centre_id", "registration_id"], ["registration.centre_id", "registration.id"]),
        ForeignKeyConstraint(["centre_id", "deployment_id"], ["deployment.centre_id", "deployment.id"]),
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        UniqueConstraint("id"),
        UniqueConstraint("state_hash"),
        Index(None, "expires_at"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    session_id: Mapped[str] = mapped_column(OwnId)
    person_id: Mapped[str] = mapped_column(OwnId)
    registration_id: Mapped[str] = mapped_column(OwnId)
    deployment_id: Mapped[str] = mapped_column(OwnId)
    context_id: Mapped[str | None] = mapped_column(OwnId)
    return_url: Mapped[str] = mapped_column(String(4096))
    accepts_several: Mapped[bool]
    accepts_line_items: Mapped[bool]
    data: Mapped[str | None] = mapped_column(Text)
    course: Mapped[str] = mapped_column(Opaque)
    locale: Mapped[str] = mapped_column(String(35))
    frame_origin: Mapped[str] = mapped_column(String(2000))
    course_url: Mapped[str | None] = mapped_column(String(4096))
    state_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment)
    answer: Mapped[str | None] = mapped_column(Text)
    is_cancelled: Mapped[bool]


class DeepLinks:
    """Queries over deep linking requests."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, request: DeepLinkRequest, state_hash: str) -> None:
        """Remember one request; its answer is still to come."""
        self._session.add(
            DeepLinkRequestRow(
                centre_id=request.centre_id,
                id=request.handle,
                session_id=request.session_id,
                person_id=request.person_id,
                registration_id=request.registration_id,
                deployment_id=request.deployment_id,
                context_id=request.context_id,
                return_url=request.return_url,
                accepts_several=request.accepts_several,
                accepts_line_items=request.accepts_line_items,
                data=None if request.data is None else json.dumps(request.data),
                course=request.course,
                locale=request.locale,
                frame_origin=request.frame_origin,
                course_url=request.course_url,
                state_hash=state_hash,
                created_at=request.created_at,
                expires_at=request.expires_at,
                is_cancelled=False,
            )
        )
        self._session.flush()

    def find(self, handle: str, session_id: str) -> DeepLinkRequest | None:
        """The request of this handle when it belongs to this session; it may be over."""
        row = self._session.scalar(
            select(DeepLinkRequestRow).where(
                DeepLinkRequestRow.id == handle, DeepLinkRequestRow.session_id == session_id
            )
        )
        return _request(row) if row else None

    def repeated(self, state_hash: str, token_hash: str, since: datetime) -> str | None:
        """The handle of the request that this very state opened a moment ago in this browser."""
        return self._session.scalar(
            select(DeepLinkRequestRow.id)
            .join(
                SessionRow,
                (SessionRow.centre_id == DeepLinkRequestRow.centre_id)
                & (SessionRow.id == DeepLinkRequestRow.session_id),
            )
            .where(
                DeepLinkRequestRow.state_hash == state_hash,
                DeepLinkRequestRow.created_at > since,
                SessionRow.token_hash == token_hash,
            )
        )

    def keep_answer(
        self, request: DeepLinkRequest, answer: str, until: datetime, *, is_cancelled: bool
    ) -> DeepLinkRequest:
        """The request with its answer: this one, or the one that somebody else gave a moment before."""
        self._session.execute(
            update(DeepLinkRequestRow)
            .where(
                DeepLinkRequestRow.centre_id == request.centre_id,
                DeepLinkRequestRow.id == request.handle,
                DeepLinkRequestRow.answer.is_(None),
            )
            .values(answer=answer, is_cancelled=is_cancelled, expires_at=until)
        )
        query = select(DeepLinkRequestRow).where(
            DeepLinkRequestRow.centre_id == request.centre_id, DeepLinkRequestRow.id == request.handle
        )
        return _request(self._session.scalars(query.execution_options(populate_existing=True)).one())

    def sweep(self, now: datetime) -> None:
        """Forget requests that are over, with their answers."""
        self._session.execute(delete(DeepLinkRequestRow).where(DeepLinkRequestRow.expires_at < now))


def _request(row: DeepLinkRequestRow) -> DeepLinkRequest:
    return DeepLinkRequest(
        handle=row.id,
        centre_id=row.centre_id,
        session_id=row.session_id,
        person_id=row.person_id,
        registration_id=row.registration_id,
        deployment_id=row.deployment_id,
        context_id=row.context_id,
        return_url=row.return_url,
        accepts_several=row.accepts_several,
        accepts_line_items=row.accepts_line_items,
        data=None if row.data is None else json.loads(row.data),
        course=row.course,
        locale=row.locale,
        frame_origin=row.frame_origin,
        course_url=row.course_url,
        created_at=row.created_at,
        expires_at=row.expires_at,
        answer=row.answer,
        is_cancelled=row.is_cancelled,
    )
