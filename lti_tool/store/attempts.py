"""Attempts with their answers and, once finished, the level of each area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lti_tool.domain.ability import LevelEstimate, Outcome
from lti_tool.domain.attempt import Answer, Attempt, AttemptState, CurrentTask, Stage
from lti_tool.domain.errors import Conflict
from lti_tool.store.attempt_rows import AnswerRow, AreaLevelRow, AttemptRow


class Attempts:
    """Queries over attempts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(
        self, centre_id: str, person_id: str, link_id: str, activity: str, stage: Stage
    ) -> Attempt | None:
        """The attempt of this person here, whatever its state."""
        query = select(AttemptRow).where(
            AttemptRow.centre_id == centre_id,
            AttemptRow.person_id == person_id,
            AttemptRow.resource_link_id == link_id,
            AttemptRow.activity == activity,
            AttemptRow.stage == stage.value,
        )
        row = self._session.scalars(query).one_or_none()
        if row is None:
            return None
        answers = self._session.scalars(
            select(AnswerRow)
            .where(AnswerRow.centre_id == centre_id, AnswerRow.attempt_id == row.id)
            .order_by(AnswerRow.position)
        )
        return _attempt(row, tuple(_answer(answer) for answer in answers))

    def add(self, attempt: Attempt) -> None:
        """Begin an attempt."""
        self._session.add(AttemptRow(centre_id=attempt.centre_id, id=attempt.id, **_columns(attempt)))
        self._session.flush()

    def save(self, attempt: Attempt, before: Attempt) -> None:
        """Store a move, if nobody else moved the attempt since ``before`` was read.

        Raises:
            Conflict: another window moved it; nothing is stored.
        """
        change = (
            update(AttemptRow)
            .where(
                AttemptRow.centre_id == attempt.centre_id,
                AttemptRow.id == attempt.id,
                AttemptRow.version == before.version,
            )
            .values(**_columns(attempt))
            .returning(AttemptRow.id)
        )
        if self._session.execute(change).scalar_one_or_none() is None:
            raise Conflict(reason="answered-in-another-window")
        for answer in attempt.answers[len(before.answers) :]:
            self._session.add(_answer_row(attempt, answer))
        self._session.flush()

    def save_levels(self, attempt: Attempt, levels: Mapping[str, LevelEstimate]) -> None:
        """Keep the area levels of a finished attempt, replacing earlier ones."""
        self._session.execute(
            delete(AreaLevelRow).where(
                AreaLevelRow.centre_id == attempt.centre_id, AreaLevelRow.attempt_id == attempt.id
            )
        )
        for area, level in levels.items():
            self._session.add(
                AreaLevelRow(
                    centre_id=attempt.centre_id,
                    attempt_id=attempt.id,
                    area=area,
                    level=level.level,
                    low=level.low,
                    high=level.high,
                    p=level.p,
                )
            )

    def of_link(self, centre_id: str, link_id: str, activity: str) -> Sequence[Attempt]:
        """Every attempt at a resource link, without its answers."""
        query = select(AttemptRow).where(
            AttemptRow.centre_id == centre_id,
            AttemptRow.resource_link_id == link_id,
            AttemptRow.activity == activity,
        )
        return tuple(_attempt(row, ()) for row in self._session.scalars(query))

    def levels_of_link(self, centre_id: str, link_id: str) -> Mapping[str, Mapping[str, LevelEstimate]]:
        """The area levels of all finished attempts of a resource link, by attempt and area."""
        query = (
            select(AreaLevelRow)
            .join(
                AttemptRow,
                (AttemptRow.centre_id == AreaLevelRow.centre_id) & (AttemptRow.id == AreaLevelRow.attempt_id),
            )
            .where(AttemptRow.centre_id == centre_id, AttemptRow.resource_link_id == link_id)
        )
        levels: dict[str, dict[str, LevelEstimate]] = {}
        for row in self._session.scalars(query):
            estimate = LevelEstimate(level=row.level, low=row.low, high=row.high, p=row.p)
            levels.setdefault(row.attempt_id, {})[row.area] = estimate
        return levels

    def helped_counts(self, centre_id: str, link_id: str) -> Mapping[str, int]:
        """How many tasks were done with help, by attempt of a resource link."""
        query = (
            select(AnswerRow.attempt_id)
            .join(
                AttemptRow,
                (AttemptRow.centre_id == AnswerRow.centre_id) & (AttemptRow.id == AnswerRow.attempt_id),
            )
            .where(
                AttemptRow.centre_id == centre_id,
                AttemptRow.resource_link_id == link_id,
                AnswerRow.outcome == Outcome.HELPED.value,
            )
        )
        counts: dict[str, int] = {}
        for attempt_id in self._session.scalars(query):
            counts[attempt_id] = counts.get(attempt_id, 0) + 1
        return counts


