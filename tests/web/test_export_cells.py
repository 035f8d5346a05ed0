"""Each cell of each table against the rows of the store, in a course in which much is going on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any  # the values of rows

import pytest
from sqlalchemy import text

from lti_tool.domain.attempt import both_beliefs
from lti_tool.domain.prior import reported_competence
from lti_tool.domain.start import Stage
from lti_tool.services.wording import local_day
from tests.people import TRAINER
from tests.web.browser import Browser
from tests.web.busying import make_busy
from tests.web.crowding import finish_everybody
from tests.web.site import Site
from tests.web.test_exports import asked, later_stage, objects_of

PEOPLE, LEAVERS = 30, 2
NEEDS = {
    "device": {"none": "device-loan", "phone": "device-loan", "shared": "device-shared"},
    "connection": {"none": "connection-offer"},
    "place": {"none": "place-room"},
    "hands-on": {"never": "first-hands-on"},
    "help": {"nobody": "help-person"},
    "time": {"evening": "time-other", "little": "time-short"},
}
"""Which answer names which need, as ``config/checks/access.yaml`` has it."""
STATES = {"idle": "sent", "retry": "waiting", "parked": "refused"}
TO_CHOOSE = "changed-in-lms"
Rows = list[Mapping[str, Any]]


@pytest.fixture
def trainer(site: Site) -> Browser:
    """Of a course with needs, loans, modules and grades of every state; some finished the end as well."""
    found = site.visitor(TRAINER)
    finish_everybody(site, found, PEOPLE, leavers=LEAVERS)
    make_busy(site, found, range(1, PEOPLE + 1))
    later_stage(site, "end", range(1, 6), 4)
    return found


def stored(site: Site, query: str) -> Rows:
    """Rows of the store, read past everything of ours that an export reads them with."""
    with site.engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(query)).mappings()]


def exported(trainer: Browser, what: str) -> Rows:
    """The rows of a file with names. The other forms hold the same cells (see ``test_exports``)."""
    return list(objects_of(asked(trainer, what=what, form="json", names="1")))


def day(moment: object) -> str:
    """The day in Belgium of a moment as a database gives it."""
    found = moment if isinstance(moment, datetime) else datetime.fromisoformat(f"{moment}+00:00")
    return local_day(found).isoformat()


def test_each_cell_of_the_people_is_the_stores(site: Site, trainer: Browser) -> None:
    found = {row["number"]: row for row in exported(trainer, "people")}
    members = {row["number"]: row for row in _members(site)}
    levels: dict[str, int] = {
        f"{row['person_id']} {row['stage']}_area_{row['area']}": row["level"]
        for row in stored(site, "SELECT * FROM area_level JOIN attempt ON attempt.id = attempt_id")
    }
    ended = {
        f"{row['person_id']} {row['stage']}_on": day(row["finished_at"])
        for row in stored(site, "SELECT * FROM attempt")
    }
    done = {row["person_id"] for row in stored(site, "SELECT * FROM module_run WHERE points IS NOT NULL")}
    open_loans = [row["person_id"] for row in stored(site, "SELECT * FROM loan WHERE returned_on IS NULL")]

    assert set(found) == set(members)
    assert len(found) == PEOPLE
    for number, row in found.items():
        person, told = members[number]["person_id"], _access(site, members[number]["person_id"])
        assert row["name"] == members[number]["name"]
        assert row["groups"] == ("7" if int(person[2:]) % 2 else "")
        assert row["is_enrolled"] == ("yes" if members[number]["left_at"] is None else "no")
        for key in row:
            if key.endswith("_on") and "paper" not in key:
                assert row[key] == ended.get(f"{person} {key}"), key
            if "_area_" in key:
                assert row[key] == levels.get(f"{person} {key}"), key
            if key.startswith("access_"):
                assert row[key] == told.get(key.removeprefix("access_")), key
        kinds = _kinds(site, person)
        assert row["needs"].split(", ") == sorted(kinds, key=row["needs"].split(", ").index)
        assert set(filter(None, row["needs_done"].split(", "))) == {
            kind for kind, state in kinds.items() if state == "done"
        }
        assert row["loans_open"] == open_loans.count(person)
        assert row["modules"] == ("M06" if person in done else "")


def test_each_cell_of_what_is_to_be_done_is_the_stores(site: Site, trainer: Browser) -> None:
    found = {tuple(row.values()) for row in exported(trainer, "actions")}
    wanted: set[tuple[object, ...]] = set()
    for member in _members(site):
        who, person = (member["number"], member["name"]), member["person_id"]
        kept = stored(site, f"SELECT * FROM action WHERE person_id = '{person}'")
        for one in kept:
            moved, since = day(one["at"]), day(one["since"])
            known = (one["source"], one["kind"], one["state"])
            wanted.add((*who, *known, since, moved, None, "", one["text"] or one["reason"]))
        shared = stored(site, f"SELECT shared_at FROM attempt WHERE person_id = '{person}'")[0]["shared_at"]
        for kind, state in _kinds(site, person).items():
            if kind not in {one["kind"] for one in kept}:
                wanted.add((*who, "need", kind, state, day(shared), None, None, "", ""))
        for one in stored(site, f"SELECT * FROM loan WHERE person_id = '{person}'"):
            days = [str(one[name]) if one[name] else None for name in ("lent_on", "returned_on", "due_on")]
            wanted.add((*who, "loan", one["thing"], "lent", *days, one["helps"], one["what"]))

    assert found == wanted
    assert {"done", "under-way", "to-do", "lent"} == {row[4] for row in found}


def test_each_cell_of_the_grades_is_the_stores(site: Site, trainer: Browser) -> None:
    found = {tuple(row.values()) for row in exported(trainer, "grades")}
    rows = stored(
        site,
        "SELECT m.number, n.name, i.column_key, d.* FROM delivery d"
        " JOIN line_item i ON i.id = d.line_item_id"
        " JOIN course_member m ON m.person_id = d.person_id"
        " JOIN person_name n ON n.id = d.person_id",
    )
    wanted = set()
    for row in rows:
        state = row["reason"] if row["reason"] == TO_CHOOSE else STATES[row["state"]]
        is_sent = state == "sent"
        since, sent = (None, day(row["acknowledged_at"])) if is_sent else (day(row["due_since"]), None)
        points = (row["desired_points"], row["maximum"], state, since, sent, row["platform_points"])
        wanted.add((row["number"], row["name"], row["column_key"], *points, row["reason"]))

    assert found == wanted
    assert len(found) == 6 * PEOPLE
    assert {"sent", "waiting", "refused", TO_CHOOSE} == {row[5] for row in found}


def test_each_task_of_a_competence_is_the_stores(site: Site, trainer: Browser) -> None:
    """What is estimated is worked out again from the answers that are stored; which there were is counted."""
    found = exported(trainer, "competences")
    levels = _competence_levels(site, trainer)
    rows = stored(
        site,
        "SELECT m.number, a.competence, t.finished_at, count(*) AS tasks FROM answer a"
        " JOIN attempt t ON t.id = a.attempt_id JOIN course_member m ON m.person_id = t.person_id"
        " WHERE t.stage = 'entry' GROUP BY m.number, a.competence, t.finished_at",
    )

    wanted = {(row["number"], row["competence"], row["tasks"], day(row["finished_at"])) for row in rows}
    keys = ("number", "competence", "entry_tasks", "entry_on")
    assert {tuple(row[key] for key in keys) for row in found} == wanted
    assert len(found) == PEOPLE
    for row in found:
        estimate = ("entry_level", "entry_low", "entry_high", "entry_certainty")
        assert tuple(row[key] for key in estimate) == levels[row["number"], row["competence"]]
        assert {None} == {row[key] for key in row if key.startswith(("midway_", "end_"))}


def _competence_levels(site: Site, trainer: Browser) -> dict[tuple[int, str], tuple[int, int, int, float]]:
    """Level, range and certainty by the participant's number and the competence."""
    link, found = site.visit(trainer).link, {}
    rows = stored(site, "SELECT number, person_id FROM course_member")
    number = {row["person_id"]: row["number"] for row in rows}
    with site.services.store.reading() as unit:
        attempts = unit.attempts.in_course(link.centre_id, str(link.context_id), list(number))
    for attempt in (one for one in attempts if one.stage is Stage.ENTRY and one.is_finished):
        for name in {answer.competence for answer in attempt.answers}:
            one = reported_competence(*both_beliefs(attempt, site.services.bank), name)
            found[number[attempt.person_id], name] = (one.level, one.low, one.high, round(one.p, 2))
    return found


