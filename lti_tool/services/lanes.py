"""How many threads of this process each platform holds: one that answers late must not hold them all."""

from __future__ import annotations

import threading
from collections import Counter

from lti_tool.store.ready_deliveries import Busy

LANES_PER_REGISTRATION = 2


class Lanes:
    """Counts what is being sent, per registration; any thread may call.

    A registration has two lanes. One whose platform failed last time has one, so that several platforms
    that are down leave threads for the others. ``claiming`` is held from choosing a delivery to ``enter``.
    """

    def __init__(self) -> None:
        self.claiming = threading.Lock()
        self._held: Counter[str] = Counter()
        self._lock = threading.Lock()

    def busy(self) -> Busy:
        """Which registrations have no free lane."""
        with self._lock:
            return Busy(
                full=frozenset(name for name, count in self._held.items() if count >= LANES_PER_REGISTRATION),
                troubled=frozenset(self._held),
            )

    def enter(self, registration_id: str) -> None:
        """Take a lane."""
        with self._lock:
            self._held[registration_id] += 1

    def leave(self, registration_id: str) -> None:
        """Give the lane back."""
        with self._lock:
            self._held[registration_id] -= 1
            if self._held[registration_id] <= 0:
                del self._held[registration_id]
