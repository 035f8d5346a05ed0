"""What a trainer sends again from the grade ledger: all, or what waits for one reason."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest

from lti_tool.domain.cohort import GradeState
from lti_tool.services.launches import Visit
from lti_tool.store.circuits import CircuitRow
from tests.people import LEARNER, TRAINER
from tests.services.test_cohorts import learner
from tests.services.test_ledgers import changed_there, counts, deeds, overview
from tests.services.world import World

SUB = LEARNER.sub


@pytest.fixture
def trainer(world: World) -> Visit:
    return world.visit(TRAINER)


def refused_and_waiting(world: World) -> tuple[Visit, Visit]:
    """One person whose six grades were refused, one whose six wait."""
    refused, waiting = world.visit(learner(1)), world.visit(learner(2))
    world.lms.fault("scores", 422, times=6)
    world.want(refused)
    world.work()
    world.lms.fault("scores", 503, times=6)
    world.want(waiting)
    world.work()
    return refused, waiting


def test_everything_goes_out_again_when_the_trainer_presses_once(world: World, trainer: Visit) -> None:
    refused, waiting = refused_and_waiting(world)
    before = counts(overview(world))
    taken = world.services.workspace.ledgers.retry_all(trainer, "")
    world.work()

    assert {(GradeState.REFUSED, "invalid-body"): 6, (GradeState.WAITING, "server-error"): 6} == before
    assert 12 == taken
    assert {(GradeState.SENT, ""): 12} == counts(overview(world))
    assert [("grades-retried", "resource-link", trainer.link.id, "12")] == deeds(world)
    assert [3.0, 3.0] == [world.lms.grade("1001"), world.lms.grade("1002")]
    assert {1} == {one.desired_version for one in world.deliveries(refused).values()}
    assert {1} == {one.desired_version for one in world.deliveries(waiting).values()}


def test_the_rest_is_left_alone_when_one_reason_is_tried_again(world: World, trainer: Visit) -> None:
    refused, waiting = refused_and_waiting(world)
    ledgers = world.services.workspace.ledgers

    assert 0 == ledgers.retry_all(trainer, "timeout")
    assert 0 == ledgers.retry_all(trainer, "x" * 64)
    assert [] == deeds(world)
    assert 6 == ledgers.retry_all(trainer, "invalid-body")
    assert ({("due", "")}, {("retry", "server-error")}) == (world.states(refused), world.states(waiting))


def test_a_choice_is_never_made_by_trying_again(world: World, visit: Visit) -> None:
    changed_there(world, visit)
    trainer = world.visit(TRAINER)

    assert 0 == world.services.workspace.ledgers.retry_all(trainer, "")
    assert 0 == world.services.workspace.ledgers.retry_all(trainer, "changed-in-lms")
    assert 0 == world.services.grades.retry(trainer, visit.launch.person_id)
    assert ("parked", "changed-in-lms") == world.state(visit, "area-1")


def test_another_link_is_left_alone_when_all_of_one_go_out_again(world: World, trainer: Visit) -> None:
    other = replace(world.launch_of().resource_link, resource_link_id="99")
    elsewhere = world.visit(resource_link=other)
    world.lms.fault("scores", 422, times=20)
    world.want(elsewhere)
    world.work()
    before = world.states(elsewhere)

    assert 0 == world.services.workspace.ledgers.retry_all(trainer, "")
    assert before == world.states(elsewhere)
    assert {"parked"} == {state for state, _reason in before}


def test_nothing_is_sent_twice_when_a_worker_has_it_in_hand(world: World, trainer: Visit) -> None:
    """The press comes between the post and the moment at which its answer is stored."""
    visit, taken = world.visit(learner(1)), []
    world.want_one(visit)

    def press(step: str) -> None:
        if step == "sent":
            taken.append(world.services.workspace.ledgers.retry_all(trainer, ""))

    world.step = press
    world.work()

    assert [0] == taken
    assert [3.0] == world.posts()
    assert ("idle", "") == world.state(visit)


def test_the_newer_level_stays_when_the_learner_finishes_while_the_trainer_presses(
    world: World, trainer: Visit
) -> None:
    """The press neither writes back what it read nor waits for the learner."""
    visit = world.visit()
    world.lms.fault("scores", 422, times=6)
    world.want(visit, 1)
    world.work()
    store = world.services.store
    with ThreadPoolExecutor(1) as pool:
        begun = Event()
        with store.writing() as unit:
            for _item, delivery in unit.deliveries.of_link(visit.link.centre_id, visit.link.id):
                locked = unit.deliveries.locked(delivery.centre_id, delivery.line_item_id, delivery.person_id)
                assert locked is not None
                newer = replace(locked, desired_version=2, desired_points=5.0)
                unit.deliveries.save(newer, fencing=locked.fencing)
            clicked = pool.submit(
                lambda: (begun.set(), world.services.workspace.ledgers.retry_all(trainer, ""))
            )
            begun.wait(5)
            Event().wait(0.1)
        clicked.result(20)
    world.services.workspace.ledgers.retry_all(trainer, "")
    world.work()

    assert {(2, 5)} == {(one.desired_version, one.desired_points) for one in world.deliveries(visit).values()}
    assert 5 == world.lms.grade(SUB)


@pytest.mark.parametrize(("reason", "is_left"), [("rate-limited", True), ("unreachable", False)])
def test_the_platform_is_left_alone_when_it_asked_for_peace(
    world: World, trainer: Visit, reason: str, is_left: bool
) -> None:
    """Politeness: a press ends the wait after failures, not the pause that a platform asked for."""
    refused, _waiting = refused_and_waiting(world)
    place = trainer.link.centre_id, trainer.link.registration_id
    for press in (
        lambda: world.services.workspace.ledgers.retry_all(trainer, "invalid-body"),
        lambda: world.services.grades.retry(trainer, refused.launch.person_id),
    ):
        with world.services.store.writing() as unit:
            unit.circuits.hold(*place, reason, world.clock.now.replace(year=2100), world.clock.now)
        press()
        with world.services.store.reading() as unit:
            assert is_left is (unit.circuits._session.get(CircuitRow, place) is not None)
