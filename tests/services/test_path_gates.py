"""What stands before a distance, and the paths of a whole group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Engine

from lti_tool.domain.readiness import Condition, Readiness
from lti_tool.services.paths import Path, Paths
from tests.paths import begun, done
from tests.people import TRAINER
from tests.services.enrolling import learner
from tests.services.test_finishing import answer_all
from tests.services.test_paths import M00, M06, M10, M16, ids, paths, record, walked
from tests.services.world import World
from tests.statements import statements_sent

__all__ = ["paths"]


def test_no_gate_stands_before_what_is_not_for_a_distance(world: World, paths: Paths) -> None:
    assert paths.gate(world.visit(), M10, world.clock.now) is None


def test_the_gate_tells_what_is_missing_and_forbids_nothing(world: World, paths: Paths) -> None:
    """The centre of these tests asks for a device alone; the video room does not ask for itself."""
    visit, now = world.visit(), world.clock.now
    world.visit(TRAINER)

    before, room = paths.gate(visit, M16, now), paths.gate(visit, M06, now)
    answer_all(world, visit)
    world.services.attempts.answer_access(visit, "device", "computer", now)
    walked(world, visit, done(M06, now))

    assert before is not None
    assert room is not None
    assert (
        (Condition.DEVICE, Readiness.UNKNOWN),
        (Condition.VIDEO, Readiness.TO_PREPARE),
    ) == before.missing
    assert ((Condition.DEVICE, Readiness.UNKNOWN),) == room.missing
    assert not before.is_waiting
    assert paths.gate(visit, M16, now) is None


def test_the_gate_names_the_trainer_who_asked_to_wait_also_when_nothing_is_missing(
    world: World, paths: Paths
) -> None:
    visit, trainer, now = world.visit(), world.visit(TRAINER), world.clock.now
    answer_all(world, visit)
    world.services.attempts.answer_access(visit, "device", "computer", now)
    walked(world, visit, done(M06, now))
    paths.wait(trainer, record(world, visit), 0, "Le prêt arrive lundi.", now)

    gate = paths.gate(visit, M16, now)
    paths.go_on(trainer, record(world, visit), 1, now)

    assert gate is not None
    assert (True, "Le prêt arrive lundi.", TRAINER.name, ()) == (
        gate.is_waiting,
        gate.reason,
        gate.trainer,
        gate.missing,
    )
    assert paths.gate(visit, M16, now) is None


def test_a_group_is_read_with_as_many_queries_whatever_its_size(
    world: World, paths: Paths, engine: Engine
) -> None:
    visit, trainer, now = world.visit(), world.visit(TRAINER), world.clock.now
    walked(world, visit, begun(M00, started_at=now, updated_at=now))
    paths.confirm(trainer, record(world, visit), 0, shown=["M00"], wanted=["M00"], now=now)
    more = [world.visit(learner(number)) for number in range(1, 5)]
    for one in more:
        walked(world, one, done(M00, now, id=f"done-{one.launch.person_id}"[:32]))
    everybody = [one.launch.person_id for one in (visit, *more)]

    few, of_few = counted(lambda: paths.of_group(trainer, everybody[:1], now))
    many, of_many = counted(lambda: paths.of_group(trainer, everybody, now))

    assert few == many
    assert set(everybody) == set(of_many)
    assert ["M00", "M06"] == ids(of_few[everybody[0]])
    assert ["M06"] == ids(of_many[everybody[1]])
    assert {} == paths.of_group(replace(trainer, link=replace(trainer.link, context_id=None)), everybody, now)


def counted(
    read: Callable[[], object],
) -> tuple[int, dict[str, Path]]:
    """How many statements a reading sends, and what it reads."""
    with statements_sent() as sent:
        found = read()
    assert isinstance(found, dict)
    return len(sent), found
