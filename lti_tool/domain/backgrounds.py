"""Totals over what people say of themselves (age, work, schooling), which no trainer may learn of one person.

A trainer knows who is in her course, and the levels of each. Two things could tell her what one of them said:
a small number, and a number that is nearly everybody. So a number is told from ten people on, rounded down as
all figures are, and never so many together that fewer than five of those who might be counted are left over.
Whoever reads of a whole centre is told of other courses when ten others are counted.

Source: requirements S2-01 and S4-01, no total below ten people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lti_tool.domain.figures import HIDDEN_BELOW, Count, shown

TOLD_FROM = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The people with one answer as they may be told: how many, and how many of them have weak skills."""

    choice: str
    people: Count
    weak: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was counted for one question: people by choice, those of them with weak skills by choice, and
    everybody who might have been counted in the one and in the other.
    """

    people: Mapping[str, int]
    weak: Mapping[str, int]
    everybody: int
    everybody_weak: int


def groups_of(choices: Sequence[str], whole: Answered, own: Answered | None = None) -> tuple[Group, ...]:
    """One group for each choice. ``own`` is the course of a trainer who reads of her whole centre."""
    known = own or whole
    base = _beside(known.everybody, whole.everybody)
    base_weak = _beside(known.everybody_weak, whole.everybody_weak)
    counted = [_beside(known.people.get(one, 0), whole.people.get(one, 0)) for one in choices]
    people = _told(counted, base)
    weak = [_beside(known.weak.get(one, 0), whole.weak.get(one, 0)) for one in choices]
    mixed = [
        few if told is not None and all_ - few >= HIDDEN_BELOW else 0
        for few, all_, told in zip(weak, counted, people, strict=True)
    ]
    return tuple(
        Group(choice=choice, people=count, weak=few)
        for choice, count, few in zip(choices, people, _told(mixed, base_weak), strict=True)
    )


def _beside(own: int, whole: int) -> int:
    return whole if whole - own >= TOLD_FROM else own


def _told(counts: Sequence[int], everybody: int) -> list[Count]:
    """The numbers that may stand together. Where they leave too few over, the smallest is hidden too: it may
    then be a small one as well as a large one.
    """
    told = [shown(count) if count >= TOLD_FROM else None for count in counts]
    found = [count for count in told if count is not None]
    if found and everybody - sum(found) < HIDDEN_BELOW:
        told[told.index(min(found))] = None
    return told
