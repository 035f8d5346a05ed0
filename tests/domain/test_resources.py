"""Which card fits whom, and who helps now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lti_tool.domain.needs import Need
from lti_tool.domain.opening_hours import read_hours
from lti_tool.domain.resources import (
    Card,
    CardKind,
    Region,
    Wanted,
    cards_for,
    filtered,
    helper_now,
    in_order,
    place_to_go,
    with_own,
)

PLAIN = Card(id="plain", kind=CardKind.SERVICE, title="Un service", says="Il aide.")
LOAN = replace(PLAIN, id="loan", kind=CardKind.LOAN, title="Un prêt", needs=(Need.DEVICE_LOAN,))
PLACE = replace(
    PLAIN,
    id="place",
    kind=CardKind.PLACE,
    title="Un lieu",
    needs=(Need.DEVICE_LOAN, Need.HELP_PERSON),
    obstacles=("alone",),
    openings=read_hours("ma 9-12"),
    languages=("fr", "ar"),
)
LESSONS = replace(
    PLAIN, id="lessons", kind=CardKind.TRAINING, title="Leçons", competences=("1.1", "2.1"), levels=(0, 1)
)
CARDS = (PLAIN, LESSONS, LOAN, PLACE)


def ids(cards: tuple[Card, ...]) -> list[str]:
    return [card.id for card in cards]


def test_nothing_is_shown_when_nothing_fits() -> None:
    assert () == cards_for(CARDS)
    assert () == cards_for(CARDS, needs=[Need.TIME_SHORT], module="M05")


def test_what_people_said_comes_before_what_was_measured() -> None:
    found = cards_for(CARDS, needs=[Need.DEVICE_LOAN], competences=["1.1", "2.1", "3.1"])

    assert ["place", "loan", "lessons"] == ids(found)


def test_many_competences_do_not_outweigh_a_need() -> None:
    broad = replace(LESSONS, id="broad", competences=("1.1", "1.2", "1.3", "2.1", "2.2"))

    found = cards_for((broad, LOAN), needs=[Need.DEVICE_LOAN], competences=broad.competences)

    assert ["loan", "broad"] == ids(found)


def test_a_card_that_answers_more_needs_comes_first() -> None:
    other = replace(LOAN, id="double", needs=(Need.DEVICE_LOAN, Need.CONNECTION_OFFER))

    found = cards_for((*CARDS, other), needs=[Need.DEVICE_LOAN, Need.CONNECTION_OFFER])

    assert ["double", "place", "loan"] == ids(found)


def test_an_obstacle_counts_less_than_a_need_and_more_than_a_competence() -> None:
    found = cards_for(CARDS, needs=[Need.DEVICE_LOAN], obstacles=["alone"], competences=["1.1"])

    assert ["place", "loan", "lessons"] == ids(found)
    assert ["place", "lessons"] == ids(cards_for(CARDS, obstacles=["alone"], competences=["1.1"]))


def test_the_centres_own_card_comes_first_when_both_fit_as_well() -> None:
    own = replace(LOAN, id="own", title="Zut, un autre prêt", is_own=True)

    assert ["own", "loan"] == ids(cards_for((LOAN, own), needs=[Need.DEVICE_LOAN]))


def test_three_cards_are_enough_when_more_fit() -> None:
    many = tuple(replace(LOAN, id=f"loan-{number}") for number in range(9))

    assert 3 == len(cards_for(many, needs=[Need.DEVICE_LOAN]))
    assert 9 == len(cards_for(many, needs=[Need.DEVICE_LOAN], at_most=20))


def test_a_card_for_beginners_is_left_out_when_the_person_knows_more() -> None:
    assert ["lessons"] == ids(cards_for(CARDS, competences=["1.1"], level=1))
    assert [] == ids(cards_for(CARDS, competences=["1.1"], level=3))


def test_a_card_belongs_to_its_module() -> None:
    wifi = replace(PLAIN, id="wifi", modules=("M03",))

    assert ["wifi"] == ids(cards_for((*CARDS, wifi), module="M03"))


def test_people_and_places_stand_before_texts() -> None:
    person = replace(PLAIN, id="person", kind=CardKind.PERSON, title="Zoé")

    assert ["person", "place", "loan", "lessons", "plain"] == ids(in_order((*CARDS, person)))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["plain", "lessons", "loan", "place"]),
        (Wanted(language="ar"), ["place"]),
        (Wanted(language="nl"), []),
        (Wanted(is_evening=True), []),
        (Wanted(is_weekend=True), []),
    ],
)
def test_a_library_is_filtered_by_what_is_wanted(wanted: Wanted, found: list[str]) -> None:
    assert found == ids(filtered(CARDS, wanted))


def test_evening_and_weekend_are_asked_together() -> None:
    late = replace(PLACE, id="late", openings=read_hours("ma 9-20"))
    both = replace(PLACE, id="both", openings=read_hours("ma 9-20, sa 9-12"))

    assert ["late", "both"] == ids(filtered((PLACE, late, both), Wanted(is_evening=True)))
    assert ["both"] == ids(filtered((PLACE, late, both), Wanted(is_evening=True, is_weekend=True)))


def test_the_place_that_is_open_now_helps_first() -> None:
    """On Tuesday at 10.00 in Belgium."""
    tuesday = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
    soon = replace(PLACE, id="soon", title="A", openings=read_hours("ma 11-12"))
    first, second = helper_now((soon, PLACE), tuesday), helper_now((soon,), tuesday)

    assert first is not None
    assert second is not None
    assert ("place", True) == (first.card.id, first.state.is_open)
    assert ("soon", False) == (second.card.id, second.state.is_open)


def test_the_place_that_opens_first_helps_when_all_are_shut() -> None:
    monday = datetime(2026, 11, 16, 20, 0, tzinfo=UTC)
    later = replace(PLACE, id="later", title="A", openings=read_hours("me 8-9"))

    found = helper_now((later, PLACE), monday)

    assert found is not None
    assert ("place", 1) == (found.card.id, found.state.in_days)


def test_nobody_is_named_when_no_hours_are_known_or_it_is_no_place() -> None:
    website = replace(PLAIN, openings=read_hours("lu-di 0-24"))

    assert helper_now((LOAN, website), datetime(2026, 11, 17, 9, 0, tzinfo=UTC)) is None


def test_the_centres_own_place_is_named_before_a_given_one() -> None:
    own = replace(PLACE, id="own", title="Zone", is_own=True)

    there = replace(PLACE, id="there", title="A", regions=(Region.BRUSSELS,))

    assert own is place_to_go((PLACE, own))
    assert PLACE is place_to_go((there, PLACE))
    assert place_to_go((PLAIN, LOAN)) is None


def test_the_centre_hides_and_replaces_given_cards() -> None:
    own = replace(PLACE, title="Notre lieu", is_own=True)
    more = replace(PLAIN, id="more", is_own=True)

    found = with_own(CARDS, (own, more), {"loan", "unknown"})

    assert ["place", "lessons", "more", "plain"] == ids(found)
    assert "Notre lieu" == found[0].title
