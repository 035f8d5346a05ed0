"""The form of a task, as the learner's own page and the page side by side send it."""

from __future__ import annotations

from collections.abc import Collection

from flask import request

from lti_tool.domain.attempt import Attempt
from lti_tool.domain.errors import MalformedRequest
from lti_tool.services.attempts import Standing
from lti_tool.web.state import services

BREAK_BEFORE_STEPS = frozenset({3, 5})
SUBMISSION_LENGTHS = range(8, 65)
KNOWN_FIELDS = frozenset({"csrf", "submission", "version", "skip", "help", "pause", "press", "choice"})


def submitted_fields(more: Collection[str] = ()) -> dict[str, list[str]]:
    """The form as sent; a field that no question has, and that is none of ``more``, is refused.

    Raises:
        MalformedRequest: an unknown field.
    """
    form = request.form.to_dict(flat=False)
    for name in form:
        if name not in KNOWN_FIELDS and name not in more and not name.startswith(("order-", "field-")):
            raise MalformedRequest(reason="unknown-field")
    return form


def submission_id() -> str:
    """The name that the page gave to this submission, by which a repeat is recognised.

    Raises:
        MalformedRequest: it is none of ours.
    """
    given = request.form.get("submission", "")
    if len(given) not in SUBMISSION_LENGTHS or not given.isascii() or not given.isprintable():
        raise MalformedRequest(reason="submission-id")
    return given


def version() -> int:
    """The version of the attempt that the page was made from.

    Raises:
        MalformedRequest: no number.
    """
    given = request.form.get("version", "")
    if not given.isdecimal() or len(given) > 9:
        raise MalformedRequest(reason="version")
    return int(given)


def is_break(before: Standing, after: Standing) -> bool:
    """Whether a new area begins after every second one: then a pause is offered. A few chosen tasks have
    none.
    """
    if before.attempt is None or after.attempt is None or before.item is None or after.item is None:
        return False
    if after.attempt.start.tasks:
        return False
    was, now = (_step(one.attempt, one) for one in (before, after))
    return now > was and now in BREAK_BEFORE_STEPS


def _step(attempt: Attempt | None, standing: Standing) -> int:
    if attempt is None or standing.item is None:
        return 0
    return services().attempts.step(attempt, standing.item)
