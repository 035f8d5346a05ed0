"""One person's way through a module as values, and the grade that it gives.

Nothing of it measures somebody: the grade tells that a module was walked through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from lti_tool.domain.module import POINTS_MAXIMUM, Module, StepKind

ALONE_CREDIT, HELPED_CREDIT, SHOWN_CREDIT = 1.0, 0.8, 0.3
WALKED_SHARE = 0.5
"""How much of the grade is for the steps that were done; the rest is for the tasks of the check."""


class Done(StrEnum):
    """How an exercise was done: alone, after a hint, or after the answer was shown."""

    ALONE = "alone"
    HELPED = "helped"
    SHOWN = "shown"


_CREDITS = {Done.ALONE: ALONE_CREDIT, Done.HELPED: HELPED_CREDIT, Done.SHOWN: SHOWN_CREDIT}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepProgress:
    """How far one step is. ``done_at`` is ``None`` until it is done.

    ``outcomes`` are those of the exercises that are done, in their order; the next one is open, in the scene
    ``scene`` (empty: its first) with ``hints`` hints shown. ``is_told`` says that the outcome of the last one
    waits to be read. ``ticked`` are the gestures done for real, ``said`` what was chosen. ``is_put_off`` is
    "I shall do it later"; ``confirmed_at`` is when a trainer saw it done.
    """

    step: str
    outcomes: tuple[Done, ...] = ()
    scene: str = ""
    hints: int = 0
    is_told: bool = False
    ticked: tuple[str, ...] = ()
    said: str = ""
    is_put_off: bool = False
    done_at: datetime | None = None
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None

    @property
    def is_done(self) -> bool:
        """Whether the step was done, for real or on the screen."""
        return self.done_at is not None

    @property
    def is_behind(self) -> bool:
        """Whether the way goes on after it: done, or put off."""
        return self.is_done or self.is_put_off


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRun:
    """One person's way through one module, in one course.

    ``context_id`` is our course, ``None`` when the platform names none: then it belongs to the resource link.
    ``round`` counts from 1 how often the module was begun. ``at`` is the open step. ``points`` is the best
    grade so far and ``finished_at`` the first end, each ``None`` until then; ``ended_at`` is the end of this
    round. ``version`` reveals a second window.
    """

    id: str
    centre_id: str
    person_id: str
    resource_link_id: str
    context_id: str | None
    module: str
    module_version: int
    started_at: datetime
    updated_at: datetime
    at: str
    is_accompanied: bool = False
    round: int = 1
    version: int = 0
    points: int | None = None
    finished_at: datetime | None = None
    ended_at: datetime | None = None
    steps: Mapping[str, StepProgress] = field(default_factory=lambda: MappingProxyType({}))

    def progress(self, step_id: str) -> StepProgress:
        """How far a step is; nothing done when it was never opened."""
        return self.steps.get(step_id, StepProgress(step=step_id))

    @property
    def is_finished(self) -> bool:
        """Whether it was walked through once, whatever was begun since."""
        return self.finished_at is not None

    @property
    def is_open(self) -> bool:
        """Whether this round goes on."""
        return self.ended_at is None


def points_of(run: ModuleRun, module: Module) -> int:
    """The grade of this round, 0 to 100: half for the steps done, half for the tasks of the check. A module
    without such a task is graded by its steps alone.
    """
    done = sum(run.progress(step.id).is_done for step in module.steps) / len(module.steps)
    checks = [step for step in module.steps if step.kind is StepKind.CHECK]
    total = sum(len(step.exercises) for step in checks)
    if not total:
        return round(POINTS_MAXIMUM * done)
    earned = sum(_CREDITS[one] for step in checks for one in run.progress(step.id).outcomes)
    return round(POINTS_MAXIMUM * (WALKED_SHARE * done + (1 - WALKED_SHARE) * min(earned / total, 1.0)))


def checked_alone(run: ModuleRun, module: Module) -> tuple[int, int]:
    """How many tasks of the check were done alone in this round, and how many there are."""
    checks = [step for step in module.steps if step.kind is StepKind.CHECK]
    alone = sum(one is Done.ALONE for step in checks for one in run.progress(step.id).outcomes)
    return alone, sum(len(step.exercises) for step in checks)
