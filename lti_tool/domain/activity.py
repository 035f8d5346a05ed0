"""An activity: what one resource link opens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lti_tool.domain.deep_link import Columns
from lti_tool.domain.framework import AREAS
from lti_tool.domain.framework import POINTS_MAXIMUM as LEVEL_POINTS
from lti_tool.domain.modes import AREA, FIRST_USE, MIDWAY, MODES, Mode, length_of, mode_to_begin
from lti_tool.domain.module import POINTS_MAXIMUM as MODULE_POINTS
from lti_tool.domain.start import Stage

DIAGNOSTIC, CHECK, MODULE, PATH, RESOURCES = "diagnostic", "check", "module", "path", "resources"
"""The kinds of activity."""

KINDS = frozenset({DIAGNOSTIC, CHECK, MODULE, PATH, RESOURCES})
NEVER_GRADED = frozenset({CHECK, PATH, RESOURCES})


class Phase(StrEnum):
    """Where an activity belongs on a learner's way, in this order; the trainers' own track comes last.

    It is not the stage of an attempt.
    """

    DIAGNOSTIC = "diagnostic"
    WARM_UP = "warm-up"
    ACTIVITIES = "activities"
    END = "end"
    TRAINERS = "trainers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A diagnostic, a check, a module, the path through them all, or the resources.

    ``minutes`` is a range in words such as "12 à 18".
    ``summary`` is one sentence for the trainer who chooses; ``picture`` names a file of
    ``static/img/activities``. Both may be empty. ``stage`` is when in the training it is made, and
    ``areas`` the one area that mode "area" asks, empty in every other mode. ``place`` orders the activities
    of a phase, the lowest first.

    Only a diagnostic has a mode. A check, the path and the resources have no gradebook column, a module has
    one. ``check`` is the slug of the check and ``module`` the id of the module, each empty elsewhere.
    """

    slug: str
    kind: str
    title: str
    minutes: str
    mode: str = ""
    phase: Phase = Phase.DIAGNOSTIC
    summary: str = ""
    picture: str = ""
    stage: Stage = Stage.ENTRY
    areas: tuple[str, ...] = ()
    place: int = 50
    check: str = ""
    module: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of activity: {self.kind}")
        if (self.kind == CHECK) != bool(self.check):
            raise ValueError("a check, and nothing else, names its check")
        if (self.kind == MODULE) != bool(self.module):
            raise ValueError("a module, and nothing else, names its module")
        if self.kind != DIAGNOSTIC:
            if self.mode or self.areas:
                raise ValueError(f"a {self.kind} has neither mode nor areas")
            return
        if self.mode not in MODES:
            raise ValueError(f"unknown mode: {self.mode}")
        if not set(self.areas) <= set(AREAS) or (len(self.areas) == 1) != (self.mode == AREA.name):
            raise ValueError(f"areas do not fit the mode {self.mode}: {', '.join(self.areas) or 'none'}")

    @property
    def length(self) -> Mode:
        """How long the diagnostic is for somebody of whom nothing is known."""
        return length_of(mode_to_begin(self.mode, self.areas), self.areas)

    @property
    def is_between(self) -> bool:
        """Whether it only completes what the entry told: midway, or one area in depth."""
        return self.mode in (AREA.name, MIDWAY.name)

    @property
    def has_one_level(self) -> bool:
        """Whether its result is one level alone, that of its area."""
        return len(self.areas) == 1

    @property
    def is_graded(self) -> bool:
        """Whether it has gradebook columns at all. The first gestures, which have no level, have none and
        send nothing.
        """
        return self.kind not in NEVER_GRADED and self.mode != FIRST_USE.name

    @property
    def points_maximum(self) -> float:
        """The highest value of its columns."""
        return MODULE_POINTS if self.kind == MODULE else LEVEL_POINTS

    def columns(self, chosen: Columns) -> Columns:
        """How many gradebook columns it has where ``chosen`` were asked for. Midway has no general level,
        so that one column would stay empty.
        """
        if self.has_one_level or self.kind == MODULE:
            return Columns.ONE
        return Columns.SIX if self.mode == MIDWAY.name else chosen
