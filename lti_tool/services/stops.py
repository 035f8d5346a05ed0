"""Where a course is on the path as a whole, and where people stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.figures import Count, shown
from lti_tool.domain.module import Module
from lti_tool.domain.needs import AccessQuestion
from lti_tool.domain.stops import Held, Reason, StepCount, Walker, reasons_told, step_counts, walker_of
from lti_tool.services.acting import place_of
from lti_tool.services.launches import Visit
from lti_tool.services.narrowings import Whereabout
from lti_tool.services.reviewing import only_readers_of_results
from lti_tool.store.unit_of_work import Store, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The steps of a course. ``people`` are enrolled, ``stopped`` of them did not come for ``quiet_days``
    and have not finished; ``reasons`` are theirs, ``has_more`` when others are too rare to be told.
    """

    people: Count
    stopped: Count
    steps: tuple[StepCount, ...]
    reasons: tuple[tuple[Reason, int], ...]
    has_more: bool
    quiet_days: int


class Stops:
    """Use cases over the path of a whole course."""

    def __init__(
        self,
        store: Store,
        *,
        access: Sequence[AccessQuestion],
        modules: Mapping[str, Module],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._whereabout = Whereabout(access=access, clock=clock, modules=modules)

    def way(self, visit: Visit) -> Way:
        """How many people of the visitor's course reached each step and stopped there, with a fixed number
        of queries.

        Raises:
            NotFound: the visitor reads no results here, or there is no course.
        """
        place = place_of(visit)
        with self._store.reading() as unit:
            only_readers_of_results(unit, place[0], visit.rights)
            quiet_days = unit.course_settings.of(*place).quiet_days
            walkers = self._walkers(unit, visit, place)
        stopped = [one for one in walkers if one.has_stopped]
        reasons, has_more = reasons_told(stopped)
        return Way(
            people=shown(len(walkers)),
            stopped=shown(len(stopped)),
            steps=step_counts(walkers),
            reasons=reasons,
            has_more=has_more and shown(len(stopped)) is not None,
            quiet_days=quiet_days,
        )

    def _walkers(self, unit: UnitOfWork, visit: Visit, place: tuple[str, str]) -> tuple[Walker, ...]:
        """Everybody who is enrolled."""
        link = visit.link
        everybody = unit.course_members.group(*place, link.id, link.activity)
        known = self._whereabout.known(unit, link, None)
        where = self._whereabout.told(known)
        held = Held(obstacles=unit.held_back.obstacles(*place), calls=unit.held_back.calls(*place))
        return tuple(
            walker_of(
                one.person_id,
                known.tries.get(one.person_id, ()),
                known.walked.get(one.person_id),
                known.arrived[one.person_id],
                where[one.person_id],
                held,
            )
            for one in everybody
            if one.is_active
        )
