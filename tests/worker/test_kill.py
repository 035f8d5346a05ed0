"""``kill -9`` of the worker between any two steps of a delivery loses nothing, and doubles nothing.

Two learners with six columns each; the worker dies at a step, one level is raised, a second worker dies at
a later occurrence of the step, a third one goes to the end. Then the invariants I1 to I6 hold.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest
from sqlalchemy import Engine, text

from lti_tool.services.checkpoints import STEPS
from lti_tool.services.launches import Visit
from tests.people import LEARNER
from tests.services.setting import TAGS
from tests.services.world import World
from tests.worker.conftest import Workers
from tests.worker.dying_worker import Order

SECOND_LEARNER = replace(LEARNER, key="learner-1", sub="1001")
POINTS = {"area_1": 1, "area_2": 2, "area_3": 3, "area_4": 4, "area_5": 5}
OTHER_POINTS = {"area_1": 6, "area_2": 5, "area_3": 4, "area_4": 3, "area_5": 2}
KILLED = f"signal {signal.SIGKILL:d}"
KILL_POINTS = {
    "claiming": "KP3",
    "claimed": "KP4",
    "column-created": "KP15",
    "written-down": "KP6",
    "sent": "KP9",
    "storing": "KP13",
    "stored": "KP10",
}
PATIENCE_SECONDS = 60.0

Give = Callable[..., Order]


def named(steps: tuple[str, ...]) -> list[object]:
    """The steps with their kill points as test ids."""
    return [pytest.param(step, id=f"{KILL_POINTS.get(step, 'KP')}-{step}") for step in steps]


def check_invariants(world: World, engine: Engine, expected: dict[Visit, list[int]], kills: int) -> None:
    """I1 to I6."""
    assert sorted(TAGS) == sorted(world.tags()), "one column per tag (KP15)"
    for sub, (visit, points) in zip((LEARNER.sub, "1001"), expected.items(), strict=True):
        assert points == [world.lms.grade(sub, tag) for tag in TAGS], "I1, I2, I4"
        found = world.deliveries(visit).values()
        assert {("idle", "")} == world.states(visit)
        assert all(one.acknowledged_version == one.desired_version for one in found)
    posts = check_posts(world)
    with engine.connect() as connection:
        tries = connection.execute(text("SELECT count(*) FROM delivery_attempt")).scalar_one()
    assert posts <= tries <= posts + kills, "I5: one line for each try"


def check_posts(world: World) -> int:
    """I3 and F23: what the platform took per person and column only rises; how many posts there were.

    A worker that stood still may post late: the platform refuses that with 409, by its timestamp.
    """
    taken: dict[tuple[str, str], list[tuple[datetime, float | None]]] = {}
    posts = world.lms.requests_to("scores")
    for entry in posts:
        assert entry.body["comment"]
        if entry.status == 200:
            moment = datetime.fromisoformat(entry.timestamp)
            taken.setdefault((entry.sub, entry.path), []).append((moment, entry.score))
    for key, found in taken.items():
        assert all(earlier[0] < later[0] for earlier, later in pairwise(found)), "F23"
        scores = [score for _moment, score in found]
        changes = [score for score, later in pairwise([*scores, None]) if score != later]
        assert len(set(changes)) == len(changes), f"I3: {key} went back: {scores}"
    return len(posts)


def wanted(world: World) -> tuple[Visit, Visit]:
    """Two learners who finished."""
    first, second = world.visit(), world.visit(SECOND_LEARNER)
    world.want(first, 3, **POINTS)
    world.want(second, 4, **OTHER_POINTS)
    return first, second


@pytest.mark.parametrize("step", named(tuple(step for step in STEPS if step != "read")))
def test_nothing_is_lost_when_the_worker_is_killed(
    world: World, engine: Engine, workers: Workers, order: Give, step: str
) -> None:
    first, second = wanted(world)
    died = workers.run(order(step=step))
    world.want(first, 6)
    workers.run(order(step=step, occurrence=4, shift_seconds=120))
    ended = workers.run(order(shift_seconds=480))

    assert (KILLED, "exit 0") == (died, ended)
    check_invariants(world, engine, {first: [6] * 6, second: [4, 6, 5, 4, 3, 2]}, kills=2)
    assert len(world.posts()) <= 12 * 1.3 + 6 + 2, "I6"


def test_nothing_is_lost_when_the_worker_is_killed_after_reading(
    world: World, engine: Engine, workers: Workers, order: Give
) -> None:
    """The second level of a person is sent after a look at the first."""
    first, second = wanted(world)
    world.work()
    world.want(first, 6)
    world.want(second, 7)
    died = workers.run(order(step="read"))
    ended = workers.run(order(shift_seconds=120))

    assert (KILLED, "exit 0") == (died, ended)
    check_invariants(world, engine, {first: [6] * 6, second: [7] * 6}, kills=1)


@pytest.mark.parametrize(
    ("path_kind", "fault"),
    [
        pytest.param("token", "hang", id="KP5-token"),
        pytest.param("scores", "hang", id="KP7-before-storing"),
        pytest.param("scores", "hang-after-storing", id="KP8-after-storing"),
        pytest.param("lineitems", "hang", id="KP15-search"),
    ],
)
def test_nothing_is_lost_when_the_worker_is_killed_in_the_middle_of_a_request(
    world: World, engine: Engine, workers: Workers, order: Give, path_kind: str, fault: str
) -> None:
    first, second = wanted(world)
    world.lms.fault(path_kind, fault)
    number = workers.begin(order())
    until = time.monotonic() + PATIENCE_SECONDS
    while not world.lms.is_hanging:
        assert time.monotonic() < until
        time.sleep(0.01)
    os.kill(number, signal.SIGKILL)
    died = workers.end()
    ended = workers.run(order(shift_seconds=120))

    assert (KILLED, "exit 0") == (died, ended)
    # What hung is written into the journal at its end, behind what came later.
    world.lms.stop()
    assert [3, 1, 2, 3, 4, 5] == [world.lms.grade(LEARNER.sub, tag) for tag in TAGS]
    assert [4, 6, 5, 4, 3, 2] == [world.lms.grade("1001", tag) for tag in TAGS]
    assert sorted(TAGS) == sorted(world.tags())
    assert {("idle", "")} == world.states(first) == world.states(second)


def test_no_column_is_doubled_when_the_worker_is_killed_while_one_is_made(
    world: World, workers: Workers, order: Give
) -> None:
    """KP15: the platform made the column, the answer never came."""
    first, _second = wanted(world)
    # The search is answered, the first creation is carried out and hangs.
    world.lms.fault("lineitems", "slow", seconds=0.01)
    world.lms.fault("lineitems", "hang-after-storing")
    number = workers.begin(order())
    until = time.monotonic() + PATIENCE_SECONDS
    while not world.lms.is_hanging:
        assert time.monotonic() < until
        time.sleep(0.01)
    os.kill(number, signal.SIGKILL)
    died = workers.end()
    ended = workers.run(order(shift_seconds=120))

    assert (KILLED, "exit 0") == (died, ended)
    assert sorted(TAGS) == sorted(world.tags())
    assert {("idle", "")} == world.states(first)


def test_the_pause_is_kept_when_the_worker_is_killed_in_it(
    world: World, workers: Workers, order: Give
) -> None:
    """KP11: the moment of the next try is in the row, not in the worker's memory."""
    visit = world.visit()
    world.lms.fault("lineitems", 503, retry_after="300", times=6)
    world.want(visit)
    workers.run(order(step="stored", occurrence=6))
    before = world.deliveries(visit)
    world.clock.now = datetime.now(world.clock.now.tzinfo)
    too_early = world.work()

    assert (0, {("retry", "server-error")}) == (too_early, world.states(visit))
    assert before == world.deliveries(visit)


