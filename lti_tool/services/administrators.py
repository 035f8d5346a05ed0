"""Administrators: in by a one-use link from the command line, out by time or by their own press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lti_tool.domain.administration import Centre
from lti_tool.domain.audit import COMMAND_LINE, Deed
from lti_tool.domain.errors import NotAuthenticated, NotFound
from lti_tool.services.ids import digest, new_id, new_secret
from lti_tool.services.registrations import centre_of
from lti_tool.store.unit_of_work import Store

LINK_LIFE = timedelta(minutes=15)
SESSION_LIFE = timedelta(hours=8)
IDLE_LIFE = timedelta(minutes=60)
SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Administration:
    """One request of an administrator: of which centre, in which session."""

    centre_id: str
    centre_name: str
    session_id: str

    @property
    def actor(self) -> str:
        """How the audit trail calls this administrator, who has no account and no name."""
        return f"administrator/{self.session_id}"

    def deed(self, action: str, kind: str, object_id: str, now: datetime, detail: str = "") -> Deed:
        """What this administrator just did to something of the centre, for the audit trail."""
        return Deed(
            at=now,
            actor=self.actor,
            action=action,
            object_kind=kind,
            object_id=object_id,
            centre_id=self.centre_id,
            detail=detail,
        )


class Administrators:
    """Use cases over centres, links and administrators' sessions."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def centres(self) -> Sequence[Centre]:
        """Every centre, oldest first."""
        with self._store.reading() as unit:
            return unit.platforms.centres()

    def add_centre(self, name: str, now: datetime) -> str:
        """The id of a new centre."""
        centre_id = new_id()
        with self._store.writing() as unit:
            unit.registrations.add_centre(centre_id, name, now)
            unit.audit.append(_deed("centre-added", "centre", centre_id, centre_id, COMMAND_LINE, now))
        return centre_id

    def make_link(self, centre_id: str | None, now: datetime) -> str:
        """The secret of a new link into a centre, the first one when none is named. Its hash is kept.

        Raises:
            NotFound: there is no such centre.
        """
        secret = new_secret()
        with self._store.writing() as unit:
            unit.administrators.sweep(now, now - IDLE_LIFE)
            found = centre_of(unit, centre_id, now)
            unit.administrators.add_link(digest(secret), found, now, now + LINK_LIFE)
            unit.audit.append(_deed("link-made", "centre", found, found, COMMAND_LINE, now))
        return secret

    def look_at_link(self, secret: str, now: datetime) -> None:
        """Check that a link is still good. It stays so: programs that read mail open links too.

        Raises:
            NotFound: it is unknown, was used, or is over.
        """
        with self._store.reading() as unit:
            found = unit.administrators.find_link(digest(secret), now)
        if found is None:
            raise NotFound(reason="no-such-link")

    def sign_in(self, secret: str, now: datetime, old_token: str | None = None) -> str:
        """Spend a link: the token of a new session, which ends the one that this browser had.

        Raises:
            NotFound: as ``look_at_link``; of two at the same time, one gets in.
        """
        token, session_id = new_secret(), new_id()
        with self._store.writing() as unit:
            centre_id = unit.administrators.use_link(digest(secret), now)
            if centre_id is None:
                raise NotFound(reason="no-such-link")
            if old_token:
                unit.administrators.end(digest(old_token))
            unit.administrators.add_session(
                centre_id=centre_id,
                session_id=session_id,
                token_hash=digest(token),
                now=now,
                until=now + SESSION_LIFE,
            )
            actor = f"administrator/{session_id}"
            unit.audit.append(_deed("signed-in", "centre", centre_id, centre_id, actor, now))
        return token

    def visit(self, token: str | None, now: datetime) -> Administration:
        """The session behind a cookie.

        Raises:
            NotAuthenticated: ``no-session`` without a cookie, ``session-over`` with an old one.
        """
        if not token:
            raise NotAuthenticated("e-method", reason="no-session")
        with self._store.reading() as unit:
            found = unit.administrators.open(digest(token), now - IDLE_LIFE, now)
        if found is None:
            raise NotAuthenticated("e-expired", reason="session-over")
        if now - found.last_seen_at > SEEN_EVERY:
            with self._store.writing() as unit:
                unit.administrators.touch(found.centre_id, found.session_id, now)
        return Administration(
            centre_id=found.centre_id, centre_name=found.centre_name, session_id=found.session_id
        )

    def end(self, token: str | None, now: datetime) -> None:
        """End the session; without one, nothing happens."""
        if not token:
            return
        with self._store.writing() as unit:
            ended = unit.administrators.end(digest(token))
            if ended:
                centre_id, session_id = ended
                actor = f"administrator/{session_id}"
                unit.audit.append(_deed("signed-out", "centre", centre_id, centre_id, actor, now))


def _deed(action: str, kind: str, object_id: str, centre_id: str, actor: str, now: datetime) -> Deed:
    return Deed(
        at=now, actor=actor, action=action, object_kind=kind, object_id=object_id, centre_id=centre_id
    )
