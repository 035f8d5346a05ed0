"""Addresses of platforms that are connected by hand."""

from __future__ import annotations

import pytest

from lti_tool.domain.families import FAMILIES, endpoints_of, site_of


@pytest.mark.parametrize(
    ("given", "site"),
    [
        ("https://moodle.example", "https://moodle.example"),
        ("moodle.example", "https://moodle.example"),
        (" https://moodle.example/ ", "https://moodle.example"),
        ("https://lms.example/moodle/", "https://lms.example/moodle"),
        ("https://lms.example/moodle/mod/lti/toolconfigure.php?x=1", "https://lms.example/moodle"),
        ("https://lms.example/admin/search.php#tab", "https://lms.example"),
        ("https://lms.example/my/", "https://lms.example"),
        ("https://lms.example/my", "https://lms.example"),
        ("https://lms.example:8443/course/view.php?id=2", "https://lms.example:8443"),
        ("http://127.0.0.1:8700", "http://127.0.0.1:8700"),
    ],
)
def test_site_is_found_when_the_address_of_any_page_is_pasted(given: str, site: str) -> None:
    assert site_of(given) == site


@pytest.mark.parametrize(
    "given",
    [
        *("", " ", "https://", "javascript:alert(1)", "ftp://lms.example", "https://a b.example"),
        *("https://me@lms.example", "https://lms.example:0", "https://lms.example:x"),
        *("https://[::1", "a\nb", '"><b>'),
        f"https://{'x' * 1000}.example",
    ],
)
def test_nothing_is_found_when_the_text_is_no_address(given: str) -> None:
    assert site_of(given) is None
    assert endpoints_of("moodle", given) is None


def test_moodle_is_filled_in_whole_from_its_address() -> None:
    found = endpoints_of("moodle", "lms.example/moodle")

    assert found is not None
    assert (found.issuer, found.token_audience) == ("https://lms.example/moodle", None)
    assert found.auth_login_url == "https://lms.example/moodle/mod/lti/auth.php"
    assert found.token_url == "https://lms.example/moodle/mod/lti/token.php"
    assert found.jwks_url == "https://lms.example/moodle/mod/lti/certs.php"


def test_brightspace_is_told_the_audience_of_all_its_customers() -> None:
    found = endpoints_of("brightspace", "https://school.example/d2l/home")

    assert found is not None
    assert found.jwks_url == "https://school.example/d2l/.well-known/jwks"
    assert found.token_audience == "https://api.brightspace.com/auth/token"


@pytest.mark.parametrize("family", [*FAMILIES, "unheard-of"])
def test_every_family_names_an_issuer(family: str) -> None:
    found = endpoints_of(family, "https://lms.example")

    assert found is not None
    assert found.issuer.startswith("https://")


def test_an_address_stays_empty_when_only_the_platform_knows_it() -> None:
    blackboard, sakai = (endpoints_of(family, "https://lms.example") for family in ("blackboard", "sakai"))

    assert blackboard is not None
    assert sakai is not None
    assert (blackboard.jwks_url, sakai.token_url) == ("", "")
