"""From domain values to the pages of modules that are printed, or shown to a group."""

from __future__ import annotations

from functools import partial

from flask import url_for

from lti_tool.domain.module import Module, Step
from lti_tool.domain.module_answers import right_answers
from lti_tool.domain.roles import Rights
from lti_tool.services.charters import Charter
from lti_tool.services.launches import Visit
from lti_tool.web import present_module as present
from lti_tool.web.i18n import day_in_words
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_module import (
    Surroundings,
    exercise_page,
    safe,
    surroundings,
)


def sheet_page(visit: Visit, module: Module) -> present.PaperPage:
    """The learner's sheet."""
    return present.PaperPage(
        kind="sheet",
        title=module.title,
        text=safe(module.sheet),
        content_language=module.language,
        name=visit.own_name if visit.rights is Rights.LEARNER else "",
        course=visit.course,
        back_href=url_for("module.first", handle=visit.launch.handle, module=module.id),
        frame=frame_of(visit),
    )


def guide_page(visit: Visit, module: Module) -> present.PaperPage:
    """The trainer's guide."""
    return present.PaperPage(
        kind="guide",
        title=module.title,
        text=safe(module.guide),
        content_language=module.language,
        back_href=url_for("module.first", handle=visit.launch.handle, module=module.id),
        frame=frame_of(visit),
    )


def charter_page(visit: Visit, module: Module, charter: Charter) -> present.PaperPage:
    """A text with the day on which this person agreed to it."""
    return present.PaperPage(
        kind="charter",
        title=module.title,
        text=safe(charter.html),
        content_language=module.language,
        name=visit.own_name,
        course=visit.course,
        day=day_in_words(charter.agreed_at) if charter.agreed_at else "",
        version=charter.version,
        back_href=url_for("module.first", handle=visit.launch.handle, module=module.id),
        frame=frame_of(visit),
    )


def together_page(
    visit: Visit, module: Module, number: int, *, task: int, shown: int
) -> present.TogetherPage:
    """One step on the wall. ``task`` counts from 0; ``shown`` is how many hints are uncovered, one more than
    there are being the answer. Numbers that lead nowhere count as the last ones that do.
    """
    address = partial(url_for, handle=visit.launch.handle, module=module.id)
    around = surroundings(visit, address)
    return together_page_in(around, module, number, task=task, shown=shown)


def together_page_in(
    around: Surroundings, module: Module, number: int, *, task: int, shown: int
) -> present.TogetherPage:
    """The same, wherever the module is shown."""
    step = module.steps[number - 1]
    task = min(task, max(len(step.exercises) - 1, 0))
    address = partial(around.address, "module.together")
    is_uncovered = _is_uncovered(step, task, shown)
    return present.TogetherPage(
        module=module.title,
        title=step.title,
        number=number,
        total=len(module.steps),
        minutes=step.minutes,
        content_language=module.language,
        heading=step.question or step.title,
        drawing=step.drawing,
        text=safe(step.text),
        intro=step.intro,
        cards=step.gestures or step.sayings,
        exercise=_exercise(around, module, step, task, shown),
        answers=right_answers(step.exercises[task]) if is_uncovered else (),
        done=step.exercises[task].done if is_uncovered else "",
        before_href=address(number=number - 1) if number > 1 else "",
        next_href=_next(address, module, number, task),
        more_href=""
        if is_uncovered or not step.exercises
        else address(number=number, task=task, shown=shown + 1),
        end_href=around.address("module.first"),
        frame=around.frame,
    )


def _is_uncovered(step: Step, task: int, shown: int) -> bool:
    return bool(step.exercises) and shown > len(step.exercises[task].hints)


def _exercise(
    around: Surroundings, module: Module, step: Step, task: int, shown: int
) -> present.ExerciseView | None:
    if not step.exercises:
        return None
    exercise = step.exercises[task]
    hints = exercise.hints[:shown]
    return present.ExerciseView(
        page=exercise_page(around, exercise, module.language, hints=len(hints)),
        number=task + 1,
        total=len(step.exercises),
        hints=hints,
        can_hint=shown < len(exercise.hints),
    )


def _next(address: partial[str], module: Module, number: int, task: int) -> str:
    if task + 1 < len(module.steps[number - 1].exercises):
        return address(number=number, task=task + 1)
    return address(number=number + 1) if number < len(module.steps) else ""
