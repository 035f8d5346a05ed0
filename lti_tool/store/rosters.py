"""Which rosters are to be read, by whom, and how the last reading went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.orm import Session

from lti_tool.domain.roster import ASK_AGAIN_AFTER, LEASE, NamesChanged, Roster, is_due_by_launch
from lti_tool.store.circuits import CircuitRow
from lti_tool.store.registrations import RegistrationRow
from lti_tool.store.roster_rows import RosterRow


class Rosters:
    """Queries over rosters."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, centre_id: str, context_id: str) -> Roster | None:
        """The roster of a course; ``None`` before any launch named one."""
        query = (
            select(RosterRow, CircuitRow.open_until)
            .outerjoin(CircuitRow, _circuit())
            .where(RosterRow.centre_id == centre_id, RosterRow.id == context_id)
        )
        found = self._session.execute(query).one_or_none()
        return replace(_roster(found[0]), circuit_until=found[1]) if found else None

    def offer(
        self, centre_id: str, context_id: str, registration_id: str, url: str | None, now: datetime
    ) -> None:
        """What a launch says about the roster: its address, or ``None`` when there is none.

        A roster that was neither read nor tried for a while becomes due.
        """
        row = self._locked(centre_id, context_id)
        if row is None:
            if url is None:
                return
            row = _new_row(centre_id, context_id, registration_id)
            self._session.add(row)
        is_other = row.url != url
        row.url = url
        if url is None:
            row.due_at = None
        elif row.due_at is None and (is_other or is_due_by_launch(row.read_at, row.tried_at, now)):
            row.due_at, row.attempts = now, 0
        self._session.flush()

    def ask(self, centre_id: str, context_id: str, now: datetime) -> bool:
        """Somebody wants the roster read at once; ``False`` within a minute of the last such wish."""
        row = self._locked(centre_id, context_id)
        if row is None or row.url is None:
            return False
        if row.asked_at is not None and now - row.asked_at < ASK_AGAIN_AFTER:
            return False
        row.asked_at = row.due_at = now
        row.attempts = 0
        self._session.flush()
        return True

    def agree(self, centre_id: str, context_id: str, missing: int, now: datetime) -> bool:
        """A trainer agrees that so many learners left; ``False`` when that is no longer the question."""
        row = self._locked(centre_id, context_id)
        if row is None or row.url is None or missing < 1 or row.pending_missing != missing:
            return False
        row.agreed_missing, row.pending_missing = missing, 0
        row.due_at, row.attempts = now, 0
        self._session.flush()
        return True

    def accept_names(self, centre_id: str, context_id: str, seen_at: str) -> bool:
        """A trainer says that the changed names are right. ``seen_at`` is the moment of the warning, as text;
        ``False`` when there is another one by now.
        """
        row = self._locked(centre_id, context_id)
        if row is None or row.names_changed_at is None:
            return True
        if row.names_changed_at.isoformat() != seen_at:
            return False
        row.names_changed, row.names_known, row.names_changed_at = 0, 0, None
        self._session.flush()
        return True

    def is_any_due(self, now: datetime) -> bool:
        """Whether a roster can be read at this moment."""
        return self._session.execute(_due(now).limit(1)).first() is not None

    def claim(self, owner: str, now: datetime) -> Roster | None:
        """Take the roster that waits longest in hand.

        Left alone: disabled registrations, platforms whose circuit is open, leases that are not over.
        """
        query = _due(now).limit(1).with_for_update(skip_locked=True, of=RosterRow)
        row = self._session.scalars(query).first()
        if row is None:
            return None
        row.fencing += 1
        row.lease_owner = owner
        row.lease_until = now + LEASE
        self._session.flush()
        return _roster(row)

    def mine(self, claimed: Roster) -> Roster | None:
        """The claimed roster as it is at present, kept from others; ``None`` when the claim was lost."""
        row = self._locked(claimed.centre_id, claimed.context_id)
        return _roster(row) if row is not None and row.fencing == claimed.fencing else None

    def succeeded(
        self,
        claimed: Roster,
        read_at: datetime,
        now: datetime,
        *,
        pending: int,
        names: NamesChanged | None = None,
    ) -> None:
        """The roster was read to its end by a reading that began at ``read_at``. A warning about names stays
        until a trainer takes it off, or a later reading gives cause for another one.
        """
        done: dict[str, object] = {
            "read_at": read_at,
            "tried_at": now,
            "reason": "",
            "attempts": 0,
            "due_at": None,
            "pending_missing": pending,
            "agreed_missing": 0,
        }
        if names is not None:
            done |= {
                "names_changed": names.changed,
                "names_known": names.known,
                "names_changed_at": names.at,
            }
        self._release(claimed, done)

    def failed(
        self, claimed: Roster, reason: str, now: datetime, *, attempts: int, due_at: datetime | None
    ) -> None:
        """Nothing or only a part could be read: what was known stays."""
        done = {"reason": reason, "tried_at": now, "attempts": attempts, "due_at": due_at}
        self._release(claimed, done)

    def postpone(self, centre_id: str, registration_id: str, until: datetime) -> None:
        """The platform does not answer: its other rosters wait too, so that other platforms' come first."""
        self._session.execute(
            update(RosterRow)
            .where(
                RosterRow.centre_id == centre_id,
                RosterRow.registration_id == registration_id,
                RosterRow.due_at < until,
                RosterRow.lease_until.is_(None),
            )
            .values(due_at=until)
        )

    def _locked(self, centre_id: str, context_id: str) -> RosterRow | None:
        return self._session.get(
            RosterRow, (centre_id, context_id), with_for_update=True, populate_existing=True
        )

    def _release(self, claimed: Roster, values: Mapping[str, object]) -> None:
        self._session.execute(
            update(RosterRow)
            .where(
                RosterRow.centre_id == claimed.centre_id,
                RosterRow.id == claimed.context_id,
                RosterRow.fencing == claimed.fencing,
            )
            .values(lease_owner=None, lease_until=None, **values)
        )