def test_each_cell_of_the_areas_is_the_stores(site: Site, trainer: Browser) -> None:
    found = {tuple(row.values()) for row in exported(trainer, "areas")}
    rows = _area_levels(site)
    wanted = {
        (
            *(row["number"], row["name"], row["stage"], row["area"], row["level"], row["low"], row["high"]),
            *(round(row["p"], 2), row["observed"], row["mode"], day(row["finished_at"]), row["paper_on"]),
            *(row["tasks"], row["helped"], row["beside"], row["bank_version"], row["engine_version"]),
        )
        for row in rows
    }

    assert found == wanted
    assert len(found) == 5 * PEOPLE + 5 * 5
    assert {"entry", "end"} == {row[2] for row in found}


def test_each_statement_is_the_stores(site: Site, trainer: Browser) -> None:
    """One for each diagnostic, one for each of its areas; the person by our id alone."""
    found = json.loads(asked(trainer, what="statements", form="json").data)
    scored = {
        (
            one["actor"]["account"]["name"],
            one["result"]["extensions"][f"{site.base_url}/xapi/stage"],
            one["object"]["id"].rpartition("/")[2],
            one["result"]["score"]["raw"],
            one["result"]["extensions"][f"{site.base_url}/xapi/low"],
            one["result"]["extensions"][f"{site.base_url}/xapi/high"],
            one["result"]["extensions"][f"{site.base_url}/xapi/certainty"],
            day(datetime.fromisoformat(one["timestamp"])),
        )
        for one in found
        if "score" in one["result"]
    }
    completed = {one["actor"]["account"]["name"] for one in found if "score" not in one["result"]}
    rows = _area_levels(site)
    wanted = {
        (
            *(row["person_id"], row["stage"], row["area"], row["level"], row["low"], row["high"]),
            *(round(row["p"], 2), day(row["finished_at"])),
        )
        for row in rows
    }

    assert scored == wanted
    assert completed == {row["person_id"] for row in rows}
    assert len(found) == 6 * PEOPLE + 6 * 5


