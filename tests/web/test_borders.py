"""Borders that hold by themselves: between browsers, addresses, columns, platforms and the lines of a log."""

from __future__ import annotations

import json
import logging
from dataclasses import replace

import pytest

from lti_tool.app import create_app
from lti_tool.bootstrap import install
from lti_tool.domain.errors import MalformedRequest, SettingsFault
from lti_tool.logs import JsonLines
from tests.fake_lms import FakeLms
from tests.keys import the_key
from tests.people import LEARNER, OTHER_COURSE, OUTSIDER, TRAINER
from tests.web.browser import Browser
from tests.web.refusing import assert_refused
from tests.web.site import SECRET, Parts, Site
from tests.web.tables import values

AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NEXT_SECRET = b"the next secret of the tests, as long as the other"
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"


def test_a_launch_stays_in_its_browser_when_the_tool_sees_plain_http(site: Site) -> None:
    """S19: behind a TLS proxy the tool sees http; a launch that began elsewhere is refused all the same."""
    form = site.browser().answered(LEARNER)
    thief = Browser(site.app, site.lms, site.base_url.replace("https:", "http:"))
    headers = {"User-Agent": "another browser"}

    assert_refused(
        site,
        lambda: thief.request("POST", "/lti/launch", data=form, headers=headers),
        401,
        "e-sec",
        "other-browser",
    )


def test_forms_go_on_when_the_secret_is_changed_and_the_former_one_is_named(site: Site, parts: Parts) -> None:
    """W27: a form that was shown before the change is taken; a session needs no secret at all."""
    browser, settings = site.visitor(LEARNER), site.installation.settings
    changed = replace(settings, secret_key=NEXT_SECRET, former_secrets=(SECRET,))
    renewed = install(changed, clock=site.clock, shelf=parts.shelf, make_private=the_key)
    same = Browser(create_app(renewed), site.lms, site.base_url)
    same.set_cookie("__Host-psl", str(browser.session))
    form = browser.page.form
    answer = same.request("POST", form.action, data=form.hidden, headers=browser.own_headers)
    renewed.services.store.close()

    assert answer.status_code == 303


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_the_tool_does_not_start_when_the_former_secret_is_not_named(site: Site, parts: Parts) -> None:
    """W27: rather than lose its keys and everybody's forms."""
    changed = replace(site.installation.settings, secret_key=NEXT_SECRET)

    with pytest.raises(SettingsFault):
        install(changed, clock=site.clock, shelf=parts.shelf, make_private=the_key)


def test_a_session_goes_on_when_the_network_address_changes(site: Site) -> None:
    """W04: a phone changes its network in the middle of a page."""
    browser = site.visitor(LEARNER)
    answer = browser.request("GET", browser.at("welcome"), environ_base={"REMOTE_ADDR": "203.0.113.9"})

    assert answer.status_code == 200
    assert browser.page.name == "welcome"


def test_a_column_of_another_course_stays_with_its_link_when_it_is_signed(site: Site) -> None:
    """C55: whatever column the platform names for a link is kept for that link, and for no other."""
    strange = site.lms.line_item_url("", OTHER_COURSE)

    def name_it(claims: dict[str, object]) -> None:
        claims[AGS] = {**dict(claims[AGS]), "lineitem": strange}  # type: ignore[call-overload]  # JSON

    site.visitor(OUTSIDER)
    before = values(site.engine, "resource_link", "id", "lineitem_url")
    site.visitor(LEARNER, claims=name_it)
    after = values(site.engine, "resource_link", "id", "lineitem_url")

    assert set(before) <= set(after)
    assert len(after) == len(before) + 1


def test_a_page_may_not_be_framed_by_another_platform_when_both_are_connected(
    site: Site, other_lms: FakeLms
) -> None:
    """W15: the pages of a launch name the sites of its own platform alone."""
    site.connect(other_lms)
    shown = site.browser().enter(TRAINER)

    assert site.lms.url in shown.headers["Content-Security-Policy"]
    assert other_lms.url not in shown.headers["Content-Security-Policy"]


def test_control_characters_are_gone_when_a_name_is_stored(site: Site) -> None:
    """X07: PostgreSQL cannot hold NUL, and both databases shall hold the same."""

    def put_nul(claims: dict[str, object]) -> None:
        claims |= {"name": "In\x00ès\x07 Mar\x1btin", f"{CLAIM}resource_link": {"id": "9", "title": "A\x00B"}}

    site.visitor(LEARNER, claims=put_nul)

    assert values(site.engine, "person_name", "name") == [("Inès Martin",)]
    assert values(site.engine, "resource_link", "title") == [("AB",)]


def test_a_line_of_the_log_stays_one_line_when_a_word_from_outside_breaks_it() -> None:
    """X16: whatever is logged is one JSON object on one line."""
    forged = MalformedRequest(reason='x\r\n{"level": "info", "event": "forged"}\u2028\x1b[2J')
    record = logging.LogRecord("passerelle", logging.INFO, "", 0, "refused\nforged", None, None)
    record.reason = forged.reason
    line = JsonLines().format(record)

    assert line.isascii()
    assert len(line.splitlines()) == 1
    assert json.loads(line)["reason"] == forged.reason
