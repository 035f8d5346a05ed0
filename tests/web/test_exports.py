"""Exports in a browser: every cell against the store, in every form, with and without names."""

from __future__ import annotations

import csv
import io
import json
import uuid
from datetime import date, datetime
from time import perf_counter

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, select, update
from werkzeug.test import TestResponse

from lti_tool.domain.export import COLUMNS, NAMED, What
from lti_tool.domain.framework import AREAS
from lti_tool.services.exports import PEOPLE_AT_ONCE
from lti_tool.store.attempt_rows import AnswerRow, AreaLevelRow, AttemptRow
from lti_tool.store.course_rows import PersonNameRow
from lti_tool.store.roster_rows import CourseMemberRow
from tests.people import TRAINER
from tests.statements import statements_sent
from tests.web.browser import Browser
from tests.web.crowding import finish_everybody
from tests.web.site import Site

FORMULA = "=1+1;\"'"
TABLES = [what.value for what in COLUMNS]


def crowded(site: Site, people: int, *, leavers: int = 0) -> Browser:
    """A trainer whose course has so many people who all sent their result."""
    trainer = site.visitor(TRAINER)
    finish_everybody(site, trainer, people, leavers=leavers)
    return trainer


def asked(trainer: Browser, **fields: str) -> TestResponse:
    """The answer to one order; the form stays on the screen."""
    trainer.get(trainer.at("exports"))
    return trainer.post(trainer.at("exports"), {"what": "people", "form": "csv", **fields})


def rows_of(answer: TestResponse) -> list[list[str]]:
    """The lines of a CSV file, its head first."""
    text = answer.data.decode("utf-8")
    assert text.startswith("\ufeff")
    assert "\r\n" in text
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def objects_of(answer: TestResponse) -> list[dict[str, object]]:
    """The rows of a JSON file."""
    made = json.loads(answer.data)
    assert ("passerelle-export", 1) == (made["schema"], made["version"])
    found: list[dict[str, object]] = made["rows"]
    return found


def cells_of(answer: TestResponse) -> list[list[object]]:
    """The lines of a workbook, its head first."""
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def later_stage(site: Site, stage: str, numbers: range, level: int) -> None:
    """These people of the crowd also finished and sent a later diagnostic, of this level everywhere."""
    with site.engine.begin() as connection:
        for number in numbers:
            known = connection.execute(select(AttemptRow).where(AttemptRow.id == f"a-{number}")).mappings()
            row = {**known.one(), "id": f"{stage}-{number}", "stage": stage}
            connection.execute(insert(AttemptRow), row)
            place = {"centre_id": row["centre_id"], "attempt_id": row["id"]}
            made = {**place, "level": level, "low": level, "high": level, "p": 0.9}
            connection.execute(insert(AreaLevelRow), [{**made, "area": area} for area in AREAS])


@pytest.mark.parametrize("people", [0, 1, 30])
def test_each_cell_of_the_levels_is_the_stores(site: Site, people: int) -> None:
    trainer = crowded(site, people)
    later_stage(site, "end", range(1, min(people, 3) + 1), 4)
    found = objects_of(asked(trainer, what="areas", form="json", names="1"))
    with site.engine.connect() as connection:
        query = (
            select(
                CourseMemberRow.number,
                PersonNameRow.name,
                AttemptRow.stage,
                AreaLevelRow.area,
                AreaLevelRow.level,
                AreaLevelRow.low,
                AreaLevelRow.high,
                AreaLevelRow.p,
                AttemptRow.mode,
                AttemptRow.id,
            )
            .join(AreaLevelRow, AreaLevelRow.attempt_id == AttemptRow.id)
            .join(CourseMemberRow, CourseMemberRow.person_id == AttemptRow.person_id)
            .join(PersonNameRow, PersonNameRow.id == AttemptRow.person_id)
        )
        stored = connection.execute(query).all()
        tasks = [row[0] for row in connection.execute(select(AnswerRow.attempt_id))]
    wanted = {
        (number, name, stage, area, level, low, high, p, mode, tasks.count(attempt))
        for number, name, stage, area, level, low, high, p, mode, attempt in stored
    }
    keys = ("number", "name", "stage", "area", "level", "low", "high", "certainty", "mode", "tasks")

    assert len(found) == len(wanted) == 5 * (people + min(people, 3))
    assert wanted == {tuple(row[key] for key in keys) for row in found}


@pytest.mark.parametrize("what", TABLES)
def test_the_three_forms_hold_the_same_cells(site: Site, what: str) -> None:
    trainer = crowded(site, 6, leavers=1)
    later_stage(site, "end", range(1, 4), 3)
    with site.engine.begin() as connection:
        connection.execute(update(AttemptRow).values(access={"device": "none", "place": "no-answer"}))
    objects = objects_of(asked(trainer, what=what, form="json", names="1"))
    lines = rows_of(asked(trainer, what=what, form="csv", names="1"))
    cells = cells_of(asked(trainer, what=what, form="xlsx", names="1"))

    assert lines[0] == cells[0]
    assert len(set(lines[0])) == len(COLUMNS[What(what)]) == len(lines[0])
    assert len(objects) == len(lines) - 1 == len(cells) - 1 >= 6
    for row, line, cell in zip(objects, lines[1:], cells[1:], strict=True):
        assert [_plain(one) for one in cell] == line
        for value, text in zip(row.values(), line, strict=True):
            if isinstance(value, int | float):
                assert f"{value:g}".replace(".", ",") == text
            assert (value in (None, "")) == (text == "")


