"""Who looked at a learner's record: what leaves a trace, what leaves none, and no look without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from lti_tool import worker
from lti_tool.domain.administration import AssistantView
from lti_tool.domain.errors import NotFound, StoreUnavailable
from lti_tool.domain.launch import ResourceLink
from lti_tool.domain.record_view import KEPT_DAYS, Looked
from lti_tool.services.launches import Visit
from lti_tool.services.record_views import note
from tests.people import LEARNER, OTHER_COURSE, OUTSIDER, TRAINER
from tests.services.test_assistants import assistant, let_see
from tests.services.test_cohorts import learner
from tests.services.world import World
from tests.statements import statements_sent

SECOND_TRAINER = replace(TRAINER, sub="902", given_name="Nadia", family_name="Benali")


def opened(world: World, trainer: Visit, person: Visit, what: Looked = Looked.RECORD) -> None:
    """A trainer opens somebody's record."""
    world.services.cohorts.record(trainer, person.launch.person_id, what=what)


def noted(world: World, visit: Visit, *people: Visit, what: Looked = Looked.EXPORT) -> None:
    """Another use case writes down that these people are looked at."""
    with world.services.store.writing() as unit:
        note(unit, visit, [one.launch.person_id for one in people], what, world.clock.now)


def lines(world: World, visit: Visit) -> list[tuple[str, str, int]]:
    """What the learner reads."""
    return [
        (view.name, view.what.value, view.times)
        for view in world.services.workspace.record_views.of_own(visit)
    ]


def test_the_learner_reads_who_opened_the_record_at_every_link_of_the_course(world: World) -> None:
    visit, trainer = world.visit(LEARNER), world.visit(TRAINER)
    elsewhere = world.visit(LEARNER, resource_link=ResourceLink(resource_link_id="other", title="Autre"))
    opened(world, trainer, visit)

    assert [(TRAINER.name, "record", 1)] == lines(world, visit) == lines(world, elsewhere)


def test_two_looks_of_a_day_are_counted_and_a_document_has_its_own_line(world: World) -> None:
    world.clock.now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    visit, trainer = world.visit(LEARNER), world.visit(TRAINER)
    for minutes in (0, 4, 30):
        world.advance(minutes=minutes)
        opened(world, trainer, visit)
    world.advance(hours=1)
    opened(world, trainer, visit, Looked.DOCUMENT)

    assert [(TRAINER.name, "document", 1), (TRAINER.name, "record", 2)] == lines(world, visit)


def test_a_day_begins_at_midnight_where_the_people_are(world: World) -> None:
    """23 h 50 and 0 h 10 in Brussels are 22 h 50 and 23 h 10 in UTC."""
    world.clock.now = datetime(2026, 11, 20, 22, 50, tzinfo=UTC)
    visit, trainer = world.visit(LEARNER), world.visit(TRAINER)
    opened(world, trainer, visit)
    world.advance(minutes=20)
    opened(world, trainer, visit)

    assert [(TRAINER.name, "record", 1)] * 2 == lines(world, visit)


def test_an_assistant_leaves_a_trace_and_none_when_refused(world: World) -> None:
    visit, visitor = world.visit(LEARNER), assistant(world)
    let_see(world, AssistantView.PROGRESS)
    with pytest.raises(NotFound):
        opened(world, visitor, visit)
    refused = lines(world, visit)
    let_see(world, AssistantView.RESULTS)
    opened(world, visitor, visit)

    assert ([], [(TRAINER.name, "record", 1)]) == (refused, lines(world, visit))


def test_the_list_of_the_group_is_no_look(world: World) -> None:
    visit = world.visit(LEARNER)
    world.services.cohorts.review(world.visit(TRAINER))

    assert [] == lines(world, visit)


def test_ones_own_record_is_no_look(world: World) -> None:
    trainer = world.visit(TRAINER)
    world.services.attempts.start(trainer, "", world.clock.now)
    opened(world, trainer, trainer)
    noted(world, trainer, trainer)

    assert [] == lines(world, trainer)


