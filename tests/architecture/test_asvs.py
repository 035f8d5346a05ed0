"""The table of OWASP ASVS 5.0: every requirement of level 1 and 2 once, each with a test, a file or a reason.

The numbers of the requirements are facts of the standard; what is wanted is said in the project's own words.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache

import pytest

from lti_tool import paths
from tests.architecture.sources import ROOT, tree_of

TABLE = paths.CONFIG / "security" / "asvs.csv"
HEADS = ["id", "level", "wanted", "state", "shown by, or the reason"]
STATES = ("met", "does not apply", "open")
LAST_OF_LEVEL = """
1.1 0 2|1.2 5 9|1.3 2 11|1.4 0 3|1.5 1 2|2.1 1 3|2.2 2 3|2.3 1 4|2.4 0 1|3.2 2 2|3.3 1 4|3.4 2 6|3.5 3 5
3.7 0 2|4.1 1 3|4.2 0 1|4.3 0 2|4.4 1 4|5.1 0 1|5.2 2 3|5.3 2 2|5.4 0 3|6.1 1 3|6.2 8 12|6.3 2 4|6.4 2 4
6.5 0 5|6.6 0 3|6.8 0 4|7.1 0 3|7.2 4 4|7.3 0 2|7.4 2 5|7.5 0 2|7.6 0 2|8.1 1 2|8.2 2 3|8.3 1 1|8.4 0 1
9.1 3 3|9.2 1 4|10.1 0 2|10.2 0 2|10.3 0 4|10.4 5 11|10.5 0 5|10.6 0 2|10.7 0 3|11.1 0 2|11.2 0 3
11.3 2 3|11.4 1 4|11.5 0 1|11.6 0 1|12.1 1 3|12.2 2 2|12.3 0 4|13.1 0 1|13.2 0 5|13.3 0 2|13.4 1 5
14.1 0 2|14.2 1 4|14.3 1 3|15.1 1 3|15.2 1 3|15.3 1 7|16.1 0 1|16.2 0 5|16.3 0 4|16.4 0 3|16.5 0 3
17.1 0 1|17.2 0 4|17.3 0 2
"""
"""Each section with its last requirement of level 1 and of level 2; in every section they come in this order.

Source: OWASP Application Security Verification Standard 5.0.0.
"""


@cache
def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def wanted() -> list[tuple[str, str]]:
    """The id and the level of every requirement."""
    sections = (one.split() for one in LAST_OF_LEVEL.replace("\n", "|").split("|") if one)
    return [
        (f"{section}.{number}", "1" if number <= int(first) else "2")
        for section, first, last in sections
        for number in range(1, int(last) + 1)
    ]


def test_every_requirement_stands_once_with_its_level() -> None:
    assert 253 == len(wanted())
    assert wanted() == [(row["id"], row["level"]) for row in rows()]


def test_every_cell_is_filled() -> None:
    assert all(list(row) == HEADS and all(cell.strip() for cell in row.values()) for row in rows())
    assert set(STATES) == {row["state"] for row in rows()}


def test_what_is_met_names_tests_and_files_that_exist() -> None:
    shown = {place for row in rows() if row["state"] == "met" for place in row[HEADS[-1]].split("; ")}

    assert [] == sorted(place for place in shown if not _is_there(place))


@pytest.mark.parametrize("place", ["tests/web/test_headers.py::test_nothing", "tests/web/test_none.py"])
def test_it_is_noticed_when_something_is_not_there(place: str) -> None:
    assert not _is_there(place)


def test_what_is_open_or_does_not_apply_has_a_reason_in_words() -> None:
    others = [row for row in rows() if row["state"] != "met"]

    assert [] == [row["id"] for row in others if not re.fullmatch(r"[A-Za-z].{15,}\.", row[HEADS[-1]])]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_has_the_totals_of_the_table(language: str) -> None:
    counts = Counter((int(row["id"].split(".")[0]), row["state"]) for row in rows())
    expected = {chapter: [counts[chapter, state] for state in STATES] for chapter in range(1, 18)}
    expected[0] = [sum(counts[chapter, state] for chapter in range(1, 18)) for state in STATES]
    found = re.findall(
        r"^\| (?:V(\d+) [^|]+|\w+) \| (\d+) \| (\d+) \| (\d+) \|$", page(language), re.MULTILINE
    )

    assert expected == {int(chapter or 0): [int(one) for one in cells] for chapter, *cells in found}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_names_what_is_open(language: str) -> None:
    listed = re.findall(r"^\| (\d+\.\d+\.\d+) \|", page(language), re.MULTILINE)

    assert [row["id"] for row in rows() if row["state"] == "open"] == listed


def page(language: str) -> str:
    return (paths.CONFIG / "guides" / language / "asvs.md").read_text(encoding="utf-8")


def _is_there(place: str) -> bool:
    file, _, test = place.partition("::")
    path = ROOT / file
    return path.is_file() and (not test or test in {getattr(one, "name", "") for one in tree_of(path).body})
