"""What an administrator reads about the platforms of one centre: counts and moments, nobody's data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Select, String, Table, and_, case, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.administration import Centre, KnownPlatform, PlatformSigns
from lti_tool.domain.launch import AgsClaim
from lti_tool.store.course_rows import MembershipRow, ResourceLinkRow
from lti_tool.store.delivery_rows import DeliveryRow, LineItemRow
from lti_tool.store.registrations import CentreRow, RegistrationRow, registration_of_row
from lti_tool.store.roster_rows import RosterRow
from lti_tool.store.schema import Base, OwnId, UtcMoment

WAITING = ("due", "leased", "retry")
REFUSED = "parked"


class PlatformSignRow(Base):
    """What was seen of a platform that no other table tells."""

    __tablename__ = "platform_sign"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "registration_id"], ["registration.centre_id", "registration.id"]),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    registration_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    first_message_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    grades_tried_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    grades_reason: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    first_launch_at: datetime | None = None
    last_launch_at: datetime | None = None
    last_grade_at: datetime | None = None
    waiting: int = 0
    refused: int = 0
    has_roster: bool = False
    members_read_at: datetime | None = None
    members_reason: str = ""
    courses_renamed: int = 0


class Platforms:
    """Queries over centres, and over the platforms of one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def centres(self) -> Sequence[Centre]:
        """Every centre, oldest first."""
        rows = self._session.scalars(select(CentreRow).order_by(CentreRow.created_at, CentreRow.id))
        return tuple(Centre(id=row.id, name=row.name, created_at=row.created_at) for row in rows)

    def known(self, centre_id: str, registration_id: str = "") -> Sequence[KnownPlatform]:
        """The platforms of one centre, oldest first, or the one with this id; empty when there is none.

        The number of queries does not depend on the number of platforms.
        """
        query = select(RegistrationRow).where(RegistrationRow.centre_id == centre_id)
        if registration_id:
            query = query.where(RegistrationRow.id == registration_id)
        rows = self._session.scalars(query.order_by(RegistrationRow.created_at, RegistrationRow.id)).all()
        counts, signs = self._counts(centre_id), self._signs(centre_id)
        return tuple(
            KnownPlatform(
                registration=registration_of_row(row),
                created_at=row.created_at,
                signs=_signs_of(counts.get(row.id, _Counts()), signs.get(row.id)),
            )
            for row in rows
        )

    def saw_message(self, centre_id: str, registration_id: str, now: datetime) -> None:
        """Remember the first accepted message of a platform; later ones write nothing."""
        row = self._session.get(PlatformSignRow, (centre_id, registration_id))
        if row is None or row.first_message_at is None:
            self._write(centre_id, registration_id, keep=("first_message_at",), first_message_at=now)

    def tried_grades(self, centre_id: str, registration_id: str, reason: str, now: datetime) -> None:
        """Remember the last try of the grade service; an empty ``reason`` says that it answers."""
        self._write(centre_id, registration_id, keep=(), grades_tried_at=now, grades_reason=reason[:64])

    def grade_service(self, centre_id: str, registration_id: str) -> AgsClaim | None:
        """Where grades of some course of this platform go; the newest link that accepts them, or ``None``."""
        row = self._session.execute(
            select(ResourceLinkRow.lineitems_url, ResourceLinkRow.lineitem_url, ResourceLinkRow.scopes)
            .where(
                ResourceLinkRow.centre_id == centre_id,
                ResourceLinkRow.registration_id == registration_id,
                ResourceLinkRow.lineitems_url.is_not(None),
            )
            .order_by(ResourceLinkRow.created_at.desc(), ResourceLinkRow.id)
            .limit(1)
        ).one_or_none()
        return AgsClaim(lineitems_url=row[0], lineitem_url=row[1], scopes=tuple(row[2])) if row else None

    def roster_url(self, centre_id: str, registration_id: str) -> str | None:
        """Where the people of some course are listed; ``None`` when no launch of this platform said so."""
        query = select(RosterRow.url).where(
            RosterRow.centre_id == centre_id,
            RosterRow.registration_id == registration_id,
            RosterRow.url.is_not(None),
        )
        return self._session.scalar(query.order_by(RosterRow.read_at.desc(), RosterRow.id).limit(1))

    def _counts(self, centre_id: str) -> dict[str, _Counts]:
        launches = {row[0]: row for row in self._session.execute(_launches(centre_id))}
        grades = {row[0]: row for row in self._session.execute(_grades(centre_id))}
        rosters = {row[0]: row for row in self._session.execute(_rosters(centre_id))}
        found: dict[str, _Counts] = {}
        for registration_id in launches.keys() | grades.keys() | rosters.keys():
            _id, first, last = launches.get(registration_id, ("", None, None))
            _id, sent, waiting, refused = grades.get(registration_id, ("", None, 0, 0))
            _id, offered, read_at, reason, renamed = rosters.get(registration_id, ("", 0, None, "", 0))
            found[registration_id] = _Counts(
                first_launch_at=first,
                last_launch_at=last,
                last_grade_at=sent,
                waiting=waiting or 0,
                refused=refused or 0,
                has_roster=bool(offered),
                members_read_at=read_at,
                members_reason=reason or "",
                courses_renamed=renamed,
            )
        return found

    def _signs(self, centre_id: str) -> dict[str, PlatformSignRow]:
        rows = self._session.scalars(select(PlatformSignRow).where(PlatformSignRow.centre_id == centre_id))
        return {row.registration_id: row for row in rows}

    def _write(self, centre_id: str, registration_id: str, *, keep: Sequence[str], **values: object) -> None:
        """Insert or update one platform's row; of ``keep``, a value that is there already stays."""
        insert = postgresql.insert if self._session.get_bind().dialect.name == "postgresql" else sqlite.insert
        table = PlatformSignRow.__table__
        assert isinstance(table, Table)
        row = {"centre_id": centre_id, "registration_id": registration_id, "grades_reason": "", **values}
        statement = insert(table).values(**row)
        written = [name for name in values if name not in keep]
        changed: dict[str, Any] = {name: statement.excluded[name] for name in written}  # Any: columns
        changed |= {name: func.coalesce(table.c[name], statement.excluded[name]) for name in keep}
        self._session.execute(
            statement.on_conflict_do_update(index_elements=["centre_id", "registration_id"], set_=changed)
        )


