"""From a platform's deep linking request to the signed answer: what a trainer adds to a course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from lti_tool.domain.activity import Activity
from lti_tool.domain.deep_link import Columns, DeepLinkAnswer, DeepLinkItem, DeepLinkRequest
from lti_tool.domain.errors import Conflict, InvalidMessage, NotAllowed, NotAuthenticated, NotFound
from lti_tool.domain.launch import Launch
from lti_tool.domain.ports import DeepLinkSigner
from lti_tool.domain.roles import Rights
from lti_tool.services.ids import digest, new_id, new_secret
from lti_tool.services.launches import (
    IDLE_LIFE,
    REPEAT_WITHIN,
    SESSION_LIFE,
    Accepted,
    frame_origins_of,
    session_for,
    spend_login,
)
from lti_tool.store.unit_of_work import Store

ANSWER_LIFE = timedelta(minutes=5)
"""How long an answer is good, and how long a second press gets the same one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picking:
    """One request of the trainer who was asked to choose."""

    request: DeepLinkRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One activity as it is to be shown in the course, in the trainer's language."""

    slug: str
    title: str
    text: str


class DeepLinks:
    """Use cases of deep linking. ``activities`` are those that can be chosen, by slug."""

    def __init__(self, store: Store, signer: DeepLinkSigner, *, activities: Mapping[str, Activity]) -> None:
        self._store = store
        self._signer = signer
        self._activities = activities

    def open(self, launch: Launch, *, state: str, old_token: str | None, now: datetime) -> Accepted:
        """Remember the request of a trainer, in one transaction with their session.

        Raises:
            InvalidMessage: it names nobody, is no deep linking request, or takes no links.
            NotAllowed: the person is no trainer of this course (D10); nothing is stored.
        """
        asked = launch.deep_linking
        if launch.person is None:
            raise InvalidMessage(reason="anonymous-deep-linking")
        if asked is None:
            raise InvalidMessage(reason="deep-linking-settings")
        if launch.rights is not Rights.TRAINER:
            raise NotAllowed("e-role", reason="not-a-trainer")
        if not asked.accepts_links:
            raise InvalidMessage(reason="links-not-accepted")
        token, handle = new_secret(), new_id()
        with self._store.writing() as unit:
            spend_login(unit, launch)
            if not unit.registrations.is_enabled(launch.registration):
                raise NotAllowed("e-lms", reason="registration-disabled")
            centre_id = launch.registration.centre_id
            unit.platforms.saw_message(centre_id, launch.registration.id, now)
            context_id = unit.courses.remember_context(launch, new_id(), now)
            person_id = unit.courses.remember_person(launch, launch.person.sub, new_id(), now)
            unit.courses.remember_name(centre_id, person_id, launch.person.name, now)
            request = DeepLinkRequest(
                handle=handle,
                centre_id=centre_id,
                session_id=session_for(unit, centre_id, person_id, token, old_token, now),
                person_id=person_id,
                registration_id=launch.registration.id,
                deployment_id=launch.deployment.id,
                context_id=context_id,
                return_url=asked.return_url,
                accepts_several=asked.accepts_several,
                accepts_line_items=asked.accepts_line_items,
                data=asked.data,
                course=launch.context.title if launch.context else "",
                locale=launch.locale[:35],
                frame_origin=frame_origins_of(launch),
                course_url=launch.return_url,
                created_at=now,
                expires_at=now + SESSION_LIFE,
            )
            unit.deep_links.add(request, digest(state))
        return Accepted(handle=handle, session_token=token)

    def repeated(self, *, state: str, token: str | None, now: datetime) -> str | None:
        """The handle of a request that this very post opened a moment ago in this browser, or ``None``."""
        if not token:
            return None
        with self._store.reading() as unit:
            if unit.sessions.live(digest(token), now - IDLE_LIFE, now) is None:
                return None
            return unit.deep_links.repeated(digest(state), digest(token), now - REPEAT_WITHIN)

    def visit(self, handle: str, token: str | None, now: datetime) -> Picking:
        """The request behind an address.

        Raises:
            NotAuthenticated: there is no session, it is over, or the request is (D16).
            NotFound: the request belongs to somebody else, or there is none (D13).
        """
        if not token:
            raise NotAuthenticated("e-method", reason="no-session")
        with self._store.reading() as unit:
            session = unit.sessions.live(digest(token), now - IDLE_LIFE, now)
            if session is None:
                raise NotAuthenticated("e-expired", reason="session-over")
            request = unit.deep_links.find(handle, session[1])
        if request is None:
            raise NotFound(reason="no-such-request")
        if request.expires_at <= now:
            raise NotAuthenticated("e-expired", reason="request-over")
        return Picking(request=request)

    def answer(
        self, picking: Picking, chosen: Sequence[Offer], columns: Columns, now: datetime
    ) -> DeepLinkRequest:
        """Sign the choice; the request comes back with its answer. A second choice changes nothing (D12).

        Raises:
            Conflict: ``one-item-only``: the platform takes one and several were chosen (D09).
            InvalidMessage: ``nothing-chosen``, also for an activity that we do not have.
            NotAllowed: the platform was switched off meanwhile.
        """
        if not chosen or any(offer.slug not in self._activities for offer in chosen):
            raise InvalidMessage(reason="nothing-chosen")
        if len(chosen) > 1 and not picking.request.accepts_several:
            raise Conflict(reason="one-item-only")
        items = tuple(
            DeepLinkItem(
                activity=offer.slug,
                uuid=str(uuid4()),
                title=offer.title,
                text=offer.text,
                columns=self._activities[offer.slug].columns(columns),
                is_graded=self._activities[offer.slug].is_graded,
                maximum=self._activities[offer.slug].points_maximum,
            )
            for offer in chosen
        )
        return self._answered(picking.request, DeepLinkAnswer(items=items), now)

    def cancel(self, picking: Picking, message: str, now: datetime) -> DeepLinkRequest:
        """Sign an answer without any item; ``message`` is what the trainer reads in the platform.

        Raises:
            NotAllowed: the platform was switched off meanwhile.
        """
        answer = DeepLinkAnswer(message=message, log="The trainer chose nothing.")
        return self._answered(picking.request, answer, now)

    def _answered(self, request: DeepLinkRequest, answer: DeepLinkAnswer, now: datetime) -> DeepLinkRequest:
        if request.answer is not None:
            return request
        with self._store.reading() as unit:
            registration = unit.registrations.get(request.centre_id, request.registration_id)
            deployment = unit.registrations.deployment_word(request.centre_id, request.deployment_id)
        if registration is None or deployment is None or not registration.is_enabled:
            raise NotAllowed("e-lms", reason="registration-disabled")
        signed = self._signer.sign(
            registration,
            deployment,
            answer,
            data=request.data,
            accepts_line_items=request.accepts_line_items,
            now=now,
        )
        with self._store.writing() as unit:
            return unit.deep_links.keep_answer(
                request, signed, now + ANSWER_LIFE, is_cancelled=not answer.items
            )
