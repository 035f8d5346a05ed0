"""Third-party initiated login over HTTP: the rows L02 to L38 of the security notes, by GET and by POST."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from lti_tool.services.registrations import NewPlatform
from tests.people import LEARNER
from tests.web.browser import FORM
from tests.web.refusing import assert_refused
from tests.web.site import TOOL_URL, Site
from tests.web.tables import count

HINT = "h" * 8_193
VALUES = [
    pytest.param({"iss": ""}, 400, "e-link", id="L02-iss-empty"),
    pytest.param({"iss": "   "}, 400, "e-link", id="L02-iss-spaces"),
    pytest.param({"login_hint": ""}, 400, "e-link", id="L04-hint-empty"),
    pytest.param({"target_link_uri": None}, 400, "e-link", id="L05-target-missing"),
    pytest.param({"iss": "https://nobody.example"}, 400, "e-lms", id="L06-iss-unknown"),
    pytest.param({"client_id": "nobody"}, 400, "e-lms", id="L07-client-unknown"),
    pytest.param({"iss": "{iss}/"}, 400, "e-lms", id="L10-slash"),
    pytest.param({"iss": "HTTP://127.0.0.1"}, 400, "e-lms", id="L10-case"),
    pytest.param({"iss": "https://lmѕ.example"}, 400, "e-lms", id="L11-homograph"),
    pytest.param({"iss": "https://lms．example"}, 400, "e-lms", id="L11-full-width"),
    pytest.param({"iss": "{iss}\r\nX: y"}, 400, "e-link", id="L12-line-break"),
    pytest.param({"iss": "{iss}\0"}, 400, "e-link", id="L12-nul"),
    pytest.param({"iss": "{iss}\t"}, 400, "e-link", id="L12-tab"),
    pytest.param({"target_link_uri": "https://evil.example/"}, 400, "e-link", id="L13-host"),
    pytest.param({"target_link_uri": "http://tool.example/lti/launch"}, 400, "e-link", id="L14-http"),
    pytest.param({"target_link_uri": "https://tool.example@evil.example/"}, 400, "e-link", id="L16-user"),
    pytest.param({"target_link_uri": "//evil.example/"}, 400, "e-link", id="L18-slashes"),
    pytest.param({"target_link_uri": "/\\evil.example"}, 400, "e-link", id="L18-backslash"),
    pytest.param({"target_link_uri": f"{TOOL_URL}/\r\nSet-Cookie: a=b"}, 400, "e-link", id="L19-header"),
    pytest.param({"target_link_uri": "https://tool.example:8443/"}, 400, "e-link", id="L21-port"),
    pytest.param({"target_link_uri": "https://tооl.example/"}, 400, "e-link", id="L21-idn"),
    pytest.param({"target_link_uri": f"{TOOL_URL}/lti/..%2f..%2fx"}, 400, "e-link", id="L23-escape"),
    pytest.param({"login_hint": HINT}, 413, "e-link", id="L24-hint-over-8-KiB"),
    pytest.param({"lti_message_hint": HINT}, 413, "e-link", id="L25-message-hint"),
    pytest.param({"target_link_uri": TOOL_URL + "/" + "a" * 4096}, 413, "e-link", id="L25-parameter"),
    pytest.param({"lti_deployment_id": "unknown"}, 400, "e-lms", id="L26-deployment"),
    pytest.param({"client_id[]": "x"}, 400, "e-link", id="S12-brackets"),
]


def _changed(site: Site, changes: dict[str, str | None]) -> dict[str, str]:
    given: dict[str, str | None] = {**site.lms.login_parameters(LEARNER), **changes}
    return {name: value.replace("{iss}", site.lms.url) for name, value in given.items() if value is not None}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(("changes", "status", "code"), VALUES)
def test_login_is_refused_when_a_parameter_is_wrong(
    site: Site, method: str, changes: dict[str, str | None], status: int, code: str
) -> None:
    given = _changed(site, changes)

    assert_refused(site, lambda: site.browser().open_login(given, method=method), status, code)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", ["iss", "login_hint", "target_link_uri", "client_id", "lti_message_hint"])
def test_login_is_refused_when_a_parameter_comes_twice(site: Site, method: str, name: str) -> None:
    """L27: two values are never one."""
    body = urlencode([*site.lms.login_parameters(LEARNER).items(), (name, "other")])
    options = {"query_string": body} if method == "GET" else {"data": body, "content_type": FORM}

    assert_refused(
        site,
        lambda: site.browser().request(method, "/lti/login", **options),
        400,
        "e-link",
        "parameter-twice",
    )


def test_login_is_refused_when_query_and_body_both_hold_a_parameter(site: Site) -> None:
    """L28: also when both say the same."""
    given = site.lms.login_parameters(LEARNER)

    assert_refused(
        site,
        lambda: site.browser().request("POST", "/lti/login", data=given, query_string={"iss": given["iss"]}),
        400,
        "e-link",
        "parameter-twice",
    )


RAW = [
    pytest.param(b"iss=%ff%fe&login_hint=1", FORM, 400, "e-link", id="L32-not-utf-8"),
    pytest.param(b"iss=%zz&login_hint=1", FORM, 400, "e-link", id="L32-broken-escape"),
    pytest.param("iss=a&login_hint=1".encode("utf-16"), FORM, 400, "e-link", id="L32-utf-16"),
    pytest.param(b"a=1&" * 101, FORM, 400, "e-link", id="too-many-fields"),
    pytest.param(b'{"iss": "a"}', "application/json", 415, "e-link", id="L31-json"),
    pytest.param(b"--x--", "multipart/form-data; boundary=x", 415, "e-link", id="L31-multipart"),
    pytest.param(b"iss=a", "text/plain", 415, "e-link", id="L31-plain"),
    pytest.param(b"iss=" + b"a" * 65_536, FORM, 413, "e-link", id="body-over-64-KiB"),
    pytest.param(b"iss=" + b"a" * 300_000, FORM, 413, "e-link", id="body-over-256-KiB"),
]


@pytest.mark.parametrize(("body", "kind", "status", "code"), RAW)
def test_login_is_refused_when_its_body_cannot_be_read(
    site: Site, body: bytes, kind: str, status: int, code: str
) -> None:
    assert_refused(
        site,
        lambda: site.browser().request("POST", "/lti/login", data=body, content_type=kind),
        status,
        code,
    )


@pytest.mark.parametrize("query", ["iss=%ff", "iss=%2", f"iss={quote('é', encoding='latin-1')}"])
def test_login_is_refused_when_its_address_cannot_be_read(site: Site, query: str) -> None:
    assert_refused(site, lambda: site.browser().request("GET", f"/lti/login?{query}"), 400, "e-link")


def test_login_is_refused_when_the_registration_is_switched_off(site: Site) -> None:
    """L33."""
    site.services.registrations.disable(site.registration.id, site.clock())

    assert_refused(site, lambda: site.browser().login(LEARNER), 403, "e-lms", "registration-disabled")


def test_login_asks_for_more_when_two_registrations_fit(site: Site) -> None:
    """L09: never a guess, unless the deployment names one."""
    _second_client(site)
    given = site.lms.login_parameters(LEARNER)
    vague = {name: value for name, value in given.items() if name != "client_id"}
    clear = site.browser().open_login(vague)
    del vague["lti_deployment_id"]

    assert clear.status_code == 302
    assert_refused(site, lambda: site.browser().open_login(vague), 400, "e-config", "several-registrations")


def _second_client(site: Site) -> None:
    site.services.registrations.add(_platform(site.lms.url, "another-client", site), site.clock())


def _platform(issuer: str, client_id: str, site: Site, auth: str = "") -> NewPlatform:
    known = site.lms.registration()
    return NewPlatform(
        issuer=issuer,
        client_id=client_id,
        auth_login_url=auth or known.auth_login_url,
        token_url=known.token_url,
        jwks_url=known.jwks_url,
        deployment_ids=("of-another",),
    )


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_browser_goes_to_the_platform_when_the_login_is_right(site: Site, method: str) -> None:
    answer = site.browser().login(LEARNER, method=method)
    sent = {name: value[0] for name, value in parse_qs(urlsplit(answer.location).query).items()}

    assert answer.status_code == 302
    assert answer.location.startswith(f"{site.registration.auth_login_url}?")
    assert answer.headers["Cache-Control"] == "no-store"
    assert (sent["scope"], sent["response_type"]) == ("openid", "id_token")
    assert (sent["response_mode"], sent["prompt"]) == ("form_post", "none")
    assert sent["redirect_uri"] == f"{TOOL_URL}/lti/launch"
    assert sent["login_hint"] == LEARNER.sub
    assert sent["client_id"] == site.registration.client_id
    assert len(sent["state"]) >= 43
    assert len(sent["nonce"]) >= 43
    assert count(site.engine, "login_state") == 0, "nothing is written before the launch"


def test_query_is_merged_when_the_platform_address_has_one(site: Site) -> None:
    """L38."""
    site.services.registrations.add(
        _platform("https://query.example", "c", site, "https://query.example/a?x=1"), site.clock()
    )
    given = {"iss": "https://query.example", "client_id": "c", "lti_deployment_id": "of-another"}
    answer = site.browser().login(LEARNER, **given)

    assert answer.location.startswith("https://query.example/a?x=1&scope=openid&")
    assert answer.location.count("?") == 1


def test_state_and_nonce_differ_when_the_same_browser_logs_in_twice(site: Site) -> None:
    browser = site.browser()
    one, two = (parse_qs(urlsplit(browser.login(LEARNER).location).query) for _ in range(2))

    assert one["state"] != two["state"]
    assert one["nonce"] != two["nonce"]


def test_host_of_the_request_says_nothing_when_the_redirect_is_written(site: Site) -> None:
    """L35: the address to return to comes from the settings."""
    answer = site.browser().request(
        "POST",
        "/lti/login",
        data=site.lms.login_parameters(LEARNER),
        headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"},
    )

    assert answer.status_code == 302
    assert "evil.example" not in answer.location
