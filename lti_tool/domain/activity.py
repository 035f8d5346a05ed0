"""An activity: what one resource link opens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lti_tool.domain.selection import MODES, Mode


class Phase(StrEnum):
    """Where an activity belongs on a learner's way, in this order. It is not the stage of an attempt."""

    DIAGNOSTIC = "diagnostic"
    WARM_UP = "warm-up"
    ACTIVITIES = "activities"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A diagnostic (modules and checks follow). ``minutes`` is a range in words such as "12 à 18".

    ``summary`` is one sentence for the trainer who chooses; ``picture`` names a file of
    ``static/img/activities``. Both may be empty.
    """

    slug: str
    kind: str
    mode: str
    title: str
    minutes: str
    phase: Phase = Phase.DIAGNOSTIC
    summary: str = ""
    picture: str = ""

    def __post_init__(self) -> None:
        if self.kind != "diagnostic":
            raise ValueError(f"unknown kind of activity: {self.kind}")
        if self.mode not in MODES:
            raise ValueError(f"unknown mode: {self.mode}")

    @property
    def length(self) -> Mode:
        """How long the diagnostic is."""
        return MODES[self.mode]
