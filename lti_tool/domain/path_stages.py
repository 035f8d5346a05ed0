"""The four stages of one person's path, each with a state and a date, and what a path is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from lti_tool.domain.ability import Outcome
from lti_tool.domain.activity import Phase
from lti_tool.domain.answer import Answer
from lti_tool.domain.attempt import Attempt, AttemptState, Bank, both_beliefs
from lti_tool.domain.framework import FIRST_GESTURES
from lti_tool.domain.journey import ENTRY_WITHIN_DAYS
from lti_tool.domain.modes import EXPRESS, FIRST_USE, STANDARD, opens_level_1
from lti_tool.domain.module import Module, Part
from lti_tool.domain.module_progress import ModuleRun
from lti_tool.domain.needs import AccessQuestion, needs_of
from lti_tool.domain.path import VIDEO_ROOM, Known, Proposal, Seen
from lti_tool.domain.path_plan import STAGES, Plan, Skip
from lti_tool.domain.prior import reported_area, reported_competence
from lti_tool.domain.readiness import Condition, Readiness, readiness_of
from lti_tool.domain.start import Stage

_PARTS = {Phase.WARM_UP: Part.START, Phase.ACTIVITIES: Part.FURTHER}
_MEASURES = {Phase.DIAGNOSTIC: Stage.ENTRY, Phase.END: Stage.END}
WHOLE = frozenset({STANDARD.name, EXPRESS.name})
"""The modes that measure the whole frame."""

_NOT_DONE = frozenset({Outcome.FAILED, Outcome.SKIPPED})


class StageState(StrEnum):
    """Where somebody is in a stage. ``NOT_NOW`` is the learner's own choice, ``SKIPPED`` a trainer's."""

    TO_DO = "to-do"
    UNDER_WAY = "under-way"
    DONE = "done"
    NOT_NOW = "not-now"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStanding:
    """One stage. ``at`` is since when it stands so, ``None`` when nothing has happened yet.

    ``due_at`` is set for the first stage while it is not done, ``is_late`` once that has passed. ``by`` is
    the trainer who confirmed or skipped it, ``None`` where none did.
    """

    phase: Phase
    state: StageState
    at: datetime | None = None
    due_at: datetime | None = None
    is_late: bool = False
    skip: Skip | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The levels that one finished attempt reports, by area and by competence, of those that it asked."""

    areas: Mapping[str, int]
    competences: Mapping[str, int]


def levels_in(attempt: Attempt, bank: Bank) -> Levels:
    """The levels of an attempt as its result reports them."""
    beliefs = both_beliefs(attempt, bank)
    asked = {answer.competence for answer in attempt.answers} - {FIRST_GESTURES}
    return Levels(
        areas={area: reported_area(*beliefs, area).level for area in attempt.start.asked},
        competences={name: reported_competence(*beliefs, name).level for name in asked},
    )


def known_in(
    attempts: Sequence[Attempt],
    levels_of: Callable[[Attempt], Levels],
    access: Sequence[AccessQuestion],
    *,
    obstacles: Sequence[str] = (),
    wishes: Sequence[str] = (),
) -> Known:
    """What the finished ones of these attempts tell: of each competence and area the newest measure."""
    finished = sorted(_finished(attempts), key=_ended_at)
    seen: dict[str, Seen] = {}
    areas: dict[str, int] = {}
    for attempt in finished:
        levels = levels_of(attempt)
        areas |= levels.areas
        for name in _measured_in(attempt):
            answers = [one for one in attempt.answers if one.competence == name]
            level = _gestures_level(attempt, answers) if name == FIRST_GESTURES else levels.competences[name]
            seen[name] = Seen(
                level=level,
                at=_ended_at(attempt),
                is_helped=any(one.outcome is Outcome.HELPED for one in answers),
                is_missed=any(one.outcome in _NOT_DONE for one in answers),
            )
    return Known(
        competences=seen,
        areas=areas,
        needs=tuple(need.value for need in needs_of(access, access_in(attempts))),
        obstacles=tuple(obstacles),
        wishes=tuple(wishes),
        is_leaving=any(attempt.stage is Stage.END for attempt in finished),
    )


def _measured_in(attempt: Attempt) -> frozenset[str]:
    """The competences that an attempt measures. The one easy task on a tool of the day measures none, so
    that it lowers no level of a diagnostic.
    """
    asked = frozenset(answer.competence for answer in attempt.answers)
    return asked & {FIRST_GESTURES} if attempt.mode == FIRST_USE.name else asked


def access_in(attempts: Sequence[Attempt]) -> Mapping[str, str]:
    """The access check as it was answered last; empty when it never was."""
    told = [one for one in sorted(_finished(attempts), key=_ended_at) if one.access]
    return told[-1].access if told else {}


