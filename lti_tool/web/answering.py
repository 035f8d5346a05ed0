"""The form of a task, as the learner's own page and the page side by side send it."""

from __future__ import annotations

from collections.abc import Collection

from flask import request

from lti_tool.domain.attempt import Attempt
from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.item import Item
from lti_tool.domain.selection import step_number
from lti_tool.services.attempts import Standing
from lti_tool.web.i18n import language
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


def is_break(after: Standing) -> bool:
    """Whether the answer that was just taken ended an area, and a new one begins, after every second one:
    then a pause is offered. A few chosen tasks have none.
    """
    attempt, item = after.attempt, after.item
    if attempt is None or item is None or attempt.start.tasks or not _has_just_answered(attempt):
        return False
    answered = services().bank.get(attempt.answers[-1].item_id)
    if answered is None:
        return False
    history = services().attempts.history(attempt)
    now = step_number(history, item)
    return now in BREAK_BEFORE_STEPS and now > step_number(history[:-1], answered)


def task_of(standing: Standing, number: int) -> Item | None:
    """The task of this number in the language of the page, whether it was answered meanwhile or is open;
    ``None`` where there is none.
    """
    attempt = standing.attempt
    if attempt is None:
        return None
    if 1 <= number <= len(attempt.answers):
        return services().bank.drawn(attempt.answers[number - 1].item_id, attempt.seed, language())
    return services().attempts.told(standing, language()).item


def _has_just_answered(attempt: Attempt) -> bool:
    """Whether this very submission is the last answer: asking for help or trying again is none."""
    return bool(attempt.answers) and attempt.answers[-1].submission_id == submission_id()
