"""A restored tool beside platforms that went on: no grade goes back, whatever was on its way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lti_tool.domain.audit import COMMAND_LINE
from lti_tool.services.backups import Backups
from lti_tool.services.parcels import RESULT_SCOPE
from lti_tool.services.restores import Restored, Restores
from lti_tool.store.restored import READS_PER_SECOND, RESTORED
from tests.people import LEARNER
from tests.services.setting import OWN, SECRET
from tests.services.world import World
from tests.store.planting import claim_in

KEY = b"a key of the tests for backups alone, long"
AREA = "passerelle:diagnostic:area-1"


class Drill:
    """Takes a backup of a world's tool, and brings the tool back from it later."""

    def __init__(self, world: World, place: Path, empty: Engine | None) -> None:
        self._world, self._place, self._empty = world, place, empty
        self.brought: list[World] = []
        self.restored: Restored
        place.mkdir(exist_ok=True)
        self._backups = Backups(
            key=KEY,
            data=place / "data",
            clock=world.clock,
            database_url=world.settings.database_url,
        )
        self._file = place

    def back_up(self) -> None:
        """Make the backup."""
        self._file = self._backups.make(self._place).path

    def bring_back(self) -> World:
        """The tool as it was, beside the platform as it is."""
        old = self._world
        restores = Restores(backups=self._backups, secrets=(SECRET,), clock=old.clock)
        if self._empty is None:
            self.restored = restores.into_folder(self._file, self._place / "back")
        else:
            url = self._empty.url.render_as_string(hide_password=False)
            self.restored = restores.into_database(self._file, url, self._place / "back")
        settings = replace(old.settings, database_url=self.restored.database_url)
        back = World(settings=settings, clock=old.clock)
        back.lms, back.registration = old.lms, old.registration
        self.brought.append(back)
        return back


@pytest.fixture
def empty(dialect: str, request: pytest.FixtureRequest) -> Iterator[Engine | None]:
    """An empty database to restore into, where one is needed."""
    if dialect == "sqlite":
        yield None
        return
    with request.getfixturevalue("cluster").database("template1") as made:
        yield made


@pytest.fixture
def drill(world: World, tmp_path: Path, empty: Engine | None) -> Iterator[Drill]:
    """A backup and a restore of the world's tool."""
    made = Drill(world, tmp_path / "drill", empty)
    yield made
    for back in made.brought:
        back.close()


def shown(world: World, tag: str = OWN) -> float | None:
    """What the platform shows of the learner."""
    return world.lms.grade(LEARNER.sub, tag)


def work_on(world: World) -> None:
    """Let every reading that was spread become due, and work."""
    world.advance(seconds=60)
    world.work()


def test_a_newer_grade_of_the_platform_stays_and_waits_for_a_person(world: World, drill: Drill) -> None:
    visit = world.visit()
    world.want(visit, 2)
    world.work()
    drill.back_up()
    world.want(visit, 4, area_1=2)
    world.work()
    back = drill.bring_back()
    posts = len(back.posts())
    work_on(back)

    assert (4.0, 2.0) == (shown(back), shown(back, AREA))
    assert posts == len(back.posts())
    assert ("parked", "changed-in-lms") == back.state(visit)
    assert 4.0 == back.delivery(visit).platform_points
    assert ("idle", "") == back.state(visit, "area-1")
    assert (6, 0, 0) == held(drill)


def test_an_unsent_grade_does_not_replace_a_newer_one_that_was_sent_before(
    world: World, drill: Drill
) -> None:
    """The platform shows what the tool itself sent long ago, and again after the backup: that is no leave."""
    visit = world.visit()
    world.want(visit, 4)
    world.work()
    world.want(visit, 2)
    drill.back_up()
    world.work()
    world.want(visit, 4)
    world.work()
    back = drill.bring_back()
    work_on(back)

    assert 4.0 == shown(back)
    assert {("parked", "changed-in-lms")} == back.states(visit)
    assert (0, 6, 0) == held(drill)


def test_a_grade_that_was_never_sent_leaves_when_the_platform_shows_none(world: World, drill: Drill) -> None:
    visit = world.visit()
    world.want(visit, 3)
    drill.back_up()
    back = drill.bring_back()
    work_on(back)

    assert 3.0 == shown(back)
    assert {("idle", "")} == back.states(visit)


def test_a_grade_in_a_worker_s_hand_is_read_first_and_not_held_for_its_lease(
    world: World, drill: Drill
) -> None:
    visit = world.visit()
    world.want_one(visit, 2)
    with world.services.store.writing() as unit:
        (claimed,) = claim_in(unit, "worker-1", world.clock.now)
    drill.back_up()
    with world.services.store.writing() as unit:
        unit.deliveries.save(replace(claimed, lease_until=world.clock.now), fencing=claimed.fencing)
    world.advance(seconds=1)
    world.work()
    world.want_one(visit, 4)
    world.work()
    back = drill.bring_back()
    state = back.state(visit)
    work_on(back)

    assert ("due", "") == state
    assert 4.0 == shown(back)


def test_what_nobody_may_read_waits_for_a_person(world: World, drill: Drill) -> None:
    ags = world.claim()
    blind = replace(ags, scopes=type(ags.scopes)(one for one in ags.scopes if one != RESULT_SCOPE))
    visit = world.visit(LEARNER, ags=blind)
    world.want(visit, 2)
    drill.back_up()
    world.work()
    world.want(visit, 4)
    world.work()
    back = drill.bring_back()
    work_on(back)

    assert 4.0 == shown(back)
    assert {("parked", RESTORED)} == back.states(visit)
    assert (0, 0, 6) == held(drill)


def test_readings_are_spread_so_that_fresh_results_need_not_wait(world: World, drill: Drill) -> None:
    visit = world.visit()
    world.want(visit, 2)
    world.work()
    drill.back_up()
    back = drill.bring_back()

    assert READS_PER_SECOND == back.work()
    back.advance(seconds=1)
    assert 6 - READS_PER_SECOND == back.work()
    assert {"read-back"} == {one.acknowledged_how for one in back.deliveries(visit).values()}


def test_a_new_result_after_the_restore_arrives(world: World, drill: Drill) -> None:
    visit = world.visit()
    world.want(visit, 2)
    world.work()
    drill.back_up()
    back = drill.bring_back()
    work_on(back)
    back.want(visit, 5)
    back.work()

    assert 5.0 == shown(back)


def test_sessions_and_logins_are_over(world: World, drill: Drill) -> None:
    visit = world.visit()
    drill.back_up()
    back = drill.bring_back()

    assert drill.restored.settled.ended >= 2
    assert visit.launch.session_id
    assert 0 == back.services.health.report().sessions
    assert 1 == world.services.health.report().sessions


def test_the_audit_trail_says_that_a_backup_came_back_and_which(world: World, drill: Drill) -> None:
    """What was done after that moment is gone: whoever misses it finds out why, and the chain is whole."""
    drill.back_up()
    made_at = world.clock()
    world.advance(seconds=86_400)
    back = drill.bring_back()

    trail = back.services.audit.checked()
    entry = trail.entries[-1].deed
    assert (COMMAND_LINE, "backup-restored", None) == (entry.actor, entry.action, entry.centre_id)
    assert (f"{made_at:%Y-%m-%dT%H:%M}Z", world.clock()) == (entry.object_id, entry.at)
    assert trail.first_fault is None


def held(drill: Drill) -> tuple[int, int, int]:
    """How many grades are read again, are read before they leave, wait for a person."""
    grades = drill.restored.settled.grades
    return grades.read_again, grades.read_before, grades.waiting
