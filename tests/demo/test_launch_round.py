"""A launch, as a browser and a tool see it from outside."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests

from lti_tool.demo.launch import LoginRefused, UntrustedRequest
from lti_tool.domain.errors import NotAuthenticated
from lti_tool.lti.signing import check, make_key, unverified_kid
from tests.demo.tiny_tool import TIMEOUT_SECONDS, TinyTool
from tests.fake_lms import FakeLms
from tests.people import ADMINISTRATOR, LEARNER, OUTSIDER, TRAINER

_LTI = "https://purl.imsglobal.org/spec/lti/claim/"
_AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"


def _get(url: str) -> requests.Response:
    return requests.get(url, allow_redirects=False, timeout=TIMEOUT_SECONDS)


def _redirect(lms: FakeLms, tool: TinyTool, login: dict[str, str], **changes: str) -> str:
    parameters = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": login["client_id"],
        "redirect_uri": f"{tool.url}/lti/launch",
        "state": "s1",
        "nonce": "n1",
        "login_hint": login["login_hint"],
        "lti_message_hint": login["lti_message_hint"],
        **changes,
    }
    return f"{lms.registration().auth_login_url}?{urlencode(parameters)}"


def _form_of(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def _claims(lms: FakeLms, token: str) -> dict[str, Any]:  # Any: claims are JSON
    jwks = _get(lms.registration().jwks_url).json()
    return check(token, jwks, lms.book.client_id)


def test_a_token_reaches_the_tool_when_an_activity_is_opened(lms: FakeLms, tool: TinyTool) -> None:
    """The whole way over HTTP: open, login, authorization, form, signature against the published keys."""
    opened = _get(f"{lms.url}/activity/11/open?as={LEARNER.key}")
    login = dict(parse_qsl(urlsplit(opened.headers["Location"]).query))
    page = _get(_redirect(lms, tool, login))
    form = _form_of(page.text)
    claims = _claims(lms, form["id_token"])

    assert opened.status_code == 302
    assert opened.headers["Location"].startswith(f"{tool.url}/lti/login?")
    assert lms.url == login["iss"]
    assert f'action="{tool.url}/lti/launch"' in page.text
    assert "Continuer vers Passerelle" in page.text
    assert form["state"] == "s1"
    assert (claims["sub"], claims["name"], claims["nonce"]) == (LEARNER.sub, "Inès Martin", "n1")
    assert claims["exp"] - claims["iat"] == 60
    assert claims[f"{_LTI}roles"] == list(LEARNER.roles)
    assert claims[f"{_LTI}custom"] == {"activity": "diagnostic"}
    assert claims[f"{_LTI}launch_presentation"]["locale"] == "fr"
    assert claims[_AGS]["lineitem"] == lms.line_item_url()


def test_the_hint_is_refused_when_it_is_used_again(lms: FakeLms, tool: TinyTool) -> None:
    """The second answer is an error with the state, posted back, and no token."""
    url = _redirect(lms, tool, lms.login_parameters(LEARNER))
    _get(url)
    form = _form_of(_get(url).text)

    assert form == {
        "error": "invalid_request",
        "error_description": "No launch id in LTI hint",
        "state": "s1",
    }


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": "other"}, "unauthorized_client"),
        ({"nonce": ""}, "invalid_request"),
        ({"response_mode": "query"}, "invalid_request"),
        ({"response_type": "code"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"prompt": "login"}, "invalid_request"),
        ({"login_hint": TRAINER.sub}, "access_denied"),
        ({"lti_message_hint": "{}"}, "invalid_request"),
        ({"lti_message_hint": '{"launchid": 7}'}, "invalid_request"),
    ],
)
def test_an_error_is_posted_back_when_a_parameter_is_wrong(
    lms: FakeLms, tool: TinyTool, changes: dict[str, str], error: str
) -> None:
    """Every parameter counts."""
    form = _form_of(_get(_redirect(lms, tool, lms.login_parameters(LEARNER), **changes)).text)

    assert (form["error"], form["state"]) == (error, "s1")
    assert "id_token" not in form


def test_nothing_is_posted_when_the_redirect_address_is_another(lms: FakeLms, tool: TinyTool) -> None:
    """Exact comparison: a slash too many is another address."""
    url = _redirect(lms, tool, lms.login_parameters(LEARNER), redirect_uri=f"{tool.url}/lti/launch/")
    answer = _get(url)

    assert answer.status_code == 400
    assert "<form" not in answer.text
    with pytest.raises(UntrustedRequest):
        lms.answer_login(url)


def test_a_test_can_spoil_claims_header_and_key_when_it_answers_a_login(lms: FakeLms, tool: TinyTool) -> None:
    """What the certification tests need."""
    other = make_key()

    def without_version(claims: dict[str, object]) -> None:
        del claims[f"{_LTI}version"]

    def launch(**changes: object) -> str:
        url = _redirect(lms, tool, lms.login_parameters(LEARNER))
        token, state = lms.answer_login(url, **changes)  # type: ignore[arg-type]  # passed through
        assert state == "s1"
        return token

    assert f"{_LTI}version" not in _claims(lms, launch(claims=without_version))
    assert _claims(lms, launch(claims=lambda old: {**old, "iss": 7}))["iss"] == 7
    assert unverified_kid(launch(header={"kid": None})) == ""
    assert unverified_kid(launch(header={"kid": "unknown"})) == "unknown"
    with pytest.raises(NotAuthenticated, match="token-signature"):
        _claims(lms, launch(key=other, header={"kid": lms.book.signing_key.kid}))
    with pytest.raises(LoginRefused):
        lms.answer_login(_redirect(lms, tool, {**lms.login_parameters(LEARNER), "lti_message_hint": "x"}))


def test_each_person_launches_in_their_own_course_when_they_log_in(lms: FakeLms, tool: TinyTool) -> None:
    """Outsider: the other course. Administrator: no course role at all."""
    outsider, _ = lms.answer_login(_redirect(lms, tool, lms.login_parameters(OUTSIDER)))
    administrator, _ = lms.answer_login(_redirect(lms, tool, lms.login_parameters(ADMINISTRATOR)))

    assert _claims(lms, outsider)[f"{_LTI}context"]["id"] == "3"
    assert _claims(lms, administrator)[f"{_LTI}roles"] == sorted(ADMINISTRATOR.roles)


def test_no_column_is_claimed_when_the_link_has_several_or_none(
    lms: FakeLms, tool: TinyTool, start: Callable[..., FakeLms]
) -> None:
    """As in Moodle: the claim names a column only when there is exactly one on the link."""

    def claim_of(platform: FakeLms) -> dict[str, str]:
        token, _ = platform.answer_login(_redirect(platform, tool, platform.login_parameters(LEARNER)))
        claim: dict[str, str] = _claims(platform, token)[_AGS]
        return claim

    assert "lineitem" in claim_of(lms)
    lms.remove_line_item()
    assert "lineitem" not in claim_of(lms)
    assert "lineitem" not in claim_of(start("brightspace-like"))


def test_old_tokens_stay_valid_when_the_key_changes_until_it_is_unpublished(
    lms: FakeLms, tool: TinyTool
) -> None:
    """Rotation in two steps."""
    token, _ = lms.answer_login(_redirect(lms, tool, lms.login_parameters(LEARNER)))
    new = lms.rotate_key()
    newer, _ = lms.answer_login(_redirect(lms, tool, lms.login_parameters(LEARNER)))

    assert unverified_kid(newer) == new.kid
    assert _claims(lms, token)["sub"] == LEARNER.sub
    lms.unpublish_old_key()
    with pytest.raises(NotAuthenticated, match="token-kid"):
        _claims(lms, token)


def test_two_platforms_do_not_mix_when_they_run_at_once(
    tool: TinyTool, start: Callable[..., FakeLms]
) -> None:
    """Issuer, keys and client differ."""
    one, two = start(), start("canvas-like")

    assert one.url != two.url
    assert one.book.client_id != two.book.client_id
    assert one.book.signing_key.kid != two.book.signing_key.kid
