"""Where the people of a group are, and the list narrowed to those who are asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from lti_tool.domain.cohort import groups_in
from lti_tool.domain.cohort_filter import LOW_LEVELS_UP_TO, Narrowing, fits
from lti_tool.domain.module import Module, Part
from lti_tool.domain.needs import AccessQuestion
from lti_tool.domain.path import VIDEO_ROOM
from lti_tool.domain.whereabouts import NOWHERE, Arrived, TriedOnce, Walked, Whereabouts, whereabouts_of
from lti_tool.store.course_members import StoredCourseMember
from lti_tool.store.courses import StoredLink
from lti_tool.store.unit_of_work import UnitOfWork

Where = Mapping[str, Whereabouts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Those who are asked for, in the order in which they came: ``enrolled``, out of ``everybody`` of the
    group, and who ``left`` the course. ``groups`` are all of the course, ``group`` the one that was asked
    for, empty for everybody. ``where`` is known of the whole course when that was needed to find them, else
    it is empty.
    """

    enrolled: Sequence[StoredCourseMember]
    left: Sequence[StoredCourseMember]
    everybody: int
    groups: tuple[str, ...]
    group: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of where people are, by id; everybody is in ``arrived``."""

    tries: Mapping[str, Sequence[TriedOnce]]
    walked: Mapping[str, Walked]
    arrived: Mapping[str, Arrived]


class Whereabout:
    """Reads where people are. ``modules`` holds every module of the installation by id."""

    def __init__(
        self,
        *,
        access: Sequence[AccessQuestion],
        clock: Callable[[], datetime],
        modules: Mapping[str, Module] = MappingProxyType({}),
    ) -> None:
        self._access = tuple(access)
        self._clock = clock
        self._start = [name for name, one in modules.items() if one.part is Part.START]
        self._further = [name for name, one in modules.items() if one.part is Part.FURTHER]

    def narrowed(
        self,
        unit: UnitOfWork,
        link: StoredLink,
        people: Sequence[StoredCourseMember],
        group: str,
        asked: Narrowing,
    ) -> Narrowed:
        """Those of these people who are asked for, with a number of queries that depends on what is asked and
        on nobody's number. An unknown ``group`` is everybody; it says nothing about those who left.
        """
        enrolled = [person for person in people if person.is_active]
        groups = groups_in(enrolled)
        if group in groups:
            enrolled = [person for person in enrolled if group in person.groups]
        where = self.of(unit, link, None) if asked.by_whereabouts else {}
        sets = _sets(unit, link, asked)

        def is_asked_for(person: StoredCourseMember) -> bool:
            is_there = fits(asked, where.get(person.person_id, NOWHERE))
            return is_there and all(person.person_id in ids for ids in sets)

        return Narrowed(
            enrolled=[person for person in enrolled if is_asked_for(person)],
            left=[person for person in people if not person.is_active and is_asked_for(person)],
            everybody=len(enrolled),
            groups=groups,
            group=group if group in groups else "",
            where=where,
        )

    def of(self, unit: UnitOfWork, link: StoredLink, people: Collection[str] | None) -> Where:
        """Where these people of the course are, by id; ``None`` is everybody. Three queries."""
        return self.told(self.known(unit, link, people))

    def known(self, unit: UnitOfWork, link: StoredLink, people: Collection[str] | None) -> Known:
        """All that is known of where these people of the course are. Three queries."""
        if link.context_id is None:
            return Known(tries={}, walked={}, arrived={})
        table, place = unit.whereabouts, (link.centre_id, link.context_id)
        return Known(
            tries=table.tries(*place, people),
            walked=table.walked(*place, people, start=self._start, further=self._further, room=VIDEO_ROOM),
            arrived=table.arrived(*place, people),
        )

    def told(self, known: Known) -> Where:
        """Where those people are of whom this is known."""
        now = self._clock()
        return {
            person: whereabouts_of(
                known.tries.get(person, ()),
                known.walked.get(person),
                one,
                self._access,
                now=now,
            )
            for person, one in known.arrived.items()
        }


def _sets(unit: UnitOfWork, link: StoredLink, asked: Narrowing) -> Sequence[Collection[str]]:
    """The ids of those whom each part of the question finds that asks for more than where somebody is."""
    found: list[Collection[str]] = []
    if link.context_id is None:
        return found
    if asked.areas:
        found.append(
            unit.whereabouts.low_in(
                link.centre_id, link.context_id, link.id, link.activity, asked.areas, LOW_LEVELS_UP_TO
            )
        )
    if asked.wants_talk:
        found.append(unit.whereabouts.waiting(link.centre_id, link.context_id))
    return found
