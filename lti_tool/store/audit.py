"""The audit trail: rows are added, never changed; the database itself refuses anything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Integer, String, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.audit import BEGINNING, AuditEntry, Deed, hash_of
from lti_tool.store.schema import Base, Opaque, OwnId, UtcMoment

ONLY_HEAD = 1


class AuditEntryRow(Base):
    """One deed. Without foreign keys: the trail outlives what it speaks of."""

    __tablename__ = "audit_entry"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcMoment)
    centre_id: Mapped[str | None] = mapped_column(OwnId)
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(32))
    object_kind: Mapped[str] = mapped_column(String(32))
    object_id: Mapped[str] = mapped_column(Opaque)
    detail: Mapped[str] = mapped_column(Opaque)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHeadRow(Base):
    """The one row that says where the chain ends: it also makes writers wait for each other."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class AuditTrail:
    """Queries over the audit trail."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, deed: Deed) -> AuditEntry:
        """Add one deed at the end of the chain; others who add one wait until this unit of work ends."""
        number, previous = self._next()
        made = hash_of(number, deed, previous)
        self._session.add(
            AuditEntryRow(
                number=number,
                at=deed.at,
                centre_id=deed.centre_id,
                actor=deed.actor,
                action=deed.action,
                object_kind=deed.object_kind,
                object_id=deed.object_id,
                detail=deed.detail,
                previous=previous,
                hash=made,
            )
        )
        self._session.execute(update(AuditHeadRow).values(hash=made))
        self._session.flush()
        return AuditEntry(number=number, deed=deed, previous=previous, hash=made)

    def head(self) -> tuple[int, str]:
        """Number and hash of the last entry; 0 and ``BEGINNING`` when there is none."""
        row = self._session.execute(select(AuditHeadRow.number, AuditHeadRow.hash)).one_or_none()
        return (row[0], row[1]) if row else (0, BEGINNING)

    def all(self) -> Iterator[AuditEntry]:
        """Every entry, oldest first, one after the other."""
        query = select(AuditEntryRow).order_by(AuditEntryRow.number)
        yield from (_entry(row) for row in self._session.scalars(query.execution_options(yield_per=500)))

    def latest(self, centre_id: str, count: int, object_id: str = "") -> Sequence[AuditEntry]:
        """The last entries of one centre and of the whole installation, newest first.

        With an ``object_id``, only those about that object.
        """
        query = select(AuditEntryRow).where(
            or_(AuditEntryRow.centre_id == centre_id, AuditEntryRow.centre_id.is_(None))
        )
        if object_id:
            query = query.where(AuditEntryRow.object_id == object_id)
        rows = self._session.scalars(query.order_by(AuditEntryRow.number.desc()).limit(count))
        return tuple(_entry(row) for row in rows)

    def _next(self) -> tuple[int, str]:
        """The next number and the last hash, with the head locked. The first one ever makes the head."""
        insert = postgresql.insert if self._session.get_bind().dialect.name == "postgresql" else sqlite.insert
        statement = (
            insert(AuditHeadRow)
            .values(id=ONLY_HEAD, number=1, hash=BEGINNING)
            .on_conflict_do_update(index_elements=["id"], set_={"number": AuditHeadRow.number + 1})
            .returning(AuditHeadRow.number, AuditHeadRow.hash)
        )
        number, previous = self._session.execute(statement).one()
        return int(number), str(previous)


def _entry(row: AuditEntryRow) -> AuditEntry:
    return AuditEntry(
        number=row.number,
        deed=Deed(
            at=row.at,
            centre_id=row.centre_id,
            actor=row.actor,
            action=row.action,
            object_kind=row.object_kind,
            object_id=row.object_id,
            detail=row.detail,
        ),
        previous=row.previous,
        hash=row.hash,
    )
