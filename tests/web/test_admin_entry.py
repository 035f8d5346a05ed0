"""The way into the administration, over HTTP."""

from __future__ import annotations

import pytest

from lti_tool.app import create_app
from lti_tool.web.limits import Limits
from tests.people import LEARNER, TRAINER
from tests.web.administering import administrator, deeds, other_centre, page_of, way_in
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.tables import changed

UNKNOWN = "/admin/enter?link=" + "x" * 43
COOKIE = "__Host-pad"


def test_the_first_page_says_where_one_is_when_an_administrator_comes_in(site: Site) -> None:
    browser = administrator(site)

    assert ("administration", "Les plateformes du centre") == (browser.page.name, browser.page.heading)
    cookie = browser.cookies[COOKIE]
    assert (True, True, "Strict", "/") == (cookie.secure, cookie.http_only, cookie.same_site, cookie.path)
    assert ["registration-added", "link-made", "signed-in"] == deeds(site)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nothing_is_used_up_when_a_program_opens_the_link(site: Site, method: str) -> None:
    path = way_in(site)
    before = site.snapshot()

    answers = [site.browser().request(method, path) for _time in range(3)]

    assert {200} == {answer.status_code for answer in answers}
    assert [[]] * 3 == [answer.headers.getlist("Set-Cookie") for answer in answers]
    assert changed(before, site.snapshot()) == set()


@pytest.mark.parametrize("address", [UNKNOWN, "/admin/enter", "/admin/enter?link=a%00b", f"{UNKNOWN}&link=x"])
def test_a_wrong_link_opens_nothing_when_somebody_tries_it(site: Site, address: str) -> None:
    before = site.snapshot()

    answer = site.browser().request("GET", address)

    refused(answer, 404, "e-notfound", "no-such-link")
    assert "passerelle admin link" in answer.get_data(as_text=True)
    assert changed(before, site.snapshot()) == {"security_event"}


def test_a_used_link_opens_nothing_when_it_is_sent_again(site: Site) -> None:
    path = way_in(site)
    first, second = site.browser(), site.browser()
    for browser in (first, second):
        browser.get(path)
    first.submit()
    before = site.snapshot()

    answer = second.submit()

    refused(answer, 404, "e-notfound", "no-such-link")
    assert changed(before, site.snapshot()) == {"security_event"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-site"},
        {},
    ],
)
def test_the_link_stays_good_when_another_site_sends_it(site: Site, headers: dict[str, str]) -> None:
    """A stranger must not put a browser into a session that the stranger chose."""
    browser, path = site.browser(), way_in(site)
    browser.get(path)
    form = browser.page.form

    answer = browser.request("POST", form.action, data=form.hidden, headers=headers)

    refused(answer, 403, "e-sec", "form-from-elsewhere")
    browser.get(path)
    assert browser.submit().status_code == 200


def test_links_are_slowed_down_when_one_address_guesses(site: Site) -> None:
    """Five wrong ones in a quarter of an hour; the sixth leaves no row. A good one still gets in."""
    app = create_app(site.installation, limits=Limits())
    browser = Browser(app, site.lms, site.base_url)
    found = [browser.request("GET", UNKNOWN).status_code for _time in range(5)]
    before = site.snapshot()

    answer = browser.request("GET", UNKNOWN)

    assert [404] * 5 == found
    refused(answer, 429, "e-busy", "too-many-requests")
    assert int(answer.headers["Retry-After"]) > 60
    assert changed(before, site.snapshot()) == set()
    assert browser.get(way_in(site)).status_code == 200
    site.wait(minutes=3)
    assert browser.request("GET", UNKNOWN).status_code == 404


def test_the_session_is_over_when_its_owner_ends_it(site: Site) -> None:
    browser = administrator(site)
    token = browser.cookies[COOKIE].value

    answer = browser.send("/admin/end")

    assert "Votre session est terminée." == browser.page.heading
    assert answer.status_code == 200
    assert COOKIE not in browser.cookies
    browser.set_cookie(COOKIE, token)
    refused(browser.request("GET", "/admin/"), 401, "e-expired", "session-over")
    assert "signed-out" == deeds(site)[-1]


@pytest.mark.parametrize("spell", [{"minutes": 60}, {"hours": 8}])
def test_the_session_is_over_when_its_time_is(site: Site, spell: dict[str, float]) -> None:
    browser = administrator(site)
    browser.get("/admin/")

    site.wait(**spell)

    refused(browser.request("GET", "/admin/"), 401, "e-expired", "session-over")


def test_nobody_else_is_let_in_when_they_have_a_launch(site: Site) -> None:
    for browser in (site.browser(), site.visitor(LEARNER), site.visitor(TRAINER)):
        refused(browser.request("GET", "/admin/"), 401, "e-method", "no-session")


def test_a_launch_opens_nothing_when_its_cookie_is_given_as_an_administrators(site: Site) -> None:
    browser = site.visitor(TRAINER)
    browser.set_cookie(COOKIE, browser.session or "")

    refused(browser.request("GET", "/admin/"), 401, "e-expired", "session-over")


def test_an_administrator_sees_no_learner_when_only_the_link_was_used(site: Site) -> None:
    """The session of an administrator opens nothing of a launch."""
    trainer = site.visitor(TRAINER)
    browser = administrator(site)
    browser.set_cookie("__Host-psl", browser.cookies[COOKIE].value)

    refused(browser.request("GET", trainer.at("cohort")), 401, "e-expired")


def test_everybody_comes_in_anew_when_the_administrator_ends_their_sessions(site: Site) -> None:
    """W04: a stolen cookie is worth nothing any more; nobody of another platform notices."""
    learner, browser = site.visitor(LEARNER), administrator(site)
    _centre_id, registration = other_centre(site)
    before = site.snapshot()
    browser.get(page_of(site))

    browser.send(page_of(site, rest="/sessions"))

    assert "Les sessions sont terminées." in browser.page.words
    refused(learner.request("GET", learner.at("welcome")), 401, "e-expired", "session-over")
    assert changed(before, site.snapshot()) == {"session", "launch", "audit_entry", "audit_head"}
    assert site.visitor(LEARNER).page.name == "welcome"
    assert 404 == browser.post(page_of(site, registration, "/sessions")).status_code


@pytest.mark.parametrize("path", ["/admin/", "/admin/audit", "/admin/nowhere", "/admin", "/admin/enter"])
def test_no_page_stands_in_a_frame_when_it_belongs_to_the_administration(site: Site, path: str) -> None:
    for browser in (site.browser(), administrator(site)):
        policy = browser.request("GET", path).headers["Content-Security-Policy"]

        assert policy.endswith("frame-ancestors 'none'")
