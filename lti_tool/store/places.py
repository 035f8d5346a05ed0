"""Where something of a learner belongs: to the course, or to the resource link where there is none."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute


def at_place(
    course: InstrumentedAttribute[str | None],
    link: InstrumentedAttribute[str],
    context_id: str | None,
    link_id: str,
) -> ColumnElement[bool]:
    """The condition that a row, of whose columns ``course`` and ``link`` are two, belongs to our course
    ``context_id``, whatever link opened it; where the platform names no course, to this resource link.
    """
    if context_id is not None:
        return course == context_id
    return course.is_(None) & (link == link_id)
