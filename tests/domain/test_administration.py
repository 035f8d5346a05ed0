"""What an administrator may type in: exact sites and hosts, and nothing that could mean more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lti_tool.domain.administration import parent_sites, service_hosts
from lti_tool.domain.audit import BEGINNING, Deed, hash_of
from lti_tool.domain.families import family_of_addresses
from tests.factories import NOW, a_registration

FIVE = tuple(f"https://p{number}.be" for number in range(5))


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("", ()),
        (" \n\n", ()),
        ("https://portail.example.be", ("https://portail.example.be",)),
        ("  https://Portail.Example.be/  ", ("https://portail.example.be",)),
        ("https://portail.example.be:443", ("https://portail.example.be",)),
        ("https://a.be:8443\r\nhttps://b.be", ("https://a.be:8443", "https://b.be")),
        ("https://a.be\nhttps://a.be/", ("https://a.be",)),
        ("https://xn--caf-dma.be", ("https://xn--caf-dma.be",)),
        ("\n".join(FIVE), FIVE),
    ],
)
def test_each_site_becomes_an_origin_when_it_is_an_exact_https_address(
    text: str, sites: tuple[str, ...]
) -> None:
    assert sites == parent_sites(text)


@pytest.mark.parametrize(
    "text",
    [
        "http://a.be",
        "a.be",
        "//a.be",
        "https://",
        "https://*.a.be",
        "https://a.*.be",
        "*",
        "'self'",
        "'none'",
        "https:",
        "data:",
        "https://a.be/page",
        "https://a.be?x",
        "https://a.be?",
        "https://a.be#",
        "https://a.be/#x",
        "https://u@a.be",
        "https://u:p@a.be",
        "https://a.be:0",
        "https://a.be:99999",
        "https://a.be:x",
        "https://10.0.0.1",
        "https://[::1]",
        "https://2130706433",
        "https://localhost",
        "https://a.be; script-src *",
        "https://a.be https://b.be",
        "https://a.be\\@b.be",
        "https://a\t.be",
        "https://a.be\x00",
        "https://a_b.be",
        "https://-a.be",
        "https://a-.be",
        "https://a..be",
        "https://.be",
        "https://café.be",
        "https://" + "a" * 64 + ".be",
        "https://" + ".".join(["a" * 60] * 5) + ".be",
        "javascript://a.be",
        "https://a.be\nnonsense",
        "\n".join(f"https://p{number}.be" for number in range(6)),
    ],
)
def test_nothing_is_taken_when_one_line_is_no_exact_https_address(text: str) -> None:
    """W17."""
    assert parent_sites(text) is None


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("", ()),
        ("api.a.be", ("api.a.be",)),
        (" API.a.be \nsvc.a.be", ("api.a.be", "svc.a.be")),
        ("https://api.a.be", ("api.a.be",)),
        ("*.a.be", None),
        ("a.be:8443", None),
        ("https://a.be:8443", None),
        ("http://a.be", None),
        ("a.be/x", None),
        ("10.0.0.1", None),
        ("localhost", None),
        ("a.be.", None),
        ("\n".join(f"h{number}.be" for number in range(6)), None),
    ],
)
def test_each_host_is_an_exact_name_when_it_is_taken(text: str, hosts: tuple[str, ...] | None) -> None:
    assert hosts == service_hosts(text)


@pytest.mark.parametrize(
    ("url", "family"),
    [
        ("https://moodle.a.be/mod/lti/auth.php", "moodle"),
        ("https://sso.canvaslms.com/api/lti/authorize_redirect", "canvas"),
        ("https://a.brightspace.com/d2l/lti/authenticate", "brightspace"),
        ("https://developer.blackboard.com/api/v1/gateway/oidcauth", "blackboard"),
        ("https://sakai.a.be/imsoidc/lti13/oidc_auth", "sakai"),
        ("https://edx.a.be/api/lti_consumer/v1/launch/", "open-edx"),
        ("https://lms.a.be/auth", "generic"),
    ],
)
def test_the_kind_of_platform_is_told_when_its_login_says_so(url: str, family: str) -> None:
    assert family == family_of_addresses(replace(a_registration(), auth_login_url=url))


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "x"},
        {"action": "signed-out"},
        {"object_kind": "x"},
        {"object_id": "x"},
        {"centre_id": None},
        {"detail": "x"},
        {"at": NOW.replace(microsecond=1)},
    ],
)
def test_every_word_of_a_deed_counts_when_it_is_hashed(change: dict[str, object]) -> None:
    deed = Deed(at=NOW, actor="a", action="signed-in", object_kind="k", object_id="o", centre_id="c")

    changed = replace(deed, **change)  # type: ignore[arg-type]  # the fields of a deed

    assert hash_of(1, deed, BEGINNING) != hash_of(1, changed, BEGINNING)
    assert hash_of(1, deed, BEGINNING) != hash_of(2, deed, BEGINNING)
    assert hash_of(1, deed, BEGINNING) != hash_of(1, deed, "1" * 64)
