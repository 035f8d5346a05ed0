"""The resource library as learners and trainers read it: the given cards, and those of their centre."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from lti_tool.domain import resources as rules
from lti_tool.domain.attempt import Attempt
from lti_tool.domain.checks import OBSTACLES, CheckRun
from lti_tool.domain.framework import COMPETENCES, area_of
from lti_tool.domain.needs import AccessQuestion, Need, needs_of
from lti_tool.domain.profile import Profile
from lti_tool.domain.resources import Card, CardKind, Helper, Wanted
from lti_tool.services.launches import Visit
from lti_tool.services.told import runs_in, told_of
from lti_tool.store.resource_cards import StoredCard
from lti_tool.store.unit_of_work import Store, UnitOfWork

LOW_LEVEL = 1
"""An area at this level or below is one to begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpers:
    """Who can help besides the trainer; each is ``None`` or empty when the library knows nobody.

    ``now`` is the person or place that is open, or opens first; ``right`` says that there is another way.
    """

    people: tuple[Card, ...]
    place: Card | None
    now: Helper | None
    right: Card | None


class Resources:
    """Use cases of whoever reads the library."""

    def __init__(
        self,
        store: Store,
        *,
        given: Sequence[Card],
        words: Mapping[tuple[str, str], Card] = MappingProxyType({}),
        access: Sequence[AccessQuestion],
        clock: Callable[[], datetime],
    ) -> None:
        """``words`` are the given cards in other languages, by language and id."""
        self._store = store
        self._words = words
        self._given = tuple(given)
        self._access = tuple(access)
        self._clock = clock

    def told(self, card: Card, language: str) -> Card:
        """A given card in a language; a centre's own stays as it was written."""
        words = None if card.is_own else self._words.get((language, card.id))
        if words is None:
            return card
        return replace(
            card,
            title=words.title,
            says=words.says,
            where=words.where,
            network=words.network,
            language=language,
        )

    def library(self, visit: Visit, wanted: Wanted | None = None) -> tuple[Card, ...]:
        """Every card of the visitor's centre, or those that have what is ``wanted``."""
        with self._store.reading() as unit:
            cards = self._cards(unit, visit)
        return rules.filtered(cards, wanted) if wanted else cards

    def near(self, visit: Visit, attempt: Attempt, profile: Profile) -> tuple[Card, ...]:
        """At most three cards for what the learner said and showed; nothing when none fits."""
        with self._store.reading() as unit:
            cards = self._cards(unit, visit)
            run = told_of(runs_in(unit, visit.link, visit.launch.person_id)).latest(OBSTACLES)
        low = {area for area, found in profile.areas.items() if found.level <= LOW_LEVEL}
        return rules.cards_for(
            cards,
            needs=needs_of(self._access, attempt.access),
            obstacles=_named_in(run),
            competences=[name for name in COMPETENCES if area_of(name) in low],
            level=profile.overall.level if profile.is_whole else None,
        )

    def for_module(self, visit: Visit, module_id: str) -> tuple[Card, ...]:
        """At most three cards that belong to a module; nothing when none does."""
        return rules.cards_for(self.library(visit), module=module_id)

    def by_need(self, visit: Visit, needs: Collection[Need]) -> Mapping[Need, tuple[Card, ...]]:
        """For each of these needs at most three cards that answer it; one query, without needs none."""
        cards = self.library(visit) if needs else ()
        return {need: rules.cards_for(cards, needs=(need,)) for need in needs}

    def helpers(self, visit: Visit) -> Helpers:
        """A person, a place and an hour."""
        cards = self.library(visit)
        return Helpers(
            people=tuple(card for card in cards if card.kind is CardKind.PERSON),
            place=rules.place_to_go(cards),
            now=rules.helper_now(cards, self._clock()),
            right=next((card for card in cards if card.kind is CardKind.RIGHT), None),
        )

    def _cards(self, unit: UnitOfWork, visit: Visit) -> tuple[Card, ...]:
        return library_of(self._given, unit.resource_cards.of_centre(visit.link.centre_id))


def library_of(given: Sequence[Card], rows: Sequence[StoredCard]) -> tuple[Card, ...]:
    """The library that these rows of a centre make of the given cards."""
    days = {row.id: row.checked_on for row in rows if row.card is None and row.checked_on}
    own = [row.card for row in rows if row.card is not None]
    hidden = {row.id for row in rows if row.is_hidden}
    return rules.with_own([rules.checked(card, days.get(card.id)) for card in given], own, hidden)


def _named_in(run: CheckRun | None) -> tuple[str, ...]:
    """The obstacles that somebody named."""
    return tuple(choice for answer in run.answers.values() for choice in answer.choices) if run else ()
