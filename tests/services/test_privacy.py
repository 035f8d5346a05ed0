"""The rights of a person: a whole copy, an erasure that leaves nothing, and forgetting in time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text, update

from lti_tool.domain.errors import NotFound
from lti_tool.services.privacy import Erased, Privacy
from lti_tool.store.data_map_learning import DATA_MAP
from lti_tool.store.data_use import FREE_TEXT_LIFE, Kept
from lti_tool.store.engine import make_engine
from lti_tool.store.schema import Base
from lti_tool.store.unit_of_work import Store
from tests.factories import NOW
from tests.people import LEARNER, TRAINER
from tests.services.setting import SettableClock
from tests.services.world import World
from tests.store.filling import fill
from tests.store.planting import Planted, join, plant, plant_column

MARK = "zq7-canary"
SECRET, OTHER_SECRET = b"a secret of the tests, long enough", b"another secret, also long enough"
OF_PEOPLE = {name for name, use in DATA_MAP.items() if use.is_of_people}


@dataclass
class Case:
    """A learner with a row in every table, and the trainer who acted on them."""

    engine: Engine
    store: Store
    clock: SettableClock
    planted: Planted
    trainer_id: str

    @property
    def privacy(self) -> Privacy:
        """The use cases under test."""
        return Privacy(self.store, clock=self.clock, secrets=(SECRET,))

    @property
    def who(self) -> tuple[str, str]:
        """The learner."""
        return self.planted.centre_id, self.planted.person_id

    def rows(self, person_id: str) -> dict[str, int]:
        """Where this id still stands, in whatever column."""
        found = {}
        with self.engine.connect() as connection:
            for name, table in Base.metadata.tables.items():
                for row in connection.execute(select(table)):
                    if person_id in row:
                        found[name] = found.get(name, 0) + 1
        return found


@pytest.fixture
def case(engine: Engine, store: Store) -> Case:
    planted = plant(store)
    plant_column(store, planted)
    trainer_id = join(store, planted.centre_id, planted.link_id, TRAINER, "the-trainer")
    fill(engine, planted, helper_id=trainer_id, mark=MARK)
    with engine.begin() as connection:
        person = Base.metadata.tables["person"]
        connection.execute(update(person).where(person.c.id == planted.person_id).values(sub=f"{MARK}-sub"))
    clock = SettableClock()
    clock.now = NOW
    return Case(engine, store, clock, planted, trainer_id)


@pytest.fixture
def files(engine: Engine, request: pytest.FixtureRequest) -> Path:
    """Where the database's tables lie."""
    if engine.dialect.name == "sqlite":
        return Path(str(engine.url.database)).parent
    with engine.connect() as connection:
        relation = connection.execute(text("SELECT pg_relation_filepath('note')")).scalar_one()
    data: Path = request.getfixturevalue("cluster").data
    return (data / relation).parent


def test_a_copy_holds_every_table_and_nothing_internal(case: Case) -> None:
    copied = case.privacy.copy(*case.who).tables

    assert OF_PEOPLE - {"shelved_row"} == set(copied)
    assert {"said": MARK} == copied["attempt"][0]["start"]
    assert MARK == copied["note"][0]["text"]
    assert case.trainer_id not in str(copied)
    assert "last_submission" not in copied["attempt"][0]


def test_nothing_of_the_person_is_left_when_they_were_erased(case: Case) -> None:
    erased = case.privacy.erase(*case.who)

    assert {} == {name: n for name, n in case.rows(case.planted.person_id).items() if name != "audit_entry"}
    assert OF_PEOPLE == set(erased.rows)
    assert erased.is_compacted


def test_the_helper_stays_whole_when_the_learner_was_erased(case: Case) -> None:
    before = case.rows(case.trainer_id)
    case.privacy.erase(*case.who)
    after = case.rows(case.trainer_id)

    assert {"person": 1, "person_name": 1, "membership": 1} == after
    assert set(before) > set(after)


def test_the_bytes_leave_the_files(case: Case, files: Path) -> None:
    assert marked(case.engine, files)
    case.privacy.erase(*case.who)

    assert [] == marked(case.engine, files)


def test_an_erased_helper_is_nobody_in_what_others_keep(case: Case) -> None:
    """The rows of the learner need somebody who acted: a person without pseudonym, name or past."""
    case.privacy.erase(case.planted.centre_id, case.trainer_id)
    left = case.rows(case.trainer_id)
    with case.store.reading() as unit:
        who = unit.personal_data.who(case.planted.centre_id, case.trainer_id)

    assert {"membership", "person_name"}.isdisjoint(left)
    assert who is not None
    assert who[1].startswith("erased:")
    assert MARK == case.privacy.copy(*case.who).tables["note"][0]["text"]


