"""Attempts with their answers and, once finished, the level of each area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, cast  # what a row holds

from sqlalchemy import Row, Table, bindparam, delete, func, insert, select, tuple_, update
from sqlalchemy.orm import Session

from lti_tool.domain.ability import LevelEstimate, Outcome
from lti_tool.domain.answer import Answer
from lti_tool.domain.attempt import Attempt
from lti_tool.domain.errors import Conflict
from lti_tool.domain.start import Stage
from lti_tool.store.attempt_rows import AnswerRow, AreaLevelRow, AttemptRow
from lti_tool.store.attempt_values import answer_columns, answer_of, attempt_of, columns_of
from lti_tool.store.course_rows import ResourceLinkRow
from lti_tool.store.prepared import run, run_all, run_many
from lti_tool.store.schema import put


class Attempts:
    """Queries over attempts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(
        self, centre_id: str, person_id: str, link_id: str, activity: str, stage: Stage
    ) -> Attempt | None:
        """The attempt of this person here, whatever its state."""
        asked = {
            "of_centre": centre_id,
            "whose": person_id,
            "at_link": link_id,
            "which": activity,
            "at_stage": stage.value,
        }
        row = run(self._session, "find-attempt", lambda _dialect: _FIND, asked)
        if row is None:
            return None
        whose = {"of_centre": centre_id, "which": row.id}
        answers = run_all(self._session, "answers-of-one", lambda _dialect: _ANSWERS_OF_ONE, whose)
        return attempt_of(row, tuple(answer_of(one) for one in answers))

    def at_link(self, centre_id: str, person_id: str, link_id: str, activity: str) -> Attempt | None:
        """This person's last attempt at an activity of a link, whatever its stage."""
        query = (
            select(_ATTEMPTS)
            .where(
                AttemptRow.centre_id == centre_id,
                AttemptRow.person_id == person_id,
                AttemptRow.resource_link_id == link_id,
                AttemptRow.activity == activity,
            )
            .order_by(AttemptRow.started_at.desc(), AttemptRow.id)
            .limit(1)
        )
        return next(iter(self._whole(self._session.execute(query))), None)

    def of_person(
        self, centre_id: str, person_id: str, context_id: str | None, link_id: str
    ) -> Sequence[Attempt]:
        """Every attempt of this person in a course, whatever link opened it and whatever its state, with its
        answers, oldest first. Where the platform names no course, those at this link.
        """
        link = ResourceLinkRow
        here = link.id == link_id if context_id is None else link.context_id == context_id
        query = (
            select(_ATTEMPTS)
            .join(link, (link.centre_id == AttemptRow.centre_id) & (link.id == AttemptRow.resource_link_id))
            .where(AttemptRow.centre_id == centre_id, AttemptRow.person_id == person_id, here)
            .order_by(AttemptRow.started_at, AttemptRow.id)
        )
        return self._whole(self._session.execute(query))

    def in_course(self, centre_id: str, context_id: str, person_ids: Sequence[str]) -> Sequence[Attempt]:
        """Every attempt of these people in a course with its answers, oldest first; two queries, none for
        nobody.
        """
        if not person_ids:
            return ()
        link = ResourceLinkRow
        query = (
            select(_ATTEMPTS)
            .join(link, (link.centre_id == AttemptRow.centre_id) & (link.id == AttemptRow.resource_link_id))
            .where(
                AttemptRow.centre_id == centre_id,
                AttemptRow.person_id.in_(person_ids),
                link.context_id == context_id,
            )
            .order_by(AttemptRow.started_at, AttemptRow.id)
        )
        return self._whole(self._session.execute(query))

    def add(self, attempt: Attempt) -> None:
        """Begin an attempt."""
        self._session.add(AttemptRow(centre_id=attempt.centre_id, id=attempt.id, **columns_of(attempt)))
        self._session.flush()

    def save(self, attempt: Attempt, before: Attempt) -> None:
        """Store a move, if nobody else moved the attempt since ``before`` was read.

        Raises:
            Conflict: another window moved it; nothing is stored.
        """
        values = {f"now_{name}": value for name, value in columns_of(attempt).items()}
        place = {"of_centre": attempt.centre_id, "which": attempt.id, "was_version": before.version}
        if run(self._session, "move-attempt", lambda _dialect: _MOVE, {**place, **values}) is None:
            raise Conflict(reason="answered-in-another-window")
        for answer in attempt.answers[len(before.answers) :]:
            put(self._session, _ANSWERS, answer_columns(attempt, answer))

    def hold(self, attempt: Attempt) -> None:
        """Keep this attempt as it was read until the end of the transaction.

        Raises:
            Conflict: somebody moved it since.
        """
        row = AttemptRow
        query = (
            select(row.version)
            .where(row.centre_id == attempt.centre_id, row.id == attempt.id)
            .with_for_update()
        )
        if self._session.scalars(query).one_or_none() != attempt.version:
            raise Conflict(reason="attempt-moved-meanwhile")

    def replace(self, attempt: Attempt, before: Attempt) -> None:
        """Store ``attempt`` with its answers in the place of ``before``, whose answers are forgotten.

        Raises:
            Conflict: another window moved it; nothing is stored.
        """
        self._session.execute(
            delete(AnswerRow).where(
                AnswerRow.centre_id == before.centre_id, AnswerRow.attempt_id == before.id
            )
        )
        self.save(attempt, replace(before, answers=()))

    def save_levels(self, attempt: Attempt, levels: Mapping[str, LevelEstimate]) -> None:
        """Keep the area levels of a finished attempt, replacing earlier ones."""
        self._session.execute(
            delete(AreaLevelRow).where(
                AreaLevelRow.centre_id == attempt.centre_id, AreaLevelRow.attempt_id == attempt.id
            )
        )
        place = {"centre_id": attempt.centre_id, "attempt_id": attempt.id}
        rows = [{**place, "area": area, **asdict(level)} for area, level in levels.items()]
        run_many(self._session, "new-levels", lambda _dialect: insert(AreaLevelRow).inline(), rows)

    def of_people(
        self, centre_id: str, link_id: str, activity: str, person_ids: Sequence[str]
    ) -> Sequence[Attempt]:
        """Every attempt of these people at a resource link, without its answers, oldest first."""
        query = (
            select(_ATTEMPTS)
            .where(
                AttemptRow.centre_id == centre_id,
                AttemptRow.resource_link_id == link_id,
                AttemptRow.activity == activity,
                AttemptRow.person_id.in_(person_ids),
            )
            .order_by(AttemptRow.started_at, AttemptRow.id)
        )
        return tuple(attempt_of(row, ()) for row in self._session.execute(query))

    def levels_of(
        self, centre_id: str, attempt_ids: Sequence[str]
    ) -> Mapping[str, Mapping[str, LevelEstimate]]:
        """The area levels of those attempts that are finished, by attempt and area."""
        query = select(AreaLevelRow).where(
            AreaLevelRow.centre_id == centre_id, AreaLevelRow.attempt_id.in_(attempt_ids)
        )
        levels: dict[str, dict[str, LevelEstimate]] = {}
        for row in self._session.scalars(query):
            estimate = LevelEstimate(level=row.level, low=row.low, high=row.high, p=row.p)
            levels.setdefault(row.attempt_id, {})[row.area] = estimate
        return levels

    def helped_counts(self, centre_id: str, attempt_ids: Sequence[str]) -> Mapping[str, int]:
        """How many tasks of these attempts were done with help, by attempt; nothing where there are none."""
        query = (
            select(AnswerRow.attempt_id, func.count())
            .where(
                AnswerRow.centre_id == centre_id,
                AnswerRow.attempt_id.in_(attempt_ids),
                AnswerRow.outcome == Outcome.HELPED.value,
            )
            .group_by(AnswerRow.attempt_id)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def _whole(self, rows: Iterable[Row[Any]]) -> Sequence[Attempt]:
        """These attempts with their answers, in one query for all answers."""
        found = list(rows)
        if not found:
            return ()
        answers: dict[tuple[str, str], list[Answer]] = {(row.centre_id, row.id): [] for row in found}
        asked = {"of": list(answers)}
        for row in self._session.execute(_ANSWERS_OF, asked):
            answers[row.centre_id, row.attempt_id].append(answer_of(row))
        return tuple(attempt_of(row, tuple(answers[row.centre_id, row.id])) for row in found)


_ATTEMPTS = cast(Table, AttemptRow.__table__)
_ANSWERS = cast(Table, AnswerRow.__table__)
_FIND = select(_ATTEMPTS).where(
    _ATTEMPTS.c.centre_id == bindparam("of_centre"),
    _ATTEMPTS.c.person_id == bindparam("whose"),
    _ATTEMPTS.c.resource_link_id == bindparam("at_link"),
    _ATTEMPTS.c.activity == bindparam("which"),
    _ATTEMPTS.c.stage == bindparam("at_stage"),
)
_ANSWERS_OF_ONE = (
    select(_ANSWERS)
    .where(_ANSWERS.c.centre_id == bindparam("of_centre"), _ANSWERS.c.attempt_id == bindparam("which"))
    .order_by(_ANSWERS.c.position)
)
_ANSWERS_OF = (
    select(_ANSWERS)
    .where(tuple_(_ANSWERS.c.centre_id, _ANSWERS.c.attempt_id).in_(bindparam("of", expanding=True)))
    .order_by(_ANSWERS.c.attempt_id, _ANSWERS.c.position)
)
_MOVE = (
    update(_ATTEMPTS)
    .where(
        _ATTEMPTS.c.centre_id == bindparam("of_centre"),
        _ATTEMPTS.c.id == bindparam("which"),
        _ATTEMPTS.c.version == bindparam("was_version"),
    )
    .values(
        {
            column.key: bindparam(f"now_{column.key}")
            for column in _ATTEMPTS.c
            if column.key not in ("centre_id", "id")
        }
    )
    .returning(_ATTEMPTS.c.id)
)
"""Every answer moves an attempt: what is put into words once is not put into words for each."""
