"""Where each person of a group is, as a list of many people tells it: from what was begun, said and sent,
without looking at any answer to a task.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from lti_tool.domain.activity import Phase
from lti_tool.domain.attempt import AttemptState
from lti_tool.domain.course_setting import QUIET_DAYS
from lti_tool.domain.journey import ENTRY_WITHIN_DAYS
from lti_tool.domain.needs import AccessQuestion, Need, needs_of
from lti_tool.domain.path_stages import WHOLE, StageState
from lti_tool.domain.readiness import Condition, Readiness, readiness_of
from lti_tool.domain.start import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedOnce:
    """One attempt of somebody in the course, without its answers. ``access`` is what was said of equipment
    and place, empty until the learner sent it to the trainers, which ``is_sent`` tells. ``at`` is when it
    ended, or was last moved.
    """

    stage: Stage
    mode: str
    state: AttemptState
    at: datetime
    access: Mapping[str, str]
    is_sent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What somebody did in the modules of the course, all together: whether they began one of either part,
    and finished one. ``has_met`` tells whether the module of the video room was done.
    """

    at: datetime
    has_started: bool = False
    has_gone_further: bool = False
    has_met: bool = False
    has_done_start: bool = False
    has_done_further: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """When somebody was first seen in the course, and whether a trainer skipped their entry or their end.

    ``launched_at`` is their last launch, ``None`` when there was none. ``waits`` is true while a trainer asks
    to wait with activities at a distance. ``quiet_days`` is how long nobody in their course wonders why they
    do not come.
    """

    at: datetime
    is_entry_skipped: bool = False
    is_end_skipped: bool = False
    launched_at: datetime | None = None
    waits: bool = False
    quiet_days: int = QUIET_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Somebody did not come for longer than the course waits: ``since`` is their last visit, or when they
    were put on the list if ``has_come`` is untrue; ``None`` for somebody who came lately.

    It ``is_expected`` of somebody who reached the end, and where they or a trainer asked to wait. The course
    waits for ``quiet_days``.
    """

    since: datetime | None = None
    has_come: bool = True
    is_expected: bool = False
    quiet_days: int = QUIET_DAYS


PRESENT = Absence()


class Distance(StrEnum):
    """Readiness for learning at a distance. ``UNKNOWN`` is for somebody who has not sent their answers, or
    preferred not to say.
    """

    READY = "ready"
    TO_PREPARE = "to-prepare"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where one person is. ``stage`` is the furthest one of the four in which they began something.

    ``entry`` says where the entry diagnostic stands; ``entry_due_at`` is set when it is late. ``state`` is
    that of ``stage``, where the stage is a diagnostic; modules are under way. ``missing`` are the conditions
    for a distance that the centre can prepare. ``last_at`` is when they last did anything in the course.
    ``absence`` is about their visits.
    """

    stage: Phase = Phase.DIAGNOSTIC
    state: StageState = StageState.TO_DO
    entry: StageState = StageState.TO_DO
    entry_due_at: datetime | None = None
    needs: tuple[Need, ...] = ()
    distance: Distance = Distance.UNKNOWN
    missing: tuple[Condition, ...] = ()
    last_at: datetime | None = None
    absence: Absence = PRESENT

    @property
    def is_late(self) -> bool:
        """Whether the entry diagnostic should have been done by now."""
        return self.entry_due_at is not None

    @property
    def quiet_since(self) -> datetime | None:
        """The last visit of somebody whom the trainers should ask how it goes; ``None`` for everybody else.
        Nobody asks whoever has finished or said that it is to wait.
        """
        return None if self.absence.is_expected else self.absence.since


NOWHERE = Whereabouts()


