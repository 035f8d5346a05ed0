"""The resource library as an administrator keeps it: the centre's own cards, and a word on given ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from lti_tool.domain.card_form import ReadCard, read_card
from lti_tool.domain.card_table import LineFault, read_table, same_title
from lti_tool.domain.errors import Conflict, NotFound
from lti_tool.domain.opening_hours import BRUSSELS
from lti_tool.domain.resources import Card, Region, checked, in_order
from lti_tool.services.administrators import Administration
from lti_tool.services.ids import new_id
from lti_tool.store.resource_cards import StoredCard
from lti_tool.store.unit_of_work import Store, UnitOfWork

CARDS_AT_MOST = 500
"""As many cards of its own as one centre may keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCard:
    """One card as an administrator sees it. ``is_given`` is one that comes with the installation;
    ``is_changed`` one of those that the centre wrote anew. ``version`` is 0 where the centre wrote nothing.
    """

    card: Card
    is_hidden: bool = False
    is_given: bool = False
    is_changed: bool = False
    version: int = 0


class CardKeeping:
    """Use cases over the cards of the centre of the request."""

    def __init__(self, store: Store, *, given: Sequence[Card], clock: Callable[[], datetime]) -> None:
        self._store = store
        self._given = {card.id: card for card in given}
        self._clock = clock

    @property
    def today(self) -> date:
        """The day in Belgium."""
        return self._clock().astimezone(BRUSSELS).date()

    def all(self, who: Administration) -> tuple[KeptCard, ...]:
        """Every card, hidden or not: the centre's own first, then by kind and title."""
        with self._store.reading() as unit:
            found = self._kept(unit, who.centre_id)
        place = {card.id: number for number, card in enumerate(in_order(one.card for one in found.values()))}
        return tuple(sorted(found.values(), key=lambda one: (not one.card.is_own, place[one.card.id])))

    def find(self, who: Administration, card_id: str) -> KeptCard:
        """One card.

        Raises:
            NotFound: there is none of that id.
        """
        with self._store.reading() as unit:
            return _one_of(self._kept(unit, who.centre_id), card_id)

    def add(self, who: Administration, typed: Mapping[str, str]) -> ReadCard:
        """Add a card, or say what is odd about it: then nothing is stored."""
        read = read_card(typed, today=self.today)
        if read.card is None:
            return read
        card = replace(read.card, id=new_id())
        with self._store.writing() as unit:
            rows = unit.resource_cards.of_centre(who.centre_id)
            fault = _title_fault(rows, card)
            if fault:
                return _faulty(read, fault)
            unit.resource_cards.add(who.centre_id, [(card, same_title(card.title))], self._clock())
            self._note(unit, who, "card-added", card.id, card.title)
        return replace(read, card=card)

    def change(
        self, who: Administration, card_id: str, typed: Mapping[str, str], *, version: int
    ) -> ReadCard:
        """Write a card anew, a given one too, or say what is odd about it: then nothing is stored.

        Raises:
            NotFound: there is no card of that id.
            Conflict: it is no longer the one of this ``version``.
        """
        read = read_card(typed, today=self.today)
        with self._store.writing() as unit:
            before = _one_of(self._kept(unit, who.centre_id), card_id)
            if read.card is None:
                return read
            card = replace(read.card, id=card_id)
            rows = unit.resource_cards.of_centre(who.centre_id)
            fault = _title_fault(rows, card)
            if fault:
                return _faulty(read, fault)
            if before.version != version:
                raise Conflict(reason="card-changed")
            self._write(unit, who, before, card)
            self._note(unit, who, "card-changed", card.id, card.title)
        return replace(read, card=card)

    def hide(self, who: Administration, card_id: str, *, is_hidden: bool) -> None:
        """Hide a card from everybody, or show it again; once more changes nothing.

        Raises:
            NotFound: there is no card of that id.
        """
        with self._store.writing() as unit:
            before = _one_of(self._kept(unit, who.centre_id), card_id)
            if before.is_hidden is not is_hidden:
                self._say(unit, who, before, is_hidden=is_hidden, day=before.card.checked_on)
                action = "card-hidden" if is_hidden else "card-shown"
                self._note(unit, who, action, card_id, before.card.title)

    def check(self, who: Administration, card_id: str) -> None:
        """Say that somebody looked at the address today; once more changes nothing.

        Raises:
            NotFound: there is no card of that id.
        """
        with self._store.writing() as unit:
            before = _one_of(self._kept(unit, who.centre_id), card_id)
            if before.card.checked_on != self.today:
                self._say(unit, who, before, is_hidden=before.is_hidden, day=self.today)
                self._note(unit, who, "card-checked", card_id, before.card.title)

    def delete(self, who: Administration, card_id: str) -> None:
        """Delete a card of the centre; a given one that it had changed is there again as it was given. Where
        there is none, nothing happens.
        """
        with self._store.writing() as unit:
            before = self._kept(unit, who.centre_id).get(card_id)
            if before is not None and unit.resource_cards.delete(who.centre_id, card_id):
                self._note(unit, who, "card-deleted", card_id, before.card.title)

    def keep_region(self, who: Administration, region: Region) -> None:
        """Hide the given cards of the other region, and show those of this one; ``EVERYWHERE`` shows both."""
        with self._store.writing() as unit:
            for kept in self._kept(unit, who.centre_id).values():
                is_local = kept.is_given and Region.EVERYWHERE not in kept.card.regions
                is_hidden = region is not Region.EVERYWHERE and region not in kept.card.regions
                if is_local and kept.is_hidden is not is_hidden:
                    self._say(unit, who, kept, is_hidden=is_hidden, day=kept.card.checked_on)
            self._note(unit, who, "cards-region-set", who.centre_id, region.value)

    def take_in(
        self, who: Administration, content: bytes, *, replaces: bool
    ) -> tuple[int, Sequence[LineFault]]:
        """Add every card of a table; how many, or every fault by its line, and then nothing is stored.

        ``replaces`` writes over the centre's own cards of the same title; without it they are faults.
        """
        table = read_table(content, today=self.today)
        if table.faults:
            return 0, table.faults
        now = self._clock()
        with self._store.writing() as unit:
            rows = unit.resource_cards.of_centre(who.centre_id)
            known = {same_title(row.card.title): row for row in rows if row.card is not None}
            pairs = list(zip(table.lines, table.cards, strict=True))
            faults = (
                []
                if replaces
                else [
                    LineFault(line=line, field="title", reason="twice", part=card.title)
                    for line, card in pairs
                    if same_title(card.title) in known
                ]
            )
            fresh = [
                replace(card, id=new_id()) for _line, card in pairs if same_title(card.title) not in known
            ]
            if len(known) + len(fresh) > CARDS_AT_MOST:
                faults.append(LineFault(line=1, reason="too-many", part=str(CARDS_AT_MOST)))
            if faults:
                return 0, faults
            unit.resource_cards.add(who.centre_id, [(card, same_title(card.title)) for card in fresh], now)
            for _line, card in pairs:
                old = known.get(same_title(card.title))
                if old is not None:
                    again = replace(card, id=old.id)
                    key = same_title(card.title)
                    unit.resource_cards.change(who.centre_id, again, key, version=old.version, now=now)
            self._note(unit, who, "cards-imported", who.centre_id, str(len(pairs)))
        return len(pairs), ()

    def _kept(self, unit: UnitOfWork, centre_id: str) -> dict[str, KeptCard]:
        rows = {row.id: row for row in unit.resource_cards.of_centre(centre_id)}
        found = {card_id: _given(card, rows.get(card_id)) for card_id, card in self._given.items()}
        for row in rows.values():
            if row.card is not None:
                found[row.id] = KeptCard(
                    card=row.card,
                    is_hidden=row.is_hidden,
                    is_changed=row.id in self._given,
                    version=row.version,
                )
        return found

    def _write(self, unit: UnitOfWork, who: Administration, before: KeptCard, card: Card) -> None:
        key, now = same_title(card.title), self._clock()
        if before.version:
            if not unit.resource_cards.change(who.centre_id, card, key, version=before.version, now=now):
                raise Conflict(reason="card-changed")
        else:
            unit.resource_cards.forget(who.centre_id, card.id)
            unit.resource_cards.add(who.centre_id, [(card, key)], now)

    def _say(
        self, unit: UnitOfWork, who: Administration, kept: KeptCard, *, is_hidden: bool, day: date | None
    ) -> None:
        unit.resource_cards.say(
            who.centre_id, kept.card.id, is_hidden=is_hidden, checked_on=day, now=self._clock()
        )

    def _note(self, unit: UnitOfWork, who: Administration, action: str, about: str, detail: str) -> None:
        kind = "centre" if action.startswith("cards-") else "card"
        unit.audit.append(who.deed(action, kind, about, self._clock(), detail))


def _given(card: Card, row: StoredCard | None) -> KeptCard:
    is_hidden = row is not None and row.is_hidden
    return KeptCard(card=checked(card, row.checked_on if row else None), is_hidden=is_hidden, is_given=True)


def _one_of(found: Mapping[str, KeptCard], card_id: str) -> KeptCard:
    if card_id not in found:
        raise NotFound(reason="no-such-card")
    return found[card_id]


def _title_fault(rows: Sequence[StoredCard], card: Card) -> str:
    """Why a card cannot stand beside these: another has its title, or there are too many."""
    others = [row for row in rows if row.card is not None and row.id != card.id]
    if any(row.card is not None and same_title(row.card.title) == same_title(card.title) for row in others):
        return "twice"
    return "too-many" if len(others) >= CARDS_AT_MOST else ""


def _faulty(read: ReadCard, reason: str) -> ReadCard:
    part = read.card.title if read.card and reason == "twice" else str(CARDS_AT_MOST)
    return ReadCard(card=None, faults={"title": reason}, parts={"title": part[:40]})