def stages_of(
    attempts: Sequence[Attempt],
    runs: Mapping[str, ModuleRun],
    modules: Mapping[str, Module],
    to_do: Sequence[Proposal],
    plan: Plan | None,
    *,
    arrived_at: datetime | None,
    now: datetime,
) -> tuple[StageStanding, ...]:
    """The four stages. ``to_do`` is the list of modules, ``arrived_at`` the first launch, if it is known."""
    diagnostic = _measured(Phase.DIAGNOSTIC, attempts)
    if diagnostic.state is not StageState.DONE and arrived_at is not None:
        due_at = arrived_at + timedelta(days=ENTRY_WITHIN_DAYS)
        diagnostic = replace(diagnostic, due_at=due_at, is_late=now > due_at)
    is_measured = diagnostic.state is StageState.DONE
    found = {
        Phase.DIAGNOSTIC: diagnostic,
        Phase.END: _measured(Phase.END, attempts),
        **{phase: _walked(phase, runs, modules, to_do, plan, is_measured=is_measured) for phase in _PARTS},
    }
    return tuple(_with_skip(found[phase], plan) for phase in STAGES)


def conditions_of_distance(
    questions: Sequence[AccessQuestion], given: Mapping[str, str], runs: Mapping[str, ModuleRun]
) -> tuple[tuple[Condition, Readiness], ...]:
    """The conditions for learning at a distance. The video room counts once its module was done: saying that
    one knows it is not enough.
    """
    video = runs.get(VIDEO_ROOM)
    is_done = video is not None and video.is_finished
    found = dict(readiness_of(questions, given))
    found[Condition.VIDEO] = Readiness.READY if is_done else Readiness.TO_PREPARE
    return tuple(found.items())


def _gestures_level(attempt: Attempt, answers: Sequence[Answer]) -> int:
    """1 when the first gestures are there: enough of them alone in a first-use check, all of the few that a
    diagnostic asks.
    """
    done = sum(one.outcome not in _NOT_DONE for one in answers)
    if attempt.mode == FIRST_USE.name and len(answers) >= FIRST_USE.least:
        return int(opens_level_1(done))
    return int(done == len(answers))


def _measured(phase: Phase, attempts: Sequence[Attempt]) -> StageStanding:
    """A stage that a diagnostic over the whole frame makes."""
    ours = [one for one in attempts if one.stage is _MEASURES[phase] and one.mode in WHOLE]
    done = sorted(_finished(ours), key=_ended_at)
    if done:
        at = _ended_at(done[0] if phase is Phase.DIAGNOSTIC else done[-1])
        return StageStanding(phase=phase, state=StageState.DONE, at=at)
    last = max(ours, key=lambda one: one.updated_at, default=None)
    if last is None:
        return StageStanding(phase=phase, state=StageState.TO_DO)
    state = StageState.NOT_NOW if last.state is AttemptState.DECLINED else StageState.UNDER_WAY
    return StageStanding(phase=phase, state=state, at=last.updated_at)


def _walked(
    phase: Phase,
    runs: Mapping[str, ModuleRun],
    modules: Mapping[str, Module],
    to_do: Sequence[Proposal],
    plan: Plan | None,
    *,
    is_measured: bool,
) -> StageStanding:
    """A stage of modules: done when something was done, or measured, and nothing is left on the list."""
    part, by = _PARTS[phase], plan.confirmed_by if plan else None
    ours = [run for name, run in runs.items() if name in modules and modules[name].part is part]
    at = max((run.updated_at for run in ours), default=None)
    is_left = any(one.module.part is part for one in to_do)
    if not is_left and (is_measured or any(run.is_finished for run in ours)):
        return StageStanding(phase=phase, state=StageState.DONE, at=at, by=by)
    state = StageState.UNDER_WAY if ours else StageState.TO_DO
    return StageStanding(phase=phase, state=state, at=at, by=by)


def _with_skip(standing: StageStanding, plan: Plan | None) -> StageStanding:
    """What was begun or done counts for more than what was skipped."""
    skip = plan.skips.get(standing.phase) if plan else None
    if skip is None or standing.state in (StageState.DONE, StageState.UNDER_WAY):
        return standing
    return StageStanding(phase=standing.phase, state=StageState.SKIPPED, at=skip.at, skip=skip, by=skip.by)


def _finished(attempts: Sequence[Attempt]) -> list[Attempt]:
    return [one for one in attempts if one.state is AttemptState.FINISHED]


def _ended_at(attempt: Attempt) -> datetime:
    return attempt.finished_at or attempt.updated_at
