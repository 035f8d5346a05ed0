"""How many threads of this process each platform holds: one that answers late must not hold them all."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence

from lti_tool.store.ready_deliveries import ReadyPlace

LANES_PER_REGISTRATION = 2
COURSES_REMEMBERED = 16


class Lanes:
    """Counts what is being sent, per registration; any thread may call.

    A registration has two lanes. One whose platform failed last time has one, so that several platforms
    that are down leave threads for the others. The courses that had a turn last are remembered, so that the
    next turn is another one's. ``claiming`` is held from choosing a delivery to ``enter``.
    """

    def __init__(self) -> None:
        self.claiming = threading.Lock()
        self._held: Counter[str] = Counter()
        self._served: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def in_turn(
        self, places: Iterable[ReadyPlace], waiting: frozenset[str] = frozenset()
    ) -> Sequence[ReadyPlace]:
        """Those of these places whose registration has a free lane and is not ``waiting``, in their turn: the
        course whose last one is longest ago first, and of its places the one that waits longest.
        """
        with self._lock:
            turns = {course: turn for turn, course in enumerate(self._served, 1)}
            free = [
                place
                for place in places
                if place.registration_id not in waiting
                and self._held[place.registration_id] < (1 if place.is_troubled else LANES_PER_REGISTRATION)
            ]
        return sorted(free, key=lambda place: (turns.get(place.course, 0), place.since))

    def enter(self, registration_id: str, course: str = "") -> None:
        """Take a lane for a grade of this course, or of this resource link where there is no course."""
        with self._lock:
            self._held[registration_id] += 1
            self._served.pop(course, None)
            self._served[course] = None
            if len(self._served) > COURSES_REMEMBERED:
                self._served.popitem(last=False)

    def leave(self, registration_id: str) -> None:
        """Give the lane back."""
        with self._lock:
            self._held[registration_id] -= 1
            if self._held[registration_id] <= 0:
                del self._held[registration_id]
