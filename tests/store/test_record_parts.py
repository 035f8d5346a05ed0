"""What is added to a record, in the database: what it refuses, and a centre of the release before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from lti_tool.domain.administration import GradeRule
from lti_tool.domain.errors import Conflict
from lti_tool.domain.observation import Ended, Observation, ended
from lti_tool.store.unit_of_work import Store
from lti_tool.store.upgrade import upgrade
from tests.factories import NOW, an_attempt
from tests.store.planting import Planted, plant
from tests.store.test_upgrade import upgrade_to

BEFORE = "0019"
CENTRE = "INSERT INTO centre (id, name, created_at) VALUES ('c', 'Centre', '2026-11-20 09:00:00+00')"


@pytest.fixture
def planted(engine: Engine) -> Planted:
    """One person with one attempt."""
    store = Store(engine)
    found = plant(store)
    with store.writing() as unit:
        unit.attempts.add(
            an_attempt(found.centre_id, person_id=found.person_id, resource_link_id=found.link_id)
        )
    return found


def an_observation(planted: Planted, observation_id: str = "o") -> Observation:
    return Observation(
        id=observation_id,
        centre_id=planted.centre_id,
        attempt_id=an_attempt(planted.centre_id).id,
        area="2",
        level=8,
        reason="Vu",
        observed_on=date(2026, 11, 20),
        written_by=planted.person_id,
        written_at=NOW,
    )


def test_two_observations_never_stand_in_one_area(engine: Engine, planted: Planted) -> None:
    store = Store(engine)
    with store.writing() as unit:
        unit.record_parts.add_observation(an_observation(planted))

    with pytest.raises(Conflict), store.writing() as unit:
        unit.record_parts.add_observation(an_observation(planted, "second"))
    with store.writing() as unit:
        by = planted.person_id
        unit.record_parts.end_observation(ended(an_observation(planted), Ended.REPLACED, by=by, now=NOW))
        unit.record_parts.add_observation(an_observation(planted, "second"))


def test_an_observation_comes_back_as_it_was_kept(engine: Engine, planted: Planted) -> None:
    over = ended(an_observation(planted), Ended.WITHDRAWN, by=planted.person_id, now=NOW)
    with Store(engine).writing() as unit:
        unit.record_parts.add_observation(replace(over, id="x"))

    with Store(engine).reading() as unit:
        assert (replace(over, id="x"),) == unit.record_parts.observations(
            planted.centre_id, [over.attempt_id]
        )
        assert () == unit.record_parts.observations("other", [over.attempt_id])


@pytest.mark.parametrize(
    "change", ["level = 9", "level = -1", "area = '6'", "reason = ''", "ended_how = 'withdrawn'"]
)
def test_the_database_refuses_what_no_form_sends(engine: Engine, planted: Planted, change: str) -> None:
    with Store(engine).writing() as unit:
        unit.record_parts.add_observation(an_observation(planted))

    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(f"UPDATE observation SET {change}"))


def test_an_end_is_kept_once_when_two_end_it(engine: Engine, planted: Planted) -> None:
    over = ended(an_observation(planted), Ended.WITHDRAWN, by=planted.person_id, now=NOW)
    with Store(engine).writing() as unit:
        unit.record_parts.add_observation(an_observation(planted))
        unit.record_parts.end_observation(over)

    with pytest.raises(Conflict, match="record-changed-meanwhile"), Store(engine).writing() as unit:
        unit.record_parts.end_observation(over)


def test_a_centre_of_the_release_before_sends_measured_levels(empty_engine: Engine) -> None:
    upgrade_to(empty_engine, BEFORE)
    with empty_engine.begin() as connection:
        connection.execute(text(CENTRE))
    upgrade(empty_engine)
    with Store(empty_engine).reading() as unit:
        before = unit.centres.grade_rule("c")
    with Store(empty_engine).writing() as unit:
        set_at_all = unit.centres.let_grade_rule_be("c", GradeRule.OBSERVED)
        again = unit.centres.let_grade_rule_be("c", GradeRule.OBSERVED)

    assert (GradeRule.MEASURED, True, False) == (before, set_at_all, again)
    with pytest.raises(IntegrityError), empty_engine.begin() as connection:
        connection.execute(text("UPDATE centre SET grade_rule = 'best'"))
