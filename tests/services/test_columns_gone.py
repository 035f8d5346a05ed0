"""Columns that may not be had, or are no longer there, or that two workers want to make."""

from __future__ import annotations

from dataclasses import replace

from lti_tool.domain.grade import DeliveryState
from tests.people import LEARNER, TRAINER
from tests.services.setting import OWN, TAGS
from tests.services.world import World

DONE = {("idle", "")}


def test_the_grade_waits_visibly_when_the_launch_offers_no_grade_service(world: World) -> None:
    visit = world.visit(ags=None)
    world.want(visit)
    world.work()

    assert {("parked", "no-grade-service")} == world.states(visit)
    assert [] == world.lms.requests_to("token")


def test_the_grade_is_sent_when_the_next_launch_offers_a_grade_service(world: World) -> None:
    """F33"""
    visit = world.visit(ags=None)
    world.want(visit)
    world.work()
    world.visit(TRAINER)
    world.work()

    assert DONE == world.states(visit)


def test_the_grade_is_sent_when_a_trainer_asks_after_the_service_was_offered(world: World) -> None:
    visit = world.visit(ags=None)
    world.want(visit)
    world.work()
    trainer = world.visit(TRAINER)
    world.services.grades.retry(trainer, visit.launch.person_id)
    world.work()

    assert DONE == world.states(visit)


def test_nothing_is_created_when_columns_may_only_be_read(bare: World) -> None:
    scopes = tuple(scope for scope in bare.claim().scopes if not scope.endswith("scope/lineitem"))
    visit = bare.visit(ags=replace(bare.claim(), scopes=scopes))
    bare.want(visit)
    bare.work()

    assert {("parked", "no-new-columns")} == bare.states(visit)
    assert [] == bare.tags()


def test_the_grade_waits_when_the_scope_for_scores_is_missing(world: World) -> None:
    """F03: it goes on at the next launch that grants the scope."""
    scopes = tuple(scope for scope in world.claim().scopes if not scope.endswith("scope/score"))
    visit = world.visit(ags=replace(world.claim(), scopes=scopes))
    world.want(visit)
    world.work()
    before = world.states(visit)
    world.visit(TRAINER)
    world.work()

    assert {("parked", "scope-missing")} == before
    assert DONE == world.states(visit)


def test_our_column_is_made_again_once_when_it_was_removed(bare: World) -> None:
    """F05"""
    visit = bare.visit()
    bare.want(visit)
    bare.work()
    bare.lms.remove_line_item(TAGS[1])
    bare.want(visit, 4)
    bare.work()

    assert sorted(TAGS) == sorted(bare.tags())
    assert 4 == bare.lms.grade(LEARNER.sub, TAGS[1])
    assert DONE == bare.states(visit)


def test_everybodys_grade_is_sent_again_when_their_column_is_made_again(bare: World) -> None:
    """F05: a column that a trainer removed took every grade in it along."""
    first, second = bare.visit(), bare.visit(replace(LEARNER, key="learner-1", sub="1001"))
    bare.want(first)
    bare.want(second, 5)
    bare.work()
    bare.lms.remove_line_item(OWN)
    bare.want(first, 4)
    bare.advance(seconds=5)
    bare.work()

    assert DONE == bare.states(first) | bare.states(second)
    assert (4, 5) == (bare.lms.grade(LEARNER.sub, OWN), bare.lms.grade("1001", OWN))


def test_a_grade_that_a_trainer_chose_stays_out_when_the_column_is_made_again(bare: World) -> None:
    first, second = bare.visit(), bare.visit(replace(LEARNER, key="learner-1", sub="1001"))
    bare.want(first)
    bare.want(second, 5)
    bare.work()
    delivery = bare.delivery(second)
    with bare.services.store.writing() as unit:
        unit.deliveries.save(replace(delivery, acknowledged_how="kept"), fencing=delivery.fencing)
    bare.lms.remove_line_item(OWN)
    bare.want(first, 4)
    bare.advance(seconds=5)
    bare.work()

    assert (4, None) == (bare.lms.grade(LEARNER.sub, OWN), bare.lms.grade("1001", OWN))


