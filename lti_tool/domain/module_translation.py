"""A module in another language: a view of it, as ``domain.translation`` makes one of an item."""

from __future__ import annotations

from dataclasses import replace

from lti_tool.domain.item import Choice
from lti_tool.domain.module import Exercise, Module, Saying, Step
from lti_tool.domain.translation import told_scene


def module_told_by(module: Module, words: Module) -> Module:
    """The module in the words of its translation, which has the same steps, tasks and answers in the same
    order. What is typed may be in either language; pictures, minutes and right answers stay.

    Raises:
        ValueError: the translation has another number of steps, tasks or answers.
    """
    return replace(
        module,
        language=words.language,
        title=words.title,
        goal=words.goal,
        can_do=words.can_do,
        sheet=words.sheet,
        guide=words.guide,
        steps=tuple(_step(one, other) for one, other in zip(module.steps, words.steps, strict=True)),
    )


def _step(step: Step, words: Step) -> Step:
    drawing = step.drawing
    if drawing is not None and words.drawing is not None:
        drawing = replace(drawing, alternative=words.drawing.alternative)
    return replace(
        step,
        title=words.title,
        text=words.text,
        markdown=words.markdown,
        hard_words=words.hard_words,
        drawing=drawing,
        exercises=tuple(_task(one, its) for one, its in zip(step.exercises, words.exercises, strict=True)),
        intro=words.intro,
        gestures=tuple(_choice(one, its) for one, its in zip(step.gestures, words.gestures, strict=True)),
        question=words.question,
        sayings=tuple(_saying(one, its) for one, its in zip(step.sayings, words.sayings, strict=True)),
    )


def _task(exercise: Exercise, words: Exercise) -> Exercise:
    return replace(
        exercise,
        question=words.question,
        hints=words.hints,
        context=words.context,
        done=words.done,
        scenes=tuple(told_scene(one, its) for one, its in zip(exercise.scenes, words.scenes, strict=True)),
    )


def _choice(choice: Choice, words: Choice) -> Choice:
    return replace(choice, text=words.text)


def _saying(saying: Saying, words: Saying) -> Saying:
    return replace(saying, text=words.text, reply=words.reply)
