"""Turns that are used up, where every web process counts them: on PostgreSQL alone.

One row per limit and whoever asks holds the moment at which all turns are there again. That one moment is the
whole bucket: whoever takes a turn moves it on by the time that a turn needs to come back, and may not move it
further away than all turns together. The database's clock decides, since each host has one of its own.
Source: the generic cell rate algorithm, ITU-T I.371.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, delete, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.store.schema import Base, UtcMoment


class LimitTurnRow(Base):
    """Who used up turns of which limit, as a keyed digest of both. A crash of the server forgets all rows."""

    __tablename__ = "limit_turn"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    full_at: Mapped[datetime] = mapped_column(UtcMoment)


# Of the insert, ``excluded.full_at`` is what it would be for somebody who used up no turn before.
_TAKE = text("""
    WITH moment AS MATERIALIZED (
        SELECT coalesce(CAST(:now AS timestamptz), clock_timestamp()) AS at
    ), taken AS (
        INSERT INTO limit_turn AS kept (digest, full_at)
        SELECT :digest, at + CAST(:turn AS interval) FROM moment
        ON CONFLICT (digest) DO UPDATE
        SET full_at = greatest(kept.full_at + CAST(:turn AS interval), excluded.full_at)
        WHERE kept.full_at + CAST(:turn AS interval) <= excluded.full_at + CAST(:others AS interval)
        RETURNING digest
    )
    SELECT EXISTS (SELECT FROM taken) AS is_taken,
           (SELECT full_at - at FROM limit_turn, moment WHERE digest = :digest) AS full_in
    """)
_HOLD = text("""
    WITH moment AS MATERIALIZED (
        SELECT coalesce(CAST(:now AS timestamptz), clock_timestamp()) AS at
    )
    INSERT INTO limit_turn AS kept (digest, full_at) SELECT :digest, at FROM moment
    ON CONFLICT (digest) DO UPDATE SET full_at = greatest(kept.full_at, excluded.full_at)
    RETURNING full_at - (SELECT at FROM moment) AS full_in
    """)
_USE = text("UPDATE limit_turn SET full_at = full_at + CAST(:turns AS interval) WHERE digest = :digest")


class LimitTurns:
    """Statements over turns."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take(
        self, digest: str, *, turn: timedelta, at_once: int, now: datetime | None = None
    ) -> timedelta | None:
        """Use one of ``at_once`` turns, each of which comes back after ``turn``; ``None`` when it was there.
        Otherwise nothing is written, and the answer is how long it takes until there is one. Those who come
        at one instant wait for each other. ``now`` stands for the database's clock, in tests.
        """
        others = turn * (at_once - 1)
        given = {"digest": digest, "turn": turn, "others": others, "now": now}
        row = self._session.execute(_TAKE, given).one()
        if row.is_taken:
            return None
        # Without a row the turns were all taken since this statement began.
        return turn if row.full_in is None else max(row.full_in - others, timedelta())

    def give_back(self, digest: str, *, turn: timedelta) -> None:
        """Undo one ``take``."""
        self.use(digest, turn=turn, count=-1)

    def room(self, digest: str, *, turn: timedelta, at_once: int, now: datetime | None = None) -> int:
        """How many of ``at_once`` turns are there. Whoever else asks waits until the unit of work ends."""
        full_in: timedelta = self._session.execute(_HOLD, {"digest": digest, "now": now}).scalar_one()
        return max(int((turn * at_once - full_in) / turn), 0)

    def use(self, digest: str, *, turn: timedelta, count: int) -> None:
        """Use up so many turns, for which ``room`` was asked."""
        self._session.execute(_USE, {"digest": digest, "turns": turn * count})

    def sweep(self, now: datetime | None = None) -> None:
        """Forget whoever has all turns again, but for the rows that somebody takes a turn of right now."""
        moment = func.clock_timestamp() if now is None else now
        over = select(LimitTurnRow.digest).where(LimitTurnRow.full_at <= moment)
        free = over.with_for_update(skip_locked=True)
        self._session.execute(delete(LimitTurnRow).where(LimitTurnRow.digest.in_(free)))
