"""Deep linking on Open edX: a trainer chooses in Studio what the unit opens.

The request, the endpoint that takes the answer and the stored item are the consumer's own. It checks the
answer's signature, life and kind, but neither who wrote it nor for whom: see its ``ToolKeyHandler``.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

import pytest
from playwright.sync_api import Request, Route, expect

from tests.platforms.school import School, StartSchool, open_unit
from tests.platforms.studio import ANSWERS, SAVED, choose, picker
from tests.walking import Solver, leave_by, send_to_trainer, walk_to_result

pytestmark = pytest.mark.platform

REFUSED = "You don't have access to save LTI Content Items."
FULL, BRIEF = "Mon point de départ numérique", "Mon point de départ, en bref"
MINUTES = {"diagnostic": "environ 18 minutes", "diagnostic-express": "environ 8 minutes"}


def test_the_chosen_activity_opens_and_is_graded_when_it_was_picked_in_studio(
    start_school: StartSchool,
) -> None:
    """The block itself names another activity: only the stored item can open this one."""
    school = start_school()

    with school.visit("instructor") as context:
        page = picker(school, context)
        choose(page, "diagnostic-express", columns="one")
        expect(page.locator("body")).to_contain_text(SAVED)
    (item,) = school.edx.content_items()
    with school.visit("learner") as context:
        frame = open_unit(school, context, "learner")
        expect(frame.locator("main")).to_contain_text(MINUTES["diagnostic-express"])
        walk = walk_to_result(frame, decide=Solver())
        school.await_scores("learner", walk, count=1)
        send_to_trainer(frame)

    assert ("ltiResourceLink", f"{school.tool.url}/lti/launch", BRIEF) == (
        item["type"],
        item["url"],
        item["title"],
    )
    assert {"activity": "diagnostic-express", "columns": "one"}.items() <= item["custom"].items()
    assert {
        "label": BRIEF,
        "scoreMaximum": 8.0,
        "resourceId": "diagnostic-express",
        "tag": "passerelle:diagnostic-express",
    } == item["lineItem"]
    assert ["passerelle:diagnostic-express"] == [column["tag"] for column in school.edx.line_items()]
    (score,) = school.scores_of("learner")
    assert 2.0 <= score["scoreGiven"] <= 4.0
    assert [score["scoreGiven"] / score["scoreMaximum"]] == school.grades_of("learner")
    with school.visit("instructor") as context:
        frame = open_unit(school, context, "instructor")
        expect(frame.get_by_role("heading", name=BRIEF)).to_be_visible()
        expect(frame.get_by_role("row").filter(has_text="Participant 1")).to_contain_text("Terminé et envoyé")
    assert [] == school.faults


@pytest.mark.whole
def test_the_unit_keeps_its_activity_when_the_next_choice_is_cancelled(start_school: StartSchool) -> None:
    """The consumer takes an answer without items as "forget the former ones": it must not get it."""
    school = start_school()
    with school.visit("staff") as context:
        choose(picker(school, context, "staff"), "diagnostic-express")
        kept = _stored(school, count=1)

        page = picker(school, context, "staff")
        leave_by(page, page.get_by_role("button", name="Annuler, ne rien ajouter"))

        expect(page.locator("main")).to_contain_text("Votre cours n'a pas changé.")
        assert page.url.startswith(school.tool.url)
    assert kept == school.edx.content_items()
    with school.visit("learner") as context:
        frame = open_unit(school, context, "learner")
        expect(frame.locator("main")).to_contain_text(MINUTES["diagnostic-express"])
    assert [] == school.faults


@pytest.mark.whole
def test_the_later_choice_opens_when_a_unit_is_chosen_for_twice(start_school: StartSchool) -> None:
    """One at a time: whatever a unit holds is opened under its one resource link, with its one grade."""
    school = start_school()
    with school.visit("instructor") as context:
        choose(picker(school, context), "diagnostic-express")
        (first,) = _stored(school, count=1)
        with school.visit("learner") as learner:
            open_unit(school, learner, "learner")

        page = picker(school, context)
        kinds = {one.get_attribute("type") for one in page.locator("input[name=activity]").all()}
        expect(page.locator("main")).to_contain_text("Choisissez une activité.")
        choose(page, "diagnostic")
        expect(page.locator("body")).to_contain_text(SAVED)

    (second,) = school.edx.content_items()
    assert {"radio"} == kinds
    assert ("diagnostic", FULL) == (second["custom"]["activity"], second["title"])
    assert first["custom"]["link"] != second["custom"]["link"]
    with school.visit("learner") as context:
        frame = open_unit(school, context, "learner")
        expect(frame.locator("main")).to_contain_text(MINUTES["diagnostic"])
    assert [] == school.faults


@pytest.mark.whole
def test_nothing_is_stored_when_the_answer_was_changed_on_its_way(start_school: StartSchool) -> None:
    """What makes edX take an answer is our signature under it."""
    school = start_school()
    with school.visit("instructor") as context:
        context.route(ANSWERS, _with_other_content)

        page = picker(school, context)
        choose(page, "diagnostic")

        expect(page.locator("body")).to_contain_text(REFUSED)
    assert [] == school.edx.content_items()


def _stored(school: School, *, count: int) -> list[dict[str, object]]:
    """What edX holds of the last choice."""
    items = school.edx.content_items()
    assert count == len(items)
    return items


def _with_other_content(route: Route, request: Request) -> None:
    """Exchange one letter in the middle of what the answer says."""
    (token,) = parse_qs(request.post_data or "")["JWT"]
    head, claims, signature = token.split(".")
    middle = len(claims) // 2
    letter = "A" if claims[middle] != "A" else "B"
    changed = ".".join((head, f"{claims[:middle]}{letter}{claims[middle + 1 :]}", signature))
    route.continue_(post_data=urlencode({"JWT": changed}))
