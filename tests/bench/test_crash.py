"""A slice of the crashes, and the proof that they find what is wrong."""

from __future__ import annotations

import pytest

from tests.bench.filling import fill_by_refusing
from tests.bench.killing import kill_many
from tests.bench.power import JOURNALS


@pytest.mark.parametrize("journal", JOURNALS)
def test_nothing_is_lost_when_a_writer_is_killed(journal: str) -> None:
    harm = kill_many(journal, 8)

    assert (8, 0) == (harm.deaths, harm.all_bad)
    assert harm.told >= 8


def test_the_loss_is_seen_when_a_writer_acknowledges_too_early() -> None:
    assert kill_many("DELETE", 6, is_hasty=True).lost > 0


@pytest.mark.parametrize("journal", JOURNALS)
def test_nothing_is_half_kept_when_the_disk_is_full_at_any_write(journal: str) -> None:
    harm = fill_by_refusing(journal, 4)

    assert (4, 0, []) == (harm.deaths, harm.all_bad, harm.reasons)
