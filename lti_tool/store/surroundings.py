"""The names on every page of a launch: the trainer's, one's own, the course's. Put into words once."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lti_tool.store.course_rows import ContextRow, MembershipRow, PersonNameRow
from lti_tool.store.prepared import run

_TRAINER = (
    select(PersonNameRow.id, PersonNameRow.name)
    .join(
        MembershipRow,
        (MembershipRow.centre_id == PersonNameRow.centre_id) & (MembershipRow.person_id == PersonNameRow.id),
    )
    .where(
        MembershipRow.centre_id == bindparam("in_centre"),
        MembershipRow.resource_link_id == bindparam("at_link"),
        MembershipRow.rights == "trainer",
    )
    .order_by(MembershipRow.last_launch_at.desc())
    .limit(1)
)
_NAME = select(PersonNameRow.name).where(
    PersonNameRow.centre_id == bindparam("in_centre"), PersonNameRow.id == bindparam("who")
)
_TITLE = select(ContextRow.title).where(
    ContextRow.centre_id == bindparam("in_centre"), ContextRow.id == bindparam("which")
)


def named_trainer(session: Session, centre_id: str, link_id: str) -> tuple[str, str]:
    """The id and name of the trainer who was last at a resource link; both empty when no name is known."""
    values = {"in_centre": centre_id, "at_link": link_id}
    found = run(session, "named-trainer", lambda _dialect: _TRAINER, values)
    return (str(found[0]), str(found[1])) if found else ("", "")


def own_name(session: Session, centre_id: str, person_id: str) -> str:
    """The name of a person, empty when the platform hides it."""
    values = {"in_centre": centre_id, "who": person_id}
    found = run(session, "own-name", lambda _dialect: _NAME, values)
    return str(found[0]) if found else ""


def context_title(session: Session, centre_id: str, context_id: str) -> str:
    """The name of a course."""
    values = {"in_centre": centre_id, "which": context_id}
    found = run(session, "context-title", lambda _dialect: _TITLE, values)
    return str(found[0]) if found else ""
