"""Corrections, disagreements and their replies, notes of a talk."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from lti_tool.domain import attempt as attempt_moves
from lti_tool.domain import remarks as moves
from lti_tool.domain.attempt import Attempt
from lti_tool.domain.audit import TRAINER, Deed, actor_of
from lti_tool.domain.checks import tidied
from lti_tool.domain.errors import Conflict, MalformedRequest, NotAllowed, NotFound
from lti_tool.domain.needs import AccessQuestion, is_offered
from lti_tool.domain.observation import REASON_LENGTH, day_of
from lti_tool.domain.remarks import Correction, Note, Objection
from lti_tool.domain.roles import Rights
from lti_tool.services.cohorts import Record
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.services.records import attempts_of
from lti_tool.services.wording import local_day
from lti_tool.store.unit_of_work import Store, UnitOfWork

Part = TypeVar("Part", Note, Objection)
_SUBMISSION = re.compile(r"[A-Za-z0-9_-]{8,32}")


class Remarks:
    """Use cases over what is said about a record; a ``record`` shows that the visitor may read about the
    person.
    """

    def __init__(self, store: Store, *, access: Sequence[AccessQuestion]) -> None:
        self._store = store
        self._access = {question.id: question for question in access}

    def question(self, question_id: str) -> AccessQuestion:
        """One question of the access check.

        Raises:
            NotFound: there is none of this name.
        """
        found = self._access.get(question_id)
        if found is None:
            raise NotFound(reason="unknown-access-question")
        return found

    def correct(
        self, visit: Visit, record: Record, question_id: str, choice: str, reason: str, now: datetime
    ) -> tuple[str, ...]:
        """Correct one answer of the access check; what it was stays. The answer that stands already changes
        nothing.

        Returns the words for what is the matter: "choice", "reason", "reason-long"; empty when all is well.

        Raises:
            NotAllowed: the visitor is no trainer.
            NotFound: there is no such question, or no sent result.
            Conflict: the learner answered at the same moment; nothing is stored.
        """
        _only_trainers(visit)
        attempt, question = _sent(record), self.question(question_id)
        line = tidied(reason)
        faults = (
            "" if choice and is_offered(question, choice) else "choice",
            "reason" if not line else "reason-long" if len(line) > REASON_LENGTH else "",
        )
        before = attempt.access.get(question_id, "")
        if any(faults) or choice == before:
            return tuple(fault for fault in faults if fault)
        correction = Correction(
            id=new_id(),
            centre_id=attempt.centre_id,
            attempt_id=attempt.id,
            question=question_id,
            before=before,
            after=choice,
            reason=line,
            written_by=visit.launch.person_id,
            written_at=now,
        )
        with self._store.writing() as unit:
            moved = attempt_moves.with_access_answer(attempt, question_id, choice, now)
            unit.attempts.save(moved, attempt)
            unit.record_parts.add_correction(correction)
            unit.audit.append(_deed(visit, "record-corrected", "correction", correction.id, now))
        return ()

    def object(self, visit: Visit, attempt: Attempt, words: str, submission: str, now: datetime) -> None:
        """The learner does not agree with this result of theirs. The same form again changes nothing.

        Raises:
            MalformedRequest: ``words-too-long``, ``too-many-objections``, or a form that no page sends.
        """
        if not _SUBMISSION.fullmatch(submission):
            raise MalformedRequest(reason="submission-id")
        said = moves.objection_words(words)
        if attempt.person_id != visit.launch.person_id or not attempt.is_finished:
            raise NotFound(reason="no-result-of-ones-own")
        with self._store.writing() as unit:
            known = unit.record_parts.objections(attempt.centre_id, [attempt.id])
            if any(one.id == submission for one in known):
                return
            if len(known) >= moves.OBJECTIONS_AT_MOST:
                raise MalformedRequest(reason="too-many-objections")
            unit.record_parts.add_objection(
                Objection(
                    id=submission,
                    centre_id=attempt.centre_id,
                    attempt_id=attempt.id,
                    said_at=now,
                    words=said,
                )
            )

    def reply(
        self, visit: Visit, record: Record, objection_id: str, day: str, words: str, now: datetime
    ) -> tuple[str, ...]:
        """A trainer talked with the person about it; the first reply counts.

        Returns "day" or "words" for what is the matter; empty when all is well.

        Raises:
            NotAllowed: the visitor is no trainer.
            NotFound: the person has not said so here.
            Conflict: another trainer replied at the same moment.
        """
        _only_trainers(visit)
        talked_on = day_of(day, local_day(now))
        objection = self.objection(visit, record, objection_id)
        if talked_on is None or len(moves.words_of(words)) > moves.WORDS_LENGTH:
            return ("day",) if talked_on is None else ("words",)
        if objection.is_open:
            by = visit.launch.person_id
            with self._store.writing() as unit:
                unit.record_parts.save_reply(moves.replied(objection, talked_on, words, by=by, now=now))
                unit.audit.append(_deed(visit, "objection-answered", "objection", objection.id, now))
        return ()

    def objection(self, visit: Visit, record: Record, objection_id: str) -> Objection:
        """One disagreement of the person of this record.

        Raises:
            NotFound: they have not said so here.
        """
        with self._store.reading() as unit:
            found = unit.record_parts.objections(visit.link.centre_id, attempts_of(record))
        return _the(found, objection_id, "no-such-objection")

    def note(self, visit: Visit, record: Record, note_id: str) -> Note:
        """One note on the person of this record.

        Raises:
            NotFound: there is none.
        """
        with self._store.reading() as unit:
            return _the(_notes(unit, visit, record), note_id, "no-such-note")

    def write(self, visit: Visit, record: Record, text: str, submission: str, now: datetime) -> None:
        """Keep a note. The same form again changes nothing.

        Raises:
            NotAllowed: the visitor is no trainer.
            MalformedRequest: ``note-missing``, ``words-too-long``, ``too-many-notes``, or a form that no page
                sends.
        """
        _only_trainers(visit)
        if not _SUBMISSION.fullmatch(submission):
            raise MalformedRequest(reason="submission-id")
        fresh = _fresh(visit, record, moves.note_text(text), submission, now)
        with self._store.writing() as unit:
            known = _notes(unit, visit, record)
            if any(one.id == submission for one in known):
                return
            if len(known) >= moves.NOTES_AT_MOST:
                raise MalformedRequest(reason="too-many-notes")
            unit.record_parts.add_note(fresh)
            unit.audit.append(_deed(visit, "note-written", "note", fresh.id, now))

    def rewrite(self, visit: Visit, record: Record, note_id: str, text: str, now: datetime) -> None:
        """Write a note otherwise: on its day, the author changes it; later, or for another trainer, the note
        is struck and stays, and the other text is a note of its own.

        Raises:
            MalformedRequest: ``note-missing`` or ``words-too-long``.
            NotFound: there is no such note that stands; the rest as ``write``.
        """
        words = moves.note_text(text)

        def move(unit: UnitOfWork, note: Note) -> Note:
            if not note.stands:
                raise Conflict(reason="record-changed-meanwhile")
            if may_change(visit, note, now):
                return moves.rewritten(note, words, now)
            unit.record_parts.add_note(_fresh(visit, record, words, new_id(), now))
            return moves.struck(note, by=visit.launch.person_id, now=now)

        self._move(visit, record, note_id, move, now)

    def strike(self, visit: Visit, record: Record, note_id: str, now: datetime) -> None:
        """The note counts no longer and stays readable; raises as ``write``."""
        by = visit.launch.person_id
        self._move(visit, record, note_id, lambda _unit, note: moves.struck(note, by=by, now=now), now)

    def empty(self, visit: Visit, record: Record, note_id: str, now: datetime) -> None:
        """The text is gone for good, that there was a note is not; raises as ``write``."""
        by = visit.launch.person_id
        self._move(visit, record, note_id, lambda _unit, note: moves.emptied(note, by=by, now=now), now)

    def _move(
        self,
        visit: Visit,
        record: Record,
        note_id: str,
        move: Callable[[UnitOfWork, Note], Note],
        now: datetime,
    ) -> None:
        _only_trainers(visit)
        with self._store.writing() as unit:
            before = _the(_notes(unit, visit, record), note_id, "no-such-note")
            moved = move(unit, before)
            if moved != before:
                unit.record_parts.save_note(moved, before)
                unit.audit.append(_deed(visit, "note-written", "note", note_id, now))


def may_change(visit: Visit, note: Note, now: datetime) -> bool:
    """Whether the visitor may change this note in place: the author, on the day of writing."""
    is_author = note.written_by == visit.launch.person_id
    return is_author and note.stands and local_day(note.written_at) == local_day(now)


def _only_trainers(visit: Visit) -> None:
    if visit.rights is not Rights.TRAINER:
        raise NotAllowed("e-role", reason="not-a-trainer")


def _sent(record: Record) -> Attempt:
    if record.attempt is None or record.profile is None:
        raise NotFound(reason="no-sent-result")
    return record.attempt


def _notes(unit: UnitOfWork, visit: Visit, record: Record) -> Sequence[Note]:
    link = visit.link
    return unit.record_parts.notes(link.centre_id, record.member.person_id, link.context_id, link.id)


def _the(found: Sequence[Part], part_id: str, reason: str) -> Part:
    part = next((one for one in found if one.id == part_id), None)
    if part is None:
        raise NotFound(reason=reason)
    return part


def _fresh(visit: Visit, record: Record, text: str, note_id: str, now: datetime) -> Note:
    return Note(
        id=note_id,
        centre_id=visit.link.centre_id,
        person_id=record.member.person_id,
        resource_link_id=visit.link.id,
        context_id=visit.link.context_id,
        text=text,
        written_by=visit.launch.person_id,
        written_at=now,
    )


def _deed(visit: Visit, action: str, kind: str, object_id: str, now: datetime) -> Deed:
    return Deed(
        at=now,
        centre_id=visit.link.centre_id,
        actor=actor_of(TRAINER, visit.launch.person_id),
        action=action,
        object_kind=kind,
        object_id=object_id,
    )