def _due(now: datetime) -> Select[tuple[RosterRow]]:
    """The rosters that can be read at this moment, the longest waiting first."""
    return (
        select(RosterRow)
        .join(
            RegistrationRow,
            and_(
                RegistrationRow.centre_id == RosterRow.centre_id,
                RegistrationRow.id == RosterRow.registration_id,
            ),
        )
        .outerjoin(CircuitRow, _circuit())
        .where(
            RosterRow.due_at <= now,
            RosterRow.url.is_not(None),
            or_(RosterRow.lease_until.is_(None), RosterRow.lease_until < now),
            RegistrationRow.is_enabled,
            func.coalesce(CircuitRow.open_until, now) <= now,
        )
        .order_by(RosterRow.due_at, RosterRow.id)
    )


def _circuit() -> ColumnElement[bool]:
    return and_(
        CircuitRow.centre_id == RosterRow.centre_id, CircuitRow.registration_id == RosterRow.registration_id
    )


def _new_row(centre_id: str, context_id: str, registration_id: str) -> RosterRow:
    return RosterRow(
        centre_id=centre_id,
        id=context_id,
        registration_id=registration_id,
        reason="",
        attempts=0,
        pending_missing=0,
        agreed_missing=0,
        fencing=0,
        names_changed=0,
        names_known=0,
    )


def _roster(row: RosterRow) -> Roster:
    return Roster(
        centre_id=row.centre_id,
        context_id=row.id,
        registration_id=row.registration_id,
        url=row.url,
        due_at=row.due_at,
        read_at=row.read_at,
        tried_at=row.tried_at,
        reason=row.reason,
        attempts=row.attempts,
        pending_missing=row.pending_missing,
        agreed_missing=row.agreed_missing,
        fencing=row.fencing,
        names=_names(row),
    )


def _names(row: RosterRow) -> NamesChanged | None:
    if row.names_changed_at is None:
        return None
    return NamesChanged(changed=row.names_changed, known=row.names_known, at=row.names_changed_at)
