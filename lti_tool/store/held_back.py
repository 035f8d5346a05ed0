"""What may hold the people of a course back, by person: in one narrow query each."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.domain.checks import OBSTACLES
from lti_tool.domain.stuck import Cause
from lti_tool.store.check_rows import CheckAnswerRow, CheckRunRow
from lti_tool.store.stuck_calls import StuckCallRow


class HeldBack:
    """Queries over a whole course."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def obstacles(self, centre_id: str, context_id: str) -> Mapping[str, frozenset[str]]:
        """The obstacles that each person named last and sent, whatever they were asked about."""
        run, answer = CheckRunRow, CheckAnswerRow
        query = (
            select(run.person_id, run.id, answer.choices)
            .join(answer, (answer.centre_id == run.centre_id) & (answer.run_id == run.id))
            .where(
                run.centre_id == centre_id,
                run.context_id == context_id,
                run.check_slug == OBSTACLES,
                run.shared_at.is_not(None),
            )
            .order_by(run.shared_at, run.id)
        )
        last: dict[str, tuple[str, set[str]]] = {}
        for person_id, run_id, choices in self._session.execute(query):
            if person_id not in last or last[person_id][0] != run_id:
                last[person_id] = (run_id, set())
            last[person_id][1].update(choices)
        return {person_id: frozenset(named) for person_id, (_run, named) in last.items()}

    def calls(self, centre_id: str, context_id: str) -> Mapping[str, frozenset[Cause]]:
        """The causes of each person's calls for help in the course, answered or not."""
        call = StuckCallRow
        query = (
            select(call.person_id, call.cause)
            .where(call.centre_id == centre_id, call.context_id == context_id)
            .distinct()
        )
        found: dict[str, set[Cause]] = {}
        for person_id, cause in self._session.execute(query):
            found.setdefault(person_id, set()).add(Cause(cause))
        return {person_id: frozenset(causes) for person_id, causes in found.items()}
