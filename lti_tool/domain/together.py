"""Side by side: what changes about an attempt that goes on, on the screen of whoever helps.

Nothing of the measure: an answer counts as its outcome says. It is remembered that somebody sat beside.
"""

from __future__ import annotations

from dataclasses import replace

from lti_tool.domain.attempt import Attempt


def with_hand(attempt: Attempt) -> Attempt:
    """The person beside gave a hand with the task on the screen: what follows counts as "with help"."""
    if attempt.current is None:
        return attempt
    return replace(attempt, current=replace(attempt.current, is_helped=True))


def accompanied(before: Attempt, after: Attempt) -> Attempt:
    """``after`` with the answers that are not in ``before`` marked as given side by side."""
    known = len(before.answers)
    ended = (replace(answer, is_accompanied=True) for answer in after.answers[known:])
    return replace(after, answers=(*after.answers[:known], *ended))


def count_accompanied(attempt: Attempt) -> int:
    """How many tasks of an attempt ended side by side."""
    return sum(answer.is_accompanied for answer in attempt.answers)
