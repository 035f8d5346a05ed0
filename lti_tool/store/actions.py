"""What trainers did about the needs of a course, and what they added."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import RowMapping, Select, select, update
from sqlalchemy.orm import Session

from lti_tool.domain.action import Action, ActionState, Source
from lti_tool.domain.errors import Conflict
from lti_tool.store.action_rows import ActionRow

_FIELDS = tuple(column.key for column in ActionRow.__table__.columns)


class Actions:
    """Queries over actions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def in_course(self, centre_id: str, context_id: str) -> Sequence[Action]:
        """Every action of a course, the oldest first; one query."""
        return self._found(_in_course(centre_id, context_id))

    def of_person(self, centre_id: str, context_id: str, person_id: str) -> Sequence[Action]:
        """Those of one person in a course, the oldest first."""
        return self._found(_in_course(centre_id, context_id).where(ActionRow.person_id == person_id))

    def add(self, action: Action) -> None:
        """Store a fresh action.

        Raises:
            Conflict: from the unit of work, when another trainer acted on the same need at the same moment.
        """
        self._session.add(ActionRow(**_columns(action)))
        self._session.flush()

    def save(self, action: Action, before: Action) -> None:
        """Store a move, if nobody else moved the action since ``before`` was read.

        Raises:
            Conflict: another trainer was faster; nothing is stored.
        """
        change = (
            update(ActionRow)
            .where(
                ActionRow.centre_id == action.centre_id,
                ActionRow.id == action.id,
                ActionRow.version == before.version,
            )
            .values(**_columns(action))
            .returning(ActionRow.id)
        )
        if self._session.execute(change).scalar_one_or_none() is None:
            raise Conflict(reason="action-changed-meanwhile")

    def _found(self, query: Select[tuple[object, ...]]) -> Sequence[Action]:
        return tuple(_action(row) for row in self._session.execute(query).mappings())


def _in_course(centre_id: str, context_id: str) -> Select[tuple[object, ...]]:
    """Columns and no objects: a list of a whole course reads thousands, and changes none of them."""
    return (
        select(*ActionRow.__table__.columns)
        .where(ActionRow.centre_id == centre_id, ActionRow.context_id == context_id)
        .order_by(ActionRow.since, ActionRow.id)
    )


def _columns(action: Action) -> dict[str, object]:
    """The columns have the names of the value's fields; a field without a column fails here."""
    values = {name: getattr(action, name) for name in _FIELDS}
    return {**values, "source": action.source.value, "state": action.state.value}


def _action(row: RowMapping) -> Action:
    return Action(**{**row, "source": Source(row["source"]), "state": ActionState(row["state"])})
