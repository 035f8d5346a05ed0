"""A slice of the power cuts, and the proof that they find what is wrong."""

from __future__ import annotations

from random import Random

import pytest

from tests.bench.cut_disk import SECTOR, CutDisk
from tests.bench.power import JOURNALS, in_memory, record
from tests.bench.power_bench import Course, measured
from tests.bench.recording_vfs import Deed, Event

SLICE = Course(learners=2, every=5, seeds=(1,))


@pytest.mark.parametrize("journal", JOURNALS)
def test_nothing_is_lost_when_the_power_goes(journal: str) -> None:
    outcome = measured(journal, SLICE)

    assert outcome.cuts > 70
    assert (0, 0, 0, 0) == (outcome.lost, outcome.ungraded, outcome.half_kept, outcome.corrupt)


@pytest.mark.parametrize(
    ("journal", "synchronous"), [("DELETE", "FULL"), ("DELETE", "OFF"), ("WAL", "NORMAL"), ("WAL", "OFF")]
)
def test_the_cuts_notice_when_less_is_synced(journal: str, synchronous: str) -> None:
    outcome = measured(journal, SLICE, synchronous=synchronous)

    assert outcome.lost + outcome.corrupt > 0


@pytest.mark.parametrize("journal", JOURNALS)
def test_the_files_are_those_of_the_machine_when_every_event_is_taken(journal: str) -> None:
    """The recorder leaves nothing out."""
    with in_memory() as folder:
        recording = record(folder, journal, 1)
        disk = CutDisk(recording.files)
        for event in recording.events:
            disk.take(event)
        there = {one.name: one.read_bytes() for one in folder.glob("*.sqlite3*") if one.suffix != ".lock"}

    assert there == disk.as_asked


def test_any_part_may_be_missing_when_nothing_was_synced() -> None:
    disk = CutDisk({"file": b"old" * SECTOR})
    disk.take(Event(Deed.WRITE, "file", 0, b"new" * SECTOR))
    left = {disk.after_cut(Random(seed))["file"] for seed in range(50)}

    assert {b"old" * SECTOR, b"new" * SECTOR} < left


def test_a_name_is_uncertain_until_its_folder_is_synced() -> None:
    disk = CutDisk({"file": b"text"})
    disk.take(Event(Deed.DELETE, "file"))
    before = {"file" in disk.after_cut(Random(seed)) for seed in range(20)}
    disk.take(Event(Deed.SYNC_FOLDER, "file"))
    after = {"file" in disk.after_cut(Random(seed)) for seed in range(20)}

    assert ({True, False}, {False}) == (before, after)
