"""Codes that let a learner in on a shared computer, and the sessions there."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lti_tool.domain import kiosk
from lti_tool.domain.audit import TRAINER, Deed, actor_of
from lti_tool.domain.cohort import by_name
from lti_tool.domain.errors import NotFound
from lti_tool.domain.roles import Rights
from lti_tool.services.ids import digest, new_id, new_secret
from lti_tool.services.launches import Accepted, Visit
from lti_tool.store.course_members import StoredCourseMember
from lti_tool.store.courses import StoredLink
from lti_tool.store.kiosks import KioskPlace
from lti_tool.store.sessions import OpenLaunch
from lti_tool.store.unit_of_work import Store, UnitOfWork

PURPOSE = b"passerelle kiosk code"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCode:
    """A code and whose it is; it is shown this once. ``name`` is empty where the platform hides it;
    ``number`` is theirs in the course.
    """

    code: str
    name: str
    number: int
    expires_at: datetime


class Kiosks:
    """Use cases over codes. ``secrets_known`` are the installation's, the present one first: without one of
    them a stored code is worth nothing. A printed code stays good when the secret is replaced.
    """

    def __init__(
        self, store: Store, *, secrets_known: Sequence[bytes], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._keys = [hmac.new(secret, PURPOSE, hashlib.sha256).digest() for secret in secrets_known]
        self._clock = clock

    def give(self, visit: Visit, person_id: str) -> GivenCode:
        """A code for one person of the group, in the place of the one that they had.

        Raises:
            NotFound: the visitor is no trainer here, or the person is no learner of this course.
        """
        only_trainers(visit)
        with self._store.writing() as unit:
            person = _active_person(unit, visit.link, person_id)
            if person is None:
                raise NotFound(reason="no-such-person")
            return self._given(unit, visit, [person], kiosk.CODE_LIFE)[0]

    def give_all(self, visit: Visit, person_ids: Sequence[str]) -> tuple[GivenCode, ...]:
        """A code for each of these people of the group, by name, to be printed; the others are left out.

        Raises:
            NotFound: the visitor is no trainer here.
        """
        only_trainers(visit)
        with self._store.writing() as unit:
            found = (_active_person(unit, visit.link, person_id) for person_id in dict.fromkeys(person_ids))
            people = by_name([person for person in found if person is not None])
            return self._given(unit, visit, people, kiosk.SLIP_LIFE)

    def enter(self, typed: str, *, old_token: str | None, locale: str) -> Accepted | None:
        """Open a learner's session on a shared computer; ``None`` when the code is not, or no longer, good.
        Whoever was signed in there is signed out.
        """
        code, now = kiosk.typed(typed), self._clock()
        if not code:
            return None
        with self._store.writing() as unit:
            place = self._used(unit, code, now)
            link = unit.courses.link(place.centre_id, place.resource_link_id) if place else None
            if place is None or link is None:
                return None
            is_graded = _grading_of(unit, link, place.person_id)
            if is_graded is None:
                return None
            if old_token:
                unit.sessions.end(digest(old_token))
            return _opened(unit, place, is_graded=is_graded, locale=locale, now=now)

    def end(self, visit: Visit, person_id: str) -> int:
        """A trainer ends a person's sessions on shared computers; how many there were.

        Raises:
            NotFound: the visitor is no trainer here, or the person is not of this course.
        """
        only_trainers(visit)
        link = visit.link
        with self._store.writing() as unit:
            if link.context_id is None or not _is_of_group(unit, link, person_id):
                raise NotFound(reason="no-such-person")
            ended = unit.kiosks.end(link.centre_id, link.id, person_id)
            if ended:
                unit.audit.append(_deed(visit, "kiosk-ended", person_id, self._clock()))
            return ended

    def _given(
        self, unit: UnitOfWork, visit: Visit, people: Sequence[StoredCourseMember], life: timedelta
    ) -> tuple[GivenCode, ...]:
        link, now = visit.link, self._clock()
        given = []
        for person in people:
            code = "".join(secrets.choice(kiosk.ALPHABET) for _ in range(kiosk.LENGTH))
            place = KioskPlace(centre_id=link.centre_id, resource_link_id=link.id, person_id=person.person_id)
            unit.kiosks.give(place, _digest(self._keys[0], code), now + life)
            unit.audit.append(_deed(visit, "code-given", person.person_id, now))
            given.append(GivenCode(code=code, name=person.name, number=person.number, expires_at=now + life))
        return tuple(given)

    def _used(self, unit: UnitOfWork, code: str, now: datetime) -> KioskPlace | None:
        """What a code opens, under whichever secret it was given."""
        places = (unit.kiosks.use(_digest(key, code), now) for key in self._keys)
        return next((place for place in places if place is not None), None)


def _digest(key: bytes, code: str) -> str:
    return hmac.new(key, code.encode(), hashlib.sha256).hexdigest()


def only_trainers(visit: Visit) -> None:
    """Let trainers pass, and not their assistants.

    Raises:
        NotFound: as if nothing were there.
    """
    if visit.rights is not Rights.TRAINER:
        raise NotFound(reason="not-a-trainer")


def _opened(unit: UnitOfWork, place: KioskPlace, *, is_graded: bool, locale: str, now: datetime) -> Accepted:
    token, session_id = new_secret(), new_id()
    unit.sessions.add(
        centre_id=place.centre_id,
        session_id=session_id,
        token_hash=digest(token),
        person_id=place.person_id,
        now=now,
        until=now + kiosk.KIOSK_LIFE,
        is_kiosk=True,
    )
    opened = OpenLaunch(
        handle=new_id(),
        session_id=session_id,
        centre_id=place.centre_id,
        person_id=place.person_id,
        resource_link_id=place.resource_link_id,
        rights=Rights.LEARNER.value,
        is_graded=is_graded,
        locale=locale,
        return_url=None,
        frame_origin="",
        created_at=now,
        last_seen_at=now,
        is_kiosk=True,
    )
    unit.sessions.add_launch(opened, None)
    return Accepted(handle=opened.handle, session_token=token)


def _is_of_group(unit: UnitOfWork, link: StoredLink, person_id: str) -> bool:
    if link.context_id is None:
        return False
    place = link.centre_id, link.context_id, link.id, link.activity
    return unit.course_members.one_of_group(*place, person_id) is not None


def _active_person(unit: UnitOfWork, link: StoredLink, person_id: str) -> StoredCourseMember | None:
    """A learner of the course who did not leave it."""
    if link.context_id is None:
        return None
    place = link.centre_id, link.context_id, link.id, link.activity
    person = unit.course_members.one_of_group(*place, person_id)
    if person is None or not person.is_active:
        return None
    is_graded = unit.sittings.is_graded(link.centre_id, link.context_id, link.id, person_id)
    return person if is_graded is not None else None


def _grading_of(unit: UnitOfWork, link: StoredLink, person_id: str) -> bool | None:
    """Whether the person may have a grade; ``None`` when they are no longer a learner here, or the platform
    was disabled since the code was given.
    """
    registration = unit.registrations.get(link.centre_id, link.registration_id)
    if registration is None or not registration.is_enabled or link.context_id is None:
        return None
    if _active_person(unit, link, person_id) is None:
        return None
    return unit.sittings.is_graded(link.centre_id, link.context_id, link.id, person_id)


def _deed(visit: Visit, action: str, person_id: str, now: datetime) -> Deed:
    return Deed(
        at=now,
        centre_id=visit.link.centre_id,
        actor=actor_of(TRAINER, visit.launch.person_id),
        action=action,
        object_kind="person",
        object_id=person_id,
    )
