"""Observed levels: kept with their history, and the gradebook follows the rule of the centre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from lti_tool.domain.administration import AssistantView, GradeRule
from lti_tool.domain.deep_link import Columns
from lti_tool.domain.errors import NotAllowed, NotFound, StoreUnavailable
from lti_tool.domain.observation import Ended, Observation
from lti_tool.domain.roles import Rights
from lti_tool.services.cohorts import Record
from lti_tool.services.launches import Visit
from lti_tool.services.records import Records
from lti_tool.services.wording import local_day
from lti_tool.store.unit_of_work import Store
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.services.setting import TAGS
from tests.services.test_finishing import answer_all
from tests.services.world import World
from tests.statements import statements_sent

SUB = LEARNER.sub
AREA_2 = TAGS[2]
REASON = "A envoyé trois courriels seule."


def done(world: World, *, is_sent: bool = True, **changes: object) -> tuple[Visit, Visit]:
    """A learner who finished and sent a diagnostic, and the trainer."""
    learner = world.visit(LEARNER, **changes)
    answer_all(world, learner)
    if is_sent:
        world.services.attempts.share(learner, world.clock.now)
    world.work()
    return learner, world.visit(TRAINER)


def record(world: World, learner: Visit, trainer: Visit) -> Record:
    return world.services.cohorts.record(trainer, learner.launch.person_id)


def write(world: World, learner: Visit, trainer: Visit, level: int = 4, area: str = "2", **more: str) -> None:
    """What the trainer saw today."""
    today = local_day(world.clock.now)
    faults = world.services.workspace.observations.write(
        trainer,
        record(world, learner, trainer),
        area,
        level=str(level),
        reason=more.get("reason", REASON),
        day=more.get("day", today.isoformat()),
        now=world.clock.now,
        today=today,
    )
    assert () == faults


def withdraw(world: World, learner: Visit, trainer: Visit, area: str = "2") -> None:
    found = record(world, learner, trainer)
    world.services.workspace.observations.withdraw(trainer, found, area, world.clock.now)


def observed(world: World, learner: Visit, trainer: Visit) -> Sequence[Observation]:
    return world.services.workspace.records.of_record(trainer, record(world, learner, trainer)).observations


def let(world: World, rule: GradeRule) -> None:
    """The centre chooses."""
    with world.services.store.writing() as unit:
        unit.centres.let_grade_rule_be(world.registration.centre_id, rule)


def shown(world: World, tag: str = AREA_2) -> tuple[float | None, str]:
    """What the gradebook shows in one column."""
    found = world.lms.result(SUB, tag)
    assert found is not None
    return found.value, found.comment


def test_an_observation_stands_beside_the_measure_and_changes_nothing_of_it(world: World) -> None:
    learner, trainer = done(world)
    before = record(world, learner, trainer)
    write(world, learner, trainer)

    (found,) = observed(world, learner, trainer)
    after = record(world, learner, trainer)
    assert ("2", 4, REASON, trainer.launch.person_id) == (
        found.area,
        found.level,
        found.reason,
        found.written_by,
    )
    assert before.profile == after.profile
    assert before.member.areas == after.member.areas


def test_every_earlier_observation_stays_with_its_end(world: World) -> None:
    learner, trainer = done(world)
    write(world, learner, trainer, 3)
    world.advance(days=1)
    write(world, learner, trainer, 4)
    world.advance(days=1)
    withdraw(world, learner, trainer)
    withdraw(world, learner, trainer)

    found = observed(world, learner, trainer)
    assert [(3, Ended.REPLACED), (4, Ended.WITHDRAWN)] == [(one.level, one.ended_how) for one in found]
    assert {trainer.launch.person_id} == {one.ended_by for one in found}
    assert ["level-observed", "level-observed", "level-withdrawn"] == deeds(world)


def test_the_same_observation_is_kept_once_when_its_form_is_sent_twice(world: World) -> None:
    learner, trainer = done(world)
    write(world, learner, trainer)
    write(world, learner, trainer)

    assert 1 == len(observed(world, learner, trainer))
    assert ["level-observed"] == deeds(world)


def test_the_measured_level_stays_in_the_gradebook_unless_the_centre_says_otherwise(world: World) -> None:
    learner, trainer = done(world)
    before = shown(world)
    write(world, learner, trainer)
    world.work()

    assert before == shown(world)
    assert 1 == len(world.posts(AREA_2))


def test_the_observed_level_goes_to_the_column_of_its_area_and_to_no_other(world: World) -> None:
    learner, trainer = done(world)
    others = {tag: shown(world, tag) for tag in TAGS if tag != AREA_2}
    let(world, GradeRule.OBSERVED)
    write(world, learner, trainer, day="2026-11-19")
    world.work()

    score, comment = shown(world)
    assert 4 == score
    assert "niveau 4, observé par le formateur le 19/11/2026." in comment
    assert "Niveau mesuré : 0." in comment
    assert REASON not in comment
    assert others == {tag: shown(world, tag) for tag in others}


def test_the_measured_level_comes_back_when_the_observation_is_withdrawn(world: World) -> None:
    learner, trainer = done(world)
    before = shown(world)
    let(world, GradeRule.OBSERVED)
    write(world, learner, trainer)
    world.work()
    world.advance(days=1)
    withdraw(world, learner, trainer)
    world.work()

    assert before == shown(world)
    assert [0, 4, 0] == world.posts(AREA_2)


def test_no_grade_is_sent_again_when_the_rule_changes(world: World) -> None:
    learner, trainer = done(world)
    write(world, learner, trainer)
    let(world, GradeRule.OBSERVED)
    world.work()
    first = world.posts(AREA_2)
    write(world, learner, trainer, 5)
    world.work()
    let(world, GradeRule.MEASURED)
    world.work()

    assert ([0], [0, 5]) == (first, world.posts(AREA_2))


@pytest.mark.parametrize(("locale", "day"), [("de-BE", "19.11.2026"), ("fr-BE", "19/11/2026")])
def test_the_comment_is_in_the_language_of_the_learner_when_the_trainer_has_another(
    world: World, locale: str, day: str
) -> None:
    """German dates have points: the trainer's own launch is French."""
    learner, trainer = done(world, locale=locale)
    let(world, GradeRule.OBSERVED)
    write(world, learner, trainer, day="2026-11-19")
    world.work()

    assert day in shown(world)[1]


