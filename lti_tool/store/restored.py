"""What has to change in a database that comes from a backup, before anybody works with it.

The platforms went on: they hold grades that this database has forgotten. Whatever would leave by itself is
therefore read there first, and what nobody can read waits for a person. Source: security notes F42.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, bindparam, delete, select, tuple_, update
from sqlalchemy.orm import Session

from lti_tool.domain.grade import DeliveryState
from lti_tool.domain.ledger import TO_CHOOSE, TO_READ
from lti_tool.store.course_rows import ResourceLinkRow
from lti_tool.store.data_map_learning import DATA_MAP
from lti_tool.store.data_use import Kept
from lti_tool.store.delivery_batches import Key
from lti_tool.store.delivery_rows import DeliveryAttemptRow, DeliveryRow, LineItemRow
from lti_tool.store.invitations import InvitationRow
from lti_tool.store.personal_data import ErasureRow, PersonalData
from lti_tool.store.registrations import CentreRow
from lti_tool.store.schema import Base

READS_PER_SECOND = 5
"""How many grades become due for reading in a second: platforms and fresh results are not kept waiting."""
RESTORED = "restored"
"""Why a grade waits for a person: whether the platform holds a newer one cannot be read there."""
BY_ITSELF = (DeliveryState.DUE, DeliveryState.LEASED, DeliveryState.RETRY, DeliveryState.PARKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class GradesHeld:
    """How many grades are read again, are read before they are sent, and wait for a person."""

    read_again: int
    read_before: int
    waiting: int


class Restored:
    """Statements over the whole of a restored database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def read_grades_first(self, scope: str, now: datetime) -> GradesHeld:
        """Have every grade read at its platform before one is sent; ``scope`` is the leave to read. What
        stands in the log of tries of an unsent grade gives no leave to replace it: it may be older than
        what the platform holds.
        """
        row = DeliveryRow
        readable = self._readable(scope)
        self._session.execute(update(row).values(is_verify_first=True, lease_owner="", lease_until=None))
        unsent = row.state.in_([state.value for state in BY_ITSELF]) & row.reason.not_in(TO_CHOOSE)
        there = (DeliveryAttemptRow.centre_id, DeliveryAttemptRow.line_item_id, DeliveryAttemptRow.person_id)
        theirs = select(row.centre_id, row.line_item_id, row.person_id).where(unsent)
        self._session.execute(delete(DeliveryAttemptRow).where(tuple_(*there).in_(theirs)))
        before = self._keys(unsent)
        self._session.execute(update(row).where(unsent).values(platform_points=None))
        self._session.execute(
            update(row).where(row.state == DeliveryState.LEASED.value).values(state=DeliveryState.DUE.value)
        )
        blind = [key for key in before if key[:2] not in readable]
        parked = {"state": DeliveryState.PARKED.value, "reason": RESTORED}
        self._change(blind, [parked] * len(blind))
        again = [key for key in self._keys(row.state == DeliveryState.IDLE.value) if key[:2] in readable]
        self._spread(again, now)
        return GradesHeld(read_again=len(again), read_before=len(before) - len(blind), waiting=len(blind))

    def end_what_is_open(self) -> int:
        """End sessions, logins, codes and ways in, and take back invitations that are not used: what was
        used up since the backup must not be good a second time. How many rows.
        """
        ended = 0
        for table in reversed(Base.metadata.sorted_tables):
            if DATA_MAP[table.name].kept is Kept.SESSION:
                gone = self._session.execute(delete(table).returning(*table.primary_key)).all()
                ended += len(gone)
        unused = delete(InvitationRow).where(InvitationRow.used_at.is_(None))
        return ended + len(self._session.execute(unused.returning(InvitationRow.token_hash)).all())

    def take_over(self, erasures: Mapping[tuple[str, str], datetime]) -> int:
        """Remember the erasures of the database that is replaced; how many were not known here."""
        known = {
            (row.centre_id, row.digest): row.erased_at for row in self._session.scalars(select(ErasureRow))
        }
        centres = set(self._session.scalars(select(CentreRow.id)))
        added = 0
        data = PersonalData(self._session)
        for (centre_id, digest), at in erasures.items():
            former = known.get((centre_id, digest))
            if centre_id in centres and (former is None or former < at):
                data.remember_erasure(centre_id, digest, at)
                added += 1
        return added

    def _readable(self, scope: str) -> set[tuple[str, str]]:
        """Centre and id of the columns whose platform lets the tool read."""
        item, link = LineItemRow, ResourceLinkRow
        query = select(item.centre_id, item.id, link.scopes).join(
            link, (link.centre_id == item.centre_id) & (link.id == item.resource_link_id)
        )
        return {(row.centre_id, row.id) for row in self._session.execute(query) if scope in row.scopes}

    def _keys(self, which: ColumnElement[bool]) -> Sequence[Key]:
        row = DeliveryRow
        query = (
            select(row.centre_id, row.line_item_id, row.person_id)
            .where(which)
            .order_by(row.acknowledged_at.desc(), row.person_id, row.line_item_id)
        )
        return [(found[0], found[1], found[2]) for found in self._session.execute(query)]

    def _spread(self, keys: Sequence[Key], now: datetime) -> None:
        """The youngest first, a few in each second."""
        values = {"state": DeliveryState.DUE.value, "reason": TO_READ, "attempts": 0, "platform_points": None}
        moments = [now + timedelta(seconds=place // READS_PER_SECOND) for place in range(len(keys))]
        self._change(keys, [values | {"next_attempt_at": at, "due_since": at} for at in moments])

    def _change(self, keys: Sequence[Key], values: Sequence[Mapping[str, object]]) -> None:
        if not keys:
            return
        table = DeliveryRow.__table__
        assert isinstance(table, Table)
        names = ("centre_id", "line_item_id", "person_id")
        change = table.update().where(*(table.c[name] == bindparam(f"old_{name}") for name in names))
        named = [
            {f"old_{name}": part for name, part in zip(names, key, strict=True)} | dict(changed)
            for key, changed in zip(keys, values, strict=True)
        ]
        self._session.connection().execute(
            change.values({table.c[n]: bindparam(n) for n in values[0]}), named
        )
