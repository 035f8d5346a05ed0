"""What a platform's refusal means: one table from status and words to our errors.

Bodies are searched for known words here and go no further: no error carries any of their text (F44).
"""

from __future__ import annotations

from datetime import datetime

from lti_tool.domain.errors import PasserelleError, PlatformRefused, PlatformUnavailable
from lti_tool.lti import quirks
from lti_tool.lti.platform_clock import read_http_date
from lti_tool.lti.transport import Answer

WAIT_SECONDS_MINIMUM = 1.0
WAIT_SECONDS_MAXIMUM = 3600.0

_TEMPORARY = frozenset({408, 425})
# A gateway gave up waiting: what stands behind it may have done the work all the same.
_AMBIGUOUS = frozenset({408, 502, 504})


def shared_fault(answer: Answer, now: datetime) -> PasserelleError | None:
    """The error of a status that means the same for every service, or ``None``.

    Raises nothing: the caller raises, after looking at what is special to its own call.
    """
    status = answer.status
    if 300 <= status < 400:
        return PlatformRefused(reason="redirected", status=status)
    if status == 401:
        return PlatformRefused(reason="unauthorized", status=status)
    if status == 429 or (status == 403 and quirks.speaks_of_rate(answer.text)):
        return PlatformUnavailable(
            reason="rate-limited", retry_after_seconds=retry_after_seconds(answer, now), status=status
        )
    if status >= 500 or status in _TEMPORARY:
        return PlatformUnavailable(
            reason="server-error",
            retry_after_seconds=retry_after_seconds(answer, now),
            is_ambiguous=status in _AMBIGUOUS,
            status=status,
        )
    return None


def container_fault(answer: Answer, now: datetime) -> PasserelleError:
    """The error of a refused request on a context's line items: 404 means that the course is gone (F06)."""
    fault = shared_fault(answer, now)
    if fault is not None:
        return fault
    reasons = {403: "scope-missing", 404: "context-gone", 410: "context-gone"}
    return PlatformRefused(reason=reasons.get(answer.status, "invalid-body"), status=answer.status)


def line_item_fault(answer: Answer, now: datetime) -> PasserelleError:
    """The error of a refused score or result. Source: security notes F03 to F13.

    ``not-gradable`` is about the learner, ``line-item-gone`` about the column: the two must not be
    confused, because the first ends by itself and the second never does.
    """
    fault = shared_fault(answer, now)
    if fault is not None:
        return fault
    reasons = {403: "scope-missing", 404: "line-item-gone", 410: "line-item-gone"}
    reason = reasons.get(answer.status, "invalid-body")
    if answer.status in (400, 403, 404, 422) and quirks.speaks_of_person(answer.text):
        reason = "not-gradable"
    return PlatformRefused(reason=reason, status=answer.status)


def retry_after_seconds(answer: Answer, now: datetime) -> float | None:
    """What ``Retry-After`` asks for, in seconds or as a date, between a second and an hour (F10)."""
    text = answer.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:9])
    else:
        moment = read_http_date(text)
        if moment is None:
            return None
        seconds = (moment - now).total_seconds()
    return min(max(seconds, WAIT_SECONDS_MINIMUM), WAIT_SECONDS_MAXIMUM)
