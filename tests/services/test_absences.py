"""Somebody does not come for a while: to be asked about once, after the days of the course."""

from __future__ import annotations

from lti_tool.domain.action import NO_VISIT
from tests.people import TRAINER
from tests.services.test_actions import DONE, NEED, kinds, record, sent
from tests.services.world import World


def test_whoever_does_not_come_is_to_be_asked_once_until_they_come_again(world: World) -> None:
    visit, actions = sent(world, world.visit()), world.services.workspace.actions
    actions.settle(world.visit(TRAINER), record(world, visit), NEED, 0, DONE)
    world.advance(days=14)
    before = kinds(world)
    world.advance(minutes=1)
    absent = kinds(world)
    actions.settle(world.visit(TRAINER), record(world, visit), NO_VISIT, 0, DONE)
    asked = kinds(world)
    world.advance(hours=1)
    world.visit()
    world.advance(days=15)
    again = kinds(world)
    world.visit()

    assert [] == before == asked == kinds(world)
    assert [(NO_VISIT, "to-do")] == absent == again


def test_the_days_without_a_visit_are_those_of_the_course(world: World) -> None:
    sent(world, world.visit())
    world.advance(days=15)
    kept_ = world.services.workspace.course_settings.change(world.visit(TRAINER), "20", "")

    assert {} == kept_
    assert [(NEED, "to-do")] == kinds(world)
    world.advance(days=6)
    assert [(NEED, "to-do"), (NO_VISIT, "to-do")] == kinds(world)


def test_nobody_asks_about_somebody_who_is_to_wait(world: World) -> None:
    visit = world.visit()
    world.advance(days=15)
    before = kinds(world)
    trainer, seen = world.visit(TRAINER), record(world, visit)
    world.services.paths.wait(trainer, seen, 0, "Elle attend un modem.", world.clock.now)

    assert [(NO_VISIT, "to-do")] == before
    assert [] == kinds(world)
