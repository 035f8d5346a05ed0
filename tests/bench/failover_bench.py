"""PostgreSQL with a synchronous follower: the primary is killed under load, and no answer is lost."""

from __future__ import annotations

from tests.bench.failing_over import Series, fail_over_under_load, prepared
from tests.bench.killing import story_of
from tests.bench.pair import running_pair
from tests.bench.power import in_memory
from tests.bench.report import Goal, Report, Size, Table

FAILOVERS = {Size.QUICK: 3, Size.FULL: 20}
BACK_SECONDS = 30


def run(size: Size) -> Report:
    """A series with a synchronous follower, then one failover with an asynchronous one, which must lose."""
    with in_memory() as folder:
        story = story_of(folder / "story")
    with running_pair() as pair:
        prepared(pair)
        series = fail_over_under_load(pair, FAILOVERS[size], is_synchronous=True, story=story)
        proof = fail_over_under_load(pair, 1, is_synchronous=False, story=story)
    rows: list[list[str | float]] = [["synchronous", *_figures(series)], ["asynchronous", *_figures(proof)]]
    heads = ("follower", "failovers", "steps told", "lost", "ungraded", "half kept", "refused", "asked again",
             "recognised", "longest silence s")  # fmt: skip
    refusals: list[list[str | float]] = [
        [reason, number] for reason, number in sorted(series.seen.refused.items())
    ]
    return Report(
        name="failover",
        size=size,
        goals=[
            Goal(name="failovers", value=series.failovers, at_least=FAILOVERS[size]),
            Goal(name="acknowledged answers lost", value=series.lost, at_most=0),
            Goal(name="answers without their desired grade", value=series.ungraded, at_most=0),
            Goal(name="half-kept attempts", value=series.half_kept, at_most=0),
            Goal(name="unforeseen errors", value=len(series.seen.unforeseen), at_most=0),
            Goal(name="longest silence", value=max(series.away_seconds), unit="s", at_most=BACK_SECONDS),
            Goal(name="an asynchronous follower: lost", value=proof.lost, at_least=1),
        ],
        tables=(
            Table(title="Failovers under load", heads=heads, rows=rows),
            Table(title="What learners were told meanwhile", heads=("error", "times"), rows=refusals),
        ),
        notes=(
            "The silence holds how long it takes until somebody promotes the follower: here that is at once.",
            *(f"unforeseen: {one}" for one in series.seen.unforeseen[:5]),
        ),
    )


def _figures(series: Series) -> list[str | float]:
    seen = series.seen
    return [
        series.failovers,
        seen.steps,
        series.lost,
        series.ungraded,
        series.half_kept,
        sum(seen.refused.values()),
        seen.repeated,
        seen.recognised,
        round(max(series.away_seconds), 2),
    ]
