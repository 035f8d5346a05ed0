"""What a trainer has read again in the LMS for everybody at once: bounded, the longest unread first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lti_tool.domain.administration import AssistantView
from lti_tool.domain.cohort import GradeState
from lti_tool.domain.errors import NotFound
from lti_tool.services.launches import Visit
from tests.people import LEARNER, TRAINER
from tests.services.test_assistants import assistant, let_see
from tests.services.test_cohorts import learner
from tests.services.test_ledgers import changed_there, counts, deeds, overview
from tests.services.world import World

TAG = "passerelle:diagnostic:area-1"


def two_who_finished(world: World) -> tuple[Visit, Visit]:
    """Two people whose grades the LMS holds, the second a minute later."""
    first, second = world.visit(learner(1)), world.visit(learner(2))
    world.want(first)
    world.work()
    world.advance(seconds=60)
    world.want(second)
    world.work()
    world.advance(seconds=60)
    return first, second


def test_every_grade_is_read_and_none_sent_when_the_trainer_presses_once(world: World) -> None:
    """A value that somebody typed there comes back as a difference, the others as confirmed."""
    first, second = two_who_finished(world)
    world.lms.override_grade("1002", TAG, 7.0)
    posts, reads = len(world.posts()), len(world.lms.requests_to("results"))
    trainer, ledgers = world.visit(TRAINER), world.services.workspace.ledgers

    asked, again = ledgers.read_all(trainer), ledgers.read_all(trainer)
    waiting = counts(overview(world))
    world.work()

    assert (12, 0) == (asked, again)
    assert {(GradeState.READING, ""): 12} == waiting
    assert (posts, 12) == (len(world.posts()), len(world.lms.requests_to("results")) - reads)
    assert {(GradeState.SENT, ""): 11, (GradeState.CHANGED, "changed-in-lms"): 1} == counts(overview(world))
    assert {"read-back"} == {one.acknowledged_how for one in world.deliveries(first).values()}
    assert ("parked", "changed-in-lms") == world.state(second, "area-1")
    assert [] == deeds(world), "reading changes nothing"


def test_those_unread_the_longest_come_first_when_there_are_more_than_one_press_reads(world: World) -> None:
    first, second = two_who_finished(world)
    trainer = world.visit(TRAINER)

    def press() -> int:
        with world.services.store.writing() as unit:
            place = trainer.link.centre_id, trainer.link.id
            return unit.ledger.read_again(*place, world.clock.now, at_most=7)

    presses = [press()]
    after_one = [reading(world, each) for each in (first, second)]
    presses += [press(), press()]
    world.work()
    world.advance(seconds=60)
    presses.append(press())

    assert [7, 5, 0, 7] == presses
    assert [6, 1] == after_one
    assert {(GradeState.READING, ""): 7, (GradeState.SENT, ""): 5} == counts(overview(world))


def reading(world: World, visit: Visit) -> int:
    """How many grades of one person are being read."""
    return sum(reason == "to-read" for reason in (one.reason for one in world.deliveries(visit).values()))


def test_what_waits_to_be_sent_is_left_alone_when_everything_is_read(world: World) -> None:
    """Reading is no way to send, and no way around the pause that a platform asked for."""
    waiting, refused = world.visit(learner(1)), world.visit(learner(2))
    world.lms.fault("scores", 422, times=6)
    world.want(refused)
    world.work()
    world.want(waiting)
    before = counts(overview(world))

    assert 0 == world.services.workspace.ledgers.read_all(world.visit(TRAINER))
    assert before == counts(overview(world))
    assert {(GradeState.TO_SEND, ""): 6, (GradeState.REFUSED, "invalid-body"): 6} == before


def test_nothing_is_asked_of_a_platform_that_asked_for_peace(world: World, visit: Visit) -> None:
    trainer = world.visit(TRAINER)
    with world.services.store.writing() as unit:
        until = world.clock.now + timedelta(seconds=120)
        unit.circuits.hold(
            trainer.link.centre_id, trainer.link.registration_id, "rate-limited", until, world.clock.now
        )
    reads = len(world.lms.requests_to("results"))
    asked = world.services.workspace.ledgers.read_all(trainer)
    world.work()
    during = len(world.lms.requests_to("results")) - reads
    world.advance(seconds=121)
    world.work()

    assert (6, 0, 6) == (asked, during, len(world.lms.requests_to("results")) - reads)
    assert {("idle", "")} == world.states(visit)


def test_a_difference_is_read_again_and_stays_one(world: World, visit: Visit) -> None:
    changed_there(world, visit)
    trainer = world.visit(TRAINER)

    assert 6 == world.services.workspace.ledgers.read_all(trainer)
    world.work()
    assert ("parked", "changed-in-lms") == world.state(visit, "area-1")
    assert 7.0 == world.lms.grade(LEARNER.sub, TAG)


def test_another_link_is_left_alone_and_nobody_else_may_ask(world: World, visit: Visit) -> None:
    other = replace(world.launch_of().resource_link, resource_link_id="99")
    elsewhere = world.visit(resource_link=other)
    world.want(elsewhere)
    world.work()
    ags = world.claim()
    bare = replace(ags, scopes=tuple(one for one in ags.scopes if "result" not in one))
    ledgers, trainer = world.services.workspace.ledgers, world.visit(TRAINER)
    without = replace(trainer, link=replace(trainer.link, context_id=None))

    assert 6 == ledgers.read_all(trainer)
    assert 0 == reading(world, elsewhere)
    assert 0 == ledgers.read_all(world.visit(TRAINER, ags=bare))
    let_see(world, AssistantView.PROGRESS)
    for visitor in (assistant(world), visit, without):
        with pytest.raises(NotFound):
            ledgers.read_all(visitor)
