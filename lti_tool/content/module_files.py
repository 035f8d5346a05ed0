"""What the file of a module may hold, checked by pydantic. The guide is ``config/modules/README.md``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from lti_tool.content.schema import AnswerText, CompetenceId, SceneFile
from lti_tool.content.screens import Line, Slug, Strict

ModuleId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,11}$")]
Hint = Annotated[str, StringConstraints(min_length=1, max_length=160, strip_whitespace=True)]
ScreenMinutes = Annotated[int, Field(ge=2, le=5)]


class DrawingFile(Strict):
    """A drawing of a step, and what is drawn in one sentence."""

    name: Slug
    alternative: Annotated[str, StringConstraints(min_length=1, max_length=160, strip_whitespace=True)]


class ExerciseFile(Strict):
    """One task of a module."""

    id: Slug
    question: Line
    hints: Annotated[list[Hint], Field(min_length=2, max_length=3)]
    scenes: Annotated[list[SceneFile], Field(min_length=1, max_length=3)]
    context: str = ""
    done: str = ""


class GestureFile(Strict):
    """One gesture to do for real, as the learner says it."""

    id: Slug
    text: Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
    icon: str = ""


class SayingFile(Strict):
    """One answer where nothing is right or wrong."""

    id: Slug
    text: AnswerText
    reply: Line
    icon: str = ""


class _Step(Strict):
    id: Slug
    title: Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
    picture: DrawingFile | None = None


class SeeStep(_Step):
    """A short text; it lies beside the file, named after the step."""

    kind: Literal["see"]
    minutes: ScreenMinutes


class TryStep(_Step):
    """Tasks to try as often as wanted."""

    kind: Literal["try"]
    minutes: ScreenMinutes
    tasks: Annotated[list[ExerciseFile], Field(min_length=1, max_length=4)]


class CheckStep(_Step):
    """Tasks that show what was learnt."""

    kind: Literal["check"]
    minutes: ScreenMinutes
    tasks: Annotated[list[ExerciseFile], Field(min_length=1, max_length=4)]


class DoStep(_Step):
    """Gestures on the learner's own device."""

    kind: Literal["do"]
    minutes: Annotated[int, Field(ge=2, le=20)]
    lines: Annotated[list[GestureFile], Field(min_length=2, max_length=6)]
    intro: str = ""


class SayStep(_Step):
    """A question in which nothing is right or wrong."""

    kind: Literal["say"]
    minutes: ScreenMinutes
    question: Line
    choices: Annotated[list[SayingFile], Field(min_length=2, max_length=5)]
    told: bool


class AgreeStep(_Step):
    """A text to agree to, which the centre may replace by its own; it lies beside the file."""

    kind: Literal["agree"]
    minutes: ScreenMinutes


StepFile = Annotated[
    SeeStep | TryStep | CheckStep | DoStep | SayStep | AgreeStep, Field(discriminator="kind")
]


class ModuleFile(Strict):
    """One module."""

    id: ModuleId
    version: Annotated[int, Field(ge=1)]
    title: Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
    goal: Line
    can_do: Line
    competences: Annotated[list[CompetenceId], Field(min_length=1, max_length=4)]
    part: Literal["start", "further", "trainers"]
    aims_at: Annotated[int, Field(ge=1, le=4)]
    steps: Annotated[list[StepFile], Field(min_length=3, max_length=7)]
    needs: tuple[Slug, ...] = ()
    obstacles: tuple[Slug, ...] = ()
    wishes: tuple[Slug, ...] = ()
    for_distance: Annotated[bool, Field(strict=True)] = False
    replaces: Annotated[bool, Field(strict=True)] = False
