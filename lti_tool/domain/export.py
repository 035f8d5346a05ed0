"""What leaves as a file: which rows, which columns, in which form. A column has a code that never changes its
meaning; what it is called in a table is said elsewhere.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.framework import AREAS
from lti_tool.domain.start import Stage

SCHEMA_VERSION = 1
"""Rises when a column's meaning changes, never when one is added."""

Value = str | int | float | date | None
"""One cell; ``None`` is "not known", which is not the same as 0."""
Row = tuple[Value, ...]
_WORD_AT_MOST = 40
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Source: OWASP, CSV injection."""


class What(StrEnum):
    """What a file holds a row of: a person, an area of one stage, a competence, a thing to do or a loan, a
    grade; or statements for a learning record store.
    """

    PEOPLE = "people"
    AREAS = "areas"
    COMPETENCES = "competences"
    ACTIONS = "actions"
    GRADES = "grades"
    STATEMENTS = "statements"


class Form(StrEnum):
    """How it is written down."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was asked for. An empty ``group`` is the whole course."""

    what: What
    form: Form
    group: str = ""
    is_named: bool = False


NAMED = frozenset({"name", "text"})
"""The columns that only a file with names has: a free text may hold one."""
ACCESS = ("device", "connection", "place", "hands-on", "help", "time")
_PERSON = ("number", "name")
_STAGES = tuple(Stage)

COLUMNS: dict[What, tuple[str, ...]] = {
    What.PEOPLE: (
        *_PERSON,
        "groups",
        "is_enrolled",
        *(f"{stage}_{part}" for stage in _STAGES for part in ("on", "paper_on")),
        *(f"{stage}_area_{area}" for stage in _STAGES for area in AREAS),
        "entry_skills",
        "end_skills",
        *(f"access_{question}" for question in ACCESS),
        "needs",
        "needs_done",
        "loans_open",
        "modules",
    ),
    What.AREAS: (
        *_PERSON,
        "stage",
        "area",
        "level",
        "low",
        "high",
        "certainty",
        "observed_level",
        "mode",
        "finished_on",
        "paper_on",
        "tasks",
        "tasks_helped",
        "tasks_accompanied",
        "bank_version",
        "engine_version",
    ),
    What.COMPETENCES: (
        *_PERSON,
        "competence",
        *(
            f"{stage}_{part}"
            for stage in _STAGES
            for part in ("level", "low", "high", "certainty", "tasks", "on")
        ),
    ),
    What.ACTIONS: (
        *_PERSON,
        "source",
        "kind",
        "state",
        "since",
        "moved_on",
        "due_on",
        "helps",
        "text",
    ),
    What.GRADES: (
        *_PERSON,
        "column",
        "points",
        "maximum",
        "state",
        "since",
        "sent_on",
        "platform_points",
        "reason",
    ),
}


def ordered(what: str, form: str, group: str, *, is_named: bool, groups: Sequence[str]) -> Order:
    """What a form asks for, checked. Statements have one form of their own.

    Raises:
        MalformedRequest: no form offers this.
    """
    if what not in set(What) or form not in set(Form) or (group and group not in groups):
        raise MalformedRequest(reason="unknown-export")
    chosen = Form.JSON if what == What.STATEMENTS else Form(form)
    return Order(what=What(what), form=chosen, group=group, is_named=is_named)


def columns_of(order: Order) -> tuple[str, ...]:
    """The codes of the columns of this file, in their order; none for statements."""
    return tuple(name for name in COLUMNS.get(order.what, ()) if order.is_named or name not in NAMED)


def kept(order: Order, row: Row) -> Row:
    """A whole row without what this file must not hold."""
    if order.is_named:
        return row
    names = COLUMNS[order.what]
    return tuple(value for name, value in zip(names, row, strict=True) if name not in NAMED)


def file_name(words: Sequence[str], day: date, ending: str) -> str:
    """A name that every system takes: these words (what it is, which course) in small letters and digits of
    ASCII, then the day. Words of which nothing is left are left out; nobody's name belongs in here.
    """
    parts = [_in_file_name(word) for word in words]
    return "-".join(["passerelle", *filter(None, parts), f"{day.isoformat()}.{ending}"])


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text


def csv_line(cells: Sequence[Value]) -> str:
    """One line as spreadsheets of this country read it: ``;`` between cells, CRLF at the end."""
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow([_in_csv(cell) for cell in cells])
    return line.getvalue()


def as_json(value: Value) -> str | int | float | None:
    """A cell as JSON holds it: days and moments in ISO 8601."""
    return value.isoformat() if isinstance(value, date) else value


def _in_file_name(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:_WORD_AT_MOST].strip("-")


def _in_csv(value: Value) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
        case str():
            return guarded(value)
        case float():
            return f"{value:g}".replace(".", ",")
    return str(value)
