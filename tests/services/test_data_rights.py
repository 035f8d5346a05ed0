"""Data that are only stored: put aside whole, shown and sent to nobody, put back as they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, select, update

from lti_tool.domain.data_request import Asked
from lti_tool.domain.errors import Conflict, NotFound
from lti_tool.services.data_rights import DataRights
from lti_tool.services.privacy import Privacy
from lti_tool.store.data_map_learning import DATA_MAP
from lti_tool.store.data_use import Kept
from lti_tool.store.restrictions import OPEN
from lti_tool.store.schema import Base
from lti_tool.store.unit_of_work import Store
from tests.factories import NOW
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.services.enrolling import EVERYBODY, enter, read
from tests.services.setting import SettableClock
from tests.services.world import World
from tests.store.filling import fill
from tests.store.planting import Planted, join, plant, plant_column

MARK = "zq7-canary"
SECRET = b"a secret of the tests, long enough"
OF_PEOPLE = {name for name, use in DATA_MAP.items() if use.is_of_people}
OPEN_FOR_HOURS = {name for name in OF_PEOPLE if DATA_MAP[name].kept is Kept.SESSION}
Rows = dict[str, list[tuple[object, ...]]]


@dataclass
class Case:
    """A learner with a row in every table, whose data are in use."""

    engine: Engine
    store: Store
    clock: SettableClock
    planted: Planted

    @property
    def privacy(self) -> Privacy:
        """A copy, and erasure."""
        return Privacy(self.store, clock=self.clock, secrets=(SECRET,))

    @property
    def rights(self) -> DataRights:
        """The use cases under test."""
        return DataRights(self.store, self.privacy, clock=self.clock)

    @property
    def who(self) -> tuple[str, str]:
        """The learner."""
        return self.planted.centre_id, self.planted.person_id

    def rows(self) -> Rows:
        """Every table with rows of people, but for the two that tell whose data are put aside."""
        with self.engine.connect() as connection:
            return {
                name: [
                    tuple(row)
                    for row in connection.execute(
                        select(Base.metadata.tables[name]).order_by(*Base.metadata.tables[name].primary_key)
                    )
                ]
                for name in OF_PEOPLE - {"person_restriction", "shelved_row"}
            }


@pytest.fixture
def case(engine: Engine, store: Store) -> Case:
    planted = plant(store)
    plant_column(store, planted)
    trainer_id = join(store, planted.centre_id, planted.link_id, TRAINER, "the-trainer")
    fill(engine, planted, helper_id=trainer_id, mark=MARK)
    with engine.begin() as connection:
        for name in ("shelved_row", "person_restriction"):
            connection.execute(delete(Base.metadata.tables[name]))
    clock = SettableClock()
    clock.now = NOW
    return Case(engine, store, clock, planted)


def test_everything_is_put_aside_and_comes_back_as_it_was(case: Case) -> None:
    before = case.rows()
    assert case.rights.restrict(*case.who)
    aside = case.rows()
    assert case.rights.unrestrict(*case.who)
    after = case.rows()

    mine = {name for name, rows in aside.items() if any(case.planted.person_id in row for row in rows)}
    assert mine == OPEN - {"person_restriction", "shelved_row"}
    assert MARK not in str({name: rows for name, rows in aside.items() if name not in OPEN})
    kept = OF_PEOPLE - OPEN_FOR_HOURS - {"person_restriction", "shelved_row"}
    assert {name: before[name] for name in kept} == {name: after[name] for name in kept}
    assert all(not after[name] for name in OPEN_FOR_HOURS)


def test_the_person_takes_the_same_along_while_their_data_are_only_stored(case: Case) -> None:
    before = case.privacy.copy(*case.who).tables
    case.rights.restrict(*case.who)
    apart = case.privacy.copy(*case.who).tables

    gone = OPEN_FOR_HOURS
    assert {"person_restriction"} == set(apart) - set(before)
    assert {name: rows for name, rows in before.items() if name not in gone} == {
        name: rows for name, rows in apart.items() if name != "person_restriction"
    }


def test_nothing_is_left_when_they_were_erased_meanwhile(case: Case) -> None:
    case.rights.restrict(*case.who)
    case.privacy.erase(*case.who)

    assert case.planted.person_id not in str(case.rows())
    with case.engine.connect() as connection:
        assert [] == connection.execute(select(Base.metadata.tables["shelved_row"])).all()


def test_asking_twice_changes_nothing_and_the_audit_trail_has_both_ends(case: Case) -> None:
    done = [
        case.rights.restrict(*case.who),
        case.rights.restrict(*case.who),
        case.rights.unrestrict(*case.who),
        case.rights.unrestrict(*case.who),
    ]

    assert [True, False, True, False] == done
    with case.store.reading() as unit:
        actions = [entry.deed.action for entry in unit.audit.all()]
    assert ["person-restricted", "person-resumed"] == actions


def test_nobody_and_staff_are_refused(case: Case) -> None:
    for who in (("another-centre", case.planted.person_id), (case.planted.centre_id, "nobody")):
        with pytest.raises(NotFound):
            case.rights.restrict(*who)
        with pytest.raises(NotFound):
            case.rights.unrestrict(*who)
    with case.engine.begin() as connection:
        member = Base.metadata.tables["course_member"]
        connection.execute(update(member).values(rights="trainer"))
    before = case.rows()
    with pytest.raises(Conflict):
        case.rights.restrict(*case.who)

    assert before == case.rows()


def test_what_is_only_stored_is_kept_from_that_day_on(case: Case) -> None:
    life = Kept.PERSON.life
    assert life is not None
    case.clock.now = NOW + timedelta(days=100)
    case.rights.restrict(*case.who)
    case.clock.now = NOW + life + timedelta(seconds=1)
    case.privacy.sweep()
    kept = case.privacy.copy(*case.who).tables
    case.clock.now += timedelta(days=100)
    case.privacy.sweep()

    assert MARK == kept["note"][0]["text"]
    with pytest.raises(NotFound):
        case.privacy.copy(*case.who)


def test_nobody_gets_the_numbers_of_whoever_is_put_aside(world: World) -> None:
    """They are on paper: on a list of the course, on an attestation."""
    first = world.visit(LEARNER)
    who = first.launch.centre_id, first.launch.person_id
    world.services.data_rights.restrict(*who)
    second = world.visit(OUTSIDER, context=world.launch_of(LEARNER).context)
    world.services.data_rights.unrestrict(*who)

    with world.services.store.reading() as unit:
        assert second.link.context_id is not None
        people = unit.course_members.group(who[0], second.link.context_id, first.link.id, "diagnostic")
    assert {1, 2} == {one.number for one in people}


def test_a_launch_stores_nothing_and_leads_to_ones_own_data(world: World) -> None:
    visit = world.visit(LEARNER)
    who = visit.launch.centre_id, visit.launch.person_id
    world.services.data_rights.restrict(*who)
    before = world.services.privacy.copy(*who).tables
    accepted = world.services.launches.accept(
        world.launch_of(LEARNER), state="again", old_token=None, now=world.clock.now
    )
    back = world.services.launches.visit(accepted.handle, accepted.session_token, world.clock.now)
    after = world.services.privacy.copy(*who).tables

    assert "my-data" == accepted.place
    assert back.launch.is_restricted
    assert not visit.launch.is_restricted
    assert {"session", "launch"} == set(after) - set(before)
    assert {name: after[name] for name in before} == before


def test_grades_wait_and_leave_afterwards(world: World) -> None:
    visit = world.visit(LEARNER)
    who = visit.launch.centre_id, visit.launch.person_id
    world.want(visit)
    world.services.data_rights.restrict(*who)
    world.work()
    held = world.posts()
    world.services.data_rights.unrestrict(*who)
    world.work()

    assert [] == held
    assert 6 == len(world.posts())
    assert {"idle"} == {one.state.value for one in world.deliveries(visit).values()}


def test_a_grade_in_hand_is_not_sent(world: World) -> None:
    visit = world.visit(LEARNER)
    world.want(visit)
    done: list[bool] = []

    def step(name: str) -> None:
        if name == "claimed" and not done:
            done.append(world.services.data_rights.restrict(visit.launch.centre_id, visit.launch.person_id))

    world.step = step
    world.work()

    assert [True] == done
    assert [] == world.posts()


def test_the_team_reads_whose_data_are_paused_and_nothing_else(world: World) -> None:
    learner, trainer = world.visit(LEARNER), world.visit(TRAINER)
    world.services.data_rights.restrict(learner.launch.centre_id, learner.launch.person_id)
    (paused,) = world.services.data_rights.restricted_here(trainer)
    cohort = world.services.cohorts.review(trainer)

    assert (LEARNER.name, 1) == (paused.name, paused.number)
    assert [] == [one for one in cohort.members if one.person_id == learner.launch.person_id]
    with pytest.raises(NotFound):
        world.services.cohorts.record(trainer, learner.launch.person_id)
    with pytest.raises(NotFound):
        world.services.data_rights.restricted_here(learner)


def test_a_list_from_the_platform_writes_nothing_about_whoever_is_put_aside(world: World) -> None:
    trainer, visit = enter(world), world.visit(LEARNER)
    who = visit.launch.centre_id, visit.launch.person_id
    world.services.data_rights.restrict(*who)
    before = world.services.privacy.copy(*who).tables
    read(world)

    assert EVERYBODY - 1 == len(world.services.cohorts.review(trainer).members)
    assert before == world.services.privacy.copy(*who).tables


def test_a_request_waits_for_one_answer(world: World) -> None:
    visit = world.visit(LEARNER)
    rights = world.services.data_rights
    rights.ask(visit, Asked.CORRECT)
    rights.ask(visit, Asked.CORRECT)
    own = rights.own(visit)

    assert [Asked.CORRECT] == [one.asked for one in own.requests]
    assert (Asked.RESTRICT, Asked.ERASE) == own.may_ask
    assert own.since is None
