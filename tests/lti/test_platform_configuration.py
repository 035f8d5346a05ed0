"""What a platform says of itself: taken, refused, or shown to a person first."""

from __future__ import annotations

from typing import Any

import pytest

from lti_tool.domain.errors import InvalidMessage
from lti_tool.domain.registration import PlatformConfiguration
from lti_tool.lti.platform_configuration import (
    ENDPOINTS,
    PLATFORM_CONFIGURATION,
    read_platform_configuration,
)
from lti_tool.lti.profiles import PROFILES, family_of

LMS = "https://lms.example"


def read(
    issuer: str = LMS, *, host: str = "lms.example", family: str = "", **changes: Any
) -> PlatformConfiguration:
    """The configuration of this issuer, read from its own origin, with every endpoint on ``host``."""
    plain = {
        "issuer": issuer,
        **dict.fromkeys(ENDPOINTS, f"https://{host}/x"),
        PLATFORM_CONFIGURATION: {"product_family_code": family},
    }
    url = f"{LMS if changes.pop('elsewhere', False) else issuer}/configuration"
    return read_platform_configuration({**plain, **changes}, url, allow_insecure=False)


def fault(**changes: Any) -> str:  # Any: JSON
    with pytest.raises(InvalidMessage) as caught:
        read(elsewhere=True, **changes)
    return caught.value.reason


@pytest.mark.parametrize(
    ("code", "family"),
    [
        ("moodle", "moodle"),
        ("Canvas", "canvas"),
        ("desire2learn", "brightspace"),
        ("BlackboardLearn", "blackboard"),
        ("sakailms.org", "sakai"),
        ("openedx", "open-edx"),
        ("moodle ", "moodle"),
        ("moodles", "generic"),
        ("", "generic"),
        (None, "generic"),
        (["moodle"], "generic"),
    ],
)
def test_the_family_is_found_when_a_platform_names_its_product(code: object, family: str) -> None:
    assert family == family_of(code)
    assert family in PROFILES


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"issuer": None}, "issuer-missing", id="issuer-absent"),
        pytest.param({"issuer": 7}, "issuer-missing", id="issuer-a-number"),
        pytest.param({"issuer": f"https://{'a' * 255}.example"}, "issuer-missing", id="issuer-too-long"),
        pytest.param({"issuer": "moodle"}, "issuer-not-an-address", id="issuer-a-word"),
        pytest.param({"issuer": f"{LMS}/?x"}, "issuer-not-an-address", id="issuer-with-query"),
        pytest.param({"issuer": "https://u@lms.example"}, "issuer-not-an-address", id="issuer-with-user"),
        pytest.param({"issuer": "https://other.example"}, "issuer-elsewhere", id="issuer-elsewhere"),
        pytest.param({"issuer": "https://lms.example:8443"}, "issuer-elsewhere", id="issuer-other-port"),
        pytest.param({"issuer": "http://lms.example"}, "issuer-elsewhere", id="issuer-plain-http"),
        pytest.param({"issuer": "https://canvas.instructure.com"}, "issuer-elsewhere", id="vendors-issuer"),
        pytest.param({"jwks_uri": None}, "endpoint-missing", id="no-jwks"),
        pytest.param({"token_endpoint": ""}, "endpoint-missing", id="empty-token-endpoint"),
        pytest.param({"authorization_endpoint": ["x"]}, "endpoint-missing", id="endpoint-a-list"),
        pytest.param({"registration_endpoint": "ftp://x/"}, "endpoint-not-an-address", id="ftp"),
        pytest.param({"jwks_uri": "https://a@b.example/"}, "endpoint-not-an-address", id="endpoint-user"),
        pytest.param({"jwks_uri": f"{LMS}/{'a' * 2000}"}, "endpoint-not-an-address", id="endpoint-long"),
        pytest.param({"token_endpoint": "http://lms.example/t"}, "endpoint-not-https", id="endpoint-http"),
    ],
)
def test_a_configuration_is_refused_when_a_part_of_it_is_odd(changes: dict[str, Any], reason: str) -> None:
    assert reason == fault(**changes)


@pytest.mark.parametrize("value", [None, [], "x", 7])
def test_a_configuration_is_refused_when_it_is_no_object(value: object) -> None:
    with pytest.raises(InvalidMessage) as caught:
        read_platform_configuration(value, LMS, allow_insecure=False)

    assert "configuration-not-an-object" == caught.value.reason


@pytest.mark.parametrize("name", ENDPOINTS)
def test_the_host_is_shown_when_one_endpoint_lies_elsewhere(name: str) -> None:
    """Y05."""
    found = read(**{name: "https://thief.example:8443/x"})

    assert ("thief.example",) == found.other_hosts


@pytest.mark.parametrize(
    ("issuer", "host", "family", "is_foreign"),
    [
        (LMS, "lms.example", "generic", False),
        (LMS, "LMS.example", "generic", False),
        (LMS, "auth.lms.example", "generic", False),
        (LMS, "evil-lms.example", "generic", True),
        (LMS, "lms.example.evil.example", "generic", True),
        ("https://a.lms.example", "b.lms.example", "generic", True),
        (LMS, "auth.brightspace.com", "desire2learn", False),
        (LMS, "auth.brightspace.com", "moodle", True),
        ("https://canvas.instructure.com", "sso.canvaslms.com", "canvas", False),
    ],
)
def test_only_hosts_below_the_issuer_and_of_the_vendor_are_known_when_compared(
    issuer: str, host: str, family: str, is_foreign: bool
) -> None:
    """Y05."""
    assert ((host,) if is_foreign else ()) == read(issuer, host=host, family=family).other_hosts


def test_a_vendors_issuer_is_taken_when_its_own_other_host_speaks_for_it() -> None:
    value = {
        "issuer": "https://canvas.instructure.com",
        **dict.fromkeys(ENDPOINTS, "https://sso.canvaslms.com/x"),
    }

    found = read_platform_configuration(value, "https://sso.canvaslms.com/c", allow_insecure=False)

    assert "https://canvas.instructure.com" == found.issuer


@pytest.mark.parametrize(
    ("family", "stated", "audience"),
    [
        ("moodle", None, None),
        ("moodle", "https://as.example", "https://as.example"),
        ("moodle", 7, None),
        ("moodle", "a" * 256, None),
        ("canvas", "canvas.instructure.com", None),
        ("desire2learn", None, "https://api.brightspace.com/auth/token"),
        ("desire2learn", "https://as.example", "https://api.brightspace.com/auth/token"),
    ],
)
def test_the_audience_is_the_named_one_when_the_vendor_has_none_of_its_own(
    family: str, stated: object, audience: str | None
) -> None:
    assert audience == read(family=family, authorization_server=stated).token_audience


@pytest.mark.parametrize(
    ("messages", "placements"),
    [
        ([{"type": "LtiResourceLinkRequest", "placements": ["a", 7]}], frozenset({"a"})),
        ([{"type": "LtiDeepLinkingRequest", "placements": ["a"]}], None),
        ([{"type": "LtiResourceLinkRequest"}, 7], None),
        ("LtiResourceLinkRequest", None),
        (None, None),
    ],
)
def test_placements_are_those_of_a_resource_link_when_the_platform_names_them(
    messages: object, placements: frozenset[str] | None
) -> None:
    found = read(**{PLATFORM_CONFIGURATION: {"messages_supported": messages}})

    assert placements == found.placements


def test_the_family_is_generic_when_the_platform_does_not_describe_itself() -> None:
    assert "generic" == read(**{PLATFORM_CONFIGURATION: "moodle"}).family
