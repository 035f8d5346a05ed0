"""The token endpoint: what it gives, and to whom it gives nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from lti_tool.demo.platform import MEMBERS_SCOPE, SCORE_SCOPE
from lti_tool.lti.signing import make_key
from tests.demo.tiny_tool import LINE_ITEMS, TIMEOUT_SECONDS, Client, TinyTool, token_form
from tests.fake_lms import FakeLms

Connect = Callable[[FakeLms], Client]
Start = Callable[..., FakeLms]


def _ask(lms: FakeLms, form: dict[str, str]) -> requests.Response:
    return requests.post(lms.registration().token_url, data=form, timeout=TIMEOUT_SECONDS)


def test_known_scopes_are_granted_when_the_assertion_is_right(lms: FakeLms, tool: TinyTool) -> None:
    """Fewer scopes than asked come back without a word, as in Moodle."""
    assertion = tool.assertion(lms.book.client_id, lms.registration().token_url)
    answer = _ask(lms, token_form(assertion, f"{SCORE_SCOPE} https://example.org/unknown"))

    assert answer.status_code == 200
    assert answer.json()["scope"] == SCORE_SCOPE
    assert answer.json()["expires_in"] == 3600


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://elsewhere.example"},
        {"exp": 1},
        {"iat": 4_000_000_000},
        {"jti": ""},
        {"iss": "other"},
        {"sub": "other"},
        {"key": "unpublished"},
    ],
    ids=str,
)
def test_no_token_is_given_when_the_assertion_is_wrong(
    lms: FakeLms, tool: TinyTool, changes: dict[str, Any]
) -> None:
    """One fault at a time."""
    settings = {**changes, "key": make_key()} if "key" in changes else changes
    assertion = tool.assertion(lms.book.client_id, lms.registration().token_url, **settings)

    answer = _ask(lms, token_form(assertion))

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client")


def test_an_assertion_is_refused_when_it_comes_twice(lms: FakeLms, tool: TinyTool) -> None:
    """A jti works once."""
    form = token_form(tool.assertion(lms.book.client_id, lms.registration().token_url))

    assert [_ask(lms, form).status_code for _ in range(2)] == [200, 400]


def test_the_tools_keys_are_read_again_when_its_key_changed(
    lms: FakeLms, tool: TinyTool, connect: Connect
) -> None:
    """A new key works at once, and the journal tells which key earned a token."""
    connect(lms)
    tool.keys.insert(0, make_key())
    client = connect(lms)
    client.get(lms.line_items_url(), LINE_ITEMS)

    assert lms.journal[-1].bearer_kid == tool.keys[0].kid


def test_brightspace_wants_its_constant_when_it_reads_the_audience(start: Start, tool: TinyTool) -> None:
    """The token address, right everywhere else, is refused."""
    lms = start("brightspace-like")
    registration = lms.registration()
    wrong = token_form(tool.assertion(registration.client_id, registration.token_url))
    right = token_form(tool.assertion(registration.client_id, registration.token_audience or ""))

    assert [_ask(lms, form).status_code for form in (wrong, right)] == [400, 200]


def test_services_refuse_when_token_scope_or_query_is_missing(lms: FakeLms, tool: TinyTool) -> None:
    """401 for all three, as in Moodle."""
    assertion = tool.assertion(lms.book.client_id, lms.registration().token_url)
    token = _ask(lms, token_form(assertion, MEMBERS_SCOPE)).json()["access_token"]
    without_token = Client("nothing").get(lms.line_items_url(), LINE_ITEMS)
    without_scope = Client(token).get(lms.line_items_url(), LINE_ITEMS)
    without_query = Client(token).get(lms.line_items_url().partition("?")[0], LINE_ITEMS)

    assert [one.status_code for one in (without_token, without_scope, without_query)] == [401, 401, 401]
