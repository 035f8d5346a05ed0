"""A centre's own cards, and what it says about given ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    JSON,
    Date,
    ForeignKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    delete,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.needs import Need
from lti_tool.domain.opening_hours import Day, Opening
from lti_tool.domain.resources import Card, CardKind, Region
from lti_tool.store.schema import Base, OwnId, UtcMoment, put_all

Values = Mapping[str, Any]  # Any: a card as JSON


class ResourceCardRow(Base):
    """One card of the centre, or, without ``card``, what it says about a given one of that id.

    ``title_key`` is the title as it is compared, so that no title stands twice; ``checked_on`` is the day on
    which the centre looked at the address.
    """

    __tablename__ = "resource_card"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id"], ["centre.id"]),
        UniqueConstraint("centre_id", "title_key", name="uq_resource_card_title"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    title_key: Mapped[str | None] = mapped_column(String(255))
    card: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # Any: see Values
    is_hidden: Mapped[bool]
    checked_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcMoment)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCard:
    """One row: ``card`` is ``None`` for a word about a given card. ``version`` rises with every change."""

    id: str
    card: Card | None
    is_hidden: bool = False
    checked_on: date | None = None
    version: int = 1


class ResourceCards:
    """Queries over the cards of centres."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_centre(self, centre_id: str) -> Sequence[StoredCard]:
        """All rows of one centre; one query."""
        query = select(ResourceCardRow).where(ResourceCardRow.centre_id == centre_id)
        return [_stored(row) for row in self._session.scalars(query.order_by(ResourceCardRow.id))]

    def find(self, centre_id: str, card_id: str) -> StoredCard | None:
        """One row, or ``None``."""
        row = self._session.get(ResourceCardRow, (centre_id, card_id), populate_existing=True)
        return _stored(row) if row else None

    def add(self, centre_id: str, cards: Sequence[tuple[Card, str]], now: datetime) -> None:
        """Store fresh cards, each with the key of its title.

        Raises:
            Conflict: from the unit of work, when the centre has a card of that title.
        """
        self._session.add_all(
            ResourceCardRow(
                centre_id=centre_id,
                id=card.id,
                title_key=title_key,
                card=_values(card),
                is_hidden=False,
                checked_on=card.checked_on,
                version=1,
                changed_at=now,
            )
            for card, title_key in cards
        )
        self._session.flush()

    def change(self, centre_id: str, card: Card, title_key: str, *, version: int, now: datetime) -> bool:
        """Write a card over the one with its id, if that still has this version; whether it had.

        Raises:
            Conflict: from the unit of work, when the centre has another card of that title.
        """
        done = self._session.execute(
            update(ResourceCardRow)
            .where(
                ResourceCardRow.centre_id == centre_id,
                ResourceCardRow.id == card.id,
                ResourceCardRow.version == version,
                ResourceCardRow.title_key.is_not(None),
            )
            .values(
                title_key=title_key,
                card=_values(card),
                checked_on=card.checked_on,
                version=version + 1,
                changed_at=now,
            )
            .returning(ResourceCardRow.id)
        )
        return done.scalar_one_or_none() is not None

    def say(
        self, centre_id: str, card_id: str, *, is_hidden: bool, checked_on: date | None, now: datetime
    ) -> None:
        """Hide or show a card, the centre's own or a given one, with the day on which it was looked at."""
        values = {
            "centre_id": centre_id,
            "id": card_id,
            "title_key": None,
            "card": None,
            "is_hidden": is_hidden,
            "checked_on": checked_on,
            "version": 1,
            "changed_at": now,
        }
        changed = ("is_hidden", "checked_on", "changed_at")
        table = cast(Table, ResourceCardRow.__table__)
        put_all(self._session, table, [values], keys=("centre_id", "id"), update=changed)

    def forget(self, centre_id: str, card_id: str) -> None:
        """Take back a word about a given card; a card of the centre stays."""
        self._session.execute(
            delete(ResourceCardRow).where(
                ResourceCardRow.centre_id == centre_id,
                ResourceCardRow.id == card_id,
                ResourceCardRow.title_key.is_(None),
            )
        )

    def delete(self, centre_id: str, card_id: str) -> bool:
        """Delete a card of the centre; whether it was there. A word about a given one stays."""
        done = self._session.execute(
            delete(ResourceCardRow)
            .where(
                ResourceCardRow.centre_id == centre_id,
                ResourceCardRow.id == card_id,
                ResourceCardRow.title_key.is_not(None),
            )
            .returning(ResourceCardRow.id)
        )
        return done.scalar_one_or_none() is not None


def _values(card: Card) -> dict[str, Any]:  # Any: see Values
    return {
        "kind": card.kind.value,
        "title": card.title,
        "says": card.says,
        "where": card.where,
        "phone": card.phone,
        "website": card.website,
        "openings": [
            {"days": [day.value for day in one.days], "start": one.start, "end": one.end}
            for one in card.openings
        ],
        "languages": list(card.languages),
        "regions": [one.value for one in card.regions],
        "network": card.network,
        "competences": list(card.competences),
        "levels": list(card.levels),
        "needs": [one.value for one in card.needs],
        "obstacles": list(card.obstacles),
        "modules": list(card.modules),
        "has_copy": card.has_copy,
    }


def _stored(row: ResourceCardRow) -> StoredCard:
    return StoredCard(
        id=row.id,
        card=None if row.card is None else _card(row.id, row.card, row.checked_on),
        is_hidden=row.is_hidden,
        checked_on=row.checked_on,
        version=row.version,
    )


def _card(card_id: str, values: Values, checked_on: date | None) -> Card:
    return Card(
        id=card_id,
        kind=CardKind(values["kind"]),
        title=values["title"],
        says=values["says"],
        where=values["where"],
        phone=values["phone"],
        website=values["website"],
        openings=tuple(
            Opening(days=tuple(Day(day) for day in one["days"]), start=one["start"], end=one["end"])
            for one in values["openings"]
        ),
        languages=tuple(values["languages"]),
        regions=tuple(Region(one) for one in values["regions"]),
        network=values["network"],
        competences=tuple(values["competences"]),
        levels=tuple(values["levels"]),
        needs=tuple(Need(one) for one in values["needs"]),
        obstacles=tuple(values["obstacles"]),
        modules=tuple(values["modules"]),
        has_copy=values["has_copy"],
        checked_on=checked_on,
        is_own=True,
    )
