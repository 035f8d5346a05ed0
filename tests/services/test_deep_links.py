"""Deep linking: the request that waits, the one answer, and who may give it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from lti_tool.domain.deep_link import Columns
from lti_tool.domain.errors import Conflict, InvalidMessage, NotAllowed, NotAuthenticated, NotFound
from lti_tool.domain.launch import DEEP_LINKING_REQUEST, DeepLinkingClaim, Launch
from lti_tool.domain.roles import Rights
from lti_tool.services.deep_links import ANSWER_LIFE, DeepLinks, Offer, Picking
from lti_tool.services.launches import Accepted
from tests.people import LEARNER, OUTSIDER, TRAINER, TestPerson
from tests.services.world import World

OFFER = Offer(slug="diagnostic", title="Mon point de départ", text="")
CLAIM = DeepLinkingClaim(return_url="https://lms.example/back", data="kept")
Open = Callable[..., Accepted]


@pytest.fixture
def deep_links(world: World) -> DeepLinks:
    """The service under test."""
    return world.services.deep_links


def request_of(world: World, person: TestPerson = TRAINER, /, **changes: object) -> Launch:
    """A verified deep linking request."""
    plain = replace(
        world.launch_of(person), message_type=DEEP_LINKING_REQUEST, resource_link=None, deep_linking=CLAIM
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the fields of a launch


def opened(world: World, by: TestPerson = TRAINER, state: str = "state", /, **changes: object) -> Accepted:
    """One request that was let in."""
    return world.services.deep_links.open(
        request_of(world, by, **changes), state=state, old_token=None, now=world.clock.now
    )


def picking(world: World, accepted: Accepted) -> Picking:
    """The page behind an address."""
    return world.services.deep_links.visit(accepted.handle, accepted.session_token, world.clock.now)


def test_the_request_is_found_whole_when_its_own_session_asks(world: World) -> None:
    accepted = opened(world, deep_linking=replace(CLAIM, accepts_several=True, accepts_line_items=False))
    request = picking(world, accepted).request

    assert (CLAIM.return_url, "kept", True, False) == (
        request.return_url,
        request.data,
        request.accepts_several,
        request.accepts_line_items,
    )
    assert ("Premiers pas", None, world.registration.id) == (
        request.course,
        request.answer,
        request.registration_id,
    )


@pytest.mark.parametrize("data", ["\x00 \ud83d é", ""])
def test_the_data_is_kept_as_it_came_when_a_database_would_refuse_it(world: World, data: str) -> None:
    accepted = opened(world, deep_linking=replace(CLAIM, data=data))

    assert data == picking(world, accepted).request.data


@pytest.mark.parametrize("rights", [Rights.LEARNER, Rights.ASSISTANT, Rights.HELP_ONLY])
def test_the_request_is_refused_when_the_person_is_no_trainer(world: World, rights: Rights) -> None:
    """D10."""
    with pytest.raises(NotAllowed):
        opened(world, rights=rights)


@pytest.mark.parametrize(
    "changes",
    [{"person": None}, {"deep_linking": None}, {"deep_linking": replace(CLAIM, accepts_links=False)}],
)
def test_the_message_is_refused_when_it_cannot_be_answered(world: World, changes: dict[str, object]) -> None:
    with pytest.raises(InvalidMessage):
        opened(world, **changes)


def test_nobody_else_finds_it_when_they_have_the_address(world: World, deep_links: DeepLinks) -> None:
    """D13."""
    accepted = opened(world)
    other = opened(world, OUTSIDER, "other", rights=Rights.TRAINER)

    with pytest.raises(NotFound):
        deep_links.visit(accepted.handle, other.session_token, world.clock.now)


def test_the_first_answer_counts_when_two_are_given_at_one_instant(
    world: World, deep_links: DeepLinks
) -> None:
    """D12: both pages were open before either was sent."""
    accepted = opened(world)
    one, other = picking(world, accepted), picking(world, accepted)

    first = deep_links.answer(one, [OFFER], Columns.SIX, world.clock.now)
    second = deep_links.cancel(other, "Rien.", world.clock.now)

    assert first.answer
    assert (first.answer, False) == (second.answer, second.is_cancelled)


def test_the_answer_is_forgotten_when_its_life_is_over(world: World, deep_links: DeepLinks) -> None:
    accepted = opened(world)
    deep_links.answer(picking(world, accepted), [OFFER], Columns.SIX, world.clock.now)
    world.clock.now += ANSWER_LIFE

    with pytest.raises(NotAuthenticated):
        picking(world, accepted)
    world.advance(seconds=1)
    world.services.launches.sweep(world.clock.now)
    with pytest.raises(NotFound):
        picking(world, accepted)


def test_several_are_refused_when_the_platform_takes_one(world: World, deep_links: DeepLinks) -> None:
    """D09: nothing is signed."""
    accepted = opened(world)

    with pytest.raises(Conflict):
        deep_links.answer(picking(world, accepted), [OFFER, OFFER], Columns.SIX, world.clock.now)
    assert picking(world, accepted).request.answer is None


@pytest.mark.parametrize("offers", [[], [replace(OFFER, slug="unknown")]])
def test_an_unknown_activity_is_refused_when_it_is_chosen(
    world: World, deep_links: DeepLinks, offers: list[Offer]
) -> None:
    accepted = opened(world)

    with pytest.raises(InvalidMessage):
        deep_links.answer(picking(world, accepted), offers, Columns.SIX, world.clock.now)


def test_nothing_is_signed_when_the_platform_was_switched_off_meanwhile(
    world: World, deep_links: DeepLinks
) -> None:
    accepted = opened(world)
    page = picking(world, accepted)
    with world.services.store.writing() as unit:
        unit.registrations.disable(world.registration.id)

    with pytest.raises(NotAllowed):
        deep_links.answer(page, [OFFER], Columns.SIX, world.clock.now)


def test_the_request_is_gone_when_another_person_uses_the_browser(
    world: World, deep_links: DeepLinks
) -> None:
    accepted = opened(world)
    learner = world.services.launches.accept(
        world.launch_of(LEARNER), state="two", old_token=accepted.session_token, now=world.clock.now
    )

    with pytest.raises(NotFound):
        deep_links.visit(accepted.handle, learner.session_token, world.clock.now)


def test_both_pages_go_on_when_the_trainer_opens_an_activity_too(world: World, deep_links: DeepLinks) -> None:
    accepted = opened(world)
    beside = world.services.launches.accept(
        world.launch_of(TRAINER), state="two", old_token=accepted.session_token, now=world.clock.now
    )

    assert deep_links.visit(accepted.handle, beside.session_token, world.clock.now)