def _columns(attempt: Attempt) -> dict[str, object]:
    current = attempt.current
    return {
        "person_id": attempt.person_id,
        "resource_link_id": attempt.resource_link_id,
        "activity": attempt.activity,
        "mode": attempt.mode,
        "stage": attempt.stage.value,
        "state": attempt.state.value,
        "seed": attempt.seed,
        "strand": attempt.strand,
        "bank_version": attempt.bank_version,
        "engine_version": attempt.engine_version,
        "version": attempt.version,
        "last_submission": attempt.last_submission,
        "current_item_id": current.item_id if current else None,
        "current_scene_id": current.scene_id if current else None,
        "current_tries": current.tries if current else 0,
        "current_is_helped": current.is_helped if current else False,
        "current_opened_at": current.opened_at if current else None,
        "access": dict(attempt.access),
        "started_at": attempt.started_at,
        "updated_at": attempt.updated_at,
        "finished_at": attempt.finished_at,
        "shared_at": attempt.shared_at,
    }


def _attempt(row: AttemptRow, answers: tuple[Answer, ...]) -> Attempt:
    return Attempt(
        id=row.id,
        centre_id=row.centre_id,
        person_id=row.person_id,
        resource_link_id=row.resource_link_id,
        activity=row.activity,
        mode=row.mode,
        stage=Stage(row.stage),
        state=AttemptState(row.state),
        seed=row.seed,
        strand=row.strand,
        bank_version=row.bank_version,
        engine_version=row.engine_version,
        version=row.version,
        last_submission=row.last_submission,
        current=_current(row),
        answers=answers,
        access=MappingProxyType(dict(row.access)),
        started_at=row.started_at,
        updated_at=row.updated_at,
        finished_at=row.finished_at,
        shared_at=row.shared_at,
    )


def _current(row: AttemptRow) -> CurrentTask | None:
    if row.current_item_id is None or row.current_scene_id is None or row.current_opened_at is None:
        return None
    return CurrentTask(
        item_id=row.current_item_id,
        scene_id=row.current_scene_id,
        tries=row.current_tries,
        is_helped=row.current_is_helped,
        opened_at=row.current_opened_at,
    )


def _answer_row(attempt: Attempt, answer: Answer) -> AnswerRow:
    return AnswerRow(
        centre_id=attempt.centre_id,
        attempt_id=attempt.id,
        position=answer.position,
        item_id=answer.item_id,
        item_version=answer.item_version,
        competence=answer.competence,
        level=answer.level,
        family=answer.family,
        format=answer.format,
        outcome=answer.outcome.value,
        tries=answer.tries,
        right_parts=answer.right_parts,
        parts=answer.parts,
        seconds=answer.seconds,
        submission_id=answer.submission_id,
        answered_at=answer.answered_at,
    )


def _answer(row: AnswerRow) -> Answer:
    return Answer(
        position=row.position,
        item_id=row.item_id,
        item_version=row.item_version,
        competence=row.competence,
        level=row.level,
        family=row.family,
        format=row.format,
        outcome=Outcome(row.outcome),
        tries=row.tries,
        right_parts=row.right_parts,
        parts=row.parts,
        seconds=row.seconds,
        submission_id=row.submission_id,
        answered_at=row.answered_at,
    )
