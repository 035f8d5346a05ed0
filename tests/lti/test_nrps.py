"""The pages of a roster over real HTTP: rows M01 to M04, M08 and M11."""

from __future__ import annotations

import json

import pytest

from lti_tool.domain.errors import PlatformRefused
from lti_tool.lti.nrps import MEMBERS_TYPE, PAGE_BYTES, PAGES_MAXIMUM
from lti_tool.lti.service_claims import MEMBERSHIP_SCOPE
from tests.lti.lms_peer import Site
from tests.lti.peer import Reply, Seen, json_reply
from tests.lti.roster_peer import (
    PATH,
    entry,
    next_link,
    page,
    read,
    refusal,
    subs,
)


def test_the_request_is_what_the_standard_says_when_a_roster_is_read(site: Site) -> None:
    """The one scope, the media type, no ``limit`` and no role."""
    site.peer.answer(PATH, page(entry("7", name="Inès Martin"), entry("8", given_name="Omar")))
    members = read(site)

    (asked,) = site.peer.requests_to(PATH)
    assert ("GET", PATH, MEMBERS_TYPE) == (asked.method, asked.target, asked.headers["accept"])
    assert [[MEMBERSHIP_SCOPE]] == [form["scope"] for form in site.token_requests()]
    assert [("7", "Inès Martin"), ("8", "Omar")] == [(member.sub, member.name) for member in members]


@pytest.mark.parametrize(
    "quotes", ['""', "“”", "””", "«»", "''"], ids=["plain", "curly", "moodle", "fr", "one"]
)
def test_every_page_is_read_when_quotes_are_typographic(site: Site, quotes: str) -> None:
    """M03: and an address keeps its case."""
    second = f"{PATH}/Seite?From=AbC"
    site.peer.answer(PATH, page(entry("1"), **next_link(f"{site.peer.url}{second}", quotes)))
    site.peer.answer(f"{PATH}/Seite", page(entry("2")))

    assert ["1", "2"] == subs(site)
    assert [second] == [seen.target for seen in site.peer.requests_to(f"{PATH}/Seite")]


@pytest.mark.parametrize(
    "header",
    ["<{second}>;rel=next", '<{second}>; rel="NEXT"', '<{first}>; rel="first", <{second}>; rel="next last"'],
)
def test_the_next_page_is_found_when_the_header_is_written_otherwise(site: Site, header: str) -> None:
    """M03"""
    base = site.peer.url
    link = header.format(first=f"{base}{PATH}", second=f"{base}/second")
    site.peer.answer(PATH, page(entry("1"), Link=link))
    site.peer.answer("/second", page(entry("2")))

    assert ["1", "2"] == subs(site)


def test_a_circle_of_pages_is_left_when_it_closes(site: Site) -> None:
    """M01: the pages that were read are no roster."""
    first, second = f"{site.peer.url}{PATH}", f"{site.peer.url}/second"
    site.peer.answer(PATH, page(entry("1"), **next_link(second)))
    site.peer.answer("/second", page(entry("2"), **next_link(first)))

    assert "endless-list" == refusal(site)
    assert 1 == len(site.peer.requests_to(PATH)) == len(site.peer.requests_to("/second"))


def test_a_list_without_end_is_left_when_it_has_had_its_pages(site: Site) -> None:
    """M01: more than 200 pages, each one new."""
    count = iter(range(10_000))

    def more(_seen: Seen) -> Reply:
        number = next(count)
        return page(entry(str(number)), **next_link(f"{site.peer.url}{PATH}?from={number + 1}"))

    site.peer.answer(PATH, more)

    assert "endless-list" == refusal(site)
    assert PAGES_MAXIMUM == len(site.peer.requests_to(PATH))


