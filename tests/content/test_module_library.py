"""The project's own modules: whole, as long as they promise, drawn, and different where they check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from lti_tool import paths
from lti_tool.content.drawings import BYTES, drawings_in
from lti_tool.content.module_words import GUIDE_WORDS, SHEET_WORDS
from lti_tool.content.sanitise import cleaned
from lti_tool.content.wording import WORD
from lti_tool.domain.item import Choose, Fill, Order, Scene, Tick
from lti_tool.domain.module import Exercise, Module, Part, Step, StepKind
from tests.contents import the_modules

MINUTES = {
    "M00": 10, "M01": 15, "M02": 25, "M03": 25, "M04": 15, "M05": 25, "M06": 35, "M07": 20, "M08": 30,
    "M09": 40, "M10": 40, "M11": 35, "M12": 45, "M13": 45, "M14": 60, "M15": 45, "M16": 30, "M17": 30,
    "M18": 30, "M19": 30, "A01": 45, "A02": 45, "A03": 45, "A04": 45,
}  # fmt: skip
"""Source: the project's catalogue of modules; the four for trainers last 3 hours together."""
CORE = [f"M{number:02}" for number in range(9)]
CORE_MINUTES, STEPS = 200, range(3, 8)
WORDS_A_MINUTE, SCENE_SECONDS, GESTURE_SECONDS = 120, 40, 20
STEP_SLACK = 1.1
"""A step may take a tenth longer than it says; a whole module may not."""
SAID_ON_A_SCREEN = frozenset(
    {"label", "name", "title", "subject", "text", "body", "value", "sender", "address", "time", "caption"}
)

MODULES = {module.id: module for module in the_modules()}
EACH = pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)


def words(text: str) -> int:
    return len(WORD.findall(text))


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def said_on(drawn: object) -> Iterator[str]:
    """The texts that are read on a drawn screen."""
    if isinstance(drawn, Mapping):
        for key, part in drawn.items():
            if isinstance(part, str):
                yield part if key in SAID_ON_A_SCREEN else ""
            else:
                yield from said_on(part)
    elif isinstance(drawn, list | tuple):
        for part in drawn:
            yield from [part] if isinstance(part, str) else said_on(part)


def texts_of_scene(scene: Scene) -> Iterator[str]:
    yield scene.question
    yield from said_on(scene.screen)
    match scene.task:
        case Choose(choices=choices) | Tick(choices=choices):
            yield from (one.text for one in choices)
        case Order(steps=steps):
            yield from (one.text for one in steps)
        case Fill(fields=fields):
            for field in fields:
                yield from (field.label, field.hint, *(option.text for option in field.options))


def texts_of(step: Step) -> Iterator[str]:
    """Everything that a learner reads in a step without asking for a hint."""
    yield from (step.title, text_of(step.text), step.intro, step.question)
    yield from (one.text for one in (*step.gestures, *step.sayings))
    yield max((one.reply for one in step.sayings), key=words, default="")
    for exercise in step.exercises:
        yield from (exercise.context, exercise.question, exercise.done)
        for scene in exercise.scenes:
            yield from texts_of_scene(scene)


def seconds_of(step: Step) -> float:
    scenes = sum(len(exercise.scenes) for exercise in step.exercises)
    reading = 60 * sum(map(words, texts_of(step))) / WORDS_A_MINUTE
    return reading + SCENE_SECONDS * scenes + GESTURE_SECONDS * len(step.gestures)


def exercises_of(module: Module, kind: StepKind) -> list[Exercise]:
    return [one for step in module.steps if step.kind is kind for one in step.exercises]


def asked(exercise: Exercise) -> tuple[str, ...]:
    return (exercise.context, exercise.question, *(scene.question for scene in exercise.scenes))


def gesture(exercise: Exercise) -> tuple[str, ...]:
    """What is drawn, and what is right there."""
    return tuple(f"{scene.screen} {scene.task}" for scene in exercise.scenes)


def test_the_catalogue_is_whole_when_the_modules_are_read() -> None:
    assert MINUTES == {module.id: module.minutes for module in MODULES.values()}
    assert {"fr"} == {module.language for module in MODULES.values()}


def test_the_core_path_fits_in_half_a_day_when_its_minutes_are_added() -> None:
    assert CORE == [module.id for module in MODULES.values() if module.part is Part.START]
    assert sum(MODULES[one].minutes for one in CORE) <= CORE_MINUTES
    assert {one for one in MODULES if one.startswith("A")} == {
        module.id for module in MODULES.values() if module.part is Part.TRAINERS
    }


@EACH
def test_a_module_has_its_steps_when_it_is_read(module: Module) -> None:
    assert len(module.steps) in STEPS
    assert {StepKind.DO, StepKind.CHECK} <= {step.kind for step in module.steps}


@EACH
def test_a_step_takes_no_longer_than_it_says_when_it_is_read_slowly(module: Module) -> None:
    late = {
        step.id: round(seconds_of(step) / 60, 1)
        for step in module.steps
        if seconds_of(step) > 60 * step.minutes * STEP_SLACK
    }

    assert {} == late
    assert sum(map(seconds_of, module.steps)) <= 60 * module.minutes


@EACH
def test_a_page_is_one_page_when_it_is_printed(module: Module) -> None:
    assert words(text_of(module.sheet)) <= SHEET_WORDS
    assert words(text_of(module.guide)) <= GUIDE_WORDS
    assert module.part is Part.TRAINERS or "____" in module.sheet


@EACH
def test_the_text_is_clean_when_it_is_cleaned_again(module: Module) -> None:
    for html in (module.sheet, module.guide, *(step.text for step in module.steps)):
        assert html == cleaned(html)


@EACH
def test_a_check_asks_something_else_when_the_gesture_was_tried(module: Module) -> None:
    tried, checked = exercises_of(module, StepKind.TRY), exercises_of(module, StepKind.CHECK)

    assert not {asked(one) for one in tried} & {asked(one) for one in checked}
    every = Counter(asked(one) for one in (*tried, *checked))
    assert [] == [one for one, count in every.items() if count > 1]
    assert not {gesture(one) for one in tried} & {gesture(one) for one in checked}


def test_every_drawing_is_used_and_small_when_the_modules_are_read() -> None:
    drawings = drawings_in(paths.CONFIG)
    used = {step.drawing.name for module in MODULES.values() for step in module.steps if step.drawing}

    assert used == set(drawings)
    assert [] == [path.name for path in drawings.values() if path.stat().st_size > BYTES]
    assert [] == [
        (module.id, step.id)
        for module in MODULES.values()
        for step in module.steps
        if step.drawing and not step.drawing.alternative.endswith((".", "!", "?"))
    ]


def test_no_two_modules_ask_the_same_when_all_are_read() -> None:
    every = Counter(
        asked(one)
        for module in MODULES.values()
        for kind in (StepKind.TRY, StepKind.CHECK)
        for one in exercises_of(module, kind)
    )

    assert [] == [one for one, count in every.items() if count > 1]
