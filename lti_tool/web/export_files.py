"""Exported rows as files. CSV and JSON leave row by row; a workbook is whole before its first byte leaves,
and its rows wait in a folder that is gone with it, never in memory.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO

import xlsxwriter

from lti_tool.domain.export import SCHEMA_VERSION, Order, Row, Value, as_json, csv_line
from lti_tool.web.export_words import header, worded

BYTE_ORDER_MARK = "\ufeff"
CSV_TYPE = "text/csv; charset=utf-8"
"""Without it some spreadsheets read accents wrongly."""
ROWS_AT_ONCE = 200
CHUNK_BYTES = 64 * 1024
_SHEET = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
    "remove_timezone": True,
}


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """A table for a spreadsheet, in the words of the page."""
    lines = [BYTE_ORDER_MARK, csv_line([header(code) for code in columns])]
    say = worded(columns)
    for row in rows:
        lines.append(csv_line(say(row)))
        if len(lines) >= ROWS_AT_ONCE:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()


def as_workbook(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """The same as an XLSX workbook of one sheet; a text is never a formula."""
    made = BytesIO()
    with (
        tempfile.TemporaryDirectory() as folder,
        xlsxwriter.Workbook(made, {**_SHEET, "tmpdir": folder}) as book,
    ):
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(columns) - 1), 18)
        bold = book.add_format({"bold": True, "text_wrap": True})
        for place, code in enumerate(columns):
            sheet.write_string(0, place, header(code), bold)
        say = worded(columns)
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(say(row)):
                _write(sheet, line, place, cell)
    made.seek(0)
    while chunk := made.read(CHUNK_BYTES):
        yield chunk


def as_json_file(order: Order, columns: Sequence[str], rows: Iterable[Row], made: str) -> Iterator[bytes]:
    """An object with the version of the schema and one object for each row; keys and values are codes."""
    head = {"schema": "passerelle-export", "version": SCHEMA_VERSION, "what": order.what.value, "made": made}
    yield (json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [').encode()
    objects = ({code: as_json(cell) for code, cell in zip(columns, row, strict=True)} for row in rows)
    yield from _listed(objects)
    yield b"]}\n"


def as_statements(statements: Iterable[object]) -> Iterator[bytes]:
    """A JSON array, as a learning record store takes it."""
    yield b"["
    yield from _listed(statements)
    yield b"]\n"


def _listed(objects: Iterable[object]) -> Iterator[bytes]:
    lines: list[str] = []
    is_first = True
    for one in objects:
        lines.append(("\n" if is_first else ",\n") + json.dumps(one, ensure_ascii=False))
        is_first = False
        if len(lines) >= ROWS_AT_ONCE:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()


def _write(sheet: xlsxwriter.worksheet.Worksheet, line: int, place: int, cell: Value) -> None:
    match cell:
        case str():
            sheet.write_string(line, place, cell)
        case date():
            sheet.write_datetime(line, place, cell)
        case int() | float():
            sheet.write_number(line, place, cell)
