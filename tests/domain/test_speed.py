"""A step of the engine is quick: it happens while somebody waits for the next task."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable
from random import Random

from lti_tool.domain.ability import Outcome, updated
from lti_tool.domain.selection import STANDARD, belief_after, curve_of, given_of, next_item
from tests.simulation.banks import planned_bank

EXPONENTIALS, SHARE = 10_000, 1.0
"""A step, update and choice, may cost as much as this many exponentials in a plain loop. On a machine that
does them in a millisecond a step then takes a millisecond at most."""


def test_a_step_is_quick_when_the_bank_has_159_items() -> None:
    bank = planned_bank()
    history, belief = [], belief_after([])
    ends = [Outcome.ALONE, Outcome.HELPED, Outcome.FAILED, Outcome.ALONE]
    ratios = []
    for place in range(STANDARD.most):
        random = Random(place)
        item = next_item(bank, history, belief, STANDARD, strand="", random=random)
        assert item is not None
        outcome = ends[place % len(ends)]
        history.append(given_of(item, outcome))
        now = updated(belief, item.competence, curve_of(item), outcome)

        def step(before=belief, after=now, item=item, outcome=outcome) -> None:  # type: ignore[no-untyped-def]
            updated(before, item.competence, curve_of(item), outcome)
            next_item(bank, history, after, STANDARD, strand="", random=Random(1))

        ratios.append(seconds(step, 5) / seconds(reference, 5))
        belief = now

    assert statistics.mean(ratios) < SHARE


def reference() -> float:
    """Plain arithmetic as the engine's own."""
    return sum([math.exp(-0.001 * number) for number in range(EXPONENTIALS)])


def seconds(act: Callable[[], object], times: int) -> float:
    """The least time of CPU that it took: whatever else runs on the machine only adds to it."""
    taken = []
    for _ in range(times):
        start = time.thread_time()
        act()
        taken.append(time.thread_time() - start)
    return min(taken)
