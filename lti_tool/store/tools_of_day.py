"""The tools of the day of a resource link, as its trainers chose them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.tools import Tool, tools_of
from lti_tool.store.schema import Base, OwnId, UtcMoment


class ToolsOfDayRow(Base):
    """One resource link."""

    __tablename__ = "tools_of_day"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "resource_link_id"], ["resource_link.centre_id", "resource_link.id"]
        ),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    resource_link_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    tools: Mapped[list[str]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcMoment)


class ToolsOfDay:
    """Queries over the tools of the day."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, centre_id: str, link_id: str) -> tuple[Tool, ...]:
        """Those of one resource link; none where nobody chose any."""
        row = self._session.get(ToolsOfDayRow, (centre_id, link_id))
        return tools_of(row.tools) if row else ()

    def keep(self, centre_id: str, link_id: str, tools: Sequence[Tool], now: datetime) -> None:
        """Store them; of two trainers the later one counts.

        Raises:
            Conflict: from the unit of work, when both chose for the first time at the same moment.
        """
        row = self._session.get(ToolsOfDayRow, (centre_id, link_id))
        if row is None:
            row = ToolsOfDayRow(centre_id=centre_id, resource_link_id=link_id)
            self._session.add(row)
        row.tools, row.changed_at = [tool.value for tool in tools], now
        self._session.flush()
