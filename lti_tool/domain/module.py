"""A module as a value: what it teaches, and the steps that somebody walks through.

A step is seen, tried, done for real, said, agreed to or checked. Texts are HTML that the content's own
sanitiser has cleaned; they come from Markdown and hold nothing that a person of a course has written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from lti_tool.domain.item import Choice, Scene, shuffled

POINTS_MAXIMUM = 100
"""A module's grade goes from 0 to this."""


class StepKind(StrEnum):
    """What a step is. ``TRY`` and ``CHECK`` hold exercises; what is done in a ``CHECK`` is counted."""

    SEE = "see"
    TRY = "try"
    DO = "do"
    SAY = "say"
    AGREE = "agree"
    CHECK = "check"


class Part(StrEnum):
    """Where a module belongs: the first half-day, what follows, or the trainers' own track."""

    START = "start"
    FURTHER = "further"
    TRAINERS = "trainers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawing of a step: the name of its file without ``.svg``, and what is drawn in one sentence."""

    name: str
    alternative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One task of a module: the scenes of the bank with graded hints, the last of which says where.

    ``done`` is said once it is done, or empty. It has no level: a module teaches and does not measure.
    """

    id: str
    question: str
    hints: tuple[str, ...]
    scenes: tuple[Scene, ...]
    context: str = ""
    done: str = ""

    def scene(self, scene_id: str) -> Scene:
        """The scene of that id; the first one when there is none (another version of the module)."""
        return next((scene for scene in self.scenes if scene.id == scene_id), self.scenes[0])

    def drawn(self, seed: str) -> Exercise:
        """The exercise with its answers in an order of their own. The same seed always gives the same."""
        random = Random(f"{seed} {self.id}")  # noqa: S311 - the order of answers is no secret
        return replace(self, scenes=tuple(shuffled(scene, random) for scene in self.scenes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying(Choice):
    """One answer to a question in which nothing is right or wrong, and what is said after it."""

    reply: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HardWord:
    """A word of a text that is explained beside it; ``drawing`` is the name of a drawing and ``icon`` that of
    a pictogram, each of them or empty.
    """

    word: str
    meaning: str
    drawing: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. ``minutes`` is the usual duration; ``text`` is HTML or empty, made of ``markdown``;
    ``hard_words`` are those of it that are explained.

    ``exercises`` belong to TRY and CHECK, ``gestures`` and ``intro`` to DO, ``question``, ``sayings`` and
    ``is_told`` to SAY. What is said and not told is not kept at all.
    """

    id: str
    kind: StepKind
    title: str
    minutes: int
    text: str = ""
    markdown: str = ""
    drawing: Drawing | None = None
    exercises: tuple[Exercise, ...] = ()
    intro: str = ""
    gestures: tuple[Choice, ...] = ()
    question: str = ""
    sayings: tuple[Saying, ...] = ()
    is_told: bool = False
    hard_words: tuple[HardWord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One module. ``steps`` is never empty. ``can_do`` completes "Vous savez …".

    ``competences`` are ids of the framework, "0.0" being the first gestures. ``aims_at`` is the level that it
    leads to, 1 to 4. ``needs``, ``obstacles`` and ``wishes`` are ids of the checks' answers that call for it.
    ``sheet`` and ``guide`` are HTML: the learner's printed page and the trainer's.
    """

    id: str
    version: int
    language: str
    title: str
    goal: str
    can_do: str
    competences: tuple[str, ...]
    part: Part
    aims_at: int
    steps: tuple[Step, ...]
    sheet: str
    guide: str
    needs: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    is_for_distance: bool = False

    @property
    def slug(self) -> str:
        """The slug of its activity."""
        return f"module-{self.id.lower()}"

    @property
    def minutes(self) -> int:
        """How long it usually takes."""
        return sum(step.minutes for step in self.steps)

    def step(self, step_id: str) -> Step | None:
        """The step of this id, or ``None``."""
        return next((step for step in self.steps if step.id == step_id), None)

    def after(self, step: Step) -> Step | None:
        """The step that follows, ``None`` after the last."""
        place = self.steps.index(step) + 1
        return self.steps[place] if place < len(self.steps) else None

    def before(self, step: Step) -> Step | None:
        """The step that comes before, ``None`` before the first."""
        place = self.steps.index(step)
        return self.steps[place - 1] if place else None
