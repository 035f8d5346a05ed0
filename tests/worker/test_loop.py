"""The worker's loop: it ends in order, it ends with its parent, and one bad delivery does not stop it."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import cast

import pytest

from lti_tool import worker
from lti_tool.domain.administration import AskedDeployment
from lti_tool.services.container import Services
from tests.people import LEARNER
from tests.services.setting import OWN, SECRET, TAGS, TOOL_URL
from tests.services.world import World
from tests.worker.conftest import CHECKOUT, Workers, is_running
from tests.worker.dying_worker import Order

PATIENCE_SECONDS = 60.0
Give = Callable[..., Order]


def wait_until(condition: Callable[[], bool]) -> None:
    """Look until it is so: the workers run in their own time."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)


@contextmanager
def running(world: World, threads: int = 1) -> Iterator[None]:
    """The real loop, in this process, for the length of the block."""
    stop = threading.Event()
    loop = threading.Thread(
        target=worker.run, args=(world.services, stop), kwargs={"threads": threads}, name="loop"
    )
    loop.start()
    try:
        yield
    finally:
        stop.set()
        loop.join(PATIENCE_SECONDS)
        assert not loop.is_alive()


def test_grades_arrive_when_four_threads_work(world: World) -> None:
    visit, other = world.visit(), world.visit(replace(LEARNER, key="learner-1", sub="1001"))
    world.want(visit)
    world.want(other, 5)
    # The columns are in one thread's hand first; the others look again half a second later.
    with running(world, threads=4):
        wait_until(lambda: OWN in world.tags())
        for _ in range(20):
            world.advance(seconds=1)
            time.sleep(0.05)
        wait_until(lambda: world.states(visit) | world.states(other) == {("idle", "")})

    assert list(TAGS) == world.tags()
    assert 12 == len(world.posts())


def test_one_thread_alone_asks_when_nothing_is_due() -> None:
    """Four threads that each ask twice a second would keep a small machine awake for nothing."""
    idle, stop = Idle(), threading.Event()
    threading.Timer(1.2, stop.set).start()

    worker.run(cast(Services, idle), stop)

    assert 1 == sum(owner.endswith(":3") for owner in idle.asked)
    assert len(idle.asked) <= worker.THREADS + 1.2 / worker.POLL_SECONDS


class Idle:
    """Services with nothing to do. ``asked`` names who looked for a delivery."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.deliveries = self.rosters = self

    def deliver_some(self, owner: str) -> bool:
        self.asked.append(owner)
        return False

    def read_one(self, _owner: str) -> bool:
        return False


def test_old_refusals_are_forgotten_when_the_worker_sweeps(world: World) -> None:
    """Whoever asks for an unknown deployment is shown for a year, then as if it had never asked."""
    place = world.registration.centre_id, world.registration.id
    asked = AskedDeployment(centre_id=place[0], registration_id=place[1], deployment_id="9", is_signed=True)
    world.services.logins.refused(
        at=world.clock.now, code="e-lms", reason="unknown-deployment", correlation="x", asked=asked
    )
    found = []
    for days in (364, 2):
        world.advance(days=days)
        worker.sweep(world.services)
        with world.services.store.reading() as unit:
            found.append(len(unit.events.asked_deployments(*place, 5)))

    assert [1, 0] == found


def test_the_others_go_on_when_one_delivery_fails_in_an_unforeseen_way(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    visit = world.visit()
    world.want(visit)

    def fail_once(name: str) -> None:
        if name == "bound":
            world.step = lambda _name: None
            raise RuntimeError("unforeseen")

    world.step = fail_once
    with caplog.at_level(logging.ERROR), running(world):
        wait_until(lambda: 5 == sum(one.state.value == "idle" for one in world.deliveries(visit).values()))
        before = world.states(visit)
        world.advance(seconds=61)
        wait_until(lambda: world.states(visit) == {("idle", "")})

    assert {("idle", ""), ("leased", "")} == before
    assert ["RuntimeError"] == [record.kind for record in caplog.records]  # type: ignore[attr-defined]
    assert LEARNER.given_name not in caplog.text


def test_what_is_in_hand_is_finished_when_the_worker_is_told_to_end(
    world: World, workers: Workers, order: Give
) -> None:
    """SIGTERM between two steps: that grade still arrives, the next one is not begun."""
    visit = world.visit()
    world.want(visit)
    ended = workers.run(order(mode="loop", step="written-down", signal=int(signal.SIGTERM)))

    assert "exit 0" == ended
    states = [one.state.value for one in world.deliveries(visit).values()]
    assert "leased" not in states
    assert states.count("idle") == len(world.posts()) >= 1
    assert 6 > states.count("idle")


def test_the_worker_ends_when_its_parent_is_gone(world: World, workers: Workers, order: Give) -> None:
    visit = world.visit()
    world.want(visit)
    parent = workers.begin(order(mode="orphan"))
    number = workers.read_worker()
    wait_until(lambda: 3 == world.lms.grade(LEARNER.sub, OWN) if OWN in world.tags() else False)
    was_running = is_running(number)
    os.kill(parent, signal.SIGKILL)
    workers.end()

    assert was_running
    wait_until(lambda: not is_running(number))


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_the_command_delivers_and_ends_in_order_when_it_is_started(world: World) -> None:
    """``passerelle worker``, as an operator runs it."""
    visit = world.visit()
    world.want(visit)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")},
        "PASSERELLE_BASE_URL": TOOL_URL,
        "PASSERELLE_DATABASE_URL": world.settings.database_url,
        "PASSERELLE_SECRET_KEY": SECRET.decode(),
        "PASSERELLE_INSECURE_PLATFORMS": "1",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "lti_tool", "worker"], cwd=CHECKOUT, env=environment
    ) as started:
        try:
            wait_until(lambda: world.states(visit) == {("idle", "")})
        finally:
            started.terminate()
        code = started.wait(PATIENCE_SECONDS)

    assert 0 == code
    assert 3 == world.lms.grade(LEARNER.sub, OWN)
