"""One oddity, one function, one table."""

from __future__ import annotations

import pytest

from lti_tool.lti.quirks import (
    is_invented_nonce,
    is_unsubstituted,
    next_page,
    scope_words,
    service_address,
    speaks_of_large_roster,
    speaks_of_person,
    speaks_of_rate,
)


@pytest.mark.parametrize(
    ("url", "ending", "expected"),
    [
        ("https://a/5", "scores", "https://a/5/scores"),
        ("https://a/5/", "scores", "https://a/5/scores"),
        ("https://a/5?type_id=1", "scores", "https://a/5/scores?type_id=1"),
        ("https://a/5?r=a?b&c", "scores", "https://a/5/scores?r=a?b&c"),
        ("https://a/5/?x", "", "https://a/5/?x"),
    ],
)
def test_ending_goes_before_the_query_when_there_is_one(url: str, ending: str, expected: str) -> None:
    assert service_address(url, ending) == expected


def test_filters_go_after_the_query_when_there_is_one() -> None:
    assert service_address("https://a/i?t=1", resource_id="a b&c") == "https://a/i?t=1&resource_id=a%20b%26c"
    assert service_address("https://a/i", resource_id="a") == "https://a/i?resource_id=a"


def test_next_page_is_read_when_moodle_escapes_its_address() -> None:
    header = "<https://a/i?t=9&amp;from=0>; rel=“first”, <https://a/i?t=9&amp;limit=2&amp;from=2>; rel=“next”"

    assert next_page(header.encode().decode("latin-1"), "https://a/i") == "https://a/i?t=9&limit=2&from=2"


@pytest.mark.parametrize("header", ["", "nonsense", "<>; rel=next", "<x>", '<x>; rel="prev"', '; rel="next"'])
def test_there_is_no_next_page_when_the_header_names_none(header: str) -> None:
    assert next_page(header, "https://a/i") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("$Context.id.history", True),
        ("$User.id", True),
        ("$5", False),
        ("$", False),
        ("a $User.id", False),
        ("", False),
    ],
)
def test_variable_is_recognised_when_it_stands_alone(value: str, expected: bool) -> None:
    assert is_unsubstituted(value) is expected


def test_scopes_are_read_when_they_are_written_in_any_way() -> None:
    assert scope_words("a b,c") == scope_words(["a", "b", "c", 7]) == {"a", "b", "c"}
    assert scope_words(None) == scope_words(7) == frozenset()


def test_words_are_recognised_when_a_platform_says_them() -> None:
    assert speaks_of_person("User could not be found")
    assert speaks_of_person("not enrolled")
    assert not speaks_of_person('{"url":"https:\\/\\/lms\\/user\\/7"}')
    assert not speaks_of_person("superuser_id missing")
    assert speaks_of_rate("Rate Limit Exceeded")
    assert speaks_of_large_roster('Forbidden\n{"error":"above_response_limit"}')
    assert not speaks_of_large_roster('{"detail":"You do not have permission to perform this action."}')
    assert is_invented_nonce("6FA459EA-ee8a-3ca4-894e-db77e160355e")
    assert not is_invented_nonce("6fa459eaee8a3ca4894edb77e160355e")
