"""What an administrator sets for the whole centre."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lti_tool.domain.administration import (
    KEPT_MONTHS,
    Accent,
    AssistantView,
    CentreSettings,
    GradeRule,
    Sharing,
    VideoRooms,
    is_named,
    named,
)
from lti_tool.domain.errors import MalformedRequest
from lti_tool.services.administrators import Administration
from lti_tool.services.launches import Visit
from lti_tool.store.data_use import MONTH
from lti_tool.store.unit_of_work import Store, UnitOfWork


class Centres:
    """Use cases over the settings of one centre: that of the ``Administration`` of the request."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def call_it(self, who: Administration, given: str) -> bool:
        """Name the centre; ``False`` when this can be no name, and nothing is stored. What was issued before
        shows the same name from then on. A second time changes nothing.
        """
        name = named(given)
        if not name:
            return False
        with self._store.writing() as unit:
            if unit.centres.call_it(who.centre_id, name):
                self._write_down(unit, who, "centre-named", "")
        return True

    def name_first(self, centre_id: str, name: str) -> None:
        """Name a centre that has no name of its own yet: the demo's."""
        with self._store.writing() as unit:
            if not is_named(unit.attestations.centre_name(centre_id) or ""):
                unit.centres.call_it(centre_id, name)

    def assistants_see(self, who: Administration) -> AssistantView:
        """What the assistants of the centre see of a group."""
        with self._store.reading() as unit:
            return unit.centres.assistants_see(who.centre_id)

    def let_assistants_see(self, who: Administration, view: AssistantView) -> None:
        """Set it: it counts from the next page on. A second time changes nothing."""
        with self._store.writing() as unit:
            if unit.centres.let_assistants_see(who.centre_id, view):
                self._write_down(unit, who, "assistants-view-set", view.value)

    def settings(self, who: Administration) -> CentreSettings:
        """Everything that is set for the centre."""
        with self._store.reading() as unit:
            return unit.centres.settings(who.centre_id)

    def video_rooms(self, visit: Visit) -> VideoRooms:
        """Where the buttons of video meetings are in the centre of this visit."""
        with self._store.reading() as unit:
            return unit.centres.video_rooms(visit.link.centre_id)

    def let_video_rooms_be(self, who: Administration, rooms: VideoRooms) -> None:
        """Set it: it counts from the next page on. A second time changes nothing."""
        with self._store.writing() as unit:
            if unit.centres.let_video_rooms_be(who.centre_id, rooms):
                self._write_down(unit, who, "video-rooms-set", rooms.value)

    def let_grade_rule_be(self, who: Administration, rule: GradeRule) -> None:
        """Set which level of an area is sent: it counts for what is observed from then on, and sends no
        earlier grade again. A second time changes nothing.
        """
        with self._store.writing() as unit:
            if unit.centres.let_grade_rule_be(who.centre_id, rule):
                self._write_down(unit, who, "grade-rule-set", rule.value)

    def let_accent_be(self, who: Administration, accent: Accent) -> None:
        """Set the colour of the centre's pages: it counts from the next page on. A second time changes
        nothing.
        """
        with self._store.writing() as unit:
            if unit.centres.let_accent_be(who.centre_id, accent):
                self._write_down(unit, who, "accent-set", accent.value)

    def let_sharing_be(self, who: Administration, sharing: Sharing) -> None:
        """Set when trainers read a result: it counts for what is begun from then on. A second time changes
        nothing.
        """
        with self._store.writing() as unit:
            if unit.centres.let_sharing_be(who.centre_id, sharing):
                self._write_down(unit, who, "sharing-set", sharing.value)

    def keep_for(self, who: Administration, months: int, *, is_sure: bool = False) -> int:
        """Set after how many months without a visit a person is forgotten. Where that is sooner than before
        and concerns somebody already, it asks first: how many people, and nothing is stored; 0 when it is
        set. A second time changes nothing.

        Raises:
            MalformedRequest: no centre may choose this number.
        """
        if months not in KEPT_MONTHS:
            raise MalformedRequest(reason="unknown-months")
        with self._store.writing() as unit:
            is_sooner = months < unit.centres.kept_months(who.centre_id)
            if is_sooner and not is_sure:
                before = self._clock() - months * MONTH
                concerned = unit.personal_data.how_many_absent(who.centre_id, before)
                if concerned:
                    return concerned
            if unit.centres.keep_for(who.centre_id, months):
                self._write_down(unit, who, "kept-months-set", str(months))
        return 0

    def _write_down(self, unit: UnitOfWork, who: Administration, action: str, detail: str) -> None:
        unit.audit.append(who.deed(action, "centre", who.centre_id, self._clock(), detail))
