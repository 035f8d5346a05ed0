"""A connection that must not come about: nothing is stored, and an administrator reads what to do."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lti.registration_peer import CONFIGURATION, REGISTRATION, RegistrationPeer
from tests.web import tables
from tests.web.connecting import ADDRESS, assert_refused, connected, opened, opened_answer, press
from tests.web.refusing import assert_only_event
from tests.web.site import Site, refused


@pytest.mark.parametrize(
    ("query", "status", "code", "reason"),
    [
        pytest.param({}, 404, "e-notfound", "no-such-invitation", id="Y01-nothing"),
        pytest.param({"invite": ""}, 404, "e-notfound", "no-such-invitation", id="Y01-empty"),
        pytest.param(
            {"invite": "x" * 43, "openid_configuration": "https://lms.example/c"},
            404,
            "e-notfound",
            "no-such-invitation",
            id="Y02-unknown",
        ),
        pytest.param({"invite": "é"}, 400, "e-link", "parameter-odd", id="not-ascii"),
        pytest.param({"invite": "a\0"}, 400, "e-link", "parameter-odd", id="nul"),
        pytest.param({"invite": "x" * 65}, 400, "e-link", "parameter-odd", id="long-invitation"),
        pytest.param({"invite": ["x", "x"]}, 400, "e-link", "parameter-twice", id="twice"),
        pytest.param({"invite": "x"}, 400, "e-link", "platform-address-missing", id="not-pasted"),
        pytest.param(
            {"invite": "x", "openid_configuration": "https://[lms/"},
            400,
            "e-link",
            "platform-address-missing",
            id="broken-address",
        ),
        pytest.param(
            {"invite": "x", "openid_configuration": "https://a.example/c", "registration_token": "a b"},
            400,
            "e-link",
            "parameter-odd",
            id="token-with-a-space",
        ),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_is_asked_when_the_address_is_not_an_invitation(
    site: Site,
    moodle: RegistrationPeer,
    method: str,
    query: dict[str, Any],
    status: int,
    code: str,
    reason: str,
) -> None:
    before = site.snapshot()
    given: dict[str, Any] = {"query_string": query} if method == "GET" else {"data": query}
    if not query and method == "POST":
        given = {"data": {"x": "y"}}

    answer = site.browser().request(method, ADDRESS, **given)

    assert_refused(site, answer, before, status, code, reason)
    assert [] == moodle.requests()


@pytest.mark.parametrize(
    "is_used", [pytest.param(True, id="Y02-used"), pytest.param(False, id="Y02-expired")]
)
def test_the_page_is_gone_when_the_invitation_is_over(
    site: Site, moodle: RegistrationPeer, invite: str, is_used: bool
) -> None:
    browser = opened(site, moodle, invite)
    form = browser.page.form
    if is_used:
        assert 303 == press(browser).status_code
    else:
        site.clock.pass_(minutes=60)
    moodle.peer.seen.clear()
    known = len(connected(site))

    before = site.snapshot()
    refused(press(browser, form), 404, "e-notfound", "no-such-invitation")
    assert_only_event(before, site.snapshot())
    refused(opened_answer(site, moodle, invite), 404, "e-notfound", "no-such-invitation")
    assert [] == moodle.requests()
    assert known == len(connected(site))


BAD_DAYS = [
    pytest.param(CONFIGURATION, "500", 422, "configuration-server-error", id="K01-Y03-500"),
    pytest.param(CONFIGURATION, "html", 422, "configuration-not-json", id="K03-Y03-html"),
    pytest.param(CONFIGURATION, "huge", 422, "configuration-too-large", id="K06-Y03-huge"),
    pytest.param(CONFIGURATION, "redirect", 422, "configuration-redirected", id="K08-Y03-redirect"),
    pytest.param(CONFIGURATION, "nothing", 422, "configuration-reset", id="Y03-nothing"),
    pytest.param(REGISTRATION, "500", 503, "registration-server-error", id="Y07-500"),
    pytest.param(REGISTRATION, "404", 503, "registration-refused", id="Y07-404"),
    pytest.param(REGISTRATION, "html", 503, "registration-not-json", id="Y07-html"),
    pytest.param(REGISTRATION, "huge", 503, "registration-too-large", id="Y07-huge"),
    pytest.param(REGISTRATION, "redirect", 503, "registration-redirected", id="Y07-redirect"),
    pytest.param(REGISTRATION, "nothing", 503, "registration-reset", id="Y07-nothing"),
]


@pytest.mark.parametrize(("path", "how", "status", "reason"), BAD_DAYS)
def test_nothing_is_stored_and_it_may_be_tried_again_when_the_platform_fails(
    site: Site, moodle: RegistrationPeer, invite: str, path: str, how: str, status: int, reason: str
) -> None:
    browser = opened(site, moodle, invite)
    form = browser.page.form
    moodle.misbehave(path, how)
    before = site.snapshot()

    answer = press(browser)

    refused(
        answer, status, "e-config" if status == 422 or "re" in how or how in ("404", "html") else "e-busy"
    )
    assert f"<code>{reason}</code>" in answer.get_data(as_text=True)
    assert tables.changed(before, site.snapshot()) <= {tables.EVENTS}
    assert ("supprimez-le" in browser.page.words) == (path == REGISTRATION)
    moodle.behave()
    assert 303 == press(browser, form).status_code


def test_the_administrator_reads_what_to_delete_when_the_answer_is_lost(
    site: Site, moodle: RegistrationPeer, invite: str
) -> None:
    """Y07: the platform made a client and said nothing."""
    browser = opened(site, moodle, invite)
    moodle.lose_answer()
    before = site.snapshot()

    answer = press(browser)

    refused(answer, 503, "e-busy", "registration-reset")
    assert set() == tables.changed(before, site.snapshot())
    assert ["client-7"] == list(moodle.clients)
    assert "Si un outil « Passerelle » est apparu dans votre plateforme, supprimez-le." in browser.page.words


def test_nothing_is_overwritten_when_the_platform_is_connected_already(
    site: Site, moodle: RegistrationPeer, invite: str
) -> None:
    """Y08."""
    press(opened(site, moodle, invite))
    moodle.clients.clear()
    again = opened(site, moodle, site.services.invitations.invite("Autre", site.clock()))
    moodle.changes = {"jwks_uri": f"{moodle.url}/other"}
    before = site.snapshot()

    answer = press(again)

    assert_refused(site, answer, before, 409, "e-conflict", "registration-exists")


@pytest.mark.parametrize(
    ("options", "status", "reason"),
    [
        ({"json": {"invite": "x"}}, 415, "not-a-form"),
        ({"data": b"invite=x", "content_type": "text/plain"}, 415, "not-a-form"),
        ({"data": {"invite": "x" * 70_000}}, 413, "body-too-large"),
    ],
)
def test_a_body_is_refused_when_it_is_not_our_form(
    site: Site, options: dict[str, Any], status: int, reason: str
) -> None:
    before = site.snapshot()

    answer = site.browser().request("POST", ADDRESS, **options)

    assert_refused(site, answer, before, status, "e-link" if status == 415 else "e-big", reason)


def test_only_known_families_have_a_last_page_when_somebody_asks(site: Site) -> None:
    browser = site.browser()

    refused(browser.request("GET", "/lti/registered?platform=<b>"), 404, "e-notfound", "no-such-platform")
    refused(browser.request("GET", "/lti/registered"), 404, "e-notfound", "no-such-platform")
    assert 200 == browser.request("GET", "/lti/registered?platform=sakai&without=<b>").status_code
    assert "<b>" not in browser.page.words