def _launches(centre_id: str) -> Select[tuple[str, datetime, datetime]]:
    return (
        select(
            ResourceLinkRow.registration_id,
            func.min(MembershipRow.first_launch_at),
            func.max(MembershipRow.last_launch_at),
        )
        .join(
            MembershipRow,
            and_(
                MembershipRow.centre_id == ResourceLinkRow.centre_id,
                MembershipRow.resource_link_id == ResourceLinkRow.id,
            ),
        )
        .where(ResourceLinkRow.centre_id == centre_id)
        .group_by(ResourceLinkRow.registration_id)
    )


def _grades(centre_id: str) -> Select[tuple[str, datetime | None, int, int]]:
    return (
        select(
            ResourceLinkRow.registration_id,
            func.max(DeliveryRow.acknowledged_at),
            func.sum(case((DeliveryRow.state.in_(WAITING), 1), else_=0)),
            func.sum(case((DeliveryRow.state == REFUSED, 1), else_=0)),
        )
        .join(
            LineItemRow,
            and_(
                LineItemRow.centre_id == ResourceLinkRow.centre_id,
                LineItemRow.resource_link_id == ResourceLinkRow.id,
            ),
        )
        .join(
            DeliveryRow,
            and_(DeliveryRow.centre_id == LineItemRow.centre_id, DeliveryRow.line_item_id == LineItemRow.id),
        )
        .where(ResourceLinkRow.centre_id == centre_id)
        .group_by(ResourceLinkRow.registration_id)
    )


def _rosters(centre_id: str) -> Select[tuple[str, int, datetime | None, str, int]]:
    """How many courses offer a roster, when one was read last, some reason why one could not be, and in how
    many most names changed at once.
    """
    return (
        select(
            RosterRow.registration_id,
            func.count(RosterRow.url),
            func.max(RosterRow.read_at),
            func.max(RosterRow.reason),
            func.count(RosterRow.names_changed_at),
        )
        .where(RosterRow.centre_id == centre_id)
        .group_by(RosterRow.registration_id)
    )


def _signs_of(counts: _Counts, row: PlatformSignRow | None) -> PlatformSigns:
    return PlatformSigns(
        # Platforms that were at work before their logins were remembered have launched.
        first_message_at=(row.first_message_at if row else None) or counts.first_launch_at,
        first_launch_at=counts.first_launch_at,
        last_launch_at=counts.last_launch_at,
        last_grade_at=counts.last_grade_at,
        waiting=counts.waiting,
        refused=counts.refused,
        grades_tried_at=row.grades_tried_at if row else None,
        grades_reason=row.grades_reason if row else "",
        members_read_at=counts.members_read_at,
        members_reason=_members_reason(counts),
        courses_renamed=counts.courses_renamed,
    )


def _members_reason(counts: _Counts) -> str:
    if counts.members_read_at is not None:
        return ""
    if counts.first_launch_at is not None and not counts.has_roster:
        return "no-roster-service"
    return counts.members_reason
