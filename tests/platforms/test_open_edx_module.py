"""A module on Open edX: chosen in Studio, left in the middle, taken up again, and graded."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.contents import the_modules
from tests.module_walking import walk_module
from tests.platforms.school import StartSchool, open_unit
from tests.platforms.studio import SAVED, choose, picker

pytestmark = pytest.mark.platform

PAGES_BEFORE_THE_BREAK = 4


def test_a_module_is_deep_linked_resumed_and_graded(start_school: StartSchool) -> None:
    """The column has 100 points; what was begun in one window goes on in the next."""
    school = start_school()
    module = next(one for one in the_modules() if one.id == "M01")

    with school.visit("instructor") as context:
        page = picker(school, context)
        choose(page, module.slug, columns="one")
        expect(page.locator("body")).to_contain_text(SAVED)
    (item,) = school.edx.content_items()
    with school.visit("learner") as context:
        frame = open_unit(school, context, "learner")
        expect(frame.locator("h1")).to_have_text(module.title)
        walk_module(frame, module, pages=PAGES_BEFORE_THE_BREAK)
        left_at = frame.locator("h1").inner_text()
    with school.visit("learner", has_scripts=True) as context:
        frame = open_unit(school, context, "learner")
        frame.get_by_role("button", name="Continuer").click()
        expect(frame.locator("h1")).to_have_text(left_at)
        frame.goto(frame.url.partition("/steps/")[0])
        walk = walk_module(frame, module)
        school.await_scores("learner", walk, count=1)

    assert {"label": module.title, "scoreMaximum": 100.0, "tag": "passerelle:module-m01"}.items() <= item[
        "lineItem"
    ].items()
    (score,) = school.scores_of("learner")
    assert (100.0, 100.0) == (score["scoreGiven"], score["scoreMaximum"])
    assert [1.0] == school.grades_of("learner")
    assert [] == school.faults
