"""Many cards from one table: CSV with a French header, as a spreadsheet saves it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from lti_tool.domain.card_form import plain, read_card
from lti_tool.domain.resources import Card

ROWS_AT_MOST, FAULTS_AT_MOST = 200, 50
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "title": "Titre",
        "kind": "Type",
        "says": "Texte",
        "where": "Adresse",
        "phone": "Téléphone",
        "website": "Site",
        "hours": "Heures",
        "languages": "Langues",
        "regions": "Région",
        "network": "Réseau",
        "fits": "Pour",
        "offline": "Copie",
        "checked": "Vérifié le",
    }
)
"""The columns by field, as the first line of a table names them; accents and capitals do not matter."""
NEEDED = ("title", "kind", "says")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFault:
    """What is odd in one line of the table, counted from 1. ``field`` is empty for the line as a whole."""

    line: int
    reason: str
    field: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    """The cards of a table, without ids, and the line of each; none of them when there is any fault."""

    cards: tuple[Card, ...] = ()
    lines: tuple[int, ...] = ()
    faults: tuple[LineFault, ...] = ()


def read_table(content: bytes, *, today: date) -> ReadTable:
    """Read a table: UTF-8, or what an older spreadsheet writes; ``;``, ``,`` or a tab between the columns."""
    text = _text(content)
    if "\0" in text or not text.strip():
        return _refused("empty" if not text.strip() else "not-a-table")
    first = text.splitlines()[0]
    delimiter = max(";,\t", key=first.count)
    try:
        rows = list(_rows(text, delimiter))
    except csv.Error:
        return _refused("not-a-table")
    (_line, header), *lines = rows
    fields, faults = _fields(header)
    if faults:
        return ReadTable(faults=tuple(faults))
    if not lines:
        return _refused("empty")
    if len(lines) > ROWS_AT_MOST:
        return _refused("too-many", part=str(ROWS_AT_MOST))
    return _read_lines(lines, fields, today)


def _read_lines(lines: Sequence[tuple[int, Sequence[str]]], fields: Sequence[str], today: date) -> ReadTable:
    cards: list[Card] = []
    numbers: list[int] = []
    faults: list[LineFault] = []
    titles: set[str] = set()
    for line, cells in lines:
        if len([*cells]) > len(fields) and any(cell.strip() for cell in cells[len(fields) :]):
            faults.append(LineFault(line=line, reason="too-many-cells"))
            continue
        read = read_card(dict(zip(fields, cells, strict=False)), today=today)
        for field, reason in read.faults.items():
            faults.append(LineFault(line=line, field=field, reason=reason, part=read.parts[field]))
        if read.card is not None:
            if same_title(read.card.title) in titles:
                faults.append(LineFault(line=line, field="title", reason="twice", part=read.card.title))
            titles.add(same_title(read.card.title))
            cards.append(read.card)
            numbers.append(line)
    if faults:
        return ReadTable(faults=tuple(faults[:FAULTS_AT_MOST]))
    return ReadTable(cards=tuple(cards), lines=tuple(numbers))


def same_title(title: str) -> str:
    """What two titles share when they are the same to a reader."""
    return " ".join(plain(title).split())


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every line that is not blank, with the number of its first line."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    before = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield before + 1, cells
        before = reader.line_num


def _fields(header: Sequence[str]) -> tuple[list[str], list[LineFault]]:
    """The field of each column, and what is odd about the first line."""
    known = {plain(name): field for field, name in COLUMNS.items()}
    names = [" ".join(plain(cell).split()) for cell in header]
    while names and not names[-1]:
        names.pop()
    faults = [
        LineFault(line=1, reason="unknown-column", part=header[place].strip()[:40])
        for place, name in enumerate(names)
        if name not in known
    ]
    found = [known.get(name, "") for name in names]
    faults += [
        LineFault(line=1, reason="column-missing", part=COLUMNS[field])
        for field in NEEDED
        if field not in found
    ]
    faults += [
        LineFault(line=1, reason="column-twice", part=COLUMNS[field])
        for field in COLUMNS
        if found.count(field) > 1
    ]
    return found, faults


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _refused(reason: str, part: str = "") -> ReadTable:
    return ReadTable(faults=(LineFault(line=1, reason=reason, part=part),))
