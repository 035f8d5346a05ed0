"""Actions and loans over courses, rights, two trainers at once, and thousands of people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import update

from lti_tool.domain.action import NO_VISIT, ActionState
from lti_tool.domain.errors import Conflict, MalformedRequest, NotAllowed, NotFound
from lti_tool.domain.loan import Faults, LoanForm
from lti_tool.domain.needs import Need
from lti_tool.domain.roles import Rights
from lti_tool.domain.todo import CALL, LATE, LOAN
from lti_tool.services.cohorts import Record
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.services.wording import local_day
from lti_tool.store.roster_rows import CourseMemberRow
from tests.people import OUTSIDER, TRAINER
from tests.services.enrolling import learner
from tests.services.test_finishing import answer_all
from tests.services.test_paths import together
from tests.services.world import World

NEED = Need.DEVICE_LOAN.value
DONE, UNDER_WAY, TO_DO = ActionState.DONE, ActionState.UNDER_WAY, ActionState.TO_DO


def sent(world: World, visit: Visit) -> Visit:
    """This learner finishes, says that they have no device, and sends it."""
    answer_all(world, visit)
    world.services.attempts.answer_access(visit, "device", "none", world.clock.now)
    world.services.attempts.share(visit, world.clock.now)
    return visit


def record(world: World, visit: Visit) -> Record:
    return world.services.cohorts.record(world.visit(TRAINER), visit.launch.person_id)


def kinds(world: World, visit: Visit | None = None, **asked: str) -> list[tuple[str, str]]:
    week = world.services.workspace.actions.week(visit or world.visit(TRAINER), **asked)  # type: ignore[arg-type]
    return [(one.kind, one.state.value) for one in week.entries]


def form(world: World, **changes: object) -> LoanForm:
    today = local_day(world.clock.now).isoformat()
    return replace(LoanForm(thing="laptop", lent_on=today), **changes)  # type: ignore[arg-type]  # fields


def kept(faults: Faults) -> None:
    """Nothing was the matter."""
    assert {} == faults


def deeds(world: World) -> list[tuple[str, str]]:
    found = world.services.audit.latest(world.registration.centre_id)
    return [
        (entry.deed.action, entry.deed.detail)
        for entry in reversed(found)
        if entry.deed.object_kind in ("action", "loan")
    ]


def test_a_need_is_one_action_however_often_it_is_read_and_pressed(world: World) -> None:
    visit, trainer, actions = (
        sent(world, world.visit()),
        world.visit(TRAINER),
        world.services.workspace.actions,
    )
    seen = record(world, visit)
    first = kinds(world)
    actions.settle(trainer, seen, NEED, 0, DONE)
    actions.settle(trainer, seen, NEED, 0, DONE)
    (action,) = actions.of_person(trainer, seen).actions
    actions.settle(trainer, seen, action.id, 1, TO_DO)

    assert [(NEED, "to-do")] == first
    assert (1, trainer.launch.person_id, world.clock.now) == (action.version, action.by, action.at)
    assert [(NEED, "to-do")] == kinds(world)
    assert [("action-settled", "done"), ("action-settled", "to-do")] == deeds(world)


def test_nothing_is_on_the_list_before_it_was_sent(world: World) -> None:
    answer_all(world, world.visit())

    week = world.services.workspace.actions.week(world.visit(TRAINER))

    assert () == week.entries
    assert (1, 1) == (week.unsent, week.people)


def test_another_link_of_the_course_has_the_same_list_and_another_course_none(world: World) -> None:
    visit, trainer = sent(world, world.visit()), world.visit(TRAINER)
    world.services.workspace.actions.settle(trainer, record(world, visit), NEED, 0, UNDER_WAY)
    other_link = world.visit(
        TRAINER, resource_link=replace(world.launch_of(TRAINER).resource_link, resource_link_id="99")
    )
    outsider = world.visit(OUTSIDER)

    assert [(NEED, "under-way")] == kinds(world, other_link)
    with pytest.raises(NotFound):
        world.services.workspace.actions.week(outsider)
    with pytest.raises(NotFound):
        world.services.workspace.gatherings.first(outsider)


def test_who_is_no_trainer_or_has_no_course_reads_no_list(world: World) -> None:
    learner_visit, without = world.visit(), world.visit(TRAINER, context=None)

    for visit in (learner_visit, without):
        for read in (world.services.workspace.actions.week, world.services.workspace.gatherings.unready):
            with pytest.raises(NotFound):
                read(visit)


def test_what_differs_is_refused_when_another_trainer_was_faster(world: World) -> None:
    visit, trainer, actions = (
        sent(world, world.visit()),
        world.visit(TRAINER),
        world.services.workspace.actions,
    )
    seen = record(world, visit)
    actions.settle(trainer, seen, NEED, 0, UNDER_WAY)

    with pytest.raises(Conflict):
        actions.settle(trainer, seen, NEED, 0, DONE)

    assert [(NEED, "under-way")] == kinds(world)
    assert [("action-settled", "under-way")] == deeds(world)


@pytest.mark.parametrize("is_same", [True, False])
def test_nothing_is_lost_when_two_trainers_press_at_the_same_moment(world: World, is_same: bool) -> None:
    visit, trainer, actions = (
        sent(world, world.visit()),
        world.visit(TRAINER),
        world.services.workspace.actions,
    )
    seen = record(world, visit)
    second = DONE if is_same else UNDER_WAY

    outcomes = together(
        lambda: actions.settle(trainer, seen, NEED, 0, DONE),
        lambda: actions.settle(trainer, seen, NEED, 0, second),
    )

    assert (["kept", "kept"] if is_same else ["Conflict", "kept"]) == sorted(outcomes)
    assert 1 == len(actions.of_person(trainer, seen).actions)
    assert 1 == len(deeds(world))


def test_an_assistant_settles_and_neither_adds_nor_lends(world: World) -> None:
    visit, assistant = sent(world, world.visit()), world.visit(TRAINER, rights=Rights.ASSISTANT)
    seen, loans = record(world, visit), world.services.workspace.loans
    world.services.workspace.actions.settle(assistant, seen, NEED, 0, DONE)
    loan = new_id()
    loans.lend(world.visit(TRAINER), seen, loan, form(world))
    before = deeds(world)

    moves: list[Callable[[], object]] = [
        lambda: world.services.workspace.actions.add(assistant, seen, new_id(), "other", "Non"),
        lambda: loans.lend(assistant, seen, new_id(), form(world)),
        lambda: loans.change(assistant, seen, loan, 1, form(world, what="x")),
        lambda: loans.take_back(assistant, seen, loan, 1, day="2026-11-20", missing=""),
        lambda: loans.lend_again(assistant, seen, loan, 1),
        lambda: loans.ask(assistant, seen, loan, 1, "yes"),
    ]
    for move in moves:
        with pytest.raises(NotAllowed):
            move()

    assert before == deeds(world)
    assert loans.find(assistant, seen, loan).is_open


def test_a_loan_settles_the_need_and_is_on_the_list_until_it_is_back(world: World) -> None:
    visit, trainer, loans = sent(world, world.visit()), world.visit(TRAINER), world.services.workspace.loans
    seen, loan = record(world, visit), new_id()
    loans.lend(trainer, seen, loan, form(world))
    loans.lend(trainer, seen, loan, form(world))
    listed, mine = kinds(world), loans.own(visit)
    world.advance(days=14)
    asked = kinds(world)
    loans.ask(world.visit(TRAINER), seen, loan, 1, "yes")
    answered = kinds(world)
    today = local_day(world.clock.now).isoformat()
    faults = loans.take_back(world.visit(TRAINER), seen, loan, 2, day=today, missing="")

    assert [(LOAN, "under-way")] == listed
    assert [loan] == [one.id for one in mine]
    assert [(LOAN, "to-do")] == asked
    assert [(LOAN, "under-way")] == answered
    assert ({}, [], ()) == (faults, kinds(world), loans.own(visit))
    assert [
        ("action-settled", "done"),
        ("loan-made", ""),
        ("loan-changed", ""),
        ("loan-returned", ""),
    ] == deeds(world)


def test_the_id_of_a_form_belongs_to_one_person(world: World) -> None:
    visit, other = world.visit(), world.visit(learner(1))
    trainer, loans, loan = world.visit(TRAINER), world.services.workspace.loans, new_id()
    loans.lend(trainer, record(world, visit), loan, form(world))

    with pytest.raises(MalformedRequest):
        loans.lend(trainer, record(world, other), loan, form(world))
    with pytest.raises(NotFound):
        loans.find(trainer, record(world, other), loan)

    assert () == loans.own(other)


def test_one_change_is_kept_when_two_trainers_change_a_loan_at_once(world: World) -> None:
    visit, trainer, loans, loan = (
        world.visit(),
        world.visit(TRAINER),
        world.services.workspace.loans,
        new_id(),
    )
    seen = record(world, visit)
    loans.lend(trainer, seen, loan, form(world))

    outcomes = together(
        lambda: kept(loans.change(trainer, seen, loan, 1, form(world, what="HP"))),
        lambda: loans.ask(trainer, seen, loan, 1, "no"),
    )

    assert ["Conflict", "kept"] == sorted(outcomes)
    assert 2 == loans.find(trainer, seen, loan).version


def test_one_loan_is_kept_when_a_form_arrives_twice_at_once(world: World) -> None:
    visit, trainer, loans, loan = (
        sent(world, world.visit()),
        world.visit(TRAINER),
        world.services.workspace.loans,
        new_id(),
    )
    seen = record(world, visit)

    outcomes = together(*[lambda: kept(loans.lend(trainer, seen, loan, form(world)))] * 2)

    assert ["kept", "kept"] == outcomes
    assert 1 == len(world.services.workspace.actions.of_person(trainer, seen).loans)
    assert [("action-settled", "done"), ("loan-made", "")] == deeds(world)


def test_late_people_and_calls_are_on_the_list_and_whoever_left_is_there_for_a_loan_alone(
    world: World,
) -> None:
    visit = world.visit()
    world.services.stuck.call(visit, "tasks/1")
    world.services.workspace.loans.lend(world.visit(TRAINER), record(world, visit), new_id(), form(world))
    world.advance(days=30)
    punctual = kinds(world)
    world.advance(minutes=1)
    late = kinds(world)
    with world.services.store.writing() as unit:
        session = unit.course_members._session  # only to let everybody leave
        session.execute(update(CourseMemberRow).values(left_at=world.clock.now))

    assert [(CALL, "to-do"), (LOAN, "to-do"), (NO_VISIT, "to-do")] == punctual
    assert [(CALL, "to-do"), (LOAN, "to-do"), (NO_VISIT, "to-do"), (LATE, "to-do")] == late
    assert [(LOAN, "to-do")] == kinds(world)
