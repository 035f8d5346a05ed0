"""What is believed after some answers, worked out step by step and kept for those who answer just now."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from lti_tool.domain.ability import Belief, starting_belief, updated
from lti_tool.domain.turns import Given

BELIEFS_KEPT = 256
"""About 15 KB each: those of everybody who answers just now, so that an answer costs one step and not all."""


def belief_after(history: Iterable[Given], start: Belief | None = None) -> Belief:
    """The belief after these answers, in their order, from ``start`` or what is believed of anybody."""
    return _believed(tuple(history), start or starting_belief())


@lru_cache(maxsize=BELIEFS_KEPT)
def _believed(history: tuple[Given, ...], start: Belief) -> Belief:
    """One step more than what is believed after all answers but the last."""
    if not history:
        return start
    before, last = _believed(history[:-1], start), history[-1]
    return updated(before, last.competence, last.curve, last.outcome)
