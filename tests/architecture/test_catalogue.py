"""Every row of the catalogue of bad input that concerns requests is named by a test, or says why not yet.

The ids are those of the security notes, chapter 2: login, state, nonce, token, time, claims, roles, deep
linking, keys and outgoing requests, session and browser, authorization, hostile content, habits of people,
registration. A test names a row in its id, its docstring or a comment.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, python_files

ROWS = {
    "L": "02 04 05 06 07 09 10 11 12 13 14 16 18 19 21 23 24 25 26 27 28 30 31 32 33 35 37 38",
    "S": "01 02 03 04 06 08 09 10 12 14 15 16 17 19 20 21 22 23 25",
    "N": "01 03 04 05 06",
    "J": "01 03 04 05 06 07 08 10 11 12 13 15 17 18 19 20 22 24 25 26 27 29 30 31 32 33 34 36 38 39",
    "T": "02 04 05 06 07 09 10 11 12 13",
    "C": (
        "01 02 03 04 06 08 09 10 12 14 15 16 17 19 20 21 22 23 25 27 28 29 31 33 34 35 36 37 38 40 41 42 "
        "43 44 46 48 49 50 52 54 55 56 57 59 60"
    ),
    "R": "01 03 04 05 06 07 08 10 11 12 13 15",
    "D": "02 04 05 06 07 09 10 11 12 13 14 16",
    "K": "01 02 03 04 06 08 09 10 12 14 15 16 17 19 20 21 22 23 25 27 28",
    "W": "01 02 03 04 06 08 09 10 12 14 15 16 17 19 20 21 22 23 25 27",
    "Z": "01 03 04 05 06 07 08 10 11 12 13 15 17 18 19 20 22 24 25",
    "X": "02 04 05 06 07 09 10 11 12 13 14 16",
    "Q": "01 02 03 05 07 08 09 11 13 14 15 16 17 18 20",
    "Y": "01 02 03 05 07 08 09 11",
}
IDS = [f"{group}{number}" for group, numbers in ROWS.items() for number in numbers.split()]

# Rules that a test holds for everything at once, and so for these rows.
PROVEN_BY_A_RULE = {
    "W22": ("tests/web/test_headers.py", '"Cookie" in found.get("Vary", "")'),
    "Z18": (
        "tests/store/test_deliveries.py",
        "test_no_delivery_points_across_centres_when_the_code_is_wrong",
    ),
    "X11": ("tests/web/test_headers.py", "img-src 'self'"),
    "X14": (
        "tests/architecture/test_shape.py",
        "test_nothing_is_written_into_the_page_when_a_policy_forbids_it",
    ),
    "Q18": ("tests/web/browser.py", "A browser without scripts"),
}

# What the tool does not do yet cannot go wrong yet.
NOT_BUILT = {
    "Z19": "nothing is exported",
    "X04": "nothing is exported",
    "X05": "no file is named after a title",
    "X09": "nobody writes rich text",
    "X10": "nobody writes rich text",
    "X12": "nothing is uploaded",
    "Q13": "nobody changes the items of a running installation",
    "Q14": "an activity cannot be deleted",
    "Q20": "grades are corrected in the platform alone",
}
# The judge and the makers of messages name rows as well, and prove nothing by it.
_SET_ASIDE = {Path(__file__).resolve()}


def _words() -> str:
    found = (
        path
        for path in python_files("tests")
        if path not in _SET_ASIDE and (path.parent.name != "fuzz" or path.name.startswith("test_"))
    )
    return "\n".join(path.read_text(encoding="utf-8") for path in found)


NAMED = frozenset(re.findall(r"\b[LSNJTCRDKWZXQY]\d{2}\b", _words()))


@pytest.mark.parametrize("row", IDS)
def test_a_row_of_the_catalogue_is_named_by_a_test_when_it_concerns_requests(row: str) -> None:
    assert row in NAMED or row in PROVEN_BY_A_RULE or row in NOT_BUILT


@pytest.mark.parametrize("row", PROVEN_BY_A_RULE)
def test_the_rule_is_still_there_when_a_row_relies_on_it(row: str) -> None:
    name, words = PROVEN_BY_A_RULE[row]

    assert words in (ROOT / name).read_text(encoding="utf-8")


def test_a_row_leaves_the_list_of_what_is_not_built_when_a_test_names_it() -> None:
    assert [] == sorted(NOT_BUILT.keys() & NAMED)
    assert [] == sorted((NOT_BUILT.keys() | PROVEN_BY_A_RULE.keys()) - set(IDS))
    assert len(IDS) == len(set(IDS)) == 256
