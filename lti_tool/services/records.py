"""What was added to one learner's record: read by a trainer, and by the learner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from lti_tool.domain.attempt import Attempt
from lti_tool.domain.observation import Observation
from lti_tool.domain.remarks import Correction, Note, Objection
from lti_tool.services.cohorts import Record
from lti_tool.services.launches import Visit
from lti_tool.store.unit_of_work import Store, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """Everything that was added, oldest first, ended and struck parts too; ``names`` are those of the people
    who wrote, by id. A learner's own reading has no notes.
    """

    observations: Sequence[Observation] = ()
    corrections: Sequence[Correction] = ()
    objections: Sequence[Objection] = ()
    notes: Sequence[Note] = ()
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Records:
    """Reading what was added to records."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_record(self, visit: Visit, record: Record) -> Additions:
        """What was added to the record of one person, with five queries at most; the ``record`` shows that
        the visitor may read it. A disagreement is told even before the result is sent: it was said to the
        trainer.
        """
        link, person_id = visit.link, record.member.person_id
        with self._store.reading() as unit:
            notes = unit.record_parts.notes(link.centre_id, person_id, link.context_id, link.id)
            return _whole(unit, link.centre_id, attempts_of(record), notes)

    def own(self, attempt: Attempt) -> Additions:
        """What was added to an attempt, for the learner whose attempt it is; four queries at most."""
        with self._store.reading() as unit:
            return _whole(unit, attempt.centre_id, (attempt.id,), ())


def attempts_of(record: Record) -> tuple[str, ...]:
    """The attempts of which a record tells: that of the link, and those of the way through the course."""
    journey = record.journey
    told = (record.attempt, journey.entry, journey.midway, journey.end)
    return tuple({attempt.id: None for attempt in told if attempt is not None})


def _whole(unit: UnitOfWork, centre_id: str, attempt_ids: Sequence[str], notes: Sequence[Note]) -> Additions:
    parts = unit.record_parts
    observations = parts.observations(centre_id, attempt_ids)
    corrections = parts.corrections(centre_id, attempt_ids)
    objections = parts.objections(centre_id, attempt_ids)
    people = {
        *(one.written_by for one in observations),
        *(one.written_by for one in corrections),
        *(one.written_by for one in notes),
        *(one.ended_by for one in observations),
        *(one.replied_by for one in objections),
        *(by for note in notes for by in (note.struck_by, note.emptied_by)),
    }
    return Additions(
        observations=observations,
        corrections=corrections,
        objections=objections,
        notes=notes,
        names=unit.course_members.names(centre_id, [one for one in people if one]),
    )
