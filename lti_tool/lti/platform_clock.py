"""What time it is on each platform, as far as its ``Date`` headers tell."""

from __future__ import annotations

import threading
from collections import deque
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median

from lti_tool.domain.launch import Registration

SAMPLES = 5
# A Date header has whole seconds: a smaller difference says nothing.
TOLERANCE_SECONDS = 2.0
# Beyond a day the header is wrong, not the clock.
DIFFERENCE_SECONDS_MAXIMUM = 86_400.0


class PlatformClocks:
    """The difference between each platform's clock and ours: the median of the last five answers.

    Source: security notes F22, F49: Moodle compares moments without any leeway.
    """

    def __init__(self) -> None:
        self._samples: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def observe(
        self, registration: Registration, date_header: str, asked_at: datetime, answered_at: datetime
    ) -> None:
        """Take one ``Date`` header into account; anything that is not one is ignored."""
        theirs = read_http_date(date_header)
        if theirs is None:
            return
        ours = asked_at + (answered_at - asked_at) / 2
        difference = (theirs - ours).total_seconds()
        if abs(difference) > DIFFERENCE_SECONDS_MAXIMUM:
            return
        with self._lock:
            self._samples.setdefault(registration.id, deque(maxlen=SAMPLES)).append(difference)

    def platform_now(self, registration: Registration, now: datetime) -> datetime:
        """``now`` in the platform's clock; unchanged for a difference of two seconds or less."""
        with self._lock:
            samples = tuple(self._samples.get(registration.id, ()))
        difference = median(samples) if samples else 0.0
        return now + timedelta(seconds=difference) if abs(difference) > TOLERANCE_SECONDS else now


def read_http_date(text: str) -> datetime | None:
    """The moment of an HTTP date, aware and in UTC, or ``None``."""
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
