"""Grades of a copied course: never in a column of the older course, whatever the platform hands over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lti_tool.domain.launch import AgsClaim, Context, ResourceLink
from lti_tool.services.launches import Visit
from tests.people import LEARNER, OTHER_COURSE, OUTSIDER, TRAINER
from tests.services.setting import OWN, TAGS
from tests.services.world import World

THIS_YEAR = Context(context_id=OTHER_COURSE, title="2026", history=("2",))


def claim(world: World, **changes: str | None) -> AgsClaim:
    """What the platform says about grades in the copy, without a fault."""
    plain = replace(world.claim(), lineitems_url=world.lms.line_items_url(OTHER_COURSE), lineitem_url=None)
    return replace(plain, **changes)  # type: ignore[arg-type]  # the fields of a claim


def in_copy(world: World, ags: AgsClaim, link_id: str = "31") -> Visit:
    """Somebody opens the link of the copied course."""
    link = ResourceLink(resource_link_id=link_id, title="Mon point de départ")
    return world.visit(OUTSIDER, context=THIS_YEAR, resource_link=link, ags=ags, custom={})


def old_column(world: World) -> str:
    """The address of the older course's own column."""
    return world.lms.line_item_url("", "2")


def urls(world: World, visit: Visit) -> set[str | None]:
    """The addresses that the columns of a link are bound to."""
    return {item.url for item in world.columns(visit).values()}


@pytest.mark.parametrize("is_bound", [True, False], ids=["graded", "only-opened"])
def test_a_column_of_the_older_course_is_left_alone_when_the_platform_names_it(
    world: World, is_bound: bool
) -> None:
    last_year = world.visit(LEARNER)
    if is_bound:
        world.want(last_year, 2)
        world.work()
    kept = world.lms.grade(LEARNER.sub, "")
    new = in_copy(world, claim(world, lineitem_url=old_column(world)))
    world.want(new, 4)
    world.work()

    assert kept == world.lms.grade(LEARNER.sub, "")
    assert old_column(world) not in urls(world, new)
    assert {("idle", "")} == world.states(new)
    own = world.lms.line_item(OWN, OTHER_COURSE)
    assert 4 == world.lms.book.results(own.number)[OUTSIDER.sub].value
    assert world.lms.grade(OUTSIDER.sub, "") is None


def test_no_column_is_touched_when_the_platform_hands_over_the_older_courses_container(world: World) -> None:
    """Even where the copy keeps the link's id, so that last year's columns look like its own."""
    world.visit(LEARNER)
    handed_over = claim(world, lineitems_url=world.lms.line_items_url("2"), lineitem_url=old_column(world))
    new = in_copy(world, handed_over, link_id="11")
    world.want(new, 4)
    world.work()

    assert {("parked", "no-grade-service")} == world.states(new)
    assert {None} == urls(world, new)
    assert world.posts() == []
    assert world.lms.requests_to("lineitems") == []


def test_an_older_column_is_known_when_the_older_course_is_opened_after_the_copy(world: World) -> None:
    new = in_copy(world, claim(world, lineitem_url=old_column(world)))
    world.visit(TRAINER)
    world.want(new, 4)
    world.work()

    assert old_column(world) not in urls(world, new)
    assert world.lms.grade(OUTSIDER.sub, "") is None


def test_an_older_column_is_not_taken_when_the_copys_own_list_holds_it(world: World) -> None:
    """Found by its tag and its link, known as the older course's by its address."""
    listed = world.lms.line_item_url("", OTHER_COURSE)
    world.visit(LEARNER, ags=replace(world.claim(), lineitem_url=listed))
    new = in_copy(world, claim(world))
    world.want(new, 4)
    world.work()

    assert listed not in urls(world, new)
    assert {("idle", "")} == world.states(new)


def test_last_years_grades_go_on_to_last_years_columns_when_the_course_was_copied(world: World) -> None:
    last_year = world.visit(LEARNER)
    world.want(last_year, 2)
    world.work()
    columns = urls(world, last_year)
    new = in_copy(world, claim(world))
    world.want(new, 4)
    world.work()
    world.want(last_year, 3)
    world.work()

    assert columns == urls(world, last_year)
    assert not columns & urls(world, new)
    assert [3] * 6 == [world.lms.grade(LEARNER.sub, tag) for tag in TAGS]
