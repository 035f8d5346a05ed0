"""Steps of modules that draw a video room, as each family of tools has it; and buttons that are lit up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool import paths
from lti_tool.content.module_translations import ModuleTranslations
from lti_tool.content.shelf import Shelf
from lti_tool.domain.administration import VideoRooms
from lti_tool.domain.module import Exercise, Module
from lti_tool.web.present import Frame
from lti_tool.web.present_module import ExerciseView, StepPage
from lti_tool.web.showing_module import Surroundings, exercise_page

LIT = "M05"
"""Its exercises show windows with buttons, whose words are longest in German."""
FRAME = Frame(sign_out_action="/l/x/end", stuck_action="/l/x/stuck", stuck_place="m")


def module(shelf: Shelf) -> Iterator[tuple[str, str, object]]:
    """Every exercise whose first scene is a room, in each of them, with and without its hints."""
    for rooms in VideoRooms:
        around = Surroundings(address=lambda *_place, **_values: "/x", video_rooms=lambda rooms=rooms: rooms)
        for known, exercise in _exercises(shelf):
            page = _step(around, known, exercise)
            name = f"module/{rooms}-{known.id}-{exercise.id}"
            yield name, "module/step.html", page
            lit = exercise_page(around, exercise, known.language, hints=len(exercise.hints))
            view = ExerciseView(page=lit, number=1, total=2, hints=exercise.hints, can_hint=False)
            yield f"{name}-helped", "module/step.html", replace(page, exercise=view)
    yield from _lit(shelf)


def _lit(shelf: Shelf) -> Iterator[tuple[str, str, object]]:
    """The windows of a German module, with the place of the answer lit up."""
    around = Surroundings(address=lambda *_place, **_values: "/x")
    german = ModuleTranslations([paths.CONFIG])(shelf.modules[LIT], "de")
    assert german is not None
    for exercise in (one for step in german.steps for one in step.exercises):
        if exercise.scenes[0].screen.get("kind") != "window":
            continue
        lit = exercise_page(around, exercise, german.language, hints=len(exercise.hints))
        view = ExerciseView(page=lit, number=1, total=2, hints=exercise.hints, can_hint=False)
        page = replace(_step(around, german, exercise), exercise=view)
        yield f"module/lit-{exercise.id}", "module/step.html", page


def _exercises(shelf: Shelf) -> Iterator[tuple[Module, Exercise]]:
    for known in shelf.modules.values():
        for step in known.steps:
            for exercise in step.exercises:
                if exercise.scenes[0].screen.get("kind") == "video_room":
                    yield known, exercise


def _step(around: Surroundings, known: Module, exercise: Exercise) -> StepPage:
    return StepPage(
        module=known.title,
        title="Essayez",
        number=2,
        total=5,
        minutes=4,
        part="exercise",
        version=1,
        action="/x",
        content_language=known.language,
        exercise=ExerciseView(
            page=exercise_page(around, exercise, known.language, hints=0), number=1, total=2
        ),
        before_href="/x",
        stop_href="/x",
        frame=FRAME,
    )
