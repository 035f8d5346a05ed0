"""State, nonce and transport of the launch over HTTP: the rows S01 to S25 and N01 to N06."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from tests.fake_lms import FakeLms
from tests.people import LEARNER
from tests.web.browser import FORM, Browser
from tests.web.refusing import assert_refused
from tests.web.site import Site, refused
from tests.web.tables import changed, count, refusals

Form = dict[str, Any]  # Any: a value or several
BROWSER_COOKIE = "__Host-psb"
ANOTHER = "x" * 43

FORMS = [
    pytest.param(lambda f: f.pop("state"), 401, "e-expired", id="S01-state-missing"),
    pytest.param(lambda f: f.update(state=""), 401, "e-expired", id="S01-state-empty"),
    pytest.param(lambda f: f.update(state=ANOTHER), 401, "e-expired", id="S02-state-unknown"),
    pytest.param(lambda f: f.update(state="é\u202e"), 401, "e-expired", id="S02-state-odd"),
    pytest.param(lambda f: f.update({"state[]": "x"}), 400, "e-link", id="S12-brackets"),
    pytest.param(lambda f: f.update(state=[f["state"], "x"]), 400, "e-link", id="S12-state-twice"),
    pytest.param(lambda f: f.update(id_token=[f["id_token"]] * 2), 400, "e-link", id="S12-token-twice"),
    pytest.param(lambda f: f.pop("id_token"), 400, "e-link", id="S15-token-missing"),
    pytest.param(lambda f: f.update(id_token=""), 400, "e-link", id="S15-token-empty"),
    pytest.param(lambda f: f.update(error="login_required"), 403, "e-denied", id="S16-error"),
    pytest.param(
        lambda f: f.update(error="<b>", error_description="<script>alert(1)</script>\r\nX: y"),
        403,
        "e-denied",
        id="S17-error-with-html",
    ),
    pytest.param(lambda f: [f.clear(), f.update(other="1")], 401, "e-expired", id="nothing-of-ours"),
]


@pytest.mark.parametrize(("change", "status", "code"), FORMS)
def test_launch_is_refused_when_its_form_is_wrong(
    site: Site, change: Callable[[Form], object], status: int, code: str
) -> None:
    browser = site.browser()
    form: Form = dict(browser.answered(LEARNER))
    change(form)

    assert_refused(site, lambda: browser.post_launch(form), status, code)
    assert "alert(1)" not in browser.page.words


def test_state_is_consumed_when_the_platform_answers_with_an_error(site: Site) -> None:
    """S16: the token that comes later no longer opens anything."""
    browser = site.browser()
    form = browser.answered(LEARNER)
    browser.post_launch({"state": form["state"], "error": "login_required"})

    assert count(site.engine, "login_state") == 1
    assert_refused(site, lambda: browser.post_launch(form), 401, "e-expired", "state-unknown")


def test_launch_is_refused_when_its_state_is_ten_minutes_old(site: Site) -> None:
    """S03, with a token that is fresh."""
    browser = site.browser()
    started = browser.login(LEARNER)
    site.clock.pass_(minutes=10)
    token, state = site.lms.answer_login(started.location)

    assert_refused(
        site,
        lambda: browser.post_launch({"id_token": token, "state": state}),
        401,
        "e-expired",
        "state-expired",
    )


def test_launch_is_refused_when_another_browser_began_it(site: Site) -> None:
    """S04: and the state is used up for its owner too."""
    form = site.browser().answered(LEARNER)
    attacker = site.browser()
    attacker.login(LEARNER)

    assert_refused(site, lambda: attacker.post_launch(form), 401, "e-sec", "other-browser")
    assert count(site.engine, "login_state") == 1


@pytest.mark.parametrize("value", [ANOTHER, "x", "é", "a b"])
def test_launch_is_refused_when_its_cookie_is_forged(site: Site, value: str) -> None:
    """S20, S21: a well-shaped forgery is another browser, a misshapen one is no cookie."""
    browser = site.browser()
    form = browser.answered(LEARNER)
    browser.forget_cookies()
    browser.set_cookie(BROWSER_COOKIE, value)
    code = "e-sec" if value == ANOTHER else "e-cookies"

    assert_refused(site, lambda: browser.post_launch(form), 401, code)


def test_launch_says_that_cookies_are_blocked_when_none_comes_back(site: Site) -> None:
    """L37, after the fact."""
    browser = site.browser()
    form = browser.answered(LEARNER)
    browser.forget_cookies()

    assert_refused(site, lambda: browser.post_launch(form), 401, "e-cookies", "no-browser-cookie")


def test_reload_gives_the_live_session_when_it_comes_within_thirty_seconds(site: Site) -> None:
    """S06: nothing is processed again, and no new cookie is given."""
    browser = site.browser()
    form = browser.answered(LEARNER)
    first = browser.post_launch(form)
    before = site.snapshot()
    site.clock.pass_(seconds=25)
    again = browser.post_launch(form)

    assert (again.status_code, again.location) == (303, first.location)
    assert again.headers.getlist("Set-Cookie") == []
    assert changed(before, site.snapshot()) == set()
    assert browser.get(again.location).status_code == 200


def test_reload_is_refused_when_it_comes_after_thirty_seconds(site: Site) -> None:
    """S06, N04: the session that it opened goes on."""
    browser = site.browser()
    form = browser.answered(LEARNER)
    browser.post_launch(form)
    site.clock.pass_(seconds=31)

    assert_refused(site, lambda: browser.post_launch(form), 401, "e-expired", "state-unknown")
    assert browser.get(browser.at()).status_code == 200


def test_replay_is_refused_when_it_comes_from_another_browser(site: Site) -> None:
    """S06, N04: within the thirty seconds too, with a live session of its own or without."""
    form = site.browser().answered(LEARNER)
    with_session = site.visitor(LEARNER)
    without = site.browser()
    owner = site.browser()
    owner.set_cookie(BROWSER_COOKIE, ANOTHER)
    owner.post_launch(form)

    for thief in (with_session, without):
        assert_refused(site, lambda thief=thief: thief.post_launch(form), 401, "e-expired")


def test_launch_is_refused_when_its_token_answers_another_login(site: Site) -> None:
    """S08: the state of one login with the nonce of another."""
    browser = site.browser()
    one, two = browser.answered(LEARNER), browser.answered(LEARNER)

    assert_refused(
        site,
        lambda: browser.post_launch({"state": one["state"], "id_token": two["id_token"]}),
        401,
        "e-sec",
        "nonce",
    )


def test_launch_is_refused_when_its_token_is_of_another_platform(site: Site, other_lms: FakeLms) -> None:
    """S09, J12, N05: a login at one platform, a token of the other."""
    site.connect(other_lms)
    browser, there = site.browser(), site.browser(other_lms)
    ours, theirs = browser.answered(LEARNER), there.answered(LEARNER)

    assert_refused(
        site,
        lambda: browser.post_launch({"state": ours["state"], "id_token": theirs["id_token"]}),
        401,
        "e-sec",
        "unknown-kid",
    )


def test_one_launch_succeeds_when_two_come_at_the_same_instant(site: Site) -> None:
    """S10: from two browsers that hold the same cookie, so that neither is a reload of the other."""
    browser = site.browser()
    form = browser.answered(LEARNER)
    twins = [_twin(site, browser) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda twin: twin.post_launch(form), twins))

    assert sorted(answer.status_code for answer in answers) == [303, 401]
    assert count(site.engine, "launch") == 1


def _twin(site: Site, browser: Browser) -> Browser:
    twin = site.browser()
    twin.set_cookie(BROWSER_COOKIE, browser.cookies[BROWSER_COOKIE].value)
    return twin


@pytest.mark.parametrize("name", ["state", "id_token", "state[]"])
def test_launch_is_refused_when_a_parameter_stands_in_the_address(site: Site, name: str) -> None:
    """S12: also beside a complete body."""
    browser = site.browser()
    form = browser.answered(LEARNER)

    def act() -> TestResponse:
        return browser.request("POST", "/lti/launch", data=form, query_string={name: form["state"]})

    assert_refused(site, act, 400, "e-link", "parameter-in-address")


def test_launch_is_refused_when_its_token_is_a_bearer_header(site: Site) -> None:
    """S14: the body alone counts."""
    browser = site.browser()
    form = browser.answered(LEARNER)

    def act() -> TestResponse:
        headers = {"Authorization": f"Bearer {form['id_token']}"}
        return browser.request("POST", "/lti/launch", data={"state": form["state"]}, headers=headers)

    assert_refused(site, act, 400, "e-link", "missing-id-token")


BODIES = [
    pytest.param(b"id_token=" + b"a" * 262_200, FORM, 413, "e-sec", id="S25-over-256-KiB"),
    pytest.param(b'{"state": "x"}', "application/json", 415, "e-link", id="json"),
    pytest.param(b"--x--", "multipart/form-data; boundary=x", 415, "e-link", id="multipart"),
    pytest.param(b"state=%ff", FORM, 400, "e-link", id="not-utf-8"),
    pytest.param(b"state=%4", FORM, 400, "e-link", id="broken-escape"),
]


@pytest.mark.parametrize(("body", "kind", "status", "code"), BODIES)
def test_launch_is_refused_when_its_body_cannot_be_read(
    site: Site, body: bytes, kind: str, status: int, code: str
) -> None:
    def act() -> TestResponse:
        return site.browser().request("POST", "/lti/launch", data=body, content_type=kind)

    assert_refused(site, act, status, code)


def test_forty_logins_fit_when_one_browser_opens_them(site: Site) -> None:
    """S22: one cookie for all of them, and the first can still be finished."""
    browser = site.browser()
    first = browser.answered(LEARNER)
    for _ in range(40):
        browser.login(LEARNER)

    assert list(browser.cookies) == [BROWSER_COOKIE]
    assert browser.post_launch(first).status_code == 303


NONCES = [
    pytest.param({"nonce": None}, "e-sec", "nonce-missing", id="N03-null"),
    pytest.param({"nonce": ""}, "e-sec", "nonce-missing", id="N03-empty"),
    pytest.param({"nonce": ["a"]}, "e-sec", "nonce-missing", id="N03-list"),
    pytest.param({"nonce": {"a": 1}}, "e-sec", "nonce-missing", id="N03-object"),
    pytest.param({"nonce": 7}, "e-sec", "nonce-missing", id="N03-number"),
    pytest.param({"nonce": "other"}, "e-sec", "nonce", id="N-other"),
    pytest.param(
        {"nonce": "0b5f9f6e-1a40-4ad0-8e8c-0a8d6a6b9d11"}, "e-config", "invented-nonce", id="N06-invented"
    ),
]


@pytest.mark.parametrize(("changes", "code", "reason"), NONCES)
def test_launch_is_refused_when_its_nonce_is_wrong(
    site: Site, changes: dict[str, object], code: str, reason: str
) -> None:
    browser = site.browser()
    before = site.snapshot()
    answer = browser.launch(LEARNER, claims=lambda claims: {**claims, **changes})

    refused(answer, 401, code, reason)
    assert changed(before, site.snapshot()) == {"security_event", "login_state"}
    assert refusals(site.engine) == [(code, reason)]


def test_launch_is_refused_when_it_has_no_nonce(site: Site) -> None:
    """N01."""
    browser = site.browser()
    answer = browser.launch(LEARNER, claims=lambda claims: {k: v for k, v in claims.items() if k != "nonce"})

    refused(answer, 401, "e-sec", "nonce-missing")


def test_no_parameter_is_kept_when_a_launch_is_refused(site: Site) -> None:
    """G5: no token, state or name in what is written down or shown."""
    browser = site.browser()
    form = browser.answered(LEARNER, header={"kid": "unknown"})
    answer = browser.post_launch(form)
    shown = answer.get_data(as_text=True)

    assert refusals(site.engine) == [("e-sec", "unknown-kid")]
    assert form["state"] not in shown
    assert form["id_token"][:40] not in shown
    assert urlencode({"n": LEARNER.name})[2:] not in shown
