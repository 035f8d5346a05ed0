"""The watch points at items that behave otherwise than thought, and leaves the others in peace."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from lti_tool.domain.ability import Curve, Outcome
from lti_tool.domain.calibration import Observation
from lti_tool.domain.item_watch import Watch, mantel_haenszel, watch_of
from tests.domain.planted_answers import outcome_of

CURVE = Curve(difficulty=0.0, slope=1.6, guess=0.1)
N = 600


def people(
    count: int = N, *, curve: Curve = CURVE, strand: str = "", seed: int = 1, mean: float = 0.0
) -> list[Observation]:
    """People whose ability is known to 0.2 logit answer an item that really has this curve."""
    random = Random(seed)
    found = []
    for _time in range(count):
        known = random.gauss(mean, 1.0)
        found.append(
            Observation(
                item_id="item-1",
                item_version=1,
                outcome=outcome_of(curve, random.gauss(known, 0.2), random),
                ability=known,
                sd=0.2,
                seconds=random.randrange(10, 50),
                strand=strand,
            )
        )
    return found


def watched(observations: Sequence[Observation]) -> Watch:
    return watch_of(CURVE, observations)


def harder_by(logits: float) -> Curve:
    return Curve(difficulty=logits, slope=1.6, guess=0.1)


def test_nothing_is_flagged_when_people_answer_as_expected() -> None:
    found = watched(people())

    assert found.flags == ()
    assert found.observed_alone == pytest.approx(found.expected_alone, abs=0.06)
    assert found.outfit == pytest.approx(1.0, abs=0.15)
    assert N == found.n == sum(found.counts.values())
    assert sum(found.share(outcome) for outcome in Outcome) == pytest.approx(1.0)


@pytest.mark.parametrize(("logits", "flag"), [(1.2, "harder"), (-1.2, "easier")])
def test_the_item_is_flagged_when_success_lies_15_points_away(logits: float, flag: str) -> None:
    assert flag in watched(people(curve=harder_by(logits))).flags
    assert watched(people(curve=harder_by(logits / 4))).flags == ()


def test_nothing_is_flagged_when_answers_are_too_few() -> None:
    few, enough = people(99, curve=harder_by(2.0)), people(100, curve=harder_by(2.0))

    assert watched(few).flags == ()
    assert "harder" in watched(enough).flags


def test_the_outfit_is_large_when_the_able_fail_and_the_others_succeed() -> None:
    upside_down = [
        Observation(
            item_id="item-1",
            item_version=1,
            outcome=Outcome.FAILED if place % 2 else Outcome.ALONE,
            ability=1.5 if place % 2 else -1.5,
            sd=0.2,
            seconds=9,
            strand="",
        )
        for place in range(200)
    ]

    assert watched(upside_down).outfit > 1.5
    assert watched(upside_down).flags == ("outfit",)


def test_times_are_those_of_the_middle_and_of_the_fast_when_they_are_asked_for() -> None:
    hundred = people(101)
    placed = [
        Observation(**{**{name: getattr(one, name) for name in one.__slots__}, "seconds": place})
        for place, one in enumerate(reversed(hundred))
    ]

    assert (50.0, 5.0) == (watched(placed).seconds_median, watched(placed).seconds_low)


def test_all_is_zero_when_nobody_answered() -> None:
    found = watched([])

    assert (0, 0.0, 0.0, 0.0, ()) == (
        found.n,
        found.outfit,
        found.seconds_median,
        found.share(Outcome.ALONE),
        (),
    )
    assert (found.bias, found.flags) == ((), ())


def test_bias_is_found_when_an_item_is_harder_with_a_mouse() -> None:
    """Harder for people of equal ability, and only that: a weaker group alone is no bias."""
    touch = people(300, strand="touch", seed=2)
    (bias,) = watched([*touch, *people(250, curve=harder_by(1.2), strand="mouse", seed=3)]).bias
    (fair,) = watched([*touch, *people(250, strand="mouse", seed=3, mean=-1.0)]).bias

    assert ("mouse", "touch", 250, 300, "strong") == (
        bias.group, bias.reference, bias.n, bias.n_reference, bias.size,
    )  # fmt: skip
    assert bias.delta < -1.5
    assert (fair.size, fair.delta) == ("none", pytest.approx(0.0, abs=1.0))


@pytest.mark.parametrize("sizes", [(300, 99), (99, 99), (300, 0)])
def test_no_bias_is_looked_for_when_a_group_is_small(sizes: tuple[int, int]) -> None:
    touch, mouse = sizes
    groups = [*people(touch, strand="touch"), *people(mouse, curve=harder_by(2.0), strand="mouse")]

    assert watched([*groups, *people(200)]).bias == ()


def test_delta_is_that_of_the_textbook_when_one_band_is_counted() -> None:
    """20 of 30 against 10 of 30: odds ratio 4, delta -2.35 · ln 4, chi-square (|20 - 15| - 0.5)² / 3.814."""

    def group(done: int) -> list[Observation]:
        outcomes = [Outcome.ALONE] * done + [Outcome.HELPED] * (30 - done)
        return [
            Observation(
                item_id="i", item_version=1, outcome=one, ability=0.1, sd=0.1, seconds=1, strand="x"
            )
            for one in outcomes
        ]  # fmt: skip

    delta, chi_square = mantel_haenszel(group(20), group(10))

    assert delta == pytest.approx(-3.2578, abs=1e-4)
    assert chi_square == pytest.approx(5.31, abs=0.01)
    assert mantel_haenszel(group(30), group(10)) == (0.0, 0.0)
    assert mantel_haenszel(group(20), []) == (0.0, 0.0)
