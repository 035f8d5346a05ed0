"""Attempts are stored move by move; the faster window wins."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lti_tool.domain.ability import Curve, LevelEstimate, Outcome
from lti_tool.domain.attempt import Attempt, AttemptState
from lti_tool.domain.errors import Conflict
from lti_tool.domain.launch import Context, ResourceLink
from lti_tool.domain.prior import OutsideEvidence, Prior
from lti_tool.domain.start import Stage, Start
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, DAY, MINUTE, NOW, OTHER_CENTRE, a_launch, a_task, an_answer, an_attempt
from tests.people import OUTSIDER
from tests.store.planting import join, plant


def begin(store: Store, **changes: object) -> Attempt:
    plant(store)
    attempt = an_attempt(**changes)
    with store.writing() as work:
        work.attempts.add(attempt)
    return attempt


def stored(store: Store, attempt: Attempt) -> Attempt | None:
    with store.reading() as work:
        return work.attempts.find(
            attempt.centre_id, attempt.person_id, attempt.resource_link_id, attempt.activity, attempt.stage
        )


def test_an_attempt_comes_back_whole_when_it_is_read(store: Store) -> None:
    attempt = begin(
        store,
        current=a_task(is_helped=True, tries=1),
        access={"device": "phone"},
        shared_at=NOW,
        last_submission="submission-0",
        strand="touch",
    )

    assert attempt == stored(store, attempt)


KNOWN = Start(
    prior=Prior(ratings={"1": 3, "4": 0}, outside=(OutsideEvidence(area="", level=2.5, sd=1.0),)),
    avoid=frozenset({"item-8", "item-9"}),
    order=("4", "1"),
    areas=("1", "4"),
)
CURVE = Curve(difficulty=0.25, slope=1.6, guess=0.03)


def test_what_it_began_with_comes_back_when_it_is_read(store: Store) -> None:
    attempt = begin(store, start=KNOWN)

    assert attempt == stored(store, attempt)


def test_the_curve_comes_back_when_an_answer_kept_one(store: Store) -> None:
    before = begin(store)
    after = replace(before, version=2, answers=(an_answer(1, curve=CURVE), an_answer(2)))
    with store.writing() as work:
        work.attempts.save(after, before)

    assert after == stored(store, before)


def test_all_attempts_of_a_course_are_found_when_other_links_opened_them(store: Store) -> None:
    first = begin(store, started_at=NOW - DAY, answers=())
    launch = a_launch(resource_link=ResourceLink(resource_link_id="8", title="Autre"))
    elsewhere = a_launch(context=Context(context_id="9"), resource_link=ResourceLink(resource_link_id="9"))
    with store.writing() as work:
        context_id = work.courses.remember_context(launch, "unused", NOW)
        link_id = work.courses.remember_link(launch, context_id, "link-2", NOW)
        other_id = work.courses.remember_context(elsewhere, "context-2", NOW)
        far_id = work.courses.remember_link(elsewhere, other_id, "link-3", NOW)
        second = replace(first, id="attempt-2", resource_link_id=link_id, started_at=NOW)
        work.attempts.add(second)
        work.attempts.save(replace(second, version=2, answers=(an_answer(1), an_answer(2))), second)
        work.attempts.add(replace(first, id="attempt-3", resource_link_id=far_id))

    with store.reading() as work:
        here = work.attempts.of_person(CENTRE, first.person_id, context_id, first.resource_link_id)
        alone = work.attempts.of_person(CENTRE, first.person_id, None, far_id)
        nobody = work.attempts.of_person(CENTRE, "somebody", context_id, first.resource_link_id)
        nowhere = work.attempts.of_person(OTHER_CENTRE, first.person_id, context_id, first.resource_link_id)

    assert [(first.id, 0), ("attempt-2", 2)] == [(one.id, len(one.answers)) for one in here]
    assert ["attempt-3"] == [one.id for one in alone]
    assert ((), ()) == (tuple(nobody), tuple(nowhere))


def test_the_last_attempt_of_a_link_is_found_whatever_its_stage(store: Store) -> None:
    first = begin(store)
    with store.writing() as work:
        work.attempts.add(replace(first, id="attempt-2", stage=Stage.END, started_at=NOW + MINUTE))

    place = CENTRE, first.person_id, first.resource_link_id
    with store.reading() as work:
        found = work.attempts.at_link(*place, first.activity)
        none = work.attempts.at_link(*place, "another")

    assert found is not None
    assert ("attempt-2", None) == (found.id, none)


def test_nothing_is_found_when_stage_person_or_centre_differ(store: Store) -> None:
    attempt = begin(store)

    assert stored(store, replace(attempt, stage=Stage.END)) is None
    assert stored(store, replace(attempt, person_id="somebody")) is None
    assert stored(store, replace(attempt, centre_id=OTHER_CENTRE)) is None


def test_the_answers_come_back_in_order_when_moves_were_saved(store: Store) -> None:
    before = begin(store)
    middle = replace(before, version=2, answers=(an_answer(1),), current=a_task("item-2"))
    after = replace(
        middle,
        version=3,
        answers=(an_answer(1), an_answer(2, outcome=Outcome.SKIPPED)),
        current=None,
        state=AttemptState.FINISHED,
        finished_at=NOW + MINUTE,
    )

    with store.writing() as work:
        work.attempts.save(middle, before)
    with store.writing() as work:
        work.attempts.save(after, middle)

    assert after == stored(store, before)


def test_a_move_is_seen_by_whoever_reads_after_it_in_the_same_transaction(store: Store) -> None:
    before = begin(store)
    after = replace(before, version=2, answers=(an_answer(1),))
    place = (before.person_id, before.resource_link_id, before.activity)
    with store.writing() as work:
        work.attempts.find(before.centre_id, *place, before.stage)
        work.attempts.save(after, before)
        again = work.attempts.find(before.centre_id, *place, before.stage)
        last = work.attempts.at_link(before.centre_id, *place)

    assert (after, after) == (again, last)


def test_the_second_window_is_refused_when_two_answer_at_once(store: Store) -> None:
    before = begin(store)
    first = replace(before, version=2, answers=(an_answer(1),))
    second = replace(before, version=2, answers=(an_answer(1, outcome=Outcome.FAILED, submission_id="late"),))
    with store.writing() as work:
        work.attempts.save(first, before)

    with pytest.raises(Conflict) as caught, store.writing() as work:
        work.attempts.save(second, before)

    assert caught.value.reason == "answered-in-another-window"
    assert first == stored(store, before)


@pytest.mark.parametrize("twin", [{"submission_id": "submission-1"}, {"item_id": "item-1"}, {"position": 1}])
def test_an_answer_is_stored_once_when_it_comes_twice(store: Store, twin: dict[str, object]) -> None:
    before = begin(store)
    once = replace(before, version=2, answers=(an_answer(1),))
    with store.writing() as work:
        work.attempts.save(once, before)
    again = replace(once, version=3, answers=(*once.answers, replace(an_answer(2), **twin)))

    with pytest.raises(Conflict), store.writing() as work:
        work.attempts.save(again, once)

    assert once == stored(store, before)


def test_one_attempt_stands_when_it_is_begun_twice(store: Store) -> None:
    attempt = begin(store)

    with pytest.raises(Conflict), store.writing() as work:
        work.attempts.add(replace(attempt, id="attempt-2"))


@pytest.mark.parametrize("foreign", ["person_id", "resource_link_id"])
def test_no_attempt_points_across_centres_when_the_code_is_wrong(store: Store, foreign: str) -> None:
    plant(store)
    other = plant(store, OTHER_CENTRE)
    theirs = {"person_id": other.person_id, "resource_link_id": other.link_id}

    with pytest.raises(Conflict), store.writing() as work:
        work.attempts.add(an_attempt(**{foreign: theirs[foreign]}))


def test_the_levels_are_those_of_the_last_time_when_they_are_saved_twice(store: Store) -> None:
    attempt = begin(store)
    first = {
        "1": LevelEstimate(level=1, low=0, high=2, p=0.5),
        "2": LevelEstimate(level=2, low=2, high=2, p=0.9),
    }
    last = {"1": LevelEstimate(level=3, low=2, high=3, p=0.8)}
    with store.writing() as work:
        work.attempts.save_levels(attempt, first)

    with store.writing() as work:
        work.attempts.save_levels(attempt, last)

    with store.reading() as work:
        assert {attempt.id: last} == work.attempts.levels_of(CENTRE, [attempt.id, "attempt-2"])


@pytest.mark.parametrize("level", [(-1, -1, 0), (9, 8, 9), (2, 3, 3), (2, 1, 1)])
def test_a_level_is_refused_when_it_lies_outside_its_range(store: Store, level: tuple[int, int, int]) -> None:
    attempt = begin(store)
    wrong = LevelEstimate(level=level[0], low=level[1], high=level[2], p=0.5)

    with pytest.raises(Conflict), store.writing() as work:
        work.attempts.save_levels(attempt, {"1": wrong})


def test_the_group_shows_the_attempts_of_this_link_when_several_exist(store: Store) -> None:
    attempt = begin(store)
    second = join(store, CENTRE, attempt.resource_link_id, OUTSIDER, "person-2")
    with store.writing() as work:
        work.attempts.add(replace(attempt, id="attempt-2", person_id=second))
        work.attempts.add(replace(attempt, id="attempt-3", activity="diagnostic-express"))

    with store.reading() as work:
        link, people = attempt.resource_link_id, [attempt.person_id, second]
        found = work.attempts.of_people(CENTRE, link, "diagnostic", people)
        alone = work.attempts.of_people(CENTRE, link, "diagnostic", [second])
        elsewhere = work.attempts.of_people(OTHER_CENTRE, link, "diagnostic", people)

    assert {attempt.id, "attempt-2"} == {one.id for one in found}
    assert ["attempt-2"] == [one.id for one in alone]
    assert elsewhere == ()


def test_tasks_with_help_are_counted_when_the_group_is_read(store: Store) -> None:
    before = begin(store)
    outcomes = (Outcome.HELPED, Outcome.ALONE, Outcome.HELPED, Outcome.FAILED)
    answers = tuple(an_answer(place, outcome=outcome) for place, outcome in enumerate(outcomes, 1))
    with store.writing() as work:
        work.attempts.save(replace(before, version=2, answers=answers), before)

    with store.reading() as work:
        assert {before.id: 2} == work.attempts.helped_counts(CENTRE, [before.id, "attempt-2"])


def test_a_moment_without_a_zone_is_refused_when_it_is_stored(store: Store) -> None:
    plant(store)

    with pytest.raises(Exception, match="naive moment"), store.writing() as work:
        work.attempts.add(an_attempt(started_at=NOW.replace(tzinfo=None)))


def test_a_moment_keeps_its_microseconds_when_it_comes_back(store: Store) -> None:
    attempt = begin(store, started_at=NOW + timedelta(microseconds=123456))

    found = stored(store, attempt)

    assert found is not None
    assert attempt.started_at == found.started_at
    assert timedelta(0) == found.started_at.utcoffset()
