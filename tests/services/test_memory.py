"""What is remembered of platforms: not what this process changed, not what was not there, not for long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from lti_tool.domain.errors import NotAllowed
from lti_tool.domain.launch import Registration
from lti_tool.services.memory import Memory
from lti_tool.store.unit_of_work import Store, UnitOfWork
from tests.people import LEARNER
from tests.services.world import World

LONG, NOT_AT_ALL = timedelta(hours=1), timedelta(0)


def is_enabled(memory: Memory, registration: Registration) -> bool:
    """What the memory says of this registration."""

    def read(unit: UnitOfWork) -> Registration | None:
        return unit.registrations.get(registration.centre_id, registration.id)

    found = memory.get(("get", registration.id), read)
    return found is not None and found.is_enabled


def switch_off(store: Store, registration: Registration) -> None:
    """Switch a platform off by this way to the database."""
    with store.writing() as unit:
        unit.registrations.disable(registration.id)


@pytest.fixture
def registration(world: World) -> Registration:
    """The platform of the world."""
    return world.launch_of(LEARNER).registration


def test_a_change_is_seen_at_once_when_this_process_made_it(world: World, registration: Registration) -> None:
    store = world.services.store
    memory = Memory(store, LONG)
    before = is_enabled(memory, registration)
    switch_off(store, registration)

    assert (True, False) == (before, is_enabled(memory, registration))


@pytest.mark.parametrize(("life", "is_noticed"), [(LONG, False), (NOT_AT_ALL, True)])
def test_a_change_is_seen_when_its_life_is_over_and_another_process_made_it(
    world: World, registration: Registration, engine: Engine, life: timedelta, is_noticed: bool
) -> None:
    memory = Memory(world.services.store, life)
    is_enabled(memory, registration)
    switch_off(Store(engine), registration)

    assert is_noticed is not is_enabled(memory, registration)


def test_what_is_not_there_is_asked_for_again_when_it_is_wanted(world: World) -> None:
    memory, answers = Memory(world.services.store, LONG), iter((None, "found"))

    assert (None, "found") == tuple(memory.get("question", lambda _unit: next(answers)) for _ in range(2))


def test_a_launch_is_refused_when_another_process_switched_its_platform_off(
    world: World, registration: Registration, engine: Engine
) -> None:
    """It asks in its own transaction: nothing that is remembered lets it in."""
    launch = world.launch_of(LEARNER)
    switch_off(Store(engine), registration)

    with pytest.raises(NotAllowed, match="registration-disabled"):
        world.services.launches.accept(launch, state="state", old_token=None, now=world.clock.now)


def test_an_answer_is_known_unasked_when_another_one_told_it(
    world: World, registration: Registration, engine: Engine
) -> None:
    """A login finds the platform by its name; the launch then asks for it by our id."""
    memory = Memory(world.services.store, LONG)
    memory.get(
        "by its name",
        lambda unit: unit.registrations.find(registration.issuer, registration.client_id, None),
        tells=lambda found: {("get", one.id): one for one in found},
    )
    switch_off(Store(engine), registration)

    assert is_enabled(memory, registration)
