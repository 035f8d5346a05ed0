"""Talk sheets and attestations: who may have them, issuing one, taking one back, checking one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.administration import is_named
from lti_tool.domain.attempt import Attempt, Bank
from lti_tool.domain.attestation import Attestation, Statement, code_of, plain_code, statement_of, withdrawn
from lti_tool.domain.audit import LEARNER, TRAINER, Deed, actor_of
from lti_tool.domain.cohort import Paging, by_name, paging
from lti_tool.domain.document_ports import Press
from lti_tool.domain.documents import Checked, Paper, Sender, Senders, Talk
from lti_tool.domain.errors import Conflict, NotFound
from lti_tool.domain.journey import journey_of
from lti_tool.domain.profile import profile_of
from lti_tool.domain.record_view import Looked
from lti_tool.domain.roles import Rights
from lti_tool.services.badges import Badges
from lti_tool.services.cohorts import Record
from lti_tool.services.ids import digest, new_id
from lti_tool.services.launches import Visit
from lti_tool.services.record_views import note
from lti_tool.services.reviewing import only_readers_of_results, only_reviewers
from lti_tool.store.course_members import StoredCourseMember
from lti_tool.store.unit_of_work import Store, UnitOfWork

TRIES = 5
"""How often an attestation is tried again when another one took its number, or its attempt moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What documents need: the use cases, the badges, and the press that prints."""

    documents: Documents
    badges: Badges
    press: Press


class Documents:
    """Use cases over documents. ``secrets`` are the installation's, the present one first."""

    def __init__(
        self, store: Store, *, bank: Bank, secrets: Sequence[bytes], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._bank = bank
        self._secrets = tuple(secrets)
        self._clock = clock

    def senders(self, visit: Visit, *, page: int = 1) -> Senders:
        """Who sent a result in this course; no result is in it, so that it is no look at a record.

        Raises:
            NotFound: the visitor reads no results here.
        """
        link = visit.link
        with self._store.reading() as unit:
            people, sent, shown = self._page(unit, visit, page)
            issued = unit.attestations.issued_for(link.centre_id, [one.person_id for one in people])
        return Senders(
            people=tuple(
                Sender(
                    person_id=one.person_id,
                    name=one.name,
                    number=one.number,
                    sent_at=sent[one.person_id],
                    issued_at=issued.get(one.person_id),
                )
                for one in people
            ),
            page=shown,
        )

    def talks(self, visit: Visit, *, page: int = 1) -> tuple[Talk, ...]:
        """The talk sheets of one page of those people. That the visitor looks at each is written down.

        Raises:
            NotFound: the visitor reads no results here.
            StoreUnavailable: the looks could not be written down.
        """
        link = visit.link
        with self._store.writing() as unit:
            people, _sent, _shown = self._page(unit, visit, page)
            ids = [one.person_id for one in people]
            note(unit, visit, ids, Looked.DOCUMENT, self._clock())
            attempts = unit.attempts.in_course(link.centre_id, link.context_id or "", ids)
        lasts = {
            one.person_id: _told(visit, [each for each in attempts if each.person_id == one.person_id])
            for one in people
        }
        return tuple(
            Talk(name=one.name, number=one.number, attempt=last, profile=profile_of(last, self._bank))
            for one in people
            if (last := lasts[one.person_id]) is not None
        )

    def talk(self, visit: Visit, record: Record) -> Talk | None:
        """The talk sheet of the person of this record; ``None`` before they sent a result."""
        last = self._last_sent(visit, record.member.person_id)
        if last is None:
            return None
        member = record.member
        return Talk(
            name=member.name, number=member.number, attempt=last, profile=profile_of(last, self._bank)
        )

    def paper(self, visit: Visit, record: Record) -> Paper | None:
        """The attestation of the person of this record; ``None`` before they sent a result."""
        return self._paper(visit, record.member.person_id)

    def own_paper(self, visit: Visit) -> Paper | None:
        """The visitor's own, in the same way."""
        return self._paper(visit, visit.launch.person_id)

    def issue(self, visit: Visit, record: Record) -> Attestation | None:
        """Issue the attestation of the person of this record, or find the one that stands; ``None`` before
        they sent a result, and while the centre has no name. After one that was taken back it is another one,
        with another code.

        Raises:
            NotFound: the visitor is no trainer.
        """
        _only_trainers(visit)
        return self._issue(visit, record.member.person_id, actor_of(TRAINER, visit.launch.person_id))

    def issue_own(self, visit: Visit) -> Attestation | None:
        """The same by the learner. What a trainer took back stays so: then there is nothing.

        Raises:
            NotFound: the last one was taken back.
        """
        paper = self.own_paper(visit)
        if paper is not None and paper.is_withdrawn:
            raise NotFound(reason="attestation-withdrawn")
        return self._issue(visit, visit.launch.person_id, actor_of(LEARNER, visit.launch.person_id))

    def withdraw(self, visit: Visit, record: Record) -> None:
        """Take the attestation of this person back; without one that stands nothing happens.

        Raises:
            NotFound: the visitor is no trainer.
        """
        _only_trainers(visit)
        paper = self.paper(visit, record)
        if paper is None or not paper.is_issued or paper.attestation is None:
            return
        with self._store.writing() as unit:
            take_back(unit, paper.attestation, visit.launch.person_id, self._clock())

    def centre_name(self, visit: Visit) -> str:
        """How the visitor's centre is called: who issues. Empty while it has no name of its own."""
        with self._store.reading() as unit:
            return _issuer(unit, visit.link.centre_id)

    def check(self, given: str) -> Checked | None:
        """What a code stands for, ``None`` when it was never given."""
        code = plain_code(given)
        if not code:
            return None
        with self._store.reading() as unit:
            found = unit.attestations.by_code(digest(code))
        if found is None:
            return None
        attestation, centre = found
        return Checked(
            centre=centre,
            fingerprint=attestation.fingerprint,
            issued_at=attestation.issued_at,
            withdrawn_at=attestation.withdrawn_at,
        )

    def _page(
        self, unit: UnitOfWork, visit: Visit, page: int
    ) -> tuple[Sequence[StoredCourseMember], dict[str, datetime], Paging]:
        """The people of one page, and when each of the course sent a result."""
        only_reviewers(visit.rights)
        link = visit.link
        only_readers_of_results(unit, link.centre_id, visit.rights)
        if link.context_id is None:
            return (), {}, paging(0, 1)
        sent = dict(unit.attestations.senders(link.centre_id, link.context_id))
        group = unit.course_members.group(link.centre_id, link.context_id, link.id, link.activity)
        people = by_name([one for one in group if one.person_id in sent])
        shown = paging(len(people), page)
        return shown.part_of(people), sent, shown

    def _last_sent(self, visit: Visit, person_id: str) -> Attempt | None:
        with self._store.reading() as unit:
            return _last_of(unit, visit, person_id)

    def _paper(self, visit: Visit, person_id: str) -> Paper | None:
        with self._store.reading() as unit:
            attempt = _last_of(unit, visit, person_id)
            if attempt is None:
                return None
            known = unit.attestations.of_attempt(attempt.centre_id, attempt.id)
        if known is not None and known.is_valid:
            return Paper(statement=known.statement, attestation=known, code=self._code(known))
        return Paper(statement=self._statement(attempt), attestation=known)

    def _issue(self, visit: Visit, person_id: str, actor: str) -> Attestation | None:
        for _try in range(TRIES):
            attempt = self._last_sent(visit, person_id)
            if attempt is None:
                return None
            try:
                return self._issued(visit, attempt, self._statement(attempt), actor)
            except Conflict:
                continue
        raise Conflict(reason="somebody-was-faster")

    def _issued(self, visit: Visit, attempt: Attempt, statement: Statement, actor: str) -> Attestation | None:
        """Keep what ``attempt`` states, if it is still so: a paper sheet may be keyed again meanwhile."""
        now, own_id = self._clock(), new_id()
        with self._store.writing() as unit:
            unit.attempts.hold(attempt)
            known = unit.attestations.of_attempt(attempt.centre_id, attempt.id)
            if known is not None and known.is_valid:
                return known
            if not _issuer(unit, attempt.centre_id):
                return None
            made = Attestation(
                centre_id=attempt.centre_id,
                id=own_id,
                person_id=attempt.person_id,
                attempt_id=attempt.id,
                code_digest=digest(code_of(self._secrets[0], own_id)),
                number=unit.attestations.next_number(attempt.centre_id),
                statement=statement,
                fingerprint=statement.fingerprint,
                issued_at=now,
                issued_by=visit.launch.person_id,
            )
            unit.attestations.add(made)
            unit.audit.append(_deed("attestation-issued", made, actor, now))
        return made

    def _statement(self, attempt: Attempt) -> Statement:
        return statement_of(attempt, profile_of(attempt, self._bank))

    def _code(self, attestation: Attestation) -> str:
        codes = (code_of(secret, attestation.id) for secret in self._secrets)
        return next((code for code in codes if digest(code) == attestation.code_digest), "")


def take_back(unit: UnitOfWork, attestation: Attestation, by: str, now: datetime) -> None:
    """In the trainer's unit of work: this attestation stands no longer, and its badges with it; ``by`` is our
    id of the trainer. One that was taken back before stays as it was.
    """
    if not attestation.is_valid:
        return
    moved = withdrawn(attestation, by, now)
    if unit.attestations.withdraw(moved):
        unit.audit.append(_deed("attestation-withdrawn", moved, actor_of(TRAINER, by), now))


def _last_of(unit: UnitOfWork, visit: Visit, person_id: str) -> Attempt | None:
    link = visit.link
    return _told(visit, unit.attempts.of_person(link.centre_id, person_id, link.context_id, link.id))


def _told(visit: Visit, attempts: Sequence[Attempt]) -> Attempt | None:
    """The attempt that a document tells of: the last one sent at this link, else the last stage sent."""
    sent = [one for one in attempts if one.is_finished and one.shared_at is not None]
    here = [
        one for one in sent if (one.resource_link_id, one.activity) == (visit.link.id, visit.link.activity)
    ]
    last = here[-1] if here else journey_of(sent).latest
    return last or (sent[-1] if sent else None)


def _issuer(unit: UnitOfWork, centre_id: str) -> str:
    name = unit.attestations.centre_name(centre_id) or ""
    return name if is_named(name) else ""


def _only_trainers(visit: Visit) -> None:
    if visit.rights is not Rights.TRAINER:
        raise NotFound(reason="assistant-cannot-issue")


def _deed(action: str, attestation: Attestation, actor: str, now: datetime) -> Deed:
    return Deed(
        at=now,
        centre_id=attestation.centre_id,
        actor=actor,
        action=action,
        object_kind="attestation",
        object_id=attestation.id,
    )
