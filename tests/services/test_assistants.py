"""What an assistant sees is set for the whole centre: the row R04."""

from __future__ import annotations

import pytest

from lti_tool.domain.administration import AssistantView
from lti_tool.domain.cohort import Member, Progress
from lti_tool.domain.errors import NotFound
from lti_tool.domain.launch import SUBMISSION_REVIEW_REQUEST
from lti_tool.domain.roles import Rights
from lti_tool.services.administrators import Administration
from lti_tool.services.launches import Visit
from tests.people import LEARNER, TRAINER
from tests.services.test_cohorts import learner
from tests.services.test_finishing import answer_all
from tests.services.world import World


def administrator(world: World) -> Administration:
    """Whoever administers the centre of the platform."""
    return Administration(centre_id=world.registration.centre_id, centre_name="", session_id="s")


def let_see(world: World, view: AssistantView) -> None:
    """The administrator sets what assistants see."""
    world.services.centres.let_assistants_see(administrator(world), view)


def assistant(world: World) -> Visit:
    """An assistant of the course."""
    return world.visit(TRAINER, rights=Rights.ASSISTANT)


def finished(world: World) -> str:
    """A learner who needs a device, finished and sent everything; our id of them."""
    visit = world.visit()
    answer_all(world, visit)
    world.services.attempts.answer_access(visit, "device", "none", world.clock.now)
    world.services.attempts.share(visit, world.clock.now)
    return visit.launch.person_id


def the_only(members: tuple[Member, ...]) -> Member:
    (member,) = members
    return member


def test_an_assistant_sees_what_a_trainer_sees_when_nothing_was_set(world: World) -> None:
    """R04"""
    person_id = finished(world)
    cohorts = world.services.cohorts
    seen, full = cohorts.review(assistant(world)), cohorts.review(world.visit(TRAINER))

    assert full.members == seen.members
    assert seen.shows_results
    assert cohorts.record(assistant(world), person_id).profile is not None


def test_an_assistant_sees_progress_alone_when_the_centre_sets_it_so(world: World) -> None:
    """R04: no level, need, help, grade, nor whether it was sent. Trainers see all, and so do assistants as
    soon as the administrator sets it so.
    """
    person_id = finished(world)
    world.visit(learner(1, "Adam", "Zoé"))
    visitor = assistant(world)
    let_see(world, AssistantView.PROGRESS)
    cohort = world.services.cohorts.review(visitor)
    full = world.services.cohorts.review(world.visit(TRAINER))
    let_see(world, AssistantView.RESULTS)
    again = world.services.cohorts.review(visitor)

    assert (False, True, True) == (cohort.shows_results, full.shows_results, again.shows_results)
    assert [Progress.FINISHED, Progress.NOT_STARTED] == [one.progress for one in cohort.members]
    for one in cohort.members:
        assert ({}, 0, (), False, ()) == (one.areas, one.with_help, one.needs, one.is_shared, one.grades)
    told = next(one for one in full.members if one.person_id == person_id)
    assert told == next(one for one in again.members if one.person_id == person_id)
    assert all((told.areas, told.needs, told.is_shared, told.grades))


def test_no_record_opens_for_an_assistant_who_sees_progress_alone(world: World) -> None:
    """R04: of those who finished, those who never came and those who left alike."""
    person_id = finished(world)
    let_see(world, AssistantView.PROGRESS)
    visitor = assistant(world)

    for wanted in (person_id, "nobody"):
        with pytest.raises(NotFound) as refusal:
            world.services.cohorts.record(visitor, wanted)
        assert ("e-notfound", "assistant-sees-progress") == (refusal.value.code, refusal.value.reason)
    assert world.services.cohorts.record(world.visit(TRAINER), person_id).profile is not None


def test_no_grade_goes_out_again_when_an_assistant_sees_progress_alone(world: World) -> None:
    """R04"""
    visit = world.visit()
    world.want(visit)
    world.lms.fault("scores", 422, times=20)
    world.work()
    let_see(world, AssistantView.PROGRESS)
    before = world.states(visit)

    with pytest.raises(NotFound):
        world.services.grades.retry(assistant(world), visit.launch.person_id)

    assert {"parked"} == {state for state, _reason in before}
    assert before == world.states(visit)
    assert world.services.grades.retry(world.visit(TRAINER), visit.launch.person_id) > 0


@pytest.mark.parametrize(
    ("view", "rights", "is_record"),
    [
        (AssistantView.RESULTS, Rights.ASSISTANT, True),
        (AssistantView.PROGRESS, Rights.ASSISTANT, False),
        (AssistantView.PROGRESS, Rights.TRAINER, True),
    ],
)
def test_the_group_opens_from_the_gradebook_when_assistants_see_no_record(
    world: World, view: AssistantView, rights: Rights, is_record: bool
) -> None:
    """R04: the launch of a submission review."""
    person_id = finished(world)
    let_see(world, view)
    launch = world.launch_of(
        TRAINER, rights=rights, message_type=SUBMISSION_REVIEW_REQUEST, for_user_sub=LEARNER.sub
    )
    opened = world.services.launches.accept(launch, state="review", old_token=None, now=world.clock.now)

    assert (f"cohort/{person_id}?from=gradebook" if is_record else "cohort") == opened.place


def test_another_centres_assistants_see_as_before_when_one_centre_sets_it(world: World) -> None:
    """R04 and Z17"""
    person_id = finished(world)
    other = world.services.administrators.add_centre("Namur", world.clock.now)
    elsewhere = Administration(centre_id=other, centre_name="", session_id="s")
    world.services.centres.let_assistants_see(elsewhere, AssistantView.PROGRESS)

    assert AssistantView.PROGRESS is world.services.centres.assistants_see(elsewhere)
    assert AssistantView.RESULTS is world.services.centres.assistants_see(administrator(world))
    assert world.services.cohorts.record(assistant(world), person_id).profile is not None


def test_it_is_in_the_audit_trail_once_when_it_is_set_twice(world: World) -> None:
    """R04"""
    for view in (AssistantView.RESULTS, AssistantView.PROGRESS, AssistantView.PROGRESS):
        let_see(world, view)
    entries = world.services.audit.latest(world.registration.centre_id)

    deeds = [entry.deed for entry in entries if entry.deed.action == "assistants-view-set"]
    assert [("administrator/s", "centre", world.registration.centre_id, "progress")] == [
        (deed.actor, deed.object_kind, deed.object_id, deed.detail) for deed in deeds
    ]
