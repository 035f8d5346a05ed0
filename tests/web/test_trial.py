"""The trial: for whoever the platform does not name. It looks like the real thing and keeps nothing."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from lti_tool.domain.item import Press
from tests.people import LEARNER, TRAINER, TestPerson
from tests.web.browser import Browser
from tests.web.refusing import STATES, assert_refused
from tests.web.site import Site, refused
from tests.web.tables import changed

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
TASKS = 5
Json = dict[str, Any]  # Any: claims are JSON


def without_sub(**claims: object) -> Any:  # Any: a change of claims
    """The platform names nobody, and says these claims."""

    def changed_claims(said: Json) -> Json:
        named = {f"{CLAIM}{name}": value for name, value in claims.items()}
        unnamed = {name: value for name, value in said.items() if name not in ("sub", "name", "given_name")}
        return {**unnamed, **named}

    return changed_claims


def anonymous(site: Site, browser: Browser, person: TestPerson = LEARNER, **claims: object) -> TestResponse:
    """A launch without a person."""
    return browser.launch(person, claims=without_sub(**claims))


@pytest.mark.parametrize("person", [LEARNER, TRAINER], ids=lambda person: person.key)
def test_trial_opens_and_nothing_is_kept_when_the_platform_names_nobody(
    site: Site, person: TestPerson
) -> None:
    """No row but the consumed state, no cookie, no call; whatever the role is."""
    browser = site.browser()
    form = browser.answered(person, claims=without_sub())
    before, calls = site.snapshot(), len(site.lms.journal)
    answer = browser.post_launch(form)

    assert (answer.status_code, answer.location) == (303, "/trial/diagnostic/?lang=fr")
    assert answer.headers.getlist("Set-Cookie") == []
    browser.get(answer.location)
    assert browser.page.name == "trial"
    assert "rien ne sera noté" in browser.page.words
    assert changed(before, site.snapshot()) == {STATES}
    assert {entry.path_kind for entry in site.lms.journal[calls:]} <= {"jwks"}


@pytest.mark.parametrize(
    ("custom", "slug"),
    [
        ({"activity": "diagnostic-express"}, "diagnostic-express"),
        ({"activity": "unknown"}, "diagnostic"),
        ({"activity": "../../etc"}, "diagnostic"),
        ({}, "diagnostic"),
    ],
)
def test_trial_is_of_the_links_activity_when_it_is_known(site: Site, custom: Json, slug: str) -> None:
    answer = anonymous(site, site.browser(), custom=custom)

    assert answer.location.partition("?")[0] == f"/trial/{slug}/"


def test_trial_speaks_the_launchs_language_when_it_is_one_of_ours(site: Site) -> None:
    browser = site.browser()
    answer = anonymous(site, browser, launch_presentation={"locale": "nl_BE"})
    browser.get(answer.location)

    assert answer.location.endswith("?lang=nl")
    assert all(link.endswith("?lang=nl") for link in browser.page.links if "/trial/" in link)


def test_everything_can_be_looked_at_when_every_link_is_followed(site: Site) -> None:
    """From the first page to the last by the task's own buttons, and back again; no form anywhere."""
    browser = site.browser()
    before = site.snapshot()
    seen = []
    browser.get("/trial/diagnostic/")
    following = next(link for link in browser.page.links if link.endswith("/1"))
    while not following.endswith("/end"):
        answer = browser.get(following)
        seen.append(browser.page.heading)
        body = answer.get_data(as_text=True)
        number = len(seen)
        assert answer.status_code == 200
        assert "<form" not in body
        assert "<button" not in body
        backward = "/trial/diagnostic/" if number == 1 else f"/trial/diagnostic/{number - 1}"
        assert backward in browser.page.links
        following = "/trial/diagnostic/end" if number == TASKS else f"/trial/diagnostic/{number + 1}"
        assert browser.page.links.count(following) >= 2
    browser.get(following)

    assert len(set(seen)) == TASKS
    assert browser.page.heading == "L'essai est fini."
    assert changed(before, site.snapshot()) == set()
    assert browser.cookies == {}


def test_tasks_are_the_easiest_of_each_area_when_they_are_chosen(site: Site) -> None:
    tasks = site.services.trials.tasks

    assert [task.competence[0] for task in tasks] == ["1", "2", "3", "4", "5"]
    assert {task.level for task in tasks} == {1}
    assert all(isinstance(task.scenes[0].task, Press) and len(task.scenes) == 1 for task in tasks)


@pytest.mark.parametrize("slug", ["unknown", "x" * 300, "%F0%9F%98%80"])
def test_standard_trial_opens_when_the_address_names_no_activity(site: Site, slug: str) -> None:
    browser = site.browser()

    assert browser.get(f"/trial/{slug}/").status_code == 200
    assert "/trial/diagnostic/1" in browser.page.links


@pytest.mark.parametrize("number", ["0", "6", "99999999999999999999", "-1", "x"])
def test_trial_has_no_such_task_when_the_number_is_another(site: Site, number: str) -> None:
    refused(site.browser().get(f"/trial/diagnostic/{number}"), 404, "e-notfound")


@pytest.mark.parametrize("path", ["", "1", "end"])
def test_trial_takes_nothing_when_something_is_posted(site: Site, path: str) -> None:
    answer = site.browser().request("POST", f"/trial/diagnostic/{path}", data={"press": "ouvrir"})

    refused(answer, 405, "e-method")


@pytest.mark.parametrize("path", ["", "1", "end"])
def test_trial_may_stand_in_any_frame_when_nobody_is_signed_in(site: Site, path: str) -> None:
    """It holds no data and no session: the platform of an anonymous launch is not known to it."""
    answer = site.browser().get(f"/trial/diagnostic/{path}")

    assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors *")
    assert answer.headers["Cache-Control"] == "no-store"


def test_session_of_this_browser_stays_when_an_anonymous_launch_comes(site: Site) -> None:
    browser = site.visitor(LEARNER)
    handle = browser.handle
    anonymous(site, browser)

    assert browser.get(f"/l/{handle}/welcome").status_code == 200


REFUSED = [
    pytest.param(
        {"message_type": "LtiSubmissionReviewRequest", "for_user": {"user_id": "101"}},
        "anonymous-launch",
        id="review",
    ),
    pytest.param({"message_type": "LtiDeepLinkingRequest"}, "anonymous-deep-linking", id="deep-linking"),
]


@pytest.mark.parametrize(("claims", "reason"), REFUSED)
def test_launch_is_refused_when_only_a_known_person_may_send_it(
    site: Site, claims: Json, reason: str
) -> None:
    browser = site.browser()
    settings = {DEEP_LINKING: {"deep_link_return_url": f"{site.lms.url}/return"}}
    change = without_sub(**claims)
    form = browser.answered(TRAINER, claims=lambda said: {**change(said), **settings})

    assert_refused(site, lambda: browser.post_launch(form), 422, "e-config", reason)


def test_trainer_sees_as_a_learner_when_they_follow_the_link(site: Site) -> None:
    """R12: no attempt, no membership as a learner, no grade."""
    browser = site.visitor(TRAINER)
    link = next(one for one in browser.page.links if one.startswith("/trial/"))
    before = site.snapshot()
    browser.get(link)

    assert browser.page.name == "trial"
    assert changed(before, site.snapshot()) == set()
