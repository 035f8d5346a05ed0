"""One failover of PostgreSQL under load, and the proof that a loss would be seen."""

from __future__ import annotations

from tests.bench.failing_over import fail_over_under_load, prepared
from tests.bench.killing import story_of
from tests.bench.pair import running_pair
from tests.bench.power import in_memory


def test_nothing_is_lost_when_the_primary_is_killed_under_a_synchronous_follower() -> None:
    with in_memory() as folder:
        story = story_of(folder / "story")
    with running_pair() as pair:
        prepared(pair)
        series = fail_over_under_load(pair, 1, is_synchronous=True, story=story)
        proof = fail_over_under_load(pair, 1, is_synchronous=False, story=story)

    assert (0, 0, 0, []) == (series.lost, series.ungraded, series.half_kept, series.seen.unforeseen)
    assert proof.lost > 0, "an asynchronous follower that stood still must have lost something"
