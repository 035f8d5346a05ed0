"""How far somebody is in a previewed step. It stands in the address: a preview keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from lti_tool.domain.module import Module, Step
from lti_tool.domain.module_progress import Done, ModuleRun, StepProgress

DIGITS_AT_MOST = 2


def run_of(module: Module, step: Step, given: Mapping[str, str], now: datetime) -> ModuleRun:
    """The run that an address tells of: every step before is done, this one as far as ``given`` says. What
    makes no sense counts as the beginning.
    """
    task = min(_number(given, "task"), len(step.exercises))
    told = given.get("told", "")
    is_told = told in set(Done) and task < len(step.exercises)
    hints = step.exercises[task].hints if task < len(step.exercises) else ()
    progress = StepProgress(
        step=step.id,
        outcomes=(*(Done.ALONE,) * task, *((Done(told),) if is_told else ())),
        scene=given.get("scene", ""),
        hints=min(_number(given, "hints"), len(hints)),
        is_told=is_told,
    )
    before = module.steps[: module.steps.index(step)]
    done = {one.id: StepProgress(step=one.id, done_at=now) for one in before}
    return ModuleRun(
        id="preview",
        centre_id="",
        person_id="",
        resource_link_id="",
        context_id=None,
        module=module.id,
        module_version=module.version,
        started_at=now,
        updated_at=now,
        at=step.id,
        steps=MappingProxyType({**done, step.id: progress}),
    )


def state_of(run: ModuleRun, step: Step) -> dict[str, str]:
    """What to write into the address; nothing at the beginning of a step."""
    progress = run.progress(step.id)
    found = {
        "task": str(len(progress.outcomes) - (1 if progress.is_told else 0)),
        "scene": progress.scene,
        "hints": str(progress.hints),
        "told": progress.outcomes[-1].value if progress.is_told else "",
    }
    return {name: value for name, value in found.items() if value not in ("", "0")}


def _number(given: Mapping[str, str], name: str) -> int:
    text = given.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS_AT_MOST else 0
