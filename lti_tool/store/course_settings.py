"""What the trainers of a course set, one row of each course where somebody did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.course_setting import PHONE_LENGTH, PLAIN_SETTING, CourseSetting
from lti_tool.store.schema import Base, OwnId, UtcMoment


class CourseSettingRow(Base):
    """One course."""

    __tablename__ = "course_setting"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        CheckConstraint("quiet_days BETWEEN 3 AND 90", name="known_days"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    context_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    quiet_days: Mapped[int]
    phone: Mapped[str] = mapped_column(String(PHONE_LENGTH))
    changed_at: Mapped[datetime] = mapped_column(UtcMoment)


class CourseSettings:
    """Queries over the settings of courses."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, centre_id: str, context_id: str | None) -> CourseSetting:
        """Those of one course; the usual ones where nothing was set, or the platform names no course."""
        row = self._session.get(CourseSettingRow, (centre_id, context_id)) if context_id else None
        return CourseSetting(quiet_days=row.quiet_days, phone=row.phone) if row else PLAIN_SETTING

    def keep(self, centre_id: str, context_id: str, setting: CourseSetting, now: datetime) -> None:
        """Store them; of two trainers the later one counts.

        Raises:
            Conflict: from the unit of work, when both set something for the first time at the same moment.
        """
        row = self._session.get(CourseSettingRow, (centre_id, context_id))
        if row is None:
            row = CourseSettingRow(centre_id=centre_id, context_id=context_id)
            self._session.add(row)
        row.quiet_days, row.phone, row.changed_at = setting.quiet_days, setting.phone, now
        self._session.flush()
