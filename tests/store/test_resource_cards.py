"""A centre's cards in the store: whole, versioned, and one by title."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lti_tool.domain.card_form import read_card
from lti_tool.domain.errors import Conflict
from lti_tool.domain.resources import Card
from lti_tool.store.resource_cards import StoredCard
from lti_tool.store.unit_of_work import Store
from tests.domain.test_card_form import TODAY, TYPED
from tests.factories import CENTRE, MINUTE, NOW, OTHER_CENTRE
from tests.store.planting import plant


def a_card(card_id: str = "own", **changes: str) -> Card:
    """A card with something in every field."""
    read = read_card({**TYPED, **changes}, today=TODAY).card
    assert read is not None
    return replace(read, id=card_id)


def add(store: Store, card: Card, title_key: str = "atelier", centre: str = CENTRE) -> None:
    with store.writing() as unit:
        unit.resource_cards.add(centre, [(card, title_key)], NOW)


def rows(store: Store, centre: str = CENTRE) -> list[StoredCard]:
    with store.reading() as unit:
        return list(unit.resource_cards.of_centre(centre))


def test_a_card_is_read_as_it_was_written(store: Store) -> None:
    plant(store)
    add(store, a_card())

    assert [StoredCard(id="own", card=a_card(), checked_on=TODAY)] == rows(store)
    with store.reading() as unit:
        assert rows(store)[0] == unit.resource_cards.find(CENTRE, "own")
        assert unit.resource_cards.find(CENTRE, "other") is None


def test_a_title_stands_once_in_a_centre(store: Store) -> None:
    plant(store)
    plant(store, OTHER_CENTRE)
    add(store, a_card())
    add(store, a_card(), centre=OTHER_CENTRE)

    with pytest.raises(Conflict):
        add(store, a_card("other"))
    assert ["own"] == [row.id for row in rows(store)]


def test_a_card_is_changed_when_nobody_changed_it_meanwhile(store: Store) -> None:
    plant(store)
    add(store, a_card())
    other = a_card(title="Autre titre", hours="lu 9-12")

    with store.writing() as unit:
        assert unit.resource_cards.change(CENTRE, other, "autre", version=1, now=NOW + MINUTE)
        assert not unit.resource_cards.change(CENTRE, a_card(), "atelier", version=1, now=NOW + MINUTE)

    assert [(other, 2)] == [(row.card, row.version) for row in rows(store)]


def test_a_word_about_a_given_card_stands_alone(store: Store) -> None:
    plant(store)
    for is_hidden, day in ((True, None), (False, date(2026, 11, 19))):
        with store.writing() as unit:
            unit.resource_cards.say(CENTRE, "itsme", is_hidden=is_hidden, checked_on=day, now=NOW)

    assert [StoredCard(id="itsme", card=None, checked_on=date(2026, 11, 19))] == rows(store)


def test_a_card_stays_whole_when_it_is_hidden(store: Store) -> None:
    plant(store)
    add(store, a_card())
    with store.writing() as unit:
        unit.resource_cards.say(CENTRE, "own", is_hidden=True, checked_on=TODAY, now=NOW)

    assert [StoredCard(id="own", card=a_card(), is_hidden=True, checked_on=TODAY)] == rows(store)


def test_a_card_is_deleted_and_a_word_about_a_given_one_is_not(store: Store) -> None:
    plant(store)
    add(store, a_card())
    with store.writing() as unit:
        unit.resource_cards.say(CENTRE, "itsme", is_hidden=True, checked_on=None, now=NOW)
    with store.writing() as unit:
        assert unit.resource_cards.delete(CENTRE, "own")
        assert not unit.resource_cards.delete(CENTRE, "own")
        assert not unit.resource_cards.delete(CENTRE, "itsme")
        assert not unit.resource_cards.change(CENTRE, a_card("itsme"), "x", version=1, now=NOW)

    assert ["itsme"] == [row.id for row in rows(store)]
