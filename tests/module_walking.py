"""Walks a learner through a module in a real browser; what to do is read from the page."""

from __future__ import annotations

import time

from lti_tool.domain.item import Scene
from lti_tool.domain.module import Exercise, Module
from tests.recognising import single_spaced
from tests.walking import Move, Sight, Surface, Walk, WalkStuck, leave_by, look, make
from tests.web.answers import Answer, right_answer

PAGES_AT_MOST = 90


def walk_module(surface: Surface, module: Module, *, pages: int = PAGES_AT_MOST) -> Walk:
    """From the first page of a module to its last, or through so many ``pages`` of its steps.

    Raises:
        WalkStuck: a page that is no part of this module, or no end after ninety pages.
    """
    walk = Walk()
    leave_by(surface, surface.locator("main form button.button").first)
    for _ in range(pages):
        sight = look(surface)
        walk.pages.append(sight.page)
        if sight.page == "module-end":
            return walk
        if sight.page != "step":
            raise WalkStuck(f"{sight.page}: {sight.heading}")
        walk.answered_at = time.monotonic()
        make(surface, _move(sight, surface, module))
    if pages < PAGES_AT_MOST:
        return walk
    raise WalkStuck(f"{module.id} does not end")


def as_move(answer: Answer) -> Move:
    """An answer as it would be posted, as presses in a browser."""
    if "press" in answer:
        return Move(press=answer["press"][0])
    fields = {name: values[0] for name, values in answer.items() if name != "choice"}
    return Move(choices=tuple(answer.get("choice", ())), fields=fields)


def _move(sight: Sight, surface: Surface, module: Module) -> Move:
    if surface.locator("main button[name=next]").count():
        return Move(button="next")
    if surface.locator("main button[name=show]").count():
        return as_move(right_answer(*_asked(sight, module)))
    for step in module.steps:
        if step.gestures and single_spaced(step.title) == sight.heading:
            return Move(choices=sight.choices)
        if step.sayings and single_spaced(step.question) == sight.heading:
            return Move(choices=sight.choices[:1])
    return Move()


def _asked(sight: Sight, module: Module) -> tuple[Exercise, Scene]:
    """The exercise and the scene of a page, told by the question and by what can be pressed or filled in."""
    for step in module.steps:
        for exercise in step.exercises:
            for scene in exercise.scenes:
                is_question = single_spaced(scene.question or exercise.question) == sight.heading
                if is_question and _offers(sight, right_answer(exercise, scene)):
                    return exercise, scene
    raise WalkStuck(f"no exercise of {module.id} asks: {sight.heading}")


def _offers(sight: Sight, answer: Answer) -> bool:
    if "press" in answer:
        return answer["press"][0] in sight.presses
    fields = {name for name in answer if name != "choice"}
    return fields <= set(sight.fields) and set(answer.get("choice", ())) <= set(sight.choices)
