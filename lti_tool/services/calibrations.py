"""What the stored answers show of the bank: difficulties and the item watch. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from lti_tool.domain.attempt import Bank
from lti_tool.domain.calibration import (
    CALIBRATED_FROM,
    Calibrated,
    Difficulty,
    Observation,
    calibrated,
    observations_of,
    shown_difficulty,
)
from lti_tool.domain.item import Item
from lti_tool.domain.item_watch import Watch, watch_of
from lti_tool.domain.selection import curve_of
from lti_tool.store.unit_of_work import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Which answers are read: those of one centre, or of all. ``apart`` names for each centre the items that
    are its own: an answer to one of them says nothing of the item that others have under this name.
    """

    centre_id: str = ""
    apart: Mapping[str, Collection[str]] = field(default_factory=dict)


ALL_ANSWERS = Answers()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReport:
    """One item. ``shown`` is what its answers say of its difficulty, ``after`` what is to be written down,
    ``None`` where its level goes on counting.
    """

    item: Item
    watch: Watch
    shown: Difficulty
    after: Calibrated | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One reading of all answers. ``other_versions`` are answers to items that were withdrawn or changed
    since; they still tell of the people, and no longer of an item.
    """

    bank_version: str
    on: date
    attempts: int
    answers: int
    other_versions: int
    items: tuple[ItemReport, ...]

    @property
    def calibration(self) -> dict[str, Calibrated]:
        """What to write down, by item."""
        return {one.item.id: one.after for one in self.items if one.after is not None}


class Calibrations:
    """Use cases of whoever looks after the bank."""

    def __init__(self, store: Store, bank: Bank) -> None:
        self._store = store
        self._bank = bank

    def report(self, before: Mapping[str, Calibrated], on: date, of: Answers = ALL_ANSWERS) -> Report:
        """Read these answers of every finished attempt once. ``before`` is the present calibration."""
        seen: dict[str, list[Observation]] = {item.id: [] for item in self._bank.items}
        attempts = answers = others = 0
        with self._store.reading() as unit:
            for attempt in unit.answered.finished(of.centre_id):
                attempts += 1
                apart = of.apart.get(attempt.centre_id, ())
                for one in observations_of(attempt, self._bank):
                    answers += 1
                    item = self._bank.get(one.item_id)
                    if item is None or item.version != one.item_version or item.id in apart:
                        others += 1
                    else:
                        seen[item.id].append(one)
        return Report(
            bank_version=self._bank.version,
            on=on,
            attempts=attempts,
            answers=answers,
            other_versions=others,
            items=self._reports(seen, before, on),
        )

    def _reports(
        self, seen: Mapping[str, list[Observation]], before: Mapping[str, Calibrated], on: date
    ) -> tuple[ItemReport, ...]:
        items = {item.id: item for item in self._bank.items}
        shown = {name: shown_difficulty(items[name], found) for name, found in seen.items()}
        counts = {name: len(found) for name, found in seen.items()}
        enough = {name: one for name, one in shown.items() if counts[name] >= CALIBRATED_FROM}
        after = calibrated(items, enough, counts, before, on)
        return tuple(
            ItemReport(
                item=item,
                watch=watch_of(curve_of(item), seen[item.id]),
                shown=shown[item.id],
                after=after.get(item.id),
            )
            for item in self._bank.items
        )
