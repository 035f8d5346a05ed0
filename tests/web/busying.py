"""A crowd with whom much goes on: needs, loans, calls, modules, paths, charters, grades of every state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any  # the values of rows

from sqlalchemy import Connection, bindparam, insert, update

from lti_tool.store.action_rows import ActionRow, LoanRow
from lti_tool.store.attempt_rows import AttemptRow
from lti_tool.store.delivery_rows import DeliveryRow
from lti_tool.store.module_rows import AgreementRow, AgreementTextRow, ModuleRunRow
from lti_tool.store.path_rows import PathChoiceRow, PathPlanRow
from lti_tool.store.record_rows import NoteRow, ObjectionRow
from lti_tool.store.record_views import RecordViewRow
from lti_tool.store.roster_rows import CourseMemberRow
from lti_tool.store.schema import Base
from lti_tool.store.stuck_calls import StuckCallRow
from tests.web.browser import Browser
from tests.web.site import Site

HAS_ALL = {"device": "computer", "connection": "home", "place": "calm", "hands-on": "alone"}
ACCESSES = (
    {**HAS_ALL, "device": "none", "help": "nobody"},
    {**HAS_ALL, "device": "phone", "connection": "none", "hands-on": "never"},
    {**HAS_ALL, "device": "shared", "place": "none", "time": "evening"},
    {**HAS_ALL, "time": "little"},
)
"""What the first, second … person says of equipment and place; then again from the beginning."""
CHARTER = "M07/charte"
GRADES = {
    3: {"state": "parked", "reason": "locked", "acknowledged_version": 0},
    5: {"state": "retry", "reason": "unreachable", "acknowledged_version": 0},
    7: {"state": "parked", "reason": "changed-in-lms", "platform_points": 7.0},
}
"""The grades of every tenth person, by the last figure of their number; all others are confirmed."""
Row = dict[str, Any]


def make_busy(site: Site, trainer: Browser, numbers: range) -> None:
    """Let much happen to these people of ``crowding.finish_everybody``, who are numbered from 1.

    Every third has a loan and agreed to the charter, every fourth waits for help, every fifth did the module
    of the video room, and for every fifth a trainer settled a need. Every second has a confirmed path.
    """
    visit = site.visit(trainer)
    place: Row = {"centre_id": visit.link.centre_id, "context_id": visit.link.context_id}
    linked = {**place, "resource_link_id": visit.link.id}
    rows: dict[type[Base], list[Row]] = {}
    now, by = site.clock(), visit.launch.person_id
    for number in numbers:
        for row, values in _of_person(number, now, by):
            own = linked if "resource_link_id" in row.__table__.columns else place
            known = {name: value for name, value in own.items() if name in row.__table__.columns}
            rows.setdefault(row, []).append({**known, **values})
    with site.engine.begin() as connection:
        if numbers.start == 1:
            text = {"centre_id": visit.link.centre_id, "name": CHARTER, "version": 1, "html": "<p>Oui</p>"}
            connection.execute(insert(AgreementTextRow), {**text, "written_at": now})
        for row, many in rows.items():
            connection.execute(insert(row), many)
        _answer(connection, numbers)
        _arrive_early(connection, numbers, now - timedelta(days=40))
        _stay_away(connection, numbers, now - timedelta(days=20))
        _change_grades(connection, numbers)


def _of_person(number: int, now: Any, by: str) -> Iterator[tuple[type[Base], Row]]:  # Any: a moment
    who: Row = {"person_id": f"p-{number}"}
    today = now.date()
    if number % 3 == 0:
        yield LoanRow, {**who, **_loan(number, now, by)}
        yield AgreementRow, {**who, "id": f"y-{number}", "name": CHARTER, "version": 1, "agreed_at": now}
    if number % 4 == 0:
        call = {"place": "", "cause": "", "called_at": now}
        yield StuckCallRow, {**who, **call, "id": f"c-{number}"}
    if number % 5 == 0:
        kind = "connection-offer" if number % 4 == 2 else "device-loan"
        yield ActionRow, {**who, **_action(f"t-{number}", kind, now), "state": "done", "at": now, "by": by}
        yield ModuleRunRow, {**who, **_run(number, now)}
    if number % 7 == 0:
        own = {**_action(f"o-{number}", "other", now), "source": "own", "text": "Appeler la commune."}
        yield ActionRow, {**who, **own, "added_by": by, "state": "under-way", "at": now, "by": by}
    if number % 2 == 0:
        waits = (
            {"waits_since": now, "waits_by": by, "wait_reason": "Pas de local"} if number % 10 == 0 else {}
        )
        plan = {"id": f"w-{number}", "version": 1, "updated_at": now, "wait_reason": ""}
        nobody = {"waits_since": None, "waits_by": None}
        yield PathPlanRow, {**who, **plan, **nobody, "confirmed_at": now, "confirmed_by": by, **waits}
        yield (
            PathChoiceRow,
            {"plan_id": f"w-{number}", "module": "M01", "is_wanted": True, "by": by, "at": now},
        )
    yield (
        RecordViewRow,
        who | {"day": today, "viewer_id": by, "what": "record", "first_at": now, "last_at": now, "times": 1},
    )
    if number % 11 == 0:
        said = {"words": "Je sais déjà le faire.", "said_at": now, "reply": ""}
        yield ObjectionRow, {"id": f"j-{number}", "attempt_id": f"a-{number}", **said}
        note = {"id": f"n-{number}", "text": "Vu ensemble.", "written_by": by, "written_at": now}
        yield NoteRow, {**who, **note}


def loan_id(number: int) -> str:
    """The id of the loan to this person of the crowd, as long as an id of ours."""
    return f"loan-{number:017}"


def _loan(number: int, now: Any, by: str) -> Row:  # Any: a moment
    lent_on = now.date() - timedelta(days=20)
    return {
        "id": loan_id(number),
        "thing": "laptop",
        "what": "HP gris",
        "inventory": f"PC-{number}",
        "accessories": ["charger"],
        "more": "",
        "lent_on": lent_on,
        "due_on": lent_on + timedelta(days=10) if number % 2 else None,
        "condition": "",
        "lent_by": by,
        "lent_at": now,
        "version": 1,
        "missing": "",
        "helps": "",
    }


def _action(action_id: str, kind: str, now: Any) -> Row:  # Any: a moment
    asked = {"id": action_id, "kind": kind, "source": "need", "since": now, "text": "", "reason": ""}
    return {**asked, "version": 1, "added_by": None}


def _run(number: int, now: Any) -> Row:  # Any: a moment
    return {
        "id": f"r-{number}",
        "module": "M06",
        "module_version": 1,
        "round": 1,
        "version": 1,
        "at": "",
        "is_accompanied": False,
        "points": 100,
        "started_at": now,
        "updated_at": now,
        "finished_at": now,
        "ended_at": now,
    }


def _answer(connection: Connection, numbers: range) -> None:
    """Everybody says what they have."""
    change = update(AttemptRow).where(AttemptRow.id == bindparam("attempt"))
    said = [
        {"attempt": f"a-{number}", "access": ACCESSES[(number - 1) % len(ACCESSES)]} for number in numbers
    ]
    connection.execute(change.values(access=bindparam("access")), said)


def _stay_away(connection: Connection, numbers: range, last_at: Any) -> None:  # Any: a moment
    """Every thirteenth was last seen then, unless a module says otherwise."""
    people = [f"p-{number}" for number in numbers if number % 13 == 0]
    if not people:
        return
    ids = [{"person": one} for one in people]
    seen = update(AttemptRow).where(AttemptRow.person_id == bindparam("person"))
    connection.execute(seen.values(started_at=last_at, updated_at=last_at, finished_at=last_at), ids)
    came = update(CourseMemberRow).where(CourseMemberRow.person_id == bindparam("person"))
    connection.execute(came.values(launched_at=last_at), ids)


def _arrive_early(connection: Connection, numbers: range, day: Any) -> None:  # Any: a moment
    """All of them came more than a month ago; every thirteenth tried one area alone since."""
    alone = [{"attempt": f"a-{number}"} for number in numbers if number % 13 == 0]
    if alone:
        change = update(AttemptRow).where(AttemptRow.id == bindparam("attempt"))
        connection.execute(change.values(mode="area"), alone)
    ids = [f"p-{number}" for number in numbers]
    moved = update(CourseMemberRow).where(CourseMemberRow.person_id == bindparam("person"))
    connection.execute(moved.values(first_seen_at=day), [{"person": one} for one in ids])


def _change_grades(connection: Connection, numbers: range) -> None:
    for figure, values in GRADES.items():
        people = [{"person": f"p-{number}"} for number in numbers if number % 10 == figure]
        if people:
            change = update(DeliveryRow).where(DeliveryRow.person_id == bindparam("person"))
            connection.execute(change.values(**values), people)