@pytest.mark.parametrize("step", named(("claimed", "bound", "written-down", "sent")))
def test_a_late_result_is_refused_when_a_stopped_worker_wakes(
    world: World, engine: Engine, workers: Workers, order: Give, step: str
) -> None:
    """KP12, F40: SIGSTOP beyond the lease; another worker ends it with a newer level; SIGCONT."""
    first, second = wanted(world)
    world.work()
    world.want(first, 5)
    number = workers.begin(order(step=step, signal=int(signal.SIGSTOP)))
    stood = workers.end()
    world.want(first, 7)
    drained = workers.run(order(shift_seconds=120))
    settled = world.deliveries(first)
    os.kill(number, signal.SIGCONT)
    woken = workers.wait(number)

    assert ("stopped", "exit 0", "exit 0") == (stood, drained, woken)
    assert settled == world.deliveries(first)
    check_invariants(world, engine, {first: [7] * 6, second: [4, 6, 5, 4, 3, 2]}, kills=1)


def test_few_posts_are_made_when_nothing_goes_wrong(
    world: World, engine: Engine, workers: Workers, order: Give
) -> None:
    """I6"""
    first, second = wanted(world)
    ended = workers.run(order())

    assert "exit 0" == ended
    check_invariants(world, engine, {first: [3, 1, 2, 3, 4, 5], second: [4, 6, 5, 4, 3, 2]}, kills=0)
    assert len(world.posts()) <= 12 * 1.3
