"""What becomes of a trainer's choice between two values, and of her wish to read again."""

from __future__ import annotations

from dataclasses import replace

from lti_tool.domain.cohort import GradeState
from lti_tool.services.launches import Visit
from lti_tool.services.ledger_pages import Asked
from tests.people import LEARNER, TRAINER
from tests.services.test_ledgers import changed_there, counts, deeds, item, overview
from tests.services.world import World

SUB = LEARNER.sub
TAG = "passerelle:diagnostic:area-1"


# Choosing.


def test_the_lms_is_not_touched_when_its_value_is_kept(world: World, visit: Visit) -> None:
    changed_there(world, visit)
    posts = len(world.posts())
    person, column = visit.launch.person_id, item(world, visit)
    is_done = world.services.workspace.ledgers.keep(world.visit(TRAINER), person, column, 7.0)
    world.work()
    kept = counts(overview(world))
    world.want(visit, 5)
    world.work()

    assert is_done
    assert {(GradeState.SENT, ""): 5, (GradeState.KEPT, ""): 1} == kept
    assert 7.0 == world.lms.grade(SUB, TAG)
    assert 5 == len(world.posts()) - posts, "the later result of the five other columns"
    assert ("parked", "changed-in-lms") == world.state(visit, "area-1")
    assert [("grade-kept", "grade", f"{column}/{person}", "")] == deeds(world)


def test_ours_is_read_back_when_it_was_put_back(world: World, visit: Visit) -> None:
    changed_there(world, visit)
    person, column = visit.launch.person_id, item(world, visit)
    ledgers = world.services.workspace.ledgers
    choice = ledgers.choice(world.visit(TRAINER), person, column)
    is_done = ledgers.put_back(world.visit(TRAINER), person, column, 7.0)
    world.work()

    assert choice is not None
    assert (7.0, 4.0) == (choice.entry.delivery.platform_points, choice.entry.delivery.desired_points)
    assert is_done
    assert 4.0 == world.lms.grade(SUB, TAG)
    assert "read-back" == world.delivery(visit, "area-1").acknowledged_how
    assert [("grade-replaced", "grade", f"{column}/{person}", "")] == deeds(world)
    assert ledgers.choice(world.visit(TRAINER), person, column) is None


def test_the_ledger_does_not_say_sent_when_moodle_keeps_an_overridden_grade(
    world: World, visit: Visit
) -> None:
    """Moodle answers 200 for the activity's own column and keeps what a trainer typed."""
    changed_there(world, visit, "own")
    person, column = visit.launch.person_id, item(world, visit, "own")
    for _ in range(2):
        assert world.services.workspace.ledgers.put_back(world.visit(TRAINER), person, column, 7.0)
        world.work()
        world.advance(days=3)
        world.work()

    assert 7.0 == world.lms.grade(SUB)
    assert ("parked", "kept-in-lms") == world.state(visit, "own")
    assert 5 + 2 == world.posts().count(4.0), "five other columns, and one post for each press"
    assert {(GradeState.SENT, ""): 5, (GradeState.CHANGED, "kept-in-lms"): 1} == counts(overview(world))


def test_nothing_is_done_when_the_value_moved_since_it_was_read(world: World, visit: Visit) -> None:
    changed_there(world, visit)
    before = world.deliveries(visit)
    person, column, ledgers = visit.launch.person_id, item(world, visit), world.services.workspace.ledgers
    trainer = world.visit(TRAINER)

    assert not ledgers.keep(trainer, person, column, 6.0)
    assert not ledgers.put_back(trainer, person, column, 6.0)
    assert not ledgers.put_back(trainer, person, item(world, visit, "own"), 4.0)
    assert before == world.deliveries(visit)
    assert [] == deeds(world)


def test_a_refused_try_is_no_sign_that_the_lms_keeps_its_value(world: World, visit: Visit) -> None:
    """Noted as perhaps sent, never taken: the next try sends it, and only then is the LMS believed."""
    changed_there(world, visit)
    world.services.workspace.ledgers.put_back(
        world.visit(TRAINER), visit.launch.person_id, item(world, visit), 7.0
    )
    world.lms.fault("scores", 503)
    world.work()
    before = world.state(visit, "area-1")
    world.advance(seconds=3)
    world.work()

    assert ("retry", "server-error") == before
    assert 4.0 == world.lms.grade(SUB, TAG)
    assert ("idle", "") == world.state(visit, "area-1")


