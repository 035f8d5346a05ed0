"""What a launch opens: the activity of the link, a learner's record, what the copy of a course takes over."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from lti_tool.domain.deep_link import ACTIVITY_PARAMETER, LINK_PARAMETER
from lti_tool.domain.errors import InvalidMessage, NotFound
from lti_tool.domain.launch import SUBMISSION_REVIEW_REQUEST, Context, ResourceLink
from lti_tool.domain.roles import Rights
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Accepted
from tests.people import ADMINISTRATOR, LEARNER, OUTSIDER, TRAINER, TestPerson
from tests.services.setting import OTHER_SLUG, SLUG
from tests.services.world import World
from tests.web.tables import changed, snapshot

TITLE = "Mon point de départ"
HAND_MADE: dict[str, str] = {}
OLD = Context(context_id="2", title="2025")
COPY = Context(context_id="9", title="2026", history=("2",))


def accept(world: World, person: TestPerson = TRAINER, /, **changes: object) -> Accepted:
    """One launch."""
    return world.services.launches.accept(
        world.launch_of(person, **changes), state=new_id(), old_token=None, now=world.clock.now
    )


def review(world: World, person: TestPerson, sub: str, /, **changes: object) -> Accepted:
    """The platform's gradebook opens the record of this sub."""
    changes = {"message_type": SUBMISSION_REVIEW_REQUEST, "for_user_sub": sub, **changes}
    return accept(world, person, **changes)


def link_in(
    world: World, course: Context, link_id: str = "7", title: str = TITLE, **custom: str
) -> tuple[str, str]:
    """A trainer opens a link of a course: our id of the link, and what it opens."""
    visit = world.visit(
        TRAINER,
        context=course,
        resource_link=ResourceLink(resource_link_id=link_id, title=title),
        custom=custom,
    )
    return visit.link.id, visit.link.activity


# Which activity.


@pytest.mark.parametrize("slug", ["unknown", "../../etc/passwd", "x" * 300, "Diagnostic", "diagnostic\n"])
@pytest.mark.parametrize("rights", [Rights.LEARNER, Rights.ASSISTANT])
def test_nothing_is_bound_when_the_platform_names_an_unknown_activity(
    world: World, engine: Engine, slug: str, rights: Rights
) -> None:
    """C46"""
    before = snapshot(engine)

    with pytest.raises(NotFound) as caught:
        accept(world, LEARNER, custom={ACTIVITY_PARAMETER: slug}, rights=rights)

    assert ("e-config", "unknown-activity") == (caught.value.code, caught.value.reason)
    assert before == snapshot(engine)


def test_a_trainer_chooses_and_a_learner_follows_when_the_platform_names_an_unknown_activity(
    world: World,
) -> None:
    """C46: the trainer is let in, and what they choose holds although the parameter stays."""
    wrong = {ACTIVITY_PARAMETER: "unknown"}
    trainer = world.visit(TRAINER, custom=wrong)
    assert trainer.link.activity == ""
    world.services.launches.choose_activity(trainer, SLUG)

    assert SLUG == world.visit(LEARNER, custom=wrong).link.activity


def test_an_activity_stays_when_a_later_launch_names_an_unknown_one(world: World) -> None:
    world.visit(TRAINER, custom={ACTIVITY_PARAMETER: SLUG})

    assert SLUG == world.visit(TRAINER, custom={ACTIVITY_PARAMETER: "unknown"}).link.activity


# Whose record.


@pytest.mark.parametrize("rights", [Rights.TRAINER, Rights.ASSISTANT])
def test_the_record_opens_when_a_trainer_reviews_a_learner(world: World, rights: Rights) -> None:
    learner = world.visit(LEARNER)
    accepted = review(world, TRAINER, LEARNER.sub, rights=rights)

    assert f"cohort/{learner.launch.person_id}?from=gradebook" == accepted.place


def test_the_group_opens_with_a_word_when_nothing_is_known_about_the_reviewed_person(
    world: World, engine: Engine
) -> None:
    world.visit(TRAINER)
    before = snapshot(engine)
    accepted = review(world, TRAINER, "nobody-here")

    assert "cohort?notice=no-record" == accepted.place
    assert {"launch", "session"} == changed(before, snapshot(engine))


def test_the_entrance_decides_when_a_review_comes_before_an_activity_was_chosen(world: World) -> None:
    assert "" == review(world, TRAINER, LEARNER.sub, custom=HAND_MADE).place


def test_the_welcome_opens_when_learners_review_themselves_before_the_end(world: World) -> None:
    assert "" == review(world, LEARNER, LEARNER.sub).place


def test_nobody_elses_record_opens_when_a_learner_asks_for_it(world: World, engine: Engine) -> None:
    """Z01: the same answer for somebody who exists and for somebody who does not."""
    world.visit(OUTSIDER)
    before = snapshot(engine)
    for sub in (OUTSIDER.sub, TRAINER.sub, "nobody-here", LEARNER.sub.upper() + " "):
        with pytest.raises(NotFound) as caught:
            review(world, LEARNER, sub)
        assert ("e-notfound", "not-your-record") == (caught.value.code, caught.value.reason)

    assert before == snapshot(engine)


