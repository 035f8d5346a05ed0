"""What an attempt begins with: when in the training it is made, and what was known before the first task.

It is written down once, so that whoever takes the attempt up again meets the same tasks, whatever was
learnt elsewhere meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lti_tool.domain.ability import Belief, area_ability
from lti_tool.domain.framework import AREAS
from lti_tool.domain.prior import NOTHING_KNOWN, Prior

WEAK_AREAS_AT_MOST = 3
HALF_A_LEVEL = 0.75  # logits


class Stage(StrEnum):
    """When in the training an attempt is made."""

    ENTRY = "entry"
    MIDWAY = "midway"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What was known before the first task.

    ``prior`` is what the person thinks of themselves, and results from elsewhere. ``avoid`` are the items
    that were met in earlier attempts. ``order`` lists the areas that interest the person, the most
    interesting first. ``areas`` are those that are asked; empty for all five. ``tasks`` are the ids of the
    tasks that come, in this order, where somebody chose them; empty where each follows from the answers.
    """

    prior: Prior = NOTHING_KNOWN
    avoid: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """The areas that are asked, in the order of the framework."""
        return tuple(area for area in AREAS if not self.areas or area in self.areas)


PLAIN_START = Start()
"""Nothing was known, and everything is asked."""


def weak_areas(belief: Belief) -> tuple[str, ...]:
    """The areas to look at again midway: the two with the lowest ability, and a third one unless it lies half
    a level above them. In the order of the framework.
    """
    means = {area: area_ability(belief, area)[0] for area in AREAS}
    ranked = sorted(AREAS, key=lambda area: means[area])
    is_third_near = means[ranked[2]] - means[ranked[1]] < HALF_A_LEVEL
    count = WEAK_AREAS_AT_MOST if is_third_near else WEAK_AREAS_AT_MOST - 1
    return tuple(area for area in AREAS if area in ranked[:count])
