"""The resource library: who and what helps near the centre, and which of it fits a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from lti_tool.domain.needs import Need
from lti_tool.domain.opening_hours import Opening, OpenState, is_open_at_weekend, is_open_in_evening, state_at

FITTING_AT_MOST = 3
COMPETENCES_AT_MOST, OWN_POINTS = 3, 3


class CardKind(StrEnum):
    """What a card names, in the order in which a library shows it: people and places first."""

    PERSON = "person"
    PLACE = "place"
    LOAN = "loan"
    CONNECTION = "connection"
    TRAINING = "training"
    SERVICE = "service"
    BROCHURE = "brochure"
    RIGHT = "right"


class Region(StrEnum):
    """Where a card is true."""

    EVERYWHERE = "everywhere"
    BRUSSELS = "brussels"
    WALLONIA = "wallonia"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One person, place, offer or text that helps.

    ``says`` is two plain sentences at most. ``website`` is empty or begins with ``https://``. ``languages``
    are codes of two letters. ``network`` is the group or label that it belongs to. ``competences``,
    ``needs``, ``obstacles`` and ``modules`` say for whom it is: ids of ours. ``levels`` are those for which
    it is made, 0 to 4; empty for all. ``has_copy`` tells that the centre keeps it to read without internet.
    ``language`` is that of the words, empty when nobody said it; ``is_own`` marks a card of the centre.
    """

    id: str
    kind: CardKind
    title: str
    says: str
    where: str = ""
    phone: str = ""
    website: str = ""
    openings: tuple[Opening, ...] = ()
    languages: tuple[str, ...] = ()
    regions: tuple[Region, ...] = (Region.EVERYWHERE,)
    network: str = ""
    competences: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    needs: tuple[Need, ...] = ()
    obstacles: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    has_copy: bool = False
    checked_on: date | None = None
    language: str = ""
    is_own: bool = False

    @property
    def is_evening(self) -> bool:
        """Whether it is open after five o'clock on a working day."""
        return is_open_in_evening(self.openings)

    @property
    def is_weekend(self) -> bool:
        """Whether it is open on a Saturday or Sunday."""
        return is_open_at_weekend(self.openings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person looks for in a library; an empty value asks for nothing."""

    is_evening: bool = False
    is_weekend: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """A card with hours, and how it stands now."""

    card: Card
    state: OpenState


def in_order(cards: Iterable[Card]) -> tuple[Card, ...]:
    """By kind, then the centre's own cards, then by title."""
    kinds = list(CardKind)
    return tuple(
        sorted(cards, key=lambda one: (kinds.index(one.kind), not one.is_own, one.title.casefold(), one.id))
    )


def filtered(cards: Iterable[Card], wanted: Wanted) -> tuple[Card, ...]:
    """The cards that have all that is wanted, in the same order."""
    return tuple(
        card
        for card in cards
        if (not wanted.is_evening or card.is_evening)
        and (not wanted.is_weekend or card.is_weekend)
        and (not wanted.language or wanted.language in card.languages)
    )


def cards_for(
    cards: Iterable[Card],
    *,
    needs: Collection[Need] = (),
    obstacles: Collection[str] = (),
    competences: Collection[str] = (),
    module: str = "",
    level: int | None = None,
    at_most: int = FITTING_AT_MOST,
) -> tuple[Card, ...]:
    """The cards that fit, the best first; nothing when none fits at all.

    What the person said counts more than what was measured: a need four times, an obstacle twice, each
    competence once, and never more than three of them. A module counts as a need, and that the card is the
    centre's own as much as three competences: it is near. ``level`` leaves out cards made for other levels.
    """
    scored = []
    for place, card in enumerate(in_order(cards)):
        if level is not None and card.levels and level not in card.levels:
            continue
        points = 4 * len(set(card.needs) & set(needs)) + 2 * len(set(card.obstacles) & set(obstacles))
        points += min(len(set(card.competences) & set(competences)), COMPETENCES_AT_MOST)
        points += 4 * (bool(module) and module in card.modules)
        if points:
            scored.append((-points - OWN_POINTS * card.is_own, place, card))
    return tuple(card for *_, card in sorted(scored, key=lambda one: one[:2]))[:at_most]


def helper_now(cards: Iterable[Card], moment: datetime) -> Helper | None:
    """Of the people and places with hours, the one that is open now or opens first; ``None`` without any."""
    found = [
        Helper(card=card, state=state)
        for card in in_order(cards)
        if card.kind in (CardKind.PERSON, CardKind.PLACE) and (state := state_at(card.openings, moment))
    ]
    return min(found, key=_wait, default=None)


def place_to_go(cards: Sequence[Card]) -> Card | None:
    """The place to send somebody to: the centre's own, else one that every region has, else any."""
    places = [card for card in in_order(cards) if card.kind is CardKind.PLACE]
    return min(places, key=lambda one: (not one.is_own, Region.EVERYWHERE not in one.regions), default=None)


def checked(card: Card, day: date | None) -> Card:
    """The card with the day on which a centre looked at its address, if it did."""
    return replace(card, checked_on=day) if day else card


def with_own(given: Iterable[Card], own: Iterable[Card], hidden: Collection[str]) -> tuple[Card, ...]:
    """A centre's library: the given cards and its own, without those that it hides. An own card with the id
    of a given one takes its place.
    """
    found = {card.id: card for card in given} | {card.id: card for card in own}
    return in_order(card for card in found.values() if card.id not in hidden)


def _wait(helper: Helper) -> tuple[bool, int, int]:
    return not helper.state.is_open, helper.state.in_days, 0 if helper.state.is_open else helper.state.start
