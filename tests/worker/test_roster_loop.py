"""The worker's loop reads rosters, and no grade waits for one."""

from __future__ import annotations

from lti_tool import worker
from tests.people import TRAINER
from tests.services.enrolling import enter, names, review, roster
from tests.services.world import World
from tests.worker.test_loop import running, wait_until

LEARNERS = 4


def test_the_roster_is_read_when_the_worker_runs(world: World) -> None:
    trainer = enter(world)
    with running(world):
        wait_until(lambda: LEARNERS == len(review(world, trainer).members))

    assert TRAINER.name not in names(review(world, trainer))


def test_grades_arrive_when_a_roster_hangs(world: World) -> None:
    """The platform's list does not answer: its thread waits alone, and the worker still ends in time."""
    trainer = enter(world)
    visit = world.visit()
    world.lms.fault("members", "hang")
    with running(world):
        wait_until(lambda: world.lms.is_hanging)
        world.want(visit)
        wait_until(lambda: world.states(visit) == {("idle", "")})
        was_hanging = world.lms.is_hanging
        world.lms.stop()
        wait_until(lambda: "" != roster(world, trainer).reason)

    assert was_hanging
    assert worker.ROSTER_PATIENCE_SECONDS < 30


def test_the_loop_goes_on_when_a_reading_fails_in_an_unforeseen_way(world: World) -> None:
    trainer = enter(world)

    def fail_once(name: str) -> None:
        if name == "roster-read":
            world.step = lambda _name: None
            raise RuntimeError("unforeseen")

    world.step = fail_once
    with running(world):
        wait_until(lambda: world.step is not fail_once)
        world.advance(minutes=4)
        wait_until(lambda: LEARNERS == len(review(world, trainer).members))

    assert "" == roster(world, trainer).reason
