"""The learners bench itself, small: learners come through, and a slow or lost answer is seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bench.fresh_grades import COLUMNS, submit_everybody
from tests.bench.learner_browser import Page
from tests.bench.learner_load import Figures
from tests.bench.learner_site import SQLITE, LearnerSite, learner_site
from tests.bench.learners_bench import answer_goals


@pytest.fixture(scope="module")
def site() -> Iterator[LearnerSite]:
    """The tool on SQLite with its worker, and learners before it."""
    with learner_site(SQLITE) as made:
        yield made


def test_learners_launch_and_answer_when_they_come_at_once(site: LearnerSite) -> None:
    found = site.order("slice", learners=3, answers=4, think_seconds=0.05)

    assert [] == found.faults
    assert (0, 12, 3) == (found.bad, len(found.steps), len(found.launches))
    assert {"question"} <= set(found.pages) <= {"question", "pause"}


def test_every_column_has_its_grade_when_the_last_task_is_answered(site: LearnerSite) -> None:
    found = submit_everybody(site, 3, 2, 0.5)

    assert ([], 0, {"step": 3}) == (found.figures.faults, found.missing, found.figures.pages)
    assert COLUMNS * 3 == len(found.seconds)
    assert 0 < found.seconds[0] <= found.seconds[-1]


def test_an_answer_is_counted_as_wrong_when_the_session_is_no_more(site: LearnerSite) -> None:
    found = site.order("gone", sessions=[["A" * 22, "B" * 43, "nobody"]], seconds=0.1)

    assert (1, {}) == (found.bad, found.pages)
    assert "401" in found.faults[0]


def test_the_pages_own_form_is_found_among_those_around_it() -> None:
    page = Page(
        200,
        "",
        '<form method="post" action="/l/x/end"></form><form method="post"><input type="hidden" name="csrf" '
        'value="a&amp;b"><button name="press" value="p1"></button>'
        '<input type="radio" name="choice" value="c"></form>',
        "/l/x/tasks/2",
    )

    assert ("/l/x/tasks/2", {"csrf": "a&b"}, [("press", "p1"), ("choice", "c")]) == page.form()


def test_slow_and_lost_answers_are_misses() -> None:
    quick = Figures(steps=[0.02] * 96 + [0.4] * 4)
    slow = Figures(steps=[0.02] * 94 + [0.4] * 6)
    missed = {
        name: [goal.is_met for goal in answer_goals(SQLITE, 30, found, wanted=wanted)]
        for name, found, wanted in (("quick", quick, 100), ("slow", slow, 100), ("lost", quick, 101))
    }

    assert {"quick": [True, True], "slow": [True, False], "lost": [False, True]} == missed