def test_two_hundred_pages_are_read_when_that_is_the_end(site: Site) -> None:
    """M01, M11: the last allowed page counts."""
    count = iter(range(PAGES_MAXIMUM))

    def more(_seen: Seen) -> Reply:
        number = next(count)
        is_last = number == PAGES_MAXIMUM - 1
        link = {} if is_last else next_link(f"{site.peer.url}{PATH}?from={number + 1}")
        return page(entry(str(number)), **link)

    site.peer.answer(PATH, more)

    assert PAGES_MAXIMUM == len(read(site))


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://localhost:{port}/second",
        "http://127.0.0.1:1/second",
        "https://127.0.0.1:{port}/second",
        "//localhost:{port}/x",
    ],
    ids=["host", "port", "scheme", "relative"],
)
def test_the_token_stays_when_the_next_page_is_elsewhere(site: Site, elsewhere: str) -> None:
    """M02: not followed, and what was read is no roster."""
    url = elsewhere.format(port=site.peer.url.rpartition(":")[2])
    site.peer.answer(PATH, page(entry("1"), **next_link(url)))

    assert "other-host" == refusal(site)
    assert {PATH, "/token"} == {seen.path for seen in site.peer.seen}


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (403, "scope-missing"),
        (404, "context-gone"),
        (401, "unauthorized"),
        (302, "redirected"),
        (429, "rate-limited"),
        (500, "server-error"),
        (204, "invalid-body"),
    ],
)
def test_a_page_that_fails_is_no_end_when_it_comes_later(site: Site, status: int, reason: str) -> None:
    """M04: page 2 of 3."""
    site.peer.answer(PATH, page(entry("1"), **next_link(f"{site.peer.url}/second")))
    site.peer.answer("/second", Reply(status=status))

    assert reason == refusal(site)


def test_the_list_is_too_long_when_open_edx_says_so(site: Site) -> None:
    """It answers 403, as for a scope that is missing."""
    site.peer.answer(PATH, json_reply({"error": "above_response_limit", "explanation": "x"}, status=403))

    assert "roster-too-large" == refusal(site)


def test_thirty_thousand_people_are_read_when_they_come_in_pages(site: Site) -> None:
    """M11"""
    size, total = 1000, 30_000

    def part(seen: Seen) -> Reply:
        first = int(seen.target.partition("from=")[2] or 0)
        link = next_link(f"{site.peer.url}{PATH}?from={first + size}") if first + size < total else {}
        return page(
            *(entry(str(number), name=f"Nom {number}") for number in range(first, first + size)), **link
        )

    site.peer.answer(PATH, part)

    assert total == len({member.sub for member in read(site)})


def test_pages_are_asked_for_when_one_answer_would_be_too_large(site: Site) -> None:
    """M11: Moodle sends everybody at once unless it is asked for pages."""

    def part(seen: Seen) -> Reply:
        if "limit=1000" not in seen.target:
            return Reply(body=b'{"members": [' + b" " * PAGE_BYTES + b"]}")
        if "from=" not in seen.target:
            return page(entry("1"), **next_link(f"{site.peer.url}{PATH}?limit=1000&from=1000"))
        return page(entry("2"))

    site.peer.answer(PATH, part)

    assert ["1", "2"] == subs(site)


def test_a_page_is_refused_when_it_is_too_large_all_the_same(site: Site) -> None:
    """M11"""
    site.peer.answer(PATH, Reply(body=b'{"members": [' + b" " * PAGE_BYTES + b"]}"))

    assert "too-large" == refusal(site)


def test_a_page_just_below_the_limit_is_read_when_it_comes(site: Site) -> None:
    """M11"""
    body = json.dumps({"members": [entry("1")]}).encode()
    site.peer.answer(PATH, Reply(body=body + b" " * (PAGE_BYTES - len(body))))

    assert ["1"] == subs(site)


def test_reading_ends_when_it_takes_too_long(site: Site) -> None:
    """A page a minute: the third one is not asked for."""
    count = iter(range(100))

    def slow(_seen: Seen) -> Reply:
        site.clock.pass_(seconds=61)
        return page(entry("1"), **next_link(f"{site.peer.url}{PATH}?from={next(count)}"))

    site.peer.answer(PATH, slow)

    assert "timeout" == refusal(site)
    assert 2 == len(site.peer.requests_to(PATH))


def test_the_roster_is_refused_when_its_address_is_elsewhere(site: Site) -> None:
    """M02: before any token is asked for."""
    with pytest.raises(PlatformRefused) as caught:
        site.lms.read_roster(site.registration, "http://elsewhere.example/members")

    assert "other-host" == caught.value.reason
    assert [] == site.peer.seen


def test_the_scope_is_missed_when_the_platform_does_not_grant_it(site: Site) -> None:
    """M08"""
    site.peer.answer("/token", json_reply({"error": "invalid_scope"}, status=400))

    assert "scope-missing" == refusal(site)