def _plain(cell: object) -> str:
    """A cell of a workbook as the CSV writes it."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float):
        return f"{cell:g}".replace(".", ",")
    return "" if cell is None else str(cell)


def test_before_and_after_stand_in_one_row_of_each_person(site: Site) -> None:
    trainer = crowded(site, 2)
    later_stage(site, "end", range(1, 2), 4)
    first, second = objects_of(asked(trainer, form="json"))

    assert (2, None, 4) == tuple(first[f"{stage}_area_3"] for stage in ("entry", "midway", "end"))
    assert ("basic", "above-basic") == (first["entry_skills"], first["end_skills"])
    assert (2, None, None) == (second["entry_area_3"], second["end_area_3"], second["end_skills"])


def test_what_was_not_sent_is_in_no_file(site: Site) -> None:
    trainer = crowded(site, 1)
    with site.engine.begin() as connection:
        connection.execute(update(AttemptRow).values(shared_at=None, access={"device": "none"}))
    person = objects_of(asked(trainer, form="json"))[0]

    assert {None} == {value for key, value in person.items() if key.startswith(("entry_", "access_"))}
    assert "" == person["needs"]
    for what in ("areas", "competences", "actions"):
        assert [] == objects_of(asked(trainer, what=what, form="json"))
    assert [] == json.loads(asked(trainer, what="statements").data)


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("what", [*TABLES, "statements"])
def test_no_name_is_in_a_file_without_names(site: Site, what: str, form: str) -> None:
    trainer = crowded(site, 3)
    with site.engine.begin() as connection:
        connection.execute(update(AttemptRow).values(access={"device": "none"}))
    answer = asked(trainer, what=what, form=form)
    whole = str(cells_of(answer)) if form == "xlsx" and what != "statements" else answer.data.decode()
    named = asked(trainer, what=what, form=form, names="1")
    shown = str(cells_of(named)) if form == "xlsx" and what != "statements" else named.data.decode()

    assert "Nom 000" not in whole
    assert "crowd-" not in whole + shown
    assert "Nom 0001" in shown


def test_without_names_people_come_by_number_and_keep_it(site: Site) -> None:
    """In the order of names, the order would say who is who."""
    trainer = crowded(site, 3)
    with site.engine.begin() as connection:
        connection.execute(update(PersonNameRow).where(PersonNameRow.id == "p-1").values(name="Zoé"))
    plain = [row["number"] for row in objects_of(asked(trainer, form="json"))]
    named = [row["number"] for row in objects_of(asked(trainer, form="json", names="1"))]

    assert [1001, 1002, 1003] == plain
    assert [1002, 1003, 1001] == named


def test_a_name_that_is_a_formula_stays_a_text(site: Site) -> None:
    trainer = crowded(site, 1)
    with site.engine.begin() as connection:
        connection.execute(update(PersonNameRow).where(PersonNameRow.id == "p-1").values(name=FORMULA))

    assert f"'{FORMULA}" == rows_of(asked(trainer, names="1"))[1][1]
    assert FORMULA == cells_of(asked(trainer, names="1", form="xlsx"))[1][1]
    assert FORMULA == objects_of(asked(trainer, names="1", form="json"))[0]["name"]


def test_a_group_is_exported_alone(site: Site) -> None:
    trainer = crowded(site, 4)

    assert [1001, 1003] == [row["number"] for row in objects_of(asked(trainer, form="json", group="7"))]


def test_statements_have_what_a_record_store_requires(site: Site) -> None:
    """xAPI 1.0.3, part two: id, actor, verb, object; an account has a home page and a name."""
    trainer = crowded(site, 2)
    answers = [json.loads(asked(trainer, what="statements").data) for _ in range(2)]
    ids = [one["id"] for one in answers[0]]

    assert answers[0] == answers[1]
    assert len(set(ids)) == len(ids) == 12
    for one in answers[0]:
        assert 5 == uuid.UUID(one["id"]).version
        assert {"objectType", "account"} == set(one["actor"])
        assert {"homePage": site.registration.issuer, "name": one["actor"]["account"]["name"]} == (
            one["actor"]["account"]
        )
        assert one["verb"]["id"].startswith("http://adlnet.gov/expapi/verbs/")
        assert one["object"]["id"].startswith(site.base_url)
        assert one["object"]["definition"]["type"].startswith("http://adlnet.gov/expapi/activities/")
        assert datetime.fromisoformat(one["timestamp"]).tzinfo is not None
    scores = [one["result"]["score"] for one in answers[0] if "score" in one["result"]]
    assert 10 * [{"scaled": 0.25, "raw": 2, "min": 0, "max": 8}] == scores


def test_each_column_is_explained_on_a_page(site: Site) -> None:
    trainer = crowded(site, 1)
    trainer.get(trainer.at("exports/columns"))
    heads = rows_of(asked(trainer, names="1"))[0]
    trainer.get(trainer.at("exports/columns"))

    assert all(code in trainer.page.words for codes in COLUMNS.values() for code in codes)
    words = trainer.page.words.replace("\N{NO-BREAK SPACE}", " ")
    assert [] == [head for head in heads if head.replace("\N{NO-BREAK SPACE}", " ") not in words]
    assert NAMED <= {code for codes in COLUMNS.values() for code in codes}


@pytest.mark.parametrize("what", ["people", "areas"])
def test_five_thousand_people_cost_a_fixed_number_of_queries_a_page(site: Site, what: str) -> None:
    trainer = crowded(site, 30)
    with statements_sent() as few:
        asked(trainer, what=what)
    finish_everybody(site, trainer, 4970, after=30)
    began = perf_counter()
    with statements_sent() as many:
        answer = asked(trainer, what=what)
        lines = rows_of(answer)
    seconds = perf_counter() - began
    a_page = (len(many) - len(few)) / (5000 / PEOPLE_AT_ONCE - 1)

    assert (5000 if what == "people" else 25000) == len(lines) - 1
    assert a_page <= 12
    assert seconds < 60
