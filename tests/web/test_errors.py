"""Every refusal has words of its own, says what to do next, and shows nothing of the request."""

from __future__ import annotations

import pytest

from lti_tool.domain import errors
from lti_tool.domain.errors import PAGE_CODES, PasserelleError
from lti_tool.web.errors import STATUS, error_page, status_of
from tests.people import LEARNER
from tests.web.reading import Page, read
from tests.web.site import Site, refused

INSIDE = {errors.ContentFault, errors.SettingsFault}

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


def _page(site: Site, code: str) -> Page:
    with site.app.test_request_context("/", base_url=site.base_url):
        return read(error_page(code, "a-reason", 400, "PSR-7F3K-2Q").get_data(as_text=True))


@pytest.mark.parametrize("code", sorted(PAGE_CODES))
def test_page_says_what_to_do_when_it_has_this_code(site: Site, code: str) -> None:
    page = _page(site, code)

    assert page.name == "error"
    assert page.lang == "fr"
    assert page.title == f"{page.heading} – Passerelle"
    assert "PSR-7F3K-2Q" in page.words
    assert f"{code} a-reason" in page.words


def test_words_differ_when_codes_differ(site: Site) -> None:
    headings = {code: _page(site, code).heading for code in PAGE_CODES}

    assert len(set(headings.values())) == len(PAGE_CODES)


def test_every_error_has_a_status_when_a_page_may_raise_it(site: Site) -> None:
    """Those that only the command line raises have none."""
    kinds = {kind for kind in PasserelleError.__subclasses__() if kind not in INSIDE}

    assert site
    assert kinds == set(STATUS)
    assert all(kind.default_code in PAGE_CODES for kind in kinds)
    assert status_of(errors.NotFound(reason="x")) == 404


def test_last_resort_hides_everything_when_something_unforeseen_happens(site: Site) -> None:
    """G9: the same page, and no word of the cause."""
    view = site.app.view_functions["public.home"]

    def broken() -> str:
        raise ValueError("a secret of the inside")

    broken.passerelle_policy = view.passerelle_policy  # type: ignore[attr-defined]  # a mark on a function
    site.app.view_functions["public.home"] = broken
    answer = site.browser().request("GET", "/")
    site.app.view_functions["public.home"] = view

    refused(answer, 500, "e-busy", "unforeseen")
    assert "secret" not in answer.get_data(as_text=True)


def test_reference_on_the_page_is_the_one_written_down_when_a_launch_is_refused(site: Site) -> None:
    browser = site.browser()
    browser.post_launch({"state": "x"})
    with site.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT correlation FROM security_event").scalar_one()

    assert kept in browser.page.words


def test_course_link_is_kept_when_a_page_inside_a_visit_is_refused(site: Site) -> None:
    """G4: it came out of a verified token."""
    browser = site.visitor(LEARNER)
    browser.get(browser.at("cohort"))

    assert f"{site.lms.url}/activity/11/return" in browser.page.links


@pytest.mark.parametrize("path", ["/<script>alert(1)</script>", "/l/%22%3E%3Cimg%20src=x%3E/", "/?q=<b>"])
def test_input_is_not_echoed_when_a_page_is_refused(site: Site, path: str) -> None:
    body = site.browser().request("GET", path).get_data(as_text=True)

    assert "<script>alert" not in body
    assert "<img" not in body
    assert '<b>"' not in body


@pytest.mark.parametrize("path", ["welcome", "tasks/1", "access/device", "result", "later", "end"])
def test_form_is_refused_unread_when_it_is_over_the_limit(site: Site, path: str) -> None:
    """Q08: 413, and what is stored stays."""
    browser = site.visitor(LEARNER)

    refused(browser.post(browser.at(path), {"field-x": "a" * 300_000}), 413, "e-big", "body-too-large")


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml"])
def test_form_is_refused_when_it_is_no_form(site: Site, kind: str) -> None:
    browser = site.visitor(LEARNER)
    answer = browser.request(
        "POST", browser.at("welcome"), data=b'{"csrf": "x"}', content_type=kind, headers=browser.own_headers
    )

    assert answer.status_code in (403, 415)
    assert site.standing(browser).attempt is None
