"""The basic programme, levels 1 and 2 of each competence: what somebody does not master, by tasks alone.

A competence is mastered when level 2 is: both levels of the basic programme are then behind the person. Three
cases must not be confused: mastered, not mastered, and not measured, which says nothing.

Source: requirement S1-43; DigComp 2.2 and 3.0, levels 1 and 2 are the basic ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lti_tool.domain.ability import ability_of, level_probabilities
from lti_tool.domain.attempt import Attempt, Bank, measured_belief
from lti_tool.domain.framework import COMPETENCES
from lti_tool.domain.readings import Certainty, certainty_of

BASIC_TO = 2
"""The highest level of the basic programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One competence that was measured, and how sure it is that it stands so."""

    competence: str
    is_mastered: bool
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """The basic programme as one attempt shows it. ``missing`` were not measured: they are in no share.

    ``tasks`` were answered, ``tasks_with_help`` of them with help; ``paper_on`` is the day of an attempt on
    paper.
    """

    taken_at: datetime
    measured: tuple[Standing, ...]
    missing: tuple[str, ...]
    tasks: int
    tasks_with_help: int = 0
    paper_on: date | None = None

    @property
    def not_mastered(self) -> int:
        """How many of those measured are not mastered."""
        return sum(not one.is_mastered for one in self.measured)

    @property
    def at_least(self) -> int:
        """How many surely are not mastered."""
        return sum(not one.is_mastered and one.certainty is Certainty.SURE for one in self.measured)

    @property
    def at_most(self) -> int:
        """How many are not surely mastered."""
        return sum(not one.is_mastered or one.certainty is not Certainty.SURE for one in self.measured)

    @property
    def share(self) -> int | None:
        """The share that is not mastered of what was measured, in per cent; ``None`` when nothing was."""
        return round(100 * self.not_mastered / len(self.measured)) if self.measured else None


def eligibility_of(attempt: Attempt, bank: Bank, *, tasks_with_help: int = 0) -> Eligibility:
    """Read a finished attempt against the basic programme."""
    belief = measured_belief(attempt, bank)
    asked = {answer.competence for answer in attempt.answers}
    measured = []
    for name in COMPETENCES:
        if name in asked:
            mean, spread = ability_of(belief, name)
            measured.append(standing_of(name, sum(level_probabilities(mean, spread**2)[BASIC_TO:])))
    return Eligibility(
        taken_at=attempt.finished_at or attempt.updated_at,
        measured=tuple(measured),
        missing=tuple(name for name in COMPETENCES if name not in asked),
        tasks=len(attempt.answers),
        tasks_with_help=tasks_with_help,
        paper_on=attempt.paper_on,
    )


def standing_of(competence: str, chance: float) -> Standing:
    """A competence whose basic levels are mastered with this chance, from 0 to 1."""
    is_mastered = chance >= 0.5
    return Standing(
        competence=competence,
        is_mastered=is_mastered,
        certainty=certainty_of(chance if is_mastered else 1 - chance),
    )
