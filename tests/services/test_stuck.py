"""Calls for help across courses, windows and rights."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier, Thread

import pytest

from lti_tool.domain.errors import MalformedRequest, NotFound
from lti_tool.domain.launch import ResourceLink
from lti_tool.domain.stuck import Cause, SolvedBy
from lti_tool.services.launches import Visit
from lti_tool.services.stuck import COMING, SOLVED
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.services.world import World

ROUNDS = 4


def elsewhere(world: World) -> Visit:
    """The same learner at another link of the same course."""
    return world.visit(LEARNER, resource_link=ResourceLink(resource_link_id="other", title="Autre"))


def waiting(world: World, visit: Visit) -> list[str]:
    return [one.name for one in world.services.stuck.waiting(visit)]


def test_one_call_is_open_when_the_learner_taps_at_two_links_of_a_course(world: World) -> None:
    first, other = world.visit(LEARNER), elsewhere(world)
    stuck = world.services.stuck

    one, two = stuck.call(first, "tasks/1"), stuck.call(other, "result")

    assert one.id == two.id
    assert [LEARNER.name] == waiting(world, world.visit(TRAINER))
    standing = stuck.standing(first)
    assert standing is not None
    assert "result" == standing.place


def test_one_call_is_made_when_two_windows_tap_at_once(world: World) -> None:
    visits = [world.visit(LEARNER), world.visit(LEARNER)]
    stuck, found = world.services.stuck, []
    for _ in range(ROUNDS):
        barrier = Barrier(2)

        def tap(visit: Visit, barrier: Barrier = barrier) -> None:
            barrier.wait()
            found.append(stuck.call(visit, "tasks/1").id)

        threads = [Thread(target=tap, args=(visit,)) for visit in visits]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        stuck.solve_own(visits[0])

    assert 2 * ROUNDS == len(found)
    assert ROUNDS == len(set(found))


def test_a_word_on_the_cause_is_a_call_when_none_is_open(world: World) -> None:
    learner = world.visit(LEARNER)
    world.services.stuck.say(learner, Cause.PIN)

    (one,) = world.services.stuck.waiting(world.visit(TRAINER))
    assert Cause.PIN is one.call.cause


def test_a_trainer_answers_once_and_ends_it_once(world: World) -> None:
    learner, trainer = world.visit(LEARNER), world.visit(TRAINER)
    stuck, person = world.services.stuck, learner.launch.person_id
    stuck.call(learner, "")
    for word in (COMING, COMING, SOLVED, SOLVED, COMING):
        world.advance(minutes=1)
        stuck.answer(trainer, person, word)

    found = stuck.standing(learner)
    assert found is not None
    assert found.coming_at is not None
    assert found.solved_at is not None
    assert (2, SolvedBy.TRAINER) == ((found.solved_at - found.coming_at).seconds // 60, found.solved_by)
    assert [] == waiting(world, trainer)


def test_the_learner_is_told_for_some_hours(world: World) -> None:
    learner = world.visit(LEARNER)
    world.services.stuck.call(learner, "")
    world.services.stuck.solve_own(learner)
    assert world.services.stuck.standing(learner) is not None
    world.advance(hours=12)

    assert world.services.stuck.standing(learner) is None


def test_nobody_answers_for_people_who_are_not_in_the_group(world: World) -> None:
    stranger, trainer, learner = world.visit(OUTSIDER), world.visit(TRAINER), world.visit(LEARNER)
    stuck = world.services.stuck
    stuck.call(stranger, "")
    stuck.call(learner, "")

    assert [LEARNER.name] == waiting(world, trainer)
    for person, word in ((stranger.launch.person_id, SOLVED), ("unknown", SOLVED), ("unknown", "x")):
        with pytest.raises(NotFound):
            stuck.answer(trainer, person, word)
    with pytest.raises(MalformedRequest):
        stuck.answer(trainer, learner.launch.person_id, "x")
    with pytest.raises(NotFound):
        stuck.waiting(learner)
    with pytest.raises(NotFound):
        stuck.answer(learner, learner.launch.person_id, SOLVED)


def test_nobody_waits_in_a_launch_without_a_course(world: World) -> None:
    """C37: what is said there stays with the learner."""
    learner, trainer = world.visit(LEARNER, context=None), world.visit(TRAINER, context=None)
    stuck = world.services.stuck
    stuck.call(learner, "tasks/2")

    assert [] == waiting(world, trainer)
    with pytest.raises(NotFound):
        stuck.answer(trainer, learner.launch.person_id, SOLVED)
    found = stuck.standing(replace(learner))
    assert found is not None
    assert (None, "tasks/2") == (found.context_id, found.place)
