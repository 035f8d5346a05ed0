"""What of the basic programme is not mastered: the share, its margin, and what was not measured."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lti_tool.domain.eligibility import Eligibility, Standing, standing_of
from lti_tool.domain.readings import Certainty


def found(*chances: float) -> Eligibility:
    measured = tuple(standing_of(f"1.{number}", chance) for number, chance in enumerate(chances, 1))
    return Eligibility(taken_at=datetime(2026, 11, 20, tzinfo=UTC), measured=measured, missing=(), tasks=20)


@pytest.mark.parametrize(
    ("chance", "is_mastered", "certainty"),
    [
        (1.0, True, Certainty.SURE),
        (0.8, True, Certainty.SURE),
        (0.7, True, Certainty.PROBABLE),
        (0.5, True, Certainty.TO_CONFIRM),
        (0.49, False, Certainty.TO_CONFIRM),
        (0.3, False, Certainty.PROBABLE),
        (0.1, False, Certainty.SURE),
    ],
)
def test_the_certainty_is_that_of_what_is_said(
    chance: float, is_mastered: bool, certainty: Certainty
) -> None:
    wanted = Standing(competence="1.1", is_mastered=is_mastered, certainty=certainty)

    assert wanted == standing_of("1.1", chance)


def test_the_margin_holds_what_is_not_sure() -> None:
    """Two surely not, one perhaps not, one perhaps, two surely."""
    seen = found(0.05, 0.1, 0.4, 0.6, 0.9, 1.0)

    assert (3, 50) == (seen.not_mastered, seen.share)
    assert (2, 4) == (seen.at_least, seen.at_most)


def test_nothing_measured_has_no_share() -> None:
    assert found().share is None
