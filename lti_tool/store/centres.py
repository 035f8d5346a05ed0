"""What a centre has set for all its courses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from lti_tool.domain.administration import (
    Accent,
    AssistantView,
    CentreSettings,
    GradeRule,
    Sharing,
    VideoRooms,
)
from lti_tool.store.logos import LOGO, LogoRow, logo_of
from lti_tool.store.registrations import CentreRow

_Value = TypeVar("_Value")


class Centres:
    """Queries over the settings of centres."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def call_it(self, centre_id: str, name: str) -> bool:
        """Name a centre; ``False`` when it was called so already."""
        return self._set(centre_id, CentreRow.name, name)

    def assistants_see(self, centre_id: str) -> AssistantView:
        """What the assistants of this centre see of a group."""
        query = select(CentreRow.assistants_see).where(CentreRow.id == centre_id)
        return AssistantView(self._session.scalars(query).one())

    def let_assistants_see(self, centre_id: str, view: AssistantView) -> bool:
        """Set what they see; ``False`` when it was so already."""
        return self._set(centre_id, CentreRow.assistants_see, view.value)

    def video_rooms(self, centre_id: str) -> VideoRooms:
        """Where the buttons of this centre's video meetings are."""
        query = select(CentreRow.video_rooms).where(CentreRow.id == centre_id)
        return VideoRooms(self._session.scalars(query).one())

    def let_video_rooms_be(self, centre_id: str, rooms: VideoRooms) -> bool:
        """Set where they are; ``False`` when it was so already."""
        return self._set(centre_id, CentreRow.video_rooms, rooms.value)

    def let_accent_be(self, centre_id: str, accent: Accent) -> bool:
        """Set it; ``False`` when it was so already."""
        return self._set(centre_id, CentreRow.accent, accent.value)

    def grade_rule(self, centre_id: str) -> GradeRule:
        """Which level of an area this centre sends."""
        query = select(CentreRow.grade_rule).where(CentreRow.id == centre_id)
        return GradeRule(self._session.scalars(query).one())

    def let_grade_rule_be(self, centre_id: str, rule: GradeRule) -> bool:
        """Set it; ``False`` when it was so already."""
        return self._set(centre_id, CentreRow.grade_rule, rule.value)

    def let_sharing_be(self, centre_id: str, sharing: Sharing) -> bool:
        """Set it; ``False`` when it was so already."""
        return self._set(centre_id, CentreRow.sharing, sharing.value)

    def kept_months(self, centre_id: str) -> int:
        """How many months after a person's last visit this centre forgets them."""
        return self._session.scalars(select(CentreRow.kept_months).where(CentreRow.id == centre_id)).one()

    def keep_for(self, centre_id: str, months: int) -> bool:
        """Set it; ``False`` when it was so already."""
        return self._set(centre_id, CentreRow.kept_months, months)

    def settings(self, centre_id: str) -> CentreSettings:
        """Everything that this centre has set; one query."""
        query = select(CentreRow, *LOGO).outerjoin(LogoRow, LogoRow.centre_id == CentreRow.id)
        row, *drawn = self._session.execute(query.where(CentreRow.id == centre_id)).one()
        return CentreSettings(
            assistants_see=AssistantView(row.assistants_see),
            video_rooms=VideoRooms(row.video_rooms),
            grade_rule=GradeRule(row.grade_rule),
            accent=Accent(row.accent),
            sharing=Sharing(row.sharing),
            kept_months=row.kept_months,
            logo=logo_of(row.name, *drawn),
        )

    def by_months(self) -> Mapping[int, Sequence[str]]:
        """The ids of all centres, by how many months they keep what is known about a person."""
        found: dict[int, list[str]] = {}
        for centre_id, months in self._session.execute(select(CentreRow.id, CentreRow.kept_months)):
            found.setdefault(months, []).append(centre_id)
        return found

    def _set(self, centre_id: str, column: InstrumentedAttribute[_Value], value: _Value) -> bool:
        change = update(CentreRow).where(CentreRow.id == centre_id, column != value)
        done = self._session.execute(change.values({column: value}).returning(CentreRow.id))
        return done.scalar_one_or_none() is not None
