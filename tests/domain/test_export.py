"""What leaves as a file: its columns, its lines, nothing that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest

from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.export import (
    COLUMNS,
    Form,
    Order,
    What,
    columns_of,
    csv_line,
    file_name,
    kept,
    ordered,
)


@pytest.mark.parametrize("text", ["=1+1", "+32 2 123", "-2", "@SUM(A1)", "\tx", "\rx", "\nx"])
def test_a_text_that_begins_like_a_formula_is_guarded(text: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_line([text]), newline=""), delimiter=";")

    assert [f"'{text}"] == row


def test_a_line_is_read_back_as_it_was_written() -> None:
    line = csv_line(
        ["a;b", 'c"d', None, 3, -2, 0.85, date(2026, 11, 20), datetime(2026, 11, 20, 9, tzinfo=UTC)]
    )

    assert line.endswith("\r\n")
    assert [["a;b", 'c"d', "", "3", "-2", "0,85", "2026-11-20", "2026-11-20 09:00+00:00"]] == list(
        csv.reader(io.StringIO(line), delimiter=";")
    )


@pytest.mark.parametrize("what", list(COLUMNS))
def test_names_and_free_texts_are_in_a_file_with_names_alone(what: What) -> None:
    row = tuple(COLUMNS[what])
    plain, named = (Order(what=what, form=Form.CSV, is_named=is_named) for is_named in (False, True))

    assert kept(plain, row) == columns_of(plain)
    assert kept(named, row) == columns_of(named) == COLUMNS[what]
    assert {"name", "text"} & set(COLUMNS[what]) == set(COLUMNS[what]) - set(columns_of(plain))


@pytest.mark.parametrize(
    ("what", "form", "group"),
    [("", "csv", ""), ("people", "pdf", ""), ("x", "csv", ""), ("people", "csv", "8"), ("people", "", "")],
)
def test_what_no_form_offers_is_refused(what: str, form: str, group: str) -> None:
    with pytest.raises(MalformedRequest):
        ordered(what, form, group, is_named=False, groups=("7",))


def test_statements_are_json_whatever_was_chosen() -> None:
    order = ordered("statements", "xlsx", "7", is_named=True, groups=("7",))

    assert Order(what=What.STATEMENTS, form=Form.JSON, group="7", is_named=True) == order
    assert () == columns_of(order)


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        ("Premiers pas numériques", "premiers-pas-numeriques-"),
        ('Été "1"\r\nX: y; ../\\', "ete-1-x-y-"),
        ("=1+1", "1-1-"),
        ("الحاسوب", ""),
        ("", ""),
        ("x" * 39 + " y", "x" * 39 + "-"),
        ("a" * 300, "a" * 40 + "-"),
    ],
)
def test_the_name_of_a_file_is_plain(course: str, expected: str) -> None:
    name = file_name(("Compétences", course), date(2026, 11, 20), Form.XLSX)

    assert f"passerelle-competences-{expected}2026-11-20.xlsx" == name
