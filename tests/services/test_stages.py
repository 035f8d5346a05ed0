"""Entry, midway and end: what was done before is found, and what an attempt asks follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from lti_tool.domain.attempt import Attempt, Bank
from lti_tool.domain.framework import AREAS, COMPETENCES, area_of
from lti_tool.domain.launch import Context, ResourceLink
from lti_tool.domain.start import Stage
from lti_tool.services.attempts import Attempts
from lti_tool.services.cohorts import Cohorts
from lti_tool.services.launches import Visit
from tests.factories import an_item
from tests.people import LEARNER, OTHER_COURSE, TRAINER, TestPerson
from tests.services.setting import AREA_SLUG, END_SLUG, MIDWAY_SLUG, OTHER_SLUG, SHELF, SLUG
from tests.services.world import World

RICH = Bank(
    [
        an_item(f"{name}-{level}-{n}", competence=name, level=level, family=f"{name}-{level}-{n}")
        for name in COMPETENCES
        for level in (1, 2, 3)
        for n in range(4)
    ],
    "bank-rich",
)
RIGHT, SKIPPED = {"choice": ["a"]}, {"skip": ["1"]}
Answering = Callable[[str], dict[str, list[str]]]


def skipping(_item_id: str) -> dict[str, list[str]]:
    """ "I don't know", whatever is asked."""
    return SKIPPED


def strong_but_in(*areas: str) -> Answering:
    """Everything is done but what lies in these areas."""
    return lambda item_id: SKIPPED if area_of(item_id) in areas else RIGHT


def review_of(world: World) -> Cohorts:
    """The review with that bank."""
    return Cohorts(world.services.store, bank=RICH, access=(), clock=world.clock)


def service(world: World) -> Attempts:
    """The attempts of an installation whose bank is rich."""
    return Attempts(
        world.services.store,
        world.services.grades,
        bank=RICH,
        activities=SHELF.activities,
        access=SHELF.access,
    )


def opened(world: World, slug: str, person: TestPerson = LEARNER, course: str = "") -> Visit:
    """This person opens the link of this activity, one link for each."""
    return world.visit(
        person,
        custom={"activity": slug},
        resource_link=ResourceLink(resource_link_id=f"link-{slug}"),
        context=Context(context_id=course or person.context_id),
    )


def done(world: World, slug: str, answering: Answering = skipping, **where: str) -> Attempt:
    """The learner does the whole activity."""
    visit, attempts = opened(world, slug, **where), service(world)
    attempt = attempts.start(visit, "", world.clock.now).attempt
    while attempt is not None and attempt.current is not None:
        given, name = answering(attempt.current.item_id), f"s-{attempt.version}-{slug}"
        attempt = attempts.answer(visit, given, name, attempt.version, world.clock.now).attempt
    assert attempt is not None
    world.advance(minutes=20)
    return attempt


def items_of(attempt: Attempt) -> set[str]:
    return {answer.item_id for answer in attempt.answers}


def areas_of(attempt: Attempt) -> set[str]:
    return {area_of(answer.competence) for answer in attempt.answers}


def test_the_end_gives_other_tasks_when_another_link_opened_the_entry(world: World) -> None:
    entry = done(world, SLUG, strong_but_in("1"))
    end = done(world, END_SLUG, strong_but_in("1"))

    assert (entry.stage, end.stage) == (Stage.ENTRY, Stage.END)
    assert items_of(entry) <= end.start.avoid
    assert set() == items_of(entry) & items_of(end)


def test_nothing_is_avoided_when_the_entry_was_made_in_another_course(world: World) -> None:
    done(world, SLUG, course=OTHER_COURSE)

    assert frozenset() == done(world, END_SLUG).start.avoid


def test_the_tasks_stay_the_same_when_the_end_is_taken_up_again(world: World) -> None:
    """What was met meanwhile elsewhere changes nothing for whoever is under way."""
    done(world, SLUG)
    visit = opened(world, END_SLUG)
    begun = service(world).start(visit, "", world.clock.now).attempt
    done(world, OTHER_SLUG)
    again = service(world).start(opened(world, END_SLUG), "", world.clock.now).attempt

    assert begun is not None
    assert begun == again


def test_only_the_weak_areas_are_asked_midway(world: World) -> None:
    done(world, SLUG, strong_but_in("1", "5"))
    midway = done(world, MIDWAY_SLUG)

    assert (midway.mode, midway.stage, midway.start.areas) == ("midway", Stage.MIDWAY, ("1", "5"))
    assert areas_of(midway) == {"1", "5"}


def test_the_whole_is_asked_midway_when_there_is_no_entry(world: World) -> None:
    midway = done(world, MIDWAY_SLUG, strong_but_in())

    assert (midway.mode, midway.start.areas) == ("express", ())
    assert areas_of(midway) == set(AREAS)


def test_an_unfinished_entry_is_none_but_its_tasks_are_known(world: World) -> None:
    begun = service(world).start(opened(world, SLUG), "", world.clock.now).attempt
    assert begun is not None
    assert begun.current is not None
    midway = done(world, MIDWAY_SLUG)

    assert (midway.mode, midway.start.avoid) == ("express", {begun.current.item_id})


def test_one_area_is_asked_when_the_activity_is_one_area(world: World) -> None:
    attempt = done(world, AREA_SLUG, strong_but_in())

    assert areas_of(attempt) == {"4"}
    assert len(attempt.answers) == 12


@pytest.mark.parametrize(
    ("slug", "columns"),
    [
        (AREA_SLUG, {"own"}),
        (MIDWAY_SLUG, {"area-1", "area-5"}),
        (END_SLUG, {"own", *map("area-{}".format, AREAS)}),
    ],
)
def test_only_the_levels_of_what_was_asked_are_wanted(world: World, slug: str, columns: set[str]) -> None:
    done(world, SLUG, strong_but_in("1", "5"))
    done(world, slug)

    assert columns == set(world.deliveries(opened(world, slug)))


def test_the_level_of_the_area_is_sent_when_one_is_asked(world: World) -> None:
    attempt = done(world, AREA_SLUG, strong_but_in())
    delivery = world.delivery(opened(world, AREA_SLUG))

    assert delivery.desired_points == service(world).profile(attempt).areas["4"].level >= 2
    assert delivery.comment.startswith("Domaine 4 : niveau ")


def test_equipment_is_asked_once_more_at_the_end_alone(world: World) -> None:
    done(world, SLUG, strong_but_in("1", "5"))
    visit = opened(world, SLUG)
    service(world).answer_access(visit, "device", "none", world.clock.now)
    between, end = done(world, MIDWAY_SLUG), done(world, END_SLUG)

    assert (dict(between.access), dict(end.access)) == ({"device": "none"}, {})


def test_what_was_declined_begins_with_what_is_known_by_then(world: World) -> None:
    service(world).decline(opened(world, END_SLUG), world.clock.now)
    entry = done(world, SLUG)
    end = done(world, END_SLUG)

    assert items_of(entry) <= end.start.avoid


def test_the_trainer_sees_the_way_as_far_as_it_was_sent(world: World) -> None:
    done(world, SLUG)
    service(world).share(opened(world, SLUG), world.clock.now)
    end = done(world, END_SLUG)
    trainer, cohorts = opened(world, END_SLUG, TRAINER), review_of(world)
    before = cohorts.record(trainer, end.person_id)
    service(world).share(opened(world, END_SLUG), world.clock.now)
    after = cohorts.record(trainer, end.person_id)

    assert (before.profile, before.journey.end) == (None, None)
    assert before.journey.entry is not None
    assert after.journey.end is not None
    assert after.arrived_at is not None


def test_the_day_of_arrival_is_the_first_one_seen_when_there_were_several(world: World) -> None:
    first = world.clock.now
    opened(world, SLUG)
    world.advance(days=12)
    attempt = done(world, OTHER_SLUG)
    trainer, cohorts = opened(world, OTHER_SLUG, TRAINER), review_of(world)

    assert first == cohorts.record(trainer, attempt.person_id).arrived_at


def test_the_review_of_an_end_opens_its_result(world: World) -> None:
    done(world, END_SLUG)
    link = ResourceLink(resource_link_id=f"link-{END_SLUG}")
    launch = replace(
        world.launch_of(LEARNER, custom={"activity": END_SLUG}, resource_link=link),
        message_type="LtiSubmissionReviewRequest",
    )
    accepted = world.services.launches.accept(launch, state="review", old_token=None, now=world.clock.now)

    assert "result" == accepted.place