def test_help_alone_opens_when_an_administrator_without_a_role_reviews(world: World) -> None:
    assert "" == review(world, ADMINISTRATOR, LEARNER.sub).place


def test_nothing_opens_when_a_review_names_no_viewer(world: World) -> None:
    with pytest.raises(InvalidMessage) as caught:
        review(world, TRAINER, LEARNER.sub, person=None)

    assert ("e-config", "anonymous-launch") == (caught.value.code, caught.value.reason)


def test_the_links_own_column_stays_when_a_review_comes_from_another_one(world: World) -> None:
    """A review names the column that it was opened from, which may be an area's."""
    own = world.claim(TRAINER)
    assert own.lineitem_url is not None
    world.visit(TRAINER)
    accepted = review(
        world, TRAINER, LEARNER.sub, ags=type(own)(lineitems_url=own.lineitems_url, lineitem_url="x")
    )
    visit = world.services.launches.visit(accepted.handle, accepted.session_token, world.clock.now)

    assert own.lineitem_url == visit.link.ags.lineitem_url


# What a copy takes over.


def test_a_copied_link_opens_what_was_chosen_when_it_bears_the_same_mark(world: World) -> None:
    """Also where the platform's parameter still names the first choice."""
    mark = {LINK_PARAMETER: "uuid-1", ACTIVITY_PARAMETER: SLUG}
    world.visit(TRAINER, context=OLD, custom=mark)
    visit = world.visit(TRAINER, context=OLD, custom=mark)
    with world.services.store.writing() as unit:
        unit.courses.choose_activity(visit.link.centre_id, visit.link.id, OTHER_SLUG)

    copied = [link_in(world, COPY, "70", "Autre titre", **mark)[1] for _ in range(2)]

    assert [OTHER_SLUG, OTHER_SLUG] == copied


def test_a_copied_link_opens_the_same_when_it_has_the_same_title(world: World) -> None:
    link_in(world, OLD, "7", "Un", activity=SLUG)
    link_in(world, OLD, "8", "Deux", activity=OTHER_SLUG)

    found = {title: link_in(world, COPY, f"9{title}", title)[1] for title in ("Un", "Deux", "Trois")}

    assert {"Un": SLUG, "Deux": OTHER_SLUG, "Trois": ""} == found


def test_a_copied_link_opens_the_same_when_it_was_alone(world: World) -> None:
    link_in(world, OLD, activity=SLUG)

    assert SLUG == link_in(world, COPY, "70", "Autre titre")[1]


def test_two_links_of_one_title_say_nothing_when_they_open_different_activities(world: World) -> None:
    link_in(world, OLD, "7", TITLE, activity=SLUG)
    link_in(world, OLD, "8", TITLE, activity=OTHER_SLUG)

    assert "" == link_in(world, COPY, "70")[1]


def test_the_nearest_course_wins_when_a_course_was_copied_twice(world: World) -> None:
    link_in(world, OLD, activity=SLUG)
    link_in(world, COPY, activity=OTHER_SLUG)
    third = Context(context_id="10", history=("9", "2"))

    assert OTHER_SLUG == link_in(world, third, "70")[1]


def test_what_the_platform_names_wins_when_the_copied_link_has_no_mark(world: World) -> None:
    link_in(world, OLD, activity=SLUG)

    assert OTHER_SLUG == link_in(world, COPY, "70", activity=OTHER_SLUG)[1]


def test_what_a_trainer_chose_in_the_copy_stays_when_it_is_launched_again(world: World) -> None:
    link_in(world, OLD, activity=SLUG)
    visit = world.visit(TRAINER, context=COPY, custom=HAND_MADE)
    world.services.launches.choose_activity(visit, OTHER_SLUG)

    assert OTHER_SLUG == world.visit(TRAINER, context=COPY, custom=HAND_MADE).link.activity


def test_nothing_else_is_taken_over_when_a_course_is_copied(world: World) -> None:
    """Same link id, same learner: the new course begins empty."""
    old = world.visit(LEARNER, context=OLD)
    world.services.attempts.start(old, "", world.clock.now)
    new = world.visit(LEARNER, context=COPY, custom=HAND_MADE)

    assert old.link.resource_link_id == new.link.resource_link_id
    assert SLUG == new.link.activity
    assert world.services.attempts.standing(new).attempt is None
    trainer = world.visit(TRAINER, context=COPY, custom=HAND_MADE)
    assert ["not-started"] == [one.progress.value for one in world.services.cohorts.review(trainer).members]
    assert world.services.attempts.standing(old).attempt is not None


def test_a_trainer_is_told_once_when_the_course_is_a_copy(world: World) -> None:
    told = world.services.copies.is_to_be_told
    plain = world.visit(TRAINER, context=OLD)
    first = world.visit(TRAINER, context=COPY)
    world.advance(minutes=1)
    second = world.visit(TRAINER, context=COPY)

    assert [False, True, False] == [told(plain), told(first), told(second)]
