"""Launches and sessions: who may open which page, for how long."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lti_tool.domain.errors import InvalidMessage, NotAuthenticated, NotFound
from lti_tool.domain.roles import Rights
from lti_tool.services.launches import Accepted, Launches
from tests.people import LEARNER, LEARNER_ROLE, OUTSIDER, TRAINER, TestPerson
from tests.services.world import World


@pytest.fixture
def launches(world: World) -> Launches:
    """The service under test."""
    return world.services.launches


def accept(
    world: World, person: TestPerson, state: str = "state", old_token: str | None = None, **changes: object
) -> Accepted:
    """One accepted launch."""
    return world.services.launches.accept(
        world.launch_of(person, **changes), state=state, old_token=old_token, now=world.clock.now
    )


def test_the_page_opens_when_the_session_is_alive(world: World, launches: Launches) -> None:
    accepted = accept(world, LEARNER)
    visit = launches.visit(accepted.handle, accepted.session_token, world.clock.now)

    assert (Rights.LEARNER, LEARNER.name, "Premiers pas") == (visit.rights, visit.own_name, visit.course)


@pytest.mark.parametrize("token", [None, "", "another"])
def test_nothing_opens_when_the_browser_has_no_such_session(
    world: World, launches: Launches, token: str | None
) -> None:
    accepted = accept(world, LEARNER)

    with pytest.raises(NotAuthenticated):
        launches.visit(accepted.handle, token, world.clock.now)


def test_nothing_opens_when_the_address_belongs_to_another_session(world: World, launches: Launches) -> None:
    learner, outsider = accept(world, LEARNER, "one"), accept(world, OUTSIDER, "two")

    with pytest.raises(NotAuthenticated):
        launches.visit(learner.handle, outsider.session_token, world.clock.now)


def test_both_tabs_go_on_when_the_same_person_launches_again(world: World, launches: Launches) -> None:
    """The session is renewed: a new token, the old one is void at once."""
    first = accept(world, LEARNER, "one")
    second = accept(world, LEARNER, "two", first.session_token)

    old_tab = launches.visit(first.handle, second.session_token, world.clock.now)
    with pytest.raises(NotAuthenticated):
        launches.visit(first.handle, first.session_token, world.clock.now)
    assert old_tab.launch.session_id == (
        launches.visit(second.handle, second.session_token, world.clock.now).launch.session_id
    )


def test_the_first_persons_session_ends_when_another_one_launches_in_the_same_browser(
    world: World, launches: Launches
) -> None:
    first = accept(world, LEARNER, "one")
    second = accept(world, OUTSIDER, "two", first.session_token)

    for token in (first.session_token, second.session_token):
        with pytest.raises(NotAuthenticated):
            launches.visit(first.handle, token, world.clock.now)
    assert Rights.LEARNER is launches.visit(second.handle, second.session_token, world.clock.now).rights


def test_every_open_tab_loses_its_rights_when_a_trainer_became_a_learner(
    world: World, launches: Launches
) -> None:
    """M12: rights are lowered at once."""
    first = accept(world, TRAINER, "one")
    second = accept(
        world,
        TRAINER,
        "two",
        first.session_token,
        roles=(LEARNER_ROLE,),
        rights=Rights.LEARNER,
    )

    assert Rights.LEARNER is launches.visit(first.handle, second.session_token, world.clock.now).rights


def test_an_open_tab_gains_nothing_when_a_learner_became_a_trainer(world: World, launches: Launches) -> None:
    """M12: rights are raised by the new launch alone."""
    first = accept(world, TRAINER, "one", roles=(LEARNER_ROLE,), rights=Rights.LEARNER)
    second = accept(world, TRAINER, "two", first.session_token)

    now = world.clock.now
    assert Rights.LEARNER is launches.visit(first.handle, second.session_token, now).rights
    assert Rights.TRAINER is launches.visit(second.handle, second.session_token, now).rights


@pytest.mark.parametrize(("minutes", "is_open"), [(59, True), (61, False)])
def test_the_session_ends_when_nobody_was_there_for_an_hour(
    world: World, launches: Launches, minutes: int, is_open: bool
) -> None:
    accepted = accept(world, LEARNER)
    world.advance(minutes=minutes)

    if is_open:
        assert launches.visit(accepted.handle, accepted.session_token, world.clock.now)
        return
    with pytest.raises(NotAuthenticated):
        launches.visit(accepted.handle, accepted.session_token, world.clock.now)


def test_the_session_ends_after_eight_hours_when_somebody_is_always_there(
    world: World, launches: Launches
) -> None:
    accepted = accept(world, LEARNER)
    for _ in range(15):
        world.advance(minutes=31)
        launches.visit(accepted.handle, accepted.session_token, world.clock.now)
    world.advance(minutes=31)

    with pytest.raises(NotAuthenticated):
        launches.visit(accepted.handle, accepted.session_token, world.clock.now)


def test_everything_is_closed_when_the_person_ends_the_session(world: World, launches: Launches) -> None:
    accepted = accept(world, LEARNER)
    launches.end_session(accepted.session_token)
    launches.end_session(None)

    with pytest.raises(NotAuthenticated):
        launches.visit(accepted.handle, accepted.session_token, world.clock.now)


def test_the_sweep_takes_what_is_over_and_leaves_the_rest(world: World, launches: Launches) -> None:
    accept(world, LEARNER, "one")
    world.advance(minutes=61)
    kept = accept(world, OUTSIDER, "two")
    launches.sweep(world.clock.now)

    assert launches.visit(kept.handle, kept.session_token, world.clock.now)


@pytest.mark.parametrize(
    ("seconds", "state", "token", "is_found"),
    [
        (29, "state", "own", True),
        (31, "state", "own", False),
        (1, "other", "own", False),
        (1, "state", "other", False),
        (1, "state", "", False),
    ],
)
def test_a_repeated_post_finds_its_launch_only_soon_and_in_the_same_browser(
    world: World, launches: Launches, seconds: int, state: str, token: str, is_found: bool
) -> None:
    accepted = accept(world, LEARNER)
    world.advance(seconds=seconds)
    given = accepted.session_token if token == "own" else token

    found = launches.repeated(state=state, token=given, now=world.clock.now)
    assert (accepted.handle if is_found else None) == found


def test_nobody_is_let_in_when_the_launch_is_anonymous_or_nowhere(world: World, launches: Launches) -> None:
    plain = world.launch_of(LEARNER)
    for incomplete in (replace(plain, person=None), replace(plain, resource_link=None)):
        with pytest.raises(InvalidMessage):
            launches.accept(incomplete, state="s", old_token=None, now=world.clock.now)


def test_one_launch_speaks_another_language_when_it_is_chosen(world: World, launches: Launches) -> None:
    chosen, other = accept(world, LEARNER, "first"), accept(world, OUTSIDER, "second")
    visit = launches.visit(chosen.handle, chosen.session_token, world.clock.now)
    launches.choose_language(visit, "de")

    found = [launches.visit(one.handle, one.session_token, world.clock.now) for one in (chosen, other)]
    assert ["de", ""] == [one.launch.locale for one in found]


def test_only_a_trainer_chooses_what_a_link_opens(world: World, launches: Launches) -> None:
    learner, trainer = world.visit(LEARNER), world.visit(TRAINER)

    with pytest.raises(NotFound):
        launches.choose_activity(learner, "another")
    launches.choose_activity(trainer, "another")
    assert "another" == world.visit(LEARNER, custom={}).link.activity
