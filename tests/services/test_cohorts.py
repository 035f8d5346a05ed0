"""The trainer's review: words, names, order, and nothing that the learner did not send."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lti_tool.domain.cohort import GradeState, Progress
from lti_tool.domain.errors import NotFound
from lti_tool.domain.launch import Person
from lti_tool.domain.needs import Need
from lti_tool.domain.roles import Rights
from lti_tool.services.cohorts import Cohort, Cohorts
from lti_tool.services.launches import Visit
from tests.people import ADMINISTRATOR, LEARNER, OUTSIDER, TEST_USER, TRAINER, TestPerson
from tests.services.setting import SHELF
from tests.services.test_finishing import answer_all
from tests.services.world import World
from tests.statements import statements_sent


def learner(number: int, family_name: str = "", given_name: str = "") -> TestPerson:
    """One more learner of the course."""
    return replace(
        LEARNER,
        key=f"learner-{number}",
        sub=str(1000 + number),
        given_name=given_name,
        family_name=family_name,
    )


def review(world: World) -> Cohort:
    """What the trainer sees."""
    return world.services.cohorts.review(world.visit(TRAINER))


def grade_state(world: World) -> GradeState:
    """The state of the only learner's grades."""
    (member,) = review(world).members
    return member.grade_state


@pytest.mark.parametrize("person", [LEARNER, OUTSIDER, ADMINISTRATOR], ids=lambda person: person.key)
def test_the_group_is_closed_when_the_visitor_is_no_trainer(world: World, person: TestPerson) -> None:
    visit = world.visit(replace(person, context_id="2"))

    with pytest.raises(NotFound):
        world.services.cohorts.review(visit)


def test_a_trainer_sees_the_own_group_alone(world: World) -> None:
    world.visit(LEARNER)
    world.visit(OUTSIDER)

    assert [LEARNER.name] == [member.name for member in review(world).members]


def test_nobody_of_another_group_is_found_by_id(world: World) -> None:
    outsider = world.visit(OUTSIDER)

    with pytest.raises(NotFound):
        world.services.cohorts.record(world.visit(TRAINER), outsider.launch.person_id)


def test_trainers_and_test_users_are_no_members_when_they_only_look(world: World) -> None:
    world.visit(TEST_USER)

    assert () == review(world).members


def test_the_group_is_in_order_of_names_when_levels_differ(world: World) -> None:
    """By the whole name without accents or case; those without a name follow by number."""
    for number, (given, family) in enumerate(
        [("Zoé", "Adam"), ("élise", "Blanc"), ("Emma", "Wauters"), ("", "")], start=1
    ):
        person = learner(number, family, given)
        named = Person(sub=person.sub, name=person.name.strip())
        world.want(world.visit(person, person=named), 9 - 2 * number)

    members = review(world).members
    assert ["élise Blanc", "Emma Wauters", "Zoé Adam", ""] == [member.name for member in members]


def test_a_number_stays_with_a_person_when_names_are_hidden(world: World) -> None:
    """M07"""
    for number in (1, 2):
        person = learner(number)
        world.visit(person, person=Person(sub=person.sub))
    before = [(member.person_id, member.number) for member in review(world).members]
    third, first = learner(3), learner(1)
    world.visit(third, person=Person(sub=third.sub))
    world.visit(first, person=Person(sub=first.sub))

    after = [(member.person_id, member.number) for member in review(world).members]
    assert before == after[:2]
    assert 3 == len({number for _person, number in after})


def test_progress_is_told_in_words(world: World) -> None:
    world.visit(learner(1))
    attempts = world.services.attempts
    attempts.start(world.visit(learner(2)), "", world.clock.now)
    attempts.decline(world.visit(learner(3)), world.clock.now)
    answer_all(world, world.visit(LEARNER))

    found = {member.number: member.progress for member in review(world).members}
    assert [
        Progress.NOT_STARTED,
        Progress.IN_PROGRESS,
        Progress.NOT_NOW,
        Progress.FINISHED,
    ] == [found[number] for number in sorted(found)]


