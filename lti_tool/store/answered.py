"""The answers of all finished attempts, one attempt at a time and without the person who gave them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.domain.attempt import AttemptState
from lti_tool.domain.calibration import AnsweredAttempt
from lti_tool.store.attempt_rows import AnswerRow, AttemptRow
from lti_tool.store.attempt_values import answer_of

ROWS_AT_A_TIME = 2000


class AnsweredAttempts:
    """Queries over answers for whoever looks after the bank: no name, no id of a person."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def finished(self, centre_id: str = "") -> Iterator[AnsweredAttempt]:
        """Every finished attempt with its answers in order, of one centre or of all; nothing is kept in
        memory. Those on paper are left out: one try, no help at hand and no time make another task of it.
        """
        attempt, answer = AttemptRow, AnswerRow
        query = (
            select(attempt.strand, answer)
            .join(attempt, (attempt.centre_id == answer.centre_id) & (attempt.id == answer.attempt_id))
            .where(attempt.state == AttemptState.FINISHED.value, attempt.paper_on.is_(None))
            .order_by(answer.centre_id, answer.attempt_id, answer.position)
            .execution_options(yield_per=ROWS_AT_A_TIME)
        )
        if centre_id:
            query = query.where(answer.centre_id == centre_id)
        rows = self._session.execute(query)
        for (centre, _id), group in groupby(rows, key=lambda row: (row[1].centre_id, row[1].attempt_id)):
            found = list(group)
            answers = tuple(answer_of(row) for _strand, row in found)
            yield AnsweredAttempt(strand=found[0][0], answers=answers, centre_id=centre)
