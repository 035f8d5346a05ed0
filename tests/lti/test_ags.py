"""Line items and results, over real HTTP: paging, filters, and what a platform may answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from lti_tool.domain.errors import PasserelleError, PlatformRefused, PlatformUnavailable
from lti_tool.domain.ports import LineItem, LineItemDraft, PlatformResult
from tests.lti.lms_peer import ALL_SCOPES, Site
from tests.lti.peer import Reply, Seen, json_reply

RESULTS = "/items/5/lineitem/results"


DRAFT = LineItemDraft(label="Niveau é", maximum=8, tag="passerelle:depart", resource_id="depart")


def item(site: Site, number: int = 5, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"{site.peer.url}/items/{number}/lineitem?type_id=1",
        "label": "Niveau",
        "scoreMaximum": 8,
        "resourceId": "depart",
        "tag": "passerelle:depart",
    } | changes


def fault(act: Any) -> tuple[type[PasserelleError], str]:
    with pytest.raises(PasserelleError) as caught:
        act()
    return type(caught.value), caught.value.reason


def words(status: int, text: str) -> Reply:
    return Reply(status=status, body=text.encode())


def test_columns_are_found_when_the_platform_lists_them(site: Site) -> None:
    site.peer.answer("/items", json_reply([item(site), item(site, 6, resourceId="other"), item(site, 7)]))

    found = site.find()

    first = LineItem(
        url=f"{site.peer.url}/items/5/lineitem?type_id=1",
        label="Niveau",
        maximum=8.0,
        tag="passerelle:depart",
        resource_id="depart",
    )
    assert found == (first, replace(first, url=f"{site.peer.url}/items/7/lineitem?type_id=1"))
    (seen,) = site.peer.requests_to("/items")
    assert parse_qs(urlsplit(seen.target).query) == {"type_id": ["1"], "resource_id": ["depart"]}
    assert seen.headers["accept"] == "application/vnd.ims.lis.v2.lineitemcontainer+json"
    assert "content-type" not in seen.headers


@pytest.mark.parametrize(
    "link",
    [
        pytest.param('<{url}>; rel="next"', id="straight"),
        pytest.param("<{url}>; rel=next", id="bare"),
        pytest.param("<{url}>; rel=“next”", id="moodle-typographic"),
        pytest.param('<https://x.example/>; rel="first", <{url}>; rel="Next last"', id="among-others"),
        pytest.param('</items?page=2>; rel="next"', id="relative"),
    ],
)
def test_next_page_is_followed_when_its_link_is_written_in_any_way(site: Site, link: str) -> None:
    header = link.format(url=f"{site.peer.url}/items?page=2").encode().decode("latin-1")

    def page(seen: Seen) -> Reply:
        if "page=2" in seen.target:
            return json_reply([item(site, 6)])
        return json_reply([item(site)], Link=header)

    site.peer.answer("/items", page)

    found = site.find()

    assert isinstance(found, tuple)
    assert [each.url.split("/")[4] for each in found] == ["5", "6"]


def test_paging_stops_when_a_page_was_seen_before(site: Site) -> None:
    """K27."""
    site.peer.answer("/items", json_reply([item(site)], Link=f'<{site.items_url}>; rel="next"'))

    site.find()

    assert len(site.peer.requests_to("/items")) == 2


def test_paging_stops_after_200_pages_when_there_is_no_end(site: Site) -> None:
    """K27."""
    pages = iter(range(10_000))
    site.peer.answer(
        "/items", lambda seen: json_reply([], Link=f'<{site.peer.url}/items?p={next(pages)}>; rel="next"')
    )

    assert site.find() == ()
    assert len(site.peer.requests_to("/items")) == 200


def test_token_stays_here_when_the_next_page_is_elsewhere(site: Site) -> None:
    site.peer.answer("/items", json_reply([], Link='<http://127.0.0.1:9/items>; rel="next"'))

    assert fault(site.find) == (PlatformRefused, "other-host")


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param({"id": "https://evil.example/5"}, id="elsewhere"),
        pytest.param({"id": None}, id="no-id"),
        pytest.param({"scoreMaximum": 0}, id="maximum-0"),
        pytest.param({"scoreMaximum": "8"}, id="maximum-text"),
        pytest.param({"scoreMaximum": True}, id="maximum-boolean"),
        pytest.param({"resourceId": None}, id="no-resource"),
    ],
)
def test_column_is_left_out_when_it_cannot_be_used(site: Site, entry: dict[str, Any]) -> None:
    site.peer.answer("/items", json_reply([item(site, **entry), "text", None]))

    assert site.find() == ()


@pytest.mark.parametrize(
    ("reply", "kind", "reason"),
    [
        pytest.param(Reply(status=404), PlatformRefused, "context-gone", id="F06"),
        pytest.param(Reply(status=403), PlatformRefused, "scope-missing", id="F03"),
        pytest.param(Reply(status=400), PlatformRefused, "invalid-body", id="F09"),
        pytest.param(words(200, "<html>"), PlatformUnavailable, "not-json", id="F18"),
        pytest.param(json_reply({"items": []}), PlatformUnavailable, "not-json", id="object"),
        pytest.param(Reply(status=503), PlatformUnavailable, "server-error", id="F12"),
    ],
)
def test_columns_are_not_known_when_the_platform_refuses(
    site: Site, reply: Reply, kind: type[PasserelleError], reason: str
) -> None:
    site.peer.answer("/items", reply)

    assert fault(site.find) == (kind, reason)


def test_column_is_created_when_it_is_asked_for(site: Site) -> None:
    site.peer.answer("/items", json_reply(item(site, 9), 201))

    created = site.lms.create_line_item(site.registration, site.items_url, DRAFT, scopes=ALL_SCOPES)

    assert created.url == f"{site.peer.url}/items/9/lineitem?type_id=1"
    (seen,) = site.peer.requests_to("/items")
    assert seen.target == "/items?type_id=1"
    assert seen.headers["content-type"] == "application/vnd.ims.lis.v2.lineitem+json"
    assert seen.json == {
        "label": "Niveau é",
        "scoreMaximum": 8,
        "resourceId": "depart",
        "tag": "passerelle:depart",
        "submissionReview": {"reviewableStatus": ["Completed"]},
    }


@pytest.mark.parametrize(
    ("reply", "reason", "is_ambiguous"),
    [
        pytest.param(words(201, "<html>"), "not-json", True, id="F18"),
        pytest.param(json_reply({"id": "https://evil.example/5"}, 201), "not-json", True, id="elsewhere"),
        pytest.param(Reply(raw=b""), "reset", True, id="F34"),
        pytest.param(Reply(status=500), "server-error", False, id="F12"),
    ],
)
def test_doubt_is_told_when_a_column_may_have_been_created(
    site: Site, reply: Reply, reason: str, is_ambiguous: bool
) -> None:
    site.peer.answer("/items", reply)

    with pytest.raises(PlatformUnavailable) as caught:
        site.lms.create_line_item(site.registration, site.items_url, DRAFT, scopes=ALL_SCOPES)
    assert (caught.value.reason, caught.value.is_ambiguous) == (reason, is_ambiguous)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param(
            [{"userId": "7", "resultScore": 3, "resultMaximum": 8, "comment": "a\x00b"}],
            PlatformResult(score=3.0, maximum=8.0, comment="ab"),
            id="number",
        ),
        pytest.param(
            [{"userId": "7", "resultMaximum": 8}],
            PlatformResult(score=None, maximum=8.0),
            id="moodle-zero",
        ),
        pytest.param([{"userId": 7, "resultScore": 1.5}], PlatformResult(score=1.5, maximum=None), id="id"),
        pytest.param(
            [{"userId": "8", "resultScore": 1}, {"userId": "7", "resultScore": 2}],
            PlatformResult(score=2.0, maximum=None),
            id="filter-ignored",
        ),
        pytest.param([], None, id="nothing"),
        pytest.param([{"userId": "8", "resultScore": 1}, "text"], None, id="somebody-else"),
    ],
)
def test_result_is_read_when_the_platform_shows_one(
    site: Site, entries: list[Any], expected: PlatformResult | None
) -> None:
    site.peer.answer(RESULTS, json_reply(entries))

    assert site.read() == expected
    (seen,) = site.peer.requests_to(RESULTS)
    assert seen.target == f"{RESULTS}?type_id=1&user_id=7"
    assert seen.headers["accept"] == "application/vnd.ims.lis.v2.resultcontainer+json"


def test_person_is_written_safely_when_the_sub_is_odd(site: Site) -> None:
    site.peer.answer(RESULTS, json_reply([]))
    site.read(sub="a&user_id=b/é#")

    assert site.peer.requests_to(RESULTS)[0].target.endswith("user_id=a%26user_id%3Db%2F%C3%A9%23")


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        pytest.param(words(404, "User not found"), None, id="D2L-404"),
        pytest.param(Reply(status=204), None, id="204"),
        pytest.param(words(404, "gone"), (PlatformRefused, "line-item-gone"), id="F05"),
        pytest.param(words(200, "<html>"), (PlatformUnavailable, "not-json"), id="F18"),
    ],
)
def test_result_is_none_when_the_refusal_is_about_the_person(
    site: Site, reply: Reply, outcome: object
) -> None:
    site.peer.answer(RESULTS, reply)

    if outcome is None:
        assert site.read() is None
    else:
        assert fault(site.read) == outcome
