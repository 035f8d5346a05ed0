"""How far the people of a course came on the path, where those stopped who do not come any more, and why, as
far as it is known. Counts are told by the rules of ``figures``: nothing of fewer than five people.

Two cases must not be confused: a step that somebody left out is not one where they stopped; they stopped at
the furthest step that they reached.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lti_tool.domain.attempt import AttemptState
from lti_tool.domain.figures import Count, shown
from lti_tool.domain.path_stages import WHOLE, StageState
from lti_tool.domain.start import Stage
from lti_tool.domain.stuck import Cause
from lti_tool.domain.whereabouts import Arrived, TriedOnce, Walked, Whereabouts


class Step(StrEnum):
    """The steps of the path in their order. A stage of modules is done from its first finished module on."""

    LISTED = "listed"
    OPENED = "opened"
    ENTRY_BEGUN = "entry-begun"
    ENTRY_FINISHED = "entry-finished"
    ENTRY_SENT = "entry-sent"
    START_BEGUN = "start-begun"
    START_DONE = "start-done"
    FURTHER_BEGUN = "further-begun"
    FURTHER_DONE = "further-done"
    END_BEGUN = "end-begun"
    END_FINISHED = "end-finished"


class Why(StrEnum):
    """Where a reason comes from: a need or an obstacle that was sent, a call for help, a wish to wait."""

    NEED = "need"
    OBSTACLE = "obstacle"
    CALL = "call"
    WAITS = "waits"
    NOT_NOW = "not-now"


Reason = tuple[Why, str]
"""Where it comes from, and the code of the need, of the obstacle or of the call's cause; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walker:
    """One person: the steps that they reached, whether they stopped, and what may have held them back."""

    steps: frozenset[Step]
    has_stopped: bool = False
    reasons: frozenset[Reason] = frozenset()

    @property
    def furthest(self) -> Step:
        """The last of the steps that they reached."""
        return [step for step in Step if step in self.steps][-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCount:
    """One step as it may be told. ``reasons`` are those of the people who stopped there, the most frequent
    first; ``has_more`` when there are others, of fewer than five people each.
    """

    step: Step
    reached: Count
    stopped: Count
    reasons: tuple[tuple[Reason, int], ...] = ()
    has_more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is known of what holds people back, by person: obstacles that they sent, causes of their calls."""

    obstacles: Mapping[str, Collection[str]]
    calls: Mapping[str, Collection[Cause]]


def walker_of(
    person_id: str,
    tries: Sequence[TriedOnce],
    walked: Walked | None,
    arrived: Arrived,
    where: Whereabouts,
    held: Held,
) -> Walker:
    """One person, from all that is known of them in the course. Whoever reached the end, or for whom a
    trainer skipped it, did not stop.
    """
    steps = _steps(tries, walked, arrived)
    is_over = Step.END_FINISHED in steps or arrived.is_end_skipped
    reasons: set[Reason] = {(Why.NEED, need.value) for need in where.needs}
    reasons |= {(Why.OBSTACLE, code) for code in held.obstacles.get(person_id, ())}
    reasons |= {(Why.CALL, cause.value) for cause in held.calls.get(person_id, ())}
    reasons |= {(Why.WAITS, "")} if arrived.waits else set()
    reasons |= {(Why.NOT_NOW, "")} if where.entry is StageState.NOT_NOW else set()
    return Walker(
        steps=steps,
        has_stopped=where.absence.since is not None and not is_over,
        reasons=frozenset(reasons),
    )


def step_counts(walkers: Sequence[Walker]) -> tuple[StepCount, ...]:
    """Every step, as it may be told; the reasons stand where people stopped."""
    return tuple(_counted(step, walkers) for step in Step)


def reasons_told(walkers: Iterable[Walker]) -> tuple[tuple[tuple[Reason, int], ...], bool]:
    """The reasons of these people that at least five of them have, the most frequent first, and whether there
    are others.
    """
    found = Counter(reason for one in walkers for reason in one.reasons)
    told = [(reason, count) for reason, count in found.items() if shown(count) is not None]
    ranked = sorted(told, key=lambda one: (-(shown(one[1]) or 0), one[0]))
    return tuple((reason, shown(count) or 0) for reason, count in ranked), len(told) < len(found)


def _counted(step: Step, walkers: Sequence[Walker]) -> StepCount:
    stopped = [one for one in walkers if one.has_stopped and one.furthest is step]
    reached, held = shown(sum(step in one.steps for one in walkers)), shown(len(stopped))
    if held is None:
        return StepCount(step=step, reached=reached, stopped=None)
    reasons, has_more = reasons_told(stopped)
    return StepCount(step=step, reached=reached, stopped=held, reasons=reasons, has_more=has_more)


def _steps(tries: Sequence[TriedOnce], walked: Walked | None, arrived: Arrived) -> frozenset[Step]:
    has_come = arrived.launched_at is not None or bool(tries) or walked is not None
    whole = [one for one in tries if one.mode in WHOLE and one.state is not AttemptState.DECLINED]
    entry = [one for one in whole if one.stage is Stage.ENTRY]
    end = [one for one in whole if one.stage is Stage.END]
    reached = {
        Step.LISTED: True,
        Step.OPENED: has_come,
        Step.ENTRY_BEGUN: bool(entry),
        Step.ENTRY_FINISHED: _is_finished(entry),
        Step.ENTRY_SENT: any(one.is_sent for one in entry),
        Step.START_BEGUN: walked is not None and walked.has_started,
        Step.START_DONE: walked is not None and walked.has_done_start,
        Step.FURTHER_BEGUN: walked is not None and walked.has_gone_further,
        Step.FURTHER_DONE: walked is not None and walked.has_done_further,
        Step.END_BEGUN: bool(end),
        Step.END_FINISHED: _is_finished(end),
    }
    return frozenset(step for step, is_there in reached.items() if is_there)


def _is_finished(tries: Iterable[TriedOnce]) -> bool:
    return any(one.state is AttemptState.FINISHED for one in tries)
