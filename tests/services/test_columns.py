"""The six columns: made once, in order, found again, and not confused with another one's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from lti_tool.domain.launch import AgsClaim
from tests.people import LEARNER
from tests.services.setting import OWN, SLUG, TAGS
from tests.services.world import World

DONE = {("idle", "")}


def forget_addresses(world: World, visit: object) -> None:
    """What a restored database looks like: the columns are known, their addresses are not."""
    with world.services.store.writing() as unit:
        for item in world.columns(visit).values():  # type: ignore[arg-type]  # a visit
            unit.deliveries.bind(item.centre_id, item.id, None, False, world.clock.now)


def untag(world: World) -> None:
    """The column that Moodle made has neither tag nor resource id, as without deep linking."""
    world.lms.book.replace_line_item(replace(world.lms.line_item(), tag="", resource_id=""))


def test_six_columns_are_made_in_order_when_there_is_none(bare: World) -> None:
    visit = bare.visit()
    bare.want(visit, 3, area_1=2, area_5=4)
    bare.work()

    assert list(TAGS) == bare.tags()
    assert DONE == bare.states(visit)
    assert [3, 2, 3, 3, 3, 4] == [bare.lms.grade(LEARNER.sub, tag) for tag in TAGS]


def test_a_column_says_what_it_is_when_it_is_made(bare: World) -> None:
    bare.want(bare.visit())
    bare.work()

    own, first_area = bare.lms.line_item(OWN), bare.lms.line_item(TAGS[1])
    assert ("Mon point de départ", 8, SLUG, "11") == (
        own.label,
        own.points_maximum,
        own.resource_id,
        own.resource_link_id,
    )
    assert "Mon point de départ : Domaine 1" == first_area.label


def test_a_column_speaks_the_learners_language_when_it_is_made(bare: World) -> None:
    bare.want(bare.visit(), language="en")
    bare.work()

    assert bare.lms.line_item(TAGS[1]).label.endswith(": Domaine 1")
    assert " : " not in bare.lms.line_item(TAGS[1]).label


def test_no_second_column_is_made_when_a_second_learner_finishes(bare: World) -> None:
    bare.want(bare.visit())
    bare.work()
    outsider = replace(LEARNER, key="learner-1", sub="1001")
    bare.want(bare.visit(outsider))
    bare.work()

    assert list(TAGS) == bare.tags()
    assert 3 == bare.lms.grade("1001", OWN)
    assert 1 == sum(entry.method == "GET" for entry in bare.lms.requests_to("lineitems"))


def test_columns_are_found_again_when_their_addresses_were_forgotten(bare: World) -> None:
    visit = bare.visit()
    bare.want(visit)
    bare.work()
    forget_addresses(bare, visit)
    bare.want(visit, 4)
    bare.work()

    assert list(TAGS) == bare.tags()
    assert [4] * 6 == [bare.lms.grade(LEARNER.sub, tag) for tag in TAGS]


@pytest.mark.parametrize("habits", ["moodle-5", "moodle-4.1", "canvas-like", "brightspace-like"])
def test_each_platform_ends_with_six_columns_when_a_learner_finishes(
    start: Callable[[str], World], habits: str
) -> None:
    world = start(habits)
    visit = world.visit()
    world.want(visit, 2)
    world.work()

    assert sorted(TAGS) == sorted(world.tags())
    assert DONE == world.states(visit)


def test_moodles_own_column_is_used_when_the_launch_names_it(world: World) -> None:
    untag(world)
    visit = world.visit()
    named = visit.link.ags.lineitem_url
    world.want(visit)
    world.work()

    assert named is not None
    assert (named, False) == (world.columns(visit)["own"].url, world.columns(visit)["own"].is_ours)
    assert 6 == len(world.tags())
    assert 3 == world.lms.grade(LEARNER.sub, named)


def test_moodles_own_column_is_kept_when_later_launches_no_longer_name_it(world: World) -> None:
    untag(world)
    first = world.visit()
    named = first.link.ags.lineitem_url
    world.want(first)
    world.work()
    forget_addresses(world, first)

    later = world.visit()
    world.want(later, 5)
    world.work()

    assert world.claim().lineitem_url is None
    assert 6 == len(world.tags())
    assert named is not None
    assert 5 == world.lms.grade(LEARNER.sub, named)


def test_the_named_column_is_not_trusted_when_it_holds_another_activity(bare: World) -> None:
    """Open edX names the oldest column of the link, whatever activity it was made for."""
    visit = bare.visit()
    bare.want(visit)
    bare.work()
    named = AgsClaim(
        lineitems_url=bare.lms.line_items_url(),
        lineitem_url=bare.lms.line_item_url(TAGS[2]),
        scopes=visit.link.ags.scopes,
    )
    forget_addresses(bare, visit)
    bare.lms.remove_line_item(OWN)
    later = bare.visit(ags=named)
    bare.want(later, 4)
    bare.work()

    assert sorted(TAGS) == sorted(bare.tags())
    assert [4] * 6 == [bare.lms.grade(LEARNER.sub, tag) for tag in TAGS]


def test_the_named_column_is_not_used_twice_when_it_is_bound_already(bare: World) -> None:
    visit = bare.visit()
    bare.want(visit)
    bare.work()
    named = replace(visit.link.ags, lineitem_url=bare.lms.line_item_url(OWN))
    bare.visit(ags=named, custom={"activity": "diagnostic"})
    bare.lms.remove_line_item(TAGS[3])
    bare.want(visit, 4)
    bare.work()

    assert sorted(TAGS) == sorted(bare.tags())


def test_two_links_have_columns_of_their_own_when_they_open_one_activity(bare: World) -> None:
    """F31: a copied course keeps tag and resource id; grades stay with the link that they were made at."""
    visit = bare.visit()
    bare.want(visit)
    bare.work()
    copied = [
        bare.lms.book.add_line_item(replace(item, resource_link_id="copied", number=""))
        for item in bare.lms.book.line_items("2")
    ]
    forget_addresses(bare, visit)
    bare.want(visit, 4)
    bare.work()

    assert [{}] * 6 == [bare.lms.book.results(item.number) for item in copied]
    assert 12 == len(bare.tags())


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param("503-after-storing", id="F34-503"),
        pytest.param("reset-after-storing", id="F34-reset"),
        pytest.param("garbage-json-after-storing", id="F34-garbage"),
    ],
)
def test_no_column_is_doubled_when_the_answer_to_its_creation_is_lost(bare: World, fault: str) -> None:
    visit = bare.visit()
    bare.lms.fault("lineitems", 503)
    bare.want(visit)
    bare.work_once()
    bare.advance(seconds=2)
    # The search answers; the creation is carried out and its answer is lost.
    bare.step = lambda name: bare.lms.fault("lineitems", fault) if name == "searched" else None
    bare.work_once()
    bare.step = lambda _name: None
    for _ in range(10):
        bare.advance(minutes=16)
        bare.work()

    assert list(TAGS) == bare.tags()
    assert DONE == bare.states(visit)
