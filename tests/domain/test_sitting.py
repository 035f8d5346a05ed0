"""Addresses that open an activity."""

from __future__ import annotations

import pytest

from lti_tool.domain.sitting import ADDRESS_LENGTH, moodle_address, pasted_address


@pytest.mark.parametrize(
    ("login", "link", "address"),
    [
        ("https://lms.example/mod/lti/auth.php", "17", "https://lms.example/mod/lti/view.php?l=17"),
        ("https://a.example/moodle/mod/lti/auth.php", "5", "https://a.example/moodle/mod/lti/view.php?l=5"),
        ("https://lms.example/mod/lti/auth.php", "abc", ""),
        ("https://lms.example/mod/lti/auth.php", "\u0663", ""),
        ("https://lms.example/mod/lti/auth.php", "", ""),
        ("https://lms.example/mod/lti/auth.php/x", "17", ""),
        ("https://lms.example/api/lti/authorize_redirect", "17", ""),
        ("", "17", ""),
    ],
)
def test_moodle_is_recognised_by_its_login_address(login: str, link: str, address: str) -> None:
    assert moodle_address(login, link) == address


def test_pasted_address_is_taken_when_it_is_a_page_on_https() -> None:
    assert pasted_address(" https://lms.example/course/2?x=1#a ") == "https://lms.example/course/2?x=1#a"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lms.example",
        "http://lms.example/",
        "javascript:alert(1)",
        "https://",
        "https://a:b@lms.example/",
        "https://lms.example/a b",
        "https://[lms.example/",
        "https://lms.example/\n",
        "https://lms.example/\u00e9",
        "https://lms.example/" + "a" * ADDRESS_LENGTH,
    ],
)
def test_pasted_address_is_refused_when_it_is_something_else(text: str) -> None:
    expected = "https://lms.example/" if text == "https://lms.example/\n" else ""

    assert pasted_address(text) == expected
