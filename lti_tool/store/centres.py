"""What a centre has set for all its courses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lti_tool.domain.administration import Accent, AssistantView, GradeRule, Sharing, VideoRooms
from lti_tool.store.registrations import CentreRow


class Centres:
    """Queries over the settings of centres."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def call_it(self, centre_id: str, name: str) -> bool:
        """Name a centre; ``False`` when it was called so already."""
        change = update(CentreRow).where(CentreRow.id == centre_id, CentreRow.name != name)
        done = self._session.execute(change.values(name=name).returning(CentreRow.id))
        return done.scalar_one_or_none() is not None

    def assistants_see(self, centre_id: str) -> AssistantView:
        """What the assistants of this centre see of a group."""
        query = select(CentreRow.assistants_see).where(CentreRow.id == centre_id)
        return AssistantView(self._session.scalars(query).one())

    def let_assistants_see(self, centre_id: str, view: AssistantView) -> bool:
        """Set what they see; ``False`` when it was so already."""
        change = update(CentreRow).where(CentreRow.id == centre_id, CentreRow.assistants_see != view.value)
        done = self._session.execute(change.values(assistants_see=view.value).returning(CentreRow.id))
        return done.scalar_one_or_none() is not None

    def video_rooms(self, centre_id: str) -> VideoRooms:
        """Where the buttons of this centre's video meetings are."""
        query = select(CentreRow.video_rooms).where(CentreRow.id == centre_id)
        return VideoRooms(self._session.scalars(query).one())

    def let_video_rooms_be(self, centre_id: str, rooms: VideoRooms) -> bool:
        """Set where they are; ``False`` when it was so already."""
        change = update(CentreRow).where(CentreRow.id == centre_id, CentreRow.video_rooms != rooms.value)
        done = self._session.execute(change.values(video_rooms=rooms.value).returning(CentreRow.id))
        return done.scalar_one_or_none() is not None

    def accent(self, centre_id: str) -> Accent:
        """The colour of this centre's pages."""
        query = select(CentreRow.accent).where(CentreRow.id == centre_id)
        return Accent(self._session.scalars(query).one())

    def let_accent_be(self, centre_id: str, accent: Accent) -> bool:
        """Set it; ``False`` when it was so already."""
        change = update(CentreRow).where(CentreRow.id == centre_id, CentreRow.accent != accent.value)
        done = self._session.execute(change.values(accent=accent.value).returning(CentreRow.id))
        return done.scalar_one_or_none() is not None

    def grade_rule(self, centre_id: str) -> GradeRule:
        """Which level of an area this centre sends."""
        query = select(CentreRow.grade_rule).where(CentreRow.id == centre_id)
        return GradeRule(self._session.scalars(query).one())

    def let_grade_rule_be(self, centre_id: str, rule: GradeRule) -> bool:
        """Set it; ``False`` when it was so already."""
        change = update(CentreRow).where(CentreRow.id == centre_id, CentreRow.grade_rule != rule.value)
        done = self._session.execute(change.values(grade_rule=rule.value).returning(CentreRow.id))
        return done.scalar_one_or_none() is not None

    def sharing(self, centre_id: str) -> Sharing:
        """When this centre's trainers read a result."""
        query = select(CentreRow.sharing).where(CentreRow.id == centre_id)
        return Sharing(self._session.scalars(query).one())

    def let_sharing_be(self, centre_id: str, sharing: Sharing) -> bool:
        """Set it; ``False`` when it was so already."""
        change = update(CentreRow).where(CentreRow.id == centre_id, CentreRow.sharing != sharing.value)
        done = self._session.execute(change.values(sharing=sharing.value).returning(CentreRow.id))
        return done.scalar_one_or_none() is not None

    def kept_months(self, centre_id: str) -> int:
        """How many months after a person's last visit this centre forgets them."""
        return self._session.scalars(select(CentreRow.kept_months).where(CentreRow.id == centre_id)).one()

    def keep_for(self, centre_id: str, months: int) -> bool:
        """Set it; ``False`` when it was so already."""
        change = update(CentreRow).where(CentreRow.id == centre_id, CentreRow.kept_months != months)
        done = self._session.execute(change.values(kept_months=months).returning(CentreRow.id))
        return done.scalar_one_or_none() is not None

    def by_months(self) -> Mapping[int, Sequence[str]]:
        """The ids of all centres, by how many months they keep what is known about a person."""
        found: dict[int, list[str]] = {}
        for centre_id, months in self._session.execute(select(CentreRow.id, CentreRow.kept_months)):
            found.setdefault(months, []).append(centre_id)
        return found
