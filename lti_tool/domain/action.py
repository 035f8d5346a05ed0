"""What a centre does about what its learners lack: one action per need, and those that a trainer adds.

A need that nobody acted on is no row anywhere: it is read from the answers each time. What is done is kept
with who and when, whatever is answered later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from lti_tool.domain.checks import LINE_LENGTH, tidied
from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.needs import AccessQuestion, Need, needs_of
from lti_tool.domain.readiness import Condition, Readiness, readiness_of

TEXT_LENGTH = 200
OTHER = "other"
"""The kind of an action that a trainer adds and that belongs to no need."""
KINDS = (*(need.value for need in Need), OTHER)
NO_VISIT = "no-visit"
"""The kind of the one action about somebody who did not come for longer than the course waits."""


class Source(StrEnum):
    """Whether an answer, or an absence, named it, or a trainer added it."""

    NEED = "need"
    OWN = "own"


class ActionState(StrEnum):
    """Where an action is. ``NOT_NEEDED`` carries a reason."""

    TO_DO = "to-do"
    UNDER_WAY = "under-way"
    DONE = "done"
    NOT_NEEDED = "not-needed"


SETTLED = frozenset({ActionState.DONE, ActionState.NOT_NEEDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something to do for one person of a course. ``id`` is empty while nobody acted on a need.

    ``since`` is when the trainers could know of it, or the last visit before an absence. ``at`` and ``by``
    are the last change of its state and who made it, ``None`` before the first; ``added_by`` is the trainer
    who added it, ``None`` for a need. ``version`` counts the changes, so that a second trainer learns that
    one was faster.
    """

    id: str
    centre_id: str
    context_id: str
    person_id: str
    kind: str
    source: Source
    since: datetime
    text: str = ""
    state: ActionState = ActionState.TO_DO
    reason: str = ""
    version: int = 0
    at: datetime | None = None
    by: str | None = None
    added_by: str | None = None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in SETTLED


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The access check as one finished diagnostic holds it: when that was sent to the trainers."""

    person_id: str
    access: Mapping[str, str]
    shared_at: datetime


def needs_told(questions: Sequence[AccessQuestion], tellings: Sequence[Telling]) -> Mapping[Need, datetime]:
    """The needs that the last of one person's tellings names, each with since when it is named without a
    break. ``tellings`` are oldest first; nothing without any.
    """
    told = [(set(needs_of(questions, one.access)), one.shared_at) for one in tellings if one.access]
    since: dict[Need, datetime] = {}
    for named, shared_at in told:
        since = {need: since.get(need, shared_at) for need in named}
    return {need: since[need] for need in Need if need in since}


def actions_of(
    place: tuple[str, str],
    person_id: str,
    told: Mapping[Need, datetime],
    stored: Iterable[Action],
    quiet_since: datetime | None = None,
) -> tuple[Action, ...]:
    """Everything to do or done for one person in a course, a ``place`` of centre and context.
    ``quiet_since`` is the last visit of somebody who did not come for a while.

    A need that was settled, was not named any more and is named again is to be done again; so is an absence
    after another visit. What nobody names any more is left out, unless somebody has begun with it or settled
    it.
    """
    kept = tuple(stored)
    by_kind = {one.kind: one for one in kept if one.source is Source.NEED}
    due = {need.value: since for need, since in told.items()}
    if quiet_since is not None:
        due[NO_VISIT] = quiet_since
    needed = []
    for kind, since in due.items():
        found = by_kind.pop(kind, None)
        needed.append(_again(found, since) if found else _unstored(place, person_id, kind, since))
    left = [one for one in by_kind.values() if one.state is not ActionState.TO_DO]
    own = [one for one in kept if one.source is Source.OWN]
    return (*needed, *left, *sorted(own, key=lambda one: (one.since, one.id)))


def moved(action: Action, to: ActionState, reason: str, *, by: str, now: datetime) -> Action:
    """The action in another state; the same value when it is there already.

    Raises:
        MalformedRequest: ``not-needed-reason-missing`` or ``not-needed-reason-too-long``.
    """
    line = tidied(reason) if to is ActionState.NOT_NEEDED else ""
    if to is ActionState.NOT_NEEDED and not line:
        raise MalformedRequest(reason="not-needed-reason-missing")
    if len(line) > LINE_LENGTH:
        raise MalformedRequest(reason="not-needed-reason-too-long")
    if (action.state, action.reason) == (to, line):
        return action
    return replace(action, state=to, reason=line, at=now, by=by, version=action.version + 1)


def own_text(text: str) -> str:
    """What a trainer writes, as it is kept.

    Raises:
        MalformedRequest: ``action-text-missing`` or ``action-text-too-long``.
    """
    line = tidied(text)
    if not line:
        raise MalformedRequest(reason="action-text-missing")
    if len(line) > TEXT_LENGTH:
        raise MalformedRequest(reason="action-text-too-long")
    return line


def unmet(
    questions: Sequence[AccessQuestion], given: Mapping[str, str], *, has_done_video: bool
) -> tuple[tuple[Condition, Readiness], ...]:
    """The conditions for learning at a distance that are not there, as far as this person told. The video
    room counts once its module was done: saying that one knows it is not enough.
    """
    found = dict(readiness_of(questions, given))
    found[Condition.VIDEO] = Readiness.READY if has_done_video else Readiness.TO_PREPARE
    return tuple((one, state) for one, state in found.items() if state is not Readiness.READY)


def _unstored(place: tuple[str, str], person_id: str, kind: str, since: datetime) -> Action:
    centre_id, context_id = place
    return Action(
        id="",
        centre_id=centre_id,
        context_id=context_id,
        person_id=person_id,
        kind=kind,
        source=Source.NEED,
        since=since,
    )


def _again(action: Action, since: datetime) -> Action:
    if action.is_settled and action.at is not None and since > action.at:
        return replace(action, state=ActionState.TO_DO, reason="", since=since)
    return action
