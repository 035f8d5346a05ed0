"""The first name in a name, where it can be told."""

from __future__ import annotations

import pytest

from lti_tool.domain.welcome import first_name_of


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Nadia Benali", "Nadia"),
        ("BENALI Nadia", "Nadia"),
        ("Jean-Pierre Morel", "Jean-Pierre"),
        ("NADIA BENALI", "NADIA"),
        ("Nadia", "Nadia"),
        ("Marie Claire Van Damme", "Marie Claire Van Damme"),
        ("", ""),
    ],
)
def test_the_first_name_is_told_when_a_name_has_two_words(name: str, first: str) -> None:
    assert first == first_name_of(name)
