"""Answers that a page's own script sends: where to go comes in a header, and nothing else is different."""

from __future__ import annotations

import gzip

from werkzeug.test import TestResponse

from lti_tool.paths import STATIC
from lti_tool.web.assets import bundle
from lti_tool.web.sending import ASKED, NEXT
from tests.people import LEARNER
from tests.web.answers import incomplete_answer
from tests.web.browser import Browser, Fields
from tests.web.reading import Form
from tests.web.site import Site

SCRIPT_BYTES_AT_MOST = 2048
SKIP = {"skip": "1"}


def _begun(site: Site) -> Browser:
    learner = site.visitor(LEARNER)
    learner.submit()
    assert learner.page.name == "question"
    return learner


def _sent(
    browser: Browser, fields: Fields, *, form: Form | None = None, by_script: bool = True
) -> TestResponse:
    """The form of the page with these fields, as a script sends it. It stays on the page while it waits."""
    form = form or browser.page.form
    headers = browser.own_headers | ({ASKED: "1"} if by_script else {})
    data = {**form.hidden, **fields}
    return browser.request("POST", form.action, data=data, headers=headers)


def test_script_reads_where_to_go_when_answer_was_kept(site: Site) -> None:
    learner = _begun(site)

    answer = _sent(learner, SKIP)

    assert (204, b"") == (answer.status_code, answer.get_data())
    assert answer.headers[NEXT] == learner.at("tasks/2")
    assert "Location" not in answer.headers
    assert "no-store" in answer.headers["Cache-Control"]
    assert len(site.attempt(learner).answers) == 1


def test_answer_is_kept_once_when_script_sends_it_again(site: Site) -> None:
    """The answer to the first one was lost on its way back."""
    learner = _begun(site)
    first, again = _sent(learner, SKIP), _sent(learner, SKIP)

    assert [first.headers[NEXT], again.headers[NEXT]] == [
        learner.at("tasks/2"),
        learner.at("tasks/2") + "?saved=already",
    ]
    assert len(site.attempt(learner).answers) == 1


def test_nothing_is_different_when_the_form_sends_itself(site: Site) -> None:
    learner = _begun(site)

    answer = _sent(learner, SKIP, by_script=False)

    assert (303, learner.at("tasks/2")) == (answer.status_code, answer.location)
    assert NEXT not in answer.headers


def test_header_is_empty_when_the_tool_has_something_to_say(site: Site) -> None:
    """Something is missing, somebody else answered, the session is over: the page comes by the plain form."""
    learner, other = _begun(site), site.visitor(LEARNER)
    scene = site.standing(learner).scene
    assert scene is not None
    form = learner.page.form
    missing = _sent(learner, incomplete_answer(scene))
    other.submit()
    other.submit(SKIP)
    elsewhere = _sent(learner, SKIP, form=form)
    learner.forget_cookies()
    over = _sent(learner, SKIP, form=form)

    assert [(422, ""), (409, ""), (401, "")] == [
        (one.status_code, one.headers.get(NEXT)) for one in (missing, elsewhere, over)
    ]


def test_header_is_absent_when_a_page_is_only_read(site: Site) -> None:
    learner = _begun(site)

    answer = learner.request("GET", learner.at("tasks/9"), headers={ASKED: "1"})

    assert answer.status_code == 303
    assert NEXT not in answer.headers


def test_script_stays_light_when_it_is_compressed() -> None:
    script = bundle(STATIC, ["js/question.js"])

    assert len(gzip.compress(script, 6, mtime=0)) <= SCRIPT_BYTES_AT_MOST
