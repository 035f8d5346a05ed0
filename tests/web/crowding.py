"""A course in which very many people have finished: written as rows, since nobody could click so much."""

from __future__ import annotations

from datetime import datetime
from typing import Any  # the values of rows

from sqlalchemy import Connection, insert, text

from lti_tool.domain.framework import AREAS
from lti_tool.domain.grade import columns_of
from lti_tool.services.launches import Visit
from lti_tool.store.attempt_rows import AnswerRow, AreaLevelRow, AttemptRow
from lti_tool.store.course_rows import MembershipRow, PersonNameRow, PersonRow
from lti_tool.store.delivery_rows import DeliveryRow, LineItemRow
from lti_tool.store.roster_rows import CourseMemberRow
from lti_tool.store.schema import Base
from tests.web.browser import Browser
from tests.web.site import Site

FIRST_NUMBER, ROWS_AT_ONCE = 1_000, 500
Row = dict[str, Any]


def finish_everybody(
    site: Site, trainer: Browser, size: int, *, after: int = 0, answers: int = 1, leavers: int = 0
) -> None:
    """Put ``size`` people into the trainer's course who all finished, sent their result and got six grades.

    They are called "Nom 0001" and so on, ``after`` those who are there already; every second one is in group
    "7", and the last ``leavers`` of them are no longer enrolled.
    """
    visit, now = site.visit(trainer), site.clock()
    with site.engine.begin() as connection:
        items = [f"column-{column.key}" for column in columns_of(visit.link.activity)]
        if not after:
            _columns(connection, visit)
        last = after + size
        for first in range(after, last, ROWS_AT_ONCE):
            numbers = range(first + 1, min(first + ROWS_AT_ONCE, last) + 1)
            gone = {number for number in numbers if number > last - leavers}
            _enrol(connection, visit, numbers, gone, now)
            _work(connection, visit, numbers, answers, now)
            _grade(connection, visit, numbers, items, now)
    if site.engine.dialect.name == "postgresql":
        with site.engine.begin() as connection:
            connection.execute(text("ANALYZE"))  # As the server does by itself a minute later.


def _columns(connection: Connection, visit: Visit) -> None:
    rows = [
        {
            **_place(visit),
            "id": f"column-{column.key}",
            "resource_link_id": visit.link.id,
            "column_key": column.key,
            "tag": column.tag,
            "resource_id": column.resource_id,
            "label": column.key,
            "maximum": column.maximum,
            "is_ours": True,
        }
        for column in columns_of(visit.link.activity)
    ]
    _put(connection, LineItemRow, rows)


def _enrol(connection: Connection, visit: Visit, numbers: range, gone: set[int], now: datetime) -> None:
    registration, place = {"registration_id": visit.link.registration_id}, _place(visit)
    people: list[Row] = []
    names: list[Row] = []
    members: list[Row] = []
    links: list[Row] = []
    for number in numbers:
        who = {"person_id": f"p-{number}", "number": FIRST_NUMBER + number}
        people.append(
            {**place, **registration, "id": f"p-{number}", "sub": f"crowd-{number}", "created_at": now}
        )
        names.append({**place, "id": f"p-{number}", "name": f"Nom {number:04}", "refreshed_at": now})
        members.append(
            {
                **place,
                **who,
                "context_id": visit.link.context_id,
                "rights": "learner",
                "is_learner": True,
                "is_listed": True,
                "groups": ["7"] if number % 2 else [],
                "first_seen_at": now,
                "launched_at": now,
                "left_at": now if number in gone else None,
            }
        )
        links.append(
            {
                **place,
                **who,
                "id": f"m-{number}",
                "resource_link_id": visit.link.id,
                "rights": "learner",
                "is_graded": True,
                "first_launch_at": now,
                "last_launch_at": now,
            }
        )
    _put(connection, PersonRow, people)
    _put(connection, PersonNameRow, names)
    _put(connection, CourseMemberRow, members)
    _put(connection, MembershipRow, links)


def _work(connection: Connection, visit: Visit, numbers: range, answers: int, now: datetime) -> None:
    place = _place(visit)
    attempts = [{**place, **_attempt(visit, number, now)} for number in numbers]
    _put(connection, AttemptRow, attempts)
    done = [
        {**place, **_answer(number, position, now)}
        for number in numbers
        for position in range(1, answers + 1)
    ]
    _put(connection, AnswerRow, done)
    levels = [
        {**place, "attempt_id": f"a-{number}", "area": area, "level": 2, "low": 1, "high": 3, "p": 0.8}
        for number in numbers
        for area in AREAS
    ]
    _put(connection, AreaLevelRow, levels)


def _attempt(visit: Visit, number: int, now: datetime) -> Row:
    return {
        "id": f"a-{number}",
        "person_id": f"p-{number}",
        "resource_link_id": visit.link.id,
        "activity": visit.link.activity,
        "mode": "standard",
        "stage": "entry",
        "state": "finished",
        "seed": number,
        "strand": "touch",
        "bank_version": "1",
        "engine_version": "1",
        "version": 20,
        "last_submission": "x",
        "current_tries": 0,
        "current_is_helped": False,
        "access": {},
        "started_at": now,
        "updated_at": now,
        "finished_at": now,
        "shared_at": now,
    }


def _answer(number: int, position: int, now: datetime) -> Row:
    return {
        "attempt_id": f"a-{number}",
        "position": position,
        "item_id": f"item-{position}",
        "item_version": 1,
        "competence": "1.1",
        "level": 1,
        "family": "mail",
        "format": "T01",
        "outcome": "helped" if position == 1 else "alone",
        "tries": 1,
        "right_parts": 1,
        "parts": 1,
        "seconds": 20,
        "submission_id": f"s-{position}",
        "answered_at": now,
    }


def _grade(connection: Connection, visit: Visit, numbers: range, items: list[str], now: datetime) -> None:
    rows = [
        {
            **_place(visit),
            "line_item_id": item,
            "person_id": f"p-{number}",
            "desired_version": 1,
            "desired_points": 2.0,
            "maximum": 8.0,
            "comment": "Niveau 2",
            "event_at": now,
            "state": "idle",
            "next_attempt_at": now,
            "due_since": now,
            "sent_version": 1,
            "acknowledged_version": 1,
            "acknowledged_at": now,
            "acknowledged_how": "sent",
            "attempts": 0,
            "fencing": 1,
            "lease_owner": "",
            "reason": "",
            "is_verify_first": False,
        }
        for number in numbers
        for item in items
    ]
    _put(connection, DeliveryRow, rows)


def _place(visit: Visit) -> Row:
    return {"centre_id": visit.link.centre_id}


def _put(connection: Connection, row: type[Base], rows: list[Row]) -> None:
    if rows:
        connection.execute(insert(row), rows)