def test_needs_and_help_are_hidden_until_the_learner_sends_them(world: World) -> None:
    visit = world.visit()
    answer_all(world, visit)
    attempts = world.services.attempts
    attempts.answer_access(visit, "device", "none", world.clock.now)
    trainer = world.visit(TRAINER)
    before = world.services.cohorts.record(trainer, visit.launch.person_id)
    attempts.share(visit, world.clock.now)
    after = world.services.cohorts.record(trainer, visit.launch.person_id)

    assert ((), False, None) == (before.member.needs, before.member.is_shared, before.profile)
    assert ((Need.DEVICE_LOAN,), True) == (after.member.needs, after.member.is_shared)
    assert after.profile is not None


def test_the_grades_state_is_told_when_it_moves(world: World) -> None:
    visit = world.visit()
    none = grade_state(world)
    world.want(visit)
    to_send = grade_state(world)
    world.lms.fault("scores", 503, times=6)
    world.work()
    waiting = grade_state(world)
    world.advance(seconds=3)
    world.lms.fault("scores", 422)
    world.work()
    refused = grade_state(world)
    world.services.grades.retry(world.visit(TRAINER), visit.launch.person_id)
    world.work()
    sent = grade_state(world)
    world.lms.override_grade(LEARNER.sub, "", 7.0)
    world.want(visit, 5)
    world.work()
    changed = grade_state(world)

    expected = [
        GradeState.NONE,
        GradeState.TO_SEND,
        GradeState.WAITING,
        GradeState.REFUSED,
        GradeState.SENT,
        GradeState.CHANGED,
    ]
    assert expected == [none, to_send, waiting, refused, sent, changed]


def test_the_platforms_trouble_is_told_when_it_takes_nothing(world: World) -> None:
    world.lms.fault("scores", "reset-before", times=5)
    world.want(world.visit())
    world.work()

    trouble = review(world).trouble
    assert ("reset", world.clock.now) == trouble


def test_the_trainer_is_told_when_the_activity_accepts_no_grades(world: World) -> None:
    with_grades = world.services.cohorts.review(world.visit(TRAINER))
    without = world.services.cohorts.review(
        replace(world.visit(TRAINER), link=replace(with_out_grades(world.visit(TRAINER)), id="none"))
    )

    assert (True, False) == (with_grades.accepts_grades, without.accepts_grades)


def with_out_grades(visit: Visit) -> object:
    """The visitor's link without any address for grades."""
    return replace(visit.link, ags=replace(visit.link.ags, lineitems_url=None, lineitem_url=None))


def test_the_number_of_queries_is_fixed_when_the_group_grows(world: World) -> None:
    answer_all(world, world.visit(LEARNER))
    trainer = world.visit(TRAINER)
    cohorts = Cohorts(world.services.store, bank=SHELF.bank, access=SHELF.access, clock=world.clock)
    with statements_sent() as few:
        cohorts.review(trainer)
    asking = replace(trainer, launch=replace(trainer.launch, rights=Rights.ASSISTANT.value))
    for number in range(1, 4):
        answer_all(world, world.visit(learner(number, "Nom", str(number))))
    with statements_sent() as many:
        found = cohorts.review(trainer)
    with statements_sent() as assistants:
        cohorts.review(asking)

    assert 4 == len(found.members)
    assert len(few) == len(many) <= 11
    assert len(many) + 1 == len(assistants)


def test_a_group_has_begun_when_somebody_did_more_than_open_it(world: World) -> None:
    """Nobody, somebody who looked, the platform's test user, then a learner."""
    cohorts, attempts, trainer = world.services.cohorts, world.services.attempts, world.visit(TRAINER)
    visit = world.visit(LEARNER)
    looked = cohorts.has_begun(trainer)
    attempts.start(world.visit(TEST_USER), "", world.clock.now)
    tried = cohorts.has_begun(trainer)
    members = cohorts.review(trainer).members
    attempts.start(visit, "", world.clock.now)

    assert [False, False, True] == [looked, tried, cohorts.has_begun(trainer)]
    assert [LEARNER.name] == [member.name for member in members]
    with pytest.raises(NotFound):
        cohorts.has_begun(visit)
