"""The whole round on a platform that this project did not write: the LTI consumer of Open edX.

A learner opens the unit of the course in a real browser and answers; edX's own grade service stores what
the tool's worker sends; the instructor opens the same unit and sees the group.
"""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.platforms.school import (
    DELIVERY_SECONDS,
    POLL_SECONDS,
    School,
    StartSchool,
    open_unit,
    open_window,
)
from tests.recognising import single_spaced
from tests.walking import Solver, Surface, look, never_knows, send_to_trainer, walk_to_result

pytestmark = pytest.mark.platform

AREAS = tuple(f"area-{number}" for number in range(1, 6))
TAGS = ["passerelle:diagnostic", *(f"passerelle:diagnostic:{area}" for area in AREAS)]
FRENCH_MOMENT = r"\d{1,2} \S+ \d{4} à \d{1,2}\sh\s\d{2}"
WHEN_SENT = re.compile(rf"6 notes envoyées le {FRENCH_MOMENT}")


def test_scores_and_cohort_are_complete_when_two_learners_answer_in_the_frame_of_the_unit(
    start_school: StartSchool,
) -> None:
    """One learner who can, one who never knows; then the instructor. The platform hides names."""
    school = start_school()

    with school.visit("learner") as context:
        frame = open_unit(school, context, "learner")
        walk = walk_to_result(frame, decide=Solver())
        school.await_scores("learner", walk)
        send_to_trainer(frame)
    with school.visit("learner2") as context:
        other_walk = walk_to_result(open_unit(school, context, "learner2"), decide=never_knows)
        school.await_scores("learner2", other_walk)

    assert walk.helped == 0
    assert TAGS == [item["tag"] for item in school.edx.line_items()]
    assert [8.0] * 6 == [item["scoreMaximum"] for item in school.edx.line_items()]
    _assert_sound(school.scores_of("learner"), least=2.0, most=4.0)
    _assert_sound(school.scores_of("learner2"), least=0.0, most=0.0)
    _assert_published(school, "learner")
    _assert_published(school, "learner2")
    with school.visit("instructor") as context:
        frame = open_unit(school, context, "instructor")
        _assert_row(frame, "Participant 1", _levels(school, "learner"), "Terminé et envoyé")
        _assert_row(frame, "Participant 2", None, "Terminé, pas encore envoyé par la personne")
        expect(frame.locator("main")).not_to_contain_text(school.edx.users["learner"].full_name)
    assert [] == school.faults


@pytest.mark.whole
def test_scores_and_names_arrive_when_scripts_are_off_in_a_window_of_its_own(
    start_school: StartSchool,
) -> None:
    """Everything without JavaScript, at the top of the window, on a platform that tells names."""
    school = start_school(share_names=True)

    with school.visit("learner", has_scripts=False) as context:
        page = open_window(school, context, "learner")
        walk = walk_to_result(page, decide=Solver(up_to_level=2), step_choice=3)
        school.await_scores("learner", walk)
        send_to_trainer(page)

    assert TAGS == [item["tag"] for item in school.edx.line_items()]
    _assert_sound(school.scores_of("learner"), least=0.0, most=3.0)
    _assert_published(school, "learner")
    with school.visit("instructor", has_scripts=False) as context:
        page = open_window(school, context, "instructor")
        row = _assert_row(page, "Ines Martin", _levels(school, "learner"), "Terminé et envoyé")
        assert "prêt d'un ordinateur" in row
        expect(page.locator("main")).not_to_contain_text("Participant")
    assert [] == school.faults


def _assert_sound(scores: list[dict[str, Any]], *, least: float, most: float) -> None:
    """Six final scores out of 8 within bounds, each with the level and the day in its comment."""
    assert len(TAGS) == len({score["lineItem"] for score in scores}) == len(scores)
    for score in scores:
        assert 8.0 == score["scoreMaximum"]
        assert least <= score["scoreGiven"] <= most
        assert ("Completed", "FullyGraded") == (score["activityProgress"], score["gradingProgress"])
        assert f"niveau {score['scoreGiven']:g}." in score["comment"]
        assert re.search(r"Positionnement en \d+ tâches, .* le \d\d/\d\d/\d{4}\.", score["comment"])


def _assert_published(school: School, user: str) -> None:
    """The gradebook got the activity's own level, and no area's level in its place."""
    own = school.scores_of(user)[0]
    assert [own["scoreGiven"] / own["scoreMaximum"]] == school.grades_of(user)


def _assert_row(surface: Surface, name: str, levels: list[str] | None, progress: str) -> str:
    """The cohort has one row of that name with the words of progress and of the grades; return its text.

    The acknowledgement is stored a moment after the platform has the score: the page is read again until
    the words say "sent". `levels` is `None` when they do not matter.
    """
    assert "cohort" == look(surface).page
    row = surface.get_by_role("row").filter(has=surface.get_by_role("rowheader", name=name, exact=True))
    expect(row).to_have_count(1)
    deadline = time.monotonic() + DELIVERY_SECONDS
    while not WHEN_SENT.search(single_spaced(row.inner_text())) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        surface.goto(surface.url)
    expect(row).to_contain_text(progress)
    expect(row).to_contain_text(WHEN_SENT)
    if levels is not None:
        assert levels == row.locator(".level").all_inner_texts()
    return single_spaced(row.inner_text())


def _levels(school: School, user: str) -> list[str]:
    """The five area levels as edX holds them, without the activity's own."""
    return [f"{score['scoreGiven']:g}" for score in school.scores_of(user)[1:]]