def test_nobody_is_refused_and_nothing_written(case: Case) -> None:
    for person_id in ("nobody", ""):
        with pytest.raises(NotFound):
            case.privacy.erase(case.planted.centre_id, person_id)
        with pytest.raises(NotFound):
            case.privacy.copy(case.planted.centre_id, person_id)
    with pytest.raises(NotFound):
        case.privacy.erase("another-centre", case.planted.person_id)

    assert case.rows(case.planted.person_id)
    with case.engine.connect() as connection:
        assert 0 == connection.execute(text("SELECT count(*) FROM audit_entry")).scalar_one()


@pytest.mark.parametrize("secrets", [(SECRET,), (OTHER_SECRET, SECRET)])
def test_whoever_comes_back_with_a_backup_is_erased_again(case: Case, secrets: tuple[bytes, ...]) -> None:
    """And whoever opens the activity anew after the erasure is a new person who stays."""
    case.privacy.erase(*case.who)
    learner = replace(LEARNER, sub=f"{MARK}-sub")
    again = Privacy(case.store, clock=case.clock, secrets=secrets)
    back = join(case.store, case.planted.centre_id, case.planted.link_id, learner, "restored")
    with case.engine.begin() as connection:
        person = Base.metadata.tables["person"]
        connection.execute(
            update(person).where(person.c.id == back).values(created_at=NOW - timedelta(days=9))
        )

    assert 1 == again.erase_again()
    assert {} == {name: n for name, n in case.rows(back).items() if name != "audit_entry"}
    case.clock.now += timedelta(days=1)
    with case.engine.begin() as connection:
        assert case.trainer_id in str(connection.execute(select(person.c.id)).all())
    newcomer = join(case.store, case.planted.centre_id, case.planted.link_id, learner, "newcomer")
    with case.engine.begin() as connection:
        connection.execute(update(person).where(person.c.id == newcomer).values(created_at=case.clock.now))
    assert 0 == again.erase_again()


def test_free_texts_go_first_and_the_person_two_years_later(case: Case) -> None:
    life = Kept.PERSON.life
    assert life is not None
    case.clock.now = NOW + FREE_TEXT_LIFE - timedelta(seconds=1)
    untouched = case.privacy.sweep()
    case.clock.now += timedelta(seconds=2)
    texts = case.privacy.sweep()
    copied = case.privacy.copy(*case.who).tables
    case.clock.now = NOW + life + timedelta(seconds=1)
    ended = case.privacy.sweep()

    assert (0, 0) == (untouched.people, untouched.texts)
    assert len([name for name, use in DATA_MAP.items() if use.free_text]) == texts.texts
    assert not any(
        row.get(column, "") not in ("", "…")
        for name, use in DATA_MAP.items()
        for row in copied.get(name, ())
        for column in use.free_text
    )
    assert 2 == ended.people
    assert {} == {name: n for name, n in case.rows(case.planted.person_id).items() if name != "audit_entry"}
    assert 0 == case.privacy.sweep().people


def test_names_go_when_the_platform_says_them_no_more(case: Case) -> None:
    case.clock.now = NOW + timedelta(days=30)
    kept = case.privacy.sweep().names
    case.clock.now += timedelta(seconds=1)

    assert (0, 2) == (kept, case.privacy.sweep().names)


def test_somebody_is_found_by_name_or_by_the_platforms_id(case: Case) -> None:
    by_name = case.privacy.find(LEARNER.name.upper())
    by_sub = case.privacy.find(f"{MARK}-sub")

    assert [case.who] == [(one.centre_id, one.person_id) for one in by_sub]
    assert case.planted.person_id in {one.person_id for one in by_name}
    assert [] == case.privacy.find("%")
    case.privacy.erase(*case.who)
    assert [] == case.privacy.find(f"{MARK}-sub")


def test_a_grade_in_hand_is_never_sent_when_its_person_was_erased(world: World) -> None:
    visit = world.visit()
    world.want(visit)
    erased: list[Erased] = []

    def step(name: str) -> None:
        if name == "claimed" and not erased:
            launch = visit.launch
            erased.append(world.services.privacy.erase(launch.centre_id, launch.person_id))

    world.step = step
    world.work()

    assert 1 == len(erased)
    assert [] == world.posts()
    assert {} == world.deliveries(visit)


def marked(engine: Engine, files: Path) -> list[str]:
    """The database's files that hold the mark."""
    if engine.dialect.name == "postgresql":
        above = make_engine(engine.url.set(username="postgres").render_as_string(hide_password=False))
        with above.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
        above.dispose()
    return [
        str(path.relative_to(files))
        for path in sorted(files.rglob("*"))
        if path.is_file() and MARK.encode() in path.read_bytes()
    ]