def _area_levels(site: Site) -> Rows:
    """Every level that was found and sent; the tasks are those of the whole diagnostic."""
    tasks = "SELECT count(*) FROM answer w WHERE w.attempt_id = t.id"
    return stored(
        site,
        "SELECT m.number, n.name, t.*, l.area, l.level, l.low, l.high, l.p,"
        f" ({tasks}) AS tasks, ({tasks} AND w.outcome = 'helped') AS helped,"
        f" ({tasks} AND w.is_accompanied) AS beside,"
        " (SELECT max(o.level) FROM observation o"
        "  WHERE o.attempt_id = t.id AND o.area = l.area AND o.ended_at IS NULL) AS observed"
        " FROM area_level l JOIN attempt t ON t.id = l.attempt_id"
        " JOIN course_member m ON m.person_id = t.person_id JOIN person_name n ON n.id = t.person_id"
        " WHERE t.shared_at IS NOT NULL",
    )


def _members(site: Site) -> Rows:
    query = "SELECT m.*, n.name FROM course_member m JOIN person_name n ON n.id = m.person_id"
    return stored(site, f"{query} WHERE m.is_learner")


def _access(site: Site, person: str) -> Mapping[str, str]:
    """What this one of the crowd told last."""
    with site.engine.connect() as connection:
        query = "SELECT access FROM attempt WHERE id = :id"
        kept = connection.execute(text(query), {"id": f"a-{person[2:]}"}).scalar_one()
    found: Mapping[str, str] = kept if isinstance(kept, dict) else json.loads(kept)
    return found


def _kinds(site: Site, person: str) -> Mapping[str, str]:
    """Every need that this one named or for which somebody did something, and where that stands."""
    named = {NEEDS[key][value] for key, value in _access(site, person).items() if value in NEEDS.get(key, {})}
    query = f"SELECT kind, state FROM action WHERE source = 'need' AND person_id = '{person}'"
    kept = {row["kind"]: row["state"] for row in stored(site, query)}
    return dict.fromkeys(named, "to-do") | kept
