"""What the trainers of a course set once, and every trainer and assistant of it reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from lti_tool.domain.audit import TRAINER, Deed, actor_of
from lti_tool.domain.course_setting import CourseSetting, Fault, course_setting_of
from lti_tool.domain.errors import Conflict
from lti_tool.services.acting import only_trainers, place_of
from lti_tool.services.launches import Visit
from lti_tool.services.reviewing import only_reviewers
from lti_tool.store.unit_of_work import Store


class CourseSettings:
    """Use cases over the settings of a course."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def of(self, visit: Visit) -> CourseSetting:
        """Those of the visitor's course; the usual ones where the platform names none.

        Raises:
            NotFound: the visitor is neither a trainer nor an assistant here.
        """
        only_reviewers(visit.rights)
        with self._store.reading() as unit:
            return unit.course_settings.of(visit.link.centre_id, visit.link.context_id)

    def change(self, visit: Visit, days: str, phone: str) -> Mapping[str, Fault]:
        """Keep what a trainer typed, with its entry in the audit trail; what stands so already changes
        nothing. The faults by field when something is wrong: then nothing is stored.

        Raises:
            NotAllowed: the visitor is no trainer.
            NotFound: the platform names no course.
        """
        only_trainers(visit)
        setting, faults = course_setting_of(days, phone)
        place = place_of(visit)
        if faults:
            return faults
        try:
            self._keep(visit, place, setting)
        except Conflict as error:
            if error.reason != "somebody-was-faster":
                raise
            self._keep(visit, place, setting)
        return {}

    def _keep(self, visit: Visit, place: tuple[str, str], setting: CourseSetting) -> None:
        now = self._clock()
        with self._store.writing() as unit:
            if unit.course_settings.of(*place) == setting:
                return
            unit.course_settings.keep(*place, setting, now)
            unit.audit.append(
                Deed(
                    at=now,
                    centre_id=place[0],
                    actor=actor_of(TRAINER, visit.launch.person_id),
                    action="course-set",
                    object_kind="course",
                    object_id=place[1],
                )
            )
