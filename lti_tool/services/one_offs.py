"""One-off helps: noted with one press by whoever gave it, taken back by the same person on the same day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time

from lti_tool.domain.audit import TRAINER, Deed, actor_of
from lti_tool.domain.errors import Conflict, MalformedRequest, NotFound
from lti_tool.domain.one_off import OneOff, Topic
from lti_tool.domain.opening_hours import BRUSSELS
from lti_tool.services.acting import place_of
from lti_tool.services.launches import Visit
from lti_tool.services.reviewing import only_reviewers
from lti_tool.services.wording import local_day
from lti_tool.store.unit_of_work import Store, UnitOfWork


class OneOffs:
    """Use cases over one-off helps, for trainers and every assistant: a digital steward is one (S2-18)."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def today(self, visit: Visit) -> Sequence[OneOff]:
        """What the visitor gave today in this course, the latest first; nothing where there is no course.

        Raises:
            NotFound: the visitor is neither a trainer nor an assistant here.
        """
        only_reviewers(visit.rights)
        if visit.link.context_id is None:
            return ()
        with self._store.reading() as unit:
            return unit.one_offs.given_by(*place_of(visit), visit.launch.person_id, self._midnight())

    def note(self, visit: Visit, one_off_id: str, topic: str) -> None:
        """Note one help. ``one_off_id`` is the form's own: sent twice it counts once, and with another topic
        the later press is the one that was meant.

        Raises:
            NotFound: as ``today``, or the platform names no course.
            MalformedRequest: no button has this topic.
        """
        only_reviewers(visit.rights)
        if topic not in set(Topic):
            raise MalformedRequest(reason="unknown-topic")
        place = place_of(visit)
        one = OneOff(
            id=one_off_id,
            centre_id=place[0],
            context_id=place[1],
            topic=Topic(topic),
            at=self._clock(),
            by=visit.launch.person_id,
        )
        try:
            self._keep(one)
        except Conflict as error:
            if error.reason != "somebody-was-faster":
                raise
            self._keep(one)

    def withdraw(self, visit: Visit, one_off_id: str) -> None:
        """Take back what the visitor noted today, as if it had never been noted; the audit trail keeps both.

        Raises:
            NotFound: as ``today``, or the visitor noted no such help today in this course.
        """
        only_reviewers(visit.rights)
        place, by = place_of(visit), visit.launch.person_id
        with self._store.writing() as unit:
            found = unit.one_offs.find(place[0], one_off_id)
            is_own = found is not None and (found.context_id, found.by) == (place[1], by)
            if found is None or not is_own or found.at < self._midnight() or not unit.one_offs.remove(found):
                raise NotFound(reason="no-such-help")
            self._write_down(unit, found, "help-withdrawn")

    def _keep(self, one: OneOff) -> None:
        with self._store.writing() as unit:
            known = unit.one_offs.find(one.centre_id, one.id)
            if known is None:
                unit.one_offs.add(one)
            elif (known.context_id, known.by) != (one.context_id, one.by):
                raise Conflict(reason="help-of-somebody-else")
            elif known.topic is one.topic:
                return
            else:
                unit.one_offs.change_topic(known, one.topic)
            self._write_down(unit, one, "help-noted")

    def _write_down(self, unit: UnitOfWork, one: OneOff, action: str) -> None:
        unit.audit.append(
            Deed(
                at=self._clock(),
                centre_id=one.centre_id,
                actor=actor_of(TRAINER, one.by),
                action=action,
                object_kind="one-off",
                object_id=one.id,
                detail=one.topic.value,
            )
        )

    def _midnight(self) -> datetime:
        return datetime.combine(local_day(self._clock()), time(), tzinfo=BRUSSELS)
