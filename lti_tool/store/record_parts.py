"""What trainers and learners add to a record, in the store. Nothing here is ever deleted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar  # Any: what the columns of a row hold: texts, numbers, days, moments

from sqlalchemy import select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from lti_tool.domain.errors import Conflict
from lti_tool.domain.observation import Ended, Observation
from lti_tool.domain.remarks import Correction, Note, Objection
from lti_tool.store.attempt_rows import AttemptRow
from lti_tool.store.course_rows import ResourceLinkRow
from lti_tool.store.places import at_place
from lti_tool.store.record_rows import CorrectionRow, NoteRow, ObjectionRow, ObservationRow

OfAttempt = TypeVar("OfAttempt", ObservationRow, CorrectionRow, ObjectionRow)


class RecordParts:
    """Queries over observations, corrections, disagreements and notes, oldest first."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def observations(self, centre_id: str, attempt_ids: Collection[str]) -> Sequence[Observation]:
        """Everything observed of these attempts, what stands and what ended; none for none."""
        found = self._of_attempts(ObservationRow, ObservationRow.written_at, centre_id, attempt_ids)
        return tuple(_observation(one) for one in found)

    def add_observation(self, observation: Observation) -> None:
        """Keep what was seen.

        Raises:
            Conflict: from the unit of work, when another trainer wrote of this area at the same moment.
        """
        self._add(ObservationRow(**_values(observation)))

    def end_observation(self, observation: Observation) -> None:
        """Keep that it stands no longer.

        Raises:
            Conflict: it ended meanwhile.
        """
        row = ObservationRow
        change = (
            update(row)
            .where(row.centre_id == observation.centre_id, row.id == observation.id, row.ended_at.is_(None))
            .values(
                ended_at=observation.ended_at,
                ended_by=observation.ended_by,
                ended_how=observation.ended_how,
            )
            .returning(row.id)
        )
        self._must_hit(change)

    def corrections(self, centre_id: str, attempt_ids: Collection[str]) -> Sequence[Correction]:
        """Every correction of these attempts; none for none."""
        found = self._of_attempts(CorrectionRow, CorrectionRow.written_at, centre_id, attempt_ids)
        return tuple(_correction(one) for one in found)

    def add_correction(self, correction: Correction) -> None:
        """Keep a correction."""
        self._add(CorrectionRow(**asdict(correction)))

    def objections(self, centre_id: str, attempt_ids: Collection[str]) -> Sequence[Objection]:
        """Every disagreement with the results of these attempts; none for none."""
        found = self._of_attempts(ObjectionRow, ObjectionRow.said_at, centre_id, attempt_ids)
        return tuple(_objection(one) for one in found)

    def open_objections(self, centre_id: str, context_id: str) -> Sequence[tuple[str, Objection]]:
        """Every disagreement of a course that nobody has talked about yet, with whose it is, oldest first. It
        was said to the trainers, whether the result was sent or not. One query, however many there are.
        """
        row, attempt, link = ObjectionRow, AttemptRow, ResourceLinkRow
        query = (
            select(row, attempt.person_id)
            .join(attempt, (attempt.centre_id == row.centre_id) & (attempt.id == row.attempt_id))
            .join(link, (link.centre_id == attempt.centre_id) & (link.id == attempt.resource_link_id))
            .where(row.centre_id == centre_id, link.context_id == context_id, row.talked_on.is_(None))
            .order_by(row.said_at, row.id)
        )
        return [(person_id, _objection(one)) for one, person_id in self._session.execute(query)]

    def add_objection(self, objection: Objection) -> None:
        """Keep a disagreement."""
        self._add(ObjectionRow(**asdict(objection)))

    def save_reply(self, objection: Objection) -> None:
        """Keep the reply.

        Raises:
            Conflict: another trainer replied meanwhile.
        """
        row = ObjectionRow
        change = (
            update(row)
            .where(row.centre_id == objection.centre_id, row.id == objection.id, row.talked_on.is_(None))
            .values(
                talked_on=objection.talked_on,
                reply=objection.reply,
                replied_by=objection.replied_by,
                replied_at=objection.replied_at,
            )
            .returning(row.id)
        )
        self._must_hit(change)

    def notes(self, centre_id: str, person_id: str, context_id: str | None, link_id: str) -> Sequence[Note]:
        """Every note on one person in a course; where the platform names none, at this resource link."""
        row = NoteRow
        query = (
            select(row)
            .where(
                row.centre_id == centre_id,
                row.person_id == person_id,
                at_place(row.context_id, row.resource_link_id, context_id, link_id),
            )
            .order_by(row.written_at, row.id)
        )
        return tuple(_note(one) for one in self._session.scalars(query))

    def add_note(self, note: Note) -> None:
        """Keep a note."""
        self._add(NoteRow(**asdict(note)))

    def save_note(self, note: Note, before: Note) -> None:
        """Store a move, if nobody else moved the note since ``before`` was read.

        Raises:
            Conflict: somebody did; nothing is stored.
        """
        row = NoteRow
        change = (
            update(row)
            .where(
                row.centre_id == note.centre_id,
                row.id == note.id,
                row.text == before.text,
                row.struck_at.is_(None) if before.struck_at is None else row.struck_at.is_not(None),
            )
            .values(
                text=note.text,
                changed_at=note.changed_at,
                struck_at=note.struck_at,
                struck_by=note.struck_by,
                emptied_at=note.emptied_at,
                emptied_by=note.emptied_by,
            )
            .returning(row.id)
        )
        self._must_hit(change)

    def _of_attempts(
        self,
        row: type[OfAttempt],
        moment: InstrumentedAttribute[datetime],
        centre_id: str,
        attempt_ids: Collection[str],
    ) -> Sequence[OfAttempt]:
        """The rows about these attempts in the order of a moment; no query for none."""
        if not attempt_ids:
            return ()
        query = select(row).where(row.centre_id == centre_id, row.attempt_id.in_(attempt_ids))
        return self._session.scalars(query.order_by(moment, row.id)).all()

    def _add(self, row: ObservationRow | CorrectionRow | ObjectionRow | NoteRow) -> None:
        self._session.add(row)
        self._session.flush()

    def _must_hit(self, change: Any) -> None:  # Any: an update with RETURNING has no public common type
        if self._session.execute(change).scalar_one_or_none() is None:
            raise Conflict(reason="record-changed-meanwhile")


def _values(observation: Observation) -> dict[str, Any]:
    how = observation.ended_how
    return {**asdict(observation), "ended_how": how.value if how else None}


def _observation(row: ObservationRow) -> Observation:
    return Observation(
        **{
            **{name: getattr(row, name) for name in _names(ObservationRow)},
            "ended_how": Ended(row.ended_how) if row.ended_how else None,
        }
    )


def _correction(row: CorrectionRow) -> Correction:
    return Correction(**{name: getattr(row, name) for name in _names(CorrectionRow)})


def _objection(row: ObjectionRow) -> Objection:
    return Objection(**{name: getattr(row, name) for name in _names(ObjectionRow)})


def _note(row: NoteRow) -> Note:
    return Note(**{name: getattr(row, name) for name in _names(NoteRow)})


def _names(row: type[ObservationRow | CorrectionRow | ObjectionRow | NoteRow]) -> list[str]:
    return [column.key for column in row.__table__.columns]
