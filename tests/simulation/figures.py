"""What is counted over simulated sittings."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lti_tool.domain.ability import LevelEstimate, Outcome
from tests.simulation.sittings import Sitting

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0 + 1e-9)


@dataclass(slots=True, kw_only=True)
class Accuracy:
    """Levels reported against true levels, one entry for each person: several levels of one person err
    together, so what is a chance variation is judged by person.
    """

    exact: list[float] = field(default_factory=list)
    within_one: list[float] = field(default_factory=list)
    said: list[float] = field(default_factory=list)
    in_range: list[float] = field(default_factory=list)
    pairs: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, estimates: Mapping[str, LevelEstimate], truth: Mapping[str, int]) -> None:
        """One person's levels."""
        rows = [(estimates[key], truth[key]) for key in estimates]
        self.exact.append(statistics.mean(one.level == true for one, true in rows))
        self.within_one.append(statistics.mean(abs(one.level - true) <= 1 for one, true in rows))
        self.said.append(statistics.mean(one.p for one, _ in rows))
        self.in_range.append(statistics.mean(one.low <= true <= one.high for one, true in rows))
        self.pairs += [(one.p, one.level == true) for one, true in rows]

    def summary(self) -> dict[str, float]:
        """Shares, and under ``error`` the standard error of ``exact``."""
        return {
            "exact": statistics.mean(self.exact),
            "within_one": statistics.mean(self.within_one),
            "said": statistics.mean(self.said),
            "in_range": statistics.mean(self.in_range),
            "error": standard_error(self.exact),
        }

    def bins(self) -> list[dict[str, float]]:
        """By stated certainty: how many, the mean of what was said, and the share that was right."""
        found = []
        for low, high in pairwise(BINS):
            inside = [(said, right) for said, right in self.pairs if low <= said < high]
            if inside:
                said, right = (statistics.mean(column) for column in zip(*inside, strict=True))
                found.append({"from": low, "count": len(inside), "said": said, "right": right})
        return found


def standard_error(by_person: Sequence[float]) -> float:
    """Of a mean over people."""
    return statistics.stdev(by_person) / len(by_person) ** 0.5


def lengths_of(sittings: Iterable[Sitting]) -> dict[str, float]:
    """Mean and 90th percentile of the number of tasks, and the shares done alone and at all."""
    sittings = list(sittings)
    lengths = sorted(len(sitting.history) for sitting in sittings)
    ends = [given.outcome for sitting in sittings for given in sitting.history]
    alone = statistics.mean(end is Outcome.ALONE for end in ends)
    return {
        "mean": statistics.mean(lengths),
        "p90": lengths[int(0.9 * len(lengths))],
        "alone": alone,
        "done": alone + statistics.mean(end is Outcome.HELPED for end in ends),
    }


def exposure_of(sittings: Sequence[Sitting]) -> dict[str, object]:
    """Which task most people met, the share of people who did, and how many tasks anybody met."""
    counts = Counter(given.item_id for sitting in sittings for given in sitting.history)
    item, count = counts.most_common(1)[0]
    return {"top_item": item, "top_share": count / len(sittings), "items_used": len(counts)}
