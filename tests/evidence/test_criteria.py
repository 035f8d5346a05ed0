"""The table of criteria is whole, and nothing in it names what does not exist."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from lti_tool import paths
from tests.evidence.criteria import Criterion, State, criteria, judged
from tests.evidence.grid import CHECKS, Cell, Fault, Found
from tests.evidence.words import CHECKS as CHECK_WORDS
from tests.evidence.words import NOT_TESTED, WORDS

TABLE = criteria()
ROOT = paths.CONFIG.parent
CELL = Cell(language="fr", look="light", width=320)
each = pytest.mark.parametrize("criterion", TABLE, ids=lambda one: one.number)


def test_every_criterion_of_the_norm_and_every_new_one_is_there() -> None:
    """WCAG 2.1 has 30 criteria at level A and 20 at AA; WCAG 2.2 adds two and four."""
    counted = Counter(("new" if one.since == "2.2" else "norm", one.level) for one in TABLE)

    assert {("norm", "A"): 30, ("norm", "AA"): 20, ("new", "A"): 2, ("new", "AA"): 4} == counted
    assert len(TABLE) == len({one.number for one in TABLE})
    assert ["2.4.11", "2.5.7", "2.5.8", "3.2.6", "3.3.7", "3.3.8"] == [
        one.number for one in TABLE if not one.clause
    ]


@each
def test_what_shows_a_criterion_exists(criterion: Criterion) -> None:
    scripts = [
        (paths.CONFIG / "guides" / code / "screen-readers.md").read_text("utf-8") for code in ("fr", "en")
    ]

    assert set(CHECKS) >= set(criterion.checks)
    assert [] == [test for test in criterion.tests if not _exists(test)]
    assert all(re.search(rf"^## {part}\. ", text, re.M) for part in criterion.manual for text in scripts)


def _exists(test: str) -> bool:
    path, _, name = test.partition("::")
    return (ROOT / path).is_file() and f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


@each
def test_a_claim_says_how_it_is_shown_or_why_it_does_not_hold(criterion: Criterion) -> None:
    shown = criterion.checks or criterion.tests or criterion.manual

    assert State.FAULTY is not criterion.state
    assert all(criterion.titles.values())
    assert bool(criterion.remarks["fr"]) == bool(criterion.remarks["en"])
    assert criterion.remarks["fr"] or (shown and criterion.state is State.SUPPORTED)


def test_every_check_has_its_words_and_shows_a_criterion() -> None:
    shown = {check for one in TABLE for check in one.checks}

    assert set(CHECKS) == set(CHECK_WORDS)
    assert {"drawn"} == set(CHECKS) - shown
    assert {state.value for state in State} <= set(WORDS)
    assert len(NOT_TESTED["fr"]) == len(NOT_TESTED["en"])


def test_a_fault_counts_where_its_rule_or_its_check_belongs() -> None:
    contrast = Fault(page="x/y", cell=CELL, check="axe", detail="color-contrast", tags=("wcag2aa", "wcag143"))
    small = Fault(page="x/y", cell=CELL, check="targets", detail="a 20x20")
    found = Found(
        faults=[contrast, small],
        rules=Counter({"color-contrast": 3}),
        tags={"color-contrast": contrast.tags},
        held=Counter({"targets": 7}),
    )

    lines = {line.criterion.number: line for line in judged(TABLE, found)}

    assert {"1.4.3", "2.5.8"} == {number for number, line in lines.items() if line.state is State.FAULTY}
    assert {"color-contrast": 3} == lines["1.4.3"].rules
    assert {"targets": 7, "answers": 0} == lines["2.5.8"].held
    assert State.PARTLY is lines["1.2.1"].state
