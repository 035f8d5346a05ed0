"""What an item file may hold, checked by pydantic. The guide is ``config/bank/README.md``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from lti_tool.content.screens import Line, Screen, Slug, Strict

AnswerText = Annotated[str, StringConstraints(min_length=1, max_length=45, strip_whitespace=True)]
FormatCode = Annotated[str, StringConstraints(pattern=r"^T(0[1-9]|[12][0-9]|3[0-6])$")]
CompetenceId = Annotated[str, StringConstraints(pattern=r"^(0\.0|1\.[1-3]|2\.[1-6]|[345]\.[1-4])$")]


class ChoiceFile(Strict):
    """One answer to choose or tick."""

    id: Slug
    text: AnswerText
    icon: str = ""


class StepFile(Strict):
    """One step to put in order."""

    id: Slug
    text: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    icon: str = ""


class ExpectedFile(Strict):
    """What a field must hold: exactly one of these keys."""

    one_of: list[str] = []
    words: list[str] = []
    number: float | None = None
    day: date | None = None
    choice: str = ""
    checked: bool | None = None
    anything: bool = False
    strong_password: bool = False


class FieldFile(Strict):
    """One field of a form."""

    id: Slug
    label: Line
    kind: Literal[
        "text",
        "email",
        "tel",
        "number",
        "date",
        "search",
        "password",
        "long_text",
        "select",
        "check",
    ]
    expected: ExpectedFile
    options: list[ChoiceFile] = []
    hint: str = ""


class PressTask(Strict):
    """Press one of the screen's buttons."""

    kind: Literal["press"]
    right: Annotated[list[Slug], Field(max_length=4)] = []
    opens: dict[Slug, Slug] = {}


class ChooseTask(Strict):
    """Choose one answer."""

    kind: Literal["choose"]
    choices: Annotated[list[ChoiceFile], Field(min_length=2, max_length=5)]
    right: list[Slug] = []
    opens: dict[Slug, Slug] = {}
    keep_order: bool = False


class TickTask(Strict):
    """Tick all the right answers."""

    kind: Literal["tick"]
    choices: Annotated[list[ChoiceFile], Field(min_length=1, max_length=6)]
    right: Annotated[list[Slug], Field(min_length=1)]
    keep_order: bool = False


class OrderTask(Strict):
    """Give each step its number."""

    kind: Literal["order"]
    steps: Annotated[list[StepFile], Field(min_length=3, max_length=5)]
    right: Annotated[list[Slug], Field(min_length=3, max_length=5)]


class FillTask(Strict):
    """Fill in a small form."""

    kind: Literal["fill"]
    fields: Annotated[list[FieldFile], Field(min_length=1, max_length=6)]
    then: str = ""


TaskFile = Annotated[PressTask | ChooseTask | TickTask | OrderTask | FillTask, Field(discriminator="kind")]


class SceneFile(Strict):
    """One screen and what is asked on it."""

    id: Slug
    screen: Screen
    task: TaskFile
    alternative: Annotated[str, StringConstraints(max_length=160, strip_whitespace=True)] = ""
    highlight: str = ""
    question: str = ""
    help: str = ""


class ItemFile(Strict):
    """One item."""

    id: Slug
    version: Annotated[int, Field(ge=1)]
    format: FormatCode
    competence: CompetenceId
    level: Annotated[int, Field(ge=0, le=4)]
    outcomes: list[str]
    family: Slug
    question: Line
    help: Line
    can_do: Line
    scenes: Annotated[list[SceneFile], Field(min_length=1, max_length=3)]
    strand: Literal["any", "touch", "mouse"] = "any"
    context: str = ""
    guess: Annotated[float, Field(ge=0, lt=0.5)] | None = None
    replaces: Annotated[bool, Field(strict=True)] = False