def test_nothing_is_sent_when_the_link_has_the_general_column_alone(world: World) -> None:
    """The general level stays the measured one, whatever is observed."""
    learner, trainer = done(world)
    before = world.posts()
    let(world, GradeRule.OBSERVED)
    write(world, learner, replace(trainer, link=replace(trainer.link, columns=Columns.ONE)))
    world.work()

    assert before == world.posts()
    assert 1 == len(observed(world, learner, trainer))


def test_an_observation_and_its_grade_are_kept_together_or_not_at_all(world: World, engine: Engine) -> None:
    learner, trainer = done(world)
    found = record(world, learner, trainer)
    let(world, GradeRule.OBSERVED)
    rename(engine, "delivery", "away")

    with pytest.raises((StoreUnavailable, ProgrammingError)):
        world.services.workspace.observations.write(
            trainer,
            found,
            "2",
            level="4",
            reason=REASON,
            day="2026-11-20",
            now=world.clock.now,
            today=local_day(world.clock.now),
        )
    rename(engine, "away", "delivery")

    assert () == observed(world, learner, trainer)
    assert [] == deeds(world)


def test_the_record_is_read_with_five_queries_however_much_was_added(world: World, engine: Engine) -> None:
    learner, trainer = done(world)
    write(world, learner, trainer)
    records, found = Records(Store(engine)), record(world, learner, trainer)
    with statements_sent() as few:
        records.of_record(trainer, found)
    for level in range(1, 9):
        for area in "12345":
            write(world, learner, trainer, level, area)
    with statements_sent() as many:
        whole = records.of_record(trainer, found)

    assert 41 == len(whole.observations)
    assert (5, 5) == tuple(sum("SELECT" in one for one in seen) for seen in (few, many))


def test_nothing_can_be_observed_before_the_learner_sends_the_result(world: World) -> None:
    learner, trainer = done(world, is_sent=False)

    with pytest.raises(NotFound, match="no-sent-result"):
        write(world, learner, trainer)


def test_an_assistant_reads_and_never_writes(world: World) -> None:
    """Where the centre lets assistants see results at all."""
    learner, trainer = done(world)
    assistant = replace(trainer, launch=replace(trainer.launch, rights=Rights.ASSISTANT.value))
    write(world, learner, trainer)

    with pytest.raises(NotAllowed):
        write(world, learner, assistant)
    with pytest.raises(NotAllowed):
        withdraw(world, learner, assistant)
    assert 1 == len(observed(world, learner, assistant))
    with world.services.store.writing() as unit:
        unit.centres.let_assistants_see(world.registration.centre_id, AssistantView.PROGRESS)
    with pytest.raises(NotFound):
        observed(world, learner, assistant)


def test_nobody_of_another_course_can_be_observed(world: World) -> None:
    outsider = world.visit(OUTSIDER)
    answer_all(world, outsider)
    world.services.attempts.share(outsider, world.clock.now)

    with pytest.raises(NotFound):
        write(world, outsider, world.visit(TRAINER))


def rename(engine: Engine, table: str, other: str) -> None:
    """Take a table out of the way, or put it back."""
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {other}"))


def deeds(world: World) -> list[str]:
    """What the audit trail says was done to observations."""
    with world.services.store.reading() as unit:
        entries = unit.audit.latest(world.registration.centre_id, 100)
    return [one.deed.action for one in reversed(entries) if one.deed.object_kind == "observation"]
