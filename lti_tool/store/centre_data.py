"""Everything of one centre, in whatever table it lies: read out row by row, or deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import CursorResult, Table, delete, func, select
from sqlalchemy.orm import Session

from lti_tool.domain.grade import DeliveryState
from lti_tool.store.data_map_learning import DATA_MAP
from lti_tool.store.data_use import Kept
from lti_tool.store.delivery_rows import DeliveryRow
from lti_tool.store.registrations import CentreRow
from lti_tool.store.row_values import Plain, as_plain
from lti_tool.store.schema import Base
from lti_tool.store.shelf_rows import ShelvedRow

TRAIL = "audit_entry"
"""Its rows stay: they hold no name, and the chain of all centres would break without them."""
KEYS = frozenset({"registration_key", "badge_key", "erasure"})
SECRETS = frozenset({"sealed_private", "token_hash", "digest", "code_digest", "nonce"})
"""Columns that nobody needs who reads the data, and that somebody might misuse."""
OPEN_FOR_A_WHILE = (Kept.SESSION, Kept.INVITATION)


class CentreData:
    """Queries over the whole of one centre."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def name(self, centre_id: str) -> str | None:
        """What the centre is called; ``None`` when there is none."""
        row = self._session.get(CentreRow, centre_id)
        return row.name if row else None

    def waiting(self, centre_id: str) -> int:
        """How many grades the platforms have not taken, with those that are held back."""
        idle = DeliveryState.IDLE.value
        row, apart = DeliveryRow, ShelvedRow
        open_ = select(func.count()).where(row.centre_id == centre_id, row.state != idle)
        held = select(apart.content).where(apart.centre_id == centre_id, apart.name == row.__tablename__)
        kept_back = sum(1 for content in self._session.scalars(held) if content["state"] != idle)
        return int(self._session.scalars(open_.select_from(row)).one()) + kept_back

    def rows(self, centre_id: str, table: Table) -> Iterator[Plain]:
        """The rows of one table as JSON values, without secrets, one after the other."""
        shown = [column for column in table.columns if column.name not in SECRETS]
        query = select(*shown).where(table.c.centre_id == centre_id).order_by(*table.primary_key)
        for row in self._session.execute(query.execution_options(yield_per=500)):
            plain = as_plain(row._asdict())
            if table.name == ShelvedRow.__tablename__:
                content = plain["content"].items()
                plain["content"] = {name: value for name, value in content if name not in SECRETS}
            yield plain

    def erase(self, centre_id: str) -> Mapping[str, int]:
        """Delete everything of the centre but its lines in the audit trail; how many rows by table."""
        gone: dict[str, int] = {}
        for table in reversed(Base.metadata.sorted_tables):
            if table.name != TRAIL and "centre_id" in table.c:
                done = self._session.execute(delete(table).where(table.c.centre_id == centre_id))
                assert isinstance(done, CursorResult)
                gone[table.name] = done.rowcount
        self._session.execute(delete(CentreRow).where(CentreRow.id == centre_id))
        return {name: count for name, count in {**gone, "centre": 1}.items() if count}


def exported_tables() -> Iterator[Table]:
    """The tables whose rows a centre takes along: no keys, and nothing that is open for a while only."""
    for table in Base.metadata.sorted_tables:
        is_open = DATA_MAP[table.name].kept in OPEN_FOR_A_WHILE
        if "centre_id" in table.c and table.name not in KEYS and not is_open:
            yield table
