"""The guides as pages: for anybody, in two languages, kept by browsers for a while."""

from __future__ import annotations

import re

import pytest

from lti_tool import paths
from lti_tool.content.guides import DOCUMENTS, FOLDER
from tests.people import LEARNER, TRAINER
from tests.web.site import Site, refused

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
SLUGS = sorted(path.stem for path in (paths.CONFIG / FOLDER / "fr").glob("*.md") if path.stem != "README")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_guide_is_served_in_the_language_that_was_asked_for(site: Site, language: str) -> None:
    browser = site.browser()
    for slug in ("", *SLUGS):
        answer = browser.get(f"/guides/{slug}?lang={language}")

        assert (200, language) == (answer.status_code, browser.page.lang), slug
        assert '<article class="guide">' in answer.get_data(as_text=True), slug
        assert browser.page.heading
        assert [] == browser.page.forms
        assert [] == answer.headers.getlist("Set-Cookie")


def test_the_text_is_marked_when_the_page_is_in_another_language(site: Site) -> None:
    browser = site.browser()
    dutch = browser.get("/guides/connect?lang=nl").get_data(as_text=True)
    document = browser.get("/guides/first-module?lang=en").get_data(as_text=True)

    assert '<article class="guide" lang="en">' in dutch
    assert '<article class="guide" lang="fr">' in document


def test_every_link_of_the_list_leads_on_in_the_same_language(site: Site) -> None:
    browser = site.browser()
    browser.get("/guides/?lang=en")
    links = [
        link for link in browser.page.links if link.startswith("/guides/") and link != "/guides/?lang=en"
    ]

    assert {f"/guides/{slug}?lang=en" for slug in SLUGS} == set(links)
    assert {200} == {browser.request("GET", link).status_code for link in links}


def test_a_link_keeps_its_section_and_its_language(site: Site) -> None:
    html = site.browser().get("/guides/connect?lang=en").get_data(as_text=True)

    assert 'href="/guides/failures?lang=en#the-clock-is-wrong"' in html
    assert 'href="/guides/failures#lhorloge-est-fausse"' in site.browser().get("/guides/connect").text


def test_documents_of_authors_and_the_drawing_are_served(site: Site) -> None:
    browser = site.browser()
    for slug in DOCUMENTS:
        assert 200 == browser.request("GET", f"/guides/{slug}").status_code, slug
    html = browser.get("/guides/architecture").get_data(as_text=True)
    drawing = re.search(r'<img src="(/static/[^"]+)"', html) or re.search(
        r'src="(/static/img/arch[^"]+)"', html
    )

    assert drawing is not None
    assert "image/svg+xml" == browser.request("GET", drawing[1]).mimetype


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pictures_of_a_guide_are_served_by_the_tool(site: Site, language: str) -> None:
    browser = site.browser()
    html = browser.get(f"/guides/connect?lang={language}").get_data(as_text=True)
    pictures = re.findall(r"<img [^>]*>", html)
    kept = {browser.request("GET", re.findall(r'src="(/static/[^"]+)"', one)[0]) for one in pictures}

    assert 5 == len(pictures) == len(kept)
    assert all('loading="lazy"' in one for one in pictures)
    assert {(200, "image/webp")} == {(answer.status_code, answer.mimetype) for answer in kept}


def test_the_short_address_leads_to_the_list(site: Site) -> None:
    answer = site.browser().request("GET", "/aide")

    assert (303, "/guides/") == (answer.status_code, answer.location)


@pytest.mark.parametrize("slug", ["README", "nothing", "..%2f..%2fREADME", "connect.md", "%00"])
def test_nothing_is_served_that_is_no_guide(site: Site, slug: str) -> None:
    assert 404 == site.browser().request("GET", f"/guides/{slug}").status_code


def test_a_missing_guide_is_told_as_a_missing_page(site: Site) -> None:
    refused(site.browser().request("GET", "/guides/nothing"), 404, "e-notfound", "no-such-guide")


def test_the_page_is_not_sent_again_when_the_browser_has_it(site: Site) -> None:
    browser = site.browser()
    first = browser.request("GET", "/guides/connect", headers={"Accept-Language": "en"})
    known = {"If-None-Match": first.headers["ETag"]}
    again = browser.request("GET", "/guides/connect", headers={**known, "Accept-Language": "en"})
    other = browser.request("GET", "/guides/connect", headers={**known, "Accept-Language": "fr"})

    assert "public, max-age=300" == first.headers["Cache-Control"]
    assert "Accept-Language" in first.headers["Vary"]
    assert (304, 200) == (again.status_code, other.status_code)


def test_trainers_have_their_guide_and_learners_have_none(site: Site) -> None:
    trainer, learner = site.visitor(TRAINER), site.visitor(LEARNER)

    assert "/guides/trainer" in [link.partition("?")[0] for link in trainer.page.links]
    assert not [link for link in learner.page.links if link.startswith("/guides/")]


@pytest.mark.parametrize(
    "path",
    [
        "/lti/manual",
        "/lti/registered?platform=moodle",
        "/lti/register",
        "/admin/",
        "/lti/login?iss=https://a.example&login_hint=x&client_id=c&target_link_uri=https://tool.example/lti/launch",
    ],
)
def test_whoever_connects_a_platform_has_the_way_to_the_guide(site: Site, path: str) -> None:
    browser = site.browser()
    browser.get(path)

    assert "/guides/connect" in browser.page.links
