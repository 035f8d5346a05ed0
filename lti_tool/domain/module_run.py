"""The moves on a way through a module. Every move returns a new value.

A wrong answer shows the next hint and, after the last one, the answer. Repeating never lowers the grade.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from lti_tool.domain.judging import Incomplete, Opened, Submitted, Succeeded, judge
from lti_tool.domain.module import Exercise, Module, Step, StepKind
from lti_tool.domain.module_progress import Done, ModuleRun, StepProgress, points_of


def open_step(run: ModuleRun, module: Module) -> Step:
    """The step that the learner is at; the first one that is not behind when the module has changed."""
    found = module.step(run.at)
    if found is not None:
        return found
    return next((one for one in module.steps if not run.progress(one.id).is_behind), module.steps[-1])


def open_exercise(run: ModuleRun, step: Step) -> Exercise | None:
    """The exercise to do, in the order of answers of this round; the last one while its outcome is to be
    read, ``None`` when all are done.
    """
    progress = run.progress(step.id)
    place = len(progress.outcomes) - (1 if progress.is_told else 0)
    if not 0 <= place < len(step.exercises):
        return None
    return step.exercises[place].drawn(f"{run.id} {run.round}")


def goes_on(run: ModuleRun, step: Step) -> bool:
    """Whether a step has something more to say or to ask."""
    return run.progress(step.id).is_told or open_exercise(run, step) is not None


def is_reachable(run: ModuleRun, module: Module, step: Step) -> bool:
    """Whether every step before it is behind."""
    before = module.steps[: module.steps.index(step)]
    return all(run.progress(one.id).is_behind for one in before)


def answered(
    run: ModuleRun, module: Module, step: Step, submitted: Submitted, now: datetime
) -> ModuleRun | Incomplete:
    """Take one answer to the open exercise: a press, a choice, a form, ``hint`` or ``next``.

    ``next`` goes on after what was said of the exercise before; ``hint`` shows one more.
    """
    exercise, progress = open_exercise(run, step), run.progress(step.id)
    if exercise is None or progress.is_told:
        return _onward(run, module, step, now) if exercise is None or submitted.get("next") else run
    if submitted.get("next"):
        return run
    if submitted.get("hint"):
        return _with(run, replace(progress, hints=_one_more(progress, exercise)), now)
    scene = exercise.scene(progress.scene)
    match judge(scene, submitted):
        case Incomplete() as missing:
            return missing
        case Opened(scene_id=scene_id):
            return _with(run, replace(progress, scene=scene_id), now)
        case Succeeded():
            return _with(run, _told(progress, Done.HELPED if progress.hints else Done.ALONE), now)
        case _:
            if progress.hints >= len(exercise.hints):
                return _with(run, _told(progress, Done.SHOWN), now)
            return _with(run, replace(progress, hints=_one_more(progress, exercise)), now)


def shown(run: ModuleRun, step: Step, now: datetime) -> ModuleRun:
    """ "Show me": the answer is shown, and the way goes on."""
    progress = run.progress(step.id)
    if open_exercise(run, step) is None or progress.is_told:
        return run
    return _with(run, _told(progress, Done.SHOWN), now)


def read(run: ModuleRun, module: Module, step: Step, now: datetime) -> ModuleRun:
    """A step that was read, or agreed to."""
    return _behind(run, module, step, replace(run.progress(step.id), done_at=now), now)


def ticked(run: ModuleRun, module: Module, step: Step, gestures: tuple[str, ...], now: datetime) -> ModuleRun:
    """What was done for real. With every gesture ticked the step is done, otherwise it is put off; either
    way the ticks are kept and the way goes on.
    """
    known = tuple(one.id for one in step.gestures if one.id in gestures)
    is_whole = len(known) == len(step.gestures)
    progress = replace(
        run.progress(step.id),
        ticked=known,
        is_put_off=not is_whole,
        done_at=(run.progress(step.id).done_at or now) if is_whole else None,
    )
    return _behind(run, module, step, progress, now)


def said(run: ModuleRun, module: Module, step: Step, choice: str, now: datetime) -> ModuleRun | Incomplete:
    """What was chosen where nothing is right or wrong; kept only if the trainer is told."""
    if choice not in {one.id for one in step.sayings}:
        return Incomplete(fields=("choice",))
    progress = replace(run.progress(step.id), said=choice if step.is_told else "", done_at=now)
    return _behind(run, module, step, progress, now)


def tried_again(run: ModuleRun, step: Step, now: datetime) -> ModuleRun:
    """The tasks of a step once more, from the first; that it was done stays."""
    progress = replace(run.progress(step.id), outcomes=(), scene="", hints=0, is_told=False)
    return _with(run, progress, now)


def confirmed(run: ModuleRun, module: Module, step: Step, by: str, now: datetime) -> ModuleRun:
    """A trainer saw the gestures of a step done for real."""
    progress = run.progress(step.id)
    if step.kind is not StepKind.DO or progress.confirmed_at is not None:
        return run
    every = tuple(one.id for one in step.gestures)
    seen = replace(
        progress,
        ticked=every,
        is_put_off=False,
        done_at=progress.done_at or now,
        confirmed_at=now,
        confirmed_by=by,
    )
    moved = _with(run, seen, now)
    return moved if moved.is_open else _ended(moved, module, now)


def begun_again(run: ModuleRun, module: Module, now: datetime) -> ModuleRun:
    """The module from its first step, in another round. What was reached stays: the best grade, the first
    end, what a trainer confirmed.
    """
    kept = {
        name: StepProgress(
            step=name,
            ticked=one.ticked,
            confirmed_at=one.confirmed_at,
            confirmed_by=one.confirmed_by,
        )
        for name, one in run.steps.items()
        if one.confirmed_at is not None
    }
    return replace(
        run,
        round=run.round + 1,
        version=run.version + 1,
        module_version=module.version,
        at=module.steps[0].id,
        ended_at=None,
        updated_at=now,
        steps=MappingProxyType(kept),
    )


def _one_more(progress: StepProgress, exercise: Exercise) -> int:
    return min(progress.hints + 1, len(exercise.hints))


def _told(progress: StepProgress, done: Done) -> StepProgress:
    return replace(
        progress, outcomes=(*progress.outcomes, done), is_told=True, scene="", hints=progress.hints
    )


def _onward(run: ModuleRun, module: Module, step: Step, now: datetime) -> ModuleRun:
    progress = replace(run.progress(step.id), is_told=False, scene="", hints=0)
    if len(progress.outcomes) < len(step.exercises):
        return _with(run, progress, now)
    return _behind(run, module, step, replace(progress, done_at=progress.done_at or now), now)


def _behind(run: ModuleRun, module: Module, step: Step, progress: StepProgress, now: datetime) -> ModuleRun:
    moved, following = _with(run, progress, now), module.after(step)
    if not moved.is_open or following is None:
        return _ended(moved, module, now)
    is_onward = module.steps.index(following) > module.steps.index(open_step(moved, module))
    return replace(moved, at=following.id) if is_onward else moved


def _ended(run: ModuleRun, module: Module, now: datetime) -> ModuleRun:
    """The run with its best grade, once every step is behind."""
    if not all(run.progress(one.id).is_behind for one in module.steps):
        return run
    points = max(points_of(run, module), run.points or 0)
    return replace(run, points=points, finished_at=run.finished_at or now, ended_at=run.ended_at or now)


def _with(run: ModuleRun, progress: StepProgress, now: datetime) -> ModuleRun:
    steps = MappingProxyType({**run.steps, progress.step: progress})
    return replace(run, steps=steps, version=run.version + 1, updated_at=now)