def test_our_own_column_is_made_again_when_the_launch_named_the_removed_one(bare: World) -> None:
    """F05: Open edX names our own column; once it is gone its address must not be used again."""
    visit = bare.visit()
    bare.want(visit)
    bare.work()
    bare.visit(ags=replace(visit.link.ags, lineitem_url=bare.lms.line_item_url(OWN)))
    bare.lms.remove_line_item(OWN)
    bare.want(visit, 4)
    bare.work()

    assert DONE == bare.states(visit)
    assert 4 == bare.lms.grade(LEARNER.sub, OWN)


def test_no_column_is_made_again_when_every_new_one_is_refused_too(bare: World) -> None:
    """F05: a new column at each try would fill the gradebook."""
    visit = bare.visit()
    bare.want(visit)
    bare.work()
    bare.lms.remove_line_item(OWN)
    bare.lms.fault("scores", 404, times=20)
    bare.want_one(visit, 4)
    for _ in range(5):
        bare.work()
        bare.advance(hours=2)

    created = [entry for entry in bare.lms.requests_to("lineitems") if entry.method == "POST"]
    assert ("parked", "line-item-gone") in bare.states(visit)
    assert 7 == len(created)


def test_the_platforms_column_is_not_made_again_when_it_was_removed(world: World) -> None:
    """F05: only a column that we created is ours to create again."""
    visit = world.visit()
    world.want(visit)
    world.work()
    world.lms.remove_line_item()
    world.want(visit, 4)
    world.work()

    assert OWN not in world.tags()
    assert (DeliveryState.PARKED, "line-item-gone") == (
        world.delivery(visit).state,
        world.delivery(visit).reason,
    )


def test_the_platforms_column_is_bound_again_when_it_came_back_elsewhere(world: World) -> None:
    """F05, F30: the trainer made the activity's column anew; it has another address."""
    visit = world.visit()
    world.want(visit)
    world.work()
    old = world.lms.line_item()
    world.lms.remove_line_item()
    world.lms.book.add_line_item(replace(old, number=""))
    world.want(visit, 4)
    world.work()

    assert DONE == world.states(visit)
    assert 4 == world.lms.grade(LEARNER.sub)


def test_another_workers_fresh_column_is_kept_when_a_late_refusal_arrives(bare: World) -> None:
    """F05, F39: the 404 was for the former address."""
    visit = bare.visit()
    bare.want(visit)
    bare.work()
    old = bare.columns(visit)["own"]
    bare.lms.remove_line_item(OWN)
    bare.want_one(visit, 4)
    bare.work()
    with bare.services.store.writing() as unit:
        unit.deliveries.forget_address(old, bare.clock.now)

    assert bare.lms.line_item_url(OWN) == bare.columns(visit)["own"].url


def test_the_whole_group_waits_when_the_course_is_gone(world: World) -> None:
    """F06"""
    visit = world.visit(
        ags=replace(world.claim(), lineitems_url=world.lms.line_items_url("gone"), lineitem_url=None)
    )
    world.want(visit)
    world.work()

    assert {("parked", "context-gone")} == world.states(visit)


def test_one_worker_makes_the_columns_when_two_want_to(bare: World) -> None:
    visit = bare.visit()
    bare.want(visit)
    other = bare.another_installation()
    taken: list[bool] = []

    def meanwhile(name: str) -> None:
        if name == "searched":
            bare.step = lambda _name: None
            taken.append(other.services.deliveries.deliver_one("worker-2"))

    bare.step = meanwhile
    bare.work()
    bare.advance(seconds=1)
    bare.work()

    assert [True] == taken
    assert list(TAGS) == bare.tags()
    assert DONE == bare.states(visit)


def test_a_slow_worker_makes_no_second_column_when_another_took_the_search_over(bare: World) -> None:
    """The reservation ended while the platform was slow; the slow worker notices before it creates."""
    visit = bare.visit()
    bare.want(visit)
    other = bare.another_installation()

    def sleep_too_long(name: str) -> None:
        if name == "column-bound":
            bare.step = lambda _name: None
            bare.advance(minutes=3)
            while other.services.deliveries.deliver_one("worker-2"):
                pass

    bare.step = sleep_too_long
    bare.work()
    bare.advance(seconds=1)
    bare.work()

    assert list(TAGS) == bare.tags()
    assert DONE == bare.states(visit)