def test_nobody_of_another_course_is_looked_at(world: World) -> None:
    visit, outsider = world.visit(LEARNER), world.visit(OUTSIDER)
    with pytest.raises(NotFound):
        opened(world, world.visit(TRAINER), outsider)
    opened(world, world.visit(TRAINER), visit)

    assert [] == lines(world, outsider)


def test_each_learner_reads_of_their_own_record_in_this_course_alone(world: World) -> None:
    visit, other = world.visit(LEARNER), world.visit(learner(1, "Adam", "Zoé"))
    away = world.visit(replace(LEARNER, context_id=OTHER_COURSE))
    assert visit.launch.person_id == away.launch.person_id
    opened(world, world.visit(TRAINER), visit)

    assert ([], [], 1) == (lines(world, other), lines(world, away), len(lines(world, visit)))


def test_many_people_are_written_down_with_one_statement(world: World) -> None:
    trainer = world.visit(TRAINER)
    people = [world.visit(learner(number, "Nom", str(number))) for number in range(1, 6)]
    with statements_sent() as one:
        noted(world, trainer, people[0])
    with statements_sent() as many:
        noted(world, trainer, *people)

    assert len(one) == len(many)
    assert [[(TRAINER.name, "export", 1)]] * 5 == [lines(world, visit) for visit in people]


def test_nobody_is_nothing(world: World) -> None:
    with statements_sent() as sent:
        noted(world, replace(world.visit(TRAINER), link=replace(world.visit(TRAINER).link, context_id=None)))

    assert not any("record_view" in statement for statement in sent)


def test_a_look_is_refused_where_nobody_may_look(world: World) -> None:
    """A learner; and a trainer where the platform names no course."""
    visit, trainer = world.visit(LEARNER), world.visit(TRAINER)
    alone = replace(trainer, link=replace(trainer.link, context_id=None))
    for visitor in (visit, alone):
        with pytest.raises(NotFound):
            noted(world, visitor, visit, trainer)

    assert ([], ()) == (lines(world, visit), world.services.workspace.record_views.of_own(alone))


def test_no_record_is_shown_when_the_look_cannot_be_written_down(world: World) -> None:
    visit, trainer = world.visit(LEARNER), world.visit(TRAINER)

    def refuse(*call: object) -> None:
        if "INSERT INTO record_view" in str(call[2]):
            raise OperationalError(str(call[2]), None, Exception("no room"))

    event.listen(Engine, "before_cursor_execute", refuse)
    try:
        with pytest.raises(StoreUnavailable):
            opened(world, trainer, visit)
    finally:
        event.remove(Engine, "before_cursor_execute", refuse)
    assert [] == lines(world, visit)


def test_a_trainer_reads_how_many_others_looked_the_last_thirty_days(world: World) -> None:
    visit, first, second = world.visit(LEARNER), world.visit(TRAINER), world.visit(SECOND_TRAINER)
    person_id, others = visit.launch.person_id, world.services.workspace.record_views.others
    opened(world, first, visit)
    alone, seen = others(first, person_id), others(second, person_id)
    world.advance(days=31)
    forgotten = others(second, person_id)

    assert (0, 1, 0) == (alone, seen, forgotten)
    let_see(world, AssistantView.PROGRESS)
    for visitor in (visit, assistant(world)):
        with pytest.raises(NotFound):
            others(visitor, person_id)


def test_looks_are_forgotten_after_thirteen_months_when_the_worker_sweeps(world: World) -> None:
    visit = world.visit(LEARNER)
    opened(world, world.visit(TRAINER), visit)
    found = []
    for days in (KEPT_DAYS, 1):
        world.advance(days=days)
        worker.sweep(world.services)
        found.append(len(lines(world, visit)))

    assert [1, 0] == found