def test_ours_is_known_to_be_there_when_the_reading_fails_at_first(world: World, visit: Visit) -> None:
    changed_there(world, visit)
    world.services.workspace.ledgers.put_back(
        world.visit(TRAINER), visit.launch.person_id, item(world, visit), 7.0
    )
    world.lms.fault("results", "none")
    world.lms.fault("results", 503)
    world.work()
    before, posts = world.state(visit, "area-1"), len(world.posts())
    world.advance(seconds=3)
    world.work()

    assert ("retry", "server-error") == before
    assert posts == len(world.posts())
    assert "read-back" == world.delivery(visit, "area-1").acknowledged_how


def test_the_learners_later_result_is_asked_about_when_it_comes_during_the_sending(
    world: World, visit: Visit
) -> None:
    """What may be replaced was agreed for the former result: 7 in the locked column stays a question."""
    changed_there(world, visit, "own")
    world.services.workspace.ledgers.put_back(
        world.visit(TRAINER), visit.launch.person_id, item(world, visit, "own"), 7.0
    )
    steps: list[str] = []

    def finish(step: str) -> None:
        if step == "sent" and not steps:
            steps.append(step)
            world.want_one(visit, 6)

    world.step = finish
    world.work()

    assert ["sent"] == steps
    assert 7.0 == world.lms.grade(SUB)
    assert ("parked", "changed-in-lms") == world.state(visit, "own")
    assert 6.0 == world.delivery(visit).desired_points


# Reading again.


def test_the_worker_reads_and_posts_nothing_when_a_trainer_asks_what_is_there(
    world: World, visit: Visit
) -> None:
    trainer, person = world.visit(TRAINER), visit.launch.person_id
    world.lms.override_grade(SUB, TAG, 7.0)
    posts, reads = len(world.posts()), len(world.lms.requests_to("results"))
    count = world.services.workspace.ledgers.read_again(trainer, person)
    again = world.services.workspace.ledgers.read_again(trainer, person)
    asked = len(world.lms.requests_to("results")) - reads
    waiting = counts(overview(world))
    world.work()

    assert (6, 0, 0) == (count, again, asked)
    assert {(GradeState.READING, ""): 6} == waiting
    assert 6 == len(world.lms.requests_to("results")) - reads
    assert posts == len(world.posts())
    assert {(GradeState.SENT, ""): 5, (GradeState.CHANGED, "changed-in-lms"): 1} == counts(overview(world))
    assert {"read-back"} == {
        one.acknowledged_how for key, one in world.deliveries(visit).items() if key != "area-1"
    }


def test_a_grade_that_disappeared_is_told_and_sent_when_the_trainer_presses(
    world: World, visit: Visit
) -> None:
    number = world.lms.line_item(TAG).number
    world.lms.book.change_result(number, SUB, lambda old: replace(old, value=None))  # type: ignore[type-var]
    trainer = world.visit(TRAINER)
    world.services.workspace.ledgers.read_again(trainer, visit.launch.person_id)
    world.work()
    before = world.state(visit, "area-1"), world.lms.grade(SUB, TAG)
    world.advance(seconds=2)
    world.services.workspace.ledgers.retry_all(trainer, "not-shown")
    world.work()

    assert (("parked", "not-shown"), None) == before
    assert (1.0, ("idle", "")) == (world.lms.grade(SUB, TAG), world.state(visit, "area-1"))


def test_a_reading_is_tried_again_when_the_platform_is_away(world: World, visit: Visit) -> None:
    trainer = world.visit(TRAINER)
    posts = len(world.posts())
    world.services.workspace.ledgers.read_again(trainer, visit.launch.person_id)
    world.lms.fault("results", 503, times=6)
    world.work()
    before = world.states(visit)
    world.advance(seconds=3)
    world.work()

    assert {("retry", "server-error")} == before
    assert {("idle", "")} == world.states(visit)
    assert posts == len(world.posts())


def test_nothing_is_read_when_the_platform_lets_nobody_read(world: World, visit: Visit) -> None:
    ags = world.claim()
    bare = replace(ags, scopes=tuple(one for one in ags.scopes if "result" not in one))
    trainer = world.visit(TRAINER, ags=bare)
    before = world.deliveries(visit)

    assert 0 == world.services.workspace.ledgers.read_again(trainer, visit.launch.person_id)
    assert not world.services.workspace.ledgers.overview(trainer, Asked()).is_readable
    assert before == world.deliveries(visit)


def test_what_was_confirmed_stays_when_reading_is_forbidden_meanwhile(world: World, visit: Visit) -> None:
    ags = world.claim()
    world.services.workspace.ledgers.read_again(world.visit(TRAINER), visit.launch.person_id)
    world.visit(TRAINER, ags=replace(ags, scopes=tuple(one for one in ags.scopes if "result" not in one)))
    posts = len(world.posts())
    world.work()

    assert {("idle", "")} == world.states(visit)
    assert posts == len(world.posts())