def whereabouts_of(
    tries: Sequence[TriedOnce],
    walked: Walked | None,
    arrived: Arrived | None,
    access: Sequence[AccessQuestion],
    *,
    now: datetime,
) -> Whereabouts:
    """Where one person is, from all that is known of them in a course."""
    entry = _measured(tries, Stage.ENTRY)
    if arrived is not None and arrived.is_entry_skipped and entry not in _BEGUN:
        entry = StageState.SKIPPED
    end = _measured(tries, Stage.END)
    stage, state = _furthest(entry, end, walked)
    told = _access_in(tries)
    distance, missing = distance_of(access, told, has_met=walked is not None and walked.has_met)
    moments = [one.at for one in tries] + ([walked.at] if walked else [])
    last_at = max(moments, default=None)
    absence = _absence(arrived, last_at, now)
    is_over = end is StageState.DONE or (arrived is not None and arrived.is_end_skipped)
    is_to_wait = entry is StageState.NOT_NOW or (arrived is not None and arrived.waits)
    return Whereabouts(
        stage=stage,
        state=state,
        entry=entry,
        entry_due_at=_due_at(arrived, entry, now),
        needs=needs_of(access, told),
        distance=distance,
        missing=missing,
        last_at=last_at,
        absence=replace(absence, is_expected=is_over or is_to_wait),
    )


def distance_of(
    questions: Sequence[AccessQuestion], told: Mapping[str, str], *, has_met: bool
) -> tuple[Distance, tuple[Condition, ...]]:
    """Whether somebody can learn at a distance, and which conditions are to be prepared. The video room
    counts once its module was done; while it alone is missing, what was not said leaves all unknown.
    """
    found = dict(readiness_of(questions, told))
    found[Condition.VIDEO] = Readiness.READY if has_met else Readiness.TO_PREPARE
    missing = tuple(one for one, state in found.items() if state is Readiness.TO_PREPARE)
    is_unsaid = Readiness.UNKNOWN in found.values() or not told
    if is_unsaid and set(missing) <= {Condition.VIDEO}:
        return Distance.UNKNOWN, ()
    return (Distance.TO_PREPARE, missing) if missing else (Distance.READY, ())


def without_answers(where: Whereabouts) -> Whereabouts:
    """How far somebody is, without anything that they said (R04)."""
    return replace(where, needs=(), distance=Distance.UNKNOWN, missing=())


_BEGUN = frozenset({StageState.UNDER_WAY, StageState.DONE})


def _measured(tries: Sequence[TriedOnce], stage: Stage) -> StageState:
    """Where somebody is in the diagnostic over the whole frame of a stage."""
    ours = [one for one in tries if one.stage is stage and one.mode in WHOLE]
    if any(one.state is AttemptState.FINISHED for one in ours):
        return StageState.DONE
    last = max(ours, key=lambda one: one.at, default=None)
    if last is None:
        return StageState.TO_DO
    return StageState.NOT_NOW if last.state is AttemptState.DECLINED else StageState.UNDER_WAY


def _furthest(entry: StageState, end: StageState, walked: Walked | None) -> tuple[Phase, StageState]:
    if end in _BEGUN:
        return Phase.END, end
    if walked is not None and walked.has_gone_further:
        return Phase.ACTIVITIES, StageState.UNDER_WAY
    if walked is not None and walked.has_started:
        return Phase.WARM_UP, StageState.UNDER_WAY
    return Phase.DIAGNOSTIC, entry


def _absence(arrived: Arrived | None, last_at: datetime | None, now: datetime) -> Absence:
    """The absence of somebody who did not come for longer than their course waits. What was done beside a
    trainer or on paper is a visit, too.
    """
    if arrived is None:
        return PRESENT
    visits = [at for at in (last_at, arrived.launched_at) if at is not None]
    since = max(visits, default=arrived.at)
    is_absent = since < now - timedelta(days=arrived.quiet_days)
    return Absence(since=since if is_absent else None, has_come=bool(visits), quiet_days=arrived.quiet_days)


def _access_in(tries: Sequence[TriedOnce]) -> Mapping[str, str]:
    """What was sent last of equipment and place; empty when nothing was."""
    told = [one for one in tries if one.access and one.state is AttemptState.FINISHED]
    return max(told, key=lambda one: one.at).access if told else {}


def _due_at(arrived: Arrived | None, entry: StageState, now: datetime) -> datetime | None:
    """Until when the entry was to be done, for somebody who is late; ``None`` for everybody else."""
    if arrived is None or entry in (StageState.DONE, StageState.SKIPPED):
        return None
    due_at = arrived.at + timedelta(days=ENTRY_WITHIN_DAYS)
    return due_at if now > due_at else None
